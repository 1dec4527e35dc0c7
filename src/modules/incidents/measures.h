// measures.h - which measures of form 03 a row of a requirement sheet speaks of. Pure.
#ifndef COLOA_MODULES_INCIDENTS_MEASURES_H
#define COLOA_MODULES_INCIDENTS_MEASURES_H

#include "kit/law/incident_rules.h"

// "KT-2.5" of the law speaks of the rows "KT-2.5" and "KT-2.5.01".
bool incident_measure_speaks(const law_incident_measure *m, str control);

#endif
