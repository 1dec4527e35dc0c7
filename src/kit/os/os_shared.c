// os_shared.c - memory two processes have together, and words in it one waits for the other to change.
#include "kit/os/os_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static status map_both(int fd, size_t bytes, void **at)
{
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED) return ST_MEMORY;
    *at = p;
    return ST_OK;
}

// Sealed in its size: a file that the other made shorter would end whoever looks behind its end.
status os_share(size_t bytes, void **at, int *fd)
{
    static const int fixed = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    int              made  = memfd_create("coloa", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (made < 0) return os_status_of(errno);
    status st = ftruncate(made, (off_t)bytes) == 0 && fcntl(made, F_ADD_SEALS, fixed) == 0
                    ? map_both(made, bytes, at)
                    : os_status_of(errno);
    if (st == ST_OK)
        *fd = made;
    else
        close(made);
    return st;
}

status os_share_join(int fd, void **at, size_t *bytes)
{
    struct stat st;
    // The C library would ask by a call that takes names too, which a sealed process may not.
    if (syscall(SYS_fstat, fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size <= 0)
        return ST_MISSING;
    *bytes = (size_t)st.st_size;
    return map_both(fd, *bytes, at);
}

void os_unshare(void *at, size_t bytes)
{
    if (at) munmap(at, bytes);
}

void os_word_wait(const _Atomic uint32_t *word, uint32_t seen, int64_t timeout_ms)
{
    const struct timespec most = { timeout_ms / 1000, timeout_ms % 1000 * 1000000 };
    (void)syscall(SYS_futex, word, FUTEX_WAIT, seen, timeout_ms < 0 ? NULL : &most, NULL, 0);
}

void os_word_wake(_Atomic uint32_t *word)
{
    (void)syscall(SYS_futex, word, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
}
