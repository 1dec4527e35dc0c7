// controls_cmd.c - `coloa controls …`.
#include "modules/controls/controls.h"
#include "modules/controls/list_cmd.h"
#include "modules/controls/sheet_cmd.h"

static const command commands[] = {
    { "controls list", CONTROLS_LIST_USAGE, "help.controls.list", controls_list_command, false,
      RIGHT_PUBLIC },
    { "controls sheets", CONTROLS_SHEETS_USAGE, "help.controls.sheets", controls_sheets_command,
      true, RIGHT_SYSTEMS_READ },
    { "controls make", CONTROLS_MAKE_USAGE, "help.controls.make", controls_make_command, true,
      RIGHT_SYSTEMS_WRITE },
    { "controls show", CONTROLS_SHOW_USAGE, "help.controls.show", controls_show_command, true,
      RIGHT_SYSTEMS_READ },
    { "controls export", CONTROLS_EXPORT_USAGE, "help.controls.export", controls_export_command,
      true, RIGHT_SYSTEMS_READ },
    { "controls import", CONTROLS_IMPORT_USAGE, "help.controls.import", controls_import_command,
      true, RIGHT_SYSTEMS_WRITE },
    { "controls wording load", CONTROLS_WORDING_USAGE, "help.controls.wording",
      controls_wording_command, true, RIGHT_SYSTEMS_LEAD },
};

const command_table controls_commands = { commands, COUNT(commands) };
