// paper_ops.h - one incident put into a form of law/incidents/forms.
#ifndef COLOA_MODULES_INCIDENTS_PAPER_OPS_H
#define COLOA_MODULES_INCIDENTS_PAPER_OPS_H

#include "modules/incidents/incident_letter.h"
#include "modules/incidents/incidents.h"

// The docx, drawn up for the acting body; in c->a. rule: of the clock it answers, to whose recipients it is addressed;
// empty: of the first clock with that form that waits. Leaves an audit row. ST_FORBIDDEN for whose part it is not;
// ST_MISSING for a form that is none, or not of an incident.
typedef struct incident_drawing {
    str form, rule;
} incident_drawing;
status incident_paper_make(call *c, const incident *i, const incident_drawing *k, str *docx,
                           problem *why) MUST_CHECK;

// incident_letter_make with room of its own; the docx in c->a.
status incident_letter_docx(call *c, str form, const incident_letter *p, str *docx,
                            problem *why) MUST_CHECK;

#endif
