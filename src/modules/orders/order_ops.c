// order_ops.c - orders and warnings drawn, changed, sent and ended. See orders.h.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/orders/paper_ops.h"
#include "modules/orders/target_ops.h"

enum { FOLD_BYTES_MAX = 8192 };

// ---- who may ---------------------------------------------------------------------------------------

status orders_may(call *c, const incident *i, bool warning, bool *may)
{
    int64_t lead;
    *may = false;
    if (!call_may(c, RIGHT_INCIDENTS_WRITE) || order_machine(c)) return ST_OK;
    if (i) {
        *may = incident_may(c, i, warning ? ACT_WARN : ACT_ORDER);
        return ST_OK;
    }
    status st = warning ? incidents_lead(c, &lead) : ST_MISSING;
    *may      = st == ST_OK && lead == c->who.body_id;
    return st == ST_MISSING ? ST_OK : st;
}

// ---- a draft ---------------------------------------------------------------------------------------

typedef struct drawing {
    call              *c;
    const order_draft *typed;
    order_draft        d; // tidied
    incident           i;
    bool               has_incident;
    order_names        names;
    str                uid, fold;
    int64_t            id, version;
    problem           *why;
} drawing;

static status read_texts(drawing *w)
{
    const order_draft *t = w->typed;
    order_draft       *d = &w->d;
    const struct {
        order_field field;
        str         typed, *to;
    } all[] = {
        { { "title", ORDER_LINE_MAX, true }, t->title, &d->title },
        { { "basis", ORDER_LONG_MAX, false }, t->basis, &d->basis },
        { { "content", ORDER_LONG_MAX, true }, t->content, &d->content },
        { { "indicators", ORDER_LONG_MAX, false }, t->indicators, &d->indicators },
        { { "reply_to", ORDER_LINE_MAX, false }, t->reply_to, &d->reply_to },
        { { "to", ORDER_LONG_MAX, false }, t->to, &d->to },
        { { "group", ORDER_LINE_MAX, false }, t->group, &d->group },
    };
    for (size_t i = 0; i < COUNT(all); i++)
        TRY(order_words(w->c, &all[i].field, all[i].typed, all[i].to, w->why));
    return ST_OK;
}

static status in_time(const drawing *w, const char *field, int64_t at_ms)
{
    if (!at_ms || at_ms > w->c->now_ms) return ST_OK;
    return problem_detail(w->why, ST_INVALID, str_from(field), S("order-past"),
                          text_when(w->c->a, at_ms));
}

static status read_items(drawing *w)
{
    order_draft *d = &w->d;
    d->item_count  = 0;
    for (size_t i = 0; i < w->typed->item_count && i < ORDER_ITEMS_MAX; i++) {
        str         name  = arena_printf(w->c->a, "item%zu", i + 1);
        str         due   = arena_printf(w->c->a, "item_due%zu", i + 1);
        order_field field = { name.ptr, ORDER_LINE_MAX, w->typed->items[i].due_ms != 0 };
        str         words;
        if (!name.ptr || !due.ptr) return ST_MEMORY;
        TRY(order_words(w->c, &field, w->typed->items[i].words, &words, w->why));
        TRY(in_time(w, due.ptr, w->typed->items[i].due_ms));
        if (words.len) d->items[d->item_count++] = (order_item){ words, w->typed->items[i].due_ms };
    }
    return d->item_count ? ST_OK : problem_set(w->why, ST_INVALID, S("item1"), S("required"));
}

static status read_times(drawing *w)
{
    const order_draft *t = w->typed;
    order_draft       *d = &w->d;
    if (t->hours < 0 || t->hours > ORDER_HOURS_MAX)
        return problem_set(w->why, ST_INVALID, S("hours"), S("out-of-range"));
    d->ack_ms = t->ack_ms;
    d->due_ms = t->due_ms;
    d->hours  = t->due_ms ? 0 : t->hours;
    TRY(in_time(w, "ack", d->ack_ms));
    TRY(in_time(w, "due", d->due_ms));
    if (d->ack_ms && d->due_ms && d->ack_ms > d->due_ms)
        return problem_set(w->why, ST_INVALID, S("ack"), S("order-ack-late"));
    bool timed = d->kind == ORDER_WARNING || d->due_ms || d->hours;
    if (!timed) return problem_set(w->why, ST_INVALID, S("due"), S("required"));
    // Hours count from receipt: when that is waited for must be said too.
    return d->hours && !d->ack_ms ? problem_set(w->why, ST_INVALID, S("ack"), S("required"))
                                  : ST_OK;
}

