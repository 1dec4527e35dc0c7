// detect_ops.c - see detect_ops.h.
#include "modules/forensics/detect_ops.h"

#include <stdlib.h>

#include "kit/base/version.h"
#include "kit/os/os.h"
#include "kit/sigma/tally.h"
#include "kit/sign/sign.h"
#include "kit/text/text.h"
#include "kit/workers/archive.h"
#include "kit/workers/hunt.h"

enum {
    RULE_FILES_MAX = 32 * 1024,
    FILE_ROOM      = HUNT_RULE_FILE_MAX,
    BATCH          = 100,             // findings of one act
    BATCH_BYTES    = 8 * 1024 * 1024, // their texts
    SCRATCH_BYTES  = HUNT_SCRATCH_BYTES + 1024 * 1024,
    ITEMS_AT_ONCE  = 100,
    GAPS_MAX       = FINDING_RULES_SHOWN,
    PATH_SHOWN     = 400,
    VALUE_SHOWN    = 450,                // bytes of an indicator in the name of its rule
    TALLY_BYTES    = 1024 * 1024 * 1024, // untouched they cost nothing
    TALLY_ITEMS    = 4 * 1024 * 1024,    // items whose marks are counted
    FRAME_BYTES    = 8 * 1024,           // of an indicator's finding, beside the event
};

typedef struct rule_file {
    str name, sha256;
} rule_file;

typedef struct detecting {
    call                *c;
    const detect_asking *ask;
    forensic_case        k;
    rule_set             set;
    case_list            own;        // text absent: it is a rule set
    str                 *own_hashes; // of its lines, by number
    hunt_pack            pack;
    hunt                *h;
    rule_file           *files;
    size_t               file_count;
    char                *room; // of the rule file that comes in
    size_t               len;
    bool                 wanted;
    const rule_file    **of_rule; // by number of the rule
    arena                batch_a; // texts of the findings that wait
    arena                batch_empty;
    finding             *batch;
    size_t               count;
    const forensic_item *item;
    tally               *tally; // NULL: no correlation
    arena                tally_room;
    int64_t             *marked; // items by the number the tally has for them
    size_t               marked_count;
    uint64_t             unmarked; // marks of items beyond them
    run_cost            *costs;    // by rule, by YARA rule, all YARA rules
    size_t               stops;    // of YARA rules, told
    finding_run          run;
    problem             *why;
} detecting;

static str tool(void)
{
    return S("coloa-hunt " COLOA_VERSION);
}

// ---- rules -------------------------------------------------------------------------------------------

// By the end of its name; 0: it is none.
static hunt_kind kind_of(str name)
{
    if (str_ends(name, S(".yml")) || str_ends(name, S(".yaml"))) return HUNT_SIGMA;
    if (str_ends(name, S(".yar")) || str_ends(name, S(".yara"))) return HUNT_YARA;
    return finding_list_name(name) ? HUNT_INDICATORS : 0;
}

static status on_member(void *ctx, str path, int64_t announced)
{
    detecting *w = ctx;
    w->wanted    = kind_of(path) && announced <= FILE_ROOM && w->file_count < RULE_FILES_MAX;
    w->len       = 0;
    return w->wanted ? arena_copy(w->c->a, path, &w->files[w->file_count].name) : ST_OK;
}

static status on_data(void *ctx, str bytes)
{
    detecting *w = ctx;
    if (!w->wanted) return ST_OK;
    if ((size_t)bytes.len > FILE_ROOM - w->len) {
        w->wanted = false;
        return ST_OK;
    }
    for (ptrdiff_t i = 0; i < bytes.len; i++) w->room[w->len + (size_t)i] = bytes.ptr[i];
    w->len += (size_t)bytes.len;
    return ST_OK;
}

static status add_file(detecting *w, rule_file *f, hunt_kind kind, str bytes)
{
    f->sha256 = sign_sha256(bytes, w->c->a);
    if (!f->sha256.ptr) return ST_MEMORY;
    status st = hunt_pack_add(&w->pack, kind, f->name, bytes);
    if (st == ST_OK) w->file_count++;
    return st;
}

static status on_done(void *ctx, archive_why why)
{
    detecting *w = ctx;
    if (!w->wanted || why) return ST_OK;
    rule_file *f = &w->files[w->file_count];
    return add_file(w, f, kind_of(f->name), (str){ w->room, (ptrdiff_t)w->len });
}

static status on_left(void *ctx, str path, archive_why why)
{
    (void)ctx, (void)path, (void)why;
    return ST_OK;
}

