// pdf_signatures.c - see pdf_signatures.h.
#include "parse/pdf_signatures.h"

enum {
    LOOK_BYTES  = 8192, // a dictionary's other entries stand so near, beside the message itself
    NAME_BYTES  = 64,
    DIGITS_MAX  = 10,
    NUMBERS     = 4,
    SECONDS_DAY = 86400,
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0;
}

static bool is_end(char c)
{
    return is_blank(c) || c == '/' || c == '<' || c == '>' || c == '[' || c == ']' || c == '(' ||
           c == ')';
}

static void skip_blanks(str *s)
{
    while (s->len && is_blank(s->ptr[0])) *s = str_slice(*s, 1, s->len);
}

static bool read_number(str *s, uint64_t *out)
{
    ptrdiff_t n = 0;
    *out        = 0;
    skip_blanks(s);
    for (; n < s->len && s->ptr[n] >= '0' && s->ptr[n] <= '9'; n++) {
        if (n == DIGITS_MAX) return false;
        *out = *out * 10 + (uint64_t)(s->ptr[n] - '0');
    }
    *s = str_slice(*s, n, s->len);
    return n > 0;
}

// "[0 840 960 240]" at the beginning of s.
static bool read_range(str s, uint64_t to[NUMBERS])
{
    skip_blanks(&s);
    if (!s.len || s.ptr[0] != '[') return false;
    s = str_slice(s, 1, s.len);
    for (int i = 0; i < NUMBERS; i++) {
        if (!read_number(&s, &to[i])) return false;
    }
    skip_blanks(&s);
    return s.len && s.ptr[0] == ']';
}

static bool all_hex(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c   = s.ptr[i];
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!hex && !is_blank(c)) return false;
    }
    return true;
}

// What stands after a key of the dictionary around `at`, looked for in what was signed.
static str value_after(const pdf_signature *p, str pdf, size_t at, str key)
{
    size_t gap  = (size_t)p->first.len;
    size_t from = at > LOOK_BYTES ? at - LOOK_BYTES : 0;
    str    near = str_slice(pdf, (ptrdiff_t)from, (ptrdiff_t)(at + LOOK_BYTES));
    if (p->sound && at < gap) near = str_slice(pdf, (ptrdiff_t)from, (ptrdiff_t)gap);
    for (int side = 0; side < 2; side++) {
        // The last one before the message is this dictionary's: an older signature's stands further up.
        ptrdiff_t found = -1, i = 0;
        for (str rest = near; (i = str_find(rest, key)) >= 0;) {
            found = rest.ptr - near.ptr + i + key.len;
            rest  = str_slice(near, found, near.len);
            if (side) break;
        }
        if (found >= 0) return str_slice(near, found, near.len);
        if (!p->sound) break;
        near = str_slice(p->second, 0, LOOK_BYTES);
    }
    return (str){ 0 };
}

static str name_value(str s)
{
    ptrdiff_t n = 1;
    skip_blanks(&s);
    if (!s.len || s.ptr[0] != '/') return (str){ 0 };
    while (n < s.len && n < NAME_BYTES && !is_end(s.ptr[n])) n++;
    return str_slice(s, 1, n);
}

static str text_value(str s)
{
    ptrdiff_t n = 1;
    skip_blanks(&s);
    if (!s.len || s.ptr[0] != '(') return (str){ 0 };
    while (n < s.len && n < NAME_BYTES && s.ptr[n] != ')') n++;
    return str_slice(s, 1, n);
}

static void place(str pdf, size_t at, const uint64_t range[NUMBERS], pdf_signature *out)
{
    uint64_t size = (uint64_t)pdf.len, b = range[1], c = range[2], end = c + range[3];
    if (range[0] != 0 || b < 1 || b + 2 > c || c > size || end > size) return;
    if (pdf.ptr[b] != '<' || pdf.ptr[c - 1] != '>') return;
    // The range itself must be among what was signed, or it could be written anew.
    if (at >= b && (at < c || at >= end)) return;
    str hex = str_slice(pdf, (ptrdiff_t)b + 1, (ptrdiff_t)c - 1);
    if (!all_hex(hex)) return;
    out->first  = str_slice(pdf, 0, (ptrdiff_t)b);
    out->second = str_slice(pdf, (ptrdiff_t)c, (ptrdiff_t)end);
    out->hex    = hex;
    out->whole  = end == size;
    out->sound  = true;
}

bool pdf_signature_next(str pdf, size_t *at, pdf_signature *out)
{
    const str key = S("/ByteRange");
    for (;;) {
        ptrdiff_t found = str_find(str_slice(pdf, (ptrdiff_t)*at, pdf.len), key);
        if (found < 0) return false;
        size_t   here = *at + (size_t)found;
        uint64_t range[NUMBERS];
        *at  = here + (size_t)key.len;
        *out = (pdf_signature){ 0 };
        // Before the message is put in, the place holds no numbers, or zeros: that was never signed.
        if (!read_range(str_slice(pdf, (ptrdiff_t)*at, pdf.len), range) || !range[1]) continue;
        place(pdf, here, range, out);
        out->kind    = name_value(value_after(out, pdf, here, S("/SubFilter")));
        out->claimed = text_value(value_after(out, pdf, here, S("/M ")));
        if (!out->claimed.len) out->claimed = text_value(value_after(out, pdf, here, S("/M(")));
        return true;
    }
}

static bool two_digits(str *s, int *out, int fallback)
{
    *out = fallback;
    if (s->len < 2 || s->ptr[0] < '0' || s->ptr[0] > '9') return fallback >= 0;
    if (s->ptr[1] < '0' || s->ptr[1] > '9') return false;
    *out = (s->ptr[0] - '0') * 10 + (s->ptr[1] - '0');
    *s   = str_slice(*s, 2, s->len);
    return true;
}

// Days since 1970-01-01 of the Gregorian calendar, for a month counted from March.
static int64_t days_of(int64_t year, int month, int of_month)
{
    int64_t y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + of_month - 1 - 719468;
}

static bool zone_minutes(str s, int *out)
{
    *out = 0;
    if (!s.len || s.ptr[0] == 'Z') return true;
    int sign = s.ptr[0] == '-' ? -1 : 1, hours, minutes;
    if (s.ptr[0] != '+' && s.ptr[0] != '-') return false;
    s = str_slice(s, 1, s.len);
    if (!two_digits(&s, &hours, -1)) return false;
    if (s.len && s.ptr[0] == '\'') s = str_slice(s, 1, s.len);
    if (!two_digits(&s, &minutes, 0) || hours > 14 || minutes > 59) return false;
    *out = sign * (hours * 60 + minutes);
    return true;
}

bool pdf_moment(str s, int64_t *ms)
{
    int century, years, month, of_month, hour, minute, second, zone;
    if (str_starts(s, S("D:"))) s = str_slice(s, 2, s.len);
    if (!two_digits(&s, &century, -1) || !two_digits(&s, &years, -1)) return false;
    if (!two_digits(&s, &month, 1) || !two_digits(&s, &of_month, 1)) return false;
    if (!two_digits(&s, &hour, 0) || !two_digits(&s, &minute, 0)) return false;
    if (!two_digits(&s, &second, 0) || !zone_minutes(s, &zone)) return false;
    if (century < 19 || month < 1 || month > 12 || of_month < 1 || of_month > 31) return false;
    if (hour > 23 || minute > 59 || second > 60) return false;
    int64_t days = days_of(century * 100 + years, month, of_month);
    *ms          = (days * SECONDS_DAY + hour * 3600 + (minute - zone) * 60 + second) * 1000;
    return true;
}
