// task.c - see task.h.
#include "modules/tasks/task.h"

#include "kit/text/text.h"

static const int64_t day_ms = 24LL * 3600 * 1000;

str task_role_name(task_role role)
{
    static const char *const names[TASK_ROLES + 1] = {
        [TASK_HEAD]           = "head",
        [TASK_SYSTEM_OFFICER] = "system_officer",
        [TASK_OPERATOR]       = "operator",
        [TASK_SPECIALIST]     = "specialist",
        [TASK_APPRAISER]      = "appraiser",
        [TASK_CLERK]          = "clerk",
        [TASK_SUPERVISOR]     = "supervisor",
        [TASK_COORDINATOR]    = "incident_coordinator",
        [TASK_ANALYST]        = "analyst",
        [TASK_ADMINISTRATOR]  = "administrator",
        [TASK_AUDITOR]        = "auditor",
    };
    return str_from((int)role >= 1 && (int)role <= TASK_ROLES ? names[role] : "");
}

str task_state_name(task_state state)
{
    switch (state) {
    case TASK_OPEN: return S("open");
    case TASK_DONE: return S("done");
    case TASK_DROPPED: return S("dropped");
    }
    return S("");
}

static int64_t day_of(int64_t at_ms)
{
    return day_number(day_of_ms(at_ms, VIETNAM_OFFSET_MINUTES));
}

status task_day_end(str iso, int64_t *at_ms)
{
    day d;
    TRY(day_parse(iso, &d));
    *at_ms = (day_number(d) + 1) * day_ms - VIETNAM_OFFSET_MINUTES * 60000LL - 1;
    return ST_OK;
}

int64_t task_days_left(int64_t due_ms, int64_t now_ms)
{
    return day_of(due_ms) - day_of(now_ms);
}

task_group task_group_of(int64_t due_ms, int64_t now_ms)
{
    if (due_ms < now_ms) return TASKS_LATE;
    if (due_ms == TASK_NO_DATE) return TASKS_LATER;
    int64_t left = task_days_left(due_ms, now_ms);
    int     rest = 7 - day_weekday(day_of_ms(now_ms, VIETNAM_OFFSET_MINUTES)); // days to Sunday
    return left == 0 ? TASKS_TODAY : left <= rest ? TASKS_WEEK : TASKS_LATER;
}

// ---- words ------------------------------------------------------------------------------------------

str task_title(arena *a, lang in, str kind, str object_name, int64_t n)
{
    text_key key;
    str      args[] = { object_name, text_number(a, in, n) };
    if (!text_known(arena_printf(a, "tasks.kind." STR_FMT, STR_ARG(kind)), &key)) return kind;
    return text_fill(a, text_get(in, key), args, COUNT(args));
}

str notice_words(arena *a, lang in, const notice *n)
{
    text_key key;
    str      name   = n->subject_kind.len ? task_title(a, in, n->subject_kind, n->object_name, n->n)
                                          : n->object_name;
    str      args[] = { name, n->detail, text_number(a, in, n->n) };
    if (!text_known(arena_printf(a, "notices.kind." STR_FMT, STR_ARG(n->kind)), &key)) return name;
    return text_fill(a, text_get(in, key), args, COUNT(args));
}

str task_until_words(arena *a, lang in, const task *t, int64_t now_ms)
{
    if (t->due_ms == TASK_NO_DATE) return text_get(in, T_tasks_until_none);
    day     d      = day_of_ms(t->due_ms, VIETNAM_OFFSET_MINUTES);
    int64_t left   = task_days_left(t->due_ms, now_ms);
    int64_t minute = (t->due_ms / 60000 + VIETNAM_OFFSET_MINUTES) % 1440;
    bool    late   = t->due_ms < now_ms;
    str     date   = arena_printf(a, "%02d/%02d/%04d", (int)d.dom, (int)d.month, (int)d.year);
    if (!t->due_on.len)
        date = arena_printf(a, "%02d:%02d " STR_FMT, (int)(minute / 60), (int)(minute % 60),
                            STR_ARG(date));
    str args[] = { text_number(a, in, left < 0 ? -left : left), date };
    if (late) return text_fmt(a, in, left ? T_tasks_until_late : T_tasks_until_late_today, args, 2);
    return text_fmt(a, in, left == 0 ? T_tasks_until_today : T_tasks_until, args, 2);
}
