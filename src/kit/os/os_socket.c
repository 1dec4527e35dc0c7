// os_socket.c - Unix sockets, passing of descriptors, waiting; see os.h.
#include "kit/os/os.h"
#include "kit/os/os_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { LISTEN_BACKLOG = 64 };

// A socket's address holds 107 bytes, less than a folder's path may need; the descriptor's own name
// under /proc is short.
static status address_of(int folder, str name, struct sockaddr_un *out)
{
    *out      = (struct sockaddr_un){ .sun_family = AF_UNIX };
    int  n    = folder == OS_CWD
                    ? snprintf(out->sun_path, sizeof(out->sun_path), STR_FMT, STR_ARG(name))
                    : snprintf(out->sun_path, sizeof(out->sun_path), "/proc/self/fd/%d/" STR_FMT,
                               folder, STR_ARG(name));
    bool fits = n > 0 && (size_t)n < sizeof(out->sun_path) && name.len > 0;
    return fits && !memchr(name.ptr, 0, (size_t)name.len) ? ST_OK : ST_INVALID;
}

static status bind_at(int fd, int folder, str name)
{
    struct sockaddr_un at;
    char               path[OS_PATH_MAX];
    TRY(address_of(folder, name, &at));
    TRY(os_path(name, path));
    if (unlinkat(folder, path, 0) != 0 && errno != ENOENT) return os_status_of(errno);
    // The mode given to the socket before bind becomes the mode of its name.
    if (fchmod(fd, 0600) != 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0)
        return os_status_of(errno);
    return listen(fd, LISTEN_BACKLOG) == 0 ? ST_OK : os_status_of(errno);
}

status os_listen(int folder, str name, int *fd)
{
    int got = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (got < 0) return os_status_of(errno);
    status st = bind_at(got, folder, name);
    if (st != ST_OK) {
        close(got);
        return st;
    }
    *fd = got;
    return ST_OK;
}

status os_connect(int folder, str name, int *fd)
{
    struct sockaddr_un at;
    TRY(address_of(folder, name, &at));
    int got = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (got < 0) return os_status_of(errno);
    int done;
    do done = connect(got, (struct sockaddr *)&at, sizeof(at));
    while (done != 0 && errno == EINTR);
    if (done != 0) {
        status st = errno == ECONNREFUSED ? ST_MISSING : os_status_of(errno);
        close(got);
        return st;
    }
    *fd = got;
    return ST_OK;
}

status os_accept(int listener, int *fd)
{
    int got;
    do got = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    while (got < 0 && (errno == EINTR || errno == ECONNABORTED));
    if (got < 0) return os_status_of(errno);
    *fd = got;
    return ST_OK;
}

status os_socket_pair(int out[2])
{
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, out) == 0 ? ST_OK
                                                                        : os_status_of(errno);
}

status os_packet_pair(int out[2])
{
    int made = socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, out);
    return made == 0 ? ST_OK : os_status_of(errno);
}

status os_pipe(int out[2])
{
    return pipe2(out, O_CLOEXEC) == 0 ? ST_OK : os_status_of(errno);
}

void os_pipe_widen(int end, size_t bytes)
{
    (void)!fcntl(end, F_SETPIPE_SZ, (int)bytes); // refused, it works as before
}

int64_t os_user_id(void)
{
    return geteuid();
}

status os_peer_of(int fd, os_peer *out)
{
    struct ucred who;
    socklen_t    size = sizeof(who);
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) return os_status_of(errno);
    *out = (os_peer){ .pid = who.pid, .uid = who.uid, .gid = who.gid };
    return ST_OK;
}

// ---- descriptors in messages -------------------------------------------------------------------

typedef union pass_room {
    struct cmsghdr align;
    char           bytes[CMSG_SPACE(sizeof(int) * OS_PASS_MAX)];
} pass_room;

