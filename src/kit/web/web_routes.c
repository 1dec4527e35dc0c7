// web_routes.c - the route table as a tree of path segments, and the rules a route must keep.
#include "kit/web/web_inner.h"

#include <string.h>

bool route_is_api(const web_route *r)
{
    return str_starts(str_from(r->path), S("/api/v1/"));
}

bool method_is_safe(http_method m)
{
    return m == HTTP_GET || m == HTTP_HEAD;
}

// ---- what a route must keep ---------------------------------------------------------------------

static bool is_literal(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '.')
            return false;
    }
    return s.len > 0;
}

// "{name}" gives its name, a view; the absent str otherwise.
static str param_name(str segment)
{
    bool braces = segment.len > 2 && segment.ptr[0] == '{' && segment.ptr[segment.len - 1] == '}';
    return braces ? str_slice(segment, 1, segment.len - 1) : (str){ 0 };
}

static const char *path_fault(str path)
{
    str    names[WEB_PARAMS_MAX];
    size_t count = 0, segments = 0;
    if (!path.len || path.ptr[0] != '/') return "its path does not begin with /";
    for (str rest = str_slice(path, 1, path.len), segment; rest.ptr && path.len > 1;) {
        bool more = str_cut(rest, '/', &segment, &rest);
        str  name = param_name(segment);
        if (++segments > WEB_SEGMENTS_MAX) return "its path is too deep";
        if (!name.len && !is_literal(segment)) return "its path has a segment like no other";
        for (size_t i = 0; name.len && i < count; i++) {
            if (str_equal(names[i], name)) return "its path names a parameter twice";
        }
        if (name.len && count == WEB_PARAMS_MAX) return "its path has too many parameters";
        if (name.len) names[count++] = name;
        if (!more) break;
    }
    return NULL;
}

static const char *fields_fault(const web_field *fields)
{
    static const char *const types[] = { "string", "integer", "number", "boolean",
                                         "array",  "object",  "any" };
    for (const web_field *f = fields; f && f->name; f++) {
        str  type  = str_from(f->type);
        bool known = false;
        if (str_ends(type, S("?"))) type.len--;
        for (size_t i = 0; i < COUNT(types); i++) known |= str_equal(type, str_from(types[i]));
        if (!known) return "a field has a type that does not exist";
        if (!f->about || !f->about[0]) return "a field does not say what it is";
    }
    return NULL;
}

static const char *route_fault(const web_route *r)
{
    bool safe = method_is_safe(r->method), api = route_is_api(r);
    if (r->method < HTTP_GET || r->method > HTTP_DELETE || r->method == HTTP_HEAD)
        return "its method is none that a route can have";
    if (!r->fn) return "it has no function";
    if (!r->summary || !r->summary[0]) return "it has no summary";
    if (!safe && r->right == RIGHT_PUBLIC && !(r->flags & WEB_NO_CSRF))
        return "anyone may change something by it";
    if ((r->flags & WEB_NO_CSRF) && r->right != RIGHT_PUBLIC)
        return "it needs a sign-in and yet no form token";
    if (safe && (r->flags & (WEB_UPLOAD | WEB_VERSIONED | WEB_NO_CSRF)))
        return "a GET carries no files, versions or tokens";
    if ((r->flags & WEB_STILL) && r->right != RIGHT_PUBLIC) return "still bytes are for anyone";
    if (!api && (r->body || r->answer || (r->flags & (WEB_VERSIONED | WEB_ANY_BODY))))
        return "only routes of the API describe bodies and versions";
    if (safe && r->body) return "a GET has no body";
    const char *fault = path_fault(str_from(r->path));
    if (!fault) fault = fields_fault(r->query);
    if (!fault) fault = fields_fault(r->body);
    if (!fault) fault = fields_fault(r->answer);
    return fault;
}

// ---- the tree -----------------------------------------------------------------------------------

static size_t slot_of(const route_table *t, int parent, str segment)
{
    size_t mask = WEB_NODES_MAX * 2 - 1;
    size_t at   = (str_hash(segment) ^ (uint64_t)parent * 0x9E3779B97F4A7C15u) & mask;
    while (t->slots[at]) {
        const route_node *n = &t->nodes[t->slots[at]];
        if (n->parent == parent && str_equal(n->segment, segment)) break;
        at = (at + 1) & mask;
    }
    return at;
}

