// run.c - one event after another: which texts are met, which rules that calls up, which of them hold.
#include "kit/sigma/run.h"

#include <stdlib.h>

// ---- making ready --------------------------------------------------------------------------------

static uint32_t known(const sigma_set *s, const char *name)
{
    return set_field_known(s, name, strlen(name));
}

static bool take_fields(sigma_run *r)
{
    const sigma_set *s = r->set;
    r->channel = known(s, "Channel"), r->provider = known(s, "Provider_Name");
    r->event_id = known(s, "EventID"), r->computer = known(s, "Computer");
    r->record = known(s, "EventRecordID"), r->time = known(s, "TimeCreated_SystemTime");
    r->product = known(s, "logsource.product"), r->category = known(s, "logsource.category");
    r->service = known(s, "logsource.service");
    for (size_t i = 0; i < rename_row_count; i++) {
        r->rename_from[i] = known(s, rename_rows[i].from);
        r->rename_to[i]   = known(s, rename_rows[i].to);
    }
    return r->service != NONE;
}

sigma_run *sigma_run_new(const sigma_set *s, arena *a, int64_t (*now_ns)(void),
                         int64_t spent_ns_max)
{
    sigma_run *r = NEW(a, sigma_run, 1);
    if (!r) return NULL;
    r->set         = s;
    r->now_ns      = now_ns;
    r->spent_max   = spent_ns_max;
    r->state       = NEW(a, uint32_t, s->preds.count + 1);
    r->candidate   = NEW(a, uint32_t, s->rules.count + 1);
    r->candidates  = NEW(a, uint32_t, s->rules.count + 1);
    r->costs       = NEW(a, sigma_cost, s->rules.count + 1);
    r->routes      = NEW(a, route, ROUTES_MAX + 1);
    r->beside      = NEW(a, uint64_t, s->classes.count + 1);
    r->rename_from = NEW(a, uint32_t, rename_row_count);
    r->rename_to   = NEW(a, uint32_t, rename_row_count);
    bool ok = r->state && r->candidate && r->candidates && r->costs && r->routes && r->beside &&
              r->rename_from && r->rename_to;
    if (!ok || scanned_new(s, a, &r->e) != ST_OK || !take_fields(r)) return NULL;
    if (s->scratch && hs_clone_scratch(s->scratch, &r->scratch) != HS_SUCCESS) return NULL;
    return r;
}

void sigma_run_free(sigma_run *r)
{
    if (r) (void)hs_free_scratch(r->scratch);
}

// ---- texts met -----------------------------------------------------------------------------------

static bool concerns(const sigma_run *r, uint32_t rule_number)
{
    uint32_t c = r->set->rules.at[rule_number].class;
    return r->on->classes[c / 64] >> c % 64 & 1;
}

static void call_up(sigma_run *r, uint32_t rule_number)
{
    if (r->candidate[rule_number] == r->turn || !concerns(r, rule_number)) return;
    r->candidate[rule_number]           = r->turn;
    r->candidates[r->candidate_count++] = rule_number;
}

static void met(sigma_run *r, uint32_t number)
{
    const pred *p    = &r->set->preds.at[number];
    uint32_t    base = r->turn * STATES;
    if (r->state[number] >= base) return;
    r->state[number] = base + (p->way == WAY_DECIDED ? STATE_TRUE : STATE_MET);
    for (uint32_t i = 0; i < p->rules; i++) call_up(r, r->set->witness_rules[p->rules_at + i]);
}

// A text that was met decides for those predicates that ask for it at that place.
static int on_text(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                   void *ctx)
{
    sigma_run     *r     = ctx;
    const literal *l     = &r->set->literals.at[id];
    bool           first = to == (unsigned long long)l->text.len;
    bool           last  = to == (unsigned long long)r->met_in;
    (void)from, (void)flags;
    for (uint32_t i = l->first; i != NONE; i = r->set->links.at[i].next) {
        uint32_t    number = r->set->links.at[i].pred;
        const pred *p      = &r->set->preds.at[number];
        if (p->way == WAY_CHECKED || ((p->lead || first) && (p->trail || last))) met(r, number);
    }
    return 0;
}

