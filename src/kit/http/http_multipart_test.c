// Tests of the multipart parser: a table of bodies, each fed whole, byte by byte and cut in two at
// every place, which must all give the same.
#include "kit/http/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

typedef struct record { // what the sink saw, as one line of text
    char   text[2048];
    size_t len;
    bool   open;
} record;

static void put(record *r, str s)
{
    assert_true((size_t)s.len < sizeof(r->text) - r->len);
    memcpy(r->text + r->len, s.ptr, (size_t)s.len);
    r->len += (size_t)s.len;
    r->text[r->len] = 0;
}

static status on_part(void *ctx, str name, str filename, bool is_file)
{
    record *r = ctx;
    assert_false(r->open);
    r->open = true;
    put(r, S("["));
    put(r, name);
    if (is_file) {
        put(r, S("|"));
        put(r, filename);
    }
    put(r, S("="));
    return ST_OK;
}

static status on_data(void *ctx, str bytes)
{
    record *r = ctx;
    assert_true(r->open && bytes.len > 0);
    put(r, bytes);
    return ST_OK;
}

static status on_end(void *ctx)
{
    record *r = ctx;
    assert_true(r->open);
    r->open = false;
    put(r, S("]"));
    return ST_OK;
}

#define PART(name) "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_PART(name, file)                                                                      \
    "Content-Disposition: form-data; name=\"" name "\"; filename=\"" file                          \
    "\"\r\nContent-Type: text/plain\r\n\r\n"

