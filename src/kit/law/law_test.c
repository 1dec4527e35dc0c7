// law_test.c - the packs of the project against their vectors, and the engine against small packs.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "kit/law/law_inside.h"
#include "kit/os/os.h"

static arena       memory;
static const char *vectors_path;

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

static void assert_str(str is, const char *should)
{
    if (!str_equal(is, str_from(should))) {
        fail_msg("\"" STR_FMT "\" should be \"%s\"", STR_ARG(is), should);
    }
}

// ---- vectors ----------------------------------------------------------------------------------------------
static bool has_rule(const law_decision *d, const char *id)
{
    for (size_t i = 0; i < d->hit_count; i++) {
        if (str_equal(d->hits[i].rule->id, str_from(id))) return true;
    }
    return false;
}

static void check_vector(const json_t *v)
{
    const char     *id = json_string_value(json_object_get(v, "id"));
    const law      *l  = law_current();
    const law_pack *p  = law_pack_find(l, str_from(json_string_value(json_object_get(v, "pack"))));
    char           *text = json_dumps(json_object_get(v, "facts"), JSON_COMPACT);
    law_case        k;
    law_decision    d;
    problem         why = { 0 };
    assert_non_null(p);
    assert_int_equal(law_facts_parse(l, str_from(text), &memory, &k, &why), ST_OK);
    assert_int_equal(law_decide(p, &k, &memory, &d), ST_OK);
    const char *result = json_string_value(json_object_get(v, "result"));
    int         level  = (int)json_integer_value(json_object_get(v, "level"));
    if (strcmp(law_result_key(d.result), result) != 0 || d.level != level) {
        fail_msg("%s: %s %d should be %s %d", id, law_result_key(d.result), d.level, result, level);
    }
    size_t  i;
    json_t *one;
    json_array_foreach(json_object_get(v, "rules"), i, one)
    {
        if (!has_rule(&d, json_string_value(one))) {
            fail_msg("%s: %s did not hit", id, json_string_value(one));
        }
    }
    json_array_foreach(json_object_get(v, "questions_include"), i, one)
    {
        const law_fact *f = law_fact_find(l, str_from(json_string_value(one)));
        if (!f || !(d.questions >> f->index & 1)) fail_msg("%s: a question is not asked", id);
    }
    if (d.result == LAW_DECIDED) assert_int_equal(d.questions, 0);
    free(text);
}

static void every_vector_gives_its_level_rules_and_questions(void **state)
{
    (void)state;
    str text;
    assert_int_equal(os_read_file(OS_CWD, str_from(vectors_path), 1 << 20, &memory, &text), ST_OK);
    json_t *all = json_loadb(text.ptr, (size_t)text.len, JSON_REJECT_DUPLICATES, NULL);
    assert_int_equal(json_array_size(all), 44);
    size_t  i;
    json_t *v;
    json_array_foreach(all, i, v)
    {
        check_vector(v);
    }
    json_decref(all);
}

static void every_hit_is_cited_to_article_and_document(void **state)
{
    (void)state;
    for (size_t i = 0; i < law_pack_count(law_current()); i++) {
        const law_pack *p = law_pack_at(law_current(), i);
        size_t          n;
        const law_rule *r = law_rules(p, &n);
        assert_true(n >= 21);
        for (size_t k = 0; k < n; k++) {
            assert_non_null(r[k].cite.document);
            assert_true(r[k].cite.article.len > 0);
            assert_true(r[k].cite.text.vi.len > 0 && r[k].cite.text.en.len > 0);
        }
    }
    size_t          n;
    const law_rule *r = law_rules(law_pack_find(law_current(), (str)STR("nd85")), &n);
    size_t          k = 0;
    while (k < n && !str_equal(r[k].id, (str)STR("A3.2a"))) k++;
    assert_str(r[k].cite.text.vi, "điểm a khoản 2 Điều 9 Nghị định 85/2016/NĐ-CP");
    assert_str(r[k].cite.text.en, "point a, clause 2, Article 9, Decree 85/2016/NĐ-CP");
}

// ---- decisions ----------------------------------------------------------------------------------------------
static law_decision decide(const char *pack, const char *facts)
{
    law_case     k;
    law_decision d   = { 0 };
    problem      why = { 0 };
    const law   *l   = law_current();
    assert_int_equal(law_facts_parse(l, str_from(facts), &memory, &k, &why), ST_OK);
    assert_int_equal(law_decide(law_pack_find(l, str_from(pack)), &k, &memory, &d), ST_OK);
    return d;
}

// The keys of a mask of facts, separated by blanks, in the table's order.
static str keys_of(uint32_t facts)
{
    buf b = buf_in(&memory, 64, 1000);
    for (size_t i = 0; i < law_fact_count(law_current()); i++) {
        if (!(facts >> i & 1)) continue;
        if (b.len) buf_char(&b, ' ');
        buf_put(&b, law_fact_at(law_current(), i)->key);
    }
    return buf_str(&b);
}

#define PLAIN                                                                                      \
    "\"serves_defsec\":false,\"nat_egov\":false,\"nat_special_store\":false,\"pm_level\":0"
#define BANK_INSIDE                                                                                \
    "{\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN                                                \
    ",\"bank_payment\":\"none\",\"bank_national\":\"none\""
#define BANK_OUTSIDE                                                                               \
    "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"]," PLAIN                                              \
    ",\"online_service\":true,\"dvc_level\":0,\"cond_business\":\"no\",\"bank_online\":false,"     \
    "\"bank_247\":false,\"bank_payment\":\"none\",\"bank_national\":\"none\""

