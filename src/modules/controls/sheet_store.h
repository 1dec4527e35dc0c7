// sheet_store.h - rows of sheets from and to the store; private to this module's operations.
#ifndef COLOA_MODULES_CONTROLS_SHEET_STORE_H
#define COLOA_MODULES_CONTROLS_SHEET_STORE_H

#include "kit/call/call.h"
#include "modules/controls/controls_queries.gen.h"
#include "modules/controls/sheet.h"

// What a row of the store says; its requirement is left to the caller.
status sheet_row_from(arena *a, const control_rows_of_row *r, control_row *out) MUST_CHECK;
// All rows of a sheet in the catalogue's order.
status sheet_rows_load(db *d, int64_t sheet_id, arena *a, control_row **out,
                       size_t *count) MUST_CHECK;
status sheet_row_find(db *d, int64_t sheet_id, str control, arena *a, control_row *out) MUST_CHECK;
// Writes the row's values; ST_CONFLICT when its version has moved.
status sheet_row_write(call *c, db *d, const control_row *row) MUST_CHECK;

#endif
