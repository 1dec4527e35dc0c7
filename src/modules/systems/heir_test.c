// Two departments become one: their systems, roles in sight and history move in one act, and what was
// decided stays.
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static arena a;

static int64_t department(store *s, const char *code, const char *name)
{
    call       c     = test_call(s, &a);
    problem    why   = { 0 };
    int64_t    id    = 0;
    body_draft draft = { .code      = str_from(code),
                         .name_vi   = str_from(name),
                         .parent_id = test_body(&c, "T34-15") };
    assert_int_equal(bodies_add(&c, &draft, &id, &why), ST_OK);
    call_end(&c);
    return id;
}

static call administrator(store *s)
{
    call c       = test_call_of(s, &a, "T34-15");
    c.who.rights = ~UINT64_C(0);
    return c;
}

static void two_departments(store *s)
{
    a.next = a.start;
    department(s, "STTTT", "Sở Thông tin và Truyền thông");
    department(s, "SKHCN", "Sở Khoa học và Công nghệ");
}

// Drafts the merger of both into a new department that begins on `day`.
static int64_t merger(call *c, const char *begins)
{
    problem     why = { 0 };
    int64_t     id  = 0;
    body_change g   = { .kind       = CHANGE_MERGE,
                        .body_count = 2,
                        .bodies     = { test_body(c, "STTTT"), test_body(c, "SKHCN") },
                        .names      = { .name_vi = S("Sở Khoa học, Công nghệ và Số") },
                        .code       = S("SKHCNS"),
                        .doc_no     = S("15/QĐ-UBND"),
                        .effect_on  = str_from(begins) };
    status      st  = body_change_make(c, &g, &id, &why);
    if (st != ST_OK) fail_msg("%d " STR_FMT " " STR_FMT, st, STR_ARG(why.field), STR_ARG(why.rule));
    return id;
}

static int64_t sees(store *s, const char *code)
{
    call         c = test_call_of(s, &a, code);
    scope_counts counts;
    assert_int_equal(scope_counts_load(&c, SCOPE_SYSTEM, &counts), ST_OK);
    call_end(&c);
    return counts.total;
}

static void a_merger_moves_systems_and_keeps_what_was_decided(void **state)
{
    store *s = *state;
    two_departments(s);
    call          c   = test_call(s, &a);
    int64_t       one = test_system(&c, "STTTT", "Cổng thông tin", "{}");
    int64_t       two = test_system(&c, "SKHCN", "Cổng thông tin", "{}"); // of the same name
    int64_t       far = test_system(&c, "BYT", "Hệ thống bệnh án", "{}");
    system_record before, r;
    body_change_preview look;
    body_change         g;
    problem             why = { 0 };
    assert_int_equal(systems_get_id(&c, one, &before), ST_OK);
    call_end(&c);

    c = administrator(s);
    assert_int_equal(sees(s, "T34-15"), 2);
    int64_t id = merger(&c, "24/11/2026");
    assert_int_equal(body_change_load(&c, id, &g), ST_OK);
    assert_int_equal(g.state, CHANGE_DRAFT);
    assert_int_equal(body_change_look(&c, &g, &look), ST_OK);
    assert_int_equal(look.bodies[0].heirs[0] + look.bodies[1].heirs[0], 2);
    assert_int_equal(look.bodies[0].clashes + look.bodies[1].clashes, 1);
    assert_true(look.fresh);
    assert_int_equal(sees(s, "STTTT"), 1); // nothing has happened yet
    assert_int_equal(body_change_confirm(&c, id, &(body_change){ .kind = 0 }, &why), ST_OK);

    assert_int_equal(body_change_load(&c, id, &g), ST_OK);
    assert_int_equal(g.state, CHANGE_DONE);
    assert_int_equal(g.systems, 2);
    assert_int_equal(sees(s, "STTTT"), 0);
    assert_int_equal(sees(s, "SKHCN"), 0);
    assert_int_equal(sees(s, "SKHCNS"), 2);
    assert_int_equal(sees(s, "T34-15"), 2);
    assert_int_equal(sees(s, "VN-CP"), 3);

    c = test_call(s, &a);
    assert_int_equal(systems_get_id(&c, one, &r), ST_OK);
    assert_true(str_equal(r.data.owner, S("SKHCNS")));
    assert_int_equal(r.determination_id, before.determination_id);
    assert_int_equal(r.version, before.version + 1);
    system_record r2;
    assert_int_equal(systems_get_id(&c, two, &r2), ST_OK);
    assert_true(str_equal(r.data.name, S("Cổng thông tin")) !=
                str_equal(r2.data.name, S("Cổng thông tin")));
    history_page lines;
    size_t       owners = 0;
    assert_int_equal(systems_history(&c, one, &(history_ask){ 0 }, &lines), ST_OK);
    for (size_t i = 0; i < lines.count; i++) {
        if (!str_equal(lines.items[i].field, S("owner"))) continue;
        owners++;
        assert_true(str_equal(lines.items[i].before, S("STTTT")));
        assert_true(str_equal(lines.items[i].after, S("SKHCNS")));
        assert_int_equal(lines.items[i].act, CHANGED_BY_MERGER);
    }
    assert_int_equal(owners, 1);
    assert_int_equal(systems_get_id(&c, far, &r), ST_OK);
    assert_int_equal(r.version, 1);

    body_found found; // the old name still leads there
    assert_int_equal(body_resolve(&c, S("so thong tin va truyen thong"), S(""), &found, &why),
                     ST_OK);
    assert_true(found.successor);
    assert_true(str_equal(found.body.code, S("SKHCNS")));
    assert_true(str_equal(found.old.valid_to, S("2026-11-23")));
    system_page   page; // and a search by the new owner's name finds the systems
    system_filter f = { .q = S("công nghệ và số") };
    assert_int_equal(systems_list(&c, &f, (str){ 0 }, 0, &page, &why), ST_OK);
    assert_int_equal(page.count, 2);
    call_end(&c);
}

