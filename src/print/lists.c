// lists.c - numbering.xml: lists, their levels, and the labels of their paragraphs.
#include <string.h>

#include "print/book.h"

typedef enum place { NOWHERE, IN_PARA, IN_CHARS, IN_TABS } place;

typedef struct reading {
    book       *b;
    list_kind  *kind;
    list       *num;
    list_level *level;
    int         override; // the level a <lvlOverride> is about
    place       at;
} reading;

void *lists_reader_new(book *b)
{
    reading *r = BOOK_NEW(b, reading);
    b->kinds   = book_new(b, sizeof(list_kind *), BOOK_LISTS_MAX);
    b->lists   = book_new(b, sizeof(list), BOOK_LISTS_MAX);
    if (r) r->b = b;
    return r;
}

static int level_number(const char **attributes)
{
    int32_t n = attr_number(attributes, "ilvl", 0);
    return n < 0 || n >= BOOK_LEVELS ? 0 : (int)n;
}

static void kind_open(reading *r, const char **attributes)
{
    book *b = r->b;
    r->kind = b->kind_count < BOOK_LISTS_MAX ? BOOK_NEW(b, list_kind) : NULL;
    if (!r->kind) return;
    b->kinds[b->kind_count++] = r->kind;
    r->kind->id               = attr_number(attributes, "abstractNumId", 0);
}

static void num_open(reading *r, const char **attributes)
{
    book *b = r->b;
    r->num  = b->list_count < BOOK_LISTS_MAX ? &b->lists[b->list_count++] : NULL;
    r->kind = NULL;
    if (!r->num) return;
    r->num->id = attr_number(attributes, "numId", 0);
    for (int i = 0; i < BOOK_LEVELS; i++) r->num->starts[i] = -1;
}

static void level_open(reading *r, const char **attributes)
{
    r->level = r->kind ? &r->kind->levels[level_number(attributes)] : NULL;
    if (r->level) *r->level = (list_level){ .start = 1, .format = S("decimal"), .suffix = 't' };
}

static void num_part(reading *r, const char *name, const char **attributes)
{
    if (strcmp(name, "lvlOverride") == 0) {
        r->override = level_number(attributes);
    } else if (strcmp(name, "startOverride") == 0) {
        r->num->starts[r->override] = attr_number(attributes, "val", 1);
    } else if (strcmp(name, "abstractNumId") == 0) {
        int32_t id = attr_number(attributes, "val", -1);
        for (size_t i = 0; i < r->b->kind_count; i++) {
            if (r->b->kinds[i]->id == id) r->num->kind = r->b->kinds[i];
        }
    }
}

static void level_part(reading *r, const char *name, const char **attributes)
{
    list_level *l = r->level;
    str         v = attribute(attributes, "val");
    if (strcmp(name, "start") == 0) {
        l->start = attr_number(attributes, "val", 1);
    } else if (strcmp(name, "numFmt") == 0) {
        l->format = book_copy(r->b, v);
    } else if (strcmp(name, "lvlText") == 0) {
        l->text = book_copy(r->b, v);
    } else if (strcmp(name, "suff") == 0) {
        l->suffix = v.len ? v.ptr[0] : 't';
    } else if (strcmp(name, "lvlPicBulletId") == 0) {
        lacks_add(r->b->told, PRINT_LACK_PICTURE, S(""));
    }
}

static void lists_start(void *ctx, const char *name, const char **attributes)
{
    reading *r = ctx;
    if (strcmp(name, "abstractNum") == 0) {
        kind_open(r, attributes);
    } else if (strcmp(name, "num") == 0) {
        num_open(r, attributes);
    } else if (strcmp(name, "lvl") == 0) {
        level_open(r, attributes);
    } else if (r->num && !r->level) {
        num_part(r, name, attributes);
    } else if (r->level && strcmp(name, "pPr") == 0) {
        r->at = IN_PARA;
    } else if (r->level && strcmp(name, "rPr") == 0) {
        r->at = IN_CHARS;
    } else if (r->level && strcmp(name, "tabs") == 0) {
        r->at = IN_TABS;
    } else if (r->level && r->at == IN_PARA) {
        para_read(&r->level->para, r->b->told, name, attributes);
    } else if (r->level && r->at == IN_TABS) {
        tab_read(&r->level->para, attributes);
    } else if (r->level && r->at == IN_CHARS) {
        // Bullets are set in fonts of signs; their letters are exchanged for what they look like.
        if (strcmp(name, "rFonts") != 0) {
            char_read(&r->level->chars, r->b->told, name, attributes);
        }
    } else if (r->level) {
        level_part(r, name, attributes);
    }
}

static void lists_end(void *ctx, const char *name)
{
    reading *r = ctx;
    if (strcmp(name, "lvl") == 0) r->level = NULL;
    if (strcmp(name, "num") == 0) r->num = NULL;
    if (strcmp(name, "abstractNum") == 0) r->kind = NULL;
    if (strcmp(name, "tabs") == 0) r->at = IN_PARA;
    if (strcmp(name, "pPr") == 0 || strcmp(name, "rPr") == 0) r->at = NOWHERE;
}

