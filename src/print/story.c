// story.c - the text of a document, header or footer part: paragraphs, runs, tables, sections.
#include <string.h>

#include "print/book.h"

enum { PATH_MAX_DEEP = 64, FIELDS_MAX = 6, INSTRUCTION_MAX = 64 };

// The elements that matter where they stand; all others are asked for by name.
typedef enum tag {
    TAG_OTHER,
    TAG_P,
    TAG_PPR,
    TAG_R,
    TAG_RPR,
    TAG_T,
    TAG_TBL,
    TAG_TBLPR,
    TAG_TR,
    TAG_TRPR,
    TAG_TC,
    TAG_TCPR,
    TAG_EDGES,
    TAG_MARGINS,
    TAG_TABS,
    TAG_SECTION,
    TAG_INSTRUCTION,
} tag;

typedef struct nest { // a table that is open
    table *grid;
    row   *line;
    cell  *field;
} nest;

typedef struct field {
    bool result; // what is read now is what the field last showed
    bool ours;   // the program knows the value itself
} field;

typedef struct reading {
    book      *b;
    story     *into;
    bool       in_header;
    uint8_t    path[PATH_MAX_DEEP]; // tags of the elements that are open
    int        deep, skip;
    nest       tables[BOOK_NEST_MAX];
    int        table_count;
    paragraph *open;
    para_look  direct;    // of the open paragraph
    char_look  mark, run; // direct, of its end and of the open run
    str        para_style, run_style;
    section   *sect;
    field      fields[FIELDS_MAX];
    int        field_count;
    char       instruction[INSTRUCTION_MAX];
    size_t     instruction_len;
    buf        text; // of the open <t>
} reading;

void story_open(story *s)
{
    s->end = &s->blocks;
}

void *story_reader_new(book *b, story *into, bool in_header)
{
    reading *r = BOOK_NEW(b, reading);
    if (!r) return NULL;
    *r = (reading){ .b = b, .into = into, .in_header = in_header };
    story_open(into);
    return r;
}

static story *where(reading *r)
{
    return r->table_count ? &r->tables[r->table_count - 1].field->inside : r->into;
}

static bool may_hold(const reading *r)
{
    return r->table_count == 0 || r->tables[r->table_count - 1].field;
}

static block *block_add(reading *r)
{
    block *k = BOOK_NEW(r->b, block);
    if (!k) return NULL;
    story *s = where(r);
    *s->end  = k;
    s->end   = &k->next;
    return k;
}

// ---- paragraphs --------------------------------------------------------------------------------

static void para_open(reading *r)
{
    if (r->open || !may_hold(r)) return; // a paragraph within another: text boxes, not drawn
    block     *k = block_add(r);
    paragraph *p = BOOK_NEW(r->b, paragraph);
    if (!k || !p) return;
    k->text       = p;
    p->end        = &p->pieces;
    r->open       = p;
    r->direct     = (para_look){ 0 };
    r->mark       = (char_look){ 0 };
    r->para_style = (str){ 0 };
}

static const style *para_style(const reading *r)
{
    const style *s = style_find(r->b, r->para_style);
    return s && s->kind == 'p' ? s : style_default(r->b, 'p');
}

static void table_style_over(const reading *r, para_look *para, char_look *chars);

// Layers, the lower first: defaults, table style, paragraph style, character style, direct.
static char_look chars_resolved(const reading *r, const char_look *direct, str own_style)
{
    char_look    all = r->b->char_default;
    const style *p = para_style(r), *own = style_find(r->b, own_style);
    table_style_over(r, NULL, &all);
    if (p) char_over(&all, &p->chars);
    if (own && own->kind == 'c') char_over(&all, &own->chars);
    char_over(&all, direct);
    return all;
}

static piece *piece_add(reading *r, piece_kind kind, str text)
{
    paragraph *p = r->open;
    if (!p) return NULL;
    piece *k = BOOK_NEW(r->b, piece);
    if (!k) return NULL;
    k->kind = kind;
    k->text = text;
    k->look = chars_resolved(r, &r->run, r->run_style);
    if (k->look.v[CHAR_HIDDEN]) return NULL;
    *p->end = k;
    p->end  = &k->next;
    return k;
}

