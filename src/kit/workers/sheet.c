// sheet.c - see sheet.h and sheet_frames.h.
#include "kit/workers/sheet.h"

#include <assert.h>
#include <signal.h>
#include <string.h>

#include "kit/base/reader.h"
#include "kit/os/os.h"
#include "kit/workers/sheet_frames.h"

enum {
    WALL_MS          = 60 * 1000,
    OUTPUT_BYTES_MAX = 256 * 1024 * 1024,
    COPY_BYTES       = 64 * 1024,
    KEEP_BYTES       = 16 * 1024,
};

const frame_rule sheet_frame_rules[] = {
    { SHEET_FRAME_BOOK, SHEET_BOOK_FRAME_MAX },
    { SHEET_FRAME_ROW, SHEET_ROW_FRAME_MAX },
    { SHEET_FRAME_MERGE, 12 },
    { SHEET_FRAME_END, 4 },
    { SHEET_FRAME_REFUSED, 8 + SHEET_DETAIL_BYTES_MAX },
    { 0, 0 },
};

const char *sheet_refusal_key(sheet_refusal why)
{
    switch (why) {
    case SHEET_EMPTY: return "sheet-empty";
    case SHEET_TOO_BIG: return "sheet-too-big";
    case SHEET_NOT_A_SHEET: return "sheet-not-a-sheet";
    case SHEET_OTHER_KIND: return "sheet-other-kind";
    case SHEET_OLD_XLS: return "sheet-old-xls";
    case SHEET_PASSWORD: return "sheet-password";
    case SHEET_MACROS: return "sheet-macros";
    case SHEET_TRUNCATED: return "sheet-truncated";
    case SHEET_BROKEN: return "sheet-broken";
    case SHEET_BOMB: return "sheet-bomb";
    case SHEET_ENTITIES: return "sheet-entities";
    case SHEET_NO_SUCH_SHEET: return "sheet-no-such-sheet";
    case SHEET_TOO_MANY_ROWS: return "sheet-too-many-rows";
    case SHEET_TOO_MANY_COLUMNS: return "sheet-too-many-columns";
    case SHEET_CELL_TOO_LONG: return "sheet-cell-too-long";
    case SHEET_ROW_TOO_LONG: return "sheet-row-too-long";
    case SHEET_TOO_MANY_STRINGS: return "sheet-too-many-strings";
    case SHEET_ENCODING: return "sheet-encoding";
    case SHEET_CONTROL_BYTES: return "sheet-control-bytes";
    case SHEET_QUOTES: return "sheet-quotes";
    }
    return NULL;
}

str sheet_cell_name(arena *a, int64_t row, int32_t column)
{
    char   letters[8];
    size_t at = sizeof letters;
    for (int32_t c = column; c > 0 && at > 0; c = (c - 1) / 26) {
        letters[--at] = (char)('A' + (c - 1) % 26);
    }
    str name = { letters + at, (ptrdiff_t)(sizeof letters - at) };
    if (row <= 0) return arena_printf(a, STR_FMT, STR_ARG(name));
    return arena_printf(a, STR_FMT "%lld", STR_ARG(name), (long long)row);
}

// ---- frames to rows; every number is checked before it is believed -------------------------------

static uint16_t read_u16le(reader *r)
{
    return (uint16_t)read_le(r, 2);
}

static status garbled(sheet_decoder *d)
{
    return problem_set(d->why, ST_INVALID, S(""), S("sheet-reader-failed"));
}

static status decode_book(sheet_decoder *d, reader r)
{
    sheet_book *b = &d->book;
    if (d->booked) return garbled(d);
    b->format = read_u8(&r);
    b->chosen = read_u16le(&r);
    b->count  = read_u16le(&r);
    if (b->format != SHEET_XLSX && b->format != SHEET_CSV) return garbled(d);
    if (b->count > SHEET_NAMES_MAX || b->chosen >= b->count) return garbled(d);
    for (size_t i = 0; i < b->count; i++) {
        b->hidden[i] = read_u8(&r) != 0;
        str name     = read_bytes(&r, read_u16le(&r));
        if (name.len > SHEET_NAME_BYTES_MAX || !str_is_utf8(name)) return garbled(d);
        TRY(arena_copy(d->a, name, &b->names[i]));
    }
    if (r.bad || reader_left(&r)) return garbled(d);
    d->booked = true;
    return d->sink->book ? d->sink->book(d->sink->ctx, b) : ST_OK;
}

