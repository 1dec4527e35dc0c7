// hunts_cmd.c - `coloa hunts …`.
#include "kit/os/os.h"
#include "modules/hunts/json_ops.h"

#define LIST_USAGE                                                                                 \
    "[--q WORDS] [--state STATE] [--system CODE] [--own] [--open] [--cursor C] [--json]"
#define SHOW_USAGE "CODE [--json]"
#define OPEN_USAGE                                                                                 \
    "--systems CODE[,CODE…] --title TEXT --reach TEXT [--hypothesis TEXT] [--rules TEXT "        \
    "--rules-version TEXT] "                                                                       \
    "[--evidence TEXT] [--firm TEXT] [--team TEXT] [--planned DAY] [--began DAY] [--org CODE] "    \
    "[--json]"
#define STEP_USAGE "CODE [--on DAY] [--words TEXT] [--json]"
#define CASE_USAGE "HUNT CASE [--json]"
#define THREAT_ADD_USAGE                                                                           \
    "CODE --what TEXT --severity low|medium|high|critical --due DAY [--system CODE] [--finding "   \
    "TEXT] "                                                                                       \
    "[--technique T1059.001] [--owner-body CODE] [--owner LOGIN] [--found DAY] [--json]"
#define THREAT_GIVE_USAGE "CODE NO --due DAY [--owner-body CODE] [--owner LOGIN] [--json]"
#define THREAT_REMOVE_USAGE                                                                        \
    "CODE NO --words TEXT (--proof TEXT|--file ID) [--by TEXT] [--on DAY] [--json]"
#define THREAT_AGAIN_USAGE "CODE NO --words TEXT (--gone|--there) [--on DAY] [--json]"
#define THREAT_DISMISS_USAGE "CODE NO --words TEXT [--json]"
#define THREAT_INCIDENT_USAGE "CODE NO (--incident SC-…|--phone TEXT [--name TEXT]) [--json]"
#define DUE_USAGE "[--org CODE] [--own] [--late|--soon] [--level N] [--out FILE.xlsx] [--json]"
#define FIGURES_USAGE                                                                              \
    "[--org CODE] [--period 2026-H2|2026-Q4|2026|DAY/DAY] [--out FILE.docx|FILE.pdf|FILE.xlsx] "   \
    "[--json]"

// ---- looking ---------------------------------------------------------------------------------------

static int list_command(command_run *r)
{
    static const char *const values[] = { "--q", "--state", "--system", "--cursor", NULL };
    static const char *const flags[]  = { "--own", "--open", NULL };
    hunt_filter              f        = { .q = S(""), .system = S("") };
    hunt_page                list;
    problem                  why = { 0 };
    status                   st  = ST_OK;
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    for (size_t i = 0; st == ST_OK && i < 3; i++)
        st = hunts_filter_set(str_slice(str_from(values[i]), 2, 100), cli_text(r, values[i]), &f,
                              &why);
    f.own  = cli_flag(r, "--own");
    f.open = cli_flag(r, "--open");
    if (st == ST_OK) st = hunts_list(r->call, &f, cli_text(r, "--cursor"), 0, &list, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        hunts_put_page(r->out, r->a, &list);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < list.count; i++) {
        const hunt_row *row = &list.items[i];
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\t%lld\t%lld\t" STR_FMT "\n", STR_ARG(row->h.code),
                   STR_ARG(hunt_state_key(row->h.state)), (long long)row->threats,
                   (long long)(row->open + row->removed), STR_ARG(row->h.title));
    }
    return CLI_DONE;
}

