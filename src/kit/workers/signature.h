// signature.h - the digital signatures of a PDF, checked by coloa-parse, the sealed program.
//
// For every place where a signed paper comes in. What is told: who signed, under whose certificate, when,
// whether a byte was changed since, whether the certificate leads up to one that this node's administrator
// trusts. What is not told: whether a certificate was revoked, since that is asked for over a network
// and this program opens no connection; a caller says so beside every verdict.
//
// Signatures with a CMS message over the file's bytes are checked (adbe.pkcs7.detached and
// ETSI.CAdES.detached, which Vietnamese signing software makes); others are named and left unchecked.
#ifndef COLOA_KIT_WORKERS_SIGNATURE_H
#define COLOA_KIT_WORKERS_SIGNATURE_H

#include "kit/base/base.h"
#include "kit/workers/worker.h"

enum {
    SIGNATURE_PDF_BYTES_MAX   = 64 * 1024 * 1024,
    SIGNATURE_ROOTS_BYTES_MAX = 1024 * 1024, // all certificates of one call together
    SIGNATURE_ROOTS_MAX       = 64,
    SIGNATURES_MAX            = 32,  // of one file
    SIGNATURE_TEXT_MAX        = 300, // bytes of one name; longer ones are cut
    SIGNATURE_HASH_LENGTH     = 64,  // SHA-256 as hex
};

typedef enum signature_bytes { // numbers are in the store
    SIGNATURE_INTACT = 1,      // the bytes are those that were signed
    SIGNATURE_ALTERED,         // they are not, or the signature is not the certificate's
    SIGNATURE_UNREADABLE,      // a kind that is not checked here, or damaged
} signature_bytes;

typedef enum signature_chain {
    SIGNATURE_TRUSTED = 1, // leads up to a certificate that is trusted here
    SIGNATURE_NO_ROOT,     // to none of them
    SIGNATURE_OUT_OF_TIME, // it does, but a certificate on the way was not valid at that time
    SIGNATURE_UNFIT,       // it does, but the certificate is not one for signing
    SIGNATURE_UNCHECKED,   // the signature is not intact
} signature_chain;

typedef enum signature_time {
    SIGNATURE_TIME_NONE = 1,
    SIGNATURE_TIME_CLAIMED, // by the clock of the signer's machine
    SIGNATURE_TIME_STAMPED, // by a time stamp whose certificate is trusted here
} signature_time;

typedef struct signature {
    signature_bytes bytes;
    bool            whole; // nothing was added to the file after it
    signature_chain chain;
    signature_time  time;
    int64_t         signed_ms;                    // 0 with SIGNATURE_TIME_NONE
    int64_t         valid_from_ms, valid_to_ms;   // of the signer's certificate
    str             signer, organisation, issuer; // names, as the certificate has them
    str             serial;                       // of the certificate, hex
    str             digest, kind;                 // "sha256"; "adbe.pkcs7.detached"
} signature;

typedef struct signature_root { // a certificate that is trusted, or offered for it
    str     subject, issuer, serial;
    int64_t valid_from_ms, valid_to_ms;
    bool    authority; // it may sign certificates
    str     sha256;    // of its DER form, hex
} signature_root;

typedef struct signature_report {
    signature_root *roots;
    size_t          root_count;
    signature      *signatures; // in the file's order
    size_t          count;
} signature_report;

typedef struct signature_options {
    str     program; // path of coloa-parse; empty: beside our own binary
    str     roots;   // certificates that are trusted: PEM, any number of them, or one in DER
    int64_t now_ms;  // chains are looked at for this moment when a signature tells none
    int64_t wall_ms; // 0: 30 s
} signature_options;

// pdf_fd -1: only the certificates are read. Everything in *out lives in a; give it 256 KiB.
// ST_INVALID with why->rule "pdf-not-pdf", "pdf-too-big", "pdf-too-many-signatures",
// "certificate-unreadable", "certificate-too-many", or "signature-reader-failed" when the program died of
// the file; ST_LIMIT "signature-timeout"; ST_BROKEN "worker-start".
status signatures_read(const signature_options *o, int pdf_fd, arena *a, signature_report *out,
                       problem *why) MUST_CHECK;

#endif
