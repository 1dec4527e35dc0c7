// incident_facts.c - see incident.h: every fact of an incident, and how what was typed is read.
#include "kit/text/text.h"
#include "modules/incidents/incident.h"
#include "modules/incidents/types.h"

static const char *const handled_or_not[] = { "handled", "unhandled", NULL };
static const char *const detected_by[]    = { "ids", "log", "told", "other", NULL };
static const char *const told_whom[]      = { "member", "isp", "coordinator", NULL };
static const char *const services[]       = { "web", "mail", "database", "other", NULL };
static const char *const measures[]       = { "antivirus", "firewall", "ids", "other", NULL };
static const char *const enclosed[]       = { "log", "sample", "other", NULL };
static const char *const bank_types[]     = { "dos", "malware",  "access", "deface", "misuse",
                                              "apt", "phishing", "other",  NULL };

#define LINE(key, group)                                                                           \
    {                                                                                              \
        key, FACT_LINE, group, false, NULL, NULL                                                   \
    }
#define LONG(key, group)                                                                           \
    {                                                                                              \
        key, FACT_LONG, group, false, NULL, NULL                                                   \
    }
#define LIST(key, group)                                                                           \
    {                                                                                              \
        key, FACT_LIST, group, false, NULL, NULL                                                   \
    }
#define TIME(key, group)                                                                           \
    {                                                                                              \
        key, FACT_TIME, group, false, NULL, NULL                                                   \
    }
#define THREE(key, group)                                                                          \
    {                                                                                              \
        key, FACT_THREE, group, false, NULL, NULL                                                  \
    }
#define SET(key, group, of)                                                                        \
    {                                                                                              \
        key, FACT_SET, group, false, of, NULL                                                      \
    }
#define COUNTED(key, group)                                                                        \
    {                                                                                              \
        key, FACT_COUNT, group, false, NULL, NULL                                                  \
    }

