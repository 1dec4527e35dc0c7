// room_cmd.c - `coloa incidents task|exempt`.
#include "kit/text/text.h"
#include "modules/incidents/decide_ops.h"
#include "modules/incidents/incident_cmd.h"
#include "modules/incidents/task_ops.h"

static int64_t task_named(const incident_task *all, size_t n, str key)
{
    int64_t id = 0;
    if (str_int(key, &id)) return id;
    for (size_t k = 0; k < n; k++) {
        if (str_equal(all[k].template, key)) id = all[k].id;
    }
    return id;
}

static int task_command(command_run *r)
{
    static const char *const options[] = { "--note", NULL };
    incident                 i;
    incident_task           *all;
    size_t                   n;
    problem                  why = { 0 };
    incident_task_act        k   = { .note = S("") };
    if (!cli_known(r, options, NULL)) return CLI_USAGE;
    (void)cli_option(r, "--note", &k.note);
    if (!incident_task_state_named(cli_word(r, options, 2), &k.to))
        return cli_usage(r, "incidents task");
    status st = incident_cmd_find(r, options, &i, &why);
    if (st == ST_OK) st = incident_tasks_list(r->call, &i, &all, &n);
    if (st != ST_OK) return cli_fail(r, st, &why);
    k.id   = i.id;
    k.task = task_named(all, n, cli_word(r, options, 1));
    st     = incidents_task_set(r->call, &k, &why);
    return st == ST_OK ? incident_cmd_tell(r, i.id) : cli_fail(r, st, &why);
}

static int exempt_command(command_run *r)
{
    static const char *const options[] = { "--rule", "--number", "--reason", NULL };
    static const char *const flags[]   = { "--back", NULL };
    incident                 i;
    problem                  why = { 0 };
    incident_exempting k = { .number = S(""), .reason = S(""), .back = cli_flag(r, "--back") };
    if (!cli_known(r, options, flags)) return CLI_USAGE;
    if (!cli_option(r, "--rule", &k.rule)) return cli_usage(r, "incidents exempt");
    (void)cli_option(r, "--number", &k.number);
    (void)cli_option(r, "--reason", &k.reason);
    status st = incident_cmd_find(r, options, &i, &why);
    k.id      = st == ST_OK ? i.id : 0;
    if (st == ST_OK) st = incidents_exempt(r->call, &k, &why);
    return st == ST_OK ? incident_cmd_tell(r, i.id) : cli_fail(r, st, &why);
}

#define WRITE RIGHT_INCIDENTS_WRITE
static const command commands[] = {
    { "incidents task", "SC-… TASK done|left|open --note WORDS [--json]", "help.incidents.task",
      task_command, true, WRITE },
    { "incidents exempt", "SC-… --rule RULE --number N --reason WHY [--back] [--json]",
      "help.incidents.exempt", exempt_command, true, WRITE },
};

const command_table incidents_room_commands = { commands, COUNT(commands) };
