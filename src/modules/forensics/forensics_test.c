// forensics_test.c - cases and their evidence on both engines: taking in, sight, every touch in the log, what a look over
// bytes and rows names.
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/os/os.h"
#include "modules/forensics/forensics.h"
#include "modules/forensics/forensics_test_kit.h"
#include "modules/forensics/handover_ops.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems_test_kit.h"

static const char abc_hash[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

static status open_case(call *c, const char *title, int64_t *id, problem *why)
{
    const case_draft d  = { .title  = str_from(title),
                            .ground = S("Quyết định số 12/QĐ-CATTT ngày 20/11/2026"),
                            .open   = true };
    status           st = cases_add(c, &d, id, why);
    call_end(c);
    return st;
}

static int64_t opened(call *c)
{
    problem why = { 0 };
    int64_t id  = 0;
    if (open_case(c, "Máy trạm phòng kế toán", &id, &why) != ST_OK)
        fail_msg(STR_FMT " " STR_FMT, STR_ARG(why.field), STR_ARG(why.rule));
    return id;
}

static item_draft drafted(int64_t case_id, const char *path)
{
    return (item_draft){ .case_id    = case_id,
                         .path       = str_from(path),
                         .device     = S("Laptop Dell 5420, số máy ABC123"),
                         .place      = S("Phòng 302"),
                         .taken_from = S("Trần Văn Mẫu"),
                         .ground     = S("Biên bản thu giữ số 5"),
                         .seal       = S("NP-0001"),
                         .collected  = S("08:00 24/11/2026"),
                         .open       = true };
}

static status take(call *c, const item_draft *d, str bytes, item_taken *out, problem *why)
{
    int    fd = forensics_fd(bytes);
    status st = items_take(c, d, fd, out, why);
    os_close(fd);
    call_end(c);
    return st;
}

static item_taken taken(call *c, int64_t case_id, const char *path, str bytes)
{
    item_draft d   = drafted(case_id, path);
    problem    why = { 0 };
    item_taken out = { 0 };
    if (take(c, &d, bytes, &out, &why) != ST_OK)
        fail_msg(STR_FMT " " STR_FMT, STR_ARG(why.field), STR_ARG(why.rule));
    return out;
}

static forensic_case loaded(call *c, int64_t id)
{
    forensic_case k;
    assert_int_equal(case_load(c, id, &k), ST_OK);
    call_end(c);
    return k;
}

static void every_query_is_prepared(void **state)
{
    problem why = { 0 };
    status  st  = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

// ---- taking in ---------------------------------------------------------------------------------------

static void evidence_is_kept_once_with_whence_and_why(void **state)
{
    arena         a   = forensics_arena();
    call          c   = forensics_analyst(*state, &a, "BTC");
    int64_t       id  = opened(&c);
    item_taken    one = taken(&c, id, "C/Users/a/abc.txt", S("abc"));
    forensic_item i;
    forensic_case k;
    custody_row  *rows;
    size_t        count;
    assert_true(str_equal(one.sha256, str_from(abc_hash)));
    assert_int_equal(item_of_ref(&c, one.code, &i, &k), ST_OK);
    assert_true(str_equal(i.name, S("abc.txt")) && i.bytes == 3);
    assert_true(str_equal(i.taken_from, S("Trần Văn Mẫu")) && str_equal(i.seal_now, S("NP-0001")));
    assert_int_equal(i.collected_ms, INT64_C(1795482000000)); // 08:00 24/11/2026 in Viet Nam
    assert_int_equal(custody_list(&c, &k, 0, 0, &rows, &count), ST_OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].act, CUSTODY_TAKEN);
    assert_true(str_equal(rows[0].content, one.sha256));
    assert_int_equal(rows[1].act, CUSTODY_OPENED);
    call_end(&c);

    item_draft d = drafted(id, "C/Users/a/abc.txt");
    item_taken again;
    problem    why = { 0 };
    assert_int_equal(take(&c, &d, S("abc"), &again, &why), ST_OK);
    assert_true(again.same && again.id == one.id);
    assert_int_equal(taken(&c, id, "D/abc.txt", S("abc")).same, false); // elsewhere on the medium
    assert_int_equal(loaded(&c, id).items, 2);
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
}

static void refused(call *c, const item_draft *d, const char *field, const char *rule)
{
    problem    why = { 0 };
    item_taken out;
    assert_int_equal(take(c, d, S("x"), &out, &why), ST_INVALID);
    if (!str_equal(why.field, str_from(field)) || !str_equal(why.rule, str_from(rule)))
        fail_msg("wanted %s %s: " STR_FMT " " STR_FMT, field, rule, STR_ARG(why.field),
                 STR_ARG(why.rule));
}

static void what_is_not_told_or_is_secret_is_refused(void **state)
{
    arena      a  = forensics_arena();
    call       c  = forensics_analyst(*state, &a, "BTC");
    int64_t    id = opened(&c);
    item_draft d  = drafted(id, "a.log");
    d.ground      = S(" ");
    refused(&c, &d, "ground", "required");
    d            = drafted(id, "a.log");
    d.taken_from = S("");
    refused(&c, &d, "taken_from", "required");
    d = drafted(id, "TÀI LIỆU TỐI MẬT.docx");
    refused(&c, &d, "path", "state-secret");
    d      = drafted(id, "a.log");
    d.note = S("Độ mật: Mật");
    refused(&c, &d, "note", "state-secret");
    d      = drafted(id, "a.log");
    d.open = false;
    refused(&c, &d, "no_secret", "evidence-open");
    d           = drafted(id, "a.log");
    d.collected = S("08:00 24/11/2036");
    refused(&c, &d, "collected", "time-future");
    assert_int_equal(loaded(&c, id).items, 0);
    problem why = { 0 };
    assert_int_equal(open_case(&c, "Vụ việc TUYỆT MẬT", &id, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("state-secret")));
}

// ---- sight -------------------------------------------------------------------------------------------

static void a_case_is_there_for_its_holder_and_guests_alone(void **state)
{
    arena         a   = forensics_arena();
    call          c   = forensics_analyst(*state, &a, "BTC");
    call          up  = forensics_analyst(*state, &a, "VN-CP"); // above it
    int64_t       id  = opened(&c);
    item_taken    one = taken(&c, id, "a.log", S("abc"));
    forensic_case k;
    forensic_item i;
    case_page     list;
    problem       why = { 0 };
    int           fd;
    assert_int_equal(case_load(&up, id, &k), ST_MISSING);
    assert_int_equal(item_load(&up, one.id, &i, &k), ST_MISSING);
    assert_int_equal(item_open(&up, one.id, CUSTODY_COPIED, &i, &fd, &why), ST_MISSING);
    case_filter f = { .q = S("") };
    assert_int_equal(cases_list(&up, &f, S(""), 0, &list, &why), ST_OK);
    assert_int_equal(list.count, 0);
    call_end(&up);

    const case_letting l = { id, CASE_READER, S("VN-CP"), S("Công văn số 9") };
    assert_int_equal(case_let_in(&c, &l, &why), ST_FORBIDDEN); // an analyst does not lead
    c.who.rights |= RIGHT_CASES_LEAD;
    assert_int_equal(case_let_in(&c, &l, &why), ST_OK);
    call_end(&c);
    assert_int_equal(case_let_in(&c, &l, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("case-body-there")));
    call_end(&c);
    assert_int_equal(case_load(&up, id, &k), ST_OK);
    item_draft d = drafted(id, "b.log");
    item_taken more;
    assert_int_equal(take(&up, &d, S("x"), &more, &why), ST_FORBIDDEN); // it reads
    assert_int_equal(cases_list(&up, &f, S(""), 0, &list, &why), ST_OK);
    assert_int_equal(list.count, 1);
    f.q = S("ke toan");
    assert_int_equal(cases_list(&up, &f, S(""), 0, &list, &why), ST_OK);
    assert_int_equal(list.count, 1);
    f.q = S("khác hẳn");
    assert_int_equal(cases_list(&up, &f, S(""), 0, &list, &why), ST_OK);
    assert_int_equal(list.count, 0);
    call_end(&up);

    case_body *all;
    size_t     count;
    k = loaded(&c, id);
    assert_int_equal(case_bodies(&c, &k, &all, &count), ST_OK);
    assert_int_equal(count, 2);
    assert_int_equal(case_let_out(&c, id, all[0].id, S("x"), &why), ST_CONFLICT); // not the holder
    call_end(&c);
    assert_int_equal(case_let_out(&c, id, all[1].id, S("Xong việc"), &why), ST_OK);
    call_end(&c);
    assert_int_equal(case_load(&up, id, &k), ST_MISSING);
    call_end(&up);
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
}

// ---- touches -----------------------------------------------------------------------------------------

static status record(call *c, int64_t item, custody_act act, const char *seal, problem *why)
{
    const custody_draft d  = { .item_id    = item,
                               .act        = act,
                               .words      = S("Theo yêu cầu giám định"),
                               .party      = S("Viện Mẫu"),
                               .seal       = str_from(seal),
                               .tool       = S("Autopsy 4.21"),
                               .decision   = S("15/QĐ-CATTT"),
                               .decided_on = S("20/11/2026") };
    status              st = custody_record(c, &d, why);
    call_end(c);
    return st;
}

static void every_touch_leaves_a_row(void **state)
{
    arena         a   = forensics_arena();
    call          c   = forensics_analyst(*state, &a, "BTC");
    int64_t       id  = opened(&c);
    item_taken    one = taken(&c, id, "a.log", S("abc"));
    problem       why = { 0 };
    forensic_item i;
    forensic_case k;
    int           fd;
    assert_int_equal(item_open(&c, one.id, CUSTODY_COPIED, &i, &fd, &why), ST_OK);
    os_close(fd);
    call_end(&c);
    assert_int_equal(record(&c, one.id, CUSTODY_SEALED, "NP-2", &why), ST_INVALID); // it is sealed
    assert_true(str_equal(why.rule, S("custody-step")));
    assert_int_equal(record(&c, one.id, CUSTODY_UNSEALED, "", &why), ST_OK);
    assert_int_equal(record(&c, one.id, CUSTODY_ANALYSED, "", &why), ST_OK);
    assert_int_equal(record(&c, one.id, CUSTODY_SEALED, "NP-2", &why), ST_OK);
    assert_int_equal(record(&c, one.id, CUSTODY_HANDED_OVER, "", &why), ST_INVALID); // by a paper
    assert_true(str_equal(why.rule, S("choice-unknown")));
    assert_int_equal(record(&c, one.id, CUSTODY_DESTROYED, "", &why), ST_FORBIDDEN);
    c.who.rights |= RIGHT_CASES_LEAD;
    assert_int_equal(record(&c, one.id, CUSTODY_DESTROYED, "", &why), ST_OK);
    assert_int_equal(item_open(&c, one.id, CUSTODY_VIEWED, &i, &fd, &why), ST_CONFLICT);
    call_end(&c);
    assert_int_equal(item_load(&c, one.id, &i, &k), ST_OK);
    assert_int_equal(i.state, ITEM_DESTROYED);
    custody_row *rows;
    size_t       count;
    assert_int_equal(custody_list(&c, &k, one.id, 0, &rows, &count), ST_OK);
    const custody_act want[] = { CUSTODY_DESTROYED, CUSTODY_SEALED, CUSTODY_ANALYSED,
                                 CUSTODY_UNSEALED,  CUSTODY_COPIED, CUSTODY_TAKEN };
    size_t more_rows = count - COUNT(want); // what became of the bytes, when it is told at once
    assert_true(count == COUNT(want) || count == COUNT(want) + 1);
    rows += more_rows, count -= more_rows;
    for (size_t n = 0; n < count; n++) assert_int_equal(rows[n].act, want[n]);
    assert_true(str_equal(rows[2].tool, S("Autopsy 4.21")));
    call_end(&c);
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
    assert_int_equal(case_close(&c, id, true, S("Đã kết luận"), &why), ST_OK);
    call_end(&c);
    item_draft d = drafted(id, "b.log");
    item_taken more;
    assert_int_equal(take(&c, &d, S("x"), &more, &why), ST_FORBIDDEN); // it is closed
    assert_int_equal(case_close(&c, id, false, S("Có tình tiết mới"), &why), ST_OK);
    call_end(&c);
    assert_int_equal(take(&c, &d, S("x"), &more, &why), ST_OK);
}

// ---- what verifying names ----------------------------------------------------------------------------

static void one_fault(const custody_check *k, custody_fault_kind kind, int64_t no, str item)
{
    if (k->fault_count != 1)
        fail_msg("%lld faults, first " STR_FMT, (long long)k->fault_count,
                 STR_ARG(custody_fault_key(k->faults[0].kind)));
    if (k->faults[0].kind != kind || k->faults[0].no != no || !str_equal(k->faults[0].item, item))
        fail_msg("found " STR_FMT " row %lld item " STR_FMT,
                 STR_ARG(custody_fault_key(k->faults[0].kind)), (long long)k->faults[0].no,
                 STR_ARG(k->faults[0].item));
}

static void a_byte_altered_or_gone_is_named(void **state)
{
    arena   a  = forensics_arena();
    call    c  = forensics_analyst(*state, &a, "BTC");
    int64_t id = opened(&c);
    int     fd, folder;
    (void)taken(&c, id, "a.log", S("một hai ba"));
    item_taken two  = taken(&c, id, "b.log", S("abc"));
    str        path = arena_printf(&a, "ba/" STR_FMT, STR_ARG(str_slice(two.sha256, 2, 64)));
    forensics_blobs(&folder);
    assert_int_equal(os_open_write(folder, path, false, &fd), ST_OK);
    assert_int_equal(os_write_at(fd, 0, S("aXc")), ST_OK);
    os_close(fd);
    custody_check *k = forensics_verified(&c, id, "");
    one_fault(k, FAULT_BLOB_ALTERED, 0, two.code);
    assert_true(str_equal(k->faults[0].sha256, str_from(abc_hash)));
    assert_true(str_equal(k->faults[0].name, S("b.log")));
    custody_check *last = NEW(&a, custody_check, 1);
    forensic_case  kase = loaded(&c, id);
    assert_int_equal(custody_last_check(&c, &kase, last), ST_OK);
    call_end(&c);
    one_fault(last, FAULT_BLOB_ALTERED, 0, two.code);
    assert_int_equal(os_remove(folder, path), ST_OK);
    one_fault(forensics_verified(&c, id, ""), FAULT_BLOB_MISSING, 0, two.code);
    assert_int_equal(os_make_folders(folder, path), ST_OK); // what cannot be read as a file
    one_fault(forensics_verified(&c, id, ""), FAULT_BLOB_UNREAD, 0, two.code);
    assert_int_equal(unlinkat(folder, arena_cstr(&a, path), AT_REMOVEDIR), 0);
    os_close(folder);
}

// The statements of this test: of the latest case. Row 3 is the intake of the second item.
#define ROW_3 " WHERE no = 3 AND case_id = (SELECT max(id) FROM forensic_cases)"
#define ITEM_1 " WHERE case_id = (SELECT max(id) FROM forensic_cases)"
#define ROW_SET(what) "UPDATE forensic_custody SET " what ROW_3
#define ITEM_SET(what) "UPDATE forensic_items SET " what ITEM_1
static const char row_out[]   = "DELETE FROM forensic_custody" ROW_3;
static const char items_out[] = "DELETE FROM forensic_items" ITEM_1;
static const char head_back[] =
    "UPDATE forensic_cases SET last_no = 2, last_hash = (SELECT hash FROM forensic_custody "
    "WHERE no = 2 AND case_id = (SELECT max(id) FROM forensic_cases)) "
    "WHERE id = (SELECT max(id) FROM forensic_cases)";

static const char handed_to_another[] = "UPDATE forensic_handovers SET receiver = 'Ai Khác' "
                                        "WHERE case_id = (SELECT max(id) FROM forensic_cases)";

#define CASE_LAST " WHERE id = (SELECT max(id) FROM forensic_cases)"
static const char *const case_sets[] = { "UPDATE forensic_cases SET ground = 'khác'" CASE_LAST,
                                         "UPDATE forensic_cases SET state = 2" CASE_LAST };
static const char        number_on[] =
    "UPDATE code_numbers SET next = next + 1 WHERE series LIKE 'CC-%' OR series LIKE 'VV-%'";

static const char *const row_sets[] = {
    ROW_SET("words = 'khác'"), ROW_SET("person = 'Ai Khác'"), ROW_SET("at_ms = at_ms + 1"),
    ROW_SET("act = 13"),       ROW_SET("content = 'x'"),      ROW_SET("party = 'x'"),
    ROW_SET("login = 'x'"),    ROW_SET("seal = 'x'"),         ROW_SET("tool = 'x'"),
    ROW_SET("body = 'x'"),     ROW_SET("prev = 'x'"),         ROW_SET("facts = facts || 'x'"),
    ROW_SET("hash = 'x'"),     ROW_SET("item = 'x'"),         ROW_SET("item_id = item_id + 1000"),
};

static const struct {
    const char        *set;
    custody_fault_kind kind;
} item_sets[] = {
    { ITEM_SET("taken_from = 'Người khác'"), FAULT_ITEM_FACTS },
    { ITEM_SET("seal = ''"), FAULT_ITEM_FACTS },
    { ITEM_SET("collected_ms = 1"), FAULT_ITEM_FACTS },
    { ITEM_SET("path = 'x'"), FAULT_ITEM_FACTS },
    { ITEM_SET("name = 'x'"), FAULT_ITEM_FACTS },
    { ITEM_SET("kind = 2"), FAULT_ITEM_FACTS },
    { ITEM_SET("state = 3"), FAULT_ITEM_STAND },
    { ITEM_SET("seal_now = ''"), FAULT_ITEM_STAND },
};

static void a_row_altered_behind_our_back_is_named(void **state)
{
    for (size_t i = 0; i < COUNT(row_sets); i++) {
        arena   a  = forensics_arena();
        call    c  = forensics_analyst(*state, &a, "BTC");
        int64_t id = opened(&c);
        (void)taken(&c, id, "a.log", S("abc"));
        item_taken two = taken(&c, id, "b.log", S("abd"));
        (void)taken(&c, id, "c.log", S("abe"));
        forensics_alter(*state, row_sets[i]);
        custody_check *k     = forensics_verified(&c, id, "");
        bool           named = false;
        for (int64_t n = 0; n < k->fault_count; n++) {
            const custody_fault *f = &k->faults[n];
            named |= f->no == 3;
            // Beside the row, at most the item that the row spoke of does not agree any more.
            if (f->no != 3 && !str_equal(f->item, two.code))
                fail_msg("%s: also " STR_FMT " row %lld", row_sets[i],
                         STR_ARG(custody_fault_key(f->kind)), (long long)f->no);
        }
        if (!named) fail_msg("%s was not found", row_sets[i]);
    }
}

static void rows_cut_off_or_taken_out_are_named(void **state)
{
    arena   a  = forensics_arena();
    call    c  = forensics_analyst(*state, &a, "BTC");
    int64_t id = opened(&c);
    (void)taken(&c, id, "a.log", S("abc"));
    item_taken two = taken(&c, id, "b.log", S("abd"));
    (void)taken(&c, id, "c.log", S("abe"));
    forensics_alter(*state, row_out);
    custody_check *v = forensics_verified(&c, id, "");
    assert_int_equal(v->fault_count, 2);
    assert_int_equal(v->faults[0].kind, FAULT_ROW_MISSING);
    assert_int_equal(v->faults[0].no, 3);
    assert_int_equal(v->faults[1].kind, FAULT_ITEM_UNLOGGED);
    assert_true(str_equal(v->faults[1].item, two.code));

    // The last row cut off.
    id = opened(&c);
    (void)taken(&c, id, "a.log", S("abc"));
    two                  = taken(&c, id, "b.log", S("abd"));
    forensic_case k      = loaded(&c, id);
    char         *anchor = arena_cstr(&a, custody_anchor(&a, k.code, k.last_no, k.last_hash));
    assert_int_equal(forensics_verified(&c, id, anchor)->fault_count, 0); // and a row 4
    forensics_alter(*state, row_out);
    assert_int_equal(forensics_verified(&c, id, "")->faults[0].kind, FAULT_ROW_MISSING);

    // The end cut off and everything else made to fit: only what was kept elsewhere tells.
    id = opened(&c);
    (void)taken(&c, id, "a.log", S("abc"));
    problem why = { 0 };
    assert_int_equal(record(&c, two.id, CUSTODY_NOTED, "", &why), ST_OK); // another case's
    k = loaded(&c, id);
    forensic_item i;
    forensic_case of;
    item_page     list;
    item_filter   f = { 0 };
    assert_int_equal(items_list(&c, &k, &f, S(""), 0, &list, &why), ST_OK);
    i = list.items[0];
    call_end(&c);
    assert_int_equal(record(&c, i.id, CUSTODY_NOTED, "", &why), ST_OK);
    assert_int_equal(item_load(&c, i.id, &i, &of), ST_OK);
    call_end(&c);
    anchor = arena_cstr(&a, custody_anchor(&a, of.code, of.last_no, of.last_hash));
    forensics_alter(*state, row_out);
    forensics_alter(*state, head_back);
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0); // writes a row 3 of its own
    v = forensics_verified(&c, id, anchor);
    one_fault(v, FAULT_ANCHOR, 3, S(""));
    forensics_alter(*state, items_out);
    v = forensics_verified(&c, id, "");
    assert_true(v->fault_count > 0);
    assert_int_equal(v->faults[0].kind, FAULT_ITEM_MISSING);
}

