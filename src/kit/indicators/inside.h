// inside.h - characters of indicators, for the files of kit/indicators. Nobody else includes it.
#ifndef COLOA_KIT_INDICATORS_INSIDE_H
#define COLOA_KIT_INDICATORS_INSIDE_H

#include "kit/indicators/indicators.h"

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_hex(char c)
{
    return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static inline bool is_name(char c) // of letters that go on a name
{
    return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' || c == '_' ||
           (unsigned char)c >= 0x80;
}

static inline bool all_are(str s, bool (*is)(char c))
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (!is(s.ptr[i])) return false;
    }
    return s.len > 0;
}

#endif
