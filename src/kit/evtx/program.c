// program.c - nodes to steps: what a definition always says becomes literal JSON, its places for values steps.
#include "kit/evtx/inside.h"

// ---- writing -----------------------------------------------------------------------------------

static step *add_step(program_build *b, step_kind kind, uint32_t index)
{
    static step nowhere;
    if (b->step_count >= BUILD_STEPS_MAX) b->full = true;
    if (b->full) return &nowhere;
    step *s = &b->steps[b->step_count++];
    *s      = (step){ .kind = (uint16_t)kind, .index = (uint16_t)index };
    return s;
}

static char *text_room(program_build *b, size_t bytes)
{
    if (BUILD_TEXT_MAX - b->text_len < bytes) b->full = true;
    return b->full ? NULL : b->text + b->text_len;
}

// Text that was just written behind b->text becomes a literal; next to another it makes that one longer.
static void literal_ends(program_build *b, uint32_t at)
{
    step *last = b->step_count ? &b->steps[b->step_count - 1] : NULL;
    if (b->full || at == b->text_len) return;
    if (last && last->kind == STEP_LITERAL && last->at + last->len == at) {
        last->len += b->text_len - at;
        return;
    }
    step *s = add_step(b, STEP_LITERAL, 0);
    s->at   = at;
    s->len  = b->text_len - at;
}

// A step that puts the literal before it first.
static void add_behind_literal(program_build *b, step_kind kind, uint32_t index)
{
    step *last = b->step_count ? &b->steps[b->step_count - 1] : NULL;
    if (last && last->kind == STEP_LITERAL && !b->full) {
        last->kind  = (uint16_t)kind;
        last->index = (uint16_t)index;
    } else {
        (void)add_step(b, kind, index);
    }
}

static void put_bytes(program_build *b, str s)
{
    char *p = text_room(b, (size_t)s.len);
    if (!p) return;
    memcpy(p, s.ptr, (size_t)s.len);
    b->text_len += (uint32_t)s.len;
}

static void put_16(program_build *b, str utf16)
{
    char *p = text_room(b, (size_t)utf16.len * 3 + VALUE_SHORT_MAX);
    if (p) b->text_len = (uint32_t)(json16(p, utf16.ptr, (size_t)utf16.len) - b->text);
}

static void literal(program_build *b, str s)
{
    uint32_t at = b->text_len;
    put_bytes(b, s);
    literal_ends(b, at);
}

// ---- what an element looks like ----------------------------------------------------------------

static bool is_named(const node *n, str utf16)
{
    return str_equal(n->name, utf16);
}

#define UTF16_DATA S("D\0a\0t\0a\0")
#define UTF16_NAME S("N\0a\0m\0e\0")

static bool is_static_text(const node *n)
{
    return n->kind == NODE_TEXT || n->kind == NODE_ENTITY;
}

typedef enum content_kind {
    CONTENT_NOTHING = 1,
    CONTENT_TEXT,    // static
    CONTENT_VALUE,   // one
    CONTENT_MIXED,   // one text of several parts
    CONTENT_MEMBERS, // elements, instructions, instances
} content_kind;

static content_kind content_of(const tree *t, const node *n)
{
    size_t texts = 0, values = 0;
    for (uint32_t c = n->first; c; c = t->nodes[c].next) {
        if (is_static_text(&t->nodes[c]))
            texts++;
        else if (t->nodes[c].kind == NODE_VALUE)
            values++;
        else
            return CONTENT_MEMBERS;
    }
    if (values == 0) return texts ? CONTENT_TEXT : CONTENT_NOTHING;
    return values == 1 && texts == 0 ? CONTENT_VALUE : CONTENT_MIXED;
}

static void put_static_part(program_build *b, const node *n)
{
    if (n->kind == NODE_ENTITY) put_bytes(b, S("&"));
    put_16(b, n->name);
    if (n->kind == NODE_ENTITY) put_bytes(b, S(";"));
}

// "text" of all static parts.
static void put_static_text(program_build *b, const tree *t, const node *n)
{
    put_bytes(b, S("\""));
    for (uint32_t c = n->first; c; c = t->nodes[c].next) put_static_part(b, &t->nodes[c]);
    put_bytes(b, S("\""));
}

static void mixed(program_build *b, const tree *t, const node *n)
{
    uint32_t head = b->step_count, parts = 0;
    (void)add_step(b, STEP_MIXED, 0);
    for (uint32_t c = n->first; c; c = t->nodes[c].next, parts++) {
        const node *part = &t->nodes[c];
        uint32_t    at   = b->text_len;
        if (is_static_text(part)) put_static_part(b, part);
        step *s = add_step(b, part->kind == NODE_VALUE ? STEP_PART_VALUE : STEP_PART_LITERAL,
                           part->index);
        s->at   = at;
        s->len  = b->text_len - at;
    }
    if (!b->full) b->steps[head].len = parts;
}

