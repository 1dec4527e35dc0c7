// page.h - what compiled pages write with: values escaped for their place, the frame, components.
//
// Pages are HTML files; tools/gen_pages.py makes each `%page name(params)` a function
// `void name(page *o, params)`. docs/pages.md tells the whole language:
//
//   %include "modules/x/x_view.h"            headers the parameters need
//   %page systems_list_page(const systems_list_view *v)
//   %layout &v->frame                        head and foot of the site around this page
//   <h1>{t systems.list.title}</h1>          words from po/*.po, key checked by the compiler
//   <p>{t systems.list.count: v->total}</p>  {0} … filled
//   %if (v->count == 0)                      also %elif (…) %else %for (…) %end; a line of its own
//   <p>{{ v->row[i].name }}</p>              a value: str, const char *, whole number, day, html
//   <a href="/he-thong/{{ id }}">            percent-encoded there; {{ url(whole_address) }} alone
//   <input disabled?="{{ v->locked }}">      attribute present only when true
//   <img src="{asset emblem.svg}" alt="">    embedded file, by its hashed address
//   %call level_badge(level)                 another page or part: level_badge(o, level)
//   %let const row *r = &v->rows[i];         a line of C
//   %# a note, not sent
//
// A handler:
//   page o = page_open(c, rq, rs);
//   systems_list_page(&o, &view);
//   return page_close(&o, rs, 200);
#ifndef COLOA_KIT_WEB_PAGE_H
#define COLOA_KIT_WEB_PAGE_H

#include "kit/base/base.h"
#include "kit/text/words.h"
#include "kit/web/assets.h"

#include <string.h>

// Markup that has already been written safely (by page.h's own functions or an own SVG writer).
typedef struct html {
    str text;
} html;

typedef enum page_theme { THEME_AUTO = 0, THEME_LIGHT, THEME_DARK, THEME_CONTRAST } page_theme;

// One answer being written. Everything but `out` is read-only for pages.
typedef struct page {
    buf       *out;
    arena     *a;
    lang       lang;
    page_theme theme;
    bool       invented; // what is shown is invented: SỐ LIỆU MINH HỌA on screen and in print
    bool       demo;     // the folder is a demo: the banner says so
    str        csrf;     // token put into every post form by the generator
    str        path;     // of this page, for the language and theme switches
    str        person;   // name of the signed-in person, empty: nobody
    int64_t    who;      // their number, under which the browser keeps what they type; 0: nobody
    str        body;     // the body for which they act
    uint64_t   rights;   // bits of `right`
    str        request_id;                 // the code to quote
    int64_t    tasks, tasks_late, notices; // open ones of the person; notices: unread, at most 100
} page;

// ---- written by generated code -----------------------------------------------------------------

static inline void page_put(page *o, const char *bytes, size_t n)
{
    buf *b = o->out;
    if (n <= b->cap - b->len) {
        memcpy(b->ptr + b->len, bytes, n);
        b->len += n;
    } else {
        buf_put(b, (str){ bytes, (ptrdiff_t)n });
    }
}

#define PAGE_LIT(o, literal) page_put((o), literal, sizeof(literal) - 1)

void page_str(page *o, str s); // escaped for text and quoted attributes
// Marks that turn the direction of what follows make a name look like another ("gpj.exe" like "exe.jpg"). No language of
// ours needs them: each becomes U+FFFD, which is seen.
void page_show_turns(char *text, size_t len);
void page_cstr(page *o, const char *s);
void page_int(page *o, int64_t v);
void page_uint(page *o, uint64_t v);
void page_day(page *o, day d); // 05/03/2026
void page_html(page *o, html h);
void page_words(page *o, text_key key);
void page_words_with(page *o, text_key key, const str *args, size_t count);
void page_csrf(page *o);
void page_asset(page *o, asset_id id);

#define PAGE_PUT_ATTR(o, v)                                                                        \
    _Generic((v),                                                                                  \
        str: page_str,                                                                             \
        const char *: page_cstr,                                                                   \
        char *: page_cstr,                                                                         \
        int: page_int,                                                                             \
        long: page_int,                                                                            \
        long long: page_int,                                                                       \
        unsigned: page_uint,                                                                       \
        unsigned long: page_uint,                                                                  \
        unsigned long long: page_uint,                                                             \
        day: page_day)((o), (v))
