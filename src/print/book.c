// book.c - see book.h. The parts of a docx in their order, and its sections.
#include "print/book.h"

#include <string.h>

enum {
    ENTRIES_MAX      = 2000,
    DEPTH_MAX        = 128,
    INFLATED_MAX     = 64 * 1024 * 1024,
    RATIO_MAX        = 200,
    RATIO_FREE_BYTES = 8 * 1024 * 1024,
    PAGE_MIN         = 1440, // twips: a page is at least an inch either way
};

void *book_new(book *b, size_t bytes, size_t count)
{
    void *p = arena_alloc(b->a, bytes, _Alignof(max_align_t), count);
    if (!p) b->spent = b->stop = true;
    return p;
}

str book_copy(book *b, str s)
{
    str copy = { "", 0 };
    if (s.len && arena_copy(b->a, s, &copy) != ST_OK) b->spent = b->stop = true;
    return copy;
}

// ---- sections ----------------------------------------------------------------------------------

void section_defaults(section *s)
{
    *s = (section){ .width        = 11906,
                    .height       = 16838,
                    .top          = 1440,
                    .right        = 1440,
                    .bottom       = 1440,
                    .left         = 1440,
                    .header       = 720,
                    .footer       = 720,
                    .first_number = -1 };
}

static int32_t page_side(const char **attributes, const char *name, int32_t other)
{
    int32_t v = attr_number(attributes, name, other);
    return v < PAGE_MIN ? PAGE_MIN : v;
}

static void header_named(book *b, section *s, const char *name, const char **attributes)
{
    str         type = attribute(attributes, "type");
    header_kind kind = str_equal(type, S("first"))  ? HEADER_FIRST
                       : str_equal(type, S("even")) ? HEADER_EVEN
                                                    : HEADER_OTHER;
    str        *ids  = *name == 'h' ? s->header_ids : s->footer_ids;
    ids[kind]        = book_copy(b, attribute(attributes, "id"));
}

static void margins_read(section *s, const char **attributes)
{
    s->top    = attr_number(attributes, "top", s->top);
    s->right  = attr_number(attributes, "right", s->right);
    s->bottom = attr_number(attributes, "bottom", s->bottom);
    s->left   = attr_number(attributes, "left", s->left);
    s->header = attr_number(attributes, "header", s->header);
    s->footer = attr_number(attributes, "footer", s->footer);
    s->left += attr_number(attributes, "gutter", 0);
}

void section_read(book *b, section *s, const char *name, const char **attributes)
{
    str v = attribute(attributes, "val");
    if (strcmp(name, "pgSz") == 0) {
        s->width  = page_side(attributes, "w", 11906);
        s->height = page_side(attributes, "h", 16838);
    } else if (strcmp(name, "pgMar") == 0) {
        margins_read(s, attributes);
    } else if (strcmp(name, "headerReference") == 0 || strcmp(name, "footerReference") == 0) {
        header_named(b, s, name, attributes);
    } else if (strcmp(name, "titlePg") == 0) {
        s->title_page = attr_on(attributes);
    } else if (strcmp(name, "type") == 0) {
        s->goes_on = str_equal(v, S("continuous"));
        s->parity  = str_equal(v, S("oddPage")) ? 1 : str_equal(v, S("evenPage")) ? 2 : 0;
    } else if (strcmp(name, "pgNumType") == 0) {
        s->first_number  = attr_number(attributes, "start", -1);
        s->number_format = book_copy(b, attribute(attributes, "fmt"));
    } else if (strcmp(name, "cols") == 0) {
        if (attr_number(attributes, "num", 1) > 1) lacks_add(b->told, PRINT_LACK_COLUMNS, S(""));
    } else if (strcmp(name, "pgBorders") == 0) {
        lacks_add(b->told, PRINT_LACK_PAGE_BORDER, S(""));
    }
}

