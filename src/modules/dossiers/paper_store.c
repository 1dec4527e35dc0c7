// paper_store.c - see paper_store.h.
#include "modules/dossiers/paper_store.h"

enum { KIND_SYSTEM = 1 }; // scope_kind of systems, in the store

status paper_save(call *c, const paper_add_in *row, int64_t *id)
{
    db           *d;
    paper_add_row made;
    TRY(call_db(c, &d));
    TRY(paper_add(d, row, c->a, &made));
    *id = made.id;
    return ST_OK;
}

status paper_load_all(call *c, int64_t system_id, size_t limit, papers_of_system_row **rows,
                      size_t *count)
{
    const papers_of_system_in in = { .system_id = system_id,
                                     .kind      = KIND_SYSTEM,
                                     .body_id   = c->who.body_id,
                                     .limit     = (int64_t)limit };
    db                       *d;
    TRY(call_db(c, &d));
    return papers_of_system(d, &in, c->a, rows, count);
}

status paper_latest_dossier(call *c, int64_t system_id, int64_t *id)
{
    db               *d;
    paper_dossier_row row;
    TRY(call_db(c, &d));
    TRY(paper_dossier(d, &(paper_dossier_in){ system_id, c->who.body_id }, c->a, &row));
    *id = row.id;
    return ST_OK;
}

status paper_file_load(call *c, int64_t dossier_id, paper_file *out)
{
    paper_file f = { .id = dossier_id };
    db        *d;
    TRY(call_db(c, &d));
    const dossier_row_rows_in      rows  = { dossier_id, 3 * DOSSIER_ROWS_MAX };
    const dossier_text_rows_in     texts = { dossier_id, DOSSIER_TEXTS_MAX };
    const dossier_document_rows_in docs  = { dossier_id, DOSSIER_DOCUMENTS_MAX };
    TRY(dossier_row_rows(d, &rows, c->a, &f.rows, &f.row_count));
    TRY(dossier_text_rows(d, &texts, c->a, &f.texts, &f.text_count));
    TRY(dossier_document_rows(d, &docs, c->a, &f.documents, &f.document_count));
    TRY(paper_issues_load(c, dossier_id, &f.issues, &f.issue_count));
    *out = f;
    return ST_OK;
}

static paper_issue issue_of(const paper_issue_load_row *r)
{
    return (paper_issue){ .id              = r->id,
                          .dossier_id      = r->dossier_id,
                          .system_id       = r->system_id,
                          .docx_bytes      = r->docx_bytes,
                          .pdf_bytes       = r->pdf_bytes,
                          .letter_id       = r->letter_id,
                          .at_ms           = r->at_ms,
                          .withdrawn_ms    = r->withdrawn_ms,
                          .form            = r->form,
                          .act             = r->act,
                          .pack            = r->pack,
                          .pack_version    = r->pack_version,
                          .number          = r->number,
                          .on              = r->on_day,
                          .signer          = r->signer,
                          .template_sha256 = r->template_sha256,
                          .docx_sha256     = r->docx_sha256,
                          .pdf_sha256      = r->pdf_sha256,
                          .person          = r->person,
                          .withdrawn_by    = r->withdrawn_by,
                          .withdrawn_why   = r->withdrawn_why };
}

status paper_issues_load(call *c, int64_t dossier_id, paper_issue **out, size_t *count)
{
    _Static_assert(sizeof(paper_issue_rows_row) == sizeof(paper_issue_load_row), "one shape");
    const paper_issue_rows_in in = { dossier_id, c->who.body_id, PAPER_ISSUES_MAX };
    paper_issue_rows_row     *rows;
    db                       *d;
    TRY(call_db(c, &d));
    TRY(paper_issue_rows(d, &in, c->a, &rows, count));
    *out = NEW(c->a, paper_issue, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = issue_of((const paper_issue_load_row *)(const void *)&rows[i]);
    return ST_OK;
}

status paper_issue_find(call *c, int64_t id, paper_issue *out)
{
    paper_issue_load_row row;
    db                  *d;
    TRY(call_db(c, &d));
    TRY(paper_issue_load(d, &(paper_issue_load_in){ id, c->who.body_id }, c->a, &row));
    *out = issue_of(&row);
    return ST_OK;
}
