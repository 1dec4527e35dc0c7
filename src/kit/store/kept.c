// kept.c - see kept.h.
#include "kit/store/kept.h"

#include "kit/os/os.h"
#include "kit/store/store_inside.h"

#include <pthread.h>
#include <string.h>

typedef struct kept {
    kept_key key;
    uint64_t acts; // that had ended when the look was opened
    int64_t  at_ms;
    size_t   size;
    char     answer[KEPT_BYTES_MAX];
} kept;

struct kept_shelf {
    arena           all;
    pthread_mutex_t lock;
    kept            places[KEPT_PLACES];
};

kept_shelf *kept_open(void)
{
    arena all; // address space until a place is used
    if (os_map(sizeof(kept_shelf) + 64, &all) != ST_OK) return NULL;
    kept_shelf *shelf = (kept_shelf *)(void *)all.start;
    shelf->all        = all;
    pthread_mutex_init(&shelf->lock, NULL);
    return shelf;
}

void kept_close(kept_shelf *shelf)
{
    if (!shelf) return;
    pthread_mutex_destroy(&shelf->lock);
    arena all = shelf->all;
    os_unmap(&all);
}

static bool same(const kept_key *a, const kept_key *b)
{
    return a->what == b->what && a->person == b->person && a->body == b->body &&
           a->other == b->other && a->roles == b->roles;
}

static kept *place_of(kept_shelf *shelf, const kept_key *k)
{
    const uint64_t parts[] = { (uint64_t)(uintptr_t)k->what, (uint64_t)k->person, (uint64_t)k->body,
                               (uint64_t)k->other, k->roles };
    uint64_t       h       = 0;
    for (size_t i = 0; i < COUNT(parts); i++) {
        h = (h ^ parts[i]) * 0x9E3779B97F4A7C15u;
        h ^= h >> 29;
    }
    return &shelf->places[h % KEPT_PLACES];
}

static bool fresh(const db *d, const kept *k, const kept_term *term)
{
    int64_t age = term->now_ms - k->at_ms;
    if (k->acts != store_acts_seen(d) || age < 0) return false;
    if (d->s->kind != STORE_SQLITE && age >= term->others_ms) return false;
    return !term->ms || age < term->ms;
}

bool kept_find(const db *d, const kept_key *key, const kept_term *term, void *out, size_t *size)
{
    kept_shelf *shelf = d->s->shelf;
    kept       *k     = place_of(shelf, key);
    if (d->writing) return false;
    pthread_mutex_lock(&shelf->lock);
    bool found = k->key.what && same(&k->key, key) && fresh(d, k, term) && k->size <= *size;
    if (found) {
        memcpy(out, k->answer, k->size);
        *size = k->size;
    }
    pthread_mutex_unlock(&shelf->lock);
    return found;
}

void kept_put(const db *d, const kept_key *key, int64_t now_ms, const void *answer, size_t size)
{
    if (size > KEPT_BYTES_MAX || d->writing) return;
    kept_shelf *shelf = d->s->shelf;
    kept       *k     = place_of(shelf, key);
    pthread_mutex_lock(&shelf->lock);
    k->key   = *key;
    k->acts  = store_acts_seen(d); // the look may be older than this moment
    k->at_ms = now_ms;
    k->size  = size;
    memcpy(k->answer, answer, size);
    pthread_mutex_unlock(&shelf->lock);
}
