// http_body.c - takes a body in as it comes: small ones into the request's memory, the files of a
// multipart form, or a body that is one file, to unnamed temporary files. Runs on the I/O loops; never waits for anyone.
#include "kit/http/http_inner.h"

enum {
    // What is still read of a body that will be refused, so that the browser gets to the answer.
    DROPPED_BYTES_MAX = 2 * HTTP_UPLOAD_BYTES_MAX,
    // A body must come at this rate after its first seconds.
    SLOW_GRACE_MS         = 20 * 1000,
    SLOW_BYTES_PER_SECOND = 4 * 1024,
};

static status refuse_body(exchange *x, int code)
{
    x->rq.refused = code;
    x->kind       = BODY_DROPPED;
    return ST_OK;
}

static int code_of(status st)
{
    if (st == ST_LIMIT) return 413;
    if (st == ST_INVALID) return 400;
    return st == ST_BROKEN ? 507 : 503; // 507: the disk took no more
}

static status spool(int fd, str bytes)
{
    return os_write_all(fd, bytes) == ST_OK ? ST_OK : ST_BROKEN; // a full disk is no limit of ours
}

static bool takes_files(exchange *x)
{
    const http_options *o = &x->server->options;
    return x->server->spool_fd >= 0 && (!o->takes_files || o->takes_files(o->ctx, &x->rq));
}

// ---- multipart ---------------------------------------------------------------------------------

static status on_part(void *ctx, str name, str filename, bool is_file)
{
    exchange     *x  = ctx;
    http_request *rq = &x->rq;
    str           field;
    TRY(arena_copy(&x->arena, name, &field));
    x->in_file = is_file;
    if (!is_file) {
        if (rq->form_count == HTTP_FIELDS_MAX) return ST_LIMIT;
        rq->form[rq->form_count] = (http_field){ field, S("") };
        x->memory                = buf_in(&x->arena, 256, HTTP_FORM_BYTES_MAX);
        return x->memory.failed ? ST_MEMORY : ST_OK;
    }
    if (rq->file_count == HTTP_FILES_MAX) return ST_LIMIT;
    http_file *file = &rq->files[rq->file_count];
    *file           = (http_file){ .field = field, .fd = -1 };
    TRY(arena_copy(&x->arena, filename, &file->filename));
    TRY(os_temp(x->server->spool_fd, &file->fd));
    rq->file_count++;
    return ST_OK;
}

static status on_data(void *ctx, str bytes)
{
    exchange *x = ctx;
    if (!x->in_file) {
        x->text_bytes += bytes.len;
        if (x->text_bytes > HTTP_FORM_BYTES_MAX) return ST_LIMIT;
        buf_put(&x->memory, bytes);
        return x->memory.failed ? ST_MEMORY : ST_OK;
    }
    http_file *file = &x->rq.files[x->rq.file_count - 1];
    file->size += bytes.len;
    if (file->size > HTTP_UPLOAD_BYTES_MAX) return ST_LIMIT;
    return spool(file->fd, bytes);
}

static status on_part_end(void *ctx)
{
    exchange     *x  = ctx;
    http_request *rq = &x->rq;
    if (!x->in_file) {
        str value = buf_str(&x->memory);
        if (!str_is_utf8(value) || str_find(value, (str){ "", 1 }) >= 0) return ST_INVALID;
        rq->form[rq->form_count++].value = value;
        return ST_OK;
    }
    http_file *file = &rq->files[rq->file_count - 1];
    if (file->size == 0 && file->filename.len == 0) { // a file field that was left empty
        os_close(file->fd);
        rq->file_count--;
        return ST_OK;
    }
    return os_rewind(file->fd);
}

static void begin_multipart(exchange *x, str boundary)
{
    bool files                = takes_files(x);
    x->kind                   = BODY_MULTIPART;
    x->most                   = HTTP_FORM_BYTES_MAX + (files ? HTTP_UPLOAD_BYTES_MAX : 0);
    x->rq.form                = NEW(&x->arena, http_field, HTTP_FIELDS_MAX);
    x->rq.files               = NEW(&x->arena, http_file, HTTP_FILES_MAX);
    http_multipart_sink *sink = NEW(&x->arena, http_multipart_sink, 1);
    if (sink) {
        *sink        = (http_multipart_sink){ on_part, on_data, on_part_end, x };
        x->multipart = http_multipart_new(&x->arena, boundary, sink);
    }
    if (!x->rq.form || !x->rq.files || !x->multipart) refuse_body(x, 503);
}

