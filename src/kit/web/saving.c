// saving.c - see saving.h.
#include "kit/web/saving.h"

#include "kit/text/text.h"
#include "kit/text/words.h"

enum { ANSWER_BYTES_MAX = 2 * 1024 * 1024 };

bool web_saves_itself(const web_request *rq)
{
    return str_equal(http_request_header(rq->http, S("Accept")), S("application/json"));
}

static str words_of(arena *a, lang in, const problem *why)
{
    str      name   = arena_printf(a, "problem." STR_FMT, STR_ARG(why->rule));
    str      detail = why->detail.ptr ? why->detail : S("");
    text_key key;
    return name.ptr && text_known(name, &key) ? text_fmt(a, in, key, &detail, 1) : why->rule;
}

static void put(buf *b, const char *name, str value)
{
    b->failed = b->failed || !value.ptr; // no half answer when memory was short
    buf_printf(b, "\"%s\":", name);
    buf_json(b, value);
}

static void put_fields(buf *b, const char *name, const saving_field *fields, size_t count)
{
    buf_printf(b, "\"%s\":{", name);
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, fields[i].name);
        buf_char(b, ':');
        buf_json(b, fields[i].value);
    }
    buf_put(b, S("},"));
}

static void put_others(buf *b, arena *a, const saving_answer *w)
{
    buf_put(b, S("\"others\":{"));
    for (size_t i = 0; i < w->other_count; i++) {
        const saving_other *o = &w->others[i];
        if (i) buf_char(b, ',');
        buf_json(b, o->field);
        buf_put(b, S(":{"));
        put(b, "value", o->value);
        buf_char(b, ',');
        put(b, "person", o->person);
        buf_char(b, ',');
        put(b, "when", text_when(a, o->at_ms));
        buf_char(b, '}');
    }
    buf_put(b, S("},"));
}

status web_saving(call *c, http_response *rs, const saving_answer *w)
{
    buf b    = buf_in(c->a, 512, ANSWER_BYTES_MAX);
    str when = str_slice(text_when(c->a, c->now_ms), 0, 5);
    int code = !w->why ? 200 : !w->why->field.len || w->other_count ? 409 : 422;
    if (!when.ptr) return ST_MEMORY;
    buf_char(&b, '{');
    put_fields(&b, "set", w->set, w->set_count);
    if (w->now_count) put_fields(&b, "now", w->now, w->now_count);
    if (w->other_count) put_others(&b, c->a, w);
    if (w->why) {
        put(&b, "message", words_of(c->a, c->lang, w->why));
        buf_char(&b, ',');
        put(&b, "field", w->why->field);
    } else {
        put(&b, "said", text_fmt(c->a, c->lang, T_keep_saved, &when, 1));
        buf_char(&b, ',');
        put(&b, "to", w->to);
    }
    buf_char(&b, '}');
    return b.failed ? ST_MEMORY : web_json(rs, code, buf_str(&b));
}
