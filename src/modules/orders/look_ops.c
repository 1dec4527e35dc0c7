// look_ops.c - orders and warnings in sight: lists, one whole. See orders.h.
#include "kit/text/text.h"
#include "modules/orders/row_ops.h"

enum { WORDS = 3 };

status order_load(call *c, int64_t id, order *out)
{
    return order_row_load(c, id, out);
}

status order_of_ref(call *c, str ref, order *out)
{
    db               *d;
    int64_t           id;
    order_of_code_row row;
    if (str_int(ref, &id)) return order_row_load(c, id, out);
    TRY(call_db(c, &d));
    TRY(order_of_code(d, &(order_of_code_in){ str_trim(ref) }, c->a, &row));
    return order_row_load(c, row.id, out);
}

static status events_load(call *c, db *d, const order *o, order_event **out, size_t *count)
{
    order_lines_of_row *rows;
    order_lines_of_in   in = { o->id, o->whole ? 0 : c->who.body_id, ORDER_LINES_SHOWN };
    TRY(order_lines_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, order_event, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (order_event){ .target  = rows[i].target,
                                   .at_ms   = rows[i].at_ms,
                                   .receipt = rows[i].receipt,
                                   .act     = rows[i].act,
                                   .person  = rows[i].person,
                                   .body    = rows[i].body_name,
                                   .words   = rows[i].words };
    return ST_OK;
}

status order_card_load(call *c, int64_t id, order_card *out)
{
    db *d;
    *out = (order_card){ .targets = NULL };
    TRY(order_row_load(c, id, &out->o));
    TRY(call_db(c, &d));
    int64_t only = out->o.whole ? 0 : c->who.body_id;
    TRY(order_targets_load(c, d, id, only, &out->targets, &out->target_count));
    TRY(events_load(c, d, &out->o, &out->events, &out->event_count));
    out->may_write = out->o.issuer_id == c->who.body_id && call_may(c, RIGHT_INCIDENTS_WRITE) &&
                     !order_machine(c);
    return ST_OK;
}

// ---- the list --------------------------------------------------------------------------------------

status orders_filter_set(str name, str value, order_filter *f, problem *why)
{
    bool yes = str_equal(value, S("1"));
    if (str_equal(name, S("q"))) {
        f->q = value;
        return ST_OK;
    }
    if (!value.len) return ST_OK;
    if (str_equal(name, S("state")) && order_state_named(value, &f->state)) return ST_OK;
    if (str_equal(name, S("mine")) && yes) {
        f->mine = true;
        return ST_OK;
    }
    if (str_equal(name, S("late")) && yes) {
        f->late = true;
        return ST_OK;
    }
    return problem_detail(why, ST_INVALID, name, S("filter-unknown"), value);
}

static status ids_of(call *c, db *d, const order_sight *s, const orders_page_all_in *all,
                     orders_page_own_row **out, size_t *count)
{
    _Static_assert(sizeof(orders_page_all_row) == sizeof(orders_page_own_row), "same columns");
    orders_page_all_row *rows;
    orders_page_own_in   own = { .body     = all->body,
                                 .warning  = all->warning,
                                 .state    = all->state,
                                 .mine     = all->mine,
                                 .late     = all->late,
                                 .now      = all->now,
                                 .first    = all->first,
                                 .second   = all->second,
                                 .third    = all->third,
                                 .incident = all->incident,
                                 .below    = all->below,
                                 .max      = all->max };
    if (!s->all) return orders_page_own(d, &own, c->a, out, count);
    TRY(orders_page_all(d, all, c->a, &rows, count));
    *out = (orders_page_own_row *)(void *)rows;
    return ST_OK;
}

static status line_load(call *c, db *d, const order_sight *s, int64_t id, order_row *out)
{
    order_line_row_row r;
    order_line_row_in  in = { id, s->body, c->now_ms };
    TRY(order_line_row(d, &in, c->a, &r));
    *out = (order_row){ .id            = r.id,
                        .issuer_id     = r.issuer_id,
                        .ack_ms        = r.ack_ms,
                        .due_ms        = r.due_ms,
                        .sent_ms       = r.sent_ms,
                        .made_ms       = r.made_ms,
                        .code          = r.code,
                        .incident_code = r.incident_code,
                        .issuer_name   = r.issuer_name,
                        .title         = r.title,
                        .kind          = (order_kind)r.kind,
                        .state         = (order_state)r.state,
                        .tlp           = (order_tlp)r.tlp,
                        .severity      = (order_severity)r.severity,
                        .targets       = r.targets,
                        .received      = r.received,
                        .refused       = r.refused,
                        .done          = r.finished,
                        .late          = r.late,
                        .own           = (target_state)r.own,
                        .whole         = s->all || r.issuer_id == s->body ||
                                 (r.in_scope && r.tlp != TLP_RED) };
    return ST_OK;
}

status orders_list(call *c, const order_filter *f, str cursor, size_t limit, order_page *out,
                   problem *why)
{
    db                  *d;
    order_sight          s;
    orders_page_own_row *ids;
    str                  words[WORDS];
    size_t               most = limit && limit < ORDERS_PAGE ? limit : ORDERS_PAGE;
    *out                      = (order_page){ 0 };
    TRY(order_sight_of(c, &s));
    TRY(text_like_words(c->a, f->q.ptr ? f->q : S(""), words, WORDS));
    orders_page_all_in in = { .body     = s.body,
                              .invented = s.invented,
                              .warning  = f->warning,
                              .state    = f->state,
                              .mine     = f->mine,
                              .late     = f->late,
                              .now      = c->now_ms,
                              .first    = words[0],
                              .second   = words[1],
                              .third    = words[2],
                              .incident = f->incident_id,
                              .below    = INT64_MAX,
                              .max      = (int64_t)most + 1 };
    if (cursor.len && (!str_int(cursor, &in.below) || in.below < 1))
        return problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
    TRY(call_db(c, &d));
    TRY(ids_of(c, d, &s, &in, &ids, &out->count));
    bool more = out->count > most;
    if (more) out->count = most;
    out->items = NEW(c->a, order_row, out->count + 1);
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < out->count; i++) TRY(line_load(c, d, &s, ids[i].id, &out->items[i]));
    out->next = more ? arena_printf(c->a, "%lld", (long long)out->items[most - 1].id) : S("");
    return out->next.ptr ? ST_OK : ST_MEMORY;
}
