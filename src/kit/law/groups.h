// groups.h - under which headings the requirements of a catalogue are put: the catalogue's own parts, and the
// contents that a decree wants of a plan. Part of law.h.
//
// Where a decree's content names several parts and a part stands under several contents, a requirement is
// listed once, under its home, and named under the others.
#ifndef COLOA_KIT_LAW_GROUPS_H
#define COLOA_KIT_LAW_GROUPS_H

#include "kit/law/law.h"

enum { LAW_GROUP_SELECTORS = 16 };

typedef struct law_plan_group {
    str           of; // "nd331": contents of a pack; "tcvn14423": parts of a catalogue
    str           id; // "chinh-sach", "RR"
    law_words     text;
    str           home[LAW_GROUP_SELECTORS], also[LAW_GROUP_SELECTORS]; // selectors of crosswalk.h
    size_t        home_count, also_count;
    law_cite      cite;
    law_certainty certainty;
} law_plan_group;

// The catalogue whose requirements a pack asks for: the one its legal basis names. NULL when it names none.
const law_catalogue *law_catalogue_of(const law_pack *p);

// The groups of a pack (an overlay's: of the pack under it) or of a catalogue, in their order.
const law_plan_group *law_plan_groups(const law *l, str of, size_t *count);
// The first of them whose home takes the row; NULL when none does.
const law_plan_group *law_plan_group_home(const law *l, str of, const law_requirement *r);
bool                  law_plan_group_also(const law_plan_group *g, const law_requirement *r);
// The id under which the groups of a pack stand.
str law_plan_groups_key(const law_pack *p);

#endif
