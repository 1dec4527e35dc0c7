// detect_cmd.c - `coloa evidence unpack|rules|detect|findings`.
#include "modules/forensics/detect_ops.h"
#include "modules/forensics/json_ops.h"
#include "modules/forensics/unpack_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"

#define UNPACK_USAGE "ITEM [--json]"
#define RULES_USAGE "[FILE --name NAME --version V] [--json]"
#define DETECT_USAGE "CASE --rules ID [--recover] [--json]"
#define COSTS_USAGE "CASE [--json]"
#define FINDINGS_USAGE "CASE [--hidden] [--cursor C] [--json]"

static str option(const command_run *r, const char *name)
{
    str value = S("");
    (void)cli_option(r, name, &value);
    return value;
}

static int unknown(command_run *r, str ref)
{
    problem why = { 0 };
    problem_detail(&why, ST_MISSING, S("evidence"), S("case-unknown"), ref);
    return cli_fail(r, ST_MISSING, &why);
}

// ---- archives ----------------------------------------------------------------------------------------

static void put_unpacked(command_run *r, const forensic_item *i, const unpack_result *u)
{
    if (!r->json) {
        buf_printf(r->out,
                   STR_FMT "\tread %lld\tfailed %lld\tskipped %lld\tfolders %lld\t" STR_FMT "\n",
                   STR_ARG(i->code), (long long)u->whole, (long long)u->failed,
                   (long long)u->skipped, (long long)u->folders, STR_ARG(u->refused));
        for (size_t n = 0; n < u->left_count; n++)
            buf_printf(r->out, "-\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(u->left[n].why),
                       STR_ARG(u->left[n].path));
        return;
    }
    buf_put(r->out, S("{\"item\":"));
    buf_json(r->out, i->code);
    buf_printf(r->out,
               ",\"members\":%lld,\"read\":%lld,\"failed\":%lld,\"skipped\":%lld,\"folders\":%lld,"
               "\"secret\":%lld,\"refused\":",
               (long long)u->members, (long long)u->whole, (long long)u->failed,
               (long long)u->skipped, (long long)u->folders, (long long)u->secret);
    buf_json(r->out, u->refused);
    buf_put(r->out, S(",\"left\":["));
    for (size_t n = 0; n < u->left_count; n++) {
        buf_put(r->out, n ? S(",{\"path\":") : S("{\"path\":"));
        buf_json(r->out, u->left[n].path);
        buf_put(r->out, S(",\"why\":"));
        buf_json(r->out, u->left[n].why);
        buf_char(r->out, '}');
    }
    buf_put(r->out, S("]}\n"));
}

static int unpack_command(command_run *r)
{
    problem        why = { 0 };
    forensic_item  i;
    forensic_case  k;
    unpack_result *u   = NEW(r->a, unpack_result, 1);
    unpack_asking  ask = { 0 };
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    str ref = cli_word(r, NULL, 0);
    if (!ref.len) return cli_usage(r, "evidence unpack " UNPACK_USAGE);
    status st = u ? item_of_ref(r->call, ref, &i, &k) : ST_MEMORY;
    if (st == ST_MISSING) return unknown(r, ref);
    ask.item_id = i.id;
    if (st == ST_OK) st = item_unpack(r->call, &ask, u, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    put_unpacked(r, &i, u);
    return u->refused.len ? CLI_REFUSED : CLI_DONE;
}

// ---- rule sets ---------------------------------------------------------------------------------------

static void put_set(command_run *r, const rule_set *s, bool first)
{
    if (!r->json) {
        str rules = s->rules < 0 ? text_get(r->lang, T_forensics_rules_uncounted)
                                 : text_number(r->a, r->lang, s->rules);
        buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
                   (long long)s->id, STR_ARG(s->name), STR_ARG(s->version), STR_ARG(rules),
                   STR_ARG(s->sha256));
        return;
    }
    buf_printf(r->out, "%s{\"id\":\"%lld\",\"name\":", first ? "" : ",", (long long)s->id);
    buf_json(r->out, s->name);
    buf_put(r->out, S(",\"version\":"));
    buf_json(r->out, s->version);
    buf_put(r->out, S(",\"rules\":"));
    if (s->rules < 0)
        buf_put(r->out, S("null"));
    else
        buf_int(r->out, s->rules);
    buf_printf(r->out, ",\"bytes\":%lld,\"sha256\":\"" STR_FMT "\"}", (long long)s->bytes,
               STR_ARG(s->sha256));
}

static int rules_list(command_run *r)
{
    rule_set *sets;
    size_t    count;
    status    st = rule_sets_list(r->call, &sets, &count);
    if (st != ST_OK) return cli_fail(r, st, NULL);
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) put_set(r, &sets[i], i == 0);
    if (r->json) buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", count);
    return CLI_DONE;
}

static int rules_command(command_run *r)
{
    static const char *const values[] = { "--name", "--version", NULL };
    rule_set_draft           d        = { option(r, "--name"), option(r, "--version"), S("") };
    problem                  why      = { 0 };
    rule_set                 s;
    int64_t                  id;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    str file = cli_word(r, values, 0);
    if (!file.len) return rules_list(r);
    if (!d.name.len || !d.version.len) return cli_usage(r, "evidence rules " RULES_USAGE);
    int fd = cli_open(r, file, &why);
    if (fd < 0) return cli_fail(r, ST_INVALID, &why);
    d.file    = file;
    status st = rule_set_add(r->call, &d, fd, &id, &why);
    os_close(fd);
    if (st == ST_OK) st = rule_set_load(r->call, id, &s);
    if (st != ST_OK) return cli_fail(r, st, &why);
    put_set(r, &s, true);
    if (r->json) buf_char(r->out, '\n');
    return CLI_DONE;
}

