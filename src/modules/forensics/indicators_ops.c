// indicators_ops.c - a case's own list of indicators: lines typed, taken over from its incident, removed; its text of any
// version. See forensics.h.
#include "kit/indicators/indicators.h"

#include "kit/sign/sign.h"
#include "kit/text/text.h"
#include "modules/forensics/touch_ops.h"
#include "modules/incidents/incidents.h"

enum {
    AT_ONCE         = 500,
    SHOWN_BYTES     = 120, // of a line that is refused
    LIST_BYTES_MAX  = 8 * 1024 * 1024,
    LIST_BYTES_EACH = 256,
};

typedef struct typed_indicator {
    str value, note, tlp;
} typed_indicator;

typedef struct entering {
    call                  *c;
    forensic_case          k;
    const indicator_draft *d;
    typed_indicator       *items;
    size_t                 count;
    str                    note, source;
    indicators_added      *out;
    problem               *why;
} entering;

// ---- a line ------------------------------------------------------------------------------------------

// The value, and behind a tab or a semicolon its note; in a link a semicolon is its own unless a blank follows.
static void split_line(str line, str *value, str *note)
{
    bool link = str_find(line, S("://")) >= 0;
    *note     = S("");
    if (str_cut(line, '\t', value, note)) return;
    ptrdiff_t at = link ? str_find(line, S("; ")) : str_find(line, S(";"));
    if (at < 0) return;
    *value = str_slice(line, 0, at);
    *note  = str_slice(line, at + 1, line.len);
}

static bool defanged(str s)
{
    static const str marks[] = { STR("[.]"), STR("(.)"), STR("[:]"), STR("[@]"), STR("[dot]") };
    for (size_t i = 0; i < COUNT(marks); i++) {
        if (str_find(s, marks[i]) >= 0) return true;
    }
    return str_starts(s, S("hxxp"));
}

// A csv of the list cannot hold it both ways: within quotes, or without any.
static bool writable(str s)
{
    bool quote = str_find(s, S("\"")) >= 0;
    return !quote || (s.ptr[0] != '"' && s.ptr[0] != '#' && str_find(s, S(",")) < 0);
}

// Plain, as it stands in files. Empty rule: it is one.
static str read_value(arena *a, str typed, str *value)
{
    indicator i;
    problem   none = { 0 };
    *value         = str_trim(typed);
    if (!value->len) return S("required");
    if (indicator_read(a, 0, *value, &i, &none) == ST_OK)
        *value = i.value;
    else if (defanged(*value))
        return S("indicator-defanged");
    if (value->len < LISTED_VALUE_MIN) return S("indicator-short");
    if (value->len > LISTED_VALUE_MAX) return S("too-long");
    if (!listed_fits(*value) || str_find(*value, S("\n")) >= 0) return S("not-text");
    if (case_secret_check(S("lines"), *value, &none) != ST_OK) return S("state-secret");
    return writable(*value) ? S("") : S("indicator-quotes");
}

static str read_note(entering *w, str typed, str *note)
{
    *note = text_tidy(w->c->a, str_trim(typed));
    if (!note->ptr) *note = S("");
    if (!note->len) *note = w->note;
    if (note->len > LISTED_NOTE_MAX) return S("too-long");
    if (!str_is_text(*note)) return S("not-text");
    problem none = { 0 };
    return case_secret_check(S("lines"), *note, &none) == ST_OK ? S("") : S("state-secret");
}

static void refuse_line(entering *w, size_t number, str line, str rule)
{
    indicators_added *out = w->out;
    if (out->fault_count++ >= INDICATOR_FAULTS_MAX) return;
    bool cut  = line.len > SHOWN_BYTES;
    str  text = cut ? arena_printf(w->c->a, STR_FMT "…", STR_ARG(str_begin(line, SHOWN_BYTES)))
                    : line;
    out->faults[out->fault_count - 1] = (indicator_fault){ number, text.ptr ? text : S(""), rule };
}

