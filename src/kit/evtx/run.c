// run.c - walks a program with the values of a record, writing JSON. Members end with a comma which whoever
// closes the object takes away again.
#include "kit/evtx/inside.h"

static const value null_value = { "", 0, VALUE_NULL };

static inline const value *value_at(const value *v, uint32_t count, uint32_t index)
{
    return index < count ? &v[index] : &null_value;
}

static inline void put(events *e, const char *s, size_t len)
{
    if (!has_room(e, len)) return;
    memcpy(e->p, s, len);
    e->p += len;
}

// Text of a program: whole pieces are copied, as there is room behind it and behind every line.
static inline void put_text(events *e, const program *g, const step *s)
{
    if (!has_room(e, s->len)) return;
    char       *to   = e->p;
    const char *from = g->text + s->at;
    e->p += s->len;
    for (; to < e->p; to += TEXT_AT_ONCE, from += TEXT_AT_ONCE) memcpy(to, from, TEXT_AT_ONCE);
}

#define PUT(e, literal) put(e, literal, sizeof(literal) - 1)

static void close_object(events *e)
{
    if (e->p[-1] == ',') e->p--;
    PUT(e, "}");
}

// ---- objects whose keys are found on the way ------------------------------------------------------

static opened open_object(events *e)
{
    opened before = { e->open_base, e->open_count };
    e->open_base  = e->open_count;
    return before;
}

static void end_object(events *e, opened before)
{
    e->open_base  = before.base;
    e->open_count = before.count;
}

void know_key(events *e, str key)
{
    if (e->open_count == KEYS_OPEN_MAX) {
        (void)fails(e, EVTX_XML_LARGE);
        return;
    }
    e->open_next[e->open_count] = 1;
    e->open[e->open_count++]    = key;
}

enum { COMPARED_AT_A_STEP = 16 };
#define NOT_KNOWN UINT32_MAX

static uint32_t is_known(events *e, str key)
{
    (void)charge(e, (e->open_count - e->open_base) / COMPARED_AT_A_STEP);
    for (uint32_t i = e->open_base; i < e->open_count; i++) {
        if (str_equal(e->open[i], key)) return i;
    }
    return NOT_KNOWN;
}

// key may be what stands at e->p + 1 already.
void key_put(events *e, str key)
{
    if (!has_room(e, (size_t)key.len + 16)) return;
    *e->p = '"';
    memmove(e->p + 1, key.ptr, (size_t)key.len);
    str      written = { e->p + 1, key.len };
    uint32_t like = is_known(e, written), same = like;
    while (!e->why && same != NOT_KNOWN) {
        written.len = suffix_put(e->p + 1 + key.len, e->open_next[like]++) - written.ptr;
        same        = is_known(e, written);
    }
    know_key(e, written);
    e->p += 1 + written.len;
    memcpy(e->p, "\":", 2);
    e->p += 2;
}

// ---- values -------------------------------------------------------------------------------------

static bool is_binxml(const value *v)
{
    return v->type == VALUE_BINXML;
}

static void binxml_members(events *e, const value *v)
{
    reader r  = { e->chunk.bytes, (size_t)(v->at - e->chunk.bytes.ptr), false };
    r.all.len = (ptrdiff_t)(r.at + v->size);
    fragment_members(e, r, false);
}

// An element whose content is one value.
static void whole_value(events *e, const value *v)
{
    if (value_is_null(v)) {
        PUT(e, "null");
        return;
    }
    if (!is_binxml(v)) {
        value_put(e, v);
        return;
    }
    char  *head   = e->p;
    opened before = open_object(e);
    PUT(e, "{");
    binxml_members(e, v);
    end_object(e, before);
    if (e->why) return;
    if (e->p == head + 1) {
        e->p = head;
        PUT(e, "null");
    } else {
        close_object(e);
    }
}

// A value as members of the open object: events in it, or "#text".
static void member_value(events *e, const value *v)
{
    if (value_is_null(v)) return;
    if (is_binxml(v)) {
        binxml_members(e, v);
        return;
    }
    key_put(e, S("#text"));
    value_put(e, v);
    PUT(e, ",");
}

// Behind attributes that stand: `,"#text":value}`, members of a value that is BinXML, or only the end.
static void text_value(events *e, const value *v)
{
    if (is_binxml(v) && !value_is_null(v)) {
        opened before = open_object(e);
        PUT(e, ",");
        know_key(e, S("#attributes"));
        binxml_members(e, v);
        end_object(e, before);
        close_object(e);
        return;
    }
    if (!value_is_null(v)) {
        PUT(e, ",\"#text\":");
        value_put(e, v);
    }
    PUT(e, "}");
}

static void attribute(events *e, const program *g, const step *s, const value *v)
{
    if (value_is_null(v) || is_binxml(v)) return;
    put_text(e, g, s);
    value_put(e, v);
    PUT(e, ",");
}

static void begin_attributes(events *e)
{
    PUT(e, "{\"#attributes\":{");
}

enum { ATTRIBUTES_HEAD = sizeof "{\"#attributes\":{" - 1 };

// Ends attributes of which each may be absent; head is where they begin. False: there was none, nothing stands.
static bool end_attributes(events *e, char *head)
{
    if (e->p == head + ATTRIBUTES_HEAD) {
        e->p = head;
        return false;
    }
    close_object(e);
    return true;
}

