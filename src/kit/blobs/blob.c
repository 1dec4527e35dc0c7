// blob.c - see blob.h.
#include "kit/blobs/blob.h"

#include <openssl/evp.h>
#include <string.h>

#include "kit/blobs/blob_inside.h"
#include "kit/os/os.h"

enum {
    PIECE_BYTES = 64 * 1024,
    HASH_BYTES  = 32,
    FOLDER_LEN  = 2, // hex digits that name the folder
    PATH_LEN    = BLOB_NAME_LENGTH + 1,
    NEW_BYTES   = 12, // randomness in the name of what is being written
};

// ---- names -----------------------------------------------------------------------------------------

static bool is_name(str name)
{
    if (name.len != BLOB_NAME_LENGTH) return false;
    for (ptrdiff_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    }
    return true;
}

// "abcdef…" to "ab/cdef…"; a view into `room`.
static str path_of(str name, char room[PATH_LEN])
{
    memcpy(room, name.ptr, FOLDER_LEN);
    room[FOLDER_LEN] = '/';
    memcpy(room + FOLDER_LEN + 1, name.ptr + FOLDER_LEN, BLOB_NAME_LENGTH - FOLDER_LEN);
    return (str){ room, PATH_LEN };
}

static void name_from(const unsigned char hash[HASH_BYTES], char name[BLOB_NAME_LENGTH + 1])
{
    char  room[2 * BLOB_NAME_LENGTH];
    arena a = arena_over(room, sizeof room);
    buf   b = buf_in(&a, BLOB_NAME_LENGTH, BLOB_NAME_LENGTH);
    buf_hex(&b, (str){ (const char *)hash, HASH_BYTES });
    memcpy(name, b.ptr, BLOB_NAME_LENGTH);
    name[BLOB_NAME_LENGTH] = '\0';
}

// ---- hashing ---------------------------------------------------------------------------------------

typedef struct hashing {
    EVP_MD_CTX   *md;
    int64_t       bytes;
    unsigned char hash[HASH_BYTES];
} hashing;

static status hash_begin(hashing *h)
{
    *h = (hashing){ .md = EVP_MD_CTX_new() };
    if (h->md && EVP_DigestInit_ex(h->md, EVP_sha256(), NULL) == 1) return ST_OK;
    EVP_MD_CTX_free(h->md);
    return ST_BROKEN;
}

static status hash_add(hashing *h, str piece)
{
    h->bytes += piece.len;
    return EVP_DigestUpdate(h->md, piece.ptr, (size_t)piece.len) == 1 ? ST_OK : ST_BROKEN;
}

static status hash_end(hashing *h, status so_far)
{
    if (so_far == ST_OK && EVP_DigestFinal_ex(h->md, h->hash, NULL) != 1) so_far = ST_BROKEN;
    EVP_MD_CTX_free(h->md);
    return so_far;
}

// ---- putting ---------------------------------------------------------------------------------------

// Where the bytes come from: a stream, a descriptor, or memory when fd is -1.
typedef struct origin {
    blob_next *next; // or NULL
    void      *ctx;
    int        fd;
    str        bytes;
    int64_t    bytes_max;
    bool       too_big; // more than that came
} origin;

static status origin_next(origin *from, char room[PIECE_BYTES], str *piece)
{
    if (from->next) return from->next(from->ctx, piece);
    if (from->fd < 0) {
        *piece      = str_slice(from->bytes, 0, PIECE_BYTES);
        from->bytes = str_slice(from->bytes, piece->len, from->bytes.len);
        return ST_OK;
    }
    size_t got = 0;
    TRY(os_recv(from->fd, room, PIECE_BYTES, -1, &got));
    *piece = (str){ room, (ptrdiff_t)got };
    return ST_OK;
}

static status copy_hashed(origin *from, int to, hashing *h)
{
    char room[PIECE_BYTES];
    for (;;) {
        str piece;
        TRY(origin_next(from, room, &piece));
        if (piece.len == 0) return ST_OK;
        from->too_big = piece.len > from->bytes_max - h->bytes;
        if (from->too_big) return ST_LIMIT;
        TRY(hash_add(h, piece));
        TRY(os_write_all(to, piece));
    }
}

// Makes the folder and its entry durable, then the file's name in it. One that is there already is replaced by the
// same bytes: it may be about to be swept away (sweep.h).
static status place(int folder_fd, str written, str name)
{
    char path[PATH_LEN];
    str  target = path_of(name, path), folder = str_slice(name, 0, FOLDER_LEN);
    int  inner = -1;

    TRY(os_make_folders(folder_fd, folder));
    TRY(os_rename(folder_fd, written, target));
    TRY(os_open_folder(folder_fd, folder, &inner));
    status st = os_sync(inner);
    os_close(inner);
    return st == ST_OK ? os_sync(folder_fd) : st;
}

status blob_fresh_name(str prefix, char room[64], str *name)
{
    unsigned char random[NEW_BYTES];
    arena         a = arena_over(room, 64);
    buf           b = buf_in(&a, 48, 48);
    TRY(os_random(random, sizeof random));
    buf_put(&b, prefix);
    buf_hex(&b, (str){ (const char *)random, sizeof random });
    *name = buf_str(&b);
    return b.failed ? ST_BROKEN : ST_OK;
}

