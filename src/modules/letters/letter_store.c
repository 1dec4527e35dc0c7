// letter_store.c - see letter_store.h.
#include "modules/letters/letter_store.h"

_Static_assert(sizeof(letter_page_rows_row) == sizeof(letter_load_row), "the same columns");
_Static_assert(sizeof(letters_of_object_row) == sizeof(letter_load_row), "the same columns");

static str text_or_empty(str s)
{
    return s.ptr ? s : S("");
}

static letter_file file_of(const letter_load_row *r)
{
    return (letter_file){ .id         = r->file_id,
                          .bytes      = r->file_bytes.value,
                          .checked_ms = r->checked_ms.value,
                          .name       = text_or_empty(r->file_name),
                          .type       = text_or_empty(r->file_type),
                          .sha256     = text_or_empty(r->file_sha256),
                          .verdict    = (letter_verdict)r->verdict.value };
}

void letter_from_row(const letter_load_row *r, letter *out)
{
    *out      = (letter){ .id            = r->id,
                          .version       = r->version,
                          .body_id       = r->body_id,
                          .keeper_id     = r->keeper_id,
                          .made_ms       = r->made_ms,
                          .changed_ms    = r->changed_ms,
                          .withdrawn_ms  = r->withdrawn_ms,
                          .uid           = r->uid,
                          .body_code     = r->body_code,
                          .body_name     = r->body_name,
                          .keeper_name   = r->keeper_name,
                          .person        = r->person,
                          .withdrawn_why = r->withdrawn_why,
                          .signatures    = text_or_empty(r->signatures) };
    out->data = (letter_data){ .direction      = (letter_direction)r->direction,
                               .year           = r->year,
                               .entry_no       = r->entry_no,
                               .on_day         = r->on_day,
                               .entry          = r->entry,
                               .ref            = r->ref,
                               .day            = r->day,
                               .kind           = r->kind,
                               .about          = r->about,
                               .counterpart    = r->counterpart,
                               .counterpart_id = r->counterpart_id.value,
                               .signer         = r->signer,
                               .note           = r->note,
                               .exception      = r->exception,
                               .object         = (letter_object)r->object_kind,
                               .object_id      = r->object_id };
    if (r->file_id) out->file = file_of(r);
}

static status from_rows(arena *a, const letter_load_row *rows, size_t count, letter **out)
{
    *out = NEW(a, letter, count ? count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) letter_from_row(&rows[i], &(*out)[i]);
    return ST_OK;
}

status letters_from_page(arena *a, const letter_page_rows_row *rows, size_t count, letter **out)
{
    return from_rows(a, (const letter_load_row *)(const void *)rows, count, out);
}

status letters_from_object(arena *a, const letters_of_object_row *rows, size_t count, letter **out)
{
    return from_rows(a, (const letter_load_row *)(const void *)rows, count, out);
}

status letter_row_load(call *c, int64_t id, letter *out)
{
    db             *d;
    letter_load_row row;
    TRY(call_db(c, &d));
    TRY(letter_load(d, &(letter_load_in){ .id = id, .viewer = c->who.body_id }, c->a, &row));
    letter_from_row(&row, out);
    return ST_OK;
}

letter_insert_in letter_row_new(const letter_data *d)
{
    return (letter_insert_in){ .direction      = d->direction,
                               .year           = d->year,
                               .on_day         = d->on_day,
                               .entry_no       = d->entry_no,
                               .entry          = d->entry,
                               .entry_key      = d->entry_key,
                               .ref            = d->ref,
                               .day            = d->day,
                               .kind           = d->kind,
                               .about          = d->about,
                               .counterpart_id = { d->counterpart_id != 0, d->counterpart_id },
                               .counterpart    = d->counterpart,
                               .signer         = d->signer,
                               .note           = d->note,
                               .object_kind    = d->object,
                               .object_id      = d->object_id,
                               .exception      = d->exception };
}

letter_update_in letter_row_changed(const letter_data *d)
{
    return (letter_update_in){ .year           = d->year,
                               .on_day         = d->on_day,
                               .entry_no       = d->entry_no,
                               .entry          = d->entry,
                               .entry_key      = d->entry_key,
                               .ref            = d->ref,
                               .day            = d->day,
                               .kind           = d->kind,
                               .about          = d->about,
                               .counterpart_id = { d->counterpart_id != 0, d->counterpart_id },
                               .counterpart    = d->counterpart,
                               .signer         = d->signer,
                               .note           = d->note,
                               .object_kind    = d->object,
                               .object_id      = d->object_id,
                               .exception      = d->exception };
}