// The number before a list's paragraph becomes its first pieces.
static void label_add(reading *r, paragraph *p, list *l, int level)
{
    const list_level *how   = &l->kind->levels[level];
    str               text  = list_label(r->b, l, level);
    char_look         look  = p->mark;
    piece            *label = BOOK_NEW(r->b, piece), *after = BOOK_NEW(r->b, piece);
    if (!label || !after) return;
    char_over(&look, &how->chars);
    *label      = (piece){ .kind = PIECE_TEXT, .text = text, .look = look };
    *after      = (piece){ .kind = how->suffix == 't' ? PIECE_TAB : PIECE_TEXT,
                           .text = how->suffix == 's' ? S(" ") : S(""),
                           .look = look };
    label->next = after;
    after->next = p->pieces;
    if (!p->pieces) p->end = &after->next;
    p->pieces = label;
}

static void para_resolve(reading *r, paragraph *p)
{
    const style *s   = para_style(r);
    para_look    all = r->b->para_default, said = s ? s->para : (para_look){ 0 };
    table_style_over(r, &all, NULL);
    para_over(&said, &r->direct);
    int   level = said.set >> PARA_LIST_LEVEL & 1 ? said.v[PARA_LIST_LEVEL] : 0;
    list *l     = said.v[PARA_LIST] ? list_find(r->b, said.v[PARA_LIST]) : NULL;
    // A list's indents stand over those of the style, unless the style itself names the list.
    bool by_style = l && !(r->direct.set >> PARA_LIST & 1);
    if (by_style) para_over(&all, &l->kind->levels[level].para);
    if (s) para_over(&all, &s->para);
    if (l && !by_style) para_over(&all, &l->kind->levels[level].para);
    para_over(&all, &r->direct);
    p->look  = all;
    p->mark  = chars_resolved(r, &r->mark, S(""));
    p->style = s ? s->id : S("");
    if (l) label_add(r, p, l, level);
}

static void para_close(reading *r)
{
    if (!r->open) return;
    para_resolve(r, r->open);
    if (r->sect && r->table_count == 0) r->open->ends = r->sect;
    r->sect = NULL;
    r->open = NULL;
}

// ---- tables ------------------------------------------------------------------------------------

static nest *table_now(reading *r)
{
    return r->table_count ? &r->tables[r->table_count - 1] : NULL;
}

// False when the table lies too deep: what is in it is left out.
static bool table_open(reading *r)
{
    if (r->open || !may_hold(r)) return false;
    if (r->table_count == BOOK_NEST_MAX) {
        lacks_add(r->b->told, PRINT_LACK_NESTED, S(""));
        return false;
    }
    block *k = block_add(r);
    table *t = BOOK_NEW(r->b, table);
    if (!k || !t) return false;
    t->end = &t->rows;
    for (int i = 0; i < 4; i++) t->margins[i] = i == EDGE_LEFT || i == EDGE_RIGHT ? 108 : 0;
    k->grid                     = t;
    r->tables[r->table_count++] = (nest){ .grid = t };
    return true;
}

static void row_open(reading *r)
{
    nest *n = table_now(r);
    row  *w = n ? BOOK_NEW(r->b, row) : NULL;
    if (!w) return;
    w->end        = &w->cells;
    *n->grid->end = w;
    n->grid->end  = &w->next;
    n->line       = w;
    n->field      = NULL;
}

static void cell_open(reading *r)
{
    nest *n = table_now(r);
    cell *c = n && n->line ? BOOK_NEW(r->b, cell) : NULL;
    if (!c) return;
    story_open(&c->inside);
    c->span = 1;
    c->fill = -1;
    for (int i = 0; i < 4; i++) c->margins[i] = -1;
    *n->line->end = c;
    n->line->end  = &c->next;
    n->field      = c;
}

static const style *table_style(const reading *r, str id)
{
    const style *s = style_find(r->b, id);
    return s && s->kind == 't' ? s : style_default(r->b, 't');
}

static void table_style_take(reading *r, str id)
{
    table       *t = table_now(r)->grid;
    const style *s = table_style(r, id);
    if (!s) return;
    t->style = s->id;
    if (s->partial) lacks_add(r->b->told, PRINT_LACK_TABLE_STYLE, s->id);
    for (int i = 0; i < EDGES; i++) {
        if (s->borders[i].said) t->borders[i] = s->borders[i];
    }
    for (int i = 0; i < 4; i++) {
        if (s->margins[i] >= 0) t->margins[i] = s->margins[i];
    }
}

