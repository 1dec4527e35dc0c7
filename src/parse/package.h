// package.h - the parts of a zipped workbook, inflated and parsed as XML a piece at a time.
//
// Holds the limits that stop bombs: bytes inflated in all, their ratio to the file, depth of elements,
// no document type, no entity. What a part means is its reader's business.
#ifndef COLOA_PARSE_PACKAGE_H
#define COLOA_PARSE_PACKAGE_H

#include <expat.h>
#include <zip.h>

#include "parse/parse.h"
#include "parse/writer.h"

typedef struct package {
    zip_t        *zip;
    size_t        file_bytes;
    size_t        inflated; // so far, over all parts
    unsigned long salt;
    writer       *w; // where refusals go
} package;

// What a part's reader does; any may be NULL. Names are local: elements of other namespaces than the
// root's are not told. Attributes are pairs of name and value, NULL at their end.
typedef struct part_reader {
    void (*start)(void *ctx, const char *name, const char **attributes);
    void (*end)(void *ctx, const char *name);
    void (*text)(void *ctx, str piece);
} part_reader;

// Opens the package, refusing what is no sound zip, is encrypted, or holds too many files.
// ST_OK, or ST_INVALID after it was refused.
status package_open(package *p, str bytes) MUST_CHECK;
void   package_close(package *p);

bool package_has(const package *p, const char *name); // upper and lower case alike

// Runs the reader over a part. ST_MISSING when there is none; ST_INVALID when the file was refused,
// by this or by the reader, which then gets no further calls.
status package_read(package *p, const char *name, const part_reader *reader, void *ctx) MUST_CHECK;

// Value of an attribute, by its name without prefix; the absent str when it is not there.
str attribute(const char **attributes, const char *name);

#endif
