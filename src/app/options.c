// options.c - the command line split into options every command takes, and words.
#include "app/app.h"

#include "kit/os/os.h"

// One option of app_options: where its value goes, or the flag it sets.
typedef struct option {
    const char *name;
    size_t      text_at; // offset of a str in app_options; NO_TEXT: a flag or special
} option;

#define NO_TEXT SIZE_MAX

static const option options[] = {
    { "--data", offsetof(app_options, data) },
    { "--database", offsetof(app_options, database) },
    { "--as", offsetof(app_options, as) },
    { "--law", offsetof(app_options, law) },
    { "--lang", NO_TEXT },
    { "--now", NO_TEXT },
};

static status read_special(str name, str value, app_options *out, problem *why)
{
    if (str_equal(name, S("--lang"))) {
        if (str_equal(value, S("vi")))
            out->lang = LANG_VI;
        else if (str_equal(value, S("en")))
            out->lang = LANG_EN;
        else
            return problem_detail(why, ST_INVALID, name, S("unknown-value"), value);
        return ST_OK;
    }
    if (time_parse(value, &out->now_ms) != ST_OK) {
        return problem_detail(why, ST_INVALID, name, S("not-a-time"), value);
    }
    out->now_set = true;
    return ST_OK;
}

static bool read_flag(str word, app_options *out)
{
    if (str_equal(word, S("--json")))
        out->json = true;
    else if (str_equal(word, S("--help")) || str_equal(word, S("-h")))
        out->help = true;
    else if (str_equal(word, S("--demo")))
        out->demo = true;
    else
        return false;
    return true;
}

static const option *option_named(str name)
{
    for (size_t i = 0; i < COUNT(options); i++) {
        if (str_equal(name, str_from(options[i].name))) return &options[i];
    }
    return NULL;
}

status app_options_read(arena *a, int argc, str *argv, app_options *out, str *words,
                        int *word_count, problem *why)
{
    *out        = (app_options){ .lang = LANG_VI, .now_ms = os_now_ms() };
    *word_count = 0;
    for (int i = 0; i < argc; i++) {
        str  name, value;
        bool joined = str_cut(argv[i], '=', &name, &value);
        if (read_flag(argv[i], out)) continue;
        const option *o = option_named(name);
        if (!o) {
            if (*word_count == APP_WORDS_MAX)
                return problem_set(why, ST_LIMIT, S(""), S("too-many"));
            words[(*word_count)++] = argv[i];
            continue;
        }
        if (!joined) {
            if (i + 1 == argc) return problem_set(why, ST_INVALID, name, S("option-needs-value"));
            value = argv[++i];
        }
        if (o->text_at == NO_TEXT)
            TRY(read_special(name, value, out, why));
        else
            *(str *)((char *)out + o->text_at) = value;
    }
    (void)a;
    if (!out->data.ptr) out->data = os_env("COLOA_DATA");
    if (!out->data.len) out->data = S("coloa-data");
    return ST_OK;
}
