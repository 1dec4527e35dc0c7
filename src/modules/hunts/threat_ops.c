// threat_ops.c - threats of a hunt: written down, given to somebody, removed, looked for again, dismissed, handed to an
// incident. See hunts.h.
#include "kit/text/text.h"
#include "modules/evidence/evidence.h"
#include "modules/hunts/row_ops.h"
#include "modules/incidents/incidents.h"
#include "modules/systems/systems.h"

typedef struct threat_work {
    call               *c;
    const threat_draft *typed;
    hunt                h;
    hunt_threat         t;
    threat_insert_in    in;
    problem            *why;
} threat_work;

// The hunt in a state in which its threats move, and who may.
static status begin(call *c, int64_t hunt_id, hunt_act act, const hunt_threat *t, hunt *h,
                    problem *why)
{
    TRY(hunt_row_load(c, hunt_id, h));
    if (!hunt_may(c, h, t, act)) return ST_FORBIDDEN;
    if (hunt_after(h->state, act)) return ST_OK;
    return problem_detail(why, ST_INVALID, S("state"), S("hunt-step"), hunt_state_key(h->state));
}

// ---- whose it is -----------------------------------------------------------------------------------

static status read_owner(threat_work *w, int64_t system_id, int64_t system_owner)
{
    call               *c = w->c;
    db                 *d;
    const threat_draft *t     = w->typed;
    threat_insert_in   *in    = &w->in;
    str                 typed = str_trim(t->owner_body.ptr ? t->owner_body : S(""));
    str                 login = str_trim(t->owner.ptr ? t->owner : S(""));
    str                 today = organisations_day(c);
    threat_person_row   person;
    in->owner_body = system_owner;
    in->owner      = 0;
    in->owner_name = S("");
    if (!today.ptr) return ST_MEMORY;
    if (typed.len) TRY(body_read_ref(c, S("owner_body"), typed, &in->owner_body, w->why));
    // Who is to remove it must see the system.
    actor me       = c->who;
    c->who.body_id = in->owner_body;
    status st      = scope_may_see(c, SCOPE_SYSTEM, system_id, NULL);
    c->who         = me;
    if (st == ST_MISSING)
        return problem_detail(w->why, ST_INVALID, S("owner_body"), S("hunt-owner"), typed);
    TRY(st);
    if (!login.len) return ST_OK;
    TRY(call_db(c, &d));
    threat_person_in who = { login, in->owner_body, today };
    st                   = threat_person(d, &who, c->a, &person);
    if (st == ST_MISSING)
        return problem_detail(w->why, ST_INVALID, S("owner"), S("hunt-person"), login);
    TRY(st);
    in->owner      = person.id;
    in->owner_name = person.name;
    return ST_OK;
}

static status read_system(threat_work *w, int64_t *owner)
{
    call        *c = w->c;
    db          *d;
    hunt_system *all;
    size_t       n;
    str          code = str_trim(w->typed->system.ptr ? w->typed->system : S(""));
    TRY(call_db(c, &d));
    TRY(hunt_systems_load(c, d, &w->h, &all, &n));
    for (size_t i = 0; i < n; i++) {
        if (!str_equal_nocase(all[i].code, code) && (code.len || n != 1)) continue;
        w->in.system = all[i].id;
        *owner       = all[i].owner_id;
        return ST_OK;
    }
    return code.len ? problem_detail(w->why, ST_INVALID, S("system"), S("hunt-system-other"), code)
                    : problem_set(w->why, ST_INVALID, S("system"), S("required"));
}

