// base.c - see base.h.
#include "kit/base/base.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- slices ------------------------------------------------------------------------------------

bool str_equal(str a, str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, (size_t)a.len) == 0);
}

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_equal_nocase(str a, str b)
{
    if (a.len != b.len) return false;
    for (ptrdiff_t i = 0; i < a.len; i++) {
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i])) return false;
    }
    return true;
}

int str_compare(str a, str b)
{
    ptrdiff_t n = a.len < b.len ? a.len : b.len;
    int       c = n ? memcmp(a.ptr, b.ptr, (size_t)n) : 0;
    if (c) return c;
    return a.len < b.len ? -1 : a.len > b.len;
}

bool str_starts(str s, str prefix)
{
    return s.len >= prefix.len && str_equal(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(str s, str suffix)
{
    return s.len >= suffix.len && str_equal(str_slice(s, s.len - suffix.len, s.len), suffix);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

str str_trim(str s)
{
    while (s.len && is_blank(s.ptr[0])) s = (str){ s.ptr + 1, s.len - 1 };
    while (s.len && is_blank(s.ptr[s.len - 1])) s.len--;
    return s;
}

str str_from(const char *text)
{
    return (str){ text, text ? (ptrdiff_t)strlen(text) : 0 };
}

str str_slice(str s, ptrdiff_t from, ptrdiff_t to)
{
    if (from < 0) from = 0;
    if (to > s.len) to = s.len;
    if (from >= to) return (str){ s.ptr, 0 };
    return (str){ s.ptr + from, to - from };
}

ptrdiff_t str_find(str s, str needle)
{
    if (needle.len == 0) return 0;
    if (s.len < needle.len) return -1;
    const char *at = memmem(s.ptr, (size_t)s.len, needle.ptr, (size_t)needle.len);
    return at ? at - s.ptr : -1;
}

bool str_cut(str s, char mark, str *head, str *tail)
{
    const char *at = s.len ? memchr(s.ptr, mark, (size_t)s.len) : NULL;
    ptrdiff_t   n  = at ? at - s.ptr : s.len;
    *head          = str_slice(s, 0, n);
    *tail          = at ? str_slice(s, n + 1, s.len) : (str){ s.ptr ? s.ptr + s.len : NULL, 0 };
    return at != NULL;
}

// Length of the well-formed UTF-8 sequence at s[i], or 0. Refuses overlong forms and surrogates.
static ptrdiff_t utf8_length(str s, ptrdiff_t i)
{
    const unsigned char *p    = (const unsigned char *)s.ptr + i;
    ptrdiff_t            left = s.len - i;
    if (p[0] < 0x80) return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4) return 0;
    ptrdiff_t n = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (left < n) return 0;
    for (ptrdiff_t k = 1; k < n; k++) {
        if ((p[k] & 0xC0) != 0x80) return 0;
    }
    if (p[0] == 0xE0 && p[1] < 0xA0) return 0;
    if (p[0] == 0xED && p[1] > 0x9F) return 0;
    if (p[0] == 0xF0 && p[1] < 0x90) return 0;
    if (p[0] == 0xF4 && p[1] > 0x8F) return 0;
    return n;
}

// Where the run of ASCII that begins at s[i] ends, eight bytes at a time while it can.
static ptrdiff_t ascii_end(str s, ptrdiff_t i)
{
    uint64_t eight;
    for (; s.len - i >= (ptrdiff_t)sizeof(eight); i += (ptrdiff_t)sizeof(eight)) {
        memcpy(&eight, s.ptr + i, sizeof(eight));
        if (eight & UINT64_C(0x8080808080808080)) break;
    }
    while (i < s.len && !(s.ptr[i] & '\x80')) i++;
    return i;
}

bool str_is_utf8(str s)
{
    for (ptrdiff_t i = ascii_end(s, 0); i < s.len; i = ascii_end(s, i)) {
        ptrdiff_t n = utf8_length(s, i);
        if (n == 0) return false;
        i += n;
    }
    return true;
}

str str_begin(str s, ptrdiff_t max)
{
    if (s.len <= max) return s;
    ptrdiff_t to = max > 0 ? max : 0;
    while (to > 0 && ((unsigned char)s.ptr[to] & 0xC0) == 0x80) to--;
    return str_slice(s, 0, to);
}

bool str_is_text(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F) return false;
    }
    return str_is_utf8(s);
}

uint64_t str_hash(str s)
{
    uint64_t h = 14695981039346656037u;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        h = (h ^ (unsigned char)s.ptr[i]) * 1099511628211u;
    }
    return h;
}

