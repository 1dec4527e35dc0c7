// import_ops_test.c - sheets taken in through the sealed reader, on both engines.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kit/documents/documents.h"
#include "kit/os/os.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/import_ops.h"
#include "modules/systems/systems_test_kit.h"

#define HEAD "STT,Tên hệ thống,Chủ quản,Loại hình,Loại thông tin,Cấp độ,Mục đích,Cột lạ\n"
#define THREE                                                                                      \
    HEAD "1,Hệ thống nhân sự,BTC,a,cá nhân,2,quản lý,x\n"                              \
         "2,Cổng thông tin,Bộ Y tế,b,công cộng,Cấp 4,,\n"                              \
         "3,Kho dữ liệu,BTC,,,,,\n"

static arena fresh(void)
{
    return test_arena(32 * 1024 * 1024);
}

static int file_of(const char *text)
{
    int fd;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_all(fd, str_from(text)), ST_OK);
    assert_int_equal(os_rewind(fd), ST_OK);
    return fd;
}

static import_options options_of(int fd)
{
    return (import_options){ .fd            = fd,
                             .filename      = S("danh-sach.csv"),
                             .parse_program = S(COLOA_PARSE) };
}

// Scan, compare and, with `commit`, commit. The plan is the caller's to free.
static status run(call *c, const import_options *o, bool commit, import_plan *p, problem *why)
{
    assert_int_equal(import_plan_new(p), ST_OK);
    status st = import_scan(c, o, p, why);
    if (st == ST_OK) st = import_compare(c, o, p, why);
    if (st == ST_OK && commit) st = import_commit(c, o, p, why);
    call_end(c);
    return st;
}

static void import_text(call *c, const char *text, size_t made, size_t changed, size_t same,
                        size_t refused)
{
    import_plan    p;
    problem        why = { 0 };
    int            fd  = file_of(text);
    import_options o   = options_of(fd);
    status         st  = run(c, &o, true, &p, &why);
    if (st != ST_OK) fail_msg("%s " STR_FMT, status_name(st), STR_ARG(why.rule));
    assert_int_equal(p.made, made);
    assert_int_equal(p.changed, changed);
    assert_int_equal(p.same, same);
    assert_int_equal(p.refused, refused);
    import_plan_free(&p);
    os_close(fd);
}

static system_record find(call *c, const char *q)
{
    system_page   page;
    problem       why = { 0 };
    system_record s;
    system_filter f = { .q = str_from(q) };
    assert_int_equal(systems_list(c, &f, (str){ 0 }, 0, &page, &why), ST_OK);
    assert_int_equal(page.count, 1);
    assert_int_equal(systems_get_id(c, page.items[0].id, &s), ST_OK);
    call_end(c);
    return s;
}

static void good_rows_go_in_with_their_levels_and_a_repeat_changes_nothing(void **state)
{
    arena a = fresh();
    call  c = test_call(*state, &a);
    import_text(&c, THREE, 3, 0, 0, 0);
    assert_int_equal(test_total(&c), 3);
    system_record s = find(&c, "nhan su");
    assert_int_equal(s.level, 2);
    assert_int_equal(s.sheet_level, 2);
    assert_true(str_equal(s.data.owner, S("BTC")));
    assert_true(str_equal(s.data.state, S("running")));
    s = find(&c, "cong thong tin");
    assert_int_equal(s.sheet_level, 4); // kept beside the computed one
    assert_int_equal(s.result, LAW_AT_LEAST);
    assert_int_equal(s.level, 0);
    import_text(&c, THREE, 0, 0, 3, 0);
    assert_int_equal(test_total(&c), 3);
    assert_int_equal(find(&c, "nhan su").version, 1);
}