static status read_line(entering *w, size_t number, str line)
{
    typed_indicator *to    = &w->items[w->count];
    str              value = line, note, rule;
    *to                    = (typed_indicator){ .tlp = S("") };
    if (!str_is_utf8(line)) {
        refuse_line(w, number, S("?"), S("not-text"));
        return ST_OK;
    }
    split_line(line, &value, &note);
    rule = read_value(w->c->a, value, &to->value);
    if (!rule.len) rule = read_note(w, note, &to->note);
    if (rule.len) {
        refuse_line(w, number, line, rule);
        return ST_OK;
    }
    if (w->count == INDICATOR_LINES_MAX)
        return problem_detail(w->why, ST_INVALID, S("lines"), S("too-many"),
                              arena_printf(w->c->a, "%d", INDICATOR_LINES_MAX));
    w->count++;
    return ST_OK;
}

static status read_lines(entering *w)
{
    str line, rest = w->d->lines.ptr ? w->d->lines : S("");
    w->items = NEW(w->c->a, typed_indicator, INDICATOR_LINES_MAX + 1);
    if (!w->items) return ST_MEMORY;
    if (rest.len > INDICATOR_BYTES_TYPED)
        return problem_set(w->why, ST_INVALID, S("lines"), S("too-long"));
    for (size_t number = 1; rest.len; number++) {
        (void)str_cut(rest, '\n', &line, &rest);
        line = str_trim(line);
        if (line.len && line.ptr[0] != '#') TRY(read_line(w, number, line));
    }
    if (w->out->fault_count)
        return problem_detail(w->why, ST_INVALID, S("lines"), S("indicator-lines"),
                              arena_printf(w->c->a, "%zu", w->out->fault_count));
    return w->count ? ST_OK : problem_set(w->why, ST_INVALID, S("lines"), S("required"));
}

// ---- added -------------------------------------------------------------------------------------------

static str folded(arena *a, str s)
{
    char *to = NEW(a, char, s.len + 1);
    for (ptrdiff_t i = 0; to && i < s.len; i++) {
        char one = s.ptr[i];
        to[i]    = one >= 'A' && one <= 'Z' ? (char)(one | 32) : one;
    }
    return to ? (str){ to, s.len } : (str){ 0 };
}

static status put_one(entering *w, db *d, const typed_indicator *i, int64_t *no)
{
    call                           *c = w->c;
    forensic_indicator_standing_row there;
    forensic_list_next_row          next;
    forensic_indicator_add_in       in  = { .case_id = w->k.id,
                                            .kind = str_from(listed_kind_key(listed_kind_of(i->value))),
                                            .value  = i->value,
                                            .fold   = folded(c->a, i->value),
                                            .note   = i->note,
                                            .source = w->source,
                                            .tlp    = i->tlp,
                                            .person = case_person(c),
                                            .now    = c->now_ms };
    forensic_indicator_standing_in  ask = { w->k.id, in.fold };
    if (!in.fold.ptr) return ST_MEMORY;
    status st = forensic_indicator_standing(d, &ask, c->a, &there);
    if (st == ST_OK) w->out->same++;
    if (st != ST_MISSING) return st;
    if (!*no) { // the first that is new makes the version
        TRY(forensic_list_next(d, &(forensic_list_next_in){ w->k.id }, c->a, &next));
        *no = next.no;
    }
    in.no = *no;
    w->out->added++;
    return forensic_indicator_add(d, &in, NULL);
}

static status audit_list(call *c, const forensic_case *k, str act, int64_t no, size_t count)
{
    str detail = arena_printf(c->a, "{\"case\":\"" STR_FMT "\",\"version\":%lld,\"count\":%zu}",
                              STR_ARG(k->code), (long long)no, count);
    return detail.ptr ? audit_write(c, act, S("case"), k->id, detail) : ST_MEMORY;
}

static status enter(db *d, void *ctx)
{
    entering                     *w  = ctx;
    call                         *c  = w->c;
    int64_t                       no = 0;
    forensic_indicators_count_row have;
    w->out->added = w->out->same = 0;
    TRY(forensic_indicators_count(d, &(forensic_indicators_count_in){ w->k.id, 0 }, c->a, &have));
    for (size_t i = 0; i < w->count; i++) TRY(put_one(w, d, &w->items[i], &no));
    if (have.n + (int64_t)w->out->added > CASE_INDICATORS_MAX)
        return problem_detail(w->why, ST_INVALID, S("lines"), S("too-many"),
                              arena_printf(c->a, "%d", CASE_INDICATORS_MAX));
    return no ? audit_list(c, &w->k, S("indicator.add"), no, w->out->added) : ST_OK;
}

