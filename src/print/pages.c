// pages.c - see pages.h.
#include "print/pages.h"

#include <string.h>

#include "kit/workers/print.h"

#define SLACK 0.05 // pt

typedef struct paging {
    setter        *s;
    pages         *out;
    page          *now;
    const section *of;
    double         x, y, top, bottom; // y: where the next strip goes
    bool           empty;             // nothing stands on the page yet
    bool           by_order;          // the page was begun by order: space above stays
} paging;

// ---- pages -------------------------------------------------------------------------------------

static header_kind kind_on(const book *b, const page *p)
{
    if (p->first && p->of->title_page) return HEADER_FIRST;
    return b->even_headers && p->number % 2 == 0 ? HEADER_EVEN : HEADER_OTHER;
}

const story *page_header(const book *b, const page *p)
{
    return p->of->headers[kind_on(b, p)];
}

const story *page_footer(const book *b, const page *p)
{
    return p->of->footers[kind_on(b, p)];
}

static double story_height(paging *g, const story *what)
{
    if (!what) return 0;
    arena  kept   = *g->s->b->a; // only the height is of use
    double width  = PT(g->of->width - g->of->left - g->of->right);
    strips all    = lay_story(g->s, what->blocks, NULL, width);
    double height = strips_height(&all);
    *g->s->b->a   = kept;
    return height;
}

// The text keeps clear of a header or footer that is higher than the margin.
static void page_room(paging *g)
{
    const section *of     = g->of;
    double         height = PT(of->height), third = height / 3;
    double         head = story_height(g, page_header(g->s->b, g->now));
    double         foot = story_height(g, page_footer(g->s->b, g->now));
    g->x                = PT(of->left);
    g->top              = PT(of->top);
    g->bottom           = height - PT(of->bottom);
    double below_head = PT(of->header) + head, above_foot = height - PT(of->footer) - foot;
    if (head > 0 && below_head > g->top) g->top = below_head < third ? below_head : third;
    if (foot > 0 && above_foot < g->bottom)
        g->bottom = above_foot > height - third ? above_foot : height - third;
}

static void page_open(paging *g, bool by_order)
{
    page *p = set_new(g->s, sizeof(page), 1);
    if (!p) return;
    if (++g->out->count > PRINT_PAGES_MAX) g->out->too_many = true;
    bool first   = !g->now || g->now->of != g->of;
    bool anew    = first && g->of->first_number >= 0;
    *p           = (page){ .of     = g->of,
                           .first  = first,
                           .number = anew     ? g->of->first_number
                                     : g->now ? g->now->number + 1
                                              : 1 };
    p->end       = &p->items;
    *g->out->end = p;
    g->out->end  = &p->next;
    g->now       = p;
    g->empty     = true;
    g->by_order  = by_order;
    page_room(g);
    g->y = g->top;
}

static bool done(const paging *g)
{
    return g->s->spent || g->out->too_many;
}

// ---- placing -----------------------------------------------------------------------------------

static placed *place(paging *g, const strip *what, double height)
{
    placed *k = set_new(g->s, sizeof(placed), 1);
    if (!k) return NULL;
    *k           = (placed){ .what = what, .x = g->x, .y = g->y, .height = height };
    *g->now->end = k;
    g->now->end  = &k->next;
    g->y += height;
    g->empty = false;
    return k;
}

static double space_above(const paging *g, const strip *one)
{
    if (!g->empty) return one->above;
    return g->by_order ? one->own : 0;
}

static void head_rows(paging *g, const strip *one)
{
    if (!one->row || !g->empty || one->row->index < one->row->table->head_rows) return;
    const laid_table *t = one->row->table;
    if (t->head_height > (g->bottom - g->top) / 2) return;
    for (size_t i = 0; i < t->head_rows && !done(g); i++) {
        strip *head = set_new(g->s, sizeof(strip), 1);
        if (!head) return;
        *head = (strip){ .row = &t->rows[i], .height = t->rows[i].height };
        (void)place(g, head, head->height);
    }
}

static void place_whole(paging *g, const strip *one)
{
    head_rows(g, one);
    g->y += space_above(g, one);
    (void)place(g, one, one->height);
}

static bool fits(const paging *g, double height)
{
    return g->y + height <= g->bottom + SLACK;
}

// ---- rows that break ---------------------------------------------------------------------------

// The strips of a cell from `from` on that stand within `room`; *used gets their height.
static size_t cell_part(const laid_cell *c, size_t from, double room, bool forced, double *used)
{
    double h    = 0;
    size_t at   = from;
    bool   more = true;
    while (at < c->inside.count && more) {
        const strip *one   = &c->inside.all[at];
        double       above = at == from && from > 0 ? 0 : one->above;
        more               = h + above + one->height <= room + SLACK || (forced && at == from);
        if (more) h += above + one->height, at++;
    }
    // Lines that stay together go over together, unless nothing would be left here.
    size_t back = at;
    while (back > from && back < c->inside.count && c->inside.all[back - 1].glued) back--;
    if (back > from && back < at) {
        at = back, h = 0;
        for (size_t i = from; i < at; i++) {
            h += (i == from && from > 0 ? 0 : c->inside.all[i].above) + c->inside.all[i].height;
        }
    }
    *used = h;
    return at;
}

