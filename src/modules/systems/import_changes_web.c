// import_changes_web.c - see import_changes_web.h.
#include "modules/systems/import_changes_web.h"

#include "kit/text/text.h"
#include "modules/systems/systems_view.h"

enum { PAIRS_MAX = SYSTEM_FIELDS + LAW_FACTS_MAX };

static void put_pair(import_change_view *to, str label, str before, str after)
{
    if (to->pair_count == PAIRS_MAX || str_equal(before, after)) return;
    to->pairs[to->pair_count++] = (import_pair_view){ label, before, after };
}

static status put_facts(page *o, const import_staged *s, import_change_view *to)
{
    law_case before = { 0 };
    str      stored = s->before->data.facts;
    if (stored.len) TRY(law_facts_parse(law_current(), stored, o->a, &before, NULL));
    for (size_t i = 0; i < law_fact_count(law_current()); i++) {
        const law_fact *f = law_fact_at(law_current(), i);
        put_pair(to, law_say(f->label, o->lang == LANG_EN), fact_words(o, f, &before.own),
                 fact_words(o, f, &s->after->facts.own));
    }
    return ST_OK;
}

static status put_fields(page *o, const import_staged *s, import_change_view *to)
{
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f      = &system_fields[i];
        str                 before = system_text_of(&s->before->data, f);
        str                 after  = system_text_of(&s->after->data, f);
        if (str_equal(before, after) || f->kind == SYSTEM_FACTS) continue;
        bool owner = str_equal(f->key, S("owner"));
        if (f->kind == SYSTEM_BODY) {
            before = owner ? s->before->owner_name : s->before->operator_name;
            after  = owner ? s->owner.name : s->operator_.name;
        }
        put_pair(to, text_get(o->lang, f->label), view_field_words(o, f, before),
                 view_field_words(o, f, after));
    }
    return put_facts(o, s, to);
}

status import_fill_changes(call *c, page *o, const import_plan *p, import_check_view *v)
{
    size_t n   = p->changed < IMPORT_CHANGES_SHOWN ? p->changed : IMPORT_CHANGES_SHOWN;
    v->changes = NEW(c->a, import_change_view, n ? n : 1);
    if (!v->changes) return ST_MEMORY;
    v->change_total = p->changed;
    for (size_t i = 0; i < p->count && v->change_count < n; i++) {
        const import_staged *s = p->rows[i];
        if (s->act != IMPORT_CHANGED) continue;
        import_change_view *to = &v->changes[v->change_count++];
        *to                    = (import_change_view){ .row   = s->row.number,
                                                       .name  = s->before->data.name,
                                                       .href  = arena_printf(c->a, "/he-thong/%lld", (long long)s->id),
                                                       .pairs = NEW(c->a, import_pair_view, PAIRS_MAX) };
        if (!to->pairs) return ST_MEMORY;
        TRY(put_fields(o, s, to));
    }
    return ST_OK;
}

str import_fix_name(arena *a, int64_t row, int32_t column)
{
    return arena_printf(a, "fix-%lld-%d", (long long)row, (int)column);
}

// The fault's value is what the page showed; the same once more mends nothing.
static status read_fix(call *c, const http_request *rq, const import_row *r, const import_fault *f,
                       import_fix *out, size_t *count)
{
    str name  = import_fix_name(c->a, r->number, f->column);
    str typed = http_form(rq, name);
    if (!name.ptr) return ST_MEMORY;
    if (!typed.ptr || str_equal(typed, f->value)) return ST_OK;
    str tidy = text_nfc(c->a, typed);
    if (!tidy.ptr && typed.len) return ST_MEMORY;
    out[(*count)++] = (import_fix){ r->number, f->column, tidy.ptr ? tidy : S("") };
    return ST_OK;
}

status import_read_fixes(call *c, const http_request *rq, const import_plan *p, import_fix **out,
                         size_t *count)
{
    import_fix *list = NEW(c->a, import_fix, HTTP_FIELDS_MAX);
    *out             = list;
    *count           = 0;
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < p->count; i++) {
        const import_row *r = &p->rows[i]->row;
        for (size_t k = 0; k < r->fault_count && *count < HTTP_FIELDS_MAX; k++) {
            char  *mark   = c->a->next;
            size_t before = *count;
            if (r->faults[k].column > 0) TRY(read_fix(c, rq, r, &r->faults[k], list, count));
            if (*count == before) c->a->next = mark;
        }
    }
    return ST_OK;
}
