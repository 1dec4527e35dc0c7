// forensics_web.c - pages of investigations: the list, a new one, one with its parts.
#include "modules/forensics/forensics_web.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/evidence/evidence.h"
#include "modules/forensics/forensics_pages.gen.h"
#include "modules/forensics/work_ops.h"
#include "modules/systems/systems.h"

str forensics_typed(const web_request *rq, const char *name)
{
    str text = http_form(rq->http, str_from(name));
    return text.ptr ? text : S("");
}

str forensics_asked(const web_request *rq, const char *name)
{
    str text = http_query(rq->http, str_from(name));
    return text.ptr ? str_trim(text) : S("");
}

status case_back(call *c, http_response *rs, str code, const char *tail)
{
    str to = arena_printf(c->a, "/dieu-tra/" STR_FMT "%s", STR_ARG(code), tail);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

static int64_t cursor_of(const web_request *rq)
{
    int64_t n;
    return str_int(forensics_asked(rq, "c"), &n) && n > 0 ? n : 0;
}

static page_pager pager_of(page *o, const web_request *rq, size_t shown, int64_t total, str next)
{
    bool later = forensics_asked(rq, "c").len > 0;
    return (page_pager){ .shown = (int64_t)shown,
                         .total = total,
                         .next  = next.len ? page_url_with(o, rq->path, "c", next) : S(""),
                         .first = later ? page_url_with(o, rq->path, "c", S("")) : S("") };
}

// ---- the list ----------------------------------------------------------------------------------------

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    case_list_view *v    = NEW(c->a, case_list_view, 1);
    page_option    *opts = NEW(c->a, page_option, 3);
    case_filter     f    = { .q = forensics_asked(rq, "q") };
    case_page       list;
    case_line      *lines;
    page            o = page_open(c, rq, rs);
    if (!v || !opts) return ST_MEMORY;
    str state = forensics_asked(rq, "state");
    f.state   = str_equal(state, S("open"))     ? CASE_OPEN
                : str_equal(state, S("closed")) ? CASE_CLOSED
                                                : 0;
    TRY(cases_list(c, &f, forensics_asked(rq, "c"), 0, &list, why));
    TRY(case_lines(&o, &list, &lines));
    opts[0]  = (page_option){ S(""), T(&o, forensics_all), { 0 } };
    opts[1]  = (page_option){ S("open"), T(&o, forensics_state_open), { 0 } };
    opts[2]  = (page_option){ S("closed"), T(&o, forensics_state_closed), { 0 } };
    v->frame = (page_frame){ .title = T(&o, forensics_title), .menu = "forensics", .wide = true };
    v->items = lines;
    v->count = list.count;
    v->q     = f.q;
    v->may_open = call_may(c, RIGHT_CASES_WRITE);
    v->state    = (page_field){ .name         = "state",
                                .label        = T(&o, forensics_state),
                                .value        = state,
                                .options      = opts,
                                .option_count = 3 };
    v->pager    = pager_of(&o, rq, list.count, -1, list.next);
    forensics_list_page(&o, v);
    return page_close(&o, rs, 200);
}

// ---- a new one ---------------------------------------------------------------------------------------

static status form(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    case_form_view *v      = NEW(c->a, case_form_view, 1);
    page_crumb     *crumbs = NEW(c->a, page_crumb, 1);
    page            o      = page_open(c, rq, rs);
    if (!v || !crumbs) return ST_MEMORY;
    crumbs[0]         = (page_crumb){ T(&o, forensics_title), S("/dieu-tra") };
    v->frame          = (page_frame){ .title         = T(&o, forensics_new),
                                      .menu          = "forensics",
                                      .crumbs        = crumbs,
                                      .crumb_count   = 1,
                                      .problems      = fault,
                                      .problem_count = fault != NULL,
                                      .fields        = "forensics.field." };
    str about         = fault ? forensics_typed(rq, "incident") : forensics_asked(rq, "su-co");
    str systems       = fault ? forensics_typed(rq, "systems") : forensics_asked(rq, "he-thong");
    v->title          = forensics_field(&o, &v->frame, "title", forensics_typed(rq, "title"));
    v->ground         = forensics_field(&o, &v->frame, "ground", forensics_typed(rq, "ground"));
    v->incident       = forensics_field(&o, &v->frame, "incident", about);
    v->systems        = forensics_field(&o, &v->frame, "systems", systems);
    v->title.required = v->ground.required = true;
    v->title.max                           = CASE_TITLE_MAX;
    v->ground.max                          = CASE_LONG_MAX;
    v->ground.hint                         = T(&o, forensics_ground_hint);
    v->systems.hint                        = T(&o, forensics_systems_hint);
    forensics_form_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

static status new_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return form(c, rq, rs, NULL);
}

