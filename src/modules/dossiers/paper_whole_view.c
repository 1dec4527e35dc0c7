// paper_whole_view.c - see paper_whole_view.h.
#include "modules/dossiers/paper_whole_view.h"

#include "kit/text/text.h"

str paper_missing_words(page *o, const str *keys, size_t count)
{
    buf b = buf_in(o->a, 128, 2048);
    for (size_t i = 0; i < count; i++) {
        if (b.len > 0) buf_put(&b, S(", "));
        str key = arena_printf(o->a, "papers.missing." STR_FMT, STR_ARG(keys[i]));
        buf_put(&b, text_named(o->lang, key));
    }
    return buf_str(&b);
}

static str number_day(page *o, const paper_issue *i)
{
    if (!i) return S("");
    return i->number.len ? arena_printf(o->a, STR_FMT ", " STR_FMT, STR_ARG(i->number),
                                        STR_ARG(page_date(o, i->on)))
                         : page_date(o, i->on);
}

static status fill_lines(page *o, const paper_set *set, const paper_sheet *sheets, size_t count,
                         paper_sheet_line **out)
{
    bool              joint = set->k->system_count > 1;
    paper_sheet_line *lines = NEW(o->a, paper_sheet_line, count + 1);
    if (!lines) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const paper_sheet *s = &sheets[i];
        lines[i]             = (paper_sheet_line){
                        .key         = s->form->key,
                        .place       = page_number(o, (int64_t)i + 1),
                        .name        = law_say(s->form->name, o->lang == LANG_EN),
                        .about       = joint && s->form->each ? s->system->data.name : S(""),
                        .number_day  = number_day(o, s->issue),
                        .missing     = paper_missing_words(o, s->missing, s->missing_count),
                        .replaced_by = s->replaced_by,
                        .bound       = s->bound,
        };
    }
    *out = lines;
    return ST_OK;
}

status paper_set_view_fill(page *o, const paper_set *set, paper_set_view *v)
{
    bool approve   = set->stage == PAPER_STAGE_APPROVE;
    v->code        = set->k->d.code;
    v->system_code = set->k->d.system_code;
    v->pack        = set->k->pack->id;
    v->pack_name   = law_say(set->k->pack->name, o->lang == LANG_EN);
    v->level       = set->k->d.level;
    v->stage       = approve ? S("approve") : S("appraise");
    v->stages[0]   = (paper_stage_link){ S("appraise"), T(o, papers_stage_appraise), !approve };
    v->stages[1]   = (paper_stage_link){ S("approve"), T(o, papers_stage_approve), approve };
    TRY(fill_lines(o, set, set->sheets, set->count, &v->sheets));
    TRY(fill_lines(o, set, set->others, set->other_count, &v->others));
    v->sheet_count = set->count;
    v->other_count = set->other_count;
    return ST_OK;
}
