// sweep.c - see sweep.h.
#include "kit/blobs/sweep.h"

#include <string.h>

#include "kit/blobs/blob_inside.h"
#include "kit/os/os.h"

enum { ROOM = 128 };

typedef struct sweep {
    const blob_sweeping *how;
    blob_orphans        *out;
    str                  inner; // the folder that is gone through, "ab"
} sweep;

// "gone-" and the blob's whole name: a sweep that died is gone on with by the next.
static str aside_of(str name, char room[ROOM])
{
    arena a = arena_over(room, ROOM);
    return arena_printf(&a, "gone-" STR_FMT, STR_ARG(name));
}

static str place_of(str name, char room[ROOM])
{
    arena a = arena_over(room, ROOM);
    return arena_printf(&a, STR_FMT "/" STR_FMT, STR_ARG(str_slice(name, 0, 2)),
                        STR_ARG(str_slice(name, 2, name.len)));
}

// Back under its name, unless somebody has brought the same bytes meanwhile.
static status put_back(sweep *w, str aside, str place)
{
    os_file_info info;
    status       st = os_info_of(w->how->folder_fd, place, &info);
    if (st == ST_OK) return os_remove(w->how->folder_fd, aside);
    return st == ST_MISSING ? os_rename(w->how->folder_fd, aside, place) : st;
}

// It lies aside; nobody finds it there. Is it the file that was judged, and still not pointed at?
static status decide(sweep *w, str name, str aside, str place, uint64_t judged)
{
    os_file_info info;
    bool         known = false;
    TRY(os_info_of(w->how->folder_fd, aside, &info));
    TRY(w->how->known(w->how->ctx, name, &known));
    if (known || info.number != judged || info.names > 1) return put_back(w, aside, place);
    return os_remove(w->how->folder_fd, aside);
}

static status take_away(sweep *w, str name, uint64_t judged)
{
    char room[ROOM], other[ROOM];
    str  place = place_of(name, room), aside = aside_of(name, other);
    TRY(os_rename(w->how->folder_fd, place, aside));
    status st = decide(w, name, aside, place, judged);
    if (st != ST_OK) (void)!put_back(w, aside, place);
    return st;
}

static status look_at_blob(void *ctx, str rest, bool is_folder)
{
    sweep       *w = ctx;
    char         room[ROOM], full[ROOM];
    arena        a    = arena_over(full, sizeof full);
    str          name = arena_printf(&a, STR_FMT STR_FMT, STR_ARG(w->inner), STR_ARG(rest));
    os_file_info info;
    bool         known = false;
    if (is_folder || name.len != BLOB_NAME_LENGTH || w->out->count >= BLOB_SWEEP_MAX) return ST_OK;
    status st = os_info_of(w->how->folder_fd, place_of(name, room), &info);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    TRY(w->how->known(w->how->ctx, name, &known));
    w->out->kept += known;
    // One that a part still is (part.h) is about to be made whole.
    if (known || info.placed_ms >= w->how->before_ms || info.names > 1) return ST_OK;
    w->out->count++;
    w->out->bytes += info.bytes;
    return w->how->away ? take_away(w, name, info.number) : ST_OK;
}

// Never made whole, or put aside by a sweep that died.
static status look_at_leftover(sweep *w, str name)
{
    os_file_info info;
    char         room[ROOM];
    bool         gone = str_starts(name, S("gone-"));
    status       st   = os_info_of(w->how->folder_fd, name, &info);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    if (info.placed_ms >= w->how->before_ms) return ST_OK;
    w->out->count++;
    w->out->bytes += info.bytes;
    if (!w->how->away) return ST_OK;
    if (!gone) return os_remove(w->how->folder_fd, name);
    str meant = str_slice(name, 5, name.len);
    if (meant.len != BLOB_NAME_LENGTH) return ST_OK;
    return decide(w, meant, name, place_of(meant, room), info.number);
}

static status look_at_entry(void *ctx, str name, bool is_folder)
{
    sweep *w = ctx;
    if (!is_folder && (str_starts(name, S("new-")) || str_starts(name, S("gone-"))))
        return look_at_leftover(w, name);
    if (!is_folder || name.len != 2) return ST_OK;
    w->inner = name;
    return os_list(w->how->folder_fd, name, look_at_blob, w);
}

status blob_sweep(const blob_sweeping *how, blob_orphans *out)
{
    sweep w = { how, out, S("") };
    *out    = (blob_orphans){ 0 };
    return os_list(how->folder_fd, S("."), look_at_entry, &w);
}

status blob_take_away(const blob_sweeping *how, str name, bool *gone)
{
    sweep        w = { .how = how };
    os_file_info info;
    char         room[ROOM];
    bool         known = true;
    str          place = place_of(name, room);
    *gone              = false;
    if (name.len != BLOB_NAME_LENGTH) return ST_MISSING;
    status st = os_info_of(how->folder_fd, place, &info);
    *gone     = st == ST_MISSING;
    if (st != ST_OK) return *gone ? ST_OK : st;
    TRY(how->known(how->ctx, name, &known));
    if (known || info.placed_ms >= how->before_ms || info.names > 1) return ST_OK;
    TRY(take_away(&w, name, info.number));
    st    = os_info_of(how->folder_fd, place, &info);
    *gone = st == ST_MISSING;
    return *gone ? ST_OK : st;
}
