// import_columns.c - which heading means which column, and which words of a cell mean which value.
//
// Names here are input to be recognised, not wording: they are written as text_bare_words leaves them
// (no accents, small letters, y kept). Labels of facts and their values come from the law's table,
// headings of our own template from po/*.po, so that what we write out can be read in again.
#include "modules/systems/import_words.h"

#include "modules/systems/official_sheet.h"

#include <assert.h>

typedef struct known_name {
    str         key;
    import_what what;
    const char *names; // parted by '|', the heading of columns.md first
} known_name;

// In the order of the template.
static const known_name known[] = {
    { STR("code"), IMPORT_CODE,
      "ma he thong|ma|ma httt|ma he thong thong tin|ma so he thong|code|system code" },
    { STR("name"), IMPORT_FIELD,
      "ten he thong|ten httt|ten he thong thong tin|he thong thong tin|he thong|httt|ten|"
      "system name|name|information system" },
    { STR("owner_code"), IMPORT_OWNER_CODE,
      "ma chu quan|ma co quan|ma don vi chu quan|ma co quan chu quan|agency code|owner code" },
    { STR("owner"), IMPORT_FIELD,
      "chu quan|co quan chu quan|don vi chu quan|chu quan httt|chu quan he thong thong tin|"
      "chu quan he thong|ten chu quan|agency 2026|owner" },
    { STR("operator"), IMPORT_FIELD,
      "don vi van hanh|van hanh|co quan van hanh|don vi van hanh httt|"
      "don vi van hanh he thong thong tin|operator" },
    { STR("purpose"), IMPORT_FIELD,
      "muc dich chuc nang|muc dich|chuc nang|mo ta|muc dich su dung|"
      "chuc nang nhiem vu cua he thong|chuc nang nhiem vu|purpose|description" },
    { STR("type"), IMPORT_FACT,
      "loai hinh|loai hinh httt|loai hinh he thong|loai he thong|loai httt|"
      "loai hinh he thong thong tin|type" },
    { STR("info"), IMPORT_FACT,
      "loai thong tin|loai thong tin xu ly|phan loai thong tin|thong tin xu ly|info" },
    { STR("sheet_level"), IMPORT_FIELD,
      "cap do|cap do de xuat|cap do attt|cap do an toan|cap do an toan thong tin|cap do httt|"
      "cap do an toan he thong thong tin|cap|level" },
    { STR("state"), IMPORT_FIELD,
      "trang thai|trang thai hoat dong|trang thai he thong|tinh trang hoat dong|"
      "tinh trang van hanh|state" },
    { STR("begun_on"), IMPORT_FIELD,
      "ngay bat dau dau tu|bat dau dau tu|ngay khoi cong|ngay bat dau xay dung|begun on" },
    { STR("running_since"), IMPORT_FIELD,
      "ngay dua vao van hanh|dua vao van hanh|ngay van hanh|dua vao su dung|"
      "ngay dua vao su dung|running since" },
    { STR("project_kind"), IMPORT_FIELD,
      "hinh thuc dau tu|du an hay thue|hinh thuc dau tu thue dich vu|project kind" },
    { STR("project_name"), IMPORT_FIELD,
      "ten du an|ten ke hoach thue|ten du an ke hoach thue|project name" },
    { STR("project_no"), IMPORT_FIELD,
      "so quyet dinh du an|so quyet dinh phe duyet du an|project no" },
    { STR("project_on"), IMPORT_FIELD, "ngay quyet dinh du an|ngay phe duyet du an|project on" },
    { STR("project_by"), IMPORT_FIELD, "co quan phe duyet du an|project by" },
    { STR("embedded"), IMPORT_FIELD,
      "da long ghep thuyet minh|long ghep thuyet minh|da long ghep|embedded" },
    { STR("approval"), IMPORT_FIELD,
      "tinh trang phe duyet|tinh trang ho so|tinh trang phe duyet cap do|"
      "tinh trang phe duyet ho so de xuat cap do|approval" },
    { STR("decision_no"), IMPORT_FIELD,
      "so quyet dinh|so quyet dinh phe duyet|quyet dinh so|decision no" },
    { STR("decision_on"), IMPORT_FIELD,
      "ngay quyet dinh|ngay phe duyet|ngay ban hanh quyet dinh|decision on" },
    { STR("decision_by"), IMPORT_FIELD,
      "co quan phe duyet|co quan ban hanh quyet dinh|nguoi phe duyet|decision by" },
    { STR("approval_expected"), IMPORT_FIELD,
      "du kien phe duyet|ngay du kien phe duyet|thoi gian du kien phe duyet|"
      "thoi han phe duyet|approval expected" },
    { STR("regulation_no"), IMPORT_FIELD, "so quy che|quy che so|regulation no" },
    { STR("regulation_on"), IMPORT_FIELD, "ngay quy che|ngay ban hanh quy che|regulation on" },
    { STR("regulation_by"), IMPORT_FIELD, "co quan ban hanh quy che|regulation by" },
    { STR("deployment"), IMPORT_FIELD,
      "trien khai|tinh trang trien khai|trien khai phuong an|trien khai pa|"
      "tinh trang trien khai phuong an|deployment" },
    { STR("deployment_expected"), IMPORT_FIELD,
      "du kien trien khai day du|du kien trien khai|ngay du kien trien khai day du|"
      "thoi gian du kien trien khai day du|deployment expected" },
    { STR("inspections"), IMPORT_FIELD,
      "kiem tra danh gia|kiem tra|danh gia|kiem tra danh gia an toan thong tin|"
      "kiem tra danh gia an ninh mang|inspections" },
    { STR("scope"), IMPORT_FIELD, "pham vi|pham vi hoat dong|pham vi trien khai|scope" },
    { STR("size"), IMPORT_FIELD, "quy mo|quy mo he thong|size" },
    { STR("users_served"), IMPORT_FIELD,
      "doi tuong phuc vu|nguoi dung|doi tuong su dung|users served" },
    { STR("address"), IMPORT_FIELD, "dia diem trien khai|dia diem|noi dat|dia chi|address" },
    { STR("contact_name"), IMPORT_FIELD,
      "nguoi phu trach|can bo phu trach|dau moi|dau moi lien he|contact name" },
    { STR("contact_title"), IMPORT_FIELD, "chuc vu|chuc danh|contact title" },
    { STR("contact_phone"), IMPORT_FIELD, "dien thoai|so dien thoai|sdt|contact phone" },
    { STR("contact_email"), IMPORT_FIELD, "thu dien tu|email|e mail|contact email" },
    { STR("bmnn_grade"), IMPORT_FACT, "do mat|bmnn grade" },
    { STR("serves_defsec"), IMPORT_FACT,
      "phuc vu quoc phong an ninh|quoc phong an ninh|serves defsec" },
    { STR("harm_defsec"), IMPORT_FACT,
      "muc ton hai quoc phong an ninh|ton hai quoc phong an ninh|harm defsec" },
    { STR("online_service"), IMPORT_FACT, "dich vu truc tuyen|online service" },
    { STR("dvc_level"), IMPORT_FACT,
      "muc do dich vu cong|dich vu cong truc tuyen|muc do dich vu cong truc tuyen|muc do dvc|"
      "dvc level" },
    { STR("handles_tthc"), IMPORT_FACT,
      "giai quyet thu tuc hanh chinh|giai quyet tthc|xu ly tthc|handles tthc" },
    { STR("cond_business"), IMPORT_FACT,
      "nganh nghe kinh doanh co dieu kien|kinh doanh co dieu kien|cond business" },
    { STR("users_private"), IMPORT_FACT,
      "so nguoi dung co thong tin rieng ca nhan|so nguoi dung|so luong nguoi dung|users private" },
    { STR("pd_basic"), IMPORT_FACT,
      "so chu the du lieu ca nhan co ban|du lieu ca nhan co ban|pd basic" },
    { STR("pd_sensitive"), IMPORT_FACT,
      "so chu the du lieu ca nhan nhay cam|du lieu ca nhan nhay cam|pd sensitive" },
    { STR("infra_scope"), IMPORT_FACT, "pham vi ha tang|infra scope" },
    { STR("nat_egov"), IMPORT_FACT,
      "quoc gia phuc vu chinh phu dien tu|httt quoc gia|he thong thong tin quoc gia|nat egov" },
    { STR("need_247"), IMPORT_FACT, "van hanh 24 7|yeu cau 24 7|need 247" },
    { STR("no_unplanned_stop"), IMPORT_FACT,
      "khong duoc dung ngoai ke hoach|khong chap nhan ngung ngoai ke hoach|no unplanned stop" },
    { STR("nat_special_store"), IMPORT_FACT,
      "kho du lieu quoc gia dac biet quan trong|nat special store" },
    { STR("work_class"), IMPORT_FACT, "cap cong trinh|work class" },
    { STR("pm_level"), IMPORT_FACT,
      "cap do theo quyet dinh cua thu tuong|cap do do thu tuong quyet dinh|pm level" },
    { STR("risk_level"), IMPORT_FACT, "cap do theo danh gia rui ro|risk level" },
    { STR("note"), IMPORT_FIELD, "ghi chu|note" },
    { STR("source"), IMPORT_FIELD, "nguon|nguon tai lieu|source" },
    { STR("source_url"), IMPORT_FIELD, "dia chi nguon|duong dan nguon|link|url|source url" },
    { STR("decision"), IMPORT_DOCUMENT,
      "quyet dinh|quyet dinh phe duyet|quyet dinh so ngay co quan|"
      "quyet dinh phe duyet cap do|quyet dinh phe duyet ho so de xuat cap do|decision" },
    { STR("project"), IMPORT_DOCUMENT,
      "quyet dinh phe duyet du an|quyet dinh du an|quyet dinh phe duyet ke hoach thue" },
    { STR("regulation"), IMPORT_DOCUMENT,
      "quy che|quy che so ngay co quan|quy che bao dam an ninh mang|"
      "quy che bao dam an toan thong tin|quy che attt|regulation" },
    { STR("ignored"), IMPORT_IGNORED,
      "stt|tt|so tt|so thu tu|no|#|dong goc|loi|loi can sua|original row|to be mended" },
};