static void an_item_altered_behind_our_back_is_named(void **state)
{
    for (size_t i = 0; i < COUNT(item_sets); i++) {
        arena      a   = forensics_arena();
        call       c   = forensics_analyst(*state, &a, "BTC");
        int64_t    id  = opened(&c);
        item_taken one = taken(&c, id, "a.log", S("abc"));
        forensics_alter(*state, item_sets[i].set);
        one_fault(forensics_verified(&c, id, ""), item_sets[i].kind, 0, one.code);
    }
}

static void a_case_altered_or_taken_out_is_named(void **state)
{
    arena         a = forensics_arena();
    call          c = forensics_analyst(*state, &a, "BTC"), machine = test_call(*state, &a);
    custody_fault gone[CASE_FAULTS_MAX];
    int64_t       count;
    for (size_t i = 0; i < COUNT(case_sets); i++) {
        int64_t id = opened(&c);
        (void)taken(&c, id, "a.log", S("abc"));
        forensics_alter(*state, case_sets[i]);
        one_fault(forensics_verified(&c, id, ""), FAULT_CASE_FACTS, i == 0 ? 1 : 0, S(""));
    }
    assert_int_equal(custody_numbers_check(&machine, gone, &count), ST_OK);
    assert_int_equal(count, 0);
    forensics_alter(*state, number_on); // the last of each is as if it had been taken out
    assert_int_equal(custody_numbers_check(&c, gone, &count), ST_OK);
    assert_int_equal(count, 0); // of all bodies: not for one's people
    assert_int_equal(custody_numbers_check(&machine, gone, &count), ST_OK);
    assert_true(count > 1);
    assert_int_equal(gone[0].kind, FAULT_NUMBER);
    assert_true(str_starts(gone[0].item, S("CC-")));
}

