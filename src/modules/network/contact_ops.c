// contact_ops.c - contacts with their 24 hours, and the roster. See network.h.
#include "kit/text/text.h"
#include "modules/network/member_ops.h"

enum { CLOCK_AHEAD_MS = 60 * 1000 };

// The task by which the 24 hours run: reminded at 75 % and 90 %, then overdue and up (modules/tasks).
static status run_clock(call *c, db *d, const member *m)
{
    const law_member_duty     *rule = law_member_duty_find(law_current(), S("contact"));
    network_contact_untold_row row;
    int64_t                    task_id;
    problem                    why = { 0 };
    TRY(network_contact_untold(d, &(network_contact_untold_in){ m->id, 0 }, c->a, &row));
    if (!row.n) return task_close(c, S("network.contact"), S("member"), m->id);
    const task_draft t = { .kind        = S("network.contact"),
                           .object_kind = S("member"),
                           .object_id   = m->id,
                           .object_code = m->code,
                           .object_name = m->body_name,
                           .address     = member_address(c, m->id),
                           .n           = row.n,
                           .body_id     = m->body_id,
                           .role        = TASK_SPECIALIST,
                           .due_ms      = contact_due_ms(row.since_ms.value),
                           .cite        = rule ? rule->cite : S(""),
                           .certainty   = rule ? S("found") : S("") };
    return t.address.ptr ? task_open(c, &t, &task_id, &why) : ST_MEMORY;
}

typedef struct contact_work {
    call          *c;
    problem       *why;
    member         m;
    member_contact k;
    bool           tell;
} contact_work;

// Telling of the new one tells of those of its kind before it that were not told; the oldest of them all says
// whether it is late.
static status tell_with(contact_work *w, db *d)
{
    call                      *c = w->c;
    network_contact_untold_row row;
    network_contact_untold_in  of    = { w->m.id, w->k.kind };
    network_contact_tell_in    in    = { w->m.id, w->k.kind, w->k.late_why, c->now_ms };
    int64_t                    since = w->k.changed_ms;
    TRY(network_contact_untold(d, &of, c->a, &row));
    if (row.n && row.since_ms.value < since) since = row.since_ms.value;
    if (w->m.state == MEMBER_IN && contact_is_late(since, c->now_ms))
        TRY(text_check(S("late_why"), w->k.late_why, 1, MEMBER_TEXT_MAX, w->why));
    return row.n ? network_contact_tell(d, &in, NULL) : ST_OK;
}

static status put_contact(db *d, void *ctx)
{
    contact_work           *w = ctx;
    call                   *c = w->c;
    const member_contact   *k = &w->k;
    network_contact_add_row made;
    network_contact_end_in  end = { w->m.id, k->kind, c->now_ms };
    if (w->tell) TRY(tell_with(w, d));
    TRY(network_contact_end(d, &end, NULL));
    network_contact_add_in in = { .id         = w->m.id,
                                  .kind       = k->kind,
                                  .name       = k->name,
                                  .post       = k->post,
                                  .address    = k->address,
                                  .phone      = k->phone,
                                  .mobile     = k->mobile,
                                  .fax        = k->fax,
                                  .email      = k->email,
                                  .changed_ms = k->changed_ms,
                                  .told_ms    = w->tell ? c->now_ms : 0,
                                  .late_why   = w->tell ? k->late_why : S(""),
                                  .person     = member_person(c),
                                  .now        = c->now_ms };
    TRY(network_contact_add(d, &in, c->a, &made));
    TRY(network_touch(d, &(network_touch_in){ w->m.id, c->now_ms }, NULL));
    TRY(member_tell(c, d, w->m.id,
                    &(member_told){ .act    = "contact",
                                    .detail = contact_kind_key(k->kind),
                                    .reason = w->tell ? k->late_why : S("") }));
    TRY(run_clock(c, d, &w->m));
    if (!w->tell) return ST_OK;
    return member_notice(c, &w->m, &(member_word){ "network.told", k->name, true });
}

status network_contact_set(call *c, const contact_change *change, problem *why)
{
    contact_work *w = NEW(c->a, contact_work, 1);
    bool          coordinates;
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->why = why;
    TRY(member_to_write(c, change->contact.member_id, &w->m, why));
    TRY(contact_check(&change->contact, c->a, &w->k, why));
    if (!w->k.changed_ms) w->k.changed_ms = c->now_ms;
    if (w->k.changed_ms > c->now_ms + CLOCK_AHEAD_MS || w->k.changed_ms < 0)
        return problem_set(why, ST_INVALID, S("changed"), S("time-future"));
    TRY(network_coordinates(c, &coordinates));
    // What the coordinator writes down itself, it knows.
    w->tell = change->tell || (coordinates && w->m.body_id != c->who.body_id);
    return call_act(c, put_contact, w);
}