const part_reader lists_reader = { .start = lists_start, .end = lists_end };

list *list_find(book *b, int32_t id)
{
    for (size_t i = 0; i < b->list_count; i++) {
        if (b->lists[i].id == id && b->lists[i].kind) return &b->lists[i];
    }
    return NULL;
}

// ---- numbers -----------------------------------------------------------------------------------

static str roman(arena *a, int32_t n, bool small)
{
    static const struct {
        int32_t value;
        str     capital, small;
    } digits[] = {
        { 1000, STR("M"), STR("m") },  { 900, STR("CM"), STR("cm") }, { 500, STR("D"), STR("d") },
        { 400, STR("CD"), STR("cd") }, { 100, STR("C"), STR("c") },   { 90, STR("XC"), STR("xc") },
        { 50, STR("L"), STR("l") },    { 40, STR("XL"), STR("xl") },  { 10, STR("X"), STR("x") },
        { 9, STR("IX"), STR("ix") },   { 5, STR("V"), STR("v") },     { 4, STR("IV"), STR("iv") },
        { 1, STR("I"), STR("i") },
    };
    buf b = buf_in(a, 32, 64);
    for (size_t i = 0; i < COUNT(digits); i++) {
        for (; n >= digits[i].value; n -= digits[i].value) {
            buf_put(&b, small ? digits[i].small : digits[i].capital);
        }
    }
    return buf_str(&b);
}

// a … z, aa, bb …
static str letters(arena *a, int32_t n, char first)
{
    buf b = buf_in(a, 16, 64);
    for (int32_t i = 0; i <= (n - 1) / 26; i++) buf_char(&b, (char)(first + (n - 1) % 26));
    return buf_str(&b);
}

str number_text(arena *a, str format, int32_t n, bool *known)
{
    static const str plain[] = { STR("decimal"), STR(""), STR("decimalZero"), STR("numberInDash") };
    bool             small   = str_starts(format, S("lower"));
    *known                   = true;
    if (str_equal(format, S("none"))) return S("");
    bool sized = n >= 1 && n < 4000;
    if (sized && str_ends(format, S("Roman"))) return roman(a, n, small);
    if (n >= 1 && n <= 780 && str_ends(format, S("Letter")))
        return letters(a, n, small ? 'a' : 'A');
    *known = false;
    for (size_t i = 0; i < COUNT(plain); i++) *known |= str_equal(format, plain[i]);
    bool padded = n >= 0 && n < 10 && str_equal(format, S("decimalZero"));
    return arena_printf(a, padded ? "0%d" : "%d", (int)n);
}

// ---- labels ------------------------------------------------------------------------------------

// Bullets of fonts of signs (Symbol, Wingdings), which have their places in the private area.
static str bullet(str text)
{
    static const struct {
        str sign, shown;
    } signs[] = {
        { STR("\xef\x82\xb7"), STR("•") }, { STR("\xef\x82\xa7"), STR("▪") },
        { STR("\xef\x83\x98"), STR("►") }, { STR("\xef\x80\xad"), STR("-") },
        { STR("\xef\x82\xa8"), STR("□") }, { STR("o"), STR("○") },
    };
    for (size_t i = 0; i < COUNT(signs); i++) {
        if (str_equal(text, signs[i].sign)) return signs[i].shown;
    }
    return text;
}

static void put_count(book *b, const list_kind *kind, int level, buf *out)
{
    bool known;
    str  format = kind->levels[level].format;
    buf_put(out, number_text(b->a, format, kind->counts[level], &known));
    if (!known) lacks_add(b->told, PRINT_LACK_LIST, format);
}

str list_label(book *b, list *l, int level)
{
    list_kind *k = l->kind;
    for (int i = 0; i < BOOK_LEVELS && !l->begun;
         i++) { // its own starts count when it is first met
        if (l->starts[i] < 0) continue;
        k->counts[i] = l->starts[i] - 1;
        k->begun[i]  = true;
    }
    l->begun = true;
    for (int i = 0; i <= level; i++) {
        if (!k->begun[i]) { // a level above that never came stands at its start
            k->counts[i] = k->levels[i].start - (i == level);
            k->begun[i]  = true;
        }
    }
    k->counts[level]++;
    for (int i = level + 1; i < BOOK_LEVELS; i++) k->begun[i] = false;
    str text = k->levels[level].text;
    if (str_equal(k->levels[level].format, S("bullet"))) return bullet(text);
    buf out = buf_in(b->a, 32, 512);
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char next = i + 1 < text.len ? text.ptr[i + 1] : 0;
        if (text.ptr[i] == '%' && next >= '1' && next <= '9') {
            put_count(b, k, next - '1', &out);
            i++;
        } else {
            buf_char(&out, text.ptr[i]);
        }
    }
    return out.failed ? S("") : buf_str(&out);
}
