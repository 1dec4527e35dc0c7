// receipt.c - see receipt.h.
#include "modules/orders/receipt.h"

#include <jansson.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

enum { HASH_BYTES = 32, KEY_ID_DIGITS = 32 };

static const char *const names[RECEIPT_FIELDS] = {
    "format", "id",           "order",  "kind", "incident", "issuer", "paper_sha256", "addressee",
    "act",    "words_sha256", "person", "at",   "key",      "sha256", "signature",
};

const char *receipt_field_name(receipt_field f)
{
    return names[f];
}

// ---- keys ------------------------------------------------------------------------------------------

static status raw_of(EVP_PKEY *k, receipt_key *out)
{
    size_t secret = RECEIPT_KEY_BYTES, open = RECEIPT_KEY_BYTES;
    bool   whole = EVP_PKEY_get_raw_private_key(k, out->secret, &secret) == 1 &&
                 EVP_PKEY_get_raw_public_key(k, out->open, &open) == 1;
    return whole && secret == RECEIPT_KEY_BYTES && open == RECEIPT_KEY_BYTES ? ST_OK : ST_INVALID;
}

status receipt_key_make(receipt_key *out)
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
    EVP_PKEY *k = secret ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, secret,
                                                        RECEIPT_KEY_BYTES)
                         : EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, open,
                                                       RECEIPT_KEY_BYTES);
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

status receipt_key_pem(const receipt_key *k, arena *a, str *secret)
{
    return pem_of(k->secret, NULL, a, secret);
}

status receipt_open_pem(const unsigned char open[RECEIPT_KEY_BYTES], arena *a, str *pem)
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
    if (pem.len <= 0 || pem.len > RECEIPT_PEM_MAX) return NULL;
    BIO      *b = BIO_new_mem_buf(pem.ptr, (int)pem.len);
    EVP_PKEY *k = !b       ? NULL
                  : secret ? PEM_read_bio_PrivateKey(b, NULL, no_password, NULL)
                           : PEM_read_bio_PUBKEY(b, NULL, no_password, NULL);
    BIO_free(b);
    return k;
}

status receipt_key_read(str pem, receipt_key *out)
{
    EVP_PKEY *k  = pem_read(pem, true);
    status    st = k ? raw_of(k, out) : ST_INVALID;
    EVP_PKEY_free(k);
    return st;
}

status receipt_open_read(str pem, unsigned char open[RECEIPT_KEY_BYTES])
{
    size_t    n  = RECEIPT_KEY_BYTES;
    EVP_PKEY *k  = pem_read(pem, false);
    bool      is = k && EVP_PKEY_get_raw_public_key(k, open, &n) == 1 && n == RECEIPT_KEY_BYTES;
    EVP_PKEY_free(k);
    return is ? ST_OK : ST_INVALID;
}

str receipt_hash(str bytes, arena *a)
{
    unsigned char hash[HASH_BYTES];
    buf           b = buf_in(a, 2 * HASH_BYTES, 2 * HASH_BYTES + 1);
    if (!EVP_Digest(bytes.ptr, (size_t)bytes.len, hash, NULL, EVP_sha256(), NULL))
        return (str){ 0 };
    buf_hex(&b, (str){ (const char *)hash, HASH_BYTES });
    return b.failed ? (str){ 0 } : buf_str(&b);
}

str receipt_key_id(const unsigned char open[RECEIPT_KEY_BYTES], arena *a)
{
    str whole = receipt_hash((str){ (const char *)open, RECEIPT_KEY_BYTES }, a);
    return whole.ptr ? str_slice(whole, 0, KEY_ID_DIGITS) : whole;
}

// ---- the text that is signed -------------------------------------------------------------------------

static str canonical(const receipt *r, arena *a)
{
    buf b = buf_in(a, 1024, 2 * RECEIPT_BYTES_MAX);
    for (int i = 0; i < RECEIPT_CONTENT_FIELDS; i++) {
        buf_printf(&b, "%s: ", names[i]);
        buf_json(&b, r->at[i].ptr ? r->at[i] : S(""));
        buf_char(&b, '\n');
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static status sign(str text, const receipt_key *k, unsigned char out[RECEIPT_SIGN_BYTES])
{
    size_t      n   = RECEIPT_SIGN_BYTES;
    EVP_PKEY   *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, k->secret,
                                                   RECEIPT_KEY_BYTES);
    EVP_MD_CTX *x   = EVP_MD_CTX_new();
    bool        is  = key && x && EVP_DigestSignInit(x, NULL, NULL, NULL, key) == 1 &&
              EVP_DigestSign(x, out, &n, (const unsigned char *)text.ptr, (size_t)text.len) == 1;
    EVP_MD_CTX_free(x);
    EVP_PKEY_free(key);
    return is && n == RECEIPT_SIGN_BYTES ? ST_OK : ST_BROKEN;
}

static bool signature_fits(str text, str hex, const unsigned char open[RECEIPT_KEY_BYTES])
{
    unsigned char mark[RECEIPT_SIGN_BYTES];
    if (!hex_decode(hex, mark, sizeof(mark))) return false;
    for (ptrdiff_t i = 0; i < hex.len; i++) { // in one way only
        if (hex.ptr[i] >= 'A' && hex.ptr[i] <= 'F') return false;
    }
    EVP_PKEY   *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, open, RECEIPT_KEY_BYTES);
    EVP_MD_CTX *x   = EVP_MD_CTX_new();
    bool        is  = key && x && EVP_DigestVerifyInit(x, NULL, NULL, NULL, key) == 1 &&
              EVP_DigestVerify(x, mark, sizeof(mark), (const unsigned char *)text.ptr,
                               (size_t)text.len) == 1;
    EVP_MD_CTX_free(x);
    EVP_PKEY_free(key);
    return is;
}

