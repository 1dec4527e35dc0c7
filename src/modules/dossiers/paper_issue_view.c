// paper_issue_view.c - issued papers of a dossier in the reader's words, with the signed copies beside them.
#include "kit/text/text.h"
#include "modules/dossiers/paper_whole_view.h"

static str form_name(page *o, const paper_set *set, str key)
{
    const law_form *f = law_form_find(set->k->pack, key);
    return f ? law_say(f->name, o->lang == LANG_EN) : T(o, papers_whole);
}

static const letters_related_line *letter_of(const letters_related *all, int64_t id)
{
    for (size_t i = 0; i < all->count; i++) {
        if (id && all->items[i].id == id) return &all->items[i];
    }
    return NULL;
}

static status scans_of(page *o, const evidence_link_row *all, size_t count, paper_issue_line *l)
{
    l->scans = NEW(o->a, evidence_link_row, count + 1);
    if (!l->scans) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (all[i].object_id == l->issue->id) l->scans[l->scan_count++] = all[i];
    }
    return ST_OK;
}

static str id_text(page *o, int64_t id)
{
    return arena_printf(o->a, "%lld", (long long)id);
}

static str withdrawn_words(page *o, const paper_issue *i)
{
    const str gone[] = { page_when(o, i->withdrawn_ms), i->withdrawn_by, i->withdrawn_why };
    return i->withdrawn_ms ? text_fmt(o->a, o->lang, T_papers_issue_gone, gone, 3) : S("");
}

static status fill_lines(page *o, const paper_set *set, paper_set_view *v,
                         const evidence_link_row *links, size_t link_count)
{
    v->issues = NEW(o->a, paper_issue_line, set->issue_count + 1);
    if (!v->issues) return ST_MEMORY;
    for (size_t i = 0; i < set->issue_count; i++) {
        const paper_issue *one = &set->issues[i];
        paper_issue_line  *l   = &v->issues[i];
        *l                     = (paper_issue_line){
                                .issue      = one,
                                .name       = form_name(o, set, one->form),
                                .number_day = arena_printf(o->a, STR_FMT ", " STR_FMT, STR_ARG(one->number),
                                                           STR_ARG(page_date(o, one->on))),
                                .when       = page_when(o, one->at_ms),
                                .letter     = letter_of(&v->letters, one->letter_id),
                                .withdrawn  = withdrawn_words(o, one),
                                .id         = id_text(o, one->id),
        };
        if (!l->number_day.ptr || !l->id.ptr) return ST_MEMORY;
        TRY(scans_of(o, links, link_count, l));
    }
    v->issue_count = set->issue_count;
    return ST_OK;
}

// ---- fields --------------------------------------------------------------------------------------------

static str typed_in(const web_request *rq, const char *name)
{
    str text = rq ? web_field_text(rq, name) : (str){ 0 };
    return text.ptr ? text : S("");
}

static void add_option(page *o, const paper_sheet *s, page_option *options, size_t *n)
{
    if (!s->form->numbered || s->form->act.len) return;
    options[(*n)++] = (page_option){ s->form->key,
                                     law_say(s->form->name, o->lang == LANG_EN),
                                     { 0 } };
}

static status form_options(page *o, const paper_set *set, const web_request *typed,
                           paper_set_view *v)
{
    size_t       n       = 0;
    page_option *options = NEW(o->a, page_option, set->count + set->other_count + 1);
    if (!options) return ST_MEMORY;
    for (size_t i = 0; i < set->count; i++) add_option(o, &set->sheets[i], options, &n);
    for (size_t i = 0; i < set->other_count; i++) add_option(o, &set->others[i], options, &n);
    v->form = (page_field){ .name         = "form",
                            .label        = T(o, papers_form),
                            .value        = typed_in(typed, "form"),
                            .options      = options,
                            .option_count = n };
    return ST_OK;
}