bool str_int(str s, int64_t *out)
{
    bool negative = s.len && s.ptr[0] == '-';
    if (negative) s = str_slice(s, 1, s.len);
    if (s.len == 0 || s.len > 19) return false;
    int64_t v = 0; // kept negative: INT64_MIN has no positive twin
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
        if (__builtin_mul_overflow(v, 10, &v)) return false;
        if (__builtin_sub_overflow(v, s.ptr[i] - '0', &v)) return false;
    }
    if (!negative && v == INT64_MIN) return false;
    *out = negative ? v : -v;
    return true;
}

bool str_number(str s, double *out)
{
    char room[64], *end = NULL;
    if (s.len == 0 || s.len >= (ptrdiff_t)sizeof room) return false;
    memcpy(room, s.ptr, (size_t)s.len);
    room[s.len] = 0;
    *out        = strtod(room, &end);
    return end == room + s.len && isfinite(*out);
}

size_t str_characters(str s)
{
    size_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (((unsigned char)s.ptr[i] & 0xC0) != 0x80) n++;
    }
    return n;
}

// ---- results -----------------------------------------------------------------------------------

const char *status_name(status st)
{
    switch (st) {
    case ST_OK: return "ok";
    case ST_INVALID: return "invalid";
    case ST_MISSING: return "missing";
    case ST_FORBIDDEN: return "forbidden";
    case ST_CONFLICT: return "conflict";
    case ST_LIMIT: return "limit";
    case ST_MEMORY: return "memory";
    case ST_BROKEN: return "broken";
    }
    return "unknown";
}

status problem_set(problem *why, status code, str field, str rule)
{
    return problem_detail(why, code, field, rule, (str){ 0 });
}

status problem_detail(problem *why, status code, str field, str rule, str detail)
{
    if (why) {
        why->field  = field;
        why->rule   = rule;
        why->detail = detail;
    }
    return code;
}

status text_check(str field, str text, size_t min, size_t max, problem *why)
{
    if (!str_is_text(text)) return problem_set(why, ST_INVALID, field, S("not-text"));
    size_t n = str_characters(text);
    if (n < min) return problem_set(why, ST_INVALID, field, S("required"));
    if (n > max) return problem_set(why, ST_INVALID, field, S("too-long"));
    return ST_OK;
}

// ---- arenas ------------------------------------------------------------------------------------

arena arena_over(void *memory, size_t size_bytes)
{
    return (arena){ .start = memory, .next = memory, .end = (char *)memory + size_bytes };
}

void *arena_alloc(arena *a, size_t size, size_t align, size_t count)
{
    assert(align != 0 && (align & (align - 1)) == 0);
    if (a->fault_countdown && (*a->fault_countdown)-- == 0) return NULL;
    size_t bytes;
    if (__builtin_mul_overflow(size, count, &bytes)) return NULL;
    size_t pad  = (size_t) - (uintptr_t)a->next & (align - 1);
    size_t left = (size_t)(a->end - a->next);
    if (pad > left || bytes > left - pad) return NULL;
    char *p = a->next + pad;
    a->next = p + bytes;
    return bytes ? memset(p, 0, bytes) : p;
}

status arena_copy(arena *a, str s, str *out)
{
    if (!s.ptr) {
        *out = (str){ 0 };
        return ST_OK;
    }
    char *p = arena_alloc(a, 1, 1, (size_t)s.len);
    if (!p) return ST_MEMORY;
    if (s.len) memcpy(p, s.ptr, (size_t)s.len);
    *out = (str){ p, s.len };
    return ST_OK;
}

char *arena_cstr(arena *a, str s)
{
    char *p = arena_alloc(a, 1, 1, (size_t)s.len + 1);
    if (p && s.len) memcpy(p, s.ptr, (size_t)s.len);
    return p;
}

str arena_printf(arena *a, const char *format, ...)
{
    size_t  room = (size_t)(a->end - a->next);
    va_list args;
    if (a->fault_countdown && (*a->fault_countdown)-- == 0) return (str){ 0 };
    va_start(args, format);
    int n = vsnprintf(a->next, room, format, args); // straight into place, where it mostly fits
    va_end(args);
    if (n < 0 || (size_t)n >= room) return (str){ 0 };
    str out = { a->next, n };
    a->next += n + 1;
    return out;
}

// ---- growing output ----------------------------------------------------------------------------

buf buf_in(arena *a, size_t first_bytes, size_t max_bytes)
{
    buf b = { .max = max_bytes, .a = a };
    if (first_bytes > max_bytes) first_bytes = max_bytes;
    b.ptr    = arena_alloc(a, 1, 1, first_bytes);
    b.cap    = b.ptr ? first_bytes : 0;
    b.failed = b.ptr == NULL;
    return b;
}

