// paper.h - what a paper says: the facts a form of the dossier is filled from, as placeholders' values.
//
// Pure: it knows neither the register nor the law; modules/dossiers/paper_ops.c collects the facts. All
// text is Vietnamese as it stands on the paper; an absent or empty text leaves the form's own blank.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_H
#define COLOA_MODULES_DOSSIERS_PAPER_H

#include "kit/base/base.h"
#include "kit/documents/fill.h"
#include "kit/law/law.h"

enum { PAPER_VALUES_MAX = FILL_VALUES_MAX, PAPER_OFFERS_MAX = 3 * PAPER_VALUES_MAX };

typedef struct paper_body { // NĐ 331/2026 Điều 22 khoản 3 điểm a, b; TT 12/2022 Điều 8
    str name, mandate, representative, address, contact;
} paper_body;

typedef struct paper_item { // a row of a table of the statement
    str name, second, third;
} paper_item;

typedef struct paper_list {
    const paper_item *items;
    size_t            count;
} paper_list;

typedef struct paper_basis { // one Căn cứ
    str text;                // without the word "Căn cứ"
    str law_number;          // of a law, whose number a form may leave out; else empty
} paper_basis;

typedef struct paper_hit {
    int level;
    str cite, text; // text ends with its own full stop
} paper_hit;

typedef struct paper_part { // one system as it is judged: the system itself, or a component
    str               name;
    law_result        result;
    int               level;
    str               cite;        // of the rule that gives the level; may be empty
    str               info, kinds; // classes of information; kinds of system
    const paper_item *facts;       // other facts that decide: name, second = value
    size_t            fact_count;
    const paper_hit  *hits;
    size_t            hit_count;
    const str        *questions; // names of the facts still to be found out
    size_t            question_count;
} paper_part;

typedef struct paper_note {
    str text, cite; // cite may be empty
} paper_note;

typedef struct paper_enclosed { // a design, a diagram, an opinion
    str  title, kind, number_day, issuer;
    bool design;
} paper_enclosed;

typedef struct paper_content { // a paper of the dossier, as its list names it
    str name, number_day, remark;
} paper_content;

typedef struct
    paper_text { // one of the parts that a plan must cover; text: as typed, in paragraphs
    str title, text;
} paper_text;

typedef struct paper_act { // number and day of a paper that was issued; day in words: "ngày 05 …"
    str number, day;
} paper_act;

typedef struct paper_requirement { // a row of the plan
    str group, text, clause;       // rows of one group stand together
    str answer, detail, who, until;
} paper_requirement;

typedef struct paper_count {
    str     name;
    int64_t n;
} paper_count;

typedef struct paper_appraisal { // NĐ 331/2026 Điều 23; what is not known yet is left blank
    str asked_no, asked_on;      // of the letter that asked for it; asked_on: "ngày 05 tháng …"
    str with, how;               // who took part; in which form
    str level, design, running;  // whether each fits
    str conclusion;
} paper_appraisal;

typedef struct paper {
    // the head (NĐ 30/2020 Phụ lục I, ô 1-5)
    str       superior, issuer; // names as they are; written in capitals
    str       symbol;           // "SKHCN"
    str       place;
    int       year;
    str       about;  // trích yếu below the title of a tờ trình or a statement
    paper_act issued; // this paper's own; empty until the clerk has recorded them
    paper_act opinion, submission, regulation; // of others, which it names
    // whom it concerns
    paper_body owner, operator_;
    str        specialist, appraiser;
    // the system
    str        name, code;
    bool       being_built; // not in use yet: the preliminary design is enclosed
    str        state, running_since, begun_on;
    str        purpose, scope, size, served;
    paper_list devices, services, zones, risks; // zones: name, private range, public range
    str        logical, physical;               // diagrams, as they are called
    str        overview, risk_text, need_247;
    const paper_enclosed *enclosed;
    size_t                enclosed_count;
    const paper_content  *contents; // what the dossier consists of
    size_t                content_count;
    // the level
    law_result         result;
    int                level;
    str                cite; // "điểm b khoản 2 Điều 12 Nghị định 331/2026/NĐ-CP"
    const paper_part  *parts;
    size_t             part_count; // 1, or the components
    const paper_basis *basis;
    size_t             basis_count;
    str                reasoning, raise_reason; // of who proposes; why above the criteria
    const paper_note  *notes;
    size_t             note_count;
    paper_appraisal    appraisal;
    // the plan; no rows: there is no requirement sheet yet
    const paper_text        *plan_texts;
    size_t                   plan_text_count;
    const paper_requirement *plan;
    size_t                   plan_count;
    const paper_count       *answers; // those that were given
    size_t                   answer_count;
    // the end
    str signer_post, signer, drafter; // drafter: symbol of the drafting unit
    str sample; // "SỐ LIỆU MINH HỌA" above each page of a demonstration; empty
} paper;

// The values and lists of p for docx_fill. Everything lives in a. ST_MEMORY when a is spent.
status paper_data(const paper *p, arena *a, docx_data *out) MUST_CHECK;

// The placeholders any form may use, for docx_compare with an agency's own template. 0 when a is spent.
size_t paper_offers(arena *a, docx_offer out[PAPER_OFFERS_MAX]);

#endif
