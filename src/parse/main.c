// main.c - coloa-parse, the sealed program: reads descriptor 0, answers in frames on descriptor 1.
//
// usage: coloa-parse sheet any|xlsx|csv [SHEET NAME]
//        coloa-parse signatures NOW_MS
//
// Everything it will need is laid out first: the input mapped, the rooms reserved, the time zone
// settled. Then it seals itself, and only then looks at the first byte.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kit/workers/seal.h"
#include "kit/workers/signature_frames.h"
#include "parse/parse.h"
#include "parse/signature.h"

enum {
    EXIT_USAGE       = 2,
    EXIT_SEAL        = 3,
    EXIT_ANSWER      = 4,
    HEAP_BYTES       = 64 * 1024 * 1024, // for expat and libzip, who keep their own memory
    CPU_SECONDS      = 20,
    SIGNED_BYTES_MAX = SIGNATURE_HEAD_BYTES + SIGNATURE_ROOTS_BYTES_MAX + SIGNATURE_PDF_BYTES_MAX,
};

typedef struct layout {
    parse_room room;
    frame_out  out;
    parse_job  job;
} layout;

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
static bool map_input(str *bytes, int64_t bytes_max)
{
    struct stat st;
    if (fstat(STDIN_FILENO, &st) != 0 || !S_ISREG(st.st_mode)) return false;
    *bytes = (str){ "", 0 };
    if (st.st_size == 0) return true;
    if (st.st_size > bytes_max) st.st_size = bytes_max + 1; // told as too big
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    if (p == MAP_FAILED) return false;
    *bytes = (str){ p, st.st_size };
    return true;
}

// libzip and the crypto library turn moments to local time: no zone file may have to be opened for that.
static bool settle_zone(void)
{
    if (setenv("TZ", "UTC0", 1) != 0) return false;
    tzset();
    return true;
}

static bool lay_out(layout *l)
{
    void *small = reserve(PARSE_ARENA_BYTES), *out = reserve(PARSE_OUT_BYTES);
    l->room.text        = reserve(PARSE_STRING_BYTES_MAX);
    l->room.text_cap    = PARSE_STRING_BYTES_MAX;
    l->room.strings     = reserve(PARSE_STRINGS_MAX * sizeof(parse_string));
    l->room.strings_cap = PARSE_STRINGS_MAX;
    if (!small || !out || !l->room.text || !l->room.strings) return false;
    l->room.small = arena_over(small, PARSE_ARENA_BYTES);
    l->out        = frame_out_over(out, PARSE_OUT_BYTES, answer, NULL);
    l->job.room   = &l->room;
    l->job.out    = &l->out;
    if (!settle_zone()) return false;
    if (getrandom(&l->job.salt, sizeof l->job.salt, 0) != sizeof l->job.salt) return false;
    l->job.salt |= 1;
    return map_input(&l->job.bytes, SHEET_FILE_BYTES_MAX);
}

static bool arguments(int argc, char **argv, parse_job *job)
{
    if (argc < 3 || argc > 4 || strcmp(argv[1], "sheet") != 0) return false;
    job->format = strcmp(argv[2], "xlsx") == 0  ? SHEET_XLSX
                  : strcmp(argv[2], "csv") == 0 ? SHEET_CSV
                                                : SHEET_ANY;
    job->sheet  = str_from(argc == 4 ? argv[3] : "");
    return true;
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

static int signatures(str now)
{
    signature_job job  = { 0 };
    frame_out     out  = { 0 };
    void         *room = reserve(2 * (size_t)SIGNED_BYTES_MAX), *answers = reserve(PARSE_OUT_BYTES);
    if (!str_int(now, &job.now_ms)) return EXIT_USAGE;
    if (!room || !answers || !settle_zone() || !signature_prepare()) return EXIT_SEAL;
    out      = frame_out_over(answers, PARSE_OUT_BYTES, answer, NULL);
    job.out  = &out;
    job.room = arena_over(room, 2 * (size_t)SIGNED_BYTES_MAX);
    if (!map_input(&job.bytes, SIGNED_BYTES_MAX) || !seal(&out)) return EXIT_SEAL;
    parse_signatures(&job);
    return frame_finish(&out) == ST_OK ? 0 : EXIT_ANSWER;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "signatures") == 0) _exit(signatures(str_from(argv[2])));
    layout l = { 0 };
    if (!arguments(argc, argv, &l.job)) return EXIT_USAGE;
    if (!lay_out(&l) || !seal(&l.out)) return EXIT_SEAL;
    parse_sheet(&l.job);
    _exit(frame_finish(&l.out) == ST_OK ? 0 : EXIT_ANSWER);
}
