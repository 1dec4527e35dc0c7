// touch_ops.c - see touch_ops.h.
#include "modules/forensics/touch_ops.h"

#include "kit/base/version.h"
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/letters/letters.h"

bool case_machine(const call *c)
{
    return c->who.person_id < 0;
}

str case_person(const call *c)
{
    return c->who.name.len ? c->who.name : c->who.login.ptr ? c->who.login : S("");
}

str case_tool(void)
{
    return S("coloa " COLOA_VERSION);
}

// ---- texts -------------------------------------------------------------------------------------------

status case_secret_check(str field, str text, problem *why)
{
    str mark = letter_secret_mark(text);
    return mark.len ? problem_detail(why, ST_INVALID, field, S("state-secret"), mark) : ST_OK;
}

status case_words(call *c, const case_field *f, str typed, str *out, problem *why)
{
    str key = str_from(f->name);
    if (!typed.ptr) typed = S("");
    if (!str_is_utf8(typed)) return problem_set(why, ST_INVALID, key, S("not-text"));
    *out = text_tidy_lines(c->a, typed);
    if (!out->ptr) return ST_MEMORY;
    TRY(text_check(key, *out, f->needed, f->max, why));
    return case_secret_check(key, *out, why);
}

// ---- sight -------------------------------------------------------------------------------------------

bool forensics_may(const call *c, const forensic_case *k, case_act act)
{
    case_rights rights = { call_may(c, RIGHT_CASES_READ), call_may(c, RIGHT_CASES_WRITE),
                           call_may(c, RIGHT_CASES_LEAD) };
    return case_may(rights, case_machine(c) ? CASE_HOLDER : k->part, k->state, act);
}

status case_load(call *c, int64_t id, forensic_case *out)
{
    TRY(case_row(c, id, c->who.body_id, out));
    return forensics_may(c, out, CASE_SEE) ? ST_OK : ST_MISSING;
}

status case_for(call *c, int64_t id, case_act act, forensic_case *out)
{
    TRY(case_load(c, id, out));
    return forensics_may(c, out, act) ? ST_OK : ST_FORBIDDEN;
}

// ---- what is written of a touch ----------------------------------------------------------------------

static str or_empty(str s)
{
    return s.ptr ? s : S("");
}

static status audit_touch(call *c, const forensic_case *k, const forensic_item *item,
                          const custody_row *row)
{
    buf b = buf_in(c->a, 512, AUDIT_DETAIL_BYTES_MAX);
    buf_put(&b, S("{\"case\":"));
    buf_json(&b, k->code);
    if (item) {
        buf_put(&b, S(",\"item\":"));
        buf_json(&b, item->code);
        buf_put(&b, S(",\"sha256\":"));
        buf_json(&b, item->sha256);
    }
    // The head of the log as it is now: the trail is chained too, and its anchors go elsewhere.
    buf_printf(&b, ",\"no\":%lld,\"hash\":\"" STR_FMT "\"}", (long long)row->no,
               STR_ARG(row->hash));
    str act = arena_printf(c->a, "case." STR_FMT, STR_ARG(custody_act_key(row->act)));
    TRY(buf_status(&b));
    if (!act.ptr) return ST_MEMORY;
    return audit_write(c, act, S("case"), k->id, buf_str(&b));
}

status custody_tell(call *c, db *d, const forensic_case *k, const forensic_item *item,
                    custody_row row)
{
    row.item_id = item ? item->id : 0;
    row.item    = item ? item->code : S("");
    row.content = item ? item->sha256 : S("");
    row.at_ms   = c->now_ms;
    row.facts   = or_empty(row.facts);
    row.login   = or_empty(c->who.login);
    row.person  = case_person(c);
    row.body    = or_empty(c->who.body_name);
    row.tool    = or_empty(row.tool);
    row.party   = or_empty(row.party);
    row.seal    = or_empty(row.seal);
    row.words   = or_empty(row.words);
    TRY(custody_append(c, d, k->id, &row));
    return audit_touch(c, k, item, &row);
}

status item_facts_of(call *c, const forensic_item *i, str *hash)
{
    forensic_item of = { .code = S("") };
    if (i->of_id) {
        status st = item_row(c, i->of_id, &of);
        if (st != ST_OK && st != ST_MISSING) return st;
        if (st == ST_MISSING) of.code = S("?");
    }
    str system = arena_printf(c->a, "%lld", (long long)i->system_id);
    if (!system.ptr) return ST_MEMORY;
    const item_facts f = { .uid          = i->uid,
                           .code         = i->code,
                           .of           = of.code,
                           .path         = i->path,
                           .sha256       = i->sha256,
                           .system       = system,
                           .device       = i->device,
                           .place        = i->place,
                           .taken_from   = i->taken_from,
                           .ground       = i->ground,
                           .seal         = i->seal,
                           .note         = i->note,
                           .person       = i->person,
                           .bytes        = i->bytes,
                           .collected_ms = i->collected_ms,
                           .taken_ms     = i->taken_ms };
    *hash              = custody_facts_hash(&f, c->a);
    return hash->ptr ? ST_OK : ST_MEMORY;
}
