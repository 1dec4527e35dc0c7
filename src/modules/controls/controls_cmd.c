// controls_cmd.c - `coloa controls …`.
#include "modules/controls/controls.h"
#include "modules/controls/list_cmd.h"

static const command commands[] = {
    { "controls list", CONTROLS_LIST_USAGE, "help.controls.list", controls_list_command, false,
      RIGHT_PUBLIC },
};

const command_table controls_commands = { commands, COUNT(commands) };