static void a_repeat_with_other_values_changes_only_what_it_says(void **state)
{
    arena a = fresh();
    call  c = test_call(*state, &a);
    import_text(&c, THREE, 3, 0, 0, 0);
    import_text(&c,
                "Tên HTTT;Chủ quản;Quy mô;Mục đích;Loại hình;Giải quyết thủ tục hành chính\n"
                "HE THONG  NHAN SU;Bộ Tài chính;30 máy chủ;;;\n"
                "cổng thông tin;BYT;;;b;có\n",
                0, 2, 0, 0);
    system_record s = find(&c, "nhan su");
    assert_true(str_equal(s.data.size, S("30 máy chủ")));
    assert_true(str_equal(s.data.purpose, S("quản lý"))); // an empty cell takes nothing away
    assert_int_equal(s.version, 2);
    assert_int_equal(find(&c, "cong thong tin").level, 3);
    history_page h;
    assert_int_equal(systems_history(&c, s.id, &(history_ask){ 0 }, &h), ST_OK);
    assert_int_equal(h.count, 2); // the name as now written, and the size
    assert_true(h.items[0].import_id > 0);
    assert_int_equal(h.items[0].act, CHANGED_BY_IMPORT);
    call_end(&c);
}

static void every_fault_of_a_row_is_told_and_the_row_stays_out(void **state)
{
    arena          a = fresh();
    call           c = test_call(*state, &a);
    import_plan    p;
    problem        why = { 0 };
    int            fd  = file_of(HEAD "1,Tốt,BTC,a,cá nhân,2,,\n"
                                                  "2,,Bộ Không Có,z,,Cấp 9,,\n"
                                                  "3,TỐT,BTC,,,,,\n"
                                                  "4,Lại tốt,BTC,,,,,\n"
                                                  "5,Tốt,BTC,,,cao,,\n");
    import_options o   = options_of(fd);
    assert_int_equal(run(&c, &o, true, &p, &why), ST_OK);
    assert_int_equal(p.made, 2);
    assert_int_equal(p.refused, 3);
    static const struct {
        size_t      row;
        const char *rules;
    } want[] = { { 1, "choice-unknown level-form required body-unknown" },
                 { 2, "duplicate-in-file" },
                 { 4, "level-form duplicate-in-file" } };
    for (size_t i = 0; i < COUNT(want); i++) {
        const import_row *r = &p.rows[want[i].row]->row;
        buf               b = buf_in(&a, 256, 4096);
        for (size_t k = 0; k < r->fault_count; k++) {
            if (k) buf_char(&b, ' ');
            buf_put(&b, r->faults[k].rule);
        }
        if (!str_equal(buf_str(&b), str_from(want[i].rules)))
            fail_msg("row %zu: " STR_FMT, want[i].row, STR_ARG(buf_str(&b)));
    }
    str                      report  = import_report_json(&p, (str){ 0 }, LANG_VI, &a);
    static const char *const parts[] = {
        "\"header_row\":1",
        "\"rows\":5",
        "\"new\":2",
        "\"refused\":3",
        "\"committed\":true",
        "\"unmapped\":[\"Cột lạ\"]",
        "{\"row\":3,\"column\":\"Cấp độ\",\"cell\":\"F3\",\"value\":\"Cấp "
        "9\",\"rule\":\"level-form\"",
        "\"cell\":\"B4\",\"value\":\"TỐT\",\"rule\":\"duplicate-in-file\",\"message\":\"Trùng với "
        "dòng 2",
        "\"noted_file\":null",
    };
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (str_find(report, str_from(parts[i])) < 0)
            fail_msg("%s\n" STR_FMT, parts[i], STR_ARG(report));
    }
    import_plan_free(&p);
    os_close(fd);
    assert_int_equal(test_total(&c), 2);
}

static void the_whole_file_is_refused_when_it_is_no_list_of_systems(void **state)
{
    arena a = fresh();
    call  c = test_call(*state, &a);
    static const struct {
        const char *text, *rule;
    } cases[] = { { "a,b\n1,2\n", "header-missing" },
                  { "Tên hệ thống,Cấp độ\nCổng,2\n", "import-owner-missing" },
                  { "PK\x03\x04zzzz", "sheet-" } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        import_plan    p;
        problem        why = { 0 };
        int            fd  = file_of(cases[i].text);
        import_options o   = options_of(fd);
        assert_int_equal(run(&c, &o, true, &p, &why), ST_INVALID);
        if (!str_starts(why.rule, str_from(cases[i].rule))) fail_msg(STR_FMT, STR_ARG(why.rule));
        import_plan_free(&p);
        os_close(fd);
    }
    assert_int_equal(test_total(&c), 0);
}

