// system_web.c - the register in the browser: the list, one system, adding and changing.
#include "modules/systems/system_view.h"
#include "modules/systems/systems_pages.gen.h"

#include "modules/organisations/organisations.h"

// Invented bodies (Mẫu) carry the mark of invented data on every page that shows them alone.
static const str sample_kind = STR("sample");

// ---- the list -------------------------------------------------------------------------------------

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_filter filter;
    system_page   list;
    systems_view  v = { 0 };
    TRY(system_filter_read(c, rq->http, &filter, why));
    TRY(systems_list(c, &filter, http_query(rq->http, S("c")), 0, &list, why));
    page o = page_open(c, rq, rs);
    systems_view_fill(&o, rq, &filter, &list, &v);
    v.may_write = call_may(c, RIGHT_SYSTEMS_WRITE);
    v.frame = (page_frame){ .title = T(&o, systems_list_title), .menu = "systems", .wide = true };
    systems_page(&o, &v);
    return page_close(&o, rs, 200);
}

// ---- one system -----------------------------------------------------------------------------------

static status is_sample(call *c, int64_t owner_id, bool *sample)
{
    body owner;
    TRY(body_by_id(c, owner_id, &owner));
    *sample = str_equal(owner.kind, sample_kind);
    return ST_OK;
}

static status system_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record  s;
    system_change *changes;
    size_t         count;
    system_view    v = { 0 };
    bool           sample;
    (void)why;
    TRY(systems_get(c, rq->params[0], &s));
    TRY(systems_history(c, s.id, &changes, &count));
    TRY(is_sample(c, s.owner_id, &sample));
    page o = page_open(c, rq, rs);
    TRY(system_view_fill(&o, &s, &v));
    TRY(system_history_fill(&o, changes, count, &v));
    const page_crumb crumbs[] = { { T(&o, menu_systems), S("/he-thong") } };
    v.may_write               = call_may(c, RIGHT_SYSTEMS_WRITE);
    v.frame                   = (page_frame){ .title       = s.data.name,
                                              .menu        = "systems",
                                              .crumbs      = crumbs,
                                              .crumb_count = COUNT(crumbs),
                                              .invented    = sample };
    if (str_equal(http_query(rq->http, S("xong")), S("1"))) v.frame.done = T(&o, systems_saved);
    system_one_page(&o, &v);
    return page_close(&o, rs, 200);
}

// ---- the form ---------------------------------------------------------------------------------------

typedef struct form {       // one showing of the form
    const system_record *s; // NULL: a new system
    const system_data   *data;
    const problem       *problems;
    size_t               problem_count;
    int64_t              version;
} form;

static status show_form(call *c, web_request *rq, http_response *rs, const form *f)
{
    page             o = page_open(c, rq, rs);
    system_form_view v = { .adding = !f->s, .action = S("/he-thong/them"), .back = S("/he-thong") };
    page_crumb       crumbs[2] = { { T(&o, menu_systems), S("/he-thong") } };
    if (f->s) {
        v.back    = arena_printf(c->a, "/he-thong/" STR_FMT, STR_ARG(f->s->code));
        v.action  = arena_printf(c->a, STR_FMT "/sua", STR_ARG(v.back));
        crumbs[1] = (page_crumb){ f->s->data.name, v.back };
    }
    v.version = arena_printf(c->a, "%lld", (long long)f->version);
    v.frame   = (page_frame){ .title         = f->s ? T(&o, systems_edit) : T(&o, systems_add),
                              .menu          = "systems",
                              .crumbs        = crumbs,
                              .crumb_count   = f->s ? 2 : 1,
                              .problems      = f->problems,
                              .problem_count = f->problem_count,
                              .fields        = "systems.field." };
    TRY(system_form_fill(&o, f->data, &v));
    system_form_page(&o, &v);
    return page_close(&o, rs, f->problem_count ? 422 : 200);
}

