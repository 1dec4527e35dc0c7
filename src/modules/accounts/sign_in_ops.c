// sign_in_ops.c - a login and a password become a session. See session_ops.h.
#include "kit/text/fold.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/secret_ops.h"
#include "modules/accounts/session_ops.h"
#include "modules/accounts/slow_ops.h"
#include "modules/organisations/organisations.h"

static const int64_t minute_ms = 60 * 1000, day_ms = 24 * 3600 * 1000;

int64_t session_end_ms(int64_t created_ms, int64_t now_ms)
{
    int64_t idle = now_ms + SESSION_IDLE_MINUTES * minute_ms;
    int64_t most = created_ms + SESSION_MAX_DAYS * day_ms;
    return idle < most ? idle : most;
}

typedef struct attempt {
    call               *c;
    const sign_in      *in;
    str                 login;    // lowered; as typed when it cannot be one
    str                 password; // composed
    str                 device;   // hash of the device sent; empty none
    int64_t             known;    // its row when this login used it before
    person_by_login_row person;   // id 0: nobody
    slow_keys           keys;
    signed_in           out;
} attempt;

// What is typed may be anything, also a password in the wrong field: a counter key is all it becomes.
static status read_login(attempt *t)
{
    status st = login_check(t->in->login, t->c->a, &t->login, NULL);
    if (st != ST_INVALID) return st;
    t->login = str_slice(t->in->login, 0, LOGIN_MAX);
    return ST_OK;
}

static status find_device(attempt *t, db *d)
{
    status st = secret_token_hash(t->c->a, t->in->device, &t->device);
    if (st != ST_OK) t->device = S("");
    if (st == ST_MISSING) return ST_OK;
    if (st != ST_OK) return st;
    device_known_in  in = { .hash = t->device, .login = t->login };
    device_known_row row;
    st = device_known(d, &in, t->c->a, &row);
    if (st == ST_OK) t->known = row.id;
    return st == ST_MISSING ? ST_OK : st;
}

static status find_person(attempt *t, db *d)
{
    person_by_login_in in = { .login = t->login };
    status             st = person_by_login(d, &in, t->c->a, &t->person);
    if (st == ST_MISSING) t->person = (person_by_login_row){ .password = S("") };
    return st == ST_MISSING ? ST_OK : st;
}

static status prepare(attempt *t, problem *why)
{
    db *d;
    TRY(read_login(t));
    t->password = text_nfc(t->c->a, t->in->password);
    if (!t->password.ptr) return ST_MEMORY;
    TRY(call_db(t->c, &d));
    TRY(find_device(t, d));
    TRY(find_person(t, d));
    TRY(slow_keys_of(t->c, t->login, t->known ? t->device : S(""), &t->keys));
    return slow_check(t->c, &t->keys, why);
}

// ---- what is written --------------------------------------------------------------------------------

// The refusal stands in the trail of the person's first body, where its administrator sees it.
static status refuse(db *d, void *ctx)
{
    attempt              *t = ctx;
    bodies_of_person_row *rows;
    size_t                count;
    bodies_of_person_in   in = { .person = t->person.id, .day = organisations_day(t->c) };
    if (!in.day.ptr) return ST_MEMORY;
    TRY(slow_failed(t->c, d, &t->keys));
    TRY(bodies_of_person(d, &in, t->c->a, &rows, &count));
    if (count) t->c->who.body_id = rows[0].body;
    return audit_write(t->c, S("person.sign-in-refused"), S("person"), t->person.id, S(""));
}

static status remember_device(attempt *t, db *d)
{
    if (t->known) {
        return device_seen(d, &(device_seen_in){ .id = t->known, .now = t->c->now_ms }, NULL);
    }
    secret_token token = { .hash = t->device };
    if (t->device.len == 0) {
        TRY(secret_token_new(t->c->a, &token));
        t->out.device = token.text;
    }
    device_insert_in in = { .hash = token.hash, .person = t->person.id, .now = t->c->now_ms };
    return device_insert(d, &in, NULL);
}

