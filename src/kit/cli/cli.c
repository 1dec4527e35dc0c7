// cli.c - see cli.h.
#include "kit/cli/cli.h"

#include "kit/os/os.h"
#include "kit/text/text.h"

#include <string.h>
#include <unistd.h>

// The option word at argv[i]: "--name" or "--name=VALUE".
static bool option_at(const command_run *r, int i, str *name, str *value)
{
    str word = r->argv[i];
    if (!str_starts(word, S("--")) || word.len == 2) return false;
    str  after  = { 0 };
    bool joined = str_cut(word, '=', name, &after);
    *value      = joined ? after : (str){ 0 };
    return true;
}

// Options may be named with their dashes or without.
static str bare_name(str name)
{
    return str_starts(name, S("--")) ? str_slice(name, 2, name.len) : name;
}

static bool same_name(str word, const char *name)
{
    return str_equal(bare_name(word), bare_name(str_from(name)));
}

static bool listed(const char *const *names, str name)
{
    for (; names && *names; names++) {
        if (same_name(name, *names)) return true;
    }
    return false;
}

bool cli_option(const command_run *r, const char *name, str *value)
{
    for (int i = 0; i < r->argc; i++) {
        str word, joined;
        if (!option_at(r, i, &word, &joined) || !same_name(word, name)) continue;
        if (joined.ptr)
            *value = joined;
        else if (i + 1 < r->argc)
            *value = r->argv[i + 1];
        else
            return false;
        return true;
    }
    return false;
}

str cli_text(const command_run *r, const char *name)
{
    str value = S("");
    (void)cli_option(r, name, &value);
    return value;
}

bool cli_flag(const command_run *r, const char *name)
{
    for (int i = 0; i < r->argc; i++) {
        if (str_starts(r->argv[i], S("--")) && same_name(r->argv[i], name)) return true;
    }
    return false;
}

str cli_word(const command_run *r, const char *const *value_options, int i)
{
    for (int k = 0; k < r->argc; k++) {
        str name, joined;
        if (option_at(r, k, &name, &joined)) {
            if (!joined.ptr && listed(value_options, name)) k++; // its value follows
            continue;
        }
        if (i-- == 0) return r->argv[k];
    }
    return (str){ 0 };
}

bool cli_known(command_run *r, const char *const *value_options, const char *const *flags)
{
    for (int k = 0; k < r->argc; k++) {
        str name, joined;
        if (!option_at(r, k, &name, &joined)) continue;
        bool takes_value = listed(value_options, name);
        if (takes_value && !joined.ptr && ++k == r->argc) {
            problem why = { .field = name, .rule = S("option-needs-value") };
            cli_fail(r, ST_INVALID, &why);
            return false;
        }
        if (takes_value || (listed(flags, name) && !joined.ptr)) continue;
        problem why = { .field = name, .rule = S("unknown-option") };
        cli_fail(r, ST_INVALID, &why);
        return false;
    }
    return true;
}

int cli_open(command_run *r, str name, problem *why)
{
    int    fd = -1;
    bool   in = !name.ptr || str_equal(name, S("-"));
    status st = in ? os_duplicate(r->in_fd, &fd) : os_open_read(r->folder_fd, name, &fd);
    if (st != ST_OK) problem_detail(why, st, S("file"), S("cannot-open"), name);
    return st == ST_OK ? fd : -1;
}

int cli_create(command_run *r, str name, problem *why)
{
    int    fd = -1;
    status st = os_open_write(r->folder_fd, name, false, &fd);
    if (st != ST_OK) problem_detail(why, st, S("file"), S("cannot-create"), name);
    return st == ST_OK ? fd : -1;
}

status cli_read(command_run *r, str name, size_t max_bytes, str *out, problem *why)
{
    int fd = cli_open(r, name, why);
    if (fd < 0) return ST_MISSING;
    status st = os_read_fd(fd, max_bytes, r->a, out);
    os_close(fd);
    if (st == ST_LIMIT) return problem_detail(why, st, S("file"), S("too-large"), name);
    if (st != ST_OK) return problem_detail(why, st, S("file"), S("cannot-read"), name);
    return ST_OK;
}

