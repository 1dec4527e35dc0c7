// body_cmd.c - `coloa org show`, and what is said of one body: supervisors, heads and units, contact,
// delegations. And bodies as JSON.
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_cmd.h"

// ---- as JSON ------------------------------------------------------------------------------------

static void put_id(buf *b, const char *name, int64_t id)
{
    buf_printf(b, "\"%s\":", name);
    if (id) {
        buf_printf(b, "\"%lld\"", (long long)id);
    } else {
        buf_put(b, S("null"));
    }
}

static void put_fields(buf *out, const body *b)
{
    put_id(out, "id", b->id);
    buf_member(out, "code", b->code);
    buf_member(out, "name", b->name_vi);
    buf_member(out, "name_en", b->name_en);
    buf_member(out, "kind", b->kind);
    buf_member(out, "symbol", b->symbol);
    buf_member(out, "place", b->place);
    buf_char(out, ',');
    put_id(out, "parent", b->parent_id);
    buf_member(out, "valid_from", b->valid_from);
    buf_member(out, "valid_to", b->valid_to);
    buf_char(out, ',');
    put_id(out, "merged_into", b->merged_into);
}

void body_put_json(buf *out, const body *b)
{
    buf_char(out, '{');
    put_fields(out, b);
    buf_char(out, '}');
}

static void put_supervisor(buf *out, const supervisor *s, int64_t body_id)
{
    buf_char(out, '{');
    put_id(out, "id", s->id);
    buf_member(out, "kind", supervision_kind_key(s->kind));
    buf_member(out, "by", s->by_code);
    buf_member(out, "by_name", s->by_name);
    buf_member(out, "through", s->of_id == body_id ? S("") : s->of_name);
    buf_member(out, "basis", s->basis);
    buf_member(out, "valid_from", s->valid_from);
    buf_member(out, "valid_to", s->valid_to);
    buf_char(out, '}');
}

static void put_office(buf *out, const body_office *o)
{
    buf_char(out, '{');
    put_id(out, "id", o->id);
    buf_member(out, "kind", office_kind_key(o->kind));
    buf_member(out, "name", o->name);
    buf_member(out, "post", o->post);
    buf_member(out, "representative", o->representative);
    buf_member(out, "address", o->address);
    buf_member(out, "phone", o->phone);
    buf_member(out, "email", o->email);
    buf_member(out, "doc_no", o->doc_no);
    buf_member(out, "doc_on", o->doc_on);
    buf_member(out, "doc_by", o->doc_by);
    buf_member(out, "valid_from", o->valid_from);
    buf_member(out, "valid_to", o->valid_to);
    buf_char(out, '}');
}

static void put_delegation(buf *out, const delegation *g)
{
    buf_char(out, '{');
    put_id(out, "id", g->id);
    buf_char(out, ',');
    put_id(out, "body", g->body_id);
    buf_member(out, "body_name", g->body_name);
    buf_member(out, "to", g->to_code);
    buf_member(out, "to_name", g->to_name);
    buf_member(out, "reach", g->reach);
    buf_member(out, "duties", g->duties);
    buf_member(out, "doc_no", g->doc_no);
    buf_member(out, "doc_on", g->doc_on);
    buf_member(out, "valid_from", g->valid_from);
    buf_member(out, "valid_to", g->valid_to);
    buf_printf(out, ",\"soon\":%s,\"over\":%s}", g->soon ? "true" : "false",
               g->over ? "true" : "false");
}

static status put_contact(call *c, buf *out, const body *b)
{
    body_contact k;
    str          place;
    TRY(body_contact_load(c, b->id, &k));
    TRY(body_place(c, b->id, &place));
    buf_printf(out, ",\"contact\":{\"version\":%lld", (long long)k.version);
    buf_member(out, "address", k.address);
    buf_member(out, "representative", k.representative);
    buf_member(out, "post", k.post);
    buf_member(out, "phone", k.phone);
    buf_member(out, "email", k.email);
    buf_member(out, "mandate", k.mandate);
    buf_char(out, '}');
    buf_member(out, "paper_place", place);
    return ST_OK;
}

