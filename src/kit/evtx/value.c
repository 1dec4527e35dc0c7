// value.c - the values of a record as JSON.
#include <math.h>
#include <stdio.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "kit/evtx/inside.h"

// ---- text --------------------------------------------------------------------------------------

static const char hex_lower[] = "0123456789abcdef";
static const char hex_upper[] = "0123456789ABCDEF";

static char *put_escape(char *p, uint32_t c)
{
    static const char named[0x20] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'
    };
    *p++ = '\\';
    if (c == '"' || c == '\\') {
        *p++ = (char)c;
    } else if (c < 0x20 && named[c]) {
        *p++ = named[c];
    } else {
        memcpy(p, "u00", 3);
        p[3] = hex_lower[c >> 4 & 15];
        p[4] = hex_lower[c & 15];
        p += 5;
    }
    return p;
}

static char *put_utf8(char *p, uint32_t c)
{
    if (c < 0x800) {
        *p++ = (char)(0xc0 | c >> 6);
    } else if (c < 0x10000) {
        *p++ = (char)(0xe0 | c >> 12);
        *p++ = (char)(0x80 | (c >> 6 & 0x3f));
    } else {
        *p++ = (char)(0xf0 | c >> 18);
        *p++ = (char)(0x80 | (c >> 12 & 0x3f));
        *p++ = (char)(0x80 | (c >> 6 & 0x3f));
    }
    *p++ = (char)(0x80 | (c & 0x3f));
    return p;
}

// One character. Control characters, those of C1 among them, would reach somebody's terminal bare.
static char *put_character(char *p, uint32_t c)
{
    if (c < 0x20 || c == '"' || c == '\\' || (c >= 0x7f && c < 0xa0)) return put_escape(p, c);
    if (c >= 0x80) return put_utf8(p, c);
    *p++ = (char)c;
    return p;
}

static bool is_high(uint32_t c)
{
    return (c & 0xfc00) == 0xd800;
}

static bool is_low(uint32_t c)
{
    return (c & 0xfc00) == 0xdc00;
}

// Bytes of s that were taken: 2, or 4 of a pair. Half a pair becomes U+FFFD.
static size_t put_odd_unit(char **p, const char *s, size_t bytes)
{
    uint32_t c = u16_of(s);
    if (is_high(c) && bytes >= 4 && is_low(u16_of(s + 2))) {
        *p = put_utf8(*p, 0x10000 + ((c & 0x3ff) << 10) + (u16_of(s + 2) & 0x3ffu));
        return 4;
    }
    *p = put_character(*p, is_high(c) || is_low(c) ? 0xfffd : c);
    return 2;
}

static inline size_t put_unit(char **p, const char *s, size_t bytes)
{
    uint32_t c = u16_of(s);
    if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') return put_odd_unit(p, s, bytes);
    *(*p)++ = (char)c;
    return 2;
}

#ifdef __SSE2__
// A bit for each byte of a unit that does not stand for itself.
static inline unsigned odd_units(__m128i v)
{
    const __m128i space = _mm_set1_epi16(0x20), most = _mm_set1_epi16(0x7e - 0x20);
    const __m128i quote = _mm_set1_epi16('"'), slash = _mm_set1_epi16('\\');
    __m128i       over  = _mm_subs_epu16(_mm_sub_epi16(v, space), most);
    __m128i       plain = _mm_andnot_si128(
              _mm_or_si128(_mm_cmpeq_epi16(v, quote), _mm_cmpeq_epi16(v, slash)),
              _mm_cmpeq_epi16(over, _mm_setzero_si128()));
    return (unsigned)_mm_movemask_epi8(plain) ^ 0xffff;
}
#endif

