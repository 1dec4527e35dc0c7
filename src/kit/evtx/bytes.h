// bytes.h - as kit/base/reader.h, for the sizes this format is made of.
#ifndef COLOA_KIT_EVTX_BYTES_H
#define COLOA_KIT_EVTX_BYTES_H

#include <endian.h>
#include <string.h>

#include "kit/base/reader.h"

static inline uint16_t take_u16(reader *r)
{
    uint16_t v = 0;
    str      s = read_bytes(r, sizeof v);
    if (!r->bad) memcpy(&v, s.ptr, sizeof v);
    return le16toh(v);
}

static inline uint32_t take_u32(reader *r)
{
    uint32_t v = 0;
    str      s = read_bytes(r, sizeof v);
    if (!r->bad) memcpy(&v, s.ptr, sizeof v);
    return le32toh(v);
}

static inline uint8_t take_u8(reader *r)
{
    str s = read_bytes(r, 1);
    return r->bad ? 0 : (uint8_t)s.ptr[0];
}

// Of bytes that are known to be there.
static inline uint32_t u32_of(const char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return le32toh(v);
}

static inline uint64_t u64_of(const char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return le64toh(v);
}

static inline uint16_t u16_of(const char *p)
{
    uint16_t v;
    memcpy(&v, p, sizeof v);
    return le16toh(v);
}

#endif
