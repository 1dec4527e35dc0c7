// evidence_file.c - see evidence_file.h.
#include "modules/evidence/evidence_file.h"

#include "kit/text/text.h"

enum { END_BYTES_MAX = 8 };

static const char *const state_keys[] = { "", "receiving", "whole", "dropped" };

const char *evidence_state_key(evidence_state s)
{
    return s >= EVIDENCE_RECEIVING && s <= EVIDENCE_DROPPED ? state_keys[s] : "";
}

const evidence_type *evidence_type_find(str key)
{
    for (size_t i = 0; i < evidence_type_count; i++) {
        if (str_equal_nocase(evidence_types[i].key, key)) return &evidence_types[i];
    }
    return NULL;
}

const evidence_finding *evidence_finding_find(str key)
{
    for (size_t i = 0; i < evidence_finding_count; i++) {
        if (str_equal(evidence_findings[i].key, key)) return &evidence_findings[i];
    }
    return NULL;
}

// ---- names ---------------------------------------------------------------------------------------------

static str last_part(str path)
{
    for (ptrdiff_t i = path.len; i-- > 0;) {
        if (path.ptr[i] == '/' || path.ptr[i] == '\\') return str_slice(path, i + 1, path.len);
    }
    return path;
}

// Bytes of a character at `at` that no name may hold: control characters, and those that turn the
// direction of writing ("gpj.exe" read backwards). 0: a character to keep.
static ptrdiff_t unwanted(str s, ptrdiff_t at)
{
    unsigned char c    = (unsigned char)s.ptr[at];
    str           rest = str_slice(s, at, s.len);
    if (c < 0x20 || c == 0x7F) return 1;
    if (c == 0xC2 && rest.len > 1 && (unsigned char)rest.ptr[1] < 0xA0) return 2; // C1
    if (c != 0xE2 || rest.len < 3) return 0;
    unsigned char b = (unsigned char)rest.ptr[1], d = (unsigned char)rest.ptr[2];
    bool          turns = (b == 0x80 && (d == 0x8E || d == 0x8F || (d >= 0xA8 && d <= 0xAE))) ||
                 (b == 0x81 && d >= 0xA6 && d <= 0xA9);
    return turns ? 3 : 0;
}

static str shortened(str name)
{
    while (str_characters(name) > EVIDENCE_NAME_MAX) {
        ptrdiff_t cut = 1;
        while (cut < name.len && ((unsigned char)name.ptr[cut] & 0xC0) == 0x80) cut++;
        name = str_slice(name, cut, name.len);
    }
    return name;
}

static bool is_edge(char c)
{
    return c == '.' || c == ' ';
}

str evidence_name(arena *a, str typed)
{
    str part = last_part(typed);
    if (!str_is_utf8(part)) return S("");
    buf b = buf_in(a, (size_t)part.len + 1, (size_t)part.len + 1);
    for (ptrdiff_t i = 0; i < part.len;) {
        ptrdiff_t skip = unwanted(part, i);
        if (!skip) buf_char(&b, part.ptr[i]);
        i += skip ? skip : 1;
    }
    if (b.failed) return (str){ 0 };
    str name = text_tidy(a, buf_str(&b));
    if (!name.ptr) return name;
    name = shortened(name);
    while (name.len && is_edge(name.ptr[0])) name = str_slice(name, 1, name.len);
    while (name.len && is_edge(name.ptr[name.len - 1])) name = str_slice(name, 0, name.len - 1);
    return name;
}

static str end_of(str name)
{
    for (ptrdiff_t i = name.len; i-- > 1;) {
        if (name.ptr[i] == '.') return str_slice(name, i + 1, name.len);
    }
    return S("");
}

static const char *refusal_of(str why)
{
    static const char *const rules[][2] = {
        { "macros", "evidence-type-macros" },
        { "archive", "evidence-type-archive" },
        { "program", "evidence-type-program" },
        { "page", "evidence-type-page" },
    };
    for (size_t i = 0; i < COUNT(rules); i++) {
        if (str_equal(why, str_from(rules[i][0]))) return rules[i][1];
    }
    return "evidence-type-unknown";
}

status evidence_type_of(str name, const evidence_type **out, problem *why)
{
    if (!name.len) return problem_set(why, ST_INVALID, S("file"), S("required"));
    str                  end = end_of(name);
    const evidence_type *t   = end.len && end.len <= END_BYTES_MAX ? evidence_type_find(end) : NULL;
    if (!t) return problem_detail(why, ST_INVALID, S("file"), S("evidence-type-unknown"), end);
    if (t->refused.len)
        return problem_detail(why, ST_INVALID, S("file"), str_from(refusal_of(t->refused)), end);
    *out = t;
    return ST_OK;
}

// ---- sizes ---------------------------------------------------------------------------------------------

str evidence_size(arena *a, lang in, int64_t bytes)
{
    static const char *const units[] = { "B", "KB", "MB", "GB" };
    size_t                   u       = 0;
    int64_t                  tenths  = bytes * 10;
    while (u + 1 < COUNT(units) && tenths >= 10 * 1024) {
        tenths = (tenths + 512) / 1024;
        u++;
    }
    bool    fine   = u > 0 && tenths < 100;
    decimal n      = { fine ? tenths : (tenths + 5) / 10, fine ? 1 : 0 };
    str     number = text_decimal(a, in, n);
    return number.ptr ? arena_printf(a, STR_FMT " %s", STR_ARG(number), units[u]) : number;
}
