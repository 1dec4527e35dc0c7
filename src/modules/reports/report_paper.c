// report_paper.c - see report_paper.h.
#include "modules/reports/report_paper.h"

#include "kit/documents/fill.h"
#include "kit/text/text.h"
#include "modules/reports/report_templates.gen.h"

static str day_digits(filler *f, str iso)
{
    day d;
    if (day_parse(iso, &d) != ST_OK) return iso;
    str text = text_day(f->a, d);
    if (!text.ptr) f->failed = true;
    return text;
}

static void put_number(filler *f, const report_paper *p)
{
    day d;
    fill_put(f, S("so_ky_hieu"), p->number);
    bool dated  = day_parse(p->issued, &d) == ST_OK;
    str  issued = dated ? text_day_words(f->a, d) : S("");
    fill_put(f, S("ngay_ban_hanh"), issued);
    str with = S("này");
    if (p->number.len) {
        with = arena_printf(f->a, "số " STR_FMT " " STR_FMT, STR_ARG(p->number), STR_ARG(issued));
    }
    f->failed |= !issued.ptr || !with.ptr;
    fill_put(f, S("kem_theo"), with);
    fill_put(f, S("noi_nhan"), p->to);
    fill_put(f, S("chuc_vu"), p->signer_post);
    fill_put(f, S("nguoi_ky"), p->signer);
    fill_put(f, S("luu"), p->drafter);
}

static void put_body(filler *f, const report_body *b, const str names[5])
{
    const str values[] = { b->name, b->address, b->representative, b->phone, b->email };
    for (size_t i = 0; i < COUNT(values); i++) fill_put(f, names[i], values[i]);
}

static void put_bodies(filler *f, const report_paper *p)
{
    static const str owner[] = { STR("chu_quan"), STR("chu_quan_dia_chi"), STR("chu_quan_dai_dien"),
                                 STR("chu_quan_dien_thoai"), STR("chu_quan_thu") };
    static const str specialist[] = { STR("chuyen_trach"), STR("chuyen_trach_dia_chi"),
                                      STR("chuyen_trach_dai_dien"), STR("chuyen_trach_dien_thoai"),
                                      STR("chuyen_trach_thu") };
    put_body(f, &p->owner, owner);
    put_body(f, &p->specialist, specialist);
}

static void put_figures(filler *f, const report_paper *p)
{
    const report_figures *g = &p->figures;
    const struct {
        str     name;
        int64_t n;
    } all[] = {
        { STR("tong_so"), g->total },         { STR("da_phan_loai"), g->classified },
        { STR("da_lap_ho_so"), g->drafted },  { STR("da_tham_dinh"), g->appraised },
        { STR("da_phe_duyet"), g->approved }, { STR("da_kiem_tra"), g->inspected },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        str n = text_number(f->a, LANG_VI, all[i].n);
        f->failed |= !n.ptr;
        fill_put(f, all[i].name, n);
    }
    fill_put(f, S("du_kien"), g->expected.len ? day_digits(f, g->expected) : S("–"));
}

static void put_sections(filler *f, const report_paper *p)
{
    fill_rows r = fill_rows_make(f, p->section_count, 2, 1);
    for (size_t i = 0; i < r.count; i++) {
        const report_section *s     = &p->sections[i];
        fill_rows             texts = fill_rows_make(f, s->count, 1, 0);
        for (size_t k = 0; k < texts.count; k++) {
            fill_row_put(&texts, k, S("dong"), s->paragraphs[k]);
        }
        fill_row_put(&r, i, S("stt"), fill_digits(f, (int64_t)i + 1));
        fill_row_put(&r, i, S("ten"), s->title);
        fill_row_list(&r, i, S("doan"), &texts);
    }
    fill_list(f, S("muc"), &r);
}

static void put_table(filler *f, str name, const report_line *lines, size_t count, size_t columns)
{
    static const str names[REPORT_COLUMNS] = { STR("stt"), STR("c2"),  STR("c3"),  STR("c4"),
                                               STR("c5"),  STR("c6"),  STR("c7"),  STR("c8"),
                                               STR("c9"),  STR("c10"), STR("c11"), STR("c12") };
    fill_rows        r                     = fill_rows_make(f, count, columns, 0);
    for (size_t i = 0; i < r.count; i++) {
        for (size_t k = 0; k < columns; k++) fill_row_put(&r, i, names[k], lines[i].cells[k]);
    }
    fill_list(f, name, &r);
}

// The one row of a table that has none, or that is too long.
static str instead(filler *f, const report_paper *p, size_t count, text_key none)
{
    str n = fill_digits(f, (int64_t)count);
    if (!p->separate) return text_get(LANG_VI, none);
    str text = text_fmt(f->a, LANG_VI, T_reports_paper_separate, &n, 1);
    if (!text.ptr) f->failed = true;
    return text;
}

status report_paper_data(const report_paper *p, arena *a, docx_data *out)
{
    filler *f = filler_new(a);
    if (!f) return ST_MEMORY;
    const fill_head_of head = { .superior = p->superior,
                                .issuer   = p->issuer,
                                .symbol   = p->symbol,
                                .place    = p->place,
                                .sample   = p->sample,
                                .year     = p->year };
    fill_head(f, &head);
    put_number(f, p);
    put_bodies(f, p);
    put_figures(f, p);
    fill_put(f, S("co_quan_bao_cao"), p->reporter);
    fill_put(f, S("tu_ngay"), day_digits(f, p->from));
    fill_put(f, S("den_ngay"), day_digits(f, p->until));
    fill_put(f, S("luc"), p->as_of);
    fill_put(f, S("khong_bang"), instead(f, p, p->line_count, T_reports_paper_no_rows));
    fill_put(f, S("khong_du_an"), instead(f, p, p->built_count, T_reports_paper_no_built));
    put_sections(f, p);
    put_table(f, S("he_thong"), p->lines, p->separate ? 0 : p->line_count, REPORT_COLUMNS);
    put_table(f, S("du_an"), p->built, p->separate ? 0 : p->built_count, REPORT_BUILT_COLUMNS);
    return filler_data(f, out);
}

str report_template_of(const law_pack *pack, str form)
{
    str id = pack->base ? pack->base->id : pack->id;
    for (size_t i = 0; i < REPORT_TEMPLATES; i++) {
        const report_template *t = &report_templates[i];
        if (str_equal(t->pack, id) && str_equal(t->key, form)) return t->bytes;
    }
    return (str){ 0 };
}
