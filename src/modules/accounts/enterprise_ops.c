#include "modules/accounts/enterprise_ops.h"

#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/link_ops.h"
#include "modules/accounts/secret_ops.h"
#include "modules/accounts/slow_ops.h"

static const int64_t a_day = (int64_t)24 * 3600 * 1000;

static str name_of(const call *c)
{
    return c->who.name.len ? c->who.name : c->who.login;
}

// An application without an invitation has no token.
static const str no_token = STR("-");

static status audit(call *c, str act, int64_t id, str name, str more)
{
    buf b = buf_in(c->a, 256, AUDIT_DETAIL_BYTES_MAX);
    buf_put(&b, S("{\"name\":"));
    buf_json(&b, name);
    buf_put(&b, S(",\"more\":"));
    buf_json(&b, more);
    buf_char(&b, '}');
    return b.failed ? ST_MEMORY : audit_write(c, act, S("enterprise"), id, buf_str(&b));
}

// ---- the door ---------------------------------------------------------------------------------------

static status door_of(call *c, db *d, int64_t body_id, bool *open)
{
    door_row_row row;
    arena        scratch = *c->a;
    status       st      = door_row(d, &(door_row_in){ .body = body_id }, &scratch, &row);
    *open                = st == ST_OK && row.open != 0;
    return st == ST_MISSING ? ST_OK : st;
}

status enterprise_door(call *c, bool *open)
{
    db *d;
    TRY(call_db(c, &d));
    return door_of(c, d, c->who.body_id, open);
}

typedef struct door_work {
    call *c;
    bool  open;
} door_work;

static status door(db *d, void *ctx)
{
    door_work  *w  = ctx;
    door_set_in in = { .body = w->c->who.body_id, .open = w->open };
    TRY(door_set(d, &in, NULL));
    return audit(w->c, S("enterprise.door"), in.body, w->open ? S("open") : S("closed"), S(""));
}

status enterprise_door_set(call *c, bool open)
{
    if (!call_may(c, RIGHT_BODIES_ADMIN) || !c->who.body_id) return ST_FORBIDDEN;
    return call_act(c, door, &(door_work){ c, open });
}

status enterprise_doors(call *c, enterprise_host **out, size_t *count)
{
    db             *d;
    doors_open_row *rows;
    TRY(call_db(c, &d));
    TRY(doors_open(d, &(doors_open_in){ .max = ENTERPRISE_SHOWN_MAX }, c->a, &rows, count));
    enterprise_host *list = NEW(c->a, enterprise_host, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        bool english = c->lang == LANG_EN && rows[i].name_en.len;
        list[i]      = (enterprise_host){ rows[i].body, rows[i].code,
                                     english ? rows[i].name_en : rows[i].name_vi };
    }
    *out = list;
    return ST_OK;
}

// ---- an invitation ----------------------------------------------------------------------------------

static enterprise_insert_in row_of(const enterprise_words *w)
{
    return (enterprise_insert_in){ .name           = w->name,
                                   .code           = w->code,
                                   .address        = w->address,
                                   .representative = w->representative,
                                   .post           = w->post,
                                   .phone          = w->phone,
                                   .email          = w->email,
                                   .login          = w->login,
                                   .note           = w->note };
}

static const enterprise_words blank = { STR(""), STR(""), STR(""), STR(""), STR(""),
                                        STR(""), STR(""), STR(""), STR("") };

typedef struct enter_work { // an invitation or an application being written
    call                *c;
    enterprise_insert_in row;
    str                  token;
    str                  path;
    problem             *why;
} enter_work;

static status invite(db *d, void *ctx)
{
    enter_work           *w = ctx;
    secret_token          token;
    enterprise_insert_row made;
    TRY(secret_token_new(w->c->a, &token));
    w->row.hash = token.hash;
    TRY(enterprise_insert(d, &w->row, w->c->a, &made));
    w->path = arena_printf(w->c->a, "/dang-ky/" STR_FMT, STR_ARG(token.text));
    if (!w->path.ptr) return ST_MEMORY;
    return audit(w->c, S("enterprise.invite"), made.id, w->row.name, w->row.basis);
}

