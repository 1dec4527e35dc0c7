// audit.c - the audit trail and its chain; see call.h.
//
// A row is hashed as this record, after the 32 bytes of the hash before it (zeros for the first):
//
//     "coloa-audit-1\n"
//     numbers  'i' and 8 bytes, most significant first
//     texts    't', the length in bytes as 8 bytes, most significant first, and the bytes
//
// in this order: seal_no, id, at_ms, person_id, body_id, login, act, kind, object_id, detail,
// request_id, address. Every field says its kind and length, so no two rows give the same record.
#include "kit/call/call.h"
#include "kit/call/call_queries.gen.h"

#include <assert.h>
#include <endian.h>
#include <openssl/evp.h>
#include <string.h>

enum {
    HASH_BYTES  = 32,
    SEAL_ROWS   = 200,  // sealed in one act; with AUDIT_DETAIL_BYTES_MAX this bounds the memory
    VERIFY_ROWS = 1000, // read in one look
};

status audit_write(call *c, str act, str kind, int64_t id, str detail)
{
    assert(c->in_act_ && "an audit row belongs to an act");
    if (detail.len > AUDIT_DETAIL_BYTES_MAX) return ST_LIMIT;
    audit_add_in row = { .at_ms      = c->now_ms,
                         .person_id  = c->who.person_id,
                         .body_id    = c->who.body_id,
                         .login      = c->who.login,
                         .act        = act,
                         .kind       = kind,
                         .object_id  = id,
                         .detail     = detail,
                         .request_id = c->request_id,
                         .address    = c->address };
    return audit_add(c->db_, &row, NULL);
}

// ---- the record --------------------------------------------------------------------------------

typedef struct hasher {
    EVP_MD_CTX *ctx;
    bool        ok;
} hasher;

static void hash_bytes(hasher *h, const void *bytes, size_t count)
{
    h->ok = h->ok && EVP_DigestUpdate(h->ctx, bytes, count) == 1;
}

static void hash_int(hasher *h, int64_t v)
{
    uint64_t wide = htobe64((uint64_t)v);
    hash_bytes(h, "i", 1);
    hash_bytes(h, &wide, sizeof(wide));
}

static void hash_text(hasher *h, str s)
{
    uint64_t length = htobe64((uint64_t)s.len);
    hash_bytes(h, "t", 1);
    hash_bytes(h, &length, sizeof(length));
    if (s.len) hash_bytes(h, s.ptr, (size_t)s.len);
}

// The link that follows `last`: last is moved on to this row.
static status chain(hasher *h, const audit_sealed_row *row, audit_anchor *last)
{
    h->ok = EVP_DigestInit_ex(h->ctx, EVP_sha256(), NULL) == 1;
    hash_bytes(h, last->hash, HASH_BYTES);
    hash_bytes(h, "coloa-audit-1\n", 14);
    const int64_t before[] = { last->seal_no + 1, row->id, row->at_ms, row->person_id,
                               row->body_id };
    for (size_t i = 0; i < COUNT(before); i++) hash_int(h, before[i]);
    hash_text(h, row->login);
    hash_text(h, row->act);
    hash_text(h, row->kind);
    hash_int(h, row->object_id);
    hash_text(h, row->detail);
    hash_text(h, row->request_id);
    hash_text(h, row->address);
    audit_anchor next = { .seal_no = last->seal_no + 1 };
    h->ok             = h->ok && EVP_DigestFinal_ex(h->ctx, next.hash, NULL) == 1;
    if (!h->ok) return ST_BROKEN;
    *last = next;
    return ST_OK;
}

static status last_of(db *d, arena scratch, audit_anchor *out)
{
    audit_last_seal_row row;
    *out      = (audit_anchor){ 0 };
    status st = audit_last_seal(d, &scratch, &row);
    if (st == ST_MISSING) return ST_OK;
    if (st != ST_OK) return st;
    if (row.hash.len != HASH_BYTES) return ST_BROKEN; // verifying names the row
    out->seal_no = row.seal_no;
    memcpy(out->hash, row.hash.ptr, HASH_BYTES);
    return ST_OK;
}

// ---- sealing -----------------------------------------------------------------------------------

typedef struct sealing {
    arena   scratch; // copied by every run
    int64_t count;
} sealing;

