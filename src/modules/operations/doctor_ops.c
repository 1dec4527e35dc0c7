// doctor_ops.c - see doctor_ops.h.
#include "modules/operations/doctor_ops.h"

#include "kit/base/version.h"
#include "kit/blobs/sweep.h"
#include "kit/os/os.h"
#include "kit/store/store_whole.h"
#include "kit/text/text.h"
#include "modules/operations/operations_ops.h"
#include "modules/operations/operations_queries.gen.h"
#include "modules/tasks/tasks.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

static const int64_t day_ms = 24LL * 3600 * 1000;
static const int64_t gib    = 1024LL * 1024 * 1024;

// ---- rules -------------------------------------------------------------------------------------

doctor_state doctor_disk(int64_t free_bytes, int64_t all_bytes)
{
    if (free_bytes < gib / 4 || free_bytes < all_bytes / 50) return DOCTOR_BAD;
    return free_bytes < gib || free_bytes < all_bytes / 10 ? DOCTOR_WARN : DOCTOR_GOOD;
}

doctor_state doctor_backup_age(int64_t now_ms, int64_t made_ms)
{
    if (made_ms == 0) return DOCTOR_WARN;
    if (now_ms - made_ms > 7 * day_ms) return DOCTOR_BAD;
    return now_ms - made_ms > 2 * day_ms ? DOCTOR_WARN : DOCTOR_GOOD;
}

doctor_state doctor_certificate(int64_t days_left)
{
    return days_left < 7 ? DOCTOR_BAD : days_left < 30 ? DOCTOR_WARN : DOCTOR_GOOD;
}

const char *doctor_state_name(doctor_state s)
{
    static const char *const names[] = { "", "good", "warn", "bad" };
    return names[s];
}

doctor_state doctor_worst(const doctor_line *lines, size_t count)
{
    doctor_state worst = DOCTOR_GOOD;
    for (size_t i = 0; i < count; i++)
        if (lines[i].state > worst) worst = lines[i].state;
    return worst;
}

str doctor_words(arena *a, lang in, const doctor_line *l)
{
    str key = arena_printf(a, "doctor.%s.%s", l->key, l->found);
    return text_fill(a, text_named(in, key), &l->value, 1);
}

str doctor_advice(arena *a, lang in, const doctor_line *l)
{
    text_key known;
    str      key = arena_printf(a, "doctor.do.%s.%s", l->key, l->found);
    if (l->state == DOCTOR_GOOD || l->mended || !text_known(key, &known)) return S("");
    return text_fill(a, text_get(in, known), &l->value, 1);
}

// ---- looking -----------------------------------------------------------------------------------

typedef struct look {
    call               *c;
    const doctor_order *o;
    doctor_line        *lines;
    size_t              count;
} look;

static void say(look *k, const char *key, doctor_state state, const char *found, str value)
{
    k->lines[k->count++] = (doctor_line){ key, found, state, value.ptr ? value : S(""), false };
}

static str number(look *k, int64_t n)
{
    return arena_printf(k->c->a, "%lld", (long long)n);
}

static void look_at_disk(look *k)
{
    int64_t free_bytes, all;
    if (os_disk(k->o->data_fd, &free_bytes, &all) != ST_OK) {
        say(k, "disk", DOCTOR_BAD, "unknown", S(""));
        return;
    }
    doctor_state s = doctor_disk(free_bytes, all);
    say(k, "disk", s, s == DOCTOR_GOOD ? "good" : "low",
        arena_printf(k->c->a, "%.1f GiB", (double)free_bytes / (double)gib));
}

// The newest audit row lies behind us, or somebody has set the clock back.
static status look_at_clock(look *k)
{
    db              *d;
    audit_newest_row row = { 0 };
    TRY(call_db(k->c, &d));
    status st = audit_newest(d, k->c->a, &row);
    if (st != ST_OK && st != ST_MISSING) return st;
    int64_t ahead = row.at_ms - os_now_ms();
    if (ahead > 60 * 1000)
        say(k, "clock", DOCTOR_BAD, "back", number(k, ahead / 60000));
    else if (!os_clock_synced())
        say(k, "clock", DOCTOR_WARN, "alone", S(""));
    else
        say(k, "clock", DOCTOR_GOOD, "good", S(""));
    return ST_OK;
}

static void look_at_folder(look *k)
{
    os_file_info info;
    if (os_info(k->o->data_fd, &info) != ST_OK) {
        say(k, "folder", DOCTOR_BAD, "unknown", k->o->data);
        return;
    }
    if (info.owner != os_user_id()) {
        say(k, "folder", DOCTOR_BAD, "owner", k->o->data);
    } else if (info.mode & 077) {
        say(k, "folder", DOCTOR_BAD, "open", arena_printf(k->c->a, "%03o", info.mode));
        if (k->o->fix && os_set_mode(k->o->data_fd, 0700) == ST_OK) {
            k->lines[k->count - 1].state  = DOCTOR_GOOD;
            k->lines[k->count - 1].mended = true;
        }
    } else {
        say(k, "folder", DOCTOR_GOOD, "good", k->o->data);
    }
}

