// accounts_cmd.c - `coloa user …`, `token …`, `admin link`, `audit …`.
#include "modules/accounts/accounts_cmd.h"
#include "kit/text/text.h"
#include "modules/accounts/people_ops.h"
#include "modules/accounts/session_ops.h"
#include "modules/organisations/organisations.h"

enum { PASSWORD_INPUT_MAX = 4096, ANCHOR_BYTES_MAX = 1024 };

static status body_of(command_run *r, const char *option, body *out, problem *why)
{
    str ref = S("");
    if (!cli_option(r, option, &ref)) {
        return problem_set(why, ST_INVALID, str_from(option), S("required"));
    }
    status st = body_by_ref(r->call, ref, out);
    if (st == ST_MISSING) {
        return problem_detail(why, st, str_from(option), S("unknown-body"), ref);
    }
    return st;
}

int accounts_cmd_run(command_run *r, const char *const *values, const char *const *flags,
                     accounts_cmd_work *fn)
{
    problem why = { 0 };
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    status st = fn(r, &why);
    return st == ST_OK ? CLI_DONE : cli_fail(r, st, &why);
}

static int run(command_run *r, const char *const *values, const char *const *flags,
               accounts_cmd_work *fn)
{
    return accounts_cmd_run(r, values, flags, fn);
}

static status said(const command_run *r)
{
    return r->out->failed ? ST_MEMORY : ST_OK;
}

str accounts_cmd_url(command_run *r, str path)
{
    return arena_printf(r->a, STR_FMT STR_FMT, STR_ARG(r->base_url), STR_ARG(path));
}

status accounts_cmd_person(command_run *r, str login, int64_t *id, problem *why)
{
    if (!login.len) return problem_set(why, ST_INVALID, S("login"), S("required"));
    status st = person_id_by_login(r->call, login, id);
    if (st == ST_MISSING) return problem_detail(why, st, S("login"), S("unknown-login"), login);
    return st;
}

// ---- people -----------------------------------------------------------------------------------------

static const char *const user_values[] = { "org", "role", "name", "post", "from", "to", NULL };
static const char *const user_flags[]  = { "password-stdin", NULL };

static status add_role_names(str names, uint64_t *roles, problem *why)
{
    str head, rest = names;
    for (bool more = true; more;) {
        account_role role;
        more = str_cut(rest, ',', &head, &rest);
        if (!account_role_named(str_trim(head), &role)) {
            return problem_detail(why, ST_INVALID, S("role"), S("unknown-role"), head);
        }
        *roles |= ROLE_BIT(role);
    }
    return ST_OK;
}

// "LOGIN --org X --role a b --role c": words after --role are roles until the next option.
static status read_words(command_run *r, person_draft *draft, problem *why)
{
    bool roles = false;
    for (int i = 0; i < r->argc; i++) {
        str word = r->argv[i], name, value;
        if (str_starts(word, S("--"))) {
            bool joined = str_cut(str_slice(word, 2, word.len), '=', &name, &value);
            roles       = str_equal(name, S("role"));
            if (roles && joined) TRY(add_role_names(value, &draft->roles, why));
            if (!roles && !joined && !str_equal(name, S("password-stdin"))) i++;
        } else if (roles) {
            TRY(add_role_names(word, &draft->roles, why));
        } else if (!draft->login.len) {
            draft->login = word;
        } else {
            return problem_detail(why, ST_INVALID, S("login"), S("unknown-option"), word);
        }
    }
    return ST_OK;
}

static status read_password(command_run *r, str *out, problem *why)
{
    TRY(cli_read(r, (str){ 0 }, PASSWORD_INPUT_MAX, out, why));
    while (out->len && (out->ptr[out->len - 1] == '\n' || out->ptr[out->len - 1] == '\r')) {
        out->len--;
    }
    if (out->len == 0) return problem_set(why, ST_INVALID, S("password"), S("required"));
    return ST_OK;
}

