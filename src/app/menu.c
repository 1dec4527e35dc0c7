// menu.c - see menu.h.
#include "app/menu.h"

#include "kit/store/kept.h"
#include "modules/tasks/tasks.h"

static const char kept_menu[] = "menu";

status menu_counts(call *c, web_counts *out)
{
    const kept_key key = {
        .what = kept_menu, .person = c->who.person_id, .body = c->who.body_id, .roles = c->who.roles
    };
    const kept_term term = { c->now_ms, .others_ms = MENU_KEPT_MS, .ms = MENU_KEPT_MS };
    size_t          size = sizeof(*out);
    db             *d;
    task_counts     n;
    TRY(call_db(c, &d));
    if (kept_find(d, &key, &term, out, &size)) return ST_OK;
    TRY(tasks_counts(c, &n));
    *out = (web_counts){ .tasks = n.mine, .late = n.late, .notices = n.unread };
    kept_put(d, &key, c->now_ms, out, sizeof(*out));
    return ST_OK;
}
