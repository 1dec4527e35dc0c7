// sheet_ops_test.c - sheets on both stores: made, answered by two people, carried over, frozen, worked off; and
// what others may not see or write.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/blobs/home.h"
#include "kit/os/os.h"
#include "modules/controls/controls.h"
#include "modules/controls/sheet_store.h"
#include "modules/evidence/evidence.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

#define EQUALS(got, want) assert_string_equal(arena_cstr(c->a, got), want)

static const law_pack *pack(const char *id)
{
    return law_pack_find(law_current(), str_from(id));
}

static int64_t sheet_made(call *c, int64_t system, const char *id, int level, int64_t from)
{
    control_order o   = { system, pack(id), level, from };
    problem       why = { 0 };
    int64_t       sheet;
    assert_int_equal(controls_make(c, &o, &sheet, &why), ST_OK);
    return sheet;
}

static control_saved saved(call *c, int64_t sheet, const control_edit *e)
{
    control_saved out;
    assert_int_equal(controls_save(c, sheet, e, 1, &out), ST_OK);
    return out;
}

static control_saved say(call *c, int64_t sheet, const char *control, control_field f,
                         const char *text)
{
    control_row  row;
    db          *d;
    control_edit e = { .control = str_from(control) };
    assert_int_equal(call_db(c, &d), ST_OK);
    assert_int_equal(sheet_row_find(d, sheet, e.control, c->a, &row), ST_OK);
    call_end(c);
    e.version   = row.version;
    e.values[f] = str_from(text);
    return saved(c, sheet, &e);
}

// Every row answered "met".
static void answer_all(call *c, int64_t sheet)
{
    control_sheet s;
    control_row  *rows;
    size_t        n, edits = 0;
    assert_int_equal(control_sheet_load(c, sheet, &s), ST_OK);
    assert_int_equal(control_sheet_rows(c, &s, ASKED_STANDARD, &rows, &n), ST_OK);
    call_end(c);
    control_edit  *e   = NEW(c->a, control_edit, n);
    control_saved *out = NEW(c->a, control_saved, n);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].heading) continue;
        e[edits] = (control_edit){ .control = rows[i].control, .version = rows[i].version };
        e[edits++].values[CONTROL_ANSWER] = S("met");
    }
    assert_int_equal(controls_save(c, sheet, e, edits, out), ST_OK);
    for (size_t i = 0; i < edits; i++) assert_int_not_equal(out[i].fate, CONTROL_REFUSED);
}

// A file of the system that proves the row.
static int64_t prove(call *c, int64_t sheet, int64_t system, const char *control)
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
    call_end(c);
    assert_int_equal(controls_prove(c, sheet, str_from(control), &got.id, 1, &why), ST_OK);
    return got.id;
}

static control_counts counts(call *c, int64_t sheet)
{
    control_counts n;
    assert_int_equal(control_sheet_counts(c, sheet, &n), ST_OK);
    call_end(c);
    return n;
}

static void a_sheet_has_the_rows_of_its_level(void **state)
{
    arena   a = test_arena(64 << 20);
    call    t = test_call(*state, &a), *c = &t;
    int64_t system = test_system(c, "BTC", "Cổng", "{}");
    int64_t id     = sheet_made(c, system, "nd331", 3, 0);
    assert_int_equal(counts(c, id).rows, 195);
    int64_t old = sheet_made(c, system, "nd85", 3, 0);
    assert_int_equal(counts(c, old).rows, 230); // 277 with the headings, where nothing is answered
    control_sheet s, *all;
    control_row  *rows;
    size_t        n;
    assert_int_equal(control_sheet_load(c, old, &s), ST_OK);
    assert_int_equal(control_sheet_rows(c, &s, ASKED_STANDARD, &rows, &n), ST_OK);
    assert_int_equal(n, 277);
    EQUALS(rows[0].control, "QL-1.1");
    assert_true(rows[0].heading);
    EQUALS(rows[1].clause, "7.1.1.1");
    assert_non_null(rows[1].r);
    assert_int_equal(control_sheet_rows(c, &s, ASKED_DECREE, &rows, &n), ST_OK);
    EQUALS(rows[0].content->id, "chinh-sach");
    EQUALS(s.catalogue, "tcvn11930");
    assert_true(str_equal(s.pack_version, pack("nd85")->version));
    assert_int_equal(control_sheets_of(c, system, &all, &n), ST_OK);
    assert_int_equal(n, 2);
    assert_int_equal(all[0].id, old); // newest first
    call_end(c);
}

