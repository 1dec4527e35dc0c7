// upload_ops.c - see upload_ops.h. A piece is on the disk before its bytes are counted in the row, and the row is what the
// sender is told.
#include "modules/forensics/upload_ops.h"

#include "kit/os/os.h"
#include "modules/forensics/finding_ops.h"

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

enum { FORGET_AT_ONCE = 100 };

typedef struct uploading {
    call         *c;
    forensic_case k;
    forensic_item i;
    case_upload   u;
    str           part;
    char          part_room[BLOB_PART_LENGTH + 1];
    int           folder, fd;
    int64_t       bytes; // of the piece
    item_taken   *taken;
    problem      *why;
} uploading;

// ---- beginning ---------------------------------------------------------------------------------------

static status begin(db *d, void *ctx)
{
    uploading                 *w = ctx;
    call                      *c = w->c;
    forensic_upload_count_row  count;
    forensic_upload_insert_row made;
    forensic_upload_insert_in  in = { .case_id      = w->k.id,
                                      .person       = c->who.person_id,
                                      .of_id        = w->i.of_id,
                                      .path         = w->i.path,
                                      .bytes        = w->u.bytes,
                                      .part         = w->part,
                                      .mark         = w->u.mark,
                                      .system       = w->i.system_id,
                                      .device       = w->i.device,
                                      .place        = w->i.place,
                                      .taken_from   = w->i.taken_from,
                                      .collected_ms = w->i.collected_ms,
                                      .ground       = w->i.ground,
                                      .seal         = w->i.seal,
                                      .note         = w->i.note,
                                      .now          = c->now_ms };
    TRY(forensic_upload_count(d, &(forensic_upload_count_in){ c->who.person_id }, c->a, &count));
    if (count.n >= UPLOADS_MAX)
        return problem_set(w->why, ST_LIMIT, S("file"), S("evidence-too-many"));
    TRY(forensic_upload_insert(d, &in, c->a, &made));
    w->u.id = made.id;
    return ST_OK;
}

status upload_start(call *c, const upload_begin *b, case_upload *out, problem *why)
{
    uploading *w = NEW(c->a, uploading, 1);
    if (!w) return ST_MEMORY;
    *w = (uploading){ .c = c, .folder = -1, .why = why };
    TRY(case_for(c, b->d.case_id, CASE_WORK, &w->k));
    TRY(item_draft_read(c, &b->d, &w->k, &w->i, why));
    if (b->bytes < 0) return problem_set(why, ST_INVALID, S("bytes"), S("out-of-range"));
    if (b->bytes > ITEM_BYTES_MAX) return problem_set(why, ST_LIMIT, S("file"), S("evidence-big"));
    TRY(blobs_room(b->bytes, why));
    str key = b->key.ptr ? b->key : S("");
    TRY(text_check(S("key"), key, 0, UPLOAD_KEY_MAX, why));
    w->u = (case_upload){ .case_id = w->k.id, .bytes = b->bytes, .path = w->i.path, .mark = key };
    status st = blobs_folder(&w->folder);
    if (st == ST_OK) st = blob_part_begin(w->folder, w->part_room);
    if (st != ST_OK) {
        os_close(w->folder);
        return blobs_failed(why);
    }
    w->part = str_from(w->part_room);
    st      = call_act(c, begin, w);
    if (st != ST_OK) (void)!blob_part_drop(w->folder, w->part);
    os_close(w->folder);
    *out = w->u;
    return st;
}

// ---- looking -----------------------------------------------------------------------------------------

static status load(uploading *w, int64_t id)
{
    db                     *d;
    forensic_upload_row_row r;
    forensic_upload_row_in  in = { id, w->c->who.person_id };
    TRY(call_db(w->c, &d));
    TRY(forensic_upload_row(d, &in, w->c->a, &r));
    w->u    = (case_upload){ r.id, r.case_id, r.bytes, r.received, r.path, r.mark };
    w->part = r.part;
    w->i    = (forensic_item){ .case_id      = r.case_id,
                               .of_id        = r.of_id,
                               .kind         = r.of_id ? ITEM_PICTURE : ITEM_FILE,
                               .path         = r.path,
                               .system_id    = r.system_id,
                               .device       = r.device,
                               .place        = r.place,
                               .taken_from   = r.taken_from,
                               .collected_ms = r.collected_ms,
                               .ground       = r.ground,
                               .seal         = r.seal,
                               .note         = r.note };
    return ST_OK;
}

status upload_load(call *c, int64_t id, case_upload *out)
{
    uploading w = { .c = c };
    TRY(load(&w, id));
    *out = w.u;
    return ST_OK;
}

