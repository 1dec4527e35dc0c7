// indicator.h - signs by which an incident is known again: addresses, domains, links, hashes, e-mail, files. Read as people
// send them, defanged or not; kept plain in one form; shown so that nobody clicks on them. Pure.
#ifndef COLOA_MODULES_INCIDENTS_INDICATOR_H
#define COLOA_MODULES_INCIDENTS_INDICATOR_H

#include "kit/base/base.h"

enum {
    INDICATOR_BYTES_MAX  = 2000,
    INDICATOR_DOMAIN_MAX = 253,
    INDICATOR_LABEL_MAX  = 63,
    INDICATOR_FILE_MAX   = 255, // bytes of a file's name
};

typedef enum indicator_kind { // numbers are in the store
    INDICATOR_IP = 1,
    INDICATOR_DOMAIN,
    INDICATOR_URL,
    INDICATOR_HASH, // MD5, SHA-1, SHA-256, SHA-512
    INDICATOR_EMAIL,
    INDICATOR_FILE, // name of a file: never guessed, since "a.zip" is a domain too
} indicator_kind;
enum { INDICATOR_KINDS = INDICATOR_FILE };
str  indicator_kind_key(indicator_kind k); // "ip"; words "incidents.indicator.<key>"
bool indicator_kind_named(str key, indicator_kind *out);

// TLP 2.0: whom it may be passed on to. A smaller one to fewer.
typedef enum indicator_tlp { // numbers are in the store
    INDICATOR_RED = 1,
    INDICATOR_AMBER_STRICT,
    INDICATOR_AMBER,
    INDICATOR_GREEN,
    INDICATOR_CLEAR,
} indicator_tlp;
enum { INDICATOR_TLPS = INDICATOR_CLEAR };
str  indicator_tlp_key(indicator_tlp t);  // "amber-strict"
str  indicator_tlp_name(indicator_tlp t); // "TLP:AMBER+STRICT"
bool indicator_tlp_named(str key, indicator_tlp *out);

typedef struct indicator {
    indicator_kind kind;
    str            value; // plain; what is the same whatever its case is in small letters
    str host; // of a link or an e-mail address its domain or address, else the value; of a hash empty
} indicator;

// "hxxps[:]//a[.]vn/x", "1[.]2[.]3[.]4", "a(at)b[.]vn" …, and of which kind it is by its form; as one of a kind
// (0: any but a file's name). ST_INVALID "indicator-form" (detail: what was typed).
status indicator_read(arena *a, indicator_kind as, str typed, indicator *out,
                      problem *why) MUST_CHECK;
// "hxxps[:]//a[.]vn/x"; a hash as it is. Read again it is the same.
str indicator_defanged(arena *a, indicator_kind kind, str value);
// The host that a domain, a link or an address of a fact names, without "www."; empty: none.
str indicator_host(arena *a, str typed);

#endif
