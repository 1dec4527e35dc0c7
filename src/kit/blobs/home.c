// home.c - see home.h.
#include "kit/blobs/home.h"

#include "kit/os/os.h"

static const int64_t disk_reserve = INT64_C(256) * 1024 * 1024; // for the database; ours

static int lent_fd = -1;

void blobs_lend(int data_fd)
{
    lent_fd = data_fd;
}

status blobs_folder(int *fd)
{
    if (lent_fd < 0) return ST_BROKEN;
    TRY(os_make_folders(lent_fd, S("blobs")));
    return os_open_folder(lent_fd, S("blobs"), fd);
}

static bool has_room(int64_t bytes)
{
    int64_t left, all;
    if (lent_fd < 0 || os_disk(lent_fd, &left, &all) != ST_OK)
        return true; // the disk itself will say
    int64_t reserve = all / 20 < disk_reserve ? all / 20 : disk_reserve;
    return left - reserve >= bytes;
}

status blobs_room(int64_t bytes, problem *why)
{
    return has_room(bytes) ? ST_OK : problem_set(why, ST_LIMIT, S("file"), S("disk-full"));
}

status blobs_failed(problem *why)
{
    if (!has_room(1024 * 1024)) return problem_set(why, ST_LIMIT, S("file"), S("disk-full"));
    return problem_set(why, ST_BROKEN, S("file"), S("evidence-disk"));
}

status blobs_content(str sha256, int *fd, problem *why)
{
    int     folder = -1;
    int64_t bytes;
    status  st = blobs_folder(&folder);
    if (st == ST_OK) st = blob_open(folder, sha256, fd, &bytes);
    os_close(folder);
    if (st == ST_MISSING) return problem_set(why, st, S("file"), S("evidence-gone"));
    return st == ST_OK ? st : blobs_failed(why);
}
