// Fuzzes the reader of archives: it must end, stay within its bounds, and call nothing whole whose
// last part does not fit.
#include "kit/backup/archive.h"
#include "kit/os/os.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char memory[1024 * 1024];
    arena       a   = arena_over(memory, sizeof(memory));
    archive_in *in  = NULL;
    problem     why = { 0 };
    str         name;
    int64_t     bytes;
    int         fd;
    char        room[700];
    if (os_temp_in_memory(&fd) != ST_OK) return 0;
    status st = os_write_all(fd, (str){ (const char *)data, (ptrdiff_t)size });
    if (st == ST_OK) st = archive_open(&a, fd, NULL, &in, &why);
    for (int parts = 0; st == ST_OK && (st = archive_next(in, &name, &bytes)) == ST_OK; parts++) {
        size_t got = 1;
        assert(bytes >= 0 && name.len > 0 && name.len <= ARCHIVE_NAME_MAX);
        while (st == ST_OK && got && parts % 2) st = archive_get(in, room, sizeof(room), &got);
    }
    assert(st != ST_MISSING || size > 1024);
    archive_leave(in);
    os_close(fd);
    return 0;
}
