// row_ops.c - see row_ops.h.
#include "modules/hunts/row_ops.h"

#include "kit/text/text.h"
#include "modules/letters/letters.h"
#include "modules/tasks/tasks.h"

bool hunt_machine(const call *c)
{
    return c->who.person_id < 0;
}

str hunt_person(const call *c)
{
    return c->who.name.ptr ? c->who.name : c->who.login.ptr ? c->who.login : S("");
}

day hunt_day_of(int64_t at_ms)
{
    return day_of_ms(at_ms, VIETNAM_OFFSET_MINUTES);
}

str hunt_later(str one, str other)
{
    if (!one.ptr) one = S("");
    if (!other.ptr) other = S("");
    return str_compare(one, other) < 0 ? other : one;
}

// ---- rows ------------------------------------------------------------------------------------------

// Who does not see every system of it reads no words of the whole: they may speak of the others.
static void hide(hunt *h)
{
    h->reach = h->hypothesis = h->evidence = h->team = h->result = h->reason = S("");
}

status hunt_row_load(call *c, int64_t id, hunt *out)
{
    db           *d;
    hunt_seen_row r;
    TRY(call_db(c, &d));
    TRY(hunt_seen(d, &(hunt_seen_in){ id, c->who.body_id }, c->a, &r));
    *out       = (hunt){ .id            = r.id,
                         .body_id       = r.body_id,
                         .made_ms       = r.made_ms,
                         .version       = r.version,
                         .uid           = r.uid,
                         .code          = r.code,
                         .body_code     = r.body_code,
                         .body_name     = r.body_name,
                         .title         = r.title,
                         .reach         = r.reach,
                         .hypothesis    = r.hypothesis,
                         .rules         = r.rules,
                         .rules_version = r.rules_version,
                         .evidence      = r.evidence,
                         .firm          = r.firm,
                         .team          = r.team,
                         .planned_on    = r.planned_on,
                         .began_on      = r.began_on,
                         .ended_on      = r.ended_on,
                         .result        = r.result,
                         .reason        = r.reason,
                         .closed_on     = r.closed_on,
                         .closed_by     = r.closed_by,
                         .person        = r.person,
                         .state         = (hunt_state)r.state,
                         .systems       = r.systems,
                         .invented      = r.invented != 0 };
    out->whole = r.body_id == c->who.body_id || r.seen == r.systems;
    if (!out->whole) {
        hide(out);
        out->systems = r.seen;
    }
    return ST_OK;
}

status hunt_systems_load(call *c, db *d, const hunt *h, hunt_system **out, size_t *count)
{
    hunt_systems_of_row *rows;
    hunt_systems_of_in   in = { h->id, c->who.body_id, h->whole, HUNT_SYSTEMS_MAX };
    TRY(hunt_systems_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, hunt_system, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const hunt_systems_of_row *r = &rows[i];
        (*out)[i]                    = (hunt_system){ .id         = r->system_id,
                                                      .owner_id   = r->owner_id,
                                                      .code       = r->code,
                                                      .name       = r->name,
                                                      .owner_code = r->owner_code,
                                                      .owner_name = r->owner_name,
                                                      .level      = (int)(r->level ? r->level : r->sheet_level),
                                                      .state      = (int)r->state,
                                                      .in_sight   = r->in_sight != 0,
                                                      .next_on    = S("") };
    }
    return ST_OK;
}

static hunt_threat threat_of(const threats_of_row *r, str today)
{
    hunt_threat t = { .id             = r->threat,
                      .no             = r->no,
                      .system_id      = r->system_id,
                      .owner_body_id  = r->owner_body_id,
                      .owner_id       = r->owner_id,
                      .returns        = r->returns,
                      .incident_id    = r->incident_id,
                      .made_ms        = r->made_ms,
                      .version        = r->version,
                      .system_code    = r->system_code,
                      .system_name    = r->system_name,
                      .what           = r->what,
                      .finding        = r->finding,
                      .technique      = r->technique,
                      .owner_code     = r->owner_code,
                      .owner_body     = r->owner_body,
                      .owner_name     = r->owner_name,
                      .due_on         = r->due_on,
                      .found_on       = r->found_on,
                      .removed_on     = r->removed_on,
                      .removal        = r->removal,
                      .removed_by     = r->removed_by,
                      .proof          = r->proof,
                      .again_on       = r->again_on,
                      .again          = r->again,
                      .again_by       = r->again_by,
                      .dismissed_on   = r->dismissed_on,
                      .reason         = r->reason,
                      .incident_code  = r->incident_code,
                      .incident_on    = r->incident_on,
                      .person         = r->person,
                      .state          = (threat_state)r->state,
                      .severity       = (hunt_severity)r->severity,
                      .began_incident = r->incident_new != 0 };
    t.late        = threat_is_open(t.state) && t.due_on.len && str_compare(t.due_on, today) < 0;
    return t;
}

