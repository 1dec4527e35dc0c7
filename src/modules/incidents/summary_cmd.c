// summary_cmd.c - `coloa incidents summary`: form 05.
#include "modules/incidents/incidents.h"
#include "modules/incidents/json_ops.h"
#include "modules/incidents/summary_ops.h"

#define USAGE "[--from MONTH --to MONTH] [--out FILE [--pdf] [--note TEXT]] [--json]"

static void put_plain(command_run *r, const incident_summary *s)
{
    for (size_t i = 0; i <= s->count; i++) {
        const incident_summary_row *k    = i < s->count ? &s->rows[i] : &s->all;
        str                         name = k->type.len ? k->type : S("=");
        buf_printf(r->out, STR_FMT "\t%lld\t%lld\t%lld\t%lld\t%lld\t%lld\n", STR_ARG(name),
                   (long long)k->count, (long long)k->alone, (long long)k->helped,
                   (long long)k->helped_abroad, (long long)k->asked, (long long)k->damage_vnd);
    }
}

static int summary_command(command_run *r)
{
    static const char *const values[] = { "--from", "--to", "--out", "--note", NULL };
    static const char *const flags[]  = { "--pdf", NULL };
    incident_summary        *s        = NEW(r->a, incident_summary, 1);
    incident_summary_paper   p        = { .pdf = cli_flag(r, "--pdf") };
    problem                  why      = { 0 };
    str                      at[4]    = { STR(""), STR(""), STR(""), STR("") };
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    for (size_t i = 0; i < COUNT(at); i++) (void)cli_option(r, values[i], &at[i]);
    status st = s ? incidents_summary(r->call, at[0], at[1], s, &why) : ST_MEMORY;
    if (st != ST_OK) return cli_fail(r, st, &why);
    s->note = str_trim(at[3]);
    if (at[2].len) {
        st = incidents_summary_draw(r->call, s, &p, &why);
        if (st != ST_OK) return cli_fail(r, st, &why);
        int code = cli_write_file(r, at[2], p.bytes);
        if (code != CLI_DONE) return code;
    }
    if (!r->json) {
        put_plain(r, s);
        return CLI_DONE;
    }
    incident_put_summary(r->out, s);
    buf_char(r->out, '\n');
    return CLI_DONE;
}

static const command commands[] = {
    { "incidents summary", USAGE, "help.incidents.summary", summary_command, true,
      RIGHT_INCIDENTS_READ },
};

const command_table incidents_summary_commands = { commands, COUNT(commands) };
