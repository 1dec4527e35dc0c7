// os_file.c - files and folders; see os.h.
#include "kit/os/os.h"
#include "kit/os/os_inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

status os_status_of(int error)
{
    switch (error) {
    case ENOENT: return ST_MISSING;
    case EACCES:
    case EPERM:
    case EROFS: return ST_FORBIDDEN;
    case EEXIST:
    case ENOTEMPTY:
    case EWOULDBLOCK: return ST_CONFLICT;
    case EFBIG:
    case ENOSPC:
    case EDQUOT: return ST_LIMIT;
    case ENAMETOOLONG:
    case EISDIR:
    case ENOTDIR:
    case ELOOP: return ST_INVALID;
    default: return ST_BROKEN;
    }
}

status os_path(str path, char out[OS_PATH_MAX])
{
    if (path.len <= 0 || path.len >= OS_PATH_MAX) return ST_INVALID;
    if (memchr(path.ptr, 0, (size_t)path.len)) return ST_INVALID;
    memcpy(out, path.ptr, (size_t)path.len);
    out[path.len] = 0;
    return ST_OK;
}

static status open_at(int folder, str path, int flags, int *fd)
{
    char name[OS_PATH_MAX];
    TRY(os_path(path, name));
    int got;
    do got = openat(folder, name, flags | O_CLOEXEC | O_NOCTTY, 0600);
    while (got < 0 && errno == EINTR);
    if (got < 0) return os_status_of(errno);
    *fd = got;
    return ST_OK;
}

status os_open_read(int folder, str path, int *fd)
{
    int got;
    TRY(open_at(folder, path, O_RDONLY | O_NONBLOCK, &got)); // NONBLOCK: a FIFO must not hang us
    struct stat st;
    if (fstat(got, &st) != 0 || S_ISDIR(st.st_mode)) {
        close(got);
        return ST_INVALID;
    }
    (void)fcntl(got, F_SETFL, 0);
    *fd = got;
    return ST_OK;
}

status os_open_folder(int folder, str path, int *fd)
{
    return open_at(folder, path, O_RDONLY | O_DIRECTORY, fd);
}

status os_open_write(int folder, str path, bool fresh, int *fd)
{
    return open_at(folder, path, O_WRONLY | O_CREAT | (fresh ? O_EXCL : O_TRUNC), fd);
}

void os_close(int fd)
{
    if (fd >= 0) close(fd);
}

status os_duplicate(int fd, int *copy)
{
    int got = fcntl(fd, F_DUPFD_CLOEXEC, 3); // 3: never in the place of a standard stream
    if (got < 0) return os_status_of(errno);
    *copy = got;
    return ST_OK;
}

status os_read_fd(int fd, size_t max_bytes, arena *a, str *out)
{
    struct stat st;
    size_t      first = 64 * 1024;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        if ((uint64_t)st.st_size > max_bytes) return ST_LIMIT;
        first = (size_t)st.st_size + 1; // + 1: the end is seen without growing
    }
    size_t ceiling = max_bytes + 1 ? max_bytes + 1 : max_bytes;
    if (first > ceiling) first = ceiling;
    size_t cap = first, len = 0;
    char  *p = arena_alloc(a, 1, 1, cap);
    if (!p) return ST_MEMORY;
    for (;;) {
        if (len == cap) {
            if (len > max_bytes) return ST_LIMIT;
            size_t more = cap < ceiling - cap ? cap : ceiling - cap;
            char  *wide = arena_alloc(a, 1, 1, cap + more);
            if (!wide) return ST_MEMORY;
            memcpy(wide, p, len);
            p = wide;
            cap += more;
        }
        ssize_t n = read(fd, p + len, cap - len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return os_status_of(errno);
        if (n == 0) break;
        len += (size_t)n;
        if (len > max_bytes) return ST_LIMIT;
    }
    *out = (str){ p, (ptrdiff_t)len };
    return ST_OK;
}

status os_read_file(int folder, str path, size_t max_bytes, arena *a, str *out)
{
    int fd;
    TRY(os_open_read(folder, path, &fd));
    status st = os_read_fd(fd, max_bytes, a, out);
    close(fd);
    return st;
}

status os_read_at(int fd, int64_t offset, void *out, size_t bytes, size_t *got)
{
    size_t done = 0;
    while (done < bytes) {
        ssize_t n = pread(fd, (char *)out + done, bytes - done, offset + (int64_t)done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return os_status_of(errno);
        if (n == 0) break;
        done += (size_t)n;
    }
    *got = done;
    return ST_OK;
}

status os_write_all(int fd, str bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.ptr, (size_t)bytes.len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return os_status_of(errno);
        bytes = str_slice(bytes, n, bytes.len);
    }
    return ST_OK;
}