status case_indicators_add(call *c, const indicator_draft *d, indicators_added *out, problem *why)
{
    entering         w      = { .c = c, .d = d, .out = out, .why = why };
    const case_field note   = { "note", LISTED_NOTE_MAX / 4,
                                false }; // bytes of the list, not characters
    const case_field source = { "source", CASE_LINE_MAX, false };
    *out                    = (indicators_added){ 0 };
    TRY(case_for(c, d->case_id, CASE_WORK, &w.k));
    TRY(case_words(c, &note, d->note, &w.note, why));
    TRY(case_words(c, &source, d->source, &w.source, why));
    w.note = text_tidy(c->a, w.note);
    if (!w.note.ptr) return ST_MEMORY;
    TRY(read_lines(&w));
    return call_act(c, enter, &w);
}

// ---- of the incident ---------------------------------------------------------------------------------

// What an incident keeps is plain already; what cannot be searched for is named.
static void take_one(entering *w, size_t number, const incident_indicator *i)
{
    typed_indicator *to = &w->items[w->count];
    str              value, rule = read_value(w->c->a, i->what.value, &value);
    if (rule.len) {
        refuse_line(w, number, i->what.value, rule);
        return;
    }
    str note = text_tidy(w->c->a, i->note);
    *to      = (typed_indicator){ value, str_begin(note.ptr ? note : S(""), LISTED_NOTE_MAX),
                                  indicator_tlp_key(i->tlp) };
    w->count++;
}

status case_indicators_of_incident(call *c, int64_t case_id, indicators_added *out, problem *why)
{
    entering            w = { .c = c, .note = S(""), .out = out, .why = why };
    incident            i;
    incident_indicator *all;
    size_t              n;
    *out = (indicators_added){ 0 };
    TRY(case_for(c, case_id, CASE_WORK, &w.k));
    if (!w.k.incident_id) return problem_set(why, ST_INVALID, S("incident"), S("case-no-incident"));
    TRY(incident_load(c, w.k.incident_id, &i));
    TRY(incidents_indicators(c, &i, &all, &n));
    w.source = i.code;
    w.items  = NEW(c->a, typed_indicator, n + 1);
    if (!w.items) return ST_MEMORY;
    for (size_t k = 0; k < n; k++) {
        if (all[k].back_ms) continue;
        if (all[k].tlp <= INDICATOR_AMBER_STRICT)
            out->held++;
        else
            take_one(&w, k + 1, &all[k]);
    }
    return w.count ? call_act(c, enter, &w) : ST_OK;
}

// ---- removed -----------------------------------------------------------------------------------------

typedef struct leaving {
    call         *c;
    forensic_case k;
    int64_t       id;
    str           reason;
    problem      *why;
} leaving;

static status leave(db *d, void *ctx)
{
    leaving                    *w = ctx;
    call                       *c = w->c;
    forensic_indicator_case_row row;
    forensic_list_next_row      next;
    int64_t                     changed = 0;
    TRY(forensic_indicator_case(d, &(forensic_indicator_case_in){ w->id }, c->a, &row));
    if (row.case_id != w->k.id) return ST_MISSING;
    if (row.until_no) return problem_set(w->why, ST_INVALID, S("reason"), S("indicator-back"));
    TRY(forensic_list_next(d, &(forensic_list_next_in){ w->k.id }, c->a, &next));
    forensic_indicator_remove_in in = { .id      = w->id,
                                        .case_id = w->k.id,
                                        .no      = next.no,
                                        .person  = case_person(c),
                                        .now     = c->now_ms,
                                        .why     = w->reason };
    TRY(forensic_indicator_remove(d, &in, &changed));
    return changed ? audit_list(c, &w->k, S("indicator.remove"), next.no, 1) : ST_CONFLICT;
}

status case_indicator_remove(call *c, int64_t case_id, int64_t id, str reason, problem *why)
{
    leaving          w     = { .c = c, .id = id, .why = why };
    const case_field field = { "reason", CASE_LINE_MAX, true };
    TRY(case_for(c, case_id, CASE_WORK, &w.k));
    TRY(case_words(c, &field, reason, &w.reason, why));
    return call_act(c, leave, &w);
}

