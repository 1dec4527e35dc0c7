// orders_test.c - orders and warnings on both engines: who sees and does what, merged and late addressees, receipts.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "kit/os/os.h"
#include "kit/sign/node_key.h"
#include "modules/accounts/accounts.h"
#include "modules/letters/letters.h"
#include "modules/network/network.h"
#include "modules/orders/orders.h"
#include "modules/systems/systems_test_kit.h"
#include "modules/tasks/tasks.h"

extern const sql_module organisations_sql, accounts_sql;

enum { HOUR_MS = 3600 * 1000 };

static int key_folder;

static arena fresh(void)
{
    return test_arena(64 * 1024 * 1024);
}

static call officer(store *s, arena *a, const char *code)
{
    call c = test_call_of(s, a, code);
    c.who.rights |= RIGHT_INCIDENTS_READ | RIGHT_INCIDENTS_WRITE;
    c.who.body_name = str_from(code);
    return c;
}

static int64_t incident_of(call *c)
{
    int64_t              id    = 0;
    incident_problems    bad   = { .count = 0 };
    const incident_value all[] = { { S("title"), S("Cổng dịch vụ bị tấn công") },
                                   { S("detected"), S("2026-11-24T08:00:00+07:00") },
                                   { S("description"), S("Không truy cập được") },
                                   { S("present_state"), S("unhandled") },
                                   { S("contact_name"), S("Lê Thị Mẫu") },
                                   { S("contact_phone"), S("0123 456 789") } };
    const incident_draft d     = { .values = all, .count = COUNT(all), .open = true };
    assert_int_equal(incidents_add(c, &d, &id, &bad), ST_OK);
    call_end(c);
    return id;
}

static void seat(call *machine, const char *part, const char *body_code)
{
    problem                   why = { 0 };
    int64_t                   id;
    const incident_seat_draft d = { str_from(part), str_from(body_code), S("Quyết định Mẫu"),
                                    S("2020-01-01"), S("") };
    assert_int_equal(incident_seats_add(machine, &d, &id, &why), ST_OK);
    call_end(machine);
}

static order_draft drafted(call *c, order_kind kind, int64_t incident_id, const char *to)
{
    order_draft d = { .kind    = kind,
                      .title   = S("Ngăn chặn máy chủ điều khiển"),
                      .content = S("Máy chủ bị chiếm quyền"),
                      .tlp     = TLP_AMBER,
                      .ack_ms  = c->now_ms + 1LL * HOUR_MS,
                      .due_ms  = c->now_ms + 24LL * HOUR_MS,
                      .to      = str_from(to),
                      .items = { { S("Chặn kết nối tới 203.0.113.9"), c->now_ms + 4LL * HOUR_MS },
                                 { S("Gửi nhật ký"), 0 } },
                      .item_count = 2 };
    if (kind == ORDER_WARNING) d.severity = SEVERITY_HIGH;
    if (incident_id) d.incident = arena_printf(c->a, "%lld", (long long)incident_id);
    return d;
}

static int64_t drawn(call *c, const order_draft *d)
{
    int64_t id  = 0;
    problem why = { 0 };
    status  st  = orders_draw(c, d, &id, &why);
    if (st != ST_OK)
        fail_msg("%s " STR_FMT " " STR_FMT " " STR_FMT, status_name(st), STR_ARG(why.field),
                 STR_ARG(why.rule), STR_ARG(why.detail));
    call_end(c);
    return id;
}

static void refused_draft(call *c, const order_draft *d, const char *field, const char *rule)
{
    int64_t id  = 0;
    problem why = { 0 };
    assert_int_equal(orders_draw(c, d, &id, &why), ST_INVALID);
    if (!str_equal(why.field, str_from(field)) || !str_equal(why.rule, str_from(rule)))
        fail_msg("wanted %s %s: " STR_FMT " " STR_FMT, field, rule, STR_ARG(why.field),
                 STR_ARG(why.rule));
    call_end(c);
}

static void sent(call *c, int64_t id)
{
    problem             why = { 0 };
    const order_signing s = { .id = id, .signer = S("Nguyễn Văn Mẫu"), .number = S("12/CQĐP") };
    status              st = orders_send(c, &s, &why);
    if (st != ST_OK)
        fail_msg("%s " STR_FMT " " STR_FMT, status_name(st), STR_ARG(why.field), STR_ARG(why.rule));
    call_end(c);
}

static status answered(call *c, int64_t id, target_act act, const char *words, int64_t *paper,
                       problem *why)
{
    const order_answer a  = { .id = id, .act = act, .words = str_from(words), .item = 1 };
    status             st = orders_answer(c, &a, paper, why);
    call_end(c);
    return st;
}

static status says(call *c, int64_t id, target_act act, const char *words)
{
    int64_t paper;
    problem why = { 0 };
    return answered(c, id, act, words, &paper, &why);
}

static order_card *card(call *c, int64_t id)
{
    order_card *k = NEW(c->a, order_card, 1);
    assert_non_null(k);
    assert_int_equal(order_card_load(c, id, k), ST_OK);
    call_end(c);
    return k;
}

