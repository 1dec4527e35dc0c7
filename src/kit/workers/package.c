// package.c - see package.h.
#include "kit/workers/package.h"

#include <expat.h>
#include <string.h>

enum {
    PIECE_BYTES  = 64 * 1024,
    PREFIX_BYTES = 32,
};

// ---- the zip ---------------------------------------------------------------------------------------

static bool name_ends(const char *name, const char *end)
{
    str n = str_from(name), e = str_from(end);
    return n.len >= e.len && str_equal_nocase(str_slice(n, n.len - e.len, n.len), e);
}

static status refuse(package *p, package_fault why, const char *part)
{
    p->fault(p->ctx, why, part);
    return ST_INVALID;
}

static status entries_check(package *p)
{
    zip_int64_t count = zip_get_num_entries(p->zip, 0);
    if (count > p->bounds->entries_max) return refuse(p, PACKAGE_BOMB, NULL);
    for (zip_int64_t i = 0; i < count; i++) {
        zip_stat_t s;
        if (zip_stat_index(p->zip, (zip_uint64_t)i, 0, &s) != 0) {
            return refuse(p, PACKAGE_TRUNCATED, NULL);
        }
        if (s.valid & ZIP_STAT_ENCRYPTION_METHOD && s.encryption_method != ZIP_EM_NONE) {
            return refuse(p, PACKAGE_PASSWORD, NULL);
        }
        if (name_ends(s.name, "vbaProject.bin") || strstr(s.name, "/macrosheets/")) {
            return refuse(p, PACKAGE_MACROS, NULL);
        }
    }
    return ST_OK;
}

status package_open(package *p, str bytes)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.ptr, (zip_uint64_t)bytes.len, 0, &error);

    p->file_bytes = (size_t)bytes.len;
    p->zip        = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    zip_error_fini(&error);
    if (!p->zip) {
        if (source) zip_source_free(source);
        return refuse(p, PACKAGE_TRUNCATED, NULL);
    }
    return entries_check(p);
}

void package_close(package *p)
{
    if (p->zip) zip_discard(p->zip);
    p->zip = NULL;
}

bool package_has(const package *p, const char *name)
{
    return zip_name_locate(p->zip, name, ZIP_FL_NOCASE) >= 0;
}

// ---- the XML ---------------------------------------------------------------------------------------

typedef struct part {
    package           *p;
    const char        *name;
    const part_reader *reader;
    void              *ctx;
    XML_Parser         px;
    int                depth;
    uint64_t           declared, inflated; // bytes of this part
    size_t             prefix_bytes;       // of the root's namespace, ':' included
    char               prefix[PREFIX_BYTES];
    bool               stopped;
} part;

static void stop(part *t)
{
    t->stopped = true;
    XML_StopParser(t->px, XML_FALSE);
}

static void stop_for(part *t, package_fault why)
{
    t->p->fault(t->p->ctx, why, t->name);
    stop(t);
}

// The root says which prefix the part's own elements carry, mostly none.
static void prefix_take(part *t, const char *root)
{
    const char *colon = strchr(root, ':');
    size_t      n     = colon ? (size_t)(colon - root) + 1 : 0;
    if (n >= sizeof t->prefix) {
        stop_for(t, PACKAGE_BROKEN);
        return;
    }
    memcpy(t->prefix, root, n);
    t->prefix_bytes = n;
}

// The element's name without the root's prefix, or NULL when it is of another namespace.
static const char *local_name(const part *t, const char *name)
{
    if (t->prefix_bytes == 0) return name[1] && strchr(name, ':') ? NULL : name;
    return strncmp(name, t->prefix, t->prefix_bytes) == 0 ? name + t->prefix_bytes : NULL;
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
    part *t = ctx;
    if (t->stopped) return;
    if (t->depth == 0) prefix_take(t, name);
    if (++t->depth > t->p->bounds->depth_max) {
        stop_for(t, PACKAGE_BROKEN);
        return;
    }
    const char *local = local_name(t, name);
    if (local && t->reader->start) t->reader->start(t->ctx, local, attributes);
    if (!local && t->reader->foreign) t->reader->foreign(t->ctx, name);
    if (*t->p->stop) stop(t);
}

static void on_end(void *ctx, const char *name)
{
    part *t = ctx;
    if (t->stopped) return;
    t->depth--;
    const char *local = local_name(t, name);
    if (local && t->reader->end) t->reader->end(t->ctx, local);
    if (*t->p->stop) stop(t);
}

