// tally.c - see tally.h.
#include "kit/sigma/tally.h"

#include "kit/sigma/ranks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NO_TEXT UINT32_MAX

typedef struct entry {
    int64_t     time_ms;
    uint32_t    group, value; // numbers of texts
    double      number;       // the value itself, where one is made of them
    uint32_t    member;       // its place among the correlation's rules
    tally_place from;
} entry;

typedef struct entries {
    entry *at;
    size_t count, cap;
} entries;

typedef struct text_slot {
    uint64_t hash;
    uint32_t number;
} text_slot;

struct tally {
    arena                          *a;
    const sigma_correlation *const *correlations;
    size_t                          count;
    entries                        *of; // by correlation
    size_t                          kept, findings;
    uint64_t                        left_out, salt;
    str                            *texts;
    size_t                          text_count, text_cap;
    text_slot                      *slots;
    size_t                          mask;
    uint32_t                       *met; // by text: times within the window
    status (*found)(void *ctx, const tally_finding *f);
    void *ctx;
};

// ---- keeping -------------------------------------------------------------------------------------

tally *tally_new(const sigma_correlation *const *correlations, size_t count, uint64_t salt,
                 arena *a)
{
    tally *t = NEW(a, tally, 1);
    if (!t) return NULL;
    *t = (tally){
        .a = a, .correlations = correlations, .count = count, .salt = salt, .mask = 1023
    };
    t->of    = NEW(a, entries, count + 1);
    t->slots = NEW(a, text_slot, t->mask + 1);
    return t->of && t->slots ? t : NULL;
}

static bool larger(arena *a, void **at, size_t *cap, size_t count, size_t size)
{
    if (count < *cap) return true;
    size_t more = *cap ? *cap * 2 : 64;
    void  *to   = arena_alloc(a, size, 16, more);
    if (!to) return false;
    if (count) memcpy(to, *at, count * size);
    *at = to, *cap = more;
    return true;
}

static bool more_slots(tally *t)
{
    size_t     mask  = t->mask * 2 + 1;
    text_slot *slots = NEW(t->a, text_slot, mask + 1);
    if (!slots) return false;
    for (size_t i = 0; i <= t->mask; i++) {
        if (!t->slots[i].hash) continue;
        size_t at = t->slots[i].hash & mask;
        while (slots[at].hash) at = (at + 1) & mask;
        slots[at] = t->slots[i];
    }
    t->slots = slots, t->mask = mask;
    return true;
}

static uint64_t salted(uint64_t salt, str text)
{
    uint64_t h = salt;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        h = (h ^ (unsigned char)text.ptr[i]) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32 ^ salt;
    }
    return h | 1; // 0 marks an empty slot
}

// The number of a text, the same for the same text. NO_TEXT: there are too many.
static status number_of(tally *t, str text, uint32_t *out)
{
    uint64_t hash = salted(t->salt, text);
    size_t   at   = hash & t->mask;
    for (; t->slots[at].hash; at = (at + 1) & t->mask) {
        if (t->slots[at].hash != hash || !str_equal(t->texts[t->slots[at].number], text)) continue;
        *out = t->slots[at].number;
        return ST_OK;
    }
    *out = NO_TEXT;
    if (t->text_count == TALLY_GROUPS_MAX) return ST_OK;
    if (!larger(t->a, (void **)&t->texts, &t->text_cap, t->text_count, sizeof *t->texts))
        return ST_MEMORY;
    TRY(arena_copy(t->a, text, &t->texts[t->text_count]));
    *out         = (uint32_t)t->text_count++;
    t->slots[at] = (text_slot){ hash, *out };
    return t->text_count * 2 > t->mask && !more_slots(t) ? ST_MEMORY : ST_OK;
}

// The values of a group as one text: each with its length before it, so that no two groups look alike.
static str group_text(arena *a, const str *group, size_t count)
{
    buf b = buf_in(a, 256, 64 * 1024);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&b, "%td:", group[i].len);
        buf_put(&b, group[i]);
    }
    str s = buf_str(&b);
    return b.failed ? (str){ 0 } : s.ptr ? s : (str){ "", 0 };
}

static void split_group(str text, str *group, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        str     number;
        int64_t len = 0;
        if (!str_cut(text, ':', &number, &text) || !str_int(number, &len)) return;
        group[i] = str_slice(text, 0, (ptrdiff_t)len);
        text     = str_slice(text, (ptrdiff_t)len, text.len);
    }
}

static status keep(tally *t, size_t correlation, entry e)
{
    entries *to = &t->of[correlation];
    if (t->kept == TALLY_MARKS_MAX || e.group == NO_TEXT || e.value == NO_TEXT) {
        t->left_out++;
        return ST_OK;
    }
    if (!larger(t->a, (void **)&to->at, &to->cap, to->count, sizeof *to->at)) return ST_MEMORY;
    to->at[to->count++] = e;
    t->kept++;
    return ST_OK;
}

