// letters_cmd.c - `coloa letters …` and `coloa signatures …`.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/letters/file_ops.h"
#include "modules/letters/letters.h"
#include "modules/letters/letters_json.h"
#include "modules/letters/root_ops.h"

#define LIST_USAGE                                                                                 \
    "[--query 'direction=in&year=2026&body=CODE&q=…'] [--cursor C] [--limit N] [--json]"
#define SHOW_USAGE "ID [--json]"
#define ADD_USAGE                                                                                  \
    "--direction out|in [--ref 05/TTr-X] [--day D] --about TEXT --counterpart BODY|TEXT "          \
    "[--arrival-no N] [--arrival-day D] [--kind K] [--signer NAME] [--system ID] [--org CODE] "    \
    "[--exception WHY] [--file FILE] --no-secret [--json]"
#define ROOT_ADD_USAGE "FILE.pem|.der --note TEXT [--json]"
#define ROOT_REMOVE_USAGE "SHA256|ID --reason TEXT [--json]"
#define CHECK_USAGE "FILE.pdf [--roots FILE] [--json]"

enum { CERTIFICATES_BYTES_MAX = 1024 * 1024 };

static void say(command_run *r, text_key key, const str *args, size_t count)
{
    buf_put(r->out, text_fmt(r->a, r->lang, key, args, count));
    buf_char(r->out, '\n');
}

static str verdict_words(command_run *r, letter_verdict v)
{
    return text_named(r->lang, arena_printf(r->a, "letters.verdict.%s", letter_verdict_key(v)));
}

// ---- letters -------------------------------------------------------------------------------------------------

static status read_query(command_run *r, letter_filter *f, problem *why)
{
    str query = S(""), part, name, value, plain;
    (void)cli_option(r, "--query", &query);
    f->direction = LETTER_OUT;
    while (query.len) {
        (void)str_cut(query, '&', &part, &query);
        (void)str_cut(part, '=', &name, &value);
        TRY(http_percent_decode(value, true, r->a, &plain));
        str composed = plain.len ? text_nfc(r->a, plain) : S("");
        if (!composed.ptr) return ST_MEMORY;
        if (name.len) TRY(letters_filter_set(r->call, name, composed, f, why));
    }
    return ST_OK;
}

static void put_line(command_run *r, const letter *l)
{
    buf_printf(r->out, "%lld\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
               (long long)l->id, STR_ARG(l->data.on_day), STR_ARG(l->data.entry),
               STR_ARG(l->data.ref), STR_ARG(l->data.about),
               STR_ARG(l->file.id ? verdict_words(r, l->file.verdict) : S("-")));
}

static int list_command(command_run *r)
{
    static const char *const values[] = { "--query", "--cursor", "--limit", NULL };
    letter_filter            f        = { 0 };
    problem                  why      = { 0 };
    letter_page              list;
    str                      cursor = S(""), number = S("");
    int64_t                  limit = 0;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    (void)cli_option(r, "--cursor", &cursor);
    if (cli_option(r, "--limit", &number) && (!str_int(number, &limit) || limit < 1))
        return cli_usage(r, "letters list " LIST_USAGE);
    status st = read_query(r, &f, &why);
    if (st == ST_OK) st = letters_list(r->call, &f, cursor, (size_t)limit, &list, &why);
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (r->json) {
        letters_put_page(r->out, r->a, &list);
        buf_char(r->out, '\n');
        return CLI_DONE;
    }
    for (size_t i = 0; i < list.count; i++) put_line(r, &list.items[i]);
    if (list.next.len) say(r, T_systems_cmd_more, &list.next, 1);
    return CLI_DONE;
}

