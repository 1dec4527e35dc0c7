// serve.c - `coloa serve`: opens the folder, starts the parts in order, says it is ready, waits for the
// end, stops the parts in the reverse order.
#include "app/app.h"
#include "app/menu.h"

#include "kit/law/law.h"
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "kit/web/page.h"
#include "kit/workers/nursery.h"
#include "kit/workers/worker.h"
#include "modules/accounts/accounts.h"
#include "modules/evidence/evidence.h"
#include "modules/forensics/forensics.h"
#include "modules/law/law.h"
#include "modules/operations/operations.h"
#include "modules/organisations/organisations.h"
#include "modules/tasks/tasks.h"

#include <pthread.h>
#include <signal.h>

typedef struct serve_options {
    str        address;
    uint16_t   port;
    str        trust_proxy;
    str        tls_cert, tls_key; // PEM text
    str        hosts[8];          // names beside the loopback ones that a Host may have
    size_t     host_count;
    bool       log_json;
    tasks_host reminders; // the daily mail; none unless named
} serve_options;

enum {
    KEEPER_ARENA_BYTES = 24 * 1024 * 1024,
    SWEEP_SECONDS      = 5,   // how often computed tasks are looked after
    TIMERS_AT_ONCE     = 200, // marks fired a second
    QUIET_LOOK_MS      = 750, // between two looks whether anybody asks for anything
    LOOKS_A_MINUTE     = 60 * 1000 / QUIET_LOOK_MS,
};

typedef struct served { // everything that runs, in the order it was started
    const app_options *options;
    app_data           data;
    web               *router;
    http_server       *http;
    app_socket        *socket;
    jobs              *jobs;
    pthread_t          keeper;
    bool               keeper_runs;
    int                stop[2]; // pipe: closing [1] ends the keeper
} served;

// ---- options -------------------------------------------------------------------------------------

static bool is_loopback(str address)
{
    return str_starts(address, S("127.")) || str_equal(address, S("::1")) ||
           str_equal(address, S("localhost"));
}

static status read_listen(str listen, serve_options *out, problem *why)
{
    ptrdiff_t colon = listen.len - 1;
    int64_t   port;
    while (colon >= 0 && listen.ptr[colon] != ':') colon--;
    if (colon <= 0 || !str_int(str_slice(listen, colon + 1, listen.len), &port) || port < 0 ||
        port > 65535) {
        return problem_detail(why, ST_INVALID, S("--listen"), S("not-an-address"), listen);
    }
    out->address = str_slice(listen, 0, colon);
    if (str_starts(out->address, S("["))) out->address = str_slice(out->address, 1, colon - 1);
    out->port = (uint16_t)port;
    return ST_OK;
}

static status read_log(command_run *r, serve_options *out, problem *why)
{
    str how;
    if (!cli_option(r, "--log", &how)) return ST_OK;
    out->log_json = str_equal(how, S("json"));
    if (out->log_json || str_equal(how, S("text"))) return ST_OK;
    return problem_detail(why, ST_INVALID, S("--log"), S("unknown-value"), how);
}

static status read_options(command_run *r, serve_options *out, problem *why)
{
    str file, listen = S("127.0.0.1:8080");
    cli_option(r, "--listen", &listen);
    TRY(read_listen(listen, out, why));
    cli_option(r, "--trust-proxy", &out->trust_proxy);
    TRY(read_log(r, out, why));
    TRY(tasks_mail_settings(r, &out->reminders, why));
    if (cli_option(r, "--tls-cert", &file)) {
        TRY(cli_read(r, file, 256 * 1024, &out->tls_cert, why));
        if (!cli_option(r, "--tls-key", &file)) {
            return problem_set(why, ST_INVALID, S("--tls-key"), S("required"));
        }
        TRY(cli_read(r, file, 64 * 1024, &out->tls_key, why));
    }
    if (cli_option(r, "--host", &file)) {
        str rest = file;
        while (rest.len && out->host_count < COUNT(out->hosts)) {
            str_cut(rest, ',', &out->hosts[out->host_count++], &rest);
        }
    }
    if (!is_loopback(out->address))
        out->hosts[out->host_count++ % COUNT(out->hosts)] = out->address;
    // A session cookie is marked Secure outside this machine; over plain HTTP it would never come back.
    if (!is_loopback(out->address) && !out->tls_cert.len && !out->trust_proxy.len) {
        return problem_detail(why, ST_INVALID, S("--listen"), S("needs-tls"), out->address);
    }
    return ST_OK;
}

