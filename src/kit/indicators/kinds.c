// kinds.c - kinds of indicators, and which a value is; for those who do not search.
#include "kit/indicators/inside.h"

const char *listed_kind_key(listed_kind k)
{
    static const char *const keys[] = { NULL,      "word",   "md5", "sha1", "sha256",
                                        "address", "domain", "url", "name" };
    return k >= LISTED_WORD && k <= LISTED_NAME ? keys[k] : NULL;
}

static bool is_address(str s)
{
    int     parts = 0;
    int64_t n;
    str     part;
    while (parts < 5 && s.len) {
        bool more = str_cut(s, '.', &part, &s);
        if (!all_are(part, is_digit) || part.len > 3 || !str_int(part, &n) || n > 255) return false;
        parts++;
        if (!more) break;
    }
    return parts == 4 && s.len == 0;
}

static bool is_domain(str s)
{
    int dots = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        bool dot = s.ptr[i] == '.';
        if (!dot && !is_name(s.ptr[i])) return false;
        if (dot && (i == 0 || i + 1 == s.len || s.ptr[i - 1] == '.')) return false;
        dots += dot;
    }
    char last = s.ptr[s.len - 1];
    return dots > 0 && !is_digit(last);
}

listed_kind listed_kind_of(str s)
{
    if (all_are(s, is_hex)) {
        if (s.len == 32) return LISTED_MD5;
        if (s.len == 40) return LISTED_SHA1;
        if (s.len == 64) return LISTED_SHA256;
    }
    if (is_address(s)) return LISTED_ADDRESS;
    if (str_find(s, S("://")) > 0) return LISTED_URL;
    return is_domain(s) ? LISTED_DOMAIN : LISTED_WORD;
}

bool listed_fits(str value)
{
    return value.len >= LISTED_VALUE_MIN && value.len <= LISTED_VALUE_MAX && str_is_text(value);
}
