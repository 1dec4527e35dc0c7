// events.h - events at the command line: `coloa evtx`, `coloa hunt`.
#ifndef COLOA_MODULES_EVENTS_EVENTS_H
#define COLOA_MODULES_EVENTS_EVENTS_H

#include "kit/cli/cli.h"

extern const command_table events_commands;
extern const command_table hunt_commands;

#endif
