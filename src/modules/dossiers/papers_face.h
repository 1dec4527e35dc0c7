// papers_face.h - the papers of a system and of a dossier: drawn up from the register and its latest finding, kept as they
// were issued, filled from the program's templates or an agency's own. See dossiers.h, which includes it.
#ifndef COLOA_MODULES_DOSSIERS_PAPERS_FACE_H
#define COLOA_MODULES_DOSSIERS_PAPERS_FACE_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/law/law.h"
#include "modules/dossiers/dossier.h"
#include "modules/dossiers/paper_issue.h"
#include "modules/systems/systems.h"

enum {
    PAPER_FORMS_MAX   = 16, // forms of one pack
    PAPER_HISTORY_MAX = 50,
    PAPER_MISSING_MAX = 16,
    PAPER_SHEETS_MAX  = 48, // papers of one dossier
};

// How one form of the pack stands for one system.
typedef struct paper_form {
    const law_form *form;
    bool            drawn; // a template exists
    bool            fits;  // it may be made now
    str             rule;  // else why not: "form-no-template", "form-level", "level-undecided"
    // What the paper will leave blank, "papers.missing.<key>". It may still be made.
    str    missing[PAPER_MISSING_MAX];
    size_t missing_count;
} paper_form;

typedef struct paper_desk {
    const law_pack *pack;
    law_result      result;
    int             level;
    bool            secret; // state secrets are handled there: papers go another way
    paper_form      forms[PAPER_FORMS_MAX];
    size_t          count;
} paper_desk;

// pack NULL: the one of the system's latest finding. ST_CONFLICT "finding-stale" when the packs have
// moved since and the finding would now be another: it must be made anew first.
status papers_desk(call *c, const system_record *s, const law_pack *pack, paper_desk *out,
                   problem *why) MUST_CHECK;

typedef struct paper_lack { // what the docx holds and the PDF does not show as it is
    str     what, detail;   // wording: "print.lack.<what>"; the font, the character …
    int64_t count;
} paper_lack;

typedef struct paper_made {
    int64_t         id; // 0 until papers_record
    system_record   system;
    const law_pack *pack;
    bool            named;      // the pack was named, so the stored finding is not what it rests on
    str             key, title; // "mau-01"; "ho-so" for the whole dossier
    paper_form      form;       // of one paper
    int64_t         dossier_id; // 0: drawn for the system alone
    str             template_sha256;
    law_result      result;
    int             level;
    int64_t         moment_ms; // written into the PDF
    str             filename;  // "mau-01-HT-000123.docx", or .pdf
    str             docx;      // in c->a
    char            sha256[65];
    // only once papers_print has made it
    str         pdf;
    char        pdf_sha256[65];
    int64_t     pages;
    paper_lack *lacks;
    size_t      lack_count;
} paper_made;

// Draws up a paper; writes nothing. `ref`: id or code. `sample` is put below each page of a
// demonstration's papers ("" otherwise). ST_MISSING for a system out of sight. ST_INVALID
// "form-unknown", or as in paper_form, with what would fit in the detail.
status papers_draw(call *c, str ref, str form, const law_pack *pack, str sample, paper_made *out,
                   problem *why) MUST_CHECK;
// Makes the drawn paper a PDF too (made->pdf, filename, lacks); writes nothing. As print_docx.
status papers_print(call *c, paper_made *made, problem *why) MUST_CHECK;
// The lacks in words, for a person to read before the PDF goes out.
str papers_lacks_words(arena *a, lang in, const paper_made *made);
// One act: the row in `papers` and its audit row. Sets made->id.
status papers_record(call *c, paper_made *made) MUST_CHECK;
// Both.
status papers_make(call *c, str ref, str form, const law_pack *pack, str sample, paper_made *out,
                   problem *why) MUST_CHECK;

typedef struct paper_record {
    int64_t    id, at_ms, docx_bytes;
    str        form, pack, pack_version, docx_sha256, person;
    law_result result;
    int        level;
} paper_record;

// ---- the papers of a dossier ------------------------------------------------------------------------

// Which of its two whole dossiers: the one that is appraised, or that which is put up for approval with the
// appraiser's opinion. PAPER_STAGE_NOW: by how far it has come.
typedef enum paper_stage {
    PAPER_STAGE_NOW = 0,
    PAPER_STAGE_APPRAISE,
    PAPER_STAGE_APPROVE
} paper_stage;
bool paper_stage_named(str key, paper_stage *out); // "appraise", "approve"; empty: PAPER_STAGE_NOW

typedef struct paper_sheet { // one paper of the whole
    const law_form      *form;
    const system_record *system; // that it is about
    const paper_issue   *issue;  // NULL: not issued yet
    str                  missing[PAPER_MISSING_MAX];
    size_t               missing_count;
    str  replaced_by; // the body whose template is in force for it; empty: the program's own
    bool bound;       // and it can stand in one file with the others
} paper_sheet;

typedef struct paper_set {
    dossier_content *k;
    paper_stage      stage;
    paper_sheet      sheets[PAPER_SHEETS_MAX]; // in the order of the whole
    size_t           count;
    paper_sheet      others[PAPER_FORMS_MAX]; // of its level, and not part of the whole: decisions
    size_t           other_count;
    paper_issue     *issues; // newest first
    size_t           issue_count;
} paper_set;

status papers_of_dossier(call *c, str ref, paper_stage stage, paper_set *out,
                         problem *why) MUST_CHECK;
