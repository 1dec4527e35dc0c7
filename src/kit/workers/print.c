// print.c - see print.h and print_frames.h.
#include "kit/workers/print.h"

#include <signal.h>
#include <string.h>

#include "kit/base/reader.h"
#include "kit/os/os.h"
#include "kit/workers/print_frames.h"

enum {
    WALL_MS    = 30 * 1000,
    KEEP_BYTES = 8 * 1024,
};

const frame_rule print_frame_rules[] = {
    { PRINT_FRAME_PDF, PRINT_PIECE_BYTES_MAX },
    { PRINT_FRAME_LACK, 5 + PRINT_LACK_DETAIL_MAX },
    { PRINT_FRAME_END, 8 },
    { PRINT_FRAME_REFUSED, 1 + PRINT_DETAIL_MAX },
    { 0, 0 },
};

const char *print_lack_key(print_lack_kind kind)
{
    static const char *const keys[PRINT_LACK_KINDS] = {
        [PRINT_LACK_PICTURE]       = "picture",
        [PRINT_LACK_EQUATION]      = "equation",
        [PRINT_LACK_NOTE]          = "note",
        [PRINT_LACK_FONT]          = "font",
        [PRINT_LACK_CHARACTER]     = "character",
        [PRINT_LACK_COLUMNS]       = "columns",
        [PRINT_LACK_CHANGE]        = "change",
        [PRINT_LACK_FRAME]         = "frame",
        [PRINT_LACK_RIGHT_TO_LEFT] = "right-to-left",
        [PRINT_LACK_EFFECT]        = "effect",
        [PRINT_LACK_TURNED]        = "turned",
        [PRINT_LACK_BORDER]        = "border",
        [PRINT_LACK_PAGE_BORDER]   = "page-border",
        [PRINT_LACK_TABLE_STYLE]   = "table-style",
        [PRINT_LACK_LIST]          = "list",
        [PRINT_LACK_NESTED]        = "nested",
        [PRINT_LACK_CUT]           = "cut",
        [PRINT_LACK_MORE]          = "more",
    };
    return kind > 0 && kind < PRINT_LACK_KINDS ? keys[kind] : NULL;
}

const char *print_refusal_key(print_refusal why)
{
    switch (why) {
    case PRINT_NOT_DOCX: return "docx-not-docx";
    case PRINT_PASSWORD: return "docx-encrypted";
    case PRINT_MACROS: return "docx-macro";
    case PRINT_XML: return "docx-xml";
    case PRINT_ENTITIES: return "docx-entity";
    case PRINT_TOO_LARGE: return "docx-too-large";
    case PRINT_FAILED: return "print-failed";
    }
    return NULL;
}

// ---- frames; every number is checked before it is believed ---------------------------------------

static status garbled(print_decoder *d)
{
    return problem_set(d->why, ST_INVALID, S(""), S("print-failed"));
}

static status decode_piece(print_decoder *d, str bytes)
{
    if (bytes.len == 0 || d->made->lack_count) return garbled(d);
    if (d->bytes == 0 && !str_starts(bytes, S("%PDF-"))) return garbled(d);
    d->bytes += (uint64_t)bytes.len;
    if (d->bytes > PRINT_PDF_BYTES_MAX) return garbled(d);
    return d->piece(d->ctx, bytes);
}

static status decode_lack(print_decoder *d, reader r)
{
    const char *key    = print_lack_key((print_lack_kind)read_u8(&r));
    uint32_t    count  = read_u32le(&r);
    str         detail = read_bytes(&r, reader_left(&r));
    if (!key || r.bad || count == 0 || d->made->lack_count == PRINT_LACKS_MAX) return garbled(d);
    if (!str_is_text(detail)) return garbled(d);
    TRY(arena_copy(d->a, detail, &detail));
    d->made->lacks[d->made->lack_count++] = (print_lack){ str_from(key), detail, count };
    return ST_OK;
}

static status decode_end(print_decoder *d, reader r)
{
    d->made->pages = read_u32le(&r);
    if (read_u32le(&r) != d->bytes || r.bad || d->bytes == 0) return garbled(d);
    if (d->made->pages < 1 || d->made->pages > PRINT_PAGES_MAX) return garbled(d);
    d->ended = true;
    return ST_OK;
}

static status decode_refused(print_decoder *d, reader r)
{
    const char *key    = print_refusal_key((print_refusal)read_u8(&r));
    str         detail = read_bytes(&r, reader_left(&r));
    if (!key || r.bad || !str_is_text(detail)) return garbled(d);
    TRY(arena_copy(d->a, detail, &detail));
    return problem_detail(d->why, ST_INVALID, S(""), str_from(key), detail);
}

