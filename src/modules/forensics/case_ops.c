// case_ops.c - cases: opened, found, who is let in, closed. See forensics.h.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/forensics/touch_ops.h"
#include "modules/incidents/incidents.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems.h"

enum { LIKE_BYTES_MAX = 2048 };

// ---- opening -----------------------------------------------------------------------------------------

typedef struct opening {
    call         *c;
    forensic_case k;
    str           fold;
    int64_t       systems[CASE_SYSTEMS_MAX];
    size_t        system_count;
    problem      *why;
} opening;

static status read_incident(opening *w, str typed)
{
    incident i;
    str      ref       = str_trim(typed.ptr ? typed : S(""));
    w->k.incident_code = S("");
    if (!ref.len) return ST_OK;
    status st = incident_of_ref(w->c, ref, &i);
    if (st == ST_MISSING)
        return problem_detail(w->why, ST_INVALID, S("incident"), S("incident-unknown"), ref);
    TRY(st);
    w->k.incident_id   = i.id;
    w->k.incident_code = i.code;
    if (i.system_id) w->systems[w->system_count++] = i.system_id;
    return ST_OK;
}

static status read_systems(opening *w, str typed)
{
    system_record s;
    str           rest = typed.ptr ? typed : S("");
    for (ptrdiff_t i = 0; i < rest.len;) {
        ptrdiff_t from = i;
        while (i < rest.len && rest.ptr[i] != ' ' && rest.ptr[i] != ',' && rest.ptr[i] != '\n') i++;
        str word = str_trim(str_slice(rest, from, i++));
        if (!word.len) continue;
        if (w->system_count == CASE_SYSTEMS_MAX)
            return problem_set(w->why, ST_INVALID, S("systems"), S("too-many"));
        status st = systems_get(w->c, word, &s);
        if (st == ST_MISSING)
            return problem_detail(w->why, ST_INVALID, S("systems"), S("unknown-system"), word);
        TRY(st);
        w->systems[w->system_count++] = s.id;
    }
    return ST_OK;
}

static status read_case(opening *w, const case_draft *d)
{
    call            *c      = w->c;
    const case_field title  = { "title", CASE_TITLE_MAX, true };
    const case_field ground = { "ground", CASE_LONG_MAX, true };
    body             holder;
    if (!d->open) return problem_set(w->why, ST_INVALID, S("no_secret"), S("evidence-open"));
    TRY(case_words(c, &title, d->title, &w->k.title, w->why));
    w->k.title = text_tidy(c->a, w->k.title);
    TRY(case_words(c, &ground, d->ground, &w->k.ground, w->why));
    TRY(read_incident(w, d->incident));
    TRY(read_systems(w, d->systems));
    w->k.body_id = d->body_id ? d->body_id : c->who.body_id;
    if (w->k.body_id != c->who.body_id && !case_machine(c)) return ST_FORBIDDEN;
    TRY(body_by_id(c, w->k.body_id, &holder));
    w->k.invented = str_equal(holder.kind, S("sample"));
    str all       = arena_printf(c->a, STR_FMT " " STR_FMT, STR_ARG(w->k.title),
                                 STR_ARG(w->k.incident_code));
    w->fold       = all.ptr ? text_fold(c->a, all) : all;
    return w->fold.ptr && w->k.title.ptr ? ST_OK : ST_MEMORY;
}

static status open_case(db *d, void *ctx)
{
    opening                 *w = ctx;
    call                    *c = w->c;
    forensic_case_insert_row made;
    forensic_case_insert_in  in = { .title         = w->k.title,
                                    .fold          = w->fold,
                                    .body          = w->k.body_id,
                                    .ground        = w->k.ground,
                                    .incident      = w->k.incident_id,
                                    .incident_code = w->k.incident_code,
                                    .invented      = w->k.invented,
                                    .person        = case_person(c),
                                    .now           = c->now_ms };
    TRY(os_uuid(c->now_ms, c->a, &in.uid));
    TRY(call_code(c, d, "VV", &in.code));
    TRY(forensic_case_insert(d, &in, c->a, &made));
    w->k.id                     = made.id;
    w->k.code                   = in.code;
    forensic_body_add_in holder = {
        made.id, w->k.body_id, CASE_HOLDER, S(""), in.person, c->now_ms
    };
    TRY(forensic_body_add(d, &holder, NULL));
    for (size_t i = 0; i < w->system_count; i++)
        TRY(forensic_system_add(d, &(forensic_system_add_in){ made.id, w->systems[i] }, NULL));
    return custody_tell(c, d, &w->k, NULL,
                        (custody_row){ .act = CUSTODY_OPENED, .words = w->k.ground });
}

