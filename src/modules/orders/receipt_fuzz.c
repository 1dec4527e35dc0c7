// receipt_fuzz.c - a receipt and a public key from a stranger: read and checked; what is read is written again byte
// for byte.
#include <assert.h>
#include <stdlib.h>

#include "kit/os/os.h"
#include "modules/orders/receipt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_key(str bytes)
{
    unsigned char open[SIGN_KEY_BYTES];
    sign_key      whole;
    status        st = sign_open_read(bytes, open);
    assert(st == ST_OK || st == ST_INVALID);
    st = sign_key_read(bytes, &whole);
    assert(st == ST_OK || st == ST_INVALID);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena               memory;
    static const unsigned char open[SIGN_KEY_BYTES] = { 0x79, 0xb5, 0x56, 0x2e, 0x8f, 0xe6, 0x54,
                                                        0xf9, 0x40, 0x78, 0xb1, 0x12, 0xe8, 0xa9,
                                                        0x8b, 0xa7, 0x90, 0x1f, 0x85, 0x3a, 0xe6,
                                                        0x95, 0xbe, 0xd7, 0xe0, 0xe3, 0x91, 0x0b,
                                                        0xad, 0x04, 0x96, 0x64 };
    str                        bytes                = { (const char *)data, (ptrdiff_t)size };
    receipt                    r;
    problem                    why = { 0 };
    if (!memory.start && os_map(4 << 20, &memory) != ST_OK) abort();
    memory.next = memory.start;
    read_key(bytes);
    status st = receipt_parse(bytes, &memory, &r, &why);
    assert(st == ST_OK || st == ST_MEMORY || (st == ST_INVALID && why.rule.len && why.field.len));
    if (st != ST_OK) return 0;
    assert(str_equal(receipt_json(&r, &memory), bytes));
    st = receipt_check(&r, open, &memory, &why);
    assert(st == ST_OK || st == ST_MEMORY || (st == ST_INVALID && why.rule.len && why.field.len));
    return 0;
}
