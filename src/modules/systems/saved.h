// saved.h - a way to look at the list that somebody keeps under a name: filter, columns and order, as in
// an address. It gives no sight: what is seen through it is what the reader may see.
#ifndef COLOA_MODULES_SYSTEMS_SAVED_H
#define COLOA_MODULES_SYSTEMS_SAVED_H

#include "kit/base/base.h"

enum {
    SAVED_MAX       = 60, // views that one person finds
    SAVED_NAME_MAX  = 80, // characters
    SAVED_QUERY_MAX = 2000,
};

typedef enum saved_reach { // numbers are in the store
    SAVED_OWN = 1,
    SAVED_BODY,   // everyone who acts for the body
    SAVED_BRANCH, // everyone who acts for a body of its branch
} saved_reach;

const char *saved_reach_key(saved_reach r); // "own" "body" "branch"
bool        saved_reach_named(str key, saved_reach *out);

typedef struct saved_view {
    int64_t     id, body_id, person_id, version, changed_ms;
    str         body_name, person, name;
    str         query; // "level=3&state=running&cols=code,name": percent-encoded where needed
    saved_reach reach;
    bool        own;        // made by the reader
    bool        is_default; // the reader's list begins with it
    bool        may_change; // own, or shared by the reader's body and the reader speaks for it
} saved_view;

typedef struct saved_draft {
    str         name, query;
    saved_reach reach;
    bool        is_default;
} saved_draft;

#endif
