// incident_rules_test.c - the rows of incidents/: what is there, what is refused, and who may do what.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "kit/law/law_inside.h"
#include "kit/os/os.h"

static arena memory;

static int start(void **state)
{
    (void)state;
    return os_map(64 << 20, &memory) == ST_OK ? 0 : -1;
}

static int clear(void **state)
{
    (void)state;
    memory.next = memory.start;
    return 0;
}

typedef struct changed {
    const char *folder, *name; // a folder that is not there, a file with other bytes
    str         bytes;
} changed;

static status read_changed(void *ctx, const char *name, arena *a, str *bytes)
{
    const changed *c = ctx;
    if (c->folder && str_starts(str_from(name), str_from(c->folder))) return ST_MISSING;
    if (c->name && strcmp(c->name, name) == 0) {
        *bytes = c->bytes;
        return c->bytes.ptr ? ST_OK : ST_MISSING;
    }
    return law_built_in().read(NULL, name, a, bytes);
}

static str with(const char *name, const char *from, const char *to)
{
    str text;
    assert_int_equal(law_built_in().read(NULL, name, &memory, &text), ST_OK);
    ptrdiff_t at = str_find(text, str_from(from));
    if (at < 0) fail_msg("\"%s\" is not there", from);
    buf b = buf_in(&memory, (size_t)text.len + 100, (size_t)text.len + 10000);
    buf_put(&b, str_slice(text, 0, at));
    buf_put(&b, str_from(to));
    buf_put(&b, str_slice(text, at + (ptrdiff_t)strlen(from), text.len));
    return buf_str(&b);
}

#define CLOCKS "incidents/clocks.json"
#define CLASSES "incidents/classes.json"
#define RIGHTS "incidents/rights.json"
#define DUTIES "incidents/member-duties.csv"
#define NUMBERS "incidents/member-numbers.csv"

