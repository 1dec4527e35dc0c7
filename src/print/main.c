// main.c - coloa-print, the sealed program: a docx on descriptor 0, frames with its PDF on descriptor 1; or a
// picture, and a small one drawn anew.
//
// usage: coloa-print docx LANG CREATED_MS TITLE|-
//        coloa-print picture
//        coloa-print nursery
#include <string.h>

#include "kit/workers/picture.h"
#include "kit/workers/print.h"
#include "kit/workers/sealed.h"
#include "print/picture.h"
#include "print/print.h"

enum {
    WORK_BYTES  = 256 * 1024 * 1024, // the text read and laid out; untouched pages cost nothing
    PDF_BYTES   = 2 * PRINT_PDF_BYTES_MAX,
    HEAP_BYTES  = 192 * 1024 * 1024, // for the libraries, who keep their own memory
    CPU_SECONDS = 20,
    // What a page or two need:
    WORK_AT_ONCE = 256 * 1024,
    PDF_AT_ONCE  = 96 * 1024,
    HEAP_AT_ONCE = 1024 * 1024,
};

static fonts     own_fonts;
static print_job job;
static bool      wants_picture;

_Static_assert((int)WORK_BYTES >= (int)PICTURE_WORK_BYTES, "a picture has room");
_Static_assert((int)PICTURE_IN_BYTES_MAX > (int)PRINT_DOCX_BYTES_MAX, "each holds its own limit");

static bool warm(bool many)
{
    void *work = sealed_room(WORK_BYTES, WORK_AT_ONCE), *pdf = sealed_room(PDF_BYTES, PDF_AT_ONCE);
    if (!work || !pdf || fonts_open(&own_fonts) != ST_OK) return false;
    job.work  = arena_over(work, WORK_BYTES);
    job.pdf   = arena_over(pdf, PDF_BYTES);
    job.fonts = &own_fonts;
    return !many || fonts_rehearse(&own_fonts) == ST_OK;
}

static bool words(const char *const *w, size_t count, frame_out *out)
{
    wants_picture = count == 1 && strcmp(w[0], "picture") == 0;
    job.out       = out;
    if (wants_picture) return true;
    if (count != 4 || strcmp(w[0], "docx") != 0) return false;
    job.lang  = str_from(w[1]);
    job.title = str_from(strcmp(w[3], "-") == 0 ? "" : w[3]);
    return str_int(str_from(w[2]), &job.created_ms);
}

static void work(const sealed_job *given)
{
    if (wants_picture) {
        picture_shrink(&(picture_job){ given->input, job.work, job.out });
        return;
    }
    job.docx = given->input;
    job.salt = given->salt;
    print_document(&job);
}

int main(int argc, char **argv)
{
    static const sealed_program self = {
        .limits          = { HEAP_BYTES, CPU_SECONDS },
        .input_bytes_max = PICTURE_IN_BYTES_MAX,
        .out_bytes       = 2 * FRAME_OUT_BYTES,
        .heap_at_once    = HEAP_AT_ONCE,
        .warm            = warm,
        .words           = words,
        .work            = work,
    };
    return sealed_main(&self, argc, argv);
}
