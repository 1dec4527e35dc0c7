// http_server.c - the way of a request through libmicrohttpd: head, guard, body, request thread,
// answer. Everything here but http_start and http_stop runs on the I/O loops and never waits.
#include "kit/http/http_inner.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum {
    LOOP_STACK_BYTES = 256 * 1024,
    CONNECTION_BYTES = 2 * HTTP_HEADERS_BYTES_MAX, // with the target and the library's own records
    IDLE_SECONDS     = 30,
    LISTEN_BACKLOG   = 1024,
};

// ---- a connection's exchange -------------------------------------------------------------------

static exchange *exchange_take(http_server *s)
{
    pthread_mutex_lock(&s->lock);
    exchange *x = s->idle;
    if (x) {
        s->idle = x->next;
    } else if (s->exchange_count < HTTP_CONNECTIONS_MAX) {
        x         = &s->exchanges[s->exchange_count++];
        x->server = s;
        x->phase  = PHASE_IDLE;
    }
    pthread_mutex_unlock(&s->lock);
    return x;
}

// Ends the current request: the block goes back, the exchange waits for the next one.
static void exchange_clear(exchange *x)
{
    body_forget(x);
    if (x->answer) MHD_destroy_response(x->answer);
    if (x->block) block_give(&x->server->blocks, x->block, &x->arena);
    if (x->pushed) pool_done(x);
    x->answer       = NULL;
    x->block        = NULL;
    x->pushed       = false;
    x->kind         = BODY_NONE;
    x->rq           = (http_request){ 0 };
    x->multipart    = NULL;
    x->in_file      = false;
    x->text_bytes   = 0;
    x->header_count = x->target_len = 0;
    x->phase                        = PHASE_IDLE;
}

static void exchange_give(exchange *x)
{
    http_server *s = x->server;
    exchange_clear(x);
    pthread_mutex_lock(&s->lock);
    x->next = s->idle;
    s->idle = x;
    pthread_mutex_unlock(&s->lock);
}

static void on_connection(void *ctx, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        exchange *x = exchange_take(ctx);
        if (x) x->connection = connection;
        *socket_context = x;
    } else if (*socket_context) {
        exchange_give(*socket_context);
        *socket_context = NULL;
    }
}

// ---- the steps ---------------------------------------------------------------------------------

static void *on_request_line(void *ctx, const char *target, struct MHD_Connection *connection)
{
    (void)ctx;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    exchange *x = info ? info->socket_context : NULL;
    if (!x) return NULL;
    exchange_clear(x);
    size_t len    = strnlen(target, sizeof(x->target) + 1);
    x->target_len = len;
    memcpy(x->target, target, len < sizeof(x->target) ? len : sizeof(x->target));
    x->phase = PHASE_HEAD;
    return x;
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned code)
{
    struct MHD_Response *answer = answer_refusal(code);
    if (!answer) return MHD_NO;
    enum MHD_Result queued = MHD_queue_response(connection, code, answer);
    MHD_destroy_response(answer);
    return queued;
}

static bool is_waiting_for_100(const exchange *x)
{
    return http_request_header(&x->rq, S("Expect")).ptr != NULL;
}

static enum MHD_Result on_head(exchange *x, const char *method, const char *version)
{
    int code = request_guard(x, method, version);
    if (code && code != 413) return refuse(x->connection, (unsigned)code);
    x->phase = PHASE_BODY;
    x->kind  = BODY_NONE;
    if (!request_has_body(x)) return MHD_YES;
    x->block = block_take(&x->server->blocks);
    if (!x->block) return refuse(x->connection, 503);
    x->arena = x->block->all;
    request_describe(x);
    if (code) x->rq.refused = code;
    body_begin(x);
    // A client that waits for "100 Continue" is told at once; others are heard out first.
    if (x->rq.refused && is_waiting_for_100(x))
        return refuse(x->connection, (unsigned)x->rq.refused);
    return MHD_YES;
}

static enum MHD_Result on_body(exchange *x, const char *data, size_t *len)
{
    if (*len) {
        status st = body_feed(x, (str){ data, (ptrdiff_t)*len });
        *len      = 0;
        return st == ST_OK ? MHD_YES : MHD_NO;
    }
    return pool_push(x) ? MHD_YES : refuse(x->connection, 503);
}

