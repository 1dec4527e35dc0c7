// event.c - a record's BinXML: fragments, template instances, and the programs of a chunk's definitions.
#include "kit/evtx/inside.h"

void events_chunk(events *e, str bytes, bool strict)
{
    e->chunk       = (chunk_view){ bytes, strict };
    e->kept        = e->whole;
    e->known_count = 0;
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

// The program of the elements from r on; r is left behind them.
static bool compile(events *e, reader *r, bool depends, arena *a, program *out)
{
    tree t = { .chunk = &e->chunk, .nodes = e->nodes, .depends = depends };
    tree_read(&t, r);
    if (t.why) return fail(e, t.why);
    // What cannot be the work of one record is charged to it.
    e->steps += t.count;
    if (!program_make(&e->build, &t, a, out)) return fail(e, EVTX_XML_LARGE);
    return true;
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
    if (head.bad || guid != id) return fail(e, EVTX_XML_TEMPLATE);
    r->all.len = (ptrdiff_t)head.at;
    return true;
}

static const program *program_at(events *e, uint32_t at, uint32_t id)
{
    known_program *slot = slot_of(e, at);
    if (slot->chunk_turn == e->turn && slot->id == id) return slot->program;
    if (slot->chunk_turn == e->turn) (void)fail(e, EVTX_XML_TEMPLATE);
    if (e->why) return NULL;
    reader   r;
    arena    before = e->kept;
    program *made   = NEW(&e->kept, program, 1);
    bool     good   = made || fail(e, EVTX_XML_LARGE);
    if (e->known_count == EVTX_PROGRAMS_MAX) good = fail(e, EVTX_XML_LARGE);
    good = good && definition_read(e, at, id, &r) && compile(e, &r, true, &e->kept, made);
    if (!good) {
        e->kept = before;
        return NULL;
    }
    *slot = (known_program){ at, id, e->turn, made };
    e->known_count++;
    return made;
}

// ---- template instances ------------------------------------------------------------------------

static bool read_values(events *e, reader *r, value **values, uint32_t *count)
{
    *count          = take_u32(r);
    str descriptors = read_bytes(r, (uint64_t)*count * 4);
    if (r->bad) return fail(e, EVTX_XML_CUT);
    if (*count > EVTX_VALUES_MAX - e->value_count) return fail(e, EVTX_XML_LARGE);
    *values = e->values + e->value_count;
    for (uint32_t i = 0; i < *count; i++) {
        const char *d    = descriptors.ptr + (size_t)i * 4;
        str         data = read_bytes(r, u16_of(d));
        (*values)[i]     = (value){ data.ptr, (uint16_t)data.len, (uint8_t)d[2] };
    }
    if (r->bad) return fail(e, EVTX_XML_CUT);
    e->value_count += *count;
    return true;
}

// r stands behind the token.
void instance_members(events *e, reader *r)
{
    (void)take_u8(r);
    uint32_t id = take_u32(r), at = take_u32(r), count = 0, before = e->value_count;
    value   *values = NULL;
    if (r->bad) (void)fail(e, EVTX_XML_CUT);
    if (++e->nested > EVTX_NESTED_MAX) (void)fail(e, EVTX_XML_DEEP);
    if (e->why) return;
    const program *g = program_at(e, at, id);
    if (at == r->at) { // the definition stands here
        (void)read_bytes(r, 20);
        (void)read_bytes(r, take_u32(r));
    }
    if (g && read_values(e, r, &values, &count)) run_members(e, g, values, count);
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
    if (++e->nested > EVTX_NESTED_MAX) (void)fail(e, EVTX_XML_DEEP);
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
        if (r.bad) (void)fail(e, EVTX_XML_CUT);
    }
    e->nested--;
}

// ---- a record ------------------------------------------------------------------------------------

size_t events_line(events *e, size_t from, size_t to, bool recovered, char *line)
{
    static const str mark = STR("\"recovered\":true}\n");
    reader           r    = { e->chunk.bytes, from, false };
    r.all.len             = (ptrdiff_t)to;
    e->p                  = line;
    e->end                = line + EVTX_LINE_MAX - mark.len - 2;
    e->why                = 0;
    e->steps = e->nested = e->value_count = e->open_base = e->open_count = 0;

    *e->p++ = '{';
    e->open[e->open_count++] = S("recovered");
    fragment_members(e, r, true);
    if (!e->why && e->p == line + 1) (void)fail(e, EVTX_XML_EMPTY);
    if (e->why) return 0;
    if (recovered) { // behind a comma
        memcpy(e->p, mark.ptr, (size_t)mark.len);
        return (size_t)(e->p - line) + (size_t)mark.len;
    }
    e->p[-1] = '}';
    *e->p++  = '\n';
    return (size_t)(e->p - line);
}
