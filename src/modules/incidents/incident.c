// incident.c - see incident.h: states, steps, parts.
#include "modules/incidents/incident.h"

#include "kit/text/text.h"

// ---- names -----------------------------------------------------------------------------------------

static const str state_keys[INCIDENT_STATES + 1] = {
    [INCIDENT_NEW]              = STR("new"),
    [INCIDENT_RECEIVED]         = STR("received"),
    [INCIDENT_VERIFIED]         = STR("verified"),
    [INCIDENT_FIRST_RESPONSE]   = STR("first_response"),
    [INCIDENT_RESPONDING]       = STR("responding"),
    [INCIDENT_RECOVERING]       = STR("recovering"),
    [INCIDENT_CHECKING]         = STR("checking"),
    [INCIDENT_AWAITING_FINAL]   = STR("awaiting_final"),
    [INCIDENT_REVIEWING]        = STR("reviewing"),
    [INCIDENT_CLOSED]           = STR("closed"),
    [INCIDENT_NONE]             = STR("no_incident"),
    [INCIDENT_DUPLICATE]        = STR("duplicate"),
    [INCIDENT_PLAN]             = STR("plan"),
    [INCIDENT_SERIOUS_FIRST]    = STR("serious_first"),
    [INCIDENT_SERIOUS_RESPONSE] = STR("serious_response"),
    [INCIDENT_SERIOUS_REVIEW]   = STR("serious_review"),
};
static const str class_keys[] = { STR(""), STR("ordinary"), STR("serious") };
static const str stage_keys[] = { STR(""), STR("proposed"), STR("verified"), STR("decided") };

static const struct {
    str  key, law;
    bool national, convened;
} seats[INCIDENT_SEATS + 1] = {
    [SEAT_OPERATOR]    = { STR("operator"), STR("DVVH"), false, false },
    [SEAT_OWNER]       = { STR("owner"), STR("CQ"), false, false },
    [SEAT_UNIT]        = { STR("unit"), STR("DVCT"), false, true },
    [SEAT_MEMBER]      = { STR("member"), STR("TVML"), false, true },
    [SEAT_COMMITTEE]   = { STR("committee"), STR("BCD_BT"), false, false },
    [SEAT_COORDINATOR] = { STR("coordinator"), STR("CQDP"), true, false },
    [SEAT_STANDING]    = { STR("standing"), STR("CQTT"), true, false },
    [SEAT_NATIONAL]    = { STR("national"), STR("BCD_QG"), true, false },
    [SEAT_TASK_FORCE]  = { STR("task_force"), STR("BPTN"), false, true },
    [SEAT_HIRED]       = { STR("hired"), STR("SOC"), false, true },
    [SEAT_THIRD]       = { STR("third"), STR("THIRD"), false, false },
};

static const str act_keys[INCIDENT_ACTS + 1] = {
    [ACT_NOTICE]       = STR("notice"),
    [ACT_REPORT]       = STR("report"),
    [ACT_ACKNOWLEDGE]  = STR("acknowledge"),
    [ACT_VERIFY]       = STR("verify"),
    [ACT_PROPOSE]      = STR("propose"),
    [ACT_CONFIRM]      = STR("confirm"),
    [ACT_DECIDE]       = STR("decide"),
    [ACT_ORDER]        = STR("order"),
    [ACT_ANSWER]       = STR("answer"),
    [ACT_SPOKESPERSON] = STR("spokesperson"),
    [ACT_WARN]         = STR("warn"),
    [ACT_CLOSE_ASK]    = STR("close_ask"),
    [ACT_CLOSE]        = STR("close"),
    [ACT_SEE]          = STR("see"),
    [ACT_WORK]         = STR("work"),
    [ACT_CONVENE]      = STR("convene"),
    [ACT_LOG]          = STR("log"),
    [ACT_TASK]         = STR("task"),
    [ACT_MARK]         = STR("mark"),
    [ACT_LESSON]       = STR("lesson"),
    [ACT_APPROVE]      = STR("approve"),
    [ACT_SPREAD]       = STR("spread"),
    [ACT_EXEMPT]       = STR("exempt"),
};

