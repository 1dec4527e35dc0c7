// parts_web.c - forms of a body's supervisors, head and specialist unit, contact and delegations. A
// form is a table of fields; the same act serves the page and the API.
#include "modules/organisations/parts_web.h"

#include "modules/organisations/organisations_pages.gen.h"

// ---- forms by fields --------------------------------------------------------------------------------

status part_fields_make(call *c, const web_request *rq, const part_field *fields, size_t count,
                        const str *given, shaped_field **out)
{
    shaped_field *list = NEW(c->a, shaped_field, count);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const part_field *p = &fields[i];
        str               v = body_form_text(rq, p->name);
        if (!v.len && given && given[i].ptr) v = given[i];
        list[i] = (shaped_field){ p->shape,
                                  { .name     = p->name,
                                    .label    = text_get(c->lang, p->label),
                                    .value    = v,
                                    .max      = p->max,
                                    .rows     = 3,
                                    .required = p->required,
                                    .narrow   = p->narrow } };
        if (p->hint != p->label) list[i].f.hint = text_get(c->lang, p->hint);
    }
    *out = list;
    return ST_OK;
}

status part_form_show(call *c, web_request *rq, http_response *rs, fields_view *v,
                      const problem *why)
{
    page o                 = page_open(c, rq, rs);
    bool bad               = why->rule.len > 0;
    v->frame.menu          = "bodies";
    v->frame.problems      = bad ? why : NULL;
    v->frame.problem_count = bad;
    v->frame.fields        = "bodies.field.";
    for (size_t i = 0; i < v->count; i++) {
        page_field *f = &v->fields[i].f;
        f->error      = page_field_error(&o, &v->frame, f->name);
    }
    fields_page(&o, v);
    return page_close(&o, rs, bad ? 422 : 200);
}

// ---- what the forms do ------------------------------------------------------------------------------

typedef status part_act(call *c, const web_request *rq, const body *b, problem *why);
typedef status part_fill(call *c, const body *b, str *given); // what a fresh form shows

typedef struct part_form {
    const char       *path; // behind /to-chuc/{id}/
    text_key          title, about;
    const part_field *fields;
    size_t            count;
    part_act         *act;
    part_fill        *fill; // may be NULL
} part_form;

enum { FIELDS_MAX = 16 };

static str t(const web_request *rq, const char *name)
{
    return body_form_text(rq, name);
}

static status supervise(call *c, const web_request *rq, const body *b, problem *why)
{
    supervisor_draft s = { .body_id    = b->id,
                           .basis      = t(rq, "basis"),
                           .valid_from = t(rq, "valid_from"),
                           .valid_to   = t(rq, "valid_to") };
    int64_t          id;
    TRY(body_read_ref(c, S("by"), t(rq, "by"), &s.by_id, why));
    if (!supervision_kind_named(t(rq, "kind"), &s.kind)) {
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    }
    return supervisor_add(c, &s, &id, why);
}

static status appoint(call *c, const web_request *rq, const body *b, problem *why)
{
    body_office o = { .body_id        = b->id,
                      .name           = t(rq, "name"),
                      .post           = t(rq, "post"),
                      .representative = t(rq, "representative"),
                      .address        = t(rq, "address"),
                      .phone          = t(rq, "phone"),
                      .email          = t(rq, "email"),
                      .doc_no         = t(rq, "doc_no"),
                      .doc_on         = t(rq, "doc_on"),
                      .doc_by         = t(rq, "doc_by"),
                      .valid_from     = t(rq, "valid_from"),
                      .valid_to       = t(rq, "valid_to") };
    int64_t     id;
    if (!office_kind_named(t(rq, "kind"), &o.kind)) {
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    }
    return body_office_add(c, &o, &id, why);
}

static status reach(call *c, const web_request *rq, const body *b, problem *why)
{
    body_contact k = { .address        = t(rq, "address"),
                       .representative = t(rq, "representative"),
                       .post           = t(rq, "post"),
                       .phone          = t(rq, "phone"),
                       .email          = t(rq, "email"),
                       .mandate        = t(rq, "mandate") };
    if (rq->api) { // the one who sends the whole block replaces it
        body_contact now;
        TRY(body_contact_load(c, b->id, &now));
        k.version = now.version;
    } else if (!str_int(t(rq, "version"), &k.version)) {
        k.version = 0;
    }
    return body_contact_save(c, b->id, &k, why);
}

static status reach_fill(call *c, const body *b, str *given)
{
    body_contact k;
    TRY(body_contact_load(c, b->id, &k));
    given[0] = k.address, given[1] = k.representative, given[2] = k.post;
    given[3] = k.phone, given[4] = k.email, given[5] = k.mandate;
    given[6] = arena_printf(c->a, "%lld", (long long)k.version);
    return given[6].ptr ? ST_OK : ST_MEMORY;
}