static status new_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t          id;
    forensic_case    k;
    const case_draft d  = { .title    = forensics_typed(rq, "title"),
                            .ground   = forensics_typed(rq, "ground"),
                            .incident = forensics_typed(rq, "incident"),
                            .systems  = forensics_typed(rq, "systems"),
                            .open     = forensics_typed(rq, "no_secret").len > 0 };
    status           st = cases_add(c, &d, &id, why);
    if (st == ST_INVALID) return form(c, rq, rs, why);
    TRY(st);
    TRY(case_load(c, id, &k));
    return case_back(c, rs, k.code, "");
}

// ---- one ---------------------------------------------------------------------------------------------

static status systems_fill(call *c, case_show_view *v)
{
    int64_t     *ids;
    size_t       count;
    case_system *out;
    TRY(case_systems(c, &v->k, &ids, &count));
    out = NEW(c->a, case_system, count + 1);
    if (!out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        system_record *s = NEW(c->a, system_record, 1);
        if (!s) return ST_MEMORY;
        status st = systems_get_id(c, ids[i], s);
        if (st == ST_MISSING) continue; // out of the reader's sight
        TRY(st);
        out[v->system_count++] = (case_system){ s->code, s->data.name };
    }
    v->systems = out;
    return ST_OK;
}

static str done_words(page *o, str what)
{
    if (!what.len) return S("");
    return str_equal(what, S("kiem-tra")) ? T(o, forensics_done_check) : T(o, forensics_done);
}

status case_view_open(call *c, page *o, web_request *rq, case_tab tab, const problem *fault,
                      case_show_view **out)
{
    case_show_view *v      = NEW(c->a, case_show_view, 1);
    page_crumb     *crumbs = NEW(c->a, page_crumb, 2);
    if (!v || !crumbs) return ST_MEMORY;
    TRY(case_of_ref(c, rq->params[0], &v->k));
    crumbs[0] = (page_crumb){ T(o, forensics_title), S("/dieu-tra") };
    v->frame  = (page_frame){ .title         = v->k.title,
                              .menu          = "forensics",
                              .crumbs        = crumbs,
                              .crumb_count   = 1,
                              .problems      = fault,
                              .problem_count = fault != NULL,
                              .fields        = "forensics.field.",
                              .wide          = true };
    if (!fault) v->frame.done = done_words(o, forensics_asked(rq, "xong"));
    o->invented |= v->k.invented;
    v->tab       = tab;
    v->state     = forensics_named(o->a, o->lang, "state", case_state_key(v->k.state));
    v->look      = case_look(v->k.state);
    v->size      = evidence_size(o->a, o->lang, v->k.bytes);
    v->anchor    = custody_anchor(o->a, v->k.code, v->k.last_no, v->k.last_hash);
    v->may_work  = forensics_may(c, &v->k, CASE_WORK);
    v->may_lead  = forensics_may(c, &v->k, CASE_LEAD);
    v->may_check = call_may(c, RIGHT_CASES_WRITE);
    v->of        = S("");
    *out         = v;
    return systems_fill(c, v);
}

void case_intake_fields(page *o, const web_request *rq, case_show_view *v)
{
    const struct {
        const char *name;
        page_field *to;
        int         max;
    } all[] = {
        { "ground", &v->ground, CASE_LONG_MAX },
        { "taken_from", &v->taken_from, CASE_LINE_MAX },
        { "device", &v->device, CASE_LINE_MAX },
        { "place", &v->place, CASE_LINE_MAX },
        { "collected", &v->collected, CASE_LINE_MAX },
        { "seal", &v->seal, CASE_LINE_MAX },
        { "system", &v->system, CASE_LINE_MAX },
        { "note", &v->note, CASE_LONG_MAX },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        *all[i].to = forensics_field(o, &v->frame, all[i].name, forensics_typed(rq, all[i].name));
        all[i].to->max = all[i].max;
    }
    v->ground.required = v->taken_from.required = true;
    v->ground.rows                              = 2;
    v->note.rows                                = 2;
    v->ground.hint                              = T(o, forensics_item_ground_hint);
    v->collected.hint                           = T(o, forensics_collected_hint);
}

static case_page_part *more_part;

void case_part_add(case_page_part *part)
{
    more_part = part;
}

// Written aside, so that it stands in the page or not at all.
static status fill_more(call *c, page *o, case_show_view *v)
{
    enum { MORE_BYTES_MAX = 64 * 1024 };
    buf  b     = buf_in(o->a, 1024, MORE_BYTES_MAX);
    page aside = *o;
    if (!more_part) return ST_OK;
    aside.out = &b;
    TRY(more_part(c, &aside, &v->k));
    v->more = (html){ buf_str(&b) };
    return b.failed ? ST_MEMORY : ST_OK;
}

