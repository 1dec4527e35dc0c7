// blob.h - files kept by their content: the name of a blob is the SHA-256 of its bytes.
//
// The same bytes are kept once, whoever sends them; nothing is ever changed in place. Who may see a
// blob is not known here: rows in the store point at blobs, and the rows are in scope or not.
//
// Layout under the folder: "ab/cdef…" (two and 62 hex digits), "new-…" for what is being written, "part-…"
// (part.h). A blob is there whole or not at all: written aside, synced, renamed, its folder synced.
#ifndef COLOA_KIT_BLOBS_BLOB_H
#define COLOA_KIT_BLOBS_BLOB_H

#include "kit/base/base.h"

enum { BLOB_NAME_LENGTH = 64 };

typedef struct blob {
    char    name[BLOB_NAME_LENGTH + 1]; // lower-case hex, NUL-terminated
    int64_t size_bytes;
} blob;

// Every function takes the descriptor of the blobs' folder, which the caller made and keeps open.

// Copies what fd gives from its position to its end. ST_LIMIT ("too-big") beyond bytes_max,
// ST_BROKEN ("disk") when reading or writing failed; nothing stays behind then.
status blob_put(int folder_fd, int fd, int64_t bytes_max, blob *out, problem *why) MUST_CHECK;
// The same from a stream: next gives one piece after the other, an empty one at the end.
typedef status blob_next(void *ctx, str *piece);
status blob_put_stream(int folder_fd, blob_next *next, void *ctx, int64_t bytes_max, blob *out,
                       problem *why) MUST_CHECK;
status blob_put_bytes(int folder_fd, str bytes, blob *out, problem *why) MUST_CHECK;

// A read-only descriptor for the caller to close. ST_MISSING when the name is no name or not there.
status blob_open(int folder_fd, str name, int *fd, int64_t *size_bytes) MUST_CHECK;

// A range of an open blob into `a`: `count` bytes from `from`, fewer at its end, none beyond it.
status blob_read(int fd, int64_t from, int64_t count, arena *a, str *out) MUST_CHECK;

// Reads the whole blob again and compares. ST_CONFLICT when the bytes are not those of the name.
status blob_verify(int folder_fd, str name) MUST_CHECK;

// Forgets a blob that no row points at any more. ST_MISSING when it is not there.
status blob_remove(int folder_fd, str name) MUST_CHECK;

#endif