static int child_literal(const route_table *t, int parent, str segment)
{
    return t->slots[slot_of(t, parent, segment)];
}

static int add_child(route_table *t, int parent, str segment)
{
    str name = param_name(segment);
    int have = name.len ? t->nodes[parent].child_param : child_literal(t, parent, segment);
    if (have || t->node_count == WEB_NODES_MAX) return have;
    int node       = (int)t->node_count++;
    t->nodes[node] = (route_node){ .segment = name.len ? name : segment, .parent = parent };
    if (name.len)
        t->nodes[parent].child_param = node;
    else
        t->slots[slot_of(t, parent, segment)] = (uint16_t)node;
    return node;
}

static const char *add_route(route_table *t, const web_route *r, const char *module)
{
    const char *fault = route_fault(r);
    if (fault) return fault;
    if (t->count == WEB_ROUTES_MAX) return "there are too many routes";
    int node = 0;
    str path = str_from(r->path), segment;
    for (str rest = str_slice(path, 1, path.len); rest.len;) {
        str_cut(rest, '/', &segment, &rest);
        node = add_child(t, node, segment);
        if (!node) return "there are too many paths";
    }
    if (t->nodes[node].by_method[r->method]) return "another route has the same method and path";
    t->nodes[node].by_method[r->method] = r;
    t->nodes[node].any                  = true;
    t->module[t->count]                 = module;
    t->all[t->count++]                  = r;
    return NULL;
}

status routes_add(route_table *t, arena *a, const web_module *m, problem *why)
{
    if (!t->nodes) {
        t->nodes      = NEW(a, route_node, WEB_NODES_MAX);
        t->slots      = NEW(a, uint16_t, WEB_NODES_MAX * 2);
        t->node_count = 1;
        if (!t->nodes || !t->slots) return ST_MEMORY;
    }
    for (size_t i = 0; i < m->count; i++) {
        const web_route *r     = &m->routes[i];
        const char      *fault = add_route(t, r, m->name);
        if (!fault) continue;
        str method = http_method_name(r->method);
        str detail = arena_printf(a, "%s: " STR_FMT " %s: %s", m->name, STR_ARG(method),
                                  r->path ? r->path : "", fault);
        return problem_detail(why, ST_INVALID, S("routes"), S("bad-route"), detail);
    }
    return ST_OK;
}

// ---- looking up ---------------------------------------------------------------------------------

typedef struct lookup {
    const route_table *t;
    str                segments[WEB_SEGMENTS_MAX];
    size_t             count;
    str               *params;
} lookup;

// A literal wins over a parameter; where its branch leads nowhere, the parameter's is tried. At most
// 2^WEB_PARAMS_MAX ways, since no path of the table holds more parameters.
static int find_from(lookup *l, int node, size_t depth, size_t params)
{
    if (depth == l->count) return l->t->nodes[node].any ? node : -1;
    int literal = child_literal(l->t, node, l->segments[depth]);
    int found   = literal ? find_from(l, literal, depth + 1, params) : -1;
    int param   = l->t->nodes[node].child_param;
    if (found >= 0 || !param || params == WEB_PARAMS_MAX || !l->segments[depth].len) return found;
    found = find_from(l, param, depth + 1, params + 1);
    if (found >= 0) l->params[params] = l->segments[depth];
    return found;
}

const route_node *routes_find(const route_table *t, str path, str params[WEB_PARAMS_MAX])
{
    lookup l = { .t = t, .params = params };
    if (!path.len || path.ptr[0] != '/') return NULL;
    for (str rest = str_slice(path, 1, path.len); path.len > 1;) {
        if (l.count == WEB_SEGMENTS_MAX) return NULL;
        if (!str_cut(rest, '/', &l.segments[l.count++], &rest)) break;
    }
    int node = find_from(&l, 0, 0, 0);
    return node < 0 ? NULL : &t->nodes[node];
}
