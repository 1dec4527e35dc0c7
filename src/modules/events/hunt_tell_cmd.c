// hunt_tell_cmd.c - what `coloa hunt` says: findings, files, how far it is, the sum of all.
#include "modules/events/hunt_cmd.h"

enum { COSTLY_SHOWN = 10 };

// ---- JSON ----------------------------------------------------------------------------------------

static void text_field(buf *b, const char *name, str value)
{
    buf_printf(b, "%s\"%s\":", b->len && b->ptr[b->len - 1] != '{' ? "," : "", name);
    if (value.len)
        buf_json(b, str_is_utf8(value) ? value : S("?"));
    else
        buf_put(b, S("null"));
}

static void number_field(buf *b, const char *name, int64_t v)
{
    buf_printf(b, "%s\"%s\":%lld", b->len && b->ptr[b->len - 1] != '{' ? "," : "", name,
               (long long)v);
}

static void rule_json(buf *b, const sigma_rule *rule)
{
    str tags = rule->tags, tag;
    buf_put(b, S("{"));
    text_field(b, "id", rule->id);
    text_field(b, "title", rule->title);
    text_field(b, "level", rule->level);
    text_field(b, "modified", rule->modified);
    text_field(b, "file", rule->file);
    buf_put(b, S(",\"tags\":["));
    for (bool first = true; tags.len; first = false) {
        (void)str_cut(tags, ' ', &tag, &tags);
        if (!first) buf_char(b, ',');
        buf_json(b, tag);
    }
    buf_put(b, S("]}"));
}

static void time_field(buf *b, const char *name, int64_t ms)
{
    char  room[64];
    arena a = arena_over(room, sizeof room);
    text_field(b, name, ms == INT64_MIN ? (str){ 0 } : time_rfc3339(&a, ms));
}

void hunt_finding_json(buf *b, const sigma_rule *rule, str file, const hunt_finding *f)
{
    buf_put(b, S("{\"rule\":"));
    rule_json(b, rule);
    text_field(b, "file", file);
    number_field(b, "place", (int64_t)f->place);
    if (f->record >= 0) number_field(b, "record", f->record);
    time_field(b, "time", f->time_ms);
    text_field(b, "computer", f->computer);
    text_field(b, "channel", f->channel);
    text_field(b, "provider", f->provider);
    text_field(b, "event_id", f->event_id);
    buf_put(b, S(",\"matched\":{"));
    for (size_t i = 0; i < f->matched_count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, f->matched[i].name);
        buf_char(b, ':');
        buf_json(b, f->matched[i].value);
    }
    buf_char(b, '}');
    if (f->recovered) buf_put(b, S(",\"recovered\":true"));
    buf_put(b, S(",\"event\":"));
    buf_put(b, f->event);
    buf_put(b, S("}\n"));
}

void hunt_indicator_json(buf *b, str file, const hunt_indicator *i)
{
    buf_put(b, S("{\"indicator\":{"));
    text_field(b, "kind", str_from(listed_kind_key(i->kind)));
    text_field(b, "value", i->value);
    text_field(b, "note", i->note);
    text_field(b, "list", i->list);
    number_field(b, "line", i->line);
    buf_char(b, '}');
    text_field(b, "file", file);
    if (i->whole)
        buf_put(b, S(",\"whole_file\":true"));
    else if (i->place)
        number_field(b, "place", (int64_t)i->place);
    else
        number_field(b, "offset", (int64_t)i->offset);
    if (!i->whole) text_field(b, "beside", i->beside);
    if (i->recovered) buf_put(b, S(",\"recovered\":true"));
    if (i->event.len) {
        buf_put(b, S(",\"event\":"));
        buf_put(b, i->event);
    }
    buf_put(b, S("}\n"));
}

