// app.h - the front door: options, the opened data folder, commands run here or in the server that
// holds the folder, and serving.
#ifndef COLOA_APP_APP_H
#define COLOA_APP_APP_H

#include "kit/base/base.h"
#include "kit/base/version.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/jobs/jobs.h"
#include "kit/store/store.h"
#include "kit/timers/timers.h"
#include "kit/web/web.h"

#define APP_VERSION COLOA_VERSION

enum {
    APP_ARENA_BYTES    = 64 * 1024 * 1024, // reserved for one command; touched pages only are used
    APP_OUTPUT_BYTES   = 48 * 1024 * 1024, // what one command may print
    APP_WORDS_MAX      = 4096,             // words on a command line: files by the hundred
    APP_DEMO_LINKS_MAX = 8,
};

// Options every command takes, wherever they stand; what is left belongs to the command.
typedef struct app_options {
    str     data;     // --data DIR, else $COLOA_DATA, else ./coloa-data
    str     database; // --database postgresql://…; empty: SQLite in the data folder
    str     as;       // --as LOGIN; empty: the machine itself
    str     law;      // --law DIR; empty: embedded packs
    lang    lang;
    bool    json;
    bool    help;
    bool    demo;    // --demo (serve)
    int64_t now_ms;  // --now, else the clock
    bool    now_set; // --now was given: refused by commands that write to a real folder
} app_options;

// The tables of modules.c: one line per module.
extern const command_table *const app_commands[];
extern const size_t               app_command_tables;
extern const web_module *const    app_web_modules[];
extern const size_t               app_web_module_count;
extern const sql_module *const    app_sql_modules[];
extern const size_t               app_sql_module_count;
extern const job_table *const     app_job_tables[];
extern const size_t               app_job_table_count;
extern const timer_table *const   app_timer_tables[];
extern const size_t               app_timer_table_count;
struct task_source;                                   // modules/tasks
extern const struct task_source *const app_sources[]; // what is computed to be done
extern const size_t                    app_source_count;
struct body_heir;                                 // modules/organisations
extern const struct body_heir *const app_heirs[]; // systems first: what a body that ends hands on
extern const size_t                  app_heir_count;
struct evidence_teller;                                   // modules/evidence
extern const struct evidence_teller *const app_tellers[]; // who names what a file proves
extern const size_t                        app_teller_count;
extern const blob_keeper *const            app_keepers[]; // whose rows point at files by content
extern const size_t                        app_keeper_count;

// Splits argv into options and words. ST_INVALID names the option.
status app_options_read(arena *a, int argc, str *argv, app_options *out, str *words,
                        int *word_count, problem *why) MUST_CHECK;

// The longest command whose words begin argv; *used gets how many words it takes. NULL: none.
const command *app_command_find(const str *argv, int argc, int *used);

// ---- the data folder -------------------------------------------------------------------------
typedef struct app_data {
    store *store;
    int    lock_fd;   // held while open
    int    folder_fd; // the folder itself
    str    folder;
    str    url; // of the server that holds the folder, once it serves
    bool   demo;
} app_data;

// Locks and opens the folder (makes it when missing). ST_CONFLICT "folder-in-use" when another
// process holds it.
status app_data_open(arena *a, const app_options *o, app_data *out, problem *why) MUST_CHECK;
void   app_data_close(app_data *d);

// Runs one command on an opened store, as r->call->who; seals the audit trail behind it.
int app_command_run(const command *c, command_run *r, const app_data *d, str as);
// Adds the state's bodies (law/organisations.csv) that are not there yet; c acts as the machine after.
status app_bodies_seed(call *c, problem *why) MUST_CHECK;
// Prints what the command left in r->out; a failed write or too much output changes the code.
int app_command_finish(command_run *r, int code);

// ---- the control socket DATA/coloa.sock (0600): a command beside a running server ---------------
// Client: sends the command and its descriptors, waits for its exit code. ST_MISSING when nobody
// listens.
status app_socket_call(arena *a, int folder_fd, const app_options *o, const str *argv, int argc,
                       int *exit_code, problem *why) MUST_CHECK;
typedef struct app_socket app_socket;
status app_socket_start(arena *a, const app_data *d, app_socket **out, problem *why) MUST_CHECK;
void   app_socket_stop(app_socket *s);

// r carries the words behind `serve`; signals is the descriptor of os_signals. Returns when told to end.
int app_serve(command_run *r, const app_options *o, int signals);

// Makes what `serve --demo` shows: published systems under their owners, and the invented bodies in
// which a visitor may try everything. Done once, at the folder's creation.
status app_demo_seed(call *c, problem *why) MUST_CHECK;
typedef struct app_demo_link {
    const char *role;
    str         path;
} app_demo_link;
status app_demo_links(call *c, app_demo_link *out, size_t *count,
                      problem *why) MUST_CHECK; // at most APP_DEMO_LINKS_MAX

extern const web_module    app_module;       // home page
extern const command_table app_own_commands; // serve, version

#endif
