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

typedef struct web_route web_route;

typedef struct web_counts { // what the menu tells a signed-in person
    int64_t tasks, late, notices;
} web_counts;

typedef struct web_request {
    http_request *http;
    str           params[4]; // values of {name} in the route's path, in order
    str           csrf;      // token to put into forms of this session
    bool          api;       // under /api/v1: bearer token, JSON, problem+json
    bool          demo;      // the data folder is a demo
    void         *session;   // private to web and its host
    // The JSON object of an API body that the route's `body` fields let through (a json_t of jansson,
    // gone when the handler returns); read it with web_json_text and its kin. NULL when there is none.
    const void      *json;
    const web_route *route; // NULL while none has been found
    str              path;  // of this page with its query, for forms and "return here" links
    // Asked once by a page that is written for a signed-in person; NULL none.
    status (*counts)(call *c, web_counts *out);
} web_request;

// Handlers answer by filling rs (page_* / json_* below) and return ST_OK, or return a status that the
// router words: INVALID 422 · MISSING 404 · FORBIDDEN 403 · CONFLICT 409 · LIMIT 429/413 ·
// MEMORY 503 · BROKEN 500 with a log line · rule "disk-full" 507. `why` may be filled for the wording. LIMIT is 413 when the
// request brought a file or the rule is "too-large", else 429, with why->detail (seconds) as
// Retry-After.
typedef status web_handler(call *c, web_request *rq, http_response *rs, problem *why);

// A JSON field of a route's body or answer, for OpenAPI and for unpacking checks: a body with a field
// that is not listed ("unknown-field"), without one whose type has no '?' ("required"), or with one
// of another type ("wrong-type") is answered 422 before the handler runs.
typedef struct web_field {
    const char *name;
    // "string" "integer" "number" "boolean" "array" "object" "any"; with '?': may be null or absent
    const char *type;
    const char *about; // English, one line
} web_field;

struct web_route {
    http_method      method;
    const char      *path; // "/he-thong/{id}"
    right            right;
    web_handler     *fn;
    const char      *summary; // English; API routes are documented by it
    const web_field *query;   // parameters of the query, NULL-name-terminated; NULL none
    const web_field *body;    // JSON body fields, likewise
    const web_field *answer;  // JSON answer fields, likewise
    unsigned         flags;   // WEB_…
};

enum {
    WEB_UPLOAD  = 1 << 0, // takes files up to HTTP_UPLOAD_BYTES_MAX, in a form or one as the body
    WEB_NO_CSRF = 1 << 1, // sign-in by one-time link, where the secret is in the form itself
    WEB_LOCAL_ONLY = 1 << 2, // loopback peer and no forwarding headers; else 404
    WEB_VERSIONED  = 1 << 3, // API changes of a versioned object: 428 without If-Match
    WEB_STILL    = 1 << 4, // embedded bytes: no sign-in is looked up, the handler says how to cache
    WEB_ANY_BODY = 1 << 5, // API route whose body is not JSON (the handler reads rq->http)
};

typedef struct web_module {
    const char      *name;
    const web_route *routes;
    size_t           count;
} web_module;

// Writes the page of a failed request into rs (status code and security headers are set already).
typedef void web_error_page(call *c, web_request *rq, http_response *rs, int code,
                            const problem *why);

// What the host (app) lends to the router, from modules/accounts.
typedef struct web_host {
    store                   *store;
    const web_module *const *modules;
    size_t                   module_count;
    bool                     demo;
    // Fills c->who from the session cookie or the bearer token; nobody when neither is valid.
    // *csrf gets the session's form token (empty for bearer tokens).
    // cookie is the value of the session cookie, bearer the token after "Bearer "; either may be
    // empty. Any result but ST_OK is the machine's failure and is answered as such.
    status (*identify)(call *c, str cookie, str bearer, str *csrf);
    // Names this server answers to beside localhost, 127.0.0.1 and [::1] (port ignored); a Host that
    // is none of them is answered 421. "*" among them allows every name.
    const str *hosts;
    size_t     host_count;
    // NULL: a plain page of our own.
    web_error_page *error_page;
    // Adds the host's own lines to /metrics (Prometheus text); NULL none.
    status (*metrics)(call *c, buf *out);
    // What the menu counts; NULL nothing. When it fails the page is shown without.
    status (*counts)(call *c, web_counts *out);
    // The clock, for tests; NULL: the machine's.
    int64_t (*now_ms)(void);
} web_host;

typedef struct web web;
status             web_new(const web_host *host, web **out,
                           problem *why) MUST_CHECK; // refuses a bad route table
void               web_free(web *w);                 // w may be NULL
void               web_handle(void *web, http_request *rq, http_response *rs); // an http_handler
bool               web_takes_files(void *web, const http_request *rq); // an http_takes_files
size_t             web_route_count(const web *w);
const web_route   *web_route_at(const web *w, size_t i,
                                const char **module);   // for the test that walks all
str                web_openapi(const web *w, arena *a); // OpenAPI 3.1 JSON, from the route table

// ---- answers ---------------------------------------------------------------------------------
// Redirect after a post (303).
status web_redirect(http_response *rs, str location);
// JSON: give the finished text.
status web_json(http_response *rs, int code, str json);
status web_etag(http_response *rs, int64_t version);
// Compares If-Match to the version; ST_CONFLICT (answered 412) when it differs, ST_OK when equal or
// not given (a WEB_VERSIONED route without If-Match is refused with 428 by the router).
status web_if_match(const web_request *rq, int64_t version) MUST_CHECK;
// A download: name in UTF-8, made safe for the header.
status web_download(http_response *rs, str content_type, str filename, str bytes);
// HttpOnly, SameSite=Lax, Path=/, Secure when so; max_age_s 0 deletes. A secure cookie gets the prefix
// "__Host-" (web_session_cookie tells the session's name).
void web_cookie(http_response *rs, arena *a, str name, str value, int64_t max_age_s, bool secure);

// The value of a cookie as sent; the absent str when there is none.
str web_cookie_value(const http_request *rq, str name);
str web_session_cookie(bool secure); // "coloa" or "__Host-coloa"

// ---- reading ---------------------------------------------------------------------------------
// Fields of the API body. The absent str, false, when the field is absent, null or of another type.
str  web_json_text(const web_request *rq, const char *name);
bool web_json_int(const web_request *rq, const char *name, int64_t *out);
bool web_json_bool(const web_request *rq, const char *name, bool *out);
// A field by name from where this request carries it: the API body's text, else form, else query.
str web_field_text(const web_request *rq, const char *name);
// Writes "…" with the escapes of RFC 8259.
void web_put_json(buf *b, str text);

#endif
