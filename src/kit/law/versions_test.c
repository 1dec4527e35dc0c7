// versions_test.c - sets of packs: bundled, laid over another, compared, swapped; the catalogues and the
// crosswalk.
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
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
    return os_map(128 << 20, &memory) == ST_OK ? 0 : -1;
}

static int clear(void **state)
{
    (void)state;
    memory.next = memory.start;
    return 0;
}

#define EQUALS(got, want) assert_string_equal(arena_cstr(&memory, got), want)

static str original(const char *name)
{
    str bytes;
    assert_int_equal(law_built_in().read(NULL, name, &memory, &bytes), ST_OK);
    return bytes;
}

static str replaced(str text, const char *from, const char *to)
{
    ptrdiff_t at = str_find(text, str_from(from));
    if (at < 0) fail_msg("\"%s\" is not there", from);
    buf b = buf_in(&memory, (size_t)text.len + 100, (size_t)text.len + 10000);
    buf_put(&b, str_slice(text, 0, at));
    buf_put(&b, str_from(to));
    buf_put(&b, str_slice(text, at + (ptrdiff_t)strlen(from), text.len));
    return buf_str(&b);
}

// The built-in packs with these files in place of theirs.
static status load_over(law_files *over, law **out, law_faults *faults)
{
    static law_layers layers;
    problem           why = { 0 };
    layers                = (law_layers){ over, law_files_of(law_program()) };
    return law_load(law_layers_source(&layers), &memory, out, faults, &why);
}

static const law_change *change_of(const law_diff *d, const char *id)
{
    for (size_t i = 0; i < d->count; i++) {
        if (str_equal(d->items[i].id, str_from(id))) return &d->items[i];
    }
    fail_msg("no change of %s", id);
    return NULL;
}

static const law_change_field *field(const law_change *c, const char *name)
{
    for (size_t i = 0; i < c->count; i++) {
        if (str_equal(c->fields[i].name, str_from(name))) return &c->fields[i];
    }
    fail_msg("no field %s", name);
    return NULL;
}

static void a_set_is_known_by_its_files(void **state)
{
    (void)state;
    law       *same, *other;
    law_files  none = { .count = 0 };
    law_faults faults;
    assert_int_equal(load_over(&none, &same, &faults), ST_OK);
    assert_string_equal(law_sha256(same), law_sha256(law_program()));
    assert_true(law_files_of(same)->count > 20);
    law_files one = { .count = 1 };
    one.items[0]  = (law_file_bytes){
         S("nd85/limits.json"), replaced(original("nd85/limits.json"), "\"days\": 5", "\"days\": 6")
    };
    assert_int_equal(load_over(&one, &other, &faults), ST_OK);
    assert_string_not_equal(law_sha256(other), law_sha256(law_program()));
}

static void a_comparison_names_rows_fields_and_clauses(void **state)
{
    (void)state;
    law       *other;
    law_faults faults;
    law_diff   diff;
    str        criteria = original("nd331/criteria.json");
    size_t     n;
    law_rule   first = law_rules(law_pack_find(law_program(), S("nd331")), &n)[0];
    char      *id    = arena_cstr(&memory, first.id);
    criteria         = replaced(criteria, "\"level\": 1", "\"level\": 2");
    law_files two    = { .count = 2 };
    two.items[0]     = (law_file_bytes){ S("nd331/criteria.json"), criteria };
    two.items[1]     = (law_file_bytes){ S("calendar.csv"),
                                         replaced(original("calendar.csv"), "2026-01-01,holiday",
                                                  "2025-12-30,holiday") };
    status st        = load_over(&two, &other, &faults);
    if (st != ST_OK) {
        fail_msg(STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(faults.items[0].file),
                 STR_ARG(faults.items[0].id), STR_ARG(faults.items[0].rule));
    }
    assert_int_equal(law_compare(law_program(), other, &memory, &diff), ST_OK);
    const law_change *c = change_of(&diff, id);
    assert_int_equal(c->kind, LAW_CHANGED);
    assert_int_equal(c->count, 1);
    EQUALS(c->file, "nd331/criteria.json");
    EQUALS(c->list, "rules");
    EQUALS(field(c, "level")->before, "1");
    EQUALS(field(c, "level")->after, "2");
    assert_true(str_equal(c->cite.vi, first.cite.text.vi));
    assert_int_equal(change_of(&diff, "2026-01-01")->kind, LAW_REMOVED);
    assert_int_equal(change_of(&diff, "2025-12-30")->kind, LAW_ADDED);
    assert_int_equal(diff.count, 3);
    assert_int_equal(law_compare(other, other, &memory, &diff), ST_OK);
    assert_int_equal(diff.count, 0);
}