static status user_add_work(command_run *r, problem *why)
{
    person_draft draft = { .password = S("") };
    person_made  made;
    body         b;
    TRY(read_words(r, &draft, why));
    TRY(body_of(r, "org", &b, why));
    draft.body_id = b.id;
    (void)cli_option(r, "name", &draft.name);
    (void)cli_option(r, "post", &draft.post);
    (void)cli_option(r, "from", &draft.valid_from);
    (void)cli_option(r, "to", &draft.valid_to);
    if (cli_flag(r, "password-stdin")) TRY(read_password(r, &draft.password, why));
    TRY(people_add(r->call, &draft, &made, why));
    str url = made.path.len ? accounts_cmd_url(r, made.path) : (str){ 0 };
    if (r->json) {
        buf_printf(r->out, "{\"id\":\"%lld\",\"login\":", (long long)made.id);
        buf_json(r->out, made.login);
        buf_put(r->out, S(",\"invite_url\":"));
        buf_json(r->out, url);
        buf_put(r->out, S("}\n"));
    } else {
        const str args[] = { made.login, url.len ? url : S("-") };
        text_key  key    = url.len ? T_accounts_cmd_invited : T_accounts_cmd_added;
        buf_put(r->out, text_fmt(r->a, r->lang, key, args, COUNT(args)));
        buf_char(r->out, '\n');
    }
    return said(r);
}

static int user_add(command_run *r)
{
    str ignored;
    if (!cli_option(r, "org", &ignored) || !cli_option(r, "role", &ignored)) {
        return cli_usage(r, "user add");
    }
    return run(r, user_values, user_flags, user_add_work);
}

status accounts_cmd_link(command_run *r, str login, int64_t id, const person_link *link)
{
    str url = accounts_cmd_url(r, link->path);
    if (r->json) {
        buf_printf(r->out, "{\"id\":\"%lld\",\"login\":", (long long)id);
        buf_json(r->out, login);
        buf_put(r->out, link->invite ? S(",\"invite_url\":") : S(",\"reset_url\":"));
        buf_json(r->out, url);
        buf_put(r->out, S(",\"expires\":"));
        buf_json(r->out, time_rfc3339(r->a, link->expires_ms));
        buf_put(r->out, S("}\n"));
    } else {
        const str args[] = { login, url };
        text_key  key    = link->invite ? T_accounts_cmd_invited : T_accounts_cmd_reset;
        buf_put(r->out, text_fmt(r->a, r->lang, key, args, COUNT(args)));
        buf_char(r->out, '\n');
    }
    return said(r);
}

static status user_reset_work(command_run *r, problem *why)
{
    str         login = cli_word(r, NULL, 0);
    int64_t     id;
    person_link link;
    TRY(accounts_cmd_person(r, login, &id, why));
    TRY(people_reset(r->call, id, &link, why));
    return accounts_cmd_link(r, login, id, &link);
}

static int user_reset(command_run *r)
{
    if (!cli_word(r, NULL, 0).len) return cli_usage(r, "user reset");
    return run(r, NULL, NULL, user_reset_work);
}

static status set_lock(command_run *r, bool locked, problem *why)
{
    str     login = cli_word(r, NULL, 0);
    int64_t id;
    TRY(accounts_cmd_person(r, login, &id, why));
    TRY(people_lock(r->call, id, locked, why));
    if (r->json) {
        buf_printf(r->out, "{\"id\":\"%lld\",\"locked\":%s}\n", (long long)id,
                   locked ? "true" : "false");
    } else {
        text_key key = locked ? T_accounts_cmd_locked : T_accounts_cmd_unlocked;
        buf_put(r->out, text_fmt(r->a, r->lang, key, &login, 1));
        buf_char(r->out, '\n');
    }
    return said(r);
}

static status user_lock_work(command_run *r, problem *why)
{
    return set_lock(r, true, why);
}

static status user_unlock_work(command_run *r, problem *why)
{
    return set_lock(r, false, why);
}

static int user_lock(command_run *r)
{
    if (!cli_word(r, NULL, 0).len) return cli_usage(r, "user lock");
    return run(r, NULL, NULL, user_lock_work);
}

static int user_unlock(command_run *r)
{
    if (!cli_word(r, NULL, 0).len) return cli_usage(r, "user unlock");
    return run(r, NULL, NULL, user_unlock_work);
}

static const char *const state_names[] = {
    [PERSON_INVITED] = "invited",
    [PERSON_ACTIVE]  = "active",
    [PERSON_LOCKED]  = "locked",
    [PERSON_LEFT]    = "left",
};

