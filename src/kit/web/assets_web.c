// assets_web.c - serves the embedded files, and keeps the choice of theme and language in cookies.
#include "kit/web/assets.h"
#include "kit/web/page.h"
#include "kit/web/web.h"

// ---- embedded files ----------------------------------------------------------------------------

// "gzip" among the codings the client takes, without "q=0" behind it.
static bool takes_gzip(const http_request *rq)
{
    str coding, rest = http_request_header(rq, S("accept-encoding"));
    while (rest.len) {
        str name, weight;
        (void)str_cut(rest, ',', &coding, &rest);
        (void)str_cut(coding, ';', &name, &weight);
        if (str_equal_nocase(str_trim(name), S("gzip")))
            return !str_equal(str_trim(weight), S("q=0")) &&
                   !str_starts(str_trim(weight), S("q=0.0"));
    }
    return false;
}

static status asset_serve(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)c;
    (void)why;
    const asset *a = asset_find(rq->params[1]);
    if (!a || !str_equal(a->hash, rq->params[0])) return ST_MISSING;
    http_header(rs, S("Content-Type"), str_from(a->type));
    http_header(rs, S("Cache-Control"), S("public, max-age=31536000, immutable"));
    http_header(rs, S("Vary"), S("Accept-Encoding"));
    rs->still = asset_plain(a);
    if (a->gzip_size && takes_gzip(rq->http)) {
        http_header(rs, S("Content-Encoding"), S("gzip"));
        rs->still = asset_gzip(a);
    }
    rs->code = 200;
    return ST_OK;
}

// ---- display -----------------------------------------------------------------------------------

enum { DISPLAY_COOKIE_S = 365 * 24 * 60 * 60 };

static bool one_of(str value, const char *const *list)
{
    for (; *list; list++) {
        if (str_equal(value, str_from(*list))) return true;
    }
    return false;
}

// GET /hien-thi?theme=dark&back=/he-thong: a matter of looks only, so a plain link may change it. The
// router itself keeps the language of any address that asks for one (lang=).
static status display_set(call *c, web_request *rq, http_response *rs, problem *why)
{
    static const char *const themes[] = { "auto", "light", "dark", "contrast", NULL };
    str                      theme    = http_query(rq->http, S("theme"));
    if (theme.len && !one_of(theme, themes))
        return problem_set(why, ST_INVALID, S("theme"), S("unknown-value"));
    bool secure = rq->http->secure;
    if (theme.len) web_cookie(rs, c->a, S("theme"), theme, DISPLAY_COOKIE_S, secure);
    str back = http_query(rq->http, S("back"));
    return web_redirect(rs, page_is_local(back) ? back : S("/"));
}

static const web_field asset_display_query[] = {
    { "theme", "string?", "auto, light, dark or contrast" },
    { "lang", "string?", "vi or en" },
    { "back", "string?", "the page to return to, on this site" },
    { 0 },
};

static const web_route routes[] = {
    { HTTP_GET, "/tai-nguyen/{hash}/{name}", RIGHT_PUBLIC, asset_serve,
      "An embedded file, by the start of its SHA-256", .flags = WEB_STILL },
    { HTTP_GET, "/hien-thi", RIGHT_PUBLIC, display_set, "Keeps the choice of theme and language",
      .query = asset_display_query, .flags = WEB_STILL },
};

const web_module assets_module = { "assets", routes, COUNT(routes) };
