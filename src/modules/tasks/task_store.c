// task_store.c - see task_store.h. The lists have one shape; each statement has a row type of its own.
#include "modules/tasks/task_store.h"

#include "modules/tasks/tasks_queries.gen.h"

enum { OF_OBJECT_MAX = 50 };

status task_viewer_of(const call *c, task_viewer *out)
{
    *out = (task_viewer){ .person = c->who.person_id,
                          .body   = c->who.body_id,
                          .roles  = (int64_t)c->who.roles,
                          .day    = day_iso(c->a, day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES)) };
    return out->day.ptr ? ST_OK : ST_MEMORY;
}

#define TASK_FROM(c, r)                                                                             \
    ((task){ .id          = (r)->id,                                                                \
             .kind        = (r)->kind,                                                              \
             .object_kind = (r)->object_kind,                                                       \
             .object_id   = (r)->object_id,                                                         \
             .object_code = (r)->object_code,                                                       \
             .object_name = (r)->object_name,                                                       \
             .address     = (r)->address,                                                           \
             .n           = (r)->n,                                                                 \
             .body_id     = (r)->body_id,                                                           \
             .body_code   = (r)->body_code,                                                         \
             .body_name   = (c)->lang == LANG_EN && (r)->body_en.len ? (r)->body_en : (r)->body_vi, \
             .role        = (task_role)(r)->role,                                                   \
             .person_id   = (r)->person_id,                                                         \
             .person      = (r)->person,                                                            \
             .held_ms     = (r)->held_ms,                                                           \
             .opened_ms   = (r)->opened_ms,                                                         \
             .due_on      = (r)->due_on,                                                            \
             .due_ms      = (r)->due_ms,                                                            \
             .cite        = (r)->cite,                                                              \
             .certainty   = (r)->certainty,                                                         \
             .state       = (task_state)(r)->state,                                                 \
             .raised      = (int)(r)->raised,                                                       \
             .closed_ms   = (r)->closed_ms,                                                         \
             .closed_by   = (r)->closed_by,                                                         \
             .under_scope = (r)->scope_kind != 0,                                                   \
             .linked      = true })

// The rows just read as tasks.
#define TASKS_FROM(c, rows, count, out)                                                            \
    do {                                                                                           \
        task *list_ = NEW((c)->a, task, (count) + 1);                                              \
        if (!list_) return ST_MEMORY;                                                              \
        for (size_t i_ = 0; i_ < (count); i_++) list_[i_] = TASK_FROM(c, &(rows)[i_]);             \
        *(out) = list_;                                                                            \
    } while (0)

status task_load_row(db *d, const call *c, int64_t id, task *out)
{
    task_row_row row;
    TRY(task_row(d, &(task_row_in){ id }, c->a, &row));
    *out = TASK_FROM(c, &row);
    return ST_OK;
}

status task_load_mine(db *d, const call *c, task_page span, task **out, size_t *count)
{
    tasks_mine_row *rows;
    task_viewer     v;
    TRY(task_viewer_of(c, &v));
    tasks_mine_in in = { .person    = v.person,
                         .body      = v.body,
                         .roles     = v.roles,
                         .day       = v.day,
                         .after_due = span.after_due,
                         .after_id  = span.after_id,
                         .at_most   = (int64_t)span.most };
    TRY(tasks_mine(d, &in, c->a, &rows, count));
    TASKS_FROM(c, rows, *count, out);
    for (size_t i = 0; i < *count; i++) {
        (*out)[i].lent   = rows[i].lent != 0;
        (*out)[i].linked = rows[i].seen != 0;
    }
    return ST_OK;
}

status task_load_branch(db *d, const call *c, int64_t until, task_page span, task **out,
                        size_t *count)
{
    tasks_branch_row *rows;
    tasks_branch_in   in = { .body      = c->who.body_id,
                             .until     = until,
                             .after_due = span.after_due,
                             .after_id  = span.after_id,
                             .at_most   = (int64_t)span.most };
    TRY(tasks_branch(d, &in, c->a, &rows, count));
    TASKS_FROM(c, rows, *count, out);
    return ST_OK;
}

status task_load_done(db *d, const call *c, int64_t since, size_t most, task **out, size_t *count)
{
    tasks_done_row *rows;
    tasks_done_in   in = { .person  = c->who.person_id,
                           .body    = c->who.body_id,
                           .roles   = (int64_t)c->who.roles,
                           .since   = since,
                           .at_most = (int64_t)most };
    TRY(tasks_done(d, &in, c->a, &rows, count));
    TASKS_FROM(c, rows, *count, out);
    return ST_OK;
}

status task_load_of_object(db *d, const call *c, str object_kind, int64_t object_id, task **out,
                           size_t *count)
{
    tasks_of_object_row *rows;
    tasks_of_object_in   in = { object_kind, object_id, OF_OBJECT_MAX };
    TRY(tasks_of_object(d, &in, c->a, &rows, count));
    TASKS_FROM(c, rows, *count, out);
    return ST_OK;
}

status task_load_of_person(db *d, const call *c, int64_t person, size_t most, task **out,
                           size_t *count)
{
    tasks_of_person_row *rows;
    task_viewer          v;
    TRY(task_viewer_of(c, &v));
    tasks_of_person_in in = { person, v.day, (int64_t)most };
    TRY(tasks_of_person(d, &in, c->a, &rows, count));
    TASKS_FROM(c, rows, *count, out);
    return ST_OK;
}
