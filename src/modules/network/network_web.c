// network_web.c - the list, one member and what is done on its page; the routes of the network.
#include "modules/network/network_web.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/accounts/accounts.h"
#include "modules/network/network_pages.gen.h"

status network_id_of(const web_request *rq, int64_t *id)
{
    return str_int(rq->params[0], id) && *id > 0 ? ST_OK : ST_MISSING;
}

str network_typed(const web_request *rq, const char *name)
{
    str text = web_field_text(rq, name);
    return text.ptr ? text : S("");
}

status network_time_read(arena *a, const char *field, str typed, int64_t *out, problem *why)
{
    enum { SHORT = 16, LONG = 19 }; // 2026-11-28T10:30[:00]
    str text = str_trim(typed);
    *out     = 0;
    if (!text.len) return ST_OK;
    str whole = text.len == SHORT  ? arena_printf(a, STR_FMT ":00+07:00", STR_ARG(text))
                : text.len == LONG ? arena_printf(a, STR_FMT "+07:00", STR_ARG(text))
                                   : text;
    if (!whole.ptr) return ST_MEMORY;
    return time_parse(whole, out) == ST_OK
               ? ST_OK
               : problem_detail(why, ST_INVALID, str_from(field), S("time-form"), text);
}

void network_draft_read(const web_request *rq, member_draft *d)
{
    str *const        to[]    = { &d->body, &d->category, &d->cluster };
    const char *const names[] = { "body", "category", "cluster" };
    for (size_t i = 0; i < COUNT(to); i++) {
        str text = web_field_text(rq, names[i]);
        if (text.ptr) *to[i] = text;
    }
    for (int i = 0; i < MEMBER_FIELDS; i++) {
        str text = web_field_text(rq, member_fields[i].key);
        if (text.ptr) d->texts[i] = text;
    }
}

void network_contact_read(const web_request *rq, member_contact *k)
{
    (void)contact_kind_named(network_typed(rq, "kind"), &k->kind);
    k->name     = network_typed(rq, "name");
    k->post     = network_typed(rq, "post");
    k->address  = network_typed(rq, "address");
    k->phone    = network_typed(rq, "phone");
    k->mobile   = network_typed(rq, "mobile");
    k->fax      = network_typed(rq, "fax");
    k->email    = network_typed(rq, "email");
    k->late_why = network_typed(rq, "late_why");
}

member_plan network_plan_read(const web_request *rq)
{
    return (member_plan){ .title       = network_typed(rq, "title"),
                          .outline     = network_typed(rq, "outline"),
                          .running     = network_typed(rq, "running"),
                          .maker       = network_typed(rq, "maker"),
                          .made_on     = network_typed(rq, "made_on"),
                          .approver    = network_typed(rq, "approver"),
                          .approved_on = network_typed(rq, "approved_on"),
                          .doc_no      = network_typed(rq, "doc_no") };
}

status network_shift_read(call *c, const web_request *rq, duty_shift *s, problem *why)
{
    *s = (duty_shift){ .name  = network_typed(rq, "name"),
                       .phone = network_typed(rq, "phone"),
                       .email = network_typed(rq, "email") };
    TRY(network_time_read(c->a, "from", network_typed(rq, "from"), &s->from_ms, why));
    return network_time_read(c->a, "to", network_typed(rq, "to"), &s->to_ms, why);
}

// ---- the list ------------------------------------------------------------------------------------------

static const char *const filter_names[] = { "q", "category", "cluster", "kind", "state" };

static str asked(const web_request *rq, const char *name)
{
    str text = http_query(rq->http, str_from(name));
    return text.ptr ? str_trim(text) : S("");
}

static status read_filter(const web_request *rq, network_filter *f, problem *why)
{
    *f = (network_filter){ .q = S(""), .category = S(""), .cluster = S("") };
    for (size_t i = 0; i < COUNT(filter_names); i++)
        TRY(network_filter_set(str_from(filter_names[i]), asked(rq, filter_names[i]), f, why));
    return ST_OK;
}

