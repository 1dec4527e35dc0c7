// strips.c - stories and tables as strips.
#include <string.h>

#include "print/layout.h"

// ---- paragraphs --------------------------------------------------------------------------------

strip *strip_add(setter *s, strips *into)
{
    if (into->count == into->cap) {
        size_t cap  = into->cap ? into->cap * 2 : 16;
        strip *wide = set_new(s, sizeof(strip), cap);
        if (!wide) return NULL;
        if (into->count) memcpy(wide, into->all, into->count * sizeof(strip));
        into->all = wide;
        into->cap = cap;
    }
    strip *one = &into->all[into->count++];
    *one       = (strip){ 0 };
    return one;
}

static bool has_box(const para_look *l)
{
    bool any = l->v[PARA_FILL] >= 0;
    for (int i = 0; i < 4; i++) any |= l->borders[i].lines > 0;
    return any;
}

// Neighbours with the same borders and edges stand in one box.
static bool boxed_together(const laid_para *one, const laid_para *two)
{
    if (!one || !two || !has_box(&one->of->look) || one->left != two->left) return false;
    return one->right == two->right &&
           memcmp(one->of->look.borders, two->of->look.borders, sizeof one->of->look.borders) == 0;
}

static double border_room(const border *b)
{
    return b->lines ? b->space + b->eighths / 8.0 * b->lines : 0;
}

static bool glued(const laid_para *p, size_t at)
{
    const para_look *look = &p->of->look;
    size_t           n    = p->line_count;
    if (at + 1 == n) return look->v[PARA_KEEP_NEXT];
    if (look->v[PARA_KEEP_LINES]) return true;
    return look->v[PARA_WIDOWS] && (at == 0 || at + 2 == n);
}

static void add_lines(setter *s, strips *into, const laid_para *p, double above)
{
    const para_look *look    = &p->of->look;
    bool             to_page = look->v[PARA_NEW_PAGE];
    for (size_t i = 0; i < p->line_count; i++) {
        strip *one = strip_add(s, into);
        if (!one) return;
        *one = (strip){ .para     = p,
                        .line     = i,
                        .height   = p->lines[i].height,
                        .hang     = p->lines[i].hang,
                        .glued    = glued(p, i),
                        .new_page = to_page };
        if (i == 0) {
            one->above = above;
            one->own   = PT(look->v[PARA_BEFORE]);
            one->pad   = p->joins_above ? border_room(&look->borders[EDGE_INNER_H])
                                        : border_room(&look->borders[EDGE_TOP]);
            one->height += one->pad;
        }
        if (i + 1 == p->line_count && !p->joins_below) {
            one->height += border_room(&look->borders[EDGE_BOTTOM]);
        }
        if (p->lines[i].ends_page) one->glued = false;
        to_page = p->lines[i].ends_page;
    }
}

static bool alike(const paragraph *one, const paragraph *two)
{
    return one && two && one->look.v[PARA_CONTEXTUAL] && two->look.v[PARA_CONTEXTUAL] &&
           str_equal(one->style, two->style);
}

// A paragraph that only ends a page, as programs write one for a page break, needs no line of its own
// behind the break.
static bool ends_page(const laid_para *p)
{
    return p && p->line_count && p->lines[p->line_count - 1].ends_page;
}

// Word takes the larger of the two, unless an old document asks it to add them.
static double space_between(const book *b, double behind, double own)
{
    if (b->add_spaces) return behind + own;
    return behind > own ? behind : own;
}

strips lay_story(setter *s, const block *first, const block *end, double width)
{
    strips     out    = { 0 };
    double     behind = 0; // asked for by the paragraph before
    laid_para *before = NULL;
    for (const block *k = first; k != end && !s->spent; k = k->next) {
        bool   breaks = ends_page(before);
        size_t from   = out.count;
        if (k->text) {
            laid_para *p = lay_paragraph(s, k->text, width);
            if (!p) break;
            double own = PT(k->text->look.v[PARA_BEFORE]);
            if (alike(before ? before->of : NULL, k->text)) own = behind = 0;
            if (boxed_together(before, p)) p->joins_above = before->joins_below = true;
            add_lines(s, &out, p, space_between(s->b, behind, own));
            behind = PT(k->text->look.v[PARA_AFTER]);
            before = p;
        } else if (k->grid) {
            lay_table(s, k->grid, width, &out, behind);
            behind = 0;
            before = NULL;
        }
        if (breaks && out.count > from) out.all[from].new_page = true;
    }
    out.tail = behind;
    return out;
}

double strips_height(const strips *all)
{
    double h = all->tail;
    for (size_t i = 0; i < all->count; i++) h += all->all[i].above + all->all[i].height;
    return h;
}

// ---- tables ------------------------------------------------------------------------------------

typedef struct gridding {
    setter     *s;
    laid_table *t;
    double      edges[BOOK_GRID_MAX + 1]; // of its columns
    size_t      columns;
} gridding;

