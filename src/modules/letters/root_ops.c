// root_ops.c - see root_ops.h and letters.h.
#include "modules/letters/root_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "kit/workers/signature.h"
#include "modules/accounts/accounts.h"
#include "modules/letters/file_ops.h"
#include "modules/letters/letters_queries.gen.h"

static const str begin_mark = STR("-----BEGIN CERTIFICATE-----");
static const str end_mark   = STR("-----END CERTIFICATE-----");

// ---- PEM -------------------------------------------------------------------------------------------------

static void put_base64(buf *b, str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (ptrdiff_t i = 0; i < bytes.len; i += 3) {
        uint32_t three = 0;
        int      have  = bytes.len - i < 3 ? (int)(bytes.len - i) : 3;
        for (int k = 0; k < 3; k++)
            three = three << 8 | (k < have ? (unsigned char)bytes.ptr[i + k] : 0);
        for (int k = 0; k < 4; k++)
            buf_char(b, k > have ? '=' : digits[three >> (18 - 6 * k) & 63]);
        if (i / 3 % 16 == 15) buf_char(b, '\n');
    }
    buf_char(b, '\n');
}

status roots_as_pem(arena *a, str bytes, str *out, problem *why)
{
    if (bytes.len == 0 || bytes.len > SIGNATURE_ROOTS_BYTES_MAX)
        return problem_set(why, ST_INVALID, S("file"), S("certificate-unreadable"));
    if (str_find(bytes, begin_mark) >= 0) {
        *out = bytes;
        return ST_OK;
    }
    buf b = buf_in(a, 4096, 2 * SIGNATURE_ROOTS_BYTES_MAX);
    buf_printf(&b, STR_FMT "\n", STR_ARG(begin_mark));
    put_base64(&b, bytes);
    buf_printf(&b, STR_FMT "\n", STR_ARG(end_mark));
    *out = buf_close(&b);
    return out->ptr ? ST_OK : ST_MEMORY;
}

// The next certificate of the text, with its marks; *rest goes behind it.
static bool next_certificate(str *rest, str *out)
{
    ptrdiff_t from = str_find(*rest, begin_mark);
    if (from < 0) return false;
    str       tail = str_slice(*rest, from, rest->len);
    ptrdiff_t end  = str_find(tail, end_mark);
    if (end < 0) return false;
    *out  = str_slice(tail, 0, end + end_mark.len);
    *rest = str_slice(tail, end + end_mark.len, tail.len);
    return true;
}

// ---- looking -----------------------------------------------------------------------------------------------

status roots_list(call *c, letter_root **out, size_t *count)
{
    db            *d;
    root_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(root_rows(d, &(root_rows_in){ .max = ROOTS_SHOWN_MAX }, c->a, &rows, count));
    *out = NEW(c->a, letter_root, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const root_rows_row *r = &rows[i];
        (*out)[i]              = (letter_root){ .id            = r->id,
                                                .valid_from_ms = r->valid_from_ms,
                                                .valid_to_ms   = r->valid_to_ms,
                                                .added_ms      = r->added_ms,
                                                .removed_ms    = r->removed_ms,
                                                .sha256        = r->sha256,
                                                .pem           = r->pem,
                                                .subject       = r->subject,
                                                .issuer        = r->issuer,
                                                .serial        = r->serial,
                                                .note          = r->note,
                                                .person        = r->person,
                                                .removed_by    = r->removed_by,
                                                .removed_why   = r->removed_why };
    }
    return ST_OK;
}

status roots_pem(call *c, str *out)
{
    letter_root *roots;
    size_t       count;
    TRY(roots_list(c, &roots, &count));
    buf b = buf_in(c->a, 4096, SIGNATURE_ROOTS_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (roots[i].removed_ms) continue;
        buf_put(&b, roots[i].pem);
        buf_char(&b, '\n');
    }
    *out = buf_close(&b);
    return out->ptr ? ST_OK : ST_LIMIT;
}

status roots_state(call *c, int64_t *count, int64_t *changed_ms)
{
    db            *d;
    root_state_row row;
    TRY(call_db(c, &d));
    TRY(root_state(d, c->a, &row));
    *count      = row.n;
    *changed_ms = row.changed_ms.value;
    return ST_OK;
}

// ---- adding --------------------------------------------------------------------------------------------------

static status may_change(call *c)
{
    bool runs;
    if (!call_may(c, RIGHT_ACCOUNTS_ADMIN)) return ST_FORBIDDEN;
    TRY(accounts_runs_node(c, &runs));
    return runs ? ST_OK : ST_FORBIDDEN;
}

static str person_of(const call *c)
{
    return c->who.name.len ? c->who.name : c->who.login;
}

typedef struct root_work {
    call       *c;
    letter_root items[ROOTS_MAX];
    size_t      count, added;
    str         note;
} root_work;

// The certificates of the file as the sealed reader sees them, in its order.
static status read_all(root_work *w, str pem, problem *why)
{
    call                   *c = w->c;
    const signature_options o = { .program = letters_parser(), .roots = pem, .now_ms = c->now_ms };
    signature_report        got;
    str                     one, rest = pem;
    status                  st = signatures_read(&o, -1, c->a, &got, why);
    if (st == ST_INVALID || st == ST_LIMIT) {
        why->field = S("file");
        return ST_INVALID;
    }
    TRY(st);
    for (; w->count < got.root_count && next_certificate(&rest, &one); w->count++) {
        const signature_root *r = &got.roots[w->count];
        if (!r->authority)
            return problem_detail(why, ST_INVALID, S("file"), S("root-not-authority"), r->subject);
        w->items[w->count] = (letter_root){ .sha256        = r->sha256,
                                            .pem           = one,
                                            .subject       = r->subject,
                                            .issuer        = r->issuer,
                                            .serial        = r->serial,
                                            .valid_from_ms = r->valid_from_ms,
                                            .valid_to_ms   = r->valid_to_ms };
    }
    bool all = w->count > 0 && w->count == got.root_count && !next_certificate(&rest, &one);
    return all ? ST_OK : problem_set(why, ST_INVALID, S("file"), S("certificate-unreadable"));
}

