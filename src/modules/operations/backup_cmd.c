// backup_cmd.c - `coloa backup`, `backup verify`, `backup key`, `restore`.
#include "modules/operations/backup_ops.h"
#include "modules/operations/operations_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"

enum { KEY_FILE_BYTES = 1024, TOLD_MS = 1000 };

// ---- progress: from the second second on, a line a second on stderr --------------------------------

typedef struct telling {
    command_run *r;
    int64_t      begun_ms, last_ms;
} telling;

static telling telling_for(command_run *r)
{
    int64_t now = os_monotonic_ns() / 1000000;
    return (telling){ r, now, now };
}

static void tell(void *ctx, str step, int64_t done, int64_t total)
{
    telling *t   = ctx;
    int64_t  now = os_monotonic_ns() / 1000000;
    if (t->r->json || now - t->last_ms < TOLD_MS) return;
    t->last_ms = now;
    char  room[512];
    arena a   = arena_over(room, sizeof(room));
    str   key = arena_printf(&a, "operations.step." STR_FMT, STR_ARG(step));
    buf   b   = buf_in(&a, 256, 256);
    buf_printf(&b, "  " STR_FMT ": %lld", STR_ARG(text_named(t->r->lang, key)), (long long)done);
    if (total > 0) buf_printf(&b, " / %lld", (long long)total);
    buf_printf(&b, " (%lld s)\n", (long long)(now - t->begun_ms) / 1000);
    if (os_write_all(t->r->err_fd, buf_str(&b)) != ST_OK) t->last_ms = INT64_MAX / 2;
}

// ---- what was made or found ------------------------------------------------------------------------

static void put_facts_json(command_run *r, const backup_facts *f, str file)
{
    buf *b = r->out;
    buf_put(b, S("{\"file\":"));
    buf_json(b, file);
    buf_printf(b, ",\"bytes\":%lld,\"made_at\":", (long long)f->bytes);
    buf_json(b, time_rfc3339(r->a, f->made_ms));
    buf_put(b, S(",\"program\":"));
    buf_json(b, f->program);
    buf_put(b, S(",\"engine\":"));
    buf_json(b, f->engine);
    buf_printf(b, ",\"schema\":%zu,\"rows\":%lld,\"blobs\":%lld,\"blob_bytes\":%lld",
               f->schema_count, (long long)f->rows, (long long)f->blobs, (long long)f->blob_bytes);
    buf_printf(b, ",\"blobs_missing\":%lld,\"sha256\":\"", (long long)f->blobs_missing);
    buf_hex(b, (str){ (const char *)f->whole.bytes, ARCHIVE_HASH_BYTES });
    buf_put(b, S("\",\"audit\":"));
    buf_json(b, f->anchor);
    buf_put(b, S(",\"tables\":{"));
    for (size_t i = 0; i < f->table_count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, f->tables[i].name);
        buf_printf(b, ":%lld", (long long)f->tables[i].rows);
    }
    buf_put(b, S("}}\n"));
}

static void put_facts(command_run *r, const backup_facts *f, text_key head, str file)
{
    if (r->json) {
        put_facts_json(r, f, file);
        return;
    }
    buf_printf(r->out, STR_FMT ": " STR_FMT "\n", STR_ARG(text_get(r->lang, head)), STR_ARG(file));
    const struct {
        text_key key;
        int64_t  n;
    } rows[] = { { T_operations_fact_rows, f->rows },
                 { T_operations_fact_tables, (int64_t)f->table_count },
                 { T_operations_fact_blobs, f->blobs },
                 { T_operations_fact_blob_bytes, f->blob_bytes },
                 { T_operations_fact_blobs_missing, f->blobs_missing },
                 { T_operations_fact_bytes, f->bytes } };
    for (size_t i = 0; i < COUNT(rows); i++)
        buf_printf(r->out, "  " STR_FMT ": %lld\n", STR_ARG(text_get(r->lang, rows[i].key)),
                   (long long)rows[i].n);
    buf_printf(r->out, "  " STR_FMT ": " STR_FMT "\n  " STR_FMT ": " STR_FMT "\n",
               STR_ARG(text_get(r->lang, T_operations_fact_made)),
               STR_ARG(time_rfc3339(r->a, f->made_ms)),
               STR_ARG(text_get(r->lang, T_operations_fact_anchor)), STR_ARG(f->anchor));
}

// ---- backup ----------------------------------------------------------------------------------------

// Where the file goes: the folder part of --out opened, and the name in it.
static status open_place(command_run *r, str out, backup_order *o, problem *why)
{
    ptrdiff_t slash = out.len - 1;
    if (!out.len) {
        o->here = true;
        if (backup_folder(r->data_fd, &o->folder_fd) == ST_OK) return ST_OK;
        return problem_set(why, ST_BROKEN, S("--data"), S("cannot-open"));
    }
    while (slash >= 0 && out.ptr[slash] != '/') slash--;
    str folder = slash > 0 ? str_slice(out, 0, slash) : slash == 0 ? S("/") : S(".");
    o->name    = str_slice(out, slash + 1, out.len);
    if (o->name.len && os_open_folder(r->folder_fd, folder, &o->folder_fd) == ST_OK) return ST_OK;
    return problem_detail(why, ST_INVALID, S("--out"), S("cannot-open"), out);
}

