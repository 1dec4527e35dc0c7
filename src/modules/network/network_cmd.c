// network_cmd.c - `coloa network …`.
#include "kit/http/http.h"
#include "kit/text/text.h"
#include "modules/network/json_ops.h"

#define LIST_USAGE "[--query 'q=…&kind=obligatory&state=member'] [--cursor C] [--limit N] [--json]"
#define SHOW_USAGE "ID [--json]"
#define REGISTER_USAGE                                                                             \
    "--category KEY [--org CODE] [--cluster C] [--set field=VALUE …as field=…&field=…] [--json]"
#define ACT_USAGE                                                                                  \
    "ID check|accept|refuse|suspend|restore|end|withdraw [--reason WHY] [--code C] [--on DAY] "    \
    "[--letter ID] [--json]"
#define CONTACT_USAGE                                                                              \
    "ID --kind in-hours|out-of-hours|backup|leader --name N [--post P] [--phone T] [--mobile T] "  \
    "[--email E] [--changed RFC3339] [--tell] [--late-why WHY] [--json]"
#define TELL_USAGE "ID [--late-why WHY] [--json]"
#define SHIFT_USAGE "ID --from RFC3339 --to RFC3339 --name N --phone T [--email E] [--json]"
#define SEND_USAGE "ID [--json]"
#define DUTY_USAGE "--org CODE [--serious] [--json]"

static status read_query(command_run *r, const char *option, status (*set)(str, str, void *),
                         void *ctx)
{
    str query = S(""), part, name, value, plain;
    (void)cli_option(r, option, &query);
    while (query.len) {
        (void)str_cut(query, '&', &part, &query);
        (void)str_cut(part, '=', &name, &value);
        TRY(http_percent_decode(value, true, r->a, &plain));
        str composed = plain.len ? text_nfc(r->a, plain) : S("");
        if (!composed.ptr) return ST_MEMORY;
        if (name.len) TRY(set(name, composed, ctx));
    }
    return ST_OK;
}

typedef struct filter_work {
    network_filter f;
    problem        why;
} filter_work;

static status set_filter(str name, str value, void *ctx)
{
    filter_work *w = ctx;
    return network_filter_set(name, value, &w->f, &w->why);
}

static str state_words(command_run *r, member_state s)
{
    str key = arena_printf(r->a, "network.state." STR_FMT, STR_ARG(member_state_key(s)));
    return text_named(r->lang, key);
}

static void put_line(command_run *r, const member *m)
{
    buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
               (long long)m->id, STR_ARG(m->code.len ? m->code : S("-")), STR_ARG(m->body_code),
               STR_ARG(m->body_name), STR_ARG(state_words(r, m->state)));
}

static int list_command(command_run *r)
{
    static const char *const values[] = { "--query", "--cursor", "--limit", NULL };
    filter_work              w = { .f = { .q = S(""), .category = S(""), .cluster = S("") } };
    network_page             list;
    str                      cursor = S(""), number = S("");
    int64_t                  limit = 0;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    (void)cli_option(r, "--cursor", &cursor);
    if (cli_option(r, "--limit", &number) && (!str_int(number, &limit) || limit < 1))
        return cli_usage(r, "network list " LIST_USAGE);
    status st = read_query(r, "--query", set_filter, &w);
    if (st == ST_OK) st = network_list(r->call, &w.f, cursor, (size_t)limit, &list, &w.why);
    if (st != ST_OK) return cli_fail(r, st, &w.why);
    if (r->json) {
        network_put_page(r->out, r->a, &list);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < list.count; i++) put_line(r, &list.items[i]);
    if (list.next.len) {
        buf_put(r->out, text_fmt(r->a, r->lang, T_systems_cmd_more, &list.next, 1));
        buf_char(r->out, '\n');
    }
    return CLI_DONE;
}

static void put_contacts(command_run *r, const member_card *k)
{
    for (size_t i = 0; i < k->contact_count; i++) {
        const member_contact *one = &k->contacts[i];
        if (one->ended_ms) continue;
        str kind = arena_printf(r->a, "network.contact." STR_FMT,
                                STR_ARG(contact_kind_key(one->kind)));
        buf_printf(r->out, "  " STR_FMT ": " STR_FMT ", " STR_FMT " " STR_FMT " " STR_FMT "\n",
                   STR_ARG(text_named(r->lang, kind)), STR_ARG(one->name), STR_ARG(one->mobile),
                   STR_ARG(one->phone), STR_ARG(one->email));
    }
}

