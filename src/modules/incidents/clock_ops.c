// clock_ops.c - see clock_ops.h.
#include "modules/incidents/clock_ops.h"

#include "modules/incidents/answer.h"
#include "modules/incidents/incident_store.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"
#include "modules/incidents/owner_kind.h"
#include "modules/tasks/tasks.h"

static const str timer_name = STR("incidents.clock");
static const str task_about = STR("incident-clock");

enum { HOUR = 60 * 60 * 1000 };
// Ours: how long after its last moment a clock goes one step up, and one more.
static const int64_t raised_after[] = { 1LL * HOUR, 24LL * HOUR };

// ---- facts -----------------------------------------------------------------------------------------

static law_truth truth_of(str value)
{
    if (str_equal(value, S("yes"))) return LAW_TRUE;
    return str_equal(value, S("no")) ? LAW_FALSE : LAW_UNKNOWN;
}

// What people decided, else what the coordinator verified; proposals decide nothing.
static law_truth decided(const incident *i)
{
    incident_class k = i->decided ? i->decided : i->verified;
    if (k == CLASS_SERIOUS) return i->decided ? LAW_TRUE : LAW_UNKNOWN;
    return k == CLASS_ORDINARY ? LAW_FALSE : LAW_UNKNOWN;
}

static int64_t sent_last(const incident_documents_sent_row *sent, size_t n, str document)
{
    for (size_t i = 0; i < n; i++) {
        if (str_equal(sent[i].document, document)) return sent[i].last_ms;
    }
    return 0;
}

str incident_flag_value(const incident_values *v, law_incident_flag flag)
{
    const incident_fact *fact = incident_fact_find(law_incident_flag_key(flag));
    return fact && v->at[fact - incident_facts_all].ptr ? v->at[fact - incident_facts_all] : S("");
}

static void facts_of(const incident *i, const incident_values *v, incident_facts *f)
{
    incident_facts_start(f);
    for (int a = 0; a < LAW_INCIDENT_ANCHORS; a++) {
        char key[40];
        str  name = law_incident_anchor_key((law_incident_anchor)a);
        if (name.len >= (ptrdiff_t)sizeof(key)) continue;
        for (ptrdiff_t n = 0; n < name.len; n++) key[n] = name.ptr[n];
        key[name.len] = 0;
        f->at[a]      = incident_time_of(v, key);
    }
    for (int k = LAW_INCIDENT_SERIOUS + 1; k < LAW_INCIDENT_GIVEN_FLAGS; k++)
        f->flag[k] = truth_of(incident_flag_value(v, (law_incident_flag)k));
    f->flag[LAW_INCIDENT_SERIOUS] = decided(i);
    f->level                      = i->level;
}

// As somebody said, else by the owner's place in the tree of bodies.
static status owner_kind_of(call *c, const incident *i, const incident_values *v, str *out)
{
    body_list      above;
    str            told = incident_value_of(v, "owner_kind");
    incident_rung *ladder;
    *out = told;
    if (law_incident_owner_find(law_current(), told)) return ST_OK;
    TRY(body_above(c, i->owner_id, S(""), &above));
    ladder = NEW(c->a, incident_rung, above.count + 1);
    if (!ladder) return ST_MEMORY;
    ladder[0] = (incident_rung){ i->owner_code, i->owner_kind };
    for (size_t n = 0; n < above.count; n++)
        ladder[n + 1] = (incident_rung){ above.items[n].code, above.items[n].kind };
    *out = incident_owner_kind(law_current(), ladder, above.count + 1);
    return ST_OK;
}

// ---- as they stand ---------------------------------------------------------------------------------

typedef struct standing {
    incident_documents_sent_row *sent; // kinds of papers that went out, each with its last
    size_t                       sent_count;
    incident_clocks_rows_row    *rows;
    size_t                       row_count;
    int64_t                      now_ms;
    bool                         over; // the incident itself
} standing;

// A report that moves its clock on does not end it: what it does is begin the next term.
static bool ends_by_paper(const standing *s, const incident_clock *k)
{
    return k->start_ms && k->rule->anchor != LAW_INCIDENT_LAST_REPORT &&
           sent_last(s->sent, s->sent_count, k->rule->document) >= incident_clock_since(k);
}

static status done_of(call *c, const incident *i, const standing *s, incident_clock_state *one)
{
    db                      *d;
    incident_paper_first_row first;
    incident_paper_first_in  in = { .id       = i->id,
                                    .document = one->k.rule->document,
                                    .since    = incident_clock_since(&one->k),
                                    .rule     = one->k.rule->id };
    if (!ends_by_paper(s, &one->k)) return ST_OK;
    TRY(call_db(c, &d));
    status st = incident_paper_first(d, &in, c->a, &first);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    one->done_ms  = first.sent_ms;
    one->paper_id = first.paper;
    return ST_OK;
}

