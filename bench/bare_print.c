// bare_print.c - the limit for coloa-print: pango and cairo alone setting plain paragraphs on A4.
// usage: bare_print OUT.pdf <TEXT      one paragraph a line
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    static char text[1 << 16];
    if (argc != 2) return 2;
    size_t           n       = fread(text, 1, sizeof text - 1, stdin);
    cairo_surface_t *surface = cairo_pdf_surface_create(argv[1], 595.28, 841.89);
    cairo_t         *c       = cairo_create(surface);
    PangoLayout     *layout  = pango_cairo_create_layout(c);
    PangoContext    *context = pango_layout_get_context(layout);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    PangoFontDescription *font = pango_font_description_from_string("Liberation Serif 14");
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, (int)(467.7 * PANGO_SCALE));
    pango_layout_set_justify(layout, TRUE);
    double y = 57;
    for (char *line = text, *end = text + n; line < end;) {
        char *stop = memchr(line, '\n', (size_t)(end - line));
        if (!stop) stop = end;
        pango_layout_set_text(layout, line, (int)(stop - line));
        cairo_move_to(c, 85, y);
        pango_cairo_show_layout(c, layout);
        int height;
        pango_layout_get_size(layout, NULL, &height);
        y += (double)height / PANGO_SCALE + 6;
        line = stop + 1;
    }
    cairo_show_page(c);
    cairo_destroy(c);
    cairo_surface_finish(surface);
    return cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS;
}
