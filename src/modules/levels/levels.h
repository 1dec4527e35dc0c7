// levels.h - the level of a system: why it is what it is, which facts could still change it, and the
// work list of all systems that lack one.
//
// The finding itself is made by kit/law and written by modules/systems with every change; this module
// explains it, asks, and records what a person decides.
#ifndef COLOA_MODULES_LEVELS_LEVELS_H
#define COLOA_MODULES_LEVELS_LEVELS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/jobs/jobs.h"
#include "kit/web/web.h"

enum { LEVELS_PAGE = 50 }; // systems in one page of the work list

// Judges anew every system that the acting body sees under the pack of today, and records a finding
// wherever level, result or pack differ from the stored one. Bounded acts of one system each; may be
// run again. *seen and *changed count.
typedef struct levels_count {
    int64_t seen, changed;
} levels_count;
// job NULL: no progress is told.
status levels_determine_all(call *c, job *j, str reason, levels_count *out,
                            problem *why) MUST_CHECK;

// Records how a point that the law leaves open is read for a system: one of the choices its pack of
// today offers (ST_INVALID "unknown-value" else), with an optional note of at most 2000 characters.
// Append-only; the newest choice stands. ST_MISSING for a system out of sight.
status levels_choose(call *c, str system, str grey, str choice, str note, problem *why) MUST_CHECK;

extern const web_module    levels_module;
extern const command_table levels_commands;
extern const job_table     levels_jobs;

#endif