static status delegate(call *c, const web_request *rq, const body *b, problem *why)
{
    delegation g = { .body_id    = b->id,
                     .reach      = t(rq, "reach"),
                     .duties     = t(rq, "duties"),
                     .doc_no     = t(rq, "doc_no"),
                     .doc_on     = t(rq, "doc_on"),
                     .valid_from = t(rq, "valid_from"),
                     .valid_to   = t(rq, "valid_to") };
    int64_t    id;
    TRY(body_read_ref(c, S("to"), t(rq, "to"), &g.to_id, why));
    return delegation_add(c, &g, &id, why);
}

#define INPUT(name_, most, needed)                                                                 \
    {                                                                                              \
        SHAPE_INPUT, #name_, T_bodies_field_##name_, T_bodies_field_##name_, most, needed, false   \
    }
#define INPUT_HINT(name_, most, needed, narrow_)                                                   \
    {                                                                                              \
        SHAPE_INPUT, #name_, T_bodies_field_##name_, T_bodies_field_##name_##_hint, most, needed,  \
            narrow_                                                                                \
    }
#define DAY(name_, needed) INPUT_HINT(name_, 30, needed, true)

static const part_field supervise_fields[] = {
    INPUT_HINT(by, BODY_NAME_MAX, true, false),
    { SHAPE_SELECT, "kind", T_bodies_supervision, T_bodies_supervision, 0, true, false },
    INPUT_HINT(basis, BODY_BASIS_MAX, true, false),
    DAY(valid_from, false),
    DAY(valid_to, false),
};

static const part_field appoint_fields[] = {
    { SHAPE_SELECT, "kind", T_bodies_office, T_bodies_office, 0, true, false },
    INPUT_HINT(name, OFFICE_TEXT_MAX, true, false),
    INPUT(post, OFFICE_TEXT_MAX, false),
    INPUT_HINT(representative, OFFICE_TEXT_MAX, false, false),
    INPUT(address, OFFICE_TEXT_MAX, false),
    INPUT(phone, OFFICE_TEXT_MAX, false),
    INPUT(email, OFFICE_TEXT_MAX, false),
    INPUT_HINT(doc_no, OFFICE_TEXT_MAX, true, true),
    DAY(doc_on, false),
    INPUT(doc_by, OFFICE_TEXT_MAX, false),
    DAY(valid_from, false),
    DAY(valid_to, false),
};

static const part_field reach_fields[] = {
    INPUT(address, OFFICE_TEXT_MAX, false),
    INPUT_HINT(representative, OFFICE_TEXT_MAX, false, false),
    INPUT(post, OFFICE_TEXT_MAX, false),
    INPUT(phone, OFFICE_TEXT_MAX, false),
    INPUT(email, OFFICE_TEXT_MAX, false),
    INPUT_HINT(mandate, OFFICE_TEXT_MAX, false, false),
    { SHAPE_HIDDEN, "version", T_bodies_field_address, T_bodies_field_address, 0, false, false },
};

static const part_field delegate_fields[] = {
    INPUT_HINT(to, BODY_NAME_MAX, true, false),
    { SHAPE_AREA, "reach", T_bodies_field_reach, T_bodies_field_reach_hint, DELEGATION_TEXT_MAX,
      true, false },
    { SHAPE_AREA, "duties", T_bodies_field_duties, T_bodies_field_duties, DELEGATION_TEXT_MAX, true,
      false },
    INPUT_HINT(doc_no, OFFICE_TEXT_MAX, true, true),
    DAY(doc_on, false),
    DAY(valid_from, false),
    DAY(valid_to, true),
};

static const part_form forms[] = {
    { "giam-sat", T_bodies_supervisors_add, T_bodies_supervisors_about, supervise_fields,
      COUNT(supervise_fields), supervise, NULL },
    { "phu-trach", T_bodies_offices_add, T_bodies_offices_about, appoint_fields,
      COUNT(appoint_fields), appoint, NULL },
    { "lien-he", T_bodies_contact_edit, T_bodies_contact_about, reach_fields, COUNT(reach_fields),
      reach, reach_fill },
    { "uy-quyen", T_bodies_delegations_add, T_bodies_delegations_about, delegate_fields,
      COUNT(delegate_fields), delegate, NULL },
};
enum { FORM_SUPERVISE, FORM_APPOINT, FORM_REACH, FORM_DELEGATE };

