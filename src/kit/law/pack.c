// pack.c - the rows of one pack: criteria, floors, notes, grey areas, authority, limits, forms, labels.
#include "kit/law/law_inside.h"

const char *const pack_files[LAW_FOLDER_FILES] = { "criteria", "authority", "limits",  "forms",
                                                   "labels",   "reports",   "workflow" };
typedef void      load_rows(loader *ld, const json_t *root, law_rows *rows);

// ---- criteria -------------------------------------------------------------------------------------------
static law_rule *load_rules(loader *ld, const json_t *root, const char *name, const law_rows *rows,
                            size_t *count)
{
    static const char *const keys[] = { "id",   "level", "cite",     "certainty", "text",
                                        "note", "when",  "at_least", NULL };
    size_t                   n;
    const json_t            *list = row_list(ld, json_object_get(root, name), name, "id", &n);
    law_rule                *out  = LOAD_NEW(ld, law_rule, n);
    *count                        = 0;
    if (!list || !out) return NULL;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        law_rule     *r   = &out[i];
        row_keys(ld, row, keys);
        r->id        = ld->id;
        r->level     = (int)row_int(ld, row, "level", 1, LAW_LEVEL_MAX);
        r->text      = row_words(ld, row, "text", true);
        r->note      = row_words(ld, row, "note", false);
        r->cite      = row_cite(ld, row, true);
        r->certainty = row_certainty(ld, row);
        r->at_least  = row_bool(ld, row, "at_least");
        r->cond      = row_cond(ld, row, "when", &r->uses);
        // A rule that hangs on a fact which the pack never asks for could never be settled.
        for (size_t f = 0; f < ld->l->fact_count; f++) {
            if ((r->uses & ~rows->facts) >> f & 1) {
                fault(ld, "law-fact-not-asked", ld->l->facts[f].key);
            }
            if ((r->uses & ~ld->l->questioned) >> f & 1) {
                fault(ld, "law-fact-without-question", ld->l->facts[f].key);
            }
        }
    }
    *count = n;
    return out;
}

static void load_notes(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = { "id", "cite", "certainty", "text", "when", NULL };
    size_t                   n;
    const json_t            *list = row_list(ld, json_object_get(root, "notes"), "notes", "id", &n);
    law_note                *out  = LOAD_NEW(ld, law_note, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        out[i] = (law_note){ .id        = ld->id,
                             .text      = row_words(ld, row, "text", true),
                             .certainty = row_certainty(ld, row),
                             .cond      = row_cond(ld, row, "when", NULL) };
        // What is our own remark needs no clause; what claims the law does.
        out[i].cite = row_cite(ld, row, out[i].certainty != LAW_OURS);
    }
    rows->notes      = out;
    rows->note_count = n;
}

static void load_greys(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = {
        "id", "cite", "certainty", "text", "choices", "when", NULL
    };
    size_t        n;
    const json_t *list = row_list(ld, json_object_get(root, "greys"), "greys", "id", &n);
    law_grey     *out  = LOAD_NEW(ld, law_grey, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        out[i]         = (law_grey){ .id        = ld->id,
                                     .text      = row_words(ld, row, "text", true),
                                     .certainty = row_certainty(ld, row),
                                     .cite      = row_cite(ld, row, true),
                                     .cond      = row_cond(ld, row, "when", NULL) };
        out[i].choices = row_values(ld, row, "choices", &out[i].choice_count);
        if (!out[i].choices) fault(ld, "law-field-missing", S("choices"));
    }
    rows->greys      = out;
    rows->grey_count = n;
}

// The risk framework of the pack: none, not issued (absent risk is noted) or issued (it is asked for).
static void load_risk(loader *ld, const json_t *pack, law_rows *rows)
{
    static const char *const keys[]      = { "framework", "fact", "rule", NULL };
    static const char *const rule_keys[] = { "id", "cite", "certainty", "text", NULL };
    const json_t            *risk        = json_object_get(pack, "risk");
    rows->risk_fact                      = -1;
    if (!json_is_object(risk)) {
        fault(ld, "law-field-missing", S("risk"));
        return;
    }
    row_keys(ld, risk, keys);
    str framework = row_text(ld, risk, "framework", true);
    if (str_equal(framework, S("none"))) return;
    bool issued = str_equal(framework, S("issued"));
    if (!issued && !str_equal(framework, S("not-issued"))) {
        fault(ld, "law-value-unknown", framework);
    }
    str             key = row_text(ld, risk, "fact", true);
    const law_fact *f   = law_fact_find(ld->l, key);
    if (!f || f->kind != LAW_INT) {
        fault(ld, "law-fact-unknown", key);
        return;
    }
    const json_t *rule = json_object_get(risk, "rule");
    row_keys(ld, rule, rule_keys);
    rows->risk_fact = f->index;
    rows->risk_rule = (law_rule){ .id        = row_text(ld, rule, "id", true),
                                  .text      = row_words(ld, rule, "text", true),
                                  .cite      = row_cite(ld, rule, true),
                                  .certainty = row_certainty(ld, rule),
                                  .uses      = 1u << f->index };
    if (!issued) rows->silent = 1u << f->index;
}

