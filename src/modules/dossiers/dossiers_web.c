// dossiers_web.c - dossiers as pages; the routes of dossiers.
#include "modules/dossiers/dossiers_web.h"

#include "modules/dossiers/dossiers_dossier_pages.gen.h"
#include "modules/dossiers/dossiers_view.h"
#include "modules/tasks/tasks.h"

static str asked(const web_request *rq, const char *name)
{
    str text = http_query(rq->http, str_from(name));
    return text.ptr ? text : S("");
}

static str form_text(const void *ctx, const char *name)
{
    const web_request *rq = ctx;
    for (size_t i = 0; i < rq->http->form_count; i++) {
        if (str_equal(rq->http->form[i].name, str_from(name))) return rq->http->form[i].value;
    }
    return (str){ 0 };
}

static dossier_typed typed_in(const web_request *rq)
{
    return (dossier_typed){ form_text, rq->http->form_count ? rq : NULL };
}

static status back_to(call *c, http_response *rs, str code, str part, const char *done)
{
    str to = arena_printf(c->a, "/ho-so/" STR_FMT "%s" STR_FMT "%s%s", STR_ARG(code),
                          part.len ? "/" : "", STR_ARG(part), done ? "?xong=" : "",
                          done ? done : "");
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

// ---- the list ------------------------------------------------------------------------------------------

static status state_options(page *o, const dossier_filter *f, dossiers_view *v)
{
    const law_pack *newest = law_pack_at(law_current(), 0);
    const law      *l      = law_current();
    for (size_t i = 0; i < law_pack_count(l); i++) {
        const law_pack *p = law_pack_at(l, i);
        if (!p->overlay && str_compare(p->valid_from, newest->valid_from) > 0) newest = p;
    }
    const law_workflow *w       = law_workflow_of(newest);
    page_option        *options = NEW(o->a, page_option, w->state_count + 1);
    page_option        *levels  = NEW(o->a, page_option, LAW_LEVEL_MAX + 1);
    if (!options || !levels) return ST_MEMORY;
    options[0] = levels[0] = (page_option){ S(""), T(o, dossiers_any), { 0 } };
    for (size_t i = 0; i < w->state_count; i++)
        options[i + 1] = (page_option){ w->states[i].key,
                                        dossier_state_words(o->lang, &w->states[i]),
                                        { 0 } };
    for (int i = 1; i <= LAW_LEVEL_MAX; i++)
        levels[i] = (page_option){ page_number(o, i), page_number(o, i), { 0 } };
    v->state = (page_field){ .name         = "state",
                             .label        = T(o, dossiers_state),
                             .value        = f->state.ptr ? f->state : S(""),
                             .options      = options,
                             .option_count = w->state_count + 1 };
    v->level = (page_field){ .name         = "level",
                             .label        = T(o, dossiers_level),
                             .value        = f->level ? page_number(o, f->level) : S(""),
                             .options      = levels,
                             .option_count = LAW_LEVEL_MAX + 1 };
    return ST_OK;
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    static const char *const names[] = { "state", "level", "system", "under_way" };
    dossiers_view           *v       = NEW(c->a, dossiers_view, 1);
    dossier_filter           f       = { 0 };
    dossier_list_page        list    = { 0 };
    status                   st      = ST_OK;
    if (!v) return ST_MEMORY;
    for (size_t i = 0; i < COUNT(names) && st == ST_OK; i++)
        st = dossiers_filter_set(c, str_from(names[i]), asked(rq, names[i]), &f, why);
    if (st == ST_OK) st = dossiers_list(c, &f, asked(rq, "c"), 0, &list, why);
    if (st != ST_INVALID) TRY(st);
    page o = page_open(c, rq, rs);
    dossiers_view_list(&o, c, &list, v);
    TRY(state_options(&o, &f, v));
    v->frame          = (page_frame){ .title         = T(&o, dossiers_title),
                                      .menu          = "dossiers",
                                      .problems      = why,
                                      .problem_count = st == ST_INVALID,
                                      .wide          = true };
    v->under_way      = f.under_way;
    v->filtered       = f.state.len || f.level || f.system_id || f.under_way || st == ST_INVALID;
    v->all_href       = page_url_with(&o, rq->path, "under_way", S(""));
    v->under_way_href = page_url_with(&o, rq->path, "under_way", S("1"));
    v->overrides      = list.overrides;
    v->clear_href     = S("/ho-so");
    const uint64_t drafters = UINT64_C(1) << TASK_OPERATOR | UINT64_C(1) << TASK_SYSTEM_OFFICER;
    if (call_may(c, RIGHT_DOSSIERS_ACT)) {
        if (c->who.roles & drafters)
            v->new_href = page_url_with(&o, S("/ho-so/moi"), "system", asked(rq, "system"));
        v->enter_href = page_url_with(&o, S("/ho-so/da-co"), "system", asked(rq, "system"));
    }
    v->pager       = (page_pager){ .shown = (int64_t)list.count, .total = list.total };
    v->pager.next  = list.next.len ? page_url_with(&o, rq->path, "c", list.next) : S("");
    v->pager.first = asked(rq, "c").len ? page_url_with(&o, rq->path, "c", S("")) : S("");
    dossiers_list_page(&o, v);
    return page_close(&o, rs, st == ST_INVALID ? 422 : 200);
}

// ---- beginning -------------------------------------------------------------------------------------------

static status show_new(call *c, web_request *rq, http_response *rs, bool entering,
                       const problem *why)
{
    dossier_new_view *v      = NEW(c->a, dossier_new_view, 1);
    str               system = asked(rq, "system");
    system_record     s;
    if (!v) return ST_MEMORY;
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = { { T(&o, dossiers_title), S("/ho-so") } };
    v->frame    = (page_frame){ .title       = entering ? T(&o, dossiers_enter) : T(&o, dossiers_new),
                                .menu        = "dossiers",
                                .crumbs      = crumbs,
                                .crumb_count = COUNT(crumbs),
                                .problems    = why,
                                .problem_count = why != NULL,
                                .fields        = "dossiers.field." };
    v->entering = entering;
    v->back     = S("/ho-so");
    v->systems.value = system;
    v->kind.value    = S("new");
    if (system.len && systems_get(c, system, &s) == ST_OK) {
        v->kind.value   = s.state == SYSTEM_RUNNING     ? S("running")
                          : s.state == SYSTEM_UPGRADING ? S("upgrade")
                                                        : S("new");
        v->level.value  = page_number(&o, s.level ? s.level : s.sheet_level);
        v->pack.value   = s.pack;
        v->number.value = s.data.decision_no;
        v->on.value     = page_date(&o, s.data.decision_on);
        v->signer.value = s.data.decision_by;
    }
    dossier_view_new(&o, typed_in(rq), v);
    dossier_new_page(&o, v);
    return page_close(&o, rs, why ? 422 : 200);
}

static status new_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_new(c, rq, rs, false, NULL);
}

