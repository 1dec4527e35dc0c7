// letter_form_web.c - entering, correcting and withdrawing letters in the browser.
#include "kit/text/text.h"
#include "modules/letters/letters_pages.gen.h"
#include "modules/letters/letters_view.h"
#include "modules/letters/letters_web.h"
#include "modules/systems/systems.h"

static void take(const web_request *rq, const char *name, str *to)
{
    str text = web_field_text(rq, name);
    if (text.ptr) *to = text;
}

void letter_draft_read(const web_request *rq, letter_draft *d)
{
    str direction = S(""), open = S("");
    take(rq, "direction", &direction);
    take(rq, "no_secret", &open);
    (void)letter_direction_named(direction, &d->direction);
    d->open = str_equal(open, S("1"));
    take(rq, "ref", &d->ref);
    take(rq, "day", &d->day);
    take(rq, "kind", &d->kind);
    take(rq, "about", &d->about);
    take(rq, "counterpart", &d->counterpart);
    take(rq, "signer", &d->signer);
    take(rq, "note", &d->note);
    take(rq, "arrival_no", &d->arrival_no);
    take(rq, "arrival_day", &d->arrival_day);
    take(rq, "system", &d->system);
    take(rq, "exception", &d->exception);
    take(rq, "body", &d->body);
}

letter_upload letter_upload_of(const http_request *rq)
{
    for (size_t i = 0; i < rq->file_count; i++) {
        const http_file *f = &rq->files[i];
        if (str_equal(f->field, S("file")) && f->size > 0)
            return (letter_upload){ f->fd, f->size, f->filename };
    }
    return (letter_upload){ .fd = -1 };
}

static letter_draft empty_draft(void)
{
    const str none = S("");
    return (letter_draft){ LETTER_OUT, none, none, none, none, none, none,
                           none,       none, none, none, none, none, false };
}

// ---- the form ----------------------------------------------------------------------------------------------

static void set_errors(page *o, letter_form_view *v)
{
    page_field *const more[] = { &v->kind,      &v->note,   &v->file,  &v->open,
                                 &v->exception, &v->reason, &v->signer };
    for (size_t i = 0; i < v->count; i++)
        v->fields[i].error = page_field_error(o, &v->frame, v->fields[i].name);
    for (size_t i = 0; i < COUNT(more); i++)
        more[i]->error = page_field_error(o, &v->frame, more[i]->name);
}

static status name_system(call *c, letter_form_view *v)
{
    system_record *s = NEW(c->a, system_record, 1);
    if (!s) return ST_MEMORY;
    v->system_name = S("");
    if (!v->system.len) return ST_OK;
    status st = systems_get(c, v->system, s);
    if (st == ST_OK) v->system_name = s->data.name;
    return st == ST_MISSING ? ST_OK : st;
}

static status show_form(call *c, page *o, http_response *rs, const letter_draft *d,
                        letter_form_view *v, const problem *fault)
{
    int64_t          next;
    str              latest;
    const page_crumb crumbs[] = { { T(o, letters_title), S("/van-ban") } };
    bool             bad      = fault && fault->rule.len > 0;
    v->in                     = d->direction == LETTER_IN;
    TRY(letters_next(c, S(""), &next, &latest));
    v->lead = latest.len ? text_fmt(c->a, c->lang, T_letters_latest_ref, &latest, 1)
                         : T(o, letters_field_ref_hint);
    TRY(letter_view_form(o, d, v));
    TRY(name_system(c, v));
    v->frame.menu          = "letters";
    v->frame.fields        = "letters.field.";
    v->frame.crumbs        = crumbs;
    v->frame.crumb_count   = COUNT(crumbs);
    v->frame.problems      = fault;
    v->frame.problem_count = bad;
    v->altered             = bad && str_equal(fault->rule, S("letter-altered"));
    set_errors(o, v);
    letter_form_page(o, v);
    return page_close(o, rs, bad ? 422 : 200);
}

// A form is shown again, with what was typed, for what is wrong with it and when the disk failed.
static bool comes_back(status st, const problem *fault)
{
    return st == ST_INVALID || (st == ST_BROKEN && fault->rule.len > 0);
}

static void new_form(page *o, const letter_draft *d, letter_form_view *v)
{
    bool in        = d->direction == LETTER_IN;
    v->frame.title = in ? T(o, letters_add_in) : T(o, letters_add_out);
    v->action      = S("/van-ban/moi");
    v->back        = in ? S("/van-ban?direction=in") : S("/van-ban?direction=out");
    v->version     = S("");
}

