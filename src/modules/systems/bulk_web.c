// bulk_web.c - pages of changing many systems at once: what to change, the look before it, what became
// of it. See bulk_ops.h.
#include "modules/systems/bulk_ops.h"

#include "kit/text/text.h"
#include "modules/systems/bulk_pages.gen.h"
#include "modules/systems/bulk_view.h"
#include "modules/systems/list_web.h"
#include "modules/systems/parts_web.h"

static str bulk_href(call *c, int64_t id)
{
    return arena_printf(c->a, "/he-thong/loat/%lld", (long long)id);
}

// ---- which systems, and what -------------------------------------------------------------------------

typedef struct asked {
    const http_field *fields; // of the address, or of the form
    size_t            count;
    bool              all;
    str              *codes;
    int64_t          *ids;
    size_t            picked;
    list_ask          ask;
    bulk_draft        draft;
} asked;

static str field_of(const asked *x, str name)
{
    for (size_t i = 0; i < x->count; i++) {
        if (str_equal(x->fields[i].name, name)) return x->fields[i].value;
    }
    return (str){ 0 };
}

static status read_picks(call *c, asked *x)
{
    x->codes = NEW(c->a, str, x->count + 1);
    x->ids   = NEW(c->a, int64_t, x->count + 1);
    if (!x->codes || !x->ids) return ST_MEMORY;
    for (size_t i = 0; i < x->count; i++) {
        if (!str_equal(x->fields[i].name, S("s"))) continue;
        if (!system_ref_id(x->fields[i].value, &x->ids[x->picked])) continue;
        x->codes[x->picked++] = x->fields[i].value;
    }
    return ST_OK;
}

static status read_asked(call *c, page *o, const web_request *rq, bool form, asked *x, problem *why)
{
    *x                = (asked){ .fields = form ? rq->http->form : rq->http->query,
                                 .count  = form ? rq->http->form_count : rq->http->query_count };
    http_request sent = { .query = (http_field *)(uintptr_t)x->fields, .query_count = x->count };
    x->all            = field_of(x, S("all")).len > 0;
    TRY(read_picks(c, x));
    TRY(list_ask_read(c, o, &sent, &x->ask, why));
    for (size_t i = 0; form && i < BULK_FIELDS; i++) {
        str name          = str_from(bulk_fields[i]);
        str typed         = field_of(x, arena_printf(c->a, "set-" STR_FMT, STR_ARG(name)));
        x->draft.typed[i] = typed.len ? text_nfc(c->a, typed) : S("");
        x->draft.empty[i] = field_of(x, arena_printf(c->a, "empty-" STR_FMT, STR_ARG(name))).len >
                            0;
        if (!x->draft.typed[i].ptr) return ST_MEMORY;
    }
    return ST_OK;
}

static status show_form(call *c, page *o, http_response *rs, asked *x,
                        const system_problems *faults)
{
    bulk_form_view  *v        = NEW(c->a, bulk_form_view, 1);
    const page_crumb crumbs[] = { { T(o, systems_title), S("/he-thong") },
                                  { T(o, systems_bulks), S("/he-thong/loat") } };
    system_page      one      = { 0 };
    if (!v) return ST_MEMORY;
    v->frame = list_frame(T(o, systems_bulk_title), crumbs, COUNT(crumbs));
    if (faults) {
        v->frame.problems      = faults->items;
        v->frame.problem_count = faults->count;
    }
    v->all          = x->all;
    v->picked       = x->codes;
    v->picked_count = x->all ? 0 : x->picked;
    v->total        = (int64_t)x->picked;
    if (x->all) {
        TRY(systems_list(c, &x->ask.f, (str){ 0 }, 1, &one, NULL));
        v->total       = one.total;
        v->names       = list_names;
        v->values      = x->ask.values;
        v->value_count = ASK_COLUMNS;
        v->words       = list_ask_words(o, &x->ask);
    }
    v->cancel = list_href(o, &x->ask, S("/he-thong"), -1);
    if (!v->all && !v->picked_count && !faults) {
        problem *none = NEW(c->a, problem, 1);
        if (!none) return ST_MEMORY;
        *none                  = (problem){ .field = S(""), .rule = S("bulk-none") };
        v->frame.problems      = none;
        v->frame.problem_count = 1;
    }
    TRY(bulk_form_fill(o, &x->draft, v));
    bulk_form_page(o, v);
    return page_close(o, rs, v->frame.problem_count ? 422 : 200);
}

