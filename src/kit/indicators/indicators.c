// indicators.c - see indicators.h.
#include "kit/indicators/inside.h"

#include <hs/hs.h>
#include <string.h>

#include "kit/indicators/file_names.h"

enum { COLUMNS_MAX = 16, NO_COLUMN = -1, TURNS = 2 }; // TURNS: as bytes, as UTF-16

typedef struct hash_slot {
    uint64_t hash;
    uint32_t number;
} hash_slot;

struct indicators {
    arena          *a;
    listed         *at;
    size_t          count, cap, refused, longest;
    bool            kinds[LISTED_NAME + 1];
    named          *names;
    listed_refusal *refusals;
    size_t          refusal_count;
    hs_database_t  *texts;
    hs_scratch_t   *scratch;
    hash_slot      *hashes;
    size_t          mask;
};

// ---- lists ---------------------------------------------------------------------------------------

static bool is_ascii(char c)
{
    return (unsigned char)c < 0x80;
}

static status keep(indicators *s, listed one)
{
    if (s->count == LISTED_MAX) return ST_LIMIT;
    if (s->count == s->cap) {
        size_t  more = s->cap ? s->cap * 2 : 256;
        listed *to   = NEW(s->a, listed, more);
        if (!to) return ST_MEMORY;
        if (s->count) memcpy(to, s->at, s->count * sizeof *to);
        s->at = to, s->cap = more;
    }
    s->at[s->count++]  = one;
    s->kinds[one.kind] = true;
    return ST_OK;
}

static status add(indicators *s, listed one)
{
    one.value = str_trim(one.value);
    one.note  = str_begin(str_trim(one.note), LISTED_NOTE_MAX);
    if (!listed_fits(one.value) || !str_is_text(one.note)) {
        s->refused++;
        return ST_OK;
    }
    one.kind = listed_kind_of(one.value);
    if ((size_t)one.value.len > s->longest) s->longest = (size_t)one.value.len;
    return keep(s, one);
}

// A field of a csv line; quotes around it are taken off, doubled ones within it stay doubled.
static str next_column(str *rest)
{
    str column;
    if (rest->len && rest->ptr[0] == '"') {
        str       body = str_slice(*rest, 1, rest->len);
        ptrdiff_t end  = str_find(body, S("\""));
        if (end >= 0) {
            column = str_slice(body, 0, end);
            (void)str_cut(str_slice(body, end + 1, body.len), ',', &(str){ 0 }, rest);
            return column;
        }
    }
    (void)str_cut(*rest, ',', &column, rest);
    return str_trim(column);
}

static int value_column(str line)
{
    for (int i = 0; i < COLUMNS_MAX && line.len; i++) {
        str name = next_column(&line);
        if (str_equal_nocase(name, S("value")) || str_equal_nocase(name, S("indicator"))) return i;
    }
    return NO_COLUMN;
}

static status csv_line(indicators *s, str line, int value, listed one)
{
    str parts[COLUMNS_MAX] = { 0 };
    int count              = 0;
    while (line.len && count < COLUMNS_MAX) parts[count++] = next_column(&line);
    one.value = value < count ? parts[value] : (str){ 0 };
    for (int i = 0; i < count; i++) {
        if (i != value && parts[i].len > one.note.len) one.note = parts[i];
    }
    return add(s, one);
}

static status refuse(indicators *s, listed_refusal r)
{
    s->refused++;
    if (!s->refusals) s->refusals = NEW(s->a, listed_refusal, LISTED_REFUSALS);
    if (!s->refusals) return ST_MEMORY;
    if (s->refusal_count < LISTED_REFUSALS) s->refusals[s->refusal_count++] = r;
    return ST_OK;
}

// A comment that says something: what stands below it is of that.
static str heading(str comment)
{
    while (comment.len && (comment.ptr[0] == '#' || comment.ptr[0] == ' ' || comment.ptr[0] == '-'))
        comment = str_slice(comment, 1, comment.len);
    return str_is_text(comment) ? str_trim(comment) : (str){ "", 0 };
}

static status load_names(indicators *s, str list, str bytes)
{
    str note = { "", 0 };
    for (uint32_t number = 1; bytes.len; number++) {
        str            line;
        listed_refusal r = { .list = list, .line = number };
        (void)str_cut(bytes, '\n', &line, &bytes);
        line = str_trim(line);
        if (line.len && line.ptr[0] == '#') note = heading(line);
        if (!line.len || line.ptr[0] == '#') continue;
        listed one = { .kind = LISTED_NAME, .note = note, .list = list, .line = number };
        status st  = named_add(&s->names, s->a, line, (uint32_t)s->count, &one, &r.why, &r.detail);
        if (st == ST_INVALID)
            st = refuse(s, r);
        else if (st == ST_OK)
            st = keep(s, one);
        TRY(st);
    }
    return ST_OK;
}

