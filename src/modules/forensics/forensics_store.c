// forensics_store.c - see forensics_store.h.
#include "modules/forensics/forensics_store.h"

_Static_assert(sizeof(forensic_items_all_row) == sizeof(forensic_item_row_row), "the same columns");
_Static_assert(sizeof(forensic_items_of_row) == sizeof(forensic_item_row_row), "the same columns");
_Static_assert(sizeof(forensic_custody_below_row) == sizeof(forensic_custody_after_row),
               "the same columns");
_Static_assert(sizeof(forensic_custody_newest_row) == sizeof(forensic_custody_after_row),
               "the same columns");

// ---- cases -------------------------------------------------------------------------------------------

status case_row(call *c, int64_t id, int64_t body_id, forensic_case *out)
{
    db                   *d;
    forensic_case_row_row r;
    forensic_part_of_row  part;
    forensic_part_of_in   whose = { id, body_id };
    TRY(call_db(c, &d));
    TRY(forensic_case_row(d, &(forensic_case_row_in){ id }, c->a, &r));
    TRY(forensic_part_of(d, &whose, c->a, &part));
    *out = (forensic_case){ .id            = r.id,
                            .body_id       = r.body_id,
                            .incident_id   = r.incident_id,
                            .items         = r.items,
                            .bytes         = r.bytes.set ? r.bytes.value : 0,
                            .last_no       = r.last_no,
                            .version       = r.version,
                            .made_ms       = r.made_ms,
                            .changed_ms    = r.changed_ms,
                            .closed_ms     = r.closed_ms,
                            .uid           = r.uid,
                            .code          = r.code,
                            .title         = r.title,
                            .ground        = r.ground,
                            .incident_code = r.incident_code,
                            .body_code     = r.body_code,
                            .body_name     = r.body_name,
                            .person        = r.person,
                            .closed_why    = r.closed_why,
                            .last_hash     = r.last_hash,
                            .state         = (case_state)r.state,
                            .part          = part.part.set ? (case_part)part.part.value : 0,
                            .invented      = r.invented != 0 };
    return ST_OK;
}

// ---- items -------------------------------------------------------------------------------------------

static forensic_item item_from(const forensic_item_row_row *r)
{
    return (forensic_item){ .id           = r->id,
                            .case_id      = r->case_id,
                            .of_id        = r->of_id,
                            .bytes        = r->bytes,
                            .system_id    = r->system_id,
                            .collected_ms = r->collected_ms,
                            .taken_ms     = r->taken_ms,
                            .kind         = (item_kind)r->kind,
                            .state        = (item_state)r->state,
                            .uid          = r->uid,
                            .code         = r->code,
                            .name         = r->name,
                            .path         = r->path,
                            .sha256       = r->sha256,
                            .device       = r->device,
                            .place        = r->place,
                            .taken_from   = r->taken_from,
                            .ground       = r->ground,
                            .seal         = r->seal,
                            .note         = r->note,
                            .person       = r->person,
                            .seal_now     = r->seal_now };
}

status item_row(call *c, int64_t id, forensic_item *out)
{
    db                   *d;
    forensic_item_row_row r;
    TRY(call_db(c, &d));
    TRY(forensic_item_row(d, &(forensic_item_row_in){ id }, c->a, &r));
    *out = item_from(&r);
    return ST_OK;
}

status item_rows(call *c, const forensic_items_of_in *in, forensic_item **out, size_t *count)
{
    db                     *d;
    forensic_items_all_row *rows;
    forensic_items_of_row  *under;
    forensic_items_all_in   all = { in->case_id, in->kind, in->after, in->max };
    TRY(call_db(c, &d));
    if (in->of_id) {
        TRY(forensic_items_of(d, in, c->a, &under, count));
        rows = (forensic_items_all_row *)(void *)under;
    } else {
        TRY(forensic_items_all(d, &all, c->a, &rows, count));
    }
    *out = NEW(c->a, forensic_item, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = item_from((const forensic_item_row_row *)(const void *)&rows[i]);
    return ST_OK;
}

// ---- the log -----------------------------------------------------------------------------------------

custody_row custody_of_row(const forensic_custody_after_row *r)
{
    return (custody_row){ .no      = r->no,
                          .item_id = r->item_id,
                          .at_ms   = r->at_ms,
                          .act     = (custody_act)r->act,
                          .item    = r->item,
                          .content = r->content,
                          .facts   = r->facts,
                          .login   = r->login,
                          .person  = r->person,
                          .body    = r->body,
                          .tool    = r->tool,
                          .party   = r->party,
                          .seal    = r->seal,
                          .words   = r->words,
                          .prev    = r->prev,
                          .hash    = r->hash };
}

static status rows_from(call *c, const forensic_custody_after_row *rows, size_t count,
                        custody_row **out)
{
    *out = NEW(c->a, custody_row, count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) (*out)[i] = custody_of_row(&rows[i]);
    return ST_OK;
}

status custody_rows(call *c, int64_t case_id, int64_t after, int64_t max, custody_row **out,
                    size_t *count)
{
    db                         *d;
    forensic_custody_after_row *rows;
    forensic_custody_after_in   in = { case_id, after, max };
    TRY(call_db(c, &d));
    TRY(forensic_custody_after(d, &in, c->a, &rows, count));
    return rows_from(c, rows, *count, out);
}

status custody_rows_below(call *c, const forensic_custody_below_in *in, custody_row **out,
                          size_t *count)
{
    db                          *d;
    forensic_custody_newest_row *rows;
    forensic_custody_below_row  *of;
    forensic_custody_newest_in   all = { in->case_id, in->below, in->max };
    TRY(call_db(c, &d));
    if (in->item_id) {
        TRY(forensic_custody_below(d, in, c->a, &of, count));
        rows = (forensic_custody_newest_row *)(void *)of;
    } else {
        TRY(forensic_custody_newest(d, &all, c->a, &rows, count));
    }
    return rows_from(c, (const forensic_custody_after_row *)(const void *)rows, *count, out);
}

status custody_append(call *c, db *d, int64_t case_id, custody_row *r)
{
    forensic_head_row head;
    int64_t           changed = 0;
    TRY(forensic_head(d, &(forensic_head_in){ case_id }, c->a, &head));
    r->no   = head.no + 1;
    r->prev = head.no ? head.hash : custody_first();
    r->hash = custody_hash(head.uid, r->prev, r, c->a);
    if (!r->hash.ptr) return ST_MEMORY;
    forensic_custody_insert_in in  = { .case_id = case_id,
                                       .no      = r->no,
                                       .item_id = r->item_id,
                                       .now     = r->at_ms,
                                       .act     = r->act,
                                       .item    = r->item,
                                       .content = r->content,
                                       .facts   = r->facts,
                                       .login   = r->login,
                                       .person  = r->person,
                                       .body    = r->body,
                                       .tool    = r->tool,
                                       .party   = r->party,
                                       .seal    = r->seal,
                                       .words   = r->words,
                                       .prev    = r->prev,
                                       .hash    = r->hash };
    forensic_head_set_in       set = { case_id, head.no, r->no, r->hash, r->at_ms };
    TRY(forensic_custody_insert(d, &in, NULL));
    TRY(forensic_head_set(d, &set, &changed));
    return changed == 1 ? ST_OK : ST_CONFLICT;
}
