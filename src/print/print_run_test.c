// print_run_test.c - print_docx through the sealed program: what it gives, and what it cannot do.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <string.h>

#include "kit/documents/docx_test_kit.h"
#include "kit/os/os.h"
#include "kit/workers/nursery.h"
#include "kit/workers/print.h"
#include "kit/workers/print_frames.h"

// All of it runs twice: the program started for each job, and out of its nursery.
static char memory[24 << 20];
static bool warm;

#define LINE "<w:p><w:r><w:t>Kính gửi: Ủy ban nhân dân tỉnh Mẫu 01</w:t></w:r></w:p>"

static void a_docx_becomes_a_pdf(void **state)
{
    (void)state;
    arena               a    = arena_over(memory, sizeof memory);
    const print_options o    = { .program    = S(COLOA_PRINT),
                                 .title      = S("Tờ trình số 1"),
                                 .created_ms = 1795862400000 };
    print_made          made = { 0 };
    worker_outcome      ran;
    problem             why = { 0 };
    assert_int_equal(print_docx(&o, test_docx(&a, S(LINE), S("")), &a, &made, &ran, &why), ST_OK);
    assert_int_equal(ran.end, WORKER_DONE);
    assert_int_equal(ran.warm, warm);
    assert_int_equal(made.pages, 1);
    assert_int_equal(made.lack_count, 0);
    assert_true(str_starts(made.pdf, S("%PDF-")) && str_ends(made.pdf, S("%%EOF\n")));
    assert_true(str_find(made.pdf, S("LiberationSerif")) > 0);
    assert_true(str_find(made.pdf, S("/CreationDate (20261128")) > 0);
    assert_true(str_find(made.pdf, S("/Lang (vi-VN)")) > 0);
    assert_true(str_find(made.pdf, S("/StructTreeRoot")) > 0 &&
                str_find(made.pdf, S("/Marked true")) > 0);
}

