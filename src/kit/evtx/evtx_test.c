// evtx_test.c - event logs written here, read back: every token, every type, damage, slack, hostile ones.
// Run with a folder, it writes the fuzzer's corpus there instead.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "kit/evtx/evtx_test_kit.h"

static kit_log  log_of;
static kit_read k;
static str      file;

// ---- helpers -------------------------------------------------------------------------------------

static void check_json(str line)
{
    size_t       flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL;
    json_error_t why;
    assert_int_equal(line.ptr[line.len - 1], '\n');
    assert_true(str_is_text(line));
    json_t *j = json_loadb(line.ptr, (size_t)line.len, flags, &why);
    if (!j) assert_int_equal(json_error_code(&why), json_error_numeric_overflow);
    json_decref(j);
}

static void reads(bool recover)
{
    k.check = check_json;
    assert_true(kit_reads(&k, file, recover));
    assert_int_equal(k.status, ST_OK);
}

static void gives(const char *lines)
{
    str want = str_from(lines);
    if (!str_equal(want, (str){ k.lines, (ptrdiff_t)k.len }))
        fail_msg("gave\n%.*swanted\n%s", (int)k.len, k.lines, lines);
}

static void one(const char *xml, const kit_value *values, size_t count)
{
    const kit_event e = { xml, values, count };
    kit_begin(&log_of);
    kit_chunk(&log_of);
    kit_record(&log_of, 1, &e);
    kit_chunk_ends(&log_of);
    file = kit_file(&log_of);
}

#define ONE(xml, ...)                                                                              \
    do {                                                                                           \
        const kit_value v_[] = { __VA_ARGS__ };                                                    \
        one(xml, v_, COUNT(v_));                                                                   \
        reads(false);                                                                              \
    } while (0)

// `<E>` with one value in it.
static void value_is(const kit_value *v, const char *json)
{
    char line[4096];
    one("<E>%0:01</E>", v, 1);
    reads(false);
    (void)snprintf(line, sizeof line, "{\"E\":%s}\n", json);
    gives(line);
}

// ---- what an event looks like ----------------------------------------------------------------------

static void test_an_event(void **state)
{
    (void)state;
    ONE("<Event xmlns='urn:x'><System><Provider Name='P' Guid='%1?0f'/><EventID Qualifiers='%2?06'>"
        "%0:06</EventID><Level>%3:04</Level><Security UserID='%4?13'/></System></Event>",
        KIT_BYTES(VALUE_UINT16, "\x39\x30"), KIT_BYTES(VALUE_NULL, ""), KIT_BYTES(VALUE_NULL, ""),
        KIT_BYTES(VALUE_UINT8, "\x04"), KIT_BYTES(VALUE_SID, "\x01\x01\0\0\0\0\0\x05\x12\0\0\0"));
    gives("{\"Event\":{\"#attributes\":{\"xmlns\":\"urn:x\"},\"System\":{\"Provider\":{"
          "\"#attributes\":{\"Name\":\"P\"}},\"EventID\":12345,\"Level\":4,\"Security\":{"
          "\"#attributes\":{\"UserID\":\"S-1-5-18\"}}}}}\n");
    assert_int_equal(k.counts.read, 1);
    assert_int_equal(k.counts.damages, 0);
    ONE("<A><B q='%0?06'>%1:06</B></A>", KIT_BYTES(VALUE_UINT16, "\x01\0"),
        KIT_BYTES(VALUE_UINT16, "\x02\0"));
    gives("{\"A\":{\"B\":{\"#attributes\":{\"q\":1},\"#text\":2}}}\n");
}

static void test_text_and_entities(void **state)
{
    (void)state;
    ONE("<E a='x&lt;%0:01y'>a&amp;b %0:01 &quot;&apos;&gt;&other;</E>", KIT_TEXT("\"v\\\r\n\x1b"));
    gives("{\"E\":{\"#attributes\":{\"a\":\"x<\\\"v\\\\\\r\\n\\u001by\"},\"#text\":\"a&b "
          "\\\"v\\\\\\r\\n\\u001b \\\"'>&other;\"}}\n");
    ONE("<E><A>t</A>u<B/></E>", KIT_BYTES(VALUE_NULL, ""));
    gives("{\"E\":{\"A\":\"t\",\"#text\":\"u\",\"B\":null}}\n");
}

