// save_ops.c - saving answers row by row. See controls.h.
#include "modules/controls/controls.h"
#include "modules/controls/keep_ops.h"
#include "modules/controls/prove_ops.h"
#include "modules/controls/sheet_store.h"

#include "modules/organisations/organisations.h"

typedef struct saving {
    call               *c;
    db                 *d;
    control_sheet       sheet;
    const control_edit *edits;
    size_t              count;
    control_saved      *out;
    str                 today;
    control_row        *rows; // of the sheet, when many are saved
    size_t              row_count;
    size_t              saved, last; // how many, and which of them last
    unsigned            fields;      // of the last
} saving;

static void refuse(control_saved *s, str field, const char *rule, str detail)
{
    s->fate = CONTROL_REFUSED;
    if (s->fault_count == CONTROL_FAULTS_MAX) return;
    s->faults[s->fault_count++] = (problem){ .field  = field,
                                             .rule   = str_from(rule),
                                             .detail = detail.ptr ? detail : S("") };
}

static status find_row(saving *w, str control, control_row *out)
{
    if (!w->rows) return sheet_row_find(w->d, w->sheet.id, control, w->c->a, out);
    for (size_t i = 0; i < w->row_count; i++) {
        if (!str_equal(w->rows[i].control, control)) continue;
        *out = w->rows[i];
        return ST_OK;
    }
    return ST_MISSING;
}

// What was typed, made canonical; only what may be written now.
static status read_edit(saving *w, const control_edit *e, str read[CONTROL_FIELDS],
                        control_saved *s)
{
    for (int f = 0; f < CONTROL_FIELDS; f++) {
        const control_field_kind *k     = &control_fields[f];
        str                       field = str_from(k->key);
        problem                   why   = { 0 };
        read[f]                         = (str){ 0 };
        if (!e->values[f].ptr) continue;
        status st = control_read((control_field)f, e->values[f], w->c->a, &read[f], &why);
        if (st == ST_MEMORY) return st;
        if (st != ST_OK) {
            refuse(s, field, arena_cstr(w->c->a, why.rule), why.detail);
            continue;
        }
        if (f == CONTROL_DONE_ON && str_compare(read[f], w->today) > 0)
            refuse(s, field, "controls-day-future", read[f]);
    }
    return ST_OK;
}

// What the person had before them, as pages show it or as it is stored.
static status read_was(saving *w, control_edit *e)
{
    for (int f = 0; f < CONTROL_FIELDS; f++) {
        str     stored;
        problem why = { 0 };
        if (!e->was[f].ptr) continue;
        status st = control_read((control_field)f, e->was[f], w->c->a, &stored, &why);
        if (st == ST_MEMORY) return st;
        if (st == ST_OK) e->was[f] = stored;
    }
    return ST_OK;
}

// Once the plan stands only its work is open; before, there is none yet. Saying what is there already is no
// change, so that a whole sheet may come back.
static void check_open(const saving *w, const str now[CONTROL_FIELDS],
                       const str read[CONTROL_FIELDS], control_saved *s)
{
    for (int f = 0; f < CONTROL_FIELDS; f++) {
        const control_field_kind *k = &control_fields[f];
        if (!read[f].ptr || str_equal(read[f], now[f])) continue;
        if (w->sheet.held) refuse(s, str_from(k->key), "controls-held", (str){ 0 });
        if (w->sheet.frozen_ms && !k->plan)
            refuse(s, str_from(k->key), "controls-frozen", (str){ 0 });
        if (!w->sheet.frozen_ms && k->after)
            refuse(s, str_from(k->key), "controls-not-frozen", (str){ 0 });
    }
}

// A row that is done has its day, and one that is not has none.
static void settle_work(const saving *w, control_merge *m)
{
    bool done = control_is_done(m->values);
    if (done && !m->values[CONTROL_DONE_ON].len) {
        m->values[CONTROL_DONE_ON] = w->today;
        m->changed |= 1u << CONTROL_DONE_ON;
    }
    if (!done && m->values[CONTROL_DONE_ON].len && (m->changed & 1u << CONTROL_WORK)) {
        m->values[CONTROL_DONE_ON] = S("");
        m->changed |= 1u << CONTROL_DONE_ON;
    }
}

// Work is closed by what proves it.
static status check_proved(const saving *w, const control_row *now, const control_merge *m,
                           control_saved *s)
{
    size_t n = 0;
    if (!control_is_done(m->values) || control_is_done(now->values)) return ST_OK;
    TRY(control_proved(w->c, now->id, &n));
    if (!n)
        refuse(s, str_from(control_fields[CONTROL_WORK].key), "controls-no-evidence", (str){ 0 });
    return ST_OK;
}

static status write_history(saving *w, const control_row *before, const control_merge *m)
{
    for (int f = 0; f < CONTROL_FIELDS; f++) {
        if (!(m->changed & 1u << f)) continue;
        control_history_add_in in = { .answer_id = before->id,
                                      .version   = before->version + 1,
                                      .at_ms     = w->c->now_ms,
                                      .person_id = w->c->who.person_id,
                                      .person    = w->c->who.name.len ? w->c->who.name
                                                                      : w->c->who.login,
                                      .field     = str_from(control_fields[f].key),
                                      .before    = before->values[f],
                                      .after     = m->values[f] };
        TRY(control_history_add(w->d, &in, NULL));
    }
    return ST_OK;
}

