// sight_test.c - role × act × sight: the table of incidents.md §10.2, written out here and not read from
// law/incidents/rights.json, run through the real operations on both engines by bodies that hold those roles.
#include <pthread.h>

#include "modules/incidents/decide_ops.h"
#include "modules/incidents/incident_store.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/incidents_test_kit.h"
#include "modules/incidents/lesson_ops.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql, tasks_sql, timers_sql,
    letters_sql, network_sql;

enum { ROLES = 12, THIRD_ROLE = 10 };

// The columns of the table, in its order; the last plays no part.
static const struct {
    const char *name, *body;
} roles[ROLES] = { { "DVVH", "VNPT" },     { "CQ", "EVN" },     { "DVCT", "BYT" },
                   { "TVML", "BNG" },      { "BCD_BT", "BTC" }, { "CQDP", "BCA" },
                   { "CQTT", "BKHCN" },    { "BCD_QG", "BTP" }, { "BPTN", "BCA-A05" },
                   { "SOC", "BQP-BTL86" }, { "THIRD", "BNV" },  { "nobody", "BXD" } };

typedef struct world {
    store  *s;
    arena  *a;
    call    as[ROLES], machine;
    int64_t id, other; // the incident they have parts in, and one of another owner and field
    size_t  role;      // who acts
} world;

// ---- the world -------------------------------------------------------------------------------------

static int64_t told(call *c, const char *system, const char *owner)
{
    int64_t              id    = 0;
    incident_problems    bad   = { .count = 0 };
    const incident_value all[] = { { S("title"), S("Hệ thống bị mã hóa") },
                                   { S("detected"), S("2026-11-24T08:00:00+07:00") },
                                   { S("description"), S("Mất điều khiển") },
                                   { S("present_state"), S("unhandled") },
                                   { S("contact_name"), S("Lê Thị Mẫu") },
                                   { S("contact_phone"), S("0123 456 789") },
                                   { S("handled"), S("2026-11-24T08:50:00+07:00") } };
    const incident_draft d     = { .system = str_from(system),
                                   .owner  = str_from(owner),
                                   .values = all,
                                   .count  = COUNT(all),
                                   .open   = true };
    status               st    = incidents_add(c, &d, &id, &bad);
    if (st != ST_OK) fail_msg("%s " STR_FMT, status_name(st), STR_ARG(bad.items[0].rule));
    call_end(c);
    return id;
}

static void convene(call *c, int64_t id, incident_seat seat, const char *whom)
{
    problem                  why = { 0 };
    const incident_convening k   = { id, seat, str_from(whom), S("Quyết định Mẫu") };
    status                   st  = incidents_convene(c, &k, &why);
    if (st != ST_OK) fail_msg("%s: %s " STR_FMT, whom, status_name(st), STR_ARG(why.rule));
    call_end(c);
}

// The operator tells it; its owner stands below a ministry; the others hold their parts by seat or by being convened.
static void begin(world *w, store *s, arena *a)
{
    system_problems problems = { 0 };
    int64_t         system;
    system_data     draft = {
            .name = S("Điều độ điện Mẫu"), .owner = S("EVN"), .operator_ = S("VNPT"), .facts = S("{}")
    };
    *w         = (world){ .s = s, .a = a };
    w->machine = test_call(s, a);
    assert_int_equal(systems_add(&w->machine, &draft, &system, &problems), ST_OK);
    call_end(&w->machine);
    for (size_t r = 0; r < ROLES; r++) w->as[r] = incident_officer(s, a, roles[r].body);
    incident_test_seat(&w->machine, "coordinator", "BCA");
    incident_test_seat(&w->machine, "standing", "BKHCN");
    incident_test_seat(&w->machine, "national", "BTP");
    w->id = told(&w->as[0], "HT-000001", "");
    convene(&w->as[5], w->id, SEAT_UNIT, "BYT");
    convene(&w->as[5], w->id, SEAT_MEMBER, "BNG");
    convene(&w->as[6], w->id, SEAT_TASK_FORCE, "BCA-A05");
    convene(&w->as[1], w->id, SEAT_HIRED, "BQP-BTL86");
    call other = incident_officer(s, a, "VIETTEL");
    w->other   = told(&other, "", "");
}

typedef struct forcing {
    world         *w;
    int64_t        id;
    incident_state state;
    incident_class decided;
    bool           emergency;
} forcing;