static void test_names_and_data(void **state)
{
    (void)state;
    ONE("<E><D/><D>1</D><D>2</D><D_1/></E>", KIT_BYTES(VALUE_NULL, ""));
    gives("{\"E\":{\"D\":null,\"D_1\":\"1\",\"D_2\":\"2\",\"D_1_1\":null}}\n");
    ONE("<E><Data Name='User'>%0:01</Data><Data Name='%1:01'>%0:01</Data><Data Name='User'/></E>",
        KIT_TEXT("u"), KIT_TEXT("User"));
    gives("{\"E\":{\"User\":\"u\",\"User_2\":\"u\",\"User_1\":null}}\n");
    ONE("<E><Data>%0:01</Data><X/><Data>b</Data><Data/></E>", KIT_TEXT("a"));
    gives("{\"E\":{\"Data\":{\"#text\":[\"a\",\"b\",\"\"]},\"X\":null}}\n");
    ONE("<E><Data>%0:01</Data></E>", KIT_TEXT("a"));
    gives("{\"E\":{\"Data\":{\"#text\":\"a\"}}}\n");
    ONE("<E x='1'><#attributes>y</#attributes></E>", KIT_BYTES(VALUE_NULL, ""));
    gives("{\"E\":{\"#attributes\":{\"x\":\"1\"},\"#attributes_1\":\"y\"}}\n");
    ONE("<E><Data Name='%0:01'/></E>",
        KIT_BYTES(VALUE_TEXT, "a\0\0\0\\\0u\0\x30\0\x30\0\x30\0\x30\0"));
    gives("{\"E\":{\"a\\ufffd\\\\u0000\":null}}\n");
    ONE("<recovered/>", KIT_BYTES(VALUE_NULL, ""));
    gives("{\"recovered_1\":null}\n");
}

static void test_nested(void **state)
{
    (void)state;
    static const kit_value inner[]  = { KIT_TEXT("deep") };
    static const kit_event within   = { "<In>%0:01</In>", inner, 1 };
    const kit_value        values[] = { { .type = VALUE_BINXML, .within = &within },
                                        { .type = VALUE_BINXML, .xml = "<Raw a='1'>x</Raw>" } };
    one("<E>%0:21%1:21</E>", values, 2);
    reads(false);
    gives("{\"E\":{\"In\":\"deep\",\"Raw\":{\"#attributes\":{\"a\":\"1\"},\"#text\":\"x\"}}}\n");
    one("<E><U>%0:21</U><V p='%2:01'>%1:21</V></E>", values, 2);
    reads(false);
    gives("{\"E\":{\"U\":{\"In\":\"deep\"},\"V\":{\"Raw\":{\"#attributes\":{\"a\":\"1\"},"
          "\"#text\":\"x\"}}}}\n");
}

