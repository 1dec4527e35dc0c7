// names.c - kinds of indicators by name; for those who do not search.
#include "kit/indicators/indicators.h"

const char *listed_kind_key(listed_kind k)
{
    static const char *const keys[] = { NULL,      "word",   "md5", "sha1", "sha256",
                                        "address", "domain", "url", "name" };
    return k >= LISTED_WORD && k <= LISTED_NAME ? keys[k] : NULL;
}
