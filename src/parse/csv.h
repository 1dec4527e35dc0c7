// csv.h - tables of text: comma, semicolon, tab or bar between fields, quotes as in RFC 4180.
//
// UTF-8 (with or without its mark), and UTF-16 with its mark, as Excel saves "Unicode Text". Older
// Vietnamese encodings are refused by the row, never guessed: a wrong letter in a name is worse.
#ifndef COLOA_PARSE_CSV_H
#define COLOA_PARSE_CSV_H

#include "parse/writer.h"

void csv_parse(str bytes, writer *w);

// The field separator the first lines speak for; exposed for its test. `line` is UTF-8.
char csv_separator(str head);

#endif