status os_send_fds(int fd, str bytes, const int *fds, size_t fd_count)
{
    pass_room     room = { .bytes = { 0 } };
    struct iovec  part = { .iov_base = (void *)(uintptr_t)bytes.ptr, .iov_len = (size_t)bytes.len };
    struct msghdr m    = { .msg_iov = &part, .msg_iovlen = 1 };
    if (fd_count > OS_PASS_MAX || bytes.len == 0) return ST_LIMIT;
    if (fd_count) {
        m.msg_control      = room.bytes;
        m.msg_controllen   = CMSG_SPACE(sizeof(int) * fd_count);
        struct cmsghdr *cm = CMSG_FIRSTHDR(&m);
        cm->cmsg_level     = SOL_SOCKET;
        cm->cmsg_type      = SCM_RIGHTS;
        cm->cmsg_len       = CMSG_LEN(sizeof(int) * fd_count);
        memcpy(CMSG_DATA(cm), fds, sizeof(int) * fd_count);
    }
    ssize_t n;
    do n = sendmsg(fd, &m, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n < 0) return os_status_of(errno);
    return os_write_all(fd, str_slice(bytes, n, bytes.len)); // the descriptors went with the first
}

// Takes every descriptor out of the message; those beyond OS_PASS_MAX are closed at once.
static void take_fds(struct msghdr *m, int fds[OS_PASS_MAX], size_t *fd_count)
{
    *fd_count = 0;
    for (struct cmsghdr *cm = CMSG_FIRSTHDR(m); cm; cm = CMSG_NXTHDR(m, cm)) {
        if (cm->cmsg_level != SOL_SOCKET || cm->cmsg_type != SCM_RIGHTS) continue;
        size_t count = (cm->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; i++) {
            int got;
            memcpy(&got, CMSG_DATA(cm) + i * sizeof(int), sizeof(int));
            if (*fd_count < OS_PASS_MAX)
                fds[(*fd_count)++] = got;
            else
                close(got);
        }
    }
}

status os_recv_fds(int fd, void *out, size_t bytes, size_t *got, int fds[OS_PASS_MAX],
                   size_t *fd_count)
{
    pass_room     room;
    struct iovec  part = { .iov_base = out, .iov_len = bytes };
    struct msghdr m    = { .msg_iov        = &part,
                           .msg_iovlen     = 1,
                           .msg_control    = room.bytes,
                           .msg_controllen = sizeof(room.bytes) };
    ssize_t       n;
    do n = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    if (n < 0) return os_status_of(errno);
    take_fds(&m, fds, fd_count);
    *got = (size_t)n;
    return ST_OK;
}

status os_recv(int fd, void *out, size_t bytes, int64_t timeout_ms, size_t *got)
{
    size_t which;
    TRY(os_poll(&fd, 1, timeout_ms, &which));
    ssize_t n;
    do n = read(fd, out, bytes);
    while (n < 0 && errno == EINTR);
    if (n < 0) return os_status_of(errno);
    *got = (size_t)n;
    return ST_OK;
}

status os_poll(const int *fds, size_t count, int64_t timeout_ms, size_t *which)
{
    struct pollfd list[OS_SPAWN_MAX];
    if (count > COUNT(list)) return ST_LIMIT;
    for (size_t i = 0; i < count; i++) list[i] = (struct pollfd){ .fd = fds[i], .events = POLLIN };
    int64_t end_ns = os_monotonic_ns() + timeout_ms * 1000000;
    for (;;) {
        int64_t left = timeout_ms < 0 ? -1 : (end_ns - os_monotonic_ns() + 999999) / 1000000;
        if (timeout_ms >= 0 && left < 0) left = 0;
        if (left > 1000000) left = 1000000;
        int n = poll(list, (nfds_t)count, (int)left);
        if (n < 0 && errno != EINTR) return os_status_of(errno);
        for (size_t i = 0; n > 0 && i < count; i++) {
            if (!list[i].revents) continue;
            *which = i;
            return ST_OK;
        }
        if (timeout_ms >= 0 && os_monotonic_ns() >= end_ns) return ST_LIMIT;
    }
}