// ---- hand-overs --------------------------------------------------------------------------------------

static status handed(call *c, int64_t case_id, const int64_t *ids, size_t n, handover *out,
                     problem *why)
{
    const handover_draft d  = { .case_id       = case_id,
                                .items         = ids,
                                .item_count    = n,
                                .receiver      = S("Lê Thị Nhận"),
                                .receiver_body = S("Viện Mẫu"),
                                .place         = S("Hà Nội"),
                                .reason        = S("Giám định theo Quyết định 15") };
    status               st = case_handover_make(c, &d, out, why);
    call_end(c);
    return st;
}

static void a_hand_over_is_signed_and_stands_on_the_log(void **state)
{
    arena         a   = forensics_arena();
    call          c   = forensics_analyst(*state, &a, "BTC");
    int64_t       id  = opened(&c);
    item_taken    one = taken(&c, id, "a.log", S("abc")), two = taken(&c, id, "b.log", S("abd"));
    const int64_t ids[] = { one.id, two.id };
    problem       why   = { 0 };
    handover      h;
    forensic_item i;
    forensic_case k;
    str           paper;
    assert_int_equal(handed(&c, id, ids, 0, &h, &why), ST_INVALID);
    assert_int_equal(handed(&c, id, ids, 2, &h, &why), ST_OK);
    assert_int_equal(item_load(&c, two.id, &i, &k), ST_OK);
    assert_int_equal(i.state, ITEM_AWAY);
    assert_int_equal(h.log_no, k.last_no);
    assert_true(str_equal(h.log_hash, k.last_hash));
    call_end(&c);
    assert_int_equal(handed(&c, id, ids, 1, &h, &why), ST_INVALID); // it is away
    assert_true(str_equal(why.rule, S("custody-step")));
    k = loaded(&c, id);
    handover *all;
    size_t    n;
    assert_int_equal(case_handovers(&c, &k, &all, &n), ST_OK);
    assert_int_equal(n, 1); // the refused one left nothing
    assert_int_equal(case_handover_paper(&c, &all[0], &k, false, &paper, &why), ST_OK);
    assert_true(paper.len > 1000 && str_starts(paper, S("PK")));
    call_end(&c);
    assert_int_equal(record(&c, one.id, CUSTODY_RECEIVED, "", &why), ST_OK);
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
    // The record altered: the signature does not fit any more.
    forensics_alter(*state, handed_to_another);
    custody_check *v = forensics_verified(&c, id, "");
    assert_int_equal(v->fault_count, 1);
    assert_int_equal(v->faults[0].kind, FAULT_SIGNATURE);
    assert_true(str_equal(v->faults[0].name, all[0].code));
}

