// threats_web.c - pages of a threat: written down, and what became of it.
#include "kit/text/text.h"
#include "modules/evidence/evidence.h"
#include "modules/hunts/hunts_pages.gen.h"
#include "modules/hunts/hunts_web.h"
#include "modules/incidents/incidents.h"

enum { JUDGED_MAX = 200 }; // findings to choose from

static str severity_key(int s)
{
    return hunt_severity_key((hunt_severity)s);
}

// ---- a new one -------------------------------------------------------------------------------------

static threat_draft draft_typed(const web_request *rq, int64_t hunt_id)
{
    threat_draft d = { .hunt       = hunt_id,
                       .system     = hunt_typed(rq, "system"),
                       .what       = hunt_typed(rq, "what"),
                       .finding    = hunt_typed(rq, "finding"),
                       .technique  = hunt_typed(rq, "technique"),
                       .owner_body = hunt_typed(rq, "owner_body"),
                       .owner      = hunt_typed(rq, "owner"),
                       .due_on     = hunt_typed(rq, "due_on"),
                       .found_on   = hunt_typed(rq, "found_on") };
    (void)hunt_severity_named(hunt_typed(rq, "severity"), &d.severity);
    return d;
}

static status systems_choice(page *o, const hunt_card *k, page_field *f)
{
    page_option *list = NEW(o->a, page_option, k->system_count + 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < k->system_count; i++) {
        const hunt_system *s = &k->systems[i];
        list[i]              = (page_option){ s->code,
                                              arena_printf(o->a, STR_FMT " – " STR_FMT, STR_ARG(s->code),
                                                           STR_ARG(s->name)),
                                              { 0 } };
    }
    f->options      = list;
    f->option_count = k->system_count;
    return ST_OK;
}

// What detection found in the hunt's cases and was judged a threat: "VV-2026-000012 #34: title".
static status judged_fill(call *c, page *o, const hunt_card *k, page_field *f)
{
    const finding_filter ask  = { .triage = TRIAGE_THREAT };
    page_option         *list = NEW(o->a, page_option, JUDGED_MAX + 1);
    size_t               n    = 1;
    problem              why  = { 0 };
    if (!list) return ST_MEMORY;
    list[0] = (page_option){ S(""), T(o, hunts_judged_none), { 0 } };
    for (size_t i = 0; i < k->case_count && n <= JUDGED_MAX; i++) {
        finding_page all = { 0 };
        if (!k->cases[i].threats) continue;
        TRY(findings_list(c, &k->cases[i].k, &ask, S(""), JUDGED_MAX + 1 - n, &all, &why));
        for (size_t j = 0; j < all.count && n <= JUDGED_MAX; j++) {
            str words = arena_printf(o->a, STR_FMT " #%lld: " STR_FMT, STR_ARG(k->cases[i].k.code),
                                     (long long)all.items[j].id, STR_ARG(all.items[j].title));
            if (!words.ptr) return ST_MEMORY;
            list[n++] = (page_option){ words, words, { 0 } };
        }
    }
    f->options      = list;
    f->option_count = n;
    return ST_OK;
}

static status fields_fill(page *o, const threat_draft *d, str today, hunt_threat_form_view *v)
{
    const page_frame *f = &v->frame;
    size_t            n;
    v->system           = hunt_field_of(o, f, "system", d->system);
    v->what             = hunt_field_of(o, f, "what", d->what);
    v->finding          = hunt_field_of(o, f, "finding", d->finding);
    v->technique        = hunt_field_of(o, f, "technique", d->technique);
    v->severity         = hunt_field_of(o, f, "severity", hunt_severity_key(d->severity));
    v->owner_body       = hunt_field_of(o, f, "owner_body", d->owner_body);
    v->owner            = hunt_field_of(o, f, "owner", d->owner);
    v->due_on           = hunt_field_of(o, f, "due_on", d->due_on);
    v->found_on         = hunt_field_of(o, f, "found_on", d->found_on.len ? d->found_on : today);
    v->severity.options = hunt_choices(o, "severity", severity_key, HUNT_SEVERITIES, (str){ 0 },
                                       &n);
    v->severity.option_count = n;
    v->what.max = v->finding.max = HUNT_LONG_MAX;
    v->what.rows = v->finding.rows = 3;
    v->due_on.type = v->found_on.type = "date";
    v->technique.narrow               = true;
    v->what.required = v->severity.required = v->due_on.required = v->system.required = true;
    return ST_OK;
}