// Words of a cell for a value of a fact, or of a field with a closed list. "0".."5" and the values' own
// keys are added from the law's table, with its labels.
typedef struct known_word {
    const char *key; // of the fact or field; "yes" stands for every fact that is yes or no
    const char *value;
    const char *names;
} known_word;

static const known_word known_words[] = {
    { "state", "planned", "du kien|ke hoach|chuan bi dau tu|dang lap du an" },
    { "state", "building", "dang xay dung|xay dung|dang trien khai|dang dau tu" },
    { "state", "running",
      "dang van hanh|dang hoat dong|dang su dung|van hanh|hoat dong|da van hanh|"
      "dang van hanh khai thac" },
    { "state", "upgrading", "dang nang cap|nang cap|nang cap mo rong|dang nang cap mo rong" },
    { "state", "stopped",
      "ngung van hanh|da ngung|dung hoat dong|ngung hoat dong|da dung|ngung|dung van hanh|"
      "ngung su dung" },
    { "approval", "drafting", "du thao|dang lap ho so|dang xay dung ho so|dang xay dung|chua gui" },
    { "approval", "sent",
      "da gui|dang tham dinh|cho tham dinh|da trinh tham dinh|da gui tham dinh" },
    { "approval", "appraised", "da tham dinh|cho phe duyet|dang trinh phe duyet" },
    { "approval", "approved", "da phe duyet|duoc phe duyet|da duoc phe duyet|phe duyet" },
    { "project_kind", "project", "du an|dau tu|du an dau tu" },
    { "project_kind", "hire", "thue|thue dich vu|ke hoach thue" },
    { "embedded", "yes", "co|roi|x|da long ghep" },
    { "embedded", "no", "khong|chua|chua long ghep" },
    { "deployment", "none", "chua|chua thuc hien" },
    { "deployment", "part",
      "mot phan|dang trien khai|da trien khai mot phan|trien khai mot phan|mot so hang muc" },
    { "deployment", "full", "day du|hoan thanh|da hoan thanh|trien khai day du" },
    { "inspections", "before_use", "truoc khi dua vao su dung|truoc khi van hanh" },
    { "inspections", "periodic", "dinh ky|hang nam|hang nam dinh ky" },
    { "inspections", "both",
      "ca hai|truoc khi dua vao su dung va dinh ky|dinh ky truoc khi dua vao su dung|"
      "dinh ky va truoc khi dua vao su dung" },
    { "type", "a", "noi bo|hoat dong noi bo|phuc vu noi bo" },
    { "type", "b",
      "phuc vu nguoi dan|phuc vu doanh nghiep|phuc vu nguoi dan va doanh nghiep|"
      "nguoi dan doanh nghiep" },
    { "type", "c", "ha tang|ha tang thong tin|co so ha tang thong tin|ha tang dung chung" },
    { "type", "d", "dieu khien cong nghiep|he thong dieu khien cong nghiep|scada" },
    { "type", "\xC4\x91", "khac|loai khac|httt khac|he thong thong tin khac" },
    { "info", "cong_cong", "cong cong|thong tin cong khai|cong khai" },
    { "info", "rieng", "rieng|thong tin rieng cua to chuc" },
    { "info", "ca_nhan", "ca nhan|du lieu ca nhan|thong tin ca nhan nguoi dung" },
    { "info", "bmnn", "bi mat nha nuoc|thong tin bi mat nha nuoc|thong tin mat" },
    { "bmnn_grade", "0", "khong" },
    { "bmnn_grade", "1", "mat" },
    { "bmnn_grade", "2", "toi mat" },
    { "bmnn_grade", "3", "tuyet mat" },
    { "harm_defsec", "0", "khong|khong ton hai" },
    { "harm_defsec", "1", "ton hai" },
    { "harm_defsec", "2", "nghiem trong|ton hai nghiem trong" },
    { "harm_defsec", "3", "dac biet nghiem trong|ton hai dac biet nghiem trong" },
    { "dvc_level", "0", "khong" },
    { "dvc_level", "1", "cung cap thong tin|chi cung cap thong tin|muc do 1|muc 1" },
    { "dvc_level", "2", "muc do 2|muc 2" },
    { "dvc_level", "3", "mot phan|dich vu cong mot phan|muc do 3|muc 3" },
    { "dvc_level", "4", "toan trinh|dich vu cong toan trinh|muc do 4|muc 4" },
    { "cond_business", "yes", "co|x|yes|true|1|dung" },
    { "cond_business", "no", "khong|no|false|0|sai" },
    { "infra_scope", "one_org", "mot co quan|mot to chuc|mot don vi|noi bo mot co quan" },
    { "infra_scope", "sector_or_province",
      "mot nganh mot tinh|nganh|tinh|bo|bo nganh|mot tinh|mot nganh|mot bo|tinh thanh pho" },
    { "infra_scope", "nationwide", "ca nuoc|quoc gia|tren toan quoc" },
    { "infra_scope", "international", "quoc te|lien thong quoc te" },
    { "work_class", "none", "khong|khong co" },
    { "work_class", "IV", "4" },
    { "work_class", "III", "3" },
    { "work_class", "II", "2" },
    { "work_class", "I", "1" },
    { "work_class", "special", "dac biet" },
    { "work_class", "anqg_work", "an ninh quoc gia|quan trong ve an ninh quoc gia" },
    { "pm_level", "0", "khong|khong co" },
    { "yes", "true", "co|x|yes|true|1|dung|y" },
    { "yes", "false", "khong|no|false|0|sai|n|khong co" },
};

