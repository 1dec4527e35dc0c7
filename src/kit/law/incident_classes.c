// incident_classes.c - when an incident is serious, under which plan, of which type; network members,
// duties; who may do what.
#include "kit/law/law_inside.h"

static const str role_keys[LAW_INCIDENT_ROLES] = { STR("DVVH"), STR("CQ"),     STR("DVCT"),
                                                   STR("TVML"), STR("BCD_BT"), STR("CQDP"),
                                                   STR("CQTT"), STR("BPTN"),   STR("SOC"),
                                                   STR("THIRD") };

static const str grant_keys[LAW_GRANTS] = {
    STR("none"),          STR("yes"),     STR("for-owner"),  STR("own"),      STR("own-systems"),
    STR("own-scope"),     STR("area"),    STR("shared"),     STR("convened"), STR("contract"),
    STR("notice-status"), STR("all"),     STR("first-look"), STR("propose"),  STR("verify"),
    STR("decide"),        STR("request"), STR("via-cqdp"),   STR("ordinary"), STR("serious"),
};

str law_incident_role_key(law_incident_role r)
{
    return (unsigned)r < COUNT(role_keys) ? role_keys[r] : S("");
}

str law_incident_grant_key(law_incident_grant g)
{
    return (unsigned)g < COUNT(grant_keys) ? grant_keys[g] : S("");
}

bool law_incident_role_named(str key, law_incident_role *out)
{
    for (size_t i = 0; i < COUNT(role_keys); i++) {
        if (!str_equal(role_keys[i], key)) continue;
        *out = (law_incident_role)i;
        return true;
    }
    return false;
}

// ---- seriousness, plans -----------------------------------------------------------------------------------
static void read_sign(loader *ld, const json_t *row, law_incident_sign *s)
{
    static const char *const keys[] = { "id",   "part", "text",      "level",
                                        "flag", "cite", "certainty", NULL };
    row_keys(ld, row, keys);
    str part = row_text(ld, row, "part", true), flag = row_text(ld, row, "flag", false);
    *s = (law_incident_sign){ .id        = ld->id,
                              .part      = part.len == 1 ? part.ptr[0] : 'A',
                              .text      = row_words(ld, row, "text", true),
                              .cite      = row_cite(ld, row, true),
                              .certainty = row_certainty(ld, row) };
    if (part.len != 1 || s->part < 'A' || s->part > 'C') fault(ld, "law-value-unknown", part);
    if (!flag.len) s->level = (int)row_int(ld, row, "level", 1, LAW_LEVEL_MAX);
    if (flag.len && json_object_get(row, "level")) fault(ld, "law-field-unknown", S("level"));
    bool given = !flag.len ||
                 (law_incident_flag_named(flag, &s->flag) && s->flag < LAW_INCIDENT_GIVEN_FLAGS);
    if (!given || (flag.len && s->flag == LAW_INCIDENT_SERIOUS))
        fault(ld, "law-fact-unknown", flag);
}

static void load_signs(loader *ld, const json_t *root, law_incidents *in)
{
    size_t        n;
    unsigned      parts = 0;
    const json_t *list  = row_list(ld, json_object_get(root, "serious"), "serious", "id", &n);
    in->signs           = LOAD_NEW(ld, law_incident_sign, n);
    if (!list || !in->signs) return;
    for (size_t i = 0; i < n; i++) {
        read_sign(ld, row_at(ld, list, i, "id"), &in->signs[i]);
        parts |= 1u << (in->signs[i].part >= 'A' ? in->signs[i].part - 'A' : 0);
        in->sign_count = i + 1;
    }
    ld->id = S("");
    if (parts != 7) fault(ld, "law-list-form", S("serious")); // each part has a sign
}

static void load_owners(loader *ld, const json_t *root, law_incidents *in)
{
    static const char *const keys[] = { "id", "text", "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "owners"), "owners", "id", &n);
    in->owners         = LOAD_NEW(ld, law_incident_owner, n);
    if (!list || !in->owners) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        in->owners[i] = (law_incident_owner){ ld->id, row_words(ld, row, "text", true) };
        (void)row_certainty(ld, row);
        in->owner_count = i + 1;
    }
}

