// facts.h - the table of facts that levels are judged by, and what is known of one system.
//
// The table is data (law/facts.json); forms, import columns and questions walk it. A fact that nobody
// has answered is unknown, never false.
#ifndef COLOA_KIT_LAW_FACTS_H
#define COLOA_KIT_LAW_FACTS_H

#include "kit/law/terms.h"

typedef enum law_kind { LAW_SET = 1, LAW_BOOL, LAW_INT, LAW_ENUM } law_kind;

typedef struct law_value {
    str       key;    // "a", "one_org"; for LAW_INT the number in digits
    int64_t   number; // LAW_INT: the value; LAW_SET: its bit; LAW_ENUM: its place
    law_words label, example;
} law_value;

typedef struct law_fact {
    str              key; // "users_private"
    int              index;
    law_kind         kind;
    str              group; // "nature", "online", …; law_group_words
    law_words        label, hint;
    int64_t          min, max; // LAW_INT
    const law_value *values;   // LAW_SET, LAW_ENUM; LAW_INT: the labelled values, or none
    size_t           value_count;
    str              unknown;    // LAW_ENUM: a key that means "not known", or empty
    const law_cond  *asked;      // NULL: always asked
    uint32_t         asked_uses; // facts on which that hangs
    str              packs[4];   // packs that ask for it; empty slots after
} law_fact;

size_t          law_fact_count(const law *l);
const law_fact *law_fact_at(const law *l, size_t i);  // i = its index
const law_fact *law_fact_find(const law *l, str key); // NULL when there is none
law_words       law_group_words(const law *l, str group);
bool            law_fact_in_pack(const law_fact *f, const law_pack *p);

// What is known of one system or component.
typedef struct law_facts {
    uint32_t known;                // bit i: fact i is known
    int64_t  value[LAW_FACTS_MAX]; // bool 0/1; integer; enum place; set: bits of its values
} law_facts;

// A system as it is judged: its own facts, or, when it is composite, those of its components (then
// its own facts are not judged).
typedef struct law_case {
    law_facts  own;
    law_facts *components;
    str       *component_names; // "" where not named
    size_t     component_count;
} law_case;

// Facts as JSON, shape {"type":["b"],"online_service":true,"components":[{"name":"…",…},…]}.
// Absent, null, an empty list and the value "unknown" of `cond_business` mean unknown. Refuses, with
// field = the fact: unknown keys ("unknown-fact"), "duplicate-fact", "wrong-type", "out-of-range",
// "unknown-value", "too-many", "components-nested"; and with no field "not-json", "too-large".
status law_facts_parse(const law *l, str json, arena *a, law_case *out, problem *why) MUST_CHECK;
// Canonical JSON: known facts only, in the table's order. For storing and comparing.
str law_facts_json(const law *l, const law_case *k, arena *a);
// One fact from a form or a cell in machine words: "a,b" · "true" "false" · "1200" · "one_org". Empty
// text makes it unknown. Same refusals as above.
status law_fact_set(const law_fact *f, str text, law_facts *facts, problem *why) MUST_CHECK;
// The reverse; absent str when unknown.
str law_fact_text(const law_fact *f, const law_facts *facts, arena *a);
// For people: "Có", "1.200" is the caller's work; this gives labels of set and enum values joined by
// ", " and the label of a labelled number, else the same as law_fact_text.
str law_fact_words(const law_fact *f, const law_facts *facts, bool english, arena *a);
// Is this fact asked for, given the others (LAW_UNKNOWN: depends on an unanswered one)?
law_truth law_fact_asked(const law_fact *f, const law_facts *facts);

#endif
