// hunt_cmd.c - `coloa hunt`: files searched by rules. Findings go to the output as JSON lines, how it went to the
// complaints – or, with --json, as a last line to the output.
#include <stdlib.h>
#include <string.h>

#include "modules/events/hunt_cmd.h"

#define HUNT_OPTIONS                                                                               \
    "[--sigma DIR] [--yara DIR] [--ioc FILE] [--lists FILE] [--recover] [--yara-times] "           \
    "[--yara-ms N] [--json] PATH…"
#define HUNT_USAGE "hunt " HUNT_OPTIONS

enum { TALLY_BYTES = 1024 * 1024 * 1024, YARA_MS_MAX = 600 * 1000 };

static const char *const value_options[] = { "sigma", "yara", "ioc", "lists", "yara-ms", NULL };
static const char *const flag_options[]  = { "recover", "yara-times", NULL };

// ---- rules ---------------------------------------------------------------------------------------

static bool is_rule_file(hunt_kind kind, str name)
{
    if (kind == HUNT_YARA) return str_ends(name, S(".yar")) || str_ends(name, S(".yara"));
    return str_ends(name, S(".yml")) || str_ends(name, S(".yaml"));
}

static status pack_file(hunt_work *w, hunt_kind kind, int folder, str path, str shown)
{
    arena scratch = *w->r->a;
    str   bytes;
    TRY(os_read_file(folder, path, HUNT_RULE_FILE_MAX, &scratch, &bytes));
    return hunt_pack_add(&w->pack, kind, shown, bytes);
}

static status pack_tree(hunt_work *w, hunt_kind kind, str folder)
{
    hunt_tree t = { .w = w };
    TRY(hunt_walk(&t, folder));
    hunt_sort(&t);
    for (size_t i = 0; i < t.count; i++) {
        if (!is_rule_file(kind, t.names[i])) continue;
        str shown = str_slice(t.names[i], folder.len, t.names[i].len);
        while (shown.len && shown.ptr[0] == '/') shown = str_slice(shown, 1, shown.len);
        status st = pack_file(w, kind, w->r->folder_fd, t.names[i], shown.len ? shown : t.names[i]);
        if (st == ST_LIMIT) w->rules_left_out++;
        if (st != ST_OK && st != ST_LIMIT) return st;
    }
    return ST_OK;
}

// One list, or all of a folder.
static status pack_lists(hunt_work *w, str name, problem *why)
{
    hunt_tree t  = { .w = w };
    status    st = hunt_walk(&t, name);
    for (size_t i = 0; i < t.count && st == ST_OK; i++)
        st = pack_file(w, HUNT_INDICATORS, w->r->folder_fd, t.names[i], t.names[i]);
    return st == ST_OK ? ST_OK : problem_detail(why, st, S("ioc"), S("cannot-open"), name);
}

static status pack_rules(hunt_work *w, problem *why)
{
    str    sigma = { 0 }, lists = { 0 };
    status st = ST_OK;
    w->pack   = (hunt_pack){ .fd = -1 };
    if (cli_option(w->r, "lists", &lists))
        st = pack_file(w, HUNT_LISTS, w->r->folder_fd, lists, lists);
    if (st == ST_OK && cli_option(w->r, "sigma", &sigma)) st = pack_tree(w, HUNT_SIGMA, sigma);
    if (st == ST_OK && cli_option(w->r, "yara", &sigma)) st = pack_tree(w, HUNT_YARA, sigma);
    if (st == ST_MISSING || st == ST_FORBIDDEN || st == ST_INVALID)
        return problem_detail(why, st, S("sigma"), S("cannot-open"), sigma);
    TRY(st);
    if (cli_option(w->r, "ioc", &sigma)) TRY(pack_lists(w, sigma, why));
    return w->pack.files ? ST_OK
                         : problem_detail(why, ST_INVALID, S("sigma"), S("hunt-no-rules"), sigma);
}

// ---- files ---------------------------------------------------------------------------------------

static status gather_files(hunt_work *w, problem *why)
{
    for (int i = 0;; i++) {
        str name = cli_word(w->r, value_options, i);
        if (!name.ptr) return ST_OK;
        status st = hunt_walk(&w->files, name);
        if (st != ST_OK) return problem_detail(why, st, S(""), S("cannot-open"), name);
    }
}