// ---- keys --------------------------------------------------------------------------------------
// Kept apart from the text, so that literals grow together.

static str key_str(const program_build *b, span key)
{
    return (str){ b->key_text + key.at, (ptrdiff_t)key.len };
}

#define NOT_TAKEN UINT32_MAX

// The one of the open object that is called so.
static uint32_t key_taken(program_build *b, uint32_t base, str key, uint32_t hash)
{
    b->compared += b->name_count - base;
    for (uint32_t i = base; i < b->name_count; i++) {
        if (b->hashes[i] == hash && str_equal(key_str(b, b->names[i]), key)) return i;
    }
    return NOT_TAKEN;
}

static span key_written(program_build *b, str utf16)
{
    uint32_t at = b->key_text_len;
    if (BUILD_TEXT_MAX - at < (size_t)utf16.len * 3 + VALUE_SHORT_MAX) b->full = true;
    if (b->full) return (span){ 0, 0 };
    char *end       = json16(b->key_text + at, utf16.ptr, (size_t)utf16.len);
    b->key_text_len = (uint32_t)(end - b->key_text);
    key_without_nul(b->key_text + at, end);
    return (span){ at, b->key_text_len - at };
}

// The key of a member, escaped, unlike all before it in its object: "name", "name_1" …
static span unique_key(program_build *b, uint32_t base, str utf16)
{
    span     key  = key_written(b, utf16);
    uint32_t bare = key.len, hash = (uint32_t)str_hash(key_str(b, key));
    uint32_t like = key_taken(b, base, key_str(b, key), hash), same = like;
    while (!b->full && same != NOT_TAKEN) {
        char *end       = suffix_put(b->key_text + key.at + bare, b->nexts[like]++);
        b->key_text_len = (uint32_t)(end - b->key_text);
        key.len         = b->key_text_len - key.at;
        hash            = (uint32_t)str_hash(key_str(b, key));
        same            = key_taken(b, base, key_str(b, key), hash);
    }
    if (b->name_count >= BUILD_KEYS_MAX) b->full = true;
    if (b->full) return key;
    b->names[b->name_count]    = key;
    b->nexts[b->name_count]    = 1;
    b->hashes[b->name_count++] = hash;
    return key;
}

static void put_key(program_build *b, span key)
{
    put_bytes(b, S("\""));
    put_bytes(b, key_str(b, key));
    put_bytes(b, S("\":"));
}

// What begins a member. Outermost it depends on the object it will stand in.
static void member_key(program_build *b, uint32_t base, str utf16)
{
    uint32_t at = b->text_len;
    if (b->level > 1) {
        put_key(b, unique_key(b, base, utf16));
        literal_ends(b, at);
        return;
    }
    put_16(b, utf16);
    if (!b->full) key_without_nul(b->text + at, b->text + b->text_len);
    step *s = add_step(b, STEP_ROOT, 0);
    s->at   = at;
    s->len  = b->text_len - at;
}

// ---- attributes --------------------------------------------------------------------------------

static void element(program_build *b, const tree *t, const node *n, bool unnamed);

static const node *attribute_named(const tree *t, const node *n, str utf16)
{
    for (uint32_t c = n->attrs; c; c = t->nodes[c].next) {
        if (is_named(&t->nodes[c], utf16)) return &t->nodes[c];
    }
    return NULL;
}

typedef struct attributes {
    size_t count;
    bool   conditional; // each may be absent
} attributes;

static attributes attributes_of(const tree *t, const node *n, const node *except)
{
    attributes got = { 0, true };
    for (uint32_t c = n->attrs; c; c = t->nodes[c].next) {
        if (&t->nodes[c] == except) continue;
        got.count++;
        if (content_of(t, &t->nodes[c]) != CONTENT_VALUE) got.conditional = false;
    }
    return got;
}

static void one_attribute(program_build *b, const tree *t, const node *a, uint32_t base)
{
    content_kind kind = content_of(t, a);
    span         key  = unique_key(b, base, a->name);
    uint32_t     at   = b->text_len;
    if (kind == CONTENT_VALUE) {
        put_key(b, key);
        step *s = add_step(b, STEP_ATTRIBUTE, t->nodes[a->first].index);
        s->at   = at;
        s->len  = b->text_len - at;
        return;
    }
    put_key(b, key);
    if (kind == CONTENT_MIXED) {
        literal_ends(b, at);
        mixed(b, t, a);
        literal(b, S(","));
        return;
    }
    put_static_text(b, t, a);
    put_bytes(b, S(","));
    literal_ends(b, at);
}

