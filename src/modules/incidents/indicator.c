// indicator.c - see indicator.h.
#include "modules/incidents/indicator.h"

#include <arpa/inet.h>
#include <string.h>

static const str kinds[] = { STR(""),     STR("ip"),    STR("domain"), STR("url"),
                             STR("hash"), STR("email"), STR("file") };
static const struct {
    str key, name;
} tlps[] = { { STR(""), STR("") },
             { STR("red"), STR("TLP:RED") },
             { STR("amber-strict"), STR("TLP:AMBER+STRICT") },
             { STR("amber"), STR("TLP:AMBER") },
             { STR("green"), STR("TLP:GREEN") },
             { STR("clear"), STR("TLP:CLEAR") } };

str indicator_kind_key(indicator_kind k)
{
    return k >= INDICATOR_IP && (int)k <= INDICATOR_KINDS ? kinds[k] : S("");
}

bool indicator_kind_named(str key, indicator_kind *out)
{
    for (int k = INDICATOR_IP; k <= INDICATOR_KINDS; k++) {
        if (!str_equal(kinds[k], key)) continue;
        *out = (indicator_kind)k;
        return true;
    }
    return false;
}

str indicator_tlp_key(indicator_tlp t)
{
    return t >= INDICATOR_RED && (int)t <= INDICATOR_TLPS ? tlps[t].key : S("");
}

str indicator_tlp_name(indicator_tlp t)
{
    return t >= INDICATOR_RED && (int)t <= INDICATOR_TLPS ? tlps[t].name : S("");
}

bool indicator_tlp_named(str key, indicator_tlp *out)
{
    for (int t = INDICATOR_RED; t <= INDICATOR_TLPS; t++) {
        if (!str_equal(tlps[t].key, key)) continue;
        *out = (indicator_tlp)t;
        return true;
    }
    return false;
}

// ---- plain -----------------------------------------------------------------------------------------

static const struct {
    str fanged, plain;
} marks[] = { { STR("[.]"), STR(".") },    { STR("(.)"), STR(".") },   { STR("{.}"), STR(".") },
              { STR("[dot]"), STR(".") },  { STR("(dot)"), STR(".") }, { STR("[:]"), STR(":") },
              { STR("[@]"), STR("@") },    { STR("[at]"), STR("@") },  { STR("(at)"), STR("@") },
              { STR("[://]"), STR("://") } };

static bool begins(str s, str with)
{
    return s.len >= with.len && str_equal_nocase(str_slice(s, 0, with.len), with);
}

static void put_plain(buf *b, str s)
{
    for (ptrdiff_t i = 0; i < s.len;) {
        size_t k = 0;
        while (k < COUNT(marks) && !begins(str_slice(s, i, s.len), marks[k].fanged)) k++;
        if (k < COUNT(marks)) {
            buf_put(b, marks[k].plain);
            i += marks[k].fanged.len;
        } else {
            buf_char(b, s.ptr[i++]);
        }
    }
}

// Without marks and surrounding blanks; the absent str: something in it is no part of any indicator.
static str plain(arena *a, str typed)
{
    buf b = buf_in(a, 256, INDICATOR_BYTES_MAX + 1);
    str s = str_trim(typed);
    if (!s.len || s.len > INDICATOR_BYTES_MAX || !str_is_utf8(s)) return (str){ 0 };
    if (begins(s, S("hxxp"))) {
        buf_put(&b, S("http"));
        s = str_slice(s, 4, s.len);
    }
    put_plain(&b, s);
    if (b.failed) return (str){ 0 };
    str out = buf_str(&b);
    for (ptrdiff_t i = 0; i < out.len; i++) {
        unsigned char one = (unsigned char)out.ptr[i];
        if (one <= 0x20 || one == 0x7f || strchr("\"<>\\^`{|}", one)) return (str){ 0 };
    }
    return out;
}

