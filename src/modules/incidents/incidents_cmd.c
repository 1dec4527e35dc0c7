// incidents_cmd.c - `coloa incidents list|show|add|change|log|move|classify|sent|unsent|seats`.
#include "kit/text/text.h"
#include "modules/incidents/incident_cmd.h"
#include "modules/incidents/json_ops.h"

enum { VALUES_MAX = INCIDENT_FACTS_MAX };

static void put_row(command_run *r, const incident_row *one)
{
    buf_printf(r->out, STR_FMT "\t" STR_FMT "\t%d\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
               STR_ARG(one->code), STR_ARG(incident_state_key(one->state)), one->level,
               STR_ARG(time_rfc3339(r->a, one->detected_ms)), STR_ARG(one->due_rule),
               STR_ARG(one->title));
}

static int list_command(command_run *r)
{
    static const char *const values[] = { "--q", "--state", "--level", "--type", "--cursor", NULL };
    static const char *const flags[]  = { "--open", NULL };
    incident_filter          f        = { .q = S("") };
    incident_page            list;
    problem                  why    = { 0 };
    str                      cursor = S(""), value;
    status                   st     = ST_OK;
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    for (size_t i = 0; st == ST_OK && i + 2 < COUNT(values); i++) {
        str name = str_slice(str_from(values[i]), 2, 100);
        if (cli_option(r, values[i], &value)) st = incidents_filter_set(name, value, &f, &why);
    }
    f.open = cli_flag(r, "--open");
    (void)cli_option(r, "--cursor", &cursor);
    if (st == ST_OK) st = incidents_list(r->call, &f, cursor, 0, &list, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        incidents_put_page(r->out, &list);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < list.count; i++) put_row(r, &list.items[i]);
    return CLI_DONE;
}

static void put_plain(command_run *r, const incident_whole *w)
{
    buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(w->i.code),
               STR_ARG(incident_state_key(w->i.state)), STR_ARG(w->i.title));
    for (size_t n = 0; n < w->clocks->count; n++) {
        const incident_clock_state *k = &w->clocks->items[n];
        if (!k->runs) continue;
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
                   STR_ARG(k->k.rule->id), STR_ARG(incident_moment(r->a, k->k.due_ms)),
                   STR_ARG(k->k.rule->document),
                   STR_ARG(law_say(k->k.rule->cite.text, r->lang == LANG_EN)));
    }
}

// Of another's incident that the acting body told: where it stands.
static int tell_told(command_run *r, str ref)
{
    incident_told_row one;
    status            st = incidents_told_one(r->call, ref, &one);
    if (st != ST_OK)
        return cli_fail(r, st, &(problem){ S("incident"), S("incident-unknown"), ref });
    if (r->json) {
        incident_put_told(r->out, &one);
        buf_char(r->out, '\n');
    } else {
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\n", STR_ARG(one.code),
                   STR_ARG(incident_state_key(one.state)));
    }
    return CLI_DONE;
}

int incident_cmd_tell(command_run *r, int64_t id)
{
    incident       i;
    incident_whole w;
    status         st = incident_load(r->call, id, &i);
    if (st == ST_MISSING) return tell_told(r, arena_printf(r->a, "%lld", (long long)id));
    if (st == ST_OK) st = incident_whole_load(r->call, &i, &w);
    if (st != ST_OK) return cli_fail(r, st, &(problem){ .rule = S("") });
    if (r->json) {
        incident_put_json(r->out, r->a, &w);
        buf_char(r->out, '\n');
    } else {
        put_plain(r, &w);
    }
    return CLI_DONE;
}

status incident_cmd_find(command_run *r, const char *const *options, incident *out, problem *why)
{
    str    ref = cli_word(r, options, 0);
    status st  = incident_of_ref(r->call, ref, out);
    return st == ST_MISSING
               ? problem_detail(why, ST_MISSING, S("incident"), S("incident-unknown"), ref)
               : st;
}