// A set that is one list has its own name for it.
static status load_list(detecting *w, int fd)
{
    size_t     got = 0;
    rule_file *f   = &w->files[0];
    f->name        = w->set.name;
    if (w->set.bytes > FILE_ROOM)
        return problem_set(w->why, ST_LIMIT, S("rules"), S("evidence-big"));
    TRY(os_read_at(fd, 0, w->room, FILE_ROOM, &got));
    return add_file(w, f, HUNT_INDICATORS, (str){ w->room, (ptrdiff_t)got });
}

static status load_content(detecting *w, int fd, arena big)
{
    const archive_sink sink   = { w, on_member, on_data, on_done, on_left };
    archive_counts     counts = { 0 };
    bool               zip    = false;
    TRY(rule_set_is_zip(fd, &zip));
    if (!zip) return load_list(w, fd);
    return archive_unpack(w->ask->unpacker, fd, &sink, big, &counts, w->why);
}

// A finding keeps the hash of its line: it stays the same while the list goes on changing.
static status hash_lines(detecting *w)
{
    call  *c      = w->c;
    str    rest   = w->own.text, line;
    size_t n      = 1;
    w->own_hashes = NEW(c->a, str, w->own.count + 2);
    if (!w->own_hashes) return ST_MEMORY;
    for (; rest.len && n < (size_t)w->own.count + 2; n++) {
        (void)str_cut(rest, '\n', &line, &rest);
        w->own_hashes[n] = sign_sha256(line, c->a);
        if (!w->own_hashes[n].ptr) return ST_MEMORY;
    }
    return ST_OK;
}

static status load_own(detecting *w)
{
    rule_file *f = NEW(w->c->a, rule_file, 1);
    if (!f) return ST_MEMORY;
    if (!w->own.count) return problem_set(w->why, ST_INVALID, S("rules"), S("hunt-no-rules"));
    f->name  = w->own.name;
    w->files = f;
    TRY(hash_lines(w));
    return add_file(w, f, HUNT_INDICATORS, w->own.text);
}

static status load_rules(detecting *w)
{
    arena big = { 0 };
    int   fd  = -1;
    if (w->own.text.ptr) return load_own(w);
    TRY(blobs_content(w->set.sha256, &fd, w->why));
    w->files  = NEW(w->c->a, rule_file, RULE_FILES_MAX);
    status st = w->files ? os_map(FILE_ROOM + SCRATCH_BYTES, &big) : ST_MEMORY;
    if (st == ST_OK) {
        w->room = NEW(&big, char, FILE_ROOM);
        st      = w->room ? load_content(w, fd, big) : ST_MEMORY;
    }
    os_unmap(&big);
    os_close(fd);
    TRY(st);
    return w->file_count ? ST_OK : problem_set(w->why, ST_INVALID, S("rules"), S("hunt-no-rules"));
}

static status open_hunt(detecting *w)
{
    const hunt_options o = { .program = w->ask->hunter,
                             .recover = w->ask->slack,
                             .yara_ms = w->ask->yara_ms };
    TRY(hunt_open(&o, w->pack.fd, w->c->a, &w->h, w->why));
    size_t n   = hunt_rule_count(w->h);
    w->of_rule = NEW(w->c->a, const rule_file *, n + 1);
    if (!w->of_rule) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        str file = hunt_rule_at(w->h, i)->file;
        for (size_t k = 0; k < w->file_count && !w->of_rule[i]; k++) {
            if (str_equal(w->files[k].name, file)) w->of_rule[i] = &w->files[k];
        }
    }
    return ST_OK;
}

static status tell_number(detecting *w, int64_t item_id, str name, str why, uint64_t n)
{
    const run_gap g = { name, why, text_number(w->c->a, LANG_VI, (int64_t)n) };
    return g.detail.ptr ? case_run_gaps_add(w->c, w->run.id, item_id, &g, 1) : ST_MEMORY;
}

// Lines of lists that are no indicator.
static status tell_lines(detecting *w)
{
    size_t n = hunt_lines_refused(w->h);
    return n ? tell_number(w, 0, w->set.name, S("lines-refused"), n) : ST_OK;
}

static void note_rules(detecting *w, bool laid, run_gap *gaps, size_t *told)
{
    for (size_t i = 0; i < hunt_rule_count(w->h); i++) {
        const sigma_rule *r = hunt_rule_at(w->h, i);
        if (!r->why.len || r->laid != laid || *told == GAPS_MAX) continue;
        gaps[(*told)++] = (run_gap){ r->title.len ? r->title : r->file, r->why,
                                     r->detail.ptr ? r->detail : S("") };
    }
}

