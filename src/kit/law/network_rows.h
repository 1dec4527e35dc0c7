// network_rows.h - the response network as the law has it: what its members owe and what their profile
// counts. From law/incidents/member-duties.csv, member-numbers.csv; who belongs to it is incident_rules.h's.
#ifndef COLOA_KIT_LAW_NETWORK_ROWS_H
#define COLOA_KIT_LAW_NETWORK_ROWS_H

#include "kit/law/incident_rules.h"
#include "kit/law/law.h"

typedef enum law_duty_unit { LAW_DUTY_ALWAYS = 1, LAW_DUTY_HOUR, LAW_DUTY_MONTH } law_duty_unit;

typedef struct law_member_duty {
    str           id; // "profile"
    law_words     name;
    law_duty_unit unit;
    int64_t       limit;      // of the unit; 0 for what holds always
    int64_t       from_level; // for systems of this level and above; 0: every one
    // Millions of đồng for a person, twice that for a body; 0: no fine was found.
    int64_t       fine_min, fine_max;
    str           cite, fine_cite, fine_from; // fine_from: ISO day
    law_certainty certainty;
} law_member_duty;

typedef struct law_member_number { // a figure of the profile's annex, or the heading of some
    str           id, group;       // group empty: a heading
    law_words     name;
    str           cite;
    law_certainty certainty;
} law_member_number;

enum { LAW_MEMBER_DUTIES = 32, LAW_MEMBER_NUMBERS = 100 };

const law_incident_category *law_member_category_find(const law *l, str id); // NULL
const law_member_duty       *law_member_duty_find(const law *l, str id);
const law_member_number     *law_member_numbers(const law *l, size_t *count);

#endif