// A page whose margins leave no room gets narrower ones.
static void section_mend(section *s)
{
    int32_t *sides[] = { &s->left, &s->right };
    for (size_t i = 0; i < COUNT(sides); i++) {
        if (*sides[i] < 0) *sides[i] = 0;
        if (*sides[i] > s->width / 3) *sides[i] = s->width / 3;
    }
    if (s->top < 0) s->top = -s->top; // fixed, whatever the header needs
    if (s->bottom < 0) s->bottom = -s->bottom;
    if (s->top > s->height / 3) s->top = s->height / 3;
    if (s->bottom > s->height / 3) s->bottom = s->height / 3;
    if (s->header < 0 || s->header > s->height / 3) s->header = 0;
    if (s->footer < 0 || s->footer > s->height / 3) s->footer = 0;
}

// ---- the parts ---------------------------------------------------------------------------------

typedef struct relation {
    str id, target, type;
} relation;

typedef struct opening {
    const book_source *from;
    book              *b;
    package            p;
    str                folder; // of the document part, with its '/'
    relation           all[200];
    size_t             count;
    str                parts[BOOK_PARTS_MAX]; // headers and footers read so far
    story             *stories[BOOK_PARTS_MAX];
    size_t             part_count;
} opening;

static void on_fault(void *ctx, package_fault why, const char *part)
{
    static const print_refusal refusals[] = {
        [PACKAGE_BOMB] = PRINT_TOO_LARGE,    [PACKAGE_TRUNCATED] = PRINT_NOT_DOCX,
        [PACKAGE_PASSWORD] = PRINT_PASSWORD, [PACKAGE_MACROS] = PRINT_MACROS,
        [PACKAGE_BROKEN] = PRINT_XML,        [PACKAGE_ENTITIES] = PRINT_ENTITIES,
    };
    const opening *o = ctx;
    o->from->refuse(o->from->ctx, refusals[why], str_from(part));
}

static void relations_start(void *ctx, const char *name, const char **attributes)
{
    opening *o = ctx;
    if (strcmp(name, "Relationship") != 0 || o->count == COUNT(o->all)) return;
    if (str_equal(attribute(attributes, "TargetMode"), S("External"))) return;
    o->all[o->count++] = (relation){ book_copy(o->b, attribute(attributes, "Id")),
                                     book_copy(o->b, attribute(attributes, "Target")),
                                     book_copy(o->b, attribute(attributes, "Type")) };
}

static const part_reader relations_reader = { .start = relations_start };

// A part's name from the package's root; NULL when the arena is spent.
static const char *part_name(opening *o, str target)
{
    if (str_starts(target, S("/"))) return arena_cstr(o->b->a, str_slice(target, 1, target.len));
    return arena_printf(o->b->a, STR_FMT STR_FMT, STR_ARG(o->folder), STR_ARG(target)).ptr;
}

static str target_by_type(const opening *o, str end)
{
    for (size_t i = 0; i < o->count; i++) {
        if (str_ends(o->all[i].type, end)) return o->all[i].target;
    }
    return (str){ 0 };
}

static status part_read(opening *o, str target, const part_reader *reader, void *ctx)
{
    if (!target.len) return ST_MISSING;
    const char *name = part_name(o, target);
    if (!name || !ctx) return ST_MEMORY;
    return package_read(&o->p, name, reader, ctx);
}

static status optional(status st)
{
    return st == ST_MISSING ? ST_OK : st;
}

// Finds word/document.xml (it may have another name) and what belongs to it.
static status relations_read(opening *o, str *document)
{
    TRY(optional(package_read(&o->p, "_rels/.rels", &relations_reader, o)));
    *document = target_by_type(o, S("/officeDocument"));
    if (!document->len) *document = S("word/document.xml");
    if (str_starts(*document, S("/"))) *document = str_slice(*document, 1, document->len);
    ptrdiff_t slash = document->len;
    while (slash > 0 && document->ptr[slash - 1] != '/') slash--;
    o->folder = str_slice(*document, 0, slash);
    o->count  = 0;
    str name  = arena_printf(o->b->a, STR_FMT "_rels/" STR_FMT ".rels", STR_ARG(o->folder),
                             STR_ARG(str_slice(*document, slash, document->len)));
    if (!name.ptr) return ST_MEMORY;
    return optional(package_read(&o->p, name.ptr, &relations_reader, o));
}

