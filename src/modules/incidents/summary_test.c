// summary_test.c - form 05 on both engines: months as typed, each incident in its row, sums, whose they are.
#include "modules/accounts/accounts.h"
#include "modules/incidents/incidents_test_kit.h"
#include "modules/incidents/summary_ops.h"
#include "modules/letters/letters.h"
#include "modules/network/network.h"
#include "modules/tasks/tasks.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql;

static void months_are_read_as_people_type_them(void **state)
{
    static const struct {
        const char *from, *to, *first, *last, *rule;
    } all[] = { { "", "", "2026-01", "2026-12", NULL },
                { "2026-01", "2026-06", "2026-01", "2026-06", NULL },
                { " 7/2025 ", "12/2025", "2025-07", "2025-12", NULL },
                { "2026-13", "2026-12", NULL, NULL, "month-form" },
                { "01/26", "2026-12", NULL, NULL, "month-form" },
                { "2026-01", "", NULL, NULL, "month-form" },
                { "2026-02", "2026-01", NULL, NULL, "time-order" } };
    char room[256];
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        arena   a   = arena_over(room, sizeof room);
        problem why = { .rule = S("") };
        day     first, last;
        status  st = incident_months_read(str_from(all[i].from), str_from(all[i].to),
                                          (day){ 2026, 11, 24 }, &first, &last, &why);
        assert_int_equal(st, all[i].rule ? ST_INVALID : ST_OK);
        if (all[i].rule) {
            assert_true(str_equal(why.rule, str_from(all[i].rule)));
            continue;
        }
        assert_true(str_equal(incident_month_words(&a, first), str_from(all[i].first)));
        assert_true(str_equal(incident_month_words(&a, last), str_from(all[i].last)));
    }
    arena   a   = arena_over(room, sizeof room);
    problem why = { .rule = S("") };
    day     first, last;
    assert_int_equal(incident_months_read(S(""), S(""), (day){ 2026, 6, 30 }, &first, &last, &why),
                     ST_OK);
    assert_true(str_equal(incident_month_words(&a, last), S("2026-06"))); // before 20 June
    assert_true(str_equal(incident_month_words(&a, incident_month_next((day){ 2026, 12, 1 })),
                          S("2027-01")));
    assert_true(str_equal(incident_month_shown(&a, S("2026-06")), S("06/2026")));
}

typedef struct fact {
    const char *key, *value;
} fact;

static int64_t befell(call *c, const char *detected, const fact *facts, size_t count)
{
    int64_t           id  = incident_told(c, "", detected);
    incident_problems bad = { .count = 0 };
    for (size_t i = 0; i < count; i++) {
        incident_set(c, id, facts[i].key, facts[i].value, "", &bad);
        assert_int_equal(bad.count, 0);
    }
    return id;
}

static incident_summary *summed(call *c, const char *from, const char *to)
{
    problem           why = { 0 };
    incident_summary *s   = NEW(c->a, incident_summary, 1);
    assert_non_null(s);
    assert_int_equal(incidents_summary(c, str_from(from), str_from(to), s, &why), ST_OK);
    call_end(c);
    return s;
}

static const incident_summary_row *row(const incident_summary *s, const char *type)
{
    for (size_t i = 0; i < s->count; i++) {
        if (str_equal(s->rows[i].type, str_from(type))) return &s->rows[i];
    }
    fail_msg("no row %s", type);
    return NULL;
}

static void is_row(const incident_summary_row *r, const int64_t want[6])
{
    const int64_t got[6] = { r->count,         r->alone, r->helped,
                             r->helped_abroad, r->asked, r->damage_vnd };
    for (size_t i = 0; i < COUNT(got); i++) assert_int_equal(got[i], want[i]);
}

