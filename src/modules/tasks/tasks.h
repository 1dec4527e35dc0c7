// tasks.h - Việc của tôi: what somebody has to do, who holds it, since when, until when and by which
// rule; and notices of what happened.
//
// It knows no subject: other modules open tasks in their acts, or name a source that says which tasks
// there are to be (for what is computed: one task for a body's 400 open systems, never 400). It stands
// below modules/accounts: a holder is a body with one of its roles, or a person of the table `people`.
//
// Every function takes the call first; text in results lives in c->a. A date comes with its citation
// or with none; what this program itself thinks right is `ours`.
#ifndef COLOA_MODULES_TASKS_TASKS_H
#define COLOA_MODULES_TASKS_TASKS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/jobs/jobs.h"
#include "kit/mail/mail.h"
#include "kit/timers/timers.h"
#include "kit/web/page.h"
#include "kit/web/web.h"
#include "modules/organisations/organisations.h"
#include "modules/tasks/task.h"

// ---- in other modules' acts -----------------------------------------------------------------------
typedef struct task_draft {
    str kind; // "systems.open-facts"; its words: "tasks.kind.<kind>", {0} object_name, {1} n,
              // and "tasks.do.<kind>", what the button says
    str     object_kind;
    int64_t object_id;
    str     object_code, object_name;
    str     address;     // of the page where it is done: "/he-thong/HT-000123"
    int64_t n;           // how many things it stands for; 0: one
    bool    under_scope; // object_id is a SCOPE_SYSTEM: who may not see that does not see the task
    int64_t body_id;     // holder: the body …
    task_role role;      // … and who holds this role there …
    int64_t   person_id; // … or this person alone (0: none in particular)
    str       due_on;    // ISO day, the last one; empty: none, or the instant below
    int64_t   due_ms;    // 0: none
    str       cite;      // "Điều 33 khoản 2 NĐ 331/2026/NĐ-CP"; empty: no rule
    str       certainty; // of that rule: "found" "known" "unsure" "ours"
} task_draft;

// Inside an act. Open already for that kind and object: what differs is written, nothing is doubled; a
// person who took it keeps it while body and role stay. A date starts a timer: reminders at 75 % and 90 %,
// then overdue, a day later up to the body's head, a week later to the supervisors of the body above.
status task_open(call *c, const task_draft *draft, int64_t *id, problem *why) MUST_CHECK;
// Inside an act: it is done, by c->who. None open: ST_OK.
status task_close(call *c, str kind, str object_kind, int64_t object_id) MUST_CHECK;
// Every kind, when the object itself is gone. By c->who, as no longer wanted.
status tasks_drop(call *c, str object_kind, int64_t object_id) MUST_CHECK;
// Inside an act whose own check said that the caller may: everything open that `from` holds for a body
// (0: for any) passes to `to` (0: back to whoever holds the role), who is told. *n gets how many.
typedef struct task_hand_over {
    int64_t from, body_id, to;
} task_hand_over;
status tasks_hand_over(call *c, task_hand_over how, int64_t *n) MUST_CHECK;
status tasks_held_by(call *c, int64_t person_id, int64_t *n) MUST_CHECK; // what that would move

typedef struct notice_draft {
    str       kind;         // words: "notices.kind.<kind>", {0} object_name, {1} detail, {2} n
    str       subject_kind; // of a task's notice its kind; else empty
    str       object_kind;
    int64_t   object_id;
    str       object_code, object_name, address;
    int64_t   n;
    bool      under_scope;
    str       detail;  // what changed, in words or numbers; never a secret
    int64_t   body_id; // to whoever holds the role in the body …
    task_role role;
    int64_t   person_id; // … or to this person
} notice_draft;
// Inside an act: told by c->who, who is not told it themselves when it is for them alone.
status notice_add(call *c, const notice_draft *draft) MUST_CHECK;