static int tell(command_run *r, int64_t id)
{
    problem    why = { 0 };
    hunt_card *k   = NEW(r->a, hunt_card, 1);
    status     st  = k ? hunt_card_load(r->call, id, k) : ST_MEMORY;
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        hunt_put_card(r->out, r->a, k);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(k->h.code),
               STR_ARG(hunt_state_key(k->h.state)), STR_ARG(k->h.title));
    for (size_t i = 0; i < k->system_count; i++)
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(k->systems[i].code),
                   STR_ARG(k->systems[i].next_on.len ? k->systems[i].next_on : S("-")),
                   STR_ARG(k->systems[i].name));
    for (size_t i = 0; i < k->threat_count; i++)
        buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
                   (long long)k->threats[i].no, STR_ARG(threat_state_key(k->threats[i].state)),
                   STR_ARG(k->threats[i].system_code), STR_ARG(k->threats[i].due_on),
                   STR_ARG(k->threats[i].what));
    for (size_t i = 0; i < k->case_count; i++)
        buf_printf(r->out, STR_FMT "\t%lld\t%lld\t" STR_FMT "\n", STR_ARG(k->cases[i].k.code),
                   (long long)k->cases[i].findings, (long long)k->cases[i].threats,
                   STR_ARG(k->cases[i].k.title));
    return CLI_DONE;
}

static status of_ref(command_run *r, str ref, hunt *h, problem *why)
{
    status st = hunt_of_ref(r->call, ref, h);
    return st == ST_MISSING ? problem_detail(why, st, S("hunt"), S("hunt-unknown"), ref) : st;
}

static int show_command(command_run *r)
{
    hunt    h;
    problem why = { 0 };
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    str ref = cli_word(r, NULL, 0);
    if (!ref.len) return cli_usage(r, "hunts show " SHOW_USAGE);
    status st = of_ref(r, ref, &h, &why);
    return st == ST_OK ? tell(r, h.id) : cli_fail(r, st, &why);
}

// ---- acts ------------------------------------------------------------------------------------------

static int open_command(command_run *r)
{
    static const char *const values[] = {
        "--systems",  "--title", "--reach", "--hypothesis",    "--rules",
        "--evidence", "--firm",  "--team",  "--rules-version", "--planned",
        "--began",    "--org",   NULL
    };
    problem why = { 0 };
    int64_t id  = 0;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    const hunt_draft d  = { .systems       = cli_text(r, "--systems"),
                            .title         = cli_text(r, "--title"),
                            .reach         = cli_text(r, "--reach"),
                            .hypothesis    = cli_text(r, "--hypothesis"),
                            .rules         = cli_text(r, "--rules"),
                            .rules_version = cli_text(r, "--rules-version"),
                            .evidence      = cli_text(r, "--evidence"),
                            .firm          = cli_text(r, "--firm"),
                            .team          = cli_text(r, "--team"),
                            .planned_on    = cli_text(r, "--planned"),
                            .org           = cli_text(r, "--org"),
                            .began_on      = cli_text(r, "--began") };
    status           st = hunts_open(r->call, &d, &id, &why);
    return st == ST_OK ? tell(r, id) : cli_fail(r, st, &why);
}

static int step_of(command_run *r, hunt_act act, const char *usage)
{
    static const char *const values[] = { "--on", "--words", NULL };
    problem                  why      = { 0 };
    hunt                     h;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    str ref = cli_word(r, values, 0);
    if (!ref.len) return cli_usage(r, usage);
    status st = of_ref(r, ref, &h, &why);
    if (st == ST_OK) {
        const hunt_step s = { h.id, 0, act, cli_text(r, "--on"), cli_text(r, "--words") };
        st                = hunts_step(r->call, &s, &why);
    }
    return st == ST_OK ? tell(r, h.id) : cli_fail(r, st, &why);
}

static int begin_command(command_run *r)
{
    return step_of(r, HUNT_ACT_BEGIN, "hunts begin " STEP_USAGE);
}
static int end_command(command_run *r)
{
    return step_of(r, HUNT_ACT_END, "hunts end " STEP_USAGE);
}
static int close_command(command_run *r)
{
    return step_of(r, HUNT_ACT_CLOSE, "hunts close " STEP_USAGE);
}
static int cancel_command(command_run *r)
{
    return step_of(r, HUNT_ACT_CANCEL, "hunts cancel " STEP_USAGE);
}

static int case_command(command_run *r)
{
    problem why = { 0 };
    hunt    h;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    str ref = cli_word(r, NULL, 0), to = cli_word(r, NULL, 1);
    if (!ref.len || !to.len) return cli_usage(r, "hunts case " CASE_USAGE);
    status st = of_ref(r, ref, &h, &why);
    if (st == ST_OK) st = hunts_case_link(r->call, h.id, to, &why);
    return st == ST_OK ? tell(r, h.id) : cli_fail(r, st, &why);
}

