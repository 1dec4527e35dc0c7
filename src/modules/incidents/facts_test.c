// facts_test.c - what an incident is told with, on both engines: from the register, from a notice by anybody, by the
// tree of bodies; whose its clocks are; to whom and with what its letters go.
#include <string.h>

#include "kit/documents/docx_test_kit.h"
#include "modules/accounts/accounts.h"
#include "modules/incidents/clock_ops.h"
#include "modules/incidents/duty_ops.h"
#include "modules/incidents/incidents_test_kit.h"
#include "modules/incidents/incidents_view.h"
#include "modules/incidents/notice_ops.h"
#include "modules/incidents/owner_kind.h"
#include "modules/incidents/paper_ops.h"
#include "modules/tasks/tasks.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql;

enum { HOUR_MS = 3600 * 1000 };

static incident_clocks_state *clocks_of(call *c, int64_t id)
{
    incident_clocks_state *all = NEW(c->a, incident_clocks_state, 1);
    incident               i;
    assert_int_equal(incident_load(c, id, &i), ST_OK);
    assert_int_equal(incident_clocks_look(c, &i, all), ST_OK);
    call_end(c);
    return all;
}

static const incident_clock_state *clock_of(call *c, int64_t id, const char *rule)
{
    incident_clocks_state *all = clocks_of(c, id);
    for (size_t n = 0; n < all->count; n++) {
        if (str_equal(all->items[n].k.rule->id, str_from(rule))) return &all->items[n];
    }
    return NULL;
}

static void fact(call *c, int64_t id, const char *key, const char *value, const char *reason)
{
    incident_problems bad = { .count = 0 };
    incident_set(c, id, key, value, reason, &bad);
    if (bad.count)
        fail_msg("%s: " STR_FMT " " STR_FMT, key, STR_ARG(bad.items[0].field),
                 STR_ARG(bad.items[0].rule));
}

static str value(call *c, int64_t id, const char *key)
{
    incident        i;
    incident_values v;
    assert_int_equal(incident_load(c, id, &i), ST_OK);
    assert_int_equal(incidents_values(c, &i, &v), ST_OK);
    return incident_value_of(&v, key);
}

// ---- kinds of owner --------------------------------------------------------------------------------

