// load.c - a folder of packs read whole, checked row by row, and given as one unchanging `law`.
#include <openssl/evp.h>
#include <string.h>

#include "kit/law/law_inside.h"

str load_bytes(loader *ld, const char *name)
{
    str bytes = { 0 };
    ld->file  = str_from(name);
    ld->id    = (str){ 0 };
    status st = ld->from.read(ld->from.ctx, name, ld->a, &bytes);
    if (st == ST_MEMORY) {
        ld->st = st;
        return (str){ 0 };
    }
    if (st != ST_OK) {
        fault(ld, "law-file-missing", (str){ 0 });
        return (str){ 0 };
    }
    if (bytes.len > LAW_FILE_MAX) {
        fault(ld, "law-file-large", (str){ 0 });
        return (str){ 0 };
    }
    files_record(ld, name, bytes.ptr ? bytes : S(""));
    return bytes.ptr ? bytes : S("");
}

json_t *load_json(loader *ld, const char *name)
{
    str          bytes = load_bytes(ld, name);
    json_error_t err;
    if (!bytes.ptr) return NULL;
    json_t *root = json_loadb(bytes.ptr, (size_t)bytes.len, JSON_REJECT_DUPLICATES, &err);
    if (root) return root;
    if (json_error_code(&err) == json_error_out_of_memory) {
        ld->st = ST_MEMORY;
        return NULL;
    }
    char line[JSON_ERROR_TEXT_LENGTH + 32];
    int  n = snprintf(line, sizeof line, "%d: %s", err.line, err.text);
    fault(ld, "law-not-json", (str){ line, n < (int)sizeof line ? n : (int)sizeof line - 1 });
    return NULL;
}

// ---- packs.json ---------------------------------------------------------------------------------------
static law_citation citation_words(loader *ld, const json_t *root, const char *in)
{
    const json_t *row   = json_object_get(json_object_get(root, "citation"), in);
    law_citation  c     = { row_text(ld, row, "point", true), row_text(ld, row, "clause", true),
                            row_text(ld, row, "article", true), row_text(ld, row, "annex", true) };
    const str     all[] = { c.point, c.clause, c.article, c.annex };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (str_find(all[i], S("{}")) < 0) fault(ld, "law-citation-form", all[i]);
    }
    return c;
}

void check_period(loader *ld, str from, str to)
{
    if (from.len && to.len && str_compare(from, to) > 0) fault(ld, "law-day-order", to);
}

void load_documents(loader *ld, const json_t *root)
{
    static const char *const keys[] = { "key",      "type",      "number", "date",
                                        "body",     "title",     "name",   "valid_from",
                                        "valid_to", "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "documents"), "documents", "key", &n);
    size_t        had  = ld->l->document_count;
    law_document *out  = LOAD_NEW(ld, law_document, had + n);
    if (!list || !out) return;
    if (had) memcpy(out, ld->l->documents, had * sizeof out[0]);
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "key");
        row_keys(ld, row, keys);
        if (law_document_find(ld->l, ld->id)) fault(ld, "law-id-twice", ld->id);
        out[had + i] = (law_document){
            .key        = row_text(ld, row, "key", true),
            .type       = row_text(ld, row, "type", true),
            .number     = row_text(ld, row, "number", true),
            .date       = row_day(ld, row, "date", NULL),
            .body       = row_words(ld, row, "body", true),
            .title      = row_words(ld, row, "title", false),
            .name       = row_words(ld, row, "name", true),
            .valid_from = row_day(ld, row, "valid_from", NULL),
            .valid_to   = row_day(ld, row, "valid_to", NULL),
            .certainty  = row_certainty(ld, row),
        };
        check_period(ld, out[had + i].valid_from, out[had + i].valid_to);
    }
    ld->l->documents      = out;
    ld->l->document_count = had + n;
}

static void pack_basis(loader *ld, law_pack *p, const json_t *row)
{
    const json_t *basis = json_object_get(row, "basis");
    size_t        n     = json_array_size(basis);
    if (n == 0 || n > LAW_DOCUMENTS_MAX) {
        fault(ld, "law-basis-missing", (str){ 0 });
        return;
    }
    const law_document **out = LOAD_NEW(ld, const law_document *, n);
    if (!out) return;
    for (size_t i = 0; i < n; i++) {
        str key = str_from(json_string_value(json_array_get(basis, i)));
        out[i]  = key.ptr ? law_document_find(ld->l, key) : NULL;
        if (!out[i]) fault(ld, "law-document-unknown", key);
    }
    p->basis       = out;
    p->basis_count = n;
}

