// lesson_ops.c - see lesson_ops.h.
#include "modules/incidents/lesson_ops.h"

#include "kit/text/text.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"
#include "modules/incidents/room_store.h"
#include "modules/network/network.h"
#include "modules/tasks/tasks.h"

status incident_lessons_list(call *c, const incident *i, incident_lesson **out, size_t *count)
{
    db *d;
    TRY(call_db(c, &d));
    return room_store_lessons(d, i->id, c->a, out, count);
}

static status find_lesson(call *c, const incident *i, int64_t id, incident_lesson *out)
{
    incident_lesson *all;
    size_t           n;
    TRY(incident_lessons_list(c, i, &all, &n));
    for (size_t k = 0; k < n; k++) {
        if (all[k].id != id) continue;
        *out = all[k];
        return ST_OK;
    }
    return ST_MISSING;
}

static status told(call *c, const incident *i, const char *what, str title, str words)
{
    incident_event_draft e = { .kind   = "lesson",
                               .field  = str_from(what),
                               .before = title,
                               .after  = str_from(what),
                               .words  = words };
    TRY(incident_timeline_add(c, i->id, &e));
    str detail = arena_printf(c->a, "\"lesson\":\"%s\"", what);
    return detail.ptr ? incident_audit(c, "incident.lesson", i, detail) : ST_MEMORY;
}

// ---- drawn -----------------------------------------------------------------------------------------

typedef struct drawing {
    call                  *c;
    int64_t                incident_id, lesson;
    incident_lesson_add_in in;
    problem               *why;
} drawing;

static status redraw(drawing *w, db *d, const incident *i)
{
    incident_lesson        now;
    int64_t                n  = 0;
    incident_lesson_set_in in = { .lesson   = w->lesson,
                                  .id       = i->id,
                                  .title    = w->in.title,
                                  .what     = w->in.what,
                                  .words    = w->in.words,
                                  .measures = w->in.measures };
    TRY(find_lesson(w->c, i, w->lesson, &now));
    TRY(incident_lesson_set(d, &in, &n));
    return n == 1 ? ST_OK : problem_set(w->why, ST_INVALID, S("lesson"), S("lesson-state"));
}

static status draw(db *d, void *ctx)
{
    drawing                *w = ctx;
    call                   *c = w->c;
    incident                i;
    incident_lesson_add_row made;
    incident_asking         ask = { w->incident_id, 0, ACT_LESSON };
    TRY(incident_for_act(c, &ask, &i));
    if (w->lesson) {
        TRY(redraw(w, d, &i));
        return told(c, &i, "redrawn", w->in.title, S(""));
    }
    w->in.id        = i.id;
    w->in.person_id = c->who.person_id;
    w->in.person    = incident_person(c);
    w->in.body      = c->who.body_name.ptr ? c->who.body_name : S("");
    w->in.now       = c->now_ms;
    TRY(incident_lesson_add(d, &w->in, c->a, &made));
    w->lesson = made.lesson;
    return told(c, &i, "drawn", w->in.title, S(""));
}

status incidents_lesson_draw(call *c, const incident_lesson_draft *d, int64_t *id, problem *why)
{
    drawing                 w  = { .c = c, .incident_id = d->id, .lesson = d->lesson, .why = why };
    incident_lesson_add_in *in = &w.in;
    TRY(incident_words_check(c, "title", d->title, INCIDENT_TEXT_MAX, true, &in->title, why));
    TRY(incident_words_check(c, "what", d->what, INCIDENT_LONG_MAX, true, &in->what, why));
    TRY(incident_words_check(c, "words", d->words, INCIDENT_LONG_MAX, true, &in->words, why));
    TRY(incident_words_check(c, "measures", d->measures, INCIDENT_LONG_MAX, false, &in->measures,
                             why));
    TRY(call_act(c, draw, &w));
    *id = w.lesson;
    return ST_OK;
}

// ---- judged ----------------------------------------------------------------------------------------

typedef struct judging {
    call                          *c;
    const incident_lesson_verdict *k;
    str                            reason;
    problem                       *why;
} judging;

static status names_check(judging *w, const incident *i, const incident_lesson *l)
{
    incident_values v;
    TRY(incidents_values(w->c, i, &v));
    const lesson_victim victim = { { i->owner_name, i->operator_name, i->system_name,
                                     i->system_code, incident_value_of(&v, "owner_name"),
                                     incident_value_of(&v, "operator_name"), i->owner_code,
                                     incident_value_of(&v, "domains") } };
    str                 found  = lesson_names(w->c->a, l, &victim);
    return found.len ? problem_detail(w->why, ST_INVALID, S("named"), S("lesson-names"), found)
                     : ST_OK;
}

static status judge(db *d, void *ctx)
{
    judging        *w = ctx;
    call           *c = w->c;
    incident        i;
    incident_lesson l;
    int64_t         n   = 0;
    incident_asking ask = { w->k->id, 0, ACT_APPROVE };
    TRY(incident_for_act(c, &ask, &i));
    TRY(find_lesson(c, &i, w->k->lesson, &l));
    if (l.state != LESSON_DRAWN)
        return problem_set(w->why, ST_INVALID, S("lesson"), S("lesson-state"));
    if (w->k->approve && l.drawn_id == c->who.person_id)
        return problem_set(w->why, ST_INVALID, S("lesson"), S("lesson-own"));
    if (w->k->approve && !w->k->named) TRY(names_check(w, &i, &l));
    incident_lesson_judge_in in = { .lesson = l.id,
                                    .state  = w->k->approve ? LESSON_APPROVED : LESSON_ASIDE,
                                    .named  = w->k->approve && w->k->named,
                                    .person = incident_person(c),
                                    .now    = c->now_ms,
                                    .reason = w->reason };
    TRY(incident_lesson_judge(d, &in, &n));
    if (n != 1) return ST_CONFLICT;
    return told(c, &i, w->k->approve ? "approved" : "aside", l.title, w->reason);
}

