// file_names.c - see file_names.h. Expressions are those of PCRE2 with bounds; one that reaches them does not hold.
#include "kit/indicators/file_names.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

enum {
    STEPS_MAX  = 100 * 1000, // of one expression on one name
    HEAP_KIB   = 1024,
    SCORE_MAX  = 1000,
    PATH_BYTES = 4096,
    MESSAGE    = 128,
};

typedef struct name_rule {
    uint32_t    number;
    pcre2_code *holds, *but; // but: NULL, none
} name_rule;

struct named {
    name_rule           *at;
    size_t               count, cap;
    pcre2_match_context *bounds;
    pcre2_match_data    *room;
};

// ---- lists ---------------------------------------------------------------------------------------

static bool is_score(str s)
{
    int64_t n;
    s = str_trim(s);
    return str_int(s, &n) && n >= 0 && n <= SCORE_MAX;
}

static bool parts_of(str line, str *holds, str *score, str *but)
{
    str rest;
    *but = (str){ "", 0 };
    if (!str_cut(line, ';', holds, &rest)) return false;
    (void)str_cut(rest, ';', score, but);
    *holds = str_trim(*holds), *but = str_trim(*but);
    return holds->len > 0 && is_score(*score);
}

bool named_form(str bytes)
{
    size_t lines = 0, odd = 0;
    while (bytes.len) {
        str line, holds, score, but;
        (void)str_cut(bytes, '\n', &line, &bytes);
        line = str_trim(line);
        if (!line.len || line.ptr[0] == '#') continue;
        if (!parts_of(line, &holds, &score, &but)) return false;
        lines++;
        odd += str_find(holds, S("\\")) >= 0;
    }
    return lines && odd * 2 > lines;
}

static pcre2_code *compiled(str s, arena *a, str *detail)
{
    int         error;
    size_t      at;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)s.ptr, (size_t)s.len, PCRE2_UTF, &error, &at,
                                     NULL);
    PCRE2_UCHAR words[MESSAGE];
    if (code) return code;
    if (pcre2_get_error_message(error, words, sizeof words) < 0) words[0] = 0;
    *detail = arena_printf(a, "%s, %zu", (const char *)words, at);
    return NULL;
}

static bool make(named **n, arena *a)
{
    if (*n) return true;
    named *made = NEW(a, named, 1);
    if (!made) return false;
    made->bounds = pcre2_match_context_create(NULL);
    made->room   = pcre2_match_data_create(1, NULL);
    if (!made->bounds || !made->room) return false;
    pcre2_set_match_limit(made->bounds, STEPS_MAX);
    pcre2_set_heap_limit(made->bounds, HEAP_KIB);
    *n = made;
    return true;
}

static status keep(named *n, arena *a, name_rule one)
{
    if (n->count == n->cap) {
        size_t     more = n->cap ? n->cap * 2 : 64;
        name_rule *to   = NEW(a, name_rule, more);
        if (!to) return ST_MEMORY;
        if (n->count) memcpy(to, n->at, n->count * sizeof *to);
        n->at = to, n->cap = more;
    }
    n->at[n->count++] = one;
    return ST_OK;
}

status named_add(named **n, arena *a, str line, uint32_t number, listed *one, const char **why,
                 str *detail)
{
    str       holds, score, but;
    name_rule rule = { .number = number };
    *why           = "names-line";
    *detail        = (str){ "", 0 };
    if (!make(n, a)) return ST_MEMORY;
    if (!parts_of(line, &holds, &score, &but) || holds.len > LISTED_VALUE_MAX || !str_is_text(line))
        return ST_INVALID;
    *why       = "names-regex";
    rule.holds = compiled(holds, a, detail);
    if (!rule.holds) return ST_INVALID;
    rule.but = but.len ? compiled(but, a, detail) : NULL;
    if (but.len && !rule.but) {
        pcre2_code_free(rule.holds);
        return ST_INVALID;
    }
    str note   = str_begin(one->note, LISTED_NOTE_MAX - 16); // the comment above it
    one->value = holds;
    one->note  = arena_printf(a, note.len ? STR_FMT " (" STR_FMT ")" : STR_FMT STR_FMT,
                              STR_ARG(note), STR_ARG(str_trim(score)));
    if (!one->note.ptr) return ST_MEMORY;
    return keep(*n, a, rule);
}

void named_free(named *n)
{
    if (!n) return;
    for (size_t i = 0; i < n->count; i++) {
        pcre2_code_free(n->at[i].holds);
        pcre2_code_free(n->at[i].but);
    }
    pcre2_match_context_free(n->bounds);
    pcre2_match_data_free(n->room);
}

// ---- names ---------------------------------------------------------------------------------------

static bool holds(const named *n, const pcre2_code *code, str s)
{
    return pcre2_match(code, (PCRE2_SPTR)s.ptr, (size_t)s.len, 0, 0, n->room, n->bounds) >= 0;
}

static bool is_met(const named *n, const name_rule *rule, str s)
{
    return holds(n, rule->holds, s) && !(rule->but && holds(n, rule->but, s));
}

// With a separator before it, once as it is and once as Windows writes it.
bool named_search(const named *n, str path, bool (*met)(void *ctx, size_t number), void *ctx)
{
    char plain[PATH_BYTES + 1], windows[PATH_BYTES + 1];
    if (!n || path.len == 0 || path.len > PATH_BYTES) return true;
    bool slash = path.ptr[0] == '/';
    str  forms[2];
    plain[0] = '/', windows[0] = '\\';
    for (ptrdiff_t i = 0; i < path.len; i++) {
        plain[1 + i]   = path.ptr[i];
        windows[1 + i] = path.ptr[i] == '/' ? '\\' : path.ptr[i];
    }
    forms[0] = (str){ plain + slash, path.len + 1 - slash };
    forms[1] = (str){ windows + slash, path.len + 1 - slash };
    for (size_t i = 0; i < n->count; i++) {
        bool any = is_met(n, &n->at[i], forms[0]) || is_met(n, &n->at[i], forms[1]);
        if (any && !met(ctx, n->at[i].number)) return false;
    }
    return true;
}
