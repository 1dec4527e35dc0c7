// identity_ops.c - for whom a call acts, and with which rights. See accounts.h.
#include "kit/os/os.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/secret_ops.h"
#include "modules/accounts/session_ops.h"
#include "modules/organisations/organisations.h"

enum { SEEN_EVERY_MS = 5 * 60 * 1000 }; // how often looking at pages is written down

// What each role gives. Absent is forbidden.
static const uint64_t role_rights[ACCOUNT_ROLES + 1] = {
    [ROLE_HEAD] = RIGHT_NETWORK_READ | RIGHT_SYSTEMS_READ | RIGHT_SYSTEMS_LEAD | RIGHT_JOBS_READ |
                  RIGHT_REPORTS_SIGN | RIGHT_LETTERS_READ | RIGHT_LETTERS_WRITE |
                  RIGHT_DOSSIERS_ACT | RIGHT_INCIDENTS_READ | RIGHT_INCIDENTS_WRITE |
                  RIGHT_CASES_READ | RIGHT_CASES_LEAD,
    [ROLE_SYSTEM_OFFICER] = RIGHT_NETWORK_READ | RIGHT_SYSTEMS_READ | RIGHT_SYSTEMS_WRITE |
                            RIGHT_SYSTEMS_LEAD | RIGHT_LEVELS_DECIDE | RIGHT_PAPERS_MAKE |
                            RIGHT_JOBS_READ | RIGHT_REPORTS_WRITE | RIGHT_LETTERS_READ |
                            RIGHT_LETTERS_WRITE | RIGHT_DOSSIERS_ACT | RIGHT_INCIDENTS_READ |
                            RIGHT_INCIDENTS_WRITE,
    // The operator draws up the level proposal.
    [ROLE_OPERATOR] = RIGHT_NETWORK_READ | RIGHT_SYSTEMS_READ | RIGHT_SYSTEMS_WRITE |
                      RIGHT_LEVELS_DECIDE | RIGHT_PAPERS_MAKE | RIGHT_JOBS_READ |
                      RIGHT_REPORTS_WRITE | RIGHT_LETTERS_READ | RIGHT_LETTERS_WRITE |
                      RIGHT_DOSSIERS_ACT | RIGHT_INCIDENTS_READ | RIGHT_INCIDENTS_WRITE,
    [ROLE_SPECIALIST] = RIGHT_NETWORK_READ | RIGHT_NETWORK_WRITE | RIGHT_SYSTEMS_READ |
                        RIGHT_LEVELS_DECIDE | RIGHT_PAPERS_MAKE | RIGHT_JOBS_READ |
                        RIGHT_REPORTS_WRITE | RIGHT_LETTERS_READ | RIGHT_LETTERS_WRITE |
                        RIGHT_DOSSIERS_ACT | RIGHT_INCIDENTS_READ | RIGHT_INCIDENTS_WRITE,
    [ROLE_APPRAISER] = RIGHT_SYSTEMS_READ | RIGHT_LETTERS_READ | RIGHT_DOSSIERS_ACT |
                       RIGHT_INCIDENTS_READ,
    [ROLE_CLERK] = RIGHT_NETWORK_READ | RIGHT_SYSTEMS_READ | RIGHT_PAPERS_MAKE |
                   RIGHT_REPORTS_SEND | RIGHT_LETTERS_READ | RIGHT_LETTERS_WRITE |
                   RIGHT_DOSSIERS_ACT | RIGHT_INCIDENTS_READ,
    [ROLE_SUPERVISOR] = RIGHT_NETWORK_READ | RIGHT_SYSTEMS_READ | RIGHT_JOBS_READ |
                        RIGHT_LETTERS_READ | RIGHT_INCIDENTS_READ,
    [ROLE_INCIDENT_COORDINATOR] = RIGHT_NETWORK_READ | RIGHT_NETWORK_WRITE | RIGHT_SYSTEMS_READ |
                                  RIGHT_LETTERS_READ | RIGHT_INCIDENTS_READ |
                                  RIGHT_INCIDENTS_WRITE | RIGHT_CASES_READ | RIGHT_CASES_WRITE |
                                  RIGHT_CASES_LEAD,
    [ROLE_ANALYST] = RIGHT_NETWORK_READ | RIGHT_SYSTEMS_READ | RIGHT_INCIDENTS_READ |
                     RIGHT_INCIDENTS_WRITE | RIGHT_CASES_READ | RIGHT_CASES_WRITE,
    [ROLE_ADMINISTRATOR] = RIGHT_NETWORK_READ | RIGHT_ACCOUNTS_ADMIN | RIGHT_BODIES_ADMIN |
                           RIGHT_AUDIT_READ | RIGHT_JOBS_READ,
    [ROLE_AUDITOR] = RIGHT_NETWORK_READ | RIGHT_SYSTEMS_READ | RIGHT_AUDIT_READ | RIGHT_JOBS_READ |
                     RIGHT_LETTERS_READ | RIGHT_INCIDENTS_READ | RIGHT_CASES_READ,
};

