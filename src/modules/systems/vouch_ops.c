// vouch_ops.c - see vouch_ops.h.
#include "modules/systems/vouch_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/systems/system_ops.h"
#include "modules/systems/systems_queries.gen.h"

enum { VOUCH_SHOWN = 50 };

static const str term_name = STR("list-complete");

// ---- the term -------------------------------------------------------------------------------------

status vouch_term_load(call *c, vouch_term *out)
{
    db                    *d;
    register_term_load_row row;
    TRY(call_db(c, &d));
    TRY(register_term_load(d, &(register_term_load_in){ .name = term_name }, c->a, &row));
    *out = (vouch_term){ row.months, row.certainty };
    return ST_OK;
}

typedef struct term_work {
    call   *c;
    int64_t months;
} term_work;

static status set_term(db *d, void *ctx)
{
    term_work *w = ctx;
    TRY(register_term_set(d, &(register_term_set_in){ .name = term_name, .months = w->months },
                          NULL));
    str detail = arena_printf(w->c->a, "{\"months\":%lld}", (long long)w->months);
    return audit_write(w->c, S("list.term"), S("term"), 0, detail);
}

status vouch_term_set(call *c, int64_t months, problem *why)
{
    term_work w = { c, months };
    if (months < 1 || months > VOUCH_MONTHS_MAX)
        return problem_detail(why, ST_INVALID, S("months"), S("out-of-range"),
                              arena_printf(c->a, "%lld", (long long)months));
    return call_act(c, set_term, &w);
}

// ---- reading --------------------------------------------------------------------------------------

static status settle(call *c, vouch *v, const vouch_term *term)
{
    str today = system_today(c);
    if (!v->on_day.len) return ST_OK;
    str until = vouch_fresh_until(c->a, v->on_day, term->months);
    if (!today.ptr || !until.ptr) return ST_MEMORY;
    v->stale = str_compare(until, today) < 0;
    return ST_OK;
}

status vouch_latest_of(call *c, vouch *out)
{
    db              *d;
    vouch_latest_row row;
    vouch_term       term;
    vouch_latest_in  in = { .body = c->who.body_id, .max = VOUCH_CHANGED_MAX };
    *out                = (vouch){ 0 };
    TRY(call_db(c, &d));
    status st = vouch_latest(d, &in, c->a, &row);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    TRY(vouch_term_load(c, &term));
    *out = (vouch){ .id      = row.id,
                    .systems = row.systems,
                    .at_ms   = row.at_ms,
                    .changed = row.changed,
                    .person  = row.person,
                    .on_day  = row.on_day,
                    .note    = row.note };
    return settle(c, out, &term);
}

status vouch_all(call *c, vouch **out, size_t *count)
{
    db             *d;
    vouch_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(vouch_rows(d, &(vouch_rows_in){ .body = c->who.body_id, .max = VOUCH_SHOWN }, c->a, &rows,
                   count));
    *out = NEW(c->a, vouch, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (vouch){ .id      = rows[i].id,
                             .systems = rows[i].systems,
                             .at_ms   = rows[i].at_ms,
                             .person  = rows[i].person,
                             .on_day  = rows[i].on_day,
                             .note    = rows[i].note };
    }
    return ST_OK;
}

status vouch_overview_of(call *c, vouch_body **out, size_t *count)
{
    db                 *d;
    vouch_overview_row *rows;
    vouch_term          term;
    vouch_overview_in   in = { .body        = c->who.body_id,
                               .max         = VOUCH_OVERVIEW_MAX,
                               .changed_max = VOUCH_CHANGED_MAX };
    TRY(vouch_term_load(c, &term));
    TRY(call_db(c, &d));
    TRY(vouch_overview(d, &in, c->a, &rows, count));
    *out = NEW(c->a, vouch_body, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const vouch_overview_row *r = &rows[i];
        (*out)[i]                   = (vouch_body){ .body_id = r->body_id,
                                                    .code    = r->code,
                                                    .name_vi = r->name_vi,
                                                    .name_en = r->name_en,
                                                    .last    = { .id      = r->at_ms,
                                                                 .systems = r->systems,
                                                                 .at_ms   = r->at_ms,
                                                                 .changed = r->changed,
                                                                 .person  = r->person,
                                                                 .on_day  = r->on_day } };
        TRY(settle(c, &(*out)[i].last, &term));
    }
    return ST_OK;
}

// ---- saying it ------------------------------------------------------------------------------------

typedef struct vouch_work {
    call           *c;
    vouch_insert_in in;
} vouch_work;

static status add(db *d, void *ctx)
{
    vouch_work      *w = ctx;
    heir_count_row   own;
    vouch_insert_row row;
    TRY(heir_count(d, &(heir_count_in){ .body = w->c->who.body_id }, w->c->a, &own));
    w->in.systems = own.n;
    TRY(vouch_insert(d, &w->in, w->c->a, &row));
    str detail = arena_printf(w->c->a, "{\"on\":\"" STR_FMT "\",\"systems\":%lld}",
                              STR_ARG(w->in.on_day), (long long)own.n);
    return audit_write(w->c, S("list.complete"), S("body"), w->c->who.body_id, detail);
}

status vouch_add(call *c, str on, str note, problem *why)
{
    system_author by    = system_author_of(c, DETERMINED_AT_WRITE, (str){ 0 });
    str           today = system_today(c), until = today, words = S("");
    vouch_work    w = { .c = c };
    day           d;
    if (!call_may(c, RIGHT_SYSTEMS_LEAD) || !c->who.body_id) return ST_FORBIDDEN;
    if (str_trim(on).len) {
        if (text_read_day(str_trim(on), &d) != ST_OK)
            return problem_detail(why, ST_INVALID, S("on"), S("not-a-day"), on);
        until = day_iso(c->a, d);
    }
    if (note.len) words = text_tidy(c->a, note);
    if (!today.ptr || !until.ptr || !words.ptr) return ST_MEMORY;
    if (str_compare(until, today) > 0)
        return problem_detail(why, ST_INVALID, S("on"), S("day-ahead"), on);
    TRY(text_check(S("note"), words, 0, VOUCH_NOTE_MAX, why));
    w.in = (vouch_insert_in){ .body_id   = c->who.body_id,
                              .person_id = by.person_id,
                              .person    = by.person,
                              .on_day    = until,
                              .note      = words,
                              .now       = c->now_ms };
    TRY(os_uuid(c->now_ms, c->a, &w.in.uid));
    return call_act(c, add, &w);
}
