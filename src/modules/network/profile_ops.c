// profile_ops.c - the yearly profile (Mẫu 01) with its annex, response plans, and hunts, scans and drills.
// See network.h.
#include <openssl/evp.h>

#include "kit/text/text.h"
#include "modules/network/json_ops.h"
#include "modules/network/member_ops.h"
#include "modules/systems/systems.h"

enum { PROFILE_BYTES_MAX = 1024 * 1024, NUMBER_MAX = 1000 * 1000 };

typedef struct keep_work { // one small change of a member's own things
    call    *c;
    problem *why;
    member   m;
    union {
        const int64_t  *numbers;
        member_staff    staff;
        member_plan     plan;
        member_exercise exercise;
    };
    int64_t what;
} keep_work;

static status keep_begin(call *c, int64_t id, problem *why, keep_work *w)
{
    w->c   = c;
    w->why = why;
    return member_to_write(c, id, &w->m, why);
}

static status read_line(arena *a, const char *field, str typed, size_t least, str *out,
                        problem *why)
{
    str name = str_from(field);
    if (typed.len && !str_is_text(typed)) return problem_set(why, ST_INVALID, name, S("not-text"));
    *out = typed.len ? text_tidy(a, typed) : S("");
    if (!out->ptr) return ST_MEMORY;
    return text_check(name, *out, least, MEMBER_TEXT_MAX, why);
}

// Empty stays empty. A day after `today` is "day-future".
static status read_day(const char *field, str typed, str today, str *out, problem *why)
{
    day d;
    *out = str_trim(typed.ptr ? typed : S(""));
    if (!out->len) return ST_OK;
    if (day_parse(*out, &d) != ST_OK)
        return problem_detail(why, ST_INVALID, str_from(field), S("not-a-day"), *out);
    if (today.len && str_compare(*out, today) > 0)
        return problem_detail(why, ST_INVALID, str_from(field), S("day-future"), *out);
    return ST_OK;
}

// ---- the annex ---------------------------------------------------------------------------------------

static status put_numbers(db *d, void *ctx)
{
    keep_work               *w = ctx;
    size_t                   count;
    const law_member_number *rule = law_member_numbers(law_current(), &count);
    for (size_t i = 0; i < count; i++) {
        network_number_put_in in = { w->m.id, rule[i].id, w->numbers[i] };
        if (rule[i].group.len) TRY(network_number_put(d, &in, NULL));
    }
    TRY(network_touch(d, &(network_touch_in){ w->m.id, w->c->now_ms }, NULL));
    return member_tell(w->c, d, w->m.id, &(member_told){ .act = "numbers" });
}

status network_numbers_set(call *c, int64_t id, const int64_t numbers[LAW_MEMBER_NUMBERS],
                           problem *why)
{
    keep_work                w = { .numbers = numbers };
    size_t                   count;
    const law_member_number *rule = law_member_numbers(law_current(), &count);
    TRY(keep_begin(c, id, why, &w));
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] < 0 || numbers[i] > NUMBER_MAX)
            return problem_set(why, ST_INVALID, rule[i].id, S("out-of-range"));
    }
    return call_act(c, put_numbers, &w);
}

// "07/2015" or "2015".
static bool month_fits(str s)
{
    int64_t month = 1, year = 0;
    str     head = s, tail;
    bool    two  = str_cut(s, '/', &head, &tail);
    if (two && (!str_int(head, &month) || !str_int(tail, &year))) return false;
    if (!two && !str_int(s, &year)) return false;
    return month >= 1 && month <= 12 && year >= 1940 && year <= 2100;
}

static status put_staff(db *d, void *ctx)
{
    keep_work            *w = ctx;
    network_staff_put_row row;
    network_staff_put_in  in = { w->m.id,        w->staff.name,   w->staff.school,
                                 w->staff.major, w->staff.degree, w->staff.graduated };
    TRY(network_staff_put(d, &in, w->c->a, &row));
    return member_tell(w->c, d, w->m.id, &(member_told){ .act = "staff", .detail = w->staff.name });
}

status network_staff_add(call *c, int64_t id, const member_staff *s, problem *why)
{
    keep_work     w = { 0 };
    member_staff *rows;
    size_t        count;
    TRY(keep_begin(c, id, why, &w));
    TRY(read_line(c->a, "name", s->name, 1, &w.staff.name, why));
    TRY(read_line(c->a, "school", s->school, 0, &w.staff.school, why));
    TRY(read_line(c->a, "major", s->major, 0, &w.staff.major, why));
    TRY(read_line(c->a, "degree", s->degree, 1, &w.staff.degree, why));
    TRY(read_line(c->a, "graduated", s->graduated, 0, &w.staff.graduated, why));
    if (w.staff.graduated.len && !month_fits(w.staff.graduated))
        return problem_detail(why, ST_INVALID, S("graduated"), S("month-form"), w.staff.graduated);
    TRY(network_staff_load(c, id, &rows, &count));
    if (count >= NETWORK_STAFF_MAX) return problem_set(why, ST_LIMIT, S(""), S("too-many"));
    return call_act(c, put_staff, &w);
}

