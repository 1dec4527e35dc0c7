// findings_api_web.c - indicators, rule sets, runs, findings and hand-overs for programs: the same operations as the pages.
#include "kit/os/os.h"
#include "modules/forensics/finding_ops.h"
#include "modules/forensics/forensics_web.h"
#include "modules/forensics/handover_ops.h"
#include "modules/forensics/json_ops.h"
#include "modules/forensics/work_ops.h"

enum { JSON_MAX = 8 * 1024 * 1024 };

static buf answer_buf(call *c)
{
    return buf_in(c->a, 4096, JSON_MAX);
}

static status send_buf(http_response *rs, int code, buf *b)
{
    return b->failed ? buf_status(b) : web_json(rs, code, buf_str(b));
}

static void put_total(buf *b, size_t count)
{
    buf_printf(b, "],\"total\":%zu,\"next\":null}", count);
}

// ---- indicators --------------------------------------------------------------------------------------

static status indicators_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case       k;
    case_indicator_page list;
    case_list           now = { .sha256 = S("") };
    buf                 b   = answer_buf(c);
    TRY(case_of_ref(c, rq->params[0], &k));
    bool removed = str_equal(forensics_asked(rq, "removed"), S("1"));
    TRY(case_indicators(c, &k, removed, forensics_asked(rq, "cursor"), &list, why));
    status st = case_list_at(c, &k, 0, &now);
    if (st != ST_OK && st != ST_MISSING) return st;
    forensics_put_indicators(&b, &k, &list, &now);
    return send_buf(rs, 200, &b);
}

// Lines that are none are the answer, each with its rule; nothing was added then.
static status added(call *c, http_response *rs, status st, const indicators_added *n)
{
    buf b = answer_buf(c);
    if (st != ST_OK && !(st == ST_INVALID && n->fault_count)) return st;
    forensics_put_indicators_added(&b, n);
    return send_buf(rs, st == ST_OK ? 200 : 422, &b);
}

static status indicators_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case     k;
    indicators_added *n = NEW(c->a, indicators_added, 1);
    indicator_draft   d = { .lines  = web_json_text(rq, "lines"),
                            .note   = web_json_text(rq, "note"),
                            .source = web_json_text(rq, "source") };
    if (!n) return ST_MEMORY;
    TRY(case_of_ref(c, rq->params[0], &k));
    d.case_id = k.id;
    return added(c, rs, case_indicators_add(c, &d, n, why), n);
}

static status incident_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case     k;
    indicators_added *n = NEW(c->a, indicators_added, 1);
    if (!n) return ST_MEMORY;
    TRY(case_of_ref(c, rq->params[0], &k));
    return added(c, rs, case_indicators_of_incident(c, k.id, n, why), n);
}

static status removal_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    int64_t       id;
    TRY(case_of_ref(c, rq->params[0], &k));
    if (!str_int(rq->params[1], &id)) return ST_MISSING;
    TRY(case_indicator_remove(c, k.id, id, web_json_text(rq, "reason"), why));
    return web_json(rs, 200, S("{\"removed\":true}"));
}

// ---- rule sets ---------------------------------------------------------------------------------------

static status sets_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    rule_set *all;
    size_t    count;
    buf       b = answer_buf(c);
    (void)rq, (void)why;
    TRY(rule_sets_list(c, &all, &count));
    buf_put(&b, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(&b, ',');
        forensics_put_rule_set(&b, &all[i]);
    }
    put_total(&b, count);
    return send_buf(rs, 200, &b);
}

static status set_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    const rule_set_draft d = { forensics_asked(rq, "name"), forensics_asked(rq, "version"),
                               forensics_asked(rq, "file") };
    const http_request  *h = rq->http;
    rule_set             s;
    int64_t              id;
    buf                  b = answer_buf(c);
    if (h->file_count != 1 || !h->files[0].size)
        return problem_set(why, ST_INVALID, S("file"), S("required"));
    TRY(os_rewind(h->files[0].fd));
    TRY(rule_set_add(c, &d, h->files[0].fd, &id, why));
    TRY(rule_set_load(c, id, &s));
    forensics_put_rule_set(&b, &s);
    return send_buf(rs, 201, &b);
}

// ---- runs --------------------------------------------------------------------------------------------

