// incidents_web.c - the list and the form of incidents; the routes of their pages.
#include "modules/incidents/incidents_web.h"
#include "modules/incidents/look_ops.h"

#include "kit/text/text.h"
#include "modules/incidents/incidents_pages.gen.h"
#include "modules/incidents/notice_ops.h"
#include "modules/incidents/types.h"
#include "modules/systems/systems.h"

str incident_typed(const web_request *rq, const char *name)
{
    str text = http_form(rq->http, str_from(name));
    return text.ptr ? text : S("");
}

str incident_typed_set(arena *a, const web_request *rq, const char *name)
{
    const http_request *h     = rq->http;
    str                 value = S("");
    for (size_t k = 0; k < h->form_count && value.ptr; k++) {
        if (!str_equal(h->form[k].name, str_from(name)) || !h->form[k].value.ptr) continue;
        value = value.len ? arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(value),
                                         STR_ARG(h->form[k].value))
                          : h->form[k].value;
    }
    return value;
}

status incident_of_path(call *c, const web_request *rq, incident *out)
{
    return incident_of_ref(c, rq->params[0], out);
}

status incident_room_back(call *c, http_response *rs, str code, const char *tail)
{
    str to = arena_printf(c->a, "/su-co/" STR_FMT "%s", STR_ARG(code), tail);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

status incident_sub_frame(page *o, const incident *i, const problem *why, page_frame *out)
{
    page_crumb *crumbs = NEW(o->a, page_crumb, 2);
    if (!crumbs) return ST_MEMORY;
    crumbs[0] = (page_crumb){ T(o, incidents_title), S("/su-co") };
    crumbs[1] = (page_crumb){ i->code, arena_printf(o->a, "/su-co/" STR_FMT, STR_ARG(i->code)) };
    *out      = (page_frame){ .menu          = "incidents",
                              .crumbs        = crumbs,
                              .crumb_count   = 2,
                              .problems      = why,
                              .problem_count = why != NULL,
                              .fields        = "incidents.field." };
    return ST_OK;
}

page_field incident_field(page *o, const web_request *rq, const page_frame *f, const char *name)
{
    str      hint = arena_printf(o->a, "incidents.field.%s-hint", name);
    text_key key;
    return (page_field){ .name  = name,
                         .label = incident_named(o->a, o->lang, "field", str_from(name)),
                         .hint  = hint.ptr && text_known(hint, &key) ? text_get(o->lang, key)
                                                                     : S(""),
                         .error = page_field_error(o, f, name),
                         .value = f->problem_count ? incident_typed(rq, name) : S(""),
                         .max   = INCIDENT_TEXT_MAX,
                         .rows  = 5 };
}

// ---- the list --------------------------------------------------------------------------------------

static str asked(const web_request *rq, const char *name)
{
    str text = http_query(rq->http, str_from(name));
    return text.ptr ? str_trim(text) : S("");
}

static status filter_of(const web_request *rq, incident_filter *f, problem *why)
{
    static const char *const names[] = { "q", "state", "open", "level", "type" };
    for (size_t i = 0; i < COUNT(names); i++)
        TRY(incidents_filter_set(str_from(names[i]), asked(rq, names[i]), f, why));
    return ST_OK;
}

static status filter_fields(page *o, const web_request *rq, incidents_view *v)
{
    static const str   digits[] = { STR("1"), STR("2"), STR("3"), STR("4"), STR("5") };
    incident_type_row *types;
    size_t             n;
    TRY(incident_types(o->a, o->lang, false, &types, &n));
    page_option *states = NEW(o->a, page_option, INCIDENT_STATES + 1);
    page_option *levels = NEW(o->a, page_option, 6), *kinds = NEW(o->a, page_option, n + 1);
    if (!states || !levels || !kinds) return ST_MEMORY;
    states[0] = levels[0] = kinds[0] = (page_option){ S(""), T(o, incidents_all), { 0 } };
    for (int s = 1; s <= INCIDENT_STATES; s++)
        states[s] = (page_option){ incident_state_key((incident_state)s),
                                   incident_state_words(o->lang, (incident_state)s),
                                   { 0 } };
    for (size_t i = 0; i < COUNT(digits); i++)
        levels[i + 1] = (page_option){ digits[i], digits[i], { 0 } };
    for (size_t i = 0; i < n; i++)
        kinds[i + 1] = (page_option){ types[i].code, types[i].name, { 0 } };
    v->state = (page_field){ .name         = "state",
                             .label        = T(o, incidents_state),
                             .value        = asked(rq, "state"),
                             .options      = states,
                             .option_count = INCIDENT_STATES + 1 };
    v->level = (page_field){ .name         = "level",
                             .label        = T(o, incidents_level),
                             .value        = asked(rq, "level"),
                             .options      = levels,
                             .option_count = 6 };
    v->type  = (page_field){ .name         = "type",
                             .label        = T(o, incidents_field_type),
                             .value        = asked(rq, "type"),
                             .options      = kinds,
                             .option_count = n + 1 };
    return ST_OK;
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    incidents_view *v     = NEW(c->a, incidents_view, 1);
    incident_filter f     = { .q = S("") };
    incident_page   list  = { 0 };
    problem         fault = { 0 };
    page            o     = page_open(c, rq, rs);
    (void)why;
    if (!v) return ST_MEMORY;
    status st = filter_of(rq, &f, &fault);
    if (st == ST_OK) st = incidents_list(c, &f, asked(rq, "c"), 0, &list, &fault);
    if (st != ST_INVALID) TRY(st);
    v->frame   = (page_frame){ .title         = T(&o, incidents_title),
                               .menu          = "incidents",
                               .problems      = &fault,
                               .problem_count = st == ST_INVALID,
                               .wide          = true };
    v->may_add = call_may(c, RIGHT_INCIDENTS_WRITE);
    TRY(incident_notices_open(c, &v->coordinates, &v->notices));
    v->words     = asked(rq, "q");
    v->open_only = f.open;
    v->filtered  = f.q.len || f.state || f.open || f.level || f.type.len || st == ST_INVALID;
    TRY(filter_fields(&o, rq, v));
    TRY(incidents_view_fill(&o, &list, c->now_ms, v));
    v->pager       = (page_pager){ .shown = (int64_t)list.count, .total = -1 };
    v->pager.next  = list.next.len ? page_url_with(&o, rq->path, "c", list.next) : S("");
    v->pager.first = asked(rq, "c").len ? page_url_with(&o, rq->path, "c", S("")) : S("");
    incidents_list_page(&o, v);
    return page_close(&o, rs, st == ST_INVALID ? 422 : 200);
}

// ---- the form --------------------------------------------------------------------------------------

// Everything of the form, by its facts; boxes that are ticked are joined.
static status typed_values(call *c, const web_request *rq, incident_value **out,
                           incident_values *shown)
{
    *out = NEW(c->a, incident_value, incident_fact_count);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < incident_fact_count; i++) {
        const incident_fact *f     = &incident_facts_all[i];
        str                  value = incident_typed_set(c->a, rq, f->key);
        if (!value.ptr) return ST_MEMORY;
        (*out)[i]    = (incident_value){ str_from(f->key), value };
        shown->at[i] = value;
    }
    return ST_OK;
}

