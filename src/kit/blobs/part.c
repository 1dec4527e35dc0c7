// part.c - see part.h.
#include "kit/blobs/part.h"

#include <string.h>

#include "kit/blobs/blob_inside.h"
#include "kit/os/os.h"

enum { COPY_BYTES = 64 * 1024 };

static bool is_part(str name)
{
    if (name.len != BLOB_PART_LENGTH || !str_starts(name, S("part-"))) return false;
    for (ptrdiff_t i = 5; i < name.len; i++) {
        char c = name.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    }
    return true;
}

status blob_part_begin(int folder_fd, char name[BLOB_PART_LENGTH + 1])
{
    char room[64];
    str  fresh;
    int  fd = -1;
    TRY(blob_fresh_name(S("part-"), room, &fresh));
    if (fresh.len != BLOB_PART_LENGTH) return ST_BROKEN;
    TRY(os_open_write(folder_fd, fresh, true, &fd));
    status st = os_sync(fd);
    os_close(fd);
    if (st == ST_OK) st = os_sync(folder_fd);
    memcpy(name, fresh.ptr, BLOB_PART_LENGTH);
    name[BLOB_PART_LENGTH] = '\0';
    return st;
}

status blob_part_open(int folder_fd, str name, int *fd)
{
    os_file_info info, held;
    int          got = -1;
    if (!is_part(name)) return ST_MISSING;
    TRY(os_info_of(folder_fd, name, &info));
    TRY(os_lock(folder_fd, name, &got)); // would make one that went away meanwhile: looked at below
    status st = os_info(got, &held);
    if (st == ST_OK && held.bytes < info.bytes) {
        st = ST_MISSING;
        (void)!os_remove(folder_fd, name);
    }
    if (st == ST_OK) st = os_info_of(folder_fd, name, &info);
    if (st != ST_OK) {
        os_close(got);
        return st;
    }
    *fd = got;
    return ST_OK;
}

status blob_part_add(int fd, int64_t at, int from, int64_t bytes)
{
    char room[COPY_BYTES];
    for (int64_t done = 0; done < bytes;) {
        size_t got  = 0;
        size_t want = bytes - done < COPY_BYTES ? (size_t)(bytes - done) : COPY_BYTES;
        TRY(os_read_at(from, done, room, want, &got));
        if (got == 0) return ST_INVALID;
        TRY(os_write_at(fd, at + done, (str){ room, (ptrdiff_t)got }));
        done += (int64_t)got;
    }
    return os_sync(fd);
}

status blob_part_keep(int folder_fd, int fd, int64_t bytes, blob *out)
{
    os_file_info info;
    TRY(os_info(fd, &info));
    if (info.bytes < bytes) return ST_BROKEN;
    if (info.bytes > bytes) TRY(os_truncate(fd, bytes));
    return blob_link(folder_fd, fd, out);
}

status blob_part_drop(int folder_fd, str name)
{
    return is_part(name) ? os_remove(folder_fd, name) : ST_MISSING;
}

typedef struct walk {
    int             folder_fd;
    size_t          left;
    blob_part_each *each;
    void           *ctx;
} walk;

static status tell_one(void *ctx, str name, bool is_folder)
{
    walk        *w = ctx;
    os_file_info info;
    if (is_folder || !is_part(name) || w->left == 0) return ST_OK;
    status st = os_info_of(w->folder_fd, name, &info);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    w->left--;
    return w->each(w->ctx, name, info.changed_ms);
}

status blob_parts(int folder_fd, size_t max, blob_part_each *each, void *ctx)
{
    walk w = { folder_fd, max, each, ctx };
    return os_list(folder_fd, S("."), tell_one, &w);
}
