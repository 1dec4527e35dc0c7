// leave_web.c - a person leaves: what they hold and who takes over, seen before it is confirmed.
#include "modules/accounts/accounts_pages.gen.h"
#include "modules/accounts/accounts_view.h"
#include "modules/accounts/accounts_web.h"
#include "modules/accounts/leave_ops.h"
#include "modules/organisations/organisations.h"

// Those who may take over, for the list behind the fields.
static status list_people(call *c, leave_view *v)
{
    person_list list;
    TRY(people_list(c, false, S(""), 0, &list));
    page_option *options = NEW(c->a, page_option, list.count ? list.count : 1);
    if (!options) return ST_MEMORY;
    for (size_t i = 0; i < list.count; i++) {
        const person *p = &list.items[i];
        if (p->id == v->id || p->state == PERSON_LOCKED || p->state == PERSON_LEFT) continue;
        options[v->people_count++] = (page_option){ .value = p->login, .label = p->name };
    }
    v->people = options;
    return ST_OK;
}

static str typed_for(const leave_choice *typed, int64_t body_id)
{
    for (size_t i = 0; i < typed->count; i++) {
        if (typed->per_body[i].body_id == body_id) return typed->per_body[i].login;
    }
    return S("");
}

static status list_rows(page *o, const leave_plan *plan, const leave_choice *typed, leave_view *v)
{
    leave_row *rows = NEW(o->a, leave_row, plan->count ? plan->count : 1);
    if (!rows) return ST_MEMORY;
    for (size_t i = 0; i < plan->count; i++) {
        const leave_body *b     = &plan->bodies[i];
        str               field = arena_printf(o->a, "to-%lld", (long long)b->body_id);
        str               to    = arena_printf(o->a, STR_FMT " (" STR_FMT ")", STR_ARG(b->to_name),
                                               STR_ARG(b->to_login));
        str               roles = roles_words(o->lang, o->a, b->roles);
        if (!field.ptr || !to.ptr || !roles.ptr) return ST_MEMORY;
        rows[i] = (leave_row){ .body_name = b->name,
                               .body_code = b->code,
                               .roles     = roles,
                               .to        = b->to_id ? to : T(o, accounts_leave_nobody),
                               .field     = arena_cstr(o->a, field),
                               .typed     = typed_for(typed, b->body_id) };
        if (!rows[i].field) return ST_MEMORY;
    }
    v->rows  = rows;
    v->count = plan->count;
    return ST_OK;
}

static status list_papers(page *o, const leave_plan *plan, leave_view *v)
{
    size_t       n      = plan->office_count + plan->delegation_count;
    leave_paper *papers = NEW(o->a, leave_paper, n ? n : 1);
    if (!papers) return ST_MEMORY;
    for (size_t i = 0; i < plan->office_count; i++) {
        const leave_office *x    = &plan->offices[i];
        str                 href = arena_printf(o->a, "/to-chuc/%lld", (long long)x->body_id);
        str                 what = text_fill(o->a,
                             x->kind == OFFICE_HEAD ? T(o, accounts_leave_is_head)
                                                                    : T(o, accounts_leave_is_specialist),
                                             &x->body_name, 1);
        papers[v->paper_count++] = (leave_paper){ href, what, x->doc_no };
    }
    for (size_t i = 0; i < plan->delegation_count; i++) {
        const delegation *x       = &plan->delegations[i];
        str               href    = arena_printf(o->a, "/to-chuc/%lld", (long long)x->body_id);
        const str         words[] = { x->body_name, x->to_name, page_date(o, x->valid_to) };
        str what = text_fill(o->a, T(o, accounts_leave_delegation), words, COUNT(words));
        papers[v->paper_count++] = (leave_paper){ href, what, x->doc_no };
    }
    for (size_t i = 0; i < v->paper_count; i++) {
        if (!papers[i].href.ptr || !papers[i].what.ptr) return ST_MEMORY;
    }
    v->papers = papers;
    return ST_OK;
}