// Room for n more bytes, growing in place when the buffer is the arena's last allocation.
static bool buf_room(buf *b, size_t n)
{
    if (b->failed) return false;
    if (n <= b->cap - b->len) return true;
    size_t need;
    if (__builtin_add_overflow(b->len, n, &need) || need > b->max) {
        b->failed = b->full = true;
        return false;
    }
    size_t cap = b->cap < 128 ? 256 : b->cap * 2;
    if (cap < need) cap = need;
    if (cap > b->max) cap = b->max;
    if (b->ptr + b->cap == b->a->next && cap - b->cap <= (size_t)(b->a->end - b->a->next) &&
        !b->a->fault_countdown) {
        b->a->next += cap - b->cap;
        b->cap = cap;
        return true;
    }
    char *p = arena_alloc(b->a, 1, 1, cap);
    if (!p) {
        b->failed = true;
        return false;
    }
    memcpy(p, b->ptr, b->len);
    b->ptr = p;
    b->cap = cap;
    return true;
}

void buf_put(buf *b, str s)
{
    if (s.len <= 0 || !buf_room(b, (size_t)s.len)) return;
    memcpy(b->ptr + b->len, s.ptr, (size_t)s.len);
    b->len += (size_t)s.len;
}

void buf_char(buf *b, char c)
{
    if (buf_room(b, 1)) b->ptr[b->len++] = c;
}

void buf_int(buf *b, int64_t v)
{
    char     digits[24];
    size_t   at       = sizeof(digits);
    bool     negative = v < 0;
    uint64_t u        = negative ? 0 - (uint64_t)v : (uint64_t)v;
    do digits[--at] = (char)('0' + u % 10);
    while (u /= 10);
    if (negative) digits[--at] = '-';
    buf_put(b, (str){ digits + at, (ptrdiff_t)(sizeof(digits) - at) });
}

void buf_printf(buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n < 0) b->failed = true;
    if (n >= 0 && buf_room(b, (size_t)n + 1)) { // + 1: vsnprintf ends with a NUL that is not kept
        vsnprintf(b->ptr + b->len, (size_t)n + 1, format, again);
        b->len += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

void buf_json(buf *b, str text)
{
    if (!text.ptr) {
        buf_put(b, S("null"));
        return;
    }
    buf_char(b, '"');
    ptrdiff_t start = 0;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c != '"' && c != '\\' && (unsigned char)c >= 0x20) continue;
        buf_put(b, str_slice(text, start, i));
        start = i + 1;
        if (c == '"' || c == '\\') {
            buf_char(b, '\\');
            buf_char(b, c);
        } else if (c == '\n') {
            buf_put(b, S("\\n"));
        } else {
            buf_printf(b, "\\u%04x", (unsigned)c);
        }
    }
    buf_put(b, str_slice(text, start, text.len));
    buf_char(b, '"');
}

void buf_member(buf *b, const char *name, str text)
{
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, text.ptr ? text : S(""));
}

void buf_member_or_null(buf *b, const char *name, str text)
{
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, text.len ? text : (str){ 0 });
}

void buf_member_int(buf *b, const char *name, int64_t v)
{
    buf_printf(b, ",\"%s\":%lld", name, (long long)v);
}

void buf_member_time(buf *b, const char *name, int64_t at_ms)
{
    char  room[64];
    arena a = arena_over(room, sizeof(room));
    buf_member_or_null(b, name, at_ms ? time_rfc3339(&a, at_ms) : S(""));
}

str buf_str(const buf *b)
{
    return (str){ b->ptr, (ptrdiff_t)b->len };
}

status buf_status(const buf *b)
{
    if (!b->failed) return ST_OK;
    return b->full ? ST_LIMIT : ST_MEMORY;
}

str buf_close(buf *b)
{
    if (b->failed) return (str){ 0 };
    if (b->ptr + b->cap == b->a->next) b->a->next -= b->cap - b->len;
    b->cap = b->len;
    return buf_str(b);
}

// ---- bytes as text -----------------------------------------------------------------------------

