// walk_ops.c - see walk_ops.h.
#include "modules/forensics/walk_ops.h"

#include "kit/os/os.h"

#include <stdlib.h>

typedef struct names {
    arena *a;
    str   *items;
    size_t count, cap;
    bool   full;
} names;

static status add_name(void *ctx, str name, bool is_folder)
{
    names *n = ctx;
    (void)is_folder;
    if (n->count == WALK_NAMES_MAX) {
        n->full = true;
        return ST_OK;
    }
    if (n->count == n->cap) {
        size_t cap   = n->cap ? 2 * n->cap : 64;
        str   *wider = NEW(n->a, str, cap);
        if (!wider) return ST_MEMORY;
        for (size_t i = 0; i < n->count; i++) wider[i] = n->items[i];
        n->items = wider;
        n->cap   = cap;
    }
    TRY(arena_copy(n->a, name, &n->items[n->count]));
    n->count++;
    return ST_OK;
}

static int by_name(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

static status walk_one(walking *w, int folder, str name, str path, int depth);

static status walk_folder(walking *w, int folder, str name, str path, int depth)
{
    int    fd  = -1;
    names  all = { .a = w->a };
    status st  = os_open_folder(folder, name, &fd);
    if (st != ST_OK) return w->left(w->ctx, path, "cannot-open");
    st = os_list(fd, S("."), add_name, &all);
    if (st == ST_OK && all.full) st = w->left(w->ctx, path, "too-many");
    if (st == ST_OK && all.count) qsort(all.items, all.count, sizeof(str), by_name);
    for (size_t i = 0; st == ST_OK && i < all.count; i++) {
        str below = arena_printf(w->a, STR_FMT "/" STR_FMT, STR_ARG(path), STR_ARG(all.items[i]));
        st        = below.ptr ? walk_one(w, fd, all.items[i], below, depth + 1) : ST_MEMORY;
    }
    os_close(fd);
    return st;
}

static status walk_plain(walking *w, int folder, str name, str path)
{
    int    fd = -1;
    status st = os_open_read(folder, name, &fd);
    if (st != ST_OK) return w->left(w->ctx, path, "cannot-open");
    st = w->file(w->ctx, path, fd);
    os_close(fd);
    return st;
}

static status walk_one(walking *w, int folder, str name, str path, int depth)
{
    os_file_info info;
    if (++w->files > WALK_FILES_MAX) return w->left(w->ctx, path, "too-many");
    if (depth > WALK_DEPTH_MAX) return w->left(w->ctx, path, "too-deep");
    if (os_info_of(folder, name, &info) != ST_OK) return w->left(w->ctx, path, "cannot-open");
    if (!info.is_folder)
        return info.is_regular ? walk_plain(w, folder, name, path)
                               : w->left(w->ctx, path, "not-a-file");
    arena  mark = *w->a;
    status st   = walk_folder(w, folder, name, path, depth);
    if (st == ST_OK) *w->a = mark;
    return st;
}

status walk_files(walking *w, int folder, str path)
{
    os_file_info info;
    while (path.len > 1 && path.ptr[path.len - 1] == '/') path.len--;
    TRY(os_info_of(folder, path, &info));
    return walk_one(w, folder, path, path, 0);
}