// The choices of the one select each of these forms has.
static status offer_kinds(call *c, const part_form *f, shaped_field *fields)
{
    bool         office  = f == &forms[FORM_APPOINT];
    const int    first   = office ? OFFICE_HEAD : SUPERVISED_SECTOR_LEAD;
    const int    last    = office ? OFFICE_SPECIALIST : SUPERVISED_SPECIALISED;
    page_option *options = NEW(c->a, page_option, 4);
    if (!options) return ST_MEMORY;
    size_t n = 0;
    for (int k = first; k <= last; k++) {
        str value = office ? office_kind_key((office_kind)k)
                           : supervision_kind_key((supervision_kind)k);
        str key   = arena_printf(c->a, "bodies.%s." STR_FMT, office ? "office" : "supervision",
                                 STR_ARG(value));
        if (!key.ptr) return ST_MEMORY;
        options[n++] = (page_option){ .value = value, .label = text_named(c->lang, key) };
    }
    for (size_t i = 0; i < f->count; i++) {
        if (fields[i].shape != SHAPE_SELECT) continue;
        fields[i].f.options      = options;
        fields[i].f.option_count = n;
    }
    return ST_OK;
}

static status form_show(call *c, web_request *rq, http_response *rs, const part_form *f,
                        const body *b, const problem *why)
{
    fields_view v                 = { .about = text_get(c->lang, f->about), .count = f->count };
    str         given[FIELDS_MAX] = { { 0 } };
    if (f->fill) TRY(f->fill(c, b, given));
    TRY(part_fields_make(c, rq, f->fields, f->count, given, &v.fields));
    TRY(offer_kinds(c, f, v.fields));
    v.back        = arena_printf(c->a, "/to-chuc/%lld", (long long)b->id);
    v.action      = arena_printf(c->a, "/to-chuc/%lld/%s", (long long)b->id, f->path);
    v.frame.title = text_get(c->lang, f->title);
    if (!v.back.ptr || !v.action.ptr) return ST_MEMORY;
    page o = page_open(c, rq, rs);
    TRY(body_crumbs(c, b->id, &v.frame, &o));
    return part_form_show(c, rq, rs, &v, why);
}

static status form_get(call *c, web_request *rq, http_response *rs, int which, problem *why)
{
    body b;
    TRY(body_changeable(c, rq, &b));
    return form_show(c, rq, rs, &forms[which], &b, why);
}

static status form_post(call *c, web_request *rq, http_response *rs, int which, problem *why)
{
    body b;
    TRY(body_changeable(c, rq, &b));
    status st = forms[which].act(c, rq, &b, why);
    if (rq->api) {
        TRY(st);
        return body_answer_whole(c, rs, 201, &b);
    }
    if (st == ST_INVALID) return form_show(c, rq, rs, &forms[which], &b, why);
    return st == ST_OK ? body_go_to(c, rs, b.id) : st;
}

typedef status part_end(call *c, int64_t id, str last_day, problem *why);

static status end_post(call *c, web_request *rq, http_response *rs, part_end *end, problem *why)
{
    body    b;
    int64_t id;
    TRY(body_changeable(c, rq, &b));
    if (!str_int(rq->params[1], &id)) return ST_MISSING;
    TRY(end(c, id, t(rq, "last_day"), why));
    return rq->api ? body_answer_whole(c, rs, 200, &b) : body_go_to(c, rs, b.id);
}

#define HANDLERS(name, which)                                                                      \
    static status name##_get(call *c, web_request *rq, http_response *rs, problem *why)            \
    {                                                                                              \
        return form_get(c, rq, rs, which, why);                                                    \
    }                                                                                              \
    static status name##_post(call *c, web_request *rq, http_response *rs, problem *why)           \
    {                                                                                              \
        return form_post(c, rq, rs, which, why);                                                   \
    }
HANDLERS(supervise, FORM_SUPERVISE)
HANDLERS(appoint, FORM_APPOINT)
HANDLERS(reach, FORM_REACH)
HANDLERS(delegate, FORM_DELEGATE)

static status supervise_end(call *c, web_request *rq, http_response *rs, problem *why)
{
    return end_post(c, rq, rs, supervisor_end, why);
}

static status appoint_end(call *c, web_request *rq, http_response *rs, problem *why)
{
    return end_post(c, rq, rs, body_office_end, why);
}

static status delegate_end(call *c, web_request *rq, http_response *rs, problem *why)
{
    return end_post(c, rq, rs, delegation_end, why);
}

// ---- routes -----------------------------------------------------------------------------------------

