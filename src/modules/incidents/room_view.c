// room_view.c - see room_view.h.
#include "modules/incidents/room_view.h"

#include "kit/law/incident_rules.h"
#include "modules/incidents/incidents_view.h"

// ---- the checklist ---------------------------------------------------------------------------------

// In the reader's language while the law has the row; else as it was made.
static str task_words(page *o, const incident_task *t)
{
    size_t                   n;
    const law_incident_task *all = law_incident_tasks(law_current(), &n);
    for (size_t k = 0; k < n && o->lang == LANG_EN; k++) {
        if (str_equal(all[k].id, t->template)) return law_say(all[k].text, true);
    }
    return t->words;
}

static str said_words(page *o, const incident_task *t)
{
    if (t->state == INCIDENT_TASK_OPEN) return S("");
    return arena_printf(o->a, STR_FMT " – " STR_FMT ", " STR_FMT, STR_ARG(t->note),
                        STR_ARG(t->person), STR_ARG(page_when(o, t->acted_ms)));
}

static incident_task_line task_line(page *o, const incident *i, const incident_task *t)
{
    return (incident_task_line){
        .t     = t,
        .words = task_words(o, t),
        .seat  = arena_printf(
             o->a, STR_FMT " (" STR_FMT ")", STR_ARG(t->holder),
             STR_ARG(incident_named(o->a, o->lang, "seat", incident_seat_key(t->seat)))),
        .due   = page_when(o, t->due_ms),
        .state = incident_named(o->a, o->lang, "task.state", incident_task_state_key(t->state)),
        .said  = said_words(o, t),
        .href  = arena_printf(o->a, "/su-co/" STR_FMT "/viec/%lld", STR_ARG(i->code),
                              (long long)t->id),
        .look  = t->state == INCIDENT_TASK_DONE   ? "done"
                 : t->state == INCIDENT_TASK_LEFT ? "off"
                                                  : "wait",
        .may   = incident_task_fits(t, i->seats),
    };
}

status incident_tasks_fill(page *o, const incident *i, const incident_task *all, size_t n,
                           incident_tasks_view *v)
{
    v->items = NEW(o->a, incident_task_line, n + 1);
    v->count = n;
    if (!v->items) return ST_MEMORY;
    for (size_t k = 0; k < n; k++) {
        v->items[k] = task_line(o, i, &all[k]);
        v->done += all[k].state != INCIDENT_TASK_OPEN;
    }
    const str args[] = { page_number(o, (int64_t)v->done), page_number(o, (int64_t)n) };
    v->progress      = text_fmt(o->a, o->lang, T_incidents_tasks_progress, args, COUNT(args));
    return ST_OK;
}