status cases_add(call *c, const case_draft *d, int64_t *id, problem *why)
{
    opening *w = NEW(c->a, opening, 1);
    if (!w) return ST_MEMORY;
    if (!call_may(c, RIGHT_CASES_WRITE)) return ST_FORBIDDEN;
    w->c   = c;
    w->why = why;
    TRY(read_case(w, d));
    TRY(call_act(c, open_case, w));
    *id = w->k.id;
    return ST_OK;
}

// ---- looking -----------------------------------------------------------------------------------------

status case_of_ref(call *c, str ref, forensic_case *out)
{
    db                  *d;
    forensic_case_id_row row;
    int64_t              id;
    ref = str_trim(ref);
    if (str_int(ref, &id)) return case_load(c, id, out);
    TRY(call_db(c, &d));
    TRY(forensic_case_id(d, &(forensic_case_id_in){ ref }, c->a, &row));
    return case_load(c, row.id, out);
}

status case_of_incident(call *c, str about, int64_t body_id, forensic_case *out, problem *why)
{
    db                           *d;
    forensic_case_of_incident_row row;
    incident                      i;
    status                        st = incident_of_ref(c, about, &i);
    if (st == ST_MISSING)
        return problem_detail(why, ST_INVALID, S("incident"), S("incident-unknown"), about);
    TRY(st);
    TRY(call_db(c, &d));
    forensic_case_of_incident_in in = { i.id, body_id ? body_id : c->who.body_id };
    TRY(forensic_case_of_incident(d, &in, c->a, &row));
    return case_load(c, row.id, out);
}

static status like_of(call *c, str q, str *out)
{
    str fold = text_fold(c->a, q.ptr ? q : S(""));
    buf b    = buf_in(c->a, 64, LIKE_BYTES_MAX);
    if (!fold.ptr) return ST_MEMORY;
    buf_char(&b, '%');
    for (ptrdiff_t i = 0; i < fold.len; i++) {
        char ch = fold.ptr[i];
        buf_char(&b, ch == '%' || ch == '_' || ch == '\\' ? '_' : ch); // any one character
    }
    if (fold.len) buf_char(&b, '%');
    *out = buf_str(&b);
    return buf_status(&b);
}

status cases_list(call *c, const case_filter *f, str cursor, size_t limit, case_page *out,
                  problem *why)
{
    db                    *d;
    forensic_case_ids_row *rows;
    size_t                 count;
    forensic_case_ids_in   in = { .body     = c->who.body_id,
                                  .every    = case_machine(c),
                                  .state    = f->state,
                                  .incident = f->incident_id,
                                  .system   = f->system_id,
                                  .below    = INT64_MAX };
    if (!call_may(c, RIGHT_CASES_READ)) return ST_FORBIDDEN;
    if (cursor.len && !str_int(cursor, &in.below))
        return problem_detail(why, ST_INVALID, S("cursor"), S("cursor"), cursor);
    if (!limit || limit > CASE_PAGE) limit = CASE_PAGE;
    in.max = (int64_t)limit + 1;
    TRY(like_of(c, f->q, &in.like));
    TRY(call_db(c, &d));
    TRY(forensic_case_ids(d, &in, c->a, &rows, &count));
    *out = (case_page){ .count = count > limit ? limit : count };
    if (count > limit) {
        out->next = arena_printf(c->a, "%lld", (long long)rows[limit - 1].id);
        if (!out->next.ptr) return ST_MEMORY;
    }
    out->items = NEW(c->a, forensic_case, out->count + 1);
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < out->count; i++)
        TRY(case_row(c, rows[i].id, c->who.body_id, &out->items[i]));
    return ST_OK;
}

status case_systems(call *c, const forensic_case *k, int64_t **ids, size_t *count)
{
    db                      *d;
    forensic_systems_of_row *rows;
    TRY(call_db(c, &d));
    TRY(forensic_systems_of(d, &(forensic_systems_of_in){ k->id, CASE_SYSTEMS_MAX }, c->a, &rows,
                            count));
    *ids = NEW(c->a, int64_t, *count + 1);
    if (!*ids) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) (*ids)[i] = rows[i].system_id;
    return ST_OK;
}

status case_bodies(call *c, const forensic_case *k, case_body **out, size_t *count)
{
    db                     *d;
    forensic_bodies_of_row *rows;
    TRY(call_db(c, &d));
    TRY(forensic_bodies_of(d, &(forensic_bodies_of_in){ k->id, CASE_BODIES_MAX }, c->a, &rows,
                           count));
    *out = NEW(c->a, case_body, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const forensic_bodies_of_row *r = &rows[i];
        (*out)[i]                       = (case_body){ .id      = r->id,
                                                       .body_id = r->body_id,
                                                       .from_ms = r->from_ms,
                                                       .to_ms   = r->to_ms,
                                                       .part    = (case_part)r->part,
                                                       .code    = r->code,
                                                       .name    = r->name,
                                                       .basis   = r->basis,
                                                       .person  = r->person };
    }
    return ST_OK;
}