static void an_operator_and_units_follow(void **state)
{
    store *s = *state;
    two_departments(s);
    call       c     = test_call(s, &a);
    problem    why   = { 0 };
    int64_t    unit  = 0;
    body_draft below = { .code      = S("TT"),
                         .name_vi   = S("Trung tâm"),
                         .parent_id = test_body(&c, "STTTT") };
    assert_int_equal(bodies_add(&c, &below, &unit, &why), ST_OK);
    system_problems problems;
    int64_t         id;
    system_data run = { .name = S("Hệ thống y tế"), .owner = S("BYT"), .operator_ = S("STTTT") };
    assert_int_equal(systems_add(&c, &run, &id, &problems), ST_OK);
    test_system(&c, "TT", "Kho dữ liệu", "{}");
    call_end(&c);
    assert_int_equal(sees(s, "STTTT"), 2);
    c = administrator(s);
    assert_int_equal(
        body_change_confirm(&c, merger(&c, "1/11/2026"), &(body_change){ .kind = 0 }, &why), ST_OK);
    assert_int_equal(sees(s, "SKHCNS"), 2);
    assert_int_equal(sees(s, "STTTT"), 0);
    c = test_call(s, &a);
    system_record r;
    body          b;
    assert_int_equal(systems_get_id(&c, id, &r), ST_OK);
    assert_true(str_equal(r.data.operator_, S("SKHCNS")));
    assert_true(str_equal(r.data.owner, S("BYT")));
    assert_int_equal(body_by_id(&c, unit, &b), ST_OK);
    assert_int_equal(b.parent_id, test_body(&c, "SKHCNS"));
    call_end(&c);
}

static void a_change_waits_for_its_day_and_may_be_dropped(void **state)
{
    store *s = *state;
    two_departments(s);
    call        c   = test_call(s, &a);
    problem     why = { 0 };
    body_change g;
    test_system(&c, "STTTT", "Cổng thông tin", "{}");
    call_end(&c);
    c               = administrator(s);
    int64_t id      = merger(&c, "26/11/2026"), again;
    c.who.person_id = -1; // the machine confirms nothing
    assert_int_equal(body_change_confirm(&c, id, &(body_change){ .kind = 0 }, &why), ST_FORBIDDEN);
    c.who.person_id = 7;
    assert_int_equal(body_change_confirm(&c, id, &(body_change){ .kind = 0 }, &why), ST_OK);
    assert_int_equal(sees(s, "STTTT"), 1);
    c = administrator(s);
    assert_int_equal(body_change_confirm(&c, id, &(body_change){ .kind = 0 }, &why), ST_CONFLICT);
    body_change other = { .kind       = CHANGE_CLOSE,
                          .body_count = 1,
                          .bodies     = { test_body(&c, "STTTT") },
                          .into_id    = test_body(&c, "T34-15") };
    assert_int_equal(body_change_make(&c, &other, &again, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("changing")));
    assert_int_equal(body_change_drop(&c, id, &why), ST_OK);
    id = merger(&c, "26/11/2026");
    assert_int_equal(body_change_confirm(&c, id, &(body_change){ .kind = 0 }, &why), ST_OK);

    const int64_t hours = 3600 * 1000;
    for (int64_t after = 24; after <= 48; after += 24) { // the day before, then the day
        c = test_call(s, &a);
        c.now_ms += after * hours;
        assert_int_equal(organisations_roll(&c), ST_OK);
        assert_int_equal(body_change_load(&c, id, &g), ST_OK);
        assert_int_equal(g.state, after == 24 ? CHANGE_WAITING : CHANGE_DONE);
        call_end(&c);
    }
    assert_int_equal(sees(s, "STTTT"), 0);
    assert_int_equal(sees(s, "SKHCNS"), 1);
    c = administrator(s);
    assert_int_equal(body_change_drop(&c, id, &why), ST_CONFLICT);
}