// ---- one file and nothing else -------------------------------------------------------------------

static void begin_file(exchange *x)
{
    x->kind     = BODY_FILE;
    x->most     = HTTP_UPLOAD_BYTES_MAX;
    x->rq.files = NEW(&x->arena, http_file, 1);
    if (!x->rq.files) {
        refuse_body(x, 503);
        return;
    }
    x->rq.files[0] = (http_file){ .field = S(""), .filename = S(""), .fd = -1 };
    status st      = os_temp(x->server->spool_fd, &x->rq.files[0].fd);
    if (st == ST_OK)
        x->rq.file_count = 1;
    else
        refuse_body(x, code_of(st));
}

static status feed_file(exchange *x, str bytes)
{
    http_file *file = &x->rq.files[0];
    file->size += bytes.len;
    status st = spool(file->fd, bytes);
    return st == ST_OK ? st : refuse_body(x, code_of(st));
}

// ---- any body ----------------------------------------------------------------------------------

void body_begin(exchange *x)
{
    int64_t length   = -1;
    str     boundary = { 0 };
    x->came          = 0;
    x->begun_ms      = os_monotonic_ns() / 1000000;
    str_int(http_request_header(&x->rq, S("Content-Length")), &length);
    if (x->rq.refused) {
        x->kind = BODY_DROPPED;
        return;
    }
    if (str_equal(x->rq.content_type, S("multipart/form-data"))) {
        boundary = http_multipart_boundary(http_request_header(&x->rq, S("Content-Type")));
        if (!boundary.len) {
            refuse_body(x, 400);
            return;
        }
        begin_multipart(x, boundary);
    } else if (str_equal(x->rq.content_type, S("application/octet-stream")) && takes_files(x)) {
        begin_file(x);
    } else {
        size_t first = length > 0 && length <= HTTP_FORM_BYTES_MAX ? (size_t)length : 4096;
        x->kind      = BODY_MEMORY;
        x->most      = HTTP_FORM_BYTES_MAX;
        x->memory    = buf_in(&x->arena, first, HTTP_FORM_BYTES_MAX);
        if (x->memory.failed) refuse_body(x, 503);
    }
    if (x->kind != BODY_DROPPED && length > x->most) refuse_body(x, 413);
}

static status too_slow(const exchange *x)
{
    int64_t spent_ms = os_monotonic_ns() / 1000000 - x->begun_ms - SLOW_GRACE_MS;
    return spent_ms > 0 && x->came < spent_ms / 1000 * SLOW_BYTES_PER_SECOND ? ST_LIMIT : ST_OK;
}

status body_feed(exchange *x, str bytes)
{
    x->came += bytes.len;
    TRY(too_slow(x));
    if (x->kind == BODY_DROPPED) return x->came > DROPPED_BYTES_MAX ? ST_LIMIT : ST_OK;
    if (x->came > x->most) return refuse_body(x, 413);
    if (x->kind == BODY_MEMORY) {
        buf_put(&x->memory, bytes);
        return x->memory.failed ? refuse_body(x, 503) : ST_OK;
    }
    if (x->kind == BODY_FILE) return feed_file(x, bytes);
    status st = http_multipart_feed(x->multipart, bytes);
    return st == ST_OK ? st : refuse_body(x, code_of(st));
}

void body_finish(exchange *x)
{
    if (x->kind == BODY_MEMORY) x->rq.body = buf_str(&x->memory);
    if (x->kind == BODY_MULTIPART && http_multipart_finish(x->multipart) != ST_OK)
        refuse_body(x, 400);
    if (x->kind == BODY_FILE && os_rewind(x->rq.files[0].fd) != ST_OK) refuse_body(x, 507);
}

void body_forget(exchange *x)
{
    for (size_t i = 0; i < x->rq.file_count; i++) {
        os_close(x->rq.files[i].fd);
    }
    x->rq.file_count = 0;
}
