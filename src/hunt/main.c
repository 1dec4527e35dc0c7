// main.c - coloa-hunt, the sealed program: rules are loaded once, then each file is searched by a copy of the
// process that has shut itself in (kit/workers/hunt_frames.h). Nobody calls it by hand; hunt_open does.
//
// usage: coloa-hunt nursery      descriptor 0 the socket of nursery.h, descriptor 1 the packed rules
//        a job's words: rules | file NAME FLAGS MS APART
//
// The file is mapped and what was read is given back to the kernel, however large it is.
#include <string.h>
#include <sys/mman.h>

#include "hunt/hunter.h"
#include "kit/base/reader.h"
#include "kit/os/os.h"

enum {
    HEAP_BYTES  = 256 * 1024 * 1024, // what a regular expression may take, and more
    CPU_SECONDS = 3600,
    HELD_BYTES  = 4 * 1024 * 1024,
    RULES_BYTES = 1024 * 1024 * 1024, // untouched it costs nothing
    PACK_FD     = 1,
    FILE_WORDS  = 5,
    REFUSED_MAX = 16 * 1024,
    LOADING_S   = HUNT_LOADING_MS / 1000,
    FIRST_LOOK  = 64 * 1024, // bytes within which a file must begin to be something
};

static const int64_t rule_spent_ns_max = 60LL * 1000 * 1000 * 1000; // of one rule in one file
// The rooms that are laid out, and what the libraries take.
static const int64_t loading_bytes = (int64_t)RULES_BYTES + EVTX_ROOM_BYTES + EVTX_LINE_MAX +
                                     1024 * 1024 * 1024;
static const size_t input_bytes_max = EVTX_HEAD_BYTES + (size_t)EVTX_CHUNKS_MAX * EVTX_CHUNK_BYTES;

static hunter me;
static arena  rules_room;
static void  *evtx_room;

// ---- frames --------------------------------------------------------------------------------------

void put_text(frame_out *out, str s, ptrdiff_t most)
{
    s = str_begin(s, most);
    frame_u32(out, (uint32_t)s.len);
    if (s.len) frame_bytes(out, s);
}

static void put_rule(frame_out *out, const sigma_rule *r)
{
    const str texts[HUNT_RULE_TEXTS] = { r->id,       r->title, r->name, r->level, r->status,
                                         r->modified, r->tags,  r->file, r->why,   r->detail };
    frame_begin(out, HUNT_FRAME_RULE);
    frame_u32(out, r->line);
    frame_u8(out, (uint8_t)(r->correlation | r->laid << 1));
    frame_u8(out, r->quiet);
    for (size_t i = 0; i < COUNT(texts); i++) put_text(out, texts[i], HUNT_TEXT_MAX);
    frame_end(out);
}

static void put_double(frame_out *out, double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    frame_u64(out, bits);
}

static void put_correlation(frame_out *out, const sigma_correlation *c)
{
    frame_begin(out, HUNT_FRAME_CORRELATION);
    frame_u32(out, c->rule);
    frame_u8(out, (uint8_t)c->counting);
    frame_u64(out, (uint64_t)c->span_ms);
    frame_u64(out, (uint64_t)c->least);
    frame_u64(out, (uint64_t)c->most);
    put_double(out, c->range.least);
    put_double(out, c->range.most);
    frame_u8(out, (uint8_t)(c->range.above | c->range.below << 1));
    frame_u8(out, (uint8_t)c->percentile);
    frame_u32(out, c->member_count);
    for (uint32_t i = 0; i < c->member_count; i++) frame_u32(out, c->members[i]);
    frame_u32(out, c->group_count);
    for (uint32_t i = 0; i < c->group_count; i++) put_text(out, c->group[i], SIGMA_NAME_MAX);
    frame_end(out);
}

static void put_rules(hunter *h)
{
    size_t rules = sigma_rule_count(h->set), correlations = sigma_correlation_count(h->set);
    for (size_t i = 0; i < rules; i++) put_rule(h->out, sigma_rule_at(h->set, i));
    for (size_t i = 0; i < h->refused_count; i++) put_rule(h->out, &h->refused[i]);
    for (size_t i = 0; i < correlations; i++)
        put_correlation(h->out, sigma_correlation_at(h->set, i));
    yara_put_rules(h);
    frame_begin(h->out, HUNT_FRAME_LOADED);
    frame_u32(h->out, (uint32_t)(rules + h->refused_count));
    frame_u32(h->out, (uint32_t)correlations);
    frame_u64(h->out, (uint64_t)h->loading_ms);
    frame_u32(h->out, (uint32_t)indicators_count(h->lists));
    frame_u32(h->out, (uint32_t)indicators_refused(h->lists));
    frame_u32(h->out, h->yara_rules);
    frame_end(h->out);
}

