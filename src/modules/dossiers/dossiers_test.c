// dossiers_test.c - a dossier's way on both engines: levels 2 and 3, under both packs; what is refused.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kit/blobs/home.h"
#include "kit/os/os.h"
#include "kit/timers/timers.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/controls/controls.h"
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/dossiers_queries.gen.h"
#include "modules/evidence/evidence.h"
#include "modules/letters/letters.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_test_kit.h"
#include "modules/tasks/tasks.h"

#define FACTS_NONE                                                                                 \
    "\"serves_defsec\":false,\"nat_egov\":false,\"nat_special_store\":false,\"pm_level\":0"
#define FACTS_TWO                                                                                  \
    "{" FACTS_NONE ",\"type\":[\"b\"],\"info\":[\"ca_nhan\"],\"dvc_level\":0,\"handles_tthc\":"    \
    "false,\"online_service\":true,\"cond_business\":\"no\",\"users_private\":900,\"pd_basic\":"   \
    "900,\"pd_sensitive\":0}"
#define FACTS_THREE                                                                                \
    "{" FACTS_NONE ",\"type\":[\"b\"],\"info\":[\"ca_nhan\"],\"dvc_level\":4,\"handles_tthc\":"    \
    "true,\"online_service\":true,\"cond_business\":\"no\",\"users_private\":52000,\"pd_basic\":"  \
    "52000,\"pd_sensitive\":0}"

static arena fresh(void)
{
    return test_arena(64 * 1024 * 1024);
}

// A person of a body with one role: the number tells them apart.
static call as(store *s, arena *a, const char *code, int64_t person, task_role role)
{
    call c          = test_call_of(s, a, code);
    c.who.person_id = person;
    c.who.name      = arena_printf(a, "Người %lld", (long long)person);
    c.who.login     = arena_printf(a, "p%lld", (long long)person);
    c.who.roles     = UINT64_C(1) << role;
    c.who.rights    = RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ | RIGHT_DOSSIERS_ACT;
    if (role == TASK_OPERATOR || role == TASK_SYSTEM_OFFICER) c.who.rights |= RIGHT_SYSTEMS_WRITE;
    return c;
}

enum { DRAFTER = 11, JUDGE = 12, HEAD = 13, CLERK = 14, SECOND_JUDGE = 15 };
static call operator_(store *s, arena *a)
{
    return as(s, a, "BYT", DRAFTER, TASK_OPERATOR);
}
static call judge(store *s, arena *a)
{
    return as(s, a, "BKHCN", JUDGE, TASK_SPECIALIST);
}
static call head(store *s, arena *a)
{
    return as(s, a, "BKHCN", HEAD, TASK_HEAD);
}
static call clerk(store *s, arena *a)
{
    return as(s, a, "BKHCN", CLERK, TASK_CLERK);
}

// Nationwide infrastructure that may not stop: level 4 by the criterion that asks for 24/7.
#define FACTS_FOUR                                                                                 \
    "{" FACTS_NONE                                                                                 \
    ",\"type\":[\"c\"],\"info\":[\"rieng\"],\"infra_scope\":\"nationwide\",\"need_247\":"          \
    "true,\"no_unplanned_stop\":true}"

static int64_t make_system(store *s, arena *a, const char *facts, const char *begun)
{
    static int      made;
    call            c = test_call(s, a);
    int64_t         id;
    system_problems faults = { 0 };
    system_data     draft  = { .name      = arena_printf(a, "Một cửa điện tử %d", ++made),
                               .owner     = S("BKHCN"),
                               .operator_ = S("BYT"),
                               .purpose   = S("Giải quyết thủ tục hành chính"),
                               .scope     = S("Toàn tỉnh"),
                               .size      = S("52.000 tài khoản"),
                               .users_served  = S("Người dân, doanh nghiệp"),
                               .state         = S("building"),
                               .begun_on      = str_from(begun),
                               .regulation_no = S("12/QĐ"),
                               .regulation_on = S("2026-09-01"),
                               .regulation_by = S("Bộ KHCN"),
                               .facts         = str_from(facts) };
    assert_int_equal(systems_add(&c, &draft, &id, &faults), ST_OK);
    return id;
}

static int64_t begin(store *s, arena *a, int64_t system)
{
    call            c    = operator_(s, a);
    dossier_opening what = { .count = 1 };
    int64_t         id   = 0;
    problem         why  = { 0 };
    what.systems[0]      = arena_printf(a, "%lld", (long long)system);
    status st            = dossiers_open(&c, &what, &id, &why);
    if (st != ST_OK)
        printf("open: " STR_FMT " " STR_FMT "\n", STR_ARG(why.rule), STR_ARG(why.detail));
    assert_int_equal(st, ST_OK);
    return id;
}

static dossier_content whole(store *s, int64_t id)
{
    static dossier_content k;
    static arena           a;
    if (!a.start) a = fresh();
    a.next = a.start;
    call c = test_call(s, &a);
    assert_int_equal(dossiers_content(&c, arena_printf(&a, "%lld", (long long)id), &k), ST_OK);
    call_end(&c);
    return k;
}

static status do_act(call c, int64_t id, const char *act, const workflow_given *given, problem *why)
{
    static problem none;
    workflow_given g = given ? *given : (workflow_given){ 0 };
    problem       *w = why ? why : &none;
    *w               = (problem){ 0 };
    status st        = dossiers_act(&c, (dossier_ref){ .id = id }, str_from(act), &g, w);
    call_end(&c);
    if (st != ST_OK && !why)
        printf("%s: %s " STR_FMT " " STR_FMT "\n", act, status_name(st), STR_ARG(w->rule),
               STR_ARG(w->detail));
    return st;
}

static void row(call *c, int64_t id, dossier_list list, const char *name, const char *second,
                const char *zone)
{
    const dossier_row r   = { .list   = list,
                              .name   = str_from(name),
                              .second = str_from(second),
                              .zone   = str_from(zone),
                              .fourth = S("") };
    problem           why = { 0 };
    int64_t           made;
    assert_int_equal(dossiers_put_row(c, (dossier_ref){ .id = id }, &r, &made, &why), ST_OK);
}

