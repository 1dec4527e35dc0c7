// pattern.c - texts with wildcards: what is written in a rule, how letters are compared, whether a value holds.
#include "kit/sigma/inside.h"

bool grow_by_one(arena *a, void **at, size_t *cap, size_t count, size_t size)
{
    if (count < *cap) return true;
    size_t more = *cap ? *cap * 2 : 16;
    void  *to   = arena_alloc(a, size, 16, more);
    if (!to) return false;
    if (count) memcpy(to, *at, count * size);
    *at  = to;
    *cap = more;
    return true;
}

status pattern_literal(arena *a, str bytes, pattern *out)
{
    out->marks = NULL;
    return arena_copy(a, bytes, &out->text);
}

// A backslash takes the meaning of a wildcard or a backslash behind it; before anything else it is itself.
status pattern_of(arena *a, str written, pattern *out)
{
    char     *text  = NEW(a, char, written.len + 1);
    char     *marks = NEW(a, char, written.len + 1);
    ptrdiff_t to    = 0;
    bool      any   = false;
    if (!text || !marks) return ST_MEMORY;
    for (ptrdiff_t i = 0; i < written.len; i++) {
        char c    = written.ptr[i];
        char next = i + 1 < written.len ? written.ptr[i + 1] : 0;
        if (c == '\\' && (next == '*' || next == '?' || next == '\\')) {
            text[to++] = next;
            i++;
            continue;
        }
        if (c == '*' || c == '?') {
            marks[to] = c;
            any       = true;
        }
        text[to++] = c;
    }
    *out = (pattern){ { text, to }, any ? marks : NULL };
    return ST_OK;
}

// ---- letters -------------------------------------------------------------------------------------

uint32_t plain_next(const char **at, const char *end)
{
    const unsigned char *p    = (const unsigned char *)*at;
    size_t               left = (size_t)(end - *at), more;
    uint32_t             c    = p[0];
    if (c < 0xc2 || c > 0xf4)
        more = 0;
    else
        more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
    if (more >= left) more = 0;
    for (size_t i = 1; i <= more; i++) {
        if ((p[i] & 0xc0) != 0x80) more = 0;
    }
    *at += 1 + more;
    if (more == 1) return (c & 0x1f) << 6 | (p[1] & 0x3fu);
    if (more == 2) return (c & 0x0f) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
    if (more == 3)
        return (c & 0x07) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
    return c;
}

static uint32_t odd_even(uint32_t c, bool upper_is_even)
{
    return (c & 1) == (upper_is_even ? 0 : 1) ? c + 1 : c;
}

// Latin, Vietnamese among it, Greek, Cyrillic, Armenian; other scripts have no cases.
static uint32_t fold(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c >= 0xc0 && c <= 0xde) return c == 0xd7 ? c : c + 32;
    if (c >= 0x100 && c <= 0x137) return c == 0x130 || c == 0x131 ? c : odd_even(c, true);
    if (c >= 0x139 && c <= 0x148) return odd_even(c, false);
    if (c >= 0x14a && c <= 0x177) return odd_even(c, true);
    if (c == 0x178) return 0xff;
    if (c >= 0x179 && c <= 0x17e) return odd_even(c, false);
    if (c == 0x1a0 || c == 0x1a2 || c == 0x1a4 || c == 0x1af) return c + 1;
    if (c >= 0x1cd && c <= 0x1dc) return odd_even(c, false);
    if (c >= 0x1de && c <= 0x1ef) return odd_even(c, true);
    if (c >= 0x1f8 && c <= 0x21f) return odd_even(c, true);
    if (c >= 0x222 && c <= 0x233) return odd_even(c, true);
    if (c >= 0x391 && c <= 0x3ab) return c == 0x3a2 ? c : c + 32;
    if (c >= 0x410 && c <= 0x42f) return c + 32;
    if (c >= 0x400 && c <= 0x40f) return c + 80;
    if ((c >= 0x460 && c <= 0x481) || (c >= 0x48a && c <= 0x4bf)) return odd_even(c, true);
    if (c >= 0x4d0 && c <= 0x52f) return odd_even(c, true);
    if (c >= 0x531 && c <= 0x556) return c + 48;
    if (c >= 0x1e00 && c <= 0x1e95) return odd_even(c, true);
    if (c >= 0x1ea0 && c <= 0x1eff) return odd_even(c, true);
    return c >= 0xff21 && c <= 0xff3a ? c + 32 : c;
}

uint32_t upper_of(uint32_t lower)
{
    static const uint32_t away[] = { 32, 80, 48, 1 };
    if (lower == 0xff) return 0x178;
    for (size_t i = 0; i < COUNT(away); i++) {
        if (lower > away[i] && fold(lower - away[i]) == lower) return lower - away[i];
    }
    return 0;
}

uint32_t fold_next(const char **at, const char *end)
{
    unsigned char c = (unsigned char)**at;
    if (c >= 0x80) return fold(plain_next(at, end));
    ++*at;
    return fold(c);
}

size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6), out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12), out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18), out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f)), out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

size_t fold_text(str s, char *out, size_t cap)
{
    size_t      to = 0;
    const char *at = s.ptr, *end = s.ptr + s.len;
    while (at < end) {
        if (to + 4 > cap) return cap + 1;
        unsigned char c = (unsigned char)*at;
        if (c < 0x80) {
            out[to++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
            at++;
            continue;
        }
        to += put_utf8(out + to, fold_next(&at, end));
    }
    return to;
}

// ---- does a value hold? ----------------------------------------------------------------------------

typedef struct matching {
    const pattern *p;
    bool           cased, trail;
    const char    *end; // of the value
} matching;

static uint32_t next_of(const matching *m, const char **at, const char *end)
{
    return m->cased ? plain_next(at, end) : fold_next(at, end);
}

static char mark_at(const matching *m, ptrdiff_t i)
{
    return m->p->marks ? m->p->marks[i] : 0;
}

// Goes on from place i of the pattern and `at` of the value; true when one character of each fits.
static bool one_fits(const matching *m, ptrdiff_t *i, const char **at)
{
    if (mark_at(m, *i) == '?') {
        (void)plain_next(at, m->end);
        ++*i;
        return true;
    }
    const char *in_pattern = m->p->text.ptr + *i;
    uint32_t    wanted     = next_of(m, &in_pattern, m->p->text.ptr + m->p->text.len);
    if (wanted != next_of(m, at, m->end)) return false;
    *i = in_pattern - m->p->text.ptr;
    return true;
}

// The usual way with one place to go back to: of several stars only the last need be tried anew.
bool pattern_holds(const pattern *p, bool lead, bool trail, bool cased, str value)
{
    const matching m = { p, cased, trail, value.ptr + value.len };
    ptrdiff_t      i = 0, star = lead ? 0 : -1;
    const char    *at = value.ptr, *from = value.ptr;
    for (;;) {
        while (i < p->text.len && mark_at(&m, i) == '*') {
            star = ++i;
            from = at;
        }
        if (i == p->text.len && (trail || at == m.end)) return true;
        if (i < p->text.len && at < m.end && one_fits(&m, &i, &at)) continue;
        if (star < 0 || from >= m.end) return false;
        (void)plain_next(&from, m.end);
        i  = star;
        at = from;
    }
}
