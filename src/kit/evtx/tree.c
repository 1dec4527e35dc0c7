// tree.c - BinXML tokens to nodes. Nothing of it is believed: every read is checked, nodes and depth are bounded.
#include "kit/evtx/inside.h"

enum { NAME_HEAD_BYTES = 8 };

static uint32_t wrong(tree *t, evtx_why why)
{
    if (!t->why) t->why = why;
    return 0;
}

static uint32_t new_node(tree *t, node_kind kind)
{
    if (t->count >= EVTX_NODES_MAX) return wrong(t, EVTX_XML_LARGE);
    t->nodes[t->count] = (node){ .kind = kind };
    return t->count++;
}

static void add_content(tree *t, uint32_t parent, uint32_t child)
{
    node *p = &t->nodes[parent];
    if (!child) return;
    if (p->last)
        t->nodes[p->last].next = child;
    else
        p->first = child;
    p->last = child;
}

static void add_attribute(tree *t, uint32_t element, uint32_t child)
{
    node *p = &t->nodes[element];
    if (!child) return;
    if (p->attrs_last)
        t->nodes[p->attrs_last].next = child;
    else
        p->attrs = child;
    p->attrs_last = child;
}

// ---- names -------------------------------------------------------------------------------------

static uint16_t name_hash(str utf16)
{
    uint32_t h = 0;
    for (ptrdiff_t i = 0; i + 1 < utf16.len; i += 2) h = h * 65599 + u16_of(utf16.ptr + i);
    return (uint16_t)h;
}

// A name stands where it is used first; later uses point there.
static bool read_name(tree *t, reader *r, str *name)
{
    uint32_t at     = take_u32(r);
    bool     inside = !r->bad && at == r->at;
    reader   there  = { t->chunk->bytes, at, at > (size_t)t->chunk->bytes.len };
    (void)read_bytes(&there, 4); // the next one of its kind
    uint16_t hash  = take_u16(&there);
    uint16_t count = take_u16(&there);
    *name          = read_bytes(&there, (uint64_t)count * 2);
    bool ends      = take_u16(&there) == 0;
    if (r->bad || there.bad || !ends) return wrong(t, EVTX_XML_NAME);
    if (t->chunk->strict && name_hash(*name) != hash) return wrong(t, EVTX_XML_NAME);
    if (inside) (void)read_bytes(r, NAME_HEAD_BYTES + (uint64_t)count * 2 + 2);
    if (r->bad) return wrong(t, EVTX_XML_CUT);
    return true;
}

// ---- text --------------------------------------------------------------------------------------

static uint32_t text_node(tree *t, str text)
{
    uint32_t n = new_node(t, NODE_TEXT);
    if (n) t->nodes[n].name = text;
    return n;
}

static uint32_t read_text(tree *t, reader *r)
{
    str text = read_bytes(r, (uint64_t)take_u16(r) * 2);
    return r->bad ? wrong(t, EVTX_XML_CUT) : text_node(t, text);
}

static uint32_t read_typed_text(tree *t, reader *r)
{
    uint8_t type = take_u8(r);
    if (r->bad) return wrong(t, EVTX_XML_CUT);
    return type == VALUE_TEXT ? read_text(t, r) : wrong(t, EVTX_XML_TOKEN);
}

static uint32_t read_character(tree *t, reader *r)
{
    str unit = read_bytes(r, 2);
    return r->bad ? wrong(t, EVTX_XML_CUT) : text_node(t, unit);
}

static uint32_t read_entity(tree *t, reader *r)
{
    static const struct {
        str name, text; // UTF-16LE
    } known[] = {
        { STR("l\0t\0"), STR("<\0") },       { STR("g\0t\0"), STR(">\0") },
        { STR("a\0m\0p\0"), STR("&\0") },    { STR("q\0u\0o\0t\0"), STR("\"\0") },
        { STR("a\0p\0o\0s\0"), STR("'\0") },
    };
    str name;
    if (!read_name(t, r, &name)) return 0;
    for (size_t i = 0; i < COUNT(known); i++) {
        if (str_equal(name, known[i].name)) return text_node(t, known[i].text);
    }
    uint32_t n = new_node(t, NODE_ENTITY);
    if (n) t->nodes[n].name = name;
    return n;
}

static uint32_t read_value(tree *t, reader *r)
{
    uint16_t index = take_u16(r);
    uint8_t  type  = take_u8(r); // the type it should have; the value has its own
    uint32_t n     = r->bad ? wrong(t, EVTX_XML_CUT) : new_node(t, NODE_VALUE);
    if (!n) return 0;
    t->nodes[n].index = index;
    t->nodes[n].type  = type;
    return n;
}

static uint32_t read_instruction(tree *t, reader *r)
{
    str name;
    if (!read_name(t, r, &name)) return 0;
    uint32_t n = new_node(t, NODE_PI);
    if (!n) return 0;
    t->nodes[n].name = name;
    bool data        = reader_left(r) && (uint8_t)r->all.ptr[r->at] == TOKEN_PI_DATA;
    if (data) {
        (void)take_u8(r);
        add_content(t, n, read_text(t, r));
    }
    return n;
}

