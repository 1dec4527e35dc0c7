// sealed_many.c - a sealed program as a nursery: see nursery.h for why, nursery_wire.h for what is said.
//
// This process takes messages of our own parent and copies itself. It maps, opens and reads nothing of a
// job: that is its child's business, behind the seal.
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kit/os/os.h"
#include "kit/workers/nursery_wire.h"
#include "kit/workers/sealed.h"

enum { SOCKET_FD = 0, ABOVE_TARGETS = 10 };

typedef struct message {
    char        bytes[NURSERY_MESSAGE_MAX];
    size_t      length;
    int         fds[OS_PASS_MAX];
    size_t      fd_count;
    const char *words[NURSERY_WORDS_MAX];
    size_t      word_count;
} message;

static bool is_whole(message *m)
{
    m->word_count = 0;
    if (m->fd_count != NURSERY_FDS || m->length == 0 || m->bytes[m->length - 1]) return false;
    for (size_t at = 0; at < m->length; at += strlen(m->bytes + at) + 1) {
        if (m->word_count == NURSERY_WORDS_MAX) return false;
        m->words[m->word_count++] = m->bytes + at;
    }
    return true;
}

static bool reply(int32_t number)
{
    return send(SOCKET_FD, &number, sizeof number, MSG_NOSIGNAL) == sizeof number;
}

// The input becomes 0, the pipe 1, and there is no other, as after an exec by os_spawn.
static bool take_places(const int fds[])
{
    int in = fcntl(fds[0], F_DUPFD, ABOVE_TARGETS), answer = fcntl(fds[1], F_DUPFD, ABOVE_TARGETS);
    return in >= 0 && answer >= 0 && dup2(in, STDIN_FILENO) == STDIN_FILENO &&
           dup2(answer, STDOUT_FILENO) == STDOUT_FILENO && close_range(STDERR_FILENO, ~0U, 0) == 0;
}

static _Noreturn void be_child(const sealed_program *p, const message *m, pid_t parent)
{
    // From here on it dies with its parent; should the parent have died just before, at once.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || getppid() != parent)
        _exit(SEALED_EXIT_SEAL);
    if (!reply((int32_t)getpid()) || !take_places(m->fds)) _exit(SEALED_EXIT_SEAL);
    sealed_once(p, m->words, m->word_count);
}

// The child is our parent's. Nothing of the C library is asked for a copy: there is one thread, and its
// own note of the thread's number, which stays the old one, is used by nothing a sealed process may do.
static pid_t copy_self(void)
{
    return (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, NULL, NULL, 0);
}

static void serve(const sealed_program *p, message *m, pid_t parent)
{
    pid_t child = is_whole(m) ? copy_self() : -1;
    if (child == 0) be_child(p, m, parent);
    if (child < 0 && !reply(-1)) m->length = 0; // nobody listens: the next receive ends this
    for (size_t i = 0; i < m->fd_count; i++) close(m->fds[i]);
}

int sealed_many(const sealed_program *p)
{
    static message m;
    pid_t          parent = getppid();
    int            fd     = SOCKET_FD;
    size_t         which;
    if (unsetenv("LD_BIND_NOW") != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
        return SEALED_EXIT_SEAL;
    for (;;) {
        if (os_poll(&fd, 1, p->idle_ms ? p->idle_ms : NURSERY_IDLE_MS, &which) != ST_OK) return 0;
        status st = os_recv_fds(fd, m.bytes, sizeof m.bytes, &m.length, m.fds, &m.fd_count);
        if (st != ST_OK || m.length == 0) return 0; // the end
        serve(p, &m, parent);
    }
}
