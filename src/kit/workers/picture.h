// picture.h - a photograph or screenshot as a small JPEG drawn anew by coloa-print, the sealed program.
#ifndef COLOA_KIT_WORKERS_PICTURE_H
#define COLOA_KIT_WORKERS_PICTURE_H

#include "kit/base/base.h"

enum {
    PICTURE_SIDE         = 1280,             // pixels of the longer side at most
    PICTURE_BYTES_MAX    = 4 * 1024 * 1024,  // of what is made
    PICTURE_IN_BYTES_MAX = 64 * 1024 * 1024, // of what is looked at
};

// fd keeps its position; the JPEG lies in a. ST_INVALID "picture-unreadable": it is no JPEG or PNG, damaged, or
// too large; ST_LIMIT "picture-timeout"; ST_BROKEN "worker-start".
status picture_small(str program, int fd, arena *a, str *jpeg, problem *why) MUST_CHECK;

#endif
