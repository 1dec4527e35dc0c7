// dossier_store.c - see dossier_store.h.
#include "modules/dossiers/dossier_store.h"

_Static_assert(sizeof(dossier_page_rows_row) == sizeof(dossier_load_row), "the same columns");

static dossier dossier_of(const dossier_load_row *r, arena *a)
{
    return (dossier){ .id            = r->id,
                      .uid           = r->uid,
                      .code          = dossier_code(a, r->id),
                      .system_id     = r->system_id,
                      .owner_id      = r->owner_id,
                      .operator_id   = r->operator_id,
                      .operator_role = r->operator_role,
                      .kind          = (dossier_kind)r->kind,
                      .edition       = r->edition,
                      .state         = r->state,
                      .under_way     = r->under_way != 0,
                      .state_ms      = r->state_ms,
                      .due_on        = r->due_on,
                      .level         = (int)r->level,
                      .raise_reason  = r->raise_reason,
                      .pack          = r->pack,
                      .pack_version  = r->pack_version,
                      .pack_sha256   = r->pack_sha256,
                      .appraiser_id  = r->appraiser_id,
                      .appraiser     = r->appraiser,
                      .appraiser_no  = r->appraiser_no,
                      .appraiser_on  = r->appraiser_on,
                      .author_id     = r->author_id,
                      .author        = r->author,
                      .submitter_id  = r->submitter_id,
                      .drafted_on    = r->drafted_on,
                      .submitted_on  = r->submitted_on,
                      .appraised_on  = r->appraised_on,
                      .approved_on   = r->approved_on,
                      .decision_no   = r->decision_no,
                      .decision_on   = r->decision_on,
                      .decision_by   = r->decision_by,
                      .report_no     = r->report_no,
                      .report_on     = r->report_on,
                      .live_no       = r->live_no,
                      .live_on       = r->live_on,
                      .live_by       = r->live_by,
                      .version       = r->version,
                      .made_ms       = r->made_ms,
                      .changed_ms    = r->changed_ms,
                      .system_code   = r->system_code,
                      .system_name   = r->system_name,
                      .owner_name    = r->owner_name,
                      .operator_name = r->operator_name };
}

status dossier_find(call *c, int64_t id, dossier *out)
{
    db              *d;
    dossier_load_row row;
    TRY(call_db(c, &d));
    TRY(dossier_load(d, &(dossier_load_in){ id, c->who.body_id }, c->a, &row));
    *out = dossier_of(&row, c->a);
    return out->code.ptr ? ST_OK : ST_MEMORY;
}

status dossier_find_many(call *c, const dossier_page_rows_in *in, dossier **out, size_t *count)
{
    db                    *d;
    dossier_page_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(dossier_page_rows(d, in, c->a, &rows, count));
    *out = NEW(c->a, dossier, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = dossier_of((const dossier_load_row *)(const void *)&rows[i], c->a);
        if (!(*out)[i].code.ptr) return ST_MEMORY;
    }
    return ST_OK;
}

// ---- content --------------------------------------------------------------------------------------------

static status load_systems(call *c, db *d, dossier_content *k)
{
    dossier_system_rows_row *rows;
    TRY(dossier_system_rows(d, &(dossier_system_rows_in){ k->d.id, DOSSIER_SYSTEMS_MAX }, c->a,
                            &rows, &k->system_count));
    k->systems = NEW(c->a, dossier_system, k->system_count + 1);
    if (!k->systems) return ST_MEMORY;
    for (size_t i = 0; i < k->system_count; i++) {
        dossier_rivals_row n;
        k->systems[i].id       = rows[i].system_id;
        k->systems[i].rests_on = rows[i].determination_id;
        k->systems[i].sheet.id = rows[i].sheet_id;
        TRY(dossier_rivals(d, &(dossier_rivals_in){ k->d.id, rows[i].system_id }, c->a, &n));
        k->other_under_way = k->other_under_way || n.n > 0;
    }
    return ST_OK;
}

static status load_rows(call *c, db *d, dossier_content *k)
{
    dossier_row_rows_row *rows;
    TRY(dossier_row_rows(d, &(dossier_row_rows_in){ k->d.id, 3 * DOSSIER_ROWS_MAX }, c->a, &rows,
                         &k->row_count));
    k->rows = NEW(c->a, dossier_row, k->row_count + 1);
    if (!k->rows) return ST_MEMORY;
    for (size_t i = 0; i < k->row_count; i++) {
        k->rows[i] = (dossier_row){ .id     = rows[i].id,
                                    .list   = (dossier_list)rows[i].list,
                                    .name   = rows[i].name,
                                    .second = rows[i].second,
                                    .zone   = rows[i].zone,
                                    .fourth = rows[i].fourth,
                                    .person = rows[i].person,
                                    .at_ms  = rows[i].at_ms };
    }
    return ST_OK;
}

