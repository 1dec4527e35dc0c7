// room_web.c - the room of one incident, and what is done in it.
#include "kit/text/text.h"
#include "modules/incidents/clock_ops.h"
#include "modules/incidents/duty_ops.h"
#include "modules/incidents/incidents_pages.gen.h"
#include "modules/incidents/incidents_web.h"
#include "modules/incidents/paper_ops.h"
#include "modules/incidents/task_ops.h"

typedef struct room {
    call               *c;
    web_request        *rq;
    incident_room_view *v;
    incident            i;
    const problem      *why; // what an act refused; NULL none
} room;

static str version_of(const room *r)
{
    return arena_printf(r->c->a, "%lld", (long long)r->i.version);
}

// What was typed stays when the act was refused.
static page_field field(page *o, const room *r, const char *name)
{
    str      hint = arena_printf(o->a, "incidents.field.%s-hint", name);
    text_key key;
    return (page_field){ .name  = name,
                         .label = incident_named(o->a, o->lang, "field", str_from(name)),
                         .hint  = hint.ptr && text_known(hint, &key) ? text_get(o->lang, key)
                                                                     : S(""),
                         .error = page_field_error(o, &r->v->frame, name),
                         .value = r->why ? incident_typed(r->rq, name) : S(""),
                         .max   = INCIDENT_TEXT_MAX,
                         .rows  = 2 };
}

static page_field choice(page *o, const room *r, const char *name, const page_option *of, size_t n)
{
    page_field f   = field(o, r, name);
    f.options      = of;
    f.option_count = n;
    return f;
}

// ---- ways on ---------------------------------------------------------------------------------------

static status fill_steps(page *o, const room *r)
{
    const incident_step *ways[8];
    size_t               n = incident_steps_from(r->i.state, ways, COUNT(ways));
    r->v->steps            = NEW(o->a, step_line, n + 1);
    if (!r->v->steps) return ST_MEMORY;
    for (size_t k = 0; k < n; k++) {
        if (!incident_may(r->c, &r->i, incident_step_act(&r->i, ways[k]))) continue;
        str  key   = incident_state_key(ways[k]->to);
        str  words = incident_named(o->a, o->lang, "step", key);
        bool back  = ways[k]->reason && ways[k]->to != INCIDENT_NONE;
        if (back) words = T(o, incidents_step_back);
        r->v->steps[r->v->step_count] = (step_line){ .to     = key,
                                                     .words  = words,
                                                     .reason = ways[k]->reason,
                                                     .first  = r->v->step_count == 0 && !back };
        r->v->step_count++;
    }
    r->v->reason      = field(o, r, "reason");
    r->v->reason.hint = T(o, incidents_reason_hint);
    return ST_OK;
}

// ---- class, papers, parts --------------------------------------------------------------------------

static size_t stages_of(page *o, const room *r, page_option *out)
{
    static const incident_act acts[] = { 0, ACT_PROPOSE, ACT_CONFIRM, ACT_DECIDE };
    size_t                    n      = 0;
    for (int s = CLASS_PROPOSED; s <= CLASS_DECIDED; s++) {
        if (!incident_may(r->c, &r->i, acts[s])) continue;
        str key  = class_stage_key((class_stage)s);
        out[n++] = (page_option){ key, incident_named(o->a, o->lang, "stage", key), { 0 } };
    }
    return n;
}

