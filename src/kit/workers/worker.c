// worker.c - see worker.h. Start; take frames until the end or a bound; collect the exit.
#include "kit/workers/worker.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    PIPE_BYTES = 256 * 1024, // asked of the kernel; fewer turns between the two processes
    PATH_BYTES = 4096,
    FIRST_FD   = 10, // above those the child's own 0, 1 and 2 are laid on
};

typedef struct running {
    pid_t   pid;
    int     pid_fd, out_fd;
    int64_t deadline_ms;
} running;

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

const char *worker_end_name(worker_end end)
{
    switch (end) {
    case WORKER_DONE: return "done";
    case WORKER_DIED: return "died";
    case WORKER_TIMED_OUT: return "timed-out";
    case WORKER_FLOODED: return "flooded";
    case WORKER_GARBLED: return "garbled";
    case WORKER_STOPPED: return "stopped";
    }
    return "unknown";
}

// ---- start -------------------------------------------------------------------------------------

// The path of the program: as given, or `name` in the folder our own binary lies in.
static bool program_path(const worker_options *o, char path[PATH_BYTES])
{
    if (o->program.len) {
        int n = snprintf(path, PATH_BYTES, STR_FMT, STR_ARG(o->program));
        return n > 0 && n < PATH_BYTES;
    }
    char    own[PATH_BYTES];
    ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
    if (n <= 0) return false;
    own[n]      = '\0';
    char *slash = strrchr(own, '/');
    if (!slash) return false;
    *slash = '\0';
    int m  = snprintf(path, PATH_BYTES, "%s/" STR_FMT, own, STR_ARG(o->name));
    return m > 0 && m < PATH_BYTES;
}

static int actions_fill(posix_spawn_file_actions_t *acts, int in_fd, int out_fd)
{
    int bad = posix_spawn_file_actions_adddup2(acts, in_fd, STDIN_FILENO);
    if (!bad) bad = posix_spawn_file_actions_adddup2(acts, out_fd, STDOUT_FILENO);
    if (!bad) bad = posix_spawn_file_actions_addopen(acts, STDERR_FILENO, "/dev/null", O_RDWR, 0);
    if (!bad) bad = posix_spawn_file_actions_addclosefrom_np(acts, STDERR_FILENO + 1);
    return bad;
}

static bool spawn(const char *path, char *const argv[], int in_fd, int out_fd, pid_t *pid)
{
    // The time zone is written out so that no library looks for a file of zones once sealed.
    static char                zone[] = "TZ=UTC0";
    char *const                env[]  = { zone, NULL };
    posix_spawn_file_actions_t acts;
    posix_spawnattr_t          attr;
    sigset_t                   all, none;

    if (posix_spawn_file_actions_init(&acts) != 0) return false;
    if (posix_spawnattr_init(&attr) != 0) return posix_spawn_file_actions_destroy(&acts), false;
    sigfillset(&all);
    sigemptyset(&none);
    int bad = actions_fill(&acts, in_fd, out_fd);
    if (!bad) bad = posix_spawnattr_setsigdefault(&attr, &all);
    if (!bad) bad = posix_spawnattr_setsigmask(&attr, &none);
    if (!bad) bad = posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    if (!bad) bad = posix_spawn(pid, path, &acts, &attr, argv, env);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&acts);
    return bad == 0;
}

// Makes the pipe and starts the program on copies of the descriptors that stand clear of 0, 1, 2.
static bool start_with(const worker_options *o, const char *path, char *const argv[], running *run)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    (void)fcntl(ends[0], F_SETPIPE_SZ, PIPE_BYTES); // a small pipe works too, with more turns
    int  in = fcntl(o->in_fd, F_DUPFD_CLOEXEC, FIRST_FD);
    int  to = fcntl(ends[1], F_DUPFD_CLOEXEC, FIRST_FD);
    bool ok = in >= 0 && to >= 0 && spawn(path, argv, in, to, &run->pid);
    if (in >= 0) close(in);
    if (to >= 0) close(to);
    close(ends[1]);
    if (!ok) close(ends[0]);
    run->out_fd = ends[0];
    return ok;
}

static status start(const worker_options *o, arena *a, running *run, problem *why)
{
    char  path[PATH_BYTES];
    char *argv[WORKER_ARGS_MAX + 2] = { NULL };

    if (!program_path(o, path)) return problem_set(why, ST_BROKEN, S(""), S("worker-start"));
    argv[0] = path;
    for (size_t i = 0; i < WORKER_ARGS_MAX && o->args[i].ptr; i++) {
        argv[i + 1] = arena_cstr(a, o->args[i]);
        if (!argv[i + 1]) return ST_MEMORY;
    }
    run->deadline_ms = now_ms() + o->wall_ms;
    if (!start_with(o, path, argv, run)) {
        return problem_detail(why, ST_BROKEN, S(""), S("worker-start"), o->name);
    }
    run->pid_fd = (int)syscall(SYS_pidfd_open, run->pid, 0);
    return ST_OK;
}

// ---- talk --------------------------------------------------------------------------------------