static status show(call *c, web_request *rq, http_response *rs, const leave_plan *plan,
                   const leave_choice *typed, leave_view *v, const problem *why)
{
    bool       bad  = why->rule.len > 0;
    page       o    = page_open(c, rq, rs);
    str        home = arena_printf(c->a, "/nguoi-dung/%lld", (long long)plan->p.id);
    page_crumb up[] = { { T(&o, accounts_people), S("/nguoi-dung") }, { plan->p.name, home } };
    if (!home.ptr) return ST_MEMORY;
    v->id = plan->p.id, v->name = plan->p.name, v->login = plan->p.login;
    v->to_all = typed->to_all, v->reason = typed->reason;
    const str ends[] = { page_number(&o, (int64_t)plan->sessions),
                         page_number(&o, (int64_t)plan->tokens) };
    v->ends          = text_fill(c->a, T(&o, accounts_leave_ends), ends, COUNT(ends));
    TRY(list_people(c, v));
    TRY(list_rows(&o, plan, typed, v));
    TRY(list_papers(&o, plan, v));
    v->frame = (page_frame){ .title         = T(&o, accounts_leave_title),
                             .menu          = "people",
                             .crumbs        = up,
                             .crumb_count   = COUNT(up),
                             .problems      = bad ? why : NULL,
                             .problem_count = bad,
                             .fields        = "accounts.field." };
    leave_page(&o, v);
    return page_close(&o, rs, bad ? 422 : 200);
}

static void read_choice(const web_request *rq, leave_choice *out)
{
    *out = (leave_choice){ .to_all = form_text(rq, "to"), .reason = form_text(rq, "reason") };
    for (size_t i = 0; i < rq->http->form_count && out->count < LEAVE_BODIES_MAX; i++) {
        str     name = rq->http->form[i].name;
        int64_t id;
        if (!str_starts(name, S("to-")) || !str_int(str_slice(name, 3, name.len), &id)) continue;
        out->per_body[out->count].body_id = id;
        out->per_body[out->count].login   = rq->http->form[i].value;
        out->count++;
    }
}

static status person_of_path(const web_request *rq, int64_t *id)
{
    return str_int(rq->params[0], id) ? ST_OK : ST_MISSING;
}

status leave_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t      id;
    leave_choice none = { .to_all = S(""), .reason = S("") };
    leave_plan  *plan = NEW(c->a, leave_plan, 1);
    leave_view   v    = { .preview = false };
    if (!plan) return ST_MEMORY;
    TRY(person_of_path(rq, &id));
    status st = leave_look(c, id, NULL, plan, why);
    if (st == ST_INVALID) return person_show(c, rq, rs, id, NULL, why);
    TRY(st);
    return show(c, rq, rs, plan, &none, &v, why);
}

// Twice the same form: first it is shown what will be, then it is done.
status leave_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t       id;
    leave_plan   *plan  = NEW(c->a, leave_plan, 1);
    leave_choice *typed = NEW(c->a, leave_choice, 1);
    leave_view    v     = { .preview = false };
    bool          sure  = str_equal(form_text(rq, "step"), S("confirm"));
    bool          again = str_equal(form_text(rq, "step"), S("change"));
    if (!plan || !typed) return ST_MEMORY;
    TRY(person_of_path(rq, &id));
    read_choice(rq, typed);
    status st = again  ? leave_look(c, id, NULL, plan, why)
                : sure ? leave_do(c, id, typed, why)
                       : leave_look(c, id, typed, plan, why);
    if (st == ST_OK && sure) {
        str to = arena_printf(c->a, "/nguoi-dung/%lld?xong=1", (long long)id);
        return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
    }
    if (st == ST_INVALID && why->field.len) { // a field to mend: the form again
        problem before = { 0 };
        TRY(leave_look(c, id, NULL, plan, &before));
        return show(c, rq, rs, plan, typed, &v, why);
    }
    if (st == ST_INVALID) return person_show(c, rq, rs, id, NULL, why);
    TRY(st);
    v.preview = !again;
    return show(c, rq, rs, plan, typed, &v, why);
}

// Not redirected: the link is shown on this answer and never again.
status return_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t     id;
    person_link link;
    TRY(person_of_path(rq, &id));
    status st = person_hidden(leave_undo(c, id, &link, why));
    if (st == ST_INVALID) return person_show(c, rq, rs, id, NULL, why);
    TRY(st);
    return person_show(c, rq, rs, id, &link, why);
}