static status fill_class(page *o, const room *r)
{
    size_t                   plans;
    const law_incident_plan *all = law_incident_plans(law_current(), &plans);
    page_option        *stages = NEW(o->a, page_option, 4), *classes = NEW(o->a, page_option, 2);
    page_option        *list = NEW(o->a, page_option, plans + 1);
    incident_class_row *rows;
    size_t              n;
    if (!stages || !classes || !list) return ST_MEMORY;
    for (int k = CLASS_ORDINARY; k <= CLASS_SERIOUS; k++) {
        str key        = incident_class_key((incident_class)k);
        classes[k - 1] = (page_option){ key, incident_named(o->a, o->lang, "class", key), { 0 } };
    }
    list[0] = (page_option){ S(""), T(o, incidents_choose), { 0 } };
    for (size_t i = 0; i < plans; i++)
        list[i + 1] = (page_option){ all[i].id, law_say(all[i].name, o->lang == LANG_EN), { 0 } };
    size_t stage_count = stages_of(o, r, stages);
    r->v->may_class    = stage_count > 0 && !incident_over(r->i.state);
    r->v->stage        = choice(o, r, "stage", stages, stage_count);
    r->v->class_field  = choice(o, r, "class", classes, 2);
    r->v->plan_field   = choice(o, r, "plan", list, plans + 1);
    r->v->number       = field(o, r, "number");
    r->v->class_reason = field(o, r, "why");
    TRY(incidents_classes(r->c, &r->i, &rows, &n));
    r->v->classes     = NEW(o->a, event_line, n + 1);
    r->v->class_count = n;
    if (!r->v->classes) return ST_MEMORY;
    for (size_t k = 0; k < n; k++) {
        str stage = incident_named(o->a, o->lang, "stage", class_stage_key(rows[k].stage));
        str class = incident_named(o->a, o->lang, "class", incident_class_key(rows[k].class));
        r->v->classes[k] = (event_line){
            .when  = page_when(o, rows[k].at_ms),
            .iso   = time_rfc3339(o->a, rows[k].at_ms),
            .what  = arena_printf(o->a, STR_FMT ": " STR_FMT " " STR_FMT, STR_ARG(stage),
                                  STR_ARG(class), STR_ARG(rows[k].number)),
            .who   = arena_printf(o->a, STR_FMT ", " STR_FMT, STR_ARG(rows[k].person),
                                  STR_ARG(rows[k].body)),
            .words = rows[k].reason
        };
    }
    return ST_OK;
}

static str paper_words(page *o, str document)
{
    const law_incident_paper *p = law_incident_paper_find(law_current(), document);
    return p ? law_say(p->text, o->lang == LANG_EN) : document;
}

static const clock_line *clock_of(const room *r, str rule)
{
    for (size_t i = 0; i < r->v->clock_count; i++) {
        if (str_equal(r->v->clocks[i].rule, rule)) return &r->v->clocks[i];
    }
    return NULL;
}

// Which clock a paper is for: asked where it was clicked, or where several may be meant.
static status fill_clock(page *o, const room *r, const clock_line *clicked)
{
    str          document = clicked ? clicked->paper : incident_typed(r->rq, "document");
    page_option *list     = NEW(o->a, page_option, r->v->clock_count + 1);
    size_t       n        = 0;
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < r->v->clock_count; i++) {
        const clock_line *k = &r->v->clocks[i];
        if (!str_equal(k->paper, document) || k->anchor.len == 0) continue;
        str label = arena_printf(o->a, STR_FMT " – " STR_FMT, STR_ARG(k->rule), STR_ARG(k->name));
        if (!label.ptr) return ST_MEMORY;
        list[n++] = (page_option){ k->rule, label, k->to };
    }
    r->v->clock       = choice(o, r, "clock", list, n);
    r->v->clock.value = clicked ? clicked->rule : incident_typed_set(o->a, r->rq, "clock");
    return r->v->clock.value.ptr ? ST_OK : ST_MEMORY;
}

static status fill_paper_form(page *o, const room *r)
{
    size_t                    kinds;
    const law_incident_paper *all     = law_incident_papers(law_current(), &kinds);
    const clock_line         *clicked = clock_of(r, http_query(r->rq->http, S("han")));
    page_option              *list    = NEW(o->a, page_option, kinds + 1);
    if (!list) return ST_MEMORY;
    list[0] = (page_option){ S(""), T(o, incidents_choose), { 0 } };
    for (size_t i = 0; i < kinds; i++)
        list[i + 1] = (page_option){ all[i].id, law_say(all[i].text, o->lang == LANG_EN), { 0 } };
    r->v->document     = choice(o, r, "document", list, kinds + 1);
    r->v->paper_number = field(o, r, "paper_number");
    r->v->recipients   = field(o, r, "recipients");
    r->v->sent         = field(o, r, "sent");
    r->v->late_reason  = field(o, r, "late_reason");
    r->v->withdrawn    = field(o, r, "withdrawn");
    if (clicked) {
        r->v->document.value   = clicked->paper;
        r->v->recipients.value = str_begin(clicked->to, INCIDENT_TEXT_MAX);
    }
    TRY(fill_clock(o, r, clicked));
    r->v->paper_open = clicked || r->v->document.error.len || r->v->recipients.error.len ||
                       r->v->sent.error.len || r->v->late_reason.error.len || r->v->clock.error.len;
    return ST_OK;
}

