// evidence_store.c - see evidence_store.h.
#include "modules/evidence/evidence_store.h"

_Static_assert(sizeof(evidence_page_rows_row) == sizeof(evidence_stored), "the same columns");
_Static_assert(sizeof(evidence_sending_row) == sizeof(evidence_stored), "the same columns");
_Static_assert(sizeof(evidence_of_rows_row) == sizeof(evidence_stored), "the same columns");

static void from_row(const evidence_stored *r, evidence *out)
{
    *out = (evidence){ .id          = r->id,
                       .version     = r->version,
                       .system_id   = r->system_id,
                       .body_id     = r->body_id,
                       .person_id   = r->person_id,
                       .bytes       = r->bytes,
                       .received    = r->received,
                       .begun_ms    = r->begun_ms,
                       .whole_ms    = r->whole_ms,
                       .changed_ms  = r->changed_ms,
                       .dropped_ms  = r->dropped_ms,
                       .places      = r->places,
                       .state       = (evidence_state)r->state,
                       .uid         = r->uid,
                       .name        = r->name,
                       .type        = r->type,
                       .mark        = r->mark,
                       .sha256      = r->sha256,
                       .part        = r->part,
                       .valid_until = r->valid_until,
                       .note        = r->note,
                       .person      = r->person,
                       .dropped_by  = r->dropped_by,
                       .dropped_why = r->dropped_why };
}

status evidence_row(call *c, int64_t id, evidence *out)
{
    db             *d;
    evidence_stored row;
    TRY(call_db(c, &d));
    TRY(evidence_row_load(d, &(evidence_row_load_in){ id, c->who.body_id }, c->a, &row));
    from_row(&row, out);
    return ST_OK;
}

status evidence_rows(arena *a, const evidence_stored *rows, size_t count, evidence **out)
{
    *out = NEW(a, evidence, count ? count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) from_row(&rows[i], &(*out)[i]);
    return ST_OK;
}
