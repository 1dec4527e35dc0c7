// letter_print_ops.h - a letter drawn up as docx, as PDF.
#ifndef COLOA_MODULES_INCIDENTS_LETTER_PRINT_OPS_H
#define COLOA_MODULES_INCIDENTS_LETTER_PRINT_OPS_H

#include "kit/call/call.h"

// In a sealed worker; in c->a. ST_INVALID "print-lacks" (of field "as") where the form holds what cannot be set.
status incident_letter_pdf(call *c, str title, str docx, str *pdf, problem *why) MUST_CHECK;

#endif
