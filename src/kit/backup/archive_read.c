// archive_read.c - reading an archive, believing nothing; see archive.h.
#include "kit/backup/archive_inside.h"

#include "kit/os/os.h"

struct archive_in {
    int                                         fd;
    int64_t                                     at; // in the file
    EVP_MD_CTX                                 *part, *whole;
    bool                                        counted;
    bool                                        sealed, final; // final: the last frame has come
    char                                        where[ARCHIVE_NAME_MAX + 32];
    size_t                                      where_len;
    char                                        name[ARCHIVE_NAME_MAX + 1];
    size_t                                      name_len;
    int64_t                                     bytes, left;
    bool                                        in_part, hashed;
    archive_hash                                last, sum;
    size_t                                      used, have; // of the frame
    char                                        frame[FRAME_BYTES];
    unsigned char                               cipher[SEALED_BYTES];
    crypto_secretstream_xchacha20poly1305_state stream;
};

str archive_part(const archive_in *in)
{
    return (str){ in->where, (ptrdiff_t)in->where_len };
}

int64_t archive_read_bytes(const archive_in *in)
{
    return in->at;
}

void archive_whole_hash(const archive_in *in, archive_hash *hash)
{
    *hash = in->sum;
}

static void stand_at(archive_in *in, str what, str name)
{
    arena a = arena_over(in->where, sizeof(in->where));
    buf   b = buf_in(&a, sizeof(in->where) - 1, sizeof(in->where) - 1);
    buf_put(&b, what);
    buf_put(&b, name);
    in->where_len = b.len;
}

// ---- bytes -------------------------------------------------------------------------------------

static status read_file(archive_in *in, void *out, size_t bytes, size_t *got)
{
    TRY(os_read_at(in->fd, in->at, out, bytes, got));
    in->at += (int64_t)*got;
    return ST_OK;
}

static status next_frame(archive_in *in)
{
    size_t             got;
    unsigned long long n = 0;
    unsigned char      tag;
    in->used = in->have = 0;
    if (!in->sealed) return read_file(in, in->frame, FRAME_BYTES, &in->have);
    if (in->final) return ST_OK;
    TRY(read_file(in, in->cipher, SEALED_BYTES, &got));
    if (got < crypto_secretstream_xchacha20poly1305_ABYTES) return ST_CONFLICT;
    if (crypto_secretstream_xchacha20poly1305_pull(&in->stream, (unsigned char *)in->frame, &n,
                                                   &tag, in->cipher, got, NULL, 0) != 0)
        return ST_CONFLICT;
    in->have  = (size_t)n;
    in->final = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return in->final || n == FRAME_BYTES ? ST_OK : ST_CONFLICT;
}

// Up to `bytes` of the tar; fewer only at the end of the file.
static status read_tar(archive_in *in, char *out, size_t bytes, size_t *got)
{
    for (*got = 0; *got < bytes;) {
        if (in->used == in->have) TRY(next_frame(in));
        size_t n = in->have - in->used;
        if (n == 0) return ST_OK;
        if (n > bytes - *got) n = bytes - *got;
        memcpy(out + *got, in->frame + in->used, n);
        in->used += n;
        *got += n;
    }
    return ST_OK;
}

static status read_exactly(archive_in *in, char *out, size_t bytes)
{
    size_t got;
    TRY(read_tar(in, out, bytes, &got));
    return got == bytes ? ST_OK : ST_CONFLICT; // cut short
}

static status count_in(archive_in *in, const char *bytes, size_t n)
{
    return !in->counted || hash_add(in->whole, bytes, n) ? ST_OK : ST_BROKEN;
}

// ---- opening -----------------------------------------------------------------------------------

