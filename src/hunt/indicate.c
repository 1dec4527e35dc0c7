// indicate.c - indicators in the values of events, in the bytes of files, and as the hashes of whole files.
//
// An event log is not searched as bytes: its texts are pieces of templates there.
#include <openssl/evp.h>
#include <string.h>

#include "hunt/hunter.h"

enum {
    HASHES         = 3,
    HASHED_AT_ONCE = 1024 * 1024,
    BESIDE_MAX     = 2 * HUNT_BESIDE_BYTES + LISTED_VALUE_MAX,
};

static const struct {
    const char *name;
    listed_kind kind;
} algorithms[HASHES] = { { "MD5", LISTED_MD5 },
                         { "SHA1", LISTED_SHA1 },
                         { "SHA256", LISTED_SHA256 } };

static EVP_MD_CTX *hashing[HASHES]; // NULL: no list has such a hash

static EVP_MD *known[HASHES];

// The library looks for its settings with the first hash it is asked for.
bool indicate_begin(void)
{
    for (size_t i = 0; i < HASHES; i++) {
        known[i] = EVP_MD_fetch(NULL, algorithms[i].name, NULL);
        if (!known[i]) return false;
    }
    return true;
}

bool indicate_warm(hunter *h, arena *a)
{
    h->told = NEW(a, uint32_t, indicators_count(h->lists) + 1);
    if (!h->told) return false;
    for (size_t i = 0; i < HASHES; i++) {
        if (!indicators_want(h->lists, algorithms[i].kind)) continue;
        hashing[i] = EVP_MD_CTX_new();
        if (!hashing[i] || EVP_DigestInit_ex2(hashing[i], known[i], NULL) != 1) return false;
    }
    return true;
}

// ---- telling -------------------------------------------------------------------------------------

// What stands around it, as text: of UTF-16 every other byte, dots for what is none.
static str beside(str bytes, size_t from, size_t to, bool wide, char *room)
{
    size_t step = wide ? 2 : 1, back = HUNT_BESIDE_BYTES * step, len = 0;
    size_t at  = from > back ? from - back : from % step;
    size_t end = (size_t)bytes.len - to > back ? to + back : (size_t)bytes.len;
    for (; at < end && len < BESIDE_MAX; at += step) {
        char c     = bytes.ptr[at];
        bool plain = (c >= 0x20 && c < 0x7f) || (at >= from && at < to && (unsigned char)c >= 0x80);
        room[len++] = plain ? c : '.';
    }
    str s = { room, (ptrdiff_t)len };
    return str_is_text(s) ? s : (str){ "", 0 };
}

static void put_indicator(hunter *h, const listed *one, bool whole, uint64_t offset, str around,
                          str event)
{
    h->counts.indicators++;
    frame_begin(h->out, HUNT_FRAME_INDICATOR);
    frame_u8(h->out, (uint8_t)one->kind);
    frame_u8(h->out, whole);
    frame_u8(h->out, event.len && h->recovered);
    frame_u32(h->out, one->line);
    frame_u64(h->out, event.len ? h->place : 0);
    frame_u64(h->out, offset);
    put_text(h->out, one->value, LISTED_VALUE_MAX);
    put_text(h->out, one->note, LISTED_NOTE_MAX);
    put_text(h->out, one->list, HUNT_NAME_MAX);
    put_text(h->out, around, BESIDE_MAX);
    put_text(h->out, event, SIGMA_LINE_MAX);
    frame_end(h->out);
}

static bool is_to_be_told(hunter *h, size_t number)
{
    h->counts.indicators_met++;
    if (h->told[number] == HUNT_TOLD_MAX) return false;
    h->told[number]++;
    return true;
}

static bool is_met(hunter *h, str in, size_t number, size_t from, size_t to, uint64_t offset,
                   str event)
{
    const listed *one  = indicators_at(h->lists, number);
    bool          wide = to - from != (size_t)one->value.len;
    char          room[BESIDE_MAX];
    if (is_to_be_told(h, number))
        put_indicator(h, one, false, offset, beside(in, from, to, wide, room), event);
    return !h->out->failed;
}

// ---- events --------------------------------------------------------------------------------------

static bool in_event(void *ctx, size_t number, size_t from, size_t to)
{
    hunter *h = ctx;
    return is_met(h, sigma_whole(h->run), number, from, to, 0, h->event);
}

void indicate_event(hunter *h)
{
    if (!h->counts.evtx || !indicators_count(h->lists))
        return; // lines are searched with their file
    if (indicators_search(h->lists, sigma_whole(h->run), in_event, h, NULL) != ST_OK)
        h->out->failed = true;
}

// ---- files ---------------------------------------------------------------------------------------

static bool in_file(void *ctx, size_t number, size_t from, size_t to)
{
    hunter *h = ctx;
    return is_met(h, h->input, number, from, to, from, (str){ "", 0 });
}

static void compare_hash(hunter *h, size_t which)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned      len = 0;
    char          room[2 * EVP_MAX_MD_SIZE + 64];
    arena         a    = arena_over(room, sizeof room);
    buf           hex  = buf_in(&a, 2 * EVP_MAX_MD_SIZE, 2 * EVP_MAX_MD_SIZE);
    const str     none = { "", 0 };
    size_t        number;
    if (EVP_DigestFinal_ex(hashing[which], sum, &len) != 1) return;
    buf_hex(&hex, (str){ (const char *)sum, (ptrdiff_t)len });
    if (hex.failed || !indicators_hash(h->lists, buf_str(&hex), &number)) return;
    if (is_to_be_told(h, number))
        put_indicator(h, indicators_at(h->lists, number), true, 0, none, none);
}

static void hashes(hunter *h)
{
    bool any = false;
    for (size_t i = 0; i < HASHES; i++) any |= hashing[i] != NULL;
    if (!any) return;
    for (ptrdiff_t at = 0; at < h->input.len; at += HASHED_AT_ONCE) {
        str part = str_slice(h->input, at, at + HASHED_AT_ONCE);
        for (size_t i = 0; i < HASHES; i++) {
            if (hashing[i]) (void)EVP_DigestUpdate(hashing[i], part.ptr, (size_t)part.len);
        }
        passed(h, (uint64_t)(at + part.len));
    }
    for (size_t i = 0; i < HASHES; i++) {
        if (hashing[i]) compare_hash(h, i);
    }
}

static bool on_name(void *ctx, size_t number)
{
    hunter   *h    = ctx;
    const str none = { "", 0 };
    if (is_to_be_told(h, number))
        put_indicator(h, indicators_at(h->lists, number), true, 0, none, none);
    return !h->out->failed;
}

void indicate_name(hunter *h)
{
    (void)indicators_name(h->lists, str_from(h->name), on_name, h);
}

void indicate_file(hunter *h)
{
    if (!indicators_count(h->lists)) return;
    h->counts.searched_bytes = (uint64_t)h->input.len;
    if (!h->counts.evtx && indicators_search(h->lists, h->input, in_file, h, passed) != ST_OK)
        h->out->failed = true;
    hashes(h);
}
