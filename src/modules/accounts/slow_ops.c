#include "modules/accounts/slow_ops.h"

#include "modules/accounts/account.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/secret_ops.h"

status slow_keys_of(const call *c, str login, str device, slow_keys *out)
{
    slow_keys k = { .count = 1, .free_fails = { SIGN_IN_FREE_FAILS, ADDRESS_FREE_FAILS } };
    if (device.len) {
        TRY(secret_key(c->a, S("device"), device, &k.key[0]));
    } else {
        str origin = call_origin(c);
        if (!origin.ptr) return ST_MEMORY;
        TRY(secret_key(c->a, S("account"), login, &k.key[0]));
        TRY(secret_key(c->a, S("address"), origin, &k.key[1]));
        k.count = 2;
    }
    *out = k;
    return ST_OK;
}

static status load(db *d, arena scratch, str key, slow_row_row *out)
{
    *out      = (slow_row_row){ 0 };
    status st = slow_row(d, &(slow_row_in){ .key = key }, &scratch, out);
    return st == ST_MISSING ? ST_OK : st;
}

status slow_check(call *c, const slow_keys *keys, problem *why)
{
    db     *d;
    int64_t until = 0;
    TRY(call_db(c, &d));
    for (size_t i = 0; i < keys->count; i++) {
        slow_row_row row;
        TRY(load(d, *c->a, keys->key[i], &row));
        if (row.until_ms > until) until = row.until_ms;
    }
    if (until <= c->now_ms) return ST_OK;
    str seconds = arena_printf(c->a, "%lld", (long long)((until - c->now_ms + 999) / 1000));
    return problem_detail(why, ST_LIMIT, S(""), S("sign-in-slow"), seconds);
}

status slow_failed(call *c, db *d, const slow_keys *keys)
{
    for (size_t i = 0; i < keys->count; i++) {
        slow_row_row row;
        TRY(load(d, *c->a, keys->key[i], &row));
        bool        fresh = c->now_ms - row.last_ms > SLOW_RESET_MS;
        int64_t     fails = (fresh ? 0 : row.fails) + 1;
        int64_t     wait  = sign_in_wait_ms(fails, keys->free_fails[i]);
        slow_set_in in    = { .key   = keys->key[i],
                              .fails = fails,
                              .last  = c->now_ms,
                              .until = wait ? c->now_ms + wait : 0 };
        TRY(slow_set(d, &in, NULL));
    }
    return ST_OK;
}

status slow_passed(call *c, db *d, const slow_keys *keys)
{
    slow_row_row row;
    TRY(load(d, *c->a, keys->key[0], &row));
    if (row.fails == 0) return ST_OK;
    slow_set_in in = { .key = keys->key[0], .last = c->now_ms };
    return slow_set(d, &in, NULL);
}
