// types.h - kinds of incident as Mẫu 05 of TT 20/2017 has them, and of owners, from the law set in force.
#ifndef COLOA_MODULES_INCIDENTS_TYPES_H
#define COLOA_MODULES_INCIDENTS_TYPES_H

#include "kit/base/base.h"

bool incident_type_known(str code); // "DOS" … "OTHER"
bool incident_subtype_known(str code);
str  incident_type_words(lang in, str code); // "Từ chối dịch vụ"; the code itself when there is none

bool incident_owner_known(str kind); // of law/incidents: "ministry", "mod" …
str  incident_owner_words(lang in, str kind);

typedef struct incident_type_row {
    str code, name, of; // of: the type of a sub-type, else empty
} incident_type_row;
// Types, or sub-types, in the order of the form.
status incident_types(arena *a, lang in, bool sub, incident_type_row **out,
                      size_t *count) MUST_CHECK;
status incident_owner_kinds(arena *a, lang in, incident_type_row **out, size_t *count) MUST_CHECK;

#endif
