// Fuzzes the urlencoded parser: whatever it accepts is text without NUL, within the ceiling.
#include "kit/http/http.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char memory[1024 * 1024];
    arena       a = arena_over(memory, sizeof(memory));
    http_field *fields;
    size_t      count;
    if (http_parse_urlencoded((str){ (const char *)data, (ptrdiff_t)size }, &a, &fields, &count))
        return 0;
    assert(count <= HTTP_FIELDS_MAX);
    for (size_t i = 0; i < count; i++) {
        assert(str_is_utf8(fields[i].name) && str_is_utf8(fields[i].value));
        assert(str_find(fields[i].value, (str){ "", 1 }) < 0);
    }
    return 0;
}
