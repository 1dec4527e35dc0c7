// json_ops.c - see json_ops.h.
#include "modules/hunts/json_ops.h"

static void put_head(buf *b, const hunt *h)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)h->id);
    buf_member(b, "code", h->code);
    buf_member(b, "state", hunt_state_key(h->state));
    buf_member(b, "title", h->title);
    buf_member(b, "body", h->body_code);
    buf_member(b, "body_name", h->body_name);
    buf_member_or_null(b, "planned_on", h->planned_on);
    buf_member_or_null(b, "began_on", h->began_on);
    buf_member_or_null(b, "ended_on", h->ended_on);
    buf_member_or_null(b, "closed_on", h->closed_on);
    buf_member_int(b, "systems_count", h->systems);
}

void hunts_put_page(buf *b, arena *a, const hunt_page *p)
{
    (void)a;
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < p->count; i++) {
        const hunt_row *r = &p->items[i];
        if (i) buf_char(b, ',');
        put_head(b, &r->h);
        buf_member_int(b, "threats", r->threats);
        buf_member_int(b, "open", r->open);
        buf_member_int(b, "removed", r->removed);
        buf_char(b, '}');
    }
    buf_put(b, S("],\"total\":null,\"next\":"));
    buf_json(b, p->next.len ? p->next : (str){ 0 });
    buf_char(b, '}');
}

static void put_system(buf *b, const hunt_system *s)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)s->id);
    buf_member(b, "code", s->code);
    buf_member(b, "name", s->name);
    buf_member(b, "owner", s->owner_code);
    buf_member_int(b, "level", s->level);
    buf_member_or_null(b, "next_due", s->next_on);
    buf_char(b, '}');
}

static void put_threat(buf *b, const hunt_threat *t)
{
    buf_printf(b, "{\"no\":%lld", (long long)t->no);
    buf_member(b, "state", threat_state_key(t->state));
    buf_member(b, "system", t->system_code);
    buf_member(b, "what", t->what);
    buf_member(b, "finding", t->finding);
    buf_member_or_null(b, "technique", t->technique);
    buf_member(b, "severity", hunt_severity_key(t->severity));
    buf_member(b, "owner_body", t->owner_code);
    buf_member_or_null(b, "owner", t->owner_name);
    buf_member(b, "due_on", t->due_on);
    buf_printf(b, ",\"overdue\":%s", t->late ? "true" : "false");
    buf_member(b, "found_on", t->found_on);
    buf_member_or_null(b, "removed_on", t->removed_on);
    buf_member_or_null(b, "removal", t->removal);
    buf_member_or_null(b, "removed_by", t->removed_by);
    buf_member_or_null(b, "proof", t->proof);
    buf_member_or_null(b, "again_on", t->again_on);
    buf_member_or_null(b, "again", t->again);
    buf_member_or_null(b, "again_by", t->again_by);
    buf_member_int(b, "returns", t->returns);
    buf_member_or_null(b, "dismissed_on", t->dismissed_on);
    buf_member_or_null(b, "reason", t->reason);
    buf_member_or_null(b, "incident", t->incident_code);
    buf_member_int(b, "version", t->version);
    buf_char(b, '}');
}

