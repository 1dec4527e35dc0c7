// answer_ops.c - what an addressee does: received, accepted or refused, how it stands, the result. See orders.h.
#include "modules/orders/key_ops.h"
#include "modules/orders/target_ops.h"

typedef struct answering {
    call               *c;
    const order_answer *a;
    order               o;
    order_target        t, was;
    target_step         step;
    sign_key            key;
    str                 words, late_reason;
    int64_t             receipt;
    problem            *why;
} answering;

// The row meant, among those the reader sees.
static status find_target(answering *w, db *d)
{
    order_target *all;
    size_t        n;
    int64_t       own = w->c->who.body_id;
    TRY(order_targets_load(w->c, d, w->o.id, w->o.whole ? 0 : own, &all, &n));
    const order_target *found = NULL;
    for (size_t i = 0; i < n; i++) {
        bool meant = w->a->target ? all[i].id == w->a->target : all[i].body_id == own;
        if (!meant) continue;
        if (!found || found->state == TARGET_DONE) found = &all[i];
    }
    if (!found) return w->a->target ? ST_MISSING : ST_FORBIDDEN;
    if (found->body_id != own) return ST_FORBIDDEN;
    w->was = w->t = *found;
    return ST_OK;
}

// By the part in which it is addressed: law/incidents/rights.json "acknowledge", "answer".
static bool may_answer(const answering *w)
{
    incident as = { .seats = SEAT_BIT(w->t.seat) };
    if (order_machine(w->c)) return false;
    return (w->a->act == TARGET_RECEIVE && incident_may(w->c, &as, ACT_ACKNOWLEDGE)) ||
           incident_may(w->c, &as, ACT_ANSWER);
}

static status read_words(answering *w)
{
    const order_field words = { "words", ORDER_WORDS_MAX, w->step.words };
    bool late             = w->a->act == TARGET_REPORT && w->t.due_ms && w->c->now_ms > w->t.due_ms;
    const order_field why = { "late_reason", ORDER_WORDS_MAX, false };
    TRY(order_words(w->c, &words, w->a->words, &w->words, w->why));
    TRY(order_words(w->c, &why, w->a->late_reason, &w->late_reason, w->why));
    return late && !w->late_reason.len
               ? problem_set(w->why, ST_INVALID, S("late_reason"), S("order-late"))
               : ST_OK;
}

static status tick(answering *w, db *d)
{
    int64_t no = w->a->item;
    if (no < 1 || no > (int64_t)w->o.item_count)
        return problem_set(w->why, ST_INVALID, S("item"), S("order-item"));
    target_tick_add_in in = { w->t.id, no, w->c->now_ms, order_person(w->c) };
    TRY(target_tick_add(d, &in, NULL));
    w->t.ticked |= UINT32_C(1) << (no - 1);
    w->words = w->o.items[no - 1].words;
    return ST_OK;
}

static void move(answering *w)
{
    order_target *t   = &w->t;
    int64_t       now = w->c->now_ms;
    t->state          = w->step.to;
    t->late |= t->next_ms && now > t->next_ms;
    if (w->a->act == TARGET_RECEIVE) {
        t->received_ms = now;
        t->due_ms      = target_due(w->o.due_ms, w->o.hours, now);
    }
    if (w->a->act == TARGET_ACCEPT || w->a->act == TARGET_REFUSE) {
        t->decided_ms = now;
        t->reason     = w->a->act == TARGET_REFUSE ? w->words : S("");
    }
    if (w->a->act == TARGET_REPORT) {
        t->result_ms   = now;
        t->result      = w->words;
        t->late_reason = w->late_reason;
    }
    target_waits waits = { .state      = t->state,
                           .ack_ms     = w->o.ack_ms,
                           .due_ms     = t->due_ms,
                           .items      = w->o.items,
                           .item_count = w->o.item_count,
                           .ticked     = t->ticked };
    t->next_ms         = target_next(&waits);
}

static status save(const answering *w, db *d)
{
    const order_target *t  = &w->t;
    int64_t             n  = 0;
    target_set_in       in = { .target      = t->id,
                               .known       = w->was.state,
                               .state       = t->state,
                               .due_ms      = t->due_ms,
                               .next_ms     = t->next_ms,
                               .late        = t->late,
                               .reason      = t->reason,
                               .result      = t->result,
                               .late_reason = t->late_reason,
                               .received_ms = t->received_ms,
                               .decided_ms  = t->decided_ms,
                               .result_ms   = t->result_ms };
    TRY(target_set(d, &in, &n));
    return n == 1 ? ST_OK : ST_CONFLICT;
}

static status tell(const answering *w, db *d)
{
    static const char *const of_incident[TARGET_ACTS + 1] = {
        [TARGET_RECEIVE] = "order-received",
        [TARGET_ACCEPT]  = "order-accepted",
        [TARGET_REFUSE]  = "order-refused",
        [TARGET_REPORT]  = "order-result",
    };
    order_told k = { w->o.id,   w->t.id, w->receipt, target_act_key(w->a->act).ptr,
                     w->o.code, w->words };
    TRY(order_tell(w->c, d, &k));
    if (!of_incident[w->a->act]) return ST_OK;
    return order_incident_tell(w->c, &w->o, of_incident[w->a->act], w->t.name);
}

static status answer(db *d, void *ctx)
{
    answering *w = ctx;
    call      *c = w->c;
    TRY(order_row_load(c, w->a->id, &w->o));
    TRY(find_target(w, d));
    if (!may_answer(w)) return ST_FORBIDDEN;
    w->step = target_step_of(w->o.kind, w->t.state, w->a->act);
    if (w->o.state != ORDER_SENT || !w->step.to)
        return problem_set(w->why, ST_INVALID, S("act"), S("order-step"));
    TRY(read_words(w));
    if (w->a->act == TARGET_TICK) TRY(tick(w, d));
    move(w);
    TRY(save(w, d));
    w->receipt                = 0;
    order_receipt_draft paper = { &w->o, &w->t, target_act_key(w->a->act), w->words, &w->key };
    if (w->step.receipt) TRY(order_receipt_make(c, d, &paper, &w->receipt));
    TRY(tell(w, d));
    const order_about about = { w->o.id, w->o.code, w->o.title, w->o.kind };
    TRY(order_clock_run(c, &about, &w->t));
    return order_issuer_tell(c, &w->o, &w->t);
}

status orders_answer(call *c, const order_answer *a, int64_t *receipt_id, problem *why)
{
    answering *w = NEW(c->a, answering, 1);
    if (!w) return ST_MEMORY;
    *w          = (answering){ .c = c, .a = a, .why = why };
    *receipt_id = 0;
    TRY(order_row_load(c, a->id, &w->o)); // who does not see it makes no key
    TRY(order_key_load(c, &w->key, why));
    TRY(call_act(c, answer, w));
    *receipt_id = w->receipt;
    return ST_OK;
}
