// item_web.c - one item of evidence: its page, its content, what is recorded of it.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/evidence/evidence.h"
#include "modules/forensics/forensics_pages.gen.h"
#include "modules/forensics/forensics_web.h"
#include "modules/forensics/picture_ops.h"
#include "modules/forensics/unpack_ops.h"
#include "modules/forensics/work_ops.h"

static status act_options(page *o, page_field *f)
{
    static const custody_act acts[] = { CUSTODY_NOTED,    CUSTODY_ANALYSED, CUSTODY_SEALED,
                                        CUSTODY_UNSEALED, CUSTODY_RECEIVED, CUSTODY_RETURNED };
    page_option             *opts   = NEW(o->a, page_option, COUNT(acts));
    if (!opts) return ST_MEMORY;
    for (size_t i = 0; i < COUNT(acts); i++) {
        str key = custody_act_key(acts[i]);
        opts[i] = (page_option){ key, forensics_named(o->a, o->lang, "act", key), { 0 } };
    }
    f->options      = opts;
    f->option_count = COUNT(acts);
    return ST_OK;
}

static status fields_fill(page *o, const web_request *rq, case_show_view *v)
{
    const struct {
        const char *name;
        page_field *to;
        int         max;
    } all[] = {
        { "act", &v->act, 0 },
        { "words", &v->words, CASE_LONG_MAX },
        { "party", &v->party, CASE_LINE_MAX },
        { "new_seal", &v->new_seal, CASE_LINE_MAX },
        { "tool", &v->tool, CASE_LINE_MAX },
        { "decision", &v->decision, CASE_LINE_MAX },
        { "decided_on", &v->decided_on, 0 },
        { "decided_by", &v->decided_by, CASE_LINE_MAX },
        { "why_destroyed", &v->why_destroyed, CASE_LONG_MAX },
    };
    case_intake_fields(o, rq, v);
    for (size_t i = 0; i < COUNT(all); i++) {
        *all[i].to = forensics_field(o, &v->frame, all[i].name, forensics_typed(rq, all[i].name));
        all[i].to->max = all[i].max;
    }
    v->words.required    = true;
    v->words.rows        = 3;
    v->party.hint        = T(o, forensics_party_hint);
    v->tool.hint         = T(o, forensics_tool_hint);
    v->decision.hint     = T(o, forensics_decision_hint);
    v->decision.required = v->decided_on.required = v->decided_by.required = true;
    v->why_destroyed.required                                              = true;
    v->why_destroyed.rows                                                  = 2;
    return act_options(o, &v->act);
}

static status below_fill(call *c, page *o, const web_request *rq, case_show_view *v)
{
    item_page   list;
    item_line  *lines;
    problem     why = { 0 };
    item_filter f   = { .of_id = v->i.id };
    TRY(items_list(c, &v->k, &f, forensics_asked(rq, "c"), 0, &list, &why));
    TRY(item_lines(o, list.items, list.count, &lines));
    v->items      = lines;
    v->count      = list.count;
    v->pager      = (page_pager){ .shown = (int64_t)list.count, .total = -1 };
    v->pager.next = list.next.len ? page_url_with(o, rq->path, "c", list.next) : S("");
    return ST_OK;
}

static str why_words(page *o, str why)
{
    str      key = arena_printf(o->a, "archive." STR_FMT, STR_ARG(why));
    text_key known;
    return key.ptr && text_known(key, &known) ? text_get(o->lang, known) : why;
}

static status unpack_fill(call *c, page *o, case_show_view *v)
{
    unpack_result *r = NEW(c->a, unpack_result, 1);
    if (!r) return ST_MEMORY;
    v->archive = item_is_archive(&v->i);
    if (!v->archive) return ST_OK;
    TRY(case_work_runs(c, v->k.id, WORK_UNPACK, &v->job_running, &v->job_done, &v->job_total));
    status st = unpack_load(c, v->i.id, r);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    v->unpacked          = true;
    left_line    *left   = NEW(o->a, left_line, r->left_count + 1);
    const str     args[] = { page_number(o, r->members), page_number(o, r->whole),
                             page_number(o, r->failed),  page_number(o, r->skipped),
                             page_number(o, r->folders), page_number(o, r->secret) };
    const problem fault  = { .rule = r->refused };
    if (!left) return ST_MEMORY;
    for (size_t i = 0; i < r->left_count; i++)
        left[i] = (left_line){ r->left[i].path, why_words(o, r->left[i].why) };
    v->left         = left;
    v->left_count   = r->left_count;
    v->unpack_look  = r->refused.len ? "bad" : r->failed ? "wait" : "done";
    v->unpack_words = r->refused.len
                          ? page_problem_text(o, &fault)
                          : text_fmt(o->a, o->lang, T_forensics_unpack_told, args, COUNT(args));
    return ST_OK;
}

