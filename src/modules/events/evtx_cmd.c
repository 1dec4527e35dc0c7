// evtx_cmd.c - `coloa evtx`: event logs to JSON lines on the output; what is damaged, and each file's counts, to
// the complaints – as sentences, or with --json as JSON lines.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "kit/workers/events.h"
#include "kit/workers/nursery.h"
#include "kit/workers/worker.h"
#include "modules/events/events.h"

#include <string.h>

static const char *const flags[] = { "recover", NULL };

typedef struct file_run {
    command_run *r;
    str          name;
    uint64_t     lost[EVTX_WHYS + 1]; // in slack, by reason
} file_run;

// What would reach a terminal: names and damage may hold anything.
static void put_shown(buf *b, str s)
{
    if (str_is_text(s) && str_find(s, S("\n")) < 0)
        buf_put(b, s);
    else
        buf_json(b, str_is_utf8(s) ? s : S("?"));
}

static status tell(const command_run *r, const buf *b)
{
    return b->failed ? ST_MEMORY : os_write_all(r->err_fd, buf_str(b));
}

// ---- damage --------------------------------------------------------------------------------------

static void damage_json(buf *b, str file, const evtx_damage *d)
{
    buf_put(b, S("{\"file\":"));
    buf_json(b, str_is_utf8(file) ? file : S("?"));
    buf_printf(b, ",\"damage\":\"%s\",\"note\":%s,\"chunk\":", evtx_why_key(d->why),
               evtx_why_is_note(d->why) ? "true" : "false");
    if (d->chunk == UINT32_MAX)
        buf_put(b, S("null"));
    else
        buf_int(b, d->chunk);
    buf_put(b, S(",\"record\":"));
    if (d->record && d->records)
        buf_printf(b, "%llu", (unsigned long long)d->record);
    else
        buf_put(b, S("null"));
    buf_printf(b, ",\"offset\":%llu,\"bytes\":%llu,\"records\":%u,\"slack\":%s}\n",
               (unsigned long long)d->offset, (unsigned long long)d->bytes, d->records,
               d->recovered ? "true" : "false");
}

static str why_words(const command_run *r, arena *a, evtx_why why)
{
    return text_named(r->lang, arena_printf(a, "evtx.%s", evtx_why_key(why)));
}

static void damage_words(const command_run *r, arena *a, buf *b, str file, const evtx_damage *d)
{
    put_shown(b, file);
    if (d->chunk != UINT32_MAX) {
        str at[] = { arena_printf(a, "%u", d->chunk),
                     arena_printf(a, "%llu", (unsigned long long)d->offset) };
        buf_put(b, S(": "));
        buf_put(b, text_fmt(a, r->lang, T_evtx_place, at, COUNT(at)));
    }
    if (d->record && d->records) {
        str number = arena_printf(a, "%llu", (unsigned long long)d->record);
        buf_put(b, S(", "));
        buf_put(b, text_fmt(a, r->lang, T_evtx_record, &number, 1));
    }
    buf_put(b, S(": "));
    buf_put(b, why_words(r, a, d->why));
    if (d->records > 1) {
        str count = arena_printf(a, "%u", d->records);
        buf_put(b, S("; "));
        buf_put(b, text_fmt(a, r->lang, T_evtx_concerned, &count, 1));
    }
    buf_put(b, S("\n"));
}

static status on_damage(void *ctx, const evtx_damage *d)
{
    file_run *f       = ctx;
    arena     scratch = *f->r->a;
    buf       b       = buf_in(&scratch, 1024, 16 * 1024);
    if (d->recovered && d->records) f->lost[d->why] += d->records;
    if (f->r->json)
        damage_json(&b, f->name, d);
    else if (!d->recovered ||
             !d->records) // those in slack are many: they are told by their reasons
        damage_words(f->r, &scratch, &b, f->name, d);
    return tell(f->r, &b);
}

static status on_lines(void *ctx, str lines)
{
    file_run *f = ctx;
    return os_write_all(f->r->out_fd, lines);
}

// ---- counts --------------------------------------------------------------------------------------

static void counts_json(buf *b, str file, const evtx_counts *c, bool whole)
{
    buf_put(b, S("{\"file\":"));
    buf_json(b, str_is_utf8(file) ? file : S("?"));
    buf_printf(b,
               ",\"whole\":%s,\"read\":%llu,\"failed\":%llu,\"skipped\":%llu,\"recovered\":%llu,"
               "\"lost\":%llu,\"repeated\":%llu,\"chunks\":%llu,\"damages\":%llu,\"dirty\":%s}\n",
               whole ? "true" : "false", (unsigned long long)c->read, (unsigned long long)c->failed,
               (unsigned long long)c->skipped, (unsigned long long)c->recovered,
               (unsigned long long)c->lost, (unsigned long long)c->repeated,
               (unsigned long long)c->chunks, (unsigned long long)c->damages,
               c->flags & 1 ? "true" : "false");
}

