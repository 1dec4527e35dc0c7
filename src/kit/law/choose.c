// choose.c - which pack a determination falls under: the transition rows, checked to leave no gap.
#include "kit/law/law_inside.h"

#define DAY_FIRST INT64_MIN
#define DAY_LAST INT64_MAX

enum { SITUATION_COUNT = LAW_APPROVED + 1 };

static unsigned situation_bits(loader *ld, const json_t *row)
{
    static const str names[] = { STR("building"), STR("running"), STR("approved") };
    const json_t    *list    = json_object_get(row, "situations");
    unsigned         bits    = 0;
    if (!json_is_array(list)) fault(ld, "law-field-missing", S("situations"));
    for (size_t i = 0; i < json_array_size(list); i++) {
        str    one = str_from(json_string_value(json_array_get(list, i)));
        size_t k   = 0;
        while (k < COUNT(names) && !str_equal(names[k], one)) k++;
        if (k == COUNT(names)) fault(ld, "law-value-unknown", one);
        bits |= 1u << (k + 1);
    }
    return bits ? bits : (1u << SITUATION_COUNT) - 1;
}

static int begun_named(loader *ld, str key)
{
    if (str_equal(key, S("any"))) return BEGUN_ANY;
    if (str_equal(key, S("known"))) return BEGUN_KNOWN;
    if (!str_equal(key, S("unknown"))) fault(ld, "law-value-unknown", key);
    return BEGUN_UNKNOWN;
}

static void check_in_force(loader *ld, const law_transition *t)
{
    day from, to;
    if (day_parse(t->pack->valid_from, &from) == ST_OK && t->on_from < day_number(from)) {
        fault(ld, "law-pack-not-in-force", t->pack->valid_from);
    }
    if (t->pack->valid_to.len && day_parse(t->pack->valid_to, &to) == ST_OK &&
        t->on_to > day_number(to)) {
        fault(ld, "law-pack-not-in-force", t->pack->valid_to);
    }
}

static const law_transition *row_for(const law *l, int64_t on, const int64_t *begun, unsigned bit)
{
    for (size_t i = 0; i < l->transition_count; i++) {
        const law_transition *t = &l->transitions[i];
        if (on < t->on_from || on > t->on_to || !(t->situations & bit)) continue;
        if (t->begun == BEGUN_UNKNOWN && begun) continue;
        if (t->begun == BEGUN_KNOWN && (!begun || *begun < t->begun_from || *begun > t->begun_to)) {
            continue;
        }
        return t;
    }
    return NULL;
}

// The rows are constant between their edges, so testing each edge tests every day since the first.
static bool gap_on(const law *l, int64_t on)
{
    for (unsigned s = 0; s < SITUATION_COUNT; s++) {
        if (!row_for(l, on, NULL, 1u << s)) return true;
        for (size_t i = 0; i < l->transition_count; i++) {
            const law_transition *t       = &l->transitions[i];
            const int64_t         edges[] = { t->begun_from, t->begun_to,
                                      t->begun_to == DAY_LAST ? DAY_LAST : t->begun_to + 1,
                                              DAY_FIRST };
            for (size_t k = 0; k < COUNT(edges); k++) {
                if (!row_for(l, on, &edges[k], 1u << s)) return true;
            }
        }
    }
    return false;
}

static void check_gaps(loader *ld)
{
    const law *l     = ld->l;
    int64_t    first = DAY_LAST;
    ld->id           = (str){ 0 };
    for (size_t i = 0; i < l->transition_count; i++) {
        if (l->transitions[i].on_from < first) first = l->transitions[i].on_from;
    }
    for (size_t i = 0; i < l->transition_count; i++) {
        const law_transition *t = &l->transitions[i];
        const int64_t edges[]   = { t->on_from, t->on_to == DAY_LAST ? DAY_LAST : t->on_to + 1 };
        for (size_t k = 0; k < COUNT(edges); k++) {
            if (edges[k] < first || !gap_on(l, edges[k])) continue;
            ld->id = t->id;
            fault(ld, "law-day-gap",
                  edges[k] == DAY_LAST ? S("") : day_iso(ld->a, day_from_number(edges[k])));
            return;
        }
    }
}

void load_transitions(loader *ld, const json_t *json)
{
    static const char *const keys[] = { "id",       "pack",       "on_from",  "on_to",
                                        "begun",    "begun_from", "begun_to", "situations",
                                        "deadline", "certainty",  "cite",     "text",
                                        NULL };
    size_t                   n;
    const json_t            *list = row_list(ld, json, "transition", "id", &n);
    law_transition          *out  = LOAD_NEW(ld, law_transition, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t   *row = row_at(ld, list, i, "id");
        law_transition *t   = &out[i];
        row_keys(ld, row, keys);
        str pack = row_text(ld, row, "pack", true);
        *t       = (law_transition){ .id         = ld->id,
                                     .on_from    = DAY_FIRST,
                                     .on_to      = DAY_LAST,
                                     .begun_from = DAY_FIRST,
                                     .begun_to   = DAY_LAST };
        t->pack  = law_pack_find(ld->l, pack);
        (void)row_day(ld, row, "on_from", &t->on_from);
        (void)row_day(ld, row, "on_to", &t->on_to);
        (void)row_day(ld, row, "begun_from", &t->begun_from);
        (void)row_day(ld, row, "begun_to", &t->begun_to);
        t->begun      = begun_named(ld, row_text(ld, row, "begun", true));
        t->situations = situation_bits(ld, row);
        t->deadline   = row_day(ld, row, "deadline", NULL);
        t->certainty  = row_certainty(ld, row);
        t->cite       = row_cite(ld, row, true);
        t->text       = row_words(ld, row, "text", true);
        if (!t->pack) fault(ld, "law-pack-unknown", pack);
        if (t->on_from > t->on_to || t->begun_from > t->begun_to) {
            fault(ld, "law-day-order", ld->id);
        }
        if (t->pack) check_in_force(ld, t);
    }
    ld->l->transitions      = out;
    ld->l->transition_count = n;
    if (n == 0) fault(ld, "law-list-form", S("transition"));
    if (ld->st == ST_OK) check_gaps(ld);
}

status law_choose(const law *l, day on, const day *begun, law_situation s, law_choice *out,
                  problem *why)
{
    int64_t               began = begun ? day_number(*begun) : 0;
    const law_transition *t     = row_for(l, day_number(on), begun ? &began : NULL, 1u << s);
    if (!t) return problem_set(why, ST_MISSING, S("on"), S("no-pack-on-day"));
    *out = (law_choice){ .pack      = t->pack,
                         .row       = t->id,
                         .reason    = t->text,
                         .cite      = t->cite,
                         .certainty = t->certainty,
                         .deadline  = t->deadline };
    return ST_OK;
}