// The finding that was chosen, before what was written of it.
static status judged_add(call *c, const web_request *rq, threat_draft *d)
{
    str chosen = str_trim(hunt_typed(rq, "judged"));
    if (!chosen.len) return ST_OK;
    d->finding = arena_printf(c->a, STR_FMT "\n" STR_FMT, STR_ARG(chosen), STR_ARG(d->finding));
    return d->finding.ptr ? ST_OK : ST_MEMORY;
}

static status show_new(call *c, web_request *rq, http_response *rs, const threat_draft *d,
                       const problem *fault)
{
    hunt_threat_form_view *v     = NEW(c->a, hunt_threat_form_view, 1);
    hunt_card             *k     = NEW(c->a, hunt_card, 1);
    str                    today = organisations_day(c);
    page                   o     = page_open(c, rq, rs);
    if (!v || !k || !today.ptr) return ST_MEMORY;
    TRY(hunt_card_load(c, d->hunt, k));
    TRY(hunt_frame(&o, T(&o, hunts_threat_new), k->h.code, fault, &v->frame));
    v->back   = arena_printf(c->a, "/san-lung/" STR_FMT, STR_ARG(k->h.code));
    v->action = arena_printf(c->a, STR_FMT "/moi-nguy/moi", STR_ARG(v->back));
    TRY(fields_fill(&o, d, today, v));
    TRY(systems_choice(&o, k, &v->system));
    v->judged = hunt_field_of(&o, &v->frame, "judged", hunt_typed(rq, "judged"));
    TRY(judged_fill(c, &o, k, &v->judged));
    hunt_threat_form_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

status hunt_threat_new_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt h;
    (void)why;
    TRY(hunt_of_ref(c, rq->params[0], &h));
    if (!hunt_may(c, &h, NULL, HUNT_ACT_THREAT)) return ST_FORBIDDEN;
    if (!hunt_after(h.state, HUNT_ACT_THREAT)) return ST_CONFLICT;
    const threat_draft d = {
        .hunt = h.id, .severity = HUNT_MEDIUM, .system = S(""), .found_on = S("")
    };
    return show_new(c, rq, rs, &d, NULL);
}

status hunt_threat_new_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt    h;
    int64_t no;
    TRY(hunt_of_ref(c, rq->params[0], &h));
    const threat_draft typed = draft_typed(rq, h.id);
    threat_draft       d     = typed;
    TRY(judged_add(c, rq, &d));
    status st = hunts_threat_add(c, &d, &no, why);
    if (st == ST_INVALID) return show_new(c, rq, rs, &typed, why);
    TRY(st);
    return hunt_back(c, rs, h.code, "?xong=moi-nguy");
}

// ---- one -------------------------------------------------------------------------------------------

static status of_path(call *c, const web_request *rq, hunt_card *k, const hunt_threat **t)
{
    hunt    h;
    int64_t no;
    if (!str_int(rq->params[1], &no)) return ST_MISSING;
    TRY(hunt_of_ref(c, rq->params[0], &h));
    TRY(hunt_card_load(c, h.id, k));
    for (size_t i = 0; i < k->threat_count; i++) {
        if (k->threats[i].no != no) continue;
        *t = &k->threats[i];
        return ST_OK;
    }
    return ST_MISSING;
}

static bool fits(const call *c, const hunt *h, const hunt_threat *t, hunt_act act)
{
    return hunt_may(c, h, t, act) && hunt_after(h->state, act) && threat_fits(t->state, act);
}

static page_field long_field(page *o, const page_frame *f, const char *name, str value)
{
    page_field made = hunt_field_of(o, f, name, value);
    made.max        = HUNT_LONG_MAX;
    made.rows       = 3;
    return made;
}

