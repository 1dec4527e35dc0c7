// xlsx.h - a zipped workbook: the first visible sheet that holds anything, or the one asked for.
#ifndef COLOA_PARSE_XLSX_H
#define COLOA_PARSE_XLSX_H

#include "parse/parse.h"
#include "parse/writer.h"

void xlsx_parse(const parse_job *job, writer *w);

#endif
