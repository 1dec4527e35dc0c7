// duty_ops.c - see duty_ops.h.
#include "modules/network/duty_ops.h"

#include "modules/network/row_ops.h"
#include "modules/systems/systems.h"

static const str exercise_kinds[] = { STR("hunt"), STR("scan"), STR("drill") };

str profile_due(arena *a, str member_since, str last_on)
{
    const law_member_duty *rule = law_member_duty_find(law_current(), S("profile"));
    day                    d;
    if (last_on.len && rule && day_parse(last_on, &d) == ST_OK)
        return day_iso(a, day_months_after(d, rule->limit));
    if (day_parse(member_since, &d) != ST_OK) return S("");
    return day_iso(a, day_from_number(day_number(d) + PROFILE_FIRST_DAYS));
}

static duty_state state_of(str due, str today)
{
    day last, now;
    if (day_parse(due, &last) != ST_OK || day_parse(today, &now) != ST_OK) return DUTY_MET;
    int64_t left = day_number(last) - day_number(now);
    return left < 0 ? DUTY_LATE : left <= DUTY_SOON_DAYS ? DUTY_SOON : DUTY_MET;
}

static void put(member_card *k, const char *id, duty_state state, str due)
{
    const law_member_duty *rule = law_member_duty_find(law_current(), str_from(id));
    if (rule && k->duty_count < MEMBER_DUTIES_MAX)
        k->duties[k->duty_count++] = (member_duty){ rule, state, due, 0 };
}

// ---- the systems of the body -------------------------------------------------------------------------

static status gather(call *c, const system_page *p, member_card *k)
{
    for (size_t i = 0; i < p->count && k->system_count < NETWORK_SYSTEMS_MAX; i++) {
        const system_row *s   = &p->items[i];
        int               lvl = s->level ? s->level : s->sheet_level;
        member_system    *to  = &k->systems[k->system_count++];
        *to                   = (member_system){ .id = s->id, .level = lvl };
        TRY(arena_copy(c->a, s->code, &to->code));
        TRY(arena_copy(c->a, s->name, &to->name));
        for (size_t e = 0; e < COUNT(exercise_kinds); e++) to->last[e] = S("");
        k->level_counts[lvl >= 1 && lvl <= 5 ? lvl : 0]++;
    }
    return ST_OK;
}

static status load_systems(call *c, member_card *k)
{
    const system_filter f      = { .owner_id = k->m.body_id };
    str                 cursor = S("");
    k->systems                 = NEW(c->a, member_system, NETWORK_SYSTEMS_MAX);
    if (!k->systems) return ST_MEMORY;
    for (bool more = true; more;) {
        system_page p;
        TRY(systems_list(c, &f, cursor, 0, &p, NULL));
        TRY(gather(c, &p, k));
        cursor = p.next;
        more   = p.next.len > 0 && k->system_count < NETWORK_SYSTEMS_MAX;
    }
    return ST_OK;
}

static network_hunts *hunts_by;

void network_hunts_by(network_hunts *hunts)
{
    hunts_by = hunts;
}

static status load_hunted(call *c, member_card *k)
{
    network_hunted *hunted;
    size_t          count = 0;
    if (hunts_by) TRY(hunts_by(c, k->m.body_id, &hunted, &count));
    for (size_t i = 0; i < count; i++) {
        for (size_t s = 0; s < k->system_count; s++) {
            str *last = &k->systems[s].last[0]; // a hunt
            if (k->systems[s].id != hunted[i].system_id) continue;
            if (str_compare(*last, hunted[i].last_on) < 0) *last = hunted[i].last_on;
        }
    }
    return ST_OK;
}

static status load_last(call *c, member_card *k)
{
    db                        *d;
    network_exercise_last_row *rows;
    size_t                     count;
    network_exercise_last_in   in = { k->m.id, NETWORK_SYSTEMS_MAX * 3 };
    TRY(call_db(c, &d));
    TRY(network_exercise_last(d, &in, c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        for (size_t s = 0; s < k->system_count; s++) {
            if (k->systems[s].id != rows[i].system_id) continue;
            for (size_t e = 0; e < COUNT(exercise_kinds); e++) {
                if (str_equal(rows[i].kind, exercise_kinds[e]))
                    k->systems[s].last[e] = rows[i].done_on;
            }
        }
    }
    return load_hunted(c, k);
}

// One that never took place is due that long after the membership began.
static status exercises(call *c, member_card *k, str today)
{
    for (size_t e = 0; e < COUNT(exercise_kinds); e++) {
        const law_member_duty *rule = law_member_duty_find(law_current(), exercise_kinds[e]);
        int64_t                late = 0, held = 0;
        str                    first = S("");
        for (size_t s = 0; rule && s < k->system_count; s++) {
            member_system *one = &k->systems[s];
            day            from;
            str            since = one->last[e].len ? one->last[e] : k->m.valid_from;
            if (one->level < rule->from_level || day_parse(since, &from) != ST_OK) continue;
            str due = day_iso(c->a, day_months_after(from, rule->limit));
            if (!due.ptr) return ST_MEMORY;
            held++;
            one->due[e] = state_of(due, today) == DUTY_LATE;
            late += one->due[e];
            if (!first.len || str_compare(due, first) < 0) first = due;
        }
        if (!held) continue;
        put(k, exercise_kinds[e].ptr, state_of(first, today), first);
        k->duties[k->duty_count - 1].n = late;
    }
    return ST_OK;
}

static bool has(const member_card *k, contact_kind kind)
{
    for (size_t i = 0; i < k->contact_count; i++) {
        if (k->contacts[i].kind == kind && !k->contacts[i].ended_ms) return true;
    }
    return false;
}

static status put_duties(call *c, member_card *k, str today)
{
    bool plan = false;
    str  due = profile_due(c->a, k->m.valid_from, k->profile_count ? k->profiles[0].on_day : S(""));
    if (!due.ptr) return ST_MEMORY;
    put(k, "profile", state_of(due, today), due);
    if (k->untold_ms)
        put(k, "contact", contact_is_late(k->untold_ms, c->now_ms) ? DUTY_LATE : DUTY_SOON, S(""));
    bool reached = k->texts[FIELD_RECEIVE_PAGE].len &&
                   (k->texts[FIELD_RECEIVE_PHONE].len || k->texts[FIELD_RECEIVE_MOBILE].len ||
                    k->texts[FIELD_RECEIVE_EMAIL].len);
    put(k, "reception", reached ? DUTY_MET : DUTY_LATE, S(""));
    bool round = has(k, CONTACT_IN_HOURS) && has(k, CONTACT_OUT_OF_HOURS);
    put(k, "roster", round || !k->gap_count ? DUTY_MET : DUTY_LATE, S(""));
    for (size_t i = 0; i < k->plan_count; i++)
        plan = plan || (!k->plans[i].over && k->plans[i].approved_on.len);
    put(k, "plan", plan ? DUTY_MET : DUTY_LATE, S(""));
    return exercises(c, k, today);
}

status network_duties(call *c, member_card *k)
{
    str today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    if (call_may(c, RIGHT_SYSTEMS_READ)) {
        TRY(load_systems(c, k));
        TRY(load_last(c, k));
    }
    if (k->m.state != MEMBER_IN) return ST_OK;
    TRY(put_duties(c, k, today));
    for (size_t i = 0; i < k->duty_count; i++) {
        const law_member_duty *rule = k->duties[i].law;
        k->duties[i].fined          = rule->fine_max && str_compare(rule->fine_from, today) <= 0;
    }
    return ST_OK;
}
