// law.h - law packs: the rows of a regime as data, and the three-valued engine that reads them.
//
// It knows packs and no article: every threshold, clause, form, authority, term and holiday is a row
// of a file under law/, with its citation and its certainty. Nothing here touches the network, the
// clock or the store.
//
// Order of use: law_current() (or law_load) -> law_choose a pack -> law_facts_parse -> law_decide.
// A loaded `law` never changes and is shared by all threads; every view into it lives as long as it.
#ifndef COLOA_KIT_LAW_LAW_H
#define COLOA_KIT_LAW_LAW_H

#include "kit/base/base.h"
#include "kit/law/calendar.h"
#include "kit/law/crosswalk.h"
#include "kit/law/facts.h"
#include "kit/law/files.h"
#include "kit/law/in_force.h"
#include "kit/law/terms.h"

// ---- loading ----------------------------------------------------------------------------------
// One fault of a pack: file, row id ("A3.1"), rule ("law-citation-missing", …; worded in po under
// "problem.<rule>") and what was met.
typedef struct law_fault {
    str file, id, rule, detail;
} law_fault;

enum { LAW_FAULTS_MAX = 200 };

typedef struct law_faults {
    law_fault items[LAW_FAULTS_MAX];
    size_t    count; // further ones are not kept
} law_faults;

// Loads and checks everything. On ST_INVALID *why names the first fault (field "file:id") and
// `faults` (may be NULL) all of them; its texts live in a. ST_MEMORY when a is spent.
status law_load(law_source from, arena *a, law **out, law_faults *faults, problem *why) MUST_CHECK;

law_source law_built_in(void); // the files embedded in the program

// The packs of a folder on disk (under folder_fd), loaded into a; an empty name: those in force.
status law_open(int folder_fd, str folder, arena *a, const law **out, law_faults *faults,
                problem *why) MUST_CHECK;

// ---- documents, packs ---------------------------------------------------------------------------
typedef struct law_document {
    str key;    // "nd85"
    str type;   // "Nghị định", "Luật", "Thông tư", "Tiêu chuẩn", …: as papers name it
    str number; // "85/2016/NĐ-CP"
    str date;   // of signing, "2016-07-01"; empty: not known
    law_words     body; // who issued it
    law_words     title;
    law_words     name;                 // short: "Nghị định 85/2016/NĐ-CP"
    str           valid_from, valid_to; // days; empty: open
    law_certainty certainty;
} law_document;

typedef struct law_cite {
    const law_document *document;
    str       article, clause, point; // "9", "2", "a"; empty where the row cites the whole
    str       annex;                  // "01": a form of its annex
    law_words text; // "điểm a khoản 2 Điều 9 Nghị định 85/2016/NĐ-CP"
} law_cite;

struct law_pack {
    str                        id; // "nd85"
    str                        version;
    char                       sha256[65]; // of the canonical form of its files, hex
    law_words                  name, name_short;
    str                        valid_from, valid_to; // days; empty: open
    const law_document *const *basis;                // legal basis, in the order papers quote it
    size_t                     basis_count;
    const law                 *whole;
    const struct law_rows     *rows;    // private
    const law_pack            *base;    // with an overlay: the pack under it; else NULL
    const law_pack            *overlay; // with an overlay: what lies on it; else NULL
};

size_t          law_pack_count(const law *l);
const law_pack *law_pack_at(const law *l, size_t i);
const law_pack *law_pack_find(const law *l, str id); // NULL when there is none

// A sector's rules that come on top of a regime's (banks: Thông tư 09/2020/TT-NHNN). An overlay is no
// pack of its own: it makes one more pack of each it lies over, "nd331+nhnn", whose rules, facts and
// legal basis are both's, so that deciding, storing and quoting need not know of it.
typedef struct law_overlay {
    law_pack        own; // its own rows alone; never to be decided by
    const law_pack *over[4];
    size_t          over_count;
    str             owners[8]; // kinds of owner (organisations.csv) it is meant for
    size_t          owner_count;
} law_overlay;

