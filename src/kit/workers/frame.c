// frame.c - see frame.h.
#include "kit/workers/frame.h"

#include <assert.h>
#include <string.h>

static uint32_t u32_at(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static const frame_rule *rule_of(const frame_rule *rules, uint8_t type)
{
    for (; rules->type; rules++) {
        if (rules->type == type) return rules;
    }
    return NULL;
}

frame_state frame_next(str bytes, const frame_rule *rules, uint8_t *type, str *payload,
                       size_t *used)
{
    if (bytes.len < FRAME_HEAD_BYTES) return FRAME_PARTIAL;
    const unsigned char *head   = (const unsigned char *)bytes.ptr;
    uint32_t             length = u32_at(head);
    const frame_rule    *rule   = rule_of(rules, head[4]);
    if (!rule || length > rule->bytes_max) return FRAME_BAD;
    if (head[5] || head[6] || head[7]) return FRAME_BAD;
    if ((size_t)bytes.len - FRAME_HEAD_BYTES < length) return FRAME_PARTIAL;
    *type    = head[4];
    *payload = (str){ bytes.ptr + FRAME_HEAD_BYTES, (ptrdiff_t)length };
    *used    = FRAME_HEAD_BYTES + (size_t)length;
    return FRAME_READY;
}

// ---- the worker's side -------------------------------------------------------------------------

frame_out frame_out_over(void *room, size_t cap, frame_flush *flush, void *ctx)
{
    assert(cap >= 2 * FRAME_OUT_BYTES);
    return (frame_out){ .ptr = room, .cap = cap, .flush = flush, .ctx = ctx };
}

void frame_bytes(frame_out *o, str s)
{
    if (o->failed || o->cap - o->len < (size_t)s.len) {
        o->failed = true;
        return;
    }
    if (s.len) memcpy(o->ptr + o->len, s.ptr, (size_t)s.len);
    o->len += (size_t)s.len;
}

char *frame_room(frame_out *o, size_t bytes)
{
    if (o->failed || o->cap - o->len < bytes) {
        o->failed = true;
        return NULL;
    }
    char *room = o->ptr + o->len;
    o->len += bytes;
    return room;
}

void frame_room_back(frame_out *o, size_t bytes)
{
    if (!o->failed) o->len -= bytes;
}

void frame_u8(frame_out *o, uint8_t v)
{
    frame_bytes(o, (str){ (const char *)&v, 1 });
}

void frame_u16(frame_out *o, uint16_t v)
{
    char b[2] = { (char)(v & 0xff), (char)(v >> 8) };
    frame_bytes(o, (str){ b, 2 });
}

static void u32_put(char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++) p[i] = (char)(v >> (8 * i) & 0xff);
}

void frame_u32(frame_out *o, uint32_t v)
{
    char b[4];
    u32_put(b, v);
    frame_bytes(o, (str){ b, 4 });
}

void frame_u64(frame_out *o, uint64_t v)
{
    frame_u32(o, (uint32_t)v);
    frame_u32(o, (uint32_t)(v >> 32));
}

void frame_begin(frame_out *o, uint8_t type)
{
    o->head                     = o->len;
    char head[FRAME_HEAD_BYTES] = { 0, 0, 0, 0, (char)type, 0, 0, 0 };
    frame_bytes(o, (str){ head, FRAME_HEAD_BYTES });
}

void frame_undo(frame_out *o)
{
    o->len = o->head;
}

static void hand_on(frame_out *o)
{
    if (o->failed || o->len == 0) return;
    if (o->flush(o->ctx, (str){ o->ptr, (ptrdiff_t)o->len }) != ST_OK) o->failed = true;
    o->len = 0;
}

void frame_end(frame_out *o)
{
    if (o->failed) return;
    u32_put(o->ptr + o->head, (uint32_t)(o->len - o->head - FRAME_HEAD_BYTES));
    if (o->len >= FRAME_OUT_BYTES) hand_on(o);
}

status frame_finish(frame_out *o)
{
    hand_on(o);
    return o->failed ? ST_BROKEN : ST_OK;
}
