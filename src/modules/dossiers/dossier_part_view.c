// dossier_part_view.c - one part of a dossier: its rows, texts, documents, and what was said of it.
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

static str named(page *o, const char *format, str key)
{
    return text_named(o->lang, arena_printf(o->a, "%s." STR_FMT, format, STR_ARG(key)));
}

// ---- devices, services, zones ---------------------------------------------------------------------------

static str zone_words(page *o, const dossier_content *k, str key)
{
    const law_zone *z = law_zone_find(k->pack, key);
    return z ? words(o->lang, z->name) : key;
}

static void zone_choices(page *o, const dossier_content *k, dossier_list list, dossier_part_view *v,
                         size_t *n)
{
    const law_workflow *w = law_workflow_of(k->pack);
    v->zone_options[*n]   = (page_option){ S(""), T(o, dossiers_choose), { 0 } };
    *n                    = 1;
    for (size_t i = 0; list == DOSSIER_ZONES && i < w->zone_count; i++) {
        if (*n < COUNT(v->zone_options))
            v->zone_options[(*n)++] = (page_option){ w->zones[i].key,
                                                     words(o->lang, w->zones[i].name),
                                                     { 0 } };
    }
    for (size_t i = 0; list != DOSSIER_ZONES && i < k->row_count; i++) {
        if (k->rows[i].list == DOSSIER_ZONES && *n < COUNT(v->zone_options))
            v->zone_options[(*n)++] = (page_option){ k->rows[i].name, k->rows[i].name, { 0 } };
    }
}

static str saved_words(page *o, int64_t at_ms, str person)
{
    const str by[] = { page_when(o, at_ms), person };
    return text_fmt(o->a, o->lang, T_dossiers_text_saved, by, 2);
}

// What another has put into a cell of the row that the reader was changing.
static str theirs_of_cell(page *o, const dossier_row *now, dossier_typed typed, size_t i)
{
    str was = typed_or(
            &typed, arena_cstr(o->a, arena_printf(o->a, "was.%s", dossier_cell_names[i])), S("")),
        mine = typed_or(&typed, dossier_cell_names[i], was), there = dossier_cell(now, i);
    if (!now->id || !typed.ctx || str_equal(there, was) || str_equal(there, mine)) return S("");
    const str args[] = { now->person, page_when(o, now->at_ms), there };
    return text_fmt(o->a, o->lang, T_keep_theirs_said, args, COUNT(args));
}

static bool planned(const dossier_content *k, str zone)
{
    for (size_t i = 0; i < k->row_count; i++) {
        if (k->rows[i].list == DOSSIER_ZONES && str_equal(k->rows[i].second, zone)) return true;
    }
    return false;
}

static status wanted_zones(page *o, const dossier_content *k, dossier_part_view *v)
{
    const law_workflow *w = law_workflow_of(k->pack);
    v->zones_wanted       = NEW(o->a, str, w->zone_count + 1);
    if (!v->zones_wanted) return ST_MEMORY;
    for (size_t i = 0; i < w->zone_count; i++) {
        const law_zone *z = &w->zones[i];
        if (z->optional || k->d.level < z->level_min || k->d.level > z->level_max) continue;
        if (!planned(k, z->key)) v->zones_wanted[v->zones_wanted_count++] = words(o->lang, z->name);
    }
    return ST_OK;
}