static const struct {
    const char *about, *body, *seen; // seen NULL: refused
} cases[] = {
    { "one field", "--X\r\n" PART("a") "1\r\n--X--\r\n", "[a=1]" },
    { "no line end at the end", "--X\r\n" PART("a") "1\r\n--X--", "[a=1]" },
    { "two fields", "--X\r\n" PART("a") "1\r\n--X\r\n" PART("b") "2\r\n--X--\r\n", "[a=1][b=2]" },
    { "empty field", "--X\r\n" PART("a") "\r\n--X--\r\n", "[a=]" },
    { "no parts", "--X--\r\n", "" },
    { "file", "--X\r\n" FILE_PART("f", "b.csv") "x,y\r\nz\r\n--X--\r\n", "[f|b.csv=x,y\r\nz]" },
    { "empty file", "--X\r\n" FILE_PART("f", "") "\r\n--X--\r\n", "[f|=]" },
    { "Vietnamese", "--X\r\n" FILE_PART("tệp", "hệ thống.xlsx") "đ\r\n--X--\r\n",
      "[tệp|hệ thống.xlsx=đ]" },
    { "line ends in data", "--X\r\n" PART("a") "\r\n\r\n\r\r\n-\r\n--\r\n--X--\r\n",
      "[a=\r\n\r\n\r\r\n-\r\n--]" },
    { "half a delimiter in data", "--X\r\n" PART("a") "\r\n--\r\n--Y\r\n--X--\r\n",
      "[a=\r\n--\r\n--Y]" },
    { "delimiter without a line end is data", "--X\r\n" PART("a") "--X--\r\n--X--\r\n",
      "[a=--X--]" },
    { "name without quotes", "--X\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--X--\r\n",
      "[a=1]" },
    { "headers in small letters",
      "--X\r\ncontent-disposition: FORM-DATA; NAME=\"a\"\r\n\r\n1\r\n--X--\r\n", "[a=1]" },
    { "quotes as browsers write them", "--X\r\n" FILE_PART("f", "a%22b.txt") "1\r\n--X--\r\n",
      "[f|a\"b.txt=1]" },
    { "quotes as curl writes them", "--X\r\n" FILE_PART("f", "a\\\"b.txt") "1\r\n--X--\r\n",
      "[f|a\"b.txt=1]" },
    { "backslashes are themselves", "--X\r\n" FILE_PART("f", "C:\\x\\b.txt") "1\r\n--X--\r\n",
      "[f|C:\\x\\b.txt=1]" },
    { "extended name wins",
      "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"; "
      "filename*=UTF-8''h%E1%BB%87\r\n\r\n1\r\n--X--\r\n",
      "[f|hệ=1]" },
    { "plain transfer encoding",
      "--X\r\nContent-Transfer-Encoding: binary\r\n" PART("a") "1\r\n--X--\r\n", "[a=1]" },
    // refused
    { "nothing", "", NULL },
    { "preamble", "hello\r\n--X\r\n" PART("a") "1\r\n--X--\r\n", NULL },
    { "epilogue", "--X\r\n" PART("a") "1\r\n--X--\r\nmore", NULL },
    { "other boundary", "--Y\r\n" PART("a") "1\r\n--Y--\r\n", NULL },
    { "cut before the end", "--X\r\n" PART("a") "1\r\n--X", NULL },
    { "cut in data", "--X\r\n" PART("a") "1", NULL },
    { "cut in the head", "--X\r\nContent-Disp", NULL },
    { "no head", "--X\r\n\r\n1\r\n--X--\r\n", NULL },
    { "no disposition", "--X\r\nContent-Type: text/plain\r\n\r\n1\r\n--X--\r\n", NULL },
    { "two dispositions",
      "--X\r\nContent-Disposition: form-data; name=\"b\"\r\n" PART("a") "1\r\n--X--\r\n", NULL },
    { "no name", "--X\r\nContent-Disposition: form-data; filename=\"b\"\r\n\r\n1\r\n--X--\r\n",
      NULL },
    { "empty name", "--X\r\n" PART("") "1\r\n--X--\r\n", NULL },
    { "two names",
      "--X\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--X--\r\n", NULL },
    { "two file names",
      "--X\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"; "
      "filename=\"c\"\r\n\r\n1\r\n"
      "--X--\r\n",
      NULL },
    { "attachment", "--X\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--X--\r\n",
      NULL },
    { "open quote", "--X\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--X--\r\n", NULL },
    { "packed part", "--X\r\nContent-Transfer-Encoding: base64\r\n" PART("a") "MQ==\r\n--X--\r\n",
      NULL },
    { "control byte in a name", "--X\r\n" PART("a\x01") "1\r\n--X--\r\n", NULL },
    { "broken UTF-8 in a name", "--X\r\n" FILE_PART("f", "\xff") "1\r\n--X--\r\n", NULL },
    { "header without a colon", "--X\r\nnonsense\r\n" PART("a") "1\r\n--X--\r\n", NULL },
    { "rubbish after a delimiter", "--X\r\n" PART("a") "1\r\n--Xyz\r\n--X--\r\n", NULL },
    { "one dash after the last delimiter", "--X\r\n" PART("a") "1\r\n--X-\r\n", NULL },
};

// Feeds body in pieces: [0, cut), [cut, end), or single bytes when cut is negative.
static status feed(str body, ptrdiff_t cut, record *r)
{
    char                memory[8 * 1024];
    arena               a    = arena_over(memory, sizeof(memory));
    http_multipart_sink sink = { on_part, on_data, on_end, r };
    http_multipart     *m    = http_multipart_new(&a, S("X"), &sink);
    assert_non_null(m);
    *r        = (record){ .len = 0 };
    status st = ST_OK;
    if (cut < 0) {
        for (ptrdiff_t i = 0; i < body.len && st == ST_OK; i++)
            st = http_multipart_feed(m, str_slice(body, i, i + 1));
    } else {
        st = http_multipart_feed(m, str_slice(body, 0, cut));
        if (st == ST_OK) st = http_multipart_feed(m, str_slice(body, cut, body.len));
    }
    status end = http_multipart_finish(m);
    if (st != ST_OK) assert_int_equal(end, st); // an error stays
    return end;
}