static bool cell_read(reader *r, int32_t after, sheet_cell *c)
{
    c->column     = read_u16le(r);
    c->kind       = (cell_kind)read_u8(r);
    uint32_t size = read_u32le(r);
    c->text       = read_bytes(r, size);
    if (r->bad || size > SHEET_CELL_BYTES_MAX) return false;
    if (c->column <= after || c->column > SHEET_COLUMNS_MAX) return false;
    if (c->kind < CELL_TEXT || c->kind > CELL_FORMULA) return false;
    return str_is_utf8(c->text) && !memchr(c->text.ptr, 0, (size_t)c->text.len);
}

static status decode_row(sheet_decoder *d, reader r)
{
    sheet_row row = { .number = read_u32le(&r), .cells = d->cells };
    row.count     = read_u16le(&r);
    if (!d->booked || d->merges || row.number <= d->last_row) return garbled(d);
    if (row.number > SHEET_ROW_NUMBER_MAX || ++d->rows > SHEET_ROWS_MAX) return garbled(d);
    if (row.count == 0 || row.count > SHEET_COLUMNS_MAX) return garbled(d);
    int32_t after = 0;
    for (size_t i = 0; i < row.count; i++) {
        if (!cell_read(&r, after, &d->cells[i])) return garbled(d);
        after = d->cells[i].column;
    }
    if (reader_left(&r)) return garbled(d);
    d->last_row = row.number;
    return d->sink->row(d->sink->ctx, &row);
}

static status decode_merge(sheet_decoder *d, reader r)
{
    sheet_merge m  = { .first_row = read_u32le(&r), .last_row = read_u32le(&r) };
    m.first_column = read_u16le(&r);
    m.last_column  = read_u16le(&r);
    if (r.bad || reader_left(&r) || !d->booked) return garbled(d);
    if (++d->merges > SHEET_MERGES_MAX) return garbled(d);
    if (m.first_row < 1 || m.last_row < m.first_row || m.last_row > SHEET_ROW_NUMBER_MAX) {
        return garbled(d);
    }
    if (m.first_column < 1 || m.last_column < m.first_column) return garbled(d);
    return d->sink->merge ? d->sink->merge(d->sink->ctx, &m) : ST_OK;
}

static status decode_end(sheet_decoder *d, reader r)
{
    if (read_u32le(&r) != d->rows || r.bad || !d->booked) return garbled(d);
    d->ended = true;
    return ST_OK;
}

static status decode_refused(sheet_decoder *d, reader r)
{
    const char *key    = sheet_refusal_key((sheet_refusal)read_u16le(&r));
    uint32_t    row    = read_u32le(&r);
    int32_t     column = read_u16le(&r);
    str         detail = read_bytes(&r, reader_left(&r));
    if (!key || r.bad || row > SHEET_ROW_NUMBER_MAX || !str_is_utf8(detail)) return garbled(d);
    if (detail.len) {
        TRY(arena_copy(d->a, detail, &detail));
    } else if (column) {
        detail = sheet_cell_name(d->a, row, column);
    }
    if (d->why) d->why->row = row;
    return problem_detail(d->why, ST_INVALID, S(""), str_from(key), detail);
}

status sheet_decode(void *decoder, uint8_t type, str payload)
{
    sheet_decoder *d = decoder;
    if (d->ended) return garbled(d);
    switch (type) {
    case SHEET_FRAME_BOOK: return decode_book(d, reader_over(payload));
    case SHEET_FRAME_ROW: return decode_row(d, reader_over(payload));
    case SHEET_FRAME_MERGE: return decode_merge(d, reader_over(payload));
    case SHEET_FRAME_END: return decode_end(d, reader_over(payload));
    case SHEET_FRAME_REFUSED: return decode_refused(d, reader_over(payload));
    default: return garbled(d);
    }
}

