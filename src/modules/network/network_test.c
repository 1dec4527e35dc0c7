// network_test.c - the network on both engines: its life, who sees and does what, contacts and their clock,
// the roster, profiles, what is due, and a body that ends.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "modules/accounts/accounts_queries.gen.h"
#include "modules/letters/letters.h"
#include "modules/network/network.h"
#include "modules/network/network_queries.gen.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"
#include "modules/tasks/tasks.h"

static const int64_t hour_ms = 3600 * 1000;

// The coordinator is the top body while nobody is named.
#define CENTRE "VN-CP"

static call person_of(store *s, arena *a, const char *code)
{
    call c = test_call_of(s, a, code);
    c.who.rights |= RIGHT_NETWORK_READ | RIGHT_NETWORK_WRITE | RIGHT_LETTERS_READ;
    return c;
}

static arena fresh(void)
{
    return test_arena(32 * 1024 * 1024);
}

static member_draft application(void)
{
    member_draft d           = { .category = S("a"), .cluster = S("Cụm 1") };
    d.texts[FIELD_ADDRESS]   = S("Số 1 phố Mẫu");
    d.texts[FIELD_PHONE]     = S("024 1234567");
    d.texts[FIELD_EMAIL]     = S("ttud@mau.gov.vn");
    d.texts[FIELD_LEADER]    = S("Trần Văn Mẫu");
    d.texts[FIELD_PGP_PRINT] = S("0123456789abcdef0123456789abcdef01234567");
    return d;
}

static int64_t apply(call *c)
{
    member_draft d   = application();
    problem      why = { 0 };
    int64_t      id  = 0;
    status       st  = network_register(c, &d, &id, &why);
    if (st != ST_OK) fail_msg("%s " STR_FMT, status_name(st), STR_ARG(why.rule));
    return id;
}

static status act(call *c, int64_t id, member_act a, const char *reason, const char *rule)
{
    member  m   = { 0 };
    problem why = { 0 };
    if (network_get(c, id, &m) != ST_OK) return ST_MISSING;
    member_move move = { .id = id, .version = m.version, .act = a, .reason = str_from(reason) };
    if (!reason) move.reason = S("");
    status st = network_act(c, &move, &why);
    if (rule && !str_equal(why.rule, str_from(rule)))
        fail_msg("%s " STR_FMT ", wanted %s", status_name(st), STR_ARG(why.rule), rule);
    call_end(c);
    return st;
}

static int64_t join(store *s, arena *a, const char *code)
{
    call    c = person_of(s, a, code), centre = person_of(s, a, CENTRE);
    int64_t id = apply(&c);
    assert_int_equal(act(&centre, id, MEMBER_CHECK, NULL, NULL), ST_OK);
    assert_int_equal(act(&centre, id, MEMBER_ACCEPT, NULL, NULL), ST_OK);
    call_end(&c);
    return id;
}

static member_card *card(call *c, int64_t id)
{
    member_card *k = NEW(c->a, member_card, 1);
    assert_non_null(k);
    assert_int_equal(network_card(c, id, k), ST_OK);
    call_end(c);
    return k;
}

static int64_t seen(call *c, const char *words)
{
    network_page   p;
    problem        why = { 0 };
    network_filter f   = { .q = str_from(words), .category = S(""), .cluster = S("") };
    assert_int_equal(network_list(c, &f, S(""), 0, &p, &why), ST_OK);
    assert_int_equal((int64_t)p.count, p.total);
    call_end(c);
    return p.total;
}

