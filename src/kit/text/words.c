// words.c - see words.h.
#include "kit/text/words.h"

#include "kit/text/words_tables.h"

#include <assert.h>

static str place(words_place p)
{
    return (str){ words_bytes + p.at, (ptrdiff_t)p.len };
}

static const words_entry *entry(lang in, text_key key)
{
    assert((uint32_t)key >= 1 && (uint32_t)key <= words_count);
    return &words_entries[in == LANG_EN][(uint32_t)key - 1];
}

str text_get(lang in, text_key key)
{
    return place(entry(in, key)->plain);
}

str text_html(lang in, text_key key)
{
    return place(entry(in, key)->html);
}

bool text_known(str key, text_key *out)
{
    uint32_t low = 0, high = words_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int      c      = str_compare(key, place(words_keys[middle]));
        if (c == 0) {
            *out = (text_key)(middle + 1);
            return true;
        }
        if (c < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

str text_named(lang in, str key)
{
    text_key found;
    return text_known(key, &found) ? text_get(in, found) : key;
}

// The number in "{7}" at s[at], or -1.
static int place_at(str s, ptrdiff_t at)
{
    if (at + 2 >= s.len || s.ptr[at] != '{' || s.ptr[at + 2] != '}') return -1;
    char c = s.ptr[at + 1];
    return c >= '0' && c <= '9' ? c - '0' : -1;
}

str text_fill(arena *a, str text, const str *args, size_t count)
{
    ptrdiff_t size = text.len;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        int n = place_at(text, i);
        if (n >= 0 && (size_t)n < count) size += args[n].len;
    }
    buf       b    = buf_in(a, (size_t)size, (size_t)size);
    ptrdiff_t done = 0;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        int n = place_at(text, i);
        if (n < 0 || (size_t)n >= count) continue;
        buf_put(&b, str_slice(text, done, i));
        buf_put(&b, args[n]);
        done = i + 3;
    }
    buf_put(&b, str_slice(text, done, text.len));
    return b.failed ? (str){ 0 } : buf_str(&b);
}

str text_fmt(arena *a, lang in, text_key key, const str *args, size_t count)
{
    return text_fill(a, text_get(in, key), args, count);
}