static status paper_line_of(page *o, const room *r, const incident_paper *p, paper_line *out)
{
    bool own          = p->body_id == r->c->who.body_id || incident_may(r->c, &r->i, ACT_CONFIRM);
    *out              = (paper_line){ .e       = { .when  = page_when(o, p->sent_ms),
                                                   .iso   = time_rfc3339(o->a, p->sent_ms),
                                                   .who   = p->person,
                                                   .words = p->late_reason },
                                      .id      = p->id,
                                      .answers = p->answers,
                                      .struck  = p->withdrawn_ms != 0 };
    out->e.what       = arena_printf(o->a, STR_FMT " " STR_FMT " – " STR_FMT,
                                     STR_ARG(paper_words(o, p->document)), STR_ARG(p->number),
                                     STR_ARG(p->recipients));
    out->may_withdraw = own && r->v->may_report && !out->struck && !incident_over(r->i.state);
    if (out->struck)
        out->withdrawn = arena_printf(o->a, STR_FMT ", " STR_FMT ": " STR_FMT,
                                      STR_ARG(page_when(o, p->withdrawn_ms)),
                                      STR_ARG(p->withdrawn_by), STR_ARG(p->withdrawn));
    return out->e.what.ptr ? ST_OK : ST_MEMORY;
}

static status fill_papers(page *o, const room *r)
{
    incident_paper *rows;
    size_t          n;
    TRY(fill_paper_form(o, r));
    TRY(incidents_papers(r->c, &r->i, &rows, &n));
    r->v->papers      = NEW(o->a, paper_line, n + 1);
    r->v->paper_count = n;
    if (!r->v->papers) return ST_MEMORY;
    for (size_t k = 0; k < n; k++) TRY(paper_line_of(o, r, &rows[k], &r->v->papers[k]));
    return ST_OK;
}

// Whom the acting body may send away: who was convened, not who told it.
static status fill_dismiss(page *o, const room *r, const incident_party *rows, size_t n)
{
    page_option *list = NEW(o->a, page_option, n + 1);
    size_t       k    = 0;
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].to_ms || !incident_may_dismiss(r->c, &r->i, rows[i].seat)) continue;
        str seat  = incident_named(o->a, o->lang, "seat", incident_seat_key(rows[i].seat));
        list[k++] = (page_option){ arena_printf(o->a, "%lld", (long long)rows[i].id),
                                   arena_printf(o->a, STR_FMT " – " STR_FMT, STR_ARG(rows[i].name),
                                                STR_ARG(seat)),
                                   { 0 } };
    }
    r->v->party          = choice(o, r, "party", list, k);
    r->v->dismiss_reason = field(o, r, "dismiss_reason");
    return ST_OK;
}

static status fill_parties(page *o, const room *r)
{
    static const incident_seat seats[] = { SEAT_UNIT, SEAT_MEMBER, SEAT_TASK_FORCE, SEAT_HIRED };
    page_option               *list    = NEW(o->a, page_option, COUNT(seats));
    incident_party            *rows;
    size_t                     n;
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < COUNT(seats); i++) {
        str key = incident_seat_key(seats[i]);
        list[i] = (page_option){ key, incident_named(o->a, o->lang, "seat", key), { 0 } };
    }
    r->v->seat         = choice(o, r, "seat", list, COUNT(seats));
    r->v->body         = field(o, r, "body");
    r->v->basis        = field(o, r, "basis");
    r->v->into_field   = field(o, r, "into");
    r->v->merge_reason = field(o, r, "because");
    TRY(incidents_parties(r->c, &r->i, &rows, &n));
    TRY(fill_dismiss(o, r, rows, n));
    r->v->parties = NEW(o->a, fact_line, n + 1);
    if (!r->v->parties) return ST_MEMORY;
    for (size_t k = 0; k < n; k++) {
        if (rows[k].to_ms) continue;
        str basis = rows[k].basis.len ? arena_printf(o->a, " (" STR_FMT ")", STR_ARG(rows[k].basis))
                                      : S("");
        r->v->parties[r->v->party_count++] = (fact_line){
            incident_named(o->a, o->lang, "seat", incident_seat_key(rows[k].seat)),
            arena_printf(o->a, STR_FMT STR_FMT, STR_ARG(rows[k].name), STR_ARG(basis))
        };
    }
    return ST_OK;
}

static status fill_tasks(page *o, const room *r)
{
    incident_task *all;
    size_t         n;
    TRY(incident_tasks_list(r->c, &r->i, &all, &n));
    return incident_tasks_fill(o, &r->i, all, n, &r->v->tasks);
}

