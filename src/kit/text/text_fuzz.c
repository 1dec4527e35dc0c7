// Fuzzes what reads a cell or a field: composing, folding, keys, old encodings, numbers, days.
#include "kit/text/text.h"

#include <assert.h>

static char memory[1 << 20];

static void check_keys(arena *a, str s)
{
    str key    = text_sort_key(a, s);
    str person = text_person_key(a, s);
    assert(key.ptr && person.ptr);
    for (ptrdiff_t i = 0; i < key.len; i++) assert(key.ptr[i] >= 0x20 && key.ptr[i] < 0x7F);
    for (ptrdiff_t i = 0; i < person.len; i++)
        assert(person.ptr[i] >= 0x20 && person.ptr[i] < 0x7F);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096) return 0;
    arena   a = arena_over(memory, sizeof(memory));
    str     s = { (const char *)data, (ptrdiff_t)size };
    decimal n;
    day     d;
    int64_t count;
    int     roman;
    str     composed = text_nfc(&a, s);
    assert(composed.len <= s.len);
    bool whole = str_is_utf8(s); // of broken bytes only safety is asked
    assert(!whole || str_equal(text_nfc(&a, composed), composed)); // once is enough
    str tidy = text_tidy(&a, s);
    assert(tidy.len <= s.len);
    str folded = text_fold(&a, s);
    assert(folded.len <= s.len);
    assert(!whole || str_equal(text_fold(&a, folded), folded));
    check_keys(&a, s);
    (void)text_looks_legacy(s);
    if (text_read_decimal(s, &n) == ST_OK) {
        str     back = text_decimal(&a, LANG_VI, n);
        decimal again;
        assert(n.places >= 0 && n.places <= 9);
        assert(text_read_decimal(back, &again) == ST_OK);
        assert(again.digits == n.digits && again.places == n.places);
    }
    (void)!text_read_count(s, &count);
    if (text_read_day(s, &d) == ST_OK) assert(day_from_number(day_number(d)).month == d.month);
    (void)text_read_roman(s, &roman);
    return 0;
}
