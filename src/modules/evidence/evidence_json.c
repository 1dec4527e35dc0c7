// evidence_json.c - see evidence_json.h.
#include "modules/evidence/evidence_json.h"

void evidence_put_json(buf *b, arena *a, const evidence *e)
{
    buf_printf(b, "{\"id\":\"%lld\",\"system\":\"%lld\",\"state\":\"%s\"", (long long)e->id,
               (long long)e->system_id, evidence_state_key(e->state));
    buf_member(b, "uid", e->uid);
    buf_member(b, "name", e->name);
    buf_member(b, "type", e->type);
    buf_member_or_null(b, "mark", e->mark);
    buf_printf(b, ",\"bytes\":%lld,\"received\":%lld", (long long)e->bytes, (long long)e->received);
    buf_member_or_null(b, "sha256", e->sha256);
    buf_member_or_null(b, "valid_until", e->valid_until);
    buf_member(b, "note", e->note);
    buf_member(b, "person", e->person);
    buf_member(b, "at", time_rfc3339(a, e->whole_ms ? e->whole_ms : e->begun_ms));
    buf_member_or_null(b, "dropped", e->dropped_why);
    buf_printf(b, ",\"places\":%lld,\"version\":%lld}", (long long)e->places,
               (long long)e->version);
}

void evidence_put_page(buf *b, arena *a, const evidence_page *p)
{
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < p->count; i++) {
        if (i) buf_char(b, ',');
        evidence_put_json(b, a, &p->items[i]);
    }
    buf_printf(b, "],\"total\":%lld,\"next\":", (long long)p->total);
    buf_json(b, p->next.len ? p->next : (str){ 0 });
    buf_char(b, '}');
}