static void a_person_takes_in_only_for_the_own_branch(void **state)
{
    arena a  = fresh();
    call  me = test_call_of(*state, &a, "BTC");
    import_text(&me, THREE, 2, 0, 0, 1); // the one of another ministry is refused
    import_text(&me, "Tên hệ thống\nKhông ghi chủ quản\n", 1, 0, 0, 0);
    assert_true(str_equal(find(&me, "khong ghi").data.owner, S("BTC")));
    system_record s     = find(&me, "kho du lieu");
    call          other = test_call_of(*state, &a, "BYT");
    char          text[200];
    snprintf(text, sizeof(text), "Mã,Tên hệ thống\n" STR_FMT ",Chiếm lấy\nHT-999999,Không có\n",
             STR_ARG(s.code));
    import_text(&other, text, 0, 0, 0, 2);
    assert_int_equal(test_total(&other), 0);
    snprintf(text, sizeof(text), "Mã,Tên hệ thống\n" STR_FMT ",Kho dữ liệu mới\n", STR_ARG(s.code));
    import_text(&me, text, 0, 1, 0, 0);
    assert_int_equal(find(&me, "kho du lieu moi").id, s.id);
}

static void a_dry_run_writes_nothing(void **state)
{
    arena          a = fresh();
    call           c = test_call(*state, &a);
    import_plan    p;
    problem        why = { 0 };
    int            fd  = file_of(THREE);
    import_options o   = options_of(fd);
    assert_int_equal(run(&c, &o, false, &p, &why), ST_OK);
    assert_int_equal(p.made, 3);
    assert_false(p.committed);
    str report = import_report_json(&p, (str){ 0 }, LANG_VI, &a);
    assert_true(str_find(report, S("{\"import\":null")) == 0);
    import_plan_free(&p);
    os_close(fd);
    assert_int_equal(test_total(&c), 0);
}

static void a_batch_that_breaks_leaves_nothing_behind(void **state)
{
    arena          a   = fresh();
    call           c   = test_call(*state, &a);
    bool           met = true;
    int            fd  = file_of(THREE);
    import_options o   = options_of(fd);
    for (int n = 1; met; n++) {
        import_plan p;
        problem     why  = { 0 };
        char       *mark = a.next;
        assert_int_equal(run(&c, &o, false, &p, &why), ST_OK);
        store_fault(*state, n, STORE_FAULT_BREAK);
        status st = import_commit(&c, &o, &p, &why);
        met       = store_fault_met(*state);
        store_fault(*state, 0, STORE_FAULT_BREAK);
        call_end(&c);
        import_plan_free(&p);
        assert_int_equal(met, st != ST_OK);
        assert_int_equal(test_total(&c), met ? 0 : 3);
        a.next = mark;
        assert_true(n < 200);
    }
    os_close(fd);
}

static void many_rows_come_in_batches_and_are_there_whole_or_not_at_all(void **state)
{
    arena a     = fresh();
    call  c     = test_call(*state, &a);
    int   count = IMPORT_BATCH * 2 + 10;
    buf   b     = buf_in(&a, 1024 * 1024, 8 * 1024 * 1024);
    buf_put(&b, S("Tên hệ thống,Chủ quản\n"));
    for (int i = 0; i < count; i++) buf_printf(&b, "Hệ thống số %d,BTC\n", i);
    buf_char(&b, '\0');
    assert_false(b.failed);
    int            fd = file_of(b.ptr);
    import_options o  = options_of(fd);
    for (int n = 20000;; n += 37000) { // somewhere in the first batch, the second, the last act
        import_plan p;
        problem     why  = { 0 };
        char       *mark = a.next;
        assert_int_equal(run(&c, &o, false, &p, &why), ST_OK);
        assert_int_equal(p.made, count);
        store_fault(*state, n, STORE_FAULT_BREAK);
        status st  = import_commit(&c, &o, &p, &why);
        bool   met = store_fault_met(*state);
        store_fault(*state, 0, STORE_FAULT_BREAK);
        call_end(&c);
        import_plan_free(&p);
        assert_int_equal(met, st != ST_OK);
        assert_int_equal(test_total(&c), met ? 0 : count);
        a.next = mark;
        if (!met) break;
    }
    os_close(fd);
}