static int named(const str *keys, size_t count, str key)
{
    for (size_t i = 1; i < count && key.len; i++) {
        if (str_equal(keys[i], key)) return (int)i;
    }
    return 0;
}

str incident_state_key(incident_state s)
{
    return s >= INCIDENT_NEW && (int)s <= INCIDENT_STATES ? state_keys[s] : S("");
}

bool incident_state_named(str key, incident_state *out)
{
    *out = (incident_state)named(state_keys, COUNT(state_keys), key);
    return *out != 0;
}

bool incident_over(incident_state s)
{
    return s == INCIDENT_CLOSED || s == INCIDENT_NONE || s == INCIDENT_DUPLICATE;
}

bool incident_serious_path(incident_state s)
{
    return s >= INCIDENT_PLAN;
}

str incident_class_key(incident_class k)
{
    return k >= CLASS_NONE && k <= CLASS_SERIOUS ? class_keys[k] : S("");
}

bool incident_class_named(str key, incident_class *out)
{
    *out = (incident_class)named(class_keys, COUNT(class_keys), key);
    return *out != CLASS_NONE;
}

str class_stage_key(class_stage s)
{
    return s >= CLASS_PROPOSED && s <= CLASS_DECIDED ? stage_keys[s] : S("");
}

bool class_stage_named(str key, class_stage *out)
{
    *out = (class_stage)named(stage_keys, COUNT(stage_keys), key);
    return *out != 0;
}

static bool is_seat(incident_seat s)
{
    return s >= SEAT_OPERATOR && (int)s <= INCIDENT_SEATS;
}

str incident_seat_key(incident_seat s)
{
    return is_seat(s) ? seats[s].key : S("");
}

str incident_seat_law(incident_seat s)
{
    return is_seat(s) ? seats[s].law : S("");
}

bool incident_seat_named(str key, incident_seat *out)
{
    for (int s = SEAT_OPERATOR; s <= INCIDENT_SEATS; s++) {
        if (!str_equal(seats[s].key, key)) continue;
        *out = (incident_seat)s;
        return true;
    }
    return false;
}

bool incident_seat_national(incident_seat s)
{
    return is_seat(s) && seats[s].national;
}

bool incident_seat_convened(incident_seat s)
{
    return is_seat(s) && seats[s].convened;
}

str incident_act_key(incident_act act)
{
    return act >= ACT_NOTICE && (int)act <= INCIDENT_ACTS ? act_keys[act] : S("");
}

// ---- steps -----------------------------------------------------------------------------------------

