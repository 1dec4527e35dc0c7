// fonts.h - the four Times faces the program carries, opened from its own memory.
//
// Nothing on the machine is asked: no fontconfig, no font file. fonts_open comes before the seal, so
// that what FreeType and HarfBuzz set up once is done.
#ifndef COLOA_PRINT_FONTS_H
#define COLOA_PRINT_FONTS_H

#include <cairo.h>
#include <hb.h>

#include "kit/base/base.h"

enum { FONT_FACES = 4, FONT_BOLD = 1, FONT_ITALIC = 2 }; // a face's number is the sum

typedef struct font {
    hb_font_t         *shaper; // in font units
    cairo_font_face_t *painter;
    double             ascent, descent, gap; // of an em
} font;

typedef struct fonts {
    font         faces[FONT_FACES];
    hb_buffer_t *buffer; // lent to whoever shapes
    double       units;  // of an em
} fonts;

status fonts_open(fonts *f) MUST_CHECK;

// Shapes what stands in the buffer: letters as they are, no kerning, no ligatures.
void fonts_shape(const fonts *f, int face);

// Shapes words of our own in every face, so that what HarfBuzz works out at first use is there when many
// documents follow.
status fonts_rehearse(fonts *f) MUST_CHECK;

#endif