static status read_incident(drawing *w)
{
    bool   may;
    str    ref = str_trim(w->typed->incident.ptr ? w->typed->incident : S(""));
    status st  = ref.len ? incident_of_ref(w->c, ref, &w->i) : ST_MISSING;
    if (ref.len && st == ST_MISSING)
        return problem_detail(w->why, ST_INVALID, S("incident"), S("incident-unknown"), ref);
    if (ref.len) TRY(st);
    w->has_incident = ref.len > 0;
    if (!ref.len && w->d.kind != ORDER_WARNING)
        return problem_set(w->why, ST_INVALID, S("incident"), S("required"));
    TRY(orders_may(w->c, w->has_incident ? &w->i : NULL, w->d.kind == ORDER_WARNING, &may));
    return may ? ST_OK : ST_FORBIDDEN;
}

static status read_kind(drawing *w)
{
    const order_draft *t = w->typed;
    w->d                 = (order_draft){ .kind = t->kind, .tlp = t->tlp, .severity = t->severity };
    if (t->kind < ORDER_COMMAND || t->kind > ORDER_WARNING)
        return problem_set(w->why, ST_INVALID, S("kind"), S("required"));
    if (t->tlp < TLP_RED || t->tlp > TLP_CLEAR)
        return problem_set(w->why, ST_INVALID, S("tlp"), S("required"));
    if (t->kind != ORDER_WARNING) w->d.severity = SEVERITY_NONE;
    bool graded = t->severity >= SEVERITY_LOW && t->severity <= SEVERITY_CRITICAL;
    return t->kind == ORDER_WARNING && !graded
               ? problem_set(w->why, ST_INVALID, S("severity"), S("required"))
               : ST_OK;
}

static status read_draft(drawing *w)
{
    buf b = buf_in(w->c->a, 512, FOLD_BYTES_MAX);
    TRY(read_kind(w));
    TRY(read_incident(w));
    TRY(read_texts(w));
    TRY(read_items(w));
    TRY(read_times(w));
    order_asking k = { w->d.kind, w->has_incident ? &w->i : NULL, w->d.to, w->d.group, false };
    TRY(order_names_find(w->c, &k, &w->names, w->why));
    buf_put(&b, w->d.title);
    buf_char(&b, ' ');
    buf_put(&b, w->has_incident ? w->i.code : S(""));
    for (size_t i = 0; i < w->names.count && b.len < FOLD_BYTES_MAX / 2; i++) {
        buf_char(&b, ' ');
        buf_put(&b, str_slice(w->names.items[i].name, 0, ORDER_LINE_MAX));
    }
    w->fold = b.failed ? (str){ 0 } : text_fold(w->c->a, buf_str(&b));
    return w->fold.ptr ? ST_OK : ST_MEMORY;
}

static status put_items(db *d, int64_t id, const order_draft *o)
{
    for (size_t i = 0; i < o->item_count; i++) {
        order_item_add_in in = { id, (int64_t)i + 1, o->items[i].words, o->items[i].due_ms };
        TRY(order_item_add(d, &in, NULL));
    }
    return ST_OK;
}

static status put_names(call *c, db *d, int64_t id, const order_names *names)
{
    target_add_row made;
    for (size_t i = 0; i < names->count; i++) {
        const order_named *n       = &names->items[i];
        target_add_in      in      = { .id         = id,
                                       .body       = n->body_id,
                                       .first_name = n->first_name,
                                       .seat       = n->seat,
                                       .contact    = n->contact,
                                       .state      = TARGET_NAMED };
        arena              scratch = *c->a;
        TRY(target_add(d, &in, &scratch, &made));
    }
    return ST_OK;
}

static str class_of(const drawing *w)
{
    if (!w->has_incident) return S("");
    return incident_class_key(w->i.decided ? w->i.decided : w->i.verified);
}

