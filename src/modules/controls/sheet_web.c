// sheet_web.c - the sheets of a system, the grid, saving rows, xlsx, freezing.
#include "modules/controls/sheet_web.h"

#include "kit/os/os.h"
#include "modules/controls/controls_pages.gen.h"
#include "modules/controls/edits.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems.h"

#define XLSX_TYPE S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

status sheet_of_path(call *c, const web_request *rq, control_sheet *out)
{
    int64_t id;
    if (!str_int(rq->params[0], &id) || id <= 0) return ST_MISSING;
    return control_sheet_load(c, id, out);
}

str sheet_title(page *o, const control_sheet *s)
{
    str level = arena_printf(o->a, "%d", s->level);
    return text_fmt(o->a, o->lang, T_controls_sheet_of, &level, 1);
}

static str pack_name(page *o, const control_sheet *s)
{
    const law_pack *p = law_pack_find(law_current(), s->pack);
    return p ? law_say(p->name, o->lang == LANG_EN) : s->pack;
}

static str sheet_href(call *c, int64_t id)
{
    return arena_printf(c->a, "/bang-yeu-cau/%lld", (long long)id);
}

// ---- the sheets of a system ---------------------------------------------------------------------------

static str sheet_state(page *o, const control_sheet *s, const control_counts *n)
{
    return s->frozen_ms ? sheet_deployed_words(o, n) : T(o, controls_state_open);
}

static status fill_sheets(call *c, page *o, int64_t system_id, sheets_view *v)
{
    control_sheet *all;
    TRY(control_sheets_of(c, system_id, &all, &v->count));
    v->items = NEW(c->a, sheets_line, v->count + 1);
    if (!v->items) return ST_MEMORY;
    for (size_t i = 0; i < v->count; i++) {
        sheets_line *l = &v->items[i];
        TRY(control_sheet_counts(c, all[i].id, &l->n));
        l->href   = sheet_href(c, all[i].id);
        l->pack   = pack_name(o, &all[i]);
        l->when   = page_when(o, all[i].made_ms);
        l->person = all[i].person;
        l->level  = all[i].level;
        l->state  = sheet_state(o, &all[i], &l->n);
    }
    return ST_OK;
}

static status fill_make(call *c, page *o, const web_request *rq, const system_record *s,
                        sheets_view *v)
{
    const law   *l     = law_current();
    size_t       packs = law_pack_count(l), n = 0;
    page_option *levels = NEW(c->a, page_option, LAW_LEVELS),
                *names  = NEW(c->a, page_option, packs + 1);
    if (!levels || !names) return ST_MEMORY;
    for (int i = 1; i <= LAW_LEVELS; i++) {
        str number    = arena_printf(c->a, "%d", i);
        levels[i - 1] = (page_option){
            .value = number, .label = text_fmt(c->a, o->lang, T_controls_level_n, &number, 1)
        };
    }
    for (size_t i = 0; i < packs; i++) {
        const law_pack *p = law_pack_at(l, i);
        if (law_catalogue_of(p))
            names[n++] = (page_option){ .value = p->id,
                                        .label = law_say(p->name, o->lang == LANG_EN) };
    }
    str typed  = http_form(rq->http, S("level"));
    v->decided = s->result == LAW_DECIDED && s->level > 0;
    // An overlay's catalogue is that of the pack under it.
    str pack = str_slice(s->pack, 0,
                         str_find(s->pack, S("+")) > 0 ? str_find(s->pack, S("+")) : s->pack.len);
    v->level = (page_field){ .name         = "level",
                             .label        = T(o, controls_make_level),
                             .options      = levels,
                             .option_count = LAW_LEVELS,
                             .value        = typed.len
                                                 ? typed
                                                 : arena_printf(c->a, "%d", s->level ? s->level : 1) };
    typed    = http_form(rq->http, S("pack"));
    v->pack  = (page_field){ .name         = "pack",
                             .label        = T(o, controls_make_pack),
                             .options      = names,
                             .option_count = n,
                             .value        = typed.len ? typed : pack };
    v->from  = (page_field){ .name   = "from",
                             .label  = T(o, controls_make_from),
                             .hint   = T(o, controls_make_from_hint),
                             .value  = http_form(rq->http, S("from")),
                             .max    = 40,
                             .narrow = true,
                             .error  = page_field_error(o, &v->frame, "from") };
    return ST_OK;
}

