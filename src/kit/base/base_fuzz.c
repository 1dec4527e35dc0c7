// base_fuzz.c - what reads text in base.h, on any bytes.
#include "kit/base/base.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static char   memory[1 << 16];
    arena         a = arena_over(memory, sizeof(memory));
    str           s = { (const char *)bytes, (ptrdiff_t)size }, head, tail;
    unsigned char raw[16];
    int64_t       number = 0;
    day           d;
    if (size > 4096) return 0;
    if (str_int(s, &number)) {
        buf     b = buf_in(&a, 32, 32);
        int64_t again;
        buf_int(&b, number);
        assert(str_int(buf_str(&b), &again) && again == number);
    }
    if (day_parse(s, &d) == ST_OK) assert(str_equal(day_iso(&a, d), s));
    if (time_parse(s, &number) == ST_OK) {
        int64_t again;
        assert(time_parse(time_rfc3339(&a, number), &again) == ST_OK && again == number);
    }
    if (str_is_text(s)) assert(str_is_utf8(s) && str_characters(s) <= size);
    (void)hex_decode(s, raw, sizeof(raw));
    (void)str_cut(str_trim(s), '=', &head, &tail);
    buf out = buf_in(&a, 64, sizeof(memory) / 2);
    buf_json(&out, s);
    assert(!out.failed && out.len >= size);
    return 0;
}
