// sign.h - texts that are signed so that another can check them with the public key alone: Ed25519 (RFC 8032), SHA-256.
// Pure but for the key, which the caller brings; node_key.h has the one of this node.
#ifndef COLOA_KIT_SIGN_SIGN_H
#define COLOA_KIT_SIGN_SIGN_H

#include "kit/base/base.h"

enum {
    SIGN_KEY_BYTES = 32,
    SIGN_BYTES     = 64, // of a signature
    SIGN_PEM_MAX   = 2048,
};

typedef struct sign_key {
    unsigned char secret[SIGN_KEY_BYTES], open[SIGN_KEY_BYTES];
} sign_key;

status sign_key_make(sign_key *out) MUST_CHECK;
status sign_key_pem(const sign_key *k, arena *a, str *secret) MUST_CHECK;
status sign_key_read(str pem, sign_key *out) MUST_CHECK; // ST_INVALID
status sign_open_pem(const unsigned char open[SIGN_KEY_BYTES], arena *a, str *pem) MUST_CHECK;
status sign_open_read(str pem, unsigned char open[SIGN_KEY_BYTES]) MUST_CHECK;
// First 32 hexadecimal digits of the SHA-256 of the public key. Absent: no memory.
str sign_key_id(const unsigned char open[SIGN_KEY_BYTES], arena *a);
str sign_sha256(str bytes, arena *a); // in hexadecimal; absent: no memory

status sign_text(str text, const sign_key *k, unsigned char out[SIGN_BYTES]) MUST_CHECK;
// hex: the signature in small hexadecimal digits, in one way only.
bool sign_fits(str text, str hex, const unsigned char open[SIGN_KEY_BYTES]);

#endif