// ---- threats ---------------------------------------------------------------------------------------

static status threat_of(command_run *r, const char *const *values, hunt *h, int64_t *no,
                        problem *why)
{
    str ref = cli_word(r, values, 0), number = cli_word(r, values, 1);
    if (!str_int(number, no))
        return problem_detail(why, ST_INVALID, S("no"), S("threat-unknown"), number);
    return of_ref(r, ref, h, why);
}

static int threat_add_command(command_run *r)
{
    static const char *const values[] = { "--what",    "--severity",  "--due",        "--system",
                                          "--finding", "--technique", "--owner-body", "--owner",
                                          "--found",   NULL };
    problem                  why      = { 0 };
    hunt                     h;
    int64_t                  no;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    str ref = cli_word(r, values, 0);
    if (!ref.len) return cli_usage(r, "hunts threat add " THREAT_ADD_USAGE);
    threat_draft d = { .system     = cli_text(r, "--system"),
                       .what       = cli_text(r, "--what"),
                       .finding    = cli_text(r, "--finding"),
                       .technique  = cli_text(r, "--technique"),
                       .owner_body = cli_text(r, "--owner-body"),
                       .owner      = cli_text(r, "--owner"),
                       .due_on     = cli_text(r, "--due"),
                       .found_on   = cli_text(r, "--found") };
    (void)hunt_severity_named(cli_text(r, "--severity"), &d.severity);
    status st = of_ref(r, ref, &h, &why);
    d.hunt    = h.id;
    if (st == ST_OK) st = hunts_threat_add(r->call, &d, &no, &why);
    return st == ST_OK ? tell(r, h.id) : cli_fail(r, st, &why);
}

static int threat_give_command(command_run *r)
{
    static const char *const values[] = { "--due", "--owner-body", "--owner", NULL };
    problem                  why      = { 0 };
    hunt                     h;
    int64_t                  no;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    status             st = threat_of(r, values, &h, &no, &why);
    const threat_draft d  = { .owner_body = cli_text(r, "--owner-body"),
                              .owner      = cli_text(r, "--owner"),
                              .due_on     = cli_text(r, "--due") };
    if (st == ST_OK) st = hunts_threat_give(r->call, h.id, no, &d, &why);
    return st == ST_OK ? tell(r, h.id) : cli_fail(r, st, &why);
}

static int threat_step_of(command_run *r, hunt_act act, const char *const *values,
                          const char *const *flags)
{
    problem     why = { 0 };
    hunt        h;
    threat_step s = { .act = act };
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    str    file = cli_text(r, "--file");
    status st   = threat_of(r, values, &h, &s.no, &why);
    if (st == ST_OK && file.len && !str_int(file, &s.file))
        st = problem_detail(&why, ST_INVALID, S("file"), S("evidence-unknown"), file);
    s.hunt  = h.id;
    s.on    = cli_text(r, "--on");
    s.words = cli_text(r, "--words");
    s.by    = cli_text(r, "--by");
    s.proof = cli_text(r, "--proof");
    s.gone  = cli_flag(r, "--gone");
    if (st == ST_OK) st = hunts_threat_step(r->call, &s, &why);
    return st == ST_OK ? tell(r, h.id) : cli_fail(r, st, &why);
}

static int threat_remove_command(command_run *r)
{
    static const char *const values[] = { "--words", "--proof", "--file", "--by", "--on", NULL };
    return threat_step_of(r, HUNT_ACT_REMOVE, values, NULL);
}

static int threat_again_command(command_run *r)
{
    static const char *const values[] = { "--words", "--on", NULL };
    static const char *const flags[]  = { "--gone", "--there", NULL };
    // Which of the two must be said: a threat is not gone by leaving a word out.
    if (cli_flag(r, "--gone") == cli_flag(r, "--there"))
        return cli_usage(r, "hunts threat again " THREAT_AGAIN_USAGE);
    return threat_step_of(r, HUNT_ACT_AGAIN, values, flags);
}