static const struct {
    const char *pack, *facts, *result;
    int         level;
    const char *questions;
} decisions[] = {
    // nothing known: everything that some rule reads and no answer has made idle
    { "nd85", "{\"type\":[\"đ\"]," PLAIN ",\"info\":[\"rieng\"]}", "no_rule", 0, "" },
    { "nd85",
      "{\"type\":[\"đ\"],\"info\":[\"rieng\"],\"nat_special_store\":false,"
      "\"nat_egov\":false,\"serves_defsec\":false}",
      "at_least", 0, "pm_level" },
    // a service to people with gaps: only what can still raise it is asked
    { "nd85",
      "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"]," PLAIN ",\"online_service\":true,"
      "\"dvc_level\":0}",
      "at_least", 2, "cond_business users_private" },
    { "nd85",
      "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"]," PLAIN ",\"online_service\":true,"
      "\"dvc_level\":4}",
      "decided", 3, "" },
    { "nd85",
      "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"],\"serves_defsec\":false,"
      "\"nat_special_store\":false,\"pm_level\":0,\"dvc_level\":3}",
      "at_least", 3, "nat_egov need_247 no_unplanned_stop" },
    { "nd331",
      "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"]," PLAIN ",\"online_service\":true,"
      "\"handles_tthc\":false,\"cond_business\":\"no\",\"pd_basic\":5}",
      "at_least", 2, "pd_sensitive" },
    // level 5 has nothing above it to ask about
    { "nd331", "{\"nat_special_store\":true}", "decided", 5, "" },
    // the risk: absent it is no question; above the criteria it raises, at or below it does not
    { "nd331", "{\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN "}", "decided", 2, "" },
    { "nd331", "{\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN ",\"risk_level\":2}", "decided", 2,
      "" },
    { "nd331", "{\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN ",\"risk_level\":5}", "decided", 5,
      "" },
    { "nd85", "{\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN ",\"risk_level\":5}", "decided", 2,
      "" },
    { "nd331", "{\"type\":[\"đ\"],\"info\":[\"rieng\"]," PLAIN ",\"risk_level\":1}", "decided", 1,
      "" },
    { "nd331",
      "{\"type\":[\"đ\"],\"info\":[\"rieng\"],\"serves_defsec\":false,"
      "\"nat_egov\":false,\"nat_special_store\":false,\"pm_level\":4}",
      "decided", 4, "" },
    // banks: the higher of the regime's and the overlay's
    { "nd331+nhnn", BANK_INSIDE ",\"bank_stop_hours\":5}", "decided", 2, "" },
    { "nd331+nhnn", BANK_INSIDE ",\"bank_stop_hours\":4}", "decided", 3, "" },
    { "nd331+nhnn", BANK_INSIDE "}", "at_least", 2, "bank_stop_hours" },
    { "nd331", BANK_INSIDE ",\"bank_stop_hours\":4}", "decided", 2, "" },
    { "nd85+nhnn", BANK_OUTSIDE ",\"users_private\":9999,\"bank_customers\":9999999}", "decided", 2,
      "" },
    { "nd85+nhnn", BANK_OUTSIDE ",\"users_private\":10000,\"bank_customers\":9999999}", "decided",
      3, "" },
    { "nd85+nhnn", BANK_OUTSIDE ",\"users_private\":9999,\"bank_customers\":10000000}", "decided",
      4, "" },
    { "nd85+nhnn",
      "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"]," PLAIN
      ",\"online_service\":true,\"dvc_level\":0,\"cond_business\":\"no\",\"bank_online\":true,"
      "\"users_private\":1,\"bank_customers\":1,\"bank_247\":false,\"bank_payment\":\"none\","
      "\"bank_national\":\"none\"}",
      "decided", 3, "" }, // the floor of Circular 50/2024
    // floors
    { "nd331", "{\"type\":[\"a\"],\"info\":[\"bmnn\"]," PLAIN "}", "at_least", 3, "harm_defsec" },
    { "nd331", "{\"type\":[\"a\"],\"info\":[\"bmnn\"]," PLAIN ",\"harm_defsec\":3}", "decided", 5,
      "" },
    { "nd85", "{\"type\":[\"c\"],\"info\":[\"rieng\"]," PLAIN ",\"infra_scope\":\"nationwide\"}",
      "at_least", 3, "need_247 no_unplanned_stop" },
    { "nd85",
      "{\"type\":[\"c\"],\"info\":[\"rieng\"]," PLAIN ",\"infra_scope\":\"nationwide\","
      "\"need_247\":false}",
      "at_least", 3, "" },
    { "nd85",
      "{\"type\":[\"c\"],\"info\":[\"rieng\"],\"serves_defsec\":false,\"nat_egov\":false,"
      "\"nat_special_store\":true,\"infra_scope\":\"nationwide\",\"need_247\":false}",
      "decided", 5, "" },
    // several kinds: the highest counts
    { "nd331",
      "{\"type\":[\"a\",\"c\"],\"info\":[\"rieng\"]," PLAIN ",\"infra_scope\":\"international\"}",
      "decided", 5, "" },
};

static void results_and_questions(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(decisions); i++) {
        law_decision d = decide(decisions[i].pack, decisions[i].facts);
        if (strcmp(law_result_key(d.result), decisions[i].result) != 0 ||
            d.level != decisions[i].level) {
            fail_msg("case %zu: %s %d", i, law_result_key(d.result), d.level);
        }
        str q = keys_of(d.questions);
        if (!str_equal(q, str_from(decisions[i].questions)))
            fail_msg("case %zu: asks " STR_FMT, i, STR_ARG(q));
    }
}

static void the_lower_hits_are_kept_beside_the_deciding_one(void **state)
{
    (void)state;
    law_decision d = decide("nd85", "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"]," PLAIN
                                    ",\"online_service\":true,\"dvc_level\":0,"
                                    "\"cond_business\":\"no\",\"users_private\":12000}");
    assert_true(has_rule(&d, "A2.2b") && has_rule(&d, "A3.2c"));
    assert_str(law_deciding_hit(&d)->rule->id, "A3.2c");
    d = decide("nd331", "{\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN ",\"risk_level\":3}");
    assert_true(has_rule(&d, "B2.1") && has_rule(&d, "B3.5") && has_rule(&d, "Đ10.5"));
}

static void an_overlay_is_both_packs_in_one(void **state)
{
    (void)state;
    const law      *l    = law_current();
    const law_pack *base = law_pack_find(l, S("nd331")), *both = law_pack_with(l, base, S("nhnn"));
    const day       on = { 2026, 11, 28 };
    size_t          rules, more;
    assert_non_null(both);
    assert_ptr_equal(law_pack_find(l, S("nd331+nhnn")), both);
    assert_null(law_pack_with(l, base, S("none")));
    assert_null(law_pack_with(l, both, S("nhnn")));
    (void)law_rules(base, &rules);
    (void)law_rules(both, &more);
    assert_int_equal(more, rules + 16);
    assert_int_equal(both->basis_count, base->basis_count + 2);
    assert_string_not_equal(both->sha256, base->sha256);
    assert_int_equal(strlen(both->sha256), 64);
    assert_non_null(law_form_find(both, S("mau-05")));
    // who falls under it, and since when
    assert_ptr_equal(law_pack_for(l, base, S("state-bank"), on), both);
    assert_ptr_equal(law_pack_for(l, base, S("ministry"), on), base);
    assert_ptr_equal(law_pack_for(l, base, S("state-bank"), (day){ 2020, 12, 31 }), base);
    const law_fact *own    = law_fact_find(l, S("bank_stop_hours"));
    const law_fact *shared = law_fact_find(l, S("info"));
    assert_true(law_fact_in_pack(own, both) && !law_fact_in_pack(own, base));
    assert_true(law_fact_of_overlay(l, own) && !law_fact_of_overlay(l, shared));
}