status bulk_new_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    asked *x = NEW(c->a, asked, 1);
    page   o = page_open(c, rq, rs);
    if (!x) return ST_MEMORY;
    TRY(read_asked(c, &o, rq, false, x, why));
    return show_form(c, &o, rs, x, NULL);
}

status bulk_new_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    asked           *x        = NEW(c->a, asked, 1);
    page             o        = page_open(c, rq, rs);
    system_problems *problems = NEW(c->a, system_problems, 1);
    int64_t          id;
    if (!x || !problems) return ST_MEMORY;
    TRY(read_asked(c, &o, rq, true, x, why));
    bulk_choice which = { .ids   = x->all ? NULL : x->ids,
                          .count = x->picked,
                          .f     = &x->ask.f,
                          .words = x->all ? x->ask.query : S("") };
    status      st    = bulk_draw(c, &x->draft, &which, &id, problems);
    if (st == ST_LIMIT) return problem_set(why, ST_INVALID, S("systems"), S("bulk-too-many"));
    if (st == ST_INVALID) return show_form(c, &o, rs, x, problems);
    TRY(st);
    return web_redirect(rs, bulk_href(c, id));
}

// ---- one ----------------------------------------------------------------------------------------------

static status fill_left(call *c, page *o, int64_t id, bulk_row_state state, bulk_one_view *v)
{
    bulk_row *rows;
    TRY(bulk_rows_in(c, id, state, &rows, &v->left_count));
    v->left = NEW(c->a, bulk_line, v->left_count ? v->left_count : 1);
    if (!v->left) return ST_MEMORY;
    for (size_t i = 0; i < v->left_count; i++) {
        str href   = arena_printf(c->a, "/he-thong/" STR_FMT, STR_ARG(rows[i].code));
        v->left[i] = (bulk_line){ .name   = rows[i].name,
                                  .code   = rows[i].code,
                                  .href   = href,
                                  .reason = bulk_reason(o, rows[i].rule) };
    }
    return ST_OK;
}

static status fill_lines(call *c, page *o, const bulk_view *b, bulk_one_view *v)
{
    system_record *records;
    TRY(bulk_before(c, b->id, &records, &v->line_count));
    v->lines = NEW(c->a, bulk_line, v->line_count ? v->line_count : 1);
    if (!v->lines) return ST_MEMORY;
    for (size_t i = 0; i < v->line_count; i++)
        bulk_line_fill(o, &records[i], &b->changes, &v->lines[i]);
    return ST_OK;
}

static status fill_one(call *c, page *o, const bulk_view *b, bulk_one_view *v)
{
    list_ask *ask = NEW(c->a, list_ask, 1);
    if (!ask) return ST_MEMORY;
    v->action       = bulk_href(c, b->id);
    v->person       = b->person;
    v->when         = page_when(o, b->state == BULK_DRAFT ? b->made_ms : b->done_ms);
    v->state        = b->state;
    v->total        = b->total;
    v->waiting      = b->waiting;
    v->changed      = b->changed;
    v->same         = b->same;
    v->refused      = b->refused;
    v->restored     = b->restored;
    v->not_restored = b->not_restored;
    v->level_moves  = b->level_moves;
    v->may_undo     = b->may_undo;
    TRY(list_ask_kept(c, o, b->words, ask));
    v->words = b->words.len ? list_ask_words(o, ask) : S("");
    for (size_t i = 0; i < BULK_FIELDS; i++) {
        if (!b->changes.set[i]) continue;
        const system_field *f         = system_field_find(str_from(bulk_fields[i]));
        v->changes[v->change_count++] = (bulk_pair){
            .label = text_get(o->lang, f->label), .after = bulk_words(o, i, b->changes.value[i])
        };
    }
    if (b->state == BULK_DRAFT) TRY(fill_lines(c, o, b, v));
    return fill_left(c, o, b->id, b->not_restored ? BULK_NOT_RESTORED : BULK_REFUSED, v);
}

static str title_of(page *o, bulk_state state)
{
    return state == BULK_DRAFT ? T(o, systems_bulk_look) : T(o, systems_bulk_done_title);
}