status session_start(call *c, db *d, int64_t person_id, str agent, signed_in *out)
{
    bodies_of_person_in   roles = { .person = person_id, .day = organisations_day(c) };
    bodies_of_person_row *rows;
    size_t                count;
    secret_token          token;
    session_insert_row    row;
    if (!roles.day.ptr) return ST_MEMORY;
    TRY(bodies_of_person(d, &roles, c->a, &rows, &count));
    TRY(secret_token_new(c->a, &token));
    session_insert_in in = {
        .hash    = token.hash,
        .person  = person_id,
        .body    = count ? rows[0].body : 0,
        .hat     = HAT_WORK,
        .now     = c->now_ms,
        .expires = session_end_ms(c->now_ms, c->now_ms),
        .address = c->address.ptr ? c->address : S(""),
        .agent   = str_is_text(agent) && agent.ptr ? str_slice(agent, 0, AGENT_MAX) : S(""),
    };
    if (!str_is_utf8(in.agent)) in.agent = S(""); // cut inside a letter
    TRY(session_insert(d, &in, c->a, &row));
    TRY(person_seen(d, &(person_seen_in){ .id = person_id, .now = c->now_ms }, NULL));
    out->person_id = person_id;
    out->body_id   = in.body;
    out->token     = token.text;
    return ST_OK;
}

static status let_in(db *d, void *ctx)
{
    attempt *t    = ctx;
    t->out.device = S("");
    // Locked, or another password, since it was looked at: the person is read again in the act.
    person_by_login_row now;
    TRY(person_by_login(d, &(person_by_login_in){ .login = t->login }, t->c->a, &now));
    if (now.state != PERSON_ACTIVE || !str_equal(now.password, t->person.password)) {
        return ST_CONFLICT;
    }
    TRY(slow_passed(t->c, d, &t->keys));
    TRY(remember_device(t, d));
    TRY(session_start(t->c, d, t->person.id, t->in->agent, &t->out));
    t->c->who.person_id = t->person.id;
    t->c->who.body_id   = t->out.body_id;
    t->c->who.login     = t->login;
    return audit_write(t->c, S("person.sign-in"), S("person"), t->person.id, S(""));
}

// Settings grew stronger since the password was stored: it is stored anew while it is at hand.
static status refresh_hash(db *d, void *ctx)
{
    attempt *t = ctx;
    str      stored;
    TRY(secret_password_hash(t->c->a, t->password, &stored));
    return person_set_hash(d, &(person_set_hash_in){ .id = t->person.id, .password = stored },
                           NULL);
}

status sign_in_with_password(call *c, const sign_in *in, signed_in *out, problem *why)
{
    attempt t = { .c = c, .in = in };
    if (in->password.len > PASSWORD_BYTES_MAX || in->login.len > 4 * LOGIN_MAX) {
        return problem_set(why, ST_INVALID, S(""), S("sign-in-wrong"));
    }
    TRY(prepare(&t, why));
    call_end(c); // no look is held open while hashing, which takes its time
    bool   may = t.person.id != 0 && t.person.state == PERSON_ACTIVE;
    status st  = secret_password_check(*c->a, t.password, may ? t.person.password : S(""),
                                       t.known != 0);
    if (st == ST_FORBIDDEN) {
        TRY(call_act(c, refuse, &t));
        return problem_set(why, ST_INVALID, S(""), S("sign-in-wrong"));
    }
    if (st == ST_LIMIT) return problem_detail(why, st, S(""), S("sign-in-slow"), S("5"));
    if (st != ST_OK) return st;
    st = call_act(c, let_in, &t);
    if (st == ST_CONFLICT) return problem_set(why, ST_INVALID, S(""), S("sign-in-wrong"));
    if (st != ST_OK) return st;
    if (secret_password_old(*c->a, t.person.password)) TRY(call_act(c, refresh_hash, &t));
    *out = t.out;
    return ST_OK;
}