static status state_of(call *c, const incident *i, const standing *s, const incident_clock *k,
                       incident_clock_state *out)
{
    incident_clock_state one = { .k = *k, .exempt = S(""), .exempt_by = S(""), .exempt_no = S("") };
    TRY(done_of(c, i, s, &one));
    for (size_t n = 0; n < s->row_count; n++) {
        if (!str_equal(s->rows[n].rule, k->rule->id)) continue;
        one.id        = s->rows[n].clock;
        one.exempt    = s->rows[n].exempt;
        one.exempt_by = s->rows[n].exempt_by;
        one.exempt_no = s->rows[n].exempt_no;
        one.exempt_ms = s->rows[n].exempt_ms;
    }
    one.stands = one.exempt.len ? STANDING_EXEMPT
                                : incident_clock_stands(k, one.done_ms, s->now_ms);
    one.runs   = k->kind == CLOCK_RUNS && !s->over && k->due_ms &&
               (one.stands == STANDING_RUNNING || one.stands == STANDING_SOON ||
                one.stands == STANDING_OVERDUE);
    *out = one;
    return ST_OK;
}

// Clocks of an order and of a member's contact are kept where those are.
static bool of_another(const law_incident_clock *k)
{
    return k->anchor == LAW_INCIDENT_ORDER_RECEIVED || k->anchor == LAW_INCIDENT_CONTACT_CHANGED;
}

static status look(call *c, const incident *i, incident_clocks_state *out, standing *s)
{
    db                        *d;
    incident_values            values;
    incident_facts             f;
    int64_t                    report, progress;
    incident_clock_list       *list       = NEW(c->a, incident_clock_list, 1);
    incident_clock_settings    settings   = incident_clock_settings_of(law_current());
    incident_clocks_rows_in    in         = { .id = i->id, .max = INCIDENT_CLOCKS_MAX };
    incident_documents_sent_in kinds_sent = { .id = i->id, .max = INCIDENT_SHOWN_MAX };
    if (!list) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(incident_store_values(d, i->id, c->a, &values));
    TRY(incident_documents_sent(d, &kinds_sent, c->a, &s->sent, &s->sent_count));
    TRY(incident_clocks_rows(d, &in, c->a, &s->rows, &s->row_count));
    facts_of(i, &values, &f);
    TRY(owner_kind_of(c, i, &values, &f.owner_kind));
    report                         = sent_last(s->sent, s->sent_count, S("MAU_03"));
    progress                       = sent_last(s->sent, s->sent_count, S("DIEN_BIEN"));
    f.at[LAW_INCIDENT_LAST_REPORT] = report > progress ? report : progress;
    TRY(incident_clocks_of(law_current(), &f, &settings, list));
    s->now_ms  = c->now_ms;
    s->over    = incident_over(i->state);
    out->count = 0;
    for (size_t n = 0; n < list->count; n++) {
        if (of_another(list->items[n].rule)) continue;
        TRY(state_of(c, i, s, &list->items[n], &out->items[out->count]));
        out->count++;
    }
    out->owner_kind    = f.owner_kind;
    out->overlap_count = list->overlap_count;
    for (size_t n = 0; n < list->overlap_count; n++) out->overlaps[n] = list->overlaps[n];
    out->serious = incident_serious(law_current(), &f);
    out->plan    = incident_plan(law_current(), &f);
    return ST_OK;
}

status incident_clocks_look(call *c, const incident *i, incident_clocks_state *out)
{
    standing s = { 0 };
    return look(c, i, out, &s);
}

status incident_document_sent(call *c, const incident *i, str document, int64_t *last_ms)
{
    db                          *d;
    incident_documents_sent_row *sent;
    size_t                       n;
    incident_documents_sent_in   in = { .id = i->id, .max = INCIDENT_SHOWN_MAX };
    TRY(call_db(c, &d));
    TRY(incident_documents_sent(d, &in, c->a, &sent, &n));
    *last_ms = sent_last(sent, n, document);
    return ST_OK;
}

// ---- timers and tasks ------------------------------------------------------------------------------

static status timer_run(call *c, const incident *i, const incident_clock *k, str reason)
{
    problem     why   = { 0 };
    timer_draft draft = { .kind        = timer_name,
                          .object_kind = S("incident"),
                          .object_id   = i->id,
                          .slot        = k->rule->id,
                          .schedule    = timer_between(k->start_ms, k->due_ms) };
    int64_t     timer, last = k->latest_ms > k->due_ms ? k->latest_ms : k->due_ms;
    if (last > k->due_ms) TRY(timer_mark_put(&draft.schedule, TIMER_LATEST, last));
    for (size_t n = 0; n < COUNT(raised_after); n++)
        TRY(timer_mark_put(&draft.schedule, TIMER_RAISED, last + raised_after[n]));
    status st = timer_living_id(c, draft.kind, draft.object_kind, i->id, draft.slot, &timer);
    if (st == ST_MISSING) return timer_start(c, &draft, &timer, &why);
    TRY(st);
    return timer_reschedule(c, timer, &draft.schedule, str_begin(reason, TIMER_REASON_MAX), &why);
}

