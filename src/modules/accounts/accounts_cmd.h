// accounts_cmd.h - what the command files of this module share. Inside accounts.
#ifndef COLOA_MODULES_ACCOUNTS_ACCOUNTS_CMD_H
#define COLOA_MODULES_ACCOUNTS_ACCOUNTS_CMD_H

#include "kit/cli/cli.h"
#include "modules/accounts/people_ops.h"

typedef status accounts_cmd_work(command_run *r, problem *why);
// Refuses unknown options, does the work, says what went wrong.
int accounts_cmd_run(command_run *r, const char *const *values, const char *const *flags,
                     accounts_cmd_work *fn);
// An address to open: whole when the server that serves it is known.
str    accounts_cmd_url(command_run *r, str path);
status accounts_cmd_person(command_run *r, str login, int64_t *id, problem *why) MUST_CHECK;
// Tells a link once.
status accounts_cmd_link(command_run *r, str login, int64_t id, const person_link *link) MUST_CHECK;

// leave_cmd.c
command_fn accounts_cmd_leave, accounts_cmd_return, accounts_cmd_sessions,
    accounts_cmd_sessions_end;

#endif
