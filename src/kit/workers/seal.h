// seal.h - shuts a worker in before it looks at the first byte of a stranger's file.
//
// Called once, by the worker itself, when its input is already mapped and its memory laid out. After
// it the process may compute, take and give back anonymous memory, write to descriptor 1 and exit.
// It cannot open, read, connect, start, signal or ask anything; trying ends it (SIGSYS).
//
// A process that keeps what others of its kind are copied from (sealed_many.c) may shut itself in before it loads that: by
// seal_loader, looser than the seal of a worker, which its copies put on over it.
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

// From here on the process can open nothing and start nothing but copies of itself that are children of its parent; it
// may map what it holds, take messages with descriptors, compute. `loading` bounds what it takes until seal_loaded(),
// `later` and `input_bytes` what a copy may have beyond that. seal_prepare must have been called. ST_BROKEN as below.
status seal_loader(const seal_limits *loading, const seal_limits *later,
                   size_t input_bytes) MUST_CHECK;
status seal_loaded(void) MUST_CHECK; // notes what is mapped, which a copy cannot ask for
status seal_copy(size_t input_bytes)
    MUST_CHECK; // in the copy, before its input is mapped; without a loader's seal: nothing

// Landlock alone, for the test that shows it holds without seccomp. *abi 0 when there is none.
status seal_landlock(int *abi) MUST_CHECK;

#endif