static status open_sealed(archive_in *in, const unsigned char *secret_key, problem *why)
{
    unsigned char locked[LOCKED_BYTES], public_key[ARCHIVE_KEY_BYTES];
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    unsigned char head[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    size_t        got;
    if (!secret_key) return problem_set(why, ST_INVALID, S("--key"), S("backup-needs-key"));
    if (sodium_init() < 0) return ST_BROKEN;
    TRY(read_file(in, locked, sizeof(locked), &got));
    bool fits = got == sizeof(locked) && crypto_scalarmult_base(public_key, secret_key) == 0 &&
                crypto_box_seal_open(key, locked, sizeof(locked), public_key, secret_key) == 0;
    if (!fits) return problem_set(why, ST_INVALID, S("--key"), S("backup-wrong-key"));
    status st = read_file(in, head, sizeof(head), &got);
    if (st == ST_OK && (got != sizeof(head) || crypto_secretstream_xchacha20poly1305_init_pull(
                                                   &in->stream, head, key) != 0))
        st = ST_CONFLICT;
    sodium_memzero(key, sizeof(key));
    in->sealed = true;
    return st;
}

// What was once ours but for a byte or two is damaged, anything else is another kind of file.
static bool alike(const char *bytes, const char *ours, size_t n)
{
    size_t differ = 0;
    for (size_t i = 0; i < n; i++) differ += bytes[i] != ours[i];
    return differ <= 2;
}

status archive_open(arena *a, int fd, const unsigned char *secret_key, archive_in **out,
                    problem *why)
{
    char        head[BLOCK_BYTES] = { 0 };
    size_t      got;
    archive_in *in = NEW(a, archive_in, 1);
    *out           = in;
    if (!in) return ST_MEMORY;
    in->fd      = fd;
    in->part    = EVP_MD_CTX_new();
    in->whole   = EVP_MD_CTX_new();
    in->counted = true;
    stand_at(in, S("the beginning of the file"), S(""));
    if (!hash_begin(in->whole) || !in->part) return ST_MEMORY;
    TRY(read_file(in, head, sizeof(head), &got));
    in->at = MARK_BYTES;
    if (memcmp(head, ARCHIVE_MARK, MARK_BYTES) == 0) return open_sealed(in, secret_key, why);
    in->at = 0;
    if (alike(head, ARCHIVE_MARK, MARK_BYTES)) return ST_CONFLICT;
    if (alike(head + 257,
              "ustar\0"
              "00coloa",
              13))
        return ST_OK; // the first header is compared next
    return problem_set(why, ST_INVALID, S("FILE"), S("not-a-backup"));
}

void archive_leave(archive_in *in)
{
    if (!in) return;
    EVP_MD_CTX_free(in->part);
    EVP_MD_CTX_free(in->whole);
    in->part = in->whole = NULL;
    sodium_memzero(&in->stream, sizeof(in->stream));
}

// ---- parts -------------------------------------------------------------------------------------

static int64_t number_at(const char *at, size_t width)
{
    int64_t v = 0;
    if ((unsigned char)at[0] == 0x80) {
        for (size_t i = width - 8; i < width; i++)
            v = (int64_t)((uint64_t)v << 8 | (unsigned char)at[i]);
        return v;
    }
    for (size_t i = 0; i < width - 1; i++) {
        if (at[i] < '0' || at[i] > '7') return -1;
        v = v << 3 | (at[i] - '0');
    }
    return v;
}

// The header is right when what it says gives these very bytes.
static status read_header(archive_in *in, const char block[BLOCK_BYTES])
{
    char    again[BLOCK_BYTES];
    size_t  len   = strnlen(block, ARCHIVE_NAME_MAX);
    int64_t bytes = number_at(block + 124, 12), at_s = number_at(block + 136, 12);
    if (len == 0 || bytes < 0 || at_s < 0) return ST_CONFLICT;
    archive_header(again, (str){ block, (ptrdiff_t)len }, bytes, at_s);
    if (memcmp(again, block, BLOCK_BYTES) != 0) return ST_CONFLICT;
    memcpy(in->name, block, len);
    in->name_len = len;
    in->bytes = in->left = bytes;
    return str_is_text((str){ block, (ptrdiff_t)len }) ? ST_OK : ST_CONFLICT;
}

static status finish_part(archive_in *in)
{
    char   room[4096];
    size_t got = 1;
    while (got) TRY(archive_get(in, room, sizeof(room), &got));
    size_t padding = padding_of(in->bytes);
    TRY(read_exactly(in, room, padding));
    for (size_t i = 0; i < padding; i++) {
        if (room[i]) return ST_CONFLICT;
    }
    in->in_part = false;
    return count_in(in, room, padding);
}

// The last part says what everything before it must have been.
static status check_whole(archive_in *in, str before)
{
    char   expected[WHOLE_MAX], text[WHOLE_MAX], zeros[BLOCK_BYTES * END_BLOCKS + 1];
    size_t got  = 0, end;
    in->counted = false;
    in->in_part = true;
    in->hashed  = false;
    str must    = archive_whole_text(expected, &in->sum, before, &in->last);
    TRY(archive_get(in, text, sizeof(text), &got));
    bool whole = got >= 64 && memcmp(text, must.ptr, 64) == 0;
    bool rest  = got == (size_t)must.len && memcmp(text + 64, must.ptr + 64, got - 64) == 0;
    // Both hashes differ: the part before is not as written. One alone: this part, or (the first) one
    // that whoever reads the list of all parts can name.
    if (!whole && !rest) stand_at(in, before, S(""));
    if (!whole || !rest) return ST_CONFLICT;
    TRY(finish_part(in));
    stand_at(in, S("the end of the file"), S(""));
    TRY(read_tar(in, zeros, sizeof(zeros), &end));
    if (end != sizeof(zeros) - 1) return ST_CONFLICT; // cut short, or something follows
    for (size_t i = 0; i < end; i++) {
        if (zeros[i]) return ST_CONFLICT;
    }
    if (in->sealed && !in->final) return ST_CONFLICT;
    size_t more = 0;
    char   byte;
    TRY(read_file(in, &byte, 1, &more));
    return more ? ST_CONFLICT : ST_MISSING;
}

status archive_next(archive_in *in, str *name, int64_t *bytes)
{
    char block[BLOCK_BYTES], before[ARCHIVE_NAME_MAX + 1];
    str  part = { before, (ptrdiff_t)in->name_len };
    if (in->in_part) TRY(finish_part(in));
    memcpy(before, in->name, in->name_len);
    if (in->name_len) stand_at(in, S("what follows "), part);
    TRY(read_exactly(in, block, sizeof(block)));
    TRY(read_header(in, block));
    *name  = (str){ in->name, (ptrdiff_t)in->name_len };
    *bytes = in->bytes;
    stand_at(in, *name, S(""));
    if (!hash_begin(in->part)) return ST_BROKEN;
    if (str_equal(*name, S(ARCHIVE_LAST))) {
        if (!hash_end(in->whole, &in->sum)) return ST_BROKEN;
        return check_whole(in, part);
    }
    in->in_part = true;
    in->hashed  = false;
    return count_in(in, block, sizeof(block));
}

status archive_get(archive_in *in, char *out, size_t cap, size_t *got)
{
    size_t want = in->left < (int64_t)cap ? (size_t)in->left : cap;
    *got        = 0;
    if (in->hashed) return ST_OK;
    TRY(read_exactly(in, out, want));
    in->left -= (int64_t)want;
    if (!hash_add(in->part, out, want)) return ST_BROKEN;
    TRY(count_in(in, out, want));
    *got = want;
    if (in->left > 0) return ST_OK;
    in->hashed = true;
    return hash_end(in->part, &in->last) ? ST_OK : ST_BROKEN;
}

status archive_part_hash(archive_in *in, archive_hash *hash)
{
    if (!in->hashed) return ST_INVALID;
    *hash = in->last;
    return ST_OK;
}