char *json16(char *p, const char *s, size_t bytes)
{
    bytes &= ~(size_t)1;
#ifdef __SSE2__
    while (bytes >= 16) {
        __m128i  v   = _mm_loadu_si128((const __m128i *)(const void *)s);
        unsigned odd = odd_units(v);
        _mm_storel_epi64((__m128i *)(void *)p, _mm_packus_epi16(v, v));
        if (!odd) {
            p += 8;
            s += 16;
            bytes -= 16;
            continue;
        }
        size_t good = (size_t)__builtin_ctz(odd); // bytes before the first that is not plain
        p += good / 2;
        s += good;
        size_t took = put_unit(&p, s, bytes - good);
        s += took;
        bytes -= good + took;
    }
    if (bytes >= 8) {
        __m128i v = _mm_loadl_epi64((const __m128i *)(const void *)s);
        if (!(odd_units(v) & 0xff)) {
            int four = _mm_cvtsi128_si32(_mm_packus_epi16(v, v));
            memcpy(p, &four, sizeof four);
            p += 4;
            s += 8;
            bytes -= 8;
        }
    }
#endif
    while (bytes >= 2) {
        size_t took = put_unit(&p, s, bytes);
        s += took;
        bytes -= took;
    }
    return p;
}

void key_without_nul(char *from, const char *to)
{
    for (char *p = from; p + 6 <= to; p++) {
        if (*p != '\\') continue;
        if (memcmp(p + 1, "u0000", 5) == 0) memcpy(p + 2, "fffd", 4);
        p++; // what stands behind a backslash begins nothing
    }
}

// Windows-1252, which differs from Latin 1 in these.
static char *json_ansi(char *p, const char *s, size_t bytes)
{
    static const uint16_t differ[32] = {
        0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
    };
    for (size_t i = 0; i < bytes; i++) {
        uint32_t c = (unsigned char)s[i];
        p          = put_character(p, c >= 0x80 && c < 0xa0 ? differ[c - 0x80] : c);
    }
    return p;
}

// ---- numbers -----------------------------------------------------------------------------------

static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233"
                            "34353637383940414243444546474849505152535455565758596061626364656667"
                            "6869707172737475767778798081828384858687888990919293949596979899";

static size_t digits_of(uint64_t v)
{
    size_t n = 1;
    for (; v >= 10000; v /= 10000) n += 4;
    return n + (v >= 10) + (v >= 100) + (v >= 1000);
}

static char *put_u64(char *p, uint64_t v)
{
    char *end = p + digits_of(v), *at = end;
    while (v >= 100) {
        at -= 2;
        memcpy(at, pairs + v % 100 * 2, 2);
        v /= 100;
    }
    if (v >= 10)
        memcpy(p, pairs + v * 2, 2);
    else
        *p = (char)('0' + v);
    return end;
}

char *suffix_put(char *p, uint32_t n)
{
    *p++ = '_';
    return put_u64(p, n);
}

static char *put_i64(char *p, int64_t v)
{
    if (v >= 0) return put_u64(p, (uint64_t)v);
    *p++ = '-';
    return put_u64(p, 0 - (uint64_t)v);
}

static char *put_2(char *p, unsigned v)
{
    memcpy(p, pairs + v % 100 * 2, 2);
    return p + 2;
}

static char *put_hex_number(char *p, uint64_t v)
{
    unsigned digits = v ? (67 - (unsigned)__builtin_clzll(v)) / 4 : 1;
    *p++            = '0';
    *p++            = 'x';
    for (unsigned i = digits; i-- > 0;) *p++ = hex_lower[v >> (4 * i) & 15];
    return p;
}

static char *put_hex_bytes(char *p, const char *s, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        unsigned char c = (unsigned char)s[i];
        *p++            = hex_upper[c >> 4];
        *p++            = hex_upper[c & 15];
    }
    return p;
}

// Little-endian of 1, 2, 4 or 8 bytes.
static uint64_t number_of(const char *s, size_t bytes)
{
    switch (bytes) {
    case 1: return (unsigned char)*s;
    case 2: return u16_of(s);
    case 4: return u32_of(s);
    default: return u64_of(s);
    }
}