static void a_kind_of_owner_comes_from_the_tree(void **state)
{
    static const struct {
        const char *code[4], *kind[4], *is;
    } cases[] = {
        { { "BQP", "VN-CP" }, { "ministry", "government" }, "mod" },
        { { "BQP-BTL86", "BQP", "VN-CP" }, { "department", "ministry", "government" }, "mod" },
        { { "BQP-BCY", "BQP", "VN-CP" }, { "department", "ministry", "government" }, "cipher" },
        { { "BCA-A05", "BCA", "VN-CP" }, { "department", "ministry", "government" }, "mps" },
        { { "BTC", "VN-CP" }, { "ministry", "government" }, "ministry" },
        { { "LAOCAI-STC", "LAOCAI" }, { "unit", "province" }, "province" },
        { { "VIETTEL", "BQP" }, { "state-enterprise", "ministry" }, "state-enterprise" },
        { { "VTNET", "VIETTEL", "BQP" },
          { "unit", "state-enterprise", "ministry" },
          "state-enterprise" },
        { { "MAU", "MAU-NUOC" }, { "sample", "sample" }, "" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        incident_rung ladder[4];
        size_t        n = 0;
        for (; n < 4 && cases[i].code[n]; n++)
            ladder[n] = (incident_rung){ str_from(cases[i].code[n]), str_from(cases[i].kind[n]) };
        str is = incident_owner_kind(law_current(), ladder, n);
        if (!str_equal(is, str_from(cases[i].is)))
            fail_msg("%s: " STR_FMT, cases[i].code[0], STR_ARG(is));
    }
}

static void the_ministry_of_defence_is_exempt_and_tells_its_own_force(void **state)
{
    arena a     = incident_test_arena();
    call  mod   = incident_officer(*state, &a, "BQP"),
         cipher = incident_officer(*state, &a, "BQP-BCY");
    const incident_clock_state *k;
    int64_t                     id = incident_told(&mod, "", "2026-11-24T08:30:00+07:00");
    assert_string_equal(arena_cstr(&a, clocks_of(&mod, id)->owner_kind), "mod");
    k = clock_of(&mod, id, "T20-1");
    assert_int_equal(k->stands, STANDING_EXEMPT);
    assert_false(k->runs);
    k = clock_of(&mod, id, "N331-2");
    assert_int_equal(k->k.to_count, 1);
    assert_string_equal(arena_cstr(&a, k->k.to[0]), "BQP");
    call below = incident_officer(*state, &a, "BQP-BTL86");
    id         = incident_told(&below, "", "2026-11-24T08:30:00+07:00");
    assert_string_equal(arena_cstr(&a, clocks_of(&below, id)->owner_kind), "mod");
    id = incident_told(&cipher, "", "2026-11-24T08:30:00+07:00");
    k  = clock_of(&cipher, id, "N331-2");
    assert_string_equal(arena_cstr(&a, k->k.to[0]), "BCY");
}

static void what_somebody_says_of_the_owner_goes_before_the_tree(void **state)
{
    arena             a   = incident_test_arena();
    call              c   = incident_officer(*state, &a, "BTC");
    incident_problems bad = { .count = 0 };
    int64_t           id  = incident_told(&c, "", "2026-11-24T08:30:00+07:00");
    assert_string_equal(arena_cstr(&a, clocks_of(&c, id)->owner_kind), "ministry");
    incident_set(&c, id, "owner_kind", "king", "", &bad);
    assert_string_equal(arena_cstr(&a, bad.items[0].rule), "choice-unknown");
    fact(&c, id, "owner_kind", "mod", "");
    assert_int_equal(clock_of(&c, id, "T20-1")->stands, STANDING_EXEMPT);
    fact(&c, id, "owner_kind", "", "");
    assert_true(clock_of(&c, id, "T20-1")->runs);
}

// ---- notices ---------------------------------------------------------------------------------------

static size_t at_key(const char *key)
{
    for (size_t i = 0; i < NOTICE_FIELDS; i++) {
        if (strcmp(incident_notice_keys[i], key) == 0) return i;
    }
    fail_msg("no field %s", key);
    return 0;
}

static notice_text plain_notice(void)
{
    notice_text t = { 0 };
    for (size_t i = 0; i < NOTICE_FIELDS; i++) t.at[i] = S("");
    t.at[at_key("domains")]       = S("mau.example");
    t.at[at_key("description")]   = S("Trang bị thay đổi");
    t.at[at_key("reporter_name")] = S("Dân Mẫu");
    return t;
}

static status notified(call *c, notice_text *t, int64_t *id, incident_problems *bad)
{
    notice_receipt got = { 0 };
    status         st  = incident_notices_add(c, t, true, &got, bad);
    *id                = got.id;
    call_end(c);
    return st;
}

static int64_t taken(call *c, int64_t told)
{
    incident_problems   bad = { .count = 0 };
    int64_t             id  = 0;
    const notice_taking k   = { told, S(""), S("BTC") };
    status              st  = incident_notices_take(c, &k, &id, &bad);
    if (st != ST_OK)
        fail_msg("%s " STR_FMT " " STR_FMT, status_name(st), STR_ARG(bad.items[0].field),
                 STR_ARG(bad.items[0].rule));
    call_end(c);
    return id;
}

static void a_notice_with_a_wrong_address_is_refused_when_it_is_told(void **state)
{
    arena             a   = incident_test_arena();
    call              c   = test_call(*state, &a);
    notice_text       t   = plain_notice();
    incident_problems bad = { .count = 0 };
    int64_t           id;
    char              lines[3 * (INCIDENT_LINES_MAX + 1)] = "";
    incident_test_seat(&c, "coordinator", "BCA");
    t.at[at_key("reporter_email")] = S("không có");
    assert_int_equal(notified(&c, &t, &id, &bad), ST_INVALID);
    assert_string_equal(arena_cstr(&a, bad.items[0].field), "reporter_email");
    assert_string_equal(arena_cstr(&a, bad.items[0].rule), "email-form");
    for (int n = 0; n <= INCIDENT_LINES_MAX; n++) strcat(lines, n ? "\na" : "a");
    t                       = plain_notice();
    t.at[at_key("domains")] = str_from(lines);
    assert_int_equal(notified(&c, &t, &id, &bad), ST_INVALID);
    assert_string_equal(arena_cstr(&a, bad.items[0].rule), "too-many");
}

// A statement of this test alone: a notice as an earlier version of the program took it.
static int             old_id;
static const sql_query old_notice = {
    .name     = "notice_of_before",
    .kind     = SQL_EXEC,
    .sqlite   = "UPDATE incident_notices SET content = replace(content, '\"reporter_email\":\"\"', "
                "'\"reporter_email\":\"không có\"')",
    .postgres = "UPDATE incident_notices SET content = replace(content, '\"reporter_email\":\"\"', "
                "'\"reporter_email\":\"không có\"')",
    .id       = &old_id
};
static const sql_module old_sql = { "notice_of_before", &old_notice, 1, NULL, 0 };

static status as_before(db *d, void *ctx)
{
    (void)ctx;
    return sql_exec(d, &old_notice, NULL, NULL);
}

static void a_notice_of_before_becomes_an_incident_with_what_fits(void **state)
{
    arena             a   = incident_test_arena();
    call              c   = test_call(*state, &a), coordinator;
    notice_text       t   = plain_notice();
    incident_problems bad = { .count = 0 };
    notice_row        row;
    int64_t           id;
    incident_test_seat(&c, "coordinator", "BCA");
    coordinator = incident_officer(*state, &a, "BCA");
    assert_int_equal(notified(&c, &t, &id, &bad), ST_OK);
    assert_int_equal(call_act(&c, as_before, NULL), ST_OK);
    call_end(&c);
    assert_int_equal(incident_notices_load(&coordinator, id, &row), ST_OK);
    assert_true(str_find(row.content, S("không có")) > 0);
    call_end(&coordinator);
    id = taken(&coordinator, id);
    assert_int_equal(value(&coordinator, id, "reporter_email").len, 0);
    call_end(&coordinator);
}

static void the_contact_of_a_notice_is_its_sender_not_who_took_it(void **state)
{
    static const char *const none[] = { "reporter_address", "reporter_phone", "reporter_email",
                                        "contact_email", "contact_title" };
    arena                    a      = incident_test_arena();
    call                     c      = test_call(*state, &a), coordinator;
    notice_text              t      = plain_notice();
    incident_problems        bad    = { .count = 0 };
    body_contact             seat   = { .address = S("47 Phạm Văn Đồng"),
                                        .phone   = S("0123"),
                                        .email   = S("truc@bca.example") };
    problem                  why    = { 0 };
    body                     bca;
    int64_t                  id;
    incident_test_seat(&c, "coordinator", "BCA");
    assert_int_equal(body_by_code(&c, S("BCA"), &bca), ST_OK);
    assert_int_equal(body_contact_save(&c, bca.id, &seat, &why), ST_OK);
    call_end(&c);
    coordinator = incident_officer(*state, &a, "BCA");
    assert_int_equal(notified(&c, &t, &id, &bad), ST_OK);
    id = taken(&coordinator, id);
    assert_string_equal(arena_cstr(&a, value(&coordinator, id, "reporter_name")), "Dân Mẫu");
    assert_string_equal(arena_cstr(&a, value(&coordinator, id, "contact_name")), "Dân Mẫu");
    for (size_t i = 0; i < COUNT(none); i++) {
        str is = value(&coordinator, id, none[i]);
        if (is.len) fail_msg("%s: " STR_FMT, none[i], STR_ARG(is));
    }
    call_end(&coordinator);
}

static void the_acknowledgement_of_a_notice_is_that_of_its_incident(void **state)
{
    arena                       a   = incident_test_arena();
    call                        c   = test_call(*state, &a), coordinator;
    notice_text                 t   = plain_notice();
    incident_problems           bad = { .count = 0 };
    int64_t                     id, at;
    const incident_clock_state *k;
    incident_test_seat(&c, "coordinator", "BCA");
    coordinator = incident_officer(*state, &a, "BCA");
    assert_int_equal(notified(&c, &t, &id, &bad), ST_OK);
    coordinator.now_ms += HOUR_MS / 6;
    at = coordinator.now_ms;
    assert_int_equal(incident_notices_acknowledge(&coordinator, id), ST_OK);
    call_end(&coordinator);
    coordinator.now_ms += 3LL * HOUR_MS;
    id = taken(&coordinator, id);
    k  = clock_of(&coordinator, id, "T20-6");
    assert_int_equal(k->stands, STANDING_DONE);
    assert_int_equal(k->done_ms, at);
}

// Who holds the open task of a clock: bodies' ids, 0 nobody.
static int64_t holder_of(call *machine, const char *document)
{
    task_list list;
    int64_t   holder = 0;
    assert_int_equal(tasks_branch_list(machine, true, (task_cursor){ 0 }, &list), ST_OK);
    for (size_t k = 0; k < list.count; k++) {
        if (str_equal(list.items[k].kind, S("incidents.clock")) &&
            str_starts(list.items[k].object_name, str_from(document)))
            holder = list.items[k].body_id;
    }
    call_end(machine);
    return holder;
}

static void a_clock_is_the_task_of_whom_the_law_names(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), machine = test_call(*state, &a);
    const incident_clock_state *k;
    problem                     why = { 0 };
    int64_t                     id  = incident_told(&owner, "", "2026-11-24T08:30:00+07:00");
    fact(&owner, id, "received", "2026-11-24T08:50:00+07:00", "");
    assert_int_equal(holder_of(&machine, "Xác nhận"), 0); // nobody is the coordinator
    incident_test_seat(&machine, "coordinator", "BCA");
    call coordinator = incident_officer(*state, &a, "BCA");
    fact(&owner, id, "received", "2026-11-24T08:55:00+07:00", "đọc nhầm");
    k = clock_of(&owner, id, "T20-6");
    assert_true(k->runs);
    assert_int_equal(k->k.due_ms - k->k.start_ms, 2LL * HOUR_MS); // the centre's own term
    assert_int_equal(holder_of(&machine, "Xác nhận"), coordinator.who.body_id);
    // A unit that detected it tells; where none was convened it is nobody's task here.
    fact(&owner, id, "found_by_member", "yes", "");
    assert_true(clock_of(&owner, id, "T20-7")->runs);
    assert_int_equal(holder_of(&machine, "Thông báo"), owner.who.body_id); // T20-1's
    const incident_convening unit = { id, SEAT_UNIT, S("BYT"), S("Mẫu") };
    assert_int_equal(incidents_convene(&coordinator, &unit, &why), ST_OK);
    call_end(&coordinator);
    fact(&owner, id, "service_down", "yes", "");
    task_list list;
    size_t    units = 0;
    call      byt   = incident_officer(*state, &a, "BYT");
    assert_int_equal(tasks_branch_list(&machine, true, (task_cursor){ 0 }, &list), ST_OK);
    for (size_t n = 0; n < list.count; n++)
        units += list.items[n].body_id == byt.who.body_id &&
                 str_equal(list.items[n].kind, S("incidents.clock"));
    call_end(&machine);
    assert_int_equal(units, 1);
}