static void what_a_dead_process_left_is_swept_by_the_next_import(void **state)
{
    arena a = fresh();
    call  c = test_call(*state, &a);
    buf   b = buf_in(&a, 1024 * 1024, 8 * 1024 * 1024);
    buf_put(&b, S("Tên hệ thống,Chủ quản\n"));
    for (int i = 0; i < IMPORT_BATCH + 1; i++) buf_printf(&b, "Hệ thống số %d,BTC\n", i);
    buf_char(&b, '\0');
    int            fd = file_of(b.ptr);
    import_options o  = options_of(fd);
    import_plan    p;
    problem        why = { 0 };
    assert_int_equal(run(&c, &o, false, &p, &why), ST_OK);
    // Every statement fails from the second batch on, the sweeping too: as when the process dies.
    store_fault(*state, 3 * IMPORT_BATCH, STORE_FAULT_BREAK);
    o.progress = NULL;
    status st  = import_commit(&c, &o, &p, &why);
    store_fault(*state, 0, STORE_FAULT_BREAK);
    assert_int_not_equal(st, ST_OK);
    call_end(&c);
    import_plan_free(&p);
    c.now_ms += 2 * IMPORT_STALE_MS;
    import_text(&c, THREE, 3, 0, 0, 0);
    assert_int_equal(test_total(&c), 3);
    os_close(fd);
}

static void an_import_is_taken_back_exactly(void **state)
{
    arena           a = fresh();
    call            c = test_call(*state, &a);
    import_plan     p;
    problem         why = { 0 };
    import_undone   undone;
    system_problems problems;
    import_text(&c, HEAD "1,Kho dữ liệu,BTC,a,,1,cũ,\n", 1, 0, 0, 0);
    system_record  before = find(&c, "kho du lieu");
    int            fd     = file_of(THREE);
    import_options o      = options_of(fd);
    assert_int_equal(run(&c, &o, true, &p, &why), ST_OK);
    assert_int_equal(p.made, 2);
    int64_t import_id = p.import_id;
    import_plan_free(&p);

    call other = test_call_of(*state, &a, "BYT");
    assert_int_equal(imports_undo(&other, import_id, &undone, &why), ST_MISSING);
    int64_t now = c.now_ms;
    c.now_ms += (int64_t)(IMPORT_UNDO_HOURS + 1) * 3600 * 1000;
    assert_int_equal(imports_undo(&c, import_id, &undone, &why), ST_CONFLICT);
    assert_true(str_equal(why.rule, S("undo-too-late")));
    c.now_ms = now;
    assert_int_equal(imports_undo(&c, import_id, &undone, &why), ST_OK);
    assert_int_equal(undone.removed, 2);
    assert_int_equal(test_total(&c), 1);
    system_record after = find(&c, "kho du lieu");
    for (size_t i = 0; i < SYSTEM_FIELDS; i++)
        assert_true(str_equal(system_text_of(&before.data, &system_fields[i]),
                              system_text_of(&after.data, &system_fields[i])));
    assert_int_equal(imports_undo(&c, import_id, &undone, &why), ST_CONFLICT);
    assert_true(str_equal(why.rule, S("import-not-done")));

    assert_int_equal(run(&c, &o, true, &p, &why), ST_OK); // and again; but one is touched
    system_record s = find(&c, "nhan su");
    s.data.note     = S("đã xem");
    assert_int_equal(systems_change(&c, s.id, s.version, &s.data, &problems), ST_OK);
    assert_int_equal(imports_undo(&c, p.import_id, &undone, &why), ST_CONFLICT);
    assert_true(str_equal(why.rule, S("import-touched")));
    assert_true(str_equal(why.detail, s.code)); // which one
    assert_int_equal(test_total(&c), 3);
    import_plan_free(&p);
    os_close(fd);
}

