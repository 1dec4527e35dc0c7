// clocks_cmd.c - see clocks_cmd.h.
#include "modules/incidents/clocks_cmd.h"

#include "kit/text/text.h"
#include "modules/incidents/clock_facts.h"
#include "modules/incidents/serious.h"

static const char *const value_options[] = { "--beside", NULL };

typedef struct answer {
    command_run         *r;
    const law           *l;
    incident_facts       facts;
    incident_clock_list  clocks;
    incident_plan_choice plan;
    law_truth            serious;
} answer;

static str say(const answer *q, law_words w)
{
    return law_say(w, q->r->lang == LANG_EN);
}

// The day on which names are read: of the clock's beginning, else of detection, else today.
static day day_of(const answer *q, const incident_clock *k)
{
    int64_t at = k->start_ms ? k->start_ms : q->facts.at[LAW_INCIDENT_DETECTED];
    return day_of_ms(at ? at : q->r->now_ms, VIETNAM_OFFSET_MINUTES);
}

static str party_name(const answer *q, const incident_clock *k, size_t i)
{
    const law_incident_party *p = law_incident_party_on(q->l, k->to[i], day_of(q, k));
    return p ? say(q, p->text) : k->to[i];
}

static str basis(const answer *q, const law_incident_clock *r)
{
    str first = r->cite.document ? say(q, r->cite.text) : S("");
    if (!r->also.document) return first;
    return arena_printf(q->r->a, STR_FMT "; " STR_FMT, STR_ARG(first),
                        STR_ARG(say(q, r->also.text)));
}

// ---- JSON -------------------------------------------------------------------------------------------------
static void put_text(buf *b, const char *name, str text)
{
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, text);
}

static void put_moment(const answer *q, const char *name, int64_t at_ms)
{
    put_text(q->r->out, name, at_ms ? incident_moment(q->r->a, at_ms) : (str){ 0 });
}

static void put_unknown(buf *b, const incident_clock *k)
{
    bool first = true;
    buf_put(b, S(",\"unknown\":["));
    for (int i = 0; i < LAW_INCIDENT_FLAGS; i++) {
        if (!(k->unknown >> i & 1)) continue;
        if (!first) buf_char(b, ',');
        buf_json(b, law_incident_flag_key((law_incident_flag)i));
        first = false;
    }
    buf_char(b, ']');
}

static void put_clock(const answer *q, const incident_clock *k)
{
    buf                      *b    = q->r->out;
    const law_incident_clock *rule = k->rule;
    buf_put(b, S("{\"rule\":"));
    buf_json(b, rule->id);
    put_text(b, "name", say(q, rule->name));
    put_moment(q, "due", k->due_ms);
    put_moment(q, "latest", k->latest_ms);
    buf_put(b, S(",\"recipients\":["));
    for (size_t i = 0; i < k->to_count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, k->to[i]);
    }
    buf_put(b, S("],\"recipient_names\":["));
    for (size_t i = 0; i < k->to_count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, party_name(q, k, i));
    }
    buf_char(b, ']');
    put_text(b, "document", rule->document);
    const law_incident_paper *paper = law_incident_paper_find(q->l, rule->document);
    put_text(b, "document_name", paper ? say(q, paper->text) : S(""));
    put_text(b, "cite", basis(q, rule));
    put_text(b, "certainty", str_from(law_certainty_key(rule->certainty)));
    put_text(b, "anchor", law_incident_anchor_key(k->anchor));
    put_moment(q, "from", k->start_ms);
    buf_printf(b, ",\"at_once\":%s", rule->unit == LAW_UNIT_NOW ? "true" : "false");
    put_text(b, "superseded_by", k->superseded ? rule->superseded_by->id : (str){ 0 });
    put_text(b, "note", say(q, rule->note));
    put_unknown(b, k);
    buf_char(b, '}');
}

static void put_kind(const answer *q, const char *name, incident_clock_kind kind)
{
    bool first = true;
    buf_printf(q->r->out, "\"%s\":[", name);
    for (size_t i = 0; i < q->clocks.count; i++) {
        if (q->clocks.items[i].kind != kind) continue;
        if (!first) buf_char(q->r->out, ',');
        put_clock(q, &q->clocks.items[i]);
        first = false;
    }
    buf_put(q->r->out, S("],"));
}

static const char *plan_key(incident_plan_kind k)
{
    switch (k) {
    case PLAN_UNKNOWN: return "unknown";
    case PLAN_ORDINARY: return "ordinary";
    case PLAN_NAMED: return "named";
    case PLAN_BY_HAND: return "by_hand";
    }
    return "";
}