void hunt_yara_json(buf *b, str file, const hunt_yara *y)
{
    buf_put(b, S("{\"yara\":{"));
    text_field(b, "rule", y->rule);
    text_field(b, "rule_file", y->file);
    text_field(b, "description", y->description);
    buf_char(b, '}');
    text_field(b, "file", file);
    buf_put(b, S(",\"places\":["));
    for (size_t i = 0; i < y->count; i++) {
        buf_put(b, i ? S(",{") : S("{"));
        text_field(b, "name", y->places[i].name);
        number_field(b, "offset", (int64_t)y->places[i].offset);
        number_field(b, "bytes", y->places[i].bytes);
        buf_char(b, '}');
    }
    buf_put(b, S("]}\n"));
}

void hunt_correlation_json(buf *b, const hunt_work *w, const tally_finding *f)
{
    buf_put(b, S("{\"rule\":"));
    rule_json(b, hunt_rule_at(w->h, f->correlation->rule));
    buf_put(b, S(",\"correlation\":{"));
    time_field(b, "from", f->from_ms);
    time_field(b, "to", f->to_ms);
    number_field(b, "count", (int64_t)f->count);
    number_field(b, "events", (int64_t)f->events);
    tally_number_json(b, f);
    buf_put(b, S(",\"group\":{"));
    for (size_t i = 0; i < f->correlation->group_count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, f->correlation->group[i]);
        buf_char(b, ':');
        buf_json(b, f->group[i]);
    }
    buf_put(b, S("},\"examples\":["));
    for (size_t i = 0; i < f->example_count; i++) {
        const tally_place *p = &f->examples[i];
        buf_put(b, i ? S(",{") : S("{"));
        text_field(b, "rule", hunt_rule_at(w->h, p->rule)->id);
        text_field(b, "file", w->files.names[p->file]);
        number_field(b, "place", (int64_t)p->place);
        time_field(b, "time", p->time_ms);
        buf_char(b, '}');
    }
    buf_put(b, S("]}}\n"));
}

// ---- the complaints ------------------------------------------------------------------------------------

static void put_shown(buf *b, str s)
{
    if (str_is_text(s) && str_find(s, S("\n")) < 0)
        buf_put(b, s);
    else
        buf_json(b, str_is_utf8(s) ? s : S("?"));
}

static void say(hunt_work *w, const buf *b)
{
    if (w->progress) (void)!os_write_all(w->r->err_fd, S("\r\x1b[K"));
    w->progress = false;
    if (!b->failed && os_write_all(w->r->err_fd, buf_str(b)) != ST_OK)
        os_log(OS_WARN, "hunt.say", "nobody reads");
}

static void file_json(buf *b, str file, status st, const hunt_counts *c, const problem *why)
{
    buf_put(b, S("{"));
    text_field(b, "file", file);
    if (st != ST_OK) text_field(b, "failed", why->rule);
    if (c && c->skip) text_field(b, "skipped", str_from(hunt_skip_key(c->skip)));
    if (c && c->yara_end) text_field(b, "yara", str_from(hunt_yara_end_key(c->yara_end)));
    if (c) {
        number_field(b, "read", (int64_t)c->read);
        number_field(b, "failed_events", (int64_t)c->failed);
        number_field(b, "skipped_events", (int64_t)c->skipped);
        if (c->recovered || c->lost) {
            number_field(b, "recovered", (int64_t)c->recovered);
            number_field(b, "lost", (int64_t)c->lost);
        }
        number_field(b, "unmatched", (int64_t)c->unmatched);
        if (c->yara_left) number_field(b, "yara_rules_left", (int64_t)c->yara_left);
        number_field(b, "findings", (int64_t)c->findings);
        number_field(b, "damages", (int64_t)c->damages);
    }
    buf_put(b, S("}\n"));
}

