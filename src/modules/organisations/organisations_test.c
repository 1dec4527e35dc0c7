#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/organisations/organisations_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define EQUALS(got, want) assert_string_equal(arena_cstr(c.a, got), want)

static void every_statement_prepares_as_declared(void **state)
{
    problem why = { 0 };
    status  st  = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT " " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

static void seeding_twice_adds_nothing_and_keeps_uids(void **state)
{
    test_seed(*state);
    call    c = test_system(*state);
    body    before, after;
    int64_t added = 9;
    assert_int_equal(body_by_code(&c, S("BCA"), &before), ST_OK);
    assert_int_equal(organisations_seed(&c, test_state, TEST_STATE, &added, NULL), ST_OK);
    assert_int_equal(added, 0);
    assert_int_equal(body_by_code(&c, S("bca"), &after), ST_OK);
    assert_true(str_equal(before.uid, after.uid));
    assert_int_equal(after.uid.ptr[14], '8');
    EQUALS(after.symbol, "BCA");
    call_end(&c);
}

static void the_tree_is_read_as_of_a_day(void **state)
{
    test_seed(*state);
    call      c = test_system(*state);
    body_list above;
    int64_t   catt = test_id_of(*state, "BTTTT-CATTT");
    assert_int_equal(body_above(&c, catt, S("2025-02-28"), &above), ST_OK);
    assert_int_equal(above.count, 2);
    EQUALS(above.items[0].code, "BTTTT");
    EQUALS(above.items[1].code, "VN-CP");
    assert_int_equal(body_above(&c, catt, S("2025-03-01"), &above), ST_OK);
    assert_int_equal(above.count, 0);
    assert_int_equal(body_above(&c, 999999, S(""), &above), ST_MISSING);

    body b; // of a body that has ended the last parent is told
    assert_int_equal(body_by_id(&c, catt, &b), ST_OK);
    assert_int_equal(b.parent_id, test_id_of(*state, "BTTTT"));
    EQUALS(b.valid_to, "2025-02-28");
    EQUALS(b.valid_from, "");

    body_list below;
    assert_int_equal(body_children(&c, test_id_of(*state, "VN-CP"), &below), ST_OK);
    assert_int_equal(below.count, 3);
    EQUALS(below.items[0].code, "BCA"); // protocol order
    EQUALS(below.items[1].code, "BKHCN");
    EQUALS(below.items[2].code, "T34-15");
    assert_int_equal(body_children(&c, 0, &below), ST_OK);
    assert_int_equal(below.count, 2);
    EQUALS(below.items[1].code, "VNPOST");
    call_end(&c);
}

static void a_branch_is_searched_without_accents(void **state)
{
    test_seed(*state);
    int64_t t = test_id_of(*state, "T34-15");
    test_add(*state, "T34-15-SYT", "Sở Y tế", t);
    test_add(*state, "T34-15-SDT", "Sở Dân tộc và Tôn giáo", t);
    test_add(*state, "T34-15-SXD", "Sở Xây dựng", t);
    call      c = test_system(*state);
    body_list found;
    assert_int_equal(body_branch(&c, t, S(""), &found), ST_OK);
    assert_int_equal(found.count, 4);
    assert_int_equal(body_branch(&c, t, S("so y te"), &found), ST_OK);
    assert_int_equal(found.count, 1);
    EQUALS(found.items[0].name_vi, "Sở Y tế");
    assert_int_equal(body_branch(&c, t, S("so"), &found), ST_OK);
    assert_int_equal(found.count, 3);
    EQUALS(found.items[0].code, "T34-15-SDT"); // Vietnamese order: D, X, Y
    EQUALS(found.items[1].code, "T34-15-SXD");
    EQUALS(found.items[2].code, "T34-15-SYT");
    assert_int_equal(body_branch(&c, test_id_of(*state, "BCA"), S("so y te"), &found), ST_OK);
    assert_int_equal(found.count, 0);
    bool in;
    assert_int_equal(body_in_branch(&c, found.count ? 0 : t, test_id_of(*state, "VN-CP"), &in),
                     ST_OK);
    assert_true(in);
    assert_int_equal(body_in_branch(&c, t, test_id_of(*state, "BCA"), &in), ST_OK);
    assert_false(in);
    call_end(&c);
}

static void a_name_as_typed_finds_its_body_or_successor(void **state)
{
    test_seed(*state);
    static const struct {
        const char *typed, *on, *code, *old;
        status      st;
    } cases[] = {
        { "bkhcn", "", "BKHCN", NULL, ST_OK },
        { "bo khoa hoc va cong nghe", "", "BKHCN", NULL, ST_OK },
        { "Bộ KH&CN", "", "BKHCN", NULL, ST_OK },
        { "Bộ TT&TT", "", "BKHCN", "BTTTT", ST_OK },
        { "BTTTT", "", "BKHCN", "BTTTT", ST_OK },
        { "Bộ Thông tin và Truyền thông", "2025-02-28", "BTTTT", NULL, ST_OK },
        { "Cục An toàn thông tin", "", "BCA-A05", "BTTTT-CATTT", ST_OK },
        { "Lào Cai", "", "T34-15", NULL, ST_OK },
        { "UBND tỉnh Lào Cai", "2025-06-30", "T63-10", NULL, ST_OK },
        { "T63-10", "", "T34-15", "T63-10", ST_OK },
        { "Yên Bái", "", "T34-15", "T63-15", ST_OK },
        { "Sở Không Có", "", NULL, NULL, ST_MISSING },
        { "", "", NULL, NULL, ST_MISSING },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        call       c   = test_system(*state);
        problem    why = { 0 };
        body_found found;
        status st = body_resolve(&c, str_from(cases[i].typed), str_from(cases[i].on), &found, &why);
        if (st != cases[i].st) fail_msg("%s: %s", cases[i].typed, status_name(st));
        if (st != ST_OK) EQUALS(why.rule, "unknown-body");
        if (st == ST_OK) {
            EQUALS(found.body.code, cases[i].code);
            assert_int_equal(found.successor, cases[i].old != NULL);
            if (cases[i].old) EQUALS(found.old.code, cases[i].old);
        }
        call_end(&c);
    }
}

static void one_name_of_two_bodies_is_told_apart_by_the_branch(void **state)
{
    test_seed(*state);
    int64_t    a   = test_add(*state, "T34-15-VP", "Văn phòng", test_id_of(*state, "T34-15"));
    int64_t    b   = test_add(*state, "BCA-VP", "Văn phòng", test_id_of(*state, "BCA"));
    call       c   = test_system(*state);
    problem    why = { 0 };
    body_found found;
    assert_int_equal(body_resolve(&c, S("van phong"), S(""), &found, &why), ST_INVALID);
    EQUALS(why.rule, "ambiguous-body");
    call_end(&c);
    c = test_body(*state, test_id_of(*state, "BCA"));
    assert_int_equal(body_resolve(&c, S("Văn phòng"), S(""), &found, &why), ST_OK);
    assert_int_equal(found.body.id, b);
    call_end(&c);
    c = test_body(*state, test_id_of(*state, "T34-15"));
    assert_int_equal(body_resolve(&c, S("Văn phòng"), S(""), &found, &why), ST_OK);
    assert_int_equal(found.body.id, a);
    call_end(&c);
}

static void a_new_body_is_refused_with_the_field_named(void **state)
{
    test_seed(*state);
    int64_t ended = test_id_of(*state, "BTTTT"), t = test_id_of(*state, "T34-15");
    const struct {
        body_draft  draft;
        const char *field, *rule;
    } cases[] = {
        { { .code = S("BCA"), .name_vi = S("A"), .parent_id = t }, "code", "code-taken" },
        { { .code = S("bca"), .name_vi = S("A"), .parent_id = t }, "code", "code-taken" },
        { { .code = S("X"), .name_vi = S(""), .parent_id = t }, "name_vi", "required" },
        { { .code = S("X"), .name_vi = S("A"), .parent_id = 99999 }, "parent_id", "unknown-body" },
        { { .code = S("X"), .name_vi = S("A"), .parent_id = ended }, "parent_id", "body-ended" },
        { { .name_vi = S("A") }, "code", "required" },
        { { .code = S("X"), .name_vi = S("A"), .kind = S("government") }, "kind", "unknown-kind" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        call    c   = test_system(*state);
        problem why = { 0 };
        int64_t id;
        assert_int_equal(bodies_add(&c, &cases[i].draft, &id, &why), ST_INVALID);
        EQUALS(why.field, cases[i].field);
        EQUALS(why.rule, cases[i].rule);
    }
    call       c     = test_body(*state, t);
    body_draft draft = { .name_vi = S("Sở Mới"), .parent_id = t };
    int64_t    id;
    body       b;
    assert_int_equal(bodies_add(&c, &draft, &id, NULL), ST_OK);
    assert_int_equal(body_by_id(&c, id, &b), ST_OK);
    EQUALS(b.code, "T34-15-01"); // made from the parent's
    call_end(&c);
}

static void nobody_acts_on_bodies_outside_the_own_branch(void **state)
{
    test_seed(*state);
    int64_t    t = test_id_of(*state, "T34-15"), bca = test_id_of(*state, "BCA"), id;
    call       c     = test_body(*state, bca);
    body_draft draft = { .code = S("X"), .name_vi = S("A"), .parent_id = t };
    body_names names = { .name_vi = S("Khác") };
    assert_int_equal(bodies_add(&c, &draft, &id, NULL), ST_FORBIDDEN);
    draft.parent_id = 0;
    assert_int_equal(bodies_add(&c, &draft, &id, NULL), ST_FORBIDDEN);
    assert_int_equal(bodies_rename(&c, t, 1, &names, NULL), ST_FORBIDDEN);
    assert_int_equal(bodies_move(&c, t, bca, NULL), ST_FORBIDDEN);
    assert_int_equal(bodies_move(&c, test_id_of(*state, "BCA-A05"), t, NULL), ST_FORBIDDEN);
    assert_int_equal(bodies_close(&c, t, S("2026-12-31"), 0, NULL), ST_FORBIDDEN);
    c.who.rights = RIGHT_SIGNED_IN; // and in it only with the right
    assert_int_equal(bodies_rename(&c, bca, 1, &names, NULL), ST_FORBIDDEN);
    draft.parent_id = bca;
    assert_int_equal(bodies_add(&c, &draft, &id, NULL), ST_FORBIDDEN);
    call_end(&c);
}

static void a_rename_of_an_older_version_is_a_conflict(void **state)
{
    test_seed(*state);
    int64_t    t     = test_id_of(*state, "T34-15");
    call       c     = test_system(*state);
    body_names names = { .name_vi = S("Tỉnh Hoàng Liên Sơn"), .name_en = S("HLS") };
    body       b;
    assert_int_equal(bodies_rename(&c, t, 1, &names, NULL), ST_OK);
    assert_int_equal(bodies_rename(&c, t, 1, &names, NULL), ST_CONFLICT);
    assert_int_equal(body_by_id(&c, t, &b), ST_OK);
    assert_int_equal(b.version, 2);
    body_found found;
    assert_int_equal(body_resolve(&c, S("hoang lien son"), S(""), &found, NULL), ST_OK);
    assert_int_equal(found.body.id, t);
    call_end(&c);
}

// ---- scope ------------------------------------------------------------------------------------------

static void owner_operator_and_superiors_see_and_strangers_do_not(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t gov = test_id_of(s, "VN-CP"), t = test_id_of(s, "T34-15"), bca = test_id_of(s, "BCA");
    int64_t bk = test_id_of(s, "BKHCN"), post = test_id_of(s, "VNPOST");
    int64_t so = test_add(s, "T34-15-SYT", "Sở Y tế", t), bv = test_add(s, "BV", "Bệnh viện", so);
    test_put(s, 1, bv, post, 2, 1);
    assert_int_equal(test_sees(s, bv, 1), SCOPE_OWNER);
    assert_int_equal(test_sees(s, post, 1), SCOPE_OPERATOR);
    assert_int_equal(test_sees(s, so, 1), SCOPE_SUPERIOR);
    assert_int_equal(test_sees(s, t, 1), SCOPE_SUPERIOR);
    assert_int_equal(test_sees(s, gov, 1), SCOPE_SUPERIOR);
    assert_int_equal(test_sees(s, bca, 1), 0);
    assert_int_equal(test_sees(s, bk, 1), 0);
    assert_int_equal(test_sees(s, 0, 1), 0);
    assert_int_equal(test_sees(s, bv, 2), 0);
    test_put(s, 2, bv, so, 2, 1); // an operator that also stands above
    assert_int_equal(test_sees(s, so, 2), SCOPE_OPERATOR);
    test_put(s, 3, so, so, 2, 1); // its own operator
    assert_int_equal(test_sees(s, so, 3), SCOPE_OWNER);
    test_put(s, 4, post, 0, 2, 1); // nothing stands above it but the register
    assert_int_equal(test_sees(s, gov, 4), SCOPE_SUPERIOR);
    assert_int_equal(test_counted(s, gov), 4);
    assert_int_equal(test_counted(s, so), 3);
    assert_int_equal(test_counted(s, post), 2);
    assert_int_equal(test_counted(s, bca), 0);
}

static void an_owner_that_does_not_exist_is_missing(void **state)
{
    test_seed(*state);
    call          c = test_system(*state);
    test_put_work w = { &c, { 1, 99999, 0, 1, 1, S("k") } };
    assert_int_equal(call_act(&c, test_put_inside, &w), ST_MISSING);
}

static void a_body_that_moves_takes_its_branch_out_of_the_old_sight(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t gov = test_id_of(s, "VN-CP"), t = test_id_of(s, "T34-15"), bca = test_id_of(s, "BCA");
    int64_t so = test_add(s, "T34-15-SYT", "Sở Y tế", t), bv = test_add(s, "BV", "Bệnh viện", so);
    for (int64_t i = 1; i <= 450; i++)
        test_put(s, i, bv, i % 2 ? t : 0, 2, 1); // more than two batches
    test_put(s, 1000, so, 0, 3, 1);
    call    c   = test_system(s);
    problem why = { 0 };
    assert_int_equal(bodies_move(&c, bv, so, &why), ST_OK); // to where it is: nothing changes
    assert_int_equal(test_counted(s, so), 451);
    assert_int_equal(bodies_move(&c, so, bv, &why), ST_INVALID);
    EQUALS(why.rule, "cycle");
    assert_int_equal(bodies_move(&c, so, bca, &why), ST_OK);
    assert_int_equal(test_sees(s, bca, 1), SCOPE_SUPERIOR);
    assert_int_equal(test_sees(s, bca, 450), SCOPE_SUPERIOR);
    assert_int_equal(test_sees(s, bca, 1000), SCOPE_SUPERIOR);
    assert_int_equal(test_sees(s, t, 1), SCOPE_OPERATOR); // still operates the odd ones
    assert_int_equal(test_sees(s, t, 2), 0);
    assert_int_equal(test_sees(s, t, 1000), 0);
    assert_int_equal(test_counted(s, bca), 451);
    assert_int_equal(test_counted(s, t), 225);
    assert_int_equal(test_counted(s, gov), 451);
    body_list above;
    c = test_system(s);
    assert_int_equal(body_above(&c, bv, S("2026-11-23"), &above), ST_OK);
    EQUALS(above.items[1].code, "T34-15"); // yesterday it stood elsewhere
    assert_int_equal(body_above(&c, bv, S(""), &above), ST_OK);
    EQUALS(above.items[1].code, "BCA");
    call_end(&c);
}

static void a_place_that_begins_tomorrow_is_seen_from_tomorrow(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t    t     = test_id_of(s, "T34-15"), id;
    call       c     = test_system(s);
    body_draft draft = {
        .code = S("MOI"), .name_vi = S("Đơn vị mới"), .valid_from = S("2026-11-25"), .parent_id = t
    };
    assert_int_equal(organisations_roll(&c), ST_OK);
    assert_int_equal(bodies_add(&c, &draft, &id, NULL), ST_OK);
    test_put(s, 1, id, 0, 1, 1);
    assert_int_equal(test_sees(s, t, 1), 0);
    c = test_system(s);
    assert_int_equal(organisations_roll(&c), ST_OK);
    assert_int_equal(test_sees(s, t, 1), 0);
    c = test_system(s);
    c.now_ms += test_day_ms;
    assert_int_equal(organisations_roll(&c), ST_OK);
    assert_int_equal(test_sees(s, t, 1), SCOPE_SUPERIOR);
    assert_int_equal(test_counted(s, t), 1);
    c = test_system(s);
    c.now_ms += test_day_ms;
    assert_int_equal(bodies_close(&c, id, S("2026-11-25"), t, NULL), ST_OK);
    body_found found;
    assert_int_equal(body_resolve(&c, S("don vi moi"), S("2026-11-26"), &found, NULL), ST_OK);
    assert_true(found.successor);
    assert_int_equal(found.body.id, t);
    call_end(&c);
    assert_int_equal(test_sees(s, t, 1), SCOPE_SUPERIOR); // an ended owner's line is its last day's
}

// ---- counters ---------------------------------------------------------------------------------------

typedef struct model_object {
    int64_t owner, by, level, phase; // owner 0: not there
} model_object;

typedef struct random_work {
    call         *c;
    uint64_t      dice;
    model_object *objects;
    int64_t       bodies[6];
} random_work;

enum { MODEL_OBJECTS = 40, MODEL_STEPS = 300 };

static uint64_t throw(uint64_t * dice, uint64_t sides)
{
    *dice ^= *dice << 13;
    *dice ^= *dice >> 7;
    *dice ^= *dice << 17;
    return *dice % sides;
}

static status random_act(db *d, void *ctx)
{
    (void)d;
    random_work  *w    = ctx;
    uint64_t      dice = w->dice;
    int64_t       at   = (int64_t) throw(&dice, MODEL_OBJECTS);
    model_object *o = &w->objects[at], next = *o;
    int64_t       id = at + 1, owner = w->bodies[throw(&dice, 6)];
    int64_t       by    = throw(&dice, 2) ? w->bodies[throw(&dice, 6)] : 0;
    int64_t       level = (int64_t) throw(&dice, 6), phase = (int64_t) throw(&dice, 3);
    status        st;
    if (o->owner == 0) {
        next = (model_object){ owner, by, level, phase };
        st   = scope_put(w->c, SCOPE_SYSTEM, &(scope_entry){ id, owner, by, level, phase, S("k") });
    } else if (throw(&dice, 3) == 0) {
        next = (model_object){ 0 };
        st   = scope_drop(w->c, SCOPE_SYSTEM, id);
    } else if (throw(&dice, 2)) {
        next.owner = owner, next.by = by;
        st = scope_move(w->c, SCOPE_SYSTEM, id, owner, by);
    } else {
        next.level = level, next.phase = phase;
        st = scope_change(w->c, SCOPE_SYSTEM, id, level, phase, S("m"));
    }
    if (st == ST_OK) *o = next;
    return st;
}

static void counters_equal_what_is_seen_after_random_acts(void **state)
{
    store       *s                      = *state;
    model_object objects[MODEL_OBJECTS] = { { 0 } };
    test_seed(s);
    int64_t     t = test_id_of(s, "T34-15"), so = test_add(s, "SYT", "Sở Y tế", t);
    random_work w = { .dice    = 88172645463325252u,
                      .objects = objects,
                      .bodies = { t, so, test_add(s, "BV", "Bệnh viện", so), test_id_of(s, "BCA"),
                                  test_id_of(s, "VNPOST"), test_id_of(s, "BCA-A05") } };
    for (int step = 0; step < MODEL_STEPS; step++) {
        call c = test_system(s);
        w.c    = &c;
        (void) throw(&w.dice, 2);
        assert_int_equal(call_act(&c, random_act, &w), ST_OK);
        if (step % 37 == 0) assert_int_equal(scope_counts_fold(&c), ST_OK);
        if (step % 20) continue;
        for (size_t b = 0; b < COUNT(w.bodies); b++) {
            int64_t want[6][3] = { { 0 } }, total = 0;
            for (int64_t i = 0; i < MODEL_OBJECTS; i++) {
                if (!objects[i].owner || !test_sees(s, w.bodies[b], i + 1)) continue;
                want[objects[i].level][objects[i].phase]++;
                total++;
            }
            c = test_body(s, w.bodies[b]);
            scope_counts counts;
            assert_int_equal(scope_counts_load(&c, SCOPE_SYSTEM, &counts), ST_OK);
            assert_int_equal(counts.total, total);
            for (size_t k = 0; k < counts.count; k++) {
                const scope_count *cell = &counts.cells[k];
                assert_int_equal(cell->n, want[cell->level][cell->state]);
            }
            call_end(&c);
        }
    }
}

typedef struct many_work {
    call              *c;
    const scope_entry *entries;
    size_t             count;
} many_work;

static status put_many(db *d, void *ctx)
{
    (void)d;
    many_work *w = ctx;
    return scope_put_many(w->c, SCOPE_SYSTEM, w->entries, w->count);
}

static void many_at_once_are_written_and_counted_as_one_by_one(void **state)
{
    enum { N = 3000 };
    store             *s = *state;
    static scope_entry entries[N];
    test_seed(s);
    int64_t t = test_id_of(s, "T34-15"), bca = test_id_of(s, "BCA"), gov = test_id_of(s, "VN-CP");
    for (int64_t i = 0; i < N; i++) {
        entries[i] = (scope_entry){ i + 1, i % 3 ? t : bca, i % 5 ? 0 : bca, i % 6, i % 4, S("k") };
    }
    call      c = test_system(s);
    many_work w = { &c, entries, N };
    assert_int_equal(call_act(&c, put_many, &w), ST_OK);
    assert_int_equal(test_counted(s, gov), N);
    assert_int_equal(test_counted(s, t), 2000);
    assert_int_equal(test_counted(s, bca), 1000 + 400);
    assert_int_equal(test_sees(s, bca, 1), SCOPE_OWNER);
    assert_int_equal(test_sees(s, bca, 6), SCOPE_OPERATOR);
    assert_int_equal(test_sees(s, bca, 2), 0);
}

// ---- faults -----------------------------------------------------------------------------------------

static void an_act_that_breaks_anywhere_leaves_nothing_behind(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t t = test_id_of(s, "T34-15"), so = test_add(s, "SYT", "Sở Y tế", t),
            bca = test_id_of(s, "BCA");
    test_put(s, 1, so, 0, 1, 1);
    bool done = false;
    for (int n = 1; n < 200 && !done; n++) {
        call c = test_system(s);
        store_fault(s, n, STORE_FAULT_BREAK);
        status st = bodies_move(&c, so, bca, NULL);
        done      = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        if (done) break;
        assert_int_not_equal(st, ST_OK);
        assert_int_equal(test_sees(s, t, 1), SCOPE_SUPERIOR);
        assert_int_equal(test_counted(s, t), 1);
        assert_int_equal(test_counted(s, bca), 0);
    }
    assert_true(done);
    assert_int_equal(test_counted(s, bca), 1);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &organisations_sql };
    store_register(modules, COUNT(modules));
    test_organisations_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_prepares_as_declared),
        cmocka_unit_test(seeding_twice_adds_nothing_and_keeps_uids),
        cmocka_unit_test(the_tree_is_read_as_of_a_day),
        cmocka_unit_test(a_branch_is_searched_without_accents),
        cmocka_unit_test(a_name_as_typed_finds_its_body_or_successor),
        cmocka_unit_test(one_name_of_two_bodies_is_told_apart_by_the_branch),
        cmocka_unit_test(a_new_body_is_refused_with_the_field_named),
        cmocka_unit_test(nobody_acts_on_bodies_outside_the_own_branch),
        cmocka_unit_test(a_rename_of_an_older_version_is_a_conflict),
        cmocka_unit_test(owner_operator_and_superiors_see_and_strangers_do_not),
        cmocka_unit_test(an_owner_that_does_not_exist_is_missing),
        cmocka_unit_test(a_body_that_moves_takes_its_branch_out_of_the_old_sight),
        cmocka_unit_test(a_place_that_begins_tomorrow_is_seen_from_tomorrow),
        cmocka_unit_test(counters_equal_what_is_seen_after_random_acts),
        cmocka_unit_test(many_at_once_are_written_and_counted_as_one_by_one),
        cmocka_unit_test(an_act_that_breaks_anywhere_leaves_nothing_behind),
    };
    return test_store_run(tests, COUNT(tests));
}
