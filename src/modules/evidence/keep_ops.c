// keep_ops.c - see keep_ops.h.
#include "modules/evidence/keep_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/letters/letters.h"
#include "modules/organisations/organisations.h"

str evidence_actor(const call *c)
{
    return c->who.name.len ? c->who.name : c->who.login;
}

status evidence_tell(call *c, const char *act, const evidence *e)
{
    buf b = buf_in(c->a, 512, AUDIT_DETAIL_BYTES_MAX);
    buf_printf(&b, "{\"system\":%lld,\"name\":", (long long)e->system_id);
    buf_json(&b, e->name);
    buf_printf(&b, ",\"bytes\":%lld,\"sha256\":", (long long)e->bytes);
    buf_json(&b, e->sha256);
    if (e->dropped_why.len) {
        buf_put(&b, S(",\"reason\":"));
        buf_json(&b, e->dropped_why);
    }
    buf_char(&b, '}');
    TRY(buf_status(&b));
    return audit_write(c, str_from(act), S("evidence"), e->id, buf_str(&b));
}

status evidence_may_write(call *c, int64_t system_id)
{
    scope_role role    = 0;
    bool       machine = c->who.person_id == -1;
    TRY(scope_may_see(c, SCOPE_SYSTEM, system_id, &role));
    if (machine) return ST_OK;
    return call_may(c, RIGHT_SYSTEMS_WRITE) && role <= SCOPE_SUPERIOR ? ST_OK : ST_FORBIDDEN;
}

status evidence_named(call *c, str typed, evidence *out, problem *why)
{
    const evidence_type *type = NULL;
    out->name                 = evidence_name(c->a, typed);
    if (!out->name.ptr) return ST_MEMORY;
    str secret = letter_secret_mark(out->name);
    if (secret.ptr) return problem_detail(why, ST_INVALID, S("file"), S("evidence-secret"), secret);
    TRY(evidence_type_of(out->name, &type, why));
    out->type = type->key;
    return ST_OK;
}

static status read_day(call *c, str typed, str *out, problem *why)
{
    day last;
    *out  = S("");
    typed = str_trim(typed);
    if (!typed.len) return ST_OK;
    if (text_read_day(typed, &last) != ST_OK)
        return problem_detail(why, ST_INVALID, S("valid_until"), S("not-a-day"), typed);
    *out = day_iso(c->a, last);
    return out->ptr ? ST_OK : ST_MEMORY;
}

status evidence_check(call *c, const evidence_draft *d, str *valid_until, str *note, problem *why)
{
    if (!d->open) return problem_set(why, ST_INVALID, S("no_secret"), S("evidence-open"));
    TRY(read_day(c, d->valid_until, valid_until, why));
    *note = d->note.len ? text_tidy(c->a, d->note) : S("");
    if (!note->ptr) return ST_MEMORY;
    return text_check(S("note"), *note, 0, EVIDENCE_NOTE_MAX, why);
}
