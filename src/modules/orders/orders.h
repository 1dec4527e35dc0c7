// orders.h - lệnh, yêu cầu điều phối and warnings: asked of named bodies by whom the law lets, followed for each
// addressee to its result, with receipts that can be proved.
//
// Who may: law/incidents/rights.json through incident_may (order, warn, answer, acknowledge). A warning on its own is the
// coordinator's. Who sees: the issuer; once it is sent, each addressee (its own row only), those who see the incident by
// its owner (not of TLP:RED), who holds a national seat. For all others it is not there (ST_MISSING).
// A body that has ended is addressed in its heir, and every row says so. What was sent never changes.
#ifndef COLOA_MODULES_ORDERS_ORDERS_H
#define COLOA_MODULES_ORDERS_ORDERS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/timers/timers.h"
#include "kit/web/web.h"
#include "modules/incidents/incidents.h"
#include "modules/orders/order.h"
#include "modules/orders/receipt.h"
#include "modules/organisations/organisations.h"

enum { ORDERS_PAGE = 50, ORDER_LINES_SHOWN = 300 };

// ---- drawing and sending ---------------------------------------------------------------------------
typedef struct order_draft {
    order_kind     kind;
    str            incident; // code; empty: a warning on its own
    str            title, basis, content, indicators, reply_to;
    order_tlp      tlp;
    order_severity severity; // of a warning
    int64_t        ack_ms, due_ms, hours;
    str            to; // bodies, one a line: code or name
    str group; // of the network: "" "all" "obligatory" "voluntary" "category:a" "cluster:Cụm 1"
    order_item items[ORDER_ITEMS_MAX];
    size_t     item_count;
} order_draft;
// ST_INVALID naming the field: "required" "too-long" "not-text" "state-secret" "incident-unknown" "unknown-body"
// "ambiguous-body" "order-nobody" "order-outside" (not of the issuer's field or area) "order-part" (a part that answers
// no orders) "order-too-many" "time-past" "order-group"; ST_FORBIDDEN for whose part it is not.
status orders_draw(call *c, const order_draft *d, int64_t *id, problem *why) MUST_CHECK;
status orders_change(call *c, int64_t id, int64_t version, const order_draft *d,
                     problem *why) MUST_CHECK; // while it is a draft
typedef struct order_signing {
    int64_t id, version;
    str     number, signer, signer_post, signed_on; // signed_on: empty today
} order_signing;
// Signed and sent: clocks begin, addressees get a task, the incident a line. ST_CONFLICT when it is no draft.
status orders_send(call *c, const order_signing *s, problem *why) MUST_CHECK;
// A draft is thrown away; what was sent is ended, with a reason. ST_CONFLICT.
status orders_end(call *c, int64_t id, int64_t version, str reason, problem *why) MUST_CHECK;

// ---- what an addressee does ------------------------------------------------------------------------
typedef struct order_answer {
    int64_t    id, target; // target 0: the acting body's own, when it has one
    target_act act;
    str        words, late_reason;
    int64_t    item; // of TARGET_TICK: from 1
} order_answer;
// *receipt_id gets the receipt's, 0 none. ST_INVALID "order-step" (does not fit the state), "required", "order-late" (a
// reason is wanted), "order-item"; ST_FORBIDDEN for another than the addressee; ST_CONFLICT when another was faster.
status orders_answer(call *c, const order_answer *a, int64_t *receipt_id, problem *why) MUST_CHECK;

// ---- looking ---------------------------------------------------------------------------------------
typedef struct order {
    int64_t     id, incident_id, issuer_id;
    str         uid, code, incident_code, about_system, about_type, about_class; // of the incident
    str         issuer_name, title, basis, content, indicators, reply_to;
    order_kind  kind;
    order_state state;
    order_tlp   tlp;
    order_severity severity;
    int64_t        ack_ms, due_ms, hours;
    str            to, group, number, signer, signer_post, signed_on, paper, sha256, reason, person;
    int64_t        made_ms, sent_ms, ended_ms, version;
    bool           invented;
    bool           whole; // the reader sees every addressee; else its own rows only
    order_item     items[ORDER_ITEMS_MAX];
    size_t         item_count;
} order;

typedef struct order_target {
    int64_t       id, body_id;
    str           code, name, first_name; // first_name: the body that was named; empty: this one
    incident_seat seat;
    str           contact, reason, result, late_reason;
    target_state  state;
    int64_t       due_ms, next_ms, received_ms, decided_ms, result_ms;
    bool          late; // a moment passed unmet
    uint32_t      ticked;
} order_target;

typedef struct order_event {
    int64_t target, at_ms, receipt;
    str     act, person, body, words;
} order_event;

typedef struct order_card { // all there is of one
    order         o;
    order_target *targets;
    size_t        target_count;
    order_event  *events; // newest first
    size_t        event_count;
    bool          may_write; // is its issuer and may send or end it
} order_card;
status order_load(call *c, int64_t id, order *out) MUST_CHECK;
status order_of_ref(call *c, str ref, order *out) MUST_CHECK; // "DP-2026-000012", or id
status order_card_load(call *c, int64_t id, order_card *out) MUST_CHECK;

typedef struct order_row {
    int64_t        id, issuer_id, ack_ms, due_ms, sent_ms, made_ms;
    str            code, incident_code, issuer_name, title;
    order_kind     kind;
    order_state    state;
    order_tlp      tlp;
    order_severity severity;
    int64_t        targets, received, refused, done, late;
    target_state   own;   // 0: not addressed
    bool           whole; // figures are of every addressee
} order_row;

typedef struct order_filter { // in an address: ?q=&state=&mine=1&late=1
    str         q;
    int         warning; // -1 both, 0 orders, 1 warnings
    order_state state;
    bool        mine, late;
    int64_t     incident_id; // 0 any
} order_filter;
status orders_filter_set(str name, str value, order_filter *f, problem *why) MUST_CHECK;
typedef struct order_page {
    order_row *items;
    size_t     count;
    str        next;
} order_page;
// Newest first. ST_INVALID "cursor".
status orders_list(call *c, const order_filter *f, str cursor, size_t limit, order_page *out,
                   problem *why) MUST_CHECK;
// What may be drawn here: of an incident, or (NULL) a warning on its own.
status orders_may(call *c, const incident *i, bool warning, bool *may) MUST_CHECK;
// Form 06 as docx, in c->a. ST_MISSING for a warning.
status order_docx(call *c, int64_t id, str *docx, problem *why) MUST_CHECK;

// ---- receipts --------------------------------------------------------------------------------------
// By who sees the order whole, or the addressee. JSON as it was signed.
status order_receipt(call *c, int64_t id, str *json) MUST_CHECK;
// The public half, PEM; makes the key when there is none.
status order_key_open(call *c, str *pem) MUST_CHECK;
// With the public key of this node by that id. ST_INVALID "receipt-key" when it never had it.
status order_receipt_verify(call *c, const receipt *r, problem *why) MUST_CHECK;

// ---- for app ---------------------------------------------------------------------------------------
extern const sql_module    orders_sql;
extern const web_module    orders_module, orders_api_module;
extern const command_table orders_commands;
extern const timer_table   orders_timers;
extern const body_heir     orders_heir;
incident_room_part         orders_of_incident; // in the room of an incident

#endif
