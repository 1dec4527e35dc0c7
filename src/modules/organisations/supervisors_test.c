// Supervisors of every kind give sight from their first day to their last; heads, units and
// delegations are dated.
#include "kit/store/store_test_kit.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/organisations/organisations_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static status supervise(store *s, int64_t body_id, int64_t by, supervision_kind kind,
                        const char *from, const char *to, problem *why)
{
    call             c     = test_system(s);
    int64_t          id    = 0;
    supervisor_draft draft = { .body_id    = body_id,
                               .by_id      = by,
                               .kind       = kind,
                               .basis      = S("QĐ 632/QĐ-TTg"),
                               .valid_from = str_from(from),
                               .valid_to   = str_from(to) };
    return supervisor_add(&c, &draft, &id, why);
}

static void roll(store *s, int64_t days)
{
    call c = test_system(s);
    c.now_ms += days * test_day_ms;
    assert_int_equal(organisations_roll(&c), ST_OK);
    call_end(&c);
}

static void a_sector_lead_sees_what_the_body_and_its_branch_own(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t post = test_id_of(s, "VNPOST"), bk = test_id_of(s, "BKHCN"), bca = test_id_of(s, "BCA");
    int64_t unit = test_add(s, "VNPOST-IT", "Trung tâm CNTT", post);
    test_put(s, 1, post, 0, 2, 1);
    test_put(s, 2, unit, bk, 2, 1); // operated by the very body that will lead
    test_put(s, 3, bca, 0, 2, 1);
    assert_int_equal(test_sees(s, bk, 1), 0);
    assert_int_equal(supervise(s, post, bk, SUPERVISED_SECTOR_LEAD, "", "", NULL), ST_OK);
    assert_int_equal(test_sees(s, bk, 1), SCOPE_SECTOR_LEAD);
    assert_int_equal(test_sees(s, bk, 2), SCOPE_OPERATOR);
    assert_int_equal(test_sees(s, bk, 3), 0);
    assert_int_equal(test_sees(s, bca, 1), 0);
    assert_int_equal(test_counted(s, bk), 2);
    test_put(s, 4, unit, 0, 3, 1); // and what comes after
    assert_int_equal(test_sees(s, bk, 4), SCOPE_SECTOR_LEAD);
    assert_int_equal(test_counted(s, bk), 3);
    // The strongest kind is kept; the tree is stronger than all.
    assert_int_equal(supervise(s, post, bk, SUPERVISED_SPECIALISED, "", "", NULL), ST_OK);
    assert_int_equal(test_sees(s, bk, 1), SCOPE_SECTOR_LEAD);
    call c = test_system(s);
    assert_int_equal(bodies_move(&c, post, bk, NULL), ST_OK);
    assert_int_equal(test_sees(s, bk, 1), SCOPE_SUPERIOR);
    assert_int_equal(test_counted(s, bk), 3);
}

static void sight_begins_and_ends_at_the_roll_over(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t post = test_id_of(s, "VNPOST"), bk = test_id_of(s, "BKHCN");
    test_put(s, 1, post, 0, 2, 1);
    roll(s, 0);
    assert_int_equal(
        supervise(s, post, bk, SUPERVISED_SECTOR_LEAD, "26/11/2026", "2026-11-27", NULL), ST_OK);
    assert_int_equal(test_sees(s, bk, 1), 0);
    roll(s, 1);
    assert_int_equal(test_sees(s, bk, 1), 0);
    roll(s, 2);
    assert_int_equal(test_sees(s, bk, 1), SCOPE_SECTOR_LEAD);
    assert_int_equal(test_counted(s, bk), 1);
    roll(s, 3);
    assert_int_equal(test_sees(s, bk, 1), SCOPE_SECTOR_LEAD);
    roll(s, 9); // several days at once
    assert_int_equal(test_sees(s, bk, 1), 0);
    assert_int_equal(test_counted(s, bk), 0);
}

