// dossier_act_view.c - the page on which an act is done: what it must bring, what stands against it; and the
// page on which a dossier begins.
#include "modules/dossiers/dossiers_view.h"

#include "kit/text/text.h"

static str words(lang in, law_words w)
{
    return in == LANG_EN ? w.en : w.vi;
}

static str typed_or(const dossier_typed *t, const char *name, str kept)
{
    str sent = t->ctx ? t->text(t->ctx, name) : (str){ 0 };
    return sent.ptr ? sent : kept;
}

static void add_field(page *o, const page_frame *frame, const dossier_typed *typed,
                      const char *name, dossier_act_view *v)
{
    page_field *f      = &v->fields[v->field_count++];
    bool        is_day = strcmp(name, "date") == 0 || strcmp(name, "on") == 0 ||
                  strcmp(name, "report_on") == 0;
    bool appoint = str_equal(v->act->act, S("appoint")) && strcmp(name, "reason") == 0;
    str  label   = appoint ? T(o, dossiers_field_unit)
                           : text_named(o->lang, arena_printf(o->a, "dossiers.field.%s", name));
    *f           = (page_field){ .name     = name,
                                 .label    = label,
                                 .hint     = is_day ? T(o, dossiers_day_hint) : S(""),
                                 .value    = typed_or(typed, name, S("")),
                                 .error    = page_field_error(o, frame, name),
                                 .max      = strcmp(name, "reason") == 0 ? WORKFLOW_TEXT_MAX : 250,
                                 .rows     = strcmp(name, "reason") == 0 && !appoint ? 3 : 0,
                                 .narrow   = is_day,
                                 .required = true };
}

static void fill_fields(page *o, dossier_typed typed, dossier_act_view *v)
{
    unsigned needs = v->act->needs;
    if (needs & LAW_NEEDS_REASON) add_field(o, &v->frame, &typed, "reason", v);
    if (needs & LAW_NEEDS_NUMBER) {
        add_field(o, &v->frame, &typed, "number", v);
        add_field(o, &v->frame, &typed, "on", v);
    }
    if (needs & LAW_NEEDS_SIGNER) add_field(o, &v->frame, &typed, "signer", v);
    if (needs & LAW_NEEDS_REPORT) {
        add_field(o, &v->frame, &typed, "report_no", v);
        add_field(o, &v->frame, &typed, "report_on", v);
    }
    if (needs & LAW_NEEDS_DATE) add_field(o, &v->frame, &typed, "date", v);
}

static status fill_items(page *o, const dossier_content *k, dossier_typed typed,
                         dossier_act_view *v)
{
    const law_workflow *w = law_workflow_of(k->pack);
    if (!(v->act->needs & LAW_NEEDS_ITEMS)) return ST_OK;
    for (size_t i = 0; i < w->component_count && v->item_count < DOSSIER_PARTS_MAX; i++) {
        const law_component *c = &w->components[i];
        if (k->d.level < c->level_min || k->d.level > c->level_max) continue;
        const char *name = arena_printf(o->a, "item." STR_FMT "%c", STR_ARG(c->key), 0).ptr;
        if (!name) return ST_MEMORY;
        v->items[v->item_count++] = (page_field){ .name  = name,
                                                  .label = words(o->lang, c->name),
                                                  .value = typed_or(&typed, name, S("")),
                                                  .max   = WORKFLOW_TEXT_MAX,
                                                  .rows  = 2 };
    }
    return ST_OK;
}

