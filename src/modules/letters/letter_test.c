// letter_test.c - numbers, days, kinds, marks of secrecy, files, and what signatures amount to.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "modules/letters/letter.h"

static char memory[1 << 20];

static letter_draft outgoing(const char *ref)
{
    return (letter_draft){ .direction   = LETTER_OUT,
                           .ref         = str_from(ref),
                           .day         = S("05/3/2026"),
                           .about       = S("V/v thẩm định hồ sơ"),
                           .counterpart = S("Bộ Công an"),
                           .open        = true };
}

static letter_draft incoming(const char *ref, const char *number)
{
    letter_draft d = outgoing(ref);
    d.direction    = LETTER_IN;
    d.arrival_no   = str_from(number);
    d.arrival_day  = S("07/03/2026");
    return d;
}

static const char *rule_of(const letter_draft *d, letter_data *out)
{
    static char room[64];
    arena       a   = arena_over(memory, sizeof memory);
    problem     why = { 0 };
    status      st  = letter_check(d, S("2026-11-28"), &a, out, &why);
    if (st == ST_OK) return "";
    assert_int_equal(st, ST_INVALID);
    snprintf(room, sizeof room, STR_FMT ":" STR_FMT, STR_ARG(why.field), STR_ARG(why.rule));
    return room;
}

static bool is(str got, const char *wanted)
{
    if (str_equal(got, str_from(wanted))) return true;
    print_message("got '" STR_FMT "', wanted '%s'\n", STR_ARG(got), wanted);
    return false;
}

static void a_number_of_ones_own_is_read_and_written_as_the_decree_has_it(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *rule, *ref, *key, *kind;
    } cases[] = {
        { "5/TTr-SKHCN", "", "05/TTr-SKHCN", "5/TTR-SKHCN", "to-trinh" },
        { "05/ttr-x", "", "05/ttr-x", "5/TTR-X", "cong-van" },
        { "12a/QĐ-UBND", "", "12a/QĐ-UBND", "12A/QĐ-UBND", "quyet-dinh" },
        { "89/SKHCN-CĐS", "", "89/SKHCN-CĐS", "89/SKHCN-CĐS", "cong-van" },
        { "331/2026/NĐ-CP", "", "331/2026/NĐ-CP", "331/2026/NĐ-CP", "nghi-dinh" },
        { "", "ref:required", "", "", "" },
        { "TTr-SKHCN", "ref:letter-number-form", "", "", "" },
        { "5", "ref:letter-number-form", "", "", "" },
        { "5/", "ref:letter-number-form", "", "", "" },
        { "0/QĐ-X", "ref:letter-number-form", "", "", "" },
        { "5ab/QĐ-X", "ref:letter-number-form", "", "", "" },
        { "1234567/QĐ-X", "ref:letter-number-form", "", "", "" },
        { "5/QĐ X", "ref:letter-number-form", "", "", "" },
        { "5/-QĐ", "ref:letter-number-form", "", "", "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        letter_data  out;
        letter_draft d    = outgoing(cases[i].typed);
        const char  *rule = rule_of(&d, &out);
        if (strcmp(rule, cases[i].rule) != 0)
            fail_msg("'%s': %s, wanted %s", cases[i].typed, rule, cases[i].rule);
        if (rule[0]) continue;
        assert_true(is(out.ref, cases[i].ref) && is(out.entry_key, cases[i].key) &&
                    is(out.kind, cases[i].kind));
        assert_int_equal(out.year, 2026);
        assert_true(is(out.on_day, "2026-03-05"));
    }
}

static void kind_and_symbol_must_agree_for_ones_own(void **state)
{
    (void)state;
    letter_data  out;
    letter_draft d = outgoing("5/TTr-X");
    d.kind         = S("quyet-dinh");
    assert_string_equal(rule_of(&d, &out), "ref:letter-kind-symbol");
    d.kind = S("cong-van");
    assert_string_equal(rule_of(&d, &out), "kind:letter-kind-other");
    d.kind = S("to-trinh");
    assert_string_equal(rule_of(&d, &out), "");
    d.kind = S("tho");
    assert_string_equal(rule_of(&d, &out), "kind:letter-kind-unknown");
    letter_draft in = incoming("5/TTr-X", "1"); // others write as they do
    in.kind         = S("quyet-dinh");
    assert_string_equal(rule_of(&in, &out), "");
}

