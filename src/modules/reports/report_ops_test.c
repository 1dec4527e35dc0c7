// report_ops_test.c - a report from its beginning to its sending, on both engines; who may do what; what a
// merger, a change of the register and a failing database leave behind.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/documents/docx_test_kit.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/reports/mend_ops.h"
#include "modules/reports/reports.h"
#include "modules/reports/reports_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

static arena a;

enum { DRAFTER = 7, HEAD = 8, CLERK = 9 };

// A person of a body; what each may do is what the roles of modules/accounts give.
static call person(store *s, const char *org, int64_t id)
{
    call c          = test_call_of(s, &a, org);
    c.who.person_id = id;
    c.who.name = id == HEAD ? S("Trần Văn Đầu") : id == CLERK ? S("Lê Thị Thư") : c.who.name;
    c.who.rights = RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ;
    if (id == DRAFTER) c.who.rights |= RIGHT_SYSTEMS_WRITE | RIGHT_REPORTS_WRITE;
    if (id == HEAD) c.who.rights |= RIGHT_REPORTS_SIGN;
    if (id == CLERK) c.who.rights |= RIGHT_REPORTS_SEND;
    return c;
}

static void body_add(store *s, const char *code, const char *name, const char *parent)
{
    call       c     = test_call(s, &a);
    problem    why   = { 0 };
    int64_t    id    = 0;
    body_draft draft = { .code      = str_from(code),
                         .name_vi   = str_from(name),
                         .symbol    = str_from(code),
                         .parent_id = test_body(&c, parent) };
    assert_int_equal(bodies_add(&c, &draft, &id, &why), ST_OK);
    call_end(&c);
}

static int64_t put(store *s, system_data d)
{
    call            c = test_call(s, &a);
    int64_t         id;
    system_problems faults = { 0 };
    d.facts                = S("{}");
    if (systems_add(&c, &d, &id, &faults) != ST_OK) {
        fail_msg(STR_FMT ": " STR_FMT, STR_ARG(faults.items[0].field),
                 STR_ARG(faults.items[0].rule));
    }
    call_end(&c);
    return id;
}

// A system with which nothing is wrong.
static int64_t whole(store *s, const char *owner, const char *name)
{
    return put(s, (system_data){ .name          = str_from(name),
                                 .owner         = str_from(owner),
                                 .sheet_level   = S("2"),
                                 .approval      = S("approved"),
                                 .decision_no   = S("12/QĐ-SO"),
                                 .decision_on   = S("2026-03-05"),
                                 .decision_by   = S("Bộ Y tế"),
                                 .regulation_no = S("9/QĐ-SO"),
                                 .regulation_on = S("2026-01-15"),
                                 .regulation_by = S("Bộ Y tế"),
                                 .deployment    = S("full"),
                                 .inspections   = S("periodic") });
}

static const law_pack *pack(const char *id)
{
    return law_pack_find(law_current(), str_from(id));
}

static int64_t begin(store *s, const char *org, const char *kind)
{
    call    c   = person(s, org, DRAFTER);
    problem why = { 0 };
    int64_t id  = 0;
    status  st  = reports_start(&c, str_from(kind), 2026, NULL, &id, &why);
    if (st != ST_OK) fail_msg("%d " STR_FMT, st, STR_ARG(why.rule));
    call_end(&c);
    return id;
}

static report_head head_of(store *s, int64_t id)
{
    call        c = test_call(s, &a);
    report_head h;
    assert_int_equal(reports_load(&c, id, &h), ST_OK);
    call_end(&c);
    return h;
}

static report_content content(store *s, int64_t id)
{
    call           c = test_call(s, &a);
    report_head    h;
    report_content k;
    assert_int_equal(reports_load(&c, id, &h), ST_OK);
    assert_int_equal(reports_content(&c, &h, &a, &k), ST_OK);
    call_end(&c);
    return k;
}

