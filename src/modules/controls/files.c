// files.c - see files.h.
#include "modules/controls/files.h"

const wording *wording_find(const wording_list *k, str control)
{
    size_t low = 0, high = k->count;
    while (low < high) {
        size_t at = low + (high - low) / 2;
        int    n  = str_compare(k->items[at].control, control);
        if (n == 0) return &k->items[at];
        if (n < 0) {
            low = at + 1;
        } else {
            high = at;
        }
    }
    return NULL;
}
