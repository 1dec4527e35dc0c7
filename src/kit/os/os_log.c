// os_log.c - one line per event on stderr; see os.h.
#include "kit/os/os.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES_MAX = 8192, TEXT_BYTES_MAX = 1024 }; // a byte may become six in JSON

// The one setting of the process that has no argument to travel in: a log line may come from any
// thread at any depth. Written once at start.
static _Atomic bool     as_json;
static _Atomic unsigned least_level = OS_INFO;

static const char *const level_names[] = { "", "debug", "info", "warn", "error" };

void os_log_set(bool json, os_level least)
{
    as_json     = json;
    least_level = (unsigned)least;
}

static void put_json_text(buf *b, str s)
{
    bool utf8 = str_is_utf8(s); // a cut may fall inside a character
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '"' || c == '\\') buf_char(b, '\\');
        if (c >= 0x80 && !utf8)
            buf_char(b, '?');
        else if (c >= 0x20)
            buf_char(b, (char)c);
        else
            buf_printf(b, "\\u%04x", c);
    }
}

// Nothing that was sent by a stranger may begin a second line.
static void put_line_text(buf *b, str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        buf_char(b, c < 0x20 || c == 0x7F ? ' ' : (char)c);
    }
}

// The line up to its own part; `memory` holds both.
static buf begin_line(char memory[LINE_BYTES_MAX], arena *a, os_level level, const char *place)
{
    *a         = arena_over(memory, LINE_BYTES_MAX);
    buf   b    = buf_in(a, LINE_BYTES_MAX - 256, LINE_BYTES_MAX - 256);
    arena time = arena_over(memory + LINE_BYTES_MAX - 128, 128);
    str   at   = time_rfc3339(&time, os_now_ms());
    if (as_json)
        buf_printf(&b, "{\"at\":\"" STR_FMT "\",\"level\":\"%s\",\"place\":\"%s\"", STR_ARG(at),
                   level_names[level], place);
    else
        buf_printf(&b, STR_FMT " %s %s:", STR_ARG(at), level_names[level], place);
    return b;
}

static void end_line(buf *b)
{
    buf_put(b, as_json ? S("}\n") : S("\n"));
    str line = buf_str(b);
    if (line.len && write(STDERR_FILENO, line.ptr, (size_t)line.len) < 0) return; // nowhere to tell
}

void os_log(os_level level, const char *place, const char *format, ...)
{
    if ((unsigned)level < least_level) return;
    char    message[TEXT_BYTES_MAX], memory[LINE_BYTES_MAX];
    arena   a;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    if (n < 0) n = 0;
    if ((size_t)n >= sizeof(message)) n = sizeof(message) - 1;
    buf b    = begin_line(memory, &a, level, place);
    str text = { message, n };
    if (as_json) {
        buf_put(&b, S(",\"text\":\""));
        put_json_text(&b, text);
        buf_char(&b, '"');
    } else {
        buf_char(&b, ' ');
        put_line_text(&b, text);
    }
    end_line(&b);
}

void os_log_fields(os_level level, const char *place, const os_log_field *fields, size_t count)
{
    if ((unsigned)level < least_level) return;
    char  memory[LINE_BYTES_MAX];
    arena a;
    buf   b = begin_line(memory, &a, level, place);
    for (size_t i = 0; i < count; i++) {
        const os_log_field *f = &fields[i];
        buf_printf(&b, as_json ? ",\"%s\":" : " %s=", f->key);
        if (!f->text.ptr) {
            buf_int(&b, f->number);
        } else if (as_json) {
            buf_char(&b, '"');
            put_json_text(&b, str_slice(f->text, 0, TEXT_BYTES_MAX));
            buf_char(&b, '"');
        } else {
            put_line_text(&b, str_slice(f->text, 0, TEXT_BYTES_MAX));
        }
    }
    end_line(&b);
}