static status force(db *d, void *ctx)
{
    forcing              *f = ctx;
    incident              i;
    int64_t               n  = 0;
    arena                *a  = f->w->a;
    incident_state_set_in in = { .id = f->id, .state = f->state, .emergency = f->emergency };
    TRY(incident_store_load(d, f->id, a, &i));
    in.known = i.version;
    TRY(incident_state_set(d, &in, &n));
    incident_class_set_in k = {
        .id = f->id, .known = i.version + 1, .decided = f->decided, .plan = S("")
    };
    return n == 1 ? incident_class_set(d, &k, &n) : ST_BROKEN;
}

static int64_t version_of(world *w)
{
    incident i;
    db      *d;
    assert_int_equal(call_db(&w->machine, &d), ST_OK);
    assert_int_equal(incident_store_load(d, w->id, w->a, &i), ST_OK);
    call_end(&w->machine);
    return i.version;
}

// ---- acts ------------------------------------------------------------------------------------------

typedef status an_act(world *w, call *c);

static status send(world *w, call *c, const char *document)
{
    problem                why = { 0 };
    int64_t                paper;
    const incident_sending s = { .id          = w->id,
                                 .document    = str_from(document),
                                 .recipients  = S("CQĐP"),
                                 .late_reason = S("mất điện"),
                                 .clock = str_equal(str_from(document), S("THONG_BAO")) ? S("T20-1")
                                                                                        : S("") };
    return incidents_sent(c, &s, &paper, &why);
}

// Who has no part sends its notice by telling: of its own it sees where it stands.
static status notice(world *w, call *c)
{
    if (w->role != THIRD_ROLE) return send(w, c, "THONG_BAO");
    (void)told(c, "", "VIETTEL");
    return ST_OK;
}

static status report_first(world *w, call *c)
{
    return send(w, c, "MAU_03");
}

static status report_last(world *w, call *c)
{
    return send(w, c, "MAU_04");
}

static status move_to(world *w, call *c, incident_state to)
{
    problem             why = { 0 };
    const incident_move m   = { .id = w->id, .to = to, .reason = S("x") };
    return incidents_move(c, &m, &why);
}

static status acknowledge(world *w, call *c)
{
    return move_to(w, c, INCIDENT_RECEIVED);
}

static status verify(world *w, call *c)
{
    return move_to(w, c, INCIDENT_VERIFIED);
}

static status say_none(world *w, call *c)
{
    return move_to(w, c, INCIDENT_NONE);
}

static status classify(world *w, call *c, class_stage stage)
{
    problem                 why = { 0 };
    const incident_classing k   = {
          .id = w->id, .stage = stage, .class = CLASS_ORDINARY, .reason = S("x")
    };
    return incidents_classify(c, &k, &why);
}

static status propose(world *w, call *c)
{
    return classify(w, c, CLASS_PROPOSED);
}

static status confirm(world *w, call *c)
{
    return classify(w, c, CLASS_VERIFIED);
}

static status decide(world *w, call *c)
{
    return classify(w, c, CLASS_DECIDED);
}

static status may(world *w, call *c, incident_act act)
{
    incident i;
    TRY(incident_load(c, w->id, &i));
    return incident_may(c, &i, act) ? ST_OK : ST_FORBIDDEN;
}

static status order(world *w, call *c)
{
    return may(w, c, ACT_ORDER);
}

static status answer(world *w, call *c)
{
    return may(w, c, ACT_ANSWER);
}

static status warn(world *w, call *c)
{
    return may(w, c, ACT_WARN);
}

static status spokesperson(world *w, call *c)
{
    problem                 why = { 0 };
    const incident_speaking k   = {
          .id = w->id, .name = S("Trần Mẫu"), .contact = S("024 0000000"), .basis = S("QĐ Mẫu")
    };
    return incidents_speaker(c, &k, &why);
}

static status ask_close(world *w, call *c)
{
    return move_to(w, c, INCIDENT_REVIEWING);
}

static status close_it(world *w, call *c)
{
    return move_to(w, c, INCIDENT_CLOSED);
}

static status reopen(world *w, call *c)
{
    return move_to(w, c, INCIDENT_RESPONDING);
}

static status work(world *w, call *c)
{
    const incident_value  v   = { S("effect"), S("x") };
    incident_problems     bad = { .count = 0 };
    const incident_change k   = { .id = w->id, .values = &v, .count = 1 };
    return incidents_change(c, &k, &bad);
}

