// hunt_walk_cmd.c - the files of a folder and of all folders in it.
#include <stdlib.h>
#include <string.h>

#include "modules/events/hunt_cmd.h"

enum { DEPTH_MAX = 64 };

typedef struct step {
    hunt_tree *t;
    str        folder;
    int        depth;
} step;

static status add(hunt_tree *t, str name)
{
    if (t->count == t->cap) {
        size_t more = t->cap ? t->cap * 2 : 64;
        str   *to   = NEW(t->w->r->a, str, more);
        if (!to) return ST_MEMORY;
        if (t->count) memcpy(to, t->names, t->count * sizeof *to);
        t->names = to, t->cap = more;
    }
    t->names[t->count++] = name;
    return ST_OK;
}

static status one_entry(void *ctx, str name, bool is_folder)
{
    const step *s   = ctx;
    hunt_tree  *t   = s->t;
    bool        end = s->folder.len && s->folder.ptr[s->folder.len - 1] == '/';
    str path = arena_printf(t->w->r->a, STR_FMT "%s" STR_FMT, STR_ARG(s->folder), end ? "" : "/",
                            STR_ARG(name));
    os_file_info info;
    if (!path.ptr) return ST_MEMORY;
    if (os_info_of(t->w->r->folder_fd, path, &info) != ST_OK)
        return add(t, path); // it will be told
    if (is_folder && info.is_folder) {
        step next = { t, path, s->depth + 1 };
        return next.depth > DEPTH_MAX ? ST_LIMIT
                                      : os_list(t->w->r->folder_fd, path, one_entry, &next);
    }
    if (info.is_regular) return add(t, path);
    t->links++;
    return ST_OK;
}

static int by_name(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

void hunt_sort(hunt_tree *t)
{
    if (t->count) qsort(t->names, t->count, sizeof *t->names, by_name);
}

status hunt_walk(hunt_tree *t, str name)
{
    int    fd;
    status st = os_open_folder(t->w->r->folder_fd, name, &fd);
    if (st != ST_OK) {
        st = os_open_read(t->w->r->folder_fd, name, &fd);
        if (st != ST_OK) return st;
        os_close(fd);
        return add(t, name);
    }
    os_close(fd);
    size_t before = t->count;
    step   first  = { t, name, 0 };
    TRY(os_list(t->w->r->folder_fd, name, one_entry, &first));
    if (t->count > before) qsort(t->names + before, t->count - before, sizeof *t->names, by_name);
    return ST_OK;
}
