// import_ops.h - a sheet of systems: read, checked row by row, compared with the register, taken in,
// told about, and taken back. Used by this module's pages, commands and jobs.
//
// Order: import_plan_new, import_scan (the sheet), import_compare (the register), then import_commit
// or nothing. Nothing is written before import_commit. What it writes is invisible until its last act,
// so that an import is there whole or not at all.
#ifndef COLOA_MODULES_SYSTEMS_IMPORT_OPS_H
#define COLOA_MODULES_SYSTEMS_IMPORT_OPS_H

#include "kit/jobs/jobs.h"
#include "kit/workers/sheet.h"
#include "modules/systems/import_sheet.h"
#include "modules/systems/system_ops.h"

enum {
    IMPORT_PLAN_BYTES  = 640 * 1024 * 1024, // address space of one plan; only what is used costs
    IMPORT_BATCH       = 5000,              // systems written in one act
    IMPORT_JOB_ROWS    = 3000,              // above so many, pages leave it to a job
    IMPORT_UNDO_HOURS  = 24,
    IMPORT_STALE_MS    = 10 * 60 * 1000, // without a sign of life for so long it is given up
    IMPORT_PIECE_BYTES = 512 * 1024,
    IMPORT_FIXES_MAX   = 2000, // cells of one import mended in the page
    IMPORT_FIX_MAX     = 4000, // characters of one
    IMPORT_SHEETS_MAX  = 9,    // sheets of a workbook that are looked into
};

typedef enum import_act {
    IMPORT_REFUSED = 1,
    IMPORT_NEW,
    IMPORT_CHANGED,
    IMPORT_SAME,
    IMPORT_KEPT, // would be changed, but was to stay as it is
} import_act;

const char *import_act_key(import_act act); // "new"

typedef struct import_staged {
    import_row      row; // as the sheet says it
    import_act      act;
    system_party    owner, operator_;
    str             name_key; // of system_checked, known once the owner is
    int64_t         id;       // of the system; of a new one from import_commit on
    system_record  *before;   // NULL: new
    system_checked *after;    // NULL: refused; its sort_key is there from import_commit on
    system_finding  finding;
} import_staged;

typedef struct import_fix { // a cell as a person mended it
    int64_t row;
    int32_t column;
    str     text;
} import_fix;

typedef struct import_skipped { // a row that closes the sheet
    int64_t row;
    str     text;
} import_skipped;

typedef struct import_plan {
    arena           memory; // all of it lives here
    import_book    *book;
    import_mapping  mapping;
    str             sheet; // its name; empty for csv
    import_staged **rows;
    size_t          count, room;
    size_t          made, changed, same, refused, kept;
    str             sheets[IMPORT_SHEETS_MAX]; // visible ones of the workbook
    size_t          sheet_count;
    import_skipped  skipped[IMPORT_TAIL_ROWS];
    size_t          skipped_count;
    size_t          differ; // rows whose stated level is not the computed one
    int64_t         import_id;
    bool            committed;
    // Header and sample rows, for the page where columns are mapped.
    import_line *first_lines;
    size_t       first_count;
} import_plan;

typedef struct import_options {
    int fd; // the sheet
    str filename;
    str owner; // typed: owner of rows that name none; empty: the acting body if the sheet
               // has no column for it
    str               mapping;  // as import_apply takes it
    str               sheet;    // its name; empty: the one whose header names most columns
    bool              only_new; // systems that are there stay as they are
    const import_fix *fixes;    // by row and column
    size_t            fix_count;
    str               parse_program; // empty: coloa-parse beside our own binary
    status (*progress)(void *ctx, int64_t done, int64_t total);
    void *ctx;
} import_options;

// Maps the plan's memory. import_plan_free gives it back.
status import_plan_new(import_plan *p) MUST_CHECK;
void   import_plan_free(import_plan *p);
// What a scan tells of a refusal may lie in the plan: copied before the plan goes.
void import_problem_keep(arena *keep, problem *why);
// Both.
void import_plan_end(import_plan *p, arena *keep, problem *why);