// Writes everything that must be written.
static void write_all(store *s, const char *org, int64_t id)
{
    call        c   = person(s, org, DRAFTER);
    problem     why = { 0 };
    size_t      n, count = 0;
    report_text texts[REPORT_SECTIONS_MAX];
    report_head h;
    assert_int_equal(reports_load(&c, id, &h), ST_OK);
    const law_heading *all = law_headings(h.pack, &n);
    for (size_t i = 0; i < n; i++) {
        if (!all[i].needed) continue;
        texts[count++] = (report_text){ arena_printf(&a, "s." STR_FMT, STR_ARG(all[i].id)),
                                        S("Đã rà soát.\nKhông có vướng mắc.") };
    }
    assert_true(count >= 3);
    assert_int_equal(
        reports_write(&c, id, &(report_writing){ .texts = texts, .count = count }, &why), ST_OK);
    call_end(&c);
}

static status freeze(store *s, const char *org, int64_t id, problem *why)
{
    call   c  = person(s, org, DRAFTER);
    status st = reports_freeze(&c, id, 0, why);
    call_end(&c);
    return st;
}

static void must_freeze(store *s, const char *org, int64_t id)
{
    problem why = { 0 };
    if (freeze(s, org, id, &why) != ST_OK) fail_msg(STR_FMT, STR_ARG(why.rule));
}

static str paper_of(store *s, int64_t id, const char *part)
{
    call        c   = test_call(s, &a);
    problem     why = { 0 };
    report_head h;
    report_file made;
    assert_int_equal(reports_load(&c, id, &h), ST_OK);
    status st = reports_build(&c, &h, REPORT_DOCX, &a, &made, &why);
    if (st != ST_OK) fail_msg("%d " STR_FMT " " STR_FMT, st, STR_ARG(why.rule), STR_ARG(why.field));
    call_end(&c);
    return test_unzip(&a, made.bytes, part);
}

static bool has(str xml, const char *text)
{
    return str_find(xml, str_from(text)) >= 0;
}

// ---- tests -------------------------------------------------------------------------------------------

