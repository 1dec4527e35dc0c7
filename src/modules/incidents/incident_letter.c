// incident_letter.c - see incident_letter.h: from facts to the values of a template.
#include "modules/incidents/incident_letter.h"

#include <string.h>

#include "kit/documents/fill.h"
#include "kit/text/text.h"
#include "modules/incidents/letter_templates.gen.h"

typedef enum letter_kind {
    KIND_TEXT = 1,
    KIND_LIST,  // lines joined
    KIND_WHEN,  // "22:00 20/08/2026"
    KIND_DAY,   // of an instant: "20/08/2026"
    KIND_HOUR,  // of an instant: "22 giờ 00 phút"
    KIND_ON,    // an ISO day
    KIND_BOX,   // is `choice` among the set?
    KIND_LEVEL, // is it that level?
    KIND_TYPE,  // words of an incident type
    KIND_CLASS, // "serious" "ordinary"
    KIND_COUNT, // a number
    KIND_BANK,  // one of the boxes of the State Bank's form
} letter_kind;

typedef struct letter_name { // a placeholder, and the fact it shows
    const char *place, *fact;
    letter_kind kind;
    const char *choice;
} letter_name;

#define TEXT(place, fact)                                                                          \
    {                                                                                              \
        place, fact, KIND_TEXT, NULL                                                               \
    }
#define BOX(place, fact, choice)                                                                   \
    {                                                                                              \
        place, fact, KIND_BOX, choice                                                              \
    }
#define BANK(choice)                                                                               \
    {                                                                                              \
        "o_nh_" choice, "bank_types", KIND_BANK, choice                                            \
    }
#define AS(place, fact, kind)                                                                      \
    {                                                                                              \
        place, fact, kind, NULL                                                                    \
    }

