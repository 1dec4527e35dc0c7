// look_ops.c - lists of members, one whole member, and what modules above ask. See network.h.
#include "kit/documents/documents.h"
#include "kit/text/text.h"
#include "modules/network/duty_ops.h"
#include "modules/network/row_ops.h"

#include <string.h>

enum { WORDS = 3, EXPORT_COLUMNS = 14 };

// ---- lists ----------------------------------------------------------------------------------------------

status network_filter_set(str name, str value, network_filter *f, problem *why)
{
    if (str_equal(name, S("q"))) {
        f->q = value;
    } else if (str_equal(name, S("category"))) {
        if (value.len && !law_member_category_find(law_current(), value))
            return problem_detail(why, ST_INVALID, name, S("member-category"), value);
        f->category = value;
    } else if (str_equal(name, S("cluster"))) {
        f->cluster = value;
    } else if (str_equal(name, S("kind"))) {
        f->obligatory = str_equal(value, S("obligatory"));
        f->voluntary  = str_equal(value, S("voluntary"));
        if (value.len && !f->obligatory && !f->voluntary)
            return problem_detail(why, ST_INVALID, name, S("filter-unknown"), value);
    } else if (str_equal(name, S("state"))) {
        if (value.len && !member_state_named(value, &f->state))
            return problem_detail(why, ST_INVALID, name, S("filter-unknown"), value);
    } else {
        return problem_detail(why, ST_INVALID, name, S("filter-unknown"), value);
    }
    return ST_OK;
}

static status read_words(arena *a, str typed, str out[WORDS])
{
    str    folded = typed.len ? text_fold(a, typed) : S("");
    size_t n      = 0;
    if (!folded.ptr) return ST_MEMORY;
    for (ptrdiff_t i = 0; i < folded.len && n < WORDS; i++) {
        ptrdiff_t from = i;
        while (i < folded.len && !str_starts(str_slice(folded, i, i + 1), S(" ")) &&
               folded.ptr[i] != '%' && folded.ptr[i] != '_' && folded.ptr[i] != '\\')
            i++;
        if (i == from) continue;
        out[n] = arena_printf(a, "%%" STR_FMT "%%", STR_ARG(str_slice(folded, from, i)));
        if (!out[n++].ptr) return ST_MEMORY;
    }
    while (n < WORDS) out[n++] = S("%");
    return ST_OK;
}

static int64_t obligatory_of(bool obligatory, bool voluntary)
{
    return obligatory ? 1 : voluntary ? 0 : -1;
}

static str or_empty(str s)
{
    return s.ptr ? s : S("");
}

// "<sort key>.<id>": a sort key is printable text.
static status read_cursor(str cursor, network_list_rows_in *in, problem *why)
{
    ptrdiff_t dot = -1;
    in->after_key = S("");
    for (ptrdiff_t i = 0; i < cursor.len; i++) {
        if (cursor.ptr[i] == '.') dot = i;
    }
    if (!cursor.len) return ST_OK;
    in->after_key = str_slice(cursor, 0, dot);
    bool whole    = dot >= 0 && str_is_text(cursor) &&
                 str_int(str_slice(cursor, dot + 1, cursor.len), &in->after_id);
    return whole ? ST_OK : problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
}

static status count_of(call *c, const network_list_rows_in *in, int64_t *total)
{
    db               *d;
    network_count_row row;
    network_count_in  count = { .own        = in->own,
                                .sees       = in->sees,
                                .invented   = in->invented,
                                .first      = in->first,
                                .second     = in->second,
                                .third      = in->third,
                                .category   = in->category,
                                .cluster    = in->cluster,
                                .obligatory = in->obligatory,
                                .state      = in->state };
    TRY(call_db(c, &d));
    TRY(network_count(d, &count, c->a, &row));
    *total = row.n;
    return ST_OK;
}

status network_list(call *c, const network_filter *f, str cursor, size_t limit, network_page *out,
                    problem *why)
{
    db                    *d;
    network_sight          sight;
    network_list_rows_row *rows;
    str                    words[WORDS];
    size_t                 most = limit && limit < NETWORK_PAGE ? limit : NETWORK_PAGE;
    *out                        = (network_page){ 0 };
    TRY(network_sight_of(c, &sight));
    TRY(read_words(c->a, f->q, words));
    network_list_rows_in in = { .own        = sight.own,
                                .sees       = sight.sees,
                                .invented   = sight.invented,
                                .first      = words[0],
                                .second     = words[1],
                                .third      = words[2],
                                .category   = or_empty(f->category),
                                .cluster    = or_empty(f->cluster),
                                .obligatory = obligatory_of(f->obligatory, f->voluntary),
                                .state      = f->state ? (int64_t)f->state : -1,
                                .max        = (int64_t)most + 1 };
    TRY(read_cursor(cursor, &in, why));
    TRY(call_db(c, &d));
    TRY(network_list_rows(d, &in, c->a, &rows, &out->count));
    bool more = out->count > most;
    if (more) out->count = most;
    TRY(network_rows(c->a, rows, out->count, &out->items));
    if (more) {
        const member *last = &out->items[most - 1];
        out->next          = arena_printf(c->a, STR_FMT ".%lld", STR_ARG(last->sort_key),
                                          (long long)last->id);
        if (!out->next.ptr) return ST_MEMORY;
    }
    return count_of(c, &in, &out->total);
}

