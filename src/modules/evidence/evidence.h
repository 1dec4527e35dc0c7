// evidence.h - minh chứng: files kept for one system, each once, serving as many things as it proves.
//
// Who sees the system sees its files; others get ST_MISSING. A file that was whole is never deleted: it is
// dropped with a reason. Content is kept by its SHA-256 outside the database (kit/blobs). What a file serves
// is named by kind and id: other modules attach and detach in their own acts; this one knows none of them.
#ifndef COLOA_MODULES_EVIDENCE_EVIDENCE_H
#define COLOA_MODULES_EVIDENCE_EVIDENCE_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/web/page.h"
#include "kit/web/web.h"
#include "modules/evidence/evidence_file.h"

enum {
    EVIDENCE_PAGE_MAX    = 50,   // files in one page of the list
    EVIDENCE_OF_MAX      = 100,  // of one thing
    EVIDENCE_LINKS_MAX   = 5000, // of one kind to one system's files
    EVIDENCE_PLACES_MAX  = 200,  // that one file serves, told together
    EVIDENCE_SENDING_MAX = 200,  // files that one person may be sending at a time
    EVIDENCE_KEEP_DAYS   = 7,    // what nobody went on sending for so long is forgotten; ours
    EVIDENCE_NEAR_DAYS   = 30,   // before its last day a file is told to be ending; ours
};

// ---- looking -------------------------------------------------------------------------------------
// Whole or dropped. ST_MISSING.
status evidence_load(call *c, int64_t id, evidence *out) MUST_CHECK;
// Of one system in one state (0: whole), newest first. ST_MISSING for a system out of sight; ST_INVALID "cursor".
typedef struct evidence_ask {
    int64_t        system_id;
    evidence_state state;
    str            cursor;
    size_t         limit; // 0: EVIDENCE_PAGE_MAX
} evidence_ask;
status evidence_list(call *c, const evidence_ask *ask, evidence_page *out, problem *why) MUST_CHECK;
// What is attached to one thing, in the order it was.
status evidence_of(call *c, str object_kind, int64_t object_id, evidence **out,
                   size_t *count) MUST_CHECK;
// Every link of one kind to files of one system, by object: one statement for a sheet of 300 rows.
typedef struct evidence_link_row {
    int64_t object_id, evidence_id;
    str     name, type, valid_until;
} evidence_link_row;
status evidence_links_of(call *c, int64_t system_id, str object_kind, evidence_link_row **out,
                         size_t *count) MUST_CHECK;

typedef struct evidence_place { // one thing that a file serves
    str     kind, person;       // who attached it
    int64_t object_id, at_ms;
    str     name, address; // from its teller; empty: none, or it is out of sight
} evidence_place;
status evidence_places(call *c, int64_t id, evidence_place **out, size_t *count) MUST_CHECK;

// Opens the content and leaves an audit row, "evidence.view" or "evidence.download". ST_MISSING
// "evidence-gone" when the bytes are not on this machine.
status evidence_open(call *c, int64_t id, bool view, evidence *out, int *fd,
                     problem *why) MUST_CHECK;

// A small picture of a photograph or screenshot, drawn anew behind a seal; leaves an audit row "evidence.view".
// ST_INVALID "evidence-no-picture": none is made of such a file, or it cannot be read.
bool   evidence_has_picture(const evidence *e);
status evidence_picture(call *c, int64_t id, str *jpeg, problem *why) MUST_CHECK;

// ---- acts ----------------------------------------------------------------------------------------
// A file that is offered: an open descriptor for reading, from its start.
typedef struct evidence_upload {
    int fd;
    str name;
} evidence_upload;

typedef struct evidence_draft {
    int64_t system_id;
    str     valid_until, note; // as typed; may be empty
    bool    open;              // whoever brings it says that it holds no state secret
} evidence_draft;

// Brings one file. The same bytes in the same system already: *same, and *id is that one's.
// ST_FORBIDDEN for who may not write the system. ST_INVALID as in evidence_type_of, or
//   evidence-secret (a mark of secrecy stands in the name; detail: which)
//   not-a-day  too-long  not-text  evidence-open (not said to be free of state secrets)
//   evidence-empty  evidence-big  evidence-differs (content is not what the name says; detail: what it is)
//   evidence-found-<finding>
// ST_LIMIT "disk-full"; ST_BROKEN "evidence-disk": nothing was kept.
typedef struct evidence_added {
    int64_t id;
    bool    same;
} evidence_added;
status evidence_add(call *c, const evidence_draft *d, const evidence_upload *file,
                    evidence_added *out, problem *why) MUST_CHECK;
