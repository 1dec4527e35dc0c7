// order.c - see order.h.
#include "modules/orders/order.h"

typedef struct keys {
    const char *const *names;
    size_t             count; // with the empty first
} keys;

static str key_of(keys k, size_t at)
{
    return at < k.count && k.names[at] ? str_from(k.names[at]) : S("");
}

static size_t named(keys k, str key)
{
    for (size_t i = 1; i < k.count; i++) {
        if (str_equal(str_from(k.names[i]), key)) return i;
    }
    return 0;
}

static const char *const kind_names[]  = { NULL, "command", "request", "warning" };
static const char *const state_names[] = { NULL, "draft", "sent", "ended", "dropped" };
static const char *const tlp_keys[]    = { NULL, "red", "amber-strict", "amber", "green", "clear" };
static const char *const tlp_names[]   = { NULL,        "TLP:RED",   "TLP:AMBER+STRICT",
                                           "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR" };
static const char *const severity_names[] = { NULL, "low", "medium", "high", "critical" };
static const char *const target_names[]   = { NULL,       "named",   "sent", "received",
                                              "accepted", "refused", "done" };
static const char *const act_names[]      = { NULL,       "receive", "accept", "refuse",
                                              "progress", "tick",    "report" };

#define KEYS(names) ((keys){ names, COUNT(names) })

str order_kind_key(order_kind k)
{
    return key_of(KEYS(kind_names), k);
}

bool order_kind_named(str key, order_kind *out)
{
    *out = (order_kind)named(KEYS(kind_names), key);
    return *out != 0;
}

str order_state_key(order_state s)
{
    return key_of(KEYS(state_names), s);
}

bool order_state_named(str key, order_state *out)
{
    *out = (order_state)named(KEYS(state_names), key);
    return *out != 0;
}

str order_tlp_name(order_tlp t)
{
    return key_of(KEYS(tlp_names), t);
}

str order_tlp_key(order_tlp t)
{
    return key_of(KEYS(tlp_keys), t);
}

bool order_tlp_named(str key, order_tlp *out)
{
    *out = (order_tlp)named(KEYS(tlp_keys), key);
    return *out != 0;
}

str order_severity_key(order_severity s)
{
    return key_of(KEYS(severity_names), s);
}

bool order_severity_named(str key, order_severity *out)
{
    *out = (order_severity)named(KEYS(severity_names), key);
    return *out != 0;
}

str target_state_key(target_state s)
{
    return key_of(KEYS(target_names), s);
}

bool target_state_named(str key, target_state *out)
{
    *out = (target_state)named(KEYS(target_names), key);
    return *out != 0;
}

str target_act_key(target_act a)
{
    return key_of(KEYS(act_names), a);
}

bool target_act_named(str key, target_act *out)
{
    *out = (target_act)named(KEYS(act_names), key);
    return *out != 0;
}

target_step target_step_of(order_kind kind, target_state from, target_act act)
{
    static const struct {
        target_state from;
        target_act   act;
        target_step  step;
        bool         warning; // of a warning too
    } all[] = {
        { TARGET_SENT, TARGET_RECEIVE, { TARGET_RECEIVED, false, true }, true },
        { TARGET_RECEIVED, TARGET_ACCEPT, { TARGET_ACCEPTED, false, true }, false },
        { TARGET_RECEIVED, TARGET_REFUSE, { TARGET_REFUSED, true, true }, false },
        { TARGET_REFUSED,
          TARGET_ACCEPT,
          { TARGET_ACCEPTED, false, true },
          false }, // thinks better of it
        { TARGET_RECEIVED, TARGET_PROGRESS, { TARGET_RECEIVED, true, false }, true },
        { TARGET_ACCEPTED, TARGET_PROGRESS, { TARGET_ACCEPTED, true, false }, false },
        { TARGET_RECEIVED, TARGET_TICK, { TARGET_RECEIVED, false, false }, true },
        { TARGET_ACCEPTED, TARGET_TICK, { TARGET_ACCEPTED, false, false }, false },
        { TARGET_ACCEPTED, TARGET_REPORT, { TARGET_DONE, true, true }, false },
    };
    if (kind == ORDER_WARNING && from == TARGET_RECEIVED && act == TARGET_REPORT)
        return (target_step){ TARGET_DONE, true, true };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (all[i].from != from || all[i].act != act) continue;
        if (kind != ORDER_WARNING || all[i].warning) return all[i].step;
    }
    return (target_step){ 0 };
}

int64_t target_due(int64_t due_ms, int64_t hours, int64_t received_ms)
{
    enum { HOUR_MS = 3600 * 1000 };
    if (due_ms) return due_ms;
    return hours && received_ms ? received_ms + hours * HOUR_MS : 0;
}

static int64_t sooner(int64_t a, int64_t b)
{
    return !a || (b && b < a) ? b : a;
}

int64_t target_next(const target_waits *w)
{
    bool waits = w->state == TARGET_SENT || w->state == TARGET_RECEIVED ||
                 w->state == TARGET_ACCEPTED;
    if (!waits) return 0;
    int64_t next = w->state == TARGET_SENT ? sooner(w->ack_ms, w->due_ms) : w->due_ms;
    for (size_t i = 0; i < w->item_count; i++) {
        if (!(w->ticked >> i & 1)) next = sooner(next, w->items[i].due_ms);
    }
    return next;
}
