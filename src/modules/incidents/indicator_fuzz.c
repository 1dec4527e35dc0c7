// indicator_fuzz.c - an indicator from a stranger: read, shown defanged, read again as the same.
#include <assert.h>
#include <stdlib.h>

#include "kit/os/os.h"
#include "modules/incidents/indicator.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena memory;
    if (!memory.start && os_map(1 << 20, &memory) != ST_OK) abort();
    memory.next = memory.start;
    indicator one, again;
    problem   why   = { 0 };
    str       typed = { (const char *)data, (ptrdiff_t)size };
    status    st    = indicator_read(&memory, INDICATOR_FILE, typed, &one, &why);
    assert(st == ST_OK || (st == ST_INVALID && why.rule.len > 0));
    st = indicator_read(&memory, 0, typed, &one, &why);
    assert(st == ST_OK || (st == ST_INVALID && why.rule.len > 0));
    if (st != ST_OK) return 0;
    assert(str_is_utf8(one.value) && one.value.len <= INDICATOR_BYTES_MAX);
    str shown = indicator_defanged(&memory, one.kind, one.value);
    assert(shown.ptr);
    if (shown.len > INDICATOR_BYTES_MAX) return 0;
    assert(indicator_read(&memory, one.kind, shown, &again, &why) == ST_OK);
    assert(again.kind == one.kind && str_equal(again.value, one.value));
    return 0;
}
