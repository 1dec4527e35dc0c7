// list_cmd_test.c - `controls list` as a person runs it: the rows of a level, in both orders.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <string.h>

#include "kit/cli/cli_test_kit.h"
#include "kit/os/os.h"
#include "modules/controls/asked.h"
#include "modules/controls/list_cmd.h"

static arena memory;

static int start(void **state)
{
    (void)state;
    return os_map(64 << 20, &memory) == ST_OK ? 0 : -1;
}

static int run(const char *line, bool json, str *out)
{
    return cli_test_run(controls_list_command, &memory, &(cli_test_line){ line, NULL, json }, out);
}

static json_t *rows_of(const char *line)
{
    str text;
    assert_int_equal(run(line, true, &text), CLI_DONE);
    json_t *rows = json_loadb(text.ptr, (size_t)text.len, JSON_REJECT_DUPLICATES, NULL);
    assert_true(json_is_array(rows));
    return rows;
}

static const char *text_in(const json_t *rows, size_t i, const char *key)
{
    return json_string_value(json_object_get(json_array_get(rows, i), key));
}

static void every_level_has_its_rows(void **state)
{
    static const struct {
        const char *pack;
        size_t      rows[LAW_LEVELS], headings[LAW_LEVELS];
    } packs[] = {
        { "nd331", { 111, 129, 195, 275, 290 }, { 0 } },
        { "nd85", { 102, 163, 277, 310, 315 }, { 32, 39, 47, 47, 47 } },
    };
    (void)state;
    for (size_t p = 0; p < COUNT(packs); p++) {
        for (int level = 1; level <= LAW_LEVELS; level++) {
            for (int decree = 0; decree < 2; decree++) {
                char line[100];
                (void)snprintf(line, sizeof line, "--pack %s --level %d --order %s", packs[p].pack,
                               level, decree ? "decree" : "standard");
                json_t *rows     = rows_of(line);
                size_t  headings = 0;
                for (size_t i = 0; i < json_array_size(rows); i++) {
                    const json_t *row = json_array_get(rows, i);
                    headings += json_is_true(json_object_get(row, "heading"));
                    assert_true(strlen(text_in(rows, i, "clause")) > 0);
                    assert_true(strlen(text_in(rows, i, "certainty")) > 0);
                    assert_true(json_is_object(json_object_get(row, "content")));
                }
                assert_int_equal(json_array_size(rows), packs[p].rows[level - 1]);
                assert_int_equal(headings, packs[p].headings[level - 1]);
                json_decref(rows);
            }
        }
    }
}

// TCVN 14423 asks for the contact point (SC-03) at levels 2 and 3 and no longer above.
static void a_higher_level_does_not_include_a_lower_one(void **state)
{
    static const bool asked[LAW_LEVELS] = { false, true, true, false, false };
    (void)state;
    for (int level = 1; level <= LAW_LEVELS; level++) {
        asked_rows k;
        memory.next = memory.start;
        assert_int_equal(asked_of(law_pack_find(law_current(), S("nd331")), level, ASKED_STANDARD,
                                  &memory, &k, NULL),
                         ST_OK);
        assert_int_equal(asked_find(&k, S("SC-03")) != NULL, asked[level - 1]);
    }
}

static void clauses_and_periods_are_the_levels_own(void **state)
{
    asked_rows k;
    (void)state;
    memory.next          = memory.start;
    const law_pack *p    = law_pack_find(law_current(), S("nd331"));
    const law_pack *old  = law_pack_find(law_current(), S("nd85"));
    const law_pack *bank = law_pack_with(law_current(), p, S("nhnn"));
    assert_int_equal(asked_of(p, 5, ASKED_STANDARD, &memory, &k, NULL), ST_OK);
    assert_true(str_equal(asked_find(&k, S("RR-02"))->period, S("6M")));
    assert_true(str_equal(asked_find(&k, S("RR-02"))->clause, S("7.1.2.1b")));
    assert_int_equal(asked_of(p, 1, ASKED_STANDARD, &memory, &k, NULL), ST_OK);
    assert_true(str_equal(asked_find(&k, S("RR-02"))->period, S("Y")));
    assert_int_equal(asked_of(old, 3, ASKED_STANDARD, &memory, &k, NULL), ST_OK);
    assert_true(str_equal(asked_find(&k, S("QL-1.1.02"))->clause, S("7.1.1.1")));
    assert_true(str_equal(asked_find(&k, S("QL-6.1"))->clause, S("TT12 PL.III 1.6")));
    assert_int_equal(asked_of(bank, 3, ASKED_STANDARD, &memory, &k, NULL), ST_OK);
    assert_int_equal(k.count, 195);
    assert_non_null(k.items[0].content);
}