static const uint64_t reading = RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ | RIGHT_AUDIT_READ |
                                RIGHT_JOBS_READ | RIGHT_LETTERS_READ | RIGHT_NETWORK_READ |
                                RIGHT_INCIDENTS_READ | RIGHT_CASES_READ;

// Everything that exists today; a right to approve will not be among them.
static const uint64_t system_rights = RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ | RIGHT_SYSTEMS_WRITE |
                                      RIGHT_SYSTEMS_LEAD | RIGHT_LEVELS_DECIDE | RIGHT_PAPERS_MAKE |
                                      RIGHT_ACCOUNTS_ADMIN | RIGHT_BODIES_ADMIN | RIGHT_AUDIT_READ |
                                      RIGHT_JOBS_READ | RIGHT_LETTERS_READ | RIGHT_LETTERS_WRITE |
                                      RIGHT_NETWORK_READ | RIGHT_NETWORK_WRITE |
                                      RIGHT_INCIDENTS_READ | RIGHT_INCIDENTS_WRITE |
                                      RIGHT_CASES_READ | RIGHT_CASES_WRITE;

uint64_t account_rights(uint64_t roles)
{
    uint64_t rights = RIGHT_SIGNED_IN;
    for (int role = 1; role <= ACCOUNT_ROLES; role++) {
        if (roles & ROLE_BIT(role)) rights |= role_rights[role];
    }
    return rights;
}

uint64_t account_rights_read_only(uint64_t rights)
{
    return rights & reading;
}

static actor actor_of(const call *c, int64_t person_id, int64_t body_id, str login, str name,
                      str vi, str en)
{
    str shown = c->lang == LANG_EN && en.len ? en : vi;
    return (actor){ .person_id = person_id,
                    .body_id   = body_id,
                    .login     = login,
                    .name      = name,
                    .body_name = shown,
                    .rights    = RIGHT_SIGNED_IN };
}

static uint64_t role_bit(opt_int role)
{
    bool known = role.set && role.value >= 1 && role.value <= ACCOUNT_ROLES;
    return known ? ROLE_BIT(role.value) : 0;
}

// Who holds no role in the body today acts for no body and sees nothing of it.
static void give(actor *who, uint64_t roles, bool read_only)
{
    if (roles == 0) {
        who->body_id   = 0;
        who->body_name = S("");
        return;
    }
    who->rights = account_rights(roles);
    who->roles  = roles;
    if (read_only) who->rights = account_rights_read_only(who->rights);
}

// ---- sessions ---------------------------------------------------------------------------------------

typedef struct slide_work {
    session_slide_in in;
} slide_work;

static status slide(db *d, void *ctx)
{
    slide_work *w = ctx;
    return session_slide(d, &w->in, NULL);
}

// A session that is used lives on, up to its ceiling. Not an act of the person, so not audited; when
// it cannot be written the page is shown all the same.
static void keep_alive(call *c, const session_rows_row *r)
{
    if (c->now_ms - r->seen_ms < SEEN_EVERY_MS) return;
    slide_work w = {
        { .id = r->id, .now = c->now_ms, .expires = session_end_ms(r->created_ms, c->now_ms) }
    };
    if (call_act(c, slide, &w) != ST_OK) os_log(OS_WARN, "accounts.session", "could not slide");
}

