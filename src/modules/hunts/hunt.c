// hunt.c - see hunt.h.
#include "modules/hunts/hunt.h"

#include "kit/law/incident_rules.h"
#include "kit/law/network_rows.h"

static str key_of(const char *const *names, size_t count, size_t at)
{
    return at > 0 && at < count ? str_from(names[at]) : S("");
}

static size_t named(const char *const *names, size_t count, str key)
{
    for (size_t i = 1; i < count; i++) {
        if (str_equal(str_from(names[i]), key)) return i;
    }
    return 0;
}

static const char *const states[] = {
    NULL, "planned", "running", "awaiting", "closed", "cancelled"
};
static const char *const severities[] = { NULL, "low", "medium", "high", "critical" };
static const char *const threats[]    = { NULL, "open", "removed", "confirmed", "dismissed" };
static const char *const standings[]  = { NULL, "in-time", "soon", "late" };

str hunt_state_key(hunt_state s)
{
    return key_of(states, COUNT(states), s);
}

bool hunt_state_named(str key, hunt_state *out)
{
    *out = (hunt_state)named(states, COUNT(states), key);
    return *out != 0;
}

str hunt_severity_key(hunt_severity s)
{
    return key_of(severities, COUNT(severities), s);
}

bool hunt_severity_named(str key, hunt_severity *out)
{
    *out = (hunt_severity)named(severities, COUNT(severities), key);
    return *out != 0;
}

str threat_state_key(threat_state s)
{
    return key_of(threats, COUNT(threats), s);
}

bool threat_state_named(str key, threat_state *out)
{
    *out = (threat_state)named(threats, COUNT(threats), key);
    return *out != 0;
}

str hunt_standing_key(hunt_standing s)
{
    return key_of(standings, COUNT(standings), s);
}

bool threat_is_open(threat_state s)
{
    return s == THREAT_OPEN || s == THREAT_REMOVED;
}

static bool digits(str s, ptrdiff_t from, ptrdiff_t count)
{
    for (ptrdiff_t i = from; i < from + count; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    }
    return true;
}

bool hunt_technique_form(str id)
{
    enum { PLAIN = 5, DOTTED = 9 };
    if (id.len != PLAIN && id.len != DOTTED) return false;
    if (id.ptr[0] != 'T' || !digits(id, 1, PLAIN - 1)) return false;
    return id.len == PLAIN || (id.ptr[PLAIN] == '.' && digits(id, PLAIN + 1, 3));
}

// ---- acts ------------------------------------------------------------------------------------------

hunt_state hunt_after(hunt_state from, hunt_act act)
{
    bool lives = from >= HUNT_PLANNED && from <= HUNT_WAITING;
    bool under = from == HUNT_RUNNING || from == HUNT_WAITING;
    switch (act) {
    case HUNT_ACT_OPEN: return 0;
    case HUNT_ACT_CHANGE: return lives ? from : 0;
    case HUNT_ACT_BEGIN: return from == HUNT_PLANNED ? HUNT_RUNNING : 0;
    case HUNT_ACT_END: return from == HUNT_RUNNING ? HUNT_WAITING : 0;
    case HUNT_ACT_CLOSE: return under ? HUNT_CLOSED : 0;
    case HUNT_ACT_CANCEL: return lives ? HUNT_CANCELLED : 0;
    case HUNT_ACT_THREAT:
    case HUNT_ACT_REMOVE:
    case HUNT_ACT_AGAIN:
    case HUNT_ACT_DISMISS:
    case HUNT_ACT_INCIDENT: return under ? from : 0;
    }
    return 0;
}

bool threat_fits(threat_state s, hunt_act act)
{
    switch (act) {
    case HUNT_ACT_REMOVE: return s == THREAT_OPEN;
    case HUNT_ACT_AGAIN: return s == THREAT_REMOVED;
    case HUNT_ACT_DISMISS:
    case HUNT_ACT_THREAT: return threat_is_open(s);
    case HUNT_ACT_INCIDENT: return s != THREAT_DISMISSED;
    case HUNT_ACT_OPEN:
    case HUNT_ACT_CHANGE:
    case HUNT_ACT_BEGIN:
    case HUNT_ACT_END:
    case HUNT_ACT_CLOSE:
    case HUNT_ACT_CANCEL: return false;
    }
    return false;
}

