// scan.c - see scan.h. Strict JSON (RFC 8259), read once from left to right.
#include "kit/sigma/scan.h"

enum { TEXT_MAX = SIGMA_LINE_MAX + 2 * SIGMA_VALUES_MAX };

status scanned_new(const sigma_set *s, arena *a, scanned *out)
{
    *out    = (scanned){ .s      = s,
                         .text   = NEW(a, char, TEXT_MAX),
                         .cap    = TEXT_MAX,
                         .values = NEW(a, value, SIGMA_VALUES_MAX),
                         .first  = NEW(a, uint32_t, s->fields.count),
                         .last   = NEW(a, uint32_t, s->fields.count),
                         .met    = NEW(a, uint32_t, s->fields.count),
                         .fields = NEW(a, uint32_t, s->fields.count) };
    bool ok = out->text && out->values && out->first && out->last && out->met && out->fields;
    return ok ? ST_OK : ST_MEMORY;
}

bool scan_add(scanned *e, uint32_t field, str text, bool null)
{
    if (e->count == SIGMA_VALUES_MAX) return false;
    uint32_t at   = e->count++;
    e->values[at] = (value){ text, NONE, null };
    if (e->met[field] == e->turn) {
        e->values[e->last[field]].next = at;
    } else {
        e->met[field]               = e->turn;
        e->first[field]             = at;
        e->fields[e->field_count++] = field;
    }
    e->last[field] = at;
    return true;
}

// ---- where a value stands ----------------------------------------------------------------------------

typedef enum shape {
    SHAPE_FLAT = 1, // any object: names joined by dots
    SHAPE_EVENT,    // within "Event"
    SHAPE_SYSTEM,   // within its "System" and whatever else: names joined by _
    SHAPE_DATA,     // within its "EventData"
    SHAPE_USER,     // within its "UserData": the name of the one element there is left out
} shape;

typedef struct scan {
    scanned    *e;
    const char *at, *end;
    char        name[SIGMA_NAME_MAX];
    size_t      name_len; // SIGMA_NAME_MAX + 1: too long to be known
    int         depth;
    uint32_t    values; // that are not kept also count
} scan;

static void add_name(scan *s, char joint, str part)
{
    size_t len = s->name_len, more = (size_t)part.len + (len ? 1 : 0);
    if (len > SIGMA_NAME_MAX || more > SIGMA_NAME_MAX - len) {
        s->name_len = SIGMA_NAME_MAX + 1;
        return;
    }
    if (len) s->name[len++] = joint;
    if (part.len) memcpy(s->name + len, part.ptr, (size_t)part.len);
    s->name_len = len + (size_t)part.len;
}

// The shape of what the key holds.
static shape step_into(scan *s, shape in, int level, str key)
{
    bool sign = key.len && key.ptr[0] == '#';
    switch (in) {
    case SHAPE_FLAT:
        if (level == 0 && s->depth == 1 && str_equal(key, S("Event"))) return SHAPE_EVENT;
        add_name(s, '.', key);
        return SHAPE_FLAT;
    case SHAPE_EVENT:
        if (str_equal(key, S("EventData"))) return SHAPE_DATA;
        if (str_equal(key, S("UserData"))) return SHAPE_USER;
        if (!str_equal(key, S("System")) && !sign) add_name(s, '_', key);
        return SHAPE_SYSTEM;
    case SHAPE_DATA:
        if (sign && !s->name_len && str_equal(key, S("#attributes")))
            add_name(s, '_', S("EventData"));
        break;
    case SHAPE_USER:
        if (level == 0) return SHAPE_USER;
        break;
    case SHAPE_SYSTEM: break;
    }
    if (!sign) add_name(s, '_', key);
    return in;
}

// ---- texts ---------------------------------------------------------------------------------------

// Bits of bytes that end the plain part of a text: the lowest one is exact.
static uint64_t specials(uint64_t w)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    uint64_t       quote = w ^ ones * '"', slash = w ^ ones * '\\';
    uint64_t       low = (w - ones * 0x20) & ~w;
    return ((quote - ones) & ~quote & high) | ((slash - ones) & ~slash & high) | (low & high);
}

