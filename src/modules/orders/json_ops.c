// json_ops.c - see json_ops.h.
#include "modules/orders/json_ops.h"

static void put(buf *b, const char *name, str value)
{
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, value.ptr ? value : S(""));
}

static void put_or_null(buf *b, const char *name, str value)
{
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, value.len ? value : (str){ 0 });
}

static void put_time(buf *b, arena *a, const char *name, int64_t ms)
{
    put_or_null(b, name, ms ? time_rfc3339(a, ms) : S(""));
}

static void put_row(buf *b, arena *a, const order_row *r)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)r->id);
    put(b, "code", r->code);
    put(b, "kind", order_kind_key(r->kind));
    put(b, "state", order_state_key(r->state));
    put(b, "title", r->title);
    put(b, "issuer", r->issuer_name);
    put_or_null(b, "incident", r->incident_code);
    put(b, "tlp", order_tlp_name(r->tlp));
    put_or_null(b, "severity", order_severity_key(r->severity));
    put_time(b, a, "acknowledge_by", r->ack_ms);
    put_time(b, a, "result_by", r->due_ms);
    put_time(b, a, "sent", r->sent_ms);
    put_or_null(b, "own", r->own ? target_state_key(r->own) : S(""));
    if (r->whole)
        buf_printf(b,
                   ",\"addressees\":%lld,\"received\":%lld,\"refused\":%lld,\"done\":%lld,"
                   "\"overdue\":%lld",
                   (long long)r->targets, (long long)r->received, (long long)r->refused,
                   (long long)r->done, (long long)r->late);
    buf_char(b, '}');
}

void orders_put_page(buf *b, arena *a, const order_page *p)
{
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < p->count; i++) {
        if (i) buf_char(b, ',');
        put_row(b, a, &p->items[i]);
    }
    buf_put(b, S("],\"total\":null,\"next\":"));
    buf_json(b, p->next.len ? p->next : (str){ 0 });
    buf_char(b, '}');
}

static void put_items(buf *b, arena *a, const order *o)
{
    buf_put(b, S(",\"items\":["));
    for (size_t i = 0; i < o->item_count; i++) {
        buf_printf(b, "%s{\"no\":%zu", i ? "," : "", i + 1);
        put(b, "words", o->items[i].words);
        put_time(b, a, "due", o->items[i].due_ms);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_target(buf *b, arena *a, const order_target *t, const order *o, int64_t now_ms)
{
    bool over = t->next_ms && t->next_ms < now_ms;
    buf_printf(b, "{\"id\":\"%lld\"", (long long)t->id);
    put(b, "body", t->code);
    put(b, "name", t->name);
    put_or_null(b, "instead_of", t->first_name);
    put(b, "part", incident_seat_key(t->seat));
    put(b, "contact", t->contact);
    put(b, "state", target_state_key(t->state));
    buf_printf(b, ",\"overdue\":%s,\"late\":%s", over ? "true" : "false",
               t->late ? "true" : "false");
    put_time(b, a, "waits_until", t->next_ms);
    put_time(b, a, "due", t->due_ms);
    put_time(b, a, "received", t->received_ms);
    put_time(b, a, "decided", t->decided_ms);
    put_time(b, a, "reported", t->result_ms);
    put_or_null(b, "reason", t->reason);
    put_or_null(b, "result", t->result);
    put_or_null(b, "late_reason", t->late_reason);
    buf_put(b, S(",\"done_items\":["));
    for (size_t i = 0, n = 0; i < o->item_count; i++) {
        if (t->ticked >> i & 1) buf_printf(b, "%s%zu", n++ ? "," : "", i + 1);
    }
    buf_put(b, S("]}"));
}

static void put_events(buf *b, arena *a, const order_card *k)
{
    buf_put(b, S(",\"events\":["));
    for (size_t i = 0; i < k->event_count; i++) {
        const order_event *e = &k->events[i];
        buf_printf(b, "%s{\"act\":", i ? "," : "");
        buf_json(b, e->act);
        put_time(b, a, "at", e->at_ms);
        put(b, "person", e->person);
        put(b, "body", e->body);
        put(b, "words", e->words);
        buf_printf(b, ",\"addressee\":\"%lld\",\"receipt\":", (long long)e->target);
        buf_json(b, e->receipt ? arena_printf(a, "%lld", (long long)e->receipt) : (str){ 0 });
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

void order_put_card(buf *b, arena *a, const order_card *k, int64_t now_ms)
{
    const order *o = &k->o;
    buf_printf(b, "{\"id\":\"%lld\"", (long long)o->id);
    put(b, "uid", o->uid);
    put(b, "code", o->code);
    put(b, "kind", order_kind_key(o->kind));
    put(b, "state", order_state_key(o->state));
    put(b, "title", o->title);
    put(b, "issuer", o->issuer_name);
    put_or_null(b, "incident", o->incident_code);
    put_or_null(b, "system", o->about_system);
    put(b, "tlp", order_tlp_name(o->tlp));
    put_or_null(b, "severity", order_severity_key(o->severity));
    put(b, "basis", o->basis);
    put(b, "content", o->content);
    put(b, "indicators", o->indicators);
    put(b, "reply_to", o->reply_to);
    put_items(b, a, o);
    put_time(b, a, "acknowledge_by", o->ack_ms);
    put_time(b, a, "result_by", o->due_ms);
    buf_printf(b, ",\"hours_after_receipt\":%lld", (long long)o->hours);
    put_or_null(b, "number", o->number);
    put_or_null(b, "signer", o->signer);
    put_or_null(b, "signer_post", o->signer_post);
    put_or_null(b, "signed_on", o->signed_on);
    put_time(b, a, "sent", o->sent_ms);
    put_time(b, a, "ended", o->ended_ms);
    put_or_null(b, "end_reason", o->reason);
    put_or_null(b, "paper", o->paper);
    put_or_null(b, "sha256", o->sha256);
    buf_printf(b, ",\"version\":%lld,\"addressees\":[", (long long)o->version);
    for (size_t i = 0; i < k->target_count; i++) {
        if (i) buf_char(b, ',');
        put_target(b, a, &k->targets[i], o, now_ms);
    }
    buf_char(b, ']');
    put_events(b, a, k);
    buf_char(b, '}');
}
