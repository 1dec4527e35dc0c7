// verify_ops.c - every byte and every row of a case looked at again. See forensics.h.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/forensics/handover_ops.h"

#include <jansson.h>

enum { ROWS_AT_ONCE = 200, ITEMS_AT_ONCE = 100, TOLD_BYTES_MAX = 256 * 1024, SERIES_MAX = 1000 };

typedef struct verifying {
    call                    *c;
    const custody_verifying *ask;
    forensic_case            k;
    custody_check           *out;
    custody_walk             walk;
    str                      last_hash; // of the last row
    bool                     closed;    // as the log has it
    int                      folder;
    int64_t                  anchor_no; // 0: none
    str                      anchor_hash, told;
    problem                 *why;
} verifying;

static status keep_text(call *c, str *s)
{
    return s->ptr ? arena_copy(c->a, *s, s) : ST_OK;
}

static status add_fault(verifying *w, custody_fault f)
{
    custody_check *out = w->out;
    if (out->fault_count++ >= CASE_FAULTS_MAX) return ST_OK;
    if (!f.item.ptr) f.item = S("");
    if (!f.sha256.ptr) f.sha256 = S("");
    if (!f.name.ptr) f.name = S("");
    TRY(keep_text(w->c, &f.item));
    TRY(keep_text(w->c, &f.sha256));
    TRY(keep_text(w->c, &f.name));
    out->faults[out->fault_count - 1] = f;
    return ST_OK;
}

// ---- the log -----------------------------------------------------------------------------------------

// The row names an item: it must be there, of this case, under that code and content.
static status check_row_item(verifying *w, const custody_row *r, bool *same)
{
    forensic_item i;
    *same = true;
    if (!r->item_id) {
        *same = !r->item.len;
        return ST_OK;
    }
    status st = item_row(w->c, r->item_id, &i);
    if (st == ST_MISSING)
        return add_fault(w, (custody_fault){ .kind   = FAULT_ITEM_MISSING,
                                             .no     = r->no,
                                             .item   = r->item,
                                             .sha256 = r->content });
    TRY(st);
    *same = i.case_id == w->k.id && str_equal(i.code, r->item);
    return ST_OK;
}

static status check_row(verifying *w, const custody_row *r)
{
    custody_fault_at at   = { 0 };
    bool             same = true, follows = custody_follows(&w->walk, r, *w->c->a, &at);
    w->out->rows++;
    if (w->anchor_no == r->no) {
        if (!str_equal_nocase(w->anchor_hash, r->hash))
            TRY(add_fault(w, (custody_fault){ .kind = FAULT_ANCHOR, .no = r->no }));
        w->anchor_no = 0;
    }
    if (!follows)
        return add_fault(w, (custody_fault){ .kind = at.kind, .no = at.no, .item = r->item });
    if (r->no > w->k.last_no)
        return add_fault(w, (custody_fault){ .kind = FAULT_ROW_ADDED, .no = r->no });
    TRY(check_row_item(w, r, &same));
    if (same) return ST_OK;
    return add_fault(w, (custody_fault){ .kind = FAULT_ROW_ALTERED, .no = r->no, .item = r->item });
}

// What the log says of the case itself.
static status check_case_row(verifying *w, const custody_row *r)
{
    if (r->act == CUSTODY_CLOSED || r->act == CUSTODY_REOPENED)
        w->closed = r->act == CUSTODY_CLOSED;
    bool same = r->act != CUSTODY_OPENED || str_equal(r->words, w->k.ground);
    return same ? ST_OK : add_fault(w, (custody_fault){ .kind = FAULT_CASE_FACTS, .no = r->no });
}