// ---- detection ---------------------------------------------------------------------------------------

static int detect_command(command_run *r)
{
    static const char *const values[] = { "--rules", NULL };
    problem                  why      = { 0 };
    forensic_case            k;
    finding_run              run;
    detect_asking            ask     = { 0 };
    static const char *const flags[] = { "--recover", NULL };
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    str ref   = cli_word(r, values, 0);
    ask.slack = cli_flag(r, "--recover");
    if (!ref.len || !str_int(option(r, "--rules"), &ask.rule_set_id))
        return cli_usage(r, "evidence detect " DETECT_USAGE);
    status st = case_of_ref(r->call, ref, &k);
    if (st == ST_MISSING) return unknown(r, ref);
    ask.case_id = k.id;
    if (st == ST_OK) st = case_detect(r->call, &ask, &run, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    buf_printf(
        r->out,
        r->json ? "{\"items\":%lld,\"bytes\":%lld,\"read\":%lld,\"failed\":%lld,\"skipped\":%lld,"
                  "\"recovered\":%lld,\"lost\":%lld,"
                  "\"rules\":%lld,\"rules_not_run\":%lld,\"findings\":%lld}\n"
                : "items %lld\tbytes %lld\tread %lld\tfailed %lld\tskipped %lld\t"
                  "recovered %lld\tlost %lld\trules %lld\t"
                  "not run %lld\tfindings %lld\n",
        (long long)run.items, (long long)run.bytes, (long long)run.events, (long long)run.failed,
        (long long)run.skipped, (long long)run.recovered, (long long)run.lost, (long long)run.rules,
        (long long)run.rules_not_run, (long long)run.findings);
    return CLI_DONE;
}

// What rules cost in the last run, the costliest first.
static void put_cost(command_run *r, const run_cost *k, bool first)
{
    if (!r->json) {
        buf_printf(r->out,
                   STR_FMT "\t%lld µs\tlooked %lld\thits %lld\tstopped %lld\t" STR_FMT "\t" STR_FMT
                           "\n",
                   STR_ARG(k->kind), (long long)k->spent_us, (long long)k->looked,
                   (long long)k->hits, (long long)k->stopped, STR_ARG(k->file), STR_ARG(k->rule));
        return;
    }
    buf_put(r->out, first ? S("{\"kind\":") : S(",{\"kind\":"));
    buf_json(r->out, k->kind);
    buf_put(r->out, S(",\"rule\":"));
    buf_json(r->out, k->rule);
    buf_put(r->out, S(",\"file\":"));
    buf_json(r->out, k->file);
    buf_printf(r->out, ",\"looked\":%lld,\"hits\":%lld,\"spent_us\":%lld,\"stopped\":%lld}",
               (long long)k->looked, (long long)k->hits, (long long)k->spent_us,
               (long long)k->stopped);
}

static int costs_command(command_run *r)
{
    forensic_case k;
    finding_run  *runs;
    run_cost     *costs = NULL;
    size_t        count = 0, n = 0;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    str ref = cli_word(r, NULL, 0);
    if (!ref.len) return cli_usage(r, "evidence costs " COSTS_USAGE);
    status st = case_of_ref(r->call, ref, &k);
    if (st == ST_MISSING) return unknown(r, ref);
    if (st == ST_OK) st = runs_list(r->call, &k, &runs, &count);
    if (st == ST_OK && count) st = case_run_costs(r->call, runs[0].id, &costs, &n);
    if (st != ST_OK) return cli_fail(r, st, NULL);
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < n; i++) put_cost(r, &costs[i], i == 0);
    if (r->json) buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", n);
    return CLI_DONE;
}

static int findings_command(command_run *r)
{
    static const char *const values[] = { "--cursor", NULL };
    static const char *const flags[]  = { "--hidden", NULL };
    finding_filter           f        = { .suppressed = cli_flag(r, "--hidden") };
    problem                  why      = { 0 };
    forensic_case            k;
    finding_page             list;
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    str ref = cli_word(r, values, 0);
    if (!ref.len) return cli_usage(r, "evidence findings " FINDINGS_USAGE);
    status st = case_of_ref(r->call, ref, &k);
    if (st == ST_MISSING) return unknown(r, ref);
    if (st == ST_OK) st = findings_list(r->call, &k, &f, option(r, "--cursor"), 0, &list, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        forensics_put_findings(r->out, &k, &list);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < list.count; i++) {
        const finding *one = &list.items[i];
        buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t%lld\t" STR_FMT "\n",
                   (long long)one->id, STR_ARG(finding_level_key(one->level)),
                   STR_ARG(finding_triage_key(one->triage)), STR_ARG(one->item_code),
                   (long long)one->record, STR_ARG(one->title));
    }
    return CLI_DONE;
}

#define READ RIGHT_CASES_READ
#define WRITE RIGHT_CASES_WRITE

static const command commands[] = {
    { "evidence unpack", UNPACK_USAGE, "help.evidence.unpack", unpack_command, true, WRITE, NULL,
      NULL },
    { "evidence rules", RULES_USAGE, "help.evidence.rules", rules_command, true, WRITE, NULL,
      NULL },
    { "evidence detect", DETECT_USAGE, "help.evidence.detect", detect_command, true, WRITE, NULL,
      NULL },
    { "evidence costs", COSTS_USAGE, "help.evidence.costs", costs_command, true, READ, NULL, NULL },
    { "evidence findings", FINDINGS_USAGE, "help.evidence.findings", findings_command, true, READ,
      NULL, NULL },
};
const command_table forensics_detect_commands = { commands, COUNT(commands) };