static status enter_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_new(c, rq, rs, true, NULL);
}

static status begun(call *c, http_response *rs, int64_t id, const char *done)
{
    return back_to(c, rs, dossier_code(c->a, id), S(""), done);
}

static status new_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_opening what = { 0 };
    int64_t         id;
    what.from = web_field_text(rq, "from");
    status st = dossier_read_systems(web_field_text(rq, "systems"), &what, why);
    if (st == ST_OK) st = dossier_read_kind(web_field_text(rq, "kind"), &what.kind, why);
    if (st == ST_OK) st = dossiers_open(c, &what, &id, why);
    if (st == ST_INVALID) return show_new(c, rq, rs, false, why);
    TRY(st);
    return begun(c, rs, id, "open");
}

static status enter_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_entering *what = NEW(c->a, dossier_entering, 1);
    workflow_given   *g    = NEW(c->a, workflow_given, 1);
    int64_t           id, level = 0;
    if (!what || !g) return ST_MEMORY;
    (void)str_int(web_field_text(rq, "level"), &level);
    what->level = (int)level;
    what->pack  = law_pack_find(law_current(), web_field_text(rq, "pack"));
    dossier_read_given(rq, g);
    status st = dossier_read_systems(web_field_text(rq, "systems"), &what->of, why);
    if (st == ST_OK) st = dossier_read_kind(web_field_text(rq, "kind"), &what->of.kind, why);
    if (st == ST_OK) st = dossiers_enter(c, what, g, &id, why);
    if (st == ST_INVALID) return show_new(c, rq, rs, true, why);
    TRY(st);
    return begun(c, rs, id, "enter");
}

// ---- one dossier --------------------------------------------------------------------------------------------

static page_crumb *crumbs_of(page *o, const dossier_content *k)
{
    page_crumb *crumbs = NEW(o->a, page_crumb, 2);
    if (!crumbs) return NULL;
    crumbs[0] = (page_crumb){ T(o, dossiers_title), S("/ho-so") };
    crumbs[1] = (page_crumb){ k->d.code,
                              arena_printf(o->a, "/ho-so/" STR_FMT, STR_ARG(k->d.code)) };
    return crumbs;
}

