// tree.h - a YAML file as a tree, bounded in every way; for the folder only.
//
// Wraps libyaml, which gives events one by one. Aliases are refused: a rule needs none, and a few lines of
// them can stand for millions of nodes. So is a key that stands twice in a map: one of the two would be lost.
#ifndef COLOA_KIT_SIGMA_TREE_H
#define COLOA_KIT_SIGMA_TREE_H

#include "kit/base/base.h"

enum {
    TREE_BYTES_MAX     = 1024 * 1024, // of a file
    TREE_DEPTH_MAX     = 24,
    TREE_NODES_MAX     = 64 * 1024, // of a file
    TREE_ENTRIES_MAX   = 1024,      // of a map
    TREE_DOCUMENTS_MAX = 256,
};

typedef enum node_kind { NODE_SCALAR = 1, NODE_LIST, NODE_MAP } node_kind;

typedef struct node node;
struct node {
    node_kind kind;
    bool      plain; // a scalar without quotes: null, numbers and booleans are told by its text
    str       text;
    str       key;   // of a map's entry
    node     *first; // of a list or map
    node     *next;
    uint32_t  count;
    uint32_t  line; // from 1
};

typedef struct tree {
    node  *documents[TREE_DOCUMENTS_MAX];
    size_t count;
    str    why; // key: "yaml-syntax" "yaml-alias" "yaml-deep" "yaml-large" "yaml-twice" "yaml-key"
    uint32_t line;
} tree;

// ST_INVALID: *out says why and where; documents before that place are there. ST_MEMORY.
status doc_read(str bytes, arena *a, tree *out) MUST_CHECK;

const node *doc_get(const node *map, const char *key);  // NULL: not a map, or absent
str         doc_text(const node *map, const char *key); // a scalar's text, else the absent str
bool        doc_is_null(const node *n);                 // a plain "", "~" or "null"

#endif
