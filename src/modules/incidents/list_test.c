// list_test.c - every filter of the list, for who sees little, much and all, against the whole list looked through here;
// words by their beginnings, after a change and a restore too.
#include "kit/text/text.h"
#include "modules/accounts/accounts.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/incidents_test_kit.h"
#include "modules/incidents/types.h"
#include "modules/tasks/tasks.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql;

enum { TOLD = 72, STATES = 4 };

static const char *const types[] = { "DOS", "ENCRYPT", "ESPIONAGE" };
static const char *const titles[] = { "Mã độc thuế", "Mã hóa dữ liệu thuế", "Lừa đảo qua thư",
                                      "Quá tải" };
static const char *const    owners[]       = { "BTC", "BTC", "BTC",
                                               "BYT" }; // BYT sees a quarter, the Government all
static const incident_state states[STATES] = { INCIDENT_NEW, INCIDENT_RECEIVED, INCIDENT_VERIFIED,
                                               INCIDENT_NONE };

static int64_t one_told(call *c, size_t n)
{
    int64_t              id       = 0;
    incident_problems    bad      = { .count = 0 };
    const char           level[2] = { (char)('1' + n % 5), 0 };
    const incident_value all[]    = {
           { S("title"), str_from(titles[n / 3 % COUNT(titles)]) },
           { S("detected"), S("2026-11-24T08:00:00+07:00") },
           { S("description"), S("Không truy cập được") },
           { S("present_state"), S("unhandled") },
           { S("contact_name"), S("Lê Thị Mẫu") },
           { S("contact_phone"), S("0123 456 789") },
           { S("system_name"), S("Cổng dịch vụ") },
           { S("system_level"), str_from(n % 6 ? level : "") },
           { S("type"), str_from(types[n % COUNT(types)]) },
    };
    const incident_draft d  = { .system = S(""), .values = all, .count = COUNT(all), .open = true };
    status               st = incidents_add(c, &d, &id, &bad);
    if (st != ST_OK) fail_msg("%s " STR_FMT, status_name(st), STR_ARG(bad.items[0].field));
    call_end(c);
    return id;
}

static void tell_all(store *s)
{
    arena   a       = incident_test_arena();
    call    machine = test_call(s, &a);
    problem why     = { 0 };
    incident_test_seat(&machine, "coordinator", "BCA");
    for (size_t n = 0; n < TOLD; n++) {
        call    c  = incident_officer(s, &a, owners[n % COUNT(owners)]);
        int64_t id = one_told(&c, n);
        size_t  to = n / 5 % STATES;
        for (size_t k = 1; k <= to && to < 3; k++) incident_moves(&c, id, states[k]);
        if (to == 3) assert_int_equal(incident_moved(&c, id, INCIDENT_NONE, "nhầm", &why), ST_OK);
    }
}

typedef struct listing {
    incident_row rows[2 * TOLD];
    size_t       count;
} listing;

static void turn(call *c, const incident_filter *f, size_t limit, listing *out)
{
    incident_page one;
    problem       why    = { 0 };
    str           cursor = S("");
    out->count           = 0;
    do {
        assert_int_equal(incidents_list(c, f, cursor, limit, &one, &why), ST_OK);
        assert_true(one.count <= limit);
        for (size_t i = 0; i < one.count; i++) {
            assert_true(out->count < COUNT(out->rows));
            out->rows[out->count++] = one.items[i];
        }
        cursor = one.next;
    } while (cursor.len);
    call_end(c); // the next look sees what others wrote meanwhile
}

static bool passes(call *c, const incident_filter *f, const incident_row *r)
{
    const str parts[] = { r->code, r->title, r->system_name,
                          incident_type_words(LANG_VI, r->type) };
    str       words   = text_words(c->a, parts, COUNT(parts));
    return (!f->state || f->state == r->state) && (!f->open || !incident_over(r->state)) &&
           (!f->level || f->level == r->level) && (!f->type.len || str_equal(f->type, r->type)) &&
           text_words_meet(words, text_words(c->a, &f->q, 1));
}

static size_t same_as_looked_through(call *c, const incident_filter *f, const listing *all)
{
    static listing got;
    size_t         at = 0;
    turn(c, f, 7, &got);
    for (size_t i = 0; i < all->count; i++) {
        if (!passes(c, f, &all->rows[i])) continue;
        assert_true(at < got.count);
        assert_int_equal(got.rows[at++].id, all->rows[i].id);
    }
    assert_int_equal(at, got.count);
    return at;
}

