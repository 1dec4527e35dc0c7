// office_ops.c - heads, specialist units, the contact block and delegations. See offices.h.
#include "modules/organisations/body_ops.h"
#include "modules/organisations/body_store.h"
#include "modules/organisations/organisations_queries.gen.h"

enum { SHOWN_MAX = 200 };

static status audit_office(call *c, str act, int64_t body_id, str what, str name, str doc_no)
{
    buf b = buf_in(c->a, 256, AUDIT_DETAIL_BYTES_MAX);
    buf_put(&b, S("{\"what\":"));
    buf_json(&b, what);
    buf_put(&b, S(",\"name\":"));
    buf_json(&b, name);
    buf_put(&b, S(",\"doc_no\":"));
    buf_json(&b, doc_no);
    buf_char(&b, '}');
    return b.failed ? ST_MEMORY : audit_write(c, act, S("body"), body_id, buf_str(&b));
}

// ---- heads and specialist units ---------------------------------------------------------------------

status body_offices(call *c, int64_t body_id, body_office **out, size_t *count)
{
    db             *d;
    offices_of_row *rows;
    TRY(call_db(c, &d));
    TRY(offices_of(d, &(offices_of_in){ .body = body_id, .max = SHOWN_MAX }, c->a, &rows, count));
    body_office *list = NEW(c->a, body_office, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const offices_of_row *r = &rows[i];
        list[i]                 = (body_office){ .id             = r->id,
                                                 .body_id        = r->body,
                                                 .kind           = (office_kind)r->kind,
                                                 .name           = r->name,
                                                 .post           = r->post,
                                                 .representative = r->representative,
                                                 .address        = r->address,
                                                 .phone          = r->phone,
                                                 .email          = r->email,
                                                 .doc_no         = r->doc_no,
                                                 .doc_on         = r->doc_on,
                                                 .doc_by         = r->doc_by,
                                                 .valid_from     = body_day_shown(r->valid_from),
                                                 .valid_to       = body_day_shown(r->valid_to) };
    }
    *out = list;
    return ST_OK;
}

status body_office_on(call *c, int64_t body_id, office_kind kind, str on, body_office *out)
{
    body_office *list;
    size_t       count;
    str          when = on.len ? on : organisations_day(c);
    if (!when.ptr) return ST_MEMORY;
    TRY(body_offices(c, body_id, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].kind != kind || str_compare(list[i].valid_from, when) > 0) continue;
        if (str_compare(body_day_to(list[i].valid_to), when) < 0) continue;
        *out = list[i];
        return ST_OK;
    }
    return ST_MISSING;
}

typedef struct office_work {
    call       *c;
    body_office o; // checked
    body_period when;
    int64_t     id;
} office_work;

static status email_read(arena *a, str typed, str *out, problem *why)
{
    TRY(body_text_read(a, "email", typed, 0, OFFICE_TEXT_MAX, out, why));
    ptrdiff_t at = str_find(*out, S("@"));
    bool      ok = out->len == 0 || (at > 0 && at < out->len - 1 && str_find(*out, S(" ")) < 0);
    return ok ? ST_OK : problem_detail(why, ST_INVALID, S("email"), S("email-form"), *out);
}

static status office_check(office_work *w, const body_office *typed, problem *why)
{
    arena       *a     = w->c->a;
    body_office *o     = &w->o;
    str          today = organisations_day(w->c);
    enum { MOST = OFFICE_TEXT_MAX };
    if (!today.ptr) return ST_MEMORY;
    if (typed->kind != OFFICE_HEAD && typed->kind != OFFICE_SPECIALIST) {
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    }
    *o = (body_office){ .body_id = typed->body_id, .kind = typed->kind };
    TRY(body_text_read(a, "name", typed->name, 1, MOST, &o->name, why));
    TRY(body_text_read(a, "post", typed->post, 0, MOST, &o->post, why));
    TRY(body_text_read(a, "representative", typed->representative, 0, MOST, &o->representative,
                       why));
    TRY(body_text_read(a, "address", typed->address, 0, MOST, &o->address, why));
    TRY(body_text_read(a, "phone", typed->phone, 0, MOST, &o->phone, why));
    TRY(email_read(a, typed->email, &o->email, why));
    TRY(body_text_read(a, "doc_no", typed->doc_no, 1, MOST, &o->doc_no, why));
    TRY(body_day_read(a, S("doc_on"), typed->doc_on, S(""), &o->doc_on, why));
    TRY(body_text_read(a, "doc_by", typed->doc_by, 0, MOST, &o->doc_by, why));
    body_period period = { typed->valid_from, typed->valid_to };
    return body_period_read(a, period, today, &w->when, why);
}

