// seat_ops.c - which body coordinates the network. See network.h.
#include "modules/accounts/accounts.h"
#include "modules/network/row_ops.h"

static bool is_sample(const body *b)
{
    return str_equal(b->kind, S("sample"));
}

static status seat_on(call *c, int64_t invented, network_seat_current_row *row)
{
    db *d;
    str today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    return network_seat_current(d, &(network_seat_current_in){ invented, today }, c->a, row);
}

// Nobody was named: of the state's own network it is the body that sees the whole register.
status network_coordinator(call *c, int64_t *body_id)
{
    network_seat_current_row row;
    status                   st = seat_on(c, c->who.invented, &row);
    if (st == ST_OK) *body_id = row.body_id;
    if (st != ST_MISSING) return st;
    return c->who.invented ? ST_MISSING : body_top(c, body_id);
}

status network_coordinates(call *c, bool *does)
{
    int64_t id = 0;
    status  st = network_coordinator(c, &id);
    *does      = st == ST_OK && id == c->who.body_id;
    return st == ST_MISSING ? ST_OK : st;
}

status network_seat_load(call *c, network_seat_now *out)
{
    network_seat_current_row row;
    body                     b;
    int64_t                  id;
    status                   st = seat_on(c, c->who.invented, &row);
    if (st == ST_OK) {
        *out = (network_seat_now){ row.body_id, row.code, row.name_vi, row.valid_from, row.basis };
        return ST_OK;
    }
    if (st != ST_MISSING) return st;
    TRY(network_coordinator(c, &id));
    TRY(body_by_id(c, id, &b));
    *out = (network_seat_now){ b.id, b.code, b.name_vi, S(""), S("") };
    return ST_OK;
}

typedef struct seat_work {
    call   *c;
    body    b;
    str     from, before, basis;
    int64_t id;
} seat_work;

static status seat(db *d, void *ctx)
{
    seat_work           *w = ctx;
    call                *c = w->c;
    network_seat_add_row made;
    buf                  detail   = buf_in(c->a, 256, AUDIT_DETAIL_BYTES_MAX);
    int64_t              invented = is_sample(&w->b);
    TRY(network_seat_yield(d, &(network_seat_yield_in){ invented, w->from, w->before }, NULL));
    network_seat_add_in in = { .body       = w->b.id,
                               .invented   = invented,
                               .valid_from = w->from,
                               .valid_to   = BODY_DAY_LAST,
                               .basis      = w->basis,
                               .person     = c->who.name.len ? c->who.name : c->who.login,
                               .now        = c->now_ms };
    TRY(network_seat_add(d, &in, c->a, &made));
    buf_put(&detail, S("{\"body\":"));
    buf_json(&detail, w->b.code);
    buf_put(&detail, S(",\"from\":"));
    buf_json(&detail, w->from);
    buf_put(&detail, S(",\"basis\":"));
    buf_json(&detail, w->basis);
    buf_char(&detail, '}');
    if (detail.failed) return ST_LIMIT;
    return audit_write(c, S("network.coordinator"), S("body"), w->b.id, buf_str(&detail));
}

status network_seat(call *c, const seat_draft *typed, problem *why)
{
    seat_work *w = NEW(c->a, seat_work, 1);
    bool       runs;
    int64_t    id;
    day        first;
    str        today = organisations_day(c);
    if (!w || !today.ptr) return ST_MEMORY;
    w->c = c;
    if (!call_may(c, RIGHT_ACCOUNTS_ADMIN)) return ST_FORBIDDEN;
    TRY(accounts_runs_node(c, &runs));
    if (!runs) return ST_FORBIDDEN;
    TRY(body_read_ref(c, S("body"), typed->body, &id, why));
    TRY(body_by_id(c, id, &w->b));
    w->basis = str_trim(typed->basis.ptr ? typed->basis : S(""));
    TRY(text_check(S("basis"), w->basis, 1, MEMBER_TEXT_MAX, why));
    w->from = str_trim(typed->valid_from.len ? typed->valid_from : today);
    if (day_parse(w->from, &first) != ST_OK)
        return problem_detail(why, ST_INVALID, S("valid_from"), S("not-a-day"), w->from);
    w->before = day_iso(c->a, day_from_number(day_number(first) - 1));
    return w->before.ptr ? call_act(c, seat, w) : ST_MEMORY;
}
