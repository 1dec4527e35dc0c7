// http_memory.c - blocks of memory for requests.
//
// A block is HTTP_ARENA_BYTES of address space; only the pages a request touched cost anything. The
// list is a stack, so a quiet server uses the same few warm blocks again and again.
#include "kit/http/http_inner.h"

enum { KEPT_BYTES = 256 * 1024 }; // what a resting block keeps of its pages

void block_list_open(block_list *l, unsigned resting_max)
{
    *l = (block_list){ .resting_max = resting_max };
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

void block_give(block_list *l, block *b)
{
    arena all = b->all;
    os_release(&all, KEPT_BYTES);
    pthread_mutex_lock(&l->lock);
    l->out--;
    bool keep = l->resting < l->resting_max;
    if (keep) {
        b->next = l->free;
        l->free = b;
        l->resting++;
    }
    pthread_mutex_unlock(&l->lock);
    if (!keep) block_unmap(b);
}
