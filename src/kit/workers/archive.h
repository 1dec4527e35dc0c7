// archive.h - a stranger's zip taken apart by coloa-unpack, the sealed program, member by member.
//
// A bomb, a link, a path that leads out, a member behind a password or of another method is named and left; the rest goes on.
// read + failed + skipped are all members there are.
#ifndef COLOA_KIT_WORKERS_ARCHIVE_H
#define COLOA_KIT_WORKERS_ARCHIVE_H

#include "kit/base/base.h"

enum {
    ARCHIVE_MEMBERS_MAX = 100000,
    ARCHIVE_PATH_MAX    = 1000, // bytes
    ARCHIVE_DEPTH_MAX   = 64,   // folders within folders
    ARCHIVE_RATIO_MAX   = 1100, // of one member, unpacked to packed: deflate gives 1032 at most …
    ARCHIVE_WHOLE_RATIO = 200,  // … and of the whole archive, once more than this has come out
};
#define ARCHIVE_FREE_BYTES (INT64_C(1) << 30) // 1 GiB: small archives may be as dense as they like
#define ARCHIVE_FILE_MAX (INT64_C(64) << 30)  // 64 GiB packed
#define ARCHIVE_UNPACKED_MAX (INT64_C(256) << 30) // 256 GiB unpacked

typedef enum archive_why {
    ARCHIVE_WHOLE = 0,
    ARCHIVE_BROKEN,    // failed: its bytes do not unpack, or not to what its checksum says
    ARCHIVE_BOMB,      // failed: it grows beyond the ratio, or beyond what it announces
    ARCHIVE_ENCRYPTED, // skipped …
    ARCHIVE_METHOD,    // packed in a way that is not read
    ARCHIVE_LINK,      // a link, a device, a pipe
    ARCHIVE_PATH,      // leads out of the archive, or is no text
    ARCHIVE_DEEP,
    ARCHIVE_TWICE,  // of the whole: it has members that lie over each other
    ARCHIVE_MANY,   // of the whole: more members than are taken
    ARCHIVE_LARGE,  // of the whole: larger than is taken
    ARCHIVE_NO_ZIP, // of the whole
} archive_why;
enum { ARCHIVE_WHYS = ARCHIVE_NO_ZIP };
const char *archive_why_key(archive_why w); // "encrypted"; words "archive.<key>"
bool        archive_failed(archive_why w);  // else it was skipped

typedef struct archive_counts {
    int64_t members, folders; // members: with folders
    int64_t read, failed, skipped, bytes;
} archive_counts;

typedef struct archive_sink {
    void *ctx;
    // A member begins; texts live until it returns. `announced`: bytes, to be trusted in nothing.
    status (*member)(void *ctx, str path, int64_t announced);
    status (*data)(void *ctx, str bytes);
    // It ended: ARCHIVE_WHOLE, or why what came of it is to be forgotten.
    status (*done)(void *ctx, archive_why why);
    status (*left)(void *ctx, str path, archive_why why); // not begun
} archive_sink;

// program: path of coloa-unpack, empty: beside our own binary. What was given before a failure stays given. ST_INVALID
// "archive-<key>" (of the whole), "archive-reader" when the program died of it; ST_LIMIT "archive-timeout"; ST_BROKEN
// "worker-start"; else what the sink said.
status archive_unpack(str program, int fd, const archive_sink *sink, arena scratch,
                      archive_counts *out, problem *why) MUST_CHECK;

#endif
