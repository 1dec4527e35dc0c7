// part.h - a blob that comes in pieces: it grows aside until it is whole, however often the sender is lost.
//
// It lies in the blobs' folder as "part-…". Who began it keeps that name, and how many bytes were
// acknowledged: a part knows neither. What was written and not acknowledged is overwritten.
#ifndef COLOA_KIT_BLOBS_PART_H
#define COLOA_KIT_BLOBS_PART_H

#include "kit/blobs/blob.h"

enum { BLOB_PART_LENGTH = 5 + 24 };

// A new, empty one. ST_BROKEN when the disk failed.
status blob_part_begin(int folder_fd, char name[BLOB_PART_LENGTH + 1]) MUST_CHECK;
// To be written or made whole by one at a time, until closed. ST_MISSING: it is gone, or the name is none;
// ST_CONFLICT: somebody else has it open.
status blob_part_open(int folder_fd, str name, int *fd) MUST_CHECK;
// Adds what `from` gives from its start, `bytes` of it, at `at`; on the disk when it returns.
status blob_part_add(int fd, int64_t at, int from, int64_t bytes) MUST_CHECK;
// Makes its first `bytes` a blob. The part stays until it is dropped, so that a crash before its keeper
// wrote the blob's name down loses nothing; nothing may be added to it any more.
status blob_part_keep(int folder_fd, int fd, int64_t bytes, blob *out) MUST_CHECK;
status blob_part_drop(int folder_fd, str name) MUST_CHECK; // ST_MISSING: gone already

// Calls each(ctx, name, changed_ms) for every part there is; at most `max` of them.
typedef status blob_part_each(void *ctx, str name, int64_t changed_ms);
status         blob_parts(int folder_fd, size_t max, blob_part_each *each, void *ctx) MUST_CHECK;

#endif