static status read_threat(threat_work *w)
{
    const threat_draft  *t  = w->typed;
    threat_insert_in    *in = &w->in;
    call                *c  = w->c;
    int64_t              owner;
    const hunt_field     what   = { "what", HUNT_LONG_MAX, true };
    const hunt_field     showed = { "finding", HUNT_LONG_MAX, false };
    const hunt_field     tech   = { "technique", HUNT_LINE_MAX, false };
    const hunt_day_field due    = { .name = "due_on", .needed = true };
    const hunt_day_field found  = { "found_on", false, true, w->h.began_on };
    str                  today  = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(hunt_words(c, &what, t->what, &in->what, w->why));
    TRY(read_system(w, &owner));
    TRY(hunt_words(c, &showed, t->finding, &in->finding, w->why));
    TRY(hunt_words(c, &tech, t->technique, &in->technique, w->why));
    if (in->technique.len && !hunt_technique_form(in->technique))
        return problem_detail(w->why, ST_INVALID, S("technique"), S("technique-form"),
                              in->technique);
    if (t->severity < HUNT_LOW || t->severity > HUNT_CRITICAL)
        return problem_set(w->why, ST_INVALID, S("severity"), S("required"));
    in->severity = t->severity;
    TRY(read_owner(w, in->system, owner));
    TRY(hunt_day_read(c, &due, t->due_on, &in->due_on, w->why));
    TRY(hunt_day_read(c, &found, t->found_on, &in->found_on, w->why));
    if (!in->found_on.len) in->found_on = today;
    return ST_OK;
}

static status add(db *d, void *ctx)
{
    threat_work      *w = ctx;
    call             *c = w->c;
    threat_last_row   last;
    threat_insert_row made;
    TRY(hunt_row_load(c, w->h.id, &w->h));
    if (!hunt_after(w->h.state, HUNT_ACT_THREAT)) return ST_CONFLICT;
    TRY(threat_last(d, &(threat_last_in){ w->h.id }, c->a, &last));
    if (last.n >= HUNT_THREATS_MAX)
        return problem_set(w->why, ST_INVALID, S("what"), S("too-many"));
    w->in.id     = w->h.id;
    w->in.no     = last.n + 1;
    w->in.person = hunt_person(c);
    w->in.now    = c->now_ms;
    TRY(threat_insert(d, &w->in, c->a, &made));
    TRY(hunt_touch(d, &(hunt_touch_in){ w->h.id }, NULL));
    const hunt_told told = { w->h.id, w->in.no, "threat", w->h.code, w->in.what };
    TRY(hunt_tell(c, d, &told));
    const hunt_threat t = { .id            = made.threat,
                            .no            = w->in.no,
                            .state         = THREAT_OPEN,
                            .what          = w->in.what,
                            .owner_body_id = w->in.owner_body,
                            .owner_id      = w->in.owner,
                            .due_on        = w->in.due_on };
    return hunt_task_put(c, &w->h, &t, w->why);
}

status hunts_threat_add(call *c, const threat_draft *typed, int64_t *no, problem *why)
{
    threat_work *w = NEW(c->a, threat_work, 1);
    if (!w) return ST_MEMORY;
    *w = (threat_work){ .c = c, .typed = typed, .why = why };
    TRY(begin(c, typed->hunt, HUNT_ACT_THREAT, NULL, &w->h, why));
    TRY(read_threat(w));
    TRY(call_act(c, add, w));
    *no = w->in.no;
    return ST_OK;
}

// ---- given to another ------------------------------------------------------------------------------

static status give(db *d, void *ctx)
{
    threat_work        *w  = ctx;
    call               *c  = w->c;
    int64_t             n  = 0;
    threat_owner_set_in in = { .threat     = w->t.id,
                               .known      = w->t.version,
                               .owner_body = w->in.owner_body,
                               .owner      = w->in.owner,
                               .owner_name = w->in.owner_name,
                               .due_on     = w->in.due_on };
    TRY(threat_owner_set(d, &in, &n));
    if (n != 1) return ST_CONFLICT;
    str words = arena_printf(c->a, STR_FMT " (" STR_FMT ") → " STR_FMT,
                             STR_ARG(w->t.owner_name.len ? w->t.owner_name : w->t.owner_body),
                             STR_ARG(w->t.due_on), STR_ARG(w->in.due_on));
    if (!words.ptr) return ST_MEMORY;
    const hunt_told told = { w->h.id, w->t.no, "give", w->h.code, words };
    TRY(hunt_tell(c, d, &told));
    w->t.owner_body_id = in.owner_body;
    w->t.owner_id      = in.owner;
    w->t.due_on        = in.due_on;
    return hunt_task_put(c, &w->h, &w->t, w->why);
}

