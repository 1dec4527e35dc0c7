// lines.c - a paragraph's text as glyphs, and the glyphs as lines.
#include <string.h>

#include "kit/documents/documents.h"
#include "print/layout.h"

enum { PARA_TEXT_MAX = 4 * 1024 * 1024, SPANS_MAX = 60000 };

#define SMALL_CAPS_SIZE 0.8
#define SCRIPT_SIZE 0.58
#define SLACK 0.01 // pt: what rounding may add to a line that just fits

void *set_new(setter *s, size_t bytes, size_t count)
{
    void *p = arena_alloc(s->b->a, bytes, _Alignof(max_align_t), count ? count : 1);
    if (!p) s->spent = true;
    return p;
}

// ---- text --------------------------------------------------------------------------------------

typedef struct shaping {
    setter    *s;
    laid_para *p;
    buf        text;
    size_t     glyph_cap, span_count, span_cap;
} shaping;

static uint32_t code_at(str s, ptrdiff_t *at)
{
    const unsigned char *p    = (const unsigned char *)s.ptr + *at;
    ptrdiff_t            left = s.len - *at;
    int                  more = p[0] < 0xC0 ? 0 : p[0] < 0xE0 ? 1 : p[0] < 0xF0 ? 2 : 3;
    if (more >= left) more = 0;
    uint32_t code = more == 0 ? p[0] : p[0] & (0x3Fu >> more);
    for (int i = 1; i <= more; i++) code = code << 6 | (p[i] & 0x3Fu);
    *at += more + 1;
    return code;
}

static span *span_add(shaping *h, const char_look *look)
{
    if (h->span_count == h->span_cap) { // later text keeps the last look
        h->s->spent = true;
        return NULL;
    }
    span *one = &h->p->spans[h->span_count++];
    *one      = (span){ .look = look,
                        .face = (look->v[CHAR_BOLD] ? FONT_BOLD : 0) |
                                (look->v[CHAR_ITALIC] ? FONT_ITALIC : 0),
                        .size = look->v[CHAR_SIZE] / 2.0,
                        .rise = look->v[CHAR_RISE] / 2.0 };
    if (look->v[CHAR_SCRIPT]) {
        one->rise += one->size * (look->v[CHAR_SCRIPT] == 1 ? 0.33 : -0.14);
        one->size *= SCRIPT_SIZE;
    }
    return one;
}

static glyph *glyph_add(shaping *h)
{
    laid_para *p = h->p;
    if (p->glyph_count == h->glyph_cap) {
        size_t cap  = h->glyph_cap ? h->glyph_cap * 2 : 128;
        glyph *wide = set_new(h->s, sizeof(glyph), cap);
        if (!wide) return NULL;
        if (p->glyph_count) memcpy(wide, p->glyphs, p->glyph_count * sizeof(glyph));
        p->glyphs    = wide;
        h->glyph_cap = cap;
    }
    glyph *g = &p->glyphs[p->glyph_count++];
    g->span  = (uint16_t)(h->span_count ? h->span_count - 1 : 0);
    return g;
}

static void tell_missing(setter *s, uint32_t code)
{
    char  name[24];
    arena a     = arena_over(name, sizeof name);
    str   shown = arena_printf(&a, "U+%04X", (unsigned)code);
    lacks_add(s->b->told, PRINT_LACK_CHARACTER, shown);
}

static uint8_t flags_of(uint32_t code, uint32_t next)
{
    if (code == ' ') return GLYPH_SPACE | GLYPH_BREAK;
    bool digit = next >= '0' && next <= '9';
    if (code == '-' && !digit) return GLYPH_BREAK;
    if (code == 0x2010 || code == 0x2013 || code == 0x2014 || code == 0x200B) return GLYPH_BREAK;
    return code >= 0x2E80 && code < 0xD800 ? GLYPH_BREAK : 0; // East Asian writing breaks anywhere
}