static status fill_duties(page *o, const room *r)
{
    size_t                   n, done_count;
    const law_incident_duty *all = law_incident_duties(law_current(), &n);
    incident_duty_done      *done;
    r->v->undone = field(o, r, "undone");
    r->v->duties = NEW(o->a, duty_line, n + 1);
    if (!r->v->duties) return ST_MEMORY;
    TRY(incident_duties_done(r->c, &r->i, &done, &done_count));
    for (size_t k = 0; k < n; k++) {
        duty_line *d = &r->v->duties[r->v->duty_count++];
        *d           = (duty_line){ .id        = all[k].id,
                                    .text      = law_say(all[k].text, o->lang == LANG_EN),
                                    .cite      = law_say(all[k].cite.text, o->lang == LANG_EN),
                                    .certainty = str_from(law_certainty_key(all[k].certainty)) };
        for (size_t m = 0; m < done_count; m++) {
            if (!str_equal(done[m].duty, d->id)) continue;
            d->is_done = true;
            d->done = arena_printf(o->a, STR_FMT ", " STR_FMT, STR_ARG(page_when(o, done[m].at_ms)),
                                   STR_ARG(done[m].person));
        }
    }
    return ST_OK;
}

// ---- the room --------------------------------------------------------------------------------------

static status fill_line(page *o, const room *r)
{
    incident_event *events;
    size_t          n;
    int64_t         below = 0;
    (void)str_int(http_query(r->rq->http, S("truoc")), &below);
    TRY(incidents_events(r->c, &r->i, below, &events, &n));
    TRY(incident_events_fill(o, events, n, r->v));
    if (n == INCIDENT_EVENTS_MAX)
        r->v->events_more = arena_printf(o->a, "/su-co/" STR_FMT "?truoc=%lld#dien-bien",
                                         STR_ARG(r->i.code), (long long)events[n - 1].id);
    r->v->log              = field(o, r, "words");
    r->v->log.autocomplete = "off";
    return ST_OK;
}

static status fill_head(page *o, const room *r)
{
    incident_room_view    *v   = r->v;
    incident_clocks_state *all = NEW(o->a, incident_clocks_state, 1);
    incident_values        values;
    incident               other;
    if (!all) return ST_MEMORY;
    v->i        = &r->i;
    v->may_draw = incident_may(r->c, &r->i, ACT_WORK) || incident_may(r->c, &r->i, ACT_REPORT);
    v->state    = incident_state_words(o->lang, r->i.state);
    v->look     = incident_state_look(r->i.state);
    v->t0       = page_when(o, r->i.detected_ms);
    v->t0_left  = incident_since_words(o, r->i.detected_ms, r->c->now_ms);
    v->version  = version_of(r);
    if (r->i.into_id && incident_load(r->c, r->i.into_id, &other) == ST_OK) v->into = other.code;
    TRY(incidents_values(r->c, &r->i, &values));
    TRY(incident_facts_fill(o, &values, v));
    TRY(incident_clocks_look(r->c, &r->i, all));
    return incident_clocks_fill(o, all, r->c->now_ms, v);
}

static void fill_rights(const room *r)
{
    incident_room_view *v    = r->v;
    bool                open = !incident_over(r->i.state);
    v->may_work              = open && incident_may(r->c, &r->i, ACT_WORK);
    v->may_log               = incident_may(r->c, &r->i, ACT_LOG);
    v->may_report            = v->may_work || incident_may(r->c, &r->i, ACT_REPORT);
    v->may_convene           = open && incident_may(r->c, &r->i, ACT_CONVENE);
    incident_act join        = incident_step_act(&r->i, &incident_step_join);
    v->may_merge             = open && incident_may(r->c, &r->i, join);
    v->may_exempt            = open && incident_may(r->c, &r->i, ACT_EXEMPT);
    v->may_task              = incident_may(r->c, &r->i, ACT_TASK);
    v->mine                  = r->i.holder_id && r->i.holder_id == r->c->who.person_id;
}

static str done_words(page *o, str what)
{
    if (str_equal(what, S("bao"))) return T(o, incidents_done_told);
    return what.len ? T(o, incidents_done) : S("");
}

static incident_room_part *room_part;

void incidents_room_add(incident_room_part *part)
{
    room_part = part;
}

