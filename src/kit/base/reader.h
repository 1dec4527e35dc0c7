// reader.h - walks hostile bytes. No function here forms a pointer before its check.
//
// Failure sticks: after the first overrun every read gives 0 and `bad` stays true, so a record is
// read straight down and tested once at its end.
#ifndef COLOA_KIT_BASE_READER_H
#define COLOA_KIT_BASE_READER_H

#include "kit/base/base.h"

typedef struct reader {
    str    all; // the whole input
    size_t at;  // next byte, always <= all.len
    bool   bad; // something was missing; every value since is 0
} reader;

static inline reader reader_over(str all)
{
    return (reader){ all, 0, false };
}

static inline size_t reader_left(const reader *r)
{
    return (size_t)r->all.len - r->at;
}

// The next n bytes as a view, or an empty one and bad.
static inline str read_bytes(reader *r, uint64_t n)
{
    if (r->bad || n > reader_left(r)) {
        r->bad = true;
        return (str){ "", 0 };
    }
    str s = { r->all.ptr + r->at, (ptrdiff_t)n };
    r->at += (size_t)n;
    return s;
}

static inline uint64_t read_le(reader *r, unsigned bytes)
{
    str      s = read_bytes(r, bytes);
    uint64_t v = 0;
    for (ptrdiff_t i = s.len; i-- > 0;) {
        v = v << 8 | (unsigned char)s.ptr[i];
    }
    return v;
}

static inline uint8_t read_u8(reader *r)
{
    return (uint8_t)read_le(r, 1);
}

static inline uint32_t read_u32le(reader *r)
{
    return (uint32_t)read_le(r, 4);
}

static inline uint64_t read_u64le(reader *r)
{
    return read_le(r, 8);
}

// A reader over n bytes at offset `from` of the whole input: how tables that point elsewhere are
// followed. Out of range gives a reader that is already bad.
static inline reader read_at(const reader *r, uint64_t from, uint64_t n)
{
    reader whole = { r->all, 0, false };
    (void)read_bytes(&whole, from);
    str part = read_bytes(&whole, n);
    return (reader){ part, 0, whole.bad };
}

#endif
