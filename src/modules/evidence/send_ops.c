// send_ops.c - a file that comes in pieces: begun, gone on with after any break, whole or forgotten.
//
// A piece is on the disk before its bytes are counted in the row, and the row is what the sender is told:
// what was acknowledged is never lost, what was not is overwritten by the next try.
#include "modules/evidence/evidence.h"

#include "kit/os/os.h"
#include "modules/evidence/evidence_store.h"
#include "modules/evidence/keep_ops.h"

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

enum { FORGET_AT_ONCE = 100, PARTS_AT_ONCE = 1000, HOUR_MINUTE = 7, KEY_CHARACTERS_MAX = 64 };

// ---- beginning -------------------------------------------------------------------------------------

typedef struct begin_work {
    call     *c;
    evidence  e;
    char      part[BLOB_PART_LENGTH + 1];
    evidence *out;
    problem  *why;
} begin_work;

static status begin(db *d, void *ctx)
{
    begin_work                *w = ctx;
    call                      *c = w->c;
    evidence_sending_count_row sending;
    evidence_insert_row        made;
    evidence_insert_in         in = { .system      = w->e.system_id,
                                      .state       = EVIDENCE_RECEIVING,
                                      .name        = w->e.name,
                                      .type        = w->e.type,
                                      .mark        = w->e.mark,
                                      .bytes       = w->e.bytes,
                                      .sha256      = w->e.sha256,
                                      .part        = str_from(w->part),
                                      .valid_until = w->e.valid_until,
                                      .note        = w->e.note,
                                      .body_id     = c->who.body_id,
                                      .person_id   = c->who.person_id,
                                      .person      = evidence_actor(c),
                                      .now         = c->now_ms };
    TRY(evidence_sending_count(d, &(evidence_sending_count_in){ c->who.person_id }, c->a,
                               &sending));
    if (sending.n >= EVIDENCE_SENDING_MAX)
        return problem_set(w->why, ST_LIMIT, S("file"), S("evidence-too-many"));
    TRY(os_uuid(c->now_ms, c->a, &in.uid));
    TRY(evidence_insert(d, &in, c->a, &made));
    w->e.id = made.id;
    return evidence_tell(c, "evidence.begin", &w->e);
}