static void put_cases(buf *b, const hunt_card *k)
{
    buf_put(b, S(",\"cases\":["));
    for (size_t i = 0; i < k->case_count; i++) {
        const hunted_case *h = &k->cases[i];
        buf_put(b, i ? S(",{\"code\":") : S("{\"code\":"));
        buf_json(b, h->k.code);
        buf_member(b, "title", h->k.title);
        buf_member(b, "state", case_state_key(h->k.state));
        buf_member_int(b, "findings", h->findings);
        buf_member_int(b, "threats", h->threats);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_events(buf *b, arena *a, const hunt_card *k)
{
    buf_put(b, S(",\"events\":["));
    for (size_t i = 0; i < k->event_count; i++) {
        const hunt_event *e = &k->events[i];
        buf_printf(b, "%s{\"threat\":%lld", i ? "," : "", (long long)e->no);
        buf_member(b, "act", e->act);
        buf_member(b, "at", time_rfc3339(a, e->at_ms));
        buf_member(b, "person", e->person);
        buf_member(b, "body", e->body);
        buf_member(b, "words", e->words);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

void hunt_put_card(buf *b, arena *a, const hunt_card *k)
{
    const hunt *h = &k->h;
    put_head(b, h);
    buf_member(b, "uid", h->uid);
    buf_member(b, "reach", h->reach);
    buf_member(b, "hypothesis", h->hypothesis);
    buf_member(b, "rules", h->rules);
    buf_member(b, "rules_version", h->rules_version);
    buf_member(b, "evidence", h->evidence);
    buf_member(b, "firm", h->firm);
    buf_member(b, "team", h->team);
    buf_member_or_null(b, "result", h->result);
    buf_member_or_null(b, "reason", h->reason);
    buf_member_or_null(b, "closed_by", h->closed_by);
    buf_member(b, "person", h->person);
    buf_printf(b, ",\"whole\":%s", h->whole ? "true" : "false");
    buf_member_int(b, "open_threats", (int64_t)k->open_count);
    buf_member_int(b, "version", h->version);
    buf_put(b, S(",\"systems\":["));
    for (size_t i = 0; i < k->system_count; i++) {
        if (i) buf_char(b, ',');
        put_system(b, &k->systems[i]);
    }
    buf_put(b, S("],\"threats\":["));
    for (size_t i = 0; i < k->threat_count; i++) {
        if (i) buf_char(b, ',');
        put_threat(b, &k->threats[i]);
    }
    buf_char(b, ']');
    put_cases(b, k);
    put_events(b, a, k);
    buf_char(b, '}');
}

// ---- what is due, figures --------------------------------------------------------------------------

static void put_org(buf *b, const body *o)
{
    buf_put(b, S("{\"org\":"));
    buf_json(b, o->code);
    buf_member(b, "org_name", o->name_vi);
}

static void put_term(buf *b, const hunt_term *t)
{
    buf_member_int(b, "months", t->months);
    buf_member(b, "cite", t->cite);
    buf_member(b, "certainty", str_from(law_certainty_key(t->certainty)));
}

void hunts_put_due(buf *b, arena *a, const hunt_duty_list *l)
{
    (void)a;
    put_org(b, &l->org);
    put_term(b, &l->term);
    buf_member_int(b, "total", l->total);
    buf_member_int(b, "late", l->late);
    buf_member_int(b, "soon", l->soon);
    buf_member_int(b, "never", l->never);
    buf_put(b, S(",\"items\":["));
    for (size_t i = 0; i < l->count; i++) {
        const hunt_duty *d = &l->items[i];
        buf_printf(b, "%s{\"id\":\"%lld\"", i ? "," : "", (long long)d->id);
        buf_member(b, "code", d->code);
        buf_member(b, "name", d->name);
        buf_member(b, "owner", d->owner_code);
        buf_member_int(b, "level", d->level);
        buf_member_or_null(b, "last", d->last_on);
        buf_printf(b, ",\"told\":%s", d->told ? "true" : "false");
        buf_member(b, "due", d->due_on);
        buf_member_int(b, "days", d->days);
        buf_member(b, "standing", hunt_standing_key(d->standing));
        buf_char(b, '}');
    }
    buf_put(b, S("]}"));
}

// With no comma before it: it may be the first of its object.
static void put_levels(buf *b, const char *name, const int64_t n[6])
{
    buf_printf(b, "\"%s\":{\"all\":%lld", name, (long long)n[0]);
    for (int i = 1; i <= 5; i++) buf_printf(b, ",\"%d\":%lld", i, (long long)n[i]);
    buf_char(b, '}');
}

static void put_numbers(buf *b, const hunt_figures *f, bool threats)
{
    int64_t missing[6];
    for (size_t i = 0; i < COUNT(missing); i++) missing[i] = f->owed[i] - f->hunted[i];
    put_levels(b, "in_scope", f->owed);
    buf_char(b, ',');
    put_levels(b, "hunted", f->hunted);
    buf_char(b, ',');
    put_levels(b, "not_hunted", missing);
    buf_member_int(b, "told", f->told);
    buf_member_int(b, "overdue", f->late);
    if (!threats) return;
    buf_member_int(b, "hunts_closed", f->closed);
    buf_member_int(b, "threats_found", f->found);
    buf_member_int(b, "threats_removed", f->removed);
    buf_member_int(b, "threats_confirmed", f->confirmed);
    buf_member_int(b, "threats_dismissed", f->dismissed);
    buf_member_int(b, "threats_open", f->open);
    buf_member_int(b, "incidents_begun", f->incidents);
}

static void put_set(buf *b, const char *name, const hunt_figures *f)
{
    buf_printf(b, ",\"%s\":{", name);
    put_numbers(b, f, true);
    buf_char(b, '}');
}

void hunts_put_figures(buf *b, arena *a, const hunts_report *r, str words)
{
    put_org(b, &r->org);
    buf_member(b, "period", r->of.name);
    buf_member(b, "from", day_iso(a, r->of.first));
    buf_member(b, "to", day_iso(a, r->of.last));
    buf_member(b, "until", day_iso(a, r->until));
    put_term(b, &r->term);
    buf_member(b, "words", words);
    put_set(b, "own", &r->own);
    put_set(b, "branch", &r->branch);
    buf_put(b, S(",\"bodies\":["));
    for (size_t i = 0; i < r->row_count; i++) {
        buf_printf(b, "%s{\"code\":", i ? "," : "");
        buf_json(b, r->rows[i].code);
        buf_member(b, "name", r->rows[i].name);
        buf_char(b, ',');
        put_numbers(b, &r->rows[i].f, false);
        buf_char(b, '}');
    }
    buf_printf(b, "],\"cut\":%s}", r->cut ? "true" : "false");
}
