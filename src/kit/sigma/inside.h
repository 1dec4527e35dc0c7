// inside.h - what the files of this folder share.
#ifndef COLOA_KIT_SIGMA_INSIDE_H
#define COLOA_KIT_SIGMA_INSIDE_H

#include <hs/hs.h>
#include <string.h>

#include "kit/sigma/sigma.h"
#include "kit/sigma/source.h"
#include "kit/sigma/tree.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
    FIELD_WHOLE      = 0,    // keywords: all values of the event
    VARIANTS_MAX     = 4096, // texts one value may stand for
    PIECE_MAX        = 200,  // bytes of a text that are given to Vectorscan
    EQUAL_MAX        = 1000, // bytes of a text a value is looked up by as a whole
    REGEX_MAX        = 4096,
    CLASS_WORDS      = SIGMA_CLASSES_MAX / 64,
    FIELD_WORDS      = SIGMA_FIELDS_MAX / 64,
    PLACEHOLDERS_MAX = 256,
    REGEX_STEPS_MAX  = 200 * 1000, // of one regular expression over one value
    REGEX_DEPTH_MAX  = 20 * 1000,
    REGEX_HEAP_KIB   = 16 * 1024,
};

#define NONE UINT32_MAX // no such number

// ---- growing arrays ------------------------------------------------------------------------------

// Room for one more; the old place stays in the arena.
bool grow_by_one(arena *a, void **at, size_t *cap, size_t count, size_t size);
#define GROW(a, v) grow_by_one(a, (void **)&(v).at, &(v).cap, (v).count, sizeof *(v).at)

// ---- texts with wildcards --------------------------------------------------------------------------

// marks: for each byte 0 (itself), '*' or '?'; NULL when there is none.
typedef struct pattern {
    str   text;
    char *marks;
} pattern;

typedef struct patterns {
    pattern *at;
    size_t   count, cap;
} patterns;

status pattern_of(arena *a, str written, pattern *out) MUST_CHECK; // undoes the escapes
status pattern_literal(arena *a, str bytes, pattern *out) MUST_CHECK;

// One code point, lower case where it has one; at moves on. Bytes that are no UTF-8 stand for themselves.
uint32_t fold_next(const char **at, const char *end);
uint32_t plain_next(const char **at, const char *end);
size_t   fold_text(str s, char *out, size_t cap); // as UTF-8; cap + 1 when it does not fit
uint32_t upper_of(uint32_t lower);                // 0: it has none that we know
size_t   put_utf8(char *out, uint32_t c);         // at most 4 bytes
bool     pattern_holds(const pattern *p, bool lead, bool trail, bool cased, str value);

// ---- predicates ------------------------------------------------------------------------------------

typedef enum pred_op {
    PRED_TEXT = 1, // the pattern, with `lead` and `trail` as wildcards at its ends
    PRED_REGEX,
    PRED_CIDR,
    PRED_LESS,
    PRED_LESS_EQUAL,
    PRED_GREATER,
    PRED_GREATER_EQUAL,
    PRED_EQUAL, // to the number; only of a part of a date
    PRED_NULL,
    PRED_EXISTS,
    PRED_FIELD, // equal to another field's value, or with lead and trail a part of it
} pred_op;

typedef enum pred_way {
    WAY_DECIDED = 1, // meeting the text decides it
    WAY_CHECKED,     // it is compared when its text, or a part of it, was met
    WAY_LATE,        // compared when a rule asks
} pred_way;

typedef enum date_part {
    DATE_WHOLE, // none: the value as it is
    DATE_MINUTE,
    DATE_HOUR,
    DATE_DAY,
    DATE_WEEK,
    DATE_MONTH,
    DATE_YEAR,
} date_part;

typedef struct pred {
    uint32_t      field, other; // other: of PRED_FIELD
    pred_op       op;
    pred_way      way;
    bool          lead, trail, cased;
    pattern       p;
    unsigned      regex_options;
    pcre2_code   *regex;
    double        number;
    date_part     part; // compared instead of the value
    unsigned char net[16];
    unsigned      net_bits;
    bool          net_6;
    uint32_t      next_same;       // in the table of predicates
    uint32_t      rules_at, rules; // rules it is a witness of
} pred;

// ---- expressions -----------------------------------------------------------------------------------

typedef enum expr_op { EXPR_PRED = 1, EXPR_AND, EXPR_OR, EXPR_NOT, EXPR_TRUE } expr_op;

