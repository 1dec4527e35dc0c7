// supervisors.h - who watches over a body besides those above it in the tree. Part of organisations.h.
//
// Each gives its own sight: a supervisor sees, under a scope role of its own, everything the body and
// its branch own, from its first day to its last. It administers nothing: the tree alone does that.
#ifndef COLOA_MODULES_ORGANISATIONS_SUPERVISORS_H
#define COLOA_MODULES_ORGANISATIONS_SUPERVISORS_H

#include "kit/base/base.h"

enum {
    SUPERVISORS_MAX = 24,  // in force over one body, its own and those of the bodies above it
    BODY_BASIS_MAX  = 500, // characters of a basis
};

typedef enum supervision_kind { // numbers are in the store; scope_role is two more
    SUPERVISED_SUPERIOR = 1,
    SUPERVISED_SECTOR_LEAD,      // QĐ 632/QĐ-TTg
    SUPERVISED_STATE_MANAGEMENT, // e.g. the province over enterprises in it
    SUPERVISED_SPECIALISED,      // the specialised force for network security
} supervision_kind;
enum { SUPERVISION_KINDS = 4 };

str  supervision_kind_key(supervision_kind kind); // "sector-lead"; words "bodies.supervision.<key>"
bool supervision_kind_named(str key, supervision_kind *out);

typedef struct supervisor {
    int64_t          id; // 0: a place in the tree
    supervision_kind kind;
    int64_t by_id, of_id; // of_id: the body itself, or one above it whose supervisor this is
    str     by_code, by_name, of_name;   // names in the reader's language
    str     basis, valid_from, valid_to; // ISO days; empty: open
} supervisor;

typedef struct supervisor_draft {
    int64_t          body_id, by_id;
    supervision_kind kind;                        // not the superior: bodies_move
    str              basis, valid_from, valid_to; // days as typed; empty: from today, without end
} supervisor_draft;

#endif
