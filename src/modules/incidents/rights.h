// rights.h - what a seat gives: role × act of law/incidents/rights.json, and what is ours.
#ifndef COLOA_MODULES_INCIDENTS_RIGHTS_H
#define COLOA_MODULES_INCIDENTS_RIGHTS_H

#include "modules/incidents/incident.h"

// May somebody who holds these seats (SEAT_BIT) do it? `serious`: the incident is on the serious path,
// or decided to be.
bool incident_seats_may(unsigned seats, incident_act act, bool serious);

#endif