static void others_do_not_see_it_and_those_who_watch_do_not_write(void **state)
{
    arena         a = test_arena(64 << 20);
    call          t = test_call(*state, &a), *c = &t;
    int64_t       system = test_system(c, "BTC", "Cổng", "{}");
    int64_t       id     = sheet_made(c, system, "nd331", 1, 0);
    call          owner = test_call_of(*state, &a, "BTC"), other = test_call_of(*state, &a, "BYT");
    control_sheet s;
    control_saved out;
    control_edit  e          = { .control = S("RR-01") };
    control_order o          = { system, pack("nd331"), 2, 0 };
    e.values[CONTROL_ANSWER] = S("met");
    assert_int_equal(control_sheet_load(&owner, id, &s), ST_OK);
    assert_true(s.may_write);
    call_end(&owner);
    assert_int_equal(control_sheet_load(&other, id, &s), ST_MISSING);
    call_end(&other);
    assert_int_equal(controls_save(&other, id, &e, 1, &out), ST_MISSING);
    assert_int_equal(controls_make(&other, &o, &id, NULL), ST_MISSING);
    owner.who.rights = RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ;
    assert_int_equal(controls_save(&owner, s.id, &e, 1, &out), ST_FORBIDDEN);
    assert_int_equal(controls_make(&owner, &o, &id, NULL), ST_FORBIDDEN);
    assert_int_equal(counts(c, s.id).answered, 0);
}

static void answers_are_kept_with_their_history(void **state)
{
    arena          a = test_arena(64 << 20);
    call           t = test_call_of(*state, &a, "BTC"), *c = &t;
    int64_t        id  = sheet_made(c, test_system(c, "BTC", "Cổng", "{}"), "nd331", 3, 0);
    control_saved  out = say(c, id, "RR-02", CONTROL_ANSWER, "Không áp dụng");
    control_row    row;
    control_event *events;
    size_t         n;
    db            *d;
    assert_int_equal(out.fate, CONTROL_SAVED);
    assert_int_equal(out.lacks, CONTROL_REASON);
    assert_int_equal(out.version, 2);
    assert_int_equal(counts(c, id).lacking, 1);
    out = say(c, id, "RR-02", CONTROL_REASON, "Chưa có quy trình\r\nriêng");
    assert_int_equal(out.lacks, -1);
    assert_int_equal(say(c, id, "RR-02", CONTROL_REASON, "Chưa có quy trình\nriêng").fate,
                     CONTROL_SAME);
    assert_int_equal(counts(c, id).lacking, 0);
    assert_int_equal(say(c, id, "RR-03", CONTROL_COST, "1.500.000").fate, CONTROL_SAVED);
    assert_int_equal(call_db(c, &d), ST_OK);
    assert_int_equal(sheet_row_find(d, id, S("RR-03"), c->a, &row), ST_OK);
    EQUALS(row.values[CONTROL_COST], "1500000");
    assert_int_equal(sheet_row_find(d, id, S("RR-02"), c->a, &row), ST_OK);
    EQUALS(row.values[CONTROL_REASON], "Chưa có quy trình\nriêng");
    EQUALS(row.person, "Nguyễn Thị Minh Khai");
    assert_int_equal(controls_history(c, &row, &events, &n), ST_OK);
    assert_int_equal(n, 2);
    EQUALS(events[0].field, "reason");
    EQUALS(events[1].after, "not_applicable");
    call_end(c);
}

static void two_people_lose_nothing(void **state)
{
    arena        a = test_arena(64 << 20);
    call         t = test_call_of(*state, &a, "BTC"), *c = &t;
    call         mate = test_call_of(*state, &a, "BTC");
    int64_t      id   = sheet_made(c, test_system(c, "BTC", "Cổng", "{}"), "nd331", 1, 0);
    control_edit e    = { .control = S("RR-01"), .version = 1 };
    mate.who.name     = S("Trần An");
    assert_int_equal(say(&mate, id, "RR-01", CONTROL_DESCRIPTION, "của An").fate, CONTROL_SAVED);
    e.values[CONTROL_DESCRIPTION] = S("của Khai");
    e.was[CONTROL_DESCRIPTION]    = S("");
    e.values[CONTROL_ANSWER]      = S("met");
    e.was[CONTROL_ANSWER]         = S("");
    control_saved out             = saved(c, id, &e);
    assert_int_equal(out.fate, CONTROL_CONFLICT);
    assert_int_equal(out.conflicts, 1 << CONTROL_DESCRIPTION);
    EQUALS(out.person, "Trần An");
    EQUALS(out.values[CONTROL_DESCRIPTION], "của An");
    EQUALS(out.values[CONTROL_ANSWER], "met"); // the other field was free
}