status os_write_at(int fd, int64_t offset, str bytes)
{
    while (bytes.len) {
        ssize_t n = pwrite(fd, bytes.ptr, (size_t)bytes.len, offset);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return os_status_of(errno);
        bytes = str_slice(bytes, n, bytes.len);
        offset += n;
    }
    return ST_OK;
}

static os_file_info info_of(const struct stat *st)
{
    return (os_file_info){
        .bytes      = st->st_size,
        .changed_ms = (int64_t)st->st_mtim.tv_sec * 1000 + st->st_mtim.tv_nsec / 1000000,
        .placed_ms  = (int64_t)st->st_ctim.tv_sec * 1000 + st->st_ctim.tv_nsec / 1000000,
        .number     = st->st_ino,
        .names      = (int64_t)st->st_nlink,
        .is_folder  = S_ISDIR(st->st_mode),
        .is_regular = S_ISREG(st->st_mode),
        .mode       = st->st_mode & 07777,
        .owner      = st->st_uid,
    };
}

status os_info(int fd, os_file_info *out)
{
    struct stat st;
    if (fstat(fd, &st) != 0) return os_status_of(errno);
    *out = info_of(&st);
    return ST_OK;
}

status os_info_of(int folder, str path, os_file_info *out)
{
    char        name[OS_PATH_MAX];
    struct stat st;
    TRY(os_path(path, name));
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0) return os_status_of(errno);
    *out = info_of(&st);
    return ST_OK;
}

status os_set_mode(int fd, unsigned mode)
{
    return fchmod(fd, mode) == 0 ? ST_OK : os_status_of(errno);
}

status os_sync(int fd)
{
    return fsync(fd) == 0 ? ST_OK : os_status_of(errno);
}

void os_write_back(int fd, int64_t offset, int64_t bytes)
{
    // A pipe, a file in memory: nothing to be done.
    (void)sync_file_range(fd, offset, bytes,
                          SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
                              SYNC_FILE_RANGE_WAIT_AFTER);
}

bool os_is_terminal(int fd)
{
    return isatty(fd) == 1;
}

status os_rewind(int fd)
{
    return lseek(fd, 0, SEEK_SET) == 0 ? ST_OK : os_status_of(errno);
}

status os_truncate(int fd, int64_t bytes)
{
    return ftruncate(fd, bytes) == 0 ? ST_OK : os_status_of(errno);
}

// ---- names -------------------------------------------------------------------------------------

