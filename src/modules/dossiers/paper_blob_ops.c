// paper_blob_ops.c - the bytes of issued papers and of agencies' templates, kept by their content.
#include "modules/dossiers/paper_blob_ops.h"

#include "kit/blobs/home.h"
#include "kit/os/os.h"
#include "modules/dossiers/dossiers.h"

status paper_keep_bytes(str bytes, blob *out, problem *why)
{
    int    folder = -1;
    status st     = blobs_folder(&folder);
    if (st == ST_OK) st = blob_put_bytes(folder, bytes, out, NULL);
    os_close(folder);
    return st == ST_OK ? st : problem_set(why, ST_BROKEN, S("file"), S("paper-disk"));
}

status paper_read_bytes(call *c, str sha256, str *out, problem *why)
{
    int     folder = -1, fd = -1;
    int64_t size = 0;
    status  st   = blobs_folder(&folder);
    if (st == ST_OK) st = blob_open(folder, sha256, &fd, &size);
    if (st == ST_OK) st = blob_read(fd, 0, size, c->a, out);
    os_close(fd);
    os_close(folder);
    if (st == ST_OK || st == ST_MEMORY) return st;
    return problem_set(why, st, S("file"), st == ST_MISSING ? S("paper-gone") : S("paper-disk"));
}
