// sheet.h - a requirement sheet, its rows, and what they amount to. Part of controls.h.
#ifndef COLOA_MODULES_CONTROLS_SHEET_H
#define COLOA_MODULES_CONTROLS_SHEET_H

#include "modules/controls/answer.h"
#include "modules/controls/asked.h"

typedef struct control_sheet {
    int64_t id, system_id, from_sheet_id, made_ms, frozen_ms, version;
    str     uid, pack, pack_version, pack_sha256, catalogue; // "nd331", "tcvn14423"
    int     level;
    str     person, frozen_by;
    str     system_code, system_name;
    bool    may_write; // the acting body's role and right
    bool    held;      // its answers are being judged: nothing is changed meanwhile
    bool    invented;
} control_sheet;

typedef struct control_row {
    int64_t id, place, version, changed_ms;
    str     control, clause, person, from_ids;
    bool    heading, confirm; // confirm: came from another catalogue, to be looked through
    str     values[CONTROL_FIELDS];
    const law_requirement *r;       // NULL: the packs no longer have it
    const law_plan_group  *content; // of the decree; NULL none
    const law_plan_group  *part;    // of the catalogue; NULL: r->group
} control_row;

typedef struct control_counts { // of the rows that ask something
    int64_t rows, answered, by[CONTROL_ANSWERS];
    int64_t lacking;   // V9: no reason, no source
    int64_t confirm;   // carried over and not looked through
    int64_t work;      // partly and not yet
    int64_t unplanned; // of these: no day or nobody responsible
    int64_t doing, done, overdue;
} control_counts;

enum { CONTROL_FAULTS_MAX = 4 }; // told of one row

typedef enum control_fate {
    CONTROL_SAVED = 1,
    CONTROL_SAME,
    CONTROL_CONFLICT,
    CONTROL_REFUSED
} control_fate;

typedef struct control_saved { // of one edit
    control_fate fate;
    int64_t      version;                // the row's now
    str          values[CONTROL_FIELDS]; // as they stand
    unsigned     conflicts; // bits of fields that `person` changed meanwhile; not written over
    str          person;
    int64_t      at_ms;
    problem      faults[CONTROL_FAULTS_MAX]; // field: key of control_fields, or "control"
    size_t       fault_count;
    int          lacks; // as control_lacks
} control_saved;

// What the rows say of carrying the plan out, by what is frozen: not, partly, fully ("đã triển khai đầy đủ" only
// when every row that had work is done).
typedef enum control_deployment {
    CONTROL_NOT_DEPLOYED = 1,
    CONTROL_PARTLY_DEPLOYED,
    CONTROL_FULLY_DEPLOYED
} control_deployment;
control_deployment control_deployed(const control_counts *n);

#endif
