// What the workbook writer promises, read back from the bytes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kit/documents/documents.h"
#include "kit/documents/docx_test_kit.h"

static char memory[32 << 20];

static str whole(arena *a, int fd, int64_t size)
{
    char *bytes = arena_alloc(a, 1, 1, (size_t)size);
    assert_int_equal(read(fd, bytes, (size_t)size), size);
    return (str){ bytes, size };
}

static bool has(str xml, const char *text)
{
    return str_find(xml, str_from(text)) >= 0;
}

static void titles_stand_over_the_header_and_marks_are_seen(void **state)
{
    (void)state;
    arena a  = arena_over(memory, sizeof(memory));
    int   fd = memfd_create("sheet", MFD_CLOEXEC);
    xlsx *x;
    assert_int_equal(xlsx_new(&a, fd, S(""), &x), ST_OK);
    xlsx_column columns[] = { { S("Tên"), 10 }, { S("Tình trạng phê duyệt"), 8 } };
    str         titles[] = { S("DANH MỤC"), S("Bộ Mẫu") }, choices[] = { S("1"), S("2") };
    assert_int_equal(xlsx_sheet_titled(x, S("Mẫu"), titles, 2, columns, 2), ST_OK);
    xlsx_cell row[] = {
        { .kind = XLSX_EMPTY, .marked = true },
        { .kind = XLSX_TEXT, .text = S("Đã triển khai một số hạng mục"), .marked = true }
    };
    assert_int_equal(xlsx_row(x, row, 2), ST_OK);
    assert_int_equal(xlsx_choices(x, 1, choices, 2, 50, true), ST_OK);
    int64_t size = 0;
    assert_int_equal(xlsx_finish(x, &size), ST_OK);
    str file  = whole(&a, fd, size);
    str sheet = test_unzip(&a, file, "xl/worksheets/sheet1.xml");
    str style = test_unzip(&a, file, "xl/styles.xml");
    assert_true(has(sheet, "<mergeCell ref=\"A1:B1\"/><mergeCell ref=\"A2:B2\"/>"));
    assert_true(has(sheet, "ySplit=\"3\""));
    assert_true(has(sheet, "<row r=\"4\" ht=")); // as high as its text
    assert_true(has(sheet, "<c r=\"A4\" s="));   // empty, but marked
    assert_true(has(sheet, "sqref=\"B4:B51\""));
    assert_true(has(style, "FFFFE3B3"));
    close(fd);
}

static void cells_keep_their_kind_and_never_become_formulas(void **state)
{
    (void)state;
    arena a  = arena_over(memory, sizeof(memory));
    int   fd = memfd_create("sheet", MFD_CLOEXEC);
    xlsx *x;
    assert_int_equal(xlsx_new(&a, fd, S(""), &x), ST_OK);
    xlsx_column columns[] = {
        { S("Tên"), 40 }, { S("Cấp độ"), 8 }, { S("Ngày"), 12 }, { S("Lúc"), 1 }
    };
    assert_int_equal(xlsx_sheet(x, S("Danh sách: hệ thống [1]"), columns, 4), ST_OK);
    static const char *const odd[] = { "=1+1", "+84", "-x", "@a", "a & <b>", "a\x01z" };
    for (size_t i = 0; i < COUNT(odd); i++) {
        xlsx_cell row[] = { { .kind = XLSX_TEXT, .text = str_from(odd[i]) },
                            { .kind = XLSX_INT, .number = 3 },
                            { .kind = XLSX_DAY, .on = { 2026, 11, 24 } },
                            { .kind = XLSX_TIME, .number = 1795478400000 } };
        assert_int_equal(xlsx_row(x, row, 4), ST_OK);
    }
    xlsx_cell early[] = { { .kind = XLSX_EMPTY },
                          { .kind = XLSX_EMPTY },
                          { .kind = XLSX_DAY, .on = { 1890, 5, 19 } } };
    assert_int_equal(xlsx_row(x, early, 3), ST_OK);
    str choices[] = { S("1"), S("2"), S("3") };
    assert_int_equal(xlsx_choices(x, 1, choices, 3, 500, true), ST_OK);
    assert_int_equal(xlsx_sheet(x, S("Bộ lọc"), columns, 2), ST_OK);
    int64_t size = 0;
    assert_int_equal(xlsx_finish(x, &size), ST_OK);

    str file  = whole(&a, fd, size);
    str sheet = test_unzip(&a, file, "xl/worksheets/sheet1.xml");
    str book  = test_unzip(&a, file, "xl/workbook.xml");
    str style = test_unzip(&a, file, "xl/styles.xml");
    assert_true(has(sheet, ">=1+1<") && has(sheet, ">+84<") && has(sheet, ">-x<"));
    assert_true(has(sheet, "a &amp; &lt;b&gt;") && has(sheet, ">az<"));
    assert_false(has(sheet, "<f>"));
    assert_true(has(sheet, "<v>46350</v>")); // 24/11/2026
    assert_true(has(sheet, "19/05/1890"));
    assert_true(has(sheet, "state=\"frozen\""));
    assert_true(has(sheet, "<formula1>\"1,2,3\"</formula1>") && has(sheet, "sqref=\"B2:B501\""));
    assert_true(has(style, "dd/mm/yyyy hh:mm"));
    assert_true(has(book, "Danh sách  hệ thống  1 ") && has(book, "Bộ lọc"));
    close(fd);
}

