// tree.c - see tree.h.
#include "kit/sigma/tree.h"

#include <string.h>
#include <yaml.h>

typedef struct builder {
    arena *a;
    tree  *out;
    node  *open[TREE_DEPTH_MAX]; // lists and maps begun
    node  *last[TREE_DEPTH_MAX]; // newest child of each
    str    key[TREE_DEPTH_MAX];  // of the entry under way; absent: a key comes next
    size_t depth, nodes;
} builder;

static status refuse(builder *b, const char *why, size_t line)
{
    b->out->why  = str_from(why);
    b->out->line = (uint32_t)(line + 1);
    return ST_INVALID;
}

static bool stands_already(const node *map, str key)
{
    for (const node *n = map->first; n; n = n->next) {
        if (str_equal(n->key, key)) return true;
    }
    return false;
}

// A scalar where a map expects a key.
static bool is_key(const builder *b)
{
    return b->depth && b->open[b->depth - 1]->kind == NODE_MAP && !b->key[b->depth - 1].ptr;
}

static status place(builder *b, node *n)
{
    if (b->depth == 0) {
        if (b->out->count == TREE_DOCUMENTS_MAX) return refuse(b, "yaml-large", n->line);
        b->out->documents[b->out->count++] = n;
        return ST_OK;
    }
    size_t at = b->depth - 1;
    if (b->open[at]->kind == NODE_MAP) {
        if (b->open[at]->count == TREE_ENTRIES_MAX) return refuse(b, "yaml-large", n->line);
        n->key     = b->key[at];
        b->key[at] = (str){ 0 };
    }
    if (b->last[at])
        b->last[at]->next = n;
    else
        b->open[at]->first = n;
    b->last[at] = n;
    b->open[at]->count++;
    return ST_OK;
}

static status begin(builder *b, node_kind kind, size_t line)
{
    if (is_key(b)) return refuse(b, "yaml-key", line);
    if (b->depth == TREE_DEPTH_MAX) return refuse(b, "yaml-deep", line);
    node *n = NEW(b->a, node, 1);
    if (!n) return ST_MEMORY;
    *n = (node){ .kind = kind, .line = (uint32_t)line + 1 };
    TRY(place(b, n));
    b->open[b->depth] = n;
    b->last[b->depth] = NULL;
    b->key[b->depth]  = (str){ 0 };
    b->depth++;
    return ST_OK;
}

static status scalar(builder *b, const yaml_event_t *e)
{
    size_t line = e->start_mark.line;
    str    text = { (const char *)e->data.scalar.value, (ptrdiff_t)e->data.scalar.length }, copy;
    if (!text.len) text.ptr = "";
    TRY(arena_copy(b->a, text, &copy));
    if (is_key(b)) {
        if (stands_already(b->open[b->depth - 1], copy)) return refuse(b, "yaml-twice", line);
        b->key[b->depth - 1] = copy;
        return ST_OK;
    }
    node *n = NEW(b->a, node, 1);
    if (!n) return ST_MEMORY;
    *n = (node){ .kind  = NODE_SCALAR,
                 .plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE,
                 .text  = copy,
                 .line  = (uint32_t)line + 1 };
    return place(b, n);
}

static status take(builder *b, const yaml_event_t *e)
{
    if (++b->nodes > TREE_NODES_MAX) return refuse(b, "yaml-large", e->start_mark.line);
    switch (e->type) {
    case YAML_ALIAS_EVENT: return refuse(b, "yaml-alias", e->start_mark.line);
    case YAML_SCALAR_EVENT: return scalar(b, e);
    case YAML_SEQUENCE_START_EVENT: return begin(b, NODE_LIST, e->start_mark.line);
    case YAML_MAPPING_START_EVENT: return begin(b, NODE_MAP, e->start_mark.line);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: b->depth--; return ST_OK;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT: return ST_OK;
    }
    return ST_OK;
}

static status events(builder *b, yaml_parser_t *p)
{
    for (bool ended = false; !ended;) {
        yaml_event_t e;
        if (!yaml_parser_parse(p, &e)) return refuse(b, "yaml-syntax", p->problem_mark.line);
        status st = take(b, &e);
        ended     = e.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&e);
        TRY(st);
    }
    return ST_OK;
}

status doc_read(str bytes, arena *a, tree *out)
{
    yaml_parser_t p;
    builder       b = { .a = a, .out = out };
    memset(out, 0, sizeof *out);
    if (bytes.len > TREE_BYTES_MAX) return refuse(&b, "yaml-large", 0);
    if (!yaml_parser_initialize(&p)) return ST_MEMORY;
    yaml_parser_set_input_string(&p, (const unsigned char *)bytes.ptr, (size_t)bytes.len);
    status st = events(&b, &p);
    yaml_parser_delete(&p);
    return st;
}

const node *doc_get(const node *map, const char *key)
{
    if (!map || map->kind != NODE_MAP) return NULL;
    for (const node *n = map->first; n; n = n->next) {
        if (str_equal(n->key, str_from(key))) return n;
    }
    return NULL;
}

str doc_text(const node *map, const char *key)
{
    const node *n = doc_get(map, key);
    return n && n->kind == NODE_SCALAR ? n->text : (str){ 0 };
}

bool doc_is_null(const node *n)
{
    return n->kind == NODE_SCALAR && n->plain &&
           (n->text.len == 0 || str_equal(n->text, S("~")) || str_equal_nocase(n->text, S("null")));
}