static void attributes_end(events *e, const program *g, const step *s, const value *v, char *head)
{
    bool any = end_attributes(e, head);
    switch (s->kind) {
    case STEP_ATTRS_NULL:
        if (any)
            PUT(e, "}");
        else
            PUT(e, "null");
        return;
    case STEP_ATTRS_VALUE:
        if (any)
            text_value(e, v);
        else
            whole_value(e, v);
        return;
    case STEP_ATTRS_TEXT:
        if (any) PUT(e, ",\"#text\":");
        put_text(e, g, s);
        if (any) PUT(e, "}");
        return;
    default: // STEP_ATTRS_MEMBERS
        if (any)
            PUT(e, ",");
        else
            PUT(e, "{");
        return;
    }
}

// ---- text of several parts ------------------------------------------------------------------------

static void mixed(events *e, const program *g, const step *parts, uint32_t count, const value *v,
                  uint32_t values)
{
    bool nested = false;
    for (uint32_t i = 0; i < count; i++) {
        nested |= parts[i].kind == STEP_PART_VALUE &&
                  is_binxml(value_at(v, values, parts[i].index));
    }
    opened before = open_object(e);
    if (nested)
        PUT(e, "{");
    else
        PUT(e, "\"");
    for (uint32_t i = 0; i < count && !e->why; i++) {
        const value *one = value_at(v, values, parts[i].index);
        bool         lit = parts[i].kind == STEP_PART_LITERAL;
        if (nested && !lit) {
            member_value(e, one);
            continue;
        }
        if (nested) {
            key_put(e, S("#text"));
            PUT(e, "\"");
        }
        if (lit)
            put_text(e, g, &parts[i]);
        else
            value_put_text(e, one);
        if (nested) PUT(e, "\",");
    }
    end_object(e, before);
    if (nested)
        close_object(e);
    else
        PUT(e, "\"");
}

// ---- <Data> without a name ------------------------------------------------------------------------

static void only_data(events *e, const value *v)
{
    if (value_is_null(v) || is_binxml(v)) {
        whole_value(e, v);
        return;
    }
    PUT(e, "{\"#text\":");
    value_put(e, v);
    PUT(e, "}");
}

static void data_item(events *e, const value *v)
{
    if (value_is_null(v))
        PUT(e, "\"\"");
    else
        whole_value(e, v);
}

// ---- steps -------------------------------------------------------------------------------------

static void object_begins(events *e, const program *g, const step *s, opened *before)
{
    *before = open_object(e);
    know_key(e, S("#attributes"));
    for (uint32_t i = 0; i < s->len; i++) {
        const span *key = &g->keys[s->at + i];
        know_key(e, (str){ g->text + key->at, (ptrdiff_t)key->len });
    }
}

static void value_key(events *e, const value *v)
{
    if (value_is_null(v) || is_binxml(v)) {
        key_put(e, S("Data"));
        return;
    }
    char *at = e->p;
    if (!has_room(e, 1)) return;
    e->p++;
    value_put_text(e, v);
    key_without_nul(at + 1, e->p);
    str key = { at + 1, e->p - at - 1 };
    e->p    = at;
    if (!e->why) key_put(e, key);
}

static void rare_step(events *e, const program *g, const step *s, const value *one)
{
    reader r;
    switch (s->kind) {
    case STEP_ROOT: key_put(e, (str){ g->text + s->at, (ptrdiff_t)s->len }); return;
    case STEP_OBJECT:
        if (e->depth == OBJECTS_MAX) {
            (void)fails(e, EVTX_XML_DEEP);
            return;
        }
        object_begins(e, g, s, &e->before[e->depth++]);
        return;
    case STEP_OBJECT_END: end_object(e, e->before[--e->depth]); return;
    case STEP_MEMBER: member_value(e, one); return;
    case STEP_INSTANCE:
        r = (reader){ e->chunk.bytes, s->at, false };
        instance_members(e, &r);
        return;
    case STEP_KEY: value_key(e, one); return;
    case STEP_DATA: only_data(e, one); return;
    case STEP_ITEM: data_item(e, one); return;
    default: return; // parts are walked over in mixed()
    }
}

void run_members(events *e, const program *g, const value *v, uint32_t count)
{
    char *attributes = e->p; // where those at hand begin; they do not nest
    (void)charge(e, (uint64_t)g->step_count + 1);
    for (const step *s = g->steps, *end = s + g->step_count; s < end && !e->why; s++) {
        const value *one = value_at(v, count, s->index);
        switch (s->kind) {
        case STEP_LITERAL: put_text(e, g, s); break;
        case STEP_VALUE:
            put_text(e, g, s);
            whole_value(e, one);
            break;
        case STEP_ATTRIBUTE: attribute(e, g, s, one); break;
        case STEP_ATTRS:
            put_text(e, g, s);
            attributes = e->p;
            begin_attributes(e);
            break;
        case STEP_ATTRS_NULL:
        case STEP_ATTRS_VALUE:
        case STEP_ATTRS_TEXT:
        case STEP_ATTRS_MEMBERS: attributes_end(e, g, s, one, attributes); break;
        case STEP_TEXT_VALUE: text_value(e, one); break;
        case STEP_CLOSE: close_object(e); break;
        case STEP_MIXED:
            mixed(e, g, s + 1, s->len, v, count);
            s += s->len;
            break;
        default: rare_step(e, g, s, one); break;
        }
    }
}
