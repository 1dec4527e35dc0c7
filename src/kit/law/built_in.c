// built_in.c - the packs that the program carries, and the packs in force in this process.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "kit/law/built_in.h"
#include "kit/law/law_inside.h"
#include "kit/os/os.h"

enum { BUILT_IN_ARENA = 16 << 20 }; // address space; only what is touched costs memory

static status read_built_in(void *ctx, const char *name, arena *a, str *bytes)
{
    (void)ctx;
    (void)a;
    for (size_t i = 0; i < built_in_file_count; i++) {
        if (strcmp(built_in_files[i].name, name) != 0) continue;
        *bytes = (str){ built_in_files[i].bytes, (ptrdiff_t)built_in_files[i].size };
        return ST_OK;
    }
    return ST_MISSING;
}

law_source law_built_in(void)
{
    return (law_source){ read_built_in, NULL };
}

// ---- a folder on disk -----------------------------------------------------------------------------------
typedef struct disk {
    int folder_fd;
    str folder;
} disk;

static status read_disk(void *ctx, const char *name, arena *a, str *bytes)
{
    const disk *d    = ctx;
    str         path = arena_printf(a, STR_FMT "/%s", STR_ARG(d->folder), name);
    if (!path.ptr) return ST_MEMORY;
    status st = os_read_file(d->folder_fd, path, LAW_FILE_MAX, a, bytes);
    return st == ST_MEMORY ? st : st == ST_OK ? st : ST_MISSING;
}

status law_open(int folder_fd, str folder, arena *a, const law **out, law_faults *faults,
                problem *why)
{
    disk d = { folder_fd, folder };
    law *l = NULL;
    if (!folder.len) {
        *out = law_current();
        return ST_OK;
    }
    TRY(law_load((law_source){ read_disk, &d }, a, &l, faults, why));
    *out = l;
    return ST_OK;
}

// ---- in force -------------------------------------------------------------------------------------------
static struct {
    pthread_once_t       once;
    const law           *program;
    _Atomic(const law *) law;
    atomic_int           kept;
} current = { .once = PTHREAD_ONCE_INIT };

static _Thread_local const law *held;

static void load_built_in(void)
{
    arena   a;
    law    *l   = NULL;
    problem why = { 0 };
    status  st  = os_map(BUILT_IN_ARENA, &a);
    if (st == ST_OK) st = law_load(law_built_in(), &a, &l, NULL, &why);
    if (st != ST_OK) {
        os_log(OS_ERROR, "law.built-in", "%s " STR_FMT " " STR_FMT, status_name(st),
               STR_ARG(why.field), STR_ARG(why.rule));
    }
    assert(st == ST_OK); // the build tests these very bytes
    current.program = l;
}

const law *law_program(void)
{
    pthread_once(&current.once, load_built_in);
    return current.program;
}

const law *law_in_force(void)
{
    const law *l = atomic_load_explicit(&current.law, memory_order_acquire);
    return l ? l : law_program();
}

const law *law_current(void)
{
    return held ? held : law_in_force();
}

void law_use(const law *l)
{
    atomic_store_explicit(&current.law, l, memory_order_release);
}

void law_hold(void)
{
    held = law_in_force();
}

void law_let_go(void)
{
    held = NULL;
}

status law_keep(law_source from, const law **out, problem *why)
{
    arena a = { 0 };
    law  *l = NULL;
    if (atomic_fetch_add(&current.kept, 1) >= LAW_SETS_MAX) {
        atomic_fetch_sub(&current.kept, 1);
        return problem_set(why, ST_LIMIT, S(""), S("law-sets"));
    }
    status st = os_map(BUILT_IN_ARENA, &a);
    if (st == ST_OK) st = law_load(from, &a, &l, NULL, NULL);
    if (st == ST_OK) {
        *out = l;
        return ST_OK;
    }
    if (a.start) os_unmap(&a);
    atomic_fetch_sub(&current.kept, 1);
    return st;
}
