// figures_ops.c - figures of a body and its branch for a period. See hunts.h.
#include "modules/hunts/duty_ops.h"

typedef struct counting {
    call         *c;
    hunts_report *out;
    hunt_counting k;
    bool          own; // threats of the body itself are read now
} counting;

static status row_of(counting *w, const hunt_duty_rows_row *r, hunt_figures_row **to)
{
    hunts_report *out = w->out;
    *to               = NULL;
    if (out->row_count && out->rows[out->row_count - 1].body_id == r->owner_id) {
        *to = &out->rows[out->row_count - 1];
        return ST_OK;
    }
    out->cut = out->row_count == HUNT_FIGURES_ROWS;
    if (out->cut) return ST_OK;
    *to  = &out->rows[out->row_count++];
    **to = (hunt_figures_row){ .body_id = r->owner_id };
    TRY(arena_copy(w->c->a, r->owner_code, &(*to)->code));
    return arena_copy(w->c->a, r->owner_name, &(*to)->name);
}

static status count_system(void *ctx, const hunt_duty_rows_row *r)
{
    counting           *w   = ctx;
    hunt_figures        one = { .late = 0 };
    hunt_figures_row   *row;
    const hunt_subject  s = hunt_subject_of(r);
    const hunt_searched d = { r->within_on.ptr ? r->within_on : S(""),
                              r->told_within.ptr ? r->told_within : S("") };
    hunt_count_system(&one, &w->k, &s, &d);
    if (!one.owed[0]) return ST_OK;
    hunt_figures_add(&w->out->branch, &one);
    if (r->owner_id == w->out->org.id) hunt_figures_add(&w->out->own, &one);
    TRY(row_of(w, r, &row));
    if (row) hunt_figures_add(&row->f, &one);
    return ST_OK;
}

static status count_threat(void *ctx, const hunt_threat_rows_row *r)
{
    counting              *w = ctx;
    const hunt_threat_days t = { .state          = (threat_state)r->state,
                                 .found_on       = r->found_on,
                                 .removed_on     = r->removed_on,
                                 .again_on       = r->again_on,
                                 .dismissed_on   = r->dismissed_on,
                                 .incident_on    = r->incident_on,
                                 .began_incident = r->incident_new != 0 };
    hunt_count_threat(w->own ? &w->out->own : &w->out->branch, &w->k, &t);
    return ST_OK;
}

static status count_hunts(counting *w, int64_t reader, bool own)
{
    db                    *d;
    hunts_closed_count_row closed;
    hunt_figures          *f    = own ? &w->out->own : &w->out->branch;
    str                    from = day_iso(w->c->a, w->k.of.first);
    str                    last = day_iso(w->c->a, w->k.of.last);
    if (!from.ptr || !last.ptr) return ST_MEMORY;
    hunts_closed_count_in hunts   = { reader, w->out->org.id, !own, from, last };
    hunt_threat_rows_in   threats = { reader, w->out->org.id, !own, last };
    TRY(call_db(w->c, &d));
    TRY(hunts_closed_count(d, &hunts, w->c->a, &closed));
    f->closed = closed.n;
    w->own    = own;
    return hunt_threat_rows(d, &threats, count_threat, w);
}

status hunts_figures(call *c, str org, str period, hunts_report *out, problem *why)
{
    db      *d;
    int64_t  reader;
    day      today = hunt_day_of(c->now_ms);
    counting w     = { .c = c, .out = out };
    *out           = (hunts_report){ .row_count = 0 };
    if (!call_may(c, RIGHT_INCIDENTS_READ)) return ST_FORBIDDEN;
    if (!str_trim(period).len) period = hunt_period_half(c->a, today);
    TRY(hunt_period_read(c->a, period, hunt_quarter_from(law_current()), &out->of, why));
    TRY(hunt_org(c, org, &out->org, &reader, why));
    // By the law of the period's last day, or of today while it runs.
    bool runs            = day_number(today) < day_number(out->of.last);
    out->term            = hunt_term_on(law_current(), runs ? today : out->of.last);
    w.k                  = hunt_counting_of(&out->term, &out->of, today);
    out->until           = w.k.until;
    out->rows            = NEW(c->a, hunt_figures_row, HUNT_FIGURES_ROWS);
    hunt_duty_rows_in in = { .reader   = reader,
                             .top      = out->org.id,
                             .branch   = 1,
                             .from_day = day_iso(c->a, out->of.first),
                             .until    = day_iso(c->a, out->of.last) };
    if (!out->rows || !in.from_day.ptr || !in.until.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(hunt_duty_rows(d, &in, count_system, &w));
    TRY(count_hunts(&w, reader, false));
    return count_hunts(&w, reader, true);
}