static void test_values(void **state)
{
    (void)state;
    static const struct {
        kit_value   v;
        const char *json;
    } cases[] = {
        { KIT_BYTES(VALUE_NULL, ""), "null" },
        { KIT_TEXT("plain text, longer than one block of it"),
          "\"plain text, longer than one block of it\"" },
        { KIT_TEXT("Ti\u1ebfng Vi\u1ec7t \U0001F512"), "\"Ti\u1ebfng Vi\u1ec7t \U0001F512\"" },
        { KIT_BYTES(VALUE_TEXT, "\x00\xd8x\0"), "\"\xEF\xBF\xBDx\"" }, // half a pair
        { KIT_BYTES(VALUE_TEXT, "a\0\0\0"), "\"a\"" },
        { KIT_BYTES(VALUE_TEXT, ""), "\"\"" },
        { KIT_BYTES(VALUE_ANSI, "caf\xe9\x80"), "\"caf\u00e9\u20ac\"" },
        { KIT_BYTES(VALUE_INT8, "\xff"), "-1" },
        { KIT_BYTES(VALUE_UINT8, "\xff"), "255" },
        { KIT_BYTES(VALUE_INT16, "\x00\x80"), "-32768" },
        { KIT_BYTES(VALUE_UINT16, "\x00\x80"), "32768" },
        { KIT_BYTES(VALUE_INT32, "\xfe\xff\xff\xff"), "-2" },
        { KIT_BYTES(VALUE_UINT32, "\xfe\xff\xff\xff"), "4294967294" },
        { KIT_BYTES(VALUE_INT64, "\0\0\0\0\0\0\0\x80"), "-9223372036854775808" },
        { KIT_BYTES(VALUE_UINT64, "\xff\xff\xff\xff\xff\xff\xff\xff"), "18446744073709551615" },
        { KIT_BYTES(VALUE_REAL32, "\0\0\xc0\x3f"), "1.5" },
        { KIT_BYTES(VALUE_REAL64, "\0\0\0\0\0\0\x04\xc0"), "-2.5" },
        { KIT_BYTES(VALUE_REAL64, "\0\0\0\0\0\0\xf0\x7f"), "\"1.#INF\"" },
        { KIT_BYTES(VALUE_REAL64, "\1\0\0\0\0\0\xf8\x7f"), "\"-1.#IND\"" },
        { KIT_BYTES(VALUE_BOOL, "\1\0\0\0"), "true" },
        { KIT_BYTES(VALUE_BOOL, "\0\0\0\0"), "false" },
        { KIT_BYTES(VALUE_BOOL, "\1"), "true" }, // one byte: seen in the wild
        { KIT_BYTES(VALUE_BINARY, "\xde\xad\x01"), "\"DEAD01\"" },
        { KIT_BYTES(VALUE_GUID, "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10"),
          "\"04030201-0605-0807-090A-0B0C0D0E0F10\"" },
        { KIT_BYTES(VALUE_SIZE, "\x10\0\0\0"), "\"0x10\"" },
        { KIT_BYTES(VALUE_SIZE, "\x10\0\0\0\x01\0\0\0"), "\"0x100000010\"" },
        { KIT_BYTES(VALUE_FILETIME, "\x00\x80\x3e\xd5\xde\xb1\x9d\x01"),
          "\"1970-01-01T00:00:00.000000Z\"" },
        { KIT_BYTES(VALUE_FILETIME, "\xff\xff\xff\xff\xff\xff\xff\xff"),
          "\"18446744073709551615\"" },
        { KIT_BYTES(VALUE_SYSTIME, "\xea\x07\x0b\0\x00\0\x1d\0\x09\0\x05\0\x07\0\x0c\0"),
          "\"2026-11-29T09:05:07.012000Z\"" },
        { KIT_BYTES(VALUE_SID, "\x01\x02\0\0\0\0\0\x05\x20\0\0\0\x20\x02\0\0"),
          "\"S-1-5-32-544\"" },
        { KIT_BYTES(VALUE_SID, "\x01\xff\0\0"), "\"01FF0000\"" }, // torn: its bytes
        { KIT_BYTES(VALUE_HEX32, "\xef\xbe\0\0"), "\"0xbeef\"" },
        { KIT_BYTES(VALUE_HEX64, "\0\0\0\0\0\0\0\0"), "\"0x0\"" },
        { KIT_BYTES(VALUE_HANDLE, "\x04\0\0\0"), "\"0x4\"" },
        { KIT_BYTES(0x7e, "\x04\x05"), "\"0405\"" }, // nobody knows it
        { KIT_BYTES(VALUE_ARRAY | VALUE_TEXT, "a\0\0\0b\0c\0\0\0"), "[\"a\",\"bc\"]" },
        { KIT_BYTES(VALUE_ARRAY | VALUE_TEXT, "a\0\0\0"), "\"a\"" },
        { KIT_BYTES(VALUE_ARRAY | VALUE_TEXT, ""), "\"\"" },
        { KIT_BYTES(VALUE_ARRAY | VALUE_ANSI, "a\0bc\0"), "[\"a\",\"bc\"]" },
        { KIT_BYTES(VALUE_ARRAY | VALUE_UINT16, "\1\0\2\0\3\0"), "[1,2,3]" },
        { KIT_BYTES(VALUE_ARRAY | VALUE_UINT32, "\1\0\0\0\2\0"), "[1,2]" }, // the last is torn
        { KIT_BYTES(VALUE_ARRAY | VALUE_SID,
                    "\x01\x01\0\0\0\0\0\x05\x12\0\0\0\x01\x01\0\0\0\0\0\x01\0\0\0\0"),
          "[\"S-1-5-18\",\"S-1-1-0\"]" },
        { KIT_BYTES(VALUE_ARRAY | VALUE_HEX32, "\1\0\0\0\2\0\0\0"), "[\"0x1\",\"0x2\"]" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) value_is(&cases[i].v, cases[i].json);
}

static void test_numbers_of_every_length(void **state)
{
    (void)state;
    char json[32];
    for (uint64_t ten = 1;; ten *= 10) {
        for (uint64_t v = ten - 1; v <= ten + 1; v++) {
            uint64_t        stored = htole64(v);
            const kit_value n      = { .type = VALUE_UINT64, .bytes = &stored, .size = 8 };
            (void)snprintf(json, sizeof json, "%llu", (unsigned long long)v);
            value_is(&n, json);
        }
        if (ten == 10000000000000000000u) break;
    }
}

// Texts are taken in pieces of several lengths: whatever the length, and wherever a character stands that is
// written otherwise.
static void test_texts_of_every_length(void **state)
{
    (void)state;
    static const struct {
        uint16_t    unit;
        const char *written;
    } odd[] = { { 'x', "x" }, { '"', "\\\"" },      { '\t', "\\t" },           { 0x7f, "\\u007f" },
                { '~', "~" }, { 0x1ea1, "\u1ea1" }, { 0xdc00, "\xef\xbf\xbd" } };
    enum { LONGEST = 35 };
    for (size_t o = 0; o < COUNT(odd); o++) {
        for (size_t len = 1; len <= LONGEST; len++) {
            for (size_t at = 0; at < len; at++) {
                uint16_t        units[LONGEST];
                const kit_value v         = { .type = VALUE_TEXT, .bytes = units, .size = 2 * len };
                char            json[128] = "\"";
                for (size_t i = 0; i < len; i++) {
                    char plain[2] = { (char)('a' + i % 26), 0 };
                    units[i]      = htole16(i == at ? odd[o].unit : (uint16_t)plain[0]);
                    strcat(json, i == at ? odd[o].written : plain);
                }
                value_is(&v, strcat(json, "\""));
            }
        }
    }
}

// ---- damage --------------------------------------------------------------------------------------

static const kit_value name_value[] = { KIT_TEXT("one") };
static const kit_event plain        = { "<Event><Name>%0:01</Name></Event>", name_value, 1 };

static void some_records(uint64_t first, int count)
{
    for (int i = 0; i < count; i++) {
        static char16_t text[8];
        kit_value       v = { .type = VALUE_TEXT, .bytes = text, .size = 6 };
        const kit_event e = { plain.xml, &v, 1 };
        text[0] = u'n', text[1] = (char16_t)(u'a' + (first / 26) % 26);
        text[2] = (char16_t)(u'a' + first % 26);
        kit_record(&log_of, first++, &e);
    }
}

static void six_records(void)
{
    kit_begin(&log_of);
    kit_chunk(&log_of);
    some_records(1, 6);
    kit_chunk_ends(&log_of);
    file = kit_file(&log_of);
}

static size_t nth_record(int n) // in the first chunk
{
    size_t at = EVTX_CHUNK_HEAD_BYTES;
    for (; n > 1; n--) at += u32_of(log_of.bytes + EVTX_HEAD_BYTES + at + 4);
    return at;
}

static void damage_is(size_t i, evtx_why why, uint64_t record, uint32_t records)
{
    assert_true(i < k.damage_count);
    assert_int_equal(k.damages[i].why, why);
    assert_int_equal(k.damages[i].record, record);
    assert_int_equal(k.damages[i].records, records);
}

static void test_torn_records(void **state)
{
    (void)state;
    six_records();
    log_of.bytes[EVTX_HEAD_BYTES + nth_record(3) + 4] = 3; // its size
    reads(false);
    assert_int_equal(k.counts.read, 5);
    assert_int_equal(k.counts.failed, 1);
    damage_is(0, EVTX_DATA_SUM, 0, 0);
    damage_is(1, EVTX_RECORD_TORN, 3, 1);
    assert_int_equal(k.damages[1].offset, EVTX_HEAD_BYTES + nth_record(3));

    six_records();
    for (int n = 6; n >= 4; n--) memset(log_of.bytes + EVTX_HEAD_BYTES + nth_record(n), 0, 60);
    reads(false);
    assert_int_equal(k.counts.read, 3);
    damage_is(1, EVTX_RECORD_GAP, 4, 3);

    six_records();
    kit_put_at(&log_of, 16, 9, 8); // the head counts three more
    reads(false);
    assert_int_equal(k.counts.read, 6);
    assert_int_equal(k.counts.failed, 3);
    damage_is(1, EVTX_RECORD_LOST, 7, 3);
}

static void test_heads(void **state)
{
    (void)state;
    six_records();
    log_of.bytes[3] = 'x';
    reads(false); // chunks are looked for all the same
    assert_int_equal(k.counts.read, 6);
    damage_is(0, EVTX_FILE_HEAD, 0, 0);

    six_records();
    log_of.bytes[EVTX_HEAD_BYTES] = 'x';
    reads(false);
    assert_int_equal(k.counts.skipped, 6);
    damage_is(0, EVTX_CHUNK_HEAD, 0, 6);
    reads(true);
    assert_int_equal(k.counts.recovered, 6);
    assert_int_equal(k.counts.skipped, 0);

    six_records();
    kit_put_at(&log_of, 48, 7, 4);
    reads(false);
    assert_int_equal(k.counts.read, 6);
    damage_is(0, EVTX_CHUNK_SPACE, 0, 0);

    log_of.bytes[3] = log_of.bytes[EVTX_HEAD_BYTES] = 'x';
    k.check                                         = check_json;
    assert_true(kit_reads(&k, file, true));
    assert_int_equal(k.status, ST_INVALID);
}

// A dirty file's head is older than its records.
static void test_dirty(void **state)
{
    (void)state;
    kit_begin(&log_of);
    kit_chunk(&log_of);
    some_records(1, 3);
    kit_chunk_ends(&log_of);
    some_records(4, 2);
    log_of.flags = 1;
    file         = kit_file(&log_of);
    reads(false);
    assert_int_equal(k.counts.read, 5);
    damage_is(0, EVTX_CHUNK_BEHIND, 0, 0);
    log_of.flags = 0; // closed in order: what lies there is slack
    file         = kit_file(&log_of);
    reads(true);
    assert_int_equal(k.counts.read, 3);
    assert_int_equal(k.counts.recovered, 2);
}

// ---- slack ---------------------------------------------------------------------------------------

static void test_slack(void **state)
{
    (void)state;
    kit_begin(&log_of);
    kit_chunk(&log_of);
    some_records(1, 2);
    size_t space = log_of.at;
    some_records(2, 1); // again, word for word
    some_records(9, 1);
    log_of.first = 1, log_of.last = 2;
    kit_chunk_head(&log_of, space);
    file = kit_file(&log_of);
    reads(false);
    assert_int_equal(k.counts.read, 2);
    reads(true);
    gives("{\"Event\":{\"Name\":\"nab\"}}\n{\"Event\":{\"Name\":\"nac\"}}\n"
          "{\"Event\":{\"Name\":\"naj\"},\"recovered\":true}\n");
    assert_int_equal(k.counts.repeated, 1);
    assert_int_equal(k.counts.recovered, 1);
}

// A record whose template was written over takes the same template from another chunk, if its values agree.
static void slack_without_template(uint8_t type)
{
    static const kit_value text[] = { KIT_TEXT("left") };
    kit_value              v      = text[0];
    const kit_event        left   = { plain.xml, &v, 1 };
    v.type                        = type;
    kit_begin(&log_of);
    kit_chunk(&log_of);
    some_records(1, 1);
    kit_chunk_ends(&log_of);
    kit_chunk(&log_of);
    some_records(2, 1);
    size_t space = log_of.at;
    kit_record(&log_of, 3, &left); // its template stands in the live record
    log_of.first = log_of.last = 2;
    memset(log_of.bytes + log_of.start + EVTX_CHUNK_HEAD_BYTES + 24 + 20, 0x55, 60);
    kit_chunk_head(&log_of, space);
    file = kit_file(&log_of);
    reads(true);
}

static void test_borrowed_template(void **state)
{
    (void)state;
    slack_without_template(VALUE_TEXT);
    gives("{\"Event\":{\"Name\":\"nab\"}}\n"
          "{\"Event\":{\"Name\":\"left\"},\"recovered\":true,\"template\":\"borrowed\"}\n");
    assert_int_equal(k.counts.failed, 1);
    slack_without_template(VALUE_BINARY); // the values are not what it announces
    gives("{\"Event\":{\"Name\":\"nab\"}}\n");
    assert_int_equal(k.counts.lost, 1);
}

// ---- hostile ones ----------------------------------------------------------------------------------

static void fails_as(evtx_why why)
{
    reads(true);
    assert_int_equal(k.counts.read, 0);
    assert_int_equal(k.counts.failed, 1);
    for (size_t i = 0; i < k.damage_count && i < KIT_DAMAGES; i++) {
        if (k.damages[i].why == why) return;
    }
    fail_msg("not told as %s", evtx_why_key(why));
}

// An instance within its own definition, and two of them, which would double at each turn.
static void loop(int instances)
{
    kit_begin(&log_of);
    kit_chunk(&log_of);
    kit_record_begins(&log_of, 1);
    kit_put(&log_of, 0x0001010f, 4);
    kit_put(&log_of, TOKEN_TEMPLATE, 1);
    kit_put(&log_of, 1, 1);
    kit_put(&log_of, 77, 4);
    uint32_t at = (uint32_t)log_of.at + 4;
    kit_put(&log_of, at, 4);
    kit_put(&log_of, 0, 4);
    kit_put(&log_of, 77, 4);
    for (int i = 0; i < 3; i++) kit_put(&log_of, 0, 4);
    size_t size_at = log_of.at;
    kit_put(&log_of, 0, 4);
    kit_put(&log_of, 0x0001010f, 4);
    for (int i = 0; i < instances; i++) {
        kit_put(&log_of, TOKEN_TEMPLATE, 1);
        kit_put(&log_of, 1, 1);
        kit_put(&log_of, 77, 4);
        kit_put(&log_of, at, 4);
        kit_put(&log_of, 0, 4);
    }
    kit_put(&log_of, TOKEN_END, 1);
    kit_put_at(&log_of, size_at, log_of.at - size_at - 4, 4);
    kit_put(&log_of, 0, 4); // values
    kit_put(&log_of, TOKEN_END, 1);
    kit_record_ends(&log_of);
    kit_chunk_ends(&log_of);
    file = kit_file(&log_of);
}

static void test_template_loops(void **state)
{
    (void)state;
    loop(1);
    fails_as(EVTX_XML_DEEP);
    loop(2);
    fails_as(EVTX_XML_DEEP);
}

static void test_deep_and_large(void **state)
{
    (void)state;
    static char xml[64 * 1024];
    size_t      n = 0;
    for (int i = 0; i <= EVTX_ELEMENTS_MAX; i++) n += (size_t)snprintf(xml + n, 8, "<a>");
    for (int i = 0; i <= EVTX_ELEMENTS_MAX; i++) n += (size_t)snprintf(xml + n, 8, "</a>");
    one(xml, NULL, 0);
    fails_as(EVTX_XML_DEEP);

    // One value of 20,000 characters at hundreds of places.
    static char16_t text[20000];
    for (size_t i = 0; i < COUNT(text); i++) text[i] = u'x';
    n = (size_t)snprintf(xml, 8, "<a>");
    for (int i = 0; i < 400; i++) n += (size_t)snprintf(xml + n, 32, "<b>%%0:01</b>");
    (void)snprintf(xml + n, 8, "</a>");
    const kit_value v[] = { { .type = VALUE_TEXT, .bytes = text, .size = sizeof text } };
    one(xml, v, 1);
    fails_as(EVTX_XML_LARGE);
}

// Thousands of siblings of one name, told apart without ever trying them all.
static void test_many_of_one_name(void **state)
{
    (void)state;
    static char xml[64 * 1024];
    size_t      n = (size_t)snprintf(xml, 8, "<a>");
    for (int i = 0; i < 3500; i++) n += (size_t)snprintf(xml + n, 8, "<b/>");
    (void)snprintf(xml + n, 8, "</a>");
    one(xml, NULL, 0);
    reads(false);
    assert_int_equal(k.counts.read, 1);
    assert_true(str_find((str){ k.lines, (ptrdiff_t)k.len }, S("\"b_3499\":null")) > 0);
}

// ---- cut and flipped ---------------------------------------------------------------------------------

static void rich_log(void)
{
    static const kit_value inner[] = { KIT_TEXT("deep") };
    static const kit_event within  = { "<In>%0:01</In>", inner, 1 };
    static const kit_value v[]     = {
            KIT_BYTES(VALUE_UINT32, "\1\0\0\0"),
            { .type = VALUE_BINXML, .within = &within },
            KIT_BYTES(VALUE_ARRAY | VALUE_TEXT, "a\0\0\0b\0"),
            { .type = VALUE_BINXML, .xml = "<R>x&lt;</R>" },
    };
    static const kit_event rich = {
        "<Event a='%0?08'><Data Name='%2:81'>%2:81</Data><U>%1:21</U>%3:21"
        "<T>t%0:08&amp;</T></Event>",
        v, COUNT(v)
    };
    kit_begin(&log_of);
    kit_chunk(&log_of);
    some_records(1, 2);
    kit_record(&log_of, 3, &rich);
    some_records(4, 1);
    size_t space = log_of.at;
    kit_record(&log_of, 5, &rich);
    some_records(2, 1);
    log_of.first = 1, log_of.last = 4;
    kit_chunk_head(&log_of, space);
    file = kit_file(&log_of);
}

static void test_cut_anywhere(void **state)
{
    (void)state;
    rich_log();
    size_t used = EVTX_HEAD_BYTES + log_of.at + 16;
    for (size_t n = 0; n < used; n += n < EVTX_HEAD_BYTES ? 512 : 3) {
        // Bytes behind the end would be seen by the address sanitizer.
        char *copy = malloc(n ? n : 1);
        memcpy(copy, log_of.bytes, n);
        k.check = check_json;
        assert_true(kit_reads(&k, (str){ copy, (ptrdiff_t)n }, true));
        free(copy);
    }
}

static void test_every_bit_flipped(void **state)
{
    (void)state;
    rich_log();
    size_t used = EVTX_HEAD_BYTES + log_of.at;
    k.check     = check_json;
    for (size_t at = EVTX_HEAD_BYTES; at < used; at++) {
        if (at == EVTX_HEAD_BYTES + 128) at = EVTX_HEAD_BYTES + EVTX_CHUNK_HEAD_BYTES;
        for (int bit = 0; bit < 8; bit++) {
            log_of.bytes[at] = (char)(log_of.bytes[at] ^ 1 << bit);
            assert_true(kit_reads(&k, file, true));
            log_of.bytes[at] = (char)(log_of.bytes[at] ^ 1 << bit);
        }
    }
}

// ---- bounds of the caller ------------------------------------------------------------------------------

static char *no_room(void *ctx)
{
    (void)ctx;
    return NULL;
}

static void test_little_room(void **state)
{
    (void)state;
    static char room[EVTX_ROOM_BYTES / 2];
    six_records();
    evtx_counts        counts;
    const evtx_options o    = { true, 1 };
    const evtx_sink    sink = { &k, kit_line_room, kit_line_ends, kit_damaged, NULL };
    for (size_t bytes = 0; bytes < 8 * 1024 * 1024; bytes = bytes * 2 + 1) {
        status st = evtx_read(file, &o, arena_over(room, bytes), &sink, &counts);
        assert_int_equal(st, ST_MEMORY);
    }
    const evtx_sink stops = { &k, no_room, kit_line_ends, kit_damaged, NULL };
    void           *whole = malloc(EVTX_ROOM_BYTES);
    assert_int_equal(evtx_read(file, &o, arena_over(whole, EVTX_ROOM_BYTES), &stops, &counts),
                     ST_LIMIT);
    free(whole);
}

static void test_reasons_have_keys(void **state)
{
    (void)state;
    for (int why = 1; why <= EVTX_WHYS; why++) assert_non_null(evtx_why_key((evtx_why)why));
    assert_null(evtx_why_key((evtx_why)0));
    assert_null(evtx_why_key((evtx_why)(EVTX_WHYS + 1)));
}

// Whole, and in pieces so small that they are summed byte by byte.
static void test_checksum(void **state)
{
    (void)state;
    static char bytes[700];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * i >> 3);
    assert_int_equal(crc32_of(0, S("123456789")), 0xcbf43926);
    for (size_t n = 0; n <= sizeof bytes; n++) {
        uint32_t whole = crc32_of(0, (str){ bytes, (ptrdiff_t)n }), pieces = 0;
        for (size_t at = 0; at < n; at++) pieces = crc32_of(pieces, (str){ bytes + at, 1 });
        assert_int_equal(whole, pieces);
    }
}