static int threat_dismiss_command(command_run *r)
{
    static const char *const values[] = { "--words", NULL };
    return threat_step_of(r, HUNT_ACT_DISMISS, values, NULL);
}

static int threat_incident_command(command_run *r)
{
    static const char *const values[] = { "--incident", "--name", "--phone", NULL };
    problem                  why      = { 0 };
    hunt                     h;
    threat_incident          t = { 0 };
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    status st = threat_of(r, values, &h, &t.no, &why);
    t.hunt    = h.id;
    t.code    = cli_text(r, "--incident");
    t.name    = cli_text(r, "--name");
    t.phone   = cli_text(r, "--phone");
    if (st == ST_OK) st = hunts_threat_incident(r->call, &t, &why);
    return st == ST_OK ? tell(r, h.id) : cli_fail(r, st, &why);
}

// ---- what is due, figures --------------------------------------------------------------------------

static status write_sheet(command_run *r, const hunt_duty_list *list, str name, problem *why)
{
    int fd = cli_create(r, name, why);
    if (fd < 0) return ST_BROKEN;
    status st = hunts_due_export(r->call, list, fd);
    os_close(fd);
    return st;
}

static int due_command(command_run *r)
{
    static const char *const values[] = { "--org", "--level", "--out", NULL };
    static const char *const flags[]  = { "--own", "--late", "--soon", NULL };
    hunt_duty_list          *list     = NEW(r->a, hunt_duty_list, 1);
    problem                  why      = { 0 };
    int64_t                  level    = 0;
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    str typed = cli_text(r, "--level"), out = cli_text(r, "--out");
    if (typed.len && (!str_int(typed, &level) || level < 1 || level > 5))
        return cli_usage(r, "hunts due " DUE_USAGE);
    const hunt_duty_ask ask = { .org   = cli_text(r, "--org"),
                                .own   = cli_flag(r, "--own"),
                                .late  = cli_flag(r, "--late"),
                                .soon  = cli_flag(r, "--soon"),
                                .level = (int)level };
    status              st  = list ? hunts_due(r->call, &ask, list, &why) : ST_MEMORY;
    if (st == ST_OK && out.len) st = write_sheet(r, list, out, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        hunts_put_due(r->out, r->a, list);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < list->count; i++) {
        const hunt_duty *d = &list->items[i];
        buf_printf(r->out,
                   STR_FMT "\t%d\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT
                           "\n",
                   STR_ARG(d->code), d->level, STR_ARG(d->owner_code),
                   STR_ARG(d->last_on.len ? d->last_on : S("-")), STR_ARG(d->due_on),
                   STR_ARG(hunt_standing_key(d->standing)), STR_ARG(d->name));
    }
    return CLI_DONE;
}

static void put_figure(command_run *r, const char *name, int64_t own, int64_t branch)
{
    buf_printf(r->out, "%s\t%lld\t%lld\n", name, (long long)own, (long long)branch);
}

static status figures_sheet(command_run *r, const hunts_report *f, str name, problem *why)
{
    int fd = cli_create(r, name, why);
    if (fd < 0) return ST_BROKEN;
    status st = hunts_figures_export(r->call, f, fd);
    os_close(fd);
    return st;
}

// What the file is called says what it is.
static int figures_out(command_run *r, const hunts_report *f, str name)
{
    problem    why   = { 0 };
    hunt_annex annex = { .pdf = str_ends(name, S(".pdf")) };
    status     st;
    if (str_ends(name, S(".xlsx"))) {
        st = figures_sheet(r, f, name, &why);
        return st == ST_OK ? CLI_DONE : cli_fail(r, st, &why);
    }
    if (!annex.pdf && !str_ends(name, S(".docx")))
        return cli_usage(r, "hunts figures " FIGURES_USAGE);
    st = hunts_annex(r->call, f, &annex, &why);
    return st == ST_OK ? cli_write_file(r, name, annex.bytes) : cli_fail(r, st, &why);
}

