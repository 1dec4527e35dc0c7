// hunt.c - see hunt.h and hunt_frames.h.
#include "kit/workers/hunt.h"

#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "kit/base/reader.h"
#include "kit/os/os.h"
#include "kit/workers/events_frames.h"
#include "kit/workers/hunt_frames.h"
#include "kit/workers/nursery.h"
#include "kit/workers/sealed.h"
#include "kit/workers/worker.h"

enum {
    WALL_MS = 24 * 3600 * 1000, // who takes the findings may be slow; its processor time is bounded
    ANSWER_MS      = 30 * 1000,
    END_MS         = 1000,
    OUT_BESIDE     = 64 * 1024 * 1024,
    OUT_FOR_A_BYTE = 64, // many rules may tell the same event
    PIPE_BYTES     = 512 * 1024,
};

const frame_rule hunt_file_rules[] = {
    { HUNT_FRAME_FINDING, HUNT_FINDING_BYTES },
    { HUNT_FRAME_MARK, HUNT_MARK_BYTES },
    { HUNT_FRAME_DAMAGE, HUNT_DAMAGE_BYTES },
    { HUNT_FRAME_COST, HUNT_COST_BYTES },
    { HUNT_FRAME_INDICATOR, HUNT_INDICATOR_BYTES },
    { HUNT_FRAME_YARA, HUNT_YARA_BYTES },
    { HUNT_FRAME_YARA_COST, HUNT_YARA_COST_BYTES },
    { HUNT_FRAME_END, HUNT_END_BYTES },
    { 0, 0 },
};

const frame_rule hunt_load_rules[] = {
    { HUNT_FRAME_RULE, HUNT_RULE_BYTES },
    { HUNT_FRAME_CORRELATION, HUNT_MEMBERS_BYTES },
    { HUNT_FRAME_YARA_RULE, HUNT_YARA_RULE_BYTES },
    { HUNT_FRAME_LOADED, HUNT_LOADED_BYTES },
    { 0, 0 },
};

struct hunt {
    pthread_mutex_t    lock; // of the conversation with the process
    os_process         process;
    int                socket;
    arena             *a;
    bool               loaded, ended;
    int64_t            loading_ms;
    uint32_t           indicators, refused /* lines of lists */;
    hunt_options       o;
    sigma_rule        *rules;
    size_t             rule_count, rule_cap;
    sigma_correlation *correlations;
    size_t             correlation_count, correlation_cap;
    hunt_yara_rule    *yara;
    size_t             yara_count, yara_cap;
    uint32_t           apart[HUNT_APART_MAX]; // YARA rules that were stopped in some file
    size_t             apart_count;
};

const char *hunt_skip_key(hunt_skip s)
{
    return s == HUNT_EMPTY ? "empty" : s == HUNT_NOT_EVENTS ? "not-events" : NULL;
}

const char *hunt_yara_end_key(hunt_yara_end e)
{
    static const char *const keys[] = { NULL, "timeout", "large", "failed", "stops" };
    return e <= HUNT_YARA_STOPS ? keys[e] : NULL;
}

// ---- packing -------------------------------------------------------------------------------------

static void put_u32(char *to, size_t v)
{
    for (int i = 0; i < 4; i++) to[i] = (char)(v >> (8 * i) & 0xff);
}

status hunt_pack_add(hunt_pack *p, hunt_kind kind, str name, str bytes)
{
    char head[5] = { (char)kind }, size[4];
    if (bytes.len > HUNT_RULE_FILE_MAX || name.len > HUNT_NAME_MAX) return ST_LIMIT;
    if (p->bytes + bytes.len + name.len + 9 > HUNT_PACK_MAX) return ST_LIMIT;
    if (p->fd < 0) TRY(os_temp_in_memory(&p->fd));
    put_u32(head + 1, (size_t)name.len);
    put_u32(size, (size_t)bytes.len);
    TRY(os_write_all(p->fd, (str){ head, sizeof head }));
    TRY(os_write_all(p->fd, name));
    TRY(os_write_all(p->fd, (str){ size, sizeof size }));
    TRY(os_write_all(p->fd, bytes));
    p->bytes += bytes.len + name.len + 9;
    p->files++;
    return ST_OK;
}

