// network_form_web.c - the forms of the network: an application, a contact, a shift, a plan, an exercise,
// the coordinator. One page shows them all.
#include "modules/network/network_pages.gen.h"
#include "modules/network/network_web.h"

typedef struct form_words {
    text_key    title, submit;
    const char *keep; // of the form, without the member's number
} form_words;

static status form_new(call *c, page *o, const form_words *w, const member *m, const problem *fault,
                       network_form_view **out)
{
    network_form_view *v      = NEW(c->a, network_form_view, 1);
    page_crumb        *crumbs = NEW(c->a, page_crumb, 2);
    if (!v || !crumbs) return ST_MEMORY;
    crumbs[0]  = (page_crumb){ T(o, network_title), S("/mang-luoi") };
    v->back    = m ? arena_printf(c->a, "/mang-luoi/%lld", (long long)m->id) : S("/mang-luoi");
    v->keep    = arena_printf(c->a, "network-%s-%lld", w->keep, m ? (long long)m->id : 0);
    v->version = m ? network_size(o, m->version) : S("");
    v->submit  = text_get(o->lang, w->submit);
    if (!v->back.ptr || !v->keep.ptr || !v->version.ptr) return ST_MEMORY;
    if (m) crumbs[1] = (page_crumb){ m->body_name, v->back };
    v->frame = (page_frame){ .title         = text_get(o->lang, w->title),
                             .menu          = "network",
                             .crumbs        = crumbs,
                             .crumb_count   = m ? 2 : 1,
                             .problems      = fault,
                             .problem_count = fault && fault->rule.len > 0,
                             .fields        = "network.field." };
    *out     = v;
    return ST_OK;
}

static status form_show(page *o, http_response *rs, const network_form_view *v)
{
    network_form_page(o, v);
    return page_close(o, rs, v->frame.problem_count ? 422 : 200);
}

static void entry(page *o, network_form_view *v, page_field f)
{
    network_entry_add(o, v, (network_entry){ .f = f });
}

static status member_of(call *c, const web_request *rq, member *m)
{
    int64_t id;
    TRY(network_id_of(rq, &id));
    return network_get(c, id, m);
}

static status go_back(call *c, http_response *rs, int64_t id)
{
    str back = arena_printf(c->a, "/mang-luoi/%lld?xong=1", (long long)id);
    return back.ptr ? web_redirect(rs, back) : ST_MEMORY;
}

// ---- applying, correcting -----------------------------------------------------------------------------------

static status show_application(call *c, web_request *rq, http_response *rs, const member_draft *d,
                               const problem *fault)
{
    static const form_words w = { T_network_register, T_network_register_do, "application" };
    network_form_view      *v;
    bool                    coordinates;
    page                    o = page_open(c, rq, rs);
    TRY(form_new(c, &o, &w, NULL, fault, &v));
    TRY(network_coordinates(c, &coordinates));
    v->action = S("/mang-luoi/dang-ky");
    v->lead   = T(&o, network_register_about);
    network_entries_of(&o, d, coordinates, v);
    return form_show(&o, rs, v);
}

static status empty_draft(call *c, member_draft **out)
{
    member_draft *d = NEW(c->a, member_draft, 1);
    if (!d) return ST_MEMORY;
    d->body = d->category = d->cluster = S("");
    for (int i = 0; i < MEMBER_FIELDS; i++) d->texts[i] = S("");
    *out = d;
    return ST_OK;
}

// What the register of bodies knows already is not typed again.
status network_register_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    member_draft *d;
    body_contact  k;
    (void)why;
    TRY(empty_draft(c, &d));
    TRY(body_contact_load(c, c->who.body_id, &k));
    d->texts[FIELD_ADDRESS]     = k.address;
    d->texts[FIELD_PHONE]       = k.phone;
    d->texts[FIELD_EMAIL]       = k.email;
    d->texts[FIELD_LEADER]      = k.representative;
    d->texts[FIELD_LEADER_POST] = k.post;
    return show_application(c, rq, rs, d, NULL);
}

status network_register_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    member_draft *d;
    int64_t       id;
    TRY(empty_draft(c, &d));
    network_draft_read(rq, d);
    status st = network_register(c, d, &id, why);
    if (st == ST_INVALID) return show_application(c, rq, rs, d, why);
    TRY(st);
    return go_back(c, rs, id);
}

static status show_edit(call *c, web_request *rq, http_response *rs, const member_draft *d,
                        const problem *fault)
{
    static const form_words w = { T_network_correct, T_network_save, "edit" };
    network_form_view      *v;
    member                  m;
    page                    o = page_open(c, rq, rs);
    TRY(member_of(c, rq, &m));
    TRY(form_new(c, &o, &w, &m, fault, &v));
    v->action = arena_printf(c->a, "/mang-luoi/%lld/sua", (long long)m.id);
    if (rq->http->method == HTTP_POST) v->version = network_typed(rq, "version");
    network_entries_of(&o, d, false, v);
    return form_show(&o, rs, v);
}

