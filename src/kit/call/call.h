// call.h - who acts, when, in which memory, on which database; and the audit trail.
//
// A call is made once per request, command or job and is the first argument of every operation.
// There is no other state: no global, no "current user".
#ifndef COLOA_KIT_CALL_CALL_H
#define COLOA_KIT_CALL_CALL_H

#include "kit/base/base.h"
#include "kit/store/store.h"

typedef struct actor {
    int64_t  person_id; // 0: nobody signed in; -1: the machine itself ("system")
    int64_t  body_id;   // the body for which the person acts now; 0: none
    str      login;
    str      name;
    str      body_name;
    bool     invented; // the body is of the demo's invented country
    uint64_t rights;   // bits of `right`, from the person's roles in body_id today
    uint64_t roles; // those roles themselves, 1 << number (modules/accounts); the machine has none
} actor;

// What a person may do. Roles (organisations' data) map to these in modules/accounts.
typedef enum right {
    RIGHT_PUBLIC         = 0,      // written out where no sign-in is needed
    RIGHT_SIGNED_IN      = 1 << 0, // any signed-in person
    RIGHT_SYSTEMS_READ   = 1 << 1,
    RIGHT_SYSTEMS_WRITE  = 1 << 2,
    RIGHT_LEVELS_DECIDE  = 1 << 3, // record a determination
    RIGHT_PAPERS_MAKE    = 1 << 4, // draw up papers
    RIGHT_ACCOUNTS_ADMIN = 1 << 5,
    RIGHT_BODIES_ADMIN   = 1 << 6,
    RIGHT_AUDIT_READ     = 1 << 7,
    RIGHT_JOBS_READ      = 1 << 8,
    RIGHT_REPORTS_WRITE  = 1 << 9,  // draft reports, look them through, freeze them
    RIGHT_REPORTS_SIGN   = 1 << 10, // sign a frozen report off: the head
    RIGHT_REPORTS_SEND   = 1 << 11, // record number and day of what was sent: the clerk
    RIGHT_SYSTEMS_LEAD   = 1 << 12, // speaks for the body's list: shares views, says it is complete
    RIGHT_LETTERS_READ   = 1 << 13,
    RIGHT_LETTERS_WRITE  = 1 << 14, // keep the register of letters going out and coming in
    RIGHT_DOSSIERS_ACT =
        1 << 17, // take part in a dossier; which part, its pack says by role and level
    RIGHT_INCIDENTS_READ = 1 << 20,
    RIGHT_INCIDENTS_WRITE =
        1 << 21, // tell incidents and lead them on; which act, the seat of one's body says
    RIGHT_NETWORK_READ = 1 << 24, // the response network, as far as the body is of it
    RIGHT_NETWORK_WRITE =
        1 << 25, // keeps the body's membership; decides on members where it coordinates
    RIGHT_CASES_READ  = 1 << 28, // investigations of the body, and those it was let into
    RIGHT_CASES_WRITE = 1 << 29, // takes evidence in, records what is done to it, looks for traces
    RIGHT_CASES_LEAD  = 1 << 30, // lets other bodies in, closes, returns, destroys
} right;

typedef struct call {
    store  *store;
    arena  *a;      // everything this call makes; reset after the answer
    int64_t now_ms; // the one clock reading of this call
    actor   who;
    lang    lang;
    str     request_id;
    str     idempotency_key; // empty: none given
    str     address;         // of the peer, for the audit trail; empty for commands
    // Private to call.c and once.c.
    db           *db_; // the open look or act
    bool          in_act_;
    bool          once_waits_; // the next act writes the key
    bool          once_kept_;  // the key is in the database
    str           once_route_;
    unsigned char once_request_[32];
} call;

// The database as this call may use it now: inside an act the act's own connection, otherwise a
// read-only look that is opened at first use and closed by call_end or by the next act.
status call_db(call *c, db **out) MUST_CHECK;

// Runs fn(d, ctx) as one act: one transaction, closed in one place by its result. fn uses call_db or
// `d`; it may be run again (see store.h), and c->a is rewound before each run, so what fn leaves in
// memory that its ctx points to must be written anew by each run. An open look is closed first: views
// into c->a stay, and the next call_db sees what the act wrote.
status call_act(call *c, store_work *fn, void *ctx) MUST_CHECK;

void call_end(call *c); // closes an open look

static inline bool call_may(const call *c, right r)
{
    return r == RIGHT_PUBLIC || (c->who.rights & (uint64_t)r) == (uint64_t)r;
}

// ---- acts that are asked for twice -----------------------------------------------------------
//
// A post may carry an Idempotency-Key. The router calls call_once before the handler:
//
//     str earlier = { 0 };
//     TRY(call_once(c, route, body, &earlier, why));
//     if (earlier.ptr) …answer with `earlier` and stop…
//
// The key is then written by the first act of this call, in that act's own transaction, so an act
// that failed may be tried again and one that was done is never done twice. The answer is kept by
// call_result: inside the act when it is known there, else after it.
enum { CALL_KEY_CHARACTERS_MAX = 200, CALL_ANSWER_BYTES_MAX = 256 * 1024 };

