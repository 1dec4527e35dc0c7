// Tests of the guard, targets and urlencoded forms: tables of what comes in and what is answered.
#include "kit/http/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define HEADERS_MOST 6

typedef struct guard_case {
    const char *about;
    const char *method, *target, *version;
    http_field  headers[HEADERS_MOST];
    int         code;
} guard_case;

#define HOST                                                                                       \
    {                                                                                              \
        STR("Host"), STR("a.gov.vn")                                                               \
    }

static const guard_case cases[] = {
    { "plain", "GET", "/", "HTTP/1.1", { HOST }, 0 },
    { "query", "GET", "/he-thong?q=%C4%91&level=3", "HTTP/1.1", { HOST }, 0 },
    { "host with port", "GET", "/", "HTTP/1.1", { { STR("Host"), STR("127.0.0.1:8080") } }, 0 },
    { "host in v6", "GET", "/", "HTTP/1.1", { { STR("host"), STR("[::1]:8080") } }, 0 },
    { "old version with host", "GET", "/", "HTTP/1.0", { HOST }, 0 },
    { "old version without host", "GET", "/", "HTTP/1.0", { { { 0 }, { 0 } } }, 400 },
    { "unknown version", "GET", "/", "HTTP/2.0", { HOST }, 505 },
    { "no version", "GET", "/", "", { HOST }, 505 },
    // framing
    { "length and coding",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Length"), STR("6") }, { STR("Transfer-Encoding"), STR("chunked") } },
      400 },
    { "two lengths",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Length"), STR("0") }, { STR("Content-Length"), STR("5") } },
      400 },
    { "two equal lengths",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Length"), STR("5") }, { STR("content-length"), STR("5") } },
      400 },
    { "length list",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Length"), STR("5, 5") } },
      400 },
    { "length with sign",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Length"), STR("+0") } },
      400 },
    { "negative length",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Length"), STR("-1") } },
      400 },
    { "hex length", "POST", "/", "HTTP/1.1", { HOST, { STR("Content-Length"), STR("0x5") } }, 400 },
    { "empty length", "POST", "/", "HTTP/1.1", { HOST, { STR("Content-Length"), STR("") } }, 400 },
    { "endless length",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Length"), STR("99999999999999999999") } },
      400 },
    { "huge length",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Length"), STR("999999999999") } },
      413 },
    { "greatest length",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Length"), STR("68157440") } },
      0 },
    { "one more",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Length"), STR("68157441") } },
      413 },
    { "chunked",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Transfer-Encoding"), STR("Chunked") } },
      0 },
    { "other coding",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Transfer-Encoding"), STR("xchunked") } },
      400 },
    { "two codings in one",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Transfer-Encoding"), STR("gzip, chunked") } },
      400 },
    { "two coding headers",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST,
        { STR("Transfer-Encoding"), STR("chunked") },
        { STR("Transfer-Encoding"), STR("chunked") } },
      400 },
    { "coding in an old version",
      "POST",
      "/",
      "HTTP/1.0",
      { HOST, { STR("Transfer-Encoding"), STR("chunked") } },
      400 },
    { "body of a GET", "GET", "/", "HTTP/1.1", { HOST, { STR("Content-Length"), STR("5") } }, 400 },
    { "empty body of a GET",
      "GET",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Length"), STR("0") } },
      0 },
    { "packed body",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Length"), STR("5") }, { STR("Content-Encoding"), STR("gzip") } },
      415 },
    // host
    { "no host", "GET", "/", "HTTP/1.1", { { STR("X-A"), STR("b") } }, 400 },
    { "two hosts", "GET", "/", "HTTP/1.1", { HOST, { STR("host"), STR("b") } }, 400 },
    { "empty host", "GET", "/", "HTTP/1.1", { { STR("Host"), STR("") } }, 400 },
    { "host with path", "GET", "/", "HTTP/1.1", { { STR("Host"), STR("a/b") } }, 400 },
    { "host with user", "GET", "/", "HTTP/1.1", { { STR("Host"), STR("u@a") } }, 400 },
    { "host with space", "GET", "/", "HTTP/1.1", { { STR("Host"), STR("a b") } }, 400 },
    { "host with bad port", "GET", "/", "HTTP/1.1", { { STR("Host"), STR("a:b") } }, 400 },
    { "host with great port", "GET", "/", "HTTP/1.1", { { STR("Host"), STR("a:65536") } }, 400 },
    { "host with open bracket", "GET", "/", "HTTP/1.1", { { STR("Host"), STR("[::1") } }, 400 },
    // names and values
    { "space before colon", "GET", "/", "HTTP/1.1", { HOST, { STR("X-A "), STR("b") } }, 400 },
    { "space in name", "GET", "/", "HTTP/1.1", { HOST, { STR("X A"), STR("b") } }, 400 },
    { "empty name", "GET", "/", "HTTP/1.1", { HOST, { STR(""), STR("b") } }, 400 },
    { "NUL in name", "GET", "/", "HTTP/1.1", { HOST, { STR("X\0A"), STR("b") } }, 400 },
    { "NUL in value", "GET", "/", "HTTP/1.1", { HOST, { STR("X-A"), STR("a\0b") } }, 400 },
    { "line end in value", "GET", "/", "HTTP/1.1", { HOST, { STR("X-A"), STR("a\r\n b") } }, 400 },
    { "DEL in value", "GET", "/", "HTTP/1.1", { HOST, { STR("X-A"), STR("a\x7f") } }, 400 },
    { "tab in value", "GET", "/", "HTTP/1.1", { HOST, { STR("X-A"), STR("a\tb") } }, 0 },
    { "Vietnamese in value", "GET", "/", "HTTP/1.1", { HOST, { STR("X-A"), STR("Cổ Loa") } }, 0 },
    { "two types",
      "POST",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Content-Type"), STR("a/b") }, { STR("Content-Type"), STR("c/d") } },
      400 },
    { "two logins",
      "GET",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Authorization"), STR("a") }, { STR("Authorization"), STR("b") } },
      400 },
    { "two cookies headers",
      "GET",
      "/",
      "HTTP/1.1",
      { HOST, { STR("Cookie"), STR("a=1") }, { STR("Cookie"), STR("b=2") } },
      0 },
    // methods
    { "unknown method", "BREW", "/", "HTTP/1.1", { HOST }, 501 },
    { "trace", "TRACE", "/", "HTTP/1.1", { HOST }, 501 },
    { "connect", "CONNECT", "a:443", "HTTP/1.1", { HOST }, 501 },
    { "lower case method", "get", "/", "HTTP/1.1", { HOST }, 501 },
    { "method with a comma", "GE,T", "/", "HTTP/1.1", { HOST }, 400 },
    { "empty method", "", "/", "HTTP/1.1", { HOST }, 400 },
    // targets
    { "whole address", "GET", "http://a/", "HTTP/1.1", { HOST }, 400 },
    { "star", "GET", "*", "HTTP/1.1", { HOST }, 400 },
    { "empty target", "GET", "", "HTTP/1.1", { HOST }, 400 },
    { "fragment", "GET", "/a#b", "HTTP/1.1", { HOST }, 400 },
    { "raw bytes beyond ASCII", "GET", "/đ", "HTTP/1.1", { HOST }, 400 },
    { "control byte", "GET", "/a\x01", "HTTP/1.1", { HOST }, 400 },
    { "tab", "GET", "/a\tb", "HTTP/1.1", { HOST }, 400 },
    { "up", "GET", "/a/../b", "HTTP/1.1", { HOST }, 400 },
    { "up at the end", "GET", "/a/..", "HTTP/1.1", { HOST }, 400 },
    { "up in escapes", "GET", "/a/%2e%2E/b", "HTTP/1.1", { HOST }, 400 },
    { "up half in escapes", "GET", "/a/.%2e/b", "HTTP/1.1", { HOST }, 400 },
    { "here", "GET", "/./b", "HTTP/1.1", { HOST }, 400 },
    { "three dots are a name", "GET", "/.../b", "HTTP/1.1", { HOST }, 0 },
    { "dots in a name", "GET", "/a..b/.c", "HTTP/1.1", { HOST }, 0 },
    { "up in the query", "GET", "/a?b=/../c", "HTTP/1.1", { HOST }, 0 },
    { "hidden slash", "GET", "/a%2fb", "HTTP/1.1", { HOST }, 400 },
    { "hidden slash in capitals", "GET", "/a%2Fb", "HTTP/1.1", { HOST }, 400 },
    { "hidden backslash", "GET", "/a%5cb", "HTTP/1.1", { HOST }, 400 },
    { "backslash", "GET", "/a\\b", "HTTP/1.1", { HOST }, 400 },
    { "hidden NUL", "GET", "/a%00", "HTTP/1.1", { HOST }, 400 },
    { "hidden NUL in the query", "GET", "/a?b=%00", "HTTP/1.1", { HOST }, 400 },
    { "hidden line end", "GET", "/a%0d%0a", "HTTP/1.1", { HOST }, 400 },
    { "line end in the query", "GET", "/a?b=%0d%0a", "HTTP/1.1", { HOST }, 0 },
    { "broken escape", "GET", "/a%", "HTTP/1.1", { HOST }, 400 },
    { "short escape", "GET", "/a%2", "HTTP/1.1", { HOST }, 400 },
    { "wrong escape", "GET", "/a%zz", "HTTP/1.1", { HOST }, 400 },
    { "broken escape in the query", "GET", "/a?b=%", "HTTP/1.1", { HOST }, 400 },
};

