// organisations_cmd.c - `coloa org …`.
#include "modules/organisations/organisations_cmd.h"
#include "kit/text/text.h"
#include "modules/organisations/organisations.h"

static status list(command_run *r, problem *why)
{
    str       under = S(""), words = S("");
    body_list bodies;
    int64_t   top = r->call->who.body_id;
    body      b;
    (void)cli_option(r, "under", &under);
    (void)cli_option(r, "q", &words);
    if (under.len) {
        status st = body_by_ref(r->call, under, &b);
        if (st == ST_MISSING) return problem_detail(why, st, S("under"), S("unknown-body"), under);
        TRY(st);
        top = b.id;
    }
    TRY(body_branch(r->call, top, words, &bodies));
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < bodies.count; i++) {
        const body *item = &bodies.items[i];
        if (r->json) {
            if (i) buf_char(r->out, ',');
            body_put_json(r->out, item);
        } else {
            str name = r->lang == LANG_EN && item->name_en.len ? item->name_en : item->name_vi;
            buf_printf(r->out, "%-16.*s " STR_FMT "\n", STR_ARG(item->code), STR_ARG(name));
        }
    }
    if (r->json) buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", bodies.count);
    return ST_OK;
}

static int org_list(command_run *r)
{
    static const char *const values[] = { "under", "q", NULL };
    problem                  why      = { 0 };
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    status st = list(r, &why);
    return st == ST_OK ? CLI_DONE : cli_fail(r, st, &why);
}

static status add(command_run *r, const char *const *values, problem *why)
{
    body_draft draft  = { .code = cli_word(r, values, 0) };
    str        parent = S("");
    int64_t    id;
    body       b;
    (void)cli_option(r, "name", &draft.name_vi);
    (void)cli_option(r, "name-en", &draft.name_en);
    (void)cli_option(r, "kind", &draft.kind);
    (void)cli_option(r, "symbol", &draft.symbol);
    (void)cli_option(r, "place", &draft.place);
    (void)cli_option(r, "from", &draft.valid_from);
    if (cli_option(r, "parent", &parent)) {
        status st = body_by_ref(r->call, parent, &b);
        if (st == ST_MISSING) {
            return problem_detail(why, st, S("parent"), S("unknown-body"), parent);
        }
        TRY(st);
        draft.parent_id = b.id;
    }
    TRY(bodies_add(r->call, &draft, &id, why));
    TRY(body_by_id(r->call, id, &b));
    if (r->json) {
        body_put_json(r->out, &b);
        buf_char(r->out, '\n');
    } else {
        buf_printf(r->out, STR_FMT " " STR_FMT "\n", STR_ARG(b.code), STR_ARG(b.name_vi));
    }
    return ST_OK;
}

static int org_add(command_run *r)
{
    static const char *const values[] = { "name",  "name-en", "kind",   "symbol",
                                          "place", "from",    "parent", NULL };
    problem                  why      = { 0 };
    str                      ignored;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!cli_option(r, "name", &ignored)) return cli_usage(r, "org add");
    status st = add(r, values, &why);
    return st == ST_OK ? CLI_DONE : cli_fail(r, st, &why);
}

static const command commands[] = {
    { "org list", "[--under CODE] [--q TEXT] [--json]", "help.org.list", org_list, true,
      RIGHT_SIGNED_IN },
    { "org add",
      "[CODE] --name NAME [--parent CODE] [--kind KIND] [--name-en NAME] [--symbol TEXT] "
      "[--place NAME] [--from DAY] [--json]",
      "help.org.add", org_add, true, RIGHT_BODIES_ADMIN },
    { "org show", "CODE [--json]", "help.org.show", org_show, true, RIGHT_SIGNED_IN },
    { "org supervise",
      "CODE --by CODE --kind sector-lead|state-management|specialised --basis TEXT [--from DAY] "
      "[--to DAY] [--json]",
      "help.org.supervise", org_supervise, true, RIGHT_BODIES_ADMIN },
    { "org appoint",
      "CODE --kind head|specialist --name NAME --doc NUMBER [--doc-on DAY] [--doc-by TEXT] "
      "[--post TEXT] [--representative TEXT] [--address TEXT] [--phone TEXT] [--email TEXT] "
      "[--from DAY] [--to DAY] [--json]",
      "help.org.appoint", org_appoint, true, RIGHT_BODIES_ADMIN },
    { "org contact",
      "CODE [--address TEXT] [--representative TEXT] [--post TEXT] [--phone TEXT] [--email TEXT] "
      "[--mandate TEXT] [--json]",
      "help.org.contact", org_contact, true, RIGHT_BODIES_ADMIN },
    { "org delegate",
      "CODE --delegate CODE --reach TEXT --duties TEXT --doc NUMBER --to DAY [--from DAY] "
      "[--doc-on DAY] [--json]",
      "help.org.delegate", org_delegate, true, RIGHT_BODIES_ADMIN },
    { "org end", "supervisor|office|delegation ID [--last DAY]", "help.org.end", org_end, true,
      RIGHT_BODIES_ADMIN },
    { "org merge",
      "CODE… --into CODE | --name NAME --code CODE [--parent CODE] [--kind KIND] [--doc NUMBER] "
      "[--doc-on DAY] [--doc-by TEXT] [--on DAY] [--json]",
      "help.org.merge", org_merge, true, RIGHT_BODIES_ADMIN },
    { "org rename",
      "CODE --name NAME [--name-en NAME] [--symbol TEXT] [--place NAME] [--doc NUMBER] "
      "[--doc-on DAY] [--doc-by TEXT] [--on DAY] [--json]",
      "help.org.rename", org_rename, true, RIGHT_BODIES_ADMIN },
    { "org close",
      "CODE [--into CODE] [--doc NUMBER] [--doc-on DAY] [--doc-by TEXT] [--on DAY] [--json]",
      "help.org.close", org_close, true, RIGHT_BODIES_ADMIN },
    { "org change",
      "show|confirm|drop ID [--doc NUMBER] [--doc-on DAY] [--doc-by TEXT] [--on DAY] [--json]",
      "help.org.change", org_change, true, RIGHT_BODIES_ADMIN },
    { "org changes", "[--json]", "help.org.changes", org_changes, true, RIGHT_BODIES_ADMIN },
    { "org ending", "[--json]", "help.org.ending", org_ending, true, RIGHT_SIGNED_IN },
};

const command_table organisations_commands = { commands, COUNT(commands) };