static bool goes_on(const bulk_view *b)
{
    return b->state == BULK_RUNNING || b->state == BULK_UNDOING;
}

static status show_wait(call *c, page *o, http_response *rs, const bulk_view *b, bulk_one_view *v)
{
    job_view j;
    v->again = bulk_href(c, b->id);
    v->total = b->total;
    if (b->job_id && jobs_find(c, b->job_id, &j) == ST_OK) {
        v->done      = j.done;
        v->job_total = j.total;
        if (j.state == JOB_FAILED) {
            problem *fault = NEW(c->a, problem, 1);
            if (!fault) return ST_MEMORY;
            *fault                 = (problem){ .rule = j.rule, .detail = j.detail };
            v->frame.problems      = fault;
            v->frame.problem_count = 1;
        }
    }
    http_header(rs, S("Refresh"), S("2"));
    bulk_wait_page(o, v);
    return page_close(o, rs, 200);
}

static status show_one(call *c, web_request *rq, http_response *rs, int64_t id,
                       const problem *fault)
{
    bulk_one_view   *v        = NEW(c->a, bulk_one_view, 1);
    bulk_view       *b        = NEW(c->a, bulk_view, 1);
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = { { T(&o, systems_title), S("/he-thong") },
                                  { T(&o, systems_bulks), S("/he-thong/loat") } };
    if (!v || !b) return ST_MEMORY;
    TRY(bulk_load(c, id, b));
    v->frame = list_frame(title_of(&o, b->state), crumbs, COUNT(crumbs));
    if (fault) {
        v->frame.problems      = fault;
        v->frame.problem_count = 1;
    }
    if (goes_on(b)) return show_wait(c, &o, rs, b, v);
    v->frame.wide = true;
    TRY(fill_one(c, &o, b, v));
    bulk_one_page(&o, v);
    return page_close(&o, rs, fault ? 409 : 200);
}

static status id_of(const web_request *rq, int64_t *id)
{
    return str_int(rq->params[0], id) && *id > 0 ? ST_OK : ST_MISSING;
}

status bulk_one_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    TRY(id_of(rq, &id));
    return show_one(c, rq, rs, id, NULL);
}

status bulk_one_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    problem fault = { 0 };
    bool    back  = str_equal(http_form(rq->http, S("do")), S("back"));
    (void)why;
    TRY(id_of(rq, &id));
    status st = back ? bulk_undo(c, id, &fault) : bulk_do(c, id, &fault);
    if (st == ST_CONFLICT && fault.rule.len) return show_one(c, rq, rs, id, &fault);
    TRY(st);
    return web_redirect(rs, bulk_href(c, id));
}

// ---- all ----------------------------------------------------------------------------------------------

static str fields_words(page *o, const bulk_changes *changes)
{
    buf b = buf_in(o->a, 128, 2048);
    for (size_t i = 0; i < BULK_FIELDS; i++) {
        if (!changes->set[i]) continue;
        if (b.len) buf_put(&b, S(", "));
        buf_put(&b, text_get(o->lang, system_field_find(str_from(bulk_fields[i]))->label));
    }
    return b.failed ? S("") : buf_str(&b);
}

status bulk_list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    bulk_list_view  *v        = NEW(c->a, bulk_list_view, 1);
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = { { T(&o, systems_title), S("/he-thong") } };
    bulk_view       *all;
    if (!v) return ST_MEMORY;
    (void)why;
    TRY(bulk_recent(c, &all, &v->count));
    v->items = NEW(c->a, bulk_recent_line, v->count ? v->count : 1);
    if (!v->items) return ST_MEMORY;
    for (size_t i = 0; i < v->count; i++) {
        v->items[i] = (bulk_recent_line){ .href    = bulk_href(c, all[i].id),
                                          .when    = page_when(&o, all[i].made_ms),
                                          .person  = all[i].person,
                                          .fields  = fields_words(&o, &all[i].changes),
                                          .state   = bulk_state_words(&o, all[i].state),
                                          .changed = all[i].changed + all[i].restored };
    }
    v->frame = list_frame(T(&o, systems_bulks), crumbs, COUNT(crumbs));
    bulk_list_page(&o, v);
    return page_close(&o, rs, 200);
}
