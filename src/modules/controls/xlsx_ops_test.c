// xlsx_ops_test.c - a sheet out to xlsx and in again through the sealed reader, on both stores: nothing is lost,
// bad cells are named; and official wording, seen by whom it is for.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/documents/documents.h"
#include "kit/os/os.h"
#include "modules/controls/controls.h"
#include "modules/controls/wording_ops.h"
#include "modules/controls/xlsx_ops.h"
#include "modules/evidence/evidence.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

#define EQUALS(got, want) assert_string_equal(arena_cstr(c->a, got), want)

static control_file in_memory(void)
{
    control_file f = { .parser = S(COLOA_PARSE) };
    assert_int_equal(os_temp_in_memory(&f.fd), ST_OK);
    return f;
}

static control_file csv(const char *text)
{
    control_file f = in_memory();
    assert_int_equal(os_write_all(f.fd, str_from(text)), ST_OK);
    assert_int_equal(os_rewind(f.fd), ST_OK);
    return f;
}

static control_sheet sheet_made(call *c, const char *pack, int level)
{
    static int    made;
    str           name = arena_printf(c->a, "Cổng %d", ++made);
    control_order o    = { test_system(c, "BTC", arena_cstr(c->a, name), "{}"),
                           law_pack_find(law_current(), str_from(pack)), level, 0 };
    problem       why  = { 0 };
    control_sheet s;
    int64_t       id;
    assert_int_equal(controls_make(c, &o, &id, &why), ST_OK);
    assert_int_equal(control_sheet_load(c, id, &s), ST_OK);
    call_end(c);
    return s;
}

static void every_row_has_something(call *c, const control_sheet *s)
{
    static const char *const answers[] = { "met",         "partly",   "not_yet", "not_applicable",
                                           "alternative", "inherited" };
    control_row             *rows;
    size_t                   n, edits = 0;
    assert_int_equal(control_sheet_rows(c, s, ASKED_STANDARD, &rows, &n), ST_OK);
    call_end(c);
    control_edit  *e   = NEW(c->a, control_edit, n);
    control_saved *out = NEW(c->a, control_saved, n);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].heading || i % 7 == 6) continue;
        control_edit *one           = &e[edits++];
        *one                        = (control_edit){ .control = rows[i].control, .version = 1 };
        one->values[CONTROL_ANSWER] = str_from(answers[i % 6]);
        one->values[CONTROL_DESCRIPTION] = S("=1+1\n  \"Dòng\" hai; <b>&amp;\tệ");
        one->values[CONTROL_REASON]      = i % 2 ? S("@lý do") : S("");
        one->values[CONTROL_SOURCE]      = S("-5");
        one->values[CONTROL_RESPONSIBLE] = S("Phòng CNTT, 007");
        one->values[CONTROL_DUE]         = S("05/03/2027");
        one->values[CONTROL_COST]        = i % 3 ? S("1.250.000.000") : S("0");
    }
    assert_int_equal(controls_save(c, s->id, e, edits, out), ST_OK);
    for (size_t i = 0; i < edits; i++) assert_int_equal(out[i].fate, CONTROL_SAVED);
}

