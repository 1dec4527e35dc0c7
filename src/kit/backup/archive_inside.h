// archive_inside.h - shared by the two halves of the archive only: the form both agree on.
#ifndef COLOA_KIT_BACKUP_ARCHIVE_INSIDE_H
#define COLOA_KIT_BACKUP_ARCHIVE_INSIDE_H

#include "kit/backup/archive.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <string.h>

enum {
    BLOCK_BYTES  = 512,
    END_BLOCKS   = 2,
    FRAME_BYTES  = 64 * 1024, // of plain text
    SEALED_BYTES = FRAME_BYTES + crypto_secretstream_xchacha20poly1305_ABYTES,
    MARK_BYTES   = 16,
    LOCKED_BYTES = crypto_secretstream_xchacha20poly1305_KEYBYTES + crypto_box_SEALBYTES,
    WHOLE_MAX    = 512, // of whole.sha256
    SETTLE_BYTES = 1024 * 1024,
};

#define ARCHIVE_MARK "coloa-sealed-1\n" // with its NUL: MARK_BYTES
#define ARCHIVE_LAST "whole.sha256"

// Writes the header of a part into a block; the same facts always give the same bytes.
void archive_header(char block[BLOCK_BYTES], str name, int64_t bytes, int64_t at_s);
// The last part's text.
str archive_whole_text(char room[WHOLE_MAX], const archive_hash *whole, str name,
                       const archive_hash *before);

static inline bool hash_begin(EVP_MD_CTX *h)
{
    return h && EVP_DigestInit_ex(h, EVP_sha256(), NULL) == 1;
}

static inline bool hash_add(EVP_MD_CTX *h, const void *bytes, size_t n)
{
    return EVP_DigestUpdate(h, bytes, n) == 1;
}

static inline bool hash_end(EVP_MD_CTX *h, archive_hash *out)
{
    return EVP_DigestFinal_ex(h, out->bytes, NULL) == 1;
}

static inline size_t padding_of(int64_t bytes)
{
    return (size_t)((BLOCK_BYTES - bytes % BLOCK_BYTES) % BLOCK_BYTES);
}

#endif