static int figures_command(command_run *r)
{
    static const char *const values[] = { "--org", "--period", "--out", NULL };
    hunts_report            *f        = NEW(r->a, hunts_report, 1);
    problem                  why      = { 0 };
    str                      words, out = cli_text(r, "--out");
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    status st = f ? hunts_figures(r->call, cli_text(r, "--org"), cli_text(r, "--period"), f, &why)
                  : ST_MEMORY;
    if (st == ST_OK) st = hunts_words(r->call, f, &words);
    if (st != ST_OK) return cli_fail(r, st, &why);
    int code = out.len ? figures_out(r, f, out) : CLI_DONE;
    if (code != CLI_DONE) return code;
    if (r->json) {
        hunts_put_figures(r->out, r->a, f, words);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    put_figure(r, "in_scope", f->own.owed[0], f->branch.owed[0]);
    put_figure(r, "hunted", f->own.hunted[0], f->branch.hunted[0]);
    put_figure(r, "not_hunted", f->own.owed[0] - f->own.hunted[0],
               f->branch.owed[0] - f->branch.hunted[0]);
    put_figure(r, "overdue", f->own.late, f->branch.late);
    put_figure(r, "hunts_closed", f->own.closed, f->branch.closed);
    put_figure(r, "threats_found", f->own.found, f->branch.found);
    put_figure(r, "threats_removed", f->own.removed, f->branch.removed);
    put_figure(r, "threats_confirmed", f->own.confirmed, f->branch.confirmed);
    put_figure(r, "threats_dismissed", f->own.dismissed, f->branch.dismissed);
    put_figure(r, "threats_open", f->own.open, f->branch.open);
    put_figure(r, "incidents_begun", f->own.incidents, f->branch.incidents);
    buf_put(r->out, words);
    buf_char(r->out, '\n');
    return CLI_DONE;
}

#define READ RIGHT_INCIDENTS_READ
#define WRITE RIGHT_INCIDENTS_WRITE

static const command commands[] = {
    { "hunts list", LIST_USAGE, "help.hunts.list", list_command, true, READ, NULL, NULL },
    { "hunts show", SHOW_USAGE, "help.hunts.show", show_command, true, READ, NULL, NULL },
    { "hunts due", DUE_USAGE, "help.hunts.due", due_command, true, READ, NULL, NULL },
    { "hunts figures", FIGURES_USAGE, "help.hunts.figures", figures_command, true, READ, NULL,
      NULL },
    { "hunts open", OPEN_USAGE, "help.hunts.open", open_command, true, WRITE, NULL, NULL },
    { "hunts begin", STEP_USAGE, "help.hunts.begin", begin_command, true, WRITE, NULL, NULL },
    { "hunts end", STEP_USAGE, "help.hunts.end", end_command, true, WRITE, NULL, NULL },
    { "hunts close", STEP_USAGE, "help.hunts.close", close_command, true, WRITE, NULL, NULL },
    { "hunts cancel", STEP_USAGE, "help.hunts.cancel", cancel_command, true, WRITE, NULL, NULL },
    { "hunts case", CASE_USAGE, "help.hunts.case", case_command, true, WRITE, NULL, NULL },
    { "hunts threat add", THREAT_ADD_USAGE, "help.hunts.threat.add", threat_add_command, true,
      WRITE, NULL, NULL },
    { "hunts threat give", THREAT_GIVE_USAGE, "help.hunts.threat.give", threat_give_command, true,
      WRITE, NULL, NULL },
    { "hunts threat remove", THREAT_REMOVE_USAGE, "help.hunts.threat.remove", threat_remove_command,
      true, WRITE, NULL, NULL },
    { "hunts threat again", THREAT_AGAIN_USAGE, "help.hunts.threat.again", threat_again_command,
      true, WRITE, NULL, NULL },
    { "hunts threat dismiss", THREAT_DISMISS_USAGE, "help.hunts.threat.dismiss",
      threat_dismiss_command, true, WRITE, NULL, NULL },
    { "hunts threat incident", THREAT_INCIDENT_USAGE, "help.hunts.threat.incident",
      threat_incident_command, true, WRITE, NULL, NULL },
};
const command_table hunts_commands = { commands, COUNT(commands) };
