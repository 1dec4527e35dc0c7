// evtx_test_kit.c - see evtx_test_kit.h.
#include "kit/evtx/evtx_test_kit.h"

#include <assert.h>
#include <stdlib.h>

// ---- bytes -----------------------------------------------------------------------------------------

void kit_put_at(kit_log *l, size_t at, uint64_t v, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) l->bytes[l->start + at + i] = (char)(v >> (8 * i));
}

void kit_put(kit_log *l, uint64_t v, size_t bytes)
{
    assert(l->at + bytes <= EVTX_CHUNK_BYTES);
    kit_put_at(l, l->at, v, bytes);
    l->at += bytes;
}

static void kit_put_16(kit_log *l, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) kit_put(l, (unsigned char)s[i], 2);
}

// ---- names -----------------------------------------------------------------------------------------

static void kit_name(kit_log *l, const char *s, size_t n)
{
    uint32_t hash = 0;
    assert(n < sizeof l->names[0].text && l->name_count < KIT_NAMES);
    for (size_t i = 0; i < l->name_count; i++) {
        bool same = strlen(l->names[i].text) == n && memcmp(l->names[i].text, s, n) == 0;
        if (!same) continue;
        kit_put(l, l->names[i].at, 4);
        return;
    }
    kit_put(l, l->at + 4, 4);
    kit_named *kept = &l->names[l->name_count++];
    memset(kept, 0, sizeof *kept);
    memcpy(kept->text, s, n);
    kept->at = (uint32_t)l->at;
    for (size_t i = 0; i < n; i++) hash = hash * 65599 + (unsigned char)s[i];
    kit_put(l, 0, 4);
    kit_put(l, hash & 0xffff, 2);
    kit_put(l, n, 2);
    kit_put_16(l, s, n);
    kit_put(l, 0, 2);
}

// ---- the little XML --------------------------------------------------------------------------------

static size_t kit_span(const char *s, const char *ends)
{
    return strcspn(s, ends);
}

static inline const char *kit_place(kit_log *l, const char *s) // behind '%'
{
    char    *end;
    unsigned index = (unsigned)strtoul(s, &end, 10);
    kit_put(l, *end == '?' ? TOKEN_VALUE_OR_NONE : TOKEN_VALUE, 1);
    kit_put(l, index, 2);
    char hex[3] = { end[1], end[2], 0 };
    kit_put(l, strtoul(hex, NULL, 16), 1);
    return end + 3;
}

static const char *kit_part(kit_log *l, const char *s, const char *ends)
{
    if (*s == '%') return kit_place(l, s + 1);
    if (*s == '&') {
        size_t n = kit_span(s + 1, ";");
        kit_put(l, TOKEN_ENTITY, 1);
        kit_name(l, s + 1, n);
        return s + n + 2;
    }
    size_t n = kit_span(s, ends);
    kit_put(l, TOKEN_TEXT, 1);
    kit_put(l, VALUE_TEXT, 1);
    kit_put(l, n, 2);
    kit_put_16(l, s, n);
    return s + n;
}

static const char *kit_attributes(kit_log *l, const char *s)
{
    size_t size_at = l->at;
    kit_put(l, 0, 4);
    while (*s == ' ') {
        size_t n = kit_span(++s, "=");
        kit_put(l, TOKEN_ATTRIBUTE, 1);
        kit_name(l, s, n);
        for (s += n + 2; *s != '\'';) s = kit_part(l, s, "'%&");
        s++;
    }
    kit_put_at(l, size_at, l->at - size_at - 4, 4);
    return s;
}

static const char *kit_xml(kit_log *l, const char *s, bool depends);

static inline const char *kit_element(kit_log *l, const char *s, bool depends) // behind '<'
{
    size_t n = kit_span(s, " />"), size_at;
    kit_put(l, TOKEN_ELEMENT | (s[n] == ' ' ? TOKEN_MORE : 0), 1);
    if (depends) kit_put(l, 0xffff, 2);
    size_at = l->at;
    kit_put(l, 0, 4);
    kit_name(l, s, n);
    s += n;
    if (*s == ' ') s = kit_attributes(l, s);
    if (*s == '/') {
        kit_put(l, TOKEN_CLOSE_EMPTY, 1);
        s += 2;
    } else {
        kit_put(l, TOKEN_CLOSE_START, 1);
        s = kit_xml(l, s + 1, depends);
        kit_put(l, TOKEN_CLOSE_ELEMENT, 1);
        s += kit_span(s, ">") + 1;
    }
    kit_put_at(l, size_at, l->at - size_at - 4, 4);
    return s;
}