static int64_t evidence_of_system(call *c, int64_t system)
{
    evidence_draft  d   = { .system_id = system, .open = true };
    evidence_upload f   = { -1, S("bien-ban.pdf") };
    evidence_added  got = { 0 };
    problem         why = { 0 };
    assert_int_equal(os_temp_in_memory(&f.fd), ST_OK);
    assert_int_equal(os_write_all(f.fd, S("%PDF-1.4 biên bản")), ST_OK);
    assert_int_equal(os_rewind(f.fd), ST_OK);
    assert_int_equal(evidence_add(c, &d, &f, &got, &why), ST_OK);
    os_close(f.fd);
    return got.id;
}

static control_saved put_answer(store *s, arena *a, int64_t sheet, const control_edit *e)
{
    call          c     = operator_(s, a);
    control_saved saved = { 0 };
    control_edit  read  = *e; // on the row as it is now
    control_sheet of;
    control_row  *rows;
    size_t        count;
    assert_int_equal(control_sheet_load(&c, sheet, &of), ST_OK);
    assert_int_equal(control_sheet_rows(&c, &of, ASKED_STANDARD, &rows, &count), ST_OK);
    for (size_t i = 0; i < count; i++) {
        if (str_equal(rows[i].control, e->control)) read.version = rows[i].version;
    }
    assert_int_equal(controls_save(&c, sheet, &read, 1, &saved), ST_OK);
    call_end(&c);
    return saved;
}

// Every requirement of every sheet answered in one way.
static void answer(store *s, arena *a, int64_t id, const char *how)
{
    dossier_content k = whole(s, id);
    for (size_t i = 0; i < k.system_count; i++) {
        call          c = operator_(s, a);
        control_sheet sheet;
        control_row  *rows;
        size_t        count, n = 0;
        assert_int_equal(control_sheet_load(&c, k.systems[i].sheet.id, &sheet), ST_OK);
        assert_int_equal(control_sheet_rows(&c, &sheet, ASKED_STANDARD, &rows, &count), ST_OK);
        control_edit  *edits = NEW(a, control_edit, count);
        control_saved *saved = NEW(a, control_saved, count);
        for (size_t r = 0; r < count; r++) {
            if (rows[r].heading) continue;
            edits[n] = (control_edit){ .control = rows[r].control, .version = rows[r].version };
            edits[n++].values[CONTROL_ANSWER] = str_from(how);
        }
        assert_int_equal(controls_save(&c, sheet.id, edits, n, saved), ST_OK);
        call_end(&c);
    }
}

// Everything a dossier needs, written by its operator.
static void fill(store *s, arena *a, int64_t id)
{
    static const char *const zones[] = {
        "internal", "border", "dmz", "server", "database", "admin"
    };
    static const char *const texts[] = { "plan.1", "plan.2", "plan.3", "plan.4",
                                         "plan.5", "plan.6", "plan.7", "risk" };
    call                     c       = operator_(s, a);
    problem                  why     = { 0 };
    int64_t                  made;
    for (size_t i = 0; i < COUNT(zones); i++) {
        row(&c, id, DOSSIER_ZONES, zones[i], zones[i], "10.0.0.0/24");
        row(&c, id, DOSSIER_DEVICES, "Tường lửa", "Thiết bị", zones[i]);
    }
    row(&c, id, DOSSIER_SERVICES, "Cổng dịch vụ", "Máy chủ 1", "dmz");
    for (size_t i = 0; i < COUNT(texts); i++) {
        const dossier_writing w = { str_from(texts[i]), S("Nội dung"), -1 };
        assert_int_equal(dossiers_put_text(&c, (dossier_ref){ .id = id }, &w, &why), ST_OK);
    }
    const dossier_document d = { .kind  = S("design-preliminary"),
                                 .title = S("Thiết kế sơ bộ"),
                                 .on    = S("01/10/2026") };
    assert_int_equal(dossiers_put_document(&c, (dossier_ref){ .id = id }, &d, &made, &why), ST_OK);
    call_end(&c);
    if (!whole(s, id).systems[0].sheet.answered) answer(s, a, id, "met");
}

static const workflow_given returning = { .date  = STR("2026-12-10"),
                                          .items = { { STR("design"), STR("Thiếu sơ đồ") } },
                                          .item_count = 1 };
static const workflow_given all_fit   = { .answers      = { { STR("level"), STR(""), 1 },
                                                            { STR("design"), STR(""), 1 },
                                                            { STR("operation"), STR(""), 1 } },
                                          .answer_count = 3 };
static const workflow_given decision  = { .number    = STR("123/QĐ"),
                                          .on        = STR("24/11/2026"),
                                          .signer    = STR("Nguyễn Văn A"),
                                          .report_no = STR("45/BC"),
                                          .report_on = STR("24/11/2026") };

static bool in_state(store *s, int64_t id, const char *state)
{
    dossier_content k = whole(s, id);
    if (!str_equal(k.d.state, str_from(state)))
        printf("state " STR_FMT ", wanted %s\n", STR_ARG(k.d.state), state);
    return str_equal(k.d.state, str_from(state));
}

static str approval_in_register(store *s, arena *a, int64_t system)
{
    call          c = test_call(s, a);
    system_record r;
    assert_int_equal(systems_get_id(&c, system, &r), ST_OK);
    call_end(&c);
    return r.data.approval;
}

static size_t tasks_of(call c, const char *kind, str *due)
{
    task_list list;
    size_t    n = 0;
    assert_int_equal(tasks_mine_list(&c, (task_cursor){ 0 }, TASKS_PAGE, &list), ST_OK);
    for (size_t i = 0; i < list.count; i++) {
        if (!str_equal(list.items[i].kind, str_from(kind))) continue;
        n++;
        if (due) *due = list.items[i].due_on;
    }
    call_end(&c);
    return n;
}

// ---- the straight ways ------------------------------------------------------------------------------------