static void a_reason_longer_than_a_timer_takes_moves_the_anchor(void **state)
{
    arena           a = incident_test_arena();
    call            c = incident_officer(*state, &a, "BTC");
    incident_event *events;
    size_t          n;
    char            why[3 * 601] = "";
    int64_t         id           = incident_told(&c, "", "2026-11-24T08:30:00+07:00");
    for (int i = 0; i < 600; i++) strcat(why, "é");
    fact(&c, id, "detected", "2026-11-24T08:20:00+07:00", why);
    incident i = incident_loaded(&c, id);
    assert_int_equal(incidents_events(&c, &i, 0, &events, &n), ST_OK);
    bool whole = false;
    for (size_t k = 0; k < n; k++)
        whole |= str_equal(events[k].kind, S("anchor")) && str_characters(events[k].words) == 600;
    assert_true(whole); // the time line keeps all of it
    call_end(&c);
}

static void an_emergency_raised_by_mistake_is_taken_back_with_its_time(void **state)
{
    arena   a  = incident_test_arena();
    call    c  = incident_officer(*state, &a, "BTC");
    int64_t id = incident_told(&c, "", "2026-11-24T08:30:00+07:00");
    fact(&c, id, "over_capacity", "2026-11-24T08:40:00+07:00", "");
    assert_true(incident_loaded(&c, id).emergency);
    fact(&c, id, "over_capacity", "", "gõ nhầm ô");
    assert_false(incident_loaded(&c, id).emergency);
    // Reported so, it takes more than a field emptied.
    problem                why = { 0 };
    int64_t                paper;
    const incident_sending s = { .id = id, .document = S("MAU_03"), .recipients = S("CQĐP") };
    fact(&c, id, "over_capacity", "2026-11-24T08:40:00+07:00", "");
    assert_int_equal(incidents_sent(&c, &s, &paper, &why), ST_OK);
    call_end(&c);
    fact(&c, id, "over_capacity", "", "gõ nhầm ô");
    assert_true(incident_loaded(&c, id).emergency);
    const incident_withdrawal k = { id, paper, S("ghi nhầm") };
    assert_int_equal(incidents_paper_withdraw(&c, &k, &why), ST_OK);
    call_end(&c);
    fact(&c, id, "service_down", "no", "");
    assert_false(incident_loaded(&c, id).emergency);
}