static bool next_file(void *ctx, int *fd, str *shown, void **file)
{
    hunt_work *w = ctx;
    while (w->at < w->files.count) {
        str *name = &w->files.names[w->at++];
        *file     = name;
        *shown    = *name;
        status st = os_open_read(w->r->folder_fd, *name, fd);
        if (st == ST_OK) return true;
        const problem why = { .rule = S("cannot-open"), .detail = *name };
        w->unread++;
        hunt_tell_file(w, *name, st, NULL, &why);
    }
    return false;
}

// ---- findings ------------------------------------------------------------------------------------

static status on_finding(void *ctx, void *file, const hunt_finding *f)
{
    hunt_work *w       = ctx;
    arena      scratch = w->scratch;
    buf        b       = buf_in(&scratch, 4096, HUNT_LINE_BYTES);
    hunt_finding_json(&b, hunt_rule_at(w->h, f->rule), *(str *)file, f);
    w->findings++;
    w->hits[f->rule].findings++;
    TRY(buf_status(&b));
    return os_write_all(w->r->out_fd, buf_str(&b));
}

static status on_mark(void *ctx, void *file, const hunt_mark *m)
{
    hunt_work *w = ctx;
    w->marks++;
    return tally_add(w->tally, &m->mark, m->time_ms, (uint32_t)((str *)file - w->files.names),
                     m->place);
}

static status on_correlation(void *ctx, const tally_finding *f)
{
    hunt_work *w       = ctx;
    arena      scratch = w->scratch;
    buf        b       = buf_in(&scratch, 4096, HUNT_LINE_BYTES);
    if (hunt_rule_at(w->h, f->correlation->rule)->quiet) return ST_OK;
    hunt_correlation_json(&b, w, f);
    w->findings++;
    w->hits[f->correlation->rule].findings++;
    TRY(buf_status(&b));
    return os_write_all(w->r->out_fd, buf_str(&b));
}

static status begin_tally(hunt_work *w)
{
    uint64_t salt;
    size_t   count = hunt_correlation_count(w->h);
    if (!count) return ST_OK;
    TRY(os_map(TALLY_BYTES, &w->tally_room)); // untouched it costs nothing
    const sigma_correlation **all = NEW(&w->tally_room, const sigma_correlation *, count);
    if (!all) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) all[i] = hunt_correlation_at(w->h, i);
    TRY(os_random(&salt, sizeof salt));
    w->tally = tally_new(all, count, salt, &w->tally_room);
    return w->tally ? ST_OK : ST_MEMORY;
}

static status on_indicator(void *ctx, void *file, const hunt_indicator *i)
{
    hunt_work *w       = ctx;
    arena      scratch = w->scratch;
    buf        b       = buf_in(&scratch, 4096, HUNT_LINE_BYTES);
    hunt_indicator_json(&b, *(str *)file, i);
    w->indicators++;
    TRY(buf_status(&b));
    return os_write_all(w->r->out_fd, buf_str(&b));
}

static status on_yara(void *ctx, void *file, const hunt_yara *y)
{
    hunt_work *w       = ctx;
    arena      scratch = w->scratch;
    buf        b       = buf_in(&scratch, 4096, HUNT_LINE_BYTES);
    hunt_yara_json(&b, *(str *)file, y);
    w->yara++;
    w->yara_sums[y->number].findings++;
    TRY(buf_status(&b));
    return os_write_all(w->r->out_fd, buf_str(&b));
}

static status on_cost(void *ctx, void *file, const hunt_cost *c)
{
    hunt_work      *w = ctx;
    hunt_rule_cost *k = &w->hits[c->rule];
    (void)file;
    k->in_scope += c->in_scope;
    k->cost.looked += c->cost.looked;
    k->cost.hits += c->cost.hits;
    k->cost.limited += c->cost.limited;
    k->cost.spent_ns += c->cost.spent_ns;
    k->cost.stopped |= c->cost.stopped;
    return ST_OK;
}

static status on_yara_cost(void *ctx, void *file, const hunt_yara_cost *c)
{
    hunt_work     *w = ctx;
    hunt_yara_sum *s = &w->yara_sums[c->rule];
    (void)file;
    s->files++;
    s->left += c->how != HUNT_YARA_MEASURED;
    s->spent_ns += c->spent_ns;
    return ST_OK;
}

