// finding_ops.h - inside this module: what detection writes, what is done with findings.
#ifndef COLOA_MODULES_FORENSICS_FINDING_OPS_H
#define COLOA_MODULES_FORENSICS_FINDING_OPS_H

#include "modules/forensics/touch_ops.h"

enum { SUPPRESSIONS_MAX = 500, RULE_SETS_MAX = 100, RUNS_MAX = 50, MATRIX_MAX = 600 };

// By its first bytes: a zip, else one list of indicators. fd keeps its position.
status rule_set_is_zip(int fd, bool *zip) MUST_CHECK;

// ---- written by detection, each in an act of its own -------------------------------------------------
status case_run_begin(call *c, const forensic_case *k, const rule_set *r, str tool, bool slack,
                      int64_t *id) MUST_CHECK;
// At most FINDING_BATCH_MAX. *added: those that were not there yet. Suppressions of the case's holder are applied.
status findings_add(call *c, const forensic_case *k, const finding *all, size_t count,
                    int64_t *added) MUST_CHECK;
// item 0: a rule.
status case_run_gaps_add(call *c, int64_t run_id, int64_t item_id, const run_gap *gaps,
                         size_t count) MUST_CHECK;
// Counts of r; and one row of the custody log for each item that was read.
status case_run_end(call *c, const forensic_case *k, const finding_run *r) MUST_CHECK;
// Inside none: the row "analysed" of an item.
status item_analysed(call *c, const forensic_case *k, int64_t item_id, str tool,
                     str words) MUST_CHECK;
// Name, version and hash of what found it, as they were then.
status finding_rules(call *c, const finding *f, rule_set *out) MUST_CHECK;
// At most FINDING_COSTS_MAX, in their order; once in a run.
status case_run_costs_add(call *c, int64_t run_id, const run_cost *all, size_t count) MUST_CHECK;
status case_run_costs(call *c, int64_t run_id, run_cost **out, size_t *count) MUST_CHECK;
status case_run_gaps(call *c, int64_t run_id, run_gap **out, size_t *count) MUST_CHECK;

// ---- how many there are ------------------------------------------------------------------------------
typedef struct finding_place { // where a finding is counted
    finding_triage triage;     // 0: nowhere
    bool           hidden;
} finding_place;
// So many more, or fewer, stand there. Of f: tags and level. In the act that changes them.
status finding_counted(db *d, int64_t case_id, const finding *f, finding_place at,
                       int64_t n) MUST_CHECK;
// In the act that moves it. Of f: tags and level.
status finding_move(db *d, int64_t case_id, const finding *f, finding_place from,
                    finding_place to) MUST_CHECK;

// Those of a filter as xlsx into fd, a temporary file; highest first.
status findings_export(call *c, const forensic_case *k, const finding_filter *f, int fd) MUST_CHECK;

// ---- suppressions ------------------------------------------------------------------------------------
typedef struct suppression_draft {
    int64_t case_id;
    bool    every; // in every case that the body holds, not this one alone
    str     rule, pattern, host, reason, until;
} suppression_draft;
// Hides what it names at once; findings stay and are counted. ST_INVALID "required" (rule, reason) "not-a-day"
// "day-past".
status suppression_add(call *c, const suppression_draft *d, int64_t *id, problem *why) MUST_CHECK;
status suppression_end(call *c, int64_t case_id, int64_t id,
                       problem *why) MUST_CHECK; // shown again
// Every minute: what was hidden by one whose last day has passed is shown again.
status suppressions_past(call *c) MUST_CHECK;
status suppressions_of(call *c, const forensic_case *k, finding_suppression **out,
                       size_t *count) MUST_CHECK;

// ---- ATT&CK ------------------------------------------------------------------------------------------
typedef struct attack_cell {
    str           tactic;    // "execution"; '' a technique whose rules name none
    str           technique; // "T1059.001"; '' the tactic as a whole
    int64_t       n;
    finding_level worst;
} attack_cell;
// Tactics in the order of ATT&CK, each as a whole and then by technique; last those of none. Of what is shown and not
// harmless. A technique stands under each tactic that a rule names beside it.
status attack_matrix(call *c, const forensic_case *k, attack_cell **out, size_t *count) MUST_CHECK;

#endif
