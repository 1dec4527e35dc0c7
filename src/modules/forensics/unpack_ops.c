// unpack_ops.c - see unpack_ops.h. The broker sees paths, lengths and bytes; what they mean it never asks.
#include "modules/forensics/unpack_ops.h"

#include "kit/base/version.h"
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "kit/workers/archive.h"

enum { BATCH = 50, SCRATCH_BYTES = 2 * 1024 * 1024, PATH_ROOM = 2 * ARCHIVE_PATH_MAX };

typedef struct kept { // a member that is in the blobs' folder and has no row yet
    char    path[PATH_ROOM];
    char    name[BLOB_NAME_LENGTH + 1];
    int64_t bytes;
} kept;

typedef struct unpacking {
    call                *c;
    const unpack_asking *ask;
    forensic_case        k;
    forensic_item        of;
    unpack_result       *out;
    int                  folder, fd; // fd: where the open member's bytes go
    char                 path[PATH_ROOM];
    size_t               path_len;
    kept                *batch;
    size_t               count;
    int64_t              taken; // bytes so far
    problem             *why;
} unpacking;

static str tool(void)
{
    return S("coloa-unpack " COLOA_VERSION);
}

bool item_is_archive(const forensic_item *i)
{
    str end = str_slice(i->name, i->name.len - 4, i->name.len);
    return str_equal_nocase(end, S(".zip"));
}

// ---- rows --------------------------------------------------------------------------------------------

static status put_member(unpacking *w, db *d, const kept *m)
{
    call                  *c    = w->c;
    arena                  mark = *c->a;
    forensic_item_same_row same;
    forensic_item          i   = { .case_id      = w->k.id,
                                   .kind         = ITEM_MEMBER,
                                   .of_id        = w->of.id,
                                   .path         = str_from(m->path),
                                   .name         = item_name_of(str_from(m->path)),
                                   .bytes        = m->bytes,
                                   .sha256       = str_from(m->name),
                                   .system_id    = w->of.system_id,
                                   .device       = w->of.device,
                                   .place        = w->of.place,
                                   .taken_from   = w->of.taken_from,
                                   .collected_ms = w->of.collected_ms,
                                   .ground       = w->of.ground,
                                   .seal         = S(""),
                                   .note         = S("") };
    forensic_item_same_in  ask = { w->k.id, i.sha256, i.path, i.of_id };
    status                 st  = forensic_item_same(d, &ask, c->a, &same);
    if (st == ST_MISSING) {
        custody_row row = { .act = CUSTODY_EXTRACTED, .tool = tool(), .words = w->of.code };
        st              = item_put(c, d, &w->k, &i, row);
    }
    *c->a = mark;
    return st;
}

static status put_batch(db *d, void *ctx)
{
    unpacking *w = ctx;
    for (size_t i = 0; i < w->count; i++) TRY(put_member(w, d, &w->batch[i]));
    return ST_OK;
}

static status flush(unpacking *w)
{
    if (!w->count) return ST_OK;
    arena  mark = *w->c->a;
    status st   = call_act(w->c, put_batch, w);
    *w->c->a    = mark;
    w->count    = 0;
    TRY(st);
    return w->ask->done ? w->ask->done(w->ask->ctx, w->taken, 0) : ST_OK;
}

// ---- the worker's calls ------------------------------------------------------------------------------

static status note_left(unpacking *w, str path, str why)
{
    unpack_result *out = w->out;
    if (out->left_count == UNPACK_LEFT_MAX) return ST_OK; // counted, not named
    unpack_left *one = &out->left[out->left_count];
    TRY(arena_copy(w->c->a, path, &one->path));
    one->why = why;
    out->left_count++;
    return ST_OK;
}

static status on_member(void *ctx, str path, int64_t announced)
{
    unpacking *w = ctx;
    (void)announced;
    if (path.len >= PATH_ROOM) return ST_BROKEN;
    arena room  = arena_over(w->path, sizeof(w->path));
    char *copy  = arena_cstr(&room, path);
    w->path_len = copy ? (size_t)path.len : 0;
    return os_temp(w->folder, &w->fd) == ST_OK ? ST_OK : blobs_failed(w->why);
}

static status on_data(void *ctx, str bytes)
{
    unpacking *w = ctx;
    w->taken += bytes.len;
    return os_write_all(w->fd, bytes) == ST_OK ? ST_OK : blobs_failed(w->why);
}

static status keep_member(unpacking *w)
{
    blob    b;
    problem inner = { 0 };
    str     path  = { w->path, (ptrdiff_t)w->path_len };
    if (case_secret_check(S("path"), path, &inner) != ST_OK) {
        w->out->secret++;
        return note_left(w, path, S("secret"));
    }
    if (os_rewind(w->fd) != ST_OK) return blobs_failed(w->why);
    if (blob_put(w->folder, w->fd, ITEM_BYTES_MAX, &b, &inner) != ST_OK)
        return blobs_failed(w->why);
    kept *m     = &w->batch[w->count++];
    arena room  = arena_over(m->path, sizeof(m->path));
    arena names = arena_over(m->name, sizeof(m->name));
    if (!arena_cstr(&room, path) || !arena_cstr(&names, str_from(b.name))) return ST_MEMORY;
    m->bytes = b.size_bytes;
    return w->count == BATCH ? flush(w) : ST_OK;
}

static status on_done(void *ctx, archive_why why)
{
    unpacking *w    = ctx;
    str        path = { w->path, (ptrdiff_t)w->path_len };
    status     st   = why == ARCHIVE_WHOLE ? keep_member(w)
                                           : note_left(w, path, str_from(archive_why_key(why)));
    os_close(w->fd);
    w->fd = -1;
    return st;
}

