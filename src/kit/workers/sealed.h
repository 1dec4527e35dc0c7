// sealed.h - the side of the sealed programs: what every one of them does beside its own work.
//
//   int main(int argc, char **argv) { return sealed_main(&program, argc, argv); }
//
// usage of such a program: PROGRAM WORD…   one job: descriptor 0 is the input, 1 the pipe or ring for frames
//                          PROGRAM nursery descriptor 0 is the socket of nursery.h
//
// The order is the same in both: everything a job needs is laid out first (libraries, fonts, rooms, the
// time zone, the words of the job, the input mapped); then the process seals itself and says so in its
// first frame; only then it looks at the first byte.
#ifndef COLOA_KIT_WORKERS_SEALED_H
#define COLOA_KIT_WORKERS_SEALED_H

#include "kit/base/base.h"
#include "kit/workers/frame.h"
#include "kit/workers/seal.h"

enum { // exit codes
    SEALED_EXIT_USAGE  = 2,
    SEALED_EXIT_SEAL   = 3, // it could not shut itself in: nothing was read
    SEALED_EXIT_ANSWER = 4,
    SEALED_EXIT_LOAD =
        5, // behind a loader's seal: what was to be loaded cannot be, or takes more than its bounds
};

typedef struct sealed_job {
    str           input;
    unsigned long salt; // by chance, not 0; for hash tables
    frame_out    *out;
} sealed_job;

typedef struct sealed_program {
    seal_limits limits;
    seal_limits
            loading; // of a nursery that loads what others wrote: it shuts itself in before `warm`. 0: it does not
    size_t  input_bytes_max; // of a longer input one byte more is mapped: the work refuses it
    size_t  out_bytes;       // room for frames
    size_t  heap_at_once;    // of malloc's memory, what each job is sure to need
    int64_t idle_ms;         // after which a nursery ends by itself; 0: as all, -1: never
    // Before any job. `many`: many jobs will follow, what they share is best done now.
    bool (*warm)(bool many);
    // Takes the words of one job apart, before the seal; false: they make no sense.
    bool (*words)(const char *const *words, size_t count, frame_out *out);
    void (*work)(const sealed_job *job); // behind the seal
} sealed_program;

int sealed_main(const sealed_program *p, int argc, char **argv);

// Fresh zero memory which costs nothing until it is touched; NULL when there is none. Of it, a job that
// begins gets `at_once` bytes for sure.
void *sealed_room(size_t bytes, size_t at_once);

// A regular file behind a descriptor as memory, of a longer one than `most` one byte more; works behind a loader's seal.
bool sealed_map(int fd, size_t most, str *bytes);

// ---- between sealed.c and sealed_many.c ------------------------------------------------------------
// Does one job with descriptors 0 and 1 and ends the process.
_Noreturn void sealed_once(const sealed_program *p, const char *const *words, size_t count);
int            sealed_many(const sealed_program *p); // until its socket closes or it is idle

#endif
