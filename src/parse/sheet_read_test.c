// sheet_read_test.c - good and bad spreadsheets through the sealed program, as an import sends them.
//
// The files are made by tests/tools/make_sheets.py.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "kit/os/os.h"
#include "kit/workers/sheet.h"

static char memory[4 * 1024 * 1024];

typedef struct heard { // everything a reading told, as text
    char    text[16 * 1024];
    size_t  len;
    int64_t rows, cells, merges;
    status  answer;
} heard;

static void hear(heard *h, const char *format, ...) PRINTF_LIKE(2, 3);
static void hear(heard *h, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t room = sizeof h->text - h->len;
    int    n    = vsnprintf(h->text + h->len, room, format, args);
    va_end(args);
    if (n > 0) h->len += (size_t)n < room ? (size_t)n : room - 1;
}

static status on_book(void *ctx, const sheet_book *b)
{
    heard *h = ctx;
    hear(h, "%s", b->format == SHEET_XLSX ? "xlsx" : "csv");
    for (size_t i = 0; i < b->count; i++) {
        hear(h, " %s" STR_FMT "%s", i == b->chosen ? "*" : "", STR_ARG(b->names[i]),
             b->hidden[i] ? "(hidden)" : "");
    }
    hear(h, "\n");
    return ST_OK;
}

static status on_row(void *ctx, const sheet_row *row)
{
    static const char kinds[] = "?tndbef";
    heard            *h       = ctx;
    h->rows++;
    h->cells += (int64_t)row->count;
    hear(h, "%lld", (long long)row->number);
    for (size_t i = 0; i < row->count; i++) {
        const sheet_cell *c = &row->cells[i];
        hear(h, "|%d%c" STR_FMT, (int)c->column, kinds[c->kind], STR_ARG(c->text));
    }
    hear(h, "\n");
    return h->answer;
}

static status on_merge(void *ctx, const sheet_merge *m)
{
    heard *h = ctx;
    h->merges++;
    hear(h, "merge %lld-%lld %d-%d\n", (long long)m->first_row, (long long)m->last_row,
         (int)m->first_column, (int)m->last_column);
    return ST_OK;
}

static status read_sheet(const char *name, const sheet_options *with, heard *h, worker_outcome *o,
                         problem *why)
{
    char path[1024];
    int  fd = -1;
    snprintf(path, sizeof path, "%s/%s", SHEETS, name);
    assert_int_equal(os_open_read(OS_CWD, str_from(path), &fd), ST_OK);
    sheet_options options = with ? *with : (sheet_options){ 0 };
    options.program       = str_from(COLOA_PARSE);
    arena            a    = arena_over(memory, sizeof memory);
    const sheet_sink sink = { h, on_book, on_row, on_merge };
    status           st   = sheet_read(&options, fd, &sink, &a, o, why);
    os_close(fd);
    return st;
}

static void every_kind_of_cell_is_told_as_it_stands(void **state)
{
    (void)state;
    heard          h   = { .answer = ST_OK };
    problem        why = { 0 };
    worker_outcome o;
    assert_int_equal(read_sheet("good-kinds.xlsx", NULL, &h, &o, &why), ST_OK);
    assert_string_equal(h.text,
                        "xlsx Ẩn(hidden) *Hệ thống Trang sau\n"
                        "1|1tDANH SÁCH HỆ THỐNG\n"
                        "3|1tSTT|2tTên|3tNgày|28tAB\n"
                        "4|1n1|2tHệ thống quản lý văn bản|3d2026-08-20|4d2026-08-20T09:30:00\n"
                        "6|1n0.1|2n0.3|3n1.5e+20|4n-12.5|5n1.23456789012346e+17\n"
                        "7|1b1|2e#REF!|3f|4tchữ|5n2|7n0.5\n"
                        "8|1tđậm nhạt|2thai\r\ndòng|3ta\x01"
                        "b|4t_x0041_|5tCo\xcc\x82\xcc\x89 Loa|6d2026-08-20|7t  lề  |8ta&b<c>\n"
                        "merge 1-1 1-8\nmerge 4-5 2-2\n");
    assert_int_equal(o.end, WORKER_DONE);
}

