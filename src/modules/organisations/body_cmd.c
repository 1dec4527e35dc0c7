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

static void put_text(buf *b, const char *name, str text)
{
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, text.ptr ? text : S(""));
}

static void put_fields(buf *out, const body *b)
{
    put_id(out, "id", b->id);
    put_text(out, "code", b->code);
    put_text(out, "name", b->name_vi);
    put_text(out, "name_en", b->name_en);
    put_text(out, "kind", b->kind);
    put_text(out, "symbol", b->symbol);
    put_text(out, "place", b->place);
    buf_char(out, ',');
    put_id(out, "parent", b->parent_id);
    put_text(out, "valid_from", b->valid_from);
    put_text(out, "valid_to", b->valid_to);
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
    put_text(out, "kind", supervision_kind_key(s->kind));
    put_text(out, "by", s->by_code);
    put_text(out, "by_name", s->by_name);
    put_text(out, "through", s->of_id == body_id ? S("") : s->of_name);
    put_text(out, "basis", s->basis);
    put_text(out, "valid_from", s->valid_from);
    put_text(out, "valid_to", s->valid_to);
    buf_char(out, '}');
}

static void put_office(buf *out, const body_office *o)
{
    buf_char(out, '{');
    put_id(out, "id", o->id);
    put_text(out, "kind", office_kind_key(o->kind));
    put_text(out, "name", o->name);
    put_text(out, "post", o->post);
    put_text(out, "representative", o->representative);
    put_text(out, "address", o->address);
    put_text(out, "phone", o->phone);
    put_text(out, "email", o->email);
    put_text(out, "doc_no", o->doc_no);
    put_text(out, "doc_on", o->doc_on);
    put_text(out, "doc_by", o->doc_by);
    put_text(out, "valid_from", o->valid_from);
    put_text(out, "valid_to", o->valid_to);
    buf_char(out, '}');
}

static void put_delegation(buf *out, const delegation *g)
{
    buf_char(out, '{');
    put_id(out, "id", g->id);
    buf_char(out, ',');
    put_id(out, "body", g->body_id);
    put_text(out, "body_name", g->body_name);
    put_text(out, "to", g->to_code);
    put_text(out, "to_name", g->to_name);
    put_text(out, "reach", g->reach);
    put_text(out, "duties", g->duties);
    put_text(out, "doc_no", g->doc_no);
    put_text(out, "doc_on", g->doc_on);
    put_text(out, "valid_from", g->valid_from);
    put_text(out, "valid_to", g->valid_to);
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
    put_text(out, "address", k.address);
    put_text(out, "representative", k.representative);
    put_text(out, "post", k.post);
    put_text(out, "phone", k.phone);
    put_text(out, "email", k.email);
    put_text(out, "mandate", k.mandate);
    buf_char(out, '}');
    put_text(out, "paper_place", place);
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
    put_text(out, "place_certainty", b->place_certainty);
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

static str option(const command_run *r, const char *name)
{
    str value = S("");
    (void)cli_option(r, name, &value);
    return value;
}

static status supervise(command_run *r, const char *const *values, problem *why)
{
    body             b;
    int64_t          id;
    supervisor_draft s = { .basis      = option(r, "basis"),
                           .valid_from = option(r, "from"),
                           .valid_to   = option(r, "to") };
    TRY(body_named(r, values, &b, why));
    s.body_id = b.id;
    TRY(body_read_ref(r->call, S("by"), option(r, "by"), &s.by_id, why));
    if (!supervision_kind_named(option(r, "kind"), &s.kind)) {
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    }
    TRY(supervisor_add(r->call, &s, &id, why));
    return answer(r, &b);
}

static status appoint(command_run *r, const char *const *values, problem *why)
{
    body        b;
    int64_t     id;
    body_office o = { .name           = option(r, "name"),
                      .post           = option(r, "post"),
                      .representative = option(r, "representative"),
                      .address        = option(r, "address"),
                      .phone          = option(r, "phone"),
                      .email          = option(r, "email"),
                      .doc_no         = option(r, "doc"),
                      .doc_on         = option(r, "doc-on"),
                      .doc_by         = option(r, "doc-by"),
                      .valid_from     = option(r, "from"),
                      .valid_to       = option(r, "to") };
    TRY(body_named(r, values, &b, why));
    o.body_id = b.id;
    if (!office_kind_named(option(r, "kind"), &o.kind)) {
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
    delegation g = { .reach      = option(r, "reach"),
                     .duties     = option(r, "duties"),
                     .doc_no     = option(r, "doc"),
                     .doc_on     = option(r, "doc-on"),
                     .valid_from = option(r, "from"),
                     .valid_to   = option(r, "to") };
    TRY(body_named(r, values, &b, why));
    g.body_id = b.id;
    TRY(body_read_ref(r->call, S("to"), option(r, "delegate"), &g.to_id, why));
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
        if (str_equal(what, ends[i].what)) return ends[i].act(r->call, id, option(r, "last"), why);
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