static void a_faulty_row_is_told_and_the_others_are_kept(void **state)
{
    arena         a = test_arena(64 << 20);
    call          t = test_call_of(*state, &a, "BTC"), *c = &t;
    int64_t       id   = sheet_made(c, test_system(c, "BTC", "Cổng", "{}"), "nd331", 1, 0);
    control_edit  e[4] = { { .control = S("RR-01") },
                           { .control = S("RR-02") },
                           { .control = S("QL-1.1.01") },
                           { .control = S("HW-01") } };
    control_saved out[4];
    e[0].values[CONTROL_ANSWER] = S("met");
    e[1].values[CONTROL_DUE]    = S("30/2/2027");
    e[1].values[CONTROL_ANSWER] = S("có lẽ");
    e[2].values[CONTROL_ANSWER] = S("met");
    e[3].values[CONTROL_WORK]   = S("done"); // the plan does not stand yet
    for (size_t i = 0; i < 4; i++) e[i].version = 1;
    assert_int_equal(controls_save(c, id, e, 4, out), ST_OK);
    assert_int_equal(out[0].fate, CONTROL_SAVED);
    assert_int_equal(out[1].fate, CONTROL_REFUSED);
    assert_int_equal(out[1].fault_count, 2);
    EQUALS(out[1].faults[0].rule, "unknown-value");
    EQUALS(out[1].faults[1].field, "due");
    EQUALS(out[2].faults[0].rule, "controls-unknown"); // V12: a row of the other catalogue
    EQUALS(out[3].faults[0].rule, "controls-not-frozen");
    assert_int_equal(counts(c, id).answered, 1);
    assert_int_equal(controls_save(c, id, e, CONTROL_EDITS_MAX + 1, out), ST_LIMIT);
    int64_t old = sheet_made(c, test_system(c, "BTC", "Cổng hai", "{}"), "nd85", 1, 0);
    EQUALS(say(c, old, "QL-1.1", CONTROL_ANSWER, "met").faults[0].rule, "controls-heading");
}

static void a_plan_stands_only_when_whole_and_is_worked_off(void **state)
{
    arena         a = test_arena(64 << 20);
    call          t = test_call_of(*state, &a, "BTC"), *c = &t;
    int64_t       id  = sheet_made(c, test_system(c, "BTC", "Cổng", "{}"), "nd331", 1, 0);
    problem       why = { 0 };
    control_sheet s;
    assert_int_equal(controls_freeze(c, id, &why), ST_INVALID);
    EQUALS(why.rule, "controls-unanswered");
    EQUALS(why.detail, "111");
    answer_all(c, id);
    (void)say(c, id, "RR-01", CONTROL_ANSWER, "alternative");
    assert_int_equal(controls_freeze(c, id, &why), ST_INVALID);
    EQUALS(why.rule, "controls-lacking"); // V9
    (void)say(c, id, "RR-01", CONTROL_REASON, "Quy trình của tỉnh");
    (void)say(c, id, "RR-02", CONTROL_ANSWER, "partly");
    (void)say(c, id, "HW-01", CONTROL_ANSWER, "not_yet");
    assert_int_equal(counts(c, id).unplanned, 2);
    (void)say(c, id, "HW-01", CONTROL_DUE, "23/11/2026");
    assert_int_equal(controls_freeze(c, id, &why), ST_OK);
    assert_int_equal(controls_freeze(c, id, &why), ST_CONFLICT);
    assert_int_equal(control_sheet_load(c, id, &s), ST_OK);
    EQUALS(s.frozen_by, "Nguyễn Thị Minh Khai");
    call_end(c);
    EQUALS(say(c, id, "HW-01", CONTROL_ANSWER, "met").faults[0].rule, "controls-frozen");
    assert_int_equal(say(c, id, "HW-01", CONTROL_ANSWER, "not_yet").fate, CONTROL_SAME);
    assert_int_equal(say(c, id, "HW-01", CONTROL_RESPONSIBLE, "Phòng CNTT").fate, CONTROL_SAVED);
    control_counts n = counts(c, id);
    assert_int_equal(n.work, 2);
    assert_int_equal(n.overdue, 1); // due the day before
    assert_int_equal(control_deployed(&n), CONTROL_PARTLY_DEPLOYED);
    EQUALS(say(c, id, "HW-01", CONTROL_DONE_ON, "25/11/2026").faults[0].rule,
           "controls-day-future");
    EQUALS(say(c, id, "HW-01", CONTROL_WORK, "Đã xong").faults[0].rule, "controls-no-evidence");
    (void)prove(c, id, s.system_id, "HW-01");
    control_saved done = say(c, id, "HW-01", CONTROL_WORK, "Đã xong");
    EQUALS(done.values[CONTROL_DONE_ON], "2026-11-24");
    n = counts(c, id);
    assert_int_equal(n.done, 1);
    assert_int_equal(n.overdue, 0);
    assert_int_equal(control_deployed(&n), CONTROL_PARTLY_DEPLOYED);
    assert_int_equal(controls_prove(c, id, S("HW-01"), NULL, 0, &why), ST_INVALID); // it is done
    (void)prove(c, id, s.system_id, "RR-02"); // the same file serves both
    (void)say(c, id, "RR-02", CONTROL_WORK, "done");
    n = counts(c, id);
    assert_int_equal(control_deployed(&n), CONTROL_FULLY_DEPLOYED);
    done = say(c, id, "RR-02", CONTROL_WORK, "doing");
    EQUALS(done.values[CONTROL_DONE_ON], "");
    n = counts(c, id);
    assert_int_equal(control_deployed(&n), CONTROL_PARTLY_DEPLOYED);
}