static enum MHD_Result on_answer(exchange *x)
{
    if (!x->answer) return MHD_NO;
    enum MHD_Result queued = MHD_queue_response(x->connection, x->code, x->answer);
    MHD_destroy_response(x->answer);
    x->answer = NULL;
    return queued;
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *len, void **request_context)
{
    (void)ctx;
    (void)url;
    exchange *x = *request_context;
    if (!x) return refuse(connection, 503);
    switch (x->phase) {
    case PHASE_HEAD: return on_head(x, method, version);
    case PHASE_BODY: return on_body(x, data, len);
    case PHASE_ANSWERED: return on_answer(x);
    case PHASE_RUNNING: return MHD_YES; // suspended; nothing to do until it is resumed
    case PHASE_IDLE: break;
    }
    return MHD_NO;
}

static void on_completed(void *ctx, struct MHD_Connection *connection, void **request_context,
                         enum MHD_RequestTerminationCode why)
{
    (void)ctx;
    (void)connection;
    (void)why;
    if (*request_context) exchange_clear(*request_context);
    *request_context = NULL;
}

// Targets are decoded by the guard's rules, not by libmicrohttpd's.
static size_t keep_escapes(void *ctx, struct MHD_Connection *connection, char *text)
{
    (void)ctx;
    (void)connection;
    return strlen(text);
}

// ---- start and stop ----------------------------------------------------------------------------

static status listen_on(http_server *s, problem *why)
{
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(s->options.port) };
    struct sockaddr_in  v4 = { .sin_family = AF_INET, .sin_port = htons(s->options.port) };
    char                text[INET6_ADDRSTRLEN] = "";
    str                 address                = s->options.address;
    if (str_equal(address, S("localhost"))) address = S("127.0.0.1");
    if (address.len >= (ptrdiff_t)sizeof(text))
        return problem_detail(why, ST_INVALID, S("listen"), S("listen-address"), address);
    if (address.len) memcpy(text, address.ptr, (size_t)address.len);
    bool is_v4 = inet_pton(AF_INET, text, &v4.sin_addr) == 1;
    if (!is_v4 && inet_pton(AF_INET6, text, &v6.sin6_addr) != 1)
        return problem_detail(why, ST_INVALID, S("listen"), S("listen-address"), address);
    struct sockaddr *at   = is_v4 ? (struct sockaddr *)&v4 : (struct sockaddr *)&v6;
    socklen_t        size = is_v4 ? sizeof(v4) : sizeof(v6);
    int              yes  = 1;
    s->listen_fd          = socket(at->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s->listen_fd < 0) return problem_set(why, ST_BROKEN, S("listen"), S("listen-failed"));
    setsockopt(s->listen_fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (bind(s->listen_fd, at, size) != 0 || listen(s->listen_fd, LISTEN_BACKLOG) != 0) {
        str rule = errno == EADDRINUSE ? S("listen-in-use") : S("listen-failed");
        return problem_detail(why, ST_BROKEN, S("listen"), rule, address);
    }
    getsockname(s->listen_fd, at, &size);
    s->port = ntohs(is_v4 ? v4.sin_port : v6.sin6_port);
    return ST_OK;
}

static void choose_numbers(http_options *o)
{
    unsigned n = (unsigned)os_processors();
    if (!o->loops) o->loops = n < 8 ? 1 : n / 4;
    if (o->loops > 8) o->loops = 8;
    // More than cores: a thread whose act waits for the disk must not hold up the others.
    if (!o->request_threads) o->request_threads = n < 2 ? 4 : n < 8 ? 2 * n : 16;
    if (o->request_threads > HTTP_THREADS_MAX) o->request_threads = HTTP_THREADS_MAX;
}

// libmicrohttpd's words go to the operator's log.
PRINTF_LIKE(2, 0) static void log_library(void *ctx, const char *format, va_list args)
{
    (void)ctx;
    char line[512];
    int  n    = vsnprintf(line, sizeof(line), format, args);
    str  text = { line, n < 0 ? 0 : n < (int)sizeof(line) ? n : (int)sizeof(line) - 1 };
    text      = str_trim(text);
    os_log(OS_DEBUG, "http.mhd", STR_FMT, STR_ARG(text));
}

