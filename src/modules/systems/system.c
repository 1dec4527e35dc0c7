// system.c - see system.h.
#include "modules/systems/system.h"

#include <string.h>

#define FIELD(name, kind, max)                                                                     \
    {                                                                                              \
        STR(#name), kind, offsetof(system_data, name), max, T_systems_field_##name,                \
            T_systems_hint_##name, NULL, 0                                                         \
    }

static const str approval_keys[]   = { STR("drafting"), STR("sent"), STR("appraised"),
                                       STR("approved") };
static const str deployment_keys[] = { STR("none"), STR("part"), STR("full") };
// The bits of system_inspections, read as numbers.
static const str inspection_keys[] = { STR("before_use"), STR("periodic"), STR("both") };

static const str project_keys[]  = { STR("project"), STR("hire") };
static const str embedded_keys[] = { STR("yes"), STR("no") };

#define CHOICE(name, keys)                                                                         \
    {                                                                                              \
        STR(#name), SYSTEM_CHOICE, offsetof(system_data, name), 40, T_systems_field_##name,        \
            T_systems_hint_##name, keys, COUNT(keys)                                               \
    }

const system_field system_fields[SYSTEM_FIELDS] = {
    FIELD(name, SYSTEM_LINE, SYSTEM_NAME_MAX),
    FIELD(owner, SYSTEM_BODY, 300),
    { STR("operator"), SYSTEM_BODY, offsetof(system_data, operator_), 300, T_systems_field_operator,
      T_systems_hint_operator, NULL, 0 },
    FIELD(purpose, SYSTEM_LINES, 4000),
    FIELD(scope, SYSTEM_LINES, 1000),
    FIELD(size, SYSTEM_LINES, 1000),
    FIELD(users_served, SYSTEM_LINES, 1000),
    FIELD(address, SYSTEM_LINE, 300),
    FIELD(state, SYSTEM_STATE, 40),
    FIELD(begun_on, SYSTEM_DAY, 40),
    FIELD(running_since, SYSTEM_DAY, 40),
    FIELD(sheet_level, SYSTEM_LEVEL, 40),
    CHOICE(project_kind, project_keys),
    FIELD(project_name, SYSTEM_LINE, 300),
    FIELD(project_no, SYSTEM_LINE, 100),
    FIELD(project_on, SYSTEM_DAY, 40),
    FIELD(project_by, SYSTEM_LINE, 300),
    CHOICE(embedded, embedded_keys),
    CHOICE(approval, approval_keys),
    FIELD(decision_no, SYSTEM_LINE, 100),
    FIELD(decision_on, SYSTEM_DAY, 40),
    FIELD(decision_by, SYSTEM_LINE, 300),
    FIELD(approval_expected, SYSTEM_DAY, 40),
    FIELD(regulation_no, SYSTEM_LINE, 100),
    FIELD(regulation_on, SYSTEM_DAY, 40),
    FIELD(regulation_by, SYSTEM_LINE, 300),
    CHOICE(deployment, deployment_keys),
    FIELD(deployment_expected, SYSTEM_DAY, 40),
    CHOICE(inspections, inspection_keys),
    FIELD(hosts, SYSTEM_LINKS, 200),
    FIELD(contact_name, SYSTEM_LINE, 200),
    FIELD(contact_title, SYSTEM_LINE, 200),
    FIELD(contact_phone, SYSTEM_LINE, 50),
    FIELD(contact_email, SYSTEM_EMAIL, 200),
    FIELD(note, SYSTEM_LINES, 2000),
    FIELD(source, SYSTEM_LINE, 500),
    FIELD(source_url, SYSTEM_URL, 1000),
    FIELD(facts, SYSTEM_FACTS, LAW_JSON_BYTES_MAX),
};

static const char *const state_keys[SYSTEM_STATES] = { "planned", "building", "running",
                                                       "upgrading", "stopped" };

const char *system_state_key(system_state s)
{
    return s >= SYSTEM_PLANNED && s <= SYSTEM_STOPPED ? state_keys[s - 1] : "";
}

bool system_state_named(str key, system_state *out)
{
    for (int i = 0; i < SYSTEM_STATES; i++) {
        if (!str_equal(key, str_from(state_keys[i]))) continue;
        *out = (system_state)(i + 1);
        return true;
    }
    return false;
}

const char *change_act_key(change_act act)
{
    static const char *const keys[] = { "",       "form",      "import", "bulk",
                                        "merger", "questions", "back",   "dossier" };
    return act > 0 && (size_t)act < COUNT(keys) ? keys[act] : "";
}

str system_state_label(system_state s, lang in)
{
    switch (s) {
    case SYSTEM_PLANNED: return text_get(in, T_systems_state_planned);
    case SYSTEM_BUILDING: return text_get(in, T_systems_state_building);
    case SYSTEM_RUNNING: return text_get(in, T_systems_state_running);
    case SYSTEM_UPGRADING: return text_get(in, T_systems_state_upgrading);
    case SYSTEM_STOPPED: return text_get(in, T_systems_state_stopped);
    }
    return S("");
}

static size_t choice_of(const system_field *f, str key)
{
    size_t i = 0;
    while (i < f->choice_count && !str_equal(f->choices[i], key)) i++;
    return i;
}

int64_t system_choice_number(str field, str key)
{
    const system_field *f = key.len ? system_field_find(field) : NULL;
    size_t              i = f ? choice_of(f, key) : 0;
    return f && i < f->choice_count ? (int64_t)i + 1 : 0;
}

str system_choice_key(str field, int64_t number)
{
    const system_field *f = number > 0 ? system_field_find(field) : NULL;
    return f && number <= (int64_t)f->choice_count ? f->choices[number - 1] : S("");
}

str system_choice_label(const system_field *f, str key, lang in)
{
    char  room[96];
    arena a    = arena_over(room, sizeof(room));
    str   name = arena_printf(&a, STR_FMT "." STR_FMT, STR_ARG(f->key), STR_ARG(key));
    for (size_t i = law_pack_count(law_current()); key.len && i-- > 0;) {
        const law_label *label = law_label_any(law_pack_at(law_current(), i), name);
        if (label) return law_say(label->text, in == LANG_EN);
    }
    return key;
}

str system_result_label(law_result r, lang in)
{
    switch (r) {
    case LAW_DECIDED: return text_get(in, T_systems_result_decided);
    case LAW_AT_LEAST: return text_get(in, T_systems_result_at_least);
    case LAW_NO_RULE: return text_get(in, T_systems_result_no_rule);
    }
    return S("");
}

const system_field *system_field_find(str key)
{
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        if (str_equal(system_fields[i].key, key)) return &system_fields[i];
    }
    return NULL;
}

void system_problem_add(system_problems *p, str field, str rule, str detail)
{
    if (p->count == SYSTEM_PROBLEMS_MAX) return;
    p->items[p->count++] = (problem){ .field = field, .rule = rule, .detail = detail };
}

// ---- one text -----------------------------------------------------------------------------------

static bool is_email(str s)
{
    str head, tail;
    if (!str_cut(s, '@', &head, &tail)) return false;
    return head.len > 0 && str_find(tail, S(".")) > 0 && str_find(tail, S("@")) < 0 &&
           str_find(s, S(" ")) < 0;
}

// Days that are only expected are planned by month or quarter: its last day counts.
static bool is_expected(const system_field *f)
{
    return str_equal(f->key, S("approval_expected")) || str_equal(f->key, S("deployment_expected"));
}

static status check_day(const system_field *f, str text, arena *a, str *out, problem *why)
{
    day    d;
    status st = text_read_day(text, &d);
    if (st != ST_OK && is_expected(f)) st = text_read_period(text, &d);
    if (st != ST_OK || d.year < 1975 || d.year > 2100)
        return problem_detail(why, ST_INVALID, (str){ 0 }, S("date-form"), text);
    *out = day_iso(a, d);
    return out->ptr ? ST_OK : ST_MEMORY;
}

static status check_hosts(str text, arena *a, str *out, problem *why)
{
    int64_t ids[SYSTEM_HOSTS_MAX];
    size_t  count;
    buf     b = buf_in(a, 128, 512);
    if (!system_hosts_read(text, ids, &count))
        return problem_detail(why, ST_INVALID, (str){ 0 }, S("hosts-form"), text);
    for (size_t i = 0; i < count; i++)
        buf_printf(&b, "%sHT-%06lld", i ? ", " : "", (long long)ids[i]);
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

static status check_form(const system_field *f, str text, arena *a, str *out, problem *why)
{
    system_state state;
    str          rule = { 0 };
    switch (f->kind) {
    case SYSTEM_DAY: return check_day(f, text, a, out, why);
    case SYSTEM_LINKS: return check_hosts(text, a, out, why);
    case SYSTEM_LEVEL:
        if (text.len != 1 || text.ptr[0] < '1' || text.ptr[0] > '5') rule = S("level-form");
        break;
    case SYSTEM_STATE:
        if (!system_state_named(text, &state)) rule = S("choice-unknown");
        break;
    case SYSTEM_CHOICE:
        if (choice_of(f, text) == f->choice_count) rule = S("choice-unknown");
        break;
    case SYSTEM_EMAIL:
        if (!is_email(text)) rule = S("email-form");
        break;
    case SYSTEM_URL:
        if (!str_starts(text, S("http://")) && !str_starts(text, S("https://")))
            rule = S("url-form");
        break;
    case SYSTEM_LINE:
    case SYSTEM_LINES:
    case SYSTEM_BODY:
    case SYSTEM_FACTS: break;
    }
    if (rule.len) return problem_detail(why, ST_INVALID, (str){ 0 }, rule, text);
    *out = text;
    return ST_OK;
}

status system_check_text(const system_field *f, str typed, arena *a, str *out, problem *why)
{
    *why = (problem){ 0 };
    if (!str_is_text(typed)) return problem_set(why, ST_INVALID, f->key, S("not-text"));
    str text = f->kind == SYSTEM_LINES ? text_tidy_lines(a, typed) : text_tidy(a, typed);
    if (!text.ptr && typed.len) return ST_MEMORY;
    if (!text.ptr) text = S("");
    if (text.len && f->kind != SYSTEM_FACTS && str_characters(text) > f->max)
        return problem_detail(why, ST_INVALID, f->key, S("too-long"),
                              arena_printf(a, "%zu", f->max));
    if (text.len == 0) {
        *out = text;
        return ST_OK;
    }
    status st  = check_form(f, text, a, out, why);
    why->field = f->key;
    return st;
}

// ---- the whole ----------------------------------------------------------------------------------

static status check_facts(const law *l, arena *a, system_checked *out, system_problems *problems)
{
    problem why = { 0 };
    status  st  = out->data.facts.len ? law_facts_parse(l, out->data.facts, a, &out->facts, &why)
                                      : ST_OK;
    if (st == ST_INVALID) {
        system_problem_add(problems, why.field.len ? why.field : S("facts"), why.rule, why.detail);
        return ST_OK;
    }
    TRY(st);
    out->data.facts = law_facts_json(l, &out->facts, a);
    return out->data.facts.ptr ? ST_OK : ST_MEMORY;
}

// What no single text can show.
static void check_together(const system_checked *s, system_problems *problems)
{
    const system_data *d = &s->data;
    if (d->name.len == 0)
        system_problem_add(problems, S("name"), S("required"), d->name);
    else if (s->name_key.len == 0)
        system_problem_add(problems, S("name"), S("name-form"), d->name);
    if (d->begun_on.len && d->running_since.len && str_compare(d->running_since, d->begun_on) < 0)
        system_problem_add(problems, S("running_since"), S("date-order"), d->running_since);
}

void system_settle_choices(system_checked *s)
{
    system_data *d = &s->data;
    if (d->decision_no.len && !d->approval.len) d->approval = S("approved");
    s->approval     = system_choice_number(S("approval"), d->approval);
    s->deployment   = system_choice_number(S("deployment"), d->deployment);
    s->inspections  = system_choice_number(S("inspections"), d->inspections);
    s->project_kind = system_choice_number(S("project_kind"), d->project_kind);
    s->embedded     = system_choice_number(S("embedded"), d->embedded);
}

status system_settle_keys(arena *a, system_checked *s)
{
    if (!s->name_key.ptr) s->name_key = text_words(a, &s->data.name, 1);
    if (!s->sort_key.ptr)
        s->sort_key = str_slice(text_sort_key(a, s->data.name), 0, SYSTEM_SORT_KEY_MAX);
    return s->name_key.ptr && s->sort_key.ptr ? ST_OK : ST_MEMORY;
}

status system_check(const law *l, const system_data *draft, arena *a, system_checked *out,
                    system_problems *problems)
{
    system_checked s = { 0 };
    problems->count  = 0;
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f = &system_fields[i];
        problem             why;
        str                *to = system_text(&s.data, f);
        status              st = system_check_text(f, system_text_of(draft, f), a, to, &why);
        if (st == ST_INVALID)
            system_problem_add(problems, f->key, why.rule, why.detail);
        else
            TRY(st);
        if (!to->ptr) *to = S("");
    }
    if (s.data.state.len == 0) s.data.state = S("running");
    if (!system_state_named(s.data.state, &s.state)) s.state = SYSTEM_RUNNING; // told above
    if (s.data.sheet_level.len) s.sheet_level = s.data.sheet_level.ptr[0] - '0';
    TRY(check_facts(l, a, &s, problems));
    system_settle_choices(&s);
    TRY(system_settle_keys(a, &s));
    check_together(&s, problems);
    if (problems->count) return ST_INVALID;
    *out = s;
    return ST_OK;
}

// ---- codes --------------------------------------------------------------------------------------

str system_code(arena *a, int64_t id)
{
    return arena_printf(a, "HT-%06lld", (long long)id);
}

bool system_ref_id(str ref, int64_t *id)
{
    int64_t v;
    if (ref.len > 3 && str_equal_nocase(str_slice(ref, 0, 3), S("HT-")))
        ref = str_slice(ref, 3, ref.len);
    if (ref.len == 0 || ref.ptr[0] == '-' || !str_int(ref, &v) || v <= 0) return false;
    *id = v;
    return true;
}

bool system_hosts_read(str text, int64_t ids[SYSTEM_HOSTS_MAX], size_t *count)
{
    *count = 0;
    while (text.len) {
        ptrdiff_t n = 0;
        int64_t   id;
        bool      met = false;
        while (n < text.len && text.ptr[n] != ',' && text.ptr[n] != ';' && text.ptr[n] != ' ') n++;
        str one = str_slice(text, 0, n);
        text    = str_slice(text, n < text.len ? n + 1 : n, text.len);
        if (one.len == 0) continue;
        if (!system_ref_id(one, &id)) return false;
        for (size_t i = 0; i < *count; i++) met = met || ids[i] == id;
        if (met) continue;
        if (*count == SYSTEM_HOSTS_MAX) return false;
        ids[(*count)++] = id;
    }
    return true;
}

// ---- level --------------------------------------------------------------------------------------

law_situation system_situation(system_state state, str decision_no)
{
    if (decision_no.len) return LAW_APPROVED;
    switch (state) {
    case SYSTEM_PLANNED:
    case SYSTEM_BUILDING:
    case SYSTEM_UPGRADING: return LAW_BUILDING;
    case SYSTEM_RUNNING:
    case SYSTEM_STOPPED: return LAW_RUNNING;
    }
    return LAW_SITUATION_UNKNOWN;
}

status system_choose(system_chooser *ch, system_state state, str begun_on, str decision_no,
                     law_choice *out, problem *why)
{
    law_situation situation = system_situation(state, decision_no);
    for (size_t i = 0; i < ch->count; i++) {
        if (ch->seen[i].situation != situation || !str_equal(ch->seen[i].begun_on, begun_on))
            continue;
        *out = ch->seen[i].choice;
        return ST_OK;
    }
    day  begun;
    bool known = begun_on.len && day_parse(begun_on, &begun) == ST_OK;
    TRY(law_choose(ch->l, ch->on, known ? &begun : NULL, situation, out, why));
    if (ch->count < COUNT(ch->seen)) {
        ch->seen[ch->count].begun_on  = begun_on;
        ch->seen[ch->count].situation = situation;
        ch->seen[ch->count].choice    = *out;
        ch->count++;
    }
    return ST_OK;
}

static void put_hits(buf *b, const law_hit *hits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (b->len > 1) buf_char(b, ',');
        buf_put(b, S("{\"rule\":"));
        buf_json(b, hits[i].rule->id);
        buf_put(b, S(",\"level\":"));
        buf_int(b, hits[i].level);
        buf_put(b, S(",\"cite\":"));
        buf_json(b, hits[i].rule->cite.text.vi);
        if (hits[i].component >= 0) {
            buf_put(b, S(",\"component\":"));
            buf_int(b, hits[i].component);
        }
        buf_char(b, '}');
    }
}

