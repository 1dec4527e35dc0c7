// template_web.c - templates of an agency's own: pages and API.
#include "kit/text/text.h"
#include "modules/dossiers/dossiers_pages.gen.h"
#include "modules/dossiers/paper_web.h"
#include "modules/dossiers/template_view.h"

static str asked(const web_request *rq, const char *name)
{
    str text = http_query(rq->http, str_from(name));
    return text.ptr ? text : S("");
}

static int64_t id_in(str text)
{
    int64_t n;
    return text.ptr && str_int(text, &n) ? n : 0;
}

// The pack of the address, or the newest.
static status pack_of(str id, const law_pack **out)
{
    const law *l = law_current();
    *out         = NULL;
    for (size_t i = 0; i < law_pack_count(l); i++) {
        const law_pack *p = law_pack_at(l, i);
        if (p->overlay) continue;
        if (id.len ? str_equal(p->id, id)
                   : !*out || str_compare(p->valid_from, (*out)->valid_from) > 0)
            *out = p;
    }
    return *out ? ST_OK : ST_MISSING;
}

// ---- which forms are replaced -----------------------------------------------------------------------

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    templates_view *v    = NEW(c->a, templates_view, 1);
    form_state     *rows = NEW(c->a, form_state, PAPER_FORMS_MAX);
    const law_pack *p;
    size_t          count;
    (void)why;
    if (!v || !rows) return ST_MEMORY;
    TRY(pack_of(asked(rq, "pack"), &p));
    TRY(templates_forms(c, c->who.body_id, p, rows, &count));
    page o   = page_open(c, rq, rs);
    v->frame = (page_frame){ .title = T(&o, templates_title), .menu = "dossiers", .wide = true };
    v->pack  = p->id;
    for (size_t i = 0; i < law_pack_count(law_current()) && v->pack_count < TEMPLATE_PACKS_MAX;
         i++) {
        const law_pack *one = law_pack_at(law_current(), i);
        if (one->overlay) continue;
        v->packs[v->pack_count++] = (template_pack_link){ one->id,
                                                          law_say(one->name, o.lang == LANG_EN),
                                                          one == p };
    }
    for (size_t i = 0; i < count; i++)
        v->forms[v->form_count++] = (template_form_line){
            rows[i].form->key, law_say(rows[i].form->name, o.lang == LANG_EN), rows[i].replaced_by
        };
    templates_page(&o, v);
    return page_close(&o, rs, 200);
}

// ---- one form ---------------------------------------------------------------------------------------

static status fill_rows(call *c, page *o, templates_view *v)
{
    static const char *const looks[] = { "off", "wait", "done", "off" };
    template_row            *all;
    size_t                   count;
    TRY(templates_of(c, v->pack, &all, &count));
    v->rows = NEW(o->a, template_line, count + 1);
    if (!v->rows) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const template_row *r = &all[i];
        if (!str_equal(r->form, v->form)) continue;
        int64_t at              = r->past_ms ? r->past_ms : r->forced_ms ? r->forced_ms : r->at_ms;
        str     by              = r->past_ms ? r->past_by : r->forced_ms ? r->forced_by : r->person;
        str     key             = arena_printf(o->a, "templates.state.%d", (int)r->state);
        v->mine                 = v->mine || r->state == TEMPLATE_IN_FORCE;
        v->rows[v->row_count++] = (template_line){
            .row   = r,
            .id    = arena_printf(o->a, "%lld", (long long)r->id),
            .state = text_named(o->lang, key),
            .when  = arena_printf(o->a, STR_FMT " · " STR_FMT, STR_ARG(page_when(o, at)),
                                  STR_ARG(by)),
            .look  = looks[r->state],
        };
    }
    return ST_OK;
}

static status trial_options(page *o, templates_view *v)
{
    page_option *options = NEW(o->a, page_option, v->row_count + 1);
    if (!options) return ST_MEMORY;
    for (size_t i = 0; i < v->row_count; i++) {
        const template_line *l = &v->rows[i];
        str text               = arena_printf(o->a, STR_FMT " · " STR_FMT, STR_ARG(l->row->name),
                                              STR_ARG(l->state));
        options[i]             = (page_option){ l->id, text, { 0 } };
        if (!text.ptr) return ST_MEMORY;
    }
    v->trial = (page_field){ .name         = "id",
                             .label        = T(o, templates_file),
                             .options      = options,
                             .option_count = v->row_count };
    return ST_OK;
}