const listed_refusal *indicators_refusal(const indicators *s, size_t i)
{
    return i < s->refusal_count ? &s->refusals[i] : NULL;
}

bool indicators_name(const indicators *s, str path, bool (*met)(void *ctx, size_t number),
                     void *ctx)
{
    return named_search(s->names, path, met, ctx);
}

status indicators_load(indicators *s, str list, str bytes)
{
    int column = NO_COLUMN;
    if (str_starts(bytes, S("\xef\xbb\xbf"))) bytes = str_slice(bytes, 3, bytes.len);
    if (named_form(bytes)) return load_names(s, list, bytes);
    for (uint32_t number = 1; bytes.len; number++) {
        listed one = { .list = list, .line = number };
        str    line;
        (void)str_cut(bytes, '\n', &line, &bytes);
        line = str_trim(line);
        if (number == 1) column = value_column(line);
        if (!line.len || line.ptr[0] == '#' || (number == 1 && column != NO_COLUMN)) continue;
        if (column != NO_COLUMN) {
            TRY(csv_line(s, line, column, one));
            continue;
        }
        (void)str_cut(line, ';', &one.value, &one.note);
        TRY(add(s, one));
    }
    return ST_OK;
}

indicators *indicators_new(arena *a)
{
    indicators *s = NEW(a, indicators, 1);
    if (s) s->a = a;
    return s;
}

size_t indicators_count(const indicators *s)
{
    return s->count;
}

size_t indicators_refused(const indicators *s)
{
    return s->refused;
}

const listed *indicators_at(const indicators *s, size_t i)
{
    return &s->at[i];
}

bool indicators_want(const indicators *s, listed_kind k)
{
    return s->kinds[k];
}

// ---- making ready --------------------------------------------------------------------------------

static str wide_of(arena *a, str s)
{
    char *to = NEW(a, char, s.len * 2);
    for (ptrdiff_t i = 0; to && i < s.len; i++) to[2 * i] = s.ptr[i];
    return (str){ to, s.len * 2 };
}

static bool is_hash(listed_kind k)
{
    return k == LISTED_MD5 || k == LISTED_SHA1 || k == LISTED_SHA256;
}

static str lower(arena *a, str s)
{
    str copy;
    if (arena_copy(a, s, &copy) != ST_OK) return (str){ 0 };
    for (char *p = (char *)(uintptr_t)copy.ptr; p < copy.ptr + copy.len; p++) {
        if (*p >= 'A' && *p <= 'Z') *p = (char)(*p | 32);
    }
    return copy;
}

static status keep_hashes(indicators *s)
{
    s->mask = 1023;
    while (s->mask < s->count * 2) s->mask = s->mask * 2 + 1;
    s->hashes = NEW(s->a, hash_slot, s->mask + 1);
    if (!s->hashes) return ST_MEMORY;
    for (uint32_t i = 0; i < s->count; i++) {
        if (!is_hash(s->at[i].kind)) continue;
        s->at[i].value = lower(s->a, s->at[i].value);
        if (!s->at[i].value.ptr) return ST_MEMORY;
        uint64_t hash = str_hash(s->at[i].value) | 1;
        size_t   at   = hash & s->mask;
        while (s->hashes[at].hash) at = (at + 1) & s->mask;
        s->hashes[at] = (hash_slot){ hash, i };
    }
    return ST_OK;
}

bool indicators_hash(const indicators *s, str hex, size_t *number)
{
    uint64_t hash = str_hash(hex) | 1;
    for (size_t at = hash & s->mask; s->hashes[at].hash; at = (at + 1) & s->mask) {
        if (s->hashes[at].hash != hash || !str_equal(s->at[s->hashes[at].number].value, hex))
            continue;
        *number = s->hashes[at].number;
        return true;
    }
    return false;
}

