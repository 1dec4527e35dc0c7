// seat_ops.c - which body coordinates the network. See network.h.
#include "modules/network/network.h"

static network_lead *led_by;

void network_led_by(network_lead *lead)
{
    led_by = lead;
}

status network_coordinator(call *c, int64_t *body_id)
{
    status st = led_by ? led_by(c, body_id) : ST_MISSING;
    if (st != ST_MISSING) return st;
    return c->who.invented ? ST_MISSING : body_top(c, body_id);
}

status network_coordinates(call *c, bool *does)
{
    int64_t id = 0;
    status  st = network_coordinator(c, &id);
    *does      = st == ST_OK && id == c->who.body_id;
    return st == ST_MISSING ? ST_OK : st;
}