// Glyphs of the text added since byte `from`, in the look of the last span.
static void shape(shaping *h, size_t from)
{
    fonts       *f     = h->s->f;
    const span  *look  = &h->p->spans[h->span_count - 1];
    str          text  = buf_str(&h->text);
    hb_buffer_t *b     = f->buffer;
    double       scale = look->size / f->units;
    hb_buffer_clear_contents(b);
    hb_buffer_add_utf8(b, text.ptr, (int)text.len, (unsigned)from,
                       (int)(text.len - (ptrdiff_t)from));
    hb_buffer_guess_segment_properties(b);
    if (hb_buffer_get_direction(b) != HB_DIRECTION_LTR) {
        lacks_add(h->s->b->told, PRINT_LACK_RIGHT_TO_LEFT, S(""));
        hb_buffer_set_direction(b, HB_DIRECTION_LTR);
    }
    fonts_shape(f, look->face);
    unsigned             n     = hb_buffer_get_length(b);
    hb_glyph_info_t     *infos = hb_buffer_get_glyph_infos(b, NULL);
    hb_glyph_position_t *at    = hb_buffer_get_glyph_positions(b, NULL);
    for (unsigned i = 0; i < n; i++) {
        glyph *g = glyph_add(h);
        if (!g) return;
        g->id      = infos[i].codepoint;
        g->at      = infos[i].cluster;
        g->dx      = (float)(at[i].x_offset * scale);
        g->dy      = (float)(at[i].y_offset * scale);
        g->advance = (float)(at[i].x_advance * scale);
        if (i > 0 && infos[i - 1].cluster == g->at) continue;
        unsigned next = i + 1;
        while (next < n && infos[next].cluster == g->at) next++;
        ptrdiff_t end = next < n ? (ptrdiff_t)infos[next].cluster : text.len;
        if (end < (ptrdiff_t)g->at) end = g->at;
        ptrdiff_t reading = g->at, follows;
        uint32_t  code    = code_at(text, &reading);
        follows           = end;
        g->bytes          = (uint32_t)(end - (ptrdiff_t)g->at);
        g->flags = GLYPH_START | flags_of(code, follows < text.len ? code_at(text, &follows) : 0);
        if (g->id == 0) tell_missing(h->s, code);
    }
    // Letters apart: behind each cluster.
    float apart = (float)PT(look->look->v[CHAR_SPACING]);
    for (size_t i = h->p->glyph_count - n; apart != 0 && i < h->p->glyph_count; i++) {
        bool last = i + 1 == h->p->glyph_count || (h->p->glyphs[i + 1].flags & GLYPH_START);
        if (last) h->p->glyphs[i].advance += apart;
    }
}

// Appends text, leaving out what has no place on paper. Gives how many bytes it had been before.
static size_t put_text(shaping *h, str text)
{
    size_t from = h->text.len;
    for (ptrdiff_t at = 0; at < text.len;) {
        ptrdiff_t start = at;
        uint32_t  code  = code_at(text, &at);
        if (code == '\t' || code == '\n' || code == '\r') {
            buf_char(&h->text, ' ');
        } else if (code >= 0x20 && code != 0x7F && code != 0xAD && code != 0xFEFF) {
            buf_put(&h->text, str_slice(text, start, at));
        }
    }
    return from;
}

static void add_text(shaping *h, str text, const char_look *look)
{
    if (!span_add(h, look)) return;
    size_t from = put_text(h, text);
    if (h->text.len > from) shape(h, from);
}

// Small capitals: letters that are small get capitals of a smaller size.
static void add_small_caps(shaping *h, str text, const char_look *look)
{
    for (ptrdiff_t at = 0; at < text.len;) {
        ptrdiff_t start = at;
        bool      small = false;
        while (at < text.len) {
            ptrdiff_t next = at;
            (void)code_at(text, &next);
            str  one = str_slice(text, at, next), capital = text_capitals(h->s->b->a, one);
            bool other = !str_equal(one, capital);
            if (at > start && other != small) break;
            small = other;
            at    = next;
        }
        span *now = span_add(h, look);
        if (!now) return;
        if (small) now->size *= SMALL_CAPS_SIZE;
        size_t from = put_text(h, text_capitals(h->s->b->a, str_slice(text, start, at)));
        if (h->text.len > from) shape(h, from);
    }
}

static void add_sign(shaping *h, const char_look *look, uint8_t flags, str text)
{
    if (!span_add(h, look)) return;
    size_t from = put_text(h, text);
    glyph *g    = glyph_add(h);
    if (!g) return;
    *g = (glyph){ .at    = (uint32_t)from,
                  .bytes = (uint32_t)(h->text.len - from),
                  .span  = g->span,
                  .flags = (uint8_t)(flags | GLYPH_START) };
}

static void add_piece(shaping *h, const piece *k)
{
    str text = k->text;
    switch (k->kind) {
    case PIECE_TEXT:
        if (k->look.v[CHAR_CAPS]) text = text_capitals(h->s->b->a, text);
        if (!text.ptr) h->s->spent = true;
        if (k->look.v[CHAR_SMALL_CAPS] && !k->look.v[CHAR_CAPS]) {
            add_small_caps(h, text, &k->look);
        } else {
            add_text(h, text, &k->look);
        }
        break;
    case PIECE_TAB: add_sign(h, &k->look, GLYPH_TAB | GLYPH_BREAK, S(" ")); break;
    case PIECE_LINE_BREAK: add_sign(h, &k->look, GLYPH_END, S("")); break;
    case PIECE_PAGE_BREAK: add_sign(h, &k->look, GLYPH_END | GLYPH_PAGE, S("")); break;
    case PIECE_PAGE: add_text(h, h->s->page_text, &k->look); break;
    case PIECE_PAGES: add_text(h, arena_printf(h->s->b->a, "%d", h->s->pages), &k->look); break;
    }
}

