// utf8.h - one character as UTF-8.
#ifndef COLOA_PARSE_UTF8_H
#define COLOA_PARSE_UTF8_H

#include "kit/base/base.h"

// Writes a code point (no surrogate, at most 0x10ffff) to `to`, which has room for 4; how many bytes.
static inline size_t utf8_put(char *to, uint32_t c)
{
    static const unsigned char lead[] = { 0, 0xc0, 0xe0, 0xf0 }; // by number of bytes that follow
    size_t                     more   = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;

    to[0] = (char)(lead[more] | c >> (6 * more));
    for (size_t i = 1; i <= more; i++) to[i] = (char)(0x80 | (c >> (6 * (more - i)) & 0x3f));
    return more + 1;
}

#endif
