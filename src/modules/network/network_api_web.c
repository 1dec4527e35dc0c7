// network_api_web.c - the network for programs.
#include "modules/network/json_ops.h"
#include "modules/network/network_web.h"

enum { JSON_BYTES_MAX = 4 * 1024 * 1024 };

status network_api_list(call *c, web_request *rq, http_response *rs, problem *why)
{
    static const char *const names[] = { "q", "category", "cluster", "kind", "state" };
    network_filter           f       = { .q = S(""), .category = S(""), .cluster = S("") };
    network_page             list;
    int64_t                  limit = 0;
    str                      asked = http_query(rq->http, S("limit"));
    if (asked.len && (!str_int(asked, &limit) || limit < 1 || limit > NETWORK_PAGE))
        return problem_detail(why, ST_INVALID, S("limit"), S("out-of-range"), asked);
    for (size_t i = 0; i < COUNT(names); i++) {
        str value = http_query(rq->http, str_from(names[i]));
        if (value.len) TRY(network_filter_set(str_from(names[i]), value, &f, why));
    }
    TRY(network_list(c, &f, http_query(rq->http, S("cursor")), (size_t)limit, &list, why));
    buf b = buf_in(c->a, 16 * 1024, JSON_BYTES_MAX);
    network_put_page(&b, c->a, &list);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status answer(call *c, http_response *rs, int code, int64_t id)
{
    member_card *k = NEW(c->a, member_card, 1);
    if (!k) return ST_MEMORY;
    TRY(network_card(c, id, k));
    TRY(web_etag(rs, k->m.version));
    buf b = buf_in(c->a, 8 * 1024, JSON_BYTES_MAX);
    network_put_card(&b, c->a, k);
    return b.failed ? ST_MEMORY : web_json(rs, code, buf_str(&b));
}

status network_api_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    TRY(network_id_of(rq, &id));
    return answer(c, rs, 200, id);
}

status network_api_register(call *c, web_request *rq, http_response *rs, problem *why)
{
    member_draft d = { 0 };
    int64_t      id;
    network_draft_read(rq, &d);
    TRY(network_register(c, &d, &id, why));
    http_header(rs, S("Location"), arena_printf(c->a, "/api/v1/network/%lld", (long long)id));
    return answer(c, rs, 201, id);
}

status network_api_correct(call *c, web_request *rq, http_response *rs, problem *why)
{
    member_draft d = { 0 };
    member       m;
    int64_t      id;
    TRY(network_id_of(rq, &id));
    TRY(network_get(c, id, &m));
    TRY(web_if_match(rq, m.version));
    TRY(network_texts(c, id, d.texts));
    d.category = m.category;
    d.cluster  = m.cluster;
    network_draft_read(rq, &d);
    TRY(network_correct(c, id, m.version, &d, why));
    return answer(c, rs, 200, id);
}

status network_api_act(call *c, web_request *rq, http_response *rs, problem *why)
{
    member      m;
    member_move move = { .reason = network_typed(rq, "reason"),
                         .code   = network_typed(rq, "code"),
                         .on     = network_typed(rq, "on") };
    str         act = network_typed(rq, "act"), letter = network_typed(rq, "letter");
    TRY(network_id_of(rq, &move.id));
    TRY(network_get(c, move.id, &m));
    TRY(web_if_match(rq, m.version));
    move.version = m.version;
    if (!member_act_named(act, &move.act))
        return problem_detail(why, ST_INVALID, S("act"), S("member-step"), act);
    if (letter.len && (!str_int(letter, &move.letter_id) || move.letter_id <= 0))
        return problem_set(why, ST_INVALID, S("letter"), S("letter-unknown"));
    TRY(network_act(c, &move, why));
    return answer(c, rs, 200, move.id);
}

status network_api_contact(call *c, web_request *rq, http_response *rs, problem *why)
{
    contact_change change = { 0 };
    TRY(network_id_of(rq, &change.contact.member_id));
    network_contact_read(rq, &change.contact);
    (void)web_json_bool(rq, "tell", &change.tell);
    TRY(network_time_read(c->a, "changed", network_typed(rq, "changed"), &change.contact.changed_ms,
                          why));
    TRY(network_contact_set(c, &change, why));
    return answer(c, rs, 200, change.contact.member_id);
}

status network_api_tell(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    TRY(network_id_of(rq, &id));
    TRY(network_tell(c, id, network_typed(rq, "late_why"), why));
    return answer(c, rs, 200, id);
}

status network_api_shift(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t    id;
    duty_shift s;
    TRY(network_id_of(rq, &id));
    TRY(network_shift_read(c, rq, &s, why));
    TRY(network_shift_add(c, id, &s, why));
    return answer(c, rs, 201, id);
}

status network_api_send(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id, profile;
    TRY(network_id_of(rq, &id));
    TRY(network_profile_send(c, id, &profile, why));
    return answer(c, rs, 201, id);
}

status network_api_profile(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id, profile;
    str     content;
    (void)why;
    TRY(network_id_of(rq, &id));
    if (!str_int(rq->params[1], &profile)) return ST_MISSING;
    TRY(network_profile(c, id, profile, &content));
    return web_json(rs, 200, content);
}

status network_api_plan(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t           id;
    const member_plan p = network_plan_read(rq);
    TRY(network_id_of(rq, &id));
    TRY(network_plan_add(c, id, &p, why));
    return answer(c, rs, 201, id);
}

status network_api_exercise(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t               id;
    const member_exercise e = { network_typed(rq, "system"), network_typed(rq, "kind"),
                                network_typed(rq, "done_on"), network_typed(rq, "note") };
    TRY(network_id_of(rq, &id));
    TRY(network_exercise_add(c, id, &e, why));
    return answer(c, rs, 201, id);
}