static void an_absent_risk_is_noted_and_not_asked(void **state)
{
    (void)state;
    law_decision d = decide("nd331", "{\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN "}");
    assert_int_equal(d.note_count, 1);
    assert_str(d.notes[0]->id, "risk-absent");
    d = decide("nd331", "{\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN ",\"risk_level\":0}");
    assert_int_equal(d.note_count, 0);
}

static void a_composite_takes_its_highest_component_and_asks_what_could_exceed_it(void **state)
{
    (void)state;
    law_decision d = decide(
        "nd85",
        "{\"components\":[{\"name\":\"một\",\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN "},"
        "{\"type\":[\"c\"],\"info\":[\"rieng\"]," PLAIN ",\"infra_scope\":\"sector_or_province\"},"
        "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"]," PLAIN
        ",\"online_service\":true,\"dvc_level\":0}]}");
    // The third component is open, but only up to level 3, which the whole has already.
    assert_int_equal(d.result, LAW_DECIDED);
    assert_int_equal(d.level, 3);
    assert_int_equal(d.winner, 1);
    assert_int_equal(d.questions, 0);
    assert_int_equal(d.components[2].result, LAW_AT_LEAST);
    assert_int_equal(d.components[0].level, 2);
    assert_int_equal(law_deciding_hit(&d)->component, 1);

    d = decide("nd85", "{\"components\":[{\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN "},"
                       "{\"type\":[\"d\"],\"info\":[\"rieng\"]," PLAIN "}]}");
    assert_int_equal(d.result, LAW_AT_LEAST);
    assert_int_equal(d.level, 2);
    assert_str(keys_of(d.questions), "work_class");
    assert_int_equal(d.components[1].asked, d.questions);

    d = decide("nd85", "{\"components\":[{\"type\":[\"đ\"],\"info\":[\"rieng\"]," PLAIN "}]}");
    assert_int_equal(d.result, LAW_NO_RULE);
}

static void questions_that_hang_on_an_answer_come_later(void **state)
{
    (void)state;
    law_decision d = decide("nd85",
                            "{\"type\":[\"a\"],\"info\":[\"rieng\"],\"nat_special_store\":false,"
                            "\"pm_level\":0,\"nat_egov\":false}");
    assert_str(keys_of(d.questions), "serves_defsec harm_defsec");
    assert_str(keys_of(d.asked), "serves_defsec");
}

static void grey_areas_are_offered_as_choices(void **state)
{
    (void)state;
    law_decision d     = decide("nd85", "{\"type\":[\"c\"],\"info\":[\"rieng\"]," PLAIN
                                        ",\"infra_scope\":\"nationwide\",\"need_247\":false,"
                                            "\"no_unplanned_stop\":false}");
    bool         found = false;
    for (size_t i = 0; i < d.grey_count; i++) {
        found = found || str_equal(d.greys[i]->id, (str)STR("AG6"));
    }
    assert_true(found);
    assert_int_equal(d.floor_count, 1);
    assert_true(d.floors[0].rule->at_least);
}

static void a_decision_is_written_as_json_with_its_citations(void **state)
{
    (void)state;
    law_decision d    = decide("nd331",
                               "{\"components\":[{\"type\":[\"b\"],\"handles_tthc\":true," PLAIN
                               ",\"info\":[\"ca_nhan\"]}]}");
    str          text = law_decision_json(&d, false, &memory);
    json_t      *v    = json_loadb(text.ptr, (size_t)text.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(v);
    assert_string_equal(json_string_value(json_object_get(v, "result")), "decided");
    const json_t *hit = json_array_get(json_object_get(v, "hits"), 0);
    assert_string_equal(json_string_value(json_object_get(hit, "cite")),
                        "điểm b khoản 2 Điều 13 Nghị định 331/2026/NĐ-CP");
    assert_int_equal(json_integer_value(json_object_get(hit, "component")), 0);
    assert_int_equal(strlen(json_string_value(json_object_get(v, "sha256"))), 64);
    json_decref(v);
}

// ---- three values ---------------------------------------------------------------------------------------------
// A folder of packs in memory: the project's own, with one file replaced.
typedef struct changed {
    const char *name;
    str         bytes;
} changed;

static status read_changed(void *ctx, const char *name, arena *a, str *bytes)
{
    const changed *c = ctx;
    if (c->name && strcmp(c->name, name) == 0) {
        *bytes = c->bytes;
        return c->bytes.ptr ? ST_OK : ST_MISSING;
    }
    return law_built_in().read(NULL, name, a, bytes);
}

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
    buf_put(&b, str_slice(text, at + str_from(from).len, text.len));
    return buf_str(&b);
}

// The criteria of nd85 with A1's condition replaced: the smallest way to a condition of one's own.
static const law_rule *rule_when(const char *when, law_faults *faults)
{
    changed c = { "nd85/criteria.json",
                  replaced(original("nd85/criteria.json"),
                           "{\"all\": [{\"fact\": \"type\", \"has\": \"a\"}, "
                           "{\"fact\": \"info\", \"only\": [\"cong_cong\"]}]}",
                           when) };
    law    *l;
    problem why = { 0 };
    if (law_load((law_source){ read_changed, &c }, &memory, &l, faults, &why) != ST_OK) return NULL;
    size_t n;
    return &law_rules(law_pack_find(l, (str)STR("nd85")), &n)[0];
}