static status add(tally *t, size_t correlation, const str *group, str value, entry e)
{
    char                     room[16 * 1024];
    arena                    scratch = arena_over(room, sizeof room);
    const sigma_correlation *c       = t->correlations[correlation];
    str                      text    = group_text(&scratch, group, c->group_count);
    if (!text.ptr) {
        t->left_out++;
        return ST_OK;
    }
    bool number = sigma_is_number(c->counting);
    if (number && !str_number(value, &e.number)) {
        t->left_out++;
        return ST_OK;
    }
    TRY(number_of(t, text, &e.group));
    if (value.ptr && !number) TRY(number_of(t, value, &e.value));
    for (uint32_t i = 0; i < c->member_count; i++) {
        if (c->members[i] != e.from.rule) continue;
        e.member = i;
        break;
    }
    return keep(t, correlation, e);
}

status tally_add(tally *t, const sigma_mark *mark, int64_t time_ms, uint32_t file, uint64_t place)
{
    entry e = { .time_ms = time_ms, .from = { file, place, mark->rule, time_ms } };
    if (time_ms == INT64_MIN || mark->correlation >= t->count ||
        mark->group_count != t->correlations[mark->correlation]->group_count) {
        t->left_out++;
        return ST_OK;
    }
    return add(t, mark->correlation, mark->group, mark->value, e);
}

uint64_t tally_left_out(const tally *t)
{
    return t->left_out;
}

// ---- windows -------------------------------------------------------------------------------------

static int by_group_and_time(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    if (x->time_ms != y->time_ms) return x->time_ms < y->time_ms ? -1 : 1;
    if (x->from.file != y->from.file) return x->from.file < y->from.file ? -1 : 1;
    return (x->from.place > y->from.place) - (x->from.place < y->from.place);
}

// For correlations that count this one: under the names of their own groups.
static status hand_up(tally *t, const tally_finding *f)
{
    for (size_t i = 0; i < t->count; i++) {
        const sigma_correlation *c    = t->correlations[i];
        bool                     asks = false, all = true;
        str                      group[SIGMA_GROUP_MAX] = { 0 };
        for (uint32_t k = 0; k < c->member_count; k++)
            asks |= c->members[k] == f->correlation->rule;
        if (!asks || sigma_takes_value(c->counting)) continue;
        for (uint32_t g = 0; g < c->group_count; g++) {
            bool there = false;
            for (uint32_t k = 0; k < f->correlation->group_count; k++) {
                if (!str_equal(f->correlation->group[k], c->group[g])) continue;
                group[g] = f->group[k];
                there    = true;
            }
            all &= there;
        }
        entry e     = { .time_ms = f->to_ms, .from = f->examples[0] };
        e.from.rule = f->correlation->rule;
        if (all) TRY(add(t, i, group, (str){ 0 }, e));
    }
    return ST_OK;
}

static status tell(tally *t, const sigma_correlation *c, const entry *from, size_t events,
                   uint64_t count, double number)
{
    tally_finding f = { .correlation = c,
                        .number      = number,
                        .from_ms     = from[0].time_ms,
                        .to_ms       = from[events - 1].time_ms,
                        .count       = count,
                        .events      = events };
    split_group(t->texts[from[0].group], f.group, c->group_count);
    for (size_t i = 0; i < events && f.example_count < TALLY_EXAMPLES; i++)
        f.examples[f.example_count++] = from[i].from;
    TRY(hand_up(t, &f));
    if (++t->findings > TALLY_FINDINGS_MAX) return ST_OK;
    return t->found(t->ctx, &f);
}

static uint32_t counted(const sigma_correlation *c, const entry *e)
{
    return c->counting == SIGMA_VALUE_COUNT ? e->value : e->member;
}

static bool is_enough(const sigma_correlation *c, uint64_t n)
{
    return n >= (uint64_t)c->least && (c->most < 0 || n <= (uint64_t)c->most);
}

// Windows begin at an event. One that is told ends there: its events are not told again.
static status over_group(tally *t, const sigma_correlation *c, const entry *e, size_t count)
{
    bool     different = c->counting != SIGMA_EVENT_COUNT;
    size_t   to        = 0;
    uint64_t distinct  = 0;
    for (size_t from = 0; from < count;) {
        if (to < from) to = from;
        while (to < count && e[to].time_ms - e[from].time_ms <= c->span_ms)
            distinct += t->met[counted(c, &e[to++])]++ == 0;
        uint64_t n     = different ? distinct : to - from;
        bool     yes   = is_enough(c, n);
        bool     above = !yes && n >= (uint64_t)c->least;
        size_t   next  = yes || above ? to : from + 1;
        if (yes) TRY(tell(t, c, e + from, to - from, n, 0));
        while (from < next) distinct -= --t->met[counted(c, &e[from++])] == 0;
    }
    return ST_OK;
}

static bool is_within(const sigma_range *g, double v)
{
    bool least = g->above ? v > g->least : v >= g->least;
    return least && (g->below ? v < g->most : v <= g->most);
}