// A later import that was taken back is no change: the earlier one goes too.
static void imports_are_taken_back_in_turn(void **state)
{
    arena         a   = fresh();
    call          c   = test_call(*state, &a);
    problem       why = { 0 };
    import_undone undone;
    import_plan   p;
    int64_t       ids[2];
    const char   *texts[] = {
          THREE, "Tên HTTT;Chủ quản;Quy mô\nHệ thống nhân sự;Bộ Tài chính;30 máy chủ\n"
    };
    for (size_t i = 0; i < COUNT(ids); i++) {
        int            fd = file_of(texts[i]);
        import_options o  = options_of(fd);
        assert_int_equal(run(&c, &o, true, &p, &why), ST_OK);
        ids[i] = p.import_id;
        import_plan_free(&p);
        os_close(fd);
    }
    assert_true(str_equal(find(&c, "nhan su").data.size, S("30 máy chủ")));
    assert_int_equal(imports_undo(&c, ids[0], &undone, &why), ST_CONFLICT); // the later one stands
    assert_true(str_equal(why.rule, S("import-touched")));
    assert_int_equal(imports_undo(&c, ids[1], &undone, &why), ST_OK);
    assert_int_equal(undone.restored, 1);
    assert_true(str_equal(find(&c, "nhan su").data.size, S("")));
    assert_int_equal(imports_undo(&c, ids[0], &undone, &why), ST_OK);
    assert_int_equal(undone.removed, 3);
    assert_int_equal(test_total(&c), 0);
    call_end(&c);
}

// What a stated level is set against.
static void a_stated_level_differs_only_from_a_known_one(void **state)
{
    (void)state;
    assert_false(system_level_differs(0, LAW_DECIDED, 3));
    assert_false(system_level_differs(3, LAW_DECIDED, 3));
    assert_true(system_level_differs(2, LAW_DECIDED, 3));
    assert_true(system_level_differs(2, LAW_AT_LEAST, 3));
    assert_false(system_level_differs(3, LAW_AT_LEAST, 2));
    assert_false(system_level_differs(3, LAW_AT_LEAST, 0));
    assert_false(system_level_differs(3, LAW_NO_RULE, 0));
}

static void an_uploaded_file_is_kept_mapped_and_taken_in_once(void **state)
{
    arena          a  = fresh();
    call           c  = test_call_of(*state, &a, "BTC");
    int            fd = file_of("Tên hệ thống,Cái này\nCổng,quan trọng\n"), back;
    int64_t        id, size;
    problem        why = { 0 };
    import_view    v;
    import_plan    p;
    import_options o = options_of(-1);
    assert_int_equal(imports_upload(&c, fd, S("Danh sách.csv"), S(""), &id, &why), ST_OK);
    import_choice to = { .mapping = S("1;B=purpose") };
    assert_int_equal(imports_map(&c, id, &to), ST_OK);
    assert_int_equal(imports_open(&c, id, IMPORT_FILE, &back, &size), ST_OK);
    assert_int_equal(size, strlen("Tên hệ thống,Cái này\nCổng,quan trọng\n"));
    os_close(back);
    assert_int_equal(imports_open(&c, id, IMPORT_REPORT, &back, &size), ST_MISSING);
    assert_int_equal(import_plan_new(&p), ST_OK);
    assert_int_equal(imports_run(&c, id, &p, &o, &why), ST_OK);
    import_plan_free(&p);
    call_end(&c);
    assert_true(str_equal(find(&c, "cong").data.purpose, S("quan trọng")));
    assert_int_equal(imports_load(&c, id, &v), ST_OK);
    assert_int_equal(v.state, IMPORT_DONE);
    assert_int_equal(v.new_count, 1);
    assert_int_equal(imports_open(&c, id, IMPORT_REPORT, &back, &size), ST_OK);
    os_close(back);
    assert_int_equal(import_plan_new(&p), ST_OK);
    assert_int_equal(imports_run(&c, id, &p, &o, &why), ST_CONFLICT);
    import_plan_free(&p);
    to.mapping = S("");
    assert_int_equal(imports_map(&c, id, &to), ST_CONFLICT);
    call other = test_call_of(*state, &a, "BYT");
    assert_int_equal(imports_load(&other, id, &v), ST_MISSING);
    call_end(&c);
    call_end(&other);
    os_close(fd);
}