static void each_operator_has_three_answers(void **state)
{
    static const struct {
        const char *when, *yes, *no;
    } cases[] = {
        { "{\"fact\":\"type\",\"has\":\"a\"}", "{\"type\":[\"a\",\"b\"]}", "{\"type\":[\"b\"]}" },
        { "{\"fact\":\"info\",\"has_any\":[\"rieng\",\"ca_nhan\"]}", "{\"info\":[\"ca_nhan\"]}",
          "{\"info\":[\"bmnn\"]}" },
        { "{\"fact\":\"info\",\"only\":[\"rieng\",\"ca_nhan\"]}", "{\"info\":[\"ca_nhan\"]}",
          "{\"info\":[\"ca_nhan\",\"bmnn\"]}" },
        { "{\"fact\":\"serves_defsec\",\"is\":true}", "{\"serves_defsec\":true}",
          "{\"serves_defsec\":false}" },
        { "{\"fact\":\"serves_defsec\",\"is\":false}", "{\"serves_defsec\":false}",
          "{\"serves_defsec\":true}" },
        { "{\"fact\":\"infra_scope\",\"is\":\"one_org\"}", "{\"infra_scope\":\"one_org\"}",
          "{\"infra_scope\":\"nationwide\"}" },
        { "{\"fact\":\"work_class\",\"in\":[\"I\",\"II\"]}", "{\"work_class\":\"II\"}",
          "{\"work_class\":\"none\"}" },
        { "{\"fact\":\"users_private\",\"eq\":5}", "{\"users_private\":5}",
          "{\"users_private\":6}" },
        { "{\"fact\":\"users_private\",\"gte\":5}", "{\"users_private\":5}",
          "{\"users_private\":4}" },
        { "{\"fact\":\"users_private\",\"gt\":5}", "{\"users_private\":6}",
          "{\"users_private\":5}" },
        { "{\"fact\":\"users_private\",\"lte\":5}", "{\"users_private\":5}",
          "{\"users_private\":6}" },
        { "{\"fact\":\"users_private\",\"lt\":5}", "{\"users_private\":4}",
          "{\"users_private\":5}" },
        { "{\"not\":{\"fact\":\"users_private\",\"lt\":5}}", "{\"users_private\":5}",
          "{\"users_private\":4}" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        clear(state);
        const law_rule *r = rule_when(cases[i].when, NULL);
        law_case        k;
        assert_non_null(r);
        assert_int_equal(law_facts_parse(law_current(), str_from(cases[i].yes), &memory, &k, NULL),
                         ST_OK);
        assert_int_equal(cond_eval(r->cond, &k.own), LAW_TRUE);
        assert_int_equal(law_facts_parse(law_current(), str_from(cases[i].no), &memory, &k, NULL),
                         ST_OK);
        assert_int_equal(cond_eval(r->cond, &k.own), LAW_FALSE);
        assert_int_equal(cond_eval(r->cond, &(law_facts){ 0 }), LAW_UNKNOWN);
        assert_int_equal(cond_open(r->cond, &(law_facts){ 0 }), r->uses);
    }
    const law_rule *r = rule_when("{\"fact\":\"users_private\",\"known\":false}", NULL);
    assert_int_equal(cond_eval(r->cond, &(law_facts){ 0 }), LAW_TRUE);
}

static void all_any_and_not_follow_the_three_valued_tables(void **state)
{
    (void)state;
    // x = online_service, y = serves_defsec; rows x, y of {false, true, unknown}
    static const uint8_t all_table[3][3] = { { 0, 0, 0 }, { 0, 1, 2 }, { 0, 2, 2 } };
    static const uint8_t any_table[3][3] = { { 0, 1, 2 }, { 1, 1, 1 }, { 2, 1, 2 } };
    const law_rule      *all     = rule_when("{\"all\":[{\"fact\":\"online_service\",\"is\":true},"
                                                      "{\"fact\":\"serves_defsec\",\"is\":true}]}",
                                             NULL);
    const law_rule      *any     = rule_when("{\"any\":[{\"fact\":\"online_service\",\"is\":true},"
                                                      "{\"fact\":\"serves_defsec\",\"is\":true}]}",
                                             NULL);
    const law_rule      *neither = rule_when(
             "{\"not\":{\"any\":[{\"fact\":\"online_service\",\"is\":true},"
                  "{\"fact\":\"serves_defsec\",\"is\":true}]}}",
             NULL);
    int x = law_fact_find(law_current(), (str)STR("online_service"))->index;
    int y = law_fact_find(law_current(), (str)STR("serves_defsec"))->index;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) {
            law_facts f = { 0 };
            if (i < 2) f.known |= 1u << x;
            if (k < 2) f.known |= 1u << y;
            f.value[x] = i == 1;
            f.value[y] = k == 1;
            assert_int_equal(cond_eval(all->cond, &f), all_table[i][k]);
            assert_int_equal(cond_eval(any->cond, &f), any_table[i][k]);
            uint8_t not_any = any_table[i][k] == 2 ? 2 : any_table[i][k] ? 0 : 1;
            assert_int_equal(cond_eval(neither->cond, &f), not_any);
        }
    }
}

