// evtx_fuzz.c - any bytes as an event log. The first byte: 1 slack too, 2 the rest is a whole file; else it is
// what stands behind the head of a chunk.
//
// Its claim: every line is JSON without doubled keys, and the numbers add up.
#include <jansson.h>
#include <stdlib.h>

#include "kit/evtx/evtx_test_kit.h"

static void check(str line)
{
    size_t       flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL;
    json_error_t why;
    if (line.len < 3 || line.ptr[line.len - 1] != '\n' || !str_is_text(line)) abort();
    json_t *j = json_loadb(line.ptr, (size_t)line.len, flags, &why);
    if (!j && json_error_code(&why) != json_error_numeric_overflow) abort();
    json_decref(j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static kit_log  log;
    static kit_read k     = { .check = check };
    size_t          most  = EVTX_CHUNK_BYTES - EVTX_CHUNK_HEAD_BYTES;
    bool            whole = size && data[0] & 2;
    if (size == 0) return 0;
    str bytes = { (const char *)data + 1, (ptrdiff_t)size - 1 };
    if (!whole) {
        size_t take = size - 1 < most ? size - 1 : most, live = take;
        kit_begin(&log);
        kit_chunk(&log);
        memcpy(log.bytes + log.start + EVTX_CHUNK_HEAD_BYTES, data + 1, take);
        if (data[0] & 1) live = take / 2;
        log.first = 1;
        log.last  = 4;
        kit_chunk_head(&log, EVTX_CHUNK_HEAD_BYTES + live);
        bytes     = kit_file(&log);
        bytes.len = (ptrdiff_t)(EVTX_HEAD_BYTES + EVTX_CHUNK_HEAD_BYTES + take);
    }
    if (!kit_reads(&k, bytes, data[0] & 1)) abort();
    return 0;
}
