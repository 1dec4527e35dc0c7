// evidence_ops.c - bringing, changing, dropping files; attaching them to things. See evidence.h.
#include "modules/evidence/evidence.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/evidence/evidence_store.h"
#include "modules/evidence/keep_ops.h"

enum { KIND_BYTES_MAX = 40 };

// ---- bringing a file at once -----------------------------------------------------------------------

typedef struct add_work {
    call           *c;
    evidence        e;
    blob            blob;
    evidence_added *out;
} add_work;

static status add(db *d, void *ctx)
{
    add_work           *w = ctx;
    call               *c = w->c;
    evidence_same_row   same;
    evidence_insert_row made;
    evidence_insert_in  in = { .system      = w->e.system_id,
                               .state       = EVIDENCE_WHOLE,
                               .name        = w->e.name,
                               .type        = w->e.type,
                               .mark        = w->e.mark,
                               .bytes       = w->e.bytes,
                               .received    = w->e.bytes,
                               .sha256      = w->e.sha256,
                               .part        = S(""),
                               .valid_until = w->e.valid_until,
                               .note        = w->e.note,
                               .body_id     = c->who.body_id,
                               .person_id   = c->who.person_id,
                               .person      = evidence_actor(c),
                               .whole_ms    = c->now_ms,
                               .now         = c->now_ms };
    TRY(evidence_may_write(c, w->e.system_id));
    status st = evidence_same(d, &(evidence_same_in){ w->e.system_id, w->e.sha256 }, c->a, &same);
    *w->out   = (evidence_added){ .same = st == ST_OK, .id = st == ST_OK ? same.id : 0 };
    if (st != ST_MISSING) return st;
    TRY(os_uuid(c->now_ms, c->a, &in.uid));
    TRY(evidence_insert(d, &in, c->a, &made));
    w->e.id = w->out->id = made.id;
    TRY(call_blob(c, w->e.sha256, w->e.bytes));
    return evidence_tell(c, "evidence.add", &w->e);
}

static status offered(call *c, const evidence_upload *file, evidence *e, problem *why)
{
    os_file_info info = { 0 };
    TRY(evidence_named(c, file->name, e, why));
    TRY(os_info(file->fd, &info));
    if (info.bytes == 0) return problem_set(why, ST_INVALID, S("file"), S("evidence-empty"));
    if (info.bytes > EVIDENCE_BYTES_MAX)
        return problem_set(why, ST_INVALID, S("file"), S("evidence-big"));
    e->bytes = info.bytes;
    e->mark  = S("");
    return ST_OK;
}

static status put_away(const evidence_upload *file, int64_t bytes, blob *out, problem *why)
{
    int folder = -1;
    TRY(blobs_room(bytes, why));
    status st = os_rewind(file->fd);
    if (st == ST_OK) st = blobs_folder(&folder);
    if (st == ST_OK) st = blob_put(folder, file->fd, EVIDENCE_BYTES_MAX, out, NULL);
    os_close(folder);
    return st == ST_OK ? st : blobs_failed(why);
}

status evidence_draft_check(call *c, const evidence_draft *d, problem *why)
{
    str valid_until, note;
    TRY(evidence_may_write(c, d->system_id));
    return evidence_check(c, d, &valid_until, &note, why);
}

status evidence_add(call *c, const evidence_draft *d, const evidence_upload *file,
                    evidence_added *out, problem *why)
{
    add_work *w = NEW(c->a, add_work, 1);
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->out = out;
    TRY(evidence_may_write(c, d->system_id));
    TRY(evidence_check(c, d, &w->e.valid_until, &w->e.note, why));
    TRY(offered(c, file, &w->e, why));
    call_end(c); // the copy may take its time
    TRY(evidence_look(c, file->fd, &w->e, why));
    TRY(put_away(file, w->e.bytes, &w->blob, why));
    w->e.system_id = d->system_id;
    w->e.bytes     = w->blob.size_bytes;
    w->e.sha256    = str_from(w->blob.name);
    return call_act(c, add, w);
}

// ---- changing, dropping ----------------------------------------------------------------------------

typedef struct change_work {
    call    *c;
    evidence e;
    int64_t  version;
    str      valid_until, note, reason;
    problem *why;
} change_work;

static status load_to_change(change_work *w, int64_t id, int64_t version)
{
    TRY(evidence_load(w->c, id, &w->e));
    TRY(evidence_may_write(w->c, w->e.system_id));
    w->version = version;
    if (w->e.state != EVIDENCE_WHOLE || w->e.version != version)
        return problem_set(w->why, ST_CONFLICT, S(""), S("evidence-changed"));
    return ST_OK;
}

static status change(db *d, void *ctx)
{
    change_work           *w       = ctx;
    int64_t                changed = 0;
    evidence_change_row_in in      = { .id            = w->e.id,
                                       .known_version = w->version,
                                       .valid_until   = w->valid_until,
                                       .note          = w->note,
                                       .now           = w->c->now_ms };
    TRY(evidence_change_row(d, &in, &changed));
    return changed ? evidence_tell(w->c, "evidence.change", &w->e) : ST_CONFLICT;
}

