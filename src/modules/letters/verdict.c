// verdict.c - what the signatures of a file amount to, and how that is kept as JSON. See letter.h.
#include "modules/letters/letter.h"

#include <jansson.h>

static const char *const verdict_keys[] = { "none",     "unsigned", "sound",
                                            "doubtful", "unread",   "altered" };

const char *letter_verdict_key(letter_verdict v)
{
    return v >= LETTER_NO_PDF && v <= LETTER_ALTERED ? verdict_keys[v] : "none";
}

bool letter_digest_weak(str digest)
{
    static const str weak[] = { STR("MD2"), STR("MD4"), STR("MD5"), STR("SHA1"), STR("SHA-1") };
    for (size_t i = 0; i < COUNT(weak); i++) {
        if (str_equal_nocase(digest, weak[i])) return true;
    }
    return false;
}

bool letter_added_to(const letter_signatures *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->items[i].whole) return false;
    }
    return s->count > 0;
}

letter_verdict letter_verdict_of(const letter_signatures *s)
{
    bool altered = false, unread = s->failed.len > 0, doubt = letter_added_to(s);
    for (size_t i = 0; i < s->count; i++) {
        const letter_signature *g = &s->items[i];
        altered                   = altered || str_equal(g->bytes, S("altered"));
        unread                    = unread || str_equal(g->bytes, S("unreadable"));
        doubt                     = doubt || g->weak || !str_equal(g->chain, S("trusted"));
    }
    if (altered) return LETTER_ALTERED;
    if (unread) return LETTER_UNREAD;
    if (s->count == 0) return LETTER_UNSIGNED;
    return doubt ? LETTER_DOUBTFUL : LETTER_SOUND;
}

// ---- as JSON -------------------------------------------------------------------------------------------

// The texts of a signature by their names, in the order they are written.
static const struct {
    const char *name;
    size_t      at;
} texts[] = {
    { "bytes", offsetof(letter_signature, bytes) },
    { "chain", offsetof(letter_signature, chain) },
    { "time", offsetof(letter_signature, time) },
    { "signer", offsetof(letter_signature, signer) },
    { "organisation", offsetof(letter_signature, organisation) },
    { "issuer", offsetof(letter_signature, issuer) },
    { "serial", offsetof(letter_signature, serial) },
    { "digest", offsetof(letter_signature, digest) },
    { "kind", offsetof(letter_signature, kind) },
};
static const struct {
    const char *name;
    size_t      at;
} moments[] = {
    { "signed_at", offsetof(letter_signature, signed_ms) },
    { "valid_from", offsetof(letter_signature, valid_from_ms) },
    { "valid_to", offsetof(letter_signature, valid_to_ms) },
};

static void put_signature(buf *b, const letter_signature *g)
{
    char room[64];
    buf_printf(b, "{\"whole\":%s,\"weak\":%s", g->whole ? "true" : "false",
               g->weak ? "true" : "false");
    for (size_t i = 0; i < COUNT(texts); i++) {
        buf_printf(b, ",\"%s\":", texts[i].name);
        const str *text = (const str *)(const void *)((const char *)g + texts[i].at);
        buf_json(b, text->ptr ? *text : S(""));
    }
    for (size_t i = 0; i < COUNT(moments); i++) {
        const int64_t *at = (const int64_t *)(const void *)((const char *)g + moments[i].at);
        arena          a  = arena_over(room, sizeof room);
        buf_printf(b, ",\"%s\":", moments[i].name);
        buf_json(b, *at ? time_rfc3339(&a, *at) : (str){ 0 });
    }
    buf_char(b, '}');
}

str letter_signatures_json(const letter_signatures *s, arena *a)
{
    buf b = buf_in(a, 1024, LETTER_JSON_MAX);
    buf_printf(&b, "{\"roots\":%lld,\"failed\":", (long long)s->roots);
    buf_json(&b, s->failed.len ? s->failed : (str){ 0 });
    buf_put(&b, S(",\"items\":["));
    for (size_t i = 0; i < s->count; i++) {
        if (i) buf_char(&b, ',');
        put_signature(&b, &s->items[i]);
    }
    buf_put(&b, S("]}"));
    return buf_close(&b);
}

static status take(arena *a, const json_t *from, str *out)
{
    str text = { json_string_value(from), (ptrdiff_t)json_string_length(from) };
    if (!json_is_string(from)) return ST_INVALID;
    return arena_copy(a, text, out);
}

static status read_signature(const json_t *from, arena *a, letter_signature *g)
{
    g->whole = json_is_true(json_object_get(from, "whole"));
    g->weak  = json_is_true(json_object_get(from, "weak"));
    for (size_t i = 0; i < COUNT(texts); i++) {
        str *text = (str *)(void *)((char *)g + texts[i].at);
        TRY(take(a, json_object_get(from, texts[i].name), text));
    }
    for (size_t i = 0; i < COUNT(moments); i++) {
        const json_t *at = json_object_get(from, moments[i].name);
        int64_t      *ms = (int64_t *)(void *)((char *)g + moments[i].at);
        if (json_is_null(at)) continue;
        if (!json_is_string(at)) return ST_INVALID;
        TRY(time_parse(str_from(json_string_value(at)), ms));
    }
    return ST_OK;
}

static status read_all(const json_t *root, arena *a, letter_signatures *out)
{
    const json_t *items = json_object_get(root, "items"), *failed = json_object_get(root, "failed");
    size_t        count = json_array_size(items);
    if (!json_is_array(items) || count > LETTER_SIGNERS_MAX) return ST_INVALID;
    *out        = (letter_signatures){ .count = count };
    out->roots  = json_integer_value(json_object_get(root, "roots"));
    out->failed = S("");
    if (json_is_string(failed)) TRY(take(a, failed, &out->failed));
    for (size_t i = 0; i < count; i++)
        TRY(read_signature(json_array_get(items, i), a, &out->items[i]));
    return ST_OK;
}

status letter_signatures_read(str json, arena *a, letter_signatures *out)
{
    json_t *root = json_loadb(json.ptr ? json.ptr : "", (size_t)json.len, JSON_REJECT_DUPLICATES,
                              NULL);
    if (!root) return ST_INVALID;
    status st = read_all(root, a, out);
    json_decref(root);
    return st;
}
