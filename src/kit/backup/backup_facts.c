// backup_facts.c - what a backup says of itself, as JSON and back; see backup.h.
#include "kit/backup/backup.h"

#include <jansson.h>

static void put_hash(buf *b, const archive_hash *h)
{
    buf_char(b, '"');
    buf_hex(b, (str){ (const char *)h->bytes, ARCHIVE_HASH_BYTES });
    buf_char(b, '"');
}

void backup_put_begin(buf *b, const backup_facts *f)
{
    buf_printf(b, "{\"format\":1,\"made_ms\":%lld,\"demo\":%s,\"program\":", (long long)f->made_ms,
               f->demo ? "true" : "false");
    buf_json(b, f->program);
    buf_put(b, S(",\"engine\":"));
    buf_json(b, f->engine);
    buf_put(b, S(",\"schema\":["));
    for (size_t i = 0; i < f->schema_count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, f->schema[i]);
    }
    buf_put(b, S("]}\n"));
}

void backup_put_manifest(buf *b, const backup_facts *f)
{
    buf_put(b, S("{\"tables\":{"));
    for (size_t i = 0; i < f->table_count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, f->tables[i].name);
        buf_printf(b, ":%lld", (long long)f->tables[i].rows);
    }
    buf_printf(b, "},\"blobs\":%lld,\"blob_bytes\":%lld,\"audit\":", (long long)f->blobs,
               (long long)f->blob_bytes);
    buf_json(b, f->anchor);
    buf_put(b, S(",\"parts\":[\n"));
    for (size_t i = 0; i < f->part_count; i++) {
        const backup_part *p = &f->parts[i];
        buf_put(b, S("{\"name\":"));
        buf_json(b, p->name);
        buf_printf(b, ",\"bytes\":%lld,\"sha256\":", (long long)p->bytes);
        put_hash(b, &p->hash);
        buf_put(b, i + 1 < f->part_count ? S("},\n") : S("}\n"));
    }
    buf_put(b, S("]}\n"));
}

// ---- reading -----------------------------------------------------------------------------------

static status load(str json, json_t **out)
{
    *out = json_loadb(json.ptr, (size_t)json.len, JSON_REJECT_DUPLICATES, NULL);
    return json_is_object(*out) ? ST_OK : ST_INVALID;
}

static status text_of(arena *a, const json_t *v, str *out)
{
    if (!json_is_string(v)) return ST_INVALID;
    return arena_copy(a, (str){ json_string_value(v), (ptrdiff_t)json_string_length(v) }, out);
}

static status number_of(const json_t *v, int64_t *out)
{
    if (!json_is_integer(v) || json_integer_value(v) < 0) return ST_INVALID;
    *out = json_integer_value(v);
    return ST_OK;
}

static status read_begin(arena *a, const json_t *j, backup_facts *out)
{
    int64_t       format;
    const json_t *schema = json_object_get(j, "schema");
    TRY(number_of(json_object_get(j, "format"), &format));
    if (format != 1) return ST_INVALID;
    TRY(number_of(json_object_get(j, "made_ms"), &out->made_ms));
    TRY(text_of(a, json_object_get(j, "program"), &out->program));
    TRY(text_of(a, json_object_get(j, "engine"), &out->engine));
    out->demo = json_is_true(json_object_get(j, "demo"));
    if (!json_is_array(schema) || json_array_size(schema) > BACKUP_SCHEMA_MAX) return ST_INVALID;
    out->schema_count = json_array_size(schema);
    out->schema       = NEW(a, str, out->schema_count + 1);
    if (!out->schema) return ST_MEMORY;
    for (size_t i = 0; i < out->schema_count; i++)
        TRY(text_of(a, json_array_get(schema, i), &out->schema[i]));
    return ST_OK;
}

status backup_read_begin(arena *a, str json, backup_facts *out)
{
    json_auto_t *j = NULL;
    TRY(load(json, &j));
    return read_begin(a, j, out);
}

static status read_part(arena *a, const json_t *j, backup_part *out)
{
    str hash;
    TRY(text_of(a, json_object_get(j, "name"), &out->name));
    TRY(number_of(json_object_get(j, "bytes"), &out->bytes));
    TRY(text_of(a, json_object_get(j, "sha256"), &hash));
    return hex_decode(hash, out->hash.bytes, ARCHIVE_HASH_BYTES) ? ST_OK : ST_INVALID;
}

static status read_tables(arena *a, json_t *j, backup_facts *out)
{
    const char *name;
    json_t     *rows;
    out->table_count = 0;
    out->rows        = 0;
    if (!json_is_object(j) || json_object_size(j) > BACKUP_TABLES_MAX) return ST_INVALID;
    json_object_foreach(j, name, rows)
    {
        backup_table *t = &out->tables[out->table_count++];
        TRY(arena_copy(a, str_from(name), &t->name));
        TRY(number_of(rows, &t->rows));
        out->rows += t->rows;
    }
    return ST_OK;
}

status backup_read_manifest(arena *a, str json, backup_facts *out)
{
    json_auto_t *j = NULL;
    TRY(load(json, &j));
    const json_t *parts = json_object_get(j, "parts");
    TRY(read_tables(a, json_object_get(j, "tables"), out));
    TRY(number_of(json_object_get(j, "blobs"), &out->blobs));
    TRY(number_of(json_object_get(j, "blob_bytes"), &out->blob_bytes));
    TRY(text_of(a, json_object_get(j, "audit"), &out->anchor));
    if (!json_is_array(parts) || json_array_size(parts) > BACKUP_PARTS_MAX) return ST_INVALID;
    out->part_count = json_array_size(parts);
    out->parts      = NEW(a, backup_part, out->part_count + 1);
    if (!out->parts) return ST_MEMORY;
    for (size_t i = 0; i < out->part_count; i++)
        TRY(read_part(a, json_array_get(parts, i), &out->parts[i]));
    return ST_OK;
}