static void put_person(command_run *r, const person *p, bool first)
{
    if (!r->json) {
        buf_printf(r->out, "%-20.*s %-8s " STR_FMT "\n", STR_ARG(p->login), state_names[p->state],
                   STR_ARG(p->name));
        return;
    }
    buf_printf(r->out, "%s{\"id\":\"%lld\",\"login\":", first ? "" : ",", (long long)p->id);
    buf_json(r->out, p->login);
    buf_put(r->out, S(",\"name\":"));
    buf_json(r->out, p->name);
    buf_put(r->out, S(",\"post\":"));
    buf_json(r->out, p->post);
    buf_printf(r->out, ",\"state\":\"%s\"}", state_names[p->state]);
}

static const char *const list_flags[] = { "past", NULL };

static status user_list_work(command_run *r, problem *why)
{
    str     key   = S("");
    int64_t after = 0, total = 0;
    bool    past = cli_flag(r, "past");
    (void)why;
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (bool more = true; more;) {
        person_list list;
        TRY(people_list(r->call, past, key, after, &list));
        for (size_t i = 0; i < list.count; i++) put_person(r, &list.items[i], total++ == 0);
        more = list.more;
        if (!more) break;
        key   = list.items[list.count - 1].sort_key;
        after = list.items[list.count - 1].id;
    }
    if (r->json) buf_printf(r->out, "],\"total\":%lld,\"next\":null}\n", (long long)total);
    return said(r);
}

static int user_list(command_run *r)
{
    return run(r, NULL, list_flags, user_list_work);
}

// ---- tokens -----------------------------------------------------------------------------------------

static const char *const token_values[] = { "user", "scope", "days", "org", "label", NULL };

static status whose(command_run *r, int64_t *id, problem *why)
{
    str login = S("");
    if (cli_option(r, "user", &login)) return accounts_cmd_person(r, login, id, why);
    *id = r->call->who.person_id;
    return *id > 0 ? ST_OK : problem_set(why, ST_INVALID, S("user"), S("required"));
}

// The body named, else the first where the person holds a role.
static status token_body(command_run *r, int64_t person_id, int64_t *out, problem *why)
{
    str        ref = S("");
    body       b;
    held_role *roles;
    size_t     count;
    str        today = organisations_day(r->call);
    if (!today.ptr) return ST_MEMORY;
    if (cli_option(r, "org", &ref)) {
        TRY(body_of(r, "org", &b, why));
        *out = b.id;
        return ST_OK;
    }
    TRY(roles_of(r->call, person_id, &roles, &count));
    for (size_t i = 0; i < count; i++) {
        bool begun = !roles[i].valid_from.len || str_compare(roles[i].valid_from, today) <= 0;
        bool holds = !roles[i].valid_to.len || str_compare(roles[i].valid_to, today) >= 0;
        if (!begun || !holds) continue;
        *out = roles[i].body_id;
        return ST_OK;
    }
    return problem_set(why, ST_INVALID, S("user"), S("no-role"));
}

static status token_add_work(command_run *r, problem *why)
{
    token_draft draft = { .days = TOKEN_DAYS, .label = S("") };
    token_made  made;
    str         scope = S("read"), days = S("");
    TRY(whose(r, &draft.person_id, why));
    TRY(token_body(r, draft.person_id, &draft.body_id, why));
    (void)cli_option(r, "scope", &scope);
    (void)cli_option(r, "label", &draft.label);
    draft.may_write = str_equal(scope, S("write"));
    if (!draft.may_write && !str_equal(scope, S("read"))) {
        return problem_detail(why, ST_INVALID, S("scope"), S("unknown-value"), scope);
    }
    if (cli_option(r, "days", &days) && !str_int(days, &draft.days)) {
        return problem_detail(why, ST_INVALID, S("days"), S("out-of-range"), days);
    }
    TRY(token_add(r->call, &draft, &made, why));
    str until = time_rfc3339(r->a, made.expires_ms);
    if (r->json) {
        buf_printf(r->out, "{\"id\":\"%lld\",\"token\":", (long long)made.id);
        buf_json(r->out, made.token);
        buf_put(r->out, S(",\"expires\":"));
        buf_json(r->out, until);
        buf_put(r->out, S("}\n"));
    } else {
        const str args[] = { made.token, until };
        buf_put(r->out, text_fmt(r->a, r->lang, T_accounts_cmd_token, args, COUNT(args)));
        buf_char(r->out, '\n');
    }
    return said(r);
}

static int token_add_cmd(command_run *r)
{
    return run(r, token_values, NULL, token_add_work);
}