// The whole log chained anew by who has the database: the signed record still tells.
static void a_log_chained_anew_is_told_by_the_signed_record(void **state)
{
    arena         a     = forensics_arena();
    call          c     = forensics_analyst(*state, &a, "BTC");
    int64_t       id    = opened(&c);
    item_taken    one   = taken(&c, id, "a.log", S("abc"));
    const int64_t ids[] = { one.id };
    problem       why   = { 0 };
    handover      h;
    custody_row  *rows;
    size_t        count;
    assert_int_equal(handed(&c, id, ids, 1, &h, &why), ST_OK); // rows 1..3
    forensics_alter(*state, row_sets[0]);
    forensic_case k = loaded(&c, id);
    assert_int_equal(custody_list(&c, &k, 0, 0, &rows, &count), ST_OK);
    str hash = custody_hash(k.uid, rows[0].prev, &rows[0], &a);
    call_end(&c);
    forensics_rehash(*state, id, 3, hash);
    custody_check *v = forensics_verified(&c, id, "");
    assert_int_equal(v->fault_count, 1);
    assert_int_equal(v->faults[0].kind, FAULT_SIGNATURE);
}

// ---- a body that ends --------------------------------------------------------------------------------

typedef struct ending {
    call   *c;
    body    from, to;
    int64_t moved;
} ending;

