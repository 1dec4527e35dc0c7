// file.c - a file's head, its chunks in a row, and the records in each: live ones first, then slack.
#include "kit/evtx/inside.h"

enum {
    FILE_HEAD_SUMMED  = 120,
    FILE_FLAGS_AT     = 120,
    FILE_SUM_AT       = 124,
    FILE_DIRTY        = 1,
    FILE_FULL         = 2,
    FILE_NO_SUMS      = 4,
    CHUNK_HEAD_SUMMED = 120, // and from the tables on
    CHUNK_TABLES_AT   = 128,
    CHUNK_SUM_AT      = 124,
    RECORD_HEAD_BYTES = 24,
    RECORD_TAIL_BYTES = 4, // a copy of its size
    RECORD_BYTES_MIN  = RECORD_HEAD_BYTES + RECORD_TAIL_BYTES,
    SEEN_LEAST        = 4096,
    SEEN_EVENT_BYTES  = 64, // slots are laid out for records of this size
};

static const str file_signature  = STR("ElfFile\0");
static const str chunk_signature = STR("ElfChnk\0");
static const str record_mark     = STR("**\0\0");

// A stretch of a chunk that held no live record and may hold what was left behind: where it was torn, behind its
// live records, or all of one without a head.
typedef struct part {
    uint32_t chunk, from, to;
} part;

enum { PARTS_MAX = EVTX_CHUNKS_MAX + 64 * 1024 };

typedef struct reading {
    str              bytes;
    part            *parts; // PARTS_MAX, in the order of the file
    size_t           part_count;
    bool             parts_full;
    bool             recover, sums;
    uint64_t         salt;
    const evtx_sink *sink;
    evtx_counts      counts;
    events          *e;
    seen_set         seen;
    bool             stopped; // by the sink
} reading;

typedef struct chunk_head {
    uint64_t first_number, last_number, first_id, last_id;
    uint32_t space; // where the records end
    uint64_t announced;
} chunk_head;

typedef struct chunk {
    str        bytes;
    uint32_t   index;
    uint64_t   offset; // in the file
    chunk_head head;
    size_t     live_end; // slack begins
    uint64_t   met;      // live records given or told as failed
    uint64_t   next_id;  // that should follow; 0 not known
} chunk;

static void tell(reading *r, evtx_damage d)
{
    r->counts.damages++;
    r->sink->damage(r->sink->ctx, &d);
}

static void left_behind(reading *r, const chunk *c, size_t from, size_t to)
{
    if (!r->recover || to - from < RECORD_BYTES_MIN || to < from) return;
    r->parts_full = r->part_count == PARTS_MAX;
    if (!r->parts_full)
        r->parts[r->part_count++] = (part){ c->index, (uint32_t)from, (uint32_t)to };
}

static void tell_at(reading *r, const chunk *c, evtx_why why, size_t at, size_t bytes,
                    uint32_t records)
{
    tell(r, (evtx_damage){ .why     = why,
                           .chunk   = c->index,
                           .offset  = c->offset + at,
                           .bytes   = bytes,
                           .record  = records ? c->next_id : 0,
                           .records = records });
}

// ---- one record --------------------------------------------------------------------------------

typedef struct record {
    size_t   at, size;
    uint64_t id, written;
} record;

typedef enum record_state { RECORD_WHOLE = 1, RECORD_TORN, RECORD_NONE } record_state;

// What stands at `at`. TORN: the mark is there, but the size is not that of a whole record.
static record_state record_at(str bytes, size_t at, record *out)
{
    if ((size_t)bytes.len < at + RECORD_HEAD_BYTES) return RECORD_NONE;
    const char *p = bytes.ptr + at;
    if (memcmp(p, record_mark.ptr, (size_t)record_mark.len) != 0) return RECORD_NONE;
    size_t size = u32_of(p + 4);
    *out        = (record){ at, size, u64_of(p + 8), u64_of(p + 16) };
    bool fits   = size >= RECORD_BYTES_MIN && size <= (size_t)bytes.len - at;
    return fits && u32_of(p + size - RECORD_TAIL_BYTES) == size ? RECORD_WHOLE : RECORD_TORN;
}