static void look_for_texts(sigma_run *r, const hs_database_t *texts, str in)
{
    r->met_in = in.len;
    if (in.len == 0) return;
    (void)hs_scan(texts, in.ptr, (unsigned)in.len, 0, r->scratch, on_text, r);
}

typedef struct whole_text {
    const sigma_set *s;
    uint32_t         field;
    str              text;
} whole_text;

static bool same_whole(const void *ctx, uint32_t number)
{
    const whole_text *w = ctx;
    const literal    *l = &w->s->literals.at[number];
    return l->field == w->field && str_equal(l->text, w->text);
}

static void look_up_whole(sigma_run *r, uint32_t number, const known_field *f, const value *v)
{
    size_t len = 0;
    if ((size_t)v->text.len > (size_t)f->equal_max * 4 + 8) return;
    if (!v->null) len = fold_text(v->text, r->folded, sizeof r->folded);
    if (len > f->equal_max) return;
    const whole_text w    = { r->set, number, { r->folded, (ptrdiff_t)len } };
    uint64_t         hash = hash_bytes(number + 7, r->folded, len);
    uint32_t         at   = table_find(&r->set->equals, hash, same_whole, &w);
    if (at == NONE) return;
    for (uint32_t i = r->set->literals.at[at].first; i != NONE; i = r->set->links.at[i].next) {
        met(r, r->set->links.at[i].pred);
    }
}

static void look_at_fields(sigma_run *r)
{
    const set_fields *all = &r->set->fields;
    for (uint32_t k = 0; k < r->e.field_count; k++) {
        uint32_t           number = r->e.fields[k];
        const known_field *f      = &all->at[number];
        if (!(r->on->fields[number / 64] >> number % 64 & 1)) continue;
        for (const value *v = scan_first(&r->e, number); v; v = scan_next(&r->e, v)) {
            if (f->has_equal) look_up_whole(r, number, f, v);
            if (f->texts && !v->null) look_for_texts(r, f->texts, v->text);
        }
    }
    const str whole = { r->e.text, (ptrdiff_t)r->e.len };
    if (r->on->fields[0] & 1 && all->at[FIELD_WHOLE].texts)
        look_for_texts(r, all->at[FIELD_WHOLE].texts, whole);
}

// ---- rules that were called up -------------------------------------------------------------------------

static bool holds(sigma_run *r, const rule *one)
{
    bool yes = false;
    for (uint32_t i = 0; i < one->steps; i++) {
        const step *s = &one->code[i];
        switch (s->op) {
        case STEP_PRED: yes = pred_is_true(r, s->arg); break;
        case STEP_NOT: yes = !yes; break;
        case STEP_TRUE: yes = true; break;
        case STEP_FALSE: yes = false; break;
        case STEP_IF:
            if (yes) i = s->arg - 1;
            break;
        case STEP_UNLESS:
            if (!yes) i = s->arg - 1;
            break;
        }
    }
    return yes;
}

static bool is_told(const sigma_hit *h, str name)
{
    for (size_t i = 0; i < h->matched_count; i++) {
        if (str_equal(h->matched[i].name, name)) return true;
    }
    return false;
}

static str value_of(sigma_run *r, const pred *p)
{
    if (p->field == FIELD_WHOLE) return p->p.text;
    const value *v = scan_first(&r->e, p->field);
    return v ? v->text : (str){ "", 0 };
}

