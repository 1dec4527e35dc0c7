// organisations_web.c - bodies in the browser and the API.
#include "kit/web/page.h"
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_pages.gen.h"
#include "modules/organisations/organisations_view.h"

enum { SHOWN_MAX = 300 }; // bodies on one page; beyond it one searches

// ---- lists ------------------------------------------------------------------------------------------

static status items_of(call *c, const body_list *list, size_t most, const body_item **out,
                       size_t *count)
{
    size_t     n     = list->count < most ? list->count : most;
    body_item *items = NEW(c->a, body_item, n ? n : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) items[i] = body_item_of(c->lang, c->a, &list->items[i]);
    *out   = items;
    *count = n;
    return ST_OK;
}

static status bodies_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    bodies_view v = { .words = http_query(rq->http, S("q")) };
    body_list   list;
    (void)why;
    if (!v.words.ptr) v.words = S("");
    TRY(body_branch(c, c->who.body_id, v.words, &list));
    TRY(items_of(c, &list, SHOWN_MAX, &v.items, &v.count));
    v.cut   = list.count > v.count;
    page o  = page_open(c, rq, rs);
    v.frame = (page_frame){ .title = T(&o, bodies_title), .menu = "bodies" };
    bodies_page(&o, &v);
    return page_close(&o, rs, 200);
}

// ---- one body ---------------------------------------------------------------------------------------

// By id or code: one of one's own branch, or one that stands above it. Others are not there.
static status body_of_path(call *c, const web_request *rq, body *out)
{
    bool below, above;
    body b;
    TRY(body_by_ref(c, rq->params[0], &b));
    TRY(body_in_branch(c, b.id, c->who.body_id, &below));
    TRY(body_in_branch(c, c->who.body_id, b.id, &above));
    if (!below && !above) return ST_MISSING;
    *out = b;
    return ST_OK;
}

static status may_change(call *c, int64_t id, bool *may)
{
    *may = false;
    return call_may(c, RIGHT_BODIES_ADMIN) ? body_in_branch(c, id, c->who.body_id, may) : ST_OK;
}

static status crumbs_of(call *c, int64_t id, page_frame *frame, page *o)
{
    body_list above;
    TRY(body_above(c, id, S(""), &above));
    page_crumb *crumbs = NEW(c->a, page_crumb, above.count + 1);
    if (!crumbs) return ST_MEMORY;
    crumbs[0] = (page_crumb){ T(o, bodies_title), S("/to-chuc") };
    for (size_t i = 0; i < above.count; i++) { // the top first
        const body *b    = &above.items[above.count - 1 - i];
        str         href = arena_printf(c->a, "/to-chuc/%lld", (long long)b->id);
        if (!href.ptr) return ST_MEMORY;
        crumbs[i + 1] = (page_crumb){ body_name_in(c->lang, b), href };
    }
    frame->crumbs      = crumbs;
    frame->crumb_count = above.count + 1;
    return ST_OK;
}

static str period_of(page *o, const body *b)
{
    if (!b->valid_from.len && !b->valid_to.len) return S("");
    str from = b->valid_from.len ? page_date(o, b->valid_from) : S("…");
    str to   = b->valid_to.len ? page_date(o, b->valid_to) : S("…");
    str text = arena_printf(o->a, STR_FMT " – " STR_FMT, STR_ARG(from), STR_ARG(to));
    return text.ptr ? text : S("");
}

static status body_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    body_view v = { .successor = { .id = 0 } };
    body_list below;
    body      next;
    (void)why;
    TRY(body_of_path(c, rq, &v.b));
    TRY(body_children(c, v.b.id, &below));
    TRY(items_of(c, &below, BODY_LIST_MAX, &v.below, &v.below_count));
    TRY(may_change(c, v.b.id, &v.may_change));
    if (v.b.merged_into) {
        TRY(body_by_id(c, v.b.merged_into, &next));
        v.successor = body_item_of(c->lang, c->a, &next);
    }
    page o       = page_open(c, rq, rs);
    v.name       = body_name_in(c->lang, &v.b);
    v.other_name = c->lang == LANG_EN ? v.b.name_vi : v.b.name_en;
    if (str_equal(v.other_name, v.name)) v.other_name = S("");
    v.kind   = body_kind_words(c->lang, c->a, v.b.kind);
    v.period = period_of(&o, &v.b);
    v.frame  = (page_frame){ .title = v.name, .menu = "bodies" };
    if (http_query(rq->http, S("xong")).len) v.frame.done = T(&o, bodies_saved);
    TRY(crumbs_of(c, v.b.id, &v.frame, &o));
    body_page(&o, &v);
    return page_close(&o, rs, 200);
}

// ---- adding and renaming ----------------------------------------------------------------------------

