// finding.h - what detection found in the items of a case: rows of runs, findings, suppressions. Pure.
//
// A run is one program with one rule set over the items of a case; its counts add up: read + failed + skipped are all
// records it met. A finding is one rule that fired on one record; it tells rule, version and the SHA-256 of the rule's
// file, so that it can be checked years later. A suppression hides findings, with a reason; they stay and are counted.
#ifndef COLOA_MODULES_FORENSICS_FINDING_H
#define COLOA_MODULES_FORENSICS_FINDING_H

#include "kit/base/base.h"

enum {
    FINDING_PAGE      = 50,
    FINDING_BATCH_MAX = 500, // stored by one act
    FINDING_EVENT_MAX =
        64 * 1024, // bytes of the event's line that are kept; what is longer is cut and told
    FINDING_TITLE_MAX   = 300, // characters
    FINDING_TAGS_MAX    = 40,
    FINDING_COSTS_MAX   = 50,  // rules of one run whose cost is kept
    FINDING_RULES_SHOWN = 500, // rules of one run that were not run, or items that failed
};

typedef enum finding_level { // numbers are in the store; Sigma's
    LEVEL_INFORMATIONAL = 1,
    LEVEL_LOW,
    LEVEL_MEDIUM,
    LEVEL_HIGH,
    LEVEL_CRITICAL,
} finding_level;
enum { FINDING_LEVELS = LEVEL_CRITICAL };
str  finding_level_key(finding_level l); // "high"; words "forensics.level.<key>"
bool finding_level_named(str key, finding_level *out);

typedef enum finding_triage { // numbers are in the store
    TRIAGE_NEW = 1,
    TRIAGE_THREAT,    // a threat to be removed
    TRIAGE_BENIGN,    // known and harmless
    TRIAGE_DUPLICATE, // told by another
} finding_triage;
enum { FINDING_TRIAGES = TRIAGE_DUPLICATE };
str  finding_triage_key(finding_triage t); // "threat"; words "forensics.triage.<key>"
bool finding_triage_named(str key, finding_triage *out);

// source: "sigma", "correlation" (of Sigma, over all files of the case), "yara", "indicator".
typedef struct finding {
    int64_t        id, case_id, run_id, item_id;
    str            rule, title, version, rule_sha256, source;
    finding_level  level;
    str            tags;               // one blank between: "attack.execution attack.t1059.001"
    str            host;               // as the record tells it; empty not known
    int64_t        record;             // of the file: number or offset
    int64_t        event_ms, found_ms; // event 0: not known
    bool           recovered;          // of slack
    str            event;              // the record's line
    finding_triage triage;
    str            comment, triaged_by;
    int64_t        triaged_ms, suppression_id; // 0: shown
    str            item_code, item_path;
    int64_t        version_no; // of the row, for changes
} finding;

// One rule or item that was not run or read, and why.
typedef struct run_gap {
    str name, why, detail;
} run_gap;

typedef struct finding_run {
    int64_t id, case_id, rule_set_id, begun_ms, ended_ms; // ended 0: it still runs, or was cut off
    str     tool, version, rule_set, rule_set_version, rule_set_sha256, person;
    int64_t items, bytes, events, failed, skipped, findings, rules, rules_not_run, recovered,
        lost; // of slack, where that was asked for
    bool slack;
} finding_run;

// A rule that cost much in a run; rule '' is all YARA rules together, of which one is known by itself only when it was slow.
typedef struct run_cost {
    str     kind, rule, file;
    int64_t looked, hits, spent_us, stopped;
} run_cost;

typedef struct rule_set {
    int64_t id, bytes, rules, added_ms; // rules: as the last run counted; -1 not run yet
    str     name, version, sha256, person;
} rule_set;

typedef struct finding_suppression {
    int64_t id, case_id, made_ms, hits; // case 0: all cases of the body
    str     rule, pattern, host, reason, person,
        until;        // pattern: a part of the event's line; until: ISO day, '' no end
    int64_t ended_ms; // taken back; 0 stands
} finding_suppression;

// By its name a file of a rule set that is a list of indicators (csv, txt, ioc); papers beside rules are none.
bool finding_list_name(str name);

// Does it hide that finding on that day (ISO)? Texts are compared without regard to ASCII case.
bool finding_suppressed(const finding_suppression *s, const finding *f, str today);

// A tag of ATT&CK: "attack.t1059.001" is technique "T1059.001", "attack.defense-evasion" and "attack.defense_evasion" are
// tactic "defense-evasion". False: it is of something else.
typedef struct attack_tag {
    bool tactic;
    char key[40]; // NUL-terminated
} attack_tag;
bool attack_tag_read(str tag, attack_tag *out);
int  attack_tactic_at(str key); // its place in ATT&CK, from 0; -1: it is none

#endif
