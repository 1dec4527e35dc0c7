// letter.h - what is true of a letter by itself: its number and symbol, days, kind, the file it comes as,
// and what the signatures of a PDF amount to. Pure: no store, no clock.
//
// NĐ 30/2020/NĐ-CP: the clerk gives the number; number and symbol of a body's letters are unique within a year.
#ifndef COLOA_MODULES_LETTERS_LETTER_H
#define COLOA_MODULES_LETTERS_LETTER_H

#include "kit/base/base.h"
#include "kit/law/letter_kinds.h"

enum {
    LETTER_REF_MAX     = 80,  // characters of number and symbol
    LETTER_ABOUT_MAX   = 500, // of the summary
    LETTER_PARTY_MAX   = 300, // of who it goes to or comes from
    LETTER_SIGNER_MAX  = 200,
    LETTER_NOTE_MAX    = 1000,
    LETTER_WHY_MAX     = 500,              // of a reason
    LETTER_FILE_MAX    = 64 * 1024 * 1024, // bytes
    LETTER_NAME_MAX    = 200,              // characters of a file's name
    LETTER_DIGITS_MAX  = 6,                // of a number
    LETTER_SIGNERS_MAX = 32,
    LETTER_JSON_MAX    = 64 * 1024, // the check of one file as JSON
};

typedef enum letter_direction { LETTER_OUT = 1, LETTER_IN } letter_direction; // in the store
typedef enum letter_object { LETTER_OF_NOTHING = 0, LETTER_OF_SYSTEM } letter_object;

const char *letter_direction_key(letter_direction d); // "out" "in"
bool        letter_direction_named(str key, letter_direction *out);

// As typed; absent texts count as empty. Days as officials write them or ISO.
typedef struct letter_draft {
    letter_direction direction;
    str              ref;   // "05/TTr-SKHCN"; coming in: whatever stands on the letter, or nothing
    str              day;   // on the letter
    str              kind;  // key of law/letter-kinds.csv; empty: what the symbol says
    str              about; // trích yếu
    str              counterpart; // to whom, from whom: code or name of a body, or any words
    str              signer, note;
    str              arrival_no, arrival_day; // coming in
    str              system;                  // id or code of the system it is about; may be empty
    str              exception; // why a file altered after signing goes out all the same
    str              body;      // code of the register's body; empty: the acting one
    bool             open;      // whoever enters it says that it bears no mark of a state secret
} letter_draft;

typedef struct letter_data { // the same, checked
    letter_direction direction;
    int64_t          year, entry_no;
    str     on_day, entry, entry_key, ref, day, kind, about, counterpart, signer, note, exception;
    int64_t counterpart_id; // 0: only words
    letter_object object;
    int64_t       object_id;
} letter_data;

// Everything but who the counterpart and the system are. `today` as ISO. ST_INVALID with one of
//   required  too-long  not-text  not-a-day  letter-secret (a mark of secrecy in the words)
//   letter-open (not said to be free of such a mark)  letter-number-form  letter-arrival-form
//   letter-day-ahead  letter-day-order (arrived before its day)  letter-kind-unknown
//   letter-kind-symbol (the symbol is another kind's; detail: what it begins with)
status letter_check(const letter_draft *d, str today, arena *a, letter_data *out,
                    problem *why) MUST_CHECK;

// The kind that a symbol speaks of ("QĐ-UBND" is a decision); công văn when it names none.
str letter_kind_of(str symbol);

// The first mark of secrecy in the text (MẬT, TỐI MẬT, TUYỆT MẬT standing by itself), or the absent
// str. "BẢO MẬT" and "mật khẩu" are none.
str letter_secret_mark(str text);

// What a file is by its first bytes and the end of its name: "pdf" "docx" "xlsx" "jpg" "png". Both must
// say the same: ST_INVALID "letter-file-type", "letter-file-differs".
// Some programs put other bytes before a PDF's mark; readers look for it in the first kilobyte.
enum { LETTER_HEAD_BYTES = 1024 };
status letter_file_type(str name, str head, str *type, problem *why) MUST_CHECK;
str    letter_mime(str type);
// A name to keep and to offer: last part of a path, tidied, at most LETTER_NAME_MAX characters.
str letter_file_name(str typed, str type, arena *a);

// ---- signatures ------------------------------------------------------------------------------------

typedef enum letter_verdict { // of a file; numbers are in the store
    LETTER_NO_PDF = 0,        // no file, or one that has no signatures to check
    LETTER_UNSIGNED,
    LETTER_SOUND,    // intact, nothing added, by certificates that are trusted here
    LETTER_DOUBTFUL, // intact, but not all of that
    LETTER_UNREAD,   // a signature, or the file, could not be checked
    LETTER_ALTERED,  // bytes were changed after a signature
} letter_verdict;

const char *letter_verdict_key(letter_verdict v); // "none" "unsigned" "sound" …

// One signature in words of the program (kit/workers/signature.h tells what they mean).
typedef struct letter_signature {
    str     bytes; // "intact" "altered" "unreadable"
    str     chain; // "trusted" "no-root" "out-of-time" "unfit" "unchecked"
    str     time;  // "none" "claimed" "stamped"
    bool    whole; // nothing was added to the file after it
    bool    weak;  // by a digest that can be forged
    int64_t signed_ms, valid_from_ms, valid_to_ms;
    str     signer, organisation, issuer, serial, digest, kind;
} letter_signature;

typedef struct letter_signatures {
    letter_signature items[LETTER_SIGNERS_MAX];
    size_t           count;
    int64_t          roots;  // certificates that were trusted when it was checked
    str              failed; // rule that kept the file from being checked; empty none
} letter_signatures;

bool           letter_digest_weak(str digest);
letter_verdict letter_verdict_of(const letter_signatures *s);
// Added to after signing: no signature covers the end of the file.
bool letter_added_to(const letter_signatures *s);
str  letter_signatures_json(const letter_signatures *s, arena *a); // absent: a is spent
// Text as kept in the store. ST_INVALID when it is not what letter_signatures_json writes.
status letter_signatures_read(str json, arena *a, letter_signatures *out) MUST_CHECK;

// ---- as kept ---------------------------------------------------------------------------------------

typedef struct letter_file {
    int64_t        id, bytes, checked_ms, at_ms;
    str            name, type, sha256, person;
    letter_verdict verdict;
} letter_file;

typedef struct letter {
    int64_t     id, version, body_id, keeper_id, made_ms, changed_ms, withdrawn_ms;
    str         uid, body_code, body_name, keeper_name, person, withdrawn_why;
    letter_data data;
    letter_file file;       // id 0: none
    str         signatures; // JSON of the check
} letter;

typedef struct letter_page {
    letter *items;
    size_t  count;
    int64_t total;
    str     next; // cursor; empty at the end
} letter_page;

#endif
