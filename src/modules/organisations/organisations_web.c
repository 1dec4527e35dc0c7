// organisations_web.c - bodies in the browser and the API.
#include "kit/web/page.h"
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_pages.gen.h"
#include "modules/organisations/organisations_view.h"
#include "modules/organisations/parts_web.h"

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

static status ending_notices(call *c, page *o, bodies_view *v)
{
    delegation *list;
    TRY(delegations_ending(c, &list, &v->notice_count));
    str *lines = NEW(c->a, str, v->notice_count ? v->notice_count : 1);
    if (!lines) return ST_MEMORY;
    for (size_t i = 0; i < v->notice_count; i++) {
        str args[] = { list[i].body_name, list[i].to_name, page_date(o, list[i].valid_to) };
        lines[i]   = text_fill(c->a, T(o, bodies_delegations_ending), args, COUNT(args));
        if (!lines[i].ptr) return ST_MEMORY;
    }
    v->notices = lines;
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
    v.cut = list.count > v.count;
    if (!v.words.len) {
        TRY(body_supervised(c, &list));
        TRY(items_of(c, &list, SHOWN_MAX, &v.supervised, &v.supervised_count));
    }
    page o = page_open(c, rq, rs);
    TRY(ending_notices(c, &o, &v));
    v.frame = (page_frame){ .title = T(&o, bodies_title), .menu = "bodies" };
    bodies_page(&o, &v);
    return page_close(&o, rs, 200);
}

// ---- one body ---------------------------------------------------------------------------------------

// By id or code: one of one's own branch, one that stands above it, or one under one's supervision.
// Others are not there.
status body_of_path(call *c, const web_request *rq, body *out)
{
    bool below, above, watched;
    body b;
    TRY(body_by_ref(c, rq->params[0], &b));
    TRY(body_in_branch(c, b.id, c->who.body_id, &below));
    TRY(body_in_branch(c, c->who.body_id, b.id, &above));
    TRY(body_in_sight(c, b.id, &watched));
    if (!below && !above && !watched) return ST_MISSING;
    *out = b;
    return ST_OK;
}

static status may_change(call *c, int64_t id, bool *may)
{
    *may = false;
    return call_may(c, RIGHT_BODIES_ADMIN) ? body_in_branch(c, id, c->who.body_id, may) : ST_OK;
}

status body_crumbs(call *c, int64_t id, page_frame *frame, page *o)
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

static str period_of(page *o, str valid_from, str valid_to)
{
    if (!valid_from.len && !valid_to.len) return S("");
    str from = valid_from.len ? page_date(o, valid_from) : S("…");
    str to   = valid_to.len ? page_date(o, valid_to) : S("…");
    str text = arena_printf(o->a, STR_FMT " – " STR_FMT, STR_ARG(from), STR_ARG(to));
    return text.ptr ? text : S("");
}

// ---- what stands under a body's facts ---------------------------------------------------------------

static str kind_words(const call *c, const char *group, str key)
{
    str name = arena_printf(c->a, "bodies.%s." STR_FMT, group, STR_ARG(key));
    return name.ptr ? text_named(c->lang, name) : key;
}

static bool is_over(str valid_to, str today)
{
    return valid_to.len && str_compare(valid_to, today) < 0;
}

static status list_ways(const call *c, const body_view *v, dated_list *list, const char *path,
                        text_key add)
{
    if (!v->may_change) return ST_OK;
    list->add      = text_get(c->lang, add);
    list->add_href = arena_printf(c->a, "/to-chuc/%lld/%s", (long long)v->b.id, path);
    list->end      = list->add_href;
    return list->end.ptr ? ST_OK : ST_MEMORY;
}

static status show_supervisors(call *c, page *o, body_view *v, str today)
{
    supervisor *list;
    size_t      count;
    TRY(body_supervisors(c, v->b.id, &list, &count));
    dated_item *items = NEW(c->a, dated_item, count ? count : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const supervisor *s   = &list[i];
        bool              own = s->of_id == v->b.id;
        items[i]              = (dated_item){ .id     = own ? s->id : 0,
                                              .body   = s->by_id,
                                              .what   = kind_words(c, "supervision",
                                                                   supervision_kind_key(s->kind)),
                                              .name   = s->by_name,
                                              .more   = S(""),
                                              .period = period_of(o, s->valid_from, s->valid_to),
                                              .basis  = s->basis,
                                              .over   = is_over(s->valid_to, today) };
        if (!own) items[i].more = text_fill(c->a, T(o, bodies_supervisors_through), &s->of_name, 1);
    }
    v->supervisors = (dated_list){ .items = items,
                                   .count = count,
                                   .title = T(o, bodies_supervisors),
                                   .about = T(o, bodies_supervisors_about),
                                   .none  = T(o, bodies_supervisors_none),
                                   .what  = T(o, bodies_supervision),
                                   .name  = T(o, bodies_name),
                                   .basis = T(o, bodies_field_basis) };
    return list_ways(c, v, &v->supervisors, "giam-sat", T_bodies_supervisors_add);
}