static status fill_tests(page *o, const dossier_content *k, dossier_typed typed,
                         dossier_act_view *v)
{
    const law_workflow *w = law_workflow_of(k->pack);
    if (!(v->act->needs & LAW_NEEDS_TESTS)) return ST_OK;
    v->yes_no[0] = (page_option){ S("yes"), T(o, dossiers_fits), { 0 } };
    v->yes_no[1] = (page_option){ S("no"), T(o, dossiers_fits_not), { 0 } };
    for (size_t i = 0; i < w->test_count && i < WORKFLOW_TESTS_MAX; i++) {
        const law_test *t    = &w->tests[i];
        const char     *name = arena_printf(o->a, "test." STR_FMT "%c", STR_ARG(t->key), 0).ptr;
        const char     *note = arena_printf(o->a, "note." STR_FMT "%c", STR_ARG(t->key), 0).ptr;
        if (!name || !note) return ST_MEMORY;
        v->tests[v->test_count++] = (dossier_test_line){
            .answer = { .name         = name,
                        .label        = words(o->lang, t->text),
                        .value        = typed_or(&typed, name, S("")),
                        .options      = v->yes_no,
                        .option_count = 2,
                        .required     = true },
            .note   = { .name  = note,
                        .label = T(o, dossiers_test_note),
                        .value = typed_or(&typed, note, S("")),
                        .max   = WORKFLOW_TEXT_MAX,
                        .rows  = 2 },
            .cite   = words(o->lang, t->cite.text),
        };
    }
    return ST_OK;
}

status dossier_view_act(page *o, call *c, const dossier_content *k, dossier_typed typed,
                        dossier_act_view *v)
{
    v->k         = k;
    v->name      = words(o->lang, v->act->name);
    v->cite      = v->act->cite.document ? words(o->lang, v->act->cite.text) : S("");
    v->certainty = str_from(law_certainty_key(v->act->certainty));
    v->version   = arena_printf(o->a, "%lld", (long long)k->d.version);
    v->back      = arena_printf(o->a, "/ho-so/" STR_FMT, STR_ARG(k->d.code));
    v->action    = arena_printf(o->a, "/ho-so/" STR_FMT "/viec/" STR_FMT, STR_ARG(k->d.code),
                                STR_ARG(v->act->act));
    if (!v->version.ptr || !v->back.ptr || !v->action.ptr) return ST_MEMORY;
    fill_fields(o, typed, v);
    TRY(fill_items(o, k, typed, v));
    TRY(fill_tests(o, k, typed, v));
    TRY(dossier_view_act_letters(o, c, k, typed, v));
    return dossier_breaches(c, k, v->act, false, &v->breaches, &v->breach_count);
}

void dossier_view_new(page *o, dossier_typed typed, dossier_new_view *v)
{
    const law *l     = law_current();
    size_t     packs = 0;
    for (int k = 1; k <= DOSSIER_KINDS; k++) {
        str key         = dossier_kind_key((dossier_kind)k);
        v->kinds[k - 1] = (page_option){
            key,
            text_named(o->lang, arena_printf(o->a, "dossiers.kind." STR_FMT, STR_ARG(key))),
            { 0 }
        };
    }
    for (int i = 0; i < LAW_LEVEL_MAX; i++) {
        str n        = page_number(o, i + 1);
        v->levels[i] = (page_option){ n,
                                      text_fmt(o->a, o->lang, T_dossiers_level_n, &n, 1),
                                      { 0 } };
    }
    for (size_t i = 0; i < law_pack_count(l) && packs < COUNT(v->packs); i++) {
        const law_pack *p = law_pack_at(l, i);
        v->packs[packs++] = (page_option){ p->id, words(o->lang, p->name), { 0 } };
    }
    page_field *const        fields[] = { &v->systems, &v->kind, &v->level,  &v->pack,
                                          &v->number,  &v->on,   &v->signer, &v->from };
    static const char *const names[]  = { "systems", "kind", "level",  "pack",
                                          "number",  "on",   "signer", "from" };
    for (size_t i = 0; i < COUNT(fields); i++) {
        *fields[i] = (page_field){ .name  = names[i],
                                   .label = text_named(
                                       o->lang, arena_printf(o->a, "dossiers.field.%s", names[i])),
                                   .value    = typed_or(&typed, names[i], fields[i]->value),
                                   .error    = page_field_error(o, &v->frame, names[i]),
                                   .max      = 400,
                                   .required = true };
    }
    v->from.required      = false;
    v->from.hint          = T(o, dossiers_from_hint);
    v->systems.hint       = T(o, dossiers_systems_hint);
    v->kind.options       = v->kinds;
    v->kind.option_count  = DOSSIER_KINDS;
    v->level.options      = v->levels;
    v->level.option_count = LAW_LEVEL_MAX;
    v->pack.options       = v->packs;
    v->pack.option_count  = packs;
    v->on.hint            = T(o, dossiers_day_hint);
    v->on.narrow          = true;
}
