// list_cmd.h - `controls list`: what a pack asks at a level; opens no data folder.
#ifndef COLOA_MODULES_CONTROLS_LIST_CMD_H
#define COLOA_MODULES_CONTROLS_LIST_CMD_H

#include "kit/cli/cli.h"

#define CONTROLS_LIST_USAGE                                                                        \
    "--pack nd85|nd331 --level 1|2|3|4|5 [--order standard|decree] [--overlay nhnn] [--json]"

int controls_list_command(command_run *r);

#endif
