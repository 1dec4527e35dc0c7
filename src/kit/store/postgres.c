// postgres.c - the PostgreSQL engine: opening, the pool, acts and looks. Its rules are in store.h.
#include "kit/os/os.h"
#include "kit/store/postgres_inside.h"

#include <time.h>

enum { BACKOFF_MS_MAX = 64 };

// One number for all programs of this kind that share a database; any other would do as well.
#define SCHEMA_LOCK "426835570529"

// ---- the pool ----------------------------------------------------------------------------------

// Called and returns with the lock held. The connection may be new, idle since long, or broken.
static status wait_for_free(store *s, postgres_store *p, postgres_db **out)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += STORE_LEASE_WAIT_S;
    while (!p->free && p->count == s->readers) {
        if (pthread_cond_timedwait(&p->freed, &p->lock, &until) == 0) continue;
        os_log(OS_ERROR, "store.pool", "all %zu connections stay busy", s->readers);
        return ST_LIMIT;
    }
    if (p->free) {
        *out    = p->free;
        p->free = (*out)->next_free;
    } else {
        *out = &p->all[p->count++];
    }
    return ST_OK;
}

static void give_back(postgres_store *p, postgres_db *c)
{
    pthread_mutex_lock(&p->lock);
    c->next_free = p->free;
    p->free      = c;
    pthread_cond_signal(&p->freed);
    pthread_mutex_unlock(&p->lock);
}

// Connections are made one at a time, since they take their memory from the store's arena.
static status connect_alone(store *s, postgres_store *p, postgres_db *c)
{
    if (c->prepared) return postgres_connect(s, c);
    pthread_mutex_lock(&p->lock);
    status st = postgres_connect(s, c);
    pthread_mutex_unlock(&p->lock);
    return st;
}

static status ready(store *s, postgres_store *p, postgres_db *c)
{
    c->head.doomed = ST_OK;
    c->begun       = false;
    if (!postgres_lost(c) && postgres_drain(c) == ST_OK) return ST_OK;
    return connect_alone(s, p, c);
}

static status lease(store *s, postgres_db **out)
{
    postgres_store *p = s->inside;
    pthread_mutex_lock(&p->lock);
    status st = wait_for_free(s, p, out);
    pthread_mutex_unlock(&p->lock);
    if (st != ST_OK) return st;
    st = ready(s, p, *out);
    if (st != ST_OK) give_back(p, *out);
    return st;
}

// ---- looks -------------------------------------------------------------------------------------

static status read_begin(store *s, db **out)
{
    postgres_db *c;
    TRY(lease(s, &c));
    c->to_begin = BEGIN_LOOK;
    *out        = &c->head;
    return ST_OK;
}

static void read_end(db *d)
{
    postgres_db *c = (postgres_db *)d;
    c->to_begin    = NO_BRACKET;
    if (c->begun && !postgres_lost(c)) postgres_bracket_later(c, COMMIT);
    give_back(d->s->inside, c);
}

// ---- acts --------------------------------------------------------------------------------------

// Waits a little, longer each time and never as long as the others that collided.
static void back_off(int run)
{
    uint32_t dice;
    uint32_t most = run > 5 ? BACKOFF_MS_MAX : 2u << run;
    if (os_random(&dice, sizeof(dice)) == ST_OK) os_sleep_ms(dice % most);
}

static status end_act(postgres_db *c, status st)
{
    if (st == ST_OK && c->begun) {
        c->head.rerun = false;
        if (!store_fault_strikes(&c->head)) {
            st = postgres_bracket(c, COMMIT);
            // Nobody knows whether a COMMIT whose answer was lost took place: not to be run again.
            if (postgres_lost(c)) c->head.rerun = false;
            if (st == ST_OK) return ST_OK;
        } else {
            st = ST_BROKEN;
        }
    }
    if (!c->begun || postgres_lost(c)) return st;
    status back = postgres_bracket(c, ROLLBACK);
    return back == ST_OK ? st : ST_BROKEN;
}