static status show_sheets(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    sheets_view   *v = NEW(c->a, sheets_view, 1);
    system_record *s = NEW(c->a, system_record, 1);
    scope_role     role;
    if (!v || !s) return ST_MEMORY;
    TRY(systems_get(c, rq->params[0], s));
    TRY(scope_may_see(c, SCOPE_SYSTEM, s->id, &role));
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = { { T(&o, menu_systems), S("/he-thong") },
                                  { s->data.name,
                                    arena_printf(c->a, "/he-thong/" STR_FMT, STR_ARG(s->code)) } };
    v->frame                  = (page_frame){ .title         = T(&o, controls_sheets),
                                              .menu          = "systems",
                                              .crumbs        = crumbs,
                                              .crumb_count   = COUNT(crumbs),
                                              .problems      = fault,
                                              .problem_count = fault ? 1 : 0,
                                              .fields        = "controls.field." };
    v->code                   = s->code;
    v->action    = arena_printf(c->a, "/he-thong/" STR_FMT "/yeu-cau", STR_ARG(s->code));
    v->may_write = (c->who.person_id == -1 || role <= SCOPE_SUPERIOR) &&
                   call_may(c, RIGHT_SYSTEMS_WRITE);
    TRY(fill_sheets(c, &o, s->id, v));
    TRY(fill_make(c, &o, rq, s, v));
    sheets_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

static status sheets_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_sheets(c, rq, rs, NULL);
}

// The newest sheet of the system named, or of this one when none is named.
static status find_from(call *c, str ref, const system_record *own, int64_t *id, problem *why)
{
    system_record *s = NEW(c->a, system_record, 1);
    control_sheet *all;
    size_t         n;
    if (!s) return ST_MEMORY;
    *id       = 0;
    status st = ref.len ? systems_get(c, ref, s) : ST_OK;
    if (st == ST_MISSING)
        return problem_detail(why, ST_INVALID, S("from"), S("controls-from-unknown"), ref);
    TRY(st);
    TRY(control_sheets_of(c, ref.len ? s->id : own->id, &all, &n));
    if (n) *id = all[0].id;
    if (!n && ref.len)
        return problem_detail(why, ST_INVALID, S("from"), S("controls-from-none"), ref);
    return ST_OK;
}

static status sheets_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record *s     = NEW(c->a, system_record, 1);
    control_order  o     = { 0 };
    problem        fault = { 0 };
    int64_t        level = 0, id;
    (void)why;
    if (!s) return ST_MEMORY;
    TRY(systems_get(c, rq->params[0], s));
    o.system_id = s->id;
    o.pack      = law_pack_find(law_current(), http_form(rq->http, S("pack")));
    if (!str_int(http_form(rq->http, S("level")), &level)) level = 0;
    o.level   = (int)(level < 0 || level > LAW_LEVELS ? 0 : level);
    status st = o.pack ? find_from(c, str_trim(http_form(rq->http, S("from"))), s, &o.from_sheet_id,
                                   &fault)
                       : problem_set(&fault, ST_INVALID, S("pack"), S("law-pack-unknown"));
    if (st == ST_OK) st = controls_make(c, &o, &id, &fault);
    if (st == ST_INVALID) return show_sheets(c, rq, rs, &fault);
    TRY(st);
    return web_redirect(rs, sheet_href(c, id));
}

// ---- the grid -------------------------------------------------------------------------------------------

// By an approved decision that the register already holds; else the dossier's approval freezes it.
static status fill_freeze(call *c, page *o, sheet_view *v)
{
    system_record *s   = NEW(c->a, system_record, 1);
    problem        why = { 0 };
    if (!s) return ST_MEMORY;
    if (v->s.frozen_ms || v->s.held || !v->s.may_write) return ST_OK;
    TRY(systems_get_id(c, v->s.system_id, s));
    v->decision = S("");
    if (s->approval != APPROVAL_APPROVED || !s->data.decision_no.len) return ST_OK;
    v->decision = text_fmt(c->a, o->lang, T_controls_freeze_do, &s->data.decision_no, 1);
    status st   = control_sheet_ready(c, &v->s, &why);
    if (st != ST_OK && st != ST_INVALID) return st;
    v->can_freeze = st == ST_OK;
    if (st == ST_INVALID) v->not_ready = page_problem_text(o, &why);
    return ST_OK;
}

static status fill_report(page *o, const control_file_report *r, sheet_view *v)
{
    v->report       = r;
    v->report_lines = NEW(o->a, str, (r ? r->fault_count : 0) + 1);
    if (!v->report_lines) return ST_MEMORY;
    for (size_t i = 0; r && i < r->fault_count; i++) {
        const control_file_fault *f = &r->faults[i];
        const str args[]   = { arena_printf(o->a, "%lld", (long long)f->row), f->column, f->cell,
                               f->control, page_problem_text(o, &f->why) };
        v->report_lines[i] = text_fmt(o->a, o->lang, T_controls_import_fault, args, COUNT(args));
    }
    return ST_OK;
}

