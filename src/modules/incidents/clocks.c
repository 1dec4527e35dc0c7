// clocks.c - see clocks.h.
#include "modules/incidents/clocks.h"

#include "modules/incidents/serious.h"

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS, DAY_MS = 24 * HOUR_MS };

void incident_facts_start(incident_facts *f)
{
    *f = (incident_facts){ .level = 0 };
    for (size_t i = 0; i < COUNT(f->flag); i++) f->flag[i] = LAW_UNKNOWN;
}

incident_clock_settings incident_clock_settings_of(const law *l)
{
    return (incident_clock_settings){
        .at_once_ms             = law_incident_setting_value(l, S("at-once")) * MINUTE_MS,
        .at_once_serious_ms     = law_incident_setting_value(l, S("at-once-serious")) * MINUTE_MS,
        .acknowledge_ms         = law_incident_setting_value(l, S("acknowledge")) * MINUTE_MS,
        .acknowledge_serious_ms = law_incident_setting_value(l, S("acknowledge-serious")) *
                                  MINUTE_MS,
        .beside = law_incident_setting_value(l, S("beside")) != 0,
    };
}

// ---- which rows -------------------------------------------------------------------------------------------
// What the rows look at besides the facts themselves.
typedef struct standing {
    const law                     *l;
    const incident_facts          *f;
    const incident_clock_settings *s;
    law_truth                      serious;
} standing;

static law_truth emergency(const incident_facts *f)
{
    if (f->at[LAW_INCIDENT_OVER_CAPACITY]) return LAW_TRUE;
    return f->flag[LAW_INCIDENT_OWNER_CANNOT];
}

static law_truth flag_of(const standing *g, law_incident_flag flag)
{
    if (flag == LAW_INCIDENT_SERIOUS) return g->serious;
    if (flag == LAW_INCIDENT_MAYBE_SERIOUS) return g->serious == LAW_FALSE ? LAW_FALSE : LAW_TRUE;
    if (flag == LAW_INCIDENT_EMERGENCY) return emergency(g->f);
    return g->f->flag[flag];
}

// False when a condition does not hold; *unknown gets those that nobody has told.
static bool may_hold(const standing *g, uint32_t when, uint32_t *unknown)
{
    *unknown = 0;
    for (int i = 0; i < LAW_INCIDENT_FLAGS; i++) {
        if (!(when >> i & 1)) continue;
        law_truth t = flag_of(g, (law_incident_flag)i);
        if (t == LAW_FALSE) return false;
        if (t == LAW_UNKNOWN) *unknown |= UINT32_C(1) << i;
    }
    return true;
}

static bool among(str key, const str *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(list[i], key)) return true;
    }
    return false;
}

// The moment whose day picks a row: the row's own, else what is known instead. A row that is picked by the
// day of the act itself has no other.
static int64_t picking(const incident_facts *f, const law_incident_clock *r)
{
    if (f->at[r->by] || r->by == LAW_INCIDENT_OCCURRED) return f->at[r->by];
    if (f->at[r->anchor]) return f->at[r->anchor];
    if (f->at[r->anchor_else]) return f->at[r->anchor_else];
    if (f->at[LAW_INCIDENT_DETECTED]) return f->at[LAW_INCIDENT_DETECTED];
    if (f->at[LAW_INCIDENT_RECEIVED]) return f->at[LAW_INCIDENT_RECEIVED];
    return f->at[LAW_INCIDENT_OCCURRED];
}

static bool in_force(const standing *g, const law_incident_clock *r, int64_t at_ms)
{
    size_t                     n;
    day                        on      = day_of_ms(at_ms, VIETNAM_OFFSET_MINUTES);
    const law_incident_regime *regimes = law_incident_regimes(g->l, &n);
    const law_incident_regime *now     = law_incident_regime_on(g->l, on);
    if (!now || !law_incident_clock_valid(r, on)) return false;
    unsigned bit = 1u << (now - regimes);
    return r->regimes & bit || (g->s->beside && r->beside & bit);
}

// ---- dates ------------------------------------------------------------------------------------------------
// The last moment of a day in Viet Nam.
static int64_t end_of(int64_t number)
{
    return (number + 1) * DAY_MS - (int64_t)VIETNAM_OFFSET_MINUTES * MINUTE_MS - 1;
}

static int64_t at_once(const standing *g, const incident_clock *k)
{
    bool suspected = g->serious == LAW_TRUE || g->f->at[LAW_INCIDENT_SUSPECTED];
    if (k->rule->anchor == LAW_INCIDENT_RECEIVED)
        return suspected ? g->s->acknowledge_serious_ms : g->s->acknowledge_ms;
    return suspected ? g->s->at_once_serious_ms : g->s->at_once_ms;
}

static void count_days(const law *l, incident_clock *k)
{
    const law_incident_clock *r       = k->rule;
    bool                      working = r->unit == LAW_UNIT_WORKING;
    day                       start   = day_of_ms(k->start_ms, VIETNAM_OFFSET_MINUTES), last;
    status                    st      = calendar_due(law_calendar(l), start, r->limit,
                             working ? CALENDAR_WORKING : CALENDAR_DAYS, &last, NULL, NULL);
    if (st == ST_OK) k->latest_ms = end_of(day_number(last));
    k->due_ms = working ? k->latest_ms : end_of(day_number(start) + r->limit);
}