// ---- the vocabulary -------------------------------------------------------------------------------

static uint64_t word_hash(str key, str word)
{
    return str_hash(key) * 31 + str_hash(word);
}

static void word_put(import_book *b, str key, str word, str value)
{
    if (!word.len) return;
    size_t at = word_hash(key, word) % IMPORT_WORD_SLOTS;
    for (size_t tries = 0; tries < IMPORT_WORD_SLOTS; tries++) {
        import_word *w = &b->words[at];
        if (w->word.ptr && str_equal(w->key, key) && str_equal(w->word, word)) return; // first wins
        if (!w->word.ptr) {
            assert(b->word_count < IMPORT_WORD_SLOTS / 2);
            b->word_count++;
            *w = (import_word){ key, word, value };
            return;
        }
        at = (at + 1) % IMPORT_WORD_SLOTS;
    }
}

str import_word_value(const import_book *b, str key, str word)
{
    size_t at = word_hash(key, word) % IMPORT_WORD_SLOTS;
    while (b->words[at].word.ptr) {
        const import_word *w = &b->words[at];
        if (str_equal(w->key, key) && str_equal(w->word, word)) return w->value;
        at = (at + 1) % IMPORT_WORD_SLOTS;
    }
    return (str){ 0 };
}

static void words_put(import_book *b, str key, const char *names, str value)
{
    str rest = str_from(names), one;
    do {
        (void)str_cut(rest, '|', &one, &rest);
        word_put(b, key, one, value);
    } while (rest.len);
}

