// web.c - the way of a request. The list of steps is the first thing to read here.
#include "kit/os/os.h"
#include "kit/web/web_inner.h"

status run_end(web_run *r, status st, int code, str rule)
{
    r->code = code;
    return problem_set(&r->why, st, S(""), rule);
}

static status step_route(web_run *r)
{
    http_request     *rq   = r->rq.http;
    const route_node *node = routes_find(&r->w->routes, rq->path, r->rq.params);
    if (!node) return ST_MISSING;
    http_method method = rq->method == HTTP_HEAD ? HTTP_GET : rq->method;
    r->rq.route        = node->by_method[method];
    if (r->rq.route) return ST_OK;
    buf allow = buf_in(r->c.a, 64, 64);
    for (http_method m = HTTP_GET; m <= HTTP_DELETE; m++) {
        if (!node->by_method[m]) continue;
        if (allow.len) buf_put(&allow, S(", "));
        buf_put(&allow, m == HTTP_GET ? S("GET, HEAD") : http_method_name(m));
    }
    http_header(r->rs, S("Allow"), buf_str(&allow));
    return run_end(r, ST_MISSING, 405, S("method"));
}

static status step_handler(web_run *r)
{
    http_response *rs = r->rs;
    TRY(r->rq.route->fn(&r->c, &r->rq, rs, &r->why));
    if (rs->body.failed && !rs->still.ptr && rs->file_fd < 0) return ST_MEMORY;
    once_keep(r);
    return ST_OK;
}

static const struct {
    const char *name;
    web_step   *run;
} steps[] = {
    { "host", step_host },           // 421: a name that is not ours
    { "route", step_route },         // 404, 405
    { "identify", step_identify },   // cookie or token: who
    { "authorise", step_authorise }, // 303 to the sign-in, 401, 403
    { "body", step_body },           // 413, 400: what kit/http could not take in
    { "csrf", step_csrf },           // 403: a change that did not come from our own form
    { "unpack", step_unpack },       // 415, 422, 428: the API's body and conditions
    { "once", step_once },           // a change already made under its key: answered as then
    { "handler", step_handler },     // what the route is for
};

static void begin(web_run *r, const web *w, http_request *rq, http_response *rs)
{
    unsigned char id[8] = { 0 };
    buf           hex   = buf_in(rq->a, 16, 16);
    if (os_random(id, sizeof(id)) != ST_OK) os_log(OS_ERROR, "web.begin", "no randomness");
    buf_hex(&hex, (str){ (const char *)id, sizeof(id) });
    r->w        = w;
    r->rs       = rs;
    r->begun_ns = os_monotonic_ns();
    r->rq       = (web_request){ .http    = rq,
                                 .csrf    = S(""),
                                 .demo    = w->host.demo,
                                 .session = r,
                                 .path    = rq->target,
                                 .api     = str_starts(rq->path, S("/api/")) };
    r->c        = (call){
               .store      = w->host.store,
               .a          = rq->a,
               .now_ms     = w->host.now_ms ? w->host.now_ms() : os_now_ms(),
               .request_id = buf_str(&hex),
               .address    = rq->peer,
    };
    r->c.lang = web_lang(r);
}

// The pattern of the path, not the path: an address may carry the secret of a one-time link. Nothing of
// the person either: the audit trail knows who did what.
static void log_answer(const web_run *r, status st)
{
    const char *path   = r->rq.route ? r->rq.route->path : "-";
    str         method = http_method_name(r->rq.http->method);
    long long   spent  = (long long)(os_monotonic_ns() - r->begun_ns) / 1000;
    if (st == ST_BROKEN || st == ST_MEMORY)
        os_log(OS_ERROR, "web.fail", "step %s: %s, rule " STR_FMT " " STR_FMT ", id " STR_FMT,
               r->step, status_name(st), STR_ARG(r->why.rule), STR_ARG(r->why.detail),
               STR_ARG(r->c.request_id));
    const os_log_field fields[] = { { "id", r->c.request_id, 0 },
                                    { "method", method, 0 },
                                    { "route", str_from(path), 0 },
                                    { "status", { 0 }, r->rs->code },
                                    { "us", { 0 }, spent } };
    os_log_fields(OS_INFO, "web", fields, COUNT(fields));
    stats_count(r->w->stats, r->rq.route, r->rs->code, spent);
}

void web_handle(void *ctx, http_request *rq, http_response *rs)
{
    web_run r  = { .code = 0 };
    status  st = ST_OK;
    begin(&r, ctx, rq, rs);
    for (size_t i = 0; i < COUNT(steps) && st == ST_OK && !r.answered; i++) {
        r.step = steps[i].name;
        st     = steps[i].run(&r);
    }
    if (st != ST_OK) answer_failure(&r, st);
    answer_secure(&r);
    call_end(&r.c);
    if (r.json) json_decref(r.json);
    log_answer(&r, st);
}

bool web_takes_files(void *ctx, const http_request *rq)
{
    const web        *w = ctx;
    str               params[WEB_PARAMS_MAX];
    const route_node *node  = routes_find(&w->routes, rq->path, params);
    const web_route  *route = node ? node->by_method[rq->method] : NULL;
    return route && (route->flags & WEB_UPLOAD);
}

// ---- the router itself --------------------------------------------------------------------------

static status add_modules(web *w, problem *why)
{
    TRY(routes_add(&w->routes, &w->memory, &web_own_module, why));
    for (size_t i = 0; i < w->host.module_count; i++)
        TRY(routes_add(&w->routes, &w->memory, w->host.modules[i], why));
    return ST_OK;
}

status web_new(const web_host *host, web **out, problem *why)
{
    arena memory;
    TRY(os_map(4 * 1024 * 1024, &memory));
    web *w = NEW(&memory, web, 1);
    if (!w) return ST_MEMORY;
    w->host  = *host;
    w->stats = NEW(&memory, web_stats, 1);
    if (!w->stats) return ST_MEMORY;
    w->memory = memory;
    TRY(add_modules(w, why)); // the program ends now; the words of the problem lie in this memory
    *out = w;
    return ST_OK;
}

void web_free(web *w)
{
    if (!w) return;
    arena memory = w->memory;
    os_unmap(&memory);
}

size_t web_route_count(const web *w)
{
    return w->routes.count;
}

const web_route *web_route_at(const web *w, size_t i, const char **module)
{
    if (module) *module = w->routes.module[i];
    return w->routes.all[i];
}
