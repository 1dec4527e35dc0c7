// holds.c - predicates that are compared when a rule asks for them.
#include "kit/sigma/run.h"

#include <arpa/inet.h>

static bool compares(const pred *p, str text)
{
    double v;
    if (p->part ? !date_part_of(text, p->part, &v) : !str_number(text, &v)) return false;
    if (p->op == PRED_EQUAL) return v == p->number;
    if (p->op == PRED_LESS) return v < p->number;
    if (p->op == PRED_LESS_EQUAL) return v <= p->number;
    return p->op == PRED_GREATER ? v > p->number : v >= p->number;
}

// An IPv4 address written as IPv6 (::ffff:10.0.0.1) is the IPv4 address.
static bool in_net(const pred *p, str text)
{
    static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
    unsigned char              a[16]      = { 0 };
    char                       room[64];
    if (text.len == 0 || text.len >= (ptrdiff_t)sizeof room) return false;
    memcpy(room, text.ptr, (size_t)text.len);
    room[text.len] = 0;
    bool six       = memchr(room, ':', (size_t)text.len) != NULL;
    if (inet_pton(six ? AF_INET6 : AF_INET, room, a) != 1) return false;
    if (six && !p->net_6 && memcmp(a, mapped, sizeof mapped) == 0) {
        memmove(a, a + 12, 4);
        six = false;
    }
    if (six != p->net_6) return false;
    unsigned whole = p->net_bits / 8, rest = p->net_bits % 8;
    if (memcmp(a, p->net, whole) != 0) return false;
    return rest == 0 || (a[whole] ^ p->net[whole]) >> (8 - rest) == 0;
}

static bool regex_holds(sigma_run *r, const pred *p, str text)
{
    int got = pcre2_match(p->regex, (PCRE2_SPTR)text.ptr, (PCRE2_SIZE)text.len, 0, 0,
                          r->set->match_data, r->set->match_context);
    if (got == PCRE2_ERROR_MATCHLIMIT || got == PCRE2_ERROR_DEPTHLIMIT ||
        got == PCRE2_ERROR_HEAPLIMIT || got == PCRE2_ERROR_NOMEMORY)
        r->limited = true;
    return got >= 0;
}

static bool other_field_holds(const sigma_run *r, const pred *p, str text)
{
    for (const value *v = scan_first(&r->e, p->other); v; v = scan_next(&r->e, v)) {
        const pattern other = { v->text, NULL };
        if (!v->null && pattern_holds(&other, p->lead, p->trail, p->cased, text)) return true;
    }
    return false;
}

static bool value_holds(sigma_run *r, const pred *p, const value *v)
{
    if (v->null) return p->op == PRED_TEXT && p->p.text.len == 0 && !p->lead && !p->trail;
    switch (p->op) {
    case PRED_TEXT: return pattern_holds(&p->p, p->lead, p->trail, p->cased, v->text);
    case PRED_REGEX: return regex_holds(r, p, v->text);
    case PRED_CIDR: return in_net(p, v->text);
    case PRED_LESS:
    case PRED_LESS_EQUAL:
    case PRED_GREATER:
    case PRED_GREATER_EQUAL:
    case PRED_EQUAL: return compares(p, v->text);
    case PRED_FIELD: return other_field_holds(r, p, v->text);
    case PRED_NULL:
    case PRED_EXISTS: break;
    }
    return false;
}

// Null: the field is absent, or has no value.
static bool is_null(const value *v)
{
    return !v || v->null;
}

static bool compared(sigma_run *r, const pred *p)
{
    if (p->field == FIELD_WHOLE) {
        const value whole = { { r->e.text, (ptrdiff_t)r->e.len }, NONE, false };
        return value_holds(r, p, &whole);
    }
    const value *first = scan_first(&r->e, p->field);
    if (p->op == PRED_NULL) return is_null(first);
    if (p->op == PRED_EXISTS) return first != NULL;
    for (const value *v = first; v; v = scan_next(&r->e, v)) {
        if (value_holds(r, p, v)) return true;
    }
    return false;
}

bool pred_is_true(sigma_run *r, uint32_t number)
{
    const pred *p    = &r->set->preds.at[number];
    uint32_t    base = r->turn * STATES, seen = r->state[number] - base;
    if (r->state[number] >= base && seen == STATE_TRUE) return true;
    if (r->state[number] >= base && seen == STATE_FALSE) return false;
    bool met         = r->state[number] >= base && seen == STATE_MET;
    bool yes         = (p->way == WAY_LATE || met) && compared(r, p);
    r->state[number] = base + (yes ? STATE_TRUE : STATE_FALSE);
    return yes;
}
