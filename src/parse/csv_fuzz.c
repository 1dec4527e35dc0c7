// csv_fuzz.c - any bytes as a table of text.
#include "parse/parse_test_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kit_parse((str){ (const char *)data, (ptrdiff_t)size }, SHEET_CSV);
    return 0;
}
