// notice_ops.c - see notice_ops.h.
#include <openssl/evp.h>

#include "kit/law/incident_rules.h"
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/incidents/add_ops.h"
#include "modules/incidents/clock_ops.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"
#include "modules/incidents/notice_ops.h"
#include "modules/incidents/sent_ops.h"
#include "modules/letters/letters.h"
#include "modules/tasks/tasks.h"

enum { HOUR_MS = 3600 * 1000, SECRET_BYTES = 10, HOLDERS_MAX = 20 };

static status sha256_hex(arena *a, str bytes, str *out)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned      n = 0;
    buf           b = buf_in(a, 65, 65);
    if (EVP_Digest(bytes.ptr, (size_t)bytes.len, hash, &n, EVP_sha256(), NULL) != 1)
        return ST_BROKEN;
    buf_hex(&b, (str){ (const char *)hash, (ptrdiff_t)n });
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

// ---- by anybody ------------------------------------------------------------------------------------

typedef struct receiving {
    call                     *c;
    incident_notice_insert_in in;
    int64_t                   hour, id;
    str                       origin;
} receiving;

static status count_one(receiving *w, db *d, str key, int64_t most)
{
    notice_hour_add_row row;
    notice_hour_add_in  in = { .hour = w->hour, .key = key };
    TRY(notice_hour_add(d, &in, w->c->a, &row));
    if (row.n == 1 && !key.len) // a new hour: those long past are forgotten
        TRY(notice_hours_forget(d, &(notice_hours_forget_in){ .hour = w->hour - 1 }, NULL));
    return row.n > most ? ST_LIMIT : ST_OK;
}

static status receive(db *d, void *ctx)
{
    receiving                 *w = ctx;
    call                      *c = w->c;
    incident_notice_insert_row made;
    TRY(count_one(w, d, S(""), NOTICES_HOUR_MAX));
    TRY(count_one(w, d, w->origin, NOTICES_OF_ADDRESS_MAX));
    TRY(call_code(c, d, "TB", &w->in.code));
    TRY(incident_notice_insert(d, &w->in, c->a, &made));
    w->id = made.id;
    return audit_write(c, S("incident.notice"), S("incident-notice"), made.id, S(""));
}

