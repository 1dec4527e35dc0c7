// incident_rules.h - what the law says of an incident: who must tell whom by when, when it is serious, under
// which plan, of which type, who may do what. From law/incidents/. Part of law.h.
//
// The folder may be missing from an older set of packs: then every list is empty.
#ifndef COLOA_KIT_LAW_INCIDENT_RULES_H
#define COLOA_KIT_LAW_INCIDENT_RULES_H

#include "kit/law/law.h"

enum { LAW_INCIDENT_TO_MAX = 6, LAW_INCIDENT_OWNERS_MAX = 16, LAW_INCIDENT_RULES_MAX = 4 };

// ---- facts that rows speak of -------------------------------------------------------------------------
// Each is yes, no or unknown (law_truth). The keys are those of rows and of facts as JSON.
typedef enum law_incident_flag {
    LAW_INCIDENT_SERIOUS = 0,
    LAW_INCIDENT_PERSONAL_DATA,
    LAW_INCIDENT_SPECIAL_DATA, // location or biometric data
    LAW_INCIDENT_FINANCE_DATA, // sensitive data of finance, banking, credit
    LAW_INCIDENT_BANK,
    LAW_INCIDENT_IN_LIST, // of nationally important systems
    LAW_INCIDENT_SERVICE_DOWN,
    LAW_INCIDENT_SECRETS_LEAKED,
    LAW_INCIDENT_DATA_LOST, // integrity, beyond restoring
    LAW_INCIDENT_CONTROL_LOST,
    LAW_INCIDENT_WIDE,         // wide scale, or a chain to other systems of level 4 or 5
    LAW_INCIDENT_OWNER_CANNOT, // control or handle it alone
    LAW_INCIDENT_ORDER_SIGN,   // signs of harm to security or order, or serious interruption
    LAW_INCIDENT_FOUND_BY_MEMBER,
    LAW_INCIDENT_GIVEN_FLAGS,                              // those above are told by people
    LAW_INCIDENT_MAYBE_SERIOUS = LAW_INCIDENT_GIVEN_FLAGS, // serious is not ruled out
    LAW_INCIDENT_EMERGENCY,                                // it may exceed the operator's capacity
    LAW_INCIDENT_FLAGS,
} law_incident_flag;

// Moments from which clocks run.
typedef enum law_incident_anchor {
    LAW_INCIDENT_OCCURRED = 0,
    LAW_INCIDENT_DETECTED,
    LAW_INCIDENT_RECEIVED,      // a notice or report
    LAW_INCIDENT_SUSPECTED,     // that it may be serious
    LAW_INCIDENT_OVER_CAPACITY, // found that it may exceed capacity
    LAW_INCIDENT_LAST_REPORT,   // of the progress, or the first one
    LAW_INCIDENT_HANDLED,
    LAW_INCIDENT_FIXED,
    LAW_INCIDENT_ENDED, // the response
    LAW_INCIDENT_ORDER_RECEIVED,
    LAW_INCIDENT_CONTACT_CHANGED,
    LAW_INCIDENT_ANCHORS,
} law_incident_anchor;

str law_incident_flag_key(law_incident_flag f);     // "serious"
str law_incident_anchor_key(law_incident_anchor a); // "detected"

// ---- clocks -------------------------------------------------------------------------------------------
typedef enum law_unit { LAW_UNIT_NOW = 1, LAW_UNIT_HOUR, LAW_UNIT_DAY, LAW_UNIT_WORKING } law_unit;

typedef struct law_incident_regime { // "r1" the MIC's, "r2" the handover, "r3" Law 116/2025/QH15
    str           id;
    law_words     name;
    str           valid_from, valid_to; // days; empty: open
    law_cite      cite;
    law_certainty certainty;
} law_incident_regime;

typedef struct law_incident_clock {
    str                 id; // "N331-1"
    law_words           name, note;
    str                 event;   // "serious.detected"
    unsigned            regimes; // bits 1 << index of the regime in which it is the rule
    unsigned            beside;  // those in which it runs beside the rules, while the centre wishes
    uint32_t            when;    // bits 1 << law_incident_flag: all must hold
    str                 actor;   // a party's key
    str                 to[LAW_INCIDENT_TO_MAX];
    size_t              to_count;
    str                 to_military, to_cipher; // instead, for systems of theirs; may be empty
    str                 document;               // id of a paper
    int                 limit;                  // 0 with LAW_UNIT_NOW
    law_unit            unit;
    bool                settable; // the law sets no number: a centre may, in its law set
    law_incident_anchor anchor,
        anchor_else;        // the second when the first is unknown; may be the same
    law_incident_anchor by; // the moment whose day picks the row
    int                 stage;
    str                 spares[LAW_INCIDENT_OWNERS_MAX]; // kinds of owner that are exempt
    size_t              spare_count;
    const struct law_incident_clock *superseded_by; // a faster one takes its place; may be NULL
    law_cite                         cite, also;    // documents NULL: ours, none
    law_certainty                    certainty;
    str                              valid_from, valid_to; // days; empty: open
} law_incident_clock;

