// answer.c - see answer.h.
#include "modules/controls/answer.h"

const control_field_kind control_fields[CONTROL_FIELDS] = {
    { "answer", CONTROL_CHOICE, 40, false, false, T_controls_field_answer },
    { "description", CONTROL_LINES, 4000, false, false, T_controls_field_description },
    { "reason", CONTROL_LINES, 2000, false, false, T_controls_field_reason },
    { "source", CONTROL_LINE, 300, false, false, T_controls_field_source },
    { "responsible", CONTROL_LINE, 200, true, false, T_controls_field_responsible },
    { "due", CONTROL_DAY, 40, true, false, T_controls_field_due },
    { "cost", CONTROL_MONEY, 40, true, false, T_controls_field_cost },
    { "work", CONTROL_CHOICE, 40, true, true, T_controls_field_work },
    { "progress", CONTROL_LINES, 2000, true, true, T_controls_field_progress },
    { "done_on", CONTROL_DAY, 40, true, true, T_controls_field_done_on },
};

typedef struct choice {
    const char *key;
    text_key    words;
} choice;

static const choice answers[CONTROL_ANSWERS] = {
    { "", T_controls_answer_none },
    { "met", T_controls_answer_met },
    { "partly", T_controls_answer_partly },
    { "not_yet", T_controls_answer_not_yet },
    { "not_applicable", T_controls_answer_not_applicable },
    { "alternative", T_controls_answer_alternative },
    { "inherited", T_controls_answer_inherited },
};

static const choice works[CONTROL_WORKS] = {
    { "", T_controls_work_none },
    { "doing", T_controls_work_doing },
    { "done", T_controls_work_done },
};

int control_field_named(str key)
{
    for (int f = 0; f < CONTROL_FIELDS; f++) {
        if (str_equal(str_from(control_fields[f].key), key)) return f;
    }
    return -1;
}

const char *control_answer_key(control_answer a)
{
    return answers[a].key;
}

text_key control_answer_words(control_answer a)
{
    return answers[a].words;
}

const char *control_work_key(control_work w)
{
    return works[w].key;
}

text_key control_work_words(control_work w)
{
    return works[w].words;
}

static size_t number_of(const choice *all, size_t count, str key)
{
    for (size_t i = 1; i < count; i++) {
        if (str_equal(str_from(all[i].key), key)) return i;
    }
    return 0;
}

control_answer control_answer_of(str key)
{
    return (control_answer)number_of(answers, COUNT(answers), key);
}

control_work control_work_of(str key)
{
    return (control_work)number_of(works, COUNT(works), key);
}

// ---- reading ----------------------------------------------------------------------------------------

// Does a wording say what was typed, but for marks and case?
static status is_said(arena scratch, str typed_folded, str words, bool *said)
{
    str folded = text_fold(&scratch, words);
    if (!folded.ptr) return ST_MEMORY;
    *said = str_equal(folded, typed_folded);
    return ST_OK;
}

static status read_choice(control_field f, str typed, arena *a, str *out, problem *why)
{
    const choice *all    = f == CONTROL_ANSWER ? answers : works;
    size_t        count  = f == CONTROL_ANSWER ? COUNT(answers) : COUNT(works);
    str           folded = text_fold(a, typed);
    if (!folded.ptr) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        bool said = str_equal_nocase(typed, str_from(all[i].key));
        for (lang in = LANG_VI; !said && in <= LANG_EN; in++)
            TRY(is_said(*a, folded, text_get(in, all[i].words), &said));
        if (!said) continue;
        *out = str_from(all[i].key);
        return ST_OK;
    }
    return problem_detail(why, ST_INVALID, S(""), S("unknown-value"), typed);
}

static status read_day(str typed, arena *a, str *out, problem *why)
{
    day d;
    if (text_read_day(typed, &d) != ST_OK && text_read_period(typed, &d) != ST_OK) {
        return problem_detail(why, ST_INVALID, S(""), S("date-form"), typed);
    }
    *out = arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.dom);
    return out->ptr ? ST_OK : ST_MEMORY;
}

