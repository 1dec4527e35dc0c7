// lacks.h - what a document holds and its PDF does not show, or shows otherwise. Each named once.
#ifndef COLOA_PRINT_LACKS_H
#define COLOA_PRINT_LACKS_H

#include "kit/workers/print_frames.h"

typedef struct lack {
    print_lack_kind kind;
    char            detail[PRINT_LACK_DETAIL_MAX];
    uint8_t         bytes; // of detail
    uint32_t        count;
} lack;

typedef struct lacks {
    lack   all[PRINT_LACKS_MAX]; // what comes after the last is counted there, as PRINT_LACK_MORE
    size_t count;
} lacks;

void lacks_add(lacks *l, print_lack_kind kind, str detail); // detail is cut to its room

#endif