static status items_page(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    case_show_view *v;
    item_page       list;
    item_line      *lines;
    item_filter     f   = { 0 };
    problem         why = { 0 };
    page            o   = page_open(c, rq, rs);
    TRY(case_view_open(c, &o, rq, CASE_TAB_ITEMS, fault, &v));
    TRY(items_list(c, &v->k, &f, forensics_asked(rq, "c"), 0, &list, &why));
    TRY(item_lines(&o, list.items, list.count, &lines));
    case_intake_fields(&o, rq, v);
    TRY(fill_more(c, &o, v));
    v->items = lines;
    v->count = list.count;
    v->pager = pager_of(&o, rq, list.count, v->k.items, list.next);
    forensics_items_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

static status items_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return items_page(c, rq, rs, NULL);
}

// Without scripts: files of a plain form, as large as the server takes them.
static status take_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    int64_t       of = 0;
    TRY(case_of_ref(c, rq->params[0], &k));
    (void)str_int(forensics_typed(rq, "of"), &of);
    item_draft d  = { .case_id    = k.id,
                      .of_id      = of,
                      .system     = forensics_typed(rq, "system"),
                      .device     = forensics_typed(rq, "device"),
                      .place      = forensics_typed(rq, "place"),
                      .taken_from = forensics_typed(rq, "taken_from"),
                      .ground     = forensics_typed(rq, "ground"),
                      .seal       = forensics_typed(rq, "seal"),
                      .note       = forensics_typed(rq, "note"),
                      .collected  = forensics_typed(rq, "collected"),
                      .open       = forensics_typed(rq, "no_secret").len > 0 };
    status     st = rq->http->file_count ? ST_OK
                                         : problem_set(why, ST_INVALID, S("file"), S("required"));
    for (size_t i = 0; st == ST_OK && i < rq->http->file_count; i++) {
        const http_file *f = &rq->http->files[i];
        item_taken       taken;
        d.path = f->filename;
        st     = os_rewind(f->fd);
        if (st == ST_OK && f->filename.len) st = items_take(c, &d, f->fd, &taken, why);
        call_end(c);
    }
    if (st == ST_INVALID) return items_page(c, rq, rs, why);
    TRY(st);
    return case_back(c, rs, k.code, "?xong=1");
}

// ---- the log, verification ---------------------------------------------------------------------------

static status check_fill(call *c, page *o, case_show_view *v)
{
    fault_line *lines;
    v->check = NEW(c->a, custody_check, 1);
    if (!v->check) return ST_MEMORY;
    TRY(case_work_runs(c, v->k.id, WORK_VERIFY, &v->job_running, &v->job_done, &v->job_total));
    status st = custody_last_check(c, &v->k, v->check);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    v->checked       = true;
    const str args[] = { page_when(o, v->check->at_ms), v->check->person,
                         page_number(o, v->check->rows), page_number(o, v->check->items),
                         page_number(o, v->check->fault_count) };
    v->check_words   = text_fmt(
          o->a, o->lang, v->check->fault_count ? T_forensics_check_bad : T_forensics_check_whole,
          args, COUNT(args));
    TRY(fault_lines(o, v->check, &lines, &v->fault_count));
    v->faults = lines;
    return ST_OK;
}

static status log_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    case_show_view *v;
    custody_row    *rows;
    custody_line   *lines;
    page            o = page_open(c, rq, rs);
    (void)why;
    TRY(case_view_open(c, &o, rq, CASE_TAB_LOG, NULL, &v));
    TRY(check_fill(c, &o, v));
    TRY(custody_list(c, &v->k, 0, cursor_of(rq), &rows, &v->row_count));
    TRY(custody_lines(&o, rows, v->row_count, &lines));
    v->rows  = lines;
    str next = S("");
    if (v->row_count == CASE_PAGE && rows[v->row_count - 1].no > 1)
        next = arena_printf(c->a, "%lld", (long long)rows[v->row_count - 1].no);
    v->pager = pager_of(&o, rq, v->row_count, v->k.last_no, next);
    forensics_log_page(&o, v);
    return page_close(&o, rs, 200);
}

static status check_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    TRY(case_of_ref(c, rq->params[0], &k));
    const work_asking w = { .case_id = k.id,
                            .kind    = WORK_VERIFY,
                            .needs   = CASE_SEE,
                            .input   = arena_printf(c->a, "%lld", (long long)k.id),
                            .title   = k.code };
    TRY(case_work_ask(c, &w, why));
    return case_back(c, rs, k.code, "/nhat-ky?xong=kiem-tra");
}