// ---- the corpus ------------------------------------------------------------------------------------

static bool keep(const char *folder, const char *name, int how)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    if (!f) return false;
    fputc(how, f);
    fwrite(log_of.bytes + EVTX_HEAD_BYTES + EVTX_CHUNK_HEAD_BYTES, 1,
           log_of.at - EVTX_CHUNK_HEAD_BYTES, f);
    return fclose(f) == 0;
}

static int write_corpus(const char *folder)
{
    rich_log();
    bool good = keep(folder, "rich", 0) && keep(folder, "rich-slack", 1);
    six_records();
    good = good && keep(folder, "six", 0) && keep(folder, "six-slack", 1);
    loop(2);
    return good && keep(folder, "loop", 0) ? 0 : 1;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_event),
        cmocka_unit_test(test_text_and_entities),
        cmocka_unit_test(test_names_and_data),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_numbers_of_every_length),
        cmocka_unit_test(test_texts_of_every_length),
        cmocka_unit_test(test_torn_records),
        cmocka_unit_test(test_heads),
        cmocka_unit_test(test_dirty),
        cmocka_unit_test(test_slack),
        cmocka_unit_test(test_borrowed_template),
        cmocka_unit_test(test_template_loops),
        cmocka_unit_test(test_deep_and_large),
        cmocka_unit_test(test_many_of_one_name),
        cmocka_unit_test(test_cut_anywhere),
        cmocka_unit_test(test_every_bit_flipped),
        cmocka_unit_test(test_little_room),
        cmocka_unit_test(test_reasons_have_keys),
        cmocka_unit_test(test_checksum),
    };
    if (argc == 2) return write_corpus(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
