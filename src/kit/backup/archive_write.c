// archive_write.c - the form of an archive, its keys, and writing one; see archive.h.
#include "kit/backup/archive_inside.h"

#include "kit/os/os.h"

#include <assert.h>
#include <stdio.h>

// ---- the form ----------------------------------------------------------------------------------

// Octal as in POSIX; sizes from 8 GiB on in base 256, as GNU tar writes and reads them.
static void put_number(char *at, size_t width, int64_t v)
{
    char text[32];
    snprintf(text, sizeof(text), "%0*llo", (int)width - 1, (unsigned long long)v);
    if (strlen(text) < width) {
        memcpy(at, text, width - 1);
        return;
    }
    for (size_t i = 0; i < 8; i++) at[width - 1 - i] = (char)((uint64_t)v >> (8 * i) & 0xFF);
    at[0] = (char)0x80;
}

void archive_header(char block[BLOCK_BYTES], str name, int64_t bytes, int64_t at_s)
{
    unsigned sum = 0;
    memset(block, 0, BLOCK_BYTES);
    memcpy(block, name.ptr, (size_t)(name.len < ARCHIVE_NAME_MAX ? name.len : ARCHIVE_NAME_MAX));
    put_number(block + 100, 8, 0600);
    put_number(block + 108, 8, 0);
    put_number(block + 116, 8, 0);
    put_number(block + 124, 12, bytes);
    put_number(block + 136, 12, at_s);
    memset(block + 148, ' ', 8);
    block[156] = '0';
    memcpy(block + 257, "ustar", 6);
    memcpy(block + 263, "00", 2);
    memcpy(block + 265, "coloa", 5);
    memcpy(block + 297, "coloa", 5);
    for (size_t i = 0; i < BLOCK_BYTES; i++) sum += (unsigned char)block[i];
    snprintf(block + 148, 8, "%06o", sum);
}

static void put_hash(buf *b, const archive_hash *hash)
{
    buf_hex(b, (str){ (const char *)hash->bytes, ARCHIVE_HASH_BYTES });
}

str archive_whole_text(char room[WHOLE_MAX], const archive_hash *whole, str name,
                       const archive_hash *before)
{
    arena a = arena_over(room, WHOLE_MAX);
    buf   b = buf_in(&a, WHOLE_MAX - 16, WHOLE_MAX - 16);
    put_hash(&b, whole);
    buf_put(&b, S("  everything before this part\n"));
    put_hash(&b, before);
    buf_printf(&b, "  " STR_FMT "\n", STR_ARG(name));
    return buf_str(&b);
}

// ---- keys --------------------------------------------------------------------------------------

static const str public_word = STR("coloa-backup-public"), secret_word = STR("coloa-backup-secret");

static str key_text(arena *a, str word, const unsigned char *key)
{
    char text[64];
    sodium_bin2base64(text, sizeof(text), key, ARCHIVE_KEY_BYTES, sodium_base64_VARIANT_ORIGINAL);
    return arena_printf(a, STR_FMT " %s", STR_ARG(word), text);
}

status archive_key_pair(arena *a, str *public_text, str *secret_text)
{
    unsigned char public_key[ARCHIVE_KEY_BYTES], secret_key[ARCHIVE_KEY_BYTES];
    if (sodium_init() < 0) return ST_BROKEN;
    crypto_box_keypair(public_key, secret_key);
    *public_text = key_text(a, public_word, public_key);
    *secret_text = key_text(a, secret_word, secret_key);
    sodium_memzero(secret_key, sizeof(secret_key));
    return public_text->ptr && secret_text->ptr ? ST_OK : ST_MEMORY;
}

status archive_key_read(str text, bool secret, unsigned char out[ARCHIVE_KEY_BYTES])
{
    str         word, key;
    size_t      len = 0;
    const char *end = NULL;
    if (sodium_init() < 0) return ST_BROKEN;
    if (!str_cut(str_trim(text), ' ', &word, &key)) return ST_INVALID;
    if (!str_equal(word, secret ? secret_word : public_word)) return ST_INVALID;
    key    = str_trim(key);
    int no = sodium_base642bin(out, ARCHIVE_KEY_BYTES, key.ptr, (size_t)key.len, NULL, &len, &end,
                               sodium_base64_VARIANT_ORIGINAL);
    return no == 0 && len == ARCHIVE_KEY_BYTES && end == key.ptr + key.len ? ST_OK : ST_INVALID;
}

// ---- writing -----------------------------------------------------------------------------------

struct archive_out {
    int           fd;
    int64_t       at_s;
    EVP_MD_CTX   *part, *whole;
    bool          counted; // bytes go into the hash of the whole
    bool          sealed;
    str           name;
    char          name_room[ARCHIVE_NAME_MAX + 1];
    int64_t       bytes, left; // of the part
    archive_hash  last;
    int64_t       written, settled; // bytes of the file; those on the disk
    size_t        used;
    char          frame[FRAME_BYTES];
    unsigned char cipher[SEALED_BYTES];
    crypto_secretstream_xchacha20poly1305_state stream;
};

