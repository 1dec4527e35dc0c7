// hunter.h - what the files of coloa-hunt share.
#ifndef COLOA_HUNT_HUNTER_H
#define COLOA_HUNT_HUNTER_H

#include "kit/workers/hunt_frames.h"
#include "kit/workers/sealed.h"

typedef struct hunter {
    frame_out  *out;
    sigma_set  *set;
    sigma_run  *run;
    indicators *lists;
    uint32_t   *told; // by indicator: places told of this file
    hunt_counts counts;
    char       *line; // SIGMA_LINE_MAX and its end
    str         input;
    size_t      given_back;
    sigma_rule *refused; // files of YARA rules that do not compile, lines of lists of names
    size_t      refused_count;
    uint32_t    yara_rules;
    arena      *room; // of all that is loaded
    bool        only_rules;
    int64_t     loading_ms;
    // of the job
    const char *name; // of the file, as whoever looks knows it; may be empty
    bool        recover, measure;
    int64_t     yara_ms; // the shortest bound of a look of YARA's rules
    // of the event under way
    str      event;
    uint64_t place;
    bool     recovered;
} hunter;

void put_text(frame_out *out, str s, ptrdiff_t most);
void passed(void *ctx, uint64_t to); // of the input: nothing before will be read in this pass

bool indicate_begin(void); // before any seal
bool indicate_warm(hunter *h, arena *a);
void indicate_event(hunter *h); // all values of the event under way
void indicate_name(hunter *h);  // of the file
void indicate_file(hunter *h);  // its bytes, unless it is an event log, and its hashes

// A file of rules, or a line of a list, that cannot be used. False: no memory.
bool hunter_refuses(hunter *h, sigma_rule what);

bool yara_load(hunter *h, str name, str bytes); // one file
bool yara_warm(hunter *h);
void yara_put_rules(hunter *h);
bool yara_arm(void);            // before the seal: its clock
bool yara_apart(uint32_t rule); // looks behind the others; false: there is no such rule
void yara_file(hunter *h);

#endif
