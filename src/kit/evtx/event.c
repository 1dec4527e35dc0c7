// event.c - a record's BinXML: fragments, template instances, and the programs of a chunk's definitions.
#include "kit/evtx/inside.h"

void events_chunk(events *e, str bytes, bool strict)
{
    e->chunk       = (chunk_view){ bytes, strict };
    e->kept        = e->whole;
    e->known_count = 0;
    e->chunk_steps = e->chunk_bytes = 0;
    e->turn++;
}

// ---- programs ----------------------------------------------------------------------------------

static known_program *slot_of(events *e, uint32_t at)
{
    uint32_t i = at * 2654435761u >> 16 & (KNOWN_SLOTS - 1);
    while (e->known[i].chunk_turn == e->turn && e->known[i].at != at) {
        i = (i + 1) & (KNOWN_SLOTS - 1);
    }
    return &e->known[i];
}

enum { NAMES_AT_A_STEP = 256 };

// The program of the elements from r on; r is left behind them.
static bool compile(events *e, reader *r, bool depends, arena *a, program *out)
{
    tree t = { .chunk = &e->chunk, .nodes = e->nodes, .depends = depends };
    tree_read(&t, r);
    if (!charge(e, t.count)) return false;
    if (t.why) return fails(e, t.why);
    if (!program_make(&e->build, &t, a, out)) return fails(e, EVTX_XML_LARGE);
    return charge(e, e->build.compared / NAMES_AT_A_STEP);
}

static bool definition_read(events *e, uint32_t at, uint32_t id, reader *r)
{
    reader head = { e->chunk.bytes, at, at > (size_t)e->chunk.bytes.len };
    (void)take_u32(&head); // the next one of its kind
    uint32_t guid = take_u32(&head);
    (void)read_bytes(&head, 12);
    uint32_t size = take_u32(&head);
    *r            = head;
    (void)read_bytes(&head, size);
    if (head.bad || guid != id) return fails(e, EVTX_XML_TEMPLATE);
    r->all.len = (ptrdiff_t)head.at;
    return true;
}

// ---- programs lent to slack ----------------------------------------------------------------------
// A record in slack points to where its template stood in a chunk that was written over since. The same
// template mostly stands somewhere else in the file, under the same identifier.

static lent_program *lent_slot(events *e, uint32_t id)
{
    uint32_t i = id * 2654435761u >> 16 & (LENT_SLOTS - 1);
    while (e->lent[i].program && e->lent[i].id != id) i = (i + 1) & (LENT_SLOTS - 1);
    return &e->lent[i];
}

static void lend(events *e, uint32_t id, const program *p)
{
    lent_program *slot = e->lends && !p->bound ? lent_slot(e, id) : NULL;
    if (!slot || slot->program || e->lent_count == EVTX_LENT_MAX) return;
    arena before  = e->lent_room;
    slot->id      = id;
    slot->program = program_copy(p, &e->lent_room);
    if (slot->program)
        e->lent_count++;
    else
        e->lent_room = before;
}

// Instead of one that is not where it was; the record fails for that unless there is one.
static const program *borrow(events *e, uint32_t id)
{
    bool over = e->why == EVTX_XML_TEMPLATE || e->why == EVTX_XML_NAME || e->why == EVTX_XML_CUT ||
                e->why == EVTX_XML_TOKEN;
    const program *p = e->chunk.strict && over ? lent_slot(e, id)->program : NULL;
    if (!p) return NULL;
    e->why      = 0;
    e->borrowed = true;
    return p;
}

// Whether the values are what a borrowed template announces: as many, and each of its type or empty.
static bool values_agree(const program *p, const value *v, uint32_t count)
{
    if (count < p->type_count) return false;
    for (uint32_t i = 0; i < p->type_count; i++) {
        uint8_t type = (uint8_t)p->types[i];
        if (type != TYPE_UNUSED && v[i].type != VALUE_NULL && v[i].type != type) return false;
    }
    return true;
}

static const program *program_at(events *e, uint32_t at, uint32_t id)
{
    known_program *slot = slot_of(e, at);
    if (slot->chunk_turn == e->turn && slot->id == id) return slot->program;
    if (slot->chunk_turn == e->turn) (void)fails(e, EVTX_XML_TEMPLATE);
    if (e->why) return NULL;
    reader   r;
    arena    before = e->kept;
    program *made   = NEW(&e->kept, program, 1);
    bool     good   = made || fails(e, EVTX_XML_LARGE);
    if (e->known_count == EVTX_PROGRAMS_MAX) good = fails(e, EVTX_XML_LARGE);
    good = good && definition_read(e, at, id, &r) && compile(e, &r, true, &e->kept, made);
    if (!good) {
        e->kept = before;
        return NULL;
    }
    *slot = (known_program){ at, id, e->turn, made };
    e->known_count++;
    lend(e, id, made);
    return made;
}

void events_gather(events *e, size_t from)
{
    static const str head  = STR("\x0f\x01\x01");
    str              bytes = e->chunk.bytes;
    e->steps               = 0;
    while (from < (size_t)bytes.len && e->chunk_steps <= EVTX_CHUNK_STEPS_MAX) {
        const char *hit = memmem(bytes.ptr + from, (size_t)bytes.len - from, head.ptr,
                                 (size_t)head.len);
        size_t      at  = hit ? (size_t)(hit - bytes.ptr) : 0;
        if (!hit) return;
        from = at + 1;
        if (at < DEFINITION_HEAD_BYTES) continue;
        uint32_t id = u32_of(hit - DEFINITION_HEAD_BYTES + 4);
        e->why      = 0;
        e->steps    = 0;
        if (!lent_slot(e, id)->program)
            (void)program_at(e, (uint32_t)(at - DEFINITION_HEAD_BYTES), id);
        e->chunk_steps += e->steps + 1;
    }
}