static void choices(page *o, const web_request *rq, network_list_view *v)
{
    static const char *const     states[] = { "asked",  "checked",   "refused",
                                              "member", "suspended", "over" };
    size_t                       count;
    const law_incident_category *all = law_incident_categories(law_current(), &count);
    page_option                 *c   = NEW(o->a, page_option, count + 1);
    page_option                 *s   = NEW(o->a, page_option, COUNT(states) + 1);
    page_option                 *k   = NEW(o->a, page_option, 3);
    if (!c || !s || !k) return;
    c[0] = s[0] = k[0] = (page_option){ S(""), T(o, network_all), S("") };
    for (size_t i = 0; i < count; i++)
        c[i + 1] = (page_option){ all[i].id, network_law(o, &all[i].text), S("") };
    for (size_t i = 0; i < COUNT(states); i++)
        s[i + 1] = (page_option){ str_from(states[i]),
                                  network_named(o, "network.state.", str_from(states[i])), S("") };
    k[1]        = (page_option){ S("obligatory"), T(o, network_obligatory), S("") };
    k[2]        = (page_option){ S("voluntary"), T(o, network_voluntary), S("") };
    v->category = (page_field){ .name         = "category",
                                .label        = T(o, network_field_category),
                                .value        = asked(rq, "category"),
                                .options      = c,
                                .option_count = count + 1 };
    v->state    = (page_field){ .name         = "state",
                                .label        = T(o, network_state),
                                .value        = asked(rq, "state"),
                                .options      = s,
                                .option_count = COUNT(states) + 1 };
    v->kind     = (page_field){ .name         = "kind",
                                .label        = T(o, network_kind),
                                .value        = asked(rq, "kind"),
                                .options      = k,
                                .option_count = 3 };
}

static status cluster_choices(call *c, page *o, const web_request *rq, network_list_view *v)
{
    str   *names;
    size_t count;
    TRY(network_cluster_names(c, &names, &count));
    page_option *options = NEW(c->a, page_option, count + 1);
    if (!options) return ST_MEMORY;
    options[0] = (page_option){ S(""), T(o, network_all), S("") };
    for (size_t i = 0; i < count; i++) options[i + 1] = (page_option){ names[i], names[i], S("") };
    v->cluster = (page_field){ .name         = "cluster",
                               .label        = T(o, network_field_cluster),
                               .value        = asked(rq, "cluster"),
                               .options      = options,
                               .option_count = count + 1 };
    return ST_OK;
}

static status fill_seat(call *c, network_list_view *v)
{
    body    lead;
    int64_t id;
    status  st = network_coordinator(c, &id);
    if (st == ST_OK) {
        TRY(body_by_id(c, id, &lead));
        v->seat_name = lead.name_vi;
    } else if (st != ST_MISSING) {
        return st;
    }
    if (call_may(c, RIGHT_ACCOUNTS_ADMIN)) TRY(accounts_runs_node(c, &v->may_seat));
    return ST_OK;
}

static status fill_own(call *c, network_list_view *v)
{
    member own;
    bool   coordinates, is;
    TRY(network_coordinates(c, &coordinates));
    TRY(network_member_on(c, c->who.body_id, S(""), &is, NULL));
    v->sees_all = coordinates || is;
    status st   = network_own(c, &own);
    if (st != ST_OK && st != ST_MISSING) return st;
    if (st == ST_OK) v->own_href = arena_printf(c->a, "/mang-luoi/%lld", (long long)own.id);
    v->may_register = call_may(c, RIGHT_NETWORK_WRITE) && (st == ST_MISSING || coordinates);
    return ST_OK;
}

static void fill_ways(page *o, const web_request *rq, const network_page *list,
                      network_list_view *v)
{
    str path, query;
    v->pager       = (page_pager){ .shown = (int64_t)list->count, .total = list->total };
    v->pager.next  = list->next.len ? page_url_with(o, rq->path, "c", list->next) : S("");
    v->pager.first = asked(rq, "c").len ? page_url_with(o, rq->path, "c", S("")) : S("");
    bool more      = str_cut(page_url_with(o, rq->path, "c", S("")), '?', &path, &query);
    v->export_href = more ? arena_printf(o->a, "/mang-luoi/xuat?" STR_FMT, STR_ARG(query))
                          : S("/mang-luoi/xuat");
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    network_list_view *v = NEW(c->a, network_list_view, 1);
    network_filter     f;
    network_page       list  = { 0 };
    problem            fault = { 0 };
    (void)why;
    if (!v) return ST_MEMORY;
    page   o  = page_open(c, rq, rs);
    status st = read_filter(rq, &f, &fault);
    if (st == ST_OK) st = network_list(c, &f, asked(rq, "c"), 0, &list, &fault);
    if (st != ST_INVALID) TRY(st);
    v->frame = (page_frame){ .title         = T(&o, network_title),
                             .menu          = "network",
                             .problems      = &fault,
                             .problem_count = st == ST_INVALID,
                             .fields        = "network.field.",
                             .wide          = true };
    v->items = list.items;
    v->count = list.count;
    v->q     = asked(rq, "q");
    for (size_t i = 0; i < COUNT(filter_names); i++)
        v->filtered = v->filtered || asked(rq, filter_names[i]).len > 0;
    TRY(fill_seat(c, v));
    TRY(fill_own(c, v));
    choices(&o, rq, v);
    TRY(cluster_choices(c, &o, rq, v));
    fill_ways(&o, rq, &list, v);
    network_list_page(&o, v);
    return page_close(&o, rs, st == ST_INVALID ? 422 : 200);
}