static const letter_name names[] = {
    TEXT("nguoi_bao", "reporter_name"),
    TEXT("nguoi_bao_dia_chi", "reporter_address"),
    TEXT("nguoi_bao_dien_thoai", "reporter_phone"),
    TEXT("nguoi_bao_thu", "reporter_email"),
    TEXT("nguoi_bao_fax", "reporter_fax"),
    TEXT("nguoi_bao_web", "reporter_website"),
    TEXT("lien_he", "contact_name"),
    TEXT("lien_he_chuc_vu", "contact_title"),
    TEXT("lien_he_dien_thoai", "contact_phone"),
    TEXT("lien_he_thu", "contact_email"),
    TEXT("don_vi_van_hanh", "operator_name"),
    TEXT("don_vi_van_hanh_dia_chi", "operator_address"),
    TEXT("chu_quan", "owner_name"),
    TEXT("ten_he_thong", "system_name"),
    TEXT("cap_do", "system_level"),
    { "o_cap_1", "system_level", KIND_LEVEL, "1" },
    { "o_cap_2", "system_level", KIND_LEVEL, "2" },
    { "o_cap_3", "system_level", KIND_LEVEL, "3" },
    { "o_cap_4", "system_level", KIND_LEVEL, "4" },
    { "o_cap_5", "system_level", KIND_LEVEL, "5" },
    AS("ten_mien", "domains", KIND_LIST),
    AS("dia_chi_ip", "ips", KIND_LIST),
    AS("ip_tan_cong", "attacking_ips", KIND_LIST),
    AS("cong_mang", "ports", KIND_LIST),
    TEXT("he_dieu_hanh", "os"),
    TEXT("muc_dich", "purpose"),
    TEXT("nha_cung_cap_attt", "provider_security"),
    AS("nha_cung_cap_mang", "provider_network", KIND_LIST),
    TEXT("mo_ta", "description"),
    TEXT("muc_do_lan", "spread"),
    TEXT("anh_huong", "effect"),
    TEXT("dau_hieu", "signs"),
    AS("loai_su_co", "type", KIND_TYPE),
    AS("phan_loai", "class", KIND_CLASS),
    TEXT("ma_su_co", "code"),
    AS("ngay_phat_hien", "detected", KIND_DAY),
    AS("gio_phat_hien", "detected", KIND_HOUR),
    AS("luc_phat_hien", "detected", KIND_WHEN),
    AS("luc_xay_ra", "occurred", KIND_WHEN),
    AS("luc_khac_phuc", "fixed", KIND_WHEN),
    AS("luc_bao_cao", "reported", KIND_WHEN),
    BOX("o_da_xu_ly", "present_state", "handled"),
    BOX("o_chua_xu_ly", "present_state", "unhandled"),
    BOX("o_ph_ids", "detected_how", "ids"),
    BOX("o_ph_log", "detected_how", "log"),
    BOX("o_ph_told", "detected_how", "told"),
    BOX("o_ph_other", "detected_how", "other"),
    TEXT("bao_tu", "detected_told_by"),
    TEXT("ph_khac", "detected_other"),
    BOX("o_gui_member", "told", "member"),
    BOX("o_gui_isp", "told", "isp"),
    BOX("o_gui_coordinator", "told", "coordinator"),
    BOX("o_dv_web", "services", "web"),
    BOX("o_dv_mail", "services", "mail"),
    BOX("o_dv_database", "services", "database"),
    BOX("o_dv_other", "services", "other"),
    TEXT("dv_khac", "services_other"),
    BOX("o_bp_antivirus", "measures", "antivirus"),
    BOX("o_bp_firewall", "measures", "firewall"),
    BOX("o_bp_ids", "measures", "ids"),
    BOX("o_bp_other", "measures", "other"),
    TEXT("bp_khac", "measures_other"),
    BOX("o_gk_log", "enclosed", "log"),
    BOX("o_gk_sample", "enclosed", "sample"),
    BOX("o_gk_other", "enclosed", "other"),
    TEXT("gk_khac", "enclosed_other"),
    BOX("o_mat_yes", "keep_secret", "yes"),
    BOX("o_mat_no", "keep_secret", "no"),
    TEXT("da_lam", "done"),
    TEXT("se_lam", "planned"),
    AS("ben_ho_tro", "helpers", KIND_LIST),
    AS("ben_ho_tro_ngoai", "helpers_foreign", KIND_LIST),
    TEXT("de_xuat", "proposal"),
    TEXT("ket_qua", "result"),
    TEXT("nguyen_nhan", "cause"),
    TEXT("thiet_hai", "damage"),
    TEXT("so_bao_cao_dau", "initial_report_no"),
    AS("ngay_bao_cao_dau", "initial_report_on", KIND_ON),
    // the State Bank's
    TEXT("ah_khach_hang", "impact_customers"),
    TEXT("ah_noi_bo", "impact_internal"),
    TEXT("ah_lien_quan", "impact_related"),
    TEXT("da_bao_cao", "reported_to"),
    TEXT("su_co_lien_quan", "related_incidents"),
    TEXT("chung_cu", "evidence"),
    TEXT("nh_khac", "bank_types_other"),
    BANK("dos"),
    BANK("malware"),
    BANK("access"),
    BANK("deface"),
    BANK("misuse"),
    BANK("apt"),
    BANK("phishing"),
    BANK("other"),
    // personal data
    TEXT("ben_lien_quan", "involved"),
    TEXT("loai_du_lieu", "data_kinds"),
    AS("so_luong_du_lieu", "data_amount", KIND_COUNT),
    AS("so_chu_the", "people_affected", KIND_COUNT),
    TEXT("ly_do_muon", "late_reason"),
    // orders
    TEXT("ten_lenh", "order_title"),
    TEXT("dong_tu", "order_verb"),
    TEXT("co_quan_dieu_phoi", "coordinator"),
    AS("han_xac_nhan", "acknowledge_by", KIND_WHEN),
    AS("han_ket_qua", "result_by", KIND_WHEN),
    TEXT("noi_tra_loi", "reply_to"),
    TEXT("tlp", "tlp"),
    // members of the network
    TEXT("ma_thanh_vien", "member_code"),
    TEXT("tu_thang", "from_month"),
    TEXT("den_thang", "to_month"),
    TEXT("lanh_dao", "leader_name"),
    TEXT("lanh_dao_chuc_vu", "leader_title"),
    TEXT("lanh_dao_co_dinh", "leader_phone"),
    TEXT("lanh_dao_di_dong", "leader_mobile"),
    TEXT("tiep_nhan_dia_chi", "reception_address"),
    TEXT("tiep_nhan_co_dinh", "reception_phone"),
    TEXT("tiep_nhan_di_dong", "reception_mobile"),
    TEXT("tiep_nhan_fax", "reception_fax"),
    TEXT("tiep_nhan_thu", "reception_email"),
    TEXT("gioi_thieu", "introduction"),
    AS("he_thong_1", "systems_1", KIND_LIST),
    AS("he_thong_2", "systems_2", KIND_LIST),
    AS("he_thong_3", "systems_3", KIND_LIST),
    AS("he_thong_4", "systems_4", KIND_LIST),
    AS("he_thong_5", "systems_5", KIND_LIST),
    TEXT("pgp_id", "pgp_id"),
    TEXT("pgp_dau_van", "pgp_fingerprint"),
    TEXT("pgp_dia_chi", "pgp_link"),
    TEXT("trong_gio", "hours_name"),
    TEXT("trong_gio_co_dinh", "hours_phone"),
    TEXT("trong_gio_di_dong", "hours_mobile"),
    TEXT("trong_gio_fax", "hours_fax"),
    TEXT("ngoai_gio", "off_hours_name"),
    TEXT("ngoai_gio_co_dinh", "off_hours_phone"),
    TEXT("ngoai_gio_di_dong", "off_hours_mobile"),
    TEXT("ngoai_gio_fax", "off_hours_fax"),
    TEXT("buu_pham", "postal"),
    TEXT("nhan_tin", "messaging"),
};

