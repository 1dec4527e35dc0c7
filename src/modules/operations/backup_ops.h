// backup_ops.h - backups as acts: made, recorded, looked at, forgotten; and how the daily one is to be.
#ifndef COLOA_MODULES_OPERATIONS_BACKUP_OPS_H
#define COLOA_MODULES_OPERATIONS_BACKUP_OPS_H

#include "kit/backup/backup.h"
#include "kit/call/call.h"

enum { BACKUP_KEEP_MAX = 60, BACKUP_LIST_MAX = 100 };

typedef struct backup_row {
    int64_t id, made_ms, spent_ms, bytes, rows, blobs;
    str     name, login, sha256;
    bool    here, sealed, removed;
    str     rule, detail; // of a failure
    int64_t checked_ms;   // 0: never
    str     check_rule, check_detail;
} backup_row;

typedef struct backup_settings {
    bool    daily;
    int64_t hour, keep, version;
    str     public_key; // as text
    str     begun_day;
} backup_settings;

typedef struct backup_order {
    str          data; // the data folder
    int          data_fd;
    bool         demo;
    int          folder_fd; // where the file is named; -1: out_fd is written to and not named
    str          name;      // may be empty: "coloa-20261128-020000.backup"
    bool         here;      // folder_fd is the data folder's "backups"
    int          out_fd;
    str          public_key; // text; empty: not sealed
    backup_told *told;
    void        *ctx;
} backup_order;

// Makes a backup. The file gets its name when it is whole, on the disk and closed; before that it has
// none, so a full disk or a power cut leaves nothing behind. The attempt is recorded and audited.
// *name gets the file's name. Refusals: "backup-disk-full" (told before anything is written when the
// room is plainly too small), "backup-exists", "backup-key", "backup-runs".
status backup_run(call *c, const backup_order *o, backup_facts *facts, str *name,
                  problem *why) MUST_CHECK;

// Restores a file into a temporary folder, opens it there, and forgets the folder. `tmp` under which
// folder: empty for $TMPDIR.
status backup_verify(arena *a, int fd, const unsigned char *secret_key, backup_told *told,
                     void *ctx, backup_facts *facts, problem *why) MUST_CHECK;

// Opens the data folder's "backups", made when missing.
status backup_folder(int data_fd, int *fd) MUST_CHECK;
status backups_list(call *c, size_t most, backup_row **out, size_t *count) MUST_CHECK;
status backup_settings_get(call *c, backup_settings *out) MUST_CHECK;
// ST_CONFLICT when they changed since version; ST_INVALID names the field.
status backup_settings_set(call *c, const backup_settings *s, problem *why) MUST_CHECK;
status backup_note_check(call *c, int64_t id, str rule, str detail) MUST_CHECK;
// Removes the files beyond the number kept.
status backups_prune(call *c, int data_fd) MUST_CHECK;

#endif