static status timer_end(call *c, const incident *i, str rule)
{
    int64_t timer;
    status  st = timer_living_id(c, timer_name, S("incident"), i->id, rule, &timer);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    return timer_stop(c, timer, S(""));
}

// Whom the rule names: the operator, the owner (as owner, controller or bank), the unit that was convened, or the
// coordinator, who receives notices. body_id 0: nobody here.
static status actor_of(call *c, const incident *i, str who, incident_holder *out)
{
    static const struct {
        str           who;
        incident_seat seat;
    } actors[] = { { STR("DVVH"), SEAT_OPERATOR }, { STR("CQ"), SEAT_OWNER },
                   { STR("CTRL"), SEAT_OWNER },    { STR("BANK"), SEAT_OWNER },
                   { STR("DVCT"), SEAT_UNIT },     { STR("RECV"), SEAT_COORDINATOR } };
    *out       = (incident_holder){ SEAT_OWNER, 0, TASK_SYSTEM_OFFICER };
    for (size_t k = 0; k < COUNT(actors); k++) {
        if (str_equal(who, actors[k].who)) return incident_holder_of(c, i, actors[k].seat, out);
    }
    return ST_OK;
}

static status task_run(call *c, const incident *i, const incident_clock *k, int64_t clock)
{
    problem                   why = { 0 };
    int64_t                   opened;
    const law_incident_paper *paper = law_incident_paper_find(law_current(), k->rule->document);
    str             what = paper ? law_say(paper->text, c->lang == LANG_EN) : k->rule->document;
    task_draft      t    = { .kind        = timer_name,
                             .object_kind = task_about,
                             .object_id   = clock,
                             .object_code = i->code,
                             .object_name = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(what),
                                                         STR_ARG(i->code)),
                             .address     = arena_printf(c->a, "/su-co/" STR_FMT, STR_ARG(i->code)),
                             .due_ms      = k->due_ms,
                             .cite        = law_say(k->rule->cite.text, c->lang == LANG_EN),
                             .certainty   = str_from(law_certainty_key(k->rule->certainty)) };
    incident_holder whose;
    TRY(actor_of(c, i, k->rule->actor, &whose));
    if (!whose.body_id) return task_close(c, timer_name, task_about, clock);
    t.body_id = whose.body_id;
    t.role    = whose.role;
    if (!t.object_name.ptr || !t.address.ptr) return ST_MEMORY;
    return task_open(c, &t, &opened, &why);
}

static status row_put(call *c, db *d, const incident *i, const incident_clock_state *k,
                      int64_t *clock)
{
    incident_clock_put_row row;
    incident_clock_put_in  in = { .id      = i->id,
                                  .rule    = k->k.rule->id,
                                  .start   = k->k.start_ms,
                                  .due     = k->k.due_ms,
                                  .running = k->runs,
                                  .done    = k->done_ms,
                                  .paper   = k->paper_id };
    TRY(incident_clock_put(d, &in, c->a, &row));
    *clock = row.clock;
    return ST_OK;
}

static const incident_clocks_rows_row *row_of(const standing *s, str rule)
{
    for (size_t i = 0; i < s->row_count; i++) {
        if (str_equal(s->rows[i].rule, rule)) return &s->rows[i];
    }
    return NULL;
}

static bool as_kept(const incident_clocks_rows_row *r, const incident_clock_state *k)
{
    return r && r->start_ms == k->k.start_ms && r->due_ms == k->k.due_ms &&
           (r->running != 0) == k->runs && r->done_ms == k->done_ms && r->paper_id == k->paper_id;
}

static status run_one(call *c, const incident *i, const standing *s, const incident_clock_state *k,
                      str reason)
{
    db                             *d;
    int64_t                         clock;
    str                             rule = k->k.rule->id;
    const incident_clocks_rows_row *row  = row_of(s, rule);
    bool convened                        = row && k->runs && str_equal(k->k.rule->actor, S("DVCT"));
    if (as_kept(row, k) && convened) return task_run(c, i, &k->k, row->clock); // by then, perhaps
    if (as_kept(row, k) || (!row && !k->runs && !k->done_ms)) return ST_OK;
    TRY(call_db(c, &d));
    TRY(row_put(c, d, i, k, &clock));
    if (k->runs) {
        TRY(timer_run(c, i, &k->k, reason));
        return task_run(c, i, &k->k, clock);
    }
    if (!row || !row->running) return ST_OK;
    TRY(timer_end(c, i, rule));
    return task_close(c, timer_name, task_about, clock);
}