static const struct {
    const char *file, *from, *to, *id, *rule;
} breakages[] = {
    { CLOCKS, "\"regimes\": [\"r1\", \"r2\"]", "\"regimes\": [\"r1\", \"r9\"]", "T20-1",
      "law-value-unknown" },
    { CLOCKS, "\"actor\": \"DVVH\"", "\"actor\": \"DVVX\"", "T20-1", "law-value-unknown" },
    { CLOCKS, "\"to\": [\"CQ\"", "\"to\": [\"CX\"", "T20-1", "law-value-unknown" },
    { CLOCKS, "\"to\": [\"SENDER\"]", "\"to\": []", "T20-6", "law-field-missing" },
    { CLOCKS, "\"document\": \"MAU_03\"", "\"document\": \"MAU_33\"", "T20-3",
      "law-value-unknown" },
    { CLOCKS, "\"unit\": \"day\"", "\"unit\": \"week\"", "T20-1", "law-value-unknown" },
    { CLOCKS, "\"limit\": 5, \"unit\": \"day\"", "\"limit\": 0, \"unit\": \"day\"", "T20-1",
      "law-field-range" },
    { CLOCKS, "\"limit\": 0, \"unit\": \"now\"", "\"limit\": 1, \"unit\": \"now\"", "T20-2",
      "law-field-range" },
    { CLOCKS, "\"anchor\": \"detected\"", "\"anchor\": \"felt\"", "T20-1", "law-value-unknown" },
    { CLOCKS, "\"anchor\": \"detected\", ", "", "T20-1", "law-field-missing" },
    { CLOCKS, "\"when\": [\"emergency\"]", "\"when\": [\"emergancy\"]", "T20-4",
      "law-fact-unknown" },
    { CLOCKS, "\"superseded_by\": \"T20-3\"", "\"superseded_by\": \"T20-1\"", "T20-1",
      "law-value-unknown" },
    { CLOCKS, "\"superseded_by\": \"T20-3\"", "\"superseded_by\": \"T20-33\"", "T20-1",
      "law-value-unknown" },
    { CLOCKS, "\"spares\": [\"mps\"", "\"spares\": [\"mpx\"", "T20-1", "law-value-unknown" },
    { CLOCKS, "\"stage\": 9", "\"stage\": 10", "T20-4", "law-field-range" },
    { CLOCKS, "\"valid_from\": \"2026-08-19\"", "\"valid_from\": \"2026-08-32\"", "N331-1",
      "law-day-form" },
    { CLOCKS, "\"valid_from\": \"2023-07-01\"", "\"valid_from\": \"2026-07-01\"", "PDP-13",
      "law-day-order" },
    { CLOCKS,
      "\"cite\": {\"document\": \"nd331\", \"article\": \"31\", \"clause\": \"2\", \"point\": "
      "\"d\"}, "
      "\"valid_from\": \"2026-08-19\"",
      "\"valid_from\": \"2026-08-19\"", "N331-1", "law-citation-missing" },
    { CLOCKS, "{\"id\": \"T20-2\"", "{\"id\": \"T20-1\"", "T20-1", "law-id-twice" },
    { CLOCKS, "\"valid_to\": \"2025-02-28\"", "\"valid_to\": \"2025-02-27\"", "r2", "law-day-gap" },
    { CLOCKS, "\"rules\": [\"PDP-13\", \"PDP-91\"]", "\"rules\": [\"PDP-13\"]", "pdp-regime",
      "law-values-count" },
    { CLOCKS, "\"value\": 60", "\"value\": 0", "at-once", "law-field-range" },
    { CLOCKS, "\"unit\": \"flag\"", "\"unit\": \"moon\"", "beside", "law-value-unknown" },
    { CLOCKS, "\"event\": \"incident.detected\"", "\"evant\": \"incident.detected\"", "T20-1",
      "law-field-unknown" },
    { CLASSES, "\"part\": \"C\"", "\"part\": \"B\"", "", "law-list-form" },
    { CLASSES, "\"part\": \"C\"", "\"part\": \"D\"", "C", "law-value-unknown" },
    { CLASSES, "\"flag\": \"wide\"", "\"flag\": \"broad\"", "B-dd", "law-fact-unknown" },
    { CLASSES, "\"flag\": \"wide\"", "\"flag\": \"serious\"", "B-dd", "law-fact-unknown" },
    { CLASSES, "\"level\": 4}", "\"level\": 6}", "A-level", "law-level-range" },
    { CLASSES, "\"owners\": [\"central\"", "\"owners\": [\"centre\"", "PLAN_2",
      "law-value-unknown" },
    { CLASSES, "\"row\": 3", "\"row\": 4", "MALWARE", "law-field-range" },
    { CLASSES, "\"into\": \"OTHER\"", "\"into\": \"OTHERS\"", "SCAN", "law-value-unknown" },
    { CLASSES, "\"certainty\": \"known\"", "\"certainty\": \"knwon\"", "report",
      "law-certainty-unknown" },
    { CLOCKS, "\"form\": \"mau-03\"", "\"form\": \"mau-33\"", "MAU_03", "law-value-unknown" },
    { "incidents/forms.json", "\"about\"", "\"abuot\"", "thong-bao-su-co", "law-field-unknown" },
    { CLASSES, "\"type\": \"DOS\"", "\"type\": \"DDOS\"", "dos-filter", "law-value-unknown" },
    { CLASSES, "\"controls\": [\"KT-1.5\"", "\"control\": [\"KT-1.5\"", "antivirus",
      "law-field-unknown" },
    { CLASSES, "\"role\": \"DVVH\"", "\"role\": \"DVVX\"", "any-evidence", "law-value-unknown" },
    { RIGHTS, "\"CQDP\": \"yes\"", "\"CQXX\": \"yes\"", "notice", "law-value-unknown" },
    { RIGHTS, "\"for-owner\"", "\"for-fun\"", "notice", "law-value-unknown" },
    { RIGHTS, "{\"rights\":", "[", "", "law-not-json" },
    { DUTIES, "\ncontact,", "\nprofile,", "profile", "law-id-twice" },
    { DUTIES, ",hour,24,", ",week,24,", "contact", "law-value-unknown" },
    { DUTIES, ",hour,24,", ",hour,0,", "contact", "law-field-range" },
    { DUTIES, ",10,20,", ",20,10,", "profile", "law-field-range" },
    { DUTIES, "2026-08-19", "2026-08-39", "profile", "law-day-form" },
    { DUTIES, ",from_level,", ",level,", "", "law-csv-form" },
    { NUMBERS, "\n1.1a,1.1,", "\n1.1a,9.9,", "1.1a", "law-value-unknown" },
    { NUMBERS, "\n1.1b,", "\n1.1a,", "1.1a", "law-id-twice" },
};