size_t             law_overlay_count(const law *l);
const law_overlay *law_overlay_at(const law *l, size_t i);
// The pack with that overlay on it; NULL when there is no such overlay, or it does not lie over it.
const law_pack *law_pack_with(const law *l, const law_pack *base, str overlay);
// The overlay meant for owners of that kind; NULL when there is none.
const law_overlay *law_overlay_for(const law *l, str owner_kind);
// The pack that an owner of that kind falls under on a day: with the overlay meant for it, else `base`.
const law_pack     *law_pack_for(const law *l, const law_pack *base, str owner_kind, day on);
const law_document *law_document_find(const law *l, str key);
const char         *law_certainty_key(law_certainty c); // "found" "known" "unsure" "ours"

// ---- deciding -----------------------------------------------------------------------------------
typedef enum law_result { LAW_DECIDED = 1, LAW_AT_LEAST, LAW_NO_RULE } law_result;

typedef struct law_rule { // a criterion, or a floor
    str           id;     // "A3.2c"
    int           level;
    law_words     text; // in our own words
    law_words     note; // may be empty
    law_cite      cite;
    law_certainty certainty;
    bool at_least; // floors: the level is a choice to confirm, so the result stays AT_LEAST
    const law_cond *cond;
    uint32_t        uses; // facts it reads
} law_rule;

typedef struct law_note { // shown beside a result
    str             id;
    law_words       text;
    law_cite        cite; // document NULL: ours
    law_certainty   certainty;
    const law_cond *cond;
} law_note;

typedef struct law_grey { // a point the law leaves open: an explicit choice, logged with its author
    str              id;
    law_words        text;
    const law_value *choices;
    size_t           choice_count;
    law_certainty    certainty;
    law_cite         cite;
    const law_cond  *cond;
} law_grey;

typedef struct law_hit {
    const law_rule *rule;
    int             level;     // the rule's; for a raise by risk the level risk calls for
    int             component; // -1: the system itself
} law_hit;

typedef struct law_decision {
    const law_pack *pack;
    law_result      result;
    int             level; // 0 with LAW_NO_RULE, and with LAW_AT_LEAST while nothing is known
    const law_hit  *hits;  // criteria that are true, in the pack's order
    size_t          hit_count;
    const law_hit  *floors;
    size_t          floor_count;
    uint32_t        questions; // facts that can still raise the result
    uint32_t        asked;     // of these, the ones to ask now (the others hang on an answer)
    const law_note *const     *notes;
    size_t                     note_count;
    const law_grey *const     *greys;
    size_t                     grey_count;
    const struct law_decision *components; // composite: one each
    size_t                     component_count;
    int                        winner; // the component that gives the level, -1 when not composite
} law_decision;

// Every rule is evaluated, the highest kept, every hit kept; floors raise; an unknown that could raise
// the result is a question. A composite takes the highest of its components. Allocates from a only.
status law_decide(const law_pack *p, const law_case *k, arena *a, law_decision *out) MUST_CHECK;
// A pack with all its rows: {"id","version","sha256","name",…,"rules":[…],"limits":[…],…}
str law_pack_json(const law_pack *p, bool english, arena *a);
// {"pack","version","sha256","result","level","hits":[…],"questions":[…],"notes":[…],…}
str         law_decision_json(const law_decision *d, bool english, arena *a);
const char *law_result_key(law_result r); // "decided" "at_least" "no_rule"
// The hit that gives the level (first of the highest), NULL when a floor or nothing does.
const law_hit *law_deciding_hit(const law_decision *d);

// ---- which pack ---------------------------------------------------------------------------------
typedef enum law_situation {
    LAW_SITUATION_UNKNOWN = 0,
    LAW_BUILDING, // investment, construction or hire begun, not approved yet
    LAW_RUNNING,  // running, level never approved
    LAW_APPROVED, // level approved before
} law_situation;

typedef struct law_choice {
    const law_pack *pack;
    str             row; // id of the transition row
    law_words       reason;
    law_cite        cite;
    law_certainty   certainty;
    str             deadline; // day, may be empty
} law_choice;

// `begun`: the day investment or construction began, NULL when unknown.
// ST_MISSING "no-pack-on-day" before the first regime.
status law_choose(const law *l, day on, const day *begun, law_situation s, law_choice *out,
                  problem *why) MUST_CHECK;