// Little by little, so that the last flush finds next to nothing: whoever else has to flush at that
// moment would stand behind it.
static void settle(archive_out *o, int64_t wrote)
{
    o->written += wrote;
    if (o->written - o->settled < SETTLE_BYTES) return;
    os_write_back(o->fd, o->settled, o->written - o->settled);
    o->settled = o->written;
}

static status flush(archive_out *o, bool final)
{
    unsigned long long n   = 0;
    unsigned char      tag = final ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
    if (!o->sealed) {
        TRY(os_write_all(o->fd, (str){ o->frame, (ptrdiff_t)o->used }));
        n = o->used;
    } else {
        crypto_secretstream_xchacha20poly1305_push(
            &o->stream, o->cipher, &n, (const unsigned char *)o->frame, o->used, NULL, 0, tag);
        TRY(os_write_all(o->fd, (str){ (const char *)o->cipher, (ptrdiff_t)n }));
    }
    settle(o, (int64_t)n);
    o->used = 0;
    return ST_OK;
}

static status put_raw(archive_out *o, str bytes)
{
    if (o->counted && !hash_add(o->whole, bytes.ptr, (size_t)bytes.len)) return ST_BROKEN;
    while (bytes.len) {
        if (o->used == FRAME_BYTES) TRY(flush(o, false));
        str piece = str_slice(bytes, 0, (ptrdiff_t)(FRAME_BYTES - o->used));
        memcpy(o->frame + o->used, piece.ptr, (size_t)piece.len);
        o->used += (size_t)piece.len;
        bytes = str_slice(bytes, piece.len, bytes.len);
    }
    return ST_OK;
}

// The key of the frames, locked to the reader, and the stream's own header.
static status begin_sealed(archive_out *o, const unsigned char *public_key)
{
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    unsigned char
        head[MARK_BYTES + LOCKED_BYTES + crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    if (sodium_init() < 0) return ST_BROKEN;
    memcpy(head, ARCHIVE_MARK, MARK_BYTES);
    crypto_secretstream_xchacha20poly1305_keygen(key);
    int no = crypto_box_seal(head + MARK_BYTES, key, sizeof(key), public_key);
    crypto_secretstream_xchacha20poly1305_init_push(&o->stream, head + MARK_BYTES + LOCKED_BYTES,
                                                    key);
    sodium_memzero(key, sizeof(key));
    if (no != 0) return ST_INVALID;
    o->sealed = true;
    return os_write_all(o->fd, (str){ (const char *)head, sizeof(head) });
}

status archive_create(arena *a, int fd, const unsigned char *public_key, int64_t at_s,
                      archive_out **out)
{
    archive_out *o = NEW(a, archive_out, 1);
    *out           = o;
    if (!o) return ST_MEMORY;
    o->fd      = fd;
    o->at_s    = at_s;
    o->part    = EVP_MD_CTX_new();
    o->whole   = EVP_MD_CTX_new();
    o->counted = true;
    if (!hash_begin(o->whole) || !o->part) return ST_MEMORY;
    return public_key ? begin_sealed(o, public_key) : ST_OK;
}

status archive_begin(archive_out *o, str name, int64_t bytes)
{
    char block[BLOCK_BYTES];
    if (name.len == 0 || name.len > ARCHIVE_NAME_MAX || bytes < 0) return ST_INVALID;
    memcpy(o->name_room, name.ptr, (size_t)name.len);
    o->name  = (str){ o->name_room, name.len };
    o->bytes = o->left = bytes;
    if (!hash_begin(o->part)) return ST_BROKEN;
    archive_header(block, name, bytes, o->at_s);
    return put_raw(o, (str){ block, sizeof(block) });
}

status archive_put(archive_out *o, str bytes)
{
    if (bytes.len > o->left) return ST_INVALID;
    o->left -= bytes.len;
    if (!hash_add(o->part, bytes.ptr, (size_t)bytes.len)) return ST_BROKEN;
    return put_raw(o, bytes);
}

status archive_end(archive_out *o, archive_hash *hash)
{
    static const char zeros[BLOCK_BYTES];
    if (o->left != 0) return ST_INVALID;
    if (!hash_end(o->part, &o->last)) return ST_BROKEN;
    *hash = o->last;
    return put_raw(o, (str){ zeros, (ptrdiff_t)padding_of(o->bytes) });
}

status archive_finish(archive_out *o, archive_hash *whole)
{
    static const char zeros[BLOCK_BYTES * END_BLOCKS];
    char              room[WHOLE_MAX], name[ARCHIVE_NAME_MAX + 1];
    archive_hash      before = o->last, own;
    str               last   = { name, o->name.len };
    memcpy(name, o->name.ptr, (size_t)o->name.len);
    if (!hash_end(o->whole, whole)) return ST_BROKEN;
    o->counted = false;
    str text   = archive_whole_text(room, whole, last, &before);
    TRY(archive_begin(o, S(ARCHIVE_LAST), text.len));
    TRY(archive_put(o, text));
    TRY(archive_end(o, &own));
    TRY(put_raw(o, (str){ zeros, sizeof(zeros) }));
    return flush(o, true);
}

void archive_drop(archive_out *o)
{
    if (!o) return;
    EVP_MD_CTX_free(o->part);
    EVP_MD_CTX_free(o->whole);
    o->part = o->whole = NULL;
    sodium_memzero(&o->stream, sizeof(o->stream));
}