static void every_query_is_prepared(void **state)
{
    problem why = { 0 };
    a.next      = a.start;
    status st   = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

static void a_report_is_begun_once_and_only_of_a_kind_that_is(void **state)
{
    a.next      = a.start;
    int64_t id  = begin(*state, "BYT", "yearly"), again;
    call    c   = person(*state, "BYT", DRAFTER);
    problem why = { 0 };
    assert_int_equal(reports_start(&c, S("yearly"), 2026, NULL, &again, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("report-begun")));
    assert_int_equal(reports_start(&c, S("weekly"), 2026, NULL, &again, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("report-kind")));
    assert_int_equal(reports_start(&c, S("quarterly"), 2026, pack("nd85"), &again, &why),
                     ST_INVALID);
    assert_int_equal(reports_start(&c, S("yearly"), 1026, NULL, &again, &why), ST_INVALID);
    assert_int_equal(reports_start(&c, S("yearly"), 2025, pack("nd85"), &again, &why), ST_OK);
    call reader = person(*state, "BYT", HEAD);
    assert_int_equal(reports_start(&reader, S("yearly"), 2024, NULL, &again, &why), ST_FORBIDDEN);
    report_head h = head_of(*state, id);
    assert_int_equal(h.state, REPORT_DRAFTING);
    assert_true(str_equal(h.pack_id, S("nd331"))); // the newest in force
    report_due *due;
    size_t      n, own = 0;
    assert_int_equal(reports_due(&c, &due, &n), ST_OK);
    for (size_t i = 0; i < n; i++) {
        if (!due[i].own || !due[i].built_here) continue;
        own++;
        assert_int_equal(due[i].report_id, id);
        assert_int_equal(due[i].year, 2026);
        assert_int_equal(due[i].last.dom, 24);
        assert_true(str_equal(due[i].to, S("Bộ Công an")));
    }
    assert_int_equal(own, 1);
    call_end(&c);
}

static void rows_are_those_of_the_owner_and_its_units(void **state)
{
    store *s = *state;
    a.next   = a.start;
    body_add(s, "CNTT-YT", "Trung tâm Thông tin", "BYT");
    int64_t own  = whole(s, "BYT", "Cổng thông tin Bộ");
    int64_t unit = whole(s, "CNTT-YT", "Hệ thống của đơn vị");
    int64_t run  = put(s, (system_data){ .name      = S("Của Bộ Tài chính"),
                                         .owner     = S("BTC"),
                                         .operator_ = S("CNTT-YT") });
    put(s, (system_data){ .name = S("Đã ngừng"), .owner = S("BYT"), .state = S("stopped") });
    int64_t        built = put(s, (system_data){ .name         = S("Đang xây"),
                                                 .owner        = S("BYT"),
                                                 .state        = S("building"),
                                                 .project_kind = S("hire"),
                                                 .project_no   = S("7/QĐ-BYT"),
                                                 .project_on   = S("2026-02-03"),
                                                 .project_by   = S("Bộ Y tế"),
                                                 .embedded     = S("yes") });
    report_content k     = content(s, begin(s, "BYT", "yearly"));
    assert_int_equal(k.figures.total, 2);
    assert_int_equal(report_built_count(&k.sheet), 1);
    for (size_t i = 0; i < k.sheet.count; i++) {
        const report_row *r = &k.sheet.rows[i];
        if (r->system_id == unit) assert_int_not_equal(r->unit_id, 0);
        if (r->system_id == own) assert_int_equal(r->unit_id, 0);
        assert_int_not_equal(r->system_id, run);
        if (r->system_id != built) continue;
        assert_true(str_equal(r->project_no, S("7/QĐ-BYT")));
        assert_true(str_equal(r->project_on, S("2026-02-03")));
        assert_int_equal(r->embedded, 1);
    }
    k = content(s, begin(s, "CNTT-YT", "yearly-unit")); // an operator tells of what it runs, too
    assert_int_equal(k.figures.total, 2);
}

// Signing off and sending what the drafter froze: each by the one who may.
static void goes_out(store *s, int64_t id, int64_t version)
{
    problem why = { 0 };
    call    c   = person(s, "BYT", DRAFTER);
    c.who.rights |= RIGHT_REPORTS_SIGN; // though a head, the drafter does not sign
    assert_int_equal(reports_sign(&c, id, 0, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("report-own")));
    call                 clerk = person(s, "BYT", CLERK);
    const report_sending sent  = { S("123/BYT-CNTT"), S("24/11/2026"), S("") };
    assert_int_equal(reports_send(&clerk, id, 0, &sent, &why), ST_CONFLICT); // not signed off yet
    call chief = person(s, "BYT", HEAD);
    assert_int_equal(reports_sign(&chief, id, version + 7, &why), ST_CONFLICT); // moved on
    assert_int_equal(reports_sign(&chief, id, version, &why), ST_OK);
    assert_int_equal(reports_send(&chief, id, 0, &sent, &why), ST_FORBIDDEN);
    const report_sending no_number = { S(" "), S("24/11/2026"), S("") };
    assert_int_equal(reports_send(&clerk, id, 0, &no_number, &why), ST_INVALID);
    const report_sending tomorrow = { S("1/BYT"), S("25/11/2026"), S("") };
    assert_int_equal(reports_send(&clerk, id, 0, &tomorrow, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("report-day")));
    assert_int_equal(reports_send(&clerk, id, 0, &sent, &why), ST_OK);

    report_head h = head_of(s, id);
    assert_int_equal(h.state, REPORT_SENT);
    assert_true(str_equal(h.sent_to, S("Bộ Công an")));
    str after = paper_of(s, id, "word/document.xml");
    assert_true(has(after, "Số: 123/BYT-CNTT") && has(after, "ngày 24 tháng 11 năm 2026"));
    assert_false(has(after, "Số:            /"));
    call_end(&c), call_end(&clerk), call_end(&chief);
}

static void a_report_goes_its_whole_way(void **state)
{
    store *s = *state;
    a.next   = a.start;
    for (int i = 0; i < 5; i++) whole(s, "BYT", arena_printf(&a, "Hệ thống %d", i).ptr);
    int64_t lacking = put(s, (system_data){ .name                = S("Thiếu ngày"),
                                            .owner               = S("BYT"),
                                            .approval            = S("sent"),
                                            .deployment          = S("none"),
                                            .deployment_expected = S("2027-01-01") });
    int64_t id      = begin(s, "BYT", "yearly");
    problem why     = { 0 };
    assert_int_equal(freeze(s, "BYT", id, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("report-faults")));

    call             c     = person(s, "BYT", DRAFTER);
    const report_fix bad[] = { { lacking, S("approval_expected"), S("ngày nào đó") } };
    problem          faults[REPORT_FIXES_MAX];
    size_t           fault_count = 0, mended;
    assert_int_equal(reports_mend(&c, bad, 1, faults, &fault_count, &mended), ST_OK);
    assert_int_equal(fault_count, 1);
    assert_int_equal(mended, 0);
    assert_true(str_starts(faults[0].field, S("fix.")));
    assert_true(str_ends(faults[0].field, S(".approval_expected")));
    const report_fix good[] = { { lacking, S("approval_expected"), S("31/1/2027") } };
    fault_count             = 0;
    assert_int_equal(reports_mend(&c, good, 1, faults, &fault_count, &mended), ST_OK);
    assert_int_equal(mended, 1);
    assert_int_equal(freeze(s, "BYT", id, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("report-texts")));
    write_all(s, "BYT", id);
    assert_int_equal(reports_look(&c, id, &why), ST_OK);
    assert_int_equal(head_of(s, id).state, REPORT_CHECKED);
    must_freeze(s, "BYT", id);

    report_head h = head_of(s, id);
    assert_int_equal(h.state, REPORT_FROZEN);
    assert_int_equal(h.figures.total, 6);
    assert_int_equal(h.figures.approved, 5);
    assert_true(str_equal(h.figures.expected, S("2027-01-31")));
    assert_int_equal(h.sha256.len, 64);
    str before = paper_of(s, id, "word/document.xml");
    assert_true(has(before, "Số:            /") && has(before, "31/01/2027"));
    whole(s, "BYT", "Thêm sau khi chốt"); // the register goes on, the report does not
    assert_int_equal(content(s, id).figures.total, 6);
    assert_true(str_equal(before, paper_of(s, id, "word/document.xml")));
    int64_t none = 3;
    assert_int_equal(reports_write(&c, id, &(report_writing){ .control = &none }, &why),
                     ST_CONFLICT);
    assert_true(str_equal(why.rule, S("report-frozen")));
    call_end(&c);
    goes_out(s, id, h.version);
}

static void a_warning_passes_with_a_written_reason(void **state)
{
    store *s = *state;
    a.next   = a.start;
    put(s, (system_data){ .name          = S("Quy chế sau"),
                          .owner         = S("BYT"),
                          .approval      = S("approved"),
                          .decision_no   = S("1/QĐ"),
                          .decision_on   = S("2026-02-01"),
                          .regulation_no = S("2/QĐ"),
                          .regulation_on = S("2026-05-01"),
                          .deployment    = S("full") });
    int64_t id  = begin(s, "BYT", "yearly");
    problem why = { 0 };
    write_all(s, "BYT", id);
    assert_int_equal(freeze(s, "BYT", id, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("report-reasons")));
    call              c = person(s, "BYT", DRAFTER);
    const report_text reason = { S("r.regulation-first"), S("Quy chế cũ hết hiệu lực trước đó.") };
    const report_text odd = { S("r.no-such-rule"), S("x") };
    assert_int_equal(reports_write(&c, id, &(report_writing){ &odd, 1, NULL, 0 }, &why),
                     ST_INVALID);
    assert_int_equal(reports_write(&c, id, &(report_writing){ &reason, 1, NULL, 0 }, &why), ST_OK);
    must_freeze(s, "BYT", id);
    call_end(&c);
}

static void two_people_who_write_are_told_of_each_other(void **state)
{
    store *s               = *state;
    a.next                 = a.start;
    int64_t           id   = begin(s, "BYT", "yearly");
    problem           why  = { 0 };
    call              c    = person(s, "BYT", DRAFTER);
    const report_text one  = { S("s.tuan-thu"), S("Lời của người thứ nhất") };
    const report_text two  = { S("s.tuan-thu"), S("Lời của người thứ hai") };
    const int64_t     seen = head_of(s, id).version; // both have opened the same form
    assert_int_equal(reports_write(&c, id, &(report_writing){ &one, 1, NULL, seen }, &why), ST_OK);
    assert_int_equal(reports_write(&c, id, &(report_writing){ &two, 1, NULL, seen }, &why),
                     ST_CONFLICT);
    assert_true(str_equal(why.rule, S("report-moved")));
    report_content k = content(s, id);
    assert_true(str_equal(report_text_of(&k, "s", S("tuan-thu")), one.text));
    assert_int_equal(reports_look(&c, id, &why), ST_OK); // looking is no writing
    assert_int_equal(head_of(s, id).version, seen + 1);
    call_end(&c);
}

static void who_does_not_hold_it_may_look_but_not_act(void **state)
{
    static const report_writing nothing = { 0 };
    store                      *s       = *state;
    a.next                              = a.start;
    body_add(s, "CNTT-YT", "Trung tâm Thông tin", "BYT");
    whole(s, "CNTT-YT", "Hệ thống của đơn vị");
    int64_t     id  = begin(s, "CNTT-YT", "yearly-unit");
    problem     why = { 0 };
    report_head h;
    call        far = person(s, "BTC", DRAFTER), above = person(s, "BYT", DRAFTER);
    assert_int_equal(reports_load(&far, id, &h), ST_MISSING);
    assert_int_equal(reports_freeze(&far, id, 0, &why), ST_MISSING);
    assert_int_equal(reports_load(&above, id, &h), ST_OK);
    assert_int_equal(reports_freeze(&above, id, 0, &why), ST_FORBIDDEN);
    assert_int_equal(reports_write(&above, id, &nothing, &why), ST_FORBIDDEN);
    call auditor       = person(s, "CNTT-YT", 77);
    auditor.who.rights = RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ | RIGHT_AUDIT_READ;
    assert_int_equal(reports_load(&auditor, id, &h), ST_OK);
    assert_int_equal(reports_write(&auditor, id, &nothing, &why), ST_FORBIDDEN);
    assert_int_equal(reports_freeze(&auditor, id, 0, &why), ST_FORBIDDEN);
    assert_int_equal(reports_sign(&auditor, id, 0, &why), ST_FORBIDDEN);
    call_end(&far), call_end(&above), call_end(&auditor);
}

static void send_whole(store *s, const char *org, int64_t id)
{
    problem              why  = { 0 };
    const report_sending sent = { S("5/BC"), S("24/11/2026"), S("") };
    write_all(s, org, id);
    must_freeze(s, org, id);
    call chief = person(s, org, HEAD), clerk = person(s, org, CLERK);
    assert_int_equal(reports_sign(&chief, id, 0, &why), ST_OK);
    status st = reports_send(&clerk, id, 0, &sent, &why);
    if (st != ST_OK) fail_msg("%d " STR_FMT, st, STR_ARG(why.rule));
    call_end(&chief), call_end(&clerk);
}

static void the_owner_sees_which_units_have_handed_in(void **state)
{
    store *s = *state;
    a.next   = a.start;
    body_add(s, "YT-A", "Cục A", "BYT");
    body_add(s, "YT-B", "Cục B", "BYT");
    body_add(s, "YT-C", "Cục C", "BYT"); // has no systems: nothing to hand in
    int64_t gone = whole(s, "YT-A", "Hệ thống A");
    whole(s, "YT-B", "Hệ thống B");
    int64_t id = begin(s, "YT-A", "yearly-unit");
    assert_true(str_equal(head_of(s, id).kind, S("yearly-unit")));
    report_unit_list l;
    call             c = person(s, "BYT", DRAFTER);
    assert_int_equal(reports_units(&c, c.who.body_id, 2026, &l), ST_OK);
    assert_int_equal(l.count, 2);
    assert_int_equal(l.begun, 1);
    assert_int_equal(l.none, 1);
    call_end(&c);
    send_whole(s, "YT-A", id);
    c = person(s, "BYT", DRAFTER);
    assert_int_equal(reports_units(&c, c.who.body_id, 2026, &l), ST_OK);
    assert_int_equal(l.in_time, 1);
    assert_int_equal(l.last.dom, 19);
    call_end(&c);
    int64_t        fresh = whole(s, "YT-A", "Hệ thống A mới"); // not in what A handed in
    report_content k     = content(s, begin(s, "BYT", "yearly"));
    assert_int_equal(k.faults.of_rule[RULE_ROWS_TOTAL], 1);
    assert_int_equal(k.faults.items[0].system_id, fresh);
    assert_int_equal(k.faults.errors, 0);
    (void)gone;
}

static void a_corrected_edition_keeps_the_one_that_was_sent(void **state)
{
    store *s = *state;
    a.next   = a.start;
    whole(s, "BYT", "Hệ thống 1");
    int64_t id = begin(s, "BYT", "yearly"), second = 0, third = 0;
    send_whole(s, "BYT", id);
    call    c   = person(s, "BYT", DRAFTER);
    problem why = { 0 };
    assert_int_equal(reports_correct(&c, id, S(" "), &second, &why), ST_INVALID);
    assert_int_equal(reports_correct(&c, id, S("Sót một hệ thống"), &second, &why), ST_OK);
    assert_int_equal(head_of(s, id).state, REPORT_SENT);
    report_content k = content(s, second);
    assert_int_equal(k.head.edition, 2);
    assert_int_equal(k.texts_missing, 0); // what was written came along
    must_freeze(s, "BYT", second);
    call chief = person(s, "BYT", HEAD); // the head hands it back with a reason
    assert_int_equal(reports_correct(&chief, second, S("Xem lại số liệu"), &third, &why), ST_OK);
    assert_int_equal(head_of(s, second).state, REPORT_DROPPED);
    assert_int_equal(head_of(s, third).edition, 3);
    call_end(&c), call_end(&chief);
}

static void a_merger_while_drafting_keeps_what_was_typed_and_old_names(void **state)
{
    store *s = *state;
    a.next   = a.start;
    body_add(s, "STTTT", "Sở Thông tin và Truyền thông", "T34-15");
    body_add(s, "SKHCN", "Sở Khoa học và Công nghệ", "T34-15");
    whole(s, "STTTT", "Cổng thông tin");
    whole(s, "SKHCN", "Một cửa");
    int64_t frozen = begin(s, "STTTT", "yearly-unit");
    write_all(s, "STTTT", frozen);
    must_freeze(s, "STTTT", frozen);
    call    c     = person(s, "STTTT", DRAFTER);
    problem why   = { 0 };
    int64_t draft = 0;
    assert_int_equal(reports_start(&c, S("yearly-unit"), 2025, NULL, &draft, &why), ST_OK);
    call_end(&c);
    write_all(s, "STTTT", draft);
    str before = paper_of(s, frozen, "word/document.xml");
    assert_true(has(before, "Sở Thông tin và Truyền thông"));

    c              = test_call_of(s, &a, "T34-15");
    c.who.rights   = ~UINT64_C(0);
    body_change g  = { .kind       = CHANGE_MERGE,
                       .body_count = 2,
                       .bodies     = { test_body(&c, "STTTT"), test_body(&c, "SKHCN") },
                       .names      = { .name_vi = S("Sở Khoa học, Công nghệ và Số") },
                       .code       = S("SKHCNS"),
                       .doc_no     = S("15/QĐ-UBND"),
                       .effect_on  = S("24/11/2026") };
    int64_t     id = 0;
    assert_int_equal(body_change_make(&c, &g, &id, &why), ST_OK);
    assert_int_equal(body_change_confirm(&c, id, &(body_change){ .kind = 0 }, &why), ST_OK);
    call_end(&c);

    // What was frozen keeps its name and rows, and is now the heir's to sign and send.
    assert_true(str_equal(before, paper_of(s, frozen, "word/document.xml")));
    call chief = person(s, "SKHCNS", HEAD);
    assert_int_equal(reports_sign(&chief, frozen, 0, &why), ST_OK);
    call_end(&chief);
    // The draft is the heir's own, with what was typed, under the new name and with both's systems.
    report_content k = content(s, draft);
    assert_true(str_equal(k.head.body_name, S("Sở Khoa học, Công nghệ và Số")));
    assert_int_equal(k.texts_missing, 0);
    assert_int_equal(k.figures.total, 2);
    must_freeze(s, "SKHCNS", draft);
    assert_true(has(paper_of(s, draft, "word/document.xml"), "Sở Khoa học, Công nghệ và Số"));
}

static void two_drafts_of_one_year_are_both_kept(void **state)
{
    store *s = *state;
    a.next   = a.start;
    body_add(s, "YT-A", "Cục A", "BYT");
    body_add(s, "YT-B", "Cục B", "BYT");
    int64_t one = begin(s, "YT-A", "yearly-unit"), two = begin(s, "YT-B", "yearly-unit");
    call    c       = test_call_of(s, &a, "BYT");
    c.who.rights    = ~UINT64_C(0);
    problem     why = { 0 };
    int64_t     id  = 0;
    body_change g   = { .kind       = CHANGE_CLOSE,
                        .body_count = 1,
                        .bodies     = { test_body(&c, "YT-A") },
                        .into_id    = test_body(&c, "YT-B"),
                        .doc_no     = S("1/QĐ"),
                        .effect_on  = S("24/11/2026") };
    assert_int_equal(body_change_make(&c, &g, &id, &why), ST_OK);
    assert_int_equal(body_change_confirm(&c, id, &(body_change){ .kind = 0 }, &why), ST_OK);
    call_end(&c);
    assert_int_equal(head_of(s, one).state, REPORT_DROPPED);
    assert_true(has(head_of(s, one).reason, "Cục A"));
    assert_int_equal(head_of(s, two).state, REPORT_DRAFTING);
    report_head *all;
    size_t       n;
    c = person(s, "YT-B", DRAFTER);
    assert_int_equal(reports_list(&c, 0, &all, &n), ST_OK);
    assert_int_equal(n, 2); // both can be read
    call_end(&c);
}

static void a_database_that_fails_leaves_a_draft_or_a_whole_snapshot(void **state)
{
    store *s = *state;
    a.next   = a.start;
    whole(s, "BYT", "Hệ thống 1");
    whole(s, "BYT", "Hệ thống 2");
    int64_t id = begin(s, "BYT", "yearly");
    write_all(s, "BYT", id);
    char *mark = a.next;
    for (int n = 1;; n++) {
        problem why = { 0 };
        a.next      = mark;
        call c      = person(s, "BYT", DRAFTER);
        store_fault(s, n, STORE_FAULT_BREAK);
        status st  = reports_freeze(&c, id, 0, &why);
        bool   met = store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        call_end(&c);
        report_head h = head_of(s, id);
        if (st == ST_OK) {
            assert_false(met);
            assert_int_equal(h.state, REPORT_FROZEN);
            assert_int_equal(content(s, id).sheet.count, 2);
            break;
        }
        assert_true(met && n < 200);
        assert_true(h.state == REPORT_DRAFTING && h.snapshot_ms == 0);
    }
}

static void an_act_that_runs_again_freezes_once(void **state)
{
    store *s = *state;
    a.next   = a.start;
    whole(s, "BYT", "Hệ thống 1");
    int64_t id = begin(s, "BYT", "yearly");
    write_all(s, "BYT", id);
    store_fault(s, 9, STORE_FAULT_RERUN);
    must_freeze(s, "BYT", id);
    assert_true(store_fault_met(s));
    assert_int_equal(content(s, id).sheet.count, 1);
}

static void both_regimes_and_all_formats_are_made(void **state)
{
    store *s = *state;
    a.next   = a.start;
    whole(s, "BYT", "=1+1 <Hệ thống> & cổng");
    call        c   = test_call(s, &a);
    problem     why = { 0 };
    report_head h;
    report_file made;
    for (int i = 0; i < 2; i++) {
        const law_pack *p = pack(i ? "nd85" : "nd331");
        assert_int_equal(reports_find(&c, test_body(&c, "BYT"), S("yearly"), 2026, p, &h, &why),
                         ST_OK);
        assert_int_equal(h.id, 0);
        assert_int_equal(reports_build(&c, &h, REPORT_DOCX, &a, &made, &why), ST_OK);
        str xml = test_unzip(&a, made.bytes, "word/document.xml");
        assert_true(has(xml, i ? "an toàn thông tin hệ thống thông tin"
                               : "an ninh mạng hệ thống thông tin"));
        assert_true(has(xml, i ? "Thông tư số 12/2022" : "Nghị định số 331/2026"));
        assert_true(has(xml, "=1+1 &lt;Hệ thống&gt; &amp; cổng"));
        assert_int_equal(reports_build(&c, &h, REPORT_XLSX, &a, &made, &why), ST_OK);
        str sheet = test_unzip(&a, made.bytes, "xl/worksheets/sheet1.xml");
        assert_true(sheet.len > 1000);
    }
    assert_int_equal(reports_find(&c, test_body(&c, "BYT"), S("nothing"), 2026, NULL, &h, &why),
                     ST_INVALID);
    call_end(&c);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &organisations_sql, &systems_sql,
                                                 &reports_sql };
    static const body_heir *const  heirs[]   = { &systems_heir, &reports_heir };
    store_register(modules, COUNT(modules));
    organisations_heirs(heirs, COUNT(heirs));
    a                               = test_arena(256 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_query_is_prepared),
        cmocka_unit_test(a_report_is_begun_once_and_only_of_a_kind_that_is),
        cmocka_unit_test(rows_are_those_of_the_owner_and_its_units),
        cmocka_unit_test(a_report_goes_its_whole_way),
        cmocka_unit_test(a_warning_passes_with_a_written_reason),
        cmocka_unit_test(two_people_who_write_are_told_of_each_other),
        cmocka_unit_test(who_does_not_hold_it_may_look_but_not_act),
        cmocka_unit_test(the_owner_sees_which_units_have_handed_in),
        cmocka_unit_test(a_corrected_edition_keeps_the_one_that_was_sent),
        cmocka_unit_test(a_merger_while_drafting_keeps_what_was_typed_and_old_names),
        cmocka_unit_test(two_drafts_of_one_year_are_both_kept),
        cmocka_unit_test(a_database_that_fails_leaves_a_draft_or_a_whole_snapshot),
        cmocka_unit_test(an_act_that_runs_again_freezes_once),
        cmocka_unit_test(both_regimes_and_all_formats_are_made),
    };
    return test_store_run(tests, COUNT(tests));
}
