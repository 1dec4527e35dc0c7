// load_ops.c - see load_ops.h.
#include "modules/reports/load_ops.h"

#include "kit/law/law.h"
#include "modules/systems/systems.h"

_Static_assert((int)REPORT_APPROVAL_SENT == (int)APPROVAL_SENT, "as in modules/systems");
_Static_assert((int)REPORT_APPROVED == (int)APPROVAL_APPROVED, "as in modules/systems");
_Static_assert((int)REPORT_DEPLOYED == (int)DEPLOYED_FULL, "as in modules/systems");
_Static_assert((int)REPORT_PERIODIC == (int)INSPECTED_PERIODICALLY, "as in modules/systems");

static int every(const call *c)
{
    return c->who.person_id == -1; // the machine itself
}

static void head_of(const report_one_row *r, report_head *h)
{
    *h = (report_head){
        .id           = r->id,
        .body_id      = r->body_id,
        .holder_id    = r->holder_id,
        .body_code    = r->body_code,
        .body_name    = r->body_name,
        .body_name_en = r->body_name_en,
        .invented     = str_equal(r->body_kind, S("sample")),
        .kind         = r->kind,
        .pack_id      = r->pack,
        .pack_version = r->pack_version,
        .pack_sha256  = r->pack_sha256,
        .year         = (int)r->period,
        .edition      = (int)r->edition,
        .state        = (report_state)r->state,
        .version      = r->version,
        .control      = r->control,
        .reason       = r->reason,
        .started_id   = r->started_id,
        .frozen_id    = r->frozen_id,
        .signed_id    = r->signed_id,
        .started_by   = r->started_by,
        .frozen_by    = r->frozen_by,
        .signed_by    = r->signed_by,
        .sent_by      = r->sent_by,
        .started_ms   = r->started_ms,
        .checked_ms   = r->checked_ms,
        .snapshot_ms  = r->snapshot_ms,
        .signed_ms    = r->signed_ms,
        .sent_ms      = r->sent_ms,
        .sha256       = r->snapshot_sha256,
        .figures = { r->total, r->classified, r->drafted, r->appraised, r->approved, r->inspected,
                     r->expected },
        .sent_no = r->sent_no,
        .sent_on = r->sent_on,
        .sent_to = r->sent_to,
    };
    h->pack = law_pack_find(law_current(), h->pack_id);
    h->what = h->pack ? law_report_find(h->pack, h->kind) : NULL;
}

status report_head_load(call *c, int64_t id, report_head *out)
{
    report_one_row row;
    db            *d;
    report_one_in  in = { .id = id, .viewer = c->who.body_id, .every = every(c) };
    TRY(call_db(c, &d));
    TRY(report_one(d, &in, c->a, &row));
    head_of(&row, out);
    // A pack that the program no longer has leaves nothing to read the report by.
    return out->what ? ST_OK : ST_BROKEN;
}

status report_heads_load(call *c, int64_t holder_id, report_head **out, size_t *count)
{
    _Static_assert(sizeof(report_list_row) == sizeof(report_one_row), "same columns");
    report_list_row *rows;
    db              *d;
    size_t           n, kept = 0;
    report_list_in   in = {
          .holder = holder_id, .viewer = c->who.body_id, .every = every(c), .limit = REPORT_LIST_MAX
    };
    TRY(call_db(c, &d));
    TRY(report_list(d, &in, c->a, &rows, &n));
    report_head *all = NEW(c->a, report_head, n + 1);
    if (!all) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        head_of((const report_one_row *)(const void *)&rows[i], &all[kept]);
        kept += all[kept].what != NULL;
    }
    *out   = all;
    *count = kept;
    return ST_OK;
}

status report_texts_load(db *d, int64_t id, arena *a, report_text **out, size_t *count)
{
    report_texts_of_row *rows;
    TRY(report_texts_of(d, &(report_texts_of_in){ .id = id }, a, &rows, count));
    *out = NEW(a, report_text, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) (*out)[i] = (report_text){ rows[i].key, rows[i].text };
    return ST_OK;
}

