// forensics_store.h - rows of cases, items and the custody log as structs. Inside this module.
#ifndef COLOA_MODULES_FORENSICS_FORENSICS_STORE_H
#define COLOA_MODULES_FORENSICS_FORENSICS_STORE_H

#include "kit/call/call.h"
#include "modules/forensics/case.h"
#include "modules/forensics/forensics_queries.gen.h"

// Without regard to sight; part: of that body, 0 none.
status case_row(call *c, int64_t id, int64_t body_id, forensic_case *out) MUST_CHECK;
status item_row(call *c, int64_t id, forensic_item *out) MUST_CHECK;
// of 0: of the whole case.
status item_rows(call *c, const forensic_items_of_in *in, forensic_item **out,
                 size_t *count) MUST_CHECK;

custody_row custody_of_row(const forensic_custody_after_row *r);
status      custody_rows(call *c, int64_t case_id, int64_t after, int64_t max, custody_row **out,
                         size_t *count) MUST_CHECK;
status      custody_rows_below(call *c, const forensic_custody_below_in *in, custody_row **out,
                               size_t *count) MUST_CHECK;

// Inside an act: `r` gets number, hash and the hash before it, and is added at the end of the case's log.
status custody_append(call *c, db *d, int64_t case_id, custody_row *r) MUST_CHECK;

#endif