static void the_sheet_with_notes_can_be_taken_in_again(void **state)
{
    arena       a = fresh();
    call        c = test_call(*state, &a);
    import_plan p;
    problem     why = { 0 };
    int         noted, fd = file_of(HEAD "1,Tốt,BTC,a,cá nhân,2,,\n2,Xấu,BTC,a,,Cấp 9,,\n");
    import_options o = options_of(fd);
    assert_int_equal(os_temp_in_memory(&noted), ST_OK);
    assert_int_equal(run(&c, &o, true, &p, &why), ST_OK);
    assert_int_equal(import_write_noted(&c, &o, &p, noted, &why), ST_OK);
    import_plan_free(&p);
    o.fd       = noted;
    o.filename = S("x.xlsx");
    assert_int_equal(run(&c, &o, true, &p, &why), ST_OK);
    assert_int_equal(p.same, 1);
    assert_int_equal(p.refused, 1);
    assert_true(str_equal(p.rows[1]->row.faults[0].rule, S("level-form")));
    import_plan_free(&p);
    os_close(noted);
    os_close(fd);
}

static void the_template_is_a_sheet_with_every_column(void **state)
{
    arena       a = fresh();
    call        c = test_call_of(*state, &a, "BTC");
    import_plan p;
    problem     why = { 0 };
    int         fd;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(import_write_template(&c, fd), ST_OK);
    import_options o = options_of(fd);
    o.filename       = S("mau.xlsx");
    assert_int_equal(run(&c, &o, false, &p, &why), ST_OK);
    size_t               count, written = 0;
    const import_target *targets = import_targets(p.book, &count);
    for (size_t i = 0; i < count; i++) written += import_target_written(&targets[i]);
    assert_int_equal(p.mapping.count, written);
    for (size_t i = 0; i < p.mapping.count; i++) assert_non_null(p.mapping.items[i].to);
    import_plan_free(&p);
    os_close(fd);
}

static void rows_that_close_the_sheet_are_skipped_and_told(void **state)
{
    arena       a = fresh();
    call        c = test_call(*state, &a);
    import_plan p;
    problem     why = { 0 };
    int fd = file_of(HEAD "1,Tổng đài hỗ trợ,BTC,a,,2,,\n2,Cổng thông tin,BTC,a,,2,,\n"
                          ",Tổng cộng,,,,4,,\n,,,,,,,\n"
                          "Ghi chú: số liệu đến tháng 10,,,,,,,\n"
                          ",,,,,,\"Hà Nội, ngày 05 tháng 11 năm 2026\",\n"
                          ",Người lập biểu,,,,,,Thủ trưởng\n,Nguyễn Văn A,,,,,,Trần Thị B\n");
    import_options o = options_of(fd);
    assert_int_equal(run(&c, &o, true, &p, &why), ST_OK);
    assert_int_equal(p.made, 2);
    assert_int_equal(p.refused, 0);
    assert_int_equal(p.skipped_count, 5);
    assert_int_equal(p.skipped[0].row, 4);
    assert_true(str_equal(p.skipped[0].text, S("Tổng cộng")));
    str words = import_skipped_words(&p, LANG_VI, &a);
    assert_true(str_find(words, S("Tổng cộng")) > 0);
    import_plan_free(&p);
    os_close(fd);
    // The same words among the list are a row like any other.
    fd   = file_of(HEAD "1,Tổng đài hỗ trợ,BTC,a,,2,,\n,Tổng cộng,,,,4,,\n2,Cổng khác,BTC,a,,2,,\n");
    o.fd = fd;
    assert_int_equal(run(&c, &o, false, &p, &why), ST_OK);
    assert_int_equal(p.skipped_count, 0);
    assert_int_equal(p.refused, 1);
    import_plan_free(&p);
    os_close(fd);
}

