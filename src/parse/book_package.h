// book_package.h - the package of a workbook: its faults are refusals of the writer.
#ifndef COLOA_PARSE_BOOK_PACKAGE_H
#define COLOA_PARSE_BOOK_PACKAGE_H

#include "kit/workers/package.h"
#include "parse/parse.h"
#include "parse/writer.h"

static inline writer *writer_of(const package *p)
{
    return p->ctx;
}

#endif