static status draw(db *d, void *ctx)
{
    drawing           *w = ctx;
    call              *c = w->c;
    order_insert_row   made;
    const order_draft *o  = &w->d;
    order_insert_in    in = { .uid           = w->uid,
                              .kind          = o->kind,
                              .incident      = w->has_incident ? w->i.id : 0,
                              .incident_code = w->has_incident ? w->i.code : S(""),
                              .about_system  = w->has_incident ? w->i.system_name : S(""),
                              .about_type    = w->has_incident ? w->i.type : S(""),
                              .about_class   = class_of(w),
                              .issuer        = c->who.body_id,
                              .issuer_name   = c->who.body_name.ptr ? c->who.body_name : S(""),
                              .invented      = c->who.invented,
                              .title         = o->title,
                              .fold          = w->fold,
                              .basis         = o->basis,
                              .content       = o->content,
                              .indicators    = o->indicators,
                              .reply_to      = o->reply_to,
                              .tlp           = o->tlp,
                              .severity      = o->severity,
                              .ack_ms        = o->ack_ms,
                              .due_ms        = o->due_ms,
                              .hours         = o->hours,
                              .to_typed      = o->to,
                              .to_group      = o->group,
                              .person        = order_person(c),
                              .now           = c->now_ms };
    TRY(call_code(c, d, o->kind == ORDER_WARNING ? "CB" : "DP", &in.code));
    TRY(order_insert(d, &in, c->a, &made));
    w->id = made.id;
    TRY(put_items(d, w->id, o));
    TRY(put_names(c, d, w->id, &w->names));
    return order_tell(c, d, &(order_told){ w->id, 0, 0, "drawn", in.code, S("") });
}

status orders_draw(call *c, const order_draft *d, int64_t *id, problem *why)
{
    drawing *w = NEW(c->a, drawing, 1);
    if (!w) return ST_MEMORY;
    *w = (drawing){ .c = c, .typed = d, .why = why };
    TRY(read_draft(w));
    TRY(os_uuid(c->now_ms, c->a, &w->uid));
    TRY(call_act(c, draw, w));
    *id = w->id;
    return ST_OK;
}

// One that the acting body issued, in that state.
static status own_in(call *c, int64_t id, order_state state, order *out)
{
    TRY(order_row_load(c, id, out));
    if (out->issuer_id != c->who.body_id || !call_may(c, RIGHT_INCIDENTS_WRITE))
        return ST_FORBIDDEN;
    return out->state == state ? ST_OK : ST_CONFLICT;
}

static status change(db *d, void *ctx)
{
    drawing           *w  = ctx;
    const order_draft *o  = &w->d;
    int64_t            n  = 0;
    order_update_in    in = { .id         = w->id,
                              .known      = w->version,
                              .kind       = o->kind,
                              .title      = o->title,
                              .fold       = w->fold,
                              .basis      = o->basis,
                              .content    = o->content,
                              .indicators = o->indicators,
                              .reply_to   = o->reply_to,
                              .tlp        = o->tlp,
                              .severity   = o->severity,
                              .ack_ms     = o->ack_ms,
                              .due_ms     = o->due_ms,
                              .hours      = o->hours,
                              .to_typed   = o->to,
                              .to_group   = o->group };
    order              was;
    TRY(own_in(w->c, w->id, ORDER_DRAFT, &was));
    TRY(order_update(d, &in, &n));
    if (n != 1) return ST_CONFLICT;
    TRY(order_items_drop(d, &(order_items_drop_in){ w->id }, NULL));
    TRY(targets_drop(d, &(targets_drop_in){ w->id }, NULL));
    TRY(put_items(d, w->id, o));
    TRY(put_names(w->c, d, w->id, &w->names));
    return order_tell(w->c, d, &(order_told){ w->id, 0, 0, "changed", was.code, S("") });
}

status orders_change(call *c, int64_t id, int64_t version, const order_draft *typed, problem *why)
{
    drawing    *w = NEW(c->a, drawing, 1);
    order_draft d = *typed;
    order       was;
    if (!w) return ST_MEMORY;
    TRY(own_in(c, id, ORDER_DRAFT, &was));
    d.incident = was.incident_code; // what it is about stays
    if (was.kind == ORDER_WARNING || d.kind == ORDER_WARNING) d.kind = was.kind;
    *w = (drawing){ .c = c, .typed = &d, .id = id, .version = version, .why = why };
    TRY(read_draft(w));
    return call_act(c, change, w);
}

// ---- sent ------------------------------------------------------------------------------------------