status receipt_sign(receipt *r, const receipt_key *k, arena *a)
{
    unsigned char mark[RECEIPT_SIGN_BYTES];
    buf           b    = buf_in(a, 2 * RECEIPT_SIGN_BYTES, 2 * RECEIPT_SIGN_BYTES + 1);
    r->at[RECEIPT_KEY] = receipt_key_id(k->open, a);
    str text           = canonical(r, a);
    if (!r->at[RECEIPT_KEY].ptr || !text.ptr) return ST_MEMORY;
    r->at[RECEIPT_SHA256] = receipt_hash(text, a);
    TRY(sign(text, k, mark));
    buf_hex(&b, (str){ (const char *)mark, sizeof(mark) });
    r->at[RECEIPT_SIGNATURE] = b.failed ? (str){ 0 } : buf_str(&b);
    return r->at[RECEIPT_SHA256].ptr && !b.failed ? ST_OK : ST_MEMORY;
}

// ---- as JSON -----------------------------------------------------------------------------------------

str receipt_json(const receipt *r, arena *a)
{
    buf b = buf_in(a, 1024, RECEIPT_BYTES_MAX);
    for (int i = 0; i < RECEIPT_FIELDS; i++) {
        buf_printf(&b, "%s\n  \"%s\": ", i ? "," : "{", names[i]);
        buf_json(&b, r->at[i].ptr ? r->at[i] : S(""));
    }
    buf_put(&b, S("\n}\n"));
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static int field_of(const char *key)
{
    for (int i = 0; i < RECEIPT_FIELDS; i++) {
        if (strcmp(names[i], key) == 0) return i;
    }
    return -1;
}

static status bad_form(problem *why, const char *field)
{
    return problem_set(why, ST_INVALID, str_from(field), S("receipt-form"));
}

static status take_fields(json_t *o, arena *a, receipt *out, problem *why)
{
    const char *key;
    json_t     *v;
    *out = (receipt){ 0 };
    json_object_foreach(o, key, v)
    {
        str name;
        int at = field_of(key);
        TRY(arena_copy(a, str_from(key), &name));
        if (at < 0 || !json_is_string(v))
            return problem_set(why, ST_INVALID, name, S("receipt-form"));
        TRY(arena_copy(a, (str){ json_string_value(v), (ptrdiff_t)json_string_length(v) },
                       &out->at[at]));
    }
    for (int i = 0; i < RECEIPT_FIELDS; i++) {
        if (!out->at[i].ptr) return bad_form(why, names[i]);
    }
    return ST_OK;
}

status receipt_parse(str json, arena *a, receipt *out, problem *why)
{
    json_error_t fault;
    if (json.len > RECEIPT_BYTES_MAX) return bad_form(why, "file");
    json_t *o  = json_loadb(json.ptr, (size_t)json.len, JSON_REJECT_DUPLICATES, &fault);
    status  st = json_is_object(o) ? take_fields(o, a, out, why) : bad_form(why, "file");
    json_decref(o);
    TRY(st);
    str same = receipt_json(out, a);
    if (!same.ptr) return ST_MEMORY;
    return str_equal(same, json) ? ST_OK : bad_form(why, "file");
}

static status wrong(problem *why, receipt_field f, const char *rule)
{
    return problem_set(why, ST_INVALID, str_from(names[f]), str_from(rule));
}

status receipt_check(const receipt *r, const unsigned char open[RECEIPT_KEY_BYTES], arena *a,
                     problem *why)
{
    str text = canonical(r, a), id = receipt_key_id(open, a);
    if (!text.ptr || !id.ptr) return ST_MEMORY;
    str hash = receipt_hash(text, a);
    if (!hash.ptr) return ST_MEMORY;
    bool hashed = str_equal(hash, r->at[RECEIPT_SHA256]);
    if (signature_fits(text, r->at[RECEIPT_SIGNATURE], open))
        return hashed ? ST_OK : wrong(why, RECEIPT_SHA256, "receipt-hash");
    if (!str_equal(id, r->at[RECEIPT_KEY])) return wrong(why, RECEIPT_KEY, "receipt-key");
    if (hashed) return wrong(why, RECEIPT_SIGNATURE, "receipt-signature");
    return problem_set(why, ST_INVALID, S("content"), S("receipt-content"));
}