static void other_good_files_are_read(void **state)
{
    (void)state;
    static const char table[] = "1|1tSTT|2tTên\n2|1t1|2tHệ thống quản lý văn bản, \"số\"\n"
                                "3|1t2|2thai\r\ndòng\n5|1t5|2tx\n";
    static const char marked[] = "1|1tSTT|2tTên\n2|1t1|2tHệ thống quản lý văn bản; \"số\"\n"
                                 "3|1t2|2thai\r\r\ndòng\n5|1t5|2tx\n";
    static const char small[] = "1|1tSTT|2tTên hệ thống\n2|1n1|2tHệ thống quản lý văn bản\n";
    static const struct {
        const char *name, *rows;
    } cases[] = {
        { "good-comma.csv", table },
        { "good-mark.csv", marked },
        { "good-utf16le.csv", "1|1tSTT|2tTên\n2|1t1|2tCổ Loa 𝔘\n" },
        { "good-utf16be.csv", "1|1tSTT|2tTên\n2|1t1|2tCổ Loa 𝔘\n" },
        { "good-1904.xlsx", "1|1d2026-08-20\n" },
        { "good-second.xlsx", "1|1tcó\n" },
        { "good-prefixed.xlsx", "2|2n8\n" },
        { "good-utf16.xlsx", "1|1tHệ thống quản lý văn bản|2n5\n2|1n6\n" },
        { "good-stored.xlsx", small },
        { "good-blank-rows.xlsx", "1|1n1\n" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        heard          h   = { .answer = ST_OK };
        problem        why = { 0 };
        worker_outcome o;
        status         st = read_sheet(cases[i].name, NULL, &h, &o, &why);
        if (st != ST_OK) fail_msg("%s: " STR_FMT, cases[i].name, STR_ARG(why.rule));
        assert_string_equal(strchr(h.text, '\n') + 1, cases[i].rows);
    }
}

typedef struct refusal {
    const char  *name;
    sheet_format format;
    const char  *rule;
    int64_t      row;
    const char  *detail;
} refusal;

static const char    sheet[]    = "xl/worksheets/sheet1.xml";
static const refusal refusals[] = {
    { "truncated.xlsx", 0, "sheet-truncated", 0, "" },
    { "truncated-head.xlsx", 0, "sheet-truncated", 0, "" },
    { "truncated-hole.xlsx", 0, "sheet-truncated", 0, "" },
    { "spoiled.xlsx", 0, "sheet-broken", 0, sheet },
    { "bomb-honest.xlsx", 0, "sheet-bomb", 0, "" },
    { "bomb-lying.xlsx", 0, "sheet-bomb", 0, "" },
    { "bomb-small.xlsx", 0, "sheet-bomb", 0, "" },
    { "bomb-overlapped.xlsx", 0, "sheet-bomb", 0, "" },
    { "bomb-entries.xlsx", 0, "sheet-bomb", 0, "" },
    { "macros.xlsm", 0, "sheet-macros", 0, "" },
    { "macros-type.xlsx", 0, "sheet-macros", 0, "" },
    { "macros-old.xlsx", 0, "sheet-macros", 0, "" },
    { "password.xlsx", SHEET_XLSX, "sheet-password", 0, "" },
    { "password-zip.xlsx", 0, "sheet-password", 0, "" },
    { "old.xls", 0, "sheet-old-xls", 0, "" },
    { "old-word.doc", 0, "sheet-not-a-sheet", 0, "" },
    { "rows-200000.xlsx", 0, "sheet-too-many-rows", 100001, "" },
    { "rows-200000.csv", 0, "sheet-too-many-rows", 100001, "" },
    { "columns-300.xlsx", 0, "sheet-too-many-columns", 1, "IW1" },
    { "columns-300.csv", 0, "sheet-too-many-columns", 1, "IW1" },
    { "cell-1mb.xlsx", 0, "sheet-cell-too-long", 3, "C3" },
    { "cell-1mb-shared.xlsx", 0, "sheet-cell-too-long", 3, "C3" },
    { "cell-1mb.csv", 0, "sheet-cell-too-long", 2, "B2" },
    { "cell-32768.xlsx", 0, "sheet-cell-too-long", 1, "A1" },
    { "row-long.xlsx", 0, "sheet-row-too-long", 2, "" },
    { "strings-many.xlsx", 0, "sheet-too-many-strings", 0, "" },
    { "letter.docx", 0, "sheet-other-kind", 0, "docx" },
    { "slides.pptx", 0, "sheet-other-kind", 0, "pptx" },
    { "table.ods", 0, "sheet-other-kind", 0, "ods / odt" },
    { "binary.xlsb", 0, "sheet-other-kind", 0, "xlsb" },
    { "other.zip", 0, "sheet-not-a-sheet", 0, "" },
    { "picture.xlsx", 0, "sheet-not-a-sheet", 0, "" },
    { "paper.pdf", SHEET_CSV, "sheet-not-a-sheet", 0, "" },
    { "page.xls", 0, "sheet-not-a-sheet", 0, "" },
    { "text.xlsx", SHEET_XLSX, "sheet-not-a-sheet", 0, "" },
    { "bytes.csv", SHEET_CSV, "sheet-not-a-sheet", 0, "" },
    { "nothing.csv", SHEET_CSV, "sheet-empty", 0, "" },
    { "blank.csv", SHEET_CSV, "sheet-empty", 0, "" },
    { "no-rows.xlsx", 0, "sheet-empty", 0, "" },
    { "entities.xlsx", 0, "sheet-entities", 0, sheet },
    { "entities-outside.xlsx", 0, "sheet-entities", 0, sheet },
    { "entities-strings.xlsx", 0, "sheet-entities", 0, "xl/sharedStrings.xml" },
    { "entities-unknown.xlsx", 0, "sheet-broken", 0, sheet },
    { "not-xml.xlsx", 0, "sheet-broken", 0, sheet },
    { "half-xml.xlsx", 0, "sheet-broken", 0, sheet },
    { "deep.xlsx", 0, "sheet-broken", 0, sheet },
    { "no-part.xlsx", 0, "sheet-broken", 0, sheet },
    { "no-relations.xlsx", 0, "sheet-broken", 0, "xl/workbook.xml" },
    { "no-sheets.xlsx", 0, "sheet-broken", 0, "xl/workbook.xml" },
    { "method.xlsx", 0, "sheet-broken", 0, "[Content_Types].xml" },
    { "strings-lost.xlsx", 0, "sheet-broken", 1, "A1" },
    { "rows-falling.xlsx", 0, "sheet-broken", 1, "A1" },
    { "cells-falling.xlsx", 0, "sheet-broken", 2, "A2" },
    { "cells-nested.xlsx", 0, "sheet-broken", 2, "B2" },
    { "number-words.xlsx", 0, "sheet-broken", 2, "B2" },
    { "row-far.xlsx", 0, "sheet-broken", 0, "<row>" },
    { "tcvn3.csv", SHEET_CSV, "sheet-encoding", 3, "B3" },
    { "vni.csv", SHEET_CSV, "sheet-encoding", 2, "B2" },
    { "cp1258.csv", SHEET_CSV, "sheet-encoding", 1, "B1" },
    { "surrogate.csv", SHEET_CSV, "sheet-encoding", 2, "A2" },
    { "utf16-bare.csv", SHEET_CSV, "sheet-encoding", 1, "A1" },
    { "nul.csv", SHEET_CSV, "sheet-control-bytes", 2002, "" },
    { "quote.csv", SHEET_CSV, "sheet-quotes", 2, "B2" },
};

static void every_bad_file_is_refused_by_its_own_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refusals); i++) {
        const refusal *c   = &refusals[i];
        heard          h   = { .answer = ST_OK };
        problem        why = { 0 };
        worker_outcome o;
        sheet_options  with = { .format = c->format };
        status         st   = read_sheet(c->name, &with, &h, &o, &why);
        if (st != ST_INVALID || !str_equal(why.rule, str_from(c->rule)) || why.row != c->row ||
            !str_equal(why.detail, str_from(c->detail))) {
            fail_msg("%s: %s " STR_FMT " row %lld \"" STR_FMT "\" (%s, signal %d)", c->name,
                     status_name(st), STR_ARG(why.rule), (long long)why.row, STR_ARG(why.detail),
                     worker_end_name(o.end), o.signal);
        }
#if !defined(__SANITIZE_ADDRESS__)
        if (o.cpu_ms > 8000 || o.memory_kib > 160 * 1024) {
            fail_msg("%s: %lld ms, %lld KiB", c->name, (long long)o.cpu_ms,
                     (long long)o.memory_kib);
        }
#endif
    }
}

