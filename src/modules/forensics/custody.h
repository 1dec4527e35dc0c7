// custody.h - the custody log of a case: what was done to its evidence, by whom, each row chained to the one before.
// Pure: the text of a row and of an item, their hashes, what a walk over them finds.
//
// A row's hash is SHA-256 over the hash before it (64 digits, of the first row: 64 zeros), a line end, and the row's
// canonical text: one line "name: value" for each field, values as JSON strings. So a row altered, taken out or put in
// is told from the next ones. Cutting off the end is told by the case's head, by the signed hand-overs and by an anchor.
#ifndef COLOA_MODULES_FORENSICS_CUSTODY_H
#define COLOA_MODULES_FORENSICS_CUSTODY_H

#include "kit/base/base.h"

enum {
    CUSTODY_HASH_DIGITS = 64,
    CUSTODY_TEXT_MAX    = 128 * 1024, // bytes of one canonical text
    CUSTODY_ANCHOR_MAX  = 160,
};

typedef enum custody_act { // numbers are in the store
    CUSTODY_OPENED = 1,    // the case was
    CUSTODY_TAKEN,         // taken in
    CUSTODY_EXTRACTED,     // out of an archive
    CUSTODY_VIEWED,        // its content was shown
    CUSTODY_COPIED,        // downloaded, copied out
    CUSTODY_HANDED_OVER,
    CUSTODY_RECEIVED, // back
    CUSTODY_ANALYSED, // read by a program
    CUSTODY_SEALED,
    CUSTODY_UNSEALED,
    CUSTODY_RETURNED, // for good, to whom it belongs
    CUSTODY_DESTROYED,
    CUSTODY_NOTED,
    CUSTODY_VERIFIED, // every byte and row looked at again
    CUSTODY_LET_IN,   // a body to the case
    CUSTODY_LET_OUT,
    CUSTODY_CLOSED,
    CUSTODY_REOPENED,
    CUSTODY_LINKED, // to a hunt, an incident
} custody_act;
enum { CUSTODY_ACTS = CUSTODY_LINKED };
str  custody_act_key(custody_act a); // "handed-over"; words "forensics.act.<key>"
bool custody_act_named(str key, custody_act *out);

typedef enum item_state { // numbers are in the store
    ITEM_HELD = 1,
    ITEM_AWAY, // handed over
    ITEM_RETURNED,
    ITEM_DESTROYED,
} item_state;
enum { ITEM_STATES = ITEM_DESTROYED };
str item_state_key(item_state s); // "held" …; words "forensics.item-state.<key>"

// What an act makes of an item: its state and the seal on it. False: it does not fit (nothing is sealed twice, nothing
// that was destroyed is touched).
typedef struct item_stand {
    item_state state;
    str        seal; // empty: none
} item_stand;
bool custody_step(custody_act act, str seal, item_stand *stand);

typedef struct custody_row {
    int64_t     no, item_id, at_ms;
    custody_act act;
    str         item, content, facts, login, person, body, tool, party, seal, words, prev, hash;
} custody_row;

// What never changes of an item.
typedef struct item_facts {
    str     uid, code, of, path, sha256, system, device, place, taken_from, ground, seal, note;
    str     person;
    int64_t bytes, collected_ms, taken_ms;
} item_facts;
str custody_facts_hash(const item_facts *f, arena *a); // absent: no memory

// The hash of a row after `prev`; `uid` is the case's. Absent: no memory.
str custody_hash(str uid, str prev, const custody_row *r, arena *a);
str custody_first(void); // 64 zeros

// ---- walking -----------------------------------------------------------------------------------------
typedef enum custody_fault_kind {
    FAULT_ROW_ALTERED = 1, // its text is not what was chained
    FAULT_ROW_MISSING,
    FAULT_ROW_ADDED,    // beyond the head of the case
    FAULT_HEAD,         // the case's head is not the last row's hash
    FAULT_ANCHOR,       // an anchor's row has another hash
    FAULT_BLOB_ALTERED, // bytes are not those of the name
    FAULT_BLOB_MISSING,
    FAULT_ITEM_FACTS,    // of an item's row are not those of the log
    FAULT_ITEM_STAND,    // state or seal are not what the log comes to
    FAULT_ITEM_UNLOGGED, // its intake is not in the log
    FAULT_ITEM_MISSING,  // in the log, but there is no such item
    FAULT_SIGNATURE,     // of a hand-over
    FAULT_CASE_FACTS,    // ground or state of the case are not those of the log
    FAULT_NUMBER,        // was given to a case, an item or a hand-over that is not there
    FAULT_BLOB_UNREAD,   // the disk does not give its bytes
} custody_fault_kind;
enum { FAULT_KINDS = FAULT_BLOB_UNREAD };
str custody_fault_key(custody_fault_kind k); // "row-altered"; words "forensics.fault.<key>"

typedef struct custody_walk { // from { .uid = … }, rows in order
    str     uid;
    int64_t no; // of the last row seen
    char    stored[CUSTODY_HASH_DIGITS], counted[CUSTODY_HASH_DIGITS];
} custody_walk;
// True: the row follows. Else FAULT_ROW_MISSING (the first that is not there), or FAULT_ROW_ALTERED. Only what
// differs is named: the row after an altered one follows it again; of a row that was chained anew, its next tells.
typedef struct custody_fault_at {
    custody_fault_kind kind;
    int64_t            no;
} custody_fault_at;
bool custody_follows(custody_walk *w, const custody_row *r, arena scratch, custody_fault_at *fault);

// "coloa-custody VV-2026-000012 34 <64 digits>": the head of a case, for a paper or another's keeping.
str custody_anchor(arena *a, str code, int64_t no, str hash);
// ST_INVALID "anchor-form".
status custody_anchor_read(str text, str *code, int64_t *no, str *hash, problem *why) MUST_CHECK;

#endif