static status show_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_content   *k = NEW(c->a, dossier_content, 1);
    dossier_show_view *v = NEW(c->a, dossier_show_view, 1);
    (void)why;
    if (!k || !v) return ST_MEMORY;
    TRY(dossiers_content(c, rq->params[0], k));
    page o = page_open(c, rq, rs);
    TRY(dossier_view_show(&o, c, k, v));
    TRY(letters_related_fill(c, &o, k->d.system_id, k->d.system_code, &v->letters));
    v->frame = (page_frame){ .title = arena_printf(c->a, STR_FMT " · " STR_FMT, STR_ARG(k->d.code),
                                                   STR_ARG(k->d.system_name)),
                             .menu  = "dossiers",
                             .crumbs      = crumbs_of(&o, k),
                             .crumb_count = 1,
                             .done        = asked(rq, "xong").len ? T(&o, dossiers_done) : S(""),
                             .wide        = true };
    dossier_show_page(&o, v);
    return page_close(&o, rs, 200);
}

// ---- one part -------------------------------------------------------------------------------------------------

static status show_part(call *c, web_request *rq, http_response *rs, const problem *why)
{
    dossier_content   *k = NEW(c->a, dossier_content, 1);
    dossier_part_view *v = NEW(c->a, dossier_part_view, 1);
    if (!k || !v) return ST_MEMORY;
    TRY(dossiers_content(c, rq->params[0], k));
    page o    = page_open(c, rq, rs);
    v->key    = rq->params[1];
    v->row_id = rq->http->form_count ? web_field_text(rq, "row") : asked(rq, "dong");
    v->frame  = (page_frame){ .menu          = "dossiers",
                              .crumbs        = crumbs_of(&o, k),
                              .crumb_count   = 2,
                              .problems      = why,
                              .problem_count = why != NULL,
                              .fields        = "dossiers.field.",
                              .done          = asked(rq, "xong").len ? T(&o, dossiers_saved) : S(""),
                              .wide          = true };
    TRY(dossier_view_part(&o, c, k, typed_in(rq), v));
    TRY(dossier_sit_down(c, rq, v));
    v->frame.title = v->line.name;
    dossier_part_page(&o, v);
    return page_close(&o, rs, why ? 422 : 200);
}

static status part_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_part(c, rq, rs, NULL);
}

// What was refused is shown over what was typed.
status dossier_part_done(call *c, web_request *rq, http_response *rs, status st, problem *why)
{
    bool told = st == ST_INVALID || (st == ST_CONFLICT && why->rule.len);
    if (told) return show_part(c, rq, rs, why);
    TRY(st);
    return back_to(c, rs, rq->params[0], rq->params[1], "1");
}

int64_t dossier_number_of(const web_request *rq, const char *name)
{
    int64_t n;
    return str_int(web_field_text(rq, name), &n) ? n : 0;
}

static status row_drop_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    TRY(dossier_ref_of(c, rq, &of));
    return dossier_part_done(c, rq, rs, dossiers_drop_row(c, of, dossier_number_of(rq, "row"), why),
                             why);
}

// The chosen files of the form.
static void read_files(const web_request *rq, dossier_document *d)
{
    const http_request *h = rq->http;
    for (size_t i = 0; i < h->form_count && d->file_count < DOSSIER_FILES_MAX; i++) {
        bool file = str_equal(h->form[i].name, S("evidence"));
        if (file && str_int(h->form[i].value, &d->files[d->file_count])) d->file_count++;
    }
}

static status document_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref      of;
    int64_t          id;
    dossier_document d = { .kind   = web_field_text(rq, "kind"),
                           .title  = web_field_text(rq, "title"),
                           .number = web_field_text(rq, "number"),
                           .on     = web_field_text(rq, "on"),
                           .issuer = web_field_text(rq, "issuer") };
    read_files(rq, &d);
    TRY(dossier_ref_of(c, rq, &of));
    return dossier_part_done(c, rq, rs, dossiers_put_document(c, of, &d, &id, why), why);
}

static status document_drop_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    TRY(dossier_ref_of(c, rq, &of));
    return dossier_part_done(
        c, rq, rs, dossiers_drop_document(c, of, dossier_number_of(rq, "document"), why), why);
}

