// link_ops.c - one-time links: the first administrator's, invitations, the demo's. See people_ops.h.
#include "modules/accounts/link_ops.h"

#include "kit/text/fold.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/secret_ops.h"
#include "modules/accounts/session_ops.h"
#include "modules/accounts/slow_ops.h"
#include "modules/organisations/organisations.h"

static const int64_t day_ms = 24 * 3600 * 1000;

static const struct {
    str     path;
    int64_t lasts_ms;
} link_kinds[] = {
    [LINK_FIRST]  = { STR("/khoi-tao/"), FIRST_LINK_MINUTES * 60 * 1000 },
    [LINK_INVITE] = { STR("/moi/"), (int64_t)INVITE_DAYS * 24 * 3600 * 1000 },
    [LINK_RESET]  = { STR("/dat-lai/"), RESET_LINK_MINUTES * 60 * 1000 },
    [LINK_DEMO]   = { STR("/vao/"), (int64_t)3650 * 24 * 3600 * 1000 }, // with the folder
};

int64_t link_lasts_ms(link_kind kind)
{
    return link_kinds[kind].lasts_ms;
}

status link_insert_inside(call *c, db *d, link_kind kind, int64_t person_id, str *path)
{
    secret_token token;
    TRY(secret_token_new(c->a, &token));
    link_insert_in in = { .hash    = token.hash,
                          .kind    = kind,
                          .person  = person_id,
                          .now     = c->now_ms,
                          .expires = c->now_ms + link_kinds[kind].lasts_ms };
    TRY(link_insert(d, &in, NULL));
    str text = arena_printf(c->a, STR_FMT STR_FMT, STR_ARG(link_kinds[kind].path),
                            STR_ARG(token.text));
    if (!text.ptr) return ST_MEMORY;
    *path = text;
    return ST_OK;
}

static status find(call *c, db *d, link_kind kind, str token, link_row_row *out)
{
    link_row_in in = { .now = c->now_ms };
    TRY(secret_token_hash(c->a, token, &in.hash));
    TRY(link_row(d, &in, c->a, out));
    return out->kind == kind && out->used_ms == 0 ? ST_OK : ST_MISSING;
}

status link_look(call *c, link_kind kind, str token, person *who)
{
    db            *d;
    link_row_row   link;
    person_row_row p;
    TRY(call_db(c, &d));
    TRY(find(c, d, kind, token, &link));
    *who = (person){ .login = S(""), .name = S(""), .post = S("") };
    if (link.person == 0) return ST_OK;
    TRY(person_row(d, &(person_row_in){ .id = link.person }, c->a, &p));
    if (p.state == PERSON_LOCKED || p.state == PERSON_LEFT) return ST_MISSING;
    *who = (person){
        .id = p.id, .login = p.login, .name = p.name, .post = p.post, .state = (person_state)p.state
    };
    return ST_OK;
}

// Found again and marked in the act itself: of two who race one gets ST_MISSING.
static status use(call *c, db *d, link_kind kind, str token, link_row_row *link)
{
    int64_t changed = 0;
    TRY(find(c, d, kind, token, link));
    TRY(link_use(d, &(link_use_in){ .id = link->id, .now = c->now_ms }, &changed));
    return changed == 1 ? ST_OK : ST_MISSING;
}

// ---- the first administrator ------------------------------------------------------------------------

typedef struct admin_link_work {
    call *c;
    str   path;
} admin_link_work;

static status admin_link(db *d, void *ctx)
{
    admin_link_work *w = ctx;
    TRY(links_drop_kind(d, &(links_drop_kind_in){ .kind = LINK_FIRST }, NULL));
    TRY(link_insert_inside(w->c, d, LINK_FIRST, 0, &w->path));
    return audit_write(w->c, S("admin.link"), S("person"), 0, S(""));
}

status accounts_admin_link(call *c, str *path)
{
    admin_link_work w = { .c = c };
    if (c->who.person_id != -1) return ST_FORBIDDEN;
    TRY(call_act(c, admin_link, &w));
    *path = w.path;
    return ST_OK;
}

