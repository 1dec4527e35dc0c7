// todo_ops.c - what there is to do about people and enterprises, as sources of tasks: applications that
// wait for a decision, invitations that nobody has used. One task for a body, however many they are.
#include "modules/accounts/accounts.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/enterprise.h"
#include "modules/accounts/people_ops.h"
#include "modules/organisations/organisations.h"
#include "modules/tasks/tasks.h"

// A holder there by another number would be nobody.
_Static_assert((int)TASK_HEAD == (int)ROLE_HEAD, "roles");
_Static_assert((int)TASK_SYSTEM_OFFICER == (int)ROLE_SYSTEM_OFFICER, "roles");
_Static_assert((int)TASK_OPERATOR == (int)ROLE_OPERATOR, "roles");
_Static_assert((int)TASK_SPECIALIST == (int)ROLE_SPECIALIST, "roles");
_Static_assert((int)TASK_APPRAISER == (int)ROLE_APPRAISER, "roles");
_Static_assert((int)TASK_CLERK == (int)ROLE_CLERK, "roles");
_Static_assert((int)TASK_SUPERVISOR == (int)ROLE_SUPERVISOR, "roles");
_Static_assert((int)TASK_COORDINATOR == (int)ROLE_INCIDENT_COORDINATOR, "roles");
_Static_assert((int)TASK_ANALYST == (int)ROLE_ANALYST, "roles");
_Static_assert((int)TASK_ADMINISTRATOR == (int)ROLE_ADMINISTRATOR, "roles");
_Static_assert((int)TASK_AUDITOR == (int)ROLE_AUDITOR, "roles");
_Static_assert((int)TASK_ROLES == (int)ACCOUNT_ROLES, "roles");

static status look_enterprises(call *c, task_found *found, void *ctx)
{
    db                   *d;
    todo_enterprises_row *rows;
    size_t                count;
    todo_enterprises_in   in = { ENTERPRISE_APPLIED, TASK_SOURCE_ITEMS_MAX };
    TRY(call_db(c, &d));
    TRY(todo_enterprises(d, &in, c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const task_draft t = { .object_kind = S("body"),
                               .object_id   = rows[i].body_id,
                               .object_code = rows[i].code,
                               .object_name = rows[i].name_vi,
                               .address     = S("/doanh-nghiep"),
                               .n           = rows[i].n,
                               .body_id     = rows[i].body_id,
                               .role        = TASK_ADMINISTRATOR };
        TRY(found(ctx, &t));
    }
    return ST_OK;
}

// Until the last link of the first of them is over; then it is late, and a new link is to be made.
static status look_invited(call *c, task_found *found, void *ctx)
{
    db               *d;
    todo_invited_row *rows;
    size_t            count;
    todo_invited_in   in = { .day       = organisations_day(c),
                             .invited   = PERSON_INVITED,
                             .kind      = LINK_INVITE,
                             .invite_ms = INVITE_DAYS * 24LL * 3600 * 1000,
                             .at_most   = TASK_SOURCE_ITEMS_MAX };
    if (!in.day.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(todo_invited(d, &in, c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const task_draft t = { .object_kind = S("body"),
                               .object_id   = rows[i].body_id,
                               .object_code = rows[i].code,
                               .object_name = rows[i].name_vi,
                               .address     = S("/nguoi-dung"),
                               .n           = rows[i].n,
                               .body_id     = rows[i].body_id,
                               .role        = TASK_ADMINISTRATOR,
                               .due_ms      = rows[i].due_ms };
        TRY(found(ctx, &t));
    }
    return ST_OK;
}

const task_source enterprises_source = { STR("enterprises.waiting"), NULL, look_enterprises };
const task_source invited_source     = { STR("people.invited"), NULL, look_invited };
