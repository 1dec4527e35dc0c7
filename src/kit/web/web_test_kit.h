// web_test_kit.h - asks a router without sockets, and walks all of its routes. For tests only.
#ifndef COLOA_KIT_WEB_WEB_TEST_KIT_H
#define COLOA_KIT_WEB_WEB_TEST_KIT_H

#include "kit/web/web.h"

typedef struct web_ask {
    http_method       method;       // 0: GET
    str               target;       // "/he-thong?level=3"
    str               host;         // empty: "localhost"
    str               peer;         // empty: "127.0.0.1"
    str               cookie;       // value of the session cookie
    str               bearer;       // token
    const http_field *headers;      // further ones
    size_t            header_count; // at most 16
    str               content_type;
    str               body; // urlencoded: parsed into form fields, as kit/http does
    int               refused;
    bool              secure, forwarded;
} web_ask;

typedef struct web_reply {
    int           code;
    str           body; // empty for files
    http_response rs;
} web_reply;

// The reply lives in a.
web_reply web_test_ask(web *w, arena *a, const web_ask *ask);
str       web_reply_header(const web_reply *r, const char *name); // absent str when not set

// ---- the walk over every route --------------------------------------------------------------------
// Each function writes a line per fault ("GET /he-thong/{id}: 200 to nobody") and returns how many
// there were. Values of {name} come from `param`, or are "1" when it is NULL.
typedef str web_walk_param(void *ctx, const web_route *r, str name);

typedef struct web_walk {
    web               *w;
    arena             *a; // used by value for each request
    buf               *faults;
    web_walk_param    *param;
    void              *ctx;
    str                cookie; // of the person who walks
    str                csrf;   // their form token
    uint64_t           rights; // what that person may
    const char *const *open;   // "GET /healthz": every route anyone may visit, NULL at the end
} web_walk;

// As nobody: what needs a sign-in answers 303 to it (pages) or 401 (API); what does not is in `open`,
// and all of `open` is there; what is for this machine only answers 404 to others.
size_t web_walk_nobody(const web_walk *k);
// As a person: what they have no right to answers 403, with a form token and without; a change they
// have the right to is refused with 403 without the token and with one from elsewhere.
size_t web_walk_person(const web_walk *k);
// As a person of another body who holds the right: every GET whose path names an object answers 404.
size_t web_walk_stranger(const web_walk *k);
// The description of the API holds each of its routes and nothing else.
size_t web_walk_openapi(const web_walk *k);

#endif
