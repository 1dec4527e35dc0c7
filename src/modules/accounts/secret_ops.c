#include "modules/accounts/secret_ops.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

static const unsigned long long argon_passes = 2;
static const size_t             argon_bytes  = 19u * 1024 * 1024;

// What is compared against when nobody has that login: an Argon2id string of today's settings over
// bytes that nobody knows.
static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$4IrVeApcNPXHw7TfIe2amg$"
                             "pZ85umbiAd3n5EIlICWAGirdIVC5CLAB6faqoc7Kx0Y";

// ---- tokens ------------------------------------------------------------------------------------

static status hash_of(arena *a, const unsigned char *bytes, size_t len, str *out)
{
    unsigned char *hash = NEW(a, unsigned char, SECRET_HASH_BYTES);
    if (!hash) return ST_MEMORY;
    if (crypto_generichash(hash, SECRET_HASH_BYTES, bytes, len, NULL, 0) != 0) return ST_BROKEN;
    *out = (str){ (const char *)hash, SECRET_HASH_BYTES };
    return ST_OK;
}

static status base64(arena *a, const unsigned char *bytes, size_t len, str *out)
{
    size_t room = sodium_base64_ENCODED_LEN(len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char  *text = NEW(a, char, room);
    if (!text) return ST_MEMORY;
    sodium_bin2base64(text, room, bytes, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    *out = (str){ text, (ptrdiff_t)(room - 1) };
    return ST_OK;
}

static bool token_bytes(str text, unsigned char out[32])
{
    size_t      len = 0;
    const char *end = NULL;
    if (text.len != SECRET_TOKEN_CHARS) return false;
    if (sodium_base642bin(out, 32, text.ptr, (size_t)text.len, NULL, &len, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0) {
        return false;
    }
    return len == 32 && end == text.ptr + text.len;
}

status secret_token_new(arena *a, secret_token *out)
{
    if (sodium_init() < 0) return ST_BROKEN;
    unsigned char bytes[32];
    secret_token  token;
    randombytes_buf(bytes, sizeof bytes);
    TRY(base64(a, bytes, sizeof bytes, &token.text));
    TRY(hash_of(a, bytes, sizeof bytes, &token.hash));
    sodium_memzero(bytes, sizeof bytes);
    *out = token;
    return ST_OK;
}

status secret_token_hash(arena *a, str text, str *hash)
{
    unsigned char bytes[32];
    if (!token_bytes(text, bytes)) return ST_MISSING;
    status st = hash_of(a, bytes, sizeof bytes, hash);
    sodium_memzero(bytes, sizeof bytes);
    return st;
}

status secret_csrf(arena *a, str token_text, str *out)
{
    unsigned char bytes[32], mac[18];
    if (!token_bytes(token_text, bytes)) return ST_MISSING;
    int failed = crypto_generichash(mac, sizeof mac, (const unsigned char *)"form", 4, bytes,
                                    sizeof bytes);
    sodium_memzero(bytes, sizeof bytes);
    return failed ? ST_BROKEN : base64(a, mac, sizeof mac, out);
}

status secret_key(arena *a, str purpose, str text, str *out)
{
    buf b = buf_in(a, (size_t)(purpose.len + text.len + 1), 4096);
    buf_put(&b, purpose);
    buf_char(&b, ':');
    buf_put(&b, text);
    if (b.failed) return ST_MEMORY;
    return hash_of(a, (const unsigned char *)b.ptr, b.len, out);
}

// ---- passwords -----------------------------------------------------------------------------------

// Memory for hashing belongs to the process, not to a store or a call, so its gate does too: this is
// the one mutable object of the module that outlives a call.
static struct {
    pthread_mutex_t lock;
    pthread_cond_t  freed;
    int             running, known_waiting, other_waiting;
} gate = { .lock = PTHREAD_MUTEX_INITIALIZER, .freed = PTHREAD_COND_INITIALIZER };

static bool gate_enter(bool known)
{
    pthread_mutex_lock(&gate.lock);
    int *waiting = known ? &gate.known_waiting : &gate.other_waiting;
    int  most    = known ? SECRET_WAIT_KNOWN_MAX : SECRET_WAIT_OTHER_MAX;
    bool in      = *waiting < most;
    if (in) {
        ++*waiting;
        while (gate.running >= SECRET_HASHERS_MAX || (!known && gate.known_waiting > 0)) {
            pthread_cond_wait(&gate.freed, &gate.lock);
        }
        --*waiting;
        gate.running++;
        // A stranger may have waited for the last known device to go in.
        pthread_cond_broadcast(&gate.freed);
    }
    pthread_mutex_unlock(&gate.lock);
    return in;
}

static void gate_leave(void)
{
    pthread_mutex_lock(&gate.lock);
    gate.running--;
    pthread_cond_broadcast(&gate.freed);
    pthread_mutex_unlock(&gate.lock);
}

status secret_password_hash(arena *a, str password, str *out)
{
    if (sodium_init() < 0) return ST_BROKEN;
    char *text = NEW(a, char, crypto_pwhash_STRBYTES);
    if (!text) return ST_MEMORY;
    if (!gate_enter(true)) return ST_LIMIT;
    int failed = crypto_pwhash_str_alg(text, password.ptr, (unsigned long long)password.len,
                                       argon_passes, argon_bytes, crypto_pwhash_ALG_ARGON2ID13);
    gate_leave();
    if (failed) return ST_BROKEN; // no memory for it
    *out = str_from(text);
    return ST_OK;
}

status secret_password_check(arena scratch, str password, str stored, bool known)
{
    if (sodium_init() < 0) return ST_BROKEN;
    bool  real = stored.len > 0;
    char *text = arena_cstr(&scratch, real ? stored : str_from(nobody));
    if (!text) return ST_MEMORY;
    if (!gate_enter(known)) return ST_LIMIT;
    int differs = crypto_pwhash_str_verify(text, password.len ? password.ptr : "",
                                           (unsigned long long)password.len);
    gate_leave();
    return real && differs == 0 ? ST_OK : ST_FORBIDDEN;
}

bool secret_password_old(arena scratch, str stored)
{
    char *text = arena_cstr(&scratch, stored.len ? stored : str_from(nobody));
    return text && crypto_pwhash_str_needs_rehash(text, argon_passes, argon_bytes) != 0;
}
