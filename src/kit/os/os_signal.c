// os_signal.c - signals as something to read; see os.h.
#include "kit/os/os.h"
#include "kit/os/os_inside.h"

#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

status os_signals(int *fd)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    sigset_t         set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    if (sigaction(SIGPIPE, &ignore, NULL) != 0) return os_status_of(errno);
    // A file beyond what may be written fails like a full disk.
    if (sigaction(SIGXFSZ, &ignore, NULL) != 0) return os_status_of(errno);
    int error = pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (error) return os_status_of(error);
    int got = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (got < 0) return os_status_of(errno);
    *fd = got;
    return ST_OK;
}

int os_signal_next(int fd)
{
    struct signalfd_siginfo info;
    ssize_t                 n = read(fd, &info, sizeof(info));
    return n == (ssize_t)sizeof(info) ? (int)info.ssi_signo : 0;
}