typedef struct
    law_incident_party {   // a recipient or actor, dated: the same key may stand there again
    str           id, key; // "CQDP-2", "CQDP"
    law_words     text;
    str           valid_from, valid_to;
    law_cite      cite;
    law_certainty certainty;
} law_incident_party;

typedef struct law_incident_paper {
    str           id; // "MAU_03"
    law_words     text;
    str           form; // key of a form that can be drawn up; may be empty
    law_cite      cite;
    law_certainty certainty;
} law_incident_paper;

typedef struct law_incident_overlap { // clocks of two regimes at once: a question for people
    str                       id;
    law_words                 text;
    const law_incident_clock *rules[LAW_INCIDENT_RULES_MAX];
    size_t                    rule_count;
} law_incident_overlap;

typedef struct law_incident_setting { // a number that the law leaves open and a centre may change
    str           id;                 // "at-once"
    int64_t       value;
    str           unit; // "minute", "flag", "day", "month"
    law_words     text;
    law_cite      cite; // the text that leaves it open; document NULL: none does
    law_certainty certainty;
} law_incident_setting;

// ---- classes ------------------------------------------------------------------------------------------
typedef struct law_incident_sign { // serious: of each part at least one sign
    str               id;          // "B-c"
    char              part;        // 'A' 'B' 'C'
    law_words         text;
    int               level; // from this level on; 0: the flag counts
    law_incident_flag flag;
    law_cite          cite;
    law_certainty     certainty;
} law_incident_sign;

typedef struct law_incident_plan {
    str           id; // "PLAN_1"
    law_words     name;
    int           level;
    bool          in_list;                         // or by being in the national list
    str           owners[LAW_INCIDENT_OWNERS_MAX]; // none: of any kind
    size_t        owner_count;
    law_cite      cite;
    law_certainty certainty;
} law_incident_plan;

typedef struct law_incident_owner { // kinds of owner that facts may name
    str       id;                   // "ministry", "mod"
    law_words text;
} law_incident_owner;

typedef struct law_incident_type {
    str                             id; // "ENCRYPT"
    law_words                       text;
    int                             row;  // of form 05, from 1; of a sub-type its parent's
    const struct law_incident_type *into; // NULL: a row of form 05
    law_cite                        cite;
    law_certainty                   certainty;
} law_incident_type;

typedef struct law_incident_category { // of network members
    str           id, group;
    bool          obligatory;
    law_words     text;
    law_cite      cite;
    law_certainty certainty;
} law_incident_category;

typedef struct law_incident_task { // a task that an incident begins with
    str                      id;
    const law_incident_type *type;  // NULL: every incident
    str                      role;  // key of law_incident_role: whose it is
    int                      hours; // ours: by when, from the beginning
    law_words                text;
    law_certainty            certainty;
} law_incident_task;

// A measure that form 03 asks of (antivirus, firewall, ids) and the requirements that speak of it: a row of a catalogue,
// or every row below it.
typedef struct law_incident_measure {
    str           id;
    str           controls[LAW_INCIDENT_OWNERS_MAX];
    size_t        control_count;
    law_certainty certainty;
} law_incident_measure;

typedef struct law_incident_duty {
    str           id; // "report"
    law_words     text;
    law_cite      cite;
    law_certainty certainty;
} law_incident_duty;

typedef struct
    law_incident_form { // a paper that can be drawn up; its template is law/incidents/forms/<id>.form
    str           id;
    law_words     name, note; // note: what is not certain of it; may be empty
    str           about;      // trích yếu, in Vietnamese
    bool          of_body;    // of a member of the network, and not of one incident
    law_cite      cite;
    law_certainty certainty;
} law_incident_form;

