// audit_ops.h - the audit trail as an administrator or auditor reads it. Inside accounts.
#ifndef COLOA_MODULES_ACCOUNTS_AUDIT_OPS_H
#define COLOA_MODULES_ACCOUNTS_AUDIT_OPS_H

#include "kit/call/call.h"

enum { AUDIT_PAGE = 50, AUDIT_WINDOW = 20000 };

typedef struct audit_filter {
    str     login, kind; // empty: any
    int64_t before;      // id of the last row seen; 0: from the newest
} audit_filter;

typedef struct audit_row_view {
    int64_t id, at_ms, object_id;
    str     login, act, kind, detail;
    bool    sealed;
} audit_row_view;

typedef struct audit_rows {
    audit_row_view *items;
    size_t          count;
    int64_t         next; // for audit_filter.before; 0: the end
} audit_rows;

// What was done for the bodies of the acting body's branch; for the body that runs the node, all.
status audit_list(call *c, const audit_filter *filter, audit_rows *out) MUST_CHECK;

#endif
