// statements_test.c - every statement and migration of the whole program, on both engines.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"
#include "kit/store/store_test_kit.h"

static void every_statement_prepares(void **state)
{
    problem why = { 0 };
    if (sql_prepare_all(*state, &why) != ST_OK) {
        fail_msg(STR_FMT ": " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
    }
}

static void no_two_statements_share_a_name(void **state)
{
    (void)state;
    for (size_t m = 0; m < app_sql_module_count; m++) {
        for (size_t i = 0; i < app_sql_modules[m]->query_count; i++) {
            str name = str_from(app_sql_modules[m]->queries[i].name);
            for (size_t k = 0; k < i; k++) {
                assert_false(str_equal(name, str_from(app_sql_modules[m]->queries[k].name)));
            }
        }
    }
}

int main(void)
{
    store_register(app_sql_modules, app_sql_module_count);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_prepares),
        cmocka_unit_test(no_two_statements_share_a_name),
    };
    return test_store_run(tests, COUNT(tests));
}
