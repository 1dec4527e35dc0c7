// enterprise_web.c - inviting, applying, accepting and refusing in the browser and the API.
#include "modules/accounts/accounts_pages.gen.h"
#include "modules/accounts/accounts_web.h"
#include "modules/accounts/enterprise_ops.h"
#include "modules/accounts/enterprise_view.h"

static str t(const web_request *rq, const char *name)
{
    str text = web_field_text(rq, name);
    return text.ptr ? text : S("");
}

static str address_of(call *c, const web_request *rq, str path)
{
    str host = http_request_header(rq->http, S("Host"));
    return arena_printf(c->a, "%s://" STR_FMT STR_FMT, rq->http->secure ? "https" : "http",
                        STR_ARG(host), STR_ARG(path));
}

static status kinds_of(const call *c, const page_option **out, size_t *count)
{
    page_option *list = NEW(c->a, page_option, 3);
    if (!list) return ST_MEMORY;
    *count = 0;
    for (int k = SUPERVISED_SECTOR_LEAD; k <= SUPERVISED_SPECIALISED; k++) {
        str value = supervision_kind_key((supervision_kind)k);
        str key   = arena_printf(c->a, "bodies.supervision." STR_FMT, STR_ARG(value));
        if (!key.ptr) return ST_MEMORY;
        list[(*count)++] = (page_option){ .value = value, .label = text_named(c->lang, key) };
    }
    *out = list;
    return ST_OK;
}

static str state_words(const call *c, const enterprise *e, const char **shape)
{
    static const char *const shapes[] = { "", "wait", "lack", "done", "off" };
    *shape                            = e->over ? "off" : shapes[e->state];
    str key                           = arena_printf(c->a, "enterprise.state." STR_FMT,
                                                     STR_ARG(e->over ? S("over") : enterprise_state_key(e->state)));
    return key.ptr ? text_named(c->lang, key) : S("");
}

// ---- the supervisor's list --------------------------------------------------------------------------

static status show_list(call *c, web_request *rq, http_response *rs, enterprises_view *v,
                        const problem *why)
{
    enterprise *list;
    bool        bad = why->rule.len > 0;
    TRY(enterprise_list(c, &list, &v->count));
    TRY(enterprise_door(c, &v->open));
    TRY(kinds_of(c, &v->kinds, &v->kind_count));
    enterprise_item *items = NEW(c->a, enterprise_item, v->count ? v->count : 1);
    if (!items) return ST_MEMORY;
    page o = page_open(c, rq, rs);
    for (size_t i = 0; i < v->count; i++) {
        const enterprise *e = &list[i];
        items[i]            = (enterprise_item){ .id   = e->id,
                                                 .name = e->words.name,
                                                 .code = e->words.code,
                                                 .sent = e->sent_ms ? page_when(&o, e->sent_ms) : S("") };
        items[i].state      = state_words(c, e, &items[i].shape);
    }
    v->items = items;
    v->frame = (page_frame){ .title         = T(&o, enterprise_title),
                             .menu          = "bodies",
                             .problems      = bad ? why : NULL,
                             .problem_count = bad,
                             .fields        = "enterprise.field." };
    enterprises_page(&o, v);
    return page_close(&o, rs, bad ? 422 : 200);
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    enterprises_view v = { .link = S(""), .name = S(""), .kind = S(""), .basis = S("") };
    return show_list(c, rq, rs, &v, why);
}

static status invite(call *c, const web_request *rq, str *link, problem *why)
{
    supervision_kind kind;
    str              path;
    if (!supervision_kind_named(t(rq, "kind"), &kind)) {
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    }
    TRY(enterprise_invite(c, t(rq, "name"), kind, t(rq, "basis"), &path, why));
    *link = address_of(c, rq, path);
    return link->ptr ? ST_OK : ST_MEMORY;
}

