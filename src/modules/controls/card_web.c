// card_web.c - one requirement a page; and the page of official wording.
#include "modules/controls/controls_pages.gen.h"
#include "modules/controls/sheet_web.h"
#include "modules/organisations/organisations.h"

typedef struct card_ask {
    control_sheet sheet;
    control_row  *rows;
    size_t        count, at;
    sheet_filter  filter;
    str           today;
} card_ask;

static status load_card(call *c, web_request *rq, card_ask *k)
{
    asked_order order = str_equal(http_query(rq->http, S("thu-tu")), S("nghi-dinh"))
                            ? ASKED_DECREE
                            : ASKED_STANDARD;
    TRY(sheet_of_path(c, rq, &k->sheet));
    k->filter = sheet_filter_named(http_query(rq->http, S("loc")));
    k->today  = organisations_day(c);
    if (!k->today.ptr) return ST_MEMORY;
    TRY(control_sheet_rows(c, &k->sheet, order, &k->rows, &k->count));
    for (k->at = 0; k->at < k->count; k->at++) {
        const control_row *row = &k->rows[k->at];
        if (!row->heading && str_equal(row->control, rq->params[1])) return ST_OK;
    }
    return ST_MISSING;
}

// The row `way` (1, -1) of this one that the filter lets through; its address, or empty.
static str beside(call *c, const card_ask *k, int way)
{
    for (ptrdiff_t i = (ptrdiff_t)k->at + way; i >= 0 && i < (ptrdiff_t)k->count; i += way) {
        const control_row *row = &k->rows[i];
        if (row->heading || !sheet_passes(k->filter, row, k->today)) continue;
        const char *key = sheet_filter_key(k->filter);
        return arena_printf(c->a, "/bang-yeu-cau/%lld/yeu-cau/" STR_FMT "%s%s",
                            (long long)k->sheet.id, STR_ARG(row->control), key[0] ? "?loc=" : "",
                            key);
    }
    return S("");
}

static status fill_events(call *c, page *o, const control_row *row, card_view *v)
{
    control_event *all;
    TRY(controls_history(c, row, &all, &v->event_count));
    v->events = NEW(c->a, card_event, v->event_count + 1);
    if (!v->events) return ST_MEMORY;
    for (size_t i = 0; i < v->event_count; i++) {
        int f        = control_field_named(all[i].field);
        v->events[i] = (card_event){ .when   = page_when(o, all[i].at_ms),
                                     .person = all[i].person,
                                     .field  = all[i].field,
                                     .before = all[i].before,
                                     .after  = all[i].after };
        if (f < 0) continue;
        v->events[i].field = text_get(o->lang, control_fields[f].label);
        if (all[i].before.len)
            v->events[i].before = control_say((control_field)f, all[i].before, o->lang, o->a);
        if (all[i].after.len)
            v->events[i].after = control_say((control_field)f, all[i].after, o->lang, o->a);
    }
    return ST_OK;
}

static status fill_files(call *c, page *o, const control_row *row, card_view *v)
{
    evidence          *all;
    evidence_link_row *links;
    TRY(evidence_picker_fill(c, o, v->s.system_id, control_evidence, row->id, &v->picker));
    TRY(evidence_of(c, control_evidence, row->id, &all, &v->line.file_count));
    links = NEW(c->a, evidence_link_row, v->line.file_count + 1);
    if (!links) return ST_MEMORY;
    for (size_t i = 0; i < v->line.file_count; i++)
        links[i] = (evidence_link_row){ row->id, all[i].id, all[i].name, all[i].type,
                                        all[i].valid_until };
    v->line.files = links;
    return ST_OK;
}

// The files that were ticked. A form that did not show them says nothing of them.
static status take_files(call *c, web_request *rq, const card_ask *k, problem *why)
{
    int64_t ids[EVIDENCE_OF_MAX];
    size_t  n = 0;
    if (!http_form(rq->http, S("evidence-shown")).len) return ST_OK;
    for (size_t i = 0; i < rq->http->form_count && n < EVIDENCE_OF_MAX; i++) {
        const http_field *f = &rq->http->form[i];
        if (str_equal(f->name, S("evidence")) && str_int(f->value, &ids[n])) n++;
    }
    return controls_prove(c, k->sheet.id, k->rows[k->at].control, ids, n, why);
}