static status runs_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    finding_run  *all;
    size_t        count;
    buf           b = answer_buf(c);
    (void)why;
    TRY(case_of_ref(c, rq->params[0], &k));
    TRY(runs_list(c, &k, &all, &count));
    buf_put(&b, S("{\"case\":"));
    buf_json(&b, k.code);
    buf_put(&b, S(",\"items\":["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(&b, ',');
        forensics_put_run(&b, &all[i]);
    }
    put_total(&b, count);
    return send_buf(rs, 200, &b);
}

static status run_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    rule_set      set;
    int64_t       id  = 0;
    bool          own = false, slack = false;
    str           ref = web_json_text(rq, "rule_set");
    TRY(case_of_ref(c, rq->params[0], &k));
    (void)web_json_bool(rq, "indicators", &own);
    if (own == (ref.len > 0) || (ref.len && (!str_int(ref, &id) || id < 1)))
        return problem_set(why, ST_INVALID, S("rule_set"), S("required"));
    if (id) TRY(rule_set_load(c, id, &set));
    (void)web_json_bool(rq, "recover", &slack);
    TRY(case_detect_ask(c, &(case_looking){ k.id, id, slack }, why));
    return web_json(rs, 202, S("{\"asked\":true}"));
}

static status gaps_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    finding_run  *all;
    run_gap      *gaps;
    size_t        count, n;
    int64_t       id;
    buf           b = answer_buf(c);
    (void)why;
    TRY(case_of_ref(c, rq->params[0], &k));
    if (!str_int(rq->params[1], &id)) return ST_MISSING;
    TRY(runs_list(c, &k, &all, &count));
    for (size_t i = 0; i < count; i++) {
        if (all[i].id != id) continue;
        TRY(case_run_gaps(c, id, &gaps, &n));
        forensics_put_gaps(&b, gaps, n);
        return send_buf(rs, 200, &b);
    }
    return ST_MISSING;
}

// ---- findings ----------------------------------------------------------------------------------------

static status refuse(problem *why, const char *name, str value)
{
    return problem_detail(why, ST_INVALID, str_from(name), S("filter-unknown"), value);
}

static status read_filter(call *c, const web_request *rq, const forensic_case *k, finding_filter *f,
                          problem *why)
{
    str           triage = forensics_asked(rq, "triage"), level = forensics_asked(rq, "level");
    str           item = forensics_asked(rq, "item"), run = forensics_asked(rq, "run");
    forensic_item i;
    forensic_case of;
    *f = (finding_filter){ .tag        = forensics_asked(rq, "tag"),
                           .rule       = forensics_asked(rq, "rule"),
                           .suppressed = str_equal(forensics_asked(rq, "hidden"), S("1")) };
    if (triage.len && !finding_triage_named(triage, &f->triage))
        return refuse(why, "triage", triage);
    if (level.len && !finding_level_named(level, &f->least)) return refuse(why, "level", level);
    if (run.len && (!str_int(run, &f->run_id) || f->run_id < 1)) return refuse(why, "run", run);
    if (!item.len) return ST_OK;
    status st = item_of_ref(c, item, &i, &of);
    if (st == ST_MISSING || (st == ST_OK && of.id != k->id)) return refuse(why, "item", item);
    f->item_id = i.id;
    return st;
}

static status findings_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case  k;
    finding_filter f;
    finding_page   list;
    buf            b = answer_buf(c);
    TRY(case_of_ref(c, rq->params[0], &k));
    TRY(read_filter(c, rq, &k, &f, why));
    TRY(findings_list(c, &k, &f, forensics_asked(rq, "cursor"), 0, &list, why));
    forensics_put_findings(&b, &k, &list);
    return send_buf(rs, 200, &b);
}

static status finding_answer(call *c, http_response *rs, int64_t id)
{
    finding       f;
    forensic_case k;
    buf           b = answer_buf(c);
    TRY(finding_load(c, id, &f, &k));
    forensics_put_finding(&b, &f);
    TRY(web_etag(rs, f.version_no));
    return send_buf(rs, 200, &b);
}

static status finding_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    return str_int(rq->params[0], &id) ? finding_answer(c, rs, id) : ST_MISSING;
}

