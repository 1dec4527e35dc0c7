// forms.c - see forms.h.
#include "kit/text/forms.h"

#include "kit/text/fold.h"
#include "kit/text/words.h"

// ---- numbers -----------------------------------------------------------------------------------

str text_decimal(arena *a, lang in, decimal n)
{
    char     text[48];
    size_t   at    = sizeof(text);
    char     group = in == LANG_EN ? ',' : '.', point = in == LANG_EN ? '.' : ',';
    uint64_t u = n.digits < 0 ? 0 - (uint64_t)n.digits : (uint64_t)n.digits;
    for (int i = 0; i < n.places; i++, u /= 10) text[--at] = (char)('0' + u % 10);
    if (n.places) text[--at] = point;
    int count = 0;
    do {
        if (count && count % 3 == 0) text[--at] = group;
        text[--at] = (char)('0' + u % 10);
        count++;
    } while (u /= 10);
    if (n.digits < 0) text[--at] = '-';
    str out = { 0 };
    if (arena_copy(a, (str){ text + at, (ptrdiff_t)(sizeof(text) - at) }, &out) != ST_OK)
        return (str){ 0 };
    return out;
}

str text_number(arena *a, lang in, int64_t n)
{
    return text_decimal(a, in, (decimal){ n, 0 });
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// What a number's marks are: counted before any digit is read.
typedef struct marks {
    int       dots, commas;
    ptrdiff_t last;  // where the last mark stands, -1: none
    ptrdiff_t first; // where the first stands
} marks;

static bool scan_marks(str s, marks *m)
{
    *m = (marks){ .last = -1, .first = -1 };
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (is_digit(c)) continue;
        if (c == ' ') { // "1 234 567": only between digits, three behind it
            if (i == 0 || !is_digit(s.ptr[i - 1]) || i + 3 >= s.len) return false;
            continue;
        }
        if (c != '.' && c != ',') return false;
        if (m->first < 0) m->first = i;
        m->last = i;
        m->dots += c == '.';
        m->commas += c == ',';
    }
    return true;
}

// Groups of three behind every mark before `end`, one to three digits before the first.
static bool is_grouped(str s, ptrdiff_t end)
{
    ptrdiff_t run = 0, groups = 0;
    for (ptrdiff_t i = 0; i < end; i++) {
        if (is_digit(s.ptr[i])) {
            run++;
            continue;
        }
        if (groups ? run != 3 : run < 1 || run > 3) return false;
        groups++;
        run = 0;
    }
    return groups == 0 ? run > 0 : run == 3;
}

// Where the decimal mark stands, or -1 for a whole number.
static ptrdiff_t decimal_mark(str s, const marks *m, bool whole_expected)
{
    if (m->last < 0) return -1;
    if (m->dots && m->commas) return m->last; // read_number has seen that its kind stands once
    if (m->dots + m->commas > 1) return -1;
    bool three = s.len - m->last - 1 == 3 && m->last >= 1 && m->last <= 3 && s.ptr[0] != '0';
    if (three && (s.ptr[m->last] == '.' || whole_expected)) return -1;
    return m->last;
}

static status read_number(str s, bool whole_expected, decimal *out)
{
    s             = str_trim(s);
    bool negative = str_starts(s, S("-"));
    if (negative) s = str_slice(s, 1, s.len);
    marks m;
    if (s.len == 0 || s.len > 40 || !scan_marks(s, &m)) return ST_INVALID;
    if (m.dots && m.commas && (s.ptr[m.last] == '.' ? m.dots : m.commas) != 1) return ST_INVALID;
    ptrdiff_t point = decimal_mark(s, &m, whole_expected);
    ptrdiff_t end   = point < 0 ? s.len : point;
    if (!is_grouped(s, end) || (point >= 0 && point + 1 >= s.len)) return ST_INVALID;
    decimal n = { 0, 0 };
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (!is_digit(s.ptr[i])) {
            if (i > end) return ST_INVALID; // a second mark behind the decimal one
            continue;
        }
        if (i > end && ++n.places > 9) return ST_INVALID;
        if (__builtin_mul_overflow(n.digits, 10, &n.digits) ||
            __builtin_add_overflow(n.digits, s.ptr[i] - '0', &n.digits))
            return ST_INVALID;
    }
    if (negative) n.digits = -n.digits;
    *out = n;
    return ST_OK;
}

status text_read_decimal(str s, decimal *out)
{
    return read_number(s, false, out);
}

status text_read_count(str s, int64_t *out)
{
    decimal n;
    TRY(read_number(s, true, &n));
    for (; n.places > 0; n.places--, n.digits /= 10) {
        if (n.digits % 10) return ST_INVALID;
    }
    *out = n.digits;
    return ST_OK;
}

// ---- days --------------------------------------------------------------------------------------

str text_day(arena *a, day d)
{
    return arena_printf(a, "%02d/%02d/%04d", d.dom, d.month, d.year);
}

str text_month(arena *a, day d)
{
    return arena_printf(a, "%02d/%04d", d.month, d.year);
}

