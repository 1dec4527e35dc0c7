// http_memory.c - blocks of memory for requests.
//
// A block is HTTP_ARENA_BYTES of address space; only the pages a request touched cost anything. The
// list is a stack, so a quiet server uses the same few warm blocks again and again.
#include "kit/http/http_inner.h"

#include <sys/mman.h>
#include <time.h>

enum { BLOCK_HEADER_BYTES = 64 };

void block_list_open(block_list *l, unsigned resting_max)
{
    *l = (block_list){ .lock = PTHREAD_MUTEX_INITIALIZER, .resting_max = resting_max };
}

void block_list_close(block_list *l)
{
    while (l->free) {
        block *b = l->free;
        l->free  = b->next;
        munmap(b, HTTP_ARENA_BYTES);
    }
    pthread_mutex_destroy(&l->lock);
}

static block *block_map(void)
{
    void *p = mmap(NULL, HTTP_ARENA_BYTES, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) return NULL;
    // A huge page would make the first byte of a block cost two megabytes.
    madvise(p, HTTP_ARENA_BYTES, MADV_NOHUGEPAGE);
    return p;
}

block *block_take(block_list *l)
{
    pthread_mutex_lock(&l->lock);
    bool   allowed = l->out < BLOCKS_MAX;
    block *b       = allowed ? l->free : NULL;
    if (b) {
        l->free = b->next;
        l->resting--;
    }
    if (allowed) l->out++;
    pthread_mutex_unlock(&l->lock);
    if (b || !allowed) return b;
    b = block_map();
    if (!b) {
        pthread_mutex_lock(&l->lock);
        l->out--;
        pthread_mutex_unlock(&l->lock);
    }
    return b;
}

void block_give(block_list *l, block *b)
{
    // Scratch arenas are copies that forget, so how far a request reached is not known here; giving
    // back pages that were never touched costs a fraction of a microsecond.
    madvise((char *)b + BLOCK_KEPT_BYTES, HTTP_ARENA_BYTES - BLOCK_KEPT_BYTES, MADV_DONTNEED);
    pthread_mutex_lock(&l->lock);
    l->out--;
    bool keep = l->resting < l->resting_max;
    if (keep) {
        b->next = l->free;
        l->free = b;
        l->resting++;
    }
    pthread_mutex_unlock(&l->lock);
    if (!keep) munmap(b, HTTP_ARENA_BYTES);
}

arena block_arena(block *b)
{
    return arena_over((char *)b + BLOCK_HEADER_BYTES, HTTP_ARENA_BYTES - BLOCK_HEADER_BYTES);
}

int64_t clock_steady_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
