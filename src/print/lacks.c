// lacks.c - see lacks.h.
#include "print/lacks.h"

#include <string.h>

// As much of the detail as fits, cut between characters; what is not text becomes nothing.
static str shown(str detail)
{
    if (!str_is_text(detail)) return S("");
    ptrdiff_t n = detail.len;
    if (n > PRINT_LACK_DETAIL_MAX) {
        n = PRINT_LACK_DETAIL_MAX;
        while (n > 0 && ((unsigned char)detail.ptr[n] & 0xC0) == 0x80) n--;
    }
    return str_slice(detail, 0, n);
}

static lack *find(lacks *l, print_lack_kind kind, str detail)
{
    for (size_t i = 0; i < l->count; i++) {
        lack *k = &l->all[i];
        if (k->kind == kind && str_equal((str){ k->detail, k->bytes }, detail)) return k;
    }
    return NULL;
}

void lacks_add(lacks *l, print_lack_kind kind, str detail)
{
    str text = shown(detail);
    if (l->count >= PRINT_LACKS_MAX - 1 && !find(l, kind, text))
        kind = PRINT_LACK_MORE, text = S("");
    lack *k = find(l, kind, text);
    if (!k) {
        k        = &l->all[l->count++];
        k->kind  = kind;
        k->bytes = (uint8_t)text.len;
        k->count = 0;
        if (text.len) memcpy(k->detail, text.ptr, (size_t)text.len);
    }
    k->count++;
}
