// findings_web.c - pages of findings and rule sets.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/forensics/finding_ops.h"
#include "modules/forensics/findings_pages.gen.h"
#include "modules/forensics/findings_view.h"
#include "modules/forensics/forensics_web.h"
#include "modules/forensics/work_ops.h"

// ---- the list of a case ------------------------------------------------------------------------------

static finding_filter filter_of(const web_request *rq)
{
    finding_filter f = { .tag        = forensics_asked(rq, "tag"),
                         .rule       = forensics_asked(rq, "rule"),
                         .suppressed = str_equal(forensics_asked(rq, "hidden"), S("1")) };
    (void)finding_triage_named(forensics_asked(rq, "triage"), &f.triage);
    (void)finding_level_named(forensics_asked(rq, "level"), &f.least);
    return f;
}

static page_field select_of(page *o, const web_request *rq, const char *name, text_key label)
{
    return (page_field){ .name  = name,
                         .label = text_get(o->lang, label),
                         .value = forensics_asked(rq, name) };
}

static status filters_fill(page *o, const web_request *rq, findings_view *v)
{
    page_option *hidden = NEW(o->a, page_option, 2);
    if (!hidden) return ST_MEMORY;
    hidden[0]              = (page_option){ S(""), T(o, forensics_shown), { 0 } };
    hidden[1]              = (page_option){ S("1"), T(o, forensics_hidden), { 0 } };
    v->triage              = select_of(o, rq, "triage", T_forensics_finding_triage);
    v->least               = select_of(o, rq, "level", T_forensics_finding_least);
    v->hidden              = select_of(o, rq, "hidden", T_forensics_suppressions);
    v->hidden.options      = hidden;
    v->hidden.option_count = 2;
    TRY(finding_choices(o, &v->triage, true, true));
    return finding_choices(o, &v->least, false, true);
}

static void tactic_fill(page *o, const attack_cell *m, tactic_line *l)
{
    l->tag  = m->tactic;
    l->name = m->tactic.len ? forensics_named(o->a, o->lang, "tactic", m->tactic)
                            : T(o, forensics_matrix_no_tactic);
    if (m->technique.len) return;
    l->n     = m->n;
    l->worst = forensics_named(o->a, o->lang, "level", finding_level_key(m->worst));
    l->look  = level_look(m->worst);
}

// Cells stand by tactic, the tactic as a whole first.
static status matrix_fill(call *c, page *o, const forensic_case *k, findings_view *v)
{
    attack_cell *cells;
    size_t       n, used = 0;
    TRY(attack_matrix(c, k, &cells, &n));
    tactic_line    *lines = NEW(o->a, tactic_line, n + 1);
    technique_line *all   = NEW(o->a, technique_line, n + 1);
    if (!lines || !all) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        bool same = v->tactic_count && str_equal(lines[v->tactic_count - 1].tag, cells[i].tactic);
        tactic_line *l = same ? &lines[v->tactic_count - 1] : &lines[v->tactic_count++];
        if (!same) {
            *l = (tactic_line){ .techniques = &all[used] };
            tactic_fill(o, &cells[i], l);
        }
        if (!cells[i].technique.len) continue;
        all[used++] = (technique_line){ cells[i].technique, cells[i].n,
                                        cells[i].worst >= LEVEL_HIGH };
        l->technique_count++;
    }
    v->tactics = lines;
    return ST_OK;
}

static status runs_fill(call *c, page *o, const forensic_case *k, findings_view *v)
{
    finding_run *runs;
    run_gap     *gaps;
    run_line    *lines;
    gap_line    *told;
    TRY(runs_list(c, k, &runs, &v->run_count));
    TRY(run_lines(o, runs, v->run_count, &lines));
    v->runs = lines;
    if (!v->run_count) return ST_OK;
    TRY(case_run_gaps(c, runs[0].id, &gaps, &v->gap_count));
    TRY(gap_lines(o, gaps, v->gap_count, &told));
    v->gaps = told;
    run_cost  *costs;
    cost_line *spent;
    TRY(case_run_costs(c, runs[0].id, &costs, &v->cost_count));
    TRY(cost_lines(o, costs, v->cost_count, &spent));
    v->costs = spent;
    return ST_OK;
}

