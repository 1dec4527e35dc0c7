// walk_ops.h - inside this module: files of a folder, all the way down, for taking them in.
#ifndef COLOA_MODULES_FORENSICS_WALK_OPS_H
#define COLOA_MODULES_FORENSICS_WALK_OPS_H

#include "kit/base/base.h"

enum { WALK_DEPTH_MAX = 64, WALK_FILES_MAX = 100000, WALK_NAMES_MAX = 100000 };

// fd: open for reading, closed by the walk. path: as it is named from what was given, '/' between.
typedef status walk_file(void *ctx, str path, int fd);
// What was not read: why is a rule, "cannot-open" "not-a-file" (a link, a device) "too-deep" "too-many".
typedef status walk_left(void *ctx, str path, const char *why);

typedef struct walking {
    arena     *a; // of names; rewound by the walk
    walk_file *file;
    walk_left *left;
    void      *ctx;
    int64_t    files; // met
} walking;

// A file, or a folder with all in it in the order of names; links are not followed. Ends at the first status of `file` or
// `left` that is not ST_OK. ST_MISSING: there is nothing of that name.
status walk_files(walking *w, int folder, str path) MUST_CHECK;

#endif
