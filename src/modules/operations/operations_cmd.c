// operations_cmd.c - the table of this module's commands, and what was lent to it.
#include "modules/operations/operations_ops.h"

// Set once, before the first request or command; every handler and job reads it.
static operations_host lent = { .data_fd = -1 };

void operations_lend(const operations_host *h)
{
    lent = *h;
}

const operations_host *operations_lent(void)
{
    return &lent;
}

static const command commands[] = {
    { "backup", "[--out FILE|-] [--to KEY] [--json]", "help.backup", backup_command, true,
      RIGHT_ACCOUNTS_ADMIN },
    { "backup verify", "FILE [--key FILE] [--json]", "help.backup.verify", backup_verify_command,
      false, RIGHT_PUBLIC },
    { "backup key", "--out FILE [--json]", "help.backup.key", backup_key_command, false,
      RIGHT_PUBLIC },
    { "doctor", "[--fix] [--tls-cert FILE] [--json]", "help.doctor", doctor_command, true,
      RIGHT_ACCOUNTS_ADMIN },
    { "restore", "FILE --data DIR [--database postgresql://…] [--key FILE] [--json]",
      "help.restore", restore_command, false, RIGHT_PUBLIC },
};

const command_table operations_commands = { commands, COUNT(commands) };
