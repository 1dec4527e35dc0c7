// handover_ops.c - see handover_ops.h.
#include "modules/forensics/handover_ops.h"

#include "kit/documents/fill.h"
#include "kit/sign/node_key.h"
#include "kit/text/text.h"
#include "modules/forensics/forensics_templates.gen.h"
#include "modules/incidents/incidents.h"

enum { CONTENT_MAX = 256 * 1024, COLUMNS = 6 };

_Static_assert(sizeof(forensic_handovers_of_row) == sizeof(forensic_handover_row_row),
               "the same columns");

// ---- what is signed ----------------------------------------------------------------------------------

static void put_line(buf *b, const char *name, str value)
{
    buf_printf(b, "%s: ", name);
    buf_json(b, value.ptr ? value : S(""));
    buf_char(b, '\n');
}

// One line for each field, values as JSON strings; items in their order, each with its hash.
static str content_of(const handover *h, const forensic_case *k, const forensic_item *items,
                      size_t count, arena *a)
{
    buf b = buf_in(a, 4096, CONTENT_MAX);
    put_line(&b, "format", S("coloa-handover-1"));
    put_line(&b, "id", h->code);
    put_line(&b, "case", k->code);
    put_line(&b, "case_uid", k->uid);
    put_line(&b, "at", time_rfc3339(a, h->at_ms));
    put_line(&b, "giver", h->giver);
    put_line(&b, "giver_post", h->giver_post);
    put_line(&b, "giver_body", h->giver_body);
    put_line(&b, "receiver", h->receiver);
    put_line(&b, "receiver_post", h->receiver_post);
    put_line(&b, "receiver_body", h->receiver_body);
    put_line(&b, "place", h->place);
    put_line(&b, "reason", h->reason);
    for (size_t i = 0; i < count; i++) {
        put_line(&b, "item", items[i].code);
        put_line(&b, "sha256", items[i].sha256);
    }
    put_line(&b, "log", custody_anchor(a, k->code, h->log_no, h->log_hash));
    put_line(&b, "key", h->key_id);
    return b.failed ? (str){ 0 } : buf_str(&b);
}

// ---- handing over ------------------------------------------------------------------------------------

typedef struct handing {
    call          *c;
    forensic_case  k;
    handover       h;
    const int64_t *ids;
    forensic_item *items;
    size_t         count;
    sign_key       key;
    problem       *why;
} handing;

static status hand_one(handing *w, db *d, size_t n)
{
    call          *c    = w->c;
    forensic_item *i    = &w->items[n];
    str            whom = arena_printf(c->a, STR_FMT ", " STR_FMT, STR_ARG(w->h.receiver),
                                       STR_ARG(w->h.receiver_body));
    TRY(item_row(c, w->ids[n], i));
    if (i->case_id != w->k.id)
        return problem_set(w->why, ST_INVALID, S("items"), S("item-unknown"));
    item_stand stand = { i->state, i->seal_now };
    if (!custody_step(CUSTODY_HANDED_OVER, S(""), &stand))
        return problem_detail(w->why, ST_INVALID, S("items"), S("custody-step"), i->code);
    TRY(forensic_item_set(d, &(forensic_item_set_in){ i->id, stand.state, stand.seal }, NULL));
    str words = arena_printf(c->a, STR_FMT ": " STR_FMT, STR_ARG(w->h.code), STR_ARG(w->h.reason));
    if (!whom.ptr || !words.ptr) return ST_MEMORY;
    return custody_tell(
        c, d, &w->k, i,
        (custody_row){
            .act = CUSTODY_HANDED_OVER, .party = whom, .seal = i->seal_now, .words = words });
}

static status sign_it(handing *w, db *d)
{
    call             *c = w->c;
    forensic_head_row head;
    unsigned char     mark[SIGN_BYTES];
    buf               hex = buf_in(c->a, 2 * SIGN_BYTES, 2 * SIGN_BYTES);
    str               pem;
    TRY(forensic_head(d, &(forensic_head_in){ w->k.id }, c->a, &head));
    w->h.log_no   = head.no;
    w->h.log_hash = head.hash;
    w->h.key_id   = sign_key_id(w->key.open, c->a);
    w->h.content  = content_of(&w->h, &w->k, w->items, w->count, c->a);
    if (!w->h.content.ptr || !w->h.key_id.ptr) return ST_MEMORY;
    TRY(sign_text(w->h.content, &w->key, mark));
    buf_hex(&hex, (str){ (const char *)mark, sizeof(mark) });
    w->h.signature = buf_str(&hex);
    TRY(buf_status(&hex));
    TRY(sign_open_pem(w->key.open, c->a, &pem));
    return forensic_key_put(d, &(forensic_key_put_in){ w->h.key_id, pem, c->now_ms }, NULL);
}