static int show_one(command_run *r, int64_t id)
{
    member_card *k  = NEW(r->a, member_card, 1);
    status       st = k ? network_card(r->call, id, k) : ST_MEMORY;
    if (st != ST_OK) return cli_fail(r, st, &(problem){ .field = S("id") });
    if (r->json) {
        network_put_card(r->out, r->a, k);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    put_line(r, &k->m);
    put_contacts(r, k);
    for (size_t i = 0; i < k->duty_count; i++) {
        const member_duty *y   = &k->duties[i];
        str                key = arena_printf(r->a, "network.duty.%s",
                               y->state == DUTY_MET    ? "met"
                                              : y->state == DUTY_SOON ? "soon"
                                                                      : "late");
        buf_printf(r->out, "  " STR_FMT ": " STR_FMT " " STR_FMT "\n",
                   STR_ARG(r->lang == LANG_EN ? y->law->name.en : y->law->name.vi),
                   STR_ARG(text_named(r->lang, key)), STR_ARG(y->due_on));
    }
    return CLI_DONE;
}

// The first word as an id, or the usage.
static bool id_word(command_run *r, const char *const *values, int64_t *id)
{
    str word = cli_word(r, values, 0);
    return word.len && str_int(word, id) && *id > 0;
}

static int show_command(command_run *r)
{
    int64_t id;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    return id_word(r, NULL, &id) ? show_one(r, id) : cli_usage(r, "network show " SHOW_USAGE);
}

static int finish(command_run *r, status st, int64_t id, const problem *why)
{
    return st == ST_OK ? show_one(r, id) : cli_fail(r, st, why);
}

typedef struct draft_work {
    member_draft d;
    problem      why;
} draft_work;

static status set_field(str name, str value, void *ctx)
{
    draft_work *w = ctx;
    for (int i = 0; i < MEMBER_FIELDS; i++) {
        if (!str_equal(name, str_from(member_fields[i].key))) continue;
        w->d.texts[i] = value;
        return ST_OK;
    }
    return problem_detail(&w->why, ST_INVALID, name, S("unknown-field"), name);
}

static int register_command(command_run *r)
{
    static const char *const values[] = { "--category", "--org", "--cluster", "--set", NULL };
    draft_work              *w        = NEW(r->a, draft_work, 1);
    int64_t                  id       = 0;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!w || !cli_option(r, "--category", &w->d.category))
        return cli_usage(r, "network register " REGISTER_USAGE);
    (void)cli_option(r, "--org", &w->d.body);
    (void)cli_option(r, "--cluster", &w->d.cluster);
    status st = read_query(r, "--set", set_field, w);
    if (st == ST_OK) st = network_register(r->call, &w->d, &id, &w->why);
    return finish(r, st, id, &w->why);
}

static int act_command(command_run *r)
{
    static const char *const values[] = { "--reason", "--code", "--on", "--letter", NULL };
    member_move              move     = { 0 };
    member                   m;
    problem                  why    = { 0 };
    str                      letter = S("");
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!id_word(r, values, &move.id) || !member_act_named(cli_word(r, values, 1), &move.act))
        return cli_usage(r, "network act " ACT_USAGE);
    (void)cli_option(r, "--reason", &move.reason);
    (void)cli_option(r, "--code", &move.code);
    (void)cli_option(r, "--on", &move.on);
    if (cli_option(r, "--letter", &letter) && !str_int(letter, &move.letter_id))
        return cli_usage(r, "network act " ACT_USAGE);
    status st    = network_get(r->call, move.id, &m);
    move.version = st == ST_OK ? m.version : 0;
    if (st == ST_OK) st = network_act(r->call, &move, &why);
    return finish(r, st, move.id, &why);
}

static status read_time(command_run *r, const char *option, int64_t *out, problem *why)
{
    str text = S("");
    if (!cli_option(r, option, &text)) return ST_OK;
    return time_parse(text, out) == ST_OK
               ? ST_OK
               : problem_detail(why, ST_INVALID, str_from(option), S("time-form"), text);
}