status letter_new_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    letter_form_view *v = NEW(c->a, letter_form_view, 1);
    letter_draft      d = empty_draft();
    int64_t           next;
    str               latest;
    day               today;
    (void)why;
    if (!v) return ST_MEMORY;
    page o = page_open(c, rq, rs);
    letter_draft_read(rq, &d);
    TRY(letters_next(c, S(""), &next, &latest));
    if (d.direction == LETTER_IN) {
        if (!d.arrival_no.len) d.arrival_no = arena_printf(c->a, "%02lld", (long long)next);
        if (!d.arrival_day.len && day_parse(organisations_day(c), &today) == ST_OK)
            d.arrival_day = text_day(c->a, today);
        if (!d.arrival_no.ptr || !d.arrival_day.ptr) return ST_MEMORY;
    }
    new_form(&o, &d, v);
    return show_form(c, &o, rs, &d, v, NULL);
}

status letter_new_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    letter_form_view *v     = NEW(c->a, letter_form_view, 1);
    letter_draft      d     = empty_draft();
    problem           fault = { 0 };
    int64_t           id;
    (void)why;
    if (!v) return ST_MEMORY;
    page o = page_open(c, rq, rs);
    letter_draft_read(rq, &d);
    letter_upload file = letter_upload_of(rq->http);
    status        st   = letters_add(c, &d, &file, &id, &fault);
    if (comes_back(st, &fault)) {
        new_form(&o, &d, v);
        return show_form(c, &o, rs, &d, v, &fault);
    }
    TRY(st);
    return web_redirect(rs, arena_printf(c->a, "/van-ban/%lld?xong=1", (long long)id));
}

// ---- correcting --------------------------------------------------------------------------------------------

static status edit_form(call *c, page *o, const letter *l, letter_form_view *v)
{
    str what       = l->data.ref.len ? l->data.ref : l->data.entry;
    v->frame.title = text_fmt(c->a, c->lang, T_letters_correct_title, &what, 1);
    v->action      = arena_printf(c->a, "/van-ban/%lld/sua", (long long)l->id);
    v->back        = arena_printf(c->a, "/van-ban/%lld", (long long)l->id);
    v->version     = arena_printf(c->a, "%lld", (long long)l->version);
    v->corrects    = true;
    (void)o;
    return v->action.ptr && v->back.ptr && v->version.ptr ? ST_OK : ST_MEMORY;
}

static str as_written(const call *c, str iso)
{
    day d;
    return day_parse(iso, &d) == ST_OK ? text_day(c->a, d) : iso;
}

status letter_edit_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    letter_form_view *v = NEW(c->a, letter_form_view, 1);
    letter            l;
    int64_t           id;
    if (!v) return ST_MEMORY;
    TRY(letter_id_of(rq, &id));
    TRY(letters_get(c, id, &l));
    if (l.withdrawn_ms) return problem_set(why, ST_CONFLICT, S(""), S("letter-changed"));
    page         o = page_open(c, rq, rs);
    letter_draft d = letter_draft_of(c, &l);
    d.day          = as_written(c, d.day);
    d.arrival_day  = as_written(c, d.arrival_day);
    TRY(edit_form(c, &o, &l, v));
    return show_form(c, &o, rs, &d, v, NULL);
}

static letter_change change_of(const web_request *rq, int64_t id)
{
    letter_change of   = { .id = id, .reason = S("") };
    str           text = S("");
    take(rq, "reason", &of.reason);
    take(rq, "version", &text);
    if (!str_int(text, &of.version)) of.version = 0;
    return of;
}

status letter_edit_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    letter_form_view *v     = NEW(c->a, letter_form_view, 1);
    letter_draft      d     = empty_draft();
    problem           fault = { 0 };
    letter            l;
    int64_t           id;
    if (!v) return ST_MEMORY;
    TRY(letter_id_of(rq, &id));
    TRY(letters_get(c, id, &l));
    page o = page_open(c, rq, rs);
    letter_draft_read(rq, &d);
    d.direction        = l.data.direction;
    letter_change of   = change_of(rq, id);
    letter_upload file = letter_upload_of(rq->http);
    status        st   = letters_correct(c, &of, &d, &file, &fault);
    if (comes_back(st, &fault)) {
        TRY(edit_form(c, &o, &l, v));
        v->version      = arena_printf(c->a, "%lld", (long long)of.version);
        v->reason.value = of.reason;
        return show_form(c, &o, rs, &d, v, &fault);
    }
    if (st != ST_OK) {
        *why = fault;
        return st;
    }
    return web_redirect(rs, arena_printf(c->a, "/van-ban/%lld?xong=1", (long long)id));
}

status letter_withdraw_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    TRY(letter_id_of(rq, &id));
    letter_change of = change_of(rq, id);
    TRY(letters_withdraw(c, &of, why));
    return web_redirect(rs, arena_printf(c->a, "/van-ban/%lld?xong=1", (long long)id));
}

status letter_check_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t        id;
    letter_verdict verdict;
    TRY(letter_id_of(rq, &id));
    TRY(letters_recheck(c, id, &verdict, why));
    return web_redirect(rs, arena_printf(c->a, "/van-ban/%lld?xong=1", (long long)id));
}