static void three_long_lines_fit(void **state)
{
    arena             a                 = incident_test_arena();
    call              c                 = incident_officer(*state, &a, "BTC");
    incident_problems bad               = { .count = 0 };
    char              line[3 * 500 + 1] = "";
    int64_t           id;
    for (int n = 0; n < 500; n++) strcat(line, "ệ");
    const incident_value all[] = {
        { S("title"), str_from(line) },      { S("system_name"), str_from(line) },
        { S("owner_name"), str_from(line) }, { S("detected"), S("2026-11-24T08:30:00+07:00") },
        { S("description"), S("x") },        { S("present_state"), S("unhandled") },
        { S("contact_name"), S("Mẫu") },     { S("contact_phone"), S("0123") },
    };
    const incident_draft d = { .values = all, .count = COUNT(all), .open = true };
    assert_int_equal(incidents_add(&c, &d, &id, &bad), ST_OK);
    call_end(&c);
}

// ---- taken back --------------------------------------------------------------------------------------

static size_t done_of(call *c, int64_t id, incident_duty_done **done)
{
    incident i;
    size_t   n;
    assert_int_equal(incident_load(c, id, &i), ST_OK);
    assert_int_equal(incident_duties_done(c, &i, done, &n), ST_OK);
    return n;
}

static void a_duty_ticked_by_mistake_is_taken_back_with_its_reason(void **state)
{
    arena               a   = incident_test_arena();
    call                c   = incident_officer(*state, &a, "BTC");
    problem             why = { 0 };
    incident_duty_done *done;
    int64_t             id = incident_told(&c, "", "2026-11-24T08:30:00+07:00");
    assert_int_equal(incident_duty_check(&c, id, S("obey"), &why), ST_OK);
    assert_int_equal(incident_duty_check(&c, id, S("report"), &why), ST_OK);
    assert_int_equal(done_of(&c, id, &done), 2);
    assert_int_equal(incident_duty_uncheck(&c, id, S("report"), S(""), &why), ST_INVALID);
    assert_string_equal(arena_cstr(&a, why.field), "undone");
    call_end(&c);
    assert_int_equal(incident_duty_uncheck(&c, id, S("report"), S("bấm nhầm"), &why), ST_OK);
    assert_int_equal(done_of(&c, id, &done), 1);
    assert_string_equal(arena_cstr(&a, done[0].duty), "obey");
    call_end(&c);
    assert_int_equal(incident_duty_check(&c, id, S("report"), &why), ST_OK);
    assert_int_equal(done_of(&c, id, &done), 2);
    call_end(&c);
}