static void table_style_over(const reading *r, para_look *para, char_look *chars)
{
    if (!r->table_count) return;
    const style *s = style_find(r->b, r->tables[r->table_count - 1].grid->style);
    if (!s) return;
    if (para) para_over(para, &s->para);
    if (chars) char_over(chars, &s->chars);
}

static void table_property(reading *r, const char *name, const char **attributes)
{
    table *t = table_now(r)->grid;
    str    v = attribute(attributes, "val");
    if (strcmp(name, "tblStyle") == 0) {
        table_style_take(r, v);
    } else if (strcmp(name, "jc") == 0) {
        t->align = str_equal(v, S("center"))                            ? ALIGN_CENTER
                   : str_equal(v, S("right")) || str_equal(v, S("end")) ? ALIGN_RIGHT
                                                                        : ALIGN_LEFT;
    } else if (strcmp(name, "tblInd") == 0) {
        t->indent = attr_number(attributes, "w", 0);
    } else if (strcmp(name, "tblW") == 0 && str_equal(attribute(attributes, "type"), S("pct"))) {
        int32_t share  = attr_number(attributes, "w", 0);
        t->width_share = share > 0 && share <= 5000 ? share : 0;
    } else if (strcmp(name, "tblpPr") == 0) {
        lacks_add(r->b->told, PRINT_LACK_FRAME, S(""));
    }
}

static void row_property(reading *r, const char *name, const char **attributes)
{
    row *w = table_now(r)->line;
    if (!w) return;
    if (strcmp(name, "cantSplit") == 0) {
        w->whole = attr_on(attributes);
    } else if (strcmp(name, "tblHeader") == 0) {
        w->head = attr_on(attributes);
    } else if (strcmp(name, "gridBefore") == 0) {
        int32_t n = attr_number(attributes, "val", 0);
        w->before = n < 0 || n > BOOK_GRID_MAX ? 0 : n;
    } else if (strcmp(name, "trHeight") == 0) {
        int32_t height = attr_number(attributes, "val", 0);
        str     rule   = attribute(attributes, "hRule");
        w->height      = height < 0 ? 0 : height;
        w->height_rule = str_equal(rule, S("exact")) ? LINE_EXACT : LINE_AT_LEAST;
    }
}

static void cell_property(reading *r, const char *name, const char **attributes)
{
    cell *c = table_now(r)->field;
    str   v = attribute(attributes, "val");
    if (!c) return;
    if (strcmp(name, "tcW") == 0) {
        bool exact = str_equal(attribute(attributes, "type"), S("dxa"));
        c->width   = exact ? attr_number(attributes, "w", 0) : 0;
    } else if (strcmp(name, "gridSpan") == 0) {
        int32_t n = attr_number(attributes, "val", 1);
        c->span   = n < 1 || n > BOOK_GRID_MAX ? 1 : n;
    } else if (strcmp(name, "vMerge") == 0) {
        c->merge = str_equal(v, S("restart")) ? MERGE_FIRST : MERGE_ON;
    } else if (strcmp(name, "vAlign") == 0) {
        c->align = str_equal(v, S("center"))   ? CELL_MIDDLE
                   : str_equal(v, S("bottom")) ? CELL_BOTTOM
                                               : CELL_TOP;
    } else if (strcmp(name, "shd") == 0) {
        c->fill = fill_read(attributes);
    } else if (strcmp(name, "textDirection") == 0 && !str_starts(v, S("lr"))) {
        lacks_add(r->b->told, PRINT_LACK_TURNED, S(""));
    }
}

static void grid_column(reading *r, const char **attributes)
{
    table *t = table_now(r)->grid;
    if (t->columns == BOOK_GRID_MAX) return;
    int32_t w             = attr_number(attributes, "w", 0);
    t->grid[t->columns++] = w < 0 ? 0 : w;
}

// An edge or a margin: of what, the elements around it say.
static void edge_property(reading *r, tag parent, const char *name, const char **attributes)
{
    tag   owner = r->deep >= 2 ? (tag)r->path[r->deep - 2] : TAG_OTHER;
    edge  e     = edge_named(name);
    nest *n     = table_now(r);
    if (e == EDGES) return;
    if (parent == TAG_MARGINS && n && e < 4) {
        int32_t w = attr_number(attributes, "w", 0);
        if (owner == TAG_TBLPR) n->grid->margins[e] = w < 0 ? 0 : w;
        if (owner == TAG_TCPR && n->field) n->field->margins[e] = w < 0 ? 0 : w;
    } else if (parent == TAG_EDGES) {
        lacks *told = r->b->told;
        if (owner == TAG_PPR) border_read(&r->direct.borders[e], told, attributes);
        if (owner == TAG_TBLPR && n) border_read(&n->grid->borders[e], told, attributes);
        if (owner == TAG_TCPR && n && n->field)
            border_read(&n->field->borders[e], told, attributes);
    }
}

