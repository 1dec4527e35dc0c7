// session_ops.c - one's own sessions, password and tokens. See session_ops.h.
#include "modules/accounts/session_ops.h"

#include "kit/text/fold.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/people_ops.h"
#include "modules/accounts/secret_ops.h"
#include "modules/accounts/slow_ops.h"
#include "modules/organisations/organisations.h"

typedef struct own_work { // an act on one of one's own sessions
    call       *c;
    str         hash;
    int64_t     id, body_id, ended;
    account_hat hat;
    str         stored; // a new password's string
} own_work;

// ---- ending -----------------------------------------------------------------------------------------

static status end_this(db *d, void *ctx)
{
    own_work *w = ctx;
    TRY(session_delete_hash(d, &(session_delete_hash_in){ .hash = w->hash }, NULL));
    return audit_write(w->c, S("person.sign-out"), S("person"), w->c->who.person_id, S(""));
}

status sign_out(call *c, str token)
{
    own_work w  = { .c = c };
    status   st = secret_token_hash(c->a, token, &w.hash);
    if (st == ST_MISSING) return ST_OK; // there is nothing to end
    if (st != ST_OK) return st;
    return call_act(c, end_this, &w);
}

// A session of one's own, or of a person one looks after; anyone else's is not there.
static status end_one(db *d, void *ctx)
{
    own_work          *w  = ctx;
    int64_t            me = w->c->who.person_id, changed = 0;
    session_person_row row;
    TRY(session_person(d, &(session_person_in){ .id = w->id }, w->c->a, &row));
    if (row.person != me || me <= 0) {
        status st = person_must_hold(w->c, d, row.person);
        if (st != ST_OK) return st == ST_FORBIDDEN ? ST_MISSING : st;
    }
    session_delete_own_in in = { .id = w->id, .person = row.person };
    TRY(session_delete_own(d, &in, &changed));
    if (changed == 0) return ST_MISSING;
    return audit_write(w->c, S("person.session-end"), S("person"), in.person, S(""));
}

status session_end(call *c, int64_t session_id)
{
    return call_act(c, end_one, &(own_work){ .c = c, .id = session_id });
}

// All but the one of `hash`; with an empty hash all.
static status end_others(db *d, void *ctx)
{
    own_work                 *w     = ctx;
    int64_t                   ended = 0;
    sessions_delete_others_in in    = { .person = w->id, .hash = w->hash };
    if (w->id != w->c->who.person_id) TRY(person_must_hold(w->c, d, w->id));
    TRY(sessions_delete_others(d, &in, &ended));
    str detail = arena_printf(w->c->a, "{\"ended\":%lld}", (long long)ended);
    w->ended   = ended;
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(w->c, S("person.sessions-end"), S("person"), w->id, detail);
}

status sessions_end(call *c, int64_t person_id, str but_token, int64_t *ended)
{
    own_work w  = { .c = c, .id = person_id };
    status   st = secret_token_hash(c->a, but_token, &w.hash);
    if (st == ST_MISSING) w.hash = S("");
    if (st != ST_OK && st != ST_MISSING) return st;
    TRY(call_act(c, end_others, &w));
    *ended = w.ended;
    return ST_OK;
}

// ---- acting for another body ------------------------------------------------------------------------

static status own_roles(call *c, db *d, bodies_of_person_row **rows, size_t *count)
{
    bodies_of_person_in in = { .person = c->who.person_id, .day = organisations_day(c) };
    if (!in.day.ptr) return ST_MEMORY;
    return bodies_of_person(d, &in, c->a, rows, count);
}

static status switch_body(db *d, void *ctx)
{
    own_work             *w = ctx;
    bodies_of_person_row *rows;
    size_t                count;
    bool                  holds = false;
    TRY(own_roles(w->c, d, &rows, &count));
    for (size_t i = 0; i < count; i++) holds |= rows[i].body == w->body_id;
    if (!holds) return ST_FORBIDDEN;
    session_act_for_in in = { .hash = w->hash, .body = w->body_id, .hat = w->hat };
    TRY(session_act_for(d, &in, NULL));
    return audit_write(w->c, S("person.act-for"), S("body"), w->body_id, S(""));
}

status session_switch(call *c, str token, int64_t body_id, account_hat hat)
{
    own_work w = { .c = c, .body_id = body_id, .hat = hat };
    TRY(secret_token_hash(c->a, token, &w.hash));
    return call_act(c, switch_body, &w);
}