static const char *kit_xml(kit_log *l, const char *s, bool depends)
{
    while (*s && !(s[0] == '<' && s[1] == '/')) {
        s = *s == '<' ? kit_element(l, s + 1, depends) : kit_part(l, s, "<%&");
    }
    return s;
}

static void kit_fragment(kit_log *l, const char *xml, bool depends)
{
    kit_put(l, 0x0001010f, 4);
    (void)kit_xml(l, xml, depends);
    kit_put(l, TOKEN_END, 1);
}

// ---- templates and values ----------------------------------------------------------------------------

static uint32_t kit_template_id(const char *xml)
{
    return (uint32_t)str_hash(str_from(xml)) | 1;
}

static void kit_instance(kit_log *l, const kit_event *e);

static void kit_value_put(kit_log *l, const kit_value *v)
{
    if (v->xml) {
        kit_fragment(l, v->xml, false);
    } else if (v->within) {
        kit_put(l, 0x0001010f, 4);
        kit_instance(l, v->within);
        kit_put(l, TOKEN_END, 1);
    } else {
        for (size_t i = 0; i < v->size; i++)
            kit_put(l, (uint64_t)((const unsigned char *)v->bytes)[i], 1);
    }
}

static void kit_definition(kit_log *l, const char *xml)
{
    kit_put(l, 0, 4);
    kit_put(l, kit_template_id(xml), 4);
    for (int i = 0; i < 12; i++) kit_put(l, 0xa0 + (uint64_t)i, 1);
    size_t size_at = l->at;
    kit_put(l, 0, 4);
    kit_fragment(l, xml, true);
    kit_put_at(l, size_at, l->at - size_at - 4, 4);
}

static void kit_instance(kit_log *l, const kit_event *e)
{
    uint32_t id = kit_template_id(e->xml), at = 0;
    kit_put(l, TOKEN_TEMPLATE, 1);
    kit_put(l, 1, 1);
    kit_put(l, id, 4);
    for (size_t i = 0; i < l->template_count; i++) {
        if (memcmp(l->templates[i].text, &id, 4) == 0) at = l->templates[i].at;
    }
    if (at) {
        kit_put(l, at, 4);
    } else {
        kit_put(l, l->at + 4, 4);
        kit_named *kept = &l->templates[l->template_count++];
        memcpy(kept->text, &id, 4);
        kept->at = (uint32_t)l->at;
        kit_definition(l, e->xml);
    }
    kit_put(l, e->count, 4);
    size_t sizes = l->at;
    for (size_t i = 0; i < e->count; i++) {
        kit_put(l, 0, 2);
        kit_put(l, e->values[i].type, 2);
    }
    for (size_t i = 0; i < e->count; i++) {
        size_t from = l->at;
        kit_value_put(l, &e->values[i]);
        kit_put_at(l, sizes + i * 4, l->at - from, 2);
    }
}

// ---- records, chunks, the file -----------------------------------------------------------------------

void kit_record_begins(kit_log *l, uint64_t id)
{
    l->record = l->at;
    kit_put(l, 0x00002a2a, 4);
    kit_put(l, 0, 4);
    kit_put(l, id, 8);
    kit_put(l, UINT64_C(132000000000000000) + id, 8);
    if (!l->first) l->first = id;
    l->last = id;
}

void kit_record_ends(kit_log *l)
{
    while (l->at % 8 != 4) kit_put(l, 0, 1);
    kit_put(l, l->at + 4 - l->record, 4);
    kit_put_at(l, l->record + 4, l->at - l->record, 4);
}

void kit_record(kit_log *l, uint64_t id, const kit_event *e)
{
    kit_record_begins(l, id);
    kit_put(l, 0x0001010f, 4);
    kit_instance(l, e);
    kit_put(l, TOKEN_END, 1);
    kit_record_ends(l);
}

