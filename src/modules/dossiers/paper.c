// paper.c - from the facts of a paper to the values of its placeholders.
#include "modules/dossiers/paper.h"

#include "kit/documents/fill.h"

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

// ---- the head ----------------------------------------------------------------------------------

static void put_head(filler *f, const paper *p)
{
    const fill_head_of head = { .superior = p->superior,
                                .issuer   = p->issuer,
                                .symbol   = p->symbol,
                                .place    = p->place,
                                .about    = p->about,
                                .sample   = p->sample,
                                .year     = p->year };
    fill_head(f, &head);
    fill_put(f, S("so_ky_hieu"), p->issued.number);
    fill_put(f, S("ngay_ban_hanh"), p->issued.day);
    fill_put(f, S("so_tham_dinh"), p->opinion.number);
    fill_put(f, S("ngay_tham_dinh"), p->opinion.day);
    fill_put(f, S("so_to_trinh"), p->submission.number);
    fill_put(f, S("ngay_to_trinh"), p->submission.day);
    fill_put(f, S("so_quy_che"), p->regulation.number);
    fill_put(f, S("ngay_quy_che"), p->regulation.day);
}

static void put_basis(filler *f, const paper *p)
{
    fill_rows r = fill_rows_make(f, p->basis_count, 3, 0);
    for (size_t i = 0; i < r.count; i++) {
        fill_row_put(&r, i, S("van_ban"), p->basis[i].text);
        fill_row_put(&r, i, S("so_luat"), p->basis[i].law_number);
        fill_row_put(&r, i, S("cuoi"), i + 1 < r.count ? S(";") : S("."));
    }
    fill_list(f, S("can_cu"), &r);
}

// ---- bodies, the system ------------------------------------------------------------------------

static void put_bodies(filler *f, const paper *p)
{
    fill_put(f, S("chu_quan"), p->owner.name);
    fill_put(f, S("chu_quan_chuc_nang"), plain(p->owner.mandate));
    fill_put(f, S("chu_quan_dai_dien"), plain(p->owner.representative));
    fill_put(f, S("chu_quan_dia_chi"), plain(p->owner.address));
    fill_put(f, S("chu_quan_lien_he"), plain(p->owner.contact));
    fill_put(f, S("don_vi_van_hanh"), p->operator_.name);
    fill_put(f, S("van_hanh_chuc_nang"), plain(p->operator_.mandate));
    fill_put(f, S("van_hanh_dai_dien"), plain(p->operator_.representative));
    fill_put(f, S("dia_chi"), plain(p->operator_.address));
    fill_put(f, S("van_hanh_lien_he"), plain(p->operator_.contact));
    fill_put(f, S("chuyen_trach"), p->specialist);
    fill_put(f, S("tham_dinh"), p->appraiser);
    fill_put(f, S("chuc_vu"), p->signer_post);
    fill_put(f, S("nguoi_ky"), p->signer);
    fill_put(f, S("luu"), p->drafter);
}

static void put_items(filler *f, str name, const paper_list *list, str second, str third)
{
    fill_rows r = fill_rows_make(f, list->count, 4, 0);
    for (size_t i = 0; i < r.count; i++) {
        fill_row_put(&r, i, S("stt"), fill_digits(f, (int64_t)i + 1));
        fill_row_put(&r, i, S("ten"), list->items[i].name);
        fill_row_put(&r, i, second, list->items[i].second);
        fill_row_put(&r, i, third, list->items[i].third);
    }
    fill_list(f, name, &r);
}

// Text as it was typed, a row {{doan}} for each of its paragraphs.
static fill_rows paragraphs_of(filler *f, str text)
{
    size_t n = 0;
    str    line, rest = text;
    for (bool more = text.len > 0; more;) {
        more = str_cut(rest, '\n', &line, &rest);
        n += str_trim(line).len > 0;
    }
    fill_rows r = fill_rows_make(f, n, 1, 0);
    rest        = text;
    for (size_t i = 0; i < r.count;) {
        (void)str_cut(rest, '\n', &line, &rest);
        if (str_trim(line).len) fill_row_put(&r, i++, S("doan"), str_trim(line));
    }
    return r;
}

