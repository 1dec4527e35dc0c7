// orders_api_web.c - orders and warnings for programs: the same operations as the pages.
#include <jansson.h>

#include "modules/orders/json_ops.h"
#include "modules/orders/orders_web.h"

enum { JSON_MAX = 4 * 1024 * 1024 };

static status answer(call *c, http_response *rs, int code, int64_t id)
{
    order_card *k = NEW(c->a, order_card, 1);
    buf         b = buf_in(c->a, 16 * 1024, JSON_MAX);
    if (!k) return ST_MEMORY;
    TRY(order_card_load(c, id, k));
    order_put_card(&b, c->a, k, c->now_ms);
    TRY(web_etag(rs, k->o.version));
    return b.failed ? ST_MEMORY : web_json(rs, code, buf_str(&b));
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    static const char *const names[] = { "q", "state", "mine", "late" };
    order_filter             f       = { .q = S(""), .warning = -1 };
    order_page               list;
    int64_t                  limit = 0;
    str                      max   = http_query(rq->http, S("limit"));
    str                      kind  = http_query(rq->http, S("kind"));
    buf                      b     = buf_in(c->a, 16 * 1024, JSON_MAX);
    if (max.len && (!str_int(max, &limit) || limit < 1 || limit > ORDERS_PAGE))
        return problem_detail(why, ST_INVALID, S("limit"), S("out-of-range"), max);
    if (kind.len) f.warning = str_equal(kind, S("warning"));
    if (kind.len && !f.warning && !str_equal(kind, S("order")))
        return problem_detail(why, ST_INVALID, S("kind"), S("filter-unknown"), kind);
    for (size_t i = 0; i < COUNT(names); i++) {
        str value = http_query(rq->http, str_from(names[i]));
        if (value.ptr) TRY(orders_filter_set(str_from(names[i]), value, &f, why));
    }
    TRY(orders_list(c, &f, http_query(rq->http, S("cursor")), (size_t)limit, &list, why));
    orders_put_page(&b, &list);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

// ---- drawing ---------------------------------------------------------------------------------------

static str text_of(const json_t *o, const char *name)
{
    const json_t *v = json_object_get(o, name);
    return json_is_string(v) ? (str){ json_string_value(v), (ptrdiff_t)json_string_length(v) }
                             : S("");
}

static status time_of(str typed, const char *field, int64_t *out, problem *why)
{
    *out = 0;
    if (!typed.len || time_parse(typed, out) == ST_OK) return ST_OK;
    return problem_detail(why, ST_INVALID, str_from(field), S("time-form"), typed);
}

// "items": [{"words":"…","due":"…"}].
static status items_of(const web_request *rq, order_draft *d, problem *why)
{
    const json_t *list = json_object_get((const json_t *)rq->json, "items");
    if (json_array_size(list) > ORDER_ITEMS_MAX)
        return problem_set(why, ST_INVALID, S("items"), S("too-many"));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        if (!json_is_object(one)) return problem_set(why, ST_INVALID, S("items"), S("wrong-type"));
        d->items[i].words = text_of(one, "words");
        TRY(time_of(text_of(one, "due"), "items", &d->items[i].due_ms, why));
    }
    d->item_count = json_array_size(list);
    return ST_OK;
}

// "to": ["BTC","Bộ Y tế"] as lines.
static status to_of(call *c, const web_request *rq, order_draft *d, problem *why)
{
    const json_t *list = json_object_get((const json_t *)rq->json, "to");
    buf           b    = buf_in(c->a, 256, ORDER_LONG_MAX * 4);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        if (!json_is_string(one)) return problem_set(why, ST_INVALID, S("to"), S("wrong-type"));
        buf_put(&b, (str){ json_string_value(one), (ptrdiff_t)json_string_length(one) });
        buf_char(&b, '\n');
    }
    if (b.failed) return problem_set(why, ST_INVALID, S("to"), S("too-long"));
    d->to = buf_str(&b);
    return ST_OK;
}