static void a_notice_set_aside_or_joined_by_mistake_waits_again(void **state)
{
    arena             a     = incident_test_arena();
    call              owner = incident_officer(*state, &a, "BTC"), c = test_call(*state, &a), bca;
    notice_text       t   = plain_notice();
    incident_problems bad = { .count = 0 };
    problem           why = { 0 };
    notice_row        row;
    int64_t           id;
    incident_event   *events;
    size_t            n;
    incident_test_seat(&c, "coordinator", "BCA");
    bca = incident_officer(*state, &a, "BCA");
    assert_int_equal(notified(&c, &t, &id, &bad), ST_OK);
    assert_int_equal(incident_notices_reopen(&bca, id, S("x"), &why), ST_CONFLICT); // it waits
    assert_int_equal(incident_notices_aside(&bca, id, S("thư rác"), &why), ST_OK);
    call_end(&bca);
    assert_int_equal(incident_notices_reopen(&owner, id, S("x"), &why), ST_MISSING);
    call_end(&owner);
    assert_int_equal(incident_notices_reopen(&bca, id, S(""), &why), ST_INVALID);
    assert_int_equal(incident_notices_reopen(&bca, id, S("không phải thư rác"), &why), ST_OK);
    assert_int_equal(incident_notices_load(&bca, id, &row), ST_OK);
    assert_int_equal(row.state, NOTICE_ACKNOWLEDGED);
    call_end(&bca);
    int64_t incident_id = incident_told(&owner, "", "2026-11-24T08:30:00+07:00");
    assert_int_equal(
        incident_notices_join(&bca, id, incident_loaded(&owner, incident_id).code, &why), ST_OK);
    assert_int_equal(incident_notices_reopen(&bca, id, S("nhầm mã"), &why), ST_OK);
    incident i = incident_loaded(&bca, incident_id);
    assert_int_equal(incidents_events(&bca, &i, 0, &events, &n), ST_OK);
    assert_string_equal(arena_cstr(&a, events[0].kind), "parted");
    call_end(&bca);
    id = taken(&bca, id);
    assert_true(id > incident_id);
}