static uint32_t read_instance(tree *t, reader *r)
{
    uint32_t at = (uint32_t)r->at;
    if (!instance_skip(r)) return wrong(t, EVTX_XML_CUT);
    uint32_t n = new_node(t, NODE_INSTANCE);
    if (n) t->nodes[n].index = at;
    return n;
}

bool instance_skip(reader *r)
{
    (void)read_bytes(r, 5);
    uint32_t definition = take_u32(r);
    if (!r->bad && definition == r->at) {
        (void)read_bytes(r, DEFINITION_HEAD_BYTES - 4);
        (void)read_bytes(r, take_u32(r));
    }
    uint32_t count       = take_u32(r);
    str      descriptors = read_bytes(r, (uint64_t)count * 4);
    for (ptrdiff_t i = 0; i < descriptors.len; i += 4) {
        (void)read_bytes(r, u16_of(descriptors.ptr + i));
    }
    return !r->bad;
}

// ---- elements ----------------------------------------------------------------------------------

// Text-like tokens, which may stand in attributes too; 0 when it is none of them (or wrong).
static uint32_t read_part(tree *t, reader *r, uint8_t token, bool *known)
{
    *known = true;
    switch (token & ~TOKEN_MORE) {
    case TOKEN_TEXT: return read_typed_text(t, r);
    case TOKEN_CHARACTER: return read_character(t, r);
    case TOKEN_ENTITY: return read_entity(t, r);
    case TOKEN_CDATA: return read_text(t, r);
    case TOKEN_VALUE:
    case TOKEN_VALUE_OR_NONE: return read_value(t, r);
    default: *known = false; return 0;
    }
}

static uint8_t next_token(const reader *r)
{
    return reader_left(r) ? (uint8_t)r->all.ptr[r->at] : (uint8_t)TOKEN_END;
}

static void read_attributes(tree *t, reader *r, uint32_t element)
{
    (void)take_u32(r); // bytes of all of them
    while (!t->why && (next_token(r) & ~TOKEN_MORE) == TOKEN_ATTRIBUTE) {
        str name;
        (void)take_u8(r);
        if (!read_name(t, r, &name)) return;
        uint32_t n = new_node(t, NODE_ATTRIBUTE);
        if (!n) return;
        t->nodes[n].name = name;
        for (bool known = true; known && !t->why;) {
            reader   before = *r;
            uint32_t part   = read_part(t, r, take_u8(r), &known);
            if (!known) *r = before;
            add_content(t, n, part);
        }
        add_attribute(t, element, n);
    }
    if (r->bad) (void)wrong(t, EVTX_XML_CUT);
}

static void read_content(tree *t, reader *r, uint32_t parent, unsigned depth);

static uint32_t read_element(tree *t, reader *r, uint8_t token, unsigned depth)
{
    str name;
    if (depth > EVTX_ELEMENTS_MAX) return wrong(t, EVTX_XML_DEEP);
    if (t->depends) (void)take_u16(r);
    (void)take_u32(r); // bytes to its end
    if (!read_name(t, r, &name)) return 0;
    uint32_t n = new_node(t, NODE_ELEMENT);
    if (!n) return 0;
    t->nodes[n].name = name;
    if (token & TOKEN_MORE) read_attributes(t, r, n);
    if (t->why) return 0;
    switch (take_u8(r)) {
    case TOKEN_CLOSE_EMPTY: return n;
    case TOKEN_CLOSE_START: read_content(t, r, n, depth); return n;
    default: return wrong(t, r->bad ? EVTX_XML_CUT : EVTX_XML_TOKEN);
    }
}

// One token of content. False at its end.
static bool read_one(tree *t, reader *r, uint32_t parent, unsigned depth)
{
    uint8_t  token = take_u8(r);
    bool     known;
    uint32_t part = read_part(t, r, token, &known);
    if (known) {
        add_content(t, parent, part);
        return true;
    }
    switch (token) {
    case TOKEN_ELEMENT:
    case TOKEN_ELEMENT | TOKEN_MORE:
        add_content(t, parent, read_element(t, r, token, depth + 1));
        return true;
    case TOKEN_PI_TARGET: add_content(t, parent, read_instruction(t, r)); return true;
    case TOKEN_TEMPLATE: add_content(t, parent, read_instance(t, r)); return true;
    case TOKEN_FRAGMENT: (void)read_bytes(r, FRAGMENT_HEAD_BYTES - 1); return true;
    case TOKEN_CLOSE_ELEMENT:
        if (depth == 0) (void)wrong(t, EVTX_XML_TOKEN);
        return false;
    case TOKEN_END:
        if (depth > 0) (void)wrong(t, r->bad ? EVTX_XML_CUT : EVTX_XML_TOKEN);
        return false;
    default: (void)wrong(t, EVTX_XML_TOKEN); return false;
    }
}

static void read_content(tree *t, reader *r, uint32_t parent, unsigned depth)
{
    while (!t->why && !r->bad && (depth > 0 || reader_left(r))) {
        if (!read_one(t, r, parent, depth)) return;
    }
    if (r->bad) (void)wrong(t, EVTX_XML_CUT);
}

void tree_read(tree *t, reader *r)
{
    t->count = 0;
    t->why   = 0;
    (void)new_node(t, NODE_ELEMENT); // the outermost
    read_content(t, r, 0, 0);
}