typedef struct sending {
    call         *c;
    order_signing s;
    order         o;
    incident      i;
    order_names   names;
    str           paper, sha256;
    problem      *why;
} sending;

static status read_signing(sending *w, const order_signing *typed)
{
    call             *c      = w->c;
    const order_field number = { "number", ORDER_LINE_MAX, false };
    const order_field signer = { "signer", ORDER_LINE_MAX, true };
    const order_field post   = { "signer_post", ORDER_LINE_MAX, false };
    str               today  = organisations_day(c);
    day               on;
    if (!today.ptr) return ST_MEMORY;
    w->s.id      = typed->id;
    w->s.version = typed->version;
    TRY(order_words(c, &number, typed->number, &w->s.number, w->why));
    TRY(order_words(c, &signer, typed->signer, &w->s.signer, w->why));
    TRY(order_words(c, &post, typed->signer_post, &w->s.signer_post, w->why));
    str typed_day  = str_trim(typed->signed_on.ptr ? typed->signed_on : S(""));
    w->s.signed_on = typed_day.len ? typed_day : today;
    if (day_parse(w->s.signed_on, &on) != ST_OK)
        return problem_detail(w->why, ST_INVALID, S("signed_on"), S("not-a-day"), typed_day);
    day now;
    TRY(day_parse(today, &now));
    return day_number(on) > day_number(now)
               ? problem_detail(w->why, ST_INVALID, S("signed_on"), S("day-future"), typed_day)
               : ST_OK;
}

static status send_ready(sending *w)
{
    call *c = w->c;
    bool  may;
    TRY(own_in(c, w->s.id, ORDER_DRAFT, &w->o));
    if (w->s.version && w->s.version != w->o.version) return ST_CONFLICT;
    if (w->o.incident_id) TRY(incident_load(c, w->o.incident_id, &w->i));
    const incident *i = w->o.incident_id ? &w->i : NULL;
    TRY(orders_may(c, i, w->o.kind == ORDER_WARNING, &may));
    if (!may) return ST_FORBIDDEN;
    if ((w->o.ack_ms && w->o.ack_ms <= c->now_ms) || (w->o.due_ms && w->o.due_ms <= c->now_ms))
        return problem_detail(w->why, ST_INVALID, S("due"), S("order-past"),
                              text_when(c->a, w->o.due_ms ? w->o.due_ms : w->o.ack_ms));
    return ST_OK;
}

static status send_one(const sending *w, db *d, const order_named *n)
{
    call             *c     = w->c;
    const order_about about = { w->o.id, w->o.code, w->o.title, w->o.kind };
    target_waits      waits = { .state      = TARGET_SENT,
                                .ack_ms     = w->o.ack_ms,
                                .due_ms     = w->o.due_ms,
                                .items      = w->o.items,
                                .item_count = w->o.item_count };
    order_target      t     = { .body_id = n->body_id, .seat = n->seat, .state = TARGET_SENT };
    target_add_row    made;
    target_add_in     in = { .id         = w->o.id,
                             .body       = n->body_id,
                             .first_name = n->first_name,
                             .seat       = n->seat,
                             .contact    = n->contact,
                             .state      = TARGET_SENT };
    TRY(target_add(d, &in, c->a, &made));
    t.id              = made.target;
    t.due_ms          = w->o.due_ms;
    t.next_ms         = target_next(&waits);
    target_set_in set = { .target      = t.id,
                          .known       = TARGET_SENT,
                          .state       = TARGET_SENT,
                          .due_ms      = t.due_ms,
                          .next_ms     = t.next_ms,
                          .reason      = S(""),
                          .result      = S(""),
                          .late_reason = S("") };
    TRY(target_set(d, &set, NULL));
    if (n->first_name.len) {
        order_told k = { w->o.id, t.id, 0, "heir", w->o.code, n->first_name };
        TRY(order_tell(c, d, &k));
    }
    return order_clock_run(c, &about, &t);
}

// In memory of its own: a group may be two thousand.
static status send_all(const sending *w, db *d)
{
    for (size_t i = 0; i < w->names.count; i++) {
        arena mark = *w->c->a;
        TRY(send_one(w, d, &w->names.items[i]));
        *w->c->a = mark;
    }
    return ST_OK;
}

