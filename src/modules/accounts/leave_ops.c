#include "modules/accounts/leave_ops.h"

#include "kit/text/fold.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/link_ops.h"
#include "modules/organisations/organisations.h"
#include "modules/tasks/tasks.h"

typedef struct leaving {
    call               *c;
    db                 *d;
    const leave_choice *choice;
    leave_plan         *plan;
    str                 today;
    problem            *why;
} leaving;

// ---- what is held -----------------------------------------------------------------------------------

static status held_roles(leaving *w)
{
    roles_open_in   in = { .person = w->plan->p.id, .day = w->today, .max = PERSON_ROLES_MAX };
    roles_open_row *rows;
    size_t          count;
    TRY(roles_open(w->d, &in, w->c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        leave_plan *p       = w->plan;
        bool        english = w->c->lang == LANG_EN && rows[i].name_en.len > 0;
        size_t      at      = 0;
        while (at < p->count && p->bodies[at].body_id != rows[i].body) at++;
        if (at == LEAVE_BODIES_MAX) {
            return problem_set(w->why, ST_INVALID, S(""), S("too-many"));
        }
        if (at == p->count) {
            p->bodies[p->count++] = (leave_body){ .body_id  = rows[i].body,
                                                  .code     = rows[i].code,
                                                  .name     = english ? rows[i].name_en
                                                                      : rows[i].name_vi,
                                                  .to_login = S(""),
                                                  .to_name  = S("") };
        }
        p->bodies[at].roles |= ROLE_BIT(rows[i].role);
    }
    return ST_OK;
}

static bool in_force(str from, str to, str today)
{
    return (!from.len || str_compare(from, today) <= 0) && (!to.len || str_compare(to, today) >= 0);
}

// Decisions that name the person, compared as names are heard.
static status held_offices(leaving *w, const leave_body *b, str folded)
{
    body_office *all;
    size_t       count;
    TRY(body_offices(w->c, b->body_id, &all, &count));
    for (size_t i = 0; i < count && w->plan->office_count < LEAVE_SHOWN_MAX; i++) {
        str named = text_fold(w->c->a, all[i].name), by = text_fold(w->c->a, all[i].representative);
        if (!named.ptr || !by.ptr) return ST_MEMORY;
        if (!in_force(all[i].valid_from, all[i].valid_to, w->today)) continue;
        if (!str_equal(named, folded) && !str_equal(by, folded)) continue;
        w->plan->offices[w->plan->office_count++] = (leave_office){ .body_id   = b->body_id,
                                                                    .kind      = all[i].kind,
                                                                    .body_name = b->name,
                                                                    .doc_no    = all[i].doc_no };
    }
    return ST_OK;
}

static status held_delegations(leaving *w, const leave_body *b)
{
    delegation *all;
    size_t      count;
    if (!(b->roles & ROLE_BIT(ROLE_HEAD))) return ST_OK;
    TRY(body_delegations(w->c, b->body_id, &all, &count));
    for (size_t i = 0; i < count && w->plan->delegation_count < LEAVE_SHOWN_MAX; i++) {
        if (all[i].over || all[i].body_id != b->body_id) continue;
        w->plan->delegations[w->plan->delegation_count++] = all[i];
    }
    return ST_OK;
}

static status held_papers(leaving *w)
{
    leave_plan *p      = w->plan;
    str         folded = text_fold(w->c->a, p->p.name);
    p->offices         = NEW(w->c->a, leave_office, LEAVE_SHOWN_MAX);
    p->delegations     = NEW(w->c->a, delegation, LEAVE_SHOWN_MAX);
    if (!folded.ptr || !p->offices || !p->delegations) return ST_MEMORY;
    for (size_t i = 0; i < p->count; i++) {
        TRY(held_offices(w, &p->bodies[i], folded));
        TRY(held_delegations(w, &p->bodies[i]));
    }
    return ST_OK;
}

static status held_proofs(leaving *w)
{
    sessions_of_person_in   in = { .person = w->plan->p.id, .now = w->c->now_ms, .hash = S("") };
    sessions_of_person_row *sessions;
    token_view             *tokens;
    size_t                  count;
    arena                   scratch = *w->c->a;
    TRY(sessions_of_person(w->d, &in, &scratch, &sessions, &w->plan->sessions));
    TRY(tokens_of(w->c, in.person, &tokens, &count));
    for (size_t i = 0; i < count; i++) w->plan->tokens += tokens[i].in_force;
    return ST_OK;
}

// ---- who takes over ---------------------------------------------------------------------------------

static status refuse_to(const leaving *w, int64_t body_id, const char *rule, str detail)
{
    str field = body_id ? arena_printf(w->c->a, "to-%lld", (long long)body_id) : S("to");
    if (!field.ptr) return ST_MEMORY;
    return problem_detail(w->why, ST_INVALID, field, str_from(rule), detail);
}

// body_id 0: the login came from the field for all.
static status take_over(leaving *w, leave_body *b, int64_t field, str login)
{
    person to;
    status st = person_id_by_login(w->c, login, &b->to_id);
    if (st == ST_MISSING) return refuse_to(w, field, "unknown-login", login);
    TRY(st);
    TRY(person_load_inside(w->d, w->c->a, b->to_id, &to));
    if (to.id == w->plan->p.id) return refuse_to(w, field, "leave-to-self", to.name);
    if (to.state != PERSON_ACTIVE && to.state != PERSON_INVITED) {
        return refuse_to(w, field, "leave-to-absent", to.name);
    }
    for (int role = 1; role <= ACCOUNT_ROLES; role++) {
        if ((b->roles & ROLE_BIT(role)) && role_is_own(w->c, to.id, (account_role)role)) {
            return refuse_to(w, field, "own-role", b->name);
        }
    }
    b->to_login = to.login;
    b->to_name  = to.name;
    return ST_OK;
}

static status choose_one(leaving *w, leave_body *b)
{
    int64_t field = 0;
    str     login = str_trim(w->choice->to_all);
    for (size_t i = 0; i < w->choice->count; i++) {
        str own = str_trim(w->choice->per_body[i].login);
        if (w->choice->per_body[i].body_id != b->body_id || !own.len) continue;
        field = b->body_id;
        login = own;
    }
    return login.len ? take_over(w, b, field, login) : ST_OK;
}

// Someone who can sign in administers the body afterwards.
static status keep_an_administrator(const leaving *w, const leave_body *b)
{
    arena          scratch = *w->c->a;
    admins_but_row row;
    admins_but_in  in = { w->plan->p.id, b->body_id, w->today, ROLE_ADMINISTRATOR };
    person         to;
    if (!(b->roles & ROLE_BIT(ROLE_ADMINISTRATOR))) return ST_OK;
    if (b->to_id) {
        TRY(person_load_inside(w->d, &scratch, b->to_id, &to));
        if (to.state == PERSON_ACTIVE) return ST_OK;
    }
    TRY(admins_but(w->d, &in, &scratch, &row));
    if (row.here > 0) return ST_OK;
    return refuse_to(w, b->body_id, "last-administrator-of", b->name);
}

static status choose(leaving *w)
{
    leave_plan *p = w->plan;
    if (!w->choice) return ST_OK;
    TRY(body_text_read(w->c->a, "reason", w->choice->reason, 0, LEAVE_REASON_MAX, &p->reason,
                       w->why));
    for (size_t i = 0; i < p->count; i++) TRY(choose_one(w, &p->bodies[i]));
    for (size_t i = 0; i < p->count; i++) TRY(keep_an_administrator(w, &p->bodies[i]));
    return ST_OK;
}

status leave_look(call *c, int64_t id, const leave_choice *choice, leave_plan *out, problem *why)
{
    leaving w = { .c = c, .choice = choice, .plan = out, .why = why };
    *out      = (leave_plan){ .reason = S("") };
    w.today   = organisations_day(c);
    if (!w.today.ptr) return ST_MEMORY;
    TRY(call_db(c, &w.d));
    TRY(person_load(c, id, &out->p));
    if (id == c->who.person_id) return problem_set(why, ST_INVALID, S(""), S("leave-self"));
    if (out->p.state == PERSON_LEFT) {
        return problem_detail(why, ST_INVALID, S(""), S("person-left"), out->p.name);
    }
    TRY(held_roles(&w));
    TRY(held_papers(&w));
    TRY(held_proofs(&w));
    return choose(&w);
}

// ---- leaving ----------------------------------------------------------------------------------------

typedef struct leave_work {
    call               *c;
    int64_t             id;
    const leave_choice *choice;
    leave_plan         *plan;
    person_link         link;
    problem            *why;
} leave_work;

static str author(const call *c)
{
    return c->who.name.len ? c->who.name : c->who.login;
}

// The same role in the same body for as long as it would have run, unless it is held already.
static status give_one(leave_work *w, db *d, const leave_body *b, const roles_open_row *r,
                       str today)
{
    arena           scratch = *w->c->a;
    str             from    = str_compare(r->valid_from, today) < 0 ? today : r->valid_from;
    role_held_in    look    = { b->to_id, b->body_id, r->role, from, r->valid_to };
    role_held_row   held;
    role_insert_row made;
    role_insert_in  in = { b->to_id, b->body_id, r->role, from, r->valid_to };
    TRY(role_held(d, &look, &scratch, &held));
    if (held.n) return ST_OK;
    TRY(role_insert(d, &in, &scratch, &made));
    body_period p = { from, r->valid_to };
    return person_audit_role(w->c, S("person.role-give"), b->to_id, b->body_id, r->role, p);
}

static status hand_over(leave_work *w, db *d, str today)
{
    roles_open_in   in = { .person = w->id, .day = today, .max = PERSON_ROLES_MAX };
    roles_open_row *rows;
    size_t          count;
    TRY(roles_open(d, &in, w->c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < w->plan->count; k++) {
            const leave_body *b = &w->plan->bodies[k];
            if (b->body_id != rows[i].body || !b->to_id) continue;
            TRY(give_one(w, d, b, &rows[i], today));
        }
    }
    str last = body_day_before(w->c->a, today);
    if (!last.ptr) return ST_MEMORY;
    return roles_stop(d, &(roles_stop_in){ .person = w->id, .last = last }, NULL);
}

// Work taken by name goes to who takes over in that body, or back to whoever holds the role there.
static status hand_over_tasks(leave_work *w)
{
    int64_t n;
    for (size_t k = 0; k < w->plan->count; k++) {
        const leave_body *b = &w->plan->bodies[k];
        TRY(tasks_hand_over(w->c, (task_hand_over){ w->id, b->body_id, b->to_id }, &n));
    }
    return tasks_hand_over(w->c, (task_hand_over){ w->id, 0, 0 }, &n);
}

static status keep_handover(leave_work *w, db *d)
{
    handover_insert_row made;
    handover_insert_in  in = { w->id, author(w->c), w->c->now_ms, w->plan->reason };
    TRY(handover_insert(d, &in, w->c->a, &made));
    buf detail = buf_in(w->c->a, 512, AUDIT_DETAIL_BYTES_MAX);
    buf_printf(&detail, "{\"handover\":\"%lld\",\"bodies\":[", (long long)made.id);
    for (size_t i = 0; i < w->plan->count; i++) {
        const leave_body       *b   = &w->plan->bodies[i];
        handover_body_insert_in row = { made.id, b->body_id, b->to_id, (int64_t)b->roles };
        TRY(handover_body_insert(d, &row, NULL));
        buf_printf(&detail, "%s{\"body\":\"%lld\",\"to\":\"%lld\"}", i ? "," : "",
                   (long long)b->body_id, (long long)b->to_id);
    }
    buf_put(&detail, S("]}"));
    if (detail.failed) return ST_MEMORY;
    return audit_write(w->c, S("person.leave"), S("person"), w->id, buf_str(&detail));
}

static status leave(db *d, void *ctx)
{
    leave_work *w     = ctx;
    str         today = organisations_day(w->c);
    if (!today.ptr) return ST_MEMORY;
    status st = person_must_hold(w->c, d, w->id);
    if (st != ST_OK) return st == ST_FORBIDDEN ? ST_MISSING : st;
    TRY(leave_look(w->c, w->id, w->choice, w->plan, w->why));
    TRY(keep_handover(w, d));
    TRY(hand_over(w, d, today));
    TRY(hand_over_tasks(w));
    TRY(person_end_proofs_inside(w->c, d, w->id));
    person_set_password_in gone = { .id = w->id, .password = S(""), .state = PERSON_LEFT };
    return person_set_password(d, &gone, NULL);
}

status leave_do(call *c, int64_t id, const leave_choice *choice, problem *why)
{
    leave_plan *plan = NEW(c->a, leave_plan, 1);
    if (!plan) return ST_MEMORY;
    leave_work w = { .c = c, .id = id, .choice = choice, .plan = plan, .why = why };
    return call_act(c, leave, &w);
}

// ---- coming back ------------------------------------------------------------------------------------

static status come_back(db *d, void *ctx)
{
    leave_work *w = ctx;
    person      p;
    TRY(person_load(w->c, w->id, &p));
    if (p.state != PERSON_LEFT) {
        return problem_detail(w->why, ST_INVALID, S(""), S("not-left"), p.name);
    }
    handover_back_in back = { w->id, author(w->c), w->c->now_ms };
    TRY(handover_back(d, &back, NULL));
    TRY(person_reset_inside(w->c, d, &p, &w->link));
    return audit_write(w->c, S("person.return"), S("person"), w->id, S(""));
}

status leave_undo(call *c, int64_t id, person_link *out, problem *why)
{
    leave_work w = { .c = c, .id = id, .why = why };
    TRY(call_act(c, come_back, &w));
    *out = w.link;
    return ST_OK;
}

status handovers_list(call *c, int64_t person_id, handover **out, size_t *count)
{
    db               *d;
    handovers_of_row *rows;
    handovers_of_in   in = { .person = person_id, .max = LEAVE_SHOWN_MAX };
    TRY(call_db(c, &d));
    TRY(person_must_hold(c, d, person_id));
    TRY(handovers_of(d, &in, c->a, &rows, count));
    handover *list = NEW(c->a, handover, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const handovers_of_row *r  = &rows[i];
        str                     vi = r->body_vi.ptr ? r->body_vi : S("");
        bool english               = c->lang == LANG_EN && r->body_en.ptr && r->body_en.len > 0;
        list[i]                    = (handover){ .id        = r->id,
                                                 .made_ms   = r->made_ms,
                                                 .back_ms   = r->back_ms,
                                                 .made_by   = r->made_by,
                                                 .reason    = r->reason,
                                                 .back_by   = r->back_by,
                                                 .body_name = english ? r->body_en : vi,
                                                 .to_name   = r->to_name.ptr ? r->to_name : S(""),
                                                 .roles     = r->roles.set ? (uint64_t)r->roles.value : 0 };
    }
    *out = list;
    return ST_OK;
}
