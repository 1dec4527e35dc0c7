// people_web.c - people of one's branch.
#include "modules/accounts/accounts_pages.gen.h"
#include "modules/accounts/accounts_view.h"
#include "modules/accounts/accounts_web.h"
#include "modules/accounts/leave_ops.h"
#include "modules/accounts/people_ops.h"
#include "modules/organisations/organisations.h"

// ---- the list -----------------------------------------------------------------------------------

// The cursor is "id.key" of the last person shown.
static bool read_cursor(str text, str *key, int64_t *id)
{
    str head, tail;
    *key = S("");
    *id  = 0;
    if (!str_cut(text, '.', &head, &tail) || !str_int(head, id) || !str_is_text(tail)) return false;
    *key = tail;
    return true;
}

status people_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    str         key, cursor = http_query(rq->http, S("cursor"));
    int64_t     id;
    person_list list;
    (void)why;
    bool past  = http_query(rq->http, S("truoc")).len > 0;
    bool later = read_cursor(cursor, &key, &id);
    TRY(people_list(c, past, key, id, &list));
    page        o = page_open(c, rq, rs);
    people_view v = { .items = list.items, .count = list.count, .past = past };
    v.frame  = (page_frame){ .title = past ? T(&o, accounts_people_past) : T(&o, accounts_people),
                             .menu  = "people",
                             .wide  = true };
    v.pager  = (page_pager){ .shown = (int64_t)list.count, .total = -1 };
    str here = past ? S("/nguoi-dung?truoc=1") : S("/nguoi-dung");
    if (later) v.pager.first = here;
    if (list.more) {
        const person *last = &list.items[list.count - 1];
        str           next = arena_printf(c->a, "%lld." STR_FMT, (long long)last->id,
                                          STR_ARG(last->sort_key));
        if (!next.ptr) return ST_MEMORY;
        v.pager.next = page_url_with(&o, here, "cursor", next);
    }
    people_page(&o, &v);
    return page_close(&o, rs, 200);
}

// ---- a new person -------------------------------------------------------------------------------

static status body_named(call *c, str typed, int64_t *id, problem *why)
{
    body_found found;
    if (!str_trim(typed).len) return problem_set(why, ST_INVALID, S("body"), S("required"));
    status st = body_resolve(c, typed, S(""), &found, why);
    if (st == ST_MISSING || st == ST_INVALID) {
        if (why) why->field = S("body");
        return ST_INVALID;
    }
    if (st == ST_OK) *id = found.body.id;
    return st;
}

static status show_new(call *c, web_request *rq, http_response *rs, person_new_view *v,
                       const problem *why)
{
    bool bad = why->rule.len > 0;
    if (!role_options(c->lang, c->a, &v->role_options, &v->role_option_count)) return ST_MEMORY;
    page o   = page_open(c, rq, rs);
    v->frame = (page_frame){ .title         = T(&o, accounts_people_add),
                             .menu          = "people",
                             .problems      = bad ? why : NULL,
                             .problem_count = bad,
                             .fields        = "accounts.field." };
    person_new_page(&o, v);
    return page_close(&o, rs, bad ? 422 : 200);
}

status person_new_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    body            b;
    person_new_view v = { .body = S(""), .roles = S("") };
    if (c->who.body_id) {
        TRY(body_by_id(c, c->who.body_id, &b));
        v.body = b.code;
    }
    return show_new(c, rq, rs, &v, why);
}

// The ticked roles, as bits and as typed.
static status read_roles(call *c, const web_request *rq, uint64_t *roles, str *typed)
{
    buf b  = buf_in(c->a, 128, 4096);
    *roles = 0;
    for (size_t i = 0; i < rq->http->form_count; i++) {
        account_role role;
        if (!str_equal(rq->http->form[i].name, S("role"))) continue;
        if (!account_role_named(rq->http->form[i].value, &role)) continue;
        *roles |= ROLE_BIT(role);
        if (b.len) buf_char(&b, ' ');
        buf_put(&b, account_role_name(role));
    }
    *typed = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

static status show_person(call *c, web_request *rq, http_response *rs, int64_t id, person_view *v,
                          const problem *why);

// The address of the link, whole, as this server is called.
static str link_address(call *c, const web_request *rq, str path)
{
    str host = http_request_header(rq->http, S("Host"));
    return arena_printf(c->a, "%s://" STR_FMT STR_FMT, rq->http->secure ? "https" : "http",
                        STR_ARG(host), STR_ARG(path));
}

status person_new_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    person_new_view v     = { .login      = form_text(rq, "login"),
                              .name       = form_text(rq, "name"),
                              .post       = form_text(rq, "post"),
                              .body       = form_text(rq, "body"),
                              .valid_from = form_text(rq, "valid_from"),
                              .valid_to   = form_text(rq, "valid_to") };
    person_draft    draft = { .login      = v.login,
                              .name       = v.name,
                              .post       = v.post,
                              .valid_from = v.valid_from,
                              .valid_to   = v.valid_to };
    person_made     made;
    TRY(read_roles(c, rq, &draft.roles, &v.roles));
    status st = str_trim(v.name).len ? body_named(c, v.body, &draft.body_id, why)
                                     : problem_set(why, ST_INVALID, S("name"), S("required"));
    if (st == ST_OK) st = people_add(c, &draft, &made, why);
    if (st == ST_INVALID) return show_new(c, rq, rs, &v, why);
    TRY(st);
    person_link invite = { .path = made.path, .invite = true };
    return person_show(c, rq, rs, made.id, &invite, why);
}

