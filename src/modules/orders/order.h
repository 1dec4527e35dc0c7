// order.h - what is true of an order by itself: its kinds and states, what an addressee may do when, which
// moment is waited for. Pure: no store, no clock of its own.
//
// A lệnh or yêu cầu điều phối is TT 20/2017/TT-BTTTT Điều 8 and form 06; a warning asks the same of many.
#ifndef COLOA_MODULES_ORDERS_ORDER_H
#define COLOA_MODULES_ORDERS_ORDER_H

#include "kit/base/base.h"

enum {
    ORDER_ITEMS_MAX   = 12,
    ORDER_TARGETS_MAX = 2000, // a group of the network
    ORDER_TYPED_MAX   = 100,  // bodies typed one a line
    ORDER_LINE_MAX    = 500,  // characters
    ORDER_LONG_MAX    = 8000,
    ORDER_WORDS_MAX   = 4000, // of what an addressee says
    ORDER_HOURS_MAX   = 24 * 90,
};

typedef enum order_kind { // numbers are in the store
    ORDER_COMMAND = 1,    // lệnh
    ORDER_REQUEST,        // yêu cầu
    ORDER_WARNING,        // cảnh báo
} order_kind;
str  order_kind_key(order_kind k); // "command" "request" "warning"
bool order_kind_named(str key, order_kind *out);

typedef enum order_state { ORDER_DRAFT = 1, ORDER_SENT, ORDER_ENDED, ORDER_DROPPED } order_state;
str  order_state_key(order_state s); // "draft" "sent" "ended" "dropped"
bool order_state_named(str key, order_state *out);

typedef enum order_tlp { TLP_RED = 1, TLP_AMBER_STRICT, TLP_AMBER, TLP_GREEN, TLP_CLEAR } order_tlp;
enum { ORDER_TLPS = TLP_CLEAR };
str  order_tlp_name(order_tlp t); // "TLP:AMBER+STRICT"
str  order_tlp_key(order_tlp t);  // "amber-strict"
bool order_tlp_named(str key, order_tlp *out);

typedef enum order_severity {
    SEVERITY_NONE = 0,
    SEVERITY_LOW,
    SEVERITY_MEDIUM,
    SEVERITY_HIGH,
    SEVERITY_CRITICAL
} order_severity;
enum { ORDER_SEVERITIES = SEVERITY_CRITICAL };
str  order_severity_key(order_severity s); // "low" …; empty none
bool order_severity_named(str key, order_severity *out);

// ---- an addressee ----------------------------------------------------------------------------------
typedef enum target_state {
    TARGET_NAMED = 1, // of a draft
    TARGET_SENT,
    TARGET_RECEIVED,
    TARGET_ACCEPTED,
    TARGET_REFUSED,
    TARGET_DONE,
} target_state;
enum { TARGET_STATES = TARGET_DONE };
str  target_state_key(target_state s); // "sent"; words "orders.target.<key>"
bool target_state_named(str key, target_state *out);

typedef enum target_act {
    TARGET_RECEIVE = 1, // says that it has it
    TARGET_ACCEPT,
    TARGET_REFUSE,   // with a reason
    TARGET_PROGRESS, // how it stands
    TARGET_TICK,     // one item is done
    TARGET_REPORT,   // the result; the answer to a warning
} target_act;
enum { TARGET_ACTS = TARGET_REPORT };
str  target_act_key(target_act a); // "receive"
bool target_act_named(str key, target_act *out);

typedef struct target_step {
    target_state to;    // 0: the act does not fit
    bool         words; // something must be said
    bool         receipt;
} target_step;
target_step target_step_of(order_kind kind, target_state from, target_act act);

typedef struct order_item {
    str     words;
    int64_t due_ms; // 0: with the whole
} order_item;

// When the whole is due for who received it then; 0: nothing is waited for.
int64_t target_due(int64_t due_ms, int64_t hours, int64_t received_ms);

typedef struct target_waits {
    target_state      state;
    int64_t           ack_ms, due_ms; // due_ms: of target_due
    const order_item *items;
    size_t            item_count;
    uint32_t          ticked; // bits 1 << place
} target_waits;
// The nearest moment that is waited for; 0 none.
int64_t target_next(const target_waits *w);

#endif
