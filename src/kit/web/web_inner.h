// web_inner.h - what the files of the router share among themselves. Nobody else includes it.
#ifndef COLOA_KIT_WEB_WEB_INNER_H
#define COLOA_KIT_WEB_WEB_INNER_H

#include "kit/web/web.h"

#include <jansson.h>
#include <stdatomic.h>

enum {
    WEB_PARAMS_MAX   = 4,
    WEB_SEGMENTS_MAX = 12, // of a path
    WEB_ROUTES_MAX   = 1024,
    WEB_NODES_MAX    = 4096,
};

// ---- routes: a tree of path segments ------------------------------------------------------------

typedef struct route_node {
    str              segment; // literal; of a parameter node its name
    int              parent;
    int              child_param; // node of "{name}" below this one, 0: none
    const web_route *by_method[HTTP_DELETE + 1];
    bool             any; // some method is there
} route_node;

typedef struct route_table {
    route_node      *nodes; // [0] is "/"
    size_t           node_count;
    uint16_t        *slots; // hash of (parent, segment) to node, 0: free; WEB_NODES_MAX * 2 of them
    const web_route *all[WEB_ROUTES_MAX];
    const char      *module[WEB_ROUTES_MAX];
    size_t           count;
} route_table;

// Adds the routes of one module. ST_INVALID "bad-route" names the first that breaks a rule.
status routes_add(route_table *t, arena *a, const web_module *m, problem *why) MUST_CHECK;
// The node for a decoded path, or NULL; params gets the values of {name} in order.
const route_node *routes_find(const route_table *t, str path, str params[WEB_PARAMS_MAX]);
bool              route_is_api(const web_route *r);
bool              method_is_safe(http_method m);

enum { STATS_KINDS = 4, STATS_CODES = 6, STATS_BOUNDS = 9 };
struct web_stats {
    atomic_llong answers[STATS_KINDS][STATS_CODES];     // by hundreds of the code
    atomic_llong within[STATS_KINDS][STATS_BOUNDS + 1]; // the last one: slower than all bounds
    atomic_llong spent_us[STATS_KINDS];
};

// ---- one request on its way ---------------------------------------------------------------------

// Counters since the start, by kind of route; see web_stats.c.
typedef struct web_stats web_stats;
void stats_count(web_stats *s, const web_route *route, int code, int64_t spent_us);
void stats_put(const web_stats *s, buf *b); // as Prometheus text

struct web {
    web_host    host;
    web_stats  *stats;
    arena       memory; // all of the router lies in it
    route_table routes;
};

typedef struct web_run {
    const web     *w;
    call           c;
    web_request    rq;
    http_response *rs;
    problem        why;
    int            code;     // to answer a failure with; 0: by its status
    bool           answered; // rs is complete before the handler (a redirect to the sign-in)
    bool           stale;    // If-Match did not match
    bool           by_token; // who came by a bearer token
    str            bearer;   // as sent
    str            cookie;   // value of the session cookie
    str            lang_set; // value for the language cookie, when the address asked for one
    json_t        *json;
    const char    *step; // that is running
    int64_t        begun_ns;
} web_run;

// A step goes on with ST_OK, or ends the request: by a status, with r->code and r->why where they
// say more.
typedef status web_step(web_run *r);
status         run_end(web_run *r, status st, int code, str rule); // for the last line of a step

// web_trust.c
web_step step_host, step_identify, step_authorise, step_csrf;
// web_unpack.c
web_step step_body, step_unpack;
lang     web_lang(web_run *r);
// web_once.c
web_step step_once;
void     once_keep(web_run *r); // the answer, for a repetition
// web_answer.c
void answer_failure(web_run *r, status st);
void answer_secure(web_run *r); // headers of every answer

extern const web_module web_own_module; // health, readiness, the API's description

#endif
