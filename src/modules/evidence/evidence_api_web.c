// evidence_api_web.c - evidence for programs.
#include "modules/evidence/evidence_json.h"
#include "modules/evidence/evidence_web.h"

#include "kit/text/text.h"
#include "modules/systems/systems.h"

status evidence_api_list(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record *s;
    evidence_page  list;
    evidence_ask   ask   = { .cursor = http_query(rq->http, S("cursor")) };
    int64_t        limit = 0;
    str count = http_query(rq->http, S("limit")), state = http_query(rq->http, S("state"));
    if (count.len && (!str_int(count, &limit) || limit < 1 || limit > EVIDENCE_PAGE_MAX))
        return problem_detail(why, ST_INVALID, S("limit"), S("out-of-range"), count);
    if (state.len && !str_equal(state, S("whole")) && !str_equal(state, S("dropped")))
        return problem_detail(why, ST_INVALID, S("state"), S("filter-unknown"), state);
    TRY(evidence_system(c, rq, &s));
    ask.system_id = s->id;
    ask.limit     = (size_t)limit;
    ask.state     = str_equal(state, S("dropped")) ? EVIDENCE_DROPPED : EVIDENCE_WHOLE;
    TRY(evidence_list(c, &ask, &list, why));
    buf b = buf_in(c->a, 16 * 1024, EVIDENCE_JSON_MAX);
    evidence_put_page(&b, c->a, &list);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status answer(call *c, http_response *rs, int64_t id)
{
    evidence e;
    TRY(evidence_load(c, id, &e));
    TRY(web_etag(rs, e.version));
    buf b = buf_in(c->a, 2048, EVIDENCE_JSON_MAX);
    evidence_put_json(&b, c->a, &e);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

status evidence_api_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    TRY(evidence_id_of(rq, &id));
    return answer(c, rs, id);
}

// ---- bringing ------------------------------------------------------------------------------------------

static void put_refused(call *c, buf *b, const problem *why)
{
    str key = arena_printf(c->a, "problem." STR_FMT, STR_ARG(why->rule));
    buf_put(b, S(",\"rule\":"));
    buf_json(b, why->rule);
    buf_put(b, S(",\"message\":"));
    buf_json(b, text_fill(c->a, text_named(c->lang, key), &why->detail, 1));
}

// Alone, a refused file is the answer's refusal; among others it is told in its place.
static status add_one(call *c, const evidence_draft *d, const http_file *f, bool alone, buf *b,
                      problem *why)
{
    evidence_added  added = { 0 };
    problem         fault = { 0 };
    evidence_upload file  = { f->fd, f->filename };
    status          st    = evidence_add(c, d, &file, &added, &fault);
    if (st != ST_OK && (alone || !fault.rule.len)) {
        if (why) *why = fault;
        return st;
    }
    buf_put(b, S("{\"name\":"));
    buf_json(b, f->filename);
    if (st == ST_OK)
        buf_printf(b, ",\"id\":\"%lld\",\"same\":%s", (long long)added.id,
                   added.same ? "true" : "false");
    else
        put_refused(c, b, &fault);
    buf_char(b, '}');
    return ST_OK;
}

status evidence_api_add(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record *s;
    buf            b = buf_in(c->a, 2048, EVIDENCE_JSON_MAX);
    size_t         n = rq->http->file_count;
    TRY(evidence_system(c, rq, &s));
    evidence_draft d = evidence_draft_of(rq, s->id);
    if (!n) return problem_set(why, ST_INVALID, S("file"), S("evidence-no-file"));
    TRY(evidence_draft_check(c, &d, why));
    buf_put(&b, S("{\"items\":["));
    for (size_t i = 0; i < n; i++) {
        if (i) buf_char(&b, ',');
        TRY(add_one(c, &d, &rq->http->files[i], n == 1, &b, why));
    }
    buf_put(&b, S("]}"));
    return b.failed ? ST_MEMORY : web_json(rs, 201, buf_str(&b));
}

// ---- one file ------------------------------------------------------------------------------------------

status evidence_api_file(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence e;
    int64_t  id;
    int      fd = -1;
    TRY(evidence_id_of(rq, &id));
    TRY(evidence_open(c, id, false, &e, &fd, why));
    return evidence_send_content(rs, &e, fd);
}

status evidence_api_change(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence e;
    int64_t  id;
    TRY(evidence_id_of(rq, &id));
    TRY(evidence_load(c, id, &e));
    TRY(web_if_match(rq, e.version));
    str until = web_json_text(rq, "valid_until"), note = web_json_text(rq, "note");
    TRY(evidence_change(c, id, e.version, until.ptr ? until : e.valid_until,
                        note.ptr ? note : e.note, why));
    return answer(c, rs, id);
}

status evidence_api_drop(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence e;
    int64_t  id;
    TRY(evidence_id_of(rq, &id));
    TRY(evidence_load(c, id, &e));
    TRY(web_if_match(rq, e.version));
    TRY(evidence_drop(c, id, e.version, web_json_text(rq, "reason"), why));
    return answer(c, rs, id);
}

status evidence_api_places(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence_place *rows;
    size_t          count;
    int64_t         id;
    (void)why;
    TRY(evidence_id_of(rq, &id));
    TRY(evidence_places(c, id, &rows, &count));
    buf b = buf_in(c->a, 2048, EVIDENCE_JSON_MAX);
    buf_put(&b, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        buf_printf(&b, "%s{\"kind\":\"" STR_FMT "\",\"id\":\"%lld\",\"name\":", i ? "," : "",
                   STR_ARG(rows[i].kind), (long long)rows[i].object_id);
        buf_json(&b, rows[i].name);
        buf_put(&b, S(",\"person\":"));
        buf_json(&b, rows[i].person);
        buf_put(&b, S(",\"at\":"));
        buf_json(&b, time_rfc3339(c->a, rows[i].at_ms));
        buf_char(&b, '}');
    }
    buf_printf(&b, "],\"total\":%zu,\"next\":null}", count);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}