// Filters first, which keep findings from whoever reads them; then rules that are not run, each with its reason.
static status tell_rules(detecting *w)
{
    size_t   told = 0;
    run_gap *gaps = NEW(w->c->a, run_gap, GAPS_MAX);
    if (!gaps) return ST_MEMORY;
    for (size_t i = 0; i < hunt_rule_count(w->h); i++) {
        const sigma_rule *r = hunt_rule_at(w->h, i);
        w->run.rules += !r->laid;
        w->run.rules_not_run += !r->laid && r->why.len;
    }
    note_rules(w, true, gaps, &told);
    note_rules(w, false, gaps, &told);
    w->run.rules += (int64_t)(hunt_yara_count(w->h) + hunt_indicator_count(w->h));
    TRY(tell_lines(w));
    return case_run_gaps_add(w->c, w->run.id, 0, gaps, told);
}

// ---- findings ----------------------------------------------------------------------------------------

static status flush(detecting *w)
{
    int64_t added = 0;
    arena   mark  = *w->c->a;
    if (!w->count) return ST_OK;
    status st = findings_add(w->c, &w->k, w->batch, w->count, &added);
    *w->c->a  = mark;
    w->run.findings += added;
    w->count   = 0;
    w->batch_a = w->batch_empty;
    return st;
}

static finding_level level_of(str key)
{
    finding_level l = LEVEL_MEDIUM; // a rule that does not say
    (void)finding_level_named(key, &l);
    return l;
}

// Of several rules in one file that have neither id nor name, each by its line: they must not pass for one.
static str rule_key(arena *a, const sigma_rule *r)
{
    if (r->id.len || r->name.len) return r->id.len ? r->id : r->name;
    return r->line > 1 ? arena_printf(a, STR_FMT ":%u", STR_ARG(r->file), (unsigned)r->line)
                       : r->file;
}

static status copy_finding(detecting *w, const void *from, finding *out)
{
    const hunt_finding *f    = from;
    const sigma_rule   *r    = hunt_rule_at(w->h, f->rule);
    const rule_file    *file = w->of_rule[f->rule];
    bool                cut  = f->event.len > FINDING_EVENT_MAX;
    *out                     = (finding){ .case_id     = w->k.id,
                                          .run_id      = w->run.id,
                                          .item_id     = w->item->id,
                                          .source      = S("sigma"),
                                          .rule        = rule_key(&w->batch_a, r),
                                          .title       = str_begin(r->title.ptr ? r->title : S(""), FINDING_TITLE_MAX),
                                          .version     = r->modified,
                                          .rule_sha256 = file ? file->sha256 : S(""),
                                          .level       = level_of(r->level),
                                          .tags        = r->tags,
                                          .record      = (int64_t)(f->place & INT64_MAX),
                                          .event_ms    = f->time_ms == INT64_MIN ? 0 : f->time_ms,
                                          .recovered   = f->recovered };
    if (!out->rule.ptr) return ST_MEMORY;
    TRY(arena_copy(&w->batch_a, f->computer.ptr ? f->computer : S(""), &out->host));
    return arena_copy(&w->batch_a, cut ? str_begin(f->event, FINDING_EVENT_MAX) : f->event,
                      &out->event);
}

typedef status copying(detecting *w, const void *from, finding *out);

static status take_in(detecting *w, copying *copy, const void *from)
{
    status st = copy(w, from, &w->batch[w->count]);
    if (st == ST_MEMORY && w->count) { // the batch is full of text
        TRY(flush(w));
        st = copy(w, from, &w->batch[w->count]);
    }
    TRY(st);
    return ++w->count == BATCH ? flush(w) : ST_OK;
}

static status on_finding(void *ctx, const hunt_finding *f)
{
    return take_in(ctx, copy_finding, f);
}

static str hash_of_file(const detecting *w, str name)
{
    for (size_t i = 0; i < w->file_count; i++) {
        if (str_equal(w->files[i].name, name)) return w->files[i].sha256;
    }
    return S("");
}

