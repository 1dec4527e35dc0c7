// marks_cmd.c - `coloa incidents marks|mark`.
#include "modules/incidents/incident_cmd.h"
#include "modules/incidents/mark_ops.h"
#include "modules/incidents/marks_json_ops.h"

static void put_indicators(command_run *r, const incident_indicator *all, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        str shown = indicator_defanged(r->a, all[k].what.kind, all[k].what.value);
        if (all[k].back_ms) continue;
        buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", (long long)all[k].id,
                   STR_ARG(indicator_kind_key(all[k].what.kind)),
                   STR_ARG(indicator_tlp_name(all[k].tlp)), STR_ARG(shown));
    }
}

static status put_plain(command_run *r, const incident *i)
{
    incident_indicator *all;
    incident_asset     *assets;
    evidence           *files;
    incident_alike     *alike;
    size_t              n;
    TRY(incidents_indicators(r->call, i, &all, &n));
    put_indicators(r, all, n);
    TRY(incidents_assets(r->call, i, &assets, &n));
    for (size_t k = 0; k < n; k++) {
        if (!assets[k].back_ms)
            buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
                       (long long)assets[k].id, STR_ARG(asset_kind_key(assets[k].kind)),
                       STR_ARG(assets[k].name), STR_ARG(assets[k].address));
    }
    TRY(incidents_files(r->call, i, &files, &n));
    for (size_t k = 0; k < n; k++)
        buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\n", (long long)files[k].id,
                   STR_ARG(files[k].sha256), STR_ARG(files[k].name));
    TRY(incidents_alike(r->call, i, &alike, &n));
    for (size_t k = 0; k < n; k++)
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(alike[k].code),
                   STR_ARG(incident_state_key(alike[k].state)),
                   STR_ARG(alike_why_key(alike[k].reasons[0].why)));
    return ST_OK;
}

static int tell(command_run *r, const incident *i)
{
    problem none = { .rule = S("") };
    status  st   = r->json ? incident_marks_put(r->out, r->call, i) : put_plain(r, i);
    if (r->json) buf_char(r->out, '\n');
    return st == ST_OK ? CLI_DONE : cli_fail(r, st, &none);
}

static int marks_command(command_run *r)
{
    incident i;
    problem  why = { 0 };
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    status st = incident_cmd_find(r, NULL, &i, &why);
    return st == ST_OK ? tell(r, &i) : cli_fail(r, st, &why);
}

static const char *const mark_options[] = { "--kind",    "--tlp",    "--note",
                                            "--retract", "--reason", NULL };

static status take_back(command_run *r, const incident *i, problem *why)
{
    str                number;
    incident_unmarking k = { .id = i->id, .reason = S("") };
    (void)cli_option(r, "--retract", &number);
    (void)cli_option(r, "--reason", &k.reason);
    if (!str_int(number, &k.indicator)) return ST_MISSING;
    return incidents_unmark(r->call, &k, why);
}

static status add(command_run *r, const incident *i, problem *why)
{
    str              kind, tlp;
    size_t           added;
    buf              lines = buf_in(r->a, 256, INCIDENT_LONG_MAX * 4);
    incident_marking k     = { .id = i->id, .tlp = INDICATOR_AMBER, .note = S("") };
    (void)cli_option(r, "--note", &k.note);
    if (cli_option(r, "--kind", &kind) && !indicator_kind_named(kind, &k.as))
        return problem_detail(why, ST_INVALID, S("kind"), S("choice-unknown"), kind);
    if (cli_option(r, "--tlp", &tlp) && !indicator_tlp_named(tlp, &k.tlp))
        return problem_detail(why, ST_INVALID, S("tlp"), S("choice-unknown"), tlp);
    for (int n = 1; cli_word(r, mark_options, n).len; n++) {
        buf_put(&lines, cli_word(r, mark_options, n));
        buf_char(&lines, '\n');
    }
    if (lines.failed) return problem_set(why, ST_INVALID, S("indicators"), S("too-long"));
    k.lines = buf_str(&lines);
    return incidents_mark(r->call, &k, &added, why);
}

static int mark_command(command_run *r)
{
    incident i;
    str      number;
    problem  why = { 0 };
    if (!cli_known(r, mark_options, NULL)) return CLI_USAGE;
    status st = incident_cmd_find(r, mark_options, &i, &why);
    if (st == ST_OK)
        st = cli_option(r, "--retract", &number) ? take_back(r, &i, &why) : add(r, &i, &why);
    return st == ST_OK ? tell(r, &i) : cli_fail(r, st, &why);
}

static const command commands[] = {
    { "incidents marks", "SC-… [--json]", "help.incidents.marks", marks_command, true,
      RIGHT_INCIDENTS_READ },
    { "incidents mark",
      "SC-… VALUE… [--kind ip|domain|url|hash|email|file] [--tlp "
      "red|amber-strict|amber|green|clear] [--note WORDS] | SC-… --retract N --reason WHY [--json]",
      "help.incidents.mark", mark_command, true, RIGHT_INCIDENTS_WRITE },
};

const command_table incidents_marks_commands = { commands, COUNT(commands) };