status enterprise_invite(call *c, str name, supervision_kind kind, str basis, str *path,
                         problem *why)
{
    enter_work w = { .c = c, .row = row_of(&blank) };
    if (!call_may(c, RIGHT_BODIES_ADMIN) || !c->who.body_id) return ST_FORBIDDEN;
    if (kind <= SUPERVISED_SUPERIOR) return problem_set(why, ST_INVALID, S("kind"), S("required"));
    TRY(body_text_read(c->a, "name", name, 1, ENTERPRISE_TEXT_MAX, &w.row.name, why));
    TRY(body_text_read(c->a, "basis", basis, 1, BODY_BASIS_MAX, &w.row.basis, why));
    w.row.supervisor  = c->who.body_id;
    w.row.kind        = kind;
    w.row.state       = ENTERPRISE_INVITED;
    w.row.address_key = no_token;
    w.row.now         = c->now_ms;
    w.row.expires     = c->now_ms + ENTERPRISE_DAYS * a_day;
    TRY(call_act(c, invite, &w));
    *path = w.path;
    return ST_OK;
}

// ---- looking ----------------------------------------------------------------------------------------

static enterprise of_row(const call *c, const enterprise_row_row *r)
{
    enterprise e = { .id              = r->id,
                     .supervisor_id   = r->supervisor,
                     .body_id         = r->body,
                     .supervisor_code = r->supervisor_code,
                     .supervisor_name = r->supervisor_name,
                     .kind            = (int)r->kind,
                     .basis           = r->basis,
                     .decided_by      = r->decided_by,
                     .reason          = r->reason,
                     .state           = (enterprise_state)r->state,
                     .words = { r->name, r->code, r->address, r->representative, r->post, r->phone,
                                r->email, r->login, r->note },
                     .made_ms    = r->made_ms,
                     .sent_ms    = r->sent_ms,
                     .expires_ms = r->expires_ms,
                     .decided_ms = r->decided_ms };
    e.over       = e.state == ENTERPRISE_INVITED && e.expires_ms <= c->now_ms;
    return e;
}

static status find(call *c, db *d, str token, enterprise *out)
{
    enterprise_by_token_in  in;
    enterprise_by_token_row id;
    enterprise_row_row      row;
    TRY(secret_token_hash(c->a, token, &in.hash));
    TRY(enterprise_by_token(d, &in, c->a, &id));
    TRY(enterprise_row(d, &(enterprise_row_in){ .id = id.id }, c->a, &row));
    *out = of_row(c, &row);
    return out->state == ENTERPRISE_INVITED && !out->over ? ST_OK : ST_MISSING;
}

status enterprise_look(call *c, str token, enterprise *out)
{
    db *d;
    TRY(call_db(c, &d));
    return find(c, d, token, out);
}

status enterprise_load(call *c, int64_t id, enterprise *out)
{
    db                *d;
    enterprise_row_row row;
    TRY(call_db(c, &d));
    TRY(enterprise_row(d, &(enterprise_row_in){ .id = id }, c->a, &row));
    *out = of_row(c, &row);
    if (!call_may(c, RIGHT_BODIES_ADMIN)) return ST_MISSING;
    return c->who.person_id == -1 || out->supervisor_id == c->who.body_id ? ST_OK : ST_MISSING;
}

status enterprise_list(call *c, enterprise **out, size_t *count)
{
    db                 *d;
    enterprise_ids_row *rows;
    enterprise_ids_in   in = { .supervisor = c->who.body_id, .max = ENTERPRISE_SHOWN_MAX };
    if (!call_may(c, RIGHT_BODIES_ADMIN)) return ST_FORBIDDEN;
    in.all = c->who.person_id == -1;
    TRY(call_db(c, &d));
    TRY(enterprise_ids(d, &in, c->a, &rows, count));
    enterprise *list = NEW(c->a, enterprise, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) TRY(enterprise_load(c, rows[i].id, &list[i]));
    *out = list;
    return ST_OK;
}

