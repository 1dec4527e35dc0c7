// digest.c - the words of the daily mail: what is late, due, waiting; see task.h. Pure.
#include "kit/text/text.h"
#include "modules/tasks/task.h"

static void put_line(buf *b, lang in, const task *t, int64_t now_ms)
{
    str named = t->object_code.len ? t->object_code : t->object_name;
    str title = task_title(b->a, in, t->kind, named, t->n);
    str until = task_until_words(b->a, in, t, now_ms);
    buf_printf(b, "- " STR_FMT "\n  " STR_FMT "; " STR_FMT "\n", STR_ARG(title),
               STR_ARG(t->body_name), STR_ARG(until));
    if (t->cite.len) buf_printf(b, "  " STR_FMT "\n", STR_ARG(t->cite));
}

str digest_subject(arena *a, lang in, const task_list *list, int64_t now_ms)
{
    int64_t late = 0;
    for (size_t i = 0; i < list->count; i++) late += list->items[i].due_ms < now_ms;
    str args[] = { text_number(a, in, (int64_t)list->count), text_number(a, in, late) };
    return text_fmt(a, in, late ? T_tasks_mail_subject_late : T_tasks_mail_subject, args, 2);
}

void digest_put(buf *b, lang in, const task_list *list, int64_t now_ms, str link)
{
    static const text_key titles[TASK_GROUPS + 1] = {
        [TASKS_LATE]  = T_tasks_group_late,
        [TASKS_TODAY] = T_tasks_group_today,
        [TASKS_WEEK]  = T_tasks_group_week,
        [TASKS_LATER] = T_tasks_group_later,
    };
    task_group group = 0;
    for (size_t i = 0; i < list->count; i++) {
        task_group its = task_group_of(list->items[i].due_ms, now_ms);
        if (its != group)
            buf_printf(b, "%s" STR_FMT "\n\n", i ? "\n" : "", STR_ARG(text_get(in, titles[its])));
        group = its;
        put_line(b, in, &list->items[i], now_ms);
    }
    if (link.len) buf_printf(b, "\n" STR_FMT "/viec\n", STR_ARG(link));
    buf_printf(b, "\n-- \n" STR_FMT "\n", STR_ARG(text_get(in, T_tasks_mail_foot)));
}