typedef struct making {
    const law             *l;
    const incident_letter *p;
    arena                 *a;
    filler                *f;
} making;

static str fact_of(const making *m, const char *key)
{
    for (size_t i = 0; i < m->p->fact_count; i++) {
        if (str_equal(m->p->facts[i].key, str_from(key))) return m->p->facts[i].value;
    }
    return S("");
}

static str keep(making *m, str text)
{
    if (!text.ptr) m->f->failed = true;
    return text;
}

// ---- one value --------------------------------------------------------------------------------------------
static str instant(making *m, str value, letter_kind kind)
{
    int64_t ms;
    if (!value.len) return S("");
    if (!str_int(value, &ms)) return value; // shown as it was typed
    if (kind == KIND_WHEN) return keep(m, text_when(m->a, ms));
    if (kind == KIND_DAY) return keep(m, text_day(m->a, day_of_ms(ms, VIETNAM_OFFSET_MINUTES)));
    str when = keep(m, text_when(m->a, ms)); // "22:00 20/08/2026"
    if (when.len < 5) return S("");
    str words = text_fmt(m->a, LANG_VI, T_incidents_letter_hour,
                         (const str[]){ str_slice(when, 0, 2), str_slice(when, 3, 5) }, 2);
    return keep(m, words);
}

static str joined(making *m, str lines)
{
    buf b = buf_in(m->a, 128, INCIDENT_LETTER_BYTES_MAX);
    for (str line, rest = lines; rest.len;) {
        if (!str_cut(rest, '\n', &line, &rest)) rest = S("");
        line = str_trim(line);
        if (!line.len) continue;
        if (b.len) buf_put(&b, S("; "));
        buf_put(&b, line);
    }
    return b.len ? keep(m, buf_close(&b)) : S("");
}

static bool among(str set, const char *choice)
{
    for (str word, rest = set; rest.len;) {
        if (!str_cut(rest, ' ', &word, &rest)) rest = S("");
        if (str_equal(word, str_from(choice))) return true;
    }
    return false;
}

// The State Bank's box that goes with a type of form 05.
static const char *bank_box(str type)
{
    static const struct {
        const char *type, *box;
    } all[] = { { "DOS", "dos" },          { "MALWARE", "malware" }, { "ENCRYPT", "malware" },
                { "INTRUSION", "access" }, { "DEFACE", "deface" },   { "PHISH", "phishing" } };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (str_equal(str_from(all[i].type), type)) return all[i].box;
    }
    return type.len ? "other" : "";
}

static str box(bool ticked)
{
    return ticked ? S("[x]") : S("[\u00a0\u00a0]");
}

static str type_words(const making *m, str type)
{
    const law_incident_type *t = type.len ? law_incident_type_find(m->l, type) : NULL;
    return t ? t->text.vi : type;
}

static str class_words(str key)
{
    if (str_equal(key, S("serious"))) return text_get(LANG_VI, T_incidents_letter_serious);
    if (str_equal(key, S("ordinary"))) return text_get(LANG_VI, T_incidents_letter_ordinary);
    return key;
}

static str day_words(making *m, str iso)
{
    day d;
    return day_parse(iso, &d) == ST_OK ? keep(m, text_day(m->a, d)) : iso;
}