static void answer_json(const answer *q)
{
    buf *b = q->r->out;
    buf_char(b, '{');
    put_kind(q, "clocks", CLOCK_RUNS);
    put_kind(q, "possible", CLOCK_POSSIBLE);
    put_kind(q, "waiting", CLOCK_WAITS);
    put_kind(q, "exempt", CLOCK_EXEMPT);
    buf_put(b, S("\"questions\":["));
    for (size_t i = 0; i < q->clocks.overlap_count; i++) {
        const law_incident_overlap *o = q->clocks.overlaps[i];
        buf_put(b, i ? S(",{\"id\":") : S("{\"id\":"));
        buf_json(b, o->id);
        put_text(b, "text", say(q, o->text));
        buf_char(b, '}');
    }
    buf_printf(b, "],\"serious\":\"%s\",\"plan\":{\"kind\":\"%s\",\"id\":",
               incident_truth_key(q->serious), plan_key(q->plan.kind));
    buf_json(b, q->plan.plan ? q->plan.plan->id : (str){ 0 });
    put_text(b, "name", q->plan.plan ? say(q, q->plan.plan->name) : (str){ 0 });
    buf_put(b, S("}}\n"));
}

// ---- words ------------------------------------------------------------------------------------------------
static void put_line(const answer *q, text_key key, const str *args, size_t count)
{
    buf_put(q->r->out, text_fmt(q->r->a, q->r->lang, key, args, count));
    buf_char(q->r->out, '\n');
}

static text_key flag_words(law_incident_flag f)
{
    static const text_key all[LAW_INCIDENT_FLAGS] = {
        [LAW_INCIDENT_SERIOUS]         = T_incidents_fact_serious,
        [LAW_INCIDENT_PERSONAL_DATA]   = T_incidents_fact_personal_data,
        [LAW_INCIDENT_SPECIAL_DATA]    = T_incidents_fact_special_data,
        [LAW_INCIDENT_FINANCE_DATA]    = T_incidents_fact_finance_data,
        [LAW_INCIDENT_BANK]            = T_incidents_fact_bank,
        [LAW_INCIDENT_IN_LIST]         = T_incidents_fact_in_list,
        [LAW_INCIDENT_SERVICE_DOWN]    = T_incidents_fact_service_down,
        [LAW_INCIDENT_SECRETS_LEAKED]  = T_incidents_fact_secrets_leaked,
        [LAW_INCIDENT_DATA_LOST]       = T_incidents_fact_data_lost,
        [LAW_INCIDENT_CONTROL_LOST]    = T_incidents_fact_control_lost,
        [LAW_INCIDENT_WIDE]            = T_incidents_fact_wide,
        [LAW_INCIDENT_OWNER_CANNOT]    = T_incidents_fact_owner_cannot,
        [LAW_INCIDENT_ORDER_SIGN]      = T_incidents_fact_order_sign,
        [LAW_INCIDENT_FOUND_BY_MEMBER] = T_incidents_fact_found_by_member,
        [LAW_INCIDENT_MAYBE_SERIOUS]   = T_incidents_fact_maybe_serious,
        [LAW_INCIDENT_EMERGENCY]       = T_incidents_fact_emergency,
    };
    return all[f];
}

static text_key anchor_words(law_incident_anchor k)
{
    static const text_key all[LAW_INCIDENT_ANCHORS] = {
        [LAW_INCIDENT_OCCURRED]        = T_incidents_moment_occurred,
        [LAW_INCIDENT_DETECTED]        = T_incidents_moment_detected,
        [LAW_INCIDENT_RECEIVED]        = T_incidents_moment_received,
        [LAW_INCIDENT_SUSPECTED]       = T_incidents_moment_suspected,
        [LAW_INCIDENT_OVER_CAPACITY]   = T_incidents_moment_over_capacity,
        [LAW_INCIDENT_LAST_REPORT]     = T_incidents_moment_last_report,
        [LAW_INCIDENT_HANDLED]         = T_incidents_moment_handled,
        [LAW_INCIDENT_FIXED]           = T_incidents_moment_fixed,
        [LAW_INCIDENT_ENDED]           = T_incidents_moment_ended,
        [LAW_INCIDENT_ORDER_RECEIVED]  = T_incidents_moment_order_received,
        [LAW_INCIDENT_CONTACT_CHANGED] = T_incidents_moment_contact_changed,
    };
    return all[k];
}

static str all_names(const answer *q, const incident_clock *k)
{
    buf b = buf_in(q->r->a, 256, 16 * 1024);
    for (size_t i = 0; i < k->to_count; i++) {
        if (i) buf_put(&b, S("; "));
        buf_put(&b, party_name(q, k, i));
    }
    return buf_close(&b);
}

