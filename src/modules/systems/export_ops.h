// export_ops.h - the list as a spreadsheet.
#ifndef COLOA_MODULES_SYSTEMS_EXPORT_OPS_H
#define COLOA_MODULES_SYSTEMS_EXPORT_OPS_H

#include "modules/systems/systems.h"

// Writes three sheets into fd (open for reading and writing): the filter; the list with the columns of
// the screen, all pages; the same systems with every field, which can be taken in again as it is.
// *count may be NULL.
status systems_export(call *c, const system_filter *f, int fd, int64_t *count) MUST_CHECK;

#endif