static void guard_answers_each_case(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const guard_case *c = &cases[i];
        size_t            n = 0;
        while (n < HEADERS_MOST && c->headers[n].value.ptr) n++;
        http_guard_input in   = { str_from(c->method), str_from(c->target), str_from(c->version),
                                  c->headers, n };
        int              code = http_guard(&in);
        if (code != c->code) fail_msg("%s: %d, not %d", c->about, code, c->code);
    }
}

static void guard_holds_both_sides_of_each_limit(void **state)
{
    (void)state;
    static char       text[HTTP_HEADERS_BYTES_MAX];
    static http_field headers[HTTP_HEADERS_MAX + 1];
    memset(text, 'a', sizeof(text));
    text[0]             = '/';
    http_guard_input in = { S("GET"), { text, HTTP_TARGET_BYTES_MAX }, S("HTTP/1.1"), headers, 1 };
    headers[0]          = (http_field)HOST;
    assert_int_equal(http_guard(&in), 0);
    in.target.len++;
    assert_int_equal(http_guard(&in), 414);
    in.target = S("/");
    for (size_t i = 1; i < COUNT(headers); i++) headers[i] = (http_field){ S("A"), S("b") };
    in.header_count = HTTP_HEADERS_MAX;
    assert_int_equal(http_guard(&in), 0);
    in.header_count++;
    assert_int_equal(http_guard(&in), 431);
    ptrdiff_t room  = HTTP_HEADERS_BYTES_MAX - headers[0].name.len - headers[0].value.len - 4;
    headers[1]      = (http_field){ S("A"), { text, room - 5 } };
    in.header_count = 2;
    assert_int_equal(http_guard(&in), 0);
    headers[1].value.len++;
    assert_int_equal(http_guard(&in), 431);
}

