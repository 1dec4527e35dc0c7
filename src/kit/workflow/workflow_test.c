// workflow_test.c - what an act must bring, and the history of a thing on both engines.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/store/store_test_kit.h"
#include "kit/workflow/workflow.h"

static arena fresh(void)
{
    return test_arena(16 * 1024 * 1024);
}

static const law_pack *pack(void)
{
    return law_pack_find(law_current(), S("nd331"));
}

static const law_act *act_of(const char *act, const char *from, int level)
{
    const law_act *a = workflow_act(pack(), str_from(act), law_state_find(pack(), str_from(from)),
                                    level);
    assert_non_null(a);
    return a;
}

static status check(const law_act *a, bool favours, workflow_given *g, problem *why)
{
    arena              memory = fresh();
    const workflow_ask ask    = { pack(), a, favours, S("2026-11-24") };
    *why                      = (problem){ 0 };
    return workflow_check(&ask, g, &memory, why);
}

static void refuses(const law_act *a, workflow_given g, const char *field, const char *rule)
{
    problem why;
    assert_int_equal(check(a, true, &g, &why), ST_INVALID);
    assert_true(str_equal(why.field, str_from(field)));
    assert_true(str_equal(why.rule, str_from(rule)));
}

static void an_act_brings_what_it_needs(void **state)
{
    (void)state;
    const law_act       *a     = act_of("return", "submitted", 3);
    const workflow_given whole = { .date       = S("10/12/2026"),
                                   .items      = { { S("design"), S("  Thiếu sơ đồ ") } },
                                   .item_count = 1 };
    workflow_given       g     = whole;
    problem              why;
    assert_int_equal(check(a, true, &g, &why), ST_OK);
    assert_true(str_equal(g.date, S("2026-12-10")));
    assert_true(str_equal(g.items[0].text, S("Thiếu sơ đồ")));
    g               = whole;
    g.items[0].text = S("  ");
    refuses(a, g, "items", "item-required");
    g      = whole;
    g.date = S("");
    refuses(a, g, "date", "required");
    g.date = S("hôm sau");
    refuses(a, g, "date", "not-a-day");
    g.date = S("23/11/2026");
    refuses(a, g, "date", "in-the-past");
}

static void a_paper_has_number_day_and_signer(void **state)
{
    (void)state;
    const law_act       *a     = act_of("record", "approved", 2);
    const workflow_given whole = { .number    = S("1/QĐ"),
                                   .on        = S("2026-11-24"),
                                   .signer    = S("A"),
                                   .report_no = S("2/BC"),
                                   .report_on = S("24/11/2026") };
    workflow_given       g     = whole;
    problem              why;
    assert_int_equal(check(a, true, &g, &why), ST_OK);
    g        = whole;
    g.number = S("");
    refuses(a, g, "number", "required");
    g    = whole;
    g.on = S("2026-11-25");
    refuses(a, g, "on", "in-the-future");
    g        = whole;
    g.signer = S(" ");
    refuses(a, g, "signer", "required");
    g           = whole;
    g.report_no = S("");
    refuses(a, g, "report_no", "required");
    g.report_no = S("\x01");
    refuses(a, g, "report_no", "not-text");
}

static void a_conclusion_follows_from_its_answers(void **state)
{
    (void)state;
    const law_act *yes = act_of("conclude_ok", "appraising", 3);
    const law_act *no  = act_of("conclude_not", "appraising", 3);
    workflow_given g   = { .answers      = { { S("level"), S(""), 1 }, { S("design"), S(""), 1 } },
                           .answer_count = 2 };
    problem        why;
    refuses(yes, g, "operation", "tests-open");
    g.answers[g.answer_count++] = (workflow_answer){ S("operation"), S(""), -1 };
    refuses(yes, g, "tests", "tests-contradict");
    g.items[g.item_count++] = (workflow_item){ S("plan"), S("Chưa đủ") };
    assert_int_equal(check(no, false, &g, &why), ST_OK);
    g.answers[2].fits = 1;
    assert_int_equal(check(no, false, &g, &why), ST_INVALID);
    assert_int_equal(check(yes, true, &g, &why), ST_OK);
}