static const web_field end_body[] = {
    { "last_day", "string?", "ISO day; today when absent; before the first day: it never was" },
    { NULL, NULL, NULL },
};
static const web_field supervise_body[] = {
    { "by", "string", "code or name of the supervisor" },
    { "kind", "string", "sector-lead, state-management or specialised" },
    { "basis", "string", "document number, citation or note" },
    { "valid_from", "string?", "ISO day; today when absent" },
    { "valid_to", "string?", "ISO day; without end when absent" },
    { NULL, NULL, NULL },
};
static const web_field appoint_body[] = {
    { "kind", "string", "head or specialist" },
    { "name", "string", "of the person or the unit" },
    { "post", "string?", "job title" },
    { "representative", "string?", "of a unit" },
    { "address", "string?", "where it sits" },
    { "phone", "string?", "telephone" },
    { "email", "string?", "e-mail" },
    { "doc_no", "string", "number of the decision" },
    { "doc_on", "string?", "ISO day of the decision" },
    { "doc_by", "string?", "who decided" },
    { "valid_from", "string?", "ISO day; today when absent" },
    { "valid_to", "string?", "ISO day; without end when absent" },
    { NULL, NULL, NULL },
};
static const web_field reach_body[] = {
    { "address", "string?", "postal" },
    { "representative", "string?", "who speaks for it" },
    { "post", "string?", "job title" },
    { "phone", "string?", "telephone" },
    { "email", "string?", "e-mail" },
    { "mandate", "string?", "document that says what it is for" },
    { NULL, NULL, NULL },
};
static const web_field delegate_body[] = {
    { "to", "string", "code or name of a unit of the body" },
    { "reach", "string", "for which systems or matters" },
    { "duties", "string", "what the delegate has to do" },
    { "doc_no", "string", "number of the document" },
    { "doc_on", "string?", "ISO day of the document" },
    { "valid_from", "string?", "ISO day; today when absent" },
    { "valid_to", "string", "ISO day" },
    { NULL, NULL, NULL },
};
static const web_field whole_answer[] = {
    { "id", "string", "decimal; then as GET /api/v1/bodies/{id}" },
    { NULL, NULL, NULL },
};

#define ADMIN RIGHT_BODIES_ADMIN
static const web_route routes[] = {
    { HTTP_GET, "/to-chuc/{id}/giam-sat", ADMIN, supervise_get, "A form for a supervisor" },
    { HTTP_POST, "/to-chuc/{id}/giam-sat", ADMIN, supervise_post, "Adds a supervisor" },
    { HTTP_POST, "/to-chuc/{id}/giam-sat/{n}/ket-thuc", ADMIN, supervise_end, "Ends one" },
    { HTTP_GET, "/to-chuc/{id}/phu-trach", ADMIN, appoint_get, "A form for a head or a unit" },
    { HTTP_POST, "/to-chuc/{id}/phu-trach", ADMIN, appoint_post, "Names a head or a unit" },
    { HTTP_POST, "/to-chuc/{id}/phu-trach/{n}/ket-thuc", ADMIN, appoint_end, "Ends one" },
    { HTTP_GET, "/to-chuc/{id}/lien-he", ADMIN, reach_get, "A form for the contact block" },
    { HTTP_POST, "/to-chuc/{id}/lien-he", ADMIN, reach_post, "Keeps the contact block" },
    { HTTP_GET, "/to-chuc/{id}/uy-quyen", ADMIN, delegate_get, "A form for a delegation" },
    { HTTP_POST, "/to-chuc/{id}/uy-quyen", ADMIN, delegate_post, "Delegates" },
    { HTTP_POST, "/to-chuc/{id}/uy-quyen/{n}/ket-thuc", ADMIN, delegate_end, "Ends one" },
    { HTTP_POST, "/api/v1/bodies/{id}/supervisors", ADMIN, supervise_post, "Adds a supervisor",
      .body = supervise_body, .answer = whole_answer },
    { HTTP_POST, "/api/v1/bodies/{id}/supervisors/{n}/end", ADMIN, supervise_end,
      "Ends a supervision", .body = end_body, .answer = whole_answer },
    { HTTP_POST, "/api/v1/bodies/{id}/offices", ADMIN, appoint_post,
      "Names the head or the specialist unit", .body = appoint_body, .answer = whole_answer },
    { HTTP_POST, "/api/v1/bodies/{id}/offices/{n}/end", ADMIN, appoint_end, "Ends an office",
      .body = end_body, .answer = whole_answer },
    { HTTP_POST, "/api/v1/bodies/{id}/contact", ADMIN, reach_post, "Replaces the contact block",
      .body = reach_body, .answer = whole_answer },
    { HTTP_POST, "/api/v1/bodies/{id}/delegations", ADMIN, delegate_post, "Delegates",
      .body = delegate_body, .answer = whole_answer },
    { HTTP_POST, "/api/v1/bodies/{id}/delegations/{n}/end", ADMIN, delegate_end,
      "Ends a delegation", .body = end_body, .answer = whole_answer },
};
const web_module organisations_parts_module = { "organisations-parts", routes, COUNT(routes) };