static status load_texts(call *c, db *d, dossier_content *k)
{
    dossier_text_rows_row *rows;
    TRY(dossier_text_rows(d, &(dossier_text_rows_in){ k->d.id, DOSSIER_TEXTS_MAX }, c->a, &rows,
                          &k->text_count));
    k->texts = NEW(c->a, dossier_text, k->text_count + 1);
    if (!k->texts) return ST_MEMORY;
    for (size_t i = 0; i < k->text_count; i++) {
        k->texts[i] = (dossier_text){ .key     = rows[i].key,
                                      .text    = rows[i].text,
                                      .person  = rows[i].person,
                                      .version = rows[i].version,
                                      .at_ms   = rows[i].at_ms };
    }
    return ST_OK;
}

static status load_documents(call *c, db *d, dossier_content *k)
{
    dossier_document_rows_row *rows;
    TRY(dossier_document_rows(d, &(dossier_document_rows_in){ k->d.id, DOSSIER_DOCUMENTS_MAX },
                              c->a, &rows, &k->document_count));
    k->documents = NEW(c->a, dossier_document, k->document_count + 1);
    if (!k->documents) return ST_MEMORY;
    for (size_t i = 0; i < k->document_count; i++) {
        k->documents[i] = (dossier_document){ .id     = rows[i].id,
                                              .at_ms  = rows[i].at_ms,
                                              .kind   = rows[i].kind,
                                              .title  = rows[i].title,
                                              .number = rows[i].number,
                                              .on     = rows[i].on_day,
                                              .issuer = rows[i].issuer,
                                              .person = rows[i].person };
    }
    return ST_OK;
}

static status load_touches(call *c, db *d, dossier_content *k)
{
    dossier_part_rows_row *rows;
    TRY(dossier_part_rows(d, &(dossier_part_rows_in){ k->d.id, DOSSIER_PARTS_MAX }, c->a, &rows,
                          &k->touch_count));
    k->touches = NEW(c->a, dossier_touch, k->touch_count + 1);
    if (!k->touches) return ST_MEMORY;
    for (size_t i = 0; i < k->touch_count; i++)
        k->touches[i] = (dossier_touch){ rows[i].part, rows[i].person, rows[i].since_ms };
    return ST_OK;
}

status dossier_content_load(call *c, dossier_content *k)
{
    db *d;
    TRY(call_db(c, &d));
    TRY(load_systems(c, d, k));
    TRY(load_rows(c, d, k));
    TRY(load_texts(c, d, k));
    TRY(load_documents(c, d, k));
    return load_touches(c, d, k);
}

// ---- writing ------------------------------------------------------------------------------------------------

status dossier_save(call *c, const dossier *d)
{
    db                  *at;
    int64_t              changed;
    const dossier_set_in in = { .id           = d->id,
                                .known        = d->version,
                                .edition      = d->edition,
                                .state        = d->state,
                                .under_way    = d->under_way,
                                .state_ms     = d->state_ms,
                                .due_on       = d->due_on,
                                .level        = d->level,
                                .raise_reason = d->raise_reason,
                                .appraiser    = d->appraiser,
                                .appraiser_no = d->appraiser_no,
                                .appraiser_on = d->appraiser_on,
                                .submitter_id = d->submitter_id,
                                .submitted_on = d->submitted_on,
                                .appraised_on = d->appraised_on,
                                .approved_on  = d->approved_on,
                                .decision_no  = d->decision_no,
                                .decision_on  = d->decision_on,
                                .decision_by  = d->decision_by,
                                .report_no    = d->report_no,
                                .report_on    = d->report_on,
                                .live_no      = d->live_no,
                                .live_on      = d->live_on,
                                .live_by      = d->live_by,
                                .now          = c->now_ms };
    TRY(call_db(c, &at));
    TRY(dossier_set(at, &in, &changed));
    return changed == 1 ? ST_OK : ST_CONFLICT;
}

status dossier_post_of(call *c, str *out)
{
    db                     *d;
    dossier_person_post_row row;
    *out = S("");
    if (c->who.person_id <= 0) return ST_OK;
    TRY(call_db(c, &d));
    status st = dossier_person_post(d, &(dossier_person_post_in){ c->who.person_id }, c->a, &row);
    if (st == ST_OK) *out = row.post;
    return st == ST_MISSING ? ST_OK : st;
}
