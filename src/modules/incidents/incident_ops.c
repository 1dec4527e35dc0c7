// incident_ops.c - telling an incident, changing its facts, its log. See incidents.h.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/incidents/add_ops.h"
#include "modules/incidents/clock_ops.h"
#include "modules/incidents/incident_store.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"
#include "modules/incidents/task_ops.h"
#include "modules/incidents/types.h"
#include "modules/letters/letters.h"
#include "modules/systems/systems.h"

status incident_timeline_add(call *c, int64_t id, const incident_event_draft *e)
{
    db                    *d;
    incident_event_add_row made;
    incident_event_add_in  in = { .id        = id,
                                  .now       = c->now_ms,
                                  .kind      = str_from(e->kind),
                                  .person_id = c->who.person_id,
                                  .person    = incident_person(c),
                                  .body_id   = c->who.body_id,
                                  .body      = c->who.body_name,
                                  .field     = e->field,
                                  .before    = e->before,
                                  .after     = e->after,
                                  .words     = e->words };
    str *const texts[] = { &in.person, &in.body, &in.field, &in.before, &in.after, &in.words };
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (!texts[i]->ptr) *texts[i] = S("");
    }
    TRY(call_db(c, &d));
    return incident_event_add(d, &in, c->a, &made);
}

// ---- telling one -----------------------------------------------------------------------------------

static void tell(incident_problems *out, const problem *why)
{
    if (out->count < INCIDENT_PROBLEMS_MAX) out->items[out->count++] = *why;
}

// The invented country and the real one stand apart.
static status owner_check(incident_make *w, const char *field)
{
    body b;
    TRY(body_by_id(w->c, w->owner_id, &b));
    if (!incident_machine(w->c) && incident_invented(b.kind) != w->c->who.invented)
        tell(
            w->out,
            &(problem){ .field = str_from(field), .rule = S("sample-apart"), .detail = b.name_vi });
    return ST_OK;
}

static status find_owner(incident_make *w)
{
    call   *c      = w->c;
    problem why    = { 0 };
    str     system = str_trim(w->draft->system), owner = str_trim(w->draft->owner);
    w->owner_id = c->who.body_id;
    if (system.len) {
        status st = systems_get(c, system, &w->system);
        if (st == ST_MISSING) {
            tell(w->out,
                 &(problem){ .field = S("system"), .rule = S("unknown-system"), .detail = system });
            return ST_OK;
        }
        TRY(st);
        w->system_id   = w->system.id;
        w->owner_id    = w->system.owner_id;
        w->operator_id = w->system.operator_id == w->owner_id ? 0 : w->system.operator_id;
        return owner_check(w, "system");
    }
    if (!owner.len) return ST_OK;
    status st = body_read_ref(c, S("owner"), owner, &w->owner_id, &why);
    if (st == ST_INVALID) tell(w->out, &why);
    if (st == ST_INVALID) return ST_OK;
    TRY(st);
    return owner_check(w, "owner");
}

static str fold_of(call *c, const incident_values *v, str code, str system)
{
    const str parts[] = { code,
                          system,
                          incident_value_of(v, "title"),
                          incident_value_of(v, "system_name"),
                          incident_value_of(v, "owner_name"),
                          incident_type_words(LANG_VI, incident_value_of(v, "type")) };
    return text_words(c->a, parts, COUNT(parts));
}

static int level_of(const incident_values *v)
{
    int64_t level;
    bool known = str_int(incident_value_of(v, "system_level"), &level) && level >= 1 && level <= 5;
    return known ? (int)level : 0;
}

static status put_row(incident_make *w, db *d)
{
    call               *c = w->c;
    incident_insert_row made;
    incident_insert_in  in = { .uid   = w->uid,
                               .title = incident_value_of(&w->values, "title"),
                               .owner = w->owner_id,
                               .operator= { w->operator_id != 0, w->operator_id },
                               .system_id   = { w->system_id != 0, w->system_id },
                               .system_code = w->system_id ? w->system.code : S(""),
                               .system_name = incident_value_of(&w->values, "system_name"),
                               .level       = level_of(&w->values),
                               .type        = incident_value_of(&w->values, "type"),
                               .state       = INCIDENT_NEW,
                               .detected    = incident_time_of(&w->values, "detected"),
                               .emergency   = incident_time_of(&w->values, "over_capacity") != 0,
                               .by_body     = c->who.body_id,
                               .now         = c->now_ms };
    TRY(call_code(c, d, "SC", &in.code));
    in.fold = fold_of(c, &w->values, in.code, in.system_code);
    if (!in.fold.ptr) return ST_MEMORY;
    TRY(incident_insert(d, &in, c->a, &made));
    TRY(incident_words_put(d, &(incident_words_put_in){ .id = made.id }, NULL));
    w->id             = made.id;
    scope_entry entry = { .object_id   = made.id,
                          .owner_id    = w->owner_id,
                          .operator_id = w->operator_id,
                          .level       = in.level,
                          .state       = INCIDENT_NEW,
                          .sort_key    = incident_sort_key(c->a, made.id) };
    if (!entry.sort_key.ptr) return ST_MEMORY;
    return scope_put(c, SCOPE_INCIDENT, &entry);
}