static int64_t signed_of(const char *s, size_t bytes)
{
    unsigned shift = 64 - 8 * (unsigned)bytes;
    return (int64_t)(number_of(s, bytes) << shift) >> shift;
}

static char *put_real(char *p, double v, int digits)
{
    if (isnan(v)) return (char *)memcpy(p, "\"-1.#IND\"", 9) + 9;
    if (isinf(v)) {
        str words = v < 0 ? S("\"-1.#INF\"") : S("\"1.#INF\"");
        return (char *)memcpy(p, words.ptr, (size_t)words.len) + words.len;
    }
    int n = snprintf(p, VALUE_SHORT_MAX, "%.*g", digits, v);
    return p + n;
}

// ---- moments, names of things -------------------------------------------------------------------

static char *put_moment(char *p, day d, uint32_t second_of_day, uint32_t micros)
{
    p    = put_2(p, (unsigned)d.year / 100);
    p    = put_2(p, (unsigned)d.year);
    *p++ = '-';
    p    = put_2(p, (unsigned)d.month);
    *p++ = '-';
    p    = put_2(p, (unsigned)d.dom);
    *p++ = 'T';
    p    = put_2(p, second_of_day / 3600);
    *p++ = ':';
    p    = put_2(p, second_of_day / 60 % 60);
    *p++ = ':';
    p    = put_2(p, second_of_day % 60);
    *p++ = '.';
    p    = put_2(p, micros / 10000);
    p    = put_2(p, micros / 100 % 100);
    p    = put_2(p, micros % 100);
    *p++ = 'Z';
    return p;
}

// Units of 100 ns since 1601. Beyond the year 9999 it is a number.
static char *put_filetime(char *p, uint64_t t)
{
    static const int64_t days_to_1970 = 134774;
    uint64_t             seconds      = t / 10000000;
    day                  d            = { 0 };
    if (seconds / 86400 < 3067671) d = day_from_number((int64_t)(seconds / 86400) - days_to_1970);
    if (!d.year) return put_u64(p, t);
    return put_moment(p, d, (uint32_t)(seconds % 86400), (uint32_t)(t % 10000000 / 10));
}

static char *put_systime(char *p, const char *s)
{
    day      d      = { u16_of(s), u16_of(s + 2), u16_of(s + 6) };
    uint32_t second = u16_of(s + 8) * 3600u + u16_of(s + 10) * 60u + u16_of(s + 12);
    bool     sound  = d.year <= 9999 && d.month <= 12 && d.dom <= 31 && second < 86400 &&
                 u16_of(s + 14) < 1000;
    return sound ? put_moment(p, d, second, u16_of(s + 14) * 1000u) : put_hex_bytes(p, s, 16);
}

static char *put_guid(char *p, const char *s)
{
    static const signed char order[] = { 3,  2, 1, 0,  -1, 5,  4,  -1, 7,  6,
                                         -1, 8, 9, -1, 10, 11, 12, 13, 14, 15 };
    for (size_t i = 0; i < COUNT(order); i++) {
        if (order[i] < 0)
            *p++ = '-';
        else
            p = put_hex_bytes(p, s + order[i], 1);
    }
    return p;
}

enum { SID_HEAD_BYTES = 8, SID_PARTS_MAX = 15 };

static char *put_sid(char *p, const char *s, size_t bytes)
{
    uint64_t authority = 0;
    size_t   parts     = bytes >= SID_HEAD_BYTES ? (unsigned char)s[1] : 0;
    bool     sound     = bytes >= SID_HEAD_BYTES && parts <= SID_PARTS_MAX &&
                 bytes >= SID_HEAD_BYTES + 4 * parts;
    if (!sound) return put_hex_bytes(p, s, bytes);
    for (int i = 2; i < SID_HEAD_BYTES; i++) authority = authority << 8 | (unsigned char)s[i];
    *p++ = 'S';
    *p++ = '-';
    p    = put_u64(p, (unsigned char)s[0]);
    *p++ = '-';
    p    = put_u64(p, authority);
    for (size_t i = 0; i < parts; i++) {
        *p++ = '-';
        p    = put_u64(p, u32_of(s + SID_HEAD_BYTES + 4 * i));
    }
    return p;
}

