// os_process.c - helper programs: start with given descriptors, wait with a bound; a thread that gives
// way; see os.h.
#include "kit/os/os.h"
#include "kit/os/os_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ABOVE_TARGETS = 64 }; // copies of the descriptors are kept above every target number

static int fill_actions(posix_spawn_file_actions_t *actions, const int *copies, size_t count)
{
    int error = 0;
    for (size_t i = 0; i < count && !error; i++)
        error = posix_spawn_file_actions_adddup2(actions, copies[i], (int)i);
    if (!error) error = posix_spawn_file_actions_addclosefrom_np(actions, (int)count);
    return error;
}

// The helper starts with no signal blocked or ignored, whatever this process does with its own.
static int fill_attributes(posix_spawnattr_t *attr)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawnattr_setsigmask(attr, &none);
    if (!error) error = posix_spawnattr_setsigdefault(attr, &all);
    if (!error)
        error = posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    return error;
}

static int spawn_with(const os_spawn_options *o, const int *copies, pid_t *pid)
{
    static const char *const   empty[] = { NULL };
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t          attr;
    int                        error = posix_spawn_file_actions_init(&actions);
    if (error) return error;
    error = posix_spawnattr_init(&attr);
    if (!error) {
        error = fill_actions(&actions, copies, o->fd_count);
        if (!error) error = fill_attributes(&attr);
        // The prototype lacks const for historical reasons only: neither list is written to.
        char *const *argv = (char *const *)(uintptr_t)o->argv;
        char *const *env  = (char *const *)(uintptr_t)(o->env ? o->env : empty);
        if (!error) error = posix_spawn(pid, o->argv[0], &actions, &attr, argv, env);
        posix_spawnattr_destroy(&attr);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

// A child not yet reaped, so that its number cannot belong to another process.
static status hold(pid_t pid, os_process *out)
{
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (pidfd < 0) {
        status st = os_status_of(errno);
        kill(pid, SIGKILL);
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) continue;
        return st;
    }
    *out = (os_process){ .pid = pid, .pidfd = pidfd };
    return ST_OK;
}

status os_spawn(const os_spawn_options *o, os_process *out)
{
    int copies[OS_SPAWN_MAX];
    if (o->fd_count > OS_SPAWN_MAX) return ST_LIMIT;
    size_t made  = 0;
    int    error = 0;
    for (; made < o->fd_count && !error; made++) {
        copies[made] = fcntl(o->fds[made], F_DUPFD_CLOEXEC, ABOVE_TARGETS);
        if (copies[made] < 0) {
            error = errno;
            break;
        }
    }
    pid_t pid = -1;
    if (!error) error = spawn_with(o, copies, &pid);
    for (size_t i = 0; i < made; i++) close(copies[i]);
    return error ? os_status_of(error) : hold(pid, out);
}

status os_adopt(int pid, os_process *out)
{
    siginfo_t ended;
    if (pid <= 0 || waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOHANG | WNOWAIT) != 0)
        return ST_MISSING;
    return hold(pid, out);
}

int64_t os_cpu_ns_of(const os_process *p)
{
    clockid_t       clock;
    struct timespec t;
    if (clock_getcpuclockid(p->pid, &clock) != 0 || clock_gettime(clock, &t) != 0) return -1;
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

void os_kill(const os_process *p)
{
    syscall(SYS_pidfd_send_signal, p->pidfd, SIGKILL, NULL, 0);
}

status os_wait(os_process *p, int64_t timeout_ms, os_ended *out)
{
    size_t which;
    status st       = os_poll(&p->pidfd, 1, timeout_ms, &which);
    bool   too_long = st == ST_LIMIT;
    if (st != ST_OK) os_kill(p);
    int           code;
    struct rusage used;
    pid_t         got;
    do got = wait4(p->pid, &code, 0, &used);
    while (got < 0 && errno == EINTR);
    close(p->pidfd);
    *p = (os_process){ .pid = -1, .pidfd = -1 };
    if (got < 0) return os_status_of(errno);
    int64_t cpu_us = (int64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000 +
                     used.ru_utime.tv_usec + used.ru_stime.tv_usec;
    *out = (os_ended){
        .timed_out = too_long,
        .code      = WIFEXITED(code) ? WEXITSTATUS(code) : -1,
        .signal    = WIFSIGNALED(code) ? WTERMSIG(code) : 0,
        .cpu_ms    = cpu_us / 1000,
        .peak_kib  = used.ru_maxrss,
    };
    return ST_OK;
}

// ---- a thread that gives way -----------------------------------------------------------------------

enum {
    HUMBLE_NICE    = 10,
    HUMBLE_STACK   = 1024 * 1024,
    IOPRIO_OF_TASK = 1,           // the kernel's own header has no names for these before 5.17
    IOPRIO_LAST    = 2 << 13 | 7, // best effort, behind all others
};

typedef struct humble {
    status (*fn)(void *ctx);
    void  *ctx;
    status st;
} humble;

// A thread cannot take back what it gave up: so it is one that ends.
static void *be_humble(void *of)
{
    humble *h     = of;
    bool    meek  = getpriority(PRIO_PROCESS, 0) >= HUMBLE_NICE; // the administrator may raise too
    bool    given = meek || setpriority(PRIO_PROCESS, 0, HUMBLE_NICE) == 0;
    given         = syscall(SYS_ioprio_set, IOPRIO_OF_TASK, 0, IOPRIO_LAST) == 0 && given;
    if (!given) os_log(OS_INFO, "os.humbly", "runs as others do");
    h->st = h->fn(h->ctx);
    return NULL;
}

status os_humbly(status (*fn)(void *ctx), void *ctx)
{
    humble         h = { fn, ctx, ST_OK };
    pthread_t      thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, HUMBLE_STACK);
    int error = pthread_create(&thread, &attributes, be_humble, &h);
    pthread_attr_destroy(&attributes);
    if (error) return fn(ctx);
    pthread_join(thread, NULL);
    return h.st;
}