static void target_splits_into_decoded_path_and_raw_query(void **state)
{
    (void)state;
    char  memory[256];
    arena a = arena_over(memory, sizeof(memory));
    str   path, query;
    assert_int_equal(http_target_split(S("/t%C3%AAn%20g?a=%41+b"), &a, &path, &query), ST_OK);
    assert_true(str_equal(path, S("/tên g")));
    assert_true(str_equal(query, S("a=%41+b")));
    assert_int_equal(http_target_split(S("/+"), &a, &path, &query), ST_OK);
    assert_true(str_equal(path, S("/+")));
    assert_int_equal(http_target_split(S("/%ff"), &a, &path, &query), ST_INVALID);
}

static const struct {
    const char *text;
    status      st;
    size_t      count;
    http_field  last;
} forms[] = {
    { "", ST_OK, 0, { { 0 }, { 0 } } },
    { "a=1", ST_OK, 1, { STR("a"), STR("1") } },
    { "a=1&b=2", ST_OK, 2, { STR("b"), STR("2") } },
    { "a", ST_OK, 1, { STR("a"), STR("") } },
    { "a=", ST_OK, 1, { STR("a"), STR("") } },
    { "=b", ST_OK, 1, { STR(""), STR("b") } },
    { "a=b=c", ST_OK, 1, { STR("a"), STR("b=c") } },
    { "&&a=1&", ST_OK, 1, { STR("a"), STR("1") } },
    { "q=H%C3%A0+N%E1%BB%99i", ST_OK, 1, { STR("q"), STR("Hà Nội") } },
    { "a%3Db=%26", ST_OK, 1, { STR("a=b"), STR("&") } },
    { "a=%2B", ST_OK, 1, { STR("a"), STR("+") } },
    { "a=%", ST_INVALID, 0, { { 0 }, { 0 } } },
    { "a=%4", ST_INVALID, 0, { { 0 }, { 0 } } },
    { "a=%G0", ST_INVALID, 0, { { 0 }, { 0 } } },
    { "a=%00", ST_INVALID, 0, { { 0 }, { 0 } } },
    { "a=%FF", ST_INVALID, 0, { { 0 }, { 0 } } },
    { "%C3=a", ST_INVALID, 0, { { 0 }, { 0 } } },
};

