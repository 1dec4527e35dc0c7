#include "modules/accounts/people_ops.h"

#include "kit/os/os.h"
#include "kit/text/fold.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/link_ops.h"
#include "modules/accounts/secret_ops.h"
#include "modules/organisations/organisations.h"

// ---- who looks after whom -----------------------------------------------------------------------

static bool is_system(const call *c)
{
    return c->who.person_id == -1;
}

status person_must_hold(call *c, db *d, int64_t person_id)
{
    person_in_branch_row     in;
    person_roles_outside_row outside;
    arena                    scratch = *c->a;
    if (!call_may(c, RIGHT_ACCOUNTS_ADMIN)) return ST_FORBIDDEN;
    if (is_system(c)) return ST_OK;
    person_in_branch_in mine = { .id = person_id, .top = c->who.body_id };
    TRY(person_in_branch(d, &mine, &scratch, &in));
    if (in.n == 0) return ST_FORBIDDEN;
    person_roles_outside_in others = { .id  = person_id,
                                       .top = c->who.body_id,
                                       .day = organisations_day(c) };
    if (!others.day.ptr) return ST_MEMORY;
    TRY(person_roles_outside(d, &others, &scratch, &outside));
    return outside.n == 0 ? ST_OK : ST_FORBIDDEN;
}

static status body_must_hold(call *c, int64_t body_id, problem *why)
{
    bool in;
    body b;
    if (!call_may(c, RIGHT_ACCOUNTS_ADMIN)) return ST_FORBIDDEN;
    status st = body_by_id(c, body_id, &b);
    if (st == ST_MISSING) return problem_set(why, ST_INVALID, S("body"), S("unknown-body"));
    if (st != ST_OK || is_system(c)) return st;
    TRY(body_in_branch(c, body_id, c->who.body_id, &in));
    return in ? ST_OK : problem_set(why, ST_INVALID, S("body"), S("unknown-body"));
}

// ---- looking ----------------------------------------------------------------------------------------

static person person_of(const people_in_branch_row *r)
{
    return (person){ .id         = r->id,
                     .login      = r->login,
                     .name       = r->name,
                     .post       = r->post,
                     .sort_key   = r->sort_key,
                     .state      = (person_state)r->state,
                     .created_ms = r->created_ms,
                     .seen_ms    = r->seen_ms,
                     .version    = r->version };
}