static status write_line(world *w, call *c)
{
    problem why = { 0 };
    return incidents_log(c, w->id, S("x"), &why);
}

static status share(world *w, call *c)
{
    static const char *const whom[ROLES] = { "BCT",   "BGDDT",   "TTCP", "NHNN", "BVHTTDL", "BCT",
                                             "BGDDT", "BVHTTDL", "TTCP", "NHNN", "PVN",     "PVN" };
    problem                  why         = { 0 };
    incident_seat            seat        = w->role == 5 || w->role == 6 ? SEAT_UNIT : SEAT_MEMBER;
    const incident_convening k           = { w->id, seat, str_from(whom[w->role]), S("x") };
    return incidents_convene(c, &k, &why);
}

static status exempt(world *w, call *c)
{
    problem                  why = { 0 };
    const incident_exempting k   = {
          .id = w->id, .rule = S("N331-2"), .number = S("1/QĐ"), .reason = S("x")
    };
    const incident_exempting back = { .id = w->id, .rule = k.rule, .reason = S("x"), .back = true };
    TRY(incidents_exempt(c, &k, &why));
    return incidents_exempt(c, &back, &why);
}

static status draw_lesson(world *w, call *c)
{
    problem                     why = { 0 };
    int64_t                     id;
    const incident_lesson_draft d = {
        .id = w->id, .title = S("Bài học"), .what = S("cause"), .words = S("x"), .measures = S("x")
    };
    return incidents_lesson_draw(c, &d, &id, &why);
}

// 'y' it may, '-' it may not. The first lines are §10.2; those below are ours, beside it (decisions 0044, 0052).
static const struct {
    const char    *name;
    an_act        *act;
    incident_state state;
    incident_class decided;
    bool           emergency;
    //                       DVVH CQ DVCT TVML BCD CQDP CQTT BCD_QG BPTN SOC THIRD nobody
    char may_do[ROLES + 1];
} table[] = {
    { "send notice", notice, INCIDENT_NEW, CLASS_NONE, false, "yyyy-y---yy-" },
    { "send report 03", report_first, INCIDENT_NEW, CLASS_NONE, false, "yyyy--------" },
    { "send report 04", report_last, INCIDENT_REVIEWING, CLASS_NONE, true, "yyyy--------" },
    { "acknowledge", acknowledge, INCIDENT_NEW, CLASS_NONE, false, "yyyy-yyy----" },
    { "verify", verify, INCIDENT_RECEIVED, CLASS_NONE, false, "y-yy-y------" },
    { "classify: propose", propose, INCIDENT_RECEIVED, CLASS_NONE, false, "yyyy--------" },
    { "classify: verify", confirm, INCIDENT_RECEIVED, CLASS_NONE, false, "-----y------" },
    { "classify: decide", decide, INCIDENT_RECEIVED, CLASS_NONE, false, "------yy----" },
    { "order", order, INCIDENT_RESPONDING, CLASS_NONE, false, "----yy------" },
    { "answer order", answer, INCIDENT_RESPONDING, CLASS_NONE, false, "yyyy----y---" },
    { "spokesperson", spokesperson, INCIDENT_RESPONDING, CLASS_NONE, false, "----y-------" },
    { "spokesperson, serious", spokesperson, INCIDENT_SERIOUS_RESPONSE, CLASS_SERIOUS, true,
      "------yy----" },
    { "warn", warn, INCIDENT_RESPONDING, CLASS_NONE, false, "--y--y------" },
    { "ask to close", ask_close, INCIDENT_AWAITING_FINAL, CLASS_NONE, false, "y-y--y------" },
    { "close", close_it, INCIDENT_REVIEWING, CLASS_NONE, true, "-----y------" },
    { "close, serious", close_it, INCIDENT_SERIOUS_REVIEW, CLASS_SERIOUS, true, "-----yyy----" },
    { "say it is none", say_none, INCIDENT_RECEIVED, CLASS_NONE, false, "y-yy-y------" },
    { "say it is none, emergency", say_none, INCIDENT_RECEIVED, CLASS_NONE, true, "-----y------" },
    { "open again", reopen, INCIDENT_CLOSED, CLASS_NONE, false, "-----y------" },
    { "write facts", work, INCIDENT_RESPONDING, CLASS_NONE, false, "yyy--y------" },
    { "write the log", write_line, INCIDENT_RESPONDING, CLASS_NONE, false, "yyyyyyyyyy--" },
    { "convene", share, INCIDENT_RESPONDING, CLASS_NONE, false, "-y---yy-----" },
    { "take a clock out", exempt, INCIDENT_RESPONDING, CLASS_SERIOUS, true, "-----yyy----" },
    { "draw a lesson", draw_lesson, INCIDENT_RESPONDING, CLASS_NONE, false, "yyy-yy------" },
};