static void each_incident_stands_in_its_row(void **state)
{
    static const fact alone[]  = { { "type", "ENCRYPT" }, { "damage_vnd", "1500000" } };
    static const fact helped[] = { { "type", "ENCRYPT" },
                                   { "helpers", "Công ty An toàn Mẫu\nVNCERT/CC" },
                                   { "helpers_foreign", "CERT Mẫu" },
                                   { "over_capacity", "2026-11-24T08:30:00+07:00" },
                                   { "damage_vnd", "2000000" } };
    static const fact again[]  = { { "type", "DOS" }, { "helpers", "vncert/cc" } };
    arena             a        = incident_test_arena();
    call              owner    = incident_officer(*state, &a, "BTC"), below,
         other                 = incident_officer(*state, &a, "BYT");
    problem why                = { 0 };
    below                      = incident_officer(*state, &a, "BTC-BHXH");
    befell(&owner, "2026-11-24T08:00:00+07:00", alone, COUNT(alone));
    befell(&owner, "2026-11-24T08:00:00+07:00", helped, COUNT(helped));
    befell(&below, "2026-06-30T23:59:59+07:00", again, COUNT(again));
    befell(&owner, "2026-07-01T00:00:00+07:00", NULL, 0); // of no type yet
    befell(&other, "2026-11-24T08:00:00+07:00", alone, COUNT(alone));
    int64_t none = befell(&owner, "2026-11-24T08:00:00+07:00", alone, COUNT(alone));
    assert_int_equal(incident_moved(&owner, none, INCIDENT_RECEIVED, "", &why), ST_OK);
    assert_int_equal(incident_moved(&owner, none, INCIDENT_NONE, "báo động giả", &why), ST_OK);

    const incident_summary *s = summed(&owner, "", "");
    assert_int_equal(s->count, 10);
    is_row(row(s, "ENCRYPT"), (int64_t[6]){ 2, 1, 1, 1, 1, 3500000 });
    is_row(row(s, "DOS"), (int64_t[6]){ 1, 0, 1, 0, 0, 0 });
    is_row(row(s, "OTHER"), (int64_t[6]){ 1, 1, 0, 0, 0, 0 });
    is_row(&s->all, (int64_t[6]){ 4, 2, 2, 1, 1, 3500000 });
    assert_int_equal(s->untyped, 1);
    assert_true(str_equal(s->helpers, S("vncert/cc\nCông ty An toàn Mẫu")));
    assert_true(str_equal(s->helpers_abroad, S("CERT Mẫu")));

    s = summed(&owner, "2026-01", "2026-06"); // to the last second of June, in Viet Nam
    is_row(&s->all, (int64_t[6]){ 1, 0, 1, 0, 0, 0 });
    s = summed(&owner, "2026-07", "2026-07");
    is_row(&s->all, (int64_t[6]){ 1, 1, 0, 0, 0, 0 });
    s = summed(&other, "", "");
    is_row(&s->all, (int64_t[6]){ 1, 1, 0, 0, 0, 1500000 });
    s = summed(&below, "", "");
    is_row(&s->all, (int64_t[6]){ 1, 0, 1, 0, 0, 0 });
}

static void it_is_drawn_up_on_the_form(void **state)
{
    arena                  a   = incident_test_arena();
    call                   c   = incident_officer(*state, &a, "BTC");
    problem                why = { 0 };
    incident_summary_paper p   = { .pdf = false };
    incident_summary      *s   = summed(&c, "", "");
    s->note                    = S("Tăng cường diễn tập");
    assert_int_equal(incidents_summary_draw(&c, s, &p, &why), ST_OK);
    assert_true(p.bytes.len > 4000 && p.bytes.ptr[0] == 'P' && p.bytes.ptr[1] == 'K');
    assert_true(str_equal(p.name, S("mau-05-2026-01-2026-12.docx")));
    call_end(&c);
    c.who.rights = RIGHT_SIGNED_IN;
    assert_int_equal(incidents_summary(&c, S(""), S(""), s, &why), ST_FORBIDDEN);
    call_end(&c);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,     &timers_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql,
                                                 &systems_sql,       &letters_sql,  &network_sql,
                                                 &incidents_sql };
    const struct CMUnitTest        tests[]   = {
                 cmocka_unit_test(months_are_read_as_people_type_them),
                 cmocka_unit_test(each_incident_stands_in_its_row),
                 cmocka_unit_test(it_is_drawn_up_on_the_form),
    };
    store_register(modules, COUNT(modules));
    return test_store_run(tests, COUNT(tests));
}