status print_decode(void *decoder, uint8_t type, str payload)
{
    print_decoder *d = decoder;
    if (d->ended) return garbled(d);
    switch (type) {
    case PRINT_FRAME_PDF: return decode_piece(d, payload);
    case PRINT_FRAME_LACK: return decode_lack(d, reader_over(payload));
    case PRINT_FRAME_END: return decode_end(d, reader_over(payload));
    case PRINT_FRAME_REFUSED: return decode_refused(d, reader_over(payload));
    default: return garbled(d);
    }
}

// ---- the worker --------------------------------------------------------------------------------

static status keep_piece(void *ctx, str bytes)
{
    return os_write_all(*(const int *)ctx, bytes);
}

// What an ended worker means for the person who wants the paper.
static status verdict(const print_decoder *d, const worker_outcome *o, problem *why)
{
    if (o->end == WORKER_DONE && d->ended) return ST_OK;
    bool late = o->end == WORKER_TIMED_OUT || (o->end == WORKER_DIED && o->signal == SIGXCPU);
    if (late) return problem_set(why, ST_LIMIT, S(""), S("print-timeout"));
    os_log(OS_WARN, "print.end", "%s, signal %d, code %d", worker_end_name(o->end), o->signal,
           o->exit_code);
    return problem_set(why, ST_INVALID, S(""), S("print-failed"));
}

static str cut_title(str title)
{
    ptrdiff_t n = title.len < PRINT_TITLE_BYTES_MAX ? title.len : PRINT_TITLE_BYTES_MAX;
    while (n > 0 && n < title.len && ((unsigned char)title.ptr[n] & 0xC0) == 0x80) n--;
    return str_slice(title, 0, n);
}

static status run(const print_options *o, int in_fd, print_decoder *d, arena scratch,
                  worker_outcome *outcome)
{
    str created = arena_printf(&scratch, "%lld", (long long)o->created_ms);
    if (!created.ptr) return ST_MEMORY;
    const worker_options w = {
        .program          = o->program,
        .name             = S("coloa-print"),
        .args             = { S("docx"), o->lang.len ? o->lang : S("vi-VN"), created,
                  o->title.len ? cut_title(o->title) : S("-") },
        .in_fd            = in_fd,
        .wall_ms          = o->wall_ms ? o->wall_ms : WALL_MS,
        .output_bytes_max = PRINT_PDF_BYTES_MAX + 1024 * 1024,
        .rules            = print_frame_rules,
        .frame            = print_decode,
        .ctx              = d,
    };
    TRY(worker_run(&w, scratch, outcome, d->why));
    return verdict(d, outcome, d->why);
}

static status print_into(const print_options *o, int in_fd, int out_fd, arena *a, print_made *out,
                         worker_outcome *outcome, problem *why)
{
    char *keep = NEW(a, char, KEEP_BYTES); // outlives the scratch: details
    if (!keep) return ST_MEMORY;
    arena         kept = arena_over(keep, KEEP_BYTES);
    print_made    made = { 0 };
    print_decoder d    = {
           .made = &made, .why = why, .a = &kept, .piece = keep_piece, .ctx = &out_fd
    };
    TRY(run(o, in_fd, &d, *a, outcome));
    TRY(os_rewind(out_fd));
    TRY(os_read_fd(out_fd, d.bytes, a, &made.pdf));
    if ((uint64_t)made.pdf.len != d.bytes) return ST_BROKEN;
    *out = made;
    return ST_OK;
}

status print_docx(const print_options *o, str docx, arena *a, print_made *out,
                  worker_outcome *outcome, problem *why)
{
    int            in_fd = -1, out_fd = -1;
    worker_outcome got = { 0 };
    if (docx.len > PRINT_DOCX_BYTES_MAX) {
        return problem_set(why, ST_INVALID, S(""), S("docx-too-large"));
    }
    status st = os_temp_in_memory(&in_fd);
    if (st == ST_OK) st = os_temp_in_memory(&out_fd);
    if (st == ST_OK) st = os_write_all(in_fd, docx);
    if (st != ST_OK) {
        st = problem_set(why, ST_BROKEN, S(""), S("worker-start"));
    } else {
        st = print_into(o, in_fd, out_fd, a, out, &got, why);
    }
    os_close(in_fd);
    os_close(out_fd);
    if (outcome) *outcome = got;
    return st;
}