static void every_filter_for_every_viewer(void **state)
{
    static const struct {
        const char *code;
        size_t      sees;
    } viewers[] = {
        { "VN-CP", TOLD }, { "BCA", TOLD }, { "BTC", TOLD * 3 / 4 }, { "BYT", TOLD / 4 }
    };
    static const char *const queries[] = { "",    "thue",  "ma thu", "do ma",         "lua",
                                           "???", "thuen", "d thue", "SC-2026-00001", "khong co" };
    static listing           all;
    size_t                   found = 0;
    tell_all(*state);
    for (size_t v = 0; v < COUNT(viewers); v++) {
        arena a = incident_test_arena();
        call  c = incident_officer(*state, &a, viewers[v].code);
        turn(&c, &(incident_filter){ .q = S("") }, 50, &all);
        assert_int_equal(all.count, viewers[v].sees);
        for (size_t n = 0; n < 6 * 5 * 2 * 4 * COUNT(queries); n++) {
            arena           mark = a;
            size_t          s = n / 6 % 5, t = n / 60 % 4;
            incident_filter f = { .q     = str_from(queries[n / 240]),
                                  .level = (int)(n % 6),
                                  .state = s ? states[s - 1] : 0,
                                  .open  = n / 30 % 2,
                                  .type  = t ? str_from(types[t - 1]) : S("") };
            c.a               = &mark;
            if (str_equal(f.q, S("???"))) { // nothing but signs: nothing is found
                static listing none;
                turn(&c, &f, 7, &none);
                assert_int_equal(none.count, 0);
            } else {
                found += same_as_looked_through(&c, &f, &all);
            }
            call_end(&c);
        }
    }
    assert_true(found > 4000); // the filters find something, each viewer much
}

static void a_changed_title_is_found_by_its_new_words_only(void **state)
{
    arena             a       = incident_test_arena();
    call              c       = incident_officer(*state, &a, "BTC");
    call              boss    = incident_officer(*state, &a, "BCA");
    call              machine = test_call(*state, &a);
    incident_problems bad     = { .count = 0 };
    static listing    got;
    incident_test_seat(&machine, "coordinator", "BCA");
    int64_t id = one_told(&c, 0);
    turn(&boss, &(incident_filter){ .q = S("Mã độc") }, 50, &got);
    assert_int_equal(got.count, 1);
    incident_set(&c, id, "title", "Rò rỉ hồ sơ", "", &bad);
    assert_int_equal(bad.count, 0);
    turn(&boss, &(incident_filter){ .q = S("Mã độc") }, 50, &got);
    assert_int_equal(got.count, 0);
    turn(&boss, &(incident_filter){ .q = S("rò rỉ h") }, 50, &got);
    assert_int_equal(got.count, 1);
    turn(&c, &(incident_filter){ .q = S("rò rỉ h") }, 50, &got);
    assert_int_equal(got.count, 1);
    call_end(&c);
    call_end(&boss);
}

static status words_made_anew(db *d, void *ctx)
{
    const listing *all = ctx;
    for (size_t i = 0; i < all->count; i++)
        TRY(incident_words_take(d, &(incident_words_take_in){ .id = all->rows[i].id }, NULL));
    return incident_words_rebuild(d, NULL);
}

// As a restore makes it: each is found once, the newest first.
static void a_search_made_anew_finds_the_same(void **state)
{
    arena           a    = incident_test_arena();
    call            boss = incident_officer(*state, &a, "BCA");
    incident_filter f    = { .q = S("thuế") };
    static listing  all, before, after;
    tell_all(*state);
    turn(&boss, &(incident_filter){ .q = S("") }, 50, &all);
    turn(&boss, &f, 7, &before);
    assert_int_equal(before.count, TOLD / 2);
    assert_int_equal(store_act(*state, words_made_anew, &all), ST_OK);
    turn(&boss, &f, 7, &after);
    assert_int_equal(after.count, before.count);
    for (size_t i = 0; i < before.count; i++) assert_int_equal(after.rows[i].id, before.rows[i].id);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,     &timers_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql,
                                                 &systems_sql,       &incidents_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_filter_for_every_viewer),
        cmocka_unit_test(a_changed_title_is_found_by_its_new_words_only),
        cmocka_unit_test(a_search_made_anew_finds_the_same),
    };
    return test_store_run(tests, COUNT(tests));
}