static status drop_staff(db *d, void *ctx)
{
    keep_work *w       = ctx;
    int64_t    changed = 0;
    TRY(network_staff_remove(d, &(network_staff_remove_in){ w->m.id, w->what }, &changed));
    if (!changed) return ST_MISSING;
    return member_tell(w->c, d, w->m.id, &(member_told){ .act = "staff-drop" });
}

status network_staff_drop(call *c, int64_t id, int64_t staff, problem *why)
{
    keep_work w = { .what = staff };
    TRY(keep_begin(c, id, why, &w));
    return call_act(c, drop_staff, &w);
}

// ---- Mẫu 01 ---------------------------------------------------------------------------------------------

typedef struct profile_work {
    call       *c;
    member_card k;
    str         today, content, sha256;
    int64_t     id;
} profile_work;

static status put_profile(db *d, void *ctx)
{
    profile_work           *w = ctx;
    call                   *c = w->c;
    network_profile_add_row row;
    network_profile_add_in  in = { .id      = w->k.m.id,
                                   .on_day  = w->today,
                                   .content = w->content,
                                   .sha256  = w->sha256,
                                   .systems = (int64_t)w->k.system_count,
                                   .staff   = (int64_t)w->k.staff_count,
                                   .person  = member_person(c),
                                   .now     = c->now_ms };
    TRY(network_profile_add(d, &in, c->a, &row));
    w->id = row.id;
    TRY(network_touch(d, &(network_touch_in){ w->k.m.id, c->now_ms }, NULL));
    TRY(member_tell(c, d, w->k.m.id, &(member_told){ .act = "profile", .detail = w->sha256 }));
    TRY(task_close(c, S("network.profile"), S("member"), w->k.m.id));
    return member_notice(c, &w->k.m, &(member_word){ "network.profile", w->today, true });
}