static void give(reading *r, const chunk *c, const record *rec, bool slack)
{
    char *line = r->sink->room(r->sink->ctx);
    if (!line) r->stopped = true;
    if (r->stopped) return;
    size_t from = rec->at + RECORD_HEAD_BYTES, to = rec->at + rec->size - RECORD_TAIL_BYTES;
    size_t event = 0, len = events_line(r->e, from, to, slack, line, &event);
    if (len == 0) {
        ++*(slack ? &r->counts.lost : &r->counts.failed);
        tell(r, (evtx_damage){ .why       = r->e->why,
                               .chunk     = c->index,
                               .offset    = c->offset + rec->at,
                               .bytes     = rec->size,
                               .record    = rec->id,
                               .records   = 1,
                               .recovered = slack });
        return;
    }
    bool fresh = !r->recover ||
                 seen_add(&r->seen, event_mark((str){ line, (ptrdiff_t)event }, r->salt)) || !slack;
    if (slack)
        ++*(fresh ? &r->counts.recovered : &r->counts.repeated);
    else
        r->counts.read++;
    if (fresh) r->sink->line(r->sink->ctx, len);
}

// ---- live records ------------------------------------------------------------------------------

// The next whole record behind a tear which may be one of this chunk's live ones.
static bool find_next(const chunk *c, size_t from, size_t end, record *out)
{
    while (from + RECORD_BYTES_MIN <= end) {
        const char *hit = memmem(c->bytes.ptr + from, end - from, record_mark.ptr,
                                 (size_t)record_mark.len);
        if (!hit) return false;
        from         = (size_t)(hit - c->bytes.ptr);
        bool whole   = record_at(c->bytes, from, out) == RECORD_WHOLE;
        bool awaited = out->id >= c->next_id && out->id <= c->head.last_id;
        if (whole && awaited) return true;
        from++;
    }
    return false;
}

// Records that should lie between the last one that was met and the one found behind a tear (NULL: none was).
static uint32_t lost_until(const chunk *c, const record *next)
{
    uint64_t awaited = next ? next->id - c->next_id : c->head.announced - c->met;
    bool     sound   = next || c->head.announced > c->met;
    return sound && awaited <= EVTX_CHUNK_BYTES / RECORD_BYTES_MIN ? (uint32_t)awaited : 0;
}

// A place in the live part where no whole record stands. Where reading goes on.
static size_t tear(reading *r, chunk *c, size_t at, size_t end, record_state state)
{
    record   next;
    bool     found = find_next(c, at + 1, end, &next);
    size_t   to    = found ? next.at : end;
    uint32_t lost  = lost_until(c, found ? &next : NULL);
    if (state == RECORD_TORN && lost == 0) lost = 1;
    r->counts.failed += lost;
    c->met += lost;
    tell_at(r, c, state == RECORD_TORN ? EVTX_RECORD_TORN : EVTX_RECORD_GAP, at, to - at, lost);
    left_behind(r, c, at, to);
    if (found) c->next_id = next.id;
    return to;
}

// In a dirty file the head may be older than the records. They go on where their numbers do.
static size_t behind(reading *r, chunk *c, size_t at, uint64_t written)
{
    record   rec;
    uint32_t count = 0;
    size_t   from  = at;
    while (!r->stopped && record_at(c->bytes, at, &rec) == RECORD_WHOLE && rec.id == c->next_id &&
           rec.written >= written) {
        give(r, c, &rec, false);
        at += rec.size;
        written = rec.written;
        c->next_id++;
        count++;
    }
    if (count) tell_at(r, c, EVTX_CHUNK_BEHIND, from, at - from, 0);
    return at;
}