// YARA knows no level and no event: the record is the first place, the event tells all of them.
static status copy_yara(detecting *w, const void *from, finding *out)
{
    const hunt_yara *y = from;
    buf              b = buf_in(&w->batch_a, 256, FINDING_EVENT_MAX);
    buf_printf(&b, "{\"places\":%zu,\"strings\":[", y->count);
    for (size_t i = 0; i < y->count && i < HUNT_PLACES_MAX; i++) {
        buf_put(&b, i ? S(",{\"name\":") : S("{\"name\":"));
        buf_json(&b, y->places[i].name);
        buf_printf(&b, ",\"offset\":%llu,\"bytes\":%u}", (unsigned long long)y->places[i].offset,
                   (unsigned)y->places[i].bytes);
    }
    buf_put(&b, S("]}"));
    *out = (finding){ .case_id     = w->k.id,
                      .run_id      = w->run.id,
                      .item_id     = w->item->id,
                      .source      = S("yara"),
                      .version     = S(""),
                      .rule_sha256 = hash_of_file(w, y->file),
                      .level       = LEVEL_MEDIUM,
                      .host        = S(""),
                      .tags        = S(""),
                      .record      = y->count ? (int64_t)(y->places[0].offset & INT64_MAX) : 0,
                      .event       = buf_str(&b) };
    TRY(buf_status(&b));
    TRY(arena_copy(&w->batch_a, y->rule, &out->rule));
    str title = y->description.len ? y->description : y->rule;
    return arena_copy(&w->batch_a, str_begin(title, FINDING_TITLE_MAX), &out->title);
}

static status on_yara(void *ctx, const hunt_yara *y)
{
    detecting *w = ctx;
    w->costs[hunt_rule_count(w->h) + y->number].hits++;
    return take_in(ctx, copy_yara, y);
}

// ---- what rules cost ---------------------------------------------------------------------------------

static status begin_costs(detecting *w)
{
    size_t rules = hunt_rule_count(w->h), yara = hunt_yara_count(w->h);
    w->costs = NEW(w->c->a, run_cost, rules + yara + 1);
    if (!w->costs) return ST_MEMORY;
    for (size_t i = 0; i < rules; i++) {
        const sigma_rule *r   = hunt_rule_at(w->h, i);
        str               key = rule_key(w->c->a, r);
        if (!key.ptr) return ST_MEMORY;
        w->costs[i] = (run_cost){ .kind = S("sigma"), .rule = key, .file = r->file };
    }
    for (size_t i = 0; i < yara; i++) {
        const hunt_yara_rule *r = hunt_yara_at(w->h, i);
        w->costs[rules + i]     = (run_cost){ .kind = S("yara"), .rule = r->rule, .file = r->file };
    }
    w->costs[rules + yara] = (run_cost){ .kind = S("yara"), .rule = S(""), .file = S("") };
    return ST_OK;
}

static status on_cost(void *ctx, const hunt_cost *c)
{
    detecting *w = ctx;
    run_cost  *k = &w->costs[c->rule];
    k->looked += (int64_t)c->cost.looked;
    k->hits += (int64_t)c->cost.hits;
    k->spent_us += (int64_t)(c->cost.spent_ns / 1000);
    k->stopped += c->cost.stopped;
    return ST_OK;
}

// A YARA rule that was stopped is told with its item; the others went on.
static status on_yara_cost(void *ctx, const hunt_yara_cost *c)
{
    static const char *const whys[] = { NULL, "yara-rule-stopped", "yara-rule-fault",
                                        "yara-rule-needs" };
    detecting               *w      = ctx;
    run_cost                *k      = &w->costs[hunt_rule_count(w->h) + c->rule];
    k->looked++;
    k->spent_us += (int64_t)(c->spent_ns / 1000);
    if (c->how == HUNT_YARA_MEASURED) return ST_OK;
    k->stopped++;
    if (w->stops++ >= GAPS_MAX) return ST_OK; // the cost of the rule tells how often
    arena         mark = *w->c->a;
    const run_gap g    = {
           arena_printf(w->c->a, STR_FMT ": " STR_FMT, STR_ARG(k->file), STR_ARG(k->rule)),
           str_from(whys[c->how]),
           arena_printf(w->c->a, STR_FMT ", %llu ms", STR_ARG(str_begin(w->item->path, PATH_SHOWN)),
                        (unsigned long long)(c->spent_ns / 1000000))
    };
    if (!g.name.ptr || !g.detail.ptr) return ST_MEMORY;
    status st = case_run_gaps_add(w->c, w->run.id, w->item->id, &g, 1);
    *w->c->a  = mark;
    return st;
}