static void put_costs(hunter *h)
{
    for (size_t i = 0; i < sigma_rule_count(h->set); i++) {
        const sigma_cost *c     = sigma_cost_of(h->run, i);
        uint64_t          scope = sigma_in_scope(h->run, i);
        if (!scope && !c->looked) continue;
        frame_begin(h->out, HUNT_FRAME_COST);
        frame_u32(h->out, (uint32_t)i);
        frame_u64(h->out, scope);
        frame_u64(h->out, c->looked);
        frame_u64(h->out, c->hits);
        frame_u64(h->out, c->limited);
        frame_u64(h->out, c->spent_ns);
        frame_u8(h->out, c->stopped);
        frame_end(h->out);
    }
}

static void put_end(hunter *h)
{
    const hunt_counts *c = &h->counts;
    frame_begin(h->out, HUNT_FRAME_END);
    frame_u8(h->out, (uint8_t)c->skip);
    frame_u8(h->out, c->evtx);
    frame_u64(h->out, c->read);
    frame_u64(h->out, c->failed);
    frame_u64(h->out, c->skipped);
    frame_u64(h->out, c->recovered);
    frame_u64(h->out, c->lost);
    frame_u64(h->out, c->repeated);
    frame_u64(h->out, c->unmatched);
    frame_u64(h->out, c->findings);
    frame_u64(h->out, c->marks);
    frame_u64(h->out, c->damages);
    frame_u64(h->out, c->indicators);
    frame_u64(h->out, c->indicators_met);
    frame_u64(h->out, c->searched_bytes);
    frame_u64(h->out, c->yara);
    frame_u64(h->out, c->yara_left);
    frame_u64(h->out, c->yara_ns);
    frame_u8(h->out, (uint8_t)c->yara_end);
    frame_end(h->out);
}

// ---- findings ------------------------------------------------------------------------------------

static void on_hit(void *ctx, const sigma_hit *hit)
{
    hunter *h = ctx;
    h->counts.findings++;
    frame_begin(h->out, HUNT_FRAME_FINDING);
    frame_u32(h->out, hit->rule);
    frame_u64(h->out, (uint64_t)sigma_time_ms(h->run));
    frame_u64(h->out, (uint64_t)sigma_record_id(h->run));
    frame_u64(h->out, h->place);
    frame_u8(h->out, h->recovered);
    put_text(h->out, sigma_computer(h->run), HUNT_SHORT_MAX);
    put_text(h->out, sigma_channel(h->run), HUNT_SHORT_MAX);
    put_text(h->out, sigma_provider(h->run), HUNT_SHORT_MAX);
    put_text(h->out, sigma_event_id(h->run), HUNT_SHORT_MAX);
    frame_u8(h->out, (uint8_t)hit->matched_count);
    for (size_t i = 0; i < hit->matched_count; i++) {
        put_text(h->out, hit->matched[i].name, SIGMA_NAME_MAX);
        put_text(h->out, hit->matched[i].value, HUNT_MATCHED_BYTES);
    }
    put_text(h->out, h->event, SIGMA_LINE_MAX);
    frame_end(h->out);
}

static void on_mark(void *ctx, const sigma_mark *m)
{
    hunter *h = ctx;
    h->counts.marks++;
    frame_begin(h->out, HUNT_FRAME_MARK);
    frame_u32(h->out, m->correlation);
    frame_u32(h->out, m->rule);
    frame_u64(h->out, (uint64_t)sigma_time_ms(h->run));
    frame_u64(h->out, (uint64_t)sigma_record_id(h->run));
    frame_u64(h->out, h->place);
    frame_u8(h->out, (uint8_t)m->group_count);
    for (size_t i = 0; i < m->group_count; i++) put_text(h->out, m->group[i], HUNT_GROUP_BYTES);
    frame_u8(h->out, m->value.ptr != NULL);
    put_text(h->out, m->value, HUNT_GROUP_BYTES);
    frame_end(h->out);
}

static const sigma_sink found = { &me, on_hit, on_mark };

static void one_event(hunter *h, str line)
{
    h->event = line;
    h->place++;
    if (sigma_event(h->run, line, &found) != ST_OK)
        h->counts.unmatched++;
    else
        indicate_event(h);
}

