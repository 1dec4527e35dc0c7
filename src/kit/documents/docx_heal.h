// docx_heal.h - private to kit/documents: see docx_heal.c.
#ifndef COLOA_KIT_DOCUMENTS_DOCX_HEAL_H
#define COLOA_KIT_DOCUMENTS_DOCX_HEAL_H

#include "kit/documents/docx_part.h"

typedef struct docx_healed { // names of placeholders, each once
    str   *names;            // room for DOCX_HEALED_MAX
    size_t count;
} docx_healed;

// The part with every placeholder in one run where that can be; *out is xml itself when nothing was to be done.
status docx_part_heal(str xml, arena *a, docx_healed *healed, str *out, problem *why) MUST_CHECK;

#endif