static status start_daemon(http_server *s, problem *why)
{
    const http_options *o = &s->options;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    char     scratch[64 * 1024];
    arena    a = arena_over(scratch, sizeof(scratch));
    struct MHD_OptionItem list[20];
    size_t                n = 0;
#define OPTION(key, number, pointer)                                                               \
    list[n++] = (struct MHD_OptionItem)                                                            \
    {                                                                                              \
        key, (intptr_t)(number), (pointer)                                                         \
    }
    if (o->loops > 1) OPTION(MHD_OPTION_THREAD_POOL_SIZE, o->loops, NULL);
    OPTION(MHD_OPTION_THREAD_STACK_SIZE, LOOP_STACK_BYTES, NULL);
    OPTION(MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES, NULL);
    OPTION(MHD_OPTION_CONNECTION_LIMIT, HTTP_CONNECTIONS_MAX, NULL);
    OPTION(MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS, NULL);
    if (!o->trust_proxy.len) OPTION(MHD_OPTION_PER_IP_CONNECTION_LIMIT, HTTP_PER_ADDRESS_MAX, NULL);
    OPTION(MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL);
    OPTION(MHD_OPTION_LISTEN_SOCKET, s->listen_fd, NULL);
    OPTION(MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, s);
    OPTION(MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, s);
    OPTION(MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_request_line, s);
    OPTION(MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)keep_escapes, s);
    if (o->tls_cert.len) {
        flags |= MHD_USE_TLS;
        OPTION(MHD_OPTION_HTTPS_MEM_CERT, 0, arena_cstr(&a, o->tls_cert));
        OPTION(MHD_OPTION_HTTPS_MEM_KEY, 0, arena_cstr(&a, o->tls_key));
        OPTION(MHD_OPTION_HTTPS_PRIORITIES, 0,
               "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE");
    }
    OPTION(MHD_OPTION_END, 0, NULL);
#undef OPTION
    s->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER,
                                 log_library, s, MHD_OPTION_ARRAY, list, MHD_OPTION_END);
    explicit_bzero(scratch, sizeof(scratch)); // the key
    if (s->daemon) return ST_OK;
    if (o->tls_cert.len) return problem_set(why, ST_INVALID, S("tls-cert"), S("tls-certificate"));
    return problem_set(why, ST_BROKEN, S("listen"), S("listen-failed"));
}

static status open_spool(http_server *s, problem *why)
{
    str folder = s->options.spool_folder;
    if (!folder.len) return ST_OK;
    if (os_open_folder(OS_CWD, folder, &s->spool_fd) == ST_OK) return ST_OK;
    return problem_detail(why, ST_BROKEN, S("data"), S("spool-folder"), folder);
}

static void server_free(http_server *s)
{
    os_close(s->listen_fd);
    os_close(s->spool_fd);
    block_list_close(&s->blocks);
    for (size_t i = 0; i < COUNT(s->threads); i++) pthread_cond_destroy(&s->threads[i].wake);
    pthread_cond_destroy(&s->quiet);
    pthread_mutex_destroy(&s->lock);
    arena all = s->all;
    os_unmap(&all);
}

static http_server *server_new(const http_options *o)
{
    arena all; // its exchanges are address space until a connection uses one
    if (os_map(sizeof(http_server) + 64, &all) != ST_OK) return NULL;
    // Not NEW: zeroing fresh zero pages would touch them all.
    http_server *s = (http_server *)(void *)all.start;
    s->all         = all;
    s->options     = *o;
    s->listen_fd = s->spool_fd = -1;
    choose_numbers(&s->options);
    block_list_open(&s->blocks);
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&s->lock, NULL);
    for (size_t i = 0; i < COUNT(s->threads); i++) pthread_cond_init(&s->threads[i].wake, &steady);
    pthread_cond_init(&s->quiet, &steady);
    pthread_condattr_destroy(&steady);
    return s;
}

// Threads inherit the mask: signals are for the thread that called us.
static status start_threads(http_server *s, problem *why)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    status st = pool_start(s);
    if (st == ST_OK)
        st = start_daemon(s, why);
    else
        problem_set(why, st, S("listen"), S("listen-failed"));
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return st;
}

status http_start(const http_options *o, http_server **out, problem *why)
{
    http_server *s = server_new(o);
    if (!s) return problem_set(why, ST_MEMORY, S("listen"), S("listen-failed"));
    status st = listen_on(s, why);
    if (st == ST_OK) st = open_spool(s, why);
    if (st == ST_OK) st = start_threads(s, why);
    if (st != ST_OK) {
        pool_stop(s);
        server_free(s);
        return st;
    }
    *out = s;
    return ST_OK;
}

uint16_t http_port(const http_server *s)
{
    return s->port;
}

bool http_stop(http_server *s)
{
    if (!s) return true;
    MHD_quiesce_daemon(s->daemon); // the listening socket stays ours to close
    if (!pool_stop(s)) {
        os_log(OS_ERROR, "http.stop", "a request does not end");
        return false;
    }
    MHD_stop_daemon(s->daemon);
    server_free(s);
    return true;
}
