// files.c - the list of blobs that rows point at; see call.h.
#include "kit/call/call.h"
#include "kit/call/call_inside.h"
#include "kit/call/call_queries.gen.h"

#include <string.h>

enum { NAME_LENGTH = 64, BLOBS_AT_ONCE = 500 };

status call_blob(call *c, str name, int64_t bytes)
{
    db *d;
    if (!c->in_act_ || name.len != NAME_LENGTH) return ST_BROKEN;
    TRY(call_db(c, &d));
    return blob_add(d, &(blob_add_in){ .name = name, .bytes = bytes, .at_ms = c->now_ms }, NULL);
}

status call_blob_known(db *d, str name, bool *known)
{
    blob_find_row row;
    char          room[256];
    arena         scratch = arena_over(room, sizeof(room));
    status        st      = blob_find(d, &(blob_find_in){ .name = name }, &scratch, &row);
    *known                = st == ST_OK;
    return st == ST_MISSING ? ST_OK : st;
}

status call_blob_count(db *d, int64_t *count)
{
    blob_count_row row;
    char           room[256];
    arena          scratch = arena_over(room, sizeof(room));
    TRY(blob_count(d, &scratch, &row));
    *count = row.n;
    return ST_OK;
}

static status some_blobs(store *s, arena scratch, str after, blob_next_row **rows, size_t *count)
{
    db *d;
    TRY(store_read_begin(s, &d));
    status st = blob_next(d, &(blob_next_in){ .after = after, .max = BLOBS_AT_ONCE }, &scratch,
                          rows, count);
    store_read_end(d);
    return st;
}

status call_blobs(store *s, arena scratch, call_blob_each *each, void *ctx)
{
    char           last[NAME_LENGTH];
    str            after = S("");
    blob_next_row *rows;
    size_t         count = BLOBS_AT_ONCE;
    while (count == BLOBS_AT_ONCE) {
        TRY(some_blobs(s, scratch, after, &rows, &count));
        for (size_t i = 0; i < count; i++) TRY(each(ctx, rows[i].name, rows[i].bytes));
        if (count == 0 || rows[count - 1].name.len != NAME_LENGTH) break;
        memcpy(last, rows[count - 1].name.ptr, NAME_LENGTH);
        after = (str){ last, NAME_LENGTH };
    }
    return ST_OK;
}

// ---- who points at them ------------------------------------------------------------------------------

static const blob_keeper *const *keepers;
static size_t                    keeper_count;

void call_blob_keepers(const blob_keeper *const *all, size_t count)
{
    keepers      = all;
    keeper_count = count < BLOB_KEEPERS_MAX ? count : BLOB_KEEPERS_MAX;
}

status call_blob_let_go(call *c, str name, const char **held, size_t *count)
{
    db *d;
    *count = 0;
    if (!c->in_act_ || !keeper_count) return ST_BROKEN;
    TRY(call_db(c, &d));
    for (size_t i = 0; i < keeper_count; i++) {
        bool is = true;
        TRY(keepers[i]->holds(d, name, *c->a, &is));
        if (is) held[(*count)++] = keepers[i]->kind;
    }
    return *count ? ST_OK : blob_drop(d, &(blob_drop_in){ .name = name }, NULL);
}