// ---- who is let in -----------------------------------------------------------------------------------

typedef struct letting {
    call         *c;
    forensic_case k;
    body          guest;
    case_part     part;
    int64_t       row;
    str           words;
    problem      *why;
} letting;

static status let_in(db *d, void *ctx)
{
    letting             *w = ctx;
    call                *c = w->c;
    case_body           *all;
    size_t               count;
    forensic_body_add_in in = {
        w->k.id, w->guest.id, w->part, w->words, case_person(c), c->now_ms
    };
    TRY(case_bodies(c, &w->k, &all, &count));
    if (count >= CASE_BODIES_MAX) return problem_set(w->why, ST_INVALID, S("body"), S("too-many"));
    for (size_t i = 0; i < count; i++) {
        if (all[i].body_id == w->guest.id && !all[i].to_ms)
            return problem_set(w->why, ST_INVALID, S("body"), S("case-body-there"));
    }
    TRY(forensic_body_add(d, &in, NULL));
    return custody_tell(
        c, d, &w->k, NULL,
        (custody_row){ .act = CUSTODY_LET_IN, .party = w->guest.name_vi, .words = w->words });
}

status case_let_in(call *c, const case_letting *l, problem *why)
{
    letting         *w     = NEW(c->a, letting, 1);
    const case_field basis = { "basis", CASE_LONG_MAX, true };
    int64_t          id;
    if (!w) return ST_MEMORY;
    w->c    = c;
    w->why  = why;
    w->part = l->part;
    TRY(case_for(c, l->case_id, CASE_LEAD, &w->k));
    if (l->part != CASE_WORKER && l->part != CASE_READER)
        return problem_set(why, ST_INVALID, S("part"), S("required"));
    TRY(case_words(c, &basis, l->basis, &w->words, why));
    TRY(body_read_ref(c, S("body"), l->body, &id, why));
    TRY(body_by_id(c, id, &w->guest));
    if (str_equal(w->guest.kind, S("sample")) != w->k.invented)
        return problem_set(why, ST_INVALID, S("body"), S("sample-apart"));
    return call_act(c, let_in, w);
}

static status let_out(db *d, void *ctx)
{
    letting             *w = ctx;
    call                *c = w->c;
    case_body           *all;
    size_t               count;
    int64_t              changed = 0;
    str                  name    = S("");
    forensic_body_end_in in      = { w->row, w->k.id, c->now_ms };
    TRY(case_bodies(c, &w->k, &all, &count));
    for (size_t i = 0; i < count; i++) {
        if (all[i].id == w->row) name = all[i].name;
    }
    TRY(forensic_body_end(d, &in, &changed));
    if (!changed) return ST_CONFLICT;
    return custody_tell(c, d, &w->k, NULL,
                        (custody_row){ .act = CUSTODY_LET_OUT, .party = name, .words = w->words });
}

status case_let_out(call *c, int64_t case_id, int64_t row, str reason, problem *why)
{
    letting         *w     = NEW(c->a, letting, 1);
    const case_field field = { "reason", CASE_LONG_MAX, true };
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->row = row;
    TRY(case_for(c, case_id, CASE_LEAD, &w->k));
    TRY(case_words(c, &field, reason, &w->words, why));
    return call_act(c, let_out, w);
}

// ---- closed, opened again ----------------------------------------------------------------------------

typedef struct closing {
    call         *c;
    forensic_case k;
    bool          close;
    str           words;
} closing;

static status close_it(db *d, void *ctx)
{
    closing               *w       = ctx;
    call                  *c       = w->c;
    int64_t                changed = 0;
    forensic_case_close_in in      = { .id        = w->k.id,
                                       .known     = w->k.version,
                                       .state     = w->close ? CASE_CLOSED : CASE_OPEN,
                                       .closed_ms = w->close ? c->now_ms : 0,
                                       .why       = w->close ? w->words : S(""),
                                       .now       = c->now_ms };
    TRY(forensic_case_close(d, &in, &changed));
    if (!changed) return ST_CONFLICT;
    return custody_tell(
        c, d, &w->k, NULL,
        (custody_row){ .act = w->close ? CUSTODY_CLOSED : CUSTODY_REOPENED, .words = w->words });
}

status case_close(call *c, int64_t id, bool close, str reason, problem *why)
{
    closing          w     = { .c = c, .close = close };
    const case_field field = { "reason", CASE_LONG_MAX, true };
    TRY(case_for(c, id, CASE_LEAD, &w.k));
    if ((w.k.state == CASE_CLOSED) == close) return ST_CONFLICT;
    TRY(case_words(c, &field, reason, &w.words, why));
    return call_act(c, close_it, &w);
}