static status export_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int            fd;
    int64_t        count;
    network_filter f;
    os_file_info   info;
    TRY(read_filter(rq, &f, why));
    TRY(os_temp_in_memory(&fd));
    status st = network_export(c, &f, fd, &count);
    if (st == ST_OK) st = os_info(fd, &info);
    if (st == ST_OK) st = web_download(rs, S(NETWORK_XLSX), S("mang-luoi-ung-cuu.xlsx"), S(""));
    if (st != ST_OK) {
        os_close(fd);
        return st;
    }
    rs->file_fd   = fd;
    rs->file_size = info.bytes;
    return ST_OK;
}

// ---- one member ------------------------------------------------------------------------------------------

static void act_fields(page *o, const web_request *rq, network_show_view *v)
{
    const member_card *k = v->k;
    for (int a = 1; a <= MEMBER_ACTS; a++)
        v->any_act = v->any_act || (k->may_write && network_step_fits(k, (member_act)a));
    v->reason               = (page_field){ .name  = "reason",
                                            .label = T(o, network_reason),
                                            .hint  = T(o, network_reason_hint),
                                            .value = network_typed(rq, "reason"),
                                            .max   = MEMBER_REASON_MAX,
                                            .rows  = 3 };
    v->letter               = (page_field){ .name      = "letter",
                                            .label     = T(o, network_letter),
                                            .hint      = T(o, network_letter_hint),
                                            .value     = network_typed(rq, "letter"),
                                            .inputmode = "numeric",
                                            .narrow    = true };
    v->code                 = (page_field){ .name   = "code",
                                            .label  = T(o, network_code),
                                            .hint   = T(o, network_code_hint),
                                            .value  = network_typed(rq, "code"),
                                            .max    = 30,
                                            .narrow = true };
    v->on                   = (page_field){ .name   = "on",
                                            .label  = T(o, network_since),
                                            .type   = "date",
                                            .value  = network_typed(rq, "on"),
                                            .narrow = true };
    v->late_why             = (page_field){ .name  = "late_why",
                                            .label = T(o, network_late_why),
                                            .value = network_typed(rq, "late_why"),
                                            .max   = MEMBER_TEXT_MAX };
    page_field *const all[] = { &v->reason, &v->letter, &v->code, &v->on, &v->late_why };
    for (size_t i = 0; i < COUNT(all); i++)
        all[i]->error = page_field_error(o, &v->frame, all[i]->name);
}

status network_show(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    network_show_view *v = NEW(c->a, network_show_view, 1);
    member_card       *k = NEW(c->a, member_card, 1);
    int64_t            id;
    bool               bad = fault && fault->rule.len > 0;
    if (!v || !k) return ST_MEMORY;
    TRY(network_id_of(rq, &id));
    TRY(network_card(c, id, k));
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = { { T(&o, network_title), S("/mang-luoi") } };
    v->k                      = k;
    v->frame                  = (page_frame){ .title         = k->m.body_name,
                                              .menu          = "network",
                                              .crumbs        = crumbs,
                                              .crumb_count   = COUNT(crumbs),
                                              .problems      = fault,
                                              .problem_count = bad,
                                              .fields        = "network.field." };
    if (!bad && http_query(rq->http, S("xong")).len) v->frame.done = T(&o, network_done);
    act_fields(&o, rq, v);
    v->late_why.required = k->untold_ms && contact_is_late(k->untold_ms, c->now_ms);
    network_show_page(&o, v);
    return page_close(&o, rs, bad ? 422 : 200);
}