static bool hex4(scan *s, uint32_t *out)
{
    uint32_t v = 0;
    if (s->end - s->at < 4) return false;
    for (int i = 0; i < 4; i++) {
        unsigned char c = (unsigned char)*s->at++;
        unsigned      d = c >= '0' && c <= '9' ? c - 48u : (c | 32u) - 'a' + 10u;
        if (d > 15) return false;
        v = v << 4 | d;
    }
    *out = v;
    return true;
}

static char *put_code(char *to, uint32_t c)
{
    if (c < 0x80) {
        *to++ = (char)c;
    } else if (c < 0x800) {
        *to++ = (char)(0xc0 | c >> 6), *to++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *to++ = (char)(0xe0 | c >> 12), *to++ = (char)(0x80 | (c >> 6 & 0x3f));
        *to++ = (char)(0x80 | (c & 0x3f));
    } else {
        *to++ = (char)(0xf0 | c >> 18), *to++ = (char)(0x80 | (c >> 12 & 0x3f));
        *to++ = (char)(0x80 | (c >> 6 & 0x3f)), *to++ = (char)(0x80 | (c & 0x3f));
    }
    return to;
}

// A surrogate without its other half becomes the replacement character: values stay UTF-8.
static bool unicode_escape(scan *s, char **to)
{
    uint32_t c, low;
    if (!hex4(s, &c)) return false;
    if (c >= 0xd800 && c < 0xdc00 && s->end - s->at >= 6 && s->at[0] == '\\' && s->at[1] == 'u') {
        const char *back = s->at;
        s->at += 2;
        if (!hex4(s, &low)) return false;
        if (low >= 0xdc00 && low < 0xe000)
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        else
            s->at = back;
    }
    *to = put_code(*to, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
    return true;
}

static bool escape(scan *s, char **to)
{
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    if (s->at == s->end) return false;
    char c = *s->at++;
    if (c == 'u') return unicode_escape(s, to);
    const char *known = c ? strchr(from, c) : NULL;
    if (!known) return false;
    *(*to)++ = into[known - from];
    return true;
}

// The text behind an opening quote, unescaped, at the end of the event's texts. It never grows by that.
static bool string(scan *s, str *out)
{
    char *begin = s->e->text + s->e->len, *to = begin;
    if ((size_t)(s->end - s->at) + s->e->len + 8 > s->e->cap) return false;
    for (;;) {
        uint64_t plain;
        while (s->end - s->at >= 8) {
            memcpy(&plain, s->at, 8);
            memcpy(to, &plain, 8); // what is too much is written over
            uint64_t found = specials(plain);
            int      bytes = found ? __builtin_ctzll(found) / 8 : 8;
            to += bytes, s->at += bytes;
            if (found) break;
        }
        if (s->at == s->end) return false;
        char c = *s->at++;
        if (c == '"') break;
        if ((unsigned char)c < 0x20) return false;
        if (c != '\\')
            *to++ = c;
        else if (!escape(s, &to))
            return false;
    }
    *out      = (str){ begin, to - begin };
    s->e->len = (size_t)(to - s->e->text);
    return true;
}

// ---- values --------------------------------------------------------------------------------------

static void blanks(scan *s)
{
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\n' || *s->at == '\r'))
        s->at++;
}

static bool take(scan *s, char c)
{
    blanks(s);
    if (s->at == s->end || *s->at != c) return false;
    s->at++;
    return true;
}

// A value that is not known to any rule is still part of the whole that keywords are looked for in.
static bool keep(scan *s, str text, bool null)
{
    if (++s->values > SIGMA_VALUES_MAX) return false;
    if (!null) s->e->text[s->e->len++] = '\n';
    if (s->name_len == 0 || s->name_len > SIGMA_NAME_MAX) return true;
    uint32_t field = set_field_known(s->e->s, s->name, s->name_len);
    return field == NONE || field == FIELD_WHOLE || scan_add(s->e, field, text, null);
}

static const char *digits(const char *at, const char *end)
{
    while (at < end && *at >= '0' && *at <= '9') at++;
    return at;
}

static bool number(scan *s)
{
    const char *begin = s->at, *at = begin, *whole;
    if (at < s->end && *at == '-') at++;
    whole = at;
    at    = digits(at, s->end);
    if (at == whole || (*whole == '0' && at - whole > 1)) return false;
    if (at < s->end && *at == '.') {
        whole = ++at;
        at    = digits(at, s->end);
        if (at == whole) return false;
    }
    if (at < s->end && (*at | 32) == 'e') {
        at++;
        if (at < s->end && (*at == '+' || *at == '-')) at++;
        whole = at;
        at    = digits(at, s->end);
        if (at == whole) return false;
    }
    str text = { s->e->text + s->e->len, at - begin };
    if (s->e->len + (size_t)text.len + 8 > s->e->cap) return false;
    memcpy(s->e->text + s->e->len, begin, (size_t)text.len);
    s->e->len += (size_t)text.len;
    s->at = at;
    return keep(s, text, false);
}

static bool word(scan *s, str expected, bool null)
{
    if (s->end - s->at < expected.len || memcmp(s->at, expected.ptr, (size_t)expected.len) != 0)
        return false;
    s->at += expected.len;
    if (null) return keep(s, (str){ "", 0 }, true);
    if (s->e->len + 16 > s->e->cap) return false;
    str text = { s->e->text + s->e->len, expected.len };
    memcpy(s->e->text + s->e->len, expected.ptr, (size_t)expected.len);
    s->e->len += (size_t)expected.len;
    return keep(s, text, false);
}

static bool any(scan *s, shape in, int level);

// A key is unescaped behind the texts and forgotten: it is no value.
static bool member(scan *s, shape in, int level)
{
    size_t had = s->name_len, text = s->e->len;
    str    key;
    if (!take(s, '"') || !string(s, &key)) return false;
    shape next = step_into(s, in, level, key);
    if (next == SHAPE_EVENT) s->e->windows = true;
    s->e->len = text;
    if (!take(s, ':') || !any(s, next, next == in ? level + 1 : 0)) return false;
    s->name_len = had;
    return true;
}

static bool object(scan *s, shape in, int level)
{
    if (take(s, '}')) return true;
    do {
        if (!member(s, in, level)) return false;
    } while (take(s, ','));
    return take(s, '}');
}

static bool list(scan *s, shape in, int level)
{
    if (take(s, ']')) return true;
    do {
        if (!any(s, in, level)) return false;
    } while (take(s, ','));
    return take(s, ']');
}

static bool any(scan *s, shape in, int level)
{
    str text;
    blanks(s);
    if (s->at == s->end) return false;
    switch (*s->at) {
    case '"': s->at++; return string(s, &text) && keep(s, text, false);
    case '{':
    case '[': {
        bool is_object = *s->at++ == '{';
        if (++s->depth > SIGMA_DEPTH_MAX) return false;
        bool ok = is_object ? object(s, in, level) : list(s, in, level);
        s->depth--;
        return ok;
    }
    case 't': return word(s, S("true"), false);
    case 'f': return word(s, S("false"), false);
    case 'n': return word(s, S("null"), true);
    default: return number(s);
    }
}

status scan_event(scanned *e, str line)
{
    scan s = { .e = e, .at = line.ptr, .end = line.ptr + line.len };
    if (++e->turn ==
        0) { // after four thousand million events marks of the first would be met again
        memset(e->met, 0, e->s->fields.count * sizeof *e->met);
        e->turn = 1;
    }
    e->len = e->count = e->field_count = 0;
    e->windows                         = false;
    if (line.len > SIGMA_LINE_MAX) return ST_INVALID;
    blanks(&s);
    if (s.at == s.end || *s.at != '{' || !any(&s, SHAPE_FLAT, 0)) return ST_INVALID;
    blanks(&s);
    return s.at == s.end ? ST_OK : ST_INVALID;
}
