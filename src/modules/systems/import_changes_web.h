// import_changes_web.h - what a person decides row by row: changes of systems that are there, cells to mend.
#ifndef COLOA_MODULES_SYSTEMS_IMPORT_CHANGES_WEB_H
#define COLOA_MODULES_SYSTEMS_IMPORT_CHANGES_WEB_H

#include "kit/web/web.h"
#include "modules/systems/import_ops.h"
#include "modules/systems/import_view.h"

// The changed systems of a compared sheet, field by field.
status import_fill_changes(call *c, page *o, const import_plan *p, import_check_view *v) MUST_CHECK;

// "fix-17-3": the input of a cell.
str import_fix_name(arena *a, int64_t row, int32_t column);

// What was typed into the inputs of cells at fault, where it differs from what stands there.
status import_read_fixes(call *c, const http_request *rq, const import_plan *p, import_fix **out,
                         size_t *count) MUST_CHECK;

#endif