static status systems_to_choose(call *c, incident_form_view *v)
{
    system_filter all = { 0 };
    system_page   list;
    problem       why = { 0 };
    if (!call_may(c, RIGHT_SYSTEMS_READ)) return ST_OK;
    TRY(systems_list(c, &all, (str){ 0 }, SYSTEM_PAGE, &list, &why));
    page_option *options = NEW(c->a, page_option, list.count + 1);
    if (!options) return ST_MEMORY;
    for (size_t i = 0; i < list.count; i++)
        options[i] = (page_option){ list.items[i].code, list.items[i].name, { 0 } };
    v->systems      = options;
    v->system_count = list.count;
    return ST_OK;
}

static page_field plain(page *o, const page_frame *f, const char *name, str value)
{
    str      hint = arena_printf(o->a, "incidents.field.%s-hint", name);
    text_key key;
    return (page_field){ .name  = name,
                         .label = incident_named(o->a, o->lang, "field", str_from(name)),
                         .hint  = hint.ptr && text_known(hint, &key) ? text_get(o->lang, key)
                                                                     : S(""),
                         .error = page_field_error(o, f, name),
                         .value = value,
                         .max   = INCIDENT_TEXT_MAX };
}

static status show_form(page *o, http_response *rs, const incident_values *shown,
                        incident_form_view *v)
{
    static const str keys[]   = { STR("1") };
    page_option     *declared = NEW(o->a, page_option, 1);
    if (!declared) return ST_MEMORY;
    declared[0]          = (page_option){ keys[0], T(o, incidents_open_yes), { 0 } };
    v->open              = plain(o, &v->frame, "open", v->open.value);
    v->open.options      = declared;
    v->open.option_count = 1;
    v->system            = plain(o, &v->frame, "system", v->system.value);
    v->system.list       = "he-thong";
    v->owner             = plain(o, &v->frame, "owner", v->owner.value);
    v->reason            = plain(o, &v->frame, "reason", v->reason.value);
    v->reason.max        = INCIDENT_REASON_MAX;
    TRY(incident_form_fill(o, shown, v));
    incident_form_page(o, v);
    return page_close(o, rs, v->frame.problem_count ? 422 : 200);
}

