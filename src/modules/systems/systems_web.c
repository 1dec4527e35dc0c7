// systems_web.c - one system as pages, and the register's JSON API.
#include "kit/text/text.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/import_web.h"
#include "modules/systems/list_web.h"
#include "modules/systems/parts_web.h"
#include "modules/systems/system_json.h"
#include "modules/systems/systems.h"
#include "modules/systems/systems_pages.gen.h"
#include "modules/systems/systems_view.h"

#include <jansson.h>
#include <string.h>

enum { JSON_BYTES_MAX = 4 * 1024 * 1024 };

static const char *const filter_names[] = { "q",     "level",  "state", "result",
                                            "owner", "branch", "order" };

// ---- filters ------------------------------------------------------------------------------------

static str query_text(call *c, const http_request *rq, const char *name)
{
    str s = http_query(rq, str_from(name));
    return s.len ? text_nfc(c->a, s) : s;
}

static status filter_read(call *c, const http_request *rq, system_filter *f, problem *why)
{
    for (size_t i = 0; i < COUNT(filter_names); i++) {
        str value = query_text(c, rq, filter_names[i]);
        TRY(systems_filter_set(c, str_from(filter_names[i]), value, f, why));
    }
    return ST_OK;
}

// ---- one system -----------------------------------------------------------------------------------

static system_page_part *more_parts[SYSTEM_PARTS_MAX];
static size_t            more_part_count;

void systems_part_add(system_page_part *part)
{
    for (size_t i = 0; i < more_part_count; i++) {
        if (more_parts[i] == part) return; // a data folder opened again
    }
    if (more_part_count < SYSTEM_PARTS_MAX) more_parts[more_part_count++] = part;
}

// Written aside, so that it stands in the page or not at all.
static status fill_more(call *c, page *o, int64_t system_id, html *more)
{
    enum { MORE_BYTES_MAX = 64 * 1024 };
    buf  b     = buf_in(o->a, 1024, MORE_BYTES_MAX);
    page aside = *o;
    aside.out  = &b;
    for (size_t i = 0; i < more_part_count; i++) TRY(more_parts[i](c, &aside, system_id));
    *more = (html){ buf_str(&b) };
    return b.failed ? ST_MEMORY : ST_OK;
}

static status show_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    system_record     s;
    body              owner;
    system_show_view *v = NEW(c->a, system_show_view, 1);
    if (!v) return ST_MEMORY;
    TRY(systems_get(c, rq->params[0], &s));
    TRY(body_by_id(c, s.owner_id, &owner));
    v->sector                 = law_overlay_for(law_current(), owner.kind);
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = { { T(&o, systems_title), S("/he-thong") } };
    v->frame                  = (page_frame){
                         .title = s.data.name, .menu = "systems", .crumbs = crumbs, .crumb_count = COUNT(crumbs)
    };
    str done = http_query(rq->http, S("xong"));
    if (str_equal(done, S("them")))
        v->frame.done = T(&o, systems_added);
    else if (done.len)
        v->frame.done = T(&o, systems_saved);
    TRY(system_show_fill(c, &o, &s, v));
    TRY(fill_more(c, &o, s.id, &v->more));
    system_show_page(&o, v);
    return page_close(&o, rs, 200);
}

// ---- the form -------------------------------------------------------------------------------------

static status read_facts(call *c, const http_request *rq, size_t part, form_part *out,
                         system_problems *problems)
{
    TRY(facts_read(c, rq, part, true, &out->said));
    for (size_t i = 0; i < out->said.fault_count; i++) {
        const problem *p = &out->said.faults[i];
        system_problem_add(problems, p->field, p->rule, p->detail);
    }
    return ST_OK;
}

static status read_form(call *c, const http_request *rq, system_form *out)
{
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f = &system_fields[i];
        if (f->kind != SYSTEM_FACTS) *system_text(&out->data, f) = http_form(rq, f->key);
    }
    out->version = http_form(rq, S("version"));
    TRY(read_facts(c, rq, 0, &out->own, &out->problems));
    for (size_t i = 1; i <= VIEW_PARTS_MAX; i++) {
        const char *name = view_part_name(c->a, i);
        if (!name) return ST_MEMORY;
        str typed = http_form(rq, str_from(name));
        if (!typed.ptr) break;
        form_part *part = &out->parts[out->part_count++];
        part->name      = text_tidy(c->a, typed);
        TRY(read_facts(c, rq, i, part, &out->problems));
    }
    return ST_OK;
}