static void fill_fields(page *o, const web_request *rq, templates_view *v)
{
    v->file   = (page_field){ .name     = "file",
                              .label    = T(o, templates_bring_file),
                              .hint     = T(o, templates_bring_hint),
                              .accept   = ".docx",
                              .required = true,
                              .error    = page_field_error(o, &v->frame, "file") };
    v->system = (page_field){ .name     = "system",
                              .label    = T(o, templates_try_system),
                              .value    = asked(rq, "system"),
                              .required = true,
                              .narrow   = true };
}

static status find_state(call *c, const law_pack *p, str form, const form_state **out)
{
    form_state *rows = NEW(c->a, form_state, PAPER_FORMS_MAX);
    size_t      count;
    if (!rows) return ST_MEMORY;
    TRY(templates_forms(c, c->who.body_id, p, rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (!str_equal(rows[i].form->key, form)) continue;
        *out = &rows[i];
        return ST_OK;
    }
    return ST_MISSING;
}

static status show(call *c, web_request *rq, http_response *rs, const problem *refused)
{
    templates_view   *v = NEW(c->a, templates_view, 1);
    const law_pack   *p;
    const form_state *f;
    if (!v) return ST_MEMORY;
    TRY(pack_of(rq->params[0], &p));
    TRY(find_state(c, p, rq->params[1], &f));
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = {
        { T(&o, templates_title), arena_printf(c->a, "/mau-van-ban?pack=" STR_FMT, STR_ARG(p->id)) }
    };
    *v       = (templates_view){ .pack        = p->id,
                                 .form        = f->form->key,
                                 .replaced_by = f->replaced_by,
                                 .must        = f->form->must,
                                 .may_change  = call_may(c, RIGHT_BODIES_ADMIN),
                                 .may_try     = call_may(c, RIGHT_PAPERS_MAKE) };
    v->frame = (page_frame){ .title         = law_say(f->form->name, o.lang == LANG_EN),
                             .menu          = "dossiers",
                             .crumbs        = crumbs,
                             .crumb_count   = COUNT(crumbs),
                             .problems      = refused,
                             .problem_count = refused != NULL,
                             .wide          = true };
    fill_fields(&o, rq, v);
    TRY(templates_names(c, &v->offers));
    TRY(fill_rows(c, &o, v));
    TRY(trial_options(&o, v));
    template_page(&o, v);
    return page_close(&o, rs, refused ? 422 : 200);
}

static status form_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

static status done(call *c, web_request *rq, http_response *rs, status st, const problem *why)
{
    bool told = (st == ST_INVALID || st == ST_CONFLICT || st == ST_LIMIT) && why->rule.len;
    if (told) return show(c, rq, rs, why);
    TRY(st);
    str to = arena_printf(c->a, "/mau-van-ban/" STR_FMT "/" STR_FMT, STR_ARG(rq->params[0]),
                          STR_ARG(rq->params[1]));
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

static template_file file_of(const web_request *rq)
{
    template_file out = { .pack = rq->params[0], .form = rq->params[1], .name = S(""), .fd = -1 };
    for (size_t i = 0; i < rq->http->file_count; i++) {
        const http_file *f = &rq->http->files[i];
        if (!str_equal(f->field, S("file")) || f->size == 0) continue;
        out.name = f->filename;
        out.fd   = f->fd;
    }
    return out;
}

static status bring_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    template_file   file = file_of(rq);
    template_report report;
    int64_t         id;
    status          st = file.fd < 0 ? problem_set(why, ST_INVALID, S("file"), S("required"))
                                     : templates_bring(c, &file, &report, &id, why);
    return done(c, rq, rs, st, why);
}

static status force_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return done(c, rq, rs, templates_force(c, id_in(web_field_text(rq, "id")), why), why);
}

static status restore_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return done(c, rq, rs, templates_restore(c, rq->params[0], rq->params[1], why), why);
}

static status file_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    paper_made made = { 0 };
    str        sha256;
    TRY(templates_file(c, rq->params[0], rq->params[1], id_in(asked(rq, "id")), &made.docx, &sha256,
                       why));
    made.filename = arena_printf(c->a, STR_FMT "-" STR_FMT ".docx", STR_ARG(rq->params[0]),
                                 STR_ARG(rq->params[1]));
    return made.filename.ptr ? paper_download(rs, &made, false) : ST_MEMORY;
}

static status try_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    paper_made           made;
    bool                 pdf;
    const template_trial what = { .id     = id_in(asked(rq, "id")),
                                  .pack   = rq->params[0],
                                  .system = asked(rq, "system"),
                                  .sample = rq->demo ? text_get(LANG_VI, T_papers_sample)
                                                     : (str){ 0 } };
    TRY(paper_named_format(rq, &pdf, why));
    TRY(templates_try(c, &what, &made, why));
    if (pdf) TRY(papers_print(c, &made, why)); // what it cannot show is looked for in the docx
    return paper_download(rs, &made, pdf);
}