// Not redirected: the link is shown on this answer and never again.
static status list_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    enterprises_view v = {
        .link = S(""), .name = t(rq, "name"), .kind = t(rq, "kind"), .basis = t(rq, "basis")
    };
    status st = invite(c, rq, &v.link, why);
    if (st == ST_OK) v.name = v.basis = S("");
    if (st != ST_OK && st != ST_INVALID) return st;
    return show_list(c, rq, rs, &v, why);
}

static status door_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    TRY(enterprise_door_set(c, str_equal(t(rq, "open"), S("1"))));
    return web_redirect(rs, S("/doanh-nghiep"));
}

// ---- one of them ------------------------------------------------------------------------------------

static status of_path(call *c, const web_request *rq, enterprise *out)
{
    int64_t id;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    return enterprise_load(c, id, out);
}

static status show_one(call *c, web_request *rq, http_response *rs, enterprise_view *v,
                       const problem *why)
{
    bool       bad  = why->rule.len > 0;
    page_crumb up[] = { { text_get(c->lang, T_enterprise_title), S("/doanh-nghiep") } };
    TRY(of_path(c, rq, &v->e));
    TRY(kinds_of(c, &v->kinds, &v->kind_count));
    page o        = page_open(c, rq, rs);
    v->state      = state_words(c, &v->e, &v->shape);
    v->waits      = v->e.state == ENTERPRISE_APPLIED;
    v->may_refuse = v->waits || v->e.state == ENTERPRISE_INVITED;
    v->frame      = (page_frame){ .title         = v->e.words.name,
                                  .menu          = "bodies",
                                  .crumbs        = up,
                                  .crumb_count   = 1,
                                  .problems      = bad ? why : NULL,
                                  .problem_count = bad,
                                  .fields        = "enterprise.field." };
    if (!v->kind.len) v->kind = supervision_kind_key((supervision_kind)v->e.kind);
    if (!v->basis.len) v->basis = v->e.basis;
    if (!v->login.len) v->login = v->e.words.login;
    enterprise_page(&o, v);
    return page_close(&o, rs, bad ? 422 : 200);
}

static enterprise_view typed_view(const web_request *rq)
{
    return (enterprise_view){ .link   = S(""),
                              .kind   = t(rq, "kind"),
                              .basis  = t(rq, "basis"),
                              .login  = t(rq, "login"),
                              .reason = t(rq, "reason") };
}

static status one_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    enterprise_view v = typed_view(rq);
    return show_one(c, rq, rs, &v, why);
}

static status accept(call *c, const web_request *rq, str *link, problem *why)
{
    enterprise          e;
    enterprise_decision how = { .basis = t(rq, "basis"), .login = t(rq, "login") };
    str                 path;
    TRY(of_path(c, rq, &e));
    if (t(rq, "kind").len && !supervision_kind_named(t(rq, "kind"), &how.kind)) {
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    }
    TRY(enterprise_accept(c, e.id, &how, &path, why));
    *link = address_of(c, rq, path);
    return link->ptr ? ST_OK : ST_MEMORY;
}

static status accept_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    enterprise_view v  = typed_view(rq);
    status          st = accept(c, rq, &v.link, why);
    if (st != ST_OK && st != ST_INVALID) return st;
    return show_one(c, rq, rs, &v, why);
}

static status refuse_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    enterprise      e;
    enterprise_view v = typed_view(rq);
    TRY(of_path(c, rq, &e));
    status st = enterprise_refuse(c, e.id, t(rq, "reason"), why);
    if (st == ST_INVALID) return show_one(c, rq, rs, &v, why);
    return st == ST_OK ? web_redirect(rs, S("/doanh-nghiep")) : st;
}

// ---- the public page --------------------------------------------------------------------------------

static enterprise_words words_of(const web_request *rq)
{
    return (enterprise_words){ .name           = t(rq, "name"),
                               .code           = t(rq, "code"),
                               .address        = t(rq, "address"),
                               .representative = t(rq, "representative"),
                               .post           = t(rq, "post"),
                               .phone          = t(rq, "phone"),
                               .email          = t(rq, "email"),
                               .login          = t(rq, "login"),
                               .note           = t(rq, "note") };
}

