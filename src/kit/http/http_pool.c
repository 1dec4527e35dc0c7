// http_pool.c - request threads and the bounded queue before them.
#include "kit/http/http_inner.h"

#include <time.h>

enum {
    REQUEST_STACK_BYTES = 512 * 1024,
    STOP_WAIT_SECONDS   = 4,
    QUIET_SECONDS       = 1,
};

// Sleeps until called; a thread that has waited for long gives memory back, once per quiet time.
static void sleep_once(worker *w)
{
    http_server    *s = w->server;
    struct timespec until;
    if (s->trimmed) {
        pthread_cond_wait(&w->wake, &s->lock);
        return;
    }
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += QUIET_SECONDS;
    if (pthread_cond_timedwait(&w->wake, &s->lock, &until) == 0 || s->trimmed) return;
    s->trimmed = true;
    pthread_mutex_unlock(&s->lock);
    block_list_trim(&s->blocks);
    pthread_mutex_lock(&s->lock);
}

bool http_is_quiet(http_server *s)
{
    pthread_mutex_lock(&s->lock);
    bool quiet = s->trimmed;
    pthread_mutex_unlock(&s->lock);
    return quiet;
}

void http_rest(http_server *s)
{
    block_list_trim(&s->blocks);
}

static void rest(worker *w)
{
    http_server *s = w->server;
    w->called      = false;
    w->below       = s->resting;
    s->resting     = w;
    while (!w->called && !s->stopping) sleep_once(w);
}

static exchange *pop(worker *w)
{
    http_server *s = w->server;
    pthread_mutex_lock(&s->lock);
    while (!s->first && !s->stopping) rest(w); // called, and another took the request: rests again
    exchange *x = s->first;
    if (x) {
        s->first = x->next;
        if (!s->first) s->last = NULL;
        x->next = NULL;
        s->waiting--;
        s->trimmed = false;
    }
    pthread_mutex_unlock(&s->lock);
    return x;
}

static void serve(exchange *x)
{
    http_server *s = x->server;
    if (!x->block && (x->block = block_take(&s->blocks))) {
        x->arena = x->block->all;
        request_describe(x);
    }
    if (x->block) {
        request_complete(x);
        http_response rs = { .code = 200, .file_fd = -1 };
        rs.body          = buf_in(&x->arena, 8 * 1024, HTTP_ARENA_BYTES);
        s->options.handler(s->options.ctx, &x->rq, &rs);
        body_forget(x);
        x->answer = answer_make(&x->rq, &rs, &x->code);
    } else {
        x->code   = 503;
        x->answer = answer_refusal(503);
    }
    x->phase = PHASE_ANSWERED;
    MHD_resume_connection(x->connection);
}

static void *request_thread(void *ctx)
{
    worker *w = ctx;
    for (exchange *x; (x = pop(w));) serve(x);
    return NULL;
}

status pool_start(http_server *s)
{
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return ST_BROKEN;
    pthread_attr_setstacksize(&attributes, REQUEST_STACK_BYTES);
    while (s->thread_count < s->options.request_threads) {
        worker *w = &s->threads[s->thread_count];
        w->server = s;
        if (pthread_create(&w->thread, &attributes, request_thread, w) != 0) break;
        s->thread_count++;
    }
    pthread_attr_destroy(&attributes);
    return s->thread_count ? ST_OK : ST_BROKEN;
}

bool pool_push(exchange *x)
{
    http_server *s = x->server;
    worker      *w = NULL;
    pthread_mutex_lock(&s->lock);
    bool room = !s->stopping && s->waiting < HTTP_QUEUE_MAX;
    if (room) {
        // Suspended before a thread can see it: the thread resumes it, maybe at once.
        x->phase  = PHASE_RUNNING;
        x->pushed = true;
        MHD_suspend_connection(x->connection);
        x->next = NULL;
        if (s->last)
            s->last->next = x;
        else
            s->first = x;
        s->last = x;
        s->waiting++;
        s->busy++;
        w = s->resting;
        if (w) {
            s->resting = w->below;
            w->called  = true;
        }
    }
    pthread_mutex_unlock(&s->lock);
    if (w) pthread_cond_signal(&w->wake); // not under the lock: it would wake only to wait for it
    return room;
}

// New requests are refused from here on; those queued or running are answered and sent.
bool pool_stop(http_server *s)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += STOP_WAIT_SECONDS;
    pthread_mutex_lock(&s->lock);
    s->stopping = true;
    for (unsigned i = 0; i < s->thread_count; i++) pthread_cond_signal(&s->threads[i].wake);
    int late = 0;
    while (s->busy && !late) late = pthread_cond_timedwait(&s->quiet, &s->lock, &until);
    bool quiet = s->busy == 0;
    pthread_mutex_unlock(&s->lock);
    if (!quiet) return false;
    for (unsigned i = 0; i < s->thread_count; i++) pthread_join(s->threads[i].thread, NULL);
    return true;
}

void pool_done(exchange *x)
{
    http_server *s = x->server;
    pthread_mutex_lock(&s->lock);
    s->busy--;
    if (s->busy == 0) pthread_cond_signal(&s->quiet);
    pthread_mutex_unlock(&s->lock);
}
