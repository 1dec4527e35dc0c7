// told_ops.c - what a body told of others' incidents: where it stands, and nothing else. See incidents.h.
#include "modules/incidents/incidents.h"
#include "modules/incidents/incidents_queries.gen.h"

static status rows_of(call *c, const incident_told_rows_in *in, incident_told_row **out,
                      size_t *count)
{
    db                     *d;
    incident_told_rows_row *rows;
    if (!call_may(c, RIGHT_INCIDENTS_READ)) return ST_FORBIDDEN;
    TRY(call_db(c, &d));
    TRY(incident_told_rows(d, in, c->a, &rows, count));
    *out = NEW(c->a, incident_told_row, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (incident_told_row){ .id      = rows[i].id,
                                         .told_ms = rows[i].told_ms,
                                         .code    = rows[i].code,
                                         .state   = (incident_state)rows[i].state };
    }
    return ST_OK;
}

status incidents_told(call *c, int64_t below, incident_told_row **out, size_t *count)
{
    const incident_told_rows_in in = { .body  = c->who.body_id,
                                       .below = below ? below : INT64_MAX,
                                       .max   = INCIDENT_PAGE };
    return rows_of(c, &in, out, count);
}

status incidents_told_one(call *c, str ref, incident_told_row *out)
{
    db                   *d;
    incident_of_code_row  row = { 0 };
    incident_told_row    *rows;
    str                   code;
    size_t                n;
    incident_told_rows_in in = { .body = c->who.body_id, .below = INT64_MAX, .max = 1 };
    if (!str_int(ref, &row.id)) {
        if (!incident_code_read(c->a, str_trim(ref), &code)) return ST_MISSING;
        TRY(call_db(c, &d));
        TRY(incident_of_code(d, &(incident_of_code_in){ .code = code }, c->a, &row));
    }
    if (row.id < 1) return ST_MISSING;
    in.id = row.id;
    TRY(rows_of(c, &in, &rows, &n));
    if (n == 0) return ST_MISSING;
    *out = rows[0];
    return ST_OK;
}
