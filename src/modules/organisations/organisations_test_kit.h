// organisations_test_kit.h - for tests only: a small state, and callers in it.
#ifndef COLOA_MODULES_ORGANISATIONS_ORGANISATIONS_TEST_KIT_H
#define COLOA_MODULES_ORGANISATIONS_ORGANISATIONS_TEST_KIT_H

#include "modules/organisations/organisations.h"

// 2026-11-24 in Viet Nam.
static const int64_t test_now_ms = 1795500000000;
static const int64_t test_day_ms = (int64_t)24 * 3600 * 1000;

enum { TEST_STATE = 10 };
extern const law_body test_state[TEST_STATE]; // what test_seed seeds

void    test_organisations_begin(void); // once, before the tests
call    test_system(store *s);
call    test_body(store *s, int64_t body_id); // an administrator of that body
void    test_seed(store *s);
int64_t test_id_of(store *s, const char *code);
int64_t test_add(store *s, const char *code, const char *name, int64_t parent);

typedef struct test_put_work {
    call       *c;
    scope_entry entry;
} test_put_work;
status test_put_inside(db *d, void *ctx); // a store_work: the entry in one act

// Puts an object of `owner` under scope, operated by `by` (0 none).
void    test_put(store *s, int64_t object, int64_t owner, int64_t by, int64_t level, int64_t phase);
int     test_sees(store *s, int64_t body_id, int64_t object); // the scope_role; 0: not at all
int64_t test_counted(store *s, int64_t body_id);              // how many objects it sees

#endif
