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

#endif
