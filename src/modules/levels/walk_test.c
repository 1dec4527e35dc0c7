// walk_test.c - the walk through the questions: over every vector of the law, over thousands of random
// paths, and against brute force: no page asks what cannot change the result.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <string.h>

#include "kit/os/os.h"
#include "modules/levels/walk.h"

enum { PAGES_MAX = 8, TRIES = 6000, RANDOM_WALKS = 3000 }; // 8 and the page of answers: 9

static arena       memory;
static const char *vectors_path;
static uint64_t    seed;

static int start(void **state)
{
    (void)state;
    return os_map(64 << 20, &memory) == ST_OK ? 0 : -1;
}

static int clear(void **state)
{
    (void)state;
    memory.next = memory.start;
    seed        = 42;
    return 0;
}

static uint64_t chance(uint64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % below;
}

static const law *l(void)
{
    return law_current();
}

static const law_fact *fact(const char *key)
{
    const law_fact *f = law_fact_find(l(), str_from(key));
    assert_non_null(f);
    return f;
}

// A sector's own page comes on top.
static size_t pages_max(const law_pack *p)
{
    return PAGES_MAX + (p->overlay != NULL);
}

// A value that somebody might give: for plain numbers, those around the thresholds of the packs.
static int64_t some_value(const law_fact *f)
{
    static const int64_t counts[] = { 0,     1,      4,       5,       9999,    10000,
                                      99999, 100000, 5000000, 9999999, 10000000 };
    if (f->kind == LAW_BOOL) return (int64_t)chance(2);
    if (f->kind == LAW_SET) return (int64_t)chance((UINT64_C(1) << f->value_count) - 1) + 1;
    if (f->kind == LAW_ENUM) return (int64_t)chance(f->value_count);
    return f->value_count ? f->values[chance(f->value_count)].number
                          : counts[chance(COUNT(counts))];
}

static void put(law_facts *facts, const law_fact *f, int64_t value)
{
    facts->known |= UINT32_C(1) << f->index;
    facts->value[f->index] = value;
}

// ---- brute force ------------------------------------------------------------------------------------

static int level_with(const walk *w, const law_facts *known)
{
    arena        scratch = memory;
    law_case     k;
    law_decision d;
    walk         full = *w;
    full.answers      = *known;
    assert_int_equal(walk_case(&full, &scratch, &k), ST_OK);
    assert_int_equal(law_decide(w->pack, &k, &scratch, &d), ST_OK);
    return d.level;
}

// Is there a completion of everything else under which two answers to f give different levels?
static bool can_change(const walk *w, const law_fact *f)
{
    for (int n = 0; n < TRIES; n++) {
        law_facts all = walk_facts(w);
        for (size_t i = 0; i < law_fact_count(l()); i++) {
            const law_fact *one = law_fact_at(l(), i);
            if (!(all.known >> i & 1) && law_fact_in_pack(one, w->pack) && chance(4))
                put(&all, one, some_value(one));
        }
        put(&all, f, some_value(f));
        int first = level_with(w, &all);
        for (int k = 0; k < 6; k++) {
            put(&all, f, some_value(f));
            if (level_with(w, &all) != first) return true;
        }
    }
    return false;
}

// ---- walking ----------------------------------------------------------------------------------------

typedef struct guide { // who answers: truly, or by chance
    const law_facts *truth;
    unsigned         unknown_in; // 1 of so many is "not known"; 1: always, 0: never
} guide;

static void answer_page(walk *w, size_t q, const guide *g, const char *id)
{
    uint32_t  shown, missing, unsure = 0;
    law_facts said = { 0 };
    assert_int_equal(walk_shown(w, q, &memory, &shown), ST_OK);
    assert_true(shown != 0);
    for (size_t i = 0; i < law_fact_count(l()); i++) {
        const law_fact *f = law_fact_at(l(), i);
        if (!(shown >> i & 1)) continue;
        bool known = g->truth ? (g->truth->known >> i & 1) != 0
                              : !(g->unknown_in && chance(g->unknown_in) == 0);
        if (!known)
            unsure |= UINT32_C(1) << i;
        else
            put(&said, f, g->truth ? g->truth->value[i] : some_value(f));
    }
    assert_int_equal(walk_answer(w, shown, &said, unsure, &memory, &missing), ST_OK);
    if (missing) fail_msg("%s: page %zu leaves %x open though it was answered", id, q, missing);
}