static status show_apply(call *c, web_request *rq, http_response *rs, apply_view *v,
                         const problem *why)
{
    bool bad   = why->rule.len > 0;
    bool limit = str_equal(why->rule, S("too-many-applications"));
    page o     = page_open(c, rq, rs);
    v->frame   = (page_frame){ .title         = T(&o, enterprise_apply),
                               .bare          = true,
                               .problems      = bad ? why : NULL,
                               .problem_count = bad,
                               .fields        = "enterprise.field." };
    apply_page(&o, v);
    return page_close(&o, rs, limit ? 429 : bad ? 422 : 200);
}

static status hosts_of(call *c, apply_view *v)
{
    enterprise_host *hosts;
    TRY(enterprise_doors(c, &hosts, &v->host_count));
    page_option *list = NEW(c->a, page_option, v->host_count ? v->host_count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < v->host_count; i++) {
        str id = arena_printf(c->a, "%lld", (long long)hosts[i].id);
        if (!id.ptr) return ST_MEMORY;
        list[i] = (page_option){ .value = id, .label = hosts[i].name };
    }
    v->hosts  = list;
    v->closed = v->host_count == 0;
    return ST_OK;
}

static status open_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    apply_view v = { .action     = S("/dang-ky-doanh-nghiep"),
                     .supervisor = S(""),
                     .invited_by = S("") };
    v.w          = words_of(rq);
    TRY(hosts_of(c, &v));
    return show_apply(c, rq, rs, &v, why);
}

static status apply(call *c, web_request *rq, http_response *rs, apply_view *v, str token,
                    problem *why)
{
    int64_t to = 0;
    (void)str_int(v->supervisor, &to);
    status st = enterprise_apply(c, token, to, &v->w, why);
    v->sent   = st == ST_OK;
    if (st != ST_OK && st != ST_INVALID && st != ST_LIMIT) return st;
    return show_apply(c, rq, rs, v, why);
}

static status open_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    apply_view v = { .action = S("/dang-ky-doanh-nghiep"), .invited_by = S("") };
    v.supervisor = t(rq, "supervisor");
    v.w          = words_of(rq);
    TRY(hosts_of(c, &v));
    return apply(c, rq, rs, &v, S(""), why);
}

static status invited_view(call *c, const web_request *rq, apply_view *v)
{
    enterprise e;
    TRY(enterprise_look(c, rq->params[0], &e));
    *v = (apply_view){ .supervisor = S(""), .invited_by = e.supervisor_name, .w = words_of(rq) };
    v->action = arena_printf(c->a, "/dang-ky/" STR_FMT, STR_ARG(rq->params[0]));
    if (!v->w.name.len) v->w.name = e.words.name;
    return v->action.ptr ? ST_OK : ST_MEMORY;
}

static status invited_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    apply_view v;
    TRY(invited_view(c, rq, &v));
    return show_apply(c, rq, rs, &v, why);
}

static status invited_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    apply_view v;
    TRY(invited_view(c, rq, &v));
    return apply(c, rq, rs, &v, rq->params[0], why);
}

// ---- API --------------------------------------------------------------------------------------------

static status api_list(call *c, web_request *rq, http_response *rs, problem *why)
{
    enterprise *list;
    size_t      count;
    buf         out = buf_in(c->a, 8 * 1024, 1024 * 1024);
    (void)rq;
    (void)why;
    TRY(enterprise_list(c, &list, &count));
    buf_put(&out, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(&out, ',');
        enterprise_put_json(&out, &list[i]);
    }
    buf_printf(&out, "],\"total\":%zu,\"next\":null}", count);
    return out.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&out));
}

static status api_link(call *c, http_response *rs, const char *name, str link)
{
    buf out = buf_in(c->a, 256, 1024);
    buf_printf(&out, "{\"%s\":", name);
    buf_json(&out, link);
    buf_char(&out, '}');
    return out.failed ? ST_MEMORY : web_json(rs, 201, buf_str(&out));
}

