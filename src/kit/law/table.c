// table.c - the table of facts, as loaded from facts.json.
#include "kit/law/law_inside.h"

static law_kind kind_named(str key)
{
    static const struct {
        str      key;
        law_kind kind;
    } kinds[] = { { STR("set"), LAW_SET },
                  { STR("bool"), LAW_BOOL },
                  { STR("int"), LAW_INT },
                  { STR("enum"), LAW_ENUM } };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (str_equal(kinds[i].key, key)) return kinds[i].kind;
    }
    return (law_kind)0;
}

static void fact_packs(loader *ld, law_fact *f, const json_t *row)
{
    const json_t *packs = json_object_get(row, "packs");
    size_t        n     = json_array_size(packs);
    if (n == 0 || n > COUNT(f->packs)) {
        fault(ld, "law-values-count", S("packs"));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        str             id = str_from(json_string_value(json_array_get(packs, i)));
        const law_pack *p  = id.ptr ? law_pack_find(ld->l, id) : NULL;
        if (!p) {
            fault(ld, "law-pack-unknown", id);
            continue;
        }
        f->packs[i] = p->id;
    }
}

static void fact_values(loader *ld, law_fact *f, const json_t *row)
{
    law_value *values = row_values(ld, row, "values", &f->value_count);
    f->values         = values;
    switch (f->kind) {
    case LAW_BOOL:
        if (values) fault(ld, "law-field-unknown", S("values"));
        break;
    case LAW_INT:
        f->min = row_int(ld, row, "min", 0, INT64_C(1) << 50);
        f->max = row_int(ld, row, "max", f->min, INT64_C(1) << 50);
        for (size_t i = 0; i < f->value_count; i++) {
            if (!str_int(values[i].key, &values[i].number) || values[i].number < f->min ||
                values[i].number > f->max) {
                fault(ld, "law-value-range", values[i].key);
            }
        }
        break;
    case LAW_SET:
    case LAW_ENUM:
        if (!values) fault(ld, "law-field-missing", S("values"));
        break;
    }
}

static void load_groups(loader *ld, const json_t *root)
{
    static const char *const keys[] = { "key", "vi", "en", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "groups"), "groups", "key", &n);
    law_group    *out  = LOAD_NEW(ld, law_group, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "key");
        row_keys(ld, row, keys);
        out[i] = (law_group){ ld->id, row_words(ld, row, "", true) };
    }
    ld->l->groups      = out;
    ld->l->group_count = n;
}

// ---- questions ------------------------------------------------------------------------------------
static void question_facts(loader *ld, law_question *q, const json_t *row, uint32_t *taken)
{
    const json_t *list = json_object_get(row, "facts");
    if (json_array_size(list) == 0) fault(ld, "law-field-missing", S("facts"));
    for (size_t i = 0; i < json_array_size(list); i++) {
        str             key = str_from(json_string_value(json_array_get(list, i)));
        const law_fact *f   = key.ptr ? law_fact_find(ld->l, key) : NULL;
        if (!f) {
            fault(ld, "law-fact-unknown", key);
            continue;
        }
        if (*taken >> f->index & 1) fault(ld, "law-fact-asked-twice", key);
        *taken |= 1u << f->index;
        q->facts |= 1u << f->index;
    }
}

static void question_cites(loader *ld, law_question *q, const json_t *row)
{
    static const char *const cite_keys[] = { "cite", "certainty", NULL };
    const json_t            *list        = json_object_get(row, "cites");
    size_t                   n           = json_array_size(list);
    if (n > LAW_QUESTION_CITES_MAX) fault(ld, "law-list-form", S("cites"));
    if (n == 0 || n > LAW_QUESTION_CITES_MAX) return;
    law_cite *cites = LOAD_NEW(ld, law_cite, n);
    q->cites        = cites;
    for (size_t i = 0; i < n && cites; i++) {
        const json_t *one = json_array_get(list, i);
        row_keys(ld, one, cite_keys);
        cites[i]             = row_cite(ld, one, true);
        q->cite_certainty[i] = row_certainty(ld, one);
        q->cite_count        = i + 1;
    }
}

