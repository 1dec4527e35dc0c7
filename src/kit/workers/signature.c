// signature.c - see signature.h and signature_frames.h.
#include "kit/workers/signature.h"

#include <signal.h>

#include "kit/base/reader.h"
#include "kit/os/os.h"
#include "kit/workers/signature_frames.h"

enum {
    WALL_MS          = 30 * 1000,
    OUTPUT_BYTES_MAX = 1024 * 1024,
    COPY_BYTES       = 64 * 1024,
    KEEP_BYTES       = 160 * 1024, // names of the most certificates and signatures there can be
};

const frame_rule signature_frame_rules[] = {
    { SIGNATURE_FRAME_ROOT, SIGNATURE_ROOT_FRAME_MAX },
    { SIGNATURE_FRAME_ONE, SIGNATURE_ONE_FRAME_MAX },
    { SIGNATURE_FRAME_END, 8 },
    { SIGNATURE_FRAME_REFUSED, 1 },
    { 0, 0 },
};

const char *signature_refusal_key(signature_refusal why)
{
    switch (why) {
    case SIGNATURE_NOT_PDF: return "pdf-not-pdf";
    case SIGNATURE_TOO_BIG: return "pdf-too-big";
    case SIGNATURE_TOO_MANY: return "pdf-too-many-signatures";
    case SIGNATURE_ROOT_UNREADABLE: return "certificate-unreadable";
    case SIGNATURE_ROOTS_TOO_MANY: return "certificate-too-many";
    }
    return NULL;
}

// ---- frames; every number is checked before it is believed ---------------------------------------

static status garbled(signature_decoder *d)
{
    return problem_set(d->why, ST_INVALID, S(""), S("signature-reader-failed"));
}

static uint16_t read_u16le(reader *r)
{
    return (uint16_t)read_le(r, 2);
}

static status read_texts(signature_decoder *d, reader *r, str *const *to, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        str text = read_bytes(r, read_u16le(r));
        if (r->bad || text.len > SIGNATURE_TEXT_MAX || !str_is_text(text)) return garbled(d);
        TRY(arena_copy(d->a, text, to[i]));
    }
    return r->bad || reader_left(r) ? garbled(d) : ST_OK;
}

static status decode_root(signature_decoder *d, reader r)
{
    if (d->root_count == SIGNATURE_ROOTS_MAX || d->count) return garbled(d);
    signature_root *root = &d->roots[d->root_count++];
    *root                = (signature_root){ .authority = read_u8(&r) != 0 };
    root->valid_from_ms  = (int64_t)read_u64le(&r);
    root->valid_to_ms    = (int64_t)read_u64le(&r);
    str *const texts[]   = { &root->sha256, &root->subject, &root->issuer, &root->serial };
    TRY(read_texts(d, &r, texts, COUNT(texts)));
    return root->sha256.len == SIGNATURE_HASH_LENGTH ? ST_OK : garbled(d);
}

static status decode_one(signature_decoder *d, reader r)
{
    if (d->count == SIGNATURES_MAX) return garbled(d);
    signature *s = &d->signatures[d->count++];
    *s           = (signature){ .bytes = (signature_bytes)read_u8(&r) };
    s->whole     = read_u8(&r) != 0;
    s->chain     = (signature_chain)read_u8(&r);
    s->time      = (signature_time)read_u8(&r);
    if (s->bytes < SIGNATURE_INTACT || s->bytes > SIGNATURE_UNREADABLE) return garbled(d);
    if (s->chain < SIGNATURE_TRUSTED || s->chain > SIGNATURE_UNCHECKED) return garbled(d);
    if (s->time < SIGNATURE_TIME_NONE || s->time > SIGNATURE_TIME_STAMPED) return garbled(d);
    s->signed_ms       = (int64_t)read_u64le(&r);
    s->valid_from_ms   = (int64_t)read_u64le(&r);
    s->valid_to_ms     = (int64_t)read_u64le(&r);
    str *const texts[] = { &s->signer, &s->organisation, &s->issuer,
                           &s->serial, &s->digest,       &s->kind };
    return read_texts(d, &r, texts, COUNT(texts));
}

static status decode_end(signature_decoder *d, reader r)
{
    bool same = read_u32le(&r) == d->root_count && read_u32le(&r) == d->count;
    if (!same || r.bad) return garbled(d);
    d->ended = true;
    return ST_OK;
}

static status decode_refused(signature_decoder *d, reader r)
{
    const char *key = signature_refusal_key((signature_refusal)read_u8(&r));
    return key ? problem_set(d->why, ST_INVALID, S(""), str_from(key)) : garbled(d);
}