// A copy set aside by a backup that was cut off: the lock is free, the folder is there.
static void look_at_leftovers(look *k)
{
    os_file_info info;
    int          lock;
    if (os_info_of(k->o->data_fd, S("backup-aside"), &info) != ST_OK) return;
    if (os_lock(k->o->data_fd, S("backup.lock"), &lock) != ST_OK) return; // at work
    say(k, "leftover", DOCTOR_WARN, "aside", S("backup-aside"));
    if (k->o->fix && os_remove_folder(k->o->data_fd, S("backup-aside")) == ST_OK) {
        k->lines[k->count - 1].state  = DOCTOR_GOOD;
        k->lines[k->count - 1].mended = true;
    }
    os_close(lock);
}

static void look_at_database(look *k)
{
    str    said = S("");
    status st   = store_check(k->c->store, k->c->a, &said);
    if (st == ST_OK)
        say(k, "database", DOCTOR_GOOD, "good", S(""));
    else
        say(k, "database", DOCTOR_BAD, st == ST_INVALID ? "damaged" : "unknown", said);
}

typedef struct file_count {
    int     folder;
    int64_t there, missing;
} file_count;

static status count_file(void *ctx, str name, int64_t bytes)
{
    file_count  *n = ctx;
    char         room[80];
    arena        a     = arena_over(room, sizeof room);
    os_file_info info  = { 0 };
    str          path  = arena_printf(&a, STR_FMT "/" STR_FMT, STR_ARG(str_slice(name, 0, 2)),
                                      STR_ARG(str_slice(name, 2, name.len)));
    bool         there = n->folder >= 0 && os_info_of(n->folder, path, &info) == ST_OK &&
                 info.bytes == bytes;
    n->there += there;
    n->missing += !there;
    return ST_OK;
}

// Files that rows point at: each is there, and as long as it was. Their bytes are not read.
static void look_at_files(look *k)
{
    file_count n  = { .folder = -1 };
    status     st = os_open_folder(k->o->data_fd, S("blobs"), &n.folder);
    if (st == ST_OK || st == ST_MISSING) st = call_blobs(k->c->store, *k->c->a, count_file, &n);
    os_close(n.folder);
    if (st != ST_OK)
        say(k, "files", DOCTOR_BAD, "unknown", S(""));
    else
        say(k, "files", n.missing ? DOCTOR_BAD : DOCTOR_GOOD, n.missing ? "missing" : "good",
            number(k, n.missing ? n.missing : n.there));
}

static status is_pointed_at(void *ctx, str name, bool *known)
{
    look *k = ctx;
    db   *d;
    TRY(call_db(k->c, &d));
    return call_blob_known(d, name, known);
}

// Files that no row points at, a day old at least: left by an act that never ended. Where rows point at none of the
// files the database is another one's, and nothing is taken away.
static void look_at_orphans(look *k)
{
    blob_orphans  found = { 0 };
    blob_sweeping how   = {
          .folder_fd = -1, .before_ms = os_now_ms() - day_ms, .known = is_pointed_at, .ctx = k
    };
    if (os_open_folder(k->o->data_fd, S("blobs"), &how.folder_fd) != ST_OK) return;
    status st = blob_sweep(&how, &found);
    if (st != ST_OK)
        say(k, "orphans", DOCTOR_WARN, "unknown", S(""));
    else if (found.count)
        say(k, "orphans", DOCTOR_WARN, found.kept ? "there" : "strange", number(k, found.count));
    how.away = true;
    if (st == ST_OK && found.count && found.kept && k->o->fix &&
        blob_sweep(&how, &found) == ST_OK) {
        k->lines[k->count - 1].state  = DOCTOR_GOOD;
        k->lines[k->count - 1].mended = true;
    }
    os_close(how.folder_fd);
    call_end(k->c);
}

static void look_at_audit(look *k)
{
    audit_check found;
    status      st = audit_verify_to(k->c->store, NULL, *k->c->a, &found);
    if (st == ST_OK)
        say(k, "audit", found.unsealed > 10000 ? DOCTOR_WARN : DOCTOR_GOOD,
            found.unsealed > 10000 ? "unsealed" : "good",
            number(k, found.unsealed > 10000 ? found.unsealed : found.rows));
    else
        say(k, "audit", DOCTOR_BAD, "broken", number(k, found.bad_no));
}

static status look_at_backup(look *k)
{
    db                  *d;
    backup_last_good_row row = { 0 };
    TRY(call_db(k->c, &d));
    status st = backup_last_good(d, k->c->a, &row);
    if (st != ST_OK && st != ST_MISSING) return st;
    doctor_state s     = doctor_backup_age(os_now_ms(), row.made_ms);
    str          hours = number(k, (os_now_ms() - row.made_ms) / (3600 * 1000));
    if (row.made_ms == 0)
        say(k, "backup", s, "never", S(""));
    else if (row.check_rule.len)
        say(k, "backup", DOCTOR_BAD, "damaged", row.name);
    else
        say(k, "backup", s, s == DOCTOR_GOOD ? "good" : "old", hours);
    return ST_OK;
}

