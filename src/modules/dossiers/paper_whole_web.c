// paper_whole_web.c - the papers of a dossier: its page, the downloads, and the same for programs.
#include "kit/text/text.h"
#include "modules/dossiers/dossiers_pages.gen.h"
#include "modules/dossiers/paper_web.h"
#include "modules/dossiers/paper_whole_view.h"

static status named_stage(const web_request *rq, paper_stage *out, problem *why)
{
    str key = http_query(rq->http, S("stage"));
    if (paper_stage_named(key.ptr ? key : S(""), out)) return ST_OK;
    return problem_detail(why, ST_INVALID, S("stage"), S("unknown-value"), key);
}

status paper_set_show(call *c, web_request *rq, http_response *rs, const problem *refused)
{
    paper_set_view *v    = NEW(c->a, paper_set_view, 1);
    paper_set      *set  = NEW(c->a, paper_set, 1);
    problem         none = { 0 };
    paper_stage     stage;
    if (!v || !set) return ST_MEMORY;
    TRY(named_stage(rq, &stage, &none));
    TRY(papers_of_dossier(c, rq->params[0], stage, set, &none));
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = {
        { T(&o, dossiers_title), S("/ho-so") },
        { set->k->d.system_name, arena_printf(c->a, "/ho-so/" STR_FMT, STR_ARG(set->k->d.code)) },
    };
    v->frame    = (page_frame){ .title         = T(&o, papers_of_dossier),
                                .menu          = "dossiers",
                                .crumbs        = crumbs,
                                .crumb_count   = COUNT(crumbs),
                                .problems      = refused,
                                .problem_count = refused != NULL,
                                .fields        = "dossiers.field.",
                                .wide          = true };
    v->may_make = call_may(c, RIGHT_PAPERS_MAKE);
    TRY(paper_set_view_fill(&o, set, v));
    TRY(paper_issues_view_fill(c, &o, set, refused ? rq : NULL, v));
    paper_set_page(&o, v);
    return page_close(&o, rs, refused ? 422 : 200);
}

status paper_set_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return paper_set_show(c, rq, rs, NULL);
}

status paper_of_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    paper_made made;
    bool       pdf;
    paper_wish wish = { .ref    = rq->params[0],
                        .form   = rq->params[1],
                        .sample = rq->demo ? text_get(LANG_VI, T_papers_sample) : (str){ 0 } };
    TRY(named_stage(rq, &wish.stage, why));
    TRY(paper_named_format(rq, &pdf, why));
    TRY(papers_draw_of(c, &wish, &made, why));
    if (pdf) TRY(paper_printed(c, rq, &made, why));
    TRY(papers_record(c, &made));
    return paper_download(rs, &made, pdf);
}

// ---- JSON --------------------------------------------------------------------------------------

static void put_sheet(buf *b, const paper_sheet *s)
{
    buf_put(b, S("{\"form\":"));
    buf_json(b, s->form->key);
    buf_put(b, S(",\"name\":"));
    buf_json(b, s->form->name.vi);
    buf_put(b, S(",\"system\":"));
    buf_json(b, s->system->code);
    buf_put(b, S(",\"number\":"));
    buf_json(b, s->issue ? s->issue->number : (str){ 0 });
    buf_put(b, S(",\"on\":"));
    buf_json(b, s->issue ? s->issue->on : (str){ 0 });
    buf_put(b, S(",\"missing\":["));
    for (size_t i = 0; i < s->missing_count; i++) {
        if (i > 0) buf_char(b, ',');
        buf_json(b, s->missing[i]);
    }
    buf_put(b, S("]}"));
}

static void put_sheets(buf *b, const paper_sheet *sheets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0) buf_char(b, ',');
        put_sheet(b, &sheets[i]);
    }
}

status paper_set_api_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    paper_set  *set = NEW(c->a, paper_set, 1);
    paper_stage stage;
    if (!set) return ST_MEMORY;
    TRY(named_stage(rq, &stage, why));
    TRY(papers_of_dossier(c, rq->params[0], stage, set, why));
    buf b = buf_in(c->a, 8192, 1 << 20);
    buf_put(&b, S("{\"dossier\":"));
    buf_json(&b, set->k->d.code);
    buf_put(&b, S(",\"pack\":"));
    buf_json(&b, set->k->pack->id);
    buf_printf(&b, ",\"level\":%d,\"stage\":\"%s\",\"items\":[", set->k->d.level,
               set->stage == PAPER_STAGE_APPROVE ? "approve" : "appraise");
    put_sheets(&b, set->sheets, set->count);
    buf_put(&b, S("],\"others\":["));
    put_sheets(&b, set->others, set->other_count);
    buf_printf(&b, "],\"total\":%zu,\"next\":null}", set->count);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}
