// body.h - what is true of a body by itself: its fields, the form of a code, how a typed name is
// compared. Pure: no store, no clock.
#ifndef COLOA_MODULES_ORGANISATIONS_BODY_H
#define COLOA_MODULES_ORGANISATIONS_BODY_H

#include "kit/base/base.h"

enum {
    BODY_CODE_MAX    = 40,  // characters
    BODY_NAME_MAX    = 250, // characters
    BODY_SYMBOL_MAX  = 30,
    BODY_PLACE_MAX   = 80,
    BODY_NOTE_MAX    = 1000,
    BODY_GUESSES_MAX = 6, // ways one typed name is looked up
};

// Days as stored: a body without a known first or last day has these.
#define BODY_DAY_FIRST S("0001-01-01")
#define BODY_DAY_LAST S("9999-12-31")

typedef struct body {
    int64_t id;
    str     uid;  // UUIDv7; for the state's own bodies made from the code, so equal on every node
    str     code; // "BKHCN", "T34-01"
    str     name_vi, name_en;
    str     symbol;               // in document numbers, "SKHCN"; may be empty
    str     kind;                 // one of body_kinds
    str     place;                // place name on papers, "Hà Nội"; may be empty
    str     place_certainty;      // of a place that the law's list gave; empty: a person did
    int64_t protocol;             // order in official lists; 0 none
    str     valid_from, valid_to; // ISO days, inclusive; empty: open on that side
    int64_t merged_into;          // successor, 0 none
    int64_t parent_id;            // today's; for a body that has ended the last one; 0 none
    str     note;
    int64_t version;
} body;

typedef struct body_draft {
    str     code; // empty: made from the parent's
    str     name_vi, name_en, symbol, place, note;
    str     kind;       // empty: "unit"
    str     valid_from; // ISO day or empty
    int64_t parent_id;  // 0: nothing above (system only)
} body_draft;

typedef struct body_names {
    str name_vi, name_en, symbol, place;
} body_names;

// What a body can be; wording under "bodies.kind.<kind>". NULL-terminated; the first is "unit".
extern const char *const body_kinds[];
bool                     body_kind_known(str kind);

// Upper-case ASCII letters and digits, '.' and '-' inside. *out is in capitals.
// ST_INVALID "required", "too-long", "code-form".
status body_code_check(str typed, arena *a, str *out, problem *why) MUST_CHECK;

// Tidies every field into *out and refuses: "required", "too-long", "not-text", "code-form",
// "unknown-kind", "not-a-day". An empty code stays empty.
status body_draft_check(const body_draft *draft, arena *a, body_draft *out,
                        problem *why) MUST_CHECK;
status body_names_check(const body_names *names, arena *a, body_names *out,
                        problem *why) MUST_CHECK;

// A day as officials write it ("5/3/2026") or as ISO, to ISO; nothing typed is `otherwise`.
// ST_INVALID "not-a-day".
status body_day_read(arena *a, str field, str typed, str otherwise, str *out,
                     problem *why) MUST_CHECK;
// Both days of a period: from today and without end unless typed. ST_INVALID also "out-of-order".
typedef struct body_period {
    str from, to;
} body_period;
status body_period_read(arena *a, body_period typed, str today, body_period *out,
                        problem *why) MUST_CHECK;
str    body_day_before(arena *a, str iso); // the absent str when a is spent

// One line of text, tidied, of min..max characters. ST_INVALID "required", "too-long", "not-text".
status body_text_read(arena *a, const char *field, str typed, size_t min, size_t max, str *out,
                      problem *why) MUST_CHECK;

// How names are compared: folded, every mark a blank, '&' as "va". The absent str when a is spent.
str body_fold(arena *a, str name);

// What a typed name may mean, most likely first: codes to look up, then folds of names ("UBND tỉnh
// Lào Cai" is the province; "TP.HCM", "Bộ TT&TT" are written out).
typedef struct body_guesses {
    str    codes[BODY_GUESSES_MAX], folds[BODY_GUESSES_MAX];
    size_t code_count, fold_count;
} body_guesses;
status body_guess(str typed, arena *a, body_guesses *out) MUST_CHECK;

// Do all words of `words` (folded) begin words of `fold` or the code?
bool body_matches(str words, str fold, str code);

#endif