static void what_does_not_fit_is_refused_or_cut(void **state)
{
    (void)state;
    arena a  = arena_over(memory, sizeof(memory));
    int   fd = memfd_create("sheet", MFD_CLOEXEC);
    xlsx *x;
    assert_int_equal(xlsx_new(&a, fd, S(""), &x), ST_OK);
    xlsx_column column = { S("A"), 10 };
    xlsx_cell   bad    = { .kind = XLSX_TEXT, .text = S("\xff") };
    assert_int_equal(xlsx_row(x, &bad, 1), ST_INVALID); // no sheet yet
    assert_int_equal(xlsx_sheet(x, S("A"), &column, 1), ST_OK);
    assert_int_equal(xlsx_sheet(x, S("B"), &column, XLSX_COLUMNS_MAX + 1), ST_LIMIT);
    assert_int_equal(xlsx_row(x, &bad, 1), ST_INVALID);
    str many[] = { S("một hai ba bốn năm sáu bảy tám chín mười một hai ba bốn năm sáu bảy tám chín "
                     "mười một hai ba bốn năm sáu bảy tám chín mười một hai ba bốn năm"),
                   S("một hai ba bốn năm sáu bảy tám chín mười một hai ba bốn năm sáu bảy tám chín "
                     "mười một hai ba bốn năm sáu bảy tám chín mười một hai ba bốn năm") };
    assert_int_equal(xlsx_choices(x, 0, many, 2, 5, false), ST_LIMIT);
    char *text = arena_alloc(&a, 1, 1, 1 << 20); // a cell of a megabyte
    memset(text, 'x', 1 << 20);
    xlsx_cell large = { .kind = XLSX_TEXT, .text = { text, 1 << 20 } };
    assert_int_equal(xlsx_row(x, &large, 1), ST_OK);
    int64_t size = 0;
    assert_int_equal(xlsx_finish(x, &size), ST_OK);
    str sheet = test_unzip(&a, whole(&a, fd, size), "xl/worksheets/sheet1.xml");
    assert_true(sheet.len > XLSX_TEXT_CHARACTERS_MAX &&
                sheet.len < XLSX_TEXT_CHARACTERS_MAX + 4000);
    close(fd);
}

static int open_descriptors(void)
{
    int n = 0;
    for (int fd = 0; fd < 200; fd++) n += lseek(fd, 0, SEEK_CUR) >= 0;
    return n;
}

static void a_dropped_workbook_leaves_nothing_open(void **state)
{
    (void)state;
    int   fd     = memfd_create("sheet", MFD_CLOEXEC);
    int   before = open_descriptors();
    arena a      = arena_over(memory, sizeof(memory));
    xlsx *x;
    assert_int_equal(xlsx_new(&a, fd, S(""), &x), ST_OK);
    xlsx_column column = { S("A"), 10 };
    assert_int_equal(xlsx_sheet(x, S("A"), &column, 1), ST_OK);
    xlsx_drop(x);
    xlsx_drop(NULL);
    assert_int_equal(open_descriptors(), before);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_stand_over_the_header_and_marks_are_seen),
        cmocka_unit_test(cells_keep_their_kind_and_never_become_formulas),
        cmocka_unit_test(what_does_not_fit_is_refused_or_cut),
        cmocka_unit_test(a_dropped_workbook_leaves_nothing_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
