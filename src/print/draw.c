// draw.c - see draw.h.
#include "print/draw.h"

#include <cairo-pdf.h>
#include <string.h>

enum {
    FACES_MAX      = 48,
    GLYPHS_AT_ONCE = 256,
    TAIL_BYTES     = 64,   // of a PDF: the place of its table of places
    CATALOG_BYTES  = 2048, // before that table: where the catalog is
};

typedef struct face_size { // a scaled font that is in use
    int                  face;
    double               size;
    cairo_scaled_font_t *font;
} face_size;

typedef struct letters { // glyphs gathered for one call, with the text they stand for
    cairo_glyph_t        glyphs[GLYPHS_AT_ONCE];
    cairo_text_cluster_t clusters[GLYPHS_AT_ONCE];
    int                  glyph_count, cluster_count;
    size_t               from, to; // bytes of the paragraph's text
} letters;

typedef struct drawing {
    setter          *s;
    cairo_t         *c;
    face_size        faces[FACES_MAX];
    size_t           face_count;
    const laid_para *tagged;   // the paragraph whose tag is open
    letters          gathered; // here, so that it is not cleared for each run
} drawing;

// ---- letters -----------------------------------------------------------------------------------

static cairo_scaled_font_t *scaled(drawing *d, int face, double size)
{
    for (size_t i = 0; i < d->face_count; i++) {
        if (d->faces[i].face == face && d->faces[i].size == size) return d->faces[i].font;
    }
    cairo_matrix_t em, place;
    cairo_matrix_init_scale(&em, size, size);
    cairo_matrix_init_identity(&place);
    cairo_font_options_t *plain = cairo_font_options_create();
    cairo_font_options_set_hint_style(plain, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(plain, CAIRO_HINT_METRICS_OFF);
    cairo_scaled_font_t *made = cairo_scaled_font_create(d->s->f->faces[face].painter, &em, &place,
                                                         plain);
    cairo_font_options_destroy(plain);
    if (d->face_count == FACES_MAX) { // the oldest gives way
        cairo_scaled_font_destroy(d->faces[0].font);
        memmove(&d->faces[0], &d->faces[1], (FACES_MAX - 1) * sizeof(face_size));
        d->face_count--;
    }
    d->faces[d->face_count++] = (face_size){ face, size, made };
    return made;
}

static void colour(drawing *d, int32_t rgb)
{
    cairo_set_source_rgb(d->c, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
                         (rgb & 255) / 255.0);
}

static void show(drawing *d, const laid_para *p, const span *look, letters *l)
{
    if (l->glyph_count == 0) return;
    cairo_set_scaled_font(d->c, scaled(d, look->face, look->size));
    colour(d, look->look->v[CHAR_COLOR]);
    cairo_show_text_glyphs(d->c, p->text.ptr + l->from, (int)(l->to - l->from), l->glyphs,
                           l->glyph_count, l->clusters, l->cluster_count, 0);
    l->glyph_count = l->cluster_count = 0;
}

static void rectangle(drawing *d, double x, double y, double w, double h, int32_t rgb)
{
    if (w <= 0 || h <= 0) return;
    colour(d, rgb);
    cairo_rectangle(d->c, x, y, w, h);
    cairo_fill(d->c);
}

// What lies under and over the letters of one look.
static void marks(drawing *d, const span *look, double x, double width, double base)
{
    const int32_t *v  = look->look->v;
    double         em = look->size, thick = em * 0.05;
    for (int i = 0; i < v[CHAR_UNDERLINE]; i++) {
        rectangle(d, x, base + em * 0.106 + i * 2 * thick, width, thick, v[CHAR_COLOR]);
    }
    if (v[CHAR_STRIKE]) rectangle(d, x, base - em * 0.26, width, thick, v[CHAR_COLOR]);
}

static void leader(drawing *d, const span *look, double x, double width, double base)
{
    double step = look->size * 0.25;
    cairo_set_line_width(d->c, look->size * 0.07);
    colour(d, look->look->v[CHAR_COLOR]);
    for (double at = x + step; at + step <= x + width; at += step) {
        cairo_arc(d->c, at, base - look->size * 0.04, look->size * 0.04, 0, 6.2832);
        cairo_fill(d->c);
    }
}

static double advance_of(const laid_para *p, const line *l, size_t i)
{
    const glyph *g     = &p->glyphs[i];
    bool         grows = (g->flags & GLYPH_SPACE) && i >= l->stretch_from;
    return g->advance + (grows ? l->stretch : 0);
}

static size_t span_end(const laid_para *p, const line *l, size_t from)
{
    size_t to = from;
    while (to < l->to && p->glyphs[to].span == p->glyphs[from].span) to++;
    return to;
}

// The letters of one look, from glyph `from` on; gives where they end on the page.
static double draw_span(drawing *d, const laid_para *p, const line *l, size_t from, size_t to,
                        double x, double base)
{
    const span *look = &p->spans[p->glyphs[from].span];
    letters    *all  = &d->gathered;
    all->glyph_count = all->cluster_count = 0;
    all->from = all->to = p->glyphs[from].at;
    for (size_t i = from; i < to; i++) {
        const glyph *g      = &p->glyphs[i];
        bool         starts = g->flags & GLYPH_START;
        if (starts && (all->glyph_count > GLYPHS_AT_ONCE - 16 || (g->flags & GLYPH_TAB) ||
                       g->at != all->to)) {
            show(d, p, look, all);
            all->from = g->at;
        }
        if (g->flags & GLYPH_TAB) {
            if (g->dots) leader(d, look, x, g->advance, base);
            all->from = all->to = g->at + g->bytes;
        } else if (all->glyph_count < GLYPHS_AT_ONCE) {
            all->glyphs[all->glyph_count++] = (cairo_glyph_t){ g->id, x + g->dx,
                                                               base - look->rise - g->dy };
            if (starts) {
                all->clusters[all->cluster_count++] = (cairo_text_cluster_t){ (int)g->bytes, 0 };
                all->to                             = g->at + g->bytes;
            }
            if (all->cluster_count) all->clusters[all->cluster_count - 1].num_glyphs++;
        }
        x += advance_of(p, l, i);
    }
    show(d, p, look, all);
    return x;
}

static void draw_line(drawing *d, const laid_para *p, const line *l, double x, double y)
{
    double at = x + l->x, base = y + l->ascent;
    for (size_t from = l->from, to; from < l->to; from = to) {
        const span *look  = &p->spans[p->glyphs[from].span];
        double      width = 0;
        to                = span_end(p, l, from);
        for (size_t i = from; i < to; i++) width += advance_of(p, l, i);
        if (look->look->v[CHAR_FILL] >= 0)
            rectangle(d, at, y, width, l->height, look->look->v[CHAR_FILL]);
        double end = draw_span(d, p, l, from, to, at, base);
        if (look->look->v[CHAR_UNDERLINE] || look->look->v[CHAR_STRIKE]) {
            marks(d, look, at, width, base - look->rise);
        }
        at = end;
    }
}

// ---- borders -----------------------------------------------------------------------------------

static void stroke(drawing *d, const border *b, double x1, double y1, double x2, double y2)
{
    if (!b->lines) return;
    static const double dashes[] = { 3, 2 };
    double              width    = b->eighths / 8.0;
    colour(d, b->color);
    cairo_set_line_width(d->c, width);
    cairo_set_line_cap(d->c, CAIRO_LINE_CAP_BUTT);
    if (b->dashed) cairo_set_dash(d->c, dashes, 2, 0);
    for (int i = 0; i < b->lines; i++) {
        double off  = b->lines == 2 ? (i == 0 ? -width : width) : 0;
        bool   flat = y1 == y2;
        cairo_move_to(d->c, x1 + (flat ? 0 : off), y1 + (flat ? off : 0));
        cairo_line_to(d->c, x2 + (flat ? 0 : off), y2 + (flat ? off : 0));
        cairo_stroke(d->c);
    }
    if (b->dashed) cairo_set_dash(d->c, NULL, 0, 0);
}

static double weight(const border *b)
{
    return b->eighths / 8.0 * b->lines;
}

static void para_box(drawing *d, const strip *one, double x, double y)
{
    const laid_para *p    = one->para;
    const border    *b    = p->of->look.borders;
    bool             last = one->line + 1 == p->line_count;
    double left = x + p->left - b[EDGE_LEFT].space, right = x + p->right + b[EDGE_RIGHT].space;
    double bottom = y + one->height;
    if (p->of->look.v[PARA_FILL] >= 0)
        rectangle(d, left, y, right - left, one->height, p->of->look.v[PARA_FILL]);
    stroke(d, &b[EDGE_LEFT], left, y, left, bottom);
    stroke(d, &b[EDGE_RIGHT], right, y, right, bottom);
    const border *top = p->joins_above ? &b[EDGE_INNER_H] : &b[EDGE_TOP];
    if (one->line == 0) stroke(d, top, left, y + weight(top) / 2, right, y + weight(top) / 2);
    if (last && !p->joins_below) {
        double at = bottom - weight(&b[EDGE_BOTTOM]) / 2;
        stroke(d, &b[EDGE_BOTTOM], left, at, right, at);
    }
}

// ---- strips ------------------------------------------------------------------------------------

static void tag_close(drawing *d)
{
    if (d->tagged) cairo_tag_end(d->c, "P");
    d->tagged = NULL;
}

static void draw_strip_line(drawing *d, const strip *one, double x, double y)
{
    if (d->tagged != one->para) {
        tag_close(d);
        if (one->para->glyph_count) {
            cairo_tag_begin(d->c, "P", NULL);
            d->tagged = one->para;
        }
    }
    para_box(d, one, x, y);
    draw_line(d, one->para, &one->para->lines[one->line], x, y + one->pad);
}

static void draw_row(drawing *d, const strip *one, const placed *part, double x, double y,
                     double height);

static void draw_strips(drawing *d, const strips *all, size_t from, size_t to, double x, double y)
{
    for (size_t i = from; i < to; i++) {
        const strip *one = &all->all[i];
        if (i > from || from == 0) y += one->above;
        if (one->row) {
            draw_row(d, one, NULL, x, y, one->height);
        } else {
            draw_strip_line(d, one, x, y);
        }
        y += one->height;
    }
    tag_close(d);
}

// Height of a cell: its row's, or that of the rows it reaches over.
static double field_height(const laid_row *r, const laid_cell *c, double height)
{
    double all = height;
    for (size_t i = 1; i < c->rows && r->index + i < r->table->row_count; i++) {
        all += r->table->rows[r->index + i].height;
    }
    return all;
}

static void draw_cell(drawing *d, const laid_row *r, size_t k, const placed *part, double x,
                      double y, double height)
{
    const laid_cell *c    = &r->cells[k];
    double           high = field_height(r, c, height), left = x + c->x, right = left + c->width;
    double           slack = high - c->content - c->pads[EDGE_TOP] - c->pads[EDGE_BOTTOM], down = 0;
    bool             begins = !part || !part->from || part->from[k] == 0;
    if (c->of->fill >= 0) rectangle(d, left, y, c->width, high, c->of->fill);
    if (!(part && part->from) && slack > 0) {
        down = c->of->align == CELL_MIDDLE ? slack / 2 : c->of->align == CELL_BOTTOM ? slack : 0;
    }
    size_t from = begins ? 0 : part->from[k], to = part && part->to ? part->to[k] : c->inside.count;
    cairo_tag_begin(d->c, r->of->head ? "TH" : "TD", NULL);
    draw_strips(d, &c->inside, from, to, left + c->pads[EDGE_LEFT], y + c->pads[EDGE_TOP] + down);
    cairo_tag_end(d->c, r->of->head ? "TH" : "TD");
    double bottom = y + high;
    stroke(d, &c->borders[EDGE_TOP], left, y, right, y);
    stroke(d, &c->borders[EDGE_BOTTOM], left, bottom, right, bottom);
    stroke(d, &c->borders[EDGE_LEFT], left, y, left, bottom);
    stroke(d, &c->borders[EDGE_RIGHT], right, y, right, bottom);
}

static void draw_row(drawing *d, const strip *one, const placed *part, double x, double y,
                     double height)
{
    const laid_row *r = one->row;
    tag_close(d);
    cairo_tag_begin(d->c, "TR", NULL);
    for (size_t k = 0; k < r->cell_count; k++) {
        if (!r->cells[k].covered) draw_cell(d, r, k, part, x + r->table->x, y, height);
    }
    cairo_tag_end(d->c, "TR");
}

// ---- pages -------------------------------------------------------------------------------------

static void draw_items(drawing *d, const page *p)
{
    const laid_table *open = NULL;
    for (const placed *k = p->items; k; k = k->next) {
        const laid_table *t = k->what->row ? k->what->row->table : NULL;
        if (t != open) {
            tag_close(d);
            if (open) cairo_tag_end(d->c, "Table");
            if (t) cairo_tag_begin(d->c, "Table", NULL);
            open = t;
        }
        if (k->what->row) {
            draw_row(d, k->what, k, k->x, k->y, k->height);
        } else {
            draw_strip_line(d, k->what, k->x, k->y);
        }
    }
    tag_close(d);
    if (open) cairo_tag_end(d->c, "Table");
}

static void draw_story(drawing *d, const page *p, const story *what, bool at_foot)
{
    setter *s = d->s;
    bool    known;
    if (!what) return;
    arena kept   = *s->b->a; // what is laid out for one page is forgotten behind it
    s->page      = p->number;
    s->page_text = number_text(s->b->a, p->of->number_format, p->number, &known);
    double width = PT(p->of->width - p->of->left - p->of->right);
    strips all   = lay_story(s, what->blocks, NULL, width);
    double y     = at_foot ? PT(p->of->height - p->of->footer) - strips_height(&all)
                           : PT(p->of->header);
    draw_strips(d, &all, 0, all.count, PT(p->of->left), y);
    *s->b->a = kept;
}

static void draw_page(drawing *d, cairo_surface_t *surface, const page *p)
{
    cairo_pdf_surface_set_size(surface, PT(p->of->width), PT(p->of->height));
    draw_story(d, p, page_header(d->s->b, p), false);
    draw_items(d, p);
    draw_story(d, p, page_footer(d->s->b, p), true);
    cairo_show_page(d->c);
}

static cairo_status_t take(void *ctx, const unsigned char *bytes, unsigned n)
{
    buf *out = ctx;
    buf_put(out, (str){ (const char *)bytes, (ptrdiff_t)n });
    return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void name_document(const draw_job *job, cairo_surface_t *surface)
{
    arena      *a     = job->s->b->a;
    const char *title = arena_cstr(a, job->title);
    str         when  = time_rfc3339(a, job->created_ms);
    const char *at    = when.ptr ? arena_printf(a, STR_FMT "Z", STR_ARG(str_slice(when, 0, 19))).ptr
                                 : NULL;
    if (title && job->title.len)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    if (at) cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, at);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Cổ Loa");
}

static bool is_language(str tag)
{
    bool plain = tag.len > 0 && tag.len < 36;
    for (ptrdiff_t i = 0; i < tag.len; i++) {
        char c = tag.ptr[i], small = (char)(c | 0x20);
        plain &= (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
    return plain;
}

// cairo has no word for the language, nor does it say that it tagged the text. The catalog is the last thing it writes before the table of
// places, so that what is put in there moves nothing but the table itself.
static status name_language(const draw_job *job)
{
    static const str start = STR("startxref\n"), catalog = STR("/Type /Catalog\n");
    arena           *a    = job->s->b->a;
    str              pdf  = buf_str(job->out), number, rest;
    ptrdiff_t        tail = pdf.len > TAIL_BYTES ? pdf.len - TAIL_BYTES : 0;
    ptrdiff_t        end  = tail + str_find(str_slice(pdf, tail, pdf.len), start);
    int64_t          xref = 0;
    if (end < tail || !str_cut(str_slice(pdf, end + start.len, pdf.len), '\n', &number, &rest)) {
        return ST_BROKEN;
    }
    if (!str_int(number, &xref) || xref < 0 || xref > end) return ST_BROKEN;
    ptrdiff_t from = xref > CATALOG_BYTES ? (ptrdiff_t)xref - CATALOG_BYTES : 0;
    ptrdiff_t at   = str_find(str_slice(pdf, from, (ptrdiff_t)xref), catalog);
    if (at < 0 || !is_language(job->lang)) return ST_BROKEN;
    at += from + catalog.len;
    str more = arena_printf(a,
                            "   /Lang (" STR_FMT ")\n"
                            "   /MarkInfo << /Marked true >>\n"
                            "   /ViewerPreferences << /DisplayDocTitle true >>\n",
                            STR_ARG(job->lang));
    TRY(arena_copy(a, str_slice(pdf, at, end), &rest));
    if (!more.ptr) return ST_MEMORY;
    job->out->len = (size_t)at;
    buf_put(job->out, more);
    buf_put(job->out, rest);
    buf_printf(job->out, "startxref\n%lld\n%%%%EOF\n", (long long)(xref + more.len));
    return job->out->failed ? ST_MEMORY : ST_OK;
}

status pages_draw(const draw_job *job)
{
    drawing *d = set_new(job->s, sizeof(drawing), 1);
    if (!d) return ST_MEMORY;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, job->out, 595, 842);
    d->s                     = job->s;
    d->c                     = cairo_create(surface);
    d->s->pages              = (int)job->all->count;
    name_document(job, surface);
    for (const page *p = job->all->first; p && !job->s->spent; p = p->next)
        draw_page(d, surface, p);
    cairo_status_t drawn = cairo_status(d->c);
    for (size_t i = 0; i < d->face_count; i++) cairo_scaled_font_destroy(d->faces[i].font);
    cairo_destroy(d->c);
    cairo_surface_finish(surface);
    if (drawn == CAIRO_STATUS_SUCCESS) drawn = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (job->s->spent || job->out->failed || drawn == CAIRO_STATUS_NO_MEMORY) return ST_MEMORY;
    return drawn == CAIRO_STATUS_SUCCESS ? name_language(job) : ST_BROKEN;
}