status bodies_own(call *c, body_hats **out, size_t *count)
{
    db                   *d;
    bodies_of_person_row *rows;
    size_t                n;
    TRY(call_db(c, &d));
    TRY(own_roles(c, d, &rows, &n));
    body_hats *list = NEW(c->a, body_hats, n ? n : 1);
    size_t     used = 0;
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        while (at < used && list[at].body_id != rows[i].body) at++;
        if (at == used) {
            body b;
            TRY(body_by_id(c, rows[i].body, &b));
            str shown    = c->lang == LANG_EN && b.name_en.len ? b.name_en : b.name_vi;
            list[used++] = (body_hats){ .body_id = b.id, .name = shown };
        }
        list[at].roles |= ROLE_BIT(rows[i].role);
    }
    *out   = list;
    *count = used;
    return ST_OK;
}

// ---- one's own password -----------------------------------------------------------------------------

static status save_password(db *d, void *ctx)
{
    own_work              *w  = ctx;
    int64_t                me = w->c->who.person_id;
    person_set_password_in in = { .id = me, .password = w->stored, .state = PERSON_ACTIVE };
    TRY(person_set_password(d, &in, NULL));
    sessions_delete_others_in others = { .person = me, .hash = w->hash };
    TRY(sessions_delete_others(d, &others, NULL));
    TRY(devices_delete_person(d, &(devices_delete_person_in){ .person = me }, NULL));
    return audit_write(w->c, S("person.password"), S("person"), me, S(""));
}

typedef struct fail_work {
    call            *c;
    const slow_keys *keys;
} fail_work;

static status count_failure(db *d, void *ctx)
{
    fail_work *w = ctx;
    TRY(slow_failed(w->c, d, w->keys));
    return audit_write(w->c, S("person.password-refused"), S("person"), w->c->who.person_id, S(""));
}

// The one who sits at an open session is not yet the one whose password it is.
static status prove_current(call *c, str current, problem *why)
{
    db                 *d;
    person_password_row row;
    slow_keys           keys;
    TRY(call_db(c, &d));
    TRY(slow_keys_of(c, c->who.login, S(""), &keys));
    TRY(slow_check(c, &keys, why));
    TRY(person_password(d, &(person_password_in){ .id = c->who.person_id }, c->a, &row));
    call_end(c);
    status st = secret_password_check(*c->a, current, row.password, true);
    if (st != ST_FORBIDDEN) return st;
    TRY(call_act(c, count_failure, &(fail_work){ c, &keys }));
    return problem_set(why, ST_INVALID, S("current"), S("password-wrong"));
}

status password_change(call *c, str token, str current, str password, problem *why)
{
    own_work w = { .c = c };
    TRY(secret_token_hash(c->a, token, &w.hash));
    str old = text_nfc(c->a, current), new = text_nfc(c->a, password);
    if (!old.ptr || !new.ptr) return ST_MEMORY;
    password_owner me = { c->who.login, c->who.name };
    TRY(password_check(c->a, S("password"), new, me, why));
    TRY(prove_current(c, old, why));
    TRY(secret_password_hash(c->a, new, &w.stored));
    return call_act(c, save_password, &w);
}

status sessions_of(call *c, int64_t person_id, str token, session_view **out, size_t *count)
{
    db                     *d;
    sessions_of_person_in   in = { .person = person_id, .now = c->now_ms };
    sessions_of_person_row *rows;
    status                  st = secret_token_hash(c->a, token, &in.hash);
    if (st == ST_MISSING) in.hash = S("");
    if (st != ST_OK && st != ST_MISSING) return st;
    TRY(call_db(c, &d));
    if (person_id != c->who.person_id) TRY(person_must_hold(c, d, person_id));
    TRY(sessions_of_person(d, &in, c->a, &rows, count));
    session_view *list = NEW(c->a, session_view, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        list[i] = (session_view){ .id         = rows[i].id,
                                  .created_ms = rows[i].created_ms,
                                  .seen_ms    = rows[i].seen_ms,
                                  .address    = rows[i].address,
                                  .agent      = rows[i].agent,
                                  .here       = rows[i].here == 1 };
    }
    *out = list;
    return ST_OK;
}

// ---- bearer tokens ----------------------------------------------------------------------------------

typedef struct token_work {
    call              *c;
    const token_draft *draft;
    str                label;
    token_made         made;
    int64_t            id;
    problem           *why;
} token_work;

