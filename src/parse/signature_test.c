// signature_test.c - what is told of signed files: sound, altered, extended, under strangers, out of time.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "kit/workers/signature_frames.h"
#include "parse/pdf_signatures.h"
#include "parse/signature.h"
#include "parse/signed_pdf_test_kit.h"

enum { YEAR_S = 31557600, NOW_S = 1795825800 }; // 2026-11-28

static char     memory[24 << 20], kept[1 << 18], answers[1 << 20], room[4 << 20];
static test_key root, other_root, under, clerk, expired, cipher;

typedef struct told {
    signature_root roots[SIGNATURE_ROOTS_MAX];
    signature      all[SIGNATURES_MAX];
    size_t         root_count, count;
    problem        why;
} told;

typedef struct taking {
    signature_decoder d;
    bool              refused;
} taking;

static status take(void *ctx, str bytes)
{
    taking *t = ctx;
    while (bytes.len) {
        uint8_t type = 0;
        str     payload;
        size_t  used = 0;
        assert_int_equal(frame_next(bytes, signature_frame_rules, &type, &payload, &used),
                         FRAME_READY);
        status st  = signature_decode(&t->d, type, payload);
        t->refused = type == SIGNATURE_FRAME_REFUSED && st == ST_INVALID;
        if (!t->refused) assert_int_equal(st, ST_OK);
        bytes = str_slice(bytes, (ptrdiff_t)used, bytes.len);
    }
    return ST_OK;
}

static void look(arena *a, str roots, str pdf, told *out)
{
    static told t;
    memset(&t, 0, sizeof t);
    arena               keep = arena_over(kept, sizeof kept);
    taking              k    = { .d = { t.roots, t.all, 0, 0, &keep, &t.why, false } };
    frame_out           f    = frame_out_over(answers, sizeof answers, take, &k);
    const signature_job job  = { kit_bundle(a, roots, pdf), NOW_S * INT64_C(1000),
                                 arena_over(room, sizeof room), &f };
    parse_signatures(&job);
    assert_int_equal(frame_finish(&f), ST_OK);
    assert_true(k.d.ended || k.refused);
    t.root_count = k.d.root_count;
    t.count      = k.d.count;
    *out         = t;
}

static int set_up(void **state)
{
    (void)state;
    const int64_t      now   = (int64_t)time(NULL);
    const test_subject all[] = {
        { "CA gốc Mẫu", "Cơ quan Mẫu", now - 5 * YEAR_S, now + 5 * YEAR_S, "keyCertSign", true },
        { "CA khác", "Nơi khác", now - 5 * YEAR_S, now + 5 * YEAR_S, "keyCertSign", true },
        { "CA cấp dưới Mẫu", "Cơ quan Mẫu", now - 5 * YEAR_S, now + 5 * YEAR_S, "keyCertSign",
          true },
        { "Nguyễn Thị Minh Khai", "Sở Khoa học và Công nghệ Tỉnh Mẫu 01", now - YEAR_S,
          now + YEAR_S, "digitalSignature,nonRepudiation", false },
        { "Đặng Văn Cũ", "Bộ Mẫu 02", now - 3 * YEAR_S, now - YEAR_S, "digitalSignature", false },
        { "Máy mã hóa", "Bộ Mẫu 03", now - YEAR_S, now + YEAR_S, "keyEncipherment", false },
    };
    root       = kit_key(&all[0], NULL);
    other_root = kit_key(&all[1], NULL);
    under      = kit_key(&all[2], &root);
    clerk      = kit_key(&all[3], &under);
    expired    = kit_key(&all[4], &root);
    cipher     = kit_key(&all[5], &root);
    return signature_prepare() ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    test_key *const all[] = { &root, &other_root, &under, &clerk, &expired, &cipher };
    for (size_t i = 0; i < COUNT(all); i++) kit_key_free(all[i]);
    return 0;
}

static const test_signing plain = { &clerk, &under, "adbe.pkcs7.detached", NULL, false };