status body_put_whole(call *c, buf *out, const body *b)
{
    supervisor  *watchers;
    body_office *offices;
    delegation  *given;
    size_t       count;
    buf_char(out, '{');
    put_fields(out, b);
    buf_member(out, "place_certainty", b->place_certainty);
    TRY(body_supervisors(c, b->id, &watchers, &count));
    buf_put(out, S(",\"supervisors\":["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(out, ',');
        put_supervisor(out, &watchers[i], b->id);
    }
    TRY(body_offices(c, b->id, &offices, &count));
    buf_put(out, S("],\"offices\":["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(out, ',');
        put_office(out, &offices[i]);
    }
    buf_char(out, ']');
    TRY(put_contact(c, out, b));
    TRY(body_delegations(c, b->id, &given, &count));
    buf_put(out, S(",\"delegations\":["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(out, ',');
        put_delegation(out, &given[i]);
    }
    buf_put(out, S("]}"));
    return out->failed ? ST_MEMORY : ST_OK;
}

// ---- show -----------------------------------------------------------------------------------------

// The body named by the command's first word.
static status body_named(command_run *r, const char *const *values, body *b, problem *why)
{
    str    ref = cli_word(r, values, 0);
    status st  = ref.ptr ? body_by_ref(r->call, ref, b) : ST_MISSING;
    if (st != ST_MISSING) return st;
    return problem_detail(why, st, S("body"), S("unknown-body"), ref.ptr ? ref : S(""));
}

static void line(buf *out, str what, str name, str from, str to, str basis)
{
    buf_printf(out, "  " STR_FMT "\t" STR_FMT "\t" STR_FMT "–" STR_FMT "\t" STR_FMT "\n",
               STR_ARG(what), STR_ARG(name), STR_ARG(from), STR_ARG(to), STR_ARG(basis));
}

static status show_plain(call *c, buf *out, const body *b)
{
    supervisor  *watchers;
    body_office *offices;
    delegation  *given;
    size_t       count;
    buf_printf(out, STR_FMT "\t" STR_FMT "\n", STR_ARG(b->code), STR_ARG(b->name_vi));
    TRY(body_supervisors(c, b->id, &watchers, &count));
    for (size_t i = 0; i < count; i++) {
        const supervisor *s = &watchers[i];
        line(out, supervision_kind_key(s->kind), s->by_name, s->valid_from, s->valid_to, s->basis);
    }
    TRY(body_offices(c, b->id, &offices, &count));
    for (size_t i = 0; i < count; i++) {
        const body_office *o = &offices[i];
        line(out, office_kind_key(o->kind), o->name, o->valid_from, o->valid_to, o->doc_no);
    }
    TRY(body_delegations(c, b->id, &given, &count));
    for (size_t i = 0; i < count; i++) {
        line(out, given[i].body_name, given[i].to_name, given[i].valid_from, given[i].valid_to,
             given[i].doc_no);
    }
    return ST_OK;
}

static status answer(command_run *r, const body *b)
{
    if (!r->json) return show_plain(r->call, r->out, b);
    TRY(body_put_whole(r->call, r->out, b));
    buf_char(r->out, '\n');
    return ST_OK;
}

static status show(command_run *r, const char *const *values, problem *why)
{
    body b;
    TRY(body_named(r, values, &b, why));
    return answer(r, &b);
}

// ---- acts -----------------------------------------------------------------------------------------

static status supervise(command_run *r, const char *const *values, problem *why)
{
    body             b;
    int64_t          id;
    supervisor_draft s = { .basis      = cli_text(r, "basis"),
                           .valid_from = cli_text(r, "from"),
                           .valid_to   = cli_text(r, "to") };
    TRY(body_named(r, values, &b, why));
    s.body_id = b.id;
    TRY(body_read_ref(r->call, S("by"), cli_text(r, "by"), &s.by_id, why));
    if (!supervision_kind_named(cli_text(r, "kind"), &s.kind)) {
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    }
    TRY(supervisor_add(r->call, &s, &id, why));
    return answer(r, &b);
}

static status appoint(command_run *r, const char *const *values, problem *why)
{
    body        b;
    int64_t     id;
    body_office o = { .name           = cli_text(r, "name"),
                      .post           = cli_text(r, "post"),
                      .representative = cli_text(r, "representative"),
                      .address        = cli_text(r, "address"),
                      .phone          = cli_text(r, "phone"),
                      .email          = cli_text(r, "email"),
                      .doc_no         = cli_text(r, "doc"),
                      .doc_on         = cli_text(r, "doc-on"),
                      .doc_by         = cli_text(r, "doc-by"),
                      .valid_from     = cli_text(r, "from"),
                      .valid_to       = cli_text(r, "to") };
    TRY(body_named(r, values, &b, why));
    o.body_id = b.id;
    if (!office_kind_named(cli_text(r, "kind"), &o.kind)) {
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    }
    TRY(body_office_add(r->call, &o, &id, why));
    return answer(r, &b);
}

// An option that is not given leaves its field as it is.
static status contact(command_run *r, const char *const *values, problem *why)
{
    body         b;
    body_contact k;
    TRY(body_named(r, values, &b, why));
    TRY(body_contact_load(r->call, b.id, &k));
    (void)cli_option(r, "address", &k.address);
    (void)cli_option(r, "representative", &k.representative);
    (void)cli_option(r, "post", &k.post);
    (void)cli_option(r, "phone", &k.phone);
    (void)cli_option(r, "email", &k.email);
    (void)cli_option(r, "mandate", &k.mandate);
    TRY(body_contact_save(r->call, b.id, &k, why));
    return answer(r, &b);
}

static status delegate(command_run *r, const char *const *values, problem *why)
{
    body       b;
    int64_t    id;
    delegation g = { .reach      = cli_text(r, "reach"),
                     .duties     = cli_text(r, "duties"),
                     .doc_no     = cli_text(r, "doc"),
                     .doc_on     = cli_text(r, "doc-on"),
                     .valid_from = cli_text(r, "from"),
                     .valid_to   = cli_text(r, "to") };
    TRY(body_named(r, values, &b, why));
    g.body_id = b.id;
    TRY(body_read_ref(r->call, S("to"), cli_text(r, "delegate"), &g.to_id, why));
    TRY(delegation_add(r->call, &g, &id, why));
    return answer(r, &b);
}

typedef status end_act(call *c, int64_t id, str last_day, problem *why);

// `coloa org end WHAT ID [--last DAY]`
static status end(command_run *r, const char *const *values, problem *why)
{
    static const struct {
        str      what;
        end_act *act;
    } ends[]     = { { STR("supervisor"), supervisor_end },
                     { STR("office"), body_office_end },
                     { STR("delegation"), delegation_end } };
    str     what = cli_word(r, values, 0), number = cli_word(r, values, 1);
    int64_t id;
    if (!what.ptr || !number.ptr || !str_int(number, &id)) {
        return problem_set(why, ST_INVALID, S("id"), S("required"));
    }
    for (size_t i = 0; i < COUNT(ends); i++) {
        if (str_equal(what, ends[i].what))
            return ends[i].act(r->call, id, cli_text(r, "last"), why);
    }
    return problem_detail(why, ST_INVALID, S("what"), S("choice-unknown"), what);
}

static status ending(command_run *r, const char *const *values, problem *why)
{
    delegation *list;
    size_t      count;
    (void)values;
    (void)why;
    TRY(delegations_ending(r->call, &list, &count));
    if (r->json) buf_put(r->out, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        if (r->json && i) buf_char(r->out, ',');
        if (r->json) put_delegation(r->out, &list[i]);
        if (!r->json) {
            line(r->out, list[i].body_name, list[i].to_name, list[i].valid_from, list[i].valid_to,
                 list[i].doc_no);
        }
    }
    if (r->json) buf_printf(r->out, "],\"total\":%zu,\"next\":null}\n", count);
    return ST_OK;
}

// ---- the table ------------------------------------------------------------------------------------

int org_run(command_run *r, const char *const *values, const char *const *flags, org_act *act)
{
    problem why = { 0 };
    if (!cli_known(r, values, flags)) return CLI_USAGE;
    status st = act(r, values, &why);
    return st == ST_OK ? CLI_DONE : cli_fail(r, st, &why);
}

#define COMMAND(name, ...)                                                                         \
    int org_##name(command_run *r)                                                                 \
    {                                                                                              \
        static const char *const values[] = { __VA_ARGS__ };                                       \
        return org_run(r, values, NULL, name);                                                     \
    }
COMMAND(show, NULL)
COMMAND(supervise, "by", "kind", "basis", "from", "to", NULL)
COMMAND(appoint, "kind", "name", "post", "representative", "address", "phone", "email", "doc",
        "doc-on", "doc-by", "from", "to", NULL)
COMMAND(contact, "address", "representative", "post", "phone", "email", "mandate", NULL)
COMMAND(delegate, "delegate", "reach", "duties", "doc", "doc-on", "from", "to", NULL)
COMMAND(end, "last", NULL)
COMMAND(ending, NULL)
