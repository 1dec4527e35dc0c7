// http_multipart.c - multipart/form-data (RFC 7578) as a stream, in pieces of any size.
//
// The delimiter is CR LF "--" boundary. CR occurs in it once, at its start, so when a match breaks
// off, the bytes matched so far are data and only the breaking byte can begin a new match: no
// look-back over data is ever needed, and a part of any size passes through without being kept.
#include "kit/http/http_inner.h"

#include <string.h>

enum {
    BOUNDARY_MAX   = 70,
    HEAD_BYTES_MAX = 4 * 1024, // headers of one part
    NAME_BYTES_MAX = 256,
};

typedef enum place {
    AT_START = 1, // the first delimiter, which has no CR LF before it
    AT_DATA,
    AT_AFTER, // the two bytes after a delimiter: CR LF for another part, "--" for the end
    AT_HEAD,
    AT_END, // CR LF may follow, nothing else
} place;

struct http_multipart {
    const http_multipart_sink *sink;
    status                     failed; // ST_OK while all is well
    place                      at;
    bool                       in_part;
    char                       delimiter[4 + BOUNDARY_MAX];
    size_t                     delimiter_len;
    size_t                     matched; // bytes of the delimiter seen so far
    char                       after[2];
    size_t                     after_len;
    size_t                     end_len;
    size_t                     head_len;
    char                       head[HEAD_BYTES_MAX];
};

// ---- Content-Type ------------------------------------------------------------------------------

// The next "; name=value" of *rest. False at the end, and with *bad when it is malformed.
static bool next_parameter(str *rest, str *name, str *value, bool *bad)
{
    *rest = str_trim(*rest);
    if (rest->len == 0) return false;
    *bad = true;
    if (rest->ptr[0] != ';') return false;
    str left = str_trim(str_slice(*rest, 1, rest->len));
    if (!str_cut(left, '=', name, &left)) return false;
    if (left.len && left.ptr[0] == '"') {
        ptrdiff_t i = 1;
        // A backslash escapes a quote (curl); before anything else it is itself (browsers).
        while (i < left.len && left.ptr[i] != '"') {
            i += left.ptr[i] == '\\' && i + 1 < left.len && left.ptr[i + 1] == '"' ? 2 : 1;
        }
        if (i >= left.len) return false;
        *value = str_slice(left, 1, i);
        *rest  = str_slice(left, i + 1, left.len);
    } else {
        ptrdiff_t end = str_find(left, S(";"));
        if (end < 0) end = left.len;
        *value = str_trim(str_slice(left, 0, end));
        *rest  = str_slice(left, end, left.len);
    }
    *bad = false;
    return true;
}

static bool is_boundary(str s)
{
    if (s.len < 1 || s.len > BOUNDARY_MAX || s.ptr[s.len - 1] == ' ') return false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c      = s.ptr[i];
        bool common = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!common && (c == 0 || !strchr("'()+_,-./:=? ", c))) return false;
    }
    return true;
}

str http_multipart_boundary(str content_type)
{
    str       type, rest, found = { 0 };
    ptrdiff_t mark = str_find(content_type, S(";"));
    if (mark < 0) return found;
    type = str_trim(str_slice(content_type, 0, mark));
    rest = str_slice(content_type, mark, content_type.len);
    if (!str_equal_nocase(type, S("multipart/form-data"))) return found;
    str  name, value;
    bool bad = false;
    while (next_parameter(&rest, &name, &value, &bad)) {
        if (!str_equal_nocase(name, S("boundary"))) continue;
        if (found.ptr || !is_boundary(value)) return (str){ 0 };
        found = value;
    }
    return bad ? (str){ 0 } : found;
}

// ---- headers of a part -------------------------------------------------------------------------

typedef struct disposition {
    char   name[NAME_BYTES_MAX], filename[NAME_BYTES_MAX];
    size_t name_len, filename_len;
    bool   has_name, is_file;
} disposition;