status people_list(call *c, bool past, str after_key, int64_t after_id, person_list *out)
{
    db                   *d;
    people_in_branch_row *rows;
    size_t                count;
    people_in_branch_in   in = { .top       = c->who.body_id,
                                 .past      = past,
                                 .day       = organisations_day(c),
                                 .after_key = after_key,
                                 .after_id  = after_id,
                                 .max       = PEOPLE_PAGE + 1 };
    if (!in.day.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(people_in_branch(d, &in, c->a, &rows, &count));
    person_list list = { .items = NEW(c->a, person, count ? count : 1) };
    if (!list.items) return ST_MEMORY;
    list.more  = count > PEOPLE_PAGE;
    list.count = list.more ? PEOPLE_PAGE : count;
    for (size_t i = 0; i < list.count; i++) list.items[i] = person_of(&rows[i]);
    *out = list;
    return ST_OK;
}

status person_load_inside(db *d, arena *a, int64_t id, person *out)
{
    person_row_row r;
    TRY(person_row(d, &(person_row_in){ .id = id }, a, &r));
    *out = (person){ .id         = r.id,
                     .login      = r.login,
                     .name       = r.name,
                     .post       = r.post,
                     .sort_key   = S(""),
                     .state      = (person_state)r.state,
                     .created_ms = r.created_ms,
                     .seen_ms    = r.seen_ms,
                     .version    = r.version };
    return ST_OK;
}

status person_load(call *c, int64_t id, person *out)
{
    db *d;
    TRY(call_db(c, &d));
    status st = person_must_hold(c, d, id);
    if (st != ST_OK) return st == ST_FORBIDDEN ? ST_MISSING : st;
    return person_load_inside(d, c->a, id, out);
}

status person_id_by_login(call *c, str login, int64_t *id)
{
    db                 *d;
    str                 lowered;
    person_by_login_row row;
    TRY(call_db(c, &d));
    status st = login_check(login, c->a, &lowered, NULL);
    if (st != ST_OK) return st == ST_INVALID ? ST_MISSING : st;
    TRY(person_by_login(d, &(person_by_login_in){ .login = lowered }, c->a, &row));
    st = person_must_hold(c, d, row.id);
    if (st != ST_OK) return st == ST_FORBIDDEN ? ST_MISSING : st;
    *id = row.id;
    return ST_OK;
}

static str shown_day(str stored)
{
    bool open = str_equal(stored, BODY_DAY_FIRST) || str_equal(stored, BODY_DAY_LAST);
    return open ? S("") : stored;
}

status roles_of(call *c, int64_t person_id, held_role **out, size_t *count)
{
    db                  *d;
    roles_of_person_row *rows;
    TRY(call_db(c, &d));
    if (person_id != c->who.person_id) TRY(person_must_hold(c, d, person_id));
    TRY(roles_of_person(d, &(roles_of_person_in){ .person = person_id }, c->a, &rows, count));
    held_role *list = NEW(c->a, held_role, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const roles_of_person_row *r       = &rows[i];
        bool                       english = c->lang == LANG_EN && r->name_en.len > 0;
        list[i]                            = (held_role){ .id         = r->id,
                                                          .body_id    = r->body,
                                                          .body_code  = r->code,
                                                          .body_name  = english ? r->name_en : r->name_vi,
                                                          .role       = (account_role)r->role,
                                                          .valid_from = shown_day(r->valid_from),
                                                          .valid_to   = shown_day(r->valid_to) };
    }
    *out = list;
    return ST_OK;
}

// ---- a new person -----------------------------------------------------------------------------------

static status role_period(call *c, str from, str to, body_period *out, problem *why)
{
    str today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    return body_period_read(c->a, (body_period){ from, to }, today, out, why);
}

status person_words_check(arena *a, str name, str post, person_words *out, problem *why)
{
    TRY(body_text_read(a, "name", name, 1, PERSON_NAME_MAX, &out->name, why));
    TRY(body_text_read(a, "post", post, 0, PERSON_POST_MAX, &out->post, why));
    out->sort_key = text_person_key(a, out->name);
    return out->sort_key.ptr ? ST_OK : ST_MEMORY;
}

status person_insert_inside(call *c, db *d, const person_new *p, int64_t *id, problem *why)
{
    person_by_login_row row;
    person_insert_row   made;
    person_by_login_in  look = { .login = p->login };
    status              st   = person_by_login(d, &look, c->a, &row);
    if (st == ST_OK) {
        return problem_detail(why, ST_INVALID, S("login"), S("login-taken"), p->login);
    }
    if (st != ST_MISSING) return st;
    person_insert_in in = { .login    = p->login,
                            .name     = p->words.name,
                            .sort_key = p->words.sort_key,
                            .post     = p->words.post,
                            .lang     = c->lang == LANG_EN ? S("en") : S("vi"),
                            .state    = p->stored.len ? PERSON_ACTIVE : PERSON_INVITED,
                            .password = p->stored,
                            .now      = c->now_ms };
    TRY(os_uuid(c->now_ms, c->a, &in.uid));
    TRY(person_insert(d, &in, c->a, &made));
    *id = made.id;
    return ST_OK;
}

status roles_insert_inside(call *c, db *d, int64_t person_id, int64_t body_id, uint64_t roles,
                           str from, str to)
{
    for (int role = 1; role <= ACCOUNT_ROLES; role++) {
        if (!(roles & ROLE_BIT(role))) continue;
        arena           scratch = *c->a;
        role_insert_row row;
        role_insert_in  in = {
             .person = person_id, .body = body_id, .role = role, .valid_from = from, .valid_to = to
        };
        TRY(role_insert(d, &in, &scratch, &row));
    }
    return ST_OK;
}

void put_role_names(buf *b, uint64_t roles)
{
    bool first = true;
    buf_char(b, '[');
    for (int role = 1; role <= ACCOUNT_ROLES; role++) {
        if (!(roles & ROLE_BIT(role))) continue;
        if (!first) buf_char(b, ',');
        first = false;
        buf_json(b, account_role_name((account_role)role));
    }
    buf_char(b, ']');
}

typedef struct add_work {
    call               *c;
    const person_draft *draft;
    person_new          person;
    body_period         period;
    person_made         made;
    problem            *why;
} add_work;

static status audit_new(call *c, int64_t id, str login, int64_t body_id, uint64_t roles)
{
    buf detail = buf_in(c->a, 256, 2048);
    buf_put(&detail, S("{\"login\":"));
    buf_json(&detail, login);
    buf_printf(&detail, ",\"body\":\"%lld\",\"roles\":", (long long)body_id);
    put_role_names(&detail, roles);
    buf_char(&detail, '}');
    return detail.failed ? ST_MEMORY
                         : audit_write(c, S("person.add"), S("person"), id, buf_str(&detail));
}

static status add_person(db *d, void *ctx)
{
    add_work           *w = ctx;
    const person_draft *p = w->draft;
    w->made               = (person_made){ .login = w->person.login, .path = S("") };
    TRY(body_must_hold(w->c, p->body_id, w->why));
    TRY(person_insert_inside(w->c, d, &w->person, &w->made.id, w->why));
    TRY(roles_insert_inside(w->c, d, w->made.id, p->body_id, p->roles, w->period.from,
                            w->period.to));
    if (w->person.stored.len == 0) {
        TRY(link_insert_inside(w->c, d, LINK_INVITE, w->made.id, &w->made.path));
    }
    return audit_new(w->c, w->made.id, w->made.login, p->body_id, p->roles);
}

status people_add(call *c, const person_draft *draft, person_made *out, problem *why)
{
    add_work w = { .c = c, .draft = draft, .why = why, .person.stored = S("") };
    if (!call_may(c, RIGHT_ACCOUNTS_ADMIN)) return ST_FORBIDDEN;
    TRY(login_check(draft->login, c->a, &w.person.login, why));
    str name = draft->name.len ? draft->name : w.person.login;
    TRY(person_words_check(c->a, name, draft->post, &w.person.words, why));
    if (draft->roles == 0) return problem_set(why, ST_INVALID, S("role"), S("required"));
    TRY(role_period(c, draft->valid_from, draft->valid_to, &w.period, why));
    if (draft->password.len) {
        str password = text_nfc(c->a, draft->password);
        if (!password.ptr) return ST_MEMORY;
        password_owner of = { w.person.login, w.person.words.name };
        TRY(password_check(c->a, S("password"), password, of, why));
        TRY(secret_password_hash(c->a, password, &w.person.stored));
    }
    TRY(call_act(c, add_person, &w));
    *out = w.made;
    return ST_OK;
}

// ---- changes ------------------------------------------------------------------------------------

typedef struct change_work {
    call        *c;
    int64_t      id, version;
    person_words words;
    bool         locked;
    person_link  link;
    problem     *why;
} change_work;

static status rename_person(db *d, void *ctx)
{
    change_work *w       = ctx;
    int64_t      changed = 0;
    person       p;
    TRY(person_must_hold(w->c, d, w->id));
    TRY(person_load_inside(d, w->c->a, w->id, &p));
    person_update_in in = { .id       = w->id,
                            .version  = w->version,
                            .name     = w->words.name,
                            .sort_key = w->words.sort_key,
                            .post     = w->words.post };
    TRY(person_update(d, &in, &changed));
    if (changed == 0) return ST_CONFLICT;
    return audit_write(w->c, S("person.rename"), S("person"), w->id, S(""));
}

status people_rename(call *c, int64_t id, int64_t version, str name, str post, problem *why)
{
    change_work w = { .c = c, .id = id, .version = version, .why = why };
    TRY(person_words_check(c->a, name, post, &w.words, why));
    return call_act(c, rename_person, &w);
}

status person_end_proofs_inside(call *c, db *d, int64_t id)
{
    TRY(sessions_delete_person(d, &(sessions_delete_person_in){ .person = id }, NULL));
    tokens_revoke_person_in tokens = { .person = id, .now = c->now_ms };
    TRY(tokens_revoke_person(d, &tokens, NULL));
    static const link_kind kinds[] = { LINK_INVITE, LINK_RESET, LINK_DEMO };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        TRY(links_drop(d, &(links_drop_in){ .kind = kinds[i], .person = id }, NULL));
    }
    return devices_delete_person(d, &(devices_delete_person_in){ .person = id }, NULL);
}