// Who tells it and has no part otherwise is a third party, also a member of the network: telling shares nothing
// (decision 0052).
static status seat_teller(incident_make *w, db *d)
{
    call                 *c = w->c;
    incident              i;
    incident_parts        parts;
    incident_viewer       v  = { c->who.body_id, organisations_day(c) };
    incident_party_add_in in = { .id     = w->id,
                                 .body   = c->who.body_id,
                                 .seat   = SEAT_THIRD,
                                 .basis  = S(""),
                                 .person = incident_person(c),
                                 .now    = c->now_ms };
    if (!v.day.ptr) return ST_MEMORY;
    TRY(incident_store_load(d, w->id, c->a, &i));
    TRY(incident_store_parts(d, &i, &v, c->a, &parts));
    return parts.count || incident_machine(c) ? ST_OK : incident_party_add(d, &in, NULL);
}

status incident_make_inside(incident_make *w, db *d)
{
    call *c = w->c;
    TRY(put_row(w, d));
    for (size_t i = 0; i < incident_fact_count; i++) {
        str value = w->values.at[i];
        if (value.len) TRY(incident_store_value(d, w->id, incident_facts_all[i].key, value));
    }
    incident_system_put_in system = { .id = w->id, .system = w->system_id };
    if (w->system_id) TRY(incident_system_put(d, &system, NULL));
    TRY(seat_teller(w, d));
    incident i;
    TRY(incident_store_load(d, w->id, c->a, &i));
    TRY(incident_timeline_add(c, w->id,
                              &(incident_event_draft){ .kind = "told", .after = i.code }));
    TRY(incident_clocks_run(c, &i, S("")));
    return incident_audit(c, "incident.add", &i, S(""));
}

status incident_make_ready(call *c, const incident_draft *draft, incident_make *w,
                           incident_problems *out)
{
    incident_reading read = { c->a, c->now_ms, draft->typed, letter_secret_mark };
    problem          why  = { 0 };
    if (!call_may(c, RIGHT_INCIDENTS_WRITE) || !c->who.body_id) return ST_FORBIDDEN;
    *w   = (incident_make){ .c = c, .draft = draft, .out = out };
    *out = (incident_problems){ .count = 0 };
    TRY(find_owner(w));
    if (out->count == 0) TRY(incidents_prefill(c, str_trim(draft->system), &w->values, &why));
    incident_read(&read, draft->values, draft->count, &w->values, out);
    if (!draft->open) tell(out, &(problem){ .field = S("open"), .rule = S("incident-open") });
    return out->count ? ST_INVALID : os_uuid(c->now_ms, c->a, &w->uid);
}

static status add(db *d, void *ctx)
{
    return incident_make_inside(ctx, d);
}

status incidents_add(call *c, const incident_draft *draft, int64_t *id, incident_problems *out)
{
    incident_make *w = NEW(c->a, incident_make, 1);
    if (!w) return ST_MEMORY;
    TRY(incident_make_ready(c, draft, w, out));
    TRY(call_act(c, add, w));
    *id = w->id;
    return ST_OK;
}

// ---- other facts -----------------------------------------------------------------------------------

typedef struct changing {
    call                  *c;
    const incident_change *k;
    incident_problems     *out;
    incident_values        before, after;
    str                    reason;
    incident               i;
} changing;

static str shown(call *c, const incident_fact *f, str value)
{
    int64_t ms;
    bool    time = f->kind == FACT_TIME && str_int(value, &ms);
    return time ? time_rfc3339(c->a, ms) : value.ptr ? value : S("");
}

static bool moved_anchor(const changing *w)
{
    for (size_t n = 0; n < incident_fact_count; n++) {
        if (incident_facts_all[n].kind != FACT_TIME || !w->before.at[n].len) continue;
        if (!str_equal(w->before.at[n], w->after.at[n])) return true;
    }
    return false;
}

