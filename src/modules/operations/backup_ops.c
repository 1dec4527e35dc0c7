// backup_ops.c - see backup_ops.h.
#include "modules/operations/backup_ops.h"

#include "kit/base/version.h"
#include "kit/os/os.h"
#include "kit/store/store_whole.h"
#include "modules/operations/operations_queries.gen.h"

#include <stdio.h>

static const str backups_name = STR("backups");

status backup_folder(int data_fd, int *fd)
{
    TRY(os_make_folders(data_fd, backups_name));
    return os_open_folder(data_fd, backups_name, fd);
}

// ---- what is kept of it --------------------------------------------------------------------------

typedef struct noting {
    call         *c;
    backup_add_in row;
    int64_t       id;
} noting;

static status note(db *d, void *ctx)
{
    noting        *n = ctx;
    backup_add_row row;
    char           room[256];
    arena          scratch = arena_over(room, sizeof(room));
    TRY(backup_add(d, &n->row, &scratch, &row));
    n->id     = row.id;
    buf  b    = buf_in(n->c->a, 128, AUDIT_DETAIL_BYTES_MAX);
    bool made = n->row.rule.len == 0;
    buf_put(&b, S("{\"name\":"));
    buf_json(&b, n->row.name);
    buf_printf(&b, ",\"bytes\":%lld,\"rule\":", (long long)n->row.bytes);
    buf_json(&b, n->row.rule);
    buf_char(&b, '}');
    if (b.failed) return ST_MEMORY;
    return audit_write(n->c, made ? S("backup.make") : S("backup.fail"), S("backup"), row.id,
                       buf_str(&b));
}

static str hash_text(arena *a, const archive_hash *h)
{
    buf b = buf_in(a, 64, 64);
    buf_hex(&b, (str){ (const char *)h->bytes, ARCHIVE_HASH_BYTES });
    return buf_str(&b);
}

static status record(call *c, const backup_order *o, str name, int64_t begun_ns,
                     const backup_facts *f, status st, const problem *why)
{
    noting n = { .c = c };
    n.row    = (backup_add_in){ .name       = name,
                                .here       = o->here,
                                .made_ms    = c->now_ms,
                                .spent_ms   = (os_monotonic_ns() - begun_ns) / 1000000,
                                .login      = c->who.login,
                                .sealed     = o->public_key.len > 0,
                                .bytes      = f->bytes,
                                .sha256     = st == ST_OK ? hash_text(c->a, &f->whole) : S(""),
                                .row_count  = f->rows,
                                .blob_count = f->blobs,
                                .rule       = st == ST_OK     ? S("")
                                              : why->rule.len ? why->rule
                                                              : S("backup-failed"),
                                .detail     = why->detail.ptr ? why->detail : S("") };
    if (!n.row.sha256.ptr) return ST_MEMORY;
    return call_act(c, note, &n);
}

// ---- making ------------------------------------------------------------------------------------

static str name_for(arena *a, int64_t now_ms)
{
    int64_t local = now_ms / 1000 + (int64_t)VIETNAM_OFFSET_MINUTES * 60;
    day     d     = day_of_ms(now_ms, VIETNAM_OFFSET_MINUTES);
    int     s     = (int)(local % 86400);
    return arena_printf(a, "coloa-%04d%02d%02d-%02d%02d%02d.backup", (int)d.year, (int)d.month,
                        (int)d.dom, s / 3600, s / 60 % 60, s % 60);
}

// The copy set aside and the file, both on their disks; blobs are not counted beforehand.
static status check_room(call *c, const backup_order *o, problem *why)
{
    int64_t bytes, free_bytes, all;
    TRY(store_bytes(c->store, *c->a, &bytes));
    bool sqlite = store_engine_of(c->store) == STORE_SQLITE;
    if (os_disk(o->data_fd, &free_bytes, &all) == ST_OK && sqlite && free_bytes < bytes)
        return problem_set(why, ST_LIMIT, S("--data"), S("backup-disk-full"));
    if (o->folder_fd >= 0 && os_disk(o->folder_fd, &free_bytes, &all) == ST_OK &&
        free_bytes < (o->here && sqlite ? 2 * bytes : bytes))
        return problem_set(why, ST_LIMIT, S("--out"), S("backup-disk-full"));
    return ST_OK;
}

