// nursery.c - see nursery.h. A thread of our own starts and ends all of them: to the kernel the parent of
// a process is the thread that started it, and a sealed child dies with its parent (seal.h). No thread
// that may end before the last job could do it.
#include "kit/workers/nursery.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "kit/workers/nursery_wire.h"

enum {
    ANSWER_MS    = 3000, // a nursery that is silent for so long is given up
    END_MS       = 1000,
    KEEPER_STACK = 128 * 1024,
};

typedef struct nursery {
    pthread_mutex_t lock; // of all below, and of one conversation with the process
    pthread_cond_t  tried;
    char            path[NURSERY_PATH_MAX];
    os_process      process; // pid 0: none. Changed by the keeper alone
    int             socket;  // -1: none, or given up and still to be ended
    int64_t         jobs, starts;
    bool            wanted; // someone waits for a start
} nursery;

static struct house {
    pthread_mutex_t lock; // of what stands before the nurseries
    pthread_t       keeper;
    int             wake[2]; // pipe
    bool            runs, closing;
    size_t          count;
    nursery         all[NURSERIES_MAX];
} house = { .lock = PTHREAD_MUTEX_INITIALIZER };

// ---- the keeper ----------------------------------------------------------------------------------

static void end(nursery *n)
{
    os_ended ended;
    os_close(n->socket);
    n->socket = -1;
    os_kill(&n->process); // it holds nothing that would have to be put away
    if (os_wait(&n->process, END_MS, &ended) != ST_OK)
        os_log(OS_WARN, "nursery.end", "%s: lost", n->path);
    n->process = (os_process){ 0 };
}

static void begin(nursery *n)
{
    // With LD_BIND_NOW it looks up every function it may call once and for all; it forgets the word itself.
    static const char *const env[]  = { "TZ=UTC0", "LD_BIND_NOW=1", NULL };
    const char *const        argv[] = { n->path, NURSERY_WORD, NULL };
    int                      ends[2];
    if (os_packet_pair(ends) != ST_OK) return;
    const os_spawn_options program = { argv, env, &ends[1], 1 };
    status                 st      = os_spawn(&program, &n->process);
    os_close(ends[1]);
    if (st == ST_OK) {
        n->socket = ends[0];
        n->jobs   = 0;
        n->starts++;
        return;
    }
    os_close(ends[0]);
    n->process = (os_process){ 0 };
    os_log(OS_WARN, "nursery.start", "%s: %s", n->path, status_name(st));
}

static bool has_ended(const nursery *n)
{
    size_t which;
    return os_poll(&n->process.pidfd, 1, 0, &which) == ST_OK;
}

static void tend(nursery *n, bool closing)
{
    pthread_mutex_lock(&n->lock);
    if (n->process.pid && (closing || n->socket < 0 || has_ended(n))) end(n);
    if (n->wanted && !closing && !n->process.pid) begin(n);
    n->wanted = false;
    pthread_cond_broadcast(&n->tried);
    pthread_mutex_unlock(&n->lock);
}

static void *keep(void *ctx)
{
    (void)ctx;
    for (bool closing = false; !closing;) {
        int    fds[1 + NURSERIES_MAX] = { house.wake[0] };
        char   bytes[64];
        size_t which = 1, got, count;
        pthread_mutex_lock(&house.lock);
        count = house.count;
        pthread_mutex_unlock(&house.lock);
        for (size_t i = 0; i < count; i++) {
            fds[1 + i] = house.all[i].process.pid ? house.all[i].process.pidfd : -1;
        }
        if (os_poll(fds, 1 + count, -1, &which) == ST_OK && which == 0 &&
            os_recv(fds[0], bytes, sizeof bytes, 0, &got) != ST_OK) {
            os_log(OS_ERROR, "nursery.keeper", "cannot be woken");
        }
        pthread_mutex_lock(&house.lock);
        closing = house.closing, count = house.count;
        pthread_mutex_unlock(&house.lock);
        for (size_t i = 0; i < count; i++) tend(&house.all[i], closing);
    }
    return NULL;
}

static void wake_keeper(void)
{
    if (os_write_all(house.wake[1], S("!")) != ST_OK)
        os_log(OS_ERROR, "nursery.wake", "the keeper does not hear");
}

// ---- opening and closing ---------------------------------------------------------------------------

static nursery *find_locked(const char *path)
{
    for (size_t i = 0; i < house.count; i++) {
        if (strcmp(house.all[i].path, path) == 0) return &house.all[i];
    }
    return NULL;
}

static nursery *find(const char *path)
{
    pthread_mutex_lock(&house.lock);
    nursery *n = house.closing ? NULL : find_locked(path);
    pthread_mutex_unlock(&house.lock);
    return n;
}

