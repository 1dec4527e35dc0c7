// letter_cmd.h - `incidents forms` and `incidents letter`: the law's papers for incidents, from facts as JSON.
#ifndef COLOA_MODULES_INCIDENTS_LETTER_CMD_H
#define COLOA_MODULES_INCIDENTS_LETTER_CMD_H

#include "kit/cli/cli.h"

#define LETTER_USAGE "FORM --out FILE.docx [--json] [FACTS.json]"

int incident_forms_command(command_run *r);
int incident_letter_command(command_run *r);

#endif
