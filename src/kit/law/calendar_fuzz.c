// calendar_fuzz.c - an administrator's calendar: read, then asked for the end of a period.
#include <assert.h>
#include <stdlib.h>

#include "kit/law/law.h"
#include "kit/os/os.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena memory;
    if (!memory.start && os_map(32 << 20, &memory) != ST_OK) abort();
    memory.next = memory.start;
    calendar c;
    problem  why = { 0 };
    day      due;
    status   st = calendar_parse((str){ (const char *)data, (ptrdiff_t)size }, &memory, &c, &why);
    if (st != ST_OK) {
        assert(st != ST_INVALID || why.rule.len > 0);
        return 0;
    }
    assert(c.count > 0);
    for (size_t i = 1; i < c.count; i++) assert(c.rows[i - 1].number < c.rows[i].number);
    day start = day_from_number(c.rows[0].number);
    for (int n = 1; n < 100; n += 33) {
        st = calendar_due(&c, start, n, CALENDAR_WORKING, &due, NULL, NULL);
        assert(st == ST_LIMIT || (st == ST_OK && day_number(due) >= day_number(start) + n));
        st = calendar_due(&c, start, n, CALENDAR_DAYS, &due, NULL, NULL);
        assert(st == ST_LIMIT || (st == ST_OK && day_number(due) >= day_number(start) + n));
    }
    return 0;
}
