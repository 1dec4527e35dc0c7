// reading.h - one rule, from what stands in its document to expressions; for the folder only.
//
//   rule.c (documents) → condition.c (searches, conditions) → item.c (one comparison) → change.c (modifiers)
#ifndef COLOA_KIT_SIGMA_READING_H
#define COLOA_KIT_SIGMA_READING_H

#include "kit/sigma/inside.h"

typedef struct reading {
    sigma_set *s;
    rule      *r;
    size_t     leaves; // comparisons so far, at most SIGMA_CODE_MAX / 4
    bool       filter; // it is one: its `rules` is no search
} reading;

// Sets why the rule is not run. ST_INVALID.
status rule_refuse(reading *x, const char *why, str detail);
// One entry "Field|modifier…: value" of a search.
status item_read(reading *x, const node *entry, const expr **out) MUST_CHECK;
// A value without a field.
status keyword_read(reading *x, const node *value, const expr **out) MUST_CHECK;
class source_of(sigma_set *s, const node *logsource); // as it is written
// A document that lays a condition on others.
status filter_read(reading *x, const node *document, const node *body) MUST_CHECK;
status detection_read(reading *x, const node *detection, const expr **out) MUST_CHECK;
status condition_read(reading *x, const node *detection, str condition,
                      const expr **out) MUST_CHECK;
status search_read(reading *x, const node *search, const expr **out) MUST_CHECK;

status pred_leaf(reading *x, pred *p, const expr **out) MUST_CHECK; // the same predicate only once

// What a value becomes by its modifiers.
typedef enum change {
    CHANGE_WIDE = 1,
    CHANGE_UTF16BE,
    CHANGE_UTF16,
    CHANGE_BASE64,
    CHANGE_OFFSET,
    CHANGE_DASH,
    CHANGE_EXPAND
} change;
status change_value(reading *x, change how, patterns *values) MUST_CHECK;

#endif