// A key as it is, or the file that holds it.
static status read_key(command_run *r, str given, str *text, problem *why)
{
    if (str_starts(given, S("coloa-backup-"))) {
        *text = given;
        return ST_OK;
    }
    return cli_read(r, given, KEY_FILE_BYTES, text, why);
}

static status backup_to(command_run *r, str out, backup_order *o, problem *why)
{
    backup_settings s;
    str             key;
    if (cli_option(r, "--to", &key)) {
        TRY(read_key(r, key, &o->public_key, why));
        if (!o->public_key.len) return problem_set(why, ST_INVALID, S("--to"), S("backup-key"));
    } else {
        TRY(backup_settings_get(r->call, &s));
        o->public_key = s.public_key;
    }
    if (!str_equal(out, S("-"))) return open_place(r, out, o, why);
    o->out_fd = r->out_fd;
    o->name   = S("-");
    return ST_OK;
}

int backup_command(command_run *r)
{
    static const char *const options[] = { "--out", "--to", NULL };
    str                      out       = S(""), name;
    problem                  why       = { 0 };
    telling                  t         = telling_for(r);
    backup_order             o         = { .data      = r->data,
                                           .data_fd   = r->data_fd,
                                           .demo      = r->demo,
                                           .folder_fd = -1,
                                           .out_fd    = -1,
                                           .told      = tell,
                                           .ctx       = &t };
    if (!cli_known(r, options, NULL)) return CLI_USAGE;
    cli_option(r, "--out", &out);
    backup_facts *f  = NEW(r->a, backup_facts, 1);
    status        st = f ? backup_to(r, out, &o, &why) : ST_MEMORY;
    if (st == ST_OK) st = backup_run(r->call, &o, f, &name, &why);
    os_close(o.folder_fd);
    if (st == ST_OK && o.here) st = backups_prune(r->call, r->data_fd);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (o.out_fd >= 0) return CLI_DONE; // the file itself went to the output
    str file = o.here ? arena_printf(r->a, STR_FMT "/backups/" STR_FMT, STR_ARG(r->data),
                                     STR_ARG(name))
                      : out;
    put_facts(r, f, T_operations_backup_made, file);
    return CLI_DONE;
}

// ---- reading one back --------------------------------------------------------------------------------

static status open_backup(command_run *r, int *fd, unsigned char *key, bool *sealed, problem *why)
{
    static const char *const options[] = { "--key", NULL };
    str                      file      = cli_word(r, options, 0), given, text;
    *sealed                            = cli_option(r, "--key", &given);
    if (*sealed) {
        TRY(read_key(r, given, &text, why));
        if (archive_key_read(text, true, key) != ST_OK)
            return problem_set(why, ST_INVALID, S("--key"), S("backup-key"));
    }
    *fd = cli_open(r, file, why);
    if (*fd < 0) return ST_MISSING;
    os_file_info info;
    if (os_info(*fd, &info) == ST_OK && info.is_regular) return ST_OK;
    os_close(*fd);
    return problem_detail(why, ST_INVALID, S("FILE"), S("not-a-backup"), file);
}

int backup_verify_command(command_run *r)
{
    static const char *const options[] = { "--key", NULL };
    unsigned char            key[ARCHIVE_KEY_BYTES];
    bool                     sealed;
    int                      fd;
    problem                  why = { 0 };
    telling                  t   = telling_for(r);
    if (!cli_known(r, options, NULL)) return CLI_USAGE;
    if (!cli_word(r, options, 0).len)
        return cli_usage(r, "backup verify FILE [--key FILE] [--json]");
    backup_facts *f  = NEW(r->a, backup_facts, 1);
    status        st = f ? open_backup(r, &fd, key, &sealed, &why) : ST_MEMORY;
    if (st == ST_OK) {
        st = backup_verify(r->a, fd, sealed ? key : NULL, tell, &t, f, &why);
        os_close(fd);
    }
    if (st != ST_OK) return cli_fail(r, st, &why);
    put_facts(r, f, T_operations_backup_good, cli_word(r, options, 0));
    return CLI_DONE;
}

