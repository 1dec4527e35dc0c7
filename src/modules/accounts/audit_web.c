// audit_web.c - the audit trail as a page.
#include "modules/accounts/accounts_pages.gen.h"
#include "modules/accounts/accounts_view.h"
#include "modules/accounts/accounts_web.h"
#include "modules/accounts/audit_ops.h"

static str words_or(lang in, arena *a, const char *prefix, str key, str otherwise)
{
    text_key known;
    str      name = arena_printf(a, "%s" STR_FMT, prefix, STR_ARG(key));
    return name.ptr && text_known(name, &known) ? text_get(in, known) : otherwise;
}

static status fill(call *c, const audit_rows *rows, audit_view *v)
{
    audit_item *items = NEW(c->a, audit_item, rows->count ? rows->count : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < rows->count; i++) {
        const audit_row_view *r    = &rows->items[i];
        str                   noun = words_or(c->lang, c->a, "audit.kind.", r->kind, r->kind);
        str object = r->object_id ? arena_printf(c->a, STR_FMT " %lld", STR_ARG(noun),
                                                 (long long)r->object_id)
                                  : noun;
        if (!object.ptr) return ST_MEMORY;
        items[i] = (audit_item){ .id     = r->id,
                                 .at_ms  = r->at_ms,
                                 .who    = r->login,
                                 .act    = words_or(c->lang, c->a, "audit.act.", r->act, r->act),
                                 .object = object,
                                 .detail = r->detail,
                                 .sealed = r->sealed };
    }
    v->items = items;
    v->count = rows->count;
    return ST_OK;
}

static status kinds_of(call *c, audit_view *v)
{
    static const str kinds[] = { STR(""),    STR("person"), STR("body"), STR("system"),
                                 STR("job"), STR("backup"), STR("law") };
    page_option     *options = NEW(c->a, page_option, COUNT(kinds));
    if (!options) return ST_MEMORY;
    options[0] = (page_option){ .value = S(""), .label = text_get(c->lang, T_audit_kind_any) };
    for (size_t i = 1; i < COUNT(kinds); i++) {
        options[i] = (page_option){
            .value = kinds[i], .label = words_or(c->lang, c->a, "audit.kind.", kinds[i], kinds[i])
        };
    }
    v->kinds      = options;
    v->kind_count = COUNT(kinds);
    return ST_OK;
}

// Walks the whole chain when asked to; else tells its end.
static status check(call *c, bool asked, audit_view *v)
{
    audit_anchor head;
    audit_check  found;
    TRY(audit_head(c->store, &head));
    v->anchor = audit_anchor_text(c->a, &head);
    if (!v->anchor.ptr) return ST_MEMORY;
    if (!asked) return ST_OK;
    status st = audit_verify_to(c->store, NULL, *c->a, &found);
    if (st != ST_OK && st != ST_INVALID) return st;
    v->checked  = st == ST_OK ? 1 : 2;
    v->rows     = found.rows;
    v->unsealed = found.unsealed;
    v->bad_no   = found.bad_no;
    return ST_OK;
}

static str query(const web_request *rq, const char *name)
{
    str text = http_query(rq->http, str_from(name));
    return text.ptr ? text : S("");
}

status audit_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    audit_view   v      = { .login = query(rq, "login"), .kind = query(rq, "kind") };
    audit_filter filter = { .login = v.login, .kind = v.kind };
    audit_rows   rows;
    (void)why;
    bool later = str_int(query(rq, "cursor"), &filter.before);
    if (!later) filter.before = 0;
    TRY(audit_list(c, &filter, &rows));
    TRY(fill(c, &rows, &v));
    TRY(kinds_of(c, &v));
    call_end(c); // the walk over the chain has looks of its own
    TRY(check(c, query(rq, "kiem-tra").len > 0, &v));
    page o   = page_open(c, rq, rs);
    v.frame  = (page_frame){ .title = T(&o, audit_title), .menu = "audit", .wide = true };
    v.pager  = (page_pager){ .shown = (int64_t)rows.count, .total = -1 };
    str here = page_url_with(&o, rq->http->target, "kiem-tra", S(""));
    if (later) v.pager.first = page_url_with(&o, here, "cursor", S(""));
    if (rows.next) {
        str next = arena_printf(c->a, "%lld", (long long)rows.next);
        if (!next.ptr) return ST_MEMORY;
        v.pager.next = page_url_with(&o, here, "cursor", next);
    }
    audit_page(&o, &v);
    return page_close(&o, rs, 200);
}
