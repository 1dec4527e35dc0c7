// seal.h - shuts a worker in before it looks at the first byte of a stranger's file.
//
// Called once, by the worker itself, when its input is already mapped and its memory laid out. After
// it the process may compute, take and give back anonymous memory, write to descriptor 1 and exit.
// It cannot open, read, connect, start, signal or ask anything; trying ends it (SIGSYS).
//
// Steps: limits (address space, CPU, files, core, processes), not dumpable, dies with its parent,
// no new privileges, Landlock without a single rule, seccomp allow-list.
#ifndef COLOA_KIT_WORKERS_SEAL_H
#define COLOA_KIT_WORKERS_SEAL_H

#include "kit/base/base.h"

typedef struct seal_limits {
    int64_t memory_bytes; // address space beyond what is mapped already
    int64_t cpu_s;        // seconds of processor time
} seal_limits;

typedef struct seal_state {
    int landlock_abi; // 0 when the kernel has no Landlock: seccomp alone then stands guard
} seal_state;

// Works out the system call filter, which needs a descriptor; seal_worker then only puts it on. Once per
// process, or per nursery: what it makes stays good in copies of the process.
status seal_prepare(void) MUST_CHECK;

// ST_BROKEN when any step but Landlock cannot be taken: the worker must then exit unread.
// Prepares itself where that was not done.
// Address space is not limited in sanitizer builds, which map terabytes of it for their own use.
status seal_worker(const seal_limits *limits, seal_state *out) MUST_CHECK;

// Landlock alone, for the test that shows it holds without seccomp. *abi 0 when there is none.
status seal_landlock(int *abi) MUST_CHECK;

#endif