// "12/QĐ-UBND · 05/03/2026 · UBND tỉnh …"
static str decision_words(page *o, str no, str on, str by)
{
    buf b = buf_in(o->a, 64, 2048);
    buf_put(&b, no);
    if (on.len) buf_printf(&b, " · " STR_FMT, STR_ARG(page_date(o, on)));
    if (by.len) buf_printf(&b, " · " STR_FMT, STR_ARG(by));
    return b.failed ? no : buf_str(&b);
}

static str joined_words(arena *a, const str *parts, size_t count)
{
    buf b = buf_in(a, 64, 4096);
    for (size_t i = 0; i < count; i++) {
        if (!parts[i].len) continue;
        if (b.len) buf_put(&b, S(" · "));
        buf_put(&b, parts[i]);
    }
    return b.failed ? S("") : buf_str(&b);
}

static status show_offices(call *c, page *o, body_view *v, str today)
{
    body_office *list;
    size_t       count;
    TRY(body_offices(c, v->b.id, &list, &count));
    dated_item *items = NEW(c->a, dated_item, count ? count : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const body_office *f       = &list[i];
        const str          parts[] = { f->post, f->representative, f->address, f->phone, f->email };
        items[i]                   = (dated_item){ .id     = f->id,
                                                   .what   = kind_words(c, "office", office_kind_key(f->kind)),
                                                   .name   = f->name,
                                                   .more   = joined_words(c->a, parts, COUNT(parts)),
                                                   .period = period_of(o, f->valid_from, f->valid_to),
                                                   .basis  = decision_words(o, f->doc_no, f->doc_on, f->doc_by),
                                                   .over   = is_over(f->valid_to, today) };
    }
    v->offices = (dated_list){ .items = items,
                               .count = count,
                               .title = T(o, bodies_offices),
                               .about = T(o, bodies_offices_about),
                               .none  = T(o, bodies_offices_none),
                               .what  = T(o, bodies_office),
                               .name  = T(o, bodies_name),
                               .basis = T(o, bodies_decision) };
    return list_ways(c, v, &v->offices, "phu-trach", T_bodies_offices_add);
}

static status show_delegations(call *c, page *o, body_view *v)
{
    delegation *list;
    size_t      count;
    TRY(body_delegations(c, v->b.id, &list, &count));
    dated_item *items = NEW(c->a, dated_item, count ? count : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const delegation *g       = &list[i];
        bool              own     = g->body_id == v->b.id;
        const str         parts[] = { g->reach, g->duties };
        items[i]                  = (dated_item){ .id     = own ? g->id : 0,
                                                  .body   = own ? g->to_id : g->body_id,
                                                  .what   = own ? T(o, bodies_delegations_to)
                                                                : T(o, bodies_delegations_from),
                                                  .name   = own ? g->to_name : g->body_name,
                                                  .more   = joined_words(c->a, parts, COUNT(parts)),
                                                  .period = period_of(o, g->valid_from, g->valid_to),
                                                  .basis  = decision_words(o, g->doc_no, g->doc_on, S("")),
                                                  .over   = g->over };
        if (g->soon) {
            str tail        = arena_printf(c->a, STR_FMT " (" STR_FMT ")", STR_ARG(items[i].period),
                                           STR_ARG(T(o, bodies_delegations_soon)));
            items[i].period = tail.ptr ? tail : items[i].period;
        }
    }
    v->delegations = (dated_list){ .items = items,
                                   .count = count,
                                   .title = T(o, bodies_delegations),
                                   .about = T(o, bodies_delegations_about),
                                   .none  = T(o, bodies_delegations_none),
                                   .what  = T(o, bodies_delegations_way),
                                   .name  = T(o, bodies_name),
                                   .basis = T(o, bodies_document) };
    return list_ways(c, v, &v->delegations, "uy-quyen", T_bodies_delegations_add);
}

static status show_former(call *c, page *o, body_view *v)
{
    former_name *list;
    TRY(body_former_names(c, v->b.id, &list, &v->former_count));
    str *lines = NEW(c->a, str, v->former_count ? v->former_count : 1);
    if (!lines) return ST_MEMORY;
    for (size_t i = 0; i < v->former_count; i++) {
        str args[] = { list[i].name, page_date(o, list[i].valid_to), list[i].doc_no };
        lines[i]   = text_fill(c->a, T(o, bodies_former_line), args, COUNT(args));
        if (!lines[i].ptr) return ST_MEMORY;
    }
    v->former = lines;
    return ST_OK;
}

