// owner_kind.h - which kind of owner of law/incidents a body is, by its place in the tree of bodies. Pure.
//
// Systems of the Ministries of National Defence and of Public Security stand apart (QĐ 05/2017/QĐ-TTg Điều 1, TT
// 20/2017/TT-BTTTT Điều 1; NĐ 331/2026/NĐ-CP sends theirs elsewhere), and so do those of the Cipher Committee. A body
// without a kind of its own there is of the nearest above it that has one. An enterprise is an enterprise: what stands
// above it represents its ownership (ours).
#ifndef COLOA_MODULES_INCIDENTS_OWNER_KIND_H
#define COLOA_MODULES_INCIDENTS_OWNER_KIND_H

#include "kit/law/incident_rules.h"

typedef struct incident_rung { // of the ladder from the body itself upward
    str code, kind;            // of modules/organisations
} incident_rung;

// The id of a law_incident_owner; empty: none is known.
str incident_owner_kind(const law *l, const incident_rung *ladder, size_t count);

#endif