static int show_command(command_run *r)
{
    static const char *const flags[] = { "--events", NULL };
    incident                 i;
    incident_event          *events;
    size_t                   n;
    problem                  why = { 0 };
    if (!cli_known(r, NULL, flags)) return CLI_USAGE;
    status st = incident_cmd_find(r, NULL, &i, &why);
    if (st == ST_MISSING && !cli_flag(r, "--events")) return tell_told(r, cli_word(r, NULL, 0));
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (!cli_flag(r, "--events")) return incident_cmd_tell(r, i.id);
    st = incidents_events(r->call, &i, 0, &events, &n);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        incident_put_events(r->out, r->a, events, n);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t k = 0; k < n; k++)
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT " " STR_FMT "\n",
                   STR_ARG(time_rfc3339(r->a, events[k].at_ms)), STR_ARG(events[k].kind),
                   STR_ARG(events[k].person), STR_ARG(events[k].after), STR_ARG(events[k].words));
    return CLI_DONE;
}

// Words of the form key=value.
static status values_of(command_run *r, const char *const *options, int from, incident_value **out,
                        size_t *count)
{
    *count = 0;
    *out   = NEW(r->a, incident_value, VALUES_MAX);
    if (!*out) return ST_MEMORY;
    for (int i = from; *count < VALUES_MAX; i++) {
        str word = cli_word(r, options, i), key, value;
        if (!word.ptr) break;
        if (!str_cut(word, '=', &key, &value)) value = S("");
        (*out)[(*count)++] = (incident_value){ key, value };
    }
    return ST_OK;
}

static int fail_of(command_run *r, status st, const incident_problems *bad)
{
    return cli_fail(r, st, bad->count ? &bad->items[0] : &(problem){ .rule = S("") });
}

static int add_command(command_run *r)
{
    static const char *const options[] = { "--system", "--org", NULL };
    static const char *const flags[]   = { "--no-secret", NULL };
    incident_draft    d   = { .system = S(""), .owner = S(""), .open = cli_flag(r, "--no-secret") };
    incident_problems bad = { .count = 0 };
    incident_value   *values;
    int64_t           id;
    if (!cli_known(r, options, flags)) return CLI_USAGE;
    (void)cli_option(r, "--system", &d.system);
    (void)cli_option(r, "--org", &d.owner);
    status st = values_of(r, options, 0, &values, &d.count);
    d.values  = values;
    if (st == ST_OK) st = incidents_add(r->call, &d, &id, &bad);
    return st == ST_OK ? incident_cmd_tell(r, id) : fail_of(r, st, &bad);
}

