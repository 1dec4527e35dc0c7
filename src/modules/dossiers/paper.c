// paper.c - from the facts of a paper to the values of its placeholders.
#include "modules/dossiers/paper.h"

#include <assert.h>

// Nghị định 30/2020/NĐ-CP, Phụ lục I: the head is two columns of 65 and 100 mm; the issuing body in 12
// points bold, quốc hiệu 12, tiêu ngữ 13 with a line as long as the text; the line below the issuing
// body and below the trích yếu between a third and a half of the text's.
enum {
    COLUMN_LEFT  = 3685, // twips
    COLUMN_RIGHT = 5669,
    COLUMN_WHOLE = 9354,
    ABOUT_WIDTH  = 8500, // so that a trích yếu of several lines stands in narrower than the text
    BODY_SIZE    = 24,   // half-points
    MOTTO_SIZE   = 26,
    ABOUT_SIZE   = 28,
    RULE_PERCENT = 45,
    BLANK_NAME   = 3091, // the width of the blank that stands for an unknown issuing body
    LINES_LONG   = 6
};

#define MOTTO S("Độc lập - Tự do - Hạnh phúc")

typedef struct filler {
    arena     *a;
    docx_value values[PAPER_VALUES_MAX];
    size_t     value_count;
    docx_list  lists[PAPER_VALUES_MAX];
    size_t     list_count;
    bool       failed;
} filler;

static void put(filler *f, str name, str text)
{
    assert(f->value_count < PAPER_VALUES_MAX);
    f->values[f->value_count++] = (docx_value){ name, text };
}

// What a form follows with its own full stop or comma: the register's text without one.
static str plain(str text)
{
    text = str_trim(text);
    while (text.len > 0 && (text.ptr[text.len - 1] == '.' || text.ptr[text.len - 1] == ';')) {
        text = str_trim(str_slice(text, 0, text.len - 1));
    }
    return text;
}

// A citation does not break between "Điều" and its number.
static str unbroken(filler *f, str cite)
{
    static const str heads[] = { STR("điểm"), STR("khoản"), STR("Điều"), STR("Điểm"),
                                 STR("Khoản") };
    buf              out     = buf_in(f->a, (size_t)cite.len * 2 + 1, (size_t)cite.len * 2 + 1);
    str              head, tail = cite;
    for (bool more = cite.len > 0; more;) {
        more = str_cut(tail, ' ', &head, &tail);
        buf_put(&out, head);
        bool kept = false;
        for (size_t i = 0; i < COUNT(heads); i++) kept |= str_equal(head, heads[i]);
        if (more) buf_put(&out, kept ? S("\u00A0") : S(" "));
    }
    f->failed |= out.failed;
    return buf_str(&out);
}

static void put_flag(filler *f, str name, bool holds)
{
    put(f, name, holds ? S("1") : S(""));
}

static str digits(filler *f, int64_t n)
{
    str text = arena_printf(f->a, "%lld", (long long)n);
    if (!text.ptr) f->failed = true;
    return text;
}

// Rows of a list, each with `per_row` values and up to `lists` lists of its own, to be filled in.
typedef struct rows {
    docx_data  *rows;
    docx_value *values;
    docx_list  *lists;
    size_t      per_row, lists_per_row, count;
} rows;

static rows make_rows(filler *f, size_t count, size_t per_row, size_t lists_per_row)
{
    rows r = { .per_row = per_row, .lists_per_row = lists_per_row, .count = count };
    if (count == 0) return r;
    r.rows   = NEW(f->a, docx_data, count);
    r.values = NEW(f->a, docx_value, count * per_row);
    r.lists  = lists_per_row ? NEW(f->a, docx_list, count * lists_per_row) : NULL;
    if (!r.rows || !r.values || (lists_per_row && !r.lists)) {
        f->failed = true;
        return (rows){ 0 };
    }
    for (size_t i = 0; i < count; i++) {
        r.rows[i].values = &r.values[i * per_row];
        r.rows[i].lists  = lists_per_row ? &r.lists[i * lists_per_row] : NULL;
    }
    return r;
}