static status show_sheet(call *c, web_request *rq, http_response *rs,
                         const control_file_report *report)
{
    sheet_view        *v = NEW(c->a, sheet_view, 1);
    control_row       *rows;
    size_t             n;
    wording_list       w;
    evidence_link_row *links;
    size_t             link_count;
    str                today = organisations_day(c);
    if (!v || !today.ptr) return ST_MEMORY;
    TRY(sheet_of_path(c, rq, &v->s));
    sheet_filter filter = sheet_filter_named(http_query(rq->http, S("loc")));
    v->order = str_equal(http_query(rq->http, S("thu-tu")), S("nghi-dinh")) ? ASKED_DECREE
                                                                            : ASKED_STANDARD;
    TRY(control_sheet_counts(c, v->s.id, &v->n));
    TRY(control_sheet_rows(c, &v->s, v->order, &rows, &n));
    TRY(wordings_for(c, v->s.catalogue, v->s.level, &w));
    TRY(evidence_links_of(c, v->s.system_id, control_evidence, &links, &link_count));
    page o      = page_open(c, rq, rs);
    str  sheets = arena_printf(c->a, "/he-thong/" STR_FMT "/yeu-cau", STR_ARG(v->s.system_code));
    const page_crumb crumbs[] = { { T(&o, menu_systems), S("/he-thong") },
                                  { v->s.system_name, arena_printf(c->a, "/he-thong/" STR_FMT,
                                                                   STR_ARG(v->s.system_code)) },
                                  { T(&o, controls_sheets), sheets } };
    v->frame                  = (page_frame){ .title       = sheet_title(&o, &v->s),
                                              .menu        = "systems",
                                              .crumbs      = crumbs,
                                              .crumb_count = COUNT(crumbs),
                                              .wide        = true };
    v->here                   = sheet_href(c, v->s.id);
    if (v->order == ASKED_DECREE) v->here = page_url_with(&o, v->here, "thu-tu", S("nghi-dinh"));
    v->other_order_href = page_url_with(&o, sheet_href(c, v->s.id), "thu-tu",
                                        v->order == ASKED_DECREE ? S("") : S("nghi-dinh"));
    v->frozen           = v->s.frozen_ms != 0;
    v->pack_name        = pack_name(&o, &v->s);
    if (v->frozen) {
        const str args[] = { page_when(&o, v->s.frozen_ms), v->s.frozen_by };
        v->frozen_when   = text_fmt(c->a, o.lang, T_controls_frozen_when, args, COUNT(args));
        v->deployed      = sheet_deployed_words(&o, &v->n);
    }
    sheet_view_columns(&o, v);
    sheet_view_tabs(&o, v, filter);
    TRY(sheet_view_lines(&o, rows, n, &w, filter, today, v));
    sheet_view_files(v, links, link_count);
    v->card_href = v->here;
    for (size_t i = 0; i < v->count; i++) {
        if (v->lines[i].row->heading) continue;
        v->card_href = filter ? page_url_with(&o, v->lines[i].href, "loc",
                                              str_from(sheet_filter_key(filter)))
                              : v->lines[i].href;
        break;
    }
    TRY(fill_freeze(c, &o, v));
    TRY(fill_report(&o, report, v));
    sheet_page(&o, v);
    return page_close(&o, rs, report && report->faults_all ? 422 : 200);
}

static status sheet_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_sheet(c, rq, rs, NULL);
}

static status sheet_save(call *c, web_request *rq, http_response *rs, problem *why)
{
    control_sheet s;
    control_edit *edits;
    size_t        n;
    str           json;
    TRY(sheet_of_path(c, rq, &s));
    TRY(edits_parse(http_form(rq->http, S("rows")), c->a, &edits, &n, why));
    control_saved *saved = NEW(c->a, control_saved, n + 1);
    if (!saved) return ST_MEMORY;
    TRY(controls_save(c, s.id, edits, n, saved));
    TRY(sheet_saved_json(c, &s, edits, n, saved, &json));
    return web_json(rs, 200, json);
}

static status freeze_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    control_sheet  s;
    system_record *of = NEW(c->a, system_record, 1);
    if (!of) return ST_MEMORY;
    TRY(sheet_of_path(c, rq, &s));
    TRY(systems_get_id(c, s.system_id, of));
    if (of->approval != APPROVAL_APPROVED || !of->data.decision_no.len)
        return problem_set(why, ST_INVALID, S("sheet"), S("controls-no-decision"));
    TRY(controls_freeze(c, s.id, why));
    return web_redirect(rs, sheet_href(c, s.id));
}

// ---- xlsx -------------------------------------------------------------------------------------------------