// ---- the register -----------------------------------------------------------------------------------

static void row_of(const report_source_row *s, report_row *r)
{
    bool decided = s->result == LAW_DECIDED;
    bool built   = s->state == SYSTEM_PLANNED || s->state == SYSTEM_BUILDING;
    *r           = (report_row){ .system_id           = s->id,
                                 .owner_id            = s->owner_id,
                                 .operator_id         = s->operator_id.set ? s->operator_id.value : 0,
                                 .code                = s->code,
                                 .name                = s->name,
                                 .owner               = s->owner,
                                 .operator_           = s->operator_id.set ? s->operator: s->operator_text,
                                 .level               = (int)(s->sheet_level ? s->sheet_level
                                                              : decided      ? s->level
                                                                             : 0),
                                 .approval            = (int)s->approval,
                                 .deployment          = (int)s->deployment,
                                 .inspections         = (int)s->inspections,
                                 .built               = built,
                                 .decision_no         = s->decision_no,
                                 .decision_on         = s->decision_on,
                                 .decision_by         = s->decision_by,
                                 .regulation_no       = s->regulation_no,
                                 .regulation_on       = s->regulation_on,
                                 .regulation_by       = s->regulation_by,
                                 .approval_expected   = s->approval_expected,
                                 .deployment_expected = s->deployment_expected,
                                 .project_no          = s->project_no,
                                 .project_on          = s->project_on,
                                 .project_by          = s->project_by,
                                 .embedded            = (int)s->embedded,
                                 .note                = s->note, };
}

// The unit of a body: members stand by body id.
static int64_t unit_among(const report_members_row *rows, size_t count, int64_t body_id)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].member == body_id) return rows[middle].unit;
        if (rows[middle].member < body_id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}

static status units_load(db *d, const report_ask *ask, arena *a, report_sheet *out)
{
    report_units_row     *rows;
    report_handed_in_row *in;
    size_t                n, got, at = 0;
    report_units_in       units  = { ask->body_id, ask->unit_kind, ask->year, REPORT_UNITS_MAX };
    report_handed_in_in   handed = { ask->body_id, ask->unit_kind, ask->year, REPORT_ROWS_MAX };
    TRY(report_units(d, &units, a, &rows, &n));
    TRY(report_handed_in(d, &handed, a, &in, &got));
    report_unit *all   = NEW(a, report_unit, n + 1);
    int64_t     *ids   = NEW(a, int64_t, got + 1);
    str         *names = NEW(a, str, got + 1), *codes = NEW(a, str, got + 1);
    if (!all || !ids || !names || !codes) return ST_MEMORY;
    for (size_t i = 0; i < got; i++) {
        ids[i] = in[i].system_id, names[i] = in[i].name, codes[i] = in[i].code;
    }
    for (size_t i = 0; i < n; i++) {
        report_unit *u = &all[i];
        *u = (report_unit){ .id = rows[i].id, .code = rows[i].code, .name = rows[i].name };
        for (at = 0; at < got && in[at].unit != u->id;) at++;
        u->reported = &ids[at], u->reported_names = &names[at], u->reported_codes = &codes[at];
        while (at + u->count < got && in[at + u->count].unit == u->id) u->count++;
        u->handed_in = rows[i].state.set && rows[i].state.value == REPORT_SENT;
    }
    out->units      = all;
    out->unit_count = n;
    return ST_OK;
}

