// signed_pdf_test_kit.h - certificates and signed PDFs, made with the crypto library for the tests.
#ifndef COLOA_PARSE_SIGNED_PDF_TEST_KIT_H
#define COLOA_PARSE_SIGNED_PDF_TEST_KIT_H

#include <openssl/cms.h>

#include "kit/base/base.h"

typedef struct test_key { // a key with its certificate
    EVP_PKEY *key;
    X509     *cert;
} test_key;

typedef struct test_subject {
    const char *name, *body;
    int64_t     from_s, to_s; // validity, seconds since 1970
    const char *usage;        // "digitalSignature", "keyCertSign", "keyEncipherment"
    bool        authority;
} test_subject;

// Issued by `issuer`, or by itself when that is NULL.
test_key kit_key(const test_subject *s, const test_key *issuer);
void     kit_key_free(test_key *k);
str      kit_pem(arena *a, const test_key *k); // the certificate
str      kit_der(arena *a, const test_key *k);

typedef struct test_signing {
    const test_key *by, *under; // `under`: a further certificate in the message, or NULL
    const char     *kind;       // "adbe.pkcs7.detached"
    const char     *claimed;    // /M; NULL none
    bool            no_time;    // no signing time in the message
} test_signing;

// A page that says `words`, signed.
str kit_signed_pdf(arena *a, const char *words, const test_signing *s);
// A further signature over a whole file, appended.
str kit_sign_again(arena *a, str pdf, const test_signing *s);
// Certificates and PDF as coloa-parse is given them.
str kit_bundle(arena *a, str roots, str pdf);

#endif
