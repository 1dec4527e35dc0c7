// hunt_many.c - see hunt_many.h.
#include "kit/workers/hunt_many.h"

#include <pthread.h>
#include <time.h>

#include "kit/os/os.h"

enum { AT_ONCE_MAX = 256 };

typedef struct crowd {
    pthread_mutex_t        lock;
    pthread_cond_t         one_left;
    hunt                  *h;
    const hunt_many_calls *calls;
    size_t                 running;
    status                 first; // that was not ST_OK
} crowd;

typedef struct hand {
    crowd *c;
    void  *file;
} hand;

static void lock(hand *m)
{
    pthread_mutex_lock(&m->c->lock);
}

static status unlock(hand *m, status st)
{
    pthread_mutex_unlock(&m->c->lock);
    return st;
}

static status on_finding(void *ctx, const hunt_finding *f)
{
    hand *m = ctx;
    lock(m);
    return unlock(m, m->c->calls->finding(m->c->calls->ctx, m->file, f));
}

static status on_mark(void *ctx, const hunt_mark *mark)
{
    hand *m = ctx;
    if (!m->c->calls->mark) return ST_OK;
    lock(m);
    return unlock(m, m->c->calls->mark(m->c->calls->ctx, m->file, mark));
}

static status on_indicator(void *ctx, const hunt_indicator *i)
{
    hand *m = ctx;
    if (!m->c->calls->indicator) return ST_OK;
    lock(m);
    return unlock(m, m->c->calls->indicator(m->c->calls->ctx, m->file, i));
}

static status on_yara(void *ctx, const hunt_yara *y)
{
    hand *m = ctx;
    if (!m->c->calls->yara) return ST_OK;
    lock(m);
    return unlock(m, m->c->calls->yara(m->c->calls->ctx, m->file, y));
}

static status on_cost(void *ctx, const hunt_cost *c)
{
    hand *m = ctx;
    if (!m->c->calls->cost) return ST_OK;
    lock(m);
    return unlock(m, m->c->calls->cost(m->c->calls->ctx, m->file, c));
}

static status on_yara_cost(void *ctx, const hunt_yara_cost *c)
{
    hand *m = ctx;
    if (!m->c->calls->yara_cost) return ST_OK;
    lock(m);
    return unlock(m, m->c->calls->yara_cost(m->c->calls->ctx, m->file, c));
}

static status on_damage(void *ctx, const evtx_damage *d)
{
    hand *m = ctx;
    if (!m->c->calls->damage) return ST_OK;
    lock(m);
    return unlock(m, m->c->calls->damage(m->c->calls->ctx, m->file, d));
}

static bool take_next(hand *m, int *fd, str *name)
{
    lock(m);
    bool more = m->c->first == ST_OK && m->c->calls->next(m->c->calls->ctx, fd, name, &m->file);
    (void)unlock(m, ST_OK);
    return more;
}

static void has_ended(hand *m, status st, const hunt_counts *counts, const problem *why)
{
    lock(m);
    status got = m->c->calls->ended(m->c->calls->ctx, m->file, st, counts, why);
    if (got != ST_OK && m->c->first == ST_OK) m->c->first = got;
    (void)unlock(m, ST_OK);
}

static void files(hand *m, arena scratch)
{
    const hunt_sink sink = { m,       on_finding, on_mark,      on_indicator,
                             on_yara, on_cost,    on_yara_cost, on_damage };
    int             fd;
    str             name;
    while (take_next(m, &fd, &name)) {
        hunt_counts counts;
        problem     why = { 0 };
        status      st  = hunt_file(m->c->h, name, fd, &sink, scratch, &counts, &why);
        os_close(fd);
        has_ended(m, st, &counts, &why);
    }
}

static void *work(void *ctx)
{
    crowd *c = ctx;
    hand   m = { .c = c };
    arena  scratch;
    status st = os_map(HUNT_SCRATCH_BYTES, &scratch);
    if (st == ST_OK) {
        files(&m, scratch);
        os_unmap(&scratch);
    }
    lock(&m);
    if (st != ST_OK && c->first == ST_OK) c->first = st;
    c->running--;
    pthread_cond_signal(&c->one_left);
    (void)unlock(&m, ST_OK);
    return NULL;
}

// Waits for all, and lets the caller say how far it is meanwhile.
static void wait_for_all(crowd *c)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    pthread_mutex_lock(&c->lock);
    while (c->running) {
        until.tv_sec++;
        while (c->running && pthread_cond_timedwait(&c->one_left, &c->lock, &until) == 0) continue;
        if (c->running && c->calls->tick) c->calls->tick(c->calls->ctx);
    }
    pthread_mutex_unlock(&c->lock);
}

status hunt_many(hunt *h, size_t at_once, const hunt_many_calls *calls)
{
    pthread_t threads[AT_ONCE_MAX];
    size_t    count = 0;
    crowd     c     = { .h = h, .calls = calls };
    if (!at_once) at_once = os_processors();
    if (at_once > AT_ONCE_MAX) at_once = AT_ONCE_MAX;
    pthread_mutex_init(&c.lock, NULL);
    pthread_cond_init(&c.one_left, NULL);
    pthread_mutex_lock(&c.lock);
    for (; count < at_once; count++) {
        if (pthread_create(&threads[count], NULL, work, &c) != 0) break;
        c.running++;
    }
    pthread_mutex_unlock(&c.lock);
    wait_for_all(&c);
    for (size_t i = 0; i < count; i++) pthread_join(threads[i], NULL);
    pthread_cond_destroy(&c.one_left);
    pthread_mutex_destroy(&c.lock);
    return count ? c.first : ST_BROKEN;
}