// ---- what is said of rules ---------------------------------------------------------------------------

static str take_text(reader *r, uint32_t most)
{
    uint32_t n = read_u32le(r);
    if (n > most) r->bad = true;
    str s = read_bytes(r, n);
    if (!str_is_text(s)) r->bad = true;
    return s;
}

// Room for one more; grows by copying.
static bool room_for(arena *a, void **at, size_t *cap, size_t count, size_t size)
{
    if (count < *cap) return true;
    size_t more = *cap ? *cap * 2 : 256;
    void  *to   = arena_alloc(a, size, 16, more);
    if (!to) return false;
    if (count) memcpy(to, *at, count * size);
    *at = to, *cap = more;
    return true;
}

static status take_rule(hunt *h, reader *r)
{
    sigma_rule got  = { .line = read_u32le(r) };
    unsigned   kind = read_u8(r), quiet = read_u8(r);
    str *const texts[HUNT_RULE_TEXTS] = { &got.id,     &got.title,    &got.name, &got.level,
                                          &got.status, &got.modified, &got.tags, &got.file,
                                          &got.why,    &got.detail };
    got.correlation = kind == 1, got.laid = kind == 2, got.quiet = quiet == 1;
    for (size_t i = 0; i < COUNT(texts); i++) {
        str s = take_text(r, HUNT_TEXT_MAX);
        TRY(arena_copy(h->a, s, texts[i]));
    }
    if (r->bad || reader_left(r) || kind > 2 || quiet > 1 || h->rule_count == SIGMA_RULES_MAX)
        return ST_INVALID;
    if (!room_for(h->a, (void **)&h->rules, &h->rule_cap, h->rule_count, sizeof got))
        return ST_MEMORY;
    h->rules[h->rule_count++] = got;
    return ST_OK;
}

