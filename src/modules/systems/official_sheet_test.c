// The cells that join a document's number, day and body: what is written is read back, and what people
// write is understood.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "modules/systems/official_sheet.h"

static char memory[1 << 20];

static void expect(str got, const char *wanted)
{
    if (!str_equal(got, str_from(wanted)))
        fail_msg("got '" STR_FMT "', wanted '%s'", STR_ARG(got), wanted);
}

static void people_write_it_in_many_ways(void **state)
{
    static const struct {
        const char *cell, *no, *on, *by;
    } cases[] = {
        { "123/QĐ-UBND ngày 05/03/2026 của UBND tỉnh Mẫu", "123/QĐ-UBND", "05/03/2026",
          "UBND tỉnh Mẫu" },
        { "Quyết định số 123/QĐ-UBND, ngày 5/3/26, UBND tỉnh Mẫu", "123/QĐ-UBND", "5/3/26",
          "UBND tỉnh Mẫu" },
        { "QĐ số 12/QĐ-BYT (ngày 5 tháng 3 năm 2026)", "12/QĐ-BYT", "ngày 5 tháng 3 năm 2026", "" },
        { "Số: 12/QĐ-BYT; 05-03-2026; Bộ Y tế", "12/QĐ-BYT", "05-03-2026", "Bộ Y tế" },
        { "Bộ Y tế ban hành", "Bộ Y tế", "", "" },
        { "12/QĐ-BYT, Bộ Y tế", "12/QĐ-BYT", "", "Bộ Y tế" },
        { "12/QĐ-BYT của Bộ Y tế ngày 2026-03-05", "12/QĐ-BYT", "2026-03-05", "Bộ Y tế" },
        { "12/2024/QĐ-UBND", "12/2024/QĐ-UBND", "", "" },
        { "ngày 31/02/2026", "", "31/02/2026", "" }, // no such day: the reader of days says so
        { "5/QĐ 31/02/2026", "5/QĐ", "31/02/2026", "" },
        { "", "", "", "" },
        { "\"a\"; \"\"; \"b \"\"c\"\"\"", "a", "", "b \"c\"" },
        { "\"a\"; \"b\"", "\"a\"", "", "\"b\"" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena             a = arena_over(memory, sizeof(memory));
        official_document d;
        assert_int_equal(official_document_read(str_from(cases[i].cell), &a, &d), ST_OK);
        expect(d.no, cases[i].no);
        expect(d.on, cases[i].on);
        expect(d.by, cases[i].by);
    }
}

// Every combination of awkward parts comes back as it was.
static void what_is_written_is_read_back(void **state)
{
    static const char *const numbers[] = { "",        "123/QĐ-UBND",
                                           "Số 7",    "12 ngày 05/03/2026 của ai",
                                           "a, b; c", "nói \"có\"",
                                           "12/QĐ-",  "5/3/2026",
                                           "\"",      "của" };
    static const char *const days[]    = { "", "2026-03-05" };
    static const char *const bodies[] = { "",      "UBND tỉnh Mẫu",   "do Sở ban hành", "của ai",
                                          "\"A\"", "ngày 05/03/2026", "(Sở)",           "a; b" };
    (void)state;
    for (size_t n = 0; n < COUNT(numbers); n++) {
        for (size_t k = 0; k < COUNT(days) * COUNT(bodies); k++) {
            arena             a       = arena_over(memory, sizeof(memory));
            const char       *day_iso = days[k % COUNT(days)], *by = bodies[k / COUNT(days)];
            official_document again, d = { str_from(numbers[n]), str_from(day_iso), str_from(by) };
            str               cell = official_document_write(&a, &d);
            assert_non_null(cell.ptr);
            assert_int_equal(official_document_read(cell, &a, &again), ST_OK);
            expect(again.no, numbers[n]);
            expect(again.on, day_iso[0] ? "05/03/2026" : "");
            expect(again.by, by);
        }
    }
    arena             a     = arena_over(memory, sizeof(memory));
    official_document plain = { S("1/QĐ"), S("2026-03-05"), S("Bộ Y tế") };
    expect(official_document_write(&a, &plain), "1/QĐ ngày 05/03/2026 của Bộ Y tế");
}

static void each_pack_has_the_twelve_headings(void **state)
{
    (void)state;
    for (size_t p = 0; p < law_pack_count(law_current()); p++) {
        const law_pack *pack = law_pack_at(law_current(), p);
        if (!law_label_any(pack, S("mau-08.title"))) continue;
        for (size_t i = 0; i < OFFICIAL_COLUMNS; i++)
            assert_true(official_heading(pack, official_columns[i].target, LANG_VI).len > 0);
    }
    assert_true(official_heading(law_pack_find(law_current(), S("nd85")), "decision", LANG_VI).len >
                0);
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f = &system_fields[i];
        for (size_t k = 0; k < f->choice_count; k++) {
            assert_false(str_equal(system_choice_label(f, f->choices[k], LANG_VI), f->choices[k]));
            assert_int_equal(system_choice_number(f->key, f->choices[k]), k + 1);
            assert_true(str_equal(system_choice_key(f->key, (int64_t)k + 1), f->choices[k]));
        }
        assert_int_equal(system_choice_number(f->key, S("?")), 0);
        assert_int_equal(system_choice_key(f->key, 9).len, 0);
    }
}

static void nothing_is_lost_when_memory_ends(void **state)
{
    (void)state;
    official_document d = { S("a \"b\" ngày 05/03/2026"), S("2026-03-05"), S("của ai") };
    for (size_t room = 0; room < 2048; room += 8) {
        char              few[2048];
        arena             a = arena_over(few, room), all = arena_over(memory, sizeof(memory));
        official_document again;
        str               cell = official_document_write(&a, &d);
        if (!cell.ptr) continue;
        assert_int_equal(official_document_read(cell, &all, &again), ST_OK);
        expect(again.no, "a \"b\" ngày 05/03/2026");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_write_it_in_many_ways),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(each_pack_has_the_twelve_headings),
        cmocka_unit_test(nothing_is_lost_when_memory_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
