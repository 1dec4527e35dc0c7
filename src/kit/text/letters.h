// letters.h - one Latin letter as bare letter, shape and tone, and back. Private to kit/text.
#ifndef COLOA_KIT_TEXT_LETTERS_H
#define COLOA_KIT_TEXT_LETTERS_H

#include "kit/base/base.h"

enum {
    LATIN_FIRST = 0xC0,
    LATIN_LAST  = 0x1B0,
    VIET_FIRST  = 0x1EA0,
    VIET_LAST   = 0x1EF9,
    TONE_COUNT  = 6, // ngang huyền hỏi ngã sắc nặng, which is also their order
};

typedef enum letter_shape {
    SHAPE_PLAIN = 0,
    SHAPE_BREVE,      // ă
    SHAPE_CIRCUMFLEX, // â ê ô
    SHAPE_HORN,       // ơ ư
    SHAPE_STROKE,     // đ, and Ł Ø
    SHAPE_DIAERESIS,
    SHAPE_RING,
    SHAPE_CEDILLA,
    SHAPE_CARON,
    SHAPE_OGONEK,
    SHAPE_MACRON,
    SHAPE_DOT,
} letter_shape;

typedef struct letter {
    char    bare;  // 'a'..'z', 0: no Latin letter
    uint8_t shape; // letter_shape
    uint8_t tone;  // 0..5
    bool    capital;
} letter;

// Takes a code point apart; ASCII letters too.
letter letter_of(uint32_t code);
// The composed code point, or 0 when there is none.
uint32_t letter_code(letter l);
// True and the mark's part when `code` is a combining mark letters are composed with.
bool letter_mark(uint32_t code, letter *mark);

// Decodes the character at s[*at] and moves *at behind it. Bytes that are no UTF-8 come back as
// themselves (0x80..0xFF), one at a time.
static inline uint32_t utf8_next(str s, ptrdiff_t *at)
{
    const unsigned char *p    = (const unsigned char *)s.ptr + *at;
    ptrdiff_t            left = s.len - *at;
    if (p[0] >= 0xC2 && p[0] < 0xE0 && left > 1 && (p[1] & 0xC0) == 0x80) {
        *at += 2;
        return (uint32_t)(p[0] & 31) << 6 | (p[1] & 63);
    }
    if (p[0] >= 0xE0 && p[0] < 0xF0 && left > 2 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        *at += 3;
        return (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 63) << 6 | (p[2] & 63);
    }
    if (p[0] >= 0xF0 && p[0] < 0xF5 && left > 3 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80 &&
        (p[3] & 0xC0) == 0x80) {
        *at += 4;
        return (uint32_t)(p[0] & 7) << 18 | (uint32_t)(p[1] & 63) << 12 |
               (uint32_t)(p[2] & 63) << 6 | (p[3] & 63);
    }
    *at += 1;
    return p[0];
}

#endif