// ---- fields ------------------------------------------------------------------------------------

static bool hidden_by_field(const reading *r)
{
    for (int i = 0; i < r->field_count && i < FIELDS_MAX; i++) {
        if (!r->fields[i].result || r->fields[i].ours) return true;
    }
    return false;
}

// Puts in what the program knows itself: page numbers in headers and footers.
static bool instruction_run(reading *r, str text)
{
    str word, rest;
    (void)str_cut(str_trim(text), ' ', &word, &rest);
    piece_kind kind = str_equal_nocase(word, S("PAGE"))       ? PIECE_PAGE
                      : str_equal_nocase(word, S("NUMPAGES")) ? PIECE_PAGES
                                                              : 0;
    if (!kind || !r->in_header) return false;
    (void)piece_add(r, kind, S(""));
    return true;
}

static void field_char(reading *r, const char **attributes)
{
    str    v   = attribute(attributes, "fldCharType");
    field *top = r->field_count > 0 && r->field_count <= FIELDS_MAX ? &r->fields[r->field_count - 1]
                                                                    : NULL;
    str    text = { r->instruction, (ptrdiff_t)r->instruction_len };
    if (str_equal(v, S("begin"))) {
        if (r->field_count < FIELDS_MAX) r->fields[r->field_count] = (field){ 0 };
        if (r->field_count++ == 0) r->instruction_len = 0;
    } else if (str_equal(v, S("separate")) && top) {
        top->ours   = r->field_count == 1 && instruction_run(r, text);
        top->result = true;
    } else if (str_equal(v, S("end")) && r->field_count > 0) {
        if (r->field_count == 1 && top && !top->result) (void)instruction_run(r, text);
        r->field_count--;
    }
}

static void instruction_text(reading *r, str text)
{
    size_t room = sizeof r->instruction - r->instruction_len;
    size_t n    = (size_t)text.len < room ? (size_t)text.len : room;
    if (n) memcpy(r->instruction + r->instruction_len, text.ptr, n);
    r->instruction_len += n;
}

// ---- runs --------------------------------------------------------------------------------------

static void sign_add(reading *r, const char **attributes) // <w:sym>
{
    unsigned char code[2];
    if (!hex_decode(attribute(attributes, "char"), code, 2)) return;
    uint32_t c = (uint32_t)code[0] << 8 | code[1];
    char utf[] = { (char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 63)), (char)(0x80 | (c & 63)) };
    if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) {
        (void)piece_add(r, PIECE_TEXT, book_copy(r->b, (str){ utf, sizeof utf }));
    }
}

static void break_add(reading *r, const char **attributes)
{
    str kind = attribute(attributes, "type");
    if (str_equal(kind, S("column"))) {
        lacks_add(r->b->told, PRINT_LACK_COLUMNS, S(""));
        return;
    }
    (void)piece_add(r, str_equal(kind, S("page")) ? PIECE_PAGE_BREAK : PIECE_LINE_BREAK, S(""));
}

static void run_part(reading *r, const char *name, const char **attributes)
{
    if (strcmp(name, "fldChar") == 0) {
        field_char(r, attributes);
    } else if (strcmp(name, "footnoteReference") == 0 || strcmp(name, "endnoteReference") == 0) {
        lacks_add(r->b->told, PRINT_LACK_NOTE, S(""));
    } else if (hidden_by_field(r)) {
        return;
    } else if (strcmp(name, "tab") == 0 || strcmp(name, "ptab") == 0) {
        (void)piece_add(r, PIECE_TAB, S(""));
    } else if (strcmp(name, "br") == 0) {
        break_add(r, attributes);
    } else if (strcmp(name, "cr") == 0) {
        (void)piece_add(r, PIECE_LINE_BREAK, S(""));
    } else if (strcmp(name, "noBreakHyphen") == 0) {
        (void)piece_add(r, PIECE_TEXT, S("\xe2\x80\x91"));
    } else if (strcmp(name, "sym") == 0) {
        sign_add(r, attributes);
    }
}