static void put_sheet(xlsx *x, const char *name, const char *const *heads, size_t count,
                      const char *system)
{
    xlsx_column columns[4];
    xlsx_cell   cells[4] = { { .kind = XLSX_TEXT, .text = str_from(system) },
                             { .kind = XLSX_TEXT, .text = S("BTC") },
                             { .kind = XLSX_INT, .number = 2 },
                             { .kind = XLSX_EMPTY } };
    for (size_t i = 0; i < count; i++) columns[i] = (xlsx_column){ str_from(heads[i]), 10 };
    assert_int_equal(xlsx_sheet(x, str_from(name), columns, count), ST_OK);
    assert_int_equal(xlsx_row(x, cells, count), ST_OK);
}

static void of_several_sheets_the_best_is_read_and_another_can_be_chosen(void **state)
{
    static const char *const cover[] = { "BÁO CÁO" };
    static const char *const few[]   = { "Tên hệ thống", "Chủ quản" };
    static const char *const many[] = { "Tên hệ thống", "Chủ quản", "Cấp độ", "Ghi chú" };
    arena                    a      = fresh();
    call                     c      = test_call(*state, &a);
    xlsx                    *x;
    import_plan              p;
    problem                  why = { 0 };
    int                      fd;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(xlsx_new(&a, fd, (str){ 0 }, &x), ST_OK);
    put_sheet(x, "Bìa", cover, 1, "x");
    put_sheet(x, "Tóm tắt", few, 2, "Ít cột");
    put_sheet(x, "Chi tiết", many, 4, "Nhiều cột");
    assert_int_equal(xlsx_finish(x, NULL), ST_OK);
    import_options o = options_of(fd);
    o.filename       = S("a.xlsx");
    assert_int_equal(run(&c, &o, false, &p, &why), ST_OK);
    assert_true(str_equal(p.sheet, S("Chi tiết")));
    assert_int_equal(p.sheet_count, 3);
    assert_true(str_equal(p.rows[0]->row.data.name, S("Nhiều cột")));
    import_plan_free(&p);
    o.sheet = S("Tóm tắt");
    assert_int_equal(run(&c, &o, false, &p, &why), ST_OK);
    assert_true(str_equal(p.rows[0]->row.data.name, S("Ít cột")));
    import_plan_free(&p);
    o.sheet = S("Bìa");
    assert_int_equal(run(&c, &o, false, &p, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("header-missing")));
    import_plan_free(&p);
    os_close(fd);
}

static void what_is_there_stays_without_a_yes(void **state)
{
    arena       a = fresh();
    call        c = test_call(*state, &a);
    import_plan p;
    problem     why = { 0 };
    import_text(&c, HEAD "1,Kho dữ liệu,BTC,a,,1,cũ,\n", 1, 0, 0, 0);
    int            fd = file_of(HEAD "1,Kho dữ liệu,BTC,a,,1,mới,\n2,Cổng,BTC,a,,1,,\n");
    import_options o  = options_of(fd);
    o.only_new        = true;
    assert_int_equal(run(&c, &o, true, &p, &why), ST_OK);
    assert_int_equal(p.made, 1);
    assert_int_equal(p.changed, 0);
    assert_int_equal(p.kept, 1);
    assert_true(str_equal(find(&c, "kho du lieu").data.purpose, S("cũ")));
    import_plan_free(&p);
    os_close(fd);
}

