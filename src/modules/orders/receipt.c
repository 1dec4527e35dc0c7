// receipt.c - see receipt.h.
#include "modules/orders/receipt.h"

#include <jansson.h>
#include <string.h>

static const char *const names[RECEIPT_FIELDS] = {
    "format", "id",           "order",  "kind", "incident", "issuer", "paper_sha256", "addressee",
    "act",    "words_sha256", "person", "at",   "key",      "sha256", "signature",
};

const char *receipt_field_name(receipt_field f)
{
    return names[f];
}

// ---- the text that is signed -------------------------------------------------------------------------

static str canonical(const receipt *r, arena *a)
{
    buf b = buf_in(a, 1024, 2 * RECEIPT_BYTES_MAX);
    for (int i = 0; i < RECEIPT_CONTENT_FIELDS; i++) {
        buf_printf(&b, "%s: ", names[i]);
        buf_json(&b, r->at[i].ptr ? r->at[i] : S(""));
        buf_char(&b, '\n');
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

status receipt_sign(receipt *r, const sign_key *k, arena *a)
{
    unsigned char mark[SIGN_BYTES];
    buf           b    = buf_in(a, 2 * SIGN_BYTES, 2 * SIGN_BYTES + 1);
    r->at[RECEIPT_KEY] = sign_key_id(k->open, a);
    str text           = canonical(r, a);
    if (!r->at[RECEIPT_KEY].ptr || !text.ptr) return ST_MEMORY;
    r->at[RECEIPT_SHA256] = sign_sha256(text, a);
    TRY(sign_text(text, k, mark));
    buf_hex(&b, (str){ (const char *)mark, sizeof(mark) });
    r->at[RECEIPT_SIGNATURE] = b.failed ? (str){ 0 } : buf_str(&b);
    return r->at[RECEIPT_SHA256].ptr && !b.failed ? ST_OK : ST_MEMORY;
}

// ---- as JSON -----------------------------------------------------------------------------------------

str receipt_json(const receipt *r, arena *a)
{
    buf b = buf_in(a, 1024, RECEIPT_BYTES_MAX);
    for (int i = 0; i < RECEIPT_FIELDS; i++) {
        buf_printf(&b, "%s\n  \"%s\": ", i ? "," : "{", names[i]);
        buf_json(&b, r->at[i].ptr ? r->at[i] : S(""));
    }
    buf_put(&b, S("\n}\n"));
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static int field_of(const char *key)
{
    for (int i = 0; i < RECEIPT_FIELDS; i++) {
        if (strcmp(names[i], key) == 0) return i;
    }
    return -1;
}

static status bad_form(problem *why, const char *field)
{
    return problem_set(why, ST_INVALID, str_from(field), S("receipt-form"));
}

static status take_fields(json_t *o, arena *a, receipt *out, problem *why)
{
    const char *key;
    json_t     *v;
    *out = (receipt){ 0 };
    json_object_foreach(o, key, v)
    {
        str name;
        int at = field_of(key);
        TRY(arena_copy(a, str_from(key), &name));
        if (at < 0 || !json_is_string(v)) // a name may be empty
            return problem_set(why, ST_INVALID, name.len ? name : S("file"), S("receipt-form"));
        TRY(arena_copy(a, (str){ json_string_value(v), (ptrdiff_t)json_string_length(v) },
                       &out->at[at]));
    }
    for (int i = 0; i < RECEIPT_FIELDS; i++) {
        if (!out->at[i].ptr) return bad_form(why, names[i]);
    }
    return ST_OK;
}

status receipt_parse(str json, arena *a, receipt *out, problem *why)
{
    json_error_t fault;
    if (json.len > RECEIPT_BYTES_MAX) return bad_form(why, "file");
    json_t *o  = json_loadb(json.ptr, (size_t)json.len, JSON_REJECT_DUPLICATES, &fault);
    status  st = json_is_object(o) ? take_fields(o, a, out, why) : bad_form(why, "file");
    json_decref(o);
    TRY(st);
    str same = receipt_json(out, a);
    if (!same.ptr) return ST_MEMORY;
    return str_equal(same, json) ? ST_OK : bad_form(why, "file");
}

static status wrong(problem *why, receipt_field f, const char *rule)
{
    return problem_set(why, ST_INVALID, str_from(names[f]), str_from(rule));
}

status receipt_check(const receipt *r, const unsigned char open[SIGN_KEY_BYTES], arena *a,
                     problem *why)
{
    str text = canonical(r, a), id = sign_key_id(open, a);
    if (!text.ptr || !id.ptr) return ST_MEMORY;
    str hash = sign_sha256(text, a);
    if (!hash.ptr) return ST_MEMORY;
    bool hashed = str_equal(hash, r->at[RECEIPT_SHA256]);
    if (sign_fits(text, r->at[RECEIPT_SIGNATURE], open))
        return hashed ? ST_OK : wrong(why, RECEIPT_SHA256, "receipt-hash");
    if (!str_equal(id, r->at[RECEIPT_KEY])) return wrong(why, RECEIPT_KEY, "receipt-key");
    if (hashed) return wrong(why, RECEIPT_SIGNATURE, "receipt-signature");
    return problem_set(why, ST_INVALID, S("content"), S("receipt-content"));
}