// Written aside, so that it stands in the page or not at all.
static status fill_more(page *o, const room *r)
{
    enum { MORE_BYTES_MAX = 256 * 1024 };
    buf  b     = buf_in(o->a, 4096, MORE_BYTES_MAX);
    page aside = *o;
    if (!room_part) return ST_OK;
    aside.out = &b;
    TRY(room_part(r->c, &aside, &r->i));
    r->v->more = (html){ buf_str(&b) };
    return b.failed ? ST_MEMORY : ST_OK;
}

static status show(room *r, http_response *rs)
{
    page        o      = page_open(r->c, r->rq, rs);
    page_crumb *crumbs = NEW(o.a, page_crumb, 1);
    if (!crumbs) return ST_MEMORY;
    crumbs[0]   = (page_crumb){ T(&o, incidents_title), S("/su-co") };
    r->v->frame = (page_frame){ .title         = r->i.title,
                                .menu          = "incidents",
                                .crumbs        = crumbs,
                                .crumb_count   = 1,
                                .problems      = r->why,
                                .problem_count = r->why != NULL,
                                .fields        = "incidents.field." };
    if (!r->why) r->v->frame.done = done_words(&o, http_query(r->rq->http, S("xong")));
    fill_rights(r);
    TRY(fill_head(&o, r));
    TRY(fill_steps(&o, r));
    TRY(fill_line(&o, r));
    TRY(fill_class(&o, r));
    TRY(fill_papers(&o, r));
    TRY(fill_parties(&o, r));
    TRY(fill_tasks(&o, r));
    TRY(incident_speaker_fill(&o, r->c, r->rq, &r->i, &r->v->frame, &r->v->speakers));
    TRY(fill_duties(&o, r));
    TRY(fill_more(&o, r));
    TRY(incident_alike_show(&o, r->c, &r->i, &r->v->alike));
    if (!r->why && r->v->may_merge) r->v->into_field.value = http_query(r->rq->http, S("gop"));
    incident_room_page(&o, r->v);
    return page_close(&o, rs, r->why ? 422 : 200);
}

static status room_of(call *c, web_request *rq, room *out)
{
    *out = (room){ .c = c, .rq = rq, .v = NEW(c->a, incident_room_view, 1) };
    return out->v ? incident_of_path(c, rq, &out->i) : ST_MEMORY;
}

status incident_room_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    room   r;
    status st = room_of(c, rq, &r);
    (void)why;
    if (st == ST_MISSING) return incidents_told_one_get(c, rq, rs);
    TRY(st);
    return show(&r, rs);
}

// ---- acts ------------------------------------------------------------------------------------------

static status answer(room *r, http_response *rs, status st, const problem *why, const char *tail)
{
    if (st == ST_OK) return incident_room_back(r->c, rs, r->i.code, tail);
    if (st != ST_INVALID) return st;
    r->why = why;
    return show(r, rs);
}

static int64_t typed_version(const web_request *rq)
{
    int64_t version = 0;
    (void)str_int(incident_typed(rq, "version"), &version);
    return version;
}

status incident_step_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    room          r;
    incident_move m = { .version = typed_version(rq), .reason = incident_typed(rq, "reason") };
    TRY(room_of(c, rq, &r));
    m.id      = r.i.id;
    status st = incident_state_named(incident_typed(rq, "to"), &m.to)
                    ? incidents_move(c, &m, why)
                    : problem_set(why, ST_INVALID, S("to"), S("incident-no-way"));
    return answer(&r, rs, st, why, "?xong=buoc");
}

status incident_log_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    room r;
    TRY(room_of(c, rq, &r));
    return answer(&r, rs, incidents_log(c, r.i.id, incident_typed(rq, "words"), why), why,
                  "#dien-bien");
}

status incident_take_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    room r;
    bool take = str_equal(incident_typed(rq, "take"), S("1"));
    TRY(room_of(c, rq, &r));
    return answer(&r, rs, incidents_take(c, r.i.id, typed_version(rq), take), why, "?xong=truc");
}

status incident_duty_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    room r;
    TRY(room_of(c, rq, &r));
    return answer(&r, rs, incident_duty_check(c, r.i.id, incident_typed(rq, "duty"), why), why,
                  "?xong=nhiem-vu");
}

status incident_duty_back_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    room r;
    str  duty = incident_typed(rq, "duty"), reason = incident_typed(rq, "undone");
    TRY(room_of(c, rq, &r));
    r.v->undone_duty = duty;
    return answer(&r, rs, incident_duty_uncheck(c, r.i.id, duty, reason, why), why,
                  "?xong=nhiem-vu");
}

