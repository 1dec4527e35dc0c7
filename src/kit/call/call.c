// call.c - one look or one act at a time; see call.h.
#include "kit/call/call.h"
#include "kit/call/call_inside.h"

#include <arpa/inet.h>
#include <assert.h>
#include <string.h>

status call_db(call *c, db **out)
{
    if (!c->db_) TRY(store_read_begin(c->store, &c->db_));
    *out = c->db_;
    return ST_OK;
}

void call_end(call *c)
{
    assert(!c->in_act_);
    store_read_end(c->db_);
    c->db_ = NULL;
}

str call_origin(const call *c)
{
    unsigned char bytes[16];
    char          net[INET6_ADDRSTRLEN];
    char         *text = arena_cstr(c->a, c->address.len ? c->address : S("-"));
    if (!text) return (str){ 0 };
    if (inet_pton(AF_INET6, text, bytes) != 1) return str_from(text);
    memset(bytes + 8, 0, 8);
    if (!inet_ntop(AF_INET6, bytes, net, sizeof(net))) return str_from(text);
    return arena_printf(c->a, "%s/64", net);
}

typedef struct act_of_call {
    call       *c;
    store_work *fn;
    void       *ctx;
    char       *mark; // where c->a stood before the first run
} act_of_call;

// May run on another thread than the caller's, which waits meanwhile.
static status run_act(db *d, void *ctx)
{
    act_of_call *act = ctx;
    call        *c   = act->c;
    c->a->next       = act->mark;
    c->db_           = d;
    c->in_act_       = true;
    status st        = once_write(c, d);
    if (st == ST_OK) st = act->fn(d, act->ctx);
    c->in_act_ = false;
    c->db_     = NULL;
    return st;
}

status call_act(call *c, store_work *fn, void *ctx)
{
    assert(!c->in_act_ && "an act inside an act");
    call_end(c);
    act_of_call act = { .c = c, .fn = fn, .ctx = ctx, .mark = c->a->next };
    TRY(store_act(c->store, run_act, &act));
    if (c->once_waits_) {
        c->once_waits_ = false;
        c->once_kept_  = true;
    }
    return ST_OK;
}
