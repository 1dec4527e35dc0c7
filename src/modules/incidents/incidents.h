// incidents.h - incidents: what is due to whom, by which law. What other modules may know of this one.
#ifndef COLOA_MODULES_INCIDENTS_INCIDENTS_H
#define COLOA_MODULES_INCIDENTS_INCIDENTS_H

#include "kit/cli/cli.h"

extern const command_table incidents_law_commands; // `incidents clocks`

#endif
