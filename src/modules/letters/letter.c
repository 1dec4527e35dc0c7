// letter.c - see letter.h: numbers, days, kinds, marks of secrecy, files.
#include "modules/letters/letter.h"

#include "kit/documents/documents.h"
#include "kit/text/text.h"

static const char *const direction_keys[] = { "out", "in" };

const char *letter_direction_key(letter_direction d)
{
    return d == LETTER_OUT || d == LETTER_IN ? direction_keys[d - 1] : "";
}

bool letter_direction_named(str key, letter_direction *out)
{
    for (int i = 0; i < (int)COUNT(direction_keys); i++) {
        if (!str_equal(key, str_from(direction_keys[i]))) continue;
        *out = (letter_direction)(i + 1);
        return true;
    }
    return false;
}

// ---- numbers -----------------------------------------------------------------------------------------

typedef struct entry_number {
    int64_t no;
    str     letters; // "a" of "12a"
} entry_number;

// "05", "12a", "7đ": digits, then at most one letter.
static bool read_number(str s, entry_number *out)
{
    ptrdiff_t n = 0;
    while (n < s.len && s.ptr[n] >= '0' && s.ptr[n] <= '9') n++;
    str  rest = str_slice(s, n, s.len);
    bool one  = (rest.len == 1 && ((rest.ptr[0] >= 'a' && rest.ptr[0] <= 'z') ||
                                  (rest.ptr[0] >= 'A' && rest.ptr[0] <= 'Z'))) ||
               str_equal(rest, S("đ")) || str_equal(rest, S("Đ"));
    if (n == 0 || n > LETTER_DIGITS_MAX || (rest.len && !one)) return false;
    *out = (entry_number){ .letters = rest };
    return str_int(str_slice(s, 0, n), &out->no) && out->no > 0;
}

// Below ten with a zero before it, as Nghị định 30/2020 has it.
static str number_text(arena *a, const entry_number *n)
{
    return arena_printf(a, "%02lld" STR_FMT, (long long)n->no, STR_ARG(n->letters));
}

static str symbol_head(str symbol)
{
    str group, rest = symbol, head, tail;
    for (bool more = true; more; symbol = rest) {
        int64_t year;
        more = str_cut(symbol, '/', &group, &rest);
        (void)str_cut(group, '-', &head, &tail);
        if (!more || !str_int(head, &year)) return head; // "2026/NĐ-CP" begins with its year
    }
    return S("");
}

static const law_letter_kind *kind_of_head(str head)
{
    size_t                 count;
    const law_letter_kind *kinds = law_letter_kinds(law_current(), &count);
    for (size_t i = 0; i < count; i++) {
        if (kinds[i].abbr.len && str_equal(kinds[i].abbr, head)) return &kinds[i];
    }
    return NULL;
}

str letter_kind_of(str symbol)
{
    const law_letter_kind *k = kind_of_head(symbol_head(symbol));
    return k ? k->key : S("cong-van");
}

// ---- marks of secrecy ----------------------------------------------------------------------------------