static status sets_fill(call *c, page *o, findings_view *v)
{
    rule_set *sets;
    size_t    count;
    TRY(rule_sets_list(c, &sets, &count));
    page_option *opts = NEW(o->a, page_option, count + 1);
    if (!opts) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        str id    = arena_printf(o->a, "%lld", (long long)sets[i].id);
        str label = arena_printf(o->a, STR_FMT " " STR_FMT, STR_ARG(sets[i].name),
                                 STR_ARG(sets[i].version));
        if (!id.ptr || !label.ptr) return ST_MEMORY;
        opts[i] = (page_option){ id, label, { 0 } };
    }
    v->set = (page_field){ .name         = "set",
                           .label        = T(o, forensics_rules),
                           .value        = count ? opts[0].value : S(""),
                           .options      = opts,
                           .option_count = count };
    return ST_OK;
}

static status suppressions_fill(call *c, page *o, const forensic_case *k, findings_view *v)
{
    finding_suppression *all;
    suppression_line    *lines;
    TRY(suppressions_of(c, k, &all, &v->suppression_count));
    TRY(suppression_lines(o, all, v->suppression_count, &lines));
    v->suppressions = lines;
    return ST_OK;
}

static status job_fill(call *c, page *o, const forensic_case *k, findings_view *v)
{
    job_view last;
    status   st = case_work_last(c, k->id, WORK_DETECT, &last);
    v->failed   = S("");
    TRY(case_work_runs(c, k->id, WORK_DETECT, &v->job_running, &v->job_done, &v->job_total));
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    if (last.state != JOB_FAILED) return ST_OK;
    const problem why = { .rule = last.rule, .detail = last.detail };
    v->failed         = page_problem_text(o, &why);
    return ST_OK;
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    findings_view  *v = NEW(c->a, findings_view, 1);
    case_show_view *head;
    finding_filter  f = filter_of(rq);
    finding_page    list;
    finding_line   *lines;
    finding_counts  counts;
    page            o = page_open(c, rq, rs);
    if (!v) return ST_MEMORY;
    TRY(case_view_open(c, &o, rq, CASE_TAB_FINDINGS, NULL, &head));
    v->c = head;
    TRY(findings_list(c, &head->k, &f, forensics_asked(rq, "c"), 0, &list, why));
    TRY(finding_lines(&o, list.items, list.count, &lines));
    TRY(findings_count(c, &head->k, &counts));
    v->items      = lines;
    v->count      = list.count;
    v->counts     = finding_counts_words(&o, &counts);
    v->pager      = (page_pager){ .shown = (int64_t)list.count, .total = -1 };
    v->pager.next = list.next.len ? page_url_with(&o, rq->path, "c", list.next) : S("");
    if (forensics_asked(rq, "c").len) v->pager.first = page_url_with(&o, rq->path, "c", S(""));
    TRY(filters_fill(&o, rq, v));
    TRY(matrix_fill(c, &o, &head->k, v));
    TRY(runs_fill(c, &o, &head->k, v));
    TRY(sets_fill(c, &o, v));
    TRY(suppressions_fill(c, &o, &head->k, v));
    TRY(job_fill(c, &o, &head->k, v));
    forensics_findings_page(&o, v);
    return page_close(&o, rs, 200);
}

static status detect_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    rule_set      set;
    int64_t       id = 0;
    TRY(case_of_ref(c, rq->params[0], &k));
    if (!str_int(forensics_typed(rq, "set"), &id)) return ST_MISSING;
    TRY(rule_set_load(c, id, &set));
    const work_asking w = { .case_id = k.id,
                            .kind    = WORK_DETECT,
                            .needs   = CASE_WORK,
                            .input   = arena_printf(c->a, "%lld %lld%s", (long long)k.id,
                                                    (long long)id,
                                                  forensics_typed(rq, "slack").len ? " slack" : ""),
                            .title   = k.code };
    TRY(case_work_ask(c, &w, why));
    return case_back(c, rs, k.code, "/phat-hien?xong=1");
}