// ---- applying ---------------------------------------------------------------------------------------

static status read_words(arena *a, const enterprise_words *t, enterprise_words *w, problem *why)
{
    enum { MOST = ENTERPRISE_TEXT_MAX };
    TRY(body_text_read(a, "name", t->name, 1, MOST, &w->name, why));
    TRY(body_code_check(t->code, a, &w->code, why));
    TRY(body_text_read(a, "address", t->address, 0, MOST, &w->address, why));
    TRY(body_text_read(a, "representative", t->representative, 1, PERSON_NAME_MAX,
                       &w->representative, why));
    TRY(body_text_read(a, "post", t->post, 0, PERSON_POST_MAX, &w->post, why));
    TRY(body_text_read(a, "phone", t->phone, 0, MOST, &w->phone, why));
    TRY(body_text_read(a, "email", t->email, 0, MOST, &w->email, why));
    if (w->email.len && str_find(w->email, S("@")) <= 0) {
        return problem_detail(why, ST_INVALID, S("email"), S("email-form"), w->email);
    }
    TRY(login_check(t->login, a, &w->login, why));
    return body_text_read(a, "note", t->note, 0, ENTERPRISE_NOTE_MAX, &w->note, why);
}

// A day's applications, from one address and from all.
static status check_limit(enter_work *w, db *d)
{
    enterprise_sent_row row;
    arena               scratch = *w->c->a;
    enterprise_sent_in  in      = { .key = w->row.address_key, .since = w->c->now_ms - a_day };
    TRY(enterprise_sent(d, &in, &scratch, &row));
    if (row.from_here < ENTERPRISE_ADDRESS_MAX && row.from_all < ENTERPRISE_DAY_MAX) return ST_OK;
    return problem_detail(w->why, ST_LIMIT, S(""), S("too-many-applications"), S("86400"));
}

static status apply(db *d, void *ctx)
{
    enter_work           *w = ctx;
    enterprise            e;
    enterprise_insert_row made;
    bool                  open;
    int64_t               changed = 0;
    TRY(check_limit(w, d));
    if (w->token.len) {
        TRY(find(w->c, d, w->token, &e));
        enterprise_fill_in in = { e.id,           w->row.name,           w->row.code,
                                  w->row.address, w->row.representative, w->row.post,
                                  w->row.phone,   w->row.email,          w->row.login,
                                  w->row.note,    w->row.address_key,    w->c->now_ms };
        TRY(enterprise_fill(d, &in, &changed));
        if (changed != 1) return ST_MISSING; // of two who race one gets this
        return audit(w->c, S("enterprise.apply"), e.id, w->row.name, w->row.code);
    }
    TRY(door_of(w->c, d, w->row.supervisor, &open));
    if (!open) return problem_set(w->why, ST_INVALID, S("supervisor"), S("door-closed"));
    w->row.hash = no_token;
    TRY(enterprise_insert(d, &w->row, w->c->a, &made));
    enterprise_sent_now_in sent = { .id = made.id, .now = w->c->now_ms };
    TRY(enterprise_sent_now(d, &sent, NULL));
    return audit(w->c, S("enterprise.apply"), made.id, w->row.name, w->row.code);
}

status enterprise_apply(call *c, str token, int64_t supervisor_id, const enterprise_words *typed,
                        problem *why)
{
    enterprise       e;
    enterprise_words words;
    slow_keys        keys;
    if (token.len) TRY(enterprise_look(c, token, &e)); // before any work is done for a stranger
    TRY(read_words(c->a, typed, &words, why));
    TRY(slow_keys_of(c, S("enterprise"), S(""), &keys));
    enter_work w      = { .c = c, .row = row_of(&words), .token = token, .why = why };
    w.row.address_key = keys.key[1];
    w.row.supervisor  = supervisor_id;
    w.row.kind        = SUPERVISED_SECTOR_LEAD;
    w.row.basis       = S("");
    w.row.state       = ENTERPRISE_APPLIED;
    w.row.now         = c->now_ms;
    w.row.expires     = c->now_ms;
    return call_act(c, apply, &w);
}

