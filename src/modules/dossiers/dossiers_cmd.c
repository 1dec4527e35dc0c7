// dossiers_cmd.c - `coloa dossiers list|show|history|act`.
#include "kit/http/http.h"
#include "kit/text/text.h"
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/dossiers_json_ops.h"

#define LIST_USAGE                                                                                 \
    "[--query 'state=submitted&level=3&under_way=1'] [--cursor C] [--limit N] [--json]"
#define ACT_USAGE                                                                                  \
    "ID ACT [--reason TEXT] [--item PART=TEXT] [--date DAY] [--number NO --on DAY] "               \
    "[--signer NAME] [--report-no NO --report-on DAY] [--fits] [--fits-not TEST] [--letter ID] "   \
    "[--json]"

static status read_query(command_run *r, dossier_filter *f, problem *why)
{
    str query = S(""), part, name, value, plain;
    (void)cli_option(r, "--query", &query);
    while (query.len) {
        (void)str_cut(query, '&', &part, &query);
        (void)str_cut(part, '=', &name, &value);
        TRY(http_percent_decode(value, true, r->a, &plain));
        if (name.len) TRY(dossiers_filter_set(r->call, name, plain, f, why));
    }
    return ST_OK;
}

static void put_line(command_run *r, const dossier *d)
{
    buf_printf(r->out, STR_FMT "\t%d\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
               STR_ARG(d->code), d->level, STR_ARG(d->state),
               STR_ARG(d->due_on.len ? d->due_on : S("-")), STR_ARG(d->system_code),
               STR_ARG(d->system_name));
}

static int list_command(command_run *r)
{
    static const char *const values[] = { "--query", "--cursor", "--limit", NULL };
    dossier_filter           f        = { 0 };
    problem                  why      = { 0 };
    dossier_list_page        list;
    str                      cursor = S(""), number = S("");
    int64_t                  limit = 0;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    (void)cli_option(r, "--cursor", &cursor);
    if (cli_option(r, "--limit", &number) && (!str_int(number, &limit) || limit < 1))
        return cli_usage(r, "dossiers list " LIST_USAGE);
    status st = read_query(r, &f, &why);
    if (st == ST_OK) st = dossiers_list(r->call, &f, cursor, (size_t)limit, &list, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        dossiers_put_page_json(r->out, r->a, &list);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < list.count; i++) put_line(r, &list.items[i]);
    return CLI_DONE;
}

static int tell(command_run *r, str ref)
{
    dossier_content *k   = NEW(r->a, dossier_content, 1);
    problem          why = { 0 };
    status           st  = k ? dossiers_content(r->call, ref, k) : ST_MEMORY;
    if (st == ST_OK && r->json) {
        st = dossier_put_whole_json(r->call, r->out, k);
        buf_char(r->out, '\n');
    }
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) return CLI_DONE;
    dossier_parts parts;
    dossier_parts_of(k, &parts);
    put_line(r, &k->d);
    for (size_t i = 0; i < parts.count; i++) {
        const dossier_part *p = &parts.items[i];
        buf_printf(r->out, "  %-12s\t" STR_FMT "\n", dossier_part_state_key(p->state),
                   STR_ARG(r->lang == LANG_EN ? p->component->name.en : p->component->name.vi));
    }
    return CLI_DONE;
}

static int show_command(command_run *r)
{
    str ref = cli_word(r, NULL, 0);
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    return ref.len ? tell(r, ref) : cli_usage(r, "dossiers show ID [--json]");
}

static int history_command(command_run *r)
{
    str     ref = cli_word(r, NULL, 0);
    problem why = { 0 };
    dossier d;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (!ref.len) return cli_usage(r, "dossiers history ID [--json]");
    status st = dossiers_get(r->call, ref, &d);
    if (st == ST_OK) st = dossier_put_history_json(r->call, r->out, &d);
    if (st != ST_OK) return cli_fail(r, st, &why);
    buf_char(r->out, '\n');
    return CLI_DONE;
}

// "design=thiếu sơ đồ", and the tests: all of them fit, or the one that does not.
static void read_given(command_run *r, const law_pack *p, workflow_given *g)
{
    const law_workflow *w    = law_workflow_of(p);
    str                 item = S(""), bad = S("");
    (void)cli_option(r, "--reason", &g->reason);
    (void)cli_option(r, "--date", &g->date);
    (void)cli_option(r, "--number", &g->number);
    (void)cli_option(r, "--on", &g->on);
    (void)cli_option(r, "--signer", &g->signer);
    (void)cli_option(r, "--report-no", &g->report_no);
    (void)cli_option(r, "--report-on", &g->report_on);
    if (cli_option(r, "--item", &item)) {
        (void)str_cut(item, '=', &g->items[0].anchor, &g->items[0].text);
        g->item_count = 1;
    }
    bool not = cli_option(r, "--fits-not", &bad);
    if (!not &&!cli_flag(r, "--fits")) return;
    for (size_t i = 0; i < w->test_count && i < WORKFLOW_TESTS_MAX; i++)
        g->answers[g->answer_count++] = (workflow_answer){
            .test = w->tests[i].key, .fits = str_equal(w->tests[i].key, bad) ? -1 : 1
        };
}

static int act_command(command_run *r)
{
    static const char *const values[] = { "--reason",   "--item",   "--date",      "--number",
                                          "--on",       "--signer", "--report-no", "--report-on",
                                          "--fits-not", "--letter", NULL };
    static const char *const flags[]  = { "--fits", NULL };
    dossier_content         *k        = NEW(r->a, dossier_content, 1);
    workflow_given          *g        = NEW(r->a, workflow_given, 1);
    str                      ref = cli_word(r, values, 0), act = cli_word(r, values, 1);
    problem                  why = { 0 };
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    if (!ref.len || !act.len) return cli_usage(r, "dossiers act " ACT_USAGE);
    status st = k && g ? dossiers_content(r->call, ref, k) : ST_MEMORY;
    if (st == ST_OK) {
        str         letter = S("");
        dossier_ref of     = { .id = k->d.id };
        read_given(r, k->pack, g);
        if (cli_option(r, "--letter", &letter) && !str_int(letter, &of.letter_id))
            st = problem_detail(&why, ST_INVALID, S("letter"), S("dossier-letter-unknown"), letter);
        if (st == ST_OK) st = dossiers_act(r->call, of, act, g, &why);
    }
    return st == ST_OK ? tell(r, ref) : cli_fail(r, st, &why);
}

static const command commands[] = {
    { "dossiers list", LIST_USAGE, "help.dossiers.list", list_command, true, RIGHT_SYSTEMS_READ },
    { "dossiers show", "ID [--json]", "help.dossiers.show", show_command, true,
      RIGHT_SYSTEMS_READ },
    { "dossiers history", "ID [--json]", "help.dossiers.history", history_command, true,
      RIGHT_SYSTEMS_READ },
    { "dossiers act", ACT_USAGE, "help.dossiers.act", act_command, true, RIGHT_DOSSIERS_ACT },
};

const command_table dossiers_way_commands = { commands, COUNT(commands) };
