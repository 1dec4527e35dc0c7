// law.h - the law packs and the calendar from the command line: check, show, count days.
//
// The packs themselves live in kit/law; levels are decided from them in modules/levels.
#ifndef COLOA_MODULES_LAW_LAW_H
#define COLOA_MODULES_LAW_LAW_H

#include "kit/cli/cli.h"

extern const command_table law_commands;

#endif
