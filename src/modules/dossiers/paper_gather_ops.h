// paper_gather_ops.h - collects what a paper says from the register, the bodies and the law.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_GATHER_OPS_H
#define COLOA_MODULES_DOSSIERS_PAPER_GATHER_OPS_H

#include "kit/call/call.h"
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/paper.h"
#include "modules/dossiers/paper_store.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems.h"

typedef struct paper_ground { // what a paper stands on
    const system_record *system;
    const law_pack      *pack;
    law_case             facts;
    law_decision         decision;
    day                  today;
    int                  level; // proposed: that of the dossier where it stands above the criteria
    str                  raise_reason;
    str         name;  // of the system; of all of a joint dossier, where a paper speaks of all
    const str  *names; // each of theirs
    size_t      name_count;
    int64_t     sheet_id; // of the dossier; 0: the newest of the pack and level
    paper_stage stage;
    paper_file  file;
} paper_ground;

// What every paper of the ground says alike, and the owner's body for the head of its papers.
typedef struct paper_common {
    paper p;
    body  owner;
} paper_common;

// pack NULL: that of the latest finding. ST_CONFLICT "finding-stale" as papers_desk. With what the system's
// latest dossier keeps.
status paper_ground_find(call *c, const system_record *s, const law_pack *pack, paper_ground *out,
                         problem *why) MUST_CHECK;
// For one system of a dossier, under its pack and at its level.
status paper_ground_of(call *c, const system_record *s, const dossier_content *k, paper_ground *out,
                       problem *why) MUST_CHECK;
str    paper_file_text(const paper_file *f, str key);
// The newest issue of a form that stands, NULL. system_id 0: about any.
const paper_issue *paper_file_issue(const paper_file *f, str form, int64_t system_id);
paper_act          paper_act_of(arena *a, const paper_issue *i);
str                paper_number_day(call *c, str number, str on); // "05/QĐ-X, 05/03/2026"
status             paper_file_fill(call *c, const paper_ground *g, paper *p) MUST_CHECK;

// Is the form part of the whole at this level, and where? 0: no.
int paper_place(const law_form *f, paper_stage stage, const paper_ground *g);

status paper_gather_common(call *c, const paper_ground *g, paper_common *out) MUST_CHECK;
// The form says who issues the paper, and chooses the wording of the trích yếu ("papers.about.<key>").
// Only the head, and what is said alike: enough to tell what will be missing.
status paper_gather_head(call *c, const paper_common *from, const law_form *form,
                         paper *out) MUST_CHECK;
status paper_gather(call *c, const paper_ground *g, const paper_common *from, const law_form *form,
                    paper *out) MUST_CHECK;

// The answers of the newest requirement sheet of that pack and level in sight; none: the paper says so.
status paper_gather_plan(call *c, const paper_ground *g, paper *p) MUST_CHECK; // paper_plan_ops.c

// What the appraiser answered, from the system's latest dossier of that pack in sight; blank until then.
status paper_gather_appraisal(call *c, const paper_ground *g,
                              paper *p) MUST_CHECK; // dossier_appraisal_ops.c
// What the dossier consists of, for its list.
status paper_gather_contents(call *c, const paper_ground *g,
                             paper *p) MUST_CHECK; // paper_file_ops.c

// The keys of what the paper will leave blank. `letter`: anything but the statement.
size_t paper_missing(const paper *p, bool letter, str out[], size_t max);

#endif
