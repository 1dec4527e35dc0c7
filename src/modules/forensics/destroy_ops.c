// destroy_ops.c - an item destroyed by decision: its row stays, its bytes go unless something else still needs them.
#include "modules/forensics/touch_ops.h"

#include "kit/blobs/sweep.h"
#include "kit/os/os.h"
#include "kit/text/text.h"

// Somebody may be bringing the same bytes this very moment, its row not yet written: what was placed since then is left
// to the next look. Ours.
static const int64_t settle_ms = 30 * 1000;

enum { WAITING_AT_ONCE = 50, HELD_BYTES_MAX = 512 };

typedef struct destroying {
    call                *c;
    const custody_draft *d;
    forensic_case        k;
    forensic_item        i;
    item_destruction     out;
    str                  words;
    problem             *why;
} destroying;

// ---- the decision ------------------------------------------------------------------------------------

static status read_draft(destroying *w)
{
    call *c = w->c;
    day   on;
    const struct {
        case_field field;
        str        typed, *to;
    } all[] = {
        { { "decision", CASE_LINE_MAX, true }, w->d->decision, &w->out.decision },
        { { "party", CASE_LINE_MAX, true }, w->d->party, &w->out.decided_by },
        { { "words", CASE_LONG_MAX, true }, w->d->words, &w->out.ground },
    };
    for (size_t i = 0; i < COUNT(all); i++)
        TRY(case_words(c, &all[i].field, all[i].typed, all[i].to, w->why));
    str typed = str_trim(w->d->decided_on.ptr ? w->d->decided_on : S(""));
    if (!typed.len) return problem_set(w->why, ST_INVALID, S("decided_on"), S("required"));
    if (text_read_day(typed, &on) != ST_OK)
        return problem_detail(w->why, ST_INVALID, S("decided_on"), S("not-a-day"), typed);
    w->out.decided_on = day_iso(c->a, on);
    day today         = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES);
    if (day_number(on) > day_number(today))
        return problem_detail(w->why, ST_INVALID, S("decided_on"), S("day-future"), typed);
    w->out.person    = case_person(c);
    const str args[] = { w->out.decision, text_day(c->a, on), w->out.ground };
    w->words         = text_fmt(c->a, LANG_VI, T_forensics_log_destroyed, args, COUNT(args));
    return w->words.ptr && w->out.decided_on.ptr ? ST_OK : ST_MEMORY;
}

// ---- the act -----------------------------------------------------------------------------------------

static status let_go(destroying *w)
{
    const char *held[BLOB_KEEPERS_MAX];
    size_t      count;
    buf         b = buf_in(w->c->a, 64, HELD_BYTES_MAX);
    TRY(call_blob_let_go(w->c, w->i.sha256, held, &count));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(&b, ' ');
        buf_put(&b, str_from(held[i]));
    }
    w->out.held    = buf_str(&b);
    w->out.waiting = count == 0;
    return buf_status(&b);
}

