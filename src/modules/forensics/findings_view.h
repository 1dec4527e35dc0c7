// findings_view.h - what the pages of findings and rule sets show.
#ifndef COLOA_MODULES_FORENSICS_FINDINGS_VIEW_H
#define COLOA_MODULES_FORENSICS_FINDINGS_VIEW_H

#include "modules/forensics/forensics_view.h"

typedef struct finding_line {
    const finding *f;
    str            level, triage, when, item; // item: its name, without the folders it lay in
    const char    *look, *level_look;
} finding_line;

typedef struct technique_line {
    str     tag;
    int64_t n;
    bool    bad; // something high or critical
} technique_line;
typedef struct tactic_line {
    str             tag, name, worst; // tag '': techniques whose rules name no tactic
    int64_t         n;
    const char     *look;
    technique_line *techniques;
    size_t          technique_count;
} tactic_line;

typedef struct run_line {
    const finding_run *r;
    str                when, counts, hash;
} run_line;

typedef struct gap_line {
    str name, words, detail;
} gap_line;

typedef struct cost_line {
    const run_cost *k;
    str             rule, looked, spent;
} cost_line;

typedef struct suppression_line {
    const finding_suppression *s;
    str                        where, until;
} suppression_line;

typedef struct findings_view {
    const case_show_view   *c;
    const finding_line     *items;
    const tactic_line      *tactics;
    const run_line         *runs;
    const gap_line         *gaps;  // of the last run
    const cost_line        *costs; // of the last run
    const suppression_line *suppressions;
    size_t     count, tactic_count, run_count, gap_count, cost_count, suppression_count;
    page_pager pager;
    page_field triage, least, hidden, set;
    str        counts, failed;
    int64_t    job_done, job_total;
    bool       job_running;
} findings_view;

typedef struct finding_view {
    page_frame    frame;
    forensic_case k;
    finding       f;
    str           level, triage_words, event_at, triaged_at, version;
    const char   *look, *level_look;
    page_field    triage, comment, pattern, host, reason, until;
    bool          may_work;
} finding_view;

typedef struct rules_view {
    page_frame      frame;
    const rule_set *items;
    size_t          count;
    page_field      name, version, file;
    bool            may_add;
} rules_view;

const char *level_look(finding_level l);
const char *triage_look(finding_triage t);
status      finding_lines(page *o, const finding *all, size_t count, finding_line **out) MUST_CHECK;
status      run_lines(page *o, const finding_run *all, size_t count, run_line **out) MUST_CHECK;
status      gap_lines(page *o, const run_gap *all, size_t count, gap_line **out) MUST_CHECK;
status      cost_lines(page *o, const run_cost *all, size_t count, cost_line **out) MUST_CHECK;
status      suppression_lines(page *o, const finding_suppression *all, size_t count,
                              suppression_line **out) MUST_CHECK;
str         finding_counts_words(page *o, const finding_counts *n);
// Choices "triage" or "level", the first of which is "all" where `all`.
status finding_choices(page *o, page_field *f, bool triage, bool all) MUST_CHECK;

#endif
