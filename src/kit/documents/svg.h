// svg.h - a small writer of SVG drawings that stand inside a page: boxes, lines, text, links.
//
// Everything a caller gives is escaped, and looks come by class only (no style attribute, so the
// page's content policy holds): the same drawing is right in light, in dark and on paper. Coordinates
// are whole CSS pixels. A drawing never stands alone: what it says is said in text beside it.
#ifndef COLOA_KIT_DOCUMENTS_SVG_H
#define COLOA_KIT_DOCUMENTS_SVG_H

#include "kit/base/base.h"

enum { SVG_TEXT_LINES_MAX = 3 };

typedef struct svg {
    buf *out;
} svg;

typedef struct svg_box {
    int x, y, width, height;
    const char *class; // a literal
} svg_box;

// Begins a drawing of that size, shown no wider than its place. `title` is read out as its name.
void svg_begin(svg *s, buf *out, int width, int height, str title);
void svg_end(svg *s);

void svg_rect(svg *s, const svg_box *box);
// Down or up, across in the middle, on to the end with a head there. The head has the class
// "<class>-head".
void svg_arrow(svg *s, int x1, int y1, int x2, int y2, const char *class);
// Text from x on, its first base line at y: broken at blanks into lines of at most `characters`, no
// more than `lines` of them; what does not fit ends in "…". How many lines were written.
size_t svg_text(svg *s, int x, int y, str text, int characters, int lines, const char *class);

// Everything between is one link; href is a path on this site.
void svg_link_begin(svg *s, str href, str name);
void svg_link_end(svg *s);

#endif