static void clocks_that_run_stand_nearest_first(void **state)
{
    static const struct {
        bool    runs;
        int64_t due;
    } given[] = { { true, 500 }, { false, 0 }, { true, 60 }, { true, 300 }, { false, 10 } };
    static const size_t    shown[] = { 2, 3, 0, 1, 4 };
    arena                  a       = incident_test_arena();
    incident_clocks_state *all     = NEW(&a, incident_clocks_state, 1);
    size_t                 order[INCIDENT_CLOCKS_MAX], running;
    (void)state;
    all->count = COUNT(given);
    for (size_t n = 0; n < COUNT(given); n++) {
        all->items[n].runs     = given[n].runs;
        all->items[n].k.due_ms = given[n].due;
    }
    incident_clocks_sort(all, order, &running);
    assert_int_equal(running, 3);
    for (size_t n = 0; n < COUNT(given); n++) assert_int_equal(order[n], shown[n]);
}

// ---- letters ---------------------------------------------------------------------------------------

static str letter(call *c, int64_t id, const char *form, const char *rule)
{
    incident               i;
    str                    docx;
    problem                why = { 0 };
    const incident_drawing k   = { str_from(form), str_from(rule) };
    assert_int_equal(incident_load(c, id, &i), ST_OK);
    assert_int_equal(incident_paper_make(c, &i, &k, &docx, &why), ST_OK);
    return test_unzip(c->a, docx, "word/document.xml");
}

