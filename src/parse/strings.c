// strings.c - see strings.h.
#include "parse/strings.h"

#include <string.h>

typedef struct reading {
    strings *s;
    package *p;
    size_t   from;     // where the open string begins
    bool     open;     // within <si>
    bool     in_text;  // within its <t>
    bool     phonetic; // within <rPh>, reading aids that are not part of the text
    bool     too_long;
} reading;

static void strings_start(void *ctx, const char *name, const char **attributes)
{
    (void)attributes;
    reading *r = ctx;
    if (strcmp(name, "si") == 0) {
        r->open     = true;
        r->too_long = false;
        r->from     = r->s->bytes;
    } else if (strcmp(name, "t") == 0) {
        r->in_text = r->open && !r->phonetic;
    } else if (strcmp(name, "rPh") == 0) {
        r->phonetic = true;
    }
}

static void string_close(reading *r)
{
    strings *s = r->s;
    if (s->count == s->room->strings_cap) {
        writer_refuse(writer_of(r->p), SHEET_TOO_MANY_STRINGS, 0, 0, S(""));
        return;
    }
    size_t len                   = r->too_long ? 0 : s->bytes - r->from;
    len                          = writer_unescape(s->room->text + r->from, len);
    s->bytes                     = r->from + len;
    s->room->strings[s->count++] = (parse_string){
        .at  = (uint32_t)r->from,
        .len = r->too_long ? PARSE_STRING_TOO_LONG : (uint32_t)len,
    };
    r->open = false;
}

static void strings_end(void *ctx, const char *name)
{
    reading *r = ctx;
    if (strcmp(name, "t") == 0) {
        r->in_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        r->phonetic = false;
    } else if (strcmp(name, "si") == 0 && r->open) {
        string_close(r);
    }
}

static void strings_text(void *ctx, str piece)
{
    reading *r = ctx;
    strings *s = r->s;
    if (!r->in_text || r->too_long) return;
    if (s->bytes - r->from + (size_t)piece.len > SHEET_CELL_BYTES_MAX) {
        r->too_long = true; // refused when a cell shows it, so that the cell can be named
        return;
    }
    if (s->room->text_cap - s->bytes < (size_t)piece.len) {
        writer_refuse(writer_of(r->p), SHEET_TOO_MANY_STRINGS, 0, 0, S(""));
        return;
    }
    memcpy(s->room->text + s->bytes, piece.ptr, (size_t)piece.len);
    s->bytes += (size_t)piece.len;
}

status strings_read(package *p, const char *path, parse_room *room, strings *out)
{
    static const part_reader reader = { strings_start, strings_end, strings_text };
    reading                  r      = { .s = out, .p = p };

    *out = (strings){ .room = room };
    if (!path) return ST_OK;
    status st = package_read(p, path, &reader, &r);
    return st == ST_MISSING ? ST_OK : st; // cells that point nowhere are told when they are met
}

strings_state strings_at(const strings *s, uint64_t index, str *out)
{
    if (index >= s->count) return STRINGS_NONE;
    parse_string one = s->room->strings[index];
    if (one.len == PARSE_STRING_TOO_LONG) return STRINGS_TOO_LONG;
    *out = (str){ s->room->text + one.at, (ptrdiff_t)one.len };
    return STRINGS_FOUND;
}