// ---- one value ---------------------------------------------------------------------------------

enum { ANY_SIZE = 0 };

typedef struct kind {
    uint8_t size;  // given by the type, or ANY_SIZE
    bool    sizes; // that of another number goes too
    bool    bare;  // a number, true or false: without quotes around it
} kind;

static const kind kinds[256] = {
    [VALUE_INT8] = { 1, true, true },       [VALUE_UINT8] = { 1, true, true },
    [VALUE_INT16] = { 2, true, true },      [VALUE_UINT16] = { 2, true, true },
    [VALUE_INT32] = { 4, true, true },      [VALUE_UINT32] = { 4, true, true },
    [VALUE_INT64] = { 8, true, true },      [VALUE_UINT64] = { 8, true, true },
    [VALUE_REAL32] = { 4, false, true },    [VALUE_REAL64] = { 8, false, true },
    [VALUE_BOOL] = { 4, true, true },       [VALUE_HEX32] = { 4, true, false },
    [VALUE_HEX64] = { 8, true, false },     [VALUE_SIZE] = { 8, true, false },
    [VALUE_HANDLE] = { 8, true, false },    [VALUE_FILETIME] = { 8, false, false },
    [VALUE_SYSTIME] = { 16, false, false }, [VALUE_GUID] = { 16, false, false },
};

static bool is_number_size(size_t n)
{
    return n == 1 || n == 2 || n == 4 || n == 8;
}

// A size that does not go with the type: a number may be of any, all else is shown as its bytes.
static inline bool fits(const value *v)
{
    const kind *k = &kinds[v->type];
    return k->size == v->size || k->size == ANY_SIZE || (k->sizes && is_number_size(v->size));
}

static size_t text_bytes(const char *s, size_t bytes) // without the ends some providers store too
{
    bytes &= ~(size_t)1;
    while (bytes >= 2 && s[bytes - 1] == 0 && s[bytes - 2] == 0) bytes -= 2;
    return bytes;
}

static size_t ansi_bytes(const char *s, size_t bytes)
{
    while (bytes && s[bytes - 1] == 0) bytes--;
    return bytes;
}

static char *put_bool(char *p, uint64_t v)
{
    str word = v ? S("true") : S("false");
    memcpy(p, word.ptr, (size_t)word.len);
    return p + word.len;
}

static char *put_real32(char *p, const char *s)
{
    uint32_t bits = u32_of(s);
    float    f;
    memcpy(&f, &bits, sizeof f);
    return put_real(p, (double)f, 9);
}

static char *put_real64(char *p, const char *s)
{
    uint64_t bits = u64_of(s);
    double   d;
    memcpy(&d, &bits, sizeof d);
    return put_real(p, d, 17);
}

// Without quotes, whatever it is; its size goes with its type.
static char *put_sound(char *p, const value *v)
{
    switch (v->type) {
    case VALUE_TEXT:
    case VALUE_XML: return json16(p, v->at, text_bytes(v->at, v->size));
    case VALUE_ANSI: return json_ansi(p, v->at, ansi_bytes(v->at, v->size));
    case VALUE_INT8:
    case VALUE_INT16:
    case VALUE_INT32:
    case VALUE_INT64: return put_i64(p, signed_of(v->at, v->size));
    case VALUE_UINT8:
    case VALUE_UINT16:
    case VALUE_UINT32:
    case VALUE_UINT64: return put_u64(p, number_of(v->at, v->size));
    case VALUE_REAL32: return put_real32(p, v->at);
    case VALUE_REAL64: return put_real64(p, v->at);
    case VALUE_BOOL: return put_bool(p, number_of(v->at, v->size));
    case VALUE_GUID: return put_guid(p, v->at);
    case VALUE_SIZE:
    case VALUE_HANDLE:
    case VALUE_HEX32:
    case VALUE_HEX64: return put_hex_number(p, number_of(v->at, v->size));
    case VALUE_FILETIME: return put_filetime(p, u64_of(v->at));
    case VALUE_SYSTIME: return put_systime(p, v->at);
    case VALUE_SID: return put_sid(p, v->at, v->size);
    default: return put_hex_bytes(p, v->at, v->size); // binary, and types that are not known
    }
}

