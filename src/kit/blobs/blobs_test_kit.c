// blobs_test_kit.c - see blobs_test_kit.h.
#include "kit/blobs/blobs_test_kit.h"

#include <string.h>

#include "kit/os/os.h"

int         blobs_folder = -1;
static char path[256];

int make_folder(void **state)
{
    (void)state;
    char  memory[4096];
    arena a = arena_over(memory, sizeof memory);
    str   name;
    if (os_temp_folder(S("blobs"), &a, &name) != ST_OK || name.len >= (ptrdiff_t)sizeof path)
        return 1;
    memcpy(path, name.ptr, (size_t)name.len);
    path[name.len] = '\0';
    return os_open_folder(OS_CWD, name, &blobs_folder) == ST_OK ? 0 : 1;
}

int drop_folder(void **state)
{
    (void)state;
    os_close(blobs_folder);
    return os_remove_folder(OS_CWD, str_from(path)) == ST_OK ? 0 : 1;
}