static void put_paragraphs(filler *f, str name, str text)
{
    fill_rows r = paragraphs_of(f, text);
    fill_list(f, name, &r);
}

static void put_enclosed(filler *f, str name, const paper *p, bool designs)
{
    size_t n = 0;
    for (size_t i = 0; i < p->enclosed_count; i++) n += !designs || p->enclosed[i].design;
    fill_rows r = fill_rows_make(f, n, 5, 0);
    for (size_t i = 0, at = 0; at < r.count; i++) {
        const paper_enclosed *e = &p->enclosed[i];
        if (designs && !e->design) continue;
        fill_row_put(&r, at, S("stt"), fill_digits(f, (int64_t)at + 1));
        fill_row_put(&r, at, S("ten"), e->title);
        fill_row_put(&r, at, S("loai"), e->kind);
        fill_row_put(&r, at, S("so_ngay"), e->number_day);
        fill_row_put(&r, at, S("noi_ban_hanh"), e->issuer);
        at++;
    }
    fill_list(f, name, &r);
}

static void put_contents(filler *f, const paper *p)
{
    fill_rows r = fill_rows_make(f, p->content_count, 4, 0);
    for (size_t i = 0; i < r.count; i++) {
        fill_row_put(&r, i, S("stt"), fill_digits(f, (int64_t)i + 1));
        fill_row_put(&r, i, S("ten"), p->contents[i].name);
        fill_row_put(&r, i, S("so_ngay"), p->contents[i].number_day);
        fill_row_put(&r, i, S("ghi_chu"), p->contents[i].remark);
    }
    fill_list(f, S("van_ban_ho_so"), &r);
    put_enclosed(f, S("tai_lieu"), p, false);
    put_enclosed(f, S("tai_lieu_thiet_ke"), p, true);
}