status accounts_have_admin(call *c, bool *have)
{
    db               *d;
    admins_active_in  in = { .day = organisations_day(c), .role = ROLE_ADMINISTRATOR };
    admins_active_row row;
    arena             scratch = *c->a;
    if (!in.day.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(admins_active(d, &in, &scratch, &row));
    *have = row.n > 0;
    return ST_OK;
}

typedef struct accept_work {
    call              *c;
    const first_draft *first;
    link_kind          kind;
    str                token, agent;
    person_new         person;
    signed_in          out;
    problem           *why;
} accept_work;

static status own_body(accept_work *w, db *d, int64_t *id)
{
    body b;
    if (w->first->body_id == 0) {
        return bodies_add_inside(w->c, d, &w->first->new_body, id, w->why);
    }
    status st = body_by_id(w->c, w->first->body_id, &b);
    if (st == ST_MISSING) return problem_set(w->why, ST_INVALID, S("body"), S("unknown-body"));
    *id = b.id;
    return st;
}

static status accept_first(db *d, void *ctx)
{
    accept_work *w = ctx;
    link_row_row link;
    int64_t      id, body_id;
    uint64_t     roles = ROLE_BIT(ROLE_ADMINISTRATOR);
    str          today = organisations_day(w->c);
    if (!today.ptr) return ST_MEMORY;
    if (w->first->works) roles |= ROLE_BIT(ROLE_SYSTEM_OFFICER);
    TRY(use(w->c, d, LINK_FIRST, w->token, &link));
    TRY(own_body(w, d, &body_id));
    TRY(person_insert_inside(w->c, d, &w->person, &id, w->why));
    TRY(roles_insert_inside(w->c, d, id, body_id, roles, today, BODY_DAY_LAST));
    TRY(session_start(w->c, d, id, w->agent, &w->out));
    buf detail = buf_in(w->c->a, 256, 1024);
    buf_put(&detail, S("{\"login\":"));
    buf_json(&detail, w->person.login);
    buf_printf(&detail, ",\"body\":\"%lld\",\"roles\":", (long long)body_id);
    put_role_names(&detail, roles);
    buf_char(&detail, '}');
    if (detail.failed) return ST_MEMORY;
    return audit_write(w->c, S("person.add"), S("person"), id, buf_str(&detail));
}

status first_accept(call *c, str token, const first_draft *draft, signed_in *out, problem *why)
{
    accept_work w = { .c = c, .first = draft, .token = token, .agent = draft->agent, .why = why };
    person      nobody;
    TRY(link_look(c, LINK_FIRST, token, &nobody)); // before any work is done for a stranger
    TRY(person_words_check(c->a, draft->name, draft->post, &w.person.words, why));
    TRY(login_check(draft->login, c->a, &w.person.login, why));
    str password = text_nfc(c->a, draft->password);
    if (!password.ptr) return ST_MEMORY;
    password_owner of = { w.person.login, w.person.words.name };
    TRY(password_check(c->a, S("password"), password, of, why));
    call_end(c);
    TRY(secret_password_hash(c->a, password, &w.person.stored));
    // The one who holds the link holds the machine: until signed in, the machine acts.
    actor before = c->who;
    TRY(accounts_become_system(c));
    status st = call_act(c, accept_first, &w);
    c->who    = before;
    if (st == ST_OK) *out = w.out;
    return st;
}

// ---- invitations ------------------------------------------------------------------------------------

static status accept_invite(db *d, void *ctx)
{
    accept_work *w = ctx;
    link_row_row link;
    TRY(use(w->c, d, w->kind, w->token, &link));
    person_set_password_in in = { .id       = link.person,
                                  .password = w->person.stored,
                                  .state    = PERSON_ACTIVE };
    TRY(person_set_password(d, &in, NULL));
    sessions_delete_person_in sessions = { .person = link.person };
    TRY(sessions_delete_person(d, &sessions, NULL));
    TRY(session_start(w->c, d, link.person, w->agent, &w->out));
    w->c->who.person_id = link.person;
    w->c->who.body_id   = w->out.body_id;
    w->c->who.login     = w->person.login;
    str act             = w->kind == LINK_RESET ? S("person.reset-done") : S("person.accept");
    return audit_write(w->c, act, S("person"), link.person, S(""));
}

status invite_accept(call *c, link_kind kind, const invite_answer *typed, signed_in *out,
                     problem *why)
{
    accept_work w = {
        .c = c, .kind = kind, .token = typed->token, .agent = typed->agent, .why = why
    };
    person who;
    TRY(link_look(c, kind, typed->token, &who));
    w.person.login = who.login;
    str composed   = text_nfc(c->a, typed->password);
    if (!composed.ptr) return ST_MEMORY;
    password_owner of = { who.login, who.name };
    TRY(password_check(c->a, S("password"), composed, of, why));
    call_end(c);
    TRY(secret_password_hash(c->a, composed, &w.person.stored));
    TRY(call_act(c, accept_invite, &w));
    *out = w.out;
    return ST_OK;
}

// ---- the demo ---------------------------------------------------------------------------------------

typedef struct demo_work {
    call      *c;
    person_new person;
    int64_t    body_id;
    uint64_t   roles;
    str        token, agent, path;
    signed_in  out;
} demo_work;

static status demo_person(demo_work *w, db *d, int64_t *id)
{
    person_by_login_row row;
    str                 today = organisations_day(w->c);
    person_by_login_in  in    = { .login = w->person.login };
    if (!today.ptr) return ST_MEMORY;
    status st = person_by_login(d, &in, w->c->a, &row);
    if (st == ST_OK) *id = row.id;
    if (st != ST_MISSING) return st;
    TRY(person_insert_inside(w->c, d, &w->person, id, NULL));
    person_set_state_in active = { .id = *id, .state = PERSON_ACTIVE }; // without any password
    TRY(person_set_state(d, &active, NULL));
    return roles_insert_inside(w->c, d, *id, w->body_id, w->roles, today, BODY_DAY_LAST);
}

static status demo_link(db *d, void *ctx)
{
    demo_work *w = ctx;
    int64_t    id;
    TRY(demo_person(w, d, &id));
    TRY(links_drop(d, &(links_drop_in){ .kind = LINK_DEMO, .person = id }, NULL));
    TRY(link_insert_inside(w->c, d, LINK_DEMO, id, &w->path));
    return audit_write(w->c, S("demo.link"), S("person"), id, S(""));
}

status accounts_demo_link(call *c, str login, str name, int64_t body_id, uint64_t roles, str *path)
{
    demo_work w = { .c = c, .body_id = body_id, .roles = roles, .person.stored = S("") };
    if (c->who.person_id != -1) return ST_FORBIDDEN;
    TRY(login_check(login, c->a, &w.person.login, NULL));
    TRY(person_words_check(c->a, name, S(""), &w.person.words, NULL));
    TRY(call_act(c, demo_link, &w));
    *path = w.path;
    return ST_OK;
}

static status enter(db *d, void *ctx)
{
    demo_work     *w = ctx;
    link_row_row   link;
    person_row_row p;
    TRY(find(w->c, d, LINK_DEMO, w->token, &link));
    TRY(person_row(d, &(person_row_in){ .id = link.person }, w->c->a, &p));
    if (p.state != PERSON_ACTIVE) return ST_MISSING;
    TRY(session_start(w->c, d, p.id, w->agent, &w->out));
    w->c->who.person_id = p.id;
    w->c->who.body_id   = w->out.body_id;
    w->c->who.login     = p.login;
    return audit_write(w->c, S("person.sign-in"), S("person"), p.id, S("{\"by\":\"demo-link\"}"));
}

status demo_enter(call *c, str token, str agent, signed_in *out)
{
    demo_work w = { .c = c, .token = token, .agent = agent };
    TRY(call_act(c, enter, &w));
    *out = w.out;
    return ST_OK;
}

// ---- housekeeping -----------------------------------------------------------------------------------

static status sweep(db *d, void *ctx)
{
    call   *c   = ctx;
    int64_t now = c->now_ms;
    TRY(sessions_sweep(d, &(sessions_sweep_in){ .now = now }, NULL));
    TRY(links_sweep(d, &(links_sweep_in){ .before = now - 30 * day_ms }, NULL));
    TRY(devices_sweep(d, &(devices_sweep_in){ .before = now - DEVICE_DAYS * day_ms }, NULL));
    return slow_sweep(d, &(slow_sweep_in){ .before = now - SLOW_KEEP_MS }, NULL);
}

status accounts_sweep(call *c)
{
    return call_act(c, sweep, c);
}