static void all_attributes(program_build *b, const tree *t, const node *n, const node *except)
{
    uint32_t base = b->name_count;
    for (uint32_t c = n->attrs; c && !b->full; c = t->nodes[c].next) {
        if (&t->nodes[c] != except) one_attribute(b, t, &t->nodes[c], base);
    }
    b->name_count = base;
}

// ---- members -----------------------------------------------------------------------------------

static bool is_data_list(const tree *t, const node *n)
{
    return n->kind == NODE_ELEMENT && !n->attrs && is_named(n, UTF16_DATA) &&
           content_of(t, n) != CONTENT_MEMBERS && content_of(t, n) != CONTENT_MIXED;
}

static size_t count_data(const tree *t, const node *parent)
{
    size_t count = 0;
    for (uint32_t c = parent->first; c; c = t->nodes[c].next) {
        count += is_data_list(t, &t->nodes[c]);
    }
    return count;
}

static void data_item(program_build *b, const tree *t, const node *n, step_kind kind)
{
    uint32_t at = b->text_len;
    switch (content_of(t, n)) {
    case CONTENT_VALUE: (void)add_step(b, kind, t->nodes[n->first].index); return;
    case CONTENT_NOTHING:
    case CONTENT_TEXT: break;
    case CONTENT_MIXED:
    case CONTENT_MEMBERS: return; // not one of these (is_data_list)
    }
    put_static_text(b, t, n);
    literal_ends(b, at);
}

// All <Data> without a name, at the place of the first.
static void data_list(program_build *b, const tree *t, const node *parent, size_t count,
                      uint32_t base)
{
    member_key(b, base, UTF16_DATA);
    const node *first = NULL;
    if (count > 1) literal(b, S("{\"#text\":["));
    for (uint32_t c = parent->first; c && !b->full; c = t->nodes[c].next) {
        const node *n = &t->nodes[c];
        if (!is_data_list(t, n)) continue;
        if (first) literal(b, S(","));
        first = n;
        if (count > 1) data_item(b, t, n, STEP_ITEM);
    }
    if (count > 1) {
        literal(b, S("]},"));
        return;
    }
    content_kind kind = content_of(t, first);
    if (kind == CONTENT_TEXT) literal(b, S("{\"#text\":"));
    if (kind == CONTENT_NOTHING)
        literal(b, S("null"));
    else
        data_item(b, t, first, STEP_DATA);
    literal(b, kind == CONTENT_TEXT ? S("},") : S(","));
}

// <Data Name="x">: x is the key.
static void named_data(program_build *b, const tree *t, const node *n, const node *name,
                       uint32_t base)
{
    content_kind kind = content_of(t, name);
    if (kind == CONTENT_VALUE) {
        (void)add_step(b, STEP_KEY, t->nodes[name->first].index);
    } else {
        const node *text = &t->nodes[name->first];
        member_key(b, base, name->first ? text->name : UTF16_DATA);
    }
    element(b, t, n, true);
    literal(b, S(","));
}

static bool takes_name(const tree *t, const node *n, const node **name)
{
    *name = is_named(n, UTF16_DATA) ? attribute_named(t, n, UTF16_NAME) : NULL;
    if (!*name) return false;
    content_kind kind = content_of(t, *name);
    // A name of several parts stays an attribute.
    return kind == CONTENT_VALUE || (kind == CONTENT_TEXT && !t->nodes[(*name)->first].next);
}

static void instruction(program_build *b, const tree *t, const node *n, uint32_t base)
{
    char   room[2 * 256 + 2] = "?"; // "?" and the target, UTF-16
    size_t len = (size_t)n->name.len < sizeof room - 2 ? (size_t)n->name.len : sizeof room - 2;
    memcpy(room + 2, n->name.ptr, len & ~(size_t)1);
    member_key(b, base, (str){ room, (ptrdiff_t)(2 + (len & ~(size_t)1)) });
    uint32_t at = b->text_len;
    put_static_text(b, t, n);
    put_bytes(b, S(","));
    literal_ends(b, at);
}