status person_reset_inside(call *c, db *d, const person *p, person_link *out)
{
    link_kind              kind = p->seen_ms ? LINK_RESET : LINK_INVITE;
    person_set_password_in in   = { .id = p->id, .password = S(""), .state = PERSON_INVITED };
    TRY(person_end_proofs_inside(c, d, p->id));
    TRY(person_set_password(d, &in, NULL));
    out->invite     = kind == LINK_INVITE;
    out->expires_ms = c->now_ms + link_lasts_ms(kind);
    return link_insert_inside(c, d, kind, p->id, &out->path);
}

static status must_be_here(const person *p, problem *why)
{
    if (p->state != PERSON_LEFT) return ST_OK;
    return problem_detail(why, ST_INVALID, S(""), S("person-left"), p->name);
}

static status reset_person(db *d, void *ctx)
{
    change_work *w = ctx;
    person       p;
    TRY(person_must_hold(w->c, d, w->id));
    TRY(person_load_inside(d, w->c->a, w->id, &p));
    TRY(must_be_here(&p, w->why));
    TRY(person_reset_inside(w->c, d, &p, &w->link));
    return audit_write(w->c, S("person.reset"), S("person"), w->id, S(""));
}

status people_reset(call *c, int64_t id, person_link *out, problem *why)
{
    change_work w = { .c = c, .id = id, .why = why };
    TRY(call_act(c, reset_person, &w));
    *out = w.link;
    return ST_OK;
}

