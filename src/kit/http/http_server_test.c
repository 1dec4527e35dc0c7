// Tests of the server over real sockets on 127.0.0.1, with bytes written by hand.
#include "kit/http/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

// ---- the server under test ---------------------------------------------------------------------

typedef struct gate { // holds requests to /wait until it is opened
    pthread_mutex_t lock;
    pthread_cond_t  change;
    int             inside;
    bool            open;
} gate;

static gate the_gate = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, true };

static void pass_gate(void)
{
    pthread_mutex_lock(&the_gate.lock);
    the_gate.inside++;
    pthread_cond_broadcast(&the_gate.change);
    while (!the_gate.open) pthread_cond_wait(&the_gate.change, &the_gate.lock);
    the_gate.inside--;
    pthread_cond_broadcast(&the_gate.change);
    pthread_mutex_unlock(&the_gate.lock);
}

static void set_gate(bool open)
{
    pthread_mutex_lock(&the_gate.lock);
    the_gate.open = open;
    pthread_cond_broadcast(&the_gate.change);
    pthread_mutex_unlock(&the_gate.lock);
}

static void wait_inside(int count)
{
    pthread_mutex_lock(&the_gate.lock);
    while (the_gate.inside < count) pthread_cond_wait(&the_gate.change, &the_gate.lock);
    pthread_mutex_unlock(&the_gate.lock);
}

static uint64_t sum_of_file(int fd)
{
    static _Thread_local char piece[64 * 1024];
    uint64_t                  sum = 0;
    for (ssize_t n; (n = read(fd, piece, sizeof(piece))) > 0;) {
        for (ssize_t i = 0; i < n; i++) sum += (unsigned char)piece[i];
    }
    return sum;
}

static void echo(http_request *rq, http_response *rs)
{
    http_header(rs, S("Content-Type"), S("text/plain"));
    buf_put(&rs->body, http_method_name(rq->method));
    buf_printf(&rs->body, " %.*s refused=%d peer=%.*s secure=%d forwarded=%d\n", STR_ARG(rq->path),
               rq->refused, STR_ARG(rq->peer), rq->secure, rq->forwarded);
    for (size_t i = 0; i < rq->query_count; i++)
        buf_printf(&rs->body, "query %.*s=%.*s\n", STR_ARG(rq->query[i].name),
                   STR_ARG(rq->query[i].value));
    for (size_t i = 0; i < rq->form_count; i++)
        buf_printf(&rs->body, "form %.*s=%.*s\n", STR_ARG(rq->form[i].name),
                   STR_ARG(rq->form[i].value));
    for (size_t i = 0; i < rq->file_count; i++)
        buf_printf(&rs->body, "file %.*s %.*s %lld sum=%llu\n", STR_ARG(rq->files[i].field),
                   STR_ARG(rq->files[i].filename), (long long)rq->files[i].size,
                   (unsigned long long)sum_of_file(rq->files[i].fd));
    if (rq->body.len) {
        buf_printf(&rs->body, "body %td ", rq->body.len);
        buf_put(&rs->body, str_slice(rq->body, 0, 64));
    }
    if (rq->refused) rs->code = rq->refused;
}

static const char still_bytes[] = "still here";

static void handle(void *ctx, http_request *rq, http_response *rs)
{
    (void)ctx;
    if (str_equal(rq->path, S("/wait"))) pass_gate();
    if (str_equal(rq->path, S("/big"))) {
        for (int i = 0; i < 100000; i++) buf_put(&rs->body, S("0123456789"));
    } else if (str_equal(rq->path, S("/too-big"))) {
        for (int i = 0; i < 1000000; i++) buf_put(&rs->body, S("0123456789"));
    } else if (str_equal(rq->path, S("/still"))) {
        rs->still = S(still_bytes);
    } else if (str_equal(rq->path, S("/file")) || str_equal(rq->path, S("/parts"))) {
        if (rq->path.len == 6) http_header(rs, S("Accept-Ranges"), S("bytes"));
        http_header(rs, S("ETag"), S("\"v1\""));
        FILE *f = tmpfile();
        fputs("from a file", f);
        fflush(f);
        rs->file_fd   = dup(fileno(f));
        rs->file_size = 11;
        fclose(f);
    } else if (str_equal(rq->path, S("/header"))) {
        http_header(rs, S("Location"), http_query(rq, S("to")));
    } else if (str_equal(rq->path, S("/nothing"))) {
        rs->code = 204;
    } else {
        echo(rq, rs);
    }
}

