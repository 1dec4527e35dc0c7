// forensics_test_kit.c - see forensics_test_kit.h.
#include "modules/forensics/forensics_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kit/os/os.h"
#include "modules/accounts/accounts.h"
#include "modules/incidents/incidents.h"
#include "modules/letters/letters.h"
#include "modules/network/network.h"
#include "modules/systems/systems_test_kit.h"
#include "modules/tasks/tasks.h"

extern const sql_module organisations_sql, accounts_sql;

enum { UPDATES_MAX = 64 };

static struct {
    char      room[512];
    str       folder;
    int       fd;
    sql_query queries[UPDATES_MAX];
    int       ids[UPDATES_MAX];
    size_t    count;
} world;

void forensics_set_up(const char *const *updates, size_t count)
{
    static sql_module        altering = { "forensics_altering", world.queries, 0, NULL, 0 };
    const sql_module *const  all[]    = { &call_sql,      &jobs_sql,     &timers_sql,
                                          &organisations_sql, &accounts_sql, &tasks_sql,
                                          &systems_sql,   &letters_sql,  &network_sql,
                                          &incidents_sql, &forensics_sql, &altering };
    static const sql_module *modules[COUNT(all)];
    arena                    a = arena_over(world.room, sizeof(world.room));
    memcpy(modules, all, sizeof(all));
    for (size_t i = 0; i < count && i < UPDATES_MAX; i++) {
        const sql_query q = { .name     = updates[i],
                              .kind     = SQL_EXEC,
                              .sqlite   = updates[i],
                              .postgres = updates[i],
                              .id       = &world.ids[i] };
        memcpy(&world.queries[i], &q, sizeof(q));
    }
    const sql_module m = { "forensics_altering", world.queries, count, NULL, 0 };
    memcpy(&altering, &m, sizeof(m));
    world.count = count;
    if (os_temp_folder(S("coloa-forensics"), &a, &world.folder) != ST_OK ||
        os_open_folder(OS_CWD, world.folder, &world.fd) != ST_OK)
        abort();
    forensics_lend(world.fd);
    store_register(modules, COUNT(modules));
}

void forensics_tear_down(void)
{
    os_close(world.fd);
    (void)!os_remove_folder(OS_CWD, world.folder);
}

arena forensics_arena(void)
{
    return test_arena(48 * 1024 * 1024);
}

call forensics_analyst(store *s, arena *a, const char *body_code)
{
    call c = test_call_of(s, a, body_code);
    c.who.rights |= RIGHT_CASES_READ | RIGHT_CASES_WRITE;
    c.who.body_name = str_from(body_code);
    return c;
}

void forensics_blobs(int *folder)
{
    assert_int_equal(os_open_folder(world.fd, S("blobs"), folder), ST_OK);
}

static status alter(db *d, void *ctx)
{
    int64_t          changed = 0;
    const sql_query *q       = ctx;
    TRY(sql_exec(d, q, NULL, &changed));
    return changed ? ST_OK : ST_MISSING;
}

void forensics_alter(store *s, const char *update)
{
    for (size_t i = 0; i < world.count; i++) {
        if (strcmp(world.queries[i].sqlite, update) != 0) continue;
        assert_int_equal(store_act(s, alter, &world.queries[i]), ST_OK);
        return;
    }
    fail_msg("not registered: %s", update);
}