static str count_words(making *m, str value)
{
    int64_t n;
    return str_int(value, &n) ? keep(m, text_number(m->a, LANG_VI, n)) : value;
}

static str shown(making *m, const letter_name *n)
{
    str v = fact_of(m, n->fact);
    switch (n->kind) {
    case KIND_TEXT: return v;
    case KIND_LIST: return joined(m, v);
    case KIND_WHEN:
    case KIND_DAY:
    case KIND_HOUR: return instant(m, v, n->kind);
    case KIND_ON: return day_words(m, v);
    case KIND_BOX: return box(among(v, n->choice));
    case KIND_LEVEL: return box(str_equal(v, str_from(n->choice)));
    case KIND_TYPE: return type_words(m, v);
    case KIND_CLASS: return class_words(v);
    case KIND_COUNT: return count_words(m, v);
    case KIND_BANK:
        return box(v.len ? among(v, n->choice)
                         : strcmp(bank_box(fact_of(m, "type")), n->choice) == 0);
    }
    return S("");
}

// ---- tables -----------------------------------------------------------------------------------------------
static const str columns[INCIDENT_LETTER_COLUMNS_MAX] = { STR("c1"), STR("c2"), STR("c3"),
                                                          STR("c4"), STR("c5"), STR("c6"),
                                                          STR("c7"), STR("c8") };

static const incident_letter_table *table_of(const incident_letter *p, str name)
{
    for (size_t i = 0; i < p->table_count; i++) {
        if (str_equal(p->tables[i].name, name)) return &p->tables[i];
    }
    return NULL;
}

static void put_table(making *m, str name)
{
    const incident_letter_table *t = table_of(m->p, name);
    fill_rows r = fill_rows_make(m->f, t ? t->rows : 0, INCIDENT_LETTER_COLUMNS_MAX, 0);
    for (size_t i = 0; i < r.count; i++) {
        for (size_t k = 0; k < COUNT(columns); k++) {
            str cell = k < t->columns ? t->cells[i * t->columns + k] : S("");
            fill_row_put(&r, i, columns[k], cell);
        }
    }
    fill_list(m->f, name, &r);
}

enum { FIGURES = 6, TYPE_ROWS_MAX = 64 };

typedef struct figures {
    int64_t n[FIGURES];
} figures;

// Adds one row of the table "types" to its row of the form.
static status add_figures(const making *m, const str *cells, figures *sums, size_t rows,
                          problem *why)
{
    const law_incident_type *t = law_incident_type_find(m->l, cells[0]);
    figures                  f;
    if (!t || (size_t)t->row > rows)
        return problem_set(why, ST_INVALID, cells[0], S("incident-type"));
    for (size_t k = 0; k < FIGURES; k++) {
        if (!str_int(cells[k + 1], &f.n[k]) || f.n[k] < 0 || f.n[k] > INT64_C(1) << 50)
            return problem_detail(why, ST_INVALID, cells[0], S("incident-count"), cells[k + 1]);
    }
    if (f.n[1] + f.n[2] > f.n[0])
        return problem_set(why, ST_INVALID, cells[0], S("incident-count-sum"));
    for (size_t k = 0; k < FIGURES; k++) {
        sums[t->row - 1].n[k] += f.n[k];
        sums[rows].n[k] += f.n[k];
    }
    return ST_OK;
}

static void put_figures(making *m, fill_rows *r, size_t row, str name, const figures *f)
{
    bool sum = row + 1 == r->count;
    fill_row_put(r, row, columns[0], sum ? S("") : fill_digits(m->f, (int64_t)row + 1));
    fill_row_put(r, row, columns[1], name);
    for (size_t k = 0; k < FIGURES; k++)
        fill_row_put(r, row, columns[k + 2], keep(m, text_number(m->a, LANG_VI, f->n[k])));
}

