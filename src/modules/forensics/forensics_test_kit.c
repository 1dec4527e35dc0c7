// forensics_test_kit.c - see forensics_test_kit.h.
#include "modules/forensics/forensics_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kit/blobs/home.h"
#include "kit/os/os.h"
#include "kit/sign/node_key.h"
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
    sql_query queries[UPDATES_MAX + 2];
    int       ids[UPDATES_MAX];
    size_t    count;
} world;

typedef struct rehash_in {
    int64_t case_id, no;
    str     hash;
} rehash_in;

static const sql_column rehash_columns[] = {
    { "case_id", SQL_INT, false, offsetof(rehash_in, case_id) },
    { "no", SQL_INT, false, offsetof(rehash_in, no) },
    { "hash", SQL_TEXT, false, offsetof(rehash_in, hash) },
};
static int rehash_ids[2];

static void add_rehash(size_t at)
{
    const sql_query row = {
        .name     = "forensics_rehash_row",
        .kind     = SQL_EXEC,
        .sqlite   = "UPDATE forensic_custody SET hash = ?3 WHERE case_id = ?1 AND no = ?2",
        .postgres = "UPDATE forensic_custody SET hash = $3 WHERE case_id = $1 AND no = $2",
        .in       = rehash_columns,
        .in_count = 3,
        .id       = &rehash_ids[0]
    };
    const sql_query head = {
        .name     = "forensics_rehash_head",
        .kind     = SQL_EXEC,
        .sqlite   = "UPDATE forensic_cases SET last_hash = ?3 WHERE id = ?1 AND last_no = ?2",
        .postgres = "UPDATE forensic_cases SET last_hash = $3 WHERE id = $1 AND last_no = $2",
        .in       = rehash_columns,
        .in_count = 3,
        .id       = &rehash_ids[1]
    };
    memcpy(&world.queries[at], &row, sizeof(row));
    memcpy(&world.queries[at + 1], &head, sizeof(head));
}

void forensics_set_up(const char *const *updates, size_t count)
{
    static sql_module        altering = { "forensics_altering", world.queries, 0, NULL, 0 };
    const sql_module *const  all[]    = { &call_sql,          &jobs_sql,      &timers_sql,
                                          &organisations_sql, &accounts_sql,  &tasks_sql,
                                          &systems_sql,       &letters_sql,   &network_sql,
                                          &incidents_sql,     &forensics_sql, &altering };
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
    add_rehash(count);
    const sql_module m = { "forensics_altering", world.queries, count + 2, NULL, 0 };
    memcpy(&altering, &m, sizeof(m));
    world.count = count;
    if (os_temp_folder(S("coloa-forensics"), &a, &world.folder) != ST_OK ||
        os_open_folder(OS_CWD, world.folder, &world.fd) != ST_OK)
        abort();
    static const blob_keeper *const keepers[] = { &letters_keeper, &forensics_items_keeper,
                                                  &forensics_rules_keeper };
    call_blob_keepers(keepers, COUNT(keepers));
    blobs_lend(world.fd);
    node_key_lend(world.fd);
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

static status rehash(db *d, void *ctx)
{
    TRY(sql_exec(d, &world.queries[world.count], ctx, NULL));
    return sql_exec(d, &world.queries[world.count + 1], ctx, NULL);
}

void forensics_rehash(store *s, int64_t case_id, int64_t no, str hash)
{
    rehash_in in = { case_id, no, hash };
    assert_int_equal(store_act(s, rehash, &in), ST_OK);
}

int forensics_fd(str bytes)
{
    int fd = -1;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_all(fd, bytes), ST_OK);
    assert_int_equal(os_rewind(fd), ST_OK);
    return fd;
}

custody_check *forensics_verified(call *c, int64_t case_id, const char *anchor)
{
    custody_check          *out = NEW(c->a, custody_check, 1);
    problem                 why = { 0 };
    const custody_verifying v   = { .case_id = case_id, .anchor = str_from(anchor) };
    status                  st  = custody_verify(c, &v, out, &why);
    if (st != ST_OK)
        fail_msg("%s " STR_FMT " " STR_FMT, status_name(st), STR_ARG(why.field), STR_ARG(why.rule));
    call_end(c);
    return out;
}
