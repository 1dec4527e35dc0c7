// sheet_cmd.h - commands about sheets and official wording.
#ifndef COLOA_MODULES_CONTROLS_SHEET_CMD_H
#define COLOA_MODULES_CONTROLS_SHEET_CMD_H

#include "kit/cli/cli.h"

#define CONTROLS_SHEETS_USAGE "SYSTEM [--json]"
#define CONTROLS_MAKE_USAGE "SYSTEM [--pack P] [--level N] [--from SHEET] [--json]"
#define CONTROLS_SHOW_USAGE "SHEET [--order standard|decree] [--json]"
#define CONTROLS_EXPORT_USAGE "SHEET FILE.xlsx"
#define CONTROLS_IMPORT_USAGE "SHEET FILE.xlsx|.csv [--json]"
#define CONTROLS_WORDING_USAGE "FILE.csv|.xlsx --catalogue tcvn14423|tcvn11930 [--json]"

command_fn controls_sheets_command, controls_make_command, controls_show_command,
    controls_export_command, controls_import_command, controls_wording_command;

#endif