static double take_double(reader *r)
{
    uint64_t bits = read_u64le(r);
    double   v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

static status take_correlation(hunt *h, reader *r)
{
    sigma_correlation c = { .rule = read_u32le(r), .counting = (sigma_counting)read_u8(r) };
    c.span_ms           = (int64_t)read_u64le(r);
    c.least             = (int64_t)read_u64le(r);
    c.most              = (int64_t)read_u64le(r);
    c.range.least       = take_double(r);
    c.range.most        = take_double(r);
    unsigned flags      = read_u8(r);
    c.range.above = flags & 1, c.range.below = flags & 2;
    c.percentile   = read_u8(r);
    c.member_count = read_u32le(r);
    if (c.member_count > SIGMA_MEMBERS_MAX) return ST_INVALID;
    for (uint32_t i = 0; i < c.member_count; i++) c.members[i] = read_u32le(r);
    c.group_count = read_u32le(r);
    if (c.group_count > SIGMA_GROUP_MAX) return ST_INVALID;
    for (uint32_t i = 0; i < c.group_count; i++) {
        TRY(arena_copy(h->a, take_text(r, SIGMA_NAME_MAX), &c.group[i]));
    }
    bool sound = !r->bad && !reader_left(r) && c.rule < h->rule_count &&
                 c.counting >= SIGMA_EVENT_COUNT && c.counting <= SIGMA_VALUE_PERCENTILE &&
                 flags <= 3 && !isnan(c.range.least) && !isnan(c.range.most) &&
                 c.percentile <= 100 &&
                 (c.percentile > 0) == (c.counting == SIGMA_VALUE_PERCENTILE) && c.span_ms > 0 &&
                 c.least >= 0 && c.most >= -1 && h->correlation_count < SIGMA_RULES_MAX;
    for (uint32_t i = 0; i < c.member_count; i++) sound &= c.members[i] < h->rule_count;
    if (!sound) return ST_INVALID;
    if (!room_for(h->a, (void **)&h->correlations, &h->correlation_cap, h->correlation_count,
                  sizeof c))
        return ST_MEMORY;
    h->correlations[h->correlation_count++] = c;
    return ST_OK;
}

static status take_yara_rule(hunt *h, reader *r)
{
    hunt_yara_rule got = { 0 };
    TRY(arena_copy(h->a, take_text(r, HUNT_IDENTIFIER_MAX), &got.rule));
    TRY(arena_copy(h->a, take_text(r, HUNT_NAME_MAX), &got.file));
    if (r->bad || reader_left(r) || h->yara_count == SIGMA_RULES_MAX) return ST_INVALID;
    if (!room_for(h->a, (void **)&h->yara, &h->yara_cap, h->yara_count, sizeof got))
        return ST_MEMORY;
    h->yara[h->yara_count++] = got;
    return ST_OK;
}

static status on_rules(void *ctx, uint8_t type, str payload)
{
    hunt  *h = ctx;
    reader r = reader_over(payload);
    if (h->loaded) return ST_INVALID;
    if (type == HUNT_FRAME_RULE) return take_rule(h, &r);
    if (type == HUNT_FRAME_CORRELATION) return take_correlation(h, &r);
    if (type == HUNT_FRAME_YARA_RULE) return take_yara_rule(h, &r);
    bool all      = read_u32le(&r) == h->rule_count && read_u32le(&r) == h->correlation_count;
    h->loading_ms = (int64_t)read_u64le(&r);
    h->indicators = read_u32le(&r);
    h->refused    = read_u32le(&r);
    all           = all && read_u32le(&r) == h->yara_count;
    h->loaded     = all && !r.bad && !reader_left(&r);
    return h->loaded ? ST_OK : ST_INVALID;
}

// ---- what is said of a file ----------------------------------------------------------------------------

static bool is_object_line(str s)
{
    return s.len > 1 && s.ptr[0] == '{' && s.ptr[s.len - 1] == '}' &&
           !memchr(s.ptr, '\n', (size_t)s.len) && !memchr(s.ptr, '\r', (size_t)s.len);
}

static status take_finding(hunt_decoder *d, reader *r)
{
    hunt_finding f     = { .rule = read_u32le(r), .time_ms = (int64_t)read_u64le(r) };
    f.record           = (int64_t)read_u64le(r);
    f.place            = read_u64le(r);
    unsigned recovered = read_u8(r);
    f.recovered        = recovered == 1;
    f.computer         = take_text(r, HUNT_SHORT_MAX);
    f.channel          = take_text(r, HUNT_SHORT_MAX);
    f.provider         = take_text(r, HUNT_SHORT_MAX);
    f.event_id         = take_text(r, HUNT_SHORT_MAX);
    f.matched_count    = read_u8(r);
    if (f.matched_count > SIGMA_MATCHED_MAX) return ST_INVALID;
    for (size_t i = 0; i < f.matched_count; i++) {
        f.matched[i].name  = read_bytes(r, read_u32le(r));
        f.matched[i].value = read_bytes(r, read_u32le(r));
        if (!str_is_utf8(f.matched[i].name) || !str_is_utf8(f.matched[i].value)) return ST_INVALID;
    }
    f.event = take_text(r, SIGMA_LINE_MAX);
    if (r->bad || reader_left(r) || recovered > 1 || f.rule >= d->rules || !is_object_line(f.event))
        return ST_INVALID;
    d->findings++;
    return d->sink->finding(d->sink->ctx, &f);
}

static status take_mark(hunt_decoder *d, reader *r)
{
    hunt_mark m        = { .mark = { .correlation = read_u32le(r), .rule = read_u32le(r) } };
    m.time_ms          = (int64_t)read_u64le(r);
    m.record           = (int64_t)read_u64le(r);
    m.place            = read_u64le(r);
    m.mark.group_count = read_u8(r);
    if (m.mark.group_count > SIGMA_GROUP_MAX) return ST_INVALID;
    for (size_t i = 0; i < m.mark.group_count; i++) {
        m.mark.group[i] = read_bytes(r, read_u32le(r));
        if (!str_is_utf8(m.mark.group[i])) return ST_INVALID;
    }
    unsigned counted = read_u8(r);
    str      value   = read_bytes(r, read_u32le(r));
    if (counted) m.mark.value = value;
    if (r->bad || reader_left(r) || counted > 1 || m.mark.rule >= d->rules ||
        m.mark.correlation >= d->correlations || !str_is_utf8(value))
        return ST_INVALID;
    d->marks++;
    return d->sink->mark ? d->sink->mark(d->sink->ctx, &m) : ST_OK;
}

static status take_damage(hunt_decoder *d, reader *r)
{
    evtx_damage got;
    if (!damage_take(r, &got)) return ST_INVALID;
    d->damages++;
    return d->sink->damage ? d->sink->damage(d->sink->ctx, &got) : ST_OK;
}

static status take_cost(hunt_decoder *d, reader *r)
{
    hunt_cost c      = { .rule = read_u32le(r), .in_scope = read_u64le(r) };
    c.cost           = (sigma_cost){ .looked   = read_u64le(r),
                                     .hits     = read_u64le(r),
                                     .limited  = read_u64le(r),
                                     .spent_ns = read_u64le(r) };
    unsigned stopped = read_u8(r);
    c.cost.stopped   = stopped == 1;
    if (r->bad || reader_left(r) || stopped > 1 || c.rule >= d->rules ||
        c.cost.hits > c.cost.looked || c.cost.looked > c.in_scope)
        return ST_INVALID;
    return d->sink->cost ? d->sink->cost(d->sink->ctx, &c) : ST_OK;
}

static status take_indicator(hunt_decoder *d, reader *r)
{
    unsigned       kind = read_u8(r), whole = read_u8(r), recovered = read_u8(r);
    hunt_indicator i = { .kind = (listed_kind)kind, .whole = whole == 1, .line = read_u32le(r) };
    i.recovered      = recovered == 1;
    i.place          = read_u64le(r);
    i.offset         = read_u64le(r);
    i.value          = take_text(r, LISTED_VALUE_MAX);
    i.note           = take_text(r, LISTED_NOTE_MAX);
    i.list           = take_text(r, HUNT_NAME_MAX);
    i.beside         = take_text(r, 2 * HUNT_BESIDE_BYTES + LISTED_VALUE_MAX);
    i.event          = take_text(r, SIGMA_LINE_MAX);
    if (r->bad || reader_left(r) || whole > 1 || recovered > 1 || !listed_kind_key(i.kind) ||
        (i.event.len && !is_object_line(i.event)))
        return ST_INVALID;
    d->indicators++;
    return d->sink->indicator ? d->sink->indicator(d->sink->ctx, &i) : ST_OK;
}

static status take_yara(hunt_decoder *d, reader *r)
{
    hunt_yara y   = { .number = read_u32le(r) };
    y.description = take_text(r, 400);
    y.count       = read_u8(r);
    if (y.count > HUNT_PLACES_MAX) return ST_INVALID;
    for (size_t i = 0; i < y.count; i++) {
        y.places[i].name   = take_text(r, HUNT_IDENTIFIER_MAX);
        y.places[i].offset = read_u64le(r);
        y.places[i].bytes  = read_u32le(r);
    }
    if (r->bad || reader_left(r) || y.number >= d->yara_count) return ST_INVALID;
    y.rule = d->yara_rules[y.number].rule, y.file = d->yara_rules[y.number].file;
    d->yara++;
    return d->sink->yara ? d->sink->yara(d->sink->ctx, &y) : ST_OK;
}

static status take_yara_cost(hunt_decoder *d, reader *r)
{
    hunt_yara_cost c   = { .rule = read_u32le(r) };
    unsigned       how = read_u8(r);
    c.how              = (hunt_yara_how)how;
    c.spent_ns         = read_u64le(r);
    if (r->bad || reader_left(r) || how >= HUNT_YARA_HOWS || c.rule >= d->yara_count)
        return ST_INVALID;
    return d->sink->yara_cost ? d->sink->yara_cost(d->sink->ctx, &c) : ST_OK;
}

static status take_end(hunt_decoder *d, reader *r)
{
    unsigned    skip = read_u8(r), evtx = read_u8(r);
    hunt_counts c    = { .skip      = (hunt_skip)skip,
                         .evtx      = evtx == 1,
                         .read      = read_u64le(r),
                         .failed    = read_u64le(r),
                         .skipped   = read_u64le(r),
                         .recovered = read_u64le(r),
                         .lost      = read_u64le(r),
                         .repeated  = read_u64le(r),
                         .unmatched = read_u64le(r),
                         .findings  = read_u64le(r),
                         .marks     = read_u64le(r),
                         .damages   = read_u64le(r) };
    c.indicators     = read_u64le(r);
    c.indicators_met = read_u64le(r);
    c.searched_bytes = read_u64le(r);
    c.yara           = read_u64le(r);
    c.yara_left      = read_u64le(r);
    c.yara_ns        = read_u64le(r);
    unsigned end     = read_u8(r);
    c.yara_end       = (hunt_yara_end)end;
    // It counts what it told, no less and no more.
    if (r->bad || reader_left(r) || skip >= HUNT_SKIPS || evtx > 1 || c.findings != d->findings ||
        c.marks != d->marks || c.damages != d->damages || c.unmatched > c.read + c.recovered ||
        c.yara != d->yara || end > HUNT_YARA_STOPS || c.yara_left > d->yara_count ||
        c.indicators != d->indicators || c.indicators > c.indicators_met)
        return ST_INVALID;
    d->counts = c;
    d->ended  = true;
    return ST_OK;
}

status hunt_decode(void *decoder, uint8_t type, str payload)
{
    hunt_decoder *d = decoder;
    reader        r = reader_over(payload);
    if (d->ended) return ST_INVALID;
    switch (type) {
    case HUNT_FRAME_FINDING: return take_finding(d, &r);
    case HUNT_FRAME_MARK: return take_mark(d, &r);
    case HUNT_FRAME_DAMAGE: return take_damage(d, &r);
    case HUNT_FRAME_COST: return take_cost(d, &r);
    case HUNT_FRAME_INDICATOR: return take_indicator(d, &r);
    case HUNT_FRAME_YARA: return take_yara(d, &r);
    case HUNT_FRAME_YARA_COST: return take_yara_cost(d, &r);
    case HUNT_FRAME_END: return take_end(d, &r);
    default: return ST_INVALID;
    }
}

// ---- the process that keeps the rules -------------------------------------------------------------------

static const char *program_path(const hunt_options *o, arena *a)
{
    if (o->program.len) return arena_cstr(a, o->program);
    str folder = os_program(a);
    while (folder.len && folder.ptr[folder.len - 1] != '/') folder.len--;
    return arena_printf(a, STR_FMT "coloa-hunt", STR_ARG(folder)).ptr;
}

static status begin(hunt *h, const char *path, int pack_fd)
{
    static const char *const env[]  = { "TZ=UTC0", "LD_BIND_NOW=1", NULL };
    const char *const        argv[] = { path, "nursery", NULL };
    int                      ends[2];
    TRY(os_packet_pair(ends));
    const int              fds[]   = { ends[1], pack_fd };
    const os_spawn_options program = { argv, env, fds, 2 };
    status                 st      = os_spawn(&program, &h->process);
    os_close(ends[1]);
    if (st != ST_OK) {
        os_close(ends[0]);
        return st;
    }
    h->socket = ends[0];
    return ST_OK;
}

void hunt_close(hunt *h)
{
    os_ended ended;
    if (!h) return;
    pthread_mutex_destroy(&h->lock);
    if (h->ended) return;
    os_close(h->socket);
    os_kill(&h->process); // it holds nothing that would have to be put away
    if (os_wait(&h->process, END_MS, &ended) != ST_OK) os_log(OS_WARN, "hunt.end", "lost");
}

static status next_child(void *ctx, const char *const *words, int in_fd, int out_fd,
                         struct os_process *out)
{
    hunt *h = ctx;
    pthread_mutex_lock(&h->lock);
    // The first question waits until all rules are compiled.
    status st = nursery_ask(h->socket, words, in_fd, out_fd,
                            h->loaded ? ANSWER_MS : HUNT_LOADING_MS, out);
    pthread_mutex_unlock(&h->lock);
    return st;
}

static worker_options job_of(hunt *h, str word, int fd)
{
    return (worker_options){ .name             = S("coloa-hunt"),
                             .args             = { word },
                             .in_fd            = fd,
                             .wall_ms          = WALL_MS,
                             .pipe_bytes       = PIPE_BYTES,
                             .output_bytes_max = OUT_BESIDE,
                             .start            = next_child,
                             .start_ctx        = h };
}

// Why the process of the rules gave none. It is ended here.
static status no_rules(hunt *h, problem *why)
{
    os_ended ended = { .code = -1 };
    os_close(h->socket);
    h->socket = -1;
    if (os_wait(&h->process, END_MS, &ended) != ST_OK) os_log(OS_WARN, "hunt.rules", "lost");
    h->ended = true;
    os_log(OS_WARN, "hunt.rules", "signal %d, code %d", ended.signal, ended.code);
    if (ended.signal == SIGXCPU || ended.timed_out)
        return problem_set(why, ST_LIMIT, S(""), S("hunt-rules-timeout"));
    if (ended.code == SEALED_EXIT_LOAD)
        return problem_set(why, ST_LIMIT, S(""), S("hunt-rules-limit"));
    return problem_set(why, ST_CONFLICT, S(""), S("hunt-rules-died"));
}

static status take_rules(hunt *h, arena scratch, problem *why)
{
    worker_outcome got = { 0 };
    int            empty;
    TRY(os_temp_in_memory(&empty));
    worker_options o = job_of(h, S("rules"), empty);
    o.rules          = hunt_load_rules;
    o.frame          = on_rules;
    o.ctx            = h;
    status st        = worker_run(&o, scratch, &got, why);
    os_close(empty);
    if (st == ST_MEMORY) return st;
    if (st == ST_OK && got.end == WORKER_DONE && h->loaded) return ST_OK;
    return no_rules(h, why);
}

status hunt_open(const hunt_options *o, int pack_fd, arena *a, hunt **out, problem *why)
{
    hunt *h = NEW(a, hunt, 1);
    if (!h) return ST_MEMORY;
    *h               = (hunt){ .socket = -1, .a = a, .o = *o };
    const char *path = program_path(o, a);
    if (!path) return ST_MEMORY;
    arena room;
    TRY(os_map(HUNT_SCRATCH_BYTES, &room));
    pthread_mutex_init(&h->lock, NULL);
    if (begin(h, path, pack_fd) != ST_OK) {
        os_unmap(&room);
        return problem_detail(why, ST_BROKEN, S(""), S("worker-start"), S("coloa-hunt"));
    }
    status st = take_rules(h, room, why);
    os_unmap(&room);
    if (st != ST_OK)
        hunt_close(h);
    else
        *out = h;
    return st;
}

size_t hunt_rule_count(const hunt *h)
{
    return h->rule_count;
}

const sigma_rule *hunt_rule_at(const hunt *h, size_t i)
{
    return &h->rules[i];
}

size_t hunt_correlation_count(const hunt *h)
{
    return h->correlation_count;
}

const sigma_correlation *hunt_correlation_at(const hunt *h, size_t i)
{
    return &h->correlations[i];
}

size_t hunt_indicator_count(const hunt *h)
{
    return h->indicators;
}

size_t hunt_yara_count(const hunt *h)
{
    return h->yara_count;
}

const hunt_yara_rule *hunt_yara_at(const hunt *h, size_t i)
{
    return &h->yara[i];
}

size_t hunt_lines_refused(const hunt *h)
{
    return h->refused;
}

int64_t hunt_loading_ms(const hunt *h)
{
    return h->loading_ms;
}

// ---- a file --------------------------------------------------------------------------------------

// What comes of a file, on its way to the caller: YARA rules that were stopped look behind the others in files to come.
// That changes the order and never whether a rule looks: else a file made for it could silence a rule for all others.
typedef struct under_way {
    hunt        *h;
    hunt_decoder d;
} under_way;

static void put_apart(hunt *h, uint32_t rule)
{
    size_t at = 0;
    pthread_mutex_lock(&h->lock);
    while (at < h->apart_count && h->apart[at] != rule) at++;
    if (at == h->apart_count && at < HUNT_APART_MAX) h->apart[h->apart_count++] = rule;
    pthread_mutex_unlock(&h->lock);
}

static status on_frame(void *ctx, uint8_t type, str payload)
{
    under_way *u  = ctx;
    status     st = hunt_decode(&u->d, type, payload);
    if (st != ST_OK || type != HUNT_FRAME_YARA_COST) return st;
    reader   r    = reader_over(payload);
    uint32_t rule = read_u32le(&r);
    if (read_u8(&r) == HUNT_YARA_STOPPED) put_apart(u->h, rule);
    return ST_OK;
}

// The last bytes of a name, with what is no text as question marks.
static str name_word(str name, arena *a)
{
    str copy;
    if (name.len > HUNT_FILE_NAME_MAX)
        name = str_slice(name, name.len - HUNT_FILE_NAME_MAX, name.len);
    while (name.len && ((unsigned char)name.ptr[0] & 0xc0) == 0x80) // the middle of a letter
        name = str_slice(name, 1, name.len);
    if (arena_copy(a, name, &copy) != ST_OK) return (str){ 0 };
    bool text = str_is_text(copy);
    for (char *p = (char *)(uintptr_t)copy.ptr; p < copy.ptr + copy.len; p++) {
        unsigned char c = (unsigned char)*p;
        if (c < 0x20 || c == 0x7f || (!text && c >= 0x80)) *p = '?';
    }
    return copy;
}

static str apart_word(hunt *h, arena *a)
{
    buf b = buf_in(a, 512, HUNT_APART_MAX * 12);
    pthread_mutex_lock(&h->lock);
    for (size_t i = 0; i < h->apart_count; i++) buf_printf(&b, i ? ",%u" : "%u", h->apart[i]);
    pthread_mutex_unlock(&h->lock);
    return b.failed ? S("") : buf_str(&b);
}

static status outcome(const hunt_decoder *d, const worker_outcome *got, problem *why)
{
    if (got->end == WORKER_DONE && d->ended) return ST_OK;
    os_log(OS_WARN, "hunt.end", "%s, signal %d, code %d", worker_end_name(got->end), got->signal,
           got->exit_code);
    bool late = got->end == WORKER_TIMED_OUT || (got->end == WORKER_DIED && got->signal == SIGXCPU);
    if (late) return problem_set(why, ST_LIMIT, S(""), S("hunt-timeout"));
    if (got->end == WORKER_FLOODED) return problem_set(why, ST_LIMIT, S(""), S("hunt-flood"));
    return problem_set(why, ST_CONFLICT, S(""), S("hunt-died"));
}

static void counted(const hunt_decoder *d, const worker_outcome *got, hunt_counts *out)
{
    *out = d->counts;
    if (!d->ended) {
        out->findings = d->findings, out->marks = d->marks, out->damages = d->damages;
        out->indicators = d->indicators, out->yara = d->yara;
    }
    out->cpu_ms     = got->cpu_ms;
    out->memory_kib = got->memory_kib;
}

status hunt_file(hunt *h, str name, int fd, const hunt_sink *sink, arena scratch, hunt_counts *out,
                 problem *why)
{
    os_file_info   info;
    worker_outcome got = { 0 };
    under_way      u   = { .h = h,
                           .d = { .sink         = sink,
                                  .rules        = h->rule_count,
                                  .correlations = h->correlation_count,
                                  .yara_rules   = h->yara,
                                  .yara_count   = h->yara_count } };
    memset(out, 0, sizeof *out);
    if (os_info(fd, &info) != ST_OK || !info.is_regular)
        return problem_set(why, ST_INVALID, S(""), S("hunt-not-a-file"));
    worker_options o = job_of(h, S("file"), fd);
    o.args[1]        = name_word(name, &scratch);
    o.args[2] = arena_printf(&scratch, "%s%s", h->o.recover ? "r" : "", h->o.yara_times ? "t" : "");
    o.args[3] = arena_printf(&scratch, "%lld",
                             (long long)(h->o.yara_ms > 0 ? h->o.yara_ms : HUNT_YARA_MS));
    o.args[4] = apart_word(h, &scratch);
    o.output_bytes_max = OUT_BESIDE + info.bytes * OUT_FOR_A_BYTE;
    o.rules            = hunt_file_rules;
    o.frame            = on_frame;
    o.ctx              = &u;
    if (!o.args[1].ptr || !o.args[2].ptr || !o.args[3].ptr || !o.args[4].ptr) return ST_MEMORY;
    status st = worker_run(&o, scratch, &got, why);
    counted(&u.d, &got, out);
    if (st == ST_INVALID) got.end = WORKER_GARBLED;
    if (st != ST_OK && st != ST_INVALID) return st;
    return outcome(&u.d, &got, why);
}
