// system_json.c - see system_json.h.
#include "modules/systems/system_json.h"

static void put_body(buf *b, const char *name, int64_t id, str code, str words)
{
    buf_printf(b, ",\"%s\":", name);
    if (!id && !words.len) {
        buf_put(b, S("null"));
        return;
    }
    buf_put(b, S("{\"id\":"));
    if (id)
        buf_printf(b, "\"%lld\"", (long long)id);
    else
        buf_put(b, S("null"));
    buf_put(b, S(",\"code\":"));
    buf_json(b, id ? code : (str){ 0 });
    buf_member(b, "name", words);
    buf_char(b, '}');
}

static void put_level(buf *b, int level, int sheet_level, law_result result, str pack)
{
    buf_printf(b, ",\"level\":%d,\"result\":\"%s\",\"sheet_level\":", level,
               law_result_key(result));
    if (sheet_level)
        buf_int(b, sheet_level);
    else
        buf_put(b, S("null"));
    buf_member(b, "pack", pack);
}

void system_put_row(buf *b, const system_row *r)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)r->id);
    buf_member(b, "code", r->code);
    buf_member(b, "name", r->name);
    buf_put(b, S(",\"owner\":{\"code\":"));
    buf_json(b, r->owner_code);
    buf_member(b, "name", r->owner_name);
    buf_char(b, '}');
    buf_member(b, "operator", r->operator_name);
    buf_member(b, "state", str_from(system_state_key(r->state)));
    put_level(b, r->level, r->sheet_level, r->result, r->pack);
    buf_member(b, "decision_no", r->decision_no);
    buf_char(b, '}');
}

void system_put_record(buf *b, const system_record *s)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)s->id);
    buf_member(b, "code", s->code);
    buf_member(b, "uid", s->uid);
    put_body(b, "owner", s->owner_id, s->data.owner, s->owner_name);
    put_body(b, "operator", s->operator_id, s->data.operator_, s->operator_name);
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f = &system_fields[i];
        if (f->kind == SYSTEM_BODY || f->kind == SYSTEM_LEVEL || f->kind == SYSTEM_FACTS) continue;
        buf_printf(b, ",\"" STR_FMT "\":", STR_ARG(f->key));
        buf_json(b, system_text_of(&s->data, f));
    }
    put_level(b, s->level, s->sheet_level, s->result, s->pack);
    buf_put(b, S(",\"facts\":"));
    buf_put(b, s->data.facts.len ? s->data.facts : S("{}"));
    buf_printf(b, ",\"determination\":\"%lld\",\"version\":%lld", (long long)s->determination_id,
               (long long)s->version);
    char  room[128];
    arena a = arena_over(room, sizeof(room));
    buf_member(b, "created", time_rfc3339(&a, s->created_ms));
    buf_member(b, "updated", time_rfc3339(&a, s->updated_ms));
    buf_char(b, '}');
}
