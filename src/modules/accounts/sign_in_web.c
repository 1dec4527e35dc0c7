// sign_in_web.c - signing in and out, and the links by which people come in.
#include "modules/accounts/accounts_pages.gen.h"
#include "modules/accounts/accounts_view.h"
#include "modules/accounts/accounts_web.h"
#include "modules/accounts/people_ops.h"
#include "modules/organisations/organisations.h"

static const int64_t day_s = 24 * 3600;

// ---- cookies ------------------------------------------------------------------------------------

static str device_cookie(bool secure)
{
    return secure ? S("__Host-coloa-may") : S("coloa-may");
}

static str cookie(const web_request *rq, str name)
{
    str rest = http_request_header(rq->http, S("Cookie")), pair, key, value;
    for (bool more = rest.len > 0; more;) {
        more = str_cut(rest, ';', &pair, &rest);
        if (str_cut(str_trim(pair), '=', &key, &value) && str_equal(key, name)) return value;
    }
    return S("");
}

str session_token(const web_request *rq)
{
    return cookie(rq, web_session_cookie(rq->http->secure));
}

void set_session(call *c, const web_request *rq, http_response *rs, const signed_in *in)
{
    bool secure = rq->http->secure;
    web_cookie(rs, c->a, S("coloa"), in->token, SESSION_MAX_DAYS * day_s, secure);
    if (in->device.len) {
        web_cookie(rs, c->a, S("coloa-may"), in->device, DEVICE_DAYS * day_s, secure);
    }
}

static str agent_of(const web_request *rq)
{
    str agent = http_request_header(rq->http, S("User-Agent"));
    return agent.ptr ? agent : S("");
}

// ---- in and out -------------------------------------------------------------------------------------

static status show_sign_in(call *c, web_request *rq, http_response *rs, sign_in_view *v,
                           const problem *why, int code)
{
    page o   = page_open(c, rq, rs);
    bool bad = why->rule.len > 0;
    v->frame = (page_frame){ .title         = T(&o, accounts_sign_in),
                             .bare          = true,
                             .problems      = bad ? why : NULL,
                             .problem_count = bad,
                             .fields        = "accounts.field." };
    sign_in_page(&o, v);
    return page_close(&o, rs, code);
}

status sign_in_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    str          back = http_query(rq->http, S("ve"));
    sign_in_view v    = { .login = S(""), .back = page_is_local(back) ? back : S("") };
    if (c->who.person_id) return web_redirect(rs, v.back.len ? v.back : S("/"));
    return show_sign_in(c, rq, rs, &v, why, 200);
}

status sign_in_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    str           back = form_text(rq, "ve");
    sign_in_view  v    = { .login = form_text(rq, "login"),
                           .back  = page_is_local(back) ? back : S("") };
    signed_in     out;
    const sign_in in = { .login    = v.login,
                         .password = form_text(rq, "password"),
                         .device   = cookie(rq, device_cookie(rq->http->secure)),
                         .agent    = agent_of(rq) };
    status        st = sign_in_with_password(c, &in, &out, why);
    if (st == ST_INVALID) return show_sign_in(c, rq, rs, &v, why, 422);
    if (st == ST_LIMIT) {
        http_header(rs, S("Retry-After"), why->detail.len ? why->detail : S("5"));
        return show_sign_in(c, rq, rs, &v, why, 429);
    }
    TRY(st);
    set_session(c, rq, rs, &out);
    return web_redirect(rs, v.back.len ? v.back : S("/"));
}

status sign_out_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    TRY(sign_out(c, session_token(rq)));
    web_cookie(rs, c->a, S("coloa"), S(""), 0, rq->http->secure);
    return web_redirect(rs, S("/dang-nhap"));
}

// The two fields of a new password must agree.
static status same_twice(const web_request *rq, problem *why)
{
    if (str_equal(form_text(rq, "password"), form_text(rq, "again"))) return ST_OK;
    return problem_set(why, ST_INVALID, S("again"), S("password-differs"));
}

// ---- the first administrator ------------------------------------------------------------------------

static status list_bodies(call *c, first_view *v)
{
    body_list bodies;
    int64_t   top = 0;
    status    st  = body_top(c, &top);
    if (st != ST_OK && st != ST_MISSING) return st;
    TRY(body_branch(c, top, S(""), &bodies));
    page_option *options = NEW(c->a, page_option, bodies.count + 1);
    page_option *parents = NEW(c->a, page_option, bodies.count + 1);
    if (!options || !parents) return ST_MEMORY;
    options[0] = (page_option){ S(""), text_get(c->lang, T_accounts_first_not_listed), S("") };
    parents[0] = (page_option){ S(""), text_get(c->lang, T_accounts_first_no_parent), S("") };
    for (size_t i = 0; i < bodies.count; i++) {
        const body *b  = &bodies.items[i];
        str         id = arena_printf(c->a, "%lld", (long long)b->id);
        if (!id.ptr) return ST_MEMORY;
        bool english   = c->lang == LANG_EN && b->name_en.len > 0;
        options[i + 1] = (page_option){ id, english ? b->name_en : b->name_vi, S("") };
        parents[i + 1] = options[i + 1];
    }
    v->bodies       = options;
    v->body_count   = bodies.count + 1;
    v->parents      = parents;
    v->parent_count = bodies.count + 1;
    return ST_OK;
}

