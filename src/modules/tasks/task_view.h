// task_view.h - what the pages of tasks and notices show.
#ifndef COLOA_MODULES_TASKS_TASK_VIEW_H
#define COLOA_MODULES_TASKS_TASK_VIEW_H

#include "modules/tasks/tasks.h"

typedef struct task_section {
    str              title;
    const task_item *items;
    size_t           count;
} task_section;

typedef struct tasks_view {
    page_frame            frame;
    const char           *tab; // "mine" "branch" "done"
    bool                  may_lead;
    int64_t               mine, late;
    const task_section   *sections;
    size_t                section_count;
    const task_elsewhere *elsewhere;
    size_t                elsewhere_count;
    page_pager            pager;
} tasks_view;

typedef struct notice_item {
    int64_t id, at_ms;
    str     words, by;
    bool    is_read;
} notice_item;

typedef struct notices_view {
    page_frame         frame;
    const notice_item *items;
    size_t             count;
    int64_t            unread;
    page_pager         pager;
} notices_view;

typedef struct reminders_view {
    page_frame frame;
    str        feed_address; // shown once
    str        feed_made;    // when; empty: there is none
    bool       mail_on;      // a server is configured
    str        email;        // as typed
    bool       wants;
    int        mail_day; // how today's stands: enum mail_day
    str        mail_state;
    page_field email_field;
} reminders_view;

status task_items_fill(call *c, page *o, const task *rows, size_t count,
                       const task_item **out) MUST_CHECK;
// Rows by date, put into the groups "overdue", "today", "this week", "later"; empty ones left out.
status task_sections_fill(call *c, page *o, const task_list *rows, tasks_view *v) MUST_CHECK;

#endif
