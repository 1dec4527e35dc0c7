// content_fuzz.c - any bytes as a file: the look ends, and tells a kind and remarks that there are.
#include <stdlib.h>

#include "parse/content.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    str     all      = { (const char *)bytes, (ptrdiff_t)size };
    int64_t long_one = (int64_t)CONTENT_WHOLE_BYTES + (int64_t)size;
    for (int i = 0; i < 2; i++) {
        content_report got = content_look(all, i ? long_one : (int64_t)size);
        if (got.kind < CONTENT_OTHER || got.kind > CONTENT_KINDS || got.remarks > CONTENT_REMARKS)
            abort();
    }
    return 0;
}
