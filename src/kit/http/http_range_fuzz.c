// Fuzzes the reader of Range: what it gives lies within the file.
#include "kit/http/http.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t sizes[] = { 0, 1, 10, INT64_C(1) << 31, INT64_MAX };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        int64_t   from, count;
        http_part p = http_range((str){ (const char *)data, (ptrdiff_t)size }, sizes[i], &from,
                                 &count);
        assert(from >= 0 && count >= 0 && from <= sizes[i] - count);
        assert(p != HTTP_PART || count > 0);
    }
    return 0;
}
