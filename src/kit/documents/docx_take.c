// docx_take.c - a stranger's docx taken apart, every part looked at, for use inside a seal.
#include "kit/documents/docx_heal.h"

#include <expat.h>
#include <string.h>
#include <zip.h>

enum { RATIO_MAX = 200, RATIO_FREE_BYTES = 4 * 1024 * 1024 };

static status refuse(problem *why, const char *rule, str field)
{
    return problem_set(why, ST_INVALID, field, str_from(rule));
}

// ---- names ---------------------------------------------------------------------------------------

// A name that means the same to every program: relative, without steps upward, printable ASCII.
static bool name_sound(str name)
{
    if (name.len == 0 || name.len > DOCX_NAME_MAX || name.ptr[0] == '/') return false;
    for (ptrdiff_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c < 0x20 || c > 0x7E || c == '\\' || c == ':') return false;
    }
    return str_find(name, S("..")) < 0 && str_find(name, S("//")) < 0;
}

static bool known_before(const docx_taken *t, str name)
{
    for (size_t i = 0; i < t->count; i++) {
        if (str_equal_nocase(t->parts[i].name, name)) return true;
    }
    return false;
}

// ---- XML that holds no placeholders -----------------------------------------------------------------

typedef struct looking {
    XML_Parser  parser;
    const char *rule; // what is wrong with it
    char        field[64];
} looking;

static void stop(looking *l, const char *rule, const char *field)
{
    size_t n = strlen(field) < sizeof l->field ? strlen(field) : sizeof l->field - 1;
    l->rule  = rule;
    memcpy(l->field, field, n);
    XML_StopParser(l->parser, XML_FALSE);
}

static void XMLCALL on_doctype(void *ctx, const XML_Char *name, const XML_Char *system_id,
                               const XML_Char *public_id, int internal)
{
    (void)name, (void)system_id, (void)public_id, (void)internal;
    stop(ctx, "docx-entity", "");
}

// A relation to outside: only a link that a reader clicks may have one.
static void XMLCALL on_relation(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
    const char *type = "", *mode = "", *target = "";
    if (strcmp(name, "Relationship") != 0) return;
    for (size_t i = 0; attributes[i]; i += 2) {
        if (strcmp(attributes[i], "Type") == 0) type = attributes[i + 1];
        if (strcmp(attributes[i], "TargetMode") == 0) mode = attributes[i + 1];
        if (strcmp(attributes[i], "Target") == 0) target = attributes[i + 1];
    }
    bool outside = strcmp(mode, "External") == 0 || strstr(target, "://") || strstr(target, "..\\");
    if (outside && !str_ends(str_from(type), S("/hyperlink"))) stop(ctx, "docx-outside", target);
    if (strstr(type, "vbaProject")) stop(ctx, "docx-macro", target);
}

// In [Content_Types].xml: the package says itself what it is.
static void XMLCALL on_type(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
    (void)name;
    for (size_t i = 0; attributes[i]; i += 2) {
        if (strcmp(attributes[i], "ContentType") != 0) continue;
        if (strstr(attributes[i + 1], "macroEnabled")) stop(ctx, "docx-macro", attributes[i + 1]);
    }
}

static status look(str name, str xml, arena *a, problem *why)
{
    looking l = { .parser = docx_parser() };
    if (!l.parser) return ST_MEMORY;
    XML_SetUserData(l.parser, &l);
    XML_SetStartDoctypeDeclHandler(l.parser, on_doctype);
    if (str_ends(name, S(".rels"))) XML_SetStartElementHandler(l.parser, on_relation);
    if (str_equal(name, S("[Content_Types].xml"))) XML_SetStartElementHandler(l.parser, on_type);
    enum XML_Status parsed = XML_Parse(l.parser, xml.ptr, (int)xml.len, 1);
    XML_ParserFree(l.parser);
    if (!l.rule && parsed == XML_STATUS_OK) return ST_OK;
    str field = name;
    if (l.field[0]) TRY(arena_copy(a, str_from(l.field), &field));
    // A target may be cut in the middle of a character: only what is text is told.
    return refuse(why, l.rule ? l.rule : "docx-xml", str_is_text(field) ? field : name);
}

// ---- parts -------------------------------------------------------------------------------------------

typedef struct taking {
    zip_t      *zip;
    arena      *a;
    docx_taken *out;
    docx_healed healed;
    size_t      file_bytes, inflated;
    problem    *why;
} taking;

