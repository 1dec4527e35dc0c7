// main.c - coloa-unpack, the sealed program: an archive on descriptor 0, frames with its members on descriptor 1
// (kit/workers/archive_frames.h). Nobody calls it by hand; archive_unpack does.
//
// usage: coloa-unpack zip
//        coloa-unpack nursery
#include <string.h>

#include "kit/workers/archive_frames.h"
#include "kit/workers/sealed.h"
#include "unpack/unpack.h"

enum {
    HEAP_BYTES   = 256 * 1024 * 1024, // the directory of 100,000 members, and what inflate needs
    CPU_SECONDS  = 3600,
    OUT_BYTES    = 256 * 1024,
    HEAP_AT_ONCE = 128 * 1024,
};

static bool warm(bool many)
{
    (void)many;
    return true;
}

static bool words(const char *const *w, size_t count, frame_out *out)
{
    (void)out;
    return count == 1 && strcmp(w[0], "zip") == 0;
}

static void work(const sealed_job *given)
{
    unpack_zip(given->input, given->out);
}

int main(int argc, char **argv)
{
    static const sealed_program self = {
        .limits          = { HEAP_BYTES, CPU_SECONDS },
        .input_bytes_max = (size_t)ARCHIVE_FILE_MAX,
        .out_bytes       = OUT_BYTES,
        .heap_at_once    = HEAP_AT_ONCE,
        .warm            = warm,
        .words           = words,
        .work            = work,
    };
    return sealed_main(&self, argc, argv);
}
