// mark.h - what an incident left and touched: indicators and assets as they are kept, other incidents that may be the same.
// Pure.
#ifndef COLOA_MODULES_INCIDENTS_MARK_H
#define COLOA_MODULES_INCIDENTS_MARK_H

#include "modules/incidents/incident.h"
#include "modules/incidents/indicator.h"

enum {
    INDICATORS_MAX     = 500, // of one incident
    INDICATORS_ACT_MAX = 50,  // added in one act
    ALIKE_MAX          = 10,  // others that are told
    ALIKE_DAYS         = 30,  // ours: when the law set says no number
};

typedef struct incident_indicator {
    int64_t       id, at_ms, back_ms; // back 0: it stands
    indicator     what;
    indicator_tlp tlp;
    str           note, person, body, back_reason, back_by;
} incident_indicator;

// The rule of what is the same: the former is not over - it may be one incident; it was closed - it came again.
typedef enum alike_why {
    ALIKE_SYSTEM = 1,
    ALIKE_INDICATOR,
    ALIKE_HOST, // of the same type
} alike_why;
str alike_why_key(alike_why w); // "system"; words "incidents.alike.<key>"

typedef struct incident_alike {
    int64_t        id, detected_ms;
    str            code, title;
    incident_state state;
    bool           again; // it is closed: a new incident, not the same
    struct {
        alike_why      why;
        indicator_kind kind; // 0 of a system
        str            value;
    } reasons[4];
    size_t reason_count, reasons_more;
} incident_alike;

// ---- assets ----------------------------------------------------------------------------------------
typedef enum asset_kind { // numbers are in the store; ours
    ASSET_SERVER = 1,
    ASSET_WORKSTATION,
    ASSET_NETWORK,
    ASSET_STORAGE,
    ASSET_DATABASE,
    ASSET_APPLICATION,
    ASSET_ACCOUNT,
    ASSET_CONTROL, // SCADA, industrial control
    ASSET_OTHER,
} asset_kind;
enum { ASSET_KINDS = ASSET_OTHER, ASSETS_MAX = 200 };
str  asset_kind_key(asset_kind k); // "server"; words "incidents.asset.<key>"
bool asset_kind_named(str key, asset_kind *out);

typedef struct incident_asset {
    int64_t    id, at_ms, back_ms; // back 0: it stands
    asset_kind kind;
    str        name, address, harm, person, body, back_reason, back_by;
} incident_asset;

#endif
