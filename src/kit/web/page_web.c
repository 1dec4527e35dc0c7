// page_web.c - between the router and pages: opening and closing an answer.
#include "kit/web/page.h"
#include "kit/web/web.h"
#include "kit/web/web_inner.h"

enum { PAGE_BYTES_FIRST = 32 * 1024, PAGE_BYTES_MAX = 4 * 1024 * 1024 };

static page_theme theme_of(str cookie)
{
    if (str_equal(cookie, S("light"))) return THEME_LIGHT;
    if (str_equal(cookie, S("dark"))) return THEME_DARK;
    if (str_equal(cookie, S("contrast"))) return THEME_CONTRAST;
    return THEME_AUTO;
}

page page_open(call *c, const web_request *rq, http_response *rs)
{
    web_counts n = { 0 };
    if (rq->counts && c->who.person_id > 0 && rq->counts(c, &n) != ST_OK) n = (web_counts){ 0 };
    rs->body = buf_in(c->a, PAGE_BYTES_FIRST, PAGE_BYTES_MAX);
    return (page){
        .out        = &rs->body,
        .a          = c->a,
        .lang       = c->lang,
        .theme      = theme_of(web_cookie_value(rq->http, S("theme"))),
        .demo       = rq->demo,
        .invented   = c->who.invented,
        .csrf       = rq->csrf,
        .path       = rq->http->target,
        .person     = c->who.name,
        .who        = c->who.person_id > 0 ? c->who.person_id : 0,
        .body       = c->who.body_name,
        .rights     = c->who.rights,
        .request_id = c->request_id,
        .tasks      = n.tasks,
        .tasks_late = n.late,
        .notices    = n.notices,
    };
}

status page_close(page *o, http_response *rs, int code)
{
    if (o->out->failed) return ST_MEMORY;
    page_show_turns(o->out->ptr, o->out->len);
    rs->code = code;
    http_header(rs, S("Content-Type"), S("text/html; charset=utf-8"));
    return ST_OK;
}

// ---- failures ----------------------------------------------------------------------------------

// "failure.404.title" and its kin; codes without words of their own take those of 400 or 500.
static str failure_words(const page *o, int code, const char *part)
{
    text_key key;
    str      name = arena_printf(o->a, "failure.%d.%s", code, part);
    if (text_known(name, &key)) return text_get(o->lang, key);
    name = arena_printf(o->a, "failure.%d.%s", code < 500 ? 400 : 500, part);
    return text_named(o->lang, name);
}

// A rule that only repeats the kind of failure adds nothing to the page's own words.
static bool says_more(const problem *why, int code)
{
    static const char *const kinds[] = { "missing", "forbidden", "conflict", "limit",
                                         "invalid", "memory",    "broken" };
    if (!why || why->rule.len == 0 || code >= 500) return false;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (str_equal(why->rule, str_from(kinds[i]))) return false;
    }
    return true;
}

void page_failure(call *c, web_request *rq, http_response *rs, int code, const problem *why)
{
    page               o     = page_open(c, rq, rs);
    page_frame         frame = { .title = failure_words(&o, code, "title") };
    page_failure_words words = { .happened = failure_words(&o, code, "happened"),
                                 .safe     = failure_words(&o, code, "safe"),
                                 .next     = failure_words(&o, code, "next"),
                                 .code     = c->request_id };
    if (says_more(why, code)) words.detail = page_problem_text(&o, why);
    page_failure_page(&o, &frame, &words);
    if (page_close(&o, rs, code) != ST_OK) rs->body = (buf){ 0 };
}
