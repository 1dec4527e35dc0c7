// main.c - one entry: options, the command's table row, where it runs.
#include "app/app.h"

#include "kit/os/os.h"
#include "kit/text/text.h"

#include <string.h>
#include <unistd.h>

static void put_help(buf *out, lang in)
{
    buf_put(out, text_get(in, T_app_help_head));
    for (size_t t = 0; t < app_command_tables; t++) {
        for (size_t i = 0; i < app_commands[t]->count; i++) {
            const command *c = &app_commands[t]->commands[i];
            buf_printf(out, "  coloa %s %s\n      " STR_FMT "\n", c->words, c->usage,
                       STR_ARG(text_named(in, str_from(c->help_key))));
        }
    }
    buf_put(out, text_get(in, T_app_help_tail));
}

// The folder is held by a server: the command runs there.
static int run_in_server(command_run *r, const app_options *o, const str *words, int word_count)
{
    problem why = { 0 };
    int     folder, code = CLI_MACHINE;
    status  st = os_open_folder(OS_CWD, o->data, &folder);
    if (st != ST_OK) return cli_fail(r, ST_BROKEN, &why);
    st = app_socket_call(r->a, folder, o, words, word_count, &code, &why);
    os_close(folder);
    return st == ST_OK ? code : cli_fail(r, ST_BROKEN, &why);
}

// A command that needs the store: here when the folder is free, else inside the server that holds it.
static int run_with_data(const command *c, command_run *r, const app_options *o, const str *words,
                         int word_count)
{
    app_data data;
    problem  why  = { 0 };
    int      code = CLI_DONE;
    status   st   = app_data_open(r->a, o, &data, &why);
    if (st == ST_CONFLICT && !o->database.len) {
        return run_in_server(r, o, words, word_count);
    }
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (o->now_set && !data.demo) {
        app_data_close(&data);
        why = (problem){ .field = S("--now"), .rule = S("now-needs-demo") };
        return cli_fail(r, ST_INVALID, &why);
    }
    code            = app_command_run(c, r, &data, o->as);
    arena   scratch = *r->a;
    int64_t sealed;
    if (audit_seal(data.store, scratch, &sealed) != ST_OK) code = CLI_MACHINE;
    app_data_close(&data);
    return app_command_finish(r, code);
}

static int run(arena *a, int argc, str *argv, int signals)
{
    str         words[APP_WORDS_MAX];
    int         word_count = 0, used = 0;
    app_options o;
    problem     why = { 0 };
    buf         out = buf_in(a, 4096, APP_OUTPUT_BYTES);
    command_run r   = { .a         = a,
                        .in_fd     = 0,
                        .out_fd    = 1,
                        .err_fd    = 2,
                        .folder_fd = OS_CWD,
                        .lang      = LANG_VI,
                        .out       = &out };
    status      st  = app_options_read(a, argc, argv, &o, words, &word_count, &why);
    r.json = o.json, r.lang = o.lang, r.now_ms = o.now_ms, r.law_folder = o.law;
    r.data = o.data, r.database = o.database;
    if (st != ST_OK) {
        cli_fail(&r, st, &why);
        return CLI_USAGE;
    }
    const command *c = app_command_find(words, word_count, &used);
    if (!c || o.help) {
        if (c)
            buf_printf(&out, "coloa %s %s\n", c->words, c->usage);
        else
            put_help(&out, o.lang);
        r.out_fd = c || o.help || word_count == 0 ? 1 : 2;
        return app_command_finish(&r, o.help ? CLI_DONE : CLI_USAGE);
    }
    store_register(app_sql_modules, app_sql_module_count);
    r.argc = word_count - used;
    r.argv = words + used;
    if (str_equal(words[0], S("serve"))) return app_serve(&r, &o, signals);
    if (o.demo) return cli_usage(&r, "serve --demo");
    str  given;
    bool spared = c->spared_by && cli_option(&r, c->spared_by, &given);
    bool needed = c->needed_by && cli_option(&r, c->needed_by, &given);
    if ((c->needs_data && !spared) || needed) return run_with_data(c, &r, &o, words, word_count);
    return app_command_finish(&r, c->fn(&r));
}

int main(int argc, char **argv)
{
    arena a;
    str   words[APP_WORDS_MAX];
    int   signals;
    if (os_signals(&signals) != ST_OK || os_map(APP_ARENA_BYTES, &a) != ST_OK) return CLI_MACHINE;
    if (argc - 1 > APP_WORDS_MAX) return CLI_USAGE;
    for (int i = 1; i < argc; i++) words[i - 1] = str_from(argv[i]);
    return run(&a, argc - 1, words, signals);
}
