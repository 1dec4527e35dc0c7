// change.c - modifiers that make other texts of a value: UTF-16, base64, dashes, lists of one's own.
#include "kit/sigma/reading.h"

enum { DASHES_MAX = 5 }; // 3,125 texts of one

static status add(reading *x, patterns *to, pattern p)
{
    if (to->count == VARIANTS_MAX) return rule_refuse(x, "too-large", S(""));
    if (!GROW(x->s->a, *to)) return ST_MEMORY;
    to->at[to->count++] = p;
    return ST_OK;
}

static status no_wildcards(reading *x, const pattern *p)
{
    return p->marks ? rule_refuse(x, "modifier-use", S("*")) : ST_OK;
}

// ---- UTF-16 --------------------------------------------------------------------------------------

static status utf16(reading *x, pattern *p, bool big, bool announced)
{
    char       *out = NEW(x->s->a, char, p->text.len * 2 + 4);
    ptrdiff_t   to  = 0;
    const char *at = p->text.ptr, *end = at + p->text.len;
    TRY(no_wildcards(x, p));
    if (!out) return ST_MEMORY;
    if (announced) out[to++] = (char)0xff, out[to++] = (char)0xfe;
    while (at < end) {
        uint32_t c        = plain_next(&at, end);
        uint32_t units[2] = { c, 0 };
        size_t   count    = 1;
        if (c >= 0x10000) {
            units[0] = 0xd800 + ((c - 0x10000) >> 10);
            units[1] = 0xdc00 + ((c - 0x10000) & 0x3ff);
            count    = 2;
        }
        for (size_t i = 0; i < count; i++) {
            char low = (char)(units[i] & 0xff), high = (char)(units[i] >> 8);
            out[to++] = big ? high : low;
            out[to++] = big ? low : high;
        }
    }
    p->text = (str){ out, to };
    return ST_OK;
}

// ---- base64 --------------------------------------------------------------------------------------

static status base64(reading *x, str bytes, ptrdiff_t skip, str *out)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    ptrdiff_t len = bytes.len + skip, to = 0;
    char     *text = NEW(x->s->a, char, (len + 2) / 3 * 4 + 1);
    if (!text) return ST_MEMORY;
    for (ptrdiff_t i = 0; i < len; i += 3) {
        uint32_t three = 0;
        for (ptrdiff_t k = i; k < i + 3; k++) {
            unsigned char c = k < skip ? ' ' : k < len ? (unsigned char)bytes.ptr[k - skip] : 0;
            three           = three << 8 | c;
        }
        for (int k = 0; k < 4; k++) {
            text[to++] = i + k > len ? '=' : letters[three >> (18 - 6 * k) & 63];
        }
    }
    *out = (str){ text, to };
    return ST_OK;
}

// As it stands within base64 of something longer: three ways, each without what depends on its neighbours.
static status base64_offsets(reading *x, const pattern *p, patterns *to)
{
    static const ptrdiff_t start[] = { 0, 2, 3 }, cut[] = { 0, 3, 2 };
    for (ptrdiff_t skip = 0; skip < 3; skip++) {
        pattern made = { 0 };
        TRY(base64(x, p->text, skip, &made.text));
        made.text = str_slice(made.text, start[skip],
                              made.text.len - cut[(p->text.len + skip) % 3]);
        TRY(add(x, to, made));
    }
    return ST_OK;
}

// ---- dashes --------------------------------------------------------------------------------------

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

// An option's dash or slash: nothing of a word before it, a word behind it.
static bool is_dash(const pattern *p, ptrdiff_t i)
{
    return (p->text.ptr[i] == '-' || p->text.ptr[i] == '/') &&
           (i == 0 || !is_word(p->text.ptr[i - 1])) && i + 1 < p->text.len &&
           is_word(p->text.ptr[i + 1]);
}

static status with_dash(reading *x, const pattern *p, ptrdiff_t at, str dash, pattern *out)
{
    ptrdiff_t len   = p->text.len + dash.len - 1;
    char     *text  = NEW(x->s->a, char, len + 1);
    char     *marks = p->marks ? NEW(x->s->a, char, len + 1) : NULL;
    if (!text || (p->marks && !marks)) return ST_MEMORY;
    memcpy(text, p->text.ptr, (size_t)at);
    memcpy(text + at, dash.ptr, (size_t)dash.len);
    memcpy(text + at + dash.len, p->text.ptr + at + 1, (size_t)(p->text.len - at - 1));
    if (marks) {
        memcpy(marks, p->marks, (size_t)at);
        memcpy(marks + at + dash.len, p->marks + at + 1, (size_t)(p->text.len - at - 1));
    }
    *out = (pattern){ { text, len }, marks };
    return ST_OK;
}

