// marks_json_ops.h - indicators, assets, files, and incidents that may be the same, as the API and the command line tell them.
#ifndef COLOA_MODULES_INCIDENTS_MARKS_JSON_OPS_H
#define COLOA_MODULES_INCIDENTS_MARKS_JSON_OPS_H

#include "modules/incidents/incidents.h"

// {"indicators":[…],"assets":[…],"files":[…],"alike":[…]} of one incident in sight.
status incident_marks_put(buf *b, call *c, const incident *i) MUST_CHECK;

#endif