static status unpack_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_item i;
    forensic_case k;
    TRY(item_of_ref(c, rq->params[0], &i, &k));
    const work_asking w = { .case_id = k.id,
                            .kind    = WORK_UNPACK,
                            .needs   = CASE_WORK,
                            .input   = arena_printf(c->a, "%lld", (long long)i.id),
                            .title   = i.code };
    TRY(case_work_ask(c, &w, why));
    str to = arena_printf(c->a, "/dieu-tra/chung-cu/" STR_FMT "?xong=1", STR_ARG(i.code));
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

static status log_fill(call *c, page *o, case_show_view *v)
{
    custody_row  *rows;
    custody_line *lines;
    TRY(custody_list(c, &v->k, v->i.id, 0, &rows, &v->row_count));
    TRY(custody_lines(o, rows, v->row_count, &lines));
    v->rows = lines;
    return ST_OK;
}

// By which decision it was destroyed, and what became of its bytes.
static status gone_fill(call *c, page *o, case_show_view *v)
{
    item_destruction x;
    if (v->i.state != ITEM_DESTROYED) return ST_OK;
    status st = item_destruction_of(c, v->i.id, &x);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    const str args[] = { x.decision, page_date(o, x.decided_on), x.decided_by };
    v->gone          = true;
    v->gone_decision = text_fmt(o->a, o->lang, T_forensics_gone_decision, args, COUNT(args));
    v->gone_ground   = x.ground;
    v->gone_by       = arena_printf(o->a, STR_FMT ", " STR_FMT, STR_ARG(x.person),
                                    STR_ARG(page_when(o, x.at_ms)));
    const str at = x.erased_ms ? page_when(o, x.erased_ms) : item_held_words(o->a, o->lang, x.held);
    v->gone_bytes = text_fmt(o->a, o->lang,
                             x.erased_ms ? T_forensics_gone_erased
                             : x.waiting ? T_forensics_gone_waiting
                                         : T_forensics_gone_held,
                             &at, 1);
    return v->gone_decision.ptr && v->gone_by.ptr && v->gone_bytes.ptr ? ST_OK : ST_MEMORY;
}

static status head_fill(call *c, page *o, const web_request *rq, const problem *fault,
                        case_show_view *v)
{
    page_crumb   *crumbs = NEW(c->a, page_crumb, 2);
    forensic_item of;
    forensic_case of_case;
    if (!crumbs) return ST_MEMORY;
    crumbs[0] = (page_crumb){ T(o, forensics_title), S("/dieu-tra") };
    crumbs[1] = (page_crumb){ v->k.title,
                              arena_printf(o->a, "/dieu-tra/" STR_FMT, STR_ARG(v->k.code)) };
    v->frame  = (page_frame){ .title         = v->i.name,
                              .menu          = "forensics",
                              .crumbs        = crumbs,
                              .crumb_count   = 2,
                              .problems      = fault,
                              .problem_count = fault != NULL,
                              .fields        = "forensics.field.",
                              .wide          = true };
    if (!fault && forensics_asked(rq, "xong").len) v->frame.done = T(o, forensics_done);
    o->invented |= v->k.invented;
    v->state        = forensics_named(o->a, o->lang, "item-state", item_state_key(v->i.state));
    v->look         = item_look(v->i.state);
    v->size         = evidence_size(o->a, o->lang, v->i.bytes);
    v->taken_at     = page_when(o, v->i.taken_ms);
    v->collected_at = v->i.collected_ms ? page_when(o, v->i.collected_ms) : S("");
    v->may_work     = forensics_may(c, &v->k, CASE_WORK);
    v->may_lead     = forensics_may(c, &v->k, CASE_LEAD);
    v->of           = arena_printf(o->a, "%lld", (long long)v->i.id);
    v->pictures     = true;
    v->has_picture  = item_has_picture(&v->i);
    v->look_at      = v->has_picture && forensics_asked(rq, "xem").len;
    v->of_code      = S("");
    if (!v->i.of_id) return ST_OK;
    TRY(item_load(c, v->i.of_id, &of, &of_case));
    v->of_code = of.code;
    return ST_OK;
}

