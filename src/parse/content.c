// content.c - see content.h.
#include "parse/content.h"

#include <string.h>

#include "kit/base/reader.h"

enum {
    PDF_HEAD_BYTES  = 1024,  // where readers look for a PDF's mark
    ZIP_END_BYTES   = 22,    // of the record at a zip's end, without its comment
    ZIP_NOTE_MAX    = 65535, // bytes of that comment
    ZIP_NAMES_MAX   = 20000, // entries looked at
    TEXT_LOOK_BYTES = 1024 * 1024,
};

// The file as far as it is there: its beginning, and its end, which may be the same bytes.
typedef struct view {
    str     head, tail;
    int64_t size;
} view;

static view view_of(str bytes, int64_t size)
{
    if (bytes.len == size || size <= CONTENT_WHOLE_BYTES) return (view){ bytes, bytes, bytes.len };
    ptrdiff_t half = bytes.len / 2;
    return (view){ str_slice(bytes, 0, half), str_slice(bytes, half, bytes.len), size };
}

static bool holds(str all, str part)
{
    return str_find(all, part) >= 0;
}

static bool in_view(const view *v, str part)
{
    return holds(v->head, part) || (v->tail.ptr != v->head.ptr && holds(v->tail, part));
}

// ---- zip: the list of names at its end ----------------------------------------------------------------

typedef struct zip_facts {
    bool there, whole; // a record at the end; a list of names that it points at
    bool moved;        // other bytes stand before it
    bool docx, xlsx, pptx, macros, encrypted;
} zip_facts;

// The record at the end whose comment reaches exactly to the end of the file; its place in the tail, or -1.
static ptrdiff_t zip_end(str tail)
{
    ptrdiff_t last  = tail.len - ZIP_END_BYTES;
    ptrdiff_t first = last - ZIP_NOTE_MAX;
    for (ptrdiff_t at = last; at >= 0 && at >= first; at--) {
        if (memcmp(tail.ptr + at, "PK\5\6", 4) != 0) continue;
        reader r = reader_over(str_slice(tail, at + 20, at + 22));
        if ((ptrdiff_t)read_le(&r, 2) == tail.len - at - ZIP_END_BYTES) return at;
    }
    return -1;
}

static bool named(str name, const char *wanted)
{
    return str_equal_nocase(name, str_from(wanted));
}

static bool read_entry(reader *r, zip_facts *z)
{
    str mark = read_bytes(r, 4);
    if (r->bad || memcmp(mark.ptr, "PK\1\2", 4) != 0) return false;
    (void)read_bytes(r, 4);
    unsigned flags = (unsigned)read_le(r, 2);
    (void)read_bytes(r, 18);
    uint64_t name_len = read_le(r, 2), extra_len = read_le(r, 2), note_len = read_le(r, 2);
    (void)read_bytes(r, 12);
    str name = read_bytes(r, name_len);
    (void)read_bytes(r, extra_len + note_len);
    if (r->bad) return false;
    z->encrypted = z->encrypted || (flags & 1);
    z->docx      = z->docx || named(name, "word/document.xml");
    z->xlsx      = z->xlsx || named(name, "xl/workbook.xml") || named(name, "xl/workbook.bin");
    z->pptx      = z->pptx || named(name, "ppt/presentation.xml");
    str end      = str_slice(name, name.len - 14, name.len);
    z->macros    = z->macros || named(end, "vbaProject.bin") || named(name, "Basic/script-lc.xml");
    return true;
}

