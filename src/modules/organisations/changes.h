// changes.h - mergers, renamings and endings of bodies. Part of organisations.h.
//
// Drafted, shown with what will move and what will stay, confirmed by a named person with the deciding
// document, done on its day: at once, or by the roll-over. Until then it may be dropped. After it a
// change back is another change, with its own document.
#ifndef COLOA_MODULES_ORGANISATIONS_CHANGES_H
#define COLOA_MODULES_ORGANISATIONS_CHANGES_H

#include "kit/base/base.h"
#include "modules/organisations/body.h"

enum { CHANGE_BODIES_MAX = 20, CHANGE_HEIRS_MAX = 16, CHANGES_SHOWN_MAX = 200 };

typedef enum body_change_kind {
    CHANGE_RENAME = 1,
    CHANGE_MERGE,
    CHANGE_CLOSE,
    CHANGE_SPLIT
} body_change_kind;
typedef enum body_change_state {
    CHANGE_DRAFT = 1,
    CHANGE_WAITING, // confirmed, its day has not come
    CHANGE_DONE,
    CHANGE_DROPPED,
} body_change_state;

str body_change_kind_key(body_change_kind kind);    // "rename" "merge" "close" "split"
str body_change_state_key(body_change_state state); // "draft" "waiting" "done" "dropped"

// A successor of a body that is split; itself among them: it goes on, smaller.
typedef struct body_change_part {
    int64_t body_id; // 0: a new one, made on the day
    str     code, name;
} body_change_part;

typedef struct body_change {
    int64_t           id; // 0 in a draft not yet kept
    body_change_kind  kind;
    body_change_state state;
    int64_t           bodies[CHANGE_BODIES_MAX]; // that end; of a renaming the one renamed
    size_t            body_count;
    int64_t           into_id; // the body that goes on; 0: a new one (merge), none (close)
    body_names        names;   // of the new body, or new ones of into_id; name_vi empty: they stay
    str               code, body_kind;
    int64_t           parent_id;              // of the new body; 0: the first one's
    str               doc_no, doc_on, doc_by; // the deciding document
    str               effect_on;              // first day; as typed in a draft, then ISO
    str               made_by, confirmed_by;
    int64_t           made_ms, confirmed_ms, done_ms, systems;
    body_change_part  parts[CHANGE_BODIES_MAX]; // of a split
    size_t            part_count;
} body_change;

typedef struct body_change_holding { // what one body holds
    int64_t body_id;
    str     code, name;
    int64_t heirs[CHANGE_HEIRS_MAX]; // by the heirs' order: systems, roles of people, reports
    int64_t units, supervisors, delegations;
    int64_t clashes; // systems whose name the others have too: they get the old code behind it
} body_change_holding;

typedef struct body_change_preview {
    body_change_holding bodies[CHANGE_BODIES_MAX];
    size_t              count;
    str                 into_code, into_name; // of the body that goes on; empty: none
    bool                fresh;                // it will be made
} body_change_preview;

#endif
