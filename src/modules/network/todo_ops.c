// todo_ops.c - profiles that are to be sent or renewed, as a source of tasks.
#include "modules/network/duty_ops.h"
#include "modules/network/row_ops.h"
#include "modules/tasks/tasks.h"

enum { MEMBERS_AT_ONCE = 500 };

static status find_one(call *c, const network_todo_row *r, str today, task_found *found, void *ctx)
{
    const law_member_duty *rule = law_member_duty_find(law_current(), S("profile"));
    day                    last, now;
    str due = profile_due(c->a, r->valid_from, r->last_on.ptr ? r->last_on : S(""));
    if (!due.ptr) return ST_MEMORY;
    if (!rule || day_parse(due, &last) != ST_OK || day_parse(today, &now) != ST_OK) return ST_OK;
    if (day_number(last) - day_number(now) > DUTY_SOON_DAYS) return ST_OK;
    const task_draft t = { .object_kind = S("member"),
                           .object_id   = r->id,
                           .object_code = r->body_code,
                           .object_name = r->body_name,
                           .address     = arena_printf(c->a, "/mang-luoi/%lld", (long long)r->id),
                           .n           = 1,
                           .body_id     = r->body_id,
                           .role        = TASK_SPECIALIST,
                           .due_on      = due,
                           .cite        = rule->cite,
                           // The first date is ours: the law names none.
                           .certainty = r->last_on.len ? S("found") : S("ours") };
    return t.address.ptr ? found(ctx, &t) : ST_MEMORY;
}

static status look(call *c, task_found *found, void *ctx)
{
    db               *d;
    network_todo_row *rows;
    size_t            count = MEMBERS_AT_ONCE;
    str               today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    for (int64_t after = 0; count == MEMBERS_AT_ONCE;) {
        network_todo_in in = { after, MEMBERS_AT_ONCE };
        TRY(network_todo(d, &in, c->a, &rows, &count));
        for (size_t i = 0; i < count; i++) TRY(find_one(c, &rows[i], today, found, ctx));
        if (count) after = rows[count - 1].id;
    }
    return ST_OK;
}

const task_source network_profile_source = { STR("network.profile"), NULL, look };
