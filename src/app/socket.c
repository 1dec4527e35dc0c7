// socket.c - a command beside a running server travels through DATA/coloa.sock, with its open files,
// and runs inside the server.
//
// The wire, both ends of one version on one machine: the client sends a 4-byte length with four
// descriptors (in, out, err, folder), then that many bytes: texts, each with a 4-byte length, in the
// order of `wire`, then the words. The server answers one byte, the exit code.
#include "app/app.h"

#include "kit/base/reader.h"
#include "kit/os/os.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

static const str socket_name = STR("coloa.sock");

enum {
    SOCKET_BYTES_MAX    = 256 * 1024, // of one command line
    SOCKET_COMMANDS_MAX = 4,          // running at once
    SOCKET_FDS          = 4,
    SOCKET_WAIT_MS      = 5000, // for the command line to arrive
};

// ---- both ends ----------------------------------------------------------------------------------

static void put_u32(buf *b, uint32_t v)
{
    for (int i = 0; i < 4; i++) buf_char(b, (char)(v >> (8 * i) & 0xFF));
}

static void put_text(buf *b, str s)
{
    put_u32(b, (uint32_t)s.len);
    buf_put(b, s);
}

static str read_text(reader *r)
{
    return read_bytes(r, read_u32le(r));
}

// ---- client -------------------------------------------------------------------------------------

status app_socket_call(arena *a, int folder_fd, const app_options *o, const str *argv, int argc,
                       int *exit_code, problem *why)
{
    int           fd, here;
    unsigned char answer = CLI_MACHINE;
    size_t        got    = 0;
    buf           line   = buf_in(a, 1024, SOCKET_BYTES_MAX);
    put_text(&line, o->as);
    put_text(&line, o->lang == LANG_EN ? S("en") : S("vi"));
    put_text(&line, o->json ? S("json") : S(""));
    put_text(&line, o->now_set ? arena_printf(a, "%lld", (long long)o->now_ms) : S(""));
    put_u32(&line, (uint32_t)argc);
    for (int i = 0; i < argc; i++) put_text(&line, argv[i]);
    buf head = buf_in(a, 4, 4);
    put_u32(&head, (uint32_t)line.len);
    if (line.failed || head.failed) return ST_LIMIT;

    status st = os_connect(folder_fd, socket_name, &fd);
    if (st != ST_OK) return problem_set(why, ST_MISSING, S("--data"), S("server-not-answering"));
    st = os_open_folder(OS_CWD, S("."), &here);
    if (st == ST_OK) {
        const int fds[SOCKET_FDS] = { 0, 1, 2, here };
        st                        = os_send_fds(fd, buf_str(&head), fds, SOCKET_FDS);
        os_close(here);
    }
    if (st == ST_OK) st = os_write_all(fd, buf_str(&line));
    if (st == ST_OK) st = os_recv(fd, &answer, 1, -1, &got);
    os_close(fd);
    if (st != ST_OK || got != 1) {
        return problem_set(why, ST_BROKEN, S("--data"), S("server-not-answering"));
    }
    *exit_code = answer;
    return ST_OK;
}

// ---- server -------------------------------------------------------------------------------------

struct app_socket {
    const app_data *data;
    int             listener;
    int             stop[2]; // pipe: closed on [1] to end the listener
    pthread_t       thread;
    atomic_int      running;
    arena           memory;
};

typedef struct connection {
    app_socket *socket;
    int         fd;
    arena       memory; // the connection itself lives at its start
} connection;

typedef struct wire { // what the client sent, views into the received bytes
    str as, lang, json, now;
    str words[APP_WORDS_MAX];
    int word_count;
} wire;

static bool wire_read(str bytes, wire *out)
{
    reader r      = reader_over(bytes);
    out->as       = read_text(&r);
    out->lang     = read_text(&r);
    out->json     = read_text(&r);
    out->now      = read_text(&r);
    uint32_t argc = read_u32le(&r);
    if (r.bad || argc > APP_WORDS_MAX) return false;
    out->word_count = (int)argc;
    for (uint32_t i = 0; i < argc; i++) out->words[i] = read_text(&r);
    return !r.bad && reader_left(&r) == 0;
}

static status receive(int fd, arena *a, str *bytes, int fds[OS_PASS_MAX], size_t *fd_count)
{
    unsigned char head[4];
    size_t        got = 0, which = 0;
    TRY(os_poll(&fd, 1, SOCKET_WAIT_MS, &which));
    TRY(os_recv_fds(fd, head, sizeof(head), &got, fds, fd_count));
    if (got != sizeof(head) || *fd_count != SOCKET_FDS) return ST_INVALID;
    reader   r    = reader_over((str){ (char *)head, sizeof(head) });
    uint32_t want = read_u32le(&r);
    if (want > SOCKET_BYTES_MAX) return ST_LIMIT;
    char *at = NEW(a, char, want);
    if (!at) return ST_MEMORY;
    *bytes = (str){ at, (ptrdiff_t)want };
    for (size_t done = 0; done < want; done += got) {
        TRY(os_recv(fd, at + done, want - done, SOCKET_WAIT_MS, &got));
        if (got == 0) return ST_INVALID;
    }
    return ST_OK;
}

