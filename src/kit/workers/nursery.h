// nursery.h - a warm process of a sealed program, from which each job gets a fresh child of its own.
//
// To load a program's libraries costs more than most jobs. So a long-running process may open a nursery
// for it: the first job starts the program as `PROGRAM nursery`; it loads what it needs, never looks at
// a stranger's byte, and for each job makes a copy of itself. The copy is a child of this process as any
// other helper (CLONE_PARENT): it is waited for, killed and accounted for alike. It holds the job's two
// descriptors and no other, seals itself as always and only then looks at the input (sealed.h).
//
// Copies of one process lie at the same places in memory, so what one of them might betray must not help
// the next: a nursery is made anew after NURSERY_JOBS_MAX jobs, and after the first that ends badly.
//
// worker.h is what callers use; it takes the nursery when there is one and starts the program itself
// when there is none, or when it died or does not answer.
#ifndef COLOA_KIT_WORKERS_NURSERY_H
#define COLOA_KIT_WORKERS_NURSERY_H

#include "kit/base/base.h"
#include "kit/os/os.h"

enum {
    NURSERIES_MAX    = 8,
    NURSERY_JOBS_MAX = 256,
    NURSERY_PATH_MAX = 1024,
};

// Nothing is started yet. ST_LIMIT: too many, or the path is too long. A second time changes nothing.
status nursery_open(const char *path) MUST_CHECK;
// Ends all of them and waits for that. No worker_run may be under way.
void nurseries_close(void);

// ---- for worker.c ------------------------------------------------------------------------------
// A child with these words (argv without the program, NULL-terminated) and descriptors.
// ST_MISSING: none is open for the program, or it gave none: start the program.
status nursery_child(const char *path, const char *const *words, int in_fd, int out_fd,
                     os_process *out) MUST_CHECK;
void   nursery_renew(const char *path); // a job of it ended badly

// ---- for who keeps such a process himself (hunt.c) ------------------------------------------------
// The same over the socket of a process started as PROGRAM nursery; one at a time. It dies with the thread
// that started it, and so do its children.
status nursery_ask(int socket, const char *const *words, int in_fd, int out_fd, int64_t most_ms,
                   os_process *out) MUST_CHECK;

// ---- for tests and benches -----------------------------------------------------------------------
typedef struct nursery_facts {
    int     pid;    // 0: none runs
    int64_t starts; // since it was opened
} nursery_facts;

nursery_facts nursery_look(const char *path);

#endif