static void every_query_is_prepared(void **state)
{
    problem why = { 0 };
    status  st  = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

static void up_to_appraised(store *s, arena *a, int64_t id)
{
    fill(s, a, id);
    assert_int_equal(do_act(operator_(s, a), id, "submit", NULL, NULL), ST_OK);
    assert_int_equal(do_act(judge(s, a), id, "accept", NULL, NULL), ST_OK);
    assert_int_equal(do_act(judge(s, a), id, "start", NULL, NULL), ST_OK);
    assert_int_equal(do_act(judge(s, a), id, "conclude_ok", &all_fit, NULL), ST_OK);
    assert_true(in_state(s, id, "appraised_ok"));
}

static void decided_in_register(store *s, arena *a, int64_t system)
{
    call          c = test_call(s, a);
    system_record r;
    assert_int_equal(systems_get_id(&c, system, &r), ST_OK);
    assert_int_equal(r.approval, APPROVAL_APPROVED);
    assert_true(str_equal(r.data.decision_no, S("123/QĐ")));
    assert_true(str_equal(r.data.decision_on, S("2026-11-24")));
    assert_int_equal(r.level, 3);
    assert_true(str_equal(r.pack, S("nd331"))); // it is not judged anew
    call_end(&c);
    determination again;
    problem       none = { 0 };
    assert_int_equal(systems_determine(&c, system, 0, NULL, S(""), &again, &none), ST_OK);
    assert_true(str_equal(again.pack, S("nd331"))); // nor under the older decree later
    call_end(&c);
}

static void level_three_goes_its_way(void **state)
{
    store  *s      = *state;
    arena   a      = fresh();
    int64_t system = make_system(s, &a, FACTS_THREE, "2026-09-01");
    int64_t id     = begin(s, &a, system);
    str     due    = { 0 };
    assert_int_equal(whole(s, id).d.level, 3);
    assert_true(str_equal(whole(s, id).d.pack, S("nd331")));
    assert_true(str_equal(approval_in_register(s, &a, system), S("drafting")));
    assert_int_equal(tasks_of(operator_(s, &a), "dossiers.draft", NULL), 1);

    // Not before everything is there.
    problem why;
    assert_int_equal(do_act(operator_(s, &a), id, "submit", NULL, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("dossier-parts")));
    assert_true(str_find(why.detail, S("Danh mục thiết bị; Danh mục ứng dụng, dịch vụ")) >= 0);
    assert_true(str_find(why.detail, S("Tài liệu thiết kế")) >= 0);
    assert_true(str_find(why.detail, S("Quy chế")) < 0); // it may follow
    fill(s, &a, id);
    dossier_content k = whole(s, id);
    dossier_parts   parts;
    dossier_parts_of(&k, &parts);
    assert_int_equal(parts.missing, 0);

    assert_int_equal(do_act(operator_(s, &a), id, "submit", NULL, NULL), ST_OK);
    assert_true(str_equal(approval_in_register(s, &a, system), S("sent")));
    assert_int_equal(tasks_of(operator_(s, &a), "dossiers.draft", NULL), 0);
    assert_int_equal(tasks_of(judge(s, &a), "dossiers.submitted", &due), 1);
    assert_true(str_equal(due, S("2026-12-01"))); // five working days after 24/11
    assert_int_equal(do_act(judge(s, &a), id, "return", &returning, NULL), ST_OK);
    assert_true(in_state(s, id, "returned"));
    assert_int_equal(tasks_of(operator_(s, &a), "dossiers.returned", &due), 1);
    assert_true(str_equal(due, S("2026-12-10")));
    assert_int_equal(do_act(operator_(s, &a), id, "submit", NULL, NULL), ST_OK);

    assert_int_equal(do_act(judge(s, &a), id, "accept", NULL, NULL), ST_OK);
    assert_int_equal(tasks_of(judge(s, &a), "dossiers.accepted", &due), 1);
    assert_true(str_equal(due, S("2026-12-15"))); // fifteen working days
    assert_int_equal(do_act(judge(s, &a), id, "start", NULL, NULL), ST_OK);
    assert_int_equal(do_act(judge(s, &a), id, "conclude_ok", &all_fit, NULL), ST_OK);
    assert_true(str_equal(approval_in_register(s, &a, system), S("appraised")));
    assert_int_equal(do_act(operator_(s, &a), id, "submit_approval", NULL, NULL), ST_OK);
    assert_int_equal(tasks_of(head(s, &a), "dossiers.submitted_approval", &due), 1);
    assert_int_equal(do_act(head(s, &a), id, "approve", NULL, NULL), ST_OK);
    assert_int_equal(tasks_of(clerk(s, &a), "dossiers.approved", NULL), 1);
    assert_int_equal(do_act(clerk(s, &a), id, "record", &decision, NULL), ST_OK);
    assert_true(in_state(s, id, "in_force"));
    assert_int_equal(tasks_of(clerk(s, &a), "dossiers.approved", NULL), 0);
    decided_in_register(s, &a, system);

    call            c = test_call(s, &a);
    workflow_event *events;
    workflow_note  *notes;
    size_t          event_count, note_count;
    k = whole(s, id);
    assert_int_equal(workflow_events_of(&c, dossier_thing(&k.d), &events, &event_count), ST_OK);
    assert_int_equal(workflow_notes_of(&c, dossier_thing(&k.d), &notes, &note_count), ST_OK);
    call_end(&c);
    assert_int_equal(event_count, 10);
    assert_true(str_equal(events[0].act, S("record")));
    assert_true(str_equal(events[0].number, S("123/QĐ")));
    assert_true(str_equal(events[9].act, S("open")));
    assert_int_equal(note_count, 1);
    assert_true(notes[0].settled_ms > 0);
}

static void the_specialist_unit_decides_level_two(void **state)
{
    store  *s      = *state;
    arena   a      = fresh();
    int64_t system = make_system(s, &a, FACTS_TWO, "2026-09-01");
    int64_t id     = begin(s, &a, system);
    assert_int_equal(whole(s, id).d.level, 2);
    up_to_appraised(s, &a, id);
    assert_int_equal(do_act(head(s, &a), id, "approve", NULL, &(problem){ 0 }), ST_FORBIDDEN);
    assert_int_equal(do_act(judge(s, &a), id, "approve", NULL, NULL), ST_OK);
    // V15: the owner must be told.
    workflow_given untold = decision;
    untold.report_no      = S("");
    assert_int_equal(do_act(clerk(s, &a), id, "record", &untold, &(problem){ 0 }), ST_INVALID);
    assert_int_equal(do_act(clerk(s, &a), id, "record", &decision, NULL), ST_OK);
    assert_true(in_state(s, id, "in_force"));
}

static void the_older_decree_has_its_own_clock(void **state)
{
    store  *s      = *state;
    arena   a      = fresh();
    int64_t system = make_system(s, &a, FACTS_THREE, "2026-03-01");
    int64_t id     = begin(s, &a, system);
    str     due    = { 0 };
    assert_true(str_equal(whole(s, id).d.pack, S("nd85")));
    fill(s, &a, id);
    assert_int_equal(do_act(operator_(s, &a), id, "submit", NULL, NULL), ST_OK);
    assert_int_equal(do_act(judge(s, &a), id, "accept", NULL, NULL), ST_OK);
    assert_int_equal(tasks_of(judge(s, &a), "dossiers.accepted", &due), 1);
    assert_true(str_equal(due, S("2026-12-09"))); // fifteen days, not working days
    assert_int_equal(do_act(judge(s, &a), id, "start", NULL, NULL), ST_OK);
    assert_int_equal(do_act(judge(s, &a), id, "conclude_ok", &all_fit, NULL), ST_OK);
    assert_int_equal(do_act(operator_(s, &a), id, "submit_approval", NULL, NULL), ST_OK);
    assert_int_equal(do_act(head(s, &a), id, "approve", NULL, NULL), ST_OK);
    assert_int_equal(do_act(clerk(s, &a), id, "record", &decision, NULL), ST_OK);
    assert_true(in_state(s, id, "in_force"));
}

// ---- what is refused ------------------------------------------------------------------------------------------

static void a_return_brings_its_reasons_and_a_date(void **state)
{
    store  *s  = *state;
    arena   a  = fresh();
    int64_t id = begin(s, &a, make_system(s, &a, FACTS_THREE, "2026-09-01"));
    problem why;
    fill(s, &a, id);
    assert_int_equal(do_act(operator_(s, &a), id, "submit", NULL, NULL), ST_OK);
    workflow_given g = returning;
    g.item_count     = 0;
    assert_int_equal(do_act(judge(s, &a), id, "return", &g, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("item-required")));
    g      = returning;
    g.date = S("");
    assert_int_equal(do_act(judge(s, &a), id, "return", &g, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("date")));
    g.date = S("2026-11-20");
    assert_int_equal(do_act(judge(s, &a), id, "return", &g, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("in-the-past")));
    assert_true(in_state(s, id, "submitted"));
}

static void two_at_once_and_the_wrong_people(void **state)
{
    store  *s  = *state;
    arena   a  = fresh();
    int64_t id = begin(s, &a, make_system(s, &a, FACTS_THREE, "2026-09-01"));
    problem why;
    up_to_appraised(s, &a, id);
    assert_int_equal(do_act(judge(s, &a), id, "submit_approval", NULL, &why), ST_FORBIDDEN);
    assert_int_equal(do_act(operator_(s, &a), id, "submit_approval", NULL, NULL), ST_OK);
    int64_t version = whole(s, id).d.version;
    assert_int_equal(do_act(judge(s, &a), id, "approve", NULL, &why), ST_FORBIDDEN);
    assert_int_equal(do_act(head(s, &a), id, "approve", NULL, NULL), ST_OK);
    // The second head comes too late, with the page as it was before and without.
    call           late = as(s, &a, "BKHCN", 99, TASK_HEAD);
    workflow_given g    = { 0 };
    why                 = (problem){ 0 };
    assert_int_equal(dossiers_act(&late, (dossier_ref){ id, version }, S("approve"), &g, &why),
                     ST_CONFLICT);
    assert_true(str_equal(why.rule, S("dossier-moved")));
    call_end(&late);
    assert_int_equal(do_act(late, id, "approve", NULL, &why), ST_CONFLICT);
    assert_true(str_equal(why.rule, S("dossier-state")));
    // Approval dated before the appraisal.
    g    = decision;
    g.on = S("2026-11-01");
    assert_int_equal(do_act(clerk(s, &a), id, "record", &g, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("V13")));
    assert_true(in_state(s, id, "approved"));
    // An approved version is not changed.
    call                  c = operator_(s, &a);
    const dossier_writing w = { S("plan.1"), S("Khác"), -1 };
    why                     = (problem){ 0 };
    assert_int_equal(dossiers_put_text(&c, (dossier_ref){ .id = id }, &w, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("V14")));
    call_end(&c);
}

static void nobody_appraises_what_they_drew_up(void **state)
{
    store  *s  = *state;
    arena   a  = fresh();
    int64_t id = begin(s, &a, make_system(s, &a, FACTS_THREE, "2026-09-01"));
    problem why;
    fill(s, &a, id);
    assert_int_equal(do_act(operator_(s, &a), id, "submit", NULL, NULL), ST_OK);
    call same = as(s, &a, "BKHCN", DRAFTER, TASK_SPECIALIST); // the same person in another hat
    assert_int_equal(do_act(same, id, "accept", NULL, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("V4")));
    call stranger = as(s, &a, "BNG", 77, TASK_SPECIALIST);
    assert_int_equal(do_act(stranger, id, "accept", NULL, &why), ST_MISSING);
}

static void one_under_way_and_a_new_one_takes_its_place(void **state)
{
    store          *s      = *state;
    arena           a      = fresh();
    int64_t         system = make_system(s, &a, FACTS_TWO, "2026-09-01");
    int64_t         id     = begin(s, &a, system), next;
    dossier_opening what   = { .count = 1 };
    problem         why    = { 0 };
    call            c      = operator_(s, &a);
    what.systems[0]        = arena_printf(&a, "%lld", (long long)system);
    assert_int_equal(dossiers_open(&c, &what, &next, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("V3")));
    up_to_appraised(s, &a, id);
    assert_int_equal(do_act(judge(s, &a), id, "approve", NULL, NULL), ST_OK);
    assert_int_equal(do_act(clerk(s, &a), id, "record", &decision, NULL), ST_OK);

    what.kind = DOSSIER_UPGRADE;
    c         = operator_(s, &a);
    assert_int_equal(dossiers_open(&c, &what, &next, &why), ST_OK);
    call_end(&c);
    assert_true(str_equal(approval_in_register(s, &a, system), S("approved"))); // the old one holds
    up_to_appraised(s, &a, next);
    assert_int_equal(do_act(judge(s, &a), next, "approve", NULL, NULL), ST_OK);
    assert_int_equal(do_act(clerk(s, &a), next, "record", &decision, NULL), ST_OK);
    assert_true(in_state(s, id, "superseded"));
    assert_true(in_state(s, next, "in_force"));
}

static void withdrawn_and_taken_up_again(void **state)
{
    store  *s  = *state;
    arena   a  = fresh();
    int64_t id = begin(s, &a, make_system(s, &a, FACTS_TWO, "2026-09-01"));
    fill(s, &a, id);
    const workflow_given why = { .reason = S("Cần bổ sung") };
    assert_int_equal(do_act(operator_(s, &a), id, "submit", NULL, NULL), ST_OK);
    assert_int_equal(do_act(operator_(s, &a), id, "withdraw", NULL, &(problem){ 0 }), ST_INVALID);
    assert_int_equal(do_act(operator_(s, &a), id, "withdraw", &why, NULL), ST_OK);
    assert_int_equal(tasks_of(judge(s, &a), "dossiers.submitted", NULL), 0);
    assert_int_equal(do_act(operator_(s, &a), id, "reopen", NULL, NULL), ST_OK);
    assert_true(in_state(s, id, "draft"));
    assert_int_equal(do_act(operator_(s, &a), id, "submit", NULL, NULL), ST_OK);
    workflow_given no  = all_fit;
    no.answers[1].fits = -1;
    no.items[0]        = (workflow_item){ S("plan"), S("Chưa đủ") };
    no.item_count      = 1;
    assert_int_equal(do_act(judge(s, &a), id, "accept", NULL, NULL), ST_OK);
    assert_int_equal(do_act(judge(s, &a), id, "start", NULL, NULL), ST_OK);
    assert_int_equal(do_act(judge(s, &a), id, "conclude_ok", &no, &(problem){ 0 }), ST_INVALID);
    assert_int_equal(do_act(judge(s, &a), id, "conclude_not", &all_fit, &(problem){ 0 }),
                     ST_INVALID);
    assert_int_equal(do_act(judge(s, &a), id, "conclude_not", &no, NULL), ST_OK);
    assert_int_equal(do_act(operator_(s, &a), id, "revise", NULL, NULL), ST_OK);
    assert_int_equal(whole(s, id).d.edition, 2);
    assert_true(in_state(s, id, "draft"));
}

static void an_existing_decision_is_entered(void **state)
{
    store           *s      = *state;
    arena            a      = fresh();
    int64_t          system = make_system(s, &a, FACTS_TWO, "2026-03-01"), id;
    call             c      = as(s, &a, "BKHCN", 41, TASK_SYSTEM_OFFICER);
    dossier_entering what   = { .level = 2, .of = { .count = 1, .kind = DOSSIER_RUNNING } };
    workflow_given   g   = { .number = S("9/QĐ"), .on = S("05/03/2024"), .signer = S("Trần B") };
    problem          why = { 0 };
    what.of.systems[0]   = arena_printf(&a, "%lld", (long long)system);
    assert_int_equal(dossiers_enter(&c, &what, &g, &id, &why), ST_OK);
    call_end(&c);
    dossier_content k = whole(s, id);
    assert_true(str_equal(k.d.state, S("in_force")));
    assert_true(str_equal(k.d.decision_on, S("2024-03-05")));
    assert_true(str_equal(approval_in_register(s, &a, system), S("approved")));
}

static status put_live(store *s, arena *a, int64_t system, const char *deployment,
                       const char *inspections, system_problems *faults)
{
    call          c = test_call(s, a);
    system_record r;
    assert_int_equal(systems_get_id(&c, system, &r), ST_OK);
    system_data data = r.data;
    data.state       = S("running");
    data.deployment  = str_from(deployment);
    data.inspections = str_from(inspections);
    *faults          = (system_problems){ 0 };
    status st        = systems_change(&c, system, r.version, &data, faults);
    call_end(&c);
    return st;
}

static void put_state(store *s, arena *a, int64_t system, const char *state)
{
    call            c = test_call(s, a);
    system_record   r;
    system_problems faults = { 0 };
    assert_int_equal(systems_get_id(&c, system, &r), ST_OK);
    system_data data = r.data;
    data.state       = str_from(state);
    assert_int_equal(systems_change(&c, system, r.version, &data, &faults), ST_OK);
    call_end(&c);
}

static int64_t overrides(call c)
{
    int64_t n;
    assert_int_equal(dossiers_overrides(&c, &n), ST_OK);
    call_end(&c);
    return n;
}

static void nothing_goes_live_before_its_plan_is_carried_out(void **state)
{
    store          *s      = *state;
    arena           a      = fresh();
    int64_t         system = make_system(s, &a, FACTS_TWO, "2026-09-01");
    int64_t         id     = begin(s, &a, system);
    system_problems faults;
    // Not approved, whatever is said of the plan.
    assert_int_equal(put_live(s, &a, system, "full", "before_use", &faults), ST_INVALID);
    assert_true(str_equal(faults.items[0].field, S("state")));
    assert_true(str_equal(faults.items[0].rule, S("workflow-guard")));
    up_to_appraised(s, &a, id);
    assert_int_equal(do_act(judge(s, &a), id, "approve", NULL, NULL), ST_OK);
    assert_int_equal(do_act(clerk(s, &a), id, "record", &decision, NULL), ST_OK);
    // Approved and, by its sheet, carried out; but nobody looked at it before use (V8).
    assert_int_equal(put_live(s, &a, system, "full", "", &faults), ST_INVALID);
    problem why;
    assert_int_equal(do_act(operator_(s, &a), id, "go_live", NULL, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("V8")));
    assert_int_equal(put_live(s, &a, system, "full", "before_use", &faults), ST_OK);
    assert_int_equal(overrides(head(s, &a)), 0);
}

static void a_named_decision_lets_it_run_and_is_counted(void **state)
{
    store               *s      = *state;
    arena                a      = fresh();
    int64_t              system = make_system(s, &a, FACTS_TWO, "2026-09-01");
    int64_t              id     = begin(s, &a, system);
    system_problems      faults;
    const workflow_given g = { .reason = S("Phục vụ chống bão"),
                               .number = S("77/QĐ"),
                               .on     = S("24/11/2026"),
                               .signer = S("Thủ trưởng") };
    assert_int_equal(do_act(operator_(s, &a), id, "go_live_anyway", &g, &(problem){ 0 }),
                     ST_FORBIDDEN);
    assert_int_equal(do_act(head(s, &a), id, "go_live_anyway", NULL, &(problem){ 0 }), ST_INVALID);
    assert_int_equal(do_act(head(s, &a), id, "go_live_anyway", &g, NULL), ST_OK);
    assert_int_equal(put_live(s, &a, system, "none", "", &faults), ST_OK);
    assert_int_equal(overrides(head(s, &a)), 1);
    assert_int_equal(overrides(test_call(s, &a)), 1); // seen from above
}

// ---- the requirement sheet --------------------------------------------------------------------------------------

static control_edit one_answer(const char *control, const char *how)
{
    control_edit e           = { .control = str_from(control) };
    e.values[CONTROL_ANSWER] = str_from(how);
    return e;
}

static void its_sheet_waits_while_it_is_judged_and_stands_once_approved(void **state)
{
    store          *s     = *state;
    arena           a     = fresh();
    int64_t         id    = begin(s, &a, make_system(s, &a, FACTS_TWO, "2026-09-01"));
    dossier_content k     = whole(s, id);
    int64_t         sheet = k.systems[0].sheet.id;
    control_edit    e     = one_answer("RR-01", "not_applicable");
    assert_int_equal(k.systems[0].sheet.rows, 129); // level 2 of TCVN 14423
    assert_int_equal(k.systems[0].sheet.answered, 0);
    fill(s, &a, id);
    assert_int_equal(put_answer(s, &a, sheet, &e).fate, CONTROL_SAVED);
    // V9: without its reason the plan is not whole, and the facts say why.
    k                        = whole(s, id);
    const dossier_moment now = { S("2026-11-24"), DRAFTER, S(""), S("") };
    assert_int_equal(dossier_facts_of(&k, &now).reasonless, 1);
    assert_int_equal(do_act(operator_(s, &a), id, "submit", NULL, &(problem){ 0 }), ST_INVALID);
    e.values[CONTROL_REASON] = S("Không có mạng không dây");
    assert_int_equal(put_answer(s, &a, sheet, &e).fate, CONTROL_SAVED);
    assert_int_equal(do_act(operator_(s, &a), id, "submit", NULL, NULL), ST_OK);
    control_saved waits = put_answer(
        s, &a, sheet, &(control_edit){ .control = S("RR-01"), .values = { S("met") } });
    assert_int_equal(waits.fate, CONTROL_REFUSED);
    assert_true(str_equal(waits.faults[0].rule, S("controls-held")));
    // Judged and sent back for good: a new edition has a sheet of its own, the old one stays.
    workflow_given no = all_fit;
    no.answers[1]     = (workflow_answer){ S("design"), S("Chưa có DMZ"), -1 };
    no.items[0]       = (workflow_item){ S("plan"), S("Chưa đủ") };
    no.item_count     = 1;
    assert_int_equal(do_act(judge(s, &a), id, "accept", NULL, NULL), ST_OK);
    assert_int_equal(do_act(judge(s, &a), id, "start", NULL, NULL), ST_OK);
    assert_int_equal(do_act(judge(s, &a), id, "conclude_not", &no, NULL), ST_OK);
    assert_int_equal(do_act(operator_(s, &a), id, "revise", NULL, NULL), ST_OK);
    int64_t next = whole(s, id).systems[0].sheet.id;
    assert_int_not_equal(next, sheet);
    assert_int_equal(whole(s, id).systems[0].sheet.answered, 129); // with its answers
    e = one_answer("RR-01", "met");
    assert_int_equal(put_answer(s, &a, sheet, &e).fate, CONTROL_REFUSED);
    assert_int_equal(put_answer(s, &a, next, &e).fate, CONTROL_SAVED);
    up_to_appraised(s, &a, id);
    assert_int_equal(do_act(judge(s, &a), id, "approve", NULL, NULL), ST_OK);
    k = whole(s, id);
    assert_true(k.systems[0].sheet.frozen);
    waits = put_answer(s, &a, next,
                       &(control_edit){ .control = S("RR-01"), .values = { S("partly") } });
    assert_true(str_equal(waits.faults[0].rule, S("controls-frozen")));
    // Both appraisals are kept, the newest first.
    call             c = test_call(s, &a);
    dossier_finding *found;
    size_t           count;
    assert_int_equal(dossier_findings(&c, &k.d, &found, &count), ST_OK);
    assert_int_equal(count, 6);
    assert_int_equal(found[0].edition, 2);
    assert_true(found[0].fits);
    assert_true(str_equal(found[3].test, S("design")) && !found[3].fits);
    assert_true(str_equal(found[3].text, S("Chưa có DMZ")));
    call_end(&c);
}

static void another_level_is_another_sheet_with_the_same_answers(void **state)
{
    store  *s   = *state;
    arena   a   = fresh();
    int64_t id  = begin(s, &a, make_system(s, &a, FACTS_TWO, "2026-09-01"));
    problem why = { 0 };
    answer(s, &a, id, "met");
    int64_t sheet = whole(s, id).systems[0].sheet.id;
    call    c     = operator_(s, &a);
    assert_int_equal(
        dossiers_propose(&c, (dossier_ref){ .id = id }, 3, S("Dữ liệu nhạy cảm"), &why), ST_OK);
    call_end(&c);
    dossier_content k = whole(s, id);
    assert_int_not_equal(k.systems[0].sheet.id, sheet);
    assert_int_equal(k.systems[0].sheet.rows, 195);
    assert_true(k.systems[0].sheet.answered > 100 && k.systems[0].sheet.answered < 195);
    assert_true(k.systems[0].sheet.fits);
}

static void the_plan_is_carried_out_row_by_row(void **state)
{
    store       *s      = *state;
    arena        a      = fresh();
    int64_t      system = make_system(s, &a, FACTS_TWO, "2026-09-01");
    int64_t      id     = begin(s, &a, system);
    problem      why;
    str          due = { 0 };
    control_edit e   = one_answer("RR-02", "not_yet");
    fill(s, &a, id);
    int64_t sheet         = whole(s, id).systems[0].sheet.id;
    e.values[CONTROL_DUE] = S("2026-12-20");
    assert_int_equal(put_answer(s, &a, sheet, &e).fate, CONTROL_SAVED);
    up_to_appraised(s, &a, id);
    assert_int_equal(tasks_of(operator_(s, &a), "dossiers.measures", NULL), 0);
    assert_int_equal(do_act(judge(s, &a), id, "approve", NULL, NULL), ST_OK);
    assert_int_equal(tasks_of(operator_(s, &a), "dossiers.measures", &due), 1);
    assert_true(str_equal(due, S("2026-12-20")));
    assert_int_equal(do_act(clerk(s, &a), id, "record", &decision, NULL), ST_OK);
    // Whatever is declared, the rows say how far it is.
    system_problems faults;
    assert_int_equal(put_live(s, &a, system, "full", "before_use", &faults), ST_INVALID);
    assert_true(str_equal(faults.items[0].rule, S("workflow-guard")));
    assert_int_equal(do_act(operator_(s, &a), id, "go_live", NULL, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("V7")));
    // Another takes it over: the task goes with the row.
    e                             = (control_edit){ .control = S("RR-02") };
    e.values[CONTROL_RESPONSIBLE] = S("Phòng Công nghệ");
    assert_int_equal(put_answer(s, &a, sheet, &e).fate, CONTROL_SAVED);
    assert_int_equal(tasks_of(operator_(s, &a), "dossiers.measures", NULL), 1);
    // Not without what proves it.
    e                      = (control_edit){ .control = S("RR-02") };
    e.values[CONTROL_WORK] = S("done");
    assert_int_equal(put_answer(s, &a, sheet, &e).fate, CONTROL_REFUSED);
    call    c    = operator_(s, &a);
    int64_t file = evidence_of_system(&c, system);
    assert_int_equal(controls_prove(&c, sheet, S("RR-02"), &file, 1, &why), ST_OK);
    call_end(&c);
    assert_int_equal(put_answer(s, &a, sheet, &e).fate, CONTROL_SAVED);
    assert_int_equal(tasks_of(operator_(s, &a), "dossiers.measures", NULL), 0);
    c = test_call(s, &a);
    system_record r;
    assert_int_equal(systems_get_id(&c, system, &r), ST_OK);
    assert_int_equal(r.deployment, DEPLOYED_FULL);
    call_end(&c);
    assert_int_equal(put_live(s, &a, system, "none", "before_use", &faults), ST_OK);
}

static void an_upgrade_goes_live_by_a_dossier_of_its_own(void **state)
{
    store          *s      = *state;
    arena           a      = fresh();
    int64_t         system = make_system(s, &a, FACTS_TWO, "2026-09-01");
    int64_t         id     = begin(s, &a, system), next;
    system_problems faults;
    problem         why  = { 0 };
    dossier_opening what = { .count = 1 };
    up_to_appraised(s, &a, id);
    assert_int_equal(do_act(judge(s, &a), id, "approve", NULL, NULL), ST_OK);
    assert_int_equal(do_act(clerk(s, &a), id, "record", &decision, NULL), ST_OK);
    assert_int_equal(put_live(s, &a, system, "full", "before_use", &faults), ST_OK);
    put_state(s, &a, system, "upgrading");
    assert_int_equal(put_live(s, &a, system, "full", "before_use", &faults), ST_INVALID);
    assert_int_equal(do_act(operator_(s, &a), id, "go_live", NULL, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("V7")));
    call c          = operator_(s, &a);
    what.systems[0] = arena_printf(&a, "%lld", (long long)system);
    assert_int_equal(dossiers_open(&c, &what, &next, &why), ST_OK);
    call_end(&c);
    up_to_appraised(s, &a, next);
    assert_int_equal(do_act(judge(s, &a), next, "approve", NULL, NULL), ST_OK);
    assert_int_equal(do_act(clerk(s, &a), next, "record", &decision, NULL), ST_OK);
    assert_int_equal(do_act(operator_(s, &a), next, "go_live", NULL, NULL), ST_OK);
}

static void a_dossier_goes_with_its_system(void **state)
{
    store          *s      = *state;
    arena           a      = fresh();
    int64_t         system = make_system(s, &a, FACTS_THREE, "2026-09-01");
    int64_t         id     = begin(s, &a, system);
    system_problems faults = { 0 };
    system_record   r;
    up_to_appraised(s, &a, id);
    assert_int_equal(do_act(operator_(s, &a), id, "submit_approval", NULL, NULL), ST_OK);
    call c = test_call(s, &a);
    assert_int_equal(systems_get_id(&c, system, &r), ST_OK);
    system_data data = r.data;
    data.owner       = S("BTC");
    assert_int_equal(systems_change(&c, system, r.version, &data, &faults), ST_OK);
    call_end(&c);
    assert_int_equal(do_act(head(s, &a), id, "approve", NULL, &(problem){ 0 }), ST_MISSING);
    assert_int_equal(do_act(as(s, &a, "BTC", 61, TASK_HEAD), id, "approve", NULL, NULL), ST_OK);
}

static void running_around_the_clock_is_justified(void **state)
{
    store               *s   = *state;
    arena                a   = fresh();
    int64_t              id  = begin(s, &a, make_system(s, &a, FACTS_FOUR, "2026-09-01"));
    const dossier_moment now = { S("2026-11-24"), DRAFTER, S(""), S("") };
    problem              why = { 0 };
    dossier_content      k   = whole(s, id);
    assert_int_equal(k.d.level, 4);
    assert_true(dossier_facts_of(&k, &now).needs_247);
    assert_false(dossier_facts_of(&k, &now).has_247);
    call                  c = operator_(s, &a);
    const dossier_writing w = { S("need-247"), S("Phục vụ cả nước, không có giờ nghỉ"), 0 };
    assert_int_equal(dossiers_put_text(&c, (dossier_ref){ .id = id }, &w, &why), ST_OK);
    call_end(&c);
    k = whole(s, id);
    assert_true(dossier_facts_of(&k, &now).has_247);
    k = whole(s, begin(s, &a, make_system(s, &a, FACTS_THREE, "2026-09-01")));
    assert_false(dossier_facts_of(&k, &now).needs_247);
}

static void a_joint_dossier_has_a_sheet_for_each_system(void **state)
{
    store          *s     = *state;
    arena           a     = fresh();
    int64_t         first = make_system(s, &a, FACTS_TWO, "2026-09-01"), id;
    dossier_opening what  = { .count = 2 };
    problem         why   = { 0 };
    call            c     = test_call(s, &a);
    system_record   r;
    system_problems faults = { 0 };
    assert_int_equal(systems_get_id(&c, first, &r), ST_OK);
    system_data data = r.data;
    data.name        = S("Hỏi đáp trực tuyến");
    int64_t second;
    assert_int_equal(systems_add(&c, &data, &second, &faults), ST_OK);
    call_end(&c);
    c               = operator_(s, &a);
    what.systems[0] = arena_printf(&a, "%lld", (long long)first);
    what.systems[1] = arena_printf(&a, "%lld", (long long)second);
    assert_int_equal(dossiers_open(&c, &what, &id, &why), ST_OK);
    call_end(&c);
    dossier_content k = whole(s, id);
    assert_int_equal(k.system_count, 2);
    assert_int_not_equal(k.systems[0].sheet.id, k.systems[1].sheet.id);
    assert_int_equal(k.systems[1].sheet.rows, 129);
}

static void two_people_write_one_text(void **state)
{
    store                *s   = *state;
    arena                 a   = fresh();
    int64_t               id  = begin(s, &a, make_system(s, &a, FACTS_TWO, "2026-09-01"));
    call                  one = operator_(s, &a), two = as(s, &a, "BYT", 21, TASK_SYSTEM_OFFICER);
    problem               why = { 0 };
    const dossier_ref     of  = { .id = id };
    const dossier_writing w1 = { S("plan.1"), S("Một"), 0 }, w2 = { S("plan.1"), S("Hai"), 0 };
    assert_int_equal(dossiers_put_text(&one, of, &w1, &why), ST_OK);
    assert_int_equal(dossiers_put_text(&two, of, &w2, &why), ST_CONFLICT);
    assert_true(str_equal(why.rule, S("text-moved")));
    assert_int_equal(dossiers_put_text(&two, of, &w1, &why),
                     ST_OK); // the same words are no conflict
    call_end(&one);
    call_end(&two);
    dossier_content k = whole(s, id);
    assert_true(str_equal(dossier_text_of(&k, S("plan.1")), S("Một")));
}

// Two people change one row: different cells come together, the same cell is asked about.
static void two_people_write_one_row(void **state)
{
    store            *s   = *state;
    arena             a   = fresh();
    int64_t           id  = begin(s, &a, make_system(s, &a, FACTS_TWO, "2026-09-01")), made;
    call              one = operator_(s, &a), two = as(s, &a, "BYT", 21, TASK_SYSTEM_OFFICER);
    problem           why = { 0 };
    const dossier_ref of  = { .id = id };
    row(&one, id, DOSSIER_DEVICES, "Tường lửa", "Phần cứng", "");
    const dossier_row read = whole(s, id).rows[0];
    assert_true(str_equal(read.person, S("Người 11")) && read.at_ms == one.now_ms);
    dossier_row mine = read, theirs = read;
    mine.was = theirs.was = &read;
    mine.second           = S("Ảo hóa");
    theirs.fourth         = S("Lọc gói tin");
    assert_int_equal(dossiers_put_row(&one, of, &mine, &made, &why), ST_OK);
    assert_int_equal(dossiers_put_row(&two, of, &theirs, &made, &why), ST_OK);
    dossier_row now = whole(s, id).rows[0];
    assert_true(str_equal(now.second, S("Ảo hóa")) && str_equal(now.fourth, S("Lọc gói tin")));
    assert_true(str_equal(now.person, S("Người 21")));
    theirs.second = S("Đám mây");
    assert_int_equal(dossiers_put_row(&two, of, &theirs, &made, &why), ST_CONFLICT);
    assert_true(str_equal(why.rule, S("row-moved")) && str_equal(why.field, S("second")));
    theirs.was = &now; // having seen it
    assert_int_equal(dossiers_put_row(&two, of, &theirs, &made, &why), ST_OK);
    theirs.id += 1000;
    assert_int_equal(dossiers_put_row(&two, of, &theirs, &made, &why), ST_MISSING);
    call_end(&one);
    call_end(&two);
    assert_true(str_equal(whole(s, id).rows[0].second, S("Đám mây")));
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,     &jobs_sql,          &timers_sql,
                                                 &workflow_sql, &organisations_sql, &accounts_sql,
                                                 &tasks_sql,    &systems_sql,       &dossiers_sql,
                                                 &controls_sql, &evidence_sql,      &letters_sql };
    const struct CMUnitTest        tests[]   = {
                 cmocka_unit_test(every_query_is_prepared),
                 cmocka_unit_test(level_three_goes_its_way),
                 cmocka_unit_test(the_specialist_unit_decides_level_two),
                 cmocka_unit_test(the_older_decree_has_its_own_clock),
                 cmocka_unit_test(a_return_brings_its_reasons_and_a_date),
                 cmocka_unit_test(two_at_once_and_the_wrong_people),
                 cmocka_unit_test(nobody_appraises_what_they_drew_up),
                 cmocka_unit_test(one_under_way_and_a_new_one_takes_its_place),
                 cmocka_unit_test(running_around_the_clock_is_justified),
                 cmocka_unit_test(a_joint_dossier_has_a_sheet_for_each_system),
                 cmocka_unit_test(withdrawn_and_taken_up_again),
                 cmocka_unit_test(an_existing_decision_is_entered),
                 cmocka_unit_test(two_people_write_one_text),
                 cmocka_unit_test(its_sheet_waits_while_it_is_judged_and_stands_once_approved),
                 cmocka_unit_test(another_level_is_another_sheet_with_the_same_answers),
                 cmocka_unit_test(the_plan_is_carried_out_row_by_row),
                 cmocka_unit_test(an_upgrade_goes_live_by_a_dossier_of_its_own),
                 cmocka_unit_test(a_dossier_goes_with_its_system),
                 cmocka_unit_test(two_people_write_one_row),
                 cmocka_unit_test(nothing_goes_live_before_its_plan_is_carried_out),
                 cmocka_unit_test(a_named_decision_lets_it_run_and_is_counted),
    };
    store_register(modules, COUNT(modules));
    systems_gate(dossiers_gate);
    controls_keep(&dossiers_keeper);
    static char room[4096];
    arena       names = arena_over(room, sizeof room);
    str         folder;
    int         folder_fd;
    if (os_temp_folder(S("coloa-dossiers"), &names, &folder) != ST_OK ||
        os_open_folder(OS_CWD, folder, &folder_fd) != ST_OK)
        return 1;
    blobs_lend(folder_fd);
    evidence_lend_workers(S(COLOA_PARSE), S(""));
    int failed = test_store_run(tests, COUNT(tests));
    os_close(folder_fd);
    (void)!os_remove_folder(OS_CWD, folder);
    return failed;
}
