// incidents_test_kit.h - for tests of incidents on both engines: officers, an incident, its ways.
#ifndef COLOA_MODULES_INCIDENTS_INCIDENTS_TEST_KIT_H
#define COLOA_MODULES_INCIDENTS_INCIDENTS_TEST_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "modules/incidents/incidents.h"
#include "modules/systems/systems_test_kit.h"

arena    incident_test_arena(void);
call     incident_officer(store *s, arena *a, const char *code); // of that body, may write
int64_t  incident_told(call *c, const char *system, const char *detected);
incident incident_loaded(call *c, int64_t id);
status   incident_moved(call *c, int64_t id, incident_state to, const char *reason, problem *why);
void     incident_moves(call *c, int64_t id, incident_state to); // fails when it may not
void     incident_test_seat(call *machine, const char *part, const char *body_code);
void     incident_set(call *c, int64_t id, const char *key, const char *value, const char *reason,
                      incident_problems *bad);

#endif