static status xlsx_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    control_sheet s;
    int           fd = -1;
    int64_t       size;
    (void)why;
    TRY(sheet_of_path(c, rq, &s));
    TRY(os_temp_in_memory(&fd));
    status st = controls_export(c, &s, fd, &size);
    if (st != ST_OK) {
        os_close(fd);
        return st;
    }
    str name = arena_printf(c->a, "bang-yeu-cau-" STR_FMT ".xlsx", STR_ARG(s.system_code));
    TRY(web_download(rs, XLSX_TYPE, name, S("")));
    rs->still     = (str){ 0 };
    rs->file_fd   = fd;
    rs->file_size = size;
    return ST_OK;
}

static status xlsx_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    control_sheet        s;
    control_file_report *r = NEW(c->a, control_file_report, 1);
    if (!r) return ST_MEMORY;
    TRY(sheet_of_path(c, rq, &s));
    if (!s.may_write) return ST_FORBIDDEN;
    if (!rq->http->file_count || !rq->http->files[0].size)
        return problem_set(why, ST_INVALID, S("file"), S("required"));
    control_file file = { .fd = rq->http->files[0].fd };
    TRY(controls_import(c, &s, &file, r, why));
    return show_sheet(c, rq, rs, r);
}

static const web_field sheet_query[] = {
    { "loc", "string?",
      "which rows: chua-tra-loi, thieu, xac-nhan, viec, qua-han; all when absent" },
    { "thu-tu", "string?", "nghi-dinh: under the contents the decree wants; else by clause" },
    { NULL, NULL, NULL },
};

static const web_route routes[] = {
    { HTTP_GET, "/he-thong/{id}/yeu-cau", RIGHT_SYSTEMS_READ, sheets_get,
      "The requirement sheets of a system" },
    { HTTP_POST, "/he-thong/{id}/yeu-cau", RIGHT_SYSTEMS_WRITE, sheets_post,
      "Makes a requirement sheet" },
    { HTTP_GET, "/bang-yeu-cau/{id}", RIGHT_SYSTEMS_READ, sheet_get, "A requirement sheet",
      .query = sheet_query },
    { HTTP_POST, "/bang-yeu-cau/{id}/luu", RIGHT_SYSTEMS_WRITE, sheet_save,
      "Saves rows of the grid" },
    { HTTP_POST, "/bang-yeu-cau/{id}/chot", RIGHT_SYSTEMS_WRITE, freeze_post,
      "Freezes the answers by a decision in the register" },
    { HTTP_GET, "/bang-yeu-cau/{id}/xlsx", RIGHT_SYSTEMS_READ, xlsx_get, "The sheet as xlsx" },
    { HTTP_POST, "/bang-yeu-cau/{id}/nhap", RIGHT_SYSTEMS_WRITE, xlsx_post,
      "Takes answers from xlsx", .flags = WEB_UPLOAD },
    { HTTP_GET, "/bang-yeu-cau/{id}/yeu-cau/{control}", RIGHT_SYSTEMS_READ, card_get,
      "One requirement", .query = sheet_query },
    { HTTP_POST, "/bang-yeu-cau/{id}/yeu-cau/{control}", RIGHT_SYSTEMS_WRITE, card_post,
      "Saves one requirement", .query = sheet_query },
    { HTTP_GET, "/loi-van-tieu-chuan", RIGHT_SYSTEMS_READ, wordings_get,
      "Official wording loaded by the acting body" },
    { HTTP_POST, "/loi-van-tieu-chuan", RIGHT_SYSTEMS_LEAD, wordings_post, "Loads official wording",
      .flags = WEB_UPLOAD },
    { HTTP_POST, "/loi-van-tieu-chuan/xoa", RIGHT_SYSTEMS_LEAD, wordings_forget_post,
      "Forgets official wording" },
    { HTTP_GET, "/api/v1/systems/{id}/control-sheets", RIGHT_SYSTEMS_READ, api_sheets_get,
      "Requirement sheets of a system, newest first", .answer = controls_sheets_answer },
    { HTTP_POST, "/api/v1/systems/{id}/control-sheets", RIGHT_SYSTEMS_WRITE, api_sheets_post,
      "Makes a requirement sheet", .body = controls_make_body, .answer = controls_sheet_answer },
    { HTTP_GET, "/api/v1/control-sheets/{id}", RIGHT_SYSTEMS_READ, api_sheet_get,
      "A requirement sheet with its rows", .query = sheet_query, .answer = controls_sheet_answer },
    { HTTP_PUT, "/api/v1/control-sheets/{id}/evidence/{control}", RIGHT_SYSTEMS_WRITE,
      api_proof_put, "Which files prove a requirement", .body = controls_proof_body,
      .answer = controls_sheet_answer },
    { HTTP_POST, "/api/v1/control-sheets/{id}/answers", RIGHT_SYSTEMS_WRITE, api_answers_post,
      "Saves rows; each is told of", .body = controls_answers_body,
      .answer = controls_saved_answer },
};

const web_module controls_module = { "controls", routes, COUNT(routes) };
