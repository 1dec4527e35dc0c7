// receipt.h - a receipt: that an addressee received, took on, refused or reported on one paper, told so that it can
// be proved. Pure but for the key, which the caller brings.
//
// JSON of named texts in a fixed order; the last three are the hash of the canonical text, the key and the
// signature (Ed25519, RFC 8032) over that text. The canonical text is one line "name: value" for each field
// before "sha256", values as JSON strings.
#ifndef COLOA_MODULES_ORDERS_RECEIPT_H
#define COLOA_MODULES_ORDERS_RECEIPT_H

#include "kit/sign/sign.h"

enum {
    RECEIPT_BYTES_MAX = 16 * 1024,
};

typedef enum receipt_field {
    RECEIPT_FORMAT, // "coloa-receipt-1"
    RECEIPT_ID,
    RECEIPT_ORDER, // code
    RECEIPT_KIND,
    RECEIPT_INCIDENT, // code; may be empty
    RECEIPT_ISSUER,
    RECEIPT_PAPER,     // SHA-256 of the paper
    RECEIPT_ADDRESSEE, // code and name
    RECEIPT_ACT,
    RECEIPT_WORDS, // SHA-256 of what was said; empty: nothing was
    RECEIPT_PERSON,
    RECEIPT_AT,  // RFC 3339
    RECEIPT_KEY, // first 32 hexadecimal digits of the SHA-256 of the public key
    RECEIPT_CONTENT_FIELDS,
    RECEIPT_SHA256 = RECEIPT_CONTENT_FIELDS,
    RECEIPT_SIGNATURE,
    RECEIPT_FIELDS,
} receipt_field;
const char *receipt_field_name(receipt_field f);

typedef struct receipt {
    str at[RECEIPT_FIELDS];
} receipt;

// Fills in key, hash and signature; the other fields are there.
status receipt_sign(receipt *r, const sign_key *k, arena *a) MUST_CHECK;
str    receipt_json(const receipt *r, arena *a);
// ST_INVALID "receipt-form": not JSON, or a field is missing, unknown, doubled or no text (field says which), or the
// bytes are not those of receipt_json ("file"): a receipt is written in one way only.
status receipt_parse(str json, arena *a, receipt *out, problem *why) MUST_CHECK;
// ST_INVALID, naming what is wrong: "receipt-key" another key; "receipt-content" the content is not what was
// signed; "receipt-hash" the content is, the hash beside it is not; "receipt-signature" the content fits its
// hash and the signature does not.
status receipt_check(const receipt *r, const unsigned char open[SIGN_KEY_BYTES], arena *a,
                     problem *why) MUST_CHECK;

#endif