// Money is kept in whole đồng, up to a million billion.
static status read_money(str typed, arena *a, str *out, problem *why)
{
    int64_t n;
    if (text_read_count(typed, &n) != ST_OK || n < 0 || n > INT64_C(1000000000000000)) {
        return problem_detail(why, ST_INVALID, S(""), S("money-form"), typed);
    }
    *out = arena_printf(a, "%lld", (long long)n);
    return out->ptr ? ST_OK : ST_MEMORY;
}

status control_read(control_field f, str typed, arena *a, str *out, problem *why)
{
    const control_field_kind *k = &control_fields[f];
    if (!str_is_text(typed)) return problem_set(why, ST_INVALID, S(""), S("not-text"));
    *out = S("");
    if (!str_trim(typed).len) return ST_OK;
    str tidy = k->kind == CONTROL_LINES ? text_tidy_lines(a, typed) : text_tidy(a, typed);
    if (!tidy.ptr) return ST_MEMORY;
    if (str_characters(tidy) > k->max) {
        str max = arena_printf(a, "%zu", k->max);
        return problem_detail(why, ST_INVALID, S(""), S("too-long"), max);
    }
    *out = tidy;
    if (!tidy.len) return ST_OK;
    switch (k->kind) {
    case CONTROL_CHOICE: return read_choice(f, tidy, a, out, why);
    case CONTROL_DAY: return read_day(tidy, a, out, why);
    case CONTROL_MONEY: return read_money(tidy, a, out, why);
    case CONTROL_LINE:
    case CONTROL_LINES: return ST_OK;
    }
    return ST_OK;
}

str control_say(control_field f, str value, lang in, arena *a)
{
    int64_t n;
    day     d;
    switch (control_fields[f].kind) {
    case CONTROL_CHOICE:
        return text_get(in, f == CONTROL_ANSWER ? answers[control_answer_of(value)].words
                                                : works[control_work_of(value)].words);
    case CONTROL_DAY: return day_parse(value, &d) == ST_OK ? text_day(a, d) : value;
    case CONTROL_MONEY: return str_int(value, &n) ? text_number(a, in, n) : value;
    case CONTROL_LINE:
    case CONTROL_LINES: return value;
    }
    return value;
}

// ---- what a row amounts to ----------------------------------------------------------------------------

int control_lacks(const str values[CONTROL_FIELDS])
{
    control_answer a = control_answer_of(values[CONTROL_ANSWER]);
    if ((a == ANSWER_NOT_APPLICABLE || a == ANSWER_ALTERNATIVE) && !values[CONTROL_REASON].len) {
        return CONTROL_REASON;
    }
    return a == ANSWER_INHERITED && !values[CONTROL_SOURCE].len ? CONTROL_SOURCE : -1;
}

bool control_is_work(const str values[CONTROL_FIELDS])
{
    control_answer a = control_answer_of(values[CONTROL_ANSWER]);
    return a == ANSWER_PARTLY || a == ANSWER_NOT_YET;
}

bool control_is_done(const str values[CONTROL_FIELDS])
{
    return control_work_of(values[CONTROL_WORK]) == WORK_DONE;
}

bool control_is_overdue(const str values[CONTROL_FIELDS], str today)
{
    str due = values[CONTROL_DUE];
    return control_is_work(values) && !control_is_done(values) && due.len &&
           str_compare(due, today) < 0;
}

// ---- two people, one row --------------------------------------------------------------------------------

void control_merge_of(const str now[CONTROL_FIELDS], int64_t version, const control_edit *e,
                      const str read[CONTROL_FIELDS], control_merge *out)
{
    *out = (control_merge){ .changed = 0 };
    for (int f = 0; f < CONTROL_FIELDS; f++) {
        out->values[f] = now[f];
        if (!read[f].ptr || str_equal(read[f], now[f])) continue;
        bool fresh = e->was[f].ptr ? str_equal(e->was[f], now[f]) : e->version == version;
        if (!fresh) {
            out->conflicts |= 1u << f;
            continue;
        }
        out->values[f] = read[f];
        out->changed |= 1u << f;
    }
}
