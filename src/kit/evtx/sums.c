// sums.c - the checksum of the format, and a mark by which a record is known again.
#include "kit/evtx/inside.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

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

#ifdef __x86_64__
// Sixteen bytes at a time by multiplication without carries (Gopal and others, "Fast CRC Computation for Generic
// Polynomials Using PCLMULQDQ", 2009): four lanes folded forward by 512 bits, then into one, then reduced.
enum { FOLD_BYTES = 16, FOLD_LEAST = 64 };

#define FOLDS __attribute__((target("pclmul,sse4.1")))

static inline __m128i lane(const char *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

FOLDS static inline __m128i fold(__m128i x, __m128i by, __m128i next)
{
    __m128i low = _mm_clmulepi64_si128(x, by, 0x00), high = _mm_clmulepi64_si128(x, by, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

// Of `bytes`, FOLD_LEAST or more and a multiple of FOLD_BYTES.
FOLDS static uint32_t crc_folded(uint32_t c, const char *p, size_t bytes)
{
    const __m128i by_512 = _mm_set_epi64x(0x01c6e41596, 0x0154442bd4);
    const __m128i by_128 = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0);
    const __m128i by_64  = _mm_set_epi64x(0, 0x0163cd6124);
    const __m128i last   = _mm_set_epi64x(0x01f7011641, 0x01db710641);
    const __m128i lower  = _mm_setr_epi32(-1, 0, -1, 0);
    const char   *end    = p + bytes;
    __m128i       a      = _mm_xor_si128(lane(p), _mm_cvtsi32_si128((int)c));
    __m128i       b = lane(p + 16), d = lane(p + 32), f = lane(p + 48);
    for (p += FOLD_LEAST; end - p >= FOLD_LEAST; p += FOLD_LEAST) {
        a = fold(a, by_512, lane(p));
        b = fold(b, by_512, lane(p + 16));
        d = fold(d, by_512, lane(p + 32));
        f = fold(f, by_512, lane(p + 48));
    }
    a = fold(fold(fold(a, by_128, b), by_128, d), by_128, f);
    for (; p < end; p += FOLD_BYTES) a = fold(a, by_128, lane(p));
    a         = _mm_xor_si128(_mm_srli_si128(a, 8), _mm_clmulepi64_si128(a, by_128, 0x10));
    __m128i t = _mm_clmulepi64_si128(_mm_and_si128(a, lower), by_64, 0x00);
    a         = _mm_xor_si128(_mm_srli_si128(a, 4), t);
    t         = _mm_clmulepi64_si128(_mm_and_si128(a, lower), last, 0x10);
    t         = _mm_clmulepi64_si128(_mm_and_si128(t, lower), last, 0x00);
    return (uint32_t)_mm_extract_epi32(_mm_xor_si128(a, t), 1);
}

static size_t crc_by_folds(uint32_t *c, const char *p, size_t left)
{
    size_t bytes = left & ~(size_t)(FOLD_BYTES - 1);
    if (bytes < FOLD_LEAST || !__builtin_cpu_supports("pclmul") ||
        !__builtin_cpu_supports("sse4.1"))
        return 0;
    *c = crc_folded(*c, p, bytes);
    return bytes;
}
#else
static size_t crc_by_folds(uint32_t *c, const char *p, size_t left)
{
    (void)c, (void)p, (void)left;
    return 0;
}
#endif

uint32_t crc32_of(uint32_t before, str bytes)
{
    uint32_t    c    = ~before;
    const char *p    = bytes.ptr;
    size_t      left = (size_t)bytes.len, done = crc_by_folds(&c, p, left);
    p += done;
    left -= done;
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
