// systems_test_kit.h - for this module's tests: a store with the state's bodies and people to act.
#ifndef COLOA_MODULES_SYSTEMS_SYSTEMS_TEST_KIT_H
#define COLOA_MODULES_SYSTEMS_SYSTEMS_TEST_KIT_H

#include "kit/store/store_test_kit.h"
#include "modules/systems/systems.h"

void test_systems_register(void); // once, in main, before test_store_run

// A call of the machine itself, at 2026-11-24 09:00 in Viet Nam, on a store where the law's bodies are
// seeded. Fails the test when it cannot be made.
call test_call(store *s, arena *a);
// The same as a person of the body with that code, who may read and write systems.
call test_call_of(store *s, arena *a, const char *body_code);

int64_t test_body(call *c, const char *code);
// A system of that owner with that name and facts (JSON); its id.
int64_t test_system(call *c, const char *owner, const char *name, const char *facts);
int64_t test_total(call *c); // systems in sight

#endif
