// web_own.c - the router's own routes: is it alive, is it ready, what does the API look like.
#include "kit/web/web_inner.h"

static status healthz(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)c, (void)rq, (void)why;
    http_header(rs, S("Content-Type"), S("text/plain; charset=utf-8"));
    rs->still = S("ok\n");
    return ST_OK;
}

static status readyz(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)rq, (void)why;
    db *d;
    http_header(rs, S("Content-Type"), S("text/plain; charset=utf-8"));
    bool ready = !c->store || call_db(c, &d) == ST_OK;
    rs->code   = ready ? 200 : 503;
    rs->still  = ready ? S("ready\n") : S("the store does not answer\n");
    return ST_OK;
}

// For the machine's own collector only: loopback, no proxy in between.
static status metrics(call *c, web_request *rq, http_response *rs, problem *why)
{
    const web *w = ((web_run *)rq->session)->w;
    (void)why;
    buf b = buf_in(c->a, 8192, 256 * 1024);
    stats_put(w->stats, &b);
    if (w->host.metrics) TRY(w->host.metrics(c, &b));
    if (b.failed) return ST_MEMORY;
    http_header(rs, S("Content-Type"), S("text/plain; version=0.0.4; charset=utf-8"));
    http_header(rs, S("Cache-Control"), S("no-store"));
    rs->body = b;
    return ST_OK;
}

static status openapi(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    str text = web_openapi(((web_run *)rq->session)->w, c->a);
    return text.ptr ? web_json(rs, 200, text) : ST_MEMORY;
}

static const web_route routes[] = {
    { HTTP_GET, "/healthz", RIGHT_PUBLIC, healthz, "The process answers", NULL, NULL, NULL,
      WEB_STILL },
    { HTTP_GET, "/readyz", RIGHT_PUBLIC, readyz, "The store answers as well", NULL, NULL, NULL,
      WEB_STILL },
    { HTTP_GET, "/metrics", RIGHT_PUBLIC, metrics, "Counters for Prometheus, on this machine only",
      NULL, NULL, NULL, WEB_STILL | WEB_LOCAL_ONLY },
    { HTTP_GET, "/api/v1/openapi.json", RIGHT_PUBLIC, openapi, "This description", NULL, NULL, NULL,
      WEB_STILL },
};

const web_module web_own_module = { "web", routes, COUNT(routes) };
