// assets.c - see assets.h.
#include "kit/web/assets.h"

#include <assert.h>

extern const char asset_bytes[] __attribute__((visibility("hidden")));

const asset *asset_get(asset_id id)
{
    assert((unsigned)id >= 1 && (unsigned)id <= ASSET_COUNT);
    return &asset_table[(unsigned)id - 1];
}

const asset *asset_find(str name)
{
    for (size_t i = 0; i < ASSET_COUNT; i++) {
        if (str_equal(asset_table[i].name, name)) return &asset_table[i];
    }
    return NULL;
}

str asset_plain(const asset *a)
{
    return (str){ asset_bytes + a->at, (ptrdiff_t)a->size };
}

str asset_gzip(const asset *a)
{
    return (str){ asset_bytes + a->gzip_at, (ptrdiff_t)a->gzip_size };
}