// ---- who takes part ----------------------------------------------------------------------------------

static status bodies_page(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    case_show_view *v;
    case_body      *all;
    body_line      *lines;
    page            o    = page_open(c, rq, rs);
    page_option    *opts = NEW(c->a, page_option, 2);
    if (!opts) return ST_MEMORY;
    TRY(case_view_open(c, &o, rq, CASE_TAB_BODIES, fault, &v));
    TRY(case_bodies(c, &v->k, &all, &v->body_count));
    TRY(case_body_lines(&o, all, v->body_count, v->may_lead, &lines));
    v->bodies            = lines;
    opts[0]              = (page_option){ S("worker"), T(&o, forensics_part_worker), { 0 } };
    opts[1]              = (page_option){ S("reader"), T(&o, forensics_part_reader), { 0 } };
    v->body              = forensics_field(&o, &v->frame, "body", forensics_typed(rq, "body"));
    v->part              = forensics_field(&o, &v->frame, "part", forensics_typed(rq, "part"));
    v->basis             = forensics_field(&o, &v->frame, "basis", forensics_typed(rq, "basis"));
    v->reason            = forensics_field(&o, &v->frame, "reason", forensics_typed(rq, "reason"));
    v->part.options      = opts;
    v->part.option_count = 2;
    v->body.required = v->part.required = v->basis.required = v->reason.required = true;
    v->basis.rows = v->reason.rows = 2;
    forensics_bodies_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

static status bodies_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return bodies_page(c, rq, rs, NULL);
}

static status bodies_done(call *c, web_request *rq, http_response *rs, status st,
                          const problem *why)
{
    if (st == ST_INVALID) return bodies_page(c, rq, rs, why);
    TRY(st);
    return case_back(c, rs, rq->params[0], "/tham-gia?xong=1");
}

static status let_in_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    case_letting l = { .body = forensics_typed(rq, "body"), .basis = forensics_typed(rq, "basis") };
    TRY(case_of_ref(c, rq->params[0], &k));
    l.case_id = k.id;
    (void)case_part_named(forensics_typed(rq, "part"), &l.part);
    return bodies_done(c, rq, rs, case_let_in(c, &l, why), why);
}

static status let_out_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    int64_t       row;
    TRY(case_of_ref(c, rq->params[0], &k));
    if (!str_int(rq->params[1], &row)) return ST_MISSING;
    status st = case_let_out(c, k.id, row, forensics_typed(rq, "reason"), why);
    return bodies_done(c, rq, rs, st, why);
}

static status close_as(call *c, web_request *rq, http_response *rs, bool close, problem *why)
{
    forensic_case k;
    TRY(case_of_ref(c, rq->params[0], &k));
    status st = case_close(c, k.id, close, forensics_typed(rq, "reason"), why);
    return bodies_done(c, rq, rs, st, why);
}

static status close_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return close_as(c, rq, rs, true, why);
}

static status reopen_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return close_as(c, rq, rs, false, why);
}

#define READ RIGHT_CASES_READ
#define WRITE RIGHT_CASES_WRITE
#define LEAD RIGHT_CASES_LEAD
static const web_route routes[] = {
    { HTTP_GET, "/dieu-tra", READ, list_get, "Investigations in sight, newest first" },
    { HTTP_GET, "/dieu-tra/moi", WRITE, new_get, "A form to open one" },
    { HTTP_POST, "/dieu-tra/moi", WRITE, new_post, "Opens one" },
    { HTTP_GET, "/dieu-tra/{code}", READ, items_get, "One with its evidence" },
    { HTTP_POST, "/dieu-tra/{code}/nop", WRITE, take_post, "Takes files in", .flags = WEB_UPLOAD },
    { HTTP_GET, "/dieu-tra/{code}/nhat-ky", READ, log_get, "Its custody log" },
    { HTTP_POST, "/dieu-tra/{code}/kiem-tra", WRITE, check_post, "Asks for a verification" },
    { HTTP_GET, "/dieu-tra/{code}/tham-gia", READ, bodies_get, "Bodies that take part" },
    { HTTP_POST, "/dieu-tra/{code}/tham-gia", LEAD, let_in_post, "Lets a body in" },
    { HTTP_POST, "/dieu-tra/{code}/tham-gia/{row}/thoi", LEAD, let_out_post, "Ends its part" },
    { HTTP_POST, "/dieu-tra/{code}/dong", LEAD, close_post, "Closes it" },
    { HTTP_POST, "/dieu-tra/{code}/mo-lai", LEAD, reopen_post, "Opens it again" },
};
const web_module forensics_module = { "forensics", routes, COUNT(routes) };