// What is wrong with the draft itself, before any file is looked at.
status evidence_draft_check(call *c, const evidence_draft *d, problem *why) MUST_CHECK;
// Last day and note. ST_CONFLICT when `version` is no longer the file's.
status evidence_change(call *c, int64_t id, int64_t version, str valid_until, str note,
                       problem *why) MUST_CHECK;
// ST_INVALID "required" (reason), "evidence-in-use" (detail: how many things it serves); ST_CONFLICT.
status evidence_drop(call *c, int64_t id, int64_t version, str reason, problem *why) MUST_CHECK;

// ---- in other modules' acts (inside call_act) ------------------------------------------------------
// kind: "control-answer", "dossier-document" …, lower case with hyphens. Whether the caller may change that
// thing, and that it is about the file's system, is the caller's to check. Attached already: ST_OK.
// ST_MISSING: the file is out of sight, or not whole.
status evidence_attach(call *c, str object_kind, int64_t object_id, int64_t evidence_id) MUST_CHECK;
status evidence_detach(call *c, str object_kind, int64_t object_id, int64_t evidence_id) MUST_CHECK;
// What is attached to one thing is attached to another of the same kind too: a copied sheet.
status evidence_attach_all(call *c, str object_kind, int64_t from_id, int64_t to_id) MUST_CHECK;

// Who names the things of a kind, for "what this file serves". ST_MISSING: out of sight, or gone.
typedef struct evidence_teller {
    str kind;
    status (*tell)(call *c, int64_t object_id, str *name, str *address);
} evidence_teller;
enum { EVIDENCE_TELLERS_MAX = 16 };
void evidence_tellers(const evidence_teller *const *tellers,
                      size_t                        count); // app, once, before the store opens

// ---- for pages of other modules --------------------------------------------------------------------
// The files of a system to choose from, ticked where attached: fields named "evidence", values ids, each
// sent once per chosen file. Beside it a link to bring more.
typedef struct evidence_picker {
    page_field field;
    str        system_code;
    int64_t    more; // files beyond those shown
    bool       may_add;
} evidence_picker;
status evidence_picker_fill(call *c, page *o, int64_t system_id, str object_kind, int64_t object_id,
                            evidence_picker *out) MUST_CHECK;
void   evidence_picker_part(page *o, const evidence_picker *v);
// Chips with name and type, each a link to the file's page.
void evidence_chips(page *o, const evidence_link_row *rows, size_t count);

// ---- sending in pieces -----------------------------------------------------------------------------
enum { EVIDENCE_PIECE_MAX = 64 * 1024 * 1024 }; // bytes of one piece

typedef struct evidence_begin {
    evidence_draft d;
    str            name;
    int64_t        bytes;
    str            sha256; // hex; may be empty
    str            key;    // by which the sender knows its file again; may be empty
} evidence_begin;
// Refusals as of evidence_add as far as name and size tell; ST_INVALID "evidence-sha256-form"; ST_LIMIT
// "evidence-too-many", "disk-full".
status evidence_send_begin(call *c, const evidence_begin *b, evidence *out,
                           problem *why) MUST_CHECK;
// Own ones that are still coming in, of one system.
status evidence_sending_list(call *c, int64_t system_id, evidence **out, size_t *count) MUST_CHECK;
status evidence_sending_load(call *c, int64_t id, evidence *out) MUST_CHECK; // own; ST_MISSING
// The next piece; what was acknowledged is in out->received. ST_CONFLICT "evidence-offset" (detail: the one
// wanted) when `at` is another; ST_INVALID "evidence-beyond" for more than was announced.
status evidence_send_piece(call *c, int64_t id, int64_t at, int fd, int64_t bytes, evidence *out,
                           problem *why) MUST_CHECK;
// All has come. ST_CONFLICT "evidence-offset" when it has not; ST_INVALID "evidence-altered" when the bytes
// are not those of the announced SHA-256, or as of evidence_add: it is forgotten then.
status evidence_send_finish(call *c, int64_t id, evidence_added *out, problem *why) MUST_CHECK;
status evidence_send_stop(call *c, int64_t id) MUST_CHECK; // forgotten

// ---- for app ---------------------------------------------------------------------------------------
// Where coloa-parse and coloa-print are, for tests; empty: beside our own program.
void evidence_lend_workers(str parser, str printer);
// Files that grow in the same folder for another module: those it knows are not swept away as orphans.
typedef status evidence_part_elsewhere(call *c, str part, bool *known);
void           evidence_part_keeper(evidence_part_elsewhere *known); // app, once
// Once a minute by the server, as the machine: what nobody went on sending is forgotten.
status evidence_minute(call *c) MUST_CHECK;

extern const web_module  evidence_module;
extern const sql_module  evidence_sql;
extern const blob_keeper evidence_keeper;
struct task_source;
extern const struct task_source
    evidence_ending_source; // files whose last day is near, one task an owner

#endif
