// sheet_start PROGRAM [TIMES [nursery]] - what one sealed reading costs before the file is long: start, seal, a
// table of two rows, end. Prints microseconds per reading: wall, ours, the worker's.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "kit/os/os.h"
#include "kit/workers/nursery.h"
#include "kit/workers/sheet.h"

static status on_row(void *ctx, const sheet_row *row)
{
    (void)row;
    ++*(int64_t *)ctx;
    return ST_OK;
}

static int64_t cpu_us(int who)
{
    struct rusage u;
    getrusage(who, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 + u.ru_utime.tv_usec +
           u.ru_stime.tv_usec;
}

int main(int argc, char **argv)
{
    static char memory[4 * 1024 * 1024];
    int64_t     times = 500, rows = 0;
    int         fd = -1;
    if (argc < 2 || (argc > 2 && !str_int(str_from(argv[2]), &times))) return 2;
    if (argc > 3 && nursery_open(argv[1]) != ST_OK) return 3;
    if (os_temp_in_memory(&fd) != ST_OK || os_write_all(fd, S("a,b\n1,2\n")) != ST_OK) return 3;
    const sheet_options o    = { .program = str_from(argv[1]) };
    const sheet_sink    sink = { &rows, NULL, on_row, NULL };
    int64_t             wall = os_monotonic_ns(), own = cpu_us(RUSAGE_SELF);
    for (int64_t i = 0; i < times; i++) {
        arena   a   = arena_over(memory, sizeof memory);
        problem why = { 0 };
        if (sheet_read(&o, fd, &sink, &a, NULL, &why) != ST_OK) return 3;
    }
    nurseries_close(); // so that it is counted
    printf("%lld us wall, %lld us ours, %lld us the worker's\n",
           (long long)((os_monotonic_ns() - wall) / 1000 / times),
           (long long)((cpu_us(RUSAGE_SELF) - own) / times),
           (long long)(cpu_us(RUSAGE_CHILDREN) / times));
    return rows == 2 * times ? 0 : 3;
}