static void fact_words(import_book *b, const law_fact *f, arena *a)
{
    for (size_t v = 0; v < f->value_count; v++) {
        const law_value *value = &f->values[v];
        // The letters of kinds are read before folding, since that makes đ a d.
        if (f->kind != LAW_SET || value->key.len > 2)
            word_put(b, f->key, text_bare_words(a, value->key), value->key);
        word_put(b, f->key, text_bare_words(a, value->label.vi), value->key);
        word_put(b, f->key, text_bare_words(a, value->label.en), value->key);
    }
    if (f->kind != LAW_BOOL) return;
    for (size_t i = 0; i < COUNT(known_words); i++) {
        if (str_equal(str_from(known_words[i].key), S("yes")))
            words_put(b, f->key, known_words[i].names, str_from(known_words[i].value));
    }
}

// Of a document "decision" the field of its number, "decision_no".
static const system_field *field_of(const known_name *k, arena *a)
{
    if (k->what != IMPORT_DOCUMENT) return system_field_find(k->key);
    return system_field_find(arena_printf(a, STR_FMT "_no", STR_ARG(k->key)));
}

static void header_words(import_book *b, size_t i, arena *a)
{
    const import_target *t    = &b->targets[i];
    str                  rest = str_from(known[i].names), one;
    str                  key  = S("header");
    do {
        (void)str_cut(rest, '|', &one, &rest);
        word_put(b, key, one, t->key);
    } while (rest.len);
    if (t->what == IMPORT_IGNORED) return;
    word_put(b, key, text_bare_words(a, import_target_label(t, LANG_VI)), t->key);
    word_put(b, key, text_bare_words(a, import_target_label(t, LANG_EN)), t->key);
}