static void row_put(rows *r, size_t row, str name, str text)
{
    docx_data *d = &r->rows[row];
    assert(d->value_count < r->per_row);
    r->values[row * r->per_row + d->value_count++] = (docx_value){ name, text };
}

static void row_list(rows *r, size_t row, docx_list list)
{
    docx_data *d = &r->rows[row];
    assert(d->list_count < r->lists_per_row);
    r->lists[row * r->lists_per_row + d->list_count++] = list;
}

static docx_list list_of(str name, const rows *r)
{
    return (docx_list){ name, r->rows, r->count };
}

static void put_list(filler *f, str name, const rows *r)
{
    assert(f->list_count < PAPER_VALUES_MAX);
    f->lists[f->list_count++] = list_of(name, r);
}

// ---- the head ----------------------------------------------------------------------------------

// Lines of a name, and the indents of a drawn line of `percent` of the last one.
static void put_lines(filler *f, str name, type_face face, int size, int32_t width, str text,
                      int32_t *last)
{
    str    lines[TEXT_LINES_MAX];
    size_t n = text.len > 0 ? text_lines(face, size, width, text, LINES_LONG, lines) : 0;
    rows   r = make_rows(f, n, 1, 0);
    for (size_t i = 0; i < r.count; i++) row_put(&r, i, S("dong"), lines[i]);
    put_list(f, name, &r);
    if (last) *last = n > 0 ? text_width_twips(face, size, lines[n - 1]) : 0;
}

static void put_rule(filler *f, str name, int32_t column, int32_t length)
{
    if (length > column) length = column;
    put(f, name, digits(f, (column - length) / 2));
}

static void put_head(filler *f, const paper *p)
{
    str superior = text_capitals(f->a, p->superior), issuer = text_capitals(f->a, p->issuer);
    if (!superior.ptr || !issuer.ptr) f->failed = true;
    int32_t line = 0;
    put_lines(f, S("cap_tren"), FACE_REGULAR, BODY_SIZE, COLUMN_LEFT, superior, NULL);
    put_lines(f, S("co_quan"), FACE_BOLD, BODY_SIZE, COLUMN_LEFT, issuer, &line);
    put_rule(f, S("ke_co_quan"), COLUMN_LEFT, (line > 0 ? line : BLANK_NAME) * RULE_PERCENT / 100);
    put_rule(f, S("ke_tieu_ngu"), COLUMN_RIGHT, text_width_twips(FACE_BOLD, MOTTO_SIZE, MOTTO));
    put_lines(f, S("trich_yeu"), FACE_BOLD, ABOUT_SIZE, ABOUT_WIDTH, p->about, &line);
    put_rule(f, S("ke_trich_yeu"), COLUMN_WHOLE, line * RULE_PERCENT / 100);
    put(f, S("ky_hieu"), p->symbol);
    put(f, S("dia_danh"), p->place);
    put(f, S("nam"), digits(f, p->year));
    put(f, S("minh_hoa"), p->sample);
}

static void put_basis(filler *f, const paper *p)
{
    rows r = make_rows(f, p->basis_count, 3, 0);
    for (size_t i = 0; i < r.count; i++) {
        row_put(&r, i, S("van_ban"), p->basis[i].text);
        row_put(&r, i, S("so_luat"), p->basis[i].law_number);
        row_put(&r, i, S("cuoi"), i + 1 < r.count ? S(";") : S("."));
    }
    put_list(f, S("can_cu"), &r);
}

// ---- bodies, the system ------------------------------------------------------------------------

static void put_bodies(filler *f, const paper *p)
{
    put(f, S("chu_quan"), p->owner.name);
    put(f, S("chu_quan_chuc_nang"), plain(p->owner.mandate));
    put(f, S("chu_quan_dai_dien"), plain(p->owner.representative));
    put(f, S("chu_quan_dia_chi"), plain(p->owner.address));
    put(f, S("chu_quan_lien_he"), plain(p->owner.contact));
    put(f, S("don_vi_van_hanh"), p->operator_.name);
    put(f, S("van_hanh_chuc_nang"), plain(p->operator_.mandate));
    put(f, S("van_hanh_dai_dien"), plain(p->operator_.representative));
    put(f, S("dia_chi"), plain(p->operator_.address));
    put(f, S("van_hanh_lien_he"), plain(p->operator_.contact));
    put(f, S("chuyen_trach"), p->specialist);
    put(f, S("tham_dinh"), p->appraiser);
    put(f, S("chuc_vu"), p->signer_post);
    put(f, S("nguoi_ky"), p->signer);
    put(f, S("luu"), p->drafter);
}