static void what_comes_in_keeps_its_own_number_and_gets_one(void **state)
{
    (void)state;
    letter_data  out;
    letter_draft d = incoming("12-CV/TU", "7");
    assert_string_equal(rule_of(&d, &out), "");
    assert_true(is(out.ref, "12-CV/TU") && is(out.entry, "07") && is(out.entry_key, "7"));
    assert_true(is(out.on_day, "2026-03-07") && is(out.day, "2026-03-05"));
    d     = incoming("", "12đ");
    d.day = S("");
    assert_string_equal(rule_of(&d, &out), "");
    assert_true(is(out.ref, "") && is(out.entry_key, "12Đ") && is(out.kind, "cong-van"));
    d.arrival_no = S("");
    assert_string_equal(rule_of(&d, &out), "arrival_no:required");
    d.arrival_no = S("bảy");
    assert_string_equal(rule_of(&d, &out), "arrival_no:letter-arrival-form");
    d             = incoming("1/QĐ-X", "7");
    d.arrival_day = S("04/3/2026");
    assert_string_equal(rule_of(&d, &out), "arrival_day:letter-day-order");
    d.arrival_day = S("");
    assert_string_equal(rule_of(&d, &out), "");
    assert_true(is(out.on_day, "2026-11-28")); // today
}

static void days_have_come_and_fields_are_there(void **state)
{
    (void)state;
    letter_data  out;
    letter_draft d = outgoing("5/QĐ-X");
    d.day          = S("29/11/2026");
    assert_string_equal(rule_of(&d, &out), "day:letter-day-ahead");
    d.day = S("31/02/2026");
    assert_string_equal(rule_of(&d, &out), "day:not-a-day");
    d.day = S("");
    assert_string_equal(rule_of(&d, &out), "day:required");
    d       = outgoing("5/QĐ-X");
    d.about = S("  ");
    assert_string_equal(rule_of(&d, &out), "about:required");
    d             = outgoing("5/QĐ-X");
    d.counterpart = S("");
    assert_string_equal(rule_of(&d, &out), "counterpart:required");
    d      = outgoing("5/QĐ-X");
    d.open = false;
    assert_string_equal(rule_of(&d, &out), "no_secret:letter-open");
    d           = outgoing("5/QĐ-X");
    d.direction = (letter_direction)7;
    assert_string_equal(rule_of(&d, &out), "direction:letter-direction");
}

static void marks_of_secrecy_are_told_from_words_that_only_look_alike(void **state)
{
    (void)state;
    static const char *const marked[] = { "TUYỆT MẬT",      "V/v báo cáo (Tối mật)",
                                          "[MẬT] Kế hoạch", "ke-hoach_MẬT.pdf",
                                          "Độ mật: Mật",    "tuyệt  mật" };
    static const char *const plain[]  = { "Kế hoạch bảo mật thông tin",
                                          "KẾ HOẠCH BẢO MẬT",
                                          "mật khẩu và mật mã",
                                          "QUY ĐỊNH VỀ MẬT KHẨU",
                                          "bảo vệ bí mật nhà nước",
                                          "Quy định về độ mật",
                                          "mất mạng",
                                          "" };
    for (size_t i = 0; i < COUNT(marked); i++) {
        if (!letter_secret_mark(str_from(marked[i])).ptr) fail_msg("passed: %s", marked[i]);
    }
    for (size_t i = 0; i < COUNT(plain); i++) {
        if (letter_secret_mark(str_from(plain[i])).ptr) fail_msg("refused: %s", plain[i]);
    }
    letter_data  out;
    letter_draft d = outgoing("5/QĐ-X");
    d.about        = S("Phương án (MẬT)");
    assert_string_equal(rule_of(&d, &out), "about:letter-secret");
}