// ---- history ---------------------------------------------------------------------------------------------

typedef struct writing {
    call          *c;
    workflow_thing of;
    int64_t        note, settled;
} writing;

static status write_two(db *d, void *ctx)
{
    writing             *w     = ctx;
    const workflow_given g     = { .date  = S("2026-12-10"),
                                   .items = { { S("design"), S("Thiếu") }, { S("plan"), S("Sai") } },
                                   .item_count = 2 };
    const workflow_step  first = { w->of, workflow_act(pack(), S("open"), NULL, 3), NULL,
                                   S("Chuyên viên"), NULL };
    const workflow_step  then  = { w->of, act_of("return", "submitted", 3),
                                   law_state_find(pack(), S("submitted")), S("Trưởng phòng"), &g };
    (void)d;
    TRY(workflow_write(w->c, &first, NULL));
    TRY(workflow_write(w->c, &then, NULL));
    return workflow_comment(w->c, w->of, (workflow_item){ S("zones"), S("Xem lại") }, S(""));
}

static status settle_all(db *d, void *ctx)
{
    writing *w = ctx;
    (void)d;
    return workflow_settle(w->c, w->of, w->note, &w->settled);
}

static void what_happened_is_kept(void **state)
{
    arena           a = fresh();
    call            c = { .store = *state, .a = &a, .now_ms = 1795500000000, .lang = LANG_VI };
    writing         w = { .c = &c, .of = { S("toy"), 7 } };
    workflow_event *events;
    workflow_note  *notes;
    size_t          count;
    c.who = (actor){ .person_id = 3, .name = S("Nguyễn A"), .body_name = S("Sở Mẫu") };
    assert_int_equal(call_act(&c, write_two, &w), ST_OK);
    assert_int_equal(workflow_events_of(&c, w.of, &events, &count), ST_OK);
    assert_int_equal(count, 2);
    assert_true(str_equal(events[0].act, S("return")));
    assert_true(str_equal(events[0].from, S("submitted")));
    assert_true(str_equal(events[0].to, S("returned")));
    assert_true(str_equal(events[0].due_on, S("2026-12-10")));
    assert_true(str_equal(events[0].post, S("Trưởng phòng")));
    assert_true(str_equal(events[1].from, S("")));
    assert_int_equal(workflow_notes_of(&c, w.of, &notes, &count), ST_OK);
    assert_int_equal(count, 3);
    assert_int_equal(notes[0].event_id, 0);
    assert_int_equal(notes[1].event_id, events[0].id);
    w.note = notes[0].id;
    // Sending again settles the reasons of events and no comment.
    writing reasons = { .c = &c, .of = w.of };
    assert_int_equal(call_act(&c, settle_all, &reasons), ST_OK);
    assert_int_equal(reasons.settled, 2);
    assert_int_equal(call_act(&c, settle_all, &w), ST_OK);
    assert_int_equal(w.settled, 1);
    assert_int_equal(call_act(&c, settle_all, &w), ST_OK);
    assert_int_equal(w.settled, 0);
    assert_int_equal(workflow_events_of(&c, (workflow_thing){ S("toy"), 8 }, &events, &count),
                     ST_OK);
    assert_int_equal(count, 0);
    call_end(&c);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &workflow_sql };
    const struct CMUnitTest        tests[]   = {
                 cmocka_unit_test(an_act_brings_what_it_needs),
                 cmocka_unit_test(a_paper_has_number_day_and_signer),
                 cmocka_unit_test(a_conclusion_follows_from_its_answers),
                 cmocka_unit_test(what_happened_is_kept),
    };
    store_register(modules, COUNT(modules));
    return test_store_run(tests, COUNT(tests));
}