static size_t columns_of(const row *r)
{
    size_t n = (size_t)r->before;
    for (const cell *c = r->cells; c; c = c->next) n += (size_t)c->span;
    return n < BOOK_GRID_MAX ? n : BOOK_GRID_MAX;
}

// Column widths: as the grid says, else as the cells of a row say, else equal.
static void grid_widths(gridding *g, double width)
{
    const table *t                = g->t->of;
    double       w[BOOK_GRID_MAX] = { 0 }, total = 0;
    g->columns = t->columns;
    for (size_t i = 0; i < t->columns; i++) w[i] = PT(t->grid[i]), total += w[i];
    for (const row *r = t->rows; r; r = r->next) {
        size_t n = columns_of(r);
        if (n > g->columns) g->columns = n;
        size_t at = (size_t)r->before;
        for (const cell *c = r->cells; c && at < BOOK_GRID_MAX;
             at += (size_t)c->span, c = c->next) {
            if (c->span == 1 && w[at] == 0 && c->width > 0) w[at] = PT(c->width), total += w[at];
        }
    }
    size_t open = 0;
    for (size_t i = 0; i < g->columns; i++) open += w[i] == 0;
    double rest = width > total ? width - total : 0;
    for (size_t i = 0; i < g->columns && open; i++) {
        if (w[i] == 0) w[i] = rest / (double)open, total += w[i];
    }
    double share = t->width_share && total > 0 ? width * t->width_share / 5000.0 / total : 1;
    for (size_t i = 0; i < g->columns; i++) g->edges[i + 1] = g->edges[i] + w[i] * share;
    g->t->width = g->edges[g->columns];
}

static void cell_pads(const table *t, laid_cell *c)
{
    for (int e = 0; e < 4; e++)
        c->pads[e] = PT(c->of->margins[e] >= 0 ? c->of->margins[e] : t->margins[e]);
}

// The border of a cell's edge: its own, else the table's outer or inner one.
static void cell_borders(const gridding *g, laid_cell *c, size_t row_index, size_t rows)
{
    const border *lines    = g->t->of->borders;
    const bool    outer[4] = { [EDGE_TOP]    = row_index == 0,
                               [EDGE_LEFT]   = c->column == 0,
                               [EDGE_BOTTOM] = row_index + c->rows >= rows,
                               [EDGE_RIGHT]  = c->x + c->width >= g->t->width - 0.01 };
    for (int e = 0; e < 4; e++) {
        edge inner    = e == EDGE_TOP || e == EDGE_BOTTOM ? EDGE_INNER_H : EDGE_INNER_V;
        c->borders[e] = c->of->borders[e].said ? c->of->borders[e]
                                               : lines[outer[e] ? (edge)e : inner];
    }
}

static void row_lay(gridding *g, laid_row *r)
{
    size_t n = 0, at = (size_t)r->of->before;
    for (const cell *c = r->of->cells; c; c = c->next) n++;
    r->cells = set_new(g->s, sizeof(laid_cell), n);
    if (!r->cells) return;
    for (const cell *c = r->of->cells; c && at < g->columns && !g->s->spent; c = c->next) {
        laid_cell *k    = &r->cells[r->cell_count++];
        size_t     last = at + (size_t)c->span < g->columns ? at + (size_t)c->span : g->columns;
        *k              = (laid_cell){ .of      = c,
                                       .column  = at,
                                       .rows    = 1,
                                       .x       = g->edges[at],
                                       .width   = g->edges[last] - g->edges[at],
                                       .covered = c->merge == MERGE_ON };
        cell_pads(g->t->of, k);
        double inside = k->width - k->pads[EDGE_LEFT] - k->pads[EDGE_RIGHT];
        if (!k->covered) {
            k->inside  = lay_story(g->s, c->inside.blocks, NULL, inside > 1 ? inside : 1);
            k->content = strips_height(&k->inside);
        }
        at = last;
    }
}

static double cell_height(const laid_cell *c)
{
    return c->content + c->pads[EDGE_TOP] + c->pads[EDGE_BOTTOM];
}

static laid_cell *cell_at(laid_row *r, size_t column)
{
    for (size_t i = 0; i < r->cell_count; i++) {
        if (r->cells[i].column == column) return &r->cells[i];
    }
    return NULL;
}

// How many rows a cell reaches downward; those below it are covered.
static void cells_merge(laid_table *t)
{
    for (size_t i = 0; i < t->row_count; i++) {
        laid_row *r = &t->rows[i];
        for (size_t k = 0; k < r->cell_count; k++) {
            laid_cell *c = &r->cells[k];
            if (c->of->merge != MERGE_FIRST) continue;
            for (size_t j = i + 1; j < t->row_count; j++) {
                laid_cell *below = cell_at(&t->rows[j], c->column);
                if (!below || !below->covered) break;
                c->rows++;
            }
        }
    }
}

