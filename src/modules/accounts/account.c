#include "modules/accounts/account.h"

#include <assert.h>

#include "kit/text/fold.h"
#include "modules/accounts/passwords.h"

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

size_t password_least(void)
{
    return password_rule.min_characters;
}

static bool has_nocase(str text, str needle)
{
    for (ptrdiff_t i = 0; i + needle.len <= text.len; i++) {
        if (str_equal_nocase(str_slice(text, i, i + needle.len), needle)) return true;
    }
    return false;
}

// How much of the password is not just "the character before, plus or minus one, or again".
static int surprises(str password)
{
    int n = password.len > 0;
    for (ptrdiff_t i = 1; i < password.len; i++) {
        int step = (unsigned char)password.ptr[i] - (unsigned char)password.ptr[i - 1];
        if (step < -1 || step > 1) n++;
    }
    return n;
}

static bool letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// As it is heard: "Mật khẩu@2026" is "matkhau2026". The absent str when a is spent.
static str bare_letters(arena *a, str text)
{
    str folded = text_bare(a, text);
    buf b      = buf_in(a, 64, PASSWORD_BYTES_MAX);
    if (!folded.ptr) return folded;
    for (ptrdiff_t i = 0; i < folded.len; i++) {
        if (letter_or_digit(folded.ptr[i])) buf_char(&b, folded.ptr[i]);
    }
    return b.failed ? (str){ 0 } : b.len ? buf_str(&b) : S("");
}

// The known word with which text begins; its place in the list, or the list's length.
static size_t word_at(str text)
{
    size_t w = 0;
    while (w < password_word_count && !str_starts(text, password_words[w])) w++;
    return w;
}

// One or two known words, with digits, marks and blanks around them, once or again: "Matkhau@12345",
// "vietnam-vietnam". Three different ones are a sentence.
static bool known_and_little_else(str bare)
{
    size_t    met[2], count = 0;
    ptrdiff_t i = 0;
    while (i < bare.len) {
        size_t w = word_at(str_slice(bare, i, bare.len)), known = 0;
        if (w == password_word_count) {
            if (bare.ptr[i] < '0' || bare.ptr[i] > '9') return false;
            i++;
            continue;
        }
        while (known < count && met[known] != w) known++;
        if (known == COUNT(met)) return false;
        if (known == count) met[count++] = w;
        i += password_words[w].len;
    }
    return count > 0;
}

// The name said in one word stands in it; a short one ("Lan") may be part of any sentence.
static bool has_name(str bare, str name)
{
    return name.len >= 6 && str_find(bare, name) >= 0;
}

status password_check(arena *a, str field, str password, password_owner of, problem *why)
{
    if (password.len == 0) return problem_set(why, ST_INVALID, field, S("required"));
    if (!str_is_text(password)) return problem_set(why, ST_INVALID, field, S("not-text"));
    size_t characters = str_characters(password);
    if (characters < password_rule.min_characters) {
        str least = arena_printf(a, "%zu", password_rule.min_characters);
        return problem_detail(why, ST_INVALID, field, S("password-short"), least);
    }
    if (characters > password_rule.max_characters || password.len > PASSWORD_BYTES_MAX) {
        return problem_set(why, ST_INVALID, field, S("too-long"));
    }
    if (of.login.len >= LOGIN_MIN && has_nocase(password, of.login)) {
        return problem_set(why, ST_INVALID, field, S("password-has-login"));
    }
    str bare = bare_letters(a, password), name = bare_letters(a, of.name.ptr ? of.name : S(""));
    if (!bare.ptr || !name.ptr) return ST_MEMORY;
    if (has_name(bare, name)) return problem_set(why, ST_INVALID, field, S("password-has-name"));
    if (surprises(password) < password_rule.surprises) {
        return problem_set(why, ST_INVALID, field, S("password-simple"));
    }
    if (known_and_little_else(bare)) {
        return problem_set(why, ST_INVALID, field, S("password-known"));
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

// ---- browsers --------------------------------------------------------------------------------------

// The first that is found counts: each browser also claims to be the ones below it.
static const struct {
    str mark, name;
} programs[] = {
    { STR("coc_coc_browser/"), STR("Cốc Cốc") },
    { STR("Zalo"), STR("Zalo") },
    { STR("Edg"), STR("Edge") },
    { STR("OPR/"), STR("Opera") },
    { STR("SamsungBrowser/"), STR("Samsung Internet") },
    { STR("Firefox/"), STR("Firefox") },
    { STR("FxiOS/"), STR("Firefox") },
    { STR("CriOS/"), STR("Chrome") },
    { STR("HeadlessChrome/"), STR("Chrome") },
    { STR("Chrome/"), STR("Chrome") },
    { STR("Safari/"), STR("Safari") },
    { STR("curl/"), STR("curl") },
    { STR("Wget/"), STR("Wget") },
    { STR("python"), STR("Python") },
}, machines[] = {
    { STR("Android"), STR("Android") },
    { STR("iPhone"), STR("iPhone") },
    { STR("iPad"), STR("iPad") },
    { STR("Windows"), STR("Windows") },
    { STR("Mac OS X"), STR("macOS") },
    { STR("CrOS"), STR("ChromeOS") },
    { STR("Linux"), STR("Linux") },
};

agent_names agent_read(str agent)
{
    agent_names out = { S(""), S("") };
    for (size_t i = 0; i < COUNT(programs) && !out.program.len; i++) {
        if (str_find(agent, programs[i].mark) >= 0) out.program = programs[i].name;
    }
    for (size_t i = 0; i < COUNT(machines) && !out.machine.len; i++) {
        if (str_find(agent, machines[i].mark) >= 0) out.machine = machines[i].name;
    }
    return out;
}