str item_held_words(arena *a, lang in, str held)
{
    buf b    = buf_in(a, 128, 4 * HELD_BYTES_MAX);
    str rest = held, kind;
    for (bool more = held.len > 0; more;) {
        text_key known;
        more     = str_cut(rest, ' ', &kind, &rest);
        str name = arena_printf(a, "blob." STR_FMT, STR_ARG(kind));
        if (b.len) buf_put(&b, S(", "));
        buf_put(&b, name.ptr && text_known(name, &known) ? text_get(in, known) : kind);
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

// What became of the bytes is a row by the program.
static status tell_bytes(call *c, db *d, const forensic_case *k, const forensic_item *i, str words)
{
    custody_row row = { .act = CUSTODY_NOTED, .tool = case_tool(), .words = words };
    return words.ptr ? custody_tell(c, d, k, i, row) : ST_MEMORY;
}

static status destroy(db *d, void *ctx)
{
    destroying *w = ctx;
    call       *c = w->c;
    TRY(item_row(c, w->i.id, &w->i));
    item_stand stand = { w->i.state, w->i.seal_now };
    if (!custody_step(CUSTODY_DESTROYED, S(""), &stand))
        return problem_set(w->why, ST_INVALID, S("act"), S("custody-step"));
    TRY(forensic_item_set(d, &(forensic_item_set_in){ w->i.id, stand.state, stand.seal }, NULL));
    custody_row row = { .act = CUSTODY_DESTROYED, .party = w->out.decided_by, .words = w->words };
    TRY(custody_tell(c, d, &w->k, &w->i, row));
    TRY(let_go(w));
    forensic_destruction_add_in in = { .item       = w->i.id,
                                       .sha256     = w->i.sha256,
                                       .decision   = w->out.decision,
                                       .decided_on = w->out.decided_on,
                                       .decided_by = w->out.decided_by,
                                       .ground     = w->out.ground,
                                       .person     = w->out.person,
                                       .now        = c->now_ms,
                                       .held       = w->out.held,
                                       .waiting    = w->out.waiting };
    TRY(forensic_destruction_add(d, &in, NULL));
    if (w->out.waiting)
        return forensic_destructions_wake(d, &(forensic_destructions_wake_in){ w->i.sha256 }, NULL);
    str by = item_held_words(c->a, LANG_VI, w->out.held);
    return tell_bytes(c, d, &w->k, &w->i, text_fmt(c->a, LANG_VI, T_forensics_log_held, &by, 1));
}

// ---- the bytes ---------------------------------------------------------------------------------------

typedef struct erasing {
    call         *c;
    forensic_item i;
    forensic_case k;
    bool          gone;
} erasing;

static status is_pointed_at(void *ctx, str name, bool *known)
{
    erasing *w = ctx;
    db      *d;
    TRY(call_db(w->c, &d));
    status st = call_blob_known(d, name, known);
    call_end(w->c);
    return st;
}

static status note_erased(db *d, void *ctx)
{
    erasing                       *w       = ctx;
    call                          *c       = w->c;
    int64_t                        changed = 0;
    forensic_destruction_erased_in in      = { w->i.id, c->now_ms };
    TRY(forensic_destruction_erased(d, &in, &changed));
    if (!changed) return ST_OK; // another was faster
    return tell_bytes(c, d, &w->k, &w->i, text_get(LANG_VI, T_forensics_log_erased));
}

static status note_held(db *d, void *ctx)
{
    erasing *w = ctx;
    return forensic_destruction_held(d, &(forensic_destruction_held_in){ w->i.id }, NULL);
}

// Brought again since: the row that came with it keeps the bytes.
static status look_again(erasing *w)
{
    bool known = false;
    TRY(is_pointed_at(w, w->i.sha256, &known));
    return known ? call_act(w->c, note_held, w) : ST_OK;
}

static status erase(erasing *w)
{
    call         *c   = w->c;
    blob_sweeping how = { .folder_fd = -1, .known = is_pointed_at, .ctx = w };
    how.before_ms     = c->now_ms - settle_ms;
    call_end(c);
    if (blobs_folder(&how.folder_fd) != ST_OK) return ST_OK; // the next look
    status st = blob_take_away(&how, w->i.sha256, &w->gone);
    os_close(how.folder_fd);
    if (st != ST_OK) return st == ST_MEMORY ? st : ST_OK;
    return w->gone ? call_act(c, note_erased, w) : look_again(w);
}

status item_destroy(call *c, const custody_draft *d, problem *why)
{
    destroying *w = NEW(c->a, destroying, 1);
    erasing    *e = NEW(c->a, erasing, 1);
    if (!w || !e) return ST_MEMORY;
    *w = (destroying){ .c = c, .d = d, .why = why };
    TRY(item_load(c, d->item_id, &w->i, &w->k));
    if (!forensics_may(c, &w->k, CASE_LEAD)) return ST_FORBIDDEN;
    TRY(read_draft(w));
    TRY(call_act(c, destroy, w));
    *e = (erasing){ .c = c, .i = w->i, .k = w->k };
    return w->out.waiting ? erase(e) : ST_OK;
}

// Every minute, by the machine.
status destructions_minute(call *c)
{
    db                                *d;
    forensic_destructions_waiting_row *rows;
    size_t                             count;
    TRY(call_db(c, &d));
    TRY(forensic_destructions_waiting(d, &(forensic_destructions_waiting_in){ 0, WAITING_AT_ONCE },
                                      c->a, &rows, &count));
    for (size_t n = 0; n < count; n++) {
        erasing *e = NEW(c->a, erasing, 1);
        if (!e) return ST_MEMORY;
        e->c = c;
        TRY(item_row(c, rows[n].item, &e->i));
        TRY(case_row(c, e->i.case_id, c->who.body_id, &e->k));
        TRY(erase(e));
    }
    call_end(c);
    return ST_OK;
}

status item_destruction_of(call *c, int64_t item_id, item_destruction *out)
{
    db                          *d;
    forensic_destruction_row_row r;
    TRY(call_db(c, &d));
    TRY(forensic_destruction_row(d, &(forensic_destruction_row_in){ item_id }, c->a, &r));
    *out = (item_destruction){ .at_ms      = r.at_ms,
                               .erased_ms  = r.erased_ms,
                               .decision   = r.decision,
                               .decided_on = r.decided_on,
                               .decided_by = r.decided_by,
                               .ground     = r.ground,
                               .person     = r.person,
                               .held       = r.held,
                               .waiting    = r.waiting != 0 };
    return ST_OK;
}

// ---- for app -----------------------------------------------------------------------------------------

static status items_hold(db *d, str name, arena scratch, bool *is)
{
    forensic_item_holds_row *rows;
    size_t                   count;
    TRY(forensic_item_holds(d, &(forensic_item_holds_in){ name }, &scratch, &rows, &count));
    *is = count > 0;
    return ST_OK;
}

static status rules_hold(db *d, str name, arena scratch, bool *is)
{
    forensic_rules_hold_row *rows;
    size_t                   count;
    TRY(forensic_rules_hold(d, &(forensic_rules_hold_in){ name }, &scratch, &rows, &count));
    *is = count > 0;
    return ST_OK;
}

const blob_keeper forensics_items_keeper = { "items", items_hold };
const blob_keeper forensics_rules_keeper = { "rules", rules_hold };
