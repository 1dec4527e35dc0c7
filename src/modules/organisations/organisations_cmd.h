// organisations_cmd.h - the commands of `coloa org` that stand in other files. Inside organisations.
#ifndef COLOA_MODULES_ORGANISATIONS_ORGANISATIONS_CMD_H
#define COLOA_MODULES_ORGANISATIONS_ORGANISATIONS_CMD_H

#include "kit/cli/cli.h"

typedef status org_act(command_run *r, const char *const *values, problem *why);
// Checks the options, runs the act, words its refusal.
int org_run(command_run *r, const char *const *values, const char *const *flags, org_act *act);

// body_cmd.c
int org_show(command_run *r);
int org_supervise(command_run *r);
int org_appoint(command_run *r);
int org_contact(command_run *r);
int org_delegate(command_run *r);
int org_end(command_run *r);
int org_ending(command_run *r);

// change_cmd.c
int org_merge(command_run *r);
int org_rename(command_run *r);
int org_close(command_run *r);
int org_change(command_run *r);
int org_changes(command_run *r);

#endif
