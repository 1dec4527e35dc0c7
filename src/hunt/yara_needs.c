// yara_needs.c - which rules of a file need which; read from its text.
//
// libyara does not tell. A rule that is switched off is neither true nor false to those that speak of it, and a global
// one that is off no longer holds back the others: truths would change in silence. So whoever looks with some rules off
// must leave on what those that are on need. The text is read coarsely, every word that is the name of an earlier
// rule counts, also in a comment: too much is left on rather than too little. Where a declaration is not found exactly
// once and in order, all rules of the file stay together.
#include <string.h>

#include "hunt/yara.h"

enum { APART_MAX = 8 * 1024 }; // rules of one file that are told apart

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// The next word and where it begins; false at the end.
static bool next_word(str text, ptrdiff_t *at, str *word)
{
    while (*at < text.len && !is_word(text.ptr[*at])) ++*at;
    ptrdiff_t from = *at;
    while (*at < text.len && is_word(text.ptr[*at])) ++*at;
    *word = str_slice(text, from, *at);
    return *at > from;
}

static bool only_blanks(str text, ptrdiff_t from, ptrdiff_t to)
{
    while (from < to && is_blank(text.ptr[from])) from++;
    return from == to;
}

// Names of a file's rules, to be found by hash.
typedef struct rule_names {
    const YR_RULE *rules; // the first of the file
    uint32_t       count, mask;
    uint32_t      *slots; // number + 1
} rule_names;

static bool names_make(rule_names *n, arena *a)
{
    n->mask = 15;
    while (n->mask < n->count * 2) n->mask = n->mask * 2 + 1;
    n->slots = NEW(a, uint32_t, (size_t)n->mask + 1);
    if (!n->slots) return false;
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t at = (uint32_t)str_hash(str_from(n->rules[i].identifier)) & n->mask;
        while (n->slots[at]) at = (at + 1) & n->mask;
        n->slots[at] = i + 1;
    }
    return true;
}

static bool name_number(const rule_names *n, str word, uint32_t *number)
{
    for (uint32_t at = (uint32_t)str_hash(word) & n->mask; n->slots[at]; at = (at + 1) & n->mask) {
        *number = n->slots[at] - 1;
        if (str_equal(str_from(n->rules[*number].identifier), word)) return true;
    }
    return false;
}

// Where each rule is declared; false when that is not plain.
static bool declarations(const rule_names *n, str text, ptrdiff_t *places)
{
    str       word, before = { "", 0 };
    ptrdiff_t at = 0, end_before = 0;
    uint32_t  found = 0, number;
    while (next_word(text, &at, &word)) {
        ptrdiff_t from = at - word.len;
        if (str_equal(before, S("rule")) && only_blanks(text, end_before, from) &&
            name_number(n, word, &number)) {
            if (number != found) return false;
            places[found++] = from;
        }
        before     = word;
        end_before = at;
    }
    return found == n->count;
}

static uint32_t bits_words(uint32_t count)
{
    return (count + 63) / 64;
}

static void set_bit(uint64_t *bits, uint32_t i)
{
    bits[i / 64] |= (uint64_t)1 << (i % 64);
}

static bool has_bit(const uint64_t *bits, uint32_t i)
{
    return bits[i / 64] >> (i % 64) & 1;
}

static void add_all(uint64_t *to, const uint64_t *from, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++) to[i] |= from[i];
}

// `any of (name*)` speaks of all whose names begin so.
static void add_begun(const rule_names *n, str begun, uint32_t before, uint64_t *bits)
{
    for (uint32_t i = 0; i < before; i++) {
        if (str_starts(str_from(n->rules[i].identifier), begun)) set_bit(bits, i);
    }
}

static void spoken_of(const rule_names *n, str text, uint32_t rule, uint64_t *bits)
{
    str       word;
    ptrdiff_t at = 0;
    uint32_t  number;
    while (next_word(text, &at, &word)) {
        if (at < text.len && text.ptr[at] == '*') add_begun(n, word, rule, bits);
        if (name_number(n, word, &number) && number < rule) set_bit(bits, number);
    }
}

// `bits` are those of all rules of the file, `words` for each. False: no memory.
static bool file_needs(yara_needs *y, rule_names *n, uint32_t first, str text, uint64_t *bits,
                       arena scratch)
{
    uint32_t   words  = bits_words(n->count);
    ptrdiff_t *places = NEW(&scratch, ptrdiff_t, (size_t)n->count + 1);
    if (!places || !names_make(n, &scratch)) return false;
    if (!declarations(n, text, places)) return true; // all together
    places[n->count] = text.len;
    for (uint32_t i = 0; i < n->count; i++) {
        uint64_t *mine = bits + (size_t)i * words;
        spoken_of(n, str_slice(text, places[i], places[i + 1]), i, mine);
        for (uint32_t k = 0; k < n->count; k++) {
            if (k == i || RULE_IS_GLOBAL(&n->rules[k])) set_bit(mine, k);
            // Those before are complete already; of global ones behind, what they speak of is added below.
            if (k < i && has_bit(mine, k)) add_all(mine, bits + (size_t)k * words, words);
        }
        y->bits[first + i] = mine;
    }
    for (uint32_t k = 0; k < n->count; k++) {
        if (!RULE_IS_GLOBAL(&n->rules[k])) continue;
        for (uint32_t i = 0; i < k; i++)
            add_all(bits + (size_t)i * words, bits + (size_t)k * words, words);
    }
    return true;
}

// The text of a namespace; absent when several files are one.
static str text_of(const char *space, const yara_source *sources, size_t count)
{
    str    text = { 0 };
    size_t met  = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(sources[i].space, space) != 0) continue;
        text = sources[i].text;
        met++;
    }
    return met == 1 ? text : (str){ 0 };
}

bool yara_needs_find(yara_needs *y, YR_RULES *rules, uint32_t count, const yara_source *sources,
                     size_t source_count, arena *a)
{
    *y = (yara_needs){ .a     = a,
                       .count = count,
                       .first = NEW(a, uint32_t, (size_t)count + 1),
                       .end   = NEW(a, uint32_t, (size_t)count + 1),
                       .bits  = NEW(a, uint64_t *, (size_t)count + 1) };
    if (!y->first || !y->end || !y->bits) return false;
    for (uint32_t from = 0, to; from < count; from = to) {
        const YR_RULE *all = rules->rules_table;
        for (to = from + 1; to < count && all[to].ns == all[from].ns;) to++;
        for (uint32_t i = from; i < to; i++) y->first[i] = from, y->end[i] = to;
        str        text = text_of(all[from].ns->name, sources, source_count);
        rule_names n    = { .rules = &all[from], .count = to - from };
        if (!text.ptr || n.count > APART_MAX) continue;
        uint64_t *bits = NEW(a, uint64_t, (size_t)bits_words(n.count) * n.count);
        if (!bits || !file_needs(y, &n, from, text, bits, *a)) return false;
    }
    return true;
}

bool yara_needs_it(const yara_needs *n, uint32_t rule, uint32_t other)
{
    if (other < n->first[rule] || other >= n->end[rule]) return false;
    return !n->bits[rule] || has_bit(n->bits[rule], other - n->first[rule]);
}