static status holds_role(call *c, db *d, int64_t person_id, int64_t body_id, bool *holds)
{
    bodies_of_person_in   in = { .person = person_id, .day = organisations_day(c) };
    bodies_of_person_row *rows;
    size_t                count;
    if (!in.day.ptr) return ST_MEMORY;
    TRY(bodies_of_person(d, &in, c->a, &rows, &count));
    *holds = false;
    for (size_t i = 0; i < count; i++) *holds |= rows[i].body == body_id;
    return ST_OK;
}

static status add_token(db *d, void *ctx)
{
    token_work        *w = ctx;
    const token_draft *t = w->draft;
    secret_token       token;
    token_insert_row   row;
    bool               holds;
    if (t->person_id != w->c->who.person_id) TRY(person_must_hold(w->c, d, t->person_id));
    TRY(holds_role(w->c, d, t->person_id, t->body_id, &holds));
    if (!holds) return problem_set(w->why, ST_INVALID, S("body"), S("no-role"));
    TRY(secret_token_new(w->c->a, &token));
    token_insert_in in = { .hash      = token.hash,
                           .person    = t->person_id,
                           .body      = t->body_id,
                           .may_write = t->may_write,
                           .label     = w->label,
                           .now       = w->c->now_ms,
                           .expires   = w->c->now_ms + t->days * 24 * 3600 * 1000 };
    TRY(token_insert(d, &in, w->c->a, &row));
    w->made    = (token_made){ .id = row.id, .expires_ms = in.expires, .token = token.text };
    str detail = arena_printf(w->c->a, "{\"token\":\"%lld\",\"scope\":\"%s\",\"days\":%lld}",
                              (long long)row.id, t->may_write ? "write" : "read",
                              (long long)t->days);
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(w->c, S("token.add"), S("person"), t->person_id, detail);
}

status token_add(call *c, const token_draft *draft, token_made *out, problem *why)
{
    token_work w = { .c = c, .draft = draft, .why = why };
    if (draft->days < 1 || draft->days > TOKEN_DAYS_MAX) {
        return problem_set(why, ST_INVALID, S("days"), S("out-of-range"));
    }
    if (!str_is_text(draft->label)) return problem_set(why, ST_INVALID, S("label"), S("not-text"));
    w.label = draft->label.len ? text_tidy(c->a, draft->label) : S("");
    if (!w.label.ptr) return ST_MEMORY;
    TRY(text_check(S("label"), w.label, 0, PERSON_NAME_MAX, why));
    TRY(call_act(c, add_token, &w));
    *out = w.made;
    return ST_OK;
}

static status end_token(db *d, void *ctx)
{
    token_work      *w = ctx;
    token_person_row row;
    int64_t          changed = 0;
    TRY(token_person(d, &(token_person_in){ .id = w->id }, w->c->a, &row));
    if (row.person != w->c->who.person_id) {
        status st = person_must_hold(w->c, d, row.person);
        if (st != ST_OK) return st == ST_FORBIDDEN ? ST_MISSING : st;
    }
    token_revoke_in in = { .id = w->id, .person = row.person, .now = w->c->now_ms };
    TRY(token_revoke(d, &in, &changed));
    if (changed == 0) return ST_MISSING;
    str detail = arena_printf(w->c->a, "{\"token\":\"%lld\"}", (long long)w->id);
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(w->c, S("token.revoke"), S("person"), row.person, detail);
}

status token_end(call *c, int64_t id)
{
    return call_act(c, end_token, &(token_work){ .c = c, .id = id });
}

status tokens_of(call *c, int64_t person_id, token_view **out, size_t *count)
{
    db                   *d;
    tokens_of_person_row *rows;
    TRY(call_db(c, &d));
    if (person_id != c->who.person_id) TRY(person_must_hold(c, d, person_id));
    TRY(tokens_of_person(d, &(tokens_of_person_in){ .person = person_id }, c->a, &rows, count));
    token_view *list = NEW(c->a, token_view, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        bool in_force = rows[i].revoked_ms == 0 && rows[i].expires_ms > c->now_ms;
        list[i]       = (token_view){ .id         = rows[i].id,
                                      .created_ms = rows[i].created_ms,
                                      .expires_ms = rows[i].expires_ms,
                                      .may_write  = rows[i].may_write == 1,
                                      .in_force   = in_force,
                                      .label      = rows[i].label,
                                      .body_code  = rows[i].body_code.ptr ? rows[i].body_code : S("") };
    }
    *out = list;
    return ST_OK;
}