status hunts_threat_give(call *c, int64_t hunt_id, int64_t no, const threat_draft *typed,
                         problem *why)
{
    db                  *d;
    threat_work         *w   = NEW(c->a, threat_work, 1);
    const hunt_day_field due = { .name = "due_on", .needed = true };
    system_record       *s   = NEW(c->a, system_record, 1);
    if (!w || !s) return ST_MEMORY;
    *w = (threat_work){ .c = c, .typed = typed, .why = why };
    TRY(begin(c, hunt_id, HUNT_ACT_THREAT, NULL, &w->h, why));
    TRY(call_db(c, &d));
    TRY(hunt_threat_load(c, d, &w->h, no, &w->t));
    if (!threat_fits(w->t.state, HUNT_ACT_THREAT))
        return problem_set(why, ST_INVALID, S("state"), S("threat-step"));
    TRY(systems_get_id(c, w->t.system_id, s));
    TRY(read_owner(w, s->id, s->owner_id));
    TRY(hunt_day_read(c, &due, typed->due_on, &w->in.due_on, why));
    return call_act(c, give, w);
}

// ---- removed, looked for again, dismissed ----------------------------------------------------------

typedef struct threat_stepping {
    call              *c;
    const threat_step *typed;
    hunt               h;
    hunt_threat        t;
    threat_set_in      in;
    str                words;
    const char        *told;
    problem           *why;
} threat_stepping;

static status proof_file(const threat_stepping *w)
{
    evidence file;
    status   st = evidence_load(w->c, w->typed->file, &file);
    if (st == ST_MISSING || (st == ST_OK && file.system_id != w->t.system_id))
        return problem_set(w->why, ST_INVALID, S("file"), S("evidence-unknown"));
    return st;
}

static status read_removal(threat_stepping *w)
{
    call                *c    = w->c;
    const threat_step   *s    = w->typed;
    const hunt_day_field on   = { "removed_on", false, true, w->t.found_on };
    const hunt_field     done = { "removal", HUNT_LONG_MAX, true };
    const hunt_field     by   = { "removed_by", HUNT_LINE_MAX, false };
    const hunt_field     said = { "proof", HUNT_LONG_MAX, s->file == 0 };
    TRY(hunt_day_read(c, &on, s->on, &w->in.removed_on, w->why));
    TRY(hunt_words(c, &done, s->words, &w->in.removal, w->why));
    TRY(hunt_words(c, &by, s->by, &w->in.removed_by, w->why));
    TRY(hunt_words(c, &said, s->proof, &w->in.proof, w->why));
    if (s->file) TRY(proof_file(w));
    if (!w->in.removed_on.len) w->in.removed_on = organisations_day(c);
    if (!w->in.removed_by.len) w->in.removed_by = hunt_person(c);
    w->in.state = THREAT_REMOVED;
    w->told     = "remove";
    w->words    = w->in.removal;
    return w->in.removed_on.ptr ? ST_OK : ST_MEMORY;
}

static status read_again(threat_stepping *w)
{
    call                *c    = w->c;
    const threat_step   *s    = w->typed;
    const hunt_day_field on   = { "again_on", false, true, w->t.removed_on };
    const hunt_field     seen = { "again", HUNT_LONG_MAX, true };
    TRY(hunt_day_read(c, &on, s->on, &w->in.again_on, w->why));
    TRY(hunt_words(c, &seen, s->words, &w->in.again, w->why));
    if (!w->in.again_on.len) w->in.again_on = organisations_day(c);
    w->in.again_by = hunt_person(c);
    w->in.state    = s->gone ? THREAT_CONFIRMED : THREAT_OPEN;
    w->in.returns += !s->gone;
    w->told  = s->gone ? "again-gone" : "again-there";
    w->words = w->in.again;
    return w->in.again_on.ptr ? ST_OK : ST_MEMORY;
}