// Answers until the end; each page at most once, never more than the ceiling.
static size_t go(walk *w, const guide *g, bool prove, const char *id)
{
    uint32_t seen  = 0;
    size_t   pages = 0, q;
    for (;;) {
        arena keep = memory;
        assert_int_equal(walk_next(w, &memory, &q), ST_OK);
        if (q == law_question_count(l())) break;
        if (seen >> q & 1) fail_msg("%s: page %zu comes twice", id, q);
        seen |= UINT32_C(1) << q;
        uint32_t shown;
        assert_int_equal(walk_shown(w, q, &memory, &shown), ST_OK);
        for (size_t i = 0; prove && i < law_fact_count(l()); i++) {
            const law_fact *f = law_fact_at(l(), i);
            if ((shown >> i & 1) && !can_change(w, f))
                fail_msg("%s: " STR_FMT " is asked and cannot change the result", id,
                         STR_ARG(f->key));
        }
        answer_page(w, q, g, id);
        memory.next = keep.next;
        if (++pages > pages_max(w->pack)) fail_msg("%s: %zu pages", id, pages);
    }
    return pages;
}

// ---- vectors ----------------------------------------------------------------------------------------

static void check_result(const json_t *v, const char *id, const law_decision *d)
{
    const char *result = json_string_value(json_object_get(v, "result"));
    int         level  = (int)json_integer_value(json_object_get(v, "level"));
    if (strcmp(law_result_key(d->result), result) != 0 || d->level != level)
        fail_msg("%s: the walk ends at %s %d, not %s %d", id, law_result_key(d->result), d->level,
                 result, level);
}

static void walk_vector(const json_t *v)
{
    const char     *id = json_string_value(json_object_get(v, "id"));
    const law_pack *p = law_pack_find(l(), str_from(json_string_value(json_object_get(v, "pack"))));
    char           *text = json_dumps(json_object_get(v, "facts"), JSON_COMPACT);
    law_case        truth, blank;
    law_decision    d;
    problem         why = { 0 };
    assert_non_null(p);
    assert_int_equal(law_facts_parse(l(), str_from(text), &memory, &truth, &why), ST_OK);
    blank            = truth;
    blank.own        = (law_facts){ 0 };
    size_t parts     = truth.component_count;
    blank.components = NEW(&memory, law_facts, parts + 1);
    for (size_t part = parts ? 1 : 0; part <= parts; part++) {
        walk  w = { .pack = p, .whole = &blank, .part = part };
        guide g = { .truth = part ? &truth.components[part - 1] : &truth.own };
        (void)go(&w, &g, true, id);
        assert_int_equal(walk_decide(&w, &memory, &d), ST_OK);
        if (part) blank.components[part - 1] = walk_facts(&w);
    }
    check_result(v, id, &d);
    free(text);
}

static void every_vector_answered_truly_ends_at_its_level(void **state)
{
    str text;
    assert_int_equal(os_read_file(OS_CWD, str_from(vectors_path), 1 << 20, &memory, &text), ST_OK);
    json_t *all = json_loadb(text.ptr, (size_t)text.len, JSON_REJECT_DUPLICATES, NULL);
    assert_int_equal(json_array_size(all), 44);
    size_t  i;
    json_t *v;
    json_array_foreach(all, i, v)
    {
        clear(state);
        walk_vector(v);
    }
    json_decref(all);
}

// ---- any path ---------------------------------------------------------------------------------------

static void no_path_is_longer_than_nine_pages_or_asks_twice(void **state)
{
    size_t longest = 0, most = 0;
    for (size_t p = 0; p < law_pack_count(l()); p++) {
        clear(state);
        for (int n = 0; n < RANDOM_WALKS; n++) {
            law_case nothing = { 0 };
            walk     w       = { .pack = law_pack_at(l(), p), .whole = &nothing };
            size_t   pages   = go(&w, &(guide){ .unknown_in = (unsigned)(n % 4) }, false, "random");
            if (pages > longest) longest = pages;
        }
        if (pages_max(law_pack_at(l(), p)) > most) most = pages_max(law_pack_at(l(), p));
    }
    assert_in_range(longest, 6, most);
}

