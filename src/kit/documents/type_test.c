// How long text is on paper, where names are broken, and capitals.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kit/documents/documents.h"

static char memory[1 << 16];

static void lengths_are_those_measured_on_paper(void **state)
{
    (void)state;
    static const struct {
        type_face face;
        int       half_points;
        str       text;
        double    mm;
    } cases[] = {
        { FACE_BOLD, 24, STR("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), 88.3 },
        { FACE_BOLD, 26, STR("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), 95.7 },
        { FACE_BOLD, 26, STR("Độc lập - Tự do - Hạnh phúc"), 56.1 },
        { FACE_BOLD, 28, STR("Độc lập - Tự do - Hạnh phúc"), 60.5 },
        { FACE_ITALIC, 26, STR("Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2026"), 96.4 },
        { FACE_ITALIC, 28, STR("Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2026"), 103.9 },
        { FACE_BOLD, 24, STR("SỞ KHOA HỌC VÀ CÔNG NGHỆ"), 64.8 },
        { FACE_REGULAR, 28, STR(""), 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double mm = text_width_mm(cases[i].face, cases[i].half_points, cases[i].text);
        if (fabs(mm - cases[i].mm) > 0.06) fail_msg(STR_FMT ": %f", STR_ARG(cases[i].text), mm);
        int32_t twips = text_width_twips(cases[i].face, cases[i].half_points, cases[i].text);
        assert_true(fabs(twips - mm * TWIPS_PER_MM) <= 0.51);
    }
}

static void names_are_broken_by_meaning(void **state)
{
    (void)state;
    static const struct {
        str         name;
        size_t      lines_max;
        const char *expected;
    } cases[] = {
        { STR("ỦY BAN NHÂN DÂN TỈNH THANH HÓA"), 3, "ỦY BAN NHÂN DÂN|TỈNH THANH HÓA" },
        { STR("ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH"), 3,
          "ỦY BAN NHÂN DÂN|THÀNH PHỐ HỒ CHÍ MINH" },
        { STR("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"), 3, "SỞ NÔNG NGHIỆP|VÀ MÔI TRƯỜNG" },
        { STR("BỘ NỘI VỤ"), 3, "BỘ NỘI VỤ" },
        { STR("TRUNG TÂM CÔNG NGHỆ THÔNG TIN VÀ TRUYỀN THÔNG"), 3,
          "TRUNG TÂM|CÔNG NGHỆ THÔNG TIN|VÀ TRUYỀN THÔNG" },
        { STR("CỤC AN NINH MẠNG VÀ PHÒNG, CHỐNG TỘI PHẠM SỬ DỤNG CÔNG NGHỆ CAO"), 3,
          "CỤC AN NINH MẠNG|VÀ PHÒNG, CHỐNG TỘI PHẠM|SỬ DỤNG CÔNG NGHỆ CAO" },
        { STR("Ủy ban nhân dân tỉnh Thanh Hóa và nhiều nơi"), 2, NULL },
        { STR("MỘTTỪRẤTDÀIKHÔNGNGẮTĐƯỢCMỘTTỪRẤTDÀI"), 3, "MỘTTỪRẤTDÀIKHÔNGNGẮTĐƯỢCMỘTTỪRẤTDÀI" },
        { STR("   "), 3, "" },
    };
    int32_t width = (int32_t)(64 * TWIPS_PER_MM);
    for (size_t i = 0; i < COUNT(cases); i++) {
        str    lines[TEXT_LINES_MAX];
        size_t n = text_lines(FACE_BOLD, 24, width, cases[i].name, cases[i].lines_max, lines);
        assert_true(n >= 1 && n <= cases[i].lines_max);
        arena a   = arena_over(memory, sizeof(memory));
        buf   got = buf_in(&a, 256, 4096);
        for (size_t k = 0; k < n; k++) {
            if (k > 0) buf_char(&got, '|');
            buf_put(&got, lines[k]);
        }
        if (cases[i].expected) {
            assert_string_equal(arena_cstr(&a, buf_str(&got)), cases[i].expected);
        }
    }
}

static void a_very_long_name_is_not_refused(void **state)
{
    (void)state;
    arena a = arena_over(memory, sizeof(memory));
    buf   b = buf_in(&a, 256, 8192);
    for (int i = 0; i < 200; i++) buf_put(&b, S("ỦY "));
    str lines[TEXT_LINES_MAX];
    assert_int_equal(text_lines(FACE_BOLD, 24, 3000, buf_str(&b), 3, lines), 1);
}

static void capitals_are_vietnamese(void **state)
{
    (void)state;
    arena a   = arena_over(memory, sizeof(memory));
    str   got = text_capitals(&a, S("aăâbcdđeêghiklmnoôơpqrstuưvxy àằầèềìòồờùừỳ ảẳẩẻểỉỏổởủửỷ "
                                      "ãẵẫẽễĩõỗỡũữỹ áắấéếíóốớúứý ạặậẹệịọộợụựỵ 1/QĐ-x ÿ÷ß"));
    assert_string_equal(arena_cstr(&a, got),
                        "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY ÀẰẦÈỀÌÒỒỜÙỪỲ ẢẲẨẺỂỈỎỔỞỦỬỶ "
                        "ÃẴẪẼỄĨÕỖỠŨỮỸ ÁẮẤÉẾÍÓỐỚÚỨÝ ẠẶẬẸỆỊỌỘỢỤỰỴ 1/QĐ-X ÿ÷ß");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_those_measured_on_paper),
        cmocka_unit_test(names_are_broken_by_meaning),
        cmocka_unit_test(a_very_long_name_is_not_refused),
        cmocka_unit_test(capitals_are_vietnamese),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