static void a_file_is_what_both_its_name_and_its_bytes_say(void **state)
{
    (void)state;
    static const struct {
        const char *name, *head, *rule, *type;
    } cases[] = {
        { "a.pdf", "%PDF-1.7", "", "pdf" },
        { "A.PDF", "\xEF\xBB\xBF%PDF-1.4", "", "pdf" },
        { "a.docx", "PK\3\4....", "", "docx" },
        { "a.xlsx", "PK\3\4....", "", "xlsx" },
        { "a.jpeg", "\xFF\xD8\xFF\xE0", "", "jpg" },
        { "a.png", "\x89PNG\r\n\x1A\n", "", "png" },
        { "a.pdf", "PK\3\4", "letter-file-differs", "" },
        { "a.docx", "%PDF-1.7", "letter-file-differs", "" },
        { "a.exe", "MZ", "letter-file-type", "" },
        { ".pdf", "%PDF-1.7", "letter-file-type", "" },
        { "a.pdf.html", "<html>", "letter-file-type", "" },
        { "a.png", "x\x89PNG\r\n\x1A\n", "letter-file-differs", "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        str     type = S("");
        problem why  = { 0 };
        status st = letter_file_type(str_from(cases[i].name), str_from(cases[i].head), &type, &why);
        if (st == ST_OK && cases[i].rule[0]) fail_msg("%s was taken", cases[i].name);
        if (st != ST_OK) assert_true(is(why.rule, cases[i].rule));
        if (st == ST_OK) assert_true(is(type, cases[i].type));
    }
    arena a = arena_over(memory, sizeof memory);
    assert_true(is(letter_file_name(S("C:\\thu muc\\cong van.pdf"), S("pdf"), &a), "cong van.pdf"));
    assert_true(is(letter_file_name(S("../../etc/x.pdf"), S("pdf"), &a), "x.pdf"));
    assert_true(is(letter_file_name(S("\xFF\xFE"), S("pdf"), &a), "tep.pdf"));
    char long_name[700];
    memset(long_name, 'a', sizeof long_name);
    memcpy(long_name + sizeof long_name - 4, ".pdf", 4);
    str kept = letter_file_name((str){ long_name, sizeof long_name }, S("pdf"), &a);
    assert_int_equal(kept.len, LETTER_NAME_MAX);
    assert_true(str_ends(kept, S(".pdf")));
}

// ---- signatures ----------------------------------------------------------------------------------------

static letter_signature sound(void)
{
    return (letter_signature){ .bytes         = S("intact"),
                               .chain         = S("trusted"),
                               .time          = S("claimed"),
                               .whole         = true,
                               .signed_ms     = INT64_C(1795825800000),
                               .valid_from_ms = INT64_C(1764289800000),
                               .valid_to_ms   = INT64_C(1827361800000),
                               .signer        = S("Nguyễn Thị \"Minh\" Khai"),
                               .organisation  = S("Sở Mẫu"),
                               .issuer        = S("CA Mẫu"),
                               .serial        = S("1001"),
                               .digest        = S("SHA256"),
                               .kind          = S("adbe.pkcs7.detached") };
}

static void the_worst_signature_speaks_for_the_file(void **state)
{
    (void)state;
    letter_signatures s = { .failed = S("") };
    assert_int_equal(letter_verdict_of(&s), LETTER_UNSIGNED);
    s.items[s.count++] = sound();
    assert_int_equal(letter_verdict_of(&s), LETTER_SOUND);
    s.items[0].weak = true;
    assert_int_equal(letter_verdict_of(&s), LETTER_DOUBTFUL);
    s.items[0]       = sound();
    s.items[0].chain = S("no-root");
    assert_int_equal(letter_verdict_of(&s), LETTER_DOUBTFUL);
    s.items[0]       = sound();
    s.items[0].whole = false;
    assert_true(letter_added_to(&s));
    assert_int_equal(letter_verdict_of(&s), LETTER_DOUBTFUL);
    s.items[s.count++] = sound(); // the second signature covers what came after the first
    assert_false(letter_added_to(&s));
    assert_int_equal(letter_verdict_of(&s), LETTER_SOUND);
    s.items[1].bytes = S("unreadable");
    assert_int_equal(letter_verdict_of(&s), LETTER_UNREAD);
    s.items[0].bytes = S("altered");
    assert_int_equal(letter_verdict_of(&s), LETTER_ALTERED);
    letter_signatures dead = { .failed = S("signature-timeout") };
    assert_int_equal(letter_verdict_of(&dead), LETTER_UNREAD);
    assert_true(letter_digest_weak(S("sha1")) && letter_digest_weak(S("MD5")));
    assert_false(letter_digest_weak(S("SHA256")));
}

static void a_check_is_kept_as_json_and_read_back(void **state)
{
    (void)state;
    arena             a          = arena_over(memory, sizeof memory);
    letter_signatures s          = { .roots = 3, .failed = S("") }, back;
    s.items[s.count++]           = sound();
    s.items[s.count]             = sound();
    s.items[s.count++].signed_ms = 0;
    str json                     = letter_signatures_json(&s, &a);
    assert_int_equal(letter_signatures_read(json, &a, &back), ST_OK);
    assert_int_equal(back.count, 2);
    assert_int_equal(back.roots, 3);
    assert_true(is(back.items[0].signer, "Nguyễn Thị \"Minh\" Khai"));
    assert_int_equal(back.items[0].signed_ms, s.items[0].signed_ms);
    assert_int_equal(back.items[1].signed_ms, 0);
    assert_true(back.items[0].whole && !back.items[0].weak);
    assert_int_equal(letter_signatures_read(S(""), &a, &back), ST_INVALID);
    assert_int_equal(letter_signatures_read(S("{\"items\":[1]}"), &a, &back), ST_INVALID);
    assert_int_equal(letter_signatures_read(S("{\"items\":5}"), &a, &back), ST_INVALID);
}

static void the_nth_allocation_fails_cleanly(void **state)
{
    (void)state;
    letter_data  out;
    letter_draft d  = incoming("5/TTr-X", "12a");
    status       st = ST_MEMORY;
    int          n  = 0;
    for (; st == ST_MEMORY && n < 200; n++) {
        arena   a         = arena_over(memory, sizeof memory);
        int     countdown = n;
        problem why       = { 0 };
        a.fault_countdown = &countdown;
        st                = letter_check(&d, S("2026-11-28"), &a, &out, &why);
    }
    assert_int_equal(st, ST_OK);
    assert_true(n > 5);
    letter_signatures s    = { .count = 1, .items = { sound() }, .failed = S("") }, back;
    arena             a    = arena_over(memory, sizeof memory);
    str               json = letter_signatures_json(&s, &a);
    st                     = ST_MEMORY;
    for (n = 0; st == ST_MEMORY && n < 200; n++) {
        arena room           = a;
        int   countdown      = n;
        room.fault_countdown = &countdown;
        st                   = letter_signatures_read(json, &room, &back);
    }
    assert_int_equal(st, ST_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_of_ones_own_is_read_and_written_as_the_decree_has_it),
        cmocka_unit_test(kind_and_symbol_must_agree_for_ones_own),
        cmocka_unit_test(what_comes_in_keeps_its_own_number_and_gets_one),
        cmocka_unit_test(days_have_come_and_fields_are_there),
        cmocka_unit_test(marks_of_secrecy_are_told_from_words_that_only_look_alike),
        cmocka_unit_test(a_file_is_what_both_its_name_and_its_bytes_say),
        cmocka_unit_test(the_worst_signature_speaks_for_the_file),
        cmocka_unit_test(a_check_is_kept_as_json_and_read_back),
        cmocka_unit_test(the_nth_allocation_fails_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
