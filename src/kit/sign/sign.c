// sign.c - see sign.h.
#include "kit/sign/sign.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

enum { HASH_BYTES = 32, KEY_ID_DIGITS = 32 };

// ---- keys ------------------------------------------------------------------------------------------

static status raw_of(EVP_PKEY *k, sign_key *out)
{
    size_t secret = SIGN_KEY_BYTES, open = SIGN_KEY_BYTES;
    bool   whole = EVP_PKEY_get_raw_private_key(k, out->secret, &secret) == 1 &&
                 EVP_PKEY_get_raw_public_key(k, out->open, &open) == 1;
    return whole && secret == SIGN_KEY_BYTES && open == SIGN_KEY_BYTES ? ST_OK : ST_INVALID;
}

status sign_key_make(sign_key *out)
{
    EVP_PKEY *k = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    if (!k) return ST_BROKEN;
    status st = raw_of(k, out);
    EVP_PKEY_free(k);
    return st;
}

// The PEM of one half; `secret` NULL: the public one.
static status pem_of(const unsigned char *secret, const unsigned char *open, arena *a, str *out)
{
    EVP_PKEY *k = secret
                      ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, secret, SIGN_KEY_BYTES)
                      : EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, open, SIGN_KEY_BYTES);
    BIO      *b = BIO_new(BIO_s_mem());
    char     *bytes;
    status    st = ST_MEMORY;
    if (k && b) {
        int  done = secret ? PEM_write_bio_PrivateKey(b, k, NULL, NULL, 0, NULL, NULL)
                           : PEM_write_bio_PUBKEY(b, k);
        long n    = BIO_get_mem_data(b, &bytes);
        if (done == 1 && n > 0) st = arena_copy(a, (str){ bytes, n }, out);
    }
    BIO_free(b);
    EVP_PKEY_free(k);
    return st;
}

status sign_key_pem(const sign_key *k, arena *a, str *secret)
{
    return pem_of(k->secret, NULL, a, secret);
}

status sign_open_pem(const unsigned char open[SIGN_KEY_BYTES], arena *a, str *pem)
{
    return pem_of(NULL, open, a, pem);
}

// A key behind a password is none: nobody is asked on a terminal.
static int no_password(char *room, int size, int writing, void *ctx)
{
    (void)room, (void)size, (void)writing, (void)ctx;
    return -1;
}

static EVP_PKEY *pem_read(str pem, bool secret)
{
    if (pem.len <= 0 || pem.len > SIGN_PEM_MAX) return NULL;
    BIO      *b = BIO_new_mem_buf(pem.ptr, (int)pem.len);
    EVP_PKEY *k = !b       ? NULL
                  : secret ? PEM_read_bio_PrivateKey(b, NULL, no_password, NULL)
                           : PEM_read_bio_PUBKEY(b, NULL, no_password, NULL);
    BIO_free(b);
    return k;
}

status sign_key_read(str pem, sign_key *out)
{
    EVP_PKEY *k  = pem_read(pem, true);
    status    st = k ? raw_of(k, out) : ST_INVALID;
    EVP_PKEY_free(k);
    return st;
}

status sign_open_read(str pem, unsigned char open[SIGN_KEY_BYTES])
{
    size_t    n  = SIGN_KEY_BYTES;
    EVP_PKEY *k  = pem_read(pem, false);
    bool      is = k && EVP_PKEY_get_raw_public_key(k, open, &n) == 1 && n == SIGN_KEY_BYTES;
    EVP_PKEY_free(k);
    return is ? ST_OK : ST_INVALID;
}

str sign_sha256(str bytes, arena *a)
{
    unsigned char hash[HASH_BYTES];
    buf           b = buf_in(a, 2 * HASH_BYTES, 2 * HASH_BYTES + 1);
    if (!EVP_Digest(bytes.ptr, (size_t)bytes.len, hash, NULL, EVP_sha256(), NULL))
        return (str){ 0 };
    buf_hex(&b, (str){ (const char *)hash, HASH_BYTES });
    return b.failed ? (str){ 0 } : buf_str(&b);
}

str sign_key_id(const unsigned char open[SIGN_KEY_BYTES], arena *a)
{
    str whole = sign_sha256((str){ (const char *)open, SIGN_KEY_BYTES }, a);
    return whole.ptr ? str_slice(whole, 0, KEY_ID_DIGITS) : whole;
}

status sign_text(str text, const sign_key *k, unsigned char out[SIGN_BYTES])
{
    size_t    n   = SIGN_BYTES;
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, k->secret, SIGN_KEY_BYTES);
    EVP_MD_CTX *x = EVP_MD_CTX_new();
    bool        is = key && x && EVP_DigestSignInit(x, NULL, NULL, NULL, key) == 1 &&
              EVP_DigestSign(x, out, &n, (const unsigned char *)text.ptr, (size_t)text.len) == 1;
    EVP_MD_CTX_free(x);
    EVP_PKEY_free(key);
    return is && n == SIGN_BYTES ? ST_OK : ST_BROKEN;
}

bool sign_fits(str text, str hex, const unsigned char open[SIGN_KEY_BYTES])
{
    unsigned char mark[SIGN_BYTES];
    if (!hex_decode(hex, mark, sizeof(mark))) return false;
    for (ptrdiff_t i = 0; i < hex.len; i++) { // in one way only
        if (hex.ptr[i] >= 'A' && hex.ptr[i] <= 'F') return false;
    }
    EVP_PKEY   *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, open, SIGN_KEY_BYTES);
    EVP_MD_CTX *x   = EVP_MD_CTX_new();
    bool        is  = key && x && EVP_DigestVerifyInit(x, NULL, NULL, NULL, key) == 1 &&
              EVP_DigestVerify(x, mark, sizeof(mark), (const unsigned char *)text.ptr,
                               (size_t)text.len) == 1;
    EVP_MD_CTX_free(x);
    EVP_PKEY_free(key);
    return is;
}
