// leave_cmd.c - `coloa user leave|return|sessions`.
#include "kit/text/text.h"
#include "modules/accounts/accounts_cmd.h"
#include "modules/accounts/leave_ops.h"
#include "modules/accounts/session_ops.h"
#include "modules/organisations/organisations.h"

static const char *const leave_values[] = { "to", "reason", NULL };
static const char *const leave_flags[]  = { "dry-run", NULL };

// "--to an.nv" is for every body, "--to BYT=an.nv" for one.
static status add_to(command_run *r, str value, leave_choice *out, problem *why)
{
    str  code, login;
    body b;
    if (!str_cut(value, '=', &code, &login)) {
        out->to_all = value;
        return ST_OK;
    }
    if (out->count == LEAVE_BODIES_MAX) {
        return problem_set(why, ST_INVALID, S("to"), S("too-many"));
    }
    status st = body_by_ref(r->call, code, &b);
    if (st == ST_MISSING) return problem_detail(why, st, S("to"), S("unknown-body"), code);
    TRY(st);
    out->per_body[out->count].body_id = b.id;
    out->per_body[out->count].login   = login;
    out->count++;
    return ST_OK;
}

static status read_choice(command_run *r, leave_choice *out, problem *why)
{
    *out = (leave_choice){ .to_all = S(""), .reason = S("") };
    (void)cli_option(r, "reason", &out->reason);
    for (int i = 0; i < r->argc; i++) {
        str word = r->argv[i];
        if (str_starts(word, S("--to="))) {
            TRY(add_to(r, str_slice(word, 5, word.len), out, why));
        } else if (str_equal(word, S("--to")) && i + 1 < r->argc) {
            TRY(add_to(r, r->argv[++i], out, why));
        }
    }
    return ST_OK;
}

static void put_plan_json(command_run *r, const leave_plan *plan, bool done)
{
    buf *b = r->out;
    buf_printf(b, "{\"id\":\"%lld\",\"login\":", (long long)plan->p.id);
    buf_json(b, plan->p.login);
    buf_printf(b, ",\"left\":%s,\"sessions\":%zu,\"tokens\":%zu,\"bodies\":[",
               done ? "true" : "false", plan->sessions, plan->tokens);
    for (size_t i = 0; i < plan->count; i++) {
        const leave_body *one = &plan->bodies[i];
        buf_put(b, i ? S(",{\"org\":") : S("{\"org\":"));
        buf_json(b, one->code);
        buf_put(b, S(",\"to\":"));
        buf_json(b, one->to_id ? one->to_login : (str){ 0 });
        buf_put(b, S(",\"roles\":["));
        bool first = true;
        for (int role = 1; role <= ACCOUNT_ROLES; role++) {
            if (!(one->roles & ROLE_BIT(role))) continue;
            if (!first) buf_char(b, ',');
            first = false;
            buf_json(b, account_role_name((account_role)role));
        }
        buf_put(b, S("]}"));
    }
    buf_printf(b, "],\"papers\":%zu}\n", plan->office_count + plan->delegation_count);
}

static void put_plan(command_run *r, const leave_plan *plan, bool done)
{
    text_key head = done ? T_accounts_cmd_left : T_accounts_cmd_would_leave;
    buf_put(r->out, text_fmt(r->a, r->lang, head, &plan->p.login, 1));
    buf_char(r->out, '\n');
    for (size_t i = 0; i < plan->count; i++) {
        const leave_body *one   = &plan->bodies[i];
        buf               names = buf_in(r->a, 128, 1024);
        for (int role = 1; role <= ACCOUNT_ROLES; role++) {
            if (!(one->roles & ROLE_BIT(role))) continue;
            if (names.len) buf_put(&names, S(", "));
            buf_put(&names, account_role_name((account_role)role));
        }
        const str args[] = { one->code, buf_str(&names),
                             one->to_id ? one->to_login
                                        : text_get(r->lang, T_accounts_leave_nobody) };
        buf_put(r->out, text_fmt(r->a, r->lang, T_accounts_cmd_leave_body, args, COUNT(args)));
        buf_char(r->out, '\n');
    }
}