// ---- the keeper: what is done every second, minute --------------------------------------------------

static void keep_second(served *s, arena scratch)
{
    int64_t sealed;
    if (audit_seal(s->data.store, scratch, &sealed) != ST_OK) {
        os_log(OS_ERROR, "keeper.seal", "the audit trail could not be sealed");
    }
}

// Marks of timers that are due; now and then, what is computed to be done.
static void keep_tasks(served *s, arena scratch, bool sweep)
{
    const timers_host all = { app_timer_tables, app_timer_table_count };
    problem           why = { 0 };
    call   c  = { .store = s->data.store, .a = &scratch, .now_ms = os_now_ms(), .lang = LANG_VI };
    status st = accounts_become_system(&c);
    if (st == ST_OK) st = timers_fire(&c, &all, TIMERS_AT_ONCE, NULL, &why);
    if (st == ST_OK && sweep) st = tasks_sweep(&c, false);
    call_end(&c);
    if (st != ST_OK)
        os_log(OS_ERROR, "keeper.tasks", "timers or tasks: %s " STR_FMT, status_name(st),
               STR_ARG(why.rule));
}

static void keep_minute(served *s, arena scratch)
{
    call c = { .store = s->data.store, .a = &scratch, .now_ms = os_now_ms(), .lang = LANG_VI };
    if (accounts_become_system(&c) != ST_OK || scope_counts_fold(&c) != ST_OK ||
        organisations_roll(&c) != ST_OK || law_roll(&c) != ST_OK || accounts_sweep(&c) != ST_OK ||
        operations_minute(&c) != ST_OK || tasks_minute(&c) != ST_OK ||
        evidence_minute(&c) != ST_OK || forensics_minute(&c) != ST_OK ||
        tasks_mail_minute(&c) != ST_OK) {
        os_log(OS_ERROR, "keeper.minute", "the minute's upkeep failed");
    }
    call_end(&c);
}

static void *keeper_main(void *ctx)
{
    served *s = ctx;
    arena   a;
    size_t  which;
    if (os_map(KEEPER_ARENA_BYTES, &a) != ST_OK) return NULL;
    for (int64_t second = 0;; second++) {
        if (os_poll(&s->stop[0], 1, 1000, &which) == ST_OK) break; // the writing end was closed
        keep_second(s, a);
        keep_tasks(s, a, second % SWEEP_SECONDS == 0);
        if (second % 60 == 5) keep_minute(s, a);
        os_release(&a, 0);
    }
    keep_second(s, a);
    os_unmap(&a);
    return NULL;
}

// ---- first things: the bodies of the state, the demo, the first administrator -----------------------

typedef struct welcome { // what the ready line tells
    str           url;
    str           admin_path; // empty: there is an administrator
    app_demo_link links[APP_DEMO_LINKS_MAX];
    size_t        link_count;
} welcome;

static status prepare(served *s, call *c, welcome *w, problem *why)
{
    bool have;
    TRY(app_bodies_seed(c, why));
    TRY(law_roll(c));
    if (s->data.demo) {
        TRY(app_demo_seed(c, why));
        return app_demo_links(c, w->links, &w->link_count, why);
    }
    TRY(accounts_have_admin(c, &have));
    return have ? ST_OK : accounts_admin_link(c, &w->admin_path);
}

// Each request works with one set of packs from its beginning to its end.
static status identify(call *c, str cookie, str bearer, str *csrf)
{
    law_hold();
    return accounts_identify(c, cookie, bearer, csrf);
}

// ---- starting and stopping ------------------------------------------------------------------------