static void load_plans(loader *ld, const json_t *root, law_incidents *in)
{
    static const char *const keys[] = { "id",     "name", "level",     "in_list",
                                        "owners", "cite", "certainty", NULL };
    size_t                   n;
    const json_t            *list = row_list(ld, json_object_get(root, "plans"), "plans", "id", &n);
    in->plans                     = LOAD_NEW(ld, law_incident_plan, n);
    if (!list || !in->plans) return;
    for (size_t i = 0; i < n; i++) {
        const json_t      *row = row_at(ld, list, i, "id");
        law_incident_plan *p   = &in->plans[i];
        row_keys(ld, row, keys);
        *p             = (law_incident_plan){ .id        = ld->id,
                                              .name      = row_words(ld, row, "name", true),
                                              .level     = (int)row_int(ld, row, "level", 1, LAW_LEVEL_MAX),
                                              .in_list   = row_bool(ld, row, "in_list"),
                                              .cite      = row_cite(ld, row, true),
                                              .certainty = row_certainty(ld, row) };
        p->owner_count = row_texts(ld, row, "owners", p->owners, LAW_INCIDENT_OWNERS_MAX);
        for (size_t j = 0; j < p->owner_count; j++) {
            if (!law_incident_owner_find(ld->l, p->owners[j]))
                fault(ld, "law-value-unknown", p->owners[j]);
        }
        in->plan_count = i + 1;
    }
}

// ---- types, members, duties -------------------------------------------------------------------------------
static void read_type(loader *ld, const json_t *row, law_incident_type *t)
{
    static const char *const keys[] = { "id", "row", "into", "text", "cite", "certainty", NULL };
    row_keys(ld, row, keys);
    str into = row_text(ld, row, "into", false);
    *t       = (law_incident_type){ .id        = ld->id,
                                    .text      = row_words(ld, row, "text", true),
                                    .certainty = row_certainty(ld, row) };
    t->cite  = row_cite(ld, row, t->certainty != LAW_OURS);
    if (!into.len) {
        t->row = (int)row_int(ld, row, "row", 1, LAW_ROWS_MAX);
        return;
    }
    t->into = law_incident_type_find(ld->l, into); // parents stand before their sub-types
    if (!t->into || t->into->into) fault(ld, "law-value-unknown", into);
    if (t->into) t->row = t->into->row;
}

static void load_types(loader *ld, const json_t *root, law_incidents *in)
{
    size_t        n;
    int           rows = 0;
    const json_t *list = row_list(ld, json_object_get(root, "types"), "types", "id", &n);
    in->types          = LOAD_NEW(ld, law_incident_type, n);
    if (!list || !in->types) return;
    for (size_t i = 0; i < n; i++) {
        law_incident_type *t = &in->types[i];
        read_type(ld, row_at(ld, list, i, "id"), t);
        in->type_count = i + 1;
        if (t->into) continue;
        rows++;
        if (t->row != rows) fault(ld, "law-field-range", S("row")); // in the order of the form
    }
}

static void load_categories(loader *ld, const json_t *root, law_incidents *in)
{
    static const char *const keys[] = { "id",   "group",     "obligatory", "text",
                                        "cite", "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "members"), "members", "id", &n);
    in->categories     = LOAD_NEW(ld, law_incident_category, n);
    if (!list || !in->categories) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        in->categories[i]  = (law_incident_category){ .id         = ld->id,
                                                      .group      = row_text(ld, row, "group", true),
                                                      .obligatory = row_bool(ld, row, "obligatory"),
                                                      .text       = row_words(ld, row, "text", true),
                                                      .cite       = row_cite(ld, row, true),
                                                      .certainty  = row_certainty(ld, row) };
        in->category_count = i + 1;
    }
}

static void load_duties(loader *ld, const json_t *root, law_incidents *in)
{
    static const char *const keys[] = { "id", "text", "cite", "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "duties"), "duties", "id", &n);
    in->duties         = LOAD_NEW(ld, law_incident_duty, n);
    if (!list || !in->duties) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        in->duties[i]  = (law_incident_duty){ .id        = ld->id,
                                              .text      = row_words(ld, row, "text", true),
                                              .cite      = row_cite(ld, row, true),
                                              .certainty = row_certainty(ld, row) };
        in->duty_count = i + 1;
    }
}

