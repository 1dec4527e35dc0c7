// strings.h - the shared strings of a workbook, kept in the room that was laid out for them.
#ifndef COLOA_PARSE_STRINGS_H
#define COLOA_PARSE_STRINGS_H

#include "parse/book_package.h"

typedef struct strings {
    parse_room *room;
    size_t      count;
    size_t      bytes; // of room->text in use
} strings;

// Reads the part `path` (NULL: there is none). ST_INVALID after the file was refused.
status strings_read(package *p, const char *path, parse_room *room, strings *out) MUST_CHECK;

typedef enum strings_state { STRINGS_FOUND = 1, STRINGS_TOO_LONG, STRINGS_NONE } strings_state;

// The string of an index; a view into the room.
strings_state strings_at(const strings *s, uint64_t index, str *out);

#endif