static void hostile_files_are_refused_and_told_apart(void **state)
{
    (void)state;
    static char         much[1 << 20];
    arena               a    = arena_over(memory, sizeof memory);
    const print_options o    = { .program = S(COLOA_PRINT) };
    print_made          made = { 0 };
    memset(much, ' ', sizeof much);
    const test_part bomb[]  = { { S("word/document.xml"), { much, sizeof much } } };
    const test_part macro[] = { { S("word/document.xml"), S("<x/>") },
                                { S("word/vbaProject.bin"), S("x") } };
    // Tables within tables within tables, and elements without end.
    buf deep = buf_in(&a, 1 << 16, 1 << 20);
    for (int i = 0; i < 60; i++) buf_put(&deep, S("<w:tbl><w:tr><w:tc>"));
    const struct {
        str         docx;
        status      st;
        const char *rule;
    } cases[] = {
        { S("not a zip"), ST_INVALID, "docx-not-docx" },
        { S(""), ST_INVALID, "docx-not-docx" },
        { test_zip(&a, bomb, 1), ST_INVALID, "docx-xml" },
        { test_zip(&a, macro, 2), ST_INVALID, "docx-macro" },
        { test_docx(&a, buf_str(&deep), S("")), ST_INVALID, "docx-xml" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        problem why = { 0 };
        arena   b   = a;
        status  st  = print_docx(&o, cases[i].docx, &b, &made, NULL, &why);
        if (st != cases[i].st || !str_equal(why.rule, str_from(cases[i].rule))) {
            fail_msg("case %zu: %s " STR_FMT, i, status_name(st), STR_ARG(why.rule));
        }
    }
}

static void a_document_without_end_is_stopped(void **state)
{
    (void)state;
    arena               a    = arena_over(memory, sizeof memory);
    const print_options o    = { .program = S(COLOA_PRINT), .wall_ms = 1 };
    print_made          made = { 0 };
    problem             why  = { 0 };
    assert_int_equal(print_docx(&o, test_docx(&a, S(LINE), S("")), &a, &made, NULL, &why),
                     ST_LIMIT);
    assert_true(str_equal(why.rule, S("print-timeout")));
    const print_options none = { .program = S("/nowhere/coloa-print") };
    assert_int_equal(print_docx(&none, S("x"), &a, &made, NULL, &why), ST_BROKEN);
    assert_true(str_equal(why.rule, S("worker-start")));
}

static status ignore(void *ctx, uint8_t type, str payload)
{
    *(int *)ctx += type == PRINT_FRAME_END;
    return payload.len > 0 ? ST_OK : ST_BROKEN;
}

static void after_printing_the_seal_still_holds(void **state)
{
    (void)state;
    static const char *const ways[] = {
        "open", "font", "socket", "fork", "exec", "write", "nothing"
    };
    arena a    = arena_over(memory, sizeof memory);
    str   docx = test_docx(&a, S(LINE), S(""));
    for (size_t i = 0; i < COUNT(ways); i++) {
        int fd = -1, ended = 0;
        assert_int_equal(os_temp_in_memory(&fd), ST_OK);
        assert_int_equal(os_write_all(fd, docx), ST_OK);
        const worker_options o = {
            .program          = S(PROBE),
            .args             = { str_from(ways[i]) },
            .in_fd            = fd,
            .wall_ms          = 20000,
            .output_bytes_max = 8 << 20,
            .rules            = print_frame_rules,
            .frame            = ignore,
            .ctx              = &ended,
        };
        worker_outcome got;
        problem        why = { 0 };
        assert_int_equal(worker_run(&o, a, &got, &why), ST_OK);
        os_close(fd);
        assert_int_equal(got.warm, warm);
        bool killed = got.end == WORKER_DIED && got.signal == SIGSYS;
        bool honest = strcmp(ways[i], "nothing") == 0;
        assert_int_equal(ended, 1); // its answer was whole before it tried
        if (honest ? got.end != WORKER_DONE : !killed) {
            fail_msg("%s: %s, signal %d, code %d", ways[i], worker_end_name(got.end), got.signal,
                     got.exit_code);
        }
    }
}

static int open_nurseries(void **state)
{
    (void)state;
    warm = true;
    return nursery_open(COLOA_PRINT) == ST_OK && nursery_open(PROBE) == ST_OK ? 0 : -1;
}

static int close_nurseries(void **state)
{
    (void)state;
    nurseries_close();
    return 0;
}

static str printed(arena *a, str docx)
{
    const print_options o    = { .program = S(COLOA_PRINT), .title = S("Tờ trình") };
    print_made          made = { 0 };
    worker_outcome      ran;
    problem             why = { 0 };
    assert_int_equal(print_docx(&o, docx, a, &made, &ran, &why), ST_OK);
    assert_int_equal(ran.warm, warm);
    return made.pdf;
}

static void however_it_is_started_the_bytes_are_the_same(void **state)
{
    arena a = arena_over(memory, sizeof memory);
    str bold = S("<w:p><w:r><w:rPr><w:b/><w:i/></w:rPr><w:t>Độc lập – Tự do</w:t></w:r></w:p>");
    str one = test_docx(&a, S(LINE), S("")), other = test_docx(&a, bold, S(""));
    warm      = false;
    str first = printed(&a, one);
    assert_int_equal(open_nurseries(state), 0);
    for (int i = 0; i < 3; i++) {
        arena b = a;
        assert_true(str_equal(printed(&b, one), first));
        assert_false(str_equal(printed(&b, other), first));
    }
}

int main(void)
{
    const struct CMUnitTest both[] = {
        cmocka_unit_test(a_docx_becomes_a_pdf),
        cmocka_unit_test(hostile_files_are_refused_and_told_apart),
        cmocka_unit_test(a_document_without_end_is_stopped),
        cmocka_unit_test(after_printing_the_seal_still_holds),
    };
    const struct CMUnitTest alike[] = {
        cmocka_unit_test_teardown(however_it_is_started_the_bytes_are_the_same, close_nurseries),
    };
    return cmocka_run_group_tests_name("started", both, NULL, NULL) +
           cmocka_run_group_tests_name("nursery", both, open_nurseries, close_nurseries) +
           cmocka_run_group_tests(alike, NULL, NULL);
}