static status show(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    case_show_view *v = NEW(c->a, case_show_view, 1);
    page            o = page_open(c, rq, rs);
    if (!v) return ST_MEMORY;
    TRY(item_of_ref(c, rq->params[0], &v->i, &v->k));
    TRY(head_fill(c, &o, rq, fault, v));
    TRY(below_fill(c, &o, rq, v));
    TRY(unpack_fill(c, &o, v));
    TRY(gone_fill(c, &o, v));
    TRY(log_fill(c, &o, v));
    TRY(fields_fill(&o, rq, v));
    forensics_item_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

static status show_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

// The fields of this form have names of their own: both forms stand on one page.
static status destroy_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_item i;
    forensic_case k;
    custody_draft d = { .act        = CUSTODY_DESTROYED,
                        .words      = forensics_typed(rq, "why_destroyed"),
                        .party      = forensics_typed(rq, "decided_by"),
                        .decision   = forensics_typed(rq, "decision"),
                        .decided_on = forensics_typed(rq, "decided_on") };
    TRY(item_of_ref(c, rq->params[0], &i, &k));
    d.item_id = i.id;
    status st = custody_record(c, &d, why);
    call_end(c);
    if (str_equal(why->field, S("words"))) why->field = S("why_destroyed");
    if (str_equal(why->field, S("party"))) why->field = S("decided_by");
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    str to = arena_printf(c->a, "/dieu-tra/chung-cu/" STR_FMT "?xong=1", STR_ARG(i.code));
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

static status record_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_item i;
    forensic_case k;
    custody_draft d = { .words = forensics_typed(rq, "words"),
                        .party = forensics_typed(rq, "party"),
                        .seal  = forensics_typed(rq, "new_seal"),
                        .tool  = forensics_typed(rq, "tool") };
    TRY(item_of_ref(c, rq->params[0], &i, &k));
    d.item_id = i.id;
    status st = custody_act_named(forensics_typed(rq, "act"), &d.act)
                    ? custody_record(c, &d, why)
                    : problem_set(why, ST_INVALID, S("act"), S("required"));
    call_end(c);
    if (str_equal(why->field, S("seal"))) why->field = S("new_seal"); // of this form
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    str to = arena_printf(c->a, "/dieu-tra/chung-cu/" STR_FMT "?xong=1", STR_ARG(i.code));
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

// ---- content -----------------------------------------------------------------------------------------

status item_send(http_response *rs, const forensic_item *i, int fd)
{
    status st = web_download(rs, S("application/octet-stream"), i->name, S(""));
    if (st != ST_OK) {
        os_close(fd);
        return st;
    }
    http_header(rs, S("Accept-Ranges"), S("bytes")); // a broken download goes on where it was
    http_header(rs, S("ETag"), arena_printf(rs->body.a, "\"" STR_FMT "\"", STR_ARG(i->sha256)));
    rs->still     = (str){ 0 };
    rs->file_fd   = fd;
    rs->file_size = i->bytes;
    return ST_OK;
}

static status file_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_item i;
    forensic_case k;
    int           fd;
    TRY(item_of_ref(c, rq->params[0], &i, &k));
    TRY(item_open(c, i.id, CUSTODY_COPIED, &i, &fd, why));
    return item_send(rs, &i, fd);
}

static status picture_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_item i;
    forensic_case k;
    str           jpeg;
    TRY(item_of_ref(c, rq->params[0], &i, &k));
    TRY(item_picture(c, i.id, &jpeg, why));
    rs->code  = 200;
    rs->still = jpeg;
    http_header(rs, S("Content-Type"), S("image/jpeg"));
    http_header(rs, S("Content-Security-Policy"), S("sandbox; default-src 'none'"));
    return ST_OK;
}

#define READ RIGHT_CASES_READ
#define WRITE RIGHT_CASES_WRITE
static const web_route routes[] = {
    { HTTP_GET, "/dieu-tra/chung-cu/{code}", READ, show_get, "One item of evidence" },
    { HTTP_POST, "/dieu-tra/chung-cu/{code}/ghi", WRITE, record_post, "Records what was done" },
    { HTTP_POST, "/dieu-tra/chung-cu/{code}/huy", RIGHT_CASES_LEAD, destroy_post,
      "Destroys it by decision: its bytes go" },
    { HTTP_POST, "/dieu-tra/chung-cu/{code}/giai-nen", WRITE, unpack_post,
      "Asks for an archive to be taken apart" },
    { HTTP_GET, "/dieu-tra/chung-cu/{code}/tep", READ, file_get, "Its content; the log tells" },
    { HTTP_GET, "/dieu-tra/chung-cu/{code}/xem", READ, picture_get,
      "A small picture of it, drawn anew; the log tells" },
};
const web_module forensics_items_module = { "forensics_items", routes, COUNT(routes) };
