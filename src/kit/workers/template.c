// template.c - see template.h and template_frames.h.
#include "kit/workers/template.h"

#include <signal.h>
#include <string.h>

#include "kit/base/reader.h"
#include "kit/os/os.h"
#include "kit/workers/template_frames.h"
#include "kit/workers/worker.h"

enum { WALL_MS = 20 * 1000 };

const frame_rule template_frame_rules[] = {
    { TEMPLATE_FRAME_PART, 4 + TEMPLATE_NAME_MAX },
    { TEMPLATE_FRAME_DATA, TEMPLATE_PIECE_BYTES_MAX },
    { TEMPLATE_FRAME_HEALED, TEMPLATE_MARK_MAX },
    { TEMPLATE_FRAME_END, 4 },
    { TEMPLATE_FRAME_REFUSED, 1 + TEMPLATE_FIELD_MAX },
    { 0, 0 },
};

// ---- frames --------------------------------------------------------------------------------------

static status garbled(const template_decoder *d)
{
    return problem_set(d->why, ST_INVALID, S(""), S("template-reader"));
}

// What may name a file in a package, and nothing else.
static bool name_sound(str name)
{
    if (name.len == 0 || name.ptr[0] == '/' || str_find(name, S("..")) >= 0) return false;
    for (ptrdiff_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c < 0x20 || c > 0x7E || c == '\\' || c == ':') return false;
    }
    return true;
}

static status decode_part(template_decoder *d, reader r)
{
    uint32_t bytes = read_u32le(&r);
    str      name  = read_bytes(&r, reader_left(&r));
    bool     sound = !r.bad && !d->open && !d->out->healed_count &&
                 d->out->count < TEMPLATE_PARTS_MAX && name_sound(name) &&
                 bytes <= TEMPLATE_TAKEN_BYTES_MAX - d->total;
    if (!sound) return garbled(d);
    template_part *p = &d->out->parts[d->out->count];
    TRY(arena_copy(d->a, name, &p->name));
    d->into = arena_alloc(d->a, 1, 1, (size_t)bytes + 1);
    if (!d->into) return ST_MEMORY;
    p->bytes = (str){ d->into, (ptrdiff_t)bytes };
    d->open  = bytes;
    d->total += bytes;
    d->out->count++;
    return ST_OK;
}

static status decode_data(template_decoder *d, str bytes)
{
    if (bytes.len == 0 || (size_t)bytes.len > d->open) return garbled(d);
    memcpy(d->into, bytes.ptr, (size_t)bytes.len);
    d->into += bytes.len;
    d->open -= (size_t)bytes.len;
    return ST_OK;
}

static bool mark_sound(str name)
{
    for (ptrdiff_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    }
    return name.len > 0;
}

static status decode_healed(template_decoder *d, str name)
{
    if (d->open || !mark_sound(name) || d->out->healed_count == TEMPLATE_HEALED_MAX)
        return garbled(d);
    return arena_copy(d->a, name, &d->out->healed[d->out->healed_count++]);
}

static status decode_refused(template_decoder *d, reader r)
{
    const char *rule  = template_rule(read_u8(&r));
    str         field = read_bytes(&r, reader_left(&r));
    if (!rule || r.bad || !str_is_text(field)) return garbled(d);
    TRY(arena_copy(d->a, field, &field));
    return problem_detail(d->why, ST_INVALID, S("file"), str_from(rule), field);
}

status template_decode(void *decoder, uint8_t type, str payload)
{
    template_decoder *d = decoder;
    reader            r = reader_over(payload);
    if (d->ended) return garbled(d);
    switch (type) {
    case TEMPLATE_FRAME_PART: return decode_part(d, r);
    case TEMPLATE_FRAME_DATA: return decode_data(d, payload);
    case TEMPLATE_FRAME_HEALED: return decode_healed(d, payload);
    case TEMPLATE_FRAME_REFUSED: return decode_refused(d, r);
    case TEMPLATE_FRAME_END: break;
    default: return garbled(d);
    }
    d->ended = read_u32le(&r) == d->out->count && !r.bad && !d->open && d->out->count > 0;
    return d->ended ? ST_OK : garbled(d);
}

// ---- the worker --------------------------------------------------------------------------------------

status template_read(str program, int fd, arena *a, template_taken *out, problem *why)
{
    os_file_info info;
    *out       = (template_taken){ .parts = NEW(a, template_part, TEMPLATE_PARTS_MAX) };
    char *room = arena_alloc(a, 1, 1, 256 * 1024); // for the worker's frames
    if (!out->parts || !room) return ST_MEMORY;
    TRY(os_info(fd, &info));
    if (info.bytes > TEMPLATE_FILE_BYTES_MAX)
        return problem_set(why, ST_INVALID, S("file"), S("docx-too-large"));
    template_decoder     d = { .out = out, .a = a, .why = why };
    const worker_options w = {
        .program          = program,
        .name             = S("coloa-parse"),
        .args             = { S("template") },
        .in_fd            = fd,
        .wall_ms          = WALL_MS,
        .output_bytes_max = TEMPLATE_TAKEN_BYTES_MAX + 1024 * 1024,
        .rules            = template_frame_rules,
        .frame            = template_decode,
        .ctx              = &d,
    };
    worker_outcome got = { 0 };
    TRY(worker_run(&w, arena_over(room, 256 * 1024), &got, why));
    if (got.end == WORKER_DONE && d.ended) return ST_OK;
    bool late = got.end == WORKER_TIMED_OUT || (got.end == WORKER_DIED && got.signal == SIGXCPU);
    if (late) return problem_set(why, ST_LIMIT, S("file"), S("template-timeout"));
    os_log(OS_WARN, "template.end", "%s, signal %d, code %d", worker_end_name(got.end), got.signal,
           got.exit_code);
    return problem_set(why, ST_INVALID, S("file"), S("template-reader"));
}