// ---- lines -------------------------------------------------------------------------------------

typedef struct breaking {
    setter    *s;
    laid_para *p;
    double     width;       // of the paragraph, indents included
    double     left, right; // edges of its lines
    size_t     line_cap;
} breaking;

static double first_indent(const breaking *k)
{
    return k->p->line_count == 0 ? PT(k->p->of->look.v[PARA_FIRST]) : 0;
}

// Width of what stands behind a tab until the next one.
static double segment_width(const laid_para *p, size_t from)
{
    double w = 0;
    for (size_t i = from; i < p->glyph_count && !(p->glyphs[i].flags & (GLYPH_TAB | GLYPH_END));
         i++) {
        w += p->glyphs[i].advance;
    }
    return w;
}

// How far a tab at x (from the paragraph's left margin) goes.
static void tab_set(breaking *k, size_t at, double x)
{
    const para_look *look = &k->p->of->look;
    glyph           *g    = &k->p->glyphs[at];
    for (size_t i = 0; i < look->tab_count; i++) {
        const tab_stop *t    = &look->tabs[i];
        double          stop = PT(t->at);
        if (t->kind == TAB_CLEAR || stop <= x + SLACK) continue;
        if (stop > PT(look->v[PARA_LEFT]) && x < PT(look->v[PARA_LEFT]) - SLACK)
            break; // hanging first
        double text = t->kind == TAB_LEFT ? 0 : segment_width(k->p, at + 1);
        double to   = stop - (t->kind == TAB_CENTER ? text / 2 : text);
        g->advance  = (float)(to > x ? to - x : 0);
        g->dots     = t->dots;
        return;
    }
    double left  = PT(look->v[PARA_LEFT]);
    double every = PT(k->s->b->tab_every > 20 ? k->s->b->tab_every : 720);
    double stop  = ((double)(int)((x + SLACK) / every) + 1) * every;
    if (x < left - SLACK && left < stop) stop = left; // the edge of a hanging paragraph stops too
    g->advance = (float)(stop - x);
}

static size_t cluster_end(const laid_para *p, size_t at)
{
    at++;
    while (at < p->glyph_count && !(p->glyphs[at].flags & GLYPH_START)) at++;
    return at;
}

typedef struct reach { // where a line ends
    size_t to;         // first glyph of the next line
    bool   forced, page;
} reach;

static reach line_reach(breaking *k, size_t from, double x)
{
    laid_para *p     = k->p;
    size_t     found = from;
    for (size_t i = from; i < p->glyph_count;) {
        const glyph *g = &p->glyphs[i];
        if (g->flags & GLYPH_END) {
            return (reach){ i + 1, true, g->flags & GLYPH_PAGE };
        }
        if (g->flags & GLYPH_TAB) tab_set(k, i, x);
        size_t next = cluster_end(p, i);
        double w    = 0;
        for (size_t j = i; j < next; j++) w += p->glyphs[j].advance;
        bool hangs = g->flags & GLYPH_SPACE;
        if (!hangs && x + w > k->right + SLACK && i > from) {
            return (reach){ found > from ? found : i, false, false };
        }
        x += w;
        if (g->flags & GLYPH_BREAK) found = next;
        // A tab that leads beyond the edge ends the line before itself.
        i = next;
    }
    return (reach){ p->glyph_count, true, false };
}

static void line_height(breaking *k, line *l, size_t from, size_t to)
{
    const para_look *look   = &k->p->of->look;
    double           ascent = 0, descent = 0;
    for (size_t i = from; i < to || i == from; i++) {
        bool        empty = i >= k->p->glyph_count || from == to;
        const span *sp    = empty ? NULL : &k->p->spans[k->p->glyphs[i].span];
        double      size  = sp ? sp->look->v[CHAR_SIZE] / 2.0 : k->p->of->mark.v[CHAR_SIZE] / 2.0;
        const font *f     = &k->s->f->faces[sp ? sp->face : 0];
        double      rise  = sp ? sp->look->v[CHAR_RISE] / 2.0 : 0;
        double      up = size * (f->ascent + f->gap) + rise, down = size * f->descent - rise;
        if (up > ascent) ascent = up;
        if (down > descent) descent = down;
        if (empty) break;
    }
    double natural = ascent + descent, asked = PT(look->v[PARA_LINE]);
    l->height = natural;
    if (look->v[PARA_LINE_RULE] == LINE_AUTO) l->height = natural * look->v[PARA_LINE] / 240.0;
    if (look->v[PARA_LINE_RULE] == LINE_EXACT) l->height = asked;
    if (look->v[PARA_LINE_RULE] == LINE_AT_LEAST && asked > natural) l->height = asked;
    if (look->v[PARA_LINE_RULE] == LINE_AUTO && l->height > natural) l->hang = l->height - natural;
    // What a multiple adds stands below the line, what "at least" adds above it.
    bool above = look->v[PARA_LINE_RULE] == LINE_AT_LEAST;
    l->ascent  = ascent + (above ? l->height - natural : 0);
    if (look->v[PARA_LINE_RULE] == LINE_EXACT) l->ascent = l->height * 0.8;
}

