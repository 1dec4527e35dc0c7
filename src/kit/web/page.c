// page.c - see page.h.
#include "kit/web/page.h"

// ---- escaping ----------------------------------------------------------------------------------

// Entities of the five marks, by byte; the same five are unsafe in text and in quoted attributes.
static const str entities[128] = {
    ['&'] = STR("&amp;"), ['<'] = STR("&lt;"),   ['>'] = STR("&gt;"),
    ['"'] = STR("&#34;"), ['\''] = STR("&#39;"),
};

static const bool unsafe[256] = {
    ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true
};

// Is one of the five marks among the next eight bytes? Most text holds none, and a page is mostly text.
// A byte of `v ^ mark` is zero where the mark stands; "&" and "'" differ in one bit, "<" and ">" too.
static bool eight_hold_a_mark(const unsigned char *p)
{
    const uint64_t each = 0x0101010101010101, top = each << 7;
    uint64_t       v, quote, ampersand, angle;
    memcpy(&v, p, sizeof v);
    quote     = v ^ each * '"';
    ampersand = (v | each) ^ each * '\'';
    angle     = (v | each * 2) ^ each * '>';
    return ((quote - each) & ~quote & top) | ((ampersand - each) & ~ampersand & top) |
           ((angle - each) & ~angle & top);
}

void page_str(page *o, str s)
{
    const unsigned char *p = (const unsigned char *)s.ptr, *end = p + s.len, *run = p;
    for (; p < end; p++) {
        while (end - p >= 8 && !eight_hold_a_mark(p)) p += 8;
        if (p == end) break;
        if (!unsafe[*p]) continue;
        page_put(o, (const char *)run, (size_t)(p - run));
        page_put(o, entities[*p].ptr, (size_t)entities[*p].len);
        run = p + 1;
    }
    if (s.len > 0) page_put(o, (const char *)run, (size_t)(end - run));
}

// U+202A to U+202E and U+2066 to U+2069, three bytes each as U+FFFD has.
static bool turns_text(const unsigned char *p)
{
    return p[0] == 0xE2 && ((p[1] == 0x80 && p[2] >= 0xAA && p[2] <= 0xAE) ||
                            (p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9));
}

void page_show_turns(char *text, size_t len)
{
    char *end = text + len, *at = text;
    while (end - at >= 3 && (at = memchr(at, 0xE2, (size_t)(end - at - 2))) != NULL) {
        if (turns_text((const unsigned char *)at)) memcpy(at, "\xEF\xBF\xBD", 3);
        at++;
    }
}

void page_cstr(page *o, const char *s)
{
    page_str(o, str_from(s));
}

void page_int(page *o, int64_t v)
{
    buf_int(o->out, v);
}

void page_uint(page *o, uint64_t v)
{
    if (v > INT64_MAX)
        buf_printf(o->out, "%llu", (unsigned long long)v);
    else
        buf_int(o->out, (int64_t)v);
}

void page_day(page *o, day d)
{
    page_str(o, page_arg_day(o, d));
}

void page_html(page *o, html h)
{
    buf_put(o->out, h.text);
}

void page_words(page *o, text_key key)
{
    str s = text_html(o->lang, key);
    page_put(o, s.ptr, (size_t)s.len);
}

void page_words_with(page *o, text_key key, const str *args, size_t count)
{
    str       s    = text_html(o->lang, key);
    ptrdiff_t done = 0;
    for (ptrdiff_t i = 0; i + 2 < s.len; i++) {
        if (s.ptr[i] != '{' || s.ptr[i + 2] != '}') continue;
        int n = s.ptr[i + 1] - '0';
        if (n < 0 || n > 9 || (size_t)n >= count) continue;
        buf_put(o->out, str_slice(s, done, i));
        page_str(o, args[n]);
        done = i + 3;
    }
    buf_put(o->out, str_slice(s, done, s.len));
}

void page_csrf(page *o)
{
    if (o->csrf.len == 0) return;
    PAGE_LIT(o, "<input type=\"hidden\" name=\"csrf\" value=\"");
    page_str(o, o->csrf);
    PAGE_LIT(o, "\">");
}

void page_asset(page *o, asset_id id)
{
    buf_put(o->out, asset_get(id)->path);
}

// ---- addresses ---------------------------------------------------------------------------------

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

static void percent_encode(buf *b, str s)
{
    static const char digits[] = "0123456789ABCDEF";
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (is_unreserved(c)) {
            buf_char(b, (char)c);
        } else {
            buf_put(b, (str){ (char[]){ '%', digits[c >> 4], digits[c & 15] }, 3 });
        }
    }
}

void page_url_part_str(page *o, str s)
{
    percent_encode(o->out, s);
}

void page_url_part_cstr(page *o, const char *s)
{
    percent_encode(o->out, str_from(s));
}

// Browsers read "\" as "/" and drop tabs and line ends inside an address, so "/\evil" and "/\t/evil"
// leave this site as "//evil" does.
bool page_is_local(str s)
{
    if (s.len == 0) return false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == '\\') return false;
    }
    if (s.ptr[0] == '/') return s.len == 1 || s.ptr[1] != '/';
    return s.ptr[0] == '?' || s.ptr[0] == '#';
}

void page_url_local_str(page *o, str s)
{
    page_str(o, page_is_local(s) ? s : S("#"));
}

void page_url_local_cstr(page *o, const char *s)
{
    page_url_local_str(o, str_from(s));
}

void page_url_str(page *o, str s)
{
    bool web = str_starts(s, S("https://")) || str_starts(s, S("http://"));
    page_str(o, web || page_is_local(s) ? s : S("#"));
}