static status make(call *c, const backup_order *o, int fd, backup_facts *facts, problem *why)
{
    unsigned char key[ARCHIVE_KEY_BYTES];
    if (o->public_key.len && archive_key_read(o->public_key, false, key) != ST_OK)
        return problem_set(why, ST_INVALID, S("--to"), S("backup-key"));
    TRY(check_room(c, o, why));
    const backup_source s = { .store      = c->store,
                              .folder_fd  = o->data_fd,
                              .folder     = o->data,
                              .program    = S(COLOA_VERSION),
                              .demo       = o->demo,
                              .now_ms     = c->now_ms,
                              .public_key = o->public_key.len ? key : NULL,
                              .out_fd     = fd,
                              .told       = o->told,
                              .ctx        = o->ctx };
    return backup_make(c->a, &s, facts, why);
}

static status make_named(call *c, const backup_order *o, str name, backup_facts *facts,
                         problem *why)
{
    int    fd;
    status st = os_temp(o->folder_fd, &fd);
    if (st != ST_OK) return problem_detail(why, ST_INVALID, S("--out"), S("cannot-create"), name);
    st = make(c, o, fd, facts, why);
    if (st == ST_OK) {
        st = os_temp_name(fd, o->folder_fd, name);
        if (st == ST_CONFLICT) problem_detail(why, st, S("--out"), S("backup-exists"), name);
        if (st == ST_LIMIT) problem_set(why, st, S("--out"), S("backup-disk-full"));
    }
    os_close(fd);
    return st;
}

status backup_run(call *c, const backup_order *o, backup_facts *facts, str *name, problem *why)
{
    int64_t begun = os_monotonic_ns();
    *facts        = (backup_facts){ 0 };
    *why          = (problem){ 0 };
    *name         = o->name.len ? o->name : name_for(c->a, c->now_ms);
    if (!name->ptr) return ST_MEMORY;
    call_end(c); // no look stays open under the copying
    int64_t sealed;
    TRY(audit_seal(c->store, *c->a, &sealed)); // so that the anchor vouches for every row
    status st    = o->folder_fd >= 0 ? make_named(c, o, *name, facts, why)
                                     : make(c, o, o->out_fd, facts, why);
    status noted = record(c, o, *name, begun, facts, st, why);
    return st == ST_OK ? noted : st;
}

// ---- looking whether it can be restored -----------------------------------------------------------

status backup_verify(arena *a, int fd, const unsigned char *secret_key, backup_told *told,
                     void *ctx, backup_facts *facts, problem *why)
{
    str folder;
    TRY(os_temp_folder(S("coloa-verify"), a, &folder));
    const backup_target t  = { .in_fd      = fd,
                               .secret_key = secret_key,
                               .folder     = folder,
                               .blobs_fd   = -1,
                               .throw_away = true,
                               .told       = told,
                               .ctx        = ctx };
    status              st = backup_restore(a, &t, facts, why);
    if (os_remove_folder(OS_CWD, folder) != ST_OK)
        os_log(OS_WARN, "backup.verify", STR_FMT " could not be removed", STR_ARG(folder));
    if (st != ST_OK || facts->blobs_missing <= 0) return st;
    return problem_detail(why, ST_CONFLICT, S("FILE"), S("backup-files-missing"),
                          arena_printf(a, "%lld", (long long)facts->blobs_missing));
}

typedef struct checking {
    call                 *c;
    backup_set_checked_in in;
} checking;

static status note_check(db *d, void *ctx)
{
    const checking *k = ctx;
    TRY(backup_set_checked(d, &k->in, NULL));
    return audit_write(k->c, S("backup.verify"), S("backup"), k->in.id, S(""));
}

status backup_note_check(call *c, int64_t id, str rule, str detail)
{
    checking k = { c,
                   { .id         = id,
                     .checked_ms = os_now_ms(),
                     .rule       = rule.ptr ? rule : S(""),
                     .detail     = detail.ptr ? detail : S("") } };
    return call_act(c, note_check, &k);
}

// ---- lists and settings ------------------------------------------------------------------------