typedef struct expr {
    expr_op             op;
    uint32_t            pred;
    const struct expr **kids;
    size_t              kid_count;
} expr;

typedef struct exprs {
    const expr **at;
    size_t       count, cap;
} exprs;

typedef enum step_op {
    STEP_PRED = 1,
    STEP_NOT,
    STEP_IF,
    STEP_UNLESS,
    STEP_TRUE,
    STEP_FALSE
} step_op;

typedef struct step {
    step_op  op;
    uint32_t arg;     // predicate, or the step to go on at
    bool     negated; // it stands under an odd number of NOTs
} step;

typedef struct rule {
    sigma_rule  shown;
    const expr *tree; // NULL: not run
    uint32_t class;
    step       *code;
    uint32_t    steps;
    bool        unwitnessed;
    uint32_t    feeds_at, feeds; // in set.feeds: correlations it is a member of
    const node *correlation;     // its map
} rule;

// ---- the set ---------------------------------------------------------------------------------------

typedef struct slot {
    uint64_t hash;
    uint32_t number;
} slot;

typedef struct table { // open addressing; a number is one below what is kept
    slot  *slots;
    size_t mask, count;
} table;

uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t len);

typedef struct known_field {
    str            name;
    hs_database_t *texts;
    uint32_t       equal_max; // bytes of the longest text a value is compared to as a whole; 0 none
    bool           used, has_equal;
} known_field;

typedef struct literal { // a text looked for in a field; lower case
    str      text;
    uint32_t field;
    uint32_t first; // link to the predicates it may make true
    bool     once;  // where it stands does not matter
} literal;

typedef struct link {
    uint32_t pred, next;
} link_to;

typedef struct placeholder {
    str         name;
    const node *values;
} placeholder;

// A rule is a member of a correlation: what it gives to it.
typedef struct feed {
    uint32_t correlation, rule;
    uint32_t group[SIGMA_GROUP_MAX]; // fields
    uint32_t value;                  // field that is counted; NONE
} feed;

typedef struct set_fields {
    known_field *at;
    size_t       count, cap;
} set_fields;

// A document that lays its condition on other rules (filter.c).
typedef struct filter {
    uint32_t rule; // where it stands among the rules itself
    class source;
    const node *rules;
    const expr *tree;
    size_t      leaves;
} filter;

struct sigma_set {
    arena *a;
    struct {
        rule  *at;
        size_t count, cap;
    } rules;
    set_fields fields;
    struct {
        pred  *at;
        size_t count, cap;
    } preds;
    struct {
        class *at;
        size_t count, cap;
    } classes;
    struct {
        literal *at;
        size_t   count, cap;
    } literals;
    struct {
        link_to *at;
        size_t   count, cap;
    } links;
    struct {
        sigma_correlation *at;
        size_t             count, cap;
    } correlations;
    struct {
        feed  *at;
        size_t count, cap;
    } feeds; // by rule, once all are known
    struct {
        filter *at;
        size_t  count, cap;
    } filters;
    table       names, same, equals, found;
    placeholder placeholders[PLACEHOLDERS_MAX];
    size_t      placeholder_count;
    uint32_t   *witness_rules; // by predicate
    uint32_t   *late_rules;    // without witnesses
    size_t      late_count;
    uint64_t (*class_fields)[FIELD_WORDS]; // by class: fields its rules look at
    hs_scratch_t        *scratch;
    pcre2_match_context *match_context;
    pcre2_match_data    *match_data;
};

uint32_t set_field(sigma_set *s, str name); // NONE when there is no room
uint32_t set_field_known(const sigma_set *s, const char *name, size_t len);
uint32_t set_class(sigma_set *s, const class *c);

// A table gives the number kept under a hash for which same(ctx, number) holds; NONE.
uint32_t table_find(const table *t, uint64_t hash, bool (*same)(const void *ctx, uint32_t number),
                    const void *ctx);
bool     table_put(arena *a, table *t, uint64_t hash, uint32_t number);

// ---- all rules together ----------------------------------------------------------------------------

const expr *expr_of(sigma_set *s, expr_op op, const expr *const *kids, size_t count);

status filters_lay(sigma_set *s) MUST_CHECK;       // once all rules are known
status correlations_read(sigma_set *s) MUST_CHECK; // then
status set_databases(sigma_set *s) MUST_CHECK;
status set_code(sigma_set *s) MUST_CHECK;

#endif
