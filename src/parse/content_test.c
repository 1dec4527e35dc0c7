// content_test.c - what bytes are, whatever their name says: kinds, macros, passwords, two kinds at once.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/os/os.h"
#include "kit/workers/content_frames.h"
#include "parse/content.h"

static char   room[CONTENT_WHOLE_BYTES / 16];
static size_t used;

static void begin(void)
{
    used = 0;
}

static void put(str s)
{
    assert_true(used + (size_t)s.len <= sizeof room);
    memcpy(room + used, s.ptr, (size_t)s.len);
    used += (size_t)s.len;
}

static void put_le(uint64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        char c = (char)(i < 8 ? v >> (8 * i) : 0);
        put((str){ &c, 1 });
    }
}

// A zip of empty entries with these names, as far as a reader of names goes.
static void put_zip(const char *const *names, size_t count, unsigned flags, str first)
{
    size_t from = used;
    put(S("PK\3\4"));
    put_le(0, 22);
    put_le((uint64_t)(first.len ? 8 : 0), 2);
    put_le(0, 2);
    if (first.len) put(S("mimetype"));
    put(first);
    size_t list = used;
    for (size_t i = 0; i < count; i++) {
        put(S("PK\1\2"));
        put_le(0, 4);
        put_le(flags, 2);
        put_le(0, 18);
        put_le(strlen(names[i]), 2);
        put_le(0, 16);
        put(str_from(names[i]));
    }
    size_t end = used;
    put(S("PK\5\6"));
    put_le(0, 4);
    put_le(count, 2);
    put_le(count, 2);
    put_le(end - list, 4);
    put_le(list - from, 4);
    put_le(0, 2);
}

static void is_kind(content_kind kind, unsigned remarks)
{
    content_report got = content_look((str){ room, (ptrdiff_t)used }, (int64_t)used);
    if (got.kind != kind || got.remarks != remarks)
        fail_msg("%s %x, wanted %s %x", content_kind_key(got.kind), got.remarks,
                 content_kind_key(kind), remarks);
}

static void bytes_are(str bytes, content_kind kind, unsigned remarks)
{
    begin();
    put(bytes);
    is_kind(kind, remarks);
}

static const char *const docx[]  = { "[Content_Types].xml", "word/document.xml" };
static const char *const docm[]  = { "word/document.xml", "word/vbaProject.bin" };
static const char *const xlsx[]  = { "xl/workbook.xml" };
static const char *const other[] = { "mimetype", "content.xml" };

static void kinds_by_their_marks(void **state)
{
    (void)state;
    bytes_are(S("%PDF-1.7\n%%EOF\n"), CONTENT_PDF, 0);
    bytes_are(S("\xFF\xD8\xFF\xE0xx"), CONTENT_JPEG, 0);
    bytes_are(S("\x89PNG\r\n\x1A\nxx"), CONTENT_PNG, 0);
    bytes_are(S("RIFF\1\2\3\4WEBPVP8 "), CONTENT_WEBP, 0);
    bytes_are(S("\0\0\0\x18"
                "ftypheic\0\0"),
              CONTENT_HEIF, 0);
    bytes_are(S("\0\0\0\x18"
                "ftypisom\0\0"),
              CONTENT_MP4, 0);
    bytes_are(S("Nhật ký: khởi động\n"), CONTENT_TEXT, 0);
    bytes_are(S("MZ\x90\0\3\0\0\0"), CONTENT_PROGRAM, 0);
    bytes_are(S("MZ là hai chữ đầu của một câu"), CONTENT_TEXT, 0);
    bytes_are(S("\x7F"
                "ELF\2\1\1\0"),
              CONTENT_PROGRAM, 0);
    bytes_are(S("Rar!\x1A\7\0"), CONTENT_ARCHIVE, 0);
    bytes_are(S("\1\2\3\0\0"), CONTENT_OTHER, 0);
    bytes_are(S(""), CONTENT_OTHER, 0);
    bytes_are(S("P"), CONTENT_TEXT, 0);
    bytes_are(S("<html><script>"), CONTENT_TEXT, 0);
    bytes_are(S("xem mục %PDF- ở dưới"), CONTENT_TEXT, 0);
}

static void packages_by_what_is_inside(void **state)
{
    (void)state;
    begin();
    put_zip(docx, COUNT(docx), 0, S(""));
    is_kind(CONTENT_DOCX, 0);
    begin();
    put_zip(xlsx, COUNT(xlsx), 0, S(""));
    is_kind(CONTENT_XLSX, 0);
    begin();
    put_zip(other, COUNT(other), 0, S("application/vnd.oasis.opendocument.text"));
    is_kind(CONTENT_ODT, 0);
    begin();
    put_zip(other, COUNT(other), 0, S(""));
    is_kind(CONTENT_ARCHIVE, 0);
    begin();
    put_zip(docm, COUNT(docm), 0, S(""));
    is_kind(CONTENT_DOCX, CONTENT_MACROS);
    begin();
    put_zip(docx, COUNT(docx), 1, S(""));
    is_kind(CONTENT_DOCX, CONTENT_ENCRYPTED);
    used -= 30; // cut short
    is_kind(CONTENT_ARCHIVE, CONTENT_DAMAGED);
}

