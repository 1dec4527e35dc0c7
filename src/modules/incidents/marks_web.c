// marks_web.c - the page of an incident's indicators, assets and files; others that may be the same, for its room.
#include "kit/text/text.h"
#include "modules/incidents/incidents_pages.gen.h"
#include "modules/incidents/incidents_web.h"
#include "modules/incidents/mark_ops.h"

status incident_alike_show(page *o, call *c, const incident *i, incident_alikes_view *v)
{
    incident_alike *items;
    incident_alikes all = { .merges = incident_may(c, i, ACT_VERIFY) };
    if (incident_over(i->state)) return ST_OK;
    TRY(incidents_alike(c, i, &items, &all.count));
    all.items = items;
    return incident_alike_fill(o, i, &all, v);
}

static status fill_form(page *o, const web_request *rq, incident_marks_view *v)
{
    page_option *kinds = NEW(o->a, page_option, INDICATOR_KINDS + 1);
    page_option *tlps  = NEW(o->a, page_option, INDICATOR_TLPS);
    if (!kinds || !tlps) return ST_MEMORY;
    kinds[0] = (page_option){ S(""), T(o, incidents_indicator_any), { 0 } };
    for (int k = INDICATOR_IP; k <= INDICATOR_KINDS; k++) {
        str key  = indicator_kind_key((indicator_kind)k);
        kinds[k] = (page_option){ key, incident_named(o->a, o->lang, "indicator", key), { 0 } };
    }
    for (int t = INDICATOR_RED; t <= INDICATOR_TLPS; t++) {
        str key     = indicator_tlp_key((indicator_tlp)t);
        tlps[t - 1] = (page_option){
            key,
            arena_printf(o->a, STR_FMT " – " STR_FMT, STR_ARG(indicator_tlp_name((indicator_tlp)t)),
                         STR_ARG(incident_named(o->a, o->lang, "tlp", key))),
            { 0 }
        };
    }
    v->lines            = incident_field(o, rq, &v->frame, "indicators");
    v->lines.max        = INCIDENT_LONG_MAX;
    v->lines.required   = true;
    v->as               = incident_field(o, rq, &v->frame, "as");
    v->as.options       = kinds;
    v->as.option_count  = INDICATOR_KINDS + 1;
    v->tlp              = incident_field(o, rq, &v->frame, "tlp");
    v->tlp.options      = tlps;
    v->tlp.option_count = INDICATOR_TLPS;
    if (!v->tlp.value.len) v->tlp.value = indicator_tlp_key(INDICATOR_AMBER);
    v->note = incident_field(o, rq, &v->frame, "mark_note");
    return ST_OK;
}

static status fill_assets(page *o, call *c, const web_request *rq, const incident *i,
                          incident_marks_view *v)
{
    incident_asset *all;
    size_t          n;
    page_option    *kinds = NEW(o->a, page_option, ASSET_KINDS);
    if (!kinds) return ST_MEMORY;
    for (int k = ASSET_SERVER; k <= ASSET_KINDS; k++) {
        str key      = asset_kind_key((asset_kind)k);
        kinds[k - 1] = (page_option){ key, incident_named(o->a, o->lang, "asset", key), { 0 } };
    }
    v->asset_kind              = incident_field(o, rq, &v->frame, "asset_kind");
    v->asset_kind.options      = kinds;
    v->asset_kind.option_count = ASSET_KINDS;
    v->asset_name              = incident_field(o, rq, &v->frame, "asset_name");
    v->asset_name.required     = true;
    v->asset_address           = incident_field(o, rq, &v->frame, "asset_address");
    v->asset_harm              = incident_field(o, rq, &v->frame, "asset_harm");
    v->asset_harm.rows         = 2;
    TRY(incidents_assets(c, i, &all, &n));
    return incident_assets_fill(o, i, all, n, v);
}

static status fill_files(page *o, call *c, const incident *i, incident_marks_view *v)
{
    evidence *all;
    size_t    n;
    TRY(incidents_files(c, i, &all, &n));
    TRY(incident_files_fill(o, i, all, n, v));
    v->of_system = i->system_id != 0;
    if (!v->may || !v->of_system || !call_may(c, RIGHT_SYSTEMS_READ)) return ST_OK;
    status st = evidence_picker_fill(c, o, i->system_id, incident_files, i->id, &v->picker);
    v->picks  = st == ST_OK; // who does not see the system chooses none of its files
    return st == ST_MISSING || st == ST_FORBIDDEN ? ST_OK : st;
}