static void live_records(reading *r, chunk *c)
{
    size_t   end     = c->head.space < (size_t)c->bytes.len ? c->head.space : (size_t)c->bytes.len;
    size_t   at      = EVTX_CHUNK_HEAD_BYTES;
    uint64_t written = 0;
    bool     cut     = end < c->head.space;
    c->next_id       = c->head.first_id;
    while (!r->stopped && at < end) {
        record       rec;
        record_state state = record_at(c->bytes, at, &rec);
        if (state == RECORD_WHOLE) {
            give(r, c, &rec, false);
            c->met++;
            c->next_id = rec.id + 1;
            written    = rec.written;
            at += rec.size;
        } else if (cut && c->head.announced > c->met && end - at < RECORD_HEAD_BYTES) {
            break; // the rest is beyond the end of the file
        } else {
            at = tear(r, c, at, end, state);
        }
    }
    if ((r->counts.flags & FILE_DIRTY) && at == c->head.space) at = behind(r, c, at, written);
    c->live_end   = at > end ? at : end;
    uint32_t lost = lost_until(c, NULL);
    if (r->stopped || lost == 0) return;
    r->counts.failed += lost;
    tell_at(r, c, EVTX_RECORD_LOST, c->live_end, 0, lost);
}

// ---- slack -------------------------------------------------------------------------------------

// Each whole record in from..to: given, or only counted.
static uint32_t whole_records(reading *r, const chunk *c, size_t from, size_t to, bool ask)
{
    uint32_t count = 0;
    str      bytes = str_slice(c->bytes, 0, (ptrdiff_t)to);
    while (!r->stopped && from < to) {
        record      rec;
        const char *hit = memmem(bytes.ptr + from, to - from, record_mark.ptr,
                                 (size_t)record_mark.len);
        if (!hit) break;
        from = (size_t)(hit - bytes.ptr);
        if (record_at(bytes, from, &rec) != RECORD_WHOLE) {
            from++;
            continue;
        }
        count++;
        if (ask) give(r, c, &rec, true);
        from += rec.size;
    }
    return count;
}

// ---- chunks ------------------------------------------------------------------------------------

static bool is_zero(str s)
{
    return s.len == 0 || (s.ptr[0] == 0 && memcmp(s.ptr, s.ptr + 1, (size_t)s.len - 1) == 0);
}

static bool has_head(str chunk_bytes)
{
    return chunk_bytes.len >= EVTX_CHUNK_HEAD_BYTES && str_starts(chunk_bytes, chunk_signature);
}

static void read_head(reading *r, chunk *c)
{
    const char *p = c->bytes.ptr;
    chunk_head *h = &c->head;
    *h            = (chunk_head){ .first_number = u64_of(p + 8),
                                  .last_number  = u64_of(p + 16),
                                  .first_id     = u64_of(p + 24),
                                  .last_id      = u64_of(p + 32),
                                  .space        = u32_of(p + 48) };
    if (h->last_number >= h->first_number && h->last_number - h->first_number < EVTX_CHUNK_BYTES)
        h->announced = h->last_number - h->first_number + 1;
    if (h->space >= EVTX_CHUNK_HEAD_BYTES && h->space <= EVTX_CHUNK_BYTES) return;
    tell_at(r, c, EVTX_CHUNK_SPACE, 0, 0, 0);
    h->space = EVTX_CHUNK_BYTES;
}

static void check_sums(reading *r, const chunk *c)
{
    str      head = str_slice(c->bytes, 0, CHUNK_HEAD_SUMMED);
    str      tail = str_slice(c->bytes, CHUNK_TABLES_AT, EVTX_CHUNK_HEAD_BYTES);
    uint32_t sum  = crc32_of(crc32_of(0, head), tail);
    if (!r->sums || (size_t)c->bytes.len < c->head.space) return;
    if (sum != u32_of(c->bytes.ptr + CHUNK_SUM_AT)) tell_at(r, c, EVTX_CHUNK_SUM, 0, 0, 0);
    str data = str_slice(c->bytes, EVTX_CHUNK_HEAD_BYTES, c->head.space);
    if (crc32_of(0, data) != u32_of(c->bytes.ptr + 52))
        tell_at(r, c, EVTX_DATA_SUM, EVTX_CHUNK_HEAD_BYTES, (size_t)data.len, 0);
}

static void no_head(reading *r, chunk *c)
{
    if (is_zero(c->bytes)) return;
    uint32_t whole = whole_records(r, c, 0, (size_t)c->bytes.len, false);
    if (!r->recover) r->counts.skipped += whole;
    tell_at(r, c, EVTX_CHUNK_HEAD, 0, (size_t)c->bytes.len, whole);
    left_behind(r, c, 0, (size_t)c->bytes.len);
}