static void new_frame(page *o, const incident_problems *bad, incident_form_view *v)
{
    page_crumb *crumbs = NEW(o->a, page_crumb, 1);
    if (crumbs) crumbs[0] = (page_crumb){ T(o, incidents_title), S("/su-co") };
    v->frame  = (page_frame){ .title         = T(o, incidents_add),
                              .menu          = "incidents",
                              .crumbs        = crumbs,
                              .crumb_count   = 1,
                              .problems      = bad->items,
                              .problem_count = bad->count,
                              .fields        = "incidents.field." };
    v->fresh  = true;
    v->action = S("/su-co/moi");
    v->back   = S("/su-co");
    // A form filled in for a system is not laid over by a draft of another.
    v->keep = v->opened.len ? arena_printf(o->a, "su-co-moi-" STR_FMT, STR_ARG(v->opened))
                            : S("su-co-moi");
}

static status new_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident_form_view *v      = NEW(c->a, incident_form_view, 1);
    incident_problems   none   = { .count = 0 };
    incident_values     shown  = { 0 };
    str                 system = asked(rq, "he-thong");
    page                o      = page_open(c, rq, rs);
    if (!v) return ST_MEMORY;
    status st = incidents_prefill(c, system, &shown, why);
    if (st == ST_INVALID) st = incidents_prefill(c, S(""), &shown, why);
    TRY(st);
    TRY(incident_measures_fill(c, system, &shown));
    const incident_fact *detected           = incident_fact_find(S("detected"));
    shown.at[detected - incident_facts_all] = arena_printf(c->a, "%lld", (long long)c->now_ms);
    v->system.value                         = system;
    v->opened                               = system;
    new_frame(&o, &none, v);
    TRY(systems_to_choose(c, v));
    return show_form(&o, rs, &shown, v);
}

// A field left empty says nothing of what the register knows, unless the form came filled in from it. How many are left.
static size_t told_only(incident_value *values)
{
    size_t n = 0;
    for (size_t i = 0; i < incident_fact_count; i++) {
        if (values[i].value.len) values[n++] = values[i];
    }
    return n;
}

