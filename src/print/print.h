// print.h - a docx in, frames with its PDF out. Pure: no system call but for memory is needed to do it.
//
// It runs inside the sealed program coloa-print, over a mapped file; tests and fuzzers call it over
// memory. Every failure is a REFUSED frame.
#ifndef COLOA_PRINT_PRINT_H
#define COLOA_PRINT_PRINT_H

#include "kit/workers/frame.h"
#include "print/fonts.h"

typedef struct print_job {
    str           docx, title, lang;
    int64_t       created_ms;
    unsigned long salt; // of expat's hash tables; not 0
    fonts        *fonts;
    arena         work, pdf; // rooms for reading and laying out, and for the finished file
    frame_out    *out;
} print_job;

void print_document(print_job *job);

#endif