static status on_left(void *ctx, str path, archive_why why)
{
    return note_left(ctx, path, str_from(archive_why_key(why)));
}

// ---- the whole ---------------------------------------------------------------------------------------

static status put_result(db *d, void *ctx)
{
    unpacking             *w  = ctx;
    call                  *c  = w->c;
    const unpack_result   *r  = w->out;
    forensic_unpack_put_in in = { .item    = w->of.id,
                                  .now     = c->now_ms,
                                  .person  = case_person(c),
                                  .tool    = tool(),
                                  .members = r->members,
                                  .folders = r->folders,
                                  .whole   = r->whole,
                                  .failed  = r->failed,
                                  .skipped = r->skipped,
                                  .secret  = r->secret,
                                  .bytes   = r->bytes,
                                  .refused = r->refused };
    TRY(forensic_unpack_put(d, &in, NULL));
    TRY(forensic_left_drop(d, &(forensic_left_drop_in){ w->of.id }, NULL));
    for (size_t i = 0; i < r->left_count; i++) {
        forensic_left_add_in one = { w->of.id, (int64_t)i + 1, r->left[i].path, r->left[i].why };
        TRY(forensic_left_add(d, &one, NULL));
    }
    const str n[] = {
        text_number(c->a, LANG_VI, r->members), text_number(c->a, LANG_VI, r->whole),
        text_number(c->a, LANG_VI, r->failed),  text_number(c->a, LANG_VI, r->skipped),
        text_number(c->a, LANG_VI, r->folders), text_number(c->a, LANG_VI, r->secret)
    };
    str key   = arena_printf(c->a, "problem." STR_FMT, STR_ARG(r->refused));
    str words = r->refused.len && key.ptr
                    ? text_named(LANG_VI, key)
                    : text_fmt(c->a, LANG_VI, T_forensics_unpack_told, n, COUNT(n));
    if (!words.ptr) return ST_MEMORY;
    custody_row row = { .act = CUSTODY_ANALYSED, .tool = tool(), .words = words };
    return custody_tell(c, d, &w->k, &w->of, row);
}

static status nest_check(unpacking *w)
{
    forensic_item i    = w->of;
    int           deep = 0;
    while (i.of_id && deep <= UNPACK_NEST_MAX) {
        TRY(item_row(w->c, i.of_id, &i));
        deep++;
    }
    return deep < UNPACK_NEST_MAX ? ST_OK
                                  : problem_set(w->why, ST_INVALID, S("item"), S("archive-nest"));
}

// What the archive did is a result; what the machine did is a failure.
static status take_apart(unpacking *w, int fd)
{
    const archive_sink sink   = { w, on_member, on_data, on_done, on_left };
    archive_counts     counts = { 0 };
    problem            why    = { 0 };
    char              *room   = arena_alloc(w->c->a, 1, 1, SCRATCH_BYTES);
    if (!room) return ST_MEMORY;
    status st = archive_unpack(w->ask->program, fd, &sink, arena_over(room, SCRATCH_BYTES), &counts,
                               &why);
    os_close(w->fd);
    w->out->members = counts.members;
    w->out->folders = counts.folders;
    w->out->whole   = counts.read;
    w->out->failed  = counts.failed;
    w->out->skipped = counts.skipped;
    w->out->bytes   = counts.bytes;
    bool told       = str_starts(why.rule, S("archive-"));
    w->out->refused = told ? why.rule : S("");
    if (told) return flush(w); // what came before stays
    if (st != ST_OK && w->why && !w->why->rule.len) *w->why = why;
    TRY(st);
    return flush(w);
}

status item_unpack(call *c, const unpack_asking *ask, unpack_result *out, problem *why)
{
    unpacking *w  = NEW(c->a, unpacking, 1);
    int        fd = -1;
    if (!w) return ST_MEMORY;
    *w       = (unpacking){ .c = c, .ask = ask, .out = out, .folder = -1, .fd = -1, .why = why };
    *out     = (unpack_result){ .at_ms = c->now_ms, .person = case_person(c), .tool = tool() };
    w->batch = NEW(c->a, kept, BATCH);
    if (!w->batch) return ST_MEMORY;
    TRY(item_load(c, ask->item_id, &w->of, &w->k));
    if (!forensics_may(c, &w->k, CASE_WORK)) return ST_FORBIDDEN;
    TRY(nest_check(w));
    TRY(blobs_content(w->of.sha256, &fd, why));
    call_end(c);
    status st = blobs_folder(&w->folder);
    if (st == ST_OK) st = take_apart(w, fd);
    os_close(fd);
    os_close(w->folder);
    TRY(st);
    return call_act(c, put_result, w);
}

status unpack_load(call *c, int64_t item_id, unpack_result *out)
{
    db                     *d;
    forensic_unpack_row_row r;
    forensic_left_of_row   *left;
    forensic_left_of_in     in = { item_id, UNPACK_LEFT_MAX };
    TRY(call_db(c, &d));
    TRY(forensic_unpack_row(d, &(forensic_unpack_row_in){ item_id }, c->a, &r));
    *out = (unpack_result){ .at_ms   = r.at_ms,
                            .members = r.members,
                            .folders = r.folders,
                            .whole   = r.whole,
                            .failed  = r.failed,
                            .skipped = r.skipped,
                            .secret  = r.secret,
                            .bytes   = r.bytes,
                            .person  = r.person,
                            .tool    = r.tool,
                            .refused = r.refused };
    TRY(forensic_left_of(d, &in, c->a, &left, &out->left_count));
    for (size_t i = 0; i < out->left_count; i++)
        out->left[i] = (unpack_left){ left[i].path, left[i].why };
    return ST_OK;
}