static void set_dates(const standing *g, incident_clock *k)
{
    switch (k->rule->unit) {
    case LAW_UNIT_NOW: k->due_ms = k->start_ms + at_once(g, k); break;
    case LAW_UNIT_HOUR: k->due_ms = k->start_ms + (int64_t)k->rule->limit * HOUR_MS; break;
    case LAW_UNIT_DAY:
    case LAW_UNIT_WORKING: count_days(g->l, k); return;
    }
    k->latest_ms = k->due_ms;
}

// ---- clocks -----------------------------------------------------------------------------------------------
static void set_recipients(const incident_facts *f, incident_clock *k)
{
    const law_incident_clock *r = k->rule;
    k->to                       = r->to;
    k->to_count                 = r->to_count;
    if (str_equal(f->owner_kind, S("mod")) && r->to_military.len) {
        k->to       = &r->to_military;
        k->to_count = 1;
    }
    if (str_equal(f->owner_kind, S("cipher")) && r->to_cipher.len) {
        k->to       = &r->to_cipher;
        k->to_count = 1;
    }
}

// Progress is reported through the response, no longer (QĐ 05/2017/QĐ-TTg Điều 11 khoản 2).
static bool response_over(const incident_facts *f)
{
    return f->at[LAW_INCIDENT_HANDLED] || f->at[LAW_INCIDENT_ENDED];
}

// False when the row does not concern the facts.
static bool take(const standing *g, const law_incident_clock *r, incident_clock *k)
{
    const incident_facts *f    = g->f;
    int64_t               when = picking(f, r);
    *k                         = (incident_clock){ .rule = r, .anchor = r->anchor };
    if (!may_hold(g, r->when, &k->unknown)) return false;
    if (r->anchor == LAW_INCIDENT_LAST_REPORT && response_over(f)) return false;
    if (when ? !in_force(g, r, when) : r->by != LAW_INCIDENT_OCCURRED || k->unknown) return false;
    if (!f->at[r->anchor] && f->at[r->anchor_else]) k->anchor = r->anchor_else;
    k->start_ms = f->at[k->anchor];
    k->kind     = !k->start_ms ? CLOCK_WAITS : k->unknown ? CLOCK_POSSIBLE : CLOCK_RUNS;
    if (among(f->owner_kind, r->spares, r->spare_count)) k->kind = CLOCK_EXEMPT;
    set_recipients(f, k);
    if (k->start_ms && k->kind != CLOCK_EXEMPT) set_dates(g, k);
    return true;
}

static bool runs(const incident_clock *k)
{
    return k && k->kind == CLOCK_RUNS;
}

static void look_across(const law *l, incident_clock_list *out)
{
    size_t                      n;
    const law_incident_overlap *overlaps = law_incident_overlaps(l, &n);
    for (size_t i = 0; i < out->count; i++) {
        incident_clock *k = &out->items[i];
        if (!k->rule->superseded_by) continue;
        const incident_clock *faster = incident_clock_find(out, k->rule->superseded_by->id);
        k->superseded                = runs(k) && runs(faster) && faster->due_ms <= k->due_ms;
    }
    for (size_t i = 0; i < n && out->overlap_count < INCIDENT_OVERLAPS_MAX; i++) {
        bool all = true;
        for (size_t j = 0; j < overlaps[i].rule_count; j++)
            all = all && runs(incident_clock_find(out, overlaps[i].rules[j]->id));
        if (all) out->overlaps[out->overlap_count++] = &overlaps[i];
    }
}

status incident_clocks_of(const law *l, const incident_facts *f, const incident_clock_settings *s,
                          incident_clock_list *out)
{
    size_t                    n;
    const law_incident_clock *rows = law_incident_clocks(l, &n);
    const standing            g    = { l, f, s, incident_serious(l, f) };
    out->count = out->overlap_count = 0;
    for (size_t i = 0; i < n; i++) {
        incident_clock one;
        if (!take(&g, &rows[i], &one)) continue;
        if (out->count == INCIDENT_CLOCKS_MAX) return ST_LIMIT;
        out->items[out->count++] = one;
    }
    look_across(l, out);
    return ST_OK;
}

const incident_clock *incident_clock_find(const incident_clock_list *k, str rule)
{
    for (size_t i = 0; i < k->count; i++) {
        if (str_equal(k->items[i].rule->id, rule)) return &k->items[i];
    }
    return NULL;
}

incident_clock_standing incident_clock_stands(const incident_clock *k, int64_t done_ms,
                                              int64_t now_ms)
{
    if (k->kind == CLOCK_EXEMPT) return STANDING_EXEMPT;
    if (k->kind == CLOCK_WAITS || !k->due_ms) return STANDING_NOT_BEGUN;
    if (done_ms) return done_ms > k->due_ms ? STANDING_DONE_LATE : STANDING_DONE;
    if (k->superseded) return STANDING_SUPERSEDED;
    if (now_ms > k->due_ms) return STANDING_OVERDUE;
    return k->due_ms - now_ms <= (k->due_ms - k->start_ms) / 4 ? STANDING_SOON : STANDING_RUNNING;
}

str incident_moment(arena *a, int64_t at_ms)
{
    int64_t local = at_ms + (int64_t)VIETNAM_OFFSET_MINUTES * MINUTE_MS;
    day     d     = day_of_ms(at_ms, VIETNAM_OFFSET_MINUTES);
    int     s     = (int)(((local % DAY_MS) + DAY_MS) % DAY_MS / 1000);
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d+07:00", d.year, d.month, d.dom, s / 3600,
                        s / 60 % 60, s % 60);
}
