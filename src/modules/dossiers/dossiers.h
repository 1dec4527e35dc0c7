// dossiers.h - the papers of a system's dossier, drawn up from the register and its latest finding.
//
// It is not yet the dossier's way through appraisal and approval. A form is a row of the law pack; its
// template is a docx built from law/PACK/forms/KEY.form. A number, a day and a signature are never
// written: the clerk and the signer give those.
#ifndef COLOA_MODULES_DOSSIERS_DOSSIERS_H
#define COLOA_MODULES_DOSSIERS_DOSSIERS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/law/law.h"
#include "kit/web/web.h"
#include "modules/systems/systems.h"

enum {
    PAPER_FORMS_MAX   = 16, // forms of one pack
    PAPER_HISTORY_MAX = 50,
    PAPER_MISSING_MAX = 16,
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
    bool            named; // the pack was named, so the stored finding is not what it rests on
    paper_form      form;
    str             template_sha256;
    law_result      result;
    int             level;
    str             filename; // "mau-01-HT-000123.docx", or .pdf
    str             docx;     // in c->a
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

// Newest first, at most PAPER_HISTORY_MAX; none for a system out of sight.
status papers_history(call *c, int64_t system_id, paper_record **out, size_t *count) MUST_CHECK;

// ---- for app ------------------------------------------------------------------------------------
extern const web_module    dossiers_module;
extern const command_table dossiers_commands;

#endif