static status new_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident_form_view *v     = NEW(c->a, incident_form_view, 1);
    incident_problems  *bad   = NEW(c->a, incident_problems, 1);
    incident_values     shown = { 0 };
    incident_value     *values;
    incident            made;
    int64_t             id;
    (void)why;
    if (!v || !bad) return ST_MEMORY;
    TRY(typed_values(c, rq, &values, &shown));
    bool filled             = str_equal(incident_typed(rq, "system"), incident_typed(rq, "opened"));
    const incident_draft d  = { .system = incident_typed(rq, "system"),
                                .owner  = incident_typed(rq, "owner"),
                                .values = values,
                                .count  = filled ? incident_fact_count : told_only(values),
                                .typed  = true,
                                .open   = incident_typed(rq, "open").len > 0 };
    status               st = incidents_add(c, &d, &id, bad);
    if (st == ST_OK) {
        st = incident_load(c, id, &made);
        if (st == ST_MISSING) return web_redirect(rs, S("/su-co/da-bao?xong=bao")); // another's
        TRY(st);
        return incident_room_back(c, rs, made.code, "?xong=bao");
    }
    if (st != ST_INVALID) return st;
    page o          = page_open(c, rq, rs);
    v->system.value = d.system;
    v->opened       = incident_typed(rq, "opened");
    v->owner.value  = d.owner;
    v->open.value   = incident_typed(rq, "open");
    new_frame(&o, bad, v);
    TRY(systems_to_choose(c, v));
    return show_form(&o, rs, &shown, v);
}

static status edit_show(page *o, http_response *rs, const incident *i, const incident_problems *bad,
                        incident_form_view *v, const incident_values *shown)
{
    page_crumb *crumbs = NEW(o->a, page_crumb, 2);
    if (!crumbs) return ST_MEMORY;
    v->back   = arena_printf(o->a, "/su-co/" STR_FMT, STR_ARG(i->code));
    v->action = arena_printf(o->a, "/su-co/" STR_FMT "/sua", STR_ARG(i->code));
    v->keep   = arena_printf(o->a, "su-co-%lld", (long long)i->id);
    crumbs[0] = (page_crumb){ T(o, incidents_title), S("/su-co") };
    crumbs[1] = (page_crumb){ i->code, v->back };
    v->frame  = (page_frame){ .title         = T(o, incidents_edit),
                              .menu          = "incidents",
                              .crumbs        = crumbs,
                              .crumb_count   = 2,
                              .problems      = bad->items,
                              .problem_count = bad->count,
                              .fields        = "incidents.field." };
    if (!v->version.len) v->version = arena_printf(o->a, "%lld", (long long)i->version);
    return show_form(o, rs, shown, v);
}

static status edit_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident_form_view *v    = NEW(c->a, incident_form_view, 1);
    incident_problems   none = { .count = 0 };
    incident_values     known;
    incident            i;
    (void)why;
    if (!v) return ST_MEMORY;
    TRY(incident_of_path(c, rq, &i));
    if (!incident_may(c, &i, ACT_WORK)) return ST_FORBIDDEN;
    TRY(incidents_values(c, &i, &known));
    page o = page_open(c, rq, rs);
    return edit_show(&o, rs, &i, &none, v, &known);
}

static status edit_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident_form_view *v     = NEW(c->a, incident_form_view, 1);
    incident_problems  *bad   = NEW(c->a, incident_problems, 1);
    incident_values     shown = { 0 };
    incident_value     *values;
    incident            i;
    int64_t             version = 0;
    (void)why;
    if (!v || !bad) return ST_MEMORY;
    TRY(incident_of_path(c, rq, &i));
    TRY(typed_values(c, rq, &values, &shown));
    (void)str_int(incident_typed(rq, "version"), &version);
    const incident_change k  = { .id      = i.id,
                                 .version = version,
                                 .values  = values,
                                 .count   = incident_fact_count,
                                 .reason  = incident_typed(rq, "reason"),
                                 .typed   = true };
    status                st = incidents_change(c, &k, bad);
    if (st == ST_OK) return incident_room_back(c, rs, i.code, "?xong=sua");
    if (st != ST_INVALID) return st;
    page o          = page_open(c, rq, rs);
    v->reason.value = k.reason;
    v->version      = incident_typed(rq, "version");
    return edit_show(&o, rs, &i, bad, v, &shown);
}