static status hand_over(db *d, void *ctx)
{
    handing                     *w = ctx;
    call                        *c = w->c;
    forensic_handover_insert_row made;
    w->h.at_ms = c->now_ms;
    TRY(call_code(c, d, "BG", &w->h.code));
    for (size_t i = 0; i < w->count; i++) TRY(hand_one(w, d, i));
    TRY(sign_it(w, d));
    const forensic_handover_insert_in in = { .code          = w->h.code,
                                             .case_id       = w->k.id,
                                             .now           = c->now_ms,
                                             .giver         = w->h.giver,
                                             .giver_post    = w->h.giver_post,
                                             .giver_body    = w->h.giver_body,
                                             .receiver      = w->h.receiver,
                                             .receiver_post = w->h.receiver_post,
                                             .receiver_body = w->h.receiver_body,
                                             .place         = w->h.place,
                                             .reason        = w->h.reason,
                                             .log_no        = w->h.log_no,
                                             .log_hash      = w->h.log_hash,
                                             .content       = w->h.content,
                                             .key_id        = w->h.key_id,
                                             .signature     = w->h.signature };
    TRY(forensic_handover_insert(d, &in, c->a, &made));
    w->h.id = made.id;
    for (size_t i = 0; i < w->count; i++) {
        forensic_handed_add_in one = { made.id, (int64_t)i + 1, w->items[i].id };
        TRY(forensic_handed_add(d, &one, NULL));
    }
    return ST_OK;
}

static status read_draft(handing *w, const handover_draft *d)
{
    call *c = w->c;
    const struct {
        case_field field;
        str        typed, *to;
    } all[] = {
        { { "receiver", CASE_LINE_MAX, true }, d->receiver, &w->h.receiver },
        { { "receiver_post", CASE_LINE_MAX, false }, d->receiver_post, &w->h.receiver_post },
        { { "receiver_body", CASE_LINE_MAX, true }, d->receiver_body, &w->h.receiver_body },
        { { "giver", CASE_LINE_MAX, false }, d->giver, &w->h.giver },
        { { "giver_post", CASE_LINE_MAX, false }, d->giver_post, &w->h.giver_post },
        { { "place", CASE_LINE_MAX, false }, d->place, &w->h.place },
        { { "reason", CASE_LONG_MAX, true }, d->reason, &w->h.reason },
    };
    if (!d->item_count) return problem_set(w->why, ST_INVALID, S("items"), S("required"));
    if (d->item_count > HANDOVER_ITEMS_MAX)
        return problem_set(w->why, ST_INVALID, S("items"), S("too-many"));
    for (size_t i = 0; i < COUNT(all); i++)
        TRY(case_words(c, &all[i].field, all[i].typed, all[i].to, w->why));
    if (!w->h.giver.len) w->h.giver = case_person(c);
    w->h.giver_body = c->who.body_name.ptr ? c->who.body_name : S("");
    w->h.case_id    = w->k.id;
    w->ids          = d->items;
    w->count        = d->item_count;
    w->items        = NEW(c->a, forensic_item, w->count);
    return w->items ? ST_OK : ST_MEMORY;
}

status case_handover_make(call *c, const handover_draft *d, handover *out, problem *why)
{
    handing *w = NEW(c->a, handing, 1);
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->why = why;
    TRY(case_for(c, d->case_id, CASE_WORK, &w->k));
    TRY(read_draft(w, d));
    TRY(node_key_load(c->a, &w->key, why));
    status st = call_act(c, hand_over, w);
    *out      = w->h;
    return st;
}

// ---- looking -----------------------------------------------------------------------------------------