static str small(arena *a, str s)
{
    char *to = NEW(a, char, s.len + 1);
    if (!to) return (str){ 0 };
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char one = s.ptr[i];
        to[i]    = one >= 'A' && one <= 'Z' ? (char)(one - 'A' + 'a') : one;
    }
    return (str){ to, s.len };
}

// ---- kinds -----------------------------------------------------------------------------------------

static bool is_hash(str s)
{
    if (s.len != 32 && s.len != 40 && s.len != 64 && s.len != 128) return false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (!strchr("0123456789abcdefABCDEF", s.ptr[i]) || !s.ptr[i]) return false;
    }
    return true;
}

typedef struct address {
    int           family; // 0: it is none
    unsigned char bytes[16];
} address;

static address address_read(str s)
{
    char    text[INET6_ADDRSTRLEN];
    address got = { 0 };
    if (s.len >= (ptrdiff_t)sizeof(text)) return got;
    memcpy(text, s.ptr, (size_t)s.len);
    text[s.len] = 0;
    if (inet_pton(AF_INET, text, got.bytes) == 1)
        got.family = AF_INET;
    else if (inet_pton(AF_INET6, text, got.bytes) == 1)
        got.family = AF_INET6;
    return got;
}

static bool is_address(str s)
{
    return address_read(s).family != 0;
}

// An address in its one form ("2001:db8:0::1" is "2001:db8::1"); any other host in small letters.
static str host_plain(arena *a, str s)
{
    char    text[INET6_ADDRSTRLEN];
    address got = address_read(s);
    if (!got.family) return small(a, s);
    if (!inet_ntop(got.family, got.bytes, text, sizeof(text))) return (str){ 0 };
    return arena_printf(a, "%s", text);
}

static bool is_label(str s)
{
    if (!s.len || s.len > INDICATOR_LABEL_MAX || s.ptr[0] == '-' || s.ptr[s.len - 1] == '-')
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c      = (unsigned char)s.ptr[i];
        bool          letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c < 0x80) return false;
    }
    return true;
}

static bool has_letter(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return true;
    }
    return false;
}

static bool is_domain(str s)
{
    str    label, rest = s;
    size_t labels = 0;
    if (s.len > INDICATOR_DOMAIN_MAX) return false;
    for (bool more = true; more; labels++) {
        more = str_cut(rest, '.', &label, &rest);
        if (!is_label(label)) return false;
    }
    return labels >= 2 && has_letter(label);
}

static bool is_host(str s)
{
    return is_address(s) || is_domain(s);
}

// The host of what stands behind "://": "a.vn", "[::1]", "1.2.3.4", with or without a port. Empty: none.
static str host_of(str rest)
{
    ptrdiff_t end = 0;
    while (end < rest.len && !strchr("/?#", rest.ptr[end])) end++;
    str host = str_slice(rest, 0, end), port = S("");
    if (host.len && host.ptr[0] == '[') {
        ptrdiff_t close = str_find(host, S("]"));
        if (close < 0) return S("");
        port = str_slice(host, close + 1, host.len);
        host = str_slice(host, 1, close);
    } else if (str_find(host, S(":")) >= 0) {
        ptrdiff_t colon = str_find(host, S(":"));
        port            = str_slice(host, colon, host.len);
        host            = str_slice(host, 0, colon);
    }
    if (port.len && (port.len < 2 || port.len > 6 || port.ptr[0] != ':')) return S("");
    for (ptrdiff_t i = 1; i < port.len; i++) {
        if (port.ptr[i] < '0' || port.ptr[i] > '9') return S("");
    }
    return is_host(host) ? host : S("");
}

