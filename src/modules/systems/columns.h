// columns.h - which columns a list of systems shows, and in what order: a word in an address
// ("code,name,level"), the same on the screen, in a saved view and in the exported sheet.
//
// Pure: it knows which columns there are and what each is called, not what stands in them.
#ifndef COLOA_MODULES_SYSTEMS_COLUMNS_H
#define COLOA_MODULES_SYSTEMS_COLUMNS_H

#include "modules/systems/system.h"

typedef enum column_what {
    COLUMN_CODE = 1,
    COLUMN_NAME,  // always there: it leads to the system and heads the row
    COLUMN_OWNER, // these up to COLUMN_DECISION stand in every line that is read
    COLUMN_OPERATOR,
    COLUMN_LEVEL,
    COLUMN_RESULT,
    COLUMN_STATED,
    COLUMN_STATE,
    COLUMN_DECISION,
    COLUMN_PACK,
    COLUMN_FIELD, // another field of the table of fields: needs the whole record
    COLUMN_UPDATED,
} column_what;

typedef struct system_column {
    str         key; // "level", "approval_expected": in addresses and views
    column_what what;
    text_key    label;
    int         width; // in a sheet, characters
    bool        fit;   // as narrow as what stands in it
} system_column;

enum { COLUMNS_MAX = SYSTEM_FIELDS + 4, COLUMNS_TEXT_MAX = 800 };

typedef struct system_columns {
    const system_column *items[COLUMNS_MAX];
    size_t               count;
    bool                 usual;   // what is shown when nothing is said
    bool                 records; // at least one needs the whole record
    str                  unknown; // the first key that is none (any more); empty: none
} system_columns;

const system_column *system_column_at(size_t i); // NULL past the last
const system_column *system_column_find(str key);

// "code,name,level"; empty: the usual ones. A key that is none is left out and told; one that comes
// twice counts once; without the name, the name comes first. Texts point into `text`.
void system_columns_read(str text, system_columns *out);

// The word for an address; empty for the usual ones. The absent str when a is spent.
str system_columns_text(arena *a, const system_columns *columns);

#endif
