// archive.h - the file a backup is: a tar of parts written once from end to end, every bit of it
// accounted for, optionally sealed to a public key.
//
// Plain, it is a POSIX tar that `tar -x` opens. Its last part, "whole.sha256", holds the SHA-256 of
// everything before it and that of the part before it. Sealed, the same tar travels in frames of
// 64 KiB (libsodium's secretstream) under a key that only the secret half of the pair opens.
//
// Reading is strict: a header is made again from what it says and compared byte by byte, padding is
// zero, nothing follows the end. Whatever is not as written is ST_CONFLICT, and archive_part says
// where. Memory is bounded by two frames.
#ifndef COLOA_KIT_BACKUP_ARCHIVE_H
#define COLOA_KIT_BACKUP_ARCHIVE_H

#include "kit/base/base.h"

enum {
    ARCHIVE_NAME_MAX   = 99,
    ARCHIVE_KEY_BYTES  = 32,
    ARCHIVE_HASH_BYTES = 32,
};

typedef struct archive_hash {
    unsigned char bytes[ARCHIVE_HASH_BYTES];
} archive_hash;

// ---- writing -----------------------------------------------------------------------------------
typedef struct archive_out archive_out;

// public_key NULL: not sealed. at_s: time of the parts. ST_LIMIT: the disk is full.
status archive_create(arena *a, int fd, const unsigned char *public_key, int64_t at_s,
                      archive_out **out) MUST_CHECK;
status archive_begin(archive_out *o, str name, int64_t bytes) MUST_CHECK;
status archive_put(archive_out *o, str bytes) MUST_CHECK;
status archive_end(archive_out *o, archive_hash *hash) MUST_CHECK; // all bytes were put
// The last part and the end; *whole gets the hash of all before it.
status archive_finish(archive_out *o, archive_hash *whole) MUST_CHECK;
void   archive_drop(archive_out *o); // frees what libraries hold; always, at the end; may be NULL

// ---- reading -----------------------------------------------------------------------------------
typedef struct archive_in archive_in;

// Reads fd (a regular file) from its first byte. ST_INVALID "backup-needs-key", "backup-wrong-key",
// "not-a-backup".
status archive_open(arena *a, int fd, const unsigned char *secret_key, archive_in **out,
                    problem *why) MUST_CHECK;
// The next part; what is left of the one before is read past. ST_MISSING: that was the end, and the
// file is whole as it was written.
status archive_next(archive_in *in, str *name, int64_t *bytes) MUST_CHECK;
status archive_get(archive_in *in, char *out, size_t cap, size_t *got) MUST_CHECK; // 0: its end
// After its last byte: the part's hash.
status  archive_part_hash(archive_in *in, archive_hash *hash) MUST_CHECK;
str     archive_part(const archive_in *in); // where reading stands, for messages
int64_t archive_read_bytes(const archive_in *in);
// After the end: the hash of everything before the last part.
void archive_whole_hash(const archive_in *in, archive_hash *hash);
void archive_leave(archive_in *in); // in may be NULL

// ---- keys --------------------------------------------------------------------------------------
// As text: "coloa-backup-public …" and "coloa-backup-secret …", base64.
status archive_key_pair(arena *a, str *public_text, str *secret_text) MUST_CHECK;
// ST_INVALID when it is not one of that kind; blanks around it are fine.
status archive_key_read(str text, bool secret, unsigned char out[ARCHIVE_KEY_BYTES]) MUST_CHECK;

#endif
