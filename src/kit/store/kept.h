// kept.h - small answers of a store that are asked for on every page, kept until an act has ended.
//
// Correct where this process alone writes (SQLite): whatever would change an answer is an act, and after it nothing
// kept before is found. On PostgreSQL other processes write too, so an answer is found there only for as
// long as its asker allows. Time changes no answer unless the asker says so. Any number of threads.
#ifndef COLOA_KIT_STORE_KEPT_H
#define COLOA_KIT_STORE_KEPT_H

#include "kit/store/store.h"

enum {
    KEPT_PLACES    = 512, // two that fall on one place are asked for more often
    KEPT_BYTES_MAX = 1024,
};

// What was asked. All of it is compared.
typedef struct kept_key {
    const char *what; // an address of the asker's own, static
    int64_t     person, body, other;
    uint64_t    roles;
} kept_key;

// How long an answer may be found.
typedef struct kept_term {
    int64_t now_ms;
    int64_t others_ms; // while other processes may write; 0: never then
    int64_t ms;        // at all, for what time changes; 0: as long as no act has ended
} kept_term;

// Copies what was kept to out and its length to *size, which came with the room there; false when d has to be
// asked. Inside an act always false: it sees what it has written itself.
bool kept_find(const db *d, const kept_key *key, const kept_term *term, void *out, size_t *size);
// Keeps an answer that d gave; nothing larger than KEPT_BYTES_MAX, and nothing inside an act.
void kept_put(const db *d, const kept_key *key, int64_t now_ms, const void *answer, size_t size);

#endif