static status hand_on(db *d, void *ctx)
{
    ending *w = ctx;
    return forensics_heir.move(w->c, d, &w->from, &w->to, &w->moved);
}

static void a_case_goes_to_the_heir_of_its_holder(void **state)
{
    arena         a    = forensics_arena();
    call          c    = forensics_analyst(*state, &a, "BTC");
    call          heir = forensics_analyst(*state, &a, "BNG");
    int64_t       id   = opened(&c);
    ending        w    = { .c = &c };
    forensic_case k;
    assert_int_equal(body_by_code(&c, S("BTC"), &w.from), ST_OK);
    assert_int_equal(body_by_code(&c, S("BNG"), &w.to), ST_OK);
    assert_int_equal(case_load(&heir, id, &k), ST_MISSING);
    call_end(&heir);
    assert_int_equal(call_act(&c, hand_on, &w), ST_OK);
    assert_true(w.moved >= 1);
    assert_int_equal(case_load(&heir, id, &k), ST_OK);
    assert_int_equal(k.part, CASE_HOLDER);
    assert_int_equal(k.body_id, heir.who.body_id);
    call_end(&heir);
    assert_int_equal(case_load(&c, id, &k), ST_MISSING);
    call_end(&c);
    assert_int_equal(forensics_verified(&heir, id, "")->fault_count, 0);
}