status incidents_lesson_judge(call *c, const incident_lesson_verdict *k, problem *why)
{
    judging w = { .c = c, .k = k, .why = why };
    TRY(incident_words_check(c, "reason", k->reason, INCIDENT_REASON_MAX, !k->approve, &w.reason,
                             why));
    return call_act(c, judge, &w);
}

// ---- spread ----------------------------------------------------------------------------------------

typedef struct spreading {
    call                         *c;
    const incident_lesson_spread *k;
    int64_t                      *bodies;
    size_t                        count, told;
    problem                      *why;
} spreading;

// Codes with blanks or commas between.
static status named_bodies(spreading *w)
{
    str rest = w->k->bodies, word;
    while (rest.len && w->count < LESSON_BODIES_MAX) {
        ptrdiff_t n = 0;
        while (n < rest.len && rest.ptr[n] != ',' && rest.ptr[n] != ';' && rest.ptr[n] > ' ') n++;
        word = str_slice(rest, 0, n);
        rest = str_slice(rest, n + 1, rest.len);
        if (word.len) TRY(body_read_ref(w->c, S("bodies"), word, &w->bodies[w->count++], w->why));
    }
    return w->count ? ST_OK : problem_set(w->why, ST_INVALID, S("bodies"), S("required"));
}

static status all_members(spreading *w)
{
    network_group everyone = { 0 };
    network_name *all;
    size_t        n;
    TRY(network_members(w->c, &everyone, &all, &n));
    for (size_t k = 0; k < n && w->count < LESSON_BODIES_MAX; k++)
        w->bodies[w->count++] = all[k].body_id;
    return w->count ? ST_OK : problem_set(w->why, ST_INVALID, S("bodies"), S("lesson-no-members"));
}

static status tell_body(spreading *w, db *d, const incident_lesson *l, int64_t to)
{
    call                       *c  = w->c;
    int64_t                     n  = 0;
    incident_lesson_body_add_in in = { .body = to, .lesson = l->id };
    TRY(incident_lesson_body_add(d, &in, &n));
    if (n == 0) return ST_OK; // told before
    w->told++;
    const notice_draft tells = { .kind        = S("incidents.lesson"),
                                 .object_kind = S("incident-lesson"),
                                 .object_id   = l->id,
                                 .object_name = l->title,
                                 .address     = arena_printf(c->a, "/su-co/bai-hoc/%lld",
                                                             (long long)l->id),
                                 .n           = 1,
                                 .body_id     = to,
                                 .role        = TASK_SYSTEM_OFFICER };
    return tells.address.ptr ? notice_add(c, &tells) : ST_MEMORY;
}

static status spread(db *d, void *ctx)
{
    spreading      *w = ctx;
    call           *c = w->c;
    incident        i;
    incident_lesson l;
    int64_t         n   = 0;
    incident_asking ask = { w->k->id, 0, ACT_SPREAD };
    TRY(incident_for_act(c, &ask, &i));
    TRY(find_lesson(c, &i, w->k->lesson, &l));
    if (l.state != LESSON_APPROVED && l.state != LESSON_SPREAD)
        return problem_set(w->why, ST_INVALID, S("lesson"), S("lesson-state"));
    for (size_t k = 0; k < w->count; k++) TRY(tell_body(w, d, &l, w->bodies[k]));
    incident_lesson_spread_set_in in = {
        .lesson = l.id, .person = incident_person(c), .now = c->now_ms, .all = w->k->all || l.to_all
    };
    TRY(incident_lesson_spread_set(d, &in, &n));
    if (n != 1) return ST_CONFLICT;
    str number = arena_printf(c->a, "%zu", w->told);
    return number.ptr ? told(c, &i, "spread", l.title, number) : ST_MEMORY;
}

status incidents_lesson_spread(call *c, const incident_lesson_spread *k, size_t *count,
                               problem *why)
{
    spreading w = { .c = c, .k = k, .why = why, .bodies = NEW(c->a, int64_t, LESSON_BODIES_MAX) };
    if (!w.bodies) return ST_MEMORY;
    TRY(k->all ? all_members(&w) : named_bodies(&w));
    TRY(call_act(c, spread, &w));
    *count = w.told;
    return ST_OK;
}

// ---- read ------------------------------------------------------------------------------------------

status lessons_list(call *c, lesson_told **out, size_t *count)
{
    db *d;
    TRY(call_db(c, &d));
    return room_store_told(d, c->who.body_id, 0, c->a, out, count);
}

typedef struct reading {
    call   *c;
    int64_t id;
} reading;

static status mark_read(db *d, void *ctx)
{
    reading                     *w  = ctx;
    call                        *c  = w->c;
    incident_lesson_body_read_in in = {
        .body = c->who.body_id, .lesson = w->id, .person = incident_person(c), .now = c->now_ms
    };
    TRY(incident_lesson_body_read(d, &in, NULL));
    return audit_write(c, S("incident.lesson-read"), S("incident-lesson"), w->id, S(""));
}

status lesson_read(call *c, int64_t id, lesson_told *out)
{
    db          *d;
    lesson_told *one;
    size_t       n;
    reading      w = { c, id };
    TRY(call_db(c, &d));
    TRY(room_store_told(d, c->who.body_id, id, c->a, &one, &n));
    if (n != 1) return ST_MISSING;
    *out = one[0];
    return out->read_ms ? ST_OK : call_act(c, mark_read, &w);
}