static status start_keeper(void)
{
    pthread_attr_t attributes;
    TRY(os_pipe(house.wake));
    house.closing = false;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, KEEPER_STACK);
    house.runs = pthread_create(&house.keeper, &attributes, keep, NULL) == 0;
    pthread_attr_destroy(&attributes);
    if (house.runs) return ST_OK;
    os_close(house.wake[0]), os_close(house.wake[1]);
    return ST_BROKEN;
}

static status open_locked(const char *path)
{
    size_t length = strlen(path);
    if (find_locked(path)) return ST_OK;
    if (house.count == NURSERIES_MAX || length >= NURSERY_PATH_MAX) return ST_LIMIT;
    if (!house.runs) TRY(start_keeper());
    nursery *n = &house.all[house.count];
    *n         = (nursery){ .socket = -1 };
    memcpy(n->path, path, length + 1);
    pthread_mutex_init(&n->lock, NULL);
    pthread_cond_init(&n->tried, NULL);
    house.count++;
    return ST_OK;
}

status nursery_open(const char *path)
{
    pthread_mutex_lock(&house.lock);
    status st = open_locked(path);
    pthread_mutex_unlock(&house.lock);
    return st;
}

void nurseries_close(void)
{
    pthread_mutex_lock(&house.lock);
    bool runs     = house.runs;
    house.closing = true;
    pthread_mutex_unlock(&house.lock);
    if (!runs) return;
    wake_keeper();
    pthread_join(house.keeper, NULL);
    os_close(house.wake[0]), os_close(house.wake[1]);
    for (size_t i = 0; i < house.count; i++) {
        pthread_mutex_destroy(&house.all[i].lock);
        pthread_cond_destroy(&house.all[i].tried);
    }
    house.count = 0;
    house.runs = house.closing = false;
}

// ---- jobs ------------------------------------------------------------------------------------------

static bool message_of(const char *const *words, char *message, size_t *bytes)
{
    *bytes = 0;
    for (size_t i = 0; words[i]; i++) {
        size_t length = strlen(words[i]) + 1;
        if (i == NURSERY_WORDS_MAX || length > NURSERY_MESSAGE_MAX - *bytes) return false;
        memcpy(message + *bytes, words[i], length);
        *bytes += length;
    }
    return *bytes > 0;
}

static status ask(int socket, str message, const int fds[NURSERY_FDS], int64_t most_ms,
                  os_process *out)
{
    int32_t pid = 0;
    size_t  got = 0;
    TRY(os_send_fds(socket, message, fds, NURSERY_FDS));
    TRY(os_recv(socket, &pid, sizeof pid, most_ms, &got));
    return got == sizeof pid ? os_adopt(pid, out) : ST_BROKEN;
}

status nursery_ask(int socket, const char *const *words, int in_fd, int out_fd, int64_t most_ms,
                   os_process *out)
{
    char      message[NURSERY_MESSAGE_MAX];
    size_t    bytes;
    const int fds[NURSERY_FDS] = { in_fd, out_fd };
    if (!message_of(words, message, &bytes)) return ST_LIMIT;
    return ask(socket, (str){ message, (ptrdiff_t)bytes }, fds, most_ms, out);
}

static void give_up(nursery *n)
{
    os_close(n->socket);
    n->socket = -1;
    wake_keeper();
}

static status child_of(nursery *n, str message, const int fds[NURSERY_FDS], os_process *out)
{
    if (n->socket < 0) {
        n->wanted = true;
        wake_keeper();
        while (n->wanted) pthread_cond_wait(&n->tried, &n->lock);
        if (n->socket < 0) return ST_MISSING;
    }
    status st = ask(n->socket, message, fds, ANSWER_MS, out);
    if (st != ST_OK) {
        os_log(OS_WARN, "nursery.job", "%s gave no child: %s", n->path, status_name(st));
        give_up(n);
        return ST_MISSING;
    }
    if (++n->jobs == NURSERY_JOBS_MAX) give_up(n);
    return ST_OK;
}

status nursery_child(const char *path, const char *const *words, int in_fd, int out_fd,
                     os_process *out)
{
    char     message[NURSERY_MESSAGE_MAX];
    size_t   bytes;
    nursery *n = find(path);
    if (!n || !message_of(words, message, &bytes)) return ST_MISSING;
    const int fds[NURSERY_FDS] = { in_fd, out_fd };
    pthread_mutex_lock(&n->lock);
    status st = child_of(n, (str){ message, (ptrdiff_t)bytes }, fds, out);
    pthread_mutex_unlock(&n->lock);
    return st;
}

void nursery_renew(const char *path)
{
    nursery *n = find(path);
    if (!n) return;
    pthread_mutex_lock(&n->lock);
    if (n->socket >= 0) give_up(n);
    pthread_mutex_unlock(&n->lock);
}

nursery_facts nursery_look(const char *path)
{
    nursery_facts facts = { 0 };
    nursery      *n     = find(path);
    if (!n) return facts;
    pthread_mutex_lock(&n->lock);
    facts = (nursery_facts){ n->process.pid, n->starts };
    pthread_mutex_unlock(&n->lock);
    return facts;
}