static void every_query_is_prepared(void **state)
{
    problem why = { 0 };
    status  st  = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

static void a_membership_goes_its_way_by_the_coordinator_alone(void **state)
{
    arena        a = fresh();
    call         c = person_of(*state, &a, "BCA"), centre = person_of(*state, &a, CENTRE);
    int64_t      id  = apply(&c);
    problem      why = { 0 };
    member       m;
    member_draft again = application();
    int64_t      other;
    assert_int_equal(network_register(&c, &again, &other, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("member-already")));
    assert_int_equal(act(&c, id, MEMBER_CHECK, NULL, NULL), ST_FORBIDDEN);
    assert_int_equal(act(&centre, id, MEMBER_ACCEPT, NULL, "member-step"), ST_INVALID);
    assert_int_equal(act(&centre, id, MEMBER_WITHDRAW, NULL, NULL), ST_FORBIDDEN);
    assert_int_equal(act(&centre, id, MEMBER_CHECK, NULL, NULL), ST_OK);
    assert_int_equal(act(&centre, id, MEMBER_ACCEPT, NULL, NULL), ST_OK);
    assert_int_equal(network_get(&c, id, &m), ST_OK);
    assert_true(str_equal(m.code, S("TV-0001")));
    assert_true(str_equal(m.valid_from, S("2026-11-24")));
    assert_true(m.obligatory);
    call_end(&c);
    assert_int_equal(act(&centre, id, MEMBER_SUSPEND, NULL, "required"), ST_INVALID);
    // As long as may be, and every audit row of it is text: PostgreSQL takes no other.
    char long_reason[4 * MEMBER_REASON_MAX] = "";
    for (int n = 0; n + 1 < MEMBER_REASON_MAX; n++)
        (void)strncat(long_reason, "ộ", sizeof(long_reason) - strlen(long_reason) - 1);
    assert_int_equal(act(&centre, id, MEMBER_SUSPEND, long_reason, NULL), ST_OK);
    assert_int_equal(act(&centre, id, MEMBER_RESTORE, "đã khắc phục", NULL), ST_OK);
    member_card *k = card(&c, id);
    assert_int_equal(k->event_count, 5);
    assert_true(str_equal(k->events[0].act, S("restore")));
    assert_true(str_equal(k->texts[FIELD_PGP_PRINT],
                          S("0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567")));
    assert_int_equal(act(&centre, id, MEMBER_END, "giải thể", NULL), ST_OK);
    assert_int_equal(network_correct(&c, id, 99, &again, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("member-over")));
    call_end(&c);
    assert_true(apply(&c) > id); // one that is over does not stand in the way
    call_end(&c);
}

static void two_who_decide_at_once_do_not_both_win(void **state)
{
    arena       a = fresh();
    call        c = person_of(*state, &a, "BCA"), centre = person_of(*state, &a, CENTRE);
    int64_t     id    = apply(&c);
    problem     why   = { 0 };
    member_move stale = { .id = id, .version = 1, .act = MEMBER_CHECK, .reason = S("") };
    assert_int_equal(network_act(&centre, &stale, &why), ST_OK);
    stale.act = MEMBER_ACCEPT; // with the version of before
    assert_int_equal(network_act(&centre, &stale, &why), ST_CONFLICT);
    call_end(&centre);
    call_end(&c);
}

static void strangers_see_their_own_members_the_members_and_the_centre_all(void **state)
{
    arena   a       = fresh();
    int64_t first   = join(*state, &a, "BCA");
    call    member_ = person_of(*state, &a, "BCA"), stranger = person_of(*state, &a, "BKHCN"),
         centre = person_of(*state, &a, CENTRE), invented = person_of(*state, &a, "BKHCN");
    member  m;
    on_duty now;
    invented.who.invented = true;
    assert_int_equal(seen(&member_, "bo cong an"), 1);
    assert_int_equal(seen(&member_, "khong co"), 0);
    assert_int_equal(seen(&stranger, ""), 0);
    assert_int_equal(network_get(&stranger, first, &m), ST_MISSING);
    call_end(&stranger);
    int64_t asked = apply(&stranger);
    assert_int_equal(seen(&stranger, ""), 1); // its own
    assert_int_equal(seen(&member_, ""), 1);  // an application is the coordinator's affair
    assert_int_equal(network_get(&member_, asked, &m), ST_MISSING);
    assert_int_equal(seen(&centre, ""), 2);
    assert_int_equal(seen(&invented, ""), 1); // no other network than its own side's
    // What a member owes is not for other members.
    assert_int_equal(act(&centre, asked, MEMBER_CHECK, NULL, NULL), ST_OK);
    assert_int_equal(act(&centre, asked, MEMBER_ACCEPT, NULL, NULL), ST_OK);
    assert_int_equal(card(&stranger, first)->duty_count, 0);
    assert_int_equal(card(&stranger, first)->event_count, 0);
    assert_true(card(&member_, first)->duty_count > 0);
    assert_false(card(&stranger, first)->may_write);
    // Nor what it has sent and planned, nor why it was suspended.
    contact_change    contact = { .contact = { .member_id = first,
                                               .kind      = CONTACT_IN_HOURS,
                                               .name      = S("Nguyễn An"),
                                               .mobile    = S("0912 345 678") },
                                  .tell    = true };
    const member_plan plan    = { .title   = S("Kế hoạch"),
                                  .outline = S("tt20"),
                                  .running = S("Cổng dịch vụ trước"),
                                  .maker   = S("Trung tâm CNTT"),
                                  .made_on = S("2026-01-02") };
    problem           why     = { 0 };
    int64_t           profile;
    str               content;
    assert_int_equal(network_contact_set(&member_, &contact, &why), ST_OK);
    assert_int_equal(network_plan_add(&member_, first, &plan, &why), ST_OK);
    assert_int_equal(network_profile_send(&member_, first, &profile, &why), ST_OK);
    assert_int_equal(network_profile(&member_, first, profile, &content), ST_OK);
    call_end(&member_);
    assert_int_equal(network_profile(&stranger, first, profile, &content), ST_MISSING);
    assert_int_equal(card(&stranger, first)->plan_count, 0);
    assert_int_equal(card(&member_, first)->plan_count, 1);
    assert_int_equal(network_profile(&centre, first, profile, &content), ST_OK);
    assert_int_equal(act(&centre, first, MEMBER_SUSPEND, "không trả lời", NULL), ST_OK);
    assert_int_equal(card(&stranger, first)->m.reason.len, 0);
    assert_true(card(&member_, first)->m.reason.len > 0);
    assert_int_equal(act(&centre, first, MEMBER_RESTORE, "đã trả lời", NULL), ST_OK);
    // One that is suspended sees its own only.
    assert_int_equal(act(&centre, asked, MEMBER_SUSPEND, "thử", NULL), ST_OK);
    assert_int_equal(network_get(&stranger, first, &m), ST_MISSING);
    assert_int_equal(network_on_duty(&centre, test_body(&centre, "BKHCN"), false, &now),
                     ST_MISSING);
    call_end(&stranger);
    call_end(&member_);
    call_end(&centre);
}

static contact_change contact_of(int64_t id, contact_kind kind, const char *name)
{
    return (contact_change){ .contact = { .member_id = id,
                                          .kind      = kind,
                                          .name      = str_from(name),
                                          .mobile    = S("0912 345 678") } };
}

static int64_t open_tasks(call *c)
{
    task_list list;
    int64_t   n = 0;
    c->who.roles |= 1u << TASK_SPECIALIST;
    assert_int_equal(tasks_mine_list(c, (task_cursor){ 0 }, TASKS_PAGE, &list), ST_OK);
    for (size_t i = 0; i < list.count; i++)
        n += str_equal(list.items[i].kind, S("network.contact"));
    call_end(c);
    return n;
}

static void a_changed_contact_runs_for_24_hours_until_it_is_told(void **state)
{
    arena          a          = fresh();
    int64_t        id         = join(*state, &a, "BCA");
    call           c          = person_of(*state, &a, "BCA");
    problem        why        = { 0 };
    contact_change change     = contact_of(id, CONTACT_IN_HOURS, "Nguyễn An");
    change.contact.changed_ms = c.now_ms + 2 * hour_ms;
    assert_int_equal(network_contact_set(&c, &change, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("time-future")));
    change.contact.changed_ms = c.now_ms - 20 * hour_ms;
    assert_int_equal(network_contact_set(&c, &change, &why), ST_OK);
    assert_int_equal(card(&c, id)->untold_ms, c.now_ms - 20 * hour_ms);
    assert_int_equal(open_tasks(&c), 1);
    c.now_ms += 4 * hour_ms; // 24 h 00 m 00 s
    assert_int_equal(network_tell(&c, id, S(""), &why), ST_OK);
    assert_int_equal(open_tasks(&c), 0);
    assert_int_equal(network_tell(&c, id, S(""), &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("contact-told")));
    call_end(&c);
    // A second later than 24 hours it takes a reason, and stays late.
    change.contact.name       = S("Lê Bình");
    change.contact.changed_ms = c.now_ms - 24 * hour_ms - 1000;
    change.tell               = true;
    assert_int_equal(network_contact_set(&c, &change, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("late_why")));
    change.contact.late_why = S("mất liên lạc");
    assert_int_equal(network_contact_set(&c, &change, &why), ST_OK);
    member_card *k = card(&c, id);
    assert_int_equal(k->contact_count, 2);
    assert_true(str_equal(k->contacts[0].name, S("Lê Bình")));
    assert_true(contact_is_late(k->contacts[0].changed_ms, k->contacts[0].told_ms));
    assert_true(k->contacts[1].ended_ms > 0);
    assert_true(str_equal(k->now.name, S("Lê Bình")));
    // One that was not told for two days is late, also when another takes its place.
    change.contact.name       = S("Vũ Cúc");
    change.contact.changed_ms = c.now_ms;
    change.contact.late_why   = S("");
    change.tell               = false;
    assert_int_equal(network_contact_set(&c, &change, &why), ST_OK);
    c.now_ms += 48 * hour_ms;
    change.contact.name       = S("Vũ Dung");
    change.contact.changed_ms = c.now_ms;
    assert_int_equal(network_contact_set(&c, &change, &why), ST_OK);
    assert_int_equal(card(&c, id)->untold_ms, c.now_ms - 48 * hour_ms);
    change.tell = true;
    assert_int_equal(network_contact_set(&c, &change, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("late_why")));
    call_end(&c);
    change.contact.late_why = S("mất liên lạc");
    assert_int_equal(network_contact_set(&c, &change, &why), ST_OK);
    assert_int_equal(card(&c, id)->untold_ms, 0);
    assert_int_equal(open_tasks(&c), 0);
}

static void a_shift_takes_its_hours_alone(void **state)
{
    arena      a  = fresh();
    int64_t    id = join(*state, &a, "BCA");
    call       c = person_of(*state, &a, "BCA"), stranger = person_of(*state, &a, "BKHCN");
    problem    why = { 0 };
    on_duty    now;
    duty_shift s = { .from_ms = c.now_ms - hour_ms,
                     .to_ms   = c.now_ms + hour_ms,
                     .name    = S("Phạm Trực"),
                     .phone   = S("0243640442") };
    assert_int_equal(network_shift_add(&stranger, id, &s, &why), ST_MISSING);
    call_end(&stranger);
    assert_int_equal(network_shift_add(&c, id, &s, &why), ST_OK);
    assert_int_equal(network_shift_add(&c, id, &s, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("shift-taken")));
    s.to_ms = s.from_ms;
    assert_int_equal(network_shift_add(&c, id, &s, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("shift-order")));
    assert_int_equal(network_on_duty(&c, c.who.body_id, false, &now), ST_OK);
    assert_true(str_equal(now.name, S("Phạm Trực")));
    member_card *k = card(&c, id);
    assert_int_equal(k->gap_count, 1);
    assert_int_equal(k->gaps[0].from_ms, c.now_ms + hour_ms);
    assert_int_equal(network_shift_drop(&c, id, k->roster[0].id, &why), ST_OK);
    assert_int_equal(network_shift_drop(&c, id, k->roster[0].id, &why), ST_MISSING);
    call_end(&c);
}

static duty_state duty_of(const member_card *k, const char *id)
{
    for (size_t i = 0; i < k->duty_count; i++) {
        if (str_equal(k->duties[i].law->id, str_from(id))) return k->duties[i].state;
    }
    return 0;
}

static void a_profile_takes_its_systems_from_the_register_and_is_due_each_year(void **state)
{
    arena          a = fresh();
    call           c = person_of(*state, &a, "BCA");
    int64_t        profile, id;
    problem        why = { 0 };
    str            content;
    contact_change change;
    c.who.rights |= RIGHT_SYSTEMS_READ | RIGHT_SYSTEMS_WRITE;
    (void)test_system(&c, "BCA", "Cổng thông tin Mẫu", "{}");
    call_end(&c);
    id = join(*state, &a, "BCA");
    assert_int_equal(network_profile_send(&c, id, &profile, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("profile-contact")));
    call_end(&c);
    change      = contact_of(id, CONTACT_IN_HOURS, "Nguyễn An");
    change.tell = true;
    assert_int_equal(network_contact_set(&c, &change, &why), ST_OK);
    member_card *k = card(&c, id);
    assert_int_equal(duty_of(k, "profile"), DUTY_SOON);
    assert_int_equal(duty_of(k, "reception"), DUTY_LATE);
    assert_int_equal(duty_of(k, "plan"), DUTY_LATE);
    assert_int_equal(k->system_count, 1);
    assert_true(k->duties[0].fined); // NĐ 330/2026, from 19/8/2026
    c.now_ms -= 100LL * 24 * hour_ms;
    assert_false(card(&c, id)->duties[0].fined);
    c.now_ms += 100LL * 24 * hour_ms;
    assert_int_equal(network_profile_send(&c, id, &profile, &why), ST_OK);
    call_end(&c);
    assert_int_equal(duty_of(card(&c, id), "profile"), DUTY_MET);
    assert_int_equal(network_profile(&c, id, profile, &content), ST_OK);
    assert_true(str_find(content, S("Cổng thông tin Mẫu")) > 0);
    assert_true(str_find(content, S("Nguyễn An")) > 0);
    call_end(&c);
    c.now_ms += 366LL * 24 * hour_ms;
    k = card(&c, id);
    assert_int_equal(duty_of(k, "profile"), DUTY_LATE);
    assert_int_equal(duty_of(k, "scan"), DUTY_LATE);
    member_exercise e = { k->systems[0].code, S("scan"), S("2099-01-01"), S("") };
    assert_int_equal(network_exercise_add(&c, id, &e, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("day-future")));
    e.done_on = S("2027-11-20");
    assert_int_equal(network_exercise_add(&c, id, &e, &why), ST_OK);
    call_end(&c);
    assert_int_equal(duty_of(card(&c, id), "scan"), DUTY_MET);
    const member_plan p = { .title       = S("Kế hoạch 2027"),
                            .outline     = S("tt20"),
                            .running     = S("Cổng dịch vụ trước"),
                            .maker       = S("Trung tâm CNTT"),
                            .made_on     = S("2027-01-02"),
                            .approver    = S("Bộ trưởng"),
                            .approved_on = S("2027-01-05"),
                            .doc_no      = S("1/QĐ-BCA") };
    assert_int_equal(network_plan_add(&c, id, &p, &why), ST_OK);
    call_end(&c);
    assert_int_equal(duty_of(card(&c, id), "plan"), DUTY_MET);
}

static void modules_above_are_told_who_is_a_member(void **state)
{
    arena         a  = fresh();
    int64_t       id = join(*state, &a, "BCA"), found;
    call          c  = person_of(*state, &a, CENTRE);
    network_name *names;
    size_t        count;
    bool          is;
    int64_t       bca = test_body(&c, "BCA");
    network_group g   = { 0 };
    assert_int_equal(network_member_on(&c, bca, S(""), &is, &found), ST_OK);
    assert_true(is);
    assert_int_equal(found, id);
    assert_int_equal(network_member_on(&c, bca, S("2026-11-23"), &is, NULL), ST_OK);
    assert_false(is);
    // One that ended was a member until then.
    int64_t left = join(*state, &a, "BKHCN"), science = test_body(&c, "BKHCN");
    call    then = person_of(*state, &a, CENTRE);
    then.now_ms += 48 * hour_ms;
    assert_int_equal(act(&then, left, MEMBER_END, "giải thể", NULL), ST_OK);
    assert_int_equal(network_member_on(&then, science, S(""), &is, NULL), ST_OK);
    assert_false(is);
    assert_int_equal(network_member_on(&then, science, S("2026-11-25"), &is, &found), ST_OK);
    assert_true(is && found == left);
    call_end(&then);
    assert_int_equal(network_members(&c, &g, &names, &count), ST_OK);
    assert_int_equal(count, 1);
    g.cluster = S("Cụm 2");
    assert_int_equal(network_members(&c, &g, &names, &count), ST_OK);
    assert_int_equal(count, 0);
    g = (network_group){ .voluntary = true };
    assert_int_equal(network_members(&c, &g, &names, &count), ST_OK);
    assert_int_equal(count, 0);
    call_end(&c);
}

typedef struct heir_work {
    call *c;
    body  from, to;
} heir_work;

static status hand_on(db *d, void *ctx)
{
    heir_work *w = ctx;
    int64_t    n;
    TRY(network_heir.count(w->c, d, w->from.id, &n));
    if (n != 1) return ST_BROKEN;
    return network_heir.move(w->c, d, &w->from, &w->to, &n);
}

// Each refusal says why: a page that shows it again has nothing else to say.
static void what_is_over_refuses_and_says_so(void **state)
{
    arena   a  = fresh();
    int64_t id = join(*state, &a, "BCA");
    call    c = person_of(*state, &a, "BCA"), centre = person_of(*state, &a, CENTRE);
    problem whys[3] = { 0 };
    assert_int_equal(act(&centre, id, MEMBER_END, "tự xin thôi", NULL), ST_OK);
    assert_int_equal(network_shift_drop(&c, id, 1, &whys[0]), ST_INVALID);
    assert_int_equal(network_staff_drop(&c, id, 1, &whys[1]), ST_INVALID);
    assert_int_equal(network_plan_end(&c, id, 1, &whys[2]), ST_INVALID);
    for (size_t i = 0; i < COUNT(whys); i++) assert_true(str_equal(whys[i].rule, S("member-over")));
    call_end(&c);
}

static void a_body_that_ends_hands_its_membership_on(void **state)
{
    arena     a  = fresh();
    int64_t   id = join(*state, &a, "BCA"), second;
    call      c = test_call(*state, &a), centre = person_of(*state, &a, CENTRE);
    heir_work w = { .c = &c };
    member    m;
    assert_int_equal(body_by_code(&c, S("BCA"), &w.from), ST_OK);
    assert_int_equal(body_by_code(&c, S("BKHCN"), &w.to), ST_OK);
    assert_int_equal(call_act(&c, hand_on, &w), ST_OK);
    call_end(&c);
    assert_int_equal(seen(&centre, "cum 1"), 1); // its cluster is still among the words
    assert_int_equal(seen(&centre, "bo khoa hoc"), 1);
    assert_int_equal(seen(&centre, "bo cong an"), 0);
    assert_int_equal(network_get(&centre, id, &m), ST_OK);
    assert_int_equal(m.body_id, w.to.id);
    assert_int_equal(m.state, MEMBER_IN);
    call_end(&centre);
    // Where the successor is in already, the membership ends.
    second = join(*state, &a, "BCA");
    assert_int_equal(call_act(&c, hand_on, &w), ST_OK);
    call_end(&c);
    assert_int_equal(network_get(&centre, second, &m), ST_OK);
    assert_int_equal(m.state, MEMBER_OVER);
    call_end(&centre);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,     &timers_sql, &organisations_sql,
                                                 &accounts_sql, &tasks_sql,  &systems_sql,
                                                 &letters_sql,  &network_sql };
    const struct CMUnitTest        tests[]   = {
                 cmocka_unit_test(every_query_is_prepared),
                 cmocka_unit_test(a_membership_goes_its_way_by_the_coordinator_alone),
                 cmocka_unit_test(two_who_decide_at_once_do_not_both_win),
                 cmocka_unit_test(strangers_see_their_own_members_the_members_and_the_centre_all),
                 cmocka_unit_test(a_changed_contact_runs_for_24_hours_until_it_is_told),
                 cmocka_unit_test(a_shift_takes_its_hours_alone),
                 cmocka_unit_test(a_profile_takes_its_systems_from_the_register_and_is_due_each_year),
                 cmocka_unit_test(modules_above_are_told_who_is_a_member),
                 cmocka_unit_test(what_is_over_refuses_and_says_so),
                 cmocka_unit_test(a_body_that_ends_hands_its_membership_on),
    };
    store_register(modules, COUNT(modules));
    return test_store_run(tests, COUNT(tests));
}