status network_edit_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    member_draft *d;
    member        m;
    (void)why;
    TRY(empty_draft(c, &d));
    TRY(member_of(c, rq, &m));
    d->category = m.category;
    d->cluster  = m.cluster;
    TRY(network_texts(c, m.id, d->texts));
    return show_edit(c, rq, rs, d, NULL);
}

status network_edit_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    member_draft *d;
    int64_t       id, version;
    TRY(empty_draft(c, &d));
    TRY(network_id_of(rq, &id));
    if (!str_int(network_typed(rq, "version"), &version)) return ST_INVALID;
    network_draft_read(rq, d);
    status st = network_correct(c, id, version, d, why);
    if (st == ST_INVALID) return show_edit(c, rq, rs, d, why);
    TRY(st);
    return go_back(c, rs, id);
}

// ---- a contact --------------------------------------------------------------------------------------------------

static page_field contact_kinds(page *o, str chosen)
{
    page_option *options = NEW(o->a, page_option, CONTACT_KINDS);
    for (int i = 0; options && i < CONTACT_KINDS; i++) {
        str key    = contact_kind_key((contact_kind)(i + 1));
        options[i] = (page_option){ key, network_named(o, "network.contact.", key), S("") };
    }
    return (page_field){ .name         = "kind",
                         .label        = T(o, network_contact_kind),
                         .value        = chosen,
                         .options      = options,
                         .option_count = options ? CONTACT_KINDS : 0,
                         .required     = true };
}

static void contact_entries(page *o, const web_request *rq, network_form_view *v)
{
    static const struct {
        const char *name, *type, *autocomplete;
        text_key    label;
        bool        needed;
    } all[] = {
        { "name", NULL, "off", T_network_contact_name, true },
        { "post", NULL, "off", T_network_field_post, false },
        { "mobile", "tel", "off", T_network_field_mobile, false },
        { "phone", "tel", "off", T_network_field_phone, false },
        { "email", "email", "off", T_network_contact_email, false },
        { "address", NULL, "off", T_network_field_address, false },
        { "fax", "tel", "off", T_network_field_fax, false },
    };
    str kind = network_typed(rq, "kind");
    network_entry_add(o, v, (network_entry){ .f = contact_kinds(o, kind), .widget = AS_SELECT });
    for (size_t i = 0; i < COUNT(all); i++)
        entry(o, v,
              (page_field){ .name         = all[i].name,
                            .type         = all[i].type,
                            .autocomplete = all[i].autocomplete,
                            .label        = text_get(o->lang, all[i].label),
                            .value        = network_typed(rq, all[i].name),
                            .max          = MEMBER_TEXT_MAX,
                            .required     = all[i].needed });
}

static status show_contact(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    static const form_words w    = { T_network_contact_change, T_network_save, "contact" };
    const law_member_duty  *rule = law_member_duty_find(law_current(), S("contact"));
    network_form_view      *v;
    member                  m;
    page                    o    = page_open(c, rq, rs);
    page_option            *tell = NEW(c->a, page_option, 1);
    TRY(member_of(c, rq, &m));
    TRY(form_new(c, &o, &w, &m, fault, &v));
    if (!tell) return ST_MEMORY;
    *tell     = (page_option){ S("1"), T(&o, network_contact_tell_now), S("") };
    v->action = arena_printf(c->a, "/mang-luoi/%lld/dau-moi", (long long)m.id);
    v->lead   = T(&o, network_contact_rule);
    v->cite   = rule ? rule->cite : S("");
    contact_entries(&o, rq, v);
    entry(&o, v,
          (page_field){ .name  = "changed",
                        .type  = "datetime-local",
                        .label = T(&o, network_contact_changed),
                        .hint  = T(&o, network_contact_changed_hint),
                        .value = network_typed(rq, "changed") });
    bool first = rq->http->method != HTTP_POST;
    network_entry_add(&o, v,
                      (network_entry){ .f      = { .name    = "tell",
                                                   .label   = T(&o, network_contact_told),
                                                   .value   = first ? S("1") : network_typed(rq, "tell"),
                                                   .options = tell,
                                                   .option_count = 1 },
                                       .widget = AS_CHECKS });
    entry(&o, v,
          (page_field){ .name  = "late_why",
                        .label = T(&o, network_late_why),
                        .hint  = T(&o, network_late_why_hint),
                        .value = network_typed(rq, "late_why"),
                        .max   = MEMBER_TEXT_MAX });
    return form_show(&o, rs, v);
}