// Places as much of the row as fits, from `from` of each cell. True when something was placed; *whole
// when nothing is left.
static bool row_part(paging *g, const strip *one, size_t *from, bool forced, bool *whole)
{
    const laid_row *r      = one->row;
    size_t         *shown  = set_new(g->s, sizeof(size_t), r->cell_count);
    size_t         *begins = set_new(g->s, sizeof(size_t), r->cell_count);
    double          most   = 0;
    bool            any = false, left = false;
    if (!shown || !begins) return false;
    for (size_t i = 0; i < r->cell_count; i++) {
        const laid_cell *c    = &r->cells[i];
        double           pads = c->pads[EDGE_TOP] + c->pads[EDGE_BOTTOM], used = 0;
        begins[i] = from[i];
        shown[i]  = cell_part(c, from[i], g->bottom - g->y - pads, forced, &used);
        any |= shown[i] > from[i];
        left |= shown[i] < c->inside.count;
        if (used + pads > most) most = used + pads;
    }
    *whole = !left;
    if (!any) return false;
    placed *k = place(g, one, most);
    if (!k) return false;
    k->from = begins, k->to = shown, k->goes_on = left;
    memcpy(from, shown, r->cell_count * sizeof(size_t));
    return true;
}

static void place_broken(paging *g, const strip *one)
{
    size_t *from  = set_new(g->s, sizeof(size_t), one->row->cell_count);
    bool    whole = false, forced = false;
    if (!from) return;
    g->y += space_above(g, one);
    while (!whole && !done(g)) {
        if (row_part(g, one, from, forced, &whole)) {
            forced = false;
            if (whole) return;
        } else if (g->empty || forced) {
            if (whole) return; // a row without any text
            forced = true;     // higher than a page: as much as there is, line by line
            if (!g->empty) page_open(g, false);
            continue;
        }
        page_open(g, false);
        head_rows(g, one);
        forced = true;
    }
}

// ---- the flow ----------------------------------------------------------------------------------

static void place_alone(paging *g, const strip *one)
{
    bool breaks = one->row && one->row->may_break && one->row->cell_count;
    if (fits(g, space_above(g, one) + one->height - one->hang)) {
        place_whole(g, one);
    } else if (breaks) {
        place_broken(g, one);
    } else {
        if (!g->empty) page_open(g, false);
        place_whole(g, one);
        if (g->y > g->bottom + SLACK + 1) lacks_add(g->s->b->told, PRINT_LACK_CUT, S(""));
    }
}

// Places the strips that must stay together, which begin at `at`; gives the first behind them.
static size_t place_together(paging *g, const strips *all, size_t at)
{
    const strip *first = &all->all[at];
    if (first->new_page && !g->empty) page_open(g, true);
    double room = g->bottom - g->top, height = space_above(g, first) + first->height,
           alone  = first->height;
    size_t behind = at + 1;
    while (all->all[behind - 1].glued && behind < all->count && !all->all[behind].new_page &&
           alone <= room) {
        height += all->all[behind].above + all->all[behind].height;
        alone += all->all[behind].above + all->all[behind].height;
        behind++;
    }
    // A row that may break at the end of the chain need not stand whole with what keeps to it.
    if (alone > room) {
        place_alone(g, first);
        return at + 1;
    }
    bool breakable = behind == at + 1 && first->row && first->row->may_break;
    bool room_left = fits(g, height - all->all[behind - 1].hang);
    if (!room_left && !g->empty && !breakable) page_open(g, false);
    for (size_t i = at; i < behind && !done(g); i++) place_alone(g, &all->all[i]);
    return behind;
}

static void section_place(paging *g, const block *from, const block *to, const section *of)
{
    bool same = g->now && of->goes_on && of->width == g->of->width && of->height == g->of->height;
    g->of     = of;
    if (!same) {
        page_open(g, true);
        bool odd = g->now && g->now->number % 2;
        if (!done(g) && of->parity && odd != (of->parity == 1) && g->out->count > 1)
            page_open(g, true);
    } else {
        g->x = PT(of->left);
    }
    strips all = lay_story(g->s, from, to, PT(of->width - of->left - of->right));
    for (size_t at = 0; at < all.count && !done(g);) at = place_together(g, &all, at);
    g->y += all.tail;
}

void pages_set(setter *s, pages *out)
{
    *out              = (pages){ 0 };
    out->end          = &out->first;
    paging       g    = { .s = s, .out = out };
    const block *at   = s->b->body.blocks;
    const block *from = at;
    for (; at && !done(&g); at = at->next) {
        if (!at->text || !at->text->ends) continue;
        section_place(&g, from, at->next, at->text->ends);
        from = at->next;
    }
    if (!done(&g)) section_place(&g, from, NULL, s->b->last);
}
