// compare.c - two sets of packs row by row: what is new, what is gone, which fields say something else.
#include <string.h>

#include "kit/law/law_inside.h"

typedef struct comparing {
    arena     *a;
    const law *before, *after;
    law_diff  *out;
    str        file, list;
    status     st;
} comparing;

// ---- one row as fields --------------------------------------------------------------------------------

typedef struct flat {                          // a row with its objects laid out: "cite.article"
    law_change_field items[LAW_CHANGE_FIELDS]; // name and before
    size_t           count;
} flat;

static int put_bytes(const char *bytes, size_t size, void *ctx)
{
    buf_put(ctx, (str){ bytes, (ptrdiff_t)size });
    return 0;
}

static str value_text(comparing *k, const json_t *v)
{
    buf b = buf_in(k->a, 64, LAW_FIELD_SHOWN_MAX);
    if (json_is_string(v)) {
        buf_put(&b, (str){ json_string_value(v), (ptrdiff_t)json_string_length(v) });
    } else if (json_dump_callback(v, put_bytes, &b,
                                  JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY)) {
        b.failed = true;
    }
    if (!b.failed) return b.len ? buf_str(&b) : S("");
    ptrdiff_t keep = (ptrdiff_t)
                         b.len; // too long to be shown whole: its beginning, by whole letters
    while (keep > 0 && !str_is_utf8((str){ b.ptr, keep })) keep--;
    return keep ? (str){ b.ptr, keep } : S("…");
}

static void flatten(comparing *k, const char *prefix, const json_t *v, flat *out)
{
    const char *key;
    json_t     *one;
    json_object_foreach((json_t *)v, key, one)
    {
        str name = prefix[0] ? arena_printf(k->a, "%s.%s", prefix, key)
                             : arena_printf(k->a, "%s", key);
        if (!name.ptr) k->st = ST_MEMORY;
        bool inside = json_is_object(one) && !prefix[0] && strcmp(key, "when") != 0;
        if (inside) {
            flatten(k, key, one, out);
        } else if (out->count < LAW_CHANGE_FIELDS) {
            out->items[out->count++] = (law_change_field){ name, value_text(k, one), { 0 } };
        }
    }
}

static const law_change_field *field_of(const flat *f, str name)
{
    for (size_t i = 0; i < f->count; i++) {
        if (str_equal(f->items[i].name, name)) return &f->items[i];
    }
    return NULL;
}

// ---- citations ----------------------------------------------------------------------------------------

static str cite_text(comparing *k, const law *l, const flat *f, bool english)
{
    const law_change_field *key = field_of(f, S("cite.document"));
    const law_document     *d   = key ? law_document_find(l, key->before) : NULL;
    const law_citation     *how = english ? &l->cite_en : &l->cite_vi;
    if (!d) return S("");
    buf b = buf_in(k->a, 128, LAW_TEXT_MAX);
    const struct {
        str name, template;
    } parts[] = { { S("cite.annex"), how->annex },
                  { S("cite.point"), how->point },
                  { S("cite.clause"), how->clause },
                  { S("cite.article"), how->article } };
    for (size_t i = 0; i < COUNT(parts); i++) {
        const law_change_field *one = field_of(f, parts[i].name);
        if (one) cite_part(&b, parts[i].template, one->before);
    }
    buf_put(&b, law_say(d->name, english));
    if (b.failed) k->st = ST_MEMORY;
    return b.failed ? S("") : buf_str(&b);
}

// ---- rows ---------------------------------------------------------------------------------------------

static void add_change(comparing *k, law_change_kind kind, str id, const flat *before,
                       const flat *after)
{
    law_change_field fields[2 * LAW_CHANGE_FIELDS];
    size_t           n = 0;
    for (size_t i = 0; before && i < before->count; i++) {
        const law_change_field *was = &before->items[i];
        const law_change_field *is  = after ? field_of(after, was->name) : NULL;
        if (after && is && str_equal(was->before, is->before)) continue;
        fields[n++] = (law_change_field){ was->name, was->before, is ? is->before : (str){ 0 } };
    }
    for (size_t i = 0; after && i < after->count; i++) {
        const law_change_field *is = &after->items[i];
        if (before && field_of(before, is->name)) continue;
        fields[n++] = (law_change_field){ is->name, { 0 }, is->before };
    }
    if (n == 0 && kind == LAW_CHANGED) return; // only what is beyond the fields kept
    if (k->out->count == LAW_CHANGES_MAX) {
        k->out->more = true;
        return;
    }
    law_change *c = &k->out->items[k->out->count++];
    *c = (law_change){ .file = k->file, .list = k->list, .id = id, .kind = kind, .count = n };
    const law  *l = after ? k->after : k->before;
    const flat *f = after ? after : before;
    c->cite       = (law_words){ cite_text(k, l, f, false), cite_text(k, l, f, true) };
    c->fields     = NEW(k->a, law_change_field, n ? n : 1);
    if (!c->fields) {
        k->st = ST_MEMORY;
        return;
    }
    memcpy(c->fields, fields, n * sizeof fields[0]);
}

static str id_of(comparing *k, const json_t *row, size_t at)
{
    static const char *const keys[] = { "id", "key" };
    str                      id     = { 0 };
    for (size_t i = 0; i < COUNT(keys) && !id.ptr; i++) {
        str text = str_from(json_string_value(json_object_get(row, keys[i])));
        if (text.ptr && arena_copy(k->a, text, &id) != ST_OK) k->st = ST_MEMORY;
    }
    if (!id.ptr) id = arena_printf(k->a, "#%zu", at + 1);
    return id.ptr ? id : S("");
}