status network_contact_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_contact(c, rq, rs, NULL);
}

status network_contact_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    contact_change change = { .tell = str_equal(network_typed(rq, "tell"), S("1")) };
    TRY(network_id_of(rq, &change.contact.member_id));
    network_contact_read(rq, &change.contact);
    status st = network_time_read(c->a, "changed", network_typed(rq, "changed"),
                                  &change.contact.changed_ms, why);
    if (st == ST_OK) st = network_contact_set(c, &change, why);
    if (st == ST_INVALID) return show_contact(c, rq, rs, why);
    TRY(st);
    return go_back(c, rs, change.contact.member_id);
}

// ---- a shift -----------------------------------------------------------------------------------------------------

static status show_shift(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    static const form_words w = { T_network_shift_add, T_network_save, "shift" };
    network_form_view      *v;
    member                  m;
    page                    o = page_open(c, rq, rs);
    TRY(member_of(c, rq, &m));
    TRY(form_new(c, &o, &w, &m, fault, &v));
    v->action = arena_printf(c->a, "/mang-luoi/%lld/truc", (long long)m.id);
    entry(&o, v,
          (page_field){ .name     = "from",
                        .type     = "datetime-local",
                        .label    = T(&o, network_shift_from),
                        .value    = network_typed(rq, "from"),
                        .required = true });
    entry(&o, v,
          (page_field){ .name     = "to",
                        .type     = "datetime-local",
                        .label    = T(&o, network_shift_to),
                        .value    = network_typed(rq, "to"),
                        .required = true });
    entry(&o, v,
          (page_field){ .name     = "name",
                        .label    = T(&o, network_contact_name),
                        .value    = network_typed(rq, "name"),
                        .max      = MEMBER_TEXT_MAX,
                        .required = true });
    entry(&o, v,
          (page_field){ .name     = "phone",
                        .type     = "tel",
                        .label    = T(&o, network_field_phone),
                        .value    = network_typed(rq, "phone"),
                        .max      = MEMBER_TEXT_MAX,
                        .required = true });
    entry(&o, v,
          (page_field){ .name  = "email",
                        .type  = "email",
                        .label = T(&o, network_contact_email),
                        .value = network_typed(rq, "email"),
                        .max   = MEMBER_TEXT_MAX });
    return form_show(&o, rs, v);
}

status network_shift_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_shift(c, rq, rs, NULL);
}

status network_shift_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t    id;
    duty_shift s;
    TRY(network_id_of(rq, &id));
    status st = network_shift_read(c, rq, &s, why);
    if (st == ST_OK) st = network_shift_add(c, id, &s, why);
    if (st == ST_INVALID) return show_shift(c, rq, rs, why);
    TRY(st);
    return go_back(c, rs, id);
}

// ---- a plan --------------------------------------------------------------------------------------------------------

static page_field outlines(page *o, str chosen)
{
    page_option *options = NEW(o->a, page_option, 2);
    if (options) {
        options[0] = (page_option){ S("tt20"), network_named(o, "network.outline.", S("tt20")),
                                    S("") };
        options[1] = (page_option){ S("qd05"), network_named(o, "network.outline.", S("qd05")),
                                    S("") };
    }
    return (page_field){ .name         = "outline",
                         .label        = T(o, network_plan_outline),
                         .value        = chosen,
                         .options      = options,
                         .option_count = options ? 2 : 0,
                         .required     = true };
}

static void plan_lines(page *o, const web_request *rq, network_form_view *v)
{
    static const struct {
        const char *name, *type;
        text_key    label;
        bool        needed;
    } all[] = {
        { "maker", NULL, T_network_plan_maker, true },
        { "made_on", "date", T_network_plan_made_on, true },
        { "approver", NULL, T_network_plan_approver, false },
        { "approved_on", "date", T_network_plan_approved_on, false },
        { "doc_no", NULL, T_network_plan_doc_no, false },
    };
    for (size_t i = 0; i < COUNT(all); i++)
        entry(o, v,
              (page_field){ .name     = all[i].name,
                            .type     = all[i].type,
                            .label    = text_get(o->lang, all[i].label),
                            .value    = network_typed(rq, all[i].name),
                            .max      = MEMBER_TEXT_MAX,
                            .required = all[i].needed });
}

