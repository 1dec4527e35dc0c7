// clocks_cmd.h - `incidents clocks`: facts in, what is due when out; opens no data folder.
#ifndef COLOA_MODULES_INCIDENTS_CLOCKS_CMD_H
#define COLOA_MODULES_INCIDENTS_CLOCKS_CMD_H

#include "kit/cli/cli.h"

#define CLOCKS_USAGE "[--beside yes|no] [--json] [FILE]"

int incident_clocks_command(command_run *r);

#endif