status signature_decode(void *decoder, uint8_t type, str payload)
{
    signature_decoder *d = decoder;
    if (d->ended) return garbled(d);
    switch (type) {
    case SIGNATURE_FRAME_ROOT: return decode_root(d, reader_over(payload));
    case SIGNATURE_FRAME_ONE: return decode_one(d, reader_over(payload));
    case SIGNATURE_FRAME_END: return decode_end(d, reader_over(payload));
    case SIGNATURE_FRAME_REFUSED: return decode_refused(d, reader_over(payload));
    default: return garbled(d);
    }
}

// ---- the worker --------------------------------------------------------------------------------

static status copy_pdf(int from, int to, arena scratch, problem *why)
{
    char *piece = NEW(&scratch, char, COPY_BYTES);
    if (!piece) return ST_MEMORY;
    for (int64_t at = 0;;) {
        size_t n = 0;
        TRY(os_read_at(from, at, piece, COPY_BYTES, &n));
        if (n == 0) return ST_OK;
        at += (int64_t)n;
        if (at > SIGNATURE_PDF_BYTES_MAX)
            return problem_set(why, ST_INVALID, S(""), S("pdf-too-big"));
        TRY(os_write_all(to, (str){ piece, (ptrdiff_t)n }));
    }
}

// Certificates and PDF as one file, since a worker is given one descriptor.
static status gather(const signature_options *o, int pdf_fd, int to, arena scratch, problem *why)
{
    uint32_t   n      = (uint32_t)o->roots.len;
    const char head[] = { (char)n, (char)(n >> 8), (char)(n >> 16), (char)(n >> 24) };
    TRY(os_write_all(to, (str){ head, SIGNATURE_HEAD_BYTES }));
    TRY(os_write_all(to, o->roots));
    return pdf_fd >= 0 ? copy_pdf(pdf_fd, to, scratch, why) : ST_OK;
}

static status verdict(const signature_decoder *d, const worker_outcome *o)
{
    if (o->end == WORKER_DONE && d->ended) return ST_OK;
    bool late = o->end == WORKER_TIMED_OUT || (o->end == WORKER_DIED && o->signal == SIGXCPU);
    if (late) return problem_set(d->why, ST_LIMIT, S(""), S("signature-timeout"));
    os_log(OS_WARN, "signature.end", "%s, signal %d, code %d", worker_end_name(o->end), o->signal,
           o->exit_code);
    return problem_set(d->why, ST_INVALID, S(""), S("signature-reader-failed"));
}

static status run(const signature_options *o, int in_fd, signature_decoder *d, arena scratch)
{
    str now = arena_printf(&scratch, "%lld", (long long)o->now_ms);
    if (!now.ptr) return ST_MEMORY;
    worker_outcome       got = { 0 };
    const worker_options w   = {
          .program          = o->program,
          .name             = S("coloa-parse"),
          .args             = { S("signatures"), now },
          .in_fd            = in_fd,
          .wall_ms          = o->wall_ms ? o->wall_ms : WALL_MS,
          .output_bytes_max = OUTPUT_BYTES_MAX,
          .rules            = signature_frame_rules,
          .frame            = signature_decode,
          .ctx              = d,
    };
    TRY(worker_run(&w, scratch, &got, d->why));
    return verdict(d, &got);
}

status signatures_read(const signature_options *o, int pdf_fd, arena *a, signature_report *out,
                       problem *why)
{
    if (o->roots.len > SIGNATURE_ROOTS_BYTES_MAX)
        return problem_set(why, ST_INVALID, S(""), S("certificate-too-many"));
    signature_decoder d    = { .why = why };
    char             *keep = NEW(a, char, KEEP_BYTES);
    d.roots                = NEW(a, signature_root, SIGNATURE_ROOTS_MAX);
    d.signatures           = NEW(a, signature, SIGNATURES_MAX);
    if (!keep || !d.roots || !d.signatures) return ST_MEMORY;
    arena kept = arena_over(keep, KEEP_BYTES);
    d.a        = &kept;
    int in_fd  = -1;
    TRY(os_temp_in_memory(&in_fd));
    status st = gather(o, pdf_fd, in_fd, *a, why);
    if (st == ST_OK) st = run(o, in_fd, &d, *a);
    os_close(in_fd);
    if (st != ST_OK) return st;
    *out = (signature_report){ d.roots, d.root_count, d.signatures, d.count };
    return ST_OK;
}
