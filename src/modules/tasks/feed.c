// feed.c - see feed.h.
#include "modules/tasks/feed.h"

#include "kit/text/text.h"

enum { LINE_OCTETS = 75 }; // RFC 5545 §3.1, without the line's end

typedef struct line { // being written, folded on the way
    buf *out;
    int  used;
} line;

static void put_char(line *l, str one)
{
    if (l->used + one.len > LINE_OCTETS) {
        buf_put(l->out, S("\r\n "));
        l->used = 1;
    }
    buf_put(l->out, one);
    l->used += (int)one.len;
}

// The next character of s as UTF-8; a stray byte counts as one.
static ptrdiff_t char_len(str s)
{
    ptrdiff_t n = 1;
    while (n < s.len && n < 4 && ((unsigned char)s.ptr[n] & 0xC0) == 0x80) n++;
    return n;
}

static void put_line(buf *out, const char *name, str value, bool escaped)
{
    line l = { out, 0 };
    for (str rest = str_from(name); rest.len; rest = str_slice(rest, 1, rest.len))
        put_char(&l, str_slice(rest, 0, 1));
    put_char(&l, S(":"));
    for (str rest = value; rest.len;) {
        ptrdiff_t n     = char_len(rest);
        str       one   = str_slice(rest, 0, n);
        rest            = str_slice(rest, n, rest.len);
        unsigned char c = (unsigned char)one.ptr[0];
        if (c == '\n' && escaped)
            put_char(&l, S("\\n")); // a fold may not stand inside an escape
        else if (c < 0x20 || c == 0x7f)
            continue;
        else if (escaped && (c == '\\' || c == ';' || c == ','))
            put_char(&l, c == '\\' ? S("\\\\") : c == ';' ? S("\\;") : S("\\,"));
        else
            put_char(&l, one);
    }
    buf_put(out, S("\r\n"));
}

void feed_line(buf *out, const char *name, str value)
{
    put_line(out, name, value, false);
}

void feed_text(buf *out, const char *name, str value)
{
    put_line(out, name, value, true);
}

// "20261204T165959Z"
static str stamp(arena *a, int64_t at_ms)
{
    day     d      = day_of_ms(at_ms, 0);
    int64_t second = at_ms / 1000 % 86400;
    return arena_printf(a, "%04d%02d%02dT%02d%02d%02dZ", (int)d.year, (int)d.month, (int)d.dom,
                        (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

static str date(arena *a, day d)
{
    return arena_printf(a, "%04d%02d%02d", (int)d.year, (int)d.month, (int)d.dom);
}

// A day is the whole day: from it to the next one, which is not part of it.
static void put_when(buf *out, const task *t)
{
    day d;
    if (t->due_on.len && day_parse(t->due_on, &d) == ST_OK) {
        feed_line(out, "DTSTART;VALUE=DATE", date(out->a, d));
        feed_line(out, "DTEND;VALUE=DATE", date(out->a, day_from_number(day_number(d) + 1)));
        feed_line(out, "TRANSP", S("TRANSPARENT"));
    } else {
        feed_line(out, "DTSTART", stamp(out->a, t->due_ms));
        feed_line(out, "DURATION", S("PT15M"));
    }
}

static void put_task(buf *out, const feed *f, const task *t)
{
    bool dated = t->due_ms != TASK_NO_DATE;
    str  named = t->object_code.len ? t->object_code : t->object_name;
    str  about = t->cite.len ? t->cite : text_get(f->lang, T_tasks_until_none);
    feed_line(out, "BEGIN", dated ? S("VEVENT") : S("VTODO"));
    feed_line(
        out, "UID",
        arena_printf(out->a, "task-%lld-%lld@coloa", (long long)t->id, (long long)t->opened_ms));
    feed_line(out, "DTSTAMP", stamp(out->a, t->held_ms));
    if (dated)
        put_when(out, t);
    else
        feed_line(out, "STATUS", S("NEEDS-ACTION"));
    feed_text(out, "SUMMARY", task_title(out->a, f->lang, t->kind, named, t->n));
    feed_text(out, "DESCRIPTION", about);
    feed_line(out, "URL", arena_printf(out->a, STR_FMT "/viec", STR_ARG(f->base)));
    feed_line(out, "CLASS", S("PRIVATE"));
    feed_line(out, "END", dated ? S("VEVENT") : S("VTODO"));
}

void feed_put(buf *out, const feed *f, const task *items, size_t count)
{
    feed_line(out, "BEGIN", S("VCALENDAR"));
    feed_line(out, "VERSION", S("2.0"));
    feed_line(out, "PRODID", S("-//Co Loa//coloa//VI"));
    feed_line(out, "CALSCALE", S("GREGORIAN"));
    feed_line(out, "METHOD", S("PUBLISH"));
    feed_text(out, "X-WR-CALNAME", text_get(f->lang, T_tasks_feed_name));
    feed_line(out, "REFRESH-INTERVAL;VALUE=DURATION", S("PT1H"));
    for (size_t i = 0; i < count; i++) put_task(out, f, &items[i]);
    feed_line(out, "END", S("VCALENDAR"));
}