static void one_member(program_build *b, const tree *t, const node *n, uint32_t base)
{
    const node *name;
    uint32_t    at;
    switch (n->kind) {
    case NODE_ELEMENT:
        if (takes_name(t, n, &name)) {
            named_data(b, t, n, name, base);
            return;
        }
        member_key(b, base, n->name);
        element(b, t, n, false);
        literal(b, S(","));
        return;
    case NODE_TEXT:
    case NODE_ENTITY:
        member_key(b, base, S("#\0t\0e\0x\0t\0"));
        at = b->text_len;
        put_bytes(b, S("\""));
        put_static_part(b, n);
        put_bytes(b, S("\","));
        literal_ends(b, at);
        return;
    case NODE_VALUE: (void)add_step(b, STEP_MEMBER, n->index); return;
    case NODE_INSTANCE:
        add_step(b, STEP_INSTANCE, 0)->at = n->index;
        b->bound                          = true;
        return;
    case NODE_PI: instruction(b, t, n, base); return;
    case NODE_ATTRIBUTE: return; // stands in no content
    }
}

static bool has_open_keys(const tree *t, const node *parent)
{
    const node *name;
    for (uint32_t c = parent->first; c; c = t->nodes[c].next) {
        const node *n = &t->nodes[c];
        if (n->kind == NODE_VALUE || n->kind == NODE_INSTANCE) return true;
        if (n->kind == NODE_ELEMENT && takes_name(t, n, &name) &&
            content_of(t, name) == CONTENT_VALUE)
            return true;
    }
    return false;
}

// For an object whose other keys are found while a record is walked.
static void known_keys(program_build *b, step *head, uint32_t base)
{
    uint32_t count = b->name_count - base;
    if (BUILD_KEYS_MAX - b->key_count < count) b->full = true;
    if (b->full) return;
    head->at  = b->key_count;
    head->len = count;
    for (uint32_t i = base; i < b->name_count; i++) {
        b->keys[b->key_count++] = (span){ b->text_len, b->names[i].len };
        put_bytes(b, key_str(b, b->names[i]));
    }
}

// The members of an object that is open, each with a comma behind it.
static void members(program_build *b, const tree *t, const node *parent)
{
    uint32_t base = b->name_count, head = b->step_count;
    bool     open = ++b->level > 1 && has_open_keys(t, parent), listed = false;
    size_t   list = count_data(t, parent);
    if (open) (void)add_step(b, STEP_OBJECT, 0);
    if (b->level > 1)
        (void)unique_key(b, base, S("#\0a\0t\0t\0r\0i\0b\0u\0t\0e\0s\0")); // it is taken
    for (uint32_t c = parent->first; c && !b->full; c = t->nodes[c].next) {
        bool in_list = list && is_data_list(t, &t->nodes[c]);
        if (in_list && !listed) data_list(b, t, parent, list, base);
        listed |= in_list;
        if (!in_list) one_member(b, t, &t->nodes[c], base);
    }
    if (open) known_keys(b, &b->steps[head], base);
    if (open) (void)add_step(b, STEP_OBJECT_END, 0);
    b->name_count = base;
    b->level--;
}

// ---- elements ----------------------------------------------------------------------------------

// The comma before it is a literal's last character, or it is seen when a record is walked.
static void close_object(program_build *b)
{
    step *last = b->step_count ? &b->steps[b->step_count - 1] : NULL;
    bool  seen = last && last->kind == STEP_LITERAL && last->at + last->len == b->text_len;
    if (b->full) return;
    if (!seen) {
        (void)add_step(b, STEP_CLOSE, 0);
        return;
    }
    if (b->text[b->text_len - 1] == ',') {
        b->text_len--;
        last->len--;
    }
    literal(b, S("}"));
}

static void bare_element(program_build *b, const tree *t, const node *n)
{
    uint32_t at = b->text_len;
    switch (content_of(t, n)) {
    case CONTENT_NOTHING: literal(b, S("null")); return;
    case CONTENT_TEXT:
        put_static_text(b, t, n);
        literal_ends(b, at);
        return;
    case CONTENT_VALUE: add_behind_literal(b, STEP_VALUE, t->nodes[n->first].index); return;
    case CONTENT_MIXED: mixed(b, t, n); return;
    case CONTENT_MEMBERS:
        literal(b, S("{"));
        members(b, t, n);
        close_object(b);
        return;
    }
}

