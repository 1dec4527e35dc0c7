// dates.c - see dates.h.
#include "parse/dates.h"

#include <math.h>
#include <string.h>

enum {
    FORMATS_MAX  = 2000,
    STYLES_MAX   = 65536,
    SERIAL_MAX   = 2958465, // 9999-12-31
    SERIAL_GAP   = 60,      // 1900-02-29, which never was; kept by Excel for Lotus's sake
    SERIAL_1904  = 1462,    // days from the one system to the other
    DAY_SECONDS  = 86400,
    EPOCH_BEFORE = -25568, // day 0 of the 1900 system up to the gap: 1899-12-31
    EPOCH_AFTER  = -25569, // and beyond it: 1899-12-30
};

// ---- number formats --------------------------------------------------------------------------------

bool date_format_builtin(int64_t id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
           (id >= 50 && id <= 54) || id == 57 || id == 58;
}

// Passes over what is shown as it stands: quoted, escaped, spacing, colours and locales.
static ptrdiff_t literal_length(str code, ptrdiff_t i)
{
    char until = code.ptr[i] == '"' ? '"' : code.ptr[i] == '[' ? ']' : 0;
    if (until) {
        ptrdiff_t n = 1;
        while (i + n < code.len && code.ptr[i + n] != until) n++;
        return n + 1;
    }
    char c = code.ptr[i];
    return c == '\\' || c == '_' || c == '*' ? 2 : 0;
}

bool date_format_code(str code)
{
    bool days = false, months = false, clock = false;
    if (str_equal_nocase(code, S("General"))) return false;
    for (ptrdiff_t i = 0; i < code.len;) {
        ptrdiff_t skip = literal_length(code, i);
        if (skip) {
            i += skip;
            continue;
        }
        char c = code.ptr[i++];
        if (c == ';') break; // the first section is the one for positive numbers
        days |= c == 'y' || c == 'Y' || c == 'd' || c == 'D';
        months |= c == 'm' || c == 'M'; // a minute, beside hours or seconds
        clock |= c == 'h' || c == 'H' || c == 's' || c == 'S';
    }
    return days || (months && !clock);
}

typedef struct reading {
    arena  *a;
    styles *out;
    bool    in_cells; // within <cellXfs>: the formats that cells point at
    bool    spent;
    size_t  dates; // custom formats that show a day
    int64_t date_ids[FORMATS_MAX];
} reading;

static bool is_date_id(const reading *r, int64_t id)
{
    for (size_t i = 0; i < r->dates; i++) {
        if (r->date_ids[i] == id) return true;
    }
    return date_format_builtin(id);
}

static void styles_start(void *ctx, const char *name, const char **attributes)
{
    reading *r  = ctx;
    int64_t  id = 0;
    if (strcmp(name, "cellXfs") == 0) {
        r->in_cells = true;
    } else if (strcmp(name, "numFmt") == 0) {
        bool date = date_format_code(attribute(attributes, "formatCode"));
        if (!date || r->dates == FORMATS_MAX) return;
        if (str_int(attribute(attributes, "numFmtId"), &id)) r->date_ids[r->dates++] = id;
    } else if (strcmp(name, "xf") == 0 && r->in_cells && r->out->count < STYLES_MAX) {
        (void)str_int(attribute(attributes, "numFmtId"), &id);
        r->out->is_date[r->out->count++] = is_date_id(r, id);
    }
}

static void styles_end(void *ctx, const char *name)
{
    reading *r = ctx;
    if (strcmp(name, "cellXfs") == 0) r->in_cells = false;
}

status styles_read(package *p, const char *path, arena *a, styles *out)
{
    static const part_reader reader = { styles_start, styles_end, NULL };
    *out                            = (styles){ .is_date = NEW(a, bool, STYLES_MAX) };
    reading *r                      = NEW(a, reading, 1);
    if (!r || !out->is_date) {
        writer_refuse(writer_of(p), SHEET_BROKEN, 0, 0, S("styles"));
        return ST_INVALID;
    }
    r->a   = a;
    r->out = out;
    if (!path) return ST_OK;
    status st = package_read(p, path, &reader, r);
    return st == ST_MISSING ? ST_OK : st;
}

// ---- days ------------------------------------------------------------------------------------------

// Many cells are days, and printf takes longer than all the rest of one.
static char *digits(char *to, int32_t v, int width)
{
    for (int i = width; i-- > 0; v /= 10) to[i] = (char)('0' + v % 10);
    return to + width;
}

static char *dash(char *to, char mark)
{
    *to = mark;
    return to + 1;
}

str date_text(double serial, bool since_1904, char room[DATE_TEXT_BYTES])
{
    if (!(serial >= 0 && serial <= SERIAL_MAX)) return (str){ 0 };
    int64_t days    = (int64_t)floor(serial);
    int64_t seconds = (int64_t)floor((serial - (double)days) * DAY_SECONDS + 0.5);
    if (seconds == DAY_SECONDS) {
        seconds = 0;
        days++;
    }
    if (since_1904) {
        days += SERIAL_1904;
    } else if (days < 1 || days == SERIAL_GAP) {
        return (str){ 0 };
    }
    if (days > SERIAL_MAX) return (str){ 0 };
    day   d = day_from_number(days + (days < SERIAL_GAP ? EPOCH_BEFORE : EPOCH_AFTER));
    char *p = digits(room, d.year, 4);
    p       = digits(dash(p, '-'), d.month, 2);
    p       = digits(dash(p, '-'), d.dom, 2);
    if (seconds) {
        p = digits(dash(p, 'T'), (int32_t)(seconds / 3600), 2);
        p = digits(dash(p, ':'), (int32_t)(seconds / 60 % 60), 2);
        p = digits(dash(p, ':'), (int32_t)(seconds % 60), 2);
    }
    return (str){ room, p - room };
}