static chunk chunk_at(const reading *r, size_t index)
{
    size_t at = EVTX_HEAD_BYTES + index * EVTX_CHUNK_BYTES;
    return (chunk){ .bytes = str_slice(r->bytes, (ptrdiff_t)at, (ptrdiff_t)(at + EVTX_CHUNK_BYTES)),
                    .index = (uint32_t)index,
                    .offset = at };
}

static void live_chunk(reading *r, chunk *c)
{
    if (!has_head(c->bytes)) {
        no_head(r, c);
        return;
    }
    events_chunk(r->e, c->bytes, false);
    r->counts.chunks++;
    read_head(r, c);
    check_sums(r, c);
    live_records(r, c);
    left_behind(r, c, c->live_end, (size_t)c->bytes.len);
}

// ---- the file ------------------------------------------------------------------------------------

static bool any_chunk(str bytes)
{
    for (ptrdiff_t at = EVTX_HEAD_BYTES; at < bytes.len; at += EVTX_CHUNK_BYTES) {
        if (has_head(str_slice(bytes, at, at + EVTX_CHUNK_BYTES))) return true;
    }
    return false;
}

static size_t chunk_count(str bytes)
{
    if (bytes.len <= EVTX_HEAD_BYTES) return 0;
    return ((size_t)bytes.len - EVTX_HEAD_BYTES + EVTX_CHUNK_BYTES - 1) / EVTX_CHUNK_BYTES;
}

static void file_head(reading *r)
{
    evtx_damage d     = { .why = EVTX_FILE_HEAD, .chunk = UINT32_MAX };
    bool        whole = r->bytes.len >= EVTX_HEAD_BYTES;
    const char *p     = r->bytes.ptr;
    if (!whole || !str_starts(r->bytes, file_signature) || u16_of(p + 40) != EVTX_HEAD_BYTES)
        tell(r, d);
    if (!whole) return;
    r->counts.flags = u32_of(p + FILE_FLAGS_AT) & (FILE_DIRTY | FILE_FULL);
    r->sums         = !(u32_of(p + FILE_FLAGS_AT) & FILE_NO_SUMS);
    d.why           = EVTX_FILE_SUM;
    if (r->sums && crc32_of(0, str_slice(r->bytes, 0, FILE_HEAD_SUMMED)) != u32_of(p + FILE_SUM_AT))
        tell(r, d);
}

// A file that ends within a chunk, or before all that its head counts.
static void file_end(reading *r)
{
    size_t count = chunk_count(r->bytes), counted = 0;
    if (r->bytes.len >= EVTX_HEAD_BYTES && str_starts(r->bytes, file_signature))
        counted = u16_of(r->bytes.ptr + 42);
    bool within = count && ((size_t)r->bytes.len - EVTX_HEAD_BYTES) % EVTX_CHUNK_BYTES != 0;
    if (!within && count >= counted) return;
    tell(r, (evtx_damage){ .why    = EVTX_FILE_CUT,
                           .chunk  = within ? (uint32_t)count - 1 : (uint32_t)count,
                           .offset = (uint64_t)r->bytes.len });
}

static void passed(const reading *r, const chunk *c)
{
    if (r->sink->passed) r->sink->passed(r->sink->ctx, c->offset + (size_t)c->bytes.len);
}

static void all_live(reading *r)
{
    size_t count = chunk_count(r->bytes);
    for (size_t i = 0; i < count && !r->stopped; i++) {
        chunk c = chunk_at(r, i);
        live_chunk(r, &c);
        passed(r, &c);
    }
}