enum { FINDING_BYTES_MAX = 256 * 1024 };

status system_decide(const law_pack *pack, const law_case *facts, arena *a, system_finding *out)
{
    law_decision d;
    TRY(law_decide(pack, facts, a, &d));
    buf hits = buf_in(a, 512, FINDING_BYTES_MAX);
    buf_char(&hits, '[');
    put_hits(&hits, d.hits, d.hit_count);
    put_hits(&hits, d.floors, d.floor_count);
    buf_char(&hits, ']');
    str hits_json = buf_close(&hits);
    buf questions = buf_in(a, 256, FINDING_BYTES_MAX);
    buf_char(&questions, '[');
    for (size_t i = 0; i < law_fact_count(pack->whole); i++) {
        if (!(d.questions & (UINT32_C(1) << i))) continue;
        if (questions.len > 1) buf_char(&questions, ',');
        buf_json(&questions, law_fact_at(pack->whole, i)->key);
    }
    buf_char(&questions, ']');
    str questions_json = buf_close(&questions);
    if (!hits_json.ptr || !questions_json.ptr) return ST_MEMORY;
    *out = (system_finding){ .pack      = pack,
                             .result    = d.result,
                             .level     = d.level,
                             .hits      = hits_json,
                             .questions = questions_json };
    return ST_OK;
}
