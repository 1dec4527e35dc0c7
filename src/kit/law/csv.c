// csv.c - records of a comma-separated file of ours, with quoted fields (RFC 4180).
//
// It reads the project's own tables and an administrator's calendar. Sheets of strangers go through
// the sealed reader instead.
#include <string.h>

#include "kit/law/law_inside.h"

static bool at_end_of_record(str s)
{
    return s.len == 0 || s.ptr[0] == '\n' || (s.ptr[0] == '\r' && s.len > 1 && s.ptr[1] == '\n');
}

// The rest begins after the opening mark. Doubled marks become one, so the text is copied.
static bool quoted(csv *c, arena *a, str *field)
{
    char *out = NEW(a, char, c->rest.len > 0 ? c->rest.len : 1);
    if (!out) {
        c->spent = true;
        return false;
    }
    ptrdiff_t n = 0, i = 0;
    for (; i < c->rest.len; i++) {
        char ch = c->rest.ptr[i];
        if (ch == '"') {
            if (i + 1 >= c->rest.len || c->rest.ptr[i + 1] != '"') break;
            i++;
        }
        out[n++] = ch;
    }
    if (i >= c->rest.len) return false;
    a->next = out + n; // what was not needed goes back
    *field  = (str){ out, n };
    c->rest = str_slice(c->rest, i + 1, c->rest.len);
    return c->rest.len == 0 || c->rest.ptr[0] == ',' || at_end_of_record(c->rest);
}

static void plain(csv *c, str *field)
{
    ptrdiff_t i = 0;
    while (i < c->rest.len && c->rest.ptr[i] != ',' &&
           !at_end_of_record(str_slice(c->rest, i, c->rest.len))) {
        i++;
    }
    *field  = str_slice(c->rest, 0, i);
    c->rest = str_slice(c->rest, i, c->rest.len);
}

static void end_record(csv *c)
{
    if (c->rest.len && c->rest.ptr[0] == '\r') c->rest = str_slice(c->rest, 1, c->rest.len);
    if (c->rest.len && c->rest.ptr[0] == '\n') c->rest = str_slice(c->rest, 1, c->rest.len);
}

bool csv_next(csv *c, arena *a, str *fields, size_t *count)
{
    *count = 0;
    while (c->rest.len && at_end_of_record(c->rest)) {
        c->row++;
        end_record(c);
    }
    if (!c->rest.len) return false;
    c->row++;
    for (;;) {
        if (*count == LAW_CSV_FIELDS) {
            c->bad = true;
            return false;
        }
        str *field = &fields[(*count)++];
        if (c->rest.len && c->rest.ptr[0] == '"') {
            c->rest = str_slice(c->rest, 1, c->rest.len);
            if (!quoted(c, a, field)) {
                c->bad = !c->spent;
                return false;
            }
        } else {
            plain(c, field);
        }
        if (!c->rest.len || c->rest.ptr[0] != ',') break;
        c->rest = str_slice(c->rest, 1, c->rest.len);
    }
    end_record(c);
    return true;
}
