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
    case SYSTEM_LINKS:
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
    v->differs           = system_level_differs(s->sheet_level, s->result, s->level);
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
    case SYSTEM_LINKS:
    case SYSTEM_BODY: break;
    }
    return value;
}

enum { CHANGES_SHOWN = 10 }; // the rest has a page of its own

static status fill_history(call *c, page *o, int64_t id, system_show_view *v)
{
    history_page      rows;
    const history_ask latest = { .most = CHANGES_SHOWN };
    TRY(systems_history(c, id, &latest, &rows));
    return history_lines(o, &rows, &v->changes, &v->change_count);
}

// ---- what it runs on, its parts, what runs on it --------------------------------------------------

static str level_words(page *o, int level, law_result result)
{
    str number = arena_printf(o->a, "%d", level);
    if (result == LAW_NO_RULE || !level) return T(o, systems_drawn_no_level);
    return text_fmt(o->a, o->lang,
                    result == LAW_AT_LEAST ? T_systems_drawn_at_least : T_systems_filter_level,
                    &number, 1);
}

static status draw_links(page *o, const system_link *from, size_t count, drawn_system **out)
{
    *out = NEW(o->a, drawn_system, count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        str href  = arena_printf(o->a, "/he-thong/" STR_FMT, STR_ARG(from[i].code));
        (*out)[i] = (drawn_system){ from[i].name, level_words(o, from[i].level, from[i].result),
                                    href };
        if (!href.ptr) return ST_MEMORY;
    }
    return ST_OK;
}

static status draw_parts(page *o, const system_record *s, const law_case *k, system_show_view *v)
{
    const law_pack *pack = law_pack_find(law_current(), s->pack);
    v->part_count        = k->component_count;
    v->parts             = NEW(o->a, drawn_system, v->part_count + 1);
    if (!v->parts) return ST_MEMORY;
    for (size_t i = 0; i < v->part_count; i++) {
        const law_case one = { .own = k->components[i] };
        law_decision   d   = { .result = LAW_NO_RULE };
        if (pack) TRY(law_decide(pack, &one, o->a, &d));
        v->parts[i] = (drawn_system){ k->component_names[i], level_words(o, d.level, d.result),
                                      S("") };
    }
    return ST_OK;
}

static status fill_drawing(call *c, page *o, const system_record *s, const law_case *k,
                           system_show_view *v)
{
    system_links links;
    TRY(systems_links(c, s->id, &links));
    TRY(draw_parts(o, s, k, v));
    TRY(draw_links(o, links.hosts, links.host_count, &v->hosts));
    TRY(draw_links(o, links.hosted, links.hosted_count, &v->hosted));
    v->host_count   = links.host_count;
    v->hosted_count = links.hosted_count;
    if (v->host_count + v->part_count + v->hosted_count == 0) return ST_OK;
    const system_drawing d = {
        .title        = text_fmt(o->a, o->lang, T_systems_drawn_title, &s->data.name, 1),
        .runs_on      = T(o, systems_drawn_runs_on),
        .parts_are    = T(o, systems_parts),
        .runs_here    = T(o, systems_drawn_runs_here),
        .self         = { s->data.name, level_words(o, s->level, s->result), S("") },
        .hosts        = v->hosts,
        .host_count   = v->host_count,
        .parts        = v->parts,
        .part_count   = v->part_count,
        .hosted       = v->hosted,
        .hosted_count = v->hosted_count,
    };
    v->drawing.text = system_draw(o->a, &d);
    return v->drawing.text.ptr ? ST_OK : ST_MEMORY;
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
    TRY(fill_drawing(c, o, s, &k, v));
    TRY(fill_history(c, o, s->id, v));
    v->may_write = page_may(o, RIGHT_SYSTEMS_WRITE);
    v->may_paper = page_may(o, RIGHT_PAPERS_MAKE);
    return v->href.ptr ? ST_OK : ST_MEMORY;
}