// The facts of the form as the register keeps them.
static status form_facts(call *c, system_form *f)
{
    law_case k        = { .own = f->own.said.facts, .component_count = f->part_count };
    k.components      = NEW(c->a, law_facts, f->part_count ? f->part_count : 1);
    k.component_names = NEW(c->a, str, f->part_count ? f->part_count : 1);
    if (!k.components || !k.component_names) return ST_MEMORY;
    for (size_t i = 0; i < f->part_count; i++) {
        k.components[i]      = f->parts[i].said.facts;
        k.component_names[i] = f->parts[i].name.ptr ? f->parts[i].name : S("");
    }
    f->data.facts = law_facts_json(law_current(), &k, c->a);
    return f->data.facts.ptr ? ST_OK : ST_MEMORY;
}

// "add" and "drop-2": another component, or one less. True when that is what the button meant.
static bool form_step(const http_request *rq, system_form *f)
{
    int64_t n;
    str     step = http_form(rq, S("do"));
    if (str_equal(step, S("add"))) {
        if (f->part_count < VIEW_PARTS_MAX) f->parts[f->part_count++] = (form_part){ 0 };
        return true;
    }
    if (!str_starts(step, S("drop-")) || !str_int(str_slice(step, 5, step.len), &n)) return false;
    if (n < 1 || (size_t)n > f->part_count) return true;
    size_t at = (size_t)n - 1;
    memmove(&f->parts[at], &f->parts[at + 1], (f->part_count - at - 1) * sizeof(f->parts[0]));
    f->part_count--;
    return true;
}

// Bodies to choose the owner from, when they are few enough to be chosen from.
static status offer_owners(call *c, page *o, const system_form *f, system_form_view *v)
{
    body_list list;
    TRY(body_branch(c, c->who.body_id, S(""), &list));
    if (list.count == 0 || list.count > VIEW_OWNERS_MAX) return ST_OK;
    v->owners = NEW(c->a, page_option, list.count + 1);
    if (!v->owners) return ST_MEMORY;
    bool found = f->data.owner.len == 0;
    for (size_t i = 0; i < list.count; i++) {
        const body *b    = &list.items[i];
        str         name = o->lang == LANG_EN && b->name_en.len ? b->name_en : b->name_vi;
        v->owners[v->owner_count++] = (page_option){ b->code, name, { 0 } };
        found                       = found || str_equal(b->code, f->data.owner);
    }
    if (!found) v->owners[v->owner_count++] = (page_option){ f->data.owner, f->data.owner, { 0 } };
    return ST_OK;
}

static status show_form(call *c, web_request *rq, http_response *rs, const system_form *f,
                        system_form_view *v, int code)
{
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = { { T(&o, systems_title), S("/he-thong") } };
    body             owner;
    if (f->data.owner.len && body_by_ref(c, f->data.owner, &owner) == ST_OK)
        v->sector = law_overlay_for(law_current(), owner.kind);
    v->frame.crumbs      = crumbs;
    v->frame.crumb_count = COUNT(crumbs);
    TRY(offer_owners(c, &o, f, v));
    TRY(system_form_fill(&o, f, v));
    system_form_page(&o, v);
    return page_close(&o, rs, code);
}

// The address of the form with all it was opened with: what is typed there is kept under it, apart from what is
// typed into a form begun otherwise.
static status new_view(call *c, const http_request *rq, system_form_view **v, system_form **f)
{
    *v = NEW(c->a, system_form_view, 1);
    *f = NEW(c->a, system_form, 1);
    if (!*v || !*f) return ST_MEMORY;
    (*v)->frame.title = text_get(c->lang, T_systems_new_title);
    (*v)->action      = rq->query_count ? rq->target : S("/he-thong/them");
    (*v)->cancel      = S("/he-thong");
    return ST_OK;
}