static zip_facts zip_look(const view *v)
{
    zip_facts z  = { 0 };
    ptrdiff_t at = zip_end(v->tail);
    if (at < 0) return z;
    z.there       = true;
    reader record = reader_over(str_slice(v->tail, at, v->tail.len));
    (void)read_bytes(&record, 10);
    uint64_t count = read_le(&record, 2), bytes = read_u32le(&record), from = read_u32le(&record);
    // Where the list lies, by its length back from the record, and where the record says that it lies.
    ptrdiff_t list = at - (ptrdiff_t)bytes;
    int64_t   base = v->size - v->tail.len;
    if (bytes > (uint64_t)at) return z; // not among what is there, or no list
    z.moved    = from != UINT32_MAX && base + list != (int64_t)from; // else it is told elsewhere
    reader   r = reader_over(str_slice(v->tail, list, at));
    uint64_t n = 0;
    while (n < count && n < ZIP_NAMES_MAX && read_entry(&r, &z)) n++;
    z.whole = count > 0 && n == (count < ZIP_NAMES_MAX ? count : ZIP_NAMES_MAX);
    return z;
}

// OpenDocument says its kind in the first entry, which is not packed.
static content_kind open_document(str head)
{
    static const struct {
        str          mime;
        content_kind kind;
    } all[] = {
        { STR("application/vnd.oasis.opendocument.text"), CONTENT_ODT },
        { STR("application/vnd.oasis.opendocument.spreadsheet"), CONTENT_ODS },
        { STR("application/vnd.oasis.opendocument.presentation"), CONTENT_ODP },
    };
    if (!str_equal(str_slice(head, 30, 38), S("mimetype"))) return CONTENT_ARCHIVE;
    for (size_t i = 0; i < COUNT(all); i++) {
        if (str_starts(str_slice(head, 38, head.len), all[i].mime)) return all[i].kind;
    }
    return CONTENT_ARCHIVE;
}

static content_report zip_report(const view *v)
{
    zip_facts      z   = zip_look(v);
    content_report out = { CONTENT_ARCHIVE, 0 };
    if (z.docx)
        out.kind = CONTENT_DOCX;
    else if (z.xlsx)
        out.kind = CONTENT_XLSX;
    else if (z.pptx)
        out.kind = CONTENT_PPTX;
    else
        out.kind = open_document(v->head);
    if (z.macros) out.remarks |= CONTENT_MACROS;
    if (z.encrypted) out.remarks |= CONTENT_ENCRYPTED;
    if (!z.whole) out.remarks |= CONTENT_DAMAGED;
    if (z.there && z.whole && z.moved) out.remarks |= CONTENT_TWO;
    return out;
}

// ---- the others ----------------------------------------------------------------------------------------

static content_report pdf_report(const view *v)
{
    content_report out = { CONTENT_PDF, 0 };
    if (in_view(v, S("/JavaScript")) || in_view(v, S("/Launch"))) out.remarks |= CONTENT_ACTIVE;
    if (in_view(v, S("/EmbeddedFile"))) out.remarks |= CONTENT_ATTACHED;
    if (in_view(v, S("/Encrypt "))) out.remarks |= CONTENT_ENCRYPTED;
    if (!holds(v->tail, S("%%EOF"))) out.remarks |= CONTENT_DAMAGED;
    return out;
}

static content_report ole_report(const view *v)
{
    static const str macros[] = {
        STR("_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0"),
        STR("V\0B\0A\0\0\0"),
        STR("M\0a\0c\0r\0o\0s\0\0\0"),
    };
    content_report out = { CONTENT_OLE, 0 };
    for (size_t i = 0; i < COUNT(macros); i++) {
        if (in_view(v, macros[i])) out.remarks |= CONTENT_MACROS;
    }
    if (in_view(v, S("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0")))
        out.remarks |= CONTENT_ENCRYPTED;
    return out;
}

static bool is_text(str head)
{
    str look = str_slice(head, 0, TEXT_LOOK_BYTES);
    if (str_starts(look, S("\xFF\xFE")) || str_starts(look, S("\xFE\xFF"))) return true;
    for (ptrdiff_t i = 0; i < look.len; i++) {
        unsigned char c = (unsigned char)look.ptr[i];
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B && c != '\b')
            return false;
    }
    return look.len > 0;
}

typedef struct mark {
    ptrdiff_t    at;
    str          bytes;
    content_kind kind;
} mark;

