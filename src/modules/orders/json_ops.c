// json_ops.c - see json_ops.h.
#include "modules/orders/json_ops.h"

static void put_row(buf *b, const order_row *r)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)r->id);
    buf_member(b, "code", r->code);
    buf_member(b, "kind", order_kind_key(r->kind));
    buf_member(b, "state", order_state_key(r->state));
    buf_member(b, "title", r->title);
    buf_member(b, "issuer", r->issuer_name);
    buf_member_or_null(b, "incident", r->incident_code);
    buf_member(b, "tlp", order_tlp_name(r->tlp));
    buf_member_or_null(b, "severity", order_severity_key(r->severity));
    buf_member_time(b, "acknowledge_by", r->ack_ms);
    buf_member_time(b, "result_by", r->due_ms);
    buf_member_time(b, "sent", r->sent_ms);
    buf_member_or_null(b, "own", r->own ? target_state_key(r->own) : S(""));
    if (r->whole)
        buf_printf(b,
                   ",\"addressees\":%lld,\"received\":%lld,\"refused\":%lld,\"done\":%lld,"
                   "\"overdue\":%lld",
                   (long long)r->targets, (long long)r->received, (long long)r->refused,
                   (long long)r->done, (long long)r->late);
    buf_char(b, '}');
}

void orders_put_page(buf *b, const order_page *p)
{
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < p->count; i++) {
        if (i) buf_char(b, ',');
        put_row(b, &p->items[i]);
    }
    buf_put(b, S("],\"total\":null,\"next\":"));
    buf_json(b, p->next.len ? p->next : (str){ 0 });
    buf_char(b, '}');
}

static void put_items(buf *b, const order *o)
{
    buf_put(b, S(",\"items\":["));
    for (size_t i = 0; i < o->item_count; i++) {
        buf_printf(b, "%s{\"no\":%zu", i ? "," : "", i + 1);
        buf_member(b, "words", o->items[i].words);
        buf_member_time(b, "due", o->items[i].due_ms);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_target(buf *b, const order_target *t, const order *o, int64_t now_ms)
{
    bool over = t->next_ms && t->next_ms < now_ms;
    buf_printf(b, "{\"id\":\"%lld\"", (long long)t->id);
    buf_member(b, "body", t->code);
    buf_member(b, "name", t->name);
    buf_member_or_null(b, "instead_of", t->first_name);
    buf_member(b, "part", incident_seat_key(t->seat));
    buf_member(b, "contact", t->contact);
    buf_member(b, "state", target_state_key(t->state));
    buf_printf(b, ",\"overdue\":%s,\"late\":%s", over ? "true" : "false",
               t->late ? "true" : "false");
    buf_member_time(b, "waits_until", t->next_ms);
    buf_member_time(b, "due", t->due_ms);
    buf_member_time(b, "received", t->received_ms);
    buf_member_time(b, "decided", t->decided_ms);
    buf_member_time(b, "reported", t->result_ms);
    buf_member_or_null(b, "reason", t->reason);
    buf_member_or_null(b, "result", t->result);
    buf_member_or_null(b, "late_reason", t->late_reason);
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
        buf_member_time(b, "at", e->at_ms);
        buf_member(b, "person", e->person);
        buf_member(b, "body", e->body);
        buf_member(b, "words", e->words);
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
    buf_member(b, "uid", o->uid);
    buf_member(b, "code", o->code);
    buf_member(b, "kind", order_kind_key(o->kind));
    buf_member(b, "state", order_state_key(o->state));
    buf_member(b, "title", o->title);
    buf_member(b, "issuer", o->issuer_name);
    buf_member_or_null(b, "incident", o->incident_code);
    buf_member_or_null(b, "system", o->about_system);
    buf_member(b, "tlp", order_tlp_name(o->tlp));
    buf_member_or_null(b, "severity", order_severity_key(o->severity));
    buf_member(b, "basis", o->basis);
    buf_member(b, "content", o->content);
    buf_member(b, "indicators", o->indicators);
    buf_member(b, "reply_to", o->reply_to);
    put_items(b, o);
    buf_member_time(b, "acknowledge_by", o->ack_ms);
    buf_member_time(b, "result_by", o->due_ms);
    buf_printf(b, ",\"hours_after_receipt\":%lld", (long long)o->hours);
    buf_member_or_null(b, "number", o->number);
    buf_member_or_null(b, "signer", o->signer);
    buf_member_or_null(b, "signer_post", o->signer_post);
    buf_member_or_null(b, "signed_on", o->signed_on);
    buf_member_time(b, "sent", o->sent_ms);
    buf_member_time(b, "ended", o->ended_ms);
    buf_member_or_null(b, "end_reason", o->reason);
    buf_member_or_null(b, "paper", o->paper);
    buf_member_or_null(b, "sha256", o->sha256);
    buf_printf(b, ",\"version\":%lld,\"addressees\":[", (long long)o->version);
    for (size_t i = 0; i < k->target_count; i++) {
        if (i) buf_char(b, ',');
        put_target(b, &k->targets[i], o, now_ms);
    }
    buf_char(b, ']');
    put_events(b, a, k);
    buf_char(b, '}');
}