static void a_sound_signature_tells_who_under_whom_and_when(void **state)
{
    (void)state;
    arena a   = arena_over(memory, sizeof memory);
    str   pdf = kit_signed_pdf(&a, "Quyet dinh", &plain);
    told  t;
    look(&a, kit_pem(&a, &root), pdf, &t);
    assert_int_equal(t.root_count, 1);
    assert_true(t.roots[0].authority);
    assert_true(str_equal(t.roots[0].subject, S("CA gốc Mẫu")));
    assert_int_equal(t.count, 1);
    const signature *s = &t.all[0];
    assert_int_equal(s->bytes, SIGNATURE_INTACT);
    assert_true(s->whole);
    assert_int_equal(s->chain, SIGNATURE_TRUSTED);
    assert_int_equal(s->time, SIGNATURE_TIME_CLAIMED);
    int64_t late = (int64_t)time(NULL) * 1000 - s->signed_ms;
    assert_in_range(late, 0, 120 * 1000);
    assert_true(str_equal(s->signer, S("Nguyễn Thị Minh Khai")));
    assert_true(str_equal(s->organisation, S("Sở Khoa học và Công nghệ Tỉnh Mẫu 01")));
    assert_true(str_equal(s->issuer, S("CA cấp dưới Mẫu")));
    assert_true(str_equal(s->digest, S("SHA256")));
    assert_true(s->valid_from_ms < s->signed_ms && s->signed_ms < s->valid_to_ms);
}

static void every_byte_that_was_signed_counts(void **state)
{
    (void)state;
    for (int turn = 0; turn < 40; turn++) {
        arena a    = arena_over(memory, sizeof memory);
        str   pdf  = kit_signed_pdf(&a, "Cap do 3", &plain);
        char *copy = arena_alloc(&a, 1, 1, (size_t)pdf.len);
        told  t;
        memcpy(copy, pdf.ptr, (size_t)pdf.len);
        // Places spread over the file, the message's own hex aside.
        ptrdiff_t gap = str_find(pdf, S("/Contents <")), end = gap + 12000 + 12;
        ptrdiff_t at = turn % 2 ? turn * gap / 40 : end + turn * (pdf.len - end) / 40;
        copy[at] ^= 1;
        look(&a, kit_pem(&a, &root), (str){ copy, pdf.len }, &t);
        for (size_t i = 0; i < t.count; i++) {
            assert_int_not_equal(t.all[i].bytes, SIGNATURE_INTACT);
            assert_int_equal(t.all[i].chain, SIGNATURE_UNCHECKED);
        }
    }
}

static void what_is_added_later_is_told(void **state)
{
    (void)state;
    arena a    = arena_over(memory, sizeof memory);
    str   pdf  = kit_signed_pdf(&a, "Ban dau", &plain);
    str   more = arena_printf(&a, STR_FMT "9 0 obj\n<< /Changed true >>\nendobj\n%%%%EOF\n",
                              STR_ARG(pdf));
    told  t;
    look(&a, kit_pem(&a, &root), more, &t);
    assert_int_equal(t.count, 1);
    assert_int_equal(t.all[0].bytes, SIGNATURE_INTACT);
    assert_false(t.all[0].whole);
}

static void a_second_signature_covers_the_first(void **state)
{
    (void)state;
    const test_signing late = { &expired, NULL, "adbe.pkcs7.detached", NULL, false };
    arena              a    = arena_over(memory, sizeof memory);
    str                two  = kit_sign_again(&a, kit_signed_pdf(&a, "Hai nguoi ky", &plain), &late);
    told               t;
    look(&a, kit_pem(&a, &root), two, &t);
    assert_int_equal(t.count, 2);
    assert_int_equal(t.all[0].bytes, SIGNATURE_INTACT);
    assert_false(t.all[0].whole);
    assert_int_equal(t.all[1].bytes, SIGNATURE_INTACT);
    assert_true(t.all[1].whole);
    assert_int_equal(t.all[1].chain, SIGNATURE_OUT_OF_TIME);
    assert_true(str_equal(t.all[1].signer, S("Đặng Văn Cũ")));
}

static void trust_is_what_the_administrator_gave(void **state)
{
    (void)state;
    const test_signing unfit = { &cipher, NULL, "ETSI.CAdES.detached", NULL, false };
    arena              a     = arena_over(memory, sizeof memory);
    str                pdf   = kit_signed_pdf(&a, "Chuoi", &plain);
    told               t;
    look(&a, S(""), pdf, &t);
    assert_int_equal(t.all[0].bytes, SIGNATURE_INTACT);
    assert_int_equal(t.all[0].chain, SIGNATURE_NO_ROOT);
    look(&a, kit_der(&a, &other_root), pdf, &t);
    assert_int_equal(t.all[0].chain, SIGNATURE_NO_ROOT);
    look(&a, kit_der(&a, &under), pdf, &t); // an authority in the middle may be trusted by itself
    assert_int_equal(t.all[0].chain, SIGNATURE_TRUSTED);
    look(&a, kit_pem(&a, &root), kit_signed_pdf(&a, "Ma hoa", &unfit), &t);
    assert_int_equal(t.all[0].bytes, SIGNATURE_INTACT);
    assert_int_equal(t.all[0].chain, SIGNATURE_UNFIT);
}