static status identify_session(call *c, str hash)
{
    db               *d;
    session_rows_row *rows;
    size_t            count;
    session_rows_in   in = { .hash = hash, .now = c->now_ms, .day = organisations_day(c) };
    if (!in.day.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(session_rows(d, &in, c->a, &rows, &count));
    if (count == 0) return ST_MISSING;
    uint64_t roles = 0;
    for (size_t i = 0; i < count; i++) roles |= role_bit(rows[i].role);
    const session_rows_row *r = &rows[0];
    c->who          = actor_of(c, r->person, r->body, r->login, r->name, r->body_vi, r->body_en);
    c->who.invented = str_equal(r->body_kind, S("sample"));
    give(&c->who, account_roles_under(roles, (account_hat)r->hat), false);
    keep_alive(c, r);
    return ST_OK;
}

static status identify_bearer(call *c, str hash)
{
    db             *d;
    token_rows_row *rows;
    size_t          count;
    token_rows_in   in = { .hash = hash, .now = c->now_ms, .day = organisations_day(c) };
    if (!in.day.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(token_rows(d, &in, c->a, &rows, &count));
    if (count == 0) return ST_MISSING;
    uint64_t roles = 0;
    for (size_t i = 0; i < count; i++) roles |= role_bit(rows[i].role);
    const token_rows_row *r = &rows[0];
    c->who          = actor_of(c, r->person, r->body, r->login, r->name, r->body_vi, r->body_en);
    c->who.invented = str_equal(r->body_kind, S("sample"));
    give(&c->who, account_roles_under(roles, HAT_WORK), r->may_write == 0);
    return ST_OK;
}

status accounts_identify(call *c, str cookie, str bearer, str *csrf)
{
    str hash;
    *csrf  = S("");
    c->who = (actor){ .login = S(""), .name = S(""), .body_name = S("") };
    // A token that was sent is what counts, also when it is not valid: never fall back to the cookie.
    bool   by_token = bearer.len > 0;
    status st       = secret_token_hash(c->a, by_token ? bearer : cookie, &hash);
    if (st == ST_OK) st = by_token ? identify_bearer(c, hash) : identify_session(c, hash);
    if (st == ST_OK && !by_token) st = secret_csrf(c->a, cookie, csrf);
    return st == ST_MISSING ? ST_OK : st;
}

// ---- the machine, and --as --------------------------------------------------------------------------

status accounts_become_system(call *c)
{
    int64_t top = 0;
    status  st  = body_top(c, &top);
    if (st != ST_OK && st != ST_MISSING) return st;
    c->who = (actor){ .person_id = -1,
                      .body_id   = top,
                      .login     = S("system"),
                      .name      = S("system"),
                      .body_name = S(""),
                      .rights    = system_rights };
    return ST_OK;
}

status accounts_become(call *c, str login, problem *why)
{
    db                   *d;
    str                   lowered, today = organisations_day(c);
    person_by_login_row   found;
    person_row_row        p;
    bodies_of_person_row *rows;
    size_t                count;
    if (!today.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    status st = login_check(login, c->a, &lowered, NULL);
    if (st == ST_OK) {
        st = person_by_login(d, &(person_by_login_in){ .login = lowered }, c->a, &found);
    }
    if (st == ST_INVALID || st == ST_MISSING || (st == ST_OK && found.state != PERSON_ACTIVE)) {
        return problem_detail(why, ST_MISSING, S("as"), S("unknown-login"), login);
    }
    if (st != ST_OK) return st;
    TRY(person_row(d, &(person_row_in){ .id = found.id }, c->a, &p));
    bodies_of_person_in in = { .person = found.id, .day = today };
    TRY(bodies_of_person(d, &in, c->a, &rows, &count));
    body     b     = { .name_vi = S(""), .name_en = S("") };
    uint64_t roles = 0;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].body == rows[0].body) roles |= role_bit(some_int(rows[i].role));
    }
    if (count) TRY(body_by_id(c, rows[0].body, &b));
    c->who          = actor_of(c, p.id, b.id, p.login, p.name, b.name_vi, b.name_en);
    c->who.invented = str_equal(b.kind, S("sample"));
    give(&c->who, account_roles_under(roles, HAT_WORK), false);
    return ST_OK;
}
