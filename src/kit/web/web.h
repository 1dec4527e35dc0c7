// web.h - from a request to an answer: route, who, may they, unpack, handler, answer, log.
//
// Pages and the JSON API are routes of the same table and call the same operations. A route says its
// permission; one that does not cannot be written. What a person may see of the data is the scope's
// work (every query joins it): an invisible object is ST_MISSING, hence 404.
#ifndef COLOA_KIT_WEB_WEB_H
#define COLOA_KIT_WEB_WEB_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/http/http.h"

typedef struct web_request {
    http_request *http;
    str           params[4]; // values of {name} in the route's path, in order
    str           csrf;      // token to put into forms of this session
    bool          api;       // under /api/v1: bearer token, JSON, problem+json
    bool          demo;      // the data folder is a demo
    void         *session;   // private to web and its host
} web_request;

// Handlers answer by filling rs (page_* / json_* below) and return ST_OK, or return a status that the
// router words: INVALID 422 · MISSING 404 · FORBIDDEN 403 · CONFLICT 409 · LIMIT 429/413 ·
// MEMORY 503 · BROKEN 500 with a log line. `why` may be filled for the wording.
typedef status web_handler(call *c, web_request *rq, http_response *rs, problem *why);

// A JSON field of a route's body or answer, for OpenAPI and for unpacking checks.
typedef struct web_field {
    const char *name;
    const char *type;  // "string" "integer" "boolean" "array" "object" "string?" (may be null) …
    const char *about; // English, one line
} web_field;

typedef struct web_route {
    http_method      method;
    const char      *path; // "/he-thong/{id}"
    right            right;
    web_handler     *fn;
    const char      *summary; // English; API routes are documented by it
    const web_field *query;   // parameters of the query, NULL-name-terminated; NULL none
    const web_field *body;    // JSON body fields, likewise
    const web_field *answer;  // JSON answer fields, likewise
    unsigned         flags;   // WEB_…
} web_route;

enum {
    WEB_UPLOAD     = 1 << 0, // takes files up to HTTP_UPLOAD_BYTES_MAX
    WEB_NO_CSRF    = 1 << 1, // sign-in by one-time link, where the secret is in the form itself
    WEB_LOCAL_ONLY = 1 << 2, // loopback peer and no forwarding headers
};

typedef struct web_module {
    const char      *name;
    const web_route *routes;
    size_t           count;
} web_module;

// What the host (app) lends to the router, from modules/accounts.
typedef struct web_host {
    store                   *store;
    const web_module *const *modules;
    size_t                   module_count;
    bool                     demo;
    // Fills c->who from the session cookie or the bearer token; nobody when neither is valid.
    // *csrf gets the session's form token (empty for bearer tokens).
    status (*identify)(call *c, str cookie, str bearer, str *csrf);
} web_host;

typedef struct web web;
status             web_new(const web_host *host, web **out,
                           problem *why) MUST_CHECK; // refuses a bad route table
void               web_handle(void *web, http_request *rq, http_response *rs); // an http_handler
size_t             web_route_count(const web *w);
const web_route   *web_route_at(const web *w, size_t i,
                                const char **module);   // for the test that walks all
str                web_openapi(const web *w, arena *a); // OpenAPI 3.1 JSON, from the route table

// ---- answers ---------------------------------------------------------------------------------
// Redirect after a post (303).
status web_redirect(http_response *rs, str location);
// JSON: give the finished text. Adds ETag when given.
status web_json(http_response *rs, int code, str json);
status web_etag(http_response *rs, int64_t version);
// Compares If-Match to the version; ST_CONFLICT when it differs, ST_OK when equal or not given
// (changes by API without If-Match are refused with 428 by the router).
status web_if_match(const web_request *rq, int64_t version) MUST_CHECK;
// A download: name in UTF-8, made safe for the header.
status web_download(http_response *rs, str content_type, str filename, str bytes);
void   web_cookie(http_response *rs, arena *a, str name, str value, int64_t max_age_s, bool secure);

#endif