static status add_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    order_draft *d = NEW(c->a, order_draft, 1);
    int64_t      id;
    if (!d) return ST_MEMORY;
    *d = (order_draft){ .incident   = web_json_text(rq, "incident"),
                        .title      = web_json_text(rq, "title"),
                        .basis      = web_json_text(rq, "basis"),
                        .content    = web_json_text(rq, "content"),
                        .indicators = web_json_text(rq, "indicators"),
                        .reply_to   = web_json_text(rq, "reply_to"),
                        .group      = web_json_text(rq, "group") };
    (void)order_kind_named(web_json_text(rq, "kind"), &d->kind);
    (void)order_tlp_named(web_json_text(rq, "tlp"), &d->tlp);
    (void)order_severity_named(web_json_text(rq, "severity"), &d->severity);
    (void)web_json_int(rq, "hours_after_receipt", &d->hours);
    TRY(time_of(web_json_text(rq, "acknowledge_by"), "acknowledge_by", &d->ack_ms, why));
    TRY(time_of(web_json_text(rq, "result_by"), "result_by", &d->due_ms, why));
    TRY(items_of(rq, d, why));
    TRY(to_of(c, rq, d, why));
    TRY(orders_draw(c, d, &id, why));
    return answer(c, rs, 201, id);
}

static status one_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    order o;
    (void)why;
    TRY(order_of_ref(c, rq->params[0], &o));
    return answer(c, rs, 200, o.id);
}

static status send_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    order         o;
    order_signing s = { .number      = web_json_text(rq, "number"),
                        .signer      = web_json_text(rq, "signer"),
                        .signer_post = web_json_text(rq, "signer_post"),
                        .signed_on   = web_json_text(rq, "signed_on") };
    TRY(order_of_ref(c, rq->params[0], &o));
    TRY(web_if_match(rq, o.version));
    s.id      = o.id;
    s.version = o.version;
    TRY(orders_send(c, &s, why));
    return answer(c, rs, 200, o.id);
}

static status end_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    order o;
    TRY(order_of_ref(c, rq->params[0], &o));
    TRY(web_if_match(rq, o.version));
    bool sent = o.state == ORDER_SENT;
    TRY(orders_end(c, o.id, o.version, web_json_text(rq, "reason"), why));
    return sent ? answer(c, rs, 200, o.id) : web_json(rs, 200, S("{}"));
}

static status answer_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    order        o;
    int64_t      paper;
    order_answer a      = { .words       = web_json_text(rq, "words"),
                            .late_reason = web_json_text(rq, "late_reason") };
    str          target = web_json_text(rq, "addressee");
    TRY(order_of_ref(c, rq->params[0], &o));
    a.id = o.id;
    (void)web_json_int(rq, "item", &a.item);
    if (target.len && !str_int(target, &a.target))
        return problem_set(why, ST_INVALID, S("addressee"), S("wrong-type"));
    if (!target_act_named(web_json_text(rq, "act"), &a.act))
        return problem_set(why, ST_INVALID, S("act"), S("choice-unknown"));
    TRY(orders_answer(c, &a, &paper, why));
    return answer(c, rs, 200, o.id);
}

static status receipt_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    str     json;
    (void)why;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    TRY(order_receipt(c, id, &json));
    return web_json(rs, 200, json);
}