static void a_new_name_keeps_the_old_one_to_be_found(void **state)
{
    store *s = *state;
    two_departments(s);
    call         c   = administrator(s);
    problem      why = { 0 };
    int64_t      id, so = test_body(&c, "SKHCN");
    body_change  g = { .kind       = CHANGE_RENAME,
                       .body_count = 1,
                       .bodies     = { so },
                       .names      = { .name_vi = S("Sở Khoa học") },
                       .doc_no     = S("9/QĐ-UBND"),
                       .effect_on  = S("2026-11-24") };
    body_found   found;
    former_name *old;
    size_t       count;
    assert_int_equal(body_change_make(&c, &g, &id, &why), ST_OK);
    assert_int_equal(body_change_confirm(&c, id, &(body_change){ .kind = 0 }, &why), ST_OK);
    assert_int_equal(body_resolve(&c, S("Sở Khoa học và Công nghệ"), S(""), &found, &why), ST_OK);
    assert_int_equal(found.body.id, so);
    assert_true(str_equal(found.body.name_vi, S("Sở Khoa học")));
    assert_int_equal(body_former_names(&c, so, &old, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_true(str_equal(old[0].valid_to, S("2026-11-23")));
    call_end(&c);
}

static void what_cannot_be_is_refused_and_changes_nothing(void **state)
{
    store *s = *state;
    two_departments(s);
    call    c   = test_call(s, &a);
    problem why = { 0 };
    int64_t id, so = test_body(&c, "STTTT"), t = test_body(&c, "T34-15");
    test_system(&c, "STTTT", "Cổng thông tin", "{}");
    call_end(&c);
    c = administrator(s);
#define REFUSED(change_, rule_)                                                                    \
    do {                                                                                           \
        body_change refused = change_;                                                             \
        assert_int_equal(body_change_make(&c, &refused, &id, &why), ST_INVALID);                   \
        if (!str_equal(why.rule, S(rule_))) fail_msg(STR_FMT, STR_ARG(why.rule));                  \
    } while (0)
    REFUSED(((body_change){ .kind = CHANGE_CLOSE, .body_count = 1, .bodies = { so } }),
            "has-systems");
    REFUSED(
        ((body_change){ .kind = CHANGE_CLOSE, .body_count = 1, .bodies = { so }, .into_id = so }),
        "cycle");
    REFUSED(
        ((body_change){ .kind = CHANGE_CLOSE, .body_count = 1, .bodies = { t }, .into_id = so }),
        "into-below");
    REFUSED(((body_change){ .kind       = CHANGE_MERGE,
                            .body_count = 1,
                            .bodies     = { so },
                            .code       = S("X"),
                            .names      = { .name_vi = S("X") } }),
            "merge-two");
    REFUSED(((body_change){ .kind       = CHANGE_MERGE,
                            .body_count = 2,
                            .code       = S("SKHCN"),
                            .bodies     = { so, test_body(&c, "SKHCN") },
                            .names      = { .name_vi = S("X") } }),
            "code-taken");
    call stranger       = test_call_of(s, &a, "BYT");
    stranger.who.rights = ~UINT64_C(0);
    body_change theirs  = { .kind = CHANGE_CLOSE, .body_count = 1, .bodies = { so }, .into_id = t };
    assert_int_equal(body_change_make(&stranger, &theirs, &id, &why), ST_FORBIDDEN);
    call_end(&stranger);
    call_end(&c);
}

typedef struct hide_work {
    call   *c;
    int64_t id;
} hide_work;

static status hide(db *d, void *ctx) // as rows of an import are before its last act
{
    (void)d;
    hide_work *w = ctx;
    return scope_drop(w->c, SCOPE_SYSTEM, w->id);
}

static status put_late(db *d, void *ctx)
{
    (void)d;
    hide_work  *w = ctx;
    scope_entry e = { .object_id = w->id, .owner_id = w->c->who.body_id, .sort_key = S("k") };
    return scope_put_many(w->c, SCOPE_SYSTEM, &e, 1);
}

static void a_merger_and_an_import_do_not_cross(void **state)
{
    store *s = *state;
    two_departments(s);
    call    c   = test_call(s, &a);
    problem why = { 0 };
    int64_t one = test_system(&c, "STTTT", "Đang nhập", "{}"), so = test_body(&c, "STTTT");
    call_end(&c);
    c = test_call(s, &a);
    assert_int_equal(call_act(&c, hide, &(hide_work){ &c, one }), ST_OK);
    c          = administrator(s);
    int64_t id = merger(&c, "24/11/2026");
    assert_int_equal(body_change_confirm(&c, id, &(body_change){ .kind = 0 }, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("import-running")));
    body_change g; // nothing has changed: the draft is still there
    assert_int_equal(body_change_load(&c, id, &g), ST_OK);
    assert_int_equal(g.state, CHANGE_DRAFT);
    c.who.body_id = so; // the import ends; then the merger is done
    assert_int_equal(call_act(&c, put_late, &(hide_work){ &c, one }), ST_OK);
    c = administrator(s);
    assert_int_equal(body_change_confirm(&c, id, &(body_change){ .kind = 0 }, &why), ST_OK);
    c.who.body_id = so; // one that had read the old owner before is refused
    assert_int_equal(call_act(&c, put_late, &(hide_work){ &c, 999 }), ST_CONFLICT);
}

typedef struct walk_work {
    store  *s;
    int64_t change;
    size_t  seen;
} walk_work;

static status merge_on_the_way(call *c, const system_record *one, void *ctx)
{
    (void)c;
    (void)one;
    walk_work *w = ctx;
    if (++w->seen != 1 || !w->change) return ST_OK;
    static unsigned char room[8 << 20];
    arena                own   = arena_over(room, sizeof room);
    problem              why   = { 0 };
    call                 other = test_call_of(w->s, &own, "T34-15");
    other.who.rights           = ~UINT64_C(0);
    return body_change_confirm(&other, w->change, &(body_change){ .kind = 0 }, &why);
}

static void a_report_is_whole_or_refused_when_a_merger_comes_between(void **state)
{
    store *s = *state;
    two_departments(s);
    call  c    = test_call(s, &a);
    char *mark = a.next;
    for (int i = 0; i < 620; i++) { // more than one page of a walk
        a.next = mark;
        test_system(&c, "STTTT", arena_cstr(&a, arena_printf(&a, "Hệ thống số %d", i)), "{}");
    }
    call_end(&c);
    c                = administrator(s);
    int64_t       id = merger(&c, "24/11/2026");
    system_filter f  = { .owner_id = test_body(&c, "STTTT") };
    walk_work     w  = { .s = s };
    assert_int_equal(systems_each(&c, &f, merge_on_the_way, &w), ST_OK);
    assert_int_equal(w.seen, 620);
    w = (walk_work){ .s = s, .change = id };
    assert_int_equal(systems_each(&c, &f, merge_on_the_way, &w), ST_CONFLICT);
    assert_true(w.seen < 620);
    call_end(&c);
    f.owner_id = 0; // what stands above sees all of them, before and after
    w          = (walk_work){ .s = s };
    c          = administrator(s);
    assert_int_equal(systems_each(&c, &f, merge_on_the_way, &w), ST_OK);
    assert_int_equal(w.seen, 620);
}

static void a_merger_that_breaks_anywhere_leaves_nothing_behind(void **state)
{
    store *s = *state;
    two_departments(s);
    call    c   = test_call(s, &a);
    problem why = { 0 };
    test_system(&c, "STTTT", "Cổng thông tin", "{}");
    test_system(&c, "SKHCN", "Cổng thông tin", "{}");
    call_end(&c);
    c            = administrator(s);
    int64_t id   = merger(&c, "24/11/2026");
    char   *mark = a.next;
    bool    done = false;
    for (int n = 1; n < 400 && !done; n += 3) {
        a.next = mark;
        c      = administrator(s);
        store_fault(s, n, STORE_FAULT_BREAK);
        status st = body_change_confirm(&c, id, &(body_change){ .kind = 0 }, &why);
        done      = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        if (done) break;
        assert_int_not_equal(st, ST_OK);
        assert_int_equal(sees(s, "STTTT"), 1);
    }
    assert_true(done);
    assert_int_equal(sees(s, "STTTT"), 0);
    assert_int_equal(sees(s, "SKHCNS"), 2);
    assert_int_equal(sees(s, "T34-15"), 2);
}

int main(void)
{
    static const body_heir *const heirs[] = { &systems_heir };
    test_systems_register();
    organisations_heirs(heirs, COUNT(heirs));
    a                               = test_arena((size_t)128 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_merger_moves_systems_and_keeps_what_was_decided),
        cmocka_unit_test(an_operator_and_units_follow),
        cmocka_unit_test(a_change_waits_for_its_day_and_may_be_dropped),
        cmocka_unit_test(a_new_name_keeps_the_old_one_to_be_found),
        cmocka_unit_test(what_cannot_be_is_refused_and_changes_nothing),
        cmocka_unit_test(a_merger_and_an_import_do_not_cross),
        cmocka_unit_test(a_report_is_whole_or_refused_when_a_merger_comes_between),
        cmocka_unit_test(a_merger_that_breaks_anywhere_leaves_nothing_behind),
    };
    return test_store_run(tests, COUNT(tests));
}
