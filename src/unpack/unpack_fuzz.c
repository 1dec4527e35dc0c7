// unpack_fuzz.c - a stranger's zip: whatever its bytes are, what comes out is frames that the other end takes, every
// member is told once, and the counts add up.
#include <assert.h>
#include <string.h>

#include "kit/workers/archive_frames.h"
#include "unpack/unpack.h"

static char   room[256 * 1024], gathered[4 * 1024 * 1024];
static size_t len;

static status keep(void *ctx, str bytes)
{
    (void)ctx;
    if ((size_t)bytes.len > sizeof(gathered) - len) return ST_LIMIT; // enough of it
    memcpy(gathered + len, bytes.ptr, (size_t)bytes.len);
    len += (size_t)bytes.len;
    return ST_OK;
}

static status member(void *ctx, str path, int64_t announced)
{
    (void)ctx, (void)announced;
    assert(path.len > 0 && path.ptr[0] != '/');
    return ST_OK;
}

static status data(void *ctx, str bytes)
{
    (void)ctx;
    assert(bytes.len > 0);
    return ST_OK;
}

static status done(void *ctx, archive_why why)
{
    (void)ctx, (void)why;
    return ST_OK;
}

static status left(void *ctx, str path, archive_why why)
{
    (void)ctx, (void)why;
    assert(str_is_text(path));
    return ST_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static const archive_sink sink   = { NULL, member, data, done, left };
    archive_counts            counts = { 0 };
    problem                   why    = { 0 };
    archive_decoder           d      = { .sink = &sink, .out = &counts, .why = &why };
    frame_out                 out    = frame_out_over(room, sizeof(room), keep, NULL);
    len                              = 0;
    unpack_zip((str){ (const char *)bytes, (ptrdiff_t)count }, &out);
    bool whole = frame_finish(&out) == ST_OK;
    str  rest  = { gathered, (ptrdiff_t)len }, payload;
    for (uint8_t type; rest.len > 0;) {
        size_t used;
        if (frame_next(rest, archive_frame_rules, &type, &payload, &used) != FRAME_READY) break;
        status st = archive_decode(&d, type, payload);
        if (st != ST_OK) {
            assert(str_starts(why.rule, S("archive-")) &&
                   !str_equal(why.rule, S("archive-reader")));
            return 0;
        }
        rest = str_slice(rest, (ptrdiff_t)used, rest.len);
    }
    if (whole) {
        assert(d.ended && rest.len == 0);
        assert(counts.read + counts.failed + counts.skipped + counts.folders == counts.members);
    }
    return 0;
}