static status read_hash(call *c, str typed, str *out, problem *why)
{
    unsigned char hash[EVIDENCE_HASH_LEN / 2];
    *out = S("");
    if (!typed.len) return ST_OK;
    if (typed.len != EVIDENCE_HASH_LEN || !hex_decode(typed, hash, sizeof hash))
        return problem_set(why, ST_INVALID, S("sha256"), S("evidence-sha256-form"));
    buf b = buf_in(c->a, EVIDENCE_HASH_LEN, EVIDENCE_HASH_LEN);
    buf_hex(&b, (str){ (const char *)hash, sizeof hash });
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

static status announced(call *c, const evidence_begin *b, evidence *e, problem *why)
{
    e->system_id = b->d.system_id;
    TRY(evidence_named(c, b->name, e, why));
    if (b->bytes <= 0) return problem_set(why, ST_INVALID, S("file"), S("evidence-empty"));
    if (b->bytes > EVIDENCE_BYTES_MAX)
        return problem_set(why, ST_INVALID, S("file"), S("evidence-big"));
    e->bytes = b->bytes;
    e->mark  = b->key.len ? b->key : S("");
    TRY(text_check(S("key"), e->mark, 0, KEY_CHARACTERS_MAX, why));
    TRY(read_hash(c, b->sha256, &e->sha256, why));
    return blobs_room(b->bytes, why);
}

status evidence_send_begin(call *c, const evidence_begin *b, evidence *out, problem *why)
{
    begin_work *w      = NEW(c->a, begin_work, 1);
    int         folder = -1;
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->why = why;
    TRY(evidence_may_write(c, b->d.system_id));
    TRY(evidence_check(c, &b->d, &w->e.valid_until, &w->e.note, why));
    TRY(announced(c, b, &w->e, why));
    status st = blobs_folder(&folder);
    if (st == ST_OK) st = blob_part_begin(folder, w->part);
    if (st != ST_OK) {
        os_close(folder);
        return blobs_failed(why);
    }
    st = call_act(c, begin, w);
    if (st != ST_OK) (void)!blob_part_drop(folder, str_from(w->part));
    os_close(folder);
    TRY(st);
    return evidence_sending_load(c, w->e.id, out);
}

// ---- looking ---------------------------------------------------------------------------------------

status evidence_sending_list(call *c, int64_t system_id, evidence **out, size_t *count)
{
    db                   *d;
    evidence_sending_row *rows;
    evidence_sending_in in = { system_id, c->who.body_id, c->who.person_id, EVIDENCE_SENDING_MAX };
    TRY(call_db(c, &d));
    TRY(evidence_sending(d, &in, c->a, &rows, count));
    return EVIDENCE_ROWS(c->a, rows, *count, out);
}

status evidence_sending_load(call *c, int64_t id, evidence *out)
{
    TRY(evidence_row(c, id, out));
    bool own = out->state == EVIDENCE_RECEIVING && out->person_id == c->who.person_id;
    return own ? ST_OK : ST_MISSING;
}

// ---- pieces ----------------------------------------------------------------------------------------

typedef struct piece_work {
    call           *c;
    evidence        e;
    int64_t         bytes;
    blob            blob;
    evidence_added *added;
} piece_work;

// Takes the part for this call alone and reads the row as it is then.
static status take_part(call *c, int64_t id, evidence *e, int *folder, int *fd)
{
    *folder = *fd = -1;
    TRY(evidence_sending_load(c, id, e));
    TRY(evidence_may_write(c, e->system_id));
    TRY(blobs_folder(folder));
    status st = blob_part_open(*folder, e->part, fd);
    call_end(c); // the row is read anew, and the disk may take its time
    if (st == ST_OK) st = evidence_sending_load(c, id, e);
    call_end(c);
    return st;
}

static void leave_part(int folder, int fd)
{
    os_close(fd);
    os_close(folder);
}

static status wrong_offset(call *c, const evidence *e, problem *why)
{
    return problem_detail(why, ST_CONFLICT, S("offset"), S("evidence-offset"),
                          arena_printf(c->a, "%lld", (long long)e->received));
}

// No row of the trail: it tells when a file was begun and when it is whole.
static status count_piece(db *d, void *ctx)
{
    piece_work          *w       = ctx;
    int64_t              changed = 0;
    evidence_received_in in      = { .id       = w->e.id,
                                     .from     = w->e.received,
                                     .received = w->e.received + w->bytes,
                                     .now      = w->c->now_ms };
    TRY(evidence_received(d, &in, &changed));
    return changed ? ST_OK : ST_CONFLICT;
}

static status put_piece(piece_work *w, int fd, int from, int64_t at, problem *why)
{
    if (w->e.received != at) return wrong_offset(w->c, &w->e, why);
    if (w->bytes > w->e.bytes - at)
        return problem_set(why, ST_INVALID, S("file"), S("evidence-beyond"));
    TRY(blobs_room(w->bytes, why));
    status st = blob_part_add(fd, at, from, w->bytes);
    if (st != ST_OK) return blobs_failed(why);
    return call_act(w->c, count_piece, w);
}

status evidence_send_piece(call *c, int64_t id, int64_t at, int fd, int64_t bytes, evidence *out,
                           problem *why)
{
    piece_work *w      = NEW(c->a, piece_work, 1);
    int         folder = -1, part = -1;
    if (!w) return ST_MEMORY;
    w->c      = c;
    w->bytes  = bytes;
    status st = take_part(c, id, &w->e, &folder, &part);
    if (st == ST_CONFLICT) problem_set(why, st, S("offset"), S("evidence-busy"));
    if (st == ST_OK) st = put_piece(w, part, fd, at, why);
    leave_part(folder, part);
    return st == ST_OK ? evidence_sending_load(c, id, out) : st;
}

// ---- whole, or forgotten ---------------------------------------------------------------------------

static status finish(db *d, void *ctx)
{
    piece_work       *w = ctx;
    call             *c = w->c;
    evidence_same_row same;
    int64_t           changed = 0;
    evidence_whole_in in      = {
             .id = w->e.id, .sha256 = w->e.sha256, .type = w->e.type, .mark = w->e.mark, .now = c->now_ms
    };
    status st = evidence_same(d, &(evidence_same_in){ w->e.system_id, w->e.sha256 }, c->a, &same);
    *w->added = (evidence_added){ w->e.id, false };
    if (st == ST_OK) { // the same bytes are there already
        *w->added = (evidence_added){ same.id, true };
        return evidence_forget(d, &(evidence_forget_in){ w->e.id }, NULL);
    }
    if (st != ST_MISSING) return st;
    TRY(evidence_whole(d, &in, &changed));
    if (!changed) return ST_CONFLICT;
    TRY(call_blob(c, w->e.sha256, w->e.bytes));
    return evidence_tell(c, "evidence.add", &w->e);
}

static status forget(db *d, void *ctx)
{
    piece_work *w    = ctx;
    int64_t     gone = 0;
    TRY(evidence_forget(d, &(evidence_forget_in){ w->e.id }, &gone));
    return gone ? evidence_tell(w->c, "evidence.forget", &w->e) : ST_OK;
}

// The worker gets a descriptor that cannot write.
static status look_at_part(piece_work *w, int folder, problem *why)
{
    int fd = -1;
    if (os_open_read(folder, w->e.part, &fd) != ST_OK) return blobs_failed(why);
    status st = evidence_look(w->c, fd, &w->e, why);
    os_close(fd);
    return st;
}

static status make_whole(piece_work *w, int folder, int fd, problem *why)
{
    if (w->e.received != w->e.bytes) return wrong_offset(w->c, &w->e, why);
    if (os_truncate(fd, w->e.bytes) != ST_OK) return blobs_failed(why);
    TRY(look_at_part(w, folder, why));
    if (blob_part_keep(folder, fd, w->e.bytes, &w->blob) != ST_OK) return blobs_failed(why);
    str name = str_from(w->blob.name);
    if (w->e.sha256.len && !str_equal(w->e.sha256, name))
        return problem_set(why, ST_INVALID, S("file"), S("evidence-altered"));
    w->e.sha256 = name;
    return call_act(w->c, finish, w);
}

status evidence_send_finish(call *c, int64_t id, evidence_added *out, problem *why)
{
    piece_work *w      = NEW(c->a, piece_work, 1);
    int         folder = -1, part = -1;
    if (!w) return ST_MEMORY;
    w->c      = c;
    w->added  = out;
    status st = take_part(c, id, &w->e, &folder, &part);
    if (st == ST_CONFLICT) problem_set(why, st, S("offset"), S("evidence-busy"));
    if (st == ST_OK) st = make_whole(w, folder, part, why);
    bool refused = st == ST_INVALID;
    if (refused) TRY(call_act(c, forget, w));
    if (st == ST_OK || refused) (void)!blob_part_drop(folder, w->e.part);
    leave_part(folder, part);
    return st;
}

static status forget_one(call *c, const evidence *e)
{
    piece_work *w      = NEW(c->a, piece_work, 1);
    int         folder = -1;
    if (!w) return ST_MEMORY;
    w->c = c;
    w->e = *e;
    TRY(call_act(c, forget, w));
    TRY(blobs_folder(&folder));
    (void)!blob_part_drop(folder, e->part);
    os_close(folder);
    return ST_OK;
}

status evidence_send_stop(call *c, int64_t id)
{
    evidence e;
    TRY(evidence_sending_load(c, id, &e));
    return forget_one(c, &e);
}

// ---- what nobody went on with ----------------------------------------------------------------------

static evidence_part_elsewhere *known_elsewhere;

void evidence_part_keeper(evidence_part_elsewhere *known)
{
    known_elsewhere = known;
}

static status drop_orphan(void *ctx, str name, int64_t changed_ms)
{
    call                   *c       = ctx;
    arena                   scratch = *c->a;
    int                     folder  = -1;
    db                     *d;
    evidence_part_known_row row;
    if (c->now_ms - changed_ms < day_ms) return ST_OK;
    TRY(call_db(c, &d));
    status st = evidence_part_known(d, &(evidence_part_known_in){ name }, &scratch, &row);
    if (st != ST_MISSING) return st;
    bool other = false;
    if (known_elsewhere) TRY(known_elsewhere(c, name, &other));
    if (other) return ST_OK;
    TRY(blobs_folder(&folder));
    st = blob_part_drop(folder, name);
    os_close(folder);
    return st == ST_MISSING ? ST_OK : st;
}

static status drop_orphans(call *c)
{
    int folder = -1;
    TRY(blobs_folder(&folder));
    status st = blob_parts(folder, PARTS_AT_ONCE, drop_orphan, c);
    os_close(folder);
    call_end(c);
    return st;
}

status evidence_minute(call *c)
{
    db                 *d;
    evidence_stale_row *rows;
    size_t              count;
    evidence_stale_in   in = { c->now_ms - EVIDENCE_KEEP_DAYS * day_ms, FORGET_AT_ONCE };
    TRY(call_db(c, &d));
    TRY(evidence_stale(d, &in, c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const evidence e = { .id        = rows[i].id,
                             .system_id = rows[i].system_id,
                             .part      = rows[i].part };
        TRY(forget_one(c, &e));
    }
    call_end(c);
    return c->now_ms / 60000 % 60 == HOUR_MINUTE ? drop_orphans(c) : ST_OK;
}
