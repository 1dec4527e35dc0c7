// measures_ops.c - what a form begins with of the measures that the requirement sheet of a system tells. See look_ops.h.
#include "modules/controls/controls.h"
#include "modules/incidents/look_ops.h"
#include "modules/incidents/measures.h"
#include "modules/systems/systems.h"

// Met by itself, by another measure, by what it is part of; or its work is done.
static bool stands(const control_row *r)
{
    control_answer given = control_answer_of(r->values[CONTROL_ANSWER]);
    return given == ANSWER_MET || given == ANSWER_ALTERNATIVE || given == ANSWER_INHERITED ||
           control_is_done(r->values);
}

static bool has(const law_incident_measure *m, const control_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (incident_measure_speaks(m, rows[i].control) && stands(&rows[i])) return true;
    }
    return false;
}

// "antivirus firewall", as the fact is kept.
static str measures_of(const control_row *rows, size_t count, arena *a)
{
    size_t                      n;
    const law_incident_measure *all = law_incident_measures(law_current(), &n);
    buf                         b   = buf_in(a, 64, 512);
    for (size_t i = 0; i < n; i++) {
        if (!has(&all[i], rows, count)) continue;
        if (b.len) buf_char(&b, ' ');
        buf_put(&b, all[i].id);
    }
    return b.failed || !b.len ? S("") : buf_str(&b);
}

status incident_measures_fill(call *c, str system, incident_values *out)
{
    system_record       *s = NEW(c->a, system_record, 1);
    control_sheet       *sheets;
    control_row         *rows;
    size_t               n;
    const incident_fact *f = incident_fact_find(S("measures"));
    if (!s) return ST_MEMORY;
    if (!system.len || !f || !call_may(c, RIGHT_SYSTEMS_READ)) return ST_OK;
    status st = systems_get(c, system, s);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    TRY(control_sheets_of(c, s->id, &sheets, &n));
    if (!n) return ST_OK;
    TRY(control_sheet_rows(c, &sheets[0], ASKED_STANDARD, &rows, &n));
    out->at[f - incident_facts_all] = measures_of(rows, n, c->a);
    return ST_OK;
}