// The definitions first, wherever they stand; then what was left behind.
static void all_slack(reading *r)
{
    size_t count = chunk_count(r->bytes);
    for (size_t i = 0; i < count; i++) {
        chunk c = chunk_at(r, i);
        events_chunk(r->e, c.bytes, true);
        events_gather(r->e, EVTX_CHUNK_HEAD_BYTES);
        passed(r, &c);
    }
    for (size_t i = 0; i < r->part_count && !r->stopped && !r->seen.full; i++) {
        const part *p = &r->parts[i];
        chunk       c = chunk_at(r, p->chunk);
        if (i == 0 || r->parts[i - 1].chunk != p->chunk) events_chunk(r->e, c.bytes, true);
        (void)whole_records(r, &c, p->from, p->to, true);
        passed(r, &c);
    }
    if (r->seen.full || r->parts_full)
        tell(r, (evtx_damage){ .why = EVTX_SEEN_FULL, .chunk = UINT32_MAX, .recovered = true });
}

// ---- memory ------------------------------------------------------------------------------------

// Not cleared: what the room is used for writes before it reads.
static void *carve(arena *a, size_t size, size_t count)
{
    size_t pad   = (size_t) - (uintptr_t)a->next & (_Alignof(max_align_t) - 1);
    size_t bytes = size * count;
    if ((size_t)(a->end - a->next) < bytes + pad) return NULL;
    char *p = a->next + pad;
    a->next = p + bytes;
    return p;
}

static bool build_room(program_build *b, arena *a)
{
    b->steps    = carve(a, sizeof *b->steps, BUILD_STEPS_MAX);
    b->text     = carve(a, 1, BUILD_TEXT_MAX);
    b->key_text = carve(a, 1, BUILD_TEXT_MAX);
    b->keys     = carve(a, sizeof *b->keys, BUILD_KEYS_MAX);
    b->names    = carve(a, sizeof *b->names, BUILD_KEYS_MAX);
    b->hashes   = carve(a, sizeof *b->hashes, BUILD_KEYS_MAX);
    b->nexts    = carve(a, sizeof *b->nexts, BUILD_KEYS_MAX);
    b->types    = carve(a, 1, EVTX_VALUES_MAX);
    return b->steps && b->text && b->key_text && b->keys && b->names && b->hashes && b->nexts &&
           b->types;
}

static bool events_room(reading *r, arena *a)
{
    events *e = r->e = NEW(a, events, 1);
    if (!e || !build_room(&e->build, a)) return false;
    e->nodes   = carve(a, sizeof *e->nodes, EVTX_NODES_MAX);
    e->values  = carve(a, sizeof *e->values, EVTX_VALUES_MAX);
    char *kept = carve(a, 1, EVTX_PROGRAM_BYTES);
    if (!e->nodes || !e->values || !kept) return false;
    e->whole = arena_over(kept, EVTX_PROGRAM_BYTES);
    e->lends = r->recover;
    if (!e->lends) return true;
    char *lent   = carve(a, 1, EVTX_LENT_BYTES);
    r->parts     = carve(a, sizeof *r->parts, PARTS_MAX);
    e->lent_room = arena_over(lent, lent ? EVTX_LENT_BYTES : 0);
    return lent && r->parts;
}

static bool seen_room(reading *r, arena *a)
{
    size_t slots = SEEN_LEAST;
    while (slots < EVTX_SEEN_MAX && slots < (size_t)r->bytes.len / SEEN_EVENT_BYTES) slots *= 2;
    r->seen.slots = carve(a, sizeof *r->seen.slots, slots);
    r->seen.mask  = slots - 1;
    if (!r->seen.slots) return false;
    memset(r->seen.slots, 0, slots * sizeof *r->seen.slots);
    return true;
}

status evtx_read(str bytes, const evtx_options *o, arena room, const evtx_sink *sink,
                 evtx_counts *out)
{
    bool    recover = o->recover;
    reading r       = { .bytes = bytes, .recover = recover, .salt = o->salt, .sink = sink };
    if (chunk_count(bytes) > EVTX_CHUNKS_MAX) return ST_INVALID;
    if (!str_starts(bytes, file_signature) && !any_chunk(bytes)) return ST_INVALID;
    if (!events_room(&r, &room) || (recover && !seen_room(&r, &room))) return ST_MEMORY;
    file_head(&r);
    all_live(&r);
    file_end(&r);
    if (recover) all_slack(&r);
    *out = r.counts;
    return r.stopped ? ST_LIMIT : ST_OK;
}