static handover handover_from(const forensic_handover_row_row *r)
{
    return (handover){ .id            = r->id,
                       .case_id       = r->case_id,
                       .at_ms         = r->at_ms,
                       .log_no        = r->log_no,
                       .code          = r->code,
                       .giver         = r->giver,
                       .giver_post    = r->giver_post,
                       .giver_body    = r->giver_body,
                       .receiver      = r->receiver,
                       .receiver_post = r->receiver_post,
                       .receiver_body = r->receiver_body,
                       .place         = r->place,
                       .reason        = r->reason,
                       .log_hash      = r->log_hash,
                       .content       = r->content,
                       .key_id        = r->key_id,
                       .signature     = r->signature };
}

status case_handovers(call *c, const forensic_case *k, handover **out, size_t *count)
{
    db                        *d;
    forensic_handovers_of_row *rows;
    forensic_handovers_of_in   in = { k->id, 0, HANDOVERS_MAX };
    TRY(call_db(c, &d));
    TRY(forensic_handovers_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, handover, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = handover_from((const forensic_handover_row_row *)(const void *)&rows[i]);
    return ST_OK;
}

status case_handover_load(call *c, str code, handover *out, forensic_case *k)
{
    db                       *d;
    forensic_handover_row_row r;
    TRY(call_db(c, &d));
    TRY(forensic_handover_row(d, &(forensic_handover_row_in){ code }, c->a, &r));
    *out = handover_from(&r);
    return case_load(c, out->case_id, k);
}

status case_handover_items(call *c, const handover *h, forensic_item **out, size_t *count)
{
    db                     *d;
    forensic_handed_of_row *rows;
    forensic_handed_of_in   in = { h->id, HANDOVER_ITEMS_MAX };
    TRY(call_db(c, &d));
    TRY(forensic_handed_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, forensic_item, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        status st = item_row(c, rows[i].item_id, &(*out)[i]);
        if (st != ST_MISSING) TRY(st); // one that is gone makes the content differ
    }
    return ST_OK;
}

status case_handover_check(call *c, const handover *h, const forensic_case *k, bool *whole)
{
    db                     *d;
    forensic_item          *items;
    size_t                  count;
    forensic_key_row_row    key;
    forensic_custody_at_row at;
    unsigned char           open[SIGN_KEY_BYTES];
    *whole = false;
    TRY(case_handover_items(c, h, &items, &count));
    str content = content_of(h, k, items, count, c->a);
    if (!content.ptr) return ST_MEMORY;
    if (!str_equal(content, h->content)) return ST_OK;
    TRY(call_db(c, &d));
    status st = forensic_key_row(d, &(forensic_key_row_in){ h->key_id }, c->a, &key);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    if (sign_open_read(key.pem, open) != ST_OK) return ST_OK;
    str id = sign_key_id(open, c->a);
    if (!id.ptr) return ST_MEMORY;
    if (!str_equal(id, h->key_id) || !sign_fits(content, h->signature, open)) return ST_OK;
    st = forensic_custody_at(d, &(forensic_custody_at_in){ k->id, h->log_no }, c->a, &at);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    *whole = str_equal(at.hash, h->log_hash);
    return ST_OK;
}

status case_handover_text(call *c, const handover *h, str *out)
{
    *out = arena_printf(c->a, STR_FMT "signature: \"" STR_FMT "\"\n", STR_ARG(h->content),
                        STR_ARG(h->signature));
    return out->ptr ? ST_OK : ST_MEMORY;
}

// ---- the paper ---------------------------------------------------------------------------------------

static void put_items(filler *f, const forensic_item *items, size_t count)
{
    static const char *const names[COLUMNS] = { "c1", "c2", "c3", "c4", "c5", "c6" };
    fill_rows                r              = fill_rows_make(f, count, COLUMNS, 0);
    for (size_t i = 0; i < count && !f->failed; i++) {
        const forensic_item *one          = &items[i];
        str                  what         = one->seal_now.len && one->device.len
                                                ? arena_printf(f->a, STR_FMT "; " STR_FMT, STR_ARG(one->device),
                                                               STR_ARG(one->seal_now))
                                            : one->seal_now.len ? one->seal_now
                                                                : one->device;
        const str            row[COLUMNS] = { fill_digits(f, (int64_t)i + 1),
                                              one->code,
                                              one->path,
                                              text_number(f->a, LANG_VI, one->bytes),
                                   what.len ? what : S("–"),
                                              one->sha256 };
        for (size_t n = 0; n < COLUMNS; n++) {
            if (!row[n].ptr) f->failed = true;
            fill_row_put(&r, i, str_from(names[n]), row[n]);
        }
    }
    fill_list(f, S("chung_cu"), &r);
}

// Pictures of what is handed over: the device, the seal.
static status put_pictures(call *c, filler *f, const handover *h, const forensic_item *items,
                           size_t count)
{
    enum { PICTURES_MAX = 200, PICTURE_COLUMNS = 4 };
    static const char *const names[PICTURE_COLUMNS] = { "c1", "c2", "c3", "c4" };
    fill_rows                r = fill_rows_make(f, PICTURES_MAX, PICTURE_COLUMNS, 0);
    size_t                   n = 0;
    for (size_t i = 0; i < count; i++) {
        forensic_items_of_in in = {
            .case_id = h->case_id, .of_id = items[i].id, .kind = ITEM_PICTURE, .max = PICTURES_MAX
        };
        forensic_item *all;
        size_t         have;
        TRY(item_rows(c, &in, &all, &have));
        for (size_t k = 0; k < have && n < PICTURES_MAX && !f->failed; k++, n++) {
            const str row[] = { items[i].code, all[k].code, all[k].name, all[k].sha256 };
            for (size_t m = 0; m < PICTURE_COLUMNS; m++)
                fill_row_put(&r, n, str_from(names[m]), row[m]);
        }
    }
    r.count = n;
    fill_list(f, S("anh"), &r);
    return ST_OK;
}

static status put_head(call *c, filler *f, const handover *h, const forensic_case *k)
{
    incident_letter own = { .to = S("") };
    TRY(incident_letter_head(c, k->body_id, &own));
    const fill_head_of of = { .superior = own.superior,
                              .issuer   = own.issuer,
                              .symbol   = own.symbol,
                              .place    = own.place,
                              .about    = text_get(LANG_VI, T_forensics_handover_about),
                              .sample   = k->invented ? text_get(LANG_VI, T_frame_invented) : S(""),
                              .year     = day_of_ms(h->at_ms, VIETNAM_OFFSET_MINUTES).year };
    fill_head(f, &of);
    return ST_OK;
}

static void put_facts(filler *f, const handover *h, const forensic_case *k)
{
    str on   = text_day_words(f->a, day_of_ms(h->at_ms, VIETNAM_OFFSET_MINUTES));
    str when = text_when(f->a, h->at_ms); // "09:41 22/11/2026"
    const struct {
        const char *name;
        str         value;
    } all[] = {
        { "so_bien_ban", h->code },
        { "ngay_ban_hanh", on },
        { "gio", str_slice(when, 0, 5) },
        { "ngay", on },
        { "noi_giao_nhan", h->place },
        { "ben_giao", h->giver },
        { "chuc_vu_giao", h->giver_post },
        { "co_quan_giao", h->giver_body },
        { "ben_nhan", h->receiver },
        { "chuc_vu_nhan", h->receiver_post },
        { "co_quan_nhan", h->receiver_body },
        { "ly_do", h->reason },
        { "ma_vu_viec", k->code },
        { "ten_vu_viec", k->title },
        { "moc", custody_anchor(f->a, k->code, h->log_no, h->log_hash) },
        { "khoa", h->key_id },
        { "chu_ky", h->signature },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (!all[i].value.ptr) f->failed = true;
        fill_put(f, str_from(all[i].name), all[i].value);
    }
    fill_rows ground = fill_rows_make(f, 1, 1, 0);
    fill_row_put(&ground, 0, S("c1"), k->ground);
    fill_list(f, S("can_cu"), &ground);
}

status case_handover_paper(call *c, const handover *h, const forensic_case *k, bool pdf, str *bytes,
                           problem *why)
{
    filler        *f = filler_new(c->a);
    forensic_item *items;
    size_t         count;
    docx_data      data;
    str            docx, template = forensics_templates[0].bytes;
    if (!f) return ST_MEMORY;
    TRY(case_handover_items(c, h, &items, &count));
    TRY(put_head(c, f, h, k));
    put_facts(f, h, k);
    put_items(f, items, count);
    TRY(put_pictures(c, f, h, items, count));
    TRY(filler_data(f, &data));
    TRY(docx_fill(template, &data, c->a, &docx, why));
    *bytes = docx;
    return pdf ? incident_letter_pdf(c, h->code, docx, bytes, why) : ST_OK;
}