static void put_token(command_run *r, const token_view *t, bool first)
{
    const char *scope = t->may_write ? "write" : "read";
    str         until = time_rfc3339(r->a, t->expires_ms);
    if (!r->json) {
        buf_printf(r->out, "%lld %s %s " STR_FMT " " STR_FMT "\n", (long long)t->id, scope,
                   t->in_force ? "+" : "-", STR_ARG(until), STR_ARG(t->label));
        return;
    }
    buf_printf(r->out,
               "%s{\"id\":\"%lld\",\"scope\":\"%s\",\"in_force\":%s,\"expires\":", first ? "" : ",",
               (long long)t->id, scope, t->in_force ? "true" : "false");
    buf_json(r->out, until);
    buf_put(r->out, S(",\"org\":"));
    buf_json(r->out, t->body_code);
    buf_put(r->out, S(",\"label\":"));
    buf_json(r->out, t->label);
    buf_char(r->out, '}');
}

static status token_list_work(command_run *r, problem *why)
{
    int64_t     id;
    token_view *tokens;
    size_t      count;
    TRY(whose(r, &id, why));
    TRY(tokens_of(r->call, id, &tokens, &count));
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) put_token(r, &tokens[i], i == 0);
    if (r->json) buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", count);
    return said(r);
}

static int token_list(command_run *r)
{
    return run(r, token_values, NULL, token_list_work);
}

static status token_revoke_work(command_run *r, problem *why)
{
    str     ref = cli_word(r, NULL, 0);
    int64_t id;
    if (!str_int(ref, &id)) return problem_set(why, ST_INVALID, S("id"), S("required"));
    TRY(token_end(r->call, id));
    if (r->json) buf_printf(r->out, "{\"id\":\"%lld\",\"in_force\":false}\n", (long long)id);
    return said(r);
}

static int token_revoke_cmd(command_run *r)
{
    if (!cli_word(r, NULL, 0).len) return cli_usage(r, "token revoke");
    return run(r, NULL, NULL, token_revoke_work);
}

// ---- administrator's link, audit --------------------------------------------------------------------

static status admin_link_work(command_run *r, problem *why)
{
    str path;
    (void)why;
    TRY(accounts_admin_link(r->call, &path));
    str url   = accounts_cmd_url(r, path);
    str until = time_rfc3339(r->a, r->call->now_ms + FIRST_LINK_MINUTES * 60 * 1000);
    if (r->json) {
        buf_put(r->out, S("{\"admin_link\":"));
        buf_json(r->out, url);
        buf_put(r->out, S(",\"expires\":"));
        buf_json(r->out, until);
        buf_put(r->out, S("}\n"));
    } else {
        const str args[] = { url };
        buf_put(r->out, text_fmt(r->a, r->lang, T_accounts_cmd_link, args, COUNT(args)));
        buf_char(r->out, '\n');
    }
    return said(r);
}

static int admin_link(command_run *r)
{
    return run(r, NULL, NULL, admin_link_work);
}

static void put_check(command_run *r, const audit_check *k, bool whole)
{
    str head = audit_anchor_text(r->a, &k->head);
    if (r->json) {
        buf_printf(r->out, "{\"whole\":%s,\"rows\":%lld,\"unsealed\":%lld,\"anchor\":",
                   whole ? "true" : "false", (long long)k->rows, (long long)k->unsealed);
        buf_json(r->out, head);
        if (!whole) {
            buf_printf(r->out, ",\"bad_no\":%lld,\"bad_id\":\"%lld\",\"anchor_differs\":%s",
                       (long long)k->bad_no, (long long)k->bad_id,
                       k->anchor_differs ? "true" : "false");
        }
        buf_put(r->out, S("}\n"));
        return;
    }
    str       rows   = arena_printf(r->a, "%lld", (long long)k->rows);
    str       bad    = arena_printf(r->a, "%lld", (long long)k->bad_no);
    const str args[] = { whole ? rows : bad, head };
    text_key  key    = whole               ? T_accounts_cmd_audit_whole
                       : k->anchor_differs ? T_accounts_cmd_audit_anchor
                                           : T_accounts_cmd_audit_broken;
    buf_put(r->out, text_fmt(r->a, r->lang, key, args, COUNT(args)));
    buf_char(r->out, '\n');
}

