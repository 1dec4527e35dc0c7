// systems_view.c - one system in the reader's words.
#include "modules/systems/systems_view.h"

const char *view_state_kind(system_state s)
{
    switch (s) {
    case SYSTEM_PLANNED: return "wait";
    case SYSTEM_BUILDING:
    case SYSTEM_UPGRADING: return "doing";
    case SYSTEM_RUNNING: return "done";
    case SYSTEM_STOPPED: return "off";
    }
    return "off";
}

// ---- one system -----------------------------------------------------------------------------------

str view_shown_words(page *o, const system_field *f, const system_record *s)
{
    str text = system_text_of(&s->data, f);
    switch (f->kind) {
    case SYSTEM_DAY: return page_date(o, text);
    case SYSTEM_STATE: return system_state_label(s->state, o->lang);
    case SYSTEM_CHOICE: return system_choice_label(f, text, o->lang);
    case SYSTEM_BODY: return str_equal(f->key, S("owner")) ? s->owner_name : s->operator_name;
    case SYSTEM_LINE:
    case SYSTEM_LINES:
    case SYSTEM_LEVEL:
    case SYSTEM_EMAIL:
    case SYSTEM_URL:
    case SYSTEM_FACTS: break;
    }
    return text;
}

// Approval, regulation, deployment and inspection as the agency states them: from `approval` to
// `inspections` in the table.
static bool is_declared(const system_field *f)
{
    return f >= system_field_find(S("approval")) && f <= system_field_find(S("inspections"));
}

static void fill_pairs(page *o, const system_record *s, system_show_view *v)
{
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f      = &system_fields[i];
        str                 value  = view_shown_words(o, f, s);
        bool                hidden = f->kind == SYSTEM_FACTS || f->kind == SYSTEM_LEVEL ||
                      str_equal(f->key, S("name"));
        if (hidden || value.len == 0) continue;
        view_pair pair = { .label = text_get(o->lang, f->label),
                           .value = value,
                           .href  = f->kind == SYSTEM_URL ? value : S(""),
                           .lines = f->kind == SYSTEM_LINES };
        if (is_declared(f))
            v->declared[v->declared_count++] = pair;
        else
            v->pairs[v->pair_count++] = pair;
    }
}

static status fill_facts(page *o, const law_facts *facts, str title, system_show_view *v)
{
    const law *l   = law_current();
    view_facts out = { .title = title, .items = NEW(o->a, view_fact, law_fact_count(l)) };
    if (!out.items) return ST_MEMORY;
    for (size_t i = 0; i < law_fact_count(l); i++) {
        const law_fact *f     = law_fact_at(l, i);
        str             value = fact_words(o, f, facts);
        if (value.len == 0 && law_fact_asked(f, facts) == LAW_FALSE) continue;
        if (!fact_concerns(f, v->sector, facts)) continue;
        out.items[out.count++] = (view_fact){ law_say(f->label, o->lang == LANG_EN), value };
        out.unknown += value.len == 0;
    }
    v->facts[v->fact_count++] = out;
    return ST_OK;
}

static status fill_all_facts(page *o, const law_case *k, system_show_view *v)
{
    if (k->component_count == 0) return fill_facts(o, &k->own, T(o, systems_field_facts), v);
    for (size_t i = 0; i < k->component_count; i++) {
        str number = arena_printf(o->a, "%zu", i + 1);
        str title  = text_fmt(o->a, o->lang, T_systems_parts_one, &number, 1);
        title      = arena_printf(o->a, STR_FMT " " STR_FMT, STR_ARG(title),
                                  STR_ARG(k->component_names[i]));
        TRY(fill_facts(o, &k->components[i], title, v));
    }
    return ST_OK;
}

// Why, from the pack's own words. Silent when the pack has since changed its mind: the level's page
// tells what was recorded.
static status fill_level(page *o, const system_record *s, const law_case *k, system_show_view *v)
{
    bool            english = o->lang == LANG_EN;
    law_decision    d;
    const law_pack *pack = law_pack_find(law_current(), s->pack);
    v->pack              = pack ? law_say(pack->name, english) : s->pack;
    v->differs           = s->sheet_level && s->sheet_level != s->level;
    if (!pack) return ST_OK;
    TRY(law_decide(pack, k, o->a, &d));
    v->questions = (size_t)__builtin_popcount(d.questions);
    if (d.level != s->level || d.result != s->result) return ST_OK;
    const law_hit *hit = law_deciding_hit(&d);
    if (!hit && d.floor_count) hit = &d.floors[0];
    if (!hit) return ST_OK;
    v->reason = law_say(hit->rule->text, english);
    v->cite   = law_say(hit->rule->cite.text, english);
    return ST_OK;
}

// Facts as JSON are for machines: the page says only that they changed.
str view_field_words(page *o, const system_field *f, str value)
{
    if (!f) return value;
    switch (f->kind) {
    case SYSTEM_DAY: return page_date(o, value);
    case SYSTEM_FACTS: return S("…");
    case SYSTEM_STATE: {
        system_state s;
        return system_state_named(value, &s) ? system_state_label(s, o->lang) : value;
    }
    case SYSTEM_CHOICE: return value.len ? system_choice_label(f, value, o->lang) : value;
    case SYSTEM_LINE:
    case SYSTEM_LINES:
    case SYSTEM_LEVEL:
    case SYSTEM_EMAIL:
    case SYSTEM_URL:
    case SYSTEM_BODY: break;
    }
    return value;
}

static status fill_history(call *c, page *o, int64_t id, system_show_view *v)
{
    system_change *rows;
    TRY(systems_history(c, id, &rows, &v->change_count));
    v->changes = NEW(o->a, view_change, v->change_count ? v->change_count : 1);
    if (!v->changes) return ST_MEMORY;
    for (size_t i = 0; i < v->change_count; i++) {
        const system_field *f = system_field_find(rows[i].field);
        v->changes[i]         = (view_change){ .when   = page_when(o, rows[i].at_ms),
                                               .person = rows[i].person,
                                               .field  = f ? text_get(o->lang, f->label) : rows[i].field,
                                               .before = view_field_words(o, f, rows[i].before),
                                               .after  = view_field_words(o, f, rows[i].after) };
    }
    return ST_OK;
}

status system_show_fill(call *c, page *o, const system_record *s, system_show_view *v)
{
    law_case k = { 0 };
    v->s       = s;
    v->href    = arena_printf(o->a, "/he-thong/" STR_FMT, STR_ARG(s->code));
    fill_pairs(o, s, v);
    if (s->data.facts.len) TRY(law_facts_parse(law_current(), s->data.facts, o->a, &k, NULL));
    TRY(fill_all_facts(o, &k, v));
    TRY(fill_level(o, s, &k, v));
    TRY(fill_history(c, o, s->id, v));
    v->may_write = page_may(o, RIGHT_SYSTEMS_WRITE);
    v->may_paper = page_may(o, RIGHT_PAPERS_MAKE);
    return v->href.ptr ? ST_OK : ST_MEMORY;
}