// What a walk through the questions without a system carries into the form, in its address.
static status carried_in(call *c, const http_request *rq, system_form *f)
{
    http_request sent = { .form = rq->query, .form_count = rq->query_count };
    if (rq->query_count == 0) return ST_OK;
    f->data.state    = http_query(rq, S("state"));
    f->data.begun_on = http_query(rq, S("begun_on"));
    return read_facts(c, &sent, 0, &f->own, &f->problems);
}

static status add_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_form_view *v;
    system_form      *f;
    body              own;
    (void)why;
    TRY(new_view(c, rq->http, &v, &f));
    if (c->who.body_id && body_by_id(c, c->who.body_id, &own) == ST_OK) f->data.owner = own.code;
    TRY(carried_in(c, rq->http, f));
    return show_form(c, rq, rs, f, v, 200);
}

static status add_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_form_view *v;
    system_form      *f;
    int64_t           id;
    (void)why;
    TRY(new_view(c, rq->http, &v, &f));
    TRY(read_form(c, rq->http, f));
    if (form_step(rq->http, f)) {
        f->problems.count = 0;
        return show_form(c, rq, rs, f, v, 200);
    }
    if (f->problems.count) return show_form(c, rq, rs, f, v, 422);
    TRY(form_facts(c, f));
    status st = systems_add(c, &f->data, &id, &f->problems);
    if (st == ST_INVALID) return show_form(c, rq, rs, f, v, 422);
    TRY(st);
    return web_redirect(rs, arena_printf(c->a, "/he-thong/%lld?xong=them", (long long)id));
}

// ---- changing ---------------------------------------------------------------------------------------

static status change_view(call *c, const system_record *s, system_form_view **v, system_form **f)
{
    *v = NEW(c->a, system_form_view, 1);
    *f = NEW(c->a, system_form, 1);
    if (!*v || !*f) return ST_MEMORY;
    (*v)->frame.title = text_fmt(c->a, c->lang, T_systems_change_title, &s->data.name, 1);
    (*v)->action      = arena_printf(c->a, "/he-thong/" STR_FMT "/sua", STR_ARG(s->code));
    (*v)->cancel      = arena_printf(c->a, "/he-thong/" STR_FMT, STR_ARG(s->code));
    return (*v)->cancel.ptr ? ST_OK : ST_MEMORY;
}

static status change_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_form_view *v;
    system_form      *f;
    system_record     s;
    law_case          k = { 0 };
    TRY(systems_get(c, rq->params[0], &s));
    TRY(change_view(c, &s, &v, &f));
    if (s.data.facts.len) TRY(law_facts_parse(law_current(), s.data.facts, c->a, &k, why));
    system_form_of(&s, &k, f);
    f->version = arena_printf(c->a, "%lld", (long long)s.version);
    return show_form(c, rq, rs, f, v, 200);
}

// Somebody was faster: what is stored and what was typed, side by side; saving again is then a choice.
static status show_conflict(call *c, web_request *rq, http_response *rs, const system_record *s,
                            system_form *f, system_form_view *v)
{
    v->conflicts = NEW(c->a, view_conflict, SYSTEM_FIELDS);
    if (!v->conflicts) return ST_MEMORY;
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *field = &system_fields[i];
        str                 now   = system_text_of(&s->data, field), typed;
        problem             why   = { 0 };
        status st = system_check_text(field, system_text_of(&f->data, field), c->a, &typed, &why);
        if (st == ST_MEMORY) return st;
        if (st != ST_OK) typed = system_text_of(&f->data, field);
        if (str_equal(now, typed) || (field->kind == SYSTEM_FACTS && now.len + typed.len == 0))
            continue;
        bool facts                        = field->kind == SYSTEM_FACTS;
        v->conflicts[v->conflict_count++] = (view_conflict){ text_get(c->lang, field->label),
                                                             facts ? S("…") : now,
                                                             facts ? S("…") : typed };
    }
    f->version = arena_printf(c->a, "%lld", (long long)s->version);
    return show_form(c, rq, rs, f, v, 409);
}

