// xlsx_ops.h - a requirement sheet as xlsx, out and in: what goes out comes in again without a difference.
#ifndef COLOA_MODULES_CONTROLS_XLSX_OPS_H
#define COLOA_MODULES_CONTROLS_XLSX_OPS_H

#include "modules/controls/controls.h"
#include "modules/controls/files.h"

// size may be NULL.
status controls_export(call *c, const control_sheet *s, int fd, int64_t *size) MUST_CHECK;
// Every good row is saved; a row with a fault is left as it is and told by row and column. A row that somebody
// changed after the export keeps what they wrote where the file says otherwise, and is told. Columns that are not
// there, or empty of a heading we know, are left alone.
// ST_INVALID "controls-file-head" when no row of headings is found, "sheet-…" for a file that cannot be read.
status controls_import(call *c, const control_sheet *s, const control_file *file,
                       control_file_report *out, problem *why) MUST_CHECK;

#endif