static status unhide_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    int64_t       id;
    TRY(case_of_ref(c, rq->params[0], &k));
    if (!str_int(rq->params[1], &id)) return ST_MISSING;
    TRY(suppression_end(c, k.id, id, why));
    return case_back(c, rs, k.code, "/phat-hien?xong=1");
}

// ---- one ---------------------------------------------------------------------------------------------

static status finding_of(call *c, const web_request *rq, finding *f, forensic_case *k)
{
    int64_t id;
    return str_int(rq->params[0], &id) ? finding_load(c, id, f, k) : ST_MISSING;
}

static status fields_fill(page *o, const web_request *rq, const problem *fault, finding_view *v)
{
    const page_frame *f = &v->frame;
    v->triage           = forensics_field(
                  o, f, "triage", fault ? forensics_typed(rq, "triage") : finding_triage_key(v->f.triage));
    v->comment      = forensics_field(o, f, "comment",
                                 fault ? forensics_typed(rq, "comment") : v->f.comment);
    v->pattern      = forensics_field(o, f, "pattern", forensics_typed(rq, "pattern"));
    v->host         = forensics_field(o, f, "host", forensics_typed(rq, "host"));
    v->reason       = forensics_field(o, f, "reason", forensics_typed(rq, "reason"));
    v->until        = forensics_field(o, f, "until", forensics_typed(rq, "until"));
    v->comment.rows = v->reason.rows = 2;
    v->reason.required               = true;
    v->pattern.hint                  = T(o, forensics_pattern_hint);
    v->until.hint                    = T(o, forensics_until_hint);
    return finding_choices(o, &v->triage, true, false);
}

static status show(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    finding_view *v      = NEW(c->a, finding_view, 1);
    page_crumb   *crumbs = NEW(c->a, page_crumb, 2);
    page          o      = page_open(c, rq, rs);
    if (!v || !crumbs) return ST_MEMORY;
    TRY(finding_of(c, rq, &v->f, &v->k));
    crumbs[0] = (page_crumb){ T(&o, forensics_title), S("/dieu-tra") };
    crumbs[1] = (page_crumb){ v->k.title, arena_printf(o.a, "/dieu-tra/" STR_FMT "/phat-hien",
                                                       STR_ARG(v->k.code)) };
    v->frame  = (page_frame){ .title         = v->f.title.len ? v->f.title : v->f.rule,
                              .menu          = "forensics",
                              .crumbs        = crumbs,
                              .crumb_count   = 2,
                              .problems      = fault,
                              .problem_count = fault != NULL,
                              .fields        = "forensics.field." };
    if (!fault && forensics_asked(rq, "xong").len) v->frame.done = T(&o, forensics_done);
    o.invented |= v->k.invented;
    v->level        = forensics_named(o.a, o.lang, "level", finding_level_key(v->f.level));
    v->triage_words = forensics_named(o.a, o.lang, "triage", finding_triage_key(v->f.triage));
    v->look         = triage_look(v->f.triage);
    v->level_look   = level_look(v->f.level);
    v->event_at     = v->f.event_ms ? page_when(&o, v->f.event_ms) : S("–");
    v->triaged_at   = page_when(&o, v->f.triaged_ms);
    v->version      = arena_printf(o.a, "%lld", (long long)v->f.version_no);
    v->may_work     = forensics_may(c, &v->k, CASE_WORK);
    TRY(fields_fill(&o, rq, fault, v));
    forensics_finding_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

static status show_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

static status finish(call *c, web_request *rq, http_response *rs, status st, const problem *why)
{
    call_end(c);
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    str to = arena_printf(c->a, "/dieu-tra/phat-hien/" STR_FMT "?xong=1", STR_ARG(rq->params[0]));
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

static status judge_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case   k;
    finding         f;
    finding_judging j = { .comment = forensics_typed(rq, "comment") };
    TRY(finding_of(c, rq, &f, &k));
    j.id = f.id;
    (void)str_int(forensics_typed(rq, "version"), &j.version);
    (void)finding_triage_named(forensics_typed(rq, "triage"), &j.triage);
    return finish(c, rq, rs, finding_judge(c, &j, why), why);
}

static status hide_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    finding       f;
    int64_t       id;
    TRY(finding_of(c, rq, &f, &k));
    const suppression_draft d = { .case_id = k.id,
                                  .every   = forensics_typed(rq, "every").len > 0,
                                  .rule    = f.rule,
                                  .pattern = forensics_typed(rq, "pattern"),
                                  .host    = forensics_typed(rq, "host"),
                                  .reason  = forensics_typed(rq, "reason"),
                                  .until   = forensics_typed(rq, "until") };
    return finish(c, rq, rs, suppression_add(c, &d, &id, why), why);
}

