// operations_web.c - the page of the program's upkeep; for administrators of the body that runs this node.
#include "modules/operations/backup_job_ops.h"
#include "modules/operations/doctor_ops.h"
#include "modules/operations/operations_ops.h"
#include "modules/operations/operations_pages.gen.h"
#include "modules/operations/operations_view.h"

#include "kit/text/text.h"
#include "modules/accounts/accounts.h"

// The machine belongs to the body that runs this node; for others this page is not there.
static status check_may(call *c)
{
    bool runs;
    TRY(accounts_runs_node(c, &runs));
    return runs ? ST_OK : ST_MISSING;
}

static str form_value(const web_request *rq, const char *name)
{
    str text = http_form(rq->http, str_from(name));
    return text.ptr ? str_trim(text) : S("");
}

static str size_words(arena *a, int64_t bytes)
{
    if (bytes < 1024 * 1024) return arena_printf(a, "%.1f KiB", (double)bytes / 1024);
    return arena_printf(a, "%.1f MiB", (double)bytes / (1024.0 * 1024));
}

// ---- the view --------------------------------------------------------------------------------------

static const char *look_of(doctor_state s)
{
    return s == DOCTOR_GOOD ? "done" : s == DOCTOR_WARN ? "wait" : "bad";
}

static status fill_doctor(call *c, const doctor_line *lines, size_t count, operations_view *v)
{
    doctor_item *items = NEW(c->a, doctor_item, count + 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const doctor_line *l     = &lines[i];
        const char        *state = doctor_state_name(l->state);
        items[i]                 = (doctor_item){
                            .look   = look_of(l->state),
                            .mark   = text_named(c->lang, arena_printf(c->a, "doctor.mark.%s", state)),
                            .name   = text_named(c->lang, arena_printf(c->a, "doctor.%s", l->key)),
                            .words  = doctor_words(c->a, c->lang, l),
                            .advice = doctor_advice(c->a, c->lang, l)
        };
    }
    v->lines      = items;
    v->line_count = count;
    return ST_OK;
}

static str problem_words(call *c, str rule, str detail)
{
    str text = text_named(c->lang, arena_printf(c->a, "problem." STR_FMT, STR_ARG(rule)));
    return text_fill(c->a, text, &detail, 1);
}

static status fill_backups(call *c, page *o, operations_view *v)
{
    backup_row *rows;
    TRY(backups_list(c, 20, &rows, &v->backup_count));
    backup_item *items = NEW(c->a, backup_item, v->backup_count + 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < v->backup_count; i++) {
        const backup_row *r = &rows[i];
        items[i]         = (backup_item){ .name = r->name, .made_ms = r->made_ms, .here = r->here };
        items[i].size    = r->rule.len ? S("–") : size_words(c->a, r->bytes);
        items[i].look    = r->rule.len ? "bad" : r->removed ? "off" : "done";
        items[i].state   = r->rule.len  ? problem_words(c, r->rule, r->detail)
                           : r->removed ? T(o, operations_backup_removed)
                           : r->sealed  ? T(o, operations_backup_sealed)
                                        : T(o, operations_backup_there);
        items[i].checked = !r->checked_ms      ? T(o, operations_backup_unchecked)
                           : r->check_rule.len ? problem_words(c, r->check_rule, r->check_detail)
                                               : page_when(o, r->checked_ms);
    }
    v->backups = items;
    return ST_OK;
}

static status show(call *c, web_request *rq, http_response *rs, operations_view *v, int code)
{
    const operations_host *h = operations_lent();
    doctor_line            lines[DOCTOR_LINES_MAX];
    size_t                 count;
    str                    asked = http_query(rq->http, S("kham"));
    v->whole                     = asked.len > 0;
    const doctor_order order     = {
            .data = h->data, .data_fd = h->data_fd, .tls_cert = h->tls_cert, .quick = !v->whole
    };
    TRY(doctor_look(c, &order, lines, &count));
    TRY(fill_doctor(c, lines, count, v));
    page o    = page_open(c, rq, rs);
    v->folder = arena_printf(c->a, STR_FMT "/backups", STR_ARG(h->data));
    TRY(fill_backups(c, &o, v));
    call_end(c);
    TRY(doctor_support(c, lines, count, &v->support));
    v->frame.title  = T(&o, operations_title);
    v->frame.menu   = "operations";
    v->frame.fields = "operations.field.";
    if (http_query(rq->http, S("xong")).len) v->frame.done = T(&o, operations_asked);
    if (http_query(rq->http, S("da-luu")).len) v->frame.done = T(&o, operations_saved);
    operations_page(&o, v);
    return page_close(&o, rs, code);
}

status operations_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    backup_settings s;
    (void)why;
    TRY(check_may(c));
    TRY(backup_settings_get(c, &s));
    operations_view v = { .daily      = s.daily,
                          .hour       = arena_printf(c->a, "%d", (int)s.hour),
                          .keep       = arena_printf(c->a, "%d", (int)s.keep),
                          .public_key = s.public_key,
                          .version    = arena_printf(c->a, "%lld", (long long)s.version) };
    return show(c, rq, rs, &v, 200);
}

status operations_backup_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)rq;
    TRY(check_may(c));
    TRY(backup_ask(c, why));
    return web_redirect(rs, S("/van-hanh?xong=1"));
}

status operations_settings_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    TRY(check_may(c));
    backup_settings s = { .daily      = form_value(rq, "daily").len > 0,
                          .public_key = form_value(rq, "public_key") };
    if (!str_int(form_value(rq, "hour"), &s.hour)) s.hour = -1;
    if (!str_int(form_value(rq, "keep"), &s.keep)) s.keep = -1;
    if (!str_int(form_value(rq, "version"), &s.version)) s.version = -1;
    status st = backup_settings_set(c, &s, why);
    if (st == ST_OK) return web_redirect(rs, S("/van-hanh?da-luu=1"));
    if (st != ST_INVALID) return st;
    operations_view v     = { .daily      = s.daily,
                              .hour       = form_value(rq, "hour"),
                              .keep       = form_value(rq, "keep"),
                              .public_key = s.public_key,
                              .version    = form_value(rq, "version") };
    v.frame.problems      = why;
    v.frame.problem_count = 1;
    return show(c, rq, rs, &v, 422);
}