static status show_parts(call *c, page *o, body_view *v)
{
    str today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(show_supervisors(c, o, v, today));
    TRY(show_offices(c, o, v, today));
    TRY(show_delegations(c, o, v));
    TRY(show_former(c, o, v));
    TRY(body_contact_load(c, v->b.id, &v->contact));
    v->contact_known   = v->contact.version > 0;
    v->place_certainty = v->b.place_certainty;
    return ST_OK;
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
    v.period = period_of(&o, v.b.valid_from, v.b.valid_to);
    v.frame  = (page_frame){ .title = v.name, .menu = "bodies" };
    if (http_query(rq->http, S("xong")).len) v.frame.done = T(&o, bodies_saved);
    TRY(body_crumbs(c, v.b.id, &v.frame, &o));
    TRY(show_parts(c, &o, &v));
    body_page(&o, &v);
    return page_close(&o, rs, 200);
}

// ---- adding and renaming ----------------------------------------------------------------------------

str body_form_text(const web_request *rq, const char *name)
{
    str text = web_field_text(rq, name);
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
    TRY(body_crumbs(c, b->id, &v->frame, &o));
    body_form_page(&o, v);
    return page_close(&o, rs, bad ? 422 : 200);
}

status body_changeable(call *c, const web_request *rq, body *out)
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
    TRY(body_changeable(c, rq, &parent));
    v.typed.place = parent.place;
    return show_form(c, rq, rs, &v, &parent, why);
}

status body_go_to(call *c, http_response *rs, int64_t id)
{
    str to = arena_printf(c->a, "/to-chuc/%lld?xong=1", (long long)id);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

static status add_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    body           parent;
    int64_t        id;
    body_form_view v = { .typed = { .code    = body_form_text(rq, "code"),
                                    .name_vi = body_form_text(rq, "name_vi"),
                                    .name_en = body_form_text(rq, "name_en"),
                                    .symbol  = body_form_text(rq, "symbol"),
                                    .place   = body_form_text(rq, "place"),
                                    .kind    = body_form_text(rq, "kind") } };
    TRY(body_changeable(c, rq, &parent));
    v.typed.parent_id = parent.id;
    status st         = bodies_add(c, &v.typed, &id, why);
    if (st == ST_INVALID) return show_form(c, rq, rs, &v, &parent, why);
    return st == ST_OK ? body_go_to(c, rs, id) : st;
}

static status rename_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    body b;
    TRY(body_changeable(c, rq, &b));
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
                         .typed   = { .name_vi = body_form_text(rq, "name_vi"),
                                      .name_en = body_form_text(rq, "name_en"),
                                      .symbol  = body_form_text(rq, "symbol"),
                                      .place   = body_form_text(rq, "place") } };
    TRY(body_changeable(c, rq, &b));
    if (!str_int(body_form_text(rq, "version"), &v.version)) v.version = 0;
    body_names names = { v.typed.name_vi, v.typed.name_en, v.typed.symbol, v.typed.place };
    status     st    = bodies_rename(c, b.id, v.version, &names, why);
    if (st == ST_INVALID) return show_form(c, rq, rs, &v, &b, why);
    return st == ST_OK ? body_go_to(c, rs, b.id) : st;
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

status body_answer_whole(call *c, http_response *rs, int code, const body *b)
{
    TRY(web_etag(rs, b->version));
    buf out = buf_in(c->a, 8 * 1024, 1024 * 1024);
    TRY(body_put_whole(c, &out, b));
    return answer(rs, code, &out);
}

static status api_show(call *c, web_request *rq, http_response *rs, problem *why)
{
    body b;
    (void)why;
    TRY(body_of_path(c, rq, &b));
    return body_answer_whole(c, rs, 200, &b);
}

static status api_add(call *c, web_request *rq, http_response *rs, problem *why)
{
    body       parent, b;
    int64_t    id;
    body_draft draft = { .code    = body_form_text(rq, "code"),
                         .name_vi = body_form_text(rq, "name"),
                         .name_en = body_form_text(rq, "name_en"),
                         .symbol  = body_form_text(rq, "symbol"),
                         .place   = body_form_text(rq, "place"),
                         .kind    = body_form_text(rq, "kind") };
    status     st    = body_by_ref(c, body_form_text(rq, "parent"), &parent);
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
    { "place_certainty", "string", "found, known, unsure or ours for a place of the law's list" },
    { "supervisors", "array", "who sees it and why: kind, by, through, basis, from, to" },
    { "offices", "array", "head and specialist unit, dated, with the decision" },
    { "contact", "object", "address, representative, post, phone, email, mandate" },
    { "delegations", "array", "given by and to it" },
    { NULL, NULL, NULL },
};
static const web_field added_answer[] = {
    { "id", "string", "decimal" },
    { "code", "string", "as given or made; the rest as GET /api/v1/bodies/{id}" },
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
      .answer = added_answer },
};

const web_module organisations_module = { "organisations", routes, COUNT(routes) };