static void removal_fill(page *o, const web_request *rq, str today, hunt_threat_view *v)
{
    const page_frame *f     = &v->frame;
    bool              again = rq->http->method == HTTP_POST;
    v->removed_on = hunt_field_of(o, f, "removed_on", again ? hunt_typed(rq, "removed_on") : today);
    v->removal    = long_field(o, f, "removal", hunt_typed(rq, "removal"));
    v->removed_by = hunt_field_of(o, f, "removed_by",
                                  again ? hunt_typed(rq, "removed_by") : o->person);
    v->proof      = long_field(o, f, "proof", hunt_typed(rq, "proof"));
    v->again_on   = hunt_field_of(o, f, "again_on", again ? hunt_typed(rq, "again_on") : today);
    v->again_words     = long_field(o, f, "again", hunt_typed(rq, "again"));
    v->removed_on.type = v->again_on.type = "date";
    v->removal.required = v->again_words.required = true;
}

static void rest_fill(page *o, const web_request *rq, hunt_threat_view *v)
{
    const page_frame *f     = &v->frame;
    bool              again = rq->http->method == HTTP_POST;
    v->dismissal            = long_field(o, f, "dismissal", hunt_typed(rq, "dismissal"));
    v->owner_body           = hunt_field_of(o, f, "owner_body",
                                  again ? hunt_typed(rq, "owner_body") : v->t->owner_code);
    v->owner                = hunt_field_of(o, f, "owner", hunt_typed(rq, "owner"));
    v->due_on   = hunt_field_of(o, f, "due_on", again ? hunt_typed(rq, "due_on") : v->t->due_on);
    v->incident = hunt_field_of(o, f, "incident", hunt_typed(rq, "incident"));
    v->contact_name    = hunt_field_of(o, f, "contact_name",
                                    again ? hunt_typed(rq, "contact_name") : o->person);
    v->contact_phone   = hunt_field_of(o, f, "contact_phone", hunt_typed(rq, "contact_phone"));
    v->due_on.type     = "date";
    v->due_on.required = v->dismissal.required = true;
    v->contact_phone.type                      = "tel";
}

// Files of its system to choose a proof from.
static status files_fill(call *c, page *o, const web_request *rq, hunt_threat_view *v)
{
    evidence          *all;
    size_t             n;
    evidence_page      p;
    const evidence_ask ask = { .system_id = v->t->system_id };
    v->file                = hunt_field_of(o, &v->frame, "file", hunt_typed(rq, "file"));
    TRY(evidence_of(c, S("hunt-threat"), v->t->id, &all, &n));
    evidence_link_row *rows = NEW(c->a, evidence_link_row, n + 1);
    if (!rows) return ST_MEMORY;
    for (size_t i = 0; i < n; i++)
        rows[i] = (evidence_link_row){ v->t->id, all[i].id, all[i].name, all[i].type,
                                       all[i].valid_until };
    v->files      = rows;
    v->file_count = n;
    if (!v->may_remove) return ST_OK;
    status st = evidence_list(c, &ask, &p, NULL);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    page_option *list = NEW(c->a, page_option, p.count + 1);
    if (!list) return ST_MEMORY;
    list[0] = (page_option){ S(""), T(o, hunts_file_none), { 0 } };
    for (size_t i = 0; i < p.count; i++)
        list[i + 1] = (page_option){ arena_printf(c->a, "%lld", (long long)p.items[i].id),
                                     p.items[i].name,
                                     { 0 } };
    v->file.options      = list;
    v->file.option_count = p.count + 1;
    return ST_OK;
}

static status sees_incident(call *c, const hunt_threat *t, bool *sees)
{
    incident i;
    *sees     = false;
    status st = t->incident_id ? incident_load(c, t->incident_id, &i) : ST_MISSING;
    *sees     = st == ST_OK;
    return st == ST_MISSING ? ST_OK : st;
}