static status triage_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    finding         f;
    forensic_case   k;
    finding_judging j = { .comment = web_json_text(rq, "comment") };
    if (!str_int(rq->params[0], &j.id)) return ST_MISSING;
    TRY(finding_load(c, j.id, &f, &k));
    TRY(web_if_match(rq, f.version_no));
    j.version = f.version_no;
    if (!finding_triage_named(web_json_text(rq, "triage"), &j.triage))
        return problem_set(why, ST_INVALID, S("triage"), S("choice-unknown"));
    TRY(finding_judge(c, &j, why));
    return finding_answer(c, rs, j.id);
}

// ---- hand-overs --------------------------------------------------------------------------------------

static status put_handover(call *c, buf *b, const forensic_case *k, const handover *h)
{
    forensic_item *items;
    size_t         count;
    TRY(case_handover_items(c, h, &items, &count));
    forensics_put_handover(b, k, h, items, count);
    return ST_OK;
}

static status handovers_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    handover     *all;
    size_t        count;
    buf           b = answer_buf(c);
    (void)why;
    TRY(case_of_ref(c, rq->params[0], &k));
    TRY(case_handovers(c, &k, &all, &count));
    buf_put(&b, S("{\"case\":"));
    buf_json(&b, k.code);
    buf_put(&b, S(",\"items\":["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(&b, ',');
        TRY(put_handover(c, &b, &k, &all[i]));
    }
    put_total(&b, count);
    return send_buf(rs, 200, &b);
}

static status handover_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    handover      h;
    buf           b = answer_buf(c);
    (void)why;
    TRY(case_handover_load(c, rq->params[0], &h, &k));
    TRY(put_handover(c, &b, &k, &h));
    return send_buf(rs, 200, &b);
}

// Codes of items of the case, blanks between.
static status read_items(call *c, const forensic_case *k, str typed, handover_draft *d,
                         problem *why)
{
    int64_t *ids = NEW(c->a, int64_t, HANDOVER_ITEMS_MAX + 1);
    str      word, rest = str_trim(typed.ptr ? typed : S(""));
    if (!ids) return ST_MEMORY;
    while (rest.len) {
        forensic_item i;
        forensic_case of;
        (void)str_cut(rest, ' ', &word, &rest);
        if (!word.len) continue;
        if (d->item_count == HANDOVER_ITEMS_MAX)
            return problem_set(why, ST_INVALID, S("items"), S("too-many"));
        status st = item_of_ref(c, word, &i, &of);
        if (st == ST_MISSING || (st == ST_OK && of.id != k->id))
            return problem_detail(why, ST_INVALID, S("items"), S("item-unknown"), word);
        TRY(st);
        ids[d->item_count++] = i.id;
    }
    d->items = ids;
    return ST_OK;
}

static status handover_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case  k;
    handover       made;
    buf            b = answer_buf(c);
    handover_draft d = { .giver         = web_json_text(rq, "giver"),
                         .giver_post    = web_json_text(rq, "giver_post"),
                         .receiver      = web_json_text(rq, "receiver"),
                         .receiver_post = web_json_text(rq, "receiver_post"),
                         .receiver_body = web_json_text(rq, "receiver_body"),
                         .place         = web_json_text(rq, "place"),
                         .reason        = web_json_text(rq, "reason") };
    TRY(case_of_ref(c, rq->params[0], &k));
    d.case_id = k.id;
    TRY(read_items(c, &k, web_json_text(rq, "items"), &d, why));
    TRY(case_handover_make(c, &d, &made, why));
    TRY(put_handover(c, &b, &k, &made));
    return send_buf(rs, 201, &b);
}

// ---- routes ------------------------------------------------------------------------------------------