// ---- template instances ------------------------------------------------------------------------

static bool read_values(events *e, reader *r, value **values, uint32_t *count)
{
    *count          = take_u32(r);
    str descriptors = read_bytes(r, (uint64_t)*count * 4);
    if (r->bad) return fails(e, EVTX_XML_CUT);
    if (*count > EVTX_VALUES_MAX - e->value_count) return fails(e, EVTX_XML_LARGE);
    if (!charge(e, *count / 4)) return false;
    *values = e->values + e->value_count;
    for (uint32_t i = 0; i < *count; i++) {
        const char *d    = descriptors.ptr + (size_t)i * 4;
        str         data = read_bytes(r, u16_of(d));
        (*values)[i]     = (value){ data.ptr, (uint16_t)data.len, (uint8_t)d[2] };
    }
    if (r->bad) return fails(e, EVTX_XML_CUT);
    e->value_count += *count;
    return true;
}

// r stands behind the token.
void instance_members(events *e, reader *r)
{
    (void)take_u8(r);
    uint32_t id = take_u32(r), at = take_u32(r), count = 0, before = e->value_count;
    value   *values = NULL;
    if (r->bad) (void)fails(e, EVTX_XML_CUT);
    if (++e->nested > EVTX_NESTED_MAX) (void)fails(e, EVTX_XML_DEEP);
    if (e->why) return;
    bool           lent = false;
    const program *g    = program_at(e, at, id);
    if (!g) lent = (g = borrow(e, id)) != NULL;
    if (at == r->at) { // the definition stands here
        (void)read_bytes(r, 20);
        (void)read_bytes(r, take_u32(r));
    }
    if (g && read_values(e, r, &values, &count)) {
        if (lent && !values_agree(g, values, count)) (void)fails(e, EVTX_XML_TEMPLATE);
        if (!e->why) run_members(e, g, values, count);
    }
    e->value_count = before;
    e->nested--;
}

// ---- fragments ---------------------------------------------------------------------------------

// Elements that stand here and not in a definition. Whether they carry a dependency number is told by nothing
// but where they stand; a producer that does it the other way is understood too.
static void elements_here(events *e, reader *r, bool depends)
{
    program g;
    arena   scratch = e->kept;
    reader  again   = *r;
    bool    good    = compile(e, r, depends, &scratch, &g);
    if (!good && e->why != EVTX_XML_LARGE) {
        evtx_why first = e->why;
        e->why         = 0;
        *r             = again;
        scratch        = e->kept;
        good           = compile(e, r, !depends, &scratch, &g);
        if (!good) e->why = first;
    }
    if (!good) return;
    arena kept = e->kept;
    e->kept    = scratch; // what runs may compile more
    run_members(e, &g, NULL, 0);
    // Definitions that were met meanwhile lie behind it and stay; without any its room is free again.
    if (e->kept.next == scratch.next) e->kept = kept;
}

void fragment_members(events *e, reader r, bool depends)
{
    if (++e->nested > EVTX_NESTED_MAX) (void)fails(e, EVTX_XML_DEEP);
    while (!e->why && reader_left(&r)) {
        switch ((uint8_t)r.all.ptr[r.at]) {
        case TOKEN_FRAGMENT: (void)read_bytes(&r, FRAGMENT_HEAD_BYTES); break;
        case TOKEN_TEMPLATE:
            (void)take_u8(&r);
            instance_members(e, &r);
            break;
        case TOKEN_END: r.at = (size_t)r.all.len; break;
        default: elements_here(e, &r, depends); break;
        }
        if (r.bad) (void)fails(e, EVTX_XML_CUT);
    }
    e->nested--;
}

// ---- a record ------------------------------------------------------------------------------------

enum { LINE_END_MAX = 64 }; // room for what ends every line, and for what is copied beyond it

static void begin_line(events *e, char *line)
{
    e->p     = line;
    e->end   = line + EVTX_LINE_MAX - LINE_END_MAX;
    e->why   = 0;
    e->steps = e->nested = e->value_count = e->open_base = e->open_count = 0;
    e->depth                                                             = 0;
    e->borrowed                                                          = false;
    *e->p++                                                              = '{';
    know_key(e, S("recovered"));
    know_key(e, S("template"));
    bool spent = e->chunk_steps > EVTX_CHUNK_STEPS_MAX || e->chunk_bytes > EVTX_CHUNK_LINES_MAX;
    if (spent) (void)fails(e, EVTX_XML_STEPS);
}

static void end_line(events *e, bool recovered)
{
    static const str mark = STR("\"recovered\":true"), lent = STR(",\"template\":\"borrowed\"");
    if (recovered) { // behind the comma that stands there
        e->p = (char *)memcpy(e->p, mark.ptr, (size_t)mark.len) + mark.len;
        if (e->borrowed) e->p = (char *)memcpy(e->p, lent.ptr, (size_t)lent.len) + lent.len;
    } else {
        e->p--;
    }
    *e->p++ = '}';
    *e->p++ = '\n';
}

size_t events_line(events *e, size_t from, size_t to, bool recovered, char *line, size_t *event)
{
    reader r  = { e->chunk.bytes, from, false };
    r.all.len = (ptrdiff_t)to;
    begin_line(e, line);
    if (!e->why) fragment_members(e, r, true);
    if (!e->why && e->p[-1] != ',') (void)fails(e, EVTX_XML_EMPTY);
    e->chunk_steps += e->steps;
    if (e->why) return 0;
    *event = (size_t)(e->p - line) - 1;
    end_line(e, recovered);
    e->chunk_bytes += (size_t)(e->p - line);
    return (size_t)(e->p - line);
}