// ---- one person ---------------------------------------------------------------------------------

static status list_roles(call *c, page *o, int64_t id, person_view *v)
{
    held_role *roles;
    str        today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(roles_of(c, id, &roles, &v->role_count));
    role_item *items = NEW(c->a, role_item, v->role_count ? v->role_count : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < v->role_count; i++) {
        const held_role *r = &roles[i];
        items[i]           = (role_item){ .id        = r->id,
                                          .body_code = r->body_code,
                                          .body_name = r->body_name,
                                          .role      = role_words(c->lang, r->role),
                                          .period    = period_words(o, r->valid_from, r->valid_to),
                                          .over = r->valid_to.len && str_compare(r->valid_to, today) < 0 };
    }
    v->roles = items;
    return ST_OK;
}

static status list_sessions(call *c, page *o, const web_request *rq, int64_t id, person_view *v)
{
    session_view *sessions;
    TRY(sessions_of(c, id, session_token(rq), &sessions, &v->session_count));
    return session_items(o, sessions, v->session_count, &v->sessions) ? ST_OK : ST_MEMORY;
}

// "Bộ Y tế (Cán bộ của chủ quản) → Trần Bình"
static str handover_words(page *o, const handover *h)
{
    if (!h->body_name.len) return T(o, accounts_leave_nothing);
    str roles = roles_words(o->lang, o->a, h->roles);
    str to    = h->to_name.len ? h->to_name : T(o, accounts_leave_nobody);
    str text  = arena_printf(o->a, STR_FMT " (" STR_FMT ") → " STR_FMT, STR_ARG(h->body_name),
                             STR_ARG(roles), STR_ARG(to));
    return text.ptr ? text : S("");
}

static status list_handovers(call *c, page *o, int64_t id, person_view *v)
{
    handover *all;
    TRY(handovers_list(c, id, &all, &v->handover_count));
    handover_item *items = NEW(c->a, handover_item, v->handover_count ? v->handover_count : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < v->handover_count; i++) {
        const handover *h      = &all[i];
        const str       back[] = { page_when(o, h->back_ms), h->back_by };
        items[i]               = (handover_item){ .when   = page_when(o, h->made_ms),
                                                  .by     = h->made_by,
                                                  .reason = h->reason,
                                                  .back   = S(""),
                                                  .what   = handover_words(o, h) };
        if (h->back_ms) {
            items[i].back = text_fill(c->a, T(o, accounts_leave_back), back, COUNT(back));
        }
    }
    v->handovers = items;
    return ST_OK;
}

static status show_person(call *c, web_request *rq, http_response *rs, int64_t id, person_view *v,
                          const problem *why)
{
    bool       bad = why->rule.len > 0;
    page_crumb up[1];
    body       b;
    TRY(person_load(c, id, &v->p));
    page o = page_open(c, rq, rs);
    TRY(list_roles(c, &o, id, v));
    TRY(list_sessions(c, &o, rq, id, v));
    TRY(list_handovers(c, &o, id, v));
    if (!role_options(c->lang, c->a, &v->role_options, &v->role_option_count)) return ST_MEMORY;
    if (!v->body.len && c->who.body_id) {
        TRY(body_by_id(c, c->who.body_id, &b));
        v->body = b.code;
    }
    v->self  = id == c->who.person_id;
    up[0]    = (page_crumb){ T(&o, accounts_people), S("/nguoi-dung") };
    v->frame = (page_frame){ .title         = v->p.name,
                             .menu          = "people",
                             .crumbs        = up,
                             .crumb_count   = 1,
                             .problems      = bad ? why : NULL,
                             .problem_count = bad,
                             .fields        = "accounts.field." };
    if (http_query(rq->http, S("xong")).len) v->frame.done = T(&o, accounts_done_saved);
    person_page(&o, v);
    return page_close(&o, rs, bad ? 422 : 200);
}