status network_cluster_names(call *c, str **out, size_t *count)
{
    db                   *d;
    network_sight         sight;
    network_clusters_row *rows;
    TRY(network_sight_of(c, &sight));
    TRY(call_db(c, &d));
    TRY(network_clusters(d, &(network_clusters_in){ sight.invented, 100 }, c->a, &rows, count));
    if (!sight.sees) *count = 0;
    *out = NEW(c->a, str, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) (*out)[i] = rows[i].cluster;
    return ST_OK;
}

status network_get(call *c, int64_t id, member *out)
{
    return network_row_load(c, id, out);
}

status network_texts(call *c, int64_t id, str texts[MEMBER_FIELDS])
{
    member m;
    TRY(network_row_load(c, id, &m));
    return network_texts_load(c, id, texts);
}

status network_own(call *c, member *out)
{
    db                    *d;
    network_own_living_row row;
    TRY(call_db(c, &d));
    TRY(network_own_living(d, &(network_own_living_in){ c->who.body_id }, c->a, &row));
    return network_row_load(c, row.id, out);
}

// ---- for modules above -------------------------------------------------------------------------------------

status network_member_on(call *c, int64_t body_id, str on, bool *is, int64_t *id)
{
    db                        *d;
    network_member_of_body_row row;
    arena                      scratch = *c->a;
    str                        when    = on.len ? on : organisations_day(c);
    if (!when.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    status st = network_member_of_body(d, &(network_member_of_body_in){ body_id, when }, &scratch,
                                       &row);
    *is       = st == ST_OK;
    if (id) *id = *is ? row.id : 0;
    return st == ST_MISSING ? ST_OK : st;
}

status network_members(call *c, const network_group *of, network_name **out, size_t *count)
{
    db                *d;
    network_today_row *rows;
    str                today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    network_today_in in = { .invented   = c->who.invented,
                            .day        = today,
                            .category   = or_empty(of->category),
                            .cluster    = or_empty(of->cluster),
                            .obligatory = obligatory_of(of->obligatory, of->voluntary),
                            .max        = NETWORK_LIST_MAX };
    TRY(call_db(c, &d));
    TRY(network_today(d, &in, c->a, &rows, count));
    *out = NEW(c->a, network_name, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const network_today_row *r = &rows[i];
        (*out)[i] = (network_name){ r->id,        r->body_id,  r->code,   r->body_code,
                                    r->body_name, r->category, r->cluster };
    }
    return ST_OK;
}

status network_on_duty(call *c, int64_t body_id, bool serious, on_duty *out)
{
    bool            is;
    int64_t         id;
    member_contact *contacts;
    duty_shift     *roster;
    size_t          count, shifts;
    TRY(network_member_on(c, body_id, S(""), &is, &id));
    if (!is) return ST_MISSING;
    TRY(network_contacts_load(c, id, false, &contacts, &count));
    TRY(network_roster_load(c, id, c->now_ms, &roster, &shifts));
    *out = on_duty_at(roster, shifts, contacts, count, c->now_ms, serious);
    return ST_OK;
}

// ---- one member -----------------------------------------------------------------------------------------------

status network_card(call *c, int64_t id, member_card *out)
{
    *out           = (member_card){ 0 };
    member_card *k = out;
    TRY(network_row_load(c, id, &k->m));
    TRY(network_coordinates(c, &k->coordinates));
    k->own       = k->m.body_id == c->who.body_id;
    k->may_write = call_may(c, RIGHT_NETWORK_WRITE) && (k->own || k->coordinates) &&
                   k->m.state != MEMBER_REFUSED && k->m.state != MEMBER_OVER;
    TRY(network_texts_load(c, id, k->texts));
    TRY(network_numbers_load(c, id, k->numbers));
    TRY(network_contacts_load(c, id, k->own || k->coordinates, &k->contacts, &k->contact_count));
    TRY(network_roster_load(c, id, c->now_ms, &k->roster, &k->shift_count));
    TRY(network_staff_load(c, id, &k->staff, &k->staff_count));
    TRY(network_profiles_load(c, id, &k->profiles, &k->profile_count));
    // What a member did, owes and plans is its own and the coordinator's affair.
    if (k->own || k->coordinates) {
        TRY(network_plans_load(c, id, &k->plans, &k->plan_count));
        TRY(network_events_load(c, id, &k->events, &k->event_count));
    }
    k->now = on_duty_at(k->roster, k->shift_count, k->contacts, k->contact_count, c->now_ms, false);
    int64_t until = c->now_ms + (int64_t)NETWORK_GAP_DAYS * 24 * 3600 * 1000;
    k->gap_count  = roster_gaps(k->roster, k->shift_count, c->now_ms, until, k->gaps);
    for (size_t i = 0; i < k->contact_count; i++) {
        const member_contact *one = &k->contacts[i];
        if (!one->told_ms && (!k->untold_ms || one->changed_ms < k->untold_ms))
            k->untold_ms = one->changed_ms;
    }
    return k->own || k->coordinates ? network_duties(c, k) : ST_OK;
}

// ---- as a sheet ------------------------------------------------------------------------------------------------

static const struct {
    text_key title;
    int      width;
} columns[EXPORT_COLUMNS] = {
    { T_network_code, 12 },
    { T_network_field_body, 44 },
    { T_network_field_category, 44 },
    { T_network_field_cluster, 14 },
    { T_network_state, 16 },
    { T_network_since, 14 },
    { T_network_field_address, 36 },
    { T_network_field_phone, 18 },
    { T_network_field_email, 26 },
    { T_network_field_receive_phone, 18 },
    { T_network_field_receive_email, 26 },
    { T_network_field_receive_page, 30 },
    { T_network_in_hours, 34 },
    { T_network_out_of_hours, 34 },
};

static str contact_line(arena *a, const member_contact *list, size_t count, contact_kind kind)
{
    for (size_t i = 0; i < count; i++) {
        const member_contact *k = &list[i];
        if (k->kind != kind || k->ended_ms) continue;
        return arena_printf(a, STR_FMT "; " STR_FMT "%s" STR_FMT, STR_ARG(k->name),
                            STR_ARG(k->phone), k->phone.len && k->mobile.len ? ", " : "",
                            STR_ARG(k->mobile));
    }
    return S("");
}

static status export_row(call *c, xlsx *x, const member *m)
{
    arena                        mark = *c->a;
    str                          texts[MEMBER_FIELDS];
    member_contact              *contacts;
    size_t                       count;
    const law_incident_category *k = law_member_category_find(law_current(), m->category);
    TRY(network_texts_load(c, m->id, texts));
    TRY(network_contacts_load(c, m->id, false, &contacts, &count));
    str state_key           = arena_printf(c->a, "network.state." STR_FMT,
                                           STR_ARG(member_state_key(m->state)));
    str category            = !k ? m->category : c->lang == LANG_EN ? k->text.en : k->text.vi;
    str all[EXPORT_COLUMNS] = {
        m->code,
        m->body_name,
        category,
        m->cluster,
        text_named(c->lang, state_key),
        m->valid_from,
        texts[FIELD_ADDRESS],
        texts[FIELD_PHONE],
        texts[FIELD_EMAIL],
        texts[FIELD_RECEIVE_PHONE],
        texts[FIELD_RECEIVE_EMAIL],
        texts[FIELD_RECEIVE_PAGE],
        contact_line(c->a, contacts, count, CONTACT_IN_HOURS),
        contact_line(c->a, contacts, count, CONTACT_OUT_OF_HOURS),
    };
    xlsx_cell cells[EXPORT_COLUMNS];
    for (size_t i = 0; i < EXPORT_COLUMNS; i++)
        cells[i] = (xlsx_cell){ .kind = XLSX_TEXT, .text = all[i].ptr ? all[i] : S("") };
    TRY(xlsx_row(x, cells, EXPORT_COLUMNS));
    *c->a = mark;
    return ST_OK;
}

static status export_rows(call *c, const network_filter *f, xlsx *x, int64_t *count)
{
    char room[SCOPE_KEY_MAX + 32];
    str  cursor = S("");
    *count      = 0;
    for (bool more = true; more;) {
        arena        mark = *c->a;
        network_page p;
        TRY(network_list(c, f, cursor, 0, &p, NULL));
        for (size_t i = 0; i < p.count; i++) TRY(export_row(c, x, &p.items[i]));
        *count += (int64_t)p.count;
        more = p.next.len > 0 && p.next.len <= (ptrdiff_t)sizeof room;
        if (p.next.len > (ptrdiff_t)sizeof room) return ST_LIMIT;
        if (more) memcpy(room, p.next.ptr, (size_t)p.next.len);
        cursor = (str){ room, p.next.len };
        *c->a  = mark;
    }
    return ST_OK;
}

status network_export(call *c, const network_filter *f, int fd, int64_t *count)
{
    xlsx       *x;
    xlsx_column heads[EXPORT_COLUMNS];
    for (size_t i = 0; i < EXPORT_COLUMNS; i++)
        heads[i] = (xlsx_column){ text_get(c->lang, columns[i].title), columns[i].width };
    const str titles[] = { text_get(c->lang, T_network_title) };
    TRY(xlsx_new(c->a, fd, (str){ 0 }, &x));
    status st = xlsx_sheet_titled(x, S("Mang luoi"), titles, COUNT(titles), heads, EXPORT_COLUMNS);
    if (st == ST_OK) st = export_rows(c, f, x, count);
    if (st == ST_OK) return xlsx_finish(x, NULL);
    xlsx_drop(x);
    return st;
}
