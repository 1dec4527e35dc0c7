// controls.h - the requirement sheet (bảng yêu cầu) of a system at its level: what the catalogue asks, what the
// plan answers to each requirement, and what is still to be done.
#ifndef COLOA_MODULES_CONTROLS_CONTROLS_H
#define COLOA_MODULES_CONTROLS_CONTROLS_H

#include "kit/cli/cli.h"
#include "modules/controls/asked.h"

extern const command_table controls_commands;

#endif
