// level_cmd.c - the commands about levels.
#include "modules/levels/levels.h"

#include "kit/text/text.h"
#include "modules/levels/decide_cmd.h"
#include "modules/systems/systems.h"

static const char *const determine_options[] = { "--reason", NULL };
static const char *const determine_flags[]   = { "--all", NULL };

#define DETERMINE_USAGE "(ID… | --all) [--reason TEXT] [--json]"

static void put_determined(command_run *r, const system_record *s, const determination *d,
                           bool first)
{
    const char *result = law_result_key(d->result);
    if (r->json) {
        buf_printf(r->out, "%s{\"id\":\"%lld\",\"code\":", first ? "" : ",", (long long)s->id);
        buf_json(r->out, s->code);
        buf_printf(r->out,
                   ",\"pack\":\"" STR_FMT "\",\"result\":\"%s\",\"level\":%d,\"questions\":",
                   STR_ARG(d->pack), result, d->level);
        buf_put(r->out, d->questions.len ? d->questions : S("[]"));
        buf_char(r->out, '}');
        return;
    }
    text_key  key    = level_result_words(d->result, d->level);
    const str args[] = { arena_printf(r->a, "%d", d->level), d->pack };
    buf_printf(r->out, STR_FMT "  ", STR_ARG(s->code));
    buf_put(r->out, text_fmt(r->a, r->lang, key, args, COUNT(args)));
    buf_char(r->out, '\n');
}

static int determine_all(command_run *r, str reason)
{
    levels_count n   = { 0 };
    problem      why = { 0 };
    status       st  = levels_determine_all(r->call, NULL, reason, &n, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        buf_printf(r->out, "{\"seen\":%lld,\"changed\":%lld}\n", (long long)n.seen,
                   (long long)n.changed);
        return CLI_DONE;
    }
    const str args[] = { arena_printf(r->a, "%lld", (long long)n.seen),
                         arena_printf(r->a, "%lld", (long long)n.changed) };
    buf_put(r->out, text_fmt(r->a, r->lang, T_level_determine_all, args, COUNT(args)));
    buf_char(r->out, '\n');
    return CLI_DONE;
}

// One act for each system named; the first that cannot be found or recorded ends the run.
static int level_determine_command(command_run *r)
{
    str reason = S("");
    if (!cli_known(r, determine_options, determine_flags)) return CLI_USAGE;
    (void)cli_option(r, "--reason", &reason);
    bool all   = cli_flag(r, "--all");
    str  first = cli_word(r, determine_options, 0);
    if (all == (first.ptr != NULL)) return cli_usage(r, "levels determine " DETERMINE_USAGE);
    if (all) return determine_all(r, reason);
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (int i = 0;; i++) {
        str           ref = cli_word(r, determine_options, i);
        system_record s;
        determination d;
        problem       why = { .field = ref };
        if (!ref.ptr) break;
        status st = systems_get(r->call, ref, &s);
        if (st == ST_OK) st = systems_determine(r->call, s.id, 0, NULL, reason, &d, &why);
        if (st != ST_OK) return cli_fail(r, st, &why);
        put_determined(r, &s, &d, i == 0);
    }
    if (r->json) buf_put(r->out, S("]}\n"));
    return CLI_DONE;
}

static const command commands[] = {
    { "levels decide", DECIDE_USAGE, "help.levels.decide", level_decide_command, false,
      RIGHT_PUBLIC },
    { "levels determine", DETERMINE_USAGE, "help.levels.determine", level_determine_command, true,
      RIGHT_LEVELS_DECIDE },
};

const command_table levels_commands = { commands, COUNT(commands) };