// Refusals of the whole file: those of sheet_read, "header-missing", "mapping-form",
// "import-owner-missing".
status import_scan(call *c, const import_options *o, import_plan *p, problem *why) MUST_CHECK;
status import_compare(call *c, const import_options *o, import_plan *p, problem *why) MUST_CHECK;
// p->import_id: 0 makes the import's row, else the one that was uploaded. ST_CONFLICT when it has been
// taken in already or the register changed meanwhile.
status import_commit(call *c, const import_options *o, import_plan *p, problem *why) MUST_CHECK;

// The answer of the command and the API. noted_file absent: null.
str import_report_json(const import_plan *p, str noted_file, lang in, arena *a);

// "Ngày “31/02” không đọc được …", in words.
str import_fault_message(const import_fault *f, lang in, arena *a);

// "Bỏ qua 2 dòng cuối: dòng 508 “Tổng cộng”, dòng 510 “Ghi chú: …”."
str import_skipped_words(const import_plan *p, lang in, arena *a);

// The sheet again with a column of faults and the cells at fault marked, for a person to mend. Into fd (open for both).
status import_write_noted(call *c, const import_options *o, const import_plan *p, int fd,
                          problem *why) MUST_CHECK;
// An empty sheet with headings and drop-downs.
status import_write_template(call *c, int fd) MUST_CHECK;

// ---- imports that are kept ------------------------------------------------------------------------
typedef enum import_state { // numbers are in the store
    IMPORT_UPLOADED = 1,
    IMPORT_STAGING,
    IMPORT_DONE,
    IMPORT_UNDONE,
    IMPORT_FAILED,
} import_state;

const char *import_state_key(import_state s);

typedef struct import_view {
    int64_t      id, body_id;
    str          person, owner, filename, mapping, sheet, problem;
    import_state state;
    int64_t      made_ms, done_ms;
    int64_t      first_id, new_count, changed, same, refused;
    bool         only_new;
} import_view;

// The row of an import by the acting person, inside an act; of `named` owner, filename and mapping count.
status import_make_row(call *c, db *d, const import_view *named, int64_t *id) MUST_CHECK;
// Keeps an uploaded file (at most SHEET_FILE_BYTES_MAX).
status imports_upload(call *c, int fd, str filename, str owner, int64_t *id,
                      problem *why) MUST_CHECK;
status imports_load(call *c, int64_t id, import_view *out) MUST_CHECK; // made in one's branch
status imports_recent(call *c, import_view **out, size_t *count) MUST_CHECK;
// Another sheet, mapping or owner, while it is only uploaded. Another sheet drops what was mended.
typedef struct import_choice {
    str sheet, mapping, owner;
} import_choice;
status imports_map(call *c, int64_t id, const import_choice *choice) MUST_CHECK;
// Says that systems which are there stay as they are, or may be changed.
status imports_accept(call *c, int64_t id, bool only_new) MUST_CHECK;
// Mended cells: of one that waits they are kept with it; of one that is done they make a further import
// of the same file (*out), where its good rows are the same as they are. ST_LIMIT beyond
// IMPORT_FIXES_MAX. ST_INVALID "too-long", "not-text".
status imports_fix(call *c, const import_view *v, const import_fix *fixes, size_t count,
                   int64_t *out, problem *why) MUST_CHECK;
status imports_fixes(call *c, int64_t id, import_fix **out, size_t *count) MUST_CHECK;
// The file as it came, or the report: a descriptor to a temporary file, for the caller to close.
typedef enum import_bytes { IMPORT_FILE = 1, IMPORT_REPORT } import_bytes;
status imports_open(call *c, int64_t id, import_bytes what, int *fd, int64_t *size) MUST_CHECK;
// Takes in what was uploaded: scan, compare, commit.
status imports_run(call *c, int64_t id, import_plan *p, const import_options *o,
                   problem *why) MUST_CHECK;
// The same by a job ("systems.import"), for large sheets.
status imports_ask(call *c, const import_view *v, int64_t *job_id, problem *why) MUST_CHECK;
// Takes an import back: new systems go, changed ones become what they were. ST_CONFLICT
// "import-touched" when some were changed since and are not again as they were (detail: their codes, the first few), "undo-too-late" after IMPORT_UNDO_HOURS,
// "import-not-done".
typedef struct import_undone {
    int64_t removed, restored;
} import_undone;
status imports_undo(call *c, int64_t id, import_undone *out, problem *why) MUST_CHECK;

#endif
