// paper_issue.h - a paper of a dossier as it was issued, with number and day. Its bytes are kept, unchanged.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_ISSUE_H
#define COLOA_MODULES_DOSSIERS_PAPER_ISSUE_H

#include "kit/base/base.h"

enum { PAPER_ISSUES_MAX = 200 }; // of one dossier

typedef struct paper_issue {
    int64_t id, dossier_id, system_id, docx_bytes, pdf_bytes, letter_id, at_ms, withdrawn_ms;
    str     form, act, pack, pack_version, number, on, signer;
    str     template_sha256, docx_sha256,
        pdf_sha256; // pdf_sha256 empty: it is made anew when asked for
    str person, withdrawn_by, withdrawn_why;
} paper_issue;

#endif
