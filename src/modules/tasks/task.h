// task.h - what is true of a task by itself: its roles, its dates, where it stands in a list. Pure.
#ifndef COLOA_MODULES_TASKS_TASK_H
#define COLOA_MODULES_TASKS_TASK_H

#include "kit/base/base.h"

enum {
    TASK_TEXT_MAX    = 60,  // bytes of a kind or an object's kind
    TASK_NAME_MAX    = 500, // characters of an object's name, of a citation
    TASK_ADDRESS_MAX = 400, // bytes
};

// The roles of modules/accounts that hold tasks, by the same numbers (accounts checks it).
typedef enum task_role {
    TASK_HEAD           = 1,
    TASK_SYSTEM_OFFICER = 2,
    TASK_OPERATOR       = 3,
    TASK_SPECIALIST     = 4,
    TASK_APPRAISER      = 5,
    TASK_CLERK          = 6,
    TASK_SUPERVISOR     = 7,
    TASK_COORDINATOR    = 8,
    TASK_ANALYST        = 9,
    TASK_ADMINISTRATOR  = 10,
    TASK_AUDITOR        = 11,
} task_role;
enum { TASK_ROLES = 11 };
str task_role_name(task_role role); // "system_officer", as in modules/accounts

typedef enum task_state { TASK_OPEN = 1, TASK_DONE, TASK_DROPPED } task_state;
str task_state_name(task_state state); // "open" "done" "dropped"

#define TASK_NO_DATE INT64_MAX // due_ms of a task without a date: it sorts last

typedef struct task {
    int64_t    id;
    str        kind, object_kind, object_code, object_name, address;
    int64_t    object_id, n;
    int64_t    body_id;
    str        body_code, body_name; // in the reader's language
    task_role  role;
    int64_t    person_id;
    str        person; // name; empty: whoever holds the role
    int64_t    held_ms, opened_ms;
    str        due_on;
    int64_t    due_ms; // TASK_NO_DATE: none
    str        cite, certainty;
    task_state state;
    int        raised;
    int64_t    closed_ms;
    str        closed_by;
    bool       under_scope; // object_id is a system that `scope` knows
    bool       lent;        // of a body which has delegated to the acting one
    bool       linked;      // the acting body may see its object: the address leads somewhere
} task;

// Last moment of an ISO day in Viet Nam. ST_INVALID.
status task_day_end(str iso, int64_t *at_ms) MUST_CHECK;

typedef enum task_group { TASKS_LATE = 1, TASKS_TODAY, TASKS_WEEK, TASKS_LATER } task_group;
enum { TASK_GROUPS = 4 };
// Weeks begin on Monday, in Viet Nam.
task_group task_group_of(int64_t due_ms, int64_t now_ms);
// Whole days from today to the day of the date; negative: over for so many.
int64_t task_days_left(int64_t due_ms, int64_t now_ms);

// The task's words in a language: "tasks.kind.<kind>" filled; `kind` itself when it has none.
str task_title(arena *a, lang in, str kind, str object_name, int64_t n);

// "còn 3 ngày, đến 12/12/2026"; a day's date without its hour.
str task_until_words(arena *a, lang in, const task *t, int64_t now_ms);

typedef struct task_list {
    task  *items;
    size_t count;
    bool   more;
} task_list;

typedef struct task_elsewhere { // open ones in a body not acted for now
    str     body;
    int64_t n;
} task_elsewhere;

typedef struct notice {
    int64_t id, object_id, n, by_id, at_ms;
    str     kind, subject_kind, object_kind, object_code, object_name, address, detail, by_name;
    bool    is_read;
} notice;

typedef struct notice_list {
    notice *items;
    size_t  count;
    int64_t next; // for the older ones; 0: the end
} notice_list;

// What it says, in the reader's language.
str notice_words(arena *a, lang in, const notice *n);

// ---- the daily mail (digest.c) -----------------------------------------------------------------------
str  digest_subject(arena *a, lang in, const task_list *list, int64_t now_ms);
void digest_put(buf *b, lang in, const task_list *list, int64_t now_ms,
                str link); // link may be empty

// ---- as the API and the command line tell them (task_json.c) ---------------------------------------
typedef struct task_reader {
    arena  *a;
    lang    lang;
    int64_t now_ms;
} task_reader;
// {"items":[…],"total":null,"next":…}; next may be absent.
void tasks_put_json(task_reader r, buf *b, const task_list *list, str next);
void notices_put_json(task_reader r, buf *b, const notice_list *list);

#endif
