// svg.c - see svg.h.
#include "kit/documents/svg.h"

enum { LINE_HEIGHT = 20, HEAD = 8 };

static void put_escaped(buf *b, str text)
{
    for (ptrdiff_t i = 0; i < text.len; i++) {
        switch (text.ptr[i]) {
        case '&': buf_put(b, S("&amp;")); break;
        case '<': buf_put(b, S("&lt;")); break;
        case '>': buf_put(b, S("&gt;")); break;
        case '"': buf_put(b, S("&#34;")); break;
        case '\'': buf_put(b, S("&#39;")); break;
        default: buf_char(b, text.ptr[i]);
        }
    }
}

void svg_begin(svg *s, buf *out, int width, int height, str title)
{
    s->out = out;
    buf_printf(out,
               "<svg class=\"drawing\" role=\"group\" viewBox=\"0 0 %d %d\" width=\"%d\" "
               "height=\"%d\" xmlns=\"http://www.w3.org/2000/svg\"><title>",
               width, height, width, height);
    put_escaped(out, title);
    buf_put(out, S("</title>"));
}

void svg_end(svg *s)
{
    buf_put(s->out, S("</svg>"));
}

void svg_rect(svg *s, const svg_box *b)
{
    buf_printf(s->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" class=\"%s\"/>",
               b->x, b->y, b->width, b->height, b->class);
}

void svg_arrow(svg *s, int x1, int y1, int x2, int y2, const char *class)
{
    int middle = (y1 + y2) / 2, back = y2 > y1 ? y2 - HEAD : y2 + HEAD;
    buf_printf(s->out, "<path d=\"M%d %d V%d H%d V%d\" class=\"%s\"/>", x1, y1, middle, x2, back,
               class);
    buf_printf(s->out, "<path d=\"M%d %d L%d %d L%d %d Z\" class=\"%s-head\"/>", x2, y2,
               x2 - HEAD / 2, back, x2 + HEAD / 2, back, class);
}

// ---- text -----------------------------------------------------------------------------------------

static ptrdiff_t next_character(str text, ptrdiff_t at)
{
    at++;
    while (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80) at++;
    return at;
}

// As much of the text as a line of so many characters takes, whole words where it can.
static str take_line(str *rest, int characters)
{
    ptrdiff_t at = 0, blank = -1;
    int       n = 0;
    while (at < rest->len && n < characters) {
        if (rest->ptr[at] == ' ') blank = at;
        at = next_character(*rest, at);
        n++;
    }
    if (at < rest->len && rest->ptr[at] != ' ' && blank > 0) at = blank;
    str line = str_trim(str_slice(*rest, 0, at));
    *rest    = str_trim(str_slice(*rest, at, rest->len));
    return line;
}

size_t svg_text(svg *s, int x, int y, str text, int characters, int lines, const char *class)
{
    size_t written = 0;
    str    rest    = str_trim(text);
    if (lines > SVG_TEXT_LINES_MAX) lines = SVG_TEXT_LINES_MAX;
    buf_printf(s->out, "<text x=\"%d\" y=\"%d\" class=\"%s\">", x, y, class);
    while (rest.len && (int)written < lines) {
        bool last = (int)written + 1 == lines;
        str  line = take_line(&rest, characters);
        buf_printf(s->out, "<tspan x=\"%d\" dy=\"%d\">", x, written ? LINE_HEIGHT : 0);
        put_escaped(s->out, line);
        if (last && rest.len) buf_put(s->out, S("…"));
        buf_put(s->out, S("</tspan>"));
        written++;
    }
    buf_put(s->out, S("</text>"));
    return written;
}

// ---- links ----------------------------------------------------------------------------------------

void svg_link_begin(svg *s, str href, str name)
{
    bool local = href.len > 0 && href.ptr[0] == '/' && !(href.len > 1 && href.ptr[1] == '/') &&
                 str_find(href, S("\\")) < 0;
    buf_put(s->out, S("<a href=\""));
    put_escaped(s->out, local ? href : S("#"));
    buf_put(s->out, S("\" aria-label=\""));
    put_escaped(s->out, name);
    buf_put(s->out, S("\">"));
}

void svg_link_end(svg *s)
{
    buf_put(s->out, S("</a>"));
}