static status fill_rows(page *o, const dossier_content *k, dossier_list list, dossier_typed typed,
                        dossier_part_view *v)
{
    size_t      n      = 0;
    int64_t     chosen = 0;
    dossier_row at     = { 0 };
    (void)str_int(v->row_id, &chosen);
    v->list = dossier_list_key(list);
    v->rows = NEW(o->a, dossier_row_line, k->row_count + 1);
    if (!v->rows) return ST_MEMORY;
    for (size_t i = 0; i < k->row_count; i++) {
        const dossier_row *r = &k->rows[i];
        if (r->list != list) continue;
        if (r->id == chosen) at = *r;
        v->rows[v->row_count++] = (dossier_row_line){
            .row       = r,
            .second    = list == DOSSIER_ZONES ? zone_words(o, k, r->second) : r->second,
            .edit_href = arena_printf(o->a, "?dong=%lld#sua", (long long)r->id),
        };
    }
    if (!at.id) v->row_id = S("");
    if (at.at_ms) v->row_saved = saved_words(o, at.at_ms, at.person);
    zone_choices(o, k, list, v, &n);
    for (size_t i = 0; i < DOSSIER_CELLS; i++) {
        const char *name = dossier_cell_names[i];
        str         head = arena_printf(o->a, "dossiers." STR_FMT ".%s", STR_ARG(v->list), name);
        v->heads[i]      = text_named(o->lang, head);
        v->row_was[i]    = at.id ? dossier_cell(&at, i) : S("");
        bool choice      = list == DOSSIER_ZONES ? i == 1 : i == 2;
        v->cells[i]      = (page_field){ .name         = name,
                                         .label        = v->heads[i],
                                         .hint         = theirs_of_cell(o, &at, typed, i),
                                         .value        = typed_or(&typed, name, v->row_was[i]),
                                         .error        = page_field_error(o, &v->frame, name),
                                         .max          = DOSSIER_CELL_MAX,
                                         .options      = choice ? v->zone_options : NULL,
                                         .option_count = choice ? n : 0,
                                         .required     = i == 0 };
    }
    return list == DOSSIER_ZONES ? wanted_zones(o, k, v) : ST_OK;
}

// ---- texts -------------------------------------------------------------------------------------------------

static void fill_text(page *o, const dossier_content *k, str key, dossier_typed typed,
                      dossier_part_view *v)
{
    dossier_text_box *box     = &v->texts[v->text_count++];
    str               mine    = typed_or(&typed, "key", S(""));
    int64_t           version = 0;
    bool              typing  = str_equal(mine, key);
    const char       *name    = arena_cstr(o->a, key);
    *box = (dossier_text_box){ .key = key, .saved = S(""), .theirs_by = S("") };
    if (!name) return;
    str kept = dossier_text_of(k, key), written = typing ? typed_or(&typed, name, kept) : kept;
    for (size_t i = 0; i < k->text_count; i++) {
        const dossier_text *t = &k->texts[i];
        if (!str_equal(t->key, key)) continue;
        version    = t->version;
        box->saved = saved_words(o, t->at_ms, t->person);
        if (!typing || str_equal(t->text, written)) continue;
        const str by[] = { t->person, page_when(o, t->at_ms) };
        box->theirs    = t->text;
        box->theirs_by = text_fmt(o->a, o->lang, T_keep_theirs, by, 2);
    }
    box->known = arena_printf(o->a, "%lld", (long long)version);
    box->field = (page_field){ .name  = name,
                               .label = named(o, "dossiers.text", key),
                               .hint  = named(o, "dossiers.text-hint", key),
                               .value = written,
                               .error = page_field_error(o, &v->frame, name),
                               .max   = DOSSIER_TEXT_MAX,
                               .rows  = 6 };
}

static void fill_texts(page *o, const dossier_content *k, dossier_typed typed, dossier_part_view *v)
{
    static const str plan[] = { STR("plan.1"), STR("plan.2"), STR("plan.3"), STR("plan.4"),
                                STR("plan.5"), STR("plan.6"), STR("plan.7") };
    if (str_equal(v->key, S("plan"))) {
        for (size_t i = 0; i < COUNT(plan); i++) fill_text(o, k, plan[i], typed, v);
    } else if (str_equal(v->key, S("risk")) || str_equal(v->key, S("proposal")) ||
               str_equal(v->key, S("overview"))) {
        fill_text(o, k, v->key, typed, v);
        if (str_equal(v->key, S("proposal")) && k->d.level >= 4)
            fill_text(o, k, S("need-247"), typed, v);
    }
}