static int contact_command(command_run *r)
{
    static const char *const values[] = { "--kind",    "--name",     "--post",
                                          "--phone",   "--mobile",   "--email",
                                          "--changed", "--late-why", NULL };
    static const char *const flags[]  = { "--tell", NULL };
    contact_change           change   = { .tell = cli_flag(r, "--tell") };
    member_contact          *k        = &change.contact;
    problem                  why      = { 0 };
    str                      kind     = S("");
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    if (!id_word(r, values, &k->member_id) || !cli_option(r, "--kind", &kind) ||
        !contact_kind_named(kind, &k->kind))
        return cli_usage(r, "network contact " CONTACT_USAGE);
    (void)cli_option(r, "--name", &k->name);
    (void)cli_option(r, "--post", &k->post);
    (void)cli_option(r, "--phone", &k->phone);
    (void)cli_option(r, "--mobile", &k->mobile);
    (void)cli_option(r, "--email", &k->email);
    (void)cli_option(r, "--late-why", &k->late_why);
    status st = read_time(r, "--changed", &k->changed_ms, &why);
    if (st == ST_OK) st = network_contact_set(r->call, &change, &why);
    return finish(r, st, k->member_id, &why);
}

static int tell_command(command_run *r)
{
    static const char *const values[] = { "--late-why", NULL };
    problem                  why      = { 0 };
    str                      late     = S("");
    int64_t                  id;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!id_word(r, values, &id)) return cli_usage(r, "network tell " TELL_USAGE);
    (void)cli_option(r, "--late-why", &late);
    return finish(r, network_tell(r->call, id, late, &why), id, &why);
}

static int shift_command(command_run *r)
{
    static const char *const values[] = { "--from", "--to", "--name", "--phone", "--email", NULL };
    duty_shift               s        = { 0 };
    problem                  why      = { 0 };
    int64_t                  id;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!id_word(r, values, &id)) return cli_usage(r, "network shift " SHIFT_USAGE);
    (void)cli_option(r, "--name", &s.name);
    (void)cli_option(r, "--phone", &s.phone);
    (void)cli_option(r, "--email", &s.email);
    status st = read_time(r, "--from", &s.from_ms, &why);
    if (st == ST_OK) st = read_time(r, "--to", &s.to_ms, &why);
    if (st == ST_OK) st = network_shift_add(r->call, id, &s, &why);
    return finish(r, st, id, &why);
}

static int send_command(command_run *r)
{
    problem why = { 0 };
    int64_t id, profile;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    if (!id_word(r, NULL, &id)) return cli_usage(r, "network profile " SEND_USAGE);
    return finish(r, network_profile_send(r->call, id, &profile, &why), id, &why);
}

static int duty_command(command_run *r)
{
    static const char *const values[] = { "--org", NULL };
    static const char *const flags[]  = { "--serious", NULL };
    problem                  why      = { 0 };
    str                      org      = S("");
    int64_t                  id, member_id;
    member                   m;
    bool                     is;
    on_duty                  now;
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    if (!cli_option(r, "--org", &org)) return cli_usage(r, "network on-duty " DUTY_USAGE);
    status st = body_read_ref(r->call, S("org"), org, &id, &why);
    if (st == ST_OK) st = network_member_on(r->call, id, S(""), &is, &member_id);
    // Who may not see the member is not told whom to call.
    if (st == ST_OK) st = is ? network_get(r->call, member_id, &m) : ST_MISSING;
    if (st == ST_OK) st = network_on_duty(r->call, id, cli_flag(r, "--serious"), &now);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        network_put_duty(r->out, &now);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    buf_printf(r->out, STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(now.name),
               STR_ARG(now.mobile), STR_ARG(now.phone), STR_ARG(now.email));
    return CLI_DONE;
}

#define READ RIGHT_NETWORK_READ
#define WRITE RIGHT_NETWORK_WRITE

static const command commands[] = {
    { "network list", LIST_USAGE, "help.network.list", list_command, true, READ, NULL, NULL },
    { "network show", SHOW_USAGE, "help.network.show", show_command, true, READ, NULL, NULL },
    { "network register", REGISTER_USAGE, "help.network.register", register_command, true, WRITE,
      NULL, NULL },
    { "network act", ACT_USAGE, "help.network.act", act_command, true, WRITE, NULL, NULL },
    { "network contact", CONTACT_USAGE, "help.network.contact", contact_command, true, WRITE, NULL,
      NULL },
    { "network tell", TELL_USAGE, "help.network.tell", tell_command, true, WRITE, NULL, NULL },
    { "network shift", SHIFT_USAGE, "help.network.shift", shift_command, true, WRITE, NULL, NULL },
    { "network profile", SEND_USAGE, "help.network.profile", send_command, true, WRITE, NULL,
      NULL },
    { "network on-duty", DUTY_USAGE, "help.network.on-duty", duty_command, true, READ, NULL, NULL },
};
const command_table network_commands = { commands, COUNT(commands) };
