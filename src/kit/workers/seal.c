// seal.c - see seal.h.
#include "kit/workers/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kit/os/os.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#if SANITIZED
// The search for leaks at the end starts a process of its own, which the seal forbids.
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}
#endif

// ---- limits ------------------------------------------------------------------------------------

enum { BESIDE_INPUT = 64 * 1024 * 1024, WITHOUT_END = -1 }; // -1: as the kernel has it

static status limit_set(__rlimit_resource_t what, int64_t soft, int64_t hard)
{
    struct rlimit r = { (rlim_t)soft, (rlim_t)hard };
    return setrlimit(what, &r) == 0 ? ST_OK : ST_BROKEN;
}

// Bytes of address space in use now; -1 when the kernel does not say.
static int64_t mapped_bytes(void)
{
    char    room[512];
    arena   a = arena_over(room, sizeof room);
    str     pages, rest;
    int64_t count = 0;
    if (os_read_file(OS_CWD, S("/proc/self/statm"), 128, &a, &pages) != ST_OK) return -1;
    if (!str_cut(pages, ' ', &pages, &rest) || !str_int(pages, &count)) return -1;
    return count * sysconf(_SC_PAGESIZE);
}

// ---- of a loader -------------------------------------------------------------------------------

static struct loader {
    bool    on;
    int     statm;       // of /proc/self: what is mapped can be asked for after the seal
    int64_t mapped;      // when all was loaded
    int64_t most;        // that a copy may have
    int64_t copy_mapped; // of this copy, with its input
} loader = { .statm = -1 };

static int64_t mapped_by(int fd)
{
    char    text[128];
    size_t  got = 0;
    int64_t count;
    str     pages, rest;
    if (os_read_at(fd, 0, text, sizeof text, &got) != ST_OK) return -1;
    if (!str_cut((str){ text, (ptrdiff_t)got }, ' ', &pages, &rest) || !str_int(pages, &count))
        return -1;
    return count * sysconf(_SC_PAGESIZE);
}

static status loader_limits(const seal_limits *loading, const seal_limits *later,
                            size_t input_bytes)
{
    int64_t mapped = mapped_by(loader.statm), soft = mapped + loading->memory_bytes;
    if (mapped < 0) return ST_BROKEN;
    loader.most = soft + (int64_t)input_bytes + later->memory_bytes + BESIDE_INPUT;
    if (!SANITIZED) TRY(limit_set(RLIMIT_AS, soft, loader.most));
    TRY(limit_set(RLIMIT_CPU, loading->cpu_s, WITHOUT_END));
    TRY(limit_set(RLIMIT_FSIZE, 0, 0));
    return limit_set(RLIMIT_CORE, 0, 0);
}

status seal_loaded(void)
{
    if (!loader.on) return ST_OK;
    loader.mapped = mapped_by(loader.statm);
    os_close(loader.statm);
    if (loader.mapped < 0) return ST_BROKEN;
    // Copying itself costs a little each time, and there may be any number of files.
    return limit_set(RLIMIT_CPU, WITHOUT_END, WITHOUT_END);
}

status seal_copy(size_t input_bytes)
{
    if (!loader.on) return ST_OK;
    loader.copy_mapped = loader.mapped + (int64_t)input_bytes;
    return SANITIZED ? ST_OK : limit_set(RLIMIT_AS, loader.most, loader.most);
}

static status limits_set(const seal_limits *limits, int64_t mapped)
{
    int64_t most = mapped + limits->memory_bytes;
    if (mapped < 0) return ST_BROKEN;
    if (!SANITIZED) TRY(limit_set(RLIMIT_AS, most, most));
    TRY(limit_set(RLIMIT_CPU, limits->cpu_s, limits->cpu_s + 1)); // SIGXCPU first: it tells why
    TRY(limit_set(RLIMIT_FSIZE, 0, 0)); // a pipe is no file: writing the answer is not affected
    TRY(limit_set(RLIMIT_CORE, 0, 0));
    TRY(limit_set(RLIMIT_NOFILE, 0, 0)); // those open stay open; no new number can be given
    return limit_set(RLIMIT_NPROC, 0, 0);
}

// ---- Landlock ----------------------------------------------------------------------------------
// The kernel's own header may be older than the kernel, so the layout and the masks stand here.

typedef struct landlock_attr {
    uint64_t files, net, scoped;
} landlock_attr;

enum { LANDLOCK_VERSION = 1 }; // flag: answer the ABI instead of making a ruleset

