// facts_test.c - what a form sends, read; what a fact looks like as a field.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/os/os.h"
#include "modules/facts/facts.h"

static arena memory;

static int start(void **state)
{
    (void)state;
    return os_map(16 << 20, &memory) == ST_OK ? 0 : -1;
}

static int clear(void **state)
{
    (void)state;
    memory.next = memory.start;
    return 0;
}

static const law_fact *fact(const char *key)
{
    const law_fact *f = law_fact_find(law_current(), str_from(key));
    assert_non_null(f);
    return f;
}

static bool known(const fact_answers *a, const char *key, int64_t *value)
{
    const law_fact *f = fact(key);
    *value            = a->facts.value[f->index];
    return (a->facts.known >> f->index & 1) != 0;
}

static void read(const http_field *fields, size_t count, size_t part, bool all, fact_answers *io)
{
    call         c  = { .a = &memory };
    http_field  *in = NEW(&memory, http_field, count + 1);
    http_request rq = { .form = in, .form_count = count };
    for (size_t i = 0; i < count; i++) in[i] = fields[i];
    assert_int_equal(facts_read(&c, &rq, part, all, io), ST_OK);
}

static void boxes_numbers_and_unknowns_are_read(void **state)
{
    (void)state;
    int64_t          v;
    fact_answers     io       = { 0 };
    const http_field fields[] = { { S("type"), S("a") },
                                  { S("type"), S("b") },
                                  { S("pd_basic"), S(" 1.200 ") },
                                  { S("nat_egov"), S("false") },
                                  { S("infra_scope"), S("unknown") } };
    read(fields, COUNT(fields), 0, true, &io);
    assert_int_equal(io.fault_count, 0);
    assert_true(known(&io, "type", &v));
    assert_int_equal(v, 3);
    assert_true(known(&io, "pd_basic", &v));
    assert_int_equal(v, 1200);
    assert_true(known(&io, "nat_egov", &v));
    assert_int_equal(v, 0);
    assert_false(known(&io, "infra_scope", &v));
    assert_false(known(&io, "work_class", &v)); // not sent
}

static void what_was_not_sent_stays_unless_the_form_showed_all(void **state)
{
    (void)state;
    int64_t          v;
    fact_answers     io       = { 0 };
    const http_field first[]  = { { S("part-2-type"), S("c") }, { S("part-2-pm_level"), S("0") } };
    const http_field second[] = { { S("part-2-pm_level"), S("4") }, { S("pm_level"), S("5") } };
    read(first, COUNT(first), 2, false, &io);
    read(second, COUNT(second), 2, false, &io);
    assert_true(known(&io, "type", &v));
    assert_true(known(&io, "pm_level", &v));
    assert_int_equal(v, 4); // of the second part, not of the system itself
    read(second, COUNT(second), 2, true, &io);
    assert_false(known(&io, "type", &v));
}

static void what_cannot_be_read_is_kept_as_typed_and_told(void **state)
{
    (void)state;
    int64_t          v;
    fact_answers     io       = { 0 };
    const http_field fields[] = { { S("part-1-pd_basic"), S("rất nhiều") },
                                  { S("part-1-type"), S("z") },
                                  { S("part-1-pm_level"), S("9") } };
    read(fields, COUNT(fields), 1, false, &io);
    assert_int_equal(io.fault_count, 3);
    assert_true(str_equal(io.faults[0].field, S("part-1-type")));
    assert_true(str_equal(io.faults[0].rule, S("unknown-value")));
    assert_true(str_equal(io.faults[1].rule, S("number-form")));
    assert_true(str_equal(io.faults[2].rule, S("out-of-range")));
    assert_true(str_equal(io.typed[fact("pd_basic")->index], S("rất nhiều")));
    assert_false(known(&io, "pd_basic", &v));

    buf        out   = buf_in(&memory, 256, 1 << 20);
    page       o     = { .out = &out, .a = &memory };
    page_frame frame = { .problems = io.faults, .problem_count = io.fault_count };
    fact_input in;
    assert_int_equal(fact_input_fill(&o, fact("pd_basic"), 1, &io, &frame, &in), ST_OK);
    assert_true(str_equal(in.field.value, S("rất nhiều")));
    assert_true(in.field.error.len > 0);
    fact_field(&o, &in);
    assert_true(str_find(buf_str(&out), S("name=\"part-1-pd_basic\"")) > 0);
    assert_true(str_find(buf_str(&out), S("value=\"rất nhiều\"")) > 0);
}