static status send(db *d, void *ctx)
{
    sending      *w  = ctx;
    call         *c  = w->c;
    int64_t       n  = 0;
    order_send_in in = { .id          = w->o.id,
                         .known       = w->o.version,
                         .issuer_name = w->o.issuer_name,
                         .number      = w->s.number,
                         .signer      = w->s.signer,
                         .signer_post = w->s.signer_post,
                         .signed_on   = w->s.signed_on,
                         .paper       = w->paper,
                         .sha256      = w->sha256,
                         .now         = c->now_ms };
    // Named anew, inside the act: a body may have ended since it was drawn.
    order_asking k = { w->o.kind, w->o.incident_id ? &w->i : NULL, w->o.to, w->o.group, true };
    TRY(order_names_find(c, &k, &w->names, w->why));
    TRY(order_send(d, &in, &n));
    if (n != 1) return ST_CONFLICT;
    TRY(targets_drop(d, &(targets_drop_in){ w->o.id }, NULL));
    TRY(send_all(w, d));
    TRY(order_tell(c, d, &(order_told){ w->o.id, 0, 0, "sent", w->o.code, S("") }));
    return order_incident_tell(c, &w->o, w->o.kind == ORDER_WARNING ? "warning-sent" : "order-sent",
                               w->o.title);
}

status orders_send(call *c, const order_signing *typed, problem *why)
{
    sending *w = NEW(c->a, sending, 1);
    body     own;
    if (!w) return ST_MEMORY;
    *w = (sending){ .c = c, .s = *typed, .why = why };
    TRY(send_ready(w));
    TRY(read_signing(w, typed));
    TRY(body_by_id(c, c->who.body_id, &own));
    w->o.issuer_name = own.name_vi;
    w->o.number      = w->s.number;
    w->o.signer      = w->s.signer;
    w->o.signer_post = w->s.signer_post;
    w->o.signed_on   = w->s.signed_on;
    w->o.sent_ms     = c->now_ms;
    TRY(order_paper(c, &w->o, &w->paper));
    w->sha256 = sign_sha256(w->paper, c->a);
    return w->sha256.ptr ? call_act(c, send, w) : ST_MEMORY;
}

// ---- ended -----------------------------------------------------------------------------------------

typedef struct ending {
    call   *c;
    order   o;
    int64_t version;
    str     reason;
} ending;

static status end(db *d, void *ctx)
{
    ending       *w    = ctx;
    call         *c    = w->c;
    bool          sent = w->o.state == ORDER_SENT;
    int64_t       n    = 0;
    order_target *targets;
    size_t        count;
    order_end_in  in = { .id     = w->o.id,
                         .known  = w->version,
                         .from   = w->o.state,
                         .state  = sent ? ORDER_ENDED : ORDER_DROPPED,
                         .reason = w->reason,
                         .now    = c->now_ms };
    TRY(order_end(d, &in, &n));
    if (n != 1) return ST_CONFLICT;
    TRY(order_targets_load(c, d, w->o.id, 0, &targets, &count));
    for (size_t i = 0; sent && i < count; i++) {
        arena mark = *c->a;
        if (targets[i].state != TARGET_DONE) TRY(order_clock_end(c, targets[i].id));
        *c->a = mark;
    }
    TRY(targets_rest(d, &(targets_rest_in){ w->o.id }, NULL));
    TRY(order_tell(
        c, d, &(order_told){ w->o.id, 0, 0, sent ? "ended" : "dropped", w->o.code, w->reason }));
    return sent ? order_incident_tell(c, &w->o, "order-ended", S("")) : ST_OK;
}

status orders_end(call *c, int64_t id, int64_t version, str reason, problem *why)
{
    ending      w     = { .c = c, .version = version };
    order_field field = { "reason", ORDER_WORDS_MAX, false };
    TRY(order_row_load(c, id, &w.o));
    if (w.o.issuer_id != c->who.body_id || !call_may(c, RIGHT_INCIDENTS_WRITE)) return ST_FORBIDDEN;
    if (w.o.state != ORDER_DRAFT && w.o.state != ORDER_SENT) return ST_CONFLICT;
    if (!w.version) w.version = w.o.version;
    field.needed = w.o.state == ORDER_SENT;
    TRY(order_words(c, &field, reason, &w.reason, why));
    return call_act(c, end, &w);
}
