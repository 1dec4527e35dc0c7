// paper_samples_test_kit.h - for tests and benches: papers with everything, with little, with odd names.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_SAMPLES_TEST_KIT_H
#define COLOA_MODULES_DOSSIERS_PAPER_SAMPLES_TEST_KIT_H

#include "modules/dossiers/paper.h"

typedef enum paper_sample {
    SAMPLE_DEPARTMENT = 1, // a province's department, level 2
    SAMPLE_MINISTRY,       // a ministry's centre, level 3
    SAMPLE_LONG,           // a name of 125 characters and one with & < >, level 3
    SAMPLE_COMPOSITE,      // twelve components
    SAMPLE_BARE,           // a name and nothing else: no level
    SAMPLES
} paper_sample;

paper test_paper(paper_sample which);

// A level-3 dossier with a plan of 195 answered requirements and its texts: its papers in their order, drawn from the
// templates of one pack.
enum { TEST_WHOLE_SHEETS = 5 };
status test_whole(arena *a, str pack, docx_sheet out[TEST_WHOLE_SHEETS]);

#endif
