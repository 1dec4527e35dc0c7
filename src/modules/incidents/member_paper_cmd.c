// member_paper_cmd.c - `coloa network paper`.
#include "modules/incidents/incidents.h"
#include "modules/incidents/member_paper_ops.h"

#define USAGE "ID --form mau-01|mau-02 --out FILE [--pdf] [--json]"

static int paper_command(command_run *r)
{
    static const char *const values[] = { "--form", "--out", NULL };
    static const char *const flags[]  = { "--pdf", NULL };
    member_paper             p        = { .form = S(""), .pdf = cli_flag(r, "--pdf") };
    problem                  why      = { 0 };
    str                      file     = S("");
    int64_t                  id;
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    str word = cli_word(r, values, 0);
    if (!word.ptr || !str_int(word, &id) || !cli_option(r, "--form", &p.form) ||
        !cli_option(r, "--out", &file))
        return cli_usage(r, "network paper " USAGE);
    status st = member_paper_make(r->call, id, &p, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    int code = cli_write_file(r, file, p.bytes);
    if (code != CLI_DONE) return code;
    if (!r->json) {
        buf_printf(r->out, STR_FMT "\n", STR_ARG(file));
        return CLI_DONE;
    }
    buf_put(r->out, S("{\"form\":"));
    buf_json(r->out, p.form);
    buf_put(r->out, S(",\"file\":"));
    buf_json(r->out, file);
    buf_printf(r->out, ",\"bytes\":%lld}\n", (long long)p.bytes.len);
    return CLI_DONE;
}

static const command commands[] = {
    { "network paper", USAGE, "help.network.paper", paper_command, true, RIGHT_NETWORK_READ },
};

const command_table members_commands = { commands, COUNT(commands) };