static void has(str xml, const char *words)
{
    if (str_find(xml, str_from(words)) < 0) fail_msg("not in the letter: %s", words);
}

static void lacks(str xml, const char *words)
{
    if (str_find(xml, str_from(words)) >= 0) fail_msg("in the letter: %s", words);
}

static void a_letter_goes_to_whom_its_clock_names(void **state)
{
    arena   a = incident_test_arena();
    call    c = incident_officer(*state, &a, "BTC"), mod = incident_officer(*state, &a, "BQP");
    int64_t id = incident_told(&c, "", "2026-11-24T08:30:00+07:00");
    fact(&c, id, "order_sign", "yes", "");
    str urgent = letter(&c, id, "thong-bao-su-co", "N331-4");
    has(urgent, "Lực lượng chuyên trách bảo vệ an ninh mạng thuộc Bộ Công an");
    lacks(urgent, "Cơ quan điều phối quốc gia (Bộ Công an)");
    lacks(urgent, "CHÍNH PHỦ"); // right below the Government nothing stands above the name
    has(letter(&c, id, "thong-bao-su-co", "T20-1"), "Cơ quan điều phối quốc gia (Bộ Công an)");
    call_end(&c);
    id         = incident_told(&mod, "", "2026-11-24T08:30:00+07:00");
    str second = letter(&mod, id, "nd331-bao-cao", "");
    has(second, "thuộc Bộ Quốc phòng");
    lacks(second, "thuộc Bộ Công an");
    call_end(&mod);
}

static void the_report_of_72_hours_has_the_whole_log(void **state)
{
    arena   a   = incident_test_arena();
    call    c   = incident_officer(*state, &a, "BTC");
    problem why = { 0 };
    int64_t id  = incident_told(&c, "", "2026-11-24T08:30:00+07:00");
    assert_int_equal(incidents_log(&c, id, S("dòng đầu tiên của nhật ký"), &why), ST_OK);
    for (int n = 0; n < 2 * INCIDENT_EVENTS_MAX; n++)
        fact(&c, id, "service_down", n % 2 ? "yes" : "no", "");
    assert_int_equal(incidents_log(&c, id, S("dòng cuối cùng"), &why), ST_OK);
    str xml = letter(&c, id, "nd331-bao-cao", "N331-2");
    has(xml, "dòng đầu tiên của nhật ký");
    has(xml, "dòng cuối cùng");
    call_end(&c);
}

static void a_letter_says_what_was_told_of_the_data(void **state)
{
    arena   a  = incident_test_arena();
    call    c  = incident_officer(*state, &a, "BTC");
    int64_t id = incident_told(&c, "", "2026-11-24T08:30:00+07:00");
    fact(&c, id, "personal_data", "yes", "");
    fact(&c, id, "data_kinds", "họ tên, số căn cước", "");
    fact(&c, id, "data_amount", "12500", "");
    fact(&c, id, "late_reason", "mất kết nối ba ngày", "");
    fact(&c, id, "involved", "Công ty Mẫu", "");
    str xml = letter(&c, id, "du-lieu-ca-nhan", "PDP-91");
    has(xml, "họ tên, số căn cước");
    has(xml, "12.500");
    has(xml, "mất kết nối ba ngày");
    has(xml, "Công ty Mẫu");
    fact(&c, id, "service_down", "yes", "");
    fact(&c, id, "control_lost", "no", "");
    xml = letter(&c, id, "nd331-ban-dau", "N331-1");
    has(xml, "Dịch vụ bị gián đoạn");
    call_end(&c);
}