static int change_command(command_run *r)
{
    static const char *const options[] = { "--reason", NULL };
    incident_problems        bad       = { .count = 0 };
    incident_value          *values;
    incident                 i;
    problem                  why = { 0 };
    if (!cli_known(r, options, NULL)) return CLI_USAGE;
    status st = incident_cmd_find(r, options, &i, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    incident_change k = { .id = i.id, .version = i.version, .reason = S("") };
    (void)cli_option(r, "--reason", &k.reason);
    st       = values_of(r, options, 1, &values, &k.count);
    k.values = values;
    if (st == ST_OK) st = incidents_change(r->call, &k, &bad);
    return st == ST_OK ? incident_cmd_tell(r, i.id) : fail_of(r, st, &bad);
}

static int log_command(command_run *r)
{
    incident i;
    problem  why = { 0 };
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    status st = incident_cmd_find(r, NULL, &i, &why);
    if (st == ST_OK) st = incidents_log(r->call, i.id, cli_word(r, NULL, 1), &why);
    return st == ST_OK ? incident_cmd_tell(r, i.id) : cli_fail(r, st, &why);
}

static int move_command(command_run *r)
{
    static const char *const options[] = { "--reason", NULL };
    incident                 i;
    problem                  why = { 0 };
    incident_move            m   = { .reason = S("") };
    if (!cli_known(r, options, NULL)) return CLI_USAGE;
    (void)cli_option(r, "--reason", &m.reason);
    status st = incident_cmd_find(r, options, &i, &why);
    if (st == ST_OK && !incident_state_named(cli_word(r, options, 1), &m.to))
        st = problem_set(&why, ST_INVALID, S("to"), S("incident-no-way"));
    m.id      = st == ST_OK ? i.id : 0;
    m.version = st == ST_OK ? i.version : 0;
    if (st == ST_OK) st = incidents_move(r->call, &m, &why);
    return st == ST_OK ? incident_cmd_tell(r, i.id) : cli_fail(r, st, &why);
}

static int classify_command(command_run *r)
{
    static const char *const options[] = { "--stage",  "--class",  "--plan",
                                           "--number", "--reason", NULL };
    incident                 i;
    problem                  why   = { 0 };
    str                      at[5] = { STR(""), STR(""), STR(""), STR(""), STR("") };
    if (!cli_known(r, options, NULL)) return CLI_USAGE;
    for (size_t n = 0; n < COUNT(at); n++) (void)cli_option(r, options[n], &at[n]);
    incident_classing k  = { .plan = at[2], .number = at[3], .reason = at[4] };
    status            st = incident_cmd_find(r, options, &i, &why);
    bool whole = class_stage_named(at[0], &k.stage) && incident_class_named(at[1], &k.class);
    if (st == ST_OK && !whole) return cli_usage(r, "incidents classify");
    k.id      = st == ST_OK ? i.id : 0;
    k.version = st == ST_OK ? i.version : 0;
    if (st == ST_OK) st = incidents_classify(r->call, &k, &why);
    return st == ST_OK ? incident_cmd_tell(r, i.id) : cli_fail(r, st, &why);
}

static int sent_command(command_run *r)
{
    static const char *const options[] = { "--document",    "--number", "--to", "--sent",
                                           "--late-reason", "--clock",  NULL };
    incident                 i;
    problem                  why   = { 0 };
    str                      at[6] = { STR(""), STR(""), STR(""), STR(""), STR(""), STR("") };
    int64_t                  paper;
    if (!cli_known(r, options, NULL)) return CLI_USAGE;
    for (size_t n = 0; n < COUNT(at); n++) (void)cli_option(r, options[n], &at[n]);
    status st = incident_cmd_find(r, options, &i, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    const incident_sending s = { i.id, at[0], at[1], at[2], at[3], at[4], at[5], false };
    st                       = incidents_sent(r->call, &s, &paper, &why);
    return st == ST_OK ? incident_cmd_tell(r, i.id) : cli_fail(r, st, &why);
}

static int unsent_command(command_run *r)
{
    static const char *const options[] = { "--reason", NULL };
    incident                 i;
    problem                  why = { 0 };
    incident_withdrawal      k   = { .reason = S("") };
    if (!cli_known(r, options, NULL)) return CLI_USAGE;
    (void)cli_option(r, "--reason", &k.reason);
    status st = incident_cmd_find(r, options, &i, &why);
    if (st == ST_OK && !str_int(cli_word(r, options, 1), &k.paper))
        return cli_usage(r, "incidents unsent");
    k.id = st == ST_OK ? i.id : 0;
    if (st == ST_OK) st = incidents_paper_withdraw(r->call, &k, &why);
    return st == ST_OK ? incident_cmd_tell(r, i.id) : cli_fail(r, st, &why);
}

static int told_command(command_run *r)
{
    static const char *const values[] = { "--cursor", NULL };
    incident_told_row       *rows;
    size_t                   n;
    int64_t                  below  = 0;
    str                      cursor = S("");
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    (void)cli_option(r, "--cursor", &cursor);
    if (cursor.len && !str_int(cursor, &below)) return cli_usage(r, "incidents told");
    status st = incidents_told(r->call, below, &rows, &n);
    if (st != ST_OK) return cli_fail(r, st, &(problem){ .rule = S("") });
    if (r->json) {
        incidents_put_told(r->out, r->a, rows, n);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t k = 0; k < n; k++)
        buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(rows[k].code),
                   STR_ARG(incident_state_key(rows[k].state)),
                   STR_ARG(time_rfc3339(r->a, rows[k].told_ms)));
    return CLI_DONE;
}

static int seats_command(command_run *r)
{
    static const char *const options[] = { "--add",   "--body", "--basis", "--from",
                                           "--until", "--end",  NULL };
    problem                  why       = { 0 };
    str                      at[6]     = { STR(""), STR(""), STR(""), STR(""), STR(""), STR("") };
    incident_seat_row       *rows;
    size_t                   n;
    int64_t                  id;
    status                   st = ST_OK;
    if (!cli_known(r, options, NULL)) return CLI_USAGE;
    for (size_t k = 0; k < COUNT(at); k++) (void)cli_option(r, options[k], &at[k]);
    const incident_seat_draft d = { at[0], at[1], at[2], at[3], at[4] };
    if (at[0].len) st = incident_seats_add(r->call, &d, &id, &why);
    if (at[5].len)
        st = str_int(at[5], &id) ? incident_seats_end(r->call, id, at[4], &why) : ST_MISSING;
    if (st == ST_OK) st = incident_seats_list(r->call, &rows, &n);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t k = 0; k < n; k++) {
        str key = incident_seat_key(rows[k].seat);
        if (!r->json) {
            buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
                       STR_ARG(key), STR_ARG(rows[k].code), STR_ARG(rows[k].valid_from),
                       STR_ARG(rows[k].valid_to), STR_ARG(rows[k].basis));
            continue;
        }
        buf_printf(r->out, "%s{\"id\":\"%lld\",\"seat\":\"" STR_FMT "\",\"body\":", k ? "," : "",
                   (long long)rows[k].id, STR_ARG(key));
        buf_json(r->out, rows[k].code);
        buf_put(r->out, S(",\"basis\":"));
        buf_json(r->out, rows[k].basis);
        buf_printf(r->out, ",\"from\":\"" STR_FMT "\",\"to\":\"" STR_FMT "\"}",
                   STR_ARG(rows[k].valid_from), STR_ARG(rows[k].valid_to));
    }
    if (r->json) buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", n);
    return CLI_DONE;
}

