// os_clock.c - clock, randomness, pages; see os.h.
#include "kit/os/os.h"
#include "kit/os/os_inside.h"

#include <errno.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

static int64_t read_clock_ns(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t os_now_ms(void)
{
    return read_clock_ns(CLOCK_REALTIME) / 1000000;
}

int64_t os_monotonic_ns(void)
{
    return read_clock_ns(CLOCK_MONOTONIC);
}

bool os_clock_synced(void)
{
    struct timex t = { 0 };
    return adjtimex(&t) >= 0 && !(t.status & STA_UNSYNC);
}

int64_t os_thread_cpu_ns(void)
{
    return read_clock_ns(CLOCK_THREAD_CPUTIME_ID);
}

int64_t os_process_cpu_ns(void)
{
    return read_clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

void os_sleep_ms(int64_t ms)
{
    struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
    while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
}

status os_random(void *out, size_t bytes)
{
    for (size_t done = 0; done < bytes;) {
        ssize_t n = getrandom((char *)out + done, bytes - done, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return ST_BROKEN;
        done += (size_t)n;
    }
    return ST_OK;
}

static status map_pages(size_t bytes, int advice, arena *out)
{
    int   flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *p     = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (p == MAP_FAILED) return ST_MEMORY;
    madvise(p, bytes, advice);
    *out = arena_over(p, bytes);
    return ST_OK;
}

status os_map(size_t bytes, arena *out)
{
    return map_pages(bytes, MADV_NOHUGEPAGE, out); // else the first byte would cost two megabytes
}

status os_map_large(size_t bytes, arena *out)
{
    return map_pages(bytes, MADV_HUGEPAGE, out);
}

void os_unmap(arena *a)
{
    if (a->start) munmap(a->start, (size_t)(a->end - a->start));
    *a = (arena){ 0 };
}

// Scratch copies of the arena may have dirtied pages beyond `next`, so all up to the end go.
void os_release(arena *a, size_t keep_bytes)
{
    size_t size = (size_t)(a->end - a->start), page = 4096;
    size_t keep = (keep_bytes + page - 1) / page * page;
    a->next     = a->start;
    if (keep < size) madvise(a->start + keep, size - keep, MADV_DONTNEED);
}

size_t os_processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof(set), &set) != 0) return 1;
    int n = CPU_COUNT(&set);
    return n > 0 ? (size_t)n : 1;
}
