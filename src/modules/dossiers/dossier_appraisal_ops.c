// dossier_appraisal_ops.c - what the appraiser answered: kept edition by edition, and put into Mẫu 04.
#include "kit/text/text.h"
#include "modules/dossiers/dossier_ops.h"
#include "modules/dossiers/paper_gather_ops.h"

status dossier_keep_findings(dossier_work *w)
{
    db   *d;
    str   post;
    call *c = w->c;
    if (!(w->row->needs & LAW_NEEDS_TESTS)) return ST_OK;
    TRY(dossier_post_of(c, &post));
    TRY(call_db(c, &d));
    for (size_t i = 0; i < w->given.answer_count; i++) {
        const workflow_answer       *one = &w->given.answers[i];
        const dossier_finding_put_in in  = { .dossier_id = w->k.d.id,
                                             .edition    = w->k.d.edition,
                                             .test       = one->test,
                                             .fits       = one->fits > 0,
                                             .text       = one->text.ptr ? one->text : S(""),
                                             .person = c->who.name.len ? c->who.name : c->who.login,
                                             .post   = post,
                                             .body   = c->who.body_name,
                                             .now    = c->now_ms };
        TRY(dossier_finding_put(d, &in, NULL));
    }
    return ST_OK;
}

status dossier_findings(call *c, const dossier *d, dossier_finding **out, size_t *count)
{
    db                       *at;
    dossier_finding_rows_row *rows;
    TRY(call_db(c, &at));
    TRY(dossier_finding_rows(at, &(dossier_finding_rows_in){ d->id, DOSSIER_FINDINGS_MAX }, c->a,
                             &rows, count));
    *out = NEW(c->a, dossier_finding, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (dossier_finding){ .edition = rows[i].edition,
                                       .at_ms   = rows[i].at_ms,
                                       .test    = rows[i].test,
                                       .text    = rows[i].text,
                                       .person  = rows[i].person,
                                       .post    = rows[i].post,
                                       .body    = rows[i].body,
                                       .fits    = rows[i].fits != 0 };
    }
    return ST_OK;
}

// ---- Mẫu 04 ---------------------------------------------------------------------------------------------

static str answer_words(call *c, const dossier_finding *f)
{
    text_key key  = f->fits ? T_papers_appraisal_fits : T_papers_appraisal_fits_not;
    str      said = text_get(LANG_VI, key);
    if (!f->text.len) return said;
    return arena_printf(c->a, STR_FMT "; " STR_FMT, STR_ARG(said), STR_ARG(f->text));
}

// How it was appraised: on the papers, and on site when somebody went there.
static status how(call *c, const dossier *d, paper_appraisal *out)
{
    workflow_event *events;
    size_t          count;
    bool            site = false;
    TRY(workflow_events_of(c, dossier_thing(d), &events, &count));
    for (size_t i = 0; i < count; i++) {
        site = site || str_equal(events[i].act, S("site_done"));
        // The letter that asked for it: the latest submission that had one.
        if (out->asked_no.len || !str_equal(events[i].act, S("submit"))) continue;
        day on;
        out->asked_no = events[i].number;
        if (events[i].number.len && day_parse(events[i].on, &on) == ST_OK)
            out->asked_on = text_day_words(c->a, on);
    }
    out->how = text_get(LANG_VI, site ? T_papers_appraisal_on_site : T_papers_appraisal_on_file);
    return ST_OK;
}

status paper_gather_appraisal(call *c, const paper_ground *g, paper *p)
{
    db                *d;
    dossier_latest_row latest;
    dossier            of;
    dossier_finding   *found;
    size_t             count;
    paper_appraisal   *out = &p->appraisal;
    bool               all = true;
    TRY(call_db(c, &d));
    TRY(dossier_latest(d, &(dossier_latest_in){ g->system->id, g->pack->id, c->who.body_id }, c->a,
                       &latest));
    if (!latest.id) return ST_OK;
    TRY(dossier_find(c, latest.id, &of));
    TRY(dossier_findings(c, &of, &found, &count));
    for (size_t i = 0; i < count && found[i].edition == of.edition; i++) {
        str said = answer_words(c, &found[i]);
        if (str_equal(found[i].test, S("level"))) out->level = said;
        if (str_equal(found[i].test, S("design"))) out->design = said;
        if (str_equal(found[i].test, S("operation"))) out->running = said;
        all = all && found[i].fits;
    }
    if (!count || found[0].edition != of.edition) return ST_OK; // not answered: left blank
    out->conclusion = text_get(LANG_VI, all ? T_papers_appraisal_ok : T_papers_appraisal_not);
    return how(c, &of, out);
}