static void one_cell(world *w, size_t t, size_t r)
{
    forcing f = { w, w->id, table[t].state, table[t].decided, table[t].emergency };
    assert_int_equal(call_act(&w->machine, force, &f), ST_OK);
    call_end(&w->machine);
    int64_t before = version_of(w);
    w->role        = r;
    status st      = table[t].act(w, &w->as[r]);
    call_end(&w->as[r]);
    bool   unseen = r >= THIRD_ROLE;
    status wanted = table[t].may_do[r] == 'y' ? ST_OK : unseen ? ST_MISSING : ST_FORBIDDEN;
    if (st != wanted)
        fail_msg("%s by %s: %s, not %s", table[t].name, roles[r].name, status_name(st),
                 status_name(wanted));
    if (st != ST_OK) assert_int_equal(version_of(w), before);
}

static void nobody_does_what_the_table_does_not_give(void **state)
{
    arena a = incident_test_arena();
    world w;
    begin(&w, *state, &a);
    (void)told(&w.as[THIRD_ROLE], "",
               "EVN"); // it is third party to one of the owner's, not to this
    for (size_t t = 0; t < COUNT(table); t++) {
        for (size_t r = 0; r < ROLES; r++) one_cell(&w, t, r);
    }
}

static void without_the_right_to_write_a_part_gives_sight_only(void **state)
{
    arena a = incident_test_arena();
    world w;
    begin(&w, *state, &a);
    for (size_t r = 0; r < ROLES; r++) w.as[r].who.rights &= ~(uint64_t)RIGHT_INCIDENTS_WRITE;
    for (size_t t = 0; t < COUNT(table); t++) {
        for (size_t r = 0; r < THIRD_ROLE; r++) {
            forcing f = { &w, w.id, table[t].state, table[t].decided, table[t].emergency };
            assert_int_equal(call_act(&w.machine, force, &f), ST_OK);
            call_end(&w.machine);
            w.role    = r;
            status st = table[t].act(&w, &w.as[r]);
            call_end(&w.as[r]);
            if (st != ST_FORBIDDEN)
                fail_msg("%s by %s: %s", table[t].name, roles[r].name, status_name(st));
        }
    }
}

// ---- sight -----------------------------------------------------------------------------------------

static bool listed(call *c, int64_t id)
{
    incident_page   list;
    problem         why  = { 0 };
    incident_filter f    = { .q = S("") };
    bool            seen = false;
    assert_int_equal(incidents_list(c, &f, S(""), 0, &list, &why), ST_OK);
    for (size_t i = 0; i < list.count; i++) seen |= list.items[i].id == id;
    call_end(c);
    return seen;
}

static bool loads(call *c, int64_t id)
{
    incident i;
    status   st = incident_load(c, id, &i);
    assert_true(st == ST_OK || st == ST_MISSING);
    call_end(c);
    return st == ST_OK;
}

static size_t told_count(call *c, int64_t id)
{
    incident_told_row *rows;
    size_t             n, found = 0;
    assert_int_equal(incidents_told(c, 0, &rows, &n), ST_OK);
    for (size_t i = 0; i < n; i++) found += rows[i].id == id;
    call_end(c);
    return found;
}