static str form(const web_request *rq, const char *name)
{
    str text = http_form(rq->http, str_from(name));
    return text.ptr ? text : S("");
}

static status show_form(call *c, web_request *rq, http_response *rs, body_form_view *v,
                        const body *b, const problem *why)
{
    page o    = page_open(c, rq, rs);
    v->back   = arena_printf(c->a, "/to-chuc/%lld", (long long)b->id);
    v->action = arena_printf(c->a, "/to-chuc/%lld/%s", (long long)b->id,
                             v->renames ? "sua" : "them");
    if (!v->back.ptr || !v->action.ptr) return ST_MEMORY;
    if (!body_kind_options(c->lang, c->a, &v->kinds, &v->kind_count)) return ST_MEMORY;
    bool bad = why->rule.len > 0;
    v->frame = (page_frame){ .title         = v->renames ? T(&o, bodies_rename) : T(&o, bodies_add),
                             .menu          = "bodies",
                             .problems      = bad ? why : NULL,
                             .problem_count = bad,
                             .fields        = "bodies.field." };
    TRY(crumbs_of(c, b->id, &v->frame, &o));
    body_form_page(&o, v);
    return page_close(&o, rs, bad ? 422 : 200);
}

static status changeable(call *c, const web_request *rq, body *out)
{
    bool may;
    TRY(body_of_path(c, rq, out));
    TRY(may_change(c, out->id, &may));
    return may ? ST_OK : ST_FORBIDDEN;
}

static status add_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    body           parent;
    body_form_view v = { .typed = { .place = S("") } };
    TRY(changeable(c, rq, &parent));
    v.typed.place = parent.place;
    return show_form(c, rq, rs, &v, &parent, why);
}

static status go_to(call *c, http_response *rs, int64_t id)
{
    str to = arena_printf(c->a, "/to-chuc/%lld?xong=1", (long long)id);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

static status add_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    body           parent;
    int64_t        id;
    body_form_view v = { .typed = { .code    = form(rq, "code"),
                                    .name_vi = form(rq, "name_vi"),
                                    .name_en = form(rq, "name_en"),
                                    .symbol  = form(rq, "symbol"),
                                    .place   = form(rq, "place"),
                                    .kind    = form(rq, "kind") } };
    TRY(changeable(c, rq, &parent));
    v.typed.parent_id = parent.id;
    status st         = bodies_add(c, &v.typed, &id, why);
    if (st == ST_INVALID) return show_form(c, rq, rs, &v, &parent, why);
    return st == ST_OK ? go_to(c, rs, id) : st;
}

static status rename_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    body b;
    TRY(changeable(c, rq, &b));
    body_form_view v = { .renames = true,
                         .version = b.version,
                         .typed   = { .name_vi = b.name_vi,
                                      .name_en = b.name_en,
                                      .symbol  = b.symbol,
                                      .place   = b.place } };
    return show_form(c, rq, rs, &v, &b, why);
}

static status rename_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    body           b;
    body_form_view v = { .renames = true,
                         .typed   = { .name_vi = form(rq, "name_vi"),
                                      .name_en = form(rq, "name_en"),
                                      .symbol  = form(rq, "symbol"),
                                      .place   = form(rq, "place") } };
    TRY(changeable(c, rq, &b));
    if (!str_int(form(rq, "version"), &v.version)) v.version = 0;
    body_names names = { v.typed.name_vi, v.typed.name_en, v.typed.symbol, v.typed.place };
    status     st    = bodies_rename(c, b.id, v.version, &names, why);
    if (st == ST_INVALID) return show_form(c, rq, rs, &v, &b, why);
    return st == ST_OK ? go_to(c, rs, b.id) : st;
}

// ---- API --------------------------------------------------------------------------------------------

static status answer(http_response *rs, int code, const buf *b)
{
    return b->failed ? ST_MEMORY : web_json(rs, code, buf_str(b));
}

static status api_list(call *c, web_request *rq, http_response *rs, problem *why)
{
    str       under = http_query(rq->http, S("under")), words = http_query(rq->http, S("q"));
    int64_t   top = c->who.body_id;
    body_list list;
    body      b;
    if (under.len) {
        bool   in;
        status st = body_by_ref(c, under, &b);
        if (st == ST_OK) st = body_in_branch(c, b.id, c->who.body_id, &in);
        if (st == ST_MISSING || (st == ST_OK && !in)) {
            return problem_set(why, ST_MISSING, S("under"), S("unknown-body"));
        }
        TRY(st);
        top = b.id;
    }
    TRY(body_branch(c, top, words.ptr ? words : S(""), &list));
    buf out = buf_in(c->a, 64 * 1024, 2 * 1024 * 1024);
    buf_put(&out, S("{\"items\":["));
    for (size_t i = 0; i < list.count; i++) {
        if (i) buf_char(&out, ',');
        body_put_json(&out, &list.items[i]);
    }
    buf_printf(&out, "],\"total\":%zu,\"next\":null}", list.count);
    return answer(rs, 200, &out);
}