static bool takes_files(void *ctx, const http_request *rq)
{
    (void)ctx;
    return str_starts(rq->path, S("/upload"));
}

static http_server *server;

static int start_server(void **state)
{
    (void)state;
    http_options o   = { .address         = S("127.0.0.1"),
                         .spool_folder    = S("/tmp"),
                         .request_threads = 4,
                         .trust_proxy     = S("127.0.0.2"),
                         .handler         = handle,
                         .takes_files     = takes_files };
    problem      why = { 0 };
    return http_start(&o, &server, &why) == ST_OK ? 0 : -1;
}

static int stop_server(void **state)
{
    (void)state;
    http_stop(server);
    server = NULL;
    return 0;
}

// ---- the client --------------------------------------------------------------------------------

static int connect_from(const char *address)
{
    int                fd   = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in from = { .sin_family = AF_INET };
    struct sockaddr_in to   = { .sin_family = AF_INET, .sin_port = htons(http_port(server)) };
    struct timeval     wait = { .tv_sec = 20 };
    inet_pton(AF_INET, address, &from.sin_addr);
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    assert_int_equal(bind(fd, (struct sockaddr *)&from, sizeof(from)), 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
    return fd;
}

static void send_all(int fd, str bytes)
{
    while (bytes.len) {
        ssize_t n = send(fd, bytes.ptr, (size_t)bytes.len, MSG_NOSIGNAL);
        if (n <= 0) return; // the server may have closed already; what it said decides
        bytes = str_slice(bytes, n, bytes.len);
    }
}

typedef struct reply {
    int  code; // 0: closed without a word
    str  head, body;
    bool closed;
} reply;

static char reply_bytes[4 * 1024 * 1024];

static int64_t length_of(str head)
{
    ptrdiff_t at = str_find(head, S("Content-Length: "));
    int64_t   n  = 0;
    str       line, rest;
    if (at < 0) return 0;
    str_cut(str_slice(head, at + 16, head.len), '\r', &line, &rest);
    assert_true(str_int(line, &n));
    return n;
}

// Reads one answer. with_body false for HEAD.
static reply read_reply(int fd, bool with_body)
{
    reply     r   = { 0 };
    ptrdiff_t len = 0, end = -1;
    int64_t   body = 0;
    while (end < 0 || len < end + 4 + body) {
        ssize_t n = recv(fd, reply_bytes + len, end < 0 ? 1 : (size_t)(end + 4 + body - len), 0);
        if (n <= 0) {
            r.closed = true;
            break;
        }
        len += n;
        if (end >= 0) continue;
        end = str_find((str){ reply_bytes, len }, S("\r\n\r\n"));
        if (end >= 0 && str_starts((str){ reply_bytes, len }, S("HTTP/1.1 100"))) {
            len = 0;
            end = -1;
        } else if (end >= 0) {
            body = with_body ? length_of((str){ reply_bytes, end + 2 }) : 0;
        }
    }
    if (end < 0) return r;
    int64_t code = 0;
    str_int(str_slice((str){ reply_bytes, len }, 9, 12), &code);
    r.code = (int)code;
    r.head = (str){ reply_bytes, end + 2 };
    r.body = str_slice((str){ reply_bytes, len }, end + 4, len);
    return r;
}

static reply ask(str raw)
{
    int fd = connect_from("127.0.0.1");
    send_all(fd, raw);
    reply r = read_reply(fd, true);
    close(fd);
    return r;
}

static void expect_in(str text, const char *part)
{
    if (str_find(text, str_from(part)) < 0)
        fail_msg("\"%s\" is not in \"%.*s\"", part, STR_ARG(text));
}

// ---- tests -------------------------------------------------------------------------------------

#define HOST "Host: a\r\n"
#define CHUNKED HOST "Transfer-Encoding: chunked\r\n"

static const struct {
    const char *about;
    str         raw;
    int         code; // 0: closed without a word
} strict[] = {
    { "plain", STR("GET /a HTTP/1.1\r\n" HOST "\r\n"), 200 },
    { "length and coding",
      STR("POST /a HTTP/1.1\r\n" HOST
          "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX"),
      400 },
    { "two lengths",
      STR("POST /a HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 5\r\n\r\nGET /x"),
      400 },
    { "length with sign", STR("POST /a HTTP/1.1\r\n" HOST "Content-Length: +0\r\n\r\n"), 400 },
    { "other coding",
      STR("POST /a HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), 400 },
    { "space before colon", STR("GET /a HTTP/1.1\r\n" HOST "X-A : b\r\n\r\n"), 400 },
    { "no host", STR("GET /a HTTP/1.1\r\n\r\n"), 400 },
    { "two hosts", STR("GET /a HTTP/1.1\r\n" HOST HOST "\r\n"), 400 },
    { "chunk size in C", STR("POST /a HTTP/1.1\r\n" CHUNKED "\r\n0x1\r\na\r\n0\r\n\r\n"), 400 },
    { "old version without host", STR("GET /a HTTP/1.0\r\n\r\n"), 400 },
    { "unknown method", STR("BREW /a HTTP/1.1\r\n" HOST "\r\n"), 501 },
    { "up", STR("GET /a/../b HTTP/1.1\r\n" HOST "\r\n"), 400 },
    { "hidden slash", STR("GET /a%2fb HTTP/1.1\r\n" HOST "\r\n"), 400 },
    { "hidden NUL", STR("GET /a%00b HTTP/1.1\r\n" HOST "\r\n"), 400 },
    { "whole address", STR("GET http://a/ HTTP/1.1\r\n" HOST "\r\n"), 400 },
    { "huge length",
      STR("POST /a HTTP/1.1\r\n" HOST
          "Content-Length: 999999999999\r\nExpect: 100-continue\r\n\r\n"),
      413 },
    { "body of a GET", STR("GET /a HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\nx"), 400 },
    { "broken query", STR("GET /a?b=%FF HTTP/1.1\r\n" HOST "\r\n"), 400 },
    // What libmicrohttpd itself would read in its own way.
    { "NUL in a value", STR("GET /a HTTP/1.1\r\n" HOST "X-A: a\0b\r\n\r\n"), 400 },
    { "NUL before a value", STR("GET /a HTTP/1.1\r\n" HOST "X-A: \0b\r\n\r\n"), 400 },
    { "NUL at the end of a value", STR("GET /a HTTP/1.1\r\n" HOST "X-A: a\0\r\n\r\n"), 400 },
    { "NUL in a name", STR("GET /a HTTP/1.1\r\n" HOST "X\0A: a\r\n\r\n"), 400 },
    { "NUL in the target", STR("GET /a\0b HTTP/1.1\r\n" HOST "\r\n"), 400 },
    { "NUL in the version", STR("GET /a HTTP/1.1\0b\r\n" HOST "\r\n"), 400 },
    { "a line that begins with NUL ends no head",
      STR("GET /a HTTP/1.1\r\n" HOST "\0X: b\r\n\r\nGET /b HTTP/1.1\r\n" HOST "\r\n"), 400 },
    { "folded line", STR("GET /a HTTP/1.1\r\n" HOST "X-A: a\r\n b\r\n\r\n"), 400 },
    { "folded line of tabs", STR("GET /a HTTP/1.1\r\n" HOST "X-A:\r\n\t\tb\r\n\r\n"), 400 },
    { "folded nothing", STR("GET /a HTTP/1.1\r\n" HOST "X-A: a\r\n \r\n\r\n"), 400 },
    { "first line folded", STR("GET /a HTTP/1.1\r\n " HOST "\r\n"), 400 },
    { "bare LF", STR("GET /a HTTP/1.1\nHost: a\n\n"), 400 },
    { "bare LF behind the request line", STR("GET /a HTTP/1.1\n" HOST "\r\n"), 400 },
    { "bare LF behind a header", STR("GET /a HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n"), 400 },
    { "bare LF as the blank line", STR("GET /a HTTP/1.1\r\n" HOST "\n"), 400 },
    { "bare CR", STR("GET /a HTTP/1.1\r\nHost: a\rX-A: b\r\n\r\n"), 400 },
    { "blanks around a value", STR("GET /a HTTP/1.1\r\nHost:\ta \t\r\nX-A:\r\n\r\n"), 200 },
};

static void strict_rows_are_answered_as_they_must(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(strict); i++) {
        reply r = ask(strict[i].raw);
        if (r.code != strict[i].code) fail_msg("%s: %d", strict[i].about, r.code);
        bool said_close = str_find(r.head, S("Connection: close")) >= 0;
        if (r.code >= 400 && r.code != 413 && i != 17 && !said_close)
            fail_msg("%s: kept the connection", strict[i].about);
    }
}

// Each refused head is followed by a second request on the same connection: it must stay unread.
static void a_refused_head_takes_no_second_request_with_it(void **state)
{
    (void)state;
    const str after = S("GET /smuggled HTTP/1.1\r\n" HOST "\r\n");
    for (size_t i = 0; i < COUNT(strict); i++) {
        if (strict[i].code != 400 || i == 17) continue;
        char raw[512];
        memcpy(raw, strict[i].raw.ptr, (size_t)strict[i].raw.len);
        memcpy(raw + strict[i].raw.len, after.ptr, (size_t)after.len);
        int fd = connect_from("127.0.0.1");
        send_all(fd, (str){ raw, strict[i].raw.len + after.len });
        reply first  = read_reply(fd, true);
        reply second = read_reply(fd, true);
        close(fd);
        if (first.code != 400 || second.code != 0 || !second.closed)
            fail_msg("%s: %d, then %d", strict[i].about, first.code, second.code);
    }
}

// What cannot be told: libmicrohttpd overwrites the two bytes of CR LF with NULs, so a NUL right
// before a bare LF looks the same. It is read as that line end and as nothing else.
static void a_nul_before_a_bare_lf_is_a_line_end(void **state)
{
    (void)state;
    int fd = connect_from("127.0.0.1");
    send_all(fd, S("POST /a HTTP/1.1\r\nHost: a\0\nContent-Length: 1\r\n\r\nx"
                   "GET /b HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"));
    reply first = read_reply(fd, true);
    assert_int_equal(first.code, 200);
    expect_in(first.body, "POST /a");
    expect_in(first.body, "body 1 x");
    reply second = read_reply(fd, true);
    assert_int_equal(second.code, 200);
    expect_in(second.body, "GET /b");
    assert_int_equal(read_reply(fd, true).code, 0);
    close(fd);
}

// The head is read in place however it comes.
static void a_head_that_comes_in_pieces_is_whole(void **state)
{
    (void)state;
    static char raw[16 * 1024];
    int         n = snprintf(raw, sizeof(raw), "GET /a?b=c HTTP/1.1\r\n" HOST);
    for (int i = 0; i < 60; i++)
        n += snprintf(raw + n, sizeof(raw) - (size_t)n, "X-%d: %0200d\r\n", i, i);
    n += snprintf(raw + n, sizeof(raw) - (size_t)n, "\r\n");
    int fd = connect_from("127.0.0.1"), yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    for (int at = 0; at < n; at += 97) {
        send_all(fd, (str){ raw + at, n - at < 97 ? n - at : 97 });
        usleep(200);
    }
    assert_int_equal(read_reply(fd, true).code, 200);
    close(fd);
}

static void a_huge_head_is_refused(void **state)
{
    (void)state;
    static char raw[100 * 1024 + 200];
    int         n = snprintf(raw, sizeof(raw), "GET /a HTTP/1.1\r\n" HOST "X-A: ");
    memset(raw + n, 'a', 100 * 1024);
    memcpy(raw + n + 100 * 1024, "\r\n\r\n", 4);
    assert_int_equal(ask((str){ raw, n + 100 * 1024 + 4 }).code, 431);
    memcpy(raw + n + 17 * 1024, "\r\n\r\n", 4);
    assert_int_equal(ask((str){ raw, n + 17 * 1024 + 4 }).code, 431);
    memcpy(raw + n + 15 * 1024, "\r\n\r\n", 4);
    assert_int_equal(ask((str){ raw, n + 15 * 1024 + 4 }).code, 200);
    n = snprintf(raw, sizeof(raw), "GET /");
    memset(raw + n, 'a', 100 * 1024);
    memcpy(raw + n + 9000, " HTTP/1.1\r\n" HOST "\r\n", 22);
    assert_int_equal(ask((str){ raw, n + 9000 + 22 }).code, 414);
}

static void query_and_form_reach_the_handler(void **state)
{
    (void)state;
    reply r = ask(S("POST /t%C3%AAn?q=H%C3%A0+N%E1%BB%99i HTTP/1.1\r\n" HOST
                    "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
                    "Content-Length: 12\r\n\r\na=1&b=%C4%91"));
    assert_int_equal(r.code, 200);
    expect_in(r.body, "POST /tên refused=0 peer=127.0.0.1 secure=0 forwarded=0\n");
    expect_in(r.body, "query q=Hà Nội\nform a=1\nform b=đ\n");
}

static void a_chunked_body_is_one_body(void **state)
{
    (void)state;
    reply r = ask(S("POST /a HTTP/1.1\r\n" CHUNKED
                    "Content-Type: Application/JSON\r\n\r\n3\r\n{\"a\r\n5\r\n\":12}\r\n0\r\n\r\n"));
    assert_int_equal(r.code, 200);
    expect_in(r.body, "body 8 {\"a\":12}");
}

static void a_chunked_body_has_the_same_ceiling(void **state)
{
    (void)state;
    static char chunk[64 * 1024 + 16];
    int         fd = connect_from("127.0.0.1");
    int         n  = snprintf(chunk, sizeof(chunk), "10000\r\n"); // 64 KiB
    memset(chunk + n, 'x', 64 * 1024);
    memcpy(chunk + n + 64 * 1024, "\r\n", 2);
    send_all(fd, S("POST /a HTTP/1.1\r\n" CHUNKED "\r\n"));
    for (int i = 0; i < 17; i++) send_all(fd, (str){ chunk, n + 64 * 1024 + 2 });
    send_all(fd, S("0\r\n\r\n"));
    reply r = read_reply(fd, true);
    assert_int_equal(r.code, 413);
    expect_in(r.body, "refused=413");
    close(fd);
}

static void a_form_that_does_not_parse_is_refused(void **state)
{
    (void)state;
    assert_int_equal(
        ask(S("POST /a HTTP/1.1\r\n" HOST "Content-Type: application/x-www-form-urlencoded\r\n"
              "Content-Length: 4\r\n\r\na=%z"))
            .code,
        400);
    assert_int_equal(
        ask(S("POST /a HTTP/1.1\r\n" HOST "Content-Type: multipart/form-data; boundary=X\r\n"
              "Content-Length: 9\r\n\r\n--Y--\r\n\r\n"))
            .code,
        400);
    assert_int_equal(ask(S("POST /a HTTP/1.1\r\n" HOST "Content-Type: multipart/form-data\r\n"
                           "Content-Length: 9\r\n\r\n--Y--\r\n\r\n"))
                         .code,
                     400);
}

static void head_has_the_length_and_no_body(void **state)
{
    (void)state;
    int fd = connect_from("127.0.0.1");
    send_all(fd, S("HEAD /still HTTP/1.1\r\n" HOST "\r\n"));
    reply r = read_reply(fd, false);
    assert_int_equal(r.code, 200);
    expect_in(r.head, "Content-Length: 10\r\n");
    send_all(fd, S("GET /still HTTP/1.1\r\n" HOST "\r\n")); // the next answer follows at once
    r = read_reply(fd, true);
    assert_true(str_equal(r.body, S("still here")));
    close(fd);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    (void)state;
    int fd = connect_from("127.0.0.1");
    send_all(fd, S("GET /1 HTTP/1.1\r\n" HOST "\r\nPOST /2 HTTP/1.1\r\n" HOST
                   "Content-Length: 2\r\n\r\nhiGET /still HTTP/1.1\r\n" HOST "\r\n"));
    expect_in(read_reply(fd, true).body, "GET /1 ");
    expect_in(read_reply(fd, true).body, "POST /2 ");
    assert_true(str_equal(read_reply(fd, true).body, S("still here")));
    close(fd);
}

static const struct {
    const char *path, *headers;
    int         code;
    const char *body, *range;
} parts[] = {
    { "/parts", "", 200, "from a file", NULL },
    { "/parts", "Range: bytes=0-3\r\n", 206, "from", "bytes 0-3/11" },
    { "/parts", "Range: bytes=5-\r\n", 206, "a file", "bytes 5-10/11" },
    { "/parts", "Range: bytes=-4\r\n", 206, "file", "bytes 7-10/11" },
    { "/parts", "Range: bytes=-400\r\n", 206, "from a file", "bytes 0-10/11" },
    { "/parts", "Range: bytes=10-99\r\n", 206, "e", "bytes 10-10/11" },
    { "/parts", "Range: bytes=11-\r\n", 416, "", "bytes */11" },
    { "/parts", "Range: bytes=-0\r\n", 416, "", "bytes */11" },
    { "/parts", "Range: bytes=3-1\r\n", 200, "from a file", NULL },
    { "/parts", "Range: bytes=0-1,3-4\r\n", 200, "from a file", NULL },
    { "/parts", "Range: lines=0-1\r\n", 200, "from a file", NULL },
    { "/parts", "Range: bytes=a-b\r\n", 200, "from a file", NULL },
    { "/parts", "Range: bytes=0-3\r\nIf-Range: \"v1\"\r\n", 206, "from", "bytes 0-3/11" },
    { "/parts", "Range: bytes=0-3\r\nIf-Range: \"v0\"\r\n", 200, "from a file", NULL },
    { "/file", "Range: bytes=0-3\r\n", 200, "from a file", NULL }, // the handler does not allow it
};

static void a_part_of_a_file_is_sent_where_it_may_be(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(parts); i++) {
        char text[256];
        snprintf(text, sizeof text, "GET %s HTTP/1.1\r\n" HOST "%s\r\n", parts[i].path,
                 parts[i].headers);
        reply r = ask(str_from(text));
        assert_int_equal(r.code, parts[i].code);
        assert_true(str_equal(r.body, str_from(parts[i].body)));
        if (parts[i].range) expect_in(r.head, parts[i].range);
    }
}

static void answers_come_from_memory_files_and_still_bytes(void **state)
{
    (void)state;
    reply r = ask(S("GET /big HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(r.body.len, 1000000);
    assert_memory_equal(r.body.ptr + 999990, "0123456789", 10);
    assert_true(str_equal(ask(S("GET /file HTTP/1.1\r\n" HOST "\r\n")).body, S("from a file")));
    assert_int_equal(ask(S("GET /too-big HTTP/1.1\r\n" HOST "\r\n")).code, 503);
    assert_int_equal(ask(S("GET /nothing HTTP/1.1\r\n" HOST "\r\n")).code, 204);
}

static void an_answer_header_cannot_be_split(void **state)
{
    (void)state;
    reply r = ask(S("GET /header?to=/a%0d%0aSet-Cookie:%20b=c HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(r.code, 200);
    expect_in(r.head, "Location: /a\r\n");
    assert_true(str_find(r.head, S("Set-Cookie")) < 0);
}

static void only_the_trusted_proxy_is_believed(void **state)
{
    (void)state;
    static const str raw = STR("GET /a HTTP/1.1\r\n" HOST "X-Forwarded-For: 1.2.3.4, 10.0.0.9\r\n"
                               "X-Forwarded-Proto: https\r\n\r\n");
    expect_in(ask(raw).body, "peer=127.0.0.1 secure=0 forwarded=1\n");
    int fd = connect_from("127.0.0.2");
    send_all(fd, raw);
    expect_in(read_reply(fd, true).body, "peer=10.0.0.9 secure=1 forwarded=1\n");
    close(fd);
}

static void a_slow_body_is_waited_for_and_a_cut_one_forgotten(void **state)
{
    (void)state;
    int fd = connect_from("127.0.0.1");
    send_all(fd, S("POST /a HTTP/1.1\r\n" HOST "Content-Length: 4\r\n\r\n"));
    for (int i = 0; i < 4; i++) {
        usleep(20000);
        send_all(fd, S("x"));
    }
    expect_in(read_reply(fd, true).body, "body 4 xxxx");
    close(fd);
    fd = connect_from("127.0.0.1");
    send_all(fd,
             S("POST /upload HTTP/1.1\r\n" HOST "Content-Length: 400\r\n"
               "Content-Type: multipart/form-data; boundary=X\r\n\r\n"
               "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nhalf"));
    close(fd); // the server sees it now or at its timeout; the handler never does
    assert_int_equal(ask(S("GET /a HTTP/1.1\r\n" HOST "\r\n")).code, 200);
}

static long peak_kb(void)
{
    FILE *f  = fopen("/proc/self/status", "r");
    long  kb = -1;
    char  line[256];
    while (fgets(line, sizeof(line), f)) {
        if (sscanf(line, "VmHWM: %ld kB", &kb) == 1) break;
    }
    fclose(f);
    return kb;
}

// Sends a multipart body with one file of `size` bytes.
static reply upload(const char *path, int64_t size)
{
    static char piece[256 * 1024];
    char        head[512];
    const char  part[] =
        "--X\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nxin chào\r\n"
        "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"b.bin\"\r\n\r\n";
    const char tail[] = "\r\n--X--\r\n";
    int64_t    length = (int64_t)sizeof(part) - 1 + size + (int64_t)sizeof(tail) - 1;
    int        n      = snprintf(head, sizeof(head),
                                 "POST %s HTTP/1.1\r\n" HOST "Content-Length: %lld\r\n"
                                             "Content-Type: multipart/form-data; boundary=X\r\n\r\n",
                                 path, (long long)length);
    int        fd     = connect_from("127.0.0.1");
    send_all(fd, (str){ head, n });
    send_all(fd, S(part));
    memset(piece, 1, sizeof(piece));
    for (int64_t left = size; left > 0; left -= (int64_t)sizeof(piece))
        send_all(fd, (str){ piece, left < (int64_t)sizeof(piece) ? (ptrdiff_t)left
                                                                 : (ptrdiff_t)sizeof(piece) });
    send_all(fd, S(tail));
    reply r = read_reply(fd, true);
    close(fd);
    return r;
}

static void a_large_file_is_streamed_to_disk(void **state)
{
    (void)state;
    assert_int_equal(upload("/upload", 1000).code, 200); // warm
    long  before = peak_kb();
    reply r      = upload("/upload", HTTP_UPLOAD_BYTES_MAX);
    assert_int_equal(r.code, 200);
    expect_in(r.body, "form note=xin chào\nfile f b.bin 67108864 sum=67108864\n");
#ifndef __SANITIZE_ADDRESS__
    assert_true(peak_kb() - before < 8 * 1024);
#else
    (void)before;
#endif
}

static void a_body_may_be_one_file(void **state)
{
    (void)state;
    expect_in(ask(S("PUT /upload HTTP/1.1\r\n" HOST "Content-Type: application/octet-stream\r\n"
                    "Content-Length: 3\r\n\r\nabc"))
                  .body,
              "file   3 sum=294\n");
    // Where no files are taken it is a body like any other.
    expect_in(ask(S("PUT /elsewhere HTTP/1.1\r\n" HOST "Content-Type: application/octet-stream\r\n"
                    "Content-Length: 3\r\n\r\nabc"))
                  .body,
              "body 3 abc");
    assert_int_equal(
        ask(S("PUT /upload HTTP/1.1\r\n" HOST "Content-Type: application/octet-stream\r\n"
              "Expect: 100-continue\r\nContent-Length: 67108865\r\n\r\n"))
            .code,
        413);
}

static void files_beyond_the_limit_are_heard_out_and_refused(void **state)
{
    (void)state;
    assert_int_equal(upload("/upload", HTTP_UPLOAD_BYTES_MAX + 1).code, 413);
    assert_int_equal(upload("/upload", HTTP_UPLOAD_BYTES_MAX + 2 * HTTP_FORM_BYTES_MAX).code, 413);
    assert_int_equal(upload("/elsewhere", 1000).code, 200);
    assert_int_equal(upload("/elsewhere", 2 * HTTP_FORM_BYTES_MAX).code, 413);
}

static void a_body_that_waits_for_100_gets_it_or_the_refusal(void **state)
{
    (void)state;
    int fd = connect_from("127.0.0.1");
    send_all(fd,
             S("POST /a HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
    assert_int_equal(recv(fd, reply_bytes, 25, MSG_WAITALL), 25);
    assert_memory_equal(reply_bytes, "HTTP/1.1 100 Continue\r\n\r\n", 25);
    send_all(fd, S("hi"));
    expect_in(read_reply(fd, true).body, "body 2 hi");
    close(fd);
    assert_int_equal(ask(S("POST /a HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
                           "Content-Length: 1048577\r\n\r\n"))
                         .code,
                     413);
}

static void a_full_queue_says_so(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    int fds[THREADS + HTTP_QUEUE_MAX + 1];
    set_gate(false);
    for (int i = 0; i < THREADS; i++) {
        fds[i] = connect_from("127.0.0.1");
        send_all(fds[i], S("GET /wait HTTP/1.1\r\n" HOST "\r\n"));
    }
    wait_inside(THREADS);
    // One connection cannot carry two at once, so each waiting request has its own. The loop takes
    // them in any order: exactly one of them finds the queue full.
    for (size_t i = THREADS; i < COUNT(fds); i++) {
        fds[i] = connect_from(i % 2 ? "127.0.0.1" : "127.0.0.3"); // one address may not hold all
        send_all(fds[i], S("GET /a HTTP/1.1\r\n" HOST "\r\n"));
    }
    int refused = 0;
    for (int tries = 0; tries < 2000 && !refused; tries++) {
        usleep(5000);
        for (size_t i = THREADS; i < COUNT(fds) && !refused; i++) {
            char byte;
            if (recv(fds[i], &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 1) continue;
            reply r = read_reply(fds[i], true);
            assert_int_equal(r.code, 503);
            expect_in(r.head, "Retry-After: 1\r\n");
            close(fds[i]);
            fds[i]  = -1;
            refused = 1;
        }
    }
    set_gate(true);
    assert_int_equal(refused, 1);
    for (size_t i = 0; i < COUNT(fds); i++) {
        if (fds[i] < 0) continue;
        assert_int_equal(read_reply(fds[i], true).code, 200);
        close(fds[i]);
    }
}

static void *stop_in_thread(void *ctx)
{
    return http_stop(ctx) ? ctx : NULL;
}

static bool becomes_quiet(void)
{
    for (int tenth = 0; tenth < 100 && !http_is_quiet(server); tenth++) usleep(100000);
    return http_is_quiet(server);
}

static void it_is_quiet_when_nothing_comes(void **state)
{
    (void)state;
    assert_true(becomes_quiet());
    http_rest(server);
    assert_int_equal(ask(S("GET / HTTP/1.1\r\n" HOST "\r\n")).code, 200);
    assert_false(http_is_quiet(server));
    assert_true(becomes_quiet());
}

static void stopping_answers_what_runs(void **state)
{
    (void)state;
    set_gate(false);
    int fd = connect_from("127.0.0.1");
    send_all(fd, S("GET /wait HTTP/1.1\r\n" HOST "\r\n"));
    wait_inside(1);
    pthread_t stopper;
    pthread_create(&stopper, NULL, stop_in_thread, server);
    usleep(50000);
    set_gate(true);
    assert_int_equal(read_reply(fd, true).code, 200);
    void *stopped = NULL;
    pthread_join(stopper, &stopped);
    assert_non_null(stopped); // waited, and freed all
    close(fd);
    server = NULL;
}

static void starting_names_what_is_wrong(void **state)
{
    (void)state;
    http_server *other = NULL;
    problem      why   = { 0 };
    http_options o     = { .address = S("nowhere"), .handler = handle };
    assert_int_equal(http_start(&o, &other, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("listen-address")));
    o = (http_options){ .address = S("127.0.0.1"), .port = http_port(server), .handler = handle };
    assert_int_equal(http_start(&o, &other, &why), ST_BROKEN);
    assert_true(str_equal(why.rule, S("listen-in-use")));
    o = (http_options){ .address      = S("127.0.0.1"),
                        .spool_folder = S("/nowhere"),
                        .handler      = handle };
    assert_int_equal(http_start(&o, &other, &why), ST_BROKEN);
    assert_true(str_equal(why.rule, S("spool-folder")));
    o = (http_options){
        .address = S("127.0.0.1"), .tls_cert = S("x"), .tls_key = S("y"), .handler = handle
    };
    assert_int_equal(http_start(&o, &other, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("tls-certificate")));
    assert_null(other);
}

int main(void)
{
#define SERVED(test) cmocka_unit_test_setup_teardown(test, start_server, stop_server)
    const struct CMUnitTest tests[] = {
        SERVED(strict_rows_are_answered_as_they_must),
        SERVED(a_refused_head_takes_no_second_request_with_it),
        SERVED(a_nul_before_a_bare_lf_is_a_line_end),
        SERVED(a_head_that_comes_in_pieces_is_whole),
        SERVED(a_huge_head_is_refused),
        SERVED(query_and_form_reach_the_handler),
        SERVED(a_chunked_body_is_one_body),
        SERVED(a_chunked_body_has_the_same_ceiling),
        SERVED(a_form_that_does_not_parse_is_refused),
        SERVED(head_has_the_length_and_no_body),
        SERVED(pipelined_requests_are_answered_in_order),
        SERVED(answers_come_from_memory_files_and_still_bytes),
        SERVED(a_part_of_a_file_is_sent_where_it_may_be),
        SERVED(an_answer_header_cannot_be_split),
        SERVED(only_the_trusted_proxy_is_believed),
        SERVED(a_slow_body_is_waited_for_and_a_cut_one_forgotten),
        SERVED(a_large_file_is_streamed_to_disk),
        SERVED(a_body_may_be_one_file),
        SERVED(files_beyond_the_limit_are_heard_out_and_refused),
        SERVED(a_body_that_waits_for_100_gets_it_or_the_refusal),
        SERVED(a_full_queue_says_so),
        SERVED(it_is_quiet_when_nothing_comes),
        SERVED(stopping_answers_what_runs),
        SERVED(starting_names_what_is_wrong),
    };
    return cmocka_run_group_tests_name("http_server", tests, NULL, NULL);
}
