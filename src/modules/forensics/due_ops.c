// due_ops.c - what waits for an analyst: findings of a high level that nobody has judged, one task a case.
#include "modules/forensics/finding_ops.h"
#include "modules/tasks/tasks.h"

// The task bears the case's code, not its title: more people see tasks than cases.
static status look(call *c, task_found *found, void *ctx)
{
    db                     *d;
    forensic_untriaged_row *rows;
    size_t                  count;
    forensic_untriaged_in   in = { TRIAGE_NEW, LEVEL_HIGH, TASK_SOURCE_ITEMS_MAX };
    TRY(call_db(c, &d));
    TRY(forensic_untriaged(d, &in, c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        str to = arena_printf(c->a, "/dieu-tra/" STR_FMT "/phat-hien?triage=new&level=high",
                              STR_ARG(rows[i].code));
        const task_draft t = { .object_kind = S("case"),
                               .object_id   = rows[i].id,
                               .object_code = rows[i].code,
                               .object_name = rows[i].code,
                               .address     = to,
                               .n           = rows[i].n,
                               .body_id     = rows[i].body_id,
                               .role        = TASK_ANALYST,
                               .certainty   = S("ours") };
        if (!to.ptr) return ST_MEMORY;
        TRY(found(ctx, &t));
    }
    return ST_OK;
}

const task_source forensics_triage_source = { STR("forensics.triage"), NULL, look };
