// drawing.c - see drawing.h. Three bands from top to bottom: hosts, the system with its parts, what is
// hosted; arrows point to what something runs on.
#include "modules/systems/drawing.h"

#include "kit/documents/svg.h"

enum {
    WIDTH   = 760,
    BOX     = 172, // width of a box
    HIGH    = 84,
    GAP     = 12,
    MARGIN  = 18,
    LABEL   = 26, // height of the words over a band
    SPACE   = 44, // between bands: room for the arrows
    LETTERS = 20,
};

static size_t shown(size_t count)
{
    return count < DRAWING_MAX ? count : DRAWING_MAX;
}

static int rows_high(size_t count)
{
    int rows = (int)((shown(count) + DRAWING_ROW - 1) / DRAWING_ROW);
    return rows ? rows * (HIGH + GAP) - GAP : 0;
}

static int left_of(size_t i, size_t count)
{
    size_t row  = i / DRAWING_ROW;
    size_t here = shown(count) - row * DRAWING_ROW;
    if (here > DRAWING_ROW) here = DRAWING_ROW;
    int wide = (int)here * (BOX + GAP) - GAP;
    return (WIDTH - wide) / 2 + (int)(i % DRAWING_ROW) * (BOX + GAP);
}

static void put_box(svg *s, const drawn_system *one, int x, int y, const char *class)
{
    if (one->href.len) svg_link_begin(s, one->href, one->name);
    svg_rect(s, &(svg_box){ x, y, BOX, HIGH, class });
    svg_text(s, x + 10, y + 24, one->name, LETTERS, 2, "drawn-name");
    svg_text(s, x + 10, y + HIGH - 10, one->about, LETTERS, 1, "drawn-about");
    if (one->href.len) svg_link_end(s);
}

static void put_row(svg *s, const drawn_system *list, size_t count, int y, const char *class)
{
    for (size_t i = 0; i < shown(count); i++)
        put_box(s, &list[i], left_of(i, count), y + (int)(i / DRAWING_ROW) * (HIGH + GAP), class);
}

static int own_high(const system_drawing *d)
{
    int parts = d->part_count ? LABEL + rows_high(d->part_count) : 0;
    return 64 + parts + (d->part_count ? MARGIN : 0);
}

static int band(size_t count)
{
    return count ? LABEL + rows_high(count) + SPACE : 0;
}

static void put_own(svg *s, const system_drawing *d, int y)
{
    svg_rect(s, &(svg_box){ MARGIN / 2, y, WIDTH - MARGIN, own_high(d), "drawn-self" });
    svg_text(s, MARGIN + 8, y + 26, d->self.name, 84, 1, "drawn-name");
    svg_text(s, MARGIN + 8, y + 48, d->self.about, 84, 1, "drawn-about");
    if (!d->part_count) return;
    svg_text(s, MARGIN + 8, y + 64 + 16, d->parts_are, 84, 1, "drawn-label");
    put_row(s, d->parts, d->part_count, y + 64 + LABEL, "drawn-part");
}

str system_draw(arena *a, const system_drawing *d)
{
    buf b = buf_in(a, 4096, DRAWING_BYTES_MAX);
    svg s;
    int top = MARGIN / 2, own = top + band(d->host_count), below = own + own_high(d);
    int height = below + (d->hosted_count ? SPACE + LABEL + rows_high(d->hosted_count) : 0) +
                 MARGIN / 2;
    svg_begin(&s, &b, WIDTH, height, d->title);
    if (d->host_count) {
        svg_text(&s, MARGIN / 2, top + 14, d->runs_on, 84, 1, "drawn-label");
        put_row(&s, d->hosts, d->host_count, top + LABEL, "drawn-host");
        svg_arrow(&s, WIDTH / 2, own, WIDTH / 2, own - SPACE + 2, "drawn-arrow");
    }
    put_own(&s, d, own);
    if (d->hosted_count) {
        svg_text(&s, MARGIN / 2, below + SPACE + 14, d->runs_here, 84, 1, "drawn-label");
        put_row(&s, d->hosted, d->hosted_count, below + SPACE + LABEL, "drawn-hosted");
        svg_arrow(&s, WIDTH / 2, below + SPACE - 2, WIDTH / 2, below + 2, "drawn-arrow");
    }
    svg_end(&s);
    return b.failed ? (str){ 0 } : buf_str(&b);
}
