// doctor_ops.h - one look over everything that keeps the program well: what is right, what will go
// wrong, what is wrong, and what to do about it.
#ifndef COLOA_MODULES_OPERATIONS_DOCTOR_OPS_H
#define COLOA_MODULES_OPERATIONS_DOCTOR_OPS_H

#include "kit/call/call.h"

typedef enum doctor_state { DOCTOR_GOOD = 1, DOCTOR_WARN, DOCTOR_BAD } doctor_state;

// One thing looked at. Its name is the text "doctor.<key>", what was found "doctor.<key>.<found>" with
// {0} = value, what to do "doctor.do.<key>.<found>" (none when good).
typedef struct doctor_line {
    const char  *key, *found;
    doctor_state state;
    str          value;
    bool         mended;
} doctor_line;

enum { DOCTOR_LINES_MAX = 16 };

typedef struct doctor_order {
    str  data; // the data folder
    int  data_fd;
    str  tls_cert; // PEM; empty: none
    bool quick;    // leave out what reads all of the data: database and audit trail
    bool fix;      // mend what can be mended without a choice: permissions, leftovers
} doctor_order;

// Looks at disk, clock, permissions, database, audit trail, backups, certificate, workers, fonts, kernel.
status       doctor_look(call *c, const doctor_order *o, doctor_line lines[DOCTOR_LINES_MAX],
                         size_t *count) MUST_CHECK;
const char  *doctor_state_name(doctor_state s); // "good" "warn" "bad"
doctor_state doctor_worst(const doctor_line *lines, size_t count);
// What was found and what to do, in words.
str doctor_words(arena *a, lang in, const doctor_line *l);
str doctor_advice(arena *a, lang in, const doctor_line *l); // empty when there is nothing to do

// One line to send with a question.
status doctor_support(call *c, const doctor_line *lines, size_t count, str *out) MUST_CHECK;

// The rules, pure.
doctor_state doctor_disk(int64_t free_bytes, int64_t all_bytes);
doctor_state doctor_backup_age(int64_t now_ms, int64_t made_ms); // made_ms 0: never
doctor_state doctor_certificate(int64_t days_left);

#endif