static void a_supervisor_ends_by_its_last_day_and_stays_told(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t     post = test_id_of(s, "VNPOST"), bk = test_id_of(s, "BKHCN");
    supervisor *list;
    size_t      count;
    test_put(s, 1, post, 0, 2, 1);
    assert_int_equal(supervise(s, post, bk, SUPERVISED_SECTOR_LEAD, "2026-11-01", "", NULL), ST_OK);
    call c = test_system(s);
    assert_int_equal(body_supervisors(&c, post, &list, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_true(str_equal(list[0].by_code, S("BKHCN")));
    assert_true(str_equal(list[0].basis, S("QĐ 632/QĐ-TTg")));
    int64_t id = list[0].id;
    assert_int_equal(supervisor_end(&c, id, S("2026-11-23"), NULL), ST_OK);
    assert_int_equal(test_sees(s, bk, 1), 0);
    c = test_system(s);
    assert_int_equal(body_supervisors(&c, post, &list, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_true(str_equal(list[0].valid_to, S("2026-11-23")));
    assert_int_equal(supervisor_end(&c, id, S("2026-10-01"), NULL), ST_OK); // it never was
    assert_int_equal(body_supervisors(&c, post, &list, &count), ST_OK);
    assert_int_equal(count, 0);
    call_end(&c);
}

static void a_wrong_supervisor_is_refused_with_the_reason(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t post = test_id_of(s, "VNPOST"), bk = test_id_of(s, "BKHCN"),
            gov                 = test_id_of(s, "VN-CP");
    problem                why  = { 0 };
    const supervision_kind lead = SUPERVISED_SECTOR_LEAD;
#define REFUSED(st, rule_)                                                                         \
    do {                                                                                           \
        assert_int_equal(st, ST_INVALID);                                                          \
        assert_true(str_equal(why.rule, S(rule_)));                                                \
    } while (0)
    REFUSED(supervise(s, post, post, lead, "", "", &why), "cycle");
    REFUSED(supervise(s, gov, bk, lead, "", "", &why), "government-unwatched");
    REFUSED(supervise(s, post, test_id_of(s, "BTTTT"), lead, "", "", &why), "body-ended");
    REFUSED(supervise(s, post, bk, lead, "2026-12-01", "2026-11-30", &why), "out-of-order");
    REFUSED(supervise(s, post, bk, lead, "31/02/2026", "", &why), "not-a-day");
    REFUSED(supervise(s, post, bk, SUPERVISED_SUPERIOR, "", "", &why), "required");
    assert_int_equal(supervise(s, post, bk, lead, "", "", &why), ST_OK);
    REFUSED(supervise(s, post, bk, lead, "2027-01-01", "", &why), "supervised");
    call             c     = test_body(s, bk); // not of its branch
    int64_t          id    = 0;
    supervisor_draft draft = { post, bk, SUPERVISED_SPECIALISED, S("x"), S(""), S("") };
    assert_int_equal(supervisor_add(&c, &draft, &id, &why), ST_FORBIDDEN);
    draft.basis = S(" ");
    REFUSED(supervisor_add(&c, &draft, &id, &why), "required");
    call_end(&c);
}

static void a_head_gives_way_to_the_next_from_its_first_day(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t     bk   = test_id_of(s, "BKHCN"), id;
    call        c    = test_system(s);
    body_office an   = { .body_id    = bk,
                         .kind       = OFFICE_HEAD,
                         .name       = S("Nguyễn Văn An"),
                         .doc_no     = S("12/QĐ-TTg"),
                         .valid_from = S("1/1/2026") };
    body_office binh = { .body_id    = bk,
                         .kind       = OFFICE_HEAD,
                         .name       = S("Trần Thị Bình"),
                         .doc_no     = S("90/QĐ-TTg"),
                         .valid_from = S("1/12/2026") };
    body_office on;
    problem     why = { 0 };
    assert_int_equal(body_office_on(&c, bk, OFFICE_HEAD, S(""), &on), ST_MISSING);
    assert_int_equal(body_office_add(&c, &an, &id, &why), ST_OK);
    assert_int_equal(body_office_add(&c, &binh, &id, &why), ST_OK);
    assert_int_equal(body_office_on(&c, bk, OFFICE_HEAD, S(""), &on), ST_OK);
    assert_true(str_equal(on.name, an.name));
    assert_true(str_equal(on.valid_to, S("2026-11-30")));
    assert_int_equal(body_office_on(&c, bk, OFFICE_HEAD, S("2026-12-01"), &on), ST_OK);
    assert_true(str_equal(on.name, binh.name));
    assert_int_equal(body_office_on(&c, bk, OFFICE_SPECIALIST, S(""), &on), ST_MISSING);
    binh.doc_no = S("");
    assert_int_equal(body_office_add(&c, &binh, &id, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("doc_no")));
    binh.doc_no = S("1"), binh.email = S("binh");
    assert_int_equal(body_office_add(&c, &binh, &id, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("email-form")));
    call_end(&c);
}

static void a_contact_of_an_older_version_is_a_conflict(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t      bk = test_id_of(s, "BKHCN");
    call         c  = test_system(s);
    body_contact k;
    assert_int_equal(body_contact_load(&c, bk, &k), ST_OK);
    assert_int_equal(k.version, 0);
    k.address = S("18 Nguyễn Du, Hà Nội");
    assert_int_equal(body_contact_save(&c, bk, &k, NULL), ST_OK);
    assert_int_equal(body_contact_save(&c, bk, &k, NULL), ST_CONFLICT);
    assert_int_equal(body_contact_load(&c, bk, &k), ST_OK);
    assert_int_equal(k.version, 1);
    assert_int_equal(body_contact_save(&c, bk, &k, NULL), ST_OK);
    call_end(&c);
}

static void what_is_delegated_goes_no_further(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t     t = test_id_of(s, "T34-15"), so = test_add(s, "SKHCN", "Sở KH&CN", t), id;
    int64_t     tt  = test_add(s, "TTCNTT", "Trung tâm CNTT", so);
    call        c   = test_system(s);
    problem     why = { 0 };
    delegation *list;
    size_t      count;
    delegation  g = { .body_id  = t,
                      .to_id    = so,
                      .reach    = S("Hệ thống cấp 1, 2"),
                      .duties   = S("Phê duyệt hồ sơ"),
                      .doc_no   = S("5/QĐ-UBND"),
                      .valid_to = S("2026-12-10") };
    assert_int_equal(delegation_add(&c, &g, &id, &why), ST_OK);
    delegation again = g;
    again.body_id = so, again.to_id = tt;
    REFUSED(delegation_add(&c, &again, &id, &why), "delegate-again");
    again.valid_from = S("2027-01-01"), again.valid_to = S("2027-02-01"); // when it holds nothing
    assert_int_equal(delegation_add(&c, &again, &id, &why), ST_OK);
    test_put(s, 1, so, 0, 1, 1); // its own systems it may delegate
    c                = test_system(s);
    again.valid_from = S("");
    assert_int_equal(delegation_add(&c, &again, &id, &why), ST_OK);
    again.to_id = test_id_of(s, "BCA");
    c           = test_system(s);
    REFUSED(delegation_add(&c, &again, &id, &why), "delegate-outside");
    g.valid_to = S("");
    REFUSED(delegation_add(&c, &g, &id, &why), "required");

    c = test_body(s, t);
    assert_int_equal(delegations_ending(&c, &list, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_true(list[0].soon);
    assert_int_equal(delegation_end(&c, list[0].id, S("2026-11-20"), NULL), ST_OK);
    assert_int_equal(delegations_ending(&c, &list, &count), ST_OK);
    assert_int_equal(count, 0);
    assert_int_equal(body_delegations(&c, so, &list, &count), ST_OK);
    assert_int_equal(count, 3);
    call_end(&c);
}

static void a_supervisor_that_breaks_anywhere_leaves_nothing_behind(void **state)
{
    store *s = *state;
    test_seed(s);
    int64_t post = test_id_of(s, "VNPOST"), bk = test_id_of(s, "BKHCN");
    test_put(s, 1, post, 0, 2, 1);
    bool done = false;
    for (int n = 1; n < 100 && !done; n++) {
        store_fault(s, n, STORE_FAULT_BREAK);
        status st = supervise(s, post, bk, SUPERVISED_SECTOR_LEAD, "", "", NULL);
        done      = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        if (done) break;
        assert_int_not_equal(st, ST_OK);
        assert_int_equal(test_sees(s, bk, 1), 0);
        assert_int_equal(test_counted(s, bk), 0);
    }
    assert_true(done);
    assert_int_equal(test_sees(s, bk, 1), SCOPE_SECTOR_LEAD);
    assert_int_equal(test_counted(s, bk), 1);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &organisations_sql };
    store_register(modules, COUNT(modules));
    test_organisations_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sector_lead_sees_what_the_body_and_its_branch_own),
        cmocka_unit_test(sight_begins_and_ends_at_the_roll_over),
        cmocka_unit_test(a_supervisor_ends_by_its_last_day_and_stays_told),
        cmocka_unit_test(a_wrong_supervisor_is_refused_with_the_reason),
        cmocka_unit_test(a_head_gives_way_to_the_next_from_its_first_day),
        cmocka_unit_test(a_contact_of_an_older_version_is_a_conflict),
        cmocka_unit_test(what_is_delegated_goes_no_further),
        cmocka_unit_test(a_supervisor_that_breaks_anywhere_leaves_nothing_behind),
    };
    return test_store_run(tests, COUNT(tests));
}
