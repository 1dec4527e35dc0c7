// files.c - the files of a set of packs: recorded while they are read, hashed, bundled.
#include <openssl/evp.h>
#include <string.h>

#include "kit/law/law_inside.h"

const law_files *law_files_of(const law *l)
{
    return &l->files;
}

const char *law_sha256(const law *l)
{
    return l->sha256;
}

void files_record(loader *ld, const char *name, str bytes)
{
    law_files *f = &ld->l->files;
    for (size_t i = 0; i < f->count; i++) {
        if (str_equal(f->items[i].name, str_from(name))) return;
    }
    if (f->count == LAW_FILES_MAX) {
        fault(ld, "too-many", str_from(name));
        return;
    }
    text_copy(ld, str_from(name), &f->items[f->count].name);
    f->items[f->count++].bytes = bytes;
}

// Over each name and its bytes, by name: the order in which they were read does not matter.
void files_identity(loader *ld)
{
    const law_files      *f = &ld->l->files;
    const law_file_bytes *sorted[LAW_FILES_MAX];
    for (size_t i = 0; i < f->count; i++) {
        size_t at = i;
        while (at > 0 && str_compare(sorted[at - 1]->name, f->items[i].name) > 0) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = &f->items[i];
    }
    unsigned char digest[32];
    EVP_MD_CTX   *md = EVP_MD_CTX_new();
    bool          ok = md && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1;
    for (size_t i = 0; ok && i < f->count; i++) {
        uint64_t len = (uint64_t)sorted[i]->bytes.len;
        ok = EVP_DigestUpdate(md, sorted[i]->name.ptr, (size_t)sorted[i]->name.len) == 1 &&
             EVP_DigestUpdate(md, "", 1) == 1 && EVP_DigestUpdate(md, &len, sizeof len) == 1 &&
             EVP_DigestUpdate(md, sorted[i]->bytes.ptr, (size_t)len) == 1;
    }
    ok = ok && EVP_DigestFinal_ex(md, digest, NULL) == 1;
    EVP_MD_CTX_free(md);
    put_digest(ld, ok, digest, ld->l->sha256);
}

// ---- one set over another -----------------------------------------------------------------------------

static const law_file_bytes *find(const law_files *files, const char *name)
{
    for (size_t i = 0; files && i < files->count; i++) {
        if (str_equal(files->items[i].name, str_from(name))) return &files->items[i];
    }
    return NULL;
}

static status read_layers(void *ctx, const char *name, arena *a, str *bytes)
{
    const law_layers     *layers = ctx;
    const law_file_bytes *f      = find(layers->over, name);
    if (!f) f = find(layers->under, name);
    if (!f) return ST_MISSING;
    return arena_copy(a, f->bytes, bytes); // the new set lives by itself
}

law_source law_layers_source(const law_layers *layers)
{
    return (law_source){ read_layers, (void *)layers };
}

// ---- bundles ------------------------------------------------------------------------------------------

static bool name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// "nd331/criteria.json", "calendar.csv": at most one folder, nothing that leads elsewhere.
static bool name_fits(str name, bool *json)
{
    str stem;
    *json = str_ends(name, S(".json"));
    if (!*json && !str_ends(name, S(".csv"))) return false;
    stem        = str_slice(name, 0, name.len - (*json ? 5 : 4));
    int slashes = 0;
    for (ptrdiff_t i = 0; i < stem.len; i++) {
        bool slash = stem.ptr[i] == '/' && i > 0 && i + 1 < stem.len;
        slashes += slash;
        if (!slash && !name_character(stem.ptr[i])) return false;
    }
    return stem.len > 0 && name.len <= LAW_FILE_NAME_MAX && slashes <= 1;
}

static int put_bytes(const char *bytes, size_t size, void *ctx)
{
    buf_put(ctx, (str){ bytes, (ptrdiff_t)size });
    return ((buf *)ctx)->failed ? -1 : 0;
}

static status take_file(const char *key, const json_t *v, arena *a, law_files *out, problem *why)
{
    bool json;
    str  name, field = S("");
    if (!str_is_text(str_from(key)) || !name_fits(str_from(key), &json)) {
        return problem_set(why, ST_INVALID, field, S("law-file-name"));
    }
    if (out->count == LAW_FILES_MAX) return problem_set(why, ST_INVALID, field, S("too-many"));
    TRY(arena_copy(a, str_from(key), &name));
    if (json ? !json_is_object(v) && !json_is_array(v) : !json_is_string(v)) {
        return problem_set(why, ST_INVALID, name, S("law-field-type"));
    }
    buf b = buf_in(a, 4096, LAW_FILE_MAX);
    if (json) {
        if (json_dump_callback(v, put_bytes, &b, JSON_INDENT(1)) != 0 && !b.failed)
            return ST_MEMORY;
    } else {
        buf_put(&b, (str){ json_string_value(v), (ptrdiff_t)json_string_length(v) });
    }
    if (b.failed) return problem_set(why, ST_INVALID, name, S("law-file-large"));
    str bytes                = buf_close(&b);
    out->items[out->count++] = (law_file_bytes){ name, bytes.ptr ? bytes : S("") };
    return ST_OK;
}

status law_bundle_parse(str json, arena *a, law_files *out, problem *why)
{
    json_error_t err;
    const char  *key;
    json_t      *v;
    out->count = 0;
    if (json.len > LAW_BUNDLE_MAX) return problem_set(why, ST_INVALID, S(""), S("law-file-large"));
    json_t *root = json_loadb(json.ptr ? json.ptr : "", (size_t)json.len, JSON_REJECT_DUPLICATES,
                              &err);
    if (!root && json_error_code(&err) == json_error_out_of_memory) return ST_MEMORY;
    status st = ST_OK;
    if (!json_is_object(root) || json_object_size(root) == 0) {
        st = problem_set(why, ST_INVALID, S(""), S("law-not-json"));
    } else {
        json_object_foreach(root, key, v)
        {
            st = take_file(key, v, a, out, why);
            if (st != ST_OK) break;
        }
    }
    json_decref(root);
    return st;
}

str law_bundle_write(const law_files *files, arena *a)
{
    buf b = buf_in(a, 256 * 1024, 4 * (size_t)LAW_BUNDLE_MAX);
    for (size_t i = 0; i < files->count; i++) {
        const law_file_bytes *f = &files->items[i];
        buf_put(&b, i ? S(",\n") : S("{"));
        buf_json(&b, f->name);
        buf_char(&b, ':');
        if (str_ends(f->name, S(".csv"))) {
            buf_json(&b, f->bytes);
        } else {
            buf_put(&b, str_trim(f->bytes));
        }
    }
    buf_put(&b, files->count ? S("}\n") : S("{}\n"));
    return buf_close(&b);
}