static int by_cost(const void *a, const void *b)
{
    const run_cost *x = a, *y = b;
    if (x->spent_us != y->spent_us) return x->spent_us < y->spent_us ? 1 : -1;
    if (x->stopped != y->stopped) return x->stopped < y->stopped ? 1 : -1;
    return (x->hits < y->hits) - (x->hits > y->hits);
}

// Rules that were compared with nothing cost nothing.
static status keep_costs(detecting *w)
{
    size_t all = hunt_rule_count(w->h) + hunt_yara_count(w->h) + 1, count = 0;
    qsort(w->costs, all, sizeof *w->costs, by_cost);
    while (count < all && count < FINDING_COSTS_MAX &&
           (w->costs[count].spent_us || w->costs[count].stopped || w->costs[count].hits))
        count++;
    return case_run_costs_add(w->c, w->run.id, w->costs, count);
}

// ---- indicators --------------------------------------------------------------------------------------

// An indicator: where it stands, and what stands around it or its event. It knows no level.
static status put_indicator(detecting *w, const hunt_indicator *i, str *out)
{
    buf b = buf_in(&w->batch_a, 1024, FRAME_BYTES + FINDING_EVENT_MAX);
    buf_put(&b, S("{\"kind\":"));
    buf_json(&b, str_from(listed_kind_key(i->kind)));
    buf_put(&b, S(",\"value\":"));
    buf_json(&b, i->value);
    buf_put(&b, S(",\"list\":"));
    buf_json(&b, i->list);
    buf_printf(&b, ",\"line\":%u,\"note\":", (unsigned)i->line);
    buf_json(&b, i->note);
    if (i->whole)
        buf_put(&b, S(",\"whole_file\":true"));
    else
        buf_printf(&b, i->place ? ",\"place\":%llu" : ",\"offset\":%llu",
                   (unsigned long long)(i->place ? i->place : i->offset));
    if (i->beside.len) {
        buf_put(&b, S(",\"beside\":"));
        buf_json(&b, i->beside);
    }
    if (i->event.len) {
        buf_put(&b, S(",\"event\":"));
        // A line that is too long is cut, and is a text then instead of an object.
        if (i->event.len > FINDING_EVENT_MAX)
            buf_json(&b, str_begin(i->event, FINDING_EVENT_MAX / 2));
        else
            buf_put(&b, i->event);
    }
    buf_char(&b, '}');
    *out = buf_str(&b);
    return buf_status(&b);
}

static str hash_of_list(const detecting *w, const hunt_indicator *i)
{
    if (!w->own_hashes) return hash_of_file(w, i->list);
    return i->line < (size_t)w->own.count + 2 ? w->own_hashes[i->line] : S("");
}

// Of the case's own list the value and its note; of another which list and line.
static str indicator_title(detecting *w, const hunt_indicator *i)
{
    str value = str_begin(i->value, FINDING_TITLE_MAX / 2);
    str note  = str_begin(i->note, FINDING_TITLE_MAX / 2 - 8);
    if (w->own_hashes && note.len)
        return arena_printf(&w->batch_a, STR_FMT " – " STR_FMT, STR_ARG(value), STR_ARG(note));
    if (w->own_hashes) return arena_printf(&w->batch_a, STR_FMT, STR_ARG(value));
    return arena_printf(&w->batch_a, STR_FMT ", " STR_FMT ":%u",
                        STR_ARG(str_begin(i->note.len ? i->note : i->value, FINDING_TITLE_MAX / 2)),
                        STR_ARG(str_begin(i->list, FINDING_TITLE_MAX / 2 - 20)), (unsigned)i->line);
}

static status copy_indicator(detecting *w, const void *from, finding *out)
{
    const hunt_indicator *i = from;
    *out                    = (finding){ .case_id     = w->k.id,
                                         .run_id      = w->run.id,
                                         .item_id     = w->item->id,
                                         .source      = S("indicator"),
                                         .version     = w->own.text.ptr ? w->set.version : S(""),
                                         .rule_sha256 = hash_of_list(w, i),
                                         .level       = LEVEL_MEDIUM,
                                         .host        = S(""),
                                         .tags        = S(""),
                                         .record      = (int64_t)((i->place ? i->place : i->offset) & INT64_MAX),
                                         .recovered   = i->recovered };
    out->rule               = arena_printf(&w->batch_a, "%s:" STR_FMT, listed_kind_key(i->kind),
                                           STR_ARG(str_begin(i->value, VALUE_SHOWN)));
    out->title              = indicator_title(w, i);
    if (!out->rule.ptr || !out->title.ptr) return ST_MEMORY;
    return put_indicator(w, i, &out->event);
}

