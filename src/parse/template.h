// template.h - a stranger's docx template in, frames with its parts out; for use inside a seal.
#ifndef COLOA_PARSE_TEMPLATE_H
#define COLOA_PARSE_TEMPLATE_H

#include "kit/base/base.h"
#include "kit/workers/frame.h"

enum { TEMPLATE_ROOM_BYTES = 96 * 1024 * 1024 }; // untouched pages cost nothing

typedef struct template_job {
    str           bytes; // the whole file
    arena         room;
    unsigned long salt; // of expat's hash tables; not 0
    frame_out    *out;
} template_job;

// Every failure is a REFUSED frame.
void parse_template(template_job *job);

#endif
