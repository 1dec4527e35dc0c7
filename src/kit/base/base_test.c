// base_test.c - slices, arenas, growing output, days and instants keep the promises of base.h.
#include "kit/base/base.h"
#include "kit/base/reader.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static char  memory[1 << 16];
static arena a;

static int set_up(void **state)
{
    (void)state;
    memset(memory, 0xAA, sizeof(memory)); // an arena must clear what it gives out
    a = arena_over(memory, sizeof(memory));
    return 0;
}

// ---- slices ------------------------------------------------------------------------------------

static void slices_compare_by_bytes_and_shorter_first(void **state)
{
    (void)state;
    assert_true(str_equal(S(""), (str){ 0 }));
    assert_true(str_equal(S("đ"), S("đ")));
    assert_false(str_equal(S("a"), S("ab")));
    assert_true(str_equal_nocase(S("Content-TYPE"), S("content-type")));
    assert_false(str_equal_nocase(S("Đ"), S("đ"))); // ASCII letters only
    assert_false(str_equal_nocase(S("[a"), S("{a")));
    assert_true(str_compare(S("a"), S("ab")) < 0);
    assert_true(str_compare(S("b"), S("ab")) > 0);
    assert_true(str_compare(S("z"), S("đ")) < 0); // bytes are unsigned
    assert_int_equal(str_compare(S(""), (str){ 0 }), 0);
}

static void slices_are_clamped_never_out_of_bounds(void **state)
{
    str s = S("abc");
    (void)state;
    assert_true(str_equal(str_slice(s, 1, 99), S("bc")));
    assert_true(str_equal(str_slice(s, -5, 1), S("a")));
    assert_int_equal(str_slice(s, 2, 1).len, 0);
    assert_int_equal(str_slice(s, 7, 9).len, 0);
    assert_true(str_starts(s, S("")));
    assert_true(str_starts(s, S("ab")));
    assert_false(str_starts(s, S("abcd")));
    assert_true(str_ends(s, S("bc")));
    assert_false(str_ends(s, S("xabc")));
    assert_true(str_equal(str_trim(S(" \t a b\r\n")), S("a b")));
    assert_int_equal(str_trim(S("  ")).len, 0);
    assert_true(str_equal(str_begin(S("Cổ Loa"), 100), S("Cổ Loa")));
    assert_true(str_equal(str_begin(S("Cổ Loa"), 4), S("Cổ")));
    for (ptrdiff_t n = 1; n < 4; n++) assert_true(str_equal(str_begin(S("Cổ Loa"), n), S("C")));
    assert_int_equal(str_begin(S("ổ"), 2).len, 0);
    assert_null(str_from(NULL).ptr);
    assert_int_equal(str_find(S("banana"), S("nan")), 2);
    assert_int_equal(str_find(S("banana"), S("")), 0);
    assert_int_equal(str_find(S("nan"), S("banana")), -1);
}

static void a_cut_gives_both_sides(void **state)
{
    static const struct {
        str  text, head, tail;
        bool found;
    } all[] = {
        { STR("a=b=c"), STR("a"), STR("b=c"), true }, { STR("=b"), STR(""), STR("b"), true },
        { STR("a="), STR("a"), STR(""), true },       { STR("abc"), STR("abc"), STR(""), false },
        { STR(""), STR(""), STR(""), false },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        str head, tail;
        assert_int_equal(str_cut(all[i].text, '=', &head, &tail), all[i].found);
        assert_true(str_equal(head, all[i].head));
        assert_true(str_equal(tail, all[i].tail));
    }
    str head, tail;
    assert_false(str_cut((str){ 0 }, '=', &head, &tail));
}

