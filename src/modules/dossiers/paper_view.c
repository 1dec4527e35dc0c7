// paper_view.c - forms and earlier papers in the reader's words.
#include "modules/dossiers/paper_view.h"

#include "modules/dossiers/paper_whole_view.h"

static bool english(const page *o)
{
    return o->lang == LANG_EN;
}

static str named(const law_pack *pack, str key, const page *o)
{
    size_t           n      = 0;
    const law_label *labels = law_labels(pack, &n);
    str              text   = key;
    for (size_t i = 0; i < n; i++) { // the last row of a term is today's
        if (str_equal(labels[i].key, key)) text = law_say(labels[i].text, english(o));
    }
    return text;
}

void papers_view_forms(page *o, const paper_desk *desk, papers_view *v)
{
    v->pack_name = law_say(desk->pack->name, english(o));
    v->level     = desk->level;
    v->at_least  = desk->result == LAW_AT_LEAST;
    v->no_rule   = desk->result == LAW_NO_RULE;
    v->secret    = desk->secret;
    for (size_t i = 0; i < desk->count; i++) {
        const paper_form *f      = &desk->forms[i];
        const law_form   *lf     = f->form;
        paper_line       *l      = &v->forms[v->form_count++];
        const str         ways[] = { named(desk->pack, lf->from, o), named(desk->pack, lf->to, o) };
        *l                       = (paper_line){ .key       = lf->key,
                                                 .name      = law_say(lf->name, english(o)),
                                                 .way       = text_fmt(o->a, o->lang, T_papers_way, ways, 2),
                                                 .certainty = str_from(law_certainty_key(lf->certainty)),
                                                 .cite      = law_say(lf->cite.text, english(o)),
                                                 .drawn     = f->drawn,
                                                 .fits      = f->fits,
                                                 .missing   = paper_missing_words(o, f->missing, f->missing_count) };
        l->levels                = lf->level_min == lf->level_max
                                       ? arena_printf(o->a, "%d", lf->level_min)
                                       : arena_printf(o->a, "%d–%d", lf->level_min, lf->level_max);
        if (!f->fits) {
            str key    = arena_printf(o->a, "papers.why." STR_FMT, STR_ARG(f->rule));
            l->refusal = text_fill(o->a, text_named(o->lang, key), &l->levels, 1);
        }
    }
}

status papers_view_past(page *o, const paper_record *rows, size_t count, papers_view *v)
{
    v->past = NEW(o->a, paper_past, count + 1);
    if (!v->past) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const paper_record *r = &rows[i];
        v->past[i]            = (paper_past){ .when     = page_when(o, r->at_ms),
                                              .person   = r->person,
                                              .form     = r->form,
                                              .pack     = r->pack,
                                              .sha256   = r->docx_sha256,
                                              .level    = r->level,
                                              .at_least = r->result == LAW_AT_LEAST };
    }
    v->past_count = count;
    return ST_OK;
}
