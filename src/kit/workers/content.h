// content.h - what the bytes of a file are, told by coloa-parse, the sealed program: whatever the name says.
//
// It looks at the beginning and the end and, up to CONTENT_WHOLE_BYTES, at everything between. What it finds is
// a kind and a set of remarks; it is no search for malicious code, and says of a PDF's scripts only what
// stands there uncompressed.
#ifndef COLOA_KIT_WORKERS_CONTENT_H
#define COLOA_KIT_WORKERS_CONTENT_H

#include "kit/base/base.h"

enum {
    CONTENT_WHOLE_BYTES = 64 * 1024 * 1024, // of a longer file only its two ends are looked at
    CONTENT_END_BYTES   = 1024 * 1024,      // so much of each
};

typedef enum content_kind {
    CONTENT_OTHER = 1, // bytes that are none of these
    CONTENT_PDF,
    CONTENT_DOCX,
    CONTENT_XLSX,
    CONTENT_PPTX,
    CONTENT_ODT,
    CONTENT_ODS,
    CONTENT_ODP,
    CONTENT_OLE, // files of older office programs
    CONTENT_JPEG,
    CONTENT_PNG,
    CONTENT_GIF,
    CONTENT_WEBP,
    CONTENT_HEIF,
    CONTENT_TIFF,
    CONTENT_MP4,
    CONTENT_PCAP,
    CONTENT_TEXT,
    CONTENT_ARCHIVE,
    CONTENT_PROGRAM,
    CONTENT_KINDS = CONTENT_PROGRAM,
} content_kind;

enum { // remarks, bits
    CONTENT_MACROS    = 1 << 0,
    CONTENT_ENCRYPTED = 1 << 1,
    CONTENT_ACTIVE    = 1 << 2, // a PDF with scripts or commands
    CONTENT_ATTACHED  = 1 << 3, // a PDF that carries files
    CONTENT_TWO       = 1 << 4, // two kinds at once
    CONTENT_DAMAGED   = 1 << 5,
    CONTENT_REMARKS   = (1 << 6) - 1,
};

typedef struct content_report {
    content_kind kind;
    unsigned     remarks;
} content_report;

const char *content_kind_key(content_kind k); // "pdf" "docx" … "other"

// program: path of coloa-parse, empty: beside our own binary. fd keeps its position. ST_INVALID
// "content-reader" when the program died of the file; ST_LIMIT "content-timeout"; ST_BROKEN "worker-start".
status content_read(str program, int fd, arena scratch, content_report *out,
                    problem *why) MUST_CHECK;

#endif
