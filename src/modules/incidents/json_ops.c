// json_ops.c - see json_ops.h.
#include "modules/incidents/json_ops.h"

static void put_facts(buf *b, arena *a, const incident_values *v)
{
    bool first = true;
    buf_put(b, S(",\"facts\":{"));
    for (size_t n = 0; n < incident_fact_count; n++) {
        const incident_fact *f = &incident_facts_all[n];
        int64_t              ms;
        if (!v->at[n].len) continue;
        buf_printf(b, "%s\"%s\":", first ? "" : ",", f->key);
        first     = false;
        bool time = f->kind == FACT_TIME && str_int(v->at[n], &ms);
        buf_json(b, time ? time_rfc3339(a, ms) : v->at[n]);
    }
    buf_char(b, '}');
}

static const char *standing_key(incident_clock_standing s)
{
    static const char *const keys[] = {
        [STANDING_NOT_BEGUN]  = "not_begun",
        [STANDING_RUNNING]    = "running",
        [STANDING_SOON]       = "soon",
        [STANDING_OVERDUE]    = "overdue",
        [STANDING_DONE]       = "met",
        [STANDING_DONE_LATE]  = "late",
        [STANDING_EXEMPT]     = "exempt",
        [STANDING_SUPERSEDED] = "superseded",
    };
    return keys[s];
}

// What a possible clock hangs on.
static void put_unknown(buf *b, const incident_clock *k)
{
    bool first = true;
    buf_put(b, S(",\"unknown\":["));
    for (int f = 0; f < LAW_INCIDENT_FLAGS; f++) {
        if (!(k->unknown >> f & 1)) continue;
        buf_printf(b, "%s\"" STR_FMT "\"", first ? "" : ",",
                   STR_ARG(law_incident_flag_key((law_incident_flag)f)));
        first = false;
    }
    buf_char(b, ']');
}

static void put_paper_id(buf *b, int64_t id)
{
    if (id)
        buf_printf(b, ",\"paper\":\"%lld\"", (long long)id);
    else
        buf_put(b, S(",\"paper\":null"));
}