static status put_all(int folder_fd, origin *from, blob *out)
{
    char    room[64];
    str     written;
    int     fd = -1;
    hashing h;

    TRY(blob_fresh_name(S("new-"), room, &written));
    TRY(hash_begin(&h));
    status st = os_open_write(folder_fd, written, true, &fd);
    if (st == ST_OK) st = copy_hashed(from, fd, &h);
    st = hash_end(&h, st);
    if (st == ST_OK) st = os_sync(fd);
    os_close(fd);
    blob got = { .size_bytes = h.bytes };
    name_from(h.hash, got.name);
    if (st == ST_OK) st = place(folder_fd, written, str_from(got.name));
    if (st == ST_OK) *out = got;
    if (st != ST_OK && fd >= 0) (void)!os_remove(folder_fd, written);
    return st;
}

static status put(int folder_fd, origin from, blob *out, problem *why)
{
    status st = put_all(folder_fd, &from, out);
    if (st == ST_OK) return ST_OK;
    if (from.too_big) return problem_set(why, ST_LIMIT, S(""), S("blob-too-big"));
    os_log(OS_ERROR, "blob.put", "%s", status_name(st));
    return problem_set(why, ST_BROKEN, S(""), S("disk"));
}

status blob_put(int folder_fd, int fd, int64_t bytes_max, blob *out, problem *why)
{
    return put(folder_fd, (origin){ .fd = fd, .bytes_max = bytes_max }, out, why);
}

status blob_put_stream(int folder_fd, blob_next *next, void *ctx, int64_t bytes_max, blob *out,
                       problem *why)
{
    return put(folder_fd, (origin){ .next = next, .ctx = ctx, .fd = -1, .bytes_max = bytes_max },
               out, why);
}

status blob_put_bytes(int folder_fd, str bytes, blob *out, problem *why)
{
    return put(folder_fd, (origin){ .fd = -1, .bytes = bytes, .bytes_max = bytes.len }, out, why);
}

// ---- reading ---------------------------------------------------------------------------------------

status blob_open(int folder_fd, str name, int *fd, int64_t *size_bytes)
{
    char         path[PATH_LEN];
    os_file_info info;
    int          got = -1;
    if (!is_name(name)) return ST_MISSING;
    TRY(os_open_read(folder_fd, path_of(name, path), &got));
    status st = os_info(got, &info);
    if (st != ST_OK) {
        os_close(got);
        return st;
    }
    *fd         = got;
    *size_bytes = info.bytes;
    return ST_OK;
}

status blob_read(int fd, int64_t from, int64_t count, arena *a, str *out)
{
    os_file_info info;
    TRY(os_info(fd, &info));
    if (from < 0 || count < 0) return ST_INVALID;
    int64_t left = from < info.bytes ? info.bytes - from : 0;
    if (count > left) count = left;
    char *room = NEW(a, char, count ? count : 1);
    if (!room) return ST_MEMORY;
    size_t got = 0;
    TRY(os_read_at(fd, from, room, (size_t)count, &got));
    *out = (str){ room, (ptrdiff_t)got };
    return ST_OK;
}

static status hash_file(int fd, hashing *h)
{
    char room[PIECE_BYTES];
    for (;;) {
        size_t got = 0;
        TRY(os_read_at(fd, h->bytes, room, sizeof room, &got));
        if (got == 0) return ST_OK;
        TRY(hash_add(h, (str){ room, (ptrdiff_t)got }));
    }
}

// ---- a file that is complete already -----------------------------------------------------------------

static status link_at(int folder_fd, int fd, str name)
{
    char room[64];
    str  aside;
    TRY(blob_fresh_name(S("new-"), room, &aside));
    TRY(os_temp_name(fd, folder_fd, aside));
    status st = place(folder_fd, aside, name);
    // Where the name was this very file's already, renaming leaves the other one.
    status gone = os_remove(folder_fd, aside);
    return st == ST_OK && gone != ST_MISSING ? gone : st;
}

status blob_link(int folder_fd, int fd, blob *out)
{
    hashing h;
    TRY(hash_begin(&h));
    TRY(hash_end(&h, hash_file(fd, &h)));
    blob got = { .size_bytes = h.bytes };
    name_from(h.hash, got.name);
    TRY(link_at(folder_fd, fd, str_from(got.name)));
    *out = got;
    return ST_OK;
}

status blob_verify(int folder_fd, str name)
{
    int     fd = -1;
    int64_t size;
    hashing h;
    char    actual[BLOB_NAME_LENGTH + 1];

    TRY(blob_open(folder_fd, name, &fd, &size));
    status st = hash_begin(&h);
    if (st == ST_OK) st = hash_end(&h, hash_file(fd, &h));
    os_close(fd);
    TRY(st);
    name_from(h.hash, actual);
    return str_equal(name, str_from(actual)) ? ST_OK : ST_CONFLICT;
}

status blob_remove(int folder_fd, str name)
{
    char path[PATH_LEN];
    if (!is_name(name)) return ST_MISSING;
    return os_remove(folder_fd, path_of(name, path));
}