// ---- broken packs -----------------------------------------------------------------------------------------------
static const struct {
    const char *file, *from, *to, *id, *rule;
} breakages[] = {
    { "nd331/workflow.json", "\"from\": [\"draft\", \"returned\"]",
      "\"from\": [\"drift\", \"returned\"]", "submit-13", "law-state-unknown" },
    { "nd331/workflow.json", "\"to\": \"submitted\"", "\"to\": \"sent\"", "submit-13",
      "law-state-unknown" },
    { "nd331/workflow.json", "\"by\": [\"step:appraise\"]", "\"by\": [\"step:apprize\"]",
      "accept-13", "law-actor-unknown" },
    { "nd331/workflow.json", "\"by\": [\"operator\"]", "\"by\": [\"operater\"]", "open-15",
      "law-actor-unknown" },
    { "nd331/workflow.json", "\"guards\": [\"V1\", \"V3\"]", "\"guards\": [\"V1\", \"V33\"]",
      "open-15", "law-guard-unknown" },
    { "nd331/workflow.json", "\"limit\": \"validity\"", "\"limit\": \"validate\"", "submitted",
      "law-limit-unknown" },
    { "nd331/workflow.json", "\"roles\": [\"head\"]", "\"roles\": [\"boss\"]", "owner",
      "law-value-unknown" },
    { "nd331/workflow.json", "\"party\": \"owner\"", "\"party\": \"landlord\"", "owner",
      "law-value-unknown" },
    { "nd331/workflow.json", "\"V13\", \"V15\",", "\"V13\",", "V15", "law-guard-idle" },
    { "nd331/workflow.json", "\"from\": [\"appraised_not_ok\", \"refused\"]",
      "\"from\": [\"appraised_not_ok\"]", "refused", "law-state-stuck" },
    { "nd331/workflow.json", "\"to\": \"site_check\"", "\"to\": \"appraising\"", "site_check",
      "law-state-unreached" },
    { "nd331/workflow.json", "\"needs\": [\"items\", \"date\"]", "\"needs\": [\"item\", \"date\"]",
      "return-13", "law-value-unknown" },
    { "nd331/workflow.json", "\"status\": \"sent\"", "\"status\": \"gone\"", "submitted",
      "law-value-unknown" },
    { "nd85/criteria.json",
      "\"cite\": {\"document\": \"nd85\", \"article\": \"7\", \"clause\": \"\", \"point\": "
      "\"\"}, ",
      "", "A1", "law-citation-missing" },
    { "nd85/criteria.json", "{\"document\": \"nd85\", \"article\": \"7\"",
      "{\"document\": \"\", \"article\": \"7\"", "A1", "law-citation-missing" },
    { "nd85/criteria.json", "{\"document\": \"nd85\", \"article\": \"7\"",
      "{\"document\": \"nd86\", \"article\": \"7\"", "A1", "law-document-unknown" },
    { "nd85/criteria.json", "\"article\": \"7\", \"clause\": \"\", \"point\": \"\"",
      "\"article\": \"7\", \"clause\": \"\", \"point\": \"a\"", "A1", "law-citation-form" },
    { "nd85/criteria.json", "\"fact\": \"type\"", "\"fact\": \"tipe\"", "A1", "law-fact-unknown" },
    { "nd85/criteria.json", "\"has\": \"a\"", "\"hass\": \"a\"", "A1", "law-operator-unknown" },
    { "nd85/criteria.json", "\"has\": \"a\"", "\"gte\": 3", "A1", "law-operator-type" },
    { "nd85/criteria.json", "\"has\": \"a\"", "\"has\": \"x\"", "A1", "law-value-unknown" },
    { "nd85/criteria.json", "\"lte\": 2}", "\"lte\": 9}", "A2.2a", "law-value-range" },
    { "nd85/criteria.json", "\"lte\": 2}", "\"lte\": \"2\"}", "A2.2a", "law-operator-type" },
    { "nd85/criteria.json", "{\"fact\": \"dvc_level\", \"lte\": 2}",
      "{\"fact\": \"pd_basic\", \"lte\": 2}", "A2.2a", "law-fact-not-asked" },
    { "nd85/criteria.json", "\"id\": \"A2.1\"", "\"id\": \"A1\"", "A1", "law-id-twice" },
    { "nd85/criteria.json", "\"certainty\": \"found\"", "\"certainty\": \"sure\"", "A1",
      "law-certainty-unknown" },
    { "nd85/criteria.json", "\"level\": 1", "\"level\": 6", "A1", "law-level-range" },
    { "nd85/criteria.json", "\"level\": 1, ", "", "A1", "law-field-missing" },
    { "nd85/criteria.json", "\"level\": 1, ", "\"level\": 1, \"lebel\": 1, ", "A1",
      "law-field-unknown" },
    { "nd85/criteria.json", "\"when\": {\"all\"", "\"when\": {\"al\"", "A1", "law-fact-unknown" },
    { "nd85/criteria.json", "\"rules\": [", "\"rules\": ", "", "law-not-json" },
    { "nd85/authority.json", "\"levels\": [1, 5]", "\"levels\": [5, 1]", "draft-15",
      "law-level-range" },
    { "nd85/limits.json", "\"kind\": \"working\"", "\"kind\": \"workin\"", "validity-15",
      "law-value-unknown" },
    { "nd85/limits.json", "\"days\": 5", "\"days\": \"5\"", "validity-15", "law-field-range" },
    { "nd85/forms.json", "\"id\": \"mau-02\"", "\"id\": \"mau-01\"", "mau-01", "law-id-twice" },
    { "nd85/labels.json", "\"valid_to\": \"2025-02-28\"", "\"valid_to\": \"2025-03-28\"",
      "ministry", "law-id-twice" },
    { "nd85/labels.json", "\"2025-02-28\"", "\"2025-02-30\"", "ministry", "law-day-form" },
    { "packs.json", "\"on_to\": \"2026-12-31\"", "\"on_to\": \"2026-12-30\"", "T5", "law-day-gap" },
    { "packs.json", "\"on_to\": \"2026-12-31\"", "\"on_to\": \"2026-01-01\"", "T5",
      "law-day-order" },
    { "packs.json", "\"id\": \"T8\", \"pack\": \"nd331\", \"on_from\": \"2026-08-19\"",
      "\"id\": \"T8\", \"pack\": \"nd331\", \"on_from\": \"2026-08-18\"", "T8",
      "law-pack-not-in-force" },
    { "packs.json", "\"basis\": [\"luat86\"", "\"basis\": [\"luat68\"", "nd85",
      "law-document-unknown" },
    { "packs.json", "\"valid_to\": \"2026-06-30\"", "\"valid_to\": \"2015-06-30\"", "luat86",
      "law-day-order" },
    { "packs.json", "\"framework\": \"not-issued\"", "\"framework\": \"soon\"", "nd331",
      "law-value-unknown" },
    { "facts.json", "\"kind\": \"set\"", "\"kind\": \"bag\"", "type", "law-kind-unknown" },
    { "facts.json", "\"facts\": [\"info\"]", "\"facts\": [\"type\"]", "thong-tin",
      "law-fact-asked-twice" },
    { "facts.json", "\"facts\": [\"info\"]", "\"facts\": [\"inf\"]", "thong-tin",
      "law-fact-unknown" },
    { "facts.json", "\"group\": \"nature\"", "\"group\": \"natur\"", "type", "law-group-unknown" },
    { "facts.json", "\"key\": \"info\"", "\"key\": \"type\"", "type", "law-id-twice" },
    { "facts.json", "\"min\": 0, \"max\": 3", "\"min\": 4, \"max\": 3", "bmnn_grade",
      "law-field-range" },
    { "facts.json", "\"packs\": [\"nd85\", \"nd331\", \"nhnn\"]", "\"packs\": [\"nd58\"]", "type",
      "law-pack-unknown" },
    { "packs.json", "\"over\": [\"nd85\"", "\"over\": [\"nd58\"", "nhnn", "law-pack-unknown" },
    { "packs.json", "\"id\": \"nhnn\"", "\"id\": \"nd85\"", "nd85", "law-id-twice" },
    { "nhnn/criteria.json", "\"bank_stop_hours\"", "\"bank_stop_days\"", "C3.2",
      "law-fact-unknown" },
    { "nhnn/criteria.json", "\"bank_stop_hours\"", "\"users_private\"", "C3.2",
      "law-fact-not-asked" },
    { "calendar.csv", "2024-02-09,", "2024-02-08,", "4", "law-day-order" },
    { "calendar.csv", "2024-02-09,holiday", "2024-02-09,party", "4", "law-kind-unknown" },
    { "calendar.csv", "2024-02-09,holiday", "2024-02-09,makeup", "4", "calendar-makeup-weekday" },
    { "calendar.csv", "2024-02-09,", "2024-02-39,", "4", "law-day-form" },
    { "calendar.csv", "date,kind", "day,kind", "1", "law-csv-form" },
    { "organisations.csv", "BCA-A05,", "BCA-A06,", "BTTTT-CATTT", "law-body-unknown" },
    { "organisations.csv", "BNG,", "BCA,", "BCA", "law-id-twice" },
    { "organisations.csv", "ministry,VN-CP,2025-03-01,,", "ministry,VN-CX,2025-03-01,,", "BNNMT",
      "law-body-unknown" },
    { "organisations.csv", "ministry,VN-CP,2025-03-01,,", "ministry,VN-CP,2025-03-01,2025-02-28,",
      "BNNMT", "law-day-order" },
    { "organisations.csv", "office,VN-CP", "ofice,VN-CP", "VN-TTG", "law-kind-unknown" },
    { "organisations.csv", "Government of Viet Nam,government,,",
      "Government of Viet Nam,government,VN-TTG,", "VN-CP", "law-body-circle" },
};

