// custody.c - see custody.h.
#include "modules/forensics/custody.h"

#include <openssl/evp.h>
#include <string.h>

enum { HASH_BYTES = 32 };

static const char *const act_keys[CUSTODY_ACTS + 1] = {
    NULL,       "opened",   "taken",   "extracted", "viewed",   "copied",    "handed-over",
    "received", "analysed", "sealed",  "unsealed",  "returned", "destroyed", "noted",
    "verified", "let-in",   "let-out", "closed",    "reopened", "linked",
};

str custody_act_key(custody_act a)
{
    return a >= 1 && (int)a <= CUSTODY_ACTS ? str_from(act_keys[a]) : S("");
}

bool custody_act_named(str key, custody_act *out)
{
    for (int i = 1; i <= CUSTODY_ACTS; i++) {
        if (!str_equal(key, str_from(act_keys[i]))) continue;
        *out = (custody_act)i;
        return true;
    }
    return false;
}

str item_state_key(item_state s)
{
    static const char *const keys[ITEM_STATES + 1] = { NULL, "held", "away", "returned",
                                                       "destroyed" };
    return s >= 1 && (int)s <= ITEM_STATES ? str_from(keys[s]) : S("");
}

str custody_fault_key(custody_fault_kind k)
{
    static const char *const keys[FAULT_KINDS + 1] = {
        NULL,         "row-altered", "row-missing",   "row-added",
        "head",       "anchor",      "blob-altered",  "blob-missing",
        "item-facts", "item-stand",  "item-unlogged", "item-missing",
        "signature",  "case-facts",  "number",        "blob-unread",
    };
    return k >= 1 && (int)k <= FAULT_KINDS ? str_from(keys[k]) : S("");
}

// ---- what acts make of an item -----------------------------------------------------------------------

bool custody_step(custody_act act, str seal, item_stand *stand)
{
    bool gone = stand->state == ITEM_RETURNED || stand->state == ITEM_DESTROYED;
    switch (act) {
    case CUSTODY_NOTED:
    case CUSTODY_VERIFIED:
    case CUSTODY_LINKED: return true;
    case CUSTODY_VIEWED:
    case CUSTODY_COPIED:
    case CUSTODY_ANALYSED: return stand->state != ITEM_DESTROYED;
    case CUSTODY_HANDED_OVER:
        if (stand->state != ITEM_HELD) return false;
        stand->state = ITEM_AWAY;
        return true;
    case CUSTODY_RECEIVED:
        if (stand->state != ITEM_AWAY) return false;
        stand->state = ITEM_HELD;
        return true;
    case CUSTODY_SEALED:
        if (gone || stand->seal.len || !seal.len) return false;
        stand->seal = seal;
        return true;
    case CUSTODY_UNSEALED:
        if (gone || !stand->seal.len) return false;
        stand->seal = S("");
        return true;
    case CUSTODY_RETURNED:
    case CUSTODY_DESTROYED:
        if (gone) return false;
        stand->state = act == CUSTODY_RETURNED ? ITEM_RETURNED : ITEM_DESTROYED;
        return true;
    case CUSTODY_OPENED:
    case CUSTODY_TAKEN:
    case CUSTODY_EXTRACTED:
    case CUSTODY_LET_IN:
    case CUSTODY_LET_OUT:
    case CUSTODY_CLOSED:
    case CUSTODY_REOPENED: break; // of the case as a whole, or of intake
    }
    return false;
}

// ---- texts and hashes --------------------------------------------------------------------------------