// Wrong cells are mended where they stand; what is still wrong keeps what was typed.
static void cells_at_fault_are_mended_and_taken_in(void **state)
{
    static const char text[] = HEAD "1,Tốt,BTC,a,,2,,\n2,Xấu,BTC,a,,Cấp 9,,\n3,,BTC,a,,Cấp 8,,\n";
    arena             a  = fresh();
    call              c  = test_call_of(*state, &a, "BTC");
    int               fd = file_of(text);
    int64_t           id, again;
    problem           why = { 0 };
    import_view       v;
    import_plan       p;
    import_fix       *kept;
    size_t            count;
    import_options o = options_of(-1);
    assert_int_equal(imports_upload(&c, fd, S("a.csv"), S(""), &id, &why), ST_OK);
    assert_int_equal(imports_load(&c, id, &v), ST_OK);
    import_fix first[] = { { 3, 6, S("Cấp 3") },
                           { 4, 2, S("Mới đặt tên") },
                           { 4, 6, S("cấp mười") } };
    assert_int_equal(imports_fix(&c, &v, first, 3, &again, &why), ST_OK);
    assert_int_equal(again, id);
    import_fix worse[] = { { 4, 6, { NULL, 0 } } };
    char      *much    = arena_alloc(&a, 1, 1, IMPORT_FIX_MAX + 1);
    memset(much, 'a', IMPORT_FIX_MAX + 1);
    worse[0].text = (str){ much, IMPORT_FIX_MAX + 1 };
    assert_int_equal(imports_fix(&c, &v, worse, 1, &again, &why), ST_INVALID);
    assert_int_equal(imports_fixes(&c, id, &kept, &count), ST_OK);
    assert_int_equal(count, 3);
    assert_int_equal(import_plan_new(&p), ST_OK);
    assert_int_equal(imports_run(&c, id, &p, &o, &why), ST_OK);
    assert_int_equal(p.made, 2);
    assert_int_equal(p.refused, 1);
    assert_true(str_equal(p.rows[2]->row.faults[0].value, S("cấp mười")));
    import_plan_free(&p);
    call_end(&c);
    assert_int_equal(find(&c, "xau").sheet_level, 3);

    // The rest of an import that is done comes in by a further one, with what was mended before.
    assert_int_equal(imports_load(&c, id, &v), ST_OK);
    import_fix second[] = { { 4, 6, S("2") } };
    assert_int_equal(imports_fix(&c, &v, second, 1, &again, &why), ST_OK);
    assert_int_not_equal(again, id);
    assert_int_equal(import_plan_new(&p), ST_OK);
    assert_int_equal(imports_run(&c, again, &p, &o, &why), ST_OK);
    assert_int_equal(p.made, 1);
    assert_int_equal(p.same, 2);
    assert_int_equal(p.refused, 0);
    import_plan_free(&p);
    call_end(&c);
    assert_int_equal(find(&c, "moi dat ten").sheet_level, 2);
    os_close(fd);
}

int main(void)
{
    test_systems_register();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_rows_go_in_with_their_levels_and_a_repeat_changes_nothing),
        cmocka_unit_test(a_repeat_with_other_values_changes_only_what_it_says),
        cmocka_unit_test(every_fault_of_a_row_is_told_and_the_row_stays_out),
        cmocka_unit_test(the_whole_file_is_refused_when_it_is_no_list_of_systems),
        cmocka_unit_test(a_person_takes_in_only_for_the_own_branch),
        cmocka_unit_test(a_dry_run_writes_nothing),
        cmocka_unit_test(a_batch_that_breaks_leaves_nothing_behind),
        cmocka_unit_test(many_rows_come_in_batches_and_are_there_whole_or_not_at_all),
        cmocka_unit_test(what_a_dead_process_left_is_swept_by_the_next_import),
        cmocka_unit_test(an_import_is_taken_back_exactly),
        cmocka_unit_test(imports_are_taken_back_in_turn),
        cmocka_unit_test(a_stated_level_differs_only_from_a_known_one),
        cmocka_unit_test(an_uploaded_file_is_kept_mapped_and_taken_in_once),
        cmocka_unit_test(the_sheet_with_notes_can_be_taken_in_again),
        cmocka_unit_test(the_template_is_a_sheet_with_every_column),
        cmocka_unit_test(rows_that_close_the_sheet_are_skipped_and_told),
        cmocka_unit_test(of_several_sheets_the_best_is_read_and_another_can_be_chosen),
        cmocka_unit_test(what_is_there_stays_without_a_yes),
        cmocka_unit_test(cells_at_fault_are_mended_and_taken_in),
    };
    return test_store_run(tests, COUNT(tests));
}
