// measures.c - see measures.h.
#include "modules/incidents/measures.h"

bool incident_measure_speaks(const law_incident_measure *m, str control)
{
    for (size_t k = 0; k < m->control_count; k++) {
        str of = m->controls[k];
        if (!str_starts(control, of)) continue;
        if (control.len == of.len || control.ptr[of.len] == '.') return true;
    }
    return false;
}
