// lesson_test.c - lessons on both engines: who draws, approves, spreads; that they keep silent about who was hit.
#include "modules/incidents/incidents_test_kit.h"
#include "modules/incidents/lesson_ops.h"
#include "modules/network/network.h"
#include "modules/tasks/tasks.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql, letters_sql;

static const char detected[] = "2026-11-24T08:00:00+07:00";

typedef struct cast { // who plays in each of these
    arena   a;
    call    owner, center, other, machine;
    int64_t id;
} cast;

static cast *cast_of(void **state)
{
    static cast k;
    k.a                    = incident_test_arena();
    k.owner                = incident_officer(*state, &k.a, "BTC");
    k.center               = incident_officer(*state, &k.a, "BCA");
    k.other                = incident_officer(*state, &k.a, "BYT");
    k.machine              = test_call(*state, &k.a);
    k.center.who.person_id = 8;
    incident_test_seat(&k.machine, "coordinator", "BCA");
    k.id = incident_told(&k.owner, "", detected);
    return &k;
}

static status draws(call *c, int64_t id, const char *words, int64_t *lesson, problem *why)
{
    const incident_lesson_draft d  = { .id    = id,
                                       .title = S("Máy chủ dùng chung mật khẩu"),
                                       .what  = S("Một mật khẩu dùng cho mọi máy chủ"),
                                       .words = str_from(words) };
    status                      st = incidents_lesson_draw(c, &d, lesson, why);
    call_end(c);
    return st;
}

static status judges(call *c, const incident_lesson_verdict *k, problem *why)
{
    status st = incidents_lesson_judge(c, k, why);
    call_end(c);
    return st;
}

static status spreads(call *c, const incident_lesson_spread *k, size_t *told, problem *why)
{
    status st = incidents_lesson_spread(c, k, told, why);
    call_end(c);
    return st;
}

static void drawn_approved_by_another_spread_and_read(void **state)
{
    cast        *k   = cast_of(state);
    problem      why = { 0 };
    int64_t      lesson;
    size_t       told;
    lesson_told *all, one;
    assert_int_equal(draws(&k->other, k->id, "x", &lesson, &why), ST_MISSING);
    assert_int_equal(draws(&k->owner, k->id, "", &lesson, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("words")));
    assert_int_equal(draws(&k->owner, k->id, "Mỗi máy một mật khẩu", &lesson, &why), ST_OK);
    incident_lesson_verdict yes = { k->id, lesson, true, false, S("") };
    incident_lesson_spread  to  = { k->id, lesson, false, S("BYT, BYT") };
    assert_int_equal(judges(&k->owner, &yes, &why), ST_FORBIDDEN);
    assert_int_equal(spreads(&k->center, &to, &told, &why), ST_INVALID); // not approved yet
    assert_int_equal(judges(&k->center, &yes, &why), ST_OK);
    assert_int_equal(judges(&k->center, &yes, &why), ST_INVALID);
    assert_int_equal(spreads(&k->owner, &to, &told, &why), ST_FORBIDDEN);
    assert_int_equal(spreads(&k->center, &to, &told, &why), ST_OK);
    assert_int_equal(told, 1);
    assert_int_equal(spreads(&k->center, &to, &told, &why), ST_OK);
    assert_int_equal(told, 0); // told once
    to.bodies = S("KHONG-CO");
    assert_int_equal(spreads(&k->center, &to, &told, &why), ST_INVALID);
    to.all = true;
    assert_int_equal(spreads(&k->center, &to, &told, &why), ST_INVALID); // no members there
    // Who was told reads the lesson, and not the incident.
    assert_int_equal(lessons_list(&k->other, &all, &told), ST_OK);
    assert_int_equal(told, 1);
    assert_int_equal(lesson_read(&k->other, lesson, &one), ST_OK);
    assert_int_equal(one.victim.len, 0);
    call_end(&k->other);
    assert_int_equal(lesson_read(&k->owner, lesson, &one), ST_MISSING);
    call_end(&k->owner);
    incident         i = incident_loaded(&k->owner, k->id);
    incident_lesson *kept;
    assert_int_equal(incident_lessons_list(&k->owner, &i, &kept, &told), ST_OK);
    assert_int_equal(kept[0].told, 1);
    assert_int_equal(kept[0].read, 1);
    assert_int_equal(kept[0].state, LESSON_SPREAD);
    call_end(&k->owner);
}

static void it_keeps_silent_about_who_was_hit(void **state)
{
    cast       *k   = cast_of(state);
    problem     why = { 0 };
    int64_t     lesson;
    size_t      told;
    lesson_told one;
    incident    i     = incident_loaded(&k->owner, k->id);
    str         words = arena_printf(&k->a, "Tại " STR_FMT " không có bản sao lưu.%c",
                                     STR_ARG(i.owner_name), 0);
    assert_int_equal(draws(&k->owner, k->id, words.ptr, &lesson, &why), ST_OK);
    incident_lesson_verdict v = { k->id, lesson, true, false, S("") };
    assert_int_equal(judges(&k->center, &v, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("lesson-names")));
    v.named = true;
    assert_int_equal(judges(&k->center, &v, &why), ST_OK);
    incident_lesson_spread to = { k->id, lesson, false, S("BYT") };
    assert_int_equal(spreads(&k->center, &to, &told, &why), ST_OK);
    assert_int_equal(lesson_read(&k->other, lesson, &one), ST_OK);
    assert_true(str_equal(one.victim, i.owner_name));
    call_end(&k->other);
}

static void nobody_approves_their_own_and_setting_aside_wants_a_reason(void **state)
{
    cast   *k   = cast_of(state);
    problem why = { 0 };
    int64_t lesson;
    assert_int_equal(draws(&k->center, k->id, "Mỗi máy một mật khẩu", &lesson, &why), ST_OK);
    incident_lesson_verdict v = { k->id, lesson, true, false, S("") };
    assert_int_equal(judges(&k->center, &v, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("lesson-own")));
    v.approve = false;
    assert_int_equal(judges(&k->center, &v, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("reason")));
    v.reason = S("đã có bài học tương tự");
    assert_int_equal(judges(&k->center, &v, &why), ST_OK);
    const incident_lesson_draft again = { k->id, lesson, S("x"), S("x"), S("x"), S("") };
    assert_int_equal(incidents_lesson_draw(&k->center, &again, &lesson, &why), ST_INVALID);
    call_end(&k->center);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,     &timers_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql,
                                                 &systems_sql,       &letters_sql,  &network_sql,
                                                 &incidents_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawn_approved_by_another_spread_and_read),
        cmocka_unit_test(it_keeps_silent_about_who_was_hit),
        cmocka_unit_test(nobody_approves_their_own_and_setting_aside_wants_a_reason),
    };
    return test_store_run(tests, COUNT(tests));
}
