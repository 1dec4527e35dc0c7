// handover_web.c - evidence handed over: the record, its paper, what was signed.
#include "kit/text/text.h"
#include "modules/forensics/forensics_pages.gen.h"
#include "modules/forensics/forensics_web.h"
#include "modules/forensics/handover_ops.h"

#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Items that are here, to be ticked.
static status items_fill(call *c, page *o, const web_request *rq, case_show_view *v)
{
    forensic_items_of_in in = { .case_id = v->k.id, .kind = ITEM_FILE, .max = HANDOVER_ITEMS_MAX };
    forensic_item       *items;
    size_t               count;
    buf                  chosen = buf_in(o->a, 256, 16384);
    TRY(item_rows(c, &in, &items, &count));
    page_option *opts = NEW(o->a, page_option, count + 1);
    size_t       n    = 0;
    if (!opts) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (items[i].state != ITEM_HELD) continue;
        str id    = arena_printf(o->a, "%lld", (long long)items[i].id);
        str label = arena_printf(o->a, STR_FMT " " STR_FMT, STR_ARG(items[i].code),
                                 STR_ARG(items[i].path));
        opts[n++] = (page_option){ id, label, items[i].device };
    }
    for (size_t i = 0; i < rq->http->form_count; i++) {
        if (!str_equal(rq->http->form[i].name, S("items"))) continue;
        if (chosen.len) buf_char(&chosen, ' ');
        buf_put(&chosen, rq->http->form[i].value);
    }
    v->items_field              = forensics_field(o, &v->frame, "items", buf_str(&chosen));
    v->items_field.options      = opts;
    v->items_field.option_count = n;
    return buf_status(&chosen);
}

static void fields_fill(page *o, const web_request *rq, case_show_view *v)
{
    const struct {
        const char *name;
        page_field *to;
    } all[] = {
        { "receiver", &v->receiver },
        { "receiver_post", &v->receiver_post },
        { "receiver_body", &v->receiver_body },
        { "giver", &v->giver },
        { "giver_post", &v->giver_post },
        { "place", &v->place },
        { "reason", &v->reason },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        *all[i].to = forensics_field(o, &v->frame, all[i].name, forensics_typed(rq, all[i].name));
        all[i].to->max = CASE_LINE_MAX;
    }
    v->receiver.required = v->receiver_body.required = v->reason.required = true;
    v->reason.rows                                                        = 2;
    if (!v->giver.value.len) v->giver.value = o->person;
}

static status show(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    case_show_view *v;
    handover       *all;
    page            o = page_open(c, rq, rs);
    TRY(case_view_open(c, &o, rq, CASE_TAB_HANDOVERS, fault, &v));
    TRY(case_handovers(c, &v->k, &all, &v->handover_count));
    handover_line *lines = NEW(c->a, handover_line, v->handover_count + 1);
    if (!lines) return ST_MEMORY;
    for (size_t i = 0; i < v->handover_count; i++)
        lines[i] = (handover_line){ &all[i], page_when(&o, all[i].at_ms) };
    v->handovers = lines;
    TRY(items_fill(c, &o, rq, v));
    fields_fill(&o, rq, v);
    forensics_handovers_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

static status make_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case  k;
    handover       made;
    int64_t        ids[HANDOVER_ITEMS_MAX];
    handover_draft d = { .items         = ids,
                         .giver         = forensics_typed(rq, "giver"),
                         .giver_post    = forensics_typed(rq, "giver_post"),
                         .receiver      = forensics_typed(rq, "receiver"),
                         .receiver_post = forensics_typed(rq, "receiver_post"),
                         .receiver_body = forensics_typed(rq, "receiver_body"),
                         .place         = forensics_typed(rq, "place"),
                         .reason        = forensics_typed(rq, "reason") };
    TRY(case_of_ref(c, rq->params[0], &k));
    d.case_id = k.id;
    for (size_t i = 0; i < rq->http->form_count && d.item_count < HANDOVER_ITEMS_MAX; i++) {
        const http_field *f = &rq->http->form[i];
        if (str_equal(f->name, S("items")) && str_int(f->value, &ids[d.item_count])) d.item_count++;
    }
    status st = case_handover_make(c, &d, &made, why);
    call_end(c);
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    return case_back(c, rs, k.code, "/giao-nhan?xong=1");
}

static status paper_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    handover      h;
    str           as  = forensics_asked(rq, "as"), bytes;
    bool          pdf = str_equal(as, S("pdf")), text = str_equal(as, S("txt"));
    if (as.len && !pdf && !text && !str_equal(as, S("docx")))
        return problem_detail(why, ST_INVALID, S("as"), S("filter-unknown"), as);
    TRY(case_handover_load(c, rq->params[0], &h, &k));
    if (text)
        TRY(case_handover_text(c, &h, &bytes));
    else
        TRY(case_handover_paper(c, &h, &k, pdf, &bytes, why));
    str name = arena_printf(c->a, STR_FMT ".%s", STR_ARG(h.code),
                            pdf    ? "pdf"
                            : text ? "txt"
                                   : "docx");
    str type = pdf ? S("application/pdf") : text ? S("text/plain; charset=utf-8") : S(DOCX);
    return name.ptr ? web_download(rs, type, name, bytes) : ST_MEMORY;
}

#define READ RIGHT_CASES_READ
#define WRITE RIGHT_CASES_WRITE
static const web_route routes[] = {
    { HTTP_GET, "/dieu-tra/{code}/giao-nhan", READ, list_get, "Hand-overs of a case" },
    { HTTP_POST, "/dieu-tra/{code}/giao-nhan", WRITE, make_post, "Hands items over" },
    { HTTP_GET, "/dieu-tra/giao-nhan/{code}", READ, paper_get,
      "The record of a hand-over: docx, PDF, or the text that was signed" },
};
const web_module forensics_handovers_module = { "forensics_handovers", routes, COUNT(routes) };
