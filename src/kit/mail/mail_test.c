// Tests of mail against a server on the loopback in every mood, and of what is written.
#include "kit/mail/mail.h"
#include "kit/mail/mail_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static char memory[4 << 20];

static mail_server server_of(const smtp *s)
{
    return (mail_server){ .url        = s ? smtp_url(s) : S("smtp://127.0.0.1:1"),
                          .from       = S("coloa@mau.example.vn"),
                          .connect_ms = 500,
                          .all_ms     = 700 };
}

static const mail letter = { .to = STR("an.nv@mau.example.vn"),
                             .subject = STR("Việc của tôi: 3 việc, 1 quá hạn – Bộ Mẫu 01 Ệ"),
                             .text  = STR("Kính gửi anh An,\n.\nHết.\n"),
                             .id    = STR("tasks-2026-11-28-7"),
                             .at_ms = 1795500000000 };

static mail_end send_to(const smtp *s, problem *why)
{
    arena       a      = arena_over(memory, sizeof(memory));
    mail_server server = server_of(s);
    *why               = (problem){ 0 };
    return mail_send(&a, &server, &letter, NULL, NULL, why);
}

static void each_mood_has_its_end(void **state)
{
    (void)state;
    static const struct {
        smtp_mood mood;
        mail_end  end, or ;
        int       taken;
    } cases[] = {
        { SMTP_GOOD, MAIL_TAKEN, MAIL_TAKEN, 1 },
        { SMTP_HANGS, MAIL_NOT_TAKEN, MAIL_NOT_TAKEN, 0 },
        { SMTP_REFUSES_ADDRESS, MAIL_REFUSED, MAIL_REFUSED, 0 },
        { SMTP_COMES_BACK_LATER, MAIL_NOT_TAKEN, MAIL_NOT_TAKEN, 0 },
        // A short mail is wholly on its way before the end of the talk is noticed.
        { SMTP_DIES_IN_DATA, MAIL_NOT_TAKEN, MAIL_UNSURE, 0 },
        { SMTP_DIES_AFTER_DATA, MAIL_UNSURE, MAIL_UNSURE, 1 },
        { SMTP_HANGS_AFTER_DATA, MAIL_UNSURE, MAIL_UNSURE, 1 },
        { SMTP_REFUSES_MAIL, MAIL_REFUSED, MAIL_REFUSED, 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        problem  why;
        smtp    *s   = smtp_start(cases[i].mood);
        mail_end end = send_to(s, &why);
        if (end != cases[i].end && end != cases[i].or)
            fail_msg("mood %d: %d, " STR_FMT, (int)cases[i].mood, (int)end, STR_ARG(why.detail));
        assert_int_equal(smtp_taken(s), cases[i].taken);
        assert_int_equal(smtp_talks(s), 1); // never tried again by itself
        if (end != MAIL_TAKEN) assert_true(str_equal(why.rule, S("mail-server")));
        smtp_stop(s);
    }
    problem why;
    assert_int_equal(send_to(NULL, &why), MAIL_NOT_TAKEN); // nobody listens
}

static bool no(void *ctx)
{
    (void)ctx;
    return false;
}

static void a_stop_is_heeded(void **state)
{
    (void)state;
    smtp       *s      = smtp_start(SMTP_HANGS);
    arena       a      = arena_over(memory, sizeof(memory));
    mail_server server = server_of(s);
    problem     why    = { 0 };
    server.all_ms      = 20 * 1000;
    assert_int_equal(mail_send(&a, &server, &letter, no, NULL, &why), MAIL_STOPPED);
    smtp_stop(s);
}

static int value_of(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char       *at       = strchr(digits, c);
    return c && at ? (int)(at - digits) : -1;
}

static void put_decoded(buf *out, str text)
{
    uint32_t word = 0;
    int      bits = 0;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        int v = value_of(text.ptr[i]);
        if (v < 0) continue;
        word = word << 6 | (uint32_t)v;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            buf_char(out, (char)(word >> bits & 255));
        }
    }
}