const incident_fact incident_facts_all[] = {
    { "title", FACT_LINE, GROUP_FIRST, true, NULL, "off" },
    { "detected", FACT_TIME, GROUP_FIRST, true, NULL, "off" },
    { "description", FACT_LONG, GROUP_FIRST, true, NULL, NULL },
    { "present_state", FACT_CHOICE, GROUP_FIRST, true, handled_or_not, NULL },
    { "type", FACT_TYPE, GROUP_FIRST, false, NULL, NULL },
    { "subtype", FACT_SUBTYPE, GROUP_FIRST, false, NULL, NULL },
    SET("detected_how", GROUP_FIRST, detected_by),
    LINE("detected_told_by", GROUP_FIRST),
    LINE("detected_other", GROUP_FIRST),
    { "contact_name", FACT_LINE, GROUP_FIRST, true, NULL, "name" },
    { "contact_phone", FACT_LINE, GROUP_FIRST, true, NULL, "tel" },
    { "contact_email", FACT_EMAIL, GROUP_FIRST, false, NULL, "email" },
    TIME("occurred", GROUP_TIMES),
    TIME("over_capacity", GROUP_TIMES),
    TIME("suspected", GROUP_TIMES),
    TIME("received", GROUP_TIMES),
    TIME("handled", GROUP_TIMES),
    TIME("ended", GROUP_TIMES),
    TIME("fixed", GROUP_TIMES),
    THREE("in_list", GROUP_HARM),
    THREE("service_down", GROUP_HARM),
    THREE("secrets_leaked", GROUP_HARM),
    THREE("data_lost", GROUP_HARM),
    THREE("control_lost", GROUP_HARM),
    THREE("wide", GROUP_HARM),
    THREE("owner_cannot", GROUP_HARM),
    THREE("personal_data", GROUP_HARM),
    THREE("special_data", GROUP_HARM),
    THREE("bank", GROUP_HARM),
    THREE("finance_data", GROUP_HARM),
    THREE("found_by_member", GROUP_HARM),
    THREE("order_sign", GROUP_HARM),
    LONG("involved", GROUP_HARM),
    LONG("data_kinds", GROUP_HARM),
    COUNTED("data_amount", GROUP_HARM),
    COUNTED("people_affected", GROUP_HARM),
    LONG("impact_customers", GROUP_HARM),
    LONG("impact_internal", GROUP_HARM),
    LONG("impact_related", GROUP_HARM),
    SET("bank_types", GROUP_HARM, bank_types),
    LINE("bank_types_other", GROUP_HARM),
    LINE("system_name", GROUP_SYSTEM),
    LINE("operator_name", GROUP_SYSTEM),
    LINE("operator_address", GROUP_SYSTEM),
    LINE("owner_name", GROUP_SYSTEM),
    { "owner_kind", FACT_OWNER, GROUP_SYSTEM, false, NULL, NULL },
    LINE("system_level", GROUP_SYSTEM),
    LINE("decision_no", GROUP_SYSTEM),
    LINE("decision_on", GROUP_SYSTEM),
    LINE("purpose", GROUP_SYSTEM),
    LIST("domains", GROUP_SYSTEM),
    LIST("ips", GROUP_SYSTEM),
    LIST("attacking_ips", GROUP_SYSTEM),
    LIST("ports", GROUP_SYSTEM),
    LINE("os", GROUP_SYSTEM),
    SET("services", GROUP_SYSTEM, services),
    LINE("services_other", GROUP_SYSTEM),
    SET("measures", GROUP_SYSTEM, measures),
    LINE("measures_other", GROUP_SYSTEM),
    LINE("provider_security", GROUP_SYSTEM),
    LIST("provider_network", GROUP_SYSTEM),
    LONG("spread", GROUP_WORK),
    LONG("effect", GROUP_WORK),
    LONG("done", GROUP_WORK),
    LONG("planned", GROUP_WORK),
    LIST("helpers", GROUP_WORK),
    LIST("helpers_foreign", GROUP_WORK),
    SET("told", GROUP_WORK, told_whom),
    LINE("reported_to", GROUP_WORK),
    LONG("evidence_kept", GROUP_WORK),
    SET("enclosed", GROUP_WORK, enclosed),
    LINE("enclosed_other", GROUP_WORK),
    THREE("keep_secret", GROUP_WORK),
    LONG("proposal", GROUP_WORK),
    LINE("reporter_name", GROUP_REPORTER),
    { "reporter_address", FACT_LINE, GROUP_REPORTER, false, NULL, "street-address" },
    LINE("reporter_phone", GROUP_REPORTER),
    { "reporter_email", FACT_EMAIL, GROUP_REPORTER, false, NULL, NULL },
    LINE("contact_title", GROUP_REPORTER),
    LONG("result", GROUP_OUTCOME),
    LONG("cause", GROUP_OUTCOME),
    LONG("damage", GROUP_OUTCOME),
    COUNTED("damage_vnd", GROUP_OUTCOME),
    COUNTED("cost_vnd", GROUP_OUTCOME),
    LONG("related_incidents", GROUP_OUTCOME),
    LONG("late_reason", GROUP_OUTCOME),
    COUNTED("minutes_down", GROUP_OUTCOME),
    LINE("figures_by", GROUP_OUTCOME),
    LINE("initial_report_no", GROUP_OUTCOME),
    LINE("initial_report_on", GROUP_OUTCOME),
};
const size_t incident_fact_count = COUNT(incident_facts_all);
_Static_assert(COUNT(incident_facts_all) <= INCIDENT_FACTS_MAX, "every fact has a place");

static int place_of(str key)
{
    for (size_t i = 0; i < incident_fact_count; i++) {
        if (str_equal(str_from(incident_facts_all[i].key), key)) return (int)i;
    }
    return -1;
}

const incident_fact *incident_fact_find(str key)
{
    int at = place_of(key);
    return at < 0 ? NULL : &incident_facts_all[at];
}

str incident_value_of(const incident_values *v, const char *key)
{
    int at = place_of(str_from(key));
    return at < 0 || !v->at[at].ptr ? S("") : v->at[at];
}

int64_t incident_time_of(const incident_values *v, const char *key)
{
    int64_t ms;
    return str_int(incident_value_of(v, key), &ms) ? ms : 0;
}

// ---- times -----------------------------------------------------------------------------------------

static bool clock_read(str s, int *minutes)
{
    str     hour, rest, minute, second;
    int64_t h, m;
    if (!str_cut(s, ':', &hour, &rest)) return false;
    (void)str_cut(rest, ':', &minute, &second);
    if (!str_int(hour, &h) || !str_int(minute, &m) || minute.len != 2) return false;
    if (h < 0 || h > 23 || m < 0 || m > 59) return false;
    *minutes = (int)(h * 60 + m);
    return true;
}