str text_day_words(arena *a, day d)
{
    // NĐ 30/2020/NĐ-CP, Phụ lục I: days below 10 and the months 1 and 2 get a 0 before them.
    str parts[] = { arena_printf(a, "%02d", d.dom),
                    arena_printf(a, d.month <= 2 ? "%02d" : "%d", d.month),
                    arena_printf(a, "%d", d.year) };
    return text_fmt(a, LANG_VI, T_date_words, parts, COUNT(parts));
}

str text_when(arena *a, int64_t at_ms)
{
    day     d      = day_of_ms(at_ms, VIETNAM_OFFSET_MINUTES);
    int64_t minute = at_ms / 60000 - (at_ms % 60000 < 0) + VIETNAM_OFFSET_MINUTES;
    int     of_day = (int)(minute - day_number(d) * 1440);
    return arena_printf(a, "%02d:%02d %02d/%02d/%04d", of_day / 60, of_day % 60, d.dom, d.month,
                        d.year);
}

static status checked_day(int64_t year, int64_t month, int64_t dom, day *out)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || dom < 1 || dom > 31)
        return ST_INVALID;
    day d    = { (int32_t)year, (int32_t)month, (int32_t)dom };
    day back = day_from_number(day_number(d));
    if (back.month != d.month) return ST_INVALID;
    *out = d;
    return ST_OK;
}

status text_day_of_serial(int64_t serial, bool from_1904, day *out)
{
    enum { SERIAL_MAX = 2958465 }; // 31/12/9999
    if (from_1904) serial += 1462;
    if (serial < 1 || serial > SERIAL_MAX || serial == 60) return ST_INVALID;
    int64_t epoch = day_number((day){ 1899, 12, 30 }); // Excel's 60 is a 29/02/1900 that never was
    *out          = day_from_number(epoch + serial + (serial < 60));
    return ST_OK;
}

// Up to four runs of digits and what stands between the first two.
typedef struct pieces {
    int64_t   number[4];
    ptrdiff_t width[4];
    int       count;
    char      mark; // '/', '-' or '.', 0: something else
    bool      only; // nothing but digits, that mark and blanks
} pieces;

static pieces take_apart(str s)
{
    pieces p = { .only = true };
    for (ptrdiff_t i = 0; i < s.len;) {
        if (!is_digit(s.ptr[i])) {
            char c = s.ptr[i++];
            if (c == ' ') continue;
            if (c != '/' && c != '-' && c != '.') p.only = false;
            if (!p.mark) p.mark = c;
            if (p.mark != c) p.only = false;
            continue;
        }
        ptrdiff_t from = i;
        while (i < s.len && is_digit(s.ptr[i])) i++;
        if (p.count == 4 || !str_int(str_slice(s, from, i), &p.number[p.count])) {
            p.only = false;
            return p;
        }
        p.width[p.count++] = i - from;
    }
    return p;
}

static int64_t full_year(int64_t year, ptrdiff_t width)
{
    if (width == 2) return year < 70 ? 2000 + year : 1900 + year;
    return width == 4 ? year : 0;
}

// "ngay 5 thang 3 nam 2026", folded by the caller.
static status read_worded_day(str folded, day *out)
{
    str head, tail;
    if (!str_starts(folded, S("ngay "))) return ST_INVALID;
    if (!str_cut(folded, 't', &head, &tail) || !str_starts(tail, S("hang "))) return ST_INVALID;
    if (str_find(tail, S(" nam ")) < 0) return ST_INVALID;
    pieces p = take_apart(folded);
    if (p.count != 3) return ST_INVALID;
    return checked_day(full_year(p.number[2], p.width[2]), p.number[1], p.number[0], out);
}

// Cuts a time of day off: "2026-03-05T00:00:00", "05/03/2026 00:00".
static str without_time(str s)
{
    for (ptrdiff_t i = 6; i + 2 < s.len; i++) {
        bool gap = s.ptr[i] == 'T' || s.ptr[i] == ' ';
        if (gap && is_digit(s.ptr[i + 1]) && str_find(str_slice(s, i, s.len), S(":")) > 0)
            return str_slice(s, 0, i);
    }
    return s;
}

status text_read_day(str s, day *out)
{
    char  memory[256];
    arena scratch = arena_over(memory, sizeof(memory));
    s             = str_trim(s);
    if (s.len == 0 || s.len > 64) return ST_INVALID;
    if (!is_digit(s.ptr[0])) return read_worded_day(text_bare(&scratch, s), out);
    pieces p = take_apart(without_time(s));
    if (!p.only) return ST_INVALID;
    if (p.count == 3 && p.width[0] == 4)
        return checked_day(p.number[0], p.number[1], p.number[2], out);
    if (p.count == 3 && p.width[0] <= 2 && p.width[1] <= 2)
        return checked_day(full_year(p.number[2], p.width[2]), p.number[1], p.number[0], out);
    bool serial = p.count == 1 || (p.count == 2 && p.mark == '.' && p.width[0] >= 4);
    return serial ? text_day_of_serial(p.number[0], false, out) : ST_INVALID;
}

