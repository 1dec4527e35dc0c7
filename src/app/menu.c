// menu.c - see menu.h.
#include "app/menu.h"

#include <pthread.h>

#include "modules/tasks/tasks.h"

enum { PLACES = 512 }; // people who look at pages at the same time; two on one place ask more often

typedef struct kept { // for whom, of which store, and what was true when so many acts had ended
    const store *of;
    int64_t      person, body;
    uint64_t     roles, acts;
    int64_t      at_ms;
    web_counts   counts;
} kept;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static kept            places[PLACES];

static kept *place_of(const call *c)
{
    uint64_t h = (uint64_t)c->who.person_id * 0x9E3779B97F4A7C15u ^ (uint64_t)c->who.body_id;
    return &places[(h ^ h >> 32) % PLACES];
}

static bool holds(const kept *k, const call *c, uint64_t acts)
{
    return k->of == c->store && k->person == c->who.person_id && k->body == c->who.body_id &&
           k->roles == c->who.roles && k->acts == acts && c->now_ms >= k->at_ms &&
           c->now_ms - k->at_ms < MENU_KEPT_MS;
}

status menu_counts(call *c, web_counts *out)
{
    kept *k = place_of(c);
    pthread_mutex_lock(&lock);
    bool have = holds(k, c, store_acts(c->store));
    if (have) *out = k->counts;
    pthread_mutex_unlock(&lock);
    if (have) return ST_OK;

    db         *d;
    task_counts n;
    TRY(call_db(c, &d));
    TRY(tasks_counts(c, &n));
    *out           = (web_counts){ .tasks = n.mine, .late = n.late, .notices = n.unread };
    const kept now = { c->store,           c->who.person_id,
                       c->who.body_id,     c->who.roles,
                       store_acts_seen(d), // the look may be older than this moment
                       c->now_ms,          *out };
    pthread_mutex_lock(&lock);
    *k = now;
    pthread_mutex_unlock(&lock);
    return ST_OK;
}
