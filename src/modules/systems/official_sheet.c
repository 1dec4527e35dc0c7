// official_sheet.c - see official_sheet.h.
#include "modules/systems/official_sheet.h"

const official_column official_columns[OFFICIAL_COLUMNS] = {
    { "stt", 6 },
    { "name", 40 },
    { "owner", 30 },
    { "operator", 30 },
    { "sheet_level", 9 },
    { "approval", 18 },
    { "decision", 30 },
    { "regulation", 30 },
    { "approval_expected", 12 },
    { "deployment", 20 },
    { "deployment_expected", 12 },
    { "inspections", 20 },
};

str official_heading(const law_pack *p, const char *target, lang in)
{
    char             room[64];
    arena            a = arena_over(room, sizeof(room));
    const law_label *l = law_label_any(p, arena_printf(&a, "mau-08.%s", target));
    return l ? law_say(l->text, in == LANG_EN) : S("");
}

// ---- marks and words ------------------------------------------------------------------------------

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool parts_here(char c) // what may stand between the parts
{
    return c == ' ' || c == ',' || c == ';' || c == '\n' || c == '\t' || c == '(' || c == ')' ||
           c == ':' || c == '-';
}

static str trim_marks(str s)
{
    while (s.len && parts_here(s.ptr[0])) s = str_slice(s, 1, s.len);
    while (s.len && parts_here(s.ptr[s.len - 1])) s = str_slice(s, 0, s.len - 1);
    return s;
}

// Does s begin with the word (given with a small first letter, ASCII), and end or pause behind it?
static bool word_first(str s, str word)
{
    if (s.len < word.len) return false;
    char first = s.ptr[0];
    if (first >= 'A' && first <= 'Z') first = (char)(first + 32);
    if (first != word.ptr[0] || !str_equal(str_slice(s, 1, word.len), str_slice(word, 1, word.len)))
        return false;
    return s.len == word.len || parts_here(s.ptr[word.len]);
}

static str drop_first(str s, str word)
{
    return word_first(s, word) ? trim_marks(str_slice(s, word.len, s.len)) : s;
}

static str drop_last(str s, str word)
{
    ptrdiff_t at = s.len - word.len;
    if (at < 0 || !word_first(str_slice(s, at, s.len), word)) return s;
    if (at > 0 && !parts_here(s.ptr[at - 1])) return s;
    return trim_marks(str_slice(s, 0, at));
}

// ---- the day among the words ------------------------------------------------------------------------

// How long the day is that begins s; 0 none. "5/3/26", "2026-03-05", or what follows the word "ngày".
static ptrdiff_t day_length(str s, bool worded)
{
    ptrdiff_t end = 0;
    day       d;
    if (s.len == 0 || !is_digit(s.ptr[0])) return 0;
    while (end < s.len &&
           (is_digit(s.ptr[end]) || s.ptr[end] == '/' || s.ptr[end] == '-' || s.ptr[end] == '.'))
        end++;
    while (end > 0 && !is_digit(s.ptr[end - 1])) end--;
    int marks = 0;
    for (ptrdiff_t i = 0; i < end; i++) marks += !is_digit(s.ptr[i]);
    bool pause = end == s.len || parts_here(s.ptr[end]) || s.ptr[end] == '.';
    if (marks != 2 || !pause) return 0;
    // Written as a day, it is one, though the calendar may not have it: that is told, not passed over.
    bool written = worded || (end >= 8 && !is_digit(s.ptr[end - 5]));
    return written || text_read_day(str_slice(s, 0, end), &d) == ST_OK ? end : 0;
}

// "5 tháng 3 năm 2026" behind the word "ngày": up to the end of its year.
static ptrdiff_t worded_length(str s)
{
    ptrdiff_t at = str_find(s, S("năm"));
    if (s.len == 0 || !is_digit(s.ptr[0]) || at < 0 || at > 24) return 0;
    at += S("năm").len;
    while (at < s.len && s.ptr[at] == ' ') at++;
    ptrdiff_t from = at;
    while (at < s.len && is_digit(s.ptr[at])) at++;
    return at > from ? at : 0;
}

typedef struct day_place {
    ptrdiff_t from, to; // of the day and the words that lead to it
    ptrdiff_t day_from; // of the day as it is to be read
} day_place;

static bool day_at(str s, ptrdiff_t i, day_place *out)
{
    str       rest   = str_slice(s, i, s.len);
    bool      worded = word_first(rest, S("ngày"));
    str       behind = worded ? trim_marks(str_slice(rest, S("ngày").len, rest.len)) : rest;
    ptrdiff_t length = day_length(behind, worded);
    *out             = (day_place){ .from = i, .day_from = behind.len ? behind.ptr - s.ptr : i };
    if (!length && worded) {
        length = worded_length(behind);
        if (length) out->day_from = i; // the reader of days wants its word
    }
    out->to = (behind.len ? behind.ptr - s.ptr : i) + length;
    return length > 0;
}