static status read_dismissal(threat_stepping *w)
{
    const hunt_field because = { "dismissal", HUNT_LONG_MAX, true };
    TRY(hunt_words(w->c, &because, w->typed->words, &w->in.reason, w->why));
    w->in.dismissed_on = organisations_day(w->c);
    w->in.state        = THREAT_DISMISSED;
    w->told            = "dismiss";
    w->words           = w->in.reason;
    return w->in.dismissed_on.ptr ? ST_OK : ST_MEMORY;
}

static status read_threat_step(threat_stepping *w)
{
    const hunt_threat *t = &w->t;
    w->in                = (threat_set_in){ .threat       = t->id,
                                            .known        = t->version,
                                            .state        = t->state,
                                            .removed_on   = t->removed_on,
                                            .removal      = t->removal,
                                            .removed_by   = t->removed_by,
                                            .proof        = t->proof,
                                            .again_on     = t->again_on,
                                            .again        = t->again,
                                            .again_by     = t->again_by,
                                            .returns      = t->returns,
                                            .dismissed_on = t->dismissed_on,
                                            .reason       = t->reason };
    if (w->typed->act == HUNT_ACT_REMOVE) return read_removal(w);
    return w->typed->act == HUNT_ACT_AGAIN ? read_again(w) : read_dismissal(w);
}

static status threat_stepped(db *d, void *ctx)
{
    threat_stepping *w = ctx;
    call            *c = w->c;
    int64_t          n = 0;
    TRY(threat_set(d, &w->in, &n));
    if (n != 1) return ST_CONFLICT;
    if (w->typed->act == HUNT_ACT_REMOVE && w->typed->file)
        TRY(evidence_attach(c, S("hunt-threat"), w->t.id, w->typed->file));
    TRY(hunt_touch(d, &(hunt_touch_in){ w->h.id }, NULL));
    const hunt_told told = { w->h.id, w->t.no, w->told, w->h.code, w->words };
    TRY(hunt_tell(c, d, &told));
    hunt_threat now = w->t;
    now.state       = (threat_state)w->in.state;
    return hunt_task_put(c, &w->h, &now, w->why);
}

status hunts_threat_step(call *c, const threat_step *s, problem *why)
{
    db              *d;
    threat_stepping *w = NEW(c->a, threat_stepping, 1);
    if (!w) return ST_MEMORY;
    *w         = (threat_stepping){ .c = c, .typed = s, .why = why };
    bool known = s->act == HUNT_ACT_REMOVE || s->act == HUNT_ACT_AGAIN ||
                 s->act == HUNT_ACT_DISMISS;
    TRY(hunt_row_load(c, s->hunt, &w->h));
    TRY(call_db(c, &d));
    TRY(hunt_threat_load(c, d, &w->h, s->no, &w->t));
    TRY(begin(c, s->hunt, known ? s->act : HUNT_ACT_DISMISS, &w->t, &w->h, why));
    if (s->version && s->version != w->t.version) return ST_CONFLICT;
    if (!known || !threat_fits(w->t.state, s->act))
        return problem_detail(why, ST_INVALID, S("state"), S("threat-step"),
                              threat_state_key(w->t.state));
    TRY(read_threat_step(w));
    return call_act(c, threat_stepped, w);
}

// ---- handed to an incident -------------------------------------------------------------------------

typedef struct handing {
    call       *c;
    hunt        h;
    hunt_threat t;
    incident    i;
    bool        fresh;
} handing;

static status hand(db *d, void *ctx)
{
    handing               *w     = ctx;
    call                  *c     = w->c;
    int64_t                n     = 0;
    str                    today = organisations_day(c);
    threat_incident_set_in in    = { .threat        = w->t.id,
                                     .known         = w->t.version,
                                     .incident      = w->i.id,
                                     .incident_code = w->i.code,
                                     .incident_on   = today,
                                     .incident_new  = w->fresh };
    if (!today.ptr) return ST_MEMORY;
    TRY(threat_incident_set(d, &in, &n));
    if (n != 1) return ST_CONFLICT;
    TRY(hunt_touch(d, &(hunt_touch_in){ w->h.id }, NULL));
    const hunt_told told = { w->h.id, w->t.no, w->fresh ? "incident-new" : "incident", w->h.code,
                             w->i.code };
    return hunt_tell(c, d, &told);
}

