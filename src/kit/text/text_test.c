// Tests of kit/text: composed form, search form, order, old encodings, numbers, days, counters, words.
#include "kit/text/text.h"

#include "kit/text/letters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char  memory[1 << 20];
static arena a;

static int setup(void **state)
{
    (void)state;
    a = arena_over(memory, sizeof(memory));
    return 0;
}

static void expect(str got, const char *want)
{
    char *text = arena_cstr(&a, got);
    assert_non_null(text);
    assert_string_equal(text, want);
}

// ---- letters and composed form -----------------------------------------------------------------

static void every_vietnamese_letter_comes_apart_and_together(void **state)
{
    (void)state;
    int seen = 0;
    for (uint32_t code = LATIN_FIRST; code <= VIET_LAST; code++) {
        letter l = letter_of(code);
        if (!l.bare || code == 0xD0) continue; // Eth comes back as Đ
        assert_int_equal(letter_code(l), code);
        seen++;
    }
    assert_true(seen >= 134);
}

static const struct {
    const char *from, *to;
} nfc_cases[] = {
    { "", "" },
    { "Hà Nội", "Hà Nội" },
    { "Ha\u0300 No\u0302\u0323i", "Hà Nội" },
    { "No\u0323\u0302i", "Nội" }, // the order strict NFD gives
    { "no\u0323\u031Bi", "nợi" },
    { "e\u0301\u0302", "ế" }, // tone typed before the shape
    { "u\u031Bo\u031B\u0301ng", "ướng" },
    { "Ê\u0323", "Ệ" }, // half composed
    { "\u1EB9\u0302", "ệ" },
    { "n\u0303 o\u0308 a\u030A c\u0327", "ñ ö å ç" },
    { "x\u0301 đ\u0301", "x\u0301 đ\u0301" }, // no such letters
    { "\u0301a", "\u0301a" },                 // a mark with nothing to stand on
    { "ö\u0301", "ö\u0301" },
    { "\xE0\xCC\x81", "\xE0\xCC\x81" }, // a stray byte is no letter
    { "日本 \xF0\x9F\x98\x80 a\u0309", "日本 \xF0\x9F\x98\x80 ả" },
};

static void decomposed_text_is_composed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(nfc_cases); i++) {
        expect(text_nfc(&a, str_from(nfc_cases[i].from)), nfc_cases[i].to);
    }
}

static void one_line_fields_are_tidied(void **state)
{
    (void)state;
    expect(text_tidy(&a, S("  Cổng \t dịch\xC2\xA0vụ\r\ncông \xE2\x80\x8B ")), "Cổng dịch vụ công");
    expect(text_tidy(&a, S("\xEF\xBB\xBFTên")), "Tên");
    expect(text_tidy(&a, S(" ")), "");
    expect(text_tidy(&a, S("a\xA0")), "a\xA0"); // a stray byte is no blank
}

// ---- search form -------------------------------------------------------------------------------

static const struct {
    const char *text, *folded;
} fold_cases[] = {
    { "Đà Nẵng", "da nang" },
    { "ĐIỀU TRA", "dieu tra" },
    { "Hoà", "hoa" },
    { "Hòa", "hoa" },
    { "kỹ thuật", "ki thuat" },
    { "kĩ thuật", "ki thuat" },
    { "ỨNG CỨU SỰ CỐ", "ung cuu su co" },
    { "phu\u031Bo\u031Bng tie\u0302\u0323n", "phuong tien" },
    { "  Cổng   DVC\tQuốc gia ", "cong dvc quoc gia" },
    { "Ðắk Lắk", "dak lak" }, // Icelandic Eth instead of Đ
    { "TP.HCM (2026)", "tp.hcm (2026)" },
    { "Müller Škoda", "muller skoda" },
    { "日本", "日本" },
    { "\xFF\xFE", "\xFF\xFE" },
    { "", "" },
};

static void search_form_drops_case_marks_and_stroke(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(fold_cases); i++) {
        expect(text_fold(&a, str_from(fold_cases[i].text)), fold_cases[i].folded);
    }
    expect(text_bare(&a, S("Kỹ THUẬT y tế")), "ky thuat y te");
}

// ---- order -------------------------------------------------------------------------------------

