// task_view.c - tasks in the reader's words: what, who holds it, since when, until when, by which rule.
#include "modules/tasks/task_view.h"

#include "kit/text/text.h"

static str action_words(const page *o, const task *t)
{
    text_key key;
    str      name = arena_printf(o->a, "tasks.do." STR_FMT, STR_ARG(t->kind));
    return text_known(name, &key) ? text_get(o->lang, key) : T(o, tasks_do);
}

static str holder_words(page *o, const task *t)
{
    str role = text_named(
        o->lang, arena_printf(o->a, "accounts.role." STR_FMT, STR_ARG(task_role_name(t->role))));
    str args[] = { t->person, role, t->body_name };
    if (t->person_id) return text_fmt(o->a, o->lang, T_tasks_holder_person, args, COUNT(args));
    return text_fmt(o->a, o->lang, t->lent ? T_tasks_holder_lent : T_tasks_holder_role, args,
                    COUNT(args));
}

static str day_words(page *o, int64_t at_ms)
{
    return page_date(o, day_iso(o->a, day_of_ms(at_ms, VIETNAM_OFFSET_MINUTES)));
}

static void fill_state(page *o, int64_t now_ms, task_item *i)
{
    const task *t = i->t;
    i->late       = t->state == TASK_OPEN && t->due_ms < now_ms;
    i->look       = t->state == TASK_DONE      ? "done"
                    : t->state == TASK_DROPPED ? "off"
                    : i->late                  ? "bad"
                    : t->person_id             ? "doing"
                                               : "wait";
    i->state      = t->state == TASK_DONE      ? T(o, tasks_state_done)
                    : t->state == TASK_DROPPED ? T(o, tasks_state_dropped)
                    : i->late                  ? T(o, tasks_state_late)
                    : t->person_id             ? T(o, tasks_state_taken)
                                               : T(o, tasks_state_open);
}

status task_items_fill(call *c, page *o, const task *rows, size_t count, const task_item **out)
{
    task_item *list = NEW(c->a, task_item, count + 1);
    if (!list) return ST_MEMORY;
    for (size_t k = 0; k < count; k++) {
        const task *t    = &rows[k];
        str         done = day_words(o, t->closed_ms);
        task_item  *i    = &list[k];
        *i               = (task_item){ .t      = t,
                                        .title  = task_title(c->a, o->lang, t->kind, t->object_name, t->n),
                                        .action = action_words(o, t),
                                        .holder = holder_words(o, t),
                                        .since  = day_words(o, t->held_ms),
                                        .basis  = t->cite };
        i->until = t->state == TASK_OPEN ? task_until_words(c->a, o->lang, t, c->now_ms) : done;
        fill_state(o, c->now_ms, i);
    }
    *out = list;
    return ST_OK;
}

status task_sections_fill(call *c, page *o, const task_list *rows, tasks_view *v)
{
    static const text_key titles[TASK_GROUPS + 1] = {
        [TASKS_LATE]  = T_tasks_group_late,
        [TASKS_TODAY] = T_tasks_group_today,
        [TASKS_WEEK]  = T_tasks_group_week,
        [TASKS_LATER] = T_tasks_group_later,
    };
    const task_item *items;
    task_section    *sections = NEW(c->a, task_section, TASK_GROUPS);
    if (!sections) return ST_MEMORY;
    TRY(task_items_fill(c, o, rows->items, rows->count, &items));
    for (size_t i = 0; i < rows->count;) {
        task_group group = task_group_of(rows->items[i].due_ms, c->now_ms);
        size_t     end   = i;
        while (end < rows->count && task_group_of(rows->items[end].due_ms, c->now_ms) == group)
            end++;
        sections[v->section_count++] = (task_section){ text_get(o->lang, titles[group]), items + i,
                                                       end - i };
        i                            = end;
    }
    v->sections = sections;
    return ST_OK;
}

// How many there are was counted for the menu already.
status tasks_block_fill(call *c, page *o, tasks_block *out)
{
    task_list list;
    TRY(tasks_mine_list(c, (task_cursor){ 0 }, TASKS_BLOCK, &list));
    TRY(task_items_fill(c, o, list.items, list.count, &out->items));
    out->count = list.count;
    out->total = o->tasks;
    out->late  = o->tasks_late;
    return ST_OK;
}
