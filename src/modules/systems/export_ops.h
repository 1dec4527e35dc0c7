// export_ops.h - the list as a spreadsheet.
#ifndef COLOA_MODULES_SYSTEMS_EXPORT_OPS_H
#define COLOA_MODULES_SYSTEMS_EXPORT_OPS_H

#include "modules/systems/columns.h"
#include "modules/systems/systems.h"

// Writes three sheets into fd (open for reading and writing): the filter; the list with the columns of
// the screen, all pages; the same systems with every field, which can be taken in again as it is.
// *count may be NULL.
status systems_export(call *c, const system_filter *f, const system_columns *columns, int fd,
                      int64_t *count) MUST_CHECK;

// The list in the shape of a form of the law: "mau-08", with the headings of `pack` (empty: the one in
// force). What it writes can be taken in again. ST_INVALID "form-unknown", "law-pack-unknown".
status systems_export_form(call *c, const system_filter *f, str form, str pack, int fd,
                           int64_t *count, problem *why) MUST_CHECK;

#endif
