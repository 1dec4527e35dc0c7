// member.c - see member.h.
#include "modules/network/member.h"

#include "kit/law/law.h"
#include "kit/text/text.h"

static bool named(str key, const char *const *keys, int count, int *out)
{
    for (int i = 0; i < count; i++) {
        if (!str_equal(key, str_from(keys[i]))) continue;
        *out = i + 1;
        return true;
    }
    return false;
}

static const char *const state_keys[] = { "asked",  "checked",   "refused",
                                          "member", "suspended", "over" };
static const char *const act_keys[]   = { "check",   "accept", "refuse",  "suspend",
                                          "restore", "end",    "withdraw" };
static const char *const kind_keys[]  = { "in-hours", "out-of-hours", "backup", "leader" };

static str key_at(const char *const *keys, size_t count, int at)
{
    return at >= 1 && (size_t)at <= count ? str_from(keys[at - 1]) : S("");
}

str member_state_key(member_state s)
{
    return key_at(state_keys, COUNT(state_keys), (int)s);
}

bool member_state_named(str key, member_state *out)
{
    int  at;
    bool is = named(key, state_keys, (int)COUNT(state_keys), &at);
    if (is) *out = (member_state)at;
    return is;
}

str member_act_key(member_act a)
{
    return key_at(act_keys, COUNT(act_keys), (int)a);
}

bool member_act_named(str key, member_act *out)
{
    int  at;
    bool is = named(key, act_keys, (int)COUNT(act_keys), &at);
    if (is) *out = (member_act)at;
    return is;
}

str contact_kind_key(contact_kind k)
{
    return key_at(kind_keys, COUNT(kind_keys), (int)k);
}

bool contact_kind_named(str key, contact_kind *out)
{
    int  at;
    bool is = named(key, kind_keys, (int)COUNT(kind_keys), &at);
    if (is) *out = (contact_kind)at;
    return is;
}

member_step member_step_of(member_state from, member_act act)
{
    static const struct {
        member_state from;
        member_act   act;
        member_step  step;
    } steps[] = {
        { MEMBER_ASKED, MEMBER_CHECK, { MEMBER_CHECKED, false, false } },
        { MEMBER_ASKED, MEMBER_REFUSE, { MEMBER_REFUSED, true, false } },
        { MEMBER_ASKED, MEMBER_WITHDRAW, { MEMBER_OVER, false, true } },
        { MEMBER_CHECKED, MEMBER_ACCEPT, { MEMBER_IN, false, false } },
        { MEMBER_CHECKED, MEMBER_REFUSE, { MEMBER_REFUSED, true, false } },
        { MEMBER_CHECKED, MEMBER_WITHDRAW, { MEMBER_OVER, false, true } },
        { MEMBER_IN, MEMBER_SUSPEND, { MEMBER_SUSPENDED, true, false } },
        { MEMBER_IN, MEMBER_END, { MEMBER_OVER, true, false } },
        { MEMBER_SUSPENDED, MEMBER_RESTORE, { MEMBER_IN, true, false } },
        { MEMBER_SUSPENDED, MEMBER_END, { MEMBER_OVER, true, false } },
    };
    for (size_t i = 0; i < COUNT(steps); i++) {
        if (steps[i].from == from && steps[i].act == act) return steps[i].step;
    }
    return (member_step){ 0 };
}

// ---- fields ---------------------------------------------------------------------------------------

const member_field_row member_fields[MEMBER_FIELDS] = {
    [FIELD_ADDRESS]         = { "address", true, false, false, false },
    [FIELD_PHONE]           = { "phone", true, false, false, false },
    [FIELD_FAX]             = { "fax", false, false, false, false },
    [FIELD_EMAIL]           = { "email", true, true, false, false },
    [FIELD_WEBSITE]         = { "website", false, false, true, false },
    [FIELD_LEADER]          = { "leader", false, false, false, false },
    [FIELD_LEADER_POST]     = { "leader_post", false, false, false, false },
    [FIELD_RECEIVE_ADDRESS] = { "receive_address", false, false, false, false },
    [FIELD_RECEIVE_PHONE]   = { "receive_phone", false, false, false, false },
    [FIELD_RECEIVE_MOBILE]  = { "receive_mobile", false, false, false, false },
    [FIELD_RECEIVE_FAX]     = { "receive_fax", false, false, false, false },
    [FIELD_RECEIVE_EMAIL]   = { "receive_email", false, true, false, false },
    [FIELD_RECEIVE_PAGE]    = { "receive_page", false, false, true, false },
    [FIELD_POC_EMAIL]       = { "poc_email", false, true, false, false },
    [FIELD_PGP_USER]        = { "pgp_user", false, false, false, false },
    [FIELD_PGP_PRINT]       = { "pgp_print", false, false, false, false },
    [FIELD_PGP_LINK]        = { "pgp_link", false, false, true, false },
    [FIELD_POSTAL]          = { "postal", false, false, false, false },
    [FIELD_MESSAGING]       = { "messaging", false, false, false, false },
    [FIELD_INTRO]           = { "intro", false, false, false, true },
};