static status show(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    hunt_threat_view  *v     = NEW(c->a, hunt_threat_view, 1);
    hunt_card         *k     = NEW(c->a, hunt_card, 1);
    str                today = organisations_day(c);
    const hunt_threat *t;
    page               o = page_open(c, rq, rs);
    if (!v || !k || !today.ptr) return ST_MEMORY;
    TRY(of_path(c, rq, k, &t));
    str no    = page_number(&o, t->no);
    str title = text_fmt(o.a, o.lang, T_hunts_threat_title, &no, 1);
    TRY(hunt_frame(&o, title, k->h.code, fault, &v->frame));
    if (!fault) v->frame.done = hunt_done_words(&o, hunt_asked(rq, "xong"));
    v->h = &k->h;
    v->t = t;
    hunt_threat_fill(&o, v->h, t, &v->line);
    TRY(hunt_events_fill(&o, k, t->no, &v->events, &v->event_count));
    v->base         = v->line.href;
    v->found        = page_date(&o, t->found_on);
    v->removed      = page_date(&o, t->removed_on);
    v->again        = page_date(&o, t->again_on);
    v->dismissed    = page_date(&o, t->dismissed_on);
    v->handed       = page_date(&o, t->incident_on);
    v->version      = arena_printf(c->a, "%lld", (long long)t->version);
    v->may_remove   = fits(c, v->h, t, HUNT_ACT_REMOVE);
    v->may_again    = fits(c, v->h, t, HUNT_ACT_AGAIN);
    v->may_dismiss  = fits(c, v->h, t, HUNT_ACT_DISMISS);
    v->may_give     = fits(c, v->h, t, HUNT_ACT_THREAT);
    v->may_incident = fits(c, v->h, t, HUNT_ACT_INCIDENT) && !t->incident_id;
    TRY(sees_incident(c, t, &v->sees_incident));
    removal_fill(&o, rq, today, v);
    rest_fill(&o, rq, v);
    TRY(files_fill(c, &o, rq, v));
    hunt_threat_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

status hunt_threat_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

static status step(call *c, const web_request *rq, const hunt *h, const hunt_threat *t,
                   problem *why)
{
    str         act = hunt_typed(rq, "act");
    threat_step s   = { .hunt = h->id, .no = t->no, .gone = str_equal(act, S("gone")) };
    (void)str_int(hunt_typed(rq, "version"), &s.version);
    if (str_equal(act, S("remove"))) {
        s.act   = HUNT_ACT_REMOVE;
        s.on    = hunt_typed(rq, "removed_on");
        s.words = hunt_typed(rq, "removal");
        s.by    = hunt_typed(rq, "removed_by");
        s.proof = hunt_typed(rq, "proof");
        (void)str_int(hunt_typed(rq, "file"), &s.file);
    } else if (s.gone || str_equal(act, S("there"))) {
        s.act   = HUNT_ACT_AGAIN;
        s.on    = hunt_typed(rq, "again_on");
        s.words = hunt_typed(rq, "again");
    } else {
        s.act   = HUNT_ACT_DISMISS;
        s.words = hunt_typed(rq, "dismissal");
    }
    return hunts_threat_step(c, &s, why);
}

static status hand(call *c, const web_request *rq, const hunt *h, const hunt_threat *t, bool fresh,
                   problem *why)
{
    const threat_incident i = { .hunt  = h->id,
                                .no    = t->no,
                                .code  = fresh ? S("") : hunt_typed(rq, "incident"),
                                .name  = hunt_typed(rq, "contact_name"),
                                .phone = hunt_typed(rq, "contact_phone") };
    if (!fresh && !str_trim(i.code).len)
        return problem_set(why, ST_INVALID, S("incident"), S("required"));
    return hunts_threat_incident(c, &i, why);
}

status hunt_threat_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt_card         *k   = NEW(c->a, hunt_card, 1);
    str                act = hunt_typed(rq, "act");
    const hunt_threat *t;
    status             st;
    if (!k) return ST_MEMORY;
    TRY(of_path(c, rq, k, &t));
    const threat_draft to = { .owner_body = hunt_typed(rq, "owner_body"),
                              .owner      = hunt_typed(rq, "owner"),
                              .due_on     = hunt_typed(rq, "due_on") };
    if (str_equal(act, S("give")))
        st = hunts_threat_give(c, k->h.id, t->no, &to, why);
    else if (str_equal(act, S("link")) || str_equal(act, S("tell")))
        st = hand(c, rq, &k->h, t, str_equal(act, S("tell")), why);
    else
        st = step(c, rq, &k->h, t, why);
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    str tail = arena_printf(c->a, "/moi-nguy/%lld?xong=da-ghi", (long long)t->no);
    return tail.ptr ? hunt_back(c, rs, k->h.code, tail.ptr) : ST_MEMORY;
}
