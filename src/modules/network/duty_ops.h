// duty_ops.h - what a member owes today: profile, contacts, reception address, duty, plan, exercises.
#ifndef COLOA_MODULES_NETWORK_DUTY_OPS_H
#define COLOA_MODULES_NETWORK_DUTY_OPS_H

#include "modules/network/network.h"

enum {
    DUTY_SOON_DAYS     = 30, // ours
    PROFILE_FIRST_DAYS = 30, // ours: for the first profile, from the first day of the membership
};
// The last day for the next profile; last_on empty: none was sent.
str profile_due(arena *a, str member_since, str last_on);
// Fills systems, level counts and duties of a card whose other parts are loaded.
status network_duties(call *c, member_card *k) MUST_CHECK;

#endif