static void what_inflates_only_in_the_telling_is_cut_off(void **state)
{
    (void)state;
    heard          h   = { .answer = ST_OK };
    problem        why = { 0 };
    worker_outcome o;
    assert_int_equal(read_sheet("flood.xlsx", NULL, &h, &o, &why), ST_LIMIT);
    assert_true(str_equal(why.rule, S("sheet-flooded")));
}

static void the_largest_allowed_is_read(void **state)
{
    (void)state;
    heard          h   = { .answer = ST_OK };
    problem        why = { 0 };
    worker_outcome o;
    assert_int_equal(read_sheet("good-100000.xlsx", NULL, &h, &o, &why), ST_OK);
    assert_int_equal(h.rows, 100000);
    assert_int_equal(h.cells, 200000);
    assert_int_equal(read_sheet("good-cell-32767.xlsx", NULL, &h, &o, &why), ST_OK);
}

static void a_sheet_is_taken_by_its_name_even_when_hidden(void **state)
{
    (void)state;
    heard          h   = { .answer = ST_OK };
    problem        why = { 0 };
    worker_outcome o;
    sheet_options  with = { .sheet = S("Ẩn") };
    assert_int_equal(read_sheet("good-kinds.xlsx", &with, &h, &o, &why), ST_OK);
    assert_string_equal(h.text, "xlsx *Ẩn(hidden) Hệ thống Trang sau\n1|1tkhông đọc\n");
    with.sheet = S("Không có");
    assert_int_equal(read_sheet("good-kinds.xlsx", &with, &h, &o, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("sheet-no-such-sheet")));
}

