// Tests of the calendar text: read back as RFC 5545 says, every line within its bound.
#include "modules/tasks/feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static char memory[1 << 20];

// Unfolds in place; every physical line must be at most 75 octets of valid UTF-8 and end with CRLF.
static str unfold(arena *a, str text)
{
    buf out = buf_in(a, 4096, 1 << 18);
    while (text.len) {
        ptrdiff_t end = str_find(text, S("\r\n"));
        assert_true(end >= 0);
        str one = str_slice(text, 0, end);
        assert_in_range(one.len, 1, 75);
        assert_true(str_is_utf8(one)); // no character is split
        assert_int_equal(str_find(one, S("\n")), -1);
        if (one.ptr[0] == ' ') {
            out.len -= 1; // the line's end written before
            buf_put(&out, str_slice(one, 1, one.len));
        } else {
            buf_put(&out, one);
        }
        buf_char(&out, '\n');
        text = str_slice(text, end + 2, text.len);
    }
    assert_false(out.failed);
    return buf_str(&out);
}

// The value of the n-th line that begins with `name` and a colon, its escapes undone.
static str value_of(arena *a, str text, const char *name, int n)
{
    str head, rest = text;
    while (rest.len) {
        str_cut(rest, '\n', &head, &rest);
        str start = arena_printf(a, "%s:", name);
        if (!str_starts(head, start) || n-- > 0) continue;
        str v   = str_slice(head, start.len, head.len);
        buf out = buf_in(a, 256, 1 << 16);
        for (ptrdiff_t i = 0; i < v.len; i++) {
            char c = v.ptr[i];
            if (c == '\\' && i + 1 < v.len) {
                c = v.ptr[++i];
                if (c == 'n') c = '\n';
            }
            buf_char(&out, c);
        }
        return buf_str(&out);
    }
    return (str){ 0 };
}

static void long_vietnamese_text_comes_back_as_it_was(void **state)
{
    (void)state;
    static const char *const pieces[] = { "Thẩm định; hồ sơ, cấp độ\\3\nĐơn vị: Sở Khoa học ",
                                          "ỆỆỆỆỆỆỆỆỆỆ", "a", "日本𝄞𝄞𝄞" };
    for (size_t p = 0; p < COUNT(pieces); p++) {
        for (int len = 0; len < 60; len++) {
            arena a = arena_over(memory, sizeof(memory));
            buf   v = buf_in(&a, 4096, 1 << 16), out = buf_in(&a, 4096, 1 << 16);
            for (int i = 0; i < len; i++) buf_put(&v, str_from(pieces[p]));
            feed_text(&out, "SUMMARY", buf_str(&v));
            str back = value_of(&a, unfold(&a, buf_str(&out)), "SUMMARY", 0);
            assert_true(str_equal(back, buf_str(&v)));
        }
    }
}

static void tasks_become_events_and_to_dos(void **state)
{
    (void)state;
    arena      a       = arena_over(memory, sizeof(memory));
    buf        out     = buf_in(&a, 4096, 1 << 16);
    const feed f       = { LANG_VI, S("https://coloa.example.vn") };
    const task items[] = {
        { .id          = 12,
          .kind        = S("toy.paper"),
          .object_name = S("Tên riêng"),
          .object_code = S("HT-000012"),
          .person      = S("Nguyễn Văn An"),
          .opened_ms   = 1795500000000,
          .held_ms     = 1795500000000,
          .due_on      = S("2026-12-31"),
          .due_ms      = 1,
          .cite        = S("Điều 1, khoản 2; điểm a") },
        { .id = 13, .kind = S("toy.paper"), .opened_ms = 5, .held_ms = 5, .due_ms = 1795500000000 },
        { .id = 14, .kind = S("toy.paper"), .opened_ms = 6, .held_ms = 6, .due_ms = TASK_NO_DATE },
    };
    feed_put(&out, &f, items, COUNT(items));
    assert_false(out.failed);
    str text = unfold(&a, buf_str(&out));
    assert_true(str_starts(text, S("BEGIN:VCALENDAR\nVERSION:2.0\n")));
    assert_true(str_ends(text, S("END:VCALENDAR\n")));
    assert_true(str_equal(value_of(&a, text, "UID", 0), S("task-12-1795500000000@coloa")));
    assert_true(str_equal(value_of(&a, text, "DTSTART;VALUE=DATE", 0), S("20261231")));
    assert_true(str_equal(value_of(&a, text, "DTEND;VALUE=DATE", 0), S("20270101")));
    assert_true(str_equal(value_of(&a, text, "DESCRIPTION", 0), S("Điều 1, khoản 2; điểm a")));
    assert_true(str_equal(value_of(&a, text, "DTSTAMP", 0), S("20261124T060000Z")));
    assert_true(str_equal(value_of(&a, text, "DTSTART", 0), S("20261124T060000Z")));
    assert_true(str_equal(value_of(&a, text, "BEGIN", 3), S("VTODO")));
    assert_true(str_equal(value_of(&a, text, "URL", 2), S("https://coloa.example.vn/viec")));
    assert_int_equal(str_find(text, S("Nguyễn")), -1); // no person is named
    assert_int_equal(str_find(text, S("Tên riêng")), -1);
    for (const char *p = "BEGIN", *q = "END"; p; p = NULL) { // as many ends as beginnings
        int begins = 0, ends = 0;
        while (value_of(&a, text, p, begins).ptr) begins++;
        while (value_of(&a, text, q, ends).ptr) ends++;
        assert_int_equal(begins, 4);
        assert_int_equal(ends, 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_vietnamese_text_comes_back_as_it_was),
        cmocka_unit_test(tasks_become_events_and_to_dos),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