static status change_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_form_view *v;
    system_form      *f;
    system_record     s;
    int64_t           version;
    (void)why;
    TRY(systems_get(c, rq->params[0], &s));
    TRY(change_view(c, &s, &v, &f));
    TRY(read_form(c, rq->http, f));
    if (form_step(rq->http, f)) {
        f->problems.count = 0;
        return show_form(c, rq, rs, f, v, 200);
    }
    if (f->problems.count) return show_form(c, rq, rs, f, v, 422);
    TRY(form_facts(c, f));
    if (!str_int(f->version, &version)) version = 0;
    status st = systems_change(c, s.id, version, &f->data, &f->problems);
    if (st == ST_INVALID) return show_form(c, rq, rs, f, v, 422);
    if (st == ST_CONFLICT) {
        TRY(systems_get_id(c, s.id, &s));
        return show_conflict(c, rq, rs, &s, f, v);
    }
    TRY(st);
    return web_redirect(rs, arena_printf(c->a, "/he-thong/" STR_FMT "?xong=sua", STR_ARG(s.code)));
}

// ---- the API ----------------------------------------------------------------------------------------

static status api_list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_filter f = { 0 };
    system_page   list;
    int64_t       limit = 0;
    str           asked = http_query(rq->http, S("limit"));
    if (asked.len && (!str_int(asked, &limit) || limit < 1 || limit > SYSTEM_PAGE_MAX))
        return problem_detail(why, ST_INVALID, S("limit"), S("out-of-range"), asked);
    TRY(filter_read(c, rq->http, &f, why));
    TRY(systems_list(c, &f, http_query(rq->http, S("cursor")), (size_t)limit, &list, why));
    buf b = buf_in(c->a, 32 * 1024, JSON_BYTES_MAX);
    buf_put(&b, S("{\"items\":["));
    for (size_t i = 0; i < list.count; i++) {
        if (i) buf_char(&b, ',');
        system_put_row(&b, &list.items[i]);
    }
    buf_put(&b, S("],\"total\":"));
    if (list.total >= 0)
        buf_int(&b, list.total);
    else
        buf_put(&b, S("null"));
    buf_put(&b, S(",\"next\":"));
    buf_json(&b, list.next);
    buf_char(&b, '}');
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status answer_record(call *c, http_response *rs, int code, int64_t id)
{
    system_record s;
    TRY(systems_get_id(c, id, &s));
    buf b = buf_in(c->a, 8 * 1024, JSON_BYTES_MAX);
    system_put_record(&b, &s);
    if (b.failed) return ST_MEMORY;
    TRY(web_etag(rs, s.version));
    return web_json(rs, code, buf_str(&b));
}

static status api_one_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    system_record s;
    TRY(systems_get(c, rq->params[0], &s));
    return answer_record(c, rs, 200, s.id);
}

// Fields that the body gives; the others stay as they are.
static status read_body(call *c, const web_request *rq, system_data *data)
{
    int64_t level;
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f    = &system_fields[i];
        str                 text = { 0 };
        if (f->kind == SYSTEM_FACTS) continue;
        if (f->kind == SYSTEM_LEVEL) {
            if (web_json_int(rq, f->key.ptr, &level))
                text = level ? arena_printf(c->a, "%lld", (long long)level) : S("");
        } else
            text = web_json_text(rq, f->key.ptr);
        if (text.ptr) *system_text(data, f) = text;
    }
    const json_t *facts = json_object_get(rq->json, "facts");
    if (!json_is_object(facts)) return ST_OK;
    size_t size = json_dumpb(facts, NULL, 0, JSON_COMPACT);
    char  *room = arena_alloc(c->a, 1, 1, size + 1);
    if (!room) return ST_MEMORY;
    data->facts = (str){ room, (ptrdiff_t)json_dumpb(facts, room, size, JSON_COMPACT) };
    return ST_OK;
}

static status first_problem(status st, const system_problems *problems, problem *why)
{
    if (st == ST_INVALID && problems->count) *why = problems->items[0];
    return st;
}