status hunt_threats_load(call *c, db *d, const hunt *h, hunt_threat **out, size_t *count)
{
    threats_of_row *rows;
    threats_of_in   in    = { h->id, c->who.body_id, h->whole, HUNT_THREATS_MAX };
    str             today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(threats_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, hunt_threat, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) (*out)[i] = threat_of(&rows[i], today);
    return ST_OK;
}

status hunt_threat_load(call *c, db *d, const hunt *h, int64_t no, hunt_threat *out)
{
    hunt_threat *all;
    size_t       count;
    TRY(hunt_threats_load(c, d, h, &all, &count));
    for (size_t i = 0; i < count; i++) {
        if (all[i].no != no) continue;
        *out = all[i];
        return ST_OK;
    }
    return ST_MISSING;
}

// ---- words and days --------------------------------------------------------------------------------

status hunt_words(call *c, const hunt_field *f, str typed, str *out, problem *why)
{
    str key = str_from(f->name);
    if (!typed.ptr) typed = S("");
    if (!str_is_utf8(typed)) return problem_set(why, ST_INVALID, key, S("not-text"));
    *out = text_tidy_lines(c->a, typed);
    if (!out->ptr) return ST_MEMORY;
    TRY(text_check(key, *out, f->needed, f->max, why));
    str mark = letter_secret_mark(*out);
    return mark.len ? problem_detail(why, ST_INVALID, key, S("state-secret"), mark) : ST_OK;
}

status hunt_day_read(call *c, const hunt_day_field *f, str typed, str *out, problem *why)
{
    str key  = str_from(f->name);
    str text = str_trim(typed.ptr ? typed : S(""));
    day at, from;
    *out = S("");
    if (!text.len && f->needed) return problem_set(why, ST_INVALID, key, S("required"));
    if (!text.len) return ST_OK;
    if (text_read_day(text, &at) != ST_OK)
        return problem_detail(why, ST_INVALID, key, S("not-a-day"), text);
    if (f->past && day_number(at) > day_number(hunt_day_of(c->now_ms)))
        return problem_detail(why, ST_INVALID, key, S("day-future"), text_day(c->a, at));
    if (f->after.len && day_parse(f->after, &from) == ST_OK && day_number(at) < day_number(from))
        return problem_detail(why, ST_INVALID, key, S("hunt-day-order"), text_day(c->a, from));
    *out = day_iso(c->a, at);
    return out->ptr ? ST_OK : ST_MEMORY;
}

// ---- what is written of an act ---------------------------------------------------------------------

status hunt_tell(call *c, db *d, const hunt_told *t)
{
    hunt_line_add_in in  = { .id        = t->id,
                             .no        = t->no,
                             .now       = c->now_ms,
                             .act       = str_from(t->act),
                             .person    = hunt_person(c),
                             .body_name = c->who.body_name.ptr ? c->who.body_name : S(""),
                             .words     = t->words.ptr ? t->words : S("") };
    str              act = arena_printf(c->a, "hunt.%s", t->act);
    str json = arena_printf(c->a, "{\"code\":\"" STR_FMT "\",\"threat\":%lld}", STR_ARG(t->code),
                            (long long)t->no);
    if (!act.ptr || !json.ptr) return ST_MEMORY;
    TRY(hunt_line_add(d, &in, NULL));
    return audit_write(c, act, S("hunt"), t->id, json);
}

status hunt_task_put(call *c, const hunt *h, const hunt_threat *t, problem *why)
{
    int64_t id;
    if (t->state != THREAT_OPEN) return task_close(c, S("hunts.threat"), S("hunt-threat"), t->id);
    const task_draft draft = {
        .kind        = S("hunts.threat"),
        .object_kind = S("hunt-threat"),
        .object_id   = t->id,
        .object_code = arena_printf(c->a, STR_FMT "/%lld", STR_ARG(h->code), (long long)t->no),
        .object_name = str_begin(t->what, TASK_NAME_MAX),
        .address     = arena_printf(c->a, "/san-lung/" STR_FMT "/moi-nguy/%lld", STR_ARG(h->code),
                                    (long long)t->no),
        .body_id     = t->owner_body_id,
        .role        = TASK_SPECIALIST,
        .person_id   = t->owner_id,
        .due_on      = t->due_on,
        .cite        = S(""),
        .certainty   = S("ours"),
    };
    if (!draft.object_code.ptr || !draft.address.ptr) return ST_MEMORY;
    return task_open(c, &draft, &id, why);
}