static status office_add(db *d, void *ctx)
{
    office_work *w    = ctx;
    str          last = body_day_before(w->c->a, w->when.from);
    if (!last.ptr) return ST_MEMORY;
    TRY(body_must_hold(w->c, w->o.body_id));
    offices_yield_in yield = {
        .body = w->o.body_id, .kind = w->o.kind, .day = w->when.from, .last = last
    };
    TRY(offices_yield(d, &yield, NULL));
    office_insert_in  in = { .body           = w->o.body_id,
                             .kind           = w->o.kind,
                             .name           = w->o.name,
                             .post           = w->o.post,
                             .representative = w->o.representative,
                             .address        = w->o.address,
                             .phone          = w->o.phone,
                             .email          = w->o.email,
                             .doc_no         = w->o.doc_no,
                             .doc_on         = w->o.doc_on,
                             .doc_by         = w->o.doc_by,
                             .valid_from     = w->when.from,
                             .valid_to       = w->when.to };
    office_insert_row made;
    TRY(office_insert(d, &in, w->c->a, &made));
    w->id = made.id;
    return audit_office(w->c, S("body.office"), w->o.body_id, office_kind_key(w->o.kind), w->o.name,
                        w->o.doc_no);
}

status body_office_add(call *c, const body_office *draft, int64_t *id, problem *why)
{
    office_work w = { .c = c };
    TRY(office_check(&w, draft, why));
    TRY(call_act(c, office_add, &w));
    *id = w.id;
    return ST_OK;
}

typedef struct last_work { // an office or a delegation that ends
    call   *c;
    int64_t id;
    str     last_day;
} last_work;

static status office_end(db *d, void *ctx)
{
    last_work     *w = ctx;
    office_row_row row;
    TRY(office_row(d, &(office_row_in){ .id = w->id }, w->c->a, &row));
    TRY(body_must_hold(w->c, row.body));
    if (str_compare(w->last_day, row.valid_from) < 0) {
        TRY(office_forget(d, &(office_forget_in){ .id = w->id }, NULL));
    } else {
        TRY(office_last(d, &(office_last_in){ .id = w->id, .last = w->last_day }, NULL));
    }
    return audit_office(w->c, S("body.office-end"), row.body,
                        office_kind_key((office_kind)row.kind), row.name, w->last_day);
}

static status end_with(call *c, int64_t id, str last_day, store_work *fn, problem *why)
{
    last_work w     = { .c = c, .id = id };
    str       today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(body_day_read(c->a, S("last_day"), last_day, today, &w.last_day, why));
    return call_act(c, fn, &w);
}

status body_office_end(call *c, int64_t id, str last_day, problem *why)
{
    return end_with(c, id, last_day, office_end, why);
}

// ---- contact ----------------------------------------------------------------------------------------

status body_contact_load(call *c, int64_t body_id, body_contact *out)
{
    db             *d;
    contact_row_row r;
    TRY(call_db(c, &d));
    status st = contact_row(d, &(contact_row_in){ .body = body_id }, c->a, &r);
    *out      = (body_contact){ S(""), S(""), S(""), S(""), S(""), S(""), 0 };
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    *out = (body_contact){ r.address, r.representative, r.post,   r.phone,
                           r.email,   r.mandate,        r.version };
    return ST_OK;
}

status body_contact_put(db *d, int64_t id, const body_contact *k)
{
    contact_insert_in in = { id,       k->address, k->representative, k->post,
                             k->phone, k->email,   k->mandate };
    return contact_insert(d, &in, NULL);
}

typedef struct contact_work {
    call        *c;
    int64_t      body_id;
    body_contact k;
} contact_work;

static status contact_save(db *d, void *ctx)
{
    contact_work *w       = ctx;
    int64_t       changed = 0;
    TRY(body_must_hold(w->c, w->body_id));
    if (w->k.version == 0) {
        contact_insert_in in = { w->body_id, w->k.address, w->k.representative, w->k.post,
                                 w->k.phone, w->k.email,   w->k.mandate };
        TRY(contact_insert(d, &in, &changed));
    } else {
        contact_update_in in = { w->body_id, w->k.version, w->k.address, w->k.representative,
                                 w->k.post,  w->k.phone,   w->k.email,   w->k.mandate };
        TRY(contact_update(d, &in, &changed));
    }
    if (changed == 0) return ST_CONFLICT;
    return audit_office(w->c, S("body.contact"), w->body_id, S("contact"), w->k.representative,
                        w->k.mandate);
}