// In the right order; each must come strictly before the next.
static const char *const units[] = {
    "An Giang",  "An Khê",    "Anh Sơn",   "Ăn Hòa",   "Ân Thi",      "Bà Rịa",    "Bạc Liêu",
    "Bắc Giang", "Bắc Kạn",   "Bắc Ninh",  "Bến Tre",  "Bình Dương",  "Bình Định", "Cà Mau",
    "Cao Bằng",  "Cần Thơ",   "Da",        "Dà",       "Dả",          "Dã",        "Dá",
    "Dạ",        "Dĩ An",     "Đà Nẵng",   "Đắk Lắk",  "Điện Biên",   "Đồng Nai",  "Gia Lai",
    "Hà Giang",  "Hà Nội",    "Hải Phòng", "Hòa Bình", "Hồ Chí Minh", "Hợp Tiến",  "Huế",
    "Hưng Yên",  "Khánh Hòa", "Ninh Bình", "Nghệ An",  "Ô Môn",       "Ơ Đu",      "Phú Yên",
    "Quảng Nam", "Sơn La",    "Thanh Hóa", "U Minh",   "Ứng Hòa",     "Vĩnh Long", "Xuân Lộc",
    "Yên Bái",
};

static void names_of_units_stand_in_vietnamese_order(void **state)
{
    (void)state;
    for (size_t i = 1; i < COUNT(units); i++) {
        if (str_equal(str_from(units[i]), S("Nghệ An")))
            continue; // n-i before n-g is checked below
        str before = text_sort_key(&a, str_from(units[i - 1]));
        str after  = text_sort_key(&a, str_from(units[i]));
        if (str_compare(before, after) >= 0) fail_msg("%s before %s", units[i - 1], units[i]);
    }
    // Letters one by one: Ng… before Ni…, since gh, ng, nh are not letters of their own.
    assert_true(str_compare(text_sort_key(&a, S("Nghệ An")), text_sort_key(&a, S("Ninh Bình"))) <
                0);
}

static void order_takes_case_form_and_blanks_lightly(void **state)
{
    (void)state;
    expect(text_sort_key(&a, S("ĐÀ  NẴNG")), arena_cstr(&a, text_sort_key(&a, S("Đa\u0300 nẵng"))));
    static const char *const rising[] = { "",    "- a", "1",  "10", "2", "a", "A 1",
                                          "a b", "á b", "ab", "f",  "z", "日" };
    for (size_t i = 1; i < COUNT(rising); i++) {
        str before = text_sort_key(&a, str_from(rising[i - 1]));
        str after  = text_sort_key(&a, str_from(rising[i]));
        if (str_compare(before, after) >= 0) fail_msg("%s before %s", rising[i - 1], rising[i]);
    }
}

// By given name, then middle names, then family name.
static const char *const people[] = {
    "Lê Thị Ái",
    "Trần An",
    "Nguyễn Văn An",
    "Phạm Đức Ân",
    "Trần Văn Bảo",
    "Vũ Bình",
    "Lê Thanh Bình",
    "Nguyễn Thanh Bình",
    "Đỗ Thị Cúc",
    "Hồ Tấn Dũng",
    "Bùi Đạt",
    "Ngô Văn Đạt",
    "Đào Đức",
    "Lý Thu Hà",
    "Bùi Hoa",
    "Nguyễn Hòa",
    "Phạm Hoan",
    "Nguyễn Thị Minh Khai",
    "Đinh Ngọc Lan",
    "Phan Lâm",
    "Nguyễn Lê",
    "Lê Văn Lộc",
    "Đặng Hữu Nghĩa",
    "Mai Phương",
    "Trần Thị Hồng Phượng",
    "Nguyễn Quân",
    "Hoàng Sơn",
    "Tạ Văn Thảo",
    "Lê Thị Thu",
    "Đào Duy Từ",
    "Vương Tường",
    "Nguyễn Thị Út",
    "Cao Xuân Vinh",
    "Đoàn Vũ",
    "Lê Xuân",
    "Nguyễn Như Ý",
    "Trần Thị Yên",
};

static void people_stand_by_given_name(void **state)
{
    (void)state;
    for (size_t i = 1; i < COUNT(people); i++) {
        str before = text_person_key(&a, str_from(people[i - 1]));
        str after  = text_person_key(&a, str_from(people[i]));
        if (str_compare(before, after) >= 0) fail_msg("%s before %s", people[i - 1], people[i]);
    }
    assert_true(text_person_key(&a, S("")).len > 0);
    assert_true(text_person_key(&a, S("An")).len > 0);
}

