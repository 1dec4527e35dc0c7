// once.c - acts that are asked for twice under one key; see call.h.
#include "kit/call/call.h"
#include "kit/call/call_inside.h"
#include "kit/call/call_queries.gen.h"

#include <openssl/evp.h>
#include <string.h>

static const str key_field = STR("Idempotency-Key");

static status compare(call *c, const once_find_row *row, str route, str *earlier, problem *why)
{
    str request = { (const char *)c->once_request_, sizeof(c->once_request_) };
    if (!str_equal(row->route, route) || !str_equal(row->request, request))
        return problem_set(why, ST_INVALID, key_field, S("key-reused"));
    if (!row->answer.ptr) return problem_set(why, ST_CONFLICT, key_field, S("already-done"));
    *earlier = row->answer;
    return ST_OK;
}

status call_once(call *c, str route, str request, str *earlier, problem *why)
{
    *earlier = (str){ 0 };
    if (c->idempotency_key.len == 0) return ST_OK;
    TRY(text_check(key_field, c->idempotency_key, 1, CALL_KEY_CHARACTERS_MAX, why));
    unsigned length;
    if (!EVP_Digest(request.len ? request.ptr : "", (size_t)request.len, c->once_request_, &length,
                    EVP_sha256(), NULL))
        return ST_BROKEN;
    db           *d;
    once_find_row row;
    TRY(call_db(c, &d));
    once_find_in in = { .person_id = c->who.person_id, .key = c->idempotency_key };
    status       st = once_find(d, &in, c->a, &row);
    if (st == ST_OK) return compare(c, &row, route, earlier, why);
    if (st != ST_MISSING) return st;
    c->once_route_ = route;
    c->once_waits_ = true;
    return ST_OK;
}

status once_write(call *c, db *d)
{
    if (!c->once_waits_) return ST_OK;
    once_add_in in = { .person_id = c->who.person_id,
                       .key       = c->idempotency_key,
                       .route     = c->once_route_,
                       .request   = { (const char *)c->once_request_, sizeof(c->once_request_) },
                       .at_ms     = c->now_ms };
    return once_add(d, &in, NULL);
}

typedef struct answering {
    const call *c;
    str         answer;
} answering;

static status set_answer(db *d, void *ctx)
{
    const answering   *w  = ctx;
    once_set_answer_in in = { .person_id = w->c->who.person_id,
                              .key       = w->c->idempotency_key,
                              .answer    = w->answer };
    return once_set_answer(d, &in, NULL);
}

status call_result(call *c, str answer)
{
    bool has_key = c->in_act_ ? c->once_waits_ || c->once_kept_ : c->once_kept_;
    if (!has_key) return ST_OK;
    if (answer.len > CALL_ANSWER_BYTES_MAX) return ST_LIMIT;
    answering w = { .c = c, .answer = answer };
    return c->in_act_ ? set_answer(c->db_, &w) : store_act(c->store, set_answer, &w);
}

typedef struct forgetting {
    int64_t before_ms, count;
} forgetting;

static status forget(db *d, void *ctx)
{
    forgetting    *f  = ctx;
    once_forget_in in = { .before_ms = f->before_ms };
    return once_forget(d, &in, &f->count);
}

status call_once_forget(store *s, int64_t before_ms, int64_t *forgotten)
{
    forgetting f = { .before_ms = before_ms };
    TRY(store_act(s, forget, &f));
    *forgotten = f.count;
    return ST_OK;
}
