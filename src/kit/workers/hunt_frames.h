// hunt_frames.h - what coloa-hunt says; shared by its two ends only.
//
// Job "rules": FRAME_SEALED · RULE… · CORRELATION… · YARA_RULE… · LOADED. Job "file", with the words NAME FLAGS MS APART
// (name of the file; "r" recover, "t" times; bound of a look; numbers of YARA rules with commas): FRAME_SEALED ·
// (FINDING | MARK | DAMAGE)… · (YARA | YARA_COST)… · COST… · END. A text is u32 length and bytes.
#ifndef COLOA_KIT_WORKERS_HUNT_FRAMES_H
#define COLOA_KIT_WORKERS_HUNT_FRAMES_H

#include "kit/workers/frame.h"
#include "kit/workers/hunt.h"

enum {
    HUNT_FRAME_RULE = 2, // u32 line, u8 1 correlation 2 filter, u8 quiet, ten texts
    HUNT_FRAME_CORRELATION, // u32 rule, u8 counting, u64 span, u64 least, u64 most, two doubles, u8 their flags,
                            // u8 percentile, u32 members, u32 each, u32 groups, a text each
    HUNT_FRAME_LOADED, // u32 rules, u32 correlations, u64 ms, u32 indicators, u32 lines refused, u32 YARA rules
    HUNT_FRAME_FINDING, // u32 rule, u64 time, u64 record, u64 place, u8 recovered, four texts, u8 matched, two texts
                        // each, the event
    HUNT_FRAME_MARK, // u32 correlation, u32 rule, u64 time, u64 record, u64 place, u8 groups, a text each, u8 value
                     // there, its text
    HUNT_FRAME_DAMAGE, // as EVENTS_FRAME_DAMAGE
    HUNT_FRAME_COST,   // u32 rule, u64 scope, looked, hits, limited, spent, u8 stopped
    HUNT_FRAME_INDICATOR, // u8 kind, u8 whole, u8 recovered, u32 line, u64 place, u64 offset, five texts
    HUNT_FRAME_YARA,      // u32 rule, text, u8 places, text and u64 and u32 each
    HUNT_FRAME_YARA_RULE, // two texts
    HUNT_FRAME_YARA_COST, // u32 rule, u8 how, u64 spent
    HUNT_FRAME_END, // u8 skip, u8 evtx, u64 read, failed, skipped, recovered, lost, repeated, unmatched, findings, marks,
    // damages, indicators, indicators met, bytes, YARA findings, YARA rules left out, ns, u8 how YARA
    // ended
};

enum {
    HUNT_RULE_TEXTS    = 10,
    HUNT_TEXT_MAX      = 2048, // of a rule
    HUNT_RULE_BYTES    = 6 + HUNT_RULE_TEXTS * (4 + HUNT_TEXT_MAX),
    HUNT_MEMBERS_BYTES = 4 + 1 + 8 * 5 + 2 + 4 + 4 * SIGMA_MEMBERS_MAX + 4 +
                         SIGMA_GROUP_MAX * (4 + SIGMA_NAME_MAX),
    HUNT_LOADED_BYTES  = 28,
    HUNT_SHORT_MAX     = 512, // computer, channel …
    HUNT_FINDING_BYTES = 64 + 4 * HUNT_SHORT_MAX +
                         SIGMA_MATCHED_MAX * (SIGMA_NAME_MAX + HUNT_MATCHED_BYTES + 8) +
                         SIGMA_LINE_MAX,
    HUNT_MARK_BYTES      = 64 + (SIGMA_GROUP_MAX + 1) * (HUNT_GROUP_BYTES + 4),
    HUNT_DAMAGE_BYTES    = 2 + 4 + 8 + 8 + 8 + 4,
    HUNT_COST_BYTES      = 4 + 5 * 8 + 1,
    HUNT_END_BYTES       = 2 + 16 * 8 + 1,
    HUNT_IDENTIFIER_MAX  = 128,
    HUNT_YARA_BYTES      = 64 + 400 + HUNT_PLACES_MAX * (HUNT_IDENTIFIER_MAX + 16),
    HUNT_YARA_RULE_BYTES = 8 + HUNT_IDENTIFIER_MAX + HUNT_NAME_MAX,
    HUNT_YARA_COST_BYTES = 4 + 1 + 8,
    HUNT_SMALL_MAX = LISTED_VALUE_MAX + LISTED_NOTE_MAX + HUNT_NAME_MAX + 4 * HUNT_BESIDE_BYTES +
                     LISTED_VALUE_MAX,
    HUNT_INDICATOR_BYTES = 64 + HUNT_SMALL_MAX + SIGMA_LINE_MAX,
    HUNT_OUT_BYTES       = HUNT_FINDING_BYTES + 2 * FRAME_OUT_BYTES,
};

extern const frame_rule hunt_file_rules[];
extern const frame_rule hunt_load_rules[];

typedef struct hunt_decoder {
    const hunt_sink      *sink;
    size_t                rules, correlations; // that there are
    const hunt_yara_rule *yara_rules;
    size_t                yara_count;
    hunt_counts           counts;
    uint64_t              findings, marks, damages, indicators, yara; // met here
    bool                  ended;
} hunt_decoder;

// One frame. ST_INVALID: it says what cannot be; else what the sink said.
status hunt_decode(void *decoder, uint8_t type, str payload) MUST_CHECK;

#endif
