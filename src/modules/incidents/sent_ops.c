// sent_ops.c - papers that went out: which clocks each answers, and one taken back that was recorded by mistake.
// See incidents.h.
#include "modules/incidents/sent_ops.h"

#include "modules/incidents/answer.h"
#include "modules/incidents/clock_ops.h"
#include "modules/incidents/incident_store.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"
#include "modules/letters/letters.h"

static status keep(call *c, db *d, const incident_paper_add_in *in, const incident_answers *answers,
                   int64_t *paper)
{
    incident_paper_add_row made;
    TRY(incident_paper_add(d, in, c->a, &made));
    *paper = made.paper;
    for (size_t i = 0; i < answers->count; i++) {
        incident_paper_rule_add_in one = { .paper = made.paper, .rule = answers->rules[i] };
        TRY(incident_paper_rule_add(d, &one, NULL));
    }
    return ST_OK;
}

status incident_acknowledged(call *c, db *d, int64_t id, int64_t at_ms, str to)
{
    const law_incident_clock *rules;
    size_t                    n;
    int64_t                   paper;
    incident_answers          answers = { .count = 0 };
    incident_paper_add_in     in      = { .id          = id,
                                          .document    = S("XAC_NHAN"),
                                          .number      = S(""),
                                          .recipients  = to,
                                          .sent        = at_ms,
                                          .late_reason = S(""),
                                          .person      = incident_person(c),
                                          .body        = c->who.body_id,
                                          .now         = c->now_ms };
    rules                             = law_incident_clocks(law_current(), &n);
    for (size_t i = 0; i < n && answers.count < INCIDENT_ANSWERS_MAX; i++) {
        if (str_equal(rules[i].document, in.document)) answers.rules[answers.count++] = rules[i].id;
    }
    return keep(c, d, &in, &answers, &paper);
}

// ---- one goes out ----------------------------------------------------------------------------------

typedef struct sending {
    call                   *c;
    const incident_sending *s;
    str                     document, number, to, reason;
    int64_t                 sent_ms, paper;
    incident_answers        answers;
    problem                *why;
} sending;

// A paper that comes later than a clock it answers allows wants a reason.
static status late_check(const sending *w, const incident_clocks_state *all)
{
    for (size_t n = 0; n < all->count && !w->reason.len; n++) {
        const incident_clock_state *k = &all->items[n];
        if (!k->runs || !incident_answers_has(&w->answers, k->k.rule->id)) continue;
        if (w->sent_ms > k->k.due_ms)
            return problem_detail(w->why, ST_INVALID, S("late_reason"), S("clock-late"),
                                  k->k.rule->id);
    }
    return ST_OK;
}

static status answers_of(sending *w, const incident *i)
{
    incident_clocks_state *all = NEW(w->c->a, incident_clocks_state, 1);
    incident_answering     p   = { w->document, w->s->clock, w->sent_ms };
    if (!all) return ST_MEMORY;
    TRY(incident_clocks_look(w->c, i, all));
    TRY(incident_answers_choose(law_current(), all, &p, w->c->a, &w->answers, w->why));
    return late_check(w, all);
}

// A signed report (forms 03, 04) is for who sends reports; a coordinator that works on it records one that came
// on paper, by its number. A notice also for who may only notify; anything else also for who works on it.
static status may_send(const call *c, const incident *i, str document, str number)
{
    bool report = str_equal(document, S("MAU_03")) || str_equal(document, S("MAU_04"));
    if (incident_may(c, i, ACT_REPORT)) return ST_OK;
    if (str_equal(document, S("THONG_BAO")) && incident_may(c, i, ACT_NOTICE)) return ST_OK;
    return incident_may(c, i, ACT_WORK) && (!report || number.len) ? ST_OK : ST_FORBIDDEN;
}

