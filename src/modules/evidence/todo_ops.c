// todo_ops.c - files whose last day is near or past: one task an owner, however many they are.
#include "modules/evidence/evidence.h"
#include "modules/evidence/evidence_store.h"
#include "modules/evidence/keep_ops.h"
#include "modules/organisations/organisations.h"
#include "modules/tasks/tasks.h"

static str near_day(call *c)
{
    day today;
    str iso = organisations_day(c);
    if (!iso.ptr || day_parse(iso, &today) != ST_OK) return (str){ 0 };
    return day_iso(c->a, day_from_number(day_number(today) + EVIDENCE_NEAR_DAYS));
}

// Another day, or another file: the answer may be another.
static status mark(call *c, int64_t *out)
{
    db               *d;
    day               today;
    evidence_mark_row row;
    str               iso = organisations_day(c);
    if (!iso.ptr) return ST_MEMORY;
    TRY(day_parse(iso, &today));
    TRY(call_db(c, &d));
    TRY(evidence_mark(d, c->a, &row));
    *out = row.mark.value + day_number(today);
    return ST_OK;
}

static status look(call *c, task_found *found, void *ctx)
{
    db                  *d;
    evidence_ending_row *rows;
    size_t               count;
    str                  until = near_day(c);
    if (!until.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(evidence_ending(d, &(evidence_ending_in){ until, TASK_SOURCE_ITEMS_MAX }, c->a, &rows,
                        &count));
    for (size_t i = 0; i < count; i++) {
        const task_draft t = { .object_kind = S("body"),
                               .object_id   = rows[i].body_id,
                               .object_code = rows[i].code,
                               .object_name = rows[i].name_vi,
                               .address     = S("/minh-chung/sap-het-han"),
                               .n           = rows[i].n,
                               .body_id     = rows[i].body_id,
                               .role        = TASK_SYSTEM_OFFICER,
                               .due_on      = rows[i].first_day,
                               .certainty   = S("ours") };
        TRY(found(ctx, &t));
    }
    return ST_OK;
}

status evidence_ending_list(call *c, evidence **out, size_t *count)
{
    db                       *d;
    evidence_ending_page_row *rows;
    str                       until = near_day(c);
    if (!until.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    evidence_ending_page_in in = { until, c->who.body_id, EVIDENCE_ENDING_MAX };
    TRY(evidence_ending_page(d, &in, c->a, &rows, count));
    return EVIDENCE_ROWS(c->a, rows, *count, out);
}

const task_source evidence_ending_source = { STR("evidence.ending"), mark, look };