status indicators_compile(indicators *s)
{
    size_t       most = s->count * TURNS, count = 0;
    const char **texts   = NEW(s->a, const char *, most + 1);
    unsigned    *flags   = NEW(s->a, unsigned, most + 1);
    unsigned    *ids     = NEW(s->a, unsigned, most + 1);
    size_t      *lengths = NEW(s->a, size_t, most + 1);
    if (!texts || !flags || !ids || !lengths) return ST_MEMORY;
    TRY(keep_hashes(s));
    if (s->count == 0) return ST_OK;
    for (size_t i = 0; i < most; i++) {
        str text = s->at[i / TURNS].value;
        if (s->at[i / TURNS].kind == LISTED_NAME) continue;
        if (i % TURNS && !all_are(text, is_ascii)) continue;
        if (i % TURNS) text = wide_of(s->a, text);
        if (!text.ptr) return ST_MEMORY;
        texts[count] = text.ptr, lengths[count] = (size_t)text.len, ids[count] = (unsigned)i;
        flags[count++] = HS_FLAG_CASELESS;
    }
    if (count == 0) return ST_OK;
    hs_compile_error_t *why = NULL;
    hs_error_t          got = hs_compile_lit_multi(texts, flags, ids, lengths, (unsigned)count,
                                                   HS_MODE_BLOCK, NULL, &s->texts, &why);
    if (why) (void)hs_free_compile_error(why);
    if (got != HS_SUCCESS) return ST_BROKEN;
    return hs_alloc_scratch(s->texts, &s->scratch) == HS_SUCCESS ? ST_OK : ST_MEMORY;
}

void indicators_free(indicators *s)
{
    (void)hs_free_database(s->texts);
    (void)hs_free_scratch(s->scratch);
    named_free(s->names);
}

// ---- searching -----------------------------------------------------------------------------------

typedef struct search {
    const indicators *s;
    str               bytes;
    size_t            window; // where it begins
    size_t            fresh;  // what ends before was met in the window before
    indicators_met   *met;
    void             *ctx;
    bool              stopped;
} search;

// The character `away` places before or behind; 0 at an end.
static char beside(const search *x, size_t from, ptrdiff_t away, bool wide)
{
    ptrdiff_t at = (ptrdiff_t)from + away * (wide ? 2 : 1);
    if (at < 0 || at >= x->bytes.len) return 0;
    if (wide && (at + 1 >= x->bytes.len || x->bytes.ptr[at + 1])) return 0;
    return x->bytes.ptr[at];
}

static bool stands_alone(const search *x, listed_kind kind, size_t from, size_t to, bool wide)
{
    char before = beside(x, from, -1, wide), behind = beside(x, to, 0, wide);
    char far = beside(x, from, -2, wide), next = beside(x, to, 1, wide);
    switch (kind) {
    case LISTED_MD5:
    case LISTED_SHA1:
    case LISTED_SHA256: return !is_hex(before) && !is_hex(behind);
    case LISTED_ADDRESS:
        return !is_digit(before) && !(before == '.' && is_digit(far)) && !is_digit(behind) &&
               !(behind == '.' && is_digit(next));
    case LISTED_DOMAIN:
        return !is_name(before) && !is_name(behind) && !(behind == '.' && is_name(next));
    case LISTED_WORD:
    case LISTED_URL:
    case LISTED_NAME: break;
    }
    return true;
}

static int on_text(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                   void *ctx)
{
    search       *x    = ctx;
    const listed *one  = &x->s->at[id / TURNS];
    bool          wide = id % TURNS;
    size_t        end  = x->window + (size_t)to;
    size_t        size = (size_t)one->value.len * (wide ? 2 : 1);
    (void)from, (void)flags;
    if (end <= x->fresh || !stands_alone(x, one->kind, end - size, end, wide)) return 0;
    x->stopped = !x->met(x->ctx, id / TURNS, end - size, end);
    return x->stopped;
}

status indicators_search(const indicators *s, str bytes, indicators_met *met, void *ctx,
                         void (*passed)(void *ctx, uint64_t to))
{
    search x    = { .s = s, .bytes = bytes, .met = met, .ctx = ctx };
    size_t size = (size_t)bytes.len, overlap = s->longest * 2;
    if (!s->texts) return ST_OK;
    for (size_t at = 0; at < size && !x.stopped; at += LISTED_WINDOW) {
        size_t end     = size - at < LISTED_WINDOW ? size : at + LISTED_WINDOW;
        x.window       = at < overlap ? 0 : at - overlap;
        x.fresh        = at;
        hs_error_t got = hs_scan(s->texts, bytes.ptr + x.window, (unsigned)(end - x.window), 0,
                                 s->scratch, on_text, &x);
        if (got != HS_SUCCESS && got != HS_SCAN_TERMINATED) return ST_BROKEN;
        if (passed && end > overlap) passed(ctx, end - overlap);
    }
    return ST_OK;
}