static void a_time_that_only_the_file_tells_is_taken(void **state)
{
    (void)state;
    const test_signing s = { &clerk, &under, "ETSI.CAdES.detached", "D:20260315081500+07'00'",
                             true };
    arena              a = arena_over(memory, sizeof memory);
    told               t;
    look(&a, kit_pem(&a, &root), kit_signed_pdf(&a, "Gio", &s), &t);
    assert_int_equal(t.all[0].bytes, SIGNATURE_INTACT);
    assert_int_equal(t.all[0].time, SIGNATURE_TIME_CLAIMED);
    assert_int_equal(t.all[0].signed_ms, INT64_C(1773537300000));
}

static void other_kinds_are_named_and_not_checked(void **state)
{
    (void)state;
    const test_signing old = { &clerk, &under, "adbe.pkcs7.sha1", NULL, false };
    arena              a   = arena_over(memory, sizeof memory);
    told               t;
    look(&a, kit_pem(&a, &root), kit_signed_pdf(&a, "Kieu cu", &old), &t);
    assert_int_equal(t.count, 1);
    assert_int_equal(t.all[0].bytes, SIGNATURE_UNREADABLE);
    assert_true(str_equal(t.all[0].kind, S("adbe.pkcs7.sha1")));
}

static void what_is_no_pdf_or_no_certificate_is_refused(void **state)
{
    (void)state;
    arena a = arena_over(memory, sizeof memory);
    told  t;
    look(&a, S(""), S("PK\3\4 a docx"), &t);
    assert_true(str_equal(t.why.rule, S("pdf-not-pdf")));
    look(&a, S("not a certificate"), S(""), &t);
    assert_true(str_equal(t.why.rule, S("certificate-unreadable")));
    look(&a, S(""), S("%PDF-1.7\n nothing signed\n"), &t);
    assert_int_equal(t.count, 0);
    assert_int_equal(t.why.rule.len, 0);
}

static void a_gap_must_hold_the_message_only(void **state)
{
    (void)state;
    static const char *const files[] = {
        "%PDF-1.7 /ByteRange [0 40 60 9] ............<00 script 00>.........",
        "%PDF-1.7 /ByteRange [0 9999999999 9999999999 9]",
        "%PDF-1.7 /ByteRange [5 40 60 9] aaaaaaaaaa<0000000000000000>.........",
        "%PDF-1.7 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa<0000000000000000>.. /ByteRange [0 40 58 2]",
        "%PDF-1.7 /ByteRange [0 60 40 9] aaaaaaaaaa<0000000000000000>.........",
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        pdf_signature p;
        size_t        at = 0;
        assert_true(pdf_signature_next(str_from(files[i]), &at, &p));
        assert_false(p.sound);
    }
    pdf_signature p;
    size_t        at = 0;
    assert_false(pdf_signature_next(S("%PDF-1.7 /ByteRange [0 0 0 0]"), &at, &p));
}

static void moments_are_read_as_pdf_writes_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool        good;
        int64_t     ms;
    } all[] = {
        { "D:20260315081500+07'00'", true, INT64_C(1773537300000) },
        { "20260315011500Z", true, INT64_C(1773537300000) },
        { "D:2026", true, INT64_C(1767225600000) },
        { "D:20260315081500-05'30", true, INT64_C(1773582300000) },
        { "D:20261315081500Z", false, 0 },
        { "yesterday", false, 0 },
        { "", false, 0 },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        int64_t ms = 0;
        assert_int_equal(pdf_moment(str_from(all[i].text), &ms), all[i].good);
        if (all[i].good) assert_int_equal(ms, all[i].ms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_signature_tells_who_under_whom_and_when),
        cmocka_unit_test(every_byte_that_was_signed_counts),
        cmocka_unit_test(what_is_added_later_is_told),
        cmocka_unit_test(a_second_signature_covers_the_first),
        cmocka_unit_test(trust_is_what_the_administrator_gave),
        cmocka_unit_test(a_time_that_only_the_file_tells_is_taken),
        cmocka_unit_test(other_kinds_are_named_and_not_checked),
        cmocka_unit_test(what_is_no_pdf_or_no_certificate_is_refused),
        cmocka_unit_test(a_gap_must_hold_the_message_only),
        cmocka_unit_test(moments_are_read_as_pdf_writes_them),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