static status digest_of(arena *a, str text, str *out)
{
    unsigned char hash[32];
    buf           b = buf_in(a, 80, 80);
    if (EVP_Digest(text.ptr, (size_t)text.len, hash, NULL, EVP_sha256(), NULL) != 1)
        return ST_BROKEN;
    buf_hex(&b, (str){ (const char *)hash, sizeof hash });
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

status network_profile_send(call *c, int64_t id, int64_t *profile, problem *why)
{
    profile_work *w = NEW(c->a, profile_work, 1);
    member        m;
    if (!w) return ST_MEMORY;
    w->c     = c;
    w->today = organisations_day(c);
    if (!w->today.ptr) return ST_MEMORY;
    TRY(member_to_write(c, id, &m, why));
    TRY(network_card(c, id, &w->k));
    bool reached = false;
    for (size_t i = 0; i < w->k.contact_count; i++)
        reached = reached ||
                  (!w->k.contacts[i].ended_ms && w->k.contacts[i].kind == CONTACT_IN_HOURS);
    if (!reached) return problem_set(why, ST_INVALID, S("contacts"), S("profile-contact"));
    if (!w->k.texts[FIELD_LEADER].len)
        return problem_set(why, ST_INVALID, S("leader"), S("required"));
    buf b = buf_in(c->a, 16 * 1024, PROFILE_BYTES_MAX);
    network_put_profile(&b, &w->k);
    TRY(buf_status(&b));
    w->content = buf_str(&b);
    TRY(digest_of(c->a, w->content, &w->sha256));
    TRY(call_act(c, put_profile, w));
    *profile = w->id;
    return ST_OK;
}

status network_profile(call *c, int64_t id, int64_t profile, str *content)
{
    db                         *d;
    member                      m;
    bool                        coordinates;
    network_profile_content_row row;
    TRY(network_row_load(c, id, &m));
    TRY(network_coordinates(c, &coordinates));
    if (m.body_id != c->who.body_id && !coordinates) return ST_MISSING;
    TRY(call_db(c, &d));
    TRY(network_profile_content(d, &(network_profile_content_in){ id, profile }, c->a, &row));
    *content = row.content;
    return ST_OK;
}

// ---- plans ------------------------------------------------------------------------------------------------

static status put_plan(db *d, void *ctx)
{
    keep_work           *w = ctx;
    const member_plan   *p = &w->plan;
    network_plan_put_row row;
    network_plan_put_in  in = { .id          = w->m.id,
                                .title       = p->title,
                                .outline     = p->outline,
                                .running     = p->running,
                                .maker       = p->maker,
                                .made_on     = p->made_on,
                                .approver    = p->approver,
                                .approved_on = p->approved_on,
                                .doc_no      = p->doc_no,
                                .person      = member_person(w->c),
                                .now         = w->c->now_ms };
    TRY(network_plan_put(d, &in, w->c->a, &row));
    return member_tell(w->c, d, w->m.id, &(member_told){ .act = "plan", .detail = p->title });
}

status network_plan_add(call *c, int64_t id, const member_plan *typed, problem *why)
{
    keep_work    w     = { 0 };
    member_plan *p     = &w.plan;
    str          today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(keep_begin(c, id, why, &w));
    *p = *typed;
    TRY(read_line(c->a, "title", typed->title, 1, &p->title, why));
    if (!str_equal(p->outline, S("qd05")) && !str_equal(p->outline, S("tt20")))
        return problem_set(why, ST_INVALID, S("outline"), S("plan-outline"));
    p->running = typed->running.len ? text_tidy_lines(c->a, typed->running) : S("");
    if (!p->running.ptr) return ST_MEMORY;
    TRY(text_check(S("running"), p->running, 1, MEMBER_LONG_MAX, why));
    TRY(read_line(c->a, "maker", typed->maker, 1, &p->maker, why));
    TRY(read_day("made_on", typed->made_on, today, &p->made_on, why));
    TRY(text_check(S("made_on"), p->made_on, 1, 10, why));
    TRY(read_day("approved_on", typed->approved_on, today, &p->approved_on, why));
    TRY(read_line(c->a, "approver", typed->approver, p->approved_on.len > 0, &p->approver, why));
    TRY(read_line(c->a, "doc_no", typed->doc_no, p->approved_on.len > 0, &p->doc_no, why));
    if (p->approved_on.len && str_compare(p->approved_on, p->made_on) < 0)
        return problem_set(why, ST_INVALID, S("approved_on"), S("date-order"));
    return call_act(c, put_plan, &w);
}

static status end_plan(db *d, void *ctx)
{
    keep_work            *w       = ctx;
    int64_t               changed = 0;
    network_plan_close_in in      = { w->m.id, w->what, w->c->now_ms };
    TRY(network_plan_close(d, &in, &changed));
    if (!changed) return ST_MISSING;
    return member_tell(w->c, d, w->m.id, &(member_told){ .act = "plan-end" });
}

status network_plan_end(call *c, int64_t id, int64_t plan, problem *why)
{
    keep_work w = { .what = plan };
    TRY(keep_begin(c, id, why, &w));
    return call_act(c, end_plan, &w);
}

// ---- hunts, scans, drills -----------------------------------------------------------------------------------

static status put_exercise(db *d, void *ctx)
{
    keep_work               *w = ctx;
    network_exercise_put_row row;
    network_exercise_put_in  in = { .id      = w->m.id,
                                    .system  = w->what,
                                    .kind    = w->exercise.kind,
                                    .done_on = w->exercise.done_on,
                                    .note    = w->exercise.note,
                                    .person  = member_person(w->c),
                                    .now     = w->c->now_ms };
    TRY(network_exercise_put(d, &in, w->c->a, &row));
    str detail = arena_printf(w->c->a, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(in.kind),
                              STR_ARG(w->exercise.system), STR_ARG(in.done_on));
    if (!detail.ptr) return ST_MEMORY;
    return member_tell(w->c, d, w->m.id, &(member_told){ .act = "exercise", .detail = detail });
}

status network_exercise_add(call *c, int64_t id, const member_exercise *typed, problem *why)
{
    static const str kinds[] = { STR("hunt"), STR("scan"), STR("drill") };
    keep_work        w       = { 0 };
    system_record   *s       = NEW(c->a, system_record, 1);
    str              today   = organisations_day(c);
    bool             known   = false;
    if (!s || !today.ptr) return ST_MEMORY;
    TRY(keep_begin(c, id, why, &w));
    w.exercise = *typed;
    for (size_t i = 0; i < COUNT(kinds); i++) known = known || str_equal(kinds[i], typed->kind);
    if (!known) return problem_set(why, ST_INVALID, S("kind"), S("exercise-kind"));
    status st = systems_get(c, str_trim(typed->system.ptr ? typed->system : S("")), s);
    if (st == ST_MISSING || (st == ST_OK && s->owner_id != w.m.body_id))
        return problem_detail(why, ST_INVALID, S("system"), S("system-unknown"), typed->system);
    TRY(st);
    w.what            = s->id;
    w.exercise.system = s->code;
    TRY(read_day("done_on", typed->done_on, today, &w.exercise.done_on, why));
    TRY(text_check(S("done_on"), w.exercise.done_on, 1, 10, why));
    TRY(read_line(c->a, "note", typed->note, 0, &w.exercise.note, why));
    return call_act(c, put_exercise, &w);
}