status person_show(call *c, web_request *rq, http_response *rs, int64_t id, const person_link *link,
                   const problem *why)
{
    person_view v = { .link = S("") };
    if (link) {
        v.link       = link_address(c, rq, link->path);
        v.link_words = text_get(c->lang, link->invite ? T_accounts_person_link
                                                      : T_accounts_person_link_reset);
        if (!v.link.ptr) return ST_MEMORY;
    }
    return show_person(c, rq, rs, id, &v, why);
}

static status id_of_path(const web_request *rq, int64_t *id)
{
    return str_int(rq->params[0], id) ? ST_OK : ST_MISSING;
}

status person_hidden(status st)
{
    return st == ST_FORBIDDEN ? ST_MISSING : st;
}

static status back_to(call *c, http_response *rs, int64_t id)
{
    str to = arena_printf(c->a, "/nguoi-dung/%lld?xong=1", (long long)id);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

status person_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t     id;
    person_view v = { .link = S("") };
    TRY(id_of_path(rq, &id));
    return show_person(c, rq, rs, id, &v, why);
}

status person_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t     id, version;
    person_view v = { .link = S("") };
    TRY(id_of_path(rq, &id));
    if (!str_int(form_text(rq, "version"), &version)) version = 0;
    status st = person_hidden(
        people_rename(c, id, version, form_text(rq, "name"), form_text(rq, "post"), why));
    if (st == ST_INVALID) return show_person(c, rq, rs, id, &v, why);
    return st == ST_OK ? back_to(c, rs, id) : st;
}

// Not redirected: the link is shown on this answer and never again.
status reset_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t     id;
    person_link link;
    TRY(id_of_path(rq, &id));
    status st = person_hidden(people_reset(c, id, &link, why));
    if (st == ST_INVALID) return person_show(c, rq, rs, id, NULL, why);
    TRY(st);
    // One's own session has just ended.
    if (id == c->who.person_id) return web_redirect(rs, link.path);
    return person_show(c, rq, rs, id, &link, why);
}

status lock_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t     id;
    bool        locked = str_equal(form_text(rq, "locked"), S("1"));
    person_view v      = { .link = S("") };
    TRY(id_of_path(rq, &id));
    status st = person_hidden(people_lock(c, id, locked, why));
    if (st == ST_INVALID) return show_person(c, rq, rs, id, &v, why);
    return st == ST_OK ? back_to(c, rs, id) : st;
}

status role_give_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t     id, role_id;
    person_view v     = { .link       = S(""),
                          .body       = form_text(rq, "body"),
                          .role       = form_text(rq, "role"),
                          .valid_from = form_text(rq, "valid_from"),
                          .valid_to   = form_text(rq, "valid_to") };
    role_draft  draft = { .valid_from = v.valid_from, .valid_to = v.valid_to };
    TRY(id_of_path(rq, &id));
    draft.person_id = id;
    status st       = account_role_named(v.role, &draft.role)
                          ? body_named(c, v.body, &draft.body_id, why)
                          : problem_detail(why, ST_INVALID, S("role"), S("unknown-role"), v.role);
    if (st == ST_OK) st = person_hidden(role_give(c, &draft, &role_id, why));
    if (st == ST_INVALID) return show_person(c, rq, rs, id, &v, why);
    return st == ST_OK ? back_to(c, rs, id) : st;
}

// The role ends with yesterday, so it no longer counts from now on.
status role_take_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id, role_id;
    day     today = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES);
    str     last  = day_iso(c->a, day_from_number(day_number(today) - 1));
    TRY(id_of_path(rq, &id));
    if (!last.ptr) return ST_MEMORY;
    if (!str_int(rq->params[1], &role_id)) return ST_MISSING;
    status st = person_hidden(role_take(c, role_id, last, why));
    if (st == ST_INVALID) return person_show(c, rq, rs, id, NULL, why);
    return st == ST_OK ? back_to(c, rs, id) : st;
}

// ---- sessions of a person ---------------------------------------------------------------------------

status person_session_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id, session;
    (void)why;
    TRY(id_of_path(rq, &id));
    if (!str_int(rq->params[1], &session)) return ST_MISSING;
    TRY(session_end(c, session));
    return back_to(c, rs, id);
}

status person_sessions_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id, ended;
    (void)why;
    TRY(id_of_path(rq, &id));
    TRY(person_hidden(sessions_end(c, id, session_token(rq), &ended)));
    return back_to(c, rs, id);
}