status body_contact_save(call *c, int64_t body_id, const body_contact *typed, problem *why)
{
    contact_work w = { .c = c, .body_id = body_id, .k.version = typed->version };
    arena       *a = c->a;
    enum { MOST = OFFICE_TEXT_MAX };
    TRY(body_text_read(a, "address", typed->address, 0, MOST, &w.k.address, why));
    TRY(body_text_read(a, "representative", typed->representative, 0, MOST, &w.k.representative,
                       why));
    TRY(body_text_read(a, "post", typed->post, 0, MOST, &w.k.post, why));
    TRY(body_text_read(a, "phone", typed->phone, 0, MOST, &w.k.phone, why));
    TRY(email_read(a, typed->email, &w.k.email, why));
    TRY(body_text_read(a, "mandate", typed->mandate, 0, MOST, &w.k.mandate, why));
    return call_act(c, contact_save, &w);
}

status body_place(call *c, int64_t body_id, str *out)
{
    body      b;
    body_list above;
    TRY(body_by_id(c, body_id, &b));
    *out = b.place;
    if (out->len) return ST_OK;
    TRY(body_above(c, body_id, S(""), &above));
    for (size_t i = 0; i < above.count && out->len == 0; i++) *out = above.items[i].place;
    return ST_OK;
}

status body_superior_name(call *c, const body *b, str *out)
{
    body parent;
    *out = S("");
    if (b->parent_id == 0) return ST_OK;
    status st = body_by_id(c, b->parent_id, &parent);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    if (parent.parent_id != 0) *out = parent.name_vi;
    return ST_OK;
}

// ---- delegations ------------------------------------------------------------------------------------

static str soon_day(call *c)
{
    day today = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES);
    return day_iso(c->a, day_from_number(day_number(today) + DELEGATION_SOON_DAYS));
}

static status show(call *c, db *d, const delegations_of_row *rows, size_t count, delegation **out)
{
    str         today = organisations_day(c), soon = soon_day(c);
    delegation *list = NEW(c->a, delegation, count ? count : 1);
    if (!list || !today.ptr || !soon.ptr) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const delegations_of_row *r = &rows[i];
        body                      from, to;
        TRY(body_load(d, c->a, r->body, today, &from));
        TRY(body_load(d, c->a, r->to, today, &to));
        bool english = c->lang == LANG_EN;
        bool over    = str_compare(r->valid_to, today) < 0;
        list[i]      = (delegation){ .id         = r->id,
                                     .body_id    = r->body,
                                     .to_id      = r->to,
                                     .body_name  = english && from.name_en.len ? from.name_en
                                                                               : from.name_vi,
                                     .to_code    = to.code,
                                     .to_name    = english && to.name_en.len ? to.name_en : to.name_vi,
                                     .reach      = r->reach,
                                     .duties     = r->duties,
                                     .doc_no     = r->doc_no,
                                     .doc_on     = r->doc_on,
                                     .valid_from = body_day_shown(r->valid_from),
                                     .valid_to   = body_day_shown(r->valid_to),
                                     .over       = over,
                                     .soon       = !over && str_compare(r->valid_to, soon) <= 0 };
    }
    *out = list;
    return ST_OK;
}

status body_delegations(call *c, int64_t body_id, delegation **out, size_t *count)
{
    db                 *d;
    delegations_of_row *rows;
    delegations_of_in   in = { .body = body_id, .max = SHOWN_MAX };
    TRY(call_db(c, &d));
    TRY(delegations_of(d, &in, c->a, &rows, count));
    return show(c, d, rows, *count, out);
}