enum { // numbers of modules/accounts
    HEAD       = 1 << 1,
    OFFICER    = 1 << 2,
    OPERATOR   = 1 << 3,
    SPECIALIST = 1 << 4,
    ANALYST    = 1 << 9,
};

bool hunt_role_may(uint64_t roles, hunt_act act)
{
    static const unsigned may[HUNT_ACTS + 1] = {
        [HUNT_ACT_OPEN]     = SPECIALIST | ANALYST,
        [HUNT_ACT_CHANGE]   = SPECIALIST | ANALYST,
        [HUNT_ACT_BEGIN]    = SPECIALIST | ANALYST,
        [HUNT_ACT_END]      = SPECIALIST | ANALYST,
        [HUNT_ACT_CLOSE]    = HEAD | SPECIALIST,
        [HUNT_ACT_CANCEL]   = HEAD | SPECIALIST,
        [HUNT_ACT_THREAT]   = SPECIALIST | ANALYST,
        [HUNT_ACT_REMOVE]   = SPECIALIST | ANALYST | OPERATOR | OFFICER,
        [HUNT_ACT_AGAIN]    = SPECIALIST | ANALYST,
        [HUNT_ACT_DISMISS]  = SPECIALIST | ANALYST,
        [HUNT_ACT_INCIDENT] = SPECIALIST | ANALYST,
    };
    return (int)act >= HUNT_ACT_OPEN && (int)act <= HUNT_ACTS && (roles & may[act]) != 0;
}

// ---- what is due -----------------------------------------------------------------------------------

hunt_term hunt_term_on(const law *l, day on)
{
    const law_member_duty     *rule = law_member_duty_find(l, S("hunt"));
    const law_incident_regime *r    = law_incident_regime_on(l, on);
    hunt_term                  t    = { .cite = S("") };
    if (!rule || rule->unit != LAW_DUTY_MONTH) return t;
    // Of the regime in which the directive was given nobody doubts that it holds; after it a setting says.
    bool kept = !r || !str_equal(r->id, S("r3")) || law_incident_setting_value(l, S("hunt-beside"));
    t         = (hunt_term){ .months       = kept ? rule->limit : 0,
                             .first_months = law_incident_setting_value(l, S("hunt-first")),
                             .from_level   = rule->from_level,
                             .upgrading    = law_incident_setting_value(l, S("hunt-upgrading")) != 0,
                             .cite         = rule->cite,
                             .certainty    = rule->certainty };
    if (!t.first_months) t.first_months = rule->limit;
    return t;
}

int hunt_quarter_from(const law *l)
{
    enum { EVERY_MONTH_HAS = 28 };
    int64_t from = law_incident_setting_value(l, S("hunt-quarter"));
    return from < 1 || from > EVERY_MONTH_HAS ? 1 : (int)from;
}

int hunt_level(const hunt_subject *s)
{
    return s->level ? s->level : s->sheet_level;
}

enum { RUNNING = 3, UPGRADING = 4 }; // enum system_state

bool hunt_owed(const hunt_term *t, const hunt_subject *s)
{
    int  level = hunt_level(s);
    bool runs  = s->state == RUNNING || (s->state == UPGRADING && t->upgrading);
    return t->months > 0 && runs && level > 0 && level >= t->from_level;
}

day hunt_due(const hunt_term *t, const hunt_subject *s)
{
    day at;
    if (s->last_on.len && day_parse(s->last_on, &at) == ST_OK)
        return day_months_after(at, t->months);
    bool known = day_parse(s->running_since, &at) == ST_OK;
    if (!known || day_number(at) < day_number(s->registered)) at = s->registered;
    return day_months_after(at, t->first_months);
}

hunt_standing hunt_standing_of(day due, day today)
{
    int64_t left = day_number(due) - day_number(today);
    return left < 0 ? HUNT_LATE : left <= HUNT_SOON_DAYS ? HUNT_SOON : HUNT_IN_TIME;
}