// Which one of those with the same id it is: a label may stand there several times, for other days.
static size_t nth_of(comparing *k, const json_t *list, size_t at)
{
    str    id = id_of(k, json_array_get(list, at), at);
    size_t n  = 0;
    for (size_t i = 0; i < at; i++) {
        arena scratch = *k->a;
        n += str_equal(id_of(k, json_array_get(list, i), i), id);
        *k->a = scratch;
    }
    return n;
}

static const json_t *row_like(comparing *k, const json_t *list, str id, size_t nth)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        arena scratch = *k->a;
        bool  same    = str_equal(id_of(k, json_array_get(list, i), i), id);
        *k->a         = scratch;
        if (same && nth-- == 0) return json_array_get(list, i);
    }
    return NULL;
}

static void compare_lists(comparing *k, const json_t *before, const json_t *after)
{
    for (size_t i = 0; i < json_array_size(after) && k->st == ST_OK; i++) {
        const json_t *is  = json_array_get(after, i);
        str           id  = id_of(k, is, i);
        const json_t *was = row_like(k, before, id, nth_of(k, after, i));
        if (was && json_equal(was, is)) continue;
        flat new = { .count = 0 }, old = { .count = 0 };
        flatten(k, "", is, &new);
        if (was) flatten(k, "", was, &old);
        add_change(k, was ? LAW_CHANGED : LAW_ADDED, id, was ? &old : NULL, &new);
    }
    for (size_t i = 0; i < json_array_size(before) && k->st == ST_OK; i++) {
        const json_t *was = json_array_get(before, i);
        str           id  = id_of(k, was, i);
        if (row_like(k, after, id, nth_of(k, before, i))) continue;
        flat old = { .count = 0 };
        flatten(k, "", was, &old);
        add_change(k, LAW_REMOVED, id, &old, NULL);
    }
}

static void compare_json(comparing *k, const json_t *before, const json_t *after)
{
    const char *key;
    json_t     *v;
    k->list = S("");
    if (json_is_array(after) || json_is_array(before)) {
        compare_lists(k, before, after);
        return;
    }
    json_object_foreach((json_t *)after, key, v)
    {
        json_t *was = json_object_get(before, key);
        if (arena_copy(k->a, str_from(key), &k->list) != ST_OK) k->st = ST_MEMORY;
        if (json_equal(was, v) || k->st != ST_OK) continue;
        if (json_is_array(v) || json_is_array(was)) {
            compare_lists(k, was, v);
            continue;
        }
        flat new = { .count = 0 }, old = { .count = 0 };
        flatten(k, "", v, &new);
        flatten(k, "", was, &old);
        add_change(k, was ? LAW_CHANGED : LAW_ADDED, S(""), was ? &old : NULL, &new);
    }
    json_object_foreach((json_t *)before, key, v)
    {
        if (json_object_get(after, key)) continue;
        if (arena_copy(k->a, str_from(key), &k->list) != ST_OK) k->st = ST_MEMORY;
        compare_lists(k, v, NULL);
    }
}

// A table as a list of objects named by its first line.
static json_t *table_json(str text, arena *a)
{
    csv     c = { .rest = text };
    str     head[LAW_CSV_FIELDS], f[LAW_CSV_FIELDS];
    size_t  columns, n;
    json_t *list = json_array();
    if (!csv_next(&c, a, head, &columns)) return list;
    while (list && csv_next(&c, a, f, &n)) {
        json_t *row = json_object();
        bool    ok  = row != NULL;
        for (size_t i = 0; ok && i < n && i < columns; i++) {
            char *name = arena_cstr(a, i ? head[i] : S("id"));
            ok         = name &&
                 json_object_set_new(row, name,
                                     json_stringn(f[i].len ? f[i].ptr : "", (size_t)f[i].len)) == 0;
        }
        if (!ok || json_array_append_new(list, row) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *content(const law_file_bytes *f, arena *a)
{
    if (!f) return json_null();
    if (str_ends(f->name, S(".csv"))) return table_json(f->bytes, a);
    return json_loadb(f->bytes.ptr, (size_t)f->bytes.len, 0, NULL);
}

static const law_file_bytes *file_of(const law *l, str name)
{
    for (size_t i = 0; i < l->files.count; i++) {
        if (str_equal(l->files.items[i].name, name)) return &l->files.items[i];
    }
    return NULL;
}

static void compare_file(comparing *k, str name)
{
    const law_file_bytes *was = file_of(k->before, name), *is = file_of(k->after, name);
    if (was && is && str_equal(was->bytes, is->bytes)) return;
    if (arena_copy(k->a, name, &k->file) != ST_OK) k->st = ST_MEMORY;
    json_t *before = content(was, k->a), *after = content(is, k->a);
    if (!before || !after) k->st = ST_MEMORY;
    if (k->st == ST_OK) compare_json(k, before, after);
    json_decref(before);
    json_decref(after);
}

status law_compare(const law *before, const law *after, arena *a, law_diff *out)
{
    comparing k = { .a = a, .before = before, .after = after, .out = out, .st = ST_OK };
    *out        = (law_diff){ .items = NEW(a, law_change, LAW_CHANGES_MAX) };
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < after->files.count; i++) compare_file(&k, after->files.items[i].name);
    for (size_t i = 0; i < before->files.count; i++) {
        if (!file_of(after, before->files.items[i].name)) {
            compare_file(&k, before->files.items[i].name);
        }
    }
    return k.st;
}