static void load_tasks(loader *ld, const json_t *root, law_incidents *in)
{
    static const char *const keys[] = { "id", "type", "role", "hours", "text", "certainty", NULL };
    size_t                   n;
    law_incident_role        role;
    const json_t            *list = row_list(ld, json_object_get(root, "tasks"), "tasks", "id", &n);
    in->tasks                     = LOAD_NEW(ld, law_incident_task, n);
    if (!list || !in->tasks) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        str type     = row_text(ld, row, "type", false);
        in->tasks[i] = (law_incident_task){ .id        = ld->id,
                                            .role      = row_text(ld, row, "role", true),
                                            .hours     = (int)row_int(ld, row, "hours", 1, 24 * 60),
                                            .text      = row_words(ld, row, "text", true),
                                            .certainty = row_certainty(ld, row) };
        if (type.len) in->tasks[i].type = law_incident_type_find(ld->l, type);
        if (type.len && !in->tasks[i].type) fault(ld, "law-value-unknown", type);
        if (!law_incident_role_named(in->tasks[i].role, &role))
            fault(ld, "law-value-unknown", in->tasks[i].role);
        in->task_count = i + 1;
    }
}

// A set from before 0.1.0 has none.
static void load_measures(loader *ld, const json_t *root, law_incidents *in)
{
    static const char *const keys[] = { "id", "controls", "certainty", NULL };
    const json_t            *given  = json_object_get(root, "measures");
    size_t                   n      = 0;
    const json_t            *list   = given ? row_list(ld, given, "measures", "id", &n) : NULL;
    in->measures                    = LOAD_NEW(ld, law_incident_measure, n);
    if (!list || !in->measures) return;
    for (size_t i = 0; i < n; i++) {
        const json_t         *row = row_at(ld, list, i, "id");
        law_incident_measure *m   = &in->measures[i];
        row_keys(ld, row, keys);
        m->id             = ld->id;
        m->control_count  = row_texts(ld, row, "controls", m->controls, LAW_INCIDENT_OWNERS_MAX);
        m->certainty      = row_certainty(ld, row);
        in->measure_count = i + 1;
    }
}

void load_incident_classes(loader *ld, const json_t *root)
{
    static const char *const keys[] = { "serious", "plans", "owners",   "types", "members",
                                        "duties",  "tasks", "measures", NULL };
    law_incidents           *in     = &ld->l->incidents;
    row_keys(ld, root, keys);
    load_signs(ld, root, in);
    load_owners(ld, root, in);
    load_plans(ld, root, in);
    load_types(ld, root, in);
    load_categories(ld, root, in);
    load_duties(ld, root, in);
    load_tasks(ld, root, in);
    load_measures(ld, root, in);
}

void load_incident_forms(loader *ld, const json_t *root)
{
    static const char *const lists[] = { "forms", NULL };
    static const char *const keys[]  = { "id",   "name",    "about",     "note",
                                         "cite", "of_body", "certainty", NULL };
    law_incidents           *in      = &ld->l->incidents;
    size_t                   n;
    row_keys(ld, root, lists);
    const json_t *list = row_list(ld, json_object_get(root, "forms"), "forms", "id", &n);
    in->forms          = LOAD_NEW(ld, law_incident_form, n);
    if (!list || !in->forms) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        in->forms[i]   = (law_incident_form){ .id        = ld->id,
                                              .name      = row_words(ld, row, "name", true),
                                              .note      = row_words(ld, row, "note", false),
                                              .about     = row_text(ld, row, "about", true),
                                              .of_body   = row_bool(ld, row, "of_body"),
                                              .cite      = row_cite(ld, row, true),
                                              .certainty = row_certainty(ld, row) };
        in->form_count = i + 1;
    }
}

// ---- rights -----------------------------------------------------------------------------------------------
static law_incident_grant grant_of(loader *ld, const json_t *v)
{
    str key = str_from(json_string_value(v));
    for (size_t i = 1; key.ptr && i < COUNT(grant_keys); i++) {
        if (str_equal(grant_keys[i], key)) return (law_incident_grant)i;
    }
    fault(ld, "law-value-unknown", key);
    return LAW_GRANT_NONE;
}