// Undoes what browsers (%22) and curl (\") write for a quote. The rest of the text is itself.
static bool unquote(str value, char *room, size_t *len)
{
    size_t n = 0;
    for (ptrdiff_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (c == '\\' && i + 1 < value.len && value.ptr[i + 1] == '"') {
            c = '"';
            i += 1;
        } else if (c == '%' && str_starts(str_slice(value, i, value.len), S("%22"))) {
            c = '"';
            i += 2;
        }
        if (n == NAME_BYTES_MAX) return false;
        room[n++] = c;
    }
    *len = n;
    return str_is_text((str){ room, (ptrdiff_t)n });
}

// RFC 5987: UTF-8''percent-encoded, as some clients write names beyond ASCII.
static bool unquote_extended(str value, char *room, size_t *len)
{
    char  scratch[2 * NAME_BYTES_MAX];
    arena a = arena_over(scratch, sizeof(scratch));
    str   charset, language, encoded, name;
    if (!str_cut(value, '\'', &charset, &language)) return false;
    if (!str_cut(language, '\'', &language, &encoded)) return false;
    if (!str_equal_nocase(charset, S("utf-8"))) return false;
    if (http_percent_decode(encoded, false, &a, &name) != ST_OK) return false;
    if (name.len > NAME_BYTES_MAX || !str_is_text(name)) return false;
    memcpy(room, name.ptr, (size_t)name.len);
    *len = (size_t)name.len;
    return true;
}

static bool read_disposition(str value, disposition *d)
{
    ptrdiff_t mark = str_find(value, S(";"));
    if (mark < 0) return false;
    if (!str_equal_nocase(str_trim(str_slice(value, 0, mark)), S("form-data"))) return false;
    str  rest = str_slice(value, mark, value.len), name, text;
    bool bad = false, plain = false, extended = false;
    while (next_parameter(&rest, &name, &text, &bad)) {
        if (str_equal_nocase(name, S("name"))) {
            if (d->has_name || !unquote(text, d->name, &d->name_len)) return false;
            d->has_name = true;
        } else if (str_equal_nocase(name, S("filename"))) {
            if (plain) return false;
            plain = d->is_file = true;
            if (!extended && !unquote(text, d->filename, &d->filename_len)) return false;
        } else if (str_equal_nocase(name, S("filename*"))) {
            if (extended || !unquote_extended(text, d->filename, &d->filename_len)) return false;
            extended = d->is_file = true;
        }
    }
    return !bad && d->has_name && d->name_len > 0;
}

static bool read_head(str head, disposition *d)
{
    bool seen = false;
    while (head.len) {
        ptrdiff_t end  = str_find(head, S("\r\n"));
        str       line = str_slice(head, 0, end < 0 ? head.len : end), name, value;
        head           = end < 0 ? (str){ 0 } : str_slice(head, end + 2, head.len);
        if (!str_cut(line, ':', &name, &value)) return false;
        value = str_trim(value);
        if (str_equal_nocase(name, S("Content-Disposition"))) {
            if (seen || !read_disposition(value, d)) return false;
            seen = true;
        } else if (str_equal_nocase(name, S("Content-Transfer-Encoding"))) {
            // Deprecated; an encoding that would have to be undone is refused rather than stored.
            if (!str_equal_nocase(value, S("binary")) && !str_equal_nocase(value, S("8bit")) &&
                !str_equal_nocase(value, S("7bit")))
                return false;
        }
    }
    return seen;
}

// ---- the stream --------------------------------------------------------------------------------

http_multipart *http_multipart_new(arena *a, str boundary, const http_multipart_sink *sink)
{
    http_multipart *m = NEW(a, http_multipart, 1);
    if (!m || boundary.len < 1 || boundary.len > BOUNDARY_MAX) return NULL;
    memcpy(m->delimiter, "\r\n--", 4);
    memcpy(m->delimiter + 4, boundary.ptr, (size_t)boundary.len);
    m->delimiter_len = 4 + (size_t)boundary.len;
    m->sink          = sink;
    m->at            = AT_START;
    m->matched       = 2; // as if a line end came before the first delimiter
    return m;
}

