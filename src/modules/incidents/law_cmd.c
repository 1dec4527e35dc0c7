// law_cmd.c - commands that answer from the law set alone.
#include "modules/incidents/clocks_cmd.h"
#include "modules/incidents/incidents.h"
#include "modules/incidents/letter_cmd.h"

static const command commands[] = {
    { "incidents clocks", CLOCKS_USAGE, "help.incidents.clocks", incident_clocks_command, false,
      RIGHT_PUBLIC },
    { "incidents forms", "[--json]", "help.incidents.forms", incident_forms_command, false,
      RIGHT_PUBLIC },
    { "incidents letter", LETTER_USAGE, "help.incidents.letter", incident_letter_command, false,
      RIGHT_PUBLIC },
};

const command_table incidents_law_commands = { commands, COUNT(commands) };
