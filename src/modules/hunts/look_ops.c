// look_ops.c - hunts in sight: lists, one whole. See hunts.h.
#include "kit/text/text.h"
#include "modules/hunts/row_ops.h"
#include "modules/systems/systems.h"

enum { WORDS = 3 };

status hunt_load(call *c, int64_t id, hunt *out)
{
    return hunt_row_load(c, id, out);
}

status hunt_of_ref(call *c, str ref, hunt *out)
{
    db              *d;
    int64_t          id;
    hunt_of_code_row row;
    ref = str_trim(ref);
    if (str_int(ref, &id)) return hunt_row_load(c, id, out);
    TRY(call_db(c, &d));
    TRY(hunt_of_code(d, &(hunt_of_code_in){ ref }, c->a, &row));
    return hunt_row_load(c, row.id, out);
}

// Was that case linked where the reader does not see it?
static bool case_unseen(const hunt_card *k, const hunt_lines_of_row *r)
{
    if (!str_equal(r->act, S("case"))) return false;
    for (size_t i = 0; i < k->case_count; i++) {
        if (str_equal(k->cases[i].k.code, r->words)) return false;
    }
    return true;
}

static status events_load(call *c, db *d, const hunt *h, hunt_card *out)
{
    hunt_lines_of_row *rows;
    hunt_lines_of_in   in = { h->id, c->who.body_id, h->whole, HUNT_LINES_SHOWN };
    size_t             n;
    TRY(hunt_lines_of(d, &in, c->a, &rows, &n));
    out->events = NEW(c->a, hunt_event, n + 1);
    if (!out->events) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (case_unseen(out, &rows[i])) continue;
        out->events[out->event_count++] = (hunt_event){ .no     = rows[i].no,
                                                        .at_ms  = rows[i].at_ms,
                                                        .act    = rows[i].act,
                                                        .person = rows[i].person,
                                                        .body   = rows[i].body_name,
                                                        .words  = rows[i].words };
    }
    return ST_OK;
}

static status next_due(call *c, hunt_system *s)
{
    hunt_system_duty duty;
    if (!s->in_sight) return ST_OK;
    TRY(hunts_system_duty(c, s->id, &duty));
    s->next_on = duty.due_on;
    return ST_OK;
}

status hunt_card_load(call *c, int64_t id, hunt_card *out)
{
    db *d;
    *out = (hunt_card){ .term = hunt_term_on(law_current(), hunt_day_of(c->now_ms)) };
    TRY(hunt_row_load(c, id, &out->h));
    TRY(call_db(c, &d));
    TRY(hunt_systems_load(c, d, &out->h, &out->systems, &out->system_count));
    for (size_t i = 0; i < out->system_count; i++) TRY(next_due(c, &out->systems[i]));
    TRY(hunt_threats_load(c, d, &out->h, &out->threats, &out->threat_count));
    for (size_t i = 0; i < out->threat_count; i++)
        out->open_count += threat_is_open(out->threats[i].state);
    TRY(cases_of_hunt(c, id, &out->cases, &out->case_count));
    return events_load(c, d, &out->h, out);
}

// ---- the list --------------------------------------------------------------------------------------

static bool flag_set(str name, str value, hunt_filter *f)
{
    if (!str_equal(value, S("1"))) return false;
    bool *to = str_equal(name, S("own")) ? &f->own : str_equal(name, S("open")) ? &f->open : NULL;
    if (to) *to = true;
    return to != NULL;
}

status hunts_filter_set(str name, str value, hunt_filter *f, problem *why)
{
    str *words = str_equal(name, S("q")) ? &f->q : str_equal(name, S("system")) ? &f->system : NULL;
    if (words) {
        *words = str_trim(value);
        return ST_OK;
    }
    if (!value.len || flag_set(name, value, f)) return ST_OK;
    if (str_equal(name, S("state")) && hunt_state_named(value, &f->state)) return ST_OK;
    return problem_detail(why, ST_INVALID, name, S("filter-unknown"), value);
}

static status system_of(call *c, str code, int64_t *id, problem *why)
{
    system_record *s = NEW(c->a, system_record, 1);
    *id              = 0;
    if (!code.len) return ST_OK;
    if (!s) return ST_MEMORY;
    status st = systems_get(c, code, s);
    if (st == ST_MISSING)
        return problem_detail(why, ST_INVALID, S("system"), S("system-unknown"), code);
    *id = s->id;
    return st;
}

static status line_load(call *c, db *d, int64_t id, hunt_row *out)
{
    hunt_line_row_row n;
    TRY(hunt_row_load(c, id, &out->h));
    TRY(hunt_line_row(d, &(hunt_line_row_in){ id, c->who.body_id }, c->a, &n));
    out->threats = n.threats;
    out->open    = n.open;
    out->removed = n.removed;
    return ST_OK;
}

status hunts_list(call *c, const hunt_filter *f, str cursor, size_t limit, hunt_page *out,
                  problem *why)
{
    db             *d;
    hunts_page_row *ids;
    size_t          n;
    str             words[WORDS];
    int64_t         below = INT64_MAX;
    hunts_page_in   in    = { .body  = c->who.body_id,
                              .state = f->state,
                              .own   = f->own ? c->who.body_id : 0,
                              .open  = f->open };
    *out                  = (hunt_page){ .next = S("") };
    if (!call_may(c, RIGHT_INCIDENTS_READ)) return ST_FORBIDDEN;
    if (cursor.len && (!str_int(cursor, &below) || below < 1))
        return problem_detail(why, ST_INVALID, S("c"), S("cursor"), cursor);
    if (!limit || limit > HUNTS_PAGE) limit = HUNTS_PAGE;
    TRY(text_like_words(c->a, f->q, words, WORDS));
    TRY(system_of(c, f->system, &in.system, why));
    in.first  = words[0];
    in.second = words[1];
    in.third  = words[2];
    in.below  = below;
    in.max    = (int64_t)limit + 1;
    TRY(call_db(c, &d));
    TRY(hunts_page(d, &in, c->a, &ids, &n));
    out->count = n > limit ? limit : n;
    out->items = NEW(c->a, hunt_row, out->count + 1);
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < out->count; i++) TRY(line_load(c, d, ids[i].id, &out->items[i]));
    if (n > limit) out->next = arena_printf(c->a, "%lld", (long long)ids[limit - 1].id);
    return out->next.ptr ? ST_OK : ST_MEMORY;
}