typedef struct talk {
    const worker_options *o;
    char                 *room;
    size_t                cap, len;
    bool                  sealed;
    worker_outcome       *out;
    status                from_caller;
} talk;

// Waits until fd is readable; false at the deadline.
static bool wait_readable(int fd, int64_t deadline_ms)
{
    for (;;) {
        int64_t left = deadline_ms - now_ms();
        if (left <= 0) return false;
        struct pollfd p = { .fd = fd, .events = POLLIN };
        int           n = poll(&p, 1, left > 1000 ? 1000 : (int)left);
        if (n > 0) return true;
        if (n < 0 && errno != EINTR) return false;
    }
}

static bool take_sealed(talk *t, uint8_t type, str payload)
{
    if (type != FRAME_SEALED || payload.len != FRAME_SEALED_SIZE || payload.ptr[1] != 1)
        return false;
    t->out->landlock_abi = (unsigned char)payload.ptr[0];
    return t->sealed     = true;
}

// Hands on every whole frame in the room. 0 to go on, or how it ended.
static int take_frames(talk *t)
{
    static const frame_rule first[] = { { FRAME_SEALED, FRAME_SEALED_SIZE }, { 0, 0 } };
    size_t                  at      = 0;
    for (;;) {
        str         rest = { t->room + at, (ptrdiff_t)(t->len - at) };
        uint8_t     type = 0;
        str         payload;
        size_t      used  = 0;
        frame_state state = frame_next(rest, t->sealed ? t->o->rules : first, &type, &payload,
                                       &used);
        if (state == FRAME_BAD) return WORKER_GARBLED;
        if (state == FRAME_PARTIAL) break;
        at += used;
        if (!t->sealed) {
            if (!take_sealed(t, type, payload)) return WORKER_GARBLED;
            continue;
        }
        t->from_caller = t->o->frame(t->o->ctx, type, payload);
        if (t->from_caller != ST_OK) return WORKER_STOPPED;
    }
    if (at) memmove(t->room, t->room + at, t->len - at);
    t->len -= at;
    return 0;
}

// Reads until the worker closes its pipe. How it ended; WORKER_DONE is still to be confirmed.
static worker_end talk_on(talk *t, const running *run)
{
    for (;;) {
        if (!wait_readable(run->out_fd, run->deadline_ms)) return WORKER_TIMED_OUT;
        ssize_t n = read(run->out_fd, t->room + t->len, t->cap - t->len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return WORKER_DIED;
        if (n == 0) return t->sealed && t->len == 0 ? WORKER_DONE : WORKER_DIED;
        t->len += (size_t)n;
        t->out->output_bytes += n;
        if (t->out->output_bytes > t->o->output_bytes_max) return WORKER_FLOODED;
        int ended = take_frames(t);
        if (ended) return (worker_end)ended;
    }
}

// ---- end ---------------------------------------------------------------------------------------

// Collects the worker, which is killed unless it is expected to leave by itself and does in time.
static void collect(const running *run, worker_outcome *out)
{
    bool may_leave = out->end == WORKER_DONE || out->end == WORKER_DIED;
    bool left      = may_leave && run->pid_fd >= 0 && wait_readable(run->pid_fd, run->deadline_ms);
    if (!left) kill(run->pid, SIGKILL); // its number is ours until it is waited for
    if (!left && may_leave) out->end = WORKER_TIMED_OUT;

    int           state = 0;
    struct rusage use   = { 0 };
    pid_t         got;
    do got = wait4(run->pid, &state, 0, &use);
    while (got < 0 && errno == EINTR);
    out->signal    = got > 0 && WIFSIGNALED(state) ? WTERMSIG(state) : 0;
    out->exit_code = got > 0 && WIFEXITED(state) ? WEXITSTATUS(state) : 0;
    out->cpu_us    = (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1000000 + use.ru_utime.tv_usec +
                  use.ru_stime.tv_usec;
    out->memory_kib = use.ru_maxrss;
    if (out->end == WORKER_DONE && (got < 0 || state != 0)) out->end = WORKER_DIED;
    if (run->pid_fd >= 0) close(run->pid_fd);
    close(run->out_fd);
}

static size_t largest_frame(const frame_rule *rules)
{
    size_t most = FRAME_SEALED_SIZE;
    for (; rules->type; rules++) {
        if (rules->bytes_max > most) most = rules->bytes_max;
    }
    return most + FRAME_HEAD_BYTES;
}

status worker_run(const worker_options *o, arena scratch, worker_outcome *out, problem *why)
{
    assert(o->in_fd >= 0 && o->wall_ms > 0 && o->output_bytes_max > 0 && o->rules && o->frame);
    worker_outcome got = { 0 };
    running        run = { 0 };
    talk           t   = { .o = o, .cap = largest_frame(o->rules) + FRAME_OUT_BYTES, .out = &got };

    t.room = NEW(&scratch, char, t.cap);
    if (!t.room) return ST_MEMORY;
    TRY(start(o, &scratch, &run, why));
    got.end = talk_on(&t, &run);
    collect(&run, &got);
    *out = got;
    return t.from_caller;
}
