// sheet_json.h - sheets, their rows and what became of edits as JSON, for programs, commands and the grid.
#ifndef COLOA_MODULES_CONTROLS_SHEET_JSON_H
#define COLOA_MODULES_CONTROLS_SHEET_JSON_H

#include "modules/controls/sheet.h"

// {"id":…,"deployment":"part" - the object is left open for the caller to go on or close.
void sheet_put_json(buf *b, arena *a, const control_sheet *s, const control_counts *n);
void sheet_row_put_json(buf *b, const control_row *row, bool english);
void sheet_saved_put_json(buf *b, arena *a, lang in, const control_edit *e, const control_saved *s);

#endif