// ---- other rows of a pack -----------------------------------------------------------------------
typedef struct law_authority { // who does a step for a level
    str           step;        // "draft" "opinion" "appraise" "approve" "list"
    int           level_min, level_max;
    str           actor;     // key for law_label: "operator" "specialist" "owner" "ministry" …
    str           condition; // "", "military", "cipher", "security_list"
    law_words     text;
    law_cite      cite;
    law_certainty certainty;
} law_authority;

typedef struct law_limit { // a time limit
    str           step;    // "validity" "appraise" "approve" …
    int           level_min, level_max;
    int           days;    // 0: the law sets none
    bool          working; // working days, else calendar days
    str           start;   // "receipt" "valid_file"
    law_cite      cite;
    law_certainty certainty;
} law_limit;

typedef struct law_form { // a paper
    str           key;    // "mau-01"
    law_words     name;
    int           level_min, level_max;
    str           from, to; // keys for law_label
    bool          early;    // may be drawn up while the level is not decided
    bool          report;   // of a body and not of one system: modules/reports makes it
    int           appraise; // its place in the whole dossier that is appraised, from 1; 0: none
    int           approve;  // in the one that is put up for approval
    bool          each;     // in a joint dossier there is one for each system
    bool          numbered; // it gets a number and a day of its own
    str           must;     // placeholders a template of an agency's own must have, blanks between
    str           act;      // of the workflow, which gives it number and day; empty: the clerk does
    law_cite      cite;
    law_certainty certainty;
} law_form;

typedef struct law_label { // a term or an addressee, dated
    str           key;     // "security", "ministry"
    law_words     text;
    str           code; // addressees: code in organisations.csv, may be empty
    str           valid_from, valid_to;
    law_cite      cite; // document NULL: plain usage
    law_certainty certainty;
} law_label;

// A criterion or floor that is neither true nor false yet, with the facts on which it hangs.
typedef struct law_open_rule {
    const law_rule *rule;
    uint32_t        facts;
} law_open_rule;
// Those above a level, highest first. At most room; gives how many.
size_t law_open_rules(const law_pack *p, const law_facts *f, int above, law_open_rule *out,
                      size_t room);
// Facts that may raise the level while their absence is only noted (no official framework yet).
uint32_t law_silent_facts(const law_pack *p);

// ---- asking ---------------------------------------------------------------------------------------
enum { LAW_QUESTION_CITES_MAX = 4 };

// One page of the walk through the facts, in the order they are asked.
typedef struct law_question {
    str             key; // "dich-vu": in addresses
    uint32_t        facts;
    law_words       text, hint, example;                    // the last two may be empty
    const law_cite *cites;                                  // what its words come from
    law_certainty   cite_certainty[LAW_QUESTION_CITES_MAX]; // of each
    size_t          cite_count;
    law_certainty   certainty; // of the wording
} law_question;

// A table without questions asks each fact by itself.
size_t              law_question_count(const law *l);
const law_question *law_question_at(const law *l, size_t i);

// ---- rows of a pack -------------------------------------------------------------------------------
const law_rule      *law_rules(const law_pack *p, size_t *count);
const law_grey      *law_greys(const law_pack *p, size_t *count);
const law_authority *law_authorities(const law_pack *p, size_t *count);
const law_limit     *law_limits(const law_pack *p, size_t *count);
const law_form      *law_forms(const law_pack *p, size_t *count);
const law_form      *law_form_find(const law_pack *p, str key);
const law_label     *law_labels(const law_pack *p, size_t *count);
// The term as it reads on that day; NULL when the pack has none.
const law_label *law_label_on(const law_pack *p, str key, day on);
const law_label *law_label_any(const law_pack *p, str key); // the first, whatever the day

// ---- organisations as the state has them --------------------------------------------------------
typedef struct law_body {
    str code, name_vi, name_en, kind, parent;
    str valid_from, valid_to; // days; empty: open
    str merged_into;          // code of the successor
    str note;
    str place, place_certainty; // place name of its papers' date line (NĐ 30/2020); may be empty
} law_body;

const law_body *law_bodies(const law *l, size_t *count);
const law_body *law_body_find(const law *l, str code);

#endif