static void a_bundle_comes_back_as_it_went(void **state)
{
    (void)state;
    const law_files *all  = law_files_of(law_program());
    str              text = law_bundle_write(all, &memory);
    law_files       *back = NEW(&memory, law_files, 1);
    law             *l;
    law_faults       faults;
    problem          why = { 0 };
    assert_int_equal(law_bundle_parse(text, &memory, back, &why), ST_OK);
    assert_int_equal(back->count, all->count);
    assert_int_equal(load_over(back, &l, &faults), ST_OK);
    for (size_t i = 0; i < law_pack_count(l); i++) {
        assert_string_equal(law_pack_at(l, i)->sha256, law_pack_at(law_program(), i)->sha256);
    }
    static const struct {
        const char *json, *field, *rule;
    } cases[] = {
        { "", "", "law-not-json" },
        { "[]", "", "law-not-json" },
        { "{}", "", "law-not-json" },
        { "{\"a\":1,\"a\":2}", "", "law-not-json" },
        { "{\"../x.json\":[]}", "", "law-file-name" },
        { "{\"/x.json\":[]}", "", "law-file-name" },
        { "{\"a/b/c.json\":[]}", "", "law-file-name" },
        { "{\"x.sh\":\"\"}", "", "law-file-name" },
        { "{\"X.json\":[]}", "", "law-file-name" },
        { "{\"x.json\":\"text\"}", "x.json", "law-field-type" },
        { "{\"x.csv\":[]}", "x.csv", "law-field-type" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        why = (problem){ 0 };
        assert_int_equal(law_bundle_parse(str_from(cases[i].json), &memory, back, &why),
                         ST_INVALID);
        EQUALS(why.rule, cases[i].rule);
        EQUALS(why.field.ptr ? why.field : S(""), cases[i].field);
    }
}

static void the_crosswalk_finds_rows_on_both_sides(void **state)
{
    (void)state;
    const law           *l   = law_program();
    const law_catalogue *old = law_catalogue_find(l, S("tcvn11930"));
    const law_catalogue *new = law_catalogue_find(l, S("tcvn14423"));
    size_t              n;
    const law_crossing *x = law_crosswalk(l, &n);
    assert_non_null(old);
    assert_non_null(new);
    assert_int_equal(old->count, 338);
    assert_int_equal(new->count, 305);
    assert_int_equal(n, 47);
    static const struct {
        const char *selector, *id;
        bool        selects;
    } cases[] = {
        { "QL-1", "QL-1.1.01", true },
        { "QL-1", "QL-11.1", false },
        { "QL-4.1", "QL-4.1.02", true },
        { "QL-4.1", "QL-4.2.01", false },
        { "HT-01..HT-09", "HT-09", true },
        { "HT-01..HT-09", "HT-10", false },
        { "HT-01..HT-09", "HW-05", false },
        { "HT", "HT-51", true },
        { "PT-11", "PT-11", true },
        { "PT-11", "PT-1", false },
        { "", "HT-01", false },
        { "..", "HT-01", false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        law_requirement r = { .id = str_from(cases[i].id), .evidence = S("QC") };
        assert_int_equal(law_selects(str_from(cases[i].selector), &r), cases[i].selects);
    }
    law_requirement proof = { .id = S("HT-01"), .evidence = S("QC") };
    assert_true(law_selects(S("evidence:QC"), &proof));
    assert_false(law_selects(S("evidence:BB"), &proof));
    EQUALS(old->rows[0].id, "QL-1.1");
    EQUALS(old->rows[0].clauses[0], "5.1.1.1");
    EQUALS(new->rows[0].clauses[2], "5.1.2.1a");
    (void)x;
}

static void a_broken_crosswalk_is_refused_with_its_row(void **state)
{
    static const struct {
        const char *file, *from, *to, *rule, *id;
    } cases[] = {
        { "crosswalk.csv", "X-02,QL-2,NS", "X-02,QL-9,NS", "law-crossing-empty", "X-02" },
        { "crosswalk.csv", "HT-01..HT-09", "HT-91..HT-99", "law-crossing-empty", "X-05" },
        { "crosswalk.csv", "X-02", "X-01", "law-id-twice", "X-01" },
        { "crosswalk.csv", "NS,ours", "NS,perhaps", "law-certainty-unknown", "X-02" },
        { "crosswalk.csv", "id,from", "id,form", "law-csv-form", "" },
        { "requirement-groups.json", "NCC-12", "NCC-99", "law-crossing-empty", "ket-thuc" },
        { "requirement-groups.json", "[\"RR\"], \"also\": [], \"cite\": {\"document\": \"nd331\"",
          "[\"KT\"], \"also\": [], \"cite\": {\"document\": \"nd331\"", "law-group-missing",
          "nd331" },
        { "requirement-groups.json", "\"nd85\": [", "\"nd84\": [", "law-pack-unknown", "" },
        { "tcvn14423.csv", "RR-02", "RR-01", "law-id-twice", "RR-01" },
        { "tcvn11930.csv", "5.1.1.1|6.1.1.1|7.1.1.1|8.1.1.1|9.1.1.1", "5.1.1.1|6.1.1.1",
          "law-clause-count", "QL-1.1" },
        { "tcvn11930.csv", "x,x,x,x,x,found", "x,x,x,x,x,surely", "law-certainty-unknown",
          "QL-1.1" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        clear(state);
        law_files   over   = { .count = 1 };
        law_faults *faults = NEW(&memory, law_faults, 1);
        law        *l;
        over.items[0] = (law_file_bytes){
            str_from(cases[i].file), replaced(original(cases[i].file), cases[i].from, cases[i].to)
        };
        assert_int_equal(load_over(&over, &l, faults), ST_INVALID);
        EQUALS(faults->items[0].file, cases[i].file);
        EQUALS(faults->items[0].rule, cases[i].rule);
        if (cases[i].id[0]) EQUALS(faults->items[0].id, cases[i].id);
    }
}

// ---- swapping -----------------------------------------------------------------------------------------

static void who_holds_a_set_keeps_it(void **state)
{
    (void)state;
    law_files  none   = { .count = 0 };
    law_layers layers = { &none, law_files_of(law_program()) };
    const law *other;
    problem    why = { 0 };
    assert_int_equal(law_keep(law_layers_source(&layers), &other, &why), ST_OK);
    law_hold();
    assert_ptr_equal(law_current(), law_program());
    law_use(other);
    assert_ptr_equal(law_current(), law_program()); // to the end of this request
    assert_ptr_equal(law_in_force(), other);
    law_hold(); // the next one
    assert_ptr_equal(law_current(), other);
    law_let_go();
    law_use(law_program());
    assert_ptr_equal(law_current(), law_program());
}

static void *decide_on_and_on(void *ctx)
{
    const atomic_bool *stop = ctx;
    arena              a;
    intptr_t           rounds = 0;
    if (os_map(8 << 20, &a) != ST_OK) return NULL;
    for (; !atomic_load(stop) || rounds < 50; rounds++) {
        law_case     k;
        law_decision d;
        law_hold();
        const law      *l = law_current();
        const law_pack *p = law_pack_find(l, S("nd331"));
        if (law_facts_parse(l, S("{\"type\":[\"a\"]}"), &a, &k, NULL) != ST_OK) return NULL;
        if (law_decide(p, &k, &a, &d) != ST_OK || d.pack->whole != l) return NULL;
        a.next = a.start;
    }
    law_let_go();
    os_unmap(&a);
    return (void *)rounds;
}

static void requests_decide_while_sets_are_swapped(void **state)
{
    (void)state;
    law_files   none   = { .count = 0 };
    law_layers  layers = { &none, law_files_of(law_program()) };
    const law  *sets[3];
    pthread_t   threads[3];
    atomic_bool stop = false;
    for (size_t i = 0; i < COUNT(sets); i++) {
        assert_int_equal(law_keep(law_layers_source(&layers), &sets[i], NULL), ST_OK);
    }
    for (size_t i = 0; i < COUNT(threads); i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, decide_on_and_on, &stop), 0);
    }
    for (int i = 0; i < 2000; i++) law_use(sets[i % 3]);
    atomic_store(&stop, true);
    for (size_t i = 0; i < COUNT(threads); i++) {
        void *rounds;
        pthread_join(threads[i], &rounds);
        assert_non_null(rounds);
    }
    law_use(law_program());
}

static void comparing_survives_every_lack_of_memory(void **state)
{
    (void)state;
    law       *other;
    law_faults faults;
    law_diff   diff;
    law_files  one = { .count = 1 };
    one.items[0]   = (law_file_bytes){
          S("nd85/limits.json"), replaced(original("nd85/limits.json"), "\"days\": 5", "\"days\": 6")
    };
    assert_int_equal(load_over(&one, &other, &faults), ST_OK);
    status st = ST_MEMORY;
    for (int n = 0; st != ST_OK && n < 5000; n++) {
        int   countdown   = n;
        arena a           = memory;
        a.fault_countdown = &countdown;
        st                = law_compare(law_program(), other, &a, &diff);
        assert_true(st == ST_OK || st == ST_MEMORY);
    }
    assert_int_equal(st, ST_OK);
    assert_int_equal(diff.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_set_is_known_by_its_files, clear),
        cmocka_unit_test_setup(a_comparison_names_rows_fields_and_clauses, clear),
        cmocka_unit_test_setup(a_bundle_comes_back_as_it_went, clear),
        cmocka_unit_test_setup(the_crosswalk_finds_rows_on_both_sides, clear),
        cmocka_unit_test_setup(a_broken_crosswalk_is_refused_with_its_row, clear),
        cmocka_unit_test_setup(who_holds_a_set_keeps_it, clear),
        cmocka_unit_test_setup(requests_decide_while_sets_are_swapped, clear),
        cmocka_unit_test_setup(comparing_survives_every_lack_of_memory, clear),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