static void a_broken_row_is_refused_with_file_row_and_rule(void **state)
{
    for (size_t i = 0; i < COUNT(breakages); i++) {
        clear(state);
        const char *from = breakages[i].from;
        changed     c    = { NULL, breakages[i].file,
                      strcmp(from, "{\"rights\":") == 0
                                 ? S("[")
                                 : with(breakages[i].file, from, breakages[i].to) };
        law        *l;
        problem     why    = { 0 };
        law_faults *faults = NEW(&memory, law_faults, 1);
        status      st     = law_load((law_source){ read_changed, &c }, &memory, &l, faults, &why);
        if (st != ST_INVALID || faults->count == 0) fail_msg("case %zu was taken", i);
        const law_fault *f = &faults->items[0];
        if (!str_equal(f->rule, str_from(breakages[i].rule)) ||
            !str_equal(f->file, str_from(breakages[i].file)) ||
            (breakages[i].id[0] && !str_equal(f->id, str_from(breakages[i].id)))) {
            fail_msg("case %zu: " STR_FMT " " STR_FMT " " STR_FMT " " STR_FMT, i, STR_ARG(f->file),
                     STR_ARG(f->id), STR_ARG(f->rule), STR_ARG(f->detail));
        }
    }
}

static void an_older_set_goes_without_and_half_a_folder_is_a_fault(void **state)
{
    (void)state;
    changed none = { "incidents/", NULL, { 0 } }, half = { NULL, RIGHTS, { 0 } };
    law    *l   = NULL;
    problem why = { 0 };
    size_t  n   = 1;
    assert_int_equal(law_load((law_source){ read_changed, &none }, &memory, &l, NULL, &why), ST_OK);
    (void)law_incident_clocks(l, &n);
    assert_int_equal(n, 0);
    assert_int_equal(law_incident_right(l, LAW_ROLE_CQDP, S("close")), LAW_GRANT_NONE);
    assert_int_equal(law_load((law_source){ read_changed, &half }, &memory, &l, NULL, &why),
                     ST_INVALID);
    assert_true(str_equal(why.rule, S("law-file-missing")) && str_equal(why.field, S(RIGHTS)));
}

static void a_changed_clock_shows_in_a_comparison_with_its_citation(void **state)
{
    (void)state;
    changed  c = { NULL, CLOCKS,
                   with(CLOCKS, "\"limit\": 24, \"unit\": \"hour\", \"anchor\": \"detected\"",
                        "\"limit\": 12, \"unit\": \"hour\", \"anchor\": \"detected\"") };
    law     *l = NULL;
    law_diff diff;
    problem  why = { 0 };
    assert_int_equal(law_load((law_source){ read_changed, &c }, &memory, &l, NULL, &why), ST_OK);
    assert_int_equal(law_compare(law_current(), l, &memory, &diff), ST_OK);
    assert_int_equal(diff.count, 1);
    assert_true(str_equal(diff.items[0].file, S(CLOCKS)) &&
                str_equal(diff.items[0].id, S("N331-1")));
    assert_true(
        str_equal(diff.items[0].cite.vi, S("điểm d khoản 2 Điều 31 Nghị định 331/2026/NĐ-CP")));
    assert_int_equal(diff.items[0].count, 1);
    assert_true(str_equal(diff.items[0].fields[0].before, S("24")) &&
                str_equal(diff.items[0].fields[0].after, S("12")));
    assert_string_not_equal(law_sha256(law_current()), law_sha256(l));
}