static void a_rule_on_a_fact_that_no_question_holds_is_refused(void **state)
{
    changed     c      = { "facts.json",
                           replaced(original("facts.json"), "\"facts\": [\"pm_level\", \"risk_level\"]",
                                    "\"facts\": [\"risk_level\"]") };
    law        *l      = NULL;
    problem     why    = { 0 };
    law_faults *faults = NEW(&memory, law_faults, 1);
    (void)state;
    assert_int_equal(law_load((law_source){ read_changed, &c }, &memory, &l, faults, &why),
                     ST_INVALID);
    assert_str(faults->items[0].rule, "law-fact-without-question");
    assert_str(faults->items[0].file, "nd85/criteria.json");
    assert_str(faults->items[0].id, "A5.5");
    assert_str(faults->items[0].detail, "pm_level");
}

static void a_broken_pack_is_refused_with_file_row_and_rule(void **state)
{
    for (size_t i = 0; i < COUNT(breakages); i++) {
        clear(state);
        changed     c = { breakages[i].file,
                          replaced(original(breakages[i].file), breakages[i].from, breakages[i].to) };
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
        assert_true(str_equal(why.rule, f->rule));
    }
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    changed c = { "nd331/limits.json", { 0 } };
    law    *l;
    problem why = { 0 };
    assert_int_equal(law_load((law_source){ read_changed, &c }, &memory, &l, NULL, &why),
                     ST_INVALID);
    assert_str(why.rule, "law-file-missing");
    assert_str(why.field, "nd331/limits.json");
}

static void a_packs_identity_follows_its_words_and_not_its_layout(void **state)
{
    (void)state;
    law    *same, *other;
    str     text = original("nd85/limits.json");
    changed c    = { "nd85/limits.json", replaced(text, "\"days\": 5", "\"days\":     5") };
    assert_int_equal(law_load((law_source){ read_changed, &c }, &memory, &same, NULL, NULL), ST_OK);
    c.bytes = replaced(text, "\"days\": 5", "\"days\": 6");
    assert_int_equal(law_load((law_source){ read_changed, &c }, &memory, &other, NULL, NULL),
                     ST_OK);
    const char *is = law_pack_find(law_current(), (str)STR("nd85"))->sha256;
    assert_string_equal(is, law_pack_find(same, (str)STR("nd85"))->sha256);
    assert_string_not_equal(is, law_pack_find(other, (str)STR("nd85"))->sha256);
    assert_string_equal(law_pack_find(law_current(), (str)STR("nd331"))->sha256,
                        law_pack_find(other, (str)STR("nd331"))->sha256);
}

static void loading_survives_every_lack_of_memory(void **state)
{
    (void)state;
    status st = ST_MEMORY;
    for (int n = 0; st != ST_OK && n < 100000; n += n < 50 ? 1 : 97) {
        int   countdown   = n;
        arena a           = memory;
        law  *l           = NULL;
        a.fault_countdown = &countdown;
        st                = law_load(law_built_in(), &a, &l, NULL, NULL);
        if (st != ST_OK) assert_int_equal(st, ST_MEMORY);
    }
    assert_int_equal(st, ST_OK);
    arena a = memory;
    a.end   = a.next + 20000; // spent for good
    law *l;
    assert_int_equal(law_load(law_built_in(), &a, &l, NULL, NULL), ST_MEMORY);
}

static void deciding_survives_every_lack_of_memory(void **state)
{
    (void)state;
    const char *text = "{\"components\":[{\"name\":\"x\",\"type\":[\"a\"]},{\"type\":[\"c\"]}]}";
    status      st   = ST_MEMORY;
    for (int n = 0; st != ST_OK && n < 1000; n++) {
        int          countdown = n;
        arena        a         = memory;
        law_case     k;
        law_decision d;
        a.fault_countdown = &countdown;
        st                = law_facts_parse(law_current(), str_from(text), &a, &k, NULL);
        if (st == ST_OK) st = law_decide(law_pack_at(law_current(), 0), &k, &a, &d);
        if (st == ST_OK && !law_decision_json(&d, true, &a).ptr) st = ST_MEMORY;
        if (st != ST_OK) assert_int_equal(st, ST_MEMORY);
    }
    assert_int_equal(st, ST_OK);
}

