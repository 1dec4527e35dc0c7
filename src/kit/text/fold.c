// fold.c - see fold.h.
#include "kit/text/fold.h"

#include "kit/text/letters.h"

#include <string.h>

static bool is_space_code(uint32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

static bool is_invisible_code(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

static bool is_mark_code(uint32_t c)
{
    return c >= 0x300 && c <= 0x36F;
}

static char *put_code(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xC0 | c >> 6);
        *out++ = (char)(0x80 | (c & 63));
    } else {
        *out++ = (char)(0xE0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 63));
        *out++ = (char)(0x80 | (c & 63));
    }
    return out;
}

// ---- composed form -----------------------------------------------------------------------------

// Combining marks U+0300..U+036F begin with CC or CD; without them nothing is to be composed.
static bool has_marks(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == 0xCC || c == 0xCD) return true;
    }
    return false;
}

// Adds the marks that stand at s[*at] to the letter, as far as a composed letter exists.
static letter with_marks(str s, ptrdiff_t *at, letter l)
{
    for (;;) {
        ptrdiff_t next = *at;
        letter    mark;
        if (next >= s.len || !letter_mark(utf8_next(s, &next), &mark)) return l;
        if ((mark.tone && l.tone) || (mark.shape && l.shape)) return l;
        l.tone  = (uint8_t)(l.tone + mark.tone);
        l.shape = (uint8_t)(l.shape + mark.shape);
        *at     = next;
    }
}

str text_nfc(arena *a, str s)
{
    if (!has_marks(s)) return s;
    char *out = NEW(a, char, s.len); // composing never lengthens
    if (!out) return (str){ 0 };
    char *put = out;
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t from = at;
        uint32_t  c    = utf8_next(s, &at);
        letter    l = c < 0x80 || at - from > 1 ? letter_of(c) : (letter){ 0 }; // not a stray byte
        ptrdiff_t bare = at;
        if (l.bare) l = with_marks(s, &at, l);
        uint32_t code = at > bare ? letter_code(l) : 0;
        if (code) {
            put = put_code(put, code);
        } else {
            memcpy(put, s.ptr + from, (size_t)(at - from));
            put += at - from;
        }
    }
    return (str){ out, put - out };
}

// Is nothing to be tidied? Says no when in doubt: to every lead byte but those of Latin letters.
static bool is_tidy(str s)
{
    unsigned char before = ' ';
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < ' ' || (c == ' ' && before == ' ')) return false;
        if (c >= 0xC0 && c != 0xC3 && c != 0xC4 && c != 0xC6 && c != 0xE1) return false;
        if (before == 0xE1 && c != 0xBA && c != 0xBB) return false;
        before = c;
    }
    return before != ' ' && before < 0xC0;
}

str text_tidy(arena *a, str s)
{
    s = text_nfc(a, s);
    if (s.len == 0) return s;
    str same = { 0 };
    if (is_tidy(s)) return arena_copy(a, s, &same) == ST_OK ? same : (str){ 0 };
    char *out = NEW(a, char, s.len);
    if (!out) return (str){ 0 };
    char *put = out;
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t from = at;
        uint32_t  c    = utf8_next(s, &at);
        if (is_invisible_code(c) && at - from > 1) continue;
        if (is_space_code(c) && (c < 0x80 || at - from > 1)) {
            if (put > out && put[-1] != ' ') *put++ = ' ';
            continue;
        }
        memcpy(put, s.ptr + from, (size_t)(at - from));
        put += at - from;
    }
    if (put > out && put[-1] == ' ') put--;
    return (str){ out, put - out };
}

str text_tidy_lines(arena *a, str typed)
{
    str   s = text_nfc(a, str_trim(typed));
    char *p = s.ptr ? arena_alloc(a, 1, 1, (size_t)s.len) : NULL;
    if (!p) return (str){ 0 };
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\r') continue;
        p[n++] = s.ptr[i];
    }
    return (str){ p, n };
}

// ---- search form -------------------------------------------------------------------------------

static str fold(arena *a, str s, char y)
{
    if (s.len == 0) return s;
    char *out = NEW(a, char, s.len);
    if (!out) return (str){ 0 };
    char *put = out;
    for (ptrdiff_t at = 0; at < s.len;) {
        unsigned char first = (unsigned char)s.ptr[at];
        if (first < 0x80 && first > ' ') {
            char c = (char)(first >= 'A' && first <= 'Z' ? first | 0x20 : first);
            *put++ = c == 'y' ? y : c;
            at++;
            continue;
        }
        ptrdiff_t from = at;
        uint32_t  c    = utf8_next(s, &at);
        letter    l    = at - from > 1 ? letter_of(c) : (letter){ 0 };
        if (l.bare) {
            *put++ = l.bare == 'y' ? y : l.bare;
        } else if (at - from > 1 && (is_mark_code(c) || is_invisible_code(c))) {
            continue;
        } else if (is_space_code(c) && (c < 0x80 || at - from > 1)) {
            if (put > out && put[-1] != ' ') *put++ = ' ';
        } else {
            memcpy(put, s.ptr + from, (size_t)(at - from));
            put += at - from;
        }
    }
    if (put > out && put[-1] == ' ') put--;
    return (str){ out, put - out };
}