static void put_clocks(buf *b, arena *a, const incident_clocks_state *k)
{
    buf_member_or_null(b, "owner_kind", k->owner_kind);
    buf_printf(b, ",\"serious\":\"%s\",\"clocks\":[", incident_truth_key(k->serious));
    for (size_t n = 0; n < k->count; n++) {
        const incident_clock_state *s = &k->items[n];
        buf_printf(b, "%s{\"rule\":", n ? "," : "");
        buf_json(b, s->k.rule->id);
        buf_member(b, "document", s->k.rule->document);
        buf_member_or_null(b, "due", s->k.due_ms ? incident_moment(a, s->k.due_ms) : S(""));
        buf_member_or_null(b, "latest",
                           s->k.latest_ms ? incident_moment(a, s->k.latest_ms) : S(""));
        buf_member_time(b, "done", s->done_ms);
        put_paper_id(b, s->paper_id);
        put_unknown(b, &s->k);
        buf_printf(b, ",\"stands\":\"%s\",\"possible\":%s,\"runs\":%s", standing_key(s->stands),
                   s->k.kind == CLOCK_POSSIBLE ? "true" : "false", s->runs ? "true" : "false");
        buf_member_or_null(b, "exempt_by", s->exempt_no);
        buf_member_or_null(b, "exempt_reason", s->exempt);
        buf_member(b, "cite", s->k.rule->cite.text.vi);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_classes(buf *b, const incident_whole *w)
{
    buf_put(b, S(",\"classes\":["));
    for (size_t n = 0; n < w->class_count; n++) {
        const incident_class_row *k = &w->classes[n];
        buf_printf(b, "%s{\"stage\":\"" STR_FMT "\",\"class\":\"" STR_FMT "\"", n ? "," : "",
                   STR_ARG(class_stage_key(k->stage)), STR_ARG(incident_class_key(k->class)));
        buf_member_or_null(b, "plan", k->plan);
        buf_member_or_null(b, "number", k->number);
        buf_member(b, "reason", k->reason);
        buf_member(b, "person", k->person);
        buf_member(b, "body", k->body);
        buf_member_time(b, "at", k->at_ms);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_answers(buf *b, const incident_paper *p)
{
    bool first = true;
    buf_put(b, S(",\"answers\":"));
    if (!p->by_rule) { // every clock of its document
        buf_put(b, S("null"));
        return;
    }
    buf_char(b, '[');
    for (str word, rest = p->answers; rest.len; first = false) {
        if (!str_cut(rest, ' ', &word, &rest)) rest = S("");
        if (!first) buf_char(b, ',');
        buf_json(b, word);
    }
    buf_char(b, ']');
}

static void put_papers(buf *b, const incident_whole *w)
{
    buf_put(b, S(",\"papers\":["));
    for (size_t n = 0; n < w->paper_count; n++) {
        const incident_paper *p = &w->papers[n];
        buf_printf(b, "%s{\"id\":\"%lld\"", n ? "," : "", (long long)p->id);
        buf_member(b, "document", p->document);
        buf_member_or_null(b, "number", p->number);
        buf_member(b, "recipients", p->recipients);
        buf_member_time(b, "sent", p->sent_ms);
        buf_member_or_null(b, "late_reason", p->late_reason);
        buf_member(b, "person", p->person);
        put_answers(b, p);
        buf_member_time(b, "withdrawn", p->withdrawn_ms);
        buf_member_or_null(b, "withdrawn_reason", p->withdrawn);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_parties(buf *b, const incident_whole *w)
{
    buf_put(b, S(",\"parties\":["));
    for (size_t n = 0; n < w->party_count; n++) {
        const incident_party *p = &w->parties[n];
        buf_printf(b, "%s{\"id\":\"%lld\",\"seat\":\"" STR_FMT "\"", n ? "," : "", (long long)p->id,
                   STR_ARG(incident_seat_key(p->seat)));
        buf_member(b, "body", p->code);
        buf_member(b, "name", p->name);
        buf_member(b, "basis", p->basis);
        buf_printf(b, ",\"ended\":%s}", p->to_ms ? "true" : "false");
    }
    buf_char(b, ']');
}

static void put_tasks(buf *b, const incident_whole *w)
{
    buf_put(b, S(",\"tasks\":["));
    for (size_t n = 0; n < w->task_count; n++) {
        const incident_task *t = &w->tasks[n];
        buf_printf(b, "%s{\"id\":\"%lld\",\"state\":\"" STR_FMT "\"", n ? "," : "",
                   (long long)t->id, STR_ARG(incident_task_state_key(t->state)));
        buf_member(b, "template", t->template);
        buf_member(b, "words", t->words);
        buf_member(b, "seat", incident_seat_key(t->seat));
        buf_member(b, "holder", t->holder);
        buf_member_time(b, "due", t->due_ms);
        buf_member_or_null(b, "note", t->note);
        buf_member_or_null(b, "person", t->person);
        buf_member_time(b, "at", t->acted_ms);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_speakers(buf *b, const incident_whole *w)
{
    buf_put(b, S(",\"spokespersons\":["));
    for (size_t n = 0; n < w->speaker_count; n++) {
        const incident_spokesperson *s = &w->speakers[n];
        buf_put(b, n ? S(",{\"name\":") : S("{\"name\":"));
        buf_json(b, s->name);
        buf_member(b, "post", s->post);
        buf_member(b, "contact", s->contact);
        buf_member(b, "basis", s->basis);
        buf_member_time(b, "from", s->from_ms);
        buf_member_time(b, "until", s->to_ms);
        buf_member(b, "entered_by", s->person);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_lessons(buf *b, const incident_whole *w)
{
    buf_put(b, S(",\"lessons\":["));
    for (size_t n = 0; n < w->lesson_count; n++) {
        const incident_lesson *l = &w->lessons[n];
        buf_printf(b, "%s{\"id\":\"%lld\",\"state\":\"" STR_FMT "\"", n ? "," : "",
                   (long long)l->id, STR_ARG(lesson_state_key(l->state)));
        buf_member(b, "title", l->title);
        buf_member(b, "what", l->what);
        buf_member(b, "words", l->words);
        buf_member(b, "measures", l->measures);
        buf_member(b, "drawn_by", l->drawn_by);
        buf_member_time(b, "drawn_at", l->drawn_ms);
        buf_member_or_null(b, "approved_by", l->approved_by);
        buf_member_or_null(b, "reason", l->reason);
        buf_member_time(b, "spread_at", l->spread_ms);
        buf_printf(b, ",\"named\":%s,\"told\":%lld,\"read\":%lld}", l->named ? "true" : "false",
                   (long long)l->told, (long long)l->read);
    }
    buf_char(b, ']');
}

void incident_put_json(buf *b, arena *a, const incident_whole *w)
{
    const incident *i = &w->i;
    buf_printf(b, "{\"id\":\"%lld\",\"code\":\"" STR_FMT "\"", (long long)i->id, STR_ARG(i->code));
    buf_member(b, "uid", i->uid);
    buf_member(b, "title", i->title);
    buf_member(b, "state", incident_state_key(i->state));
    buf_member(b, "owner", i->owner_code);
    buf_member_or_null(b, "operator", i->operator_code);
    buf_member_or_null(b, "system", i->system_code);
    buf_printf(b, ",\"level\":%d,\"emergency\":%s", i->level, i->emergency ? "true" : "false");
    buf_member_or_null(b, "proposed", incident_class_key(i->proposed));
    buf_member_or_null(b, "verified", incident_class_key(i->verified));
    buf_member_or_null(b, "decided", incident_class_key(i->decided));
    buf_member_or_null(b, "plan", i->plan);
    buf_member_or_null(b, "on_duty", i->holder);
    buf_member_time(b, "detected", i->detected_ms);
    buf_member_time(b, "recorded_at", i->created_ms);
    put_facts(b, a, &w->values);
    put_clocks(b, a, w->clocks);
    put_classes(b, w);
    put_papers(b, w);
    put_parties(b, w);
    put_tasks(b, w);
    put_speakers(b, w);
    put_lessons(b, w);
    buf_printf(b, ",\"version\":%lld}", (long long)i->version);
}

void incidents_put_page(buf *b, const incident_page *list)
{
    buf_put(b, S("{\"items\":["));
    for (size_t n = 0; n < list->count; n++) {
        const incident_row *r = &list->items[n];
        buf_printf(b, "%s{\"id\":\"%lld\",\"code\":\"" STR_FMT "\"", n ? "," : "", (long long)r->id,
                   STR_ARG(r->code));
        buf_member(b, "title", r->title);
        buf_member(b, "state", incident_state_key(r->state));
        buf_member_or_null(b, "type", r->type);
        buf_member_or_null(b, "system", r->system_code);
        buf_member(b, "owner", r->owner);
        buf_printf(b, ",\"level\":%d", r->level);
        buf_member_time(b, "detected", r->detected_ms);
        buf_member_time(b, "due", r->due_ms);
        buf_member_or_null(b, "due_rule", r->due_rule);
        buf_member_or_null(b, "on_duty", r->holder);
        buf_char(b, '}');
    }
    buf_put(b, S("],\"total\":null,\"next\":"));
    buf_json(b, list->next);
    buf_char(b, '}');
}

void incident_put_events(buf *b, arena *a, const incident_event *events, size_t count)
{
    buf_put(b, S("{\"items\":["));
    for (size_t n = 0; n < count; n++) {
        const incident_event *e = &events[n];
        buf_printf(b, "%s{\"id\":\"%lld\"", n ? "," : "", (long long)e->id);
        buf_member_time(b, "at", e->at_ms);
        buf_member(b, "kind", e->kind);
        buf_member(b, "person", e->person);
        buf_member(b, "body", e->body);
        buf_member_or_null(b, "field", e->field);
        buf_member_or_null(b, "before", e->before);
        buf_member_or_null(b, "after", e->after);
        buf_member(b, "words", e->words);
        buf_char(b, '}');
    }
    buf_put(b, S("],\"total\":null,\"next\":"));
    buf_json(b, count == INCIDENT_EVENTS_MAX
                    ? arena_printf(a, "%lld", (long long)events[count - 1].id)
                    : (str){ 0 });
    buf_char(b, '}');
}

void incident_put_told(buf *b, const incident_told_row *r)
{
    buf_printf(b, "{\"code\":\"" STR_FMT "\"", STR_ARG(r->code));
    buf_member(b, "state", incident_state_key(r->state));
    buf_member_time(b, "told_at", r->told_ms);
    buf_char(b, '}');
}

void incidents_put_told(buf *b, arena *a, const incident_told_row *rows, size_t count)
{
    buf_put(b, S("{\"items\":["));
    for (size_t n = 0; n < count; n++) {
        if (n) buf_char(b, ',');
        incident_put_told(b, &rows[n]);
    }
    buf_put(b, S("],\"total\":null,\"next\":"));
    buf_json(b, count == INCIDENT_PAGE ? arena_printf(a, "%lld", (long long)rows[count - 1].id)
                                       : (str){ 0 });
    buf_char(b, '}');
}

static void put_summary_row(buf *b, const incident_summary_row *r)
{
    buf_put(b, S("{\"type\":"));
    buf_json(b, r->type.len ? r->type : (str){ 0 });
    buf_printf(b,
               ",\"count\":%lld,\"alone\":%lld,\"helped\":%lld,\"helped_abroad\":%lld,"
               "\"asked\":%lld,\"damage_vnd\":%lld}",
               (long long)r->count, (long long)r->alone, (long long)r->helped,
               (long long)r->helped_abroad, (long long)r->asked, (long long)r->damage_vnd);
}

void incident_put_summary(buf *b, const incident_summary *s)
{
    buf_printf(b, "{\"from\":\"" STR_FMT "\",\"to\":\"" STR_FMT "\",\"types\":[", STR_ARG(s->from),
               STR_ARG(s->to));
    for (size_t i = 0; i < s->count; i++) {
        if (i) buf_char(b, ',');
        put_summary_row(b, &s->rows[i]);
    }
    buf_put(b, S("],\"sum\":"));
    put_summary_row(b, &s->all);
    buf_printf(b, ",\"untyped\":%lld", (long long)s->untyped);
    buf_member(b, "helpers", s->helpers);
    buf_member(b, "helpers_abroad", s->helpers_abroad);
    buf_char(b, '}');
}