// V12: the sheet follows the catalogue of its pack and of no other.
static void a_sheet_fits_its_own_catalogue_only(void **state)
{
    arena         a = test_arena(64 << 20);
    call          t = test_call_of(*state, &a, "BTC"), *c = &t;
    int64_t       id  = sheet_made(c, test_system(c, "BTC", "Cổng", "{}"), "nd85", 1, 0);
    problem       why = { 0 };
    control_sheet s;
    assert_int_equal(control_sheet_load(c, id, &s), ST_OK);
    assert_int_equal(control_sheet_fits(c, &s, pack("nd85"), &why), ST_OK);
    assert_int_equal(control_sheet_fits(c, &s, pack("nd331"), &why), ST_INVALID);
    EQUALS(why.rule, "controls-wrong-catalogue");
    s.pack = S("nd331");
    assert_int_equal(control_sheet_ready(c, &s, &why), ST_INVALID);
    EQUALS(why.rule, "controls-wrong-catalogue");
    call_end(c);
}

static void answers_are_taken_over_from_another_sheet(void **state)
{
    arena       a = test_arena(64 << 20);
    call        t = test_call_of(*state, &a, "BTC"), *c = &t;
    int64_t     system = test_system(c, "BTC", "Cổng", "{}");
    int64_t     two    = sheet_made(c, system, "nd331", 2, 0);
    control_row row;
    db         *d;
    problem     why = { 0 };
    (void)say(c, two, "SC-03", CONTROL_ANSWER, "met");
    (void)say(c, two, "RR-01", CONTROL_ANSWER, "partly");
    (void)say(c, two, "RR-01", CONTROL_COST, "0");
    int64_t   file = prove(c, two, system, "RR-01");
    int64_t   four = sheet_made(c, system, "nd331", 4, two);
    evidence *files;
    size_t    n;
    assert_int_equal(counts(c, four).rows, 275);
    assert_int_equal(counts(c, four).answered, 1); // level 4 does not ask SC-03
    assert_int_equal(call_db(c, &d), ST_OK);
    assert_int_equal(sheet_row_find(d, four, S("RR-01"), c->a, &row), ST_OK);
    EQUALS(row.values[CONTROL_COST], "0");
    EQUALS(row.clause, "6.1.2.1a");
    assert_int_equal(evidence_of(c, control_evidence, row.id, &files, &n), ST_OK);
    assert_int_equal(n, 1); // what proved it goes on proving it
    assert_int_equal(files[0].id, file);
    assert_int_equal(sheet_row_find(d, four, S("SC-03"), c->a, &row), ST_MISSING);
    call_end(c);

    int64_t old = sheet_made(c, system, "nd85", 3, 0);
    (void)say(c, old, "QL-6.1.01", CONTROL_ANSWER, "met");
    (void)say(c, old, "QL-6.1.01", CONTROL_DESCRIPTION, "Quy trình rủi ro số 5");
    (void)prove(c, old, system, "QL-6.1.01");
    int64_t crossed = sheet_made(c, system, "nd331", 3, old);
    assert_int_equal(counts(c, crossed).confirm, 11); // every row of risk
    assert_int_equal(call_db(c, &d), ST_OK);
    assert_int_equal(sheet_row_find(d, crossed, S("RR-01"), c->a, &row), ST_OK);
    call_end(c);
    EQUALS(row.values[CONTROL_DESCRIPTION], "[QL-6.1.01] Quy trình rủi ro số 5");
    EQUALS(row.from_ids, "QL-6.1.01");
    assert_int_equal(evidence_of(c, control_evidence, row.id, &files, &n), ST_OK);
    assert_int_equal(n, 1);
    call_end(c);
    int64_t other = test_system(c, "BTC", "Hệ thống khác", "{}");
    int64_t apart = sheet_made(c, other, "nd331", 1, 0);
    assert_int_equal(controls_prove(c, apart, S("RR-01"), &file, 1, &why), ST_INVALID);
    EQUALS(why.rule, "controls-evidence-other");
    (void)say(c, crossed, "RR-01", CONTROL_ANSWER, "met"); // looked through: nothing else to change
    assert_int_equal(counts(c, crossed).confirm, 10);
    answer_all(c, crossed);
    assert_int_equal(counts(c, crossed).confirm, 0);
    assert_int_equal(controls_freeze(c, crossed, &why), ST_OK);
}