static void fill_place(const card_ask *k, card_view *v)
{
    for (size_t i = 0; i < k->count; i++) {
        if (k->rows[i].heading) continue;
        v->total++;
        if (i <= k->at) v->number++;
    }
}

static status show_card(call *c, web_request *rq, http_response *rs, const card_ask *k,
                        const str *typed, const control_saved *saved, const problem *proof)
{
    card_view         *v   = NEW(c->a, card_view, 1);
    const control_row *row = &k->rows[k->at];
    wording_list       w;
    if (!v) return ST_MEMORY;
    v->s = k->sheet;
    TRY(wordings_for(c, v->s.catalogue, v->s.level, &w));
    TRY(control_sheet_counts(c, v->s.id, &v->n));
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = {
        { T(&o, menu_systems), S("/he-thong") },
        { v->s.system_name, arena_printf(c->a, "/he-thong/" STR_FMT, STR_ARG(v->s.system_code)) },
        { sheet_title(&o, &v->s), arena_printf(c->a, "/bang-yeu-cau/%lld", (long long)v->s.id) }
    };
    sheet_line_of(&o, &v->s, row, &w, k->today, &v->line);
    v->frame       = (page_frame){ .title         = arena_printf(c->a, STR_FMT " – " STR_FMT,
                                                                 STR_ARG(row->control),
                                                                 STR_ARG(sheet_title(&o, &v->s))),
                                   .menu          = "systems",
                                   .crumbs        = crumbs,
                                   .crumb_count   = COUNT(crumbs),
                                   .fields        = "controls.field.",
                                   .problems      = saved ? saved->faults : NULL,
                                   .problem_count = saved ? saved->fault_count : 0 };
    v->action      = rq->http->target;
    v->before_href = beside(c, k, -1);
    v->next_href   = beside(c, k, 1);
    v->sheet_href  = arena_printf(c->a, "/bang-yeu-cau/%lld", (long long)v->s.id);
    v->version     = saved ? saved->version : row->version;
    v->from_ids    = row->confirm ? row->from_ids : S("");
    v->conflict_by = saved ? saved->person : S("");
    fill_place(k, v);
    card_view_fields(&o, row, typed, saved, v);
    TRY(fill_events(c, &o, row, v));
    TRY(fill_files(c, &o, row, v));
    if (proof) v->evidence_error = page_problem_text(&o, proof);
    card_page(&o, v);
    return page_close(&o, rs, v->conflict ? 409 : saved || proof ? 422 : 200);
}

status card_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    card_ask k = { .at = 0 };
    (void)why;
    TRY(load_card(c, rq, &k));
    return show_card(c, rq, rs, &k, NULL, NULL, NULL);
}

status card_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    card_ask      k = { .at = 0 };
    control_edit  e = { .version = 0 };
    control_saved saved;
    problem       proof = { 0 };
    (void)why;
    TRY(load_card(c, rq, &k));
    e.control = k.rows[k.at].control;
    if (!str_int(http_form(rq->http, S("version")), &e.version)) e.version = 0;
    for (int f = 0; f < CONTROL_FIELDS; f++)
        e.values[f] = http_form(rq->http, str_from(control_fields[f].key));
    status st = take_files(c, rq, &k, &proof);
    if (st == ST_INVALID) return show_card(c, rq, rs, &k, e.values, NULL, &proof);
    TRY(st);
    TRY(controls_save(c, k.sheet.id, &e, 1, &saved));
    if (saved.fate == CONTROL_REFUSED || saved.fate == CONTROL_CONFLICT)
        return show_card(c, rq, rs, &k, e.values, &saved, NULL);
    str next = beside(c, &k, 1);
    if (str_equal(http_form(rq->http, S("do")), S("stay"))) next = rq->http->target;
    if (!next.len) next = arena_printf(c->a, "/bang-yeu-cau/%lld", (long long)k.sheet.id);
    return web_redirect(rs, next);
}

// ---- official wording ---------------------------------------------------------------------------------

