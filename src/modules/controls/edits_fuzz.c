// edits_fuzz.c - any bytes as edits: refused, or every field of each is one of ours.
#include "kit/os/os.h"
#include "modules/controls/edits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena memory;
    if (!memory.start && os_map(64 << 20, &memory) != ST_OK) return 0;
    memory.next         = memory.start;
    control_edit *edits = NULL;
    size_t        n     = 0;
    problem       why   = { 0 };
    str           json  = { (const char *)data, (ptrdiff_t)size };
    if (edits_parse(json, &memory, &edits, &n, &why) != ST_OK) return 0;
    for (size_t i = 0; i < n; i++) {
        for (int f = 0; f < CONTROL_FIELDS; f++) {
            str out;
            if (!edits[i].values[f].ptr) continue;
            if (control_read((control_field)f, edits[i].values[f], &memory, &out, &why) != ST_OK)
                continue;
            str words = control_say((control_field)f, out, LANG_VI, &memory), again;
            if (!words.ptr) return 0;
            // What is shown is read as the same.
            if (control_read((control_field)f, words, &memory, &again, &why) != ST_OK)
                __builtin_trap();
            if (!str_equal(again, out)) __builtin_trap();
        }
    }
    return 0;
}