static status looks_read(opening *o)
{
    book *b = o->b;
    TRY(optional(part_read(o, target_by_type(o, S("/settings")), &settings_reader, b)));
    TRY(optional(
        part_read(o, target_by_type(o, S("/styles")), &styles_reader, styles_reader_new(b))));
    styles_settle(b);
    str lists = target_by_type(o, S("/numbering"));
    return lists.len ? optional(part_read(o, lists, &lists_reader, lists_reader_new(b))) : ST_OK;
}

// The story of a header or footer, read once however many sections show it.
static status header_read(opening *o, str id, story **out)
{
    str target = { 0 };
    for (size_t i = 0; i < o->count; i++) {
        if (str_equal(o->all[i].id, id)) target = o->all[i].target;
    }
    for (size_t i = 0; i < o->part_count; i++) {
        if (str_equal(o->parts[i], target)) *out = o->stories[i];
    }
    if (*out || !target.len || o->part_count == BOOK_PARTS_MAX) return ST_OK;
    story *s = BOOK_NEW(o->b, story);
    if (!s) return ST_MEMORY;
    TRY(optional(part_read(o, target, &story_reader, story_reader_new(o->b, s, true))));
    o->parts[o->part_count]     = target;
    o->stories[o->part_count++] = s;
    *out                        = s;
    return ST_OK;
}

static status section_headers(opening *o, section *s, const section *before)
{
    section_mend(s);
    for (int k = 0; k < HEADER_KINDS; k++) { // what a section does not name is as before it
        s->headers[k] = NULL, s->footers[k] = NULL;
        if (s->header_ids[k].len) {
            TRY(header_read(o, s->header_ids[k], &s->headers[k]));
        } else if (before) {
            s->headers[k] = before->headers[k];
        }
        if (s->footer_ids[k].len) {
            TRY(header_read(o, s->footer_ids[k], &s->footers[k]));
        } else if (before) {
            s->footers[k] = before->footers[k];
        }
    }
    return ST_OK;
}

static status headers_read(opening *o)
{
    book    *b      = o->b;
    section *before = NULL;
    for (block *k = b->body.blocks; k; k = k->next) {
        if (!k->text || !k->text->ends) continue;
        TRY(section_headers(o, k->text->ends, before));
        before = k->text->ends;
    }
    if (!b->last) {
        b->last = BOOK_NEW(b, section);
        if (!b->last) return ST_MEMORY;
        section_defaults(b->last);
    }
    return section_headers(o, b->last, before);
}

static status all_read(opening *o)
{
    book *b = o->b;
    str   document;
    TRY(relations_read(o, &document));
    TRY(looks_read(o));
    const char *name = arena_cstr(b->a, document);
    void       *ctx  = story_reader_new(b, &b->body, false);
    if (!name || !ctx) return ST_MEMORY;
    status st = package_read(&o->p, name, &story_reader, ctx);
    if (st == ST_MISSING) o->from->refuse(o->from->ctx, PRINT_NOT_DOCX, document);
    if (st != ST_OK) return st;
    return headers_read(o);
}

status book_read(const book_source *from, arena *a, lacks *told, book *out)
{
    static const package_bounds bounds = { ENTRIES_MAX, DEPTH_MAX, INFLATED_MAX, RATIO_MAX,
                                           RATIO_FREE_BYTES };
    opening                    *o      = NEW(a, opening, 1);
    *out = (book){ .a = a, .told = told, .tab_every = 720, .shift_tables = true };
    if (!o) {
        from->refuse(from->ctx, PRINT_TOO_LARGE, S(""));
        return ST_INVALID;
    }
    *o   = (opening){ .from = from, .b = out };
    o->p = (package){
        .bounds = &bounds, .salt = from->salt, .fault = on_fault, .ctx = o, .stop = &out->stop
    };
    out->char_default.v[CHAR_SIZE]   = 20;
    out->char_default.v[CHAR_FILL]   = -1;
    out->para_default.v[PARA_LINE]   = 240;
    out->para_default.v[PARA_WIDOWS] = 1;
    out->para_default.v[PARA_FILL]   = -1;
    status st                        = package_open(&o->p, from->bytes);
    if (st == ST_OK) st = all_read(o);
    package_close(&o->p);
    if (out->spent || st == ST_MEMORY) from->refuse(from->ctx, PRINT_TOO_LARGE, S(""));
    return st == ST_OK && !out->spent ? ST_OK : ST_INVALID;
}
