// sums.c - the checksum of the format, and a mark by which a record is known again.
#include "kit/evtx/inside.h"

enum { CRC_AT_ONCE = 8 };

#define CRC_POLYNOMIAL 0xedb88320u

static uint32_t crc_table[CRC_AT_ONCE][256];

// Written once per process with the same numbers, whoever comes first.
static void crc_prepare(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int bit = 0; bit < 8; bit++) c = c >> 1 ^ (c & 1 ? CRC_POLYNOMIAL : 0);
        crc_table[0][i] = c;
    }
    for (size_t k = 1; k < CRC_AT_ONCE; k++) {
        for (uint32_t i = 0; i < 256; i++) {
            uint32_t c      = crc_table[k - 1][i];
            crc_table[k][i] = c >> 8 ^ crc_table[0][c & 0xff];
        }
    }
}

uint32_t crc32_of(uint32_t before, str bytes)
{
    uint32_t    c    = ~before;
    const char *p    = bytes.ptr;
    size_t      left = (size_t)bytes.len;
    if (crc_table[0][1] == 0) crc_prepare();
    for (; left >= CRC_AT_ONCE; p += CRC_AT_ONCE, left -= CRC_AT_ONCE) {
        uint64_t v = u64_of(p) ^ c;
        c          = 0;
        for (size_t k = 0; k < CRC_AT_ONCE; k++) {
            c ^= crc_table[CRC_AT_ONCE - 1 - k][v >> (8 * k) & 0xff];
        }
    }
    for (; left; p++, left--) c = c >> 8 ^ crc_table[0][(c ^ (unsigned char)*p) & 0xff];
    return ~c;
}

__extension__ typedef unsigned __int128 wide_product;

// 64 bits of all bytes. Two records that differ have the same by chance once in 2^64 / records; who does not know the
// salt cannot make two that have.
uint64_t event_mark(str s, uint64_t salt)
{
    uint64_t    h    = salt ^ 0x9e3779b97f4a7c15u ^ (uint64_t)s.len;
    const char *p    = s.ptr;
    size_t      left = (size_t)s.len;
    for (; left >= 8; p += 8, left -= 8) {
        wide_product wide = (wide_product)(h ^ u64_of(p)) * 0xa0761d6478bd642fu;
        h                 = (uint64_t)wide ^ (uint64_t)(wide >> 64) ^ 0xe7037ed1a0b428dbu;
    }
    uint64_t tail = 0;
    memcpy(&tail, p, left);
    wide_product wide = (wide_product)(h ^ tail) * 0x8ebc6af09c88c6e3u;
    return (uint64_t)wide ^ (uint64_t)(wide >> 64);
}

bool seen_add(seen_set *s, uint64_t mark)
{
    if (s->full) return false;
    if (mark == 0) mark = 1; // an empty slot
    size_t i = mark & s->mask;
    while (s->slots[i]) {
        if (s->slots[i] == mark) return false;
        i = (i + 1) & s->mask;
    }
    s->slots[i] = mark;
    s->full     = ++s->count > s->mask / 8 * 7;
    return true;
}
