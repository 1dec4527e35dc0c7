// form_view.c - the form of one system: its fields, its facts, its components.
#include "modules/systems/systems_view.h"

#include <string.h>

const char *view_part_name(arena *a, size_t part)
{
    return arena_printf(a, "part-%zu-name", part).ptr;
}

void system_form_of(const system_record *s, const law_case *facts, system_form *out)
{
    *out = (system_form){ .data = s->data, .own.said.facts = facts->own };
    for (size_t i = 0; i < facts->component_count && i < VIEW_PARTS_MAX; i++) {
        out->parts[out->part_count++] = (form_part){ .name       = facts->component_names[i],
                                                     .said.facts = facts->components[i] };
    }
}

// ---- facts ----------------------------------------------------------------------------------------

static view_group *group_of(page *o, view_group *groups, size_t *count, str title)
{
    const law *l = law_current();
    for (size_t i = 0; i < *count; i++) {
        if (str_equal(groups[i].title, title)) return &groups[i];
    }
    if (*count == LAW_VALUES_MAX) return NULL;
    fact_input *facts = NEW(o->a, fact_input, law_fact_count(l));
    if (!facts) return NULL;
    groups[*count] = (view_group){ .title = title, .facts = facts };
    return &groups[(*count)++];
}

static status fact_groups(page *o, const form_part *from, size_t part, const system_form_view *v,
                          view_group *groups, size_t *count)
{
    const law *l = law_current();
    for (size_t i = 0; i < law_fact_count(l); i++) {
        const law_fact *f = law_fact_at(l, i);
        if (!fact_concerns(f, v->sector, &from->said.facts)) continue;
        str         title = law_say(law_group_words(l, f->group), o->lang == LANG_EN);
        view_group *g     = group_of(o, groups, count, title);
        if (!g) return ST_MEMORY;
        fact_input *in = &g->facts[g->fact_count++];
        TRY(fact_input_fill(o, f, part, &from->said, &v->frame, in));
        in->compact = true;
    }
    return ST_OK;
}

static status fill_parts(page *o, const system_form *f, system_form_view *v)
{
    v->parts = NEW(o->a, view_part, f->part_count ? f->part_count : 1);
    if (!v->parts) return ST_MEMORY;
    for (size_t i = 0; i < f->part_count; i++) {
        view_part *p = &v->parts[v->part_count++];
        p->number    = i + 1;
        p->name      = (page_field){ .name  = view_part_name(o->a, i + 1),
                                     .label = T(o, systems_parts_name),
                                     .value = f->parts[i].name,
                                     .max   = SYSTEM_NAME_MAX };
        p->drop      = arena_printf(o->a, "drop-%zu", i + 1);
        if (!p->name.name || !p->drop.ptr) return ST_MEMORY;
        TRY(fact_groups(o, &f->parts[i], i + 1, v, p->groups, &p->group_count));
    }
    return ST_OK;
}

// ---- fields ---------------------------------------------------------------------------------------

static const char *field_mode(system_kind kind)
{
    return kind == SYSTEM_DAY ? "numeric" : NULL;
}

static void state_choices(page *o, view_input *in)
{
    size_t n = 0;
    for (int s = SYSTEM_PLANNED; s <= SYSTEM_STOPPED; s++) {
        str key          = str_from(system_state_key((system_state)s));
        in->options[n++] = (page_option){ key,
                                          system_state_label((system_state)s, o->lang),
                                          { 0 } };
    }
    in->field.options      = in->options;
    in->field.option_count = n;
    if (in->field.value.len == 0) in->field.value = S("running");
}

static void key_choices(page *o, const system_field *f, view_input *in)
{
    size_t n         = 0;
    in->options[n++] = (page_option){ S(""), T(o, systems_declared_none), { 0 } };
    for (size_t i = 0; i < f->choice_count; i++)
        in->options[n++] = (page_option){ f->choices[i],
                                          system_choice_label(f, f->choices[i], o->lang),
                                          { 0 } };
    in->field.options      = in->options;
    in->field.option_count = n;
}

static void level_choices(page *o, view_input *in)
{
    static const str digits[] = { STR("1"), STR("2"), STR("3"), STR("4"), STR("5") };
    size_t           n        = 0;
    in->options[n++]          = (page_option){ S(""), T(o, systems_stated_none), { 0 } };
    for (size_t i = 0; i < COUNT(digits); i++)
        in->options[n++] = (page_option){ digits[i], digits[i], { 0 } };
    in->field.options      = in->options;
    in->field.option_count = n;
}

static void field_input_fill(page *o, const system_field *f, const system_form *form,
                             const system_form_view *v, view_input *in)
{
    str value = system_text_of(&form->data, f);
    *in       = (view_input){ .kind = f->kind };
    in->field = (page_field){ .name      = f->key.ptr, // a literal of the table
                              .label     = text_get(o->lang, f->label),
                              .hint      = text_get(o->lang, f->hint),
                              .value     = f->kind == SYSTEM_DAY ? page_date(o, value) : value,
                              .inputmode = field_mode(f->kind),
                              .max       = (int)f->max,
                              .rows      = 3,
                              .narrow    = f->kind == SYSTEM_DAY,
                              .required  = str_equal(f->key, S("name")),
                              .error     = page_field_error(o, &v->frame, f->key.ptr) };
    if (f->kind == SYSTEM_STATE) state_choices(o, in);
    if (f->kind == SYSTEM_LEVEL) level_choices(o, in);
    if (f->kind == SYSTEM_CHOICE) key_choices(o, f, in);
    if (str_equal(f->key, S("owner")) && v->owner_count) {
        in->field.options      = v->owners;
        in->field.option_count = v->owner_count;
    }
}

static status fill_fields(page *o, const system_form *f, system_form_view *v)
{
    static const char *const keys[VIEW_FIELD_GROUPS][12] = {
        { "name", "owner", "operator", "purpose", "scope", "size", "users_served", "address",
          "hosts" },
        { "state", "begun_on", "running_since", "sheet_level" },
        { "project_kind", "project_name", "project_no", "project_on", "project_by", "embedded" },
        { "approval", "decision_no", "decision_on", "decision_by", "approval_expected",
          "regulation_no", "regulation_on", "regulation_by", "deployment", "deployment_expected",
          "inspections" },
        { "contact_name", "contact_title", "contact_phone", "contact_email", "note", "source",
          "source_url" },
    };
    const text_key titles[VIEW_FIELD_GROUPS] = { T_systems_group_what, T_systems_group_state,
                                                 T_systems_group_project, T_systems_group_declared,
                                                 T_systems_group_contact };
    for (size_t g = 0; g < COUNT(titles); g++) {
        view_group *group = &v->fields[g];
        *group            = (view_group){ .title = text_get(o->lang, titles[g]),
                                          .items = NEW(o->a, view_input, 12) };
        if (!group->items) return ST_MEMORY;
        for (size_t i = 0; i < COUNT(keys[g]) && keys[g][i]; i++) {
            const system_field *field = system_field_find(str_from(keys[g][i]));
            if (field) field_input_fill(o, field, f, v, &group->items[group->count++]);
        }
    }
    return ST_OK;
}

status system_form_fill(page *o, const system_form *f, system_form_view *v)
{
    v->frame.menu          = "systems";
    v->frame.fields        = "systems.field.";
    v->frame.problems      = f->problems.items;
    v->frame.problem_count = f->problems.count;
    v->version             = f->version;
    TRY(fill_fields(o, f, v));
    TRY(fact_groups(o, &f->own, 0, v, v->groups, &v->group_count));
    return fill_parts(o, f, v);
}
