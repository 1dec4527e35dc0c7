#include "modules/organisations/body_store.h"

#include "kit/text/fold.h"
#include "modules/organisations/organisations_queries.gen.h"

str body_day_shown(str stored)
{
    bool open = str_equal(stored, BODY_DAY_FIRST) || str_equal(stored, BODY_DAY_LAST);
    return open ? S("") : stored;
}

str body_day_from(str shown)
{
    return shown.len ? shown : BODY_DAY_FIRST;
}

str body_day_to(str shown)
{
    return shown.len ? shown : BODY_DAY_LAST;
}

status body_load(db *d, arena *a, int64_t id, str on, body *out)
{
    body_row_row r;
    TRY(body_row(d, &(body_row_in){ .id = id, .day = on }, a, &r));
    *out = (body){
        .id              = r.id,
        .uid             = r.uid,
        .code            = r.code,
        .name_vi         = r.name_vi,
        .name_en         = r.name_en,
        .symbol          = r.symbol,
        .kind            = r.kind,
        .place           = r.place,
        .place_certainty = r.place_certainty,
        .protocol        = r.protocol,
        .valid_from      = body_day_shown(r.valid_from),
        .valid_to        = body_day_shown(r.valid_to),
        .merged_into     = r.merged_into.set ? r.merged_into.value : 0,
        .parent_id       = r.parent_id.set ? r.parent_id.value : 0,
        .note            = r.note,
        .version         = r.version,
    };
    return ST_OK;
}

status body_load_many(db *d, arena *a, const int64_t *ids, size_t count, str on, body **out)
{
    body *list = NEW(a, body, count ? count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) TRY(body_load(d, a, ids[i], on, &list[i]));
    *out = list;
    return ST_OK;
}

status body_save_new(db *d, arena *a, const body_new *row, int64_t *id)
{
    const body_draft *b  = &row->draft;
    body_insert_in    in = {
           .uid             = row->uid,
           .code            = b->code,
           .name_vi         = b->name_vi,
           .name_en         = b->name_en,
           .fold            = body_fold(a, b->name_vi),
           .sort_key        = text_sort_key(a, b->name_vi),
           .symbol          = b->symbol,
           .kind            = b->kind,
           .place           = b->place,
           .place_certainty = row->place_certainty.ptr ? row->place_certainty : S(""),
           .protocol        = row->protocol,
           .valid_from      = body_day_from(b->valid_from),
           .valid_to        = body_day_to(row->valid_to),
           .note            = b->note,
    };
    if (!in.fold.ptr || !in.sort_key.ptr) return ST_MEMORY;
    body_insert_row got;
    TRY(body_insert(d, &in, a, &got));
    *id = got.id;
    return ST_OK;
}

status body_save_names(db *d, arena *a, int64_t id, int64_t version, const body_names *names)
{
    body_rename_in in = {
        .id       = id,
        .version  = version,
        .name_vi  = names->name_vi,
        .name_en  = names->name_en,
        .fold     = body_fold(a, names->name_vi),
        .sort_key = text_sort_key(a, names->name_vi),
        .symbol   = names->symbol,
        .place    = names->place,
    };
    int64_t changed = 0;
    if (!in.fold.ptr || !in.sort_key.ptr) return ST_MEMORY;
    TRY(body_rename(d, &in, &changed));
    return changed == 1 ? ST_OK : ST_CONFLICT;
}
