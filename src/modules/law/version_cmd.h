// version_cmd.h - what the command files of this module share. Inside law.
#ifndef COLOA_MODULES_LAW_VERSION_CMD_H
#define COLOA_MODULES_LAW_VERSION_CMD_H

#include "kit/cli/cli.h"
#include "kit/law/law.h"

int law_cmd_faults(command_run *r, const law_faults *faults); // tells all of them; CLI_REFUSED
// version_cmd.c
command_fn law_cmd_load, law_cmd_versions, law_cmd_diff, law_cmd_activate, law_cmd_bundle,
    law_cmd_crosswalk;

#endif