static void keys_are_printable_ascii(void **state)
{
    (void)state;
    str key = text_person_key(&a, S("Nguyễn \x01 Văn日 ñ Ø \xFF (B)"));
    for (ptrdiff_t i = 0; i < key.len; i++) assert_in_range((unsigned char)key.ptr[i], 0x20, 0x7E);
}

// ---- old encodings -----------------------------------------------------------------------------

static const struct {
    const char *text;
    text_legacy kind;
} legacy_cases[] = {
    { "Hệ thống thông tin", TEXT_UNICODE },
    { "Ha Noi", TEXT_UNICODE },
    { "Hµ Néi", TEXT_TCVN3 },
    { "C«ng nghÖ th«ng tin", TEXT_TCVN3 },
    { "®iÖn tö", TEXT_TCVN3 },
    { "Së Th«ng tin vµ TruyÒn th«ng", TEXT_TCVN3 },
    { "Haø Noäi", TEXT_VNI },
    { "Coâng ngheä thoâng tin ñieän töû", TEXT_VNI },
    { "Microsoft® Office © 2024", TEXT_UNICODE },
    { "«Cổng dịch vụ»", TEXT_UNICODE },
    { "10 µm, 5 m², 1½", TEXT_UNICODE },
    { "Citroën", TEXT_UNICODE },
    { "Müller Straße", TEXT_UNICODE },
    { "hoà, quá, thuý, toàn", TEXT_UNICODE },
    { "", TEXT_UNICODE },
};

static void old_encodings_are_recognised(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(legacy_cases); i++) {
        if (text_looks_legacy(str_from(legacy_cases[i].text)) != legacy_cases[i].kind)
            fail_msg("%s", legacy_cases[i].text);
    }
}

// ---- numbers -----------------------------------------------------------------------------------

static const struct {
    const char *text;
    status      st;
    int64_t     digits;
    int         places;
} decimal_cases[] = {
    { "1.234,5", ST_OK, 12345, 1 },
    { "1,234.5", ST_OK, 12345, 1 },
    { "1234", ST_OK, 1234, 0 },
    { "1.234", ST_OK, 1234, 0 },
    { "1,234", ST_OK, 1234, 3 },
    { "0.123", ST_OK, 123, 3 },
    { "1.234.567", ST_OK, 1234567, 0 },
    { "1,234,567", ST_OK, 1234567, 0 },
    { "1 234 567", ST_OK, 1234567, 0 },
    { "-7", ST_OK, -7, 0 },
    { "3,0", ST_OK, 30, 1 },
    { "76,5", ST_OK, 765, 1 },
    { "1.5", ST_OK, 15, 1 },
    { "1.234.567,89", ST_OK, 123456789, 2 },
    { "", ST_INVALID, 0, 0 },
    { "abc", ST_INVALID, 0, 0 },
    { "1.2.3", ST_INVALID, 0, 0 },
    { "1,", ST_INVALID, 0, 0 },
    { ",5", ST_INVALID, 0, 0 },
    { "1.234,567.8", ST_INVALID, 0, 0 },
    { "1.234,567.890", ST_INVALID, 0, 0 },
    { "12.34,5", ST_INVALID, 0, 0 },
    { "1  2", ST_INVALID, 0, 0 },
    { "99999999999999999999", ST_INVALID, 0, 0 },
    { "--1", ST_INVALID, 0, 0 },
    { "1,2345678901", ST_INVALID, 0, 0 },
};

static void numbers_are_read_with_either_mark(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(decimal_cases); i++) {
        decimal n  = { -1, -1 };
        status  st = text_read_decimal(str_from(decimal_cases[i].text), &n);
        if (st != decimal_cases[i].st) fail_msg("%s: %s", decimal_cases[i].text, status_name(st));
        if (st != ST_OK) continue;
        if (n.digits != decimal_cases[i].digits || n.places != decimal_cases[i].places)
            fail_msg("%s: %lld, %d", decimal_cases[i].text, (long long)n.digits, n.places);
    }
}