// Draws up one paper of the dossier, or "ho-so": the whole as one docx, with every paper that its pack asks
// for at its level, in the pack's order, each on pages of its own. Writes nothing; equal register gives
// equal bytes. Numbers and days are those that were recorded. ST_MISSING out of sight; ST_INVALID
// "form-unknown", "form-level".
typedef struct paper_wish {
    str                ref, form, sample;
    paper_stage        stage;
    const paper_issue *as; // form, number, day and signer that are about to be recorded; NULL none
} paper_wish;
status papers_draw_of(call *c, const paper_wish *wish, paper_made *out, problem *why) MUST_CHECK;

// Number and day of a paper, recorded by the clerk of one of the bodies that take part: the paper is drawn up
// with them, and kept as it is (docx and PDF); with the letter that leads a dossier the whole of it is kept
// too. ST_FORBIDDEN;
// ST_INVALID "required", "too-long", "not-text", "not-a-day", "in-the-future", "form-unknown", "form-level",
// "paper-by-act" (an act of the dossier gives the number), "paper-unnumbered"; ST_BROKEN "paper-disk".
typedef struct paper_issuing {
    str ref, form, number, on, signer, sample;
} paper_issuing;
status papers_issue(call *c, const paper_issuing *what, int64_t *id, problem *why) MUST_CHECK;
// ST_INVALID "required"; ST_CONFLICT "paper-withdrawn".
status papers_issue_withdraw(call *c, int64_t id, str reason, problem *why) MUST_CHECK;
// The signed copy that stands beside it: a letter of the register about the same system, or a file of evidence of
// that system (the scan). One of the two; ST_INVALID "paper-signed-other", "letter-unknown", "evidence-unknown".
status papers_issue_sign(call *c, int64_t id, int64_t letter_id, int64_t evidence_id,
                         problem *why) MUST_CHECK;
// The bytes as they were kept. ST_MISSING "paper-gone" when they are not on this machine.
status papers_issue_open(call *c, int64_t id, bool pdf, paper_issue *out, str *bytes,
                         problem *why) MUST_CHECK;
status papers_issues(call *c, str ref, paper_issue **out, size_t *count) MUST_CHECK;
status papers_put_issues_json(call *c, buf *b, str ref) MUST_CHECK;

// ---- templates of an agency's own -------------------------------------------------------------------
// An administrator brings a docx for a form of a pack, for the acting body and the bodies below it. It is read
// behind a seal (kit/workers/template.h), looked through by anyone who draws up papers, put in force, and given
// up again for the program's own by one act. Each act is audited; each paper's record names the template's hash.
typedef struct template_file {
    str pack, form, name; // name: of the file
    int fd;
} template_file;

typedef struct template_report {
    str     healed, unknown, missing; // names, ", " between; empty: none
    str     sha256, source;           // of the docx as it will be filled; of the file as it came
    int64_t bytes;
    size_t  places; // placeholders
} template_report;
// Says what is in it; keeps nothing. ST_INVALID as template_read, "law-pack-unknown", "form-unknown".
status templates_look(call *c, const template_file *file, template_report *out,
                      problem *why) MUST_CHECK;
// Keeps it as a draft. ST_FORBIDDEN; ST_INVALID "template-faults" (unknown or missing placeholders, named).
status templates_bring(call *c, const template_file *file, template_report *out, int64_t *id,
                       problem *why) MUST_CHECK;
status templates_force(call *c, int64_t id,
                       problem *why) MUST_CHECK; // ST_CONFLICT "template-in-force"
// Back to the program's own. ST_CONFLICT "template-own-already".
status templates_restore(call *c, str pack, str form, problem *why) MUST_CHECK;

typedef enum template_state { // numbers are in the store
    TEMPLATE_DRAFT = 1,
    TEMPLATE_IN_FORCE,
    TEMPLATE_PAST,
} template_state;
typedef struct template_row {
    int64_t        id, bytes, at_ms, forced_ms, past_ms;
    template_state state;
    str            form, name, sha256, source, healed, person, forced_by, past_by;
} template_row;
// Of the acting body, newest first.
status templates_of(call *c, str pack, template_row **out, size_t *count) MUST_CHECK;
// The docx of one of them; id 0: the program's own, to begin from.
status templates_file(call *c, str pack, str form, int64_t id, str *docx, str *sha256,
                      problem *why) MUST_CHECK;
// Each form of a pack and the template a body's papers are filled from.
typedef struct form_state {
    const law_form *form;
    str             replaced_by, sha256; // the body whose template it is; empty: the program's own
    int64_t         id;                  // 0: the program's own
} form_state;
status templates_forms(call *c, int64_t body_id, const law_pack *p, form_state *out,
                       size_t *count) MUST_CHECK; // room for PAPER_FORMS_MAX
status templates_put_forms_json(call *c, buf *b, const law_pack *p, int64_t body_id) MUST_CHECK;
void   templates_put_form_json(buf *b, const form_state *f);
void   templates_put_report_json(buf *b, const template_report *r, int64_t id);
// Every placeholder that a template may use, ", " between.
status templates_names(call *c, str *out) MUST_CHECK;
// A paper of a real system drawn with a draft; written nowhere.
typedef struct template_trial {
    int64_t id;
    str     pack, system, sample; // system: id or code
} template_trial;
status templates_try(call *c, const template_trial *what, paper_made *out, problem *why) MUST_CHECK;

// ---- papers drawn before -----------------------------------------------------------------------------

// Newest first, at most PAPER_HISTORY_MAX; none for a system out of sight.
status papers_history(call *c, int64_t system_id, paper_record **out, size_t *count) MUST_CHECK;

#endif