static void what_random_paths_ask_can_change_the_result(void **state)
{
    for (size_t p = 0; p < law_pack_count(l()); p++) {
        clear(state);
        for (int n = 0; n < 60; n++) {
            law_case nothing = { 0 };
            walk     w       = { .pack = law_pack_at(l(), p), .whole = &nothing };
            (void)go(&w, &(guide){ .unknown_in = (unsigned)(n % 5) }, true, "random");
        }
    }
}

static void nothing_known_ends_too_and_says_what_is_open(void **state)
{
    for (size_t p = 0; p < law_pack_count(l()); p++) {
        clear(state);
        law_case     nothing = { 0 };
        law_decision d;
        walk         w = { .pack = law_pack_at(l(), p), .whole = &nothing };
        size_t       n = go(&w, &(guide){ .unknown_in = 1 }, true, "unknown");
        assert_in_range(n, 3, 5);
        assert_int_equal(walk_decide(&w, &memory, &d), ST_OK);
        assert_int_equal(d.result, LAW_AT_LEAST);
        assert_int_equal(d.level, 0);
        assert_true(d.questions != 0);
    }
}

// ---- changing one's mind ----------------------------------------------------------------------------

static void say(walk *w, const char *key, const char *value)
{
    uint32_t        shown, missing, bit = UINT32_C(1) << fact(key)->index;
    law_facts       said = { 0 };
    problem         why  = { 0 };
    size_t          q    = 0;
    const law_fact *f    = fact(key);
    while (!(law_question_at(l(), q)->facts & bit)) q++;
    assert_int_equal(walk_shown(w, q, &memory, &shown), ST_OK);
    assert_true((shown & bit) != 0);
    assert_int_equal(law_fact_set(f, str_from(value), &said, &why), ST_OK);
    assert_int_equal(walk_answer(w, bit, &said, 0, &memory, &missing), ST_OK);
}

static bool counts(const walk *w, const char *key)
{
    return (walk_facts(w).known >> fact(key)->index & 1) != 0;
}

static void a_changed_answer_reopens_only_what_hangs_on_it_and_loses_nothing(void **state)
{
    (void)state;
    law_case     nothing = { 0 };
    law_decision d;
    size_t       next;
    walk         w = { .pack = law_pack_find(l(), S("nd331")), .whole = &nothing };
    say(&w, "type", "b");
    say(&w, "info", "ca_nhan");
    say(&w, "serves_defsec", "false");
    say(&w, "nat_egov", "false");
    say(&w, "nat_special_store", "false");
    say(&w, "online_service", "true");
    say(&w, "handles_tthc", "false");
    say(&w, "cond_business", "no");
    say(&w, "pd_basic", "250000");
    say(&w, "pd_sensitive", "0");
    say(&w, "pm_level", "0");
    assert_int_equal(walk_next(&w, &memory, &next), ST_OK);
    assert_int_equal(next, law_question_count(l()));
    assert_int_equal(walk_decide(&w, &memory, &d), ST_OK);
    assert_int_equal(d.level, 3);

    say(&w, "type", "c"); // now infrastructure: only its reach is asked for
    assert_int_equal(walk_next(&w, &memory, &next), ST_OK);
    assert_true(str_equal(law_question_at(l(), next)->key, S("pham-vi")));
    assert_false(counts(&w, "pd_basic")); // not judged, not shown ...
    say(&w, "infra_scope", "one_org");
    assert_int_equal(walk_decide(&w, &memory, &d), ST_OK);
    assert_int_equal(d.level, 2);
    assert_int_equal(walk_next(&w, &memory, &next), ST_OK);
    assert_int_equal(next, law_question_count(l()));

    say(&w, "type", "b"); // ... and back, as it was answered
    assert_true(counts(&w, "pd_basic"));
    assert_false(counts(&w, "infra_scope"));
    assert_int_equal(walk_decide(&w, &memory, &d), ST_OK);
    assert_int_equal(d.level, 3);
    assert_int_equal(walk_next(&w, &memory, &next), ST_OK);
    assert_int_equal(next, law_question_count(l()));
}