static bool is_break(unsigned char c)
{
    return c <= ' ' ||
           (c < 0x80 && !(c >= '0' && c <= '9') && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
}

static str next_word(str s, ptrdiff_t *at)
{
    while (*at < s.len && is_break((unsigned char)s.ptr[*at])) ++*at;
    ptrdiff_t from = *at;
    while (*at < s.len && !is_break((unsigned char)s.ptr[*at])) ++*at;
    return str_slice(s, from, *at);
}

static bool is_one_of(str word, const char *const *list)
{
    for (; *list; list++) {
        if (str_equal(word, str_from(*list))) return true;
    }
    return false;
}

str letter_secret_mark(str text)
{
    static const char *const highest[] = { "Tuyệt", "TUYỆT", "tuyệt", "Tối", "TỐI", "tối", NULL };
    static const char *const named[] = { "độ", "Độ", "ĐỘ", "dấu", "Dấu", "DẤU", NULL };
    static const char *const secret[] = { "mật", "Mật", "MẬT", NULL };
    static const char *const before[] = { "BẢO", "BÍ", NULL };
    static const char *const after[]  = { "KHẨU", "MÃ", "THƯ", NULL };
    str                      last     = S("");
    for (ptrdiff_t at = 0; at < text.len;) {
        str       word = next_word(text, &at);
        ptrdiff_t look = at;
        str       next = next_word(text, &look);
        if (is_one_of(word, secret)) {
            str both = last.len ? (str){ last.ptr, word.ptr + word.len - last.ptr } : word;
            if (is_one_of(last, highest)) return both;
            // "Độ mật: Mật" names a grade; "độ mật" by itself speaks of grades.
            if (is_one_of(last, named) && is_one_of(next, secret)) return next;
            bool stamp = str_equal(word, S("MẬT")) && !is_one_of(last, before) &&
                         !is_one_of(last, named) && !is_one_of(next, after);
            if (stamp) return word;
        }
        last = word;
    }
    return (str){ 0 };
}

// ---- files ---------------------------------------------------------------------------------------------

typedef struct file_kind {
    str type, end, head, mime;
} file_kind;

static const file_kind file_kinds[] = {
    { STR("pdf"), STR(".pdf"), STR("%PDF-"), STR("application/pdf") },
    { STR("docx"), STR(".docx"), STR("PK\3\4"),
      STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document") },
    { STR("xlsx"), STR(".xlsx"), STR("PK\3\4"),
      STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") },
    { STR("jpg"), STR(".jpg"), STR("\xFF\xD8\xFF"), STR("image/jpeg") },
    { STR("jpg"), STR(".jpeg"), STR("\xFF\xD8\xFF"), STR("image/jpeg") },
    { STR("png"), STR(".png"), STR("\x89PNG\r\n\x1A\n"), STR("image/png") },
};

status letter_file_type(str name, str head, str *type, problem *why)
{
    for (size_t i = 0; i < COUNT(file_kinds); i++) {
        const file_kind *k   = &file_kinds[i];
        str              end = str_slice(name, name.len - k->end.len, name.len);
        if (name.len <= k->end.len || !str_equal_nocase(end, k->end)) continue;
        *type        = k->type;
        ptrdiff_t at = str_find(head, k->head);
        if (at == 0 || (at > 0 && str_equal(k->type, S("pdf")))) return ST_OK;
        return problem_detail(why, ST_INVALID, S("file"), S("letter-file-differs"), k->end);
    }
    return problem_set(why, ST_INVALID, S("file"), S("letter-file-type"));
}

str letter_mime(str type)
{
    for (size_t i = 0; i < COUNT(file_kinds); i++) {
        if (str_equal(file_kinds[i].type, type)) return file_kinds[i].mime;
    }
    return S("application/octet-stream");
}

str letter_file_name(str typed, str type, arena *a)
{
    for (ptrdiff_t i = typed.len; i-- > 0;) {
        if (typed.ptr[i] != '/' && typed.ptr[i] != '\\') continue;
        typed = str_slice(typed, i + 1, typed.len);
        break;
    }
    str name = str_is_text(typed) ? text_tidy(a, typed) : S("");
    if (!name.ptr) return name;
    // A long name keeps its end, which says what the file is.
    while (str_characters(name) > LETTER_NAME_MAX) {
        ptrdiff_t cut = 1;
        while (cut < name.len && ((unsigned char)name.ptr[cut] & 0xC0) == 0x80) cut++;
        name = str_slice(name, cut, name.len);
    }
    return name.len ? name : arena_printf(a, "tep." STR_FMT, STR_ARG(type));
}

// ---- a letter as typed -----------------------------------------------------------------------------------

typedef struct checking {
    const letter_draft *d;
    str                 today;
    arena              *a;
    letter_data        *out;
    problem            *why;
} checking;

static status refuse(const checking *k, const char *field, const char *rule, str detail)
{
    return problem_detail(k->why, ST_INVALID, str_from(field), str_from(rule), detail);
}

typedef struct text_bound {
    const char *field;
    size_t      min, max;
} text_bound;

static status take_text(const checking *k, text_bound b, str typed, str *out)
{
    str tidy = typed.len ? text_tidy(k->a, typed) : S("");
    if (!tidy.ptr) return ST_MEMORY;
    TRY(text_check(str_from(b.field), tidy, b.min, b.max, k->why));
    *out = tidy;
    return ST_OK;
}

static status take_texts(const checking *k)
{
    const letter_draft *d    = k->d;
    letter_data        *o    = k->out;
    size_t              need = d->direction == LETTER_OUT;
    TRY(take_text(k, (text_bound){ "ref", need, LETTER_REF_MAX }, d->ref, &o->ref));
    TRY(take_text(k, (text_bound){ "about", 1, LETTER_ABOUT_MAX }, d->about, &o->about));
    TRY(take_text(k, (text_bound){ "counterpart", 1, LETTER_PARTY_MAX }, d->counterpart,
                  &o->counterpart));
    TRY(take_text(k, (text_bound){ "signer", 0, LETTER_SIGNER_MAX }, d->signer, &o->signer));
    TRY(take_text(k, (text_bound){ "note", 0, LETTER_NOTE_MAX }, d->note, &o->note));
    TRY(take_text(k, (text_bound){ "exception", 0, LETTER_WHY_MAX }, d->exception, &o->exception));
    const struct {
        const char *field;
        str         text;
    } words[] = { { "about", o->about }, { "ref", o->ref }, { "note", o->note } };
    for (size_t i = 0; i < COUNT(words); i++) {
        str mark = letter_secret_mark(words[i].text);
        if (mark.ptr) return refuse(k, words[i].field, "letter-secret", mark);
    }
    return d->open ? ST_OK : refuse(k, "no_secret", "letter-open", S(""));
}

// Days that have come, as ISO.
static status take_day(const checking *k, const char *field, str typed, str *out)
{
    day d;
    str tidy = typed.len ? text_tidy(k->a, typed) : S("");
    if (!tidy.ptr) return ST_MEMORY;
    if (tidy.len == 0) {
        *out = S("");
        return ST_OK;
    }
    if (text_read_day(tidy, &d) != ST_OK) return refuse(k, field, "not-a-day", tidy);
    *out = day_iso(k->a, d);
    if (!out->ptr) return ST_MEMORY;
    if (str_compare(*out, k->today) > 0) return refuse(k, field, "letter-day-ahead", typed);
    return ST_OK;
}

static status take_days(const checking *k)
{
    const letter_draft *d = k->d;
    letter_data        *o = k->out;
    TRY(take_day(k, "day", d->day, &o->day));
    if (d->direction == LETTER_OUT && o->day.len == 0) return refuse(k, "day", "required", S(""));
    o->on_day = o->day;
    if (d->direction == LETTER_IN) {
        TRY(take_day(k, "arrival_day", d->arrival_day, &o->on_day));
        if (o->on_day.len == 0) o->on_day = k->today;
        if (str_compare(o->on_day, o->day) < 0)
            return refuse(k, "arrival_day", "letter-day-order", d->day);
    }
    return str_int(str_slice(o->on_day, 0, 4), &o->year) ? ST_OK : ST_INVALID;
}

static bool is_symbol(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] <= ' ') return false;
    }
    return s.len > 0 && s.ptr[0] != '-' && s.ptr[s.len - 1] != '-' && s.ptr[0] != '/' &&
           s.ptr[s.len - 1] != '/';
}