// ---- for hunts ---------------------------------------------------------------------------------------

typedef struct linking {
    call         *c;
    forensic_case k;
    bool          first, again;
} linking;

static status link_it(db *d, void *ctx)
{
    linking *w = ctx;
    (void)d;
    TRY(case_link_hunt(w->c, &w->k, 77, S("SL-2026-000001"), &w->first));
    return case_link_hunt(w->c, &w->k, 77, S("SL-2026-000001"), &w->again);
}

static size_t hunted(call *c, int64_t hunt_id)
{
    hunted_case *cases;
    size_t       count;
    assert_int_equal(cases_of_hunt(c, hunt_id, &cases, &count), ST_OK);
    call_end(c);
    return count;
}

static void a_hunt_is_linked_once(void **state)
{
    arena   a  = forensics_arena();
    call    c  = forensics_analyst(*state, &a, "BTC");
    int64_t id = opened(&c), *hunts;
    size_t  count;
    linking w = { &c, loaded(&c, id), false, true };
    assert_int_equal(call_act(&c, link_it, &w), ST_OK);
    assert_true(w.first);
    assert_false(w.again);
    assert_int_equal(case_hunts(&c, &w.k, &hunts, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_int_equal(hunts[0], 77);
    call_end(&c);
    assert_int_equal(loaded(&c, id).last_no, 2);
    // Only for those who take part in the case.
    call above = forensics_analyst(*state, &a, "VN-CP");
    assert_int_equal(hunted(&c, 77), 1);
    assert_int_equal(hunted(&c, 78), 0);
    assert_int_equal(hunted(&above, 77), 0);
    c.who.rights &= ~(uint64_t)RIGHT_CASES_READ;
    assert_int_equal(hunted(&c, 77), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_query_is_prepared),
        cmocka_unit_test(evidence_is_kept_once_with_whence_and_why),
        cmocka_unit_test(what_is_not_told_or_is_secret_is_refused),
        cmocka_unit_test(a_case_is_there_for_its_holder_and_guests_alone),
        cmocka_unit_test(every_touch_leaves_a_row),
        cmocka_unit_test(a_byte_altered_or_gone_is_named),
        cmocka_unit_test(a_row_altered_behind_our_back_is_named),
        cmocka_unit_test(rows_cut_off_or_taken_out_are_named),
        cmocka_unit_test(an_item_altered_behind_our_back_is_named),
        cmocka_unit_test(a_hand_over_is_signed_and_stands_on_the_log),
        cmocka_unit_test(a_log_chained_anew_is_told_by_the_signed_record),
        cmocka_unit_test(a_case_goes_to_the_heir_of_its_holder),
        cmocka_unit_test(a_hunt_is_linked_once),
        cmocka_unit_test(a_case_altered_or_taken_out_is_named),
    };
    const char *updates[64];
    size_t      n = 0;
    for (size_t i = 0; i < COUNT(row_sets); i++) updates[n++] = row_sets[i];
    for (size_t i = 0; i < COUNT(item_sets); i++) updates[n++] = item_sets[i].set;
    for (size_t i = 0; i < COUNT(case_sets); i++) updates[n++] = case_sets[i];
    updates[n++] = number_on;
    updates[n++] = row_out;
    updates[n++] = items_out;
    updates[n++] = head_back;
    updates[n++] = handed_to_another;
    forensics_set_up(updates, n);
    int failed = test_store_run(tests, COUNT(tests));
    forensics_tear_down();
    return failed;
}