static void a_choice_offers_not_known_and_holds_it_until_answered(void **state)
{
    (void)state;
    page         o     = { .a = &memory };
    page_frame   frame = { 0 };
    fact_answers from  = { 0 };
    fact_input   in;
    assert_int_equal(fact_input_fill(&o, fact("infra_scope"), 0, &from, &frame, &in), ST_OK);
    assert_int_equal(in.field.option_count, 5);
    assert_true(str_equal(in.field.value, S("unknown")));
    assert_true(str_equal(fact_words(&o, fact("infra_scope"), &from.facts), S("")));
    problem why;
    assert_int_equal(law_fact_set(fact("users_private"), S("12000"), &from.facts, &why), ST_OK);
    assert_true(str_equal(fact_words(&o, fact("users_private"), &from.facts), S("12.000")));
}

static void not_known_is_an_answer_and_contradicts_any_other(void **state)
{
    (void)state;
    fact_answers     io       = { 0 };
    const http_field fields[] = {
        { S("type"), S("unknown") },        { S("info"), S("rieng") },
        { S("info"), S("unknown") },        { S("pd_basic"), S("") },
        { S("pd_basic"), S("unknown") },    { S("pd_sensitive"), S("9.000") },
        { S("pd_sensitive"), S("unknown") }
    };
    read(fields, COUNT(fields), 0, false, &io);
    assert_int_equal(io.fault_count, 2);
    assert_true(str_equal(io.faults[0].field, S("info")));
    assert_true(str_equal(io.faults[0].rule, S("unknown-and-more")));
    assert_true(str_equal(io.faults[1].field, S("pd_sensitive")));
    assert_true(str_equal(io.typed[fact("pd_sensitive")->index], S("9.000")));
    assert_int_equal(io.unsure, 1u << fact("type")->index | 1u << fact("info")->index |
                                    1u << fact("pd_basic")->index |
                                    1u << fact("pd_sensitive")->index);
}

static void a_question_has_nothing_chosen_until_somebody_chooses(void **state)
{
    (void)state;
    page         o     = { .a = &memory };
    page_frame   frame = { 0 };
    fact_answers from  = { 0 };
    fact_input   in;
    const char  *keys[] = { "nat_egov", "infra_scope", "type" };
    for (size_t i = 0; i < COUNT(keys); i++) {
        const law_fact *f = fact(keys[i]);
        assert_int_equal(fact_input_fill(&o, f, 0, &from, &frame, &in), ST_OK);
        fact_input_ask(&o, f, false, &in);
        for (size_t k = 0; k < in.field.option_count; k++)
            assert_false(page_chosen(&in.field, in.field.options[k].value));
        fact_input_ask(&o, f, true, &in);
        assert_true(page_chosen(&in.field, S("unknown")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(boxes_numbers_and_unknowns_are_read, clear),
        cmocka_unit_test_setup(what_was_not_sent_stays_unless_the_form_showed_all, clear),
        cmocka_unit_test_setup(what_cannot_be_read_is_kept_as_typed_and_told, clear),
        cmocka_unit_test_setup(a_choice_offers_not_known_and_holds_it_until_answered, clear),
        cmocka_unit_test_setup(not_known_is_an_answer_and_contradicts_any_other, clear),
        cmocka_unit_test_setup(a_question_has_nothing_chosen_until_somebody_chooses, clear),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
