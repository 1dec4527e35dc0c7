// web_once.c - a change of the API that is sent twice under one Idempotency-Key is made once and
// answered twice alike. What is kept is one line, "CODE ETAG", and the body.
#include "kit/os/os.h"
#include "kit/web/web_inner.h"

static str request_text(web_run *r)
{
    const http_request *rq = r->rq.http;
    buf                 b  = buf_in(r->c.a, (size_t)(rq->target.len + rq->body.len) + 64,
                                    2 * HTTP_FORM_BYTES_MAX + HTTP_HEADERS_BYTES_MAX);
    buf_put(&b, rq->target);
    buf_char(&b, '\n');
    buf_put(&b, http_request_header(rq, S("If-Match")));
    buf_char(&b, '\n');
    buf_put(&b, rq->body);
    for (size_t i = 0; i < rq->form_count; i++)
        buf_printf(&b, STR_FMT "\n" STR_FMT "\n", STR_ARG(rq->form[i].name),
                   STR_ARG(rq->form[i].value));
    for (size_t i = 0; i < rq->file_count; i++)
        buf_printf(&b, STR_FMT "\n%lld\n", STR_ARG(rq->files[i].filename),
                   (long long)rq->files[i].size);
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static status repeat_answer(web_run *r, str kept)
{
    str     line, body, code, tag;
    int64_t number = 200;
    str_cut(kept, '\n', &line, &body);
    str_cut(line, ' ', &code, &tag);
    if (!str_int(code, &number)) return ST_BROKEN;
    if (tag.len) http_header(r->rs, S("ETag"), tag);
    http_header(r->rs, S("Idempotency-Replayed"), S("true"));
    r->answered = true;
    return web_json(r->rs, (int)number, body);
}

status step_once(web_run *r)
{
    const web_route *route = r->rq.route;
    if (!r->c.idempotency_key.len || !r->rq.api || !r->c.store) return ST_OK;
    str method = http_method_name(route->method), kept = { 0 };
    str name    = arena_printf(r->c.a, STR_FMT " %s", STR_ARG(method), route->path);
    str request = request_text(r);
    if (!name.ptr || !request.ptr) return ST_MEMORY;
    TRY(call_once(&r->c, name, request, &kept, &r->why));
    return kept.ptr ? repeat_answer(r, kept) : ST_OK;
}

void once_keep(web_run *r)
{
    const http_response *rs = r->rs;
    if (!r->c.idempotency_key.len || !r->rq.api || !r->c.store || rs->file_fd >= 0) return;
    str body = rs->still.ptr ? rs->still : buf_str(&rs->body);
    buf b    = buf_in(r->c.a, (size_t)body.len + 128, CALL_ANSWER_BYTES_MAX);
    buf_printf(&b, "%d " STR_FMT "\n", rs->code, STR_ARG(http_response_header(rs, S("ETag"))));
    buf_put(&b, body);
    status st = b.failed ? ST_LIMIT : call_result(&r->c, buf_str(&b));
    // The act is done and answered; only a repetition will have to ask for the object itself.
    if (st != ST_OK) os_log(OS_WARN, "web.once", "answer not kept: %s", status_name(st));
}
