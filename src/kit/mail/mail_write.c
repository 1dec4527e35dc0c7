// mail_write.c - a message as RFC 5322 and RFC 2047 want it. Every header value is an address that was
// checked, a number of ours, or encoded: none can begin another header.
#include "kit/mail/mail.h"

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static bool is_mailbox_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && str_find(S("._%+-"), (str){ &c, 1 }) >= 0);
}

bool mail_address_good(str address)
{
    str local, domain;
    if (address.len < 3 || address.len > MAIL_ADDRESS_MAX) return false;
    if (!str_cut(address, '@', &local, &domain) || !local.len || local.len > 64 || !domain.len)
        return false;
    for (ptrdiff_t i = 0; i < local.len; i++)
        if (!is_mailbox_char(local.ptr[i])) return false;
    for (ptrdiff_t i = 0; i < domain.len; i++) {
        char c = domain.ptr[i];
        if (!is_mailbox_char(c) || c == '_' || c == '%' || c == '+') return false;
    }
    return !str_starts(domain, S(".")) && !str_ends(domain, S(".")) && !str_starts(local, S("-")) &&
           str_find(domain, S("..")) < 0;
}

status mail_server_check(const mail_server *s, problem *why)
{
    bool smtp = str_starts(s->url, S("smtp://")) || str_starts(s->url, S("smtps://"));
    for (ptrdiff_t i = 0; i < s->url.len; i++)
        smtp = smtp && s->url.ptr[i] > ' ' && s->url.ptr[i] < 0x7f && s->url.ptr[i] != '@';
    if (!smtp || s->url.len > 300)
        return problem_detail(why, ST_INVALID, S("--mail"), S("mail-url"), s->url);
    if (!mail_address_good(s->from))
        return problem_detail(why, ST_INVALID, S("--mail-from"), S("email-form"), s->from);
    return ST_OK;
}

static void put_base64(buf *b, str bytes)
{
    for (ptrdiff_t i = 0; i < bytes.len; i += 3) {
        ptrdiff_t n    = bytes.len - i < 3 ? bytes.len - i : 3;
        uint32_t  word = 0;
        for (ptrdiff_t k = 0; k < 3; k++)
            word = word << 8 | (k < n ? (unsigned char)bytes.ptr[i + k] : 0u);
        for (ptrdiff_t k = 0; k < 4; k++) {
            char c = '=';
            if (k <= n) c = digits64[word >> (18 - 6 * k) & 63];
            buf_char(b, c);
        }
    }
}

// "Subject: =?UTF-8?B?…?=", in words of at most 75 characters, none of which splits a letter.
static void put_subject(buf *b, str subject)
{
    enum { WORD_BYTES = 39 }; // 52 characters of base64 and 12 around them
    buf_put(b, S("Subject:"));
    for (ptrdiff_t from = 0; from < subject.len;) {
        ptrdiff_t to = from + WORD_BYTES < subject.len ? from + WORD_BYTES : subject.len;
        while (to > from + 1 && to < subject.len && ((unsigned char)subject.ptr[to] & 0xC0) == 0x80)
            to--;
        buf_put(b, from ? S("\r\n =?UTF-8?B?") : S(" =?UTF-8?B?"));
        put_base64(b, str_slice(subject, from, to));
        buf_put(b, S("?="));
        from = to;
    }
    buf_put(b, S("\r\n"));
}

static void put_date(buf *b, int64_t at_ms)
{
    static const char *const days[]   = { "", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const months[] = { "",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    day                      d        = day_of_ms(at_ms, VIETNAM_OFFSET_MINUTES);
    int64_t                  second   = (at_ms / 1000 + VIETNAM_OFFSET_MINUTES * 60) % 86400;
    buf_printf(b, "Date: %s, %d %s %d %02d:%02d:%02d +0700\r\n", days[day_weekday(d)], (int)d.dom,
               months[d.month], (int)d.year, (int)(second / 3600), (int)(second / 60 % 60),
               (int)(second % 60));
}

// Lines end with CRLF before they are encoded, as text in base64 must.
static void put_body(arena *a, buf *b, str text)
{
    buf lines = buf_in(a, (size_t)text.len + 256, 2 * MAIL_TEXT_MAX);
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\n') buf_char(&lines, '\r');
        if (c != '\r') buf_char(&lines, c);
    }
    if (lines.failed) b->failed = true;
    for (str rest = buf_str(&lines); rest.len && !b->failed;) { // 57 bytes make a line of 76
        put_base64(b, str_slice(rest, 0, 57));
        buf_put(b, S("\r\n"));
        rest = str_slice(rest, rest.len < 57 ? rest.len : 57, rest.len);
    }
}

static bool is_id(str id)
{
    for (ptrdiff_t i = 0; i < id.len; i++)
        if (!is_mailbox_char(id.ptr[i])) return false;
    return id.len > 0 && id.len <= 100;
}

status mail_write(arena *a, const mail_server *s, const mail *m, str *out, problem *why)
{
    str local, domain;
    if (!mail_address_good(m->to))
        return problem_detail(why, ST_INVALID, S("email"), S("email-form"), m->to);
    if (!mail_address_good(s->from) || !is_id(m->id))
        return problem_detail(why, ST_INVALID, S("--mail-from"), S("email-form"), s->from);
    if (m->text.len > MAIL_TEXT_MAX) return problem_set(why, ST_LIMIT, S("text"), S("too-large"));
    str_cut(s->from, '@', &local, &domain);
    buf b = buf_in(a, 4096, 3 * MAIL_TEXT_MAX);
    buf_printf(&b, "From: =?UTF-8?B?Q+G7lSBMb2E=?= <" STR_FMT ">\r\nTo: <" STR_FMT ">\r\n",
               STR_ARG(s->from), STR_ARG(m->to));
    put_subject(&b, m->subject);
    put_date(&b, m->at_ms);
    buf_printf(&b, "Message-ID: <" STR_FMT "@" STR_FMT ">\r\n", STR_ARG(m->id), STR_ARG(domain));
    buf_put(&b, S("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n"));
    put_body(a, &b, m->text);
    if (b.failed) return ST_MEMORY;
    *out = buf_str(&b);
    return ST_OK;
}