// Only what is not as it should be; all files are in the sum.
void hunt_tell_file(hunt_work *w, str file, status st, const hunt_counts *c, const problem *why)
{
    arena scratch = w->scratch;
    buf   b       = buf_in(&scratch, 1024, 64 * 1024);
    bool  odd     = st != ST_OK ||
               (c && (c->skip || c->failed || c->skipped || c->unmatched || c->yara_end));
    if (!odd) return;
    if (w->r->json) {
        file_json(&b, file, st, c, why);
        say(w, &b);
        return;
    }
    put_shown(&b, file);
    buf_put(&b, S(": "));
    if (st != ST_OK) {
        problem plain = *why;
        plain.detail  = (str){ 0 };
        buf_put(&b, cli_problem_message(&scratch, w->r->lang, st, &plain));
    } else if (c->skip) {
        buf_put(&b,
                text_named(w->r->lang, arena_printf(&scratch, "hunt.%s", hunt_skip_key(c->skip))));
    } else {
        const uint64_t n[] = { c->read, c->failed, c->skipped, c->unmatched };
        str            words[COUNT(n)];
        for (size_t i = 0; i < COUNT(n); i++)
            words[i] = arena_printf(&scratch, "%llu", (unsigned long long)n[i]);
        buf_put(&b, text_fmt(&scratch, w->r->lang, T_hunt_file_counts, words, COUNT(words)));
        if (c->yara_end) {
            buf_put(&b, S("; "));
            buf_put(&b, text_named(w->r->lang, arena_printf(&scratch, "hunt.yara-%s",
                                                            hunt_yara_end_key(c->yara_end))));
        }
    }
    buf_put(&b, S("\n"));
    say(w, &b);
}

void hunt_tick(void *work)
{
    hunt_work *w       = work;
    arena      scratch = w->scratch;
    buf        b       = buf_in(&scratch, 256, 4096);
    if (w->r->json || !os_is_terminal(w->r->err_fd)) return;
    str words[] = { arena_printf(&scratch, "%llu", (unsigned long long)w->done),
                    arena_printf(&scratch, "%zu", w->files.count),
                    arena_printf(&scratch, "%llu", (unsigned long long)w->events.read),
                    arena_printf(&scratch, "%llu", (unsigned long long)w->findings) };
    buf_put(&b, S("\r\x1b[K"));
    buf_put(&b, text_fmt(&scratch, w->r->lang, T_hunt_progress, words, COUNT(words)));
    if (!b.failed) (void)!os_write_all(w->r->err_fd, buf_str(&b));
    w->progress = true;
}

// ---- the sum -------------------------------------------------------------------------------------

// One more of a list: which rule it is.
static void begin_rule(buf *b, const sigma_rule *rule, bool *first)
{
    buf_put(b, *first ? S("{") : S(",{"));
    *first = false;
    text_field(b, "file", rule->file);
    number_field(b, "line", rule->line);
    text_field(b, "id", rule->id);
}

static void not_run_json(buf *b, const hunt_work *w)
{
    bool first = true;
    buf_put(b, S(",\"not_run\":["));
    for (size_t i = 0; i < hunt_rule_count(w->h); i++) {
        const sigma_rule *rule = hunt_rule_at(w->h, i);
        if (!rule->why.len || rule->laid) continue;
        begin_rule(b, rule, &first);
        text_field(b, "why", rule->why);
        text_field(b, "detail", rule->detail);
        buf_char(b, '}');
    }
    buf_put(b, S("]"));
}

static void rules_json(buf *b, const hunt_work *w)
{
    bool first = true;
    buf_put(b, S(",\"rules\":["));
    for (size_t i = 0; i < hunt_rule_count(w->h); i++) {
        const hunt_rule_cost *k    = &w->hits[i];
        const sigma_rule     *rule = hunt_rule_at(w->h, i);
        if (!k->in_scope && !k->findings) continue;
        buf_put(b, first ? S("{") : S(",{"));
        first = false;
        text_field(b, "id", rule->id);
        text_field(b, "title", rule->title);
        text_field(b, "file", rule->file);
        number_field(b, "in_scope", (int64_t)k->in_scope);
        number_field(b, "looked", (int64_t)k->cost.looked);
        number_field(b, "hits", (int64_t)k->cost.hits);
        number_field(b, "limited", (int64_t)k->cost.limited);
        number_field(b, "spent_us", (int64_t)k->cost.spent_ns / 1000);
        if (k->cost.stopped) buf_put(b, S(",\"stopped\":true"));
        buf_char(b, '}');
    }
    buf_put(b, S("]"));
}