static void what_is_written_reads_back(void **state)
{
    (void)state;
    arena       a      = arena_over(memory, sizeof(memory));
    mail_server server = server_of(NULL);
    problem     why    = { 0 };
    str         text, head, rest;
    assert_int_equal(mail_write(&a, &server, &letter, &text, &why), ST_OK);
    ptrdiff_t end = str_find(text, S("\r\n\r\n"));
    assert_true(end > 0);
    buf subject = buf_in(&a, 256, 4096), body = buf_in(&a, 256, 4096);
    for (rest = str_slice(text, 0, end); rest.len;) { // every line short, ASCII
        str_cut(rest, '\n', &head, &rest);
        assert_in_range(head.len, 1, 77);
        for (ptrdiff_t i = 0; i < head.len; i++) assert_in_range(head.ptr[i], '\r', 126);
        ptrdiff_t word = str_find(head, S("=?UTF-8?B?"));
        if (word < 0 || str_starts(head, S("From"))) continue;
        buf one = buf_in(&a, 256, 4096);
        put_decoded(&one, str_slice(head, word + 10,
                                    str_find(head, S("?=\r")) < 0 ? head.len - 2
                                                                  : str_find(head, S("?=\r"))));
        assert_true(str_is_utf8(buf_str(&one))); // no letter is split between two words
        buf_put(&subject, buf_str(&one));
    }
    assert_true(str_equal(buf_str(&subject), letter.subject));
    put_decoded(&body, str_slice(text, end + 4, text.len));
    assert_true(str_equal(buf_str(&body), S("Kính gửi anh An,\r\n.\r\nHết.\r\n")));
    assert_true(str_find(text, S("\r\nDate: Tue, 24 Nov 2026 13:00:00 +0700\r\n")) > 0);
    assert_true(str_find(text, S("\r\nMessage-ID: <tasks-2026-11-28-7@mau.example.vn>\r\n")) > 0);
}

static void no_header_can_be_put_in(void **state)
{
    (void)state;
    static const str bad[] = {
        STR("a@b.vn\r\nBcc: c@d.vn"),
        STR("a@b.vn\nX: y"),
        STR("<a@b.vn>"),
        STR("a b@c.vn"),
        STR("a@b@c.vn"),
        STR("@b.vn"),
        STR("a@"),
        STR(""),
        STR("a@b..vn"),
        STR("-x@b.vn"),
        STR("a@b.vn,c@d.vn"),
        STR("ạ@b.vn"),
        STR("a@b.vn\0x"),
    };
    mail_server server = server_of(NULL);
    for (size_t i = 0; i < COUNT(bad); i++) {
        arena   a   = arena_over(memory, sizeof(memory));
        problem why = { 0 };
        str     text;
        mail    m = letter;
        assert_false(mail_address_good(bad[i]));
        m.to = bad[i];
        assert_int_equal(mail_write(&a, &server, &m, &text, &why), ST_INVALID);
        m             = letter;
        mail_server f = server;
        f.from        = bad[i];
        assert_int_equal(mail_write(&a, &f, &m, &text, &why), ST_INVALID);
        assert_int_equal(mail_server_check(&f, &why), ST_INVALID);
    }
    arena   a   = arena_over(memory, sizeof(memory));
    problem why = { 0 };
    str     text;
    mail    m = letter;
    m.subject = S("x\r\nBcc: c@d.vn\r\n\r\nHello");
    assert_int_equal(mail_write(&a, &server, &m, &text, &why), ST_OK);
    assert_int_equal(str_find(text, S("Bcc")), -1);
    m    = letter;
    m.id = S("x>\r\nBcc: c@d.vn");
    assert_int_equal(mail_write(&a, &server, &m, &text, &why), ST_INVALID);
    server.url = S("file:///etc/passwd");
    assert_int_equal(mail_server_check(&server, &why), ST_INVALID);
    server.url = S("smtp://u:p@host:25"); // a password does not belong in an address
    assert_int_equal(mail_server_check(&server, &why), ST_INVALID);
}

static void a_lack_of_memory_is_told(void **state)
{
    (void)state;
    mail_server server = server_of(NULL);
    bool        ends   = false;
    for (int n = 0; n < 50 && !ends; n++) {
        arena   a     = arena_over(memory, sizeof(memory));
        int     count = n;
        problem why   = { 0 };
        str     text;
        a.fault_countdown = &count;
        status st         = mail_write(&a, &server, &letter, &text, &why);
        ends              = count > 0;
        assert_true(st == ST_MEMORY || (st == ST_OK && count >= 0)); // none failed unnoticed
    }
    assert_true(ends);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mood_has_its_end),      cmocka_unit_test(a_stop_is_heeded),
        cmocka_unit_test(what_is_written_reads_back), cmocka_unit_test(no_header_can_be_put_in),
        cmocka_unit_test(a_lack_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