// ---- facts ----------------------------------------------------------------------------------------------------
static void wrong_facts_are_refused_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *json, *field, *rule;
    } cases[] = {
        { "", "", "not-json" },
        { "[]", "", "not-json" },
        { "{\"type\":[\"a\"]} x", "", "not-json" },
        { "{\"type\":\"a\"}", "type", "wrong-type" },
        { "{\"type\":[1]}", "type", "wrong-type" },
        { "{\"type\":[\"e\"]}", "type", "unknown-value" },
        { "{\"serves_defsec\":1}", "serves_defsec", "wrong-type" },
        { "{\"serves_defsec\":\"true\"}", "serves_defsec", "wrong-type" },
        { "{\"users_private\":\"5\"}", "users_private", "wrong-type" },
        { "{\"users_private\":5.0}", "users_private", "wrong-type" },
        { "{\"users_private\":true}", "users_private", "wrong-type" },
        { "{\"users_private\":-1}", "users_private", "out-of-range" },
        { "{\"dvc_level\":5}", "dvc_level", "out-of-range" },
        { "{\"infra_scope\":3}", "infra_scope", "wrong-type" },
        { "{\"infra_scope\":\"world\"}", "infra_scope", "unknown-value" },
        { "{\"work_class\":\"unknown\"}", "work_class", "unknown-value" },
        { "{\"tipe\":null}", "tipe", "unknown-fact" },
        { "{\"name\":\"x\"}", "name", "unknown-fact" },
        { "{\"type\":[\"a\"],\"type\":[\"b\"]}", "type", "duplicate-fact" },
        { "{\"components\":{}}", "components", "wrong-type" },
        { "{\"components\":[1]}", "components", "wrong-type" },
        { "{\"components\":[{\"type\":7}]}", "type", "wrong-type" },
        { "{\"components\":[{\"components\":[]}]}", "components", "components-nested" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        law_case k;
        problem  why = { 0 };
        status   st  = law_facts_parse(law_current(), str_from(cases[i].json), &memory, &k, &why);
        if (st != ST_INVALID || !str_equal(why.field, str_from(cases[i].field)) ||
            !str_equal(why.rule, str_from(cases[i].rule))) {
            fail_msg("%s: %s " STR_FMT " " STR_FMT, cases[i].json, status_name(st),
                     STR_ARG(why.field), STR_ARG(why.rule));
        }
    }
}

static void too_many_components_and_too_many_bytes_are_refused(void **state)
{
    (void)state;
    buf b = buf_in(&memory, 1 << 20, 4 << 20);
    buf_put(&b, (str)STR("{\"components\":[{}"));
    for (int i = 0; i < LAW_COMPONENTS_MAX; i++) buf_put(&b, (str)STR(",{}"));
    buf_put(&b, (str)STR("]}"));
    law_case k;
    problem  why = { 0 };
    assert_int_equal(law_facts_parse(law_current(), buf_str(&b), &memory, &k, &why), ST_INVALID);
    assert_str(why.rule, "too-many");
    for (int i = 0; i < LAW_JSON_BYTES_MAX; i++) buf_char(&b, ' ');
    assert_int_equal(law_facts_parse(law_current(), buf_str(&b), &memory, &k, &why), ST_INVALID);
    assert_str(why.rule, "too-large");
}

static void facts_go_to_json_and_back(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        { "{}", "{}" },
        { "{\"type\":[],\"info\":null,\"cond_business\":\"unknown\",\"components\":[]}", "{}" },
        { "{ \"info\":[\"ca_nhan\",\"rieng\"], \"type\":[\"đ\",\"a\",\"a\"] }",
          "{\"type\":[\"a\",\"đ\"],\"info\":[\"rieng\",\"ca_nhan\"]}" },
        { "{\"users_private\":10000000000,\"serves_defsec\":false,\"work_class\":\"anqg_work\"}",
          "{\"serves_defsec\":false,\"users_private\":10000000000,\"work_class\":\"anqg_work\"}" },
        { "{\"components\":[{\"name\":\"Kho \\\"A\\\"\",\"pm_level\":0},{}],\"pm_level\":1}",
          "{\"pm_level\":1,\"components\":[{\"name\":\"Kho \\\"A\\\"\",\"pm_level\":0},{}]}" },
        { "{\"components\":[{\"name\":\"x\"}]}", "{\"components\":[{\"name\":\"x\"}]}" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        law_case k;
        for (int twice = 0; twice < 2; twice++) {
            const char *in = twice ? cases[i].out : cases[i].in;
            assert_int_equal(law_facts_parse(law_current(), str_from(in), &memory, &k, NULL),
                             ST_OK);
            assert_str(law_facts_json(law_current(), &k, &memory), cases[i].out);
        }
    }
}

static void one_fact_is_read_from_and_written_as_form_text(void **state)
{
    (void)state;
    static const struct {
        const char *key, *in, *out, *words;
    } good[] = {
        { "type", " b , a ", "a,b", "Phục vụ hoạt động nội bộ, Phục vụ người dân, doanh nghiệp" },
        { "serves_defsec", "true", "true", "true" },
        { "users_private", "1200", "1200", "1200" },
        { "bmnn_grade", "2", "2", "Tối mật" },
        { "infra_scope", "nationwide", "nationwide", "Toàn quốc" },
        { "cond_business", "unknown", NULL, NULL },
        { "type", "", NULL, NULL },
    };
    static const struct {
        const char *key, *in, *rule;
    } bad[] = {
        { "type", "a,x", "unknown-value" },         { "serves_defsec", "yes", "wrong-type" },
        { "users_private", "many", "wrong-type" },  { "bmnn_grade", "4", "out-of-range" },
        { "infra_scope", "city", "unknown-value" },
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        const law_fact *f     = law_fact_find(law_current(), str_from(good[i].key));
        law_facts       facts = { 0 };
        assert_int_equal(law_fact_set(f, str_from(good[i].in), &facts, NULL), ST_OK);
        if (!good[i].out) {
            assert_int_equal(facts.known, 0);
            assert_null(law_fact_text(f, &facts, &memory).ptr);
            continue;
        }
        assert_str(law_fact_text(f, &facts, &memory), good[i].out);
        assert_str(law_fact_words(f, &facts, false, &memory), good[i].words);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        const law_fact *f     = law_fact_find(law_current(), str_from(bad[i].key));
        law_facts       facts = { 0 };
        problem         why   = { 0 };
        assert_int_equal(law_fact_set(f, str_from(bad[i].in), &facts, &why), ST_INVALID);
        assert_str(why.field, bad[i].key);
        assert_str(why.rule, bad[i].rule);
    }
}

