// worker.c - see worker.h. Start; take frames until the end or a bound; collect the exit.
#include "kit/workers/worker.h"

#include <assert.h>
#include <string.h>

#include "kit/os/os.h"
#include "kit/workers/nursery.h"
#include "kit/workers/ring.h"

typedef struct running {
    os_process  process;
    const char *program;
    bool        warm;   // from a nursery
    int         out_fd; // the reading end of its pipe; -1: there is a ring instead
    ring        ring;
    int64_t     deadline_ns;
    int64_t     cpu_ns, moved_ns; // its processor time, and when that grew or a byte came
} running;

enum {
    STILL_MS  = 5 * 60 * 1000,
    LOOK_MS   = 5 * 1000, // between two looks at whether it still moves
    DEATH_MS  = 50,       // and, without a pipe, at whether it lives
    LINGER_MS = 60 * 1000 // of one that has closed its pipe and should be gone
};

static int64_t left_ms(const running *run)
{
    int64_t left = (run->deadline_ns - os_monotonic_ns()) / 1000000;
    return left > 0 ? left : 0;
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

// In the folder our own binary lies in; NULL when a is spent.
static const char *beside_us(str name, arena *a)
{
    str folder = os_program(a);
    while (folder.len && folder.ptr[folder.len - 1] != '/') folder.len--;
    return arena_printf(a, STR_FMT STR_FMT, STR_ARG(folder), STR_ARG(name)).ptr;
}

status worker_keep_warm(str name)
{
    char        room[NURSERY_PATH_MAX + OS_PATH_MAX];
    arena       a    = arena_over(room, sizeof room);
    const char *path = beside_us(name, &a);
    return path ? nursery_open(path) : ST_LIMIT;
}

// One way to begin a job, with the descriptors 0 and 1 it gets; they stay open here.
typedef status starting(const worker_options *o, const char *const *argv, const int fds[2],
                        os_process *out);

// From its nursery where there is one.
static status from_nursery(const worker_options *o, const char *const *argv, const int fds[2],
                           os_process *out)
{
    (void)o;
    return nursery_child(argv[0], argv + 1, fds[0], fds[1], out);
}

static status by_exec(const worker_options *o, const char *const *argv, const int fds[2],
                      os_process *out)
{
    (void)o;
    // The time zone is written out so that no library looks for a file of zones once sealed.
    static const char *const env[]   = { "TZ=UTC0", NULL };
    const os_spawn_options   program = { argv, env, fds, 2 };
    return os_spawn(&program, out);
}

// By who keeps a process for it: nothing else could do this job.
static status by_keeper(const worker_options *o, const char *const *argv, const int fds[2],
                        os_process *out)
{
    return o->start(o->start_ctx, argv + 1, fds[0], fds[1], out);
}

// *theirs is the worker's end, to be closed here once it has it.
static status way_open(const worker_options *o, running *run, int *theirs)
{
    int ends[2];
    run->out_fd = -1;
    if (o->ring_bytes) return ring_make(o->ring_bytes, &run->ring, theirs);
    TRY(os_pipe(ends));
    run->out_fd = ends[0];
    *theirs     = ends[1];
    return ST_OK;
}

static void way_close(running *run)
{
    os_close(run->out_fd);
    ring_free(&run->ring);
    run->out_fd = -1;
}

// Each try has a way of its own: what a failed one may have left behind cannot speak into the next.
static status start_by(starting *how, const worker_options *o, const char *const *argv,
                       running *run)
{
    int theirs;
    TRY(way_open(o, run, &theirs));
    const int fds[] = { o->in_fd, theirs };
    status    st    = how(o, argv, fds, &run->process);
    os_close(theirs);
    if (st != ST_OK) way_close(run);
    return st;
}

static status start(const worker_options *o, arena *a, running *run, problem *why)
{
    const char *argv[WORKER_ARGS_MAX + 2] = { o->program.len ? arena_cstr(a, o->program)
                                                             : beside_us(o->name, a) };

    if (!argv[0]) return ST_MEMORY;
    for (size_t i = 0; i < WORKER_ARGS_MAX && o->args[i].ptr; i++) {
        argv[i + 1] = arena_cstr(a, o->args[i]);
        if (!argv[i + 1]) return ST_MEMORY;
    }
    run->program = argv[0];
    status st    = start_by(o->start ? by_keeper : from_nursery, o, argv, run);
    run->warm    = st == ST_OK;
    if (!run->warm && !o->start) st = start_by(by_exec, o, argv, run);
    if (st != ST_OK) {
        os_log(OS_ERROR, "worker.start", "%s: %s", argv[0], status_name(st));
        return problem_detail(why, ST_BROKEN, S(""), S("worker-start"), o->name);
    }
    if (o->pipe_bytes && run->out_fd >= 0) os_pipe_widen(run->out_fd, o->pipe_bytes);
    run->deadline_ns = os_monotonic_ns() + o->wall_ms * 1000000;
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

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

// Stopped, or waiting for what never comes: it says nothing and does nothing. One that computes is bounded by its
// processor time, and one whose bytes wait for us is not asked.
static bool hangs(const talk *t, running *run)
{
    int64_t still = t->o->still_ms ? t->o->still_ms : STILL_MS, now = os_monotonic_ns();
    int64_t cpu = os_cpu_ns_of(&run->process);
    if (cpu != run->cpu_ns) run->moved_ns = now;
    run->cpu_ns = cpu;
    return now - run->moved_ns >= still * 1000000;
}

// Nothing tells a ring that its worker has died: what is there is taken, then it is looked at now and then.
static status from_ring(const talk *t, running *run, int64_t timeout_ms, size_t *n)
{
    char  *room = t->room + t->len;
    size_t most = t->cap - t->len, which;
    for (int64_t waited = 0;; waited += DEATH_MS) {
        status st = ring_take(&run->ring, room, most, lesser(DEATH_MS, timeout_ms), n);
        if (st != ST_LIMIT) return st;
        if (os_poll(&run->process.pidfd, 1, 0, &which) == ST_OK) {
            st = ring_take(&run->ring, room, most, 0, n);
            return st == ST_LIMIT ? ST_OK : st; // *n is 0: the end
        }
        if (waited + DEATH_MS >= timeout_ms) return ST_LIMIT;
    }
}

static status receive(const talk *t, running *run, int64_t timeout_ms, size_t *n)
{
    if (run->ring.memory) return from_ring(t, run, timeout_ms, n);
    return os_recv(run->out_fd, t->room + t->len, t->cap - t->len, timeout_ms, n);
}

static status next_bytes(const talk *t, running *run, size_t *n)
{
    int64_t look  = lesser(LOOK_MS, t->o->still_ms ? t->o->still_ms : LOOK_MS);
    run->moved_ns = os_monotonic_ns();
    for (;;) {
        int64_t left = left_ms(run);
        if (left == 0) return ST_LIMIT; // however much of it waits: it came too late
        status st = receive(t, run, lesser(left, look), n);
        if (st != ST_LIMIT || left <= look || hangs(t, run)) return st;
    }
}

// Reads until the worker closes its pipe. How it ended; WORKER_DONE is still to be confirmed.
static worker_end talk_on(talk *t, running *run)
{
    for (;;) {
        size_t n  = 0;
        status st = next_bytes(t, run, &n);
        if (st == ST_LIMIT) return WORKER_TIMED_OUT;
        if (st == ST_INVALID) return WORKER_GARBLED;
        if (st != ST_OK) return WORKER_DIED;
        if (n == 0) return t->sealed && t->len == 0 ? WORKER_DONE : WORKER_DIED;
        t->len += n;
        t->out->output_bytes += (int64_t)n;
        if (t->out->output_bytes > t->o->output_bytes_max) return WORKER_FLOODED;
        int ended = take_frames(t);
        if (ended) return (worker_end)ended;
    }
}

// ---- end ---------------------------------------------------------------------------------------

// Collects the worker, which is killed unless it is expected to leave by itself and does in time.
static void collect(running *run, worker_outcome *out)
{
    bool     may_leave = out->end == WORKER_DONE || out->end == WORKER_DIED;
    os_ended ended     = { .code = -1 };

    if (!may_leave) os_kill(&run->process);
    status st = os_wait(&run->process, may_leave ? lesser(left_ms(run), LINGER_MS) : 1000, &ended);
    way_close(run);
    out->signal     = ended.signal;
    out->exit_code  = ended.code;
    out->cpu_ms     = ended.cpu_ms;
    out->memory_kib = ended.peak_kib;
    if (may_leave && ended.timed_out) out->end = WORKER_TIMED_OUT;
    if (out->end == WORKER_DONE && (st != ST_OK || ended.code != 0)) out->end = WORKER_DIED;
    out->warm = run->warm;
    if (run->warm && out->end != WORKER_DONE && out->end != WORKER_STOPPED)
        nursery_renew(run->program);
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