static status show_first(call *c, web_request *rq, http_response *rs, first_view *v,
                         const problem *why)
{
    bool bad = why->rule.len > 0;
    TRY(list_bodies(c, v));
    v->action = arena_printf(c->a, "/khoi-tao/" STR_FMT, STR_ARG(rq->params[0]));
    if (!v->action.ptr) return ST_MEMORY;
    page o   = page_open(c, rq, rs);
    v->frame = (page_frame){ .title         = T(&o, accounts_first_title),
                             .bare          = true,
                             .problems      = bad ? why : NULL,
                             .problem_count = bad,
                             .fields        = "accounts.field." };
    first_page(&o, v);
    return page_close(&o, rs, bad ? 422 : 200);
}

status first_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    person     nobody;
    first_view v = { .works = true };
    TRY(link_look(c, LINK_FIRST, rq->params[0], &nobody));
    return show_first(c, rq, rs, &v, why);
}

// A body is chosen from the list, or written below it.
static bool read_id(str text, int64_t *id)
{
    *id = 0;
    return text.len == 0 || str_int(text, id);
}

static status read_own_body(const first_view *v, first_draft *draft, problem *why)
{
    bool chosen = v->body.len > 0, written = str_trim(v->new_name).len > 0;
    if (!chosen && !written) return problem_set(why, ST_INVALID, S("body"), S("required"));
    if (chosen && written) return problem_set(why, ST_INVALID, S("body"), S("one-body"));
    if (read_id(v->body, &draft->body_id) && read_id(v->parent, &draft->new_body.parent_id)) {
        return ST_OK;
    }
    return problem_set(why, ST_INVALID, S("body"), S("unknown-body"));
}

status first_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    first_view  v = { .name     = form_text(rq, "name"),
                      .login    = form_text(rq, "login"),
                      .post     = form_text(rq, "post"),
                      .works    = form_text(rq, "works").len > 0,
                      .body     = form_text(rq, "body"),
                      .new_name = form_text(rq, "name_vi"),
                      .new_code = form_text(rq, "code"),
                      .parent   = form_text(rq, "parent") };
    person      nobody;
    signed_in   out;
    first_draft draft = { .login    = v.login,
                          .name     = v.name,
                          .post     = v.post,
                          .password = form_text(rq, "password"),
                          .works    = v.works,
                          .new_body = { .name_vi = v.new_name, .code = v.new_code },
                          .agent    = agent_of(rq) };
    TRY(link_look(c, LINK_FIRST, rq->params[0], &nobody));
    status st = same_twice(rq, why);
    if (st == ST_OK) st = read_own_body(&v, &draft, why);
    if (st == ST_OK) st = first_accept(c, rq->params[0], &draft, &out, why);
    if (st == ST_INVALID) return show_first(c, rq, rs, &v, why);
    TRY(st);
    set_session(c, rq, rs, &out);
    return web_redirect(rs, S("/"));
}

// ---- an invitation, a new password ------------------------------------------------------------------

static status show_invite(call *c, web_request *rq, http_response *rs, link_kind kind,
                          const problem *why)
{
    person      who;
    bool        bad = why->rule.len > 0;
    invite_view v   = { .reset = kind == LINK_RESET };
    TRY(link_look(c, kind, rq->params[0], &who));
    v.name = who.name, v.login = who.login;
    v.action = arena_printf(c->a, "%s" STR_FMT, v.reset ? "/dat-lai/" : "/moi/",
                            STR_ARG(rq->params[0]));
    if (!v.action.ptr) return ST_MEMORY;
    page o  = page_open(c, rq, rs);
    v.frame = (page_frame){ .title         = v.reset ? T(&o, accounts_reset_title)
                                                     : T(&o, accounts_invite_title),
                            .bare          = true,
                            .problems      = bad ? why : NULL,
                            .problem_count = bad,
                            .fields        = "accounts.field." };
    invite_page(&o, &v);
    return page_close(&o, rs, bad ? 422 : 200);
}

static status take_invite(call *c, web_request *rq, http_response *rs, link_kind kind, problem *why)
{
    person        who;
    signed_in     out;
    invite_answer typed = { rq->params[0], form_text(rq, "password"), agent_of(rq) };
    TRY(link_look(c, kind, rq->params[0], &who));
    status st = same_twice(rq, why);
    if (st == ST_OK) st = invite_accept(c, kind, &typed, &out, why);
    if (st == ST_INVALID) return show_invite(c, rq, rs, kind, why);
    TRY(st);
    set_session(c, rq, rs, &out);
    return web_redirect(rs, S("/"));
}

status invite_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    return show_invite(c, rq, rs, LINK_INVITE, why);
}

status invite_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return take_invite(c, rq, rs, LINK_INVITE, why);
}

status reset_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    return show_invite(c, rq, rs, LINK_RESET, why);
}

status reset_set_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return take_invite(c, rq, rs, LINK_RESET, why);
}

status demo_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    signed_in out;
    (void)why;
    if (!rq->demo) return ST_MISSING;
    TRY(demo_enter(c, rq->params[0], agent_of(rq), &out));
    set_session(c, rq, rs, &out);
    return web_redirect(rs, S("/"));
}