// A day and an hour as people write them, in either order, in Vietnamese time.
static status local_read(str typed, int64_t *out)
{
    str  first, second;
    day  on;
    int  minutes;
    bool two = str_cut(typed, ' ', &first, &second) || str_cut(typed, 'T', &first, &second);
    if (!two) return ST_INVALID;
    second = str_trim(second);
    if (clock_read(second, &minutes)) {
        TRY(text_read_day(first, &on));
    } else {
        if (!clock_read(first, &minutes)) return ST_INVALID;
        TRY(text_read_day(second, &on));
    }
    *out = ((day_number(on) * 24 * 60) + minutes - 7 * 60) * 60000;
    return ST_OK;
}

static bool has_zone(str s)
{
    if (str_ends(s, S("Z")) || str_ends(s, S("z"))) return true;
    return s.len > 6 && s.ptr[s.len - 3] == ':' &&
           (s.ptr[s.len - 6] == '+' || s.ptr[s.len - 6] == '-');
}

status incident_time_read(const incident_reading *r, str field, str typed, int64_t *out,
                          problem *why)
{
    str     s  = str_trim(typed);
    int64_t ms = 0;
    status  st = ST_INVALID;
    if (has_zone(s)) {
        st = time_parse(s, &ms);
    } else if (r->typed) {
        st = local_read(s, &ms);
    } else if (local_read(s, &ms) == ST_OK) {
        return problem_detail(why, ST_INVALID, field, S("time-zone"), s);
    }
    if (st != ST_OK) return problem_detail(why, ST_INVALID, field, S("time-form"), s);
    if (day_of_ms(ms, 7 * 60).year < INCIDENT_YEAR_MIN)
        return problem_detail(why, ST_INVALID, field, S("time-past"), s);
    if (ms > r->now_ms + INCIDENT_AHEAD_MS)
        return problem_detail(why, ST_INVALID, field, S("time-future"), s);
    *out = ms - ms % 60000; // to the minute
    return ST_OK;
}

// ---- values ----------------------------------------------------------------------------------------

static status open_check(const incident_reading *r, str field, str text, problem *why)
{
    str mark = r->secret(text);
    return mark.len ? problem_detail(why, ST_INVALID, field, S("state-secret"), mark) : ST_OK;
}

static bool is_choice(const char *const *of, str word)
{
    for (; *of; of++) {
        if (str_equal(str_from(*of), word)) return true;
    }
    return false;
}

static status set_check(const incident_fact *f, str value, problem *why)
{
    str word, rest = value;
    while (rest.len) {
        (void)str_cut(rest, ' ', &word, &rest);
        if (word.len && !is_choice(f->choices, word))
            return problem_detail(why, ST_INVALID, str_from(f->key), S("choice-unknown"), word);
    }
    return ST_OK;
}

status incident_lines_check(str field, str value, problem *why)
{
    size_t lines = 1;
    for (ptrdiff_t i = 0; i < value.len; i++) lines += value.ptr[i] == '\n';
    return lines > INCIDENT_LINES_MAX ? problem_set(why, ST_INVALID, field, S("too-many")) : ST_OK;
}

status incident_email_check(str key, str value, problem *why)
{
    str  name, host;
    bool good = str_cut(value, '@', &name, &host) && name.len && str_find(host, S(".")) > 0 &&
                str_find(value, S(" ")) < 0;
    return good ? ST_OK : problem_detail(why, ST_INVALID, key, S("email-form"), value);
}

