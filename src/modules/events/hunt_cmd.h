// hunt_cmd.h - what the files of `coloa hunt` share.
#ifndef COLOA_MODULES_EVENTS_HUNT_CMD_H
#define COLOA_MODULES_EVENTS_HUNT_CMD_H

#include "kit/os/os.h"
#include "kit/sigma/tally.h"
#include "kit/text/text.h"
#include "kit/workers/hunt_many.h"
#include "modules/events/events.h"

enum { HUNT_LINE_BYTES = 4 * 1024 * 1024 };

typedef struct hunt_work hunt_work;

typedef struct hunt_tree { // names of files, as they are opened
    hunt_work *w;
    str       *names;
    size_t     count, cap;
    uint64_t   links; // not followed
} hunt_tree;

typedef struct hunt_rule_cost {
    uint64_t   findings, in_scope;
    sigma_cost cost;
} hunt_rule_cost;

typedef struct hunt_yara_sum { // of a YARA rule over all files it looked at by itself
    uint64_t files, left, spent_ns, findings; // left: stopped, or could not look
} hunt_yara_sum;

struct hunt_work {
    command_run    *r;
    hunt_pack       pack;
    hunt           *h;
    hunt_tree       files;
    size_t          at; // next file
    arena           scratch;
    hunt_rule_cost *hits;      // by rule
    hunt_yara_sum  *yara_sums; // by YARA rule
    hunt_counts     events;
    uint64_t findings, indicators, yara, marks, damages, done, searched, skipped_files, unread,
        rules_left_out;
    tally *tally; // NULL: no correlation
    arena  tally_room;
    bool   progress; // a line of it stands on the terminal
};

// Adds the file, or all files of the folder and those in it, sorted; links within are not followed.
status hunt_walk(hunt_tree *t, str name) MUST_CHECK;
void   hunt_sort(hunt_tree *t);

void   hunt_finding_json(buf *b, const sigma_rule *rule, str file, const hunt_finding *f);
void   hunt_correlation_json(buf *b, const hunt_work *w, const tally_finding *f);
void   hunt_indicator_json(buf *b, str file, const hunt_indicator *i);
void   hunt_yara_json(buf *b, str file, const hunt_yara *y);
void   hunt_tell_file(hunt_work *w, str file, status st, const hunt_counts *c, const problem *why);
void   hunt_tick(void *work);
status hunt_summary(hunt_work *w) MUST_CHECK;

#endif