static status on_damage(void *ctx, void *file, const evtx_damage *d)
{
    hunt_work *w = ctx;
    (void)file, (void)d; // they are counted with their file; `coloa evtx` names each
    w->damages++;
    return ST_OK;
}

static status on_ended(void *ctx, void *file, status st, const hunt_counts *c, const problem *why)
{
    hunt_work *w = ctx;
    w->done++;
    if (st != ST_OK)
        w->unread++;
    else if (c->skip)
        w->skipped_files++;
    else
        w->searched++;
    w->events.read += c->read;
    w->events.failed += c->failed;
    w->events.skipped += c->skipped;
    w->events.recovered += c->recovered;
    w->events.lost += c->lost;
    w->events.repeated += c->repeated;
    w->events.unmatched += c->unmatched;
    w->events.yara_left += c->yara_left;
    w->events.yara_ns += c->yara_ns;
    w->events.cpu_ms += c->cpu_ms;
    w->events.indicators_met += c->indicators_met;
    w->events.searched_bytes += c->searched_bytes;
    if (c->memory_kib > w->events.memory_kib) w->events.memory_kib = c->memory_kib;
    hunt_tell_file(w, *(str *)file, st, c, why);
    return st == ST_OK || st == ST_CONFLICT || st == ST_LIMIT || st == ST_INVALID ? ST_OK : st;
}

static const hunt_many_calls calls = { .next      = next_file,
                                       .finding   = on_finding,
                                       .mark      = on_mark,
                                       .indicator = on_indicator,
                                       .yara      = on_yara,
                                       .cost      = on_cost,
                                       .yara_cost = on_yara_cost,
                                       .damage    = on_damage,
                                       .ended     = on_ended,
                                       .tick      = hunt_tick };

// ---- the command ---------------------------------------------------------------------------------

static status search(hunt_work *w, problem *why)
{
    hunt_options    o  = { .recover    = cli_flag(w->r, "recover"),
                           .yara_times = cli_flag(w->r, "yara-times") };
    str             ms = { 0 };
    hunt_many_calls my = calls;
    my.ctx             = w;
    if (cli_option(w->r, "yara-ms", &ms) &&
        (!str_int(ms, &o.yara_ms) || o.yara_ms < 1 || o.yara_ms > YARA_MS_MAX))
        return problem_detail(why, ST_INVALID, S("yara-ms"), S("hunt-yara-ms"), ms);
    TRY(gather_files(w, why));
    TRY(pack_rules(w, why));
    TRY(hunt_open(&o, w->pack.fd, w->r->a, &w->h, why));
    w->hits      = NEW(w->r->a, hunt_rule_cost, hunt_rule_count(w->h) + 1);
    w->yara_sums = NEW(w->r->a, hunt_yara_sum, hunt_yara_count(w->h) + 1);
    if (!w->hits || !w->yara_sums) return ST_MEMORY;
    TRY(os_map(HUNT_LINE_BYTES * 2, &w->scratch));
    TRY(begin_tally(w));
    TRY(hunt_many(w->h, 0, &my));
    if (w->tally) TRY(tally_close(w->tally, on_correlation, w));
    return hunt_summary(w);
}

static int hunt_command(command_run *r)
{
    hunt_work w   = { .r = r, .pack = { .fd = -1 } };
    problem   why = { 0 };
    str       sigma;
    if (!cli_known(r, value_options, flag_options)) return CLI_USAGE;
    bool any = cli_option(r, "sigma", &sigma) || cli_option(r, "ioc", &sigma) ||
               cli_option(r, "yara", &sigma);
    if (!any || !cli_word(r, value_options, 0).ptr) return cli_usage(r, HUNT_USAGE);
    w.files.w = &w;
    status st = search(&w, &why);
    hunt_close(w.h);
    os_unmap(&w.scratch);
    os_unmap(&w.tally_room);
    os_close(w.pack.fd);
    if (st != ST_OK) return cli_fail(r, st, &why);
    return w.unread ? CLI_REFUSED : CLI_DONE;
}

static const command commands[] = {
    { "hunt", HUNT_OPTIONS, "help.hunt", hunt_command, false, RIGHT_PUBLIC },
};

const command_table hunt_commands = { commands, COUNT(commands) };