status report_sheet_live(db *d, const report_ask *ask, arena *a, report_sheet *out)
{
    report_source_row  *rows;
    report_members_row *members      = NULL;
    size_t              member_count = 0;
    report_source_in    in           = { ask->body_id, ask->run, REPORT_ROWS_MAX + 1 };
    *out                             = (report_sheet){ .control = -1 };
    TRY(report_source(d, &in, a, &rows, &out->count));
    if (out->count > REPORT_ROWS_MAX) return ST_LIMIT;
    report_row *all = NEW(a, report_row, out->count + 1);
    if (!all) return ST_MEMORY;
    if (ask->unit_kind.len) {
        report_members_in of = { ask->body_id, 100000 };
        TRY(report_members(d, &of, a, &members, &member_count));
        TRY(units_load(d, ask, a, out));
    }
    for (size_t i = 0; i < out->count; i++) {
        row_of(&rows[i], &all[i]);
        all[i].unit_id = unit_among(members, member_count, all[i].owner_id);
    }
    out->rows = all;
    return ST_OK;
}

// ---- as it was frozen -------------------------------------------------------------------------------

status report_sheet_kept(db *d, int64_t id, arena *a, report_sheet *out)
{
    report_rows_of_row *rows;
    *out = (report_sheet){ .control = -1 };
    TRY(report_rows_of(d, &(report_rows_of_in){ .id = id, .limit = REPORT_ROWS_MAX }, a, &rows,
                       &out->count));
    report_row *all = NEW(a, report_row, out->count + 1);
    if (!all) return ST_MEMORY;
    for (size_t i = 0; i < out->count; i++) {
        const report_rows_of_row *r = &rows[i];
        all[i]                      = (report_row){ .system_id           = r->system_id,
                                                    .owner_id            = r->owner_id,
                                                    .operator_id         = r->operator_id,
                                                    .code                = r->code,
                                                    .name                = r->name,
                                                    .owner               = r->owner,
                                                    .operator_           = r->operator,
                                                    .level               =(int) r->level,
                                                    .approval            = (int)r->approval,
                                                    .deployment          = (int)r->deployment,
                                                    .inspections         = (int)r->inspections,
                                                    .built               = r->built != 0,
                                                    .decision_no         = r->decision_no,
                                                    .decision_on         = r->decision_on,
                                                    .decision_by         = r->decision_by,
                                                    .regulation_no       = r->regulation_no,
                                                    .regulation_on       = r->regulation_on,
                                                    .regulation_by       = r->regulation_by,
                                                    .approval_expected   = r->approval_expected,
                                                    .deployment_expected = r->deployment_expected,
                                                    .project_no          = r->project_no,
                                                    .project_on          = r->project_on,
                                                    .project_by          = r->project_by,
                                                    .embedded            = (int)r->embedded,
                                                    .note                = r->note };
    }
    out->rows = all;
    return ST_OK;
}

status report_sheet_keep(db *d, int64_t id, const report_sheet *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const report_row *r   = &s->rows[i];
        report_row_put_in row = { .id          = id,
                                  .no          = (int64_t)i + 1,
                                  .built       = r->built,
                                  .system_id   = r->system_id,
                                  .owner_id    = r->owner_id,
                                  .operator_id = r->operator_id,
                                  .code        = r->code,
                                  .name        = r->name,
                                  .owner       = r->owner,
                                  .operator= r->operator_,
                                  .level               = r->level,
                                  .approval            = r->approval,
                                  .deployment          = r->deployment,
                                  .inspections         = r->inspections,
                                  .decision_no         = r->decision_no,
                                  .decision_on         = r->decision_on,
                                  .decision_by         = r->decision_by,
                                  .regulation_no       = r->regulation_no,
                                  .regulation_on       = r->regulation_on,
                                  .regulation_by       = r->regulation_by,
                                  .approval_expected   = r->approval_expected,
                                  .deployment_expected = r->deployment_expected,
                                  .project_no          = r->project_no,
                                  .project_on          = r->project_on,
                                  .project_by          = r->project_by,
                                  .embedded            = (int)r->embedded,
                                  .note                = r->note };
        TRY(report_row_put(d, &row, NULL));
    }
    return ST_OK;
}