// ---- the worker --------------------------------------------------------------------------------

static status copy_all(int from, int to)
{
    char    piece[COPY_BYTES];
    int64_t total = 0;
    for (;;) {
        size_t n = 0;
        TRY(os_recv(from, piece, sizeof piece, WALL_MS, &n));
        if (n == 0) return ST_OK;
        total += (int64_t)n;
        if (total > SHEET_FILE_BYTES_MAX) return ST_INVALID;
        TRY(os_write_all(to, (str){ piece, (ptrdiff_t)n }));
    }
}

// The worker maps its input, so what is no plain file is first copied to one without a name.
// *copy is -1 when that was not needed.
static status spool(int fd, int *copy, problem *why)
{
    os_file_info info;
    *copy     = -1;
    status st = os_info(fd, &info);
    if (st == ST_OK && info.is_regular) return ST_OK;
    if (st == ST_OK) st = os_temp_in_memory(copy);
    if (st == ST_OK) st = copy_all(fd, *copy);
    if (st == ST_OK) return ST_OK;
    os_close(*copy);
    if (st == ST_INVALID) return problem_set(why, ST_INVALID, S(""), S("sheet-too-big"));
    return problem_set(why, ST_BROKEN, S(""), S("worker-start"));
}

// What an ended worker means for the person who sent the file.
static status verdict(const sheet_decoder *d, const worker_outcome *o, problem *why)
{
    switch (o->end) {
    case WORKER_DONE:
        if (d->ended) return ST_OK;
        break;
    case WORKER_DIED:
        if (o->signal == SIGXCPU) {
            return problem_set(why, ST_LIMIT, S(""), S("sheet-timeout"));
        }
        break;
    case WORKER_TIMED_OUT: return problem_set(why, ST_LIMIT, S(""), S("sheet-timeout"));
    case WORKER_FLOODED: return problem_set(why, ST_LIMIT, S(""), S("sheet-flooded"));
    case WORKER_GARBLED:
    case WORKER_STOPPED: break;
    }
    return problem_set(why, ST_INVALID, S(""), S("sheet-reader-failed"));
}

static str format_word(sheet_format f)
{
    switch (f) {
    case SHEET_ANY: return S("any");
    case SHEET_XLSX: return S("xlsx");
    case SHEET_CSV: return S("csv");
    }
    return S("any");
}

status sheet_read(const sheet_options *o, int fd, const sheet_sink *sink, arena *a,
                  worker_outcome *outcome, problem *why)
{
    assert(sink && sink->row);
    char *keep = NEW(a, char,
                     KEEP_BYTES); // outlives the scratch below: names, the problem's detail
    if (!keep) return ST_MEMORY;
    arena          kept    = arena_over(keep, KEEP_BYTES);
    arena          scratch = *a;
    sheet_decoder *d       = NEW(&scratch, sheet_decoder, 1);
    if (!d) return ST_MEMORY;
    d->sink = sink;
    d->why  = why;
    d->a    = &kept;

    int copy = -1;
    TRY(spool(fd, &copy, why));
    const worker_options w = {
        .program          = o->program,
        .name             = S("coloa-parse"),
        .args             = { S("sheet"), format_word(o->format), o->sheet },
        .in_fd            = copy >= 0 ? copy : fd,
        .wall_ms          = o->wall_ms ? o->wall_ms : WALL_MS,
        .output_bytes_max = OUTPUT_BYTES_MAX,
        .rules            = sheet_frame_rules,
        .frame            = sheet_decode,
        .ctx              = d,
    };
    worker_outcome got = { 0 };
    status         ran = worker_run(&w, scratch, &got, why);
    os_close(copy);
    if (outcome) *outcome = got;
    if (ran != ST_OK) return ran;
    return verdict(d, &got, why);
}