static void counts_are_whole(void **state)
{
    (void)state;
    int64_t n = 0;
    assert_int_equal(text_read_count(S("1,234"), &n), ST_OK);
    assert_int_equal(n, 1234);
    assert_int_equal(text_read_count(S("100.000"), &n), ST_OK);
    assert_int_equal(n, 100000);
    assert_int_equal(text_read_count(S("3,0"), &n), ST_OK);
    assert_int_equal(n, 3);
    assert_int_equal(text_read_count(S("1,5"), &n), ST_INVALID);
    assert_int_equal(n, 3);
}

static void numbers_are_written_by_language(void **state)
{
    (void)state;
    expect(text_number(&a, LANG_VI, 1234567), "1.234.567");
    expect(text_number(&a, LANG_EN, -1234567), "-1,234,567");
    expect(text_number(&a, LANG_VI, 0), "0");
    expect(text_number(&a, LANG_VI, INT64_MIN), "-9.223.372.036.854.775.808");
    expect(text_decimal(&a, LANG_VI, (decimal){ 12345, 1 }), "1.234,5");
    expect(text_decimal(&a, LANG_EN, (decimal){ 5, 2 }), "0.05");
}

// ---- days --------------------------------------------------------------------------------------

static const struct {
    const char *text, *iso; // iso NULL: refused
} day_cases[] = {
    { "5/3/26", "2026-03-05" },
    { "05-03-2026", "2026-03-05" },
    { "5.3.2026", "2026-03-05" },
    { "2026-03-05", "2026-03-05" },
    { "2026/3/5", "2026-03-05" },
    { " 05 / 03 / 2026 ", "2026-03-05" },
    { "2026-03-05T00:00:00", "2026-03-05" },
    { "05/03/2026 08:30", "2026-03-05" },
    { "ngày 05 tháng 3 năm 2026", "2026-03-05" },
    { "Ngày 5 tháng 12 năm 2025", "2025-12-05" },
    { "31/12/99", "1999-12-31" },
    { "46086", "2026-03-05" },
    { "46086.5", "2026-03-05" },
    { "29/02/2028", "2028-02-29" },
    { "29/02/2026", NULL },
    { "31/04/2026", NULL },
    { "13/13/2026", NULL },
    { "0/1/2026", NULL },
    { "3/2026", NULL },
    { "5/3/026", NULL },
    { "5-3/2026", NULL },
    { "hôm nay", NULL },
    { "", NULL },
    { "99999999", NULL },
    { "60", NULL },
};

static void days_are_read_as_people_write_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(day_cases); i++) {
        day    d  = { 0 };
        status st = text_read_day(str_from(day_cases[i].text), &d);
        if ((st == ST_OK) != (day_cases[i].iso != NULL)) fail_msg("%s", day_cases[i].text);
        if (st == ST_OK) expect(day_iso(&a, d), day_cases[i].iso);
    }
}

static const struct {
    const char *text, *iso;
} period_cases[] = {
    { "Quý IV/2026", "2026-12-31" },
    { "Quy\u0301 IV/2026", "2026-12-31" }, // composed and not
    { "quý 1/2027", "2027-03-31" },
    { "QUÝ II NĂM 2027", "2027-06-30" },
    { "quy iii - 2026", "2026-09-30" },
    { "Q4/2026", "2026-12-31" },
    { "tháng 12/2026", "2026-12-31" },
    { "Tháng 2 năm 2028", "2028-02-29" },
    { "T9/2026", "2026-09-30" },
    { "02/2027", "2027-02-28" },
    { "3-2026", "2026-03-31" },
    { "Quý V/2026", NULL },
    { "quý 0/2026", NULL },
    { "tháng 13/2026", NULL },
    { "13/2026", NULL },
    { "3.2026", NULL },
    { "3 2026", NULL },
    { "IV/2026", NULL }, // of a year's quarters? nothing says so
    { "quý IV/26", NULL },
    { "quý IV", NULL },
    { "2026", NULL },
    { "năm 2026", NULL },
    { "cuối năm 2026", NULL },
    { "quý IV/2026 hoặc quý I/2027", NULL },
    { "", NULL },
};

static void months_and_quarters_end_on_their_last_day(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(period_cases); i++) {
        day    d  = { 0 };
        status st = text_read_period(str_from(period_cases[i].text), &d);
        if ((st == ST_OK) != (period_cases[i].iso != NULL)) fail_msg("%s", period_cases[i].text);
        if (st == ST_OK) expect(day_iso(&a, d), period_cases[i].iso);
    }
}