static bool find_day(str s, day_place *out)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        bool start = i == 0 || parts_here(s.ptr[i - 1]);
        if (start && !parts_here(s.ptr[i]) && day_at(s, i, out)) return true;
    }
    return false;
}

// ---- three parts ------------------------------------------------------------------------------------

static str number_part(str s)
{
    static const str names[] = { STR("quyết định"), STR("quy chế") };
    s                        = trim_marks(s);
    for (size_t i = 0; i < COUNT(names); i++) s = drop_first(s, names[i]);
    if (str_starts(s, S("QĐ ")) || str_starts(s, S("QĐ:")))
        s = trim_marks(str_slice(s, S("QĐ").len, s.len));
    s = drop_first(s, S("số"));
    s = drop_last(s, S("ký"));
    return drop_last(s, S("ban hành"));
}

static str body_part(str s)
{
    s = trim_marks(s);
    s = drop_first(s, S("của"));
    s = drop_first(s, S("do"));
    return drop_last(s, S("ban hành"));
}

// Where the body begins in a text without a day; -1: it names none.
static ptrdiff_t body_begin(str s)
{
    if (word_first(s, S("của"))) return 0;
    ptrdiff_t at = str_find(s, S(" của "));
    if (at >= 0) return at + 1;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == ';' || s.ptr[i] == '\n' || s.ptr[i] == ',') return i;
    }
    return -1;
}

static official_document read_plain(str text)
{
    official_document d = { S(""), S(""), S("") };
    day_place         p;
    if (find_day(text, &p)) {
        d.no = number_part(str_slice(text, 0, p.from));
        d.on = str_trim(str_slice(text, p.day_from, p.to));
        d.by = body_part(str_slice(text, p.to, text.len));
        if (d.by.len) return d;
        text = d.no; // the body may stand before the day
    }
    ptrdiff_t at = body_begin(text);
    d.no         = number_part(str_slice(text, 0, at < 0 ? text.len : at));
    if (at >= 0) d.by = body_part(str_slice(text, at, text.len));
    return d;
}

// One part in quotation marks, those inside doubled. False when none begins *s.
static bool read_quoted(str *s, arena *a, str *out)
{
    str t = str_trim(*s);
    if (t.len < 2 || t.ptr[0] != '"') return false;
    char     *p = arena_alloc(a, 1, 1, (size_t)t.len);
    ptrdiff_t n = 0, i = 1;
    for (; p && i < t.len; i++) {
        if (t.ptr[i] == '"') {
            if (i + 1 >= t.len || t.ptr[i + 1] != '"') break;
            i++;
        }
        p[n++] = t.ptr[i];
    }
    if (!p || i >= t.len) return false;
    *out = (str){ p, n };
    *s   = str_trim(str_slice(t, i + 1, t.len));
    return true;
}

static bool next_quoted(str *s, arena *a, str *out)
{
    if (s->len == 0 || s->ptr[0] != ';') return false;
    *s = str_slice(*s, 1, s->len);
    return read_quoted(s, a, out);
}

status official_document_read(str text, arena *a, official_document *out)
{
    str rest = text = str_trim(text);
    if (text.len > OFFICIAL_DOCUMENT_BYTES_MAX) return ST_LIMIT;
    if (read_quoted(&rest, a, &out->no) && next_quoted(&rest, a, &out->on) &&
        next_quoted(&rest, a, &out->by) && rest.len == 0)
        return ST_OK;
    *out = read_plain(text);
    return ST_OK;
}

// ---- writing ----------------------------------------------------------------------------------------

static void put_quoted(buf *b, str s)
{
    buf_char(b, '"');
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"') buf_char(b, '"');
        buf_char(b, s.ptr[i]);
    }
    buf_char(b, '"');
}

static str day_words(arena *a, str iso)
{
    day d;
    return day_parse(iso, &d) == ST_OK ? text_day(a, d) : iso;
}

str official_document_write(arena *a, const official_document *d)
{
    official_document again;
    str               on    = day_words(a, d->on);
    buf               plain = buf_in(a, 256, OFFICIAL_DOCUMENT_BYTES_MAX);
    if (d->no.len + d->on.len + d->by.len == 0) return S("");
    buf_put(&plain, d->no);
    if (on.len) {
        buf_put(&plain, plain.len ? S(" ngày ") : S("ngày "));
        buf_put(&plain, on);
    }
    if (d->by.len) {
        buf_put(&plain, plain.len ? S(" của ") : S("của "));
        buf_put(&plain, d->by);
    }
    if (plain.failed) return (str){ 0 };
    bool read = official_document_read(buf_str(&plain), a, &again) == ST_OK;
    if (read && str_equal(again.no, d->no) && str_equal(again.on, on) && str_equal(again.by, d->by))
        return buf_str(&plain);
    buf b = buf_in(a, 256, OFFICIAL_DOCUMENT_BYTES_MAX);
    put_quoted(&b, d->no);
    buf_put(&b, S("; "));
    put_quoted(&b, on);
    buf_put(&b, S("; "));
    put_quoted(&b, d->by);
    return b.failed ? (str){ 0 } : buf_str(&b);
}