static status put_types(making *m, problem *why)
{
    figures                      sums[TYPE_ROWS_MAX + 1] = { 0 };
    size_t                       count, rows = 0;
    const law_incident_type     *types = law_incident_types(m->l, &count);
    const incident_letter_table *t     = table_of(m->p, S("types"));
    for (size_t i = 0; i < count; i++) rows += types[i].into == NULL;
    if (!t || t->columns != FIGURES + 1 || rows > TYPE_ROWS_MAX) {
        fill_rows none = fill_rows_make(m->f, 0, 1, 0);
        fill_list(m->f, S("loai"), &none);
        return ST_OK;
    }
    for (size_t i = 0; i < t->rows; i++)
        TRY(add_figures(m, &t->cells[i * t->columns], sums, rows, why));
    fill_rows r = fill_rows_make(m->f, rows + 1, INCIDENT_LETTER_COLUMNS_MAX, 0);
    for (size_t i = 0, row = 0; i < count && r.count; i++) {
        if (types[i].into) continue;
        put_figures(m, &r, row, types[i].text.vi, &sums[row]);
        row++;
    }
    str total = text_get(LANG_VI, T_incidents_letter_total);
    if (r.count) put_figures(m, &r, rows, total, &sums[rows]);
    fill_list(m->f, S("loai"), &r);
    return ST_OK;
}

// ---- the paper --------------------------------------------------------------------------------------------
static void put_ends(making *m, const law_incident_form *form)
{
    const incident_letter *p = m->p;
    day                    d;
    const fill_head_of     head = { .superior = p->superior,
                                    .issuer   = p->issuer,
                                    .symbol   = p->symbol,
                                    .place    = p->place,
                                    .about    = form->about,
                                    .sample   = p->sample,
                                    .year     = p->year };
    fill_head(m->f, &head);
    fill_put(m->f, S("so_ky_hieu"), p->number);
    str issued = day_parse(p->issued, &d) == ST_OK ? keep(m, text_day_words(m->a, d)) : S("");
    fill_put(m->f, S("ngay_ban_hanh"), issued);
    fill_put(m->f, S("noi_nhan"), p->to);
    fill_put(m->f, S("chuc_vu"), p->signer_post);
    fill_put(m->f, S("nguoi_ky"), p->signer);
    fill_put(m->f, S("luu"), p->drafter);
}

static const letter_name *name_of(str place)
{
    for (size_t i = 0; i < COUNT(names); i++) {
        if (str_equal(str_from(names[i].place), place)) return &names[i];
    }
    return NULL;
}

static bool is_list(const docx_place *places, size_t count, str name)
{
    for (size_t i = 0; i < count; i++) {
        if (places[i].kind == DOCX_LIST && str_equal(places[i].name, name)) return true;
    }
    return false;
}

static bool put_already(const filler *f, str name)
{
    for (size_t i = 0; i < f->value_count; i++) {
        if (str_equal(f->values[i].name, name)) return true;
    }
    for (size_t i = 0; i < f->list_count; i++) {
        if (str_equal(f->lists[i].name, name)) return true;
    }
    return false;
}

static bool is_column(str name)
{
    for (size_t i = 0; i < COUNT(columns); i++) {
        if (str_equal(columns[i], name)) return true;
    }
    return false;
}

// Only what the template asks for.
static status put_places(making *m, const docx_place *places, size_t count, problem *why)
{
    for (size_t i = 0; i < count; i++) {
        str name = places[i].name;
        if (put_already(m->f, name)) continue;
        if (is_column(name) || str_equal(name, S("dong"))) {
            fill_put(m->f, name, S("")); // of a table that has no rows
        } else if (is_list(places, count, name)) {
            if (!str_equal(name, S("loai"))) {
                put_table(m, name);
                continue;
            }
            TRY(put_types(m, why));
        } else {
            const letter_name *n = name_of(name);
            if (!n) return problem_set(why, ST_BROKEN, name, S("docx-unknown"));
            fill_put(m->f, name, shown(m, n));
        }
    }
    return ST_OK;
}

static str template_of(str form)
{
    for (size_t i = 0; i < LETTER_TEMPLATES; i++) {
        if (str_equal(letter_templates[i].key, form)) return letter_templates[i].bytes;
    }
    return (str){ 0 };
}

status incident_letter_make(const law *l, str form, const incident_letter *p, arena *a, str *docx,
                            problem *why)
{
    const law_incident_form *row = law_incident_form_find(l, form);
    str template                 = template_of(form);
    docx_place *places;
    docx_data   data;
    size_t      count;
    if (!row || !template.ptr)
        return problem_detail(why, ST_MISSING, S("form"), S("incident-form"), form);
    making m = { l, p, a, filler_new(a) };
    if (!m.f) return ST_MEMORY;
    TRY(docx_check(template, a, &places, &count, why));
    put_ends(&m, row);
    TRY(put_places(&m, places, count, why));
    TRY(filler_data(m.f, &data));
    return docx_fill(template, &data, a, docx, why);
}
