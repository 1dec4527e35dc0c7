// guard.h - what must hold before an act on a dossier is done: the rules V1 to V16 of the packs, and two of projects, each a
// named predicate over facts that somebody else has gathered. Pure.
#ifndef COLOA_MODULES_DOSSIERS_GUARD_H
#define COLOA_MODULES_DOSSIERS_GUARD_H

#include "kit/base/base.h"
#include "kit/workflow/workflow.h"

typedef enum dossier_kind { // numbers are in the store
    DOSSIER_NEW = 1,
    DOSSIER_UPGRADE,
    DOSSIER_RUNNING,
    DOSSIER_REDETERMINE,
} dossier_kind;
enum { DOSSIER_KINDS = DOSSIER_REDETERMINE };

str  dossier_kind_key(dossier_kind k); // "new" "upgrade" "running" "redetermine"; "" for none
bool dossier_kind_named(str key, dossier_kind *out);

// All days are ISO, empty when not come or not known.
typedef struct dossier_facts {
    dossier_kind kind;
    // the systems it is about
    int64_t owners;          // different owners among them
    bool    current;         // it rests on each system's latest determination
    bool    decided;         // each of these is decided
    bool    other_under_way; // another dossier of one of them is
    int     level, computed; // proposed; the highest that the criteria give
    bool    raised_for_a_reason;
    str     running_since;   // put into use
    bool    statement_apart; // one comes by a project or hire whose papers lack the level statement
    str     project_on;      // the first day on which such a project was approved
    // who appraises
    bool operator_appraises; // the appraising body also operates
    bool appointed;          // … and the owner has named another in writing
    bool own_work;           // the person who acts drafted or submitted it
    // its parts
    bool    has_opinion, needs_247, has_247;
    int64_t reasonless; // answers of the sheet that lack their reason
    bool    sheet_of_another_pack;
    bool    design_fits, has_design;
    int64_t zones_empty, zones_missing;
    str     regulation_on;
    // days of the way
    str  drafted_on, submitted_on, appraised_on, approved_on, decision_on, report_on;
    str  today;
    bool frozen;    // this version was approved
    bool recording; // the decision is being recorded: its day must be there
    // going live
    bool going_live, in_force, plan_done, assessed;
} dossier_facts;

extern const workflow_guards dossier_guards;

#endif