// A rule that no longer concerns the incident at all leaves its timer and task.
static status end_gone(call *c, const incident *i, const standing *s,
                       const incident_clocks_state *all)
{
    db *d;
    TRY(call_db(c, &d));
    for (size_t n = 0; n < s->row_count; n++) {
        bool there = !s->rows[n].running;
        for (size_t k = 0; k < all->count; k++)
            there |= str_equal(all->items[k].k.rule->id, s->rows[n].rule);
        if (there) continue;
        incident_clock_put_row row;
        incident_clock_put_in  in = { .id    = i->id,
                                      .rule  = s->rows[n].rule,
                                      .start = s->rows[n].start_ms,
                                      .due   = s->rows[n].due_ms };
        TRY(incident_clock_put(d, &in, c->a, &row));
        TRY(timer_end(c, i, s->rows[n].rule));
        TRY(task_close(c, timer_name, task_about, row.clock));
    }
    return ST_OK;
}

status incident_clocks_run(call *c, const incident *i, str reason)
{
    db                    *d;
    standing               s    = { 0 };
    incident_clocks_state *all  = NEW(c->a, incident_clocks_state, 1);
    incident_due_set_in    near = { .id = i->id, .rule = S("") };
    if (!all) return ST_MEMORY;
    TRY(look(c, i, all, &s));
    for (size_t n = 0; n < all->count; n++) {
        const incident_clock_state *k = &all->items[n];
        TRY(run_one(c, i, &s, k, reason));
        if (!k->runs || (near.due && near.due <= k->k.due_ms)) continue;
        near.due  = k->k.due_ms;
        near.rule = k->k.rule->id;
    }
    TRY(end_gone(c, i, &s, all));
    TRY(call_db(c, &d));
    return incident_due_set(d, &near, NULL);
}

// ---- marks -----------------------------------------------------------------------------------------

static status tell_body(call *c, const incident *i, int64_t holder, task_role role, str rule)
{
    const notice_draft n = { .kind        = S("incidents.overdue"),
                             .object_kind = S("incident"),
                             .object_id   = i->id,
                             .object_code = i->code,
                             .object_name = i->title,
                             .address     = arena_printf(c->a, "/su-co/" STR_FMT, STR_ARG(i->code)),
                             .n           = 1,
                             .detail      = rule,
                             .body_id     = holder,
                             .role        = role };
    return n.address.ptr ? notice_add(c, &n) : ST_MEMORY;
}

// Overdue: the head of whoever must act, of the owner where nobody here must. An hour later the body right above,
// a day later the coordinator.
static status tell_up(call *c, const incident *i, const timer_fired *f)
{
    body_list                 above;
    int64_t                   ids[20];
    size_t                    n;
    const law_incident_clock *rule = law_incident_clock_find(law_current(), f->slot);
    incident_holder           late = { .body_id = 0 };
    if (rule) TRY(actor_of(c, i, rule->actor, &late));
    if (!late.body_id) late.body_id = i->owner_id;
    if (f->mark == TIMER_DUE) return tell_body(c, i, late.body_id, TASK_HEAD, f->slot);
    if (f->mark != TIMER_RAISED) return ST_OK;
    if (f->raised < 2) {
        TRY(body_above(c, late.body_id, S(""), &above));
        return above.count ? tell_body(c, i, above.items[0].id, TASK_SUPERVISOR, f->slot) : ST_OK;
    }
    TRY(incident_seats_over(c, i, SEAT_COORDINATOR, ids, &n));
    for (size_t k = 0; k < n; k++) TRY(tell_body(c, i, ids[k], TASK_COORDINATOR, f->slot));
    return ST_OK;
}

static status clock_fired(call *c, const timer_fired *f)
{
    static const char *const marks[] = { "", "75", "90", "due", "latest", "raised" };
    db                      *d;
    incident                 i;
    TRY(call_db(c, &d));
    TRY(incident_store_load(d, f->object_id, c->a, &i));
    if (f->overtaken && f->mark < TIMER_DUE) return ST_OK;
    incident_event_draft e = { .kind  = "clock",
                               .field = f->slot,
                               .after = str_from(marks[f->mark]),
                               .words = time_rfc3339(c->a, f->due_ms) };
    TRY(incident_timeline_add(c, i.id, &e));
    return tell_up(c, &i, f);
}

static const timer_kind kinds[]          = { { "incidents.clock", clock_fired } };
const timer_table       incidents_timers = { kinds, COUNT(kinds) };
