// paper_print_ops.h - a drawn paper as PDF.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_PRINT_OPS_H
#define COLOA_MODULES_DOSSIERS_PAPER_PRINT_OPS_H

#include "modules/dossiers/dossiers.h"

// SHA-256 of bytes, as 64 hexadecimal digits and a NUL.
status paper_hash(str bytes, char hex[65]) MUST_CHECK;

#endif
