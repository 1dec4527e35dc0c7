// history_view.c - see history_view.h.
#include "modules/systems/history_view.h"

#include "modules/facts/facts.h"
#include "modules/systems/systems_view.h"

typedef struct lines {
    page        *o;
    view_change *items;
    size_t       count;
    view_change  head; // what all lines of one change share
} lines;

static void put_line(lines *l, str field, str before, str after)
{
    if (l->count == HISTORY_LINES_MAX || str_equal(before, after)) return;
    view_change line     = l->head;
    line.field           = field;
    line.before          = before;
    line.after           = after;
    l->items[l->count++] = line;
}

// ---- facts ----------------------------------------------------------------------------------------

static void put_facts(lines *l, str part, const law_facts *before, const law_facts *after)
{
    page *o = l->o;
    for (size_t i = 0; i < law_fact_count(law_current()); i++) {
        const law_fact *f     = law_fact_at(law_current(), i);
        str             label = law_say(f->label, o->lang == LANG_EN);
        if (part.len)
            label = arena_printf(o->a, STR_FMT ": " STR_FMT, STR_ARG(part), STR_ARG(label));
        put_line(l, label, fact_words(o, f, before), fact_words(o, f, after));
    }
}

static const law_facts *part_of(const law_case *k, str name)
{
    for (size_t i = 0; i < k->component_count; i++) {
        if (str_equal(k->component_names[i], name)) return &k->components[i];
    }
    return NULL;
}

static status put_fact_changes(lines *l, str before, str after)
{
    static const law_facts nothing = { 0 };
    law_case               was = { 0 }, is = { 0 };
    page                  *o = l->o;
    if (before.len && law_facts_parse(law_current(), before, o->a, &was, NULL) == ST_MEMORY)
        return ST_MEMORY;
    if (after.len && law_facts_parse(law_current(), after, o->a, &is, NULL) == ST_MEMORY)
        return ST_MEMORY;
    put_facts(l, S(""), &was.own, &is.own);
    for (size_t i = 0; i < is.component_count; i++) {
        str              name = is.component_names[i];
        const law_facts *old  = part_of(&was, name);
        if (!old) put_line(l, T(o, systems_parts), S(""), name);
        put_facts(l, name, old ? old : &nothing, &is.components[i]);
    }
    for (size_t i = 0; i < was.component_count; i++) {
        if (!part_of(&is, was.component_names[i]))
            put_line(l, T(o, systems_parts), was.component_names[i], S(""));
    }
    return ST_OK;
}

// ---- changes --------------------------------------------------------------------------------------

static str how_words(page *o, const system_change *h)
{
    str number = arena_printf(o->a, "%lld", (long long)(h->import_id ? h->import_id : h->bulk_id));
    switch (h->act) {
    case CHANGED_BY_FORM: return T(o, systems_how_form);
    case CHANGED_BY_IMPORT: return text_fmt(o->a, o->lang, T_systems_how_import, &number, 1);
    case CHANGED_IN_BULK: return text_fmt(o->a, o->lang, T_systems_how_bulk, &number, 1);
    case CHANGED_BY_MERGER: return T(o, systems_how_merger);
    case CHANGED_BY_QUESTIONS: return T(o, systems_how_questions);
    case CHANGED_BACK: return T(o, systems_how_back);
    case CHANGED_BY_DOSSIER: return T(o, systems_how_dossier);
    }
    return S("");
}

static str how_href(page *o, const system_change *h)
{
    if (!page_may(o, RIGHT_SYSTEMS_WRITE)) return S("");
    if (h->import_id) return arena_printf(o->a, "/he-thong/nhap/%lld", (long long)h->import_id);
    if (h->bulk_id) return arena_printf(o->a, "/he-thong/loat/%lld", (long long)h->bulk_id);
    return S("");
}

status history_lines(page *o, const history_page *from, view_change **out, size_t *count)
{
    lines l = { .o = o, .items = NEW(o->a, view_change, HISTORY_LINES_MAX) };
    if (!l.items) return ST_MEMORY;
    for (size_t i = 0; i < from->count; i++) {
        const system_change *h = &from->items[i];
        const system_field  *f = system_field_find(h->field);
        l.head                 = (view_change){ .when     = page_when(o, h->at_ms),
                                                .person   = h->person,
                                                .how      = how_words(o, h),
                                                .how_href = how_href(o, h) };
        if (f && f->kind == SYSTEM_FACTS)
            TRY(put_fact_changes(&l, h->before, h->after));
        else
            put_line(&l, f ? text_get(o->lang, f->label) : h->field,
                     view_field_words(o, f, h->before), view_field_words(o, f, h->after));
    }
    *out   = l.items;
    *count = l.count;
    return ST_OK;
}

status history_fill(page *o, const system_record *s, const history_page *from, const str *fields,
                    size_t field_count, str chosen, history_view *v)
{
    v->options = NEW(o->a, page_option, field_count + 1);
    if (!v->options) return ST_MEMORY;
    v->options[0] = (page_option){ S(""), T(o, systems_history_every), { 0 } };
    for (size_t i = 0; i < field_count; i++) {
        const system_field *f = system_field_find(fields[i]);
        v->options[i + 1]     = (page_option){ fields[i],
                                           f ? text_get(o->lang, f->label) : fields[i],
                                               { 0 } };
    }
    v->field  = (page_field){ .name         = "field",
                              .label        = T(o, systems_history_field),
                              .options      = v->options,
                              .option_count = field_count + 1,
                              .value        = chosen };
    v->action = arena_printf(o->a, "/he-thong/" STR_FMT "/lich-su", STR_ARG(s->code));
    TRY(history_lines(o, from, &v->lines, &v->count));
    v->pager = (page_pager){ .shown = (int64_t)v->count, .total = -1 };
    if (!from->next) return v->action.ptr ? ST_OK : ST_MEMORY;
    str below     = arena_printf(o->a, "%lld", (long long)from->next);
    v->pager.next = page_url_with(o, page_url_with(o, v->action, "field", chosen), "c", below);
    return v->action.ptr && v->pager.next.ptr ? ST_OK : ST_MEMORY;
}