void page_url_cstr(page *o, const char *s)
{
    page_url_str(o, str_from(s));
}

str page_url_with(page *o, str target, const char *name, str value)
{
    str path, query, fragment, pair, rest, key, ignored;
    (void)str_cut(target, '#', &target, &fragment);
    (void)str_cut(target, '?', &path, &query);
    str  wanted = str_from(name);
    buf  b      = buf_in(o->a, (size_t)(target.len + 3 * value.len + wanted.len + 8), 64 * 1024);
    char mark   = '?';
    buf_put(&b, path);
    while (query.len) {
        (void)str_cut(query, '&', &pair, &rest);
        query = rest;
        (void)str_cut(pair, '=', &key, &ignored);
        if (pair.len == 0 || str_equal(key, wanted) || str_equal(key, S("cursor"))) continue;
        buf_char(&b, mark);
        buf_put(&b, pair);
        mark = '&';
    }
    if (value.len) {
        buf_char(&b, mark);
        buf_put(&b, wanted);
        buf_char(&b, '=');
        percent_encode(&b, value);
    }
    return b.failed ? S("#") : buf_str(&b);
}

// ---- values as text ----------------------------------------------------------------------------

str page_arg_str(page *o UNUSED, str s)
{
    return s;
}

str page_arg_cstr(page *o UNUSED, const char *s)
{
    return str_from(s);
}

str page_number(page *o, int64_t n)
{
    char     text[32];
    size_t   at = sizeof(text), digits = 0;
    uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do {
        if (digits && digits % 3 == 0) text[--at] = o->lang == LANG_EN ? ',' : '.';
        text[--at] = (char)('0' + u % 10);
        digits++;
    } while (u /= 10);
    if (n < 0) text[--at] = '-';
    str out = { 0 };
    return arena_copy(o->a, (str){ text + at, (ptrdiff_t)(sizeof(text) - at) }, &out) == ST_OK
               ? out
               : (str){ 0 };
}

str page_arg_int(page *o, int64_t v)
{
    return page_number(o, v);
}

str page_arg_uint(page *o, uint64_t v)
{
    return page_number(o, v > INT64_MAX ? INT64_MAX : (int64_t)v);
}

str page_arg_day(page *o, day d)
{
    return arena_printf(o->a, "%02d/%02d/%04d", d.dom, d.month, d.year);
}

str page_date(page *o, str iso)
{
    day d;
    return day_parse(iso, &d) == ST_OK ? page_arg_day(o, d) : iso;
}

str page_when(page *o, int64_t at_ms)
{
    day     d       = day_of_ms(at_ms, VIETNAM_OFFSET_MINUTES);
    int64_t minutes = at_ms / 60000 - (at_ms % 60000 < 0) + VIETNAM_OFFSET_MINUTES;
    int     of_day  = (int)(minutes - day_number(d) * 1440);
    return arena_printf(o->a, "%02d:%02d %02d/%02d/%04d", of_day / 60, of_day % 60, d.dom, d.month,
                        d.year);
}

// ---- problems ----------------------------------------------------------------------------------

str page_problem_text(page *o, const problem *why)
{
    str key = arena_printf(o->a, "problem." STR_FMT, STR_ARG(why->rule));
    return text_fill(o->a, text_named(o->lang, key), &why->detail, 1);
}

str page_field_name(page *o, const page_frame *f, str field)
{
    text_key key;
    if (!f->fields || field.len == 0) return (str){ "", 0 };
    str name = arena_printf(o->a, "%s" STR_FMT, f->fields, STR_ARG(field));
    return text_known(name, &key) ? text_get(o->lang, key) : (str){ "", 0 };
}

str page_field_error(page *o, const page_frame *frame, const char *field)
{
    for (size_t i = 0; i < frame->problem_count; i++) {
        if (str_equal(frame->problems[i].field, str_from(field)))
            return page_problem_text(o, &frame->problems[i]);
    }
    return (str){ "", 0 };
}

// ---- for the parts -----------------------------------------------------------------------------

const char *page_theme_name(page_theme theme)
{
    switch (theme) {
    case THEME_AUTO: return "auto";
    case THEME_LIGHT: return "light";
    case THEME_DARK: return "dark";
    case THEME_CONTRAST: return "contrast";
    }
    return "auto";
}

const char *page_here(const page_frame *f, const char *entry)
{
    return f->menu && strcmp(f->menu, entry) == 0 ? "page" : "false";
}

const char *page_field_class(const page_field *f)
{
    return f->error.len > 0 ? "field field-bad" : "field";
}

str page_described_by(page *o, const page_field *f)
{
    bool hint = f->hint.len > 0, error = f->error.len > 0;
    if (hint && error) return arena_printf(o->a, "h-%s e-%s", f->name, f->name);
    return arena_printf(o->a, "%s-%s", error ? "e" : "h", f->name);
}

bool page_chosen(const page_field *f, str value)
{
    str word, rest = f->value;
    while (rest.len) {
        (void)str_cut(rest, ' ', &word, &rest);
        if (str_equal(word, value)) return true;
    }
    return f->value.len == 0 && value.len == 0;
}

const char *page_certainty_kind(str certainty)
{
    if (str_equal(certainty, S("found"))) return "done";
    if (str_equal(certainty, S("known"))) return "doing";
    return str_equal(certainty, S("ours")) ? "off" : "lack";
}

str page_certainty_words(page *o, str certainty)
{
    return text_named(o->lang, arena_printf(o->a, "certainty." STR_FMT, STR_ARG(certainty)));
}
