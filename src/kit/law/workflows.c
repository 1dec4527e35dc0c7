// workflows.c - workflow.json of a pack: states, actors, guards, acts, parts of a dossier, zones. Every
// row is checked against the others and against the pack's authorities and limits.
#include <string.h>

#include "kit/law/law_inside.h"

// The roles people hold, by the names of the command line.
static const char *const roles[] = {
    "head",       "system_officer",       "operator", "specialist",    "appraiser", "clerk",
    "supervisor", "incident_coordinator", "analyst",  "administrator", "auditor"
};
static const char *const parties[]  = { "operator", "owner", "appraiser" };
static const char *const statuses[] = { "", "drafting", "sent", "appraised", "approved" };
static const char *const needs[]    = { "reason", "items", "date",   "number",
                                        "signer", "tests", "report", "parts" };

static bool among(str word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(word, str_from(list[i]))) return true;
    }
    return false;
}

// The n-th text of a list of texts.
static str text_at(loader *ld, const json_t *row, const char *key, size_t i)
{
    const json_t *v    = json_array_get(json_object_get(row, key), i);
    str           text = { "", 0 };
    if (json_is_string(v)) {
        text_copy(ld, str_from(json_string_value(v)), &text);
    } else {
        fault(ld, "law-field-type", str_from(key));
    }
    return text;
}

// How many texts; an absent list has none.
static size_t texts(loader *ld, const json_t *row, const char *key, size_t most)
{
    const json_t *list = json_object_get(row, key);
    size_t        n    = json_array_size(list);
    if (!list || (json_is_array(list) && n <= most)) return n;
    fault(ld, "law-values-count", str_from(key));
    return 0;
}

static law_cite cite_unless_ours(loader *ld, const json_t *row, law_certainty c)
{
    return row_cite(ld, row, c != LAW_OURS);
}

// ---- states, actors, guards ---------------------------------------------------------------------------
static void load_states(loader *ld, const json_t *root, law_workflow *w)
{
    static const char *const keys[] = { "key",   "name",   "status", "open",      "rest", "limit",
                                        "start", "levels", "cite",   "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "states"), "states", "key", &n);
    law_state    *out  = LOAD_NEW(ld, law_state, n);
    if (!list || !out) return;
    if (n > LAW_STATES_MAX) {
        fault(ld, "law-list-form", S("states"));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "key");
        row_keys(ld, row, keys);
        out[i]   = (law_state){ .key       = ld->id,
                                .name      = row_words(ld, row, "name", true),
                                .status    = row_text(ld, row, "status", false),
                                .open      = row_bool(ld, row, "open"),
                                .rest      = row_bool(ld, row, "rest"),
                                .limit     = row_text(ld, row, "limit", false),
                                .certainty = row_certainty(ld, row) };
        str from = row_text(ld, row, "start", false);
        row_levels(ld, row, &out[i].level_min, &out[i].level_max);
        out[i].from_submission = str_equal(from, S("submission"));
        out[i].cite            = cite_unless_ours(ld, row, out[i].certainty);
        if (!among(out[i].status, statuses, COUNT(statuses)))
            fault(ld, "law-value-unknown", out[i].status);
        if (from.len && !out[i].from_submission && !str_equal(from, S("state")))
            fault(ld, "law-value-unknown", from);
    }
    w->states      = out;
    w->state_count = n;
}

static void load_actors(loader *ld, const json_t *root, law_workflow *w)
{
    static const char *const keys[] = { "key", "party", "roles", "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "actors"), "actors", "key", &n);
    law_actor    *out  = LOAD_NEW(ld, law_actor, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "key");
        row_keys(ld, row, keys);
        out[i]            = (law_actor){ .key       = ld->id,
                                         .party     = row_text(ld, row, "party", true),
                                         .certainty = row_certainty(ld, row) };
        out[i].role_count = texts(ld, row, "roles", LAW_ROLES_MAX);
        if (!among(out[i].party, parties, COUNT(parties)))
            fault(ld, "law-value-unknown", out[i].party);
        if (!out[i].role_count) fault(ld, "law-values-count", S("roles"));
        for (size_t r = 0; r < out[i].role_count; r++) {
            out[i].roles[r] = text_at(ld, row, "roles", r);
            if (!among(out[i].roles[r], roles, COUNT(roles)))
                fault(ld, "law-value-unknown", out[i].roles[r]);
        }
    }
    w->actors      = out;
    w->actor_count = n;
}

