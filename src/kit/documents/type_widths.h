// type_widths.h - the table tools/gen_type_widths.py writes; read by type.c only.
#ifndef COLOA_KIT_DOCUMENTS_TYPE_WIDTHS_H
#define COLOA_KIT_DOCUMENTS_TYPE_WIDTHS_H

#include <stdint.h>

enum { TYPE_WIDTH_FACES = 4, TYPE_WIDTH_RANGES = 3, TYPE_WIDTHS = 514 };

typedef struct type_width_range {
    uint32_t first, last; // code points, both included
    uint32_t at;          // index of first's width
} type_width_range;

extern const type_width_range type_width_ranges[TYPE_WIDTH_RANGES];
extern const uint16_t         type_widths[TYPE_WIDTH_FACES][TYPE_WIDTHS];

#endif