static status sheets_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    TRY(dossier_ref_of(c, rq, &of));
    return dossier_part_done(c, rq, rs, dossiers_make_sheets(c, of, why), why);
}

static status level_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    int64_t     level = dossier_number_of(rq, "level");
    TRY(dossier_ref_of(c, rq, &of));
    status st = dossiers_propose(c, of, level > 0 && level < 100 ? (int)level : 0,
                                 web_field_text(rq, "reason"), why);
    return dossier_part_done(c, rq, rs, st, why);
}

static status comment_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref   of;
    workflow_item what = { rq->params[1], web_field_text(rq, "comment") };
    TRY(dossier_ref_of(c, rq, &of));
    return dossier_part_done(c, rq, rs, dossiers_comment(c, of, what, why), why);
}

static status settle_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    TRY(dossier_ref_of(c, rq, &of));
    return dossier_part_done(c, rq, rs, dossiers_settle(c, of, dossier_number_of(rq, "note"), why),
                             why);
}

// ---- its letters ---------------------------------------------------------------------------------------------

static status letter_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    TRY(dossier_ref_of(c, rq, &of));
    TRY(dossiers_link_letter(c, of, dossier_number_of(rq, "letter"), why));
    return back_to(c, rs, rq->params[0], S(""), "1");
}

static status letter_drop_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    TRY(dossier_ref_of(c, rq, &of));
    TRY(dossiers_unlink_letter(c, of, dossier_number_of(rq, "letter"), why));
    return back_to(c, rs, rq->params[0], S(""), "1");
}

// ---- one act ----------------------------------------------------------------------------------------------------

static const law_act *act_asked(const dossier_content *k, const law_act *const *acts, size_t count,
                                str act)
{
    (void)k;
    for (size_t i = 0; i < count; i++) {
        if (str_equal(acts[i]->act, act)) return acts[i];
    }
    return NULL;
}

// An act that is not this person's, or not of this state, leads back to where the dossier stands.
static status show_act(call *c, web_request *rq, http_response *rs, const problem *why)
{
    dossier_content  *k = NEW(c->a, dossier_content, 1);
    dossier_act_view *v = NEW(c->a, dossier_act_view, 1);
    const law_act    *acts[WORKFLOW_ACTS_MAX];
    size_t            count;
    if (!k || !v) return ST_MEMORY;
    TRY(dossiers_content(c, rq->params[0], k));
    TRY(dossier_open_acts(c, k, acts, &count));
    v->act = act_asked(k, acts, count, rq->params[1]);
    if (!v->act) return back_to(c, rs, k->d.code, S(""), NULL);
    page o   = page_open(c, rq, rs);
    v->frame = (page_frame){ .title       = c->lang == LANG_EN ? v->act->name.en : v->act->name.vi,
                             .menu        = "dossiers",
                             .crumbs      = crumbs_of(&o, k),
                             .crumb_count = 2,
                             .problems    = why,
                             .problem_count = why != NULL,
                             .fields        = "dossiers.field." };
    TRY(dossier_view_act(&o, c, k, typed_in(rq), v));
    dossier_act_page(&o, v);
    return page_close(&o, rs, why ? 422 : 200);
}

static status act_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_act(c, rq, rs, NULL);
}

static status act_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref     of;
    workflow_given *g = NEW(c->a, workflow_given, 1);
    if (!g) return ST_MEMORY;
    TRY(dossier_ref_of(c, rq, &of));
    dossier_read_given(rq, g);
    of.letter_id = dossier_number_of(rq, "letter");
    status st    = dossiers_act(c, of, rq->params[1], g, why);
    if (st == ST_INVALID) return show_act(c, rq, rs, why);
    TRY(st);
    return back_to(c, rs, rq->params[0], S(""), "1");
}

// ---- routes -------------------------------------------------------------------------------------------------------