static void line_align(breaking *k, line *l, double x, bool last)
{
    para_align align = (para_align)k->p->of->look.v[PARA_ALIGN];
    double     room  = k->right - x - l->width;
    if (align == ALIGN_CENTER) l->x = x + room / 2;
    if (align == ALIGN_RIGHT) l->x = x + room;
    bool spread = align == ALIGN_SPREAD || (align == ALIGN_BOTH && !last);
    if (!spread || room <= 0) return;
    size_t spaces   = 0;
    l->stretch_from = l->from;
    for (size_t i = l->from; i < l->to; i++) {
        uint8_t flags = k->p->glyphs[i].flags;
        if (flags & GLYPH_TAB) spaces = 0, l->stretch_from = i;
        spaces += flags & GLYPH_SPACE;
    }
    if (spaces) l->stretch = room / (double)spaces;
}

static line *line_new(breaking *k)
{
    laid_para *p = k->p;
    if (p->line_count == k->line_cap) {
        size_t cap  = k->line_cap ? k->line_cap * 2 : 4;
        line  *wide = set_new(k->s, sizeof(line), cap);
        if (!wide) return NULL;
        if (p->line_count) memcpy(wide, p->lines, p->line_count * sizeof(line));
        p->lines    = wide;
        k->line_cap = cap;
    }
    return &p->lines[p->line_count];
}

// One line from glyph `from`; gives the first glyph of the next.
static size_t line_add(breaking *k, size_t from)
{
    line *l = line_new(k);
    if (!l) return k->p->glyph_count;
    double x   = k->left + first_indent(k);
    reach  r   = line_reach(k, from, x);
    size_t end = r.to;
    while (end > from && (k->p->glyphs[end - 1].flags & (GLYPH_SPACE | GLYPH_END))) end--;
    *l = (line){ .from = from, .to = end, .x = x, .ends_page = r.page };
    for (size_t i = from; i < end; i++) l->width += k->p->glyphs[i].advance;
    line_height(k, l, from, r.to);
    line_align(k, l, x, r.forced);
    k->p->line_count++;
    return r.to;
}

static void break_lines(setter *s, laid_para *p, double width)
{
    const para_look *look = &p->of->look;
    breaking         k    = { .s = s, .p = p, .width = width };
    k.left                = PT(look->v[PARA_LEFT]);
    k.right               = width - PT(look->v[PARA_RIGHT]);
    if (k.right < k.left + 1) k.right = k.left + 1;
    p->left   = k.left + (look->v[PARA_FIRST] < 0 ? PT(look->v[PARA_FIRST]) : 0);
    p->right  = k.right;
    size_t at = 0;
    do {
        at = line_add(&k, at);
    } while (at < p->glyph_count && !s->spent);
    // Behind an ordered end there is one more line, an empty one.
    bool open_end = p->glyph_count &&
                    (p->glyphs[p->glyph_count - 1].flags & (GLYPH_END | GLYPH_PAGE)) == GLYPH_END;
    if (open_end && !s->spent) (void)line_add(&k, p->glyph_count);
}

laid_para *lay_paragraph(setter *s, const paragraph *p, double width)
{
    laid_para *out = set_new(s, sizeof(laid_para), 1);
    if (!out) return NULL;
    out->of    = p;
    size_t cap = 1, bytes = 16;
    for (const piece *k = p->pieces; k; k = k->next) {
        bytes += (size_t)k->text.len + 16;
        cap += k->look.v[CHAR_SMALL_CAPS] ? (size_t)k->text.len + 1 : 1;
    }
    if (cap > SPANS_MAX || bytes > PARA_TEXT_MAX) {
        s->spent = true;
        return NULL;
    }
    out->spans = set_new(s, sizeof(span), cap);
    if (!out->spans) return NULL;
    shaping h = { .s = s, .p = out, .span_cap = cap, .text = buf_in(s->b->a, bytes, 2 * bytes) };
    for (const piece *k = p->pieces; k && !s->spent; k = k->next) add_piece(&h, k);
    if (h.text.failed) s->spent = true;
    out->text = buf_str(&h.text);
    break_lines(s, out, width);
    return s->spent ? NULL : out;
}