#define PAGE_PUT(o, v)                                                                             \
    _Generic((v),                                                                                  \
        str: page_str,                                                                             \
        const char *: page_cstr,                                                                   \
        char *: page_cstr,                                                                         \
        int: page_int,                                                                             \
        long: page_int,                                                                            \
        long long: page_int,                                                                       \
        unsigned: page_uint,                                                                       \
        unsigned long: page_uint,                                                                  \
        unsigned long long: page_uint,                                                             \
        day: page_day,                                                                             \
        html: page_html)((o), (v))

// Addresses. A part is percent-encoded as one path segment or query value. A whole address must
// begin with "/" (not "//"), "?" or "#" - in href also with http:// or https:// - else "#" is put.
void page_url_str(page *o, str s);
void page_url_cstr(page *o, const char *s);
void page_url_part_str(page *o, str s);
void page_url_part_cstr(page *o, const char *s);
void page_url_local_str(page *o, str s);
void page_url_local_cstr(page *o, const char *s);

#define PAGE_URL(o, v)                                                                             \
    _Generic((v), str: page_url_str, const char *: page_url_cstr, char *: page_url_cstr)((o), (v))
#define PAGE_URL_LOCAL(o, v)                                                                       \
    _Generic((v),                                                                                  \
        str: page_url_local_str,                                                                   \
        const char *: page_url_local_cstr,                                                         \
        char *: page_url_local_cstr)((o), (v))
#define PAGE_URL_PART(o, v)                                                                        \
    _Generic((v),                                                                                  \
        str: page_url_part_str,                                                                    \
        const char *: page_url_part_cstr,                                                          \
        char *: page_url_part_cstr,                                                                \
        int: page_int,                                                                             \
        long: page_int,                                                                            \
        long long: page_int,                                                                       \
        unsigned: page_uint,                                                                       \
        unsigned long: page_uint,                                                                  \
        unsigned long long: page_uint)((o), (v))

str page_arg_str(page *o, str s);
str page_arg_cstr(page *o, const char *s);
str page_arg_int(page *o, int64_t v); // grouped: 1.234
str page_arg_uint(page *o, uint64_t v);
str page_arg_day(page *o, day d);

#define PAGE_ARG(o, v)                                                                             \
    _Generic((v),                                                                                  \
        str: page_arg_str,                                                                         \
        const char *: page_arg_cstr,                                                               \
        char *: page_arg_cstr,                                                                     \
        int: page_arg_int,                                                                         \
        long: page_arg_int,                                                                        \
        long long: page_arg_int,                                                                   \
        unsigned: page_arg_uint,                                                                   \
        unsigned long: page_arg_uint,                                                              \
        unsigned long long: page_arg_uint,                                                         \
        day: page_arg_day)((o), (v))

// ---- for views and templates -------------------------------------------------------------------

// A text in the reader's language, as a value: `.label = T(o, systems_name)`.
#define T(o, key) text_get((o)->lang, T_##key)

// True when the reader holds the right (a bit of `right` in kit/call/call.h).
static inline bool page_may(const page *o, uint64_t right_bits)
{
    return (o->rights & right_bits) == right_bits;
}

str page_number(page *o, int64_t n);   // "1.234.567" / "1,234,567"
str page_when(page *o, int64_t at_ms); // "09:41 22/11/2026", Vietnamese time
str page_date(page *o, str iso);       // "2026-03-05" -> "05/03/2026"; anything else as it is

// The address of a list with one parameter of its query set (value empty: removed); the cursor is
// dropped, since it belongs to the old filter.
//   page_url_with(o, target, "level", S("3"))  "/he-thong?q=a&c=x" -> "/he-thong?q=a&level=3"
str page_url_with(page *o, str target, const char *name, str value);

// An address on this site: for "return here" parameters, before a redirect.
bool page_is_local(str address);

// The words of "problem.<rule>" with {0} = detail.
str page_problem_text(page *o, const problem *why);

// ---- the frame ---------------------------------------------------------------------------------

typedef struct page_crumb {
    str title, href;
} page_crumb;

