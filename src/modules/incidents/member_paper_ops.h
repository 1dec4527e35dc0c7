// member_paper_ops.h - a member of the network put into a form of law/incidents/forms: Mẫu 01 (its profile), Mẫu 02
// (its application). Here, since the network stands below the forms.
#ifndef COLOA_MODULES_INCIDENTS_MEMBER_PAPER_OPS_H
#define COLOA_MODULES_INCIDENTS_MEMBER_PAPER_OPS_H

#include "kit/call/call.h"

typedef struct member_paper {
    str  form;        // "mau-01", "mau-02"
    bool pdf;         // else docx
    str  name, bytes; // of the file
} member_paper;

// As the register and the membership tell it now, for the body itself and the coordinator (ST_MISSING for others, and
// for a form that is not a member's). In c->a; leaves an audit row. ST_INVALID "print-lacks": the PDF would not show all.
status member_paper_make(call *c, int64_t member_id, member_paper *out, problem *why) MUST_CHECK;

#endif
