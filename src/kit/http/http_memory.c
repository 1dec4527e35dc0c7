// http_memory.c - blocks of memory for requests.
//
// A block is HTTP_ARENA_BYTES of address space; only the pages a request touched cost anything. The
// list is a stack, so a quiet server uses the same few warm blocks again and again.
#include "kit/http/http_inner.h"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    KEPT_BYTES         = 256 * 1024, // what a resting block keeps of its pages
    BLOCKS_RESTING_MAX = 128,        // under load
    BLOCKS_WARM        = 4,          // in a quiet server
};

void block_list_open(block_list *l)
{
    *l = (block_list){ .free = NULL };
    pthread_mutex_init(&l->lock, NULL);
}

static void block_unmap(block *b)
{
    arena all = b->all; // the block lies in what it describes
    os_unmap(&all);
}

void block_list_close(block_list *l)
{
    while (l->free) {
        block *b = l->free;
        l->free  = b->next;
        block_unmap(b);
    }
    pthread_mutex_destroy(&l->lock);
}

static block *block_map(void)
{
    arena all;
    if (os_map(HTTP_ARENA_BYTES, &all) != ST_OK) return NULL;
    block *b = NEW(&all, block, 1);
    b->all   = all;
    return b;
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
    if (b) return b;
    pthread_mutex_lock(&l->lock);
    l->out--;
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

// Gives a block's pages back to the kernel, but for its first ones.
static void block_trim(block *b)
{
    arena all = b->all;
    os_release(&all, KEPT_BYTES);
}

void block_give(block_list *l, block *b, const arena *used)
{
    // A large answer's pages go at once. Scratch arenas are copies that forget, so what they touched is
    // not known here: those pages go when the server has nothing to do (block_list_trim).
    if (used->next - used->start > KEPT_BYTES) block_trim(b);
    pthread_mutex_lock(&l->lock);
    l->out--;
    bool keep = l->resting < BLOCKS_RESTING_MAX;
    if (keep) {
        b->next = l->free;
        l->free = b;
        l->resting++;
    }
    pthread_mutex_unlock(&l->lock);
    if (!keep) block_unmap(b);
}

// What the program and its libraries only read – law, pages, tables of the loader – was walked through once
// at the start; it comes back from the file when it is looked at again. Segments that may be written are left
// alone.
static int forget_read_only(struct dl_phdr_info *object, size_t size, void *ctx)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    (void)size, (void)ctx;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *p = &object->dlpi_phdr[i];
        if (p->p_type != PT_LOAD || p->p_flags != PF_R) continue;
        uintptr_t from = (object->dlpi_addr + p->p_vaddr) & ~(page - 1);
        uintptr_t end  = (object->dlpi_addr + p->p_vaddr + p->p_memsz) & ~(page - 1);
        if (from < end) (void)madvise((void *)from, end - from, MADV_DONTNEED);
    }
    return 0;
}

void block_list_trim(block_list *l)
{
    pthread_mutex_lock(&l->lock);
    unsigned kept = 0;
    for (block **at = &l->free; *at;) {
        block *b = *at;
        block_trim(b);
        if (++kept <= BLOCKS_WARM) {
            at = &b->next;
            continue;
        }
        *at = b->next;
        l->resting--;
        block_unmap(b);
    }
    pthread_mutex_unlock(&l->lock);
    dl_iterate_phdr(forget_read_only, NULL);
    malloc_trim(0); // what the libraries below us no longer need
}