status uploads_of(call *c, int64_t case_id, case_upload **out, size_t *count)
{
    db                      *d;
    forensic_uploads_of_row *rows;
    forensic_case            k;
    forensic_uploads_of_in   in = { case_id, c->who.person_id, UPLOADS_MAX };
    TRY(case_for(c, case_id, CASE_WORK, &k));
    TRY(call_db(c, &d));
    TRY(forensic_uploads_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, case_upload, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (case_upload){ rows[i].id,       case_id,      rows[i].bytes,
                                   rows[i].received, rows[i].path, rows[i].mark };
    return ST_OK;
}

// ---- pieces ------------------------------------------------------------------------------------------

// Takes the part for this call alone and reads the row as it is then.
static status take_part(uploading *w, int64_t id)
{
    TRY(load(w, id));
    TRY(case_for(w->c, w->u.case_id, CASE_WORK, &w->k));
    if (blobs_folder(&w->folder) != ST_OK) return blobs_failed(w->why);
    status st = blob_part_open(w->folder, w->part, &w->fd);
    call_end(w->c); // the row is read anew, and the disk may take its time
    if (st == ST_CONFLICT) problem_set(w->why, st, S("offset"), S("evidence-busy"));
    if (st == ST_OK) st = load(w, id);
    call_end(w->c);
    return st;
}

static status leave_part(const uploading *w, status st)
{
    os_close(w->fd);
    os_close(w->folder);
    return st;
}

static status wrong_offset(const uploading *w)
{
    return problem_detail(w->why, ST_CONFLICT, S("offset"), S("evidence-offset"),
                          arena_printf(w->c->a, "%lld", (long long)w->u.received));
}

static status count_piece(db *d, void *ctx)
{
    uploading                  *w       = ctx;
    int64_t                     changed = 0;
    forensic_upload_received_in in      = { w->u.id, w->u.received, w->u.received + w->bytes,
                                            w->c->now_ms };
    TRY(forensic_upload_received(d, &in, &changed));
    return changed ? ST_OK : ST_CONFLICT;
}

static status put_piece(uploading *w, const upload_piece *p)
{
    if (w->u.received != p->at) return wrong_offset(w);
    if (p->bytes > w->u.bytes - p->at)
        return problem_set(w->why, ST_INVALID, S("file"), S("evidence-beyond"));
    TRY(blobs_room(p->bytes, w->why));
    if (blob_part_add(w->fd, p->at, p->fd, p->bytes) != ST_OK) return blobs_failed(w->why);
    return call_act(w->c, count_piece, w);
}

status upload_add(call *c, const upload_piece *p, case_upload *out, problem *why)
{
    uploading *w = NEW(c->a, uploading, 1);
    if (!w) return ST_MEMORY;
    *w        = (uploading){ .c = c, .folder = -1, .fd = -1, .bytes = p->bytes, .why = why };
    status st = take_part(w, p->id);
    if (st == ST_OK) st = put_piece(w, p);
    TRY(leave_part(w, st));
    return upload_load(c, p->id, out);
}

// ---- whole, or forgotten -----------------------------------------------------------------------------

static status become_item(db *d, void *ctx)
{
    uploading *w = ctx;
    TRY(item_take_inside(w->c, d, &w->k, &w->i, w->taken));
    return forensic_upload_drop(d, &(forensic_upload_drop_in){ w->u.id }, NULL);
}

static status make_whole(uploading *w, blob *b)
{
    if (w->u.received != w->u.bytes) return wrong_offset(w);
    if (os_truncate(w->fd, w->u.bytes) != ST_OK) return blobs_failed(w->why);
    if (blob_part_keep(w->folder, w->fd, w->u.bytes, b) != ST_OK) return blobs_failed(w->why);
    w->i.name   = item_name_of(w->i.path);
    w->i.bytes  = b->size_bytes;
    w->i.sha256 = str_from(b->name);
    return call_act(w->c, become_item, w);
}

status upload_finish(call *c, int64_t id, item_taken *out, problem *why)
{
    uploading *w = NEW(c->a, uploading, 1);
    blob      *b = NEW(c->a, blob, 1);
    if (!w || !b) return ST_MEMORY;
    *w        = (uploading){ .c = c, .folder = -1, .fd = -1, .taken = out, .why = why };
    status st = take_part(w, id);
    if (st == ST_OK) st = make_whole(w, b);
    if (st == ST_OK) (void)!blob_part_drop(w->folder, w->part);
    return leave_part(w, st);
}

typedef struct forgetting {
    int64_t id;
} forgetting;

static status forget(db *d, void *ctx)
{
    const forgetting *w = ctx;
    return forensic_upload_drop(d, &(forensic_upload_drop_in){ w->id }, NULL);
}

static status forget_one(call *c, int64_t id, str part)
{
    int        folder = -1;
    forgetting w      = { id };
    TRY(call_act(c, forget, &w));
    TRY(blobs_folder(&folder));
    (void)!blob_part_drop(folder, part);
    os_close(folder);
    return ST_OK;
}

status upload_stop(call *c, int64_t id)
{
    uploading w = { .c = c };
    TRY(load(&w, id));
    return forget_one(c, id, w.part);
}

status forensics_minute(call *c)
{
    db                         *d;
    forensic_uploads_stale_row *rows;
    size_t                      count;
    forensic_uploads_stale_in   in = { c->now_ms - UPLOAD_KEEP_DAYS * day_ms, FORGET_AT_ONCE };
    TRY(suppressions_past(c));
    TRY(destructions_minute(c));
    TRY(call_db(c, &d));
    TRY(forensic_uploads_stale(d, &in, c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) TRY(forget_one(c, rows[i].id, rows[i].part));
    call_end(c);
    return ST_OK;
}

status forensics_part_known(call *c, str part, bool *known)
{
    db                      *d;
    forensic_upload_part_row row;
    TRY(call_db(c, &d));
    status st = forensic_upload_part(d, &(forensic_upload_part_in){ part }, c->a, &row);
    *known    = st == ST_OK;
    return st == ST_MISSING ? ST_OK : st;
}