static status start_http(served *s, arena *a, const serve_options *o, problem *why)
{
    const web_host host = {
        .store        = s->data.store,
        .modules      = app_web_modules,
        .module_count = app_web_module_count,
        .demo         = s->data.demo,
        .identify     = identify,
        .hosts        = o->hosts,
        .host_count   = o->host_count,
        .error_page   = page_failure,
        .metrics      = operations_metrics,
        .counts       = menu_counts,
    };
    TRY(web_new(&host, &s->router, why));
    const http_options http = {
        .address      = o->address,
        .port         = o->port,
        .trust_proxy  = o->trust_proxy,
        .tls_cert     = o->tls_cert,
        .tls_key      = o->tls_key,
        .spool_folder = s->data.folder,
        .handler      = web_handle,
        .ctx          = s->router,
        .takes_files  = web_takes_files,
    };
    (void)a;
    return http_start(&http, &s->http, why);
}

static status start(served *s, arena *a, const serve_options *o, welcome *w, problem *why)
{
    operations_lend(&(operations_host){ .data       = s->data.folder,
                                        .data_fd    = s->data.folder_fd,
                                        .demo       = s->data.demo,
                                        .tls_cert   = o->tls_cert,
                                        .started_ms = os_now_ms() });
    tasks_lend(&o->reminders);
    call   c  = { .store = s->data.store, .a = a, .now_ms = os_now_ms(), .lang = s->options->lang };
    status st = prepare(s, &c, w, why);
    call_end(&c);
    TRY(st);
    if (worker_keep_warm(S("coloa-print")) != ST_OK || worker_keep_warm(S("coloa-parse")) != ST_OK)
        os_log(OS_WARN, "serve.start", "sealed programs are started for each job");
    const jobs_host work = { .store       = s->data.store,
                             .tables      = app_job_tables,
                             .table_count = app_job_table_count,
                             .begin       = law_hold };
    TRY(jobs_start(&work, &s->jobs, why));
    TRY(app_socket_start(a, &s->data, &s->socket, why));
    TRY(os_pipe(s->stop));
    if (pthread_create(&s->keeper, NULL, keeper_main, s) != 0) return ST_BROKEN;
    s->keeper_runs = true;
    TRY(start_http(s, a, o, why));
    bool v6     = str_find(o->address, S(":")) >= 0;
    w->url      = arena_printf(a, v6 ? "%s://[" STR_FMT "]:%u" : "%s://" STR_FMT ":%u",
                          o->tls_cert.len ? "https" : "http", STR_ARG(o->address),
                               (unsigned)http_port(s->http));
    s->data.url = w->url;
    return w->url.ptr ? ST_OK : ST_MEMORY;
}

static void stop(served *s)
{
    bool ended = !s->http || http_stop(s->http);
    app_socket_stop(s->socket);
    ended = jobs_stop(s->jobs) && ended;
    if (!ended) {
        // A request or job hangs: closing the store under it would be worse than leaving its last
        // act undone, and every act that was answered is on the disk already.
        os_log(OS_WARN, "serve.stop", "ended while a request or a job was still running");
        return;
    }
    nurseries_close();
    os_close(s->stop[1]);
    if (s->keeper_runs) pthread_join(s->keeper, NULL);
    os_close(s->stop[0]);
    web_free(s->router);
    app_data_close(&s->data);
}

// ---- saying that it is ready ------------------------------------------------------------------------

static void put_ready_json(buf *b, const served *s, const welcome *w)
{
    buf_put(b, S("{\"ready\":true,\"url\":"));
    web_put_json(b, w->url);
    buf_put(b, S(",\"data\":"));
    web_put_json(b, s->data.folder);
    buf_put(b, S(",\"admin_link\":"));
    if (w->admin_path.len)
        buf_printf(b, "\"" STR_FMT STR_FMT "\"", STR_ARG(w->url), STR_ARG(w->admin_path));
    else
        buf_put(b, S("null"));
    buf_put(b, S(",\"links\":{"));
    for (size_t i = 0; i < w->link_count; i++) {
        buf_printf(b, "%s\"%s\":\"" STR_FMT STR_FMT "\"", i ? "," : "", w->links[i].role,
                   STR_ARG(w->url), STR_ARG(w->links[i].path));
    }
    buf_put(b, S("}}\n"));
}

