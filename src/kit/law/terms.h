// terms.h - the few types that every file of kit/law shares.
#ifndef COLOA_KIT_LAW_TERMS_H
#define COLOA_KIT_LAW_TERMS_H

#include "kit/base/base.h"

enum {
    LAW_FACTS_MAX      = 32,      // facts of the table
    LAW_VALUES_MAX     = 16,      // values of one set or enum
    LAW_COMPONENTS_MAX = 64,      // components of one composite system
    LAW_JSON_BYTES_MAX = 1 << 20, // facts of one system as JSON
    LAW_LEVEL_MAX      = 5,
};

// How sure a row is. Shown to the user where it matters.
typedef enum law_certainty {
    LAW_FOUND = 1, // read in a source that law/SOURCES.md names
    LAW_KNOWN,     // firm knowledge, no page read
    LAW_UNSURE,    // believed, or the sources differ
    LAW_OURS,      // our own choice, not law
} law_certainty;

typedef struct law_words { // one wording in both languages; placeholders {name} are never HTML
    str vi, en;
} law_words;

static inline str law_say(law_words w, bool english)
{
    return english ? w.en : w.vi;
}

typedef enum law_truth { LAW_FALSE = 0, LAW_TRUE = 1, LAW_UNKNOWN = 2 } law_truth;

typedef struct law      law; // everything loaded from one folder of packs
typedef struct law_pack law_pack;
typedef struct law_cond law_cond; // a compiled condition over facts

#endif
