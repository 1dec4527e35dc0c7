// styles.c - styles.xml: defaults, styles and what they are based on; settings.xml.
#include <string.h>

#include "print/book.h"

enum { BASED_DEEP_MAX = 16 };

typedef enum place { NOWHERE, IN_PARA, IN_CHARS, IN_BORDERS, IN_EDGES, IN_MARGINS, IN_TABS } place;

typedef struct reading {
    book  *b;
    style *open;
    bool   defaults; // inside docDefaults
    int    skip;     // depth inside an element that is left out
    place  at;
} reading;

void *styles_reader_new(book *b)
{
    reading *r = BOOK_NEW(b, reading);
    if (r) r->b = b;
    return r;
}

static para_look *para_of(reading *r)
{
    return r->open ? &r->open->para : r->defaults ? &r->b->para_default : NULL;
}

static char_look *chars_of(reading *r)
{
    return r->open ? &r->open->chars : r->defaults ? &r->b->char_default : NULL;
}

static bool styles_grow(book *b)
{
    if (b->style_count < b->style_cap) return true;
    size_t cap  = b->style_cap ? b->style_cap * 2 : 32;
    style *wide = book_new(b, sizeof(style), cap);
    if (!wide) return false;
    if (b->style_count) memcpy(wide, b->styles, b->style_count * sizeof(style));
    b->styles    = wide;
    b->style_cap = cap;
    return true;
}

static void style_open(reading *r, const char **attributes)
{
    book *b    = r->b;
    str   kind = attribute(attributes, "type"), first = attribute(attributes, "default");
    r->open = NULL;
    if (b->style_count == BOOK_STYLES_MAX || !styles_grow(b)) return;
    style *s      = &b->styles[b->style_count++];
    s->id         = book_copy(b, attribute(attributes, "styleId"));
    s->kind       = kind.len ? kind.ptr[0] : 'p';
    s->is_default = str_equal(first, S("1")) || str_equal(first, S("true"));
    for (int i = 0; i < 4; i++) s->margins[i] = -1;
    r->open = s;
}

static bool container(reading *r, const char *name)
{
    static const struct {
        const char *name;
        place       at;
    } all[] = { { "pPr", IN_PARA },   { "rPr", IN_CHARS }, { "tblBorders", IN_BORDERS },
                { "pBdr", IN_EDGES }, { "tabs", IN_TABS }, { "tblCellMar", IN_MARGINS } };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (strcmp(all[i].name, name) == 0) {
            r->at = all[i].at;
            return true;
        }
    }
    return false;
}

static void property(reading *r, const char *name, const char **attributes)
{
    lacks *told = r->b->told;
    edge   e    = edge_named(name);
    switch (r->at) {
    case IN_PARA:
        if (para_of(r)) para_read(para_of(r), told, name, attributes);
        break;
    case IN_CHARS:
        if (chars_of(r)) char_read(chars_of(r), told, name, attributes);
        break;
    case IN_TABS:
        if (para_of(r)) tab_read(para_of(r), attributes);
        break;
    case IN_EDGES:
        if (para_of(r) && e < EDGES) border_read(&para_of(r)->borders[e], told, attributes);
        break;
    case IN_BORDERS:
        if (r->open && e < EDGES) border_read(&r->open->borders[e], told, attributes);
        break;
    case IN_MARGINS:
        if (r->open && e < 4) r->open->margins[e] = attr_number(attributes, "w", 0);
        break;
    case NOWHERE: break;
    }
}

static void styles_start(void *ctx, const char *name, const char **attributes)
{
    reading *r = ctx;
    if (r->skip > 0) {
        r->skip++;
    } else if (strcmp(name, "tblStylePr") == 0 || strcmp(name, "latentStyles") == 0) {
        if (r->open && *name == 't') r->open->partial = true;
        r->skip = 1;
    } else if (strcmp(name, "docDefaults") == 0) {
        r->defaults = true;
    } else if (strcmp(name, "style") == 0) {
        style_open(r, attributes);
    } else if (strcmp(name, "basedOn") == 0 && r->open) {
        r->open->based_on = book_copy(r->b, attribute(attributes, "val"));
    } else if (!container(r, name)) {
        // A style's own fonts are told only where the style is used, so not from here.
        if (strcmp(name, "rFonts") != 0 || r->defaults) property(r, name, attributes);
    }
}

static void styles_end(void *ctx, const char *name)
{
    reading *r = ctx;
    if (r->skip > 0) {
        r->skip--;
        return;
    }
    if (strcmp(name, "style") == 0) r->open = NULL;
    if (strcmp(name, "docDefaults") == 0) r->defaults = false;
    if (strcmp(name, "pBdr") == 0 || strcmp(name, "tabs") == 0) {
        r->at = IN_PARA;
    } else if (strcmp(name, "pPr") == 0 || strcmp(name, "rPr") == 0 ||
               strcmp(name, "tblBorders") == 0 || strcmp(name, "tblCellMar") == 0) {
        r->at = NOWHERE;
    }
}

const part_reader styles_reader = { .start = styles_start, .end = styles_end };

const style *style_find(const book *b, str id)
{
    for (size_t i = 0; id.len && i < b->style_count; i++) {
        if (str_equal(b->styles[i].id, id)) return &b->styles[i];
    }
    return NULL;
}

const style *style_default(const book *b, char kind)
{
    for (size_t i = 0; i < b->style_count; i++) {
        if (b->styles[i].kind == kind && b->styles[i].is_default) return &b->styles[i];
    }
    return NULL;
}

static void settle(book *b, style *s)
{
    const style *chain[BASED_DEEP_MAX];
    size_t       n = 0;
    for (const style *at = s; at && n < BASED_DEEP_MAX; at = style_find(b, at->based_on)) {
        chain[n++] = at;
        if (at->settled) break; // it holds the rest of the chain
    }
    style all = *s;
    all.para  = (para_look){ 0 };
    all.chars = (char_look){ 0 };
    for (size_t i = n; i-- > 0;) {
        para_over(&all.para, &chain[i]->para);
        char_over(&all.chars, &chain[i]->chars);
        for (int e = 0; e < EDGES; e++) {
            if (!s->borders[e].said && chain[i]->borders[e].said)
                all.borders[e] = chain[i]->borders[e];
        }
        for (int e = 0; e < 4; e++) {
            if (s->margins[e] < 0 && chain[i]->margins[e] >= 0)
                all.margins[e] = chain[i]->margins[e];
        }
        all.partial |= chain[i]->partial;
    }
    all.settled = true;
    *s          = all;
}

void styles_settle(book *b)
{
    for (size_t i = 0; i < b->style_count; i++) settle(b, &b->styles[i]);
}

// ---- settings ----------------------------------------------------------------------------------

static void settings_start(void *ctx, const char *name, const char **attributes)
{
    book *b = ctx;
    if (strcmp(name, "evenAndOddHeaders") == 0) b->even_headers = attr_on(attributes);
    if (strcmp(name, "doNotUseHTMLParagraphAutoSpacing") == 0) b->add_spaces = attr_on(attributes);
    if (strcmp(name, "defaultTabStop") == 0) b->tab_every = attr_number(attributes, "val", 720);
    if (strcmp(name, "compatSetting") == 0 &&
        str_equal(attribute(attributes, "name"), S("compatibilityMode"))) {
        b->shift_tables = attr_number(attributes, "val", 12) < 15;
    }
}

const part_reader settings_reader = { .start = settings_start };