static void put_signature(command_run *r, const letter_signature *s)
{
    const str words[] = {
        text_named(r->lang, arena_printf(r->a, "letters.bytes." STR_FMT, STR_ARG(s->bytes))),
        text_named(r->lang, arena_printf(r->a, "letters.chain." STR_FMT, STR_ARG(s->chain))),
        text_named(r->lang, arena_printf(r->a, "letters.time." STR_FMT, STR_ARG(s->time))),
    };
    buf_printf(r->out, "  " STR_FMT ", " STR_FMT " (" STR_FMT ")\n", STR_ARG(s->signer),
               STR_ARG(s->organisation), STR_ARG(s->issuer));
    buf_printf(r->out,
               "    " STR_FMT "; " STR_FMT "\n    " STR_FMT ": " STR_FMT "; " STR_FMT "%s"
               "\n",
               STR_ARG(words[0]), STR_ARG(words[1]),
               STR_ARG(s->signed_ms ? text_when(r->a, s->signed_ms) : S("–")), STR_ARG(words[2]),
               STR_ARG(s->digest), s->weak ? " (!)" : "");
}

static void put_signatures(command_run *r, const letter_signatures *s)
{
    str verdict = verdict_words(r, letter_verdict_of(s));
    buf_printf(r->out, STR_FMT "\n", STR_ARG(verdict));
    if (s->failed.len) {
        str key = arena_printf(r->a, "problem." STR_FMT, STR_ARG(s->failed));
        buf_printf(r->out, "  " STR_FMT "\n", STR_ARG(text_named(r->lang, key)));
    }
    for (size_t i = 0; i < s->count; i++) put_signature(r, &s->items[i]);
    if (letter_added_to(s))
        buf_printf(r->out, "  " STR_FMT "\n", STR_ARG(text_get(r->lang, T_letters_added)));
    if (s->count)
        buf_printf(r->out, "  " STR_FMT "\n", STR_ARG(text_get(r->lang, T_letters_revocation)));
}

static void put_words(command_run *r, const letter *l)
{
    letter_signatures *s = NEW(r->a, letter_signatures, 1);
    put_line(r, l);
    if (s && l->signatures.len && letter_signatures_read(l->signatures, r->a, s) == ST_OK)
        put_signatures(r, s);
}

static int show_one(command_run *r, int64_t id)
{
    letter l;
    status st = letters_get(r->call, id, &l);
    if (st != ST_OK) return cli_fail(r, st, &(problem){ .field = S("id") });
    if (!r->json) {
        put_words(r, &l);
        return CLI_DONE;
    }
    letter_put_json(r->out, r->a, &l);
    buf_char(r->out, '\n');
    return CLI_DONE;
}

static int show_command(command_run *r)
{
    int64_t id;
    if (!cli_known(r, NULL, NULL)) return CLI_USAGE;
    str word = cli_word(r, NULL, 0);
    if (!word.len || !str_int(word, &id)) return cli_usage(r, "letters show " SHOW_USAGE);
    return show_one(r, id);
}

static const struct {
    const char *option;
    size_t      at;
} draft_options[] = {
    { "--ref", offsetof(letter_draft, ref) },
    { "--day", offsetof(letter_draft, day) },
    { "--kind", offsetof(letter_draft, kind) },
    { "--about", offsetof(letter_draft, about) },
    { "--counterpart", offsetof(letter_draft, counterpart) },
    { "--signer", offsetof(letter_draft, signer) },
    { "--note", offsetof(letter_draft, note) },
    { "--arrival-no", offsetof(letter_draft, arrival_no) },
    { "--arrival-day", offsetof(letter_draft, arrival_day) },
    { "--system", offsetof(letter_draft, system) },
    { "--org", offsetof(letter_draft, body) },
    { "--exception", offsetof(letter_draft, exception) },
};

