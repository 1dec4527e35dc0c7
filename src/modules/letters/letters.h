// letters.h - the register of letters of a body (sổ văn bản đi, sổ văn bản đến): number, day, summary, the
// file it came as, and what the digital signatures of that file amount to.
//
// A reader sees letters kept by bodies of their branch, and of those about a system only the ones whose
// system they see too; others are not there (ST_MISSING). Nothing is deleted: an entry is corrected, with
// its history, or withdrawn with a reason.
#ifndef COLOA_MODULES_LETTERS_LETTERS_H
#define COLOA_MODULES_LETTERS_LETTERS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/web/page.h"
#include "kit/web/web.h"
#include "modules/letters/letter.h"
#include "modules/organisations/organisations.h"

enum {
    LETTERS_PAGE_MAX    = 50,
    LETTERS_OF_ONE_MAX  = 50, // about one system, shown together
    LETTERS_YEARS_MAX   = 30,
    LETTERS_FILES_MAX   = 50,
    LETTERS_HISTORY_MAX = 200,
    LETTERS_WORDS_MAX   = 4, // of a search
};

// A file that is offered: an open descriptor for reading, from its start. fd < 0: none.
typedef struct letter_upload {
    int     fd;
    int64_t bytes;
    str     name;
} letter_upload;

// ---- acts ------------------------------------------------------------------------------------------
// ST_INVALID as in letter_check and letter_file_type, or
//   letter-number-taken (detail: what has it)  letter-object-unknown  too-big
//   letter-altered (a file altered after signing goes out only with d->exception)
// ST_BROKEN "letter-file-disk": the file could not be kept; nothing was entered.
status letters_add(call *c, const letter_draft *d, const letter_upload *file, int64_t *id,
                   problem *why) MUST_CHECK;
// A new version. A file given takes the place of the old one, which stays in the history. `reason` is
// required. ST_CONFLICT when `version` is no longer the letter's, or it was withdrawn.
typedef struct letter_change {
    int64_t id, version;
    str     reason;
} letter_change;
status letters_correct(call *c, const letter_change *of, const letter_draft *d,
                       const letter_upload *file, problem *why) MUST_CHECK;
status letters_withdraw(call *c, const letter_change *of, problem *why) MUST_CHECK;
// Looks at the file's signatures anew.
status letters_recheck(call *c, int64_t id, letter_verdict *out, problem *why) MUST_CHECK;

// ---- looking ---------------------------------------------------------------------------------------
status letters_get(call *c, int64_t id, letter *out) MUST_CHECK;
// What a form is filled with to correct it.
letter_draft letter_draft_of(call *c, const letter *l);

typedef struct letter_filter {
    letter_direction direction;
    int64_t          year;    // 0: this year
    int64_t          body_id; // whose register; 0: the acting body's
    str              words;   // folded before it is compared
} letter_filter;

// ST_MISSING for a body out of the branch; ST_INVALID "cursor".
status letters_list(call *c, const letter_filter *f, str cursor, size_t limit, letter_page *out,
                    problem *why) MUST_CHECK;
// filter from the names of a query: direction, year, body, q. ST_INVALID "letter-direction", "letter-year",
// "unknown-body".
status letters_filter_set(call *c, str name, str value, letter_filter *f, problem *why) MUST_CHECK;
status letters_years(call *c, const letter_filter *f, int64_t *years, size_t *count) MUST_CHECK;
status letters_of_system(call *c, int64_t system_id, letter **out, size_t *count) MUST_CHECK;
// The number that a letter coming in would get, and the latest that went out this year ("" none).
status letters_next(call *c, str day, int64_t *arrival_no, str *latest_ref) MUST_CHECK;

typedef struct letter_event {
    int64_t version, at_ms;
    str     person, field, before, after, why;
} letter_event;
status letters_history(call *c, int64_t id, letter_event **out, size_t *count) MUST_CHECK;
status letters_files(call *c, int64_t id, letter_file **out, size_t *count) MUST_CHECK;
// Opens a file of the letter (0: the latest) and leaves an audit row. ST_MISSING "letter-file-gone" when
// its bytes are not on this machine.
status letters_open(call *c, int64_t id, int64_t file_id, letter_file *out, int *fd,
                    problem *why) MUST_CHECK;
// The register of one year as xlsx into fd.
status letters_export(call *c, const letter_filter *f, int fd, int64_t *count) MUST_CHECK;

// ---- trusted certificates --------------------------------------------------------------------------
typedef struct letter_root {
    int64_t id, valid_from_ms, valid_to_ms, added_ms, removed_ms;
    str     sha256, pem, subject, issuer, serial, note, person, removed_by, removed_why;
} letter_root;

// Trusted ones first. Any signed-in person may see them; changing them is for administrators of the body
// that runs this node (ST_FORBIDDEN).
status roots_list(call *c, letter_root **out, size_t *count) MUST_CHECK;
// What a file holds, so that a person may compare it before trusting; keeps nothing. bytes: PEM with one or
// more certificates, or one in DER. id != 0: trusted already. ST_INVALID "certificate-unreadable",
// "root-not-authority".
status roots_read(call *c, str bytes, letter_root **out, size_t *count, problem *why) MUST_CHECK;
// *added gets how many were new. As roots_read, and "certificate-too-many", "root-known".
status roots_add(call *c, str bytes, str note, size_t *added, problem *why) MUST_CHECK;
// ref: id or SHA-256. ST_MISSING; ST_INVALID "required" (reason).
status roots_remove(call *c, str ref, str reason, problem *why) MUST_CHECK;
// How many are trusted and when that changed last (0: never).
status roots_state(call *c, int64_t *count, int64_t *changed_ms) MUST_CHECK;

// ---- for the page of a system's papers -----------------------------------------------------------------
typedef struct letters_related_line {
    int64_t     id;
    str         direction, ref, day, about, party, verdict;
    const char *look;
    bool        withdrawn;
} letters_related_line;

typedef struct letters_related {
    str                   system_code;
    letters_related_line *items;
    size_t                count;
    bool                  may_read, may_write;
} letters_related;

status letters_related_fill(call *c, page *o, int64_t system_id, str code,
                            letters_related *out) MUST_CHECK;
void   letters_related_part(page *o, const letters_related *v);

// ---- for app ---------------------------------------------------------------------------------------
extern const web_module    letters_module;
extern const web_module    letters_roots_module;
extern const command_table letters_commands;
extern const body_heir     letters_heir;
extern const sql_module    letters_sql;
extern const blob_keeper   letters_keeper; // files of letters

#endif
