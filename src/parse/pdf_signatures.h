// pdf_signatures.h - where the signatures of a PDF stand and which bytes each is over.
//
// A signature's dictionary names two stretches of the file (/ByteRange [0 b c d]); between them lies
// /Contents, the message as hex in < >. The dictionary can be in no compressed part, since the message is put
// in after everything else is written, so it is found without reading the rest of the file.
#ifndef COLOA_PARSE_PDF_SIGNATURES_H
#define COLOA_PARSE_PDF_SIGNATURES_H

#include "kit/base/base.h"

typedef struct pdf_signature {
    str  first, second; // the stretches that were signed
    str  hex;           // the message, without < >
    str  kind;          // /SubFilter, or empty
    str  claimed;       // /M as written, "20261128093000+07'00'"; or empty
    bool whole;         // the second stretch ends where the file does
    bool sound;         // false: the stretches are not what a signature's are; only kind is set
} pdf_signature;

// The first signature at or after *at, which moves behind it. False: there is none any more.
bool pdf_signature_next(str pdf, size_t *at, pdf_signature *out);
// "D:20261128093000+07'00'" as milliseconds; false when it is no moment.
bool pdf_moment(str text, int64_t *ms);

#endif