static void bodies_give_the_same_however_they_are_cut(void **state)
{
    (void)state;
    static record r;
    for (size_t i = 0; i < COUNT(cases); i++) {
        str body = str_from(cases[i].body);
        for (ptrdiff_t cut = -1; cut <= body.len; cut++) {
            status st = feed(body, cut, &r);
            if (st != (cases[i].seen ? ST_OK : ST_INVALID))
                fail_msg("%s, cut at %td: %s", cases[i].about, cut, status_name(st));
            if (cases[i].seen && strcmp(r.text, cases[i].seen) != 0)
                fail_msg("%s, cut at %td: %s", cases[i].about, cut, r.text);
        }
    }
}

static void a_head_without_end_is_refused(void **state)
{
    (void)state;
    char                memory[8 * 1024];
    arena               a = arena_over(memory, sizeof(memory));
    static record       r;
    http_multipart_sink sink = { on_part, on_data, on_end, &r };
    http_multipart     *m    = http_multipart_new(&a, S("X"), &sink);
    status              st   = http_multipart_feed(m, S("--X\r\nA: "));
    int                 fed  = 0;
    for (; st == ST_OK && fed < 100 * 1024; fed++) st = http_multipart_feed(m, S("b"));
    assert_int_equal(st, ST_INVALID);
    assert_true(fed < 5000);
}

static status refuse_part(void *ctx, str name, str filename, bool is_file)
{
    (void)ctx, (void)name, (void)filename, (void)is_file;
    return ST_LIMIT;
}

static void an_error_of_the_sink_is_the_error_of_the_feed(void **state)
{
    (void)state;
    char                memory[8 * 1024];
    arena               a    = arena_over(memory, sizeof(memory));
    http_multipart_sink sink = { refuse_part, on_data, on_end, NULL };
    http_multipart     *m    = http_multipart_new(&a, S("X"), &sink);
    assert_int_equal(http_multipart_feed(m, S("--X\r\n" PART("a") "1")), ST_LIMIT);
    assert_int_equal(http_multipart_feed(m, S("more")), ST_LIMIT);
    assert_int_equal(http_multipart_finish(m), ST_LIMIT);
}

static void the_boundary_is_read_from_the_type(void **state)
{
    (void)state;
    static const struct {
        const char *type, *boundary; // NULL: refused
    } types[] = {
        { "multipart/form-data; boundary=abc", "abc" },
        { "Multipart/Form-Data;boundary=\"a b:c\"", "a b:c" },
        { "multipart/form-data; charset=utf-8; boundary=----WebKitFormBoundaryAb12",
          "----WebKitFormBoundaryAb12" },
        { "multipart/form-data", NULL },
        { "multipart/form-data; boundary=", NULL },
        { "multipart/form-data; boundary=\"\"", NULL },
        { "multipart/form-data; boundary=\"a ", NULL },
        { "multipart/form-data; boundary=\"a \"", NULL },
        { "multipart/form-data; boundary=a; boundary=b", NULL },
        { "multipart/form-data; boundary=a\r\nb", NULL },
        { "multipart/form-data; boundary=\"a\"b", NULL },
        { "multipart/mixed; boundary=a", NULL },
        { "multipart/form-data; boundary="
          "0123456789012345678901234567890123456789012345678901234567890123456789",
          "0123456789012345678901234567890123456789012345678901234567890123456789" },
        { "multipart/form-data; boundary="
          "01234567890123456789012345678901234567890123456789012345678901234567890",
          NULL },
    };
    for (size_t i = 0; i < COUNT(types); i++) {
        str got = http_multipart_boundary(str_from(types[i].type));
        str due = str_from(types[i].boundary);
        if (!str_equal(got, due)) fail_msg("%s: \"%.*s\"", types[i].type, STR_ARG(got));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_give_the_same_however_they_are_cut),
        cmocka_unit_test(a_head_without_end_is_refused),
        cmocka_unit_test(an_error_of_the_sink_is_the_error_of_the_feed),
        cmocka_unit_test(the_boundary_is_read_from_the_type),
    };
    return cmocka_run_group_tests_name("http_multipart", tests, NULL, NULL);
}