// ---- JSON --------------------------------------------------------------------------------------------

static status forms_api(call *c, web_request *rq, http_response *rs, problem *why)
{
    const law_pack *p;
    buf             b = buf_in(c->a, 4096, 1 << 20);
    (void)why;
    TRY(pack_of(asked(rq, "pack"), &p));
    TRY(templates_put_forms_json(c, &b, p, c->who.body_id));
    return web_json(rs, 200, buf_str(&b));
}

static status bring_api(call *c, web_request *rq, http_response *rs, problem *why)
{
    template_file   file = file_of(rq);
    template_report report;
    int64_t         id;
    buf             b = buf_in(c->a, 1024, 64 * 1024);
    if (file.fd < 0) return problem_set(why, ST_INVALID, S("file"), S("required"));
    TRY(templates_bring(c, &file, &report, &id, why));
    templates_put_report_json(&b, &report, id);
    return b.failed ? ST_MEMORY : web_json(rs, 201, buf_str(&b));
}

static status force_api(call *c, web_request *rq, http_response *rs, problem *why)
{
    TRY(templates_force(c, id_in(web_json_text(rq, "id")), why));
    return web_json(rs, 200, S("{}"));
}

static status restore_api(call *c, web_request *rq, http_response *rs, problem *why)
{
    TRY(templates_restore(c, rq->params[0], rq->params[1], why));
    return web_json(rs, 200, S("{}"));
}

// ---- routes ------------------------------------------------------------------------------------------

static const web_field pack_query[] = {
    { "pack", "string?", "law pack; the newest when absent" },
    { NULL, NULL, NULL },
};
static const web_field id_query[] = {
    { "id", "string?", "of one that was brought; the program's own when absent" },
    { NULL, NULL, NULL },
};
static const web_field try_query[] = {
    { "id", "string", "of one that was brought" },
    { "system", "string", "id or code of a system" },
    { "as", "string?", "docx (when absent) or pdf" },
    { NULL, NULL, NULL },
};
static const web_field id_body[] = {
    { "id", "string", "of one that was brought" },
    { NULL, NULL, NULL },
};
static const web_field forms_fields[] = {
    { "pack", "string", "law pack" },
    { "items", "array", "forms, and which template each is filled from" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null" },
    { NULL, NULL, NULL },
};

static const web_route routes[] = {
    { HTTP_GET, "/mau-van-ban", RIGHT_SIGNED_IN, list_get, "Templates of an agency's own",
      .query = pack_query },
    { HTTP_GET, "/mau-van-ban/{pack}/{form}", RIGHT_SIGNED_IN, form_get, "Those of one form" },
    { HTTP_POST, "/mau-van-ban/{pack}/{form}", RIGHT_BODIES_ADMIN, bring_post,
      "Brings a template as a draft", .flags = WEB_UPLOAD },
    { HTTP_POST, "/mau-van-ban/{pack}/{form}/ap-dung", RIGHT_BODIES_ADMIN, force_post,
      "Puts one in force" },
    { HTTP_POST, "/mau-van-ban/{pack}/{form}/goc", RIGHT_BODIES_ADMIN, restore_post,
      "Back to the program's own" },
    { HTTP_GET, "/mau-van-ban/{pack}/{form}/tep", RIGHT_SIGNED_IN, file_get, "The docx of one",
      .query = id_query },
    { HTTP_GET, "/mau-van-ban/{pack}/{form}/thu", RIGHT_PAPERS_MAKE, try_get,
      "A paper of a real system drawn with one", .query = try_query },
    { HTTP_GET, "/api/v1/forms", RIGHT_SIGNED_IN, forms_api,
      "Forms of a pack, and which an agency has replaced", .query = pack_query,
      .answer = forms_fields },
    { HTTP_GET, "/api/v1/forms/{pack}/{form}/template", RIGHT_SIGNED_IN, file_get,
      "The docx of one", .query = id_query },
    { HTTP_POST, "/api/v1/forms/{pack}/{form}/templates", RIGHT_BODIES_ADMIN, bring_api,
      "Brings a template as a draft", .flags = WEB_UPLOAD },
    { HTTP_POST, "/api/v1/forms/{pack}/{form}/force", RIGHT_BODIES_ADMIN, force_api,
      "Puts one in force", .body = id_body },
    { HTTP_POST, "/api/v1/forms/{pack}/{form}/restore", RIGHT_BODIES_ADMIN, restore_api,
      "Back to the program's own" },
    { HTTP_GET, "/api/v1/forms/{pack}/{form}/trial", RIGHT_PAPERS_MAKE, try_get,
      "A paper of a real system drawn with one", .query = try_query },
};

const web_module templates_module = { "templates", routes, COUNT(routes) };
