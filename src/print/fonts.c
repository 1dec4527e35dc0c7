// fonts.c - see fonts.h.
#include "print/fonts.h"

#include <cairo-ft.h>

extern const char font_regular[], font_regular_end[], font_bold[], font_bold_end[];
extern const char font_italic[], font_italic_end[], font_bold_italic[], font_bold_italic_end[];

static status shaper_open(font *f, const char *from, const char *to)
{
    hb_blob_t *blob = hb_blob_create(from, (unsigned)(to - from), HB_MEMORY_MODE_READONLY, NULL,
                                     NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    f->shaper       = hb_font_create(face);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    hb_font_extents_t extents;
    if (hb_face_get_upem(face) == 0 || !hb_font_get_h_extents(f->shaper, &extents))
        return ST_BROKEN;
    double units = hb_face_get_upem(face);
    f->ascent    = extents.ascender / units;
    f->descent   = -extents.descender / units;
    f->gap       = extents.line_gap / units;
    return ST_OK;
}

static status painter_open(font *f, FT_Library library, const char *from, const char *to)
{
    FT_Face face;
    if (FT_New_Memory_Face(library, (const FT_Byte *)from, to - from, 0, &face) != 0)
        return ST_BROKEN;
    f->painter = cairo_ft_font_face_create_for_ft_face(face, FT_LOAD_NO_HINTING);
    return cairo_font_face_status(f->painter) == CAIRO_STATUS_SUCCESS ? ST_OK : ST_BROKEN;
}

status fonts_open(fonts *f)
{
    static const struct {
        const char *from, *to;
    } files[FONT_FACES] = {
        [0]                       = { font_regular, font_regular_end },
        [FONT_BOLD]               = { font_bold, font_bold_end },
        [FONT_ITALIC]             = { font_italic, font_italic_end },
        [FONT_BOLD | FONT_ITALIC] = { font_bold_italic, font_bold_italic_end },
    };
    FT_Library library;
    if (FT_Init_FreeType(&library) != 0) return ST_BROKEN;
    for (int i = 0; i < FONT_FACES; i++) {
        TRY(shaper_open(&f->faces[i], files[i].from, files[i].to));
        TRY(painter_open(&f->faces[i], library, files[i].from, files[i].to));
    }
    f->units  = hb_face_get_upem(hb_font_get_face(f->faces[0].shaper));
    f->buffer = hb_buffer_create();
    return hb_buffer_allocation_successful(f->buffer) ? ST_OK : ST_BROKEN;
}

void fonts_shape(const fonts *f, int face)
{
    static const hb_feature_t plain[] = { { HB_TAG('k', 'e', 'r', 'n'), 0, 0, (unsigned)-1 },
                                          { HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1 } };
    hb_shape(f->faces[face].shaper, f->buffer, plain, COUNT(plain));
}

status fonts_rehearse(fonts *f)
{
    static const char words[] = "Cộng hòa xã hội chủ nghĩa Việt Nam 0123456789";
    for (int i = 0; i < FONT_FACES; i++) {
        hb_buffer_clear_contents(f->buffer);
        hb_buffer_add_utf8(f->buffer, words, -1, 0, -1);
        hb_buffer_guess_segment_properties(f->buffer);
        fonts_shape(f, i);
    }
    hb_buffer_clear_contents(f->buffer);
    return hb_buffer_allocation_successful(f->buffer) ? ST_OK : ST_BROKEN;
}