static void put_ready_words(buf *b, const served *s, const welcome *w)
{
    lang in = s->options->lang;
    buf_printf(b,
               "  Cổ Loa " APP_VERSION " · " STR_FMT ": " STR_FMT "\n  " STR_FMT ": " STR_FMT "\n",
               STR_ARG(text_get(in, T_app_serve_data)), STR_ARG(s->data.folder),
               STR_ARG(text_get(in, T_app_serve_open)), STR_ARG(w->url));
    if (w->admin_path.len) {
        buf_printf(b, "  " STR_FMT ": " STR_FMT STR_FMT "\n  " STR_FMT "\n",
                   STR_ARG(text_get(in, T_app_serve_admin)), STR_ARG(w->url),
                   STR_ARG(w->admin_path), STR_ARG(text_get(in, T_app_serve_hint)));
    }
    if (w->link_count) buf_printf(b, "  " STR_FMT ":\n", STR_ARG(text_get(in, T_app_serve_demo)));
    for (size_t i = 0; i < w->link_count; i++) {
        str key = arena_printf(b->a, "app.demo.role.%s", w->links[i].role);
        buf_printf(b, "    " STR_FMT ": " STR_FMT STR_FMT "\n", STR_ARG(text_named(in, key)),
                   STR_ARG(w->url), STR_ARG(w->links[i].path));
    }
}

// What people's looks and our own upkeep left in memory goes once nobody asks for anything.
static void keep_quiet(served *s, bool *owed)
{
    bool quiet = http_is_quiet(s->http);
    if (quiet && *owed) {
        store_rest(s->data.store);
        http_rest(s->http);
    }
    *owed = !quiet;
}

// Here, and not in the keeper: the server is there from before the first look until after the last.
static void wait_for_end(served *s, int signals)
{
    bool owed = true;
    for (int64_t looks = 0;; looks++) {
        size_t which;
        status st = os_poll(&signals, 1, QUIET_LOOK_MS, &which);
        if (st == ST_LIMIT) {
            owed |= looks % LOOKS_A_MINUTE == 0; // the minute's upkeep
            keep_quiet(s, &owed);
        }
        if (st != ST_OK) continue;
        int number = os_signal_next(signals);
        if (number == SIGTERM || number == SIGINT) return;
    }
}

int app_serve(command_run *r, const app_options *o, int signals)
{
    static const char *const value_options[] = { "--listen",    "--trust-proxy",
                                                 "--tls-cert",  "--tls-key",
                                                 "--host",      "--log",
                                                 "--mail",      "--mail-from",
                                                 "--mail-user", "--mail-password-file",
                                                 "--mail-link", NULL };
    static const char *const flag_options[]  = { "--mail-plain", NULL };
    serve_options            options         = { 0 };
    served  s   = { .options = o, .data = { .lock_fd = -1, .folder_fd = -1 }, .stop = { -1, -1 } };
    welcome w   = { 0 };
    problem why = { 0 };
    if (!cli_known(r, value_options, flag_options)) return CLI_USAGE;
    options.log_json = o->json;
    status st        = read_options(r, &options, &why);
    os_log_set(options.log_json, OS_INFO);
    if (st == ST_OK) st = app_data_open(r->a, o, &s.data, &why);
    if (st == ST_OK && s.data.demo && !is_loopback(options.address)) {
        st = problem_detail(&why, ST_INVALID, S("--listen"), S("demo-needs-loopback"),
                            options.address);
    }
    if (st == ST_OK) st = start(&s, r->a, &options, &w, &why);
    int code = CLI_DONE;
    if (st == ST_OK) {
        if (o->json)
            put_ready_json(r->out, &s, &w);
        else
            put_ready_words(r->out, &s, &w);
        code = app_command_finish(r, CLI_DONE);
        wait_for_end(&s, signals);
    } else {
        code = cli_fail(r, st, &why);
    }
    stop(&s);
    return code;
}