static status api_show(call *c, web_request *rq, http_response *rs, problem *why)
{
    body b;
    (void)why;
    TRY(body_of_path(c, rq, &b));
    TRY(web_etag(rs, b.version));
    buf out = buf_in(c->a, 2048, 16 * 1024);
    body_put_json(&out, &b);
    return answer(rs, 200, &out);
}

static str text_of(const web_request *rq, const char *name)
{
    str text = web_json_text(rq, name);
    return text.ptr ? text : S("");
}

static status api_add(call *c, web_request *rq, http_response *rs, problem *why)
{
    body       parent, b;
    int64_t    id;
    body_draft draft = { .code    = text_of(rq, "code"),
                         .name_vi = text_of(rq, "name"),
                         .name_en = text_of(rq, "name_en"),
                         .symbol  = text_of(rq, "symbol"),
                         .place   = text_of(rq, "place"),
                         .kind    = text_of(rq, "kind") };
    status     st    = body_by_ref(c, text_of(rq, "parent"), &parent);
    if (st == ST_MISSING) return problem_set(why, ST_INVALID, S("parent"), S("unknown-body"));
    TRY(st);
    draft.parent_id = parent.id;
    TRY(bodies_add(c, &draft, &id, why));
    TRY(body_by_id(c, id, &b));
    TRY(web_etag(rs, b.version));
    buf out = buf_in(c->a, 2048, 16 * 1024);
    body_put_json(&out, &b);
    return answer(rs, 201, &out);
}

static const web_field list_query[] = {
    { "under", "string?", "id or code of the body whose branch is listed; your own when absent" },
    { "q", "string?", "words of the name or code, accents ignored" },
    { NULL, NULL, NULL },
};

static const web_field list_answer[] = {
    { "items", "array", "bodies, in protocol then Vietnamese order" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null: the list is whole" },
    { NULL, NULL, NULL },
};

static const web_field body_answer[] = {
    { "id", "string", "decimal" },
    { "code", "string", "what sheets and people write" },
    { "name", "string", "in Vietnamese" },
    { "name_en", "string", "in English" },
    { "kind", "string", "ministry, province, unit, …" },
    { "symbol", "string", "in document numbers" },
    { "place", "string", "place name on papers" },
    { "parent", "string?", "id of the body above today" },
    { "valid_from", "string", "ISO day, empty when open" },
    { "valid_to", "string", "ISO day, empty when open" },
    { "merged_into", "string?", "id of the successor" },
    { NULL, NULL, NULL },
};

static const web_field add_body[] = {
    { "parent", "string", "id or code of the body above" },
    { "name", "string", "in Vietnamese" },
    { "name_en", "string?", "in English" },
    { "code", "string?", "made from the parent's when absent" },
    { "kind", "string?", "unit when absent" },
    { "symbol", "string?", "in document numbers" },
    { "place", "string?", "place name on papers" },
    { NULL, NULL, NULL },
};

static const web_route routes[] = {
    { HTTP_GET, "/to-chuc", RIGHT_SIGNED_IN, bodies_get, "The bodies of one's branch" },
    { HTTP_GET, "/to-chuc/{id}", RIGHT_SIGNED_IN, body_get, "One body" },
    { HTTP_GET, "/to-chuc/{id}/them", RIGHT_BODIES_ADMIN, add_get, "A form for a body below it" },
    { HTTP_POST, "/to-chuc/{id}/them", RIGHT_BODIES_ADMIN, add_post, "Adds a body below it" },
    { HTTP_GET, "/to-chuc/{id}/sua", RIGHT_BODIES_ADMIN, rename_get, "A form for its names" },
    { HTTP_POST, "/to-chuc/{id}/sua", RIGHT_BODIES_ADMIN, rename_post, "Changes its names" },
    { HTTP_GET, "/api/v1/bodies", RIGHT_SIGNED_IN, api_list, "Lists the bodies of a branch",
      .query = list_query, .answer = list_answer },
    { HTTP_GET, "/api/v1/bodies/{id}", RIGHT_SIGNED_IN, api_show, "Shows a body by id or code",
      .answer = body_answer },
    { HTTP_POST, "/api/v1/bodies", RIGHT_BODIES_ADMIN, api_add, "Adds a body", .body = add_body,
      .answer = body_answer },
};

const web_module organisations_module = { "organisations", routes, COUNT(routes) };
