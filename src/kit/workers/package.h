// package.h - the zip of an xlsx or docx and the XML in it, with bounds; for use inside a seal.
//
// Not a parser of any format: it hands the elements of one part to a reader. A part that declares a
// document type or an entity, a zip that unpacks to more than it should, a password and macros are
// faults. After a fault nothing more is told.
#ifndef COLOA_KIT_WORKERS_PACKAGE_H
#define COLOA_KIT_WORKERS_PACKAGE_H

#include <zip.h>

#include "kit/base/base.h"

typedef enum package_fault {
    PACKAGE_BOMB = 1,  // unpacks to more than the bounds allow, or holds too many files
    PACKAGE_TRUNCATED, // not a whole zip
    PACKAGE_PASSWORD,
    PACKAGE_MACROS,
    PACKAGE_BROKEN,   // a part that is not well-formed, or packed in an unknown way
    PACKAGE_ENTITIES, // a part declares a document type or entities
} package_fault;

typedef struct package_bounds {
    zip_int64_t entries_max;
    int         depth_max; // nested elements
    size_t      inflated_max;
    size_t      ratio_max, ratio_free_bytes; // inflated to file size, once more than that came out
} package_bounds;

typedef struct package {
    const package_bounds *bounds;
    unsigned long         salt; // of expat's hash tables; not 0
    // Told at most once for each failed call; `part` may be NULL.
    void (*fault)(void *ctx, package_fault why, const char *part);
    void       *ctx;
    const bool *stop; // set by the owner when it will take no more
    // the package's own
    zip_t *zip;
    size_t file_bytes;
    size_t inflated; // so far, over all parts
} package;

// What a part's reader does; any may be NULL. Names are local: elements of other namespaces than the
// root's are told to `foreign` alone. Attributes are pairs of name and value, NULL at their end.
typedef struct part_reader {
    void (*start)(void *ctx, const char *name, const char **attributes);
    void (*end)(void *ctx, const char *name);
    void (*text)(void *ctx, str piece);
    void (*foreign)(void *ctx, const char *name); // with its prefix
} part_reader;

// Opens the package, refusing what is no sound zip, is encrypted, or holds too many files.
// ST_OK, or ST_INVALID after the fault was told.
status package_open(package *p, str bytes) MUST_CHECK;
void   package_close(package *p);

bool package_has(const package *p, const char *name); // upper and lower case alike

// Runs the reader over a part. ST_MISSING when there is none; ST_INVALID after a fault, or when the
// owner set *stop, and then there are no further calls.
status package_read(package *p, const char *name, const part_reader *reader, void *ctx) MUST_CHECK;

// Value of an attribute, by its name without prefix; the absent str when it is not there.
str attribute(const char **attributes, const char *name);

#endif
