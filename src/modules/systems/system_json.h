// system_json.h - systems as the API and --json show them.
#ifndef COLOA_MODULES_SYSTEMS_SYSTEM_JSON_H
#define COLOA_MODULES_SYSTEMS_SYSTEM_JSON_H

#include "modules/systems/system.h"

void system_put_row(buf *b, const system_row *r);       // one line of a list
void system_put_record(buf *b, const system_record *s); // everything

#endif
