// docx_bind.c - the bodies of several documents as one: the end of each but the last becomes the end of a section.
//
// The documents are well formed: docx_part_read has seen each template, and values are escaped.
#include "kit/documents/docx_part.h"

#define SECTION S("<w:sectPr")
#define SECTIONS S("</w:sectPr>")
#define NUMBERED S("<w:pgNumType w:start=\"1\"/>")

typedef struct body_parts {
    str head, text,
        section; // up to <w:body>; paragraphs and tables; the last section's <w:sectPr>…
} body_parts;

static ptrdiff_t find_last(str in, str what)
{
    ptrdiff_t found = -1;
    for (ptrdiff_t at = 0, next; at <= in.len; at = found + 1) {
        next = str_find(str_slice(in, at, in.len), what);
        if (next < 0) break;
        found = at + next;
    }
    return found;
}

static status take_apart(str document, body_parts *out, problem *why)
{
    ptrdiff_t begin   = str_find(document, S("<w:body>"));
    ptrdiff_t end     = find_last(document, S("</w:body>"));
    ptrdiff_t section = find_last(document, SECTION);
    ptrdiff_t closes  = find_last(document, SECTIONS);
    bool      sound   = begin >= 0 && begin < section && section < closes && closes < end;
    sound             = sound &&
            str_trim(str_slice(document, closes + SECTIONS.len, end)).len == 0; // nothing behind it
    if (!sound) return problem_set(why, ST_INVALID, S("word/document.xml"), S("docx-xml"));
    begin += 8;
    out->head    = str_slice(document, 0, begin);
    out->text    = str_slice(document, begin, section);
    out->section = str_slice(document, section, closes + SECTIONS.len);
    return ST_OK;
}

// Where "count from 1" belongs into a section, -1 when it says itself how it counts.
static ptrdiff_t number_place(str section)
{
    if (str_find(section, S("<w:pgNumType")) >= 0) return -1;
    ptrdiff_t margins = str_find(section, S("<w:pgMar"));
    if (margins < 0) return -1;
    ptrdiff_t end = str_find(str_slice(section, margins, section.len), S("/>"));
    return end < 0 ? -1 : margins + end + 2;
}

// A section, counting its pages from 1 when it is the first of its paper.
static void put_section(buf *out, str section, bool first)
{
    ptrdiff_t at = first ? number_place(section) : -1;
    if (at < 0) {
        buf_put(out, section);
        return;
    }
    buf_put(out, str_slice(section, 0, at));
    buf_put(out, NUMBERED);
    buf_put(out, str_slice(section, at, section.len));
}

// The paper's text. Its first section, when it is not its last too, counts from 1. False: it has only one.
static bool put_text(buf *out, str text)
{
    ptrdiff_t section = str_find(text, SECTION);
    if (section < 0) {
        buf_put(out, text);
        return false;
    }
    ptrdiff_t closes = section + str_find(str_slice(text, section, text.len), SECTIONS) +
                       SECTIONS.len;
    buf_put(out, str_slice(text, 0, section));
    put_section(out, str_slice(text, section, closes), true);
    buf_put(out, str_slice(text, closes, text.len));
    return true;
}

// The end of a paper that is not the last: its section stands in its last paragraph when that one is empty, as our
// templates have it, else in a paragraph as low as can be.
static void put_end(buf *out, str section, bool first)
{
    static const str empty = STR("</w:pPr></w:p>");
    str              done  = str_trim(buf_str(out));
    if (str_ends(done, empty)) {
        out->len = (size_t)(done.len - empty.len);
    } else {
        buf_put(out, S("<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" "
                       "w:lineRule=\"exact\"/>"));
    }
    put_section(out, section, first);
    buf_put(out, empty);
}

status docx_bind_body(docx_binding *b, str document, problem *why)
{
    body_parts p;
    TRY(take_apart(document, &p, why));
    if (b->count == 0) buf_put(&b->out, p.head);
    bool several = put_text(&b->out, p.text);
    b->count++;
    if (b->count < b->whole) {
        put_end(&b->out, p.section, !several);
    } else {
        put_section(&b->out, p.section, !several);
        buf_put(&b->out, S("</w:body></w:document>"));
    }
    return b->out.failed ? ST_MEMORY : ST_OK;
}