// Every option of the text with every dash that Windows' programs take; from the last to the first, so
// that places before stay where they are.
static status dashes(reading *x, const pattern *p, ptrdiff_t below, int left, patterns *to)
{
    static const str kinds[] = { STR("-"), STR("/"), STR("–"), STR("—"), STR("―") };
    ptrdiff_t        at      = below - 1;
    while (at >= 0 && !is_dash(p, at)) at--;
    if (at >= 0 && left == 0) return rule_refuse(x, "too-large", S("windash"));
    if (at < 0) return add(x, to, *p);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        pattern made;
        TRY(with_dash(x, p, at, kinds[i], &made));
        TRY(dashes(x, &made, at, left - 1, to));
    }
    return ST_OK;
}

// ---- lists of one's own --------------------------------------------------------------------------------

static const placeholder *placeholder_of(const sigma_set *s, str name)
{
    for (size_t i = 0; i < s->placeholder_count; i++) {
        if (str_equal(s->placeholders[i].name, name)) return &s->placeholders[i];
    }
    return NULL;
}

static status joined(reading *x, str before, const pattern *middle, str behind, pattern *out)
{
    ptrdiff_t len   = before.len + middle->text.len + behind.len;
    char     *text  = NEW(x->s->a, char, len + 1);
    char     *marks = middle->marks ? NEW(x->s->a, char, len + 1) : NULL;
    if (!text || (middle->marks && !marks)) return ST_MEMORY;
    if (before.len) memcpy(text, before.ptr, (size_t)before.len);
    if (middle->text.len) memcpy(text + before.len, middle->text.ptr, (size_t)middle->text.len);
    if (behind.len) memcpy(text + before.len + middle->text.len, behind.ptr, (size_t)behind.len);
    if (marks) memcpy(marks + before.len, middle->marks, (size_t)middle->text.len);
    *out = (pattern){ { text, len }, marks };
    return ST_OK;
}

// %name% stands for each value of the list of that name; one in a text.
static status expand(reading *x, const pattern *p, patterns *to)
{
    str before, rest, name, behind;
    if (!str_cut(p->text, '%', &before, &rest) || !str_cut(rest, '%', &name, &behind))
        return add(x, to, *p);
    const placeholder *list = placeholder_of(x->s, name);
    if (!list) return rule_refuse(x, "expand-without-list", name);
    if (p->marks) return rule_refuse(x, "modifier-use", S("expand"));
    const node *one = list->values->kind == NODE_LIST ? list->values->first : list->values;
    for (; one; one = list->values->kind == NODE_LIST ? one->next : NULL) {
        pattern middle, made;
        if (one->kind != NODE_SCALAR) return rule_refuse(x, "bad-value", name);
        TRY(pattern_of(x->s->a, one->text, &middle));
        TRY(joined(x, before, &middle, behind, &made));
        TRY(add(x, to, made));
    }
    return ST_OK;
}

static status change_one(reading *x, change how, pattern *p, patterns *to)
{
    pattern made = *p;
    switch (how) {
    case CHANGE_WIDE: TRY(utf16(x, &made, false, false)); break;
    case CHANGE_UTF16BE: TRY(utf16(x, &made, true, false)); break;
    case CHANGE_UTF16: TRY(utf16(x, &made, false, true)); break;
    case CHANGE_BASE64:
        TRY(no_wildcards(x, p));
        TRY(base64(x, p->text, 0, &made.text));
        break;
    case CHANGE_OFFSET: TRY(no_wildcards(x, p)); return base64_offsets(x, p, to);
    case CHANGE_DASH: return dashes(x, p, p->text.len, DASHES_MAX, to);
    case CHANGE_EXPAND: return expand(x, p, to);
    }
    return add(x, to, made);
}

status change_value(reading *x, change how, patterns *values)
{
    patterns made = { 0 };
    for (size_t i = 0; i < values->count; i++) {
        TRY(change_one(x, how, &values->at[i], &made));
    }
    *values = made;
    return ST_OK;
}