static const web_field list_query[] = {
    { "kind", "string?", "order or warning; both when absent" },
    { "q", "string?", "words, accent-insensitive" },
    { "state", "string?", "draft, sent, ended" },
    { "mine", "string?", "1: addressed to the acting body" },
    { "late", "string?", "1: an addressee is overdue" },
    { "limit", "integer?", "at most 50" },
    { "cursor", "string?", "next of the page before" },
    { NULL, NULL, NULL },
};
static const web_field list_answer[] = {
    { "items", "array",
      "id, code, kind, state, title, issuer, incident, own, addressees, overdue …" },
    { "total", "integer?", "always null" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field add_body[] = {
    { "kind", "string", "command, request or warning" },
    { "incident", "string?", "code; a warning may stand on its own" },
    { "title", "string", "what it is about" },
    { "basis", "string?", "legal basis, one a line" },
    { "content", "string", "what happened, what is known" },
    { "indicators", "string?", "domains, addresses, one a line" },
    { "items", "array", "what is to be done: words, due (RFC 3339) or absent" },
    { "tlp", "string", "red, amber-strict, amber, green, clear" },
    { "severity", "string?", "of a warning: low, medium, high, critical" },
    { "acknowledge_by", "string?", "RFC 3339" },
    { "result_by", "string?", "RFC 3339" },
    { "hours_after_receipt", "integer?", "where no result_by is given" },
    { "reply_to", "string?", "address for the answer" },
    { "to", "array?", "bodies: code or name" },
    { "group", "string?", "all, obligatory, voluntary, category:KEY, cluster:NAME" },
    { NULL, NULL, NULL },
};
static const web_field send_body[] = {
    { "number", "string?", "number and symbol of the paper" },
    { "signer", "string", "who signed" },
    { "signer_post", "string?", "and as what" },
    { "signed_on", "string?", "ISO day; today when absent" },
    { NULL, NULL, NULL },
};
static const web_field end_body[] = {
    { "reason", "string?", "wanted of one that was sent" },
    { NULL, NULL, NULL },
};
static const web_field answer_body[] = {
    { "act", "string", "receive, accept, refuse, progress, tick, report" },
    { "addressee", "string?", "its id; the acting body's own when absent" },
    { "item", "integer?", "of tick: its number" },
    { "words", "string?", "wanted of refuse, progress and report" },
    { "late_reason", "string?", "wanted of a late report" },
    { NULL, NULL, NULL },
};
static const web_field dropped_or_one[] = {
    { "id", "string?", "number; nothing stands here when a draft was thrown away" },
    { NULL, NULL, NULL },
};
static const web_field one_answer[] = {
    { "id", "string", "number" },
    { "uid", "string", "name between nodes" },
    { "code", "string", "DP-2026-000012" },
    { "kind", "string", "command, request, warning" },
    { "state", "string", "draft, sent, ended, dropped" },
    { "title", "string", "what it is about" },
    { "issuer", "string", "name, as when it was sent" },
    { "incident", "string?", "code" },
    { "system", "string?", "name" },
    { "tlp", "string", "TLP:…" },
    { "severity", "string?", "of a warning" },
    { "basis", "string", "legal basis" },
    { "content", "string", "what happened" },
    { "indicators", "string", "domains, addresses" },
    { "reply_to", "string", "address for the answer" },
    { "items", "array", "no, words, due" },
    { "acknowledge_by", "string?", "RFC 3339" },
    { "result_by", "string?", "RFC 3339" },
    { "hours_after_receipt", "integer", "0: none" },
    { "number", "string?", "of the paper" },
    { "signer", "string?", "who" },
    { "signer_post", "string?", "as what" },
    { "signed_on", "string?", "ISO day" },
    { "sent", "string?", "RFC 3339" },
    { "ended", "string?", "RFC 3339" },
    { "end_reason", "string?", "why" },
    { "paper", "string?", "canonical text" },
    { "sha256", "string?", "of the paper" },
    { "version", "integer", "also the ETag" },
    { "addressees", "array",
      "those the reader sees: id, body, instead_of, state, overdue, due, result …" },
    { "events", "array", "act, at, person, body, words, addressee, receipt; newest first" },
    { NULL, NULL, NULL },
};
static const web_field receipt_answer[] = {
    { "format", "string", "coloa-receipt-1" },
    { "id", "string", "name between nodes" },
    { "order", "string", "code" },
    { "kind", "string", "command, request, warning" },
    { "incident", "string", "code, or empty" },
    { "issuer", "string", "name" },
    { "paper_sha256", "string", "of the paper" },
    { "addressee", "string", "code and name" },
    { "act", "string", "receive, accept, refuse, report" },
    { "words_sha256", "string", "of what was said, or empty" },
    { "person", "string", "who" },
    { "at", "string", "RFC 3339" },
    { "key", "string", "of the signing key" },
    { "sha256", "string", "of the canonical text" },
    { "signature", "string", "Ed25519" },
    { NULL, NULL, NULL },
};

#define API "/api/v1/orders"
#define READ RIGHT_INCIDENTS_READ
#define WRITE RIGHT_INCIDENTS_WRITE
static const web_route routes[] = {
    { HTTP_GET, API, READ, list_get, "Orders and warnings in sight, newest first", list_query, NULL,
      list_answer, 0 },
    { HTTP_POST, API, WRITE, add_post, "Draws an order or a warning", NULL, add_body, one_answer,
      0 },
    { HTTP_GET, API "/receipts/{n}", READ, receipt_get, "One receipt as it was signed", NULL, NULL,
      receipt_answer, 0 },
    { HTTP_GET, API "/{code}", READ, one_get, "One whole", NULL, NULL, one_answer, 0 },
    { HTTP_POST, API "/{code}/send", WRITE, send_post, "Signs and sends it", NULL, send_body,
      one_answer, WEB_VERSIONED },
    { HTTP_POST, API "/{code}/end", WRITE, end_post, "Throws a draft away, ends what was sent",
      NULL, end_body, dropped_or_one, WEB_VERSIONED },
    { HTTP_POST, API "/{code}/answer", WRITE, answer_post, "What an addressee does", NULL,
      answer_body, one_answer, 0 },
};

const web_module orders_api_module = { "orders_api", routes, COUNT(routes) };