static status write_row(saving *w, const control_row *before, const control_merge *m,
                        control_saved *s)
{
    control_row after = *before;
    for (int f = 0; f < CONTROL_FIELDS; f++) after.values[f] = m->values[f];
    after.confirm = false; // somebody has looked at it now
    TRY(sheet_row_write(w->c, w->d, &after));
    TRY(write_history(w, before, m));
    s->version = before->version + 1;
    s->fate    = CONTROL_SAVED;
    for (size_t i = 0; i < w->row_count;
         i++) { // a later edit of the same row finds it as it is now
        if (w->rows[i].id != before->id) continue;
        after.version = s->version;
        w->rows[i]    = after;
    }
    w->saved++;
    w->fields = m->changed;
    return ST_OK;
}

static status save_one(saving *w, size_t i)
{
    const control_edit *e = &w->edits[i];
    control_saved      *s = &w->out[i];
    control_row         now;
    control_merge       m;
    str                 read[CONTROL_FIELDS];
    *s        = (control_saved){ .fate = CONTROL_SAME, .lacks = -1 };
    status st = find_row(w, e->control, &now);
    if (st == ST_MISSING) {
        refuse(s, S("control"), "controls-unknown", e->control);
        return ST_OK;
    }
    TRY(st);
    for (int f = 0; f < CONTROL_FIELDS; f++) s->values[f] = now.values[f];
    s->version = now.version;
    s->person  = now.person;
    s->at_ms   = now.changed_ms;
    TRY(read_edit(w, e, read, s));
    check_open(w, now.values, read, s);
    if (now.heading) {
        for (int f = 0; f < CONTROL_FIELDS; f++) {
            if (read[f].len)
                refuse(s, str_from(control_fields[f].key), "controls-heading", now.control);
        }
    }
    if (s->fate == CONTROL_REFUSED) return ST_OK;
    control_edit said = *e;
    TRY(read_was(w, &said));
    control_merge_of(now.values, now.version, &said, read, &m);
    settle_work(w, &m);
    TRY(check_proved(w, &now, &m, s));
    if (s->fate == CONTROL_REFUSED) return ST_OK;
    s->conflicts = m.conflicts;
    if (m.changed || (now.confirm && e->values[CONTROL_ANSWER].len)) {
        TRY(write_row(w, &now, &m, s));
        for (int f = 0; f < CONTROL_FIELDS; f++) s->values[f] = m.values[f];
        w->last = i;
    }
    if (m.conflicts) s->fate = CONTROL_CONFLICT;
    s->lacks = control_lacks(s->values);
    return ST_OK;
}

static status tell(saving *w)
{
    buf b = buf_in(w->c->a, 256, AUDIT_DETAIL_BYTES_MAX);
    if (!w->saved) return ST_OK;
    buf_put(&b, S("{\"control\":"));
    buf_json(&b, w->edits[w->last].control);
    buf_printf(&b, ",\"rows\":%zu,\"fields\":[", w->saved);
    for (int f = 0, n = 0; f < CONTROL_FIELDS; f++) {
        if (!(w->fields & 1u << f)) continue;
        buf_printf(&b, "%s\"%s\"", n++ ? "," : "", control_fields[f].key);
    }
    buf_put(&b, S("]}"));
    if (b.failed) return ST_MEMORY;
    return audit_write(w->c, S("controls.answer"), S("control_sheet"), w->sheet.id, buf_str(&b));
}

static status save(db *d, void *ctx)
{
    saving *w    = ctx;
    w->d         = d;
    w->saved     = 0;
    w->rows      = NULL;
    w->row_count = 0;
    TRY(control_sheet_load(w->c, w->sheet.id, &w->sheet));
    if (!w->sheet.may_write) return ST_FORBIDDEN;
    w->today = organisations_day(w->c);
    if (!w->today.ptr) return ST_MEMORY;
    if (w->count > 1) TRY(sheet_rows_load(d, w->sheet.id, w->c->a, &w->rows, &w->row_count));
    for (size_t i = 0; i < w->count; i++) TRY(save_one(w, i));
    if (w->saved) TRY(control_sheet_moved(w->c, &w->sheet));
    return tell(w);
}

status controls_save(call *c, int64_t sheet_id, const control_edit *edits, size_t count,
                     control_saved *out)
{
    saving w = { .c = c, .sheet = { .id = sheet_id }, .edits = edits, .count = count, .out = out };
    if (count > CONTROL_EDITS_MAX) return ST_LIMIT;
    return call_act(c, save, &w);
}

// ---- history ----------------------------------------------------------------------------------------

status controls_history(call *c, const control_row *row, control_event **out, size_t *count)
{
    db                     *d;
    control_history_of_row *rows;
    control_history_of_in   in = { .answer_id = row->id, .max = CONTROL_HISTORY_MAX };
    TRY(call_db(c, &d));
    TRY(control_history_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, control_event, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (control_event){ .version = rows[i].version,
                                     .at_ms   = rows[i].at_ms,
                                     .person  = rows[i].person,
                                     .field   = rows[i].field,
                                     .before  = rows[i].before,
                                     .after   = rows[i].after };
    }
    return ST_OK;
}