static const web_field list_query[] = {
    { "state", "string?", "key of a state: draft, submitted, returned, …" },
    { "level", "string?", "1 to 5" },
    { "system", "string?", "code or id" },
    { "under_way", "string?", "1: only those not at rest" },
    { "limit", "string?", "at most 50" },
    { "cursor", "string?", "of the page before" },
    { NULL, NULL, NULL },
};
static const web_field list_answer[] = {
    { "items", "array", "newest first" },
    { "total", "integer", "of the whole filter" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field open_body[] = {
    { "systems", "string", "codes or ids with commas between" },
    { "kind", "string?", "new, upgrade, running, redetermine; by the system's state when absent" },
    { "from", "string?", "code of a similar system or its dossier: begun as it is there" },
    { NULL, NULL, NULL },
};
static const web_field enter_body[] = {
    { "systems", "string", "codes or ids with commas between" },
    { "kind", "string?", "new, upgrade, running, redetermine" },
    { "level", "integer", "as decided" },
    { "pack", "string?", "under which it was decided" },
    { "number", "string", "of the decision" },
    { "on", "string", "its day" },
    { "signer", "string", "who signed" },
    { NULL, NULL, NULL },
};
static const web_field act_body[] = {
    { "reason", "string?", "why" },
    { "items", "object?", "reasons by part: {\"design\":\"…\"}" },
    { "date", "string?", "the new date" },
    { "number", "string?", "of a paper" },
    { "on", "string?", "its day" },
    { "signer", "string?", "who signed it" },
    { "tests", "object?", "answers of the appraisal: {\"level\":true}" },
    { "report_no", "string?", "of the report to the owner" },
    { "report_on", "string?", "its day" },
    { "letter", "string?", "id of the letter by which it is done: what it says need not be given" },
    { NULL, NULL, NULL },
};
static const web_field row_body[] = {
    { "list", "string", "devices, services, zones" },
    { "id", "string?", "of a row that is there; absent: a new one" },
    { "name", "string", "of the device, service or zone" },
    { "second", "string?", "kind; server and system; key of the pack's zone" },
    { "zone", "string?", "where it stands; of a zone its private range" },
    { "fourth", "string?", "purpose; of a zone its public range" },
    { NULL, NULL, NULL },
};
static const web_field text_body[] = {
    { "text", "string", "the whole text" },
    { "known", "integer?", "version as read; another has written meanwhile: 409" },
    { NULL, NULL, NULL },
};
static const web_field document_body[] = {
    { "kind", "string", "design-preliminary, design-construction, diagram-logical, …" },
    { "title", "string", "what it is called" },
    { "number", "string?", "its number" },
    { "on", "string?", "its day" },
    { "issuer", "string?", "who issued it" },
    { "evidence", "string?", "ids of files of its systems with commas between" },
    { NULL, NULL, NULL },
};
static const web_field letter_body[] = {
    { "letter", "string", "its id" },
    { NULL, NULL, NULL },
};
static const web_field level_body[] = {
    { "level", "integer", "proposed; not below the criteria" },
    { "reason", "string?", "why above them" },
    { NULL, NULL, NULL },
};
static const web_field comment_body[] = {
    { "part", "string", "key of the part" },
    { "text", "string", "what is said" },
    { NULL, NULL, NULL },
};

static const web_route routes[] = {
    { HTTP_GET, "/ho-so", RIGHT_SYSTEMS_READ, list_get, "Dossiers" },
    { HTTP_GET, "/ho-so/moi", RIGHT_DOSSIERS_ACT, new_get, "A new dossier" },
    { HTTP_POST, "/ho-so/moi", RIGHT_DOSSIERS_ACT, new_post, "Begins a dossier" },
    { HTTP_GET, "/ho-so/da-co", RIGHT_DOSSIERS_ACT, enter_get, "A decision that was made before" },
    { HTTP_POST, "/ho-so/da-co", RIGHT_DOSSIERS_ACT, enter_post, "Enters such a decision" },
    { HTTP_GET, "/ho-so/{id}", RIGHT_SYSTEMS_READ, show_get, "One dossier" },
    { HTTP_GET, "/ho-so/{id}/viec/{act}", RIGHT_DOSSIERS_ACT, act_get, "An act on it" },
    { HTTP_POST, "/ho-so/{id}/viec/{act}", RIGHT_DOSSIERS_ACT, act_post, "Does it" },
    { HTTP_POST, "/ho-so/{id}/van-ban", RIGHT_DOSSIERS_ACT, letter_post, "Links a letter" },
    { HTTP_POST, "/ho-so/{id}/van-ban/bo", RIGHT_DOSSIERS_ACT, letter_drop_post,
      "Takes a letter off" },
    { HTTP_GET, "/ho-so/{id}/{part}", RIGHT_SYSTEMS_READ, part_get, "One part of it" },
    { HTTP_GET, "/ho-so/{id}/{part}/dang-sua", RIGHT_DOSSIERS_ACT, dossier_watch_get,
      "Who else is at this part, and what they have written" },
    { HTTP_POST, "/ho-so/{id}/{part}/dong", RIGHT_DOSSIERS_ACT, dossier_row_post, "Keeps a row" },
    { HTTP_POST, "/ho-so/{id}/{part}/dong/bo", RIGHT_DOSSIERS_ACT, row_drop_post, "Drops a row" },
    { HTTP_POST, "/ho-so/{id}/{part}/noi-dung", RIGHT_DOSSIERS_ACT, dossier_text_post,
      "Keeps a text" },
    { HTTP_POST, "/ho-so/{id}/{part}/tai-lieu", RIGHT_DOSSIERS_ACT, document_post,
      "Adds a document" },
    { HTTP_POST, "/ho-so/{id}/{part}/tai-lieu/bo", RIGHT_DOSSIERS_ACT, document_drop_post,
      "Drops a document" },
    { HTTP_POST, "/ho-so/{id}/{part}/bang", RIGHT_SYSTEMS_WRITE, sheets_post,
      "Makes the requirement sheets it lacks" },
    { HTTP_POST, "/ho-so/{id}/{part}/cap-do", RIGHT_DOSSIERS_ACT, level_post,
      "Proposes the level" },
    { HTTP_POST, "/ho-so/{id}/{part}/y-kien", RIGHT_DOSSIERS_ACT, comment_post, "Comments" },
    { HTTP_POST, "/ho-so/{id}/{part}/y-kien/xong", RIGHT_DOSSIERS_ACT, settle_post,
      "Settles a comment" },
    { HTTP_GET, "/api/v1/dossiers", RIGHT_SYSTEMS_READ, dossiers_api_list, "Dossiers",
      .query = list_query, .answer = list_answer },
    { HTTP_POST, "/api/v1/dossiers", RIGHT_DOSSIERS_ACT, dossiers_api_open, "Begins a dossier",
      .body = open_body },
    { HTTP_POST, "/api/v1/dossiers/existing", RIGHT_DOSSIERS_ACT, dossiers_api_enter,
      "Enters a decision that was made before", .body = enter_body },
    { HTTP_GET, "/api/v1/dossiers/{id}", RIGHT_SYSTEMS_READ, dossiers_api_get, "One dossier" },
    { HTTP_GET, "/api/v1/dossiers/{id}/history", RIGHT_SYSTEMS_READ, dossiers_api_history,
      "What happened to it and what was said of its parts" },
    { HTTP_POST, "/api/v1/dossiers/{id}/acts/{act}", RIGHT_DOSSIERS_ACT, dossiers_api_act,
      "An act of its pack: submit, accept, return, …", .body = act_body },
    { HTTP_POST, "/api/v1/dossiers/{id}/rows", RIGHT_DOSSIERS_ACT, dossiers_api_row,
      "Adds or changes a device, service or zone", .body = row_body },
    { HTTP_DELETE, "/api/v1/dossiers/{id}/rows/{row}", RIGHT_DOSSIERS_ACT, dossiers_api_row_drop,
      "Drops a row" },
    { HTTP_PUT, "/api/v1/dossiers/{id}/texts/{key}", RIGHT_DOSSIERS_ACT, dossiers_api_text,
      "Keeps a text", .body = text_body },
    { HTTP_POST, "/api/v1/dossiers/{id}/documents", RIGHT_DOSSIERS_ACT, dossiers_api_document,
      "Adds a document", .body = document_body },
    { HTTP_DELETE, "/api/v1/dossiers/{id}/documents/{document}", RIGHT_DOSSIERS_ACT,
      dossiers_api_document_drop, "Drops a document" },
    { HTTP_POST, "/api/v1/dossiers/{id}/sheets", RIGHT_SYSTEMS_WRITE, dossiers_api_sheets,
      "Makes the requirement sheets it lacks" },
    { HTTP_POST, "/api/v1/dossiers/{id}/letters", RIGHT_DOSSIERS_ACT, dossiers_api_letter,
      "Links a letter of its system", .body = letter_body },
    { HTTP_DELETE, "/api/v1/dossiers/{id}/letters/{letter}", RIGHT_DOSSIERS_ACT,
      dossiers_api_letter_drop, "Takes a letter off" },
    { HTTP_PUT, "/api/v1/dossiers/{id}/level", RIGHT_DOSSIERS_ACT, dossiers_api_level,
      "Proposes the level", .body = level_body },
    { HTTP_POST, "/api/v1/dossiers/{id}/comments", RIGHT_DOSSIERS_ACT, dossiers_api_comment,
      "Comments on a part", .body = comment_body },
};

const web_module dossiers_way_module = { "dossiers", routes, COUNT(routes) };