static bool email_fits(str s)
{
    ptrdiff_t at = str_find(s, S("@"));
    return at > 0 && at < s.len - 1 && str_find(s, S(" ")) < 0 &&
           str_find(str_slice(s, at + 1, s.len), S("@")) < 0;
}

static bool page_fits(str s)
{
    bool web = str_starts(s, S("https://")) || str_starts(s, S("http://"));
    return web && s.len > 10 && str_find(s, S(" ")) < 0;
}

static status tidy(arena *a, str typed, str *out)
{
    *out = typed.len ? text_tidy(a, typed) : S("");
    return out->ptr ? ST_OK : ST_MEMORY;
}

// `most` 0: one that must not be empty.
static status read_text(str field, str typed, size_t least, arena *a, str *out, problem *why)
{
    if (typed.len && !str_is_text(typed)) return problem_set(why, ST_INVALID, field, S("not-text"));
    TRY(tidy(a, typed, out));
    return text_check(field, *out, least, MEMBER_TEXT_MAX, why);
}

status pgp_print_check(str typed, arena *a, str *out, problem *why)
{
    buf    b = buf_in(a, 96, 128);
    size_t n = 0;
    str    s = str_trim(typed);
    if (str_starts(s, S("0x")) || str_starts(s, S("0X"))) s = str_slice(s, 2, s.len);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char ch = s.ptr[i];
        if (ch == ' ' || ch == ':') continue;
        if (ch >= 'a' && ch <= 'f') ch = (char)(ch - 'a' + 'A');
        if (!((ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'F')) || n == PRINT_DIGITS_MAX)
            return problem_detail(why, ST_INVALID, S("pgp_print"), S("pgp-print"), typed);
        if (n && n % 4 == 0) buf_char(&b, ' ');
        buf_char(&b, ch);
        n++;
    }
    if (b.failed) return ST_MEMORY;
    if (n != PRINT_DIGITS_MIN && n != 40 && n != PRINT_DIGITS_MAX)
        return problem_detail(why, ST_INVALID, S("pgp_print"), S("pgp-print"), typed);
    *out = buf_str(&b);
    return ST_OK;
}

static status check_field(int i, str typed, arena *a, str *out, problem *why)
{
    const member_field_row *row   = &member_fields[i];
    str                     field = str_from(row->key);
    if (row->area) {
        if (typed.len && !str_is_text(typed))
            return problem_set(why, ST_INVALID, field, S("not-text"));
        *out = str_trim(typed.ptr ? typed : S(""));
        return text_check(field, *out, 0, MEMBER_LONG_MAX, why);
    }
    TRY(read_text(field, typed, row->needed, a, out, why));
    if (!out->len) return ST_OK;
    if (row->email && !email_fits(*out))
        return problem_detail(why, ST_INVALID, field, S("email-form"), *out);
    if (row->page && !page_fits(*out))
        return problem_detail(why, ST_INVALID, field, S("url-form"), *out);
    return i == FIELD_PGP_PRINT ? pgp_print_check(*out, a, out, why) : ST_OK;
}

status member_draft_check(const member_draft *typed, arena *a, member_draft *out, problem *why)
{
    const law_incident_category *k = law_member_category_find(law_current(), typed->category);
    *out                           = *typed;
    if (!typed->category.len) return problem_set(why, ST_INVALID, S("category"), S("required"));
    if (!k)
        return problem_detail(why, ST_INVALID, S("category"), S("member-category"),
                              typed->category);
    TRY(tidy(a, typed->cluster, &out->cluster));
    TRY(text_check(S("cluster"), out->cluster, 0, MEMBER_CLUSTER_MAX, why));
    for (int i = 0; i < MEMBER_FIELDS; i++)
        TRY(check_field(i, typed->texts[i], a, &out->texts[i], why));
    return ST_OK;
}

// ---- contacts -------------------------------------------------------------------------------------

status phone_check(str field, str typed, arena *a, str *out, problem *why)
{
    int digits = 0;
    TRY(read_text(field, typed, 0, a, out, why));
    for (ptrdiff_t i = 0; i < out->len; i++) {
        char ch    = out->ptr[i];
        bool digit = ch >= '0' && ch <= '9';
        digits += digit;
        if (!digit && ch != ' ' && ch != '.' && ch != '-' && ch != '(' && ch != ')' &&
            !(ch == '+' && i == 0))
            return problem_detail(why, ST_INVALID, field, S("phone-form"), *out);
    }
    if (out->len && (digits < 3 || digits > 20))
        return problem_detail(why, ST_INVALID, field, S("phone-form"), *out);
    return ST_OK;
}

