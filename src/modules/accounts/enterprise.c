#include "modules/accounts/enterprise.h"

str enterprise_state_key(enterprise_state state)
{
    static const str keys[] = { STR(""), STR("invited"), STR("applied"), STR("accepted"),
                                STR("refused") };
    return keys[state];
}

static void put(buf *b, const char *name, str text)
{
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, text.ptr ? text : S(""));
}

void enterprise_put_json(buf *b, const enterprise *e)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)e->id);
    put(b, "state", e->over ? S("over") : enterprise_state_key(e->state));
    put(b, "supervisor", e->supervisor_code);
    put(b, "name", e->words.name);
    put(b, "code", e->words.code);
    put(b, "address", e->words.address);
    put(b, "representative", e->words.representative);
    put(b, "post", e->words.post);
    put(b, "phone", e->words.phone);
    put(b, "email", e->words.email);
    put(b, "login", e->words.login);
    put(b, "note", e->words.note);
    put(b, "basis", e->basis);
    put(b, "decided_by", e->decided_by);
    put(b, "reason", e->reason);
    if (e->body_id) {
        buf_printf(b, ",\"body\":\"%lld\"}", (long long)e->body_id);
    } else {
        buf_put(b, S(",\"body\":null}"));
    }
}