static status show_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return network_show(c, rq, rs, NULL);
}

// Back to the page, or the page again with what was wrong.
static status done(call *c, web_request *rq, http_response *rs, status st, const problem *why)
{
    if (st == ST_INVALID) return network_show(c, rq, rs, why);
    TRY(st);
    str back = arena_printf(c->a, "/mang-luoi/" STR_FMT "?xong=1", STR_ARG(rq->params[0]));
    return back.ptr ? web_redirect(rs, back) : ST_MEMORY;
}

static status act_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    member_move move   = { .reason = network_typed(rq, "reason"),
                           .code   = network_typed(rq, "code"),
                           .on     = network_typed(rq, "on") };
    str         letter = str_trim(network_typed(rq, "letter"));
    TRY(network_id_of(rq, &move.id));
    if (!str_int(network_typed(rq, "version"), &move.version) ||
        !member_act_named(network_typed(rq, "act"), &move.act))
        return ST_INVALID;
    if (letter.len && (!str_int(letter, &move.letter_id) || move.letter_id <= 0))
        return done(c, rq, rs, problem_set(why, ST_INVALID, S("letter"), S("letter-unknown")), why);
    return done(c, rq, rs, network_act(c, &move, why), why);
}

static status tell_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    TRY(network_id_of(rq, &id));
    return done(c, rq, rs, network_tell(c, id, network_typed(rq, "late_why"), why), why);
}

static status part_of(const web_request *rq, const char *name, int64_t *id, int64_t *part)
{
    TRY(network_id_of(rq, id));
    return str_int(network_typed(rq, name), part) ? ST_OK : ST_MISSING;
}

static status shift_drop_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id, shift;
    TRY(part_of(rq, "shift", &id, &shift));
    return done(c, rq, rs, network_shift_drop(c, id, shift, why), why);
}

static status plan_end_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id, plan;
    TRY(part_of(rq, "plan", &id, &plan));
    return done(c, rq, rs, network_plan_end(c, id, plan, why), why);
}

// ---- routes ------------------------------------------------------------------------------------------------

#define READ RIGHT_NETWORK_READ
#define WRITE RIGHT_NETWORK_WRITE