static bool pack_id_fits(str id)
{
    for (ptrdiff_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return false;
    }
    return id.len >= 1 && id.len <= 16;
}

void load_pack_head(loader *ld, law_pack *p, const json_t *row)
{
    p->id         = row_text(ld, row, "id", true);
    p->version    = row_text(ld, row, "version", true);
    p->name       = row_words(ld, row, "name", true);
    p->name_short = row_words(ld, row, "name_short", true);
    p->valid_from = row_day(ld, row, "valid_from", NULL);
    p->valid_to   = row_day(ld, row, "valid_to", NULL);
    p->whole      = ld->l;
    if (!pack_id_fits(p->id)) fault(ld, "law-pack-id", p->id);
    if (!p->valid_from.len) fault(ld, "law-field-missing", S("valid_from"));
    check_period(ld, p->valid_from, p->valid_to);
    pack_basis(ld, p, row);
}

static void load_packs(loader *ld, const json_t *root)
{
    static const char *const keys[] = { "id",       "version", "name", "name_short", "valid_from",
                                        "valid_to", "basis",   "risk", NULL };
    size_t                   n;
    const json_t            *list = row_list(ld, json_object_get(root, "packs"), "packs", "id", &n);
    law_pack                *out  = LOAD_NEW(ld, law_pack, n);
    if (!list || !out) return;
    if (n == 0) fault(ld, "law-list-form", S("packs"));
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        load_pack_head(ld, &out[i], row);
    }
    ld->l->packs      = out;
    ld->l->pack_count = n;
}

// ---- identity -------------------------------------------------------------------------------------------
// A pack's SHA-256 is taken over the canonical JSON of its own entry, the documents, the table of
// facts and its files, each after its name: layout of the files does not matter, every word does.
static int hash_more(const char *bytes, size_t size, void *ctx)
{
    return EVP_DigestUpdate(ctx, bytes, size) == 1 ? 0 : -1;
}

static bool hash_json(EVP_MD_CTX *md, const char *name, const json_t *v)
{
    return EVP_DigestUpdate(md, name, strlen(name) + 1) == 1 && v &&
           json_dump_callback(v, hash_more, md, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY) ==
               0;
}

void put_digest(loader *ld, bool ok, const unsigned char digest[32], char out[65])
{
    buf b = buf_in(ld->a, 80, 80);
    if (ok) buf_hex(&b, (str){ (const char *)digest, 32 });
    if (!ok || b.failed) {
        ld->st = ST_MEMORY;
        return;
    }
    memcpy(out, b.ptr, 64);
    out[64] = 0;
}

static void pack_identity(loader *ld, law_pack *p, const json_t *row, const json_t *documents,
                          const json_t *facts, json_t *const *files)
{
    unsigned char digest[32];
    EVP_MD_CTX   *md = EVP_MD_CTX_new();
    bool ok = md && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1 && hash_json(md, "pack", row) &&
              hash_json(md, "documents", documents) && hash_json(md, "facts", facts);
    for (size_t i = 0; ok && i < LAW_FOLDER_FILES; i++) {
        ok = hash_json(md, pack_files[i], files[i]);
    }
    ok = ok && EVP_DigestFinal_ex(md, digest, NULL) == 1;
    EVP_MD_CTX_free(md);
    put_digest(ld, ok, digest, p->sha256);
}

void identity_of_both(loader *ld, const char *first, const char *second, char out[65])
{
    unsigned char digest[32];
    EVP_MD_CTX   *md = EVP_MD_CTX_new();
    bool          ok = md && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1 &&
              EVP_DigestUpdate(md, first, 64) == 1 && EVP_DigestUpdate(md, second, 64) == 1 &&
              EVP_DigestFinal_ex(md, digest, NULL) == 1;
    EVP_MD_CTX_free(md);
    put_digest(ld, ok, digest, out);
}