static bool is_text(uint8_t type)
{
    return type == VALUE_TEXT || type == VALUE_ANSI || type == VALUE_XML;
}

bool value_is_absent(const value *v)
{
    bool whole = v->type != VALUE_SIZE && v->type != VALUE_HANDLE;
    return whole && kinds[v->type].size != ANY_SIZE;
}

static char *put_quoted(char *p, const value *v, bool quotes)
{
    bool sound = fits(v);
    if (sound && kinds[v->type].bare) quotes = false;
    if (quotes) *p++ = '"';
    p = sound ? put_sound(p, v) : put_hex_bytes(p, v->at, v->size);
    if (quotes) *p++ = '"';
    return p;
}

// ---- arrays ------------------------------------------------------------------------------------

static size_t sid_bytes(const char *s, size_t left)
{
    size_t n = left >= 2 ? SID_HEAD_BYTES + 4 * (size_t)(unsigned char)s[1] : left;
    return n <= left ? n : left;
}

// The first of an array, taken off it.
static value take_first(value *rest, uint8_t type)
{
    size_t unit = type == VALUE_ANSI ? 1 : 2, size = kinds[type].size, end;
    if (type == VALUE_SID) size = sid_bytes(rest->at, rest->size);
    if (type == VALUE_SIZE || type == VALUE_HANDLE) size = rest->size % 8 ? 4 : 8;
    if (is_text(type)) {
        for (size = 0; size + unit <= rest->size; size += unit) {
            if (rest->at[size] == 0 && rest->at[size + unit - 1] == 0) break;
        }
        end = size + unit;
    } else {
        end = size;
    }
    if (size == 0 && end == 0) size = end = rest->size; // of no known size: all of it
    if (size > rest->size) size = rest->size;
    if (end > rest->size) end = rest->size;
    value first = { rest->at, (uint16_t)size, type };
    rest->at += end;
    rest->size = (uint16_t)(rest->size - end);
    return first;
}

static char *put_array(char *p, const value *v, bool quotes)
{
    uint8_t type  = v->type & (uint8_t)~VALUE_ARRAY;
    value   rest  = *v;
    size_t  count = 0;
    char   *head  = p++;
    *head         = '[';
    for (; rest.size; count++) {
        if (count) *p++ = ',';
        value one = take_first(&rest, type);
        p         = put_quoted(p, &one, quotes);
    }
    if (count > 1 && quotes) {
        *p++ = ']';
        return p;
    }
    // One alone stands without brackets, and within a text there are none.
    memmove(head, head + 1, (size_t)(p - head - 1));
    p--;
    if (count == 0 && quotes) p = (char *)memcpy(p, "\"\"", 2) + 2;
    return p;
}

// ---- for run.c -----------------------------------------------------------------------------------

static void put(events *e, const value *v, bool quotes)
{
    if (!has_room(e, 6 * (size_t)v->size + VALUE_SHORT_MAX)) return;
    if (v->type & VALUE_ARRAY)
        e->p = put_array(e->p, v, quotes);
    else
        e->p = put_quoted(e->p, v, quotes);
}

void value_put(events *e, const value *v)
{
    put(e, v, true);
}

void value_put_text(events *e, const value *v)
{
    if (!value_is_null(v)) put(e, v, false);
}