static void load_questions(loader *ld, const json_t *root)
{
    static const char *const keys[] = { "key",     "facts", "text",      "hint",
                                        "example", "cites", "certainty", NULL };
    size_t                   n;
    uint32_t                 taken = 0;
    const json_t *list = row_list(ld, json_object_get(root, "questions"), "questions", "key", &n);
    law_question *out  = LOAD_NEW(ld, law_question, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "key");
        row_keys(ld, row, keys);
        out[i] = (law_question){ .key       = ld->id,
                                 .text      = row_words(ld, row, "text", true),
                                 .hint      = row_words(ld, row, "hint", false),
                                 .example   = row_words(ld, row, "example", false),
                                 .certainty = row_certainty(ld, row) };
        question_facts(ld, &out[i], row, &taken);
        question_cites(ld, &out[i], row);
    }
    ld->l->questions      = out;
    ld->l->question_count = n;
    ld->l->questioned     = taken;
}

// Without rows of its own each fact is a question.
static void question_each_fact(loader *ld)
{
    size_t        n   = ld->l->fact_count;
    law_question *out = LOAD_NEW(ld, law_question, n);
    for (size_t i = 0; out && i < n; i++) {
        const law_fact *f = &ld->l->facts[i];
        out[i]            = (law_question){
                       .key = f->key, .facts = 1u << i, .text = f->label, .certainty = LAW_OURS
        };
    }
    ld->l->questions      = out;
    ld->l->question_count = out ? n : 0;
    ld->l->questioned     = UINT32_MAX;
}

size_t law_question_count(const law *l)
{
    return l->question_count;
}

const law_question *law_question_at(const law *l, size_t i)
{
    return i < l->question_count ? &l->questions[i] : NULL;
}

// ---- facts ---------------------------------------------------------------------------------------
void load_facts(loader *ld, const json_t *root)
{
    static const char *const top[]  = { "groups", "facts", "questions", NULL };
    static const char *const keys[] = { "key", "kind", "group", "packs",  "label",   "hint",
                                        "min", "max",  "asked", "values", "unknown", NULL };
    size_t                   n;
    row_keys(ld, root, top);
    load_groups(ld, root);
    const json_t *list = row_list(ld, json_object_get(root, "facts"), "facts", "key", &n);
    law_fact     *out  = LOAD_NEW(ld, law_fact, n);
    if (!list || !out) return;
    if (n == 0 || n > LAW_FACTS_MAX) {
        fault(ld, "law-list-form", S("facts"));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "key");
        law_fact     *f   = &out[i];
        row_keys(ld, row, keys);
        str kind = row_text(ld, row, "kind", true);
        f->key   = ld->id;
        f->index = (int)i;
        f->kind  = kind_named(kind);
        f->group = row_text(ld, row, "group", true);
        f->label = row_words(ld, row, "label", true);
        f->hint  = row_words(ld, row, "hint", false);
        if (!f->kind) fault(ld, "law-kind-unknown", kind);
        if (!law_group_words(ld->l, f->group).vi.ptr) fault(ld, "law-group-unknown", f->group);
        fact_packs(ld, f, row);
        fact_values(ld, f, row);
        f->unknown = row_text(ld, row, "unknown", false);
    }
    ld->l->facts      = out;
    ld->l->fact_count = n;
    for (size_t i = 0; i < n; i++) { // may speak of a fact further down
        const json_t *row = row_at(ld, list, i, "key");
        if (json_object_get(row, "asked"))
            out[i].asked = row_cond(ld, row, "asked", &out[i].asked_uses);
    }
    if (json_object_get(root, "questions")) {
        load_questions(ld, root);
    } else {
        question_each_fact(ld);
    }
}

// ---- facts ----------------------------------------------------------------------------------------
size_t law_fact_count(const law *l)
{
    return l->fact_count;
}

const law_fact *law_fact_at(const law *l, size_t i)
{
    return i < l->fact_count ? &l->facts[i] : NULL;
}

const law_fact *law_fact_find(const law *l, str key)
{
    for (size_t i = 0; i < l->fact_count; i++) {
        if (str_equal(l->facts[i].key, key)) return &l->facts[i];
    }
    return NULL;
}

law_words law_group_words(const law *l, str group)
{
    for (size_t i = 0; i < l->group_count; i++) {
        if (str_equal(l->groups[i].key, group)) return l->groups[i].text;
    }
    return (law_words){ 0 };
}

bool law_fact_in_pack(const law_fact *f, const law_pack *p)
{
    for (size_t i = 0; i < COUNT(f->packs); i++) {
        if (f->packs[i].len && str_equal(f->packs[i], p->id)) return true;
    }
    return false;
}

law_truth law_fact_asked(const law_fact *f, const law_facts *facts)
{
    return f->asked ? cond_eval(f->asked, facts) : LAW_TRUE;
}