// Attributes of which each is a value, so that perhaps none is there.
static void with_conditional(program_build *b, const tree *t, const node *n)
{
    uint32_t at = b->text_len;
    step    *s;
    switch (content_of(t, n)) {
    case CONTENT_NOTHING: (void)add_step(b, STEP_ATTRS_NULL, 0); return;
    case CONTENT_VALUE: (void)add_step(b, STEP_ATTRS_VALUE, t->nodes[n->first].index); return;
    case CONTENT_TEXT:
        put_static_text(b, t, n);
        s      = add_step(b, STEP_ATTRS_TEXT, 0);
        s->at  = at;
        s->len = b->text_len - at;
        return;
    case CONTENT_MIXED:
        (void)add_step(b, STEP_ATTRS_MEMBERS, 0);
        literal(b, S("\"#text\":"));
        mixed(b, t, n);
        break;
    case CONTENT_MEMBERS:
        (void)add_step(b, STEP_ATTRS_MEMBERS, 0);
        members(b, t, n);
        break;
    }
    close_object(b);
}

static void with_attributes(program_build *b, const tree *t, const node *n)
{
    uint32_t at;
    close_object(b); // of the attributes
    switch (content_of(t, n)) {
    case CONTENT_NOTHING: literal(b, S("}")); return;
    case CONTENT_VALUE: (void)add_step(b, STEP_TEXT_VALUE, t->nodes[n->first].index); return;
    case CONTENT_TEXT:
        at = b->text_len;
        put_bytes(b, S(",\"#text\":"));
        put_static_text(b, t, n);
        put_bytes(b, S("}"));
        literal_ends(b, at);
        return;
    case CONTENT_MIXED:
        literal(b, S(",\"#text\":"));
        mixed(b, t, n);
        literal(b, S("}"));
        return;
    case CONTENT_MEMBERS:
        literal(b, S(","));
        members(b, t, n);
        close_object(b);
        return;
    }
}

// What stands behind a key. unnamed: the attribute Name has become the key.
static void element(program_build *b, const tree *t, const node *n, bool unnamed)
{
    const node *except = unnamed ? attribute_named(t, n, UTF16_NAME) : NULL;
    attributes  have   = attributes_of(t, n, except);
    if (b->full) return;
    if (have.count == 0) {
        bare_element(b, t, n);
    } else if (have.conditional) {
        add_behind_literal(b, STEP_ATTRS, 0);
        all_attributes(b, t, n, except);
        with_conditional(b, t, n);
    } else {
        literal(b, S("{\"#attributes\":{"));
        all_attributes(b, t, n, except);
        with_attributes(b, t, n);
    }
}

static void *keep_with(arena *a, const void *from, size_t size, size_t count, size_t behind,
                       bool *failed)
{
    void *p = arena_alloc(a, size, _Alignof(max_align_t), count + behind);
    if (!p) *failed = true;
    if (p && count) memcpy(p, from, size * count);
    return p;
}

static void *keep(arena *a, const void *from, size_t size, size_t count, bool *failed)
{
    return keep_with(a, from, size, count, 0, failed);
}

// Which types are announced for the values.
static void announced(program_build *b, const tree *t)
{
    for (uint32_t i = 0; i < t->count; i++) {
        const node *n = &t->nodes[i];
        if (n->kind != NODE_VALUE || n->index >= EVTX_VALUES_MAX) continue;
        while (b->type_count <= n->index) b->types[b->type_count++] = TYPE_UNUSED;
        b->types[n->index] = (char)n->type;
    }
}

bool program_make(program_build *b, const tree *t, arena *a, program *out)
{
    bool failed   = false;
    b->step_count = b->text_len = b->key_count = b->name_count = 0;
    b->key_text_len = b->level = b->type_count = b->compared = 0;
    b->full = b->bound = false;
    members(b, t, &t->nodes[0]);
    announced(b, t);
    if (b->full) return false;
    *out = (program){ .steps      = keep(a, b->steps, sizeof *b->steps, b->step_count, &failed),
                      .text       = keep_with(a, b->text, 1, b->text_len, TEXT_AT_ONCE, &failed),
                      .keys       = keep(a, b->keys, sizeof *b->keys, b->key_count, &failed),
                      .types      = keep(a, b->types, 1, b->type_count, &failed),
                      .step_count = b->step_count,
                      .text_len   = b->text_len,
                      .key_count  = b->key_count,
                      .type_count = b->type_count,
                      .bound      = b->bound };
    return !failed;
}

const program *program_copy(const program *from, arena *a)
{
    bool     failed = false;
    program *to     = NEW(a, program, 1);
    if (!to) return NULL;
    *to       = *from;
    to->steps = keep(a, from->steps, sizeof *from->steps, from->step_count, &failed);
    to->text  = keep_with(a, from->text, 1, from->text_len, TEXT_AT_ONCE, &failed);
    to->keys  = keep(a, from->keys, sizeof *from->keys, from->key_count, &failed);
    to->types = keep(a, from->types, 1, from->type_count, &failed);
    return failed ? NULL : to;
}
