// law_inside.h - what the files of kit/law share among themselves: loaded rows, compiled conditions,
// the loader. Nothing outside this folder includes it.
#ifndef COLOA_KIT_LAW_LAW_INSIDE_H
#define COLOA_KIT_LAW_LAW_INSIDE_H

#include <jansson.h>

#include "kit/law/groups.h"
#include "kit/law/incident_rules.h"
#include "kit/law/law.h"
#include "kit/law/letter_kinds.h"
#include "kit/law/network_rows.h"
#include "kit/law/reports.h"
#include "kit/law/workflows.h"

enum {
    LAW_ROWS_MAX      = 256,     // rows of one list of one file
    LAW_FILE_MAX      = 4 << 20, // bytes of one file of a pack
    LAW_TEXT_MAX      = 4000,    // bytes of one text of a row
    LAW_DEPTH_MAX     = 8,       // nesting of a condition
    LAW_NODES_MAX     = 256,     // nodes of one condition
    LAW_CSV_FIELDS    = 12,
    LAW_DOCUMENTS_MAX = 64,
    LAW_FOLDER_FILES  = 7, // files of one pack
};

// ---- conditions ---------------------------------------------------------------------------------
typedef enum cond_op {
    COND_ALL = 1,
    COND_ANY,
    COND_NOT,
    COND_HAS,   // the set holds a value of the mask
    COND_ONLY,  // the set holds nothing outside the mask
    COND_AMONG, // the place of the enum is in the mask
    COND_EQ,
    COND_GTE,
    COND_LTE,
    COND_KNOWN, // argument 1: known; 0: not known. Never unknown itself
} cond_op;

// Nodes stand in prefix order: a node is followed by its parts. `span` counts the node with all below.
struct law_cond {
    uint8_t  op;
    uint8_t  fact;
    uint16_t span;
    bool     silent; // an absent fact makes the test false instead of unknown
    int64_t  argument;
};

law_truth cond_eval(const law_cond *c, const law_facts *f);
// The unknown facts on which the truth of a condition still hangs.
uint32_t cond_open(const law_cond *c, const law_facts *f);

// ---- rows ---------------------------------------------------------------------------------------
typedef struct law_group {
    str       key;
    law_words text;
} law_group;

typedef struct law_transition {
    str             id;
    const law_pack *pack;
    int64_t         on_from, on_to; // day numbers, inclusive
    int             begun;          // BEGUN_…
    int64_t         begun_from, begun_to;
    unsigned        situations; // bits 1 << law_situation
    str             deadline;
    law_words       text;
    law_cite        cite;
    law_certainty   certainty;
} law_transition;

enum { BEGUN_ANY = 1, BEGUN_KNOWN, BEGUN_UNKNOWN };

typedef struct law_rows { // of one pack
    law_rule         *rules, *floors;
    law_note         *notes;
    law_grey         *greys;
    law_authority    *authorities;
    law_limit        *limits;
    law_form         *forms;
    law_label        *labels;
    law_report       *reports;
    law_heading      *headings;
    law_report_check *report_checks;
    law_workflow      workflow;
    size_t            rule_count, floor_count, note_count, grey_count, authority_count, limit_count,
        form_count, label_count, report_count, heading_count, report_check_count;
    int      risk_fact; // index of the fact that may raise the level, -1: the pack has none
    law_rule risk_rule;
    uint32_t silent; // facts whose absence is noted, not asked for
    uint32_t facts;  // facts that this pack asks for
} law_rows;

typedef struct law_citation { // how a citation is put into words, in one language
    str point, clause, article, annex;
} law_citation;

typedef struct law_incidents { // the lists of incidents/
    law_incident_regime   *regimes;
    law_incident_party    *parties;
    law_incident_paper    *papers;
    law_incident_clock    *clocks;
    law_incident_overlap  *overlaps;
    law_incident_setting  *settings;
    law_incident_sign     *signs;
    law_incident_plan     *plans;
    law_incident_owner    *owners;
    law_incident_type     *types;
    law_incident_category *categories;
    law_incident_duty     *duties;
    law_incident_task     *tasks;
    law_incident_measure  *measures;
    law_incident_act      *acts;
    law_incident_form     *forms;
    size_t regime_count, party_count, paper_count, clock_count, overlap_count, setting_count,
        sign_count, plan_count, owner_count, type_count, category_count, duty_count, task_count,
        measure_count, act_count, form_count;
} law_incidents;

struct law {
    law_files          files;
    char               sha256[65]; // of them
    law_catalogue      catalogues[2];
    law_crossing      *crossings;
    size_t             crossing_count;
    law_plan_group    *plan_groups;
    size_t             plan_group_count;
    law_citation       cite_vi, cite_en;
    law_document      *documents;
    law_pack          *packs;
    law_fact          *facts;
    law_group         *groups;
    law_question      *questions;
    law_transition    *transitions;
    law_body          *bodies;
    law_letter_kind   *letter_kinds;
    law_member_duty   *member_duties;
    law_member_number *member_numbers;
    size_t             member_duty_count, member_number_count;
    size_t document_count, pack_count, fact_count, group_count, question_count, transition_count,
        body_count, letter_kind_count;
    uint32_t      questioned; // facts that stand in a question
    law_overlay  *overlays;
    size_t        overlay_count;
    calendar      days;
    law_incidents incidents;
};