#define READ RIGHT_INCIDENTS_READ
#define WRITE RIGHT_INCIDENTS_WRITE
static const command commands[] = {
    { "incidents list",
      "[--q WORDS] [--state S] [--level N] [--type T] [--open] [--cursor C] [--json]",
      "help.incidents.list", list_command, true, READ },
    { "incidents show", "SC-YYYY-NNNNNN [--events] [--json]", "help.incidents.show", show_command,
      true, READ },
    { "incidents add", "[--system HT-…] [--org CODE] --no-secret KEY=VALUE… [--json]",
      "help.incidents.add", add_command, true, WRITE },
    { "incidents change", "SC-… [--reason WHY] KEY=VALUE… [--json]", "help.incidents.change",
      change_command, true, WRITE },
    { "incidents log", "SC-… WORDS [--json]", "help.incidents.log", log_command, true, WRITE },
    { "incidents move", "SC-… STATE [--reason WHY] [--json]", "help.incidents.move", move_command,
      true, WRITE },
    { "incidents classify",
      "SC-… --stage proposed|verified|decided --class ordinary|serious [--plan P] [--number N] "
      "--reason WHY [--json]",
      "help.incidents.classify", classify_command, true, WRITE },
    { "incidents sent",
      "SC-… --document D [--clock RULE] [--number N] --to WHOM [--sent TIME] [--late-reason WHY] "
      "[--json]",
      "help.incidents.sent", sent_command, true, WRITE },
    { "incidents unsent", "SC-… PAPER --reason WHY [--json]", "help.incidents.unsent",
      unsent_command, true, WRITE },
    { "incidents told", "[--cursor C] [--json]", "help.incidents.told", told_command, true, READ },
    { "incidents seats",
      "[--add coordinator|standing|national --body CODE --basis TEXT [--from DAY] [--until DAY]] "
      "[--end ID [--until DAY]] [--json]",
      "help.incidents.seats", seats_command, true, READ },
};

const command_table incidents_commands = { commands, COUNT(commands) };