// ---- sources: tasks that are computed -------------------------------------------------------------
// A source owns all tasks of its kind. It is asked every few seconds when its mark has changed, and every
// ten minutes anyway: what it names is open, what it does not name any more is closed. One short look.
typedef status task_found(void *ctx, const task_draft *draft); // may return ST_LIMIT: enough
typedef struct task_source {
    str kind;
    // Another number whenever the answer may be another; cheap. NULL: asked anew each minute.
    status (*mark)(call *c, int64_t *mark);
    status (*look)(call *c, task_found *found, void *ctx);
} task_source;
enum { TASK_SOURCES_MAX = 16, TASK_SOURCE_ITEMS_MAX = 8192 };
void tasks_sources(const task_source *const *sources,
                   size_t                    count); // app, once, before the store opens
// By the server, every few seconds, as the machine. `all`: whatever the marks say.
status tasks_sweep(call *c, bool all) MUST_CHECK;

// ---- looking, as c->who for c->who.body_id ---------------------------------------------------------
typedef struct task_cursor { // of the last one shown; zeroed: from the beginning
    int64_t due_ms, id;
} task_cursor;

enum { TASKS_PAGE = 50, TASKS_BLOCK = 6, TASKS_DONE_DAYS = 30, NOTICE_DAYS = 90 };

// One's own, by date. `most` at most TASKS_PAGE.
status tasks_mine_list(call *c, task_cursor after, size_t most, task_list *out) MUST_CHECK;
// Of the branch: those overdue, or (all) every open one. ST_FORBIDDEN for who is neither head nor
// supervisor there; the machine may.
status tasks_branch_list(call *c, bool all, task_cursor after, task_list *out) MUST_CHECK;
status tasks_done_list(call *c, task_list *out) MUST_CHECK; // newest first
status task_load(call *c, int64_t id,
                 task *out) MUST_CHECK; // one's own or of the branch led; ST_MISSING

typedef struct task_counts {
    int64_t mine, late, unread; // unread: at most 100
} task_counts;
// For every page: one statement.
status tasks_counts(call *c, task_counts *out) MUST_CHECK;

// One act each, audited. To take what a role holds; to give it back (the person, or the body's head).
// ST_MISSING when it is not mine, ST_CONFLICT when another was faster.
status task_take(call *c, int64_t id) MUST_CHECK;
status task_give_back(call *c, int64_t id) MUST_CHECK;

// ---- for app ------------------------------------------------------------------------------------
// The first block of the home page: what is due first.
typedef struct task_item { // a task in the reader's words
    const task *t;
    str         title, action; // action: words of the button
    str         holder, since, until, basis;
    const char *look; // of part_state
    str         state;
    bool        late;
} task_item;
typedef struct tasks_block {
    const task_item *items;
    size_t           count;
    int64_t          total, late;
} tasks_block;
status tasks_block_fill(call *c, page *o, tasks_block *out) MUST_CHECK;
void tasks_home_block(page *o, const tasks_block *b); // in pages: %call tasks_home_block(&v->tasks)

// ---- the daily mail: nothing goes out unless a server is named -----------------------------------------
typedef struct tasks_host {
    mail_server mail; // url empty: no mail
    str         link; // "https://coloa.example.vn", for the links in mails; may be empty
} tasks_host;
// From --mail URL --mail-from ADDRESS [--mail-user NAME --mail-password-file FILE] [--mail-plain]
// [--mail-link URL], or COLOA_MAIL and its kin in the environment. ST_INVALID names the flag.
status tasks_mail_settings(command_run *r, tasks_host *out, problem *why) MUST_CHECK;
void   tasks_lend(const tasks_host *h); // once, before the first request
// Once a minute by the server, as the machine: begins a round when somebody's mail is due.
status tasks_mail_minute(call *c) MUST_CHECK;

typedef struct tasks_mail_state {
    str     server, from;  // empty: none is named
    int64_t ok_ms, bad_ms; // when the server last took one, and last did not; 0 never
    str     rule, detail;  // why it did not; empty: the last one was taken
} tasks_mail_state;
status tasks_mail_look(call *c, tasks_mail_state *out) MUST_CHECK;

// Once a minute by the server: old notices are forgotten.
status tasks_minute(call *c) MUST_CHECK;

extern const sql_module    tasks_sql;
extern const web_module    tasks_module;
extern const command_table tasks_commands;
extern const timer_table   tasks_timers;
extern const job_table     tasks_jobs;
extern const body_heir     tasks_heir; // what a body that ends hands on

#endif