static void text_is_well_formed_utf8_without_controls(void **state)
{
    static const struct {
        str  text;
        bool utf8, is_text;
    } all[] = {
        { STR(""), true, true },
        { STR("Cổ Loa\r\n\t"), true, true },
        { STR("\x7F"), true, false },
        { STR("a\0b"), true, false },
        { STR("\x1B"), true, false },
        { STR("\xC2\x80"), true, true },
        { STR("\xC1\xBF"), false, false }, // overlong
        { STR("\xC3"), false, false },     // cut short
        { STR("\x80"), false, false },
        { STR("\xE0\x9F\xBF"), false, false }, // overlong
        { STR("\xE0\xA0\x80"), true, true },
        { STR("\xED\xA0\x80"), false, false }, // surrogate
        { STR("\xEF\xBF\xBF"), true, true },
        { STR("\xF0\x8F\xBF\xBF"), false, false }, // overlong
        { STR("\xF4\x8F\xBF\xBF"), true, true },
        { STR("\xF4\x90\x80\x80"), false, false }, // beyond U+10FFFF
        { STR("\xF5\x80\x80\x80"), false, false },
        { STR("\xE1\x80"), false, false },
        { STR("\xE1\x80 "), false, false },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        assert_int_equal(str_is_utf8(all[i].text), all[i].utf8);
        assert_int_equal(str_is_text(all[i].text), all[i].is_text);
    }
    assert_int_equal(str_characters(S("Cổ Loa")), 6);
}