// ---- deciding ---------------------------------------------------------------------------------------

typedef struct decide_work {
    call                      *c;
    int64_t                    id;
    const enterprise_decision *how;
    str                        reason, path;
    problem                   *why;
} decide_work;

static status settle(decide_work *w, db *d, enterprise_state state, int64_t body_id)
{
    int64_t              changed = 0;
    enterprise_decide_in in      = { .id     = w->id,
                                     .state  = state,
                                     .by     = name_of(w->c),
                                     .now    = w->c->now_ms,
                                     .reason = w->reason,
                                     .body   = body_id };
    TRY(enterprise_decide(d, &in, &changed));
    return changed == 1 ? ST_OK : ST_CONFLICT;
}

static status first_administrator(decide_work *w, db *d, const enterprise *e, int64_t body_id)
{
    call      *c     = w->c;
    person_new p     = { .stored = S("") };
    str        today = organisations_day(c);
    str        login = w->how->login.len ? w->how->login : e->words.login;
    int64_t    person_id;
    if (!today.ptr) return ST_MEMORY;
    TRY(login_check(login, c->a, &p.login, w->why));
    TRY(person_words_check(c->a, e->words.representative, e->words.post, &p.words, w->why));
    TRY(person_insert_inside(c, d, &p, &person_id, w->why));
    uint64_t roles = ROLE_BIT(ROLE_ADMINISTRATOR) | ROLE_BIT(ROLE_SYSTEM_OFFICER);
    TRY(roles_insert_inside(c, d, person_id, body_id, roles, today, BODY_DAY_LAST));
    return link_insert_inside(c, d, LINK_INVITE, person_id, &w->path);
}

static status accept(db *d, void *ctx)
{
    decide_work            *w = ctx;
    const enterprise_words *t;
    enterprise              e;
    int64_t                 body_id;
    TRY(enterprise_load(w->c, w->id, &e));
    if (e.state != ENTERPRISE_APPLIED) return ST_CONFLICT;
    t                 = &e.words;
    body_enterprise b = { .draft   = { .code = t->code, .name_vi = t->name, .note = t->note },
                          .by      = { .by_id = e.supervisor_id,
                                       .kind  = w->how->kind,
                                       .basis = w->how->basis.len ? w->how->basis : e.basis },
                          .contact = { .address        = t->address,
                                       .representative = t->representative,
                                       .post           = t->post,
                                       .phone          = t->phone,
                                       .email          = t->email,
                                       .mandate        = S("") } };
    if (!b.by.kind) b.by.kind = (supervision_kind)e.kind;
    TRY(bodies_add_enterprise_inside(w->c, d, &b, &body_id, w->why));
    TRY(first_administrator(w, d, &e, body_id));
    TRY(settle(w, d, ENTERPRISE_ACCEPTED, body_id));
    return audit(w->c, S("enterprise.accept"), w->id, t->name, t->code);
}

status enterprise_accept(call *c, int64_t id, const enterprise_decision *how, str *path,
                         problem *why)
{
    decide_work w = { .c = c, .id = id, .how = how, .reason = S(""), .why = why };
    if (!call_may(c, RIGHT_BODIES_ADMIN) || !call_may(c, RIGHT_ACCOUNTS_ADMIN)) return ST_FORBIDDEN;
    TRY(call_act(c, accept, &w));
    *path = w.path;
    return ST_OK;
}

static status refuse(db *d, void *ctx)
{
    decide_work *w = ctx;
    enterprise   e;
    TRY(enterprise_load(w->c, w->id, &e));
    TRY(settle(w, d, ENTERPRISE_REFUSED, 0));
    return audit(w->c, S("enterprise.refuse"), w->id, e.words.name, w->reason);
}

status enterprise_refuse(call *c, int64_t id, str reason, problem *why)
{
    decide_work w = { .c = c, .id = id, .why = why };
    TRY(body_text_read(c->a, "reason", reason, 1, ENTERPRISE_NOTE_MAX, &w.reason, why));
    return call_act(c, refuse, &w);
}