static void on_text(void *ctx, const char *text, int len)
{
    part *t = ctx;
    if (t->stopped) return;
    if (t->reader->text) t->reader->text(t->ctx, (str){ text, len });
    if (*t->p->stop) stop(t);
}

static void on_doctype(void *ctx, const char *name, const char *system_id, const char *public_id,
                       int internal)
{
    (void)name, (void)system_id, (void)public_id, (void)internal;
    stop_for(ctx, PACKAGE_ENTITIES);
}

static void on_entity(void *ctx, const char *name, int parameter, const char *value, int length,
                      const char *base, const char *system_id, const char *public_id,
                      const char *notation)
{
    (void)name, (void)parameter, (void)value, (void)length, (void)base;
    (void)system_id, (void)public_id, (void)notation;
    stop_for(ctx, PACKAGE_ENTITIES);
}

static bool is_bomb(const package *p, uint64_t inflated)
{
    const package_bounds *b = p->bounds;
    if (inflated > b->inflated_max) return true;
    return inflated > b->ratio_free_bytes && inflated / b->ratio_max > p->file_bytes;
}

static status piece_take(part *t, zip_file_t *file, bool *last)
{
    void       *room = XML_GetBuffer(t->px, PIECE_BYTES);
    zip_int64_t n    = room ? zip_fread(file, room, PIECE_BYTES) : -1;
    if (n < 0) return refuse(t->p, PACKAGE_TRUNCATED, t->name);
    t->inflated += (size_t)n;
    t->p->inflated += (size_t)n;
    if (t->inflated > t->declared || is_bomb(t->p, t->p->inflated))
        return refuse(t->p, PACKAGE_BOMB, NULL);
    *last = n == 0;
    if (XML_ParseBuffer(t->px, (int)n, *last) == XML_STATUS_OK) return ST_OK;
    // What was told while it was parsed stands; no other reason is added to it.
    return t->stopped ? ST_INVALID : refuse(t->p, PACKAGE_BROKEN, t->name);
}

static status parse_file(part *t, zip_file_t *file)
{
    t->px = XML_ParserCreate(NULL);
    if (!t->px) return refuse(t->p, PACKAGE_BROKEN, t->name);
    XML_SetHashSalt(t->px, t->p->salt);
    XML_SetUserData(t->px, t);
    XML_SetElementHandler(t->px, on_start, on_end);
    XML_SetCharacterDataHandler(t->px, on_text);
    XML_SetStartDoctypeDeclHandler(t->px, on_doctype);
    XML_SetEntityDeclHandler(t->px, on_entity);
    status st   = ST_OK;
    bool   last = false;
    while (st == ST_OK && !last) st = piece_take(t, file, &last);
    XML_ParserFree(t->px);
    return st;
}

status package_read(package *p, const char *name, const part_reader *reader, void *ctx)
{
    zip_stat_t  s;
    part        t     = { .p = p, .name = name, .reader = reader, .ctx = ctx };
    zip_int64_t index = zip_name_locate(p->zip, name, ZIP_FL_NOCASE);

    if (index < 0) return ST_MISSING;
    if (zip_stat_index(p->zip, (zip_uint64_t)index, 0, &s) != 0) {
        return refuse(p, PACKAGE_TRUNCATED, name);
    }
    if (s.comp_method != ZIP_CM_STORE && s.comp_method != ZIP_CM_DEFLATE) {
        return refuse(p, PACKAGE_BROKEN, name);
    }
    // What the file declares is looked at before, what really comes out while it comes.
    if (is_bomb(p, s.size > p->bounds->inflated_max ? s.size : p->inflated + s.size)) {
        return refuse(p, PACKAGE_BOMB, NULL);
    }
    t.declared       = s.size;
    zip_file_t *file = zip_fopen_index(p->zip, (zip_uint64_t)index, 0);
    if (!file) return refuse(p, PACKAGE_TRUNCATED, name);
    status st = parse_file(&t, file);
    zip_fclose(file);
    return st;
}

str attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2) {
        const char *colon = strchr(attributes[0], ':');
        if (strcmp(colon ? colon + 1 : attributes[0], name) == 0) return str_from(attributes[1]);
    }
    return (str){ 0 };
}
