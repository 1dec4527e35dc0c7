// paper_gather_ops.h - collects what a paper says from the register, the bodies and the law.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_GATHER_OPS_H
#define COLOA_MODULES_DOSSIERS_PAPER_GATHER_OPS_H

#include "kit/call/call.h"
#include "modules/dossiers/paper.h"
#include "modules/systems/systems.h"

typedef struct paper_ground { // what a paper stands on
    const system_record *system;
    const law_pack      *pack;
    law_case             facts;
    law_decision         decision;
    day                  today;
} paper_ground;

// pack NULL: that of the latest finding. ST_CONFLICT "finding-stale" as papers_desk.
status paper_ground_find(call *c, const system_record *s, const law_pack *pack, paper_ground *out,
                         problem *why) MUST_CHECK;

// The form says who issues the paper, and chooses the wording of the trích yếu ("papers.about.<key>").
// NULL: what any paper of the operator would say.
status paper_gather(call *c, const paper_ground *g, const law_form *form, paper *out) MUST_CHECK;

// The answers of the newest requirement sheet of that pack and level in sight; none: the paper says so.
status paper_gather_plan(call *c, const paper_ground *g, paper *p) MUST_CHECK; // paper_plan_ops.c

// What the appraiser answered, from the system's latest dossier of that pack in sight; blank until then.
status paper_gather_appraisal(call *c, const paper_ground *g,
                              paper *p) MUST_CHECK; // dossier_appraisal_ops.c

// The keys of what the paper will leave blank. `letter`: anything but the statement.
size_t paper_missing(const paper *p, bool letter, str out[], size_t max);

#endif