static int add_command(command_run *r)
{
    static const char *const values[] = { "--ref",         "--day",    "--kind", "--about",
                                          "--counterpart", "--signer", "--note", "--arrival-no",
                                          "--arrival-day", "--system", "--org",  "--exception",
                                          "--direction",   "--file",   NULL };
    static const char *const flags[]  = { "--no-secret", NULL };
    letter_draft             d        = { 0 };
    letter_upload            file     = { .fd = -1 };
    str                      text     = S("");
    problem                  why      = { 0 };
    int64_t                  id       = 0;
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    if (!cli_option(r, "--direction", &text) || !letter_direction_named(text, &d.direction))
        return cli_usage(r, "letters add " ADD_USAGE);
    d.open = cli_flag(r, "--no-secret");
    for (size_t i = 0; i < COUNT(draft_options); i++) {
        str *to = (str *)(void *)((char *)&d + draft_options[i].at);
        if (cli_option(r, draft_options[i].option, &text)) *to = text_nfc(r->a, text);
    }
    if (cli_option(r, "--file", &file.name)) {
        file.fd = cli_open(r, file.name, &why);
        if (file.fd < 0) return cli_fail(r, ST_INVALID, &why);
    }
    status st = letters_add(r->call, &d, &file, &id, &why);
    os_close(file.fd);
    return st == ST_OK ? show_one(r, id) : cli_fail(r, st, &why);
}

// ---- trusted certificates ------------------------------------------------------------------------------------

static void put_root_json(command_run *r, const letter_root *k)
{
    buf *b = r->out;
    buf_printf(b, "{\"id\":\"%lld\",\"sha256\":\"" STR_FMT "\",\"subject\":", (long long)k->id,
               STR_ARG(k->sha256));
    buf_json(b, k->subject);
    buf_put(b, S(",\"issuer\":"));
    buf_json(b, k->issuer);
    buf_put(b, S(",\"serial\":"));
    buf_json(b, k->serial);
    buf_put(b, S(",\"valid_from\":"));
    buf_json(b, time_rfc3339(r->a, k->valid_from_ms));
    buf_put(b, S(",\"valid_to\":"));
    buf_json(b, time_rfc3339(r->a, k->valid_to_ms));
    buf_put(b, S(",\"note\":"));
    buf_json(b, k->note);
    buf_put(b, S(",\"person\":"));
    buf_json(b, k->person);
    buf_put(b, S(",\"added_at\":"));
    buf_json(b, time_rfc3339(r->a, k->added_ms));
    buf_printf(b, ",\"trusted\":%s,\"removed\":", k->removed_ms ? "false" : "true");
    buf_json(b, k->removed_ms ? k->removed_why : (str){ 0 });
    buf_char(b, '}');
}

static int put_roots(command_run *r)
{
    letter_root *roots;
    size_t       count;
    status       st = roots_list(r->call, &roots, &count);
    if (st != ST_OK) return cli_fail(r, st, &(problem){ 0 });
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        const letter_root *k = &roots[i];
        if (r->json && i) buf_char(r->out, ',');
        if (r->json)
            put_root_json(r, k);
        else
            buf_printf(r->out, "%s " STR_FMT "\n  " STR_FMT "\n  " STR_FMT "\n",
                       k->removed_ms ? "-" : "+", STR_ARG(k->sha256), STR_ARG(k->subject),
                       STR_ARG(k->note));
    }
    if (r->json)
        buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", count);
    else if (!count)
        buf_printf(r->out, STR_FMT " " STR_FMT "\n", STR_ARG(text_get(r->lang, T_roots_none)),
                   STR_ARG(text_get(r->lang, T_roots_none_about)));
    return CLI_DONE;
}

static int roots_list_command(command_run *r)
{
    return cli_known(r, NULL, NULL) ? put_roots(r) : CLI_USAGE;
}

static int roots_add_command(command_run *r)
{
    static const char *const values[] = { "--note", NULL };
    str                      file     = cli_word(r, values, 0), note, bytes;
    problem                  why      = { 0 };
    size_t                   added    = 0;
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!file.len || !cli_option(r, "--note", &note))
        return cli_usage(r, "signatures roots add " ROOT_ADD_USAGE);
    status st = cli_read(r, file, CERTIFICATES_BYTES_MAX, &bytes, &why);
    if (st == ST_OK) st = roots_add(r->call, bytes, note, &added, &why);
    return st == ST_OK ? put_roots(r) : cli_fail(r, st, &why);
}