static status api_add_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_data     data = { 0 };
    system_problems problems;
    int64_t         id;
    TRY(read_body(c, rq, &data));
    TRY(first_problem(systems_add(c, &data, &id, &problems), &problems, why));
    http_header(rs, S("Location"), arena_printf(c->a, "/api/v1/systems/%lld", (long long)id));
    return answer_record(c, rs, 201, id);
}

static status api_one_patch(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record   s;
    system_problems problems;
    TRY(systems_get(c, rq->params[0], &s));
    TRY(web_if_match(rq, s.version));
    system_data data = s.data;
    TRY(read_body(c, rq, &data));
    TRY(first_problem(systems_change(c, s.id, s.version, &data, &problems), &problems, why));
    return answer_record(c, rs, 200, s.id);
}

static status api_history_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    system_record        s;
    history_page         found;
    const history_ask    all = { .field = http_query(rq->http, S("field")) };
    const system_change *rows;
    TRY(systems_get(c, rq->params[0], &s));
    TRY(systems_history(c, s.id, &all, &found));
    rows         = found.items;
    size_t count = found.count;
    buf    b     = buf_in(c->a, 8 * 1024, JSON_BYTES_MAX);
    buf_put(&b, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        buf_printf(&b, "%s{\"version\":%lld,\"at\":", i ? "," : "", (long long)rows[i].version);
        buf_json(&b, time_rfc3339(c->a, rows[i].at_ms));
        buf_put(&b, S(",\"person\":"));
        buf_json(&b, rows[i].person);
        buf_printf(&b, ",\"act\":\"%s\",\"import\":%lld,\"field\":\"" STR_FMT "\",\"before\":",
                   change_act_key(rows[i].act), (long long)rows[i].import_id,
                   STR_ARG(rows[i].field));
        buf_json(&b, rows[i].before);
        buf_put(&b, S(",\"after\":"));
        buf_json(&b, rows[i].after);
        buf_char(&b, '}');
    }
    buf_printf(&b, "],\"total\":%zu,\"next\":null}", count);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

// ---- routes -----------------------------------------------------------------------------------------