static void what_goes_out_comes_in_again(void **state)
{
    static const struct {
        const char *pack;
        int         level;
    } cases[] = { { "nd331", 3 }, { "nd85", 1 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena                a = test_arena(128 << 20);
        call                 t = test_call_of(*state, &a, "BTC"), *c = &t;
        control_sheet        s   = sheet_made(c, cases[i].pack, cases[i].level), other;
        control_file         f   = in_memory();
        control_file_report *r   = NEW(c->a, control_file_report, 1);
        problem              why = { 0 };
        control_row         *mine, *theirs;
        size_t               n, m;
        every_row_has_something(c, &s);
        c->lang = i ? LANG_EN : LANG_VI;
        assert_int_equal(controls_export(c, &s, f.fd, NULL), ST_OK);
        call_end(c);
        assert_int_equal(controls_import(c, &s, &f, r, &why), ST_OK);
        assert_int_equal(r->faults_all, 0);
        assert_int_equal(r->saved, 0); // into itself: nothing differs
        assert_int_equal(r->same, r->rows);
        other = sheet_made(c, cases[i].pack, cases[i].level);
        assert_int_equal(os_rewind(f.fd), ST_OK);
        assert_int_equal(controls_import(c, &other, &f, r, &why), ST_OK);
        assert_int_equal(control_sheet_rows(c, &s, ASKED_STANDARD, &mine, &n), ST_OK);
        assert_int_equal(control_sheet_rows(c, &other, ASKED_STANDARD, &theirs, &m), ST_OK);
        assert_int_equal(n, m);
        for (size_t k = 0; k < n; k++) {
            for (int v = 0; v < CONTROL_FIELDS; v++) {
                if (str_equal(mine[k].values[v], theirs[k].values[v])) continue;
                fail_msg(STR_FMT " %s: \"" STR_FMT "\" came back as \"" STR_FMT "\"",
                         STR_ARG(mine[k].control), control_fields[v].key,
                         STR_ARG(mine[k].values[v]), STR_ARG(theirs[k].values[v]));
            }
        }
        call_end(c);
        os_close(f.fd);
    }
}

static void bad_cells_are_named_and_good_rows_are_kept(void **state)
{
    arena                a = test_arena(64 << 20);
    call                 t = test_call_of(*state, &a, "BTC"), *c = &t;
    control_sheet        s   = sheet_made(c, "nd331", 1);
    control_file_report *r   = NEW(c->a, control_file_report, 1);
    problem              why = { 0 };
    control_counts       n;
    control_file         f = csv("Danh sách của Sở,,\n"
                                         "Mã yêu cầu,Trả lời,Thời hạn\n"
                                         "RR-01,Đáp ứng,31/12/2026\n"
                                         "RR-02,Có lẽ,\n"
                                         "HW-01,,30/2/2027\n"
                                         "QL-1.1.01,Đáp ứng,\n"
                                         "RR-01,Chưa đáp ứng,\n"
                                         ",,\n"
                                         "HW-02,Chưa đáp ứng,Quý I/2027\n");
    assert_int_equal(controls_import(c, &s, &f, r, &why), ST_OK);
    assert_int_equal(r->rows, 6);
    assert_int_equal(r->saved, 2);
    assert_int_equal(r->refused, 3);
    assert_int_equal(r->fault_count, 4);
    EQUALS(r->faults[0].why.rule, "controls-twice");
    assert_int_equal(r->faults[0].row, 7);
    EQUALS(r->faults[1].cell, "B4");
    EQUALS(r->faults[1].column, "Trả lời");
    EQUALS(r->faults[1].control, "RR-02");
    EQUALS(r->faults[1].why.rule, "unknown-value");
    EQUALS(r->faults[1].why.detail, "Có lẽ");
    EQUALS(r->faults[2].cell, "C5");
    EQUALS(r->faults[3].why.rule, "controls-unknown");
    EQUALS(r->faults[3].cell, "A6");
    assert_int_equal(control_sheet_counts(c, s.id, &n), ST_OK);
    assert_int_equal(n.answered, 2);
    call_end(c);
    os_close(f.fd);
    f = csv("a,b\n1,2\n");
    assert_int_equal(controls_import(c, &s, &f, r, &why), ST_INVALID);
    EQUALS(why.rule, "controls-file-head");
    os_close(f.fd);
}

static void a_file_does_not_write_over_what_came_after_it(void **state)
{
    arena                a = test_arena(64 << 20);
    call                 t = test_call_of(*state, &a, "BTC"), *c = &t;
    control_sheet        s = sheet_made(c, "nd331", 1);
    control_file         f = in_memory();
    control_file_report *r = NEW(c->a, control_file_report, 1);
    control_edit         e = { .control = S("RR-01"), .version = 1 };
    control_saved        out;
    problem              why = { 0 };
    assert_int_equal(controls_export(c, &s, f.fd, NULL), ST_OK);
    call_end(c);
    e.values[CONTROL_DESCRIPTION] = S("sau khi xuất");
    assert_int_equal(controls_save(c, s.id, &e, 1, &out), ST_OK);
    assert_int_equal(controls_import(c, &s, &f, r, &why), ST_OK);
    assert_int_equal(r->conflicts, 1);
    assert_int_equal(r->fault_count, 1);
    EQUALS(r->faults[0].why.rule, "controls-changed-since");
    EQUALS(r->faults[0].why.detail, "Nguyễn Thị Minh Khai");
    os_close(f.fd);
}

static void wording_is_seen_by_its_agency_and_below(void **state)
{
    arena           a = test_arena(64 << 20);
    call            t = test_call_of(*state, &a, "BTC"), *c = &t;
    call            other = test_call_of(*state, &a, "BYT");
    wording_report *r     = NEW(c->a, wording_report, 1);
    wording_list    w;
    wording_held   *held;
    size_t          n;
    problem         why = { 0 };
    control_file f = csv("id,wording,level\nRR-01,\"Nguyên văn, dòng 1\nDòng 2\",\nRR-01,Riêng cấp "
                         "ba,3\nHW-01,Hai,\n");
    assert_int_equal(wordings_load(c, &f, S("tcvn14423"), r, &why), ST_OK);
    assert_int_equal(r->loaded, 3);
    os_close(f.fd);
    assert_int_equal(wordings_for(c, S("tcvn14423"), 2, &w), ST_OK);
    assert_int_equal(w.count, 2);
    EQUALS(wording_find(&w, S("RR-01"))->text, "Nguyên văn, dòng 1\nDòng 2");
    assert_null(wording_find(&w, S("RR-02")));
    assert_int_equal(wordings_for(c, S("tcvn14423"), 3, &w), ST_OK);
    EQUALS(wording_find(&w, S("RR-01"))->text, "Riêng cấp ba");
    call_end(c);
    assert_int_equal(wordings_for(&other, S("tcvn14423"), 3, &w), ST_OK);
    assert_int_equal(w.count, 0);
    call_end(&other);
    f = csv("id,wording\nRR-01,Một\nXX-01,Hai\nRR-02,\n");
    assert_int_equal(wordings_load(c, &f, S("tcvn14423"), r, &why), ST_INVALID);
    EQUALS(why.rule, "controls-wording-faults");
    assert_int_equal(r->fault_count, 2);
    EQUALS(r->faults[0].column, "A3");
    EQUALS(r->faults[1].column, "B4");
    os_close(f.fd);
    assert_int_equal(wordings_of(c, &held, &n), ST_OK);
    assert_int_equal(n, 1);
    assert_int_equal(held[0].count, 3); // what was there stays
    call_end(c);
    assert_int_equal(wordings_forget(c, S("tcvn14423")), ST_OK);
    assert_int_equal(wordings_of(c, &held, &n), ST_OK);
    assert_int_equal(n, 0);
    call_end(c);
    assert_int_equal(wordings_load(c, &f, S("tcvn1"), r, &why), ST_INVALID);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,    &jobs_sql,     &organisations_sql,
                                                 &systems_sql, &evidence_sql, &controls_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_out_comes_in_again),
        cmocka_unit_test(bad_cells_are_named_and_good_rows_are_kept),
        cmocka_unit_test(a_file_does_not_write_over_what_came_after_it),
        cmocka_unit_test(wording_is_seen_by_its_agency_and_below),
    };
    return test_store_run(tests, COUNT(tests));
}
