// store_test_kit.h - for tests only: every test runs on a fresh store of each engine.
//
//     int main(void)
//     {
//         static const sql_module *const modules[] = { &things_sql };
//         store_register(modules, COUNT(modules));
//         const struct CMUnitTest tests[] = { cmocka_unit_test(a_thing_keeps_its_name) };
//         return test_store_run(tests, COUNT(tests));
//     }
//
// In the test *state is the open store. PostgreSQL is the one at $COLOA_TEST_DATABASE (see
// tests/with_postgres); without it those runs are left out with a notice and are not counted.
#ifndef COLOA_KIT_STORE_STORE_TEST_KIT_H
#define COLOA_KIT_STORE_STORE_TEST_KIT_H

#include "kit/store/store.h"

struct CMUnitTest;

// Runs the tests on SQLite, then on PostgreSQL. The number of failures, for main to return.
int test_store_run(const struct CMUnitTest *tests, size_t count);

// A fresh store of one engine: a new temporary folder, or a new schema in the test database. NULL
// when it cannot be had. test_store_close also removes it.
store *test_store_open(store_engine engine);
void   test_store_close(store *s);
// Closes *s and opens the same database again, with whatever is registered by then. When that is
// refused *s is NULL; the next call tries the same place again, and the test's end removes it.
status test_store_reopen(store **s, problem *why);
bool   test_store_has(store_engine engine);

// A fresh arena that lives until the process ends.
arena test_arena(size_t bytes);

#endif