// Keys and the law's own words, in each pack and language.
static void choice_words(import_book *b, const system_field *f, arena *a)
{
    char room[96];
    for (size_t i = 0; i < f->choice_count; i++) {
        arena key = arena_over(room, sizeof(room));
        str name = arena_printf(&key, STR_FMT "." STR_FMT, STR_ARG(f->key), STR_ARG(f->choices[i]));
        word_put(b, f->key, text_bare_words(a, f->choices[i]), f->choices[i]);
        for (size_t p = 0; p < law_pack_count(b->law); p++) {
            const law_label *l = law_label_any(law_pack_at(b->law, p), name);
            if (!l) continue;
            word_put(b, f->key, text_bare_words(a, l->text.vi), f->choices[i]);
            word_put(b, f->key, text_bare_words(a, l->text.en), f->choices[i]);
        }
    }
}

// The headings of the official sheet, as each pack words them.
static void official_words(import_book *b, arena *a)
{
    for (size_t p = 0; p < law_pack_count(b->law); p++) {
        for (size_t i = 0; i < OFFICIAL_COLUMNS; i++) {
            const char *target = official_columns[i].target;
            str to = str_equal(str_from(target), S("stt")) ? S("ignored") : str_from(target);
            for (lang in = LANG_VI; in <= LANG_EN; in++) {
                str heading = official_heading(law_pack_at(b->law, p), target, in);
                word_put(b, S("header"), text_bare_words(a, heading), to);
            }
        }
    }
}

