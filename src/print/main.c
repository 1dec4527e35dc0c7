// main.c - coloa-print, the sealed program: reads descriptor 0, answers in frames on descriptor 1.
//
// usage: coloa-print docx LANG CREATED_MS TITLE|-
//
// Everything it will need is laid out first: the input mapped, the rooms reserved, its own fonts
// opened. Then it seals itself, and only then looks at the first byte.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kit/workers/print.h"
#include "kit/workers/seal.h"
#include "print/print.h"

enum {
    EXIT_USAGE  = 2,
    EXIT_SEAL   = 3,
    EXIT_ANSWER = 4,
    WORK_BYTES  = 256 * 1024 * 1024, // the text read and laid out; untouched pages cost nothing
    PDF_BYTES   = 2 * PRINT_PDF_BYTES_MAX,
    OUT_BYTES   = 2 * FRAME_OUT_BYTES,
    HEAP_BYTES  = 192 * 1024 * 1024, // for the libraries, who keep their own memory
    CPU_SECONDS = 20,
};

static status answer(void *ctx, str bytes)
{
    (void)ctx;
    while (bytes.len) {
        ssize_t n = write(STDOUT_FILENO, bytes.ptr, (size_t)bytes.len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return ST_BROKEN;
        bytes = str_slice(bytes, n, bytes.len);
    }
    return ST_OK;
}

static void *reserve(size_t bytes)
{
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                   -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

// The file behind descriptor 0 as memory. Should someone cut it short meanwhile, reading beyond its
// end ends this process, which the parent tells from every other end.
static bool map_input(str *bytes)
{
    struct stat st;
    if (fstat(STDIN_FILENO, &st) != 0 || !S_ISREG(st.st_mode)) return false;
    *bytes = (str){ "", 0 };
    if (st.st_size == 0) return true;
    if (st.st_size > PRINT_DOCX_BYTES_MAX) return false;
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    if (p == MAP_FAILED) return false;
    *bytes = (str){ p, st.st_size };
    return true;
}

static bool lay_out(print_job *job, fonts *f, frame_out *out)
{
    void *work = reserve(WORK_BYTES), *pdf = reserve(PDF_BYTES), *room = reserve(OUT_BYTES);
    if (!work || !pdf || !room || fonts_open(f) != ST_OK) return false;
    job->work  = arena_over(work, WORK_BYTES);
    job->pdf   = arena_over(pdf, PDF_BYTES);
    *out       = frame_out_over(room, OUT_BYTES, answer, NULL);
    job->out   = out;
    job->fonts = f;
    // libzip and cairo turn moments to local time: no zone file may have to be opened for that.
    if (setenv("TZ", "UTC0", 1) != 0) return false;
    tzset();
    if (getrandom(&job->salt, sizeof job->salt, 0) != sizeof job->salt) return false;
    job->salt |= 1;
    return map_input(&job->docx);
}

static bool arguments(int argc, char **argv, print_job *job)
{
    if (argc != 5 || strcmp(argv[1], "docx") != 0) return false;
    job->lang  = str_from(argv[2]);
    job->title = str_from(strcmp(argv[4], "-") == 0 ? "" : argv[4]);
    return str_int(str_from(argv[3]), &job->created_ms);
}

static bool seal(frame_out *out)
{
    const seal_limits limits = { HEAP_BYTES, CPU_SECONDS };
    seal_state        state;
    if (seal_worker(&limits, &state) != ST_OK) return false;
    frame_begin(out, FRAME_SEALED);
    frame_u8(out, (uint8_t)state.landlock_abi);
    frame_u8(out, 1);
    frame_end(out);
    return true;
}

int main(int argc, char **argv)
{
    static fonts f;
    print_job    job = { 0 };
    frame_out    out;
    if (!arguments(argc, argv, &job)) return EXIT_USAGE;
    if (!lay_out(&job, &f, &out) || !seal(&out)) return EXIT_SEAL;
    print_document(&job);
    _exit(frame_finish(&out) == ST_OK ? 0 : EXIT_ANSWER);
}
