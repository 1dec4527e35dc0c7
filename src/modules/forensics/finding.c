// finding.c - see finding.h.
#include "modules/forensics/finding.h"

static const char *const level_keys[FINDING_LEVELS + 1]   = { NULL,     "informational", "low",
                                                              "medium", "high",          "critical" };
static const char *const triage_keys[FINDING_TRIAGES + 1] = { NULL, "new", "threat", "benign",
                                                              "duplicate" };

static int named(const char *const *keys, int count, str key)
{
    for (int i = 1; i <= count; i++) {
        if (str_equal_nocase(key, str_from(keys[i]))) return i;
    }
    return 0;
}

str finding_level_key(finding_level l)
{
    return l >= 1 && (int)l <= FINDING_LEVELS ? str_from(level_keys[l]) : S("");
}

bool finding_level_named(str key, finding_level *out)
{
    int i = named(level_keys, FINDING_LEVELS, key);
    if (i) *out = (finding_level)i;
    return i != 0;
}

str finding_triage_key(finding_triage t)
{
    return t >= 1 && (int)t <= FINDING_TRIAGES ? str_from(triage_keys[t]) : S("");
}

bool finding_triage_named(str key, finding_triage *out)
{
    int i = named(triage_keys, FINDING_TRIAGES, key);
    if (i) *out = (finding_triage)i;
    return i != 0;
}

// ---- lists of indicators -----------------------------------------------------------------------------

static bool ends_as(str name, str end)
{
    return name.len >= end.len &&
           str_equal_nocase(str_slice(name, name.len - end.len, name.len), end);
}

static bool begins_as(str name, str begin)
{
    return str_equal_nocase(str_slice(name, 0, begin.len), begin);
}

bool finding_list_name(str name)
{
    ptrdiff_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != '/' && name.ptr[at - 1] != '\\') at--;
    str base = str_slice(name, at, name.len);
    // Their lines are sentences, and each would be a word to look for.
    if (begins_as(base, S("readme")) || begins_as(base, S("licen")) ||
        begins_as(base, S("requirements")) || begins_as(base, S("changelog")))
        return false;
    return ends_as(base, S(".csv")) || ends_as(base, S(".txt")) || ends_as(base, S(".ioc"));
}

// ---- suppressions ------------------------------------------------------------------------------------

static bool stands_in(str text, str part)
{
    for (ptrdiff_t i = 0; i + part.len <= text.len; i++) {
        if (str_equal_nocase((str){ text.ptr + i, part.len }, part)) return true;
    }
    return false;
}

bool finding_suppressed(const finding_suppression *s, const finding *f, str today)
{
    if (s->ended_ms || (s->case_id && s->case_id != f->case_id)) return false;
    if (s->until.len && str_compare(today, s->until) > 0) return false;
    if (!str_equal(s->rule, f->rule)) return false;
    if (s->host.len && !str_equal_nocase(s->host, f->host)) return false;
    return !s->pattern.len || stands_in(f->event, s->pattern);
}

// ---- ATT&CK ------------------------------------------------------------------------------------------

static bool is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

// "t1059" or "t1059.001".
static bool is_technique(str s)
{
    bool sub = s.len == 9 && s.ptr[5] == '.';
    if (!sub && s.len != 5) return false;
    if (s.ptr[0] != 't' && s.ptr[0] != 'T') return false;
    for (ptrdiff_t i = 1; i < s.len; i++) {
        if (i != 5 && !is_digit(s.ptr[i])) return false;
    }
    return true;
}

int attack_tactic_at(str key)
{
    static const char *const all[] = {
        "reconnaissance",     "resource-development", "initial-access",  "execution",
        "persistence",        "privilege-escalation", "defense-evasion", "stealth",
        "defense-impairment", "credential-access",    "discovery",       "lateral-movement",
        "collection",         "command-and-control",  "exfiltration",    "impact",
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (str_equal(key, str_from(all[i]))) return (int)i;
    }
    return -1;
}

bool attack_tag_read(str tag, attack_tag *out)
{
    str       prefix = S("attack.");
    ptrdiff_t n      = tag.len - prefix.len;
    *out             = (attack_tag){ 0 };
    if (n <= 0 || n >= (ptrdiff_t)sizeof(out->key)) return false;
    if (!str_equal_nocase(str_slice(tag, 0, prefix.len), prefix)) return false;
    str rest = str_slice(tag, prefix.len, tag.len);
    if (is_technique(rest)) {
        for (ptrdiff_t i = 0; i < n; i++) out->key[i] = rest.ptr[i];
        out->key[0] = 'T';
        return true;
    }
    for (ptrdiff_t i = 0; i < n; i++) {
        char ch     = rest.ptr[i];
        out->key[i] = ch == '_' ? '-' : ch >= 'A' && ch <= 'Z' ? (char)(ch + 'a' - 'A') : ch;
    }
    out->tactic = attack_tactic_at((str){ out->key, n }) >= 0;
    return out->tactic;
}
