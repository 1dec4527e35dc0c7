// case.h - what is true of a case by itself: its states, who takes which part in it and may do what, rows of it and of
// its items. Pure: no store, no clock.
#ifndef COLOA_MODULES_FORENSICS_CASE_H
#define COLOA_MODULES_FORENSICS_CASE_H

#include "kit/base/base.h"
#include "modules/forensics/custody.h"

#define ITEM_BYTES_MAX (INT64_C(1) << 41) // of one item: 2 TiB

enum {
    CASE_TITLE_MAX   = 200, // characters
    CASE_LINE_MAX    = 500,
    CASE_LONG_MAX    = 4000,
    CASE_PATH_MAX    = 1000, // characters of a path as it lay on the medium
    CASE_SYSTEMS_MAX = 100,
    CASE_BODIES_MAX  = 200, // let in, past ones too
    CASE_PAGE        = 50,  // cases, items, rows of a log in one page
    CASE_FAULTS_MAX  = 200, // told of one verification
    CASE_GONE_MAX    = 50,
};

typedef enum case_state { CASE_OPEN = 1, CASE_CLOSED } case_state; // numbers are in the store
str case_state_key(case_state s); // "open" "closed"; words "forensics.state.<key>"

// Of a body in a case; the strongest comes first.
typedef enum case_part { CASE_HOLDER = 1, CASE_WORKER, CASE_READER } case_part;
enum { CASE_PARTS = CASE_READER };
str  case_part_key(case_part p); // "holder" "worker" "reader"; words "forensics.part.<key>"
bool case_part_named(str key, case_part *out);

// What is done with a case. Who: the person's right (roles), by the part of the body – ours; the order of roles is
// DESIGN §6.
typedef enum case_act {
    CASE_SEE = 1, // reads; looks at content, verifies: both leave a row
    CASE_WORK,    // takes in, records, hands over, analyses
    CASE_LEAD,    // lets bodies in and out, closes, returns, destroys
} case_act;
typedef struct case_rights { // of the person, from the roles
    bool read, write, lead;
} case_rights;
bool case_may(case_rights rights, case_part part, case_state state, case_act act);

typedef struct forensic_case {
    int64_t    id, body_id, incident_id, items, bytes, last_no, version; // incident_id 0: none
    int64_t    made_ms, changed_ms, closed_ms;
    str        uid, code, title, ground, incident_code, body_code, body_name, person, closed_why;
    str        last_hash;
    case_state state;
    case_part  part; // of the acting body
    bool       invented;
} forensic_case;

typedef struct case_page {
    forensic_case *items;
    size_t         count;
    str            next; // cursor; absent at the end
} case_page;

typedef enum item_kind { // numbers are in the store
    ITEM_FILE = 1,
    ITEM_PICTURE, // of another item: the device, the seal
    ITEM_MEMBER,  // out of an archive
} item_kind;

typedef struct forensic_item {
    int64_t    id, case_id, of_id, bytes, system_id, collected_ms, taken_ms;
    item_kind  kind;
    item_state state;
    str        uid, code, name, path, sha256, device, place, taken_from, ground, seal, note, person;
    str        seal_now;
} forensic_item;

typedef struct case_body {
    int64_t   id, body_id, from_ms, to_ms;
    case_part part;
    str       code, name, basis, person;
} case_body;

typedef struct custody_fault { // one thing that differs
    custody_fault_kind kind;
    int64_t            no; // of a row; 0: of an item
    str                item, sha256, name;
} custody_fault;

typedef struct custody_gone { // destroyed by decision, not missing
    str item, decision, decided_on, decided_by;
} custody_gone;

typedef struct custody_check { // of one case
    int64_t       at_ms, rows, items, bytes, fault_count, destroyed;
    custody_gone  gone[CASE_GONE_MAX];     // the first ones; of a verification just made
    custody_fault faults[CASE_FAULTS_MAX]; // the first ones
    str           person, head;
    int64_t       head_no;
} custody_check;

#endif