// Scheme and host in small letters, the rest as it is.
static bool read_url(arena *a, str s, indicator *out)
{
    ptrdiff_t at = str_find(s, S("://"));
    if (at < 0) return false;
    str scheme = str_slice(s, 0, at), rest = str_slice(s, at + 3, s.len);
    if (!str_equal_nocase(scheme, S("http")) && !str_equal_nocase(scheme, S("https")) &&
        !str_equal_nocase(scheme, S("ftp")))
        return false;
    str host = host_of(rest);
    if (!host.len) return false;
    ptrdiff_t end = (host.ptr - s.ptr) + host.len;
    str       low = small(a, str_slice(s, 0, end));
    out->kind     = INDICATOR_URL;
    out->host     = host_plain(a, host);
    out->value = arena_printf(a, STR_FMT STR_FMT, STR_ARG(low), STR_ARG(str_slice(s, end, s.len)));
    return true;
}

static bool read_email(arena *a, str s, indicator *out)
{
    str name, host;
    if (!str_cut(s, '@', &name, &host) || !name.len || !is_domain(host)) return false;
    if (str_find(s, S("/")) >= 0 || str_find(s, S(":")) >= 0) return false;
    out->kind  = INDICATOR_EMAIL;
    out->value = small(a, s);
    out->host  = small(a, host);
    return true;
}

// The name alone, as it is: nothing of a path, no control character.
static bool read_file(str typed, indicator *out)
{
    str s = str_trim(typed);
    if (!s.len || s.len > INDICATOR_FILE_MAX || !str_is_utf8(s)) return false;
    if (str_equal(s, S(".")) || str_equal(s, S(".."))) return false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char one = (unsigned char)s.ptr[i];
        if (one < 0x20 || one == 0x7f || strchr("/\\<>\"|?*", one)) return false;
    }
    *out = (indicator){ .kind = INDICATOR_FILE, .value = s, .host = S("") };
    return true;
}

// One word that is neither link nor mail.
static bool read_word(arena *a, str s, indicator *out)
{
    out->kind  = is_hash(s)      ? INDICATOR_HASH
                 : is_address(s) ? INDICATOR_IP
                 : is_domain(s)  ? INDICATOR_DOMAIN
                                 : 0;
    out->value = out->kind == INDICATOR_IP ? host_plain(a, s) : small(a, s);
    out->host  = out->kind == INDICATOR_HASH ? S("") : out->value;
    return out->kind != 0;
}

status indicator_read(arena *a, indicator_kind as, str typed, indicator *out, problem *why)
{
    str s    = as == INDICATOR_FILE ? S("") : plain(a, typed);
    *out     = (indicator){ .host = S("") };
    bool got = as == INDICATOR_FILE ? read_file(typed, out)
                                    : s.len && (read_url(a, s, out) || read_email(a, s, out) ||
                                                read_word(a, s, out));
    if (!got || (as && out->kind != as))
        return problem_detail(why, ST_INVALID, S("indicators"), S("indicator-form"), typed);
    return out->value.ptr && out->host.ptr ? ST_OK : ST_MEMORY;
}

// ---- shown -----------------------------------------------------------------------------------------

str indicator_defanged(arena *a, indicator_kind kind, str value)
{
    buf b = buf_in(a, 256, 4 * INDICATOR_BYTES_MAX);
    if (kind == INDICATOR_HASH || kind == INDICATOR_FILE) return value;
    if (kind == INDICATOR_URL && begins(value, S("http"))) {
        buf_put(&b, S("hxxp"));
        value = str_slice(value, 4, value.len);
    }
    for (ptrdiff_t i = 0; i < value.len; i++) {
        char one = value.ptr[i];
        bool arm = one == '.' || one == '@' || (one == ':' && kind == INDICATOR_URL);
        if (arm) buf_char(&b, '[');
        buf_char(&b, one);
        if (arm) buf_char(&b, ']');
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

str indicator_host(arena *a, str typed)
{
    indicator one;
    problem   why = { 0 };
    if (indicator_read(a, 0, typed, &one, &why) != ST_OK) return S("");
    return str_starts(one.host, S("www.")) ? str_slice(one.host, 4, one.host.len) : one.host;
}