// ---- rule sets ---------------------------------------------------------------------------------------

static status rules(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    rules_view *v      = NEW(c->a, rules_view, 1);
    page_crumb *crumbs = NEW(c->a, page_crumb, 1);
    rule_set   *sets;
    page        o = page_open(c, rq, rs);
    if (!v || !crumbs) return ST_MEMORY;
    TRY(rule_sets_list(c, &sets, &v->count));
    crumbs[0] = (page_crumb){ T(&o, forensics_title), S("/dieu-tra") };
    v->frame  = (page_frame){ .title         = T(&o, forensics_rules),
                              .menu          = "forensics",
                              .crumbs        = crumbs,
                              .crumb_count   = 1,
                              .problems      = fault,
                              .problem_count = fault != NULL,
                              .fields        = "forensics.field.",
                              .wide          = true };
    if (!fault && forensics_asked(rq, "xong").len) v->frame.done = T(&o, forensics_done);
    v->items         = sets;
    v->may_add       = call_may(c, RIGHT_CASES_WRITE);
    v->name          = forensics_field(&o, &v->frame, "name", forensics_typed(rq, "name"));
    v->version       = forensics_field(&o, &v->frame, "version", forensics_typed(rq, "version"));
    v->file          = forensics_field(&o, &v->frame, "file", S(""));
    v->name.required = v->version.required = v->file.required = true;
    v->file.accept                                            = ".zip,.csv,.txt,.ioc";
    forensics_rules_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

static status rules_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return rules(c, rq, rs, NULL);
}

static status rules_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    rule_set_draft      d = { forensics_typed(rq, "name"), forensics_typed(rq, "version"), S("") };
    int64_t             id;
    status              st = ST_OK;
    const http_request *h  = rq->http;
    if (h->file_count != 1 || !h->files[0].size)
        st = problem_set(why, ST_INVALID, S("file"), S("required"));
    if (st == ST_OK) st = os_rewind(h->files[0].fd);
    if (st == ST_OK) d.file = h->files[0].filename;
    if (st == ST_OK) st = rule_set_add(c, &d, h->files[0].fd, &id, why);
    call_end(c);
    if (st == ST_INVALID) return rules(c, rq, rs, why);
    TRY(st);
    return web_redirect(rs, S("/dieu-tra/bo-luat?xong=1"));
}

#define READ RIGHT_CASES_READ
#define WRITE RIGHT_CASES_WRITE
static const web_route routes[] = {
    { HTTP_GET, "/dieu-tra/{code}/phat-hien", READ, list_get, "What detection found in a case" },
    { HTTP_POST, "/dieu-tra/{code}/phat-hien/chay", WRITE, detect_post, "Asks for detection" },
    { HTTP_POST, "/dieu-tra/{code}/bo-qua/{id}/thoi", WRITE, unhide_post, "Ends a suppression" },
    { HTTP_GET, "/dieu-tra/phat-hien/{id}", READ, show_get, "One finding" },
    { HTTP_POST, "/dieu-tra/phat-hien/{id}", WRITE, judge_post, "Says what it is" },
    { HTTP_POST, "/dieu-tra/phat-hien/{id}/bo-qua", WRITE, hide_post,
      "Hides its like, with a reason" },
    { HTTP_GET, "/dieu-tra/bo-luat", READ, rules_get, "Rule sets of the body" },
    { HTTP_POST, "/dieu-tra/bo-luat", WRITE, rules_post, "Brings a rule set", .flags = WEB_UPLOAD },
};
const web_module forensics_findings_module = { "forensics_findings", routes, COUNT(routes) };