// What was typed, over what is stored: a field the form does not carry keeps its value.
static system_data typed_over(const http_request *http, system_data d)
{
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f     = &system_fields[i];
        str                 value = http_form(http, f->key);
        if (f->kind != SYSTEM_FACTS && value.ptr) *system_text(&d, f) = value;
    }
    return d;
}

static status own_body_code(call *c, str *code)
{
    body own;
    TRY(body_by_id(c, c->who.body_id, &own));
    *code = own.code;
    return ST_OK;
}

static status add_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_data empty = { .state = S("running") };
    (void)why;
    TRY(own_body_code(c, &empty.owner));
    return show_form(c, rq, rs, &(form){ .data = &empty });
}

static status add_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_data     draft    = typed_over(rq->http, (system_data){ 0 });
    system_problems problems = { 0 };
    system_record   made;
    int64_t         id;
    (void)why;
    status st = systems_add(c, &draft, &id, &problems);
    if (st == ST_INVALID) {
        return show_form(
            c, rq, rs,
            &(form){ .data = &draft, .problems = problems.items, .problem_count = problems.count });
    }
    TRY(st);
    TRY(systems_get_id(c, id, &made));
    return web_redirect(rs, arena_printf(c->a, "/he-thong/" STR_FMT "/cap-do", STR_ARG(made.code)));
}

static status edit_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record s;
    (void)why;
    TRY(systems_get(c, rq->params[0], &s));
    return show_form(c, rq, rs, &(form){ .s = &s, .data = &s.data, .version = s.version });
}

static status edit_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record   s;
    system_problems problems = { 0 };
    int64_t         version  = 0;
    (void)why;
    TRY(systems_get(c, rq->params[0], &s));
    if (!str_int(http_form(rq->http, S("version")), &version)) version = 0;
    system_data draft = typed_over(rq->http, s.data);
    status      st    = systems_change(c, s.id, version, &draft, &problems);
    if (st == ST_CONFLICT) {
        // Someone saved first: what was typed stays in the form, over the newer row.
        problems = (system_problems){ .items = { { .rule = S("changed-meanwhile") } }, .count = 1 };
        st       = ST_INVALID;
    }
    if (st == ST_INVALID) {
        return show_form(c, rq, rs,
                         &(form){ .s             = &s,
                                  .data          = &draft,
                                  .problems      = problems.items,
                                  .problem_count = problems.count,
                                  .version       = s.version });
    }
    TRY(st);
    return web_redirect(rs, arena_printf(c->a, "/he-thong/" STR_FMT "?xong=1", STR_ARG(s.code)));
}

// ---- routes ----------------------------------------------------------------------------------------------

static const web_field list_query[] = {
    { "q", "string?", "words of name, code, owner or operator; accents do not matter" },
    { "level", "integer?", "1 to 5, 0 for none" },
    { "state", "string?", "planned building running upgrading stopped" },
    { "result", "string?", "decided at_least no_rule" },
    { "owner", "string?", "owner's code or id" },
    { "branch", "string?", "what this body sees: its code or id" },
    { "c", "string?", "cursor of the page" },
    { NULL, NULL, NULL },
};

static const web_route routes[] = {
    { HTTP_GET, "/he-thong", RIGHT_SYSTEMS_READ, list_get, "The register, 50 a page",
      .query = list_query },
    { HTTP_GET, "/he-thong/them", RIGHT_SYSTEMS_WRITE, add_get, "Form of a new system" },
    { HTTP_POST, "/he-thong/them", RIGHT_SYSTEMS_WRITE, add_post, "Add a system" },
    { HTTP_GET, "/he-thong/{id}", RIGHT_SYSTEMS_READ, system_get, "One system" },
    { HTTP_GET, "/he-thong/{id}/sua", RIGHT_SYSTEMS_WRITE, edit_get, "Form that changes a system" },
    { HTTP_POST, "/he-thong/{id}/sua", RIGHT_SYSTEMS_WRITE, edit_post, "Change a system" },
};

const web_module systems_module = { "systems", routes, COUNT(routes) };