// ---- counters ----------------------------------------------------------------------------------

static const struct {
    int  value;
    char text[3];
} romans[] = { { 1000, "M" }, { 900, "CM" }, { 500, "D" }, { 400, "CD" }, { 100, "C" },
               { 90, "XC" },  { 50, "L" },   { 40, "XL" }, { 10, "X" },   { 9, "IX" },
               { 5, "V" },    { 4, "IV" },   { 1, "I" } };

str text_roman(arena *a, int n)
{
    if (n < 1 || n > 3999) return arena_printf(a, "%d", n);
    buf b = buf_in(a, 16, 16);
    for (size_t i = 0; i < COUNT(romans); i++) {
        for (; n >= romans[i].value; n -= romans[i].value) buf_put(&b, str_from(romans[i].text));
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

bool text_read_roman(str s, int *out)
{
    char  memory[64];
    arena scratch = arena_over(memory, sizeof(memory));
    int   n       = 0;
    if (s.len == 0 || s.len > 15) return false;
    str rest = s;
    for (size_t i = 0; i < COUNT(romans) && rest.len; i++) {
        str mark = str_from(romans[i].text);
        for (int times = 0; times < 3 && str_equal_nocase(str_slice(rest, 0, mark.len), mark);
             times++) {
            n += romans[i].value;
            rest = str_slice(rest, mark.len, rest.len);
        }
    }
    if (rest.len || n > 3999 || !str_equal_nocase(text_roman(&scratch, n), s)) return false;
    *out = n;
    return true;
}

str text_point(int i)
{
    static const str letters[TEXT_POINTS_MAX] = {
        STR("a"), STR("b"), STR("c"), STR("d"), STR("đ"), STR("e"), STR("g"), STR("h"),
        STR("i"), STR("k"), STR("l"), STR("m"), STR("n"), STR("o"), STR("p"), STR("q"),
        STR("r"), STR("s"), STR("t"), STR("u"), STR("v"), STR("x"), STR("y"),
    };
    return i >= 0 && i < TEXT_POINTS_MAX ? letters[i] : (str){ 0 };
}

// ---- months and quarters ---------------------------------------------------------------------------

enum { PERIOD_BYTES_MAX = 60, PERIOD_WORDS = 4 };

// Runs of letters and digits of folded text; how many there are, at most PERIOD_WORDS + 1.
static size_t period_words(str folded, str words[PERIOD_WORDS + 1])
{
    size_t n = 0;
    for (ptrdiff_t i = 0, from = -1; i <= folded.len; i++) {
        char c    = i < folded.len ? folded.ptr[i] : ' ';
        bool word = (c >= 'a' && c <= 'z') || is_digit(c);
        if (word && from < 0) from = i;
        if (word || from < 0) continue;
        if (n <= PERIOD_WORDS) words[n++] = str_slice(folded, from, i);
        from = -1;
    }
    return n;
}

// "quy" "q" 'q4': a quarter; "thang" "t" "t12": a month. The word is taken, or its head cut off.
static bool period_kind(str *words, size_t *at, bool *quarter)
{
    static const struct {
        str  word;
        bool quarter;
    } heads[] = {
        { STR("quy"), true }, { STR("thang"), false }, { STR("q"), true }, { STR("t"), false }
    };
    for (size_t i = 0; i < COUNT(heads); i++) {
        str head = heads[i].word;
        if (!str_starts(words[0], head)) continue;
        *quarter = heads[i].quarter;
        words[0] = str_slice(words[0], head.len, words[0].len);
        *at      = words[0].len == 0;
        return true;
    }
    return false;
}

status text_read_period(str s, day *last)
{
    char    room[4 * PERIOD_BYTES_MAX + 64];
    arena   a = arena_over(room, sizeof(room));
    str     words[PERIOD_WORDS + 1];
    size_t  at      = 0;
    bool    quarter = false;
    int     n;
    int64_t number, year;
    if (s.len > PERIOD_BYTES_MAX) return ST_INVALID;
    str    folded = text_bare(&a, s);
    size_t count  = folded.ptr ? period_words(folded, words) : 0;
    if (count < 2 || count > PERIOD_WORDS) return ST_INVALID;
    bool named = period_kind(words, &at, &quarter);
    if (!named && str_find(s, S("/")) < 0 && str_find(s, S("-")) < 0) return ST_INVALID;
    if (at >= count) return ST_INVALID;
    if (str_int(words[at], &number))
        n = number >= 1 && number <= 12 ? (int)number : 0;
    else if (!named || !text_read_roman(words[at], &n))
        return ST_INVALID;
    at++;
    if (at < count && str_equal(words[at], S("nam"))) at++;
    if (at + 1 != count || words[at].len != 4 || !str_int(words[at], &year)) return ST_INVALID;
    if (n < 1 || n > (quarter ? 4 : 12)) return ST_INVALID;
    int month = quarter ? n * 3 : n;
    day next  = { (int32_t)(month == 12 ? year + 1 : year), (int32_t)(month % 12 + 1), 1 };
    *last     = day_from_number(day_number(next) - 1);
    return ST_OK;
}