static status write_one(changing *w, db *d, size_t n)
{
    call                *c      = w->c;
    const incident_fact *f      = &incident_facts_all[n];
    str                  before = w->before.at[n], after = w->after.at[n];
    bool                 time = f->kind == FACT_TIME;
    if (str_equal(before, after) || (!before.len && !after.len)) return ST_OK;
    TRY(incident_store_value(d, w->i.id, f->key, after.ptr ? after : S("")));
    incident_event_draft e = { .kind   = time ? "anchor" : "fact",
                               .field  = str_from(f->key),
                               .before = shown(c, f, before),
                               .after  = shown(c, f, after),
                               .words  = w->reason };
    return incident_timeline_add(c, w->i.id, &e);
}

// Serious, or over capacity. One that was reported so by form 03 stays one until that paper is taken back.
static status is_emergency(changing *w, bool *out)
{
    int64_t reported = 0;
    *out = incident_is_serious(&w->i) || incident_time_of(&w->after, "over_capacity") != 0;
    if (*out || !w->i.emergency) return ST_OK;
    TRY(incident_document_sent(w->c, &w->i, S("MAU_03"), &reported));
    *out = reported != 0;
    return ST_OK;
}

static status change(db *d, void *ctx)
{
    changing       *w = ctx;
    call           *c = w->c;
    int64_t         n = 0;
    bool            emergency;
    incident_asking ask = { w->k->id, w->k->version, ACT_WORK };
    TRY(incident_for_act(c, &ask, &w->i));
    TRY(is_emergency(w, &emergency));
    incident_update_in in = { .id          = w->i.id,
                              .known       = w->i.version,
                              .title       = incident_value_of(&w->after, "title"),
                              .fold        = fold_of(c, &w->after, w->i.code, w->i.system_code),
                              .system_name = incident_value_of(&w->after, "system_name"),
                              .level       = level_of(&w->after),
                              .type        = incident_value_of(&w->after, "type"),
                              .detected    = incident_time_of(&w->after, "detected"),
                              .emergency   = emergency,
                              .now         = c->now_ms };
    if (!in.fold.ptr) return ST_MEMORY;
    TRY(incident_words_take(d, &(incident_words_take_in){ .id = in.id }, NULL));
    TRY(incident_update(d, &in, &n));
    if (n != 1) return ST_CONFLICT;
    TRY(incident_words_put(d, &(incident_words_put_in){ .id = in.id }, NULL));
    for (size_t k = 0; k < incident_fact_count; k++) TRY(write_one(w, d, k));
    TRY(incident_store_load(d, w->i.id, c->a, &w->i));
    str sort_key = incident_sort_key(c->a, w->i.id);
    if (!sort_key.ptr) return ST_MEMORY;
    TRY(scope_change(c, SCOPE_INCIDENT, w->i.id, w->i.level, w->i.state, sort_key));
    TRY(incident_clocks_run(c, &w->i, w->reason));
    TRY(incident_tasks_run(c, &w->i));
    return incident_audit(c, "incident.change", &w->i, S(""));
}

status incidents_change(call *c, const incident_change *k, incident_problems *out)
{
    changing        *w    = NEW(c->a, changing, 1);
    incident_asking  ask  = { k->id, k->version, ACT_WORK };
    incident_reading read = { c->a, c->now_ms, k->typed, letter_secret_mark };
    problem          why  = { 0 };
    if (!w) return ST_MEMORY;
    *w   = (changing){ .c = c, .k = k, .out = out };
    *out = (incident_problems){ .count = 0 };
    TRY(incident_for_act(c, &ask, &w->i));
    TRY(incidents_values(c, &w->i, &w->before));
    w->after = w->before;
    incident_read(&read, k->values, k->count, &w->after, out);
    status st = incident_words_check(c, "reason", k->reason, INCIDENT_REASON_MAX, moved_anchor(w),
                                     &w->reason, &why);
    if (st == ST_INVALID) {
        if (str_equal(why.rule, S("required"))) why.rule = S("incident-anchor-reason");
        tell(out, &why);
    } else {
        TRY(st);
    }
    return out->count ? ST_INVALID : call_act(c, change, w);
}

// ---- the log ---------------------------------------------------------------------------------------

typedef struct logging {
    call   *c;
    int64_t id;
    str     words;
} logging;

static status put_line(db *d, void *ctx)
{
    logging        *w   = ctx;
    incident_asking ask = { w->id, 0, ACT_LOG };
    incident        i;
    (void)d;
    TRY(incident_for_act(w->c, &ask, &i));
    TRY(incident_timeline_add(w->c, i.id,
                              &(incident_event_draft){ .kind = "log", .words = w->words }));
    return incident_audit(w->c, "incident.log", &i, S(""));
}

status incidents_log(call *c, int64_t id, str words, problem *why)
{
    logging w = { .c = c, .id = id };
    TRY(incident_words_check(c, "words", words, 2 * INCIDENT_REASON_MAX, true, &w.words, why));
    return call_act(c, put_line, &w);
}