static const web_field indicators_query[] = {
    { "removed", "string?", "1: those that were removed; else those that stand" },
    { "cursor", "string?", "next of the page before" },
    { NULL, NULL, NULL },
};
static const web_field indicators_answer[] = {
    { "case", "string", "code" },
    { "version", "integer", "of the list: how often it changed" },
    { "standing", "integer", "indicators that stand" },
    { "sha256", "string", "of the list as detection reads it" },
    { "items", "array", "newest first: id, kind, value, note, source, tlp, who, when, versions" },
    { "total", "integer", "of all pages" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field indicators_body[] = {
    { "lines", "string",
      "a value a line, as found or defanged; behind a semicolon or tab its note" },
    { "source", "string?", "where they were learnt" },
    { "note", "string?", "of those lines that have none" },
    { NULL, NULL, NULL },
};
static const web_field added_answer[] = {
    { "added", "integer", "indicators that are new" },
    { "same", "integer", "that stand already" },
    { "held", "integer", "of an incident, not taken over: TLP:RED, TLP:AMBER+STRICT" },
    { "refused", "integer", "lines that are none; answered 422, and nothing was added" },
    { "faults", "array", "the first of them: line, text, rule" },
    { NULL, NULL, NULL },
};
static const web_field reason_body[] = {
    { "reason", "string", "why it goes" },
    { NULL, NULL, NULL },
};
static const web_field removed_answer[] = {
    { "removed", "boolean", "true" },
    { NULL, NULL, NULL },
};
static const web_field set_query[] = {
    { "name", "string", "of the set" },
    { "version", "string", "of the set" },
    { "file", "string?", "its file's name; without one its bytes tell what it is" },
    { NULL, NULL, NULL },
};
static const web_field set_answer[] = {
    { "id", "string", "decimal" },
    { "name", "string", "as brought" },
    { "version", "string", "as brought" },
    { "rules", "integer?", "as the last run counted; null: not run yet" },
    { "bytes", "integer", "of the file" },
    { "sha256", "string", "of the file" },
    { "added", "string", "RFC 3339" },
    { "person", "string", "who brought it" },
    { NULL, NULL, NULL },
};
static const web_field sets_answer[] = {
    { "items", "array", "newest first, as the answer for one" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null" },
    { NULL, NULL, NULL },
};
static const web_field runs_answer[] = {
    { "case", "string", "code" },
    { "items", "array",
      "newest first: rule set with version and hash, tool, who, when, what was read, counts" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null" },
    { NULL, NULL, NULL },
};
static const web_field run_body[] = {
    { "rule_set", "string?", "id of a rule set" },
    { "indicators", "boolean?", "true: the case's own list instead" },
    { NULL, NULL, NULL },
};
static const web_field asked_answer[] = {
    { "asked", "boolean", "true: it runs as a job" },
    { NULL, NULL, NULL },
};
static const web_field gaps_answer[] = {
    { "items", "array", "rules not run and items not read: name, why, detail" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null" },
    { NULL, NULL, NULL },
};
static const web_field findings_query[] = {
    { "triage", "string?", "new, threat, benign or duplicate" },
    { "level", "string?", "at least: informational, low, medium, high, critical" },
    { "tag", "string?", "of ATT&CK: T1059.001, execution" },
    { "rule", "string?", "id of a rule" },
    { "item", "string?", "code of an item" },
    { "run", "string?", "id of the run that found it" },
    { "hidden", "string?", "1: those that are suppressed; else those that are shown" },
    { "cursor", "string?", "next of the page before" },
    { NULL, NULL, NULL },
};
static const web_field findings_answer[] = {
    { "case", "string", "code" },
    { "items", "array", "highest level first, as the answer for one" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field finding_answer_fields[] = {
    { "id", "string", "decimal" },
    { "version", "integer", "for If-Match" },
    { "level", "string", "informational, low, medium, high, critical" },
    { "triage", "string", "new, threat, benign, duplicate" },
    { "source", "string", "sigma, correlation, yara, indicator" },
    { "rule", "string", "its id or name" },
    { "title", "string", "of the rule" },
    { "rule_version", "string", "as the rule says" },
    { "rule_sha256", "string", "of the rule's file; of an own indicator its line" },
    { "tags", "string", "of the rule, blanks between" },
    { "item", "string", "code" },
    { "path", "string", "of the item" },
    { "record", "integer", "number or offset in the file" },
    { "host", "string", "as the record tells it" },
    { "at", "string?", "of the event, RFC 3339" },
    { "found", "string", "RFC 3339" },
    { "comment", "string", "of who judged it" },
    { "triaged_by", "string", "who judged it" },
    { "triaged", "string?", "RFC 3339" },
    { "suppressed", "boolean", "hidden by a suppression" },
    { "event", "string", "the record's line" },
    { NULL, NULL, NULL },
};
static const web_field triage_body[] = {
    { "triage", "string", "new, threat, benign or duplicate" },
    { "comment", "string?", "why" },
    { NULL, NULL, NULL },
};
static const web_field handovers_answer[] = {
    { "case", "string", "code" },
    { "items", "array", "oldest first, as the answer for one" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null" },
    { NULL, NULL, NULL },
};
static const web_field handover_answer[] = {
    { "code", "string", "BG-2026-000007" },
    { "case", "string", "code" },
    { "at", "string", "RFC 3339" },
    { "giver", "string", "who gave" },
    { "giver_post", "string", "their post" },
    { "giver_body", "string", "their body" },
    { "receiver", "string", "who received" },
    { "receiver_post", "string", "their post" },
    { "receiver_body", "string", "their body" },
    { "place", "string", "where" },
    { "reason", "string", "why" },
    { "log", "string", "anchor: where the custody log ended with it" },
    { "signed", "string", "the text that was signed" },
    { "key", "string", "the node's key" },
    { "signature", "string", "Ed25519, hex" },
    { "items", "array", "code, sha256 and path of each" },
    { NULL, NULL, NULL },
};
static const web_field handover_body[] = {
    { "items", "string", "codes of items, blanks between" },
    { "receiver", "string", "who receives" },
    { "receiver_post", "string?", "their post" },
    { "receiver_body", "string", "their body" },
    { "giver", "string?", "who gives; else the caller" },
    { "giver_post", "string?", "their post" },
    { "place", "string?", "where" },
    { "reason", "string", "why" },
    { NULL, NULL, NULL },
};

#define READ RIGHT_CASES_READ
#define WRITE RIGHT_CASES_WRITE
#define CASE "/api/v1/cases/{id}"
static const web_route routes[] = {
    { HTTP_GET, CASE "/indicators", READ, indicators_get, "Indicators of a case", indicators_query,
      NULL, indicators_answer, 0 },
    { HTTP_POST, CASE "/indicators", WRITE, indicators_post, "Enters some: all or none", NULL,
      indicators_body, added_answer, 0 },
    { HTTP_POST, CASE "/indicators/of-incident", WRITE, incident_post,
      "Takes those of its incident over", NULL, NULL, added_answer, 0 },
    { HTTP_POST, CASE "/indicators/{indicator}/removal", WRITE, removal_post,
      "Removes one; its row stays", NULL, reason_body, removed_answer, 0 },
    { HTTP_GET, "/api/v1/rule-sets", READ, sets_get, "Rule sets of the body", NULL, NULL,
      sets_answer, 0 },
    { HTTP_POST, "/api/v1/rule-sets", WRITE, set_post,
      "Brings one: a zip or a list of indicators as application/octet-stream", set_query, NULL,
      set_answer, WEB_UPLOAD | WEB_ANY_BODY },
    { HTTP_GET, CASE "/runs", READ, runs_get, "Detection runs of a case", NULL, NULL, runs_answer,
      0 },
    { HTTP_POST, CASE "/runs", WRITE, run_post, "Asks for detection", NULL, run_body, asked_answer,
      0 },
    { HTTP_GET, CASE "/runs/{run}/gaps", READ, gaps_get, "What a run did not look at, and why",
      NULL, NULL, gaps_answer, 0 },
    { HTTP_GET, CASE "/findings", READ, findings_get, "What detection found", findings_query, NULL,
      findings_answer, 0 },
    { HTTP_GET, "/api/v1/findings/{id}", READ, finding_get, "One finding", NULL, NULL,
      finding_answer_fields, 0 },
    { HTTP_POST, "/api/v1/findings/{id}/triage", WRITE, triage_post, "Says what it is", NULL,
      triage_body, finding_answer_fields, WEB_VERSIONED },
    { HTTP_GET, CASE "/handovers", READ, handovers_get, "Hand-overs of a case", NULL, NULL,
      handovers_answer, 0 },
    { HTTP_POST, CASE "/handovers", WRITE, handover_post, "Hands items over, with a signed record",
      NULL, handover_body, handover_answer, 0 },
    { HTTP_GET, "/api/v1/case-handovers/{code}", READ, handover_get, "One record of a hand-over",
      NULL, NULL, handover_answer, 0 },
};
const web_module forensics_findings_api_module = { "forensics_findings_api", routes,
                                                   COUNT(routes) };