static status show(call *c, web_request *rq, http_response *rs, const problem *why)
{
    incident_marks_view *v = NEW(c->a, incident_marks_view, 1);
    incident            *i = NEW(c->a, incident, 1);
    incident_indicator  *all;
    size_t               n;
    if (!v || !i) return ST_MEMORY;
    TRY(incident_of_path(c, rq, i));
    TRY(incidents_indicators(c, i, &all, &n));
    page o = page_open(c, rq, rs);
    TRY(incident_sub_frame(&o, i, why, &v->frame));
    v->frame.title = T(&o, incidents_marks);
    v->frame.wide  = true;
    if (!why && http_query(rq->http, S("xong")).len) v->frame.done = T(&o, incidents_done);
    v->code = i->code;
    v->may  = incident_may(c, i, ACT_MARK);
    TRY(incident_indicators_fill(&o, i, all, n, v));
    TRY(fill_form(&o, rq, v));
    TRY(fill_assets(&o, c, rq, i, v));
    TRY(fill_files(&o, c, i, v));
    incident_marks_page(&o, v);
    return page_close(&o, rs, why ? 422 : 200);
}

static status marks_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

static status after(call *c, web_request *rq, http_response *rs, status st, const problem *why)
{
    incident i;
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    TRY(incident_of_path(c, rq, &i));
    return incident_room_back(c, rs, i.code, "/dau-vet?xong=1");
}

static status mark_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident         i;
    size_t           added;
    incident_marking k  = { .lines = incident_typed(rq, "indicators"),
                            .note  = incident_typed(rq, "mark_note") };
    str              as = incident_typed(rq, "as");
    TRY(incident_of_path(c, rq, &i));
    k.id      = i.id;
    status st = ST_OK;
    if (as.len && !indicator_kind_named(as, &k.as))
        st = problem_set(why, ST_INVALID, S("as"), S("choice-unknown"));
    if (st == ST_OK && !indicator_tlp_named(incident_typed(rq, "tlp"), &k.tlp))
        st = problem_set(why, ST_INVALID, S("tlp"), S("choice-unknown"));
    if (st == ST_OK) st = incidents_mark(c, &k, &added, why);
    return after(c, rq, rs, st, why);
}

static status unmark_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident           i;
    incident_unmarking k = { .reason = incident_typed(rq, "back_reason") };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    (void)str_int(rq->params[1], &k.indicator);
    return after(c, rq, rs, incidents_unmark(c, &k, why), why);
}

static status asset_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident             i;
    incident_asset_draft d = { .name    = incident_typed(rq, "asset_name"),
                               .address = incident_typed(rq, "asset_address"),
                               .harm    = incident_typed(rq, "asset_harm") };
    TRY(incident_of_path(c, rq, &i));
    d.id = i.id;
    (void)asset_kind_named(incident_typed(rq, "asset_kind"), &d.kind);
    return after(c, rq, rs, incidents_asset_add(c, &d, why), why);
}

static status asset_back_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident               i;
    incident_asset_undraft k = { .reason = incident_typed(rq, "back_reason") };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    (void)str_int(rq->params[1], &k.asset);
    return after(c, rq, rs, incidents_asset_back(c, &k, why), why);
}

static status file_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident        i;
    int64_t         files[EVIDENCE_OF_MAX];
    incident_filing k = { .files = files };
    TRY(incident_of_path(c, rq, &i));
    k.id    = i.id;
    k.count = incident_files_ticked(rq, files, COUNT(files));
    return after(c, rq, rs, incidents_file(c, &k, why), why);
}

static status unfile_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident          i;
    incident_unfiling k = { .reason = incident_typed(rq, "back_reason") };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    (void)str_int(rq->params[1], &k.file);
    return after(c, rq, rs, incidents_unfile(c, &k, why), why);
}

#define READ RIGHT_INCIDENTS_READ
#define WRITE RIGHT_INCIDENTS_WRITE
static const web_route routes[] = {
    { HTTP_GET, "/su-co/{code}/dau-vet", READ, marks_get,
      "Indicators, assets and files of one incident" },
    { HTTP_POST, "/su-co/{code}/dau-vet", WRITE, mark_post, "Adds some" },
    { HTTP_POST, "/su-co/{code}/dau-vet/{n}/rut", WRITE, unmark_post, "Takes one back" },
    { HTTP_POST, "/su-co/{code}/tai-san", WRITE, asset_post, "Adds an asset it touched" },
    { HTTP_POST, "/su-co/{code}/tai-san/{n}/rut", WRITE, asset_back_post, "Takes one back" },
    { HTTP_POST, "/su-co/{code}/tep", WRITE, file_post, "Joins files of its system to it" },
    { HTTP_POST, "/su-co/{code}/tep/{n}/rut", WRITE, unfile_post, "Takes one off" },
};

const web_module incidents_marks_module = { "incidents_marks", routes, COUNT(routes) };
