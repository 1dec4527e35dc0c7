// dossier_letter_view.c - letters that belong to a dossier, and the files of its documents.
#include "modules/dossiers/dossiers_view.h"

#include "kit/text/text.h"

// "số 12/CV-STTTT, 24/11/2026: …" of a letter to choose.
static str letter_words(page *o, const letter *l)
{
    const str args[] = { l->data.ref.len ? l->data.ref : l->data.entry, page_date(o, l->data.day),
                         l->data.about };
    return text_fmt(o->a, o->lang, T_dossiers_letter_choice, args, COUNT(args));
}

static bool among(const dossier_letter *own, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (own[i].id == id) return true;
    }
    return false;
}

// Letters of its first system, not withdrawn, as choices; those in `own` are left out.
static status choices(page *o, call *c, const dossier_content *k, const dossier_letter *own,
                      size_t own_count, page_field *out)
{
    letter *all;
    size_t  count, n = 0;
    TRY(letters_of_system(c, k->d.system_id, &all, &count));
    page_option *options = NEW(o->a, page_option, count + 1);
    if (!options) return ST_MEMORY;
    options[n++] = (page_option){ S(""), T(o, dossiers_choose), { 0 } };
    for (size_t i = 0; i < count; i++) {
        if (all[i].withdrawn_ms || among(own, own_count, all[i].id)) continue;
        options[n++] = (page_option){ arena_printf(o->a, "%lld", (long long)all[i].id),
                                      letter_words(o, &all[i]),
                                      { 0 } };
    }
    *out = (page_field){ .name         = "letter",
                         .label        = T(o, dossiers_letter_choose),
                         .value        = S(""),
                         .options      = options,
                         .option_count = n > 1 ? n : 0 };
    return ST_OK;
}

static str act_words(page *o, const dossier_content *k, str act)
{
    const law_workflow *w = law_workflow_of(k->pack);
    for (size_t i = 0; act.len && i < w->act_count; i++) {
        if (str_equal(w->acts[i].act, act))
            return o->lang == LANG_EN ? w->acts[i].name.en : w->acts[i].name.vi;
    }
    return S("");
}

status dossier_view_letters(page *o, call *c, const dossier_content *k, dossier_show_view *v)
{
    dossier_letter *own;
    TRY(dossier_letters(c, &k->d, &own, &v->own_letter_count));
    v->own_letters = NEW(o->a, dossier_letter_line, v->own_letter_count + 1);
    if (!v->own_letters) return ST_MEMORY;
    for (size_t i = 0; i < v->own_letter_count; i++) {
        v->own_letters[i] = (dossier_letter_line){
            .letter    = &own[i],
            .direction = own[i].out ? T(o, dossiers_letter_out) : T(o, dossiers_letter_in),
            .day       = page_date(o, own[i].day),
            .act       = act_words(o, k, own[i].act),
            .href      = arena_printf(o->a, "/van-ban/%lld", (long long)own[i].id),
        };
    }
    return v->may_link ? choices(o, c, k, own, v->own_letter_count, &v->link_letter) : ST_OK;
}

status dossier_view_act_letters(page *o, call *c, const dossier_content *k, dossier_typed typed,
                                dossier_act_view *v)
{
    static const char *const filled[] = { "number", "on", "signer" };
    str                      sent     = typed.ctx ? typed.text(typed.ctx, "letter") : (str){ 0 };
    if (!(v->act->needs & LAW_NEEDS_NUMBER) || !call_may(c, RIGHT_LETTERS_READ)) return ST_OK;
    TRY(choices(o, c, k, NULL, 0, &v->letter));
    v->letter.hint  = T(o, dossiers_letter_fills);
    v->letter.error = page_field_error(o, &v->frame, "letter");
    if (sent.ptr) v->letter.value = sent;
    for (size_t i = 0; v->letter.option_count && i < v->field_count; i++) {
        for (size_t n = 0; n < COUNT(filled); n++) {
            if (strcmp(v->fields[i].name, filled[n]) == 0) v->fields[i].required = false;
        }
    }
    return ST_OK;
}

status dossier_view_files(page *o, call *c, const dossier_content *k, dossier_part_view *v)
{
    evidence_link_row *all;
    size_t             count;
    for (size_t s = 0; v->document_count && s < k->system_count; s++) {
        TRY(evidence_links_of(c, k->systems[s].id, dossier_document_files, &all, &count));
        for (size_t i = 0; i < v->document_count && count; i++) {
            dossier_document_line *l = &v->documents[i];
            if (!l->files) l->files = NEW(o->a, evidence_link_row, DOSSIER_FILES_MAX);
            if (!l->files) return ST_MEMORY;
            for (size_t n = 0; n < count; n++) {
                if (all[n].object_id == l->document->id && l->file_count < DOSSIER_FILES_MAX)
                    l->files[l->file_count++] = all[n];
            }
        }
    }
    if (!v->may_edit || !v->has_documents) return ST_OK;
    return evidence_picker_fill(c, o, k->d.system_id, dossier_document_files, 0, &v->picker);
}