// ---- looking -----------------------------------------------------------------------------------------

status case_indicators(call *c, const forensic_case *k, bool removed, str cursor,
                       case_indicator_page *out, problem *why)
{
    db                           *d;
    forensic_indicators_of_row   *rows;
    forensic_indicators_count_row all;
    size_t                        count;
    forensic_indicators_of_in     in = { k->id, removed, INT64_MAX, CASE_PAGE + 1 };
    if (cursor.len && !str_int(cursor, &in.below))
        return problem_detail(why, ST_INVALID, S("cursor"), S("cursor"), cursor);
    TRY(call_db(c, &d));
    TRY(forensic_indicators_count(d, &(forensic_indicators_count_in){ k->id, removed }, c->a,
                                  &all));
    TRY(forensic_indicators_of(d, &in, c->a, &rows, &count));
    *out = (case_indicator_page){ .count = count > CASE_PAGE ? CASE_PAGE : count, .total = all.n };
    out->items = NEW(c->a, case_indicator, out->count + 1);
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < out->count; i++) {
        const forensic_indicators_of_row *r = &rows[i];
        out->items[i]                       = (case_indicator){ .id          = r->id,
                                                                .at_ms       = r->at_ms,
                                                                .removed_ms  = r->removed_ms,
                                                                .since_no    = r->since_no,
                                                                .until_no    = r->until_no,
                                                                .kind        = r->kind,
                                                                .value       = r->value,
                                                                .note        = r->note,
                                                                .source      = r->source,
                                                                .tlp         = r->tlp,
                                                                .person      = r->person,
                                                                .removed_by  = r->removed_by,
                                                                .removed_why = r->removed_why };
    }
    if (count <= CASE_PAGE) return ST_OK;
    out->next = arena_printf(c->a, "%lld", (long long)out->items[CASE_PAGE - 1].id);
    return out->next.ptr ? ST_OK : ST_MEMORY;
}

// ---- its text ----------------------------------------------------------------------------------------

static void put_quoted(buf *b, str s)
{
    buf_char(b, '"');
    for (ptrdiff_t i = 0; i < s.len; i++) buf_char(b, s.ptr[i] == '"' ? '\'' : s.ptr[i]);
    buf_char(b, '"');
}

static void put_line(buf *b, str value, str note)
{
    if (str_find(value, S("\"")) >= 0)
        buf_put(b, value); // see writable()
    else
        put_quoted(b, value);
    buf_char(b, ',');
    put_quoted(b, note);
    buf_char(b, '\n');
}

static status put_list(call *c, db *d, const forensic_case *k, case_list *out, buf *b)
{
    size_t count = AT_ONCE;
    buf_put(b, S("value,note\n"));
    for (int64_t after = 0; count == AT_ONCE;) {
        forensic_indicators_at_row *rows;
        forensic_indicators_at_in   in = { k->id, out->no, after, AT_ONCE };
        TRY(forensic_indicators_at(d, &in, c->a, &rows, &count));
        for (size_t i = 0; i < count; i++) {
            put_line(b, rows[i].value, rows[i].note);
            after = rows[i].id;
        }
        out->count += (int64_t)count;
    }
    return buf_status(b);
}

status case_list_at(call *c, const forensic_case *k, int64_t no, case_list *out)
{
    db                  *d;
    forensic_list_no_row now;
    TRY(call_db(c, &d));
    TRY(forensic_list_no(d, &(forensic_list_no_in){ k->id }, c->a, &now));
    if (no < 0 || no > now.no) return ST_MISSING;
    *out  = (case_list){ .no = no ? no : now.no };
    buf b = buf_in(c->a, LIST_BYTES_EACH * 64, LIST_BYTES_MAX);
    TRY(put_list(c, d, k, out, &b));
    out->text   = buf_str(&b);
    out->sha256 = sign_sha256(out->text, c->a);
    out->name   = text_fmt(c->a, LANG_VI, T_forensics_indicators_name, &k->code, 1);
    out->file   = arena_printf(c->a, "dau-hieu-" STR_FMT "-%lld.csv", STR_ARG(k->code),
                               (long long)out->no);
    return out->sha256.ptr && out->name.ptr && out->file.ptr ? ST_OK : ST_MEMORY;
}
