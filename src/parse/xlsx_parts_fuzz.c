// xlsx_parts_fuzz.c - any bytes as the XML parts of a workbook whose zip is sound.
//
// The input is parts between lines of "==", in the order of `names`: so that a change in one part
// does not spoil a checksum, and the readers behind the zip are reached.
#include <stdio.h>

#include "parse/parse_test_kit.h"

enum { PARTS = 7, ZIP_BYTES = 1 << 20 };

static const char *const names[PARTS] = {
    "xl/worksheets/sheet1.xml",   "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels", "[Content_Types].xml",  "_rels/.rels"
};

static char   zip[ZIP_BYTES];
static size_t zip_len;

static void put(uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++) zip[zip_len++] = (char)(v >> (8 * i) & 0xff);
}

static uint32_t crc_of(str s)
{
    uint32_t crc = 0xffffffff;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        crc ^= (unsigned char)s.ptr[i];
        for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

// The fields that a local and a central head share: flags, stored, a day, checksum, sizes, name.
static void head(const char *name, str content)
{
    put(0, 2), put(0, 2), put(0, 2), put(0x5d14, 2);
    put(crc_of(content), 4), put((uint32_t)content.len, 4), put((uint32_t)content.len, 4);
    put((uint32_t)strlen(name), 2), put(0, 2);
}

static void text(const char *s, size_t n)
{
    memcpy(zip + zip_len, s, n);
    zip_len += n;
}

static void zip_up(const str *parts, size_t count)
{
    uint32_t at[PARTS];
    zip_len = 0;
    for (size_t i = 0; i < count; i++) {
        at[i] = (uint32_t)zip_len;
        put(0x04034b50, 4), put(20, 2), head(names[i], parts[i]);
        text(names[i], strlen(names[i]));
        text(parts[i].ptr, (size_t)parts[i].len);
    }
    uint32_t centre = (uint32_t)zip_len;
    for (size_t i = 0; i < count; i++) {
        put(0x02014b50, 4), put(20, 2), put(20, 2), head(names[i], parts[i]);
        put(0, 2), put(0, 2), put(0, 2), put(0, 4), put(at[i], 4);
        text(names[i], strlen(names[i]));
    }
    uint32_t bytes = (uint32_t)zip_len - centre;
    put(0x06054b50, 4), put(0, 4), put((uint32_t)count, 2), put((uint32_t)count, 2);
    put(bytes, 4), put(centre, 4), put(0, 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str    rest  = { (const char *)data, (ptrdiff_t)size }, parts[PARTS];
    size_t count = 0;
    if (size > ZIP_BYTES - 4096) return 0;
    while (count < PARTS && rest.len) {
        ptrdiff_t end  = str_find(rest, S("\n==\n"));
        parts[count++] = str_slice(rest, 0, end < 0 ? rest.len : end);
        rest           = end < 0 ? (str){ "", 0 } : str_slice(rest, end + 4, rest.len);
    }
    zip_up(parts, count);
    kit_parse((str){ zip, (ptrdiff_t)zip_len }, SHEET_XLSX);
    return 0;
}