void kit_begin(kit_log *l)
{
    memset(l, 0, sizeof *l);
    l->size = EVTX_HEAD_BYTES;
}

void kit_chunk(kit_log *l)
{
    l->start = l->size;
    l->size += EVTX_CHUNK_BYTES;
    assert(l->size <= sizeof l->bytes);
    l->at         = EVTX_CHUNK_HEAD_BYTES;
    l->name_count = l->template_count = 0;
    l->first = l->last = 0;
    l->chunks++;
}

void kit_chunk_head(kit_log *l, size_t space)
{
    char *p = l->bytes + l->start;
    memcpy(p, "ElfChnk", 8);
    kit_put_at(l, 8, l->first, 8);
    kit_put_at(l, 16, l->last, 8);
    kit_put_at(l, 24, l->first, 8);
    kit_put_at(l, 32, l->last, 8);
    kit_put_at(l, 40, 128, 4);
    kit_put_at(l, 48, space, 4);
    str data = { p + EVTX_CHUNK_HEAD_BYTES, (ptrdiff_t)(space - EVTX_CHUNK_HEAD_BYTES) };
    kit_put_at(l, 52, crc32_of(0, data), 4);
    str head = { p, 120 }, tail = { p + 128, EVTX_CHUNK_HEAD_BYTES - 128 };
    kit_put_at(l, 124, crc32_of(crc32_of(0, head), tail), 4);
}

void kit_chunk_ends(kit_log *l)
{
    kit_chunk_head(l, l->at);
}

str kit_file(kit_log *l)
{
    size_t start = l->start;
    l->start     = 0;
    memcpy(l->bytes, "ElfFile", 8);
    kit_put_at(l, 32, 128, 4);
    kit_put_at(l, 36, 1, 2);
    kit_put_at(l, 38, 3, 2);
    kit_put_at(l, 40, EVTX_HEAD_BYTES, 2);
    kit_put_at(l, 42, l->chunks, 2);
    kit_put_at(l, 120, l->flags, 4);
    kit_put_at(l, 124, crc32_of(0, (str){ l->bytes, 120 }), 4);
    l->start = start;
    return (str){ l->bytes, (ptrdiff_t)l->size };
}

// ---- reading -----------------------------------------------------------------------------------------

char *kit_line_room(void *ctx)
{
    kit_read *k = ctx;
    if (k->len + EVTX_LINE_MAX > KIT_LINES) k->len = 0; // only the latest are kept
    return k->lines + k->len;
}

void kit_line_ends(void *ctx, size_t bytes)
{
    kit_read *k    = ctx;
    str       line = { k->lines + k->len, (ptrdiff_t)bytes };
    if (k->check) k->check(line);
    k->len += bytes;
    k->line_count++;
}

void kit_damaged(void *ctx, const evtx_damage *d)
{
    kit_read *k = ctx;
    if (k->damage_count < KIT_DAMAGES) k->damages[k->damage_count] = *d;
    k->damage_count++;
    bool by_slack = k->recover && d->why == EVTX_CHUNK_HEAD; // its records count as slack then
    if (d->recovered)
        k->lost += d->records;
    else if (!by_slack)
        k->failed += d->records;
}

bool kit_reads(kit_read *k, str bytes, bool recover)
{
    static void *room;
    if (!room) room = malloc(EVTX_ROOM_BYTES);
    if (!k->lines) k->lines = malloc(KIT_LINES);
    k->len = k->damage_count = 0;
    k->line_count = k->failed = k->lost = 0;
    k->recover                          = recover;
    memset(&k->counts, 0, sizeof k->counts);
    const evtx_sink    sink = { k, kit_line_room, kit_line_ends, kit_damaged, NULL };
    const evtx_options o    = { recover, 7 };
    k->status = evtx_read(bytes, &o, arena_over(room, EVTX_ROOM_BYTES), &sink, &k->counts);
    const evtx_counts *c = &k->counts;
    return k->line_count == c->read + c->recovered && k->failed == c->failed + c->skipped &&
           k->lost == c->lost && c->damages == k->damage_count;
}