static void a_blank_line_that_matters_is_missing_and_one_that_does_not_is_not(void **state)
{
    (void)state;
    law_case  nothing = { 0 };
    law_facts said    = { 0 };
    uint32_t  shown, missing;
    size_t    q;
    walk      w = { .pack = law_pack_find(l(), S("nd331")), .whole = &nothing };
    say(&w, "type", "b");
    say(&w, "info", "rieng");
    say(&w, "serves_defsec", "false");
    say(&w, "nat_egov", "false");
    say(&w, "nat_special_store", "false");
    assert_int_equal(walk_next(&w, &memory, &q), ST_OK);
    assert_true(str_equal(law_question_at(l(), q)->key, S("dich-vu")));
    assert_int_equal(walk_number(&w, q), 4);
    assert_int_equal(walk_before(&w, q), 2);
    assert_int_equal(walk_shown(&w, q, &memory, &shown), ST_OK);
    put(&said, fact("online_service"), 1);
    assert_int_equal(walk_answer(&w, shown, &said, 0, &memory, &missing), ST_OK);
    assert_int_equal(missing, UINT32_C(1) << fact("handles_tthc")->index |
                                  UINT32_C(1) << fact("cond_business")->index);
    put(&said, fact("handles_tthc"), 1); // level 3: the line of business no longer matters
    assert_int_equal(walk_answer(&w, shown, &said, 0, &memory, &missing), ST_OK);
    assert_int_equal(missing, 0);
}

static void what_is_kept_comes_back_and_anything_else_is_refused(void **state)
{
    (void)state;
    law_case   k;
    walk_draft back, d = { .person = 7, .version = 3, .state = S("running"), .begun = S("") };
    assert_int_equal(
        law_facts_parse(l(), S("{\"type\":[\"b\",\"đ\"],\"pd_basic\":1200}"), &memory, &k, NULL),
        ST_OK);
    d.answers = k.own;
    d.unsure  = UINT32_C(1) << fact("pm_level")->index | 1u << fact("info")->index;
    str text  = walk_write(l(), &d, &memory);
    assert_true(text.len > 0 && text.len < 4000); // fits a cookie
    for (ptrdiff_t i = 0; i < text.len; i++) assert_true((unsigned char)text.ptr[i] < 0x7F);
    assert_true(walk_read(l(), text, &memory, &back));
    assert_int_equal(back.person, 7);
    assert_int_equal(back.version, 3);
    assert_int_equal(back.unsure, d.unsure);
    assert_true(str_equal(back.state, S("running")));
    assert_int_equal(back.answers.known, d.answers.known);
    assert_memory_equal(back.answers.value, d.answers.value, sizeof d.answers.value);
    for (ptrdiff_t cut = 0; cut < text.len; cut++)
        assert_false(walk_read(l(), str_slice(text, 0, cut), &memory, &back));
    assert_false(walk_read(l(), S("zz"), &memory, &back));
    assert_false(walk_read(l(), S("313b313b3b3b3b7b2274797065223a317d"), &memory, &back));
}

int main(int argc, char **argv)
{
    vectors_path                    = argc > 1 ? argv[1] : "law/vectors.json";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_vector_answered_truly_ends_at_its_level, clear),
        cmocka_unit_test_setup(no_path_is_longer_than_nine_pages_or_asks_twice, clear),
        cmocka_unit_test_setup(what_random_paths_ask_can_change_the_result, clear),
        cmocka_unit_test_setup(nothing_known_ends_too_and_says_what_is_open, clear),
        cmocka_unit_test_setup(a_changed_answer_reopens_only_what_hangs_on_it_and_loses_nothing,
                               clear),
        cmocka_unit_test_setup(a_blank_line_that_matters_is_missing_and_one_that_does_not_is_not,
                               clear),
        cmocka_unit_test_setup(what_is_kept_comes_back_and_anything_else_is_refused, clear),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