status incident_class_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    room              r;
    incident_classing k = { .version = typed_version(rq),
                            .plan    = incident_typed(rq, "plan"),
                            .number  = incident_typed(rq, "number"),
                            .reason  = incident_typed(rq, "why") };
    TRY(room_of(c, rq, &r));
    k.id       = r.i.id;
    bool whole = class_stage_named(incident_typed(rq, "stage"), &k.stage) &&
                 incident_class_named(incident_typed(rq, "class"), &k.class);
    status st = whole ? incidents_classify(c, &k, why)
                      : problem_set(why, ST_INVALID, S("class"), S("required"));
    if (str_equal(why->field, S("reason"))) why->field = S("why");
    return answer(&r, rs, st, why, "?xong=phan-loai");
}

status incident_paper_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    room             r;
    int64_t          paper;
    incident_sending s = { .document    = incident_typed(rq, "document"),
                           .number      = incident_typed(rq, "paper_number"),
                           .recipients  = incident_typed(rq, "recipients"),
                           .sent        = incident_typed(rq, "sent"),
                           .late_reason = incident_typed(rq, "late_reason"),
                           .clock       = incident_typed_set(c->a, rq, "clock"),
                           .typed       = true };
    if (!s.clock.ptr) return ST_MEMORY;
    TRY(room_of(c, rq, &r));
    s.id = r.i.id;
    return answer(&r, rs, incidents_sent(c, &s, &paper, why), why, "?xong=da-gui#van-ban");
}

status incident_unsent_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    room                r;
    incident_withdrawal k = { .reason = incident_typed(rq, "withdrawn") };
    if (!str_int(rq->params[1], &k.paper)) return ST_MISSING;
    TRY(room_of(c, rq, &r));
    k.id        = r.i.id;
    r.v->unsent = k.paper;
    return answer(&r, rs, incidents_paper_withdraw(c, &k, why), why, "?xong=rut#van-ban");
}

status incident_draw_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident               i;
    str                    docx;
    const incident_drawing k = { rq->params[1], http_query(rq->http, S("han")) };
    TRY(incident_of_path(c, rq, &i));
    TRY(incident_paper_make(c, &i, &k, &docx, why));
    str name = arena_printf(c->a, STR_FMT "-" STR_FMT ".docx", STR_ARG(i.code),
                            STR_ARG(rq->params[1]));
    if (!name.ptr) return ST_MEMORY;
    return web_download(
        rs, S("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), name,
        docx);
}

status incident_party_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    room               r;
    incident_convening k = { .body  = incident_typed(rq, "body"),
                             .basis = incident_typed(rq, "basis") };
    TRY(room_of(c, rq, &r));
    k.id      = r.i.id;
    status st = incident_seat_named(incident_typed(rq, "seat"), &k.seat)
                    ? incidents_convene(c, &k, why)
                    : problem_set(why, ST_INVALID, S("seat"), S("seat-form"));
    return answer(&r, rs, st, why, "?xong=tham-gia#tham-gia");
}

status incident_speaker_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    room r;
    TRY(room_of(c, rq, &r));
    return answer(&r, rs, incident_speaker_do(c, rq, &r.i, why), why, "?xong=phat-ngon#phat-ngon");
}

status incident_dismiss_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    room    r;
    int64_t party;
    TRY(room_of(c, rq, &r));
    if (!str_int(incident_typed(rq, "party"), &party)) return ST_MISSING;
    status st = incidents_dismiss(c, r.i.id, party, incident_typed(rq, "dismiss_reason"), why);
    if (str_equal(why->field, S("reason"))) why->field = S("dismiss_reason");
    return answer(&r, rs, st, why, "?xong=tham-gia#tham-gia");
}

status incident_merge_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    room     r;
    incident into;
    TRY(room_of(c, rq, &r));
    status st = incident_of_ref(c, incident_typed(rq, "into"), &into);
    if (st == ST_MISSING)
        st = problem_detail(why, ST_INVALID, S("into"), S("incident-unknown"),
                            incident_typed(rq, "into"));
    if (st == ST_OK)
        st = incidents_merge(c, r.i.id, typed_version(rq), into.id, incident_typed(rq, "because"),
                             why);
    if (str_equal(why->field, S("reason"))) why->field = S("because");
    return answer(&r, rs, st, why, "?xong=gop");
}
