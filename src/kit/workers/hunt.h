// hunt.h - files searched by rules, each in a sealed process of its own (coloa-hunt).
//
// The rules are loaded and compiled once, in a process that never sees a stranger's byte; for each file it makes a
// copy of itself, which seals itself and then looks at the file (as in nursery.h). What it tells is bounded and
// checked here: lengths, numbers, that texts are texts. The line of an event is passed on unread.
//
//   hunt_pack p = …;  hunt_pack_add(&p, HUNT_SIGMA, name, bytes) …      the rules
//   hunt_open(&o, p.fd, &a, &h, &why);
//   hunt_file(h, fd, &sink, scratch, &counts, &why) …                    any number, from any threads
//   hunt_close(h);
//
// The thread that opens it must live until it is closed: processes die with the thread that started them.
#ifndef COLOA_KIT_WORKERS_HUNT_H
#define COLOA_KIT_WORKERS_HUNT_H

#include "kit/evtx/evtx.h"
#include "kit/indicators/indicators.h"
#include "kit/sigma/sigma.h"

// ---- rules ---------------------------------------------------------------------------------------

// A file of Sigma rules; lists for its %names%; a list of indicators; a file of YARA rules.
typedef enum hunt_kind { HUNT_SIGMA = 1, HUNT_LISTS, HUNT_INDICATORS, HUNT_YARA } hunt_kind;

enum {
    HUNT_PACK_MAX      = 512 * 1024 * 1024, // bytes of all rules
    HUNT_RULE_FILE_MAX = 16 * 1024 * 1024,
    HUNT_NAME_MAX      = 1024,
    HUNT_MATCHED_BYTES = 400,  // of a value that is told
    HUNT_GROUP_BYTES   = 200,  // of a value a correlation groups by
    HUNT_BESIDE_BYTES  = 48,   // told before and behind an indicator
    HUNT_PLACES_MAX    = 16,   // of one YARA rule in one file
    HUNT_TOLD_MAX      = 100,  // places of one indicator in one file; further ones are counted
    HUNT_FILE_NAME_MAX = 1024, // bytes of a file's name that rules may see, the last ones
    HUNT_APART_MAX     = 64,   // YARA rules that look behind the others
    HUNT_YARA_MS       = 3000,
    HUNT_SCRATCH_BYTES = 6 * 1024 * 1024,
    HUNT_LOADING_MS    = 10 * 60 * 1000,
};

// Rules gathered in a file without a name. fd -1 at first; the caller closes it.
typedef struct hunt_pack {
    int     fd;
    int64_t bytes;
    size_t  files;
} hunt_pack;

// ST_LIMIT: HUNT_PACK_MAX or HUNT_RULE_FILE_MAX.
status hunt_pack_add(hunt_pack *p, hunt_kind kind, str name, str bytes) MUST_CHECK;

typedef struct hunt_yara_rule {
    str rule, file;
} hunt_yara_rule;

// ---- a hunt --------------------------------------------------------------------------------------

typedef struct hunt hunt;

typedef struct hunt_options {
    str  program;    // path; empty: coloa-hunt beside our own binary
    bool recover;    // also what slack of event logs still holds
    bool yara_times; // each YARA rule by itself: slow, its time is then known
    int64_t
        yara_ms; // processor time of YARA's look at a small file, more for larger ones; 0: HUNT_YARA_MS
} hunt_options;

// Loads the rules. `a` keeps what is told of them. ST_BROKEN "hunt-start"; ST_LIMIT "hunt-rules-timeout", "hunt-rules-limit"
// (memory);
// ST_CONFLICT "hunt-rules-died": it died of the rules, of which it says nothing.
status hunt_open(const hunt_options *o, int pack_fd, arena *a, hunt **out, problem *why) MUST_CHECK;
void   hunt_close(hunt *h);

size_t                   hunt_rule_count(const hunt *h);
const sigma_rule        *hunt_rule_at(const hunt *h, size_t i); // why it is not run stands there
size_t                   hunt_correlation_count(const hunt *h);
const sigma_correlation *hunt_correlation_at(const hunt *h, size_t i);
size_t                   hunt_indicator_count(const hunt *h);
size_t
hunt_yara_count(const hunt *h); // rules; files that do not compile stand among the rules not run
const hunt_yara_rule *hunt_yara_at(const hunt *h, size_t i);
size_t                hunt_lines_refused(const hunt *h); // of lists: no indicators
int64_t               hunt_loading_ms(const hunt *h);    // processor time to load and compile

// ---- a file --------------------------------------------------------------------------------------

typedef struct hunt_finding {
    uint32_t    rule;
    int64_t     time_ms; // INT64_MIN: none
    int64_t     record;  // number the event has by itself, -1 none
    uint64_t    place;   // its number in the file, from 1
    bool        recovered;
    str         computer, channel, provider, event_id; // may be empty
    sigma_match matched[SIGMA_MATCHED_MAX];
    size_t      matched_count;
    str         event; // one line of JSON, without its end
} hunt_finding;