status roots_read(call *c, str bytes, letter_root **out, size_t *count, problem *why)
{
    root_work *w = NEW(c->a, root_work, 1);
    db        *d;
    str        pem;
    if (!w) return ST_MEMORY;
    w->c = c;
    TRY(may_change(c));
    TRY(roots_as_pem(c->a, bytes, &pem, why));
    call_end(c);
    TRY(read_all(w, pem, why));
    TRY(call_db(c, &d));
    for (size_t i = 0; i < w->count; i++) {
        root_find_row have;
        status st = root_find(d, &(root_find_in){ .sha256 = w->items[i].sha256 }, c->a, &have);
        if (st != ST_MISSING) TRY(st);
        if (st == ST_OK) w->items[i].id = have.id;
    }
    *out   = w->items;
    *count = w->count;
    return ST_OK;
}

static status tell_root(call *c, const char *act, int64_t id, const letter_root *r, str why)
{
    buf detail = buf_in(c->a, 512, AUDIT_DETAIL_BYTES_MAX);
    buf_put(&detail, S("{\"sha256\":"));
    buf_json(&detail, r->sha256);
    buf_put(&detail, S(",\"subject\":"));
    buf_json(&detail, r->subject);
    buf_put(&detail, S(",\"note\":"));
    buf_json(&detail, str_begin(why, 1500));
    buf_char(&detail, '}');
    if (detail.failed) return ST_MEMORY;
    return audit_write(c, str_from(act), S("root"), id, buf_str(&detail));
}

static status add_one(root_work *w, db *d, const letter_root *r)
{
    call         *c = w->c;
    root_find_row have;
    root_add_row  made;
    status        st = root_find(d, &(root_find_in){ .sha256 = r->sha256 }, c->a, &have);
    if (st != ST_MISSING) return st;
    root_add_in in = { .sha256        = r->sha256,
                       .pem           = r->pem,
                       .subject       = r->subject,
                       .issuer        = r->issuer,
                       .serial        = r->serial,
                       .valid_from_ms = r->valid_from_ms,
                       .valid_to_ms   = r->valid_to_ms,
                       .note          = w->note,
                       .person        = person_of(c),
                       .now           = c->now_ms };
    TRY(root_add(d, &in, c->a, &made));
    w->added++;
    return tell_root(c, "root.add", made.id, r, w->note);
}

static status add_all(db *d, void *ctx)
{
    root_work     *w = ctx;
    root_state_row now;
    w->added = 0;
    TRY(root_state(d, w->c->a, &now));
    if (now.n + (int64_t)w->count > ROOTS_MAX) return ST_LIMIT;
    for (size_t i = 0; i < w->count; i++) TRY(add_one(w, d, &w->items[i]));
    return ST_OK;
}

status roots_add(call *c, str bytes, str note, size_t *added, problem *why)
{
    root_work *w = NEW(c->a, root_work, 1);
    str        pem;
    if (!w) return ST_MEMORY;
    w->c = c;
    TRY(may_change(c));
    w->note = note.len ? text_tidy(c->a, note) : S("");
    if (!w->note.ptr) return ST_MEMORY;
    TRY(text_check(S("note"), w->note, 1, ROOT_NOTE_MAX, why));
    TRY(roots_as_pem(c->a, bytes, &pem, why));
    call_end(c);
    TRY(read_all(w, pem, why));
    status st = call_act(c, add_all, w);
    if (st == ST_LIMIT) return problem_set(why, ST_INVALID, S("file"), S("certificate-too-many"));
    TRY(st);
    *added = w->added;
    return w->added ? ST_OK : problem_set(why, ST_INVALID, S("file"), S("root-known"));
}

// ---- removing ------------------------------------------------------------------------------------------------

typedef struct remove_work {
    call              *c;
    const letter_root *root;
    str                reason;
} remove_work;

static status remove_one(db *d, void *ctx)
{
    remove_work   *w       = ctx;
    int64_t        changed = 0;
    root_remove_in in      = {
             .id = w->root->id, .person = person_of(w->c), .why = w->reason, .now = w->c->now_ms
    };
    TRY(root_remove(d, &in, &changed));
    if (!changed) return ST_CONFLICT;
    return tell_root(w->c, "root.remove", w->root->id, w->root, w->reason);
}

status roots_remove(call *c, str ref, str reason, problem *why)
{
    letter_root *roots;
    size_t       count;
    int64_t      id = 0;
    remove_work  w  = { .c = c, .reason = reason.len ? text_tidy(c->a, reason) : S("") };
    if (!w.reason.ptr) return ST_MEMORY;
    TRY(may_change(c));
    TRY(text_check(S("reason"), w.reason, 1, ROOT_NOTE_MAX, why));
    TRY(roots_list(c, &roots, &count));
    bool by_id = ref.len < SIGNATURE_HASH_LENGTH && str_int(ref, &id);
    for (size_t i = 0; i < count; i++) {
        if (roots[i].removed_ms) continue;
        if (by_id ? roots[i].id == id : str_equal_nocase(roots[i].sha256, ref)) w.root = &roots[i];
    }
    return w.root ? call_act(c, remove_one, &w) : ST_MISSING;
}
