// http_form.c - percent escapes, targets and urlencoded forms.
#include "kit/http/http_inner.h"

#include <string.h>

// Decodes into room for text.len bytes; the decoded length, or -1.
static ptrdiff_t decode_into(str text, bool plus, char *room)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '+' && plus) c = ' ';
        if (c == '%') {
            if (text.len - i < 3) return -1;
            int high = hex_of(text.ptr[i + 1]), low = hex_of(text.ptr[i + 2]);
            if (high < 0 || low < 0) return -1;
            c = (char)(high << 4 | low);
            i += 2;
        }
        if (c == 0) return -1;
        room[n++] = c;
    }
    return n;
}

status http_percent_decode(str text, bool plus, arena *a, str *out)
{
    char *room = NEW(a, char, text.len);
    if (!room) return ST_MEMORY;
    ptrdiff_t n = decode_into(text, plus, room);
    if (n < 0 || !str_is_utf8((str){ room, n })) return ST_INVALID;
    *out = (str){ room, n };
    return ST_OK;
}

status http_target_split(str target, arena *a, str *path, str *query)
{
    str raw;
    str_cut(target, '?', &raw, query);
    return http_percent_decode(raw, false, a, path);
}

status http_parse_urlencoded(str text, arena *a, http_field **fields, size_t *count)
{
    size_t most = 0;
    for (str rest = text, pair; rest.len; most++) str_cut(rest, '&', &pair, &rest);
    if (most > HTTP_FIELDS_MAX) return ST_LIMIT;
    http_field *list = NEW(a, http_field, most);
    if (!list) return ST_MEMORY;
    size_t n = 0;
    for (str rest = text, pair; rest.len;) {
        str_cut(rest, '&', &pair, &rest);
        if (pair.len == 0) continue;
        str name, value;
        str_cut(pair, '=', &name, &value);
        TRY(http_percent_decode(name, true, a, &list[n].name));
        TRY(http_percent_decode(value, true, a, &list[n].value));
        n++;
    }
    *fields = list;
    *count  = n;
    return ST_OK;
}