// What the events of one group bring; the window is a stretch of them.
typedef struct numbers {
    const entry *e;
    ranks       *order;
    double      *sums;   // from a place to the middle
    size_t       middle; // up to which sums[] holds
    double       behind; // of those from the middle on
} numbers;

static void numbers_add(numbers *n, size_t at)
{
    ranks_add(n->order, n->e[at].number);
    n->behind += n->e[at].number;
}

// A window's sum is only ever added up: one huge number would else leave its trace when it is taken away again.
static double sum_of(numbers *n, size_t from, size_t to)
{
    if (from >= n->middle) {
        double sum = 0;
        for (size_t i = to; i-- > from;) n->sums[i] = sum += n->e[i].number;
        n->middle = to;
        n->behind = 0;
    }
    return n->sums[from] + n->behind;
}

static double number_over(const sigma_correlation *c, numbers *n, size_t from, size_t to)
{
    size_t count = to - from;
    if (c->counting == SIGMA_VALUE_AVG) return sum_of(n, from, to) / (double)count;
    if (c->counting == SIGMA_VALUE_MEDIAN)
        return ranks_at(n->order, (count - 1) / 2) / 2 + ranks_at(n->order, count / 2) / 2;
    if (c->counting == SIGMA_VALUE_PERCENTILE)
        return ranks_at(n->order, (count * c->percentile + 99) / 100 - 1);
    return sum_of(n, from, to);
}

// Kept for good: what is told meanwhile takes room of the same arena.
static status numbers_of(tally *t, const entry *e, size_t count, numbers *out)
{
    double *all = NEW(t->a, double, count);
    *out        = (numbers){ .e = e, .sums = NEW(t->a, double, count) };
    if (!all || !out->sums) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) all[i] = e[i].number;
    out->order = ranks_new(all, count, t->a);
    return out->order ? ST_OK : ST_MEMORY;
}

// As over_group, for a number made of the values within the window.
static status over_numbers(tally *t, const sigma_correlation *c, const entry *e, size_t count)
{
    numbers n;
    size_t  to = 0;
    TRY(numbers_of(t, e, count, &n));
    for (size_t from = 0; from < count;) {
        if (to < from) to = from;
        while (to < count && e[to].time_ms - e[from].time_ms <= c->span_ms) numbers_add(&n, to++);
        double number = number_over(c, &n, from, to);
        bool   yes    = is_within(&c->range, number);
        size_t next   = yes ? to : from + 1;
        if (yes) TRY(tell(t, c, e + from, to - from, to - from, number));
        while (from < next) ranks_take(n.order, e[from++].number);
    }
    return ST_OK;
}

// For each length of a beginning of the order, the latest place it can have begun at.
static status in_order(tally *t, const sigma_correlation *c, const entry *e, size_t count)
{
    size_t   begun[SIGMA_MEMBERS_MAX];
    uint32_t known = 0; // bits: begun[] holds
    for (size_t i = 0; i < count; i++) {
        for (uint32_t k = c->member_count; k-- > 0;) {
            if (c->members[k] != e[i].from.rule) continue;
            if (k > 0 && !(known >> (k - 1) & 1)) continue;
            size_t from = k ? begun[k - 1] : i;
            if (e[i].time_ms - e[from].time_ms > c->span_ms) continue;
            begun[k] = from;
            known |= 1u << k;
            if (k + 1 < c->member_count) continue;
            TRY(tell(t, c, e + from, i - from + 1, c->member_count, 0));
            known = 0;
            break;
        }
    }
    return ST_OK;
}

static status one_correlation(tally *t, size_t number)
{
    const sigma_correlation *c    = t->correlations[number];
    entries                  mine = t->of[number];
    if (mine.count) qsort(mine.at, mine.count, sizeof *mine.at, by_group_and_time);
    for (size_t from = 0, to; from < mine.count; from = to) {
        for (to = from; to < mine.count && mine.at[to].group == mine.at[from].group;) to++;
        const entry *first = mine.at + from;
        if (c->counting == SIGMA_TEMPORAL_ORDERED)
            TRY(in_order(t, c, first, to - from));
        else if (sigma_is_number(c->counting))
            TRY(over_numbers(t, c, first, to - from));
        else
            TRY(over_group(t, c, first, to - from));
    }
    return ST_OK;
}

// Correlations stand behind those they count: one pass is enough.
status tally_close(tally *t, status (*found)(void *ctx, const tally_finding *f), void *ctx)
{
    t->found = found, t->ctx = ctx;
    // Members are counted by their place, texts by their number.
    t->met = NEW(t->a, uint32_t, TALLY_GROUPS_MAX + SIGMA_MEMBERS_MAX);
    if (!t->met) return ST_MEMORY;
    for (size_t i = 0; i < t->count; i++) TRY(one_correlation(t, i));
    return ST_OK;
}

void tally_number_json(buf *b, const tally_finding *f)
{
    if (!sigma_is_number(f->correlation->counting)) return;
    if (isfinite(f->number))
        buf_printf(b, ",\"number\":%.15g", f->number);
    else
        buf_put(b, S(",\"number\":null"));
}
