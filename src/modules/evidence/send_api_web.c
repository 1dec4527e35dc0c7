// send_api_web.c - a file in pieces, for programs and for the script of the page. Every answer says how many
// bytes are kept for sure: that is where the sender goes on, after whatever happened.
#include "modules/evidence/evidence_json.h"
#include "modules/evidence/evidence_web.h"

#include "modules/systems/systems.h"

static status answer(call *c, http_response *rs, int code, const evidence *e)
{
    buf b = buf_in(c->a, 2048, EVIDENCE_JSON_MAX);
    evidence_put_json(&b, c->a, e);
    return b.failed ? ST_MEMORY : web_json(rs, code, buf_str(&b));
}

status send_api_list(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record *s;
    evidence_page  list = { .next = S("") };
    (void)why;
    TRY(evidence_system(c, rq, &s));
    TRY(evidence_sending_list(c, s->id, &list.items, &list.count));
    list.total = (int64_t)list.count;
    buf b      = buf_in(c->a, 4096, EVIDENCE_JSON_MAX);
    evidence_put_page(&b, c->a, &list);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

status send_api_begin(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record *s;
    evidence       e;
    evidence_begin begin = { .name   = web_json_text(rq, "name"),
                             .key    = web_json_text(rq, "key"),
                             .sha256 = web_json_text(rq, "sha256") };
    TRY(evidence_system(c, rq, &s));
    begin.d = evidence_draft_of(rq, s->id);
    (void)web_json_int(rq, "bytes", &begin.bytes);
    TRY(evidence_send_begin(c, &begin, &e, why));
    return answer(c, rs, 201, &e);
}

status send_api_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence e;
    int64_t  id;
    (void)why;
    TRY(evidence_id_of(rq, &id));
    TRY(evidence_sending_load(c, id, &e));
    return answer(c, rs, 200, &e);
}

status send_api_piece(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence            e;
    int64_t             id, at;
    str                 offset = http_query(rq->http, S("offset"));
    const http_request *h      = rq->http;
    TRY(evidence_id_of(rq, &id));
    if (!str_int(offset, &at) || at < 0)
        return problem_detail(why, ST_INVALID, S("offset"), S("out-of-range"), offset);
    if (h->file_count != 1 || h->files[0].size == 0)
        return problem_set(why, ST_INVALID, S("file"), S("evidence-empty"));
    TRY(evidence_send_piece(c, id, at, h->files[0].fd, h->files[0].size, &e, why));
    return answer(c, rs, 200, &e);
}

status send_api_finish(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence       e;
    evidence_added added;
    int64_t        id;
    TRY(evidence_id_of(rq, &id));
    TRY(evidence_send_finish(c, id, &added, why));
    TRY(evidence_load(c, added.id, &e));
    return answer(c, rs, 200, &e);
}

status send_api_stop(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    TRY(evidence_id_of(rq, &id));
    TRY(evidence_send_stop(c, id));
    return web_json(rs, 200, S("{\"stopped\":true}"));
}