// ST_OK with *earlier absent: go on (also when no key was given). ST_OK with *earlier set: what was
// answered then. Refusals, all with field "Idempotency-Key": ST_INVALID "key-reused" (the same person
// used it for something else), ST_INVALID "too-long" or "not-text", ST_CONFLICT "already-done" (done,
// but its answer was lost: ask for the object itself).
// Two requests with one key at the same time: the later act ends in ST_CONFLICT.
//   route    e.g. "POST /api/v1/systems"; kept, must live as long as the call
//   request  everything that makes two requests the same: target and body
status call_once(call *c, str route, str request, str *earlier, problem *why) MUST_CHECK;
// Keeps the answer under the key; does nothing when there is none. ST_LIMIT above the ceiling.
status call_result(call *c, str answer) MUST_CHECK;
// Forgets keys older than `before_ms`. For a daily job.
status call_once_forget(store *s, int64_t before_ms, int64_t *forgotten) MUST_CHECK;

// Whose address it is, for counting: an IPv4 address, of an IPv6 one its /64, since who holds one address holds
// them all. "-" when there is none; absent when memory is out.
str call_origin(const call *c);

// Adds the audit row of this act, in the act's own transaction. Must be called inside call_act.
//   act      "system.add", "levels.decide", …: noun.verb
//   kind,id  the object touched; id 0 when there is none
//   detail   JSON object text or empty; never a secret; ST_LIMIT above AUDIT_DETAIL_BYTES_MAX
enum { AUDIT_DETAIL_BYTES_MAX = 4096 };

status audit_write(call *c, str act, str kind, int64_t id, str detail) MUST_CHECK;

// The next code of a series, in c->a: prefix, year of now in Viet Nam, number from 1 in that year, "VV-2026-000012".
// Within an act: whoever comes at the same time gets the next, and an act that fails has taken none.
status call_code(call *c, db *d, const char *prefix, str *code) MUST_CHECK;

// Chains every unsealed audit row: hash = SHA-256(previous hash, row). Called by one thread about
// once a second and at the end of each command; costs one look when there is nothing to do. Several
// sealers at once do no harm. *sealed gets how many. scratch: 2 MiB are enough.
status audit_seal(store *s, arena scratch, int64_t *sealed) MUST_CHECK;

// The end of the chain, to be kept where this machine's administrator cannot reach it (printed, sent
// to the superior body): only against it can rows cut off at the end, or a chain computed anew, be
// told. As text: "coloa-audit 123 <64 hex digits>".
typedef struct audit_anchor {
    int64_t       seal_no; // 0: no row is sealed yet
    unsigned char hash[32];
} audit_anchor;

status audit_head(store *s, audit_anchor *out) MUST_CHECK;
str    audit_anchor_text(arena *a, const audit_anchor *anchor);
status audit_anchor_parse(str text, audit_anchor *out) MUST_CHECK; // blanks around it are fine

typedef struct audit_check {
    int64_t      rows;     // sealed rows that are as they were written
    int64_t      unsealed; // not yet chained: said, not checked
    audit_anchor head;     // of the chain as far as it is whole
    // The first row that is not: its number in the chain, and its id or 0 when it is missing.
    int64_t bad_no, bad_id;
    bool    anchor_differs; // bad_no is the anchor's: the chain was computed anew
} audit_check;

// Walks the chain from its first row, comparing with an anchor on the way (NULL: none). ST_OK when
// whole, ST_INVALID when not; *out is filled in both. Reads in short looks.
status audit_verify_to(store *s, const audit_anchor *anchor, arena scratch,
                       audit_check *out) MUST_CHECK;

// The same in short: ST_OK and *rows when whole; ST_INVALID and *bad_id = first altered row's id, 0
// when that row is missing.
status audit_verify(store *s, arena scratch, int64_t *rows, int64_t *bad_id) MUST_CHECK;

// ---- files by content ------------------------------------------------------------------------
// Rows of any module may point at a blob (kit/blobs) by its name. The act that writes such a row says so
// here, so that a backup, its check and `coloa doctor` know which files must be there.
status call_blob(call *c, str name, int64_t bytes) MUST_CHECK; // inside call_act
// Does any row point at it? How many blobs must there be?
status call_blob_known(db *d, str name, bool *known) MUST_CHECK;
status call_blob_count(db *d, int64_t *count) MUST_CHECK;
// Calls each(ctx, name, bytes) for every blob that must be there, in short looks.
typedef status call_blob_each(void *ctx, str name, int64_t bytes);
status         call_blobs(store *s, arena scratch, call_blob_each *each, void *ctx) MUST_CHECK;

// Who asks whether rows of its module point at a blob: each module that calls call_blob has one. App names them once;
// tests too.
typedef struct blob_keeper {
    const char *kind; // words "blob.<kind>"
    status (*holds)(db *d, str name, arena scratch, bool *is);
} blob_keeper;
enum { BLOB_KEEPERS_MAX = 16 };
void call_blob_keepers(const blob_keeper *const *all, size_t count);
// Inside call_act, when a row has stopped pointing at it. held: kinds that still do, room for BLOB_KEEPERS_MAX; where
// there is none the blob need not be there any more, and its file may be taken away once the act stands
// (kit/blobs/sweep.h). ST_BROKEN: nobody said who keeps blobs.
status call_blob_let_go(call *c, str name, const char **held, size_t *count) MUST_CHECK;

// The statements and tables of this room, for store_register.
extern const sql_module call_sql;

#endif
