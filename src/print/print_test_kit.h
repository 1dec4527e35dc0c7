// print_test_kit.h - for tests and fuzzers: a docx through the printer, in memory.
#ifndef COLOA_PRINT_PRINT_TEST_KIT_H
#define COLOA_PRINT_PRINT_TEST_KIT_H

#include <stdlib.h>

#include "kit/documents/docx_test_kit.h"
#include "kit/workers/print_frames.h"
#include "print/pages.h"
#include "print/print.h"

#define KIT_W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

enum { KIT_WORK_BYTES = 24 << 20, KIT_PDF_BYTES = 8 << 20 };

typedef struct kit_result {
    print_made made;
    problem    why;
    status     st;
    bool       ended;
} kit_result;

typedef struct kit_taking {
    print_decoder d;
    buf           pdf;
    status        st;
} kit_taking;

static inline status kit_piece(void *ctx, str bytes)
{
    buf_put(ctx, bytes);
    return ST_OK;
}

// The claim, for fuzzers: whatever the bytes, the frames are whole and allowed, and are ended by END or
// REFUSED, so an honest worker is never taken for a broken one.
static inline status kit_take(void *ctx, str bytes)
{
    kit_taking *k = ctx;
    while (bytes.len) {
        uint8_t type = 0;
        str     payload;
        size_t  used = 0;
        if (k->st != ST_OK) abort();
        if (frame_next(bytes, print_frame_rules, &type, &payload, &used) != FRAME_READY) abort();
        k->st = print_decode(&k->d, type, payload);
        if (k->st != ST_OK && type != PRINT_FRAME_REFUSED) abort();
        bytes = str_slice(bytes, (ptrdiff_t)used, bytes.len);
    }
    return ST_OK;
}

static inline fonts *kit_fonts(void)
{
    static fonts f;
    if (!f.buffer && fonts_open(&f) != ST_OK) abort();
    return &f;
}

// *fault counts allocations of the printer's own rooms down to one that fails; NULL for none.
static inline kit_result kit_print(arena *a, str docx, int *fault)
{
    static char work[KIT_WORK_BYTES], pdf[KIT_PDF_BYTES], room[2 * FRAME_OUT_BYTES];
    kit_result  r = { 0 };
    kit_taking  k = { .pdf = buf_in(a, 64 * 1024, KIT_PDF_BYTES) };
    k.d           = (print_decoder){
                  .made = &r.made, .why = &r.why, .a = a, .piece = kit_piece, .ctx = &k.pdf
    };
    frame_out out            = frame_out_over(room, sizeof room, kit_take, &k);
    print_job job            = { .docx  = docx,
                                 .title = S("Tờ trình"),
                                 .lang  = S("vi-VN"),
                                 .salt  = 1,
                                 .fonts = kit_fonts(),
                                 .work  = arena_over(work, sizeof work),
                                 .pdf   = arena_over(pdf, sizeof pdf),
                                 .out   = &out };
    job.work.fault_countdown = fault;
    job.pdf.fault_countdown  = fault;
    print_document(&job);
    if (frame_finish(&out) != ST_OK) abort();
    r.st       = k.st;
    r.ended    = k.d.ended;
    r.made.pdf = buf_str(&k.pdf);
    if (!r.ended && r.st == ST_OK) abort();
    return r;
}

#endif