// Rows come in short looks, and their memory is given back.
static status check_rows(verifying *w, bool *more)
{
    call        *c = w->c;
    custody_row *rows;
    size_t       count;
    // The head as this look has it: others go on adding meanwhile.
    TRY(case_row(c, w->k.id, c->who.body_id, &w->k));
    TRY(custody_rows(c, w->k.id, w->walk.no, ROWS_AT_ONCE, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(check_row(w, &rows[i]));
        TRY(check_case_row(w, &rows[i]));
    }
    *more = count == ROWS_AT_ONCE;
    if (!*more && w->closed != (w->k.state == CASE_CLOSED))
        TRY(add_fault(w, (custody_fault){ .kind = FAULT_CASE_FACTS }));
    call_end(c);
    return ST_OK;
}

static status check_log(verifying *w)
{
    call *c = w->c;
    for (bool more = true; more;) {
        arena   mark = *c->a;
        int64_t was  = w->out->fault_count;
        TRY(check_rows(w, &more));
        // Else words of what was found stand in that memory.
        if (w->out->fault_count == was && more) *c->a = mark;
    }
    for (int64_t no = w->walk.no + 1; no <= w->k.last_no && no <= w->walk.no + 3; no++)
        TRY(add_fault(w, (custody_fault){ .kind = FAULT_ROW_MISSING, .no = no }));
    str last = { w->walk.stored, CUSTODY_HASH_DIGITS };
    if (w->walk.no == w->k.last_no && w->k.last_no && !str_equal(last, w->k.last_hash))
        TRY(add_fault(w, (custody_fault){ .kind = FAULT_HEAD, .no = w->walk.no }));
    if (w->anchor_no)
        TRY(add_fault(w, (custody_fault){ .kind = FAULT_ANCHOR, .no = w->anchor_no }));
    return ST_OK;
}

// ---- items -------------------------------------------------------------------------------------------

static custody_fault of_item(custody_fault_kind kind, const forensic_item *i)
{
    return (custody_fault){ .kind = kind, .item = i->code, .sha256 = i->sha256, .name = i->path };
}

typedef struct item_logged { // what the log says of one item
    bool       taken, facts;
    item_stand stand;
} item_logged;

// What follows from the rest of an item's facts.
static bool is_of_one_piece(const forensic_item *i, bool member)
{
    item_kind kind = member ? ITEM_MEMBER : i->of_id ? ITEM_PICTURE : ITEM_FILE;
    return i->kind == kind && str_equal(i->name, item_name_of(i->path));
}

static void log_says(const forensic_custody_of_item_row *r, const forensic_item *i, str facts,
                     item_logged *out)
{
    if (r->act == CUSTODY_TAKEN || r->act == CUSTODY_EXTRACTED) {
        out->taken = true;
        out->facts = str_equal(r->facts, facts) && str_equal(r->content, i->sha256) &&
                     is_of_one_piece(i, r->act == CUSTODY_EXTRACTED);
        out->stand = (item_stand){ ITEM_HELD, r->seal };
        return;
    }
    (void)custody_step((custody_act)r->act, r->seal, &out->stand);
}

static status check_item_rows(verifying *w, const forensic_item *i)
{
    call                         *c   = w->c;
    item_logged                   now = { .stand = { ITEM_HELD, S("") } };
    forensic_custody_of_item_row *rows;
    size_t                        count = ROWS_AT_ONCE;
    str                           facts;
    db                           *d;
    TRY(call_db(c, &d));
    TRY(item_facts_of(c, i, &facts));
    for (int64_t after = 0; count == ROWS_AT_ONCE; after = count ? rows[count - 1].no : after) {
        forensic_custody_of_item_in in = { i->id, after, ROWS_AT_ONCE };
        TRY(forensic_custody_of_item(d, &in, c->a, &rows, &count));
        for (size_t n = 0; n < count; n++) log_says(&rows[n], i, facts, &now);
    }
    if (!now.taken) return add_fault(w, of_item(FAULT_ITEM_UNLOGGED, i));
    if (!now.facts) TRY(add_fault(w, of_item(FAULT_ITEM_FACTS, i)));
    bool stands = now.stand.state == i->state && str_equal(now.stand.seal, i->seal_now);
    return stands ? ST_OK : add_fault(w, of_item(FAULT_ITEM_STAND, i));
}

// Destroyed by decision: that its content is not there is as it should be.
static status tell_gone(verifying *w, const forensic_item *i)
{
    custody_check   *out = w->out;
    item_destruction x;
    if (out->destroyed++ >= CASE_GONE_MAX) return ST_OK;
    custody_gone *to = &out->gone[out->destroyed - 1];
    status        st = item_destruction_of(w->c, i->id, &x);
    if (st != ST_OK && st != ST_MISSING) return st;
    *to = st == ST_OK ? (custody_gone){ i->code, x.decision, x.decided_on, x.decided_by }
                      : (custody_gone){ i->code, S(""), S(""), S("") };
    TRY(keep_text(w->c, &to->item));
    TRY(keep_text(w->c, &to->decision));
    TRY(keep_text(w->c, &to->decided_on));
    return keep_text(w->c, &to->decided_by);
}

static status check_content(verifying *w, const forensic_item *i)
{
    if (i->state == ITEM_DESTROYED) return tell_gone(w, i);
    status st = blob_verify(w->folder, i->sha256);
    if (st == ST_MISSING) return add_fault(w, of_item(FAULT_BLOB_MISSING, i));
    if (st == ST_CONFLICT) return add_fault(w, of_item(FAULT_BLOB_ALTERED, i));
    if (st == ST_OK || st == ST_MEMORY) return st;
    return add_fault(w, of_item(FAULT_BLOB_UNREAD, i)); // the others are looked at all the same
}

static status check_item(verifying *w, const forensic_item *i)
{
    w->out->items++;
    w->out->bytes += i->bytes;
    TRY(check_item_rows(w, i));
    call_end(w->c); // reading may take its time
    TRY(check_content(w, i));
    return w->ask->done ? w->ask->done(w->ask->ctx, w->out->bytes, w->k.bytes) : ST_OK;
}

static status check_items(verifying *w)
{
    call   *c     = w->c;
    size_t  count = ITEMS_AT_ONCE;
    int64_t after = 0;
    while (count == ITEMS_AT_ONCE) {
        arena                mark = *c->a;
        int64_t              was  = w->out->fault_count + w->out->destroyed;
        forensic_item       *all;
        forensic_items_of_in in = { .case_id = w->k.id, .after = after, .max = ITEMS_AT_ONCE };
        TRY(item_rows(c, &in, &all, &count));
        for (size_t i = 0; i < count; i++) TRY(check_item(w, &all[i]));
        after = count ? all[count - 1].id : after;
        call_end(c);
        if (w->out->fault_count + w->out->destroyed == was) *c->a = mark;
    }
    return ST_OK;
}

static status check_one(verifying *w)
{
    forensic_item i;
    TRY(item_row(w->c, w->ask->item_id, &i));
    return i.case_id == w->k.id ? check_item(w, &i) : ST_MISSING;
}

// ---- what was found ----------------------------------------------------------------------------------

static status tell_faults(verifying *w)
{
    const custody_check *k = w->out;
    buf                  b = buf_in(w->c->a, 1024, TOLD_BYTES_MAX);
    buf_char(&b, '[');
    for (int64_t i = 0; i < k->fault_count && i < CASE_FAULTS_MAX; i++) {
        const custody_fault *f = &k->faults[i];
        buf_printf(&b, "%s{\"what\":\"" STR_FMT "\",\"row\":%lld,\"item\":", i ? "," : "",
                   STR_ARG(custody_fault_key(f->kind)), (long long)f->no);
        buf_json(&b, f->item);
        buf_put(&b, S(",\"sha256\":"));
        buf_json(&b, f->sha256);
        buf_put(&b, S(",\"path\":"));
        buf_json(&b, f->name);
        buf_char(&b, '}');
    }
    buf_char(&b, ']');
    w->told = buf_str(&b);
    return buf_status(&b);
}

// The row says what was looked at and that it was whole, or how much was not.
static status keep_check(db *d, void *ctx)
{
    verifying            *w   = ctx;
    call                 *c   = w->c;
    const custody_check  *out = w->out;
    forensic_item         one = { 0 };
    forensic_check_put_in in  = { .case_id   = w->k.id,
                                  .now       = c->now_ms,
                                  .person    = case_person(c),
                                  .log_rows  = out->rows,
                                  .items     = out->items,
                                  .bytes     = out->bytes,
                                  .faults    = out->fault_count,
                                  .told      = w->told,
                                  .destroyed = out->destroyed };
    const str n[] = { text_number(c->a, LANG_VI, out->rows), text_number(c->a, LANG_VI, out->items),
                      text_number(c->a, LANG_VI, out->bytes),
                      text_number(c->a, LANG_VI, out->fault_count) };
    str       words = text_fmt(c->a, LANG_VI, T_forensics_log_checked, n, COUNT(n));
    if (!words.ptr) return ST_MEMORY;
    if (!w->ask->item_id) TRY(forensic_check_put(d, &in, NULL));
    if (w->ask->item_id) TRY(item_row(c, w->ask->item_id, &one));
    custody_row row = { .act = CUSTODY_VERIFIED, .tool = case_tool(), .words = words };
    return custody_tell(c, d, &w->k, w->ask->item_id ? &one : NULL, row);
}

// Each record as it was signed, and the log as it was then.
static status check_handovers(verifying *w)
{
    handover *all;
    size_t    count;
    TRY(case_handovers(w->c, &w->k, &all, &count));
    for (size_t i = 0; i < count; i++) {
        bool whole;
        TRY(case_handover_check(w->c, &all[i], &w->k, &whole));
        if (whole) continue;
        TRY(add_fault(w, (custody_fault){ .kind = FAULT_SIGNATURE, .name = all[i].code }));
    }
    call_end(w->c);
    return ST_OK;
}

static status read_anchor(verifying *w)
{
    str code;
    if (!w->ask->anchor.len) return ST_OK;
    TRY(custody_anchor_read(w->ask->anchor, &code, &w->anchor_no, &w->anchor_hash, w->why));
    return str_equal_nocase(code, w->k.code)
               ? ST_OK
               : problem_detail(w->why, ST_INVALID, S("anchor"), S("anchor-case"), code);
}

status custody_verify(call *c, const custody_verifying *v, custody_check *out, problem *why)
{
    verifying *w = NEW(c->a, verifying, 1);
    if (!w) return ST_MEMORY;
    *w   = (verifying){ .c = c, .ask = v, .out = out, .folder = -1, .why = why };
    *out = (custody_check){ .at_ms = c->now_ms, .person = case_person(c) };
    TRY(case_for(c, v->case_id, CASE_SEE, &w->k));
    TRY(read_anchor(w));
    w->walk = (custody_walk){ .uid = w->k.uid };
    TRY(check_log(w));
    if (blobs_folder(&w->folder) != ST_OK) return blobs_failed(why);
    status st = v->item_id ? check_one(w) : check_items(w);
    os_close(w->folder);
    call_end(c);
    TRY(st);
    TRY(check_handovers(w));
    out->head    = w->k.last_hash;
    out->head_no = w->k.last_no;
    TRY(tell_faults(w));
    return call_act(c, keep_check, w);
}

// ---- numbers -----------------------------------------------------------------------------------------

static status number_is_there(db *d, call *c, str code, bool *there)
{
    arena                      scratch = *c->a;
    forensic_number_stands_row row;
    TRY(forensic_number_stands(d, &(forensic_number_stands_in){ code }, &scratch, &row));
    *there = row.n > 0;
    return ST_OK;
}

static status check_series(call *c, db *d, const forensic_numbers_of_row *s, custody_fault *out,
                           int64_t *count)
{
    if (s->there == s->next - 1) return ST_OK;
    for (int64_t n = 1; n < s->next; n++) {
        arena mark = *c->a;
        bool  there;
        str   code = arena_printf(c->a, STR_FMT "-%06lld", STR_ARG(s->series), (long long)n);
        if (!code.ptr) return ST_MEMORY;
        TRY(number_is_there(d, c, code, &there));
        if (there) {
            *c->a = mark;
            continue;
        }
        if (*count < CASE_FAULTS_MAX)
            out[*count] = (custody_fault){ .kind = FAULT_NUMBER, .item = code };
        ++*count;
    }
    return ST_OK;
}

status custody_numbers_check(call *c, custody_fault *out, int64_t *count)
{
    db                      *d;
    forensic_numbers_of_row *rows;
    size_t                   n;
    *count = 0;
    if (!case_machine(c)) return ST_OK;
    TRY(call_db(c, &d));
    TRY(forensic_numbers_of(d, &(forensic_numbers_of_in){ SERIES_MAX }, c->a, &rows, &n));
    for (size_t i = 0; i < n; i++) TRY(check_series(c, d, &rows[i], out, count));
    call_end(c);
    return ST_OK;
}

// ---- the last one --------------------------------------------------------------------------------------

static str text_of(call *c, json_t *o, const char *key)
{
    str     out  = S("");
    json_t *v    = json_object_get(o, key);
    str     text = { json_string_value(v), (ptrdiff_t)json_string_length(v) };
    return text.ptr && arena_copy(c->a, text, &out) == ST_OK ? out : S("");
}

static custody_fault_kind kind_named(str key)
{
    for (int i = 1; i <= FAULT_KINDS; i++) {
        if (str_equal(key, custody_fault_key((custody_fault_kind)i))) return (custody_fault_kind)i;
    }
    return 0;
}

static void read_faults(call *c, json_t *all, custody_check *out)
{
    json_t *one;
    size_t  i;
    json_array_foreach(all, i, one)
    {
        if (i >= CASE_FAULTS_MAX) break;
        out->faults[i] = (custody_fault){ .kind   = kind_named(text_of(c, one, "what")),
                                          .no     = json_integer_value(json_object_get(one, "row")),
                                          .item   = text_of(c, one, "item"),
                                          .sha256 = text_of(c, one, "sha256"),
                                          .name   = text_of(c, one, "path") };
    }
}

status custody_last_check(call *c, const forensic_case *k, custody_check *out)
{
    db                    *d;
    forensic_check_row_row r;
    json_error_t           fault;
    TRY(call_db(c, &d));
    TRY(forensic_check_row(d, &(forensic_check_row_in){ k->id }, c->a, &r));
    *out        = (custody_check){ .at_ms       = r.at_ms,
                                   .rows        = r.log_rows,
                                   .items       = r.items,
                                   .bytes       = r.bytes,
                                   .fault_count = r.faults,
                                   .destroyed   = r.destroyed,
                                   .person      = r.person,
                                   .head        = S("") };
    json_t *all = json_loadb(r.told.ptr, (size_t)r.told.len, JSON_REJECT_DUPLICATES, &fault);
    read_faults(c, all, out);
    json_decref(all);
    return ST_OK;
}