static status feed_start(http_multipart *m, char c)
{
    if (c != m->delimiter[m->matched]) return ST_INVALID;
    if (++m->matched == m->delimiter_len) m->at = AT_AFTER;
    return ST_OK;
}

static status feed_after(http_multipart *m, char c)
{
    m->after[m->after_len++] = c;
    if (m->after_len < 2) return ST_OK;
    m->after_len = 0;
    m->head_len  = 0;
    if (memcmp(m->after, "\r\n", 2) == 0) {
        m->at = AT_HEAD;
        return ST_OK;
    }
    m->at = AT_END;
    return memcmp(m->after, "--", 2) == 0 ? ST_OK : ST_INVALID;
}

static status feed_head(http_multipart *m, char c)
{
    if (m->head_len == HEAD_BYTES_MAX) return ST_INVALID;
    m->head[m->head_len++] = c;
    str head               = { m->head, (ptrdiff_t)m->head_len };
    if (c != '\n' || !str_ends(head, S("\r\n\r\n"))) return ST_OK;
    disposition d = { .has_name = false };
    if (!read_head(str_slice(head, 0, head.len - 4), &d)) return ST_INVALID;
    m->at        = AT_DATA;
    m->matched   = 0;
    m->in_part   = true;
    str filename = { d.filename, (ptrdiff_t)d.filename_len };
    return m->sink->part(m->sink->ctx, (str){ d.name, (ptrdiff_t)d.name_len }, filename, d.is_file);
}

// Consumes data up to the end of the piece or of the part. The part's last bytes may lie in the
// delimiter's prefix `matched`, which earlier pieces brought.
static status feed_data(http_multipart *m, str *piece)
{
    while (piece->len && m->at == AT_DATA) {
        if (m->matched == 0) {
            ptrdiff_t plain = str_find(*piece, S("\r"));
            if (plain < 0) plain = piece->len;
            if (plain) TRY(m->sink->data(m->sink->ctx, str_slice(*piece, 0, plain)));
            *piece = str_slice(*piece, plain, piece->len);
            if (piece->len == 0) return ST_OK;
        }
        if (piece->ptr[0] == m->delimiter[m->matched]) {
            *piece = str_slice(*piece, 1, piece->len);
            if (++m->matched < m->delimiter_len) continue;
            m->at      = AT_AFTER;
            m->in_part = false;
            return m->sink->end(m->sink->ctx);
        }
        str held   = { m->delimiter, (ptrdiff_t)m->matched };
        m->matched = 0;
        TRY(m->sink->data(m->sink->ctx, held));
    }
    return ST_OK;
}

static status feed_end(http_multipart *m, char c)
{
    return m->end_len < 2 && c == "\r\n"[m->end_len++] ? ST_OK : ST_INVALID;
}

static status feed_some(http_multipart *m, str *piece)
{
    if (m->at == AT_DATA) return feed_data(m, piece);
    char c = piece->ptr[0];
    *piece = str_slice(*piece, 1, piece->len);
    switch (m->at) {
    case AT_START: return feed_start(m, c);
    case AT_AFTER: return feed_after(m, c);
    case AT_HEAD: return feed_head(m, c);
    case AT_END: return feed_end(m, c);
    case AT_DATA: break;
    }
    return ST_BROKEN;
}

status http_multipart_feed(http_multipart *m, str bytes)
{
    while (bytes.len && m->failed == ST_OK) m->failed = feed_some(m, &bytes);
    return m->failed;
}

status http_multipart_finish(http_multipart *m)
{
    if (m->failed == ST_OK && m->at != AT_END) m->failed = ST_INVALID;
    return m->failed;
}
