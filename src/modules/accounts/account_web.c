// account_web.c - one's own account.
#include "modules/accounts/accounts_pages.gen.h"
#include "modules/accounts/accounts_view.h"
#include "modules/accounts/accounts_web.h"

// A page that came back from a post says what was done, by a word of this table.
static const struct {
    str      word;
    text_key key;
} done_words[] = {
    { STR("mat-khau"), T_accounts_done_password }, { STR("don-vi"), T_accounts_done_act_for },
    { STR("phien"), T_accounts_done_session },     { STR("phien-khac"), T_accounts_done_sessions },
    { STR("thu-hoi"), T_accounts_done_token },
};

static str done_of(const web_request *rq, lang in)
{
    str word = http_query(rq->http, S("xong"));
    for (size_t i = 0; i < COUNT(done_words); i++) {
        if (str_equal(word, done_words[i].word)) return text_get(in, done_words[i].key);
    }
    return S("");
}

static status list_hats(call *c, account_view *v)
{
    body_hats *hats;
    size_t     count;
    TRY(bodies_own(c, &hats, &count));
    hat_item *items = NEW(c->a, hat_item, count ? count : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        items[i] = (hat_item){ .body_id  = hats[i].body_id,
                               .name     = hats[i].name,
                               .roles    = roles_words(c->lang, c->a, hats[i].roles),
                               .here     = hats[i].body_id == c->who.body_id,
                               .two_hats = account_hats_apart(hats[i].roles) };
        if (!items[i].roles.ptr) return ST_MEMORY;
    }
    v->hats      = items;
    v->hat_count = count;
    return ST_OK;
}

static status show(call *c, web_request *rq, http_response *rs, account_view *v, const problem *why)
{
    bool          bad = why->rule.len > 0;
    session_view *sessions;
    token_view   *tokens;
    TRY(list_hats(c, v));
    TRY(sessions_of(c, c->who.person_id, session_token(rq), &sessions, &v->session_count));
    TRY(tokens_of(c, c->who.person_id, &tokens, &v->token_count));
    v->tokens          = tokens;
    v->name            = c->who.name;
    v->login           = c->who.login;
    v->body            = c->who.body_name;
    v->may_have_tokens = c->who.body_id != 0;
    page o             = page_open(c, rq, rs);
    if (!session_items(&o, sessions, v->session_count, &v->sessions)) return ST_MEMORY;
    v->frame = (page_frame){ .title         = T(&o, accounts_title),
                             .done          = done_of(rq, c->lang),
                             .problems      = bad ? why : NULL,
                             .problem_count = bad,
                             .fields        = "accounts.field." };
    account_page(&o, v);
    return page_close(&o, rs, bad ? 422 : 200);
}

status account_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    account_view v = { .days = S("90") };
    return show(c, rq, rs, &v, why);
}

status password_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    account_view v  = { .days = S("90") };
    status       st = ST_OK;
    if (!str_equal(form_text(rq, "password"), form_text(rq, "again"))) {
        st = problem_set(why, ST_INVALID, S("again"), S("password-differs"));
    }
    if (st == ST_OK) {
        st = password_change(c, session_token(rq), form_text(rq, "current"),
                             form_text(rq, "password"), why);
    }
    if (st == ST_INVALID) return show(c, rq, rs, &v, why);
    return st == ST_OK ? web_redirect(rs, S("/tai-khoan?xong=mat-khau")) : st;
}

status act_for_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    bool    admin = str_equal(form_text(rq, "hat"), S("admin"));
    (void)why;
    if (!str_int(form_text(rq, "body"), &id)) return ST_INVALID;
    TRY(session_switch(c, session_token(rq), id, admin ? HAT_ADMIN : HAT_WORK));
    return web_redirect(rs, S("/tai-khoan?xong=don-vi"));
}

status session_end_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    TRY(session_end(c, id));
    return web_redirect(rs, S("/tai-khoan?xong=phien"));
}

status sessions_end_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t ended;
    (void)why;
    TRY(sessions_end(c, c->who.person_id, session_token(rq), &ended));
    return web_redirect(rs, S("/tai-khoan?xong=phien-khac"));
}

// Not redirected: the token is shown on this answer and never again.
status token_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    account_view v     = { .label     = form_text(rq, "label"),
                           .days      = form_text(rq, "days"),
                           .may_write = form_text(rq, "write").len > 0 };
    token_draft  draft = { .person_id = c->who.person_id,
                           .body_id   = c->who.body_id,
                           .may_write = v.may_write,
                           .label     = v.label };
    token_made   made;
    if (!str_int(str_trim(v.days), &draft.days)) draft.days = 0;
    status st = token_add(c, &draft, &made, why);
    if (st == ST_INVALID) return show(c, rq, rs, &v, why);
    TRY(st);
    account_view fresh = { .days = S("90"), .new_token = made.token };
    return show(c, rq, rs, &fresh, why);
}

status token_end_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    TRY(token_end(c, id));
    return web_redirect(rs, S("/tai-khoan?xong=thu-hoi#ma-truy-cap"));
}