static void days_are_written_as_the_decree_says(void **state)
{
    (void)state;
    expect(text_day_words(&a, (day){ 2026, 3, 5 }), "ngày 05 tháng 3 năm 2026");
    expect(text_day_words(&a, (day){ 2026, 2, 10 }), "ngày 10 tháng 02 năm 2026");
    expect(text_day_words(&a, (day){ 2026, 1, 1 }), "ngày 01 tháng 01 năm 2026");
    expect(text_day_words(&a, (day){ 2026, 12, 31 }), "ngày 31 tháng 12 năm 2026");
    expect(text_day(&a, (day){ 2026, 3, 5 }), "05/03/2026");
    expect(text_month(&a, (day){ 2026, 3, 5 }), "03/2026");
    expect(text_when(&a, 1795315260000), "09:41 22/11/2026");
    expect(text_when(&a, -1), "06:59 01/01/1970");
}

static void serial_days_follow_the_spreadsheet(void **state)
{
    (void)state;
    static const struct {
        int64_t     serial;
        bool        from_1904;
        const char *iso;
    } cases[] = { { 1, false, "1900-01-01" },
                  { 59, false, "1900-02-28" },
                  { 61, false, "1900-03-01" },
                  { 2958465, false, "9999-12-31" },
                  { 44624, true, "2026-03-05" } };
    day d;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(text_day_of_serial(cases[i].serial, cases[i].from_1904, &d), ST_OK);
        expect(day_iso(&a, d), cases[i].iso);
    }
    assert_int_equal(text_day_of_serial(60, false, &d), ST_INVALID);
    assert_int_equal(text_day_of_serial(0, false, &d), ST_INVALID);
    assert_int_equal(text_day_of_serial(2958466, false, &d), ST_INVALID);
}

// ---- counters ----------------------------------------------------------------------------------

static void roman_numbers_go_both_ways(void **state)
{
    (void)state;
    for (int n = 1; n <= 3999; n++) {
        int back = 0;
        a        = arena_over(memory, sizeof(memory));
        assert_true(text_read_roman(text_roman(&a, n), &back));
        assert_int_equal(back, n);
    }
    int n = 0;
    assert_true(text_read_roman(S("iv"), &n));
    assert_int_equal(n, 4);
    static const char *const wrong[] = { "", "IIII", "VX", "IC", "A", "IVI", "MMMM", "V I" };
    for (size_t i = 0; i < COUNT(wrong); i++) assert_false(text_read_roman(str_from(wrong[i]), &n));
    expect(text_roman(&a, 4000), "4000");
}

static void points_follow_the_vietnamese_alphabet(void **state)
{
    (void)state;
    static const char *const want[] = {
        "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m"
    };
    for (int i = 0; i < (int)COUNT(want); i++) expect(text_point(i), want[i]);
    expect(text_point(TEXT_POINTS_MAX - 1), "y");
    assert_null(text_point(TEXT_POINTS_MAX).ptr);
    assert_null(text_point(-1).ptr);
}

// ---- words -------------------------------------------------------------------------------------

static void words_are_found_by_name_and_filled(void **state)
{
    (void)state;
    expect(text_get(LANG_VI, T_app_name), "Cổ Loa");
    expect(text_named(LANG_VI, S("app.name")), "Cổ Loa");
    expect(text_named(LANG_EN, S("no.such.key")), "no.such.key");
    str args[] = { STR("05"), STR("3"), STR("2026") };
    expect(text_fmt(&a, LANG_VI, T_date_words, args, 3), "ngày 05 tháng 3 năm 2026");
    expect(text_fill(&a, S("{0}{1} {9} {x} {"), args, 2), "053 {9} {x} {");
    expect(text_fill(&a, S(""), args, 2), "");
}

static void every_key_is_found_by_its_own_name(void **state)
{
    (void)state;
    text_key key;
    assert_true(text_known(S("date.words"), &key));
    assert_int_equal(key, T_date_words);
    assert_false(text_known(S(""), &key));
    assert_false(text_known(S("zzzz"), &key));
}

// ---- lack of memory ----------------------------------------------------------------------------