typedef struct tell_work {
    call    *c;
    problem *why;
    member   m;
    str      late_why;
} tell_work;

static status tell(db *d, void *ctx)
{
    tell_work                 *w = ctx;
    call                      *c = w->c;
    network_contact_untold_row row;
    TRY(network_contact_untold(d, &(network_contact_untold_in){ w->m.id, 0 }, c->a, &row));
    if (!row.n) return problem_set(w->why, ST_INVALID, S(""), S("contact-told"));
    bool late = contact_is_late(row.since_ms.value, c->now_ms);
    TRY(text_check(S("late_why"), w->late_why, late, MEMBER_TEXT_MAX, w->why));
    network_contact_tell_in in = { w->m.id, 0, w->late_why, c->now_ms };
    TRY(network_contact_tell(d, &in, NULL));
    TRY(network_touch(d, &(network_touch_in){ w->m.id, c->now_ms }, NULL));
    TRY(member_tell(c, d, w->m.id, &(member_told){ .act = "tell", .reason = w->late_why }));
    TRY(run_clock(c, d, &w->m));
    return member_notice(c, &w->m, &(member_word){ "network.told", S(""), true });
}

status network_tell(call *c, int64_t id, str late_why, problem *why)
{
    tell_work *w = NEW(c->a, tell_work, 1);
    if (!w) return ST_MEMORY;
    w->c        = c;
    w->why      = why;
    w->late_why = late_why.len ? text_tidy(c->a, late_why) : S("");
    if (!w->late_why.ptr) return ST_MEMORY;
    TRY(member_to_write(c, id, &w->m, why));
    return call_act(c, tell, w);
}

// ---- the roster -------------------------------------------------------------------------------------

typedef struct shift_work {
    call      *c;
    problem   *why;
    member     m;
    duty_shift s;
} shift_work;

static status put_shift(db *d, void *ctx)
{
    shift_work              *w = ctx;
    call                    *c = w->c;
    network_roster_clash_row clash;
    network_roster_add_row   made;
    duty_shift              *roster;
    size_t                   count;
    network_roster_clash_in  in = { w->m.id, w->s.from_ms, w->s.to_ms };
    status                   st = network_roster_clash(d, &in, c->a, &clash);
    if (st == ST_OK)
        return problem_detail(w->why, ST_INVALID, S("from"), S("shift-taken"), clash.name);
    if (st != ST_MISSING) return st;
    TRY(network_roster_load(c, w->m.id, c->now_ms, &roster, &count));
    if (count >= ROSTER_MAX) return problem_set(w->why, ST_INVALID, S("from"), S("roster-full"));
    network_roster_add_in row = { .id      = w->m.id,
                                  .from_ms = w->s.from_ms,
                                  .to_ms   = w->s.to_ms,
                                  .name    = w->s.name,
                                  .phone   = w->s.phone,
                                  .email   = w->s.email,
                                  .person  = member_person(c),
                                  .now     = c->now_ms };
    TRY(network_roster_add(d, &row, c->a, &made));
    return member_tell(c, d, w->m.id, &(member_told){ .act = "shift", .detail = w->s.name });
}

status network_shift_add(call *c, int64_t id, const duty_shift *typed, problem *why)
{
    shift_work *w = NEW(c->a, shift_work, 1);
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->why = why;
    TRY(member_to_write(c, id, &w->m, why));
    member_contact k = {
        .kind = CONTACT_IN_HOURS, .name = typed->name, .phone = typed->phone, .email = typed->email
    };
    TRY(contact_check(&k, c->a, &k, why));
    w->s = (duty_shift){ 0, typed->from_ms, typed->to_ms, k.name, k.phone, k.email, S("") };
    if (w->s.from_ms <= 0) return problem_set(why, ST_INVALID, S("from"), S("required"));
    if (w->s.to_ms <= w->s.from_ms) return problem_set(why, ST_INVALID, S("to"), S("shift-order"));
    if (w->s.to_ms - w->s.from_ms > (int64_t)SHIFT_HOURS_MAX * 3600 * 1000)
        return problem_set(why, ST_INVALID, S("to"), S("shift-long"));
    return call_act(c, put_shift, w);
}

typedef struct drop_work {
    call   *c;
    member  m;
    int64_t what;
} drop_work;

static status drop_shift(db *d, void *ctx)
{
    drop_work *w       = ctx;
    int64_t    changed = 0;
    TRY(network_roster_drop(d, &(network_roster_drop_in){ w->m.id, w->what, w->c->now_ms },
                            &changed));
    if (!changed) return ST_MISSING;
    return member_tell(w->c, d, w->m.id, &(member_told){ .act = "shift-drop" });
}

status network_shift_drop(call *c, int64_t id, int64_t shift, problem *why)
{
    drop_work w = { .c = c, .what = shift };
    TRY(member_to_write(c, id, &w.m, why));
    return call_act(c, drop_shift, &w);
}