static void counts_words(const file_run *f, arena *a, buf *b, const evtx_counts *c, bool recover)
{
    const uint64_t n[] = { c->read, c->failed, c->skipped, c->recovered, c->lost, c->repeated };
    str            words[COUNT(n)];
    for (size_t i = 0; i < COUNT(n); i++) {
        words[i] = arena_printf(a, "%llu", (unsigned long long)n[i]);
    }
    for (int why = 1; why <= EVTX_WHYS; why++) {
        str lost[] = { arena_printf(a, "%llu", (unsigned long long)f->lost[why]),
                       why_words(f->r, a, (evtx_why)why) };
        if (!f->lost[why]) continue;
        put_shown(b, f->name);
        buf_put(b, S(": "));
        buf_put(b, text_fmt(a, f->r->lang, T_evtx_slack_lost, lost, COUNT(lost)));
        buf_put(b, S("\n"));
    }
    put_shown(b, f->name);
    buf_put(b, S(": "));
    buf_put(b, text_fmt(a, f->r->lang, T_evtx_counts, words, 3));
    if (recover) {
        buf_put(b, S("; "));
        buf_put(b, text_fmt(a, f->r->lang, T_evtx_slack_counts, words + 3, 3));
    }
    buf_put(b, S("\n"));
}

// ---- files ---------------------------------------------------------------------------------------

// cli_fail, but on the complaints also with --json: the output holds records of other files.
static int fail_file(command_run *r, str file, status st, problem *why)
{
    command_run on_err = *r;
    on_err.out_fd      = r->err_fd;
    on_err.out         = NULL;
    if (!why->detail.len) why->detail = file;
    return cli_fail(&on_err, st, why);
}

static int one_file(command_run *r, str name, bool recover)
{
    file_run             f       = { .r = r, .name = name };
    arena                scratch = *r->a;
    problem              why     = { 0 };
    evtx_counts          counts;
    const events_sink    sink = { &f, on_lines, on_damage };
    const events_options o    = { .recover = recover };
    void                *room = NEW(&scratch, char, EVENTS_SCRATCH_BYTES);
    int                  fd   = cli_open(r, name, &why);
    if (fd < 0) return fail_file(r, name, ST_MISSING, &why);
    if (!room) return CLI_MACHINE;
    command_run behind = *r; // what is told meanwhile is written behind the room
    behind.a           = &scratch;
    f.r                = &behind;
    status st = events_read(&o, fd, &sink, arena_over(room, EVENTS_SCRATCH_BYTES), &counts, &why);
    os_close(fd);
    buf b = buf_in(&scratch, 4096, 64 * 1024);
    if (r->json)
        counts_json(&b, name, &counts, st == ST_OK);
    else if (st == ST_OK || counts.read || counts.damages)
        counts_words(&f, &scratch, &b, &counts, recover);
    if (tell(r, &b) != ST_OK) return CLI_MACHINE;
    if (st != ST_OK) return fail_file(r, name, st, &why);
    return counts.failed ? CLI_REFUSED : CLI_DONE;
}

static int evtx_command(command_run *r)
{
    bool recover = cli_flag(r, "recover");
    int  code    = CLI_DONE;
    if (!cli_known(r, NULL, flags)) return CLI_USAGE;
    if (!cli_word(r, NULL, 0).ptr) return cli_usage(r, "evtx [--recover] [--json] FILE…");
    // Many files: the sealed program is loaded once and copied for each.
    if (cli_word(r, NULL, 1).ptr && worker_keep_warm(S("coloa-evtx")) != ST_OK)
        os_log(OS_WARN, "evtx.warm", "each file starts the reader anew");
    for (int i = 0; cli_word(r, NULL, i).ptr; i++) {
        int got = one_file(r, cli_word(r, NULL, i), recover);
        if (got != CLI_DONE) code = got;
        if (got == CLI_MACHINE) break;
    }
    nurseries_close();
    return code;
}

static const command commands[] = {
    { "evtx", "[--recover] [--json] FILE…", "help.evtx", evtx_command, false, RIGHT_PUBLIC },
};

const command_table events_commands = { commands, COUNT(commands) };