status backups_list(call *c, size_t most, backup_row **out, size_t *count)
{
    db              *d;
    backup_list_row *rows;
    backup_list_in   in = { (int64_t)most };
    TRY(call_db(c, &d));
    TRY(backup_list(d, &in, c->a, &rows, count));
    backup_row *list = NEW(c->a, backup_row, *count + 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const backup_list_row *r = &rows[i];
        list[i]                  = (backup_row){ .id           = r->id,
                                                 .made_ms      = r->made_ms,
                                                 .spent_ms     = r->spent_ms,
                                                 .bytes        = r->bytes,
                                                 .rows         = r->row_count,
                                                 .blobs        = r->blob_count,
                                                 .name         = r->name,
                                                 .login        = r->login,
                                                 .sha256       = r->sha256,
                                                 .here         = r->here,
                                                 .sealed       = r->sealed,
                                                 .removed      = r->removed_ms != 0,
                                                 .rule         = r->rule,
                                                 .detail       = r->detail,
                                                 .checked_ms   = r->checked_ms,
                                                 .check_rule   = r->check_rule,
                                                 .check_detail = r->check_detail };
    }
    *out = list;
    return ST_OK;
}

status backup_settings_get(call *c, backup_settings *out)
{
    db                      *d;
    backup_settings_load_row row;
    TRY(call_db(c, &d));
    TRY(backup_settings_load(d, c->a, &row));
    *out = (backup_settings){ .daily      = row.daily,
                              .hour       = row.hour,
                              .keep       = row.keep,
                              .version    = row.version,
                              .public_key = row.public_key,
                              .begun_day  = row.begun_day };
    return ST_OK;
}

typedef struct setting {
    call                   *c;
    backup_settings_save_in in;
} setting;

static status save_settings(db *d, void *ctx)
{
    const setting *s       = ctx;
    int64_t        changed = 0;
    TRY(backup_settings_save(d, &s->in, &changed));
    if (!changed) return ST_CONFLICT;
    str detail = arena_printf(s->c->a, "{\"daily\":%d,\"hour\":%d,\"keep\":%d,\"sealed\":%d}",
                              (int)s->in.daily, (int)s->in.hour, (int)s->in.keep,
                              s->in.public_key.len > 0);
    return audit_write(s->c, S("backup.settings"), S("backup"), 0, detail);
}

status backup_settings_set(call *c, const backup_settings *s, problem *why)
{
    unsigned char key[ARCHIVE_KEY_BYTES];
    if (s->hour < 0 || s->hour > 23)
        return problem_set(why, ST_INVALID, S("hour"), S("out-of-range"));
    if (s->keep < 1 || s->keep > BACKUP_KEEP_MAX)
        return problem_set(why, ST_INVALID, S("keep"), S("out-of-range"));
    if (s->public_key.len && archive_key_read(s->public_key, false, key) != ST_OK)
        return problem_set(why, ST_INVALID, S("public_key"), S("backup-key"));
    setting w = { c,
                  { .daily      = s->daily,
                    .hour       = s->hour,
                    .keep       = s->keep,
                    .public_key = str_trim(s->public_key),
                    .version    = s->version } };
    if (!w.in.public_key.ptr) w.in.public_key = S("");
    return call_act(c, save_settings, &w);
}

// ---- forgetting ----------------------------------------------------------------------------------

typedef struct pruning {
    backup_set_removed_in in;
} pruning;

static status note_removed(db *d, void *ctx)
{
    const pruning *p = ctx;
    return backup_set_removed(d, &p->in, NULL);
}

status backups_prune(call *c, int data_fd)
{
    db             *d;
    int             folder;
    backup_settings s;
    backup_old_row *rows;
    size_t          count;
    TRY(backup_settings_get(c, &s));
    TRY(call_db(c, &d));
    backup_old_in in = { .keep = s.keep, .most = BACKUP_LIST_MAX };
    TRY(backup_old(d, &in, c->a, &rows, &count));
    call_end(c);
    TRY(backup_folder(data_fd, &folder));
    status st = ST_OK;
    for (size_t i = 0; i < count && st == ST_OK; i++) {
        pruning p    = { { .id = rows[i].id, .removed_ms = os_now_ms() } };
        status  gone = os_remove(folder, rows[i].name);
        if (gone != ST_OK && gone != ST_MISSING) continue;
        st = call_act(c, note_removed, &p);
    }
    os_close(folder);
    return st;
}
