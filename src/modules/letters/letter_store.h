// letter_store.h - rows of `letters` and back.
#ifndef COLOA_MODULES_LETTERS_LETTER_STORE_H
#define COLOA_MODULES_LETTERS_LETTER_STORE_H

#include "kit/call/call.h"
#include "modules/letters/letter.h"
#include "modules/letters/letters_queries.gen.h"

void letter_from_row(const letter_load_row *r, letter *out);
// Rows of a list have the same columns.
status letters_from_page(arena *a, const letter_page_rows_row *rows, size_t count,
                         letter **out) MUST_CHECK;
status letters_from_object(arena *a, const letters_of_object_row *rows, size_t count,
                           letter **out) MUST_CHECK;
// One that the viewer may see; ST_MISSING.
status letter_row_load(call *c, int64_t id, letter *out) MUST_CHECK;

letter_insert_in letter_row_new(const letter_data *d);
letter_update_in letter_row_changed(const letter_data *d);

#endif
