// web_trust.c - is it our name, who is it, may they, and did they mean it: the steps that come before
// any handler.
#include "kit/web/web_inner.h"

// ---- our name -----------------------------------------------------------------------------------

static str without_port(str host)
{
    str name, port;
    if (host.len && host.ptr[0] == '[') return str_slice(host, 0, str_find(host, S("]")) + 1);
    str_cut(host, ':', &name, &port);
    return name;
}

// A page of another site whose name was pointed at this address (DNS rebinding) asks with its own
// name in Host, and gets nothing.
status step_host(web_run *r)
{
    static const str own[] = { STR("localhost"), STR("127.0.0.1"), STR("[::1]") };
    const web_host  *h     = &r->w->host;
    str              name  = without_port(http_request_header(r->rq.http, S("Host")));
    for (size_t i = 0; i < COUNT(own); i++) {
        if (str_equal_nocase(name, own[i])) return ST_OK;
    }
    for (size_t i = 0; i < h->host_count; i++) {
        str allowed = h->hosts[i];
        if (str_equal(allowed, S("*")) || str_equal_nocase(name, allowed)) return ST_OK;
        // An IPv6 address is configured as itself and asked for in brackets.
        if (name.len == allowed.len + 2 && name.ptr[0] == '[' &&
            str_equal_nocase(str_slice(name, 1, name.len - 1), allowed))
            return ST_OK;
    }
    return run_end(r, ST_INVALID, 421, S("other-host"));
}

// ---- who ----------------------------------------------------------------------------------------

status step_identify(web_run *r)
{
    static const str scheme = STR("Bearer ");
    http_request    *rq     = r->rq.http;
    if (r->rq.route->flags & WEB_STILL) return ST_OK;
    str login = http_request_header(rq, S("Authorization"));
    r->cookie = web_cookie_value(rq, web_session_cookie(rq->secure));
    // A token is for the API alone: a page opened with one would have no form token.
    if (r->rq.api && str_equal_nocase(str_slice(login, 0, scheme.len), scheme))
        r->bearer = str_trim(str_slice(login, scheme.len, login.len));
    if (!r->cookie.len && !r->bearer.len) return ST_OK;
    r->by_token = r->bearer.len > 0;
    str csrf    = S("");
    TRY(r->w->host.identify(&r->c, r->by_token ? S("") : r->cookie, r->bearer, &csrf));
    r->rq.csrf   = csrf;
    r->rq.counts = r->w->host.counts;
    return ST_OK;
}

// ---- may they -----------------------------------------------------------------------------------

static bool is_loopback(const http_request *rq)
{
    return (str_starts(rq->peer, S("127.")) || str_equal(rq->peer, S("::1"))) && !rq->forwarded;
}

// Unreserved characters and "/" stay, as in a path.
static void put_percent(buf *b, str s)
{
    static const char digits[] = "0123456789ABCDEF";
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            c == '-' || c == '.' || c == '_' || c == '~' || c == '/') {
            buf_char(b, (char)c);
        } else {
            buf_char(b, '%');
            buf_char(b, digits[c >> 4]);
            buf_char(b, digits[c & 15]);
        }
    }
}

static status send_to_sign_in(web_run *r)
{
    buf b = buf_in(r->c.a, 128, 4096);
    buf_put(&b, S("/dang-nhap"));
    // What was asked for is shown after the sign-in, unless it was a change: that must be sent anew.
    if (method_is_safe(r->rq.http->method) && !str_equal(r->rq.http->target, S("/"))) {
        buf_put(&b, S("?ve="));
        put_percent(&b, r->rq.http->target);
    }
    r->answered = true;
    return web_redirect(r->rs, b.failed ? S("/dang-nhap") : buf_str(&b));
}

status step_authorise(web_run *r)
{
    const web_route *route = r->rq.route;
    if ((route->flags & WEB_LOCAL_ONLY) && !is_loopback(r->rq.http)) return ST_MISSING;
    if (route->right == RIGHT_PUBLIC) return ST_OK;
    if (r->c.who.person_id == 0) {
        if (!r->rq.api) return send_to_sign_in(r);
        http_header(r->rs, S("WWW-Authenticate"),
                    r->bearer.len ? S("Bearer realm=\"coloa\", error=\"invalid_token\"")
                                  : S("Bearer realm=\"coloa\""));
        return run_end(r, ST_FORBIDDEN, 401, S("sign-in"));
    }
    return call_may(&r->c, route->right) ? ST_OK : ST_FORBIDDEN;
}

// ---- did they mean it ---------------------------------------------------------------------------

// Looks at every byte whatever the first ones are.
static bool is_same_secret(str a, str b)
{
    if (a.len != b.len || a.len == 0) return false;
    unsigned differ = 0;
    for (ptrdiff_t i = 0; i < a.len; i++) {
        differ |= (unsigned)(unsigned char)a.ptr[i] ^ (unsigned char)b.ptr[i];
    }
    return differ == 0;
}

// What the browser itself says of the page that sent this. A client that says nothing is none.
static bool is_own_page(const http_request *rq)
{
    str site = http_request_header(rq, S("Sec-Fetch-Site"));
    if (site.ptr && !str_equal(site, S("same-origin")) && !str_equal(site, S("none"))) return false;
    str origin = http_request_header(rq, S("Origin"));
    if (!origin.ptr) return true;
    str scheme = rq->secure ? S("https://") : S("http://");
    return str_starts(origin, scheme) && str_equal_nocase(str_slice(origin, scheme.len, origin.len),
                                                          http_request_header(rq, S("Host")));
}

status step_csrf(web_run *r)
{
    const http_request *rq = r->rq.http;
    // No browser adds a bearer token by itself, so nobody can be made to send one.
    if (method_is_safe(rq->method) || r->by_token) return ST_OK;
    if (!is_own_page(rq)) return run_end(r, ST_FORBIDDEN, 403, S("cross-site"));
    if (r->rq.route->flags & WEB_NO_CSRF) return ST_OK;
    str sent = http_request_header(rq, S("X-CSRF-Token"));
    if (!sent.ptr) sent = http_form(rq, S("csrf"));
    return is_same_secret(sent, r->rq.csrf) ? ST_OK
                                            : run_end(r, ST_FORBIDDEN, 403, S("form-token"));
}