// Someone can administer the program after it: else only the machine itself could help.
static status must_leave_an_administrator(call *c, db *d, int64_t person_id, problem *why)
{
    arena          scratch = *c->a;
    admins_but_in  in      = { .person = person_id, .day = organisations_day(c) };
    admins_but_row row;
    if (is_system(c)) return ST_OK;
    if (!in.day.ptr) return ST_MEMORY;
    in.role = ROLE_ADMINISTRATOR;
    TRY(admins_but(d, &in, &scratch, &row));
    if (row.anywhere > 0) return ST_OK;
    return problem_set(why, ST_INVALID, S(""), S("last-administrator"));
}

static status holds_admin(call *c, db *d, int64_t person_id, bool *holds)
{
    arena                 scratch = *c->a;
    bodies_of_person_in   in      = { .person = person_id, .day = organisations_day(c) };
    bodies_of_person_row *rows;
    size_t                count;
    if (!in.day.ptr) return ST_MEMORY;
    TRY(bodies_of_person(d, &in, &scratch, &rows, &count));
    *holds = false;
    for (size_t i = 0; i < count; i++) *holds |= rows[i].role == ROLE_ADMINISTRATOR;
    return ST_OK;
}

static status lock_person(db *d, void *ctx)
{
    change_work        *w = ctx;
    person              p;
    person_password_row secret;
    bool                admin;
    TRY(person_must_hold(w->c, d, w->id));
    TRY(person_load_inside(d, w->c->a, w->id, &p));
    TRY(must_be_here(&p, w->why));
    if ((p.state == PERSON_LOCKED) == w->locked) return ST_OK; // so already
    TRY(holds_admin(w->c, d, w->id, &admin));
    if (w->locked && admin) TRY(must_leave_an_administrator(w->c, d, w->id, w->why));
    TRY(person_password(d, &(person_password_in){ .id = w->id }, w->c->a, &secret));
    person_state        opened = secret.password.len ? PERSON_ACTIVE : PERSON_INVITED;
    person_set_state_in in     = { .id = w->id, .state = w->locked ? PERSON_LOCKED : opened };
    TRY(person_set_state(d, &in, NULL));
    if (w->locked) TRY(person_end_proofs_inside(w->c, d, w->id));
    str act = w->locked ? S("person.lock") : S("person.unlock");
    return audit_write(w->c, act, S("person"), w->id, S(""));
}