// ---- loading --------------------------------------------------------------------------------------
typedef struct loader {
    arena      *a;
    law        *l;
    law_source  from;
    law_faults *faults;
    status      st;   // ST_MEMORY or ST_BROKEN sticks
    str         file; // being read, and the id of its row: what a fault names
    str         id;
    uint32_t    silent; // facts whose absence a condition takes as false
} loader;

void fault(loader *ld, const char *rule, str detail);

// A file as JSON, or NULL after a fault. The caller decrefs.
json_t *load_json(loader *ld, const char *name);
str     load_bytes(loader *ld, const char *name); // absent after a fault

// Readers of one row's fields. A fault is noted for what is missing or of the wrong type.
str           row_text(loader *ld, const json_t *row, const char *key, bool required);
int64_t       row_int(loader *ld, const json_t *row, const char *key, int64_t min, int64_t max);
bool          row_bool(loader *ld, const json_t *row, const char *key); // absent: false
law_words     row_words(loader *ld, const json_t *row, const char *key, bool required);
law_cite      row_cite(loader *ld, const json_t *row, bool required);
law_certainty row_certainty(loader *ld, const json_t *row);
void          row_levels(loader *ld, const json_t *row, int *min, int *max);
str           row_day(loader *ld, const json_t *row, const char *key, int64_t *number);
law_value    *row_values(loader *ld, const json_t *row, const char *key, size_t *count);
void          row_keys(loader *ld, const json_t *row, const char *const *known);
// The rows of a list: an array of objects with distinct ids, at most LAW_ROWS_MAX.
const json_t *row_list(loader *ld, const json_t *list, const char *name, const char *id_key,
                       size_t *count);
const json_t *row_at(loader *ld, const json_t *list, size_t i, const char *id_key);

law_certainty certainty_named(str key); // 0 when there is none such

// Compiles the condition under `key`. *uses (may be NULL) gets the facts it reads. NULL after a fault.
const law_cond *row_cond(loader *ld, const json_t *row, const char *key, uint32_t *uses);

extern const char *const pack_files[LAW_FOLDER_FILES]; // of a pack's folder: "criteria", …

// The fields that a pack and an overlay have alike: id, names, period, legal basis.
void load_pack_head(loader *ld, law_pack *p, const json_t *row);
// The files of p's folder, and its identity. `row` is its entry in packs.json.
void load_pack(loader *ld, law_pack *p, const json_t *row, const json_t *documents,
               const json_t *facts);
// SHA-256 of two identities, one after the other, as hex: what a pack with an overlay is known by.
void identity_of_both(loader *ld, const char *first, const char *second, char out[65]);

void load_overlay_heads(loader *ld, const json_t *root);
void load_overlays(loader *ld, const json_t *root, const json_t *facts);
void load_facts(loader *ld, const json_t *root);
void load_pack_rows(loader *ld, law_pack *p, const json_t *row, json_t *const *files);
void load_reports(loader *ld, const json_t *root, law_rows *rows);  // reports.json
void load_workflow(loader *ld, const json_t *root, law_rows *rows); // workflow.json
void load_transitions(loader *ld, const json_t *list);
void load_bodies(loader *ld);
void load_letter_kinds(loader *ld);
void load_incidents(loader *ld);
void load_incident_classes(loader *ld, const json_t *root);
void load_incident_rights(loader *ld, const json_t *root);
void load_incident_forms(loader *ld, const json_t *root);
void load_documents(loader *ld, const json_t *root); // adds to those there are
void check_period(loader *ld, str from, str to);
// A list of texts under `key`, at most `most`; absent: none.
size_t row_texts(loader *ld, const json_t *row, const char *key, str *out, size_t most);
void   load_calendar(loader *ld);
void   load_crosswalk(loader *ld);
void   load_plan_groups(loader *ld);
void   files_record(loader *ld, const char *name, str bytes); // each once
void   files_identity(loader *ld);
void   put_digest(loader *ld, bool ok, const unsigned char digest[32], char out[65]);
void   load_network_rows(loader *ld);
// "điểm {} " with its {} replaced; nothing when the value is empty.
void cite_part(buf *b, str template, str value);

void text_copy(loader *ld, str s, str *out); // into the loader's arena; ST_MEMORY sticks
#define LOAD_NEW(ld, type, count) ((type *)load_alloc((ld), sizeof(type), _Alignof(type), (count)))
void *load_alloc(loader *ld, size_t size, size_t align, size_t count);

// ---- csv --------------------------------------------------------------------------------------------
typedef struct csv {
    str     rest;
    int64_t row;   // 1-based, of the record last read
    bool    bad;   // an open quotation mark, or too many fields
    bool    spent; // no room for a field in the arena
} csv;

// The next record; fields point into the text, or into a where quotes had to be taken out. Empty
// lines are passed over. False at the end, when it is bad, or when a is spent.
bool csv_next(csv *c, arena *a, str *fields, size_t *count);

#endif
