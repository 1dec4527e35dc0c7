// row_ops.c - see row_ops.h.
#include "modules/orders/row_ops.h"

#include "kit/text/text.h"
#include "modules/letters/letters.h"

enum { SEAT_HOLDERS = 20 };

bool order_machine(const call *c)
{
    return c->who.person_id < 0;
}

str order_person(const call *c)
{
    return c->who.name.ptr ? c->who.name : c->who.login.ptr ? c->who.login : S("");
}

status order_sight_of(call *c, order_sight *out)
{
    static const incident_seat seats[] = { SEAT_COORDINATOR, SEAT_STANDING, SEAT_NATIONAL };
    int64_t                    ids[SEAT_HOLDERS];
    size_t                     n;
    *out = (order_sight){ c->who.body_id, order_machine(c), c->who.invented };
    for (size_t i = 0; !out->all && i < COUNT(seats); i++) {
        TRY(incident_seat_holders(c, seats[i], ids, &n));
        for (size_t k = 0; k < n; k++) out->all |= ids[k] == c->who.body_id;
    }
    return ST_OK;
}

static order order_of(const order_seen_row *r, const order_sight *s)
{
    bool seen = r->issuer_id == s->body || s->all || (r->in_scope && r->tlp != TLP_RED);
    return (order){ .id            = r->id,
                    .incident_id   = r->incident_id,
                    .issuer_id     = r->issuer_id,
                    .uid           = r->uid,
                    .code          = r->code,
                    .incident_code = r->incident_code,
                    .about_system  = r->about_system,
                    .about_type    = r->about_type,
                    .about_class   = r->about_class,
                    .issuer_name   = r->issuer_name,
                    .title         = r->title,
                    .basis         = r->basis,
                    .content       = r->content,
                    .indicators    = r->indicators,
                    .reply_to      = r->reply_to,
                    .kind          = (order_kind)r->kind,
                    .state         = (order_state)r->state,
                    .tlp           = (order_tlp)r->tlp,
                    .severity      = (order_severity)r->severity,
                    .ack_ms        = r->ack_ms,
                    .due_ms        = r->due_ms,
                    .hours         = r->hours,
                    .to            = r->to_typed,
                    .group         = r->to_group,
                    .number        = r->number,
                    .signer        = r->signer,
                    .signer_post   = r->signer_post,
                    .signed_on     = r->signed_on,
                    .paper         = r->paper,
                    .sha256        = r->sha256,
                    .reason        = r->reason,
                    .person        = r->person,
                    .made_ms       = r->made_ms,
                    .sent_ms       = r->sent_ms,
                    .ended_ms      = r->ended_ms,
                    .version       = r->version,
                    .invented      = r->invented != 0,
                    .whole         = seen };
}

status order_items_load(call *c, db *d, int64_t id, order_item items[ORDER_ITEMS_MAX],
                        size_t *count)
{
    order_items_of_row *rows;
    size_t              n;
    TRY(order_items_of(d, &(order_items_of_in){ id }, c->a, &rows, &n));
    *count = n < ORDER_ITEMS_MAX ? n : ORDER_ITEMS_MAX;
    for (size_t i = 0; i < *count; i++) items[i] = (order_item){ rows[i].words, rows[i].due_ms };
    return ST_OK;
}

status order_row_load(call *c, int64_t id, order *out)
{
    db            *d;
    order_sight    s;
    order_seen_row row;
    TRY(order_sight_of(c, &s));
    TRY(call_db(c, &d));
    TRY(order_seen(d, &(order_seen_in){ id, s.body, s.all, s.invented }, c->a, &row));
    *out = order_of(&row, &s);
    return order_items_load(c, d, id, out->items, &out->item_count);
}

static void tick(order_target *targets, size_t count, const target_ticks_of_row *k)
{
    for (size_t i = 0; i < count; i++) {
        if (targets[i].id == k->target && k->no >= 1 && k->no <= ORDER_ITEMS_MAX)
            targets[i].ticked |= UINT32_C(1) << (k->no - 1);
    }
}

status order_targets_load(call *c, db *d, int64_t id, int64_t only, order_target **out,
                          size_t *count)
{
    targets_of_row      *rows;
    target_ticks_of_row *ticks;
    size_t               n;
    TRY(targets_of(d, &(targets_of_in){ id, only, ORDER_TARGETS_MAX }, c->a, &rows, count));
    *out = NEW(c->a, order_target, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const targets_of_row *r = &rows[i];
        (*out)[i]               = (order_target){ .id          = r->target,
                                                  .body_id     = r->body_id,
                                                  .code        = r->code,
                                                  .name        = r->name,
                                                  .first_name  = r->first_name,
                                                  .seat        = (incident_seat)r->seat,
                                                  .contact     = r->contact,
                                                  .reason      = r->reason,
                                                  .result      = r->result,
                                                  .late_reason = r->late_reason,
                                                  .state       = (target_state)r->state,
                                                  .due_ms      = r->due_ms,
                                                  .next_ms     = r->next_ms,
                                                  .received_ms = r->received_ms,
                                                  .decided_ms  = r->decided_ms,
                                                  .result_ms   = r->result_ms,
                                                  .late        = r->late != 0 };
    }
    target_ticks_of_in in = { id, ORDER_TARGETS_MAX * ORDER_ITEMS_MAX };
    TRY(target_ticks_of(d, &in, c->a, &ticks, &n));
    for (size_t i = 0; i < n; i++) tick(*out, *count, &ticks[i]);
    return ST_OK;
}

status order_words(call *c, const order_field *f, str typed, str *out, problem *why)
{
    str key = str_from(f->name);
    if (!typed.ptr) typed = S("");
    if (!str_is_utf8(typed)) return problem_set(why, ST_INVALID, key, S("not-text"));
    *out = text_tidy_lines(c->a, typed);
    if (!out->ptr) return ST_MEMORY;
    TRY(text_check(key, *out, f->needed, f->max, why));
    str mark = letter_secret_mark(*out);
    return mark.len ? problem_detail(why, ST_INVALID, key, S("state-secret"), mark) : ST_OK;
}

status order_tell(call *c, db *d, const order_told *t)
{
    order_line_add_in in  = { .id        = t->id,
                              .target    = t->target,
                              .now       = c->now_ms,
                              .act       = str_from(t->act),
                              .person    = order_person(c),
                              .body_name = c->who.body_name.ptr ? c->who.body_name : S(""),
                              .words     = t->words.ptr ? t->words : S(""),
                              .receipt   = t->receipt };
    str               act = arena_printf(c->a, "order.%s", t->act);
    str json = arena_printf(c->a, "{\"code\":\"" STR_FMT "\",\"target\":%lld}", STR_ARG(t->code),
                            (long long)t->target);
    if (!act.ptr || !json.ptr) return ST_MEMORY;
    TRY(order_line_add(d, &in, NULL));
    return audit_write(c, act, S("order"), t->id, json);
}

str order_address(call *c, order_kind kind, str code)
{
    return arena_printf(c->a, "/%s/" STR_FMT, kind == ORDER_WARNING ? "canh-bao" : "dieu-phoi",
                        STR_ARG(code));
}