// Off is as good as on: nothing goes out unless somebody wants it.
static status look_at_mail(look *k)
{
    tasks_mail_state m;
    TRY(tasks_mail_look(k->c, &m));
    if (!m.server.len)
        say(k, "mail", DOCTOR_GOOD, "off", S(""));
    else if (m.rule.len)
        say(k, "mail", DOCTOR_WARN, "bad", m.detail);
    else
        say(k, "mail", DOCTOR_GOOD, "good", m.server);
    return ST_OK;
}

static void look_at_certificate(look *k)
{
    int days = 0, seconds = 0;
    if (!k->o->tls_cert.len) {
        say(k, "tls", DOCTOR_GOOD, "none", S(""));
        return;
    }
    BIO  *bio = BIO_new_mem_buf(k->o->tls_cert.ptr, (int)k->o->tls_cert.len);
    X509 *x   = bio ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;
    bool  ok  = x && ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(x)) == 1;
    X509_free(x);
    BIO_free(bio);
    if (!ok) {
        say(k, "tls", DOCTOR_BAD, "unknown", S(""));
        return;
    }
    if (days == 0 && seconds < 0) days = -1;
    doctor_state s = doctor_certificate(days);
    say(k, "tls", s, days < 0 ? "over" : s == DOCTOR_GOOD ? "good" : "soon", number(k, days));
}

static bool is_there(arena scratch, str folder, const char *name)
{
    os_file_info info;
    str          path = arena_printf(&scratch, STR_FMT "/%s", STR_ARG(folder), name);
    return path.ptr && os_info_of(OS_CWD, path, &info) == ST_OK && info.is_regular;
}

static void look_at_programs(look *k)
{
    str program = os_program(k->c->a);
    while (program.len && program.ptr[program.len - 1] != '/') program.len--;
    program.len -= program.len > 0;
    if (!is_there(*k->c->a, program, "coloa-parse"))
        say(k, "workers", DOCTOR_BAD, "parse", program);
    else
        say(k, "workers", DOCTOR_GOOD, "good", program);
    static const char *const fonts[] = { "/usr/share/fonts/truetype/liberation",
                                         "/usr/share/fonts/truetype/liberation2" };
    bool                     have    = false;
    for (size_t i = 0; i < COUNT(fonts); i++)
        have = have || is_there(*k->c->a, str_from(fonts[i]), "LiberationSerif-Regular.ttf");
    say(k, "fonts", have ? DOCTOR_GOOD : DOCTOR_WARN, have ? "good" : "serif",
        S("Liberation Serif"));
}

static void look_at_kernel(look *k)
{
    int abi = os_landlock_abi();
    if (!os_seccomp_there())
        say(k, "kernel", DOCTOR_BAD, "seccomp", S(""));
    else if (abi < 1)
        say(k, "kernel", DOCTOR_WARN, "landlock", S(""));
    else
        say(k, "kernel", DOCTOR_GOOD, "good", number(k, abi));
}

status doctor_look(call *c, const doctor_order *o, doctor_line lines[DOCTOR_LINES_MAX],
                   size_t *count)
{
    look k = { c, o, lines, 0 };
    look_at_disk(&k);
    TRY(look_at_clock(&k));
    look_at_folder(&k);
    look_at_leftovers(&k);
    TRY(look_at_backup(&k));
    TRY(look_at_mail(&k));
    call_end(c); // what follows has looks of its own
    if (!o->quick) look_at_database(&k);
    if (!o->quick) look_at_audit(&k);
    if (!o->quick) look_at_files(&k);
    if (!o->quick) look_at_orphans(&k);
    look_at_certificate(&k);
    look_at_programs(&k);
    look_at_kernel(&k);
    *count = k.count;
    return ST_OK;
}

// Numbers and names of ours only: nothing of a person, no address, no path, no secret.
status doctor_support(call *c, const doctor_line *lines, size_t count, str *out)
{
    int64_t bytes = 0;
    buf     b     = buf_in(c->a, 1024, 16 * 1024);
    TRY(store_bytes(c->store, *c->a, &bytes));
    int64_t up = (os_now_ms() - operations_lent()->started_ms) / 1000;
    buf_printf(&b, "coloa %s; %s; database %lld bytes; up %lld s; landlock %d;", COLOA_VERSION,
               store_engine_of(c->store) == STORE_SQLITE ? "sqlite" : "postgresql",
               (long long)bytes, (long long)up, os_landlock_abi());
    for (size_t i = 0; i < count; i++)
        buf_printf(&b, " %s=%s/%s", lines[i].key, doctor_state_name(lines[i].state),
                   lines[i].found);
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}
