// demo_network.h - the response network of the demo's invented country.
#ifndef COLOA_APP_DEMO_NETWORK_H
#define COLOA_APP_DEMO_NETWORK_H

#include "kit/call/call.h"

// Once, when the folder is made: a coordinator, members with contacts, one application that waits.
status demo_network_seed(call *c, problem *why) MUST_CHECK;

#endif