#define READ RIGHT_INCIDENTS_READ
#define WRITE RIGHT_INCIDENTS_WRITE
static const web_route routes[] = {
    { HTTP_GET, "/su-co", READ, list_get, "Incidents in sight, newest first" },
    { HTTP_GET, "/su-co/moi", WRITE, new_get, "A form to tell an incident" },
    { HTTP_POST, "/su-co/moi", WRITE, new_post, "Tells an incident" },
    { HTTP_GET, "/su-co/vai-tro", RIGHT_SIGNED_IN, incident_seats_get,
      "Who plays CQDP, CQTT, BCD_QG" },
    { HTTP_POST, "/su-co/vai-tro", RIGHT_ACCOUNTS_ADMIN, incident_seats_post, "Sets one" },
    { HTTP_POST, "/su-co/vai-tro/{n}/thoi", RIGHT_ACCOUNTS_ADMIN, incident_seat_end_post,
      "Ends one" },
    { HTTP_GET, "/su-co/da-bao", READ, incidents_told_get,
      "Where others' incidents it told of stand" },
    { HTTP_GET, "/su-co/{code}", READ, incident_room_get, "The room of one incident" },
    { HTTP_GET, "/su-co/{code}/sua", WRITE, edit_get, "The form of its facts" },
    { HTTP_POST, "/su-co/{code}/sua", WRITE, edit_post, "Changes its facts" },
    { HTTP_POST, "/su-co/{code}/buoc", WRITE, incident_step_post, "Leads it on" },
    { HTTP_POST, "/su-co/{code}/ghi", WRITE, incident_log_post, "Writes a line of its log" },
    { HTTP_POST, "/su-co/{code}/truc", WRITE, incident_take_post, "Goes on or off duty" },
    { HTTP_POST, "/su-co/{code}/nhiem-vu", WRITE, incident_duty_post,
      "Ticks one of the four duties" },
    { HTTP_POST, "/su-co/{code}/nhiem-vu/bo", WRITE, incident_duty_back_post, "Takes back a tick" },
    { HTTP_GET, "/su-co/{code}/viec/{n}", READ, incident_task_get, "One of its checklist" },
    { HTTP_POST, "/su-co/{code}/viec/{n}", WRITE, incident_task_post,
      "Says that it is done, or not needed" },
    { HTTP_GET, "/su-co/bai-hoc", READ, lessons_get, "Lessons spread to the acting body" },
    { HTTP_GET, "/su-co/bai-hoc/{n}", READ, lesson_get, "One of them" },
    { HTTP_GET, "/su-co/{code}/bai-hoc", READ, incident_lessons_get, "Lessons of one incident" },
    { HTTP_POST, "/su-co/{code}/bai-hoc", WRITE, incident_lesson_post, "Draws one" },
    { HTTP_POST, "/su-co/{code}/bai-hoc/{n}/duyet", WRITE, incident_lesson_judge_post,
      "Approves it, or sets it aside" },
    { HTTP_POST, "/su-co/{code}/bai-hoc/{n}/pho-bien", WRITE, incident_lesson_spread_post,
      "Spreads it to members or bodies" },
    { HTTP_GET, "/su-co/{code}/mien", READ, incident_exempt_get,
      "Clocks that a decision took out" },
    { HTTP_POST, "/su-co/{code}/mien", WRITE, incident_exempt_post, "Takes one out, or back" },
    { HTTP_POST, "/su-co/{code}/phat-ngon", WRITE, incident_speaker_post, "Names who speaks" },
    { HTTP_POST, "/su-co/{code}/phan-loai", WRITE, incident_class_post,
      "Proposes, verifies or decides its class" },
    { HTTP_GET, "/su-co/{code}/thu/{form}", READ, incident_draw_get,
      "One incident put into a form of the law, as docx" },
    { HTTP_POST, "/su-co/{code}/da-gui", WRITE, incident_paper_post,
      "Records a paper that went out" },
    { HTTP_POST, "/su-co/{code}/da-gui/{n}/rut", WRITE, incident_unsent_post,
      "Takes back a paper recorded by mistake" },
    { HTTP_POST, "/su-co/{code}/tham-gia", WRITE, incident_party_post, "Convenes a body" },
    { HTTP_POST, "/su-co/{code}/tham-gia/thoi", WRITE, incident_dismiss_post,
      "Sends a convened body away" },
    { HTTP_POST, "/su-co/{code}/gop", WRITE, incident_merge_post,
      "Says that it is told in another" },
};

const web_module incidents_module = { "incidents", routes, COUNT(routes) };