static void read_act(loader *ld, const json_t *row, law_incident_act *act)
{
    static const char *const keys[] = { "id", "text", "grants", "cite", "certainty", NULL };
    const char              *role;
    json_t                  *v, *grants = json_object_get(row, "grants");
    row_keys(ld, row, keys);
    *act      = (law_incident_act){ .id        = ld->id,
                                    .text      = row_words(ld, row, "text", true),
                                    .certainty = row_certainty(ld, row) };
    act->cite = row_cite(ld, row, act->certainty != LAW_OURS);
    if (!json_is_object(grants)) fault(ld, "law-field-missing", S("grants"));
    json_object_foreach(grants, role, v)
    {
        law_incident_role r = LAW_ROLE_THIRD;
        if (law_incident_role_named(str_from(role), &r)) {
            act->grants[r] = grant_of(ld, v);
        } else {
            fault(ld, "law-value-unknown", str_from(role));
        }
    }
}

void load_incident_rights(loader *ld, const json_t *root)
{
    static const char *const keys[] = { "rights", NULL };
    law_incidents           *in     = &ld->l->incidents;
    size_t                   n;
    row_keys(ld, root, keys);
    const json_t *list = row_list(ld, json_object_get(root, "rights"), "rights", "id", &n);
    in->acts           = LOAD_NEW(ld, law_incident_act, n);
    if (!list || !in->acts) return;
    for (size_t i = 0; i < n; i++) {
        read_act(ld, row_at(ld, list, i, "id"), &in->acts[i]);
        in->act_count = i + 1;
    }
}

law_incident_grant law_incident_right(const law *l, law_incident_role role, str act)
{
    for (size_t i = 0; i < l->incidents.act_count; i++) {
        const law_incident_act *a = &l->incidents.acts[i];
        if (str_equal(a->id, act) && role < LAW_INCIDENT_ROLES) return a->grants[role];
    }
    return LAW_GRANT_NONE;
}

// ---- looking up -------------------------------------------------------------------------------------------
const law_incident_sign *law_incident_signs(const law *l, size_t *count)
{
    *count = l->incidents.sign_count;
    return l->incidents.signs;
}

const law_incident_plan *law_incident_plans(const law *l, size_t *count)
{
    *count = l->incidents.plan_count;
    return l->incidents.plans;
}

const law_incident_owner *law_incident_owners(const law *l, size_t *count)
{
    *count = l->incidents.owner_count;
    return l->incidents.owners;
}

const law_incident_type *law_incident_types(const law *l, size_t *count)
{
    *count = l->incidents.type_count;
    return l->incidents.types;
}

const law_incident_category *law_incident_categories(const law *l, size_t *count)
{
    *count = l->incidents.category_count;
    return l->incidents.categories;
}

const law_incident_duty *law_incident_duties(const law *l, size_t *count)
{
    *count = l->incidents.duty_count;
    return l->incidents.duties;
}

const law_incident_act *law_incident_acts(const law *l, size_t *count)
{
    *count = l->incidents.act_count;
    return l->incidents.acts;
}

const law_incident_owner *law_incident_owner_find(const law *l, str id)
{
    for (size_t i = 0; i < l->incidents.owner_count; i++) {
        if (str_equal(l->incidents.owners[i].id, id)) return &l->incidents.owners[i];
    }
    return NULL;
}

const law_incident_type *law_incident_type_find(const law *l, str id)
{
    for (size_t i = 0; i < l->incidents.type_count; i++) {
        if (str_equal(l->incidents.types[i].id, id)) return &l->incidents.types[i];
    }
    return NULL;
}

const law_incident_form *law_incident_forms(const law *l, size_t *count)
{
    *count = l->incidents.form_count;
    return l->incidents.forms;
}

const law_incident_form *law_incident_form_find(const law *l, str id)
{
    for (size_t i = 0; i < l->incidents.form_count; i++) {
        if (str_equal(l->incidents.forms[i].id, id)) return &l->incidents.forms[i];
    }
    return NULL;
}

const law_incident_task *law_incident_tasks(const law *l, size_t *count)
{
    *count = l->incidents.task_count;
    return l->incidents.tasks;
}

const law_incident_measure *law_incident_measures(const law *l, size_t *count)
{
    *count = l->incidents.measure_count;
    return l->incidents.measures;
}
