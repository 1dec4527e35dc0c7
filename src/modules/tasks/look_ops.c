// look_ops.c - one's own tasks, the branch's, how many; for the acting body.
#include "modules/tasks/task_ops.h"

#include "modules/tasks/task_store.h"
#include "modules/tasks/tasks_queries.gen.h"

static const int64_t day_ms = 24LL * 3600 * 1000;

// One row more than is shown says whether there are more.
static task_page page_after(task_cursor after, size_t most)
{
    if (most > TASKS_PAGE) most = TASKS_PAGE;
    return (task_page){ .after_due = after.due_ms, .after_id = after.id, .most = most + 1 };
}

static void cut(task_list *l, size_t most)
{
    l->more = l->count > most;
    if (l->more) l->count = most;
}

status tasks_mine_list(call *c, task_cursor after, size_t most, task_list *out)
{
    db       *d;
    task_page span = page_after(after, most);
    TRY(call_db(c, &d));
    TRY(task_load_mine(d, c, span, &out->items, &out->count));
    cut(out, span.most - 1);
    return ST_OK;
}

static bool leads_branch(const call *c)
{
    uint64_t leading = 1ULL << TASK_HEAD | 1ULL << TASK_SUPERVISOR;
    return c->who.person_id == -1 || (c->who.roles & leading) != 0;
}

status tasks_branch_list(call *c, bool all, task_cursor after, task_list *out)
{
    db       *d;
    task_page span = page_after(after, TASKS_PAGE);
    if (!leads_branch(c)) return ST_FORBIDDEN;
    TRY(call_db(c, &d));
    int64_t until = all ? TASK_NO_DATE : c->now_ms - 1;
    TRY(task_load_branch(d, c, until, span, &out->items, &out->count));
    cut(out, TASKS_PAGE);
    return ST_OK;
}

status tasks_done_list(call *c, task_list *out)
{
    db *d;
    TRY(call_db(c, &d));
    int64_t since = c->now_ms - TASKS_DONE_DAYS * day_ms;
    out->more     = false;
    return task_load_done(d, c, since, TASKS_PAGE, &out->items, &out->count);
}

static status is_mine(call *c, const task *t, bool *mine)
{
    delegation *lent;
    size_t      count;
    str         today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    bool here = t->body_id == c->who.body_id, role = (c->who.roles >> t->role) & 1;
    *mine = t->person_id ? t->person_id == c->who.person_id && here : role && here;
    if (*mine || here || t->person_id || !role) return ST_OK;
    TRY(body_delegations(c, c->who.body_id, &lent, &count));
    for (size_t i = 0; i < count && !*mine; i++) {
        bool from = !lent[i].valid_from.len || str_compare(lent[i].valid_from, today) <= 0;
        *mine     = lent[i].body_id == t->body_id && lent[i].to_id == c->who.body_id && from &&
                !lent[i].over;
    }
    return ST_OK;
}

status task_load(call *c, int64_t id, task *out)
{
    db  *d;
    bool mine, in = false;
    TRY(call_db(c, &d));
    TRY(task_load_row(d, c, id, out));
    TRY(is_mine(c, out, &mine));
    if (!mine && leads_branch(c)) TRY(body_in_branch(c, out->body_id, c->who.body_id, &in));
    return mine || in ? ST_OK : ST_MISSING;
}

status tasks_counts(call *c, task_counts *out)
{
    db             *d;
    task_viewer     v;
    tasks_count_row row;
    TRY(task_viewer_of(c, &v));
    TRY(call_db(c, &d));
    tasks_count_in in = {
        .person = v.person, .body = v.body, .roles = v.roles, .day = v.day, .now_ms = c->now_ms
    };
    TRY(tasks_count(d, &in, c->a, &row));
    *out = (task_counts){ row.mine, row.late, row.unread };
    return ST_OK;
}

status tasks_elsewhere_list(call *c, task_elsewhere **out, size_t *count)
{
    db                  *d;
    task_viewer          v;
    tasks_elsewhere_row *rows;
    TRY(task_viewer_of(c, &v));
    TRY(call_db(c, &d));
    tasks_elsewhere_in in = { .person = v.person, .body = v.body, .day = v.day };
    TRY(tasks_elsewhere(d, &in, c->a, &rows, count));
    task_elsewhere *list = NEW(c->a, task_elsewhere, *count + 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        bool english = c->lang == LANG_EN && rows[i].name_en.len > 0;
        list[i]      = (task_elsewhere){ english ? rows[i].name_en : rows[i].name_vi, rows[i].n };
    }
    *out = list;
    return ST_OK;
}