// ---- event logs ----------------------------------------------------------------------------------

static char *line_room(void *ctx)
{
    hunter *h = ctx;
    return h->out->failed ? NULL : h->line;
}

// A live record's line ends with two braces.
static bool is_recovered(str line)
{
    return str_ends(line, S(",\"recovered\":true}")) ||
           str_ends(line, S(",\"recovered\":true,\"template\":\"borrowed\"}"));
}

static void line_ends(void *ctx, size_t bytes)
{
    hunter *h    = ctx;
    str     line = { h->line, (ptrdiff_t)bytes - 1 };
    h->recovered = is_recovered(line);
    one_event(h, line);
}

static void damaged(void *ctx, const evtx_damage *d)
{
    hunter *h = ctx;
    h->counts.damages++;
    frame_begin(h->out, HUNT_FRAME_DAMAGE);
    frame_u8(h->out, (uint8_t)d->why);
    frame_u8(h->out, d->recovered);
    frame_u32(h->out, d->chunk);
    frame_u64(h->out, d->offset);
    frame_u64(h->out, d->bytes);
    frame_u64(h->out, d->record);
    frame_u32(h->out, d->records);
    frame_end(h->out);
}

void passed(void *ctx, uint64_t to)
{
    hunter *h = ctx;
    if (to < h->given_back) h->given_back = 0; // another pass begins
    if (to - h->given_back < HELD_BYTES) return;
    size_t end = (size_t)to & ~(size_t)(EVTX_HEAD_BYTES - 1);
    (void)!madvise((char *)(uintptr_t)h->input.ptr + h->given_back, end - h->given_back,
                   MADV_DONTNEED);
    h->given_back = end;
}

static void event_log(hunter *h, unsigned long salt)
{
    const evtx_sink    sink = { h, line_room, line_ends, damaged, passed };
    const evtx_options o    = { h->recover, salt };
    evtx_counts        c;
    h->counts.evtx = true;
    if (evtx_read(h->input, &o, arena_over(evtx_room, EVTX_ROOM_BYTES), &sink, &c) != ST_OK) {
        h->counts.skip = HUNT_NOT_EVENTS;
        return;
    }
    h->counts.read      = c.read;
    h->counts.failed    = c.failed;
    h->counts.skipped   = c.skipped;
    h->counts.recovered = c.recovered;
    h->counts.lost      = c.lost;
    h->counts.repeated  = c.repeated;
}

// ---- lines of JSON -------------------------------------------------------------------------------------

static void one_line(hunter *h, str line)
{
    line = str_trim(line);
    if (!line.len) return;
    bool text = line.len <= SIGMA_LINE_MAX && line.ptr[0] == '{' && str_is_text(line);
    h->event  = line;
    h->place++;
    if (text && sigma_event(h->run, line, &found) == ST_OK)
        h->counts.read++;
    else
        h->counts.failed++;
}

static void json_lines(hunter *h)
{
    str rest = h->input;
    if (str_starts(rest, S("\xef\xbb\xbf"))) rest = str_slice(rest, 3, rest.len);
    while (rest.len && !h->out->failed) {
        str line;
        (void)str_cut(rest, '\n', &line, &rest);
        one_line(h, line);
        passed(h, (uint64_t)(h->input.len - rest.len));
    }
}

// The first line must be a whole object, as far as it can be seen: an object over several lines is no such file.
static bool begins_as_json(str input)
{
    str line, rest = str_slice(input, 0, FIRST_LOOK);
    if (str_starts(rest, S("\xef\xbb\xbf"))) rest = str_slice(rest, 3, rest.len);
    rest       = str_trim(rest);
    bool whole = str_cut(rest, '\n', &line, &rest) || input.len <= FIRST_LOOK;
    line       = str_trim(line);
    return line.len && line.ptr[0] == '{' && (!whole || line.ptr[line.len - 1] == '}');
}

static void look_at(hunter *h, unsigned long salt)
{
    if (h->input.len == 0)
        h->counts.skip = HUNT_EMPTY;
    else if (str_starts(h->input, S("ElfFile")) || str_starts(h->input, S("ElfChnk")))
        event_log(h, salt);
    else if (begins_as_json(h->input))
        json_lines(h);
    else if (indicators_count(h->lists) == 0 && h->yara_rules == 0)
        h->counts.skip = HUNT_NOT_EVENTS;
    indicate_name(h);
    if (h->counts.skip == HUNT_EMPTY) return;
    indicate_file(h);
    yara_file(h);
}