static status fill_held(call *c, page *o, wordings_view *v)
{
    wording_held *held;
    TRY(wordings_of(c, &held, &v->held_count));
    v->held       = held;
    v->held_words = NEW(c->a, str, v->held_count + 1);
    v->held_keys  = NEW(c->a, str, v->held_count + 1);
    if (!v->held_words || !v->held_keys) return ST_MEMORY;
    for (size_t i = 0; i < v->held_count; i++) {
        const law_document *d      = law_document_find(law_current(), held[i].catalogue);
        const str           args[] = { d ? law_say(d->name, o->lang == LANG_EN) : held[i].catalogue,
                             page_number(o, held[i].count), page_when(o, held[i].at_ms),
                             held[i].person };
        v->held_words[i] = text_fmt(c->a, o->lang, T_controls_wording_held, args, COUNT(args));
        v->held_keys[i]  = held[i].catalogue;
    }
    return ST_OK;
}

static status fill_catalogues(call *c, page *o, const web_request *rq, wordings_view *v)
{
    static const str keys[] = { STR("tcvn14423"), STR("tcvn11930") };
    page_option     *all    = NEW(c->a, page_option, COUNT(keys));
    size_t           n      = 0;
    if (!all) return ST_MEMORY;
    for (size_t i = 0; i < COUNT(keys); i++) {
        const law_document *d = law_document_find(law_current(), keys[i]);
        if (d && law_catalogue_find(law_current(), keys[i]))
            all[n++] = (page_option){ .value = keys[i],
                                      .label = law_say(d->name, o->lang == LANG_EN) };
    }
    v->catalogue = (page_field){ .name         = "catalogue",
                                 .label        = T(o, controls_wording_catalogue),
                                 .options      = all,
                                 .option_count = n,
                                 .value        = http_form(rq->http, S("catalogue")) };
    v->file      = (page_field){ .name     = "file",
                                 .label    = T(o, controls_import_file),
                                 .accept   = ".csv,.xlsx",
                                 .required = true };
    return ST_OK;
}

static status show_wordings(call *c, web_request *rq, http_response *rs, const problem *fault,
                            const wording_report *r)
{
    wordings_view *v = NEW(c->a, wordings_view, 1);
    page           o = page_open(c, rq, rs);
    if (!v) return ST_MEMORY;
    v->frame     = (page_frame){ .title         = T(&o, controls_wording_title),
                                 .menu          = "systems",
                                 .problems      = fault,
                                 .problem_count = fault ? 1 : 0,
                                 .fields        = "controls.field." };
    v->report    = r;
    v->may_write = call_may(c, RIGHT_SYSTEMS_LEAD) && c->who.body_id;
    TRY(fill_held(c, &o, v));
    TRY(fill_catalogues(c, &o, rq, v));
    v->report_lines = NEW(c->a, str, (r ? r->fault_count : 0) + 1);
    if (!v->report_lines) return ST_MEMORY;
    for (size_t i = 0; r && i < r->fault_count; i++) {
        const wording_fault *f = &r->faults[i];
        const str args[]   = { arena_printf(c->a, "%lld", (long long)f->row), f->column, f->value,
                               page_problem_text(&o, &f->why) };
        v->report_lines[i] = text_fmt(c->a, o.lang, T_controls_wording_fault, args, COUNT(args));
    }
    wordings_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

status wordings_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_wordings(c, rq, rs, NULL, NULL);
}

status wordings_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    wording_report *r     = NEW(c->a, wording_report, 1);
    problem         fault = { 0 };
    (void)why;
    if (!r) return ST_MEMORY;
    bool         given = rq->http->file_count && rq->http->files[0].size;
    control_file file  = { .fd = given ? rq->http->files[0].fd : -1 };
    status st = given ? wordings_load(c, &file, http_form(rq->http, S("catalogue")), r, &fault)
                      : problem_set(&fault, ST_INVALID, S("file"), S("required"));
    if (st == ST_INVALID) return show_wordings(c, rq, rs, &fault, r);
    TRY(st);
    return web_redirect(rs, S("/loi-van-tieu-chuan"));
}

status wordings_forget_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    TRY(wordings_forget(c, http_form(rq->http, S("catalogue"))));
    return web_redirect(rs, S("/loi-van-tieu-chuan"));
}
