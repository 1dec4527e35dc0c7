// os_uuid.c - names that no other node gives. See os.h.
#include "kit/os/os.h"

#include <assert.h>
#include <string.h>

status os_uuid_text(const unsigned char bytes[16], int version, arena *a, str *out)
{
    static const ptrdiff_t groups[] = { 4, 2, 2, 2, 6 };
    unsigned char          marked[16];
    assert(version >= 1 && version <= 8);
    memcpy(marked, bytes, sizeof(marked));
    marked[6]    = (unsigned char)((marked[6] & 0x0F) | version << 4);
    marked[8]    = (unsigned char)((marked[8] & 0x3F) | 0x80);
    buf       b  = buf_in(a, 40, 40);
    ptrdiff_t at = 0;
    for (size_t i = 0; i < COUNT(groups); i++) {
        if (i) buf_char(&b, '-');
        buf_hex(&b, (str){ (const char *)marked + at, groups[i] });
        at += groups[i];
    }
    if (b.failed) return ST_MEMORY;
    *out = buf_str(&b);
    return ST_OK;
}

status os_uuid(int64_t now_ms, arena *a, str *out)
{
    unsigned char bytes[16];
    TRY(os_random(bytes, sizeof(bytes)));
    for (int i = 0; i < 6; i++) bytes[i] = (unsigned char)(now_ms >> (40 - 8 * i));
    return os_uuid_text(bytes, 7, a, out);
}