status evidence_change(call *c, int64_t id, int64_t version, str valid_until, str note,
                       problem *why)
{
    change_work   *w     = NEW(c->a, change_work, 1);
    evidence_draft draft = { .valid_until = valid_until, .note = note, .open = true };
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->why = why;
    TRY(load_to_change(w, id, version));
    TRY(evidence_check(c, &draft, &w->valid_until, &w->note, why));
    status st = call_act(c, change, w);
    if (st == ST_CONFLICT) return problem_set(why, st, S(""), S("evidence-changed"));
    return st;
}

// A file that serves something stays: what it proves would stand without proof.
static status drop(db *d, void *ctx)
{
    change_work         *w       = ctx;
    call                *c       = w->c;
    int64_t              changed = 0;
    evidence             now;
    evidence_drop_row_in in = { .id            = w->e.id,
                                .known_version = w->version,
                                .person        = evidence_actor(c),
                                .why           = w->reason,
                                .now           = c->now_ms };
    TRY(evidence_row(c, w->e.id, &now));
    if (now.places)
        return problem_detail(w->why, ST_INVALID, S(""), S("evidence-in-use"),
                              arena_printf(c->a, "%lld", (long long)now.places));
    TRY(evidence_drop_row(d, &in, &changed));
    if (!changed) return ST_CONFLICT;
    w->e.dropped_why = w->reason;
    return evidence_tell(c, "evidence.drop", &w->e);
}

status evidence_drop(call *c, int64_t id, int64_t version, str reason, problem *why)
{
    change_work *w = NEW(c->a, change_work, 1);
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->why = why;
    TRY(load_to_change(w, id, version));
    w->reason = reason.len ? text_tidy(c->a, reason) : S("");
    if (!w->reason.ptr) return ST_MEMORY;
    TRY(text_check(S("reason"), w->reason, 1, EVIDENCE_WHY_MAX, why));
    status st = call_act(c, drop, w);
    if (st == ST_CONFLICT) return problem_set(why, st, S(""), S("evidence-changed"));
    return st;
}

// ---- attaching -------------------------------------------------------------------------------------

static status tell_link(call *c, const char *act, const evidence *e, str kind, int64_t id)
{
    buf b = buf_in(c->a, 256, AUDIT_DETAIL_BYTES_MAX);
    buf_printf(&b, "{\"sha256\":\"" STR_FMT "\",\"to\":\"" STR_FMT "\",\"to_id\":%lld}",
               STR_ARG(e->sha256), STR_ARG(kind), (long long)id);
    TRY(buf_status(&b));
    return audit_write(c, str_from(act), S("evidence"), e->id, buf_str(&b));
}

static bool is_kind(str kind)
{
    for (ptrdiff_t i = 0; i < kind.len; i++) {
        char ch = kind.ptr[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch == '-' && i > 0))) return false;
    }
    return kind.len > 0 && kind.len <= KIND_BYTES_MAX;
}

status evidence_attach(call *c, str object_kind, int64_t object_id, int64_t evidence_id)
{
    db              *d;
    evidence         e;
    int64_t          added = 0;
    evidence_link_in in    = { .kind      = object_kind,
                               .object    = object_id,
                               .evidence  = evidence_id,
                               .person_id = c->who.person_id,
                               .person    = evidence_actor(c),
                               .now       = c->now_ms };
    if (!is_kind(object_kind)) return ST_BROKEN;
    TRY(evidence_row(c, evidence_id, &e));
    if (e.state != EVIDENCE_WHOLE) return ST_MISSING;
    TRY(call_db(c, &d));
    TRY(evidence_link(d, &in, &added));
    return added ? tell_link(c, "evidence.attach", &e, object_kind, object_id) : ST_OK;
}

status evidence_detach(call *c, str object_kind, int64_t object_id, int64_t evidence_id)
{
    db      *d;
    evidence e;
    int64_t  gone = 0;
    TRY(evidence_row(c, evidence_id, &e));
    TRY(call_db(c, &d));
    TRY(evidence_unlink(d, &(evidence_unlink_in){ object_kind, object_id, evidence_id }, &gone));
    return gone ? tell_link(c, "evidence.detach", &e, object_kind, object_id) : ST_OK;
}

status evidence_attach_all(call *c, str object_kind, int64_t from_id, int64_t to_id)
{
    db                    *d;
    evidence_links_copy_in in = { .kind      = object_kind,
                                  .from      = from_id,
                                  .to        = to_id,
                                  .person_id = c->who.person_id,
                                  .person    = evidence_actor(c),
                                  .now       = c->now_ms };
    TRY(call_db(c, &d));
    return evidence_links_copy(d, &in, NULL);
}

static status file_holds(db *d, str name, arena scratch, bool *is)
{
    evidence_file_holds_row *rows;
    size_t                   count;
    TRY(evidence_file_holds(d, &(evidence_file_holds_in){ name }, &scratch, &rows, &count));
    *is = count > 0;
    return ST_OK;
}

const blob_keeper evidence_keeper = { "evidence", file_holds };