static status open_incident(handing *w, const threat_incident *typed, problem *why)
{
    call              *c     = w->c;
    int64_t            id    = 0;
    incident_problems *bad   = NEW(c->a, incident_problems, 1);
    str                now   = time_rfc3339(c->a, c->now_ms);
    str                title = arena_printf(c->a, STR_FMT "/%lld: " STR_FMT, STR_ARG(w->h.code),
                                            (long long)w->t.no, STR_ARG(str_begin(w->t.what, HUNT_LINE_MAX / 2)));
    str about = arena_printf(c->a, STR_FMT "\n" STR_FMT, STR_ARG(w->t.what), STR_ARG(w->t.finding));
    if (!bad || !now.ptr || !title.ptr || !about.ptr) return ST_MEMORY;
    const incident_value values[] = {
        { S("title"), title },
        { S("detected"), now },
        { S("description"), about },
        { S("present_state"), S("unhandled") },
        { S("contact_name"), typed->name.len ? typed->name : hunt_person(c) },
        { S("contact_phone"), typed->phone.ptr ? typed->phone : S("") },
    };
    // What was written into the hunt holds no state secret: it was looked through for marks then.
    const incident_draft d = {
        .system = w->t.system_code, .values = values, .count = COUNT(values), .open = true
    };
    status st = incidents_add(c, &d, &id, bad);
    if (st != ST_OK) {
        if (bad->count && why) *why = bad->items[0];
        return st;
    }
    w->fresh = true;
    return incident_load(c, id, &w->i);
}

// Two acts: should the second fail, the incident stands and is linked by its code.
status hunts_threat_incident(call *c, const threat_incident *typed, problem *why)
{
    db      *d;
    handing *w    = NEW(c->a, handing, 1);
    str      code = str_trim(typed->code.ptr ? typed->code : S(""));
    if (!w) return ST_MEMORY;
    w->c = c;
    TRY(begin(c, typed->hunt, HUNT_ACT_INCIDENT, NULL, &w->h, why));
    TRY(call_db(c, &d));
    TRY(hunt_threat_load(c, d, &w->h, typed->no, &w->t));
    if (!threat_fits(w->t.state, HUNT_ACT_INCIDENT))
        return problem_detail(why, ST_INVALID, S("state"), S("threat-step"),
                              threat_state_key(w->t.state));
    if (w->t.incident_id)
        return problem_detail(why, ST_INVALID, S("incident"), S("threat-incident"),
                              w->t.incident_code);
    if (!code.len) {
        TRY(open_incident(w, typed, why));
        return call_act(c, hand, w);
    }
    status st = incident_of_ref(c, code, &w->i);
    if (st == ST_MISSING)
        return problem_detail(why, ST_INVALID, S("incident"), S("incident-unknown"), code);
    TRY(st);
    return call_act(c, hand, w);
}

// ---- what a file proves ----------------------------------------------------------------------------

static status tell_threat(call *c, int64_t threat_id, str *name, str *address)
{
    db              *d;
    threat_of_id_row r;
    hunt             h;
    hunt_threat      t;
    TRY(call_db(c, &d));
    TRY(threat_of_id(d, &(threat_of_id_in){ threat_id }, c->a, &r));
    TRY(hunt_row_load(c, r.id, &h));
    TRY(hunt_threat_load(c, d, &h, r.no, &t));
    *name    = arena_printf(c->a, STR_FMT "/%lld: " STR_FMT, STR_ARG(r.code), (long long)r.no,
                            STR_ARG(str_begin(t.what, HUNT_LINE_MAX)));
    *address = arena_printf(c->a, "/san-lung/" STR_FMT "/moi-nguy/%lld", STR_ARG(r.code),
                            (long long)r.no);
    return name->ptr && address->ptr ? ST_OK : ST_MEMORY;
}

const evidence_teller hunts_teller = { STR("hunt-threat"), tell_threat };
