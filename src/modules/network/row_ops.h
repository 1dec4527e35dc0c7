// row_ops.h - rows of the network's tables as structs, and who sees what.
#ifndef COLOA_MODULES_NETWORK_ROW_OPS_H
#define COLOA_MODULES_NETWORK_ROW_OPS_H

#include "modules/network/network.h"
#include "modules/network/network_queries.gen.h"

typedef struct network_sight { // of the acting body
    int64_t own, sees, invented;
} network_sight;
status network_sight_of(call *c, network_sight *out) MUST_CHECK;

status network_rows(arena *a, const network_list_rows_row *rows, size_t count,
                    member **out) MUST_CHECK;
status network_row_load(call *c, int64_t id, member *out) MUST_CHECK; // ST_MISSING out of sight
status network_contacts_load(call *c, int64_t id, bool former_too, member_contact **out,
                             size_t *count) MUST_CHECK;
status network_roster_load(call *c, int64_t id, int64_t from_ms, duty_shift **out,
                           size_t *count) MUST_CHECK;
status network_texts_load(call *c, int64_t id, str texts[MEMBER_FIELDS]) MUST_CHECK;
status network_numbers_load(call *c, int64_t id, int64_t numbers[LAW_MEMBER_NUMBERS]) MUST_CHECK;
status network_staff_load(call *c, int64_t id, member_staff **out, size_t *count) MUST_CHECK;
status network_plans_load(call *c, int64_t id, member_plan **out, size_t *count) MUST_CHECK;
status network_profiles_load(call *c, int64_t id, member_profile **out, size_t *count) MUST_CHECK;
status network_events_load(call *c, int64_t id, member_event **out, size_t *count) MUST_CHECK;

#endif