// The table of who may do what, role by role in the order of law_incident_role.
static const struct {
    const char *act, *grants;
} rights[] = {
    { "notice", "yes yes yes yes none yes none none for-owner yes" },
    { "report", "yes yes own-scope yes none none none none none none" },
    { "acknowledge", "yes yes yes yes none yes yes none none none" },
    { "verify", "first-look none yes yes none yes none none none none" },
    { "classify", "propose propose propose propose none verify decide none none none" },
    { "order", "none none none none area yes via-cqdp none none none" },
    { "answer", "yes yes yes yes none none none yes none none" },
    { "spokesperson", "none none none none ordinary none serious none none none" },
    { "warn", "none none own-scope none none yes none none none none" },
    { "close", "request none request none none yes serious none none none" },
    { "task", "own own-systems own-scope none none yes none none none none" },
    { "mark", "own own-systems own-scope shared none yes none convened contract none" },
    { "lesson", "own own-systems own-scope none area yes none none none none" },
    { "approve", "none none none none area yes none none none none" },
    { "spread", "none none none none none yes none none none none" },
    { "exempt", "none none none none none yes yes none none none" },
    { "see", "own own-systems own-scope shared area all all convened contract notice-status" },
};

static void each_role_may_do_what_the_table_gives_and_nothing_else(void **state)
{
    size_t n;
    (void)state;
    (void)law_incident_acts(law_current(), &n);
    assert_int_equal(n, COUNT(rights));
    for (size_t i = 0; i < COUNT(rights); i++) {
        buf b = buf_in(&memory, 200, 400);
        for (int r = 0; r < LAW_INCIDENT_ROLES; r++) {
            if (r) buf_char(&b, ' ');
            buf_put(&b, law_incident_grant_key(law_incident_right(
                            law_current(), (law_incident_role)r, str_from(rights[i].act))));
        }
        if (!str_equal(buf_str(&b), str_from(rights[i].grants)))
            fail_msg("%s: " STR_FMT, rights[i].act, STR_ARG(buf_str(&b)));
    }
    assert_int_equal(law_incident_right(law_current(), LAW_ROLE_CQDP, S("dance")), LAW_GRANT_NONE);
}

static void the_rows_of_the_law_are_there(void **state)
{
    static const char *const order[] = { "DOS",     "PHISH",    "MALWARE",   "INTRUSION", "DEFACE",
                                         "ENCRYPT", "SABOTAGE", "ESPIONAGE", "COMBINED",  "OTHER" };
    size_t                   n;
    (void)state;
    const law_incident_type *t = law_incident_types(law_current(), &n);
    for (size_t i = 0; i < COUNT(order); i++) {
        assert_true(str_equal(t[i].id, str_from(order[i])));
        assert_int_equal(t[i].row, i + 1);
    }
    for (size_t i = COUNT(order); i < n; i++) assert_true(t[i].into && t[i].row == 10);
    (void)law_incident_clocks(law_current(), &n);
    assert_int_equal(n, 19);
    (void)law_incident_duties(law_current(), &n);
    assert_int_equal(n, 4);
    (void)law_incident_categories(law_current(), &n);
    assert_int_equal(n, 7);
    assert_true(
        str_equal(law_incident_regime_on(law_current(), (day){ 2026, 6, 30 })->id, S("r2")));
    assert_true(str_equal(law_incident_regime_on(law_current(), (day){ 2026, 7, 1 })->id, S("r3")));
    assert_null(law_incident_regime_on(law_current(), (day){ 2017, 3, 15 }));
    assert_true(str_equal(law_incident_party_on(law_current(), S("CQDP"), (day){ 2024, 3, 1 })->id,
                          S("CQDP-1")));
    assert_true(str_equal(law_incident_party_on(law_current(), S("CQDP"), (day){ 2026, 9, 1 })->id,
                          S("CQDP-2")));
    assert_int_equal(law_incident_setting_value(law_current(), S("at-once-serious")), 30);
    assert_int_equal(law_incident_setting_value(law_current(), S("duplicate-window")), 30);
    assert_int_equal(law_incident_setting_value(law_current(), S("hunt-first")), 6);
    assert_int_equal(law_incident_setting_find(law_current(), S("hunt-first"))->certainty,
                     LAW_UNSURE);
    assert_int_equal(law_incident_setting_value(law_current(), S("never")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_broken_row_is_refused_with_file_row_and_rule, clear),
        cmocka_unit_test_setup(an_older_set_goes_without_and_half_a_folder_is_a_fault, clear),
        cmocka_unit_test_setup(a_changed_clock_shows_in_a_comparison_with_its_citation, clear),
        cmocka_unit_test_setup(each_role_may_do_what_the_table_gives_and_nothing_else, clear),
        cmocka_unit_test_setup(the_rows_of_the_law_are_there, clear),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