static void every_query_is_prepared(void **state)
{
    problem why = { 0 };
    status  st  = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

static void an_order_goes_from_draft_to_result(void **state)
{
    arena a     = fresh();
    call  owner = officer(*state, &a, "BTC"), centre = officer(*state, &a, "BCA"),
         machine = test_call(*state, &a);
    int64_t paper;
    problem why = { 0 };
    seat(&machine, "coordinator", "BCA");
    int64_t     about = incident_of(&owner);
    order_draft d     = drafted(&centre, ORDER_REQUEST, about, "BTC");
    int64_t     id    = drawn(&centre, &d);
    order       o;
    order_draft bad = d;
    bad.to          = S("BTC\nCơ quan không có");
    refused_draft(&centre, &bad, "to", "unknown-body");
    bad.to = S(" ");
    refused_draft(&centre, &bad, "to", "order-nobody");
    bad         = d;
    bad.content = S("Văn bản TUYỆT MẬT");
    refused_draft(&centre, &bad, "content", "state-secret");
    bad.content = d.content;
    bad.due_ms  = centre.now_ms - 1;
    bad.ack_ms  = 0;
    refused_draft(&centre, &bad, "due", "order-past");
    // A draft is nobody else's.
    assert_int_equal(order_load(&owner, id, &o), ST_MISSING);
    assert_int_equal(says(&owner, id, TARGET_RECEIVE, ""), ST_MISSING);
    sent(&centre, id);
    order_card *k = card(&owner, id);
    assert_int_equal(k->target_count, 1);
    assert_int_equal(k->targets[0].state, TARGET_SENT);
    assert_int_equal(k->targets[0].seat, SEAT_OWNER);
    assert_true(k->o.sha256.len == 64);
    assert_int_equal(answered(&owner, id, TARGET_RECEIVE, "", &paper, &why), ST_OK);
    assert_true(paper > 0);
    assert_int_equal(says(&owner, id, TARGET_RECEIVE, ""), ST_INVALID); // not twice
    assert_int_equal(says(&owner, id, TARGET_REPORT, "x"), ST_INVALID); // not before it accepts
    assert_int_equal(says(&owner, id, TARGET_REFUSE, " "), ST_INVALID); // not without a reason
    assert_int_equal(says(&owner, id, TARGET_ACCEPT, ""), ST_OK);
    k = card(&centre, id);
    assert_int_equal(k->targets[0].next_ms, d.items[0].due_ms);
    assert_int_equal(says(&owner, id, TARGET_TICK, ""), ST_OK);
    k = card(&centre, id);
    assert_int_equal(k->targets[0].next_ms, d.due_ms);
    assert_int_equal(says(&owner, id, TARGET_PROGRESS, "Đang chặn"), ST_OK);
    assert_int_equal(says(&owner, id, TARGET_REPORT, "Đã chặn toàn bộ"), ST_OK);
    k = card(&centre, id);
    assert_int_equal(k->targets[0].state, TARGET_DONE);
    assert_int_equal(k->targets[0].next_ms, 0);
    assert_false(k->targets[0].late);
    incident_event *events;
    incident        i;
    size_t          n, found = 0;
    assert_int_equal(incident_load(&owner, about, &i), ST_OK);
    assert_int_equal(incidents_events(&owner, &i, 0, &events, &n), ST_OK);
    static const char *const kinds[] = { "order-sent", "order-received", "order-accepted",
                                         "order-result" };
    for (size_t e = 0; e < n; e++) {
        for (size_t m = 0; m < COUNT(kinds); m++)
            found += str_equal(events[e].kind, str_from(kinds[m]));
    }
    assert_int_equal(found, COUNT(kinds));
    call_end(&owner);
}

// ---- who sees and does what --------------------------------------------------------------------------

static int64_t convened(call *c, int64_t id, incident_seat as, const char *code)
{
    problem                  why = { 0 };
    const incident_convening k   = { id, as, str_from(code), S("Quyết định Mẫu") };
    status                   st  = incidents_convene(c, &k, &why);
    if (st != ST_OK)
        fail_msg("%s: %s " STR_FMT " " STR_FMT, code, status_name(st), STR_ARG(why.field),
                 STR_ARG(why.rule));
    call_end(c);
    return id;
}

static size_t listed(call *c, const char *name, const char *value, int warning)
{
    order_filter f   = { .q = S(""), .warning = warning };
    order_page   p   = { 0 };
    problem      why = { 0 };
    if (name) assert_int_equal(orders_filter_set(str_from(name), str_from(value), &f, &why), ST_OK);
    assert_int_equal(orders_list(c, &f, S(""), 0, &p, &why), ST_OK);
    call_end(c);
    return p.count;
}

static char mark_of(status st)
{
    return st == ST_OK          ? '+'
           : st == ST_FORBIDDEN ? 'F'
           : st == ST_MISSING   ? '.'
           : st == ST_INVALID   ? 'I'
           : st == ST_CONFLICT  ? 'C'
                                : '?';
}

typedef struct stage { // one draft, one order and one of TLP:RED, from the coordinator to BYT
    int64_t about, draft, amber, red, receipt;
} stage;

static stage set_stage(store *s, arena *a)
{
    call owner = officer(s, a, "BTC-BHXH"), centre = officer(s, a, "BCA-A05"),
         addressee = officer(s, a, "BYT"), machine = test_call(s, a);
    problem why = { 0 };
    stage   g   = { 0 };
    seat(&machine, "coordinator", "BCA-A05");
    seat(&machine, "standing", "BQP");
    g.about = incident_of(&owner);
    convened(&owner, g.about, SEAT_MEMBER, "NHNN");
    call lead = officer(s, a, "BCA-A05");
    convened(&lead, g.about, SEAT_TASK_FORCE, "BGDDT");
    convened(&owner, g.about, SEAT_HIRED, "BXD");
    order_draft d = drafted(&centre, ORDER_REQUEST, g.about, "BYT");
    g.draft       = drawn(&centre, &d);
    g.amber       = drawn(&centre, &d);
    d.tlp         = TLP_RED;
    g.red         = drawn(&centre, &d);
    sent(&centre, g.amber);
    sent(&centre, g.red);
    assert_int_equal(answered(&addressee, g.amber, TARGET_RECEIVE, "", &g.receipt, &why), ST_OK);
    call_end(&machine);
    return g;
}

// One act as that body: what it gets.
static char tried(store *s, arena *a, const stage *g, const char *code, int what)
{
    call        c   = officer(s, a, code);
    problem     why = { 0 };
    order       o;
    str         json;
    int64_t     id, paper;
    order_draft d = drafted(&c, what == 1 ? ORDER_WARNING : ORDER_COMMAND, what == 2 ? 0 : g->about,
                            "BTC-BHXH");
    const order_signing sign = { .id = g->draft, .signer = S("x") };
    const order_answer  say  = { .id = g->red, .act = TARGET_RECEIVE, .words = S("") };
    status              st   = ST_BROKEN;
    if (what == 2) d.kind = ORDER_WARNING, d.severity = SEVERITY_LOW;
    switch (what) {
    case 0:
    case 1:
    case 2: st = orders_draw(&c, &d, &id, &why); break;
    case 3: st = order_load(&c, g->draft, &o); break;
    case 4: st = order_load(&c, g->amber, &o); break;
    case 5: st = order_load(&c, g->red, &o); break;
    case 6: st = order_receipt(&c, g->receipt, &json); break;
    case 7: st = orders_answer(&c, &say, &paper, &why); break;
    case 8: st = orders_change(&c, g->draft, 1, &d, &why); break;
    case 9: st = orders_end(&c, g->amber, 1, S("x"), &why); break; // an old version
    case 10: st = orders_send(&c, &sign, &why); break;
    }
    call_end(&c);
    return mark_of(st);
}

// Columns: draws an order, a warning of the incident, a warning on its own; sees the draft, the order, the one of
// TLP:RED, a receipt; answers; changes the draft, ends the order (C: it may, and read an old version), sends the
// draft. + it is done, F refused, . not there (I: the incident is not there to it). §10.2 of the law.
static void each_body_sees_and_does_what_its_part_gives(void **state)
{
    static const struct {
        const char *code, *part, *can;
    } all[] = {
        { "BTC-BHXH", "owner", "FFF.+.+..F." }, { "BTC", "committee", "+FF.+.+..F." },
        { "NHNN", "member", "FFF........" },    { "BGDDT", "task force", "FFF........" },
        { "BXD", "hired", "FFF........" },      { "BQP", "standing", "FFF.+++F.F." },
        { "BYT", "addressee", "IIF.++++.F." },  { "BNG", "nobody", "IIF........" },
        { "BCA-A05", "issuer", "+++++++F+C+" },
    };
    arena  a     = fresh();
    stage  g     = set_stage(*state, &a);
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT(all); i++) {
        char got[16] = { 0 };
        for (int what = 0; what <= 10; what++) got[what] = tried(*state, &a, &g, all[i].code, what);
        if (strcmp(got, all[i].can) == 0) continue;
        print_error("%s (%s): %s, wanted %s\n", all[i].code, all[i].part, got, all[i].can);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void a_list_shows_what_one_sees_and_counts_for_who_sees_all(void **state)
{
    arena a      = fresh();
    stage g      = set_stage(*state, &a);
    call  centre = officer(*state, &a, "BCA-A05"), owner = officer(*state, &a, "BTC-BHXH"),
         addressee = officer(*state, &a, "BYT"), stranger = officer(*state, &a, "BNG"),
         standing = officer(*state, &a, "BQP");
    assert_int_equal(listed(&centre, NULL, NULL, 0), 3);
    assert_int_equal(listed(&centre, "state", "draft", 0), 1);
    assert_int_equal(listed(&owner, NULL, NULL, 0), 1);
    assert_int_equal(listed(&addressee, NULL, NULL, -1), 2);
    assert_int_equal(listed(&addressee, "mine", "1", 0), 2);
    assert_int_equal(listed(&centre, "mine", "1", 0), 0);
    assert_int_equal(listed(&addressee, "q", "may chu DIEU khien", 0), 2);
    assert_int_equal(listed(&addressee, "q", "máy bay", 0), 0);
    assert_int_equal(listed(&addressee, "q", "%", 0), 2); // a sign of the search is no word
    assert_int_equal(listed(&addressee, NULL, NULL, 1), 0);
    assert_int_equal(listed(&stranger, NULL, NULL, -1), 0);
    assert_int_equal(listed(&standing, NULL, NULL, -1), 2);
    addressee.now_ms += 48LL * HOUR_MS;
    assert_int_equal(listed(&addressee, "late", "1", 0), 2);
    // The addressee sees itself alone; the owner of the incident sees every one.
    assert_false(card(&addressee, g.amber)->o.whole);
    assert_true(card(&owner, g.amber)->o.whole);
    order_filter f = { .q = S(""), .warning = 0 };
    order_page   p = { 0 }, next = { 0 };
    problem      why = { 0 };
    assert_int_equal(orders_list(&centre, &f, S(""), 2, &p, &why), ST_OK);
    assert_int_equal(p.count, 2);
    assert_int_equal(orders_list(&centre, &f, p.next, 2, &next, &why), ST_OK);
    assert_int_equal(next.count, 1);
    assert_int_equal(next.next.len, 0);
    assert_int_equal(orders_list(&centre, &f, S("x"), 2, &next, &why), ST_INVALID);
    assert_int_equal(orders_filter_set(S("state"), S("lost"), &f, &why), ST_INVALID);
    call_end(&centre);
}

// ---- what is late -------------------------------------------------------------------------------------

static void clock_strikes(call *machine, int64_t now_ms)
{
    static const timer_table *const tables[] = { &orders_timers, &tasks_timers };
    const timers_host               host     = { tables, COUNT(tables) };
    problem                         why      = { 0 };
    size_t                          fired;
    machine->now_ms = now_ms;
    do assert_int_equal(timers_fire(machine, &host, 50, &fired, &why), ST_OK);
    while (fired);
    call_end(machine);
}

static size_t open_tasks(call *machine, const char *body_code, const char *kind)
{
    call      c    = officer(machine->store, machine->a, body_code);
    task_list list = { 0 };
    size_t    n    = 0;
    c.who.roles    = INT32_MAX;
    assert_int_equal(tasks_mine_list(&c, (task_cursor){ 0 }, TASKS_PAGE, &list), ST_OK);
    for (size_t i = 0; i < list.count; i++) n += str_equal(list.items[i].kind, str_from(kind));
    call_end(&c);
    return n;
}

static void who_stays_silent_is_overdue_and_it_goes_one_up(void **state)
{
    arena a     = fresh();
    call  owner = officer(*state, &a, "BTC"), centre = officer(*state, &a, "BCA-A05"),
         late = officer(*state, &a, "BYT"), machine = test_call(*state, &a);
    order      o;
    body_draft sub = { .code      = S("YT-A"),
                       .name_vi   = S("Cục A"),
                       .symbol    = S("A"),
                       .parent_id = test_body(&machine, "BYT") };
    problem    why = { 0 };
    int64_t    cuc = 0;
    assert_int_equal(bodies_add(&machine, &sub, &cuc, &why), ST_OK);
    call_end(&machine);
    call small = officer(*state, &a, "YT-A");
    seat(&machine, "coordinator", "BCA-A05");
    int64_t     about = incident_of(&owner), start = centre.now_ms;
    order_draft d     = drafted(&centre, ORDER_COMMAND, about, "YT-A\nNHNN");
    int64_t     amber = drawn(&centre, &d);
    d.tlp             = TLP_AMBER_STRICT;
    int64_t strict    = drawn(&centre, &d);
    sent(&centre, amber);
    sent(&centre, strict);
    assert_int_equal(open_tasks(&machine, "YT-A", "orders.receive"), 2);
    clock_strikes(&machine, start + 59LL * 60 * 1000);
    assert_false(card(&centre, amber)->targets[0].late);
    clock_strikes(&machine, start + 61LL * 60 * 1000);
    order_card *k = card(&centre, amber);
    assert_true(k->targets[0].late && k->targets[1].late);
    assert_true(str_equal(k->events[0].act, S("overdue")));
    assert_int_equal(open_tasks(&machine, "BCA-A05", "orders.overdue"), 4);
    assert_int_equal(order_load(&late, amber, &o), ST_MISSING);
    call_end(&late);
    clock_strikes(&machine, start + 2LL * HOUR_MS + 60 * 1000);
    // The body above sees that one row, and is told nothing of what must stay in one organisation.
    assert_int_equal(order_load(&late, strict, &o), ST_MISSING);
    call_end(&late);
    k = card(&centre, amber);
    k = card(&late, amber);
    assert_int_equal(k->target_count, 1);
    assert_true(str_equal(k->targets[0].code, S("YT-A")));
    for (size_t i = 0; i < k->event_count; i++)
        assert_true(!k->events[i].target || k->events[i].target == k->targets[0].id);
    assert_int_equal(says(&late, amber, TARGET_RECEIVE, ""), ST_FORBIDDEN);
    assert_int_equal(listed(&late, NULL, NULL, 0), 1);
    // Late it may still answer; once the whole is over, with a reason.
    small.now_ms = start + 3LL * HOUR_MS;
    assert_int_equal(says(&small, amber, TARGET_RECEIVE, ""), ST_OK);
    assert_int_equal(says(&small, amber, TARGET_ACCEPT, ""), ST_OK);
    assert_int_equal(open_tasks(&machine, "YT-A", "orders.report"), 1);
    assert_int_equal(open_tasks(&machine, "BCA-A05", "orders.overdue"), 3);
    clock_strikes(&machine, start + 25LL * HOUR_MS);
    small.now_ms     = start + 26LL * HOUR_MS;
    order_answer say = { .id = amber, .act = TARGET_REPORT, .words = S("Đã chặn") };
    int64_t      paper;
    assert_int_equal(orders_answer(&small, &say, &paper, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("order-late")));
    say.late_reason = S("Mất điện");
    assert_int_equal(orders_answer(&small, &say, &paper, &why), ST_OK);
    call_end(&small);
    k = card(&centre, amber);
    assert_int_equal(k->targets[0].state, TARGET_DONE);
    assert_true(k->targets[0].late);
    assert_true(str_equal(k->targets[0].late_reason, S("Mất điện")));
    assert_int_equal(open_tasks(&machine, "YT-A", "orders.report"), 0);
    call_end(&machine);
}

static void a_refusal_wants_a_reason_and_comes_to_who_issued_it(void **state)
{
    arena a     = fresh();
    call  owner = officer(*state, &a, "BTC"), centre = officer(*state, &a, "BCA-A05"),
         one = officer(*state, &a, "BYT"), machine = test_call(*state, &a);
    seat(&machine, "coordinator", "BCA-A05");
    order_draft d     = drafted(&centre, ORDER_REQUEST, incident_of(&owner), "BYT");
    d.due_ms          = 0;
    d.hours           = 24;
    d.items[0].due_ms = 0;
    order_draft bad   = d;
    bad.ack_ms        = 0; // when would it be overdue?
    refused_draft(&centre, &bad, "ack", "required");
    bad.hours = 0;
    refused_draft(&centre, &bad, "due", "required");
    int64_t id = drawn(&centre, &d);
    sent(&centre, id);
    one.now_ms += 30LL * 60 * 1000;
    assert_int_equal(says(&one, id, TARGET_REFUSE, "không phải của chúng tôi"), ST_INVALID);
    assert_int_equal(says(&one, id, TARGET_RECEIVE, ""), ST_OK);
    assert_int_equal(card(&one, id)->targets[0].due_ms, one.now_ms + 24LL * HOUR_MS);
    assert_int_equal(says(&one, id, TARGET_REFUSE, ""), ST_INVALID);
    assert_int_equal(says(&one, id, TARGET_REFUSE, "Địa chỉ không thuộc mạng của Bộ"), ST_OK);
    order_card *k = card(&centre, id);
    assert_int_equal(k->targets[0].state, TARGET_REFUSED);
    assert_true(str_equal(k->targets[0].reason, S("Địa chỉ không thuộc mạng của Bộ")));
    assert_int_equal(k->targets[0].next_ms, 0);
    assert_int_equal(open_tasks(&machine, "BCA-A05", "orders.refused"), 1);
    assert_int_equal(open_tasks(&machine, "BYT", "orders.report"), 0);
    assert_int_equal(says(&one, id, TARGET_ACCEPT, ""), ST_OK); // it thinks better of it
    assert_int_equal(open_tasks(&machine, "BCA-A05", "orders.refused"), 0);
    assert_int_equal(open_tasks(&machine, "BYT", "orders.report"), 1);
    assert_int_equal(card(&centre, id)->targets[0].reason.len, 0);
}

static void of_two_who_end_it_one_wins(void **state)
{
    arena a     = fresh();
    call  owner = officer(*state, &a, "BTC"), one = officer(*state, &a, "BCA-A05"),
         two = officer(*state, &a, "BCA-A05"), to = officer(*state, &a, "BYT"),
         machine = test_call(*state, &a);
    problem why  = { 0 };
    seat(&machine, "coordinator", "BCA-A05");
    order_draft         d    = drafted(&one, ORDER_REQUEST, incident_of(&owner), "BYT\nNHNN");
    int64_t             id   = drawn(&one, &d);
    const order_signing sign = { .id = id, .version = 1, .signer = S("Người ký") };
    assert_int_equal(orders_send(&one, &sign, &why), ST_OK);
    assert_int_equal(orders_send(&two, &sign, &why), ST_CONFLICT);
    call_end(&one), call_end(&two);
    assert_int_equal(card(&one, id)->target_count, 2); // once
    int64_t seen = card(&two, id)->o.version;
    assert_int_equal(orders_end(&one, id, seen, S(""), &why), ST_INVALID); // why it ends is said
    assert_int_equal(orders_end(&one, id, seen, S("Đã khắc phục"), &why), ST_OK);
    assert_int_equal(orders_end(&two, id, seen, S("Thôi"), &why), ST_CONFLICT);
    call_end(&one), call_end(&two);
    order_card *k = card(&two, id);
    assert_int_equal(k->o.state, ORDER_ENDED);
    assert_true(str_equal(k->o.reason, S("Đã khắc phục")));
    assert_int_equal(k->targets[0].next_ms, 0);
    assert_int_equal(open_tasks(&machine, "BYT", "orders.receive"), 0);
    assert_int_equal(says(&to, id, TARGET_RECEIVE, ""), ST_INVALID);
    to.now_ms += 72LL * HOUR_MS;
    assert_int_equal(listed(&to, "late", "1", 0), 0); // nothing is waited for any more
}

// ---- bodies that end ----------------------------------------------------------------------------------

static void department(call *machine, const char *code, const char *name)
{
    problem    why   = { 0 };
    int64_t    id    = 0;
    body_draft draft = { .code      = str_from(code),
                         .name_vi   = str_from(name),
                         .symbol    = str_from(code),
                         .parent_id = test_body(machine, "T34-15") };
    assert_int_equal(bodies_add(machine, &draft, &id, &why), ST_OK);
    call_end(machine);
}

static void merger(store *s, arena *a)
{
    call        c   = officer(s, a, "T34-15");
    problem     why = { 0 };
    int64_t     id  = 0;
    body_change g   = { .kind       = CHANGE_MERGE,
                        .body_count = 2,
                        .bodies     = { test_body(&c, "STTTT"), test_body(&c, "SKHCN") },
                        .names      = { .name_vi = S("Sở Khoa học, Công nghệ và Số") },
                        .code       = S("SKHCNS"),
                        .doc_no     = S("15/QĐ-UBND"),
                        .effect_on  = S("24/11/2026") };
    c.who.rights    = ~UINT64_C(0);
    assert_int_equal(body_change_make(&c, &g, &id, &why), ST_OK);
    assert_int_equal(body_change_confirm(&c, id, &(body_change){ .kind = 0 }, &why), ST_OK);
    call_end(&c);
}

static void what_was_asked_of_a_merged_body_is_its_heirs(void **state)
{
    arena a     = fresh();
    call  owner = officer(*state, &a, "BTC"), centre = officer(*state, &a, "BCA-A05"),
         machine = test_call(*state, &a);
    order o;
    department(&machine, "STTTT", "Sở Thông tin và Truyền thông");
    department(&machine, "SKHCN", "Sở Khoa học và Công nghệ");
    seat(&machine, "coordinator", "BCA-A05");
    int64_t     about = incident_of(&owner);
    order_draft d     = drafted(&centre, ORDER_REQUEST, about, "STTTT\nBYT");
    int64_t     id    = drawn(&centre, &d);
    order_draft both  = drafted(&centre, ORDER_REQUEST, about, "STTTT\nSKHCN");
    int64_t     draft = drawn(&centre, &both);
    sent(&centre, id);
    order_card *k = card(&centre, id);
    assert_int_equal(k->targets[0].first_name.len, 0);
    str paper = k->o.sha256;
    merger(*state, &a);
    call heir = officer(*state, &a, "SKHCNS"), old = officer(*state, &a, "STTTT");
    k = card(&heir, id);
    assert_int_equal(k->target_count, 1);
    assert_true(str_equal(k->targets[0].code, S("SKHCNS")));
    assert_true(str_equal(k->targets[0].first_name, S("Sở Thông tin và Truyền thông")));
    assert_true(str_equal(k->events[0].act, S("heir")));
    assert_true(str_equal(k->o.sha256, paper)); // what was sent stays
    assert_int_equal(order_load(&old, id, &o), ST_MISSING);
    call_end(&old);
    assert_int_equal(open_tasks(&machine, "SKHCNS", "orders.receive"), 1);
    assert_int_equal(says(&heir, id, TARGET_RECEIVE, ""), ST_OK);
    // Sent after the merger: both names lead to one addressee, which says so.
    sent(&centre, draft);
    k = card(&centre, draft);
    assert_int_equal(k->target_count, 1);
    assert_true(str_equal(k->targets[0].code, S("SKHCNS")));
    assert_true(str_equal(k->targets[0].first_name,
                          S("Sở Thông tin và Truyền thông; Sở Khoa học và Công nghệ")));
    bool told = false;
    for (size_t i = 0; i < k->event_count; i++) told |= str_equal(k->events[i].act, S("heir"));
    assert_true(told);
    // Named by its old name it is found too.
    order_draft again = drafted(&centre, ORDER_REQUEST, about, "Sở Thông tin và Truyền thông");
    k                 = card(&centre, drawn(&centre, &again));
    assert_true(str_equal(k->targets[0].code, S("SKHCNS")));
}

// ---- warnings -----------------------------------------------------------------------------------------

static void member_of(store *s, arena *a, const char *code, const char *category)
{
    static const member_act way[] = { MEMBER_CHECK, MEMBER_ACCEPT };
    call                    c = test_call_of(s, a, code), lead = test_call_of(s, a, "BCA-A05");
    member_draft            d   = { .category = str_from(category), .cluster = S("Cụm 1") };
    problem                 why = { 0 };
    int64_t                 id  = 0;
    member                  m;
    c.who.rights = lead.who.rights = ~UINT64_C(0);
    d.texts[FIELD_ADDRESS]         = S("Số 1 phố Mẫu");
    d.texts[FIELD_PHONE]           = S("024 1234567");
    d.texts[FIELD_EMAIL]           = S("ttud@mau.gov.vn");
    d.texts[FIELD_LEADER]          = S("Trần Văn Mẫu");
    assert_int_equal(network_register(&c, &d, &id, &why), ST_OK);
    call_end(&c);
    for (size_t i = 0; i < COUNT(way); i++) {
        assert_int_equal(network_get(&lead, id, &m), ST_OK);
        const member_move move = { .id = id, .version = m.version, .act = way[i], .reason = S("") };
        assert_int_equal(network_act(&lead, &move, &why), ST_OK);
        call_end(&lead);
    }
}

static void a_warning_goes_to_all_a_group_or_named_and_is_answered(void **state)
{
    static const struct {
        const char *to, *group;
        size_t      count;
    } all[]      = { { "", "all", 2 },         { "", "category:a", 1 },    { "BNG", "", 1 },
                     { "BNG", "all", 3 },      { "", "cluster:Cụm 1", 2 }, { "BYT\nBộ Y tế", "", 1 },
                     { "BYT", "voluntary", 1 } };
    arena a      = fresh();
    call  centre = officer(*state, &a, "BCA-A05"), one = officer(*state, &a, "BYT"),
         other = officer(*state, &a, "BNG"), machine = test_call(*state, &a);
    order   o;
    problem why = { 0 };
    seat(&machine, "coordinator", "BCA-A05");
    member_of(*state, &a, "BYT", "a");
    member_of(*state, &a, "NHNN", "e");
    for (size_t i = 0; i < COUNT(all); i++) {
        order_draft d = drafted(&centre, ORDER_WARNING, 0, all[i].to);
        d.group       = str_from(all[i].group);
        size_t n      = card(&centre, drawn(&centre, &d))->target_count;
        if (n != all[i].count) fail_msg("%s %s: %zu", all[i].to, all[i].group, n);
    }
    order_draft d = drafted(&centre, ORDER_WARNING, 0, "");
    d.group       = S("everybody");
    refused_draft(&centre, &d, "group", "order-group");
    d.group = S("category:khong-co");
    refused_draft(&centre, &d, "to", "order-nobody");
    d.severity = SEVERITY_NONE;
    refused_draft(&centre, &d, "severity", "required");
    d          = drafted(&centre, ORDER_WARNING, 0, "");
    d.group    = S("all");
    int64_t id = drawn(&centre, &d);
    sent(&centre, id);
    assert_int_equal(order_load(&other, id, &o), ST_MISSING);
    call_end(&other);
    assert_int_equal(listed(&other, NULL, NULL, -1), 0);
    assert_int_equal(listed(&one, "mine", "1", 1), 1);
    assert_int_equal(open_tasks(&machine, "BYT", "orders.warning"), 1);
    assert_int_equal(says(&one, id, TARGET_RECEIVE, ""), ST_OK);
    assert_int_equal(open_tasks(&machine, "BYT", "orders.warning"), 0);
    assert_int_equal(open_tasks(&machine, "BYT", "orders.reply"), 1);
    assert_int_equal(says(&one, id, TARGET_REFUSE, "x"), ST_INVALID);
    assert_int_equal(says(&one, id, TARGET_REPORT, "Đã kiểm tra, không bị"), ST_OK);
    assert_int_equal(open_tasks(&machine, "BYT", "orders.reply"), 0);
    order_card *k = card(&centre, id);
    assert_int_equal(k->target_count, 2);
    assert_int_equal(k->targets[0].state, TARGET_DONE);
    assert_int_equal(k->targets[1].state, TARGET_SENT);
    str docx;
    assert_int_equal(order_docx(&centre, id, &docx, &why), ST_MISSING); // form 06 is of orders
    call_end(&centre);
}

static void a_body_in_charge_orders_within_its_field_only(void **state)
{
    arena       a     = fresh();
    call        owner = officer(*state, &a, "BTC-BHXH"), above = officer(*state, &a, "BTC");
    int64_t     about = incident_of(&owner);
    order_draft d     = drafted(&above, ORDER_COMMAND, about, "BTC-BHXH");
    (void)drawn(&above, &d);
    d.to = S("BYT");
    refused_draft(&above, &d, "to", "order-outside");
    // Nor is every part one that answers.
    call machine = test_call(*state, &a), centre = officer(*state, &a, "BCA-A05");
    seat(&machine, "coordinator", "BCA-A05");
    convened(&owner, about, SEAT_HIRED, "BXD");
    d = drafted(&centre, ORDER_COMMAND, about, "BXD");
    refused_draft(&centre, &d, "to", "order-part");
}

// ---- receipts -----------------------------------------------------------------------------------------

static void a_receipt_is_checked_by_the_key_of_the_node(void **state)
{
    arena         a     = fresh();
    stage         g     = set_stage(*state, &a);
    call          owner = officer(*state, &a, "BTC-BHXH"), other = officer(*state, &a, "BNG");
    str           json, pem;
    receipt       r;
    unsigned char open[SIGN_KEY_BYTES];
    problem       why = { 0 };
    struct stat   file;
    assert_int_equal(order_receipt(&other, g.receipt, &json), ST_MISSING);
    call_end(&other);
    assert_int_equal(order_receipt(&owner, g.receipt, &json), ST_OK);
    assert_int_equal(receipt_parse(json, &a, &r, &why), ST_OK);
    assert_int_equal(order_receipt_verify(&owner, &r, &why), ST_OK);
    assert_int_equal(order_key_open(&owner, &pem), ST_OK);
    assert_int_equal(sign_open_read(pem, open), ST_OK);
    assert_int_equal(receipt_check(&r, open, &a, &why), ST_OK);
    order_card *k = card(&owner, g.amber);
    assert_true(str_equal(r.at[RECEIPT_PAPER], k->o.sha256));
    assert_true(str_equal(r.at[RECEIPT_PAPER], sign_sha256(k->o.paper, &a)));
    assert_true(str_equal(r.at[RECEIPT_ACT], S("receive")));
    r.at[RECEIPT_PERSON] = S("Người khác");
    assert_int_equal(order_receipt_verify(&owner, &r, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("receipt-content")));
    r.at[RECEIPT_KEY] = S("00");
    assert_int_equal(order_receipt_verify(&owner, &r, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("receipt-key")));
    call_end(&owner);
    assert_int_equal(fstatat(key_folder, "receipt.key", &file, 0), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
}

// ---- what breaks --------------------------------------------------------------------------------------

static void a_database_that_fails_sends_all_or_nothing(void **state)
{
    arena a     = fresh();
    call  owner = officer(*state, &a, "BTC"), centre = officer(*state, &a, "BCA-A05"),
         machine = test_call(*state, &a);
    problem why  = { 0 };
    seat(&machine, "coordinator", "BCA-A05");
    order_draft d    = drafted(&centre, ORDER_REQUEST, incident_of(&owner), "BYT\nNHNN");
    int64_t     id   = drawn(&centre, &d);
    arena       mark = a;
    for (int n = 1;; n++) {
        const order_signing sign = { .id = id, .signer = S("Nguyễn Văn Mẫu") };
        a                        = mark;
        store_fault(*state, n, STORE_FAULT_BREAK);
        status st  = orders_send(&centre, &sign, &why);
        bool   met = store_fault_met(*state);
        store_fault(*state, 0, STORE_FAULT_BREAK);
        call_end(&centre);
        order_card *k = card(&centre, id);
        assert_int_equal(k->target_count, 2);
        if (st == ST_OK) {
            assert_false(met);
            assert_int_equal(k->o.state, ORDER_SENT);
            break;
        }
        assert_true(met && n < 400);
        assert_int_equal(k->o.state, ORDER_DRAFT);
        assert_int_equal(k->targets[0].state, TARGET_NAMED);
        assert_int_equal(k->event_count, 1);
    }
    assert_int_equal(open_tasks(&machine, "BYT", "orders.receive"), 1);
}

static void an_answer_that_breaks_or_runs_again_is_there_once_or_not(void **state)
{
    arena   a   = fresh();
    stage   g   = set_stage(*state, &a);
    call    one = officer(*state, &a, "BYT");
    problem why = { 0 };
    int64_t paper;
    arena   mark   = a;
    size_t  before = card(&one, g.amber)->event_count;
    for (int n = 1;; n++) {
        a = mark;
        store_fault(*state, n, STORE_FAULT_BREAK);
        status st  = answered(&one, g.amber, TARGET_ACCEPT, "", &paper, &why);
        bool   met = store_fault_met(*state);
        store_fault(*state, 0, STORE_FAULT_BREAK);
        order_card *k = card(&one, g.amber);
        if (st == ST_OK) {
            assert_false(met);
            assert_int_equal(k->event_count, before + 1);
            break;
        }
        assert_true(met && n < 400);
        assert_int_equal(k->targets[0].state, TARGET_RECEIVED);
        assert_int_equal(k->event_count, before);
    }
    store_fault(*state, 9, STORE_FAULT_RERUN);
    assert_int_equal(answered(&one, g.amber, TARGET_REPORT, "Xong", &paper, &why), ST_OK);
    assert_true(store_fault_met(*state));
    order_card *k = card(&one, g.amber);
    assert_int_equal(k->targets[0].state, TARGET_DONE);
    assert_int_equal(k->event_count, before + 2);
    assert_true(paper > g.receipt);
}

int main(void)
{
    static const body_heir *const  heirs[]   = { &tasks_heir, &orders_heir };
    static const sql_module *const modules[] = { &call_sql,     &timers_sql,  &organisations_sql,
                                                 &accounts_sql, &tasks_sql,   &systems_sql,
                                                 &letters_sql,  &network_sql, &incidents_sql,
                                                 &orders_sql };
    const struct CMUnitTest        tests[]   = {
                 cmocka_unit_test(every_query_is_prepared),
                 cmocka_unit_test(an_order_goes_from_draft_to_result),
                 cmocka_unit_test(each_body_sees_and_does_what_its_part_gives),
                 cmocka_unit_test(a_list_shows_what_one_sees_and_counts_for_who_sees_all),
                 cmocka_unit_test(who_stays_silent_is_overdue_and_it_goes_one_up),
                 cmocka_unit_test(a_refusal_wants_a_reason_and_comes_to_who_issued_it),
                 cmocka_unit_test(of_two_who_end_it_one_wins),
                 cmocka_unit_test(what_was_asked_of_a_merged_body_is_its_heirs),
                 cmocka_unit_test(a_warning_goes_to_all_a_group_or_named_and_is_answered),
                 cmocka_unit_test(a_body_in_charge_orders_within_its_field_only),
                 cmocka_unit_test(a_receipt_is_checked_by_the_key_of_the_node),
                 cmocka_unit_test(a_database_that_fails_sends_all_or_nothing),
                 cmocka_unit_test(an_answer_that_breaks_or_runs_again_is_there_once_or_not),
    };
    char  room[512];
    arena a = arena_over(room, sizeof(room));
    str   folder;
    int   failed = 1;
    if (os_temp_folder(S("coloa-orders-"), &a, &folder) != ST_OK ||
        os_open_folder(OS_CWD, folder, &key_folder) != ST_OK)
        return 1;
    node_key_lend(key_folder);
    store_register(modules, COUNT(modules));
    network_led_by(incidents_lead);
    organisations_heirs(heirs, COUNT(heirs));
    failed = test_store_run(tests, COUNT(tests));
    os_close(key_folder);
    return os_remove_folder(OS_CWD, folder) == ST_OK ? failed : 1;
}