static status on_indicator(void *ctx, const hunt_indicator *i)
{
    return take_in(ctx, copy_indicator, i);
}

// ---- correlations ------------------------------------------------------------------------------------

static status begin_tally(detecting *w)
{
    uint64_t salt;
    size_t   count = hunt_correlation_count(w->h);
    if (!count) return ST_OK;
    TRY(os_map(TALLY_BYTES, &w->tally_room));
    const sigma_correlation **all = NEW(&w->tally_room, const sigma_correlation *, count);
    w->marked                     = NEW(&w->tally_room, int64_t, TALLY_ITEMS);
    if (!all || !w->marked) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) all[i] = hunt_correlation_at(w->h, i);
    TRY(os_random(&salt, sizeof salt));
    w->tally = tally_new(all, count, salt, &w->tally_room);
    return w->tally ? ST_OK : ST_MEMORY;
}

static status on_mark(void *ctx, const hunt_mark *m)
{
    detecting *w   = ctx;
    bool       was = w->marked_count && w->marked[w->marked_count - 1] == w->item->id;
    if (!was && w->marked_count == TALLY_ITEMS) {
        w->unmarked++;
        return ST_OK;
    }
    if (!was) w->marked[w->marked_count++] = w->item->id;
    return tally_add(w->tally, &m->mark, m->time_ms, (uint32_t)(w->marked_count - 1), m->place);
}

static void put_time(buf *b, const char *name, int64_t ms)
{
    char  room[64];
    arena a = arena_over(room, sizeof room);
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, time_rfc3339(&a, ms));
}

static void put_example(detecting *w, buf *b, const tally_place *p, const forensic_item *i)
{
    const sigma_rule *r = hunt_rule_at(w->h, p->rule);
    buf_put(b, S("{\"item\":"));
    buf_json(b, i->code);
    buf_put(b, S(",\"path\":"));
    buf_json(b, i->path);
    buf_printf(b, ",\"place\":%llu", (unsigned long long)p->place);
    put_time(b, "time", p->time_ms);
    buf_put(b, S(",\"rule\":"));
    buf_json(b, r->id.len ? r->id : r->name);
    buf_put(b, S(",\"title\":"));
    buf_json(b, str_begin(r->title.ptr ? r->title : S(""), FINDING_TITLE_MAX));
    buf_char(b, '}');
}

static status put_examples(detecting *w, buf *b, const tally_finding *f)
{
    call *c = w->c;
    for (size_t i = 0; i < f->example_count; i++) {
        arena         mark = *c->a;
        forensic_item item;
        TRY(item_row(c, w->marked[f->examples[i].file], &item));
        if (i) buf_char(b, ',');
        put_example(w, b, &f->examples[i], &item);
        *c->a = mark;
    }
    call_end(c);
    return ST_OK;
}

static status put_correlation(detecting *w, const tally_finding *f, str *out)
{
    buf b = buf_in(&w->batch_a, 1024, 2 * FINDING_EVENT_MAX);
    buf_printf(&b, "{\"count\":%llu,\"events\":%llu", (unsigned long long)f->count,
               (unsigned long long)f->events);
    tally_number_json(&b, f);
    put_time(&b, "from", f->from_ms);
    put_time(&b, "to", f->to_ms);
    buf_put(&b, S(",\"group\":{"));
    for (size_t i = 0; i < f->correlation->group_count; i++) {
        if (i) buf_char(&b, ',');
        buf_json(&b, f->correlation->group[i]);
        buf_char(&b, ':');
        buf_json(&b, f->group[i]);
    }
    buf_put(&b, S("},\"examples\":["));
    TRY(put_examples(w, &b, f));
    buf_put(&b, S("]}"));
    *out = buf_str(&b);
    return buf_status(&b);
}

// It stands at the first event that met it.
static status copy_correlation(detecting *w, const void *from, finding *out)
{
    const tally_finding *f    = from;
    const sigma_rule    *r    = hunt_rule_at(w->h, f->correlation->rule);
    const rule_file     *file = w->of_rule[f->correlation->rule];
    if (!f->example_count) return ST_INVALID;
    *out = (finding){ .case_id     = w->k.id,
                      .run_id      = w->run.id,
                      .item_id     = w->marked[f->examples[0].file],
                      .source      = S("correlation"),
                      .rule        = rule_key(&w->batch_a, r),
                      .title       = str_begin(r->title.ptr ? r->title : S(""), FINDING_TITLE_MAX),
                      .version     = r->modified,
                      .rule_sha256 = file ? file->sha256 : S(""),
                      .level       = level_of(r->level),
                      .tags        = r->tags,
                      .host        = S(""),
                      .record      = (int64_t)(f->examples[0].place & INT64_MAX),
                      .event_ms    = f->from_ms };
    if (!out->rule.ptr) return ST_MEMORY;
    return put_correlation(w, f, &out->event);
}