static void text_close(reading *r)
{
    str text = buf_str(&r->text);
    if (text.len == 0 || hidden_by_field(r)) return;
    if (r->text.failed) r->b->spent = r->b->stop = true;
    (void)piece_add(r, PIECE_TEXT, text);
}

// ---- elements ----------------------------------------------------------------------------------

static const struct {
    const char *name;
    tag         is;
} tags[] = {
    { "p", TAG_P },
    { "pPr", TAG_PPR },
    { "r", TAG_R },
    { "rPr", TAG_RPR },
    { "t", TAG_T },
    { "tbl", TAG_TBL },
    { "tblPr", TAG_TBLPR },
    { "tr", TAG_TR },
    { "trPr", TAG_TRPR },
    { "tc", TAG_TC },
    { "tcPr", TAG_TCPR },
    { "pBdr", TAG_EDGES },
    { "tblBorders", TAG_EDGES },
    { "tcBorders", TAG_EDGES },
    { "tblCellMar", TAG_MARGINS },
    { "tcMar", TAG_MARGINS },
    { "tabs", TAG_TABS },
    { "sectPr", TAG_SECTION },
    { "instrText", TAG_INSTRUCTION },
};

static tag tag_of(const char *name)
{
    for (size_t i = 0; i < COUNT(tags); i++) {
        if (strcmp(tags[i].name, name) == 0) return tags[i].is;
    }
    return TAG_OTHER;
}

// Elements that are left out with all in them; told when a reader of the page would miss them.
static bool left_out(reading *r, const char *name)
{
    static const struct {
        const char     *name;
        print_lack_kind kind;
    } all[] = {
        { "drawing", PRINT_LACK_PICTURE },
        { "pict", PRINT_LACK_PICTURE },
        { "object", PRINT_LACK_PICTURE },
        { "del", PRINT_LACK_CHANGE },
        { "moveFrom", PRINT_LACK_CHANGE },
        { "ruby", PRINT_LACK_EFFECT },
        { "pPrChange", 0 },
        { "rPrChange", 0 },
        { "tblPrChange", 0 },
        { "trPrChange", 0 },
        { "tcPrChange", 0 },
        { "sectPrChange", 0 },
        { "sdtPr", 0 },
        { "sdtEndPr", 0 },
        { "tblPrEx", 0 },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (strcmp(all[i].name, name) != 0) continue;
        bool in_properties = all[i].kind == PRINT_LACK_CHANGE && r->deep > 0 &&
                             r->path[r->deep - 1] != TAG_P && r->path[r->deep - 1] != TAG_OTHER;
        if (all[i].kind && !in_properties) lacks_add(r->b->told, all[i].kind, S(""));
        return true;
    }
    return false;
}

static void run_open(reading *r)
{
    r->run       = (char_look){ 0 };
    r->run_style = (str){ 0 };
}

static void section_open(reading *r)
{
    if (r->in_header || r->table_count) return;
    r->sect = BOOK_NEW(r->b, section);
    if (r->sect) section_defaults(r->sect);
}

// What an element opens by itself. False: it and all in it are left out.
static bool element_open(reading *r, tag is, const char **attributes)
{
    switch (is) {
    case TAG_P: para_open(r); break;
    case TAG_R: run_open(r); break;
    case TAG_T: r->text = buf_in(r->b->a, 64, 1 << 24); break;
    case TAG_TBL: return table_open(r);
    case TAG_TR: row_open(r); break;
    case TAG_TC: cell_open(r); break;
    case TAG_SECTION: section_open(r); break;
    case TAG_PPR:
    case TAG_RPR:
    case TAG_TBLPR:
    case TAG_TRPR:
    case TAG_TCPR:
    case TAG_EDGES:
    case TAG_MARGINS:
    case TAG_TABS:
    case TAG_INSTRUCTION:
    case TAG_OTHER: break;
    }
    (void)attributes;
    return true;
}

static void char_property(reading *r, const char *name, const char **attributes)
{
    bool       of_mark = r->deep >= 2 && r->path[r->deep - 2] == TAG_PPR;
    char_look *look    = of_mark ? &r->mark : &r->run;
    if (strcmp(name, "rStyle") == 0 && !of_mark) {
        r->run_style = book_copy(r->b, attribute(attributes, "val"));
    } else if (strcmp(name, "ins") == 0 || strcmp(name, "del") == 0) {
        lacks_add(r->b->told, PRINT_LACK_CHANGE, S(""));
    } else {
        char_read(look, r->b->told, name, attributes);
    }
}