status contact_check(const member_contact *typed, arena *a, member_contact *out, problem *why)
{
    *out = *typed;
    if (typed->kind < CONTACT_IN_HOURS || typed->kind > CONTACT_LEADER)
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    TRY(read_text(S("name"), typed->name, 1, a, &out->name, why));
    TRY(read_text(S("post"), typed->post, 0, a, &out->post, why));
    TRY(read_text(S("address"), typed->address, 0, a, &out->address, why));
    TRY(phone_check(S("phone"), typed->phone, a, &out->phone, why));
    TRY(phone_check(S("mobile"), typed->mobile, a, &out->mobile, why));
    TRY(phone_check(S("fax"), typed->fax, a, &out->fax, why));
    TRY(read_text(S("email"), typed->email, 0, a, &out->email, why));
    if (out->email.len && !email_fits(out->email))
        return problem_detail(why, ST_INVALID, S("email"), S("email-form"), out->email);
    if (!out->phone.len && !out->mobile.len)
        return problem_set(why, ST_INVALID, S("phone"), S("required"));
    TRY(read_text(S("late_why"), typed->late_why, 0, a, &out->late_why, why));
    return ST_OK;
}

int64_t contact_due_ms(int64_t changed_ms)
{
    const law_member_duty *d     = law_member_duty_find(law_current(), S("contact"));
    int64_t                hours = d && d->unit == LAW_DUTY_HOUR ? d->limit : 24;
    return changed_ms + hours * 3600 * 1000;
}

bool contact_is_late(int64_t changed_ms, int64_t told_ms)
{
    return told_ms > contact_due_ms(changed_ms);
}

// ---- who is on duty ----------------------------------------------------------------------------------

enum { HOUR_MS = 3600 * 1000, OPENS = 8, CLOSES = 17, FRIDAY = 5 };

bool office_hours(int64_t at_ms)
{
    int64_t local = at_ms + (int64_t)VIETNAM_OFFSET_MINUTES * 60 * 1000;
    int64_t hour  = local / HOUR_MS % 24;
    return day_weekday(day_of_ms(at_ms, VIETNAM_OFFSET_MINUTES)) <= FRIDAY && hour >= OPENS &&
           hour < CLOSES;
}

static const member_contact *contact_of(const member_contact *list, size_t count, contact_kind kind)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].kind == kind && !list[i].ended_ms) return &list[i];
    }
    return NULL;
}

on_duty on_duty_at(const duty_shift *roster, size_t shifts, const member_contact *contacts,
                   size_t count, int64_t at_ms, bool serious)
{
    const member_contact *leader = contact_of(contacts, count, CONTACT_LEADER), *k = NULL;
    for (size_t i = 0; i < shifts; i++) {
        const duty_shift *s = &roster[i];
        if (s->from_ms <= at_ms && at_ms < s->to_ms)
            return (on_duty){ s->name, S(""), s->phone, S(""), s->email, s, 0, false };
    }
    const contact_kind first   = office_hours(at_ms) ? CONTACT_IN_HOURS : CONTACT_OUT_OF_HOURS;
    const contact_kind order[] = { first, CONTACT_BACKUP,
                                   first == CONTACT_IN_HOURS ? CONTACT_OUT_OF_HOURS
                                                             : CONTACT_IN_HOURS };
    if (serious) k = leader;
    for (size_t i = 0; i < COUNT(order) && !k; i++) k = contact_of(contacts, count, order[i]);
    if (!k) k = leader;
    if (!k) return (on_duty){ .roster_gap = true };
    return (on_duty){ k->name, k->post, k->phone, k->mobile, k->email, NULL, k->kind, true };
}

size_t roster_gaps(const duty_shift *roster, size_t shifts, int64_t from_ms, int64_t to_ms,
                   roster_gap out[ROSTER_GAPS_MAX])
{
    size_t  n  = 0;
    int64_t at = from_ms;
    for (size_t i = 0; i < shifts && at < to_ms; i++) {
        if (roster[i].to_ms <= at) continue;
        if (roster[i].from_ms > at && n < ROSTER_GAPS_MAX)
            out[n++] = (roster_gap){ at, roster[i].from_ms < to_ms ? roster[i].from_ms : to_ms };
        at = roster[i].to_ms;
    }
    if (at < to_ms && n < ROSTER_GAPS_MAX) out[n++] = (roster_gap){ at, to_ms };
    return n;
}