static status api_invite(call *c, web_request *rq, http_response *rs, problem *why)
{
    str link;
    TRY(invite(c, rq, &link, why));
    return api_link(c, rs, "invite_url", link);
}

static status api_accept(call *c, web_request *rq, http_response *rs, problem *why)
{
    str link;
    TRY(accept(c, rq, &link, why));
    return api_link(c, rs, "invite_url", link);
}

static status api_refuse(call *c, web_request *rq, http_response *rs, problem *why)
{
    enterprise e;
    TRY(of_path(c, rq, &e));
    TRY(enterprise_refuse(c, e.id, t(rq, "reason"), why));
    TRY(of_path(c, rq, &e));
    buf out = buf_in(c->a, 4096, 64 * 1024);
    enterprise_put_json(&out, &e);
    return out.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&out));
}

static const web_field list_answer[] = { { "items", "array", "latest first" },
                                         { "total", "integer", "how many" },
                                         { "next", "string?", "always null" },
                                         { NULL, NULL, NULL } };
static const web_field invite_body[] = {
    { "name", "string", "of the enterprise" },
    { "kind", "string", "sector-lead, state-management or specialised" },
    { "basis", "string", "document number, citation or note" },
    { NULL, NULL, NULL },
};
static const web_field accept_body[] = {
    { "kind", "string?", "as invited when absent" },
    { "basis", "string?", "as invited when absent" },
    { "login", "string?", "of the first administrator; as wished when absent" },
    { NULL, NULL, NULL },
};
static const web_field refuse_body[] = { { "reason", "string", "told and kept" },
                                         { NULL, NULL, NULL } };
static const web_field link_answer[] = { { "invite_url", "string", "told once" },
                                         { NULL, NULL, NULL } };
static const web_field one_answer[]  = { { "id", "string", "decimal" },
                                         { "state", "string",
                                           "invited, applied, accepted, refused" },
                                         { "name", "string", "of the enterprise" },
                                         { NULL, NULL, NULL } };

#define ADMIN RIGHT_BODIES_ADMIN
static const web_route routes[] = {
    { HTTP_GET, "/doanh-nghiep", ADMIN, list_get, "Enterprises on their way in" },
    { HTTP_POST, "/doanh-nghiep", ADMIN, list_post, "Invites an enterprise" },
    { HTTP_POST, "/doanh-nghiep/trang-dang-ky", ADMIN, door_post, "Opens or closes applications" },
    { HTTP_GET, "/doanh-nghiep/{id}", ADMIN, one_get, "One of them" },
    { HTTP_POST, "/doanh-nghiep/{id}/chap-nhan", ADMIN, accept_post, "Accepts it" },
    { HTTP_POST, "/doanh-nghiep/{id}/tu-choi", ADMIN, refuse_post, "Refuses it" },
    { HTTP_GET, "/dang-ky-doanh-nghiep", RIGHT_PUBLIC, open_get, "The public application form" },
    { HTTP_POST, "/dang-ky-doanh-nghiep", RIGHT_PUBLIC, open_post, "Sends an application",
      .flags = WEB_NO_CSRF },
    { HTTP_GET, "/dang-ky/{token}", RIGHT_PUBLIC, invited_get, "An invited enterprise's form" },
    { HTTP_POST, "/dang-ky/{token}", RIGHT_PUBLIC, invited_post, "Sends it", .flags = WEB_NO_CSRF },
    { HTTP_GET, "/api/v1/enterprises", ADMIN, api_list, "Lists enterprises on their way in",
      .answer = list_answer },
    { HTTP_POST, "/api/v1/enterprises", ADMIN, api_invite, "Invites an enterprise",
      .body = invite_body, .answer = link_answer },
    { HTTP_POST, "/api/v1/enterprises/{id}/accept", ADMIN, api_accept, "Accepts one",
      .body = accept_body, .answer = link_answer },
    { HTTP_POST, "/api/v1/enterprises/{id}/refuse", ADMIN, api_refuse, "Refuses one",
      .body = refuse_body, .answer = one_answer },
};

const web_module enterprises_module = { "enterprises", routes, COUNT(routes) };