static status show_plan(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    static const form_words w    = { T_network_plan_add, T_network_save, "plan" };
    const law_member_duty  *rule = law_member_duty_find(law_current(), S("plan"));
    network_form_view      *v;
    member                  m;
    page                    o = page_open(c, rq, rs);
    TRY(member_of(c, rq, &m));
    TRY(form_new(c, &o, &w, &m, fault, &v));
    v->action = arena_printf(c->a, "/mang-luoi/%lld/ke-hoach", (long long)m.id);
    v->lead   = T(&o, network_plan_approvers);
    v->cite   = rule ? rule->cite : S("");
    entry(&o, v,
          (page_field){ .name     = "title",
                        .label    = T(&o, network_plan_title),
                        .value    = network_typed(rq, "title"),
                        .max      = MEMBER_TEXT_MAX,
                        .required = true });
    network_entry_add(
        &o, v,
        (network_entry){ .f = outlines(&o, network_typed(rq, "outline")), .widget = AS_SELECT });
    network_entry_add(&o, v,
                      (network_entry){ .f      = { .name     = "running",
                                                   .label    = T(&o, network_plan_running),
                                                   .hint     = T(&o, network_plan_running_hint),
                                                   .value    = network_typed(rq, "running"),
                                                   .max      = MEMBER_LONG_MAX,
                                                   .rows     = 5,
                                                   .required = true },
                                       .widget = AS_AREA });
    plan_lines(&o, rq, v);
    return form_show(&o, rs, v);
}

status network_plan_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_plan(c, rq, rs, NULL);
}

status network_plan_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t           id;
    const member_plan p = network_plan_read(rq);
    TRY(network_id_of(rq, &id));
    status st = network_plan_add(c, id, &p, why);
    if (st == ST_INVALID) return show_plan(c, rq, rs, why);
    TRY(st);
    return go_back(c, rs, id);
}

// ---- a hunt, scan or drill ------------------------------------------------------------------------------------------

static page_field exercise_kinds(page *o, str chosen)
{
    static const str keys[]  = { STR("drill"), STR("scan"), STR("hunt") };
    page_option     *options = NEW(o->a, page_option, COUNT(keys));
    for (size_t i = 0; options && i < COUNT(keys); i++)
        options[i] = (page_option){ keys[i], network_named(o, "network.exercise.", keys[i]),
                                    S("") };
    return (page_field){ .name         = "kind",
                         .label        = T(o, network_exercise_kind),
                         .value        = chosen,
                         .options      = options,
                         .option_count = options ? COUNT(keys) : 0,
                         .required     = true };
}

static page_field system_choices(page *o, const member_card *k, str chosen)
{
    page_option *options = NEW(o->a, page_option, k->system_count + 1);
    for (size_t i = 0; options && i < k->system_count; i++)
        options[i] = (page_option){ k->systems[i].code,
                                    arena_printf(o->a, STR_FMT " " STR_FMT,
                                                 STR_ARG(k->systems[i].code),
                                                 STR_ARG(k->systems[i].name)),
                                    S("") };
    return (page_field){ .name         = "system",
                         .label        = T(o, network_exercise_system),
                         .value        = chosen,
                         .options      = options,
                         .option_count = options ? k->system_count : 0,
                         .required     = true };
}

static status show_exercise(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    static const form_words w    = { T_network_exercise_add, T_network_save, "exercise" };
    const law_member_duty  *rule = law_member_duty_find(law_current(), S("drill"));
    network_form_view      *v;
    member_card            *k = NEW(c->a, member_card, 1);
    int64_t                 id;
    page                    o = page_open(c, rq, rs);
    if (!k) return ST_MEMORY;
    TRY(network_id_of(rq, &id));
    TRY(network_card(c, id, k));
    TRY(form_new(c, &o, &w, &k->m, fault, &v));
    v->action = arena_printf(c->a, "/mang-luoi/%lld/dien-tap", (long long)id);
    v->cite   = rule ? rule->cite : S("");
    network_entry_add(&o, v,
                      (network_entry){ .f      = system_choices(&o, k, network_typed(rq, "system")),
                                       .widget = AS_SELECT });
    network_entry_add(
        &o, v,
        (network_entry){ .f = exercise_kinds(&o, network_typed(rq, "kind")), .widget = AS_SELECT });
    entry(&o, v,
          (page_field){ .name     = "done_on",
                        .type     = "date",
                        .label    = T(&o, network_exercise_done_on),
                        .value    = network_typed(rq, "done_on"),
                        .required = true });
    entry(&o, v,
          (page_field){ .name  = "note",
                        .label = T(&o, network_exercise_note),
                        .value = network_typed(rq, "note"),
                        .max   = MEMBER_TEXT_MAX });
    return form_show(&o, rs, v);
}

status network_exercise_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_exercise(c, rq, rs, NULL);
}

status network_exercise_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t               id;
    const member_exercise e = { network_typed(rq, "system"), network_typed(rq, "kind"),
                                network_typed(rq, "done_on"), network_typed(rq, "note") };
    TRY(network_id_of(rq, &id));
    status st = network_exercise_add(c, id, &e, why);
    if (st == ST_INVALID) return show_exercise(c, rq, rs, why);
    TRY(st);
    return go_back(c, rs, id);
}