static const web_field list_query[] = {
    { "q", "string?", "words of a name or code, accents ignored" },
    { "category", "string?", "of the law's network members" },
    { "cluster", "string?", "cụm" },
    { "kind", "string?", "obligatory or voluntary" },
    { "state", "string?", "asked, checked, refused, member, suspended, over" },
    { "cursor", "string?", "next of the page before" },
    { "limit", "integer?", "1 to 50" },
    { NULL, NULL, NULL },
};
static const web_field list_answer[] = {
    { "items", "array", "members in Vietnamese order" },
    { "total", "integer", "how many the filter finds" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field one_answer[] = {
    { "id", "string", "decimal" },
    { "code", "string?", "given on acceptance" },
    { "body", "string", "code of the body" },
    { "name", "string", "of the body" },
    { "category", "string", "of the law's network members" },
    { "obligatory", "boolean", "a member by law" },
    { "cluster", "string", "cụm" },
    { "state", "string", "asked, checked, refused, member, suspended, over" },
    { "from", "string?", "first day" },
    { "to", "string?", "last day" },
    { "reason", "string", "of the refusal, suspension or end" },
    { "version", "integer", "also the ETag" },
    { "fields", "object", "the words of Mẫu 01 and 02" },
    { "contacts", "array", "kind, name, post, phone, mobile, email, changed_at, told_at, late" },
    { "on_duty", "object?", "who is reached now" },
    { "roster", "array", "shifts from now on" },
    { "gaps", "array", "hours of the next seven days that no shift covers" },
    { "plans", "array", "response plans" },
    { "numbers", "object?", "the annex of Mẫu 01; for the member and the coordinator" },
    { "staff", "array?", "likewise" },
    { "duties", "array?", "what is due, likewise" },
    { "profiles", "array?", "profiles that were sent, likewise" },
    { "events", "array?", "what happened, likewise" },
    { NULL, NULL, NULL },
};
static const web_field draft_body[] = {
    { "body", "string?", "code or name; the acting body when absent" },
    { "category", "string", "of the law's network members" },
    { "cluster", "string?", "cụm" },
    { "address", "string?", "required for an application" },
    { "phone", "string?", "likewise" },
    { "fax", "string?", "of the body" },
    { "email", "string?", "likewise" },
    { "website", "string?", "https://…" },
    { "leader", "string?", "who answers for security" },
    { "leader_post", "string?", "the leader's post" },
    { "receive_address", "string?", "where incidents are told" },
    { "receive_phone", "string?", "fixed" },
    { "receive_mobile", "string?", "mobile" },
    { "receive_fax", "string?", "fax" },
    { "receive_email", "string?", "e-mail" },
    { "receive_page", "string?", "page on which that is published" },
    { "poc_email", "string?", "not a personal one" },
    { "pgp_user", "string?", "User ID" },
    { "pgp_print", "string?", "fingerprint" },
    { "pgp_link", "string?", "public key" },
    { "postal", "string?", "unit or person, post, organisation, address, phone" },
    { "messaging", "string?", "other instant messages" },
    { "intro", "string?", "capacity" },
    { NULL, NULL, NULL },
};
static const web_field act_body[] = {
    { "act", "string", "check, accept, refuse, suspend, restore, end or withdraw" },
    { "reason", "string?", "required to refuse, suspend, restore, end" },
    { "code", "string?", "of a new member; the next one when absent" },
    { "on", "string?", "first day of a new member; today when absent" },
    { "letter", "string?", "id in the register of letters" },
    { NULL, NULL, NULL },
};
static const web_field contact_body[] = {
    { "kind", "string", "in-hours, out-of-hours, backup or leader" },
    { "name", "string", "of the person or unit" },
    { "post", "string?", "of the person" },
    { "address", "string?", "of the contact" },
    { "phone", "string?", "phone or mobile is required" },
    { "mobile", "string?", "mobile" },
    { "fax", "string?", "of the body" },
    { "email", "string?", "e-mail" },
    { "changed", "string?", "RFC 3339: since when it is so; now when absent" },
    { "tell", "boolean?", "tells the coordinator in the same act" },
    { "late_why", "string?", "required when it is told later than 24 hours after" },
    { NULL, NULL, NULL },
};
static const web_field tell_body[] = {
    { "late_why", "string?", "required when it is later than 24 hours" },
    { NULL, NULL, NULL },
};
static const web_field shift_body[] = {
    { "from", "string", "RFC 3339" },
    { "to", "string", "RFC 3339" },
    { "name", "string", "of the person or unit" },
    { "phone", "string", "fixed" },
    { "email", "string?", "e-mail" },
    { NULL, NULL, NULL },
};
static const web_field plan_body[] = {
    { "title", "string", "of the plan" },
    { "outline", "string", "qd05 or tt20" },
    { "running", "string", "conditions and order of priority for keeping systems running" },
    { "maker", "string", "who drew it up" },
    { "made_on", "string", "ISO day" },
    { "approver", "string?", "required with a day" },
    { "approved_on", "string?", "ISO day" },
    { "doc_no", "string?", "required with a day" },
    { NULL, NULL, NULL },
};
static const web_field exercise_body[] = {
    { "system", "string", "code" },
    { "kind", "string", "hunt, scan or drill" },
    { "done_on", "string", "ISO day" },
    { "note", "string?", "free text" },
    { NULL, NULL, NULL },
};

static const web_route routes[] = {
    { HTTP_GET, "/mang-luoi", READ, list_get, "The members of the network" },
    { HTTP_GET, "/mang-luoi/xuat", READ, export_get, "The list as xlsx" },
    { HTTP_GET, "/mang-luoi/dang-ky", WRITE, network_register_get, "The application" },
    { HTTP_POST, "/mang-luoi/dang-ky", WRITE, network_register_post, "Applies" },
    { HTTP_GET, "/mang-luoi/{id}", READ, show_get, "One member" },
    { HTTP_GET, "/mang-luoi/{id}/sua", WRITE, network_edit_get, "The form of a member" },
    { HTTP_POST, "/mang-luoi/{id}/sua", WRITE, network_edit_post, "Corrects a member" },
    { HTTP_POST, "/mang-luoi/{id}/viec", WRITE, act_post, "Accepts, suspends, …" },
    { HTTP_GET, "/mang-luoi/{id}/dau-moi", WRITE, network_contact_get, "A contact's form" },
    { HTTP_POST, "/mang-luoi/{id}/dau-moi", WRITE, network_contact_post, "Changes a contact" },
    { HTTP_POST, "/mang-luoi/{id}/bao-dau-moi", WRITE, tell_post,
      "Tells the coordinator of changed contacts" },
    { HTTP_GET, "/mang-luoi/{id}/truc", WRITE, network_shift_get, "A shift's form" },
    { HTTP_POST, "/mang-luoi/{id}/truc", WRITE, network_shift_post, "Adds a shift" },
    { HTTP_POST, "/mang-luoi/{id}/truc/bo", WRITE, shift_drop_post, "Takes a shift away" },
    { HTTP_GET, "/mang-luoi/{id}/nhan-luc", WRITE, network_staff_get, "The annex of staff" },
    { HTTP_POST, "/mang-luoi/{id}/nhan-luc", WRITE, network_numbers_post, "Keeps its figures" },
    { HTTP_POST, "/mang-luoi/{id}/nhan-luc/them", WRITE, network_staff_post, "Adds a person" },
    { HTTP_POST, "/mang-luoi/{id}/nhan-luc/bo", WRITE, network_staff_drop_post,
      "Takes a person away" },
    { HTTP_GET, "/mang-luoi/{id}/ban-khai", READ, network_profile_get, "Mẫu 01 as of now" },
    { HTTP_POST, "/mang-luoi/{id}/ban-khai", WRITE, network_profile_post, "Sends Mẫu 01" },
    { HTTP_GET, "/mang-luoi/{id}/ban-khai/{profile}", READ, network_profile_file_get,
      "Mẫu 01 as it was sent, JSON" },
    { HTTP_GET, "/mang-luoi/{id}/ke-hoach", WRITE, network_plan_get, "A plan's form" },
    { HTTP_POST, "/mang-luoi/{id}/ke-hoach", WRITE, network_plan_post, "Adds a response plan" },
    { HTTP_POST, "/mang-luoi/{id}/ke-hoach/bo", WRITE, plan_end_post, "Ends a response plan" },
    { HTTP_GET, "/mang-luoi/{id}/dien-tap", WRITE, network_exercise_get, "An exercise's form" },
    { HTTP_POST, "/mang-luoi/{id}/dien-tap", WRITE, network_exercise_post,
      "Writes down a hunt, scan or drill" },
    { HTTP_GET, "/api/v1/network", READ, network_api_list, "The members of the network",
      .query = list_query, .answer = list_answer },
    { HTTP_POST, "/api/v1/network", WRITE, network_api_register, "Applies for a body",
      .body = draft_body, .answer = one_answer },
    { HTTP_GET, "/api/v1/network/{id}", READ, network_api_get, "One member", .answer = one_answer },
    { HTTP_PUT, "/api/v1/network/{id}", WRITE, network_api_correct, "Corrects a member",
      .body = draft_body, .answer = one_answer, .flags = WEB_VERSIONED },
    { HTTP_POST, "/api/v1/network/{id}/acts", WRITE, network_api_act, "Accepts, suspends, …",
      .body = act_body, .answer = one_answer, .flags = WEB_VERSIONED },
    { HTTP_POST, "/api/v1/network/{id}/contacts", WRITE, network_api_contact, "Changes a contact",
      .body = contact_body, .answer = one_answer },
    { HTTP_POST, "/api/v1/network/{id}/tell", WRITE, network_api_tell,
      "Tells the coordinator of changed contacts", .body = tell_body, .answer = one_answer },
    { HTTP_POST, "/api/v1/network/{id}/shifts", WRITE, network_api_shift, "Adds a shift",
      .body = shift_body, .answer = one_answer },
    { HTTP_POST, "/api/v1/network/{id}/profiles", WRITE, network_api_send, "Sends Mẫu 01",
      .answer = one_answer },
    { HTTP_GET, "/api/v1/network/{id}/profiles/{profile}", READ, network_api_profile,
      "Mẫu 01 as it was sent" },
    { HTTP_POST, "/api/v1/network/{id}/plans", WRITE, network_api_plan, "Adds a response plan",
      .body = plan_body, .answer = one_answer },
    { HTTP_POST, "/api/v1/network/{id}/exercises", WRITE, network_api_exercise,
      "Writes down a hunt, scan or drill", .body = exercise_body, .answer = one_answer },
};

const web_module network_module = { "network", routes, COUNT(routes) };