// "See details": own, own systems, own scope, what is shared, own field, all, all, the convened one, the
// contract's; own notice with its state only. The other incident is of another owner, in another ministry's field.
static void each_sees_what_is_its_own_and_the_coordinators_all(void **state)
{
    static const char mine[] = "yyyyyyyyyy--", others[] = "-----yyy----";
    arena             a = incident_test_arena();
    world             w;
    begin(&w, *state, &a);
    for (size_t r = 0; r < ROLES; r++) {
        for (int k = 0; k < 2; k++) {
            int64_t id     = k ? w.other : w.id;
            bool    wanted = (k ? others : mine)[r] == 'y';
            if (loads(&w.as[r], id) != wanted || listed(&w.as[r], id) != wanted)
                fail_msg("%s sees %s", roles[r].name, k ? "another's" : "its own");
            assert_int_equal(told_count(&w.as[r], id), 0);
        }
    }
    // A third party: its own notice, its state.
    call   *third = &w.as[THIRD_ROLE];
    int64_t id    = told(third, "", "EVN");
    assert_false(loads(third, id) || listed(third, id));
    assert_int_equal(told_count(third, id), 1);
    for (size_t r = 0; r < ROLES; r++) {
        if (r != THIRD_ROLE) assert_int_equal(told_count(&w.as[r], id), 0);
    }
    // Sent away, a body sees nothing of it any more.
    incident        i = incident_loaded(&w.as[5], w.id);
    incident_party *parties;
    size_t          n;
    problem         why = { 0 };
    assert_int_equal(incidents_parties(&w.as[5], &i, &parties, &n), ST_OK);
    assert_int_equal(n, 4);
    for (size_t k = 0; k < n; k++) {
        call *by = parties[k].seat == SEAT_HIRED ? &w.as[1] : &w.as[5];
        assert_int_equal(incidents_dismiss(by, w.id, parties[k].id, S("xong"), &why), ST_OK);
        call_end(by);
    }
    static const size_t convened[] = { 2, 3, 8, 9 };
    for (size_t k = 0; k < COUNT(convened); k++)
        assert_false(loads(&w.as[convened[k]], w.id) || listed(&w.as[convened[k]], w.id));
}

// A national seat is held from day to day; out of it nothing is seen.
static void a_seat_that_ended_gives_no_sight(void **state)
{
    arena a = incident_test_arena();
    world w;
    begin(&w, *state, &a);
    w.machine.now_ms += INT64_C(24) * 3600 * 1000;
    incident_seat_row *rows;
    size_t             n;
    problem            why = { 0 };
    assert_int_equal(incident_seats_list(&w.machine, &rows, &n), ST_OK);
    assert_int_equal(n, 3);
    for (size_t k = 0; k < n; k++)
        assert_int_equal(incident_seats_end(&w.machine, rows[k].id, S("23/11/2026"), &why), ST_OK);
    call_end(&w.machine);
    for (size_t r = 5; r < 8; r++) assert_false(loads(&w.as[r], w.id) || listed(&w.as[r], w.id));
}

static void the_coordinator_records_a_report_that_came_on_paper_by_its_number(void **state)
{
    arena   a = incident_test_arena();
    world   w;
    int64_t paper;
    problem why = { 0 };
    begin(&w, *state, &a);
    incident_sending s = { .id = w.id, .document = S("MAU_04"), .recipients = S("CQĐP") };
    assert_int_equal(incidents_sent(&w.as[5], &s, &paper, &why), ST_FORBIDDEN);
    s.number = S("12/BC-EVN");
    assert_int_equal(incidents_sent(&w.as[5], &s, &paper, &why), ST_OK);
    assert_int_equal(incidents_sent(&w.as[4], &s, &paper, &why), ST_FORBIDDEN);
    call_end(&w.as[4]);
    call_end(&w.as[5]);
}

// ---- the invented country --------------------------------------------------------------------------

static call invented(world *w, const char *code)
{
    call c         = incident_officer(w->s, w->a, code);
    c.who.invented = true;
    return c;
}

