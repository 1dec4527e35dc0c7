// template.h - a stranger's docx template taken apart by coloa-parse, the sealed program, into parts that were each
// looked at; whoever wants a docx of them again packs them anew.
#ifndef COLOA_KIT_WORKERS_TEMPLATE_H
#define COLOA_KIT_WORKERS_TEMPLATE_H

#include "kit/base/base.h"

enum {
    TEMPLATE_FILE_BYTES_MAX  = 8 * 1024 * 1024,
    TEMPLATE_TAKEN_BYTES_MAX = 24 * 1024 * 1024, // all parts together
    TEMPLATE_PARTS_MAX       = 256,
    TEMPLATE_HEALED_MAX      = 200,
    TEMPLATE_NAME_MAX        = 200,
};

typedef struct template_part {
    str name, bytes;
} template_part;

typedef struct template_taken {
    template_part *parts;
    size_t         count;
    str            healed[TEMPLATE_HEALED_MAX]; // placeholders that stood in several runs
    size_t         healed_count;
} template_taken;

// program: path of coloa-parse, empty: beside our own binary. Everything lives in a: give it 32 MiB. ST_INVALID
// with a rule of docx_take (kit/documents), field: what is meant; or "template-reader" when the program died of the
// file; ST_LIMIT "template-timeout"; ST_BROKEN "worker-start".
status template_read(str program, int fd, arena *a, template_taken *out, problem *why) MUST_CHECK;

#endif