// The frame around a page; zeroed but for what is set.
typedef struct page_frame {
    str               title; // required; the page's h1 too
    const char       *menu;  // current entry: "systems" "levels" "bodies" "people" "audit" "manual"
    const page_crumb *crumbs; // ways up, without this page
    size_t            crumb_count;
    const problem    *problems; // shown as a summary whose lines lead to the fields (#f-<field>)
    size_t            problem_count;
    const char *fields; // key of the fields' names without its end: "systems.field."; may be NULL
    str         done;   // what the reader has just done, after a redirect; empty none
    bool        bare;   // no menu (sign-in, set-up)
    bool        wide;   // the page holds a wide table
} page_frame;

// The words for a field's problem in this frame, or empty: `.error = page_field_error(o, frame, "name")`.
str page_field_error(page *o, const page_frame *frame, const char *field);

// ---- parts (src/kit/web/pages/parts.html) --------------------------------------------------------
// %call part_level(level, at_least)            the badge of a level, 0: none yet
// %call part_state("done", words)              "done" "doing" "wait" "lack" "bad" "off": shape and text
// %call part_certainty(S("known"))             found known unsure ours, of a rule of law
// %call part_notice("info", words)             "info" "good" "warn" "bad"
// %call part_empty(title, about, href, action) an empty list: says what will stand here, and one way on
// %call part_progress(done, total, label)
// %call part_steps(names, count, current)      current counts from 0
// %call part_chips(chips, count, clear_href)   filters in force, each with the address without it
// %call part_pager(&pager)
// %call part_keeper()                          once, on a page with form[data-keep] (docs/pages.md)
// %call part_kept(words)                       in such a form: how far it is saved, and who else writes

typedef struct page_chip {
    str label, href;
} page_chip;

typedef struct page_pager { // a list by cursor; addresses from page_url_with
    int64_t shown, total;   // total -1: not known
    str     first, next;    // empty: none (first is set when this is not the first page)
} page_pager;

// ---- fields --------------------------------------------------------------------------------------
// %call field_input(&(page_field){ .name = "name", .label = T(o, systems_name), .value = v->name })
// likewise field_area, field_select, field_file, field_radios, field_checks, field_hidden(name, value)
// and field_three: yes, no, not known, sent as "true" "false" "unknown". A field's id is "f-<name>".

typedef struct page_option {
    str value, label, hint;
} page_option;

typedef struct page_field {
    const char        *name;
    str                label, hint, error;
    str                value;   // of field_checks: the chosen values with one blank between
    const page_option *options; // select, radios, checks
    size_t             option_count;
    const char        *type; // of field_input: "text" unless set; "email" "tel" "password" …
    const char        *autocomplete; // "off", "username", "current-password" …
    const char        *inputmode;    // "numeric" …
    const char        *accept;       // of field_file: ".xlsx,.csv"
    const char        *list;         // of field_input: id of a datalist with values to choose from
    int                max;          // characters; 0: no limit said
    int                rows;         // of field_area
    bool               required, fixed, narrow;
} page_field;

// Used by the parts.
const char *page_theme_name(page_theme theme);
str         page_field_name(page *o, const page_frame *f, str field); // empty when it has no words
const char *page_here(const page_frame *f, const char *entry);        // "page" or "false"
const char *page_field_class(const page_field *f);
str         page_described_by(page *o, const page_field *f);
bool        page_chosen(const page_field *f, str value);
const char *page_certainty_kind(str certainty);
str         page_certainty_words(page *o, str certainty);

// ---- answers -------------------------------------------------------------------------------------

typedef struct page_failure_words {
    str happened, safe, next; // what happened, what is safe, what to do
    str detail;               // the words of the problem, empty none
    str code;                 // to quote: the request's id
} page_failure_words;

// Begins and ends the answer of a handler. page_close gives ST_MEMORY when the page did not fit, so
// that half a page is never sent.
struct call;
struct web_request;
struct http_response;
page   page_open(struct call *c, const struct web_request *rq, struct http_response *rs);
status page_close(page *o, struct http_response *rs, int code) MUST_CHECK;

// Routes of the embedded files (/tai-nguyen/<hash>/<name>) and of the choice of theme and language
// (/hien-thi); registered by app.
struct web_module;
extern const struct web_module assets_module;
lang                           page_lang(str cookie_header, lang otherwise);

// The page of a failed request; fits web_host.error_page.
struct problem;
void page_failure(struct call *c, struct web_request *rq, struct http_response *rs, int code,
                  const struct problem *why);

#include "kit/web/pages/layout.gen.h"

#endif