static void para_property(reading *r, const char *name, const char **attributes)
{
    if (strcmp(name, "pStyle") == 0) {
        r->para_style = book_copy(r->b, attribute(attributes, "val"));
    } else {
        para_read(&r->direct, r->b->told, name, attributes);
    }
}

static void property(reading *r, tag parent, const char *name, const char **attributes)
{
    bool in_table = table_now(r) != NULL;
    switch (parent) {
    case TAG_PPR: para_property(r, name, attributes); break;
    case TAG_RPR: char_property(r, name, attributes); break;
    case TAG_TABS: tab_read(&r->direct, attributes); break;
    case TAG_R: run_part(r, name, attributes); break;
    case TAG_SECTION:
        if (r->sect) section_read(r->b, r->sect, name, attributes);
        break;
    case TAG_EDGES:
    case TAG_MARGINS: edge_property(r, parent, name, attributes); break;
    case TAG_TBLPR:
        if (in_table) table_property(r, name, attributes);
        break;
    case TAG_TRPR:
        if (in_table) row_property(r, name, attributes);
        break;
    case TAG_TCPR:
        if (in_table) cell_property(r, name, attributes);
        break;
    case TAG_OTHER: // numPr, tblGrid and what only holds others
        if (strcmp(name, "gridCol") == 0 && in_table) grid_column(r, attributes);
        if (strcmp(name, "numId") == 0 || strcmp(name, "ilvl") == 0) {
            para_property(r, name, attributes);
        }
        break;
    case TAG_P:
    case TAG_T:
    case TAG_TBL:
    case TAG_TR:
    case TAG_TC:
    case TAG_INSTRUCTION: break;
    }
}

// <fldSimple>: its text is what it last showed; ours stands in its place.
static bool simple_field(reading *r, const char *name, const char **attributes)
{
    if (strcmp(name, "fldSimple") != 0) return false;
    run_open(r);
    return instruction_run(r, attribute(attributes, "instr"));
}

static void story_start(void *ctx, const char *name, const char **attributes)
{
    reading *r = ctx;
    if (r->skip > 0) {
        r->skip++;
        return;
    }
    tag parent = r->deep > 0 ? (tag)r->path[r->deep - 1] : TAG_OTHER;
    tag is     = tag_of(name);
    if (r->deep == PATH_MAX_DEEP || left_out(r, name) || simple_field(r, name, attributes) ||
        !element_open(r, is, attributes)) {
        r->skip = 1;
        return;
    }
    if (is == TAG_INSTRUCTION || is == TAG_OTHER) property(r, parent, name, attributes);
    if (strcmp(name, "ins") == 0 || strcmp(name, "moveTo") == 0) {
        lacks_add(r->b->told, PRINT_LACK_CHANGE, S(""));
    }
    r->path[r->deep++] = (uint8_t)is;
}

static void table_close(reading *r)
{
    if (r->table_count) r->table_count--;
}

static void story_end(void *ctx, const char *name)
{
    reading *r = ctx;
    (void)name;
    if (r->skip > 0) {
        r->skip--;
        return;
    }
    if (r->deep == 0) return;
    tag was = (tag)r->path[--r->deep];
    if (was == TAG_P) para_close(r);
    if (was == TAG_T) text_close(r);
    if (was == TAG_TBL) table_close(r);
    if (was == TAG_TR && table_now(r)) table_now(r)->line = NULL, table_now(r)->field = NULL;
    if (was == TAG_TC && table_now(r)) table_now(r)->field = NULL;
    if (was == TAG_SECTION && r->sect && !r->open) { // the last one, of the body itself
        r->b->last = r->sect;
        r->sect    = NULL;
    }
}

static void story_text(void *ctx, str text)
{
    reading *r = ctx;
    if (r->skip > 0 || r->deep == 0) return;
    if (r->path[r->deep - 1] == TAG_T) buf_put(&r->text, text);
    if (r->path[r->deep - 1] == TAG_INSTRUCTION && r->field_count == 1) instruction_text(r, text);
}

static void story_foreign(void *ctx, const char *name)
{
    reading *r = ctx;
    if (r->skip == 0 && strcmp(name, "m:oMath") == 0) {
        lacks_add(r->b->told, PRINT_LACK_EQUATION, S(""));
    }
}

const part_reader story_reader = { story_start, story_end, story_text, story_foreign };