static void put_items(filler *f, str name, const paper_list *list, str second, str third)
{
    rows r = make_rows(f, list->count, 4, 0);
    for (size_t i = 0; i < r.count; i++) {
        row_put(&r, i, S("stt"), digits(f, (int64_t)i + 1));
        row_put(&r, i, S("ten"), list->items[i].name);
        row_put(&r, i, second, list->items[i].second);
        row_put(&r, i, third, list->items[i].third);
    }
    put_list(f, name, &r);
}

static void put_system(filler *f, const paper *p)
{
    put(f, S("ten_he_thong"), p->name);
    // A công văn's trích yếu stays short: the name is added only where that keeps it so.
    put(f, S("trich_yeu_ten"), str_characters(p->name) <= 60 ? p->name : S(""));
    put(f, S("ma_he_thong"), p->code);
    put_flag(f, S("xay_moi"), p->being_built);
    put(f, S("tinh_trang"), plain(p->state));
    put(f, S("van_hanh_tu"), p->running_since);
    put(f, S("bat_dau_tu"), p->begun_on);
    put(f, S("muc_dich"), plain(p->purpose));
    put(f, S("pham_vi"), plain(p->scope));
    put(f, S("quy_mo"), plain(p->size));
    put(f, S("doi_tuong"), plain(p->served));
    put(f, S("mo_hinh_logic"), S("")); // the register holds no drawings yet
    put(f, S("mo_hinh_vat_ly"), S(""));
    put_items(f, S("thiet_bi"), &p->devices, S("vi_tri"), S("muc_dich"));
    put_items(f, S("dich_vu"), &p->services, S("vi_tri"), S("muc_dich"));
    put_items(f, S("vung_mang"), &p->zones, S("noi_bo"), S("cong_khai"));
    put_items(f, S("rui_ro"), &p->risks, S("diem_yeu"), S("anh_huong"));
}

// ---- the level ---------------------------------------------------------------------------------

// "2", "≥ 3", or nothing to say yet.
static str level_short(filler *f, law_result result, int level)
{
    if (level == 0) return S("–");
    str text = arena_printf(f->a, result == LAW_AT_LEAST ? "≥ %d" : "%d", level);
    if (!text.ptr) f->failed = true;
    return text;
}

static void put_part_lists(filler *f, rows *r, size_t at, const paper_part *part)
{
    rows facts = make_rows(f, part->fact_count, 2, 0);
    for (size_t i = 0; i < facts.count; i++) {
        row_put(&facts, i, S("ten"), part->facts[i].name);
        row_put(&facts, i, S("gia_tri"), plain(part->facts[i].second));
    }
    rows hits = make_rows(f, part->hit_count, 3, 0);
    for (size_t i = 0; i < hits.count; i++) {
        row_put(&hits, i, S("cap"), digits(f, part->hits[i].level));
        row_put(&hits, i, S("dieu_khoan"), unbroken(f, part->hits[i].cite));
        row_put(&hits, i, S("noi_dung"), part->hits[i].text);
    }
    rows questions = make_rows(f, part->question_count, 1, 0);
    for (size_t i = 0; i < questions.count; i++) {
        row_put(&questions, i, S("ten"), part->questions[i]);
    }
    if (f->failed) return;
    row_list(r, at, list_of(S("du_kien"), &facts));
    row_list(r, at, list_of(S("tieu_chi"), &hits));
    row_list(r, at, list_of(S("cau_hoi"), &questions));
}

