// key_ops.c - see key_ops.h, and receipts in orders.h.
#include "modules/orders/key_ops.h"

#include "kit/os/os.h"
#include "kit/sign/node_key.h"

status order_key_load(call *c, sign_key *out, problem *why)
{
    return node_key_load(c->a, out, why);
}

status order_key_keep(call *c, db *d, const sign_key *k)
{
    receipt_key_put_in in = { .key_id = sign_key_id(k->open, c->a), .now = c->now_ms };
    TRY(sign_open_pem(k->open, c->a, &in.pem));
    return in.key_id.ptr ? receipt_key_put(d, &in, NULL) : ST_MEMORY;
}

status order_receipt_make(call *c, db *d, const order_receipt_draft *w, int64_t *id)
{
    receipt         r = { { S("coloa-receipt-1") } };
    receipt_add_row made;
    TRY(os_uuid(c->now_ms, c->a, &r.at[RECEIPT_ID]));
    r.at[RECEIPT_ORDER]     = w->o->code;
    r.at[RECEIPT_KIND]      = order_kind_key(w->o->kind);
    r.at[RECEIPT_INCIDENT]  = w->o->incident_code;
    r.at[RECEIPT_ISSUER]    = w->o->issuer_name;
    r.at[RECEIPT_PAPER]     = w->o->sha256;
    r.at[RECEIPT_ADDRESSEE] = arena_printf(c->a, STR_FMT " " STR_FMT, STR_ARG(w->t->code),
                                           STR_ARG(w->t->name));
    r.at[RECEIPT_ACT]       = w->act;
    r.at[RECEIPT_WORDS]     = w->words.len ? sign_sha256(w->words, c->a) : S("");
    r.at[RECEIPT_PERSON]    = order_person(c);
    r.at[RECEIPT_AT]        = time_rfc3339(c->a, c->now_ms);
    TRY(receipt_sign(&r, w->key, c->a));
    receipt_add_in in = { .id      = w->o->id,
                          .target  = w->t->id,
                          .now     = c->now_ms,
                          .content = receipt_json(&r, c->a),
                          .key_id  = r.at[RECEIPT_KEY] };
    if (!in.content.ptr) return ST_MEMORY;
    TRY(order_key_keep(c, d, w->key));
    TRY(receipt_add(d, &in, c->a, &made));
    *id = made.receipt;
    return ST_OK;
}

status order_receipt(call *c, int64_t id, str *json)
{
    db             *d;
    receipt_row_row row;
    order           o;
    TRY(call_db(c, &d));
    TRY(receipt_row(d, &(receipt_row_in){ id }, c->a, &row));
    TRY(order_row_load(c, row.order_id, &o));
    bool own = row.body_id == c->who.body_id || row.raised_to == c->who.body_id;
    if (!o.whole && !own) return ST_MISSING;
    *json = row.content;
    return ST_OK;
}

typedef struct keeping {
    call           *c;
    const sign_key *k;
} keeping;

static status keep(db *d, void *ctx)
{
    keeping *w = ctx;
    TRY(order_key_keep(w->c, d, w->k));
    return audit_write(w->c, S("order.key"), S("order-key"), 0, S(""));
}

status order_key_open(call *c, str *pem)
{
    db                 *d;
    sign_key            k;
    receipt_key_row_row row;
    keeping             w = { c, &k };
    TRY(order_key_load(c, &k, NULL));
    TRY(call_db(c, &d));
    str    id = sign_key_id(k.open, c->a);
    status st = id.ptr ? receipt_key_row(d, &(receipt_key_row_in){ id }, c->a, &row) : ST_MEMORY;
    if (st == ST_MISSING) st = call_act(c, keep, &w);
    TRY(st);
    return sign_open_pem(k.open, c->a, pem);
}

status order_receipt_verify(call *c, const receipt *r, problem *why)
{
    db                 *d;
    receipt_key_row_row row;
    unsigned char       open[SIGN_KEY_BYTES];
    TRY(call_db(c, &d));
    status st = receipt_key_row(d, &(receipt_key_row_in){ r->at[RECEIPT_KEY] }, c->a, &row);
    if (st == ST_MISSING) return problem_set(why, ST_INVALID, S("key"), S("receipt-key"));
    TRY(st);
    TRY(sign_open_read(row.pem, open));
    return receipt_check(r, open, c->a, why);
}
