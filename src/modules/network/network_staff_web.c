// network_staff_web.c - the annex of staff, and Mẫu 01 for print and as it was sent.
#include "modules/network/network_pages.gen.h"
#include "modules/network/network_web.h"

static status load(call *c, const web_request *rq, member_card **out)
{
    member_card *k = NEW(c->a, member_card, 1);
    int64_t      id;
    if (!k) return ST_MEMORY;
    TRY(network_id_of(rq, &id));
    TRY(network_card(c, id, k));
    *out = k;
    return ST_OK;
}

static page_frame frame_of(page *o, const member_card *k, str title, const problem *fault)
{
    page_crumb *crumbs = NEW(o->a, page_crumb, 2);
    str         back   = arena_printf(o->a, "/mang-luoi/%lld", (long long)k->m.id);
    if (crumbs) {
        crumbs[0] = (page_crumb){ T(o, network_title), S("/mang-luoi") };
        crumbs[1] = (page_crumb){ k->m.body_name, back };
    }
    return (page_frame){ .title         = title,
                         .menu          = "network",
                         .crumbs        = crumbs,
                         .crumb_count   = crumbs ? 2 : 0,
                         .problems      = fault,
                         .problem_count = fault && fault->rule.len > 0,
                         .fields        = "network.field." };
}

static page_field line(page *o, const web_request *rq, const char *name, str label,
                       const page_frame *f)
{
    return (page_field){ .name  = name,
                         .label = label,
                         .value = network_typed(rq, name),
                         .max   = MEMBER_TEXT_MAX,
                         .error = page_field_error(o, f, name) };
}

static void number_fields(page *o, const web_request *rq, network_staff_view *v)
{
    size_t                   count;
    const law_member_number *all = law_member_numbers(law_current(), &count);
    for (size_t i = 0; i < count; i++) {
        const char *name = arena_cstr(o->a, all[i].id);
        str         text = name ? web_field_text(rq, name) : S("");
        v->numbers[i]    = (page_field){ .name  = name ? name : "",
                                         .label = network_law(o, &all[i].name),
                                         .value = text.ptr ? text : network_size(o, v->k->numbers[i]),
                                         .inputmode = "numeric",
                                         .max       = 7,
                                         .narrow    = true };
        if (name) v->numbers[i].error = page_field_error(o, &v->frame, name);
    }
}

static status show(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    network_staff_view *v = NEW(c->a, network_staff_view, 1);
    member_card        *k;
    if (!v) return ST_MEMORY;
    TRY(load(c, rq, &k));
    if (!k->may_write) return ST_FORBIDDEN;
    page o   = page_open(c, rq, rs);
    v->k     = k;
    v->frame = frame_of(&o, k, T(&o, network_staff), fault);
    if (!fault && http_query(rq->http, S("xong")).len) v->frame.done = T(&o, network_done);
    v->name           = line(&o, rq, "name", T(&o, network_staff_name), &v->frame);
    v->school         = line(&o, rq, "school", T(&o, network_staff_school), &v->frame);
    v->major          = line(&o, rq, "major", T(&o, network_staff_major), &v->frame);
    v->degree         = line(&o, rq, "degree", T(&o, network_staff_degree), &v->frame);
    v->graduated      = line(&o, rq, "graduated", T(&o, network_staff_graduated), &v->frame);
    v->graduated.hint = T(&o, network_staff_graduated_hint);
    number_fields(&o, rq, v);
    network_staff_page(&o, v);
    return page_close(&o, rs, v->frame.problem_count ? 422 : 200);
}

status network_staff_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

static status done(call *c, web_request *rq, http_response *rs, status st, const problem *why)
{
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    str back = arena_printf(c->a, "/mang-luoi/" STR_FMT "/nhan-luc?xong=1", STR_ARG(rq->params[0]));
    return back.ptr ? web_redirect(rs, back) : ST_MEMORY;
}

status network_numbers_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t                  numbers[LAW_MEMBER_NUMBERS] = { 0 }, id;
    size_t                   count;
    const law_member_number *all = law_member_numbers(law_current(), &count);
    status                   st  = ST_OK;
    TRY(network_id_of(rq, &id));
    for (size_t i = 0; i < count && st == ST_OK; i++) {
        const char *name = arena_cstr(c->a, all[i].id);
        if (!name) return ST_MEMORY;
        str typed = str_trim(network_typed(rq, name));
        if (typed.len && !str_int(typed, &numbers[i]))
            st = problem_detail(why, ST_INVALID, all[i].id, S("number-form"), typed);
    }
    if (st == ST_OK) st = network_numbers_set(c, id, numbers, why);
    return done(c, rq, rs, st, why);
}

status network_staff_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t            id;
    const member_staff s = { 0,
                             network_typed(rq, "name"),
                             network_typed(rq, "school"),
                             network_typed(rq, "major"),
                             network_typed(rq, "degree"),
                             network_typed(rq, "graduated") };
    TRY(network_id_of(rq, &id));
    return done(c, rq, rs, network_staff_add(c, id, &s, why), why);
}

status network_staff_drop_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id, staff;
    TRY(network_id_of(rq, &id));
    if (!str_int(network_typed(rq, "staff"), &staff)) return ST_MISSING;
    return done(c, rq, rs, network_staff_drop(c, id, staff, why), why);
}

// ---- Mẫu 01 ---------------------------------------------------------------------------------------------

static status show_profile(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    network_show_view *v = NEW(c->a, network_show_view, 1);
    member_card       *k;
    if (!v) return ST_MEMORY;
    TRY(load(c, rq, &k));
    if (!k->own && !k->coordinates) return ST_MISSING;
    page o   = page_open(c, rq, rs);
    v->k     = k;
    v->frame = frame_of(&o, k, T(&o, network_profile_title), fault);
    network_profile_page(&o, v);
    return page_close(&o, rs, v->frame.problem_count ? 422 : 200);
}

status network_profile_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_profile(c, rq, rs, NULL);
}

status network_profile_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id, profile;
    TRY(network_id_of(rq, &id));
    status st = network_profile_send(c, id, &profile, why);
    if (st == ST_INVALID) return show_profile(c, rq, rs, why);
    TRY(st);
    str back = arena_printf(c->a, "/mang-luoi/%lld?xong=1", (long long)id);
    return back.ptr ? web_redirect(rs, back) : ST_MEMORY;
}

status network_profile_file_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id, profile;
    str     content;
    (void)why;
    TRY(network_id_of(rq, &id));
    if (!str_int(rq->params[1], &profile)) return ST_MISSING;
    TRY(network_profile(c, id, profile, &content));
    str name = arena_printf(c->a, "mau-01-%lld.json", (long long)profile);
    return name.ptr ? web_download(rs, S("application/json"), name, content) : ST_MEMORY;
}
