// cli.h - the command line: a table of commands, one function each.
//
// A command never touches stdin, stdout or the working folder of the process directly: when a server
// owns the data folder the same function runs inside it, on descriptors passed over the socket.
#ifndef COLOA_KIT_CLI_CLI_H
#define COLOA_KIT_CLI_CLI_H

#include "kit/base/base.h"
#include "kit/call/call.h"

enum { CLI_DONE = 0, CLI_REFUSED = 1, CLI_USAGE = 2, CLI_MACHINE = 3 }; // exit codes

typedef struct command_run {
    arena  *a;
    int     argc; // words after the command's own ("levels decide" -> what follows)
    str    *argv;
    int     in_fd, out_fd, err_fd;
    int     folder_fd;  // relative file names are opened under this
    bool    json;       // --json was given (removed from argv)
    lang    lang;       // --lang vi|en (removed), else Vietnamese
    int64_t now_ms;     // --now RFC3339 where allowed, else the clock
    str     law_folder; // --law DIR, empty: embedded packs
    call   *call;       // commands with `needs_data` only; acts as --as LOGIN, else as system
    buf    *out;        // written to out_fd when the function returns
    bool    demo;       // the data folder is a demo
    str     data;       // name of the data folder, as --data or the server has it
    int     data_fd;    // the folder itself; commands with `needs_data` only
    str     database;   // --database; empty: SQLite in the data folder
    str     base_url;   // of the server that owns the folder, "http://127.0.0.1:8080"; may be empty
} command_run;

typedef int command_fn(command_run *r); // returns one of the CLI_ codes

typedef struct command {
    const char *words;    // "levels decide"
    const char *usage;    // "--pack nd85|nd331 [--json] [FILE]"
    const char *help_key; // text key of the one-line help, "help.levels.decide"
    command_fn *fn;
    bool        needs_data; // opens the store (or goes through the socket)
    right       right;      // what --as LOGIN must hold; RIGHT_PUBLIC for commands without data
    const char *spared_by;  // NULL, or the option with which it needs no data after all
    const char *needed_by;  // NULL, or the option with which it does need data
} command;

typedef struct command_table {
    const command *commands;
    size_t         count;
} command_table;

// --name VALUE or --name=VALUE. False when absent; argv is left alone. Names of options are given
// with their dashes or without.
bool cli_option(const command_run *r, const char *name, str *value);
str  cli_text(const command_run *r, const char *name); // its value; empty when it is not there
bool cli_flag(const command_run *r, const char *name);
// The i-th word that is neither an option nor an option's value (value options are given by name in
// the NULL-terminated list). The absent str when there is none.
str cli_word(const command_run *r, const char *const *value_options, int i);
// False and a message when an option is not in the two lists (NULL-terminated; either may be NULL).
bool cli_known(command_run *r, const char *const *value_options, const char *const *flags);

// Reads a whole file (or in_fd when name is absent or "-") of at most max_bytes.
status cli_read(command_run *r, str name, size_t max_bytes, str *out, problem *why) MUST_CHECK;
// An open descriptor for reading / a new file for writing, under folder_fd. -1 with *why on failure.
int cli_open(command_run *r, str name, problem *why);
int cli_create(command_run *r, str name, problem *why);
// A new file with those bytes. CLI_DONE, or the exit code of a failure that has been told.
int cli_write_file(command_run *r, str name, str bytes);

// Prints the failure (a sentence on stderr, or {"error":{…}} with --json) and returns the exit code
// that belongs to it: ST_BROKEN and ST_MEMORY give CLI_MACHINE, all else CLI_REFUSED.
int cli_fail(command_run *r, status st, const problem *why);
int cli_usage(command_run *r, const char *words); // exit 2

// The sentence for a refusal in the reader's language: row, field, wording of the rule, detail.
str cli_problem_message(arena *a, lang in, status st, const problem *why);

#endif