int backup_key_command(command_run *r)
{
    static const char *const options[] = { "--out", NULL };
    str                      public_text, secret_text, out;
    problem                  why = { 0 };
    int                      fd;
    if (!cli_known(r, options, NULL)) return CLI_USAGE;
    if (!cli_option(r, "--out", &out)) return cli_usage(r, "backup key --out FILE [--json]");
    status st = archive_key_pair(r->a, &public_text, &secret_text);
    if (st == ST_OK) {
        st = os_open_write(r->folder_fd, out, true, &fd);
        if (st != ST_OK) problem_detail(&why, st, S("--out"), S("cannot-create"), out);
    }
    if (st == ST_OK) {
        st = os_write_all(fd, arena_printf(r->a, STR_FMT "\n", STR_ARG(secret_text)));
        if (st == ST_OK) st = os_sync(fd);
        os_close(fd);
    }
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        buf_put(r->out, S("{\"public\":"));
        buf_json(r->out, public_text);
        buf_put(r->out, S(",\"secret_file\":"));
        buf_json(r->out, out);
        buf_put(r->out, S("}\n"));
        return CLI_DONE;
    }
    buf_printf(r->out, STR_FMT "\n" STR_FMT "\n", STR_ARG(public_text),
               STR_ARG(text_fill(r->a, text_get(r->lang, T_operations_key_made), &out, 1)));
    return CLI_DONE;
}

// ---- restore ---------------------------------------------------------------------------------------

typedef struct place { // the folder that is filled
    int folder, blobs, lock;
} place;

static status only_the_lock(void *ctx, str name, bool is_folder)
{
    (void)ctx, (void)is_folder;
    return str_equal(name, S("coloa.lock")) ? ST_OK : ST_CONFLICT;
}

static status open_target(command_run *r, place *p, problem *why)
{
    status st = os_make_folders(r->folder_fd, r->data);
    if (st == ST_OK) st = os_open_folder(r->folder_fd, r->data, &p->folder);
    if (st != ST_OK) return problem_detail(why, st, S("--data"), S("cannot-open"), r->data);
    st = os_list(p->folder, S("."), only_the_lock, NULL);
    if (st == ST_CONFLICT)
        return problem_detail(why, st, S("--data"), S("folder-not-empty"), r->data);
    TRY(st);
    st = os_lock(p->folder, S("coloa.lock"), &p->lock);
    if (st != ST_OK) return problem_detail(why, st, S("--data"), S("folder-in-use"), r->data);
    // Until it is gone no server opens this folder.
    TRY(os_replace_file(p->folder, S("restoring"), S("")));
    TRY(os_make_folders(p->folder, S("blobs")));
    return os_open_folder(p->folder, S("blobs"), &p->blobs);
}

static const str made_files[] = { STR("coloa.db"), STR("coloa.db-wal"), STR("coloa.db-shm"),
                                  STR("restoring") };

// The folder is empty again; another try finds it as this one did.
static void take_back(const place *p)
{
    bool gone = os_remove_folder(p->folder, S("blobs")) == ST_OK;
    for (size_t i = 0; i < COUNT(made_files); i++) {
        status st = os_remove(p->folder, made_files[i]);
        gone      = gone && (st == ST_OK || st == ST_MISSING);
    }
    if (!gone) os_log(OS_WARN, "restore", "the folder could not be emptied again");
}

static status restore_into(command_run *r, int fd, const unsigned char *key, backup_facts *f,
                           problem *why)
{
    place   p    = { -1, -1, -1 };
    telling t    = telling_for(r);
    status  st   = open_target(r, &p, why);
    bool    ours = p.lock >= 0;
    if (st == ST_OK) {
        const backup_target target = { .in_fd      = fd,
                                       .secret_key = key,
                                       .folder     = r->data,
                                       .database   = r->database,
                                       .blobs_fd   = p.blobs,
                                       .told       = tell,
                                       .ctx        = &t };
        st                         = backup_restore(r->a, &target, f, why);
    }
    if (st == ST_OK && f->demo) st = os_replace_file(p.folder, S("demo"), S(""));
    if (st == ST_OK) st = os_remove(p.folder, S("restoring"));
    if (st != ST_OK && ours) take_back(&p);
    os_close(p.blobs);
    os_close(p.lock);
    os_close(p.folder);
    return st;
}

int restore_command(command_run *r)
{
    static const char *const options[] = { "--key", NULL };
    unsigned char            key[ARCHIVE_KEY_BYTES];
    bool                     sealed;
    int                      fd;
    problem                  why = { 0 };
    if (!cli_known(r, options, NULL)) return CLI_USAGE;
    if (!cli_word(r, options, 0).len)
        return cli_usage(r, "restore FILE --data DIR [--database postgresql://…] [--key FILE]");
    backup_facts *f  = NEW(r->a, backup_facts, 1);
    status        st = f ? open_backup(r, &fd, key, &sealed, &why) : ST_MEMORY;
    if (st == ST_OK) {
        st = restore_into(r, fd, sealed ? key : NULL, f, &why);
        os_close(fd);
    }
    if (st != ST_OK) return cli_fail(r, st, &why);
    put_facts(r, f, T_operations_restored, r->data);
    return CLI_DONE;
}