static int audit_verify_cmd(command_run *r)
{
    static const char *const values[] = { "anchor", NULL };
    problem                  why      = { 0 };
    audit_anchor             anchor;
    audit_check              check;
    str                      name, text;
    int64_t                  sealed;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    bool   given = cli_option(r, "anchor", &name);
    status st    = ST_OK;
    if (given) st = cli_read(r, name, ANCHOR_BYTES_MAX, &text, &why);
    if (st == ST_OK && given && audit_anchor_parse(text, &anchor) != ST_OK) {
        st = problem_set(&why, ST_INVALID, S("anchor"), S("not-an-anchor"));
    }
    if (st == ST_OK) st = audit_seal(r->call->store, *r->a, &sealed);
    if (st != ST_OK) return cli_fail(r, st, &why);
    st = audit_verify_to(r->call->store, given ? &anchor : NULL, *r->a, &check);
    if (st != ST_OK && st != ST_INVALID) return cli_fail(r, st, &why);
    put_check(r, &check, st == ST_OK);
    return st == ST_OK ? CLI_DONE : CLI_REFUSED;
}

static status audit_anchor_work(command_run *r, problem *why)
{
    audit_anchor head;
    int64_t      sealed;
    (void)why;
    TRY(audit_seal(r->call->store, *r->a, &sealed));
    TRY(audit_head(r->call->store, &head));
    str text = audit_anchor_text(r->a, &head);
    if (r->json) {
        buf_put(r->out, S("{\"anchor\":"));
        buf_json(r->out, text);
        buf_put(r->out, S("}\n"));
    } else {
        buf_put(r->out, text);
        buf_char(r->out, '\n');
    }
    return said(r);
}

static int audit_anchor_cmd(command_run *r)
{
    return run(r, NULL, NULL, audit_anchor_work);
}

static const command commands[] = {
    { "user add",
      "LOGIN --org CODE --role ROLE… [--name NAME] [--post TITLE] [--from DAY] [--to DAY] "
      "[--password-stdin] [--json]",
      "help.user.add", user_add, true, RIGHT_ACCOUNTS_ADMIN },
    { "user list", "[--past] [--json]", "help.user.list", user_list, true, RIGHT_ACCOUNTS_ADMIN },
    { "user reset", "LOGIN [--json]", "help.user.reset", user_reset, true, RIGHT_ACCOUNTS_ADMIN },
    { "user lock", "LOGIN [--json]", "help.user.lock", user_lock, true, RIGHT_ACCOUNTS_ADMIN },
    { "user unlock", "LOGIN [--json]", "help.user.unlock", user_unlock, true,
      RIGHT_ACCOUNTS_ADMIN },
    { "user leave", "LOGIN [--to LOGIN] [--to CODE=LOGIN]… [--reason TEXT] [--dry-run] [--json]",
      "help.user.leave", accounts_cmd_leave, true, RIGHT_ACCOUNTS_ADMIN },
    { "user return", "LOGIN [--json]", "help.user.return", accounts_cmd_return, true,
      RIGHT_ACCOUNTS_ADMIN },
    { "user sessions", "LOGIN [--json]", "help.user.sessions", accounts_cmd_sessions, true,
      RIGHT_ACCOUNTS_ADMIN },
    { "user sessions end", "LOGIN [--json]", "help.user.sessions-end", accounts_cmd_sessions_end,
      true, RIGHT_ACCOUNTS_ADMIN },
    { "token add",
      "--user LOGIN [--scope read|write] [--days N] [--org CODE] [--label TEXT] [--json]",
      "help.token.add", token_add_cmd, true, RIGHT_SIGNED_IN },
    { "token list", "--user LOGIN [--json]", "help.token.list", token_list, true, RIGHT_SIGNED_IN },
    { "token revoke", "ID [--json]", "help.token.revoke", token_revoke_cmd, true, RIGHT_SIGNED_IN },
    { "admin link", "[--json]", "help.admin.link", admin_link, true, RIGHT_ACCOUNTS_ADMIN },
    { "audit verify", "[--anchor FILE] [--json]", "help.audit.verify", audit_verify_cmd, true,
      RIGHT_AUDIT_READ },
    { "audit anchor", "[--json]", "help.audit.anchor", audit_anchor_cmd, true, RIGHT_AUDIT_READ },
};

const command_table accounts_commands = { commands, COUNT(commands) };