static void the_invented_country_and_the_real_one_see_nothing_of_each_other(void **state)
{
    arena      a = incident_test_arena();
    world      w;
    body_draft mau = { .code = S("MAU-NUOC"), .name_vi = S("Nước Mẫu"), .kind = S("sample") };
    problem    why = { 0 };
    int64_t    id, top;
    begin(&w, *state, &a);
    assert_int_equal(bodies_add(&w.machine, &mau, &top, &why), ST_OK);
    mau = (body_draft){
        .code = S("MAU-01"), .name_vi = S("Bộ Mẫu 01"), .kind = S("sample"), .parent_id = top
    };
    assert_int_equal(bodies_add(&w.machine, &mau, &id, &why), ST_OK);
    call_end(&w.machine);
    incident_test_seat(&w.machine, "coordinator", "MAU-NUOC");
    call    centre = invented(&w, "MAU-NUOC"), own = invented(&w, "MAU-01");
    int64_t theirs = told(&own, "", "");
    assert_true(loads(&own, theirs) && loads(&centre, theirs) && listed(&centre, theirs));
    assert_false(loads(&centre, w.id) || listed(&centre, w.id));
    assert_false(loads(&w.as[5], theirs) || listed(&w.as[5], theirs));
    // An owner, a convened body, a seat of the other side is refused by its name.
    incident_problems    bad   = { .count = 0 };
    const incident_value one   = { S("title"), S("x") };
    const incident_draft cross = { .owner = S("BCA"), .values = &one, .count = 1, .open = true };
    assert_int_equal(incidents_add(&own, &cross, &id, &bad), ST_INVALID);
    assert_true(str_equal(bad.items[0].rule, S("sample-apart")));
    const incident_convening k = { theirs, SEAT_UNIT, S("BYT"), S("x") };
    assert_int_equal(incidents_convene(&centre, &k, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("sample-apart")));
    call_end(&own);
    call_end(&centre);
    call                      admin = test_call_of(*state, &a, "VN-CP");
    const incident_seat_draft seat  = { S("national"), S("MAU-01"), S("x"), S(""), S("") };
    admin.who.rights |= RIGHT_ACCOUNTS_ADMIN;
    assert_int_equal(incident_seats_add(&admin, &seat, &id, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("sample-apart")));
    call_end(&admin);
}

// ---- two coordinators at once ----------------------------------------------------------------------

typedef struct closer {
    call               c;
    incident_move      m;
    pthread_barrier_t *gate;
    status             st;
} closer;

static void *close_at_once(void *arg)
{
    closer *k   = arg;
    problem why = { 0 };
    (void)pthread_barrier_wait(k->gate);
    k->st = incidents_move(&k->c, &k->m, &why);
    call_end(&k->c);
    return NULL;
}

static void of_two_coordinators_closing_at_once_one_does(void **state)
{
    enum { CLOSERS = 4 };
    arena             a = incident_test_arena(), own[CLOSERS];
    world             w;
    closer            all[CLOSERS];
    pthread_t         threads[CLOSERS];
    pthread_barrier_t gate;
    size_t            done = 0;
    begin(&w, *state, &a);
    forcing f = { &w, w.id, INCIDENT_REVIEWING, CLASS_NONE, false };
    assert_int_equal(call_act(&w.machine, force, &f), ST_OK);
    call_end(&w.machine);
    assert_int_equal(pthread_barrier_init(&gate, NULL, CLOSERS), 0);
    for (size_t i = 0; i < CLOSERS; i++) {
        own[i]                 = incident_test_arena();
        all[i]                 = (closer){ .c    = incident_officer(w.s, &own[i], "BCA"),
                                           .m    = { w.id, version_of(&w), INCIDENT_CLOSED, S("") },
                                           .gate = &gate };
        all[i].c.who.person_id = 100 + (int64_t)i;
    }
    for (size_t i = 0; i < CLOSERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, close_at_once, &all[i]), 0);
    for (size_t i = 0; i < CLOSERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        done += all[i].st == ST_OK;
        assert_true(all[i].st == ST_OK || all[i].st == ST_CONFLICT || all[i].st == ST_INVALID);
    }
    (void)pthread_barrier_destroy(&gate);
    assert_int_equal(done, 1);
    // One line says so.
    incident        i = incident_loaded(&w.as[5], w.id);
    incident_event *events;
    size_t          n, closed = 0;
    assert_int_equal(incidents_events(&w.as[5], &i, 0, &events, &n), ST_OK);
    for (size_t k = 0; k < n; k++)
        closed += str_equal(events[k].kind, S("state")) && str_equal(events[k].after, S("closed"));
    assert_int_equal(closed, 1);
    call_end(&w.as[5]);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,     &timers_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql,
                                                 &systems_sql,       &letters_sql,  &network_sql,
                                                 &incidents_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_does_what_the_table_does_not_give),
        cmocka_unit_test(without_the_right_to_write_a_part_gives_sight_only),
        cmocka_unit_test(each_sees_what_is_its_own_and_the_coordinators_all),
        cmocka_unit_test(a_seat_that_ended_gives_no_sight),
        cmocka_unit_test(the_coordinator_records_a_report_that_came_on_paper_by_its_number),
        cmocka_unit_test(the_invented_country_and_the_real_one_see_nothing_of_each_other),
        cmocka_unit_test(of_two_coordinators_closing_at_once_one_does),
    };
    return test_store_run(tests, COUNT(tests));
}