static double thickest_above(const laid_row *r)
{
    double most = 0;
    for (size_t k = 0; k < r->cell_count; k++) {
        const border *b = &r->cells[k].borders[EDGE_TOP];
        double        w = b->lines ? b->eighths / 8.0 * b->lines : 0;
        if (w > most && !r->cells[k].covered) most = w;
    }
    return most;
}

static void row_height(setter *s, laid_row *r)
{
    double asked = PT(r->of->height), ruled = thickest_above(r);
    for (size_t k = 0; k < r->cell_count; k++) {
        laid_cell *c = &r->cells[k];
        c->pads[EDGE_TOP] += ruled; // text stands below the line, not on it
        if (c->rows == 1 && !c->covered && cell_height(c) > r->height) r->height = cell_height(c);
    }
    if (r->of->height_rule == LINE_EXACT && asked > 0) {
        if (r->height > asked + 1) lacks_add(s->b->told, PRINT_LACK_CUT, S(""));
        r->height = asked;
    } else if (asked > r->height) {
        r->height = asked;
    }
}

// A cell over several rows makes the last of them as high as it still needs.
static void rows_stretch(laid_table *t)
{
    for (size_t i = 0; i < t->row_count; i++) {
        for (size_t k = 0; k < t->rows[i].cell_count; k++) {
            laid_cell *c    = &t->rows[i].cells[k];
            double     have = 0;
            if (c->rows < 2) continue;
            for (size_t j = i; j < i + c->rows; j++) have += t->rows[j].height;
            if (cell_height(c) > have) t->rows[i + c->rows - 1].height += cell_height(c) - have;
        }
    }
}

static bool row_merged(const laid_row *r, bool downward)
{
    for (size_t k = 0; k < r->cell_count; k++) {
        const laid_cell *c = &r->cells[k];
        if (!downward && c->covered) return true;
        if (c->rows > 1 && !c->covered) return true;
    }
    return false;
}

// True when a merged cell reaches from row i into the next.
static bool reaches_below(const laid_table *t, size_t i)
{
    if (i + 1 >= t->row_count) return false;
    const laid_row *below = &t->rows[i + 1];
    for (size_t k = 0; k < below->cell_count; k++) {
        if (below->cells[k].covered) return true;
    }
    return false;
}

static double table_x(setter *s, const table *t, const laid_table *laid, double width)
{
    if (t->align == ALIGN_CENTER) return (width - laid->width) / 2;
    if (t->align == ALIGN_RIGHT) return width - laid->width;
    // Word before 2013 let the text in the first cell begin at the margin, not the cell.
    double shift = s->b->shift_tables ? PT(t->margins[EDGE_LEFT]) : 0;
    return PT(t->indent) - shift;
}

static void add_rows(setter *s, laid_table *t, strips *into, double above)
{
    for (size_t i = 0; i < t->row_count; i++) {
        laid_row *r   = &t->rows[i];
        strip    *one = strip_add(s, into);
        if (!one) return;
        r->may_break = !r->of->whole && !row_merged(r, false) && r->of->height_rule != LINE_EXACT &&
                       i >= t->head_rows;
        *one       = (strip){ .row = r, .height = r->height, .above = i == 0 ? above : 0 };
        one->glued = i < t->head_rows || reaches_below(t, i);
        // A row keeps with the next when all it says does.
        const laid_cell *first = r->cell_count ? &r->cells[0] : NULL;
        if (first && first->inside.count && first->inside.all[first->inside.count - 1].glued) {
            one->glued = true;
        }
    }
    if (t->row_count) into->all[into->count - 1].glued = false;
}

void lay_table(setter *s, const table *t, double width, strips *into, double above)
{
    laid_table *out = set_new(s, sizeof(laid_table), 1);
    if (!out) return;
    gridding g = { .s = s, .t = out };
    out->of    = t;
    grid_widths(&g, width);
    out->x = table_x(s, t, out, width);
    for (const row *r = t->rows; r; r = r->next) out->row_count++;
    out->rows = set_new(s, sizeof(laid_row), out->row_count);
    if (!out->rows) return;
    size_t i = 0;
    for (const row *r = t->rows; r && !s->spent; r = r->next, i++) {
        out->rows[i] = (laid_row){ .table = out, .of = r, .index = i };
        row_lay(&g, &out->rows[i]);
    }
    if (s->spent) return;
    cells_merge(out);
    for (i = 0; i < out->row_count; i++) {
        laid_row *r = &out->rows[i];
        for (size_t k = 0; k < r->cell_count; k++)
            cell_borders(&g, &r->cells[k], i, out->row_count);
        row_height(s, r);
    }
    rows_stretch(out);
    while (out->head_rows < out->row_count && out->rows[out->head_rows].of->head) {
        out->head_height += out->rows[out->head_rows++].height;
    }
    if (out->head_rows == out->row_count) out->head_rows = 0;
    add_rows(s, out, into, above);
}
