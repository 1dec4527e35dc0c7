// decide_web.c - the page of clocks that a decision took out, and who speaks of an incident.
#include "modules/incidents/clock_ops.h"
#include "modules/incidents/decide_ops.h"
#include "modules/incidents/incidents_pages.gen.h"
#include "modules/incidents/incidents_web.h"

// ---- clocks ----------------------------------------------------------------------------------------

static status fill_exempt(page *o, const incident_clocks_state *all, incident_exempt_view *v)
{
    page_option *rules = NEW(o->a, page_option, all->count + 1);
    v->items           = NEW(o->a, event_line, all->count + 1);
    if (!rules || !v->items) return ST_MEMORY;
    for (size_t n = 0; n < all->count; n++) {
        const incident_clock_state *k     = &all->items[n];
        str                         name  = law_say(k->k.rule->name, o->lang == LANG_EN);
        str                         label = name;
        if (k->done_ms) continue;
        if (k->exempt.len)
            label = arena_printf(o->a, STR_FMT " (" STR_FMT ")", STR_ARG(name),
                                 STR_ARG(T(o, incidents_exempt_is)));
        rules[v->rule.option_count++] = (page_option){ k->k.rule->id, label, { 0 } };
        if (!k->exempt.len) continue;
        const str why[]      = { k->exempt_no, k->exempt };
        v->items[v->count++] = (event_line){ .when  = page_when(o, k->exempt_ms),
                                             .iso   = time_rfc3339(o->a, k->exempt_ms),
                                             .what  = name,
                                             .words = text_fmt(o->a, o->lang, T_incidents_exempt_by,
                                                               why, COUNT(why)),
                                             .who   = k->exempt_by };
    }
    v->rule.options = rules;
    return ST_OK;
}

static status show_exempt(call *c, web_request *rq, http_response *rs, const problem *why)
{
    incident_exempt_view  *v    = NEW(c->a, incident_exempt_view, 1);
    incident_clocks_state *all  = NEW(c->a, incident_clocks_state, 1);
    page_option           *acts = NEW(c->a, page_option, 2);
    incident               i;
    if (!v || !all || !acts) return ST_MEMORY;
    TRY(incident_of_path(c, rq, &i));
    TRY(incident_clocks_look(c, &i, all));
    page o = page_open(c, rq, rs);
    TRY(incident_sub_frame(&o, &i, why, &v->frame));
    v->frame.title = T(&o, incidents_exempt);
    v->action      = arena_printf(c->a, "/su-co/" STR_FMT "/mien", STR_ARG(i.code));
    v->may         = !incident_over(i.state) && incident_may(c, &i, ACT_EXEMPT);
    v->rule        = incident_field(&o, rq, &v->frame, "rule");
    v->number      = incident_field(&o, rq, &v->frame, "number");
    v->reason      = incident_field(&o, rq, &v->frame, "reason");
    v->act         = incident_field(&o, rq, &v->frame, "act");
    acts[0]        = (page_option){ S("out"), T(&o, incidents_exempt_out), { 0 } };
    acts[1]        = (page_option){ S("back"), T(&o, incidents_exempt_back), { 0 } };
    if (!v->act.value.len) v->act.value = acts[0].value;
    v->act.options      = acts;
    v->act.option_count = 2;
    TRY(fill_exempt(&o, all, v));
    incident_exempt_page(&o, v);
    return page_close(&o, rs, why ? 422 : 200);
}

status incident_exempt_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_exempt(c, rq, rs, NULL);
}

status incident_exempt_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident           i;
    incident_exempting k = { .rule   = incident_typed(rq, "rule"),
                             .number = incident_typed(rq, "number"),
                             .reason = incident_typed(rq, "reason"),
                             .back   = str_equal(incident_typed(rq, "act"), S("back")) };
    TRY(incident_of_path(c, rq, &i));
    k.id      = i.id;
    status st = incidents_exempt(c, &k, why);
    if (st == ST_INVALID) return show_exempt(c, rq, rs, why);
    TRY(st);
    return incident_room_back(c, rs, i.code, "?xong=mien#dong-ho");
}

// ---- who speaks ------------------------------------------------------------------------------------

status incident_speaker_fill(page *o, call *c, const web_request *rq, const incident *i,
                             const page_frame *f, incident_speakers_view *v)
{
    TRY(incidents_speakers(c, i, &v->items, &v->count));
    v->from = NEW(o->a, str, v->count + 1);
    if (!v->from) return ST_MEMORY;
    for (size_t n = 0; n < v->count; n++) v->from[n] = page_when(o, v->items[n].from_ms);
    v->may        = !incident_over(i->state) && incident_may(c, i, ACT_SPOKESPERSON);
    v->name       = incident_field(o, rq, f, "speaker_name");
    v->post       = incident_field(o, rq, f, "speaker_post");
    v->contact    = incident_field(o, rq, f, "speaker_contact");
    v->basis      = incident_field(o, rq, f, "speaker_basis");
    v->since      = incident_field(o, rq, f, "speaker_from");
    v->since.hint = T(o, incidents_time_hint);
    return ST_OK;
}

status incident_speaker_do(call *c, const web_request *rq, const incident *i, problem *why)
{
    const incident_speaking k  = { .id      = i->id,
                                   .name    = incident_typed(rq, "speaker_name"),
                                   .post    = incident_typed(rq, "speaker_post"),
                                   .contact = incident_typed(rq, "speaker_contact"),
                                   .basis   = incident_typed(rq, "speaker_basis"),
                                   .from    = incident_typed(rq, "speaker_from"),
                                   .typed   = true };
    status                  st = incidents_speaker(c, &k, why);
    if (st == ST_INVALID) why->field = arena_printf(c->a, "speaker_" STR_FMT, STR_ARG(why->field));
    return st;
}