// Every right the given ABI knows; one it does not know would be refused by the kernel.
static landlock_attr landlock_all(long abi, size_t *size)
{
    static const unsigned file_bits[] = { 0, 13, 14, 15, 15, 16 }; // by ABI: number of file rights
    size_t                known       = abi < 5 ? (size_t)abi : 5;

    *size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    return (landlock_attr){
        .files  = ((uint64_t)1 << file_bits[known]) - 1,
        .net    = abi >= 4 ? 3 : 0, // bind and connect over TCP
        .scoped = abi >= 6 ? 3 : 0, // abstract sockets and signals to others
    };
}

status seal_landlock(int *abi)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION);
    *abi         = version > 0 ? (int)version : 0;
    if (version < 1) return ST_OK;
    size_t        size = 0;
    landlock_attr attr = landlock_all(version, &size);
    int           fd   = (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0);
    if (fd < 0) return ST_BROKEN;
    long done = syscall(SYS_landlock_restrict_self, fd, 0);
    close(fd);
    return done == 0 ? ST_OK : ST_BROKEN;
}

// ---- seccomp -----------------------------------------------------------------------------------

enum { FILTER_STEPS_MAX = 1024 };

static int rules_free(scmp_filter_ctx c)
{
    static const int allowed[] = {
        SCMP_SYS(brk),          SCMP_SYS(munmap),          SCMP_SYS(mremap),
        SCMP_SYS(madvise),      SCMP_SYS(futex),           SCMP_SYS(exit),
        SCMP_SYS(exit_group),   SCMP_SYS(clock_gettime),   SCMP_SYS(sched_yield),
        SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall), SCMP_SYS(sigaltstack),
    };
    // Asked by the C library on its own account; it copes with a refusal.
    static const int shrugged[] = {
        SCMP_SYS(fstat),     SCMP_SYS(newfstatat), SCMP_SYS(ioctl),
        SCMP_SYS(prlimit64), SCMP_SYS(getrandom),  SCMP_SYS(sysinfo),
        SCMP_SYS(lseek),     SCMP_SYS(close),      SCMP_SYS(sched_getaffinity),
    };
    int bad = 0;
    for (size_t i = 0; i < COUNT(allowed); i++) {
        bad |= seccomp_rule_add(c, SCMP_ACT_ALLOW, allowed[i], 0);
    }
    for (size_t i = 0; i < COUNT(shrugged); i++) {
        bad |= seccomp_rule_add(c, SCMP_ACT_ERRNO(EPERM), shrugged[i], 0);
    }
    return bad;
}

static int rules_bound(scmp_filter_ctx c)
{
    const struct scmp_arg_cmp answer    = SCMP_A0(SCMP_CMP_EQ, STDOUT_FILENO);
    const struct scmp_arg_cmp no_code   = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    const struct scmp_arg_cmp anonymous = SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS);

    int bad = seccomp_rule_add_array(c, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, &answer);
    bad |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, no_code, anonymous);
    bad |= seccomp_rule_add_array(c, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &no_code);
    return bad;
}

typedef struct sieve {
    struct sock_filter steps[FILTER_STEPS_MAX];
    size_t             count; // 0: not prepared
} sieve;

static sieve of_worker, of_loader;

