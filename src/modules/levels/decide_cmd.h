// decide_cmd.h - `levels decide`: facts in, a level out; opens no data folder.
#ifndef COLOA_MODULES_LEVELS_DECIDE_CMD_H
#define COLOA_MODULES_LEVELS_DECIDE_CMD_H

#include "kit/cli/cli.h"
#include "kit/law/law.h"
#include "kit/text/words.h"

#define DECIDE_USAGE                                                                               \
    "(--pack nd85|nd331 | [--on DATE] [--begun DATE] [--situation building|running|approved]) "    \
    "[--overlay nhnn] [--json] [FILE]"

int level_decide_command(command_run *r);

// The sentence for a result: {0} the level, {1} the pack.
text_key level_result_words(law_result result, int level);

#endif