static void yara_rules_json(buf *b, const hunt_work *w)
{
    bool first = true;
    buf_put(b, S(",\"yara_costs\":["));
    for (size_t i = 0; i < hunt_yara_count(w->h); i++) {
        const hunt_yara_sum *k = &w->yara_sums[i];
        if (!k->files) continue;
        buf_put(b, first ? S("{") : S(",{"));
        first = false;
        text_field(b, "rule", hunt_yara_at(w->h, i)->rule);
        text_field(b, "rule_file", hunt_yara_at(w->h, i)->file);
        number_field(b, "files", (int64_t)k->files);
        number_field(b, "hits", (int64_t)k->findings);
        number_field(b, "spent_us", (int64_t)k->spent_ns / 1000);
        if (k->left) number_field(b, "stopped_files", (int64_t)k->left);
        buf_char(b, '}');
    }
    buf_put(b, S("]"));
}

// Filters that lie on rules, and on how many.
static void filters_json(buf *b, const hunt_work *w)
{
    bool first = true;
    buf_put(b, S(",\"filters\":["));
    for (size_t i = 0; i < hunt_rule_count(w->h); i++) {
        const sigma_rule *rule = hunt_rule_at(w->h, i);
        int64_t           on   = 0;
        if (!rule->laid || !str_int(rule->detail, &on)) continue;
        begin_rule(b, rule, &first);
        text_field(b, "title", rule->title);
        number_field(b, "rules", on);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static size_t rules_of(const hunt_work *w, bool not_run)
{
    size_t n = 0;
    for (size_t i = 0; i < hunt_rule_count(w->h); i++) {
        const sigma_rule *rule = hunt_rule_at(w->h, i);
        n += !rule->laid && (!not_run || rule->why.len);
    }
    return n;
}

static size_t without_events(const hunt_work *w)
{
    size_t n = 0;
    for (size_t i = 0; i < hunt_rule_count(w->h); i++)
        n += !hunt_rule_at(w->h, i)->why.len && !w->hits[i].in_scope;
    return n;
}

static status sum_json(hunt_work *w)
{
    arena room;
    TRY(os_map(64 * 1024 * 1024, &room));
    buf b = buf_in(&room, 256 * 1024, 60 * 1024 * 1024);
    buf_put(&b, S("{\"summary\":{"));
    number_field(&b, "files", (int64_t)w->files.count);
    number_field(&b, "searched", (int64_t)w->searched);
    number_field(&b, "skipped_files", (int64_t)w->skipped_files);
    number_field(&b, "failed_files", (int64_t)w->unread);
    number_field(&b, "links", (int64_t)w->files.links);
    number_field(&b, "read", (int64_t)w->events.read);
    number_field(&b, "failed", (int64_t)w->events.failed);
    number_field(&b, "skipped", (int64_t)w->events.skipped);
    number_field(&b, "recovered", (int64_t)w->events.recovered);
    number_field(&b, "lost", (int64_t)w->events.lost);
    number_field(&b, "repeated", (int64_t)w->events.repeated);
    number_field(&b, "unmatched", (int64_t)w->events.unmatched);
    number_field(&b, "damages", (int64_t)w->damages);
    number_field(&b, "findings", (int64_t)w->findings);
    number_field(&b, "indicators", (int64_t)w->indicators);
    number_field(&b, "indicators_met", (int64_t)w->events.indicators_met);
    number_field(&b, "indicators_loaded", (int64_t)hunt_indicator_count(w->h));
    number_field(&b, "list_lines_refused", (int64_t)hunt_lines_refused(w->h));
    number_field(&b, "searched_bytes", (int64_t)w->events.searched_bytes);
    number_field(&b, "yara", (int64_t)w->yara);
    number_field(&b, "yara_rules", (int64_t)hunt_yara_count(w->h));
    number_field(&b, "yara_left", (int64_t)w->events.yara_left);
    number_field(&b, "yara_us", (int64_t)w->events.yara_ns / 1000);
    number_field(&b, "marks", (int64_t)w->marks);
    number_field(&b, "marks_left_out", w->tally ? (int64_t)tally_left_out(w->tally) : 0);
    number_field(&b, "rules_loaded", (int64_t)rules_of(w, false));
    number_field(&b, "rules_not_run", (int64_t)rules_of(w, true));
    number_field(&b, "rules_without_events", (int64_t)without_events(w));
    number_field(&b, "rule_files_left_out", (int64_t)w->rules_left_out);
    number_field(&b, "loading_ms", hunt_loading_ms(w->h));
    number_field(&b, "cpu_ms", w->events.cpu_ms);
    number_field(&b, "memory_kib", w->events.memory_kib);
    rules_json(&b, w);
    yara_rules_json(&b, w);
    not_run_json(&b, w);
    filters_json(&b, w);
    buf_put(&b, S("}}\n"));
    status st = buf_status(&b);
    if (st == ST_OK) st = os_write_all(w->r->out_fd, buf_str(&b));
    os_unmap(&room);
    return st;
}

static void not_run_words(hunt_work *w)
{
    for (size_t i = 0; i < hunt_rule_count(w->h); i++) {
        const sigma_rule *rule    = hunt_rule_at(w->h, i);
        arena             scratch = w->scratch;
        buf               b       = buf_in(&scratch, 512, 8192);
        if (!rule->why.len) continue;
        put_shown(&b, rule->file);
        buf_printf(&b, ":%u: ", rule->line);
        buf_put(&b, text_named(w->r->lang,
                               arena_printf(&scratch, "sigma." STR_FMT, STR_ARG(rule->why))));
        if (rule->detail.len) {
            buf_put(&b, S(": "));
            put_shown(&b, rule->detail);
        }
        buf_put(&b, S("\n"));
        say(w, &b);
    }
}

static void cost_words(hunt_work *w)
{
    static const uint64_t worth_ns = 100 * 1000 * 1000;
    for (size_t shown = 0; shown < COSTLY_SHOWN; shown++) {
        size_t most    = 0;
        arena  scratch = w->scratch;
        buf    b       = buf_in(&scratch, 512, 8192);
        for (size_t i = 0; i < hunt_rule_count(w->h); i++) {
            if (w->hits[i].cost.spent_ns > w->hits[most].cost.spent_ns) most = i;
        }
        hunt_rule_cost *k = &w->hits[most];
        if (k->cost.spent_ns < worth_ns && !k->cost.stopped) return;
        str words[] = { hunt_rule_at(w->h, most)->file,
                        arena_printf(&scratch, "%llu",
                                     (unsigned long long)k->cost.spent_ns / 1000000),
                        arena_printf(&scratch, "%llu", (unsigned long long)k->cost.looked) };
        buf_put(&b, text_fmt(&scratch, w->r->lang, k->cost.stopped ? T_hunt_stopped : T_hunt_costly,
                             words, COUNT(words)));
        buf_put(&b, S("\n"));
        k->cost.spent_ns = 0, k->cost.stopped = false;
        say(w, &b);
    }
}

static void yara_words(hunt_work *w)
{
    for (size_t shown = 0; shown < COSTLY_SHOWN; shown++) {
        size_t most    = 0;
        arena  scratch = w->scratch;
        buf    b       = buf_in(&scratch, 512, 8192);
        for (size_t i = 1; i < hunt_yara_count(w->h); i++) {
            const hunt_yara_sum *one = &w->yara_sums[i], *best = &w->yara_sums[most];
            if (one->spent_ns + one->left > best->spent_ns + best->left) most = i;
        }
        hunt_yara_sum *k = &w->yara_sums[most];
        if (!k->spent_ns && !k->left) return;
        const hunt_yara_rule *rule    = hunt_yara_at(w->h, most);
        const str             words[] = { rule->file, rule->rule,
                                          arena_printf(&scratch, "%llu",
                                                       (unsigned long long)k->spent_ns / 1000000),
                                          arena_printf(&scratch, "%llu", (unsigned long long)k->files),
                                          arena_printf(&scratch, "%llu", (unsigned long long)k->left) };
        buf_put(&b, text_fmt(&scratch, w->r->lang, k->left ? T_hunt_yara_stopped : T_hunt_yara_cost,
                             words, COUNT(words)));
        buf_put(&b, S("\n"));
        *k = (hunt_yara_sum){ 0 };
        say(w, &b);
    }
}

// Of the rules together; of one by itself only where it was slow or asked for.
static void yara_sum(hunt_work *w, arena *scratch, buf *b)
{
    const str words[] = { arena_printf(scratch, "%zu", hunt_yara_count(w->h)),
                          arena_printf(scratch, "%llu", (unsigned long long)w->yara),
                          arena_printf(scratch, "%llu",
                                       (unsigned long long)w->events.yara_ns / 1000000),
                          arena_printf(scratch, "%llu", (unsigned long long)w->events.yara_left) };
    buf_put(b, text_fmt(scratch, w->r->lang, T_hunt_yara, words, COUNT(words)));
    buf_put(b, S("\n"));
}

static void recovered_sum(hunt_work *w, arena *scratch, buf *b)
{
    const str words[] = { arena_printf(scratch, "%llu", (unsigned long long)w->events.recovered),
                          arena_printf(scratch, "%llu", (unsigned long long)w->events.lost),
                          arena_printf(scratch, "%llu", (unsigned long long)w->events.repeated) };
    buf_put(b, text_fmt(scratch, w->r->lang, T_hunt_recovered, words, COUNT(words)));
    buf_put(b, S("\n"));
}

status hunt_summary(hunt_work *w)
{
    arena scratch = w->scratch;
    buf   b       = buf_in(&scratch, 1024, 16 * 1024);
    if (w->r->json) return sum_json(w);
    not_run_words(w);
    cost_words(w);
    yara_words(w);
    const uint64_t n[] = { w->files.count,     w->searched,       w->skipped_files,  w->unread,
                           w->events.read,     w->events.failed,  w->events.skipped, w->findings,
                           rules_of(w, false), rules_of(w, true), without_events(w) };
    str            words[COUNT(n)];
    for (size_t i = 0; i < COUNT(n); i++)
        words[i] = arena_printf(&scratch, "%llu", (unsigned long long)n[i]);
    buf_put(&b, text_fmt(&scratch, w->r->lang, T_hunt_files, words, 4));
    buf_put(&b, S("\n"));
    buf_put(&b, text_fmt(&scratch, w->r->lang, T_hunt_events, words + 4, 4));
    buf_put(&b, S("\n"));
    if (cli_flag(w->r, "recover")) recovered_sum(w, &scratch, &b);
    buf_put(&b, text_fmt(&scratch, w->r->lang, T_hunt_rules, words + 8, 3));
    buf_put(&b, S("\n"));
    if (hunt_indicator_count(w->h)) {
        str more[] = { arena_printf(&scratch, "%zu", hunt_indicator_count(w->h)),
                       arena_printf(&scratch, "%llu", (unsigned long long)w->events.indicators_met),
                       arena_printf(&scratch, "%llu", (unsigned long long)w->indicators),
                       arena_printf(&scratch, "%zu", hunt_lines_refused(w->h)) };
        buf_put(&b, text_fmt(&scratch, w->r->lang, T_hunt_indicators, more, COUNT(more)));
        buf_put(&b, S("\n"));
    }
    if (hunt_yara_count(w->h)) yara_sum(w, &scratch, &b);
    say(w, &b);
    return b.failed ? ST_MEMORY : ST_OK;
}
