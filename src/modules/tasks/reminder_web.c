// reminder_web.c - the calendar's address and the daily mail, as one's own settings.
#include "modules/tasks/reminder_web.h"
#include "kit/text/text.h"
#include "modules/tasks/reminder_ops.h"
#include "modules/tasks/task_view.h"
#include "modules/tasks/tasks_pages.gen.h"

// "https://coloa.example.vn": the name by which the reader came, which the router has let through.
static str base_of(const call *c, const web_request *rq)
{
    str host = http_request_header(rq->http, S("Host"));
    return arena_printf(c->a, "%s://" STR_FMT, rq->http->secure ? "https" : "http", STR_ARG(host));
}

static str mail_state_words(page *o, const mail_choice *m)
{
    switch (m->state) {
    case MAIL_DAY_NONE: break;
    case MAIL_DAY_SENDING:
    case MAIL_DAY_UNSURE: return T(o, tasks_mail_state_unsure);
    case MAIL_DAY_TAKEN: return T(o, tasks_mail_state_taken);
    case MAIL_DAY_AGAIN: return T(o, tasks_mail_state_again);
    case MAIL_DAY_REFUSED: return T(o, tasks_mail_state_refused);
    case MAIL_DAY_EMPTY: return T(o, tasks_mail_state_empty);
    }
    return S("");
}

static status show(call *c, web_request *rq, http_response *rs, reminders_view *v, int code)
{
    int64_t     made;
    page_crumb *up = NEW(c->a, page_crumb, 1);
    TRY(feed_made(c, &made));
    page o = page_open(c, rq, rs);
    if (!up) return ST_MEMORY;
    up[0]                = (page_crumb){ T(&o, tasks_title), S("/viec") };
    v->feed_made         = made ? page_when(&o, made) : S("");
    v->mail_on           = tasks_lent()->mail.url.len > 0;
    v->mail_state        = mail_state_words(&o, &(mail_choice){ .state = (mail_day)v->mail_day });
    v->frame.title       = T(&o, reminders_title);
    v->frame.menu        = "tasks";
    v->frame.crumbs      = up;
    v->frame.crumb_count = 1;
    v->frame.fields      = "reminders.field.";
    str done             = http_query(rq->http, S("xong"));
    if (str_equal(done, S("thu"))) v->frame.done = T(&o, reminders_saved);
    if (str_equal(done, S("bo"))) v->frame.done = T(&o, reminders_feed_ended);
    v->email_field = (page_field){ .name         = "email",
                                   .label        = T(&o, reminders_field_email),
                                   .hint         = T(&o, reminders_field_email_hint),
                                   .value        = v->email,
                                   .error        = page_field_error(&o, &v->frame, "email"),
                                   .type         = "email",
                                   .autocomplete = "email",
                                   .max          = MAIL_ADDRESS_MAX };
    reminders_page(&o, v);
    return page_close(&o, rs, code);
}

static status load(call *c, reminders_view *v)
{
    mail_choice m;
    TRY(mail_choice_load(c, &m));
    v->email    = m.email;
    v->wants    = m.wants;
    v->mail_day = (int)m.state;
    return ST_OK;
}

status reminders_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    reminders_view v = { 0 };
    (void)why;
    TRY(load(c, &v));
    return show(c, rq, rs, &v, 200);
}

// Not redirected: the address is shown on this answer and never again.
status feed_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    reminders_view v = { 0 };
    str            token;
    (void)why;
    TRY(feed_make(c, &token));
    TRY(load(c, &v));
    str base       = base_of(c, rq);
    v.feed_address = arena_printf(c->a, STR_FMT "/lich/" STR_FMT ".ics", STR_ARG(base),
                                  STR_ARG(token));
    return show(c, rq, rs, &v, 200);
}

status feed_end_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)rq, (void)why;
    TRY(feed_end(c));
    return web_redirect(rs, S("/viec/nhac?xong=bo"));
}

status mail_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    mail_choice typed = { .email = http_form(rq->http, S("email")),
                          .wants = http_form(rq->http, S("wants")).len > 0 };
    if (!typed.email.ptr) typed.email = S("");
    status st = mail_choice_save(c, &typed, why);
    if (st == ST_OK) return web_redirect(rs, S("/viec/nhac?xong=thu"));
    if (st != ST_INVALID) return st;
    reminders_view v      = { .email = typed.email, .wants = typed.wants };
    v.frame.problems      = why;
    v.frame.problem_count = 1;
    return show(c, rq, rs, &v, 422);
}

// For a calendar program: nobody signs in, the address is the secret. Wrong and void ones are one answer.
status feed_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    str token = rq->params[0], text;
    (void)why;
    if (str_ends(token, S(".ics"))) token = str_slice(token, 0, token.len - 4);
    TRY(feed_write(c, token, base_of(c, rq), &text));
    http_header(rs, S("Cache-Control"), S("private, no-store"));
    return web_download(rs, S("text/calendar; charset=utf-8"), S("coloa.ics"), text);
}

// ---- API ----------------------------------------------------------------------------------------------

status api_feed_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    str token;
    (void)why;
    TRY(feed_make(c, &token));
    buf b = buf_in(c->a, 512, 4096);
    buf_put(&b, S("{\"address\":"));
    buf_json(&b, arena_printf(c->a, STR_FMT "/lich/" STR_FMT ".ics", STR_ARG(base_of(c, rq)),
                              STR_ARG(token)));
    buf_char(&b, '}');
    return b.failed ? ST_MEMORY : web_json(rs, 201, buf_str(&b));
}

status api_feed_delete(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)rq, (void)why;
    TRY(feed_end(c));
    return web_json(rs, 200, S("{\"done\":true}"));
}

status api_mail_put(call *c, web_request *rq, http_response *rs, problem *why)
{
    mail_choice typed = { .email = web_json_text(rq, "email") };
    if (!typed.email.ptr) typed.email = S("");
    if (!web_json_bool(rq, "wants", &typed.wants)) typed.wants = false;
    TRY(mail_choice_save(c, &typed, why));
    return web_json(rs, 200, S("{\"done\":true}"));
}