static str hash_of(str first, str text, arena *a)
{
    unsigned char hash[HASH_BYTES];
    buf           b  = buf_in(a, CUSTODY_HASH_DIGITS, CUSTODY_HASH_DIGITS);
    EVP_MD_CTX   *x  = EVP_MD_CTX_new();
    bool          is = x && EVP_DigestInit_ex(x, EVP_sha256(), NULL) == 1 &&
              EVP_DigestUpdate(x, first.ptr, (size_t)first.len) == 1 &&
              EVP_DigestUpdate(x, text.ptr, (size_t)text.len) == 1 &&
              EVP_DigestFinal_ex(x, hash, NULL) == 1;
    EVP_MD_CTX_free(x);
    if (!is) return (str){ 0 };
    buf_hex(&b, (str){ (const char *)hash, HASH_BYTES });
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static void put_line(buf *b, const char *name, str value)
{
    buf_printf(b, "%s: ", name);
    buf_json(b, value.ptr ? value : S(""));
    buf_char(b, '\n');
}

static void put_number(buf *b, const char *name, int64_t n)
{
    buf_printf(b, "%s: \"%lld\"\n", name, (long long)n);
}

str custody_facts_hash(const item_facts *f, arena *a)
{
    buf b = buf_in(a, 1024, CUSTODY_TEXT_MAX);
    put_line(&b, "format", S("coloa-item-1"));
    put_line(&b, "uid", f->uid);
    put_line(&b, "code", f->code);
    put_line(&b, "of", f->of);
    put_line(&b, "path", f->path);
    put_number(&b, "bytes", f->bytes);
    put_line(&b, "sha256", f->sha256);
    put_line(&b, "system", f->system);
    put_line(&b, "device", f->device);
    put_line(&b, "place", f->place);
    put_line(&b, "taken_from", f->taken_from);
    put_number(&b, "collected", f->collected_ms);
    put_number(&b, "taken", f->taken_ms);
    put_line(&b, "ground", f->ground);
    put_line(&b, "seal", f->seal);
    put_line(&b, "note", f->note);
    put_line(&b, "person", f->person);
    return b.failed ? (str){ 0 } : hash_of(S(""), buf_str(&b), a);
}

str custody_first(void)
{
    return S("0000000000000000000000000000000000000000000000000000000000000000");
}

str custody_hash(str uid, str prev, const custody_row *r, arena *a)
{
    buf b = buf_in(a, 1024, CUSTODY_TEXT_MAX);
    buf_char(&b, '\n');
    put_line(&b, "format", S("coloa-custody-1"));
    put_line(&b, "case", uid);
    put_number(&b, "no", r->no);
    put_number(&b, "at", r->at_ms);
    put_line(&b, "act", custody_act_key(r->act));
    put_line(&b, "item", r->item);
    put_line(&b, "content", r->content);
    put_line(&b, "facts", r->facts);
    put_line(&b, "login", r->login);
    put_line(&b, "person", r->person);
    put_line(&b, "body", r->body);
    put_line(&b, "tool", r->tool);
    put_line(&b, "party", r->party);
    put_line(&b, "seal", r->seal);
    put_line(&b, "words", r->words);
    return b.failed ? (str){ 0 } : hash_of(prev, buf_str(&b), a);
}

// ---- walking -----------------------------------------------------------------------------------------

static void keep(char room[CUSTODY_HASH_DIGITS], str hash)
{
    memset(room, '?', CUSTODY_HASH_DIGITS);
    if (hash.len == CUSTODY_HASH_DIGITS) memcpy(room, hash.ptr, CUSTODY_HASH_DIGITS);
}

bool custody_follows(custody_walk *w, const custody_row *r, arena scratch, custody_fault_at *fault)
{
    str  stored  = w->no ? (str){ w->stored, CUSTODY_HASH_DIGITS } : custody_first();
    str  counted = w->no ? (str){ w->counted, CUSTODY_HASH_DIGITS } : custody_first();
    bool gap     = r->no != w->no + 1;
    // After a gap the row is taken at its own word of what stood before it: the gap is named, not the row.
    bool linked = gap || str_equal(r->prev, stored) || str_equal(r->prev, counted);
    str  hash   = custody_hash(w->uid, r->prev, r, &scratch);
    bool whole  = hash.ptr && str_equal(hash, r->hash);
    *fault      = (custody_fault_at){ gap ? FAULT_ROW_MISSING : FAULT_ROW_ALTERED,
                                 gap || (whole && w->no) ? w->no + gap : r->no };
    // What the row comes to at its right place: the next may have been chained to that.
    str right = linked || whole ? hash : custody_hash(w->uid, counted, r, &scratch);
    w->no     = r->no;
    keep(w->stored, r->hash);
    keep(w->counted, right.ptr ? right : S(""));
    return whole && linked && !gap;
}

// ---- anchors -----------------------------------------------------------------------------------------

str custody_anchor(arena *a, str code, int64_t no, str hash)
{
    return arena_printf(a, "coloa-custody " STR_FMT " %lld " STR_FMT, STR_ARG(code), (long long)no,
                        STR_ARG(hash));
}

status custody_anchor_read(str text, str *code, int64_t *no, str *hash, problem *why)
{
    unsigned char bytes[HASH_BYTES];
    str           word, rest = str_trim(text), number;
    bool          is = rest.len <= CUSTODY_ANCHOR_MAX && str_cut(rest, ' ', &word, &rest) &&
              str_equal(word, S("coloa-custody")) && str_cut(rest, ' ', code, &rest) &&
              str_cut(rest, ' ', &number, hash) && str_int(number, no) && *no > 0 &&
              hash->len == CUSTODY_HASH_DIGITS && hex_decode(*hash, bytes, sizeof(bytes));
    return is ? ST_OK : problem_set(why, ST_INVALID, S("anchor"), S("anchor-form"));
}