static status on_correlation(void *ctx, const tally_finding *f)
{
    detecting *w = ctx;
    if (hunt_rule_at(w->h, f->correlation->rule)->quiet) return ST_OK;
    return take_in(w, copy_correlation, f);
}

static status count_correlations(detecting *w)
{
    if (!w->tally) return ST_OK;
    TRY(tally_close(w->tally, on_correlation, w));
    TRY(flush(w));
    uint64_t left = tally_left_out(w->tally) + w->unmarked;
    return left ? tell_number(w, 0, w->set.name, S("marks-left-out"), left) : ST_OK;
}

// ---- items -------------------------------------------------------------------------------------------

static status tell_item(detecting *w, status st, const hunt_counts *n, const problem *fault)
{
    call *c = w->c;
    if (st == ST_OK && n->indicators_met > n->indicators)
        TRY(tell_number(w, w->item->id, w->item->path, S("places-counted"),
                        n->indicators_met - n->indicators));
    // A file that is no log is looked at too when it is searched for indicators.
    bool looked = !n->skip || n->yara || n->indicators_met || n->searched_bytes;
    if (st == ST_OK && !looked) {
        const run_gap g = { w->item->path, str_from(hunt_skip_key(n->skip)), S("") };
        return case_run_gaps_add(c, w->run.id, w->item->id, &g, 1);
    }
    if (st == ST_OK && n->yara_end && n->yara_end != HUNT_YARA_STOPS) { // those are told by rule
        str           why = arena_printf(c->a, "yara-%s", hunt_yara_end_key(n->yara_end));
        const run_gap g   = { w->item->path, why, S("") };
        if (!why.ptr) return ST_MEMORY;
        TRY(case_run_gaps_add(c, w->run.id, w->item->id, &g, 1));
    }
    w->run.items++;
    w->run.bytes += w->item->bytes;
    w->run.events += (int64_t)n->read;
    w->run.failed += (int64_t)n->failed;
    w->run.skipped += (int64_t)n->skipped;
    w->run.recovered += (int64_t)n->recovered;
    w->run.lost += (int64_t)n->lost;
    run_cost *yara = &w->costs[hunt_rule_count(w->h) + hunt_yara_count(w->h)];
    yara->spent_us += (int64_t)(n->yara_ns / 1000);
    yara->looked += n->yara_ns > 0;
    yara->hits += (int64_t)n->yara;
    yara->stopped += (int64_t)n->yara_left;
    if (st != ST_OK) {
        const run_gap g = { w->item->path,
                            fault->rule.len ? fault->rule : str_from(status_name(st)),
                            fault->detail.ptr ? fault->detail : S("") };
        TRY(case_run_gaps_add(c, w->run.id, w->item->id, &g, 1));
    }
    const str told[] = { w->set.name,
                         w->set.version,
                         text_number(c->a, LANG_VI, (int64_t)n->read),
                         text_number(c->a, LANG_VI, (int64_t)n->failed),
                         text_number(c->a, LANG_VI, (int64_t)n->skipped),
                         text_number(c->a, LANG_VI,
                                     (int64_t)(n->findings + n->yara + n->indicators)) };
    text_key  key    = st == ST_OK ? T_forensics_log_analysed : T_forensics_log_analysed_bad;
    str       words  = text_fmt(c->a, LANG_VI, key, told, COUNT(told));
    if (w->ask->slack && words.ptr) {
        const str more[] = { text_number(c->a, LANG_VI, (int64_t)n->recovered),
                             text_number(c->a, LANG_VI, (int64_t)n->lost) };
        str slack = text_fmt(c->a, LANG_VI, T_forensics_log_analysed_slack, more, COUNT(more));
        words     = arena_printf(c->a, STR_FMT "; " STR_FMT, STR_ARG(words), STR_ARG(slack));
    }
    return words.ptr ? item_analysed(c, &w->k, w->item->id, tool(), words) : ST_MEMORY;
}