static status act_on(store *s, postgres_db *c, store_work *fn, void *ctx)
{
    for (int run = 0;; run++) {
        c->to_begin = BEGIN_ACT;
        status st   = store_run_work(&c->head, fn, ctx);
        c->to_begin = NO_BRACKET;
        st          = end_act(c, st);
        if (st == ST_OK || !c->head.rerun) return st;
        if (run == STORE_RERUNS_MAX) return postgres_lost(c) ? ST_BROKEN : ST_CONFLICT;
        back_off(run);
        TRY(ready(s, s->inside, c));
    }
}

static status act(store *s, store_work *fn, void *ctx)
{
    postgres_db *c;
    TRY(lease(s, &c));
    status st = act_on(s, c, fn, ctx);
    give_back(s->inside, c);
    return st;
}

// ---- opening and closing -----------------------------------------------------------------------

static void engine_close(store *s)
{
    postgres_store *p = s->inside;
    for (size_t i = 0; i < p->count; i++) {
        postgres_db *c = &p->all[i];
        if (!postgres_lost(c) && postgres_drain(c) != ST_OK)
            os_log(OS_WARN, "store.close", "a connection ended with an error");
        postgres_disconnect(c);
    }
    pthread_cond_destroy(&p->freed);
    pthread_mutex_destroy(&p->lock);
}

static const engine postgres_engine = {
    .act        = act,
    .read_begin = read_begin,
    .read_end   = read_end,
    .run        = postgres_run,
    .script     = postgres_script,
    .prepare    = postgres_prepare,
    .close      = engine_close,
};

// Text must sort by its bytes here as it does in SQLite, and be UTF-8.
static status check_database(postgres_db *c, problem *why)
{
    static const char encoding_sql[] = "SELECT current_setting('server_encoding')";
    static const char order_sql[]    = "SELECT datcollate || CASE datlocprovider WHEN 'c' THEN '' "
                                       "ELSE ' by ICU' END FROM pg_database "
                                       "WHERE datname = current_database()";
    char              room[512];
    arena             a = arena_over(room, sizeof(room));
    str               encoding, order;
    TRY(postgres_ask(c, encoding_sql, &a, &encoding));
    TRY(postgres_ask(c, order_sql, &a, &order));
    if (!str_equal(encoding, S("UTF8"))) {
        os_log(OS_ERROR, "store.open", "the database is in " STR_FMT ", not UTF8",
               STR_ARG(encoding));
        return problem_set(why, ST_INVALID, S("database"), S("database-encoding"));
    }
    if (!str_equal(order, S("C")) && !str_equal(order, S("POSIX"))) {
        os_log(OS_ERROR, "store.open", "the database sorts by " STR_FMT ", not C", STR_ARG(order));
        return problem_set(why, ST_INVALID, S("database"), S("database-collation"));
    }
    return ST_OK;
}

static status bring_up(postgres_db *c, problem *why)
{
    TRY(check_database(c, why));
    status st = postgres_script(&c->head, "SELECT pg_advisory_lock(" SCHEMA_LOCK ")");
    if (st != ST_OK) return problem_set(why, st, S("database"), S("database-broken"));
    st          = store_migrate(&c->head, why);
    status back = postgres_script(&c->head, "SELECT pg_advisory_unlock(" SCHEMA_LOCK ")");
    return st == ST_OK ? back : st;
}

status postgres_open(store *s, const store_options *o, problem *why)
{
    postgres_store *p = NEW(&s->memory, postgres_store, 1);
    if (!p) return ST_MEMORY;
    p->address = arena_cstr(&s->memory, o->database);
    if (!p->address) return ST_MEMORY;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->freed, NULL);
    s->inside      = p;
    s->engine      = &postgres_engine;
    postgres_db *c = &p->all[p->count++];
    if (postgres_connect(s, c) != ST_OK)
        return problem_set(why, ST_BROKEN, S("database"), S("database-unreachable"));
    TRY(bring_up(c, why));
    p->free = c;
    return ST_OK;
}
