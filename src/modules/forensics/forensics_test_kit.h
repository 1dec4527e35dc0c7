// forensics_test_kit.h - for tests of this module on both engines: analysts, the blobs' folder, rows altered from outside.
#ifndef COLOA_MODULES_FORENSICS_FORENSICS_TEST_KIT_H
#define COLOA_MODULES_FORENSICS_FORENSICS_TEST_KIT_H

#include "kit/store/store_test_kit.h"
#include "modules/forensics/forensics.h"

// Registers the modules and lends a folder. updates: statements that a test will run.
void forensics_set_up(const char *const *updates, size_t count);
void forensics_tear_down(void);

arena forensics_arena(void);
// Of that body; may read and write cases, not lead them.
call forensics_analyst(store *s, arena *a, const char *body_code);
int  forensics_fd(str bytes); // a file of them, at its start; to be closed
// Every byte and row of it; the act has ended then. anchor may be empty.
custody_check *forensics_verified(call *c, int64_t case_id, const char *anchor);
void           forensics_blobs(int *folder);                  // to be closed
void           forensics_alter(store *s, const char *update); // one of those statements
// The row's hash, and the head of its case, become that one.
void forensics_rehash(store *s, int64_t case_id, int64_t no, str hash);

#endif
