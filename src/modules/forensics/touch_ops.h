// touch_ops.h - inside this module: who acts, texts that come in, what is written of a touch, content in the blobs' folder.
#ifndef COLOA_MODULES_FORENSICS_TOUCH_OPS_H
#define COLOA_MODULES_FORENSICS_TOUCH_OPS_H

#include "kit/blobs/blob.h"
#include "kit/blobs/home.h"
#include "kit/blobs/part.h"
#include "modules/forensics/forensics.h"
#include "modules/forensics/forensics_store.h"

bool case_machine(const call *c);
str  case_person(const call *c); // the name to keep
str  case_tool(void);            // this program with its version, for rows that it writes by itself

typedef struct case_field {
    const char *name;
    size_t      max;
    bool        needed;
} case_field;
// Tidied. ST_INVALID "required" "too-long" "not-text" "state-secret".
status case_words(call *c, const case_field *f, str typed, str *out, problem *why) MUST_CHECK;
status case_secret_check(str field, str text, problem *why) MUST_CHECK;

// Under sight, and the act allowed: ST_MISSING, ST_FORBIDDEN.
status case_for(call *c, int64_t id, case_act act, forensic_case *out) MUST_CHECK;

// Inside an act: a row of the log by c->who, and one of the audit trail ("case.<act>"). What is not set is empty.
status custody_tell(call *c, db *d, const forensic_case *k, const forensic_item *item,
                    custody_row row) MUST_CHECK;
// The hash of the item's facts as they are in its row.
status item_facts_of(call *c, const forensic_item *i, str *hash) MUST_CHECK;

// Inside an act: the row of an item, its custody row and the note that its content must be there. *i gets id, code, uid.
status item_put(call *c, db *d, const forensic_case *k, forensic_item *i,
                custody_row row) MUST_CHECK;
// The same for what was brought: what is there already (same bytes, same path) is told once more.
status item_take_inside(call *c, db *d, const forensic_case *k, forensic_item *i,
                        item_taken *out) MUST_CHECK;
status item_destroy(call *c, const custody_draft *d, problem *why) MUST_CHECK;
status destructions_minute(call *c) MUST_CHECK;
str    item_name_of(str path); // its last part
// An item's facts out of a draft, checked; its name is the last part of the path.
status item_draft_read(call *c, const item_draft *d, const forensic_case *k, forensic_item *out,
                       problem *why) MUST_CHECK;

#endif
