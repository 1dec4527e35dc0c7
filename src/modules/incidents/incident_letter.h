// incident_letter.h - one set of facts, many letters: what is known of an incident, or of a network member, put
// into any of the forms of law/incidents/forms. Pure. All text is Vietnamese as it stands on the paper.
//
// What is not known stays a dotted blank; number and day are the clerk's. A fact is kept as text under its key
// (incident.h has the keys of an incident): times as milliseconds in decimal, lists one a line, sets with one
// blank between, yes/no as "yes" "no".
#ifndef COLOA_MODULES_INCIDENTS_INCIDENT_LETTER_H
#define COLOA_MODULES_INCIDENTS_INCIDENT_LETTER_H

#include "kit/law/incident_rules.h"

enum {
    INCIDENT_LETTER_FACTS_MAX   = 200,
    INCIDENT_LETTER_TABLES_MAX  = 8,
    INCIDENT_LETTER_ROWS_MAX    = 500,
    INCIDENT_LETTER_COLUMNS_MAX = 8,
    INCIDENT_LETTER_BYTES_MAX   = 1 << 20, // of facts as JSON
};

typedef struct incident_letter_fact {
    str key, value;
} incident_letter_fact;

// Rows of a table of a form, cells c1, c2, …: can_cu viec dinh_kem dien_bien dau_moi nhan_luc nhan_su; and "types":
// type, count, handled alone, with help, with foreign help, help asked of the coordinator, damage in đồng – form
// 05 makes its ten rows and their sum of it, sub-types in their type's row.
typedef struct incident_letter_table {
    str        name;
    const str *cells; // row by row
    size_t     rows, columns;
} incident_letter_table;

typedef struct incident_letter {
    // the head and the end (NĐ 30/2020, Phụ lục I); empty: not known
    str superior, issuer, symbol, place;
    str number, issued; // the clerk's; the day as ISO
    int year;           // of the blank day
    str to, signer_post, signer, drafter, sample;

    const incident_letter_fact  *facts;
    size_t                       fact_count;
    const incident_letter_table *tables;
    size_t                       table_count;
} incident_letter;

// The docx, in a (give it 16 MiB). ST_MISSING "incident-form" for a form that is none; ST_INVALID "incident-type"
// (table types: such a kind is not known), "incident-count" (a cell that is no count), "incident-count-sum" (more
// handled than there were).
status incident_letter_make(const law *l, str form, const incident_letter *p, arena *a, str *docx,
                            problem *why) MUST_CHECK;

// {"head":{"issuer":…},"facts":{"detected":"2026-08-20T22:00:00+07:00",…},"tables":{"viec":[["1","…","…"]]}}: times
// by RFC 3339, yes/no also true/false, lists also as arrays. ST_INVALID, naming the field: facts-not-json wrong-type
// unknown-field too-long too-many not-text time-form.
status incident_letter_parse(str json, arena *a, incident_letter *out, problem *why) MUST_CHECK;

#endif