// Asked before anything is written, so that a flood costs reads only.
static status room_left(call *c, const receiving *w)
{
    db                   *d;
    notice_hour_look_row *rows;
    size_t                n;
    notice_hour_look_in   in = { .hour = w->hour, .key = w->origin };
    TRY(call_db(c, &d));
    TRY(notice_hour_look(d, &in, c->a, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        if (rows[i].n >= (rows[i].key.len ? NOTICES_OF_ADDRESS_MAX : NOTICES_HOUR_MAX))
            return ST_LIMIT;
    }
    return ST_OK;
}

static status too_many(call *c, incident_problems *bad)
{
    int64_t wait  = (HOUR_MS - c->now_ms % HOUR_MS + 999) / 1000;
    bad->count    = 1;
    bad->items[0] = (problem){ .rule   = S("notice-too-many"),
                               .detail = arena_printf(c->a, "%lld", (long long)wait) };
    return ST_LIMIT;
}

static status look_through(call *c, notice_text *w, bool open, incident_problems *bad)
{
    int64_t          holders[HOLDERS_MAX];
    size_t           n;
    incident_reading r = { c->a, c->now_ms, true, letter_secret_mark };
    *bad               = (incident_problems){ .count = 0 };
    TRY(incident_seat_holders(c, SEAT_COORDINATOR, holders, &n));
    if (n == 0) {
        bad->items[bad->count++] = (problem){ .rule = S("notice-nobody") };
        return ST_INVALID;
    }
    incident_notice_read(&r, w, bad);
    if (!open && bad->count < INCIDENT_PROBLEMS_MAX)
        bad->items[bad->count++] = (problem){ .field = S("open"), .rule = S("incident-open") };
    return bad->count ? ST_INVALID : ST_OK;
}

status incident_notices_add(call *c, notice_text *typed, bool open, notice_receipt *out,
                            incident_problems *bad)
{
    unsigned char random[SECRET_BYTES];
    receiving     w = { .c = c, .hour = c->now_ms / HOUR_MS };
    buf           b = buf_in(c->a, 2 * SECRET_BYTES + 1, 2 * SECRET_BYTES + 1);
    status        st;
    TRY(look_through(c, typed, open, bad));
    w.origin = call_origin(c);
    if (!w.origin.ptr) return ST_MEMORY;
    st = room_left(c, &w);
    if (st == ST_LIMIT) return too_many(c, bad);
    TRY(st);
    TRY(os_random(random, sizeof(random)));
    buf_hex(&b, (str){ (const char *)random, sizeof(random) });
    str secret   = buf_str(&b);
    w.in.now     = c->now_ms;
    w.in.content = incident_notice_json(c->a, typed);
    w.in.title   = incident_notice_title(typed);
    if (b.failed || !w.in.content.ptr) return ST_MEMORY;
    TRY(sha256_hex(c->a, w.in.content, &w.in.sha256));
    TRY(sha256_hex(c->a, secret, &w.in.secret_hash));
    st = call_act(c, receive, &w);
    if (st == ST_LIMIT) return too_many(c, bad);
    TRY(st);
    *out = (notice_receipt){ w.id, c->now_ms, w.in.code, secret, w.in.sha256 };
    return ST_OK;
}

status incident_notices_status(call *c, str code, str secret, notice_status *out)
{
    db                        *d;
    incident_notice_status_row row;
    incident_notice_status_in  in = { .code = str_trim(code) };
    TRY(sha256_hex(c->a, str_trim(secret), &in.secret_hash));
    if (!in.code.ptr) return ST_MISSING;
    TRY(call_db(c, &d));
    TRY(incident_notice_status(d, &in, c->a, &row));
    *out = (notice_status){ row.code, row.sha256, row.at_ms, row.acted_ms,
                            (notice_state)row.state };
    return ST_OK;
}

// ---- the coordinator -------------------------------------------------------------------------------

static status coordinates(call *c)
{
    int64_t holders[HOLDERS_MAX];
    size_t  n;
    if (incident_machine(c)) return ST_OK;
    TRY(incident_seat_holders(c, SEAT_COORDINATOR, holders, &n));
    for (size_t i = 0; i < n; i++) {
        if (holders[i] == c->who.body_id) return ST_OK;
    }
    return ST_MISSING;
}

static notice_row row_of(const incident_notice_rows_row *r)
{
    return (notice_row){ .id          = r->id,
                         .at_ms       = r->at_ms,
                         .acted_ms    = r->acted_ms,
                         .incident_id = r->incident_id,
                         .code        = r->code,
                         .content     = r->content,
                         .sha256      = r->sha256,
                         .title       = r->title,
                         .incident    = r->incident.ptr ? r->incident : S(""),
                         .reason      = r->reason,
                         .person      = r->person,
                         .state       = (notice_state)r->state };
}

status incident_notices_list(call *c, notice_state state, int64_t below, notice_row **out,
                             size_t *count)
{
    db                       *d;
    incident_notice_rows_row *rows;
    incident_notice_rows_in   in = { .state = state,
                                     .below = below ? below : INT64_MAX,
                                     .max   = NOTICES_PAGE };
    TRY(coordinates(c));
    TRY(call_db(c, &d));
    TRY(incident_notice_rows(d, &in, c->a, &rows, count));
    *out = NEW(c->a, notice_row, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) (*out)[i] = row_of(&rows[i]);
    return ST_OK;
}

status incident_notices_load(call *c, int64_t id, notice_row *out)
{
    _Static_assert(sizeof(incident_notice_one_row) == sizeof(incident_notice_rows_row),
                   "same columns");
    db                     *d;
    incident_notice_one_row row;
    TRY(coordinates(c));
    TRY(call_db(c, &d));
    TRY(incident_notice_one(d, &(incident_notice_one_in){ .id = id }, c->a, &row));
    *out = row_of((const incident_notice_rows_row *)(const void *)&row);
    return ST_OK;
}

typedef struct dealing {
    call        *c;
    int64_t      id, incident_id;
    notice_state to;
    str          reason;
} dealing;

static status set_notice(const dealing *w, db *d, const notice_row *n)
{
    int64_t                changed = 0;
    incident_notice_set_in in      = { .id       = n->id,
                                       .known    = n->state,
                                       .state    = w->to,
                                       .incident = w->incident_id,
                                       .reason   = w->reason.ptr ? w->reason : S(""),
                                       .person   = incident_person(w->c),
                                       .now      = w->c->now_ms };
    if (n->state > NOTICE_ACKNOWLEDGED) return ST_CONFLICT; // another dealt with it
    TRY(incident_notice_set(d, &in, &changed));
    if (changed != 1) return ST_CONFLICT;
    return audit_write(w->c, S("incident.notice-set"), S("incident-notice"), n->id, S(""));
}

static status deal(db *d, void *ctx)
{
    dealing   *w = ctx;
    notice_row n;
    TRY(incident_notices_load(w->c, w->id, &n));
    if (w->to == NOTICE_ACKNOWLEDGED && n.state != NOTICE_NEW) return ST_CONFLICT;
    TRY(set_notice(w, d, &n));
    if (!w->incident_id) return ST_OK;
    incident_event_draft e = { .kind = "notice", .after = n.code, .words = n.title };
    return incident_timeline_add(w->c, w->incident_id, &e);
}

status incident_notices_acknowledge(call *c, int64_t id)
{
    dealing w = { .c = c, .id = id, .to = NOTICE_ACKNOWLEDGED };
    return call_may(c, RIGHT_INCIDENTS_WRITE) ? call_act(c, deal, &w) : ST_FORBIDDEN;
}

status incident_notices_aside(call *c, int64_t id, str reason, problem *why)
{
    dealing w = { .c = c, .id = id, .to = NOTICE_ASIDE };
    TRY(coordinates(c));
    TRY(incident_words_check(c, "reason", reason, INCIDENT_REASON_MAX, true, &w.reason, why));
    return call_act(c, deal, &w);
}

status incident_notices_join(call *c, int64_t id, str ref, problem *why)
{
    dealing  w = { .c = c, .id = id, .to = NOTICE_JOINED };
    incident i;
    TRY(coordinates(c));
    status st = incident_of_ref(c, ref, &i);
    if (st == ST_MISSING)
        return problem_detail(why, ST_INVALID, S("into"), S("incident-unknown"), ref);
    TRY(st);
    w.incident_id = i.id;
    return call_act(c, deal, &w);
}

static status reopen(db *d, void *ctx)
{
    dealing               *w = ctx;
    call                  *c = w->c;
    notice_row             n;
    int64_t                changed = 0;
    incident_notice_set_in in      = { .id     = w->id,
                                       .state  = NOTICE_ACKNOWLEDGED,
                                       .reason = w->reason,
                                       .person = incident_person(c),
                                       .now    = c->now_ms };
    TRY(incident_notices_load(c, w->id, &n));
    if (n.state != NOTICE_ASIDE && n.state != NOTICE_JOINED) return ST_CONFLICT;
    in.known = n.state;
    TRY(incident_notice_set(d, &in, &changed));
    if (changed != 1) return ST_CONFLICT;
    str detail = arena_printf(c->a, "{\"from\":\"" STR_FMT "\"}",
                              STR_ARG(incident_notice_state_key(n.state)));
    if (!detail.ptr) return ST_MEMORY;
    TRY(audit_write(c, S("incident.notice-reopen"), S("incident-notice"), n.id, detail));
    if (!n.incident_id) return ST_OK;
    incident_event_draft e = { .kind = "parted", .after = n.code, .words = w->reason };
    return incident_timeline_add(c, n.incident_id, &e);
}

status incident_notices_reopen(call *c, int64_t id, str reason, problem *why)
{
    dealing w = { .c = c, .id = id };
    TRY(coordinates(c));
    if (!call_may(c, RIGHT_INCIDENTS_WRITE)) return ST_FORBIDDEN;
    TRY(incident_words_check(c, "reason", reason, INCIDENT_REASON_MAX, true, &w.reason, why));
    return call_act(c, reopen, &w);
}

// ---- it becomes an incident ------------------------------------------------------------------------

typedef struct notice_turning {
    dealing       w;
    incident_make make;
    int64_t       acted_ms; // when it was acknowledged; 0: by this
    str           sender;
} notice_turning;

// Its acknowledgement lives on as that of the incident.
static status turn(db *d, void *ctx)
{
    notice_turning *t = ctx;
    call           *c = t->w.c;
    incident        i;
    TRY(incident_make_inside(&t->make, d));
    t->w.incident_id = t->make.id;
    TRY(incident_acknowledged(c, d, t->make.id, t->acted_ms ? t->acted_ms : c->now_ms, t->sender));
    TRY(incident_store_load(d, t->make.id, c->a, &i));
    TRY(incident_clocks_run(c, &i, S("")));
    return deal(d, &t->w);
}

static void give(incident_value *out, size_t *at, const char *key, str value)
{
    out[(*at)++] = (incident_value){ str_from(key), value.ptr ? value : S("") };
}

// What the notice says, as far as it may be kept so; and nothing of who took it: the contact is the sender's.
static size_t values_of(call *c, const notice_row *n, const notice_text *w, incident_value *out)
{
    size_t           at = 0;
    incident_reading r  = { c->a, c->now_ms, true, letter_secret_mark };
    for (size_t i = 0; i < NOTICE_FIELDS; i++) {
        str  key  = str_from(incident_notice_keys[i]);
        bool fits = incident_value_fits(&r, key, w->at[i]);
        if (fits && w->at[i].len) give(out, &at, incident_notice_keys[i], w->at[i]);
        if ((!fits || !w->at[i].len) && str_starts(key, S("reporter_")))
            give(out, &at, incident_notice_keys[i], S(""));
    }
    bool good = incident_value_fits(&r, S("contact_email"), w->at[10]);
    give(out, &at, "title", str_begin(n->title, INCIDENT_TEXT_MAX));
    give(out, &at, "received", time_rfc3339(c->a, n->at_ms));
    give(out, &at, "present_state", S("unhandled"));
    give(out, &at, "contact_name", w->at[7]);
    give(out, &at, "contact_title", S(""));
    give(out, &at, "contact_phone", w->at[9].len ? w->at[9] : S("–"));
    give(out, &at, "contact_email", good ? w->at[10] : S(""));
    if (!w->at[3].len) give(out, &at, "detected", time_rfc3339(c->a, n->at_ms));
    return at;
}

status incident_notices_take(call *c, const notice_taking *k, int64_t *incident_id,
                             incident_problems *bad)
{
    notice_turning *t = NEW(c->a, notice_turning, 1);
    incident_value *v = NEW(c->a, incident_value, NOTICE_FIELDS + 12);
    notice_row      n;
    notice_text     words;
    if (!t || !v) return ST_MEMORY;
    *bad = (incident_problems){ .count = 0 };
    TRY(incident_notices_load(c, k->id, &n));
    if (n.state > NOTICE_ACKNOWLEDGED) return ST_CONFLICT;
    TRY(incident_notice_parse(c->a, n.content, &words));
    const incident_draft d = { .system = k->system,
                               .owner  = k->owner,
                               .values = v,
                               .count  = values_of(c, &n, &words, v),
                               .open   = true };
    t->w                   = (dealing){ .c = c, .id = k->id, .to = NOTICE_TAKEN };
    t->acted_ms            = n.state == NOTICE_ACKNOWLEDGED ? n.acted_ms : 0;
    t->sender              = words.at[7];
    TRY(incident_make_ready(c, &d, &t->make, bad));
    TRY(call_act(c, turn, t));
    *incident_id = t->make.id;
    return ST_OK;
}

// ---- what waits ------------------------------------------------------------------------------------

static status waiting(call *c, int64_t *n)
{
    db                          *d;
    incident_notices_waiting_row row;
    TRY(call_db(c, &d));
    TRY(incident_notices_waiting(d, c->a, &row));
    *n = row.n;
    return ST_OK;
}

status incident_notices_open(call *c, bool *coordinator, int64_t *n)
{
    status st    = coordinates(c);
    *coordinator = st == ST_OK;
    *n           = 0;
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    return waiting(c, n);
}

static status look(call *c, task_found *found, void *ctx)
{
    const law_incident_clock *rule = law_incident_clock_find(law_current(), S("T20-6"));
    int64_t                   ids[HOLDERS_MAX], n;
    size_t                    holders;
    TRY(waiting(c, &n));
    if (!n) return ST_OK;
    TRY(incident_seat_holders(c, SEAT_COORDINATOR, ids, &holders));
    for (size_t i = 0; i < holders; i++) {
        const task_draft t = { .object_kind = S("incident-notices"),
                               .object_id   = ids[i],
                               .object_name = S(""),
                               .address     = S("/su-co/thong-bao"),
                               .n           = n,
                               .body_id     = ids[i],
                               .role        = TASK_COORDINATOR,
                               .cite = rule ? law_say(rule->cite.text, c->lang == LANG_EN) : S(""),
                               .certainty = rule ? str_from(law_certainty_key(rule->certainty))
                                                 : S("") };
        TRY(found(ctx, &t));
    }
    return ST_OK;
}

const task_source incidents_notices_source = { STR("incidents.notices"), waiting, look };
