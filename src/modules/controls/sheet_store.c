// sheet_store.c - see sheet_store.h.
#include "modules/controls/sheet_store.h"

_Static_assert(sizeof(control_rows_of_row) == sizeof(control_row_find_row), "the same columns");

status sheet_row_from(arena *a, const control_rows_of_row *r, control_row *out)
{
    *out                             = (control_row){ .id         = r->id,
                                                      .place      = r->place,
                                                      .version    = r->version,
                                                      .changed_ms = r->changed_ms,
                                                      .control    = r->control_id,
                                                      .clause     = r->clause,
                                                      .person     = r->person,
                                                      .from_ids   = r->from_ids,
                                                      .heading    = r->heading != 0,
                                                      .confirm    = r->confirm != 0 };
    out->values[CONTROL_ANSWER]      = str_from(control_answer_key((control_answer)r->answer));
    out->values[CONTROL_DESCRIPTION] = r->description;
    out->values[CONTROL_REASON]      = r->reason;
    out->values[CONTROL_SOURCE]      = r->source;
    out->values[CONTROL_RESPONSIBLE] = r->responsible;
    out->values[CONTROL_DUE]         = r->due;
    out->values[CONTROL_COST]        = S("");
    out->values[CONTROL_WORK]        = str_from(control_work_key((control_work)r->work));
    out->values[CONTROL_PROGRESS]    = r->progress;
    out->values[CONTROL_DONE_ON]     = r->done_on;
    if (!r->cost.set) return ST_OK;
    out->values[CONTROL_COST] = arena_printf(a, "%lld", (long long)r->cost.value);
    return out->values[CONTROL_COST].ptr ? ST_OK : ST_MEMORY;
}

status sheet_rows_load(db *d, int64_t sheet_id, arena *a, control_row **out, size_t *count)
{
    control_rows_of_row *rows;
    TRY(control_rows_of(d, &(control_rows_of_in){ .sheet_id = sheet_id }, a, &rows, count));
    *out = NEW(a, control_row, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) TRY(sheet_row_from(a, &rows[i], &(*out)[i]));
    return ST_OK;
}

status sheet_row_find(db *d, int64_t sheet_id, str control, arena *a, control_row *out)
{
    control_row_find_in  in = { .sheet_id = sheet_id, .control_id = control };
    control_row_find_row row;
    TRY(control_row_find(d, &in, a, &row));
    return sheet_row_from(a, (const control_rows_of_row *)(const void *)&row, out);
}

status sheet_row_write(call *c, db *d, const control_row *row)
{
    const str         *v       = row->values;
    int64_t            changed = 0, cost;
    control_row_set_in in      = { .id            = row->id,
                                   .known_version = row->version,
                                   .answer        = control_answer_of(v[CONTROL_ANSWER]),
                                   .description   = v[CONTROL_DESCRIPTION],
                                   .reason        = v[CONTROL_REASON],
                                   .source        = v[CONTROL_SOURCE],
                                   .responsible   = v[CONTROL_RESPONSIBLE],
                                   .due           = v[CONTROL_DUE],
                                   .confirm       = row->confirm,
                                   .from_ids      = row->from_ids,
                                   .work          = control_work_of(v[CONTROL_WORK]),
                                   .progress      = v[CONTROL_PROGRESS],
                                   .done_on       = v[CONTROL_DONE_ON],
                                   .person        = c->who.name.len ? c->who.name : c->who.login,
                                   .now           = c->now_ms };
    if (str_int(v[CONTROL_COST], &cost)) in.cost = some_int(cost);
    TRY(control_row_set(d, &in, &changed));
    return changed ? ST_OK : ST_CONFLICT;
}