static void load_criteria(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = { "rules", "floors", "notes", "greys", NULL };
    row_keys(ld, root, keys);
    ld->silent   = rows->silent;
    rows->rules  = load_rules(ld, root, "rules", rows, &rows->rule_count);
    rows->floors = load_rules(ld, root, "floors", rows, &rows->floor_count);
    if (rows->rules && rows->rule_count == 0) fault(ld, "law-list-form", S("rules"));
    ld->silent = 0;
    load_notes(ld, root, rows);
    load_greys(ld, root, rows);
}

// ---- authority, limits, forms, labels -------------------------------------------------------------------
static void load_authority(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = { "id",   "step", "levels",    "actor", "condition",
                                        "text", "cite", "certainty", NULL };
    size_t                   n;
    const json_t            *list = row_list(ld, root, "authority", "id", &n);
    law_authority           *out  = LOAD_NEW(ld, law_authority, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        out[i] = (law_authority){ .step      = row_text(ld, row, "step", true),
                                  .actor     = row_text(ld, row, "actor", true),
                                  .condition = row_text(ld, row, "condition", false),
                                  .text      = row_words(ld, row, "text", true),
                                  .cite      = row_cite(ld, row, true),
                                  .certainty = row_certainty(ld, row) };
        row_levels(ld, row, &out[i].level_min, &out[i].level_max);
    }
    rows->authorities     = out;
    rows->authority_count = n;
}

static void load_limits(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = { "id",    "step", "levels",    "days", "kind",
                                        "start", "cite", "certainty", NULL };
    size_t                   n;
    const json_t            *list = row_list(ld, root, "limits", "id", &n);
    law_limit               *out  = LOAD_NEW(ld, law_limit, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        str kind = row_text(ld, row, "kind", true);
        out[i]   = (law_limit){ .step      = row_text(ld, row, "step", true),
                                .days      = (int)row_int(ld, row, "days", 0, 3660),
                                .working   = str_equal(kind, S("working")),
                                .start     = row_text(ld, row, "start", true),
                                .cite      = row_cite(ld, row, true),
                                .certainty = row_certainty(ld, row) };
        row_levels(ld, row, &out[i].level_min, &out[i].level_max);
        if (!out[i].working && !str_equal(kind, S("calendar"))) {
            fault(ld, "law-value-unknown", kind);
        }
    }
    rows->limits      = out;
    rows->limit_count = n;
}

static int place_in_whole(loader *ld, const json_t *row, const char *key)
{
    return json_object_get(row, key) ? (int)row_int(ld, row, key, 1, 99) : 0;
}

static void load_forms(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = { "id",      "name",  "levels",    "from",
                                        "to",      "early", "report",    "appraise",
                                        "approve", "each",  "act",       "numbered",
                                        "must",    "cite",  "certainty", NULL };
    size_t                   n;
    const json_t            *list = row_list(ld, root, "forms", "id", &n);
    law_form                *out  = LOAD_NEW(ld, law_form, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        out[i] = (law_form){ .key       = ld->id,
                             .name      = row_words(ld, row, "name", true),
                             .from      = row_text(ld, row, "from", true),
                             .to        = row_text(ld, row, "to", true),
                             .early     = row_bool(ld, row, "early"),
                             .report    = row_bool(ld, row, "report"),
                             .appraise  = place_in_whole(ld, row, "appraise"),
                             .approve   = place_in_whole(ld, row, "approve"),
                             .each      = row_bool(ld, row, "each"),
                             .numbered  = row_bool(ld, row, "numbered"),
                             .must      = row_text(ld, row, "must", false),
                             .act       = row_text(ld, row, "act", false),
                             .cite      = row_cite(ld, row, true),
                             .certainty = row_certainty(ld, row) };
        row_levels(ld, row, &out[i].level_min, &out[i].level_max);
    }
    rows->forms      = out;
    rows->form_count = n;
}