// ---- choice of pack, labels -------------------------------------------------------------------------------------
static void the_pack_follows_the_day_the_begin_and_the_situation(void **state)
{
    (void)state;
    static const struct {
        const char   *on, *begun;
        law_situation situation;
        const char   *pack, *row;
    } cases[] = {
        { "2016-07-01", NULL, LAW_SITUATION_UNKNOWN, "nd85", "T1" },
        { "2026-06-30", NULL, LAW_RUNNING, "nd85", "T1" },
        { "2026-07-01", "2026-07-01", LAW_BUILDING, "nd85", "T3" },
        { "2026-08-18", NULL, LAW_RUNNING, "nd85", "T3" },
        { "2026-08-19", NULL, LAW_RUNNING, "nd331", "T4" },
        { "2026-08-19", "2020-01-01", LAW_RUNNING, "nd331", "T4" },
        { "2026-11-22", "2026-06-30", LAW_BUILDING, "nd85", "T5" },
        { "2026-11-22", "2026-06-30", LAW_SITUATION_UNKNOWN, "nd85", "T5" },
        { "2026-12-31", "2026-06-30", LAW_BUILDING, "nd85", "T5" },
        { "2027-01-01", "2026-06-30", LAW_BUILDING, "nd331", "T6" },
        { "2026-11-22", "2026-07-01", LAW_BUILDING, "nd331", "T7" },
        { "2026-11-22", "2026-08-19", LAW_BUILDING, "nd331", "T8" },
        { "2026-11-22", NULL, LAW_BUILDING, "nd331", "T9" },
        { "2030-01-01", NULL, LAW_APPROVED, "nd85", "T2" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        day        on, begun;
        law_choice c = { 0 };
        assert_int_equal(day_parse(str_from(cases[i].on), &on), ST_OK);
        if (cases[i].begun) assert_int_equal(day_parse(str_from(cases[i].begun), &begun), ST_OK);
        assert_int_equal(law_choose(law_current(), on, cases[i].begun ? &begun : NULL,
                                    cases[i].situation, &c, NULL),
                         ST_OK);
        assert_str(c.pack->id, cases[i].pack);
        assert_str(c.row, cases[i].row);
        assert_true(c.reason.vi.len && c.cite.text.vi.len && c.certainty);
    }
    problem    why = { 0 };
    law_choice c;
    assert_int_equal(law_choose(law_current(), (day){ 2016, 6, 30 }, NULL, LAW_RUNNING, &c, &why),
                     ST_MISSING);
    assert_str(why.rule, "no-pack-on-day");
}

static void labels_follow_the_day(void **state)
{
    (void)state;
    const law_pack *a = law_pack_find(law_current(), (str)STR("nd85"));
    const law_pack *b = law_pack_find(law_current(), (str)STR("nd331"));
    assert_str(law_label_on(a, (str)STR("ministry"), (day){ 2025, 2, 28 })->code, "BTTTT");
    assert_str(law_label_on(a, (str)STR("ministry"), (day){ 2025, 3, 1 })->code, "BCA");
    assert_str(law_label_on(a, (str)STR("security"), (day){ 2026, 3, 1 })->text.vi,
               "an toàn thông tin");
    assert_str(law_label_on(b, (str)STR("security"), (day){ 2026, 9, 1 })->text.vi, "an ninh mạng");
    assert_null(law_label_on(b, (str)STR("nobody"), (day){ 2026, 9, 1 }));
    assert_str(law_form_find(b, (str)STR("mau-05"))->cite.text.vi,
               "Mẫu số 05 Phụ lục Nghị định 331/2026/NĐ-CP");
    assert_str(b->basis[0]->number, "116/2025/QH15");
    size_t n;
    (void)law_bodies(law_current(), &n);
    assert_int_equal(n, 146);
    assert_str(law_body_find(law_current(), (str)STR("T63-15"))->merged_into, "T34-15");
}

int main(int argc, char **argv)
{
    vectors_path                    = argc > 1 ? argv[1] : "law/vectors.json";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_vector_gives_its_level_rules_and_questions, clear),
        cmocka_unit_test_setup(every_hit_is_cited_to_article_and_document, clear),
        cmocka_unit_test_setup(results_and_questions, clear),
        cmocka_unit_test_setup(the_lower_hits_are_kept_beside_the_deciding_one, clear),
        cmocka_unit_test_setup(an_overlay_is_both_packs_in_one, clear),
        cmocka_unit_test_setup(an_absent_risk_is_noted_and_not_asked, clear),
        cmocka_unit_test_setup(
            a_composite_takes_its_highest_component_and_asks_what_could_exceed_it, clear),
        cmocka_unit_test_setup(questions_that_hang_on_an_answer_come_later, clear),
        cmocka_unit_test_setup(grey_areas_are_offered_as_choices, clear),
        cmocka_unit_test_setup(a_decision_is_written_as_json_with_its_citations, clear),
        cmocka_unit_test_setup(each_operator_has_three_answers, clear),
        cmocka_unit_test_setup(all_any_and_not_follow_the_three_valued_tables, clear),
        cmocka_unit_test_setup(a_rule_on_a_fact_that_no_question_holds_is_refused, clear),
        cmocka_unit_test_setup(a_broken_pack_is_refused_with_file_row_and_rule, clear),
        cmocka_unit_test_setup(a_missing_file_is_named, clear),
        cmocka_unit_test_setup(a_packs_identity_follows_its_words_and_not_its_layout, clear),
        cmocka_unit_test_setup(loading_survives_every_lack_of_memory, clear),
        cmocka_unit_test_setup(deciding_survives_every_lack_of_memory, clear),
        cmocka_unit_test_setup(wrong_facts_are_refused_by_name, clear),
        cmocka_unit_test_setup(too_many_components_and_too_many_bytes_are_refused, clear),
        cmocka_unit_test_setup(facts_go_to_json_and_back, clear),
        cmocka_unit_test_setup(one_fact_is_read_from_and_written_as_form_text, clear),
        cmocka_unit_test_setup(the_pack_follows_the_day_the_begin_and_the_situation, clear),
        cmocka_unit_test_setup(labels_follow_the_day, clear),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