// A rename is durable once the folder that holds the name is synced.
static status sync_parent(int folder, const char *path)
{
    char parent[OS_PATH_MAX];
    snprintf(parent, sizeof(parent), "%s", path);
    char *slash = strrchr(parent, '/');
    if (slash == parent) slash++;
    if (slash) *slash = 0;
    int fd = openat(folder, slash ? parent : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return os_status_of(errno);
    status st = os_sync(fd);
    close(fd);
    return st;
}

static status write_synced(int fd, str bytes)
{
    TRY(os_write_all(fd, bytes));
    return os_sync(fd);
}

status os_replace_file(int folder, str path, str bytes)
{
    char     name[OS_PATH_MAX], temp[OS_PATH_MAX];
    uint64_t salt;
    TRY(os_path(path, name));
    TRY(os_random(&salt, sizeof(salt)));
    int n = snprintf(temp, sizeof(temp), "%s.%016llx.new", name, (unsigned long long)salt);
    if (n < 0 || (size_t)n >= sizeof(temp)) return ST_INVALID;
    int fd = openat(folder, temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return os_status_of(errno);
    status st = write_synced(fd, bytes);
    close(fd);
    if (st == ST_OK && renameat(folder, temp, folder, name) != 0) st = os_status_of(errno);
    if (st != ST_OK) {
        unlinkat(folder, temp, 0);
        return st;
    }
    return sync_parent(folder, name);
}

status os_make_folders(int folder, str path)
{
    char name[OS_PATH_MAX];
    TRY(os_path(path, name));
    for (char *p = name + 1;; p++) {
        if (*p != '/' && *p != 0) continue;
        char kept = *p;
        *p        = 0;
        if (mkdirat(folder, name, 0700) != 0 && errno != EEXIST) return os_status_of(errno);
        *p = kept;
        if (!kept) break;
    }
    struct stat st;
    if (fstatat(folder, name, &st, 0) != 0) return os_status_of(errno);
    return S_ISDIR(st.st_mode) ? ST_OK : ST_INVALID;
}

status os_rename(int folder, str from, str to)
{
    char source[OS_PATH_MAX], target[OS_PATH_MAX];
    TRY(os_path(from, source));
    TRY(os_path(to, target));
    if (renameat(folder, source, folder, target) != 0) return os_status_of(errno);
    return sync_parent(folder, target);
}

status os_remove(int folder, str path)
{
    char name[OS_PATH_MAX];
    TRY(os_path(path, name));
    return unlinkat(folder, name, 0) == 0 ? ST_OK : os_status_of(errno);
}

status os_list(int folder, str path, os_entry *each, void *ctx)
{
    int fd;
    TRY(os_open_folder(folder, path, &fd));
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        return ST_BROKEN;
    }
    status st = ST_OK;
    for (struct dirent *e; st == ST_OK && (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        bool is_folder = e->d_type == DT_DIR;
        if (e->d_type == DT_UNKNOWN) {
            struct stat info;
            is_folder = fstatat(fd, e->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
                        S_ISDIR(info.st_mode);
        }
        st = each(ctx, str_from(e->d_name), is_folder);
    }
    closedir(dir);
    return st;
}

enum { REMOVE_DEPTH_MAX = 64 };

typedef struct removing {
    int folder;
    int depth;
} removing;

static status remove_below(int folder, str path, int depth);

static status remove_entry(void *ctx, str name, bool is_folder)
{
    removing *r = ctx;
    return is_folder ? remove_below(r->folder, name, r->depth + 1) : os_remove(r->folder, name);
}

static status remove_below(int folder, str path, int depth)
{
    char name[OS_PATH_MAX];
    if (depth > REMOVE_DEPTH_MAX) return ST_LIMIT;
    TRY(os_path(path, name));
    removing r = { .depth = depth };
    TRY(open_at(folder, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, &r.folder));
    status st = os_list(r.folder, S("."), remove_entry, &r);
    close(r.folder);
    if (st != ST_OK) return st;
    return unlinkat(folder, name, AT_REMOVEDIR) == 0 ? ST_OK : os_status_of(errno);
}

status os_remove_folder(int folder, str path)
{
    return remove_below(folder, path, 0);
}

status os_temp_folder(str prefix, arena *a, str *path)
{
    str under = os_env("TMPDIR");
    if (under.len == 0) under = S("/tmp");
    str name = arena_printf(a, STR_FMT "/" STR_FMT "-XXXXXX", STR_ARG(under), STR_ARG(prefix));
    if (!name.ptr) return ST_MEMORY;
    char *writable = (char *)(uintptr_t)name.ptr; // ours: just made
    if (!mkdtemp(writable)) return os_status_of(errno);
    *path = name;
    return ST_OK;
}

// ---- files without a name, locks ---------------------------------------------------------------

status os_disk(int fd, int64_t *free_bytes, int64_t *all_bytes)
{
    struct statvfs v;
    if (fstatvfs(fd, &v) != 0) return os_status_of(errno);
    *free_bytes = (int64_t)v.f_bavail * (int64_t)v.f_frsize;
    *all_bytes  = (int64_t)v.f_blocks * (int64_t)v.f_frsize;
    return ST_OK;
}

status os_temp(int folder, int *fd)
{
    int got = openat(folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (got < 0) return os_status_of(errno);
    *fd = got;
    return ST_OK;
}

status os_temp_in_memory(int *fd)
{
    int got = memfd_create("coloa", MFD_CLOEXEC);
    if (got < 0) return os_status_of(errno);
    *fd = got;
    return ST_OK;
}

status os_temp_name(int fd, int folder, str path)
{
    char name[OS_PATH_MAX], self[64];
    TRY(os_path(path, name));
    snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
    TRY(os_sync(fd));
    if (linkat(AT_FDCWD, self, folder, name, AT_SYMLINK_FOLLOW) != 0) return os_status_of(errno);
    return sync_parent(folder, name);
}

status os_lock(int folder, str name, int *fd)
{
    int got;
    TRY(open_at(folder, name, O_RDWR | O_CREAT, &got));
    if (flock(got, LOCK_EX | LOCK_NB) != 0) {
        status st = os_status_of(errno);
        close(got);
        return st;
    }
    *fd = got;
    return ST_OK;
}

// ---- environment -------------------------------------------------------------------------------

str os_env(const char *name)
{
    return str_from(getenv(name));
}

str os_program(arena *a)
{
    char    path[OS_PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof(path));
    str     out;
    if (n <= 0 || arena_copy(a, (str){ path, n }, &out) != ST_OK) return (str){ 0 };
    return out;
}