static void the_sinks_refusal_is_returned(void **state)
{
    (void)state;
    heard          h   = { .answer = ST_CONFLICT };
    problem        why = { 0 };
    worker_outcome o;
    assert_int_equal(read_sheet("good-10000.xlsx", NULL, &h, &o, &why), ST_CONFLICT);
    assert_int_equal(o.end, WORKER_STOPPED);
}

static void a_pipe_is_copied_aside_first(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(os_pipe(ends), ST_OK);
    assert_int_equal(os_write_all(ends[1], S("STT;Tên\n1;a\n")), ST_OK);
    os_close(ends[1]);
    heard               h       = { .answer = ST_OK };
    problem             why     = { 0 };
    arena               a       = arena_over(memory, sizeof memory);
    const sheet_options options = { .program = str_from(COLOA_PARSE) };
    const sheet_sink    sink    = { &h, on_book, on_row, on_merge };
    assert_int_equal(sheet_read(&options, ends[0], &sink, &a, NULL, &why), ST_OK);
    assert_string_equal(h.text, "csv *\n1|1tSTT|2tTên\n2|1t1|2ta\n");
    os_close(ends[0]);
}

static void a_reader_that_is_too_slow_is_stopped(void **state)
{
    (void)state;
    heard          h   = { .answer = ST_OK };
    problem        why = { 0 };
    worker_outcome o;
    sheet_options  with = { .wall_ms = 1 };
    assert_int_equal(read_sheet("rows-200000.xlsx", &with, &h, &o, &why), ST_LIMIT);
    assert_true(str_equal(why.rule, S("sheet-timeout")));
}

static void too_little_memory_is_told(void **state)
{
    (void)state;
    heard               h       = { .answer = ST_OK };
    problem             why     = { 0 };
    const sheet_options options = { .program = str_from(COLOA_PARSE) };
    const sheet_sink    sink    = { &h, on_book, on_row, on_merge };
    for (int fault = 0; fault < 6; fault++) {
        int   left        = fault;
        arena a           = arena_over(memory, sizeof memory);
        a.fault_countdown = &left;
        int fd            = -1;
        assert_int_equal(os_temp_in_memory(&fd), ST_OK);
        assert_int_equal(os_write_all(fd, S("a,b\n")), ST_OK);
        status st = sheet_read(&options, fd, &sink, &a, NULL, &why);
        assert_int_equal(st, left < 0 ? ST_MEMORY : ST_OK);
        os_close(fd);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_cell_is_told_as_it_stands),
        cmocka_unit_test(other_good_files_are_read),
        cmocka_unit_test(every_bad_file_is_refused_by_its_own_rule),
        cmocka_unit_test(what_inflates_only_in_the_telling_is_cut_off),
        cmocka_unit_test(the_largest_allowed_is_read),
        cmocka_unit_test(a_sheet_is_taken_by_its_name_even_when_hidden),
        cmocka_unit_test(the_sinks_refusal_is_returned),
        cmocka_unit_test(a_pipe_is_copied_aside_first),
        cmocka_unit_test(a_reader_that_is_too_slow_is_stopped),
        cmocka_unit_test(too_little_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