status delegations_ending(call *c, delegation **out, size_t *count)
{
    _Static_assert(sizeof(delegations_until_row) == sizeof(delegations_of_row), "same columns");
    db                    *d;
    delegations_until_row *rows;
    delegations_until_in   in = {
          .top = c->who.body_id, .day = organisations_day(c), .until = soon_day(c), .max = SHOWN_MAX
    };
    if (!in.day.ptr || !in.until.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(delegations_until(d, &in, c->a, &rows, count));
    return show(c, d, (const delegations_of_row *)(const void *)rows, *count, out);
}

typedef struct delegate_work {
    call       *c;
    delegation  g; // checked
    body_period when;
    int64_t     id;
    problem    *why;
} delegate_work;

// TT 12/2022/TT-BTTTT Điều 4: to a capable unit of one's own; what was delegated goes no further. A body
// that owns systems itself may delegate those.
static status delegate_check(delegate_work *w, db *d)
{
    bool                below;
    arena               scratch = *w->c->a;
    size_t              given, owned;
    delegated_to_row   *rows;
    scope_owns_any_row *own;
    str                 to = S("to");
    TRY(body_must_hold(w->c, w->g.body_id));
    TRY(body_must_be_open(w->c, w->g.body_id, S("body"), w->why));
    TRY(body_must_be_open(w->c, w->g.to_id, to, w->why));
    TRY(body_in_branch(w->c, w->g.to_id, w->g.body_id, &below));
    if (!below || w->g.to_id == w->g.body_id) {
        return problem_set(w->why, ST_INVALID, to, S("delegate-outside"));
    }
    delegated_to_in in = { .to = w->g.body_id, .valid_from = w->when.from, .valid_to = w->when.to };
    TRY(delegated_to(d, &in, &scratch, &rows, &given));
    if (given == 0) return ST_OK;
    TRY(scope_owns_any(d, &(scope_owns_any_in){ .body = w->g.body_id }, &scratch, &own, &owned));
    return owned ? ST_OK : problem_set(w->why, ST_INVALID, to, S("delegate-again"));
}

static status delegate(db *d, void *ctx)
{
    delegate_work *w = ctx;
    TRY(delegate_check(w, d));
    delegation_insert_in  in = { .body       = w->g.body_id,
                                 .to         = w->g.to_id,
                                 .reach      = w->g.reach,
                                 .duties     = w->g.duties,
                                 .doc_no     = w->g.doc_no,
                                 .doc_on     = w->g.doc_on,
                                 .valid_from = w->when.from,
                                 .valid_to   = w->when.to };
    delegation_insert_row made;
    TRY(delegation_insert(d, &in, w->c->a, &made));
    w->id    = made.id;
    str whom = arena_printf(w->c->a, "%lld", (long long)w->g.to_id);
    if (!whom.ptr) return ST_MEMORY;
    return audit_office(w->c, S("body.delegate"), w->g.body_id, S("delegation"), whom, w->g.doc_no);
}

status delegation_add(call *c, const delegation *typed, int64_t *id, problem *why)
{
    delegate_work w     = { .c   = c,
                            .g   = { .body_id = typed->body_id, .to_id = typed->to_id },
                            .why = why };
    arena        *a     = c->a;
    str           today = organisations_day(c);
    body_period   when  = { typed->valid_from, typed->valid_to };
    if (!today.ptr) return ST_MEMORY;
    TRY(body_text_read(a, "reach", typed->reach, 1, DELEGATION_TEXT_MAX, &w.g.reach, why));
    TRY(body_text_read(a, "duties", typed->duties, 1, DELEGATION_TEXT_MAX, &w.g.duties, why));
    TRY(body_text_read(a, "doc_no", typed->doc_no, 1, OFFICE_TEXT_MAX, &w.g.doc_no, why));
    TRY(body_day_read(a, S("doc_on"), typed->doc_on, S(""), &w.g.doc_on, why));
    if (!str_trim(when.to).len) return problem_set(why, ST_INVALID, S("valid_to"), S("required"));
    TRY(body_period_read(a, when, today, &w.when, why));
    TRY(call_act(c, delegate, &w));
    *id = w.id;
    return ST_OK;
}

static status delegate_end(db *d, void *ctx)
{
    last_work         *w = ctx;
    delegation_row_row row;
    TRY(delegation_row(d, &(delegation_row_in){ .id = w->id }, w->c->a, &row));
    TRY(body_must_hold(w->c, row.body));
    delegation_last_in in = { .id = w->id, .last = w->last_day };
    TRY(delegation_last(d, &in, NULL));
    str whom = arena_printf(w->c->a, "%lld", (long long)row.to);
    if (!whom.ptr) return ST_MEMORY;
    return audit_office(w->c, S("body.delegate-end"), row.body, S("delegation"), whom, w->last_day);
}

status delegation_end(call *c, int64_t id, str last_day, problem *why)
{
    return end_with(c, id, last_day, delegate_end, why);
}