static void a_spent_arena_gives_the_absent_text(void **state)
{
    (void)state;
    for (size_t size = 0; size < 24; size++) {
        char  little[32];
        arena small = arena_over(little, size);
        assert_true(text_sort_key(&small, S("Nguyễn Thị Minh Khai")).ptr == NULL);
        small = arena_over(little, size);
        assert_true(text_person_key(&small, S("Nguyễn Thị Minh Khai")).ptr == NULL);
        small = arena_over(little, size);
        assert_true(text_fold(&small, S("Nguyễn Thị Minh Khai")).ptr == NULL);
        small = arena_over(little, size);
        assert_true(text_tidy(&small, S("Nguye\u0302\u0303n Thị Minh Khai")).ptr == NULL);
    }
}

static void words_for_search_are_met_by_their_beginnings(void **state)
{
    (void)state;
    const str parts[] = { S("HT-000123"), S(""), S("Cổng thông tin (mới)"), S("…"), S("Kỹ thuật") };
    str words = text_words(&a, parts, COUNT(parts));
    expect(words, "ht 000123 cong thong tin moi ki thuat");
    expect(text_words_begin(words, 3), "ht 000123 cong");
    expect(text_words_begin(words, 99), arena_cstr(&a, words));
    expect(text_words_begin(words, 0), "");
    expect(text_bare_words(&a, S("Kỹ thuật/2")), "ky thuat 2");
    assert_true(text_words_meet(words, S("")));
    assert_true(text_words_meet(words, S("th co 0001")));
    assert_true(text_words_meet(words, S("moi")));
    assert_false(text_words_meet(words, S("hong")));
    assert_false(text_words_meet(words, S("moii")));
    assert_false(text_words_meet(words, S("cong vang")));
    assert_false(text_words_meet(S(""), S("a")));
}

static void words_for_like_hold_no_sign_of_it(void **state)
{
    str out[3];
    (void)state;
    assert_int_equal(text_like_words(&a, S("Cổng  50%_của\\bộ"), out, 3), ST_OK);
    expect(out[0], "%cong%");
    expect(out[1], "%50%");
    expect(out[2], "%cua%");
    assert_int_equal(text_like_words(&a, S("bo"), out, 3), ST_OK);
    expect(out[0], "%bo%");
    expect(out[1], "%");
    assert_int_equal(text_like_words(&a, (str){ 0 }, out, 3), ST_OK);
    expect(out[0], "%");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(words_for_search_are_met_by_their_beginnings, setup),
        cmocka_unit_test_setup(words_for_like_hold_no_sign_of_it, setup),
        cmocka_unit_test_setup(every_vietnamese_letter_comes_apart_and_together, setup),
        cmocka_unit_test_setup(decomposed_text_is_composed, setup),
        cmocka_unit_test_setup(one_line_fields_are_tidied, setup),
        cmocka_unit_test_setup(search_form_drops_case_marks_and_stroke, setup),
        cmocka_unit_test_setup(names_of_units_stand_in_vietnamese_order, setup),
        cmocka_unit_test_setup(order_takes_case_form_and_blanks_lightly, setup),
        cmocka_unit_test_setup(people_stand_by_given_name, setup),
        cmocka_unit_test_setup(keys_are_printable_ascii, setup),
        cmocka_unit_test_setup(old_encodings_are_recognised, setup),
        cmocka_unit_test_setup(numbers_are_read_with_either_mark, setup),
        cmocka_unit_test_setup(counts_are_whole, setup),
        cmocka_unit_test_setup(numbers_are_written_by_language, setup),
        cmocka_unit_test_setup(days_are_read_as_people_write_them, setup),
        cmocka_unit_test_setup(months_and_quarters_end_on_their_last_day, setup),
        cmocka_unit_test_setup(days_are_written_as_the_decree_says, setup),
        cmocka_unit_test_setup(serial_days_follow_the_spreadsheet, setup),
        cmocka_unit_test_setup(roman_numbers_go_both_ways, setup),
        cmocka_unit_test_setup(points_follow_the_vietnamese_alphabet, setup),
        cmocka_unit_test_setup(words_are_found_by_name_and_filled, setup),
        cmocka_unit_test_setup(every_key_is_found_by_its_own_name, setup),
        cmocka_unit_test_setup(a_spent_arena_gives_the_absent_text, setup),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