void load_pack(loader *ld, law_pack *p, const json_t *row, const json_t *documents,
               const json_t *facts)
{
    json_t *files[LAW_FOLDER_FILES] = { 0 };
    bool    whole                   = pack_id_fits(p->id);
    for (size_t i = 0; whole && i < LAW_FOLDER_FILES; i++) {
        str name = arena_printf(ld->a, "%.*s/%s.json", STR_ARG(p->id), pack_files[i]);
        if (!name.ptr) ld->st = ST_MEMORY;
        files[i] = name.ptr ? load_json(ld, name.ptr) : NULL;
        whole    = files[i] != NULL;
    }
    if (whole) {
        load_pack_rows(ld, p, row, files);
        pack_identity(ld, p, row, documents, facts, files);
    }
    for (size_t i = 0; i < LAW_FOLDER_FILES; i++) json_decref(files[i]);
}

// ---- all --------------------------------------------------------------------------------------------------
static void load_all(loader *ld)
{
    static const char *const keys[] = { "citation", "documents",  "packs",
                                        "overlays", "transition", NULL };
    json_t                  *packs  = load_json(ld, "packs.json");
    json_t                  *facts  = NULL;
    if (packs) {
        row_keys(ld, packs, keys);
        ld->l->cite_vi = citation_words(ld, packs, "vi");
        ld->l->cite_en = citation_words(ld, packs, "en");
        load_documents(ld, packs);
        load_packs(ld, packs);
        load_overlay_heads(ld, packs);
        facts = load_json(ld, "facts.json");
    }
    if (facts && ld->st == ST_OK) load_facts(ld, facts);
    for (size_t i = 0; ld->st == ST_OK && i < ld->l->pack_count; i++) {
        load_pack(ld, &ld->l->packs[i], json_array_get(json_object_get(packs, "packs"), i),
                  json_object_get(packs, "documents"), facts);
    }
    if (ld->st == ST_OK) load_overlays(ld, packs, facts);
    if (ld->st == ST_OK) {
        ld->file = S("packs.json");
        load_transitions(ld, json_object_get(packs, "transition"));
    }
    json_decref(packs);
    json_decref(facts);
    if (ld->st == ST_OK || ld->st == ST_INVALID) load_calendar(ld);
    if (ld->st == ST_OK || ld->st == ST_INVALID) load_bodies(ld);
    if (ld->st == ST_OK || ld->st == ST_INVALID) load_crosswalk(ld);
    if (ld->st == ST_OK || ld->st == ST_INVALID) load_plan_groups(ld);
    if (ld->st == ST_OK || ld->st == ST_INVALID) load_incidents(ld);
    if (ld->st == ST_OK || ld->st == ST_INVALID) load_network_rows(ld);
    if (ld->st == ST_OK) files_identity(ld);
    if (ld->st == ST_OK || ld->st == ST_INVALID) load_letter_kinds(ld);
}

status law_load(law_source from, arena *a, law **out, law_faults *faults, problem *why)
{
    loader ld = { .a = a, .from = from, .faults = faults };
    ld.l      = LOAD_NEW(&ld, law, 1);
    if (!ld.faults) ld.faults = LOAD_NEW(&ld, law_faults, 1);
    if (!ld.l || !ld.faults) return ST_MEMORY;
    ld.faults->count = 0;
    load_all(&ld);
    if (ld.st == ST_INVALID) {
        const law_fault *first = &ld.faults->items[0];
        str              field = first->file;
        if (first->id.len) {
            field = arena_printf(a, "%.*s:%.*s", STR_ARG(first->file), STR_ARG(first->id));
        }
        return problem_detail(why, ST_INVALID, field, first->rule, first->detail);
    }
    if (ld.st == ST_OK) *out = ld.l;
    return ld.st;
}

// ---- looking up ---------------------------------------------------------------------------------------------
const char *law_certainty_key(law_certainty c)
{
    switch (c) {
    case LAW_FOUND: return "found";
    case LAW_KNOWN: return "known";
    case LAW_UNSURE: return "unsure";
    case LAW_OURS: return "ours";
    }
    return "";
}

size_t law_pack_count(const law *l)
{
    return l->pack_count;
}

const law_pack *law_pack_at(const law *l, size_t i)
{
    return i < l->pack_count ? &l->packs[i] : NULL;
}

const law_pack *law_pack_find(const law *l, str id)
{
    for (size_t i = 0; i < l->pack_count; i++) {
        if (str_equal(l->packs[i].id, id)) return &l->packs[i];
    }
    return NULL;
}

const law_document *law_document_find(const law *l, str key)
{
    for (size_t i = 0; i < l->document_count; i++) {
        if (str_equal(l->documents[i].key, key)) return &l->documents[i];
    }
    return NULL;
}