static str all_unknown(const answer *q, const incident_clock *k)
{
    buf b = buf_in(q->r->a, 64, 1024);
    for (int i = 0; i < LAW_INCIDENT_FLAGS; i++) {
        if (!(k->unknown >> i & 1)) continue;
        if (b.len) buf_put(&b, S(", "));
        buf_put(&b, text_get(q->r->lang, flag_words((law_incident_flag)i)));
    }
    return b.len ? buf_close(&b) : S("");
}

static void say_clock(const answer *q, const incident_clock *k)
{
    arena                    *a      = q->r->a;
    const law_incident_paper *paper  = law_incident_paper_find(q->l, k->rule->document);
    const str                 args[] = { k->rule->id,
                         k->due_ms ? text_when(a, k->due_ms) : S("–"),
                         paper ? say(q, paper->text) : say(q, k->rule->name),
                         all_names(q, k),
                                         basis(q, k->rule),
                         k->due_ms != k->latest_ms && k->latest_ms ? text_when(a, k->latest_ms)
                                                                                   : S("") };
    put_line(q, args[5].len ? T_incidents_clocks_due_latest : T_incidents_clocks_due, args,
             COUNT(args));
    if (k->superseded) put_line(q, T_incidents_clocks_superseded, &k->rule->superseded_by->id, 1);
    const str open = all_unknown(q, k);
    if (open.len) put_line(q, T_incidents_clocks_if, &open, 1);
}

static void say_waiting(const answer *q, incident_clock_kind kind, text_key key)
{
    for (size_t i = 0; i < q->clocks.count; i++) {
        const incident_clock *k = &q->clocks.items[i];
        if (k->kind != kind) continue;
        const str args[] = { k->rule->id, say(q, k->rule->name),
                             text_get(q->r->lang, anchor_words(k->anchor)) };
        put_line(q, key, args, COUNT(args));
    }
}

static void answer_words(const answer *q)
{
    static const text_key serious[] = { [LAW_FALSE]   = T_incidents_clocks_serious_no,
                                        [LAW_TRUE]    = T_incidents_clocks_serious_yes,
                                        [LAW_UNKNOWN] = T_incidents_clocks_serious_unknown };
    put_line(q, serious[q->serious], NULL, 0);
    if (q->plan.kind == PLAN_BY_HAND) put_line(q, T_incidents_clocks_by_hand, NULL, 0);
    if (q->plan.plan) {
        const str name = say(q, q->plan.plan->name);
        put_line(q, T_incidents_clocks_plan, &name, 1);
    }
    for (size_t i = 0; i < q->clocks.count; i++) {
        incident_clock_kind kind = q->clocks.items[i].kind;
        if (kind == CLOCK_RUNS || kind == CLOCK_POSSIBLE) say_clock(q, &q->clocks.items[i]);
    }
    say_waiting(q, CLOCK_WAITS, T_incidents_clocks_waits);
    say_waiting(q, CLOCK_EXEMPT, T_incidents_clocks_exempt);
    for (size_t i = 0; i < q->clocks.overlap_count; i++) {
        const str text = say(q, q->clocks.overlaps[i]->text);
        put_line(q, T_incidents_clocks_question, &text, 1);
    }
}

// ---- the command ------------------------------------------------------------------------------------------
static status read_beside(command_run *r, bool *out, problem *why)
{
    str text;
    if (!cli_option(r, "--beside", &text)) return ST_OK;
    *out = str_equal(text, S("yes"));
    if (*out || str_equal(text, S("no"))) return ST_OK;
    return problem_detail(why, ST_INVALID, S("beside"), S("unknown-value"), text);
}

static status work_out(answer *q, problem *why)
{
    command_run *r    = q->r;
    str          json = { 0 };
    TRY(law_open(r->folder_fd, r->law_folder, r->a, &q->l, NULL, why));
    incident_clock_settings s = incident_clock_settings_of(q->l);
    TRY(read_beside(r, &s.beside, why));
    TRY(cli_read(r, cli_word(r, value_options, 0), INCIDENT_FACTS_BYTES_MAX, &json, why));
    TRY(incident_facts_parse(q->l, json, r->a, &q->facts, why));
    q->serious = incident_serious(q->l, &q->facts);
    q->plan    = incident_plan(q->l, &q->facts);
    return incident_clocks_of(q->l, &q->facts, &s, &q->clocks);
}

int incident_clocks_command(command_run *r)
{
    answer  q   = { .r = r };
    problem why = { 0 };
    if (!cli_known(r, value_options, NULL)) return CLI_USAGE;
    if (cli_word(r, value_options, 1).ptr) return cli_usage(r, "incidents clocks " CLOCKS_USAGE);
    status st = work_out(&q, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        answer_json(&q);
    } else {
        answer_words(&q);
    }
    return CLI_DONE;
}