static status leave_work(command_run *r, problem *why)
{
    leave_choice *choice = NEW(r->a, leave_choice, 1);
    leave_plan   *plan   = NEW(r->a, leave_plan, 1);
    bool          done   = !cli_flag(r, "dry-run");
    int64_t       id;
    if (!choice || !plan) return ST_MEMORY;
    TRY(accounts_cmd_person(r, cli_word(r, leave_values, 0), &id, why));
    TRY(read_choice(r, choice, why));
    TRY(leave_look(r->call, id, choice, plan, why));
    if (done) TRY(leave_do(r->call, id, choice, why));
    if (r->json) {
        put_plan_json(r, plan, done);
    } else {
        put_plan(r, plan, done);
    }
    return r->out->failed ? ST_MEMORY : ST_OK;
}

int accounts_cmd_leave(command_run *r)
{
    if (!cli_word(r, leave_values, 0).len) return cli_usage(r, "user leave");
    return accounts_cmd_run(r, leave_values, leave_flags, leave_work);
}

static status return_work(command_run *r, problem *why)
{
    str         login = cli_word(r, NULL, 0);
    int64_t     id;
    person_link link;
    TRY(accounts_cmd_person(r, login, &id, why));
    TRY(leave_undo(r->call, id, &link, why));
    return accounts_cmd_link(r, login, id, &link);
}

int accounts_cmd_return(command_run *r)
{
    if (!cli_word(r, NULL, 0).len) return cli_usage(r, "user return");
    return accounts_cmd_run(r, NULL, NULL, return_work);
}

// ---- sessions ---------------------------------------------------------------------------------------

static void put_session(command_run *r, const session_view *s, bool first)
{
    agent_names n     = agent_read(s->agent);
    str         begun = time_rfc3339(r->a, s->created_ms), seen = time_rfc3339(r->a, s->seen_ms);
    if (!r->json) {
        buf_printf(r->out, "%lld " STR_FMT " " STR_FMT " " STR_FMT " " STR_FMT " " STR_FMT "\n",
                   (long long)s->id, STR_ARG(begun), STR_ARG(seen), STR_ARG(s->address),
                   STR_ARG(n.program), STR_ARG(n.machine));
        return;
    }
    buf_printf(r->out, "%s{\"id\":\"%lld\",\"begun\":", first ? "" : ",", (long long)s->id);
    buf_json(r->out, begun);
    buf_put(r->out, S(",\"seen\":"));
    buf_json(r->out, seen);
    buf_put(r->out, S(",\"address\":"));
    buf_json(r->out, s->address);
    buf_put(r->out, S(",\"program\":"));
    buf_json(r->out, n.program);
    buf_put(r->out, S(",\"machine\":"));
    buf_json(r->out, n.machine);
    buf_char(r->out, '}');
}

static status sessions_work(command_run *r, problem *why)
{
    int64_t       id;
    session_view *list;
    size_t        count;
    TRY(accounts_cmd_person(r, cli_word(r, NULL, 0), &id, why));
    TRY(sessions_of(r->call, id, S(""), &list, &count));
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) put_session(r, &list[i], i == 0);
    if (r->json) buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", count);
    return r->out->failed ? ST_MEMORY : ST_OK;
}

int accounts_cmd_sessions(command_run *r)
{
    if (!cli_word(r, NULL, 0).len) return cli_usage(r, "user sessions");
    return accounts_cmd_run(r, NULL, NULL, sessions_work);
}

static status sessions_end_work(command_run *r, problem *why)
{
    int64_t id, ended;
    TRY(accounts_cmd_person(r, cli_word(r, NULL, 0), &id, why));
    TRY(sessions_end(r->call, id, S(""), &ended));
    str n = arena_printf(r->a, "%lld", (long long)ended);
    if (r->json) {
        buf_printf(r->out, "{\"id\":\"%lld\",\"ended\":" STR_FMT "}\n", (long long)id, STR_ARG(n));
    } else {
        buf_put(r->out, text_fmt(r->a, r->lang, T_accounts_cmd_sessions_ended, &n, 1));
        buf_char(r->out, '\n');
    }
    return r->out->failed ? ST_MEMORY : ST_OK;
}

int accounts_cmd_sessions_end(command_run *r)
{
    if (!cli_word(r, NULL, 0).len) return cli_usage(r, "user sessions end");
    return accounts_cmd_run(r, NULL, NULL, sessions_end_work);
}