// ---- documents ------------------------------------------------------------------------------------------------

static bool document_of_part(str part, str kind)
{
    if (str_equal(part, S("design"))) return str_starts(kind, S("design-"));
    if (str_equal(part, S("overview"))) return str_starts(kind, S("diagram-"));
    return str_equal(part, kind);
}

static status fill_documents(page *o, const dossier_content *k, dossier_typed typed,
                             dossier_part_view *v)
{
    static const char *const names[] = { "kind", "title", "number", "on", "issuer" };
    size_t                   kinds   = 0;
    for (size_t i = 0; i < DOSSIER_DOCUMENT_KINDS; i++) {
        str kind = dossier_document_kinds[i];
        if (document_of_part(v->key, kind))
            v->kinds[kinds++] = (page_option){ kind, named(o, "dossiers.document", kind), { 0 } };
    }
    v->has_documents = kinds > 0;
    v->documents     = NEW(o->a, dossier_document_line, k->document_count + 1);
    if (!v->documents) return ST_MEMORY;
    for (size_t i = 0; i < k->document_count; i++) {
        const dossier_document *d = &k->documents[i];
        if (!document_of_part(v->key, d->kind)) continue;
        v->documents[v->document_count++] = (dossier_document_line){
            .document = d,
            .kind     = named(o, "dossiers.document", d->kind),
            .on       = page_date(o, d->on),
        };
    }
    for (size_t i = 0; i < COUNT(names); i++) {
        v->fields[i] = (page_field){ .name     = names[i],
                                     .label    = named(o, "dossiers.field", str_from(names[i])),
                                     .value    = typed_or(&typed, names[i], S("")),
                                     .error    = page_field_error(o, &v->frame, names[i]),
                                     .max      = DOSSIER_CELL_MAX,
                                     .required = i < 2 };
    }
    v->fields[0].options      = v->kinds;
    v->fields[0].option_count = kinds;
    return ST_OK;
}

// ---- the level --------------------------------------------------------------------------------------------------

static void fill_level(page *o, const dossier_content *k, dossier_typed typed, dossier_part_view *v)
{
    int computed = 0;
    for (size_t i = 0; i < k->system_count; i++)
        computed = k->systems[i].level > computed ? k->systems[i].level : computed;
    v->has_level = true;
    v->found     = page_number(o, computed);
    for (int i = 0; i < LAW_LEVEL_MAX; i++) {
        str n        = page_number(o, i + 1);
        v->levels[i] = (page_option){ n,
                                      text_fmt(o->a, o->lang, T_dossiers_level_n, &n, 1),
                                      { 0 } };
    }
    v->level  = (page_field){ .name         = "level",
                              .label        = T(o, dossiers_field_level),
                              .value        = typed_or(&typed, "level", page_number(o, k->d.level)),
                              .error        = page_field_error(o, &v->frame, "level"),
                              .options      = v->levels,
                              .option_count = LAW_LEVEL_MAX,
                              .required     = true };
    v->reason = (page_field){ .name  = "reason",
                              .label = T(o, dossiers_field_raise),
                              .hint  = T(o, dossiers_field_raise_hint),
                              .value = typed_or(&typed, "reason", k->d.raise_reason),
                              .error = page_field_error(o, &v->frame, "reason"),
                              .max   = WORKFLOW_TEXT_MAX,
                              .rows  = 3 };
}

// ---- the requirement sheet -----------------------------------------------------------------------------------

static status fill_sheets(page *o, call *c, const dossier_content *k, dossier_part_view *v)
{
    TRY(dossier_sheet_lines(o, k, &v->sheets, &v->sheet_count));
    for (size_t i = 0; i < k->system_count; i++)
        v->sheet_missing = v->sheet_missing || !k->systems[i].sheet.id || !k->systems[i].sheet.fits;
    v->sheet_missing = v->sheet_missing && v->may_edit && call_may(c, RIGHT_SYSTEMS_WRITE);
    return ST_OK;
}