// TT 20/2017 Điều 11 and its picture; then the seven steps of QĐ 05/2017 Điều 14 and the ways between the two: to
// them by decision of the standing body, along and back by the coordinator. See incident_step_act.
static const incident_step steps[] = {
    { INCIDENT_NEW, INCIDENT_RECEIVED, ACT_ACKNOWLEDGE, false },
    { INCIDENT_NEW, INCIDENT_NONE, ACT_VERIFY, true },
    { INCIDENT_RECEIVED, INCIDENT_VERIFIED, ACT_VERIFY, false },
    { INCIDENT_RECEIVED, INCIDENT_NONE, ACT_VERIFY, true },
    { INCIDENT_VERIFIED, INCIDENT_FIRST_RESPONSE, ACT_WORK, false },
    { INCIDENT_FIRST_RESPONSE, INCIDENT_RESPONDING, ACT_WORK, false },
    { INCIDENT_RESPONDING, INCIDENT_RECOVERING, ACT_WORK, false },
    { INCIDENT_RECOVERING, INCIDENT_CHECKING, ACT_WORK, false },
    { INCIDENT_CHECKING, INCIDENT_RESPONDING, ACT_WORK, true }, // not stable: back to 2 and 3
    { INCIDENT_CHECKING, INCIDENT_AWAITING_FINAL, ACT_WORK, false },
    { INCIDENT_AWAITING_FINAL, INCIDENT_RESPONDING, ACT_WORK, true },
    { INCIDENT_AWAITING_FINAL, INCIDENT_REVIEWING, ACT_CLOSE_ASK, false },
    { INCIDENT_REVIEWING, INCIDENT_RESPONDING, ACT_VERIFY, true },
    { INCIDENT_REVIEWING, INCIDENT_CLOSED, ACT_CLOSE, false },
    { INCIDENT_VERIFIED, INCIDENT_PLAN, ACT_DECIDE, false },
    { INCIDENT_FIRST_RESPONSE, INCIDENT_PLAN, ACT_DECIDE, false },
    { INCIDENT_RESPONDING, INCIDENT_PLAN, ACT_DECIDE, false },
    { INCIDENT_RECOVERING, INCIDENT_PLAN, ACT_DECIDE, false },
    { INCIDENT_PLAN, INCIDENT_SERIOUS_FIRST, ACT_CONFIRM, false },
    { INCIDENT_SERIOUS_FIRST, INCIDENT_SERIOUS_RESPONSE, ACT_CONFIRM, false },
    { INCIDENT_SERIOUS_RESPONSE, INCIDENT_SERIOUS_REVIEW, ACT_CONFIRM, false },
    { INCIDENT_SERIOUS_REVIEW, INCIDENT_SERIOUS_RESPONSE, ACT_CONFIRM, true },
    { INCIDENT_SERIOUS_REVIEW, INCIDENT_CLOSED, ACT_CLOSE, false },
    { INCIDENT_PLAN, INCIDENT_RESPONDING, ACT_CONFIRM, true },
    { INCIDENT_SERIOUS_FIRST, INCIDENT_RESPONDING, ACT_CONFIRM, true },
    { INCIDENT_SERIOUS_RESPONSE, INCIDENT_RESPONDING, ACT_CONFIRM, true },
    // It was no slip, or the slip was to take it off the board.
    { INCIDENT_NONE, INCIDENT_RECEIVED, ACT_CONFIRM, true },
    { INCIDENT_DUPLICATE, INCIDENT_RECEIVED, ACT_CONFIRM, true },
    { INCIDENT_CLOSED, INCIDENT_RESPONDING, ACT_CONFIRM, true },
};

const incident_step incident_step_join = { 0, INCIDENT_DUPLICATE, ACT_VERIFY, true };

const incident_step *incident_step_find(incident_state from, incident_state to)
{
    for (size_t i = 0; i < COUNT(steps); i++) {
        if (steps[i].from == from && steps[i].to == to) return &steps[i];
    }
    return NULL;
}

size_t incident_steps_from(incident_state from, const incident_step **out, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < COUNT(steps) && n < max; i++) {
        if (steps[i].from == from) out[n++] = &steps[i];
    }
    return n;
}

status incident_may_close(const incident_closing *k, problem *why)
{
    if (k->emergency && !k->final_report)
        return problem_set(why, ST_INVALID, S("state"), S("incident-no-final"));
    if (!k->handled) return problem_set(why, ST_INVALID, S("handled"), S("incident-not-handled"));
    if (k->serious && !k->reviewed)
        return problem_set(why, ST_INVALID, S("state"), S("incident-not-reviewed"));
    return ST_OK;
}

// ---- codes -----------------------------------------------------------------------------------------

str incident_code(arena *a, int year, int64_t number)
{
    return arena_printf(a, "SC-%04d-%06lld", year, (long long)number);
}

str incident_sort_key(arena *a, int64_t id)
{
    return arena_printf(a, "%09lld", (long long)(INCIDENT_ID_MAX - id));
}

bool incident_code_read(arena *a, str typed, str *code)
{
    str     kind, rest, year, number;
    int64_t y, n;
    if (!str_cut(typed, '-', &kind, &rest) || !str_equal_nocase(kind, S("SC"))) return false;
    if (!str_cut(rest, '-', &year, &number) || year.len != 4 || number.len > 9) return false;
    if (!str_int(year, &y) || !str_int(number, &n) || y < 0 || n < 1) return false;
    *code = incident_code(a, (int)y, n);
    return code->ptr != NULL;
}
