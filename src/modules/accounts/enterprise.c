#include "modules/accounts/enterprise.h"

str enterprise_state_key(enterprise_state state)
{
    static const str keys[] = { STR(""), STR("invited"), STR("applied"), STR("accepted"),
                                STR("refused") };
    return keys[state];
}

void enterprise_put_json(buf *b, const enterprise *e)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)e->id);
    buf_member(b, "state", e->over ? S("over") : enterprise_state_key(e->state));
    buf_member(b, "supervisor", e->supervisor_code);
    buf_member(b, "name", e->words.name);
    buf_member(b, "code", e->words.code);
    buf_member(b, "address", e->words.address);
    buf_member(b, "representative", e->words.representative);
    buf_member(b, "post", e->words.post);
    buf_member(b, "phone", e->words.phone);
    buf_member(b, "email", e->words.email);
    buf_member(b, "login", e->words.login);
    buf_member(b, "note", e->words.note);
    buf_member(b, "basis", e->basis);
    buf_member(b, "decided_by", e->decided_by);
    buf_member(b, "reason", e->reason);
    if (e->body_id) {
        buf_printf(b, ",\"body\":\"%lld\"}", (long long)e->body_id);
    } else {
        buf_put(b, S(",\"body\":null}"));
    }
}
