// indicators_cmd.c - `coloa evidence indicators list|add|remove`.
#include "kit/text/text.h"
#include "modules/forensics/forensics.h"
#include "modules/forensics/json_ops.h"

#define LIST_USAGE "CASE [--removed] [--cursor C] [--json]"
#define ADD_USAGE                                                                                  \
    "CASE VALUE… [--note T] [--source T] [--json] | CASE --file FILE [--note T] [--source T] | " \
    "CASE --of-incident"
#define REMOVE_USAGE "CASE ID --reason WHY [--json]"

enum { LINES_BYTES = INDICATOR_BYTES_TYPED + 1 };

static str option(const command_run *r, const char *name)
{
    str value = S("");
    (void)cli_option(r, name, &value);
    return value;
}

static status find_case(command_run *r, str ref, forensic_case *k, problem *why)
{
    status st = case_of_ref(r->call, ref, k);
    return st == ST_MISSING ? problem_detail(why, st, S("case"), S("case-unknown"), ref) : st;
}

// ---- list --------------------------------------------------------------------------------------------

static void put_lines(command_run *r, const case_indicator_page *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const case_indicator *k = &list->items[i];
        buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
                   (long long)k->id, STR_ARG(k->kind), STR_ARG(k->value), STR_ARG(k->source),
                   STR_ARG(k->note));
    }
}

static int list_command(command_run *r)
{
    static const char *const values[] = { "--cursor", NULL };
    static const char *const flags[]  = { "--removed", NULL };
    problem                  why      = { 0 };
    forensic_case            k;
    case_indicator_page      list;
    case_list                now = { .sha256 = S("") };
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    str ref = cli_word(r, values, 0);
    if (!ref.len) return cli_usage(r, "evidence indicators list " LIST_USAGE);
    status st = find_case(r, ref, &k, &why);
    if (st == ST_OK)
        st = case_indicators(r->call, &k, cli_flag(r, "--removed"), option(r, "--cursor"), &list,
                             &why);
    if (st == ST_OK) st = case_list_at(r->call, &k, 0, &now);
    if (st == ST_MISSING && !why.rule.len) st = ST_OK; // nothing was ever entered
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (!r->json) {
        put_lines(r, &list);
        return CLI_DONE;
    }
    forensics_put_indicators(r->out, &k, &list, &now);
    buf_char(r->out, '\n');
    return CLI_DONE;
}

// ---- add ---------------------------------------------------------------------------------------------

static const char *const add_values[] = { "--note", "--source", "--file", NULL };

static status read_lines(command_run *r, str *lines, problem *why)
{
    buf b    = buf_in(r->a, 256, LINES_BYTES);
    str file = option(r, "--file"), word = cli_word(r, add_values, 1);
    if (file.len) return cli_read(r, file, LINES_BYTES, lines, why);
    for (int i = 1; word.len; word = cli_word(r, add_values, ++i)) {
        buf_put(&b, word);
        buf_char(&b, '\n');
    }
    *lines = buf_str(&b);
    return buf_status(&b);
}

static void put_faults(command_run *r, const indicators_added *n)
{
    for (size_t i = 0; i < n->fault_count && i < INDICATOR_FAULTS_MAX; i++) {
        const indicator_fault *f   = &n->faults[i];
        str                    key = arena_printf(r->a, "problem." STR_FMT, STR_ARG(f->rule));
        text_key               known;
        str words = key.ptr && text_known(key, &known) ? text_get(r->lang, known) : f->rule;
        buf_printf(r->out, "%zu\t" STR_FMT "\t" STR_FMT "\n", f->line, STR_ARG(f->text),
                   STR_ARG(words));
    }
}

static int tell_added(command_run *r, status st, const indicators_added *n, const problem *why)
{
    bool refused = st == ST_INVALID && n->fault_count > 0;
    if (st != ST_OK && !(refused && r->json)) {
        if (refused) put_faults(r, n);
        return cli_fail(r, st, why);
    }
    if (r->json) {
        forensics_put_indicators_added(r->out, n);
        buf_char(r->out, '\n');
    } else {
        buf_printf(r->out, "added %zu\tsame %zu\theld %zu\n", n->added, n->same, n->held);
        put_faults(r, n);
    }
    return refused ? CLI_REFUSED : CLI_DONE;
}

static int add_command(command_run *r)
{
    static const char *const flags[] = { "--of-incident", NULL };
    problem                  why     = { 0 };
    forensic_case            k;
    indicators_added        *n = NEW(r->a, indicators_added, 1);
    indicator_draft          d = { .note = option(r, "--note"), .source = option(r, "--source") };
    bool                     over = cli_flag(r, "--of-incident");
    if (!cli_known(r, add_values, flags)) return CLI_USAGE;
    str ref   = cli_word(r, add_values, 0);
    int given = over + (option(r, "--file").len > 0) + (cli_word(r, add_values, 1).len > 0);
    if (!ref.len || given != 1) return cli_usage(r, "evidence indicators add " ADD_USAGE);
    status st = n ? find_case(r, ref, &k, &why) : ST_MEMORY;
    if (st == ST_OK && !over) st = read_lines(r, &d.lines, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    d.case_id = k.id;
    st        = over ? case_indicators_of_incident(r->call, k.id, n, &why)
                     : case_indicators_add(r->call, &d, n, &why);
    return tell_added(r, st, n, &why);
}

// ---- remove ------------------------------------------------------------------------------------------

static int remove_command(command_run *r)
{
    static const char *const values[] = { "--reason", NULL };
    problem                  why      = { 0 };
    forensic_case            k;
    int64_t                  id;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    str ref = cli_word(r, values, 0);
    if (!ref.len || !str_int(cli_word(r, values, 1), &id))
        return cli_usage(r, "evidence indicators remove " REMOVE_USAGE);
    status st = find_case(r, ref, &k, &why);
    if (st == ST_OK) st = case_indicator_remove(r->call, k.id, id, option(r, "--reason"), &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) buf_put(r->out, S("{\"removed\":true}\n"));
    return CLI_DONE;
}

#define READ RIGHT_CASES_READ
#define WRITE RIGHT_CASES_WRITE

static const command commands[] = {
    { "evidence indicators list", LIST_USAGE, "help.evidence.indicators.list", list_command, true,
      READ, NULL, NULL },
    { "evidence indicators add", ADD_USAGE, "help.evidence.indicators.add", add_command, true,
      WRITE, NULL, NULL },
    { "evidence indicators remove", REMOVE_USAGE, "help.evidence.indicators.remove", remove_command,
      true, WRITE, NULL, NULL },
};
const command_table forensics_indicator_commands = { commands, COUNT(commands) };