static void tell(sigma_run *r, uint32_t number, const sigma_sink *sink)
{
    const rule *one = &r->set->rules.at[number];
    sigma_hit   hit = { .rule = number };
    for (uint32_t i = 0; i < one->steps && hit.matched_count < SIGMA_MATCHED_MAX; i++) {
        const step *s = &one->code[i];
        if (s->op != STEP_PRED || s->negated || !pred_is_true(r, s->arg)) continue;
        const pred *p    = &r->set->preds.at[s->arg];
        str         name = r->set->fields.at[p->field].name;
        if (is_told(&hit, name)) continue;
        hit.matched[hit.matched_count++] = (sigma_match){ name, value_of(r, p) };
    }
    if (!one->shown.quiet) sink->hit(sink->ctx, &hit);
    if (one->feeds) feed_correlations(r, number, sink);
}

// *clock: when the one before had been looked at.
static void look_at_rule(sigma_run *r, uint32_t number, int64_t *clock, const sigma_sink *sink)
{
    sigma_cost *c = &r->costs[number];
    if (c->stopped) return;
    r->limited = false;
    bool yes   = holds(r, &r->set->rules.at[number]);
    c->looked++;
    c->limited += r->limited;
    int64_t after = r->now_ns();
    c->spent_ns += (uint64_t)(after - *clock);
    *clock = after;
    if ((int64_t)c->spent_ns > r->spent_max) c->stopped = true;
    if (!yes) return;
    c->hits++;
    tell(r, number, sink);
    *clock = r->now_ns(); // whoever takes the finding may be slow
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

status sigma_event(sigma_run *r, str line, const sigma_sink *sink)
{
    TRY(scan_event(&r->e, line));
    if (++r->turn == TURNS_MAX) {
        memset(r->state, 0, r->set->preds.count * sizeof *r->state);
        memset(r->candidate, 0, r->set->rules.count * sizeof *r->candidate);
        r->turn = 1;
    }
    r->candidate_count = 0;
    route_event(r);
    look_at_fields(r);
    for (size_t i = 0; i < r->set->late_count; i++) call_up(r, r->set->late_rules[i]);
    // In the order of the rules, so that two runs tell the same in the same order.
    if (r->candidate_count > 1)
        qsort(r->candidates, r->candidate_count, sizeof *r->candidates, by_number);
    int64_t clock = r->candidate_count ? r->now_ns() : 0;
    for (uint32_t i = 0; i < r->candidate_count; i++)
        look_at_rule(r, r->candidates[i], &clock, sink);
    return ST_OK;
}

// ---- of the event --------------------------------------------------------------------------------

static str text_of(const sigma_run *r, uint32_t number)
{
    const value *v = number == NONE ? NULL : scan_first(&r->e, number);
    return v ? v->text : (str){ 0 };
}

str sigma_field(const sigma_run *r, str name)
{
    return text_of(r, set_field_known(r->set, name.ptr, (size_t)name.len));
}

str sigma_whole(const sigma_run *r)
{
    return (str){ r->e.text, (ptrdiff_t)r->e.len };
}

str sigma_channel(const sigma_run *r)
{
    return text_of(r, r->channel);
}

str sigma_computer(const sigma_run *r)
{
    return text_of(r, r->computer);
}

str sigma_provider(const sigma_run *r)
{
    return text_of(r, r->provider);
}

str sigma_event_id(const sigma_run *r)
{
    return text_of(r, r->event_id);
}

int64_t sigma_time_ms(const sigma_run *r)
{
    int64_t ms;
    return time_parse(text_of(r, r->time), &ms) == ST_OK ? ms : INT64_MIN;
}

int64_t sigma_record_id(const sigma_run *r)
{
    int64_t n;
    return str_int(text_of(r, r->record), &n) ? n : -1;
}

const sigma_cost *sigma_cost_of(const sigma_run *r, size_t number)
{
    return &r->costs[number];
}

uint64_t sigma_in_scope(const sigma_run *r, size_t number)
{
    uint32_t c   = r->set->rules.at[number].class;
    uint64_t sum = c == NONE ? 0 : r->beside[c];
    if (c == NONE) return 0;
    for (size_t i = 0; i < ROUTES_MAX; i++) {
        if (r->routes[i].classes[c / 64] >> c % 64 & 1) sum += r->routes[i].events;
    }
    return sum;
}