// ---- the whole ------------------------------------------------------------------------------------------------------

static status fill_notes(page *o, call *c, const dossier_content *k, dossier_part_view *v)
{
    workflow_note *notes;
    size_t         count;
    TRY(workflow_notes_of(c, dossier_thing(&k->d), &notes, &count));
    v->notes = NEW(o->a, dossier_note_line, count + 1);
    if (!v->notes) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (!str_equal(notes[i].anchor, v->key)) continue;
        v->notes[v->note_count++] = (dossier_note_line){
            .note       = &notes[i],
            .when       = page_when(o, notes[i].at_ms),
            .may_settle = v->may_comment && !notes[i].settled_ms && !notes[i].event_id,
        };
    }
    return ST_OK;
}

static status fill_rights(call *c, const dossier_content *k, dossier_part_view *v)
{
    const law_act *acts[WORKFLOW_ACTS_MAX];
    size_t         count;
    TRY(dossier_open_acts(c, k, acts, &count));
    for (size_t i = 0; i < count; i++) {
        v->may_edit    = v->may_edit || (k->state->open && str_equal(acts[i]->act, S("edit")));
        v->may_comment = v->may_comment || str_equal(acts[i]->act, S("comment"));
    }
    return ST_OK;
}

static status find_part(page *o, const dossier_content *k, dossier_part_view *v)
{
    dossier_parts *parts = NEW(o->a, dossier_parts, 1);
    if (!parts) return ST_MEMORY;
    dossier_parts_of(k, parts);
    for (size_t i = 0; i < parts->count; i++) {
        const dossier_part *p = &parts->items[i];
        if (!str_equal(p->component->key, v->key)) continue;
        v->line = (dossier_part_line){
            .part      = p,
            .name      = words(o->lang, p->component->name),
            .hint      = words(o->lang, p->component->hint),
            .cite      = words(o->lang, p->component->cite.text),
            .certainty = str_from(law_certainty_key(p->component->certainty)),
        };
        v->line.lacks = NEW(o->a, str, p->lack_count + 1);
        if (!v->line.lacks) return ST_MEMORY;
        for (size_t n = 0; n < p->lack_count; n++)
            v->line.lacks[n] = named(o, "dossiers.lack", p->lacks[n]);
        return ST_OK;
    }
    return ST_MISSING;
}

status dossier_view_part(page *o, call *c, const dossier_content *k, dossier_typed typed,
                         dossier_part_view *v)
{
    dossier_list list;
    v->k       = k;
    v->version = arena_printf(o->a, "%lld", (long long)k->d.version);
    TRY(find_part(o, k, v));
    TRY(fill_rights(c, k, v));
    if (dossier_list_named(v->key, &list)) TRY(fill_rows(o, k, list, typed, v));
    fill_texts(o, k, typed, v);
    TRY(fill_documents(o, k, typed, v));
    TRY(dossier_view_files(o, c, k, v));
    if (str_equal(v->key, S("proposal"))) fill_level(o, k, typed, v);
    if (str_equal(v->key, S("overview")) || str_equal(v->key, S("regulation")))
        v->register_href = arena_printf(o->a, "/he-thong/" STR_FMT "/sua",
                                        STR_ARG(k->d.system_code));
    if (str_equal(v->key, S("plan"))) TRY(fill_sheets(o, c, k, v));
    v->comment = (page_field){ .name  = "comment",
                               .label = T(o, dossiers_comment),
                               .value = typed_or(&typed, "comment", S("")),
                               .error = page_field_error(o, &v->frame, "text"),
                               .max   = WORKFLOW_TEXT_MAX,
                               .rows  = 2 };
    return fill_notes(o, c, k, v);
}
