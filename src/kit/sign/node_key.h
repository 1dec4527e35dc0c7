// node_key.h - the key this node signs with, a file of the data folder (0600, decision 0049): receipts, hand-overs.
#ifndef COLOA_KIT_SIGN_NODE_KEY_H
#define COLOA_KIT_SIGN_NODE_KEY_H

#include "kit/sign/sign.h"

void node_key_lend(int folder_fd); // app: the data folder; -1 none
// Makes it when there is none. ST_MISSING "receipt-no-folder" when no folder was lent; ST_BROKEN "receipt-key-file".
status node_key_load(arena *a, sign_key *out, problem *why) MUST_CHECK;

#endif
