// heir_ops.c - a body that ends hands its reports to the one that goes on. What was frozen keeps its rows
// and its old name and is only held by another; a draft becomes the heir's own, with all that was typed,
// unless the heir has one of that year already: then it is put aside and both can be read.
#include "kit/text/text.h"
#include "modules/organisations/organisations.h"
#include "modules/reports/reports.h"
#include "modules/reports/reports_queries.gen.h"

static status count(call *c, db *d, int64_t body_id, int64_t *n)
{
    arena         scratch = *c->a;
    heir_held_row row;
    TRY(heir_held(d, &(heir_held_in){ .body = body_id }, &scratch, &row));
    *n = row.n;
    return ST_OK;
}

static status hand_on(db *d, arena *a, const heir_drafts_row *r, const body *to, str reason)
{
    report_latest_row   own;
    report_editions_row n;
    status              st = report_latest(
                     d, &(report_latest_in){ .holder = to->id, .kind = r->kind, .period = r->period }, a, &own);
    if (st == ST_OK) {
        report_drop_in in = { .id = r->id, .known = r->version, .reason = reason };
        return report_drop(d, &in, NULL);
    }
    if (st != ST_MISSING) return st;
    TRY(report_editions(
        d, &(report_editions_in){ .body = to->id, .kind = r->kind, .period = r->period }, a, &n));
    return heir_draft_to(d, &(heir_draft_to_in){ r->id, to->id, n.n + 1 }, NULL);
}

static status move(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    arena            scratch = *c->a;
    heir_drafts_row *rows;
    size_t           drafts;
    str              reason = text_fmt(&scratch, LANG_VI, T_reports_merged,
                                       (const str[]){ from->name_vi, to->name_vi }, 2);
    if (!reason.ptr) return ST_MEMORY;
    TRY(heir_drafts(d, &(heir_drafts_in){ .body = from->id }, &scratch, &rows, &drafts));
    for (size_t i = 0; i < drafts; i++) TRY(hand_on(d, &scratch, &rows[i], to, reason));
    return heir_hold(d, &(heir_hold_in){ .body = from->id, .into = to->id }, n);
}

const body_heir reports_heir = { STR("reports"), count, NULL, NULL, move };
