// dossier.h - what is true of a dossier by itself: its code, its parts and how far each is, the facts that
// the rules look at, its clock. Pure: no SQL, no clock of its own.
#ifndef COLOA_MODULES_DOSSIERS_DOSSIER_H
#define COLOA_MODULES_DOSSIERS_DOSSIER_H

#include "kit/base/base.h"
#include "kit/law/law.h"
#include "kit/law/workflows.h"
#include "modules/dossiers/guard.h"

enum {
    DOSSIER_SYSTEMS_MAX   = 20,  // of a joint one
    DOSSIER_ROWS_MAX      = 500, // of one list
    DOSSIER_DOCUMENTS_MAX = 100,
    DOSSIER_TEXTS_MAX     = 40,
    DOSSIER_PARTS_MAX     = 16,
    DOSSIER_LACKS_MAX     = 16,    // told of one part
    DOSSIER_TEXT_MAX      = 20000, // characters of one text
    DOSSIER_CELL_MAX      = 500,
    DOSSIER_PLAN_PARTS    = 7,
    DOSSIER_FILES_MAX     = 20, // of one document
    DOSSIER_LETTERS_MAX   = 40,
};

typedef struct dossier {
    int64_t      id;
    str          uid, code; // "HS-000123"
    int64_t      system_id, owner_id, operator_id, operator_role;
    dossier_kind kind;
    int64_t      edition;
    str          state;
    bool         under_way;
    int64_t      state_ms;
    str          due_on;
    int          level;
    str          raise_reason, pack, pack_version, pack_sha256;
    int64_t      appraiser_id;
    str          appraiser, appraiser_no, appraiser_on;
    int64_t      author_id, submitter_id;
    str          author, drafted_on, submitted_on, appraised_on, approved_on;
    str          decision_no, decision_on, decision_by, report_no, report_on;
    str          live_no, live_on, live_by; // operated by a decision of its own
    int64_t      version, made_ms, changed_ms;
    str          system_code, system_name, owner_name, operator_name; // as they are called today
} dossier;

str  dossier_code(arena *a, int64_t id);
bool dossier_ref_id(str ref, int64_t *id); // "123", "HS-000123"

typedef enum dossier_list { // numbers are in the store
    DOSSIER_DEVICES = 1,
    DOSSIER_SERVICES,
    DOSSIER_ZONES,
} dossier_list;
str  dossier_list_key(dossier_list l); // "devices"
bool dossier_list_named(str key, dossier_list *out);

enum { DOSSIER_CELLS = 4 };

typedef struct dossier_row dossier_row;
struct dossier_row {
    int64_t            id;
    dossier_list       list;
    str                name, second, zone, fourth;
    str                person; // who wrote it last; empty: before that was kept
    int64_t            at_ms;
    const dossier_row *was; // of a row to be written: its cells as they were read; NULL: not said
};
// Its cells under their names "name" "second" "zone" "fourth".
extern const char *const dossier_cell_names[DOSSIER_CELLS];
str                      dossier_cell(const dossier_row *r, size_t i);
// A cell that `mine` changes and another has changed meanwhile to something else.
bool dossier_cell_moved(const dossier_row *now, const dossier_row *mine, size_t i);

typedef struct dossier_text {
    str     key, text, person;
    int64_t version, at_ms;
} dossier_text;

typedef struct dossier_document {
    int64_t id, at_ms;
    str     kind, title, number, on, issuer, person;
    // of one that is being added: files of its systems (modules/evidence)
    int64_t files[DOSSIER_FILES_MAX];
    size_t  file_count;
} dossier_document;
// "design-preliminary" "design-construction" "design-equal" "diagram-logical" "diagram-physical" "risk"
// "opinion" "other"
extern const str dossier_document_kinds[];
enum { DOSSIER_DOCUMENT_KINDS = 8 };

typedef struct dossier_touch { // who last worked on a part
    str     part, person;
    int64_t since_ms;
} dossier_touch;

typedef struct dossier_sheet { // what a requirement sheet amounts to; id 0: there is none
    int64_t id, rows, answered, lacking, confirm, work, doing, done, overdue;
    bool    fits, frozen, deployed; // fits: of the dossier's pack and level
} dossier_sheet;

typedef struct dossier_system { // one that it is about, as the register has it
    int64_t id, owner_id, determination_id;
    int64_t rests_on; // the determination that the dossier took over
    str     code, name, operator_, purpose, scope, size, served;
    str     running_since, regulation_no, regulation_on;
    bool    project, embedded; // it comes by a project or hire; the statement is part of its papers
    str     project_on;
    int     level;
    law_result result;
    int64_t    upgraded_since_ms; // in an upgrade: when it last went live; 0: in none
    bool       plan_done;         // carried out in full: by its sheet, without one as declared
    bool       needs_247; // a criterion that asks whether it runs around the clock gave the level
    bool       assessed;  // declared: before use
    dossier_sheet sheet;
} dossier_system;

typedef struct dossier_content { // everything that a dossier consists of
    dossier           d;
    const law_pack   *pack;
    const law_state  *state;
    dossier_system   *systems;
    size_t            system_count;
    dossier_row      *rows;
    size_t            row_count;
    dossier_text     *texts;
    size_t            text_count;
    dossier_document *documents;
    size_t            document_count;
    dossier_touch    *touches;
    size_t            touch_count;
    bool              other_under_way;
} dossier_content;

str dossier_text_of(const dossier_content *k, str key); // "" when there is none

// ---- parts ----------------------------------------------------------------------------------------
typedef enum dossier_part_state {
    PART_NOT_STARTED = 1,
    PART_IN_WORK,
    PART_LACKING,
    PART_DONE,
} dossier_part_state;
const char *dossier_part_state_key(dossier_part_state s);

typedef struct dossier_part {
    const law_component *component;
    dossier_part_state   state;
    str                  lacks[DOSSIER_LACKS_MAX]; // words "dossiers.lack.<key>"
    size_t               lack_count;
    str                  person; // who works on it, since when
    int64_t              since_ms;
} dossier_part;

typedef struct dossier_parts {
    dossier_part items[DOSSIER_PARTS_MAX];
    size_t       count, missing;
} dossier_parts;

void dossier_parts_of(const dossier_content *k, dossier_parts *out);
bool dossier_part_wanted(const dossier_part *p); // it lacks something, and may not follow later
// Does the pack ask for this text: 'plan.3', 'proposal', …?
bool dossier_text_known(str key, str *part);

// ---- facts and clock ----------------------------------------------------------------------------------
typedef struct dossier_moment { // of an act
    str     today;
    int64_t person_id;
    str     decision_on, report_on; // given with the act; empty: the dossier's own
} dossier_moment;
dossier_facts dossier_facts_of(const dossier_content *k, const dossier_moment *m);

// The last day of the clock that runs in a state, "" when none does. ST_LIMIT when the calendar does not
// reach so far: no date is told rather than a wrong one.
typedef struct dossier_clock {
    const law_limit *limit; // NULL: none
    str              start_on, due_on;
    bool             unsure; // a day of the calendar is not confirmed
} dossier_clock;
status dossier_clock_of(const law_pack *p, const law_state *s, const dossier *d, str today,
                        arena *a, dossier_clock *out, problem *why) MUST_CHECK;

#endif
