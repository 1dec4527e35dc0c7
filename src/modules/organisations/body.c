#include "modules/organisations/body.h"

#include "modules/organisations/changes.h"
#include "modules/organisations/offices.h"
#include "modules/organisations/supervisors.h"

#include "kit/text/fold.h"
#include "kit/text/forms.h"

const char *const body_kinds[] = {
    "unit",       "government",        "office",     "ministry",         "ministerial-agency",
    "department", "government-agency", "province",   "state-enterprise", "municipality",
    "commune",    "enterprise",        "state-bank", "sample",           NULL,
};

bool body_kind_known(str kind)
{
    for (size_t i = 0; body_kinds[i]; i++) {
        if (str_equal(kind, str_from(body_kinds[i]))) return true;
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static char upper(char c)
{
    return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

static bool code_character(char c, bool first)
{
    if ((c >= 'A' && c <= 'Z') || is_digit(c)) return true;
    return !first && (c == '-' || c == '.');
}

status body_code_check(str typed, arena *a, str *out, problem *why)
{
    str field = S("code"), code = str_trim(typed);
    if (code.len == 0) return problem_set(why, ST_INVALID, field, S("required"));
    if (code.len > BODY_CODE_MAX) return problem_set(why, ST_INVALID, field, S("too-long"));
    char *text = NEW(a, char, code.len);
    if (!text) return ST_MEMORY;
    for (ptrdiff_t i = 0; i < code.len; i++) {
        text[i] = upper(code.ptr[i]);
        if (!code_character(text[i], i == 0)) {
            return problem_detail(why, ST_INVALID, field, S("code-form"), code);
        }
    }
    *out = (str){ text, code.len };
    return ST_OK;
}

status body_text_read(arena *a, const char *field, str typed, size_t min, size_t max, str *out,
                      problem *why)
{
    if (!str_is_text(typed)) return problem_set(why, ST_INVALID, str_from(field), S("not-text"));
    str text = typed.len ? text_tidy(a, typed) : S("");
    if (!text.ptr) return ST_MEMORY;
    TRY(text_check(str_from(field), text, min, max, why));
    *out = text;
    return ST_OK;
}

status body_day_read(arena *a, str field, str typed, str otherwise, str *out, problem *why)
{
    day d;
    str text = str_trim(typed);
    *out     = otherwise;
    if (text.len == 0) return ST_OK;
    if (text_read_day(text, &d) != ST_OK) {
        return problem_detail(why, ST_INVALID, field, S("not-a-day"), typed);
    }
    *out = day_iso(a, d);
    return out->ptr ? ST_OK : ST_MEMORY;
}

status body_period_read(arena *a, body_period typed, str today, body_period *out, problem *why)
{
    TRY(body_day_read(a, S("valid_from"), typed.from, today, &out->from, why));
    TRY(body_day_read(a, S("valid_to"), typed.to, BODY_DAY_LAST, &out->to, why));
    if (str_compare(out->to, out->from) < 0) {
        return problem_set(why, ST_INVALID, S("valid_to"), S("out-of-order"));
    }
    return ST_OK;
}

str body_day_before(arena *a, str iso)
{
    day d;
    if (day_parse(iso, &d) != ST_OK) return (str){ 0 };
    return day_iso(a, day_from_number(day_number(d) - 1));
}

status body_names_check(const body_names *names, arena *a, body_names *out, problem *why)
{
    body_names n;
    TRY(body_text_read(a, "name_vi", names->name_vi, 1, BODY_NAME_MAX, &n.name_vi, why));
    TRY(body_text_read(a, "name_en", names->name_en, 0, BODY_NAME_MAX, &n.name_en, why));
    TRY(body_text_read(a, "symbol", names->symbol, 0, BODY_SYMBOL_MAX, &n.symbol, why));
    TRY(body_text_read(a, "place", names->place, 0, BODY_PLACE_MAX, &n.place, why));
    *out = n;
    return ST_OK;
}

status body_draft_check(const body_draft *draft, arena *a, body_draft *out, problem *why)
{
    body_names typed = { draft->name_vi, draft->name_en, draft->symbol, draft->place };
    body_names names;
    body_draft d = { .parent_id = draft->parent_id, .code = S("") };
    if (str_trim(draft->code).len) TRY(body_code_check(draft->code, a, &d.code, why));
    TRY(body_names_check(&typed, a, &names, why));
    TRY(body_text_read(a, "note", draft->note, 0, BODY_NOTE_MAX, &d.note, why));
    d.name_vi = names.name_vi, d.name_en = names.name_en;
    d.symbol = names.symbol, d.place = names.place;
    d.kind = draft->kind.len ? draft->kind : str_from(body_kinds[0]);
    if (!body_kind_known(d.kind)) {
        return problem_detail(why, ST_INVALID, S("kind"), S("unknown-kind"), d.kind);
    }
    day from;
    d.valid_from = draft->valid_from.len ? draft->valid_from : S("");
    if (d.valid_from.len && day_parse(d.valid_from, &from) != ST_OK) {
        return problem_detail(why, ST_INVALID, S("valid_from"), S("not-a-day"), d.valid_from);
    }
    *out = d;
    return ST_OK;
}

// ---- names as typed ------------------------------------------------------------------------------

str body_fold(arena *a, str name)
{
    str fold = text_fold(a, name);
    if (!fold.ptr) return fold;
    buf  b     = buf_in(a, (size_t)fold.len + 8, (size_t)fold.len * 4 + 8);
    bool blank = false;
    for (ptrdiff_t i = 0; i < fold.len; i++) {
        char c = fold.ptr[i];
        if (c == '&') {
            buf_put(&b, b.len ? S(" va") : S("va"));
            blank = true;
        } else if (is_lower(c) || is_digit(c) || (unsigned char)c >= 0x80) {
            if (blank && b.len) buf_char(&b, ' ');
            blank = false;
            buf_char(&b, c);
        } else {
            blank = true;
        }
    }
    return b.failed ? (str){ NULL, 0 } : buf_str(&b);
}

// Ours, no law: short forms met in agencies' sheets, as folded words.
static const struct {
    str word, full;
} short_words[] = {
    { STR("tp"), STR("thanh pho") },
    { STR("hcm"), STR("ho chi minh") },
    { STR("tphcm"), STR("thanh pho ho chi minh") },
    { STR("tphn"), STR("thanh pho ha noi") },
};

static str full_word(str word)
{
    for (size_t i = 0; i < COUNT(short_words); i++) {
        if (str_equal(word, short_words[i].word)) return short_words[i].full;
    }
    return word;
}

static str write_out(arena *a, str fold)
{
    buf b    = buf_in(a, (size_t)fold.len + 32, (size_t)fold.len * 8 + 64);
    str rest = fold, word;
    for (bool more = fold.len > 0; more;) {
        more = str_cut(rest, ' ', &word, &rest);
        if (b.len) buf_char(&b, ' ');
        buf_put(&b, full_word(word));
    }
    return b.failed ? (str){ NULL, 0 } : buf_str(&b);
}

// The people's committee stands for its province: the register holds the province.
static str without_committee(str fold)
{
    static const str prefixes[] = { STR("ubnd "), STR("ui ban nhan dan "), STR("ub nhan dan ") };
    for (size_t i = 0; i < COUNT(prefixes); i++) {
        if (str_starts(fold, prefixes[i])) return str_slice(fold, prefixes[i].len, fold.len);
    }
    return fold;
}

static void add_fold(body_guesses *g, str fold)
{
    for (size_t i = 0; i < g->fold_count; i++) {
        if (str_equal(g->folds[i], fold)) return;
    }
    if (fold.len && g->fold_count < BODY_GUESSES_MAX) g->folds[g->fold_count++] = fold;
}

// "Bộ TT&TT", "Bộ KH-CN": the initial of the kind and the letters after it are the code.
static status guess_short_code(str typed, arena *a, body_guesses *g)
{
    str bare = text_bare(a, typed);
    if (!bare.ptr) return ST_MEMORY;
    if (!str_starts(bare, S("bo "))) return ST_OK;
    buf b = buf_in(a, (size_t)bare.len + 1, (size_t)bare.len + 1);
    buf_char(&b, 'B');
    for (ptrdiff_t i = 3; i < bare.len; i++) {
        if (is_lower(bare.ptr[i])) buf_char(&b, upper(bare.ptr[i]));
    }
    if (b.failed) return ST_MEMORY;
    if (b.len > 2 && b.len <= 12) g->codes[g->code_count++] = buf_str(&b);
    return ST_OK;
}

status body_guess(str typed, arena *a, body_guesses *out)
{
    body_guesses g = { .code_count = 0 };
    str          code;
    status       st = body_code_check(typed, a, &code, NULL);
    if (st == ST_MEMORY) return st;
    if (st == ST_OK) g.codes[g.code_count++] = code;
    TRY(guess_short_code(typed, a, &g));

    str fold = body_fold(a, typed);
    if (!fold.ptr) return ST_MEMORY;
    str full = write_out(a, fold);
    if (!full.ptr) return ST_MEMORY;
    str bare = without_committee(full);
    add_fold(&g, fold);
    add_fold(&g, full);
    add_fold(&g, bare);
    if (bare.len && !str_starts(bare, S("tinh ")) && !str_starts(bare, S("thanh pho "))) {
        str province = arena_printf(a, "tinh " STR_FMT, STR_ARG(bare));
        str city     = arena_printf(a, "thanh pho " STR_FMT, STR_ARG(bare));
        if (!province.ptr || !city.ptr) return ST_MEMORY;
        add_fold(&g, province);
        add_fold(&g, city);
    }
    *out = g;
    return ST_OK;
}

// A code stands as it is written, a word is folded: BYT is met as "bit".
static bool stands_at(str text, ptrdiff_t at, str word)
{
    for (ptrdiff_t i = 0; i < word.len; i++) {
        char c = text.ptr[at + i];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if ((c == 'y' ? 'i' : c) != word.ptr[i]) return false;
    }
    return true;
}

static bool begins_a_word(str text, str word)
{
    for (ptrdiff_t i = 0; i + word.len <= text.len; i++) {
        bool start = i == 0 || text.ptr[i - 1] == ' ' || text.ptr[i - 1] == '-';
        if (start && stands_at(text, i, word)) return true;
    }
    return false;
}

bool body_matches(str words, str fold, str code)
{
    str rest = words, word;
    for (bool more = words.len > 0; more;) {
        more = str_cut(rest, ' ', &word, &rest);
        if (word.len && !begins_a_word(fold, word) && !begins_a_word(code, word)) return false;
    }
    return true;
}

// ---- kinds ----------------------------------------------------------------------------------------

static const str supervision_keys[] = { STR(""), STR("superior"), STR("sector-lead"),
                                        STR("state-management"), STR("specialised") };
static const str change_keys[]      = { STR(""), STR("rename"), STR("merge"), STR("close"),
                                        STR("split") };
static const str state_keys[]       = { STR(""), STR("draft"), STR("waiting"), STR("done"),
                                        STR("dropped") };
static const str office_keys[]      = { STR(""), STR("head"), STR("specialist") };

static size_t key_at(const str *keys, size_t count, str key)
{
    for (size_t i = 1; i < count; i++) {
        if (str_equal_nocase(keys[i], str_trim(key))) return i;
    }
    return 0;
}

str supervision_kind_key(supervision_kind kind)
{
    return supervision_keys[kind];
}

bool supervision_kind_named(str key, supervision_kind *out)
{
    *out = (supervision_kind)key_at(supervision_keys, COUNT(supervision_keys), key);
    return *out != 0;
}

str office_kind_key(office_kind kind)
{
    return office_keys[kind];
}

bool office_kind_named(str key, office_kind *out)
{
    *out = (office_kind)key_at(office_keys, COUNT(office_keys), key);
    return *out != 0;
}

str body_change_kind_key(body_change_kind kind)
{
    return change_keys[kind];
}

str body_change_state_key(body_change_state state)
{
    return state_keys[state];
}