static void load_guards(loader *ld, const json_t *root, law_workflow *w)
{
    static const char *const keys[] = { "id",      "text", "warning",   "approved_by",
                                        "done_by", "cite", "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "guards"), "guards", "id", &n);
    law_guard    *out  = LOAD_NEW(ld, law_guard, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        out[i]      = (law_guard){ .id          = ld->id,
                                   .text        = row_words(ld, row, "text", true),
                                   .warning     = row_bool(ld, row, "warning"),
                                   .approved_by = row_day(ld, row, "approved_by", NULL),
                                   .done_by     = row_day(ld, row, "done_by", NULL),
                                   .certainty   = row_certainty(ld, row) };
        out[i].cite = cite_unless_ours(ld, row, out[i].certainty);
    }
    w->guards      = out;
    w->guard_count = n;
}

// ---- acts -------------------------------------------------------------------------------------------------
static const law_state *state_named(const law_workflow *w, str key)
{
    for (size_t i = 0; i < w->state_count; i++) {
        if (str_equal(w->states[i].key, key)) return &w->states[i];
    }
    return NULL;
}

static void act_from(loader *ld, const json_t *row, const law_workflow *w, law_act *a)
{
    size_t n = texts(ld, row, "from", LAW_STATES_MAX);
    for (size_t i = 0; i < n; i++) {
        str key = text_at(ld, row, "from", i);
        if (str_equal(key, S("*"))) {
            a->from = w->state_count == LAW_STATES_MAX ? UINT32_MAX : (1u << w->state_count) - 1;
            continue;
        }
        const law_state *s = state_named(w, key);
        if (s) {
            a->from |= 1u << (s - w->states);
        } else {
            fault(ld, "law-state-unknown", key);
        }
    }
    str to = row_text(ld, row, "to", false);
    a->to  = to.len ? state_named(w, to) : NULL;
    if (to.len && !a->to) fault(ld, "law-state-unknown", to);
}

// Each level of the act has somebody who does it.
static void act_by(loader *ld, const json_t *row, const law_rows *rows, law_act *a)
{
    const law_workflow *w = &rows->workflow;
    a->by_count           = texts(ld, row, "by", LAW_ACT_BY_MAX);
    for (size_t i = 0; i < a->by_count; i++) {
        a->by[i]   = text_at(ld, row, "by", i);
        bool step  = str_starts(a->by[i], S("step:"));
        bool known = false;
        for (size_t k = 0; !step && k < w->actor_count; k++)
            known = known || str_equal(w->actors[k].key, a->by[i]);
        for (size_t k = 0; step && k < rows->authority_count; k++) {
            const law_authority *one = &rows->authorities[k];
            known = known || (str_equal(one->step, str_slice(a->by[i], 5, a->by[i].len)) &&
                              one->level_min <= a->level_max && one->level_max >= a->level_min);
        }
        if (!known) fault(ld, "law-actor-unknown", a->by[i]);
    }
}

static void act_guards(loader *ld, const json_t *row, const law_workflow *w, law_act *a)
{
    size_t n = texts(ld, row, "guards", LAW_ACT_GUARDS_MAX);
    for (size_t i = 0; i < n; i++) {
        str id       = text_at(ld, row, "guards", i);
        a->guards[i] = NULL;
        for (size_t k = 0; k < w->guard_count; k++) {
            if (str_equal(w->guards[k].id, id)) a->guards[i] = &w->guards[k];
        }
        if (!a->guards[i]) {
            fault(ld, "law-guard-unknown", id);
            return;
        }
        a->guard_count = i + 1;
    }
}

static void act_needs(loader *ld, const json_t *row, law_act *a)
{
    size_t n = texts(ld, row, "needs", COUNT(needs));
    for (size_t i = 0; i < n; i++) {
        str    word = text_at(ld, row, "needs", i);
        size_t k    = 0;
        while (k < COUNT(needs) && !str_equal(word, str_from(needs[k]))) k++;
        if (k < COUNT(needs)) {
            a->needs |= 1u << k;
        } else {
            fault(ld, "law-value-unknown", word);
        }
    }
}

static void load_acts(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = { "id", "act",   "name",   "from", "to",        "levels",
                                        "by", "needs", "guards", "cite", "certainty", NULL };
    law_workflow            *w      = &rows->workflow;
    size_t                   n;
    const json_t            *list = row_list(ld, json_object_get(root, "acts"), "acts", "id", &n);
    law_act                 *out  = LOAD_NEW(ld, law_act, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        law_act      *a   = &out[i];
        row_keys(ld, row, keys);
        *a = (law_act){ .id        = ld->id,
                        .act       = row_text(ld, row, "act", true),
                        .name      = row_words(ld, row, "name", true),
                        .certainty = row_certainty(ld, row) };
        row_levels(ld, row, &a->level_min, &a->level_max);
        a->cite = cite_unless_ours(ld, row, a->certainty);
        act_from(ld, row, w, a);
        act_by(ld, row, rows, a);
        act_guards(ld, row, w, a);
        act_needs(ld, row, a);
    }
    w->acts      = out;
    w->act_count = n;
}

// ---- parts, zones, tests -----------------------------------------------------------------------------------
static void load_components(loader *ld, const json_t *root, law_workflow *w)
{
    static const char *const keys[] = { "key",        "name", "hint",      "levels",
                                        "may_follow", "cite", "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "components"), "components", "key", &n);
    law_component *out = LOAD_NEW(ld, law_component, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "key");
        row_keys(ld, row, keys);
        out[i] = (law_component){ .key        = ld->id,
                                  .name       = row_words(ld, row, "name", true),
                                  .hint       = row_words(ld, row, "hint", false),
                                  .may_follow = row_bool(ld, row, "may_follow"),
                                  .cite       = row_cite(ld, row, true),
                                  .certainty  = row_certainty(ld, row) };
        row_levels(ld, row, &out[i].level_min, &out[i].level_max);
    }
    w->components      = out;
    w->component_count = n;
}

static void load_zones(loader *ld, const json_t *root, law_workflow *w)
{
    static const char *const keys[] = { "key",  "name",      "levels", "optional",
                                        "cite", "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "zones"), "zones", "key", &n);
    law_zone     *out  = LOAD_NEW(ld, law_zone, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "key");
        row_keys(ld, row, keys);
        out[i] = (law_zone){ .key       = ld->id,
                             .name      = row_words(ld, row, "name", true),
                             .optional  = row_bool(ld, row, "optional"),
                             .cite      = row_cite(ld, row, true),
                             .certainty = row_certainty(ld, row) };
        row_levels(ld, row, &out[i].level_min, &out[i].level_max);
    }
    w->zones      = out;
    w->zone_count = n;
}

static void load_tests(loader *ld, const json_t *root, law_workflow *w)
{
    static const char *const keys[] = { "key", "text", "cite", "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "tests"), "tests", "key", &n);
    law_test     *out  = LOAD_NEW(ld, law_test, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "key");
        row_keys(ld, row, keys);
        out[i] = (law_test){ .key       = ld->id,
                             .text      = row_words(ld, row, "text", true),
                             .cite      = row_cite(ld, row, true),
                             .certainty = row_certainty(ld, row) };
    }
    w->tests      = out;
    w->test_count = n;
}

// ---- the whole ------------------------------------------------------------------------------------------------
// A guard nobody asks, a state nobody comes to, a clock without a limit, work without a way on: each is a
// row that was forgotten.
static void check_guards(loader *ld, const law_workflow *w)
{
    for (size_t g = 0; g < w->guard_count; g++) {
        bool used = false;
        for (size_t a = 0; a < w->act_count; a++) {
            for (size_t k = 0; k < w->acts[a].guard_count; k++)
                used = used || w->acts[a].guards[k] == &w->guards[g];
        }
        ld->id = w->guards[g].id;
        if (!used) fault(ld, "law-guard-idle", w->guards[g].id);
    }
}

static bool left_by(const law_workflow *w, size_t state, int level)
{
    for (size_t a = 0; a < w->act_count; a++) {
        const law_act *one = &w->acts[a];
        if (one->to && one->by_count && (one->from >> state & 1) && one->level_min <= level &&
            one->level_max >= level)
            return true;
    }
    return false;
}

static void check_states(loader *ld, const law_rows *rows)
{
    const law_workflow *w = &rows->workflow;
    for (size_t i = 0; i < w->state_count; i++) {
        const law_state *s       = &w->states[i];
        bool             reached = i == 0, limited = s->limit.len == 0;
        ld->id = s->key;
        for (size_t a = 0; a < w->act_count; a++)
            reached = reached || (w->acts[a].to == s && w->acts[a].from != 1u << i);
        for (size_t k = 0; k < rows->limit_count; k++)
            limited = limited || str_equal(rows->limits[k].step, s->limit);
        if (!reached) fault(ld, "law-state-unreached", s->key);
        if (!limited) fault(ld, "law-limit-unknown", s->limit);
        for (int level = s->level_min; level <= s->level_max && !s->rest; level++) {
            if (!left_by(w, i, level)) {
                fault(ld, "law-state-stuck", arena_printf(ld->a, "%d", level));
                break;
            }
        }
    }
}

void load_workflow(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = { "states",     "actors", "guards", "acts",
                                        "components", "zones",  "tests",  NULL };
    law_workflow            *w      = &rows->workflow;
    row_keys(ld, root, keys);
    load_states(ld, root, w);
    load_actors(ld, root, w);
    load_guards(ld, root, w);
    load_acts(ld, root, rows);
    load_components(ld, root, w);
    load_zones(ld, root, w);
    load_tests(ld, root, w);
    if (ld->st != ST_OK) return;
    check_guards(ld, w);
    check_states(ld, rows);
}

// ---- looking up ---------------------------------------------------------------------------------------------------
const law_workflow *law_workflow_of(const law_pack *p)
{
    return &p->rows->workflow;
}

const law_state *law_state_find(const law_pack *p, str key)
{
    return state_named(&p->rows->workflow, key);
}

#define FIND(list, list_count, field, key)                                                         \
    for (size_t i = 0; i < w->list_count; i++) {                                                   \
        if (str_equal(w->list[i].field, key)) return &w->list[i];                                  \
    }                                                                                              \
    return NULL

const law_guard *law_guard_find(const law_pack *p, str id)
{
    const law_workflow *w = &p->rows->workflow;
    FIND(guards, guard_count, id, id);
}

const law_actor *law_actor_find(const law_pack *p, str key)
{
    const law_workflow *w = &p->rows->workflow;
    FIND(actors, actor_count, key, key);
}

const law_component *law_component_find(const law_pack *p, str key)
{
    const law_workflow *w = &p->rows->workflow;
    FIND(components, component_count, key, key);
}

const law_zone *law_zone_find(const law_pack *p, str key)
{
    const law_workflow *w = &p->rows->workflow;
    FIND(zones, zone_count, key, key);
}

str law_step_actor(const law_pack *p, str step, int level)
{
    for (size_t i = 0; i < p->rows->authority_count; i++) {
        const law_authority *a = &p->rows->authorities[i];
        if (a->level_min <= level && a->level_max >= level && !a->condition.len &&
            str_equal(a->step, step))
            return a->actor;
    }
    return S("");
}

const law_limit *law_limit_of(const law_pack *p, str step, int level)
{
    for (size_t i = 0; i < p->rows->limit_count; i++) {
        const law_limit *l = &p->rows->limits[i];
        if (l->level_min <= level && l->level_max >= level && str_equal(l->step, step)) return l;
    }
    return NULL;
}
