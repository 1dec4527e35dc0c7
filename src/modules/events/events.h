// events.h - Windows event logs at the command line: `coloa evtx`.
#ifndef COLOA_MODULES_EVENTS_EVENTS_H
#define COLOA_MODULES_EVENTS_EVENTS_H

#include "kit/cli/cli.h"

extern const command_table events_commands;

#endif