void buf_hex(buf *b, str bytes)
{
    static const char digits[] = "0123456789abcdef";
    for (ptrdiff_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        buf_char(b, digits[c >> 4]);
        buf_char(b, digits[c & 15]);
    }
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_decode(str hex, unsigned char *out, size_t out_len)
{
    if ((size_t)hex.len != out_len * 2) return false;
    for (size_t i = 0; i < out_len; i++) {
        int high = hex_digit(hex.ptr[2 * i]), low = hex_digit(hex.ptr[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

// ---- days and instants -------------------------------------------------------------------------

// Both directions follow Howard Hinnant's well-known civil-calendar arithmetic: a year that starts
// in March makes leap days fall at its end.
int64_t day_number(day d)
{
    int64_t y   = d.year - (d.month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.dom - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

day day_from_number(int64_t n)
{
    n += 719468;
    int64_t era = (n >= 0 ? n : n - 146096) / 146097;
    int64_t doe = n - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp  = (5 * doy + 2) / 153;
    day     d   = { .dom   = (int32_t)(doy - (153 * mp + 2) / 5 + 1),
                    .month = (int32_t)(mp < 10 ? mp + 3 : mp - 9) };
    d.year      = (int32_t)(yoe + era * 400 + (d.month <= 2));
    return d;
}

day day_months_after(day from, int64_t months)
{
    int64_t month = (int64_t)from.month - 1 + months;
    day     next  = { from.year + (int32_t)(month / 12), (int32_t)(month % 12) + 1, 1 };
    day     after = next.month == 12 ? (day){ next.year + 1, 1, 1 }
                                     : (day){ next.year, next.month + 1, 1 };
    int64_t last  = day_number(after) - day_number(next);
    next.dom      = from.dom < last ? from.dom : (int32_t)last;
    return next;
}

int day_weekday(day d)
{
    int64_t n = day_number(d) + 3; // 1970-01-01 was a Thursday
    return (int)(((n % 7) + 7) % 7) + 1;
}

static bool digits_at(str s, ptrdiff_t from, ptrdiff_t count, int32_t *out)
{
    int32_t v = 0;
    if (from + count > s.len) return false;
    for (ptrdiff_t i = from; i < from + count; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
        v = v * 10 + (s.ptr[i] - '0');
    }
    *out = v;
    return true;
}

status day_parse(str iso, day *out)
{
    day d;
    if (iso.len != 10 || iso.ptr[4] != '-' || iso.ptr[7] != '-') return ST_INVALID;
    if (!digits_at(iso, 0, 4, &d.year) || !digits_at(iso, 5, 2, &d.month) ||
        !digits_at(iso, 8, 2, &d.dom))
        return ST_INVALID;
    if (d.month < 1 || d.month > 12 || d.dom < 1) return ST_INVALID;
    day back = day_from_number(day_number(d)); // 31 February comes back as another day
    if (back.month != d.month || back.dom != d.dom) return ST_INVALID;
    *out = d;
    return ST_OK;
}

str day_iso(arena *a, day d)
{
    return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.dom);
}

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static int64_t floor_div(int64_t n, int64_t by)
{
    return n / by - (n % by < 0);
}

day day_of_ms(int64_t at_ms, int32_t offset_minutes)
{
    return day_from_number(floor_div(at_ms + (int64_t)offset_minutes * 60000, DAY_MS));
}

// "Z" or "+07:00" at s[at]; minutes east of UTC.
static bool zone_at(str s, ptrdiff_t at, int32_t *minutes)
{
    if (at >= s.len) return false;
    if ((s.ptr[at] == 'Z' || s.ptr[at] == 'z') && s.len == at + 1) {
        *minutes = 0;
        return true;
    }
    int32_t hours, mins;
    if (s.len != at + 6 || (s.ptr[at] != '+' && s.ptr[at] != '-') || s.ptr[at + 3] != ':')
        return false;
    if (!digits_at(s, at + 1, 2, &hours) || !digits_at(s, at + 4, 2, &mins) || hours > 23 ||
        mins > 59)
        return false;
    *minutes = (hours * 60 + mins) * (s.ptr[at] == '-' ? -1 : 1);
    return true;
}

status time_parse(str s, int64_t *out_ms)
{
    day     d;
    int32_t hour, minute, second, ms = 0, zone;
    if (s.len < 20 || day_parse(str_slice(s, 0, 10), &d) != ST_OK) return ST_INVALID;
    if ((s.ptr[10] != 'T' && s.ptr[10] != 't') || s.ptr[13] != ':' || s.ptr[16] != ':')
        return ST_INVALID;
    if (!digits_at(s, 11, 2, &hour) || !digits_at(s, 14, 2, &minute) ||
        !digits_at(s, 17, 2, &second))
        return ST_INVALID;
    if (hour > 23 || minute > 59 || second > 59) return ST_INVALID;
    ptrdiff_t at = 19;
    if (s.ptr[at] == '.') {
        int32_t scale = 100;
        for (at++; at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9'; at++, scale /= 10)
            ms += (s.ptr[at] - '0') * scale;
        if (at == 20) return ST_INVALID;
    }
    if (!zone_at(s, at, &zone)) return ST_INVALID;
    int64_t minutes = day_number(d) * 24 * 60 + hour * 60 + minute - zone;
    int64_t at_ms   = minutes * 60000 + second * 1000 + ms;
    int32_t year    = day_of_ms(at_ms, 0).year;
    if (year < 0 || year > 9999) return ST_INVALID; // could not be written back in UTC
    *out_ms = at_ms;
    return ST_OK;
}

str time_rfc3339(arena *a, int64_t at_ms)
{
    day     d  = day_of_ms(at_ms, 0);
    int64_t in = at_ms - day_number(d) * DAY_MS;
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", d.year, d.month, d.dom,
                        (int)(in / 3600000), (int)(in / 60000 % 60), (int)(in / 1000 % 60),
                        (int)(in % 1000));
}