// Text for a JSON string; what is not UTF-8 is replaced, since the message may quote bad input.
static void put_json_text(buf *b, str s)
{
    bool utf8 = str_is_utf8(s);
    buf_char(b, '"');
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '"' || c == '\\')
            buf_printf(b, "\\%c", c);
        else if (c < 0x20 || (c >= 0x80 && !utf8))
            buf_printf(b, "\\u%04x", c);
        else
            buf_char(b, (char)c);
    }
    buf_char(b, '"');
}

str cli_problem_message(arena *a, lang in, status st, const problem *why)
{
    str rule = why->rule.len ? why->rule : str_from(status_name(st));
    str key  = arena_printf(a, "problem." STR_FMT, STR_ARG(rule));
    str text = text_named(in, key);
    buf b    = buf_in(a, 256, 64 * 1024);
    if (why->row) buf_printf(&b, in == LANG_EN ? "row %lld: " : "dòng %lld: ", (long long)why->row);
    if (why->field.len) buf_printf(&b, STR_FMT ": ", STR_ARG(why->field));
    bool placed = str_find(text, S("{0}")) >= 0; // the text has its own place for the detail
    buf_put(&b, placed ? text_fill(a, text, &why->detail, 1) : text);
    if (why->detail.len && !placed) buf_printf(&b, " (" STR_FMT ")", STR_ARG(why->detail));
    return buf_str(&b);
}

// Nothing more can be done for a reader who has gone away.
static void cli_say(int fd, const buf *b)
{
    if (os_write_all(fd, buf_str(b)) != ST_OK) {
        os_log(OS_WARN, "cli.write", "the output could not be written");
    }
}

int cli_fail(command_run *r, status st, const problem *why)
{
    static const problem none = { 0 };
    if (!why) why = &none;
    str rule    = why->rule.len ? why->rule : str_from(status_name(st));
    str message = cli_problem_message(r->a, r->lang, st, why);
    if (r->json) {
        buf b = buf_in(r->a, 512, 128 * 1024);
        buf_put(&b, S("{\"error\":{\"rule\":"));
        put_json_text(&b, rule);
        buf_put(&b, S(",\"field\":"));
        if (why->field.len)
            put_json_text(&b, why->field);
        else
            buf_put(&b, S("null"));
        buf_put(&b, S(",\"row\":"));
        if (why->row)
            buf_int(&b, why->row);
        else
            buf_put(&b, S("null"));
        buf_put(&b, S(",\"message\":"));
        put_json_text(&b, message);
        buf_put(&b, S("}}\n"));
        if (r->out) r->out->len = 0; // the failure stands alone
        cli_say(r->out_fd, &b);
    } else {
        buf b = buf_in(r->a, 512, 128 * 1024);
        buf_printf(&b, "coloa: " STR_FMT "\n", STR_ARG(message));
        cli_say(r->err_fd, &b);
    }
    return st == ST_BROKEN || st == ST_MEMORY ? CLI_MACHINE : CLI_REFUSED;
}

int cli_usage(command_run *r, const char *words)
{
    buf b = buf_in(r->a, 256, 4096);
    buf_printf(&b, "coloa: usage: coloa %s\n", words);
    cli_say(r->err_fd, &b);
    return CLI_USAGE;
}

int cli_write_file(command_run *r, str name, str bytes)
{
    problem why = { 0 };
    int     fd  = cli_create(r, name, &why);
    if (fd < 0) return cli_fail(r, ST_INVALID, &why);
    status st = os_write_all(fd, bytes);
    if (close(fd) != 0) st = ST_BROKEN;
    return st == ST_OK ? CLI_DONE : cli_fail(r, st, &why);
}