status people_lock(call *c, int64_t id, bool locked, problem *why)
{
    if (locked && id == c->who.person_id) {
        return problem_set(why, ST_INVALID, S(""), S("lock-self"));
    }
    change_work w = { .c = c, .id = id, .locked = locked, .why = why };
    return call_act(c, lock_person, &w);
}

// ---- roles --------------------------------------------------------------------------------------

typedef struct role_work {
    call             *c;
    const role_draft *draft;
    body_period       period;
    int64_t           id;
    str               last_day;
    problem          *why;
} role_work;

status person_audit_role(call *c, str act, int64_t person_id, int64_t body_id, int64_t role,
                         body_period p)
{
    str name   = account_role_name((account_role)role);
    str detail = arena_printf(c->a,
                              "{\"body\":\"%lld\",\"role\":\"" STR_FMT "\",\"from\":\"" STR_FMT
                              "\",\"to\":\"" STR_FMT "\"}",
                              (long long)body_id, STR_ARG(name), STR_ARG(p.from), STR_ARG(p.to));
    return detail.ptr ? audit_write(c, act, S("person"), person_id, detail) : ST_MEMORY;
}

static status give_role(db *d, void *ctx)
{
    role_work        *w = ctx;
    const role_draft *r = w->draft;
    role_held_row     held;
    role_insert_row   made;
    person            p;
    TRY(person_must_hold(w->c, d, r->person_id));
    TRY(person_load_inside(d, w->c->a, r->person_id, &p));
    TRY(must_be_here(&p, w->why));
    TRY(body_must_hold(w->c, r->body_id, w->why));
    role_held_in look = { r->person_id, r->body_id, r->role, w->period.from, w->period.to };
    TRY(role_held(d, &look, w->c->a, &held));
    if (held.n) return problem_set(w->why, ST_INVALID, S("role"), S("role-held"));
    role_insert_in in = { r->person_id, r->body_id, r->role, w->period.from, w->period.to };
    TRY(role_insert(d, &in, w->c->a, &made));
    w->id = made.id;
    return person_audit_role(w->c, S("person.role-give"), r->person_id, r->body_id, r->role,
                             w->period);
}

bool role_is_own(const call *c, int64_t person_id, account_role role)
{
    return person_id == c->who.person_id &&
           account_hats_apart(ROLE_BIT(ROLE_ADMINISTRATOR) | ROLE_BIT(role));
}

status role_give(call *c, const role_draft *draft, int64_t *id, problem *why)
{
    role_work w = { .c = c, .draft = draft, .why = why };
    if (role_is_own(c, draft->person_id, draft->role)) {
        return problem_set(why, ST_INVALID, S("role"), S("own-role"));
    }
    TRY(role_period(c, draft->valid_from, draft->valid_to, &w.period, why));
    TRY(call_act(c, give_role, &w));
    *id = w.id;
    return ST_OK;
}

static status take_role(db *d, void *ctx)
{
    role_work   *w = ctx;
    role_row_row r;
    TRY(role_row(d, &(role_row_in){ .id = w->id }, w->c->a, &r));
    TRY(person_must_hold(w->c, d, r.person));
    if (r.role == ROLE_ADMINISTRATOR) {
        TRY(must_leave_an_administrator(w->c, d, r.person, w->why));
    }
    TRY(role_end(d, &(role_end_in){ .id = w->id, .last = w->last_day }, NULL));
    body_period p = { r.valid_from, w->last_day };
    return person_audit_role(w->c, S("person.role-take"), r.person, r.body, r.role, p);
}

status role_take(call *c, int64_t role_id, str last_day, problem *why)
{
    day d;
    if (day_parse(last_day, &d) != ST_OK) {
        return problem_detail(why, ST_INVALID, S("valid_to"), S("not-a-day"), last_day);
    }
    role_work w = { .c = c, .id = role_id, .last_day = last_day, .why = why };
    return call_act(c, take_role, &w);
}
