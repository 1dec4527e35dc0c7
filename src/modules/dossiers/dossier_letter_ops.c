// dossier_letter_ops.c - letters and files that belong to a dossier: what went out to a body outside the program, what it
// answered, the files of documents.
#include "modules/dossiers/dossier_ops.h"
#include "modules/evidence/evidence.h"
#include "modules/letters/letters.h"

const str dossier_document_files = STR("dossier-document");

// ---- letters ----------------------------------------------------------------------------------------

static bool of_its_systems(const dossier_content *k, int64_t system_id)
{
    for (size_t i = 0; i < k->system_count; i++) {
        if (k->systems[i].id == system_id) return true;
    }
    return false;
}

static status find_letter(dossier_work *w, letter *out)
{
    status st = w->of.letter_id > 0 ? letters_get(w->c, w->of.letter_id, out) : ST_MISSING;
    if (st != ST_MISSING) TRY(st);
    bool its = st == ST_OK && out->data.object == LETTER_OF_SYSTEM &&
               of_its_systems(&w->k, out->data.object_id) && !out->withdrawn_ms;
    return its ? ST_OK : problem_set(w->why, ST_INVALID, S("letter"), S("dossier-letter-unknown"));
}

static status keep(dossier_work *w, str act)
{
    db                         *d;
    const dossier_letter_put_in in = { .dossier_id = w->k.d.id,
                                       .letter_id  = w->of.letter_id,
                                       .act        = act,
                                       .person     = w->c->who.name,
                                       .now        = w->c->now_ms };
    TRY(call_db(w->c, &d));
    return dossier_letter_put(d, &in, NULL);
}

// Number, day and signer are the letter's where nothing else was typed.
status dossier_take_letter(dossier_work *w)
{
    letter          l;
    workflow_given *g = &w->given;
    if (!w->of.letter_id) return ST_OK;
    TRY(find_letter(w, &l));
    if (w->row->needs & LAW_NEEDS_NUMBER) {
        if (!g->number.len) g->number = l.data.ref;
        if (!g->on.len) g->on = l.data.day;
    }
    if ((w->row->needs & LAW_NEEDS_SIGNER) && !g->signer.len) g->signer = l.data.signer;
    return keep(w, w->row->act);
}

static status link_letter(db *d, void *ctx)
{
    dossier_work *w = ctx;
    letter        l;
    (void)d;
    TRY(dossier_take(w));
    TRY(find_letter(w, &l));
    TRY(keep(w, S("")));
    return audit_write(w->c, S("dossier.letter"), S("dossier"), w->k.d.id,
                       arena_printf(w->c->a, "{\"letter\":\"%lld\"}", (long long)l.id));
}

static status unlink_letter(db *d, void *ctx)
{
    dossier_work *w = ctx;
    int64_t       changed;
    TRY(dossier_take(w));
    TRY(dossier_letter_drop(d, &(dossier_letter_drop_in){ w->k.d.id, w->of.letter_id }, &changed));
    if (!changed) return ST_MISSING;
    return audit_write(w->c, S("dossier.letter-off"), S("dossier"), w->k.d.id,
                       arena_printf(w->c->a, "{\"letter\":\"%lld\"}", (long long)w->of.letter_id));
}

static status run(call *c, dossier_ref of, int64_t letter_id, status (*act)(db *, void *),
                  problem *why)
{
    dossier_work *w = NEW(c->a, dossier_work, 1);
    if (!w) return ST_MEMORY;
    of.letter_id = letter_id;
    *w = (dossier_work){ .c = c, .l = law_current(), .why = why, .of = of, .act = S("comment") };
    return call_act(c, act, w);
}

status dossiers_link_letter(call *c, dossier_ref of, int64_t letter_id, problem *why)
{
    return run(c, of, letter_id, link_letter, why);
}

status dossiers_unlink_letter(call *c, dossier_ref of, int64_t letter_id, problem *why)
{
    return run(c, of, letter_id, unlink_letter, why);
}

status dossier_letters(call *c, const dossier *d, dossier_letter **out, size_t *count)
{
    db                      *at;
    dossier_letter_rows_row *rows;
    size_t                   n;
    TRY(call_db(c, &at));
    TRY(dossier_letter_rows(at, &(dossier_letter_rows_in){ d->id, DOSSIER_LETTERS_MAX }, c->a,
                            &rows, &n));
    *out   = NEW(c->a, dossier_letter, n + 1);
    *count = 0;
    if (!*out) return ST_MEMORY;
    if (!call_may(c, RIGHT_LETTERS_READ)) return ST_OK;
    for (size_t i = 0; i < n; i++) {
        letter l;
        status st = letters_get(c, rows[i].letter_id, &l);
        if (st == ST_MISSING) continue; // kept by a body whose letters the reader does not see
        TRY(st);
        (*out)[(*count)++] = (dossier_letter){ .id     = l.id,
                                               .at_ms  = rows[i].at_ms,
                                               .out    = l.data.direction == LETTER_OUT,
                                               .ref    = l.data.ref,
                                               .day    = l.data.day,
                                               .about  = l.data.about,
                                               .party  = l.data.counterpart,
                                               .file   = l.file.id ? l.file.name : S(""),
                                               .act    = rows[i].act,
                                               .person = rows[i].person };
    }
    return ST_OK;
}

// ---- files of documents -----------------------------------------------------------------------------

status dossier_attach_file(dossier_work *w, int64_t document_id, int64_t file_id)
{
    evidence f;
    status   st = evidence_load(w->c, file_id, &f);
    if (st != ST_MISSING) TRY(st);
    if (st == ST_MISSING || !of_its_systems(&w->k, f.system_id))
        return problem_set(w->why, ST_INVALID, S("evidence"), S("dossier-file-unknown"));
    return evidence_attach(w->c, dossier_document_files, document_id, file_id);
}

status dossier_detach_files(dossier_work *w, int64_t document_id)
{
    evidence *all;
    size_t    count;
    TRY(evidence_of(w->c, dossier_document_files, document_id, &all, &count));
    for (size_t i = 0; i < count; i++)
        TRY(evidence_detach(w->c, dossier_document_files, document_id, all[i].id));
    return ST_OK;
}

static status tell_document(call *c, int64_t id, str *name, str *address)
{
    db                      *d;
    dossier_document_one_row row;
    dossier                  o;
    TRY(call_db(c, &d));
    TRY(dossier_document_one(d, &(dossier_document_one_in){ id }, c->a, &row));
    TRY(dossier_find(c, row.dossier_id, &o)); // out of sight: not told
    *name    = arena_printf(c->a, STR_FMT ", " STR_FMT, STR_ARG(row.title), STR_ARG(o.code));
    *address = arena_printf(c->a, "/ho-so/" STR_FMT, STR_ARG(o.code));
    return name->ptr && address->ptr ? ST_OK : ST_MEMORY;
}

const evidence_teller dossiers_teller = { STR("dossier-document"), tell_document };