// ---- rules ---------------------------------------------------------------------------------------

bool hunter_refuses(hunter *h, sigma_rule what)
{
    if (h->refused_count == REFUSED_MAX) return true;
    if (!h->refused && !(h->refused = NEW(h->room, sigma_rule, REFUSED_MAX))) return false;
    h->refused[h->refused_count++] = what;
    return true;
}

static bool lines_refused(hunter *h)
{
    const listed_refusal *r;
    for (size_t i = 0; (r = indicators_refusal(h->lists, i)); i++) {
        const sigma_rule line = {
            .file = r->list, .line = r->line, .why = str_from(r->why), .detail = r->detail
        };
        if (!hunter_refuses(h, line)) return false;
    }
    return true;
}

static bool load_one(hunter *h, reader *r)
{
    unsigned kind = read_u8(r);
    str      name = read_bytes(r, read_u32le(r)), bytes = read_bytes(r, read_u32le(r));
    if (r->bad) return false;
    if (kind == HUNT_YARA) return yara_load(h, name, bytes);
    if (kind == HUNT_INDICATORS) return indicators_load(h->lists, name, bytes) == ST_OK;
    if (kind != HUNT_SIGMA && kind != HUNT_LISTS) return false;
    return sigma_load(h->set, name, bytes) == ST_OK;
}

static bool load(hunter *h, str pack)
{
    int64_t before = os_process_cpu_ns();
    reader  r      = reader_over(pack);
    h->room        = &rules_room;
    h->set         = sigma_set_new(&rules_room);
    h->lists       = indicators_new(&rules_room);
    if (!h->set || !h->lists) return false;
    while (reader_left(&r)) {
        if (!load_one(h, &r)) return false;
    }
    if (sigma_compile(h->set) != ST_OK || indicators_compile(h->lists) != ST_OK || !yara_warm(h) ||
        !lines_refused(h))
        return false;
    h->run        = sigma_run_new(h->set, &rules_room, os_monotonic_ns, rule_spent_ns_max);
    h->loading_ms = (os_process_cpu_ns() - before) / 1000000;
    return h->run != NULL;
}

static bool warm(bool many)
{
    str   pack;
    void *room = sealed_room(RULES_BYTES, 0);
    if (!many || !room || !sealed_map(PACK_FD, HUNT_PACK_MAX, &pack) || pack.len > HUNT_PACK_MAX)
        return false;
    rules_room = arena_over(room, RULES_BYTES);
    evtx_room  = sealed_room(EVTX_ROOM_BYTES, 0);
    me.line    = sealed_room(EVTX_LINE_MAX, 0);
    return evtx_room && me.line && load(&me, pack) && indicate_warm(&me, &rules_room);
}

static bool apart(str list)
{
    str     one;
    int64_t rule;
    while (list.len) {
        (void)str_cut(list, ',', &one, &list);
        if (!str_int(one, &rule) || rule < 0 || rule > UINT32_MAX || !yara_apart((uint32_t)rule))
            return false;
    }
    return true;
}

static bool words(const char *const *w, size_t count, frame_out *out)
{
    me.out        = out;
    me.only_rules = count == 1 && strcmp(w[0], "rules") == 0;
    if (me.only_rules) return true;
    if (count != FILE_WORDS || strcmp(w[0], "file") != 0) return false;
    me.name    = w[1];
    me.recover = strchr(w[2], 'r') != NULL;
    me.measure = strchr(w[2], 't') != NULL;
    return str_int(str_from(w[3]), &me.yara_ms) && me.yara_ms > 0 && apart(str_from(w[4])) &&
           yara_arm();
}

static void work(const sealed_job *job)
{
    if (me.only_rules) {
        put_rules(&me);
        return;
    }
    me.input = job->input;
    look_at(&me, job->salt);
    put_costs(&me);
    put_end(&me);
}

int main(int argc, char **argv)
{
    const sealed_program self = {
        .limits          = { HEAP_BYTES, CPU_SECONDS },
        .loading         = { loading_bytes, LOADING_S },
        .input_bytes_max = input_bytes_max,
        .out_bytes       = HUNT_OUT_BYTES,
        .heap_at_once    = 0,
        .idle_ms         = -1, // who opened it closes it
        .warm            = warm,
        .words           = words,
        .work            = work,
    };
    return indicate_begin() ? sealed_main(&self, argc, argv) : SEALED_EXIT_SEAL;
}