static status value_check(const incident_reading *r, const incident_fact *f, str *value,
                          problem *why)
{
    str     key = str_from(f->key);
    int64_t n;
    switch (f->kind) {
    case FACT_TIME:
        TRY(incident_time_read(r, key, *value, &n, why));
        *value = arena_printf(r->a, "%lld", (long long)n);
        return value->ptr ? ST_OK : ST_MEMORY;
    case FACT_THREE:
        if (str_equal(*value, S("true"))) *value = S("yes");
        if (str_equal(*value, S("false"))) *value = S("no");
        if (str_equal(*value, S("unknown"))) *value = S("");
        if (!value->len || str_equal(*value, S("yes")) || str_equal(*value, S("no"))) return ST_OK;
        return problem_detail(why, ST_INVALID, key, S("choice-unknown"), *value);
    case FACT_CHOICE:
        if (is_choice(f->choices, *value)) return ST_OK;
        return problem_detail(why, ST_INVALID, key, S("choice-unknown"), *value);
    case FACT_SET: return set_check(f, *value, why);
    case FACT_COUNT:
        if (text_read_count(*value, &n) != ST_OK || n < 0)
            return problem_detail(why, ST_INVALID, key, S("count-form"), *value);
        *value = arena_printf(r->a, "%lld", (long long)n);
        return value->ptr ? ST_OK : ST_MEMORY;
    case FACT_EMAIL: return incident_email_check(key, *value, why);
    case FACT_LIST: return incident_lines_check(key, *value, why);
    case FACT_TYPE:
        if (incident_type_known(*value)) return ST_OK;
        return problem_detail(why, ST_INVALID, key, S("choice-unknown"), *value);
    case FACT_SUBTYPE:
        if (incident_subtype_known(*value)) return ST_OK;
        return problem_detail(why, ST_INVALID, key, S("choice-unknown"), *value);
    case FACT_OWNER:
        if (incident_owner_known(*value)) return ST_OK;
        return problem_detail(why, ST_INVALID, key, S("choice-unknown"), *value);
    case FACT_LINE:
    case FACT_LONG: break;
    }
    return ST_OK;
}

static status value_read(const incident_reading *r, const incident_fact *f, str typed, str *out,
                         problem *why)
{
    bool lines = f->kind == FACT_LONG || f->kind == FACT_LIST;
    str  key   = str_from(f->key);
    if (!str_is_utf8(typed)) return problem_set(why, ST_INVALID, key, S("not-text"));
    str value = lines ? text_tidy_lines(r->a, typed) : text_tidy(r->a, typed);
    if (!value.ptr) return ST_MEMORY;
    *out = value;
    if (!value.len) return ST_OK;
    TRY(text_check(key, value, 0, lines ? INCIDENT_LONG_MAX : INCIDENT_TEXT_MAX, why));
    TRY(open_check(r, key, value, why));
    return value_check(r, f, out, why);
}

bool incident_value_fits(const incident_reading *r, str key, str value)
{
    problem              why = { 0 };
    str                  kept;
    const incident_fact *f = incident_fact_find(key);
    return f && value_read(r, f, value, &kept, &why) == ST_OK;
}

static void tell(incident_problems *out, const problem *why)
{
    if (out->count < INCIDENT_PROBLEMS_MAX) out->items[out->count++] = *why;
}

static void order_check(const incident_values *v, const char *first, const char *second,
                        incident_problems *out)
{
    int64_t one = incident_time_of(v, first), two = incident_time_of(v, second);
    if (one && two && two < one)
        tell(out, &(problem){ .field = str_from(second), .rule = S("time-order") });
}

static void whole_check(const incident_values *v, incident_problems *out)
{
    static const char *const order[][2] = {
        { "occurred", "detected" }, { "detected", "over_capacity" }, { "detected", "suspected" },
        { "detected", "handled" },  { "detected", "ended" },         { "detected", "fixed" },
    };
    for (size_t i = 0; i < incident_fact_count; i++) {
        if (!incident_facts_all[i].required || v->at[i].len) continue;
        str  field = str_from(incident_facts_all[i].key);
        bool told  = false;
        for (size_t k = 0; k < out->count; k++) told |= str_equal(out->items[k].field, field);
        if (!told) tell(out, &(problem){ .field = field, .rule = S("required") });
    }
    for (size_t i = 0; i < COUNT(order); i++) order_check(v, order[i][0], order[i][1], out);
}

void incident_read(const incident_reading *r, const incident_value *typed, size_t count,
                   incident_values *known, incident_problems *out)
{
    for (size_t i = 0; i < count; i++) {
        int     at    = place_of(typed[i].key);
        problem why   = { 0 };
        str     value = S("");
        if (at < 0) {
            tell(out, &(problem){ .field = typed[i].key, .rule = S("fact-unknown") });
            continue;
        }
        status st = value_read(r, &incident_facts_all[at], typed[i].value, &value, &why);
        if (st != ST_OK) {
            if (!why.rule.len) why = (problem){ .field = typed[i].key, .rule = S("too-large") };
            tell(out, &why);
        } else {
            known->at[at] = value;
        }
    }
    whole_check(known, out);
}