// What a loader does beside computing: its messages, its copies, and all that a copy does until its own seal.
static int rules_loading(scmp_filter_ctx c)
{
    static const int allowed[] = {
        SCMP_SYS(brk),
        SCMP_SYS(munmap),
        SCMP_SYS(mremap),
        SCMP_SYS(madvise),
        SCMP_SYS(futex),
        SCMP_SYS(exit),
        SCMP_SYS(exit_group),
        SCMP_SYS(clock_gettime),
        SCMP_SYS(sched_yield),
        SCMP_SYS(rt_sigreturn),
        SCMP_SYS(restart_syscall),
        SCMP_SYS(sigaltstack),
        SCMP_SYS(fstat),
        SCMP_SYS(pread64),
        SCMP_SYS(close),
        SCMP_SYS(close_range),
        SCMP_SYS(dup2),
        SCMP_SYS(dup3),
        SCMP_SYS(getrandom),
        SCMP_SYS(getpid),
        SCMP_SYS(getppid),
        SCMP_SYS(poll),
        SCMP_SYS(ppoll),
        SCMP_SYS(recvmsg),
        SCMP_SYS(sendto),
        SCMP_SYS(setitimer),
        SCMP_SYS(rt_sigaction),
        SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(landlock_create_ruleset),
        SCMP_SYS(landlock_restrict_self),
        SCMP_SYS(seccomp),
    };
    static const int shrugged[] = { SCMP_SYS(newfstatat), SCMP_SYS(ioctl), SCMP_SYS(sysinfo),
                                    SCMP_SYS(lseek), SCMP_SYS(sched_getaffinity) };
    static const int self[]     = { PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS };

    const struct scmp_arg_cmp no_code   = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    const struct scmp_arg_cmp answer    = SCMP_A0(SCMP_CMP_EQ, STDOUT_FILENO);
    const struct scmp_arg_cmp own       = SCMP_A0(SCMP_CMP_EQ, 0); // its own limits
    const struct scmp_arg_cmp duplicate = SCMP_A1(SCMP_CMP_EQ, F_DUPFD);
    const struct scmp_arg_cmp copy      = SCMP_A0(SCMP_CMP_EQ, CLONE_PARENT | SIGCHLD);

    int bad = 0;
    for (size_t i = 0; i < COUNT(allowed); i++)
        bad |= seccomp_rule_add(c, SCMP_ACT_ALLOW, allowed[i], 0);
    for (size_t i = 0; i < COUNT(shrugged); i++)
        bad |= seccomp_rule_add(c, SCMP_ACT_ERRNO(EPERM), shrugged[i], 0);
    for (size_t i = 0; i < COUNT(self); i++) {
        const struct scmp_arg_cmp what = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)self[i]);
        bad |= seccomp_rule_add_array(c, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, &what);
    }
    bad |= seccomp_rule_add_array(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code);
    bad |= seccomp_rule_add_array(c, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &no_code);
    bad |= seccomp_rule_add_array(c, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, &answer);
    bad |= seccomp_rule_add_array(c, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, &own);
    bad |= seccomp_rule_add_array(c, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, &duplicate);
    bad |= seccomp_rule_add_array(c, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, &copy);
    return bad;
}

// The filter as the kernel takes it, by way of a file in memory: the library writes to a descriptor.
static status filter_keep(scmp_filter_ctx c, sieve *to)
{
    int    fd  = -1;
    size_t got = 0;
    TRY(os_temp_in_memory(&fd));
    status st = seccomp_export_bpf(c, fd) == 0 ? ST_OK : ST_BROKEN;
    if (st == ST_OK) st = os_read_at(fd, 0, to->steps, sizeof to->steps, &got);
    os_close(fd);
    if (st != ST_OK || got == 0 || got == sizeof to->steps || got % sizeof to->steps[0] != 0)
        return ST_BROKEN;
    to->count = got / sizeof to->steps[0];
    return ST_OK;
}

status seal_prepare(void)
{
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!c) return ST_BROKEN;
    status st = rules_free(c) | rules_bound(c) ? ST_BROKEN : filter_keep(c, &of_worker);
    seccomp_release(c);
    return st;
}

static status prepare_loader(void)
{
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!c) return ST_BROKEN;
    status st = rules_loading(c) ? ST_BROKEN : filter_keep(c, &of_loader);
    seccomp_release(c);
    return st;
}

static status seccomp_on(sieve *s)
{
    const struct sock_fprog program = { (unsigned short)s->count, s->steps };
    long                    done    = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
    return done == 0 ? ST_OK : ST_BROKEN;
}

// ---- all together ------------------------------------------------------------------------------

status seal_loader(const seal_limits *loading, const seal_limits *later, size_t input_bytes)
{
    int abi = 0;
    TRY(prepare_loader());
    TRY(os_open_read(OS_CWD, S("/proc/self/statm"), &loader.statm));
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return ST_BROKEN;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return ST_BROKEN;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return ST_BROKEN;
    TRY(seal_landlock(&abi));
    TRY(loader_limits(loading, later, input_bytes));
    loader.on = true;
    return seccomp_on(&of_loader);
}

status seal_worker(const seal_limits *limits, seal_state *out)
{
    seal_state state = { 0 };
    if (of_worker.count == 0) TRY(seal_prepare());
    // While files can still be opened; behind a loader's seal none can.
    int64_t mapped = loader.on ? loader.copy_mapped : mapped_bytes();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return ST_BROKEN;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return ST_BROKEN;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return ST_BROKEN;
    TRY(seal_landlock(&state.landlock_abi)); // needs a descriptor, so before the limits
    TRY(limits_set(limits, mapped));
    TRY(seccomp_on(&of_worker));
    *out = state;
    return ST_OK;
}