static status put_paper(db *d, void *ctx)
{
    sending *w = ctx;
    call    *c = w->c;
    incident i;
    TRY(incident_load(c, w->s->id, &i));
    TRY(may_send(c, &i, w->document, w->number));
    TRY(answers_of(w, &i));
    incident_paper_add_in in = { .id          = i.id,
                                 .document    = w->document,
                                 .number      = w->number,
                                 .recipients  = w->to,
                                 .sent        = w->sent_ms,
                                 .late_reason = w->reason,
                                 .person      = incident_person(c),
                                 .body        = c->who.body_id,
                                 .now         = c->now_ms };
    TRY(keep(c, d, &in, &w->answers, &w->paper));
    incident_event_draft e = { .kind   = "paper",
                               .field  = w->document,
                               .before = w->number,
                               .after  = time_rfc3339(c->a, w->sent_ms),
                               .words  = w->to };
    TRY(incident_timeline_add(c, i.id, &e));
    str rules  = incident_answers_words(c->a, &w->answers, " ");
    str detail = arena_printf(
        c->a, "\"paper\":\"%lld\",\"document\":\"" STR_FMT "\",\"answers\":\"" STR_FMT "\"",
        (long long)w->paper, STR_ARG(w->document), STR_ARG(rules));
    if (!rules.ptr || !detail.ptr) return ST_MEMORY;
    return incident_settle(c, d, i.id, "incident.paper", detail);
}

status incidents_sent(call *c, const incident_sending *s, int64_t *paper, problem *why)
{
    sending          w    = { .c = c, .s = s, .document = str_trim(s->document), .why = why };
    incident_reading read = { c->a, c->now_ms, s->typed, letter_secret_mark };
    if (!law_incident_paper_find(law_current(), w.document))
        return problem_detail(why, ST_INVALID, S("document"), S("choice-unknown"), w.document);
    TRY(incident_words_check(c, "number", s->number, 100, false, &w.number, why));
    TRY(incident_words_check(c, "recipients", s->recipients, INCIDENT_TEXT_MAX, true, &w.to, why));
    TRY(incident_words_check(c, "late_reason", s->late_reason, INCIDENT_REASON_MAX, false,
                             &w.reason, why));
    w.sent_ms = c->now_ms;
    if (s->sent.len) TRY(incident_time_read(&read, S("sent"), s->sent, &w.sent_ms, why));
    TRY(call_act(c, put_paper, &w));
    *paper = w.paper;
    return ST_OK;
}

// ---- one is taken back -----------------------------------------------------------------------------

typedef struct withdrawing {
    call                      *c;
    const incident_withdrawal *k;
    str                        reason;
    problem                   *why;
} withdrawing;

static status withdraw(db *d, void *ctx)
{
    withdrawing               *w = ctx;
    call                      *c = w->c;
    incident                   i;
    incident_paper_one_row     p;
    int64_t                    n   = 0;
    incident_paper_one_in      one = { .id = w->k->id, .paper = w->k->paper };
    incident_paper_withdraw_in in  = { .id     = w->k->id,
                                       .paper  = w->k->paper,
                                       .reason = w->reason,
                                       .person = incident_person(c),
                                       .now    = c->now_ms };
    TRY(incident_load(c, w->k->id, &i));
    TRY(incident_paper_one(d, &one, c->a, &p));
    TRY(may_send(c, &i, p.document, p.number));
    if (p.body_id != c->who.body_id && !incident_may(c, &i, ACT_CONFIRM)) return ST_FORBIDDEN;
    if (incident_over(i.state))
        return problem_set(w->why, ST_INVALID, S("paper"), S("incident-over"));
    TRY(incident_paper_withdraw(d, &in, &n));
    if (n != 1) return ST_CONFLICT; // taken back already
    incident_event_draft e = {
        .kind = "unsent", .field = p.document, .before = p.number, .words = w->reason
    };
    TRY(incident_timeline_add(c, i.id, &e));
    str detail = arena_printf(c->a, "\"paper\":\"%lld\",\"document\":\"" STR_FMT "\"",
                              (long long)w->k->paper, STR_ARG(p.document));
    return detail.ptr ? incident_settle(c, d, i.id, "incident.paper-withdraw", detail) : ST_MEMORY;
}

status incidents_paper_withdraw(call *c, const incident_withdrawal *k, problem *why)
{
    withdrawing w = { .c = c, .k = k, .why = why };
    TRY(incident_words_check(c, "withdrawn", k->reason, INCIDENT_REASON_MAX, true, &w.reason, why));
    return call_act(c, withdraw, &w);
}