static void urlencoded_forms_parse_or_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        char        memory[1024];
        arena       a     = arena_over(memory, sizeof(memory));
        http_field *list  = NULL;
        size_t      count = 0;
        status      st    = http_parse_urlencoded(str_from(forms[i].text), &a, &list, &count);
        if (st != forms[i].st || count != forms[i].count) fail_msg("%s", forms[i].text);
        if (!count) continue;
        assert_true(str_equal(list[count - 1].name, forms[i].last.name));
        assert_true(str_equal(list[count - 1].value, forms[i].last.value));
    }
}

static void urlencoded_forms_have_a_ceiling_of_fields(void **state)
{
    (void)state;
    static char memory[256 * 1024], text[2 * (HTTP_FIELDS_MAX + 1)];
    for (size_t i = 0; i < sizeof(text); i++) text[i] = i % 2 ? '&' : 'a';
    arena       a = arena_over(memory, sizeof(memory));
    http_field *list;
    size_t      count;
    assert_int_equal(http_parse_urlencoded((str){ text, 2 * HTTP_FIELDS_MAX }, &a, &list, &count),
                     ST_OK);
    assert_int_equal(count, HTTP_FIELDS_MAX);
    assert_int_equal(http_parse_urlencoded((str){ text, sizeof(text) }, &a, &list, &count),
                     ST_LIMIT);
}

static void urlencoded_forms_survive_every_failing_allocation(void **state)
{
    (void)state;
    for (int n = 0;; n++) {
        char        memory[1024];
        arena       a    = arena_over(memory, sizeof(memory));
        int         left = n;
        http_field *list;
        size_t      count;
        a.fault_countdown = &left;
        status st         = http_parse_urlencoded(S("a=1&b=%41"), &a, &list, &count);
        if (st == ST_OK) break;
        assert_int_equal(st, ST_MEMORY);
    }
}

static void headers_cannot_be_split(void **state)
{
    (void)state;
    http_response rs = { .code = 200 };
    http_header(&rs, S("Location"), S("/a\r\nSet-Cookie: b=c"));
    http_header(&rs, S("X-One"), S("1"));
    http_header(&rs, S("x-one"), S("2"));
    http_header(&rs, S("Set-Cookie"), S("a=1"));
    http_header(&rs, S("Set-Cookie"), S("b=2"));
    assert_int_equal(rs.header_count, 4);
    assert_true(str_equal(http_response_header(&rs, S("location")), S("/a")));
    assert_true(str_equal(http_response_header(&rs, S("X-One")), S("2")));
    for (int i = 0; i < 100; i++) http_header(&rs, S("Set-Cookie"), S("c=3"));
    assert_int_equal(rs.header_count, COUNT(rs.headers));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(guard_answers_each_case),
        cmocka_unit_test(guard_holds_both_sides_of_each_limit),
        cmocka_unit_test(target_splits_into_decoded_path_and_raw_query),
        cmocka_unit_test(urlencoded_forms_parse_or_are_refused),
        cmocka_unit_test(urlencoded_forms_have_a_ceiling_of_fields),
        cmocka_unit_test(urlencoded_forms_survive_every_failing_allocation),
        cmocka_unit_test(headers_cannot_be_split),
    };
    return cmocka_run_group_tests_name("http_guard", tests, NULL, NULL);
}