str text_fold(arena *a, str s)
{
    return fold(a, s, 'i');
}

str text_bare(arena *a, str s)
{
    return fold(a, s, 'y');
}

// ---- order -------------------------------------------------------------------------------------

// The bytes of a sort key, in their order: ' ' between parts of a person's name, '!' between the
// levels, '"' a blank, then marks, digits, letters, and '~' before any other character's number.
static const char mark_order[] = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

enum {
    KEY_LEVEL = '!',
    KEY_BLANK = '"',
    KEY_MARK  = '#',                                    // first of the 32 marks
    KEY_DIGIT = KEY_MARK + (int)sizeof(mark_order) - 1, // first of the ten digits
    KEY_A     = KEY_DIGIT + 10,                         // first of the 33 letters
    KEY_OTHER = '~',
};

_Static_assert(KEY_A + 33 <= KEY_OTHER, "all weights are printable ASCII");

// Place of a letter in the alphabet: that of its bare letter, plus one or two for ă â, đ, ê, ô ơ, ư.
static int letter_weight(letter l)
{
    static const signed char bare[26] = { 0,  3,  4,  5,  7,  9,  10, 11, 12, 13, 14, 15, 16,
                                          17, 18, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31, 32 };
    int                      w        = bare[l.bare - 'a'];
    if (l.bare == 'a' && l.shape == SHAPE_BREVE) return w + 1;
    if (l.bare == 'a' && l.shape == SHAPE_CIRCUMFLEX) return w + 2;
    if (l.bare == 'd' && l.shape == SHAPE_STROKE) return w + 1;
    if (l.bare == 'e' && l.shape == SHAPE_CIRCUMFLEX) return w + 1;
    if (l.bare == 'o' && l.shape == SHAPE_CIRCUMFLEX) return w + 1;
    if (l.bare == 'o' && l.shape == SHAPE_HORN) return w + 2;
    if (l.bare == 'u' && l.shape == SHAPE_HORN) return w + 1;
    return w;
}

// Tone, or a mark of a foreign letter (ü, ñ), as the second level's byte.
static char second_weight(letter l)
{
    bool foreign = l.shape >= SHAPE_DIAERESIS;
    return (char)('0' + l.tone + (foreign ? TONE_COUNT * (l.shape - SHAPE_STROKE) : 0));
}

static char *put_other(char *put, str bytes, uint32_t c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char       *mark     = c < 0x80 && c ? strchr(mark_order, (int)c) : NULL;
    if (mark) {
        *put++ = (char)(KEY_MARK + (mark - mark_order));
    } else if (c >= '0' && c <= '9') {
        *put++ = (char)(KEY_DIGIT + (int)c - '0');
    } else if (c >= 0x80) {
        *put++ = KEY_OTHER;
        for (ptrdiff_t i = 0; i < bytes.len; i++) {
            *put++ = digits[(unsigned char)bytes.ptr[i] >> 4];
            *put++ = digits[(unsigned char)bytes.ptr[i] & 15];
        }
    }
    return put;
}

str text_sort_key(arena *a, str s)
{
    str tidy = text_tidy(a, s);
    if (!tidy.ptr && s.len) return tidy;
    // At most three bytes of the first level and one of the second for each byte of text.
    char *key = NEW(a, char, 4 * tidy.len + 1);
    if (!key) return (str){ 0 };
    char *first  = key;
    char *second = key + 3 * tidy.len + 1, *tone = second;
    for (ptrdiff_t at = 0; at < tidy.len;) {
        ptrdiff_t from = at;
        uint32_t  c    = utf8_next(tidy, &at);
        letter    l    = at - from > 1 || c < 0x80 ? letter_of(c) : (letter){ 0 };
        if (l.bare) {
            *first++ = (char)(KEY_A + letter_weight(l));
            *tone++  = second_weight(l);
        } else if (c == ' ') {
            *first++ = KEY_BLANK;
        } else {
            first = put_other(first, str_slice(tidy, from, at), c);
        }
    }
    while (tone > second && tone[-1] == '0') tone--;
    *first++ = KEY_LEVEL;
    memmove(first, second, (size_t)(tone - second));
    a->next = first + (tone - second); // gives the rest back
    return (str){ key, a->next - key };
}

str text_person_key(arena *a, str name)
{
    str tidy = text_tidy(a, name);
    if (!tidy.ptr && name.len) return tidy;
    ptrdiff_t last = tidy.len, first = 0;
    while (last > 0 && tidy.ptr[last - 1] != ' ') last--;
    while (first < last && tidy.ptr[first] != ' ') first++;
    str given  = str_slice(tidy, last, tidy.len);
    str middle = str_trim(str_slice(tidy, first, last));
    str family = str_slice(tidy, 0, first);
    str keys[] = { text_sort_key(a, given), text_sort_key(a, middle), text_sort_key(a, family) };
    if (!keys[0].ptr || !keys[1].ptr || !keys[2].ptr) return (str){ 0 };
    return arena_printf(a, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(keys[0]), STR_ARG(keys[1]),
                        STR_ARG(keys[2]));
}