// ---- who may do what ----------------------------------------------------------------------------------
typedef enum law_incident_role {
    LAW_ROLE_DVVH = 0, // operator
    LAW_ROLE_CQ,       // owner
    LAW_ROLE_DVCT,     // specialised response unit
    LAW_ROLE_TVML,     // network member
    LAW_ROLE_BCD_BT,   // steering committee of a ministry or province
    LAW_ROLE_CQDP,     // national coordinator
    LAW_ROLE_CQTT,     // standing body, national steering committee
    LAW_ROLE_BPTN,     // emergency operations group
    LAW_ROLE_SOC,      // hired firm
    LAW_ROLE_THIRD,    // anyone else
    LAW_INCIDENT_ROLES,
} law_incident_role;

typedef enum law_incident_grant {
    LAW_GRANT_NONE = 0,
    LAW_GRANT_YES,
    LAW_GRANT_FOR_OWNER,
    LAW_GRANT_OWN,
    LAW_GRANT_OWN_SYSTEMS,
    LAW_GRANT_OWN_SCOPE,
    LAW_GRANT_AREA, // own field or area
    LAW_GRANT_SHARED,
    LAW_GRANT_CONVENED,
    LAW_GRANT_CONTRACT,
    LAW_GRANT_NOTICE_STATUS, // how its own notice stands, nothing else
    LAW_GRANT_ALL,
    LAW_GRANT_FIRST_LOOK,
    LAW_GRANT_PROPOSE,
    LAW_GRANT_VERIFY,
    LAW_GRANT_DECIDE,
    LAW_GRANT_REQUEST,
    LAW_GRANT_VIA_CQDP,
    LAW_GRANT_ORDINARY, // on ordinary incidents
    LAW_GRANT_SERIOUS,  // on serious ones
    LAW_GRANTS,
} law_incident_grant;

typedef struct law_incident_act {
    str id; // "notice" "report" "acknowledge" "verify" "classify" "order" "answer"
            // "spokesperson" "warn" "close" "see"
    law_words          text;
    law_incident_grant grants[LAW_INCIDENT_ROLES];
    law_cite           cite; // document NULL: ours
    law_certainty      certainty;
} law_incident_act;

str law_incident_role_key(law_incident_role r);   // "DVVH"
str law_incident_grant_key(law_incident_grant g); // "own-scope"
// False for a text that names none.
bool law_incident_role_named(str key, law_incident_role *out);
bool law_incident_flag_named(str key, law_incident_flag *out);
bool law_incident_anchor_named(str key, law_incident_anchor *out);

// What that role may do; LAW_GRANT_NONE for an act that no row names.
law_incident_grant law_incident_right(const law *l, law_incident_role role, str act);

// ---- rows ---------------------------------------------------------------------------------------------
const law_incident_regime   *law_incident_regimes(const law *l, size_t *count);
const law_incident_clock    *law_incident_clocks(const law *l, size_t *count);
const law_incident_paper    *law_incident_papers(const law *l, size_t *count);
const law_incident_overlap  *law_incident_overlaps(const law *l, size_t *count);
const law_incident_setting  *law_incident_settings(const law *l, size_t *count);
const law_incident_sign     *law_incident_signs(const law *l, size_t *count);
const law_incident_plan     *law_incident_plans(const law *l, size_t *count);
const law_incident_owner    *law_incident_owners(const law *l, size_t *count);
const law_incident_type     *law_incident_types(const law *l, size_t *count);
const law_incident_category *law_incident_categories(const law *l, size_t *count);
const law_incident_duty     *law_incident_duties(const law *l, size_t *count);
const law_incident_task     *law_incident_tasks(const law *l, size_t *count);
const law_incident_measure  *law_incident_measures(const law *l, size_t *count);
const law_incident_act      *law_incident_acts(const law *l, size_t *count);
const law_incident_form     *law_incident_forms(const law *l, size_t *count);

// NULL when there is none such.
const law_incident_clock *law_incident_clock_find(const law *l, str id);
const law_incident_paper *law_incident_paper_find(const law *l, str id);
const law_incident_type  *law_incident_type_find(const law *l, str id);
const law_incident_owner *law_incident_owner_find(const law *l, str id);
const law_incident_form  *law_incident_form_find(const law *l, str id);
// The party as it is called on that day; NULL when no row covers it.
const law_incident_party *law_incident_party_on(const law *l, str key, day on);
// The regime of a day, or NULL before the first.
const law_incident_regime  *law_incident_regime_on(const law *l, day on);
int64_t                     law_incident_setting_value(const law *l, str id); // 0: no such row
const law_incident_setting *law_incident_setting_find(const law *l, str id);  // NULL
bool                        law_incident_clock_valid(const law_incident_clock *k, day on);

#endif