static void a_failing_disk_leaves_nothing_half_done(void **state)
{
    arena   a = test_arena(64 << 20);
    call    t = test_call_of(*state, &a, "BTC"), *c = &t;
    int64_t system = test_system(c, "BTC", "Cổng", "{}");
    int64_t id     = sheet_made(c, system, "nd331", 1, 0);
    for (int n = 1;; n++) {
        control_edit  e = { .control = S("RR-01"), .version = 1 };
        control_saved out;
        e.values[CONTROL_ANSWER] = S("met");
        store_fault(*state, n, STORE_FAULT_BREAK);
        status st  = controls_save(c, id, &e, 1, &out);
        bool   met = store_fault_met(*state);
        store_fault(*state, 0, STORE_FAULT_BREAK);
        if (!met) {
            assert_int_equal(st, ST_OK);
            break;
        }
        assert_int_not_equal(st, ST_OK);
        assert_int_equal(counts(c, id).answered, 0);
    }
    assert_int_equal(counts(c, id).answered, 1);
}

// The n-th allocation fails, for every n that saving comes to.
static void a_spent_arena_leaves_nothing_half_done(void **state)
{
    arena   a = test_arena(64 << 20);
    call    t = test_call_of(*state, &a, "BTC"), *c = &t;
    int64_t system = test_system(c, "BTC", "Cổng", "{}");
    int64_t id     = sheet_made(c, system, "nd331", 1, 0);
    int     n      = 0;
    for (;; n++) {
        int           countdown = n;
        arena         spent     = a; // what it makes is given up after each turn
        call          one       = t;
        control_edit  e         = { .control = S("RR-01"), .version = 1 };
        control_saved out;
        one.a                    = &spent;
        spent.fault_countdown    = &countdown;
        e.values[CONTROL_ANSWER] = S("met");
        status st                = controls_save(&one, id, &e, 1, &out);
        call_end(&one);
        if (countdown >= 0) {
            assert_int_equal(st, ST_OK);
            break;
        }
        if (st != ST_MEMORY) fail_msg("allocation %d went unnoticed: status %d", n + 1, (int)st);
        assert_int_equal(counts(c, id).answered, 0);
    }
    assert_true(n > 20);
    assert_int_equal(counts(c, id).answered, 1);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,    &jobs_sql,     &organisations_sql,
                                                 &systems_sql, &evidence_sql, &controls_sql };
    store_register(modules, COUNT(modules));
    static char room[4096];
    arena       names = arena_over(room, sizeof room);
    str         folder;
    int         folder_fd;
    if (os_temp_folder(S("coloa-controls"), &names, &folder) != ST_OK ||
        os_open_folder(OS_CWD, folder, &folder_fd) != ST_OK)
        return 1;
    blobs_lend(folder_fd);
    evidence_lend_workers(S(COLOA_PARSE), S(""));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_has_the_rows_of_its_level),
        cmocka_unit_test(others_do_not_see_it_and_those_who_watch_do_not_write),
        cmocka_unit_test(answers_are_kept_with_their_history),
        cmocka_unit_test(two_people_lose_nothing),
        cmocka_unit_test(a_faulty_row_is_told_and_the_others_are_kept),
        cmocka_unit_test(a_plan_stands_only_when_whole_and_is_worked_off),
        cmocka_unit_test(a_sheet_fits_its_own_catalogue_only),
        cmocka_unit_test(answers_are_taken_over_from_another_sheet),
        cmocka_unit_test(a_failing_disk_leaves_nothing_half_done),
        cmocka_unit_test(a_spent_arena_leaves_nothing_half_done),
    };
    int failed = test_store_run(tests, COUNT(tests));
    os_close(folder_fd);
    (void)!os_remove_folder(OS_CWD, folder);
    return failed;
}