import_book *import_book_new(const law *l, arena *a)
{
    import_book *b = NEW(a, import_book, 1);
    if (!b) return NULL;
    b->law          = l;
    b->targets      = NEW(a, import_target, COUNT(known));
    b->target_count = COUNT(known);
    if (!b->targets) return NULL;
    for (size_t i = 0; i < COUNT(known); i++) {
        b->targets[i] = (import_target){ .key   = known[i].key,
                                         .what  = known[i].what,
                                         .field = field_of(&known[i], a),
                                         .fact  = law_fact_find(l, known[i].key) };
        assert(known[i].what != IMPORT_FIELD || b->targets[i].field);
        if (known[i].what == IMPORT_FACT && !b->targets[i].fact) // a fact our law no longer has
            b->targets[i].what = IMPORT_IGNORED;
    }
    for (size_t i = 0; i < COUNT(known_words); i++) {
        words_put(b, str_from(known_words[i].key), known_words[i].names,
                  str_from(known_words[i].value));
    }
    for (size_t i = 0; i < law_fact_count(l); i++) fact_words(b, law_fact_at(l, i), a);
    for (int s = SYSTEM_PLANNED; s <= SYSTEM_STOPPED; s++) {
        str key = str_from(system_state_key((system_state)s));
        word_put(b, S("state"), key, key);
        for (lang in = LANG_VI; in <= LANG_EN; in++)
            word_put(b, S("state"), text_bare_words(a, system_state_label((system_state)s, in)),
                     key);
    }
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        if (system_fields[i].kind == SYSTEM_CHOICE) choice_words(b, &system_fields[i], a);
    }
    for (size_t i = 0; i < COUNT(known); i++) header_words(b, i, a);
    official_words(b, a);
    return b;
}

const import_target *import_targets(const import_book *b, size_t *count)
{
    *count = b->target_count;
    return b->targets;
}

const import_target *import_target_find(const import_book *b, str key)
{
    for (size_t i = 0; i < b->target_count; i++) {
        if (str_equal(b->targets[i].key, key)) return &b->targets[i];
    }
    return NULL;
}

str import_target_label(const import_target *t, lang in)
{
    switch (t->what) {
    case IMPORT_FIELD: return text_get(in, t->field->label);
    case IMPORT_FACT: return law_say(t->fact->label, in == LANG_EN);
    case IMPORT_CODE: return text_get(in, T_systems_field_code);
    case IMPORT_OWNER_CODE: return text_get(in, T_systems_field_owner_code);
    case IMPORT_DOCUMENT:
        return text_get(in, str_equal(t->key, S("decision"))  ? T_systems_field_decision
                            : str_equal(t->key, S("project")) ? T_systems_field_project
                                                              : T_systems_field_regulation);
    case IMPORT_IGNORED: break;
    }
    return text_get(in, T_systems_import_ignored);
}

// A trailing note in brackets and the star of a required column are not part of the name.
static str header_name(str header)
{
    str s = str_trim(header);
    while (s.len && (s.ptr[s.len - 1] == '*' || s.ptr[s.len - 1] == ':'))
        s = str_trim(str_slice(s, 0, s.len - 1));
    if (s.len && s.ptr[s.len - 1] == ')') {
        ptrdiff_t open = s.len - 1;
        while (open > 0 && s.ptr[open] != '(') open--;
        if (open > 0) s = str_trim(str_slice(s, 0, open));
    }
    while (s.len && s.ptr[s.len - 1] == '*') s = str_trim(str_slice(s, 0, s.len - 1));
    return s;
}

const import_target *import_header(const import_book *b, str header, arena scratch)
{
    if (header.len > 1000) return NULL;
    str whole = text_bare_words(&scratch, header);
    str key   = import_word_value(b, S("header"), whole);
    if (!key.ptr)
        key = import_word_value(b, S("header"), text_bare_words(&scratch, header_name(header)));
    return key.ptr ? import_target_find(b, key) : NULL;
}
