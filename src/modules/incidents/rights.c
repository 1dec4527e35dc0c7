// rights.c - see rights.h.
#include "modules/incidents/rights.h"

#include "kit/law/incident_rules.h"

// What the table of the law does not tell because it speaks of duties, not of a register: ours, by the
// leads of TT 20/2017 Điều 11.
static const struct {
    incident_act act;
    unsigned     seats;
} ours[] = {
    { ACT_WORK, SEAT_BIT(SEAT_OPERATOR) | SEAT_BIT(SEAT_OWNER) | SEAT_BIT(SEAT_UNIT) |
                    SEAT_BIT(SEAT_COORDINATOR) },
    { ACT_LOG, SEAT_BIT(SEAT_OPERATOR) | SEAT_BIT(SEAT_OWNER) | SEAT_BIT(SEAT_UNIT) |
                   SEAT_BIT(SEAT_MEMBER) | SEAT_BIT(SEAT_COMMITTEE) | SEAT_BIT(SEAT_COORDINATOR) |
                   SEAT_BIT(SEAT_STANDING) | SEAT_BIT(SEAT_NATIONAL) | SEAT_BIT(SEAT_TASK_FORCE) |
                   SEAT_BIT(SEAT_HIRED) },
    { ACT_CONVENE, SEAT_BIT(SEAT_OWNER) | SEAT_BIT(SEAT_COORDINATOR) | SEAT_BIT(SEAT_STANDING) },
};

static law_incident_grant grant_of(incident_seat seat, const char *act)
{
    law_incident_role role;
    // Cơ quan thường trực and Ban Chỉ đạo quốc gia are one column of the table.
    str key = incident_seat_law(seat == SEAT_NATIONAL ? SEAT_STANDING : seat);
    if (!law_incident_role_named(key, &role)) return LAW_GRANT_NONE;
    return law_incident_right(law_current(), role, str_from(act));
}

static bool class_may(incident_seat seat, incident_act act)
{
    law_incident_grant g = grant_of(seat, "classify");
    if (act == ACT_PROPOSE) return g == LAW_GRANT_PROPOSE;
    return g == (act == ACT_CONFIRM ? LAW_GRANT_VERIFY : LAW_GRANT_DECIDE);
}

static bool close_may(incident_seat seat, incident_act act, bool serious)
{
    law_incident_grant g = grant_of(seat, "close");
    if (act == ACT_CLOSE_ASK) return g == LAW_GRANT_REQUEST || g == LAW_GRANT_YES;
    return g == LAW_GRANT_YES || (g == LAW_GRANT_SERIOUS && serious);
}

static const char *act_of_law(incident_act act)
{
    static const char *const names[INCIDENT_ACTS + 1] = {
        [ACT_NOTICE] = "notice", [ACT_REPORT] = "report",   [ACT_ACKNOWLEDGE] = "acknowledge",
        [ACT_VERIFY] = "verify", [ACT_ORDER] = "order",     [ACT_ANSWER] = "answer",
        [ACT_WARN] = "warn",     [ACT_TASK] = "task",       [ACT_MARK] = "mark",
        [ACT_LESSON] = "lesson", [ACT_APPROVE] = "approve", [ACT_SPREAD] = "spread",
        [ACT_EXEMPT] = "exempt",
    };
    return names[act];
}

static bool seat_may(incident_seat seat, incident_act act, bool serious)
{
    if (act == ACT_PROPOSE || act == ACT_CONFIRM || act == ACT_DECIDE) return class_may(seat, act);
    if (act == ACT_CLOSE || act == ACT_CLOSE_ASK) return close_may(seat, act, serious);
    if (act == ACT_SPOKESPERSON)
        return grant_of(seat, "spokesperson") == (serious ? LAW_GRANT_SERIOUS : LAW_GRANT_ORDINARY);
    if (act == ACT_SEE) {
        law_incident_grant g = grant_of(seat, "see");
        return g != LAW_GRANT_NONE && g != LAW_GRANT_NOTICE_STATUS;
    }
    for (size_t i = 0; i < COUNT(ours); i++) {
        if (ours[i].act == act) return (ours[i].seats & SEAT_BIT(seat)) != 0;
    }
    if (!act_of_law(act)) return false;
    law_incident_grant g = grant_of(seat, act_of_law(act));
    return g != LAW_GRANT_NONE && g != LAW_GRANT_VIA_CQDP;
}

bool incident_seats_may(unsigned seats, incident_act act, bool serious)
{
    for (int s = SEAT_OPERATOR; s <= INCIDENT_SEATS; s++) {
        if ((seats & SEAT_BIT(s)) && seat_may((incident_seat)s, act, serious)) return true;
    }
    return false;
}
