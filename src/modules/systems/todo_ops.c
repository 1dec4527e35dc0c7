// todo_ops.c - what there is to do in the register, as sources of tasks: systems whose level is still
// open (one task for a body, however many they are), and imports that left rows out.
#include "modules/systems/systems.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/tasks/tasks.h"

static const int64_t day_ms = 24LL * 3600 * 1000;

enum { LEFT_OUT_DAYS = 30 }; // after that an old sheet is nobody's work any more; ours

static status mark(call *c, int64_t *out)
{
    db           *d;
    todo_mark_row row;
    TRY(call_db(c, &d));
    TRY(todo_mark(d, c->a, &row));
    *out = row.mark;
    return ST_OK;
}

static status look_open(call *c, task_found *found, void *ctx)
{
    db            *d;
    todo_open_row *rows;
    size_t         count;
    TRY(call_db(c, &d));
    TRY(todo_open(d, &(todo_open_in){ SCOPE_SYSTEM, SCOPE_OWNER, TASK_SOURCE_ITEMS_MAX }, c->a,
                  &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const task_draft t = { .object_kind = S("body"),
                               .object_id   = rows[i].body_id,
                               .object_code = rows[i].code,
                               .object_name = rows[i].name_vi,
                               .address     = S("/cap-do"),
                               .n           = rows[i].n,
                               .body_id     = rows[i].body_id,
                               .role        = TASK_SYSTEM_OFFICER };
        TRY(found(ctx, &t));
    }
    return ST_OK;
}

static status look_left_out(call *c, task_found *found, void *ctx)
{
    db                *d;
    todo_left_out_row *rows;
    size_t             count;
    todo_left_out_in   in = { c->now_ms - LEFT_OUT_DAYS * day_ms, TASK_SOURCE_ITEMS_MAX };
    TRY(call_db(c, &d));
    TRY(todo_left_out(d, &in, c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        str address = arena_printf(c->a, "/he-thong/nhap/%lld", (long long)rows[i].id);
        if (!address.ptr) return ST_MEMORY;
        const task_draft t = { .object_kind = S("import"),
                               .object_id   = rows[i].id,
                               .object_name = rows[i].filename,
                               .address     = address,
                               .n           = rows[i].refused,
                               .body_id     = rows[i].body_id,
                               .role        = TASK_SYSTEM_OFFICER,
                               .person_id   = rows[i].person_id > 0 ? rows[i].person_id : 0 };
        TRY(found(ctx, &t));
    }
    return ST_OK;
}

const task_source systems_open_source     = { STR("systems.open-facts"), mark, look_open };
const task_source systems_left_out_source = { STR("systems.left-out"), mark, look_left_out };