typedef struct hunt_mark { // of a correlation, to be counted with those of other files
    sigma_mark mark;
    int64_t    time_ms, record;
    uint64_t   place;
} hunt_mark;

typedef struct hunt_indicator {
    listed_kind kind;
    str         value, note, list; // as in its list
    uint32_t    line;
    bool        whole;     // it is the hash or the name of the file itself
    bool        recovered; // the event is
    uint64_t    place;     // number of the event it stands in; 0: at `offset` of the file
    uint64_t    offset;
    str         beside; // what stands around it; bytes that are no text are dots
    str         event;  // the event's line, where there is one
} hunt_indicator;

typedef struct hunt_yara {
    uint32_t number;
    str      rule, file, description;
    size_t   count; // of places
    struct {
        str      name; // of the rule's text
        uint64_t offset;
        uint32_t bytes;
    } places[HUNT_PLACES_MAX];
} hunt_yara;

// How YARA's look at a file ended.
typedef enum hunt_yara_end {
    HUNT_YARA_DONE,
    HUNT_YARA_TIMEOUT,
    HUNT_YARA_LARGE,
    HUNT_YARA_FAILED,
    HUNT_YARA_STOPS, // all rules looked, some of them were stopped
} hunt_yara_end;
const char *hunt_yara_end_key(hunt_yara_end e); // of po/ "hunt.yara-<key>"; NULL when it was done

// Of a YARA rule that looked by itself, which only slow ones do, or all when they are measured.
typedef enum hunt_yara_how {
    HUNT_YARA_MEASURED,
    HUNT_YARA_STOPPED,       // it took too long: what it would have found in this file is not known
    HUNT_YARA_FAULT,         // libyara gave up: the same
    HUNT_YARA_NEEDS_STOPPED, // it speaks of one that was
    HUNT_YARA_HOWS,
} hunt_yara_how;
typedef struct hunt_yara_cost {
    uint32_t      rule;
    hunt_yara_how how;
    uint64_t      spent_ns;
} hunt_yara_cost;

typedef struct hunt_cost {
    uint32_t   rule;
    uint64_t   in_scope; // events of its log source
    sigma_cost cost;
} hunt_cost;

// Why a file was not looked at.
typedef enum hunt_skip { HUNT_NOT_SKIPPED, HUNT_EMPTY, HUNT_NOT_EVENTS, HUNT_SKIPS } hunt_skip;
const char *hunt_skip_key(hunt_skip s); // of po/ "hunt.<key>"

// read + failed + skipped are all events that were met or announced.
typedef struct hunt_counts {
    hunt_skip skip;
    bool      evtx; // else lines of JSON
    uint64_t  read, failed,
        skipped; // as evtx_counts; of lines: those that are no JSON object have failed
    uint64_t recovered, lost, repeated; // of slack, as evtx_counts
    uint64_t
        unmatched; // of those read or recovered, what was beyond a bound of the rules: told, not matched
    uint64_t      findings, marks;
    uint64_t      indicators;     // told
    uint64_t      indicators_met; // with those that were only counted
    uint64_t      searched_bytes; // for indicators, beside events
    uint64_t      yara;           // rules that hold
    hunt_yara_end yara_end;
    uint64_t      yara_left; // rules that did not look at it, or not to the end
    uint64_t      yara_ns;   // processor time of all of them
    uint64_t      damages;
    int64_t       cpu_ms; // of the process that read it
    int64_t       memory_kib;
} hunt_counts;

typedef struct hunt_sink {
    void *ctx;
    status (*finding)(void *ctx, const hunt_finding *f);     // texts live until it returns
    status (*mark)(void *ctx, const hunt_mark *m);           // may be NULL
    status (*indicator)(void *ctx, const hunt_indicator *i); // may be NULL
    status (*yara)(void *ctx, const hunt_yara *y);           // may be NULL
    status (*cost)(void            *ctx,
                   const hunt_cost *c); // once for a rule that was concerned; may be NULL
    status (*yara_cost)(void *ctx, const hunt_yara_cost *c); // may be NULL
    status (*damage)(void *ctx, const evtx_damage *d);       // may be NULL
} hunt_sink;

// `name` is what rules and lists of names may see of it: never a path of this machine beyond what was asked for. fd keeps its position and must be a regular file; event logs are told by their content, all else must be lines
// of JSON objects, or is searched for indicators only, where there are any. What was given before a failure stays given. ST_INVALID "hunt-not-a-file"; ST_LIMIT
// "hunt-timeout", "hunt-flood"; ST_CONFLICT "hunt-died": the process died of this file, which is a finding;
// ST_BROKEN "hunt-start"; else what the sink said.
status hunt_file(hunt *h, str name, int fd, const hunt_sink *sink, arena scratch, hunt_counts *out,
                 problem *why) MUST_CHECK;

#endif
