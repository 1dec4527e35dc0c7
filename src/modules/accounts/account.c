#include "modules/accounts/account.h"

#include <assert.h>

static const char *const role_names[ACCOUNT_ROLES + 1] = {
    [ROLE_HEAD]                 = "head",
    [ROLE_SYSTEM_OFFICER]       = "system_officer",
    [ROLE_OPERATOR]             = "operator",
    [ROLE_SPECIALIST]           = "specialist",
    [ROLE_APPRAISER]            = "appraiser",
    [ROLE_CLERK]                = "clerk",
    [ROLE_SUPERVISOR]           = "supervisor",
    [ROLE_INCIDENT_COORDINATOR] = "incident_coordinator",
    [ROLE_ANALYST]              = "analyst",
    [ROLE_ADMINISTRATOR]        = "administrator",
    [ROLE_AUDITOR]              = "auditor",
};

// Who decides on what others drew up: the head approves, the specialist unit and the appraiser judge.
static const uint64_t approving = ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_SPECIALIST) |
                                  ROLE_BIT(ROLE_APPRAISER);

str account_role_name(account_role role)
{
    assert(role >= 1 && (int)role <= ACCOUNT_ROLES);
    return str_from(role_names[role]);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_role(str name, str typed)
{
    if (name.len != typed.len) return false;
    for (ptrdiff_t i = 0; i < name.len; i++) {
        char c = typed.ptr[i] == '-' ? '_' : lower(typed.ptr[i]);
        if (c != name.ptr[i]) return false;
    }
    return true;
}

bool account_role_named(str name, account_role *out)
{
    for (int role = 1; role <= ACCOUNT_ROLES; role++) {
        if (same_role(str_from(role_names[role]), name)) {
            *out = (account_role)role;
            return true;
        }
    }
    return false;
}

bool account_hats_apart(uint64_t roles)
{
    return (roles & ROLE_BIT(ROLE_ADMINISTRATOR)) != 0 && (roles & approving) != 0;
}

uint64_t account_roles_under(uint64_t roles, account_hat hat)
{
    if (!account_hats_apart(roles)) return roles;
    uint64_t admin = ROLE_BIT(ROLE_ADMINISTRATOR);
    return hat == HAT_ADMIN ? roles & admin : roles & ~admin;
}

static bool login_character(char c, bool first)
{
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return true;
    return !first && (c == '.' || c == '_' || c == '-' || c == '@');
}

status login_check(str typed, arena *a, str *out, problem *why)
{
    str field = S("login"), login = str_trim(typed);
    if (login.len == 0) return problem_set(why, ST_INVALID, field, S("required"));
    if (login.len < LOGIN_MIN) return problem_set(why, ST_INVALID, field, S("too-short"));
    if (login.len > LOGIN_MAX) return problem_set(why, ST_INVALID, field, S("too-long"));
    char *text = NEW(a, char, login.len);
    if (!text) return ST_MEMORY;
    for (ptrdiff_t i = 0; i < login.len; i++) {
        text[i] = lower(login.ptr[i]);
        if (!login_character(text[i], i == 0)) {
            return problem_set(why, ST_INVALID, field, S("login-form"));
        }
    }
    *out = (str){ text, login.len };
    return ST_OK;
}

// Ours, no law: what people type when a form asks for twelve characters.
static const str known_passwords[] = {
    STR("matkhau"), STR("password"), STR("passw0rd"), STR("qwerty"),   STR("admin"),
    STR("vietnam"), STR("anhyeuem"), STR("emyeuanh"), STR("iloveyou"), STR("welcome"),
    STR("letmein"), STR("abc"),      STR("asdfgh"),   STR("zxcvbn"),   STR("quantri"),
    STR("hethong"), STR("1q2w3e4r"), STR("hanoi"),    STR("saigon"),   STR("coloa"),
};

static bool has_nocase(str text, str needle)
{
    for (ptrdiff_t i = 0; i + needle.len <= text.len; i++) {
        if (str_equal_nocase(str_slice(text, i, i + needle.len), needle)) return true;
    }
    return false;
}

// How much of the password is not just "the character before, plus or minus one, or again".
static ptrdiff_t surprises(str password)
{
    ptrdiff_t n = password.len > 0;
    for (ptrdiff_t i = 1; i < password.len; i++) {
        int step = (unsigned char)password.ptr[i] - (unsigned char)password.ptr[i - 1];
        if (step < -1 || step > 1) n++;
    }
    return n;
}

static bool digit_or_mark(char c)
{
    return (c >= '0' && c <= '9') || (c > 0 && c < '0') || (c > '9' && c < 'A') || c == '_';
}

// A known word with digits and marks around it, once or again: "Matkhau@12345", "vietnam-vietnam".
static bool known_and_little_else(str password)
{
    for (size_t w = 0; w < COUNT(known_passwords); w++) {
        str       word = known_passwords[w];
        bool      met  = false;
        ptrdiff_t i    = 0;
        while (i < password.len) {
            if (str_equal_nocase(str_slice(password, i, i + word.len), word)) {
                met = true;
                i += word.len;
            } else if (digit_or_mark(password.ptr[i])) {
                i++;
            } else {
                break;
            }
        }
        if (met && i == password.len) return true;
    }
    return false;
}

status password_check(str field, str password, str login, problem *why)
{
    if (password.len == 0) return problem_set(why, ST_INVALID, field, S("required"));
    if (!str_is_text(password)) return problem_set(why, ST_INVALID, field, S("not-text"));
    size_t characters = str_characters(password);
    if (characters < PASSWORD_MIN) {
        return problem_detail(why, ST_INVALID, field, S("password-short"), S("12"));
    }
    if (characters > PASSWORD_MAX) return problem_set(why, ST_INVALID, field, S("too-long"));
    if (login.len >= LOGIN_MIN && has_nocase(password, login)) {
        return problem_set(why, ST_INVALID, field, S("password-has-login"));
    }
    if (surprises(password) < 4 || known_and_little_else(password)) {
        return problem_set(why, ST_INVALID, field, S("password-simple"));
    }
    return ST_OK;
}

int64_t sign_in_wait_ms(int64_t fails, int64_t free_fails)
{
    const int64_t first = 2000, most = 15 * 60 * 1000;
    if (fails < free_fails) return 0;
    int64_t doublings = fails - free_fails;
    if (doublings > 20) return most;
    int64_t wait = first << doublings;
    return wait < most ? wait : most;
}
