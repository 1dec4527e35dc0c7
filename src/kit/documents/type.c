// type.c - how wide Times text is, and its capitals.
#include "kit/documents/documents.h"
#include "kit/documents/type_widths.h"

#include <assert.h>

// One code point of valid UTF-8; a broken byte counts as one character of its own.
static uint32_t next_point(str s, ptrdiff_t *at)
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

static uint32_t width_of(type_face face, uint32_t code)
{
    if (code >= 0x0300 && code <= 0x036F) return 0; // combining marks stand on their letter
    for (size_t i = 0; i < TYPE_WIDTH_RANGES; i++) {
        const type_width_range *r = &type_width_ranges[i];
        if (code >= r->first && code <= r->last) {
            return type_widths[face - 1][r->at + (code - r->first)];
        }
    }
    return code > 0x2E80 ? 2048 : 1024; // not in the table: East Asian wide, else a digit's width
}

static int64_t units_of(type_face face, str text)
{
    assert(face >= FACE_REGULAR && face <= FACE_BOLD_ITALIC);
    int64_t units = 0;
    for (ptrdiff_t at = 0; at < text.len;) units += width_of(face, next_point(text, &at));
    return units;
}

int32_t text_width_twips(type_face face, int half_points, str text)
{
    // units / 2048 em, an em is half_points * 10 twips; rounded to the nearest.
    return (int32_t)((units_of(face, text) * half_points * 10 + 1024) / 2048);
}

double text_width_mm(type_face face, int half_points, str text)
{
    return (double)units_of(face, text) * half_points * 10.0 / 2048.0 / TWIPS_PER_MM;
}

static uint32_t capital_of(uint32_t c)
{
    if (c >= 'a' && c <= 'z') return c - 32;
    if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 32;
    bool paired = (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) ||
                  (c >= 0x1EA0 && c <= 0x1EF9) || c == 0x1A1;
    if (paired) return c & ~1u;
    return c == 0x1B0 ? 0x1AF : c;
}

static void put_point(buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_char(b, (char)c);
    } else if (c < 0x800) {
        buf_char(b, (char)(0xC0 | c >> 6));
        buf_char(b, (char)(0x80 | (c & 0x3F)));
    } else {
        buf_char(b, (char)(0xE0 | c >> 12));
        buf_char(b, (char)(0x80 | (c >> 6 & 0x3F)));
        buf_char(b, (char)(0x80 | (c & 0x3F)));
    }
}

str text_capitals(arena *a, str text)
{
    buf b = buf_in(a, (size_t)text.len + 1, (size_t)text.len * 2 + 16);
    for (ptrdiff_t at = 0; at < text.len;) {
        ptrdiff_t from    = at;
        uint32_t  code    = next_point(text, &at);
        uint32_t  capital = capital_of(code);
        if (capital == code) {
            buf_put(&b, str_slice(text, from, at));
        } else {
            put_point(&b, capital);
        }
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}