static void put_parts(filler *f, const paper *p)
{
    rows r = make_rows(f, p->part_count, 10, 3);
    for (size_t i = 0; i < r.count; i++) {
        const paper_part *part = &p->parts[i];
        row_put(&r, i, S("stt"), digits(f, (int64_t)i + 1));
        row_put(&r, i, S("ten"), part->name);
        row_put(&r, i, S("cap"), level_short(f, part->result, part->level));
        row_put(&r, i, S("cap_so"), digits(f, part->level));
        row_put(&r, i, S("can_cu_cap"), unbroken(f, part->cite));
        row_put(&r, i, S("loai_thong_tin"), part->info);
        row_put(&r, i, S("loai_hinh"), part->kinds);
        bool at_least = part->result == LAW_AT_LEAST && part->level > 0;
        row_put(&r, i, S("quyet_dinh"), part->result == LAW_DECIDED ? S("1") : S(""));
        row_put(&r, i, S("it_nhat"), at_least ? S("1") : S(""));
        row_put(&r, i, S("khong_co"), part->level == 0 ? S("1") : S(""));
        put_part_lists(f, &r, i, part);
    }
    put_list(f, S("he_thong"), &r);
}

static void put_level(filler *f, const paper *p)
{
    put(f, S("cap_do"), p->level > 0 ? digits(f, p->level) : S("…"));
    put(f, S("cap_do_chung"), level_short(f, p->result, p->level));
    put(f, S("can_cu_cap_do"), unbroken(f, p->cite));
    put_flag(f, S("quyet_dinh_chung"), p->result == LAW_DECIDED);
    put_flag(f, S("cap_4_5"), p->level >= 4);
    put_flag(f, S("nhieu_thanh_phan"), p->part_count > 1);
    put_parts(f, p);
    rows r = make_rows(f, p->note_count, 2, 0);
    for (size_t i = 0; i < r.count; i++) {
        row_put(&r, i, S("noi_dung"), p->notes[i].text);
        row_put(&r, i, S("dieu_khoan"), unbroken(f, p->notes[i].cite));
    }
    put_list(f, S("luu_y"), &r);
}

status paper_data(const paper *p, arena *a, docx_data *out)
{
    filler *f = NEW(a, filler, 1);
    if (!f) return ST_MEMORY;
    f->a = a;
    put_head(f, p);
    put_basis(f, p);
    put_bodies(f, p);
    put_system(f, p);
    put_level(f, p);
    if (f->failed) return ST_MEMORY;
    *out = (docx_data){ f->values, f->value_count, f->lists, f->list_count };
    return ST_OK;
}

size_t paper_offers(arena *a, docx_offer out[PAPER_OFFERS_MAX])
{
    // What rows of lists offer besides the paper's own values.
    static const str in_rows[] = {
        STR("dong"),       STR("van_ban"),    STR("so_luat"),        STR("cuoi"),
        STR("stt"),        STR("ten"),        STR("vi_tri"),         STR("noi_bo"),
        STR("cong_khai"),  STR("diem_yeu"),   STR("anh_huong"),      STR("cap"),
        STR("cap_so"),     STR("can_cu_cap"), STR("loai_thong_tin"), STR("loai_hinh"),
        STR("gia_tri"),    STR("du_kien"),    STR("tieu_chi"),       STR("cau_hoi"),
        STR("quyet_dinh"), STR("it_nhat"),    STR("khong_co"),       STR("dieu_khoan"),
        STR("noi_dung"),
    };
    // An empty paper names everything a full one names.
    static const paper nothing = { .year = 1 };
    docx_data          data;
    size_t             n = 0;
    if (paper_data(&nothing, a, &data) != ST_OK) return 0;
    for (size_t i = 0; i < data.value_count; i++) out[n++].name = data.values[i].name;
    for (size_t i = 0; i < data.list_count; i++) out[n++].name = data.lists[i].name;
    for (size_t i = 0; i < COUNT(in_rows); i++) out[n++].name = in_rows[i];
    for (size_t i = 0; i < n; i++) {
        // Without the system's name a paper would say nothing.
        out[i].required = str_equal(out[i].name, S("ten_he_thong"));
    }
    return n;
}