static const web_field list_query[] = {
    { "q", "string?", "words, accents ignored" },
    { "level", "integer?", "1 to 5; 0: without a level" },
    { "state", "string?", "planned building running upgrading stopped" },
    { "result", "string?", "decided at_least no_rule" },
    { "owner", "string?", "id, code or name of the owner" },
    { "branch", "string?", "id, code or name of a body: what it can see" },
    { "order", "string?", "name, or level: the highest first" },
    { "cursor", "string?", "of the page before" },
    { "limit", "integer?", "1 to 500, else 50" },
    { 0 },
};
static const web_field list_answer[] = {
    { "items", "array", "systems in Vietnamese order" },
    { "total", "integer?", "of the whole filter; null when a search has very many hits" },
    { "next", "string?", "cursor of the next page" },
    { 0 },
};
static const web_field history_query[] = {
    { "field", "string?", "only changes of this field" },
    { 0 },
};
static const web_field history_answer[] = {
    { "items", "array", "changed fields, newest first" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null" },
    { 0 },
};

#define SYSTEM_BODY_FIELDS(name_type)                                                              \
    { "name", name_type, "full name" },                                                            \
        { "owner", "string?", "id, code or name of the owner; absent: the acting body" },          \
        { "operator", "string?", "code or name; unknown ones are kept as text" },                  \
        { "purpose", "string?", "what it is for" }, { "scope", "string?", "reach" },               \
        { "size", "string?", "size" }, { "users_served", "string?", "who is served" },             \
        { "address", "string?", "where it stands" },                                               \
        { "state", "string?", "planned building running upgrading stopped" },                      \
        { "begun_on", "string?", "day the investment began" },                                     \
        { "running_since", "string?", "day it was put into use" },                                 \
        { "sheet_level", "integer?", "level the body itself states; 0 none" },                     \
        { "project_kind", "string?", "its papers hold the level statement: project hire" },        \
        { "project_name", "string?", "of the project or the plan to hire" },                       \
        { "project_no", "string?", "decision that approved it" },                                  \
        { "project_on", "string?", "its day" }, { "project_by", "string?", "who signed it" },      \
        { "embedded", "string?", "is the level statement part of those papers: yes no" },          \
        { "decision_no", "string?", "decision that approved the level" },                          \
        { "decision_on", "string?", "its day" }, { "decision_by", "string?", "who signed it" },    \
        { "approval", "string?", "drafting sent appraised approved" },                             \
        { "approval_expected", "string?", "day the approval is expected" },                        \
        { "regulation_no", "string?", "number of the security regulation" },                       \
        { "regulation_on", "string?", "its day" },                                                 \
        { "regulation_by", "string?", "who issued it" },                                           \
        { "deployment", "string?", "of the plan: none part full" },                                \
        { "deployment_expected", "string?", "day full deployment is expected" },                   \
        { "inspections", "string?", "before_use periodic both" },                                  \
        { "hosts", "string?", "codes of the systems it runs on" },                                 \
        { "contact_name", "string?", "person in charge" }, { "contact_title", "string?", "post" }, \
        { "contact_phone", "string?", "telephone" }, { "contact_email", "string?", "e-mail" },     \
        { "note", "string?", "note" }, { "source", "string?", "where it was published" },          \
        { "source_url", "string?", "its address" },                                                \
        { "facts", "object?", "facts for the level, components inside; replaces all" },            \
    {                                                                                              \
        0                                                                                          \
    }

static const web_field add_body[]    = { SYSTEM_BODY_FIELDS("string") };
static const web_field change_body[] = { SYSTEM_BODY_FIELDS("string?") };
static const web_field one_answer[]  = {
     { "id", "string", "decimal" },
     { "code", "string", "HT-000123" },
     { "name", "string", "full name" },
     { "owner", "object", "id, code, name" },
     { "operator", "object?", "id and code null when outside the register" },
     { "state", "string", "planned building running upgrading stopped" },
     { "level", "integer", "by the latest determination; 0 none" },
     { "result", "string", "decided at_least no_rule" },
     { "sheet_level", "integer?", "level the body itself states" },
     { "pack", "string", "law pack of the determination" },
     { "facts", "object", "known facts" },
     { "version", "integer", "as in ETag" },
     { 0 },
};

static const web_route routes[] = {
    { HTTP_GET, "/he-thong", RIGHT_SYSTEMS_READ, list_get, "Systems in sight, filtered" },
    { HTTP_GET, "/he-thong/xuat", RIGHT_SYSTEMS_READ, list_export_get, "The list as xlsx" },
    { HTTP_GET, "/he-thong/cot", RIGHT_SYSTEMS_READ, list_columns_get, "Columns of the list" },
    { HTTP_GET, "/he-thong/xem", RIGHT_SYSTEMS_READ, saved_list_get, "Saved views of the list" },
    { HTTP_GET, "/he-thong/xem/luu", RIGHT_SYSTEMS_READ, saved_new_get, "A form for a view" },
    { HTTP_POST, "/he-thong/xem/luu", RIGHT_SYSTEMS_READ, saved_new_post, "Keeps a view" },
    { HTTP_GET, "/he-thong/xem/{view}", RIGHT_SYSTEMS_READ, saved_one_get, "The form of a view" },
    { HTTP_POST, "/he-thong/xem/{view}", RIGHT_SYSTEMS_READ, saved_one_post,
      "Changes or drops a view, or lets one's list begin with it" },
    { HTTP_GET, "/he-thong/loat", RIGHT_SYSTEMS_WRITE, bulk_list_get,
      "Changes of many systems at once" },
    { HTTP_GET, "/he-thong/loat/moi", RIGHT_SYSTEMS_WRITE, bulk_new_get,
      "A form for such a change" },
    { HTTP_POST, "/he-thong/loat/moi", RIGHT_SYSTEMS_WRITE, bulk_new_post,
      "Draws such a change up" },
    { HTTP_GET, "/he-thong/loat/{bulk}", RIGHT_SYSTEMS_WRITE, bulk_one_get,
      "What would change, or what became of it" },
    { HTTP_POST, "/he-thong/loat/{bulk}", RIGHT_SYSTEMS_WRITE, bulk_one_post,
      "Changes them, or takes it back" },
    { HTTP_GET, "/he-thong/xac-nhan", RIGHT_SYSTEMS_READ, vouch_get,
      "Whose lists are said to be complete" },
    { HTTP_POST, "/he-thong/xac-nhan", RIGHT_SYSTEMS_LEAD, vouch_post,
      "Says that the body's list is complete" },
    { HTTP_GET, "/he-thong/them", RIGHT_SYSTEMS_WRITE, add_get, "A form for a new system" },
    { HTTP_POST, "/he-thong/them", RIGHT_SYSTEMS_WRITE, add_post, "Adds a system" },
    { HTTP_GET, "/he-thong/nhap", RIGHT_SYSTEMS_WRITE, import_new_get, "A form for a sheet" },
    { HTTP_POST, "/he-thong/nhap", RIGHT_SYSTEMS_WRITE, import_new_post, "Keeps an uploaded sheet",
      .flags = WEB_UPLOAD },
    { HTTP_GET, "/he-thong/nhap/mau", RIGHT_SYSTEMS_READ, import_template_get, "An empty sheet" },
    { HTTP_GET, "/he-thong/nhap/{import}", RIGHT_SYSTEMS_WRITE, import_get,
      "What stands in a sheet, or what became of it" },
    { HTTP_POST, "/he-thong/nhap/{import}", RIGHT_SYSTEMS_WRITE, import_post,
      "Maps the columns, or takes the sheet in" },
    { HTTP_GET, "/he-thong/nhap/{import}/ghi-chu", RIGHT_SYSTEMS_WRITE, import_noted_get,
      "The sheet with notes" },
    { HTTP_POST, "/he-thong/nhap/{import}/hoan-tac", RIGHT_SYSTEMS_WRITE, import_undo_post,
      "Takes an import back" },
    { HTTP_GET, "/he-thong/{id}", RIGHT_SYSTEMS_READ, show_get, "One system" },
    { HTTP_GET, "/he-thong/{id}/lich-su", RIGHT_SYSTEMS_READ, history_get,
      "What changed in a system, field by field" },
    { HTTP_GET, "/he-thong/{id}/sua", RIGHT_SYSTEMS_WRITE, change_get, "The form of a system" },
    { HTTP_POST, "/he-thong/{id}/sua", RIGHT_SYSTEMS_WRITE, change_post, "Changes a system" },
    { HTTP_GET, "/api/v1/systems", RIGHT_SYSTEMS_READ, api_list_get, "Systems in sight, filtered",
      list_query, NULL, list_answer },
    { HTTP_POST, "/api/v1/systems", RIGHT_SYSTEMS_WRITE, api_add_post, "Adds a system", NULL,
      add_body, one_answer },
    { HTTP_GET, "/api/v1/systems/{id}", RIGHT_SYSTEMS_READ, api_one_get, "One system", NULL, NULL,
      one_answer },
    { HTTP_PATCH, "/api/v1/systems/{id}", RIGHT_SYSTEMS_WRITE, api_one_patch, "Changes a system",
      NULL, change_body, one_answer, WEB_VERSIONED },
    { HTTP_GET, "/api/v1/systems/{id}/history", RIGHT_SYSTEMS_READ, api_history_get,
      "What changed in a system", history_query, NULL, history_answer },
    { HTTP_POST, "/api/v1/imports", RIGHT_SYSTEMS_WRITE, import_api_post, "Takes in a sheet",
      .answer = import_api_answer, .flags = WEB_UPLOAD | WEB_ANY_BODY },
    { HTTP_GET, "/api/v1/imports/{id}", RIGHT_SYSTEMS_READ, import_api_get,
      "What became of a sheet", .answer = import_api_answer },
    { HTTP_POST, "/api/v1/imports/{id}/undo", RIGHT_SYSTEMS_WRITE, import_api_undo,
      "Takes an import back", .answer = import_undo_answer },
};

const web_module systems_module = { "systems", routes, COUNT(routes) };
