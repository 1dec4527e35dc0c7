// operations_ops.h - what the files of this module share among themselves.
#ifndef COLOA_MODULES_OPERATIONS_OPERATIONS_OPS_H
#define COLOA_MODULES_OPERATIONS_OPERATIONS_OPS_H

#include "modules/operations/operations.h"

const operations_host *operations_lent(void);

int backup_command(command_run *r);
int backup_verify_command(command_run *r);
int backup_key_command(command_run *r);
int restore_command(command_run *r);
int doctor_command(command_run *r);

#endif
