// letters_api_web.c - letters for programs.
#include "modules/letters/letters_json.h"
#include "modules/letters/letters_web.h"

enum { JSON_BYTES_MAX = 4 * 1024 * 1024 };

status letters_api_list(call *c, web_request *rq, http_response *rs, problem *why)
{
    static const char *const names[] = { "direction", "year", "body", "q" };
    letter_filter            f       = { .direction = LETTER_OUT };
    letter_page              list;
    int64_t                  limit = 0;
    str                      asked = http_query(rq->http, S("limit"));
    if (asked.len && (!str_int(asked, &limit) || limit < 1 || limit > LETTERS_PAGE_MAX))
        return problem_detail(why, ST_INVALID, S("limit"), S("out-of-range"), asked);
    for (size_t i = 0; i < COUNT(names); i++) {
        str value = http_query(rq->http, str_from(names[i]));
        if (value.len) TRY(letters_filter_set(c, str_from(names[i]), value, &f, why));
    }
    TRY(letters_list(c, &f, http_query(rq->http, S("cursor")), (size_t)limit, &list, why));
    buf b = buf_in(c->a, 32 * 1024, JSON_BYTES_MAX);
    letters_put_page(&b, c->a, &list);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status answer(call *c, http_response *rs, int code, int64_t id)
{
    letter l;
    TRY(letters_get(c, id, &l));
    TRY(web_etag(rs, l.version));
    buf b = buf_in(c->a, 4096, JSON_BYTES_MAX);
    letter_put_json(&b, c->a, &l);
    return b.failed ? ST_MEMORY : web_json(rs, code, buf_str(&b));
}

status letters_api_add(call *c, web_request *rq, http_response *rs, problem *why)
{
    letter_draft  d    = { .direction = LETTER_OUT };
    letter_upload file = letter_upload_of(rq->http);
    int64_t       id;
    letter_draft_read(rq, &d);
    TRY(letters_add(c, &d, &file, &id, why));
    http_header(rs, S("Location"), arena_printf(c->a, "/api/v1/letters/%lld", (long long)id));
    return answer(c, rs, 201, id);
}

status letters_api_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    TRY(letter_id_of(rq, &id));
    return answer(c, rs, 200, id);
}

status letters_api_correct(call *c, web_request *rq, http_response *rs, problem *why)
{
    letter  l;
    int64_t id;
    TRY(letter_id_of(rq, &id));
    TRY(letters_get(c, id, &l));
    TRY(web_if_match(rq, l.version));
    letter_draft  d    = letter_draft_of(c, &l);
    letter_upload file = letter_upload_of(rq->http);
    letter_change of   = { id, l.version, web_field_text(rq, "reason") };
    letter_draft_read(rq, &d);
    TRY(letters_correct(c, &of, &d, &file, why));
    return answer(c, rs, 200, id);
}

status letters_api_withdraw(call *c, web_request *rq, http_response *rs, problem *why)
{
    letter  l;
    int64_t id;
    TRY(letter_id_of(rq, &id));
    TRY(letters_get(c, id, &l));
    TRY(web_if_match(rq, l.version));
    letter_change of = { id, l.version, web_json_text(rq, "reason") };
    TRY(letters_withdraw(c, &of, why));
    return answer(c, rs, 200, id);
}

status letters_api_check(call *c, web_request *rq, http_response *rs, problem *why)
{
    letter_verdict verdict;
    int64_t        id;
    TRY(letter_id_of(rq, &id));
    TRY(letters_recheck(c, id, &verdict, why));
    str json = arena_printf(c->a, "{\"verdict\":\"%s\"}", letter_verdict_key(verdict));
    return json.ptr ? web_json(rs, 200, json) : ST_MEMORY;
}

status letters_api_history(call *c, web_request *rq, http_response *rs, problem *why)
{
    letter_event *rows;
    size_t        count;
    int64_t       id;
    (void)why;
    TRY(letter_id_of(rq, &id));
    TRY(letters_history(c, id, &rows, &count));
    buf b = buf_in(c->a, 4096, JSON_BYTES_MAX);
    buf_put(&b, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        buf_printf(&b, "%s{\"version\":%lld", i ? "," : "", (long long)rows[i].version);
        letter_put_text(&b, "at", time_rfc3339(c->a, rows[i].at_ms));
        letter_put_text(&b, "person", rows[i].person);
        letter_put_text(&b, "field", rows[i].field);
        letter_put_text(&b, "before", rows[i].before);
        letter_put_text(&b, "after", rows[i].after);
        letter_put_text(&b, "reason", rows[i].why);
        buf_char(&b, '}');
    }
    buf_printf(&b, "],\"total\":%zu,\"next\":null}", count);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

status letters_api_file(call *c, web_request *rq, http_response *rs, problem *why)
{
    letter_file file;
    int64_t     id;
    int         fd;
    TRY(letter_id_of(rq, &id));
    TRY(letters_open(c, id, 0, &file, &fd, why));
    return letter_send(rs, fd, &file);
}