static int roots_remove_command(command_run *r)
{
    static const char *const values[] = { "--reason", NULL };
    str                      ref      = cli_word(r, values, 0), reason;
    problem                  why      = { 0 };
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!ref.len || !cli_option(r, "--reason", &reason))
        return cli_usage(r, "signatures roots remove " ROOT_REMOVE_USAGE);
    status st = roots_remove(r->call, ref, reason, &why);
    return st == ST_OK ? put_roots(r) : cli_fail(r, st, &why);
}

// ---- looking at one file -------------------------------------------------------------------------------------

// From --roots, or from the data folder when there is one.
static status find_roots(command_run *r, str *pem, problem *why)
{
    str name, bytes;
    if (!cli_option(r, "--roots", &name)) return roots_pem(r->call, pem);
    TRY(cli_read(r, name, CERTIFICATES_BYTES_MAX, &bytes, why));
    return roots_as_pem(r->a, bytes, pem, why);
}

static int check_command(command_run *r)
{
    static const char *const values[] = { "--roots", NULL };
    str                      file     = cli_word(r, values, 0), pem;
    problem                  why      = { 0 };
    letter_signatures       *s        = NEW(r->a, letter_signatures, 1);
    if (!cli_known(r, values, NULL)) return CLI_USAGE;
    if (!file.len || !s) return cli_usage(r, "signatures check " CHECK_USAGE);
    status st = find_roots(r, &pem, &why);
    if (r->call) call_end(r->call);
    int fd = st == ST_OK ? cli_open(r, file, &why) : -1;
    if (st == ST_OK && fd < 0) st = ST_INVALID;
    if (st == ST_OK)
        st = letter_signatures_check(r->a, r->now_ms ? r->now_ms : os_now_ms(), pem, fd, s);
    os_close(fd);
    if (st == ST_OK && s->failed.len)
        st = problem_set(&why, ST_INVALID, S("file"), s->failed); // nothing could be said of it
    if (st != ST_OK) return cli_fail(r, st, &why);
    if (!r->json) {
        put_signatures(r, s);
        return CLI_DONE;
    }
    str json = letter_signatures_json(s, r->a);
    buf_printf(r->out, "{\"verdict\":\"%s\",\"added\":%s,\"check\":" STR_FMT "}\n",
               letter_verdict_key(letter_verdict_of(s)), letter_added_to(s) ? "true" : "false",
               STR_ARG(json));
    return json.ptr ? CLI_DONE : cli_fail(r, ST_MEMORY, &why);
}

static const command commands[] = {
    { "letters list", LIST_USAGE, "help.letters.list", list_command, true, RIGHT_LETTERS_READ },
    { "letters show", SHOW_USAGE, "help.letters.show", show_command, true, RIGHT_LETTERS_READ },
    { "letters add", ADD_USAGE, "help.letters.add", add_command, true, RIGHT_LETTERS_WRITE },
    { "signatures roots list", "[--json]", "help.signatures.roots.list", roots_list_command, true,
      RIGHT_SIGNED_IN },
    { "signatures roots add", ROOT_ADD_USAGE, "help.signatures.roots.add", roots_add_command, true,
      RIGHT_ACCOUNTS_ADMIN },
    { "signatures roots remove", ROOT_REMOVE_USAGE, "help.signatures.roots.remove",
      roots_remove_command, true, RIGHT_ACCOUNTS_ADMIN },
    { "signatures check", CHECK_USAGE, "help.signatures.check", check_command, true,
      RIGHT_SIGNED_IN, "--roots" },
};

const command_table letters_commands = { commands, COUNT(commands) };