static void two_kinds_at_once(void **state)
{
    (void)state;
    begin();
    put(S("\xFF\xD8\xFF\xE0 a picture \xFF\xD9"));
    put_zip(docx, COUNT(docx), 0, S(""));
    is_kind(CONTENT_JPEG, CONTENT_TWO);
    begin();
    put(S("%PDF-1.4\n%%EOF\n"));
    put_zip(other, COUNT(other), 0, S(""));
    is_kind(CONTENT_PDF, CONTENT_TWO);
    bytes_are(S("GIF89a\1\2%PDF-1.4\n%%EOF"), CONTENT_GIF, CONTENT_TWO);
    begin();
    put(S("PK\3\4 something else before the first entry"));
    put_zip(docx, COUNT(docx), 0, S(""));
    is_kind(CONTENT_DOCX, CONTENT_TWO);
}

static void what_is_remarkable_in_a_pdf(void **state)
{
    (void)state;
    bytes_are(S("%PDF-1.4 /S/JavaScript %%EOF"), CONTENT_PDF, CONTENT_ACTIVE);
    bytes_are(S("%PDF-1.4 /EmbeddedFile %%EOF"), CONTENT_PDF, CONTENT_ATTACHED);
    bytes_are(S("%PDF-1.4 /Encrypt 5 0 R %%EOF"), CONTENT_PDF, CONTENT_ENCRYPTED);
    bytes_are(S("%PDF-1.4 cut off"), CONTENT_PDF, CONTENT_DAMAGED);
    bytes_are(S("\1\2 junk %PDF-1.4 %%EOF"), CONTENT_PDF, 0);
}

static void macros_of_old_files(void **state)
{
    (void)state;
    bytes_are(S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 plain"), CONTENT_OLE, 0);
    bytes_are(S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 _\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0"),
              CONTENT_OLE, CONTENT_MACROS);
    bytes_are(
        S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"),
        CONTENT_OLE, CONTENT_ENCRYPTED);
}

static void frames_are_not_believed(void **state)
{
    (void)state;
    static const str bad[] = { STR(""),       STR("\1"),     STR("\0\0"),
                               STR("\x15\0"), STR("\1\x40"), STR("\1\0\0") };
    content_report   got;
    content_decoder  d = { .out = &got };
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(content_decode(&d, CONTENT_FRAME, bad[i]), ST_INVALID);
        assert_false(d.ended);
    }
    assert_int_equal(content_decode(&d, CONTENT_FRAME + 1, S("\2\0")), ST_INVALID);
    assert_int_equal(content_decode(&d, CONTENT_FRAME, S("\2\1")), ST_OK);
    assert_int_equal(got.kind, CONTENT_PDF);
    assert_int_equal(content_decode(&d, CONTENT_FRAME, S("\2\1")), ST_INVALID); // once
}

static void behind_the_seal(void **state)
{
    (void)state;
    static char    memory[512 * 1024];
    arena          a   = arena_over(memory, sizeof memory);
    content_report got = { 0 };
    problem        why = { 0 };
    int            fd  = -1;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    begin();
    put_zip(docm, COUNT(docm), 0, S(""));
    assert_int_equal(os_write_all(fd, (str){ room, (ptrdiff_t)used }), ST_OK);
    assert_int_equal(content_read(S(COLOA_PARSE), fd, a, &got, &why), ST_OK);
    assert_int_equal(got.kind, CONTENT_DOCX);
    assert_int_equal(got.remarks, CONTENT_MACROS);
    // Of a long one the two ends: the list of names lies far behind.
    int64_t far = (int64_t)CONTENT_WHOLE_BYTES + 4096;
    assert_int_equal(os_truncate(fd, 0), ST_OK);
    assert_int_equal(os_write_at(fd, 0, S("\xFF\xD8\xFF\xE0")), ST_OK);
    begin();
    put_zip(docx, COUNT(docx), 0, S(""));
    assert_int_equal(os_write_at(fd, far, (str){ room, (ptrdiff_t)used }), ST_OK);
    assert_int_equal(content_read(S(COLOA_PARSE), fd, a, &got, &why), ST_OK);
    assert_int_equal(got.kind, CONTENT_JPEG);
    assert_int_equal(got.remarks, CONTENT_TWO);
    os_close(fd);
    assert_int_equal(content_read(S("/nothing/there"), fd, a, &got, &why), ST_BROKEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_by_their_marks), cmocka_unit_test(packages_by_what_is_inside),
        cmocka_unit_test(two_kinds_at_once),    cmocka_unit_test(what_is_remarkable_in_a_pdf),
        cmocka_unit_test(macros_of_old_files),  cmocka_unit_test(frames_are_not_believed),
        cmocka_unit_test(behind_the_seal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