static status unpack(taking *t, zip_uint64_t index, const zip_stat_t *st, str *out)
{
    t->inflated += (size_t)st->size;
    bool bomb = st->size > DOCX_TAKEN_BYTES_MAX || t->inflated > DOCX_TAKEN_BYTES_MAX ||
                (t->inflated > RATIO_FREE_BYTES && t->inflated / RATIO_MAX > t->file_bytes);
    if (bomb) return refuse(t->why, "docx-bomb", (str){ 0 });
    char *bytes = arena_alloc(t->a, 1, 1, (size_t)st->size + 1);
    if (!bytes) return ST_MEMORY;
    zip_file_t *file = zip_fopen_index(t->zip, index, 0);
    zip_int64_t got  = file ? zip_fread(file, bytes, st->size + 1) : -1;
    // Read to its end, so that libzip compares the sum.
    int closed = file ? zip_fclose(file) : -1;
    if (got < 0 || (zip_uint64_t)got != st->size || closed != 0)
        return refuse(t->why, "docx-not-docx", str_from(st->name));
    *out = (str){ bytes, (ptrdiff_t)got };
    return ST_OK;
}

static status mend(taking *t, str name, str *xml)
{
    docx_part part;
    if (xml->len > DOCX_PART_BYTES_MAX) return refuse(t->why, "docx-too-large", name);
    TRY(docx_part_heal(*xml, t->a, &t->healed, xml, t->why));
    arena scratch = *t->a; // only whether it can be read
    return docx_part_read(*xml, &scratch, &part, t->why);
}

static status take_part(taking *t, zip_uint64_t index)
{
    zip_stat_t st;
    str        name, bytes;
    if (zip_stat_index(t->zip, index, 0, &st) != 0 || !st.name)
        return refuse(t->why, "docx-not-docx", (str){ 0 });
    if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
        return refuse(t->why, "docx-encrypted", (str){ 0 });
    if (!name_sound(str_from(st.name))) return refuse(t->why, "docx-name", (str){ 0 });
    TRY(arena_copy(t->a, str_from(st.name), &name));
    if (str_ends(name, S("/"))) return ST_OK; // a folder
    if (docx_holds_macros(name)) return refuse(t->why, "docx-macro", name);
    if (known_before(t->out, name)) return refuse(t->why, "docx-name", name);
    TRY(unpack(t, index, &st, &bytes));
    if (docx_holds_marks(name)) {
        TRY(mend(t, name, &bytes));
    } else if (str_ends(name, S(".xml")) || str_ends(name, S(".rels"))) {
        TRY(look(name, bytes, t->a, t->why));
    }
    t->out->parts[t->out->count++] = (docx_packed){ name, bytes };
    return ST_OK;
}

static bool has(const docx_taken *t, const char *name)
{
    return known_before(t, str_from(name));
}

static status take_all(taking *t)
{
    zip_int64_t count = zip_get_num_entries(t->zip, 0);
    if (count > DOCX_PARTS_MAX) return refuse(t->why, "docx-bomb", (str){ 0 });
    t->out->parts = NEW(t->a, docx_packed, (size_t)count + 1);
    if (!t->out->parts) return ST_MEMORY;
    for (zip_int64_t i = 0; i < count; i++) TRY(take_part(t, (zip_uint64_t)i));
    t->out->healed_count = t->healed.count;
    return has(t->out, "[Content_Types].xml") && has(t->out, "word/document.xml") &&
                   has(t->out, "_rels/.rels")
               ? ST_OK
               : refuse(t->why, "docx-not-docx", S("word/document.xml"));
}

status docx_take(str bytes, arena *a, docx_taken *out, problem *why)
{
    static const char compound_file[] = { '\xD0', '\xCF', '\x11', '\xE0' };
    *out                              = (docx_taken){ 0 };
    if (bytes.len >= 4 && memcmp(bytes.ptr, compound_file, 4) == 0)
        return refuse(why, "docx-encrypted", (str){ 0 });
    if (bytes.len > DOCX_TEMPLATE_BYTES_MAX) return refuse(why, "docx-too-large", (str){ 0 });
    zip_error_t   fault;
    zip_source_t *source = zip_source_buffer_create(bytes.ptr, (zip_uint64_t)bytes.len, 0, &fault);
    taking        t      = { .a          = a,
                             .out        = out,
                             .healed     = { out->healed, 0 },
                             .file_bytes = (size_t)bytes.len,
                             .why        = why };
    t.zip                = source ? zip_open_from_source(source, ZIP_RDONLY, &fault) : NULL;
    if (!t.zip) {
        if (source) zip_source_free(source);
        return refuse(why, "docx-not-docx", (str){ 0 });
    }
    status st = take_all(&t);
    zip_discard(t.zip);
    return st;
}
