// enterprise_cmd.c - `coloa org invite|applications|accept|refuse|door`, for one body: --org CODE names it
// when the machine itself acts.
#include "modules/accounts/accounts.h"
#include "modules/accounts/enterprise_ops.h"

static status act_for(command_run *r, problem *why)
{
    str org = cli_text(r, "org");
    if (!org.len) return ST_OK;
    if (r->call->who.person_id != -1)
        return problem_set(why, ST_FORBIDDEN, S("org"), S("needs-person"));
    return body_read_ref(r->call, S("org"), org, &r->call->who.body_id, why);
}

static void told(command_run *r, str path)
{
    if (r->json) buf_put(r->out, S("{\"invite_url\":"));
    str url = arena_printf(r->a, STR_FMT STR_FMT, STR_ARG(r->base_url), STR_ARG(path));
    if (r->json) {
        buf_json(r->out, url);
        buf_put(r->out, S("}\n"));
    } else {
        buf_printf(r->out, STR_FMT "\n", STR_ARG(url));
    }
}

static status invite(command_run *r, const char *const *values, problem *why)
{
    supervision_kind kind;
    str              path;
    (void)values;
    TRY(act_for(r, why));
    if (!supervision_kind_named(cli_text(r, "kind"), &kind)) {
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    }
    TRY(enterprise_invite(r->call, cli_text(r, "name"), kind, cli_text(r, "basis"), &path, why));
    told(r, path);
    return ST_OK;
}

static status list(command_run *r, const char *const *values, problem *why)
{
    enterprise *items;
    size_t      count;
    (void)values;
    TRY(act_for(r, why));
    TRY(enterprise_list(r->call, &items, &count));
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        if (r->json) {
            if (i) buf_char(r->out, ',');
            enterprise_put_json(r->out, &items[i]);
        } else {
            buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
                       (long long)items[i].id, STR_ARG(enterprise_state_key(items[i].state)),
                       STR_ARG(items[i].words.code), STR_ARG(items[i].words.name));
        }
    }
    if (r->json) buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", count);
    return ST_OK;
}

static status id_of(command_run *r, const char *const *values, int64_t *id, problem *why)
{
    str word = cli_word(r, values, 0);
    if (word.ptr && str_int(word, id)) return ST_OK;
    return problem_set(why, ST_INVALID, S("id"), S("required"));
}

static status accept(command_run *r, const char *const *values, problem *why)
{
    enterprise_decision how = { .basis = cli_text(r, "basis"), .login = cli_text(r, "login") };
    int64_t             id;
    str                 path;
    TRY(id_of(r, values, &id, why));
    if (cli_text(r, "kind").len && !supervision_kind_named(cli_text(r, "kind"), &how.kind)) {
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    }
    TRY(enterprise_accept(r->call, id, &how, &path, why));
    told(r, path);
    return ST_OK;
}

static status refuse(command_run *r, const char *const *values, problem *why)
{
    int64_t id;
    TRY(id_of(r, values, &id, why));
    return enterprise_refuse(r->call, id, cli_text(r, "reason"), why);
}

static status door(command_run *r, const char *const *values, problem *why)
{
    str word = cli_word(r, values, 0);
    TRY(act_for(r, why));
    if (word.ptr && str_equal(word, S("open"))) return enterprise_door_set(r->call, true);
    if (word.ptr && str_equal(word, S("closed"))) return enterprise_door_set(r->call, false);
    return problem_detail(why, ST_INVALID, S("what"), S("choice-unknown"), word.ptr ? word : S(""));
}

typedef status enterprise_act(command_run *r, const char *const *values, problem *why);

static int run(command_run *r, const char *const *values, enterprise_act *act)
{
    problem why = { 0 };
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    status st = act(r, values, &why);
    return st == ST_OK ? CLI_DONE : cli_fail(r, st, &why);
}

#define COMMAND(name, act, ...)                                                                    \
    static int name(command_run *r)                                                                \
    {                                                                                              \
        static const char *const values[] = { __VA_ARGS__ };                                       \
        return run(r, values, act);                                                                \
    }
COMMAND(org_invite, invite, "org", "name", "kind", "basis", NULL)
COMMAND(org_applications, list, "org", NULL)
COMMAND(org_accept, accept, "kind", "basis", "login", NULL)
COMMAND(org_refuse, refuse, "reason", NULL)
COMMAND(org_door, door, "org", NULL)

static const command commands[] = {
    { "org invite",
      "--name NAME --kind sector-lead|state-management|specialised --basis TEXT [--org CODE] "
      "[--json]",
      "help.org.invite", org_invite, true, RIGHT_BODIES_ADMIN },
    { "org applications", "[--org CODE] [--json]", "help.org.applications", org_applications, true,
      RIGHT_BODIES_ADMIN },
    { "org accept", "ID [--kind KIND] [--basis TEXT] [--login LOGIN] [--json]", "help.org.accept",
      org_accept, true, RIGHT_BODIES_ADMIN },
    { "org refuse", "ID --reason TEXT", "help.org.refuse", org_refuse, true, RIGHT_BODIES_ADMIN },
    { "org door", "open|closed [--org CODE]", "help.org.door", org_door, true, RIGHT_BODIES_ADMIN },
};

const command_table enterprises_commands = { commands, COUNT(commands) };