static status look_at(detecting *w, const forensic_item *i, arena scratch)
{
    hunt_sink   sink  = { .ctx       = w,
                          .finding   = on_finding,
                          .yara      = on_yara,
                          .indicator = on_indicator,
                          .cost      = on_cost,
                          .yara_cost = on_yara_cost };
    hunt_counts n     = { 0 };
    problem     fault = { 0 };
    int         fd    = -1;
    w->item           = i;
    if (w->tally) sink.mark = on_mark;
    bool away = i->kind == ITEM_PICTURE || i->state == ITEM_DESTROYED || i->state == ITEM_RETURNED;
    if (away) return ST_OK;
    status st = blobs_content(i->sha256, &fd, &fault);
    if (st == ST_OK) st = hunt_file(w->h, i->path, fd, &sink, scratch, &n, &fault);
    os_close(fd);
    // A process that died or ran too long of this item is a result of the item; the rest goes on.
    bool of_item = st == ST_OK || st == ST_CONFLICT || st == ST_LIMIT || st == ST_INVALID ||
                   st == ST_MISSING;
    if (!of_item) return st;
    TRY(flush(w));
    return tell_item(w, st, &n, &fault);
}

static status look_at_all(detecting *w, arena scratch)
{
    call   *c     = w->c;
    size_t  count = ITEMS_AT_ONCE;
    int64_t bytes = 0;
    for (int64_t after = 0; count == ITEMS_AT_ONCE;) {
        arena                mark = *c->a;
        forensic_item       *all;
        forensic_items_of_in in = { .case_id = w->k.id, .after = after, .max = ITEMS_AT_ONCE };
        TRY(item_rows(c, &in, &all, &count));
        call_end(c);
        for (size_t i = 0; i < count; i++) {
            TRY(look_at(w, &all[i], scratch));
            bytes += all[i].bytes;
            after = all[i].id;
            if (w->ask->done) TRY(w->ask->done(w->ask->ctx, bytes, w->k.bytes));
        }
        *c->a = mark;
    }
    return ST_OK;
}

static status run(detecting *w)
{
    arena room = { 0 };
    TRY(load_rules(w));
    TRY(open_hunt(w));
    TRY(begin_tally(w));
    TRY(begin_costs(w));
    TRY(case_run_begin(w->c, &w->k, &w->set, S("coloa-hunt"), w->ask->slack, &w->run.id));
    w->run.rule_set_id = w->set.id;
    TRY(tell_rules(w));
    TRY(os_map(SCRATCH_BYTES + BATCH_BYTES + BATCH * sizeof(finding), &room));
    w->batch       = NEW(&room, finding, BATCH);
    char *texts    = NEW(&room, char, BATCH_BYTES);
    w->batch_a     = arena_over(texts, BATCH_BYTES);
    w->batch_empty = w->batch_a;
    status st      = texts && w->batch ? look_at_all(w, room) : ST_MEMORY;
    if (st == ST_OK) st = count_correlations(w);
    os_unmap(&room);
    TRY(st);
    TRY(keep_costs(w));
    return case_run_end(w->c, &w->k, &w->run);
}

static status load_set(detecting *w)
{
    call *c = w->c;
    if (w->ask->rule_set_id) return rule_set_load(c, w->ask->rule_set_id, &w->set);
    status st = case_list_at(c, &w->k, 0, &w->own);
    if (st == ST_MISSING) return problem_set(w->why, ST_INVALID, S("rules"), S("hunt-no-rules"));
    TRY(st);
    w->set = (rule_set){ .name    = w->own.name,
                         .version = arena_printf(c->a, "%lld", (long long)w->own.no),
                         .sha256  = w->own.sha256,
                         .bytes   = w->own.text.len };
    return w->set.version.ptr ? ST_OK : ST_MEMORY;
}

status case_detect(call *c, const detect_asking *ask, finding_run *out, problem *why)
{
    detecting *w = NEW(c->a, detecting, 1);
    if (!w) return ST_MEMORY;
    *w = (detecting){ .c = c, .ask = ask, .pack = { .fd = -1 }, .why = why };
    TRY(case_for(c, ask->case_id, CASE_WORK, &w->k));
    TRY(load_set(w));
    call_end(c);
    status st = run(w);
    hunt_close(w->h);
    os_unmap(&w->tally_room);
    os_close(w->pack.fd);
    *out = w->run;
    return st;
}

status case_detect_now(call *c, const case_looking *l, problem *why)
{
    finding_run         run;
    const detect_asking ask = { .case_id     = l->case_id,
                                .rule_set_id = l->rule_set_id,
                                .slack       = l->slack };
    return case_detect(c, &ask, &run, why);
}