static int64_t first_report_sent(call *c, int64_t id, const char *number, const char *when)
{
    int64_t          paper;
    problem          why = { 0 };
    incident_sending s   = { .id          = id,
                             .document    = S("MAU_03"),
                             .number      = str_from(number),
                             .sent        = str_from(when),
                             .recipients  = S("Cơ quan điều phối"),
                             .late_reason = S("mất kết nối") };
    assert_int_equal(incidents_sent(c, &s, &paper, &why), ST_OK);
    call_end(c);
    return paper;
}

// What nobody typed comes from the register and from the papers that went out: the newest first report that stands.
static void a_letter_names_owner_operator_and_first_report(void **state)
{
    arena   a   = incident_test_arena();
    call    c   = incident_officer(*state, &a, "BTC");
    problem why = { 0 };
    int64_t id  = incident_told(&c, "", "2026-11-20T08:30:00+07:00");
    fact(&c, id, "over_capacity", "2026-11-20T08:40:00+07:00", "");
    str xml = letter(&c, id, "mau-04", "");
    has(xml, "Bộ Tài chính");
    lacks(xml, "07/BC-MAU");
    (void)first_report_sent(&c, id, "07/BC-MAU", "2026-11-20T10:00:00+07:00");
    const incident_withdrawal back = { .id     = id,
                                       .paper  = first_report_sent(&c, id, "09/BC-MAU",
                                                                   "2026-11-22T10:00:00+07:00"),
                                       .reason = S("nhầm số") };
    xml                            = letter(&c, id, "mau-04", "");
    has(xml, "09/BC-MAU");
    has(xml, "22/11/2026");
    lacks(xml, "07/BC-MAU");
    call_end(&c);
    assert_int_equal(incidents_paper_withdraw(&c, &back, &why), ST_OK);
    call_end(&c);
    xml = letter(&c, id, "mau-04", "");
    has(xml, "07/BC-MAU");
    has(xml, "20/11/2026");
    lacks(xml, "09/BC-MAU");
    fact(&c, id, "initial_report_no", "01/TAY", ""); // what somebody typed goes before
    fact(&c, id, "operator_name", "Công ty Mẫu vận hành", "");
    xml = letter(&c, id, "mau-04", "");
    has(xml, "01/TAY");
    has(xml, "Công ty Mẫu vận hành");
    lacks(xml, "07/BC-MAU");
    call_end(&c);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,      &timers_sql,
                                                 &organisations_sql, &accounts_sql,  &tasks_sql,
                                                 &systems_sql,       &incidents_sql, &old_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kind_of_owner_comes_from_the_tree),
        cmocka_unit_test(the_ministry_of_defence_is_exempt_and_tells_its_own_force),
        cmocka_unit_test(what_somebody_says_of_the_owner_goes_before_the_tree),
        cmocka_unit_test(a_notice_with_a_wrong_address_is_refused_when_it_is_told),
        cmocka_unit_test(a_notice_of_before_becomes_an_incident_with_what_fits),
        cmocka_unit_test(the_contact_of_a_notice_is_its_sender_not_who_took_it),
        cmocka_unit_test(the_acknowledgement_of_a_notice_is_that_of_its_incident),
        cmocka_unit_test(a_clock_is_the_task_of_whom_the_law_names),
        cmocka_unit_test(a_reason_longer_than_a_timer_takes_moves_the_anchor),
        cmocka_unit_test(an_emergency_raised_by_mistake_is_taken_back_with_its_time),
        cmocka_unit_test(three_long_lines_fit),
        cmocka_unit_test(a_duty_ticked_by_mistake_is_taken_back_with_its_reason),
        cmocka_unit_test(a_notice_set_aside_or_joined_by_mistake_waits_again),
        cmocka_unit_test(clocks_that_run_stand_nearest_first),
        cmocka_unit_test(a_letter_goes_to_whom_its_clock_names),
        cmocka_unit_test(the_report_of_72_hours_has_the_whole_log),
        cmocka_unit_test(a_letter_says_what_was_told_of_the_data),
        cmocka_unit_test(a_letter_names_owner_operator_and_first_report),
    };
    return test_store_run(tests, COUNT(tests));
}
