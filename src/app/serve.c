// serve.c - `coloa serve`: opens the folder, starts the parts in order, says it is ready, waits for the
// end, stops the parts in the reverse order.
#include "app/app.h"

#include "kit/law/law.h"
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/accounts/accounts.h"
#include "modules/organisations/organisations.h"

#include <pthread.h>
#include <string.h>

typedef struct serve_options {
    str      address;
    uint16_t port;
    str      trust_proxy;
    str      tls_cert, tls_key; // PEM text
} serve_options;

typedef struct served { // everything that runs, in the order it was started
    const app_options *options;
    app_data           data;
    web               *router;
    http_server       *http;
    app_socket        *socket;
    jobs              *jobs;
    pthread_t          keeper;
    bool               keeper_runs;
    int                keeper_stop; // an eventfd; written to once
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

static status read_options(command_run *r, serve_options *out, problem *why)
{
    str file, listen = S("127.0.0.1:8080");
    cli_option(r, "--listen", &listen);
    TRY(read_listen(listen, out, why));
    cli_option(r, "--trust-proxy", &out->trust_proxy);
    if (cli_option(r, "--tls-cert", &file)) {
        TRY(cli_read(r, file, 256 * 1024, &out->tls_cert, why));
        if (!cli_option(r, "--tls-key", &file)) {
            return problem_set(why, ST_INVALID, S("--tls-key"), S("required"));
        }
        TRY(cli_read(r, file, 64 * 1024, &out->tls_key, why));
    }
    // A session cookie is marked Secure outside this machine; over plain HTTP it would never come back.
    if (!is_loopback(out->address) && !out->tls_cert.len && !out->trust_proxy.len) {
        return problem_detail(why, ST_INVALID, S("--listen"), S("needs-tls"), out->address);
    }
    if (r->call == NULL && false) return ST_OK;
    return ST_OK;
}

// ---- the keeper: what is done every second, minute --------------------------------------------------

static void keep_second(served *s, arena scratch)
{
    int64_t sealed;
    if (audit_seal(s->data.store, scratch, &sealed) != ST_OK) {
        os_log(OS_LOG_ERROR, "keeper", "sealing the audit trail failed");
    }
}

static void keep_minute(served *s, arena scratch)
{
    call c = { .store = s->data.store, .a = &scratch, .now_ms = os_now_ms(), .lang = LANG_VI };
    if (accounts_become_system(&c) != ST_OK || scope_counts_fold(&c) != ST_OK ||
        organisations_roll(&c) != ST_OK || accounts_sweep(&c) != ST_OK) {
        os_log(OS_LOG_ERROR, "keeper", "the minute's upkeep failed");
    }
    call_end(&c);
}

static void *keeper_main(void *ctx)
{
    served *s = ctx;
    arena   a = os_arena(4 * 1024 * 1024);
    if (!a.start) return NULL;
    for (int64_t second = 0; !os_wait_readable(s->keeper_stop, 1000); second++) {
        keep_second(s, a);
        if (second % 60 == 5) keep_minute(s, a);
        os_arena_trim(&a);
    }
    os_arena_free(&a);
    return NULL;
}