static void whole_numbers_are_read_to_both_ends(void **state)
{
    static const struct {
        str     text;
        bool    ok;
        int64_t value;
    } all[] = {
        { STR("0"), true, 0 },
        { STR("-0"), true, 0 },
        { STR("007"), true, 7 },
        { STR("9223372036854775807"), true, INT64_MAX },
        { STR("9223372036854775808"), false, 0 },
        { STR("-9223372036854775808"), true, INT64_MIN },
        { STR("-9223372036854775809"), false, 0 },
        { STR("99999999999999999999"), false, 0 },
        { STR(""), false, 0 },
        { STR("-"), false, 0 },
        { STR("+1"), false, 0 },
        { STR("1 "), false, 0 },
        { STR("1.0"), false, 0 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        int64_t got = 0;
        assert_int_equal(str_int(all[i].text, &got), all[i].ok);
        assert_true(got == all[i].value);
    }
}

static void a_hash_tells_texts_apart(void **state)
{
    (void)state;
    assert_true(str_hash(S("")) == 14695981039346656037u);
    assert_true(str_hash(S("a")) == 0xAF63DC4C8601EC8Cu); // the published value of FNV-1a
    assert_true(str_hash(S("ab")) != str_hash(S("ba")));
}

static void a_field_is_measured_in_characters(void **state)
{
    problem why = { 0 };
    (void)state;
    assert_int_equal(text_check(S("name"), S("Cổ Loa"), 1, 6, &why), ST_OK);
    assert_int_equal(text_check(S("name"), S("Cổ Loa"), 1, 5, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("too-long")));
    assert_int_equal(text_check(S("name"), S(""), 1, 5, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("required")));
    assert_true(str_equal(why.field, S("name")));
    assert_int_equal(text_check(S("name"), S("\x01"), 1, 5, NULL), ST_INVALID);
    assert_string_equal(status_name(ST_CONFLICT), "conflict");
}

// ---- arenas and output -------------------------------------------------------------------------

static void an_arena_gives_zeroed_aligned_memory_to_its_end(void **state)
{
    (void)state;
    char *one = NEW(&a, char, 1);
    assert_int_equal(*one, 0);
    int64_t *number = NEW(&a, int64_t, 3);
    assert_int_equal((uintptr_t)number % _Alignof(int64_t), 0);
    assert_true(number[0] == 0 && number[2] == 0);
    assert_null(NEW(&a, char, sizeof(memory)));
    assert_null(arena_alloc(&a, SIZE_MAX / 2, 1, 3)); // the product overflows
    size_t left = (size_t)(a.end - a.next);
    assert_non_null(NEW(&a, char, left));
    assert_null(NEW(&a, char, 1));
}

static void scratch_is_forgotten_on_return(void **state)
{
    (void)state;
    arena scratch = a;
    assert_non_null(NEW(&scratch, char, 1000));
    assert_ptr_equal(a.next, a.start);
}

static void a_planned_fault_hits_the_counted_allocation(void **state)
{
    int countdown = 1;
    (void)state;
    a.fault_countdown = &countdown;
    assert_non_null(NEW(&a, char, 1));
    assert_null(NEW(&a, char, 1));
    assert_non_null(NEW(&a, char, 1));
}

static void copies_keep_absent_and_empty_apart(void **state)
{
    str out = S("untouched");
    (void)state;
    assert_int_equal(arena_copy(&a, (str){ 0 }, &out), ST_OK);
    assert_null(out.ptr);
    assert_int_equal(arena_copy(&a, S(""), &out), ST_OK);
    assert_non_null(out.ptr);
    assert_int_equal(out.len, 0);
    char  tiny[2];
    arena small = arena_over(tiny, sizeof(tiny));
    out         = S("untouched");
    assert_int_equal(arena_copy(&small, S("abc"), &out), ST_MEMORY);
    assert_true(str_equal(out, S("untouched")));
    assert_string_equal(arena_cstr(&a, S("abc")), "abc");
    assert_null(arena_cstr(&small, S("ab")));
    assert_true(str_equal(arena_printf(&a, "%d-%s", 7, "x"), S("7-x")));
    assert_null(arena_printf(&small, "%d", 100).ptr);
}

static void output_grows_in_place_and_after_others(void **state)
{
    buf b = buf_in(&a, 4, 40000);
    (void)state;
    for (int i = 0; i < 1000; i++) buf_put(&b, S("0123456789"));
    char *wall = NEW(&a, char, 1); // from here on it has to move
    for (int i = 0; i < 1000; i++) buf_put(&b, S("abcdefghij"));
    assert_false(b.failed);
    assert_int_equal(b.len, 20000);
    assert_int_equal(*wall, 0);
    assert_true(str_ends(buf_str(&b), S("abcdefghij")));
    assert_true(str_starts(buf_str(&b), S("0123456789")));
}

static void output_that_is_closed_gives_back_what_it_did_not_need(void **state)
{
    (void)state;
    buf   b    = buf_in(&a, 512, 1000);
    char *from = b.ptr;
    buf_put(&b, S("abc"));
    assert_true(str_equal(buf_close(&b), S("abc")));
    assert_ptr_equal(a.next, from + 3);
    buf c = buf_in(&a, 512, 1000);
    buf_put(&c, S("def"));
    char *wall = NEW(&a, char, 1); // what came after stays where it is
    assert_true(str_equal(buf_close(&c), S("def")));
    assert_true(a.next > wall);
    buf d = buf_in(&a, 4, 4);
    buf_put(&d, S("too long"));
    assert_null(buf_close(&d).ptr);
}

static void output_stops_at_its_ceiling_and_stays_failed(void **state)
{
    buf b = buf_in(&a, 4, 10);
    (void)state;
    buf_put(&b, S("12345"));
    buf_put(&b, S("67890"));
    assert_false(b.failed);
    assert_int_equal(buf_status(&b), ST_OK);
    buf_char(&b, '!');
    assert_true(b.failed);
    assert_int_equal(buf_status(&b), ST_LIMIT);
    buf_put(&b, S(""));
    assert_true(b.failed);
    char  tiny[64];
    arena small = arena_over(tiny, sizeof(tiny));
    buf   c     = buf_in(&small, 16, 1000);
    for (int i = 0; i < 10; i++) buf_put(&c, S("0123456789"));
    assert_true(c.failed);
    assert_int_equal(buf_status(&c), ST_MEMORY);
}

static void numbers_and_hex_are_written(void **state)
{
    buf b = buf_in(&a, 64, 1000);
    (void)state;
    buf_int(&b, 0);
    buf_char(&b, ' ');
    buf_int(&b, INT64_MIN);
    buf_char(&b, ' ');
    buf_int(&b, INT64_MAX);
    buf_printf(&b, " %03d ", 7);
    buf_hex(&b, S("\x00\xFF\x10"));
    assert_true(str_equal(buf_str(&b), S("0 -9223372036854775808 9223372036854775807 007 00ff10")));
    unsigned char bytes[2];
    assert_true(hex_decode(S("00fF"), bytes, 2));
    assert_int_equal(bytes[1], 255);
    assert_false(hex_decode(S("00f"), bytes, 2));
    assert_false(hex_decode(S("00fg"), bytes, 2));
    assert_false(hex_decode(S("00ff00"), bytes, 2));
}

static void json_text_escapes_what_must_be(void **state)
{
    buf b = buf_in(&a, 64, 1000);
    (void)state;
    buf_json(&b, S("Cổ \"Loa\" \\ \n\x01"));
    buf_char(&b, ' ');
    buf_json(&b, (str){ 0 });
    str got = buf_str(&b);
    assert_true(str_starts(got, S("\"Cổ \\\"Loa\\\" \\\\ \\n\\u0001\"")));
    assert_true(str_ends(got, S(" null")));
}

static void members_stand_behind_others(void **state)
{
    buf b = buf_in(&a, 64, 1000);
    (void)state;
    buf_put(&b, S("{\"id\":1"));
    buf_member(&b, "a", S("\""));
    buf_member(&b, "b", (str){ 0 });
    buf_member_or_null(&b, "c", S("x"));
    buf_member_or_null(&b, "d", S(""));
    buf_member_int(&b, "e", INT64_MIN);
    buf_member_time(&b, "f", 86400000);
    buf_member_time(&b, "g", 0);
    buf_char(&b, '}');
    assert_true(
        str_equal(buf_str(&b),
                  S("{\"id\":1,\"a\":\"\\\"\",\"b\":\"\",\"c\":\"x\",\"d\":null,"
                    "\"e\":-9223372036854775808,\"f\":\"1970-01-02T00:00:00.000Z\",\"g\":null}")));
}

// ---- reader ------------------------------------------------------------------------------------

static void a_reader_stays_bad_after_an_overrun(void **state)
{
    reader r = reader_over(S("\x01\x02\x03\x04\x05"));
    (void)state;
    assert_int_equal(read_u32le(&r), 0x04030201);
    assert_int_equal(reader_left(&r), 1);
    assert_int_equal(read_u32le(&r), 0);
    assert_true(r.bad);
    assert_int_equal(read_u8(&r), 0); // one byte is left, but bad sticks
    reader part = read_at(&r, 1, 2);
    assert_int_equal(read_u8(&part), 2);
    assert_true(read_at(&r, 4, 2).bad);
    assert_true(read_at(&r, UINT64_MAX, 2).bad);
    assert_false(read_at(&r, 5, 0).bad);
}

// ---- days and instants -------------------------------------------------------------------------

static void every_day_of_four_centuries_comes_back(void **state)
{
    (void)state;
    int64_t from = day_number((day){ 1900, 1, 1 });
    int64_t to   = day_number((day){ 2300, 1, 1 });
    day     last = day_from_number(from - 1);
    for (int64_t n = from; n < to; n++) {
        day d = day_from_number(n);
        assert_true(day_number(d) == n);
        bool next = (d.dom == last.dom + 1 && d.month == last.month) || d.dom == 1;
        assert_true(next);
        last = d;
    }
    assert_int_equal(day_number((day){ 1970, 1, 1 }), 0);
    assert_int_equal(day_weekday((day){ 2026, 11, 24 }), 2); // a Tuesday
    assert_int_equal(day_weekday((day){ 1969, 12, 28 }), 7);
}

static void only_days_of_the_calendar_are_read(void **state)
{
    static const struct {
        str  text;
        bool ok;
    } all[] = {
        { STR("2026-11-24"), true },  { STR("2024-02-29"), true },  { STR("2000-02-29"), true },
        { STR("2023-02-29"), false }, { STR("1900-02-29"), false }, { STR("2026-04-31"), false },
        { STR("2026-13-01"), false }, { STR("2026-00-01"), false }, { STR("2026-01-00"), false },
        { STR("2026-1-1"), false },   { STR("24/11/2026"), false }, { STR("2026-11-24 "), false },
        { STR(""), false },           { STR("0001-01-01"), true },  { STR("9999-12-31"), true },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        day d;
        assert_int_equal(day_parse(all[i].text, &d) == ST_OK, all[i].ok);
        if (all[i].ok) assert_true(str_equal(day_iso(&a, d), all[i].text));
    }
}

static void instants_are_read_with_their_zone(void **state)
{
    static const struct {
        str     text;
        bool    ok;
        int64_t ms;
    } all[] = {
        { STR("1970-01-01T00:00:00Z"), true, 0 },
        { STR("1970-01-01T07:00:00+07:00"), true, 0 },
        { STR("2026-08-20T22:00:00+07:00"), true, 1787238000000 },
        { STR("2026-08-20t15:00:00.25z"), true, 1787238000250 },
        { STR("1969-12-31T23:59:59.999Z"), true, -1 },
        { STR("2026-08-20T22:00:00"), false, 0 },
        { STR("2026-08-20 22:00:00Z"), false, 0 },
        { STR("2026-08-20T24:00:00Z"), false, 0 },
        { STR("2026-08-20T22:60:00Z"), false, 0 },
        { STR("2026-08-20T22:00:00.Z"), false, 0 },
        { STR("2026-08-20T22:00:00+0700"), false, 0 },
        { STR("2026-08-20T22:00:00+07:60"), false, 0 },
        { STR("2026-02-30T22:00:00Z"), false, 0 },
        { STR("2026-08-20T22:00:00Zx"), false, 0 },
        { STR("9999-12-31T23:59:59Z"), true, 253402300799000 },
        { STR("9999-12-31T23:59:59-00:01"), false, 0 }, // in UTC a year of five digits
        { STR("0000-01-01T00:00:00+00:01"), false, 0 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        int64_t ms = 0;
        assert_int_equal(time_parse(all[i].text, &ms) == ST_OK, all[i].ok);
        assert_true(ms == all[i].ms);
    }
    assert_true(str_equal(time_rfc3339(&a, 1787238000250), S("2026-08-20T15:00:00.250Z")));
    assert_true(str_equal(time_rfc3339(&a, -1), S("1969-12-31T23:59:59.999Z")));
    day d = day_of_ms(1787238000000 + 2 * 3600000, VIETNAM_OFFSET_MINUTES);
    assert_int_equal(d.dom, 21); // midnight in Viet Nam comes seven hours earlier
    assert_int_equal(day_of_ms(-1, 0).year, 1969);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(slices_compare_by_bytes_and_shorter_first),
        TEST(slices_are_clamped_never_out_of_bounds),
        TEST(a_cut_gives_both_sides),
        TEST(text_is_well_formed_utf8_without_controls),
        TEST(whole_numbers_are_read_to_both_ends),
        TEST(a_hash_tells_texts_apart),
        TEST(a_field_is_measured_in_characters),
        TEST(an_arena_gives_zeroed_aligned_memory_to_its_end),
        TEST(scratch_is_forgotten_on_return),
        TEST(a_planned_fault_hits_the_counted_allocation),
        TEST(copies_keep_absent_and_empty_apart),
        TEST(output_grows_in_place_and_after_others),
        TEST(output_that_is_closed_gives_back_what_it_did_not_need),
        TEST(output_stops_at_its_ceiling_and_stays_failed),
        TEST(numbers_and_hex_are_written),
        TEST(json_text_escapes_what_must_be),
        TEST(members_stand_behind_others),
        TEST(a_reader_stays_bad_after_an_overrun),
        TEST(every_day_of_four_centuries_comes_back),
        TEST(only_days_of_the_calendar_are_read),
        TEST(instants_are_read_with_their_zone),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