static status seal_rows(db *d, sealing *w, hasher *h)
{
    arena               a = w->scratch;
    audit_anchor        last;
    audit_unsealed_row *rows;
    size_t              count;
    TRY(last_of(d, a, &last));
    TRY(audit_unsealed(d, &(audit_unsealed_in){ SEAL_ROWS }, &a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const audit_unsealed_row *r   = &rows[i];
        audit_sealed_row          row = { .id         = r->id,
                                          .at_ms      = r->at_ms,
                                          .person_id  = r->person_id,
                                          .body_id    = r->body_id,
                                          .login      = r->login,
                                          .act        = r->act,
                                          .kind       = r->kind,
                                          .object_id  = r->object_id,
                                          .detail     = r->detail,
                                          .request_id = r->request_id,
                                          .address    = r->address };
        TRY(chain(h, &row, &last));
        audit_set_seal_in in = { .id      = r->id,
                                 .seal_no = last.seal_no,
                                 .hash    = { (const char *)last.hash, HASH_BYTES } };
        TRY(audit_set_seal(d, &in, NULL));
    }
    w->count = (int64_t)count;
    return ST_OK;
}

static status seal_some(db *d, void *ctx)
{
    hasher h = { .ctx = EVP_MD_CTX_new() };
    if (!h.ctx) return ST_MEMORY;
    status st = seal_rows(d, ctx, &h);
    EVP_MD_CTX_free(h.ctx);
    return st;
}

static status count_unsealed(store *s, arena scratch, int64_t *out)
{
    db                      *d;
    audit_unsealed_count_row row;
    TRY(store_read_begin(s, &d));
    status st = audit_unsealed_count(d, &scratch, &row);
    store_read_end(d);
    if (st == ST_OK) *out = row.n;
    return st;
}

status audit_seal(store *s, arena scratch, int64_t *sealed)
{
    int64_t left, done = 0;
    TRY(count_unsealed(s, scratch, &left));
    while (left > 0) {
        sealing w = { .scratch = scratch };
        TRY(store_act(s, seal_some, &w));
        done += w.count;
        left -= SEAL_ROWS; // rows that came meanwhile are for the next time
    }
    *sealed = done;
    return ST_OK;
}

// ---- anchors -----------------------------------------------------------------------------------

status audit_head(store *s, audit_anchor *out)
{
    char  memory[256];
    arena a = arena_over(memory, sizeof(memory));
    db   *d;
    TRY(store_read_begin(s, &d));
    status st = last_of(d, a, out);
    store_read_end(d);
    return st;
}

str audit_anchor_text(arena *a, const audit_anchor *anchor)
{
    buf b = buf_in(a, 128, 128);
    buf_printf(&b, "coloa-audit %lld ", (long long)anchor->seal_no);
    buf_hex(&b, (str){ (const char *)anchor->hash, HASH_BYTES });
    return b.failed ? (str){ 0 } : buf_str(&b);
}

status audit_anchor_parse(str text, audit_anchor *out)
{
    str          name, rest, number, hex;
    audit_anchor got = { 0 };
    if (!str_cut(str_trim(text), ' ', &name, &rest) || !str_equal(name, S("coloa-audit")))
        return ST_INVALID;
    if (!str_cut(str_trim(rest), ' ', &number, &hex) || !str_int(number, &got.seal_no))
        return ST_INVALID;
    if (got.seal_no < 0 || !hex_decode(str_trim(hex), got.hash, HASH_BYTES)) return ST_INVALID;
    *out = got;
    return ST_OK;
}

// ---- verifying ---------------------------------------------------------------------------------

static status bad_row(audit_check *out, int64_t number, int64_t id)
{
    out->bad_no = number;
    out->bad_id = id;
    return ST_INVALID;
}

typedef struct walk {
    hasher              h;
    const audit_anchor *anchor;
    audit_check        *out;
    int64_t             last_id;
    size_t              count; // rows of this stretch
} walk;

static status check_row(void *ctx, const audit_sealed_row *row)
{
    walk        *w    = ctx;
    audit_check *out  = w->out;
    audit_anchor next = out->head;
    w->count++;
    if (row->seal_no <= out->head.seal_no) return bad_row(out, row->seal_no, row->id);
    if (row->seal_no > out->head.seal_no + 1) return bad_row(out, out->head.seal_no + 1, 0);
    TRY(chain(&w->h, row, &next));
    if (!str_equal(row->hash, (str){ (const char *)next.hash, HASH_BYTES }))
        return bad_row(out, row->seal_no, row->id);
    if (w->anchor && w->anchor->seal_no == next.seal_no &&
        memcmp(w->anchor->hash, next.hash, HASH_BYTES) != 0) {
        out->anchor_differs = true;
        return bad_row(out, row->seal_no, row->id);
    }
    out->head  = next;
    w->last_id = row->id;
    out->rows++;
    return ST_OK;
}

// Numbers below 1 are looked at too: a row hidden there would be neither sealed nor unsealed.
static status check_stretch(store *s, walk *w)
{
    db             *d;
    audit_sealed_in in = { .after    = w->out->rows ? w->out->head.seal_no : INT64_MIN,
                           .after_id = w->last_id,
                           .at_most  = VERIFY_ROWS };
    w->count           = 0;
    TRY(store_read_begin(s, &d));
    status st = audit_sealed(d, &in, check_row, w);
    store_read_end(d);
    return st;
}

static status check_chain(store *s, walk *w)
{
    do TRY(check_stretch(s, w));
    while (w->count > 0);
    if (w->anchor && w->anchor->seal_no > w->out->head.seal_no)
        return bad_row(w->out, w->out->head.seal_no + 1, 0); // cut off at the end
    return ST_OK;
}

status audit_verify_to(store *s, const audit_anchor *anchor, arena scratch, audit_check *out)
{
    *out   = (audit_check){ 0 };
    walk w = { .h = { .ctx = EVP_MD_CTX_new() }, .anchor = anchor, .out = out, .last_id = -1 };
    if (!w.h.ctx) return ST_MEMORY;
    status st = check_chain(s, &w);
    EVP_MD_CTX_free(w.h.ctx);
    if (st == ST_OK) TRY(count_unsealed(s, scratch, &out->unsealed));
    return st;
}

status audit_verify(store *s, arena scratch, int64_t *rows, int64_t *bad_id)
{
    audit_check got;
    status      st = audit_verify_to(s, NULL, scratch, &got);
    *rows          = got.rows;
    *bad_id        = got.bad_id;
    return st;
}
