// sealed.c - see sealed.h: laying out, the seal, one job.
#include "kit/workers/sealed.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "kit/workers/nursery_wire.h"
#include "kit/workers/ring.h"

enum {
    AHEAD_MAX         = 8,
    WHOLE_BLOCK_BYTES = 32 * 1024 * 1024,  // blocks below come from the heap and are used again
    HEAP_STEP_BYTES   = 4 * 1024 * 1024,   // untouched it costs nothing
    HEAP_KEEP_BYTES   = 256 * 1024 * 1024, // a process of one job gives nothing back
};

static frame_out out;
static ring      way; // to the parent; without memory it is the pipe

static status answer(void *ctx, str bytes)
{
    (void)ctx;
    if (way.memory) return ring_put(&way, bytes);
    while (bytes.len) {
        ssize_t n = write(STDOUT_FILENO, bytes.ptr, (size_t)bytes.len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return ST_BROKEN;
        bytes = str_slice(bytes, n, bytes.len);
    }
    return ST_OK;
}

// ---- memory ----------------------------------------------------------------------------------------
// Each page met for the first time stops the process for a while. What a job is sure to need is therefore
// laid in at once for each; a kernel that cannot do so (before 5.14) leaves it as it was.

typedef struct stretch {
    char  *at;
    size_t bytes;
} stretch;

static stretch ahead[AHEAD_MAX];
static size_t  ahead_count;

static void lay_in_later(const void *at, size_t bytes)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE),
              from = ((uintptr_t)at + page - 1) & ~(page - 1);
    uintptr_t to   = ((uintptr_t)at + bytes) & ~(page - 1);
    if (ahead_count == AHEAD_MAX || to <= from) return;
    ahead[ahead_count++] = (stretch){ (char *)from, to - from };
}

static void lay_in(void)
{
    for (size_t i = 0; i < ahead_count; i++) {
        (void)!madvise(ahead[i].at, ahead[i].bytes, MADV_POPULATE_WRITE);
    }
}

void *sealed_room(size_t bytes, size_t at_once)
{
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                   -1, 0);
    if (p == MAP_FAILED) return NULL;
    lay_in_later(p, at_once);
    return p;
}

// The libraries take large blocks for a short while each. Left alone, the C library maps, clears and
// unmaps every one of them.
static void heap_settings(void)
{
    mallopt(M_MMAP_THRESHOLD, WHOLE_BLOCK_BYTES);
    mallopt(M_TRIM_THRESHOLD, HEAP_KEEP_BYTES);
    mallopt(M_TOP_PAD, HEAP_STEP_BYTES);
}

// The end of the heap, which is what is taken from next; HEAP_STEP_BYTES see to it that there is some.
static void heap_later(size_t at_once)
{
    struct mallinfo2 heap = mallinfo2();
    const char      *end  = sbrk(0);
    lay_in_later(end - heap.keepcost, heap.keepcost < at_once ? heap.keepcost : at_once);
}

// The file behind descriptor 0 as memory. Should someone cut it short meanwhile, reading beyond its
// end ends this process, which the parent tells from every other end.
bool sealed_map(int fd, size_t most, str *bytes)
{
    struct stat st;
    // The C library would ask by a call that takes names too, which a loader's seal forbids.
    if (syscall(SYS_fstat, fd, &st) != 0 || !S_ISREG(st.st_mode)) return false;
    *bytes = (str){ "", 0 };
    if (st.st_size == 0) return fd != STDIN_FILENO || seal_copy(0) == ST_OK;
    size_t size = (size_t)st.st_size > most ? most + 1 : (size_t)st.st_size;
    if (fd == STDIN_FILENO && seal_copy(size) != ST_OK) return false;
    void *p = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED) return false;
    *bytes = (str){ p, (ptrdiff_t)size };
    return true;
}

static bool lay_out(const sealed_program *p)
{
    heap_settings();
    // Some of the libraries turn moments to local time: no zone file may have to be opened for that.
    if (setenv("TZ", "UTC0", 1) != 0) return false;
    tzset();
    void *room = sealed_room(p->out_bytes, FRAME_OUT_BYTES);
    if (!room || seal_prepare() != ST_OK) return false;
    out = frame_out_over(room, p->out_bytes, answer, NULL);
    return true;
}

static bool shut_in(const seal_limits *limits)
{
    seal_state state;
    if (seal_worker(limits, &state) != ST_OK) return false;
    frame_begin(&out, FRAME_SEALED);
    frame_u8(&out, (uint8_t)state.landlock_abi);
    frame_u8(&out, 1);
    frame_end(&out);
    return true;
}

// Descriptor 1 is a pipe or, where the parent asks for much, memory of both.
static bool way_open(void)
{
    status st = ring_join(STDOUT_FILENO, &way);
    return st == ST_OK || st == ST_MISSING;
}

static _Noreturn void leave(int code)
{
    ring_end(&way);
    _exit(code);
}

_Noreturn void sealed_once(const sealed_program *p, const char *const *words, size_t count)
{
    sealed_job job = { .out = &out };
    if (!way_open()) _exit(SEALED_EXIT_SEAL);
    if (!p->words(words, count, &out)) _exit(SEALED_EXIT_USAGE);
    if (getrandom(&job.salt, sizeof job.salt, 0) != sizeof job.salt) _exit(SEALED_EXIT_SEAL);
    job.salt |= 1;
    lay_in();
    if (!sealed_map(STDIN_FILENO, p->input_bytes_max, &job.input) || !shut_in(&p->limits))
        _exit(SEALED_EXIT_SEAL);
    p->work(&job);
    leave(frame_finish(&out) == ST_OK ? 0 : SEALED_EXIT_ANSWER);
}

int sealed_main(const sealed_program *p, int argc, char **argv)
{
    bool many  = argc == 2 && strcmp(argv[1], NURSERY_WORD) == 0;
    bool loads = many && p->loading.memory_bytes;
    if (!lay_out(p)) return SEALED_EXIT_SEAL;
    if (loads && seal_loader(&p->loading, &p->limits, p->input_bytes_max) != ST_OK)
        return SEALED_EXIT_SEAL;
    if (!p->warm(many)) return loads ? SEALED_EXIT_LOAD : SEALED_EXIT_SEAL;
    if (seal_loaded() != ST_OK) return SEALED_EXIT_SEAL;
    heap_later(p->heap_at_once);
    if (many) return sealed_many(p);
    sealed_once(p, (const char *const *)(argv + 1), argc > 1 ? (size_t)argc - 1 : 0);
}
