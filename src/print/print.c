// print.c - see print.h. Read, lay out, draw, send.
#include "print/print.h"

#include "kit/workers/print_frames.h"
#include "print/draw.h"

typedef struct printing {
    print_job *job;
    lacks      told;
    bool       refused;
} printing;

static void refuse(void *ctx, print_refusal why, str detail)
{
    printing *p = ctx;
    if (p->refused) return; // the first reason stands
    p->refused = true;
    if (!str_is_text(detail)) detail = S("");
    ptrdiff_t n = detail.len < PRINT_DETAIL_MAX ? detail.len : PRINT_DETAIL_MAX;
    while (n > 0 && n < detail.len && ((unsigned char)detail.ptr[n] & 0xC0) == 0x80) n--;
    frame_out *out = p->job->out;
    frame_begin(out, PRINT_FRAME_REFUSED);
    frame_u8(out, (uint8_t)why);
    frame_bytes(out, str_slice(detail, 0, n));
    frame_end(out);
}

static void send(printing *p, str pdf, size_t page_count)
{
    frame_out *out = p->job->out;
    for (ptrdiff_t at = 0; at < pdf.len; at += PRINT_PIECE_BYTES_MAX) {
        frame_begin(out, PRINT_FRAME_PDF);
        frame_bytes(out, str_slice(pdf, at, at + PRINT_PIECE_BYTES_MAX));
        frame_end(out);
    }
    for (size_t i = 0; i < p->told.count; i++) {
        const lack *k = &p->told.all[i];
        frame_begin(out, PRINT_FRAME_LACK);
        frame_u8(out, (uint8_t)k->kind);
        frame_u32(out, k->count);
        frame_bytes(out, (str){ k->detail, k->bytes });
        frame_end(out);
    }
    frame_begin(out, PRINT_FRAME_END);
    frame_u32(out, (uint32_t)page_count);
    frame_u32(out, (uint32_t)pdf.len);
    frame_end(out);
}

static void make(printing *p, book *b)
{
    print_job *job = p->job;
    setter     s   = { .b = b, .f = job->fonts };
    pages      all;
    pages_set(&s, &all);
    if (s.spent || all.too_many) {
        refuse(p, PRINT_TOO_LARGE, S(""));
        return;
    }
    buf            pdf  = buf_in(&job->pdf, 96 * 1024, PRINT_PDF_BYTES_MAX);
    const draw_job draw = { .s          = &s,
                            .all        = &all,
                            .title      = job->title,
                            .lang       = job->lang,
                            .created_ms = job->created_ms,
                            .out        = &pdf };
    status         st   = pages_draw(&draw);
    if (st == ST_OK) {
        send(p, buf_str(&pdf), all.count);
    } else {
        refuse(p, st == ST_MEMORY ? PRINT_TOO_LARGE : PRINT_FAILED, S(""));
    }
}

void print_document(print_job *job)
{
    printing          p    = { .job = job };
    const book_source from = { .bytes = job->docx, .salt = job->salt, .refuse = refuse, .ctx = &p };
    book             *b    = NEW(&job->work, book, 1);
    if (!b || job->docx.len > PRINT_DOCX_BYTES_MAX) {
        refuse(&p, PRINT_TOO_LARGE, S(""));
    } else if (book_read(&from, &job->work, &p.told, b) == ST_OK) {
        make(&p, b);
    } else {
        refuse(&p, PRINT_NOT_DOCX, S("")); // where no reason was given yet
    }
}
