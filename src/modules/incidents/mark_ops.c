// mark_ops.c - see mark_ops.h.
#include "modules/incidents/mark_ops.h"

#include "kit/law/incident_rules.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"
#include "modules/incidents/mark_store.h"

static const int64_t day_ms = 24LL * 60 * 60 * 1000;

status incidents_indicators(call *c, const incident *i, incident_indicator **out, size_t *count)
{
    db *d;
    TRY(call_db(c, &d));
    return mark_store_indicators(d, i->id, c->a, out, count);
}

// ---- added -----------------------------------------------------------------------------------------

typedef struct marking {
    call                   *c;
    const incident_marking *k;
    indicator              *items;
    size_t                  count, added;
    str                     note, said;
    problem                *why;
} marking;

static status read_lines(marking *w, str lines)
{
    str line, rest = lines;
    w->items = NEW(w->c->a, indicator, INDICATORS_ACT_MAX);
    if (!w->items) return ST_MEMORY;
    while (rest.len) {
        (void)str_cut(rest, '\n', &line, &rest);
        line = str_trim(line);
        if (!line.len) continue;
        if (w->count == INDICATORS_ACT_MAX)
            return problem_detail(w->why, ST_INVALID, S("indicators"), S("too-many"),
                                  arena_printf(w->c->a, "%d", INDICATORS_ACT_MAX));
        TRY(indicator_read(w->c->a, w->k->as, line, &w->items[w->count++], w->why));
    }
    return w->count ? ST_OK : problem_set(w->why, ST_INVALID, S("indicators"), S("required"));
}

static status put_one(marking *w, db *d, const incident *i, const indicator *one)
{
    call                     *c  = w->c;
    int64_t                   n  = 0;
    incident_indicator_add_in in = { .id     = i->id,
                                     .kind   = one->kind,
                                     .value  = one->value,
                                     .host   = one->host,
                                     .tlp    = w->k->tlp,
                                     .note   = w->note,
                                     .person = incident_person(c),
                                     .body   = c->who.body_name.ptr ? c->who.body_name : S(""),
                                     .now    = c->now_ms };
    TRY(incident_indicator_add(d, &in, &n));
    w->added += n == 1;
    return ST_OK;
}

// The first of them, as the time line says it.
static str first_words(marking *w)
{
    buf b = buf_in(w->c->a, 256, 4 * INDICATOR_BYTES_MAX + 64);
    buf_put(&b, indicator_defanged(w->c->a, w->items[0].kind, w->items[0].value));
    if (w->count > 1) buf_put(&b, S(" …"));
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static status mark(db *d, void *ctx)
{
    marking                      *w = ctx;
    call                         *c = w->c;
    incident                      i;
    incident_indicators_count_row have;
    incident_asking               ask = { w->k->id, 0, ACT_MARK };
    w->added                          = 0;
    TRY(incident_for_act(c, &ask, &i));
    TRY(incident_indicators_count(d, &(incident_indicators_count_in){ .id = i.id }, c->a, &have));
    if (have.n + (int64_t)w->count > INDICATORS_MAX)
        return problem_detail(w->why, ST_INVALID, S("indicators"), S("too-many"),
                              arena_printf(c->a, "%d", INDICATORS_MAX));
    for (size_t n = 0; n < w->count; n++) TRY(put_one(w, d, &i, &w->items[n]));
    if (!w->added) return ST_OK;
    str number = arena_printf(c->a, "%zu", w->added), first = first_words(w);
    if (!number.ptr || !first.ptr) return ST_MEMORY;
    incident_event_draft e = { .kind = "mark", .after = number, .words = first };
    TRY(incident_timeline_add(c, i.id, &e));
    str detail = arena_printf(c->a, "\"added\":%zu", w->added);
    return detail.ptr ? incident_audit(c, "incident.mark", &i, detail) : ST_MEMORY;
}

status incidents_mark(call *c, const incident_marking *k, size_t *added, problem *why)
{
    marking w = { .c = c, .k = k, .why = why };
    str     lines;
    TRY(incident_words_check(c, "indicators", k->lines, INCIDENT_LONG_MAX, true, &lines, why));
    TRY(incident_words_check(c, "mark_note", k->note, INCIDENT_TEXT_MAX, false, &w.note, why));
    if (!indicator_tlp_key(k->tlp).len)
        return problem_set(why, ST_INVALID, S("tlp"), S("choice-unknown"));
    TRY(read_lines(&w, lines));
    TRY(call_act(c, mark, &w));
    *added = w.added;
    return ST_OK;
}

// ---- taken back ------------------------------------------------------------------------------------

typedef struct unmarking {
    call                     *c;
    const incident_unmarking *k;
    str                       reason;
    problem                  *why;
} unmarking;

static status unmark(db *d, void *ctx)
{
    unmarking                 *w = ctx;
    call                      *c = w->c;
    incident                   i;
    incident_indicator_one_row one;
    int64_t                    n   = 0;
    incident_asking            ask = { w->k->id, 0, ACT_MARK };
    TRY(incident_for_act(c, &ask, &i));
    TRY(incident_indicator_one(d, &(incident_indicator_one_in){ i.id, w->k->indicator }, c->a,
                               &one));
    incident_indicator_back_in in = { .id        = i.id,
                                      .indicator = w->k->indicator,
                                      .reason    = w->reason,
                                      .person    = incident_person(c),
                                      .now       = c->now_ms };
    TRY(incident_indicator_back(d, &in, &n));
    if (n != 1) return problem_set(w->why, ST_INVALID, S("back_reason"), S("indicator-back"));
    incident_event_draft e = { .kind   = "unmark",
                               .before = indicator_defanged(c->a, (indicator_kind)one.kind,
                                                            one.value),
                               .words  = w->reason };
    TRY(incident_timeline_add(c, i.id, &e));
    return incident_audit(c, "incident.unmark", &i, S(""));
}

status incidents_unmark(call *c, const incident_unmarking *k, problem *why)
{
    unmarking w = { .c = c, .k = k, .why = why };
    TRY(incident_words_check(c, "back_reason", k->reason, INCIDENT_REASON_MAX, true, &w.reason,
                             why));
    return call_act(c, unmark, &w);
}

// ---- may be the same -------------------------------------------------------------------------------

static bool sees_all(const incident *i)
{
    for (int s = SEAT_OPERATOR; s <= INCIDENT_SEATS; s++) {
        if ((i->seats & SEAT_BIT(s)) && incident_seat_national((incident_seat)s)) return true;
    }
    return false;
}

status incidents_alike(call *c, const incident *i, incident_alike **out, size_t *count)
{
    db         *d;
    int64_t     days = law_incident_setting_value(law_current(), S("duplicate-window"));
    int64_t     span = (days ? days : ALIKE_DAYS) * day_ms;
    alike_asked ask  = { .from_ms  = i->detected_ms - span,
                         .to_ms    = i->detected_ms + span,
                         .body_id  = c->who.body_id,
                         .all      = sees_all(i),
                         .invented = incident_invented(i->owner_kind) };
    TRY(call_db(c, &d));
    return mark_store_alike(d, i, &ask, c->a, out, count);
}