static const mark marks[] = {
    { 0, STR("\xFF\xD8\xFF"), CONTENT_JPEG },
    { 0, STR("\x89PNG\r\n\x1A\n"), CONTENT_PNG },
    { 0, STR("GIF87a"), CONTENT_GIF },
    { 0, STR("GIF89a"), CONTENT_GIF },
    { 8, STR("WEBP"), CONTENT_WEBP },
    { 4, STR("ftypheic"), CONTENT_HEIF },
    { 4, STR("ftypheix"), CONTENT_HEIF },
    { 4, STR("ftyphevc"), CONTENT_HEIF },
    { 4, STR("ftypmif1"), CONTENT_HEIF },
    { 4, STR("ftypmsf1"), CONTENT_HEIF },
    { 4, STR("ftyp"), CONTENT_MP4 },
    { 0, STR("II*\0"), CONTENT_TIFF },
    { 0, STR("MM\0*"), CONTENT_TIFF },
    { 0, STR("\xD4\xC3\xB2\xA1"), CONTENT_PCAP },
    { 0, STR("\xA1\xB2\xC3\xD4"), CONTENT_PCAP },
    { 0, STR("\x4D\x3C\xB2\xA1"), CONTENT_PCAP },
    { 0, STR("\x0A\x0D\x0D\x0A"), CONTENT_PCAP },
    { 0, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), CONTENT_OLE },
    { 0, STR("PK\3\4"), CONTENT_ARCHIVE },
    { 0, STR("Rar!\x1A\7"), CONTENT_ARCHIVE },
    { 0, STR("7z\xBC\xAF\x27\x1C"), CONTENT_ARCHIVE },
    { 0, STR("\x1F\x8B"), CONTENT_ARCHIVE },
    { 0,
      STR("\xFD"
          "7zXZ\0"),
      CONTENT_ARCHIVE },
    { 257, STR("ustar"), CONTENT_ARCHIVE },
    { 0, STR("MZ"), CONTENT_PROGRAM },
    { 0,
      STR("\x7F"
          "ELF"),
      CONTENT_PROGRAM },
    { 0, STR("\xCA\xFE\xBA\xBE"), CONTENT_PROGRAM },
    { 0, STR("\xCF\xFA\xED\xFE"), CONTENT_PROGRAM },
    { 0, STR("L\0\0\0\x01\x14\x02\0"), CONTENT_PROGRAM },
};

static content_kind by_mark(str head)
{
    for (size_t i = 0; i < COUNT(marks); i++) {
        const mark *m = &marks[i];
        if (head.len < m->at + m->bytes.len) continue;
        if (!str_equal(str_slice(head, m->at, m->at + m->bytes.len), m->bytes)) continue;
        // Words may begin with these letters too: "MZ" of a text is no program.
        if (m->bytes.len <= 2 && m->kind == CONTENT_PROGRAM && is_text(head)) continue;
        return m->kind;
    }
    return CONTENT_OTHER;
}

content_report content_look(str bytes, int64_t size)
{
    view           v    = view_of(bytes, size);
    content_kind   kind = by_mark(v.head);
    content_report out  = { kind, 0 };
    ptrdiff_t      pdf  = str_find(str_slice(v.head, 0, PDF_HEAD_BYTES), S("%PDF-"));
    if (pdf == 0 || (pdf > 0 && kind == CONTENT_OTHER && !is_text(v.head)))
        out = pdf_report(&v);
    else if (str_starts(v.head, S("PK\3\4")))
        out = zip_report(&v);
    else if (kind == CONTENT_OLE)
        out = ole_report(&v);
    else if (kind == CONTENT_OTHER && is_text(v.head))
        out.kind = CONTENT_TEXT;
    if (pdf > 0 && kind != CONTENT_OTHER) out.remarks |= CONTENT_TWO;
    if (!str_starts(v.head, S("PK\3\4"))) {
        zip_facts z = zip_look(&v);
        if (z.there && z.whole) out.remarks |= CONTENT_TWO; // an archive hangs behind it
    }
    return out;
}