static size_t place_of(const json_t *rows, const char *id)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        if (strcmp(text_in(rows, i, "id"), id) == 0) return i;
    }
    fail_msg("%s is not there", id);
    return 0;
}

static void each_order_is_kept(void **state)
{
    (void)state;
    json_t *rows = rows_of("--pack nd331 --level 2 --order standard");
    assert_true(place_of(rows, "PT-03") < place_of(rows, "SC-11")); // 4.3 before 4.15
    assert_true(place_of(rows, "HT-47") < place_of(rows, "HT-43")); // 4.12.2.3a before 4.12.2.5
    json_decref(rows);
    rows = rows_of("--pack nd331 --level 3 --order decree");
    assert_string_equal(text_in(rows, 0, "id"), "RR-01"); // a regulation: under policy
    assert_true(place_of(rows, "SC-02") < place_of(rows, "NS-06"));
    assert_true(place_of(rows, "NS-06") < place_of(rows, "RR-03"));
    assert_true(place_of(rows, "RR-03") < place_of(rows, "TT-06"));
    json_t *waf = json_array_get(rows, place_of(rows, "HT-22"));
    assert_string_equal(json_string_value(json_array_get(json_object_get(waf, "also"), 1)),
                        "ung-dung");
    json_decref(rows);
}

static void a_wrong_question_is_told(void **state)
{
    static const struct {
        const char *line;
        int         code;
        const char *says;
    } cases[] = {
        { "--level 3", CLI_REFUSED, "\"rule\":\"required\",\"field\":\"pack\"" },
        { "--pack nd331", CLI_REFUSED, "\"rule\":\"required\",\"field\":\"level\"" },
        { "--pack nd331 --level 6", CLI_REFUSED, "level-range" },
        { "--pack nd331 --level 0", CLI_REFUSED, "level-range" },
        { "--pack nd331 --level x", CLI_REFUSED, "level-range" },
        { "--pack nd99 --level 3", CLI_REFUSED, "law-pack-unknown" },
        { "--pack nd331 --level 3 --order none", CLI_REFUSED, "unknown-value" },
        { "--pack nd331 --level 3 --overlay x", CLI_REFUSED, "law-overlay-unknown" },
        { "--pack nd331 --level 3 word", CLI_USAGE, "" },
        { "--pack nd331 --levels 3", CLI_USAGE, "" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        str out;
        assert_int_equal(run(cases[i].line, true, &out), cases[i].code);
        if (cases[i].says[0]) assert_true(str_find(out, str_from(cases[i].says)) >= 0);
    }
}

static void words_are_for_people(void **state)
{
    str out;
    (void)state;
    assert_int_equal(run("--pack nd331 --level 1", false, &out), CLI_DONE);
    assert_true(str_find(out, S("  RR-01  3.1a  ")) > 0);
    assert_true(str_find(out, S("Quản lý rủi ro\n")) >= 0);
    assert_true(str_find(out, S("111")) > 0);
}

// With any allocation refused the command ends, and says so or does not count the row.
static void memory_may_end_anywhere(void **state)
{
    (void)state;
    const law_pack *p = law_pack_find(law_current(), S("nd331"));
    for (ptrdiff_t n = 0; n < 400; n += 7) {
        asked_rows k;
        arena      small = { memory.start, memory.start, memory.start + n };
        problem    why   = { 0 };
        status     st    = asked_of(p, 3, ASKED_DECREE, &small, &k, &why);
        assert_int_equal(st, ST_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_level_has_its_rows),
        cmocka_unit_test(a_higher_level_does_not_include_a_lower_one),
        cmocka_unit_test(clauses_and_periods_are_the_levels_own),
        cmocka_unit_test(each_order_is_kept),
        cmocka_unit_test(a_wrong_question_is_told),
        cmocka_unit_test(words_are_for_people),
        cmocka_unit_test(memory_may_end_anywhere),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