static status take_kind(const checking *k, str symbol)
{
    const law_letter_kind *told = kind_of_head(symbol_head(symbol));
    letter_data           *o    = k->out;
    o->kind                     = k->d->kind.len ? k->d->kind : letter_kind_of(symbol);
    const law_letter_kind *is   = law_letter_kind_find(law_current(), o->kind);
    if (!is) return refuse(k, "kind", "letter-kind-unknown", o->kind);
    o->kind = is->key;
    if (o->direction == LETTER_IN || told == is) return ST_OK;
    if (is->abbr.len) return refuse(k, "ref", "letter-kind-symbol", is->abbr);
    return told ? refuse(k, "kind", "letter-kind-other", told->abbr) : ST_OK;
}

// Number and symbol of one's own: "05/TTr-SKHCN".
static status take_own_number(const checking *k)
{
    letter_data *o = k->out;
    entry_number n;
    str          number, symbol = S("");
    bool         cut = str_cut(o->ref, '/', &number, &symbol);
    if (!cut || !read_number(number, &n) || !is_symbol(symbol))
        return refuse(k, "ref", "letter-number-form", o->ref);
    TRY(take_kind(k, symbol));
    str capitals = text_capitals(k->a, symbol), letters = text_capitals(k->a, n.letters);
    o->entry_no  = n.no;
    o->entry     = number_text(k->a, &n);
    o->ref       = arena_printf(k->a, STR_FMT "/" STR_FMT, STR_ARG(o->entry), STR_ARG(symbol));
    o->entry_key = arena_printf(k->a, "%lld" STR_FMT "/" STR_FMT, (long long)n.no, STR_ARG(letters),
                                STR_ARG(capitals));
    return o->entry_key.ptr && capitals.ptr && letters.ptr ? ST_OK : ST_MEMORY;
}

// Whatever stands on the letter; a number of the usual form is written as usual.
static status take_foreign_number(const checking *k)
{
    letter_data *o = k->out;
    entry_number n;
    str          number, symbol = S("");
    bool         cut = str_cut(o->ref, '/', &number, &symbol);
    TRY(take_kind(k, symbol));
    if (cut && read_number(number, &n) && is_symbol(symbol)) {
        str text = number_text(k->a, &n);
        o->ref   = arena_printf(k->a, STR_FMT "/" STR_FMT, STR_ARG(text), STR_ARG(symbol));
    }
    str typed = str_trim(k->d->arrival_no);
    if (typed.len == 0) return refuse(k, "arrival_no", "required", S(""));
    if (!read_number(typed, &n)) return refuse(k, "arrival_no", "letter-arrival-form", typed);
    str letters  = text_capitals(k->a, n.letters);
    o->entry_no  = n.no;
    o->entry     = number_text(k->a, &n);
    o->entry_key = arena_printf(k->a, "%lld" STR_FMT, (long long)n.no, STR_ARG(letters));
    return o->ref.ptr && o->entry.ptr && o->entry_key.ptr ? ST_OK : ST_MEMORY;
}

status letter_check(const letter_draft *d, str today, arena *a, letter_data *out, problem *why)
{
    const checking k = { d, today, a, out, why };
    *out             = (letter_data){ .direction = d->direction };
    if (d->direction != LETTER_OUT && d->direction != LETTER_IN)
        return refuse(&k, "direction", "letter-direction", S(""));
    TRY(take_texts(&k));
    TRY(take_days(&k));
    return d->direction == LETTER_OUT ? take_own_number(&k) : take_foreign_number(&k);
}