static int run_wire(app_socket *s, arena *a, const wire *w, const int *fds)
{
    int            used = 0;
    const command *c    = app_command_find(w->words, w->word_count, &used);
    buf            out  = buf_in(a, 4096, APP_OUTPUT_BYTES);
    command_run    r    = {
              .a         = a,
              .argc      = w->word_count - used,
              .argv      = (str *)(uintptr_t)(w->words + used),
              .in_fd     = fds[0],
              .out_fd    = fds[1],
              .err_fd    = fds[2],
              .folder_fd = fds[3],
              .json      = w->json.len > 0,
              .lang      = str_equal(w->lang, S("en")) ? LANG_EN : LANG_VI,
              .now_ms    = os_now_ms(),
              .out       = &out,
    };
    if (!c || !(c->needs_data || c->needed_by)) return cli_usage(&r, "help");
    if (w->now.len) {
        problem why = { .field = S("--now"), .rule = S("now-needs-demo") };
        if (!s->data->demo) return cli_fail(&r, ST_INVALID, &why);
        if (!str_int(w->now, &r.now_ms)) return CLI_USAGE;
    }
    return app_command_finish(&r, app_command_run(c, &r, s->data, w->as));
}

static bool allowed(int fd)
{
    os_peer peer;
    return os_peer_of(fd, &peer) == ST_OK && (peer.uid == os_user_id() || peer.uid == 0);
}

static void *connection_main(void *ctx)
{
    connection *c = ctx;
    arena       a = c->memory;
    int         fds[OS_PASS_MAX];
    size_t      fd_count = 0;
    str         bytes    = { 0 };
    wire        w        = { 0 };
    char        code     = CLI_MACHINE;
    if (!allowed(c->fd))
        os_log(OS_WARN, "socket", "a command of another user was refused");
    else if (receive(c->fd, &a, &bytes, fds, &fd_count) != ST_OK || !wire_read(bytes, &w))
        os_log(OS_WARN, "socket", "a command line that does not read was refused");
    else
        code = (char)run_wire(c->socket, &a, &w, fds);
    if (os_write_all(c->fd, (str){ &code, 1 }) != ST_OK) {
        os_log(OS_INFO, "socket", "the command's caller has gone");
    }
    for (size_t i = 0; i < fd_count; i++) os_close(fds[i]);
    os_close(c->fd);
    app_socket *s      = c->socket;
    arena       memory = c->memory;
    os_unmap(&memory); // c is gone with it
    atomic_fetch_sub(&s->running, 1);
    return NULL;
}

static void serve_connection(app_socket *s, int fd)
{
    arena       memory = { 0 };
    connection *c      = NULL;
    pthread_t   thread;
    if (atomic_load(&s->running) < SOCKET_COMMANDS_MAX &&
        os_map(APP_ARENA_BYTES, &memory) == ST_OK) {
        c = NEW(&memory, connection, 1);
    }
    if (c) {
        *c = (connection){ s, fd, memory };
        atomic_fetch_add(&s->running, 1);
        if (pthread_create(&thread, NULL, connection_main, c) == 0) {
            pthread_detach(thread);
            return;
        }
        atomic_fetch_sub(&s->running, 1);
    }
    os_log(OS_WARN, "socket", "a command was refused: too many at once");
    os_unmap(&memory);
    os_close(fd);
}

static void *listener_main(void *ctx)
{
    app_socket *s     = ctx;
    const int   fds[] = { s->stop[0], s->listener };
    for (;;) {
        size_t which;
        int    fd;
        if (os_poll(fds, COUNT(fds), -1, &which) != ST_OK || which == 0) return NULL;
        if (os_accept(s->listener, &fd) == ST_OK) serve_connection(s, fd);
    }
}

status app_socket_start(arena *a, const app_data *d, app_socket **out, problem *why)
{
    app_socket *s = NEW(a, app_socket, 1);
    if (!s) return ST_MEMORY;
    s->data   = d;
    status st = os_listen(d->folder_fd, socket_name, &s->listener);
    if (st == ST_OK) st = os_pipe(s->stop);
    if (st == ST_OK && pthread_create(&s->thread, NULL, listener_main, s) != 0) st = ST_BROKEN;
    if (st != ST_OK) return problem_set(why, st, S("--data"), S("cannot-listen"));
    *out = s;
    return ST_OK;
}

void app_socket_stop(app_socket *s)
{
    if (!s) return;
    os_close(s->stop[1]);
    pthread_join(s->thread, NULL);
    os_close(s->listener);
    os_close(s->stop[0]);
    // Commands still running get the time a request gets.
    for (int i = 0; i < 40 && atomic_load(&s->running) > 0; i++) os_sleep_ms(100);
    if (os_remove(s->data->folder_fd, socket_name) != ST_OK) {
        os_log(OS_WARN, "socket", "the socket's name could not be removed");
    }
}