static void load_labels(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = { "id",       "text", "body",      "valid_from",
                                        "valid_to", "cite", "certainty", NULL };
    size_t                   n;
    const json_t            *list = row_list(ld, root, "labels", NULL, &n);
    law_label               *out  = LOAD_NEW(ld, law_label, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        out[i] = (law_label){ .key        = ld->id,
                              .text       = row_words(ld, row, "text", true),
                              .code       = row_text(ld, row, "body", false),
                              .valid_from = row_day(ld, row, "valid_from", NULL),
                              .valid_to   = row_day(ld, row, "valid_to", NULL),
                              .cite       = row_cite(ld, row, true),
                              .certainty  = row_certainty(ld, row) };
        for (size_t j = 0; j < i; j++) { // the same word twice must be of different times
            const law_label *o = &out[j];
            if (!str_equal(o->key, out[i].key)) continue;
            bool before = o->valid_to.len && out[i].valid_from.len &&
                          str_compare(o->valid_to, out[i].valid_from) < 0;
            if (!before) fault(ld, "law-id-twice", out[i].key);
        }
    }
    rows->labels      = out;
    rows->label_count = n;
}

void load_pack_rows(loader *ld, law_pack *p, const json_t *row, json_t *const *files)
{
    static load_rows *const loaders[LAW_FOLDER_FILES] = { load_criteria, load_authority,
                                                          load_limits,   load_forms,
                                                          load_labels,   load_reports,
                                                          load_workflow };
    law_rows               *rows                      = LOAD_NEW(ld, law_rows, 1);
    if (!rows) return;
    for (size_t i = 0; i < ld->l->fact_count; i++) {
        if (law_fact_in_pack(&ld->l->facts[i], p)) rows->facts |= 1u << i;
    }
    ld->file = S("packs.json");
    ld->id   = p->id;
    load_risk(ld, row, rows);
    for (int i = 0; i < LAW_FOLDER_FILES; i++) {
        ld->file = arena_printf(ld->a, "%.*s/%s.json", STR_ARG(p->id), pack_files[i]);
        ld->id   = (str){ 0 };
        loaders[i](ld, files[i], rows);
    }
    p->rows = rows;
}

// ---- looking up -------------------------------------------------------------------------------------------
const law_rule *law_rules(const law_pack *p, size_t *count)
{
    *count = p->rows->rule_count;
    return p->rows->rules;
}

const law_grey *law_greys(const law_pack *p, size_t *count)
{
    *count = p->rows->grey_count;
    return p->rows->greys;
}

const law_authority *law_authorities(const law_pack *p, size_t *count)
{
    *count = p->rows->authority_count;
    return p->rows->authorities;
}

const law_limit *law_limits(const law_pack *p, size_t *count)
{
    *count = p->rows->limit_count;
    return p->rows->limits;
}

const law_form *law_forms(const law_pack *p, size_t *count)
{
    *count = p->rows->form_count;
    return p->rows->forms;
}

const law_form *law_form_find(const law_pack *p, str key)
{
    for (size_t i = 0; i < p->rows->form_count; i++) {
        if (str_equal(p->rows->forms[i].key, key)) return &p->rows->forms[i];
    }
    return NULL;
}

const law_label *law_labels(const law_pack *p, size_t *count)
{
    *count = p->rows->label_count;
    return p->rows->labels;
}

const law_label *law_label_any(const law_pack *p, str key)
{
    for (size_t i = 0; i < p->rows->label_count; i++) {
        if (str_equal(p->rows->labels[i].key, key)) return &p->rows->labels[i];
    }
    return NULL;
}

const law_label *law_label_on(const law_pack *p, str key, day on)
{
    int64_t today = day_number(on);
    for (size_t i = 0; i < p->rows->label_count; i++) {
        const law_label *l = &p->rows->labels[i];
        day              from, to;
        bool             begun = !l->valid_from.len ||
                     (day_parse(l->valid_from, &from) == ST_OK && day_number(from) <= today);
        bool over = l->valid_to.len &&
                    (day_parse(l->valid_to, &to) != ST_OK || day_number(to) < today);
        if (begun && !over && str_equal(l->key, key)) return l;
    }
    return NULL;
}