static void fill_fields(page *o, const web_request *typed, paper_set_view *v)
{
    v->number                  = (page_field){ .name     = "number",
                                               .label    = T(o, dossiers_field_number),
                                               .hint     = T(o, papers_issue_number_hint),
                                               .value    = typed_in(typed, "number"),
                                               .max      = WORKFLOW_NUMBER_MAX,
                                               .required = true };
    v->on                      = (page_field){ .name     = "on",
                                               .label    = T(o, dossiers_field_on),
                                               .hint     = T(o, papers_issue_on_hint),
                                               .value    = typed_in(typed, "on"),
                                               .required = true,
                                               .narrow   = true };
    v->signer                  = (page_field){ .name     = "signer",
                                               .label    = T(o, dossiers_field_signer),
                                               .hint     = T(o, papers_issue_signer_hint),
                                               .value    = typed_in(typed, "signer"),
                                               .max      = WORKFLOW_SIGNER_MAX,
                                               .required = true };
    v->reason                  = (page_field){ .name     = "reason",
                                               .label    = T(o, papers_issue_reason),
                                               .value    = typed_in(typed, "reason"),
                                               .rows     = 2,
                                               .required = true };
    page_field *const fields[] = { &v->form, &v->number, &v->on, &v->signer, &v->reason };
    for (size_t i = 0; i < COUNT(fields); i++)
        fields[i]->error = page_field_error(o, &v->frame, fields[i]->name);
}

// Those that were not withdrawn, by number.
static status standing_options(page *o, const web_request *typed, paper_set_view *v)
{
    size_t       n       = 0;
    page_option *options = NEW(o->a, page_option, v->issue_count + 1);
    if (!options) return ST_MEMORY;
    for (size_t i = 0; i < v->issue_count; i++) {
        const paper_issue_line *l = &v->issues[i];
        str text = arena_printf(o->a, STR_FMT " · " STR_FMT, STR_ARG(l->number_day),
                                STR_ARG(l->name));
        if (!text.ptr) return ST_MEMORY;
        if (!l->withdrawn.len) options[n++] = (page_option){ l->id, text, { 0 } };
    }
    v->standing    = (page_field){ .name         = "issue",
                                   .label        = T(o, papers_form),
                                   .value        = typed_in(typed, "issue"),
                                   .options      = options,
                                   .option_count = n };
    v->withdrawing = (page_field){ .name         = "withdraw",
                                   .label        = T(o, papers_form),
                                   .value        = typed_in(typed, "withdraw"),
                                   .options      = options,
                                   .option_count = n };
    return ST_OK;
}

static page_option no_option(page *o)
{
    return (page_option){ S(""), T(o, papers_issue_signed_none), { 0 } };
}

static status letter_options(page *o, paper_set_view *v)
{
    page_option *options = NEW(o->a, page_option, v->letters.count + 1);
    if (!options) return ST_MEMORY;
    options[0] = no_option(o);
    for (size_t i = 0; i < v->letters.count; i++) {
        const letters_related_line *l = &v->letters.items[i];
        str text = arena_printf(o->a, STR_FMT ", " STR_FMT " · " STR_FMT, STR_ARG(l->ref),
                                STR_ARG(l->day), STR_ARG(l->about));
        if (!text.ptr) return ST_MEMORY;
        options[i + 1] = (page_option){ id_text(o, l->id), text, { 0 } };
    }
    v->letter = (page_field){ .name         = "letter",
                              .label        = T(o, papers_issue_letter),
                              .options      = options,
                              .option_count = v->letters.count + 1 };
    return ST_OK;
}

static status scan_options(call *c, page *o, int64_t system_id, paper_set_view *v)
{
    const evidence_ask ask  = { .system_id = system_id, .cursor = S("") };
    evidence_page      all  = { 0 };
    problem            none = { 0 };
    TRY(evidence_list(c, &ask, &all, &none));
    page_option *options = NEW(o->a, page_option, all.count + 1);
    if (!options) return ST_MEMORY;
    options[0] = no_option(o);
    for (size_t i = 0; i < all.count; i++)
        options[i + 1] = (page_option){ id_text(o, all.items[i].id), all.items[i].name, { 0 } };
    v->scan = (page_field){ .name         = "evidence",
                            .label        = T(o, papers_issue_scan),
                            .options      = options,
                            .option_count = all.count + 1 };
    return ST_OK;
}

status paper_issues_view_fill(call *c, page *o, const paper_set *set, const web_request *typed,
                              paper_set_view *v)
{
    const dossier     *d = &set->k->d;
    evidence_link_row *links;
    size_t             link_count;
    TRY(letters_related_fill(c, o, d->system_id, d->system_code, &v->letters));
    TRY(evidence_links_of(c, d->system_id, S("paper-issue"), &links, &link_count));
    TRY(fill_lines(o, set, v, links, link_count));
    TRY(standing_options(o, typed, v));
    TRY(letter_options(o, v));
    TRY(scan_options(c, o, d->system_id, v));
    TRY(form_options(o, set, typed, v));
    fill_fields(o, typed, v);
    return ST_OK;
}
