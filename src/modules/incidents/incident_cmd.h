// incident_cmd.h - between the files that hold commands of incidents.
#ifndef COLOA_MODULES_INCIDENTS_INCIDENT_CMD_H
#define COLOA_MODULES_INCIDENTS_INCIDENT_CMD_H

#include "modules/incidents/incidents.h"

// The incident that the first word names. ST_MISSING "incident-unknown".
status incident_cmd_find(command_run *r, const char *const *options, incident *out,
                         problem *why) MUST_CHECK;
int    incident_cmd_tell(command_run *r, int64_t id); // prints it whole

#endif