static void put_system(filler *f, const paper *p)
{
    fill_put(f, S("ten_he_thong"), p->name);
    // A công văn's trích yếu stays short: the name is added only where that keeps it so.
    fill_put(f, S("trich_yeu_ten"), str_characters(p->name) <= 60 ? p->name : S(""));
    fill_put(f, S("ma_he_thong"), p->code);
    fill_flag(f, S("xay_moi"), p->being_built);
    fill_put(f, S("tinh_trang"), plain(p->state));
    fill_put(f, S("van_hanh_tu"), p->running_since);
    fill_put(f, S("bat_dau_tu"), p->begun_on);
    fill_put(f, S("muc_dich"), plain(p->purpose));
    fill_put(f, S("pham_vi"), plain(p->scope));
    fill_put(f, S("quy_mo"), plain(p->size));
    fill_put(f, S("doi_tuong"), plain(p->served));
    fill_put(f, S("mo_hinh_logic"), plain(p->logical));
    fill_put(f, S("mo_hinh_vat_ly"), plain(p->physical));
    fill_put(f, S("yeu_cau_24_7"), plain(p->need_247));
    put_paragraphs(f, S("tong_quan"), p->overview);
    put_paragraphs(f, S("danh_gia_rui_ro"), p->risk_text);
    fill_flag(f, S("co_bang_rui_ro"), p->risks.count > 0 || p->risk_text.len == 0);
    put_items(f, S("thiet_bi"), &p->devices, S("vi_tri"), S("muc_dich"));
    put_items(f, S("dich_vu"), &p->services, S("vi_tri"), S("muc_dich"));
    put_items(f, S("vung_mang"), &p->zones, S("noi_bo"), S("cong_khai"));
    put_items(f, S("rui_ro"), &p->risks, S("diem_yeu"), S("anh_huong"));
    put_contents(f, p);
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

static void put_part_lists(filler *f, fill_rows *r, size_t at, const paper_part *part)
{
    fill_rows facts = fill_rows_make(f, part->fact_count, 2, 0);
    for (size_t i = 0; i < facts.count; i++) {
        fill_row_put(&facts, i, S("ten"), part->facts[i].name);
        fill_row_put(&facts, i, S("gia_tri"), plain(part->facts[i].second));
    }
    fill_rows hits = fill_rows_make(f, part->hit_count, 3, 0);
    for (size_t i = 0; i < hits.count; i++) {
        fill_row_put(&hits, i, S("cap"), fill_digits(f, part->hits[i].level));
        fill_row_put(&hits, i, S("dieu_khoan"), unbroken(f, part->hits[i].cite));
        fill_row_put(&hits, i, S("noi_dung"), part->hits[i].text);
    }
    fill_rows questions = fill_rows_make(f, part->question_count, 1, 0);
    for (size_t i = 0; i < questions.count; i++) {
        fill_row_put(&questions, i, S("ten"), part->questions[i]);
    }
    if (f->failed) return;
    fill_row_list(r, at, S("du_kien"), &facts);
    fill_row_list(r, at, S("tieu_chi"), &hits);
    fill_row_list(r, at, S("cau_hoi"), &questions);
}

static void put_parts(filler *f, const paper *p)
{
    fill_rows r = fill_rows_make(f, p->part_count, 10, 3);
    for (size_t i = 0; i < r.count; i++) {
        const paper_part *part = &p->parts[i];
        fill_row_put(&r, i, S("stt"), fill_digits(f, (int64_t)i + 1));
        fill_row_put(&r, i, S("ten"), part->name);
        fill_row_put(&r, i, S("cap"), level_short(f, part->result, part->level));
        fill_row_put(&r, i, S("cap_so"), fill_digits(f, part->level));
        fill_row_put(&r, i, S("can_cu_cap"), unbroken(f, part->cite));
        fill_row_put(&r, i, S("loai_thong_tin"), part->info);
        fill_row_put(&r, i, S("loai_hinh"), part->kinds);
        bool at_least = part->result == LAW_AT_LEAST && part->level > 0;
        fill_row_put(&r, i, S("quyet_dinh"), part->result == LAW_DECIDED ? S("1") : S(""));
        fill_row_put(&r, i, S("it_nhat"), at_least ? S("1") : S(""));
        fill_row_put(&r, i, S("khong_co"), part->level == 0 ? S("1") : S(""));
        put_part_lists(f, &r, i, part);
    }
    fill_list(f, S("he_thong"), &r);
}

static void put_level(filler *f, const paper *p)
{
    fill_put(f, S("cap_do"), p->level > 0 ? fill_digits(f, p->level) : S("…"));
    fill_put(f, S("cap_do_chung"), level_short(f, p->result, p->level));
    fill_put(f, S("can_cu_cap_do"), unbroken(f, p->cite));
    fill_flag(f, S("quyet_dinh_chung"), p->result == LAW_DECIDED);
    fill_flag(f, S("cap_4_5"), p->level >= 4);
    fill_flag(f, S("nhieu_thanh_phan"), p->part_count > 1);
    fill_put(f, S("ly_do_cap_cao"), plain(p->raise_reason));
    put_paragraphs(f, S("lap_luan"), p->reasoning);
    put_parts(f, p);
    fill_rows r = fill_rows_make(f, p->note_count, 2, 0);
    for (size_t i = 0; i < r.count; i++) {
        fill_row_put(&r, i, S("noi_dung"), p->notes[i].text);
        fill_row_put(&r, i, S("dieu_khoan"), unbroken(f, p->notes[i].cite));
    }
    fill_list(f, S("luu_y"), &r);
}

static void put_appraisal(filler *f, const paper_appraisal *v)
{
    fill_put(f, S("so_de_nghi"), v->asked_no);
    fill_put(f, S("ngay_de_nghi"), v->asked_on);
    fill_put(f, S("phoi_hop"), plain(v->with));
    fill_put(f, S("hinh_thuc"), plain(v->how));
    fill_put(f, S("y_kien_cap_do"), plain(v->level));
    fill_put(f, S("y_kien_thiet_ke"), plain(v->design));
    fill_put(f, S("y_kien_van_hanh"), plain(v->running));
    fill_put(f, S("ket_luan"), plain(v->conclusion));
}

static fill_rows put_group(filler *f, const paper_requirement *rows, size_t count, size_t from)
{
    fill_rows r = fill_rows_make(f, count, 7, 0);
    for (size_t i = 0; i < r.count; i++) {
        fill_row_put(&r, i, S("stt"), fill_digits(f, (int64_t)(from + i) + 1));
        fill_row_put(&r, i, S("noi_dung"), plain(rows[i].text));
        fill_row_put(&r, i, S("dieu"), rows[i].clause);
        fill_row_put(&r, i, S("tra_loi"), rows[i].answer);
        fill_row_put(&r, i, S("mo_ta"), plain(rows[i].detail));
        fill_row_put(&r, i, S("trach_nhiem"), plain(rows[i].who));
        fill_row_put(&r, i, S("han"), rows[i].until);
    }
    return r;
}

static size_t group_end(const paper *p, size_t from)
{
    size_t end = from + 1;
    while (end < p->plan_count && str_equal(p->plan[end].group, p->plan[from].group)) end++;
    return end;
}

static void put_plan_texts(filler *f, const paper *p)
{
    fill_rows r = fill_rows_make(f, p->plan_text_count, 2, 1);
    for (size_t i = 0; i < r.count; i++) {
        fill_rows inside = paragraphs_of(f, p->plan_texts[i].text);
        fill_row_put(&r, i, S("stt"), fill_digits(f, (int64_t)i + 1));
        fill_row_put(&r, i, S("ten"), p->plan_texts[i].title);
        if (!f->failed) fill_row_list(&r, i, S("doan_van"), &inside);
    }
    fill_list(f, S("noi_dung_phuong_an"), &r);
}

static void put_plan(filler *f, const paper *p)
{
    fill_rows counts = fill_rows_make(f, p->answer_count, 2, 0);
    size_t    groups = 0, n = 0;
    for (size_t i = 0; i < counts.count; i++) {
        fill_row_put(&counts, i, S("ten"), p->answers[i].name);
        fill_row_put(&counts, i, S("so"), fill_digits(f, p->answers[i].n));
    }
    for (size_t at = 0; at < p->plan_count; at = group_end(p, at)) groups++;
    fill_rows r = fill_rows_make(f, groups, 1, 1);
    for (size_t at = 0, end; at < p->plan_count && !f->failed; at = end, n++) {
        end            = group_end(p, at);
        fill_rows rows = put_group(f, &p->plan[at], end - at, at);
        fill_row_put(&r, n, S("ten"), p->plan[at].group);
        if (!f->failed) fill_row_list(&r, n, S("yeu_cau"), &rows);
    }
    fill_put(f, S("so_yeu_cau"), p->plan_count ? fill_digits(f, (int64_t)p->plan_count) : S(""));
    fill_list(f, S("ket_qua"), &counts);
    fill_list(f, S("nhom"), &r);
    put_plan_texts(f, p);
}

status paper_data(const paper *p, arena *a, docx_data *out)
{
    filler *f = filler_new(a);
    if (!f) return ST_MEMORY;
    put_head(f, p);
    put_basis(f, p);
    put_bodies(f, p);
    put_system(f, p);
    put_level(f, p);
    put_appraisal(f, &p->appraisal);
    put_plan(f, p);
    return filler_data(f, out);
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
        STR("noi_dung"),   STR("so"),         STR("yeu_cau"),        STR("dieu"),
        STR("tra_loi"),    STR("mo_ta"),      STR("trach_nhiem"),    STR("han"),
        STR("doan"),       STR("doan_van"),   STR("so_ngay"),        STR("noi_ban_hanh"),
        STR("loai"),       STR("ghi_chu"),
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
